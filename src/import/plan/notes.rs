//! What is good to know before attaching, in whole sentences, the weightiest first.

use std::collections::{BTreeMap, BTreeSet};

use super::digest::Digest;
use super::overlap::Overlap;
use super::people::People;
use super::quantiles::Quantiles;
use super::rows::Fate;
use super::slots::{Money, project_currencies};
use super::sums::Sums;
use super::{Plan, PlanOptions};
use crate::base::date::{date_from_day_number, format_date};
use crate::base::number::{format_full, format_grouped};
use crate::base::{Date, Warning};
use crate::import::dates::day_numbers;
use crate::import::format::Family;
use crate::import::table::Table;
use crate::model::{MetricClass, Project};

/// How many sentences of one kind are said before the rest is counted.
const SAID: usize = 3;

pub(super) fn notes(
    table: &Table,
    project: &Project,
    options: &PlanOptions,
    plan: &Plan,
    digest: &Digest,
    sums: &Sums<'_>,
    money: &Money,
) -> Vec<Warning> {
    let mut notes: Vec<String> = Vec::new();
    notes.extend(plan.overlaps.iter().filter(|overlap| options.replaces != Some(overlap.source)).map(Overlap::text));
    notes.extend(totals(plan));
    left_out(plan, &mut notes);
    for (mark, count, _) in digest.all.marks.iter().take(SAID) {
        notes.push(format!("“{mark}” was read as not reported, not as zero: {}.", counted(*count, "cell")));
    }
    not_added(plan, sums, &mut notes);
    if digest.all.people.is_over() || digest.all.quantiles.iter().any(Quantiles::is_over) {
        let most = counted(People::LIMIT, "row");
        notes
            .push(format!("What does not add up (customers, orders, medians) is left out: there is more than {most}."));
    }
    rates(plan, &mut notes);
    notes.extend(missing_days(table, digest, sums));
    currencies(project, money, &mut notes);
    let mut warnings: Vec<Warning> = notes.into_iter().map(Warning::new).collect();
    let unreadable = &digest.all.unreadable;
    for (line, column, text) in unreadable.iter().take(SAID) {
        let column = digest.columns.name_of(table, Some(*column));
        warnings.push(Warning::at(
            format!("“{text}” is not a number. It was left blank."),
            format!("row {line} of {}, column {column}", table.file_name),
        ));
    }
    let not_answers = &digest.all.not_answers;
    for (line, column, text) in not_answers.iter().take(SAID) {
        let column = digest.columns.name_of(table, Some(*column));
        warnings.push(Warning::at(
            format!("“{text}” is no answer on the scale of its question. It was left out."),
            format!("row {line} of {}, column {column}", table.file_name),
        ));
    }
    let more = digest.all.not_answers_count.saturating_sub(not_answers.len().min(SAID));
    if more > 0 {
        let more = counted(more, "more answer");
        warnings.push(Warning::new(format!("{more} that are on no scale were left out.")));
    }
    let more = digest.all.unreadable_count.saturating_sub(unreadable.len().min(SAID));
    if more > 0 {
        warnings.push(Warning::new(format!("{} more that are not numbers were left blank.", counted(more, "cell"))));
    }
    warnings.extend(table.warnings());
    warnings
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{} {what}s", format_grouped(count as f64, 0)) }
}

/// "2 totals rows left out." and what was stated otherwise than summed.
fn totals(plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    let count = plan.count(Fate::Totals);
    if count > 0 {
        notes.push(format!("{} left out.", counted(count, "totals row")));
    }
    for check in plan.totals.iter().filter(|check| !check.agrees) {
        let of = if check.scope.is_empty() { String::new() } else { format!(" of {}", check.scope) };
        let (stated, summed) = (format_full(check.stated, &check.unit), format_full(check.summed, &check.unit));
        let column = &check.column;
        notes.push(match check.note.is_empty() {
            true => format!("{column}{of}: the file states {stated} in all, its rows come to {summed}."),
            false => format!("{column}{of}: {stated} stated, {summed} over the rows. {}", check.note),
        });
    }
    notes
}

fn left_out(plan: &Plan, notes: &mut Vec<String>) {
    for fate in [Fate::Nameless, Fate::Dateless] {
        let count = plan.count(fate);
        if let (true, Some(why)) = (count > 0, fate.why()) {
            notes.push(format!("{} left out: {why}.", counted(count, "row")));
        }
    }
    let open: Vec<_> = plan.unmatched.iter().filter(|name| !name.is_left_out_by_you).collect();
    for name in open.iter().take(SAID) {
        let shown = if name.name.is_empty() { "The file".to_owned() } else { format!("“{}”", name.name) };
        notes.push(format!("{shown} has no touchpoint yet: {} not attached.", counted(name.rows, "row")));
    }
    if open.len() > SAID {
        notes.push(format!("{} without a touchpoint.", counted(open.len() - SAID, "more name")));
    }
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

fn rates(plan: &Plan, notes: &mut Vec<String>) {
    for check in &plan.rate_checks {
        let rows = counted(check.agrees + check.differs, "row");
        notes.push(match check.differs {
            0 => format!("{} was computed as {}; the file agrees in {rows}.", check.column, check.formula),
            differs => format!(
                "{} was computed as {}; the file states otherwise in {differs} of {rows}, first in row {}.",
                check.column, check.formula, check.first_differing_line
            ),
        });
    }
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
