//! Dates that are mere numbers: days as spreadsheets count them, seconds and milliseconds since 1970. Only for columns
//! known to hold dates.

use crate::base::date::date_from_day_number;
use crate::base::{Date, Period};

/// A number of days as spreadsheets count them from 1900 (46266 is 2026-09-01), with or without a time of day behind
/// the point. 1982 to 2119.
pub fn parse_serial_date(text: &str) -> Option<Period> {
    let text = text.trim();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if whole.len() != 5 || fraction.len() > 20 || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let serial: i32 = whole.parse().ok()?;
    // 25569 is 1970-01-01.
    (30_000..80_000).contains(&serial).then(|| date_from_day_number(serial - 25_569).map(Period::day))?
}

/// The day of a moment counted from 1970 in seconds (10 digits), milliseconds (13), microseconds (16) or nanoseconds
/// (19), in UTC, as such a number knows no other zone. 2001 to 2200.
pub fn parse_epoch_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 19 || fraction.len() > 9 || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    let per_second = match whole.len() {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        19 => 1_000_000_000,
        _ => return None,
    };
    let days = count / per_second / 86_400;
    let date = date_from_day_number(i32::try_from(days).ok()?)?;
    (2001..=2200).contains(&date.year()).then_some(date)
}
