//! Checks of what the figures say: counts below zero, parts larger than their whole, days to come, amounts in another
//! currency, levels that jump, definitions that changed. Each names its lines; none changes a figure.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::digest::Digest;
use super::making::{Above, Making};
use super::slots::Slot;
use super::{PlanColumn, PlanMetric};
use crate::base::number::{Unit, format_full};
use crate::base::{Date, Lines, Warning};
use crate::edit::Attachment;
use crate::import::library::{Part, normalize, template};
use crate::import::number::Value;
use crate::import::recipe::{Recipe, Role};
use crate::import::table::Table;
use crate::model::{Amount, Metric, MetricClass, MetricId, Observation, Project, SourceId, TouchpointId};

/// What the rows are checked for while they are added up.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Counts of a column are not below zero.
    NotNegative(usize),
    /// What is in the first column is a part of what is in the second.
    PartOf(usize, usize),
    /// A stated share lies between nothing and all.
    Share(usize),
}

/// What may well happen more than once in each of what it is divided by.
const REPEATABLE: &[&str] = &["conversions", "key-events", "orders", "event-count", "revenue"];

impl Rules {
    /// The rules that these columns call for.
    pub fn new(columns: &Columns, slots: &[Slot]) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        let mut add = |rule: Rule| {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        };
        for (key, column) in &columns.quantities {
            let is_count = template(key).is_some_and(|known| known.unit.unit(None) == Unit::Count);
            let is_time = template(key).is_some_and(|known| known.unit.unit(None) == Unit::Seconds);
            if is_count || is_time {
                add(Rule::NotNegative(*column));
            }
        }
        let is_repeatable = |key: &str| {
            let numerator = template(key).map(|known| known.numerator);
            matches!(numerator, Some(Part::Quantity(part)) if REPEATABLE.contains(&part))
        };
        for slot in slots.iter().filter(|slot| slot.unit == Unit::Share && !is_repeatable(&slot.key)) {
            match slot.making {
                Making::Ratio { above: Above::One(above), below }
                | Making::Quotient { above: Above::One(above), below } => {
                    add(Rule::PartOf(above, below));
                }
                Making::Ratio { above: Above::Less(from, less), .. }
                | Making::Quotient { above: Above::Less(from, less), .. } => add(Rule::PartOf(less, from)),
                Making::Shares { promoters, detractors, count: Some(count), .. } => {
                    add(Rule::PartOf(promoters, count));
                    add(Rule::PartOf(detractors, count));
                }
                Making::AboveFromRate { rate, .. }
                | Making::BelowFromRate { rate, .. }
                | Making::RateOnly { rate, .. } => add(Rule::Share(rate)),
                Making::Value(_)
                | Making::ValueIf { .. }
                | Making::Mean { .. }
                | Making::Sample(_)
                | Making::Shares { count: None, .. }
                | Making::Answer { .. }
                | Making::Chosen { .. }
                | Making::Rows
                | Making::Counted(_)
                | Making::Quantile { .. } => {}
            }
        }
        Self(rules)
    }

    /// Looks at a row that counts. `get` gives the number in a column, if it is known; the line is added to the rules
    /// that it breaks.
    #[inline]
    pub fn see(&self, line: u32, odd: &mut Vec<Lines>, get: impl Fn(usize) -> Option<f64>) {
        for (at, rule) in self.0.iter().enumerate() {
            // Sums of decimals differ in the last places.
            const ROUNDING: f64 = 1.0 + 1e-9;
            let is_odd = match *rule {
                Rule::NotNegative(column) => get(column).is_some_and(|value| value < 0.0),
                Rule::PartOf(part, whole) => {
                    get(part).zip(get(whole)).is_some_and(|(part, whole)| part > whole * ROUNDING && whole >= 0.0)
                }
                Rule::Share(column) => get(column).is_some_and(|value| !(0.0..=ROUNDING).contains(&value)),
            };
            if is_odd {
                odd.resize_with(odd.len().max(at + 1), Lines::default);
                if let Some(lines) = odd.get_mut(at) {
                    lines.add(line);
                }
            }
        }
    }

    /// What was seen, as sentences.
    pub fn warnings(&self, odd: &[Lines], table: &Table, columns: &Columns) -> Vec<Warning> {
        let name = |column: usize| columns.name_of(table, Some(column));
        let mut warnings = Vec::new();
        for (rule, lines) in self.0.iter().zip(odd).filter(|(_, lines)| !lines.is_empty()) {
            let rows = rows(lines.count());
            let message = match *rule {
                Rule::NotNegative(column) => format!("{} is below zero in {rows}. A count cannot be.", name(column)),
                Rule::PartOf(part, whole) => {
                    format!("{} is more than {}, which it should be a part of, in {rows}.", name(part), name(whole))
                }
                Rule::Share(column) => format!("{} is not between 0% and 100% in {rows}.", name(column)),
            };
            warnings.push(Warning::new(message).on(lines.clone()));
        }
        warnings
    }
}

