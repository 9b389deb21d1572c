//! Rows that leave blank what the row above says: line items of an order, and reports that write a group's name once.
//! Amounts are never carried down, since they would count twice; nor is a name into a totals row.

use std::collections::{HashMap, HashSet};

use super::cells::{Kind, Line, amount, cell, filled, is_filled, kind, lead, line, width};
use super::totals_label::is_totals_label;
use crate::import::dates::{DateReading, parse_date};

/// Which columns take the value above, and in which rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Carry {
    /// From left to right.
    pub columns: Vec<usize>,
    pub rows: CarryRows,
    /// What it was recognized by, for people.
    pub why: String,
}

/// The rows that take values from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum CarryRows {
    /// Those that repeat this column's value of the row above: line items of an order.
    Repeating(usize),
    /// Those that say something in this column and leave carried columns blank from the left: rows of a group.
    Blank { unless_blank: usize },
}

/// How many rows are looked at.
const ROWS: usize = 1_000;

/// Which columns are carried down in a table whose first row is given, if any.
pub(super) fn find(rows: &[Vec<String>], names: &[String]) -> Option<Carry> {
    let is_row = |record: &&Vec<String>| {
        line(record) == Line::Cells && !record.iter().take(3).any(|cell| is_totals_label(cell.trim()))
    };
    let rows: Vec<&Vec<String>> = rows.iter().filter(is_row).take(ROWS).collect();
    grouped(&rows, names).or_else(|| (0..3).find_map(|key| repeating(&rows, names, key)))
}

/// Orders: rows with the same key as the row above leave blank all that is said of the whole order.
fn repeating(rows: &[&Vec<String>], names: &[String], key: usize) -> Option<Carry> {
    if rows.len() < 2 || rows.iter().any(|row| !is_filled(row, key)) {
        return None;
    }
    let columns = names.len().max(rows.iter().map(|row| width(row)).max().unwrap_or(0)).min(2_000);
    let is_further = |index: usize| {
        let above = index.checked_sub(1).and_then(|above| rows.get(above));
        above.zip(rows.get(index)).is_some_and(|(above, row)| cell(above, key) == cell(row, key))
    };
    let pick = |wanted: &dyn Fn(usize) -> bool| -> Vec<&Vec<String>> {
        rows.iter().enumerate().filter(|(index, _)| wanted(*index)).map(|(_, row)| *row).collect()
    };
    let further = pick(&is_further);
    let firsts = pick(&|index| !is_further(index));
    // The first rows of orders that have further rows.
    let heads = pick(&|index| !is_further(index) && is_further(index + 1));
    if further.is_empty() {
        return None;
    }
    let of_order: Vec<usize> = (0..columns)
        .filter(|column| {
            let filled_heads = heads.iter().filter(|row| is_filled(row, *column)).count();
            *column != key && filled_heads * 10 >= heads.len() * 6 && further.iter().all(|row| !is_filled(row, *column))
        })
        .collect();
    let said = heads.iter().map(|row| filled(row)).max().unwrap_or(0);
    let keys: HashSet<&str> = firsts.iter().map(|row| cell(row, key)).collect();
    // An order stands in one place and has amounts; each further row says something of its own.
    let has_amounts = of_order.iter().any(|column| heads.iter().any(|row| kind(cell(row, *column)) == Kind::Number));
    if of_order.len() < 3
        || of_order.len() * 10 < said * 3
        || keys.len() < firsts.len()
        || !has_amounts
        || further.iter().any(|row| filled(row) < 2)
    {
        return None;
    }
    let carried: Vec<usize> = of_order.iter().copied().filter(|column| is_words(&firsts, *column)).collect();
    if carried.is_empty() {
        return None;
    }
    let name = names.get(key).map_or("", String::as_str);
    let why = format!(
        "Rows that repeat “{name}” leave {} columns blank; words and dates are taken from the row above, amounts are not.",
        of_order.len()
    );
    Some(Carry { columns: carried, rows: CarryRows::Repeating(key), why })
}

/// Only words and dates in the column.
fn is_words(rows: &[&Vec<String>], column: usize) -> bool {
    rows.iter().all(|row| matches!(kind(cell(row, column)), Kind::Word | Kind::Date | Kind::Blank | Kind::Unknown))
}

/// A word or a date, also 20260901.
fn is_label(text: &str) -> bool {
    matches!(kind(text), Kind::Word | Kind::Date) || parse_date(text) != DateReading::No
}

