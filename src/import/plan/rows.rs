//! Which rows count, which name and which days each is of.

use std::collections::HashMap;

use super::columns::Columns;
use crate::base::Period;
use crate::import::number::is_unknown;
use crate::import::recipe::Recipe;
use crate::import::shape::is_totals_label;
use crate::import::table::Table;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Kept,
    Totals,
    /// The column of names is blank.
    Nameless,
    /// No date can be read.
    Dateless,
    /// No touchpoint was found for its name.
    Unmatched,
    /// The user left its name out.
    LeftOutByYou,
}

impl Fate {
    /// Why the row does not count; `None` if it does.
    pub fn why(self) -> Option<&'static str> {
        match self {
            Self::Kept => None,
            Self::Totals => Some("totals row"),
            Self::Nameless => Some("no name"),
            Self::Dateless => Some("no readable date"),
            Self::Unmatched => Some("no touchpoint"),
            Self::LeftOutByYou => Some("left out by you"),
        }
    }

    /// Whether the row's figures are part of a stated total.
    pub fn is_data(self) -> bool {
        match self {
            Self::Kept | Self::Unmatched | Self::LeftOutByYou | Self::Dateless => true,
            Self::Totals | Self::Nameless => false,
        }
    }
}

/// The rows of a table, sorted out. All vectors are as long as the table has rows.
pub(super) struct Rows {
    pub fates: Vec<Fate>,
    /// Index into `names`.
    pub name_of: Vec<u32>,
    /// Index into `periods`; `NONE` without days.
    pub period_of: Vec<u32>,
    pub names: Vec<String>,
    pub periods: Vec<Period>,
    /// Neither a column nor the file nor the user says which days are meant.
    pub is_without_days: bool,
}

pub(super) const NONE: u32 = u32::MAX;

/// Sorts the rows of a table by what they say in the columns of names and dates.
pub(super) fn sort(table: &Table, recipe: &Recipe, columns: &Columns) -> Rows {
    let count = table.row_count();
    let has_days = columns.date.is_some() || columns.start.is_some();
    let of_file = recipe.given_period().or(table.stated_period);
    let mut rows = Rows {
        fates: Vec::with_capacity(count),
        name_of: Vec::with_capacity(count),
        period_of: Vec::with_capacity(count),
        names: Vec::new(),
        periods: Vec::new(),
        is_without_days: !has_days && table.stated_period.is_none(),
    };
    let mut names: HashMap<&str, u32> = HashMap::new();
    let mut periods: HashMap<(&str, &str), u32> = HashMap::new();
    let mut labels: Vec<usize> =
        [Some(0), columns.touchpoint, columns.date, columns.segment].into_iter().flatten().collect();
    labels.sort_unstable();
    labels.dedup();
    for row in 0..count {
        let name = columns.touchpoint.map_or("", |column| table.cell(row, column));
        let name_index = *names.entry(name).or_insert_with(|| {
            rows.names.push(name.to_owned());
            index(rows.names.len() - 1)
        });
        let from = columns.date.or(columns.start).map_or("", |column| table.cell(row, column));
        let to = match columns.date {
            Some(_) => "",
            None => columns.end.map_or("", |column| table.cell(row, column)),
        };
        let period_index = *periods.entry((from, to)).or_insert_with(|| {
            let period = if has_days { read_days(columns, from, to) } else { of_file };
            period.map_or(NONE, |period| {
                rows.periods.push(period);
                index(rows.periods.len() - 1)
            })
        });
        let is_totals = labels.iter().any(|column| is_totals_label(table.cell(row, *column)));
        let fate = match () {
            () if is_totals => Fate::Totals,
            () if columns.touchpoint.is_some() && is_unknown(name) => Fate::Nameless,
            () if period_index == NONE => Fate::Dateless,
            () => Fate::Kept,
        };
        rows.fates.push(fate);
        rows.name_of.push(name_index);
        rows.period_of.push(period_index);
    }
    rows.merge_periods();
    rows
}

impl Rows {
    /// Days written in two ways, or with different times of day, are the same days.
    fn merge_periods(&mut self) {
        let mut first_of: HashMap<Period, u32> = HashMap::new();
        let merged: Vec<u32> = self
            .periods
            .iter()
            .enumerate()
            .map(|(at, period)| *first_of.entry(*period).or_insert_with(|| index(at)))
            .collect();
        for period in &mut self.period_of {
            *period = merged.get(*period as usize).copied().unwrap_or(NONE);
        }
    }

    pub fn period(&self, row: usize) -> Option<Period> {
        self.period_of.get(row).and_then(|index| self.periods.get(*index as usize)).copied()
    }

    /// Rows of each name that would count if it had a touchpoint.
    pub fn rows_by_name(&self) -> Vec<usize> {
        let mut counts = vec![0; self.names.len()];
        for (fate, name) in self.fates.iter().zip(&self.name_of) {
            if *fate == Fate::Kept
                && let Some(count) = counts.get_mut(*name as usize)
            {
                *count += 1;
            }
        }
        counts
    }
}

fn index(at: usize) -> u32 {
    // Rows are limited to 20 million.
    u32::try_from(at).unwrap_or(NONE)
}

fn read_days(columns: &Columns, from: &str, to: &str) -> Option<Period> {
    if let Some(column) = columns.date {
        return columns.period(from, column);
    }
    let first = columns.period(from, columns.start?)?;
    match columns.end.filter(|_| !to.is_empty()) {
        Some(column) => Period::new(first.from, columns.period(to, column)?.to),
        None => Some(first),
    }
}
