//! Values and dates as people type them into a form: a target of "3.6%", a due date of "31 Dec 2026". What files say
//! is read by `number` and `dates`, on which this stands; a person is there to see what was understood.

use super::dates::{DateOrder, parse_date};
use super::number::{DecimalMark, MarkEvidence, Value, mark_evidence, parse};
use crate::base::Date;
use crate::base::display::InUnit;
use crate::base::number::{Unit, currency_sign};

/// The value that a person means in a metric's unit; `None` for what is no number or is of another unit.
///
/// A share is typed in percent, with the sign or without; minutes and seconds also as "1m 20s" or "1:20"; counts and
/// money also as "41.2k". A lone comma is a decimal mark unless three digits follow it. A bare number is meant as values
/// are shown: of a metric shown in hours, "1.5" is an hour and a half.
pub fn parse_value<'a>(text: &str, of: impl Into<InUnit<'a>>) -> Option<f64> {
    let of = of.into();
    let as_shown = of.scale().and_then(|scale| {
        let suffix = scale.suffix.trim();
        let bare = text.trim().strip_suffix(suffix).filter(|_| !suffix.is_empty()).unwrap_or(text);
        // Points have no words of their own: what they take is nothing but a number.
        parse_in(bare, &Unit::Points).map(|value| value / scale.factor)
    });
    as_shown.or_else(|| parse_in(text, of.unit))
}

fn parse_in(text: &str, unit: &Unit) -> Option<f64> {
    let text = text.trim();
    // Durations know no sign.
    if let (Unit::Seconds | Unit::Minutes, Some(size)) = (unit, text.strip_prefix(['-', '−'])) {
        return parse_in(size, unit).map(|value| -value);
    }
    let text = text.strip_suffix(['×', 'x']).filter(|_| *unit == Unit::Times).unwrap_or(text).trim_end();
    let bare = match unit {
        Unit::Currency(code) => without_own_sign(text, code),
        Unit::Count | Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => None,
    };
    let text = bare.as_deref().unwrap_or(text);
    let (text, times) = match unit {
        Unit::Count | Unit::Currency(_) => without_magnitude(text),
        Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => (text, 1.0),
    };
    let mark = match mark_evidence(text) {
        MarkEvidence::Comma | MarkEvidence::LoneComma => DecimalMark::Comma,
        MarkEvidence::Point | MarkEvidence::ThreeAfterComma | MarkEvidence::ThreeAfterPoint | MarkEvidence::Silent => {
            DecimalMark::Point
        }
    };
    let Value::Number(number) = parse(text, mark) else { return None };
    let value = number.value;
    let has_currency = !number.currencies.is_empty();
    let in_unit = match unit {
        Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times if number.is_rounded => None,
        Unit::Share if number.is_duration || has_currency => None,
        Unit::Share if number.is_percent => Some(value),
        Unit::Share => Some(value / 100.0),
        _ if number.is_percent => None,
        Unit::Seconds if !has_currency => Some(value),
        Unit::Minutes if number.is_duration => Some(value / 60.0),
        Unit::Minutes if !has_currency => Some(value),
        Unit::Currency(code) => {
            let is_same = number.currencies.is_empty() || number.currencies.contains(&code.as_str());
            (is_same && !number.is_duration).then_some(value * times)
        }
        Unit::Count | Unit::Points | Unit::Times if number.is_duration || has_currency => None,
        Unit::Count => Some(value * times),
        Unit::Points | Unit::Times => Some(value),
        Unit::Seconds | Unit::Minutes => None,
    };
    in_unit.filter(|value| value.is_finite())
}

/// The day that a person means: "2026-12-31", "31 Dec 2026", "Dec 31, 2026", "31.12.2026"; of a month its last day.
/// Of "03/04/2026" the day comes first, as in the rest of the window.
pub fn parse_day(text: &str) -> Option<Date> {
    parse_date(text).period(Some(DateOrder::DayFirst)).map(|period| period.to)
}

/// The same, but of a month its first day.
pub fn parse_first_day(text: &str) -> Option<Date> {
    parse_date(text).period(Some(DateOrder::DayFirst)).map(|period| period.from)
}

/// The amount without the sign that the window itself writes before it: "¤12", "CLF 12", "−CLF 12".
fn without_own_sign(text: &str, code: &str) -> Option<String> {
    let (minus, size) = text.split_at_checked(text.len() - text.trim_start_matches(['-', '−']).len())?;
    let amount = size.strip_prefix(currency_sign(code).as_str())?;
    Some(format!("{minus}{}", amount.trim_start()))
}

