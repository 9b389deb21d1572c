//! Dates of figures only: "2026-09-01", "20260901", "01.09.2026", "9/1/26", "2026-09", "09/2026".

use super::{DateOrder, DateReading, clock, make, number, of_day, of_month};
use crate::base::Period;

/// "2026-09-01" with or without a time, and "20260901"; `None` for every other form.
pub(super) fn parse_iso(text: &str) -> Option<DateReading> {
    let bytes = text.as_bytes();
    let figure = |from: usize, to: usize| {
        bytes
            .get(from..to)?
            .iter()
            .try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
    };
    match bytes {
        [_, _, _, _, b'-', _, _, b'-', _, _, ..] => {
            let date = make(figure(0, 4)?, figure(5, 7)?, figure(8, 10)?)?;
            let is_whole = bytes.len() == 10 || clock::is_time(text.get(10..)?);
            is_whole.then_some(DateReading::One(Period::day(date)))
        }
        [_, _, _, _, _, _, _, _] => make(figure(0, 4)?, figure(4, 6)?, figure(6, 8)?).map(|date| of_day(Some(date))),
        _ => None,
    }
}

/// Figures with `-`, `/` or `.` between, and perhaps a time behind them.
pub(super) fn parse(text: &str) -> DateReading {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
    let Some((mut head, tail)) = text.split_at_checked(end) else { return DateReading::No };
    let spaced;
    let mut tail = tail;
    if head.ends_with('.') {
        // "1. 9. 2026", "2026. 9. 1."
        let (joined, rest) = join_spaced(text);
        spaced = joined;
        (head, tail) = (&spaced, rest);
    }
    if !tail.is_empty() && !clock::is_time(tail) {
        return DateReading::No;
    }
    let Some(separator) = head.chars().find(|c| !c.is_ascii_digit()) else { return parse_run(head) };
    let mut parts = head.split(separator);
    let (a, b, c, more) = (parts.next(), parts.next(), parts.next(), parts.next());
    let (Some(a), Some(b), None) = (a, b, more) else { return DateReading::No };
    let (Some(first), Some(second)) = (number(a), number(b)) else { return DateReading::No };
    let Some(c) = c else {
        return match (a.len(), b.len(), separator) {
            // "12.2026" is a number.
            (4, 1 | 2, '-' | '/') => of_month(first, second),
            (1 | 2, 4, '-' | '/') => of_month(second, first),
            (_, _, _) => DateReading::No,
        };
    };
    let Some(third) = number(c) else { return DateReading::No };
    match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => of_day(make(first, second, third)),
        (1 | 2, 1 | 2, 2 | 4) => {
            let year = if c.len() == 2 { 2000 + third } else { third };
            match separator {
                // Points are written day first everywhere.
                '.' => of_day(make(year, second, first)),
                _ => either(year, first, second),
            }
        }
        (_, _, _) => DateReading::No,
    }
}

fn either(year: i16, a: i16, b: i16) -> DateReading {
    match (make(year, b, a), make(year, a, b)) {
        (Some(one), Some(other)) if one == other => DateReading::One(Period::day(one)),
        (Some(day_first), Some(month_first)) => DateReading::Either { day_first, month_first },
        (Some(date), None) => DateReading::Ordered(date, DateOrder::DayFirst),
        (None, Some(date)) => DateReading::Ordered(date, DateOrder::MonthFirst),
        (None, None) => DateReading::No,
    }
}

/// "20260901", and with the time in the same run "2026090109", "202609010912", "20260901091200".
fn parse_run(digits: &str) -> DateReading {
    if !matches!(digits.len(), 8 | 10 | 12 | 14) {
        return DateReading::No;
    }
    let figure = |from: usize, to: usize| digits.get(from..to).and_then(number);
    let date = match (figure(0, 4), figure(4, 6), figure(6, 8)) {
        // Ten figures before 2001 are seconds since 1970.
        (Some(year), Some(_), Some(_)) if digits.len() > 8 && year < 2001 => None,
        (Some(year), Some(month), Some(day)) if digits.get(8..).is_some_and(is_time_run) => make(year, month, day),
        (_, _, _) => None,
    };
    of_day(date)
}

/// Hours, minutes and seconds without colons, or as many of them as there are.
pub(super) fn is_time_run(digits: &str) -> bool {
    let is_within =
        |at: usize, end: i16| at >= digits.len() || digits.get(at..at + 2).and_then(number).is_some_and(|n| n < end);
    let are_all = digits.bytes().all(|b| b.is_ascii_digit());
    are_all && is_within(0, 24) && is_within(2, 60) && is_within(4, 60)
}

/// The figures and points at the beginning without the spaces between, and the rest.
fn join_spaced(text: &str) -> (String, &str) {
    let mut head = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        let Some((figures, behind)) = rest.split_at_checked(at) else { break };
        if figures.is_empty() || !figures.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        head.push_str(figures);
        head.push('.');
        rest = behind.strip_prefix('.').unwrap_or(behind).trim_start();
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let is_figure = end > 0 && !rest.get(end..).is_some_and(|behind| behind.starts_with(':'));
    if let (true, Some((figures, behind))) = (is_figure && head.matches('.').count() < 3, rest.split_at_checked(end)) {
        head.push_str(figures);
        rest = behind;
    }
    (head.trim_end_matches('.').to_owned(), rest)
}
