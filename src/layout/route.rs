//! The way that a connector takes between cards. Ways keep to gutters, to the space between lanes and to what is
//! free in a column, so that nothing hides them. Where on a card's edge they begin is `ports`', which of several ways
//! through one gap lies where is `tracks`', and what they look like is `connector_look`'s.

use super::grid::{Grid, Span};
use crate::base::{Pos2, Rect, pos2};

/// A way of at most five legs, from the edge of one card to the edge of another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Way {
    corners: [Pos2; 6],
    len: u8,
}

impl Way {
    /// Leaves out corners where nothing turns.
    fn push(&mut self, corner: Pos2) {
        let len = usize::from(self.len);
        let last = len.checked_sub(1).and_then(|at| self.corners.get(at)).copied();
        if last.is_some_and(|last| last.distance(corner) < 0.01) {
            return;
        }
        let before = len.checked_sub(2).and_then(|at| self.corners.get(at)).copied();
        if let (Some(before), Some(last)) = (before, last)
            && ((before.y == last.y && last.y == corner.y) || (before.x == last.x && last.x == corner.x))
        {
            if let Some(slot) = self.corners.get_mut(len - 1) {
                *slot = corner;
            }
            return;
        }
        if let Some(slot) = self.corners.get_mut(len) {
            *slot = corner;
            self.len += 1;
        }
    }

    pub(crate) fn corners(&self) -> &[Pos2] {
        self.corners.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// The same way with its first corner at the origin.
    pub(crate) fn moved_to_origin(&self) -> Self {
        let start = self.corners[0].to_vec2();
        let mut way = *self;
        way.corners.iter_mut().take(usize::from(self.len)).for_each(|corner| *corner -= start);
        way
    }

    pub(crate) fn bounds(&self) -> Rect {
        Rect::from_points(self.corners())
    }
}

/// An edge of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Left,
    Right,
}

impl Side {
    fn of(self, rect: Rect) -> f32 {
        match self {
            Self::Left => rect.left(),
            Self::Right => rect.right(),
        }
    }
}

/// Which columns a connector links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub from: usize,
    pub to: usize,
}

impl Columns {
    /// The same where nothing but closed columns lies between the two: the first counts as the one beside the other, so
    /// that one gutter is enough.
    pub(crate) fn without_closed(self, grid: &Grid) -> Self {
        if self.are_neighbors() || !self.between().all(|column| grid.is_closed(column)) {
            return self;
        }
        Self { from: if self.to > self.from { self.to - 1 } else { self.to + 1 }, ..self }
    }

    /// Whether the way goes on in the order of the journey; one within a column does.
    pub(crate) fn is_forward(self) -> bool {
        self.to >= self.from
    }

    /// Whether one gutter is enough: the columns stand side by side, or it is one.
    pub(crate) fn are_neighbors(self) -> bool {
        self.from.abs_diff(self.to) <= 1
    }

    /// The gutter through which the way reaches its end.
    pub(crate) fn last_gutter(self) -> usize {
        if self.to > self.from { self.to } else { self.to + 1 }
    }

    /// The gutter through which the way leaves its start.
    pub(crate) fn first_gutter(self) -> usize {
        if self.to >= self.from { self.from + 1 } else { self.from }
    }

    /// The edges of the two cards: forward from right to left, back from left to right, within a column around the
    /// right side.
    pub(crate) fn sides(self) -> (Side, Side) {
        match self.to.cmp(&self.from) {
            std::cmp::Ordering::Greater => (Side::Right, Side::Left),
            std::cmp::Ordering::Less => (Side::Left, Side::Right),
            std::cmp::Ordering::Equal => (Side::Right, Side::Right),
        }
    }

    /// The columns that lie between the two.
    pub(crate) fn between(self) -> std::ops::Range<usize> {
        self.from.min(self.to) + 1..self.from.max(self.to)
    }
}

/// A way before it is drawn: what can still be moved aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Route {
    pub start: Pos2,
    pub end: Pos2,
    /// Where its first upright leg stands.
    pub first_x: f32,
    /// How it passes the columns between; `None` where there are none.
    pub across: Option<Across>,
}

/// A leg that passes columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Across {
    pub y: f32,
    /// Where the upright leg after it stands.
    pub last_x: f32,
    /// Whether it runs between lanes, where there is room beside it.
    pub is_between_lanes: bool,
}

