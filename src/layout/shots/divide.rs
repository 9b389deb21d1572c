//! Shots that are too small to be read taken apart into some that can be: by steps, by lanes, and card by card at last.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::grid::Grid;
use super::super::map::Map;
use super::legible::{Seen, lines_of};
use super::runs::{Thing, runs};
use super::{framing, smallest_text};
use crate::model::{Holds, Item, LaneId, Shot, ShotFrame, StageId};

/// The same shots, each that could not be read in parts that can, as far as the map allows it. The whole map stays one:
/// it is there for the overview. Parts of a named shot are numbered, and the first keeps its notes.
pub fn readable(map: &Map, shots: Vec<Shot>, seen: Seen) -> Vec<Shot> {
    let texts = Texts::of(map);
    let parted = shots.into_iter().flat_map(|shot| {
        let is_small =
            smallest_text(map, &shot.frame, seen.aspect).is_some_and(|text| !seen.is_enough(text.share_of_height));
        let frames = match &shot.frame {
            ShotFrame::Whole => Vec::new(),
            frame if is_small => texts.parts(frame, seen),
            ShotFrame::Cells { .. } | ShotFrame::Items(_) | ShotFrame::Region { .. } => Vec::new(),
        };
        if frames.is_empty() { vec![shot] } else { in_parts(&shot, frames) }
    });
    parted.collect()
}

/// The frames that take the place of one that is too small; none where it can't be taken apart.
pub(super) fn parts(map: &Map, frame: &ShotFrame, seen: Seen) -> Vec<ShotFrame> {
    Texts::of(map).parts(frame, seen)
}

/// The shot once for each of the frames.
pub(super) fn in_parts(shot: &Shot, frames: Vec<ShotFrame>) -> Vec<Shot> {
    let count = frames.len();
    let name = |at: usize| {
        let is_numbered = count > 1 && !shot.name.trim().is_empty();
        if is_numbered { format!("{} ({} of {count})", shot.name.trim(), at + 1) } else { shot.name.clone() }
    };
    let part = |(at, frame)| Shot {
        name: name(at),
        notes: if at == 0 { shot.notes.clone() } else { String::new() },
        frame,
        is_around_dimmed: true,
        ..shot.clone()
    };
    frames.into_iter().enumerate().map(part).collect()
}

/// The smallest text of every lane in every column.
struct Texts<'a> {
    map: &'a Map,
    /// Column by column; infinite where there is none.
    least: Vec<f32>,
}

impl<'a> Texts<'a> {
    fn of(map: &'a Map) -> Self {
        let grid = &*map.grid;
        let mut least = vec![f32::INFINITY; grid.columns.len() * grid.lanes.len()];
        for (line, middle) in map.scene.groups.iter().flat_map(lines_of) {
            let column = grid.columns.partition_point(|span| span.from <= middle.x).checked_sub(1);
            let lane = grid.lanes.partition_point(|lane| lane.y.from <= middle.y).checked_sub(1);
            let (Some(column), Some(lane)) = (column, lane) else { continue };
            let is_in = grid.lanes.get(lane).is_some_and(|lane| lane.y.contains(middle.y));
            if let Some(least) = least.get_mut(column * grid.lanes.len() + lane).filter(|_| is_in) {
                *least = least.min(line.size);
            }
        }
        Self { map, least }
    }

    fn grid(&self) -> &Grid {
        &self.map.grid
    }

    fn text(&self, columns: Range<usize>, lanes: &[usize]) -> f32 {
        let width = self.grid().lanes.len();
        let cells = columns.flat_map(|column| lanes.iter().map(move |lane| column * width + lane));
        cells.filter_map(|at| self.least.get(at).copied()).fold(f32::INFINITY, f32::min)
    }

    fn parts(&self, frame: &ShotFrame, seen: Seen) -> Vec<ShotFrame> {
        match frame {
            ShotFrame::Whole => self.cells(&BTreeSet::new(), &BTreeSet::new(), None, seen),
            ShotFrame::Cells { stages, lanes, steps } => self.cells(stages, lanes, *steps, seen),
            ShotFrame::Items(items) => self.items(items, seen),
            ShotFrame::Region { .. } => Vec::new(),
        }
    }

