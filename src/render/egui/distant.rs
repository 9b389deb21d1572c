//! The scene seen from afar: blocks for cards, bars for text, as meshes kept from frame to frame.
//!
//! Groups are taken in the order of painting, some hundred to a mesh, so that the order stays what it is and
//! what lies outside the view is skipped by the hundred. Panning and slight zooming only move the corners.

use std::borrow::Cow;
use std::f32::consts::TAU;
use std::sync::Arc;

use ::egui::epaint::{self, Mesh, PathShape, PathStroke, RectShape, TessellationOptions, Tessellator};

use super::pictures::PICTURE_FROM_PT;
use super::shapes::{Near, color32, vector};
use super::{READABLE_PT, Transform};
use crate::base::{Color, Pos2, Rect, Vec2, pos2};
use crate::render::picture::BLANK;
use crate::scene::{Block, Group, Scene, Shape, Stroke, TextLine};

/// Groups to a mesh.
const GROUPS_PER_CHUNK: usize = 192;
/// How far the scale may move before meshes are made anew: until then outlines are a little too soft or hard.
const SCALE_DRIFT: f32 = 1.25;
/// The same while the picture moves, where nobody can see that.
const DRIFT_IN_MOTION: f32 = 8.0;
/// So many meshes are made anew in one frame, when only the scale is another; the rest waits for the next ones.
const CHUNKS_PER_FRAME: usize = 6;
/// The same while the picture moves.
const CHUNKS_IN_MOTION: usize = 2;
/// Blocks at least this high on screen, in points, show bars where their text is.
const BARS_FROM_PT: f32 = 14.0;
/// A block thinner than this on screen, in points, gets hard edges: soft ones would be all of it.
const SOFT_FROM_PT: f32 = 4.0;
/// An ellipse of at least this radius on screen, in points, is painted in full.
const ROUND_FROM_PT: f32 = 8.0;
/// Text smaller than this on screen, in points, leaves no trace.
const MIN_BAR_TEXT_PT: f32 = 1.5;
/// A shape of the frame or a connector smaller than this on screen, in points, leaves no trace.
const MIN_SHAPE_PT: f32 = 0.25;
/// A line thinner than this on screen, in points, leaves none either: it would be painted that faint.
const MIN_LINE_PT: f32 = 0.02;
/// Corners of a line nearer to each other than this on screen, in points, are one.
const MIN_BEND_PT: f32 = 0.5;
/// Icons at least this large on screen, in points, are painted.
const ICON_FROM_PT: f32 = 8.0;
/// Opacity of the bars.
const BAR_OPACITY: f32 = 0.3;
/// The width of a block's mark, in the map's points, and the least on screen.
const MARK_WIDTH: f32 = 4.0;
const MIN_MARK_PT: f32 = 1.0;

/// The meshes of one scene, each made for about the scale that it was last seen at.
pub(super) struct Distant {
    revision: u64,
    pixels_per_point: f32,
    chunks: Vec<Chunk>,
    builder: Builder,
}

struct Chunk {
    scale: f32,
    bounds_in_map: Rect,
    /// The mesh's corners at the scale that it was made for, without offset.
    corners: Vec<Pos2>,
    /// The same on screen.
    mesh: Arc<Mesh>,
    placed: Option<Transform>,
    /// Text, icons and pictures that can be read even so: group and item.
    letters: Vec<(u32, u32)>,
}

impl Distant {
    pub fn new(scene: &Scene, revision: u64, scale: f32, pixels_per_point: f32) -> Self {
        let options = TessellationOptions {
            // Nothing may snap to pixels that will not be where they seem to be now.
            round_rects_to_pixels: false,
            round_line_segments_to_pixels: false,
            prerasterized_discs: false,
            coarse_tessellation_culling: false,
            ..TessellationOptions::default()
        };
        let mut builder = Builder {
            scale,
            tessellator: Tessellator::new(pixels_per_point, options, [1, 1], Vec::new()),
            mesh: Mesh::default(),
            letters: Vec::new(),
            shapes: Vec::new(),
        };
        let chunks = scene
            .groups
            .chunks(GROUPS_PER_CHUNK)
            .enumerate()
            .map(|(at, groups)| builder.chunk(groups, at * GROUPS_PER_CHUNK))
            .collect();
        Self { revision, pixels_per_point, chunks, builder }
    }

