//! Digits with at most one point between them, by far the most cells: read without a look at anything else a cell may
//! say, which `number` knows.

use crate::import::profile::Profile;
use crate::import::scan::Row;

/// A number of digits with at most one point between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plain {
    pub value: f64,
    pub decimals: u8,
    /// "1.234".
    pub may_be_thousands: bool,
}

/// So many digits are a whole number that f64 holds, and so is the power: their quotient is the nearest f64 (W. D.
/// Clinger, "How to Read Floating Point Numbers Accurately", 1990).
const MOST_BYTES: usize = 15;
const POWERS: [f64; 16] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl Plain {
    /// A cell; `None` for what needs a closer look.
    #[inline]
    pub fn of(row: &Row<'_>, column: usize) -> Option<Self> {
        match row.eight(column) {
            Some((eight, len @ 1..=8)) => Self::of_eight(eight, len),
            Some(_) | None => Self::of_text(row.cell(column)),
        }
    }

    /// The first `len` of eight bytes, 1 to 8, of which the first one is the lowest: without a loop, as lengths differ
    /// from row to row.
    #[inline]
    fn of_eight(eight: u64, len: usize) -> Option<Self> {
        const ZEROS: u64 = 0x3030_3030_3030_3030;
        const POINTS: u64 = 0x2E2E_2E2E_2E2E_2E2E;
        const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
        // The last byte to the top, and zeros before the first.
        let unused = 8 * (8 - len);
        let text = eight << unused;
        let points = {
            let rest = text ^ POINTS;
            !(((rest & LOW) + LOW) | rest | LOW)
        };
        let (first, second) = (eight as u8, (eight >> 8) as u8);
        // "007" may be a code.
        if first == b'0' && len > 1 && second.is_ascii_digit() {
            return None;
        }
        let filler = !(u64::MAX << unused) & ZEROS;
        if points == 0 {
            let digits = digits(text | filler)?;
            return Some(Self { value: digits as f64, decimals: 0, may_be_thousands: false });
        }
        // Nothing but digits takes the place of a second point.
        let place = points.trailing_zeros() as usize / 8;
        let (before, decimals) = (place + len - 8, 7 - place);
        if before == 0 || decimals == 0 {
            return None;
        }
        let whole = (text | filler) & !(u64::MAX << (8 * place));
        let fraction = text & (u64::MAX << (8 * place + 8));
        let digits = digits(whole << 8 | fraction | u64::from(b'0'))?;
        let value = digits as f64 / POWERS.get(decimals)?;
        Some(Self::with_decimals(value, before, decimals, first))
    }

    fn of_text(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() > MOST_BYTES {
            return None;
        }
        if let [b'0', b'0'..=b'9', ..] = bytes {
            return None;
        }
        let (mut digits, mut point) = (0u64, None);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
                b'.' if point.is_none() && at > 0 => point = Some(at),
                _ => return None,
            }
        }
        let Some(point) = point else {
            let value = digits as f64;
            return (!bytes.is_empty()).then_some(Self { value, decimals: 0, may_be_thousands: false });
        };
        let decimals = bytes.len() - point - 1;
        let value = digits as f64 / POWERS.get(decimals).filter(|_| decimals > 0)?;
        Some(Self::with_decimals(value, point, decimals, bytes.first().copied()?))
    }

    #[inline]
    fn with_decimals(value: f64, before: usize, decimals: usize, first: u8) -> Self {
        let may_be_thousands = decimals == 3 && before <= 3 && first != b'0';
        Self { value, decimals: u8::try_from(decimals).unwrap_or(u8::MAX), may_be_thousands }
    }
}

/// Eight digits, the first one the lowest byte (D. Lemire, "Quickly parsing eight digits", 2018); `None` if any is none.
#[inline]
fn digits(text: u64) -> Option<u64> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let rest = text.wrapping_sub(0x3030_3030_3030_3030);
    if (text.wrapping_add(0x4646_4646_4646_4646) | rest) & HIGH != 0 {
        return None;
    }
    let pairs = rest.wrapping_mul(10).wrapping_add(rest >> 8);
    const EVERY_FOURTH: u64 = 0x0000_00FF_0000_00FF;
    let upper = (pairs & EVERY_FOURTH).wrapping_mul(0x000F_4240_0000_0064);
    let lower = (pairs >> 16 & EVERY_FOURTH).wrapping_mul(0x0000_2710_0000_0001);
    Some(upper.wrapping_add(lower) >> 32)
}

/// What the plain numbers of a column say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PlainSeen {
    count: usize,
    points: usize,
    three_after_point: usize,
    largest: f64,
}

impl PlainSeen {
    #[inline]
    pub fn count(&mut self, plain: &Plain) {
        self.count += 1;
        self.largest = self.largest.max(plain.value);
        self.three_after_point += usize::from(plain.may_be_thousands);
        self.points += usize::from(plain.decimals > 0 && !plain.may_be_thousands);
    }

    /// Puts it into the column's profile.
    pub fn tell(&self, profile: &mut Profile) {
        profile.filled += self.count;
        profile.numbers += self.count;
        profile.points += self.points;
        profile.three_after_point += self.three_after_point;
        profile.has_decimals |= self.points + self.three_after_point > 0;
        profile.largest_bare = profile.largest_bare.max(self.largest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::number::{DecimalMark, MarkEvidence, Value, mark_evidence, parse};

    /// Read with nothing, and with something, behind the cell.
    fn read(text: &str) -> Option<Plain> {
        let slow = Plain::of_text(text);
        for behind in ["00000000", ",.5\n....", "\u{ff}\u{ff}\u{ff}\u{ff}"] {
            let bytes = format!("{text}{behind}").into_bytes();
            let eight = u64::from_le_bytes(bytes[..8].try_into().unwrap());
            if (1..=8).contains(&text.len()) {
                assert_eq!(Plain::of_eight(eight, text.len()), slow, "{text}");
            }
        }
        slow
    }

    #[test]
    fn a_plain_number_is_what_the_full_reading_makes_of_it() {
        for text in [
            "0",
            "7",
            "12.34",
            "1.234",
            "0.234",
            "1234.567",
            "0.1",
            "123456789012.34",
            "100000.5",
            "98765432",
            "0.000001",
            "999.999",
            "1234.56",
            "12345.6",
            "9007199254740.9",
        ] {
            let plain = read(text).unwrap();
            let Value::Number(number) = parse(text, DecimalMark::Point) else { panic!("{text}") };
            assert_eq!((plain.value, plain.decimals), (number.value, number.decimals), "{text}");
            assert_eq!(plain.may_be_thousands, mark_evidence(text) == MarkEvidence::ThreeAfterPoint, "{text}");
        }
        for text in [
            "",
            "007",
            "00.5",
            ".",
            ".5",
            "5.",
            "1.2.3",
            "1..2",
            "-1",
            "1e5",
            "1,5",
            "1234567890123456",
            "٣",
            "1 2",
            "12:34",
            "1/2",
            "+1",
            "5%",
            "1.5 ",
            " 1.5",
            "12a",
            "ab",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn both_ways_to_read_a_short_number_agree() {
        let alphabet = b"0123456789.,-: ";
        let mut seed = 1u64;
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let len = (seed >> 60) as usize % 8 + 1;
            // Mostly digits and points.
            let text: String = (0..len)
                .map(|at| char::from(alphabet[(seed >> (3 * at + 20)) as usize % if seed & 64 == 0 { 15 } else { 11 }]))
                .collect();
            read(&text);
        }
    }
}
