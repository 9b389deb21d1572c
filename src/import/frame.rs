//! Which records of a text are rows of its table, and what the others are. What a row means is not decided here.

use super::reader::{MAX_CELL_CHARS, MAX_COLUMNS};
use super::scan::Row;
use super::shape::{NoRow, Shape};
use super::table::{LeftOut, Table};
use crate::base::Lines;

/// What a record is told by.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    shape: Shape,
    /// Lines of totals rows that no label tells, in order.
    totals: Vec<u64>,
    /// By the first byte of a record: whether it may be something else than a row.
    is_doubtful: [bool; 256],
}

impl Frame {
    pub fn new(shape: Shape, totals: Vec<u64>) -> Self {
        let mut is_doubtful: [bool; 256] = std::array::from_fn(|byte| !(0x21..0x7F).contains(&byte));
        for byte in shape.other_starts() {
            if let Some(is_doubtful) = is_doubtful.get_mut(usize::from(byte)) {
                *is_doubtful = true;
            }
        }
        Self { shape, totals, is_doubtful }
    }

    /// Whether a record is a row as nearly all are: it has every cell, and begins like no other line.
    #[inline]
    fn is_plain(&self, row: &Row<'_>) -> bool {
        let (first, second) = (row.first_byte(0), row.first_byte(1));
        row.width() == self.width()
            && second.is_ascii_graphic()
            && self.is_doubtful.get(usize::from(first)) == Some(&false)
    }

    pub fn width(&self) -> usize {
        self.shape.names.len()
    }

    fn is_total(&self, line: u64) -> bool {
        !self.totals.is_empty() && self.totals.binary_search(&line).is_ok()
    }
}

/// What is seen of the records of a table, or of some of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// Records that are no rows, at most [`Table::LEFT_OUT_SHOWN`] of them.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: usize,
    /// Rows with fewer cells than the header.
    pub short_rows: Lines,
    /// Records that belong to another table.
    pub rows_below: Lines,
    first_row: Option<u64>,
    first_banner: Option<u64>,
    banner_after_row: Option<u64>,
    /// The same header stands under a banner again: the table goes on.
    header_again: Option<u64>,
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
        if frame.is_plain(row) && !is_below && frame.totals.is_empty() {
            self.first_row.get_or_insert(row.line);
            return Ok(true);
        }
        let no_row = frame.shape.no_row(row.width(), (0..row.width()).map(|column| row.raw(column)));
        match no_row {
            None if !is_below && !frame.is_total(row.line) => {
                if row.width() < frame.width() {
                    self.short_rows.add(line_number(row.line));
                }
                self.first_row.get_or_insert(row.line);
                Ok(true)
            }
            Some(NoRow::Blank) => Ok(false),
            no_row => {
                if no_row == Some(NoRow::HeaderAgain) {
                    self.header_again = self.header_again.max(Some(row.line));
                }
                if no_row == Some(NoRow::Banner) {
                    self.first_banner.get_or_insert(row.line);
                    if self.first_row.is_some() {
                        self.banner_after_row.get_or_insert(row.line);
                    }
                }
                if is_below && no_row.is_none() {
                    self.rows_below.add(line_number(row.line));
                }
                self.leave_out(row, no_row, is_below);
                Ok(false)
            }
        }
    }

    fn leave_out(&mut self, row: &Row<'_>, no_row: Option<NoRow>, is_below: bool) {
        self.left_out_count += 1;
        if self.left_out.len() >= Table::LEFT_OUT_SHOWN {
            return;
        }
        let why = match no_row {
            Some(NoRow::Banner) => NoRow::Banner.why(),
            Some(_) | None if is_below => None,
            Some(no_row) => no_row.why(),
            None => Some("totals row".to_owned()),
        };
        let why = why.unwrap_or_else(|| "belongs to another table below".to_owned());
        let cells = (0..row.width().min(MAX_COLUMNS)).map(|column| row.raw(column).to_owned()).collect();
        self.left_out.push(LeftOut { line: line_number(row.line), why, cells });
    }

    /// Takes in what was seen of other records.
    pub fn merge(&mut self, other: Self) {
        self.left_out.extend(other.left_out);
        self.left_out.sort_by_key(|row| row.line);
        self.left_out.truncate(Table::LEFT_OUT_SHOWN);
        self.left_out_count += other.left_out_count;
        self.short_rows.append(&other.short_rows);
        self.rows_below.append(&other.rows_below);
        let first = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        let row = first(self.first_row, other.first_row);
        let candidates = [self.first_banner, other.first_banner, self.banner_after_row, other.banner_after_row];
        let after = candidates.into_iter().flatten().filter(|line| row.is_some_and(|row| *line > row)).min();
        self.first_row = row;
        self.first_banner = first(self.first_banner, other.first_banner);
        self.banner_after_row = after;
        self.header_again = self.header_again.max(other.header_again);
    }

    /// The line of the banner under the table, where another table begins.
    pub fn below(&self) -> Option<u64> {
        self.banner_after_row.filter(|line| self.header_again.is_none_or(|again| again < *line))
    }
}

/// Lines as the model counts them: beyond four thousand million, they are all the last.
pub(super) fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
