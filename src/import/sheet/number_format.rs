//! How a spreadsheet shows a number: as a percent, or with a currency. The sign is written into the cell's text, so that
//! 0.1234 shown as 12.34 % is told from 12.34 percent points. Which cell has which format is known to each reader.
//!
//! Source of the codes: ECMA-376 part 1, 18.8.30 (numFmts) and 18.8.31.

use crate::import::number::{DecimalMark, Number, Value, parse};

/// What a format adds to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A hundred times the number, and a percent sign.
    Percent,
    /// The number itself, and a percent sign.
    Points,
    /// A sign, word or ISO 4217 code of a currency.
    Money(String),
}

/// No number is longer when written without an exponent and still read.
const LONGEST: usize = 80;

/// Signs that several currencies share, by where they are used: the language's number in Windows and its region.
const BY_PLACE: &[(u32, &str, &str)] = &[
    (0x0409, "US", "USD"),
    (0x1009, "CA", "CAD"),
    (0x0C0C, "CA", "CAD"),
    (0x0C09, "AU", "AUD"),
    (0x1409, "NZ", "NZD"),
    (0x080A, "MX", "MXN"),
    (0x2C0A, "AR", "ARS"),
    (0x340A, "CL", "CLP"),
    (0x240A, "CO", "COP"),
    (0x1004, "SG", "SGD"),
    (0x4809, "SG", "SGD"),
    (0x0C04, "HK", "HKD"),
    (0x0404, "TW", "TWD"),
    (0x041D, "SE", "SEK"),
    (0x0414, "NO", "NOK"),
    (0x0814, "NO", "NOK"),
    (0x0406, "DK", "DKK"),
    (0x040F, "IS", "ISK"),
    (0x0411, "JP", "JPY"),
    (0x0804, "CN", "CNY"),
    (0x4009, "IN", "INR"),
    (0x0439, "IN", "INR"),
    (0x0420, "PK", "PKR"),
];

/// What one of the formats without a code of their own shows. The currency of 5 to 8 and 41 to 44 is that of the
/// computer, which is not known.
pub(super) fn of_builtin(id: u32) -> Option<Shown> {
    matches!(id, 9 | 10).then_some(Shown::Percent)
}

/// What a format's code shows, such as `0.00%` or `#,##0.00\ [$€-407]`; `None` for all that leaves a number as it is.
pub(super) fn of_code(code: &str) -> Option<Shown> {
    match code {
        // As "XML Spreadsheet 2003" names them.
        "Percent" => return Some(Shown::Percent),
        "Euro Currency" => return Some(Shown::Money("EUR".to_owned())),
        _ => {}
    }
    let (mut words, mut money, mut is_percent) = (String::new(), None, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // What follows is for negative numbers, zero and text.
            ';' => break,
            '"' => words.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => words.extend(chars.next()),
            // The width of a character, and one that fills the cell.
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                money = money.or_else(|| inside.strip_prefix('$').and_then(of_sign));
            }
            '%' => is_percent = true,
            '0' | '#' | '?' | '.' | ',' | ' ' => words.push(' '),
            other => words.push(other),
        }
    }
    match () {
        () if is_percent => Some(Shown::Percent),
        () if money.is_some() => money,
        () if words.split_whitespace().any(|word| word == "%") => Some(Shown::Points),
        () => words.split_whitespace().find_map(of_sign),
    }
}

/// `€-407`, `$-en-US`, `CHF`: a sign of a currency, with the place that it is written for.
fn of_sign(text: &str) -> Option<Shown> {
    let (sign, place) = text.split_once('-').unwrap_or((text, ""));
    let sample = format!("{sign} 1");
    let Value::Number(Number { currencies, is_percent: false, .. }) = parse(&sample, DecimalMark::Point) else {
        return None;
    };
    let region = place.rsplit('-').next().unwrap_or("");
    let language = u32::from_str_radix(place, 16).ok().map(|number| number & 0xFFFF);
    let here = BY_PLACE.iter().find(|(number, name, _)| language == Some(*number) || *name == region);
    match (currencies, here) {
        ([], _) => None,
        ([_], _) | (_, None) => Some(Shown::Money(sign.to_owned())),
        (several, Some((_, _, code))) if several.contains(code) => Some(Shown::Money((*code).to_owned())),
        (_, Some(_)) => Some(Shown::Money(sign.to_owned())),
    }
}

