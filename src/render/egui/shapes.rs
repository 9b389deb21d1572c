//! The scene's items as the window's shapes, at the zoomed size. Keeps nothing between frames.

use ::egui::emath::TSTransform;
use ::egui::epaint::text::{FontId, FontsView};
use ::egui::epaint::{self, CornerRadius, EllipseShape, Mesh, PathShape, PathStroke, RectShape, StrokeKind, TextShape};
use ::egui::{Color32, FontFamily};

use super::super::direction;
use super::pictures::PicturePainter;
use super::{Transform, polygon};
use crate::base::{Color, Pos2, Rect, Vec2, vec2};
use crate::render::outline;
use crate::scene::fonts::ICONS_NAME;
use crate::scene::{Face, Group, Shape, Stroke, TextLine};

/// Text below this size on screen, in points, is left out.
const MIN_TEXT_PT: f32 = 2.0;
/// Dashes shorter than this on screen, in points, are painted as a fainter solid line.
const MIN_DASH_PT: f32 = 1.0;
/// Steps by which a curved, dashed outline is followed, in points on screen.
const CURVE_STEP_PT: f32 = 2.0;

pub(super) fn color32(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// Gathers the shapes of groups painted in full.
pub(super) struct Near<'a, 'b> {
    fonts: &'a mut FontsView<'b>,
    pictures: &'a mut PicturePainter,
    pub transform: Transform,
    pub clip: Rect,
    /// The scale at which text is laid out, to be painted smaller: while a picture grows, letters of ever new sizes
    /// would cost more than all else. `None` for the scale at which it is painted.
    pub text_scale: Option<f32>,
    /// Whether there is time for words; icons and shapes are there without.
    pub has_words: bool,
    pub out: Vec<epaint::Shape>,
}

impl<'a, 'b> Near<'a, 'b> {
    pub fn new(
        fonts: &'a mut FontsView<'b>,
        pictures: &'a mut PicturePainter,
        transform: Transform,
        clip: Rect,
    ) -> Self {
        Self { fonts, pictures, transform, clip, text_scale: None, has_words: true, out: Vec::new() }
    }

    pub fn group(&mut self, group: &Group) {
        for item in &group.picture.items {
            self.item(item, group.origin.to_vec2());
        }
    }

    pub fn item(&mut self, item: &Shape, origin: Vec2) {
        let transform =
            Transform { scale: self.transform.scale, offset: self.transform.offset + origin * self.transform.scale };
        match item {
            Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => {
                vector(item, transform, Some(self.clip), &mut self.out);
            }
            Shape::Text(line) if self.has_words => self.text(line, transform),
            Shape::Text(_) => {}
            Shape::Image { rect, radius, bitmap } => {
                let rect = transform.screen_rect_from_map(*rect);
                if self.clip.intersects(rect) {
                    self.out.push(self.pictures.shape(bitmap, rect, radius * transform.scale));
                }
            }
            Shape::Icon { icon, center, size, color } => {
                let size_pt = font_size(size * transform.scale);
                let center = transform.screen_from_map(*center);
                let is_visible = self.clip.intersects(Rect::from_center_size(center, Vec2::splat(size_pt)));
                let larger = self.text_scale.filter(|scale| is_visible && *scale > transform.scale);
                if let Some(scale) = larger {
                    let (exact, laid_out_pt) = (size * transform.scale, font_size(size * scale));
                    let id = FontId::new(laid_out_pt, FontFamily::Name(ICONS_NAME.into()));
                    let galley = self.fonts.layout_no_wrap(icon.glyph().into(), id, Color32::PLACEHOLDER);
                    let by = TSTransform::from_scaling(exact / laid_out_pt);
                    let below = baseline_of(&galley) * by.scaling;
                    let mut shape = TextShape::new(Pos2::ZERO, galley, color32(*color));
                    shape.transform(by);
                    shape.pos = center + vec2(-exact / 2.0, exact / 2.0 - below);
                    self.out.push(shape.into());
                } else if is_visible && size_pt >= MIN_TEXT_PT {
                    let id = FontId::new(size_pt, FontFamily::Name(ICONS_NAME.into()));
                    let galley = self.fonts.layout_no_wrap(icon.glyph().into(), id, Color32::PLACEHOLDER);
                    // The icon's square is the em, which stands on the baseline.
                    let corner = center + vec2(-size_pt / 2.0, size_pt / 2.0 - baseline_of(&galley));
                    self.out.push(TextShape::new(corner, galley, color32(*color)).into());
                }
            }
        }
    }

    fn text(&mut self, line: &TextLine, transform: Transform) {
        let size_pt = font_size(line.size * transform.scale);
        let baseline = transform.screen_from_map(line.baseline);
        let width = line.width * transform.scale;
        let covered = transform.screen_rect_from_map(line.reach());
        if size_pt < MIN_TEXT_PT || line.text.is_empty() || !self.clip.intersects(covered) {
            return;
        }
        if let Some(scale) = self.text_scale.filter(|scale| *scale > transform.scale) {
            self.shrunk_text(line, (baseline, line.size * transform.scale), font_size(line.size * scale));
            return;
        }
        let mut galleys = self.layout(line, size_pt);
        let excess = galleys.iter().map(|galley| galley.rect.width()).sum::<f32>() / (width + 1.0);
        if width > 0.0 && excess > 1.0 {
            galleys = self.layout(line, font_size(size_pt / excess));
        }
        let mut along = 0.0;
        for galley in galleys {
            let (ascent, length) = (baseline_of(&galley), galley.rect.width());
            if line.runs_down {
                let shape = TextShape::new(baseline + vec2(ascent, along), galley, color32(line.color));
                self.out.push(shape.with_angle(std::f32::consts::FRAC_PI_2).into());
            } else {
                self.out.push(TextShape::new(baseline + vec2(along, -ascent), galley, color32(line.color)).into());
            }
            along += length;
        }
    }

    /// The same, laid out in one size and painted in a smaller one.
    fn shrunk_text(&mut self, line: &TextLine, (baseline, size_pt): (Pos2, f32), laid_out_pt: f32) {
        let by = TSTransform::from_scaling(size_pt / laid_out_pt);
        let mut along = 0.0;
        for galley in self.layout(line, laid_out_pt) {
            let (ascent, length) = (baseline_of(&galley) * by.scaling, galley.rect.width() * by.scaling);
            let mut shape = TextShape::new(Pos2::ZERO, galley, color32(line.color));
            shape.transform(by);
            if line.runs_down {
                shape.pos = baseline + vec2(ascent, along);
                self.out.push(shape.with_angle(std::f32::consts::FRAC_PI_2).into());
            } else {
                shape.pos = baseline + vec2(along, -ascent);
                self.out.push(shape.into());
            }
            along += length;
        }
    }

    /// The line's pieces, to be painted side by side.
    fn layout(&mut self, line: &TextLine, size_pt: f32) -> Vec<std::sync::Arc<::egui::Galley>> {
        let font = font_id(line.face, size_pt);
        let pieces = direction::pieces(&line.text).into_iter().filter_map(|piece| line.text.get(piece));
        pieces.map(|piece| self.fonts.layout_no_wrap(piece.to_owned(), font.clone(), Color32::PLACEHOLDER)).collect()
    }
}

fn font_id(face: Face, size_pt: f32) -> FontId {
    FontId::new(size_pt, FontFamily::Name(face.name().into()))
}

/// The size at which text is painted: rounded down to steps, so that zooming does not fill the glyph atlas
/// with a new set of glyphs each frame, and text never grows past its card.
fn font_size(size_pt: f32) -> f32 {
    let step = match size_pt {
        ..24.0 => 0.25,
        ..48.0 => 0.5,
        ..96.0 => 1.0,
        _ => 4.0,
    };
    (size_pt / step + 0.01).floor() * step
}

/// How far the first baseline lies below the galley's top, in points.
fn baseline_of(galley: &::egui::Galley) -> f32 {
    let Some(row) = galley.rows.first() else { return 0.0 };
    row.pos.y + row.row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y)
}