/// Reports that write the name of a group in its first row only, in one to three columns from the left.
fn grouped(rows: &[&Vec<String>], names: &[String]) -> Option<Carry> {
    let mut columns = Vec::new();
    // A spreadsheet may begin with a blank column.
    let start = rows.first().and_then(|row| lead(row)).unwrap_or(0);
    for column in start..start + 3 {
        if !is_written_once(rows, &columns, column) {
            break;
        }
        columns.push(column);
    }
    let last = *columns.last()?;
    let label = label_column(rows, &columns, last)?;
    if !is_divided(rows, &columns, label) || has_sums(rows, &columns, label) {
        return None;
    }
    let quoted: Vec<String> =
        columns.iter().map(|column| format!("“{}”", names.get(*column).map_or("", String::as_str))).collect();
    let label_name = names.get(label).map_or("", String::as_str);
    let why = format!(
        "{} is written in the first row of each group only; rows that have “{label_name}” take it from above.",
        quoted.join(", ")
    );
    Some(Carry { columns, rows: CarryRows::Blank { unless_blank: label }, why })
}

/// Whether each value of the column stands once (within the group of the columns before it), with blanks under it.
fn is_written_once(rows: &[&Vec<String>], before: &[usize], column: usize) -> bool {
    let mut seen = HashSet::new();
    let (mut blanks, mut written) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        let is_new_group = before.iter().any(|column| is_filled(row, *column));
        if is_new_group {
            seen.clear();
        }
        let text = cell(row, column);
        if text.is_empty() {
            // The first row of a group says all of it.
            if index == 0 || is_new_group {
                return false;
            }
            blanks += 1;
        } else {
            written += 1;
            if !is_label(text) || !seen.insert(text) {
                return false;
            }
        }
    }
    blanks >= 2 && written >= 2
}

/// The column that tells the rows of a group apart: the first after the carried ones with words or dates throughout.
fn label_column(rows: &[&Vec<String>], columns: &[usize], last: usize) -> Option<usize> {
    let is_member = |row: &Vec<String>| columns.iter().all(|column| !is_filled(row, *column));
    (last + 1..last + 4).find(|column| {
        let members = rows.iter().filter(|row| is_member(row));
        let blanks = members.clone().filter(|row| !is_filled(row, *column)).count();
        // A blank one is the total of its group.
        blanks * 3 <= members.count()
            && rows.iter().all(|row| !is_filled(row, *column) || is_label(cell(row, *column)))
            && rows.first().is_some_and(|row| is_filled(row, *column))
    })
}

/// Whether groups are divided by the label column as reports are: labels differ within a group, and return in the
/// next; or every group has rows of its own.
fn is_divided(rows: &[&Vec<String>], columns: &[usize], label: usize) -> bool {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for row in rows {
        if columns.iter().any(|column| is_filled(row, *column)) {
            groups.push(Vec::new());
        }
        let text = cell(row, label);
        if let (Some(group), false) = (groups.last_mut(), text.is_empty()) {
            if group.contains(&text) {
                return false;
            }
            group.push(text);
        }
    }
    let mut in_groups: HashMap<&str, usize> = HashMap::new();
    for text in groups.iter().flatten() {
        *in_groups.entry(text).or_default() += 1;
    }
    let members: Vec<&str> = groups.iter().flat_map(|group| group.iter().skip(1).copied()).collect();
    let returning = members.iter().filter(|text| in_groups.get(*text).is_some_and(|count| *count > 1)).count();
    let has_members = members.len() >= 2;
    has_members && (returning * 2 >= members.len() || groups.iter().all(|group| group.len() >= 2))
}