    /// True if these meshes can stand for that scene, at whatever scale they were made.
    pub fn serves(&self, revision: u64, pixels_per_point: f32) -> bool {
        self.revision == revision && self.pixels_per_point == pixels_per_point
    }

    /// Makes meshes in view anew that were made for quite another scale, some of them in each frame: all at once would
    /// be a jolt on a large map. Returns whether any are left for the next frame.
    pub fn renew(&mut self, scene: &Scene, transform: Transform, clip: Rect, is_in_motion: bool) -> bool {
        let visible = transform.map_rect_from_screen(clip);
        let most = if is_in_motion { DRIFT_IN_MOTION } else { SCALE_DRIFT };
        let scale = transform.scale;
        let drift = |chunk: &Chunk| (scale / chunk.scale).max(chunk.scale / scale);
        let is_due = |chunk: &Chunk| chunk.bounds_in_map.intersects(visible) && drift(chunk) > most;
        let mut due: Vec<usize> =
            (0..self.chunks.len()).filter(|at| self.chunks.get(*at).is_some_and(is_due)).collect();
        let count = if is_in_motion { CHUNKS_IN_MOTION } else { CHUNKS_PER_FRAME };
        let is_left = due.len() > count;
        // The worst first.
        let drift_at = |at: &usize| self.chunks.get(*at).map_or(0.0, drift);
        due.sort_by(|a, b| drift_at(b).total_cmp(&drift_at(a)));
        due.truncate(count);
        self.builder.scale = scale;
        for at in due {
            let from = at * GROUPS_PER_CHUNK;
            let groups = scene.groups.get(from..(from + GROUPS_PER_CHUNK).min(scene.groups.len()));
            if let Some(chunk) = self.chunks.get_mut(at) {
                *chunk = self.builder.chunk(groups.unwrap_or_default(), from);
            }
        }
        is_left
    }

    /// The scene's shapes, by the means and at the place of `near`.
    pub fn shapes(&mut self, scene: &Scene, mut near: Near<'_, '_>) -> Vec<epaint::Shape> {
        let transform = near.transform;
        let visible = transform.map_rect_from_screen(near.clip);
        for chunk in self.chunks.iter_mut().filter(|chunk| chunk.bounds_in_map.intersects(visible)) {
            chunk.place(transform);
            if !chunk.corners.is_empty() {
                near.out.push(epaint::Shape::Mesh(Arc::clone(&chunk.mesh)));
            }
            for (group, item) in &chunk.letters {
                let Some(group) = scene.groups.get(*group as usize) else { continue };
                if let Some(item) = group.picture.items.get(*item as usize) {
                    near.item(item, group.origin.to_vec2());
                }
            }
        }
        near.out
    }
}

impl Chunk {
    /// Moves the mesh to its place on screen, in place if the last frame let go of it.
    fn place(&mut self, transform: Transform) {
        if self.placed == Some(transform) {
            return;
        }
        let scale = transform.scale / self.scale;
        let mesh = Arc::make_mut(&mut self.mesh);
        for (vertex, corner) in mesh.vertices.iter_mut().zip(&self.corners) {
            vertex.pos = (corner.to_vec2() * scale + transform.offset).to_pos2();
        }
        self.placed = Some(transform);
    }
}

struct Builder {
    scale: f32,
    tessellator: Tessellator,
    mesh: Mesh,
    letters: Vec<(u32, u32)>,
    shapes: Vec<epaint::Shape>,
}

impl Builder {
    fn chunk(&mut self, groups: &[Group], first: usize) -> Chunk {
        let mut bounds_in_map = Rect::NOTHING;
        for (at, group) in groups.iter().enumerate() {
            bounds_in_map |= group.bounds();
            let transform = Transform { scale: self.scale, offset: group.origin.to_vec2() * self.scale };
            match &group.picture.block {
                Some(block) => self.block(block, group, first + at, transform),
                None => self.items(group, first + at, transform),
            }
        }
        let mesh = std::mem::take(&mut self.mesh);
        Chunk {
            scale: self.scale,
            bounds_in_map,
            corners: mesh.vertices.iter().map(|vertex| vertex.pos).collect(),
            mesh: Arc::new(mesh),
            placed: None,
            letters: std::mem::take(&mut self.letters),
        }
    }

