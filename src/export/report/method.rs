//! The charts of the dashboard, and how figures come about.

use std::sync::Arc;

use super::super::pdf::chart_in_words;
use super::super::{Material, dashboard};
use super::{fact, table};
use crate::analysis::{MethodPart, method as method_of};
use crate::base::{Pos2, Rect};
use crate::layout::chart::dashboard_pages;
use crate::layout::report::{Block, Cell, Column, Part};
use crate::model::Source;
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

/// What is told of a metric, and how wide: the first is its name, the others are its facts.
const METRIC_COLUMNS: [(&str, f32); 7] = [
    ("Metric", 1.6),
    ("Formula", 1.4),
    ("Adds up", 2.0),
    ("Unit", 1.2),
    ("Interval", 1.2),
    ("For example", 2.2),
    ("From", 1.7),
];

/// A metric in a row. What no column is about is told under its name.
fn metric_row(part: &MethodPart) -> Vec<Cell> {
    let [_, columns @ ..] = &METRIC_COLUMNS;
    let of = |label: &str| part.facts.iter().find(|(known, _)| *known == label).map_or("", |(_, words)| words);
    let others = part.facts.iter().filter(|(label, _)| columns.iter().all(|(column, _)| column != label));
    let others: Vec<String> = others.map(|(label, words)| format!("{label}: {words}")).collect();
    let name = Cell::named(part.title.clone(), others.join("\n"));
    [name].into_iter().chain(columns.iter().map(|(label, _)| Cell::text(of(label)))).collect()
}

/// How figures are counted, and which files they come from.
pub(super) fn method(material: &Material<'_>) -> Vec<Block> {
    let recipe = |source: &Source| material.spec.recipe_words.map_or(Vec::new(), |words| (words.0)(&source.recipe));
    let page = method_of(material.project, &material.numbers, recipe);
    let mut blocks = Vec::new();
    let mut parts = page.parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        // One fact after the other, a metric would take a quarter of a page.
        if part.level > 2 && part.facts.iter().any(|(label, _)| *label == "Formula") {
            let mut rows = vec![metric_row(&part)];
            while let Some(part) = parts.next_if(|next| next.facts.iter().any(|(label, _)| *label == "Formula")) {
                rows.push(metric_row(&part));
            }
            let [name, columns @ ..] = &METRIC_COLUMNS;
            let columns = columns.iter().map(|(label, share)| Column::left(label, *share));
            blocks.extend(table(None, [Column::left(name.0, name.1)].into_iter().chain(columns).collect(), rows));
            continue;
        }
        blocks.push(if part.level <= 2 {
            Block::Section { text: part.title, is_listed: false }
        } else {
            Block::Subsection(part.title)
        });
        blocks.extend(part.text.into_iter().map(Block::Text));
        if !part.facts.is_empty() {
            blocks.push(Block::Facts(part.facts.into_iter().map(|(label, words)| fact(label, words)).collect()));
        }
    }
    blocks
}
