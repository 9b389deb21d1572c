//! Which rows count, and how many there are of each kind.

use std::collections::{BTreeMap, BTreeSet};

use super::Reading;
use super::columns::Columns;
use super::digest::Digest;
use super::gathered::Other;
use super::names::Names;
use crate::import::number::is_unknown;
use crate::import::shape::is_totals_label;
use crate::import::table::{LeftOut, Table};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// It says what an earlier row says, and the user has such rows counted once.
    Repeated,
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
            Self::Repeated => Some("the same as an earlier row"),
        }
    }

    /// What a row says of itself: 0 for one that counts if its name has a touchpoint.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Kept | Self::Unmatched | Self::LeftOutByYou | Self::Repeated => 0,
            Self::Totals => 1,
            Self::Nameless => 2,
            Self::Dateless => 3,
        }
    }
}

/// What becomes of the rows of a file. Of the rows themselves nothing is kept: what a row says tells its fate.
#[derive(Clone, Debug)]
pub(super) struct Fates {
    counts: BTreeMap<Fate, usize>,
    columns: Columns,
    labels: Vec<usize>,
    /// Names without a touchpoint.
    names: BTreeMap<String, Fate>,
    /// Lines of nameless rows that turned out to be totals.
    totals: BTreeSet<u32>,
    /// Lines of rows that come again and do not count again.
    repeated: BTreeSet<u32>,
}

impl Fates {
    pub fn new(digest: &Digest, names: &Names, totals: BTreeSet<u32>) -> Self {
        let [kept, totals_rows, nameless, dateless] = digest.all.counts;
        let mut fates = Self {
            counts: BTreeMap::new(),
            columns: digest.columns.clone(),
            labels: digest.columns.labels(),
            names: BTreeMap::new(),
            totals,
            repeated: digest.repeated.clone(),
        };
        let mut count = |fate, rows: usize| *fates.counts.entry(fate).or_default() += rows;
        let mut without = 0;
        for unmatched in &names.unmatched {
            let fate = if unmatched.is_left_out_by_you { Fate::LeftOutByYou } else { Fate::Unmatched };
            fates.names.insert(unmatched.name.clone(), fate);
            count(fate, unmatched.rows);
            without += unmatched.rows;
        }
        count(Fate::Kept, kept - without.min(kept));
        count(Fate::Totals, totals_rows + fates.totals.len());
        count(Fate::Nameless, nameless.saturating_sub(fates.totals.len()));
        count(Fate::Dateless, dateless);
        count(Fate::Repeated, fates.repeated.len());
        fates
    }

    /// What becomes of a cell.
    pub fn reading(&self, text: &str, column: usize) -> Reading {
        self.columns.reading(text, column)
    }

    pub fn count(&self, fate: Fate) -> usize {
        self.counts.get(&fate).copied().unwrap_or(0)
    }

    /// Rows of the table that do not count.
    pub fn left_out(&self) -> usize {
        self.counts.iter().filter(|(fate, _)| fate.why().is_some()).map(|(_, rows)| rows).sum()
    }

    /// What becomes of a row.
    pub fn of(&self, line: u32, cells: &[String]) -> Fate {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let name = self.columns.touchpoint.map_or("", cell);
        match () {
            () if self.labels.iter().any(|column| is_totals_label(cell(*column))) => Fate::Totals,
            () if self.columns.touchpoint.is_some() && is_unknown(name) => {
                if self.totals.contains(&line) {
                    Fate::Totals
                } else {
                    Fate::Nameless
                }
            }
            () if self.columns.days(cell).is_none() => Fate::Dateless,
            () if self.repeated.contains(&line) => Fate::Repeated,
            () => self.names.get(name).copied().unwrap_or(Fate::Kept),
        }
    }

    /// The first rows that do not count, by line: all that say so themselves, up to a limit, and those of names
    /// without a touchpoint as far as they are among the first rows of the file.
    pub fn left_out_rows(&self, table: &Table, digest: &Digest, room: usize) -> Vec<LeftOut> {
        const LOOKED_AT: usize = 20_000;
        let said = |other: &Other| {
            let fate = self.of(other.line, &other.cells);
            let why = fate.why().or(other.fate.why())?.to_owned();
            Some(LeftOut { line: other.line, why, cells: other.cells.clone() })
        };
        let mut rows: Vec<LeftOut> = digest.all.others.iter().flatten().filter_map(said).collect();
        let by_others = [Fate::Unmatched, Fate::LeftOutByYou, Fate::Repeated];
        let mut wanted = by_others.into_iter().map(|fate| self.count(fate)).sum::<usize>().min(room);
        for row in 0..table.row_count().min(LOOKED_AT) {
            if wanted == 0 {
                break;
            }
            let (line, cells) = (table.line(row), table.row(row));
            let fate = self.of(line, &cells);
            if let (Fate::Unmatched | Fate::LeftOutByYou | Fate::Repeated, Some(why)) = (fate, fate.why()) {
                rows.push(LeftOut { line, why: why.to_owned(), cells });
                wanted -= 1;
            }
        }
        rows.sort_by_key(|row| row.line);
        rows.truncate(room);
        rows
    }
}
