//! Puts blocks on pages, from the top down: a heading stays with what follows, a picture is scaled into the room that
//! there is.

use std::sync::Arc;

use super::block::{Anchor, Block, Fact, Part, Person};
use super::table;
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::card::Pen;
use crate::scene::document::{Bookmark, GroupRef, Link, Page, Place, Tag, TagKind, Target, View};
use crate::scene::{Face, Group, Picture, Role, Scene, Shape, Stroke, TextStyle, Theme, Typesetter};

/// Sizes of a report, in points on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub page: Vec2,
    /// Around the text; heads and page numbers stand within it.
    pub margin: Vec2,
}

pub(super) const CHAPTER: TextStyle = TextStyle::new(Face::SemiBold, 22.0);
pub(super) const SECTION: TextStyle = TextStyle::new(Face::SemiBold, 15.0);
const SUBSECTION: TextStyle = TextStyle::new(Face::SemiBold, 11.0);
pub(super) const TEXT: TextStyle = TextStyle::new(Face::Regular, 9.5);
const QUOTE: TextStyle = TextStyle::new(Face::Regular, 12.0);
pub(super) const STRONG: TextStyle = TextStyle::new(Face::SemiBold, 9.5);
pub(super) const SMALL: TextStyle = TextStyle::new(Face::Regular, 8.5);
/// Longer lines are hard to read.
const LINE_WIDTH: f32 = 560.0;
const LABEL_WIDTH: f32 = 136.0;
/// What hangs together and takes no more than this share of a page is not broken.
const KEPT_TOGETHER: f32 = 0.45;
/// A picture is not scaled below this share of what the width allows before it gets a page of its own.
const LEAST_PICTURE: f32 = 0.75;
const PORTRAIT: f32 = 84.0;

impl Look {
    pub fn of(page: Vec2) -> Self {
        Self { page, margin: vec2(42.0, 52.0) }
    }

    /// Where text stands.
    pub fn room(&self) -> Rect {
        Rect::from_min_max(self.margin.to_pos2(), (self.page - self.margin).to_pos2())
    }
}

/// A place that the contents name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// 1 for a chapter.
    pub level: u8,
    pub text: String,
    pub place: Place,
}

/// The pages of a report between its front and its end.
pub(super) struct Body {
    pub pages: Vec<Page>,
    pub tags: Vec<Tag>,
    pub bookmarks: Vec<Bookmark>,
    pub entries: Vec<Entry>,
    /// The chapter of each page.
    pub chapters: Vec<String>,
}

/// A page in the making.
#[derive(Default)]
struct Sheet {
    groups: Vec<Group>,
    /// Parts of other scenes, below the groups.
    views: Vec<View>,
    chapter: String,
}

pub(super) struct Flow<'a> {
    pub pen: Pen<'a>,
    look: Look,
    sheets: Vec<Sheet>,
    /// Where the next block begins.
    pub y: f32,
    tags: Vec<Tag>,
    bookmarks: Vec<Bookmark>,
    entries: Vec<Entry>,
    chapter: String,
}

impl<'a> Flow<'a> {
    pub(super) fn new(look: Look, theme: &'a Theme, typesetter: &'a mut Typesetter) -> Self {
        Self {
            pen: Pen { typesetter, theme },
            look,
            sheets: Vec::new(),
            y: f32::INFINITY,
            tags: Vec::new(),
            bookmarks: Vec::new(),
            entries: Vec::new(),
            chapter: String::new(),
        }
    }

    pub(super) fn room(&self) -> Rect {
        self.look.room()
    }

    pub(super) fn new_page(&mut self) {
        self.sheets.push(Sheet { chapter: self.chapter.clone(), ..Sheet::default() });
        self.y = self.room().top();
    }

    fn is_page_empty(&self) -> bool {
        self.sheets.last().is_some_and(|sheet| sheet.groups.is_empty())
    }

    /// Goes to the next page if there is less room than that on this one.
    pub(super) fn need(&mut self, height: f32) {
        if self.sheets.is_empty() || (self.y + height > self.room().bottom() && !self.is_page_empty()) {
            self.new_page();
        }
    }

    /// Puts shapes on the page and returns where they are, for a tag. An empty name is decoration.
    pub(super) fn put(&mut self, items: Vec<Shape>, name: &str) -> Tag {
        let page = self.sheets.len().saturating_sub(1);
        let bounds = Rect::from_min_size(Pos2::ZERO, self.look.page);
        let picture = Picture { bounds, items, block: None, name: name.to_owned(), role: Role::Decoration };
        let Some(sheet) = self.sheets.last_mut() else { return Tag::new(TagKind::Section, Vec::new()) };
        sheet.groups.push(Group { origin: Pos2::ZERO, picture: Arc::new(picture) });
        Tag::content(GroupRef { page, view: 0, group: sheet.groups.len() - 1 })
    }

