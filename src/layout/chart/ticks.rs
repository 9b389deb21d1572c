//! Marks of axes on round values and on days that people count from: first days of weeks and months. Draws nothing.

use crate::base::Date;
use crate::base::date::{date_from_day_number, day_number};
use crate::base::display::InUnit;
use crate::base::number::{Unit, format_tick};

/// A mark of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// In the axis' unit, or days since 1970-01-01.
    pub at: f64,
    pub label: String,
    /// How far it is to the next.
    pub step: f64,
}

/// About `count` marks on round values from `low` to `high`: on halves and quarters of minutes and hours for times, on
/// whole ones for counts. None where there is no way between the two.
pub fn value_ticks<'a>(low: f64, high: f64, of: impl Into<InUnit<'a>>, count: f64) -> Vec<Tick> {
    let of = of.into();
    // Round where it is read: marks of hours lie on round hours.
    let factor = of.scale().map_or(1.0, |scale| scale.factor);
    const SECONDS: [f64; 16] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0,
        28_800.0,
    ];
    let (low, high) = (low * factor, high * factor);
    let rough = (high - low) / count.max(1.0);
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
    let step = match of.unit {
        Unit::Count => round.max(1.0),
        Unit::Seconds if of.scale().is_none() => of_clock(1.0),
        Unit::Minutes if of.scale().is_none() => of_clock(60.0),
        Unit::Seconds | Unit::Minutes | Unit::Share | Unit::Points | Unit::Times | Unit::Currency(_) => round,
    };
    let rounding = 1e-9 * (high - low);
    let (first, last) = (((low - rounding) / step).ceil() as i64, ((high + rounding) / step).floor() as i64);
    (first..=last)
        .take(16)
        .map(|index| {
            let (at, step) = (index as f64 * step / factor, step / factor);
            Tick { at, label: format_tick(at, step, of), step }
        })
        .collect()
}

/// No more than `most` marks on days from `low` to `high`: on each day, on Mondays, or on first days of months, as far
/// apart as they must be. The year is said where it begins.
pub fn date_ticks(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let (Some(first), Some(last)) = (whole_day(low.ceil()), whole_day(high.floor())) else { return Vec::new() };
    if first > last {
        return Vec::new();
    }
    let most = most.max(2) as i32;
    let days = last - first + 1;
    if let Some(step) = [1, 2, 7, 14].into_iter().find(|step| days <= step * most) {
        // Day 4 of the calendar of days was a Monday.
        let start = if step >= 7 { first + (4 - first).rem_euclid(7) } else { first };
        let marks = (0..most).map(|index| start + index * step).take_while(|day| *day <= last);
        return marks.filter_map(|day| date_tick(day, f64::from(step), date_label(day))).collect();
    }
    let step = [1, 2, 3, 6, 12].into_iter().find(|months| f64::from(days) / 30.4 <= f64::from(months * most));
    let step = step.unwrap_or_else(|| 12 * (f64::from(days) / 365.0 / f64::from(most)).ceil().max(1.0) as i32);
    let Some(date) = date_from_day_number(first) else { return Vec::new() };
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let month = month + i32::from(date.day() > 1);
    let start = month + (-month).rem_euclid(step);
    let mut marks = Vec::new();
    let mut said_year = None;
    for index in 0..=most {
        let month = start + index * step;
        let Some(day) = first_of_month(month).filter(|day| *day <= last) else { break };
        let year = month.div_euclid(12);
        let label = if said_year == Some(year) { "%b" } else { "%b %Y" };
        said_year = Some(year);
        let label = date_from_day_number(day).map(|date| date.strftime(label).to_string());
        marks.extend(date_tick(day, 30.4 * f64::from(step), label));
    }
    marks
}

fn whole_day(day: f64) -> Option<i32> {
    (day.abs() < 4e6).then_some(day as i32)
}

fn date_label(day: i32) -> Option<String> {
    date_from_day_number(day).map(|date| date.strftime("%-d %b").to_string())
}

fn date_tick(day: i32, step: f64, label: Option<String>) -> Option<Tick> {
    Some(Tick { at: f64::from(day), label: label?, step })
}

/// The day number of a month's first day, with months counted from year 0.
fn first_of_month(months: i32) -> Option<i32> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok().map(day_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::date;

    #[test]
    fn the_value_axis_has_some_four_marks_and_none_reads_like_another() {
        let units = [Unit::Share, Unit::Points, Unit::Seconds, Unit::Minutes, Unit::Currency("EUR".into())];
        for unit in units.iter().chain(&[Unit::Count]) {
            for (low, high) in [(0.0, 1.0), (0.027, 0.039), (0.765, 0.859), (12.0, 41_000.0), (-3.0, 2.0)] {
                let marks = value_ticks(low, high, unit, 5.5);
                if *unit != Unit::Count || high - low > 4.0 {
                    assert!((2..=8).contains(&marks.len()), "{low} to {high} {unit:?}: {}", marks.len());
                }
                let labels: std::collections::BTreeSet<&str> = marks.iter().map(|mark| mark.label.as_str()).collect();
                assert_eq!(labels.len(), marks.len(), "{low} to {high} {unit:?}: {labels:?}");
            }
        }
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(value_ticks(low, high, &Unit::Share, 5.0).is_empty());
        }
    }

    #[test]
    fn days_are_marked_where_weeks_and_months_begin() {
        let labels = |from: Date, days: i32, most| -> Vec<String> {
            let first = f64::from(day_number(from));
            date_ticks(first, first + f64::from(days - 1), most).into_iter().map(|mark| mark.label).collect()
        };
        let september = date(2026, 9, 1);
        assert_eq!(labels(september, 3, 7), ["1 Sep", "2 Sep", "3 Sep"]);
        assert_eq!(labels(september, 30, 7), ["7 Sep", "14 Sep", "21 Sep", "28 Sep"], "Mondays");
        assert_eq!(labels(date(2026, 8, 1), 184, 7), ["Aug 2026", "Sep", "Oct", "Nov", "Dec", "Jan 2027"]);
        assert_eq!(labels(date(2026, 8, 1), 61, 3), ["Aug 2026", "Sep"]);
        for days in [1, 2, 15, 61, 99, 183, 900, 4_000, 40_000] {
            for most in [2, 4, 7] {
                let marks = labels(september, days, most);
                assert!(!marks.is_empty() && marks.len() <= most + 1, "{days} days, at most {most}: {marks:?}");
            }
        }
        assert!(date_ticks(f64::NAN, 1.0, 5).is_empty() && date_ticks(5.0, 1.0, 5).is_empty());
    }
}
