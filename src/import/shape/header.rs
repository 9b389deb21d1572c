//! Which lines are the header of a table, and what its columns are called. Where tables begin is in `blocks`.

use std::collections::HashMap;
use std::ops::Range;

use super::cells::{Kind, Line, cell, filled, is_all_words, is_filled, kind, lead, line, one_line, title, width};
use crate::import::dates::parse_period;
use crate::import::number::currency_code;

/// The header of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its records; empty if there is none.
    pub rows: Range<usize>,
    /// One for each column; blank where the header is.
    pub names: Vec<String>,
    /// What it was recognized by.
    pub why: &'static str,
}

/// How many lines below a header tell what its columns hold.
const BODY_LINES: usize = 5;

/// A line of words over the rows, or of periods.
pub(super) fn looks_like_header(records: &[Vec<String>], at: usize) -> bool {
    let Some(record) = records.get(at) else { return false };
    let words = record.iter().filter(|cell| kind(cell) == Kind::Word).count();
    words * 10 >= filled(record) * 6 || names_periods(records, at)
}

/// "Channel, 2025, 2026" and "Campaign, Sep 2026, Oct 2026": periods beside each other over figures.
fn names_periods(records: &[Vec<String>], at: usize) -> bool {
    let Some(record) = records.get(at) else { return false };
    let Some(below) = body(records, at + 1).next() else { return false };
    let mut years = Vec::new();
    let mut dates = 0;
    for (column, text) in record.iter().enumerate() {
        let year = text.trim().parse::<u16>().ok().filter(|year| (1990..=2100).contains(year));
        match (kind(text), year) {
            (Kind::Blank | Kind::Word, _) => {}
            (Kind::Number, Some(year)) => years.push((column, year)),
            (Kind::Date, _) if kind(cell(below, column)) != Kind::Date => dates += 1,
            (Kind::Number | Kind::Date | Kind::Unknown, _) => return false,
        }
    }
    let in_turn = |a: u16, b: u16| a.abs_diff(b) == 1;
    let rise = years.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if in_turn(*a, *b)));
    let is_data = years
        .iter()
        .all(|(column, year)| cell(below, *column).parse::<u16>().is_ok_and(|other| other.abs_diff(*year) <= 1));
    dates >= 2 || (years.len() >= 2 && rise && !is_data) || (dates == 1 && filled(record) == 2)
}

/// The rows under a header: lines with cells, without blank lines and comments.
pub(super) fn body(records: &[Vec<String>], from: usize) -> impl Iterator<Item = &Vec<String>> {
    records
        .iter()
        .skip(from)
        .take(40)
        .filter(|record| matches!(line(record), Line::Cells | Line::Text))
        .take(BODY_LINES)
}

/// The header of which one line is known: lines above it that name groups, and lines below that say more.
pub(super) fn read(records: &[Vec<String>], from: usize, at: usize) -> Header {
    if let Some(header) = qualtrics(records, at) {
        return header;
    }
    let mut rows = at..at + 1;
    while rows.len() < 3 && is_sub_header(records, rows.end - 1) {
        rows.end += 1;
    }
    while rows.len() < 3 && rows.start > from && is_group_row(records, rows.start - 1, rows.start) {
        rows.start -= 1;
    }
    let lines = records.get(rows.clone()).unwrap_or(&[]);
    let names = joined(lines);
    let why = match rows.len() {
        0 | 1 => "the first line of words as wide as the rows under it",
        2 => "two lines of words over the rows, the upper for groups of columns",
        _ => "three lines of words over the rows, the upper for groups of columns",
    };
    Header { rows, names, why }
}

