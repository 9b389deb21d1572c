//! What a cell says as a number: grouping and decimal marks, percents, currencies, durations, and "not reported".
//! Dates are in `dates`.

/// Which character stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Blank, "--", "n/a", "#DIV/0!": not reported, which is not zero.
    Unknown,
    Number(Number<'a>),
    /// Anything else.
    Text,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    /// Finite. A percent is already divided by 100; a duration is in seconds.
    pub value: f64,
    /// How many decimals were written (of percent where it is one).
    pub decimals: u8,
    pub is_percent: bool,
    pub is_duration: bool,
    /// ISO 4217 code; a bare "$" is taken for USD.
    pub currency: Option<&'a str>,
}

/// What the separators of one cell say about the column's decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkEvidence {
    /// No separator, or none that tells.
    Silent,
    Point,
    Comma,
    /// "12,34": a decimal comma, or a mistake.
    LoneComma,
    /// "1,234": thousands, or a decimal comma.
    ThreeAfterComma,
    /// "1.234": three decimals, or thousands.
    ThreeAfterPoint,
}

const SYMBOLS: &[(&str, &str)] = &[
    ("CA$", "CAD"),
    ("US$", "USD"),
    ("A$", "AUD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("zł", "PLN"),
];

const CODES: &[&str] = &[
    "EUR", "USD", "GBP", "CAD", "AUD", "NZD", "CHF", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "RON", "BGN", "TRY", "BRL", "MXN", "ARS", "CLP", "COP", "ZAR", "ILS", "AED", "SAR", "KRW", "TWD", "HKD", "SGD",
    "THB", "IDR", "MYR", "PHP", "VND", "UAH", "EGP", "NGN", "KES", "ISK",
];

/// The ISO code that equals the text, whatever its case.
pub fn currency_code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    CODES
        .iter()
        .copied()
        .find(|code| code.eq_ignore_ascii_case(text))
        .or_else(|| SYMBOLS.iter().find(|(symbol, _)| *symbol == text).map(|(_, code)| *code))
}

/// Whether the text is one of the ways to say "not reported".
pub fn is_unknown(text: &str) -> bool {
    const MARKERS: &[&str] = &[
        "-",
        "--",
        "---",
        "–",
        "—",
        "n/a",
        "na",
        "n/v",
        "n.a.",
        "n.v.",
        "k.a.",
        "nan",
        "null",
        "none",
        "nil",
        "#n/a",
        "#n/v",
        "#div/0!",
        "#ref!",
        "#value!",
        "#wert!",
        "#num!",
        "#name?",
        "#null!",
        "not reported",
        "not available",
    ];
    let text = text.trim();
    text.is_empty() || (text.len() <= 16 && MARKERS.iter().any(|marker| marker.eq_ignore_ascii_case(text)))
}

/// Reads a cell with a known decimal mark. Never fails: what is no number is text.
pub fn parse(text: &str, mark: DecimalMark) -> Value<'_> {
    let text = text.trim();
    if is_unknown(text) {
        return Value::Unknown;
    }
    if let Some(value) = parse_plain(text) {
        return value;
    }
    let stripped = strip(text);
    if let Some((size, decimals)) = parse_core(stripped.core, mark) {
        let signed = if stripped.is_negative { -size } else { size };
        let value = if stripped.is_percent { signed / 100.0 } else { signed };
        return Value::Number(Number {
            value,
            decimals,
            is_percent: stripped.is_percent,
            is_duration: false,
            currency: stripped.currency,
        });
    }
    match parse_duration(text) {
        Some(seconds) => {
            Value::Number(Number { value: seconds, decimals: 0, is_percent: false, is_duration: true, currency: None })
        }
        None => Value::Text,
    }
}

/// Digits only: by far the most cells.
fn parse_plain(text: &str) -> Option<Value<'_>> {
    if text.len() > 15 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value = text.bytes().fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0')) as f64;
    Some(Value::Number(Number { value, decimals: 0, is_percent: false, is_duration: false, currency: None }))
}

