//! Series as columns of numbers (format 1) and as observations (model), both ways.

use super::convert::Problems;
use super::lines::{Record, push, push_float};
use super::v1;
use crate::base::date::{date_from_day_number, day_number, days_between};
use crate::base::{Date, Period};
use crate::model::{Amount, MetricId, Observation, SegmentId, Series, SeriesKey, SourceId, TouchpointId};

/// A series from its columns, or `None` and a problem more.
pub fn read(columns: v1::Series<'_>, problems: &mut Problems) -> Option<Series> {
    let key = SeriesKey {
        source: SourceId(columns.source),
        metric: MetricId(columns.metric),
        touchpoint: TouchpointId(columns.touchpoint),
        segment: columns.segment.map(SegmentId),
    };
    let observations = observations(columns, &key, problems)?;
    Some(Series { key, observations })
}

/// Where a problem of that series is, in the words of `model::check`.
pub fn place(key: &SeriesKey) -> String {
    let SeriesKey { source, metric, touchpoint, segment } = key;
    let segment = segment.map(|segment| format!(", segment {segment}")).unwrap_or_default();
    format!("series of source {source}, metric {metric}, touchpoint {touchpoint}{segment}")
}

fn observations(columns: v1::Series<'_>, key: &SeriesKey, problems: &mut Problems) -> Option<Vec<Observation>> {
    let Ok(origin) = columns.from.parse::<Date>() else {
        problems.add(format!("\"{}\" is not a date like \"2026-09-30\".", columns.from), place(key));
        return None;
    };
    let count = columns.starts.len();
    let other_lengths = [
        columns.lengths.as_ref().map(Vec::len),
        columns.rows.as_ref().map(Vec::len),
        columns.first_rows.as_ref().map(Vec::len),
    ];
    if let Some(other) = other_lengths.into_iter().flatten().find(|length| *length != count) {
        problems
            .add(format!("The columns differ in length: {count} starts, but another has {other} entries."), place(key));
        return None;
    }
    let amounts = match Amounts::from_columns(&columns, count) {
        Ok(amounts) => amounts,
        Err(message) => {
            problems.add(message, place(key));
            return None;
        }
    };

    let origin = day_number(origin);
    let mut observations: Vec<Observation> = Vec::with_capacity(count);
    for (index, start) in columns.starts.iter().enumerate() {
        let length = columns.lengths.as_ref().map_or(Some(1), |lengths| lengths.get(index).copied());
        let Some(period) = length.and_then(|length| period(origin, *start, length)) else {
            problems.add(format!("Observation {}: its days lie outside the calendar.", index + 1), place(key));
            return None;
        };
        // All columns have as many entries as `starts`, so nothing is passed over here.
        let amount = amounts.get(index)?;
        let rows = columns.rows.as_ref().map_or(Some(1), |rows| rows.get(index).copied())?;
        let first_row = columns.first_rows.as_ref().and_then(|rows| rows.get(index).copied()).unwrap_or(0);
        observations.push(Observation { period, amount, rows, first_row });
    }
    Some(observations)
}

/// The period that begins so many days after `origin` and has `length` days.
fn period(origin: i32, start: i32, length: i32) -> Option<Period> {
    let first = origin.checked_add(start)?;
    let from = date_from_day_number(first)?;
    match length {
        1 => Some(Period::day(from)),
        2.. => Period::new(from, date_from_day_number(first.checked_add(length - 1)?)?),
        ..=0 => None,
    }
}

