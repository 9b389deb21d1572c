//! What is read aloud of a map, and in which order: its title, its lanes, then stage by stage and lane by lane what lies
//! there; at the end connectors and free notes. Where it stands on paper is told by the caller.

use std::collections::{BTreeMap, HashMap};

use crate::analysis::chart::ChartData;
use crate::base::Rect;
use crate::scene::document::{Bookmark, GroupRef, Link, Page, Tag, TagKind, Target};
use crate::scene::{Group, Key, Role, Scene, Shape};

/// A chart's marks beyond these are not read aloud one by one.
const MOST_MARKS: usize = 24;

/// A card that leads to an address.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLink {
    pub key: Key,
    /// What is to be clicked, in the scene.
    pub rect: Rect,
    pub url: String,
}

/// The parts of a map by what they are, as ranks of groups.
#[derive(Default)]
struct Parts {
    title: Option<usize>,
    bands: Vec<usize>,
    columns: Vec<usize>,
    rows: Vec<usize>,
    /// Items and figures by the rank of the column over them, in the order of the scene.
    by_column: BTreeMap<usize, Vec<usize>>,
    /// Figures over more than a column.
    across: Vec<usize>,
    links: Vec<usize>,
    notes: Vec<usize>,
}

impl Parts {
    fn of(scene: &Scene) -> Self {
        let mut parts = Self::default();
        for (rank, group) in scene.groups.iter().enumerate() {
            match group.picture.role {
                Role::Title => parts.title = parts.title.or(Some(rank)),
                Role::ColumnGroup => parts.bands.push(rank),
                Role::Column(_) => parts.columns.push(rank),
                Role::Row(_) => parts.rows.push(rank),
                Role::Link { .. } => parts.links.push(rank),
                Role::Note(_) => parts.notes.push(rank),
                Role::Item(_) | Role::Figure | Role::Decoration | Role::LinkLabel(_) => {}
            }
        }
        let spans: Vec<Rect> =
            parts.columns.iter().filter_map(|rank| scene.groups.get(*rank)).map(Group::bounds).collect();
        for (rank, group) in scene.groups.iter().enumerate() {
            if !matches!(group.picture.role, Role::Item(_) | Role::Figure) {
                continue;
            }
            let bounds = group.bounds();
            let x = bounds.center().x;
            let column = spans.iter().position(|span| span.x_range().contains(x));
            let fits = |column: usize| spans.get(column).is_some_and(|span| bounds.width() <= span.width() + 24.0);
            match column.filter(|column| fits(*column)) {
                Some(column) => parts.by_column.entry(column).or_default().push(rank),
                None => parts.across.push(rank),
            }
        }
        // Lane by lane; within a lane as layout placed them, which is step by step.
        let tops: Vec<f32> =
            parts.rows.iter().filter_map(|rank| scene.groups.get(*rank)).map(|group| group.bounds().top()).collect();
        let lane = |rank: &usize| {
            let top = scene.groups.get(*rank).map_or(0.0, |group| group.bounds().center().y);
            tops.iter().filter(|lane| **lane <= top).count()
        };
        for ranks in parts.by_column.values_mut() {
            ranks.sort_by_key(lane);
        }
        parts
    }
}