/// What a number was shown with, by the text that was shown: "12.34 %", "1.234,50 €".
pub(super) fn of_text(shown: &str) -> Option<Shown> {
    let number = [DecimalMark::Point, DecimalMark::Comma].into_iter().find_map(|mark| match parse(shown, mark) {
        Value::Number(number) => Some(number),
        Value::Unknown | Value::Text => None,
    })?;
    match number.currency {
        _ if number.is_percent => Some(Shown::Percent),
        Some(code) => Some(Shown::Money(code.to_owned())),
        None => None,
    }
}

/// The number with what it is shown with, all its digits kept: "0.1234" as a percent is "12.34%".
pub(super) fn write(number: &str, shown: &Shown) -> String {
    let plain = number.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value.to_string());
    let Some(plain) = plain.filter(|plain| plain.len() <= LONGEST) else { return number.to_owned() };
    match shown {
        Shown::Percent => format!("{}%", times_100(&plain)),
        Shown::Points => format!("{plain}%"),
        Shown::Money(sign) => format!("{sign} {plain}"),
    }
}

/// The decimal point two places to the right: multiplying would round.
fn times_100(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{decimals:0<2}");
    let (more, decimals) = padded.split_at(2);
    let whole = format!("{whole}{more}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{decimals}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(sign: &str) -> Option<Shown> {
        Some(Shown::Money(sign.to_owned()))
    }

    #[test]
    fn codes_tell_percents_and_currencies_from_all_else() {
        let cases = [
            ("0%", Some(Shown::Percent)),
            ("0.00\\ %", Some(Shown::Percent)),
            ("[Red]0.0%;[Blue]-0.0%", Some(Shown::Percent)),
            ("0.0\"%\"", Some(Shown::Points)),
            ("0\\%", Some(Shown::Points)),
            ("#,##0.00\\ \"€\"", money("€")),
            ("_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-", money("€")),
            ("[$$-409]#,##0.00", money("USD")),
            ("[$$-1009]#,##0.00", money("CAD")),
            ("[$$-en-CA]#,##0.00", money("CAD")),
            ("\"$\"#,##0.00", money("$")),
            ("$#,##0", money("$")),
            ("#,##0\\ [$kr-41D]", money("SEK")),
            ("#,##0\\ \"kr\"", money("kr")),
            ("[$CHF]\\ #,##0.00", money("CHF")),
            ("[$-409]#,##0.00", None),
            ("#,##0.00", None),
            ("General", None),
            ("0.0,\"k\"", None),
            ("0\" visits\"", None),
            ("0;\"50%\"", None),
            ("", None),
            ("\"", None),
            ("[$", None),
        ];
        for (code, wanted) in cases {
            assert_eq!(of_code(code), wanted, "{code}");
        }
    }

    #[test]
    fn every_digit_is_kept_and_read_again() {
        let values =
            [0.0, 0.1234, 0.07, 0.5, 1.0, 12.345, -0.05, 100.0, 1e-9, 123_456_789.125, 0.010_000_000_000_000_002, 2e30];
        let money = Shown::Money("EUR".to_owned());
        for value in values {
            for shown in [&Shown::Percent, &money] {
                let text = write(&value.to_string(), shown);
                let Value::Number(number) = parse(&text, DecimalMark::Point) else { panic!("{text}") };
                assert!((number.value - value).abs() <= value.abs() * f64::EPSILON, "{text} of {value}");
                assert_eq!(number.is_percent, *shown == Shown::Percent, "{text}");
                assert_eq!(number.currency, (*shown == money).then_some("EUR"), "{text}");
            }
        }
        assert_eq!(write("0.1234", &Shown::Percent), "12.34%");
        assert_eq!(write("-0.005", &Shown::Percent), "-0.5%");
        assert_eq!(write("3", &Shown::Percent), "300%");
        assert_eq!(write("12.34", &Shown::Points), "12.34%");
        assert_eq!(write("1e300", &Shown::Percent), "1e300", "too long to be written without an exponent");
    }

    #[test]
    fn what_was_shown_tells_as_much() {
        let cases = [("12,34 %", Some(Shown::Percent)), ("1.234,50 €", money("EUR")), ("1,234", None), ("n/a", None)];
        for (text, wanted) in cases {
            assert_eq!(of_text(text), wanted, "{text}");
        }
    }
}