    pub(super) fn tag(&mut self, tag: Tag) {
        self.tags.push(tag);
    }

    /// `next` are the blocks after it: a heading stays with what it stands over.
    pub(super) fn block(&mut self, block: &Block, next: &[Block]) {
        match block {
            Block::Chapter(text) => {
                self.chapter.clone_from(text);
                self.new_page();
                self.heading(text, CHAPTER, 1);
                self.y += 8.0;
            }
            Block::Section { text, is_listed } => {
                if *is_listed && self.y > self.room().top() + 60.0 {
                    self.new_page();
                }
                self.gap(10.0);
                let kept = self.kept_with_heading(next);
                self.need(self.pen.typesetter.line_height(SECTION) + 6.0 + kept);
                self.heading(text, SECTION, if *is_listed { 2 } else { 0 });
                self.y += 4.0;
            }
            Block::Subsection(text) => {
                self.gap(8.0);
                let kept = self.kept_with_heading(next);
                self.need(self.pen.typesetter.line_height(SUBSECTION) + 4.0 + kept);
                self.heading(text, SUBSECTION, 0);
                self.y += 2.0;
            }
            Block::Text(text) => self.paragraph(text, TEXT, self.pen.theme.color.ink),
            Block::Note(text) => self.paragraph(text, SMALL, self.pen.theme.color.muted),
            Block::Quote(text) => self.paragraph(text, QUOTE, self.pen.theme.color.muted),
            Block::List(entries) => self.list(entries),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => table::put(self, table),
            Block::Picture { parts, alt } => self.picture(parts, alt),
            Block::Person(person) => self.person(person),
        }
    }

    /// How much of what comes next has to stand under a heading.
    fn kept_with_heading(&mut self, next: &[Block]) -> f32 {
        let Some((first, rest)) = next.split_first() else { return 0.0 };
        let line = self.pen.typesetter.line_height(TEXT);
        match first {
            Block::Chapter(_) | Block::Section { .. } => 0.0,
            Block::Subsection(_) => self.pen.typesetter.line_height(SUBSECTION) + 12.0 + self.kept_with_heading(rest),
            // A line about what comes is no more than a part of the heading.
            Block::Note(_) => self.pen.typesetter.line_height(SMALL) + 5.0 + self.kept_with_heading(rest),
            Block::Text(_) | Block::Quote(_) | Block::List(_) => 3.0 * line,
            Block::Facts(facts) => self.facts_kept(facts).unwrap_or(4.0 * line),
            Block::Table(table) => table::least_height(self, table),
            Block::Picture { .. } => 160.0,
            Block::Person(person) => self.person_height(person),
        }
    }

    /// The height of facts that are not to be broken; `None` for more than that.
    fn facts_kept(&mut self, facts: &[Fact]) -> Option<f32> {
        let most = self.room().height() * KEPT_TOGETHER;
        let line = self.pen.typesetter.line_height(TEXT);
        let width = self.facts_width();
        let mut height = 0.0;
        for fact in facts {
            let lines = self.pen.typesetter.lines(&fact.words, TEXT, width).len();
            height += (lines + fact.links.len()).max(1) as f32 * line + 2.0;
            if height > most {
                return None;
            }
        }
        Some(height)
    }

    fn facts_width(&self) -> f32 {
        (self.room().width() - LABEL_WIDTH).min(LINE_WIDTH)
    }

    fn person_room(&self, person: &Person) -> (f32, f32) {
        let indent = if person.picture.is_some() { PORTRAIT + 14.0 } else { 0.0 };
        (indent, self.room().width().min(LINE_WIDTH) - indent)
    }

    fn person_height(&mut self, person: &Person) -> f32 {
        let (_, width) = self.person_room(person);
        let styles = [(&person.text, TEXT), (&person.quote, QUOTE)];
        let mut height = 0.0;
        for (text, style) in styles.into_iter().filter(|(text, _)| !text.is_empty()) {
            height += self.pen.typesetter.line_height(style)
                * self.pen.typesetter.lines(text, style, width).len() as f32
                + 5.0;
        }
        if person.picture.is_some() { height.max(PORTRAIT + 10.0) } else { height }
    }