/// What is read aloud of the map. `place` says on which page a group is, if on any.
pub fn map_tags(
    scene: &Scene,
    links: &[MapLink],
    pages: &[Page],
    place: &impl Fn(usize) -> Option<GroupRef>,
) -> Vec<Tag> {
    let parts = Parts::of(scene);
    let speaker = Speaker::new(scene, links, pages, place);
    let mut tags = Vec::new();
    if let Some(title) = parts.title {
        let text = if scene.title.trim().is_empty() { "Untitled journey".to_owned() } else { scene.title.clone() };
        tags.push(Tag::new(TagKind::Heading { level: 1, text }, speaker.content(title)));
    }
    tags.push(Tag::new(TagKind::List, parts.rows.iter().map(|rank| speaker.item(*rank, None)).collect()));
    let mut read = vec![false; parts.columns.len()];
    for band in &parts.bands {
        let mut section = vec![speaker.heading(*band, 2)];
        let span = scene.groups.get(*band).map_or(Rect::NOTHING, Group::bounds);
        for (column, rank) in parts.columns.iter().enumerate() {
            let x = scene.groups.get(*rank).map_or(f32::NAN, |group| group.bounds().center().x);
            let is_read = read.get(column).copied().unwrap_or(true);
            if !is_read && span.x_range().contains(x) {
                read.get_mut(column).into_iter().for_each(|it| *it = true);
                section.push(speaker.column(&parts, column, *rank, 3));
            }
        }
        tags.push(Tag::new(TagKind::Section, section));
    }
    for (column, rank) in
        parts.columns.iter().enumerate().filter(|(column, _)| !read.get(*column).copied().unwrap_or(true))
    {
        tags.push(speaker.column(&parts, column, *rank, 2));
    }
    tags.extend(parts.across.iter().map(|rank| speaker.thing(*rank)));
    let connectors = parts.links.iter().map(|rank| speaker.item(*rank, Some(speaker.connector(*rank)))).collect();
    tags.push(Tag::new(TagKind::List, connectors));
    let notes = parts.notes.iter().map(|rank| speaker.item(*rank, Some(speaker.said(*rank)))).collect();
    tags.push(Tag::new(TagKind::List, notes));
    tags
}

/// The map in the outline: its stages under its name.
pub fn map_bookmark(
    scene: &Scene,
    name: &str,
    pages: &[Page],
    place: &impl Fn(usize) -> Option<GroupRef>,
) -> Option<Bookmark> {
    let parts = Parts::of(scene);
    let at = |rank: usize| {
        let group = place(rank)?;
        let rect = pages.get(group.page)?.views.get(group.view)?.on_page(scene.groups.get(rank)?.bounds());
        Some((group.page, rect.min))
    };
    let first = parts.title.or(parts.columns.first().copied()).and_then(at);
    let (page, pos) = first.unwrap_or((pages.len().saturating_sub(1).min(1), crate::base::Pos2::ZERO));
    let mut whole = Bookmark::new(name, page, pos);
    for rank in &parts.columns {
        let Some((page, pos)) = at(*rank) else { continue };
        let name = scene.groups.get(*rank).map_or("", |group| group.picture.name.as_str());
        let name = name.split_once(", stage").or(name.split_once(", collapsed")).map_or(name, |(name, _)| name);
        let name = if name.trim().is_empty() { "Unnamed stage" } else { name };
        whole.children.push(Bookmark::new(name, page, pos));
    }
    Some(whole)
}

/// Makes tags of groups.
struct Speaker<'a, P> {
    scene: &'a Scene,
    links: HashMap<Key, &'a MapLink>,
    names: HashMap<Key, &'a str>,
    /// What connectors are labeled with.
    labels: HashMap<Key, &'a str>,
    pages: &'a [Page],
    place: &'a P,
}

impl<'a, P: Fn(usize) -> Option<GroupRef>> Speaker<'a, P> {
    fn new(scene: &'a Scene, links: &'a [MapLink], pages: &'a [Page], place: &'a P) -> Self {
        let (mut names, mut labels) = (HashMap::new(), HashMap::new());
        for group in &scene.groups {
            let name = group.picture.name.as_str();
            match group.picture.role {
                Role::Item(key) => {
                    names.insert(key, name.split_once(", ").map_or("", |(name, _)| name));
                }
                Role::LinkLabel(key) => {
                    labels.extend(name.strip_suffix(", connector").map(|label| (key, label)));
                }
                Role::Decoration
                | Role::Title
                | Role::ColumnGroup
                | Role::Column(_)
                | Role::Row(_)
                | Role::Link { .. }
                | Role::Note(_)
                | Role::Figure => {}
            }
        }
        Self { scene, links: links.iter().map(|link| (link.key, link)).collect(), names, labels, pages, place }
    }

    fn content(&self, rank: usize) -> Vec<Tag> {
        (self.place)(rank).map(Tag::content).into_iter().collect()
    }

