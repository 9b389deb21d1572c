//! Where something that is dragged would land, and the marks that show it. All in map coordinates.

use super::grid::{self, Placed, Span, StageColumns};
use super::grouping::GroupValue;
use super::map::Map;
use crate::base::{Pos2, Rect, pos2};
use crate::model::Placement;
use crate::model::{Holds, Item, LaneId, LaneKind};

/// What is dragged, as far as lanes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemClass {
    Touchpoint,
    Card,
}

impl ItemClass {
    /// What such an item is.
    pub fn of(item: Item) -> Self {
        match item {
            Item::Touchpoint(_) => Self::Touchpoint,
            Item::Card(_) => Self::Card,
        }
    }

    /// Whether a lane of that kind takes it.
    pub fn fits(self, kind: LaneKind) -> bool {
        kind.holds()
            == match self {
                Self::Touchpoint => Holds::Touchpoints,
                Self::Card => Holds::Cards,
            }
    }
}

/// How far into a card, from its left or right edge, a drop still opens a new column, in points.
const NEW_COLUMN_REACH: f32 = 10.0;

/// How far beside the cells a drop still counts, in points.
const OUTER_REACH: f32 = 24.0;

impl Map {
    /// Where an item dropped there would land, or `None` outside every cell and in lanes that do not take it.
    pub fn drop_at(&self, pos_in_map: Pos2, moving: ItemClass) -> Option<Placement> {
        let grid = &self.grid;
        if !pos_in_map.x.is_finite() || !pos_in_map.y.is_finite() {
            return None;
        }
        let lane_rank = grid::nearest(grid.lanes.iter().map(|lane| lane.y), pos_in_map.y, OUTER_REACH)?;
        let lane = grid.lanes.get(lane_rank).filter(|lane| moving.fits(lane.kind) && !lane.is_collapsed)?;
        // Between two stages, however far apart labels hold them, the nearer one is meant.
        let reach = if self.stages_x().contains(pos_in_map.x) { f32::INFINITY } else { OUTER_REACH };
        let open = || grid.stages.iter().filter(|stage| !stage.is_collapsed);
        let nearest = grid::nearest(open().map(|stage| stage.x), pos_in_map.x, reach)?;
        let stage = open().nth(nearest)?;
        let (column, is_new_column) = self.column_at(stage, pos_in_map.x)?;
        let order = if is_new_column {
            0
        } else {
            let stack = grid.stack_of(stage, lane_rank, column);
            match self.group_rank(lane_rank, pos_in_map.y) {
                Some(group) => self.order_in_group(stack, lane_rank, group, pos_in_map.y),
                None => {
                    let slot = grid.stack(stack).partition_point(|placed| placed.rect.center().y < pos_in_map.y);
                    self.order_of_slot(stack, slot)
                }
            }
        };
        let (column, order) = (column as u32, order as u32);
        Some(Placement { stage: stage.id, lane: lane.id, column, order, is_new_column })
    }

    /// The rank of the group that a height lies in; `None` in lanes without groups.
    pub fn group_at(&self, lane: LaneId, y: f32) -> Option<usize> {
        self.group_rank(self.grid.lane_rank(lane)?, y)
    }

    /// What the touchpoints of a group have in common.
    pub fn group_value(&self, lane: LaneId, group: usize) -> Option<&GroupValue> {
        self.grid.groups.get(self.grid.lane_rank(lane)?)?.get(group).map(|band| &band.value)
    }

    fn group_rank(&self, lane: usize, y: f32) -> Option<usize> {
        grid::nearest(self.grid.groups.get(lane)?.iter().map(|band| band.y), y, f32::INFINITY)
    }

    /// The cards of one group in a stack, each with the order of its place.
    fn run_of_group(&self, stack: usize, lane: usize, group: usize) -> impl Iterator<Item = (&Placed, usize)> {
        let y = self.grid.groups.get(lane).and_then(|bands| bands.get(group)).map(|band| band.y).unwrap_or_default();
        let run =
            self.grid.stack(stack).iter().zip(self.orders_of(stack)).map(|(placed, order)| (placed, *order as usize));
        run.filter(move |(placed, _)| y.from < placed.rect.top() && placed.rect.top() < y.to)
    }

