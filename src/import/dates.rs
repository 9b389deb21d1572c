//! What a cell says as a date or a month, in the forms that exports use; and the days that a title line speaks of.

use crate::base::date::{date_from_day_number, day_number};
use crate::base::{Date, Period};

/// Which of the first two numbers of "03/04/2026" is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What a cell says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// A day, or a whole month where only a month is written.
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

/// Reads "2026-09-01", "20260901", "01.09.2026", "9/1/2026", "Sep 01, 2026 09:00 am", "1 September 2026",
/// "2026-09", "Sep 2026", each with or without a time of day after it.
pub fn parse_date(text: &str) -> DateReading {
    let text = text.trim();
    if text.len() < 6 || text.len() > 48 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return DateReading::No;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            8 => day(number(text.get(..4)), number(text.get(4..6)), number(text.get(6..))),
            _ => DateReading::No,
        };
    }
    if text.bytes().any(|b| b.is_ascii_alphabetic()) && !text.as_bytes().first().is_some_and(u8::is_ascii_digit)
        || names_a_month(text)
    {
        return parse_named(text);
    }
    parse_numeric(text)
}

/// A number of days as spreadsheets count them (46266 is 2026-09-01), for columns known to hold dates.
pub fn parse_serial_date(text: &str) -> Option<Period> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let serial: i32 = whole.trim().parse().ok()?;
    // 1982 to 2119; 25569 is 1970-01-01.
    (30_000..80_000).contains(&serial).then(|| date_from_day_number(serial - 25_569).map(Period::day))?
}

/// The days from the first to the last that a title line speaks of: "20260901-20260930",
/// "September 1, 2026 - September 3, 2026", "Date: Jul 27, 2026 – Aug 2, 2026".
pub fn parse_period(text: &str) -> Option<Period> {
    let text = text.trim();
    let text = match text.split_once(": ") {
        Some((_, rest)) => rest.trim(),
        None => text,
    };
    if let Some((from, to)) = text.split_once('-')
        && from.trim().len() == 8
        && to.trim().len() == 8
    {
        return ends(from, to);
    }
    for separator in [" - ", " – ", " — ", " to ", "–", " bis ", " au "] {
        if let Some((from, to)) = text.split_once(separator)
            && let Some(period) = ends(from, to)
        {
            return Some(period);
        }
    }
    parse_date(text).period(None)
}

fn ends(from: &str, to: &str) -> Option<Period> {
    Period::new(parse_date(from).period(None)?.from, parse_date(to).period(None)?.to)
}

