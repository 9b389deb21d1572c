//! Scenes as pages of PDF: text stays text, in reading order, and can be searched and copied. No layout,
//! no files. `pdf/pictures.rs` embeds pictures.

mod pictures;

use std::collections::HashMap;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke as PdfStroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::outline::OutlinePen;

use self::pictures::Pictures;
use super::{RenderError, font, outline, picture};
use crate::base::{Bitmap, Color, Icon, Pos2, Rect, Vec2, vec2};
use crate::scene::{Face, PageSize, Scene, Shape, Stroke, TextLine};

/// The longest side that viewers of PDF agree on, in points.
const MAX_SIDE_PT: f32 = 14_400.0;
/// White around the scene on a page of a standard size, in points (10 mm).
const PAGE_MARGIN_PT: f32 = 28.35;

/// The side of the square that icons are drawn in: its whole numbers are as fine as the icon font's own.
const ICON_SIDE: f32 = 1_000.0;
/// Around that square, so that no viewer cuts into the edges of an icon that fills it.
const ICON_ROOM: f32 = 50.0;

/// Where a scene of some size lies on a page.
impl Placed {
    /// The page for a scene of that size, and where the scene lies on it.
    fn of(size: PageSize, scene: Vec2) -> Self {
        let Some(upright) = size.upright_pt() else {
            let scale = (MAX_SIDE_PT / scene.max_elem()).min(1.0);
            return Self { page: (scene * scale).min(Vec2::splat(MAX_SIDE_PT)), scale, offset: Vec2::ZERO };
        };
        let page = if scene.x > scene.y { vec2(upright.y, upright.x) } else { upright };
        let room = page - Vec2::splat(2.0 * PAGE_MARGIN_PT);
        let scale = (room / scene).min_elem();
        Self { page, scale, offset: (page - scene * scale) / 2.0 }
    }
}

#[derive(Debug, PartialEq)]
struct Placed {
    page: Vec2,
    scale: f32,
    offset: Vec2,
}

/// The scene as a PDF file of one page.
///
/// # Errors
/// As [`write_pages`].
pub fn write(scene: &Scene, page: PageSize) -> Result<Vec<u8>, RenderError> {
    write_pages(std::slice::from_ref(scene), page)
}

/// The scenes as a PDF file, each on a page of its own, under the title of the first.
///
/// # Errors
/// [`RenderError::Empty`] without scenes and for one without a size; [`RenderError::Encoding`] if the file cannot be
/// made.
pub fn write_pages(scenes: &[Scene], page: PageSize) -> Result<Vec<u8>, RenderError> {
    let Some(first) = scenes.first() else { return Err(RenderError::Empty) };
    let mut document = Document::new();
    let mut metadata = Metadata::new().language("en".to_owned()).creator("Throughline".to_owned());
    if !first.title.is_empty() {
        metadata = metadata.title(first.title.clone());
    }
    document.set_metadata(metadata);
    for scene in scenes {
        add_page(&mut document, scene, page)?;
    }
    document.finish().map_err(|why| RenderError::Encoding { target: "PDF", why: why.to_string() })
}

fn add_page(document: &mut Document, scene: &Scene, page: PageSize) -> Result<(), RenderError> {
    let is_sized = scene.size.is_finite() && scene.size.min_elem() > 0.0;
    let placed = Placed::of(page, scene.size);
    let settings = PageSettings::from_wh(placed.page.x, placed.page.y).filter(|_| is_sized);
    let Some(settings) = settings else { return Err(RenderError::Empty) };
    let mut pages = document.start_page_with(settings);
    let mut surface = pages.surface();
    let mut writer = Writer::new(&mut surface)?;
    if let Some(color) = scene.background {
        // Margins too: a dark map on white paper edges would look torn out.
        let whole = Rect::from_min_size(Pos2::ZERO, placed.page);
        writer.shape(Some(color), None, |pen| outline::rect(pen, whole, 0.0));
    }
    writer.surface.push_transform(&Transform::from_row(
        placed.scale,
        0.0,
        0.0,
        placed.scale,
        placed.offset.x,
        placed.offset.y,
    ));
    for group in &scene.groups {
        for item in &group.picture.items {
            writer.item(item, group.origin.to_vec2());
        }
    }
    writer.surface.pop();
    surface.finish();
    pages.finish();
    Ok(())
}

struct Writer<'a, 'b> {
    surface: &'a mut Surface<'b>,
    regular: Font,
    semi_bold: Font,
    shaper: font::Shaper,
    /// In a square of side [`ICON_SIDE`], each written once: in line, they would be a third of the file's contents.
    icons: HashMap<(Icon, Color), Graphic>,
    /// A square of side 1 with nothing in it.
    blank: Graphic,
    pictures: Pictures,
}

