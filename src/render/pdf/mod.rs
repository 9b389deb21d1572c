//! Documents as PDF: text stays text, can be searched and copied, and is tagged in the order in which it is read, so
//! that PDF/UA-1 holds. No layout, no files.
//!
//! `ink` draws what scenes hold, `page` puts views on pages and notes which content is which tag's, `tags` makes the
//! tree of those, `pictures` embeds pictures, `pen` draws paths.

mod ink;
mod page;
mod pen;
mod pictures;
mod tags;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document as File, SerializeSettings};

use self::ink::Ink;
use self::tags::Tagged;
use super::RenderError;
use crate::base::{Canceled, Language, Pace, Pos2, Vec2, vec2};
use crate::scene::document::{Bookmark, GroupRef, Page, Tag, TagKind, View};
use crate::scene::{Document, PageSize, Scene};

/// The longest side that viewers of PDF agree on, in points.
pub const MAX_SIDE_PT: f32 = 14_400.0;
/// How much of the work is done when all is drawn; then it is packed.
const DRAWN: f32 = 0.6;
/// White around a scene on a page of a standard size, in points (10 mm).
const PAGE_MARGIN_PT: f32 = crate::scene::paper::pt_of_mm(10.0);

/// The scene as a PDF file of one page.
///
/// # Errors
/// As [`write_pages`].
pub fn write(scene: &Scene, page: PageSize) -> Result<Vec<u8>, RenderError> {
    write_pages(std::slice::from_ref(scene), page)
}

/// The scenes as a PDF file, each on a page of its own, under the title of the first. What is read aloud is each
/// picture with a name, in the order of painting.
///
/// # Errors
/// As [`write_document`].
pub fn write_pages(scenes: &[Scene], page: PageSize) -> Result<Vec<u8>, RenderError> {
    write_document(&document_of(scenes, page), (&AtomicBool::new(false)).into())
}

/// The scenes as a document, each on a page of its own.
pub fn document_of(scenes: &[Scene], size: PageSize) -> Document {
    let pages: Vec<Page> = scenes.iter().map(|scene| page_of(&Arc::new(scene.clone()), size)).collect();
    let title = scenes.first().map(|scene| scene.title.clone()).unwrap_or_default();
    let mut tags = Vec::new();
    for (page, scene) in scenes.iter().enumerate() {
        for (group, _) in scene.groups.iter().enumerate().filter(|(_, group)| !group.picture.name.is_empty()) {
            tags.push(Tag::new(TagKind::Paragraph, vec![Tag::content(GroupRef { page, view: 0, group })]));
        }
    }
    let name = |scene: &Scene, page: usize| {
        if scene.title.trim().is_empty() { format!("Page {}", page + 1) } else { scene.title.clone() }
    };
    let bookmarks = scenes.iter().enumerate().map(|(page, scene)| Bookmark::new(name(scene, page), page, Pos2::ZERO));
    Document { title, language: Language::default(), bookmarks: bookmarks.collect(), pages, tags }
}

/// A page with the whole scene, scaled to fill it.
pub fn page_of(scene: &Arc<Scene>, size: PageSize) -> Page {
    let placed = Placed::of(size, scene.size);
    let view = View { scale: placed.scale, offset: placed.offset, ..View::whole(Arc::clone(scene)) };
    // The background covers the margins too: a dark map on white paper edges would look torn out.
    Page { size: placed.page, background: scene.background, views: vec![view] }
}

/// The document as a PDF file. It holds to PDF/UA-1 as far as a program can tell.
///
/// # Errors
/// [`RenderError::Empty`] without pages and for one without a size; [`RenderError::Encoding`] if the file cannot be
/// made; [`RenderError::Canceled`] soon after it was told to stop.
pub fn write_document(document: &Document, pace: Pace<'_>) -> Result<Vec<u8>, RenderError> {
    match write_with(document, true, pace) {
        // A file that somebody's reader may stumble over is better than none.
        Err(Refusal::NotAccessible(_)) => write_with(document, false, pace).map_err(Refusal::into_error),
        written => written.map_err(Refusal::into_error),
    }
}

/// The same, refused where it would not hold to PDF/UA-1: for tests.
///
/// # Errors
/// As [`write_document`], and [`RenderError::Encoding`] with the rules that were broken.
pub fn write_strictly(document: &Document) -> Result<Vec<u8>, RenderError> {
    write_with(document, true, (&AtomicBool::new(false)).into()).map_err(Refusal::into_error)
}

/// Why no file was made.
#[derive(Debug)]
enum Refusal {
    /// It would break the rules of PDF/UA-1.
    NotAccessible(String),
    Other(RenderError),
}

impl Refusal {
    fn into_error(self) -> RenderError {
        match self {
            Self::NotAccessible(why) => RenderError::Encoding { target: "PDF", why },
            Self::Other(error) => error,
        }
    }
}

impl From<RenderError> for Refusal {
    fn from(error: RenderError) -> Self {
        Self::Other(error)
    }
}

impl From<Canceled> for Refusal {
    fn from(canceled: Canceled) -> Self {
        Self::Other(canceled.into())
    }
}

fn write_with(document: &Document, is_checked: bool, pace: Pace<'_>) -> Result<Vec<u8>, Refusal> {
    if document.pages.is_empty() {
        return Err(RenderError::Empty.into());
    }
    let builder = ConfigurationBuilder::new();
    let builder = if is_checked { builder.with_accessibility_validator(Accessibility::UA1) } else { builder };
    let configuration = builder.finish().unwrap_or_else(|_| Configuration::default());
    let mut file = File::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let title = if document.title.trim().is_empty() { "Untitled" } else { document.title.as_str() };
    let metadata = Metadata::new().creator("Throughline".to_owned()).title(title.to_owned());
    file.set_metadata(metadata.language(document.language.tag().to_owned()));
    let mut ink = Ink::new()?;
    let mut tagged = Tagged::of(&document.tags);
    let count = document.pages.len();
    for (rank, page) in document.pages.iter().enumerate() {
        let drawing = pace.part(0.0, DRAWN);
        let pace = drawing.part(rank as f32 / count as f32, (rank + 1) as f32 / count as f32);
        page::write(&mut file, &mut ink, (rank, page), count, (&mut tagged, pace))?;
    }
    pace.at(DRAWN)?;
    file.set_tag_tree(tags::tree(document, &mut tagged));
    let mut outline = Outline::new();
    for bookmark in &document.bookmarks {
        outline.push_child(outline_node(bookmark, count));
    }
    file.set_outline(outline);
    pace.at(DRAWN)?;
    file.finish().map_err(|why| match why {
        KrillaError::Validation(errors) => Refusal::NotAccessible(format!("{errors:?}")),
        why => Refusal::Other(RenderError::Encoding { target: "PDF", why: why.to_string() }),
    })
}

fn outline_node(bookmark: &Bookmark, pages: usize) -> OutlineNode {
    let mut node = OutlineNode::new(bookmark.text.clone(), page::destination(bookmark.place, pages));
    for child in &bookmark.children {
        node.push_child(outline_node(child, pages));
    }
    node
}

/// Where a scene of some size lies on a page.
#[derive(Debug, PartialEq)]
struct Placed {
    page: Vec2,
    scale: f32,
    offset: Vec2,
}

impl Placed {
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

#[cfg(test)]
mod tests;
