//! Which way letters run. Fonts shape a text in the direction of its first letter: one word in Arabic or Hebrew would
//! turn every Latin word of its line around, so that each runs for itself, in the order in which it is seen. Nothing is
//! laid out here.

use std::ops::Range;

use unicode_bidi::BidiInfo;

/// A line of text as pieces that each run one way, from left to right as they are seen: to be drawn side by side.
/// Source: Unicode Standard Annex #9, rules L1 and L2.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() || !text.chars().any(runs_left) {
        return std::iter::once(0..text.len()).collect();
    }
    let order = BidiInfo::new(text, None);
    let mut pieces = Vec::new();
    for paragraph in &order.paragraphs {
        let (levels, runs) = order.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            if levels.get(run.start).is_some_and(|level| level.is_rtl()) {
                // Spaces and marks between the words come from another font than the letters do.
                let from = pieces.len();
                pieces.extend(words(text, run));
                pieces[from..].reverse();
            } else {
                pieces.push(run);
            }
        }
    }
    pieces
}

/// The run cut where letters that run from right to left begin and end.
fn words(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, letter) in text.get(run.clone()).unwrap_or_default().char_indices() {
        let (start, end) = (run.start + at, run.start + at + letter.len_utf8());
        match words.last_mut().filter(|_| last == Some(runs_left(letter))) {
            Some(word) => word.end = end,
            None => words.push(start..end),
        }
        last = Some(runs_left(letter));
    }
    words
}

/// Whether the letter is in one of the blocks that Unicode keeps for scripts written from right to left.
pub(super) fn runs_left(letter: char) -> bool {
    matches!(u32::from(letter), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_each_other_as_they_are_read() {
        for (text, expected) in [
            ("מחיר סופי", vec!["סופי", " ", "מחיר"]),
            ("Basket קופה ותשלום now", vec!["Basket ", "ותשלום", " ", "קופה", " now"]),
            ("مرحبا then English", vec!["then English", " ", "مرحبا"]),
            ("größer, 日本語 👋", vec!["größer, 日本語 👋"]),
            ("plain", vec!["plain"]),
            ("", vec![""]),
        ] {
            let seen: Vec<&str> = pieces(text).into_iter().map(|piece| &text[piece]).collect();
            assert_eq!(seen, expected);
        }
    }
}