/// Whether a row with blank group columns states the sum of the rows above it in its group, or of all others: then
/// blanks mean totals here, and nothing may be carried. Rows without a label take nothing anyway.
fn has_sums(rows: &[&Vec<String>], columns: &[usize], label: usize) -> bool {
    let rows: Vec<&Vec<String>> = rows.iter().copied().filter(|row| is_filled(row, label)).collect();
    let width = rows.iter().map(|row| width(row)).max().unwrap_or(0).min(2_000);
    let figures: Vec<usize> = (label + 1..width)
        .filter(|column| {
            rows.iter().any(|row| amount(cell(row, *column)).is_some_and(|value| value != 0.0))
                && rows.iter().all(|row| !matches!(kind(cell(row, *column)), Kind::Word | Kind::Date))
                && !rows.iter().any(|row| cell(row, *column).contains('%'))
        })
        .collect();
    let values_of = |row: &[String]| -> Vec<f64> {
        figures.iter().map(|column| amount(cell(row, *column)).unwrap_or(0.0)).collect()
    };
    let is_sum = |values: &[f64], sums: &[f64]| {
        let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
        values.iter().any(|value| *value != 0.0) && values.iter().zip(sums).all(|(value, sum)| is_near(*value, *sum))
    };
    let add = |sums: &mut Vec<f64>, values: &[f64]| sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    let mut others = vec![0.0; figures.len()];
    rows.iter().for_each(|row| add(&mut others, &values_of(row)));
    // How many groups there are, and how many end with the sum of their other rows.
    let (mut groups, mut ended) = (0, 0);
    let mut above = vec![0.0; figures.len()];
    let mut count = 0;
    let mut is_last_sum = false;
    for row in &rows {
        let values = values_of(row);
        if columns.iter().any(|column| is_filled(row, *column)) {
            ended += usize::from(is_last_sum);
            (groups, count, is_last_sum) = (groups + 1, 1, false);
            above = values;
            continue;
        }
        is_last_sum = is_sum(&values, &above);
        let doubled: Vec<f64> = values.iter().map(|value| value * 2.0).collect();
        if (is_last_sum && count >= 2) || (rows.len() >= 3 && is_sum(&doubled, &others)) {
            return true;
        }
        count += 1;
        add(&mut above, &values);
    }
    ended += usize::from(is_last_sum);
    groups >= 2 && ended == groups
}

/// "Brand Total", "Brand Ergebnis", "Total Brand" of "Brand", as pivot tables write under a group.
fn is_total_of(text: &str, group: &str) -> bool {
    let is_total =
        |rest: &str| is_totals_label(rest.trim()) || matches!(rest.trim(), "Ergebnis" | "Result" | "Résultat");
    !group.is_empty()
        && (text.strip_prefix(group).is_some_and(|rest| rest.starts_with(' ') && is_total(rest))
            || text.strip_suffix(group).is_some_and(|rest| rest.ends_with(' ') && is_total(rest)))
}

/// What the rows of a table take from above, row after row.
pub(in crate::import) struct Carrier<'a> {
    carry: &'a Carry,
    /// One for each carried column.
    above: Vec<String>,
    is_taken: Vec<bool>,
    key: String,
    is_total: bool,
}

impl<'a> Carrier<'a> {
    pub fn new(carry: &'a Carry) -> Self {
        let count = carry.columns.len();
        Self {
            carry,
            above: vec![String::new(); count],
            is_taken: vec![false; count],
            key: String::new(),
            is_total: false,
        }
    }

    /// Goes on to the next row, given its cells.
    pub fn advance<'r>(&mut self, cell: impl Fn(usize) -> &'r str) {
        let is_further = match self.carry.rows {
            CarryRows::Repeating(key) => {
                let text = cell(key).trim();
                let is_further = !text.is_empty() && text == self.key;
                if !is_further {
                    self.key.clear();
                    self.key.push_str(text);
                }
                is_further
            }
            CarryRows::Blank { unless_blank } => {
                let label = cell(unless_blank).trim();
                !label.is_empty() && !is_totals_label(label)
            }
        };
        // A group that begins takes no names of groups within the one before it.
        let mut is_new = false;
        self.is_total = false;
        for ((column, above), is_taken) in self.carry.columns.iter().zip(&mut self.above).zip(&mut self.is_taken) {
            let text = cell(*column).trim();
            *is_taken = is_further && !is_new && text.is_empty();
            let is_kept = match self.carry.rows {
                // What an order's first row leaves blank stays blank.
                CarryRows::Repeating(_) => is_further,
                CarryRows::Blank { .. } => text.is_empty() && !is_new,
            };
            self.is_total |= !is_kept && !is_further && is_total_of(text, above);
            if !is_kept {
                above.clear();
                above.push_str(if is_totals_label(text) { "" } else { text });
            }
            is_new |= matches!(self.carry.rows, CarryRows::Blank { .. }) && !text.is_empty();
        }
    }

    /// Whether the present row says that it is the total of the group above it: "Brand Total", "Total Brand".
    pub fn is_total(&self) -> bool {
        self.is_total
    }

    /// What the present row takes from above in a column; `None` where it has its own or is left blank.
    pub fn taken(&self, column: usize) -> Option<&str> {
        let at = self.carry.columns.iter().position(|known| *known == column)?;
        let is_taken = self.is_taken.get(at).copied().unwrap_or(false);
        self.above.get(at).filter(|above| is_taken && !above.is_empty()).map(String::as_str)
    }
}