fn number(text: Option<&str>) -> Option<i16> {
    let text = text?;
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn make(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> DateReading {
    let date = match (year, month, day) {
        (Some(year), Some(month), Some(day)) => make(year, month, day),
        (_, _, _) => None,
    };
    date.map_or(DateReading::No, |date| DateReading::One(Period::day(date)))
}

fn month(year: Option<i16>, month: Option<i16>) -> DateReading {
    let (Some(year), Some(month)) = (year, month) else { return DateReading::No };
    make(year, month, 1).map_or(DateReading::No, |date| DateReading::One(Period::month_of(date)))
}

/// Numbers with `-`, `/` or `.` between, and perhaps a time after them.
fn parse_numeric(text: &str) -> DateReading {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
    let (head, tail) = text.split_at(end);
    if !is_time(tail) {
        return DateReading::No;
    }
    let Some(separator) = head.chars().find(|c| !c.is_ascii_digit()) else {
        // "20260901 09:00"
        return if head.len() == 8 { parse_date(head) } else { DateReading::No };
    };
    let parts: Vec<&str> = head.split(separator).collect();
    match parts.as_slice() {
        [year, m] if year.len() == 4 && separator != '.' => month(number(Some(year)), number(Some(m))),
        [m, year] if year.len() == 4 && separator == '/' => month(number(Some(year)), number(Some(m))),
        [year, m, d] if year.len() == 4 => day(number(Some(year)), number(Some(m)), number(Some(d))),
        [a, b, year] if a.len() <= 2 && b.len() <= 2 && matches!(year.len(), 2 | 4) => {
            let (Some(a), Some(b), Some(year)) = (number(Some(a)), number(Some(b)), number(Some(year))) else {
                return DateReading::No;
            };
            let year = if year < 100 { 2000 + year } else { year };
            // Dots are written day first everywhere.
            if separator == '.' {
                return day(Some(year), Some(b), Some(a));
            }
            match (make(year, b, a), make(year, a, b)) {
                (Some(one), Some(other)) if one == other => DateReading::One(Period::day(one)),
                (Some(day_first), Some(month_first)) => DateReading::Either { day_first, month_first },
                (Some(date), None) => DateReading::Ordered(date, DateOrder::DayFirst),
                (None, Some(date)) => DateReading::Ordered(date, DateOrder::MonthFirst),
                (None, None) => DateReading::No,
            }
        }
        _ => DateReading::No,
    }
}

/// Nothing, or what may follow a date: "T09:12:00Z", " 09:12:00 -0500", " 00:00:00 UTC", ", 9:00 am".
fn is_time(tail: &str) -> bool {
    let tail = tail.trim_start_matches([',', 'T', 't', ' ']);
    tail.is_empty()
        || (tail.contains(':')
            && tail.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && tail.bytes().all(|b| b.is_ascii_alphanumeric() || b" :.+-/_".contains(&b)))
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "janv", "janvier", "enero", "ene"],
    &["feb", "february", "februar", "févr", "février", "febrero"],
    &["mar", "march", "märz", "mär", "mars", "marzo"],
    &["apr", "april", "avr", "avril", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["jun", "june", "juni", "juin", "junio"],
    &["jul", "july", "juli", "juil", "juillet", "julio"],
    &["aug", "august", "août", "agosto", "ago"],
    &["sep", "sept", "september", "septembre", "septiembre"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre"],
    &["nov", "november", "novembre", "noviembre"],
    &["dec", "december", "dez", "dezember", "déc", "décembre", "diciembre", "dic"],
];

fn month_number(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i16::try_from(at + 1).ok()
}

fn names_a_month(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 3 && month_number(word).is_some())
}

/// Dates with the month in words: the first month name, the first day-like and the first year-like number.
fn parse_named(text: &str) -> DateReading {
    let (mut m, mut d, mut year) = (None, None, None);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != ':').filter(|word| !word.is_empty()) {
        if word.contains(':') {
            break;
        }
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        if digits.is_empty() {
            match month_number(word) {
                Some(number) if m.is_none() => m = Some(number),
                Some(_) => return DateReading::No,
                // Weekdays and "de", "of" say nothing; any other word makes it a text.
                None if is_filler(word) => {}
                None => return DateReading::No,
            }
        } else {
            let suffix = word.get(digits.len()..).unwrap_or("");
            match (digits.len(), suffix) {
                (1 | 2, "" | "st" | "nd" | "rd" | "th") if d.is_none() => d = number(Some(digits)),
                (4, "") if year.is_none() => year = number(Some(digits)),
                (2, "") if year.is_none() => year = number(Some(digits)).map(|short| 2000 + short),
                _ => return DateReading::No,
            }
        }
    }
    match d {
        Some(d) => day(year, m, Some(d)),
        None => month(year, m),
    }
}

fn is_filler(word: &str) -> bool {
    const WORDS: &[&str] = &["de", "of", "the", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "at"];
    let word = word.to_lowercase();
    WORDS.contains(&word.as_str()) || word.ends_with("day")
}

/// Days since 1970 of both ends, for sorting and hashing.
pub(super) fn day_numbers(period: Period) -> (i32, i32) {
    (day_number(period.from), day_number(period.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::date;

    #[test]
    fn dates_read_in_every_form_that_exports_use() {
        let day = |m, d| Some(Period::day(date(2026, m, d)));
        for (text, expected) in [
            ("2026-09-01", day(9, 1)),
            ("20260901", day(9, 1)),
            ("2026/09/01", day(9, 1)),
            ("01.09.2026", day(9, 1)),
            ("1.9.26", day(9, 1)),
            ("13/04/2026", day(4, 13)),
            ("9/30/2026", day(9, 30)),
            ("04/04/2026", day(4, 4)),
            ("03/04/2026", None),
            ("Sep 01, 2026 09:00 am", day(9, 1)),
            ("September 1, 2026", day(9, 1)),
            ("1 Sep 2026", day(9, 1)),
            ("1. September 2026", day(9, 1)),
            ("1-Sep-2026", day(9, 1)),
            ("Tuesday, 1st of Sep 2026", day(9, 1)),
            ("2026-09-16 09:12:00 -0500", day(9, 16)),
            ("2026-10-01 00:00:00 UTC", day(10, 1)),
            ("2026-09-01T10:00:00.000Z", day(9, 1)),
            ("2026-09", Some(Period::month_of(date(2026, 9, 1)))),
            ("Sep 2026", Some(Period::month_of(date(2026, 9, 1)))),
            ("2026-13-01", None),
            ("2026-02-30", None),
            ("12345678901", None),
            ("99999999", None),
            ("Total: Account", None),
            ("Sales, Q3", None),
            ("May offers", None),
        ] {
            assert_eq!(parse_date(text).period(None), expected, "{text:?}");
        }
    }

    #[test]
    fn the_order_decides_a_date_that_can_be_read_two_ways() {
        let reading = parse_date("03/04/2026");
        assert_eq!(reading.period(Some(DateOrder::DayFirst)), Some(Period::day(date(2026, 4, 3))));
        assert_eq!(reading.period(Some(DateOrder::MonthFirst)), Some(Period::day(date(2026, 3, 4))));
    }

    #[test]
    fn title_lines_give_their_period() {
        let expected = Period::new(date(2026, 9, 1), date(2026, 9, 30));
        for text in ["20260901-20260930", "September 1, 2026 - September 30, 2026", "Date: Sep 1, 2026 – Sep 30, 2026"]
        {
            assert_eq!(parse_period(text), expected, "{text:?}");
        }
        assert_eq!(parse_period("All time"), None);
        assert_eq!(parse_serial_date("46266"), Some(Period::day(date(2026, 9, 1))));
    }
}
