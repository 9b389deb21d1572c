//! What a report is made of. Knows no page.

use std::sync::Arc;

use crate::analysis::KpiState;
use crate::analysis::kpi::Bullet;
use crate::base::{Bitmap, Rect};
use crate::scene::Scene;

/// The first page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cover {
    pub title: String,
    /// Above the title: the project's name.
    pub above: String,
    /// What is known about the journey, and its words.
    pub facts: Vec<(&'static str, String)>,
}

/// A piece of a report.
#[derive(Clone, Debug)]
pub enum Block {
    /// A chapter, on a page of its own; in the contents and in the outline.
    Chapter(String),
    /// Under a chapter.
    Section {
        text: String,
        /// Whether it begins a page, and is in the contents and in the outline.
        is_listed: bool,
    },
    /// Under a section.
    Subsection(String),
    Text(String),
    /// Text of less weight.
    Note(String),
    /// What somebody said.
    Quote(String),
    List(Vec<String>),
    /// What is known, and its words, side by side.
    Facts(Vec<Fact>),
    Table(Table),
    Picture {
        parts: Vec<Part>,
        /// What it shows, in words.
        alt: String,
    },
    /// Somebody, with what they say.
    Person(Person),
}

/// Somebody: a picture, and beside it who that is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    pub picture: Option<Arc<Bitmap>>,
    /// What the picture shows, in words.
    pub alt: String,
    pub text: String,
    pub quote: String,
}

/// What is known, and its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact {
    pub label: String,
    pub words: String,
    /// Under the words.
    pub links: Vec<Anchor>,
}

/// Words that lead to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub text: String,
    pub url: String,
}

/// A part of a scene; the parts of a picture stand side by side, at one scale.
#[derive(Clone, Debug)]
pub struct Part {
    pub scene: Arc<Scene>,
    /// What is shown, in the scene.
    pub rect: Rect,
    /// White before it, in points of the scene; what stands without any is framed together.
    pub gap: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub title: &'static str,
    /// Its part of the width, compared with the others'.
    pub share: f32,
    pub align: Align,
}

impl Column {
    pub fn left(title: &'static str, share: f32) -> Self {
        Self { title, share, align: Align::Left }
    }

    pub fn right(title: &'static str, share: f32) -> Self {
        Self { title, share, align: Align::Right }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// What stands in a row, in a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// In bold, before the text.
    pub strong: String,
    pub text: String,
    /// A KPI's state, as its mark before the text.
    pub state: Option<KpiState>,
    /// Under the text.
    pub links: Vec<Anchor>,
    /// A KPI as a bar; the cell's text is then read aloud, but not drawn.
    pub bullet: Option<Bullet>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn strong(text: impl Into<String>) -> Self {
        Self { strong: text.into(), ..Self::default() }
    }

    /// What the row is about, and words about it.
    pub fn named(name: String, text: impl Into<String>) -> Self {
        Self { strong: name, text: text.into(), ..Self::default() }
    }

    /// How a KPI stands; empty where nothing is known.
    pub fn state(state: Option<KpiState>) -> Self {
        Self { text: state.map_or(String::new(), |state| state.label().to_owned()), state, ..Self::default() }
    }
}
