//! What a cell says as a date, a week, a month or a range of days, in the forms that exports use; and the days that a
//! title line speaks of.
//!
//! * `numeric`: figures only. `named`: months in words. `coarse`: weeks, quarters, Japanese dates.
//! * `range`: from one day to another. `clock`: the time of day that may stand behind a date.
//! * `counted`: spreadsheets' serial numbers and seconds since 1970, which look like any other number.
//!
//! A date with a time and a zone is the day that is written, the file's own local day: "2026-09-16 23:12:00 -0500" is
//! 16 September wherever it is read.

use std::borrow::Cow;

use super::number::{narrow, trim};
use crate::base::date::day_number;
use crate::base::{Date, Period};

mod clock;
mod coarse;
mod counted;
mod named;
mod numeric;
mod range;
#[cfg(test)]
mod tests;

pub use counted::{parse_epoch_date, parse_serial_date};
pub use range::parse_period;

/// Which of the first two numbers of "03/04/2026" is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What a cell says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// A day, or all days of the week, month, quarter or range that is written.
    One(Period),
    /// Both orders give a date: "03/04/2026".
    Either {
        day_first: Date,
        month_first: Date,
    },
    /// Only one order gives a date: "13/04/2026".
    Ordered(Date, DateOrder),
    No,
}

impl DateReading {
    /// The days meant, given the column's order; `None` if there is no date or nobody has said which of two.
    pub fn period(self, order: Option<DateOrder>) -> Option<Period> {
        match (self, order) {
            (Self::One(period), _) => Some(period),
            (Self::Ordered(date, _), _) => Some(Period::day(date)),
            (Self::Either { day_first, .. }, Some(DateOrder::DayFirst)) => Some(Period::day(day_first)),
            (Self::Either { month_first, .. }, Some(DateOrder::MonthFirst)) => Some(Period::day(month_first)),
            (Self::Either { .. }, None) | (Self::No, _) => None,
        }
    }
}

/// No date or range is longer, in bytes.
const LONGEST: usize = 80;

/// Reads "2026-09-01", "20260901", "01.09.2026", "9/1/2026", "Sep 01, 2026 09:00 am", "1er septembre 2026",
/// "2026年9月1日", "2026-09", "Sep 2026", "2026-W36", "KW 36/2026", "Q3 2026", "Jul 27, 2026 - Aug 2, 2026", each day
/// with or without a time behind it. Weeks are those of ISO 8601, from Monday. Years are 1900 to 2200.
pub fn parse_date(text: &str) -> DateReading {
    let text = trim(text);
    // By far the most dates.
    if let Some(reading) = numeric::parse_iso(text) {
        return reading;
    }
    if text.len() < 6 || text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit() || !b.is_ascii()) {
        return DateReading::No;
    }
    let text = plain(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let has_words = digits > 0 && (named::names_a_month(&text) || text.contains(['年', '년']));
    // The shortest date of figures is "1.9.26". Names leave here.
    if digits < 4 && !has_words {
        return DateReading::No;
    }
    match parse_single(&text) {
        // Both ends and their year.
        DateReading::No if digits < 5 && !has_words => DateReading::No,
        DateReading::No => range::parse(&text, None).map_or(DateReading::No, DateReading::One),
        reading => reading,
    }
}

/// Reads what only its column's header makes a date: "2026" under "Year", "202609" under "Month", "202636" under
/// "Week". What is a date by itself is read as such.
pub fn parse_date_under(header: &str, text: &str) -> DateReading {
    match parse_date(text) {
        DateReading::No => coarse::parse_under(header, &plain(trim(text))),
        reading => reading,
    }
}

/// One day, week, month or quarter.
fn parse_single(text: &str) -> DateReading {
    let is_named = named::names_a_month(text);
    let first = if is_named { named::parse(text) } else { numeric::parse(text) };
    match first {
        DateReading::No => coarse::parse(text),
        reading => reading,
    }
}

/// Full-width figures and the many spaces and hyphens as the usual ones.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let of = |c: char| match c {
        '\u{a0}' | '\u{2007}' | '\u{2008}' | '\u{2009}' | '\u{202f}' => Some(' '),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => None,
        _ => Some(c),
    };
    Cow::Owned(narrow(text).chars().filter_map(of).collect())
}

fn number(text: &str) -> Option<i16> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn make(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn of_day(date: Option<Date>) -> DateReading {
    date.map_or(DateReading::No, |date| DateReading::One(Period::day(date)))
}

fn of_month(year: i16, month: i16) -> DateReading {
    make(year, month, 1).map_or(DateReading::No, |date| DateReading::One(Period::month_of(date)))
}

/// Days since 1970 of both ends, for sorting and hashing.
pub(super) fn day_numbers(period: Period) -> (i32, i32) {
    (day_number(period.from), day_number(period.to))
}
