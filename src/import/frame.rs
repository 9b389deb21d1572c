//! Which records of a text are rows of its table, and what the others are. What a row means is not decided here.

use super::reader::{MAX_CELL_CHARS, MAX_COLUMNS};
use super::scan::Row;
use super::table::{LeftOut, Table};

/// What a record is told by: the header above it.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The header's cells as written, as many as there are columns; blank without a header.
    header: Vec<String>,
}

/// Why a record is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoRow {
    Blank,
    Banner,
    Text,
    TooWide,
    HeaderAgain,
}

impl Frame {
    pub fn new(header: Vec<String>) -> Self {
        Self { header }
    }

    pub fn width(&self) -> usize {
        self.header.len()
    }

    fn no_row(&self, row: &Row<'_>) -> Option<NoRow> {
        let (first, width) = (row.raw(0), self.width());
        // Nearly every record, told at a glance.
        if row.width() == width
            && first.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            && self.header.first().is_none_or(|header| header != first)
        {
            return None;
        }
        match () {
            () if row.cells().all(str::is_empty) => Some(NoRow::Blank),
            () if is_banner(first) => Some(NoRow::Banner),
            () if row.width() == 1 && width >= 3 => Some(NoRow::Text),
            () if (width..row.width()).any(|column| !row.cell(column).is_empty()) => Some(NoRow::TooWide),
            () if (0..row.width().min(width))
                .map(|column| row.raw(column))
                .eq(self.header.iter().map(String::as_str)) =>
            {
                Some(NoRow::HeaderAgain)
            }
            () => None,
        }
    }
}

/// "# ----", "#", "#====": a comment of the exporting tool. "#1041" is data.
pub(super) fn is_banner(first_cell: &str) -> bool {
    let Some(rest) = first_cell.trim_start().strip_prefix('#') else { return false };
    rest.is_empty() || rest.starts_with([' ', '-', '=', '#'])
}

/// What is seen of the records of a table, or of some of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// Records that are no rows, at most [`Table::LEFT_OUT_SHOWN`] of them.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: usize,
    /// Rows with fewer cells than the header.
    pub short_rows: usize,
    first_row: Option<u64>,
    first_banner: Option<u64>,
    banner_after_row: Option<u64>,
}

/// The line of a cell that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong {
    pub line: u64,
}

impl Outline {
    /// Whether the record is a row of the table. From the line `below` on, records belong to another table.
    #[inline]
    pub fn takes(&mut self, frame: &Frame, row: &Row<'_>, below: Option<u64>) -> Result<bool, TooLong> {
        if row.len() > MAX_CELL_CHARS && (0..row.width()).any(|column| row.raw(column).chars().count() > MAX_CELL_CHARS)
        {
            return Err(TooLong { line: row.line });
        }
        let is_below = below.is_some_and(|line| row.line > line);
        match frame.no_row(row) {
            None if !is_below => {
                self.short_rows += usize::from(row.width() < frame.width());
                self.first_row.get_or_insert(row.line);
                Ok(true)
            }
            Some(NoRow::Blank) => Ok(false),
            no_row => {
                if no_row == Some(NoRow::Banner) {
                    self.first_banner.get_or_insert(row.line);
                    if self.first_row.is_some() {
                        self.banner_after_row.get_or_insert(row.line);
                    }
                }
                self.leave_out(row, frame.width(), no_row, is_below);
                Ok(false)
            }
        }
    }

    fn leave_out(&mut self, row: &Row<'_>, width: usize, no_row: Option<NoRow>, is_below: bool) {
        self.left_out_count += 1;
        if self.left_out.len() >= Table::LEFT_OUT_SHOWN {
            return;
        }
        let why = match no_row {
            Some(NoRow::Banner) => "banner line".to_owned(),
            Some(NoRow::Blank) | None => "belongs to another table below".to_owned(),
            Some(_) if is_below => "belongs to another table below".to_owned(),
            Some(NoRow::Text) => "text under the table".to_owned(),
            Some(NoRow::TooWide) => format!("has {} cells where the header has {width}", row.width()),
            Some(NoRow::HeaderAgain) => "the header again".to_owned(),
        };
        let cells = (0..row.width().min(MAX_COLUMNS)).map(|column| row.raw(column).to_owned()).collect();
        self.left_out.push(LeftOut { line: line_number(row.line), why, cells });
    }

    /// Takes in what was seen of other records.
    pub fn merge(&mut self, other: Self) {
        self.left_out.extend(other.left_out);
        self.left_out.sort_by_key(|row| row.line);
        self.left_out.truncate(Table::LEFT_OUT_SHOWN);
        self.left_out_count += other.left_out_count;
        self.short_rows += other.short_rows;
        let first = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        let row = first(self.first_row, other.first_row);
        let candidates = [self.first_banner, other.first_banner, self.banner_after_row, other.banner_after_row];
        let after = candidates.into_iter().flatten().filter(|line| row.is_some_and(|row| *line > row)).min();
        self.first_row = row;
        self.first_banner = first(self.first_banner, other.first_banner);
        self.banner_after_row = after;
    }

    /// The line of the banner under the table, where another table begins.
    pub fn below(&self) -> Option<u64> {
        self.banner_after_row
    }
}

/// Lines as the model counts them: beyond four thousand million, they are all the last.
pub(super) fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
