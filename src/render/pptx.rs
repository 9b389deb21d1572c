//! Slides of PowerPoint: scenes, tables and charts as shapes, text and charts that can be edited. Knows scenes and
//! what else is said to it in plain words; no journey, no layout, no files.
//!
//! Every part of the package is written here, none comes from a template. `slide` writes a slide, `group`, `shape`,
//! `text` and `link` what a scene holds, `table` and `chart` what has a form of its own in PowerPoint, `fixed` the
//! parts that all decks share, and `package` puts all of it into one file.

mod chart;
mod fixed;
mod group;
mod link;
mod package;
mod shape;
mod slide;
mod table;
mod text;
mod workbook;
mod xml;

use std::sync::atomic::AtomicBool;

use super::RenderError;
use crate::base::{Color, Date, Pos2, Rect, Vec2, vec2};
use crate::scene::Scene;

/// How large a slide is, in points: 16:9.
pub const SLIDE: Vec2 = Vec2 { x: 960.0, y: 540.0 };

/// What slides keep free at their left and right edges.
pub const SLIDE_MARGIN: f32 = 36.0;

/// Where the title of a slide stands, in its middle from top to bottom.
pub const TITLE: Rect =
    Rect { min: Pos2 { x: SLIDE_MARGIN, y: 22.0 }, max: Pos2 { x: SLIDE.x - SLIDE_MARGIN, y: 66.0 } };
/// Where the title of a cover stands, at its bottom.
pub const COVER_TITLE: Rect = Rect { min: Pos2 { x: 90.0, y: 90.0 }, max: Pos2 { x: SLIDE.x - 90.0, y: 240.0 } };
/// Where the lines of a cover begin.
pub const COVER_TEXT: Rect = Rect { min: Pos2 { x: 90.0, y: 258.0 }, max: Pos2 { x: SLIDE.x - 90.0, y: 480.0 } };

/// Between the edge of a table's cell and its text, in points.
pub const TABLE_PAD: f32 = 4.0;
/// How high a table's row of names is.
pub const TABLE_HEAD: f32 = 22.0;

/// The em size at which a title fits into its room, as far as it can be guessed for any font: readers make a text
/// smaller by themselves only when somebody edits it.
pub fn title_size(title: &str, kind: &SlideKind) -> f32 {
    let (sizes, room) = match kind {
        SlideKind::Cover { .. } => ([40.0, 32.0, 24.0, 16.0], COVER_TITLE.size()),
        SlideKind::Content => ([24.0, 20.0, 16.0, 12.0], TITLE.size()),
    };
    // Letters of other scripts are wider than Latin ones.
    let ems: f32 = title.trim().chars().map(|letter| if letter < '\u{2e80}' { 0.6 } else { 1.0 }).sum();
    let fits = |size: &&f32| {
        let lines = (ems * **size / (room.x * 0.95)).ceil();
        lines * **size * 1.15 <= room.y
    };
    sizes.iter().find(fits).copied().unwrap_or(12.0)
}

/// How a scene lies in its frame: as large as fits, at the frame's top, in its middle from left to right. Points of the
/// slide per point of the scene, and where the scene's corner lies.
pub fn placed_in(scene: &Scene, frame: Rect) -> (f32, Vec2) {
    let is_sized = scene.size.is_finite() && scene.size.min_elem() > 0.0;
    let scale = if is_sized { (frame.size() / scene.size).min_elem() } else { 1.0 };
    let left = frame.left() + ((frame.width() - scene.size.x * scale) / 2.0).max(0.0);
    (scale, vec2(left, frame.top()))
}

/// Where a slide's content may lie: below its title, above its number.
pub fn content_frame() -> Rect {
    Rect::from_min_size(vec2(SLIDE_MARGIN, 78.0).to_pos2(), vec2(SLIDE.x - 2.0 * SLIDE_MARGIN, 426.0))
}

