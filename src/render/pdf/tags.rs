//! The tree of tags: what was written on the pages, in the order in which it is read.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag as PdfTag, TagGroup, TagTree};

use crate::scene::Document;
use crate::scene::document::{GroupRef, Link, Scope, Tag, TagKind};

/// What of the pages belongs to which tag.
pub(super) struct Tagged<'a> {
    /// What tags hold; filled while the pages are written.
    contents: HashMap<GroupRef, Option<Identifier>>,
    /// By page, in the order of the tree.
    links: BTreeMap<usize, Vec<(usize, &'a Link)>>,
    /// By rank in the tree.
    link_ids: HashMap<usize, Identifier>,
}

impl<'a> Tagged<'a> {
    pub(super) fn of(tags: &'a [Tag]) -> Self {
        let mut tagged = Self { contents: HashMap::new(), links: BTreeMap::new(), link_ids: HashMap::new() };
        let mut link_count = 0;
        tagged.expect(tags, &mut link_count);
        tagged
    }

    fn expect(&mut self, tags: &'a [Tag], link_count: &mut usize) {
        for tag in tags {
            match &tag.kind {
                TagKind::Content(group) => drop(self.contents.insert(*group, None)),
                TagKind::Link(link) => {
                    self.links.entry(link.page).or_default().push((*link_count, link));
                    *link_count += 1;
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
            self.expect(&tag.children, link_count);
        }
    }

    /// Whether a tag holds that content.
    pub(super) fn is_wanted(&self, group: GroupRef) -> bool {
        self.contents.contains_key(&group)
    }

    /// Notes that the content was written.
    pub(super) fn content(&mut self, group: GroupRef, id: Identifier) {
        self.contents.insert(group, Some(id));
    }

    /// The links of a page, each with its rank in the tree.
    pub(super) fn links_on(&self, page: usize) -> Vec<(usize, &'a Link)> {
        self.links.get(&page).cloned().unwrap_or_default()
    }

    /// Notes that the link was written.
    pub(super) fn link(&mut self, rank: usize, id: Identifier) {
        self.link_ids.insert(rank, id);
    }
}

/// The tree of what was written. Whatever two tags hold is the first one's, and what nothing was written of is left
/// out.
pub(super) fn tree(document: &Document, tagged: &mut Tagged<'_>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(document.language.tag().to_owned()));
    let mut link_count = 0;
    for node in nodes(&document.tags, tagged, &mut link_count) {
        tree.push(node);
    }
    tree
}

/// A text that is read aloud and not shown. A minus is said, which voices pass over as a sign; quotes and dashes are
/// those of ASCII, in which a file holds a letter in one byte: with a single other sign it takes four for each.
fn spoken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '−' if letters.peek().is_some_and(|next| next.is_ascii_digit()) => out.push_str("minus "),
            '−' | '–' | '—' | '‑' => out.push('-'),
            '±' if letters.peek() == Some(&'0') => {}
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '’' | '‘' => out.push('\''),
            '…' => out.push_str("..."),
            '·' => out.push(','),
            '×' => out.push('x'),
            '→' => out.push_str("to"),
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\n' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out.replace(" ,", ",")
}

fn nodes(tags: &[Tag], tagged: &mut Tagged<'_>, link_count: &mut usize) -> Vec<Node> {
    tags.iter().filter_map(|tag| node(tag, tagged, link_count)).collect()
}

fn node(tag: &Tag, tagged: &mut Tagged<'_>, link_count: &mut usize) -> Option<Node> {
    let mut children = |tagged: &mut Tagged<'_>| nodes(&tag.children, tagged, link_count);
    let group = match &tag.kind {
        TagKind::Content(group) => return tagged.contents.get_mut(group)?.take().map(Node::Leaf),
        TagKind::Link(_) => {
            let rank = *link_count;
            *link_count += 1;
            let mut children = nodes(&tag.children, tagged, link_count);
            children.extend(tagged.link_ids.remove(&rank).map(Node::Leaf));
            TagGroup::with_children(PdfTag::Link, children)
        }
        TagKind::Section => TagGroup::with_children(PdfTag::Section, children(tagged)),
        TagKind::Heading { level, text } => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            let text = if text.trim().is_empty() { "Untitled" } else { text };
            TagGroup::with_children(PdfTag::Hn(level, Some(text.to_owned())), children(tagged))
        }
        TagKind::Paragraph => TagGroup::with_children(PdfTag::P, children(tagged)),
        TagKind::List => TagGroup::with_children(PdfTag::L(ListNumbering::None), children(tagged)),
        TagKind::Item { alt } => {
            let children = children(tagged);
            if children.is_empty() {
                return None;
            }
            let body = TagGroup::with_children(PdfTag::LBody.with_alt_text(alt.as_deref().map(spoken)), children);
            TagGroup::with_children(PdfTag::LI, vec![body.into()])
        }
        TagKind::Table => TagGroup::with_children(PdfTag::Table, children(tagged)),
        TagKind::Row => TagGroup::with_children(PdfTag::TR, children(tagged)),
        TagKind::HeaderCell(scope) => {
            let scope = match scope {
                Scope::Column => TableHeaderScope::Column,
                Scope::Row => TableHeaderScope::Row,
            };
            // Even an empty cell keeps the others in their columns.
            return Some(TagGroup::with_children(PdfTag::TH(scope), children(tagged)).into());
        }
        TagKind::Cell => return Some(TagGroup::with_children(PdfTag::TD, children(tagged)).into()),
        TagKind::Figure { alt } => {
            let alt = if alt.trim().is_empty() { "Picture" } else { alt };
            TagGroup::with_children(PdfTag::Figure(Some(spoken(alt))), children(tagged))
        }
        TagKind::Contents => TagGroup::with_children(PdfTag::TOC, children(tagged)),
        TagKind::ContentsEntry => TagGroup::with_children(PdfTag::TOCI, children(tagged)),
    };
    (!group.children.is_empty()).then(|| group.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_aloud_says_its_signs() {
        for (text, said) in [
            ("CTR 1.6%, −0.2, ±0", "CTR 1.6%, minus 0.2, 0"),
            ("“Shoes” · Sep – Oct…", "\"Shoes\", Sep - Oct..."),
            ("日本語 “é”", "日本語 \"é\""),
        ] {
            assert_eq!(spoken(text), said);
        }
    }
}
