//! Which touchpoints happen at which step of a journey, for the lanes that are drawn from them. Their own lanes do not
//! matter here: what happens happens, also where its lane is hidden.

use std::sync::Arc;

use super::grid::Grid;
use super::index::RankById;
use crate::model::{LaneId, Project, Touchpoint};

/// Touchpoints by column of the whole map, each column from the top down; none in closed columns.
#[derive(Default)]
pub(super) struct Steps<'a> {
    /// All of them, column by column.
    touchpoints: Vec<&'a Arc<Touchpoint>>,
    /// Where each column's begin, and where the last one's end.
    starts: Vec<usize>,
}

impl<'a> Steps<'a> {
    pub(super) fn of(project: &'a Project, lanes: &[LaneId], grid: &Grid) -> Self {
        let ranks = |ids: Vec<u64>| {
            let mut pairs: Vec<(u64, u32)> = ids.into_iter().zip(0..).collect();
            pairs.sort_unstable();
            RankById::new(pairs)
        };
        let stage_ranks = ranks(grid.stages.iter().map(|stage| stage.id.0).collect());
        let lane_ranks = ranks(lanes.iter().map(|lane| lane.0).collect());
        // Counted, then put in their places: two passes, and no list per column.
        let mut starts = vec![0_usize; grid.columns.len() + 1];
        let mut placed = Vec::with_capacity(project.touchpoints.len());
        for touchpoint in project.touchpoints.values() {
            let place = touchpoint.place;
            let rank = stage_ranks.get(place.stage.0);
            let Some(stage) = rank.and_then(|rank| grid.stages.get(rank)) else { continue };
            let column = stage.first_column + (place.column as usize).min(stage.columns - 1);
            if grid.is_closed(column) {
                continue;
            }
            if let Some(count) = starts.get_mut(column + 1) {
                *count += 1;
                placed.push((column, (lane_ranks.get(place.lane.0), place.order), touchpoint));
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut order = vec![0_usize; placed.len()];
        for (source, (column, ..)) in placed.iter().enumerate() {
            if let Some(at) = next.get_mut(*column) {
                if let Some(slot) = order.get_mut(*at) {
                    *slot = source;
                }
                *at += 1;
            }
        }
        for window in starts.windows(2) {
            let [from, to] = window else { continue };
            if let Some(column) = order.get_mut(*from..*to).filter(|column| column.len() > 1) {
                column.sort_by_key(|source| placed.get(*source).map(|(_, key, _)| *key));
            }
        }
        let touchpoint = |source: &usize| placed.get(*source).map(|(.., touchpoint)| *touchpoint);
        Self { touchpoints: order.iter().filter_map(touchpoint).collect(), starts }
    }

    /// The touchpoints of each column, left to right.
    pub(super) fn columns(&self) -> impl Iterator<Item = &[&'a Arc<Touchpoint>]> + '_ {
        self.starts.windows(2).map(|window| match window {
            [from, to] => self.touchpoints.get(*from..*to).unwrap_or_default(),
            _ => &[],
        })
    }

    /// The touchpoints of a stage, step by step.
    pub(super) fn of_stage(&self, grid: &Grid, stage: usize) -> impl Iterator<Item = &'a Arc<Touchpoint>> + '_ {
        let run = grid.stages.get(stage).and_then(|stage| {
            let from = *self.starts.get(stage.first_column)?;
            self.touchpoints.get(from..*self.starts.get(stage.first_column + stage.columns)?)
        });
        run.unwrap_or_default().iter().copied()
    }
}