    fn name(&self, rank: usize) -> &'a str {
        self.scene.groups.get(rank).map_or("", |group| group.picture.name.as_str())
    }

    fn heading(&self, rank: usize, level: u8) -> Tag {
        Tag::new(TagKind::Heading { level, text: self.name(rank).to_owned() }, self.content(rank))
    }

    fn column(&self, parts: &Parts, column: usize, rank: usize, level: u8) -> Tag {
        let mut section = vec![self.heading(rank, level)];
        let mut list = Vec::new();
        for rank in parts.by_column.get(&column).into_iter().flatten() {
            match self.scene.groups.get(*rank).map(|group| group.picture.role) {
                Some(Role::Item(key)) => {
                    list.push(self.item(*rank, Some(self.said(*rank))));
                    list.extend(self.link(*rank, key));
                }
                Some(_) => {
                    // A figure stands between lists.
                    if !list.is_empty() {
                        section.push(Tag::new(TagKind::List, std::mem::take(&mut list)));
                    }
                    section.push(self.thing(*rank));
                }
                None => {}
            }
        }
        if !list.is_empty() {
            section.push(Tag::new(TagKind::List, list));
        }
        Tag::new(TagKind::Section, section)
    }

    fn item(&self, rank: usize, alt: Option<String>) -> Tag {
        Tag::new(TagKind::Item { alt }, self.content(rank))
    }

    /// A figure, or an item that stands in no column.
    fn thing(&self, rank: usize) -> Tag {
        Tag::new(TagKind::Figure { alt: self.said(rank) }, self.content(rank))
    }

    fn link(&self, rank: usize, key: Key) -> Option<Tag> {
        let link = self.links.get(&key)?;
        let place = (self.place)(rank)?;
        let view = self.pages.get(place.page)?.views.get(place.view)?;
        let alt = format!("Open {}", link.url);
        let target = Target::Url(link.url.clone());
        let link = Link { page: place.page, rect: view.on_page(link.rect), target, alt };
        Some(Tag::new(TagKind::Item { alt: None }, vec![Tag::new(TagKind::Link(link), Vec::new())]))
    }

    /// The picture's name, and what it says beside it.
    fn said(&self, rank: usize) -> String {
        let Some(group) = self.scene.groups.get(rank) else { return String::new() };
        let name = group.picture.name.as_str();
        let mut said = name.to_owned();
        if let Role::Figure = group.picture.role {
            return said;
        }
        let mut is_first = true;
        for item in &group.picture.items {
            let Shape::Text(line) = item else { continue };
            let text = line.text.trim();
            let text = if text == "★" { "moment of truth" } else { text };
            if text.is_empty() || name.contains(text) {
                continue;
            }
            said.push_str(if is_first { ". " } else { ", " });
            said.push_str(text);
            is_first = false;
        }
        said
    }

    fn connector(&self, rank: usize) -> String {
        let Some(group) = self.scene.groups.get(rank) else { return String::new() };
        let Role::Link { from, to, key } = group.picture.role else { return String::new() };
        let name = |key: &Key| {
            self.names.get(key).copied().filter(|name| !name.is_empty()).unwrap_or("an untitled touchpoint")
        };
        let label = self.labels.get(&key).map(|label| format!(": {label}"));
        format!("From {} to {}{}", name(&from), name(&to), label.unwrap_or_default())
    }
}

/// A chart for those who do not see it: its title, its marks, its notes.
pub fn chart_in_words(data: &ChartData) -> String {
    let mut said = format!("{}. {}", data.title, data.subtitle);
    let count = data.mark_count();
    let marks = (0..count.min(MOST_MARKS))
        .filter_map(|rank| data.mark(rank))
        .map(|mark| format!("{}: {}", mark.name, mark.value));
    let marks: Vec<String> = marks.collect();
    if !marks.is_empty() {
        said.push_str(&format!(". {}", marks.join("; ")));
    }
    if count > MOST_MARKS {
        said.push_str(&format!("; and {} more", count - MOST_MARKS));
    }
    for note in &data.notes {
        said.push_str(&format!(" {note}"));
    }
    said
}
