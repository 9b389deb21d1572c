//! Reports that stand on their side: a key and its value on each line, as in Mailchimp's "Email Campaign Report".
//! They are turned into a header and one row.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::cells::{Kind, Line, cell, filled, is_filled, kind, lead, line, one_line, title, width};
use crate::import::library::{named, normalize};

/// A table that was turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Turned {
    /// The keys, or what else its columns are called.
    pub names: Vec<String>,
    /// One row of values, or many; each as long as the names.
    pub rows: Vec<Vec<String>>,
    /// Why and how it was turned, for people; empty where that is plain.
    pub notes: Vec<String>,
}

impl Turned {
    /// The header and the rows, with commas and RFC 4180 quotes.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        for cells in std::iter::once(&self.names).chain(&self.rows) {
            for (index, cell) in cells.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            }
            text.push('\n');
        }
        text
    }
}

/// A report of keys and values among the lines of a file.
pub(super) struct Vertical {
    pub titles: Vec<String>,
    pub rows: Range<usize>,
    pub turned: Turned,
}

struct Pair<'a> {
    section: String,
    key: &'a str,
    value: &'a str,
}

/// The report that begins at a line, if one does.
pub(super) fn find(records: &[Vec<String>], from: usize) -> Option<Vertical> {
    let (mut titles, mut section) = (Vec::new(), String::new());
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    let mut rows: Option<Range<usize>> = None;
    let mut is_after_text = false;
    for (index, record) in records.iter().enumerate().skip(from).take(1_000) {
        let is_key = cell(record, 0).ends_with(':');
        match line(record) {
            Line::Blank => {}
            Line::Cells if width(record) == 2 && is_filled(record, 0) => {
                let with_colon = pairs.iter().filter(|pair| pair.key.ends_with(':')).count();
                // Another table of two columns under its own title.
                if is_after_text && with_colon >= 2 && with_colon * 2 > pairs.len() && !is_key {
                    break;
                }
                pairs.push(Pair { section: section.clone(), key: cell(record, 0), value: cell(record, 1) });
                rows = Some(rows.map_or(index, |rows| rows.start)..index + 1);
                is_after_text = false;
            }
            Line::Text if is_key && lead(record) == Some(0) => {
                pairs.push(Pair { section: section.clone(), key: cell(record, 0), value: "" });
                is_after_text = false;
            }
            Line::Text | Line::Banner if filled(record) == 1 => {
                is_after_text = true;
                section = title(record);
                if rows.is_none() && !section.is_empty() {
                    titles.push(section.clone());
                }
            }
            Line::Cells | Line::Text | Line::Banner => break,
        }
    }
    let rows = rows?;
    let is_headed = pairs.first().is_some_and(|pair| is_key_word(pair.key) && is_value_word(pair.value));
    if is_headed {
        pairs.remove(0);
    }
    is_report(&pairs, is_headed).then(|| Vertical { titles, rows, turned: turn(&pairs) })
}

pub(super) fn is_key_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "metric",
        "metrics",
        "key",
        "field",
        "measure",
        "kpi",
        "stat",
        "item",
        "kennzahl",
        "feld",
        "indicateur",
        "champ",
        "métrica",
        "campo",
        "metrica",
        "indicador",
        "indicatore",
        "veld",
        "指標",
        "項目",
    ];
    WORDS.contains(&text.trim_end_matches(':').to_lowercase().as_str())
}

fn is_value_word(text: &str) -> bool {
    const WORDS: &[&str] =
        &["value", "values", "wert", "werte", "valeur", "valor", "valore", "waarde", "value (%)", "値"];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// Whether pairs are keys and values rather than a table of two columns.
fn is_report(pairs: &[Pair<'_>], is_headed: bool) -> bool {
    let is_usable =
        pairs.iter().all(|pair| kind(pair.key.trim_end_matches(':')) == Kind::Word && pair.key.len() <= 160);
    let mut seen = HashSet::new();
    let is_distinct = pairs.iter().all(|pair| seen.insert((pair.section.as_str(), pair.key)));
    if pairs.len() < 4 || !is_usable || !is_distinct {
        return false;
    }
    let values = pairs.iter().filter(|pair| !pair.value.is_empty()).count();
    let with_colon = pairs.iter().filter(|pair| pair.key.ends_with(':')).count();
    if with_colon * 10 >= pairs.len() * 6 && values > 0 {
        return true;
    }
    let known = pairs.iter().filter(|pair| named(&normalize(pair.key)).is_some()).count();
    if is_headed {
        return known >= 2;
    }
    // A table of two columns has values of one kind under its header.
    let below = pairs.get(1..).unwrap_or(&[]);
    let figures = below.iter().filter(|pair| kind(pair.value) == Kind::Number).count();
    let with_rate = below.iter().filter(|pair| count_and_rate(pair.value).is_some()).count();
    let is_other = |value: &str| matches!(kind(value), Kind::Word | Kind::Date) && count_and_rate(value).is_none();
    let others = below.iter().filter(|pair| is_other(pair.value)).count();
    let is_mixed = others > 0 && figures + with_rate >= 2;
    (is_mixed && known >= 2 && known + 3 >= with_rate) && (with_rate > 0 || known >= 3)
        || (with_rate >= 2 && known >= 2)
}

/// "10 (1.0%)" → ("10", "1.0%"), also the other way round.
fn count_and_rate(value: &str) -> Option<(&str, &str)> {
    let (first, rest) = value.split_once('(')?;
    let (first, second) = (first.trim(), rest.trim().strip_suffix(')')?.trim());
    let is_rate = |text: &str| text.ends_with('%') && kind(text) == Kind::Number;
    let is_count = |text: &str| !text.ends_with('%') && kind(text) == Kind::Number;
    match () {
        () if is_count(first) && is_rate(second) => Some((first, second)),
        () if is_rate(first) && is_count(second) => Some((second, first)),
        () => None,
    }
}

fn turn(pairs: &[Pair<'_>]) -> Turned {
    let (mut keys, mut cells) = (Vec::new(), Vec::new());
    let names: Vec<String> = pairs.iter().map(|pair| one_line(pair.key.trim_end().trim_end_matches(':'))).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in &names {
        *counts.entry(name.to_lowercase()).or_default() += 1;
    }
    for (pair, name) in pairs.iter().zip(names) {
        let is_twin = counts.get(&name.to_lowercase()).is_some_and(|count| *count > 1);
        let name = if is_twin && !pair.section.is_empty() { format!("{}: {name}", pair.section) } else { name };
        match count_and_rate(pair.value) {
            Some((count, rate)) => {
                keys.extend([name.clone(), format!("{name}, rate")]);
                cells.extend([count.to_owned(), rate.to_owned()]);
            }
            None => {
                keys.push(name);
                cells.push(pair.value.to_owned());
            }
        }
    }
    Turned { names: keys, rows: vec![cells], notes: Vec::new() }
}