/// A whole presentation.
#[derive(Clone, Debug)]
pub struct Deck {
    /// The document's title.
    pub title: String,
    pub look: Look,
    pub slides: Vec<Slide>,
}

/// The colors of what is not part of a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub background: Color,
    pub ink: Color,
    pub muted: Color,
    pub line: Color,
    pub accent: Color,
    /// What charts that are made later begin with.
    pub series: [Color; 6],
}

/// One slide.
#[derive(Clone, Debug)]
pub struct Slide {
    /// What screen readers and the list of slides call it.
    pub title: String,
    pub kind: SlideKind,
    /// From the back to the front, in reading order.
    pub parts: Vec<Part>,
    /// What the speaker sees; empty for none.
    pub notes: String,
}

/// How a slide is arranged.
#[derive(Clone, Debug, PartialEq)]
pub enum SlideKind {
    /// The title in the middle, with lines of text below it.
    Cover { lines: Vec<Paragraph> },
    /// The title above all else.
    Content,
}

/// Something on a slide.
#[derive(Clone, Debug)]
pub enum Part {
    /// A scene, as large as fits into the frame.
    Scene {
        scene: Scene,
        frame: Rect,
    },
    Text(TextBox),
    Table(Table),
    Chart {
        chart: Chart,
        frame: Rect,
    },
}

/// Text in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    pub name: String,
    pub frame: Rect,
    pub paragraphs: Vec<Paragraph>,
}

/// Text up to a line end.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub runs: Vec<Run>,
    /// Em size in points.
    pub size: f32,
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: String,
    pub color: Color,
    pub is_strong: bool,
}

impl Run {
    pub fn plain(text: impl Into<String>, color: Color) -> Self {
        Self { text: text.into(), color, is_strong: false }
    }

    pub fn strong(text: impl Into<String>, color: Color) -> Self {
        Self { text: text.into(), color, is_strong: true }
    }
}

/// A table whose first row names its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: String,
    /// Its upper left corner and its width; it is as high as its rows.
    pub frame: Rect,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Em size in points.
    pub size: f32,
    /// Of the names of its columns.
    pub ink: Color,
    /// Of the lines under its rows: without transparency, which some readers do not show in tables.
    pub line: Color,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: String,
    /// In points.
    pub width: f32,
    pub is_number: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Vec<Run>>,
    /// In points; a reader makes it higher where its text needs more.
    pub height: f32,
}

/// A chart that can be edited with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it is called.
    pub name: String,
    /// What it shows, for those who cannot see it.
    pub told: String,
    pub form: ChartForm,
    /// How values read, as spreadsheets write it: "0.0%".
    pub format: String,
    pub series: Vec<Series>,
}

/// How a chart is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartForm {
    /// Lines over days.
    Days(Vec<Date>),
    /// Lines over a few named places.
    Lines(Vec<String>),
    /// Bars beside each other, the first at the top.
    Bars(Vec<String>),
    /// Bars in parts, the first at the top.
    Stacked(Vec<String>),
    /// Upright bars from left to right.
    Columns(Vec<String>),
    /// Points of two values each.
    Points { x_name: String, y_name: String, x_format: String, x: Vec<f64>, names: Vec<String> },
}

/// One line, or the bars of one color.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub color: Color,
    /// One for each place of the form; unknown ones are gaps.
    pub values: Vec<Option<f64>>,
    /// A line that is compared with, not measured: thin and dashed.
    pub is_reference: bool,
}

/// The deck as a file.
///
/// # Errors
/// [`RenderError::Canceled`] if `cancel` was set; [`RenderError::Empty`] without slides; [`RenderError::Encoding`] if the
/// file cannot be made.
pub fn write(deck: &Deck, cancel: &AtomicBool) -> Result<Vec<u8>, RenderError> {
    package::write(deck, cancel)
}

fn failed(why: impl std::fmt::Display) -> RenderError {
    RenderError::Encoding { target: "presentation", why: why.to_string() }
}