/// Qualtrics: codes, question texts, and import ids as JSON; older ones without the third line, but with V1, V2 …
fn qualtrics(records: &[Vec<String>], at: usize) -> Option<Header> {
    let codes = records.get(at)?;
    let ids = (at + 1..=at + 2).find(|row| records.get(*row).is_some_and(|record| is_import_ids(record)));
    let (texts, rows, why) = match ids {
        Some(row) if row == at + 1 => (None, at..at + 2, "the line under it holds Qualtrics' import ids"),
        Some(_) => (records.get(at + 1), at..at + 3, "the third line holds Qualtrics' import ids"),
        None => {
            let is_code = |cell: &String| {
                cell.strip_prefix('V').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
            };
            let texts = records.get(at + 1)?;
            let is_legacy = codes.iter().filter(|cell| is_code(cell)).count() >= 3
                && texts.len() == codes.len()
                && is_all_words(texts);
            if !is_legacy {
                return None;
            }
            (Some(texts), at..at + 2, "codes of questions over their texts")
        }
    };
    let names: Vec<String> = (0..codes.len())
        .map(|column| {
            let text = texts.map_or("", |texts| cell(texts, column));
            one_line(if text.is_empty() { cell(codes, column) } else { text })
        })
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in &names {
        *counts.entry(name.to_lowercase()).or_default() += 1;
    }
    // Questions with the same text keep their codes.
    let names = names.into_iter().zip(codes).map(|(name, code)| {
        let is_shared = counts.get(&name.to_lowercase()).is_some_and(|count| *count > 1);
        let code = code.trim();
        if is_shared && !code.is_empty() && code != name { format!("{name} ({code})") } else { name }
    });
    Some(Header { rows, names: names.collect(), why })
}

fn is_import_ids(record: &[String]) -> bool {
    let ids = record.iter().filter(|cell| cell.trim_start().starts_with("{\"ImportId\"")).count();
    ids > 0 && ids * 2 >= filled(record)
}

/// Whether the line under a header line belongs to the header: words over figures, or words where the upper is blank.
fn is_sub_header(records: &[Vec<String>], at: usize) -> bool {
    let (Some(top), Some(sub)) = (records.get(at), records.get(at + 1)) else { return false };
    let (Some(start), true) = (lead(top), is_all_words(sub)) else { return false };
    let rows: Vec<&Vec<String>> = body(records, at + 2).collect();
    let Some(first) = rows.first() else { return false };
    let key = lead(first).unwrap_or(0);
    let is_key_blank = !is_filled(sub, key) && rows.iter().all(|row| is_filled(row, key));
    let is_repeated = is_filled(sub, start) && cell(sub, start).eq_ignore_ascii_case(cell(top, start));
    if is_repeated && (0..top.len()).all(|column| cell(top, column).eq_ignore_ascii_case(cell(sub, column))) {
        return false;
    }
    let columns = width(top).max(width(sub));
    let fills = (start + 1..columns).any(|column| !is_filled(top, column) && is_filled(sub, column));
    let covers = (start..columns).all(|column| is_filled(top, column) || is_filled(sub, column));
    if fills && covers && (is_key_blank || is_repeated) {
        return true;
    }
    if is_key_blank && sub.iter().any(|cell| is_answer_word(cell) || is_scale(cell)) {
        return true;
    }
    // Words over columns that hold nothing but figures.
    let figures: Vec<usize> = (0..columns.max(width(first)))
        .filter(|column| {
            *column != key
                && rows.iter().any(|row| kind(cell(row, *column)) == Kind::Number)
                && rows.iter().all(|row| matches!(kind(cell(row, *column)), Kind::Number | Kind::Unknown | Kind::Blank))
        })
        .collect();
    let named = figures.iter().filter(|column| is_filled(sub, **column)).count();
    let is_over_figures = named > 0
        && named * 2 >= figures.len()
        && figures.iter().all(|column| is_filled(sub, *column) || is_filled(top, *column));
    let is_group = !is_filled(top, key) || is_key_blank || (is_repeated && has_twins(top));
    is_over_figures && is_group
}

/// "Response", in the languages of survey tools: says nothing beside the question.
fn is_answer_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "response",
        "open-ended response",
        "antwort",
        "réponse",
        "respuesta",
        "resposta",
        "risposta",
        "antwoord",
        "svar",
        "odpowiedź",
        "回答",
    ];
    let text = text.trim();
    text.len() <= 24 && WORDS.contains(&text.to_lowercase().as_str())
}

