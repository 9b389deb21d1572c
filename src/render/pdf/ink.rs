//! Draws what scenes hold: shapes, text with its fonts, icons, pictures. What is drawn before is remembered over all
//! pages of a file. Knows no page and no tag.

use std::collections::{BTreeSet, HashMap};

use krilla::color::rgb;
use krilla::geom::{Point, Size, Transform};
use krilla::graphic::Graphic;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke as PdfStroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;

use super::pen::{Pen, Rounded, short};
use super::pictures::Pictures;
use crate::base::{Bitmap, Color, Icon, Pos2, Rect, Vec2, vec2};
use crate::render::{RenderError, font, outline, picture};
use crate::scene::{Face, Fallback, Shape, Stroke, TextLine};

/// The side of the square that icons are drawn in: its whole numbers are as fine as the icon font's own.
const ICON_SIDE: f32 = 1_000.0;
/// Around that square, so that no viewer cuts into the edges of an icon that fills it.
const ICON_ROOM: f32 = 50.0;

/// What a file is written with.
pub(super) struct Ink {
    regular: Letters,
    semi_bold: Letters,
    /// Those that stand in where the bundled typeface lacks a letter; `None` for one that the library cannot read.
    others: HashMap<Fallback, Option<Font>>,
    shaper: font::Shaper,
    /// In a square of side [`ICON_SIDE`], each written once: in line, they would be a third of the file's contents.
    icons: HashMap<(Icon, Color), Graphic>,
    /// A square of side 1 with nothing in it, made with the first icon.
    blank: Option<Graphic>,
    pictures: Pictures,
}

/// A font as the file holds it.
struct Letters {
    font: Font,
    space: GlyphId,
    /// The glyph of another space: it stands for what the font lacks, so that that can be searched and copied. Not the
    /// usual one, or every space could be taken for it.
    stand_in: GlyphId,
}

impl Letters {
    fn of(face: Face) -> Result<Self, RenderError> {
        let font = Font::new(face.bytes().into(), 0)
            .ok_or_else(|| RenderError::Encoding { target: "PDF", why: format!("font {}", face.name()) })?;
        let letters = font::tables(face).charmap();
        let space = letters.map(' ').unwrap_or_default();
        let mut others =
            ['\u{2003}', '\u{2002}', '\u{2009}', '\u{a0}'].into_iter().filter_map(|other| letters.map(other));
        let stand_in = others.find(|other| *other != space).unwrap_or(space);
        let id = |glyph: skrifa::GlyphId| GlyphId::new(glyph.to_u32());
        Ok(Self { font, space: id(space), stand_in: id(stand_in) })
    }
}

impl Ink {
    pub(super) fn new() -> Result<Self, RenderError> {
        Ok(Self {
            regular: Letters::of(Face::Regular)?,
            semi_bold: Letters::of(Face::SemiBold)?,
            others: HashMap::new(),
            shaper: font::Shaper::default(),
            icons: HashMap::new(),
            blank: None,
            pictures: Pictures::default(),
        })
    }

