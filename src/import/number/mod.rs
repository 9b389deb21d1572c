//! What a cell says as a number: grouping and decimal marks, percents, currencies, durations, and "not reported".
//! Dates are in `dates`.
//!
//! * `plain`: digits with at most one mark, by far the most cells. Nothing is allocated there.
//! * `strip`: signs, brackets, percents, currencies and magnitudes around the digits.
//! * `digits`: the digits themselves, with their groups, decimals and exponent.
//! * `currency`, `duration`, `unknown`: the words that numbers are written with, and those written instead of one.

use std::borrow::Cow;

mod currency;
mod digits;
mod duration;
mod plain;
mod strip;
#[cfg(test)]
mod tests;
mod unknown;

pub use currency::currency_code;
pub use duration::parse_duration;
pub use unknown::{is_not_reported, is_unknown};

/// Which character stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

impl DecimalMark {
    fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Blank, "--", "n/a", "#DIV/0!": not reported, which is not zero.
    Unknown,
    Number(Number<'a>),
    /// Anything else. `why_no_number` says what.
    Text,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    /// Finite. A percent is already divided by 100, a per-mille by 1000; a duration is in seconds.
    pub value: f64,
    /// How many decimals were written (of percent where it is one).
    pub decimals: u8,
    /// Written with its sign: "3.6%", "36‰".
    pub is_percent: bool,
    pub is_duration: bool,
    /// Written short, "1.2k" or "3,4 Mio.": known to no more than the digits shown.
    pub is_rounded: bool,
    /// ISO 4217 code; a bare "$" is taken for USD and "¥" for JPY. `None` where there is no sign, and for "kr", of
    /// which no country's is the likeliest.
    pub currency: Option<&'a str>,
    /// Every currency that the sign may stand for, the likeliest first: one for "€", several for "$" and "kr".
    pub currencies: &'a [&'a str],
}

impl Number<'_> {
    const fn bare(value: f64, decimals: u8) -> Self {
        Self {
            value,
            decimals,
            is_percent: false,
            is_duration: false,
            is_rounded: false,
            currency: None,
            currencies: &[],
        }
    }
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

/// No number with its marks is longer, in bytes.
const LONGEST: usize = 96;

/// Reads a cell with a known decimal mark. Never fails: what is no number is text.
///
/// Codes are text, not numbers: three and more digits that begin with 0 ("01069"), a leading apostrophe ("'85004"),
/// "#1041", "1.2.3", IP addresses, and phone numbers with their "+".
pub fn parse(text: &str, mark: DecimalMark) -> Value<'_> {
    if let Some(value) = plain::parse(text, mark) {
        return value;
    }
    let text = trim(text);
    if is_not_reported(text) {
        return Value::Unknown;
    }
    if text.len() > LONGEST {
        return Value::Text;
    }
    let text = narrow(text);
    // A name is told from a number here, most often.
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Value::Text;
    }
    parse_marked(&text, mark)
        .or_else(|| duration::parse_signed(&text, mark))
        .filter(|number| number.value.is_finite())
        .map_or(Value::Text, Value::Number)
}

fn parse_marked(text: &str, mark: DecimalMark) -> Option<Number<'static>> {
    let stripped = strip::strip(text);
    if is_code(&stripped, text) {
        return None;
    }
    let (size, decimals) = digits::parse(stripped.core, mark)?;
    let size = size * stripped.magnitude / f64::from(stripped.parts);
    let decimals = match stripped.parts {
        _ if stripped.magnitude != 1.0 => 0,
        // Of percent, a per-mille has one decimal more.
        1000 => decimals.saturating_add(1),
        _ => decimals,
    };
    Some(Number {
        value: if stripped.is_negative && size != 0.0 { -size } else { size },
        decimals,
        is_percent: stripped.parts != 1,
        is_duration: false,
        is_rounded: stripped.magnitude != 1.0,
        currency: stripped.sign.and_then(currency::Sign::likeliest),
        currencies: stripped.sign.map_or(&[], currency::Sign::currencies),
    })
}

/// Digits that name something: "01069", "+49 170 1234567".
fn is_code(stripped: &strip::Stripped, text: &str) -> bool {
    let core = stripped.core;
    let count = core.bytes().filter(u8::is_ascii_digit).count();
    let is_only_digits = count == core.len();
    let is_padded = is_only_digits && count >= 3 && core.starts_with('0') && (core == text || stripped.is_bracketed);
    let is_phone = stripped.has_plus && count >= 10 && !core.contains(['.', ',']);
    is_padded || is_phone
}