/// Amounts that are written in another currency than the file's.
pub(super) fn other_currencies(table: &Table, recipe: &Recipe, digest: &Digest, codes: &[String]) -> Vec<Warning> {
    const LOOKED_AT: usize = 20_000;
    let mut warnings = Vec::new();
    if digest.columns.currency.is_some() {
        return warnings;
    }
    for (at, (column, profile)) in recipe.columns.iter().zip(&digest.profiles).enumerate() {
        let other = profile.currencies.iter().find(|code| column.role.is_money() && !codes.contains(code));
        let Some(code) = other else { continue };
        let is_other = |row: &usize| {
            let text = table.cell(*row, at);
            matches!(digest.columns.value(&text, at), Value::Number(number) if number.currency == Some(code.as_str()))
        };
        let lines: Lines = (0..table.row_count().min(LOOKED_AT)).filter(is_other).map(|row| table.line(row)).collect();
        let message = format!(
            "{} is in {code} in {}, and in another currency elsewhere. Check that no currencies are mixed.",
            column.name,
            rows(lines.count())
        );
        warnings.push(Warning::new(message).on(lines));
    }
    warnings
}

/// Figures of days after the day of the import: they cannot have been measured.
pub(super) fn days_to_come(digest: &Digest, today: Option<Date>, counts: impl Fn(usize) -> bool) -> Option<Warning> {
    let today = today?;
    let (mut first, mut count, mut last) = (Vec::new(), 0, today);
    for (_, group) in digest.all.groups.iter().enumerate().filter(|(at, _)| counts(*at)) {
        let Some(period) = digest.periods.get(group.key.period as usize).filter(|period| period.to > today) else {
            continue;
        };
        first.push(group.first_line);
        count += group.rows as usize;
        last = last.max(period.to);
    }
    if first.is_empty() {
        return None;
    }
    first.sort_unstable();
    let are = if count == 1 { "is" } else { "are" };
    let message = format!(
        "{} {are} of days to come, up to {}. Are day and month the right way round?",
        rows(count),
        crate::base::date::format_date(last)
    );
    Some(Warning::new(message).on(Lines::of(first, count)))
}

fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{} rows", crate::base::number::format_grouped(count as f64, 0))
    }
}

/// Columns and metrics that mean something else than what the project calls by the same name.
pub(super) fn definitions(
    project: &Project,
    columns: &[PlanColumn],
    metrics: &[PlanMetric],
    attachment: Option<&Attachment>,
) -> Vec<Warning> {
    let lines =
        |made: Option<&PlanMetric>| made.map_or_else(Lines::default, |made| rows_of(attachment, made.metric.id));
    let mut said: Vec<(String, MetricId)> = Vec::new();
    let mut warnings = Vec::new();
    for made in metrics.iter().filter(|made| made.is_new) {
        let is_money = matches!(made.metric.unit, Unit::Currency(_));
        let stem = stem(&made.metric.name);
        for known in project.metrics.values().filter(|known| known.key != made.metric.key) {
            let is_other_currency = is_money && matches!(known.unit, Unit::Currency(_));
            if stem_is(&known.name, &stem) && !is_other_currency {
                said.push((made.metric.key.clone(), known.id));
                let message = format!(
                    "{} here is {}; the project's {} is {}. They have a name in common, are kept apart, and cannot be \
                     compared.",
                    made.metric.name,
                    formula(&made.metric),
                    known.name,
                    formula(known)
                );
                warnings.push(Warning::new(message).on(lines(Some(made))));
            }
        }
    }
    for column in columns {
        let key = match &column.role {
            Role::Quantity(key) | Role::Rate(key) => key,
            Role::Ignore
            | Role::Touchpoint
            | Role::Date
            | Role::PeriodStart
            | Role::PeriodEnd
            | Role::Segment
            | Role::Currency
            | Role::Answer(..)
            | Role::Id(_)
            | Role::Customer
            | Role::Event
            | Role::Numerator
            | Role::Denominator
            | Role::Weight => continue,
        };
        let header = normalize(&column.name);
        let is_called_so = |known: &Metric| {
            base_key(known) != *key
                && (normalize(&known.name) == header
                    || template(base_key(known)).is_some_and(|other| other.headers.contains(&header.as_str())))
        };
        for known in project.metrics.values().filter(|known| is_called_so(known)) {
            let is_said = said.iter().any(|(other, id)| other == key && *id == known.id);
            let Some(meant) = template(key).filter(|_| !is_said) else { continue };
            let message = format!(
                "“{}” is read as {} ({}) here; the project's {} is {}. They are not the same.",
                column.name,
                meant.name,
                meant.formula(),
                known.name,
                formula(known)
            );
            let made = metrics.iter().find(|made| base_key(&made.metric) == *key);
            warnings.push(Warning::new(message).on(lines(made)));
        }
    }
    warnings
}

