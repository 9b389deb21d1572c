//! Rows that are in the file twice. They are shown, and counted once only if the user says so: two rows that look
//! the same may still be two things that happened.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher};

use super::columns::Columns;
use super::questions::{Sample, row_name};
use super::{PossibleReading, Question, Standing, Typed};
use crate::base::Lines;
use crate::base::number::format_grouped;
use crate::import::number::is_unknown;
use crate::import::recipe::{Answer, Recipe};
use crate::import::scan::Row;
use crate::import::shape::is_totals_label;
use crate::import::table::Table;

/// The rows that say in every cell what an earlier row says, and bring figures again.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// There are too many rows to look for any.
    pub is_not_looked_for: bool,
    pub lines: Lines,
    all: BTreeSet<u32>,
    /// The first few: row, line, and the line that it repeats.
    examples: Vec<(usize, u32, u32)>,
}

/// The same for rows that say the same in every cell of a table so wide.
pub(super) fn hash_of(row: &Row<'_>, width: usize) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    (0..width).for_each(|column| row.cell(column).hash(&mut hasher));
    hasher.finish()
}

/// Whether any two are equal.
pub(super) fn has_twins(mut hashes: Vec<u64>) -> bool {
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair.first() == pair.last())
}

impl Duplicates {
    /// In files of more rows they are not looked for: each row would have to be remembered.
    pub const LOOKED_FOR: usize = 200_000;

    /// Whether a table is likely to have few enough rows for that, as its head tells.
    pub fn are_likely_looked_for(table: &Table) -> bool {
        let (head, bytes) = table.body.head_size();
        let rows = head as f64 * table.body.span().len() as f64 / bytes.max(1) as f64;
        rows <= 1.5 * Self::LOOKED_FOR as f64
    }

    /// Finds them in a table that has been read, among the rows that count.
    /// Rows without twins by their hashes are not looked at again.
    pub fn of(table: &Table, columns: &Columns, has_twins: bool) -> Self {
        let mut found = Self::default();
        let figures: Vec<usize> = columns.number_columns().collect();
        found.is_not_looked_for = !figures.is_empty() && table.row_count() > Self::LOOKED_FOR;
        if figures.is_empty() || found.is_not_looked_for || !has_twins {
            return found;
        }
        let labels = columns.labels();
        let mut first_of: HashMap<u64, usize> = HashMap::new();
        for row in 0..table.row_count() {
            let cells = table.row(row);
            let cell = |column: usize| cells.get(column).map_or("", String::as_str);
            // A row without figures, or with zeros only, does no harm twice.
            let has_figures = figures.iter().any(|column| {
                let text = cell(*column);
                !is_unknown(text) && text.bytes().any(|b| b.is_ascii_digit() && b != b'0')
            });
            let counts = !labels.iter().any(|column| is_totals_label(cell(*column))) && columns.days(cell).is_some();
            if !has_figures || !counts {
                continue;
            }
            let mut hasher = DefaultHasher::new();
            cells.hash(&mut hasher);
            let first = *first_of.entry(hasher.finish()).or_insert(row);
            // Two hashes may be equal by chance.
            if first != row && table.row(first) == cells {
                let line = table.line(row);
                found.lines.add(line);
                found.all.insert(line);
                if found.examples.len() < Sample::SHOWN {
                    found.examples.push((row, line, table.line(first)));
                }
            }
        }
        found
    }

    /// The lines of all of them.
    pub fn all(&self) -> BTreeSet<u32> {
        self.all.clone()
    }

    /// Whether they are to count; they do until someone says otherwise.
    pub fn question(&self, table: &Table, recipe: &Recipe) -> Option<Question> {
        if self.lines.is_empty() {
            return None;
        }
        let reading = |label: &str, answer| PossibleReading { label: label.to_owned(), answer };
        let readings = vec![reading("Keep all", Answer::KeepAll), reading("Count once", Answer::CountOnce)];
        let answer = recipe.answer_of("");
        let is_once = answer == Some(&Answer::CountOnce);
        let samples = self.examples.iter().map(|(row, line, first)| Sample {
            line: *line,
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
            typed: Typed::Nothing,
            standing: if answer.is_some() { Standing::Answered } else { Standing::Optional },
        })
    }
}