impl<'a, 'b> Writer<'a, 'b> {
    fn new(surface: &'a mut Surface<'b>) -> Result<Self, RenderError> {
        let open = |face: Face| {
            Font::new(face.bytes().into(), 0)
                .ok_or_else(|| RenderError::Encoding { target: "PDF", why: format!("font {}", face.name()) })
        };
        let blank = graphic(surface, |_| {});
        Ok(Self {
            surface,
            blank,
            regular: open(Face::Regular)?,
            semi_bold: open(Face::SemiBold)?,
            shaper: font::Shaper::default(),
            icons: HashMap::new(),
            pictures: Pictures::default(),
        })
    }

    fn item(&mut self, item: &Shape, origin: Vec2) {
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                let around_corner = Rect::from_min_size(Pos2::ZERO, rect.size());
                self.shape_at(rect.min + origin, *fill, *stroke, |pen| outline::rect(pen, around_corner, *radius));
            }
            Shape::Ellipse { center, radius, fill, stroke } => {
                self.shape_at(*center + origin, *fill, *stroke, |pen| outline::ellipse(pen, Pos2::ZERO, *radius));
            }
            Shape::Path { points, is_closed, fill, stroke } => {
                let Some(first) = points.first() else { return };
                let around_first: Vec<Pos2> = points.iter().map(|point| (*point - *first).to_pos2()).collect();
                self.shape_at(*first + origin, *fill, *stroke, |pen| outline::polyline(pen, &around_first, *is_closed));
            }
            Shape::Text(line) => self.text(line, origin),
            Shape::Icon { icon, center, size, color } => {
                let at = *center + origin - Vec2::splat(size / 2.0);
                self.icon(*icon, at, *size, *color);
            }
            Shape::Image { rect, radius, bitmap } => self.image(bitmap, rect.translate(origin), *radius),
        }
    }

    fn shape(&mut self, fill: Option<Color>, stroke: Option<Stroke>, draw: impl FnOnce(&mut Pen)) {
        if fill.is_none() && stroke.is_none() {
            return;
        }
        let mut pen = Pen(PathBuilder::new());
        draw(&mut pen);
        if let Some(path) = pen.0.finish() {
            self.surface.set_fill(fill.map(fill_of));
            self.surface.set_stroke(stroke.map(stroke_of));
            self.surface.draw_path(&path);
        }
    }

    /// A shape drawn around its own corner or center: what looks the same is then the same in the file, but for its
    /// place, and takes a fraction of the time and the bytes to be packed.
    fn shape_at(&mut self, at: Pos2, fill: Option<Color>, stroke: Option<Stroke>, draw: impl FnOnce(&mut Rounded<'_>)) {
        self.surface.push_transform(&Transform::from_translate(short(at.x), short(at.y)));
        self.shape(fill, stroke, |pen| draw(&mut Rounded::short(pen)));
        self.surface.pop();
    }

    fn image(&mut self, bitmap: &Bitmap, rect: Rect, radius: f32) {
        let place = Transform::from_translate(short(rect.left()), short(rect.top()));
        let (Some(image), Some(size)) = (self.pictures.image(bitmap), Size::from_wh(rect.width(), rect.height()))
        else {
            return self.shape(Some(picture::BLANK), None, |pen| outline::rect(&mut Rounded::short(pen), rect, radius));
        };
        let mut pen = Pen(PathBuilder::new());
        outline::rect(&mut Rounded::short(&mut pen), rect, radius);
        let clip = pen.0.finish().filter(|_| radius > 0.0);
        if let Some(path) = &clip {
            self.surface.push_clip_path(path, &FillRule::NonZero);
        }
        self.surface.push_transform(&place);
        self.surface.draw_image(image, size);
        self.surface.pop();
        if clip.is_some() {
            self.surface.pop();
        }
    }

    fn text(&mut self, line: &TextLine, origin: Vec2) {
        if line.text.trim().is_empty() || line.size <= 0.0 {
            return;
        }
        let run = self.shaper.run(line);
        let spacing = run.letter_spacing(line);
        let glyphs: Vec<KrillaGlyph> = run
            .glyphs
            .iter()
            .map(|glyph| {
                let id = GlyphId::new(glyph.id.to_u32());
                let advance = glyph.advance + spacing;
                KrillaGlyph::new(id, advance, glyph.x_offset, glyph.y_offset, 0.0, glyph.bytes.clone(), None)
            })
            .collect();
        let font = match line.face {
            Face::Regular => self.regular.clone(),
            Face::SemiBold => self.semi_bold.clone(),
        };
        let at = line.baseline + origin;
        self.surface.set_fill(Some(fill_of(line.color)));
        self.surface.set_stroke(None);
        let start = Point::from_xy(short(at.x), short(at.y));
        if line.runs_down {
            self.surface.push_transform(&Transform::from_row(0.0, 1.0, -1.0, 0.0, start.x, start.y));
            self.surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font, &line.text, line.size, false);
            self.surface.pop();
        } else {
            self.surface.draw_glyphs(start, &glyphs, font, &line.text, line.size, false);
        }
    }

    fn icon(&mut self, icon: Icon, at: Pos2, size: f32, color: Color) {
        let (surface, blank) = (&mut *self.surface, &self.blank);
        let drawn =
            self.icons.entry((icon, color)).or_insert_with(|| graphic(surface, |on| draw_icon(on, icon, color, blank)));
        let scale = size / ICON_SIDE;
        surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, short(at.x), short(at.y)));
        surface.draw_graphic(drawn.clone());
        surface.pop();
    }
}