/// "0 - 10": the scale of a question.
fn is_scale(text: &str) -> bool {
    let Some((low, high)) = text.trim().split_once(['-', '–']) else { return false };
    let is_number = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
    };
    is_number(low) && is_number(high)
}

/// Whether two columns of a header are called the same.
pub(super) fn has_twins(record: &[String]) -> bool {
    let mut names: Vec<String> = (0..record.len()).map(|column| cell(record, column).to_lowercase()).collect();
    names.retain(|name| !name.is_empty());
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    names.len() < count
}

/// Whether the line above a header names groups of its columns, as merged cells do, and is no title.
fn is_group_row(records: &[Vec<String>], above: usize, at: usize) -> bool {
    let (Some(upper), Some(header)) = (records.get(above), records.get(at)) else { return false };
    let is_words = upper.iter().all(|cell| matches!(kind(cell), Kind::Word | Kind::Blank | Kind::Date));
    if !matches!(line(upper), Line::Cells | Line::Text) || !is_words || width(upper) > width(header).max(header.len()) {
        return false;
    }
    if upper.iter().any(|cell| cell.trim().ends_with(':')) || is_title(upper) {
        return false;
    }
    let count = filled(upper);
    let is_beside_key = lead(upper) > lead(header);
    let separates = has_twins(header) && {
        let lines = [upper.clone(), header.clone()];
        !has_twins(&joined(&lines))
    };
    (is_beside_key && count >= 2 && count < filled(header).max(3)) || (separates && (is_beside_key || count >= 2))
}

/// A line that says which days the file is of, or that a spreadsheet would put above a table.
pub(super) fn is_title(record: &[String]) -> bool {
    // The dates of a table are whole cells; in a title they are one phrase.
    let is_phrase =
        filled(record) <= 3 && record.iter().all(|cell| kind(cell) != Kind::Number || cell.starts_with(' '));
    is_phrase && filled(record) != 2 && parse_period(&title(record)).is_some()
}

/// One name for each column, from all lines of the header; merged cells reach to the right.
fn joined(lines: &[Vec<String>]) -> Vec<String> {
    let columns = lines.iter().map(|record| width(record)).max().unwrap_or(0);
    let rows: Vec<Vec<&str>> = (0..lines.len()).map(|row| spread(lines, row, columns)).collect();
    (0..columns)
        .map(|column| {
            let parts: Vec<&str> = rows.iter().filter_map(|row| row.get(column).copied()).collect();
            join(&parts)
        })
        .collect()
}

/// What one line of the header says of each column: its cell, or the one that it is merged with on the left.
fn spread(lines: &[Vec<String>], row: usize, columns: usize) -> Vec<&str> {
    let Some(record) = lines.get(row) else { return Vec::new() };
    let is_divided = |column: usize| lines.iter().skip(row + 1).any(|below| is_filled(below, column));
    let mut group = "";
    (0..columns)
        .map(|column| {
            let own = cell(record, column);
            if !own.is_empty() {
                group = if is_divided(column) { own } else { "" };
                return own;
            }
            if is_divided(column) { group } else { "" }
        })
        .collect()
}

/// "Please rate each aspect:" and "Speed" → "Please rate each aspect: Speed"; a question and "0 - 10" →
/// "How likely …? (0 - 10)"; a question and "Response" → the question; "Cost" and "EUR" → "Cost (EUR)".
fn join(parts: &[&str]) -> String {
    let mut name = String::new();
    for part in parts.iter().map(|part| one_line(part)) {
        match () {
            () if part.is_empty() || name.eq_ignore_ascii_case(&part) => {}
            () if name.is_empty() => name = part,
            () if is_answer_word(&part) => {}
            () if is_scale(&part) || part == "%" || currency_code(&part).is_some() => name = format!("{name} ({part})"),
            () if name.ends_with(['?', '!', '.']) => name = format!("{name} {part}"),
            () => name = format!("{}: {part}", name.trim_end_matches(':')),
        }
    }
    name
}
