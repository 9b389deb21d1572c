//! Where stages, columns, lanes and cards lie, in map coordinates. Pure geometry: no colors, no pictures, and
//! nothing of the records but their ids, kinds and phases.

use std::collections::BTreeMap;

use super::blueprint::BlueprintLine;
use super::grouping::GroupBand;
use super::index::RankById;
use crate::base::{Pos2, Rect, Vec2, pos2};
use crate::model::{Item, LaneId, LaneKind, Phase, StageId, Subject};

/// A stretch of one axis, in points. INVARIANT: `from <= to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub from: f32,
    pub to: f32,
}

impl Span {
    pub(crate) fn middle(self) -> f32 {
        (self.from + self.to) / 2.0
    }

    pub(crate) fn contains(self, at: f32) -> bool {
        self.from <= at && at <= self.to
    }

    /// How far away a place is; zero within.
    pub(crate) fn distance(self, at: f32) -> f32 {
        (self.from - at).max(at - self.to).max(0.0)
    }
}

/// A stage's stretch and its columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StageColumns {
    pub id: StageId,
    pub phase: Phase,
    /// Its index among all stages of the journey, hidden ones included.
    pub slot: usize,
    pub x: Span,
    /// The rank of its first column among all of the map.
    pub first_column: usize,
    /// At least 1.
    pub columns: usize,
    /// Of each column, in points.
    pub card_width: f32,
    pub has_items: bool,
    /// Drawn as a strip; has one column without cards.
    pub is_collapsed: bool,
}

/// A lane's stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LaneRow {
    pub id: LaneId,
    pub kind: LaneKind,
    /// Its index among all lanes of the journey, hidden ones included.
    pub slot: usize,
    pub y: Span,
    /// Drawn as a strip without cards.
    pub is_collapsed: bool,
}

/// An item at its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub item: Item,
    pub rect: Rect,
    /// Which stack it lies in.
    pub stack: u32,
    /// Which column of the whole map.
    pub column: u32,
}

/// The whole map's geometry.
///
/// INVARIANT: the cards of one column of one cell are a stack; stacks are numbered by stage, then lane, then column,
/// so that `items` are in reading order and a stack is a run of them, top to bottom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    pub stages: Vec<StageColumns>,
    pub lanes: Vec<LaneRow>,
    /// The stretch of the cards of every column, left to right.
    pub columns: Vec<Span>,
    /// By column, whether it takes no room because the filter leaves nothing in it; empty where none does.
    pub closed: Vec<bool>,
    /// The rank of every column's stage.
    pub stage_of_column: Vec<u32>,
    /// Between columns: gutter `n` lies left of column `n`, the last one right of the last column. Those beside a
    /// closed column are one.
    pub gutters: Vec<Span>,
    pub items: Vec<Placed>,
    /// Where each stack starts in `items`, and the end of the last.
    pub stack_starts: Vec<u32>,
    pub touchpoint_ranks: RankById,
    pub card_ranks: RankById,
    /// By lane, the groups that its touchpoints are put together in, top to bottom; empty where they are not.
    pub groups: Vec<Vec<GroupBand>>,
    /// The order of every item's place, by its rank in `items`; empty where no lane has groups and no item is left out,
    /// and the order is that of the stack.
    pub orders: Vec<u32>,
    /// By stack, the order after the last item that the filter leaves out of it.
    pub ends: BTreeMap<usize, u32>,
    /// By lane, how much the space above it was widened for the labels of ways between lanes; empty where none was.
    pub row_rooms: Vec<f32>,
    /// The lines between lanes, and the middle of each.
    pub blueprint: Vec<(BlueprintLine, f32)>,
    /// The rows of phase bands and stage headers, and the column of lane headers.
    pub bands_y: Span,
    pub headers_y: Span,
    pub lane_headers_x: Span,
    /// From theme: between cards.
    pub gap: f32,
    /// The whole map, margins included.
    pub size: Vec2,
}

impl Default for Span {
    fn default() -> Self {
        Self { from: 0.0, to: 0.0 }
    }
}

impl Grid {
    pub(crate) fn stage_rank(&self, id: StageId) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    pub(crate) fn lane_rank(&self, id: LaneId) -> Option<usize> {
        self.lanes.iter().position(|lane| lane.id == id)
    }

    pub(crate) fn item_rank(&self, item: Item) -> Option<usize> {
        match item {
            Item::Touchpoint(id) => self.touchpoint_ranks.get(id.0),
            Item::Card(id) => self.card_ranks.get(id.0),
        }
    }

    pub(crate) fn placed(&self, item: Item) -> Option<&Placed> {
        self.items.get(self.item_rank(item)?)
    }

    /// Whether a column takes no room, because the filter leaves nothing in it.
    pub(crate) fn is_closed(&self, column: usize) -> bool {
        self.closed.get(column).is_some_and(|is_closed| *is_closed)
    }

    pub(crate) fn stack_of(&self, stage: &StageColumns, lane: usize, column_in_stage: usize) -> usize {
        stage.first_column * self.lanes.len() + lane * stage.columns + column_in_stage
    }