    /// The order that puts an item at that height among those of its group. Where the group has none in the stack,
    /// the order does not matter to it, and the item goes below all others.
    fn order_in_group(&self, stack: usize, lane: usize, group: usize, y: f32) -> usize {
        let above = self.run_of_group(stack, lane, group).filter(|(placed, _)| placed.rect.center().y < y).last();
        let first = || self.run_of_group(stack, lane, group).next().map(|(_, order)| order);
        above.map(|(_, order)| order + 1).or_else(first).unwrap_or_else(|| self.end_of_stack(stack))
    }

    /// The orders of the cards of a stack; none where they are simply counted.
    fn orders_of(&self, stack: usize) -> &[u32] {
        let from = self.grid.stack_starts.get(stack).map_or(0, |start| *start as usize);
        let to = from + self.grid.stack(stack).len();
        self.grid.orders.get(from..to).unwrap_or_default()
    }

    /// The order of the place between two cards of a stack: that of the lower one, or after all of the stack, also of
    /// those that are left out of the map.
    fn order_of_slot(&self, stack: usize, slot: usize) -> usize {
        if self.grid.orders.is_empty() {
            return slot;
        }
        self.orders_of(stack).get(slot).map_or_else(|| self.end_of_stack(stack), |order| *order as usize)
    }

    /// The order after all cards of a stack.
    fn end_of_stack(&self, stack: usize) -> usize {
        let shown = self.orders_of(stack).iter().max().map_or(0, |order| *order as usize + 1);
        let left_out = self.grid.ends.get(&stack).map_or(0, |end| *end as usize);
        shown.max(left_out).max(self.grid.stack(stack).len())
    }

    /// The same, but where the lane does not take it, in the nearest lane of that stage that does.
    pub fn drop_in_fitting_lane(&self, pos_in_map: Pos2, moving: ItemClass) -> Option<Placement> {
        self.drop_at(pos_in_map, moving).or_else(|| {
            let lanes = &self.grid.lanes;
            grid::nearest(lanes.iter().map(|lane| lane.y), pos_in_map.y, OUTER_REACH)?;
            let fitting = lanes.iter().filter(|lane| moving.fits(lane.kind) && !lane.is_collapsed).map(|lane| lane.y);
            let nearest = fitting.min_by(|a, b| a.distance(pos_in_map.y).total_cmp(&b.distance(pos_in_map.y)))?;
            self.drop_at(pos2(pos_in_map.x, pos_in_map.y.clamp(nearest.from, nearest.to)), moving)
        })
    }

    /// The column of a stage at that place, and whether it is a new one before it.
    fn column_at(&self, stage: &StageColumns, x: f32) -> Option<(usize, bool)> {
        if !stage.has_items {
            return Some((0, false));
        }
        let columns = self.grid.columns.get(stage.first_column..stage.first_column + stage.columns)?;
        let column = columns.partition_point(|column| column.to - NEW_COLUMN_REACH < x);
        match columns.get(column) {
            Some(span) if span.from + NEW_COLUMN_REACH <= x => Some((column, false)),
            Some(_) | None => Some((column, true)),
        }
    }

    /// The bar that shows where items would go: flat between cards, upright for a new column.
    /// `None` if the placement is not on this map.
    pub fn insertion_mark(&self, placement: &Placement) -> Option<Rect> {
        self.insertion_mark_in_group(placement, None)
    }

    /// The same among the cards of a group, in a lane that has groups.
    pub fn insertion_mark_in_group(&self, placement: &Placement, group: Option<usize>) -> Option<Rect> {
        let grid = &self.grid;
        let stage = grid.stages.get(grid.stage_rank(placement.stage)?)?;
        let lane_rank = grid.lane_rank(placement.lane)?;
        let lane = grid.lanes.get(lane_rank)?;
        let half = self.mark_width() / 2.0;
        let column = placement.column as usize;
        if placement.is_new_column {
            let column = column.min(stage.columns);
            let x = self.column_border(stage, column)?;
            return Some(Rect::from_min_max(pos2(x - half, lane.y.from), pos2(x + half, lane.y.to)));
        }
        let column = column.min(stage.columns - 1);
        let x = grid.columns.get(stage.first_column + column)?;
        let stack_rank = grid.stack_of(stage, lane_rank, column);
        let stack = grid.stack(stack_rank);
        let above = match group {
            Some(group) => {
                let run = self.run_of_group(stack_rank, lane_rank, group);
                let above = run.filter(|(_, order)| *order < placement.order as usize).last().map(|(placed, _)| placed);
                let band = grid.groups.get(lane_rank).and_then(|bands| bands.get(group))?;
                let y = above.map_or(band.y.from, |placed| placed.rect.bottom()) + grid.gap / 2.0;
                return Some(Rect::from_min_max(pos2(x.from, y - half), pos2(x.to, y + half)));
            }
            None if grid.orders.is_empty() => {
                (placement.order as usize).min(stack.len()).checked_sub(1).and_then(|at| stack.get(at))
            }
            None => {
                let above = stack.iter().zip(self.orders_of(stack_rank)).filter(|(_, order)| **order < placement.order);
                above.max_by_key(|(_, order)| **order).map(|(placed, _)| placed)
            }
        };
        let y = above.map_or(lane.y.from, |placed| placed.rect.bottom()) + grid.gap / 2.0;
        Some(Rect::from_min_max(pos2(x.from, y - half), pos2(x.to, y + half)))
    }

