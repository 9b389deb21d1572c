//! Where delimiters, ends of lines and quotes are, sixty-four bytes at a time. What they mean is `cut`'s.

/// Every place of the marks in a text, in order.
pub(super) struct Marks<'a> {
    bytes: &'a [u8],
    delimiter: u64,
    terminator: u64,
    has_quotes: bool,
    /// The block that is looked at, and its marks that were not told yet, a bit each.
    block: usize,
    left: u64,
}

const BLOCK: usize = 64;
const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;

/// A byte in all eight places.
fn spread(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// High bits where a byte is not zero; other bits mean nothing (H. S. Warren, "Hacker's Delight", 6-1).
#[inline]
fn filled(word: u64) -> u64 {
    ((word & LOW) + LOW) | word
}

impl<'a> Marks<'a> {
    pub fn new(bytes: &'a [u8], delimiter: u8, terminator: u8, has_quotes: bool) -> Self {
        let (delimiter, terminator) = (spread(delimiter), spread(terminator));
        let mut marks = Self { bytes, delimiter, terminator, has_quotes, block: 0, left: 0 };
        marks.left = marks.look(0);
        marks
    }

    /// The next mark; `None` behind the last one.
    #[inline]
    pub fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            if self.block >= self.bytes.len() {
                return None;
            }
            self.block += BLOCK;
            self.left = self.look(self.block);
        }
        let place = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }

    /// Goes on at a place that comes after the last mark told.
    pub fn go_to(&mut self, at: usize) {
        let block = at - at % BLOCK;
        if block != self.block {
            self.block = block;
            self.left = self.look(block);
        }
        self.left &= u64::MAX << (at % BLOCK);
    }

    /// The marks of a block, a bit each.
    #[inline]
    fn look(&self, block: usize) -> u64 {
        let rest = self.bytes.get(block..).unwrap_or(&[]);
        if let Some(whole) = rest.first_chunk::<BLOCK>() {
            return self.bits(whole);
        }
        let mut padded = [0; BLOCK];
        if let Some(start) = padded.get_mut(..rest.len()) {
            start.copy_from_slice(rest);
        }
        self.bits(&padded) & !(u64::MAX << rest.len())
    }

    #[inline]
    fn bits(&self, block: &[u8; BLOCK]) -> u64 {
        let ends = |word: u64| filled(word ^ self.delimiter) & filled(word ^ self.terminator);
        match self.has_quotes {
            false => zeros(block, ends),
            true => zeros(block, |word| ends(word) & filled(word ^ spread(b'"'))),
        }
    }
}

/// A bit for each byte of a block whose high bit is not set by `others`.
#[inline]
fn zeros(block: &[u8; BLOCK], others: impl Fn(u64) -> u64) -> u64 {
    // Moves the lowest bits of eight bytes beside each other, into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = block.as_chunks::<8>();
    words.iter().enumerate().fold(0, |bits, (at, word)| {
        let found = !(others(u64::from_le_bytes(*word)) | LOW) >> 7;
        bits | (found.wrapping_mul(GATHER) >> 56) << (8 * at)
    })
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn every_mark_is_found_wherever_it_lies() {
        let alphabet = [b',', b'\n', b'"', b'a', 0, 0x7F, 0x80, 0xFF, b',' ^ 0x80, b'\n' + 1, b'-'];
        let mut seed = 7u32;
        for len in 0..300 {
            let text: Vec<u8> = (0..len)
                .map(|_| {
                    seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                    alphabet[(seed >> 16) as usize % alphabet.len()]
                })
                .collect();
            for (has_quotes, wanted) in [(false, b",\n".as_slice()), (true, b",\n\"")] {
                let expected: Vec<usize> = (0..len).filter(|at| wanted.contains(&text[*at])).collect();
                let mut marks = Marks::new(&text, b',', b'\n', has_quotes);
                let found: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
                assert_eq!(found, expected, "{text:?}");
                for at in [len / 3, len] {
                    let mut marks = Marks::new(&text, b',', b'\n', has_quotes);
                    marks.go_to(at);
                    let rest: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
                    assert_eq!(rest, expected.iter().copied().filter(|place| *place >= at).collect::<Vec<_>>());
                }
            }
        }
    }
}
