//! Figures: every metric at every touchpoint, and its course over time.

use rust_xlsxwriter::XlsxError;

use super::super::outline::Outline;
use super::cell::Cell;
use super::records::places;
use super::sheet::{Book, columns};
use crate::analysis::definition;
use crate::base::Grain;

/// More stored figures than this are put together by month: nobody reads a sheet of a million days.
const MOST_BY_DAY: usize = 30_000;
/// More rows than this make a file that no spreadsheet opens gladly.
const MOST_POINTS: usize = 200_000;

pub(super) fn metrics(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("Touchpoint", 32.0),
        ("Stage", 18.0),
        ("Channel", 16.0),
        ("Metric", 22.0),
        ("Value", 13.0),
        ("Unit", 9.0),
        ("Low (95%)", 13.0),
        ("High (95%)", 13.0),
        ("n", 12.0),
        ("Few cases", 11.0),
        ("Difference from before", 13.0),
        ("Change from before", 13.0),
        ("From", 13.0),
        ("To", 13.0),
        ("Source", 28.0),
        ("Formula", 34.0),
        ("Note", 48.0),
    ]);
    let places = places(outline);
    let mut rows = Vec::new();
    for touchpoint in outline.touchpoints() {
        let (stage, channel) = places.get(&touchpoint.id).copied().unwrap_or_default();
        for reading in outline.readings(touchpoint.id) {
            let (figure, metric) = (&reading.figure, reading.metric);
            // Totals grow by percent, rates and averages by their own unit.
            let (difference, growth) = match &reading.change {
                Some(change) if change.is_relative => (Cell::Empty, Cell::Growth(change.amount)),
                Some(change) => (Cell::Difference(change.amount, metric.unit.clone()), Cell::Empty),
                None => (Cell::Empty, Cell::Empty),
            };
            rows.push(vec![
                Cell::text(touchpoint.title.as_str()),
                Cell::text(stage),
                Cell::text(channel),
                Cell::text(metric.name.as_str()),
                Cell::value(figure.value, &metric.unit),
                Cell::text(metric.unit.code()),
                Cell::value(figure.low, &metric.unit),
                Cell::value(figure.high, &metric.unit),
                Cell::number(figure.n),
                if figure.n.is_some() { Cell::YesNo(figure.is_small) } else { Cell::Empty },
                difference,
                growth,
                Cell::day(figure.period.map(|period| period.from)),
                Cell::day(figure.period.map(|period| period.to)),
                Cell::text(reading.sources.join(", ")),
                Cell::text(definition(metric)),
                Cell::text(figure.note.clone().unwrap_or_default()),
            ]);
        }
    }
    book.table("Metrics", &columns, rows, "Nothing has been measured yet. Import a file with figures first.")
}

pub(super) fn series(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("Touchpoint", 32.0),
        ("Metric", 22.0),
        ("From", 13.0),
        ("To", 13.0),
        ("Value", 13.0),
        ("Unit", 9.0),
        ("Low (95%)", 13.0),
        ("High (95%)", 13.0),
        ("n", 12.0),
    ]);
    let numbers = &outline.material.numbers;
    let places = places(outline);
    let stored = outline.material.project.series.iter().filter(|(key, _)| places.contains_key(&key.touchpoint));
    let stored: usize = stored.map(|(_, series)| series.observations.len()).sum();
    let grain = if stored <= MOST_BY_DAY { Grain::Day } else { Grain::Month };
    if stored > MOST_BY_DAY {
        book.left_out.push(format!("Series: single days; {stored} stored figures are put together by month."));
    }
    let mut rows = Vec::new();
    let mut is_full = false;
    'all: for touchpoint in outline.touchpoints() {
        for metric in numbers.metrics_of(touchpoint.id) {
            let Some(definition) = numbers.metric(metric) else { continue };
            for point in numbers.series(metric, touchpoint.id, grain, None) {
                if rows.len() >= MOST_POINTS {
                    is_full = true;
                    break 'all;
                }
                let figure = &point.figure;
                rows.push(vec![
                    Cell::text(touchpoint.title.as_str()),
                    Cell::text(definition.name.as_str()),
                    Cell::Day(point.period.from),
                    Cell::Day(point.period.to),
                    Cell::value(figure.value, &definition.unit),
                    Cell::text(definition.unit.code()),
                    Cell::value(figure.low, &definition.unit),
                    Cell::value(figure.high, &definition.unit),
                    Cell::number(figure.n),
                ]);
            }
        }
    }
    if is_full {
        book.left_out.push(format!("Series: all after the first {MOST_POINTS} rows."));
    }
    book.table("Series", &columns, rows, "Nothing has been measured yet. Import a file with figures first.")
}
