//! The charts of the dashboard, and how figures come about.

use std::sync::Arc;

use super::super::pdf::chart_in_words;
use super::super::{Material, dashboard};
use crate::analysis::method as method_of;
use crate::base::{Pos2, Rect};
use crate::layout::chart::dashboard_pages;
use crate::layout::report::{Block, Part};
use crate::scene::{Role, Typesetter};

pub(super) fn charts(material: &Material<'_>) -> Vec<Block> {
    if material.project.charts.is_empty() {
        return Vec::new();
    }
    let (title, charts) = dashboard(material);
    let scenes = dashboard_pages(&charts, &title, &material.theme, &mut Typesetter::new());
    let mut words = charts.iter().map(|(_, data)| chart_in_words(data));
    let picture = |scene: crate::scene::Scene| {
        let count = scene.groups.iter().filter(|group| group.picture.role == Role::Figure).count();
        let alt: Vec<String> = words.by_ref().take(count).collect();
        let rect = Rect::from_min_size(Pos2::ZERO, scene.size);
        Block::Picture { parts: vec![Part { scene: Arc::new(scene), rect, gap: 0.0 }], alt: alt.join(" ") }
    };
    scenes.into_iter().map(picture).collect()
}

/// How figures are counted, and which files they come from.
pub(super) fn method(material: &Material<'_>) -> Vec<Block> {
    let page = method_of(material.project, &material.numbers, |_| Vec::new());
    let mut blocks = Vec::new();
    for part in page.parts {
        blocks.push(if part.level <= 2 {
            Block::Section { text: part.title, is_listed: false }
        } else {
            Block::Subsection(part.title)
        });
        blocks.extend(part.text.into_iter().map(Block::Text));
        if !part.facts.is_empty() {
            blocks.push(Block::Facts(part.facts.into_iter().map(|(label, words)| (label.to_owned(), words)).collect()));
        }
    }
    blocks
}
