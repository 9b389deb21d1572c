//! What a respondent's answer says on its scale: numbers, words in the languages that surveys come in, stars, ticks.
//! Which columns hold answers is the guess's matter; how answers add up, the plan's.

mod word_lists;
mod words;

use serde::{Deserialize, Serialize};

use super::number::is_unknown;
use crate::base::fold::fold;

/// How the answers to a question were given. Words are read on every scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scale {
    OneToFive,
    OneToSeven,
    ZeroToTen,
    OneToTen,
    /// Five degrees of one quality, from "not at all" (1) to "extremely" (5): "somewhat satisfied" is the middle.
    Degrees,
    /// Good or bad, yes or no; "offered" is no answer. Helpdesks' codes 101 to 103 are good, −101 to −103 bad.
    GoodBad,
    /// Won or lost; what is still open is no answer.
    WonLost,
    /// One choice of several, which is named where it was chosen and blank where it was not.
    Chosen,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reply {
    /// In points of the scale; 1 for good and won, 0 for bad and lost, 0.5 between them.
    Score(f64),
    /// Blank, "not offered", "don't know": nobody answered.
    Missing,
    /// Nothing that belongs on the scale.
    Unreadable,
}

impl Scale {
    /// In the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::OneToFive,
        Self::OneToSeven,
        Self::ZeroToTen,
        Self::OneToTen,
        Self::Degrees,
        Self::GoodBad,
        Self::WonLost,
        Self::Chosen,
    ];

    /// "1 to 5", "good or bad".
    pub fn label(self) -> &'static str {
        match self {
            Self::OneToFive => "1 to 5",
            Self::OneToSeven => "1 to 7",
            Self::ZeroToTen => "0 to 10",
            Self::OneToTen => "1 to 10",
            Self::Degrees => "not at all to extremely",
            Self::GoodBad => "good or bad",
            Self::WonLost => "won or lost",
            Self::Chosen => "chosen or not",
        }
    }

    /// Stable text for `--json`: "1-5", "good-bad".
    pub fn code(self) -> &'static str {
        match self {
            Self::OneToFive => "1-5",
            Self::OneToSeven => "1-7",
            Self::ZeroToTen => "0-10",
            Self::OneToTen => "1-10",
            Self::Degrees => "degrees",
            Self::GoodBad => "good-bad",
            Self::WonLost => "won-lost",
            Self::Chosen => "chosen",
        }
    }

    /// Lowest and highest number on the scale.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Self::OneToFive | Self::Degrees => (1.0, 5.0),
            Self::OneToSeven => (1.0, 7.0),
            Self::ZeroToTen => (0.0, 10.0),
            Self::OneToTen => (1.0, 10.0),
            Self::GoodBad | Self::WonLost | Self::Chosen => (0.0, 1.0),
        }
    }

    /// Whether a score counts as satisfied: the upper two of the scale ("top two boxes"), or good.
    pub fn is_top(self, score: f64) -> bool {
        let (_, highest) = self.ends();
        match self {
            Self::OneToFive | Self::Degrees | Self::OneToSeven | Self::ZeroToTen | Self::OneToTen => {
                score >= highest - 1.0
            }
            Self::GoodBad | Self::WonLost | Self::Chosen => score >= highest,
        }
    }

    /// What a cell says on this scale.
    pub fn read(self, text: &str) -> Reply {
        let text = text.trim();
        if is_unknown(text) {
            return Reply::Missing;
        }
        if self == Self::Chosen {
            return Reply::Score(1.0);
        }
        if let Some(number) = leading_number(text) {
            return self.of_number(number);
        }
        let words = bare_words(text);
        if words::is_no_answer(&words) {
            return Reply::Missing;
        }
        let score = match self {
            Self::WonLost => return words::won_or_lost(&words),
            Self::Degrees => words::degree_of_quality(&words),
            Self::OneToFive | Self::OneToSeven | Self::ZeroToTen | Self::OneToTen | Self::GoodBad => {
                words::opinion(&words).and_then(|opinion| self.of_opinion(opinion))
            }
            Self::Chosen => Some(1.0),
        };
        score.map_or(Reply::Unreadable, Reply::Score)
    }

    fn of_number(self, number: f64) -> Reply {
        if self == Self::GoodBad {
            return match number {
                n if n == 0.0 || (-103.0..=-100.5).contains(&n) => Reply::Score(0.0),
                n if n == 1.0 || (100.5..=103.0).contains(&n) => Reply::Score(1.0),
                100.0 => Reply::Score(0.5),
                _ => Reply::Unreadable,
            };
        }
        let (lowest, highest) = self.ends();
        if (lowest..=highest).contains(&number) { Reply::Score(number) } else { Reply::Unreadable }
    }

    /// An opinion from −3 (strongly against) to 3, as a score. Eleven points have no words of their own.
    fn of_opinion(self, opinion: i8) -> Option<f64> {
        let opinion = f64::from(opinion);
        match self {
            // "Very" is the end of the scale; "satisfied" and "somewhat satisfied" are one step from the middle.
            Self::OneToFive | Self::Degrees => {
                Some(3.0 + opinion.signum() * if opinion.abs() > 2.5 { 2.0 } else { opinion.abs().min(1.0) })
            }
            Self::OneToSeven => Some(4.0 + opinion),
            Self::GoodBad => Some(0.5 + 0.5 * if opinion == 0.0 { 0.0 } else { opinion.signum() }),
            Self::ZeroToTen | Self::OneToTen | Self::WonLost | Self::Chosen => None,
        }
    }
}