    fn block(&mut self, block: &Block, group: &Group, at: usize, transform: Transform) {
        let rect = transform.screen_rect_from_map(block.rect);
        let mark = block.mark.map(|color| (color, (MARK_WIDTH * self.scale).max(MIN_MARK_PT)));
        // Where the mark hides all of the block, it is all that is painted.
        if mark.is_none_or(|(_, width)| width < rect.width()) {
            self.rect(rect, color32(block.fill));
        }
        if rect.height() >= BARS_FROM_PT {
            for (item_at, item) in group.picture.items.iter().enumerate() {
                match item {
                    Shape::Text(line) => self.bar(line, transform),
                    Shape::Image { rect, .. } => self.image(*rect, (at, item_at), transform),
                    Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } | Shape::Icon { .. } => {}
                }
            }
        }
        if let Some((color, width)) = mark {
            let width = width.min(rect.width());
            self.rect(Rect::from_min_max(rect.min, pos2(rect.left() + width, rect.bottom())), color32(color));
        }
    }

    fn items(&mut self, group: &Group, at: usize, transform: Transform) {
        for (item_at, item) in group.picture.items.iter().enumerate() {
            match item {
                Shape::Ellipse { center, radius, fill, stroke }
                    if (radius.max_elem() * self.scale) < ROUND_FROM_PT
                        && stroke.is_none_or(|it| it.dash.is_none()) =>
                {
                    let radius = *radius * self.scale;
                    if radius.max_elem() * 2.0 >= MIN_SHAPE_PT {
                        self.disc(transform.screen_from_map(*center), radius, *fill, *stroke);
                    }
                }
                Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => {
                    let Some(item) = simplified(item, self.scale) else { continue };
                    vector(&item, transform, None, &mut self.shapes);
                    for shape in self.shapes.drain(..) {
                        self.tessellator.tessellate_shape(shape, &mut self.mesh);
                    }
                }
                Shape::Text(line) if line.size * self.scale < READABLE_PT => self.bar(line, transform),
                Shape::Icon { size, .. } if size * self.scale < ICON_FROM_PT => {}
                Shape::Image { rect, .. } => self.image(*rect, (at, item_at), transform),
                Shape::Text(_) | Shape::Icon { .. } => self.letters.push((at as u32, item_at as u32)),
            }
        }
    }

    /// A plain block in place of a picture, or the picture itself where it can be seen.
    fn image(&mut self, rect: Rect, (group, item): (usize, usize), transform: Transform) {
        let side_pt = rect.size().max_elem() * self.scale;
        if side_pt >= PICTURE_FROM_PT {
            self.letters.push((group as u32, item as u32));
        } else if side_pt >= MIN_SHAPE_PT {
            self.rect(transform.screen_rect_from_map(rect), color32(BLANK));
        }
    }

    /// A bar as high as small letters in place of a line of text.
    fn bar(&mut self, line: &TextLine, transform: Transform) {
        let size_pt = line.size * self.scale;
        if size_pt < MIN_BAR_TEXT_PT || line.width <= 0.0 {
            return;
        }
        let start = transform.screen_from_map(line.baseline);
        let (length, height) = (line.width * self.scale, size_pt * 0.5);
        let bar = if line.runs_down {
            Rect::from_min_size(start, Vec2::new(height, length))
        } else {
            Rect::from_min_size(start - Vec2::new(0.0, height), Vec2::new(length, height))
        };
        self.mesh.add_colored_rect(bar, color32(line.color).gamma_multiply(BAR_OPACITY));
    }

    /// A small disc with few corners: as an ellipse in full each of thousands would have hundreds. A very small one
    /// is a dot in the color of its edge.
    fn disc(&mut self, center: Pos2, radius: Vec2, fill: Option<Color>, stroke: Option<Stroke>) {
        let corners = if radius.max_elem() < SOFT_FROM_PT / 2.0 { 6 } else { 12 };
        let points: Vec<Pos2> =
            (0..corners).map(|corner| center + radius * Vec2::angled(TAU * corner as f32 / corners as f32)).collect();
        if corners == 6 {
            let Some(color) = stroke.map(|stroke| stroke.color).or(fill) else { return };
            let first = self.mesh.vertices.len() as u32;
            points.into_iter().for_each(|point| self.mesh.colored_vertex(point, color32(color)));
            (1..corners - 1).for_each(|corner| self.mesh.add_triangle(first, first + corner, first + corner + 1));
            return;
        }
        let stroke =
            stroke.map_or(PathStroke::NONE, |stroke| PathStroke::new(stroke.width * self.scale, color32(stroke.color)));
        let fill = fill.map_or(::egui::Color32::TRANSPARENT, color32);
        let shape = PathShape::convex_polygon(points, fill, stroke);
        self.tessellator.tessellate_shape(shape.into(), &mut self.mesh);
    }

    fn rect(&mut self, rect: Rect, color: ::egui::Color32) {
        if rect.size().min_elem() < SOFT_FROM_PT {
            self.mesh.add_colored_rect(rect, color);
        } else {
            self.tessellator.tessellate_rect(&RectShape::filled(rect, 0.0, color), &mut self.mesh);
        }
    }
}