/// "41.2k" → ("41.2", 1000).
fn without_magnitude(text: &str) -> (&str, f64) {
    let magnitudes = [("bn", 1e9), ("k", 1e3), ("K", 1e3), ("m", 1e6), ("M", 1e6)];
    let found = magnitudes.into_iter().find_map(|(suffix, times)| Some((text.strip_suffix(suffix)?, times)));
    // Digits stand before it, so that "USD 3m" is not "USD 3 m…" of something else.
    found
        .map(|(rest, times)| (rest.trim_end(), times))
        .filter(|(rest, _)| rest.ends_with(|last: char| last.is_ascii_digit()))
        .unwrap_or((text, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::display::Display;
    use crate::base::number::format_full;

    #[test]
    fn a_value_is_read_in_the_unit_of_its_metric() {
        let euro = Unit::Currency("EUR".to_owned());
        let (canadian, danish) = (Unit::Currency("CAD".to_owned()), Unit::Currency("DKK".to_owned()));
        let cases: Vec<(&str, &Unit, Option<f64>)> = vec![
            ("3.6%", &Unit::Share, Some(0.036)),
            ("3.6 %", &Unit::Share, Some(0.036)),
            ("3.6", &Unit::Share, Some(0.036)),
            ("3,6%", &Unit::Share, Some(0.036)),
            ("−1.5%", &Unit::Share, Some(-0.015)),
            ("€3", &Unit::Share, None),
            ("", &Unit::Share, None),
            ("soon", &Unit::Share, None),
            ("84", &Unit::Points, Some(84.0)),
            ("4.3", &Unit::Points, Some(4.3)),
            ("84%", &Unit::Points, None),
            ("41.2k", &Unit::Count, Some(41_200.0)),
            ("1,234", &Unit::Count, Some(1_234.0)),
            ("1.5M", &Unit::Count, Some(1_500_000.0)),
            ("1m 20s", &Unit::Count, None),
            ("1m 20s", &Unit::Seconds, Some(80.0)),
            ("1:20", &Unit::Seconds, Some(80.0)),
            ("3.4 s", &Unit::Seconds, Some(3.4)),
            ("3.4", &Unit::Seconds, Some(3.4)),
            ("3", &Unit::Minutes, Some(3.0)),
            ("1m 30s", &Unit::Minutes, Some(1.5)),
            ("€214", &euro, Some(214.0)),
            ("1,234.50", &euro, Some(1_234.5)),
            ("12,50", &euro, Some(12.5)),
            ("€2.5k", &euro, Some(2_500.0)),
            ("$214", &euro, None),
            ("3.2×", &Unit::Times, Some(3.2)),
            ("3.2x", &Unit::Times, Some(3.2)),
            ("n/a", &Unit::Count, None),
            ("36‰", &Unit::Share, Some(0.036)),
            ("1.2k", &Unit::Points, None),
            ("−1:20", &Unit::Seconds, Some(-80.0)),
            ("$214", &canadian, Some(214.0)),
            ("12 kr", &danish, Some(12.0)),
            ("12 kr", &euro, None),
            ("3,4 Mio. €", &euro, Some(3_400_000.0)),
            ("inf", &Unit::Count, None),
        ];
        for (text, unit, expected) in cases {
            let read = parse_value(text, unit);
            let is_same = match (read, expected) {
                (Some(read), Some(expected)) => (read - expected).abs() < 1e-9 * expected.abs().max(1.0),
                (read, expected) => read == expected,
            };
            assert!(is_same, "{text:?} in {unit:?}: {read:?}, not {expected:?}");
        }
    }

    #[test]
    fn a_value_is_read_as_its_metric_is_shown() {
        let [share, seconds, minutes] = [Unit::Share, Unit::Seconds, Unit::Minutes];
        for (text, unit, display, expected) in [
            ("31", &share, Display::PerMille, Some(0.031)),
            ("31‰", &share, Display::PerMille, Some(0.031)),
            ("3.1%", &share, Display::PerMille, Some(0.031)),
            ("0.031", &share, Display::Ratio, Some(0.031)),
            ("3.1%", &share, Display::Ratio, Some(0.031)),
            ("1.5", &seconds, Display::Hours, Some(5_400.0)),
            ("1.5 h", &seconds, Display::Hours, Some(5_400.0)),
            ("1,5 h", &minutes, Display::Hours, Some(90.0)),
            ("−2 h", &minutes, Display::Hours, Some(-120.0)),
            ("1m 20s", &seconds, Display::Seconds, Some(80.0)),
            ("1:20", &seconds, Display::Minutes, Some(80.0)),
            ("2 d", &seconds, Display::Days, Some(172_800.0)),
            ("soon", &seconds, Display::Days, None),
            ("EUR 12", &Unit::Currency("EUR".to_owned()), Display::CurrencyCode, Some(12.0)),
        ] {
            let read = parse_value(text, InUnit { unit, display });
            let is_same = match (read, expected) {
                (Some(read), Some(expected)) => (read - expected).abs() < 1e-9 * expected.abs().max(1.0),
                (read, expected) => read == expected,
            };
            assert!(is_same, "{text:?} as {display:?}: {read:?}, not {expected:?}");
        }
        for unit in [&share, &seconds, &minutes] {
            for display in Display::choices(unit) {
                for value in [0.0, 0.5, 3.0, 90.0, -2.0] {
                    let of = InUnit { unit, display: *display };
                    let (shown, tolerance) =
                        (format_full(value, of), of.scale().map_or(1e-9, |scale| 0.006 / scale.factor));
                    let read = parse_value(&shown, of);
                    assert!(
                        read.is_some_and(|read| (read - value).abs() <= tolerance),
                        "{value} as {shown:?}: {read:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_a_form_shows_can_be_typed() {
        let euro = Unit::Currency("EUR".to_owned());
        let [unknown, rare] = ["XXX", "CLF"].map(|code| Unit::Currency(code.to_owned()));
        let units = [Unit::Count, Unit::Share, Unit::Seconds, Unit::Minutes, Unit::Points, Unit::Times];
        for unit in units.into_iter().chain([euro, unknown, rare]) {
            for value in [0.0, 0.5, 3.0, 90.0, 1_250.0, -2.0] {
                // A share of 90 is 9,000%.
                let shown = format_full(value, &unit);
                let read = parse_value(&shown, &unit);
                assert!(read.is_some_and(|read| (read - value).abs() < 1e-9), "{value} as {shown:?}: {read:?}");
            }
        }
    }

    #[test]
    fn a_day_is_read_in_the_usual_forms() {
        let last = Date::new(2026, 12, 31).ok();
        for text in ["2026-12-31", "31 Dec 2026", "31 December 2026", "Dec 31, 2026", "31.12.2026", "Dec 2026"] {
            assert_eq!(parse_day(text), last, "{text}");
        }
        assert_eq!(parse_day("03/04/2026"), Date::new(2026, 4, 3).ok());
        for text in ["", "soon", "31.13.2026", "2026"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
