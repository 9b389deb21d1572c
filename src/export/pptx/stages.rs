//! In which pieces a stage of the map goes on slides: so large that it can be read, with what belongs together beside
//! each other. Cuts and draws nothing.

use super::maps::LEAST_SCALE;
use crate::base::{Rect, vec2};
use crate::layout::Map;
use crate::model::{Holds, LaneId, LaneKind, Subject};
use crate::render::pptx::content_frame;
use crate::scene::cut::Strips;
use crate::scene::{Group, Role, Shape};

/// Between pieces of a stage on one slide, in points of the map.
pub(super) const BETWEEN: f32 = 28.0;

/// A part of a stage: some of its steps, some of its lanes, and their heads.
pub(super) struct Piece {
    pub x: Strips,
    pub y: Strips,
}

/// What all stages of a map have in common.
pub(super) struct Stages<'m> {
    map: &'m Map,
    gap: f32,
    /// Where the heads of lanes lie, with the gap right of them; `None` for a map without lanes.
    head_x: Option<(f32, f32)>,
    head_top: f32,
    lanes: Vec<Lane>,
}

struct Lane {
    kind: LaneKind,
    rect: Rect,
    /// Down to where its name reaches.
    name_bottom: f32,
    has_rows: bool,
}

/// What of a stage is at hand.
struct Near {
    /// Touchpoints and cards.
    items: Vec<Rect>,
    /// These, and what hangs on them: notes, links.
    all: Vec<Rect>,
}

impl<'m> Stages<'m> {
    pub fn new(map: &'m Map, gap: f32) -> Self {
        let lane = |(id, kind, rect): (LaneId, LaneKind, Rect)| {
            let head = map.group_of(Subject::Lane(id)).and_then(|at| map.scene.groups.get(at));
            let name_bottom = head.map_or(rect.top(), words_bottom);
            Lane { kind, rect, name_bottom, has_rows: map.has_groups(id) }
        };
        let heads = map.lanes().next().and_then(|(lane, ..)| map.rect_of(Subject::Lane(lane)));
        let tops = map.scene.groups.get(map.header_groups()).into_iter().flatten();
        let head_top = tops.map(|group| group.bounds().top()).fold(f32::INFINITY, f32::min);
        Self {
            map,
            gap,
            head_x: heads.map(|heads| (heads.left(), heads.right() + gap)),
            head_top: if head_top.is_finite() { head_top } else { 0.0 },
            lanes: map.lanes().map(lane).collect(),
        }
    }

    /// What the pieces of a stage with that column can be cut from: the groups near it and the heads of lanes.
    pub fn is_near(&self, column: Rect, group: &Group) -> bool {
        let x = group.bounds().x_range();
        let meets = |from: f32, to: f32| x.min <= to + self.gap && from - self.gap <= x.max;
        self.head_x.is_some_and(|(from, to)| meets(from, to)) || meets(column.left(), column.right())
    }

    /// The slides of the stage with that column: at least one, each with at least one piece.
    pub fn slides(&self, column: Rect) -> Vec<Vec<Piece>> {
        side_by_side(self.pieces(column))
    }

    fn pieces(&self, column: Rect) -> Vec<Piece> {
        let gap = self.gap;
        let Some(head_x) = self.head_x else {
            let x = Strips::new([(column.left(), column.right())]);
            return vec![Piece { x, y: Strips::new([(0.0, column.top())]) }];
        };
        let head_y = (self.head_top, column.top() - gap / 2.0);
        let room = content_frame().size() / LEAST_SCALE;
        let room = room - vec2(head_x.1 - head_x.0, (head_y.1 - head_y.0).max(0.0));
        let is_in = |rect: &Rect| column.x_range().contains(rect.center().x);
        let whole = Rect::from_x_y_ranges(column.x_range(), column.top()..=self.map.size().y.max(column.bottom()));
        let items: Vec<Rect> = self.map.items_in(whole).into_iter().filter_map(|item| self.map.rect_of(item)).collect();
        let items: Vec<Rect> = items.into_iter().filter(is_in).collect();
        let hangs_on = |group: &&Group| match group.picture.role {
            Role::Note(_) | Role::Link { .. } | Role::LinkLabel(_) => true,
            Role::Decoration
            | Role::Title
            | Role::ColumnGroup
            | Role::Column(_)
            | Role::Row(_)
            | Role::Item(_)
            | Role::Figure => false,
        };
        let hanging = self.map.scene.groups.iter().filter(hangs_on).map(Group::bounds).filter(is_in);
        let hanging = hanging.filter(|rect| column.left() - gap <= rect.left() && rect.right() <= column.right() + gap);
        let hanging: Vec<Rect> = hanging.collect();
        let mut pieces = Vec::new();
        for x in columns(column, &items, room.x, gap) {
            let within = |rects: &[Rect]| -> Vec<Rect> {
                rects.iter().copied().filter(|it| x.0 <= it.center().x && it.center().x <= x.1).collect()
            };
            let items = within(&items);
            let near = Near { all: items.iter().copied().chain(within(&hanging)).collect(), items };
            for rows in self.rows(&near, room.y) {
                let y = Strips::new(std::iter::once(head_y).chain(rows));
                pieces.push(Piece { x: Strips::new([head_x, x]), y });
            }
        }
        pieces
    }