/// The lines where the observations of a metric begin, in the order of the file.
pub(super) fn rows_of(attachment: Option<&Attachment>, metric: MetricId) -> Lines {
    let series = attachment.iter().flat_map(|attachment| &attachment.series);
    let of_metric = series.filter(|series| series.key.metric == metric).flat_map(|series| &series.observations);
    let mut rows: Vec<u32> = of_metric.map(|observation| observation.first_row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter().collect()
}

/// "Bounce rate (GA4)" → "bounce rate".
fn stem(name: &str) -> String {
    name.split(['(', ',']).next().unwrap_or(name).trim().to_lowercase()
}

fn stem_is(name: &str, stem: &str) -> bool {
    self::stem(name) == stem && !stem.is_empty()
}

/// The library's key of a metric: "cost" for "cost-cad".
fn base_key(metric: &Metric) -> &str {
    match &metric.unit {
        Unit::Currency(code) => metric
            .key
            .strip_suffix(code.to_lowercase().as_str())
            .and_then(|key| key.strip_suffix('-'))
            .unwrap_or(&metric.key),
        Unit::Count | Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => &metric.key,
    }
}

fn formula(metric: &Metric) -> String {
    match (metric.numerator.as_str(), metric.denominator.as_str()) {
        ("", "") => metric.name.to_lowercase(),
        (above, "") => above.to_owned(),
        (above, below) => format!("{above} ÷ {below}"),
    }
}

/// From this factor on, up or down, a level is said to jump.
const JUMP: f64 = 10.0;

/// Metrics whose level is ten times what it was at the same touchpoints, or a tenth: often another unit.
pub(super) fn jumps(
    project: &Project,
    replaces: Option<SourceId>,
    metrics: &[PlanMetric],
    attachment: Option<&Attachment>,
) -> Vec<Warning> {
    let Some(attachment) = attachment else { return Vec::new() };
    let mut warnings = Vec::new();
    let mut jumped: Vec<String> = Vec::new();
    for made in metrics.iter().filter(|made| !made.is_new) {
        let metric = &made.metric;
        // What is made of a sum that jumped jumps with it.
        if jumped.iter().any(|words| *words == metric.numerator || *words == metric.denominator) {
            continue;
        }
        let mut now: BTreeMap<TouchpointId, Level> = BTreeMap::new();
        for series in attachment.series.iter().filter(|series| series.key.metric == metric.id) {
            now.entry(series.key.touchpoint).or_default().add(metric.class, &series.observations);
        }
        let mut before: BTreeMap<TouchpointId, Level> = BTreeMap::new();
        let of_metric = |series: &&std::sync::Arc<crate::model::Series>| {
            series.key.metric == metric.id && Some(series.key.source) != replaces
        };
        for series in project.series.values().filter(of_metric) {
            if now.contains_key(&series.key.touchpoint) {
                before.entry(series.key.touchpoint).or_default().add(metric.class, &series.observations);
            }
        }
        let shared = |levels: &BTreeMap<TouchpointId, Level>| {
            levels
                .iter()
                .filter(|(id, _)| now.contains_key(id) && before.contains_key(id))
                .map(|(_, level)| *level)
                .collect::<Vec<_>>()
        };
        let (Some(is), Some(was)) = (Level::together(&shared(&now)), Level::together(&shared(&before))) else {
            continue;
        };
        let factor = is / was;
        if !factor.is_finite() || factor <= 0.0 || (factor < JUMP && factor > 1.0 / JUMP) {
            continue;
        }
        jumped.push(metric.name.to_lowercase());
        let per_day = if metric.class == MetricClass::Additive { " a day" } else { "" };
        warnings.push(
            Warning::new(format!(
                "{}: {}{per_day} at the same touchpoints, {} before.{}",
                metric.name,
                format_full(is, metric),
                format_full(was, metric),
                hint(&metric.unit, factor)
            ))
            .on(lines_of(attachment, metric.id, |id| before.contains_key(&id))),
        );
    }
    warnings
}

/// What may be behind a jump of that factor.
fn hint(unit: &Unit, factor: f64) -> &'static str {
    let up = if factor > 1.0 { factor } else { 1.0 / factor };
    match unit {
        Unit::Currency(_) if (40.0..=250.0).contains(&up) => " Are the amounts in cents in one of the files?",
        Unit::Seconds | Unit::Minutes if (25.0..=150.0).contains(&up) => {
            " Are there minutes in one file and seconds in the other?"
        }
        Unit::Seconds | Unit::Minutes if (400.0..=2_500.0).contains(&up) => {
            " Are there milliseconds in one of the files?"
        }
        Unit::Share if (40.0..=250.0).contains(&up) => " Are there percents without their sign in one of the files?",
        Unit::Count if (400.0..=2_500.0).contains(&up) => " Are there thousands in one of the files?",
        Unit::Currency(_) | Unit::Seconds | Unit::Minutes | Unit::Share | Unit::Count | Unit::Points | Unit::Times => {
            " Are the units the same?"
        }
    }
}

