//! What is good to know before attaching, in whole sentences, the weightiest first.

use std::collections::{BTreeMap, BTreeSet};

use super::checks;
use super::digest::Digest;
use super::duplicates::Duplicates;
use super::people::People;
use super::quantiles::Quantiles;
use super::questions;
use super::rows::Fate;
use super::slots::{Money, Slot, project_currencies};
use super::sums::Sums;
use super::{Plan, PlanOptions};
use crate::base::date::{date_from_day_number, format_date};
use crate::base::number::{format_full, format_grouped};
use crate::base::{Date, Lines, Warning};
use crate::import::dates::day_numbers;
use crate::import::format::Family;
use crate::import::recipe::Recipe;
use crate::import::table::Table;
use crate::model::{MetricClass, Project};

/// How many sentences of one kind are said before the rest is counted.
const SAID: usize = 3;

/// What the notes are made from.
pub(super) struct Input<'a> {
    pub table: &'a Table,
    pub recipe: &'a Recipe,
    pub project: &'a Project,
    pub options: &'a PlanOptions,
    pub digest: &'a Digest,
    pub sums: &'a Sums<'a>,
    pub money: &'a Money,
    pub slots: &'a [Slot],
}

pub(super) fn notes(input: &Input<'_>, plan: &Plan) -> Vec<Warning> {
    let Input { table, project, options, digest, sums, money, .. } = *input;
    let mut warnings: Vec<Warning> = Vec::new();
    warnings.extend(plan.overlaps.iter().map(|overlap| Warning::new(overlap.text())));
    // What makes one doubt the figures comes before what was done with them.
    warnings.extend(checks::jumps(project, options.replaces, &plan.metrics, plan.attachment.as_ref()));
    warnings.extend(checks::definitions(project, &plan.columns, &plan.metrics));
    warnings.extend(digest.rules.warnings(&digest.all.odd, table, &digest.columns));
    warnings.extend(checks::other_currencies(table, input.recipe, digest, &money.codes));
    warnings.extend(checks::days_to_come(digest, options.read_at, |group| sums.counts(group)));
    warnings.extend(duplicates(input));
    let too_large = sums.too_large(input.slots);
    if !too_large.is_empty() {
        let count = counted(too_large.count(), "figure");
        warnings.push(Warning::new(format!("{count} beyond what a number can hold: left out.")).on(too_large));
    }
    warnings.extend(totals(plan));
    warnings.extend(left_out(plan));
    let mut notes: Vec<String> = Vec::new();
    for (mark, count, _) in digest.all.marks.iter().take(SAID) {
        notes.push(format!("“{mark}” was read as not reported, not as zero: {}.", counted(*count, "cell")));
    }
    not_added(plan, sums, &mut notes);
    if digest.all.people.is_over() || digest.all.quantiles.iter().any(Quantiles::is_over) {
        let most = counted(People::LIMIT, "row");
        notes
            .push(format!("What does not add up (customers, orders, medians) is left out: there is more than {most}."));
    }
    if digest.duplicates.is_not_looked_for {
        let most = counted(Duplicates::LOOKED_FOR, "row");
        notes.push(format!("Rows that come twice were not looked for: that is done in files of up to {most}."));
    }
    notes.extend(questions::assumptions(table, input.recipe, digest));
    warnings.extend(notes.into_iter().map(Warning::new));
    warnings.extend(rates(plan));
    let mut notes = missing_days(table, digest, sums);
    currencies(project, money, &mut notes);
    warnings.extend(notes.into_iter().map(Warning::new));
    let unreadable = &digest.all.unreadable;
    let line = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
    for (at, column, text) in unreadable.iter().take(SAID) {
        let column = digest.columns.name_of(table, Some(*column));
        let place = format!("row {at} of {}, column {column}", table.file_name);
        let message = format!("“{text}” is not a number. It was left blank.");
        warnings.push(Warning::at(message, place).on(Lines::of([line(*at)], 1)));
    }
    let not_answers = &digest.all.not_answers;
    for (at, column, text) in not_answers.iter().take(SAID) {
        let column = digest.columns.name_of(table, Some(*column));
        let place = format!("row {at} of {}, column {column}", table.file_name);
        let message = format!("“{text}” is no answer on the scale of its question. It was left out.");
        warnings.push(Warning::at(message, place).on(Lines::of([line(*at)], 1)));
    }
    let more = digest.all.not_answers_count.saturating_sub(not_answers.len().min(SAID));
    if more > 0 {
        let message = format!("{} on no scale were left out.", counted(more, "more answer"));
        let lines = Lines::of(not_answers.iter().skip(SAID).map(|(at, ..)| line(*at)), more);
        warnings.push(Warning::new(message).on(lines));
    }
    let more = digest.all.unreadable_count.saturating_sub(unreadable.len().min(SAID));
    if more > 0 {
        let message = format!("{} more that are not numbers were left blank.", counted(more, "cell"));
        let lines = Lines::of(unreadable.iter().skip(SAID).map(|(at, ..)| line(*at)), more);
        warnings.push(Warning::new(message).on(lines));
    }
    warnings.extend(table.warnings());
    warnings
}