/// What the separators of the cell say.
pub fn mark_evidence(text: &str) -> MarkEvidence {
    if !text.bytes().any(|b| b == b',' || b == b'.') {
        return MarkEvidence::Silent;
    }
    let core = strip(text.trim()).core;
    if !core.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        || !core.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || is_group_space(c))
    {
        // An exponent can only follow a decimal point.
        let is_scientific = parse_core(core, DecimalMark::Point).is_some() && core.contains('.') && !core.contains(',');
        return if is_scientific { MarkEvidence::Point } else { MarkEvidence::Silent };
    }
    let (commas, points) = (core.matches(',').count(), core.matches('.').count());
    match (commas, points) {
        (0, 0) => MarkEvidence::Silent,
        (0, 1) => match three_after(core, '.') {
            true => MarkEvidence::ThreeAfterPoint,
            false => MarkEvidence::Point,
        },
        (1, 0) => match three_after(core, ',') {
            true => MarkEvidence::ThreeAfterComma,
            false => MarkEvidence::LoneComma,
        },
        (0, _) => MarkEvidence::Comma,
        (_, 0) => MarkEvidence::Point,
        (_, _) if core.rfind('.') > core.rfind(',') => MarkEvidence::Point,
        (_, _) => MarkEvidence::Comma,
    }
}

/// One to three digits that do not begin with 0, the separator, three digits.
fn three_after(core: &str, separator: char) -> bool {
    let Some((before, after)) = core.split_once(separator) else { return false };
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    is_digits(before)
        && is_digits(after)
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && after.len() == 3
}

struct Stripped<'a> {
    core: &'a str,
    is_negative: bool,
    is_percent: bool,
    currency: Option<&'a str>,
}

/// Takes signs, brackets, percent and currency off, in any order.
fn strip(text: &str) -> Stripped<'_> {
    let mut out = Stripped { core: text, is_negative: false, is_percent: false, currency: None };
    // Each turn takes something off, and no honest number carries more than a handful of marks.
    for _ in 0..8 {
        out.core = out.core.trim();
        let core = out.core;
        if let Some(inner) = core.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            out.is_negative = true;
            out.core = inner;
        } else if let Some(rest) = core.strip_prefix(['-', '−']) {
            out.is_negative = !out.is_negative;
            out.core = rest;
        } else if let Some(rest) = core.strip_prefix('+') {
            out.core = rest;
        } else if let (Some(rest), false) = (core.strip_suffix('%'), out.is_percent) {
            out.is_percent = true;
            out.core = rest;
        } else if let (Some((rest, code)), None) = (strip_currency(core), out.currency) {
            out.currency = Some(code);
            out.core = rest;
        } else {
            break;
        }
    }
    out
}

fn strip_currency(core: &str) -> Option<(&str, &'static str)> {
    for (symbol, code) in SYMBOLS {
        if let Some(rest) = core.strip_prefix(symbol).or_else(|| core.strip_suffix(symbol)) {
            return Some((rest, code));
        }
    }
    if core.len() <= 3 {
        return None;
    }
    let known = |part: Option<&str>| part.and_then(|part| CODES.iter().copied().find(|code| *code == part));
    if let Some(code) = known(core.get(..3)) {
        return Some((core.get(3..)?, code));
    }
    let at = core.len() - 3;
    known(core.get(at..)).and_then(|code| Some((core.get(..at)?, code)))
}

fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

