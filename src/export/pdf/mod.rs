//! The project as a document of pages: the map on one page or in tiles, or a report (`report`). What is read aloud of a
//! map is made in `tags`. How pages become bytes is `render`'s.

mod map;
mod options;
mod tags;

pub use options::{Paging, PdfKind, ReportSection};
pub use tags::{MapLink, chart_in_words};

use std::sync::Arc;

use super::{Dashboard, ExportError, Material, dashboard, report};
use crate::analysis::chart::ChartData;
use crate::base::{Address, Pace, Pos2};
use crate::layout::Map;
use crate::layout::chart::dashboard_pages;
use crate::model::{CardBody, Item, Project};
use crate::render::pdf::page_of;
use crate::scene::document::{Bookmark, Document, GroupRef, Tag, TagKind};
use crate::scene::{Key, Role, Scene, Typesetter};

/// What is asked for as a document.
///
/// # Errors
/// [`ExportError::TooManyTiles`] for a map in more pages than anybody could put together; if it was canceled.
pub fn document(material: &Material<'_>, pace: Pace<'_>) -> Result<Document, ExportError> {
    let mut document = match material.spec.pdf {
        PdfKind::Map => map::document(material)?,
        // It has the dashboard as one of its sections.
        PdfKind::Report => report::document(material, pace)?,
    };
    let is_map = material.spec.pdf == PdfKind::Map;
    if is_map && material.spec.dashboard == Dashboard::After && !material.project.charts.is_empty() {
        pace.at(0.5)?;
        add_dashboard(material, &mut document);
    }
    document.language = material.spec.language;
    pace.at(1.0)?;
    Ok(document)
}

/// The address that an item leads to, if it does, and where it stands on the map.
pub fn link_of(project: &Project, map: &Map, item: Item) -> Option<MapLink> {
    let card = match item {
        Item::Card(id) => project.cards.get(&id)?,
        Item::Touchpoint(_) => return None,
    };
    match &card.body {
        CardBody::Link { url } if Address::parse(url).is_ok() => {
            Some(MapLink { key: Key(card.id.0), rect: map.link_rect(card.id)?, url: url.trim().to_owned() })
        }
        CardBody::Link { .. } | CardBody::Text | CardBody::Quote { .. } | CardBody::Picture { .. } => None,
    }
}

/// The dashboard by itself.
pub fn dashboard_document(material: &Material<'_>) -> Document {
    let mut document = Document { language: material.spec.language, ..Document::default() };
    add_dashboard(material, &mut document);
    document
}

fn add_dashboard(material: &Material<'_>, document: &mut Document) {
    let (title, charts) = dashboard(material);
    let scenes = dashboard_pages(&charts, &title, &material.theme, &mut Typesetter::new());
    if document.title.is_empty() {
        document.title.clone_from(&title.title);
    }
    let first = document.pages.len();
    let mut data = charts.iter().map(|(_, data)| data);
    for (rank, scene) in scenes.into_iter().enumerate() {
        document.tags.push(sheet_tags(&scene, first + rank, rank == 0, &mut data));
        document.pages.push(page_of(&Arc::new(scene), material.spec.page));
    }
    document.bookmarks.push(Bookmark::new(title.title, first, Pos2::ZERO));
}

/// A page of charts. The title is a heading on the first one only.
fn sheet_tags<'a>(scene: &Scene, page: usize, is_first: bool, charts: &mut impl Iterator<Item = &'a ChartData>) -> Tag {
    let mut tags = Vec::new();
    for (group, it) in scene.groups.iter().enumerate() {
        let content = vec![Tag::content(GroupRef { page, view: 0, group })];
        match it.picture.role {
            Role::Title if is_first => {
                let text = scene.title.clone();
                tags.push(Tag::new(TagKind::Heading { level: 1, text }, content));
            }
            Role::Figure => {
                let alt = charts.next().map_or_else(|| it.picture.name.clone(), chart_in_words);
                tags.push(Tag::new(TagKind::Figure { alt }, content));
            }
            Role::Title
            | Role::Decoration
            | Role::ColumnGroup
            | Role::Column(_)
            | Role::Row(_)
            | Role::Item(_)
            | Role::Link { .. }
            | Role::LinkLabel(_)
            | Role::Note(_) => {}
        }
    }
    Tag::new(TagKind::Section, tags)
}