/// Rows that are in the file twice.
fn duplicates(input: &Input<'_>) -> Option<Warning> {
    let lines = &input.digest.duplicates.lines;
    let (rows, say) = match lines.count() {
        0 => return None,
        1 => ("1 row".to_owned(), "says"),
        count => (counted(count, "row"), "say"),
    };
    let is_once = !input.digest.repeated.is_empty();
    let done = if is_once { "counted once" } else { "counted again, until you choose otherwise" };
    let message = format!("{rows} {say} in every cell what an earlier row says: {done}.");
    Some(Warning::new(message).on(lines.clone()))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{} {what}s", format_grouped(count as f64, 0)) }
}

/// "2 totals rows left out." and what was stated otherwise than summed.
fn totals(plan: &Plan) -> Vec<Warning> {
    let mut notes = Vec::new();
    let lines = plan.lines_of(Fate::Totals);
    if !lines.is_empty() {
        notes.push(Warning::new(format!("{} left out.", counted(lines.count(), "totals row"))).on(lines));
    }
    for check in plan.totals.iter().filter(|check| !check.agrees) {
        let of = if check.scope.is_empty() { String::new() } else { format!(" of {}", check.scope) };
        let (stated, summed) = (format_full(check.stated, &check.unit), format_full(check.summed, &check.unit));
        let column = &check.column;
        let message = match check.note.is_empty() {
            true => format!("{column}{of}: the file states {stated} in all, its rows come to {summed}."),
            false => format!("{column}{of}: {stated} stated, {summed} over the rows. {}", check.note),
        };
        notes.push(Warning::new(message).on(Lines::of([check.line], 1)));
    }
    notes
}

fn left_out(plan: &Plan) -> Vec<Warning> {
    let mut notes = Vec::new();
    for fate in [Fate::Nameless, Fate::Dateless] {
        let lines = plan.lines_of(fate);
        if let (false, Some(why)) = (lines.is_empty(), fate.why()) {
            notes.push(Warning::new(format!("{} left out: {why}.", counted(lines.count(), "row"))).on(lines));
        }
    }
    let open: Vec<_> = plan.unmatched.iter().filter(|name| !name.is_left_out_by_you).collect();
    for name in open.iter().take(SAID) {
        let shown = if name.name.is_empty() { "The file".to_owned() } else { format!("“{}”", name.name) };
        let message = format!("{shown} has no touchpoint yet: {} not attached.", counted(name.rows, "row"));
        notes.push(Warning::new(message));
    }
    if open.len() > SAID {
        notes.push(Warning::new(format!("{} without a touchpoint.", counted(open.len() - SAID, "more name"))));
    }
    notes
}

