//! Where the labels of connectors stand: beside or on their way, over no card and over no other label.

use super::grid::{Grid, Span};
use super::route::{Columns, Route};
use crate::base::{Rect, Vec2, pos2, vec2};

/// How far a label stands from the line that it belongs to, in points.
const FROM_LINE: f32 = 1.5;

/// The labels placed so far.
pub(crate) struct Labels<'g> {
    grid: &'g Grid,
    /// By gutter; a label that passes several lies in each.
    by_gutter: Vec<Vec<Rect>>,
}

impl<'g> Labels<'g> {
    pub(crate) fn new(grid: &'g Grid) -> Self {
        Self { grid, by_gutter: vec![Vec::new(); grid.gutters.len()] }
    }

    /// A place in the gutter through which the way reaches its end. There always is one: if nowhere else, then lower
    /// down.
    pub(crate) fn place_in_gutter(&mut self, columns: Columns, route: &Route, size: Vec2) -> Rect {
        let gutter = columns.last_gutter();
        let x = self.grid.gutters.get(gutter).map_or(0.0, |span| span.middle());
        let lanes = self.grid.lanes_y();
        let top_at = |top: f32| {
            let top = top.round().clamp(lanes.from, (lanes.to - size.y).max(lanes.from));
            Rect::from_min_size(pos2(x - size.x / 2.0, top), size)
        };
        let (above, below) = (|y: f32| y - FROM_LINE - size.y, |y: f32| y + FROM_LINE);
        let (_, comes_from) = route.headings();
        let end = route.end.y;
        // Where its own upright leg does not stand comes first.
        let (best, other) = if comes_from < end { (below(end), above(end)) } else { (above(end), below(end)) };
        let along = (comes_from + end - size.y) / 2.0;
        let candidates = [best, other, along].map(top_at);
        let free = candidates.into_iter().find(|rect| self.is_free(*rect));
        let rect = free.unwrap_or_else(|| self.lower(candidates[0]));
        self.take(rect);
        rect
    }

    /// A place on the leg that passes columns, or `None` if there is no room.
    pub(crate) fn place_on_leg(&mut self, route: &Route, size: Vec2) -> Option<Rect> {
        const STEP: f32 = 16.0;
        let across = route.across?;
        let grid = self.grid;
        let middle = match grid.space_at(across.y).filter(|_| across.is_between_lanes) {
            // Where cards leave room on both sides, but a header does not.
            Some(space) => across.y.clamp(space.from + size.y / 2.0, (space.to - size.y / 2.0).max(space.from)),
            None => across.y,
        };
        let (left, right) = (route.first_x.min(across.last_x), route.first_x.max(across.last_x));
        let center = (left + right) / 2.0;
        let farthest = (right - left - size.x) / 2.0 - grid.gap;
        let steps = (farthest.max(0.0) / STEP) as usize;
        let offsets = (0..=steps.min(200)).flat_map(|step| [step as f32 * STEP, -(step as f32) * STEP]);
        let rects = offsets.map(|offset| Rect::from_center_size(pos2(center + offset, middle), size));
        let rect = rects.into_iter().find(|rect| self.is_free(*rect) && self.is_clear(*rect))?;
        self.take(rect);
        Some(rect)
    }

    /// The same rectangle, lower down until it meets no other label.
    fn lower(&self, mut rect: Rect) -> Rect {
        loop {
            let meets = |other: &&Rect| other.intersects(rect.shrink(0.5));
            let Some(other) = self.gutters_of(rect).flat_map(|gutter| self.taken(gutter)).find(meets) else {
                return rect;
            };
            rect = rect.translate(vec2(0.0, other.bottom() - rect.top()));
        }
    }

    fn is_free(&self, rect: Rect) -> bool {
        let rect = rect.shrink(0.5);
        self.gutters_of(rect).all(|gutter| !self.taken(gutter).iter().any(|other| other.intersects(rect)))
    }

    /// Whether nothing of the columns lies there.
    fn is_clear(&self, rect: Rect) -> bool {
        let y = Span { from: rect.top() + 0.5, to: rect.bottom() - 0.5 };
        let columns = self.grid.gutters_in(rect.x_range().min, rect.x_range().max);
        // Between two gutters lies the column of the first.
        let first = columns.start.saturating_sub(1);
        (first..columns.end).all(|column| {
            let is_beside = self.grid.columns.get(column).is_none_or(|x| x.to < rect.left() || rect.right() < x.from);
            is_beside || !self.grid.is_blocked(column, y)
        })
    }

    fn take(&mut self, rect: Rect) {
        for gutter in self.gutters_of(rect) {
            if let Some(taken) = self.by_gutter.get_mut(gutter) {
                taken.push(rect);
            }
        }
    }

    /// The gutters that two labels share wherever they meet.
    fn gutters_of(&self, rect: Rect) -> std::ops::Range<usize> {
        let gutters = self.grid.gutters_in(rect.left(), rect.right());
        gutters.start.saturating_sub(1)..(gutters.end + 1).min(self.by_gutter.len())
    }

    fn taken(&self, gutter: usize) -> &[Rect] {
        self.by_gutter.get(gutter).map_or(&[], Vec::as_slice)
    }
}