    fn person(&mut self, person: &Person) {
        let height = self.person_height(person);
        self.need(height.min(self.room().height() * KEPT_TOGETHER));
        let (page, top) = (self.sheets.len(), self.y);
        if let Some(bitmap) = &person.picture {
            // A picture of any proportions within the same square.
            let sides = vec2(bitmap.width.max(1) as f32, bitmap.height.max(1) as f32);
            let rect = Rect::from_min_size(pos2(self.room().left(), top), sides * (PORTRAIT / sides.max_elem()));
            let content = self.put(vec![Shape::Image { rect, radius: 8.0, bitmap: Arc::clone(bitmap) }], &person.alt);
            self.tag(Tag::new(TagKind::Figure { alt: person.alt.clone() }, vec![content]));
        }
        let (indent, width) = self.person_room(person);
        let color = &self.pen.theme.color;
        for (text, style, ink) in [(&person.text, TEXT, color.ink), (&person.quote, QUOTE, color.muted)] {
            if !text.is_empty() {
                let contents = self.lines(text, style, ink, indent, width);
                self.tag(Tag::new(TagKind::Paragraph, contents));
                self.y += 5.0;
            }
        }
        if self.sheets.len() == page {
            self.y = self.y.max(top + height);
        }
    }

    /// Words that lead out, on one line; what can be clicked is as long as they are.
    pub(super) fn anchor(&mut self, anchor: &Anchor, style: TextStyle, left: f32, width: f32) -> Tag {
        let height = self.pen.typesetter.line_height(style);
        let lines = self.pen.typesetter.first_lines(&anchor.text, style, width, 1);
        let long = lines.first().map_or(0.0, |line| line.width);
        let rect = Rect::from_min_size(pos2(left, self.y), vec2(long, height));
        let color = self.pen.theme.color.accent;
        let mut items = Vec::new();
        self.pen.column(&mut items, &lines, style, color, pos2(left, self.y + height / 2.0));
        let foot = rect.bottom() - height * 0.12;
        let points = vec![pos2(rect.left(), foot), pos2(rect.right(), foot)];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(Stroke::solid(0.4, color)) });
        let content = self.put(items, &anchor.text);
        let page = self.sheets.len().saturating_sub(1);
        self.y += height;
        let target = Target::Url(anchor.url.clone());
        let link = Link { page, rect, target, alt: format!("Open {}", anchor.url) };
        Tag::new(TagKind::Link(link), vec![content])
    }

    fn gap(&mut self, height: f32) {
        if !self.is_page_empty() {
            self.y += height;
        }
    }

    /// `listed`: its level in the contents, or 0.
    fn heading(&mut self, text: &str, style: TextStyle, listed: u8) {
        let top = self.y;
        let level = if style == CHAPTER {
            2
        } else if style == SECTION {
            3
        } else {
            4
        };
        let lines = self.pen.typesetter.first_lines(text, style, self.room().width(), 3);
        let height = self.pen.typesetter.line_height(style);
        let mut items = Vec::new();
        let start = pos2(self.room().left(), self.y + height / 2.0);
        let ink = self.pen.theme.color.ink;
        self.pen.column(&mut items, &lines, style, ink, start);
        self.y += height * lines.len() as f32 + 2.0;
        let content = self.put(items, text);
        self.tag(Tag::new(TagKind::Heading { level, text: text.to_owned() }, vec![content]));
        if listed == 0 {
            return;
        }
        let page = self.sheets.len().saturating_sub(1);
        let pos = pos2(0.0, (top - 12.0).max(0.0));
        self.entries.push(Entry { level: listed, text: text.to_owned(), place: Place { page, pos } });
        let bookmark = Bookmark::new(text, page, pos);
        match self.bookmarks.last_mut().filter(|_| listed > 1) {
            Some(chapter) => chapter.children.push(bookmark),
            None => self.bookmarks.push(bookmark),
        }
    }

    fn paragraph(&mut self, text: &str, style: TextStyle, color: Color) {
        let width = self.room().width().min(LINE_WIDTH);
        let contents = self.lines(text, style, color, 0.0, width);
        self.tag(Tag::new(TagKind::Paragraph, contents));
        self.y += 5.0;
    }

    /// Lines from the left edge and so far from it, over as many pages as it takes.
    fn lines(&mut self, text: &str, style: TextStyle, color: Color, indent: f32, width: f32) -> Vec<Tag> {
        let lines = self.pen.typesetter.lines(text, style, width);
        let height = self.pen.typesetter.line_height(style);
        let mut contents = Vec::new();
        let mut rest = &lines[..];
        while !rest.is_empty() {
            self.need(height);
            let fits = (((self.room().bottom() - self.y) / height).floor().max(1.0) as usize).min(rest.len());
            let (here, later) = rest.split_at(fits);
            let mut items = Vec::new();
            let start = pos2(self.room().left() + indent, self.y + height / 2.0);
            self.pen.column(&mut items, here, style, color, start);
            contents.push(self.put(items, text));
            self.y += height * here.len() as f32;
            rest = later;
        }
        contents
    }

    fn list(&mut self, entries: &[String]) {
        let theme = self.pen.theme;
        let color = &theme.color;
        let mut tags = Vec::new();
        for entry in entries {
            let height = self.pen.typesetter.line_height(TEXT);
            self.need(height);
            let center = pos2(self.room().left() + 4.0, self.y + height / 2.0);
            let radius = Vec2::splat(1.6);
            let dot = Shape::Ellipse { center, radius, fill: Some(color.muted), stroke: None };
            self.put(vec![dot], "");
            let contents = self.lines(entry, TEXT, color.ink, 12.0, self.room().width().min(LINE_WIDTH) - 12.0);
            tags.push(Tag::new(TagKind::Item { alt: None }, contents));
            self.y += 2.0;
        }
        self.tag(Tag::new(TagKind::List, tags));
        self.y += 4.0;
    }

    fn facts(&mut self, facts: &[Fact]) {
        let theme = self.pen.theme;
        let color = &theme.color;
        let mut tags = Vec::new();
        if let Some(height) = self.facts_kept(facts) {
            self.need(height);
        }
        for Fact { label, words, links } in facts {
            let height = self.pen.typesetter.line_height(TEXT);
            self.need(height);
            let lines = self.pen.typesetter.first_lines(label, TEXT, LABEL_WIDTH - 8.0, 1);
            let mut items = Vec::new();
            let start = pos2(self.room().left(), self.y + height / 2.0);
            self.pen.column(&mut items, &lines, TEXT, color.muted, start);
            let mut contents = vec![self.put(items, label)];
            let width = self.facts_width();
            if !words.is_empty() || links.is_empty() {
                contents.extend(self.lines(words, TEXT, color.ink, LABEL_WIDTH, width));
            }
            for anchor in links {
                self.need(height);
                contents.push(self.anchor(anchor, TEXT, self.room().left() + LABEL_WIDTH, width));
            }
            tags.push(Tag::new(TagKind::Item { alt: None }, contents));
            self.y += 2.0;
        }
        self.tag(Tag::new(TagKind::List, tags));
        self.y += 6.0;
    }

    fn picture(&mut self, parts: &[Part], alt: &str) {
        let size = parts
            .iter()
            .fold(Vec2::ZERO, |size, part| vec2(size.x + part.gap + part.rect.width(), size.y.max(part.rect.height())));
        if size.min_elem() <= 0.0 || !size.is_finite() {
            return;
        }
        let wanted = (self.room().width() / size.x).min(1.0);
        let scale_in = |height: f32| wanted.min(height / size.y);
        if self.sheets.is_empty()
            || scale_in(self.room().bottom() - self.y) < scale_in(self.room().height()) * LEAST_PICTURE
        {
            self.need(f32::INFINITY);
        }
        let scale = scale_in(self.room().bottom() - self.y).max(0.001);
        let corner = pos2(self.room().left(), self.y);
        let mut x = corner.x;
        let mut panels: Vec<Rect> = Vec::new();
        for part in parts {
            x += part.gap * scale;
            let offset = vec2(x, corner.y) - part.rect.min.to_vec2() * scale;
            let view = View { scale, offset, clip: Some(part.rect), ..View::whole(Arc::clone(&part.scene)) };
            let shown = Rect::from_min_size(pos2(x, corner.y), part.rect.size() * scale);
            match panels.last_mut().filter(|_| part.gap <= 0.0) {
                Some(panel) => *panel = panel.union(shown),
                None => panels.push(shown),
            }
            self.sheets.last_mut().into_iter().for_each(|sheet| sheet.views.push(view.clone()));
            x += part.rect.width() * scale;
        }
        let stroke = Some(Stroke::solid(0.5, self.pen.theme.color.line));
        let frames = panels.into_iter().map(|rect| Shape::Rect { rect, radius: 0.0, fill: None, stroke });
        let content = self.put(frames.collect(), alt);
        self.tag(Tag::new(TagKind::Figure { alt: alt.to_owned() }, vec![content]));
        self.y += size.y * scale + 10.0;
    }

    pub(super) fn finish(self) -> Body {
        let (size, background) = (self.look.page, Some(self.pen.theme.color.surface));
        let chapters = self.sheets.iter().map(|sheet| sheet.chapter.clone()).collect();
        let pages = self.sheets.into_iter().map(|sheet| {
            let groups = sheet.groups;
            let scene = Scene { size, background: None, groups, title: String::new() };
            let mut views = vec![View::whole(Arc::new(scene))];
            views.extend(sheet.views);
            Page { size, background, views }
        });
        Body { pages: pages.collect(), tags: self.tags, bookmarks: self.bookmarks, entries: self.entries, chapters }
    }
}
