//! The digits of a number with their groups, decimals and exponent. Signs and units are off already.

use super::DecimalMark;
use super::plain::{LARGEST_EXACT, POWERS_OF_TEN};

/// Longer runs are identifiers, or mistakes.
const MOST_DIGITS: usize = 64;

/// A space or an apostrophe between thousands.
pub(super) fn is_group_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2008}' | '\u{2009}' | '\u{200a}' | '\'' | '’' | '‘' | 'ʼ' | '´'
    )
}

/// An unsigned number and its count of decimals. Infinite if it is beyond what a float holds.
pub(super) fn parse(core: &str, mark: DecimalMark) -> Option<(f64, u8)> {
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    if core.is_empty() || core.len() > MOST_DIGITS {
        return None;
    }
    let (mantissa, exponent) = match split_at_byte(core, |b| b | 0x20 == b'e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (core, None),
    };
    let (whole, fraction) = split_at_byte(mantissa, |b| char::from(b) == point).unwrap_or((mantissa, ""));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let size = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        let is_number = (1..=3).contains(&size.len()) && size.bytes().all(|b| b.is_ascii_digit());
        // "12E3" is an article; programs write "1.2e4" or "1e+16".
        if !is_number || (size.len() == exponent.len() && fraction.is_empty()) {
            return None;
        }
    }
    let mut plain = Plain::default();
    push_groups(whole, group, &mut plain)?;
    if group == '.' && fraction.is_empty() && is_address(whole) {
        return None;
    }
    plain.push(b'.')?;
    plain.push_all(if fraction.is_empty() { "0" } else { fraction })?;
    let decimals = u8::try_from(fraction.len()).unwrap_or(u8::MAX);
    if let (None, Some(value)) = (exponent, plain.exact(fraction.len())) {
        return Some((value, decimals));
    }
    if let Some(exponent) = exponent {
        plain.push(b'e')?;
        plain.push_all(exponent)?;
    }
    Some((plain.number()?, decimals))
}

/// What stands before and behind the first such ASCII character.
fn split_at_byte(text: &str, is_it: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let at = text.bytes().position(is_it)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Thousands in threes, "1,234,567", or as in India, "12,34,567"; one kind of separator throughout.
fn push_groups(whole: &str, group: char, plain: &mut Plain) -> Option<()> {
    let mut separator = None;
    let (mut first, mut length, mut groups) = (0, 0, 1);
    let (mut has_threes, mut has_pairs) = (false, false);
    for c in whole.chars() {
        if c.is_ascii_digit() {
            length += 1;
            plain.push(u8::try_from(c).ok()?)?;
            continue;
        }
        if c != group && !is_group_space(c) || separator.is_some_and(|known| known != c) {
            return None;
        }
        separator = Some(c);
        match (groups, length) {
            (1, 1..=3) => first = length,
            (1, _) => return None,
            (_, 3) => has_threes = true,
            (_, 2) => has_pairs = true,
            (_, _) => return None,
        }
        groups += 1;
        length = 0;
    }
    if separator.is_none() {
        return Some(());
    }
    let is_even = length == 3 && !whole.starts_with('0');
    let is_indian = has_pairs && !has_threes && first <= 2 && separator == Some(',');
    (is_even && (!has_pairs || is_indian)).then_some(())
}

/// "192.168.100.200" looks like a large number with points between its thousands.
fn is_address(whole: &str) -> bool {
    let is_octet = |part: &str| part.parse::<u8>().is_ok() && (part == "0" || !part.starts_with('0'));
    whole.split('.').count() == 4 && whole.split('.').all(is_octet)
}

/// The number as Rust writes it.
struct Plain {
    bytes: [u8; MOST_DIGITS + 8],
    length: usize,
}

impl Default for Plain {
    fn default() -> Self {
        Self { bytes: [0; MOST_DIGITS + 8], length: 0 }
    }
}

impl Plain {
    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    fn push_all(&mut self, text: &str) -> Option<()> {
        text.bytes().try_for_each(|byte| self.push(byte))
    }

    /// The number where its digits and its power of ten are floats of their own, as in `plain`.
    fn exact(&self, decimals: usize) -> Option<f64> {
        if self.length > 18 {
            return None;
        }
        let digits = self.bytes.get(..self.length)?.iter().filter(|byte| **byte != b'.');
        let size = digits.fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        // A missing fraction was pushed as ".0".
        (size <= LARGEST_EXACT).then(|| POWERS_OF_TEN.get(decimals.max(1)).map(|power| size as f64 / power))?
    }

    fn number(&self) -> Option<f64> {
        std::str::from_utf8(self.bytes.get(..self.length)?).ok()?.parse().ok()
    }
}
