//! Which way letters run. A text is shaped in the direction of its first letter: one word in Arabic or Hebrew would turn
//! every Latin word of its line around, so that each runs for itself. Nothing is laid out here.

/// The text cut where letters that run from right to left begin and end, to be painted side by side, as it was measured.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    if text.is_ascii() {
        return vec![text];
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| runs_left(letter) != runs_left(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Whether the letter is in one of the blocks that Unicode keeps for scripts written from right to left.
pub(super) fn runs_left(letter: char) -> bool {
    matches!(u32::from(letter), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_one_from_right_to_left_are_pieces_of_their_own() {
        for (text, expected) in [
            ("مرحبا mixed 👋 with עברית", vec!["مرحبا", " mixed 👋 with ", "עברית"]),
            ("größer, 日本語", vec!["größer, 日本語"]),
            ("plain", vec!["plain"]),
            ("", vec![""]),
        ] {
            assert_eq!(pieces(text), expected);
        }
    }
}
