//! What a cell of a spreadsheet says, as text: numbers in their shortest exact form, serial dates as ISO 8601,
//! durations as hours, minutes and seconds. What the text means is decided later.

use calamine::{Data, DataRef, ExcelDateTime};

use super::super::delimited::number_text;
use crate::base::date::date_from_day_number;

/// Days from 1899-12-30, day 0 of the 1900 system, to 1970-01-01; and to day 0 of the 1904 system.
const DAYS_TO_1970: i64 = 25_569;
const DAYS_TO_1904: i64 = 1_462;
/// 9999-12-31, the last day that Excel knows, in the 1900 system.
const LAST_DAY: i64 = 2_958_465;
const DAY_MS: i64 = 86_400_000;

/// A cell's text, and whether it is a number.
pub(super) fn data_text(data: &Data, is_1904: bool) -> (String, bool) {
    match data {
        Data::Int(value) => (value.to_string(), true),
        Data::Float(value) => (number_text(*value), true),
        Data::String(text) => (text.clone(), false),
        Data::Bool(value) => (bool_text(*value).to_owned(), false),
        Data::DateTime(moment) => moment_text(moment, is_1904),
        Data::DateTimeIso(text) => (iso_moment_text(text), false),
        Data::DurationIso(text) => (iso_duration_text(text), false),
        Data::Error(error) => (error.to_string(), false),
        Data::Empty => (String::new(), false),
    }
}

/// As [`data_text`], of a cell that was not copied.
pub(super) fn data_ref_text(data: &DataRef<'_>, is_1904: bool) -> (String, bool) {
    match data {
        DataRef::Int(value) => (value.to_string(), true),
        DataRef::Float(value) => (number_text(*value), true),
        DataRef::String(text) => (text.clone(), false),
        DataRef::SharedString(text) => ((*text).to_owned(), false),
        DataRef::Bool(value) => (bool_text(*value).to_owned(), false),
        DataRef::DateTime(moment) => moment_text(moment, is_1904),
        DataRef::DateTimeIso(text) => (iso_moment_text(text), false),
        DataRef::DurationIso(text) => (iso_duration_text(text), false),
        DataRef::Error(error) => (error.to_string(), false),
        DataRef::Empty => (String::new(), false),
    }
}

pub(super) fn bool_text(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

fn moment_text(moment: &ExcelDateTime, is_1904: bool) -> (String, bool) {
    let value = moment.as_f64();
    if moment.is_duration() {
        return match ms_of(value) {
            Some(ms) => (duration_text(ms), false),
            None => (number_text(value), true),
        };
    }
    match serial_text(value, is_1904) {
        Some(text) => (text, false),
        // No day: Excel shows ######.
        None => (number_text(value), true),
    }
}

fn ms_of(days: f64) -> Option<i64> {
    let ms = (days * DAY_MS as f64).round();
    (ms.abs() < 1e17).then_some(ms as i64)
}

/// "2026-09-01", "2026-09-01 08:30:00" or, below one day, "08:30:00".
fn serial_text(value: f64, is_1904: bool) -> Option<String> {
    let ms = ms_of(value).filter(|ms| *ms >= 0)?;
    let (days, ms) = (ms / DAY_MS, ms % DAY_MS);
    if days == 0 && (ms > 0 || !is_1904) {
        return Some(clock_text(ms));
    }
    let days = if is_1904 { days + DAYS_TO_1904 } else { days };
    if days > LAST_DAY {
        return None;
    }
    // Lotus took 1900 for a leap year, and Excel with it: its day 60 never was, and earlier ones count from 1899-12-31.
    let days = if !is_1904 && days < 60 { days + 1 } else { days };
    let date = date_from_day_number(i32::try_from(days - DAYS_TO_1970).ok()?)?;
    Some(if ms == 0 { date.to_string() } else { format!("{date} {}", clock_text(ms)) })
}

fn clock_text(ms: i64) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if ms == 0 { clock } else { format!("{clock}.{ms:03}") }
}

/// "1:02:03", hours as many as there are.
pub(super) fn duration_text(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let (seconds, ms) = (ms.abs() / 1000, ms.abs() % 1000);
    let text = format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if ms == 0 { text } else { format!("{text}.{ms:03}") }
}

/// "2026-09-01T00:00:00" as a day, with a clock time where there is one.
pub(super) fn iso_moment_text(text: &str) -> String {
    let Some((date, clock)) = text.split_once('T') else { return text.to_owned() };
    // Some programs write a fraction of zeros.
    let clock = match clock.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
        Some(_) | None => clock,
    };
    match (date, clock) {
        (date, "00:00:00" | "") => date.to_owned(),
        // A time without a day.
        ("1899-12-30" | "1899-12-31", clock) => clock.to_owned(),
        (date, clock) => format!("{date} {clock}"),
    }
}

/// "PT01H02M03S" as "1:02:03"; what is no such duration stays as it is.
pub(super) fn iso_duration_text(text: &str) -> String {
    duration_ms(text).map_or_else(|| text.to_owned(), duration_text)
}

fn duration_ms(text: &str) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mut total, mut digits, mut is_time) = (0.0, String::new(), false);
    for c in text.strip_prefix('P')?.chars() {
        let seconds = match (c, is_time) {
            ('0'..='9' | '.', _) => {
                digits.push(c);
                continue;
            }
            ('T', false) => {
                is_time = true;
                continue;
            }
            ('D', false) => 86_400.0,
            ('H', true) => 3_600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        total += seconds * digits.parse::<f64>().ok()?;
        digits.clear();
    }
    let ms: f64 = (sign * total * 1000.0).round();
    (digits.is_empty() && ms.abs() < 1e17).then_some(ms as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_become_iso_dates_in_both_systems() {
        let cases = [
            (46_266.0, false, "2026-09-01"),
            (46_266.354_166_666_664, false, "2026-09-01 08:30:00"),
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (0.5, false, "12:00:00"),
            (0.0, false, "00:00:00"),
            (44_804.0, true, "2026-09-01"),
            (0.0, true, "1904-01-01"),
            (2_958_465.0, false, "9999-12-31"),
        ];
        for (serial, is_1904, text) in cases {
            assert_eq!(serial_text(serial, is_1904).as_deref(), Some(text), "{serial} {is_1904}");
        }
        for serial in [-1.0, 2_958_466.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(serial_text(serial, false), None, "{serial}");
        }
    }

    #[test]
    fn numbers_are_short_exact_and_without_needless_exponents() {
        let cases = [
            (0.1, "0.1"),
            (1234.5, "1234.5"),
            (-0.0, "0"),
            (12_000_000_000_000.0, "12000000000000"),
            (1e20, "100000000000000000000"),
            (1.5e22, "1.5e22"),
            (0.000_05, "0.00005"),
            (2.5e-9, "2.5e-9"),
        ];
        for (value, text) in cases {
            assert_eq!(number_text(value), text);
            assert_eq!(text.parse::<f64>().unwrap(), value);
        }
    }

    #[test]
    fn durations_keep_their_hours() {
        let cases =
            [("PT01H02M03S", "1:02:03"), ("PT30H00M00S", "30:00:00"), ("PT0.5S", "0:00:00.500"), ("-PT1H", "-1:00:00")];
        for (iso, text) in cases {
            assert_eq!(iso_duration_text(iso), text);
        }
        for broken in ["", "P", "PTxS", "1h", "PT5"] {
            assert!(matches!(iso_duration_text(broken).as_str(), text if text == broken || text == "0:00:00"));
        }
    }
}
