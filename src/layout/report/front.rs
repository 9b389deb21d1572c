//! What stands before a report and around its pages: the cover, the table of contents, running heads with page numbers.

use std::sync::Arc;

use super::block::Cover;
use super::flow::{Entry, Look, SMALL, TEXT};
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::card::Pen;
use crate::scene::document::{Bookmark, Document, GroupRef, Link, Page, Tag, TagKind, Target, View};
use crate::scene::{Face, Group, Picture, Role, Scene, Shape, Stroke, TextStyle, Theme, Typesetter};

const TITLE: TextStyle = TextStyle::new(Face::SemiBold, 34.0);
const ABOVE: TextStyle = TextStyle::new(Face::SemiBold, 12.0);
const FACT: TextStyle = TextStyle::new(Face::Regular, 11.0);
const CONTENTS: TextStyle = TextStyle::new(Face::SemiBold, 22.0);
const CHAPTER: TextStyle = TextStyle::new(Face::SemiBold, 10.5);
const CONTENTS_HEAD: f32 = 44.0;
const CHAPTER_HEIGHT: f32 = 22.0;
const ENTRY_HEIGHT: f32 = 16.0;
const CONTENTS_WIDTH: f32 = 420.0;
const BAR: f32 = 4.0;

/// A page whose content is made of one picture after another.
struct Sheet<'a> {
    pen: Pen<'a>,
    page: usize,
    size: Vec2,
    groups: Vec<Group>,
}

impl<'a> Sheet<'a> {
    fn new(page: usize, size: Vec2, theme: &'a Theme, typesetter: &'a mut Typesetter) -> Self {
        Self { pen: Pen { typesetter, theme }, page, size, groups: Vec::new() }
    }

    fn put(&mut self, items: Vec<Shape>, name: &str) -> Tag {
        let bounds = Rect::from_min_size(Pos2::ZERO, self.size);
        let picture = Picture { bounds, items, block: None, name: name.to_owned(), role: Role::Decoration };
        self.groups.push(Group { origin: Pos2::ZERO, picture: Arc::new(picture) });
        Tag::content(GroupRef { page: self.page, view: 0, group: self.groups.len() - 1 })
    }

    fn finish(self) -> Page {
        let scene = Scene { size: self.size, background: None, groups: self.groups, title: String::new() };
        let background = Some(self.pen.theme.color.surface);
        Page { size: self.size, background, views: vec![View::whole(Arc::new(scene))] }
    }
}

/// Cover and contents.
pub(super) fn front(
    cover: &Cover,
    entries: &[Entry],
    page: Vec2,
    theme: &Theme,
    typesetter: &mut Typesetter,
) -> Document {
    let title = if cover.title.trim().is_empty() { "Untitled journey" } else { cover.title.trim() };
    let mut document = Document { title: title.to_owned(), ..Document::default() };
    cover_page(&mut document, cover, title, page, theme, typesetter);
    for (rank, entries) in split(entries, page).into_iter().enumerate() {
        contents_page(&mut document, rank == 0, entries, page, theme, typesetter);
    }
    document.bookmarks.push(Bookmark::new(title, 0, Pos2::ZERO));
    if document.pages.len() > 1 {
        document.bookmarks.push(Bookmark::new("Contents", 1, Pos2::ZERO));
    }
    document
}

pub(super) fn contents_page_count(entries: &[Entry], page: Vec2) -> usize {
    split(entries, page).len()
}

/// The entries of each page.
fn split(entries: &[Entry], page: Vec2) -> Vec<&[Entry]> {
    let room = Look::of(page).room().height() - CONTENTS_HEAD;
    let mut pages = Vec::new();
    let (mut from, mut height) = (0, 0.0);
    for (rank, entry) in entries.iter().enumerate() {
        let next = entry_height(entry);
        if height + next > room && rank > from {
            pages.extend(entries.get(from..rank));
            (from, height) = (rank, 0.0);
        }
        height += next;
    }
    pages.extend(entries.get(from..).filter(|rest| !rest.is_empty()));
    pages
}

