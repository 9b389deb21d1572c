//! A scene as SVG: text stays text in embedded fonts, icons and pictures are held once and used often. The same scene
//! gives the same bytes. No layout, no files.

pub mod inline;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use skrifa::outline::OutlinePen;

use super::{font, outline, picture, subset};
use crate::base::{Bitmap, Color, Icon, PictureHash, Pos2, Rect, Vec2, embedded, vec2};
use crate::scene::{Face, Group, Key, Role, Scene, Shape, Stroke, TextLine};

/// Side of the square in which icons are defined, in their own units (Lucide's grid).
const ICON_GRID: f32 = 24.0;

/// The scene as a whole SVG document.
///
/// Lines of text carry their measured width (`textLength`), so that they stay within their cards even where
/// a viewer ignores the embedded fonts.
pub fn write(scene: &Scene) -> String {
    write_with(scene, None)
}

/// The same with a text inside that viewers pass over; see [`crate::base::embedded`].
pub fn write_with(scene: &Scene, text: Option<&str>) -> String {
    let mut body = Body::new(scene.groups.len(), Ink::Colors);
    let mut named = Named::default();
    for group in &scene.groups {
        body.group(group, &mut named);
    }
    let Body { out: body, used, .. } = body;
    let mut out = String::with_capacity(body.len() + 256 * 1024);
    head(&mut out, scene.size);
    out.push_str(">\n");
    if !scene.title.is_empty() {
        out.push_str("<title>");
        escape(&mut out, &scene.title);
        out.push_str("</title>\n");
    }
    if let Some(text) = text {
        let _ = write!(out, "<metadata id=\"{}\">", embedded::SVG_ID);
        base64::engine::general_purpose::STANDARD.encode_string(deflated(text), &mut out);
        out.push_str("</metadata>\n");
    }
    out.push_str("<defs>\n");
    used.write(&mut out, "");
    out.push_str("</defs>\n");
    if let Some(color) = scene.background {
        out.push_str("<rect");
        rect_attributes(&mut out, Rect::from_min_size(Pos2::ZERO, scene.size));
        paint(&mut out, Ink::Colors, "fill", color);
        out.push_str("/>\n");
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

/// The beginning of the element, still open for more attributes.
fn head(out: &mut String, size: Vec2) {
    out.push_str(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xml:space=\"preserve\"",
    );
    attribute(out, "width", size.x);
    attribute(out, "height", size.y);
    out.push_str(" viewBox=\"0 0 ");
    pair(out, size.to_pos2());
    out.push_str("\" font-family=\"Inter, Helvetica, Arial, sans-serif\" stroke-linejoin=\"round\"");
}

/// How colors are written.
#[derive(Clone, Copy)]
enum Ink {
    Colors,
    /// Their parts are the bytes of a number: `var(--c12)`.
    Variables,
}

fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    // Nothing can fail on the way into memory.
    let _ = std::io::Write::write_all(&mut encoder, text.as_bytes());
    encoder.finish().unwrap_or_default()
}

/// What the body refers to and the head must hold.
#[derive(Default)]
struct Used {
    icons: BTreeSet<Icon>,
    letters: BTreeMap<Face, Letters>,
    /// `None` for one that no viewer could show.
    pictures: BTreeMap<PictureHash, Option<Arc<Bitmap>>>,
}

/// A set of characters: the common ones as bits, which a scene of many lines is read against.
#[derive(Default)]
struct Letters {
    ascii: u128,
    others: BTreeSet<char>,
}

impl Letters {
    fn add(&mut self, text: &str) {
        for letter in text.chars() {
            if letter.is_ascii() {
                self.ascii |= 1 << u32::from(letter);
            } else {
                self.others.insert(letter);
            }
        }
    }

    fn all(&self) -> BTreeSet<char> {
        let ascii = (0u8..128).filter(|at| self.ascii >> at & 1 == 1).map(char::from);
        ascii.chain(self.others.iter().copied()).collect()
    }
}

impl Used {
    /// `attributes` are those of the style.
    fn write(&self, out: &mut String, attributes: &str) {
        if !self.letters.is_empty() {
            let _ = writeln!(out, "<style{attributes}>");
            for (face, letters) in &self.letters {
                let _ = write!(
                    out,
                    "@font-face{{font-family:Inter;font-weight:{};src:url(data:font/ttf;base64,",
                    face.weight()
                );
                base64::engine::general_purpose::STANDARD.encode_string(subset::subset(*face, &letters.all()), out);
                out.push_str(")}\n");
            }
            out.push_str("text{white-space:pre}\n</style>\n");
        }
        for icon in &self.icons {
            let _ = write!(out, "<path id=\"{}\" d=\"", icon.name());
            let mut data = PathData(out);
            let mut pen = outline::Placed {
                pen: &mut data,
                scale_x: ICON_GRID,
                scale_y: -ICON_GRID,
                offset: vec2(0.0, ICON_GRID),
            };
            font::draw(font::FontFile::Icons, font::icon_glyph(*icon), &mut pen);
            out.push_str("\"/>\n");
        }
        for bitmap in self.pictures.values().flatten() {
            let _ = write!(
                out,
                "<image id=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
                 xlink:href=\"data:{};base64,",
                picture_id(bitmap),
                bitmap.width,
                bitmap.height,
                bitmap.format.media_type()
            );
            base64::engine::general_purpose::STANDARD.encode_string(&*bitmap.bytes, out);
            out.push_str("\"/>\n");
        }
    }
}

/// The id under which a document holds a picture.
pub fn picture_id(bitmap: &Bitmap) -> String {
    let [a, b, c, d, e, f, ..] = bitmap.hash.0;
    format!("picture-{a:02x}{b:02x}{c:02x}{d:02x}{e:02x}{f:02x}")
}

/// The things that have an id already.
type Named = HashSet<(&'static str, Key), foldhash::fast::RandomState>;

/// What a picture with a key is, as its id begins.
fn thing(role: Role) -> Option<(&'static str, Key)> {
    match role {
        Role::Column(key) => Some(("column", key)),
        Role::Row(key) => Some(("row", key)),
        Role::Item(key) => Some(("item", key)),
        Role::Link { key, .. } => Some(("edge", key)),
        Role::LinkLabel(key) => Some(("label", key)),
        Role::Note(key) => Some(("note", key)),
        Role::Decoration | Role::Title | Role::ColumnGroup | Role::Figure => None,
    }
}

struct Body {
    out: String,
    ink: Ink,
    used: Used,
    /// How many outlines pictures were cut to.
    clips: usize,
}

impl Body {
    fn new(groups: usize, ink: Ink) -> Self {
        Self { out: String::with_capacity(groups * 1200), ink, used: Used::default(), clips: 0 }
    }

    /// A thing with a key has an id, the same in every export, so that whoever edits or scripts the drawing finds it
    /// again: its first picture, if it has several.
    fn group(&mut self, group: &Group, named: &mut Named) {
        let Group { origin, picture } = group;
        self.out.push_str("<g");
        if let Some((what, key)) = thing(picture.role).filter(|thing| named.insert(*thing)) {
            let _ = write!(self.out, " id=\"{what}-{}\"", key.0);
        }
        if *origin != Pos2::ZERO {
            self.out.push_str(" transform=\"translate(");
            pair(&mut self.out, *origin);
            self.out.push_str(")\"");
        }
        self.out.push('>');
        if !picture.name.is_empty() {
            self.out.push_str("<title>");
            escape(&mut self.out, &picture.name);
            self.out.push_str("</title>");
        }
        self.out.push('\n');
        for item in &picture.items {
            self.item(item);
        }
        self.out.push_str("</g>\n");
    }

    fn item(&mut self, item: &Shape) {
        let out = &mut self.out;
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                out.push_str("<rect");
                rect_attributes(out, *rect);
                if *radius > 0.0 {
                    attribute(out, "rx", radius.min(rect.width() / 2.0).min(rect.height() / 2.0));
                }
                paints(out, self.ink, *fill, *stroke);
            }
            Shape::Ellipse { center, radius, fill, stroke } => {
                out.push_str("<ellipse");
                attribute(out, "cx", center.x);
                attribute(out, "cy", center.y);
                attribute(out, "rx", radius.x);
                attribute(out, "ry", radius.y);
                paints(out, self.ink, *fill, *stroke);
            }
            Shape::Path { points, is_closed, fill, stroke } => {
                out.push_str("<path d=\"");
                outline::polyline(&mut PathData(out), points, *is_closed);
                out.push('"');
                paints(out, self.ink, *fill, *stroke);
            }
            Shape::Text(line) => self.text(line),
            Shape::Image { rect, radius, bitmap } => self.image(*rect, *radius, bitmap),
            Shape::Icon { icon, center, size, color } => {
                self.used.icons.insert(*icon);
                let _ = write!(out, "<use xlink:href=\"#{}\" transform=\"translate(", icon.name());
                pair(out, *center - vec2(size / 2.0, size / 2.0));
                out.push(')');
                let scale = size / ICON_GRID;
                if scale != 1.0 {
                    let _ = write!(out, " scale({scale:.4})");
                }
                out.push('"');
                paint(out, self.ink, "fill", *color);
                out.push_str("/>\n");
            }
        }
    }

    fn image(&mut self, rect: Rect, radius: f32, bitmap: &Arc<Bitmap>) {
        let shown = self.used.pictures.entry(bitmap.hash);
        let shown = shown.or_insert_with(|| picture::decode(bitmap).map(|_| Arc::clone(bitmap)));
        if shown.is_none() {
            // Its color is the same in every theme.
            let ink = std::mem::replace(&mut self.ink, Ink::Colors);
            self.item(&Shape::Rect { rect, radius, fill: Some(picture::BLANK), stroke: None });
            self.ink = ink;
            return;
        }
        let out = &mut self.out;
        let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
        if radius > 0.0 {
            self.clips += 1;
            let _ = write!(out, "<clipPath id=\"clip-{}\"><rect", self.clips);
            rect_attributes(out, rect);
            attribute(out, "rx", radius);
            let _ = write!(out, "/></clipPath><g clip-path=\"url(#clip-{})\">", self.clips);
        }
        let _ = write!(out, "<use xlink:href=\"#{}\" transform=\"translate(", picture_id(bitmap));
        pair(out, rect.min);
        let scale = rect.size() / vec2(bitmap.width as f32, bitmap.height as f32);
        let _ = write!(out, ") scale({:.6} {:.6})\"/>", scale.x, scale.y);
        out.push_str(if radius > 0.0 { "</g>\n" } else { "\n" });
    }

    fn text(&mut self, line: &TextLine) {
        if line.text.trim().is_empty() {
            return;
        }
        self.used.letters.entry(line.face).or_default().add(&line.text);
        let out = &mut self.out;
        out.push_str("<text");
        attribute(out, "x", line.baseline.x);
        attribute(out, "y", line.baseline.y);
        attribute(out, "font-size", line.size);
        if line.runs_down {
            let _ = write!(out, " transform=\"rotate(90 ");
            pair(out, line.baseline);
            out.push_str(")\"");
        }
        match line.face {
            Face::Regular => {}
            Face::SemiBold => out.push_str(" font-weight=\"600\""),
        }
        paint(out, self.ink, "fill", line.color);
        if line.width > 0.0 {
            attribute(out, "textLength", line.width);
        }
        out.push('>');
        escape(out, &line.text);
        out.push_str("</text>\n");
    }
}

