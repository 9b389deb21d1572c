//! The lines of a scene put together to paragraphs that a reader breaks anew. Where boxes lie is `group`'s.

use super::xml::{Escaped, color, emu, font_size, put};
use super::{Paragraph, Run};
use crate::base::{Color, Pos2, Rect, pos2, vec2};
use crate::scene::{Face, LineStart, Shape, TextLine};

/// Points of height that a line takes, for each point of its size: as the scene sets its lines.
const LINE: f32 = 4.0 / 3.0;
/// From the top of a line to its baseline, in ems: capitals of 0.727 em in the middle of the line.
const ASCENT: f32 = LINE / 2.0 + 0.727 / 2.0;

/// A text of a scene: lines that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    pub lines: Vec<&'a TextLine>,
    /// What it covers, around the group's origin.
    pub rect: Rect,
    /// How wide its lines may become; infinite where they are never broken.
    pub room: f32,
    /// Whether its lines share their middle instead of their left end.
    pub is_centered: bool,
}

impl Block<'_> {
    fn first(&self) -> Option<&TextLine> {
        self.lines.first().copied()
    }

    pub fn size(&self) -> f32 {
        self.first().map_or(12.0, |line| line.size)
    }

    pub fn runs_down(&self) -> bool {
        self.first().is_some_and(|line| line.runs_down)
    }

    /// From one baseline to the next.
    pub fn line_height(&self) -> f32 {
        (self.size() * LINE).round()
    }
}

/// The texts of a picture, in its order.
pub(super) fn blocks(items: &[Shape]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for line in items.iter().filter_map(|item| match item {
        Shape::Text(line) => Some(line),
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } | Shape::Icon { .. } | Shape::Image { .. } => {
            None
        }
    }) {
        let rect = box_of(line);
        match blocks.last_mut() {
            Some(block) if line.flow.start != LineStart::Text && follows(block, line) => {
                let is_shifted = block.first().is_some_and(|first| (first.baseline.x - line.baseline.x).abs() > 0.6);
                block.is_centered |= is_shifted;
                block.rect = block.rect.union(rect);
                block.lines.push(line);
            }
            Some(_) | None => {
                blocks.push(Block { lines: vec![line], rect, room: line.flow.room, is_centered: false });
            }
        }
    }
    blocks
}

fn follows(block: &Block<'_>, line: &TextLine) -> bool {
    block.lines.last().is_some_and(|last| {
        last.face == line.face
            && last.size == line.size
            && last.color == line.color
            && last.runs_down == line.runs_down
            && line.baseline.y > last.baseline.y
    })
}

/// What a line takes as a line of its text.
fn box_of(line: &TextLine) -> Rect {
    let (height, above) = ((line.size * LINE).round(), line.size * ASCENT);
    if line.runs_down {
        let left = line.baseline.x - (height - above);
        Rect::from_min_size(pos2(left, line.baseline.y), vec2(height, line.width))
    } else {
        Rect::from_min_size(pos2(line.baseline.x, line.baseline.y - above), vec2(line.width, height))
    }
}

/// How text lies in its box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Body {
    /// Left, top, right and bottom, in points on the slide.
    pub insets: [f32; 4],
    /// Whether a reader breaks lines at the box's edge.
    pub wraps: bool,
    /// Whether it makes the text smaller where it does not fit.
    pub shrinks: bool,
    pub is_in_middle: bool,
    pub runs_down: bool,
}