fn entry_height(entry: &Entry) -> f32 {
    if entry.level == 1 { CHAPTER_HEIGHT } else { ENTRY_HEIGHT }
}

fn cover_page(
    document: &mut Document,
    cover: &Cover,
    title: &str,
    page: Vec2,
    theme: &Theme,
    typesetter: &mut Typesetter,
) {
    let mut sheet = Sheet::new(0, page, theme, typesetter);
    let (left, width) = (64.0, page.x - 128.0);
    let band = Rect::from_min_size(Pos2::ZERO, vec2(12.0, page.y));
    sheet.put(vec![Shape::Rect { rect: band, radius: 0.0, fill: Some(theme.color.accent), stroke: None }], "");
    let mut y = page.y * 0.24;
    let mut tags = Vec::new();
    if !cover.above.trim().is_empty() {
        let mut items = Vec::new();
        let lines = sheet.pen.typesetter.first_lines(cover.above.trim(), ABOVE, width, 1);
        sheet.pen.column(&mut items, &lines, ABOVE, theme.color.accent, pos2(left, y));
        tags.push(Tag::new(TagKind::Paragraph, vec![sheet.put(items, &cover.above)]));
        y += 34.0;
    }
    let lines = sheet.pen.typesetter.first_lines(title, TITLE, width, 3);
    let mut items = Vec::new();
    sheet.pen.column(&mut items, &lines, TITLE, theme.color.ink, pos2(left, y));
    y += sheet.pen.typesetter.line_height(TITLE) * lines.len() as f32 + 4.0;
    let content = sheet.put(items, title);
    // The title first, whatever stands above it.
    tags.insert(0, Tag::new(TagKind::Heading { level: 1, text: title.to_owned() }, vec![content]));
    let bar = Rect::from_min_size(pos2(left, y), vec2(48.0, BAR));
    sheet.put(vec![Shape::Rect { rect: bar, radius: BAR / 2.0, fill: Some(theme.color.accent), stroke: None }], "");
    y += 34.0;
    let mut facts = Vec::new();
    for (label, words) in cover.facts.iter().filter(|(_, words)| !words.trim().is_empty()) {
        const LABEL: f32 = 92.0;
        let mut items = Vec::new();
        let line = sheet.pen.typesetter.line(label, FACT);
        sheet.pen.column(&mut items, &[line], FACT, theme.color.muted, pos2(left, y));
        let lines = sheet.pen.typesetter.first_lines(words, FACT, (width - LABEL).min(560.0), 5);
        sheet.pen.column(&mut items, &lines, FACT, theme.color.ink, pos2(left + LABEL, y));
        y += sheet.pen.typesetter.line_height(FACT) * lines.len() as f32 + 6.0;
        facts.push(Tag::new(TagKind::Item { alt: None }, vec![sheet.put(items, label)]));
    }
    tags.push(Tag::new(TagKind::List, facts));
    document.pages.push(sheet.finish());
    document.tags.extend(tags);
}

