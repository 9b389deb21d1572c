//! Rows of cells to delimited text: blank edges are trimmed, blank rows within are kept as blank lines so that rows keep
//! their numbers, merged cells are filled, every row is as wide as the sheet.

use std::io::Write as _;

use super::super::ImportError;
use super::super::content::Opened;
use super::super::delimited::write_cell;
use super::super::reader::MAX_COLUMNS as MAX_TABLE_COLUMNS;
use super::super::spool::{Spool, Store};
use super::{MAX_COLUMNS, MAX_ROWS, check_cell};
use crate::base::Warning;

/// Merged regions that are followed at a time; more are no table.
const MAX_OPEN_REGIONS: usize = 1_000;
/// Merged cells wider than this are no header.
const MAX_REGION_COLUMNS: u32 = 256;
/// How many cells are named in a warning.
const CELLS_NAMED: usize = 8;

/// A cell with something in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    /// Counted from 0.
    pub column: u32,
    pub text: String,
    pub is_number: bool,
}

/// Cells that were merged into one. Rows and columns from 0, both ends within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// A sheet's text, and what is worth knowing about it.
pub(super) struct Written {
    pub text: Store,
    /// The sheet's row of the first line, from 0.
    pub first_row: u32,
    pub warnings: Vec<Warning>,
}

/// Takes the rows of a sheet in order.
pub(super) struct Grid<'a> {
    opened: &'a Opened<'a>,
    spool: Spool,
    /// Length in bytes and number of cells of each row written so far.
    rows: Vec<(u32, u16)>,
    first_row: u32,
    columns: Option<(u32, u32)>,
    /// Regions that begin further down, the next one last; and those that are being filled.
    waiting: Vec<Region>,
    open: Vec<(Region, Option<Filled>)>,
    no_value: Cells,
    errors: Cells,
    line: Vec<u8>,
}

/// Cells to be named: how many, and the first of them.
#[derive(Default)]
struct Cells {
    count: usize,
    named: Vec<String>,
}

impl Cells {
    fn add(&mut self, row: u32, column: u32) {
        self.count += 1;
        if self.named.len() < CELLS_NAMED {
            self.named.push(cell_name(row, column));
        }
    }

    fn place(&self) -> String {
        let more = self.count - self.named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", self.named.join(", "))
    }
}

/// "B7" for row 6, column 1.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(u64::from(row) + 1).to_string()
}

impl<'a> Grid<'a> {
    pub(super) fn new(opened: &'a Opened<'_>, mut regions: Vec<Region>) -> Self {
        regions.retain(|region| region.rows != (region.rows.0, region.rows.0) || region.columns.0 != region.columns.1);
        regions.sort_by_key(|region| std::cmp::Reverse(region.rows.0));
        Self {
            opened,
            spool: Spool::new(&opened.memory),
            rows: Vec::new(),
            first_row: 0,
            columns: None,
            waiting: regions,
            open: Vec::new(),
            no_value: Cells::default(),
            errors: Cells::default(),
            line: Vec::new(),
        }
    }

    /// A merged region that begins in the row that comes next.
    pub(super) fn merge(&mut self, region: Region) {
        self.waiting.push(region);
    }

    /// A formula whose result was not saved with it.
    pub(super) fn note_no_value(&mut self, row: u32, column: u32) {
        self.no_value.add(row, column);
    }