/// Something to be drawn at many places.
fn graphic(surface: &mut Surface<'_>, draw: impl FnOnce(&mut Surface<'_>)) -> Graphic {
    let mut builder = surface.stream_builder();
    let mut inside = builder.surface();
    draw(&mut inside);
    inside.finish();
    Graphic::new(builder.finish(), false)
}

/// Draws the icon in a square of side [`ICON_SIDE`].
fn draw_icon(surface: &mut Surface<'_>, icon: Icon, color: Color, blank: &Graphic) {
    let mut pen = Pen(PathBuilder::new());
    let mut whole = Rounded::new(&mut pen, 1.0);
    let mut placed =
        outline::Placed { pen: &mut whole, scale_x: ICON_SIDE, scale_y: -ICON_SIDE, offset: vec2(0.0, ICON_SIDE) };
    font::draw(font::FontFile::Icons, font::icon_glyph(icon), &mut placed);
    if let Some(path) = pen.0.finish() {
        surface.set_fill(Some(fill_of(color)));
        surface.draw_path(&path);
    }
    // The library bounds a graphic by what is drawn, and viewers clip it there, some with a soft edge. A blank one
    // around it keeps the bounds away from the outline.
    let side = ICON_SIDE + 2.0 * ICON_ROOM;
    surface.push_transform(&Transform::from_row(side, 0.0, 0.0, side, -ICON_ROOM, -ICON_ROOM));
    surface.draw_graphic(blank.clone());
    surface.pop();
}

fn opacity_of(color: Color) -> NormalizedF32 {
    NormalizedF32::new(color.opacity()).unwrap_or(NormalizedF32::ONE)
}

fn fill_of(color: Color) -> Fill {
    let paint = rgb::Color::new(color.r, color.g, color.b).into();
    Fill { paint, opacity: opacity_of(color), ..Fill::default() }
}

fn stroke_of(stroke: Stroke) -> PdfStroke {
    PdfStroke {
        paint: rgb::Color::new(stroke.color.r, stroke.color.g, stroke.color.b).into(),
        width: stroke.width,
        line_join: LineJoin::Round,
        opacity: opacity_of(stroke.color),
        dash: stroke
            .dash
            .filter(|(dash, gap)| *dash > 0.0 && *gap > 0.0)
            .map(|(dash, gap)| StrokeDash { array: vec![dash, gap], offset: 0.0 }),
        ..PdfStroke::default()
    }
}

/// Hundredths of a point are enough, and make a smaller file sooner.
const SHORT_PER_PT: f32 = 100.0;

fn short(value: f32) -> f32 {
    rounded(value, SHORT_PER_PT)
}

fn rounded(value: f32, per_unit: f32) -> f32 {
    (value * per_unit).round() / per_unit
}

/// A pen for krilla's paths.
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

/// A pen that rounds to so many parts of a unit.
struct Rounded<'a> {
    pen: &'a mut Pen,
    per_unit: f32,
    /// Where the pen is.
    last: (f32, f32),
}

impl<'a> Rounded<'a> {
    fn new(pen: &'a mut Pen, per_unit: f32) -> Self {
        Self { pen, per_unit, last: (0.0, 0.0) }
    }

    /// For what is drawn on the page.
    fn short(pen: &'a mut Pen) -> Self {
        Self::new(pen, SHORT_PER_PT)
    }

    fn at(&self, value: f32) -> f32 {
        rounded(value, self.per_unit)
    }
}

impl OutlinePen for Rounded<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.move_to(self.at(x), self.at(y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.line_to(self.at(x), self.at(y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // As the cubic curve that a PDF holds, or that one's corners would be fractions again.
        let toward = |from: f32, to: f32| from + (to - from) * (2.0 / 3.0);
        let (from_x, from_y) = self.last;
        self.curve_to(toward(from_x, cx), toward(from_y, cy), toward(x, cx), toward(y, cy), x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.curve_to(self.at(ax), self.at(ay), self.at(bx), self.at(by), self.at(x), self.at(y));
    }
    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scene_lies_within_its_page() {
        for size in PageSize::ALL {
            for scene in [vec2(3000.0, 900.0), vec2(500.0, 700.0), vec2(40_000.0, 20_000.0)] {
                let placed = Placed::of(size, scene);
                let end = placed.offset + scene * placed.scale;
                assert!(end.x <= placed.page.x + 0.1 && end.y <= placed.page.y + 0.1, "{size:?} {scene:?}");
                assert!(placed.page.max_elem() <= MAX_SIDE_PT);
                assert_eq!(placed.page.x > placed.page.y, scene.x > scene.y, "orientation of {size:?}");
            }
        }
    }
}