fn contents_page(
    document: &mut Document,
    is_first: bool,
    entries: &[Entry],
    page: Vec2,
    theme: &Theme,
    typesetter: &mut Typesetter,
) {
    let rank = document.pages.len();
    let mut sheet = Sheet::new(rank, page, theme, typesetter);
    let room = Look::of(page).room();
    if is_first {
        let mut items = Vec::new();
        let line = sheet.pen.typesetter.line("Contents", CONTENTS);
        sheet.pen.column(&mut items, &[line], CONTENTS, theme.color.ink, pos2(room.left(), room.top() + 14.0));
        let content = sheet.put(items, "Contents");
        document.tags.push(Tag::new(TagKind::Heading { level: 2, text: "Contents".to_owned() }, vec![content]));
    }
    let mut y = room.top() + CONTENTS_HEAD;
    let mut tags = Vec::new();
    for entry in entries {
        let (style, indent) = if entry.level == 1 { (CHAPTER, 0.0) } else { (TEXT, 16.0) };
        let height = entry_height(entry);
        let middle = y + height / 2.0;
        let number = sheet.pen.typesetter.line(&(entry.place.page + 1).to_string(), style);
        let right = room.left() + CONTENTS_WIDTH;
        let text_room = CONTENTS_WIDTH - indent - number.width - 24.0;
        let lines = sheet.pen.typesetter.first_lines(&entry.text, style, text_room, 1);
        let end = room.left() + indent + lines.first().map_or(0.0, |line| line.width);
        let number_left = right - number.width;
        let mut items = Vec::new();
        sheet.pen.column(&mut items, &lines, style, theme.color.ink, pos2(room.left() + indent, middle));
        sheet.pen.column(&mut items, &[number], style, theme.color.ink, pos2(number_left, middle));
        let content = sheet.put(items, &entry.text);
        let points = vec![pos2(end + 6.0, middle + 3.0), pos2(number_left - 6.0, middle + 3.0)];
        let stroke = Some(Stroke { dash: Some((0.8, 3.0)), ..Stroke::solid(0.8, theme.color.outline) });
        sheet.put(vec![Shape::Path { points, is_closed: false, fill: None, stroke }], "");
        let rect = Rect::from_min_max(pos2(room.left() + indent, y), pos2(right, y + height));
        let alt = format!("{}, page {}", entry.text, entry.place.page + 1);
        let link = Link { page: rank, rect, target: Target::Place(entry.place), alt };
        tags.push(Tag::new(TagKind::ContentsEntry, vec![Tag::new(TagKind::Link(link), vec![content])]));
        y += height;
    }
    document.tags.push(Tag::new(TagKind::Contents, tags));
    document.pages.push(sheet.finish());
}

/// The journey and the chapter at the head of each page after the cover, its number at the foot.
pub(super) fn add_running_heads(
    document: &mut Document,
    cover: &Cover,
    chapters: &[String],
    front_pages: usize,
    theme: &Theme,
    typesetter: &mut Typesetter,
) {
    let count = document.pages.len();
    for (rank, page) in document.pages.iter_mut().enumerate().skip(1) {
        let mut sheet = Sheet::new(rank, page.size, theme, typesetter);
        let room = Look::of(page.size).room();
        let chapter = rank.checked_sub(front_pages).and_then(|rank| chapters.get(rank)).map_or("", String::as_str);
        let (head, foot) = (room.top() - 24.0, room.bottom() + 24.0);
        let mut items = Vec::new();
        let half = room.width() / 2.0 - 10.0;
        let left = sheet.pen.typesetter.first_lines(cover.title.trim(), SMALL, half, 1);
        sheet.pen.column(&mut items, &left, SMALL, theme.color.muted, pos2(room.left(), head));
        let right = sheet.pen.typesetter.first_lines(chapter, SMALL, half, 1);
        let right_width = right.first().map_or(0.0, |line| line.width);
        sheet.pen.column(&mut items, &right, SMALL, theme.color.muted, pos2(room.right() - right_width, head));
        let number = sheet.pen.typesetter.line(&format!("{} / {count}", rank + 1), SMALL);
        let number_left = room.right() - number.width;
        sheet.pen.column(&mut items, &[number], SMALL, theme.color.muted, pos2(number_left, foot));
        let above = sheet.pen.typesetter.first_lines(cover.above.trim(), SMALL, half, 1);
        sheet.pen.column(&mut items, &above, SMALL, theme.color.muted, pos2(room.left(), foot));
        let points = vec![pos2(room.left(), head + 10.0), pos2(room.right(), head + 10.0)];
        let stroke = Some(Stroke::solid(0.5, theme.color.line));
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke });
        sheet.put(items, "");
        page.views.extend(sheet.finish().views);
    }
}