fn not_added(plan: &Plan, sums: &Sums<'_>, notes: &mut Vec<String>) {
    let distinct = sums.clashes.iter().zip(&sums.clash_names).filter(|(count, _)| **count > 0);
    for (count, name) in distinct {
        notes.push(format!(
            "{name}: {} in several rows of one touchpoint. People counted once cannot be added, so it is left out there.",
            if *count == 1 { "1 figure stands".to_owned() } else { format!("{count} figures stand") }
        ));
    }
    for made in plan.metrics.iter().filter(|made| made.metric.class == MetricClass::RateOnly) {
        notes.push(format!("Only the rate of {} is known, not what it is made of.", made.metric.name));
    }
}

fn rates(plan: &Plan) -> Vec<Warning> {
    let mut notes = Vec::new();
    for check in &plan.rate_checks {
        let rows = counted(check.agrees + check.differs, "row");
        let (column, formula) = (&check.column, &check.formula);
        notes.push(match check.differs {
            0 => Warning::new(format!("{column} was computed as {formula}; the file agrees in {rows}.")),
            differs => {
                let message =
                    format!("{column} was computed as {formula}; the file states otherwise in {differs} of {rows}.");
                Warning::new(message).on(Lines::of([check.first_differing_line], differs))
            }
        });
    }
    notes
}

/// Days on which a name has no row although most days have one. Mailings have days of their own.
fn missing_days(table: &Table, digest: &Digest, sums: &Sums<'_>) -> Vec<String> {
    const LONGEST: i32 = 800;
    let mut days: BTreeMap<u32, BTreeSet<i32>> = BTreeMap::new();
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    for group in digest.all.groups.iter().enumerate().filter(|(at, _)| sums.counts(*at)).map(|(_, group)| group) {
        let Some(period) = digest.periods.get(group.key.period as usize).copied() else { continue };
        let (from, to) = day_numbers(period);
        if from != to {
            return Vec::new();
        }
        (first, last) = (first.min(from), last.max(to));
        days.entry(group.key.name).or_default().insert(from);
    }
    let is_daily = table.family != Family::Mailchimp && last > first && last.saturating_sub(first) <= LONGEST;
    let span = usize::try_from(last.saturating_sub(first)).unwrap_or(0) + 1;
    let known: usize = days.values().map(BTreeSet::len).sum();
    if !is_daily || known * 2 < span * days.len() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let mut more = 0;
    for (name, known) in &days {
        let missing: Vec<Date> =
            (first..=last).filter(|day| !known.contains(day)).filter_map(date_from_day_number).collect();
        let Some(name) = digest.names.get(*name as usize) else { continue };
        let of = if name.is_empty() { String::new() } else { format!(" for “{name}”") };
        match missing.as_slice() {
            [] => {}
            _ if notes.len() >= SAID => more += 1,
            [day] => notes.push(format!("{} is missing{of}.", format_date(*day))),
            [day, ..] => notes.push(format!(
                "{} are missing{of}, the first {}.",
                counted(missing.len(), "day"),
                format_date(*day)
            )),
        }
    }
    if more > 0 {
        notes.push(format!("{} with days missing.", counted(more, "more name")));
    }
    notes
}

fn currencies(project: &Project, money: &Money, notes: &mut Vec<String>) {
    if !money.has_amounts() {
        return;
    }
    let Some(label) = money.label() else {
        notes.push("The file names no currency, so its amounts are left out until you choose one.".into());
        return;
    };
    if money.is_assumed {
        notes
            .push(format!("The file names no currency; its amounts are taken to be in {label}, as the project's are."));
    }
    let others: Vec<String> =
        project_currencies(project).into_iter().filter(|code| !money.codes.contains(code)).collect();
    if !others.is_empty() {
        let others = others.join(" and ");
        notes.push(format!(
            "Amounts are in {label}; the project's other amounts are in {others} and will not be added to them."
        ));
    } else if money.codes.len() > 1 {
        notes.push(format!("Amounts are in {label} and are kept apart."));
    }
}
