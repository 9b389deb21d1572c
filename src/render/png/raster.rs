//! One band of a scene as pixels. Knows no file format.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use skrifa::GlyphId;
use skrifa::outline::OutlinePen;
use tiny_skia::{
    FillRule, FilterQuality, LineJoin, Mask, Paint, Path, PathBuilder, Pattern, Pixmap, PremultipliedColorU8,
    SpreadMode, StrokeDash, Transform,
};

use super::pictures::Pictures;
use super::round_rect::RoundRect;
use crate::base::{Color, Pos2, Rect, Vec2, vec2};
use crate::render::font::{self, FontFile};
use crate::render::{outline, picture};
use crate::scene::{Scene, Shape, Stroke, TextLine};

/// Glyphs larger than this are rare, and are filled as paths rather than kept.
const MAX_CACHED_PX: f32 = 96.0;
/// Places within a pixel at which a glyph is rasterized apart, per axis.
const BUCKETS: f32 = 4.0;
/// Text of at least this size stands on whole rows of pixels, which keeps its baseline sharp.
const WHOLE_ROWS_FROM_PX: f32 = 12.0;

/// Rasterizes bands of one scene at one scale, keeping its glyphs.
pub(super) struct Rasterizer<'a> {
    scale: f32,
    pictures: &'a Pictures,
    shaper: font::Shaper,
    glyphs: HashMap<GlyphKey, Option<GlyphMask>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct GlyphKey {
    file: FontFile,
    glyph: GlyphId,
    /// The size's bits.
    size_px: u32,
    bucket_x: u8,
    bucket_y: u8,
}

/// A glyph's coverage, and where its corner lies from the pixel of its origin.
struct GlyphMask {
    left: i32,
    top: i32,
    width: usize,
    coverage: Vec<u8>,
}

/// Where a band draws.
struct Canvas {
    pixmap: Pixmap,
    /// What maps the current group's points to the band's pixels: scale, then offset.
    scale: f32,
    offset: Vec2,
}

impl<'a> Rasterizer<'a> {
    pub fn new(scale: f32, pictures: &'a Pictures) -> Self {
        Self { scale, pictures, shaper: font::Shaper::default(), glyphs: HashMap::new() }
    }

    /// The band of that many rows from the row `top` on, or `None` if it was canceled.
    pub fn band(&mut self, scene: &Scene, width: u32, top: u32, rows: u32, cancel: &AtomicBool) -> Option<Pixmap> {
        let mut pixmap = Pixmap::new(width, rows)?;
        if let Some(color) = scene.background {
            pixmap.fill(tiny_skia::Color::from_rgba8(color.r, color.g, color.b, color.a));
        }
        let band = Rect::from_min_size(Pos2::new(0.0, top as f32), vec2(width as f32, rows as f32)) / self.scale;
        let mut canvas = Canvas { pixmap, scale: self.scale, offset: Vec2::ZERO };
        for group in &scene.groups {
            if !group.bounds().intersects(band) {
                continue;
            }
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            canvas.offset = group.origin.to_vec2() * self.scale - vec2(0.0, top as f32);
            let visible = band.translate(-group.origin.to_vec2());
            for item in &group.picture.items {
                self.item(&mut canvas, item, visible);
            }
        }
        Some(canvas.pixmap)
    }

