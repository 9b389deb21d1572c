//! The way back from a figure: its formula, the parts that went into it, and the rows and files they came from.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::Candidate;
use super::figure::{Figure, roll_up};
use super::formula::{definition, format_above, format_amount, name_within, worked};
use super::numbers::{Numbers, Scope};
use super::stat::bootstrap::{Draws, Ends, block_length, ratio_interval};
use super::stat::interval::Interval;
use crate::base::number::format_full;
use crate::base::{Date, Period};
use crate::model::{Metric, MetricClass, MetricId, Project, SourceId};

/// A ratio gets an interval that allows for days that differ from so many days on.
pub const FEWEST_DAYS_FOR_BLOCKS: usize = 14;

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub metric: MetricId,
    /// "orders ÷ sessions".
    pub formula: String,
    /// "Σ orders ÷ Σ sessions = 97 ÷ 11,774".
    pub worked: String,
    /// The value in full: "0.82%"; "–" where it is not known.
    pub text: String,
    pub figure: Figure,
    /// The sums that the formula names; of an own metric, the figures of the metrics in it.
    pub parts: Vec<Part>,
    /// How many rows of the files were counted.
    pub rows: u64,
    /// The files that were counted, the one imported last first.
    pub files: Vec<TracedFile>,
    /// From the first to the last day that was counted.
    pub period: Option<Period>,
    /// What to know before relying on it, beside the figure's note: few cases, days without rows. Whole sentences.
    pub remarks: Vec<String>,
}

/// One sum of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// "orders"
    pub label: String,
    pub amount: f64,
    /// "11,774"
    pub text: String,
}

/// One file's share of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedFile {
    pub source: SourceId,
    /// Without its folder; empty if the source is gone.
    pub file_name: String,
    /// BLAKE3 of its bytes, in hexadecimal; empty where it was not kept.
    pub hash: String,
    /// The day on which it was last read.
    pub read_at: Option<Date>,
    pub rows: u64,
    /// The first of these rows, counted from 1 as lines of the file's table; `None` if not known.
    pub first_row: Option<u32>,
    /// The days that the file gave.
    pub period: Option<Period>,
    /// What the figure would be of this file alone; `None` for an own metric, which may need several.
    pub value: Option<f64>,
}

/// Follows a figure back; `None` if the metric is not defined.
pub fn trace(
    project: &Project,
    numbers: &Numbers,
    metric: MetricId,
    scope: impl Into<Scope>,
    period: Option<Period>,
) -> Option<Trace> {
    let metric = numbers.metric(metric)?;
    let scope = scope.into();
    if metric.class == MetricClass::Derived {
        return Some(trace_of_formula(project, numbers, metric, &scope, period));
    }
    let candidates = numbers.candidates(metric, &scope, period);
    let chosen = candidates.choose();
    let counted = candidates.counted(metric.class, &chosen, period);
    let figure = candidates.figure(metric, period);
    let file = |source: &SourceId| {
        let own = || counted.iter().filter(|candidate| candidate.source == *source);
        let alone = roll_up(metric, own().map(|candidate| (*source, candidate.observation)));
        TracedFile {
            rows: alone.rows,
            first_row: own().map(|candidate| candidate.observation.first_row).filter(|row| *row > 0).min(),
            period: alone.period,
            value: alone.value,
            ..known_file(project, *source)
        }
    };
    let files: Vec<TracedFile> = figure.sources.iter().rev().map(file).collect();
    let missing = missing_days(metric, &counted, period.or(figure.period));
    let remarks = figure.few_cases().into_iter().chain(missing).chain(later_than_read(&files));
    Some(Trace {
        metric: metric.id,
        formula: definition(metric),
        worked: worked(metric, &figure),
        text: text_of(metric, &figure),
        parts: parts(metric, &figure),
        rows: figure.rows,
        remarks: remarks.collect(),
        files,
        period: figure.period,
        figure,
    })
}

/// The interval of a ratio that allows for days that differ from each other and are like their neighbors: drawn in
/// blocks of days, 2,000 times, from a fixed seed. With it, how many days it rests on. `None` for other classes, with
/// fewer than [`FEWEST_DAYS_FOR_BLOCKS`] days, or where anything counted is of more than a day.
/// Takes milliseconds: not for every frame.
pub fn interval_by_days(
    numbers: &Numbers,
    metric: MetricId,
    scope: impl Into<Scope>,
    period: Option<Period>,
) -> Option<(Interval, usize)> {
    let metric = numbers.metric(metric).filter(|metric| metric.class == MetricClass::Ratio)?;
    let candidates = numbers.candidates(metric, &scope.into(), period);
    let chosen = candidates.choose();
    let mut days: BTreeMap<Date, (f64, f64)> = BTreeMap::new();
    for candidate in chosen.kept.iter() {
        let crate::model::Amount::Ratio { numerator, denominator } = candidate.observation.amount else { return None };
        let on = candidate.period();
        if on.from != on.to {
            return None;
        }
        let sums = days.entry(on.from).or_default();
        *sums = (sums.0 + numerator, sums.1 + denominator);
    }
    if days.len() < FEWEST_DAYS_FOR_BLOCKS {
        return None;
    }
    let pairs: Vec<(f64, f64)> = days.into_values().collect();
    let rates: Vec<f64> = pairs.iter().filter(|(_, below)| *below != 0.0).map(|(above, below)| above / below).collect();
    let interval = ratio_interval(&pairs, Draws::in_blocks_of(block_length(&rates)), Ends::Percentile)?;
    Some((interval, pairs.len()))
}

