//! The way that a connector takes between cards, and what it looks like. Ways keep to gutters and to the space
//! between lanes, so that no card hides them.

use std::sync::Arc;

use super::card::Pen;
use super::grid::Grid;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::model::ConnectorKind;
use crate::scene::text::Line;
use crate::scene::{Face, Picture, Shape, Stroke, TextStyle, Theme};

/// A way of at most five legs, from the edge of one card to the edge of another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Way {
    corners: [Pos2; 6],
    len: u8,
}

impl Way {
    fn new(corners: &[Pos2]) -> Self {
        let mut way = Self::default();
        for corner in corners {
            way.push(*corner);
        }
        way
    }

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

/// Which columns a connector links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub from: usize,
    pub to: usize,
}

impl Columns {
    /// The gutter through which the way reaches its end; its label lies there.
    pub(crate) fn last_gutter(self) -> usize {
        if self.to > self.from { self.to } else { self.to + 1 }
    }

    /// The gutter through which the way leaves its start.
    fn first_gutter(self) -> usize {
        if self.to >= self.from { self.from + 1 } else { self.from }
    }
}

/// Past so many columns a way takes the space between lanes without looking for a shorter one.
const MAX_COLUMNS_TO_SEARCH: usize = 12;

/// The way from one card to another: forward from right edge to left edge, back from left to right and lower down,
/// within a column around the right side.
pub(crate) fn way(grid: &Grid, from: Rect, to: Rect, columns: Columns) -> Option<Way> {
    let first = grid.gutters.get(columns.first_gutter())?.middle();
    let last = grid.gutters.get(columns.last_gutter())?.middle();
    // Lower than the middle, so that the way back does not lie on the way there.
    let lower = |rect: Rect| rect.bottom() - (rect.height() / 4.0).min(2.0 * grid.gap);
    if columns.from == columns.to {
        let end = to.top() + (to.height() / 4.0).min(2.0 * grid.gap);
        let corners =
            [pos2(from.right(), lower(from)), pos2(first, lower(from)), pos2(first, end), pos2(to.right(), end)];
        return Some(Way::new(&corners));
    }
    let is_forward = columns.to > columns.from;
    let (start, end) = if is_forward {
        (pos2(from.right(), from.center().y), pos2(to.left(), to.center().y))
    } else {
        (pos2(from.left(), lower(from)), pos2(to.right(), lower(to)))
    };
    let corridor = corridor(grid, from, to, columns, (start.y, end.y));
    Some(Way::new(&[start, pos2(first, start.y), pos2(first, corridor), pos2(last, corridor), pos2(last, end.y), end]))
}

/// An upright leg of a way.
struct Leg {
    way: usize,
    /// The corner at which it begins; the next one ends it.
    corner: usize,
    gutter: usize,
    top: f32,
    bottom: f32,
    /// Smaller ones stand farther to the left, so that fewer ways cross.
    rank: f32,
}

/// Moves upright legs that would lie on each other in one gutter apart, as far as there is room, so that each can be
/// followed and pointed at.
pub(crate) fn separate(grid: &Grid, ways: &mut [(Columns, Way)]) {
    let mut legs = Vec::new();
    for (way, (columns, corners)) in ways.iter().enumerate() {
        push_legs(grid, way, *columns, corners, &mut legs);
    }
    legs.sort_unstable_by(|a, b| a.gutter.cmp(&b.gutter).then(a.top.total_cmp(&b.top)).then(a.way.cmp(&b.way)));
    let mut rest = legs.as_mut_slice();
    while let Some(first) = rest.first() {
        // A run of legs that hang together by overlapping.
        let (gutter, mut bottom) = (first.gutter, first.bottom);
        let mut len = 1;
        while let Some(next) = rest.get(len).filter(|next| next.gutter == gutter && next.top < bottom - TOUCH) {
            bottom = bottom.max(next.bottom);
            len += 1;
        }
        let (run, after) = rest.split_at_mut(len);
        spread(grid, run, ways);
        rest = after;
    }
}

