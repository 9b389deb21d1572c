//! Writing XML: text that may stand in it, colors and lengths of DrawingML. Knows no parts.

use std::fmt::{Display, Formatter};

use crate::base::{Color, Pos2, Rect};

/// Adds to a text; a `String` takes everything.
macro_rules! put {
    ($out:expr, $($arguments:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($arguments)*);
    }};
}
pub(super) use put;

/// What every part begins with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Text that may stand between tags and in attributes. What XML cannot hold is left out; line ends and tabs, which
/// parsers may turn into spaces, are spaces.
pub(super) struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let mut from = 0;
        for (at, letter) in self.0.char_indices() {
            let instead = match letter {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => " ",
                '\u{fffe}' | '\u{ffff}' => "",
                _ if letter.is_control() => "",
                _ => continue,
            };
            out.write_str(self.0.get(from..at).unwrap_or_default())?;
            out.write_str(instead)?;
            from = at + letter.len_utf8();
        }
        out.write_str(self.0.get(from..).unwrap_or_default())
    }
}

/// So many letters at most, and "…" for the rest: readers refuse names without end.
pub(super) fn shortened(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// Points as the units of DrawingML.
pub(super) fn emu(points: f32) -> i64 {
    const PER_POINT: f64 = 12_700.0;
    /// Lengths beyond this are refused.
    const MOST: f64 = 2_000_000_000.0;
    if points.is_nan() { 0 } else { (f64::from(points) * PER_POINT).round().clamp(-MOST, MOST) as i64 }
}

/// An em size as hundredths of a point, within what readers take.
pub(super) fn font_size(points: f32) -> i64 {
    if points.is_nan() { 1_000 } else { (f64::from(points) * 100.0).round().clamp(100.0, 400_000.0) as i64 }
}

/// `<a:off/><a:ext/>`.
pub(super) fn place(out: &mut String, rect: Rect) {
    let (x, y) = (emu(rect.left()), emu(rect.top()));
    let (width, height) = (emu(rect.width()).max(0), emu(rect.height()).max(0));
    put!(out, "<a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/>");
}

/// `<a:srgbClr>`, with its opacity.
pub(super) fn color(out: &mut String, color: Color) {
    put!(out, "<a:srgbClr val=\"{:02X}{:02X}{:02X}\"", color.r, color.g, color.b);
    if color.a == 255 {
        out.push_str("/>");
    } else {
        put!(out, "><a:alpha val=\"{}\"/></a:srgbClr>", (color.opacity() * 100_000.0).round() as i64);
    }
}

/// A fill of one color, or none.
pub(super) fn fill(out: &mut String, fill: Option<Color>) {
    match fill {
        Some(paint) => {
            out.push_str("<a:solidFill>");
            color(out, paint);
            out.push_str("</a:solidFill>");
        }
        None => out.push_str("<a:noFill/>"),
    }
}

/// `<a:pt/>` of a path whose own origin lies at `origin`.
pub(super) fn point(out: &mut String, pos: Pos2, origin: Pos2) {
    put!(out, "<a:pt x=\"{}\" y=\"{}\"/>", emu(pos.x - origin.x), emu(pos.y - origin.y));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stands_in_xml_whatever_it_holds() {
        for (text, expected) in [
            ("a<b> & \"c\"", "a&lt;b&gt; &amp; &quot;c&quot;"),
            ("one\ntwo\u{0}\u{1b}\u{ffff}", "one two"),
            ("日本語 العربية 🛒", "日本語 العربية 🛒"),
            ("", ""),
        ] {
            assert_eq!(Escaped(text).to_string(), expected);
        }
        assert_eq!(shortened("ééé", 2), "éé…");
        assert_eq!(emu(f32::NAN), 0);
        assert_eq!(emu(f32::INFINITY), 2_000_000_000);
        assert_eq!(font_size(0.0), 100);
    }
}