    /// A row with its filled cells; rows must come in order, blank ones may be left out.
    pub(super) fn row(&mut self, row: u32, cells: &mut Vec<Filled>) -> Result<(), ImportError> {
        self.check(row, cells)?;
        cells.retain(|cell| !cell.text.is_empty());
        cells.sort_by_key(|cell| cell.column);
        cells.dedup_by_key(|cell| cell.column);
        for cell in cells.iter().filter(|cell| is_error(&cell.text)) {
            self.errors.add(row, cell.column);
        }
        self.fill(row, cells);
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return Ok(()) };
        let (low, high) = self.columns.unwrap_or((first.column, last.column));
        self.columns = Some((low.min(first.column), high.max(last.column)));
        if self.rows.is_empty() {
            self.first_row = row;
        }
        let missing = (row - self.first_row) as usize - self.rows.len();
        self.rows.extend(std::iter::repeat_n((0, 0), missing));
        self.line.clear();
        let mut column = 0;
        for cell in cells.iter() {
            self.line.extend(std::iter::repeat_n(b',', (cell.column - column) as usize));
            column = cell.column;
            write_cell(&cell.text, &mut self.line);
        }
        // Columns are fewer than 2^14, and cells shorter than 2^20 bytes.
        let count = u16::try_from(column + 1).unwrap_or(u16::MAX);
        self.rows.push((u32::try_from(self.line.len()).unwrap_or(u32::MAX), count));
        self.spool.write_all(&self.line).map_err(|error| self.opened.cannot_spool(&error))?;
        if self.rows.len().is_multiple_of(4096) {
            self.opened.go_on(0.3 + 0.5 * self.rows.len() as f32 / MAX_ROWS as f32)?;
        }
        Ok(())
    }

    fn check(&self, row: u32, cells: &[Filled]) -> Result<(), ImportError> {
        let file = || self.opened.file.to_owned();
        if row >= MAX_ROWS {
            return Err(ImportError::TooManyRows { file: file(), limit: MAX_ROWS as usize });
        }
        let is_back = !self.rows.is_empty() && (row as usize) < self.first_row as usize + self.rows.len();
        if is_back {
            return Err(self.opened.broken("spreadsheet", "its rows are not in order", super::SAVE_AGAIN));
        }
        if let Some(far) = cells.iter().map(|cell| cell.column).find(|column| *column >= MAX_COLUMNS) {
            let columns = far as usize + 1;
            return Err(ImportError::TooManyColumns { file: file(), columns, limit: MAX_TABLE_COLUMNS });
        }
        let longest = cells.iter().max_by_key(|cell| cell.text.len());
        longest.map_or(Ok(()), |cell| check_cell(self.opened, row, &cell.text))
    }

    /// Repeats what merged cells say. A number merged over rows counts once, so it is left where it is.
    fn fill(&mut self, row: u32, cells: &mut Vec<Filled>) {
        self.open.retain(|(region, _)| region.rows.1 >= row);
        let filled = cells.len();
        while let Some(region) = self.waiting.pop_if(|region| region.rows.0 <= row) {
            let columns = region.columns.1.saturating_sub(region.columns.0);
            if region.rows.1 < row || columns >= MAX_REGION_COLUMNS || self.open.len() >= MAX_OPEN_REGIONS {
                continue;
            }
            let at = cells.iter().find(|cell| cell.column == region.columns.0 && region.rows.0 == row);
            // The only text of a row over several columns is a title, not a header.
            let is_title = filled == 1 && region.columns.0 != region.columns.1;
            let value = at.filter(|_| !is_title).cloned();
            if value.is_some() {
                self.open.push((region, value));
            }
        }
        let mut more = Vec::new();
        for (region, value) in &self.open {
            let Some(value) = value else { continue };
            if value.is_number && (region.rows.0 != region.rows.1 || !is_year(&value.text)) {
                continue;
            }
            for column in region.columns.0..=region.columns.1 {
                if !cells.iter().any(|cell| cell.column == column) {
                    more.push(Filled { column, ..value.clone() });
                }
            }
        }
        if !more.is_empty() {
            cells.append(&mut more);
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
        }
    }

    /// The text without blank edges; `None` where no cell has a value.
    pub(super) fn finish(self) -> Result<Option<Written>, ImportError> {
        let opened = self.opened;
        let mut warnings = Vec::new();
        if self.no_value.count > 0 {
            let (count, place) = (self.no_value.count, self.no_value.place());
            let (formulas, unknown, them) = match count {
                1 => ("1 formula has".to_owned(), "is unknown", "it"),
                _ => (format!("{count} formulas have"), "are unknown", "them"),
            };
            warnings.push(Warning::at(
                format!("{formulas} no saved result and {unknown}. Open the file in Excel and save it to have {them}."),
                place,
            ));
        }
        if self.errors.count > 0 {
            let count = self.errors.count;
            let cells = if count == 1 { "1 cell holds".to_owned() } else { format!("{count} cells hold") };
            warnings.push(Warning::at(
                format!("{cells} an error of the spreadsheet, such as #DIV/0!."),
                self.errors.place(),
            ));
        }
        let Some((low, high)) = self.columns else { return Ok(None) };
        let width = (high - low + 1) as usize;
        if width > MAX_TABLE_COLUMNS {
            let (file, limit) = (opened.file.to_owned(), MAX_TABLE_COLUMNS);
            return Err(ImportError::TooManyColumns { file, columns: width, limit });
        }
        let cannot_spool = |error: std::io::Error| opened.cannot_spool(&error);
        let cells = self.spool.finish().map_err(cannot_spool)?;
        let mut from = std::io::Read::take(cells.reader(), cells.len());
        let mut text = Spool::new(&opened.memory);
        let mut line = Vec::new();
        for (number, (len, count)) in self.rows.iter().enumerate() {
            line.resize(*len as usize, 0);
            std::io::Read::read_exact(&mut from, &mut line).map_err(cannot_spool)?;
            if *count > 0 {
                // The columns before the first one that is used are blank in every row.
                text.write_all(line.get(low as usize..).unwrap_or(&[])).map_err(cannot_spool)?;
                let commas = (high + 1).saturating_sub(u32::from(*count)) as usize;
                line.clear();
                line.resize(commas, b',');
                text.write_all(&line).map_err(cannot_spool)?;
            }
            text.write_all(b"\n").map_err(cannot_spool)?;
            if number.is_multiple_of(1 << 14) {
                opened.go_on(0.8 + 0.2 * number as f32 / self.rows.len().max(1) as f32)?;
            }
        }
        let text = text.finish().map_err(cannot_spool)?;
        Ok(Some(Written { text, first_row: self.first_row, warnings }))
    }
}

fn is_year(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|year| (1900..=2200).contains(&year))
}

fn is_error(text: &str) -> bool {
    matches!(
        text,
        "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!" | "#DATA!" | "#SPILL!" | "#CALC!"
    )
}