impl Route {
    pub(crate) fn way(&self) -> Way {
        let mut way = Way::default();
        way.push(self.start);
        way.push(pos2(self.first_x, self.start.y));
        if let Some(across) = self.across {
            way.push(pos2(self.first_x, across.y));
            way.push(pos2(across.last_x, across.y));
            way.push(pos2(across.last_x, self.end.y));
        } else {
            way.push(pos2(self.first_x, self.end.y));
        }
        way.push(self.end);
        way
    }

    /// Whether nothing turns.
    pub(crate) fn is_straight(&self) -> bool {
        self.start.y == self.end.y && self.across.is_none_or(|across| across.y == self.start.y)
    }

    /// The height that the way leaves its start for, and the one that it comes to its end from.
    pub(crate) fn headings(&self) -> (f32, f32) {
        self.across.map_or((self.end.y, self.start.y), |across| (across.y, across.y))
    }
}

/// What a way is looked for between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ends {
    pub from: Rect,
    pub to: Rect,
    pub columns: Columns,
    /// How much must be free above and below where it passes columns, in points: room for its label.
    pub clearance: f32,
}

/// How far from a card's corners ways keep.
const CORNER: f32 = 6.0;

/// The part of a card's edge where ways may begin and end.
pub(crate) fn port_span(rect: Rect) -> Span {
    let corner = CORNER.min(rect.height() / 3.0);
    Span { from: rect.top() + corner, to: rect.bottom() - corner }
}

/// The way with its ends where they would be if no other shared the cards' edges: straight if the cards stand side by
/// side so, else from middle to middle.
pub(crate) fn plain(grid: &Grid, ends: &Ends) -> Option<Route> {
    let (from, to) = (port_span(ends.from), port_span(ends.to));
    let shared = Span { from: from.from.max(to.from), to: from.to.min(to.to) };
    let (start, end) = (ends.from.center().y, ends.to.center().y);
    if ends.columns.from != ends.columns.to && shared.from <= shared.to {
        let y = ((start + end) / 2.0).clamp(shared.from, shared.to).round();
        if passes(grid, ends, y) {
            return route(grid, ends, (y, y));
        }
    }
    route(grid, ends, (start, end))
}

/// The way that leaves and arrives at these heights. `None` if the grid does not have the columns.
pub(crate) fn route(grid: &Grid, ends: &Ends, (start_y, end_y): (f32, f32)) -> Option<Route> {
    let columns = ends.columns;
    let (start_side, end_side) = columns.sides();
    let start = pos2(start_side.of(ends.from), start_y);
    let end = pos2(end_side.of(ends.to), end_y);
    let first_x = grid.gutters.get(columns.first_gutter())?.middle();
    let last_x = grid.gutters.get(columns.last_gutter())?.middle();
    let across = (!columns.are_neighbors()).then(|| {
        let (y, is_between_lanes) = passage(grid, ends, (start_y, end_y));
        Across { y, last_x, is_between_lanes }
    });
    Some(Route { start, end, first_x, across })
}

/// Past so many columns a way takes the space between lanes without looking for a shorter one.
const MAX_COLUMNS_TO_SEARCH: usize = 12;

/// Whether the columns between can be passed at that height.
fn passes(grid: &Grid, ends: &Ends, y: f32) -> bool {
    // What is free must be free beside the line too: above all for a label.
    let clearance = ends.clearance.max(grid.gap * 0.25);
    let needed = Span { from: y - clearance, to: y + clearance };
    let between = ends.columns.between();
    between.len() <= MAX_COLUMNS_TO_SEARCH && between.into_iter().all(|column| !grid.is_blocked(column, needed))
}

/// A height at which the columns between can be passed, and whether that is between lanes.
fn passage(grid: &Grid, ends: &Ends, (start_y, end_y): (f32, f32)) -> (f32, bool) {
    let half = grid.gap / 2.0;
    let (from, to) = (ends.from, ends.to);
    let candidates = [start_y, end_y, from.bottom() + half, from.top() - half, to.bottom() + half, to.top() - half];
    if let Some(y) = candidates.into_iter().find(|y| passes(grid, ends, *y)) {
        return (y, false);
    }
    let lane = grid.lanes.iter().position(|lane| lane.y.contains(from.center().y)).unwrap_or(0);
    let (above, below) = (grid.space_above(lane), grid.space_above(lane + 1));
    let middle = (start_y + end_y) / 2.0;
    // By their near edges: a space that is widened for the ways in it must not turn them away.
    (if middle - above.to <= below.from - middle { above.middle() } else { below.middle() }, true)
}
