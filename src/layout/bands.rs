//! Lanes that hold no items: each is drawn over the whole width of the map from what is known of its touchpoints.
//! Which lanes there are and where they lie is the grid's.

use super::card::Pen;
use super::grid::Grid;
use super::groups::Groups;
use super::layouter::MapInput;
use super::{channels, emotion, metrics};
use crate::model::{Lane, LaneKind, Project};
use crate::scene::Theme;

/// What pointer and keyboard can ask of these lanes.
#[derive(Clone, Debug, Default)]
pub(super) struct Bands {
    pub emotion: emotion::Curves,
}

/// How high such a lane is at least, in points; zero for lanes that are as high as their cards.
pub(super) fn height(project: &Project, lane: &Lane, theme: &Theme) -> f32 {
    match lane.kind {
        LaneKind::Emotion => emotion::height(theme),
        LaneKind::Metrics => metrics::height(lane, theme),
        LaneKind::Channels => channels::height(project, lane, theme),
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

/// Draws every such lane.
pub(super) fn push(
    pen: &mut Pen<'_>,
    input: &MapInput<'_>,
    grid: &Grid,
    mut cast: Option<(&emotion::Cast, &mut emotion::Drawn)>,
    groups: &mut Groups,
) -> Bands {
    let mut bands = Bands::default();
    for (rank, row) in grid.lanes.iter().enumerate() {
        let Some(lane) = input.project.lanes.get(&row.id).filter(|lane| !lane.is_collapsed) else { continue };
        match row.kind {
            LaneKind::Emotion => {
                if let Some((cast, drawn)) = &mut cast {
                    emotion::push(pen, input, grid, rank, (*cast, drawn), groups, &mut bands.emotion);
                }
            }
            LaneKind::Metrics => metrics::push(pen, input, grid, rank, lane, groups),
            LaneKind::Channels => channels::push(pen, input, grid, rank, lane, groups),
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