    /// Draws an item. `is_followed`: the next word is in another line of text that comes after this one.
    pub(super) fn item(&mut self, surface: &mut Surface<'_>, item: &Shape, origin: Vec2, is_followed: bool) {
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                let around_corner = Rect::from_min_size(Pos2::ZERO, rect.size());
                let draw = |pen: &mut Rounded<'_>| outline::rect(pen, around_corner, *radius);
                self.shape_at(surface, rect.min + origin, (*fill, *stroke), draw);
            }
            Shape::Ellipse { center, radius, fill, stroke } => {
                let draw = |pen: &mut Rounded<'_>| outline::ellipse(pen, Pos2::ZERO, *radius);
                self.shape_at(surface, *center + origin, (*fill, *stroke), draw);
            }
            Shape::Path { points, is_closed, fill, stroke } => {
                let Some(first) = points.first() else { return };
                let around_first: Vec<Pos2> = points.iter().map(|point| (*point - *first).to_pos2()).collect();
                let draw = |pen: &mut Rounded<'_>| outline::polyline(pen, &around_first, *is_closed);
                self.shape_at(surface, *first + origin, (*fill, *stroke), draw);
            }
            Shape::Text(line) => self.text(surface, line, origin, is_followed),
            Shape::Icon { icon, center, size, color } => {
                let at = *center + origin - Vec2::splat(size / 2.0);
                self.icon(surface, *icon, at, *size, *color);
            }
            Shape::Image { rect, radius, bitmap } => self.image(surface, bitmap, rect.translate(origin), *radius),
        }
    }

    pub(super) fn shape(
        &self,
        surface: &mut Surface<'_>,
        fill: Option<Color>,
        stroke: Option<Stroke>,
        draw: impl FnOnce(&mut Pen),
    ) {
        if fill.is_none() && stroke.is_none() {
            return;
        }
        if let Some(path) = Pen::path(draw) {
            surface.set_fill(fill.map(fill_of));
            surface.set_stroke(stroke.map(stroke_of));
            surface.draw_path(&path);
        }
    }

    /// A shape drawn around its own corner or center: what looks the same is then the same in the file, but for its
    /// place, and takes a fraction of the time and the bytes to be packed.
    fn shape_at(
        &self,
        surface: &mut Surface<'_>,
        at: Pos2,
        (fill, stroke): (Option<Color>, Option<Stroke>),
        draw: impl FnOnce(&mut Rounded<'_>),
    ) {
        surface.push_transform(&Transform::from_translate(short(at.x), short(at.y)));
        self.shape(surface, fill, stroke, |pen| draw(&mut Rounded::short(pen)));
        surface.pop();
    }

    fn image(&mut self, surface: &mut Surface<'_>, bitmap: &Bitmap, rect: Rect, radius: f32) {
        let place = Transform::from_translate(short(rect.left()), short(rect.top()));
        let (Some(image), Some(size)) = (self.pictures.image(bitmap), Size::from_wh(rect.width(), rect.height()))
        else {
            let draw = |pen: &mut Pen| outline::rect(&mut Rounded::short(pen), rect, radius);
            return self.shape(surface, Some(picture::BLANK), None, draw);
        };
        let clip = Pen::path(|pen| outline::rect(&mut Rounded::short(pen), rect, radius)).filter(|_| radius > 0.0);
        if let Some(path) = &clip {
            surface.push_clip_path(path, &FillRule::NonZero);
        }
        surface.push_transform(&place);
        surface.draw_image(image, size);
        surface.pop();
        if clip.is_some() {
            surface.pop();
        }
    }

    fn text(&mut self, surface: &mut Surface<'_>, line: &TextLine, origin: Vec2, is_followed: bool) {
        if line.text.trim().is_empty() || line.size <= 0.0 {
            return;
        }
        if line.text.contains(is_unwritable) {
            let text: String = line.text.chars().filter(|letter| !is_unwritable(*letter)).collect();
            return self.text(surface, &TextLine { text: text.into(), ..line.clone() }, origin, is_followed);
        }
        let run = self.shaper.run(line);
        let spacing = run.letter_spacing(line);
        let others: BTreeSet<Fallback> = run.glyphs.iter().filter_map(|glyph| glyph.file.fallback()).collect();
        for other in others {
            self.others.entry(other).or_insert_with(|| Font::new(other.file()?.0.into(), other.file()?.1));
        }
        let letters = match line.face {
            Face::Regular => &self.regular,
            Face::SemiBold => &self.semi_bold,
        };
        let (mut along, mut missing) = (0.0, Vec::new());
        // What one font draws, and where it begins.
        let mut strokes: Vec<(&Font, f32, Vec<KrillaGlyph>)> = Vec::new();
        for glyph in run.glyphs.iter() {
            let advance = glyph.advance + spacing;
            let other = glyph.file.fallback().map(|other| self.others.get(&other).and_then(Option::as_ref));
            let (font, id) = match other {
                _ if glyph.id == skrifa::GlyphId::NOTDEF => (&letters.font, None),
                None => (&letters.font, Some(glyph.id)),
                Some(None) => (&letters.font, None),
                Some(Some(font)) => (font, Some(glyph.id)),
            };
            if id.is_none() {
                missing.push(along + glyph.x_offset);
            }
            let id = id.map_or(letters.stand_in, |id| GlyphId::new(id.to_u32()));
            let glyph = KrillaGlyph::new(id, advance, glyph.x_offset, glyph.y_offset, 0.0, glyph.bytes.clone(), None);
            match strokes.last_mut() {
                Some((last, _, glyphs)) if *last == font => glyphs.push(glyph),
                _ => strokes.push((font, along, vec![glyph])),
            }
            along += advance;
        }
        let followed = is_followed.then(|| format!("{} ", line.text));
        let text = followed.as_deref().unwrap_or(&line.text);
        if is_followed {
            let space = KrillaGlyph::new(letters.space, 0.0, 0.0, 0.0, 0.0, line.text.len()..text.len(), None);
            match strokes.last_mut() {
                Some((last, _, glyphs)) if *last == &letters.font => glyphs.push(space),
                _ => strokes.push((&letters.font, along, vec![space])),
            }
        }
        let at = line.baseline + origin;
        surface.set_fill(Some(fill_of(line.color)));
        surface.set_stroke(None);
        let mut start = Point::from_xy(short(at.x), short(at.y));
        if line.runs_down {
            surface.push_transform(&Transform::from_row(0.0, 1.0, -1.0, 0.0, start.x, start.y));
            start = Point::from_xy(0.0, 0.0);
        }
        for (font, left, glyphs) in &strokes {
            let from = if *left == 0.0 { start } else { Point::from_xy(short(start.x + left * line.size), start.y) };
            surface.draw_glyphs(from, glyphs, (*font).clone(), text, line.size, false);
        }
        // The box that stands for a letter which the font lacks: as a glyph, readers could not tell what it was.
        for left in missing {
            let offset = vec2(start.x + left * line.size, start.y);
            let outline = Pen::path(|pen| {
                let mut pen = Rounded::short(pen);
                let mut placed = outline::Placed { pen: &mut pen, scale_x: line.size, scale_y: -line.size, offset };
                font::draw(font::FontFile::Text(line.face), skrifa::GlyphId::NOTDEF, &mut placed);
            });
            if let Some(path) = outline {
                surface.draw_path(&path);
            }
        }
        if line.runs_down {
            surface.pop();
        }
    }

    fn icon(&mut self, surface: &mut Surface<'_>, icon: Icon, at: Pos2, size: f32, color: Color) {
        let blank = self.blank.get_or_insert_with(|| graphic(surface, |_| {}));
        let drawn =
            self.icons.entry((icon, color)).or_insert_with(|| graphic(surface, |on| draw_icon(on, icon, color, blank)));
        let scale = size / ICON_SIDE;
        surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, short(at.x), short(at.y)));
        surface.draw_graphic(drawn.clone());
        surface.pop();
    }
}

/// Whether a letter has no place in the text of a PDF. Source: ISO 14289-1, 7.21.7.
fn is_unwritable(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{feff}' | '\u{fffe}')
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
    let outline = Pen::path(|pen| {
        let mut whole = Rounded::new(pen, 1.0);
        let mut placed =
            outline::Placed { pen: &mut whole, scale_x: ICON_SIDE, scale_y: -ICON_SIDE, offset: vec2(0.0, ICON_SIDE) };
        font::draw(font::FontFile::Icons, font::icon_glyph(icon), &mut placed);
    });
    if let Some(path) = outline {
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