/// The amount columns of a series. All are of one length.
enum Amounts<'a> {
    Values(&'a [f64]),
    Ratios(&'a [f64], &'a [f64]),
    Means(&'a [f64], Option<&'a [Option<f64>]>, &'a [f64]),
    Shares(&'a [f64], &'a [f64], &'a [f64]),
    Rates(&'a [f64], Option<&'a [Option<f64>]>),
}

impl<'a> Amounts<'a> {
    /// The one kind of amount that the columns hold, or a sentence on why they hold none.
    fn from_columns(columns: &'a v1::Series<'_>, count: usize) -> Result<Self, String> {
        let numbers = [
            ("values", &columns.values),
            ("numerators", &columns.numerators),
            ("denominators", &columns.denominators),
            ("sums", &columns.sums),
            ("promoters", &columns.promoters),
            ("detractors", &columns.detractors),
            ("counts", &columns.counts),
            ("rates", &columns.rates),
        ];
        let optional = [("squares", &columns.squares), ("weights", &columns.weights)];
        let lengths = numbers.iter().filter_map(|(name, column)| Some((*name, column.as_ref()?.len())));
        let optional_lengths = optional.iter().filter_map(|(name, column)| Some((*name, column.as_ref()?.len())));
        let mut names = Vec::new();
        for (name, length) in lengths.chain(optional_lengths) {
            if length != count {
                return Err(format!("The columns differ in length: {count} starts, but {length} {name}."));
            }
            names.push(name);
        }
        let v1::Series { values, numerators, denominators, sums, squares, .. } = columns;
        let v1::Series { promoters, detractors, counts, rates, weights, .. } = columns;
        let squares = squares.as_deref();
        let weights = weights.as_deref();
        match (names.as_slice(), values, numerators, denominators, sums, promoters, detractors, counts, rates) {
            (["values"], Some(values), ..) => Ok(Self::Values(values)),
            (["numerators", "denominators"], _, Some(over), Some(under), ..) => Ok(Self::Ratios(over, under)),
            (["sums", "counts"] | ["sums", "counts", "squares"], _, _, _, Some(sums), _, _, Some(counts), _) => {
                Ok(Self::Means(sums, squares, counts))
            }
            (["promoters", "detractors", "counts"], _, _, _, _, Some(over), Some(under), Some(counts), _) => {
                Ok(Self::Shares(over, under, counts))
            }
            (["rates"] | ["rates", "weights"], .., Some(rates)) => Ok(Self::Rates(rates, weights)),
            ([], ..) => Err("The series has no column of amounts.".to_owned()),
            (names, ..) => Err(format!("The columns {} do not go together.", names.join(", "))),
        }
    }

    fn get(&self, index: usize) -> Option<Amount> {
        let at = |column: &[f64]| column.get(index).copied();
        let maybe_at = |column: Option<&[Option<f64>]>| column.and_then(|column| column.get(index).copied().flatten());
        Some(match *self {
            Self::Values(values) => Amount::Value(at(values)?),
            Self::Ratios(numerators, denominators) => {
                Amount::Ratio { numerator: at(numerators)?, denominator: at(denominators)? }
            }
            Self::Means(sums, squares, counts) => {
                Amount::Mean { sum: at(sums)?, sum_of_squares: maybe_at(squares), count: at(counts)? }
            }
            Self::Shares(promoters, detractors, counts) => {
                Amount::Shares { promoters: at(promoters)?, detractors: at(detractors)?, count: at(counts)? }
            }
            Self::Rates(rates, weights) => Amount::Rate { rate: at(rates)?, weight: maybe_at(weights) },
        })
    }
}

/// Writes a series as columns. INVARIANT relied upon: all its amounts are of one kind.
pub fn write(record: &mut Record<'_>, series: &Series) {
    let observations = series.observations.as_slice();
    record.number("source", series.key.source);
    record.number("metric", series.key.metric);
    record.number("touchpoint", series.key.touchpoint);
    if let Some(segment) = series.key.segment {
        record.number("segment", segment);
    }
    let Some(first) = observations.first() else { return };
    let origin = first.period.from;
    record.quoted("from", origin);
    record.list("starts", observations.iter(), |text, one| push(text, days_between(origin, one.period.from)));
    if observations.iter().any(|one| one.period.from != one.period.to) {
        record.list("lengths", observations.iter(), |text, one| push(text, one.period.days()));
    }
    write_amounts(record, observations, first.amount);
    if observations.iter().any(|one| one.rows != 1) {
        record.list("rows", observations.iter(), |text, one| push(text, one.rows));
    }
    if observations.iter().any(|one| one.first_row != 0) {
        record.list("first_rows", observations.iter(), |text, one| push(text, one.first_row));
    }
}

fn write_amounts(record: &mut Record<'_>, observations: &[Observation], kind: Amount) {
    let mut column = |name, number: fn(Amount) -> Option<f64>| {
        record.list(name, observations.iter(), |text, one| match number(one.amount) {
            Some(number) => push_float(text, number),
            None => text.push_str("None"),
        });
    };
    // In each list, amounts of another kind than the first would be `None`, which no reader takes for a number.
    match kind {
        Amount::Value(_) => {
            column("values", |amount| if let Amount::Value(value) = amount { Some(value) } else { None });
        }
        Amount::Ratio { .. } => {
            column(
                "numerators",
                |amount| if let Amount::Ratio { numerator, .. } = amount { Some(numerator) } else { None },
            );
            column("denominators", |amount| {
                if let Amount::Ratio { denominator, .. } = amount { Some(denominator) } else { None }
            });
        }
        Amount::Mean { .. } => {
            column("sums", |amount| if let Amount::Mean { sum, .. } = amount { Some(sum) } else { None });
            if observations.iter().any(|one| matches!(one.amount, Amount::Mean { sum_of_squares: Some(_), .. })) {
                column(
                    "squares",
                    |amount| {
                        if let Amount::Mean { sum_of_squares, .. } = amount { sum_of_squares } else { None }
                    },
                );
            }
            column("counts", |amount| if let Amount::Mean { count, .. } = amount { Some(count) } else { None });
        }
        Amount::Shares { .. } => {
            column(
                "promoters",
                |amount| if let Amount::Shares { promoters, .. } = amount { Some(promoters) } else { None },
            );
            column(
                "detractors",
                |amount| {
                    if let Amount::Shares { detractors, .. } = amount { Some(detractors) } else { None }
                },
            );
            column("counts", |amount| if let Amount::Shares { count, .. } = amount { Some(count) } else { None });
        }
        Amount::Rate { .. } => {
            column("rates", |amount| if let Amount::Rate { rate, .. } = amount { Some(rate) } else { None });
            if observations.iter().any(|one| matches!(one.amount, Amount::Rate { weight: Some(_), .. })) {
                column("weights", |amount| if let Amount::Rate { weight, .. } = amount { weight } else { None });
            }
        }
    }
}
