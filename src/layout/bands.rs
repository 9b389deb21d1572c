//! Lanes that hold no items: each is drawn over the whole width of the map from what is known of its touchpoints.
//! Which lanes there are and where they lie is the grid's.

use super::card::Pen;
use super::channels::ChannelPlans;
use super::grid::Grid;
use super::groups::Groups;
use super::layouter::MapInput;
use super::metrics::ChartPlans;
use super::steps::Steps;
use super::{channels, emotion, metrics};
use crate::base::Rect;
use crate::model::{Channel, Lane, LaneId, LaneKind, MetricId, StageId, TouchpointId};
use crate::scene::{Picture, Theme};

/// What pointer and keyboard can ask of these lanes.
#[derive(Clone, Debug, Default)]
pub(super) struct Bands {
    pub emotion: emotion::Curves,
    pub spots: Vec<BandSpot>,
}

/// Something in such a lane that speaks of touchpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct BandSpot {
    pub lane: LaneId,
    pub stage: StageId,
    pub rect: Rect,
    /// The touchpoints it speaks of, from the top down and step by step.
    pub touchpoints: Vec<TouchpointId>,
    pub what: BandThing,
}

/// What such a spot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandThing {
    /// The chart of a metric; `None` where nothing is known.
    Chart(Option<MetricId>),
    /// A channel in use at a step.
    Use(Channel),
    /// A channel in use before and after a stage, but not in it.
    DropOut(Channel),
    /// Where a channel is used for the last time, before the journey ends.
    LastUse(Channel),
}

/// What is planned for these lanes before they have their height, and what was drawn of them last time.
#[derive(Default)]
pub(super) struct BandPlans {
    charts: ChartPlans,
    channels: ChannelPlans,
}

impl BandPlans {
    /// Decides what each lane will show. The columns have their places by now.
    pub(super) fn plan(&mut self, pen: &mut Pen<'_>, input: &MapInput<'_>, grid: &Grid) {
        let lanes = || grid.lanes.iter().filter_map(|row| input.project.lanes.get(&row.id));
        let lanes_of = |kind: LaneKind| lanes().filter(|lane| lane.kind == kind).map(AsRef::as_ref).collect();
        let (charts, matrices): (Vec<&Lane>, Vec<&Lane>) = (lanes_of(LaneKind::Metrics), lanes_of(LaneKind::Channels));
        let steps = if charts.is_empty() && matrices.is_empty() {
            Steps::default()
        } else {
            let all_lanes = input.project.journeys.get(&input.journey).map_or(&[][..], |journey| &journey.lanes);
            Steps::of(input.project, all_lanes, grid)
        };
        self.charts.plan(input, grid, &steps, &charts);
        self.channels.plan(pen, input, &steps, &matrices);
    }

    /// How high such a lane is at least, in points; zero for lanes that are as high as their cards.
    pub(super) fn height(&self, lane: &Lane, theme: &Theme) -> f32 {
        match lane.kind {
            LaneKind::Emotion => emotion::height(theme),
            LaneKind::Metrics => self.charts.height(lane.id, theme),
            LaneKind::Channels => self.channels.height(lane.id),
            LaneKind::Touchpoints
            | LaneKind::Actions
            | LaneKind::Thoughts
            | LaneKind::PainPoints
            | LaneKind::Opportunities
            | LaneKind::Evidence
            | LaneKind::Frontstage
            | LaneKind::Backstage
            | LaneKind::Support
            | LaneKind::Notes => 0.0,
        }
    }

    /// Adds what stands in such a lane's header below its name.
    pub(super) fn push_header(&self, pen: &mut Pen<'_>, lane: LaneId, height: f32, header: &mut Picture) {
        self.channels.push_header(pen, lane, height, header);
    }

    /// Draws every such lane.
    pub(super) fn push(
        &mut self,
        pen: &mut Pen<'_>,
        input: &MapInput<'_>,
        grid: &Grid,
        mut cast: Option<(&emotion::Cast, &mut emotion::Drawn)>,
        groups: &mut Groups,
    ) -> Bands {
        let mut bands = Bands::default();
        for (rank, row) in grid.lanes.iter().enumerate() {
            if row.is_collapsed {
                continue;
            }
            match row.kind {
                LaneKind::Emotion => {
                    if let Some((cast, drawn)) = &mut cast {
                        emotion::push(pen, input, grid, rank, (*cast, drawn), groups, &mut bands.emotion);
                    }
                }
                LaneKind::Metrics => metrics::push(&mut self.charts, pen, grid, row, groups, &mut bands.spots),
                LaneKind::Channels => channels::push(&mut self.channels, pen, grid, row, groups, &mut bands.spots),
                LaneKind::Touchpoints
                | LaneKind::Actions
                | LaneKind::Thoughts
                | LaneKind::PainPoints
                | LaneKind::Opportunities
                | LaneKind::Evidence
                | LaneKind::Frontstage
                | LaneKind::Backstage
                | LaneKind::Support
                | LaneKind::Notes => {}
            }
        }
        bands
    }
}
