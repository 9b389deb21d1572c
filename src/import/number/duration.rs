//! Durations as exports write them: "1m 20s", "00:01:05", "1 Std. 5 Min.", "PT1M20S". In seconds throughout.

use super::{DecimalMark, Number, digits};

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3_600.0;
const MINUTE: f64 = 60.0;

/// In lower case, without the point of "Std.".
const UNITS: &[(f64, &[&str])] = &[
    (7.0 * DAY, &["w", "wk", "wks", "week", "weeks", "woche", "wochen", "semaine", "semaines", "週間"]),
    (
        DAY,
        &[
            "d", "day", "days", "tag", "tage", "tagen", "j", "jour", "jours", "día", "días", "dia", "dias", "giorno",
            "giorni", "dag", "dagen", "日",
        ],
    ),
    (
        HOUR,
        &[
            "h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora",
            "ore", "uur", "時間",
        ],
    ),
    (
        MINUTE,
        &["m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuut", "mn", "分"],
    ),
    (
        1.0,
        &[
            "s", "sec", "secs", "sek", "seg", "second", "seconds", "sekunde", "sekunden", "seconde", "secondes",
            "seconden", "segundo", "segundos", "secondo", "secondi", "秒",
        ],
    ),
    (0.001, &["ms", "msec", "millisecond", "milliseconds", "millisekunden", "millisecondes", "ミリ秒"]),
];

/// Seconds of "1m 20s", "00:01:05", "1:05" (minutes and seconds), "1h 2min", "1h30", "350 ms", "2 days, 3:04:05",
/// "PT1M20S", and the words of other languages. Months and years have no length in seconds and are refused.
pub fn parse_duration(text: &str) -> Option<f64> {
    let text = super::narrow(super::trim(text));
    parse(&text, DecimalMark::Point).or_else(|| parse(&text, DecimalMark::Comma)).filter(|seconds| seconds.is_finite())
}

/// A duration with or without a minus, for the reading of cells.
pub(super) fn parse_signed(text: &str, mark: DecimalMark) -> Option<Number<'static>> {
    let size = text.strip_prefix(['-', '−']);
    let seconds = parse(size.unwrap_or(text).trim_start(), mark)?;
    let value = if size.is_some() && seconds != 0.0 { -seconds } else { seconds };
    Some(Number { is_duration: true, ..Number::bare(value, 0) })
}

fn parse(text: &str, mark: DecimalMark) -> Option<f64> {
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    if let Some(rest) = text.strip_prefix('P') {
        return parse_iso(rest);
    }
    match text.contains(':') {
        true => parse_clock(text, mark),
        false => parse_units(text, mark),
    }
}

/// "1:05", "00:01:05", "36:00:00", and after days "1.02:03:04" and "2 days, 3:04:05".
fn parse_clock(text: &str, mark: DecimalMark) -> Option<f64> {
    let first = text.split(':').next()?;
    let days_end = first.rfind(|c: char| !c.is_ascii_digit());
    if let Some(at) = days_end {
        let width = first.get(at..)?.chars().next()?.len_utf8();
        let (days, clock) = (first.get(..at)?, text.get(at + width..)?);
        let is_dotted = first.get(at..)?.starts_with('.');
        let days = match is_dotted {
            true => whole(days)? * DAY,
            false => parse_units(days.trim_end_matches([',', ' ']), mark)?,
        };
        return (clock.split(':').count() == 3 && days % DAY == 0.0).then_some(days + parse_clock_of_day(clock)?);
    }
    parse_clock_of_day(text)
}

fn parse_clock_of_day(text: &str) -> Option<f64> {
    let count = text.split(':').count();
    if !(2..=3).contains(&count) {
        return None;
    }
    let mut seconds = 0.0;
    for (index, part) in text.split(':').enumerate() {
        let is_last = index + 1 == count;
        let (digits, fraction) = part.split_once(['.', ',']).unwrap_or((part, ""));
        let size = if index == 0 { 1..=5 } else { 2..=2 };
        if !size.contains(&digits.len()) || (digits.len() < part.len() && !is_last) {
            return None;
        }
        let value = whole(digits)?;
        if index > 0 && value >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + value;
        if digits.len() < part.len() {
            let decimals = i32::try_from(fraction.len()).ok().filter(|count| (1..=9).contains(count))?;
            seconds += whole(fraction)? / 10f64.powi(decimals);
        }
    }
    Some(seconds)
}

/// "1h 02m 03s": units from large to small, each once.
fn parse_units(text: &str, mark: DecimalMark) -> Option<f64> {
    let mut rest = text;
    let (mut seconds, mut smallest) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(end)?;
        if behind.is_empty() {
            // "1h30", "1min20": the next smaller unit is meant.
            let next = match smallest {
                HOUR => MINUTE,
                MINUTE => 1.0,
                _ => return None,
            };
            let value = whole(number).filter(|value| number.len() == 2 && *value < 60.0)?;
            return Some(seconds + value * next);
        }
        let value = amount(number, mark)?;
        let behind = behind.trim_start();
        let letters = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let (word, after) = behind.split_at_checked(letters)?;
        let factor = unit(word).filter(|factor| *factor < smallest)?;
        smallest = factor;
        seconds += value * factor;
        rest = after.strip_prefix('.').unwrap_or(after).trim_start().trim_start_matches(',').trim_start();
        for and in ["and ", "und ", "et ", "y ", "e ", "en "] {
            rest = rest.strip_prefix(and).unwrap_or(rest).trim_start();
        }
    }
    smallest.is_finite().then_some(seconds)
}

fn unit(word: &str) -> Option<f64> {
    // "3M" is three million of something.
    if word.is_empty() || word == "M" {
        return None;
    }
    let is_word = |known: &str| match word.is_ascii() {
        true => known.eq_ignore_ascii_case(word),
        false => word.chars().flat_map(char::to_lowercase).eq(known.chars()),
    };
    UNITS.iter().find(|(_, words)| words.iter().any(|known| is_word(known))).map(|(factor, _)| *factor)
}

/// "3.4" and "3,4" whatever the file's mark; three digits after it are for the mark to decide.
fn amount(number: &str, mark: DecimalMark) -> Option<f64> {
    let read = |mark| digits::parse(number, mark).map(|(value, _)| value);
    read(mark).or_else(|| read(mark.other()))
}

/// ISO 8601 behind its "P": "T1M20S", "1DT2H", "2W".
fn parse_iso(text: &str) -> Option<f64> {
    let (mut rest, mut seconds, mut smallest, mut is_time) = (text, 0.0, f64::INFINITY, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T').filter(|_| !is_time) {
            (rest, is_time) = (after, true);
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_uppercase())?;
        let (number, behind) = rest.split_at_checked(end)?;
        let factor = match (behind.chars().next()?, is_time) {
            ('W', false) => 7.0 * DAY,
            ('D', false) => DAY,
            ('H', true) => HOUR,
            ('M', true) => MINUTE,
            ('S', true) => 1.0,
            _ => return None,
        };
        if factor >= smallest {
            return None;
        }
        smallest = factor;
        seconds += amount(number, DecimalMark::Point)? * factor;
        rest = behind.get(1..)?;
    }
    smallest.is_finite().then_some(seconds)
}

fn whole(digits: &str) -> Option<f64> {
    let is_number = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}