    fn item(&mut self, canvas: &mut Canvas, item: &Shape, visible: Rect) {
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                if rect.expand(stroke.map_or(0.0, |stroke| stroke.width)).intersects(visible) {
                    canvas.rect(*rect, *radius, *fill, *stroke);
                }
            }
            Shape::Ellipse { center, radius, fill, stroke } => {
                canvas.shape(*fill, *stroke, |pen| outline::ellipse(pen, *center, *radius));
            }
            Shape::Path { points, is_closed, fill, stroke } => {
                canvas.shape(*fill, *stroke, |pen| outline::polyline(pen, points, *is_closed));
            }
            Shape::Text(line) => {
                let reach = line.reach();
                if reach.top() <= visible.bottom() && reach.bottom() >= visible.top() {
                    self.text(canvas, line);
                }
            }
            Shape::Icon { icon, center, size, color } => {
                let corner = *center + vec2(-size / 2.0, size / 2.0);
                let at = canvas.place(corner);
                self.glyph(canvas, FontFile::Icons, font::icon_glyph(*icon), size * self.scale, at, *color);
            }
            Shape::Image { rect, radius, bitmap } => {
                if rect.intersects(visible) {
                    match self.pictures.pixmap(bitmap) {
                        Some(pixels) => canvas.image(*rect, *radius, pixels),
                        None => canvas.rect(*rect, *radius, Some(picture::BLANK), None),
                    }
                }
            }
        }
    }

    fn text(&mut self, canvas: &mut Canvas, line: &TextLine) {
        let run = self.shaper.run(line);
        let spacing = run.letter_spacing(line);
        let size_px = line.size * self.scale;
        let mut at = canvas.place(line.baseline);
        for glyph in &run.glyphs {
            if line.runs_down {
                let place = at + vec2(glyph.y_offset, glyph.x_offset) * size_px;
                turned_glyph(canvas, glyph.file, glyph.id, size_px, place, line.color);
                at.y += (glyph.advance + spacing) * size_px;
                continue;
            }
            let place = at + vec2(glyph.x_offset, -glyph.y_offset) * size_px;
            self.glyph(canvas, glyph.file, glyph.id, size_px, place, line.color);
            at.x += (glyph.advance + spacing) * size_px;
        }
    }

    /// Draws a glyph with its origin at that place of the band.
    fn glyph(&mut self, canvas: &mut Canvas, file: FontFile, glyph: GlyphId, size_px: f32, at: Pos2, color: Color) {
        if !(size_px > 0.0 && at.is_finite()) {
            return;
        }
        if size_px > MAX_CACHED_PX {
            if let Some(path) = glyph_path(file, glyph, size_px, at.to_vec2()) {
                canvas.pixmap.fill_path(&path, &paint(color), FillRule::Winding, Transform::identity(), None);
            }
            return;
        }
        let is_sharp = size_px >= WHOLE_ROWS_FROM_PX && file != FontFile::Icons;
        let x = (at.x * BUCKETS).round() / BUCKETS;
        let y = if is_sharp { at.y.round() } else { (at.y * BUCKETS).round() / BUCKETS };
        let (whole_x, whole_y) = (x.floor(), y.floor());
        let bucket = |part: f32| (part * BUCKETS) as u8;
        let (bucket_x, bucket_y) = (bucket(x - whole_x), bucket(y - whole_y));
        let key = GlyphKey { file, glyph, size_px: size_px.to_bits(), bucket_x, bucket_y };
        let mask = self.glyphs.entry(key).or_insert_with(|| {
            let part = vec2(f32::from(bucket_x), f32::from(bucket_y)) / BUCKETS;
            GlyphMask::new(&glyph_path(file, glyph, size_px, part)?)
        });
        if let Some(mask) = mask {
            mask.draw(&mut canvas.pixmap, whole_x as i32, whole_y as i32, color);
        }
    }
}

/// Draws a glyph a quarter turned clockwise around its origin. There are few of them: their masks are not kept.
fn turned_glyph(canvas: &mut Canvas, file: FontFile, glyph: GlyphId, size_px: f32, at: Pos2, color: Color) {
    if !(size_px > 0.0 && at.is_finite()) {
        return;
    }
    let turn = Transform::from_row(0.0, 1.0, -1.0, 0.0, at.x, at.y);
    if let Some(path) = glyph_path(file, glyph, size_px, Vec2::ZERO).and_then(|path| path.transform(turn)) {
        canvas.pixmap.fill_path(&path, &paint(color), FillRule::Winding, Transform::identity(), None);
    }
}

fn glyph_path(file: FontFile, glyph: GlyphId, size_px: f32, offset: Vec2) -> Option<Path> {
    let mut pen = Pen(PathBuilder::new());
    font::draw(file, glyph, &mut outline::Placed { pen: &mut pen, scale_x: size_px, scale_y: -size_px, offset });
    pen.0.finish()
}

impl GlyphMask {
    fn new(path: &Path) -> Option<Self> {
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let (width, height) = (bounds.right().ceil() - left, bounds.bottom().ceil() - top);
        let mut mask = Mask::new((width as u32).max(1), (height as u32).max(1))?;
        mask.fill_path(path, FillRule::Winding, true, Transform::from_translate(-left, -top));
        Some(Self { left: left as i32, top: top as i32, width: mask.width() as usize, coverage: mask.take() })
    }

    /// Lays the color over the pixels, by coverage, with the glyph's origin at that pixel.
    fn draw(&self, pixmap: &mut Pixmap, x: i32, y: i32, color: Color) {
        let (width, height) = (pixmap.width() as i32, pixmap.height() as i32);
        let left = x.saturating_add(self.left);
        let skip = usize::try_from(left.saturating_neg()).unwrap_or(0);
        let start = left.max(0);
        if start >= width || skip >= self.width {
            return;
        }
        let count = (self.width - skip).min((width - start) as usize);
        let pixels = pixmap.pixels_mut();
        for (row, coverage) in self.coverage.chunks_exact(self.width).enumerate() {
            let row = y.saturating_add(self.top).saturating_add(row as i32);
            if row < 0 || row >= height {
                continue;
            }
            let from = row as usize * width as usize + start as usize;
            let Some(below) = pixels.get_mut(from..from + count) else { continue };
            for (pixel, &covered) in below.iter_mut().zip(coverage.iter().skip(skip)) {
                if covered > 0 {
                    *pixel = blend(*pixel, color, covered);
                }
            }
        }
    }
}