    /// The stage, lane and column (of the whole map) of a stack.
    pub(crate) fn position_of(&self, stack: usize) -> Option<(usize, usize, usize)> {
        let lanes = self.lanes.len().max(1);
        let stage_rank = self.stages.partition_point(|stage| stage.first_column * lanes <= stack).checked_sub(1)?;
        let stage = self.stages.get(stage_rank)?;
        let within = stack - stage.first_column * lanes;
        Some((stage_rank, within / stage.columns, stage.first_column + within % stage.columns))
    }

    pub(crate) fn stack(&self, stack: usize) -> &[Placed] {
        let bound = |at: usize| self.stack_starts.get(at).map(|start| *start as usize);
        let (Some(from), Some(to)) = (bound(stack), bound(stack + 1)) else { return &[] };
        self.items.get(from..to).unwrap_or_default()
    }

    /// The stack of a column of the whole map in a lane.
    pub(crate) fn stack_in(&self, lane: usize, column: usize) -> &[Placed] {
        let rank = self.stage_of_column.get(column).map(|rank| *rank as usize);
        let Some(stage) = rank.and_then(|rank| self.stages.get(rank)) else { return &[] };
        self.stack(self.stack_of(stage, lane, column - stage.first_column))
    }

    /// What the strip of a collapsed stage covers, below its header.
    pub(crate) fn stage_strip(&self, rank: usize) -> Option<Rect> {
        let stage = self.stages.get(rank).filter(|stage| stage.is_collapsed)?;
        (!self.lanes.is_empty()).then(|| rect_of(stage.x, self.lanes_y()))
    }

    /// What the strip of a collapsed lane covers, beside its header.
    pub(crate) fn lane_strip(&self, rank: usize) -> Option<Rect> {
        let lane = self.lanes.get(rank).filter(|lane| lane.is_collapsed)?;
        let x = Span { from: self.stages.first()?.x.from, to: self.stages.last()?.x.to };
        Some(rect_of(x, lane.y))
    }

    /// The collapsed stage or lane whose strip covers a place; those of stages lie on top.
    pub(crate) fn strip_at(&self, pos: Pos2) -> Option<Subject> {
        let is_in = |rect: Option<Rect>| rect.is_some_and(|rect| rect.contains(pos));
        let stage = (0..self.stages.len()).find(|rank| is_in(self.stage_strip(*rank)));
        let lane = || (0..self.lanes.len()).find(|rank| is_in(self.lane_strip(*rank)));
        match stage.and_then(|rank| self.stages.get(rank)) {
            Some(stage) => Some(Subject::Stage(stage.id)),
            None => self.lanes.get(lane()?).map(|lane| Subject::Lane(lane.id)),
        }
    }

    /// From the top of the first lane to the bottom of the last.
    pub(crate) fn lanes_y(&self) -> Span {
        let top = self.lanes.first().map_or(self.headers_y.to + self.gap, |lane| lane.y.from);
        Span { from: top, to: self.lanes.last().map_or(top, |lane| lane.y.to) }
    }

    /// The card, if any, that lies in a column at that height.
    pub(crate) fn card_at(&self, column: usize, y: f32) -> Option<&Placed> {
        let lane = self.lanes.iter().position(|lane| y <= lane.y.to)?;
        self.card_in(lane, column, Span { from: y, to: y })
    }

    /// The topmost card of a column in a lane that meets a stretch.
    fn card_in(&self, lane: usize, column: usize, y: Span) -> Option<&Placed> {
        let stack = self.stack_in(lane, column);
        let card = stack.get(stack.partition_point(|placed| placed.rect.bottom() < y.from))?;
        (card.rect.top() <= y.to).then_some(card)
    }

    /// Whether something in a column lies within that stretch: what connectors must not run over.
    pub(crate) fn is_blocked(&self, column: usize, y: Span) -> bool {
        let lanes = self.lanes.iter().enumerate();
        let mut met = lanes.filter(|(_, lane)| lane.y.from <= y.to && y.from <= lane.y.to);
        met.any(|(lane, _)| self.card_in(lane, column, y).is_some())
    }

    /// The free stretch above a lane, from what the one before leaves free to where this one's content begins; for
    /// the number of lanes, the one below the last.
    pub(crate) fn space_above(&self, lane: usize) -> Span {
        let before = lane.checked_sub(1).and_then(|before| self.lanes.get(before));
        let from = before.map_or(self.headers_y.to, |before| before.y.to - self.gap);
        let below = before.map_or(self.headers_y.to, |before| before.y.to) + 2.0 * self.gap;
        Span { from, to: self.lanes.get(lane).map_or(below, |lane| lane.y.from + self.gap) }
    }

    /// The free stretch between lanes that holds a height.
    pub(crate) fn space_at(&self, y: f32) -> Option<Span> {
        Some(self.space_above(self.lane_below(y))).filter(|space| space.contains(y))
    }

    /// The lane whose content begins below a height; the number of lanes below all of them.
    pub(crate) fn lane_below(&self, y: f32) -> usize {
        self.lanes.partition_point(|lane| lane.y.from + self.gap < y)
    }