/// `<p:txBody>` of the texts below each other.
pub(super) fn body(out: &mut String, blocks: &[&Block<'_>], body: Body, scale: f32) {
    out.push_str("<p:txBody>");
    properties(out, body);
    let mut above: Option<f32> = None;
    for block in blocks {
        let gap = above.map_or(0.0, |bottom| (block.rect.top() - bottom).max(0.0));
        above = Some(block.rect.bottom());
        paragraphs(out, block, gap, scale);
    }
    if blocks.is_empty() {
        out.push_str("<a:p><a:endParaRPr/></a:p>");
    }
    out.push_str("</p:txBody>");
}

fn properties(out: &mut String, body: Body) {
    let [left, top, right, bottom] = body.insets.map(emu);
    put!(
        out,
        "<a:bodyPr{} wrap=\"{}\" lIns=\"{left}\" tIns=\"{top}\" rIns=\"{right}\" bIns=\"{bottom}\" rtlCol=\"0\" anchor=\"{}\">{}</a:bodyPr><a:lstStyle/>",
        if body.runs_down { " vert=\"vert\"" } else { "" },
        if body.wraps { "square" } else { "none" },
        if body.is_in_middle { "ctr" } else { "t" },
        if body.shrinks { "<a:normAutofit/>" } else { "<a:noAutofit/>" },
    );
}

/// The block's paragraphs, the first so far below what stands above it.
fn paragraphs(out: &mut String, block: &Block<'_>, gap: f32, scale: f32) {
    let Some(first) = block.first() else { return };
    let look = look(first, scale);
    let height = font_size(block.line_height() * scale).min(158_400);
    let side = if block.is_centered { "ctr" } else { "l" };
    let mut is_open = false;
    for line in &block.lines {
        match line.flow.start {
            LineStart::Text | LineStart::Paragraph => {
                if is_open {
                    out.push_str("</a:t></a:r></a:p>");
                }
                let before = if is_open { 0 } else { font_size(gap * scale).min(158_400) };
                let align = direction(&line.text, side);
                put!(out, "<a:p><a:pPr {align}><a:lnSpc><a:spcPts val=\"{height}\"/></a:lnSpc>");
                if gap * scale > 0.05 && before > 0 {
                    put!(out, "<a:spcBef><a:spcPts val=\"{before}\"/></a:spcBef>");
                }
                put!(out, "</a:pPr><a:r>{look}<a:t>");
                is_open = true;
            }
            LineStart::Word if is_open => out.push(' '),
            LineStart::Letter if is_open => {}
            // A text whose beginning lies elsewhere.
            LineStart::Word | LineStart::Letter => {
                let align = direction(&line.text, side);
                put!(out, "<a:p><a:pPr {align}><a:lnSpc><a:spcPts val=\"{height}\"/></a:lnSpc></a:pPr>");
                put!(out, "<a:r>{look}<a:t>");
                is_open = true;
            }
        }
        put!(out, "{}", Escaped(&line.text));
    }
    if is_open {
        out.push_str("</a:t></a:r></a:p>");
    }
}

/// The attributes of a paragraph: on which side its lines stand, and whether they run from right to left.
fn direction(text: &str, side: &str) -> String {
    match (is_right_to_left(text), side) {
        (true, "l") => "algn=\"r\" rtl=\"1\"".to_owned(),
        (true, side) => format!("algn=\"{side}\" rtl=\"1\""),
        (false, side) => format!("algn=\"{side}\""),
    }
}

/// Whether a text runs from right to left: as its first letter does that has a direction.
pub(super) fn is_right_to_left(text: &str) -> bool {
    strong_direction(text).unwrap_or(false)
}

/// Whether the first letter with a direction runs from right to left; `None` without one. Hebrew, Arabic and their
/// neighbors. Source: the Unicode bidirectional algorithm (UAX #9), rules P2 and P3.
fn strong_direction(text: &str) -> Option<bool> {
    let strong = text.chars().find(|letter| letter.is_alphabetic())?;
    Some(
        matches!(strong, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1eeff}'),
    )
}

/// `<a:rPr>` of a line.
fn look(line: &TextLine, scale: f32) -> String {
    let mut out = String::new();
    run_look(&mut out, font_size(line.size * scale), line.face == Face::SemiBold, line.color);
    out
}

fn run_look(out: &mut String, size: i64, is_strong: bool, ink: Color) {
    put!(
        out,
        "<a:rPr lang=\"en-US\" sz=\"{size}\"{} dirty=\"0\"><a:solidFill>",
        if is_strong { " b=\"1\"" } else { "" }
    );
    color(out, ink);
    out.push_str("</a:solidFill><a:latin typeface=\"+mn-lt\"/></a:rPr>");
}

/// `<p:txBody>` or `<a:txBody>` of plain paragraphs.
pub(super) fn plain_body(out: &mut String, tag: &str, properties: &str, lines: &[Paragraph], align: &str) {
    put!(out, "<{tag}>{properties}<a:lstStyle/>");
    for paragraph in lines {
        plain_paragraph(out, &paragraph.runs, font_size(paragraph.size), align);
    }
    if lines.is_empty() {
        out.push_str("<a:p><a:endParaRPr lang=\"en-US\"/></a:p>");
    }
    put!(out, "</{tag}>");
}

pub(super) fn plain_paragraph(out: &mut String, runs: &[Run], size: i64, align: &str) {
    let first = runs.iter().find_map(|run| strong_direction(&run.text));
    let align = direction(if first == Some(true) { "\u{5d0}" } else { "" }, align);
    put!(out, "<a:p><a:pPr {align}/>");
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        // Line ends within a text start a new line of the same paragraph.
        for (rank, piece) in run.text.split('\n').enumerate() {
            if rank > 0 {
                out.push_str("<a:br/>");
            }
            if piece.is_empty() {
                continue;
            }
            out.push_str("<a:r>");
            run_look(out, size, run.is_strong, run.color);
            put!(out, "<a:t>{}</a:t></a:r>", Escaped(piece));
        }
    }
    // An empty line is as high as its letters would be.
    put!(out, "<a:endParaRPr lang=\"en-US\" sz=\"{size}\" dirty=\"0\"/></a:p>");
}

/// The upper left corner of a block's first line.
pub(super) fn corner(block: &Block<'_>) -> Pos2 {
    block.rect.min
}
