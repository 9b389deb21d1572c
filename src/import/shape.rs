//! Where the tables are in a file's records: lines above them, headers of one to three lines, several tables in one
//! file, reports on their side, and lines that are no rows. Pure; what cells mean is decided by the guess and the plan.
//!
//! * `blocks`: where each table begins and ends. `header`: which lines are its header, and the columns' names.
//! * `vertical`: reports of keys and values, turned. `across`: months and segments beside each other, turned. `carry`: rows that leave blank what the row above says.
//! * `cells`: what cells and lines look like. `totals_label`: what totals rows are called. `period`: the
//!   days that titles state.

mod across;
mod blocks;
mod carry;
mod cells;
mod header;
mod period;
#[cfg(test)]
mod tests;
mod totals_label;
mod vertical;

use std::ops::Range;

pub(super) use blocks::find_shapes;
pub(super) use carry::{Carrier, Carry};
pub(super) use cells::is_banner_text;
pub(super) use period::stated_period;
pub(super) use totals_label::is_totals_label;
pub(super) use vertical::Turned;

/// One table among the records of a file. Indices count records, blank lines among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its title, or what its first column is called where there are several tables; empty if it is the only one and
    /// has no title.
    pub name: String,
    /// The lines above its header, without `#` and rules.
    pub titles: Vec<String>,
    /// Lines that begin with `#` stand above it.
    pub has_banner: bool,
    /// The records of its header; empty if there is none.
    pub header: Range<usize>,
    /// What the header was recognized by.
    pub why: &'static str,
    /// One for each column; blank where the header is.
    pub names: Vec<String>,
    pub first_row: usize,
    /// The record after its last row, where another table follows; else its rows go on to the file's end.
    pub end_row: Option<usize>,
    /// What rows take from the row above.
    pub carry: Option<Carry>,
    /// Records known to be totals though no label says so: Adobe's first row.
    pub totals: Vec<usize>,
    /// A report of keys and values, or with months beside each other: read this instead of its records.
    pub turned: Option<Turned>,
    /// The header's cells as written.
    head: Vec<Vec<String>>,
    /// Where a survey says how an answer came in.
    status: Option<usize>,
}

/// Why a record among the rows of a table is none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoRow {
    Blank,
    Banner,
    HeaderAgain,
    Text,
    TooWide { cells: usize, width: usize },
    SurveyPreview,
}

impl NoRow {
    /// As shown beside the line; `None` for blank lines, of which nothing is said.
    pub fn why(&self) -> Option<String> {
        match self {
            Self::Blank => None,
            Self::Banner => Some("banner line".into()),
            Self::HeaderAgain => Some("the header again".into()),
            Self::Text => Some("text under the table".into()),
            Self::TooWide { cells, width } => Some(format!("has {cells} cells where the header has {width}")),
            Self::SurveyPreview => Some("a preview of the survey, not an answer".into()),
        }
    }
}

impl Shape {
    /// The table whose header is known to be that record; `None` without it.
    pub fn known(header: usize, records: &[Vec<String>]) -> Option<Self> {
        let head = records.get(header)?.clone();
        Some(Self {
            name: String::new(),
            titles: Vec::new(),
            has_banner: false,
            header: header..header + 1,
            why: "the file says so",
            names: head.clone(),
            first_row: header + 1,
            end_row: None,
            carry: None,
            totals: Vec::new(),
            turned: None,
            head: vec![head],
            status: None,
        })
    }

    /// The bytes that records other than rows begin with, where their first two cells are filled.
    pub fn other_starts(&self) -> Vec<u8> {
        if self.status.is_some() {
            return (0..=u8::MAX).collect();
        }
        let header = self.head.iter().filter_map(|head| head.first()?.trim().bytes().next());
        header.chain([b'#']).collect()
    }

    /// The table turned, if months or segments stand beside each other in it. `records` are all of the file.
    pub fn turned(self, records: &[Vec<String>]) -> Self {
        let known = self.turned.as_ref().map_or_else(|| across::turn(&self, records), |_| None);
        match known {
            Some(turned) => Self {
                names: turned.names.clone(),
                head: Vec::new(),
                totals: Vec::new(),
                carry: None,
                status: None,
                turned: Some(turned),
                ..self
            },
            None => self,
        }
    }

    /// Whether months or segments stand beside each other though it was not turned.
    pub fn is_across(&self) -> bool {
        self.turned.is_none() && across::is_across(self)
    }

    /// Why a record of so many cells is no row of this table; `None` if it is one. Called for every record of a file.
    pub fn no_row<'a>(&self, count: usize, cells: impl Iterator<Item = &'a str> + Clone) -> Option<NoRow> {
        let width = self.names.len();
        let mut start = cells.clone().map(str::trim);
        let (first, second) = (start.next().unwrap_or(""), start.next().unwrap_or(""));
        let may_be_header = self.head.iter().any(|head| head.first().is_some_and(|cell| cell.trim() == first));
        let is_plain = !first.is_empty() && !second.is_empty() && !first.starts_with('#');
        if is_plain && count <= width && !may_be_header && self.status.is_none() {
            return None;
        }
        let mut filled = cells.clone().filter(|cell| !cell.trim().is_empty());
        if filled.next().is_none() {
            return Some(NoRow::Blank);
        }
        let is_alone = filled.next().is_none();
        if is_banner_text(first) && (first != "#" || is_alone) {
            return Some(NoRow::Banner);
        }
        if is_alone && width >= 3 && !first.is_empty() && (count == 1 || is_footer(first)) {
            return Some(NoRow::Text);
        }
        // GA4's explorations write "Grand total" behind the last column.
        let is_beyond = |cell: &str| !cell.is_empty() && !is_totals_label(cell);
        if count > width && cells.clone().skip(width).any(|cell| is_beyond(cell.trim())) {
            return Some(NoRow::TooWide { cells: count, width });
        }
        let is_header = |head: &Vec<String>| {
            let named = (0..width).map(|column| head.get(column).map_or("", |cell| cell.trim()));
            named.eq(cells.clone().map(str::trim).chain(std::iter::repeat("")).take(width))
        };
        if may_be_header && self.head.iter().any(is_header) {
            return Some(NoRow::HeaderAgain);
        }
        let status = self.status.and_then(|column| cells.clone().nth(column)).map(str::trim);
        matches!(status, Some("Survey Preview" | "Survey Test")).then_some(NoRow::SurveyPreview)
    }
}

/// A line with one text under a table that is not a name: "Source: …", "© …", "* preliminary", or a sentence.
fn is_footer(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "©",
        "*",
        "copyright",
        "confidential",
        "generated",
        "exported",
        "created",
        "source:",
        "note",
        "filter",
        "quelle",
        "hinweis",
        "stand:",
        "erstellt",
        "source :",
        "remarque",
        "généré",
        "fuente",
        "nota",
        "fonte",
        "bron:",
        "※",
        "注",
    ];
    let text = text.trim();
    let lower: String = text.chars().take(14).flat_map(char::to_lowercase).collect();
    text.len() > 80 || STARTS.iter().any(|start| lower.starts_with(start))
}
