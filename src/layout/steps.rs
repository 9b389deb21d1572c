//! Which touchpoints happen at which step of a journey, for the lanes that are drawn from them. Their own lanes do not
//! matter here: what happens happens, also where its lane is hidden.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::grid::Grid;
use crate::model::{LaneId, Project, StageId, Touchpoint};

/// Touchpoints by column of the whole map, each column from the top down; none in closed columns.
#[derive(Default)]
pub(super) struct Steps<'a> {
    pub columns: Vec<Vec<&'a Arc<Touchpoint>>>,
}

impl<'a> Steps<'a> {
    pub(super) fn of(project: &'a Project, lanes: &[LaneId], grid: &Grid) -> Self {
        let stage_ranks: BTreeMap<StageId, usize> = (0..).zip(&grid.stages).map(|(rank, s)| (s.id, rank)).collect();
        let lane_ranks: BTreeMap<LaneId, usize> = lanes.iter().copied().zip(0..).collect();
        /// A touchpoint with its lane's rank and its order, by which a step's are sorted.
        type Ranked<'a> = (Option<usize>, u32, &'a Arc<Touchpoint>);
        let mut columns: Vec<Vec<Ranked<'_>>> = vec![Vec::new(); grid.columns.len()];
        for touchpoint in project.touchpoints.values() {
            let rank = stage_ranks.get(&touchpoint.place.stage);
            let Some(stage) = rank.and_then(|rank| grid.stages.get(*rank)) else { continue };
            let column = stage.first_column + (touchpoint.place.column as usize).min(stage.columns - 1);
            if grid.is_closed(column) {
                continue;
            }
            if let Some(column) = columns.get_mut(column) {
                let lane = lane_ranks.get(&touchpoint.place.lane).copied();
                column.push((lane, touchpoint.place.order, touchpoint));
            }
        }
        let sorted = |mut column: Vec<(Option<usize>, u32, &'a Arc<Touchpoint>)>| {
            column.sort_by_key(|(lane, order, _)| (*lane, *order));
            column.into_iter().map(|(.., touchpoint)| touchpoint).collect()
        };
        Self { columns: columns.into_iter().map(sorted).collect() }
    }

    /// The touchpoints of a stage, step by step.
    pub(super) fn of_stage(&self, grid: &Grid, stage: usize) -> impl Iterator<Item = &'a Arc<Touchpoint>> + '_ {
        let columns = grid.stages.get(stage).map(|stage| stage.first_column..stage.first_column + stage.columns);
        columns.and_then(|columns| self.columns.get(columns)).unwrap_or_default().iter().flatten().copied()
    }
}