/// The formula with the figures of its metrics, and the files behind all of them.
fn trace_of_formula(
    project: &Project,
    numbers: &Numbers,
    metric: &Metric,
    scope: &Scope,
    period: Option<Period>,
) -> Trace {
    let figure = numbers.figure(metric.id, scope.clone(), period);
    let inputs = numbers.parts_of(metric.id, scope, period);
    let text = |id: MetricId| {
        let known = inputs.iter().find(|(input, _)| input.id == id);
        known.map_or_else(|| "?".to_owned(), |(input, figure)| text_of(input, figure))
    };
    let formula = numbers.formula_of(metric.id);
    let name = |id: MetricId| numbers.metric(id).map_or_else(String::new, |metric| name_within(&metric.name));
    let words = formula.map_or_else(|| definition(metric), |formula| formula.display(name));
    let amounts = formula.map_or_else(String::new, |formula| format!(" = {}", formula.display(text)));
    let parts = inputs.iter().filter_map(|(input, figure)| {
        Some(Part { label: name(input.id), amount: figure.value?, text: text_of(input, figure) })
    });
    let mut files: BTreeMap<SourceId, TracedFile> = BTreeMap::new();
    let mut remarks: BTreeSet<String> = figure.few_cases().into_iter().collect();
    for (input, _) in &inputs {
        let Some(of_input) = trace(project, numbers, input.id, numbers.scope_of_parts(metric.id, scope), period) else {
            continue;
        };
        remarks.extend(of_input.remarks);
        for file in of_input.files {
            let known = files.entry(file.source).or_insert_with(|| known_file(project, file.source));
            known.rows += file.rows;
            known.first_row = [known.first_row, file.first_row].into_iter().flatten().min();
            known.period = [known.period, file.period].into_iter().flatten().reduce(Period::union);
        }
    }
    Trace {
        metric: metric.id,
        formula: words.clone(),
        worked: format!("{words}{amounts}"),
        text: text_of(metric, &figure),
        parts: parts.collect(),
        rows: figure.rows,
        files: files.into_values().rev().collect(),
        period: figure.period,
        remarks: remarks.into_iter().collect(),
        figure,
    }
}

fn text_of(metric: &Metric, figure: &Figure) -> String {
    figure.value.map_or_else(|| "–".to_owned(), |value| format_full(value, metric))
}

/// What is known of a file, before anything of it is counted.
fn known_file(project: &Project, id: SourceId) -> TracedFile {
    let source = project.sources.get(&id);
    TracedFile {
        source: id,
        file_name: source.map(|source| source.shown_name().to_owned()).unwrap_or_default(),
        hash: source.map(|source| source.hash.clone()).unwrap_or_default(),
        read_at: source.and_then(|source| source.read_at),
        rows: 0,
        first_row: None,
        period: None,
        value: None,
    }
}

