//! Marks and ranges of the charts' axes: whole days and round values. Draws nothing.

use egui_plot::{GridInput, GridMark};

use crate::analysis::Point;
use crate::base::Date;
use crate::base::date::{date_from_day_number, day_number};
use crate::base::number::Unit;

/// From the lowest to the highest value; from zero where there is but one, so that the axis does not tell of
/// differences that there are none of.
pub(super) fn value_range<'p>(points: impl Iterator<Item = &'p Point> + Clone, unit: &Unit) -> (f64, f64) {
    let values = points.clone().flat_map(|point| [point.figure.value, point.figure.low, point.figure.high]).flatten();
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() || low == 0.0 && high == 0.0 {
        return (0.0, if *unit == Unit::Share { 0.04 } else { 4.0 });
    }
    let is_one_value = high - low <= 1e-9 * high.abs().max(low.abs());
    let is_one_point = points.filter(|point| point.figure.value.is_some()).count() == 1;
    if is_one_value || is_one_point { (low.min(0.0) * 1.25, high.max(0.0) * 1.25) } else { (low, high) }
}

/// "4 Sep" of a day number.
pub(super) fn axis_date(days: f64) -> String {
    date_from_day_number(days.round() as i32).map(|date| date.strftime("%-d %b").to_string()).unwrap_or_default()
}

/// Marks on whole days from the first one on: about six to the axis; on first days of months where there are many.
pub(super) fn date_marks(input: GridInput, first: i32) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let span = (high - low).max(1.0);
    let mark = |day: f64, step: f64| GridMark { value: day, step_size: step };
    let start = f64::from(first);
    if let Some(step) = [1.0, 2.0, 7.0, 14.0].into_iter().find(|step| span / step <= 7.0) {
        let (from, to) = (((low - start) / step).ceil() as i64, ((high - start) / step).floor() as i64);
        return (from..=to).take(64).map(|index| mark(start + index as f64 * step, step)).collect();
    }
    let months = [1, 2, 3, 6, 12].into_iter().find(|months| span / (30.4 * f64::from(*months)) <= 7.0);
    let months = months.unwrap_or_else(|| (span / 365.0 / 6.0).ceil() as i32 * 12);
    let step = 30.4 * f64::from(months);
    let mut marks = vec![mark(start, step)];
    if let Some(date) = date_from_day_number(first) {
        let in_months = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let firsts = (1..64).map_while(|index| first_of_month(in_months + index * months)).map(f64::from);
        // What is too near to the first mark would be written over it.
        marks.extend(
            firsts.take_while(|day| *day <= high).filter(|day| day - start > 0.6 * step).map(|day| mark(day, step)),
        );
    }
    marks
}

/// The day number of a month's first day, with months counted from year 0.
fn first_of_month(months: i32) -> Option<i32> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok().map(day_number)
}

/// Some four or five marks on round values: on halves and quarters of minutes and hours for times, on whole ones for counts.
pub(super) fn value_marks(input: GridInput, unit: &Unit) -> Vec<GridMark> {
    const SECONDS: [f64; 16] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0,
        28_800.0,
    ];
    let (low, high) = input.bounds;
    let rough = (high - low) / 5.5;
    if !rough.is_finite() || rough <= 0.0 {
        return Vec::new();
    }
    let power = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power);
    let of_clock = |unit_seconds: f64| {
        let step = SECONDS.into_iter().find(|step| *step >= rough * unit_seconds);
        step.filter(|_| rough * unit_seconds > 0.5).map_or(round, |step| step / unit_seconds)
    };
    let step = match unit {
        Unit::Count => round.max(1.0),
        Unit::Seconds => of_clock(1.0),
        Unit::Minutes => of_clock(60.0),
        Unit::Share | Unit::Points | Unit::Times | Unit::Currency(_) => round,
    };
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).take(16).map(|index| GridMark { value: index as f64 * step, step_size: step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Figure;
    use crate::base::Period;
    use crate::base::number::format_tick;

    fn input(low: f64, high: f64) -> GridInput {
        GridInput { bounds: (low, high), base_step_size: 1.0 }
    }

    #[test]
    fn the_value_axis_has_some_four_marks_and_none_reads_like_another() {
        let units = [Unit::Share, Unit::Points, Unit::Seconds, Unit::Minutes, Unit::Currency("EUR".into())];
        for unit in units.iter().chain(&[Unit::Count]) {
            for (low, high) in [(0.0, 1.0), (0.027, 0.039), (0.765, 0.859), (12.0, 41_000.0), (-3.0, 2.0)] {
                let marks = value_marks(input(low, high), unit);
                if *unit != Unit::Count || high - low > 4.0 {
                    assert!((2..=8).contains(&marks.len()), "{low} to {high} {unit:?}: {}", marks.len());
                }
                let labels: std::collections::BTreeSet<String> =
                    marks.iter().map(|mark| format_tick(mark.value, mark.step_size, unit)).collect();
                assert_eq!(labels.len(), marks.len(), "{low} to {high} {unit:?}: {labels:?}");
            }
        }
        assert!(value_marks(input(1.0, 1.0), &Unit::Share).is_empty());
    }

    #[test]
    fn the_axis_has_a_handful_of_marks_on_whole_days_and_starts_with_the_first() {
        for first in [20_000, 20_698] {
            for span in [3.0, 30.0, 61.0, 99.0, 183.0, 900.0, 4_000.0] {
                let low = f64::from(first) - 0.5;
                let marks = date_marks(input(low - 0.01 * span, low + 1.01 * span), first);
                assert!((2..=9).contains(&marks.len()), "{span}: {}", marks.len());
                assert!(marks.iter().all(|mark| mark.value.fract() == 0.0 && !axis_date(mark.value).is_empty()));
                assert_eq!(marks[0].value, f64::from(first));
            }
        }
    }

    #[test]
    fn a_lone_value_is_seen_from_zero() {
        let day = Period::day(crate::base::date::date(2026, 9, 1));
        let points = |values: &[f64]| -> Vec<Point> {
            let figure = |value: &f64| Figure { value: Some(*value), ..Figure::default() };
            values.iter().map(|value| Point { period: day, figure: figure(value) }).collect()
        };
        for (values, unit, expected) in [
            (&[][..], Unit::Count, (0.0, 4.0)),
            (&[0.0, 0.0], Unit::Count, (0.0, 4.0)),
            (&[0.0], Unit::Share, (0.0, 0.04)),
            (&[0.04, 0.04], Unit::Share, (0.0, 0.05)),
            (&[-4.0], Unit::Points, (-5.0, 0.0)),
            (&[3.0, 5.0], Unit::Points, (3.0, 5.0)),
        ] {
            assert_eq!(value_range(points(values).iter(), &unit), expected, "{values:?}");
        }
        let mut with_interval = points(&[0.02]);
        (with_interval[0].figure.low, with_interval[0].figure.high) = (Some(0.018), Some(0.024));
        assert_eq!(value_range(with_interval.iter(), &Unit::Share), (0.0, 0.03));
    }
}