/// Whether the words are those of a scale of five degrees that begins with "not at all".
pub(super) fn is_low_degree(text: &str) -> bool {
    words::degree_of_quality(&bare_words(text)).is_some_and(|degree| degree <= 2.0)
}

/// Whether the text is an opinion in words, good or bad.
pub(super) fn is_opinion(text: &str) -> bool {
    text.len() <= 60 && words::opinion(&bare_words(text)).is_some()
}

/// Whether the text says that nobody answered, though it is not blank.
pub(super) fn is_no_answer(text: &str) -> bool {
    text.len() <= 60 && words::is_no_answer(&bare_words(text))
}

/// "10 - Extremely likely" → 10, "4/5" → 4, "4 stars" → 4, "★★★★☆" → 4, "-101" → −101.
pub(super) fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let stars = text.chars().filter(|c| matches!(c, '★' | '⭐')).count();
    if stars > 0 && text.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | '\u{fe0f}' | ' ')) {
        return Some(stars as f64);
    }
    let unsigned = text.strip_prefix(['-', '−']).unwrap_or(text);
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at_checked(end)?;
    // "3D" and "1st" are no scores.
    if digits.is_empty() || digits.len() > 6 || rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let number: f64 = digits.trim_end_matches(['.', ',']).replace(',', ".").parse().ok()?;
    Some(if unsigned.len() < text.len() { -number } else { number })
}

/// Folded words without what stands around them: "  Very Satisfied 😀" → "very satisfied".
fn bare_words(text: &str) -> String {
    let folded = fold(text.get(..text.floor_char_boundary(80)).unwrap_or(text));
    let words = folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_every_language_and_form() {
        let score = Reply::Score;
        for (scale, text, expected) in [
            (Scale::OneToFive, "Very satisfied", score(5.0)),
            (Scale::OneToFive, "Satisfied", score(4.0)),
            (Scale::OneToFive, "Somewhat satisfied", score(4.0)),
            (Scale::OneToFive, "Neither satisfied nor dissatisfied", score(3.0)),
            (Scale::OneToFive, "Dissatisfied", score(2.0)),
            (Scale::OneToFive, "Very dissatisfied", score(1.0)),
            (Scale::OneToFive, "Sehr zufrieden", score(5.0)),
            (Scale::OneToFive, "eher unzufrieden", score(2.0)),
            (Scale::OneToFive, "Très satisfait(e)", score(5.0)),
            (Scale::OneToFive, "Pas du tout satisfait", score(1.0)),
            (Scale::OneToFive, "Muy insatisfecho", score(1.0)),
            (Scale::OneToFive, "Zeer tevreden", score(5.0)),
            (Scale::OneToFive, "Molto soddisfatto", score(5.0)),
            (Scale::OneToFive, "Muito insatisfeito", score(1.0)),
            (Scale::OneToFive, "非常に満足", score(5.0)),
            (Scale::OneToFive, "どちらともいえない", score(3.0)),
            (Scale::OneToFive, "やや不満", score(2.0)),
            (Scale::OneToFive, "4 - Good", score(4.0)),
            (Scale::OneToFive, "★★★★☆", score(4.0)),
            (Scale::OneToFive, "4/5", score(4.0)),
            (Scale::OneToFive, "6", Reply::Unreadable),
            (Scale::OneToFive, "0", Reply::Unreadable),
            (Scale::OneToFive, "fine, thanks for asking", Reply::Unreadable),
            (Scale::OneToFive, "", Reply::Missing),
            (Scale::OneToFive, "Don't know", Reply::Missing),
            (Scale::OneToSeven, "Strongly agree", score(7.0)),
            (Scale::OneToSeven, "Agree", score(6.0)),
            (Scale::OneToSeven, "Somewhat disagree", score(3.0)),
            (Scale::OneToSeven, "Very easy", score(7.0)),
            (Scale::ZeroToTen, "10 - Extremely likely", score(10.0)),
            (Scale::ZeroToTen, "0", score(0.0)),
            (Scale::ZeroToTen, "11", Reply::Unreadable),
            (Scale::Degrees, "Somewhat satisfied", score(3.0)),
            (Scale::Degrees, "Not at all satisfied", score(1.0)),
            (Scale::Degrees, "Extremely satisfied", score(5.0)),
            (Scale::GoodBad, "Good", score(1.0)),
            (Scale::GoodBad, "Bad with comment", score(0.0)),
            (Scale::GoodBad, "Offered", Reply::Missing),
            (Scale::GoodBad, "Not Offered", Reply::Missing),
            (Scale::GoodBad, "-101", score(0.0)),
            (Scale::GoodBad, "103", score(1.0)),
            (Scale::GoodBad, "100", score(0.5)),
            (Scale::GoodBad, "Extremely Happy", score(1.0)),
            (Scale::WonLost, "Closed Won", score(1.0)),
            (Scale::WonLost, "Closed Lost", score(0.0)),
            (Scale::WonLost, "Negotiation", Reply::Missing),
            (Scale::Chosen, "Web", score(1.0)),
            (Scale::Chosen, "", Reply::Missing),
        ] {
            assert_eq!(scale.read(text), expected, "{text:?} on {scale:?}");
        }
    }

    #[test]
    fn the_upper_two_of_a_scale_are_satisfied() {
        for (scale, satisfied, not) in [
            (Scale::OneToFive, 4.0, 3.0),
            (Scale::OneToSeven, 6.0, 5.0),
            (Scale::ZeroToTen, 9.0, 8.0),
            (Scale::Degrees, 4.0, 3.0),
            (Scale::GoodBad, 1.0, 0.5),
        ] {
            assert!(scale.is_top(satisfied) && !scale.is_top(not), "{scale:?}");
        }
    }
}