/// Why a cell is neither a number nor "not reported", in words that go after "it is"; `None` if it is one of them.
pub fn why_no_number(text: &str, mark: DecimalMark) -> Option<&'static str> {
    match parse(text, mark) {
        Value::Number(_) | Value::Unknown => return None,
        Value::Text => {}
    }
    let text = trim(text);
    if text.len() > LONGEST {
        return Some("longer than any number");
    }
    let text = narrow(text);
    let size = text.trim_start_matches(['-', '+', '−']).to_ascii_lowercase();
    let is_beyond = || digits::parse(strip::strip(&text).core, mark).is_some_and(|(size, _)| size.is_infinite());
    Some(match () {
        () if matches!(size.as_str(), "inf" | "infinity" | "∞") => "without an end",
        () if is_beyond() => "larger than a number can be here",
        () if text.starts_with(['\'', '=']) => "marked as text",
        () if text.starts_with(['<', '>', '≤', '≥', '~', '≈']) => "a bound, not a value",
        () if matches!(parse(&text, mark.other()), Value::Number(_)) => "written with the other decimal mark",
        () if super::dates::parse_date(&text) != super::dates::DateReading::No => "a date",
        () if !text.bytes().any(|b| b.is_ascii_digit()) => "words",
        () => "not written as a number",
    })
}

/// What the separators of the cell say. Only what can be read with the mark that it proves proves anything.
pub fn mark_evidence(text: &str) -> MarkEvidence {
    if text.len() > LONGEST || !text.bytes().any(|b| matches!(b, b',' | b'.' | 0xEF)) {
        return MarkEvidence::Silent;
    }
    let text = narrow(trim(text));
    if let Some(evidence) = evidence_of_plain(&text) {
        return evidence;
    }
    let core = strip::strip(&text).core;
    let (commas, points) = (core.matches(',').count(), core.matches('.').count());
    let reads = |mark| digits::parse(core, mark).is_some();
    match (commas, points) {
        (0, 0) => MarkEvidence::Silent,
        (0, 1) if three_after(core, '.') => MarkEvidence::ThreeAfterPoint,
        (1, 0) if three_after(core, ',') => MarkEvidence::ThreeAfterComma,
        (1, 0) if reads(DecimalMark::Comma) => match core.contains(digits::is_group_space) {
            // "1 234,56": the space has grouped the thousands already.
            true => MarkEvidence::Comma,
            false => MarkEvidence::LoneComma,
        },
        (1, 0) => MarkEvidence::Silent,
        (0, 1) if reads(DecimalMark::Point) => MarkEvidence::Point,
        (0, _) if reads(DecimalMark::Comma) => MarkEvidence::Comma,
        (_, 0) if reads(DecimalMark::Point) => MarkEvidence::Point,
        (0, _) | (_, 0) => MarkEvidence::Silent,
        (_, _) if core.rfind('.') > core.rfind(',') && reads(DecimalMark::Point) => MarkEvidence::Point,
        (_, _) if core.rfind(',') > core.rfind('.') && reads(DecimalMark::Comma) => MarkEvidence::Comma,
        (_, _) => MarkEvidence::Silent,
    }
}

/// The same for digits around one separator, which are most of what has any.
fn evidence_of_plain(text: &str) -> Option<MarkEvidence> {
    let mut separator = None;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {}
            b'.' | b',' if separator.is_none() => separator = Some((index, byte)),
            _ => return None,
        }
    }
    let (at, byte) = separator?;
    let has_three = (1..=3).contains(&at) && text.len() - at == 4 && !text.starts_with('0');
    Some(match (byte, has_three) {
        _ if text.len() == 1 => MarkEvidence::Silent,
        (b'.', true) => MarkEvidence::ThreeAfterPoint,
        (b'.', false) => MarkEvidence::Point,
        (_, true) => MarkEvidence::ThreeAfterComma,
        (_, false) => MarkEvidence::LoneComma,
    })
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

/// Without white space and the marks of writing direction around it.
pub(super) fn trim(text: &str) -> &str {
    let is_dark = |b: Option<&u8>| b.is_some_and(u8::is_ascii_graphic);
    if is_dark(text.as_bytes().first()) && is_dark(text.as_bytes().last()) {
        return text;
    }
    let is_mark = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}');
    text.trim_matches(|c: char| c.is_whitespace() || is_mark(c))
}

/// Full-width letters, digits and signs ("１２％") as the usual ones.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    let of = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        '￥' => '¥',
        '￡' => '£',
        _ => c,
    };
    match text.is_ascii() || text.chars().all(|c| of(c) == c) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(of).collect()),
    }
}
