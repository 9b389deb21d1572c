//! Lanes that hold no items: each is drawn over the whole width of the map from what is known of its touchpoints.
//! Which lanes there are and where they lie is the grid's.

use std::sync::Arc;

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
    pub touchpoints: Arc<[TouchpointId]>,
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::layouter::{Layouter, MapInput};
    use super::super::lens::Lens;
    use super::super::map::Map;
    use crate::base::{Rect, pos2};
    use crate::model::sample::full_sample;
    use crate::model::{Channel, Place, Project, TouchpointId};
    use crate::scene::Theme;
    use crate::scene::theme::ThemeName;

    #[test]
    fn lanes_that_are_drawn_over_the_last_map_are_those_of_a_new_one() {
        let theme = Theme::load(ThemeName::Light);
        let mut project = full_sample(60, 5);
        let journey = *project.journey_order.first().unwrap();
        let map_of = |layouter: &mut Layouter, project: &Project| {
            layouter.map(&MapInput { project, journey, theme: &theme, figures: None, lens: Lens::Plain })
        };
        let mut warm = Layouter::new();
        let mut random = 1_u64;
        let mut below = |limit: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize % limit
        };
        for step in 0..60 {
            let places: Vec<Place> = project.touchpoints.values().map(|touchpoint| touchpoint.place).collect();
            let ids: Vec<TouchpointId> = project.touchpoints.keys().copied().collect();
            let (id, place) = (ids[below(ids.len())], places[below(places.len())]);
            let touchpoints = Arc::make_mut(&mut project.touchpoints);
            match below(4) {
                0 => Arc::make_mut(touchpoints.get_mut(&id).unwrap()).channel = Channel::ALL[below(Channel::ALL.len())],
                1 if ids.len() > 20 => drop(touchpoints.remove(&id)),
                _ => Arc::make_mut(touchpoints.get_mut(&id).unwrap()).place = place,
            }
            let (again, new) = (map_of(&mut warm, &project), map_of(&mut Layouter::new(), &project));
            let shown = |map: &Map| -> Vec<_> {
                map.scene.groups.iter().map(|group| (group.origin, (*group.picture).clone())).collect()
            };
            assert!(shown(&again) == shown(&new), "another scene after step {step}");
            assert!(again.band_spots() == new.band_spots(), "other spots after step {step}");
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(0.0, 0.0) + new.size());
            assert!(again.faces_in(whole) == new.faces_in(whole), "other faces after step {step}");
            warm.recycle(again);
        }
    }
}