    /// Steps side by side as far as a picture is wide, and the lanes of each run of steps as far as it is high.
    fn cells(
        &self,
        stages: &BTreeSet<StageId>,
        lanes: &BTreeSet<LaneId>,
        steps: Option<(u32, u32)>,
        seen: Seen,
    ) -> Vec<ShotFrame> {
        let grid = self.grid();
        let is_framed = |rank: &usize| {
            grid.lanes
                .get(*rank)
                .is_some_and(|lane| !lane.is_collapsed && (lanes.is_empty() || lanes.contains(&lane.id)))
        };
        let lanes: Vec<usize> = (0..grid.lanes.len()).filter(is_framed).collect();
        let mut columns = Vec::new();
        for stage in grid.stages.iter().filter(|stage| !stage.is_collapsed) {
            if stages.is_empty() || stages.contains(&stage.id) {
                let last = stage.columns.saturating_sub(1);
                let (from, to) = steps.map_or((0, last), |(from, to)| (from as usize, (to as usize).min(last)));
                columns.extend((from..=to).map(|column| stage.first_column + column));
            }
        }
        let things: Vec<Thing> = columns.iter().map(|column| self.column(*column, &lanes)).collect();
        let beside = grid.lane_headers_x.to - grid.lane_headers_x.from + grid.gap;
        let across = runs(&things, beside, seen.height_for_text() * seen.aspect);
        let own = across.into_iter().filter_map(|run| columns.get(run)).flat_map(|run| by_stage(grid, run));
        own.flat_map(|run| self.stacked(run, &lanes, seen)).collect()
    }

    /// The lanes of columns in runs; of half the columns each where these are too wide after all, for stages are wider
    /// than their columns.
    fn stacked(&self, columns: Range<usize>, lanes: &[usize], seen: Seen) -> Vec<ShotFrame> {
        let mut frame = self.frame(&columns);
        if let (ShotFrame::Cells { lanes: framed, .. }, Some(lane)) = (&mut frame, lanes.first()) {
            framed.extend(self.grid().lanes.get(*lane).map(|lane| lane.id));
        }
        let width = framing(self.map, &frame).whole.width();
        let most = self.text(columns.clone(), lanes) * seen.height_for_text() * seen.aspect;
        if width <= most || columns.len() < 2 {
            return self.rows(&columns, lanes, seen);
        }
        let middle = columns.start + columns.len() / 2;
        let halves = [columns.start..middle, middle..columns.end];
        let parts = halves.into_iter().flat_map(|half| by_stage(self.grid(), &half.collect::<Vec<usize>>()));
        parts.flat_map(|part| self.stacked(part, lanes, seen)).collect()
    }

    fn column(&self, column: usize, lanes: &[usize]) -> Thing {
        let grid = self.grid();
        let start = |at: usize| grid.columns.get(at).map(|span| span.from);
        let end = grid.columns.get(column).map_or(0.0, |span| span.to + grid.gap);
        let from = start(column).unwrap_or(end);
        let stage = |at: usize| grid.stage_of_column.get(at);
        let is_start = column.checked_sub(1).is_none_or(|before| stage(before) != stage(column));
        let length = start(column + 1).unwrap_or(end).max(end) - from;
        Thing { length, text: self.text(column..column + 1, lanes), is_start }
    }

    /// The lanes of some columns that have something there, in runs.
    fn rows(&self, columns: &Range<usize>, lanes: &[usize], seen: Seen) -> Vec<ShotFrame> {
        let grid = self.grid();
        let has_something = |lane: &&usize| {
            let is_drawn = grid.lanes.get(**lane).is_some_and(|lane| lane.kind.holds() == Holds::Nothing);
            is_drawn || columns.clone().any(|column| !grid.stack_in(**lane, column).is_empty())
        };
        let lanes: Vec<usize> = lanes.iter().filter(has_something).copied().collect();
        let row = |(nth, lane): (usize, &usize)| {
            let y = |rank: usize| grid.lanes.get(rank).map(|lane| lane.y);
            let own = y(*lane).map_or((0.0, 0.0), |y| (y.from, y.to + grid.gap));
            let next = lanes.get(nth + 1).and_then(|next| y(*next)).map_or(own.1, |y| y.from);
            Thing { length: next - own.0, text: self.text(columns.clone(), &[*lane]), is_start: false }
        };
        let things: Vec<Thing> = lanes.iter().enumerate().map(row).collect();
        let beside = grid.headers_y.to - grid.headers_y.from + grid.gap;
        let runs = runs(&things, beside, seen.height_for_text());
        let of_run = |run: Range<usize>| {
            let own = lanes.get(run).unwrap_or_default();
            let ids = own.iter().filter_map(|lane| grid.lanes.get(*lane)).map(|lane| lane.id);
            let mut frame = self.frame(columns);
            if let ShotFrame::Cells { lanes, .. } = &mut frame {
                *lanes = ids.collect();
            }
            match own {
                [only] if !self.is_read(&frame, columns, &[*only], seen) => self.cards(columns, *only, frame, seen),
                _ => vec![frame],
            }
        };
        runs.into_iter().flat_map(of_run).collect()
    }

