//! What is good to know before attaching, in whole sentences, the weightiest first.

use std::collections::BTreeMap;

use super::checks;
use super::digest::Digest;
use super::duplicates::Duplicates;
use super::people::People;
use super::quantiles::Quantiles;
use super::questions;
use super::rows::Fate;
use super::slots::{Money, Slot, project_currencies};
use super::sums::Sums;
use super::{Plan, PlanMetric, PlanOptions};
use crate::base::date::{date_from_day_number, format_date};
use crate::base::number::format_grouped;
use crate::base::{Date, Lines, Warning};
use crate::import::dates::day_numbers;
use crate::import::format::Family;
use crate::import::matching::Unmatched;
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
    warnings.extend(checks::definitions(project, &plan.columns, &plan.metrics, plan.attachment.as_ref()));
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
    for (mark, count, line) in digest.all.marks.iter().take(SAID) {
        let message = format!("“{mark}” was read as not reported, not as zero: {}.", counted(*count, "cell"));
        let first = u32::try_from(*line).unwrap_or(u32::MAX);
        warnings.push(Warning::new(message).on(Lines::of([first], *count)));
    }
    warnings.extend(not_added(plan, sums, input.slots));
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
    warnings.extend(missing_days(table, digest, sums));
    let mut notes = Vec::new();
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
        notes.push(Warning::new(check.text()).on(Lines::of([check.line], 1)));
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
    if !open.is_empty() {
        let rows = counted(open.iter().map(|name| name.rows).sum(), "row");
        let have = if open.len() == 1 { "has" } else { "have" };
        let message = format!("{} {have} no touchpoint yet: {rows} not attached.", listed_names(&open));
        notes.push(Warning::new(message));
    }
    notes
}

/// "“home” and “cart”", "“home”, “cart”, “help” and 4 more names".
fn listed_names(names: &[&Unmatched]) -> String {
    let shown = |name: &&Unmatched| match name.name.as_str() {
        "" => "The file".to_owned(),
        name => format!("“{name}”"),
    };
    let mut listed: Vec<String> = names.iter().take(SAID).map(shown).collect();
    let last = match names.len().saturating_sub(SAID) {
        0 => listed.pop(),
        more => Some(counted(more, "more name")),
    };
    match (listed.is_empty(), last) {
        (true, last) => last.unwrap_or_default(),
        (false, None) => listed.join(", "),
        (false, Some(last)) => format!("{} and {last}", listed.join(", ")),
    }
}

fn not_added(plan: &Plan, sums: &Sums<'_>, slots: &[Slot]) -> Vec<Warning> {
    // What is worked out from single rows is no rate that the file states.
    let is_stated = |key: &str| !slots.iter().any(|slot| slot.key == key && slot.making.is_counted());
    let mut notes = Vec::new();
    let distinct = sums.clashes.iter().zip(&sums.clash_names).filter(|(count, _)| **count > 0);
    for (count, name) in distinct {
        notes.push(Warning::new(format!(
            "{name}: {} in several rows of one touchpoint. People counted once cannot be added, so it is left out there.",
            if *count == 1 { "1 figure stands".to_owned() } else { format!("{count} figures stand") }
        )));
    }
    let is_only = |made: &&PlanMetric| made.metric.class == MetricClass::RateOnly && is_stated(&made.metric.key);
    for made in plan.metrics.iter().filter(is_only) {
        let message = format!("Only the rate of {} is known, not what it is made of.", made.metric.name);
        notes.push(Warning::new(message).on(checks::rows_of(plan.attachment.as_ref(), made.metric.id)));
    }
    notes
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

/// Days on which a name has no row although most days have one, with the rows before each gap. Mailings have days of
/// their own.
fn missing_days(table: &Table, digest: &Digest, sums: &Sums<'_>) -> Vec<Warning> {
    const LONGEST: i32 = 800;
    // For each name its days, and the first line of each.
    let mut days: BTreeMap<u32, BTreeMap<i32, u32>> = BTreeMap::new();
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    for group in digest.all.groups.iter().enumerate().filter(|(at, _)| sums.counts(*at)).map(|(_, group)| group) {
        let Some(period) = digest.periods.get(group.key.period as usize).copied() else { continue };
        let (from, to) = day_numbers(period);
        if from != to {
            return Vec::new();
        }
        (first, last) = (first.min(from), last.max(to));
        let line = days.entry(group.key.name).or_default().entry(from).or_insert(group.first_line);
        *line = group.first_line.min(*line);
    }
    let is_daily = table.family != Family::Mailchimp && last > first && last.saturating_sub(first) <= LONGEST;
    let span = usize::try_from(last.saturating_sub(first)).unwrap_or(0) + 1;
    let known: usize = days.values().map(BTreeMap::len).sum();
    if !is_daily || known * 2 < span * days.len() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let mut more = 0;
    for (name, known) in &days {
        let missing: Vec<Date> =
            (first..=last).filter(|day| !known.contains_key(day)).filter_map(date_from_day_number).collect();
        let ends = known.iter().zip(known.keys().skip(1).copied().chain([last + 1]));
        let before: Lines = ends.filter(|((day, _), next)| **day + 1 < *next).map(|((_, line), _)| *line).collect();
        // What is missing from the first day on stands before the name's first row.
        let before = if before.is_empty() { known.values().next().copied().into_iter().collect() } else { before };
        let Some(name) = digest.names.get(*name as usize) else { continue };
        let of = if name.is_empty() { String::new() } else { format!(" for “{name}”") };
        match missing.as_slice() {
            [] => {}
            _ if notes.len() >= SAID => more += 1,
            [day] => notes.push(Warning::new(format!("{} is missing{of}.", format_date(*day))).on(before)),
            [day, ..] => {
                let (count, first) = (counted(missing.len(), "day"), format_date(*day));
                notes.push(Warning::new(format!("{count} are missing{of}, the first {first}.")).on(before));
            }
        }
    }
    if more > 0 {
        notes.push(Warning::new(format!("{} with days missing.", counted(more, "more name"))));
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