/// Ways that meet in a corner only need no tracks of their own.
const TOUCH: f32 = 1.0;

fn push_legs(grid: &Grid, way: usize, columns: Columns, corners: &Way, legs: &mut Vec<Leg>) {
    let is_forward = columns.to >= columns.from;
    let first = columns.first_gutter();
    let first_x = grid.gutters.get(first).map(|gutter| gutter.middle());
    for (corner, pair) in corners.corners().windows(2).enumerate() {
        let [start, end] = pair else { continue };
        if start.x != end.x || (start.y - end.y).abs() < TOUCH {
            continue;
        }
        let gutter = if first_x == Some(start.x) { first } else { columns.last_gutter() };
        let goes_down = if is_forward { end.y > start.y } else { start.y > end.y };
        let rank = if goes_down { -(start.y + end.y) } else { start.y + end.y };
        legs.push(Leg { way, corner, gutter, top: start.y.min(end.y), bottom: start.y.max(end.y), rank });
    }
}

/// Gives legs of one gutter tracks, so that those that overlap have different ones.
fn spread(grid: &Grid, run: &mut [Leg], ways: &mut [(Columns, Way)]) {
    // More than this no gutter has room for.
    const MOST: usize = 40;
    const FARTHEST_APART: f32 = 5.0;
    let Some(gutter) = run.first().and_then(|leg| grid.gutters.get(leg.gutter)) else { return };
    if run.len() < 2 || run.len() > MOST {
        return;
    }
    run.sort_unstable_by(|a, b| a.rank.total_cmp(&b.rank).then(a.way.cmp(&b.way)));
    let mut tracks: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut track_of = Vec::with_capacity(run.len());
    for leg in run.iter() {
        let is_free =
            |taken: &Vec<(f32, f32)>| taken.iter().all(|(t, b)| leg.top >= b - TOUCH || leg.bottom <= t + TOUCH);
        let track = tracks.iter().position(is_free).unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks.get_mut(track).into_iter().for_each(|taken| taken.push((leg.top, leg.bottom)));
        track_of.push(track);
    }
    let room = gutter.to - gutter.from - 1.25 * grid.gap;
    let last = tracks.len().saturating_sub(1).max(1) as f32;
    let apart = (room / last).clamp(0.0, FARTHEST_APART);
    for (leg, track) in run.iter().zip(track_of) {
        if let Some((_, way)) = ways.get_mut(leg.way) {
            let x = gutter.middle() + (track as f32 - last / 2.0) * apart;
            way.corners.iter_mut().skip(leg.corner).take(2).for_each(|corner| corner.x = x);
        }
    }
}

/// A height at which the columns between can be passed.
fn corridor(grid: &Grid, from: Rect, to: Rect, columns: Columns, ends_y: (f32, f32)) -> f32 {
    let between = columns.from.min(columns.to) + 1..columns.from.max(columns.to);
    if between.is_empty() {
        return ends_y.0;
    }
    let half = grid.gap / 2.0;
    let lane = grid.lanes.iter().find(|lane| lane.y.contains(from.center().y)).map(|lane| lane.y);
    let lane = lane.unwrap_or_else(|| grid.lanes_y());
    let (above, below) = (lane.from - half, lane.to + half);
    let middle = (ends_y.0 + ends_y.1) / 2.0;
    let around = if middle - above <= below - middle { above } else { below };
    if between.len() > MAX_COLUMNS_TO_SEARCH {
        return around;
    }
    let candidates = [ends_y.0, ends_y.1, from.bottom() + half, from.top() - half, to.bottom() + half, to.top() - half];
    let is_free = |y: &f32| between.clone().all(|column| !grid.is_blocked(column, *y));
    candidates.into_iter().find(is_free).unwrap_or(around)
}