    /// The frame of columns that are steps of one stage, or whole stages.
    fn frame(&self, columns: &Range<usize>) -> ShotFrame {
        let grid = self.grid();
        let is_in = |first: usize, count: usize| first < columns.end && columns.start < first + count;
        let mut stages = grid.stages.iter().filter(|stage| is_in(stage.first_column, stage.columns));
        let first = stages.clone().next();
        let steps = first.filter(|first| columns.len() < first.columns).map(|first| {
            let step = |column: usize| u32::try_from(column.saturating_sub(first.first_column)).unwrap_or(u32::MAX);
            (step(columns.start), step(columns.end.saturating_sub(1)))
        });
        let ids = stages.by_ref().map(|stage| stage.id).collect();
        ShotFrame::Cells { stages: ids, lanes: BTreeSet::new(), steps }
    }

    fn is_read(&self, frame: &ShotFrame, columns: &Range<usize>, lanes: &[usize], seen: Seen) -> bool {
        let framing = framing(self.map, frame);
        let shown = super::legible::shown_height(&framing, seen.aspect);
        shown.is_none_or(|shown| shown <= self.text(columns.clone(), lanes) * seen.height_for_text())
    }

    /// The cards of one lane that is too high in runs, from the top down; the frame itself where it has none. One run is
    /// an answer too: the lane may be as high as it is for the sake of other columns.
    fn cards(&self, columns: &Range<usize>, lane: usize, frame: ShotFrame, seen: Seen) -> Vec<ShotFrame> {
        let grid = self.grid();
        let cards: BTreeSet<Item> =
            columns.clone().flat_map(|column| grid.stack_in(lane, column)).map(|placed| placed.item).collect();
        let parts = self.items(&cards, seen);
        if parts.is_empty() { vec![frame] } else { parts }
    }

    /// Cards in runs from the top down.
    fn items(&self, items: &BTreeSet<Item>, seen: Seen) -> Vec<ShotFrame> {
        let grid = self.grid();
        let mut placed: Vec<_> = items.iter().filter_map(|item| grid.placed(*item)).collect();
        placed.sort_by(|a, b| a.rect.top().total_cmp(&b.rect.top()).then(a.rect.left().total_cmp(&b.rect.left())));
        let lane_of = |stack: u32| grid.position_of(stack as usize).map_or(0, |(_, lane, _)| lane);
        let thing = |(nth, card): (usize, &&super::super::grid::Placed)| {
            let (bottom, next) = (card.rect.bottom() + grid.gap, placed.get(nth + 1));
            let length = next.map_or(bottom, |next| next.rect.top()).max(card.rect.top()) - card.rect.top();
            let lane = lane_of(card.stack);
            let column = card.column as usize;
            let is_start = nth.checked_sub(1).and_then(|at| placed.get(at)).is_none_or(|it| lane_of(it.stack) != lane);
            Thing { length, text: self.text(column..column + 1, &[lane]), is_start }
        };
        let things: Vec<Thing> = placed.iter().enumerate().map(thing).collect();
        let beside = grid.headers_y.to - grid.headers_y.from + 4.0 * grid.gap;
        let runs = runs(&things, beside, seen.height_for_text());
        let of_run = |run: Range<usize>| {
            let own = placed.get(run).unwrap_or_default();
            let frame = ShotFrame::Items(own.iter().map(|card| card.item).collect());
            let text = smallest_text(self.map, &frame, seen.aspect);
            if text.is_none_or(|text| seen.is_enough(text.share_of_height)) {
                return vec![frame];
            }
            // Cards beside each other may reach farther down than they begin.
            own.iter().map(|card| ShotFrame::Items([card.item].into())).collect()
        };
        runs.into_iter().flat_map(of_run).collect()
    }
}

/// Columns as ranges that are whole stages, or steps of one stage each.
fn by_stage(grid: &Grid, columns: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<(Range<usize>, bool)> = Vec::new();
    for stage in &grid.stages {
        let all = stage.first_column..stage.first_column + stage.columns;
        let own = || columns.iter().copied().filter(|column| all.contains(column));
        let (Some(from), Some(to)) = (own().min(), own().max()) else { continue };
        let is_whole = own().count() == stage.columns;
        match ranges.last_mut() {
            Some((last, true)) if is_whole && last.end == from => last.end = to + 1,
            Some(_) | None => ranges.push((from..to + 1, is_whole)),
        }
    }
    ranges.into_iter().map(|(range, _)| range).collect()
}
