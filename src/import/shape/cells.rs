//! What single cells and lines look like, before anything is known of the table that they are in.

use crate::import::dates::{DateReading, parse_date};
use crate::import::number::{DecimalMark, Value, is_unknown, parse};

/// What a cell holds, at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    /// "--", "n/a": not reported.
    Unknown,
    Number,
    Date,
    Word,
}

pub(super) fn kind(text: &str) -> Kind {
    let text = text.trim();
    match () {
        () if text.is_empty() => Kind::Blank,
        () if is_unknown(text) => Kind::Unknown,
        () if parse(text, DecimalMark::Point) != Value::Text || parse(text, DecimalMark::Comma) != Value::Text => {
            Kind::Number
        }
        () if parse_date(text) != DateReading::No => Kind::Date,
        () => Kind::Word,
    }
}

/// The number of a cell in whichever way it can be read; a percent is none.
pub(super) fn amount(text: &str) -> Option<f64> {
    let read = |mark| match parse(text, mark) {
        Value::Number(number) if !number.is_percent && !number.is_duration => Some(number.value),
        Value::Number(_) | Value::Unknown | Value::Text => None,
    };
    read(DecimalMark::Point).or_else(|| read(DecimalMark::Comma))
}

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Blank,
    /// "# ----", "#====": a comment of the exporting tool.
    Banner,
    /// One cell of it is filled: a title, a footer, or a row of which little is known.
    Text,
    Cells,
}

pub(super) fn line(record: &[String]) -> Line {
    match filled(record) {
        0 => Line::Blank,
        _ if is_banner(record) => Line::Banner,
        1 => Line::Text,
        _ => Line::Cells,
    }
}

/// The text of a cell without spaces around it; empty for a cell that is not there.
pub(super) fn cell(record: &[String], column: usize) -> &str {
    record.get(column).map_or("", |cell| cell.trim())
}

pub(super) fn is_filled(record: &[String], column: usize) -> bool {
    !cell(record, column).is_empty()
}

/// How many cells say something.
pub(super) fn filled(record: &[String]) -> usize {
    record.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// How many cells there are up to the last that says something.
pub(super) fn width(record: &[String]) -> usize {
    record.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// The first cell that says something.
pub(super) fn lead(record: &[String]) -> Option<usize> {
    record.iter().position(|cell| !cell.trim().is_empty())
}

/// "# ----", "#", "#====": a comment of the exporting tool. "#1041" is data, and "#" beside other cells is a header.
fn is_banner(record: &[String]) -> bool {
    record.first().is_some_and(|first| is_banner_text(first)) && (cell(record, 0) != "#" || filled(record) == 1)
}

/// As the first cell of a line.
pub(in crate::import) fn is_banner_text(first_cell: &str) -> bool {
    let Some(rest) = first_cell.trim_start().strip_prefix('#') else { return false };
    rest.is_empty() || (rest.starts_with([' ', '-', '=', '#']) && !rest.starts_with(" of "))
}

/// The most frequent width among the first lines that have cells; the wider of two.
pub(super) fn usual_width(records: &[Vec<String>]) -> usize {
    const LINES: usize = 40;
    let mut counts = std::collections::BTreeMap::new();
    for record in records.iter().filter(|record| line(record) == Line::Cells).take(LINES) {
        *counts.entry(width(record)).or_insert(0usize) += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// All cells that say something are words.
pub(super) fn is_all_words(record: &[String]) -> bool {
    filled(record) > 0 && record.iter().all(|cell| matches!(kind(cell), Kind::Word | Kind::Blank))
}

/// A line of a title: its cells as they would be read aloud, without `#` and rules of dashes.
pub(super) fn title(record: &[String]) -> String {
    let mut text = String::new();
    for (index, cell) in record.iter().filter(|cell| !cell.trim().is_empty()).enumerate() {
        match index {
            0 => {}
            // A comma in a title that was not quoted.
            _ if cell.starts_with(' ') => text.push(','),
            1 if text.ends_with(':') => text.push(' '),
            1 => text.push_str(": "),
            _ => text.push_str(", "),
        }
        text.push_str(cell.trim_end());
    }
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '-' | '=' | ',' | ';')).to_owned()
}

/// Spaces and line breaks within a name become single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
