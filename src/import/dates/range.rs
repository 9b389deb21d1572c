//! Days from one to another: "Jul 27, 2026 - Aug 2, 2026", "1–30 sept. 2026", "20260901-20260930". What one side
//! leaves out, the other says.

use super::named::{self, Parts};
use super::{DateOrder, DateReading, make, parse_single, plain};
use crate::base::{Date, Period};

/// Words and signs between the two ends, with their spaces. The bare hyphen comes last: dates are full of it.
const BETWEEN: &[&str] = &[
    " - ",
    " – ",
    " — ",
    " to ",
    " through ",
    " until ",
    " bis ",
    " bis zum ",
    " au ",
    " à ",
    " al ",
    " a ",
    " até ",
    " t/m ",
    " tot ",
    " tot en met ",
    " and ",
    "–",
    "—",
    "~",
    "〜",
    "から",
    "..",
    "/",
    "-",
];

/// Words before the first end: "From", "du", "vom".
const BEFORE: &[&str] = &["from ", "between ", "du ", "del ", "dal ", "vom ", "von ", "van ", "de ", "desde "];

/// The days from the first to the last that a title line speaks of: "20260901-20260930",
/// "September 1, 2026 - September 3, 2026", "Date: Jul 27, 2026 – Aug 2, 2026", "vom 1. bis 30. September 2026"; also
/// the days of a single date, week or month. `None` where day and month cannot be told apart.
pub fn parse_period(text: &str) -> Option<Period> {
    let text = plain(text.trim());
    if text.len() > 200 {
        return None;
    }
    let text = text
        .split_once(": ")
        .or_else(|| text.split_once(':').filter(|(label, _)| !label.is_ascii()))
        .map_or(&*text, |(_, rest)| rest.trim());
    super::parse_date(text).period(None)
}

/// The days of a range; dates of figures that can be read two ways are read in the order given, or in the one that
/// either end proves.
pub(super) fn parse(text: &str, order: Option<DateOrder>) -> Option<Period> {
    let text = text.trim();
    let text = BEFORE
        .iter()
        .find_map(|word| text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| word.len()))
        .and_then(|at| text.get(at..))
        .unwrap_or(text);
    let is_named = named::names_a_month(text);
    BETWEEN.iter().find_map(|between| {
        text.match_indices(between).find_map(|(at, _)| {
            let (from, to) = (text.get(..at)?.trim(), text.get(at + between.len()..)?.trim());
            let is_worded = is_named && !matches!(*between, "/" | "..");
            whole(from, to, order).or_else(|| is_worded.then(|| completed(from, to))?).or_else(|| dotted(from, to))
        })
    })
}

/// Both ends are dates of their own.
fn whole(from: &str, to: &str, order: Option<DateOrder>) -> Option<Period> {
    if from.len() < 6 || to.len() < 6 {
        return None;
    }
    let (from, to) = (parse_single(from), parse_single(to));
    let proven = |reading| match reading {
        DateReading::Ordered(_, order) => Some(order),
        DateReading::One(_) | DateReading::Either { .. } | DateReading::No => None,
    };
    let order = order.or_else(|| proven(from)).or_else(|| proven(to));
    Period::new(from.period(order)?.from, to.period(order)?.to)
}

/// "1–30 Sep 2026", "Aug 31 - Sep 6, 2026", "Sep 1 – 30, 2026", "Aug – Sep 2026".
fn completed(from: &str, to: &str) -> Option<Period> {
    let (from, to) = (named::parts(from)?, named::parts(to)?);
    let is_empty = |parts: Parts| parts == Parts::default();
    if is_empty(from) || is_empty(to) || from.day.is_some() != to.day.is_some() {
        return None;
    }
    let year_of_to = to.year.or(from.year)?;
    let (from_month, to_month) = (from.month.or(to.month)?, to.month.or(from.month)?);
    let (start, end) = (|year| first(year, from_month, from.day), last(year_of_to, to_month, to.day)?);
    let from_year = from.year.unwrap_or(year_of_to);
    // "Dec 28 – Jan 3, 2027" begins in the year before.
    Period::new(start(from_year)?, end)
        .or_else(|| from.year.is_none().then(|| Period::new(start(year_of_to.checked_sub(1)?)?, end))?)
}

/// "01.09. – 30.09.2026", "1. – 30.9.2026".
fn dotted(from: &str, to: &str) -> Option<Period> {
    let to = parse_single(to).period(None).filter(|period| period.days() == 1)?.to;
    let from = from.strip_suffix('.')?;
    let (day, month) = match from.split_once('.') {
        Some((day, month)) => (super::number(day)?, super::number(month.trim())?),
        None => (super::number(from)?, i16::from(to.month())),
    };
    let start = |year| make(year, month, day);
    Period::new(start(to.year())?, to).or_else(|| Period::new(start(to.year() - 1)?, to))
}

fn first(year: i16, month: i16, day: Option<i16>) -> Option<Date> {
    make(year, month, day.unwrap_or(1))
}

fn last(year: i16, month: i16, day: Option<i16>) -> Option<Date> {
    match day {
        Some(day) => make(year, month, day),
        None => make(year, month, 1).map(Date::last_of_month),
    }
}
