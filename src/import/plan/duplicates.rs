//! Rows that are in the file twice. They are shown, and counted once only if the user says so: two rows that look
//! the same may still be two things that happened.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::columns::Columns;
use super::questions::{Sample, row_name};
use super::rows::{Fate, Rows};
use super::{PossibleReading, Question};
use crate::base::Lines;
use crate::base::number::format_grouped;
use crate::import::number::is_unknown;
use crate::import::recipe::{Answer, Recipe};
use crate::import::table::Table;

/// The rows that say in every cell what an earlier row says, and bring figures again.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    pub lines: Lines,
    rows: Vec<usize>,
    /// The first few, each with the line that it repeats.
    examples: Vec<(usize, u32)>,
    /// The table has more rows than are compared.
    pub is_cut: bool,
}

impl Duplicates {
    /// So many different rows are remembered: some 30 MB.
    pub const COMPARED: usize = 1_000_000;

    /// Finds them among the rows that count so far.
    pub fn of(table: &Table, columns: &Columns, rows: &Rows) -> Self {
        let mut found = Self::default();
        let figures: Vec<usize> = columns.number_columns().collect();
        if figures.is_empty() {
            return found;
        }
        let mut first_of: HashMap<u64, usize> = HashMap::new();
        for (row, _) in rows.fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::Kept) {
            // A row without figures, or with zeros only, does no harm twice.
            let has_figures = figures.iter().any(|column| {
                let text = table.cell(row, *column);
                !is_unknown(text) && text.bytes().any(|b| b.is_ascii_digit() && b != b'0')
            });
            if !has_figures {
                continue;
            }
            let mut hasher = DefaultHasher::new();
            table.row(row).for_each(|cell| cell.hash(&mut hasher));
            let hash = hasher.finish();
            match first_of.get(&hash) {
                // Two hashes may be equal by chance.
                Some(first) if table.row(*first).eq(table.row(row)) => {
                    found.lines.add(table.line(row));
                    found.rows.push(row);
                    if found.examples.len() < Sample::SHOWN {
                        found.examples.push((row, table.line(*first)));
                    }
                }
                Some(_) => {}
                None if first_of.len() < Self::COMPARED => {
                    first_of.insert(hash, row);
                }
                None => found.is_cut = true,
            }
        }
        found
    }

    /// Leaves the rows out if the recipe says that they count once.
    pub fn leave_out(&self, recipe: &Recipe, rows: &mut Rows) {
        if recipe.answer_of("") != Some(&Answer::CountOnce) {
            return;
        }
        for row in &self.rows {
            if let Some(fate) = rows.fates.get_mut(*row) {
                *fate = Fate::Repeated;
            }
        }
    }

    /// Whether they are to count; they do until someone says otherwise.
    pub fn question(&self, table: &Table, recipe: &Recipe) -> Option<Question> {
        if self.lines.is_empty() {
            return None;
        }
        let reading = |label: &str, answer| PossibleReading { label: label.to_owned(), answer };
        let readings = vec![reading("Keep all", Answer::KeepAll), reading("Count once", Answer::CountOnce)];
        let is_once = recipe.answer_of("") == Some(&Answer::CountOnce);
        let samples = self.examples.iter().map(|(row, first)| Sample {
            line: table.line(*row),
            name: row_name(table, recipe, *row),
            text: format!("the same as line {first}"),
            readings: vec!["counts again".to_owned(), "left out".to_owned()],
        });
        let rows = match self.lines.count() {
            1 => "1 row is in the file twice".to_owned(),
            count => format!("{} rows are in the file more than once", format_grouped(count as f64, 0)),
        };
        Some(Question {
            column: String::new(),
            columns: Vec::new(),
            text: format!("{rows}, the same in every cell. Is that a mistake of the file?"),
            chosen: Some(usize::from(is_once)),
            readings,
            samples: samples.collect(),
            takes_code: false,
        })
    }
}
