//! Which groups lie in a rectangle, found by a grid. Paints nothing.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::base::{Pos2, Rect};
use crate::scene::{Group, Picture, Scene, Shape};

/// Side of a cell in the map's points, unless that made too many.
const CELL: f32 = 512.0;
/// The most cells along one axis.
const MAX_CELLS: f32 = 256.0;
/// A group that covers more cells is looked at each time.
const MAX_COVERED: usize = 16;

/// The groups of one scene by place.
#[derive(Default)]
pub(super) struct Index {
    pub revision: u64,
    /// Found when it is first asked for.
    smallest_text: OnceCell<f32>,
    bounds: Vec<Rect>,
    /// The groups' pictures and their own bounds. Held, so that an address that is met again is the same picture, and
    /// what it covers need not be fetched from memory.
    pictures: Vec<(Arc<Picture>, Rect)>,
    cell: f32,
    columns: usize,
    rows: usize,
    /// Where each cell's groups start in `members`, and where the last one's end.
    starts: Vec<u32>,
    members: Vec<u32>,
    large: Vec<u32>,
}

impl Index {
    /// The index of a scene, made over that of the last one.
    pub fn over(last: Option<Self>, scene: &Scene, revision: u64) -> Self {
        let side = scene.size.max_elem();
        let cell = if side.is_finite() { (side / MAX_CELLS).max(CELL) } else { CELL };
        let count = |length: f32| ((length / cell).ceil() as usize).clamp(1, MAX_CELLS as usize);
        let (columns, rows) = (count(scene.size.x), count(scene.size.y));
        let mut index = last.unwrap_or_default();
        index.revision = revision;
        index.smallest_text = OnceCell::new();
        (index.cell, index.columns, index.rows) = (cell, columns, rows);
        index.take_bounds(&scene.groups);
        index.fill();
        index
    }

    fn take_bounds(&mut self, groups: &[Group]) {
        self.pictures.truncate(groups.len());
        let known = self.pictures.len();
        for ((picture, bounds), group) in self.pictures.iter_mut().zip(groups) {
            if !Arc::ptr_eq(picture, &group.picture) {
                *picture = Arc::clone(&group.picture);
                *bounds = group.picture.bounds;
            }
        }
        let new = groups.get(known..).unwrap_or_default();
        self.pictures.extend(new.iter().map(|group| (Arc::clone(&group.picture), group.picture.bounds)));
        let placed = self.pictures.iter().zip(groups);
        self.bounds.clear();
        self.bounds.extend(placed.map(|((_, bounds), group)| bounds.translate(group.origin.to_vec2())));
    }

    /// The smallest text that a block can stand for, in points; infinite where there is none. The scene is that of
    /// the index.
    pub fn smallest_text(&self, scene: &Scene) -> f32 {
        *self.smallest_text.get_or_init(|| smallest_text(scene))
    }

    /// Counts each cell's groups, then puts them there: two passes, and no list per cell.
    fn fill(&mut self) {
        self.starts.clear();
        self.starts.resize(self.columns * self.rows + 1, 0);
        self.large.clear();
        let spans: Vec<Span> = self.bounds.iter().map(|bounds| self.span(*bounds)).collect();
        for (at, span) in spans.iter().enumerate() {
            if span.count() > MAX_COVERED {
                self.large.push(at as u32);
                continue;
            }
            for cell in span.cells(self.columns) {
                self.starts[cell + 1] += 1;
            }
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        let mut next = self.starts.clone();
        self.members = vec![0; self.starts.last().map_or(0, |end| *end as usize)];
        for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.count() <= MAX_COVERED) {
            for cell in span.cells(self.columns) {
                self.members[next[cell] as usize] = at as u32;
                next[cell] += 1;
            }
        }
    }

    /// The cells that a rectangle touches; what lies outside the grid counts to the cells at its edge.
    fn span(&self, rect: Rect) -> Span {
        let cell = |value: f32, count: usize| ((value / self.cell).max(0.0) as usize).min(count - 1);
        let cell_of = |pos: Pos2| (cell(pos.x, self.columns), cell(pos.y, self.rows));
        Span { min: cell_of(rect.min), max: cell_of(rect.max) }
    }

    /// Writes the groups that touch the rectangle, in the order of painting.
    pub fn find(&self, rect_in_map: Rect, out: &mut Vec<u32>) {
        out.clear();
        out.extend(&self.large);
        for cell in self.span(rect_in_map).cells(self.columns) {
            let (Some(start), Some(end)) = (self.starts.get(cell), self.starts.get(cell + 1)) else { continue };
            out.extend(self.members.get(*start as usize..*end as usize).unwrap_or_default());
        }
        out.sort_unstable();
        out.dedup();
        out.retain(|at| self.bounds.get(*at as usize).is_some_and(|bounds| bounds.intersects(rect_in_map)));
    }
}

struct Span {
    min: (usize, usize),
    max: (usize, usize),
}

impl Span {
    fn count(&self) -> usize {
        (self.max.0 + 1).saturating_sub(self.min.0) * (self.max.1 + 1).saturating_sub(self.min.1)
    }

    fn cells(&self, columns: usize) -> impl Iterator<Item = usize> + use<> {
        let (left, right) = (self.min.0, self.max.0);
        (self.min.1..=self.max.1).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }
}

fn smallest_text(scene: &Scene) -> f32 {
    let mut smallest = f32::INFINITY;
    for group in scene.groups.iter().filter(|group| group.picture.block.is_some()) {
        for item in &group.picture.items {
            if let Shape::Text(line) = item {
                smallest = smallest.min(line.size);
            }
        }
    }
    smallest
}
