//! The rows of two periods: which are let through, and in which order. Draws nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::choices::{Column, Kind, PeriodsChoice};
use crate::analysis::compare::{CompareRow, Comparison};
use crate::app::workspace::Workspace;
use crate::base::fold::{fold, folded_words};
use crate::model::TouchpointId;

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which of the comparison's it is.
    pub at: usize,
    pub place: String,
    pub metric: String,
    pub kind: Kind,
}

/// What is listed.
#[derive(Debug, Default)]
pub struct Rows {
    /// Those that the choice lets through, in its order.
    pub shown: Vec<Row>,
    /// How many there are.
    pub total: usize,
    /// How many of each kind there are among those that fit the text.
    pub counts: BTreeMap<Kind, usize>,
}

/// The rows that a choice shows.
pub fn rows(workspace: &Workspace, found: &Comparison, choice: &PeriodsChoice) -> Rows {
    let project = workspace.document.project();
    let named = |name: Option<&str>| name.filter(|name| !name.trim().is_empty()).unwrap_or("Untitled").to_owned();
    let in_order = project.items_in_reading_order(workspace.journey);
    let ranks: BTreeMap<TouchpointId, usize> =
        in_order.into_iter().filter_map(crate::model::Item::as_touchpoint).zip(0..).collect();
    let words = folded_words(&choice.text);
    // A touchpoint that was removed since is no longer told of.
    let there = found.rows.iter().enumerate().filter(|(_, row)| ranks.contains_key(&row.touchpoint));
    let mut shown: Vec<Row> = there
        .map(|(at, row)| Row {
            at,
            place: named(project.touchpoints.get(&row.touchpoint).map(|it| it.title.as_str())),
            metric: named(project.metrics.get(&row.metric).map(|it| it.name.as_str())),
            kind: Kind::of(&row.outcome.verdict),
        })
        .collect();
    let total = shown.len();
    shown.retain(|row| has_words(row, &words));
    let mut counts = BTreeMap::new();
    for row in &shown {
        *counts.entry(row.kind).or_insert(0) += 1;
    }
    shown.retain(|row| choice.kind.is_none_or(|kind| kind == row.kind));
    let rank = |row: &Row| found.rows.get(row.at).and_then(|it| ranks.get(&it.touchpoint)).copied();
    shown.sort_by(|a, b| by_choice(found, choice.order, a, b).then_with(|| (rank(a), a.at).cmp(&(rank(b), b.at))));
    Rows { shown, total, counts }
}

fn has_words(row: &Row, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = fold(&format!("{} {} {}", row.place, row.metric, row.kind.label()));
    words.iter().all(|word| text.contains(word.as_str()))
}

/// What is not known comes last in either direction.
fn by_choice(found: &Comparison, order: Option<(Column, bool)>, a: &Row, b: &Row) -> Ordering {
    let Some((column, is_descending)) = order else { return Ordering::Equal };
    let number = |value: fn(&CompareRow) -> Option<f64>| {
        let of = |row: &Row| found.rows.get(row.at).and_then(value);
        known(of(a), of(b), is_descending, f64::total_cmp)
    };
    match column {
        Column::Verdict => known(Some(a.kind), Some(b.kind), is_descending, Ord::cmp),
        Column::Place => known(Some(fold(&a.place)), Some(fold(&b.place)), is_descending, Ord::cmp),
        Column::Before => number(|row| row.outcome.before.value),
        Column::After => number(|row| row.outcome.after.value),
        Column::Change => number(|row| row.outcome.relative),
        Column::P => number(|row| row.outcome.p_adjusted),
    }
}

fn known<T>(a: Option<T>, b: Option<T>, is_descending: bool, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_descending => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// What a click on a column's name sorts by: first as suits it, then the other way round, then as on the map again.
pub fn order_after(order: Option<(Column, bool)>, column: Column) -> Option<(Column, bool)> {
    let first = match column {
        Column::Verdict | Column::Place | Column::P => false,
        Column::Before | Column::After | Column::Change => true,
    };
    match order.filter(|(sorted, _)| *sorted == column) {
        None => Some((column, first)),
        Some((_, is_descending)) if is_descending == first => Some((column, !first)),
        Some(_) => None,
    }
}