fn rect_attributes(out: &mut String, rect: Rect) {
    attribute(out, "x", rect.left());
    attribute(out, "y", rect.top());
    attribute(out, "width", rect.width().max(0.0));
    attribute(out, "height", rect.height().max(0.0));
}

/// Fill and outline, and the end of the element.
fn paints(out: &mut String, ink: Ink, fill: Option<Color>, stroke: Option<Stroke>) {
    match fill {
        Some(color) => paint(out, ink, "fill", color),
        None => out.push_str(" fill=\"none\""),
    }
    if let Some(stroke) = stroke {
        paint(out, ink, "stroke", stroke.color);
        if stroke.width != 1.0 {
            attribute(out, "stroke-width", stroke.width.max(0.0));
        }
        if let Some((dash, gap)) = stroke.dash {
            out.push_str(" stroke-dasharray=\"");
            number(out, dash.max(0.0));
            out.push(' ');
            number(out, gap.max(0.0));
            out.push('"');
        }
    }
    out.push_str("/>\n");
}

fn paint(out: &mut String, ink: Ink, what: &str, color: Color) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push(' ');
    out.push_str(what);
    if let Ink::Variables = ink {
        let _ = write!(out, "=\"var(--c{})\"", u32::from_be_bytes([0, color.r, color.g, color.b]));
        return;
    }
    out.push_str("=\"#");
    for byte in [color.r, color.g, color.b] {
        out.push(HEX[usize::from(byte >> 4)]);
        out.push(HEX[usize::from(byte & 15)]);
    }
    out.push('"');
    if color.a < 255 {
        out.push(' ');
        out.push_str(what);
        let _ = write!(out, "-opacity=\"{:.3}\"", color.opacity());
    }
}