/// The lines where the observations of a metric begin, the largest first.
fn lines_of(attachment: &Attachment, metric: MetricId, is_shared: impl Fn(TouchpointId) -> bool) -> Lines {
    let mut rows: Vec<(f64, u32)> = attachment
        .series
        .iter()
        .filter(|series| series.key.metric == metric && is_shared(series.key.touchpoint))
        .flat_map(|series| &series.observations)
        .map(|observation| (size(&observation.amount), observation.first_row))
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rows.into_iter().map(|(_, line)| line).collect()
}

fn size(amount: &Amount) -> f64 {
    match *amount {
        Amount::Value(value) => value,
        Amount::Ratio { numerator, denominator } => numerator / denominator,
        Amount::Mean { sum, count, .. } => sum / count,
        Amount::Shares { promoters, count, .. } => promoters / count,
        Amount::Rate { rate, .. } => rate,
    }
}

/// The level of a metric at one touchpoint: what is above the line, and what it is divided by.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    above: f64,
    below: f64,
    is_per_day: bool,
}

impl Level {
    fn add(&mut self, class: MetricClass, observations: &[Observation]) {
        self.is_per_day = class == MetricClass::Additive;
        for observation in observations {
            let (above, below) = match observation.amount {
                Amount::Value(value) if self.is_per_day => (value, f64::from(observation.period.days())),
                Amount::Value(value) => (value, 1.0),
                Amount::Ratio { numerator, denominator } => (numerator, denominator),
                Amount::Mean { sum, count, .. } => (sum, count),
                // A difference of shares has no level that could be ten times another.
                Amount::Shares { .. } => (0.0, 0.0),
                Amount::Rate { rate, weight } => (rate * weight.unwrap_or(1.0), weight.unwrap_or(1.0)),
            };
            self.above += above;
            self.below += below;
        }
    }

    /// The level of all together; sums of touchpoints, or what is above over what is below.
    fn together(levels: &[Self]) -> Option<f64> {
        let is_per_day = levels.first()?.is_per_day;
        let level = if is_per_day {
            levels.iter().filter(|level| level.below > 0.0).map(|level| level.above / level.below).sum()
        } else {
            let (above, below) =
                levels.iter().fold((0.0, 0.0), |(above, below), level| (above + level.above, below + level.below));
            above / below
        };
        (level.is_finite() && level > 0.0).then_some(level)
    }
}