/// The color over the pixel, at that coverage.
pub(super) fn blend(below: PremultipliedColorU8, color: Color, covered: u8) -> PremultipliedColorU8 {
    let alpha = divide_by_255(u32::from(color.a) * u32::from(covered));
    let mix = |top: u8, below: u8| divide_by_255(u32::from(top) * alpha + u32::from(below) * (255 - alpha)) as u8;
    let a = alpha + divide_by_255(u32::from(below.alpha()) * (255 - alpha));
    // Rounding may leave a channel one above the alpha, which a premultiplied color must not have.
    let a = a.min(255) as u8;
    let (r, g, b) =
        (mix(color.r, below.red()).min(a), mix(color.g, below.green()).min(a), mix(color.b, below.blue()).min(a));
    PremultipliedColorU8::from_rgba(r, g, b, a).unwrap_or(below)
}

fn divide_by_255(product: u32) -> u32 {
    let rounded = product + 128;
    (rounded + (rounded >> 8)) >> 8
}

impl Canvas {
    fn place(&self, pos: Pos2) -> Pos2 {
        (pos.to_vec2() * self.scale + self.offset).to_pos2()
    }

    fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Color>, stroke: Option<Stroke>) {
        let rect_px = Rect::from_min_max(self.place(rect.min), self.place(rect.max));
        let Some(shape) = RoundRect::new(rect_px, radius * self.scale) else { return };
        if let Some(color) = fill {
            shape.fill(&mut self.pixmap, color);
        }
        match stroke {
            Some(stroke) if stroke.dash.is_some() => {
                self.shape(None, Some(stroke), |pen| outline::rect(pen, rect, radius));
            }
            Some(stroke) => shape.stroke(&mut self.pixmap, stroke.width * self.scale, stroke.color),
            None => {}
        }
    }

    /// Draws the pixels so that they fill the rectangle.
    fn image(&mut self, rect: Rect, radius: f32, pixels: &Pixmap) {
        let mut pen = Pen(PathBuilder::new());
        let mut placed =
            outline::Placed { pen: &mut pen, scale_x: self.scale, scale_y: self.scale, offset: self.offset };
        outline::rect(&mut placed, rect, radius);
        let Some(path) = pen.0.finish() else { return };
        let (corner, size) = (self.place(rect.min), rect.size() * self.scale);
        let scale = size / vec2(pixels.width() as f32, pixels.height() as f32);
        let quality = if scale.max_elem() > 1.0 { FilterQuality::Bicubic } else { FilterQuality::Bilinear };
        let place = Transform::from_row(scale.x, 0.0, 0.0, scale.y, corner.x, corner.y);
        let shader = Pattern::new(pixels.as_ref(), SpreadMode::Pad, quality, 1.0, place);
        let paint = Paint { shader, ..Paint::default() };
        self.pixmap.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    fn shape(&mut self, fill: Option<Color>, stroke: Option<Stroke>, draw: impl FnOnce(&mut outline::Placed<'_, Pen>)) {
        if fill.is_none() && stroke.is_none() {
            return;
        }
        let mut pen = Pen(PathBuilder::new());
        draw(&mut outline::Placed { pen: &mut pen, scale_x: self.scale, scale_y: self.scale, offset: self.offset });
        let Some(path) = pen.0.finish() else { return };
        if let Some(color) = fill {
            self.pixmap.fill_path(&path, &paint(color), FillRule::Winding, Transform::identity(), None);
        }
        if let Some(stroke) = stroke.filter(|stroke| stroke.width > 0.0) {
            let style = tiny_skia::Stroke {
                width: stroke.width * self.scale,
                line_join: LineJoin::Round,
                dash: stroke
                    .dash
                    .filter(|(dash, gap)| *dash > 0.0 && *gap > 0.0)
                    .and_then(|(dash, gap)| StrokeDash::new(vec![dash * self.scale, gap * self.scale], 0.0)),
                ..tiny_skia::Stroke::default()
            };
            self.pixmap.stroke_path(&path, &paint(stroke.color), &style, Transform::identity(), None);
        }
    }
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.r, color.g, color.b, color.a);
    paint
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}
