//! The cells of an mxGraph file, as jgraph's documentation has them: vertices and edges under a root, each with a style
//! of `key=value;` pairs. Knows no journey.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use crate::base::{Pos2, Rect, Vec2};

/// A box.
pub struct Cell {
    pub id: String,
    /// As HTML.
    pub value: String,
    pub style: String,
    /// "1" for the page itself.
    pub parent: String,
    /// Relative to its parent, in points.
    pub rect: Rect,
    /// Where a click leads.
    pub link: Option<String>,
}

/// A file in the making.
pub struct Cells {
    writer: Writer<Vec<u8>>,
    failed: Option<io::Error>,
}

impl Cells {
    pub fn new(name: &str, size: Vec2) -> Self {
        let mut cells = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1), failed: None };
        cells.open("mxfile", &[("host", "Throughline"), ("type", "device")]);
        cells.open("diagram", &[("id", "journey"), ("name", &plain(name))]);
        let (width, height) = (size.x.ceil().max(1.0).to_string(), size.y.ceil().max(1.0).to_string());
        cells.open(
            "mxGraphModel",
            &[
                ("grid", "0"),
                ("guides", "1"),
                ("tooltips", "1"),
                ("connect", "1"),
                ("arrows", "1"),
                ("fold", "1"),
                ("page", "1"),
                ("pageScale", "1"),
                ("pageWidth", &width),
                ("pageHeight", &height),
                ("math", "0"),
                ("shadow", "0"),
            ],
        );
        cells.open("root", &[]);
        cells.empty("mxCell", &[("id", "0")]);
        cells.empty("mxCell", &[("id", "1"), ("parent", "0")]);
        cells
    }

    pub fn vertex(&mut self, cell: Cell) {
        let Cell { id, value, style, parent, rect, link } = cell;
        let place = [("style", style.as_str()), ("vertex", "1"), ("parent", parent.as_str())];
        match &link {
            Some(link) => {
                self.open("UserObject", &[("label", &value), ("link", link), ("id", &id)]);
                self.open("mxCell", &place);
            }
            None => {
                let [style, vertex, parent] = place;
                self.open("mxCell", &[("id", &id), ("value", &value), style, vertex, parent]);
            }
        }
        let number = |value: f32| ((f64::from(value) * 100.0).round() / 100.0).to_string();
        self.empty(
            "mxGeometry",
            &[
                ("x", &number(rect.left())),
                ("y", &number(rect.top())),
                ("width", &number(rect.width().max(1.0))),
                ("height", &number(rect.height().max(1.0))),
                ("as", "geometry"),
            ],
        );
        self.close("mxCell");
        if link.is_some() {
            self.close("UserObject");
        }
    }

    /// A line from one cell to another, by way of points on the page.
    pub fn edge(&mut self, id: &str, value: &str, style: &str, (from, to): (&str, &str), points: &[Pos2]) {
        self.open(
            "mxCell",
            &[
                ("id", id),
                ("value", value),
                ("style", style),
                ("edge", "1"),
                ("parent", "1"),
                ("source", from),
                ("target", to),
            ],
        );
        self.open("mxGeometry", &[("relative", "1"), ("as", "geometry")]);
        if !points.is_empty() {
            self.open("Array", &[("as", "points")]);
            for point in points {
                let (x, y) = (point.x.round().to_string(), point.y.round().to_string());
                self.empty("mxPoint", &[("x", &x), ("y", &y)]);
            }
            self.close("Array");
        }
        self.close("mxGeometry");
        self.close("mxCell");
    }

    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        for name in ["root", "mxGraphModel", "diagram", "mxfile"] {
            self.close(name);
        }
        match self.failed {
            Some(error) => Err(error),
            None => {
                let mut bytes = self.writer.into_inner();
                bytes.push(b'\n');
                Ok(bytes)
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn event(&mut self, event: Event<'_>) {
        if let Err(error) = self.writer.write_event(event)
            && self.failed.is_none()
        {
            self.failed = Some(error);
        }
    }
}

/// A text on one line, without what XML cannot hold.
pub fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_held = |letter: &char| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    words.join(" ").chars().filter(is_held).collect()
}

/// A text as the HTML of a label, a line for each of its lines.
pub fn html(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| quick_xml::escape::escape(plain(line)).into_owned()).collect();
    lines.join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        assert_eq!(html("a <img src=x>\n\"b\" & c\u{1}"), "a &lt;img src=x&gt;<br>&quot;b&quot; &amp; c");
        assert_eq!(plain("a\n<b>"), "a <b>");
    }
}
