//! A map as a document: one page with all of it, or tiles.

use std::sync::Arc;

use super::super::{ExportError, Material, titled_map};
use super::options::Paging;
use super::tags::{map_bookmark, map_tags};
use crate::base::{Pos2, Rect};
use crate::layout::tiles::{MOST_TILES, tile_pages, tiling};
use crate::render::pdf::page_of;
use crate::scene::document::{Bookmark, Document, GroupRef, Page, Tag, TagKind};
use crate::scene::{Role, Scene, Typesetter};

pub(super) fn document(material: &Material<'_>) -> Result<Document, ExportError> {
    let (scene, links) = titled_map(material);
    let scene = Arc::new(scene);
    let pages = pages(material, &scene)?;
    let name = if scene.title.trim().is_empty() { "Untitled journey" } else { scene.title.as_str() };
    let mut document = Document { title: name.to_owned(), pages, ..Document::default() };
    if document.pages.len() > 1 {
        // The page that shows where each tile lies.
        let content = |view, group| vec![Tag::content(GroupRef { page: 0, view, group })];
        let text = format!("{name}, tiles");
        document.tags.push(Tag::new(TagKind::Heading { level: 1, text }, content(1, 0)));
        let alt = format!("The map in {} tiles, row by row", document.pages.len() - 1);
        document.tags.push(Tag::new(TagKind::Figure { alt }, content(1, 1)));
        document.bookmarks.push(Bookmark::new("Where each tile lies", 0, Pos2::ZERO));
    }
    let place = |group: usize| place_of(&document.pages, &scene, group);
    let (tags, bookmark) =
        (map_tags(&scene, &links, &document.pages, &place), map_bookmark(&scene, name, &document.pages, &place));
    document.tags.extend(tags);
    document.bookmarks.extend(bookmark);
    Ok(document)
}

fn pages(material: &Material<'_>, scene: &Arc<Scene>) -> Result<Vec<Page>, ExportError> {
    let spec = material.spec;
    let upright = spec.page.upright_pt().filter(|_| spec.paging == Paging::Tiles);
    let Some(upright) = upright else { return Ok(vec![page_of(scene, spec.page)]) };
    let scale = if spec.tile_scale.is_finite() { spec.tile_scale.clamp(0.25, 4.0) } else { 1.0 };
    let tiling = tiling(scene.size, &cards_of(scene), upright, scale);
    let count = tiling.tiles.len();
    if count > MOST_TILES {
        return Err(ExportError::TooManyTiles { count });
    }
    if count == 1 {
        // Nothing has to be put together.
        let mut pages = tile_pages(scene, &tiling, &material.theme, &mut Typesetter::new());
        return Ok(pages
            .split_off(1)
            .into_iter()
            .map(|page| Page { views: page.views.into_iter().take(1).collect(), ..page })
            .collect());
    }
    Ok(tile_pages(scene, &tiling, &material.theme, &mut Typesetter::new()))
}

/// What should not be cut.
fn cards_of(scene: &Scene) -> Vec<Rect> {
    let is_whole = |role: Role| match role {
        Role::Item(_) | Role::Note(_) => true,
        Role::Decoration
        | Role::Title
        | Role::ColumnGroup
        | Role::Column(_)
        | Role::Row(_)
        | Role::Link { .. }
        | Role::LinkLabel(_)
        | Role::Figure => false,
    };
    scene.groups.iter().filter(|group| is_whole(group.picture.role)).map(|group| group.bounds()).collect()
}

/// Where a group of the map is to be found: on the page that shows all of it, else on the first that shows some.
fn place_of(pages: &[Page], scene: &Arc<Scene>, group: usize) -> Option<GroupRef> {
    let bounds = scene.groups.get(group)?.bounds();
    let shown = || {
        pages.iter().enumerate().filter_map(|(rank, page)| {
            let view = page.views.first().filter(|view| !view.is_distant && view.shows(bounds))?;
            Some((rank, view))
        })
    };
    let is_whole = |view: &crate::scene::document::View| view.clip.is_none_or(|clip| clip.contains_rect(bounds));
    let page = shown().find(|(_, view)| is_whole(view)).or_else(|| shown().next())?.0;
    Some(GroupRef { page, view: 0, group })
}