/// An unsigned number with its decimals counted, or `None`.
fn parse_core(core: &str, mark: DecimalMark) -> Option<(f64, u8)> {
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    if core.is_empty() || core.len() > 64 {
        return None;
    }
    let (mantissa, exponent) = match core.find(['e', 'E']) {
        Some(at) => (core.get(..at)?, core.get(at + 1..)?),
        None => (core, ""),
    };
    if mantissa.len() < core.len() {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    let (whole, fraction) = mantissa.split_once(point).unwrap_or((mantissa, ""));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut plain = String::with_capacity(core.len() + 2);
    let mut groups = whole.split(|c| c == group || is_group_space(c)).peekable();
    let mut index = 0;
    while let Some(part) = groups.next() {
        if !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // Thousands in threes; Indian numbers have pairs before the last three.
        let is_last = groups.peek().is_none();
        let fits = match (index, is_last) {
            (0, true) => true,
            (0, false) => (1..=3).contains(&part.len()),
            (_, true) => part.len() == 3,
            (_, false) => part.len() == 3 || part.len() == 2,
        };
        if !fits {
            return None;
        }
        plain.push_str(part);
        index += 1;
    }
    if plain.is_empty() {
        plain.push('0');
    }
    plain.push('.');
    plain.push_str(if fraction.is_empty() { "0" } else { fraction });
    if !exponent.is_empty() {
        plain.push('e');
        plain.push_str(exponent);
    }
    let value: f64 = plain.parse().ok()?;
    value.is_finite().then_some((value, u8::try_from(fraction.len()).unwrap_or(u8::MAX)))
}

/// Seconds of "1m 20s", "00:01:05", "1:05" (minutes and seconds), "1h 2min", "350 ms".
pub fn parse_duration(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() || text.len() > 32 || !text.is_ascii() {
        return None;
    }
    if text.contains(':') { parse_clock(text) } else { parse_unit_duration(text) }
}

fn parse_clock(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let last = parts.len() - 1;
    let mut seconds = 0.0;
    for (index, part) in parts.iter().enumerate() {
        let digits = if index == last { part.split_once('.').map_or(*part, |(whole, _)| whole) } else { part };
        let size = if index == 0 { 1..=5 } else { 2..=2 };
        if !size.contains(&digits.len()) || !part.bytes().all(|b| b.is_ascii_digit() || (index == last && b == b'.')) {
            return None;
        }
        let value: f64 = part.parse().ok()?;
        if index > 0 && value >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + value;
    }
    Some(seconds)
}

fn parse_unit_duration(text: &str) -> Option<f64> {
    let mut rest = text;
    let (mut seconds, mut smallest) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let factor = match rest.get(..letters)?.to_ascii_lowercase().as_str() {
            "d" | "day" | "days" => 86_400.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        // Units go from large to small, each once.
        if factor >= smallest {
            return None;
        }
        smallest = factor;
        seconds += value * factor;
        rest = rest.get(letters..)?.trim_start();
    }
    smallest.is_finite().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, mark: DecimalMark) -> Option<f64> {
        match parse(text, mark) {
            Value::Number(number) => Some(number.value),
            Value::Unknown | Value::Text => None,
        }
    }

    #[test]
    fn numbers_read_as_their_writers_meant_them() {
        use DecimalMark::{Comma, Point};
        for (text, mark, expected) in [
            ("1234", Point, Some(1234.0)),
            ("1,020.50", Point, Some(1020.5)),
            ("1.020,50", Comma, Some(1020.5)),
            ("1\u{202f}234,56", Comma, Some(1234.56)),
            ("1 234,56", Comma, Some(1234.56)),
            ("1'234.5", Point, Some(1234.5)),
            ("12,34,567", Point, Some(1_234_567.0)),
            ("12,34", Point, None),
            ("1,2345", Point, None),
            ("0.49%", Point, Some(0.0049)),
            ("5,49 %", Comma, Some(0.0549)),
            ("66.75%", Point, Some(0.6675)),
            ("€12.50", Point, Some(12.5)),
            ("1.234,56 €", Comma, Some(1234.56)),
            ("(99,00 €)", Comma, Some(-99.0)),
            ("USD 12,500.00", Point, Some(12_500.0)),
            ("CA$3.10", Point, Some(3.1)),
            ("−5", Point, Some(-5.0)),
            ("+5", Point, Some(5.0)),
            (".5", Point, Some(0.5)),
            ("5e-05", Point, Some(5e-5)),
            ("1e999", Point, None),
            ("inf", Point, None),
            ("NaN", Point, None),
            ("2026-09-01", Point, None),
            ("12 apples", Point, None),
            ("%", Point, None),
            ("€", Point, None),
            ("1m 20s", Point, Some(80.0)),
            ("0m 58s", Point, Some(58.0)),
            ("00:01:05", Point, Some(65.0)),
            ("1:05", Point, Some(65.0)),
            ("1h 02m 03s", Point, Some(3723.0)),
            ("350 ms", Point, Some(0.35)),
            ("20s 1m", Point, None),
            ("00:61:05", Point, None),
        ] {
            let got = number(text, mark);
            let is_same = match (got, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-12,
                (a, b) => a == b,
            };
            assert!(is_same, "{text:?}: {got:?} instead of {expected:?}");
        }
    }

    #[test]
    fn not_reported_is_unknown_not_zero() {
        for text in ["", "  ", " --", "-", "–", "n/a", "N/V", "#DIV/0!", "null"] {
            assert_eq!(parse(text, DecimalMark::Point), Value::Unknown, "{text:?}");
        }
        assert_eq!(number("0", DecimalMark::Point), Some(0.0));
    }

    #[test]
    fn separators_say_what_they_can() {
        for (text, expected) in [
            ("1234", MarkEvidence::Silent),
            ("1,234", MarkEvidence::ThreeAfterComma),
            ("1.234", MarkEvidence::ThreeAfterPoint),
            ("0.123", MarkEvidence::Point),
            ("12,34", MarkEvidence::LoneComma),
            ("12.34", MarkEvidence::Point),
            ("1,234.5", MarkEvidence::Point),
            ("1.234,5", MarkEvidence::Comma),
            ("1,234,567", MarkEvidence::Point),
            ("1.234.567", MarkEvidence::Comma),
            ("5.5e-05", MarkEvidence::Point),
            ("New in, this week", MarkEvidence::Silent),
        ] {
            assert_eq!(mark_evidence(text), expected, "{text:?}");
        }
    }
}