/// What can still be seen of a shape at that scale, or `None` if that is nothing.
fn simplified(item: &Shape, scale: f32) -> Option<Cow<'_, Shape>> {
    let is_seen = |size: Vec2| size.max_elem() * scale >= MIN_SHAPE_PT;
    let seen = |stroke: &Option<Stroke>| stroke.filter(|stroke| stroke.width * scale >= MIN_LINE_PT);
    match item {
        Shape::Rect { rect, fill, stroke, .. } => {
            ((fill.is_some() || seen(stroke).is_some()) && is_seen(rect.size())).then_some(Cow::Borrowed(item))
        }
        Shape::Ellipse { radius, fill, stroke, .. } => {
            ((fill.is_some() || seen(stroke).is_some()) && is_seen(*radius * 2.0)).then_some(Cow::Borrowed(item))
        }
        Shape::Path { points, is_closed, fill, stroke } => {
            let stroke = seen(stroke);
            if (fill.is_none() && stroke.is_none()) || !is_seen(Rect::from_points(points).size()) {
                return None;
            }
            let mut kept: Vec<Pos2> = Vec::with_capacity(points.len());
            for (at, point) in points.iter().enumerate() {
                let is_bend = kept.last().is_none_or(|last| last.distance(*point) * scale >= MIN_BEND_PT);
                if is_bend || (at + 1 == points.len() && !is_closed) {
                    kept.push(*point);
                }
            }
            Some(Cow::Owned(Shape::Path { points: kept, is_closed: *is_closed, fill: *fill, stroke }))
        }
        Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => Some(Cow::Borrowed(item)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f32, f32)], width: f32) -> Shape {
        let stroke = Some(Stroke { width, color: Color::BLACK, dash: None });
        let points = points.iter().map(|(x, y)| pos2(*x, *y)).collect();
        Shape::Path { points, is_closed: false, fill: None, stroke }
    }

    #[test]
    fn only_what_can_be_seen_of_a_line_is_painted() {
        let bent = [(0.0, 0.0), (96.0, 0.0), (97.0, 1.0), (98.5, 2.0), (100.0, 80.0), (100.1, 81.0)];
        let ends_and_corner = [(0.0, 0.0), (96.0, 0.0), (100.0, 80.0), (100.1, 81.0)];
        let bent = line(&bent, 1.5);
        let cases = [
            ("near enough for every corner", bent.clone(), 1.0, Some(bent.clone())),
            ("corners near each other are one, the end stays", bent.clone(), 0.1, Some(line(&ends_and_corner, 1.5))),
            ("too thin", bent, 0.01, None),
            ("too short", line(&[(0.0, 0.0), (2.0, 0.0)], 1.5), 0.1, None),
        ];
        for (name, shape, scale, expected) in cases {
            let seen = simplified(&shape, scale).map(Cow::into_owned);
            assert_eq!(seen, expected, "{name}");
        }
    }
}