/// A shape without letters. Text, icons and pictures are no concern of it. Left out if it lies outside `clip`.
pub(super) fn vector(item: &Shape, transform: Transform, clip: Option<Rect>, out: &mut Vec<epaint::Shape>) {
    let scale = transform.scale;
    let is_outside = |rect: Rect, stroke: &Option<Stroke>| {
        let covered = rect.expand(stroke.map_or(0.0, |stroke| stroke.width * scale));
        clip.is_some_and(|clip| !clip.intersects(covered))
    };
    match item {
        Shape::Rect { rect, radius, fill, stroke } => {
            let rect = transform.screen_rect_from_map(*rect);
            if is_outside(rect, stroke) {
                return;
            }
            let corner = CornerRadius::same((radius * scale).round().clamp(0.0, 255.0) as u8);
            let (solid, dashed) = strokes(*stroke, scale);
            let fill = fill.map_or(Color32::TRANSPARENT, color32);
            out.push(RectShape::new(rect, corner, fill, solid, StrokeKind::Middle).into());
            if let Some(dashes) = dashed {
                let mut points = Flat::default();
                outline::rect(&mut points, rect, radius * scale);
                dashes.follow(&points.0, clip, out);
            }
        }
        Shape::Ellipse { center, radius, fill, stroke } => {
            let (center, radius) = (transform.screen_from_map(*center), *radius * scale);
            if is_outside(Rect::from_center_size(center, radius * 2.0), stroke) {
                return;
            }
            let (solid, dashed) = strokes(*stroke, scale);
            let fill = fill.map_or(Color32::TRANSPARENT, color32);
            out.push(EllipseShape { center, radius, fill, stroke: solid, angle: 0.0 }.into());
            if let Some(dashes) = dashed {
                let mut points = Flat::default();
                outline::ellipse(&mut points, center, radius);
                dashes.follow(&points.0, clip, out);
            }
        }
        Shape::Path { points, is_closed, fill, stroke } => {
            let mut points: Vec<Pos2> = points.iter().map(|point| transform.screen_from_map(*point)).collect();
            if points.len() < 2 || is_outside(Rect::from_points(&points), stroke) {
                return;
            }
            if let Some(color) = fill.filter(|_| points.len() > 2) {
                out.push(filled(&points, color32(color)));
            }
            let (solid, dashed) = strokes(*stroke, scale);
            if !solid.is_empty() {
                let stroke = PathStroke::from(solid);
                let (closed, fill) = (*is_closed, Color32::TRANSPARENT);
                out.push(PathShape { points, closed, fill, stroke }.into());
            } else if let Some(dashes) = dashed {
                if *is_closed {
                    points.extend(points.first().copied());
                }
                dashes.follow(&points, clip, out);
            }
        }
        Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => {}
    }
}