/// What a label looks like, broken into lines.
pub(crate) fn label_lines(pen: &mut Pen<'_>, label: &str) -> Arc<[Line]> {
    // As narrow as its longest word: each point of it holds cards apart.
    let (style, card_width) = (label_style(pen.theme), pen.theme.map.card_width);
    let longest = label.split_whitespace().map(|word| pen.typesetter.width(word, style)).fold(0.0, f32::max);
    let max_width = (longest.ceil() + 1.0).clamp(card_width * 0.25, card_width * 0.45);
    pen.typesetter.first_lines(label, style, max_width, 4)
}

/// How much room a label takes.
pub(crate) fn label_size(pen: &Pen<'_>, lines: &[Line]) -> Vec2 {
    let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let height = lines.len() as f32 * pen.typesetter.line_height(label_style(pen.theme));
    vec2(width.ceil() + pen.theme.map.gap, height + pen.theme.map.gap * 0.25)
}

fn label_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::Regular, theme.map.small_text)
}

/// A connector whose way starts at the origin, with its label in `label_rect`.
pub(crate) fn draw(pen: &mut Pen<'_>, way: &Way, kind: ConnectorKind, label: Option<(&[Line], Rect)>) -> Picture {
    let theme = pen.theme;
    let width = theme.map.connector_width;
    let color = theme.color.connector;
    let head_length = 4.0 * width;
    let mut shapes = Vec::new();
    let corners = way.corners();
    let mut bounds = way.bounds().expand(head_length);
    if let [.., before, tip] = corners {
        let along = (*tip - *before).normalized();
        let across = along.rot90() * (head_length * 0.66);
        let base = *tip - along * head_length;
        let is_return = kind == ConnectorKind::Return;
        let end = if is_return { *tip } else { base };
        let dash = match kind {
            ConnectorKind::Flow => None,
            ConnectorKind::Optional => Some((4.0 * width, 3.0 * width)),
            ConnectorKind::Return => Some((width, 2.0 * width)),
        };
        let points = rounded(corners, end, head_length);
        let stroke = Stroke { width, color, dash };
        shapes.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
        let head = vec![base + across, *tip, base - across];
        shapes.push(Shape::Path {
            points: head,
            is_closed: !is_return,
            fill: (!is_return).then_some(color),
            stroke: is_return.then(|| Stroke::solid(width, color)),
        });
    }
    let mut name = "connector".to_owned();
    if let Some((lines, rect)) = label {
        shapes.push(Shape::Rect { rect, radius: theme.map.gap * 0.5, fill: Some(theme.color.surface), stroke: None });
        let style = label_style(theme);
        let line_height = pen.typesetter.line_height(style);
        for (rank, line) in lines.iter().enumerate() {
            let top = rect.top() + theme.map.gap * 0.125 + rank as f32 * line_height;
            let start = pos2(rect.center().x - line.width / 2.0, top + line_height / 2.0);
            pen.column(&mut shapes, std::slice::from_ref(line), style, theme.color.muted, start);
        }
        bounds = bounds.union(rect);
        let text: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        name = format!("{}, connector", text.join(" "));
    }
    Picture { bounds, items: shapes, block: None, name }
}

/// The corners as a line with rounded turns that stops at `end`, a place on the last leg.
fn rounded(corners: &[Pos2], end: Pos2, radius: f32) -> Vec<Pos2> {
    const STEPS: usize = 4;
    let mut points = Vec::with_capacity(corners.len() * (STEPS + 1));
    points.extend(corners.first());
    for window in corners.windows(3) {
        let [before, corner, after] = window else { continue };
        let half = before.distance(*corner).min(corner.distance(*after)) / 2.0;
        let radius = radius.min(half);
        let enter = *corner + (*before - *corner).normalized() * radius;
        let leave = *corner + (*after - *corner).normalized() * radius;
        for step in 0..=STEPS {
            // A quadratic curve with its control point in the corner.
            let t = step as f32 / STEPS as f32;
            let (a, b) = (enter.lerp(*corner, t), corner.lerp(leave, t));
            points.push(a.lerp(b, t));
        }
    }
    points.push(end);
    points
}
