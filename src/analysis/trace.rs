//! The way back from a figure: its formula, the parts that went into it, and the rows and files they came from.

use super::figure::{Figure, roll_up};
use super::formula::{definition, format_above, format_amount, worked};
use super::numbers::{Numbers, Scope};
use crate::base::Period;
use crate::base::number::format_full;
use crate::model::{Metric, MetricClass, MetricId, Project, SourceId};

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
    /// The sums that the formula names.
    pub parts: Vec<Part>,
    /// How many rows of the files were counted.
    pub rows: u64,
    /// The files that were counted, the one imported last first.
    pub files: Vec<TracedFile>,
    /// From the first to the last day that was counted.
    pub period: Option<Period>,
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
    pub rows: u64,
    /// The first of these rows, counted from 1 as lines of the file's table; `None` if not known.
    pub first_row: Option<u32>,
    /// The days that the file gave.
    pub period: Option<Period>,
    /// What the figure would be of this file alone.
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
    let candidates = numbers.candidates(metric, &scope.into(), period);
    let chosen = candidates.choose();
    let counted = candidates.counted(metric.class, &chosen, period);
    let figure = candidates.figure(metric, period);
    let file = |source: &SourceId| {
        let own = || counted.iter().filter(|candidate| candidate.source == *source);
        let alone = roll_up(metric, own().map(|candidate| (*source, candidate.observation)));
        TracedFile {
            source: *source,
            file_name: project.sources.get(source).map(|source| source.shown_name().to_owned()).unwrap_or_default(),
            rows: alone.rows,
            first_row: own().map(|candidate| candidate.observation.first_row).filter(|row| *row > 0).min(),
            period: alone.period,
            value: alone.value,
        }
    };
    Some(Trace {
        metric: metric.id,
        formula: definition(metric),
        worked: worked(metric, &figure),
        text: figure.value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.unit)),
        parts: parts(metric, &figure),
        rows: figure.rows,
        files: figure.sources.iter().rev().map(file).collect(),
        period: figure.period,
        figure,
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
        let text = |value| format_full(value, &metric.unit);
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
    };
    first.into_iter().chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, ratio};
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
    fn a_metric_that_is_gone_has_no_trace() {
        let fixture = Fixture::new();
        assert_eq!(trace(&fixture.project, &fixture.numbers(), MetricId(9), TouchpointId(10), None), None);
    }
}
