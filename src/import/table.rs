//! A file as a table of text, packed into one string. What the text means is not decided here.

use super::format::Family;
use super::profile::Profile;
use crate::base::{Period, Warning};

/// A file as rows of text under a header.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's name without its folder.
    pub file_name: String,
    /// The path from the project's folder, set by whoever knows where the project lies; never absolute.
    pub relative_path: Option<String>,
    pub size_bytes: u64,
    /// BLAKE3 of the file's bytes, in hexadecimal.
    pub hash: String,
    /// Which tool wrote it.
    pub family: Family,
    /// What kind of export it was taken for: "Google Ads, campaign report".
    pub format: String,
    /// "UTF-8", "UTF-16", "windows-1252" …
    pub encoding: String,
    pub delimiter: char,
    /// The header's line in the file, counted from 1; 0 if there is none.
    pub header_row: u32,
    pub columns: Vec<Column>,
    /// The lines above the header, without their `#`.
    pub titles: Vec<String>,
    /// The days that the lines above the header speak of.
    pub stated_period: Option<Period>,
    /// Lines that cannot be rows of this table, at most [`Table::LEFT_OUT_SHOWN`] of them.
    pub left_out: Vec<LeftOut>,
    /// How many such lines there are in all.
    pub left_out_count: usize,
    pub warnings: Vec<Warning>,
    pub(super) cells: Cells,
    pub(super) profiles: Vec<Profile>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As in the header, made unique; "Column 3" where the header is blank.
    pub name: String,
}

/// A line that is not read into observations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Line in the file, counted from 1.
    pub line: u32,
    /// "totals row", "text under the table" …
    pub why: String,
    pub cells: Vec<String>,
}

/// The text of all rows. INVARIANT: `ends` holds `width` offsets for each of `lines`, in `text`, never falling.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    pub(super) text: String,
    pub(super) ends: Vec<u32>,
    pub(super) lines: Vec<u32>,
    pub(super) width: usize,
}

impl Cells {
    /// Adds a row, cut or filled with blanks to the table's width.
    pub(super) fn push<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        let mut cells = cells.fuse();
        for _ in 0..self.width {
            self.text.push_str(cells.next().unwrap_or(""));
            // Files are at most 1 GiB, which UTF-8 makes 3 GiB at most.
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        self.lines.push(line);
    }

    fn get(&self, row: usize, column: usize) -> &str {
        if column >= self.width {
            return "";
        }
        let index = row * self.width + column;
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

impl Table {
    pub const LEFT_OUT_SHOWN: usize = 200;

    /// Number of rows under the header, totals rows among them.
    pub fn row_count(&self) -> usize {
        self.cells.lines.len()
    }

    /// Line of a row in the file, counted from 1; 0 for a row that is not there.
    pub fn line(&self, row: usize) -> u32 {
        self.cells.lines.get(row).copied().unwrap_or(0)
    }

    /// The text of a cell without spaces around it; empty for a cell that is not there.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(row, column).trim()
    }

    /// The texts of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(move |column| self.cell(row, column))
    }

    /// "commas", "tabs": how the header of the dialog names the delimiter.
    pub fn delimiter_label(&self) -> &'static str {
        match self.delimiter {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "bars",
            _ => "other separators",
        }
    }
}