    /// Whether the space between lanes at that height was widened, so that ways in it have a row each.
    pub(crate) fn has_rows_at(&self, y: f32) -> bool {
        self.row_rooms.get(self.lane_below(y)).is_some_and(|room| *room > 0.0)
    }

    /// The gutters that a stretch touches.
    pub(crate) fn gutters_in(&self, left: f32, right: f32) -> std::ops::Range<usize> {
        let first = self.gutters.partition_point(|gutter| gutter.to < left);
        first..self.gutters.partition_point(|gutter| gutter.from <= right).max(first)
    }

    /// How many of the columns before each one, and of all of them, have changed against an earlier grid:
    /// by their place, their gutters, or a card's rectangle.
    pub(crate) fn changed_columns(&self, before: &Self) -> Vec<u32> {
        let are_rows_same = self.lanes.len() == before.lanes.len()
            && self.lanes.iter().zip(&before.lanes).all(|(lane, other)| lane.y == other.y);
        let mut changed = 0;
        let mut counts = vec![0];
        for column in 0..self.columns.len() {
            let is_same = are_rows_same
                && self.columns.get(column) == before.columns.get(column)
                && self.gutters.get(column) == before.gutters.get(column)
                && self.gutters.get(column + 1) == before.gutters.get(column + 1)
                && (0..self.lanes.len()).all(|lane| {
                    let (stack, other) = (self.stack_in(lane, column), before.stack_in(lane, column));
                    stack.len() == other.len()
                        && stack.iter().zip(other).all(|(placed, other)| placed.rect == other.rect)
                });
            changed += u32::from(!is_same);
            counts.push(changed);
        }
        counts
    }

    /// The cards that a rectangle touches, in reading order.
    pub(crate) fn items_in(&self, rect: Rect) -> Vec<Item> {
        let mut items = Vec::new();
        for stage in self.stages.iter().filter(|stage| stage.x.from <= rect.right() && rect.left() <= stage.x.to) {
            for (lane_rank, lane) in self.lanes.iter().enumerate() {
                if lane.y.to < rect.top() || rect.bottom() < lane.y.from {
                    continue;
                }
                for column in 0..stage.columns {
                    let x = self.columns.get(stage.first_column + column);
                    if x.is_none_or(|x| x.to < rect.left() || rect.right() < x.from) {
                        continue;
                    }
                    let stack = self.stack(self.stack_of(stage, lane_rank, column));
                    let first = stack.partition_point(|placed| placed.rect.bottom() < rect.top());
                    let touched = stack.iter().skip(first).take_while(|placed| placed.rect.top() <= rect.bottom());
                    items.extend(touched.map(|placed| placed.item));
                }
            }
        }
        items
    }

    pub(crate) fn cell_rect(&self, stage: &StageColumns, lane: &LaneRow) -> Rect {
        rect_of(stage.x, lane.y)
    }

    pub(crate) fn rect_of(&self, subject: Subject) -> Option<Rect> {
        match subject {
            Subject::Item(item) => self.placed(item).map(|placed| placed.rect),
            Subject::Stage(id) => Some(rect_of(self.stages.get(self.stage_rank(id)?)?.x, self.headers_y)),
            Subject::Lane(id) => Some(rect_of(self.lane_headers_x, self.lanes.get(self.lane_rank(id)?)?.y)),
            Subject::Connector(_) | Subject::Sticky(_) => None,
        }
    }

    /// Runs of stages of one phase: the phase, and the first and last rank.
    pub(crate) fn phase_runs(&self) -> Vec<(Phase, usize, usize)> {
        let mut runs: Vec<(Phase, usize, usize)> = Vec::new();
        for (rank, stage) in self.stages.iter().enumerate() {
            match runs.last_mut() {
                Some((phase, _, last)) if *phase == stage.phase => *last = rank,
                _ => runs.push((stage.phase, rank, rank)),
            }
        }
        runs
    }

    /// What a run of stages covers in the row of phase bands.
    pub(crate) fn band_rect(&self, first: usize, last: usize) -> Option<Rect> {
        let x = Span { from: self.stages.get(first)?.x.from, to: self.stages.get(last)?.x.to };
        Some(rect_of(x, self.bands_y))
    }
}

pub(crate) fn rect_of(x: Span, y: Span) -> Rect {
    Rect::from_min_max(pos2(x.from, y.from), pos2(x.to, y.to))
}

/// The rank of the span that holds the place, or else of the nearest one no farther than `reach` points away.
pub(crate) fn nearest(spans: impl Iterator<Item = Span>, at: f32, reach: f32) -> Option<usize> {
    let (rank, distance) = spans.map(|span| span.distance(at)).enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (distance <= reach).then_some(rank)
}

/// The distance from a place to a straight leg between two others, in points.
pub(crate) fn distance_to_line(pos: Pos2, from: Pos2, to: Pos2) -> f32 {
    let line = to - from;
    let length = line.length_sq();
    let along = if length > 0.0 { ((pos - from).dot(line) / length).clamp(0.0, 1.0) } else { 0.0 };
    (from + line * along).distance(pos)
}