    /// What of the lanes goes on each slide: those that have something there, as many as fit, or parts of a long one.
    fn rows(&self, near: &Near, room: f32) -> Vec<Vec<(f32, f32)>> {
        let gap = self.gap;
        let mut slides: Vec<Vec<(f32, f32)>> = Vec::new();
        let mut used = f32::INFINITY;
        let mut push = |row: (f32, f32)| {
            let height = row.1 - row.0;
            if used + height > room + 0.5 {
                slides.push(Vec::new());
                used = 0.0;
            }
            used += height;
            if let Some(rows) = slides.last_mut() {
                match rows.last_mut() {
                    Some(last) if (last.1 - row.0).abs() < 0.5 => last.1 = row.1,
                    Some(_) | None => rows.push(row),
                }
            }
        };
        for lane in &self.lanes {
            let in_lane = |it: &&Rect| lane.rect.y_range().contains(it.center().y);
            let here: Vec<Rect> = near.items.iter().filter(in_lane).copied().collect();
            let is_drawn = lane.kind.holds() == Holds::Nothing;
            if here.is_empty() && (near.items.is_empty() || !is_drawn) {
                continue;
            }
            let (from, whole) = (lane.rect.top() - gap / 2.0, lane.rect.bottom() + gap / 2.0);
            // A row is as high as the fullest stage needs it; what is empty in this one takes no room.
            let last = near.all.iter().filter(in_lane).map(|it| it.bottom()).fold(lane.name_bottom, f32::max);
            let to = if is_drawn || lane.has_rows { whole } else { whole.min(last + gap) };
            if to - from <= room {
                push((from, to));
                continue;
            }
            for row in cut_rows(&here, (from, to), room) {
                push(row);
            }
        }
        if slides.is_empty() { vec![Vec::new()] } else { slides }
    }
}

/// Down to where the words and icons of a head reach.
fn words_bottom(head: &Group) -> f32 {
    let bottom = |item: &Shape| match item {
        Shape::Text(line) if line.runs_down => line.baseline.y + line.width,
        Shape::Text(line) => line.baseline.y + line.size * 0.5,
        Shape::Icon { center, size, .. } => center.y + size / 2.0,
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } | Shape::Image { .. } => 0.0,
    };
    head.origin.y + head.picture.items.iter().map(bottom).fold(0.0, f32::max)
}

/// A stage's width in runs of whole steps that fit.
fn columns(column: Rect, items: &[Rect], room: f32, gap: f32) -> Vec<(f32, f32)> {
    let (left, right) = (column.left() - gap / 2.0, column.right() + gap / 2.0);
    let mut starts: Vec<f32> = items.iter().map(|item| item.left()).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|b, a| (*b - *a).abs() < 1.0);
    let mut runs = Vec::new();
    let mut from = left;
    for (rank, start) in starts.iter().enumerate().skip(1) {
        let end = starts.get(rank + 1).map_or(right, |next| next - gap / 2.0);
        let start = start - gap / 2.0;
        if end - from > room && start > from {
            runs.push((from, start));
            from = start;
        }
    }
    runs.push((from, right));
    runs
}

/// A lane in pieces that fit, ended where they cut through as few cards as can be.
fn cut_rows(items: &[Rect], (from, to): (f32, f32), room: f32) -> Vec<(f32, f32)> {
    let room = room.max(120.0);
    let mut tops: Vec<f32> = items.iter().map(|item| item.top() - 2.0).collect();
    tops.sort_by(f32::total_cmp);
    let mut pieces = Vec::new();
    let mut start = from;
    while to - start > room {
        let crossed = |at: f32| items.iter().filter(|item| item.top() < at && at < item.bottom()).count();
        let candidates = tops.iter().copied().filter(|top| *top > start + room * 0.4 && *top <= start + room);
        // Of equally good places the lowest.
        let best = candidates.map(|top| (crossed(top), top)).min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let end = best.map_or(start + room, |(_, top)| top);
        pieces.push((start, end));
        start = end;
    }
    pieces.push((start, to));
    pieces
}

/// As many pieces on a slide as fit beside each other at a size that can be read.
fn side_by_side(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let room = content_frame().width() / LEAST_SCALE;
    let mut slides: Vec<Vec<Piece>> = Vec::new();
    let mut used = f32::INFINITY;
    for piece in pieces {
        let width = piece.x.len();
        if used + BETWEEN + width > room {
            slides.push(Vec::new());
            used = -BETWEEN;
        }
        used += BETWEEN + width;
        if let Some(slide) = slides.last_mut() {
            slide.push(piece);
        }
    }
    slides
}