fn attribute(out: &mut String, name: &str, value: f32) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    number(out, value);
    out.push('"');
}

fn pair(out: &mut String, pos: Pos2) {
    number(out, pos.x);
    out.push(' ');
    number(out, pos.y);
}

/// At most two decimals, no trailing zeros; 0 for what is no number.
fn number(out: &mut String, value: f32) {
    let hundredths = (f64::from(value) * 100.0).round() as i64;
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = whole;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    if part > 0 {
        out.push('.');
        out.push(char::from(b'0' + (part / 10) as u8));
        if part % 10 > 0 {
            out.push(char::from(b'0' + (part % 10) as u8));
        }
    }
}

/// Writes text so that it is read back as it is; leaves out what XML cannot hold.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
}

/// A pen that writes path data.
struct PathData<'a>(&'a mut String);

impl PathData<'_> {
    fn points(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (at, (x, y)) in points.iter().enumerate() {
            if at > 0 {
                self.0.push(' ');
            }
            pair(self.0, Pos2::new(*x, *y));
        }
    }
}

impl OutlinePen for PathData<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.points('L', &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.points('Q', &[(cx, cy), (x, y)]);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.points('C', &[(ax, ay), (bx, by), (x, y)]);
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_text_is_escaped() {
        for (value, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (12.5, "12.5"),
            (-3.456, "-3.46"),
            (100.05, "100.05"),
            (f32::NAN, "0"),
            (0.999, "1"),
        ] {
            let mut out = String::new();
            number(&mut out, value);
            assert_eq!(out, text);
        }
        let mut out = String::new();
        escape(&mut out, "a<b> & \"c\"\u{0}\u{1b}\n\u{ffff}é");
        assert_eq!(out, "a&lt;b&gt; &amp; \"c\"é");
    }
}