    /// Which slot a stage dragged there would take, counted among all stages of the journey with it still in its
    /// place: 0 for before the first.
    pub fn stage_drop(&self, x: f32) -> Option<usize> {
        let stages = &self.grid.stages;
        let rank = slot(stages.iter().map(|stage| stage.x), x)?;
        Some(stages.get(rank).map_or_else(|| stages.last().map_or(0, |last| last.slot + 1), |stage| stage.slot))
    }

    /// Which slot a lane dragged there would take, counted among all lanes of the journey with it still in its
    /// place: 0 for above the first.
    pub fn lane_drop(&self, y: f32) -> Option<usize> {
        let lanes = &self.grid.lanes;
        let rank = slot(lanes.iter().map(|lane| lane.y), y)?;
        Some(lanes.get(rank).map_or_else(|| lanes.last().map_or(0, |last| last.slot + 1), |lane| lane.slot))
    }

    /// The upright bar in that slot, counted among all stages of the journey, hidden ones included.
    pub fn stage_mark(&self, slot: usize) -> Option<Rect> {
        let stages = &self.grid.stages;
        let rank = stages.partition_point(|stage| stage.slot < slot);
        let x = border(&stages.iter().map(|stage| stage.x).collect::<Vec<_>>(), rank, self.grid.gap)?;
        let half = self.mark_width() / 2.0;
        let bottom = self.grid.lanes_y().to;
        Some(Rect::from_min_max(pos2(x - half, self.grid.headers_y.from), pos2(x + half, bottom)))
    }

    /// The flat bar in that slot, counted among all lanes of the journey, hidden ones included.
    pub fn lane_mark(&self, slot: usize) -> Option<Rect> {
        let lanes = &self.grid.lanes;
        let rank = lanes.partition_point(|lane| lane.slot < slot);
        let y = border(&lanes.iter().map(|lane| lane.y).collect::<Vec<_>>(), rank, self.grid.gap)?;
        let half = self.mark_width() / 2.0;
        let right = self.stages_x().to;
        Some(Rect::from_min_max(pos2(self.grid.lane_headers_x.from, y - half), pos2(right, y + half)))
    }

    fn mark_width(&self) -> f32 {
        self.map_sizes.map_or(0.0, |sizes| 2.0 * sizes.connector_width)
    }

    /// Where a stage's columns part: left of a column of the stage, or right of its last.
    fn column_border(&self, stage: &StageColumns, column: usize) -> Option<f32> {
        let columns = self.grid.columns.get(stage.first_column..stage.first_column + stage.columns)?;
        let left = column.checked_sub(1).and_then(|at| columns.get(at)).map_or(stage.x.from, |span| span.to);
        let right = columns.get(column).map_or(stage.x.to, |span| span.from);
        Some((left + right) / 2.0)
    }
}

/// Before how many spans' middles a place lies; `None` without spans.
fn slot(spans: impl ExactSizeIterator<Item = Span>, at: f32) -> Option<usize> {
    if spans.len() == 0 || !at.is_finite() {
        return None;
    }
    Some(spans.take_while(|span| span.middle() < at).count())
}

/// The middle between the spans on both sides of a slot, or half a gap beside the outer ones.
fn border(spans: &[Span], slot: usize, gap: f32) -> Option<f32> {
    let slot = slot.min(spans.len());
    let before = slot.checked_sub(1).and_then(|at| spans.get(at));
    let after = spans.get(slot);
    match (before, after) {
        (Some(before), Some(after)) => Some((before.to + after.from) / 2.0),
        (Some(before), None) => Some(before.to + gap / 2.0),
        (None, Some(after)) => Some(after.from - gap / 2.0),
        (None, None) => None,
    }
}
