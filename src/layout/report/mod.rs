//! A report as pages: blocks of text, tables and pictures flow onto paper, under running heads, after a cover and a
//! table of contents that leads to every chapter. What it says is the caller's.
//!
//! `block` says what there is, `flow` puts it on pages, `table` sets tables, `front` makes cover, contents and heads.

mod block;
mod flow;
mod front;
mod table;
#[cfg(test)]
mod tests;

pub use block::{Align, Anchor, Block, Cell, Column, Cover, Fact, Part, Person, Table};
pub use flow::Look;

use crate::base::{Canceled, Pace, Vec2};
use crate::scene::document::{Bookmark, Document, Tag, TagKind, Target};
use crate::scene::{Theme, Typesetter};
use flow::Flow;

/// The report on pages of that size.
///
/// # Errors
/// If it was canceled.
pub fn report(
    cover: &Cover,
    blocks: &[Block],
    page: Vec2,
    (theme, typesetter): (&Theme, &mut Typesetter),
    pace: Pace<'_>,
) -> Result<Document, Canceled> {
    let mut flow = Flow::new(Look::of(page), theme, typesetter);
    for (rank, block) in blocks.iter().enumerate() {
        pace.step(rank, blocks.len())?;
        flow.block(block, blocks.get(rank + 1..).unwrap_or_default());
    }
    let mut body = flow.finish();
    // Everything stands behind the pages that are made last, since these tell where it is.
    let front_pages = 1 + front::contents_page_count(&body.entries, page);
    for tag in &mut body.tags {
        shift_tag(tag, front_pages);
    }
    for bookmark in &mut body.bookmarks {
        shift_bookmark(bookmark, front_pages);
    }
    for entry in &mut body.entries {
        entry.place.page += front_pages;
    }
    let mut document = front::front(cover, &body.entries, page, theme, typesetter);
    document.pages.append(&mut body.pages);
    document.tags.append(&mut body.tags);
    document.bookmarks.append(&mut body.bookmarks);
    front::add_running_heads(&mut document, cover, &body.chapters, front_pages, theme, typesetter);
    Ok(document)
}

fn shift_tag(tag: &mut Tag, pages: usize) {
    match &mut tag.kind {
        TagKind::Content(group) => group.page += pages,
        TagKind::Link(link) => {
            link.page += pages;
            if let Target::Place(place) = &mut link.target {
                place.page += pages;
            }
        }
        TagKind::Section
        | TagKind::Heading { .. }
        | TagKind::Paragraph
        | TagKind::List
        | TagKind::Item { .. }
        | TagKind::Table
        | TagKind::Row
        | TagKind::HeaderCell(_)
        | TagKind::Cell
        | TagKind::Figure { .. }
        | TagKind::Contents
        | TagKind::ContentsEntry => {}
    }
    for child in &mut tag.children {
        shift_tag(child, pages);
    }
}

fn shift_bookmark(bookmark: &mut Bookmark, pages: usize) {
    bookmark.place.page += pages;
    for child in &mut bookmark.children {
        shift_bookmark(child, pages);
    }
}
