//! Digits with at most one decimal mark: the common cell, read exactly and without allocating.

use super::{DecimalMark, Number, Value};

/// Every power of ten that a float holds exactly.
pub(super) const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers up to here are floats of their own.
pub(super) const LARGEST_EXACT: u64 = 1 << 53;

/// "1234", "-12.5"; `None` for what needs a closer look.
///
/// Both parts of the quotient are exact floats, so that the quotient is the nearest float to what is written
/// (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
pub(super) fn parse(text: &str, mark: DecimalMark) -> Option<Value<'static>> {
    let bytes = text.as_bytes();
    let (is_negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    // Nineteen digits and a mark always fit.
    if digits.is_empty() || digits.len() > 20 {
        return None;
    }
    let point = match mark {
        DecimalMark::Point => b'.',
        DecimalMark::Comma => b',',
    };
    let (mut size, mut decimals) = (0_u64, None);
    for (index, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            size = size.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if *byte == point && decimals.is_none() {
            decimals = Some(digits.len() - 1 - index);
        } else {
            return None;
        }
    }
    let count = digits.len() - usize::from(decimals.is_some());
    if count == 0 || count > 19 || size > LARGEST_EXACT {
        return None;
    }
    if decimals.is_none() && count >= 3 && digits.first() == Some(&b'0') && !is_negative {
        // A code, not a count: "01069".
        return Some(Value::Text);
    }
    let decimals = decimals.unwrap_or(0);
    let value = size as f64 / POWERS_OF_TEN.get(decimals)?;
    let value = if is_negative && size > 0 { -value } else { value };
    Some(Value::Number(Number::bare(value, u8::try_from(decimals).ok()?)))
}
