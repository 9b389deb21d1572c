//! Columns of answers: what was asked, by the words of the header, and on which scale, by the values.

use crate::base::fold::fold;
use crate::import::answers::{Scale, is_low_degree, is_no_answer, is_opinion, leading_number};
use crate::import::number::is_unknown;
use crate::import::recipe::Role;
use crate::import::table::Table;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Recommend,
    Effort,
    Ease,
    Satisfaction,
    Rating,
}

/// Words that name the topic in a question, folded, with a space where a word must begin or end: “please” is not easy.
/// The first that occurs counts.
const TOPICS: &[(Topic, &[&str])] = &[
    (
        Topic::Recommend,
        &[
            "recommend",
            "empfehl",
            "recommand",
            "recomend",
            "recomien",
            "consigli",
            "raccomand",
            "aanbevel",
            " nps",
            "net promoter",
            "おすすめ",
            "お勧め",
            "薦め",
            "勧め",
            "推奨",
        ],
    ),
    (
        Topic::Ease,
        &[" eas", "einfach", " leicht", " facile", " facil", "makkelijk", "eenvoudig", "簡単", "容易", "使いやす"],
    ),
    (
        Topic::Effort,
        &[
            "effort",
            "aufwand",
            " muhe",
            "esfuerzo",
            "inspanning",
            "moeite",
            "sforzo",
            "fatica",
            "esforco",
            "労力",
            "手間",
        ],
    ),
    (Topic::Satisfaction, &["satisf", "zufrieden", "tevreden", "soddisf", "csat", "満足"]),
    (
        Topic::Rating,
        &[
            " rate ", "rating", " stars", "score", "bewert", "sterne", "noter", " note ", "notez", "evalua", "calific",
            "puntua", "beoordel", "sterren", "valut", " stelle ", "avali", "estrelas", "評価", "点数",
        ],
    ),
];

/// The rows that are looked at.
const ROWS: usize = 1_000;

/// What a column holds, as far as answers go.
#[derive(Default)]
struct Values {
    filled: usize,
    numbers: usize,
    fractions: usize,
    lowest: f64,
    highest: f64,
    opinions: usize,
    is_of_degrees: bool,
    /// The first answer in words.
    example: String,
    texts: Vec<String>,
}

impl Values {
    fn of(table: &Table, column: usize) -> Self {
        let mut values = Self { lowest: f64::MAX, highest: f64::MIN, ..Self::default() };
        for row in 0..table.row_count().min(ROWS) {
            let cell = table.cell(row, column);
            let text = cell.as_str();
            if is_unknown(text) || is_no_answer(text) {
                continue;
            }
            values.filled += 1;
            if values.texts.len() < 2 && !values.texts.iter().any(|known| known == text) {
                values.texts.push(text.to_owned());
            }
            if let Some(number) = leading_number(text) {
                values.numbers += 1;
                values.fractions += usize::from(number.fract() != 0.0);
                values.lowest = values.lowest.min(number);
                values.highest = values.highest.max(number);
            } else if is_opinion(text) || is_low_degree(text) {
                values.opinions += 1;
                values.is_of_degrees |= is_low_degree(text);
                if values.example.is_empty() {
                    values.example = text.to_owned();
                }
            }
        }
        values
    }

    fn are_numbers(&self) -> bool {
        self.filled > 0 && self.numbers == self.filled && self.fractions == 0
    }

    fn are_opinions(&self) -> bool {
        self.opinions > 0 && self.opinions * 10 >= self.filled * 8
    }
}

/// What the column of a file with one row for each answer is, with the reason; `None` for what is no question.
pub(super) fn question(table: &Table, column: usize, name: &str) -> Option<(Role, String)> {
    let values = Values::of(table, column);
    let folded = format!(" {} ", fold(name));
    let found = TOPICS
        .iter()
        .find_map(|(topic, words)| words.iter().find(|word| folded.contains(**word)).map(|word| (*topic, word.trim())));
    if folded.contains("group") && values.texts.iter().any(|text| is_nps_group(text)) {
        return Some((Role::Ignore, "says the same as the answers beside it".into()));
    }
    if values.are_numbers() && values.lowest >= 0.0 && values.highest <= 10.0 {
        let Some((topic, word)) = found else {
            let looks_asked = name.trim_end().ends_with('?') || name.contains("? ");
            return looks_asked.then(|| {
                let why = format!("all values {} to {}: choose what was asked", values.lowest, values.highest);
                (Role::Ignore, why)
            });
        };
        let scale = stated_scale(name).unwrap_or(match topic {
            Topic::Recommend => Scale::ZeroToTen,
            Topic::Effort | Topic::Ease | Topic::Satisfaction | Topic::Rating => scale_of(&values),
        });
        let (from, to) = (values.lowest, values.highest);
        let why = match from == to {
            true => format!("all values {from}, header says “{word}”, scale {}", scale.label()),
            false => format!("all values {from} to {to}, header says “{word}”, scale {}", scale.label()),
        };
        return Some((Role::Answer(key_of(topic).to_owned(), scale), why));
    }
    if values.are_opinions() {
        let topic = found.map_or(Topic::Satisfaction, |(topic, _)| topic);
        let key = match topic {
            // Words cannot say how many are promoters.
            Topic::Recommend | Topic::Satisfaction => "csat",
            Topic::Effort | Topic::Ease | Topic::Rating => key_of(topic),
        };
        let scale = if values.is_of_degrees { Scale::Degrees } else { Scale::OneToFive };
        let scale = if is_yes_or_no(&values.example) { Scale::GoodBad } else { scale };
        return Some((Role::Answer(key.to_owned(), scale), format!("answers such as “{}”", values.example)));
    }
    let is_label = values.texts.len() == 1
        && values.texts.first().is_some_and(|label| label.len() < name.len() && name.ends_with(label.as_str()));
    is_label.then(|| (Role::Ignore, "one choice of several; choose “Share who chose it” to count it".into()))
}

fn key_of(topic: Topic) -> &'static str {
    match topic {
        Topic::Recommend => "nps",
        Topic::Effort => "ces-effort",
        Topic::Ease => "ces",
        Topic::Satisfaction => "csat",
        Topic::Rating => "mean-rating",
    }
}

fn scale_of(values: &Values) -> Scale {
    match () {
        () if values.lowest == 0.0 && values.highest <= 1.0 => Scale::GoodBad,
        () if values.lowest == 0.0 => Scale::ZeroToTen,
        () if values.highest <= 5.0 => Scale::OneToFive,
        () if values.highest <= 7.0 => Scale::OneToSeven,
        () => Scale::OneToTen,
    }
}

/// "How likely …? (0 - 10)" → 0 to 10.
fn stated_scale(name: &str) -> Option<Scale> {
    let (_, inner) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    let (low, high) = inner.split_once(['-', '–'])?;
    match (low.trim(), high.trim()) {
        ("0", "10") => Some(Scale::ZeroToTen),
        ("1", "10") => Some(Scale::OneToTen),
        ("1", "7") => Some(Scale::OneToSeven),
        ("1", "5") => Some(Scale::OneToFive),
        (_, _) => None,
    }
}

fn is_nps_group(text: &str) -> bool {
    matches!(fold(text).as_str(), "promoter" | "passive" | "detractor")
}

fn is_yes_or_no(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "yes"
            | "no"
            | "good"
            | "bad"
            | "ja"
            | "nein"
            | "oui"
            | "non"
            | "si"
            | "nee"
            | "sim"
            | "nao"
            | "はい"
            | "いいえ"
    )
}
