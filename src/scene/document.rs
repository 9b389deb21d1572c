//! A document: pages that show scenes, and what they say in the order in which it is read. Knows no journey and no
//! form of file.

use std::sync::Arc;

use super::Scene;
use crate::base::{Color, Language, Pos2, Rect, Vec2};

/// A finished document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What viewers show in their title bar.
    pub title: String,
    /// What its words are written in.
    pub language: Language,
    pub pages: Vec<Page>,
    /// What is read aloud, in that order. What no tag holds is decoration.
    pub tags: Vec<Tag>,
    pub bookmarks: Vec<Bookmark>,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In points.
    pub size: Vec2,
    pub background: Option<Color>,
    /// From back to front.
    pub views: Vec<View>,
}

/// A scene, or a part of one, as it lies on a page.
#[derive(Clone, Debug)]
pub struct View {
    pub scene: Arc<Scene>,
    /// Points of the page per point of the scene.
    pub scale: f32,
    /// Where the scene's own corner lies on the page.
    pub offset: Vec2,
    /// The part of the scene that is shown, in the scene; `None` for all of it.
    pub clip: Option<Rect>,
    /// Whether pictures are blocks: for an overview in which nothing needs to be read.
    pub is_distant: bool,
}

impl View {
    /// The whole scene at its own size in the corner of the page.
    pub fn whole(scene: Arc<Scene>) -> Self {
        Self { scene, scale: 1.0, offset: Vec2::ZERO, clip: None, is_distant: false }
    }

    /// Where something of the scene lies on the page.
    pub fn on_page(&self, rect_in_scene: Rect) -> Rect {
        let at = |pos: Pos2| (pos.to_vec2() * self.scale + self.offset).to_pos2();
        Rect::from_min_max(at(rect_in_scene.min), at(rect_in_scene.max))
    }

    /// Whether something of the scene can be seen, at least in part.
    pub fn shows(&self, rect_in_scene: Rect) -> bool {
        self.clip.is_none_or(|clip| clip.intersects(rect_in_scene))
    }
}

/// A group of a view of a page, by their ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupRef {
    pub page: usize,
    pub view: usize,
    pub group: usize,
}

/// A part of what a document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    pub kind: TagKind,
    /// What it is made of, in reading order: nothing for [`TagKind::Content`], which is on the page.
    pub children: Vec<Tag>,
}

impl Tag {
    pub fn new(kind: TagKind, children: Vec<Self>) -> Self {
        Self { kind, children }
    }

    /// What stands on a page.
    pub fn content(group: GroupRef) -> Self {
        Self { kind: TagKind::Content(group), children: Vec::new() }
    }
}

/// What a part of a document is.
#[derive(Clone, Debug, PartialEq)]
pub enum TagKind {
    Section,
    /// INVARIANT: no level is left out on the way down.
    Heading {
        /** 1 for the title, 2 for what is directly under it … */
        level: u8,
        text: String,
    },
    Paragraph,
    List,
    /// Of a list.
    Item {
        /** What is said instead of the text, where that alone does not say enough. */
        alt: Option<String>,
    },
    Table,
    /// Of a table: the first one holds its column headers.
    Row,
    /// Of a row: says what the column or the row is about.
    HeaderCell(Scope),
    Cell,
    /// A picture.
    Figure {
        /** What it shows, in words. */
        alt: String,
    },
    /// A table of contents.
    Contents,
    /// Of a table of contents.
    ContentsEntry,
    /// What can be clicked.
    Link(Link),
    Content(GroupRef),
}

/// What a header cell is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Column,
    Row,
}

/// A place on a page that leads to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub page: usize,
    /// On the page.
    pub rect: Rect,
    pub target: Target,
    /// Where it leads, in words.
    pub alt: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An address of the web or of mail.
    Url(String),
    /// A place on a page of the document.
    Place(Place),
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub page: usize,
    pub pos: Pos2,
}

/// An entry of the outline that viewers show beside the pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    pub text: String,
    pub place: Place,
    pub children: Vec<Bookmark>,
}

impl Bookmark {
    pub fn new(text: impl Into<String>, page: usize, pos: Pos2) -> Self {
        Self { text: text.into(), place: Place { page, pos }, children: Vec::new() }
    }
}