/// Of a sum counted by day: that some days have no row.
fn missing_days(metric: &Metric, counted: &[Candidate<'_>], days: Option<Period>) -> Option<String> {
    let days = days.filter(|_| metric.class == MetricClass::Additive)?;
    let known: BTreeSet<Date> = counted
        .iter()
        .map(Candidate::period)
        .map(|period| (period.from == period.to).then_some(period.from))
        .collect::<Option<_>>()?;
    let of = usize::try_from(days.days()).ok()?;
    (!known.is_empty() && known.len() < of).then(|| {
        format!(
            "{} of {of} days have rows. The other days are unknown, not zero: the sum leaves them out.",
            known.len()
        )
    })
}

/// Days after the one on which the file was read cannot have been measured yet.
fn later_than_read(files: &[TracedFile]) -> impl Iterator<Item = String> {
    files.iter().filter_map(|file| {
        let (read_at, last) = (file.read_at?, file.period?.to);
        (last > read_at).then(|| {
            format!("{} was read on {read_at}, but has days up to {last}: planned, or mistyped?", file.file_name)
        })
    })
}

fn parts(metric: &Metric, figure: &Figure) -> Vec<Part> {
    let part = |label: &str, else_label: &str, amount: f64, text: String| Part {
        label: if label.is_empty() { else_label } else { label }.to_owned(),
        amount,
        text,
    };
    let above = |else_label: &str| {
        figure.numerator.map(|amount| part(&metric.numerator, else_label, amount, format_above(metric, amount)))
    };
    let below = |else_label: &str| {
        figure.denominator.map(|amount| part(&metric.denominator, else_label, amount, format_amount(amount)))
    };
    let value = || {
        let text = |value| format_full(value, metric);
        figure.value.map(|value| part(&metric.numerator, &metric.name, value, text(value)))
    };
    let (first, second) = match metric.class {
        MetricClass::Ratio => (above("numerator"), below("denominator")),
        MetricClass::Mean => (above("sum"), below("answers")),
        MetricClass::ShareDifference => {
            let amount = figure.numerator;
            let first = amount.map(|amount| part("promoters − detractors", "", amount, format_amount(amount)));
            (first, below("answers"))
        }
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => (value(), None),
        MetricClass::RateOnly => (value(), below("weight")),
        MetricClass::Derived => (None, None),
    };
    first.into_iter().chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, ratio, value};
    use super::*;
    use crate::model::{Observation, TouchpointId};

    #[test]
    fn a_figure_leads_back_to_rows_files_and_days() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let row = |day, clicks, impressions, rows, first_row| Observation {
            rows,
            first_row,
            ..ratio(day, clicks, impressions)
        };
        fixture.series(
            1,
            ctr,
            10,
            None,
            vec![
                row(day(2026, 9, 1), 40.0, 5000.0, 2, 14),
                row(day(2026, 9, 2), 50.0, 6000.0, 1, 9),
                row(day(2026, 9, 3), 900.0, 9000.0, 5, 30),
            ],
        );
        fixture.series(2, ctr, 10, None, vec![row(day(2026, 9, 3), 7.0, 774.0, 3, 0)]);
        let trace = trace(&fixture.project, &fixture.numbers(), ctr, TouchpointId(10), Some(month(2026, 9))).unwrap();
        assert_eq!(trace.formula, "clicks ÷ impressions");
        assert_eq!(trace.worked, "Σ clicks ÷ Σ impressions = 97 ÷ 11,774");
        assert_eq!(trace.text, "0.82%");
        let parts: Vec<(&str, &str)> = trace.parts.iter().map(|p| (p.label.as_str(), p.text.as_str())).collect();
        assert_eq!(parts, [("clicks", "97"), ("impressions", "11,774")]);
        let files: Vec<_> = trace.files.iter().map(|f| (f.file_name.as_str(), f.rows, f.first_row)).collect();
        assert_eq!(files, [("file-2.csv", 3, None), ("file-1.csv", 3, Some(9))]);
        assert_eq!((trace.rows, trace.period.unwrap().days()), (6, 3));
    }

    #[test]
    fn what_to_know_of_a_figure_is_said() {
        let mut fixture = Fixture::new();
        let orders = fixture.metric("orders", MetricClass::Additive);
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        fixture.series(1, orders, 10, None, vec![value(day(2026, 9, 1), 4.0), value(day(2026, 9, 3), 5.0)]);
        fixture.series(1, ctr, 10, None, vec![ratio(day(2026, 9, 1), 3.0, 40.0)]);
        let sources = std::sync::Arc::make_mut(&mut fixture.project.sources);
        std::sync::Arc::make_mut(sources.get_mut(&SourceId(1)).unwrap()).read_at = Some(day(2026, 9, 2).from);
        let remarks = |metric, period| {
            trace(&fixture.project, &fixture.numbers(), metric, TouchpointId(10), period).unwrap().remarks.join(" ")
        };
        let of_month = remarks(orders, Some(month(2026, 9)));
        assert!(of_month.contains("2 of 30 days have rows"), "{of_month}");
        assert!(of_month.contains("was read on 2026-09-02, but has days up to 2026-09-03"), "{of_month}");
        assert!(remarks(orders, None).contains("2 of 3 days"));
        assert_eq!(remarks(orders, Some(day(2026, 9, 1))), "");
        assert_eq!(remarks(ctr, None), "Few cases: 3 of 40. Take it as a hint.");
    }

    #[test]
    fn days_that_differ_widen_the_interval_of_a_ratio() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let days = |count: i8| (1..=count).map(|d| ratio(day(2026, 9, d), if d % 4 < 2 { 30.0 } else { 90.0 }, 1000.0));
        fixture.series(1, ctr, 10, None, days(24).collect());
        fixture.series(1, ctr, 11, None, days(13).collect());
        fixture.series(1, ctr, 12, None, days(20).chain([ratio(month(2026, 10), 5.0, 90.0)]).collect());
        let numbers = fixture.numbers();
        let (interval, count) = interval_by_days(&numbers, ctr, TouchpointId(10), None).unwrap();
        let plain = numbers.figure(ctr, TouchpointId(10), None).interval().unwrap();
        assert_eq!(count, 24);
        assert!(interval.high - interval.low > 1.5 * (plain.high - plain.low));
        assert_eq!(interval_by_days(&numbers, ctr, TouchpointId(10), None), Some((interval, 24)), "the same each time");
        assert_eq!(interval_by_days(&numbers, ctr, TouchpointId(11), None), None, "too few days");
        assert_eq!(interval_by_days(&numbers, ctr, TouchpointId(12), None), None, "a month among them");
    }

    #[test]
    fn a_metric_that_is_gone_has_no_trace() {
        let fixture = Fixture::new();
        assert_eq!(trace(&fixture.project, &fixture.numbers(), MetricId(9), TouchpointId(10), None), None);
    }
}