fn filled(points: &[Pos2], color: Color32) -> epaint::Shape {
    if polygon::is_convex(points) {
        return PathShape::convex_polygon(points.to_vec(), color, PathStroke::NONE).into();
    }
    let mut mesh = Mesh::default();
    for point in points {
        mesh.colored_vertex(*point, color);
    }
    for [a, b, c] in polygon::triangles(points) {
        mesh.add_triangle(a, b, c);
    }
    epaint::Shape::mesh(mesh)
}

/// A dashed stroke on screen.
struct Dashes {
    stroke: epaint::Stroke,
    dash: f32,
    gap: f32,
}

impl Dashes {
    fn follow(&self, points: &[Pos2], clip: Option<Rect>, out: &mut Vec<epaint::Shape>) {
        let from = out.len();
        epaint::Shape::dashed_line_many(points, self.stroke, self.dash, self.gap, out);
        // A long line has far more dashes than are in view.
        if let Some(clip) = clip {
            let tail = out.split_off(from);
            out.extend(tail.into_iter().filter(|dash| clip.intersects(dash.visual_bounding_rect())));
        }
    }
}

/// The stroke as a solid one, or as dashes where they can be told apart on screen.
fn strokes(stroke: Option<Stroke>, scale: f32) -> (epaint::Stroke, Option<Dashes>) {
    let Some(stroke) = stroke else { return (epaint::Stroke::NONE, None) };
    let (width, color) = (stroke.width * scale, color32(stroke.color));
    let Some((dash, gap)) = stroke.dash.filter(|(dash, gap)| *dash > 0.0 && *gap > 0.0) else {
        return (epaint::Stroke::new(width, color), None);
    };
    if dash.min(gap) * scale < MIN_DASH_PT {
        return (epaint::Stroke::new(width, color.gamma_multiply(dash / (dash + gap))), None);
    }
    let stroke = epaint::Stroke::new(width, color);
    (epaint::Stroke::NONE, Some(Dashes { stroke, dash: dash * scale, gap: gap * scale }))
}

/// A pen that turns one outline into points.
#[derive(Default)]
struct Flat(Vec<Pos2>);

impl skrifa::outline::OutlinePen for Flat {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Pos2::new(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Pos2::new(x, y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.curve_to(cx, cy, cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (a, b, end) = (Pos2::new(ax, ay), Pos2::new(bx, by), Pos2::new(x, y));
        let start = self.0.last().copied().unwrap_or(a);
        let curve = epaint::CubicBezierShape {
            points: [start, a, b, end],
            closed: false,
            fill: Color32::TRANSPARENT,
            stroke: PathStroke::NONE,
        };
        let count = (start.distance(end) / CURVE_STEP_PT).ceil().clamp(2.0, 256.0) as u16;
        self.0.extend((1..=count).map(|step| curve.sample(f32::from(step) / f32::from(count))));
    }
    fn close(&mut self) {
        self.0.extend(self.0.first().copied());
    }
}
