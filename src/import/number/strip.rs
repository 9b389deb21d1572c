//! Takes signs, brackets, percents, currencies and magnitudes off a number, in whatever order they are written.

use super::currency::{self, Sign};
use super::trim;

/// What stood around the digits.
pub(super) struct Stripped<'a> {
    pub core: &'a str,
    pub is_negative: bool,
    pub is_bracketed: bool,
    pub has_plus: bool,
    /// 100 for a percent, 1000 for a per-mille, else 1.
    pub parts: u16,
    /// 1000 for "1.2k", else 1.
    pub magnitude: f64,
    pub sign: Option<Sign>,
}

/// Short forms that exports write, those of CLDR's compact numbers among them. "3 m" is three minutes, or meters.
const MAGNITUDES: &[(&str, f64)] = &[
    ("Mio.", 1e6),
    ("Mio", 1e6),
    ("mln.", 1e6),
    ("mln", 1e6),
    ("Mln", 1e6),
    ("Mrd.", 1e9),
    ("Mrd", 1e9),
    ("mld.", 1e9),
    ("Mld", 1e9),
    ("Md", 1e9),
    ("bn", 1e9),
    ("Tsd.", 1e3),
    ("Tsd", 1e3),
    ("mil", 1e3),
    ("億", 1e8),
    ("万", 1e4),
    ("千", 1e3),
    ("k", 1e3),
    ("K", 1e3),
    ("M", 1e6),
    ("B", 1e9),
];

pub(super) fn strip(text: &str) -> Stripped<'_> {
    let mut out = Stripped {
        core: text,
        is_negative: false,
        is_bracketed: false,
        has_plus: false,
        parts: 1,
        magnitude: 1.0,
        sign: None,
    };
    let mut is_signed = false;
    // Each turn takes something off, and no honest number carries more than a handful of marks.
    for _ in 0..10 {
        out.core = trim(out.core);
        let core = out.core;
        // Nothing stands around digits.
        let is_digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        if is_digit(core.as_bytes().first()) && is_digit(core.as_bytes().last()) {
            break;
        }
        if let (Some(inner), false) = (core.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')), out.is_bracketed)
        {
            (out.core, out.is_bracketed, out.is_negative) = (inner, true, true);
        } else if let (Some(rest), false) = (core.strip_prefix(['-', '−', '–']), is_signed) {
            (out.core, is_signed, out.is_negative) = (rest, true, true);
        } else if let (Some(rest), false) = (core.strip_prefix('+'), is_signed) {
            (out.core, is_signed, out.has_plus) = (rest, true, true);
        } else if let Some(rest) = without_dashes_for_cents(core) {
            out.core = rest;
        } else if let (Some(rest), false) = (core.strip_suffix(['-', '−']), is_signed) {
            // As SAP writes it.
            (out.core, is_signed, out.is_negative) = (rest, true, true);
        } else if let (Some((rest, parts)), 1) = (strip_parts(core), out.parts) {
            (out.core, out.parts) = (rest, parts);
        } else if let Some((rest, sign)) = currency::strip(core, out.sign) {
            (out.core, out.sign) = (rest, Some(sign));
        } else if let (Some((rest, magnitude)), true) = (strip_magnitude(core), out.magnitude == 1.0) {
            (out.core, out.magnitude) = (rest, magnitude);
        } else if let Some(rest) = without_share_behind(core) {
            out.core = rest;
        } else {
            break;
        }
    }
    out
}

fn strip_parts(core: &str) -> Option<(&str, u16)> {
    let hundredths = core.strip_suffix(['%', '٪']).or_else(|| core.strip_prefix('%'));
    hundredths.map(|rest| (rest, 100)).or_else(|| Some((core.strip_suffix('‰')?, 1000)))
}

fn strip_magnitude(core: &str) -> Option<(&str, f64)> {
    let ends_in_digit = |rest: &str| rest.as_bytes().last().is_some_and(u8::is_ascii_digit);
    let last = core.as_bytes().last();
    MAGNITUDES.iter().filter(|(word, _)| word.as_bytes().last() == last).find_map(|(word, magnitude)| {
        let rest = trim(core.strip_suffix(word)?);
        // "3B" is a door, "1.2B" a number.
        let is_door = *word == "B" && !rest.contains(['.', ',']);
        (ends_in_digit(rest) && !is_door).then_some((rest, *magnitude))
    })
}

/// "12,-" and "12.–": no cents, and nothing negative.
fn without_dashes_for_cents(core: &str) -> Option<&str> {
    let rest = core.trim_end_matches(['-', '–', '—']);
    let whole = rest.strip_suffix(['.', ',']).filter(|_| rest.len() < core.len())?;
    whole.as_bytes().last().is_some_and(u8::is_ascii_digit).then_some(whole)
}

/// "10 (1.0%)": a count, and which share of all it is.
fn without_share_behind(core: &str) -> Option<&str> {
    let (count, share) = core.strip_suffix(')')?.split_once('(')?;
    let digits = trim(share).strip_suffix('%')?;
    let is_number = |text: &str| {
        text.bytes().any(|b| b.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || " .,\u{a0}".contains(c))
    };
    (is_number(count) && is_number(digits)).then_some(count)
}
