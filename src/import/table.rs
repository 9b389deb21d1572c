//! A file as a table of text: its columns, and where its rows are. What the text means is not decided here.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::ImportError;
use super::content::{Settled, TextSource, settle};
use super::format::Family;
use super::frame::{Frame, Outline, line_number};
use super::profile::Profile;
use super::reader::Progress;
use super::scan::{RowIndex, Span, scan_part};
use crate::base::{Period, Warning};

/// A file as rows of text under a header. The text stays where it is; rows are read when they are asked for.
#[derive(Debug)]
pub struct Table {
    /// The file's name without its folder.
    pub file_name: String,
    /// The path from the project's folder, set by whoever knows where the project lies; never absolute.
    pub relative_path: Option<String>,
    pub size_bytes: u64,
    /// Which tool wrote it.
    pub family: Family,
    /// What kind of export it was taken for: "Google Ads, campaign report".
    pub format: String,
    /// What holds it if it is no plain text: "Excel", "JSON in a zip"; else empty.
    pub form: String,
    pub(super) encoding: String,
    pub delimiter: char,
    /// The header's line in the file, counted from 1; 0 if there is none.
    pub header_row: u32,
    pub columns: Vec<Column>,
    /// The lines above the header, without their `#`.
    pub titles: Vec<String>,
    /// The days that the lines above the header speak of.
    pub stated_period: Option<Period>,
    /// All tables of the file, of which this is one: members of a zip, sheets, and tables below each other.
    pub offers: Vec<Offer>,
    /// Index of this one.
    pub offer: usize,
    /// What was noticed before the rows were read.
    pub(super) noticed: Vec<Warning>,
    /// One for each column: of all rows, or of those in the file's head.
    pub(super) profiles: Vec<Profile>,
    pub(super) body: Body,
}

/// The rows of a table.
#[derive(Debug)]
pub(super) struct Body {
    pub text: TextSource,
    /// The text as it came, which must not change while it is read.
    pub source: TextSource,
    /// From the first row on.
    pub span: Span,
    pub frame: Frame,
    /// The hash of the file; `None` if that and whether all of the text is UTF-8 are still to be seen.
    pub hash: Option<String>,
    /// All of the text, if it turned out to be no UTF-8, or not sound.
    pub settled: OnceLock<Settled>,
    /// Where the rows of the file's head are.
    pub head: RowIndex,
    /// What only all rows tell, once they have been read.
    pub whole: OnceLock<Whole>,
    pub pages: Mutex<Vec<(Place, Arc<Cells>)>>,
}

/// The first byte of a part of a text, and the byte behind its last.
type Place = (u64, u64);

/// What is known of a table when all of its rows have been read once.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub index: RowIndex,
    pub outline: Outline,
    /// From this line on, records belong to another table.
    pub below: Option<u64>,
    pub hash: String,
}

/// A table that a file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Each once in a file; empty for the only one.
    pub name: String,
    pub columns: usize,
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

/// The text of some rows. INVARIANT: `ends` holds `width` offsets for each of `lines`, in `text`, never falling.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    text: String,
    ends: Vec<u32>,
    lines: Vec<u32>,
    width: usize,
}

impl Cells {
    /// Adds a row, cut or filled with blanks to the table's width.
    fn push<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        let mut cells = cells.fuse();
        for _ in 0..self.width {
            self.text.push_str(cells.next().unwrap_or(""));
            // A page is far below 4 GiB.
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

impl Body {
    /// The text, as far as is known.
    pub fn text(&self) -> &TextSource {
        self.settled.get().map_or(&self.text, |settled| &settled.text)
    }

    /// The file's hash, if it is known without another look at the rows.
    pub fn known_hash(&self) -> Option<&str> {
        self.hash.as_deref().or_else(|| self.settled.get().map(|settled| settled.hash.as_str()))
    }

    /// Where the rows are in it.
    pub fn span(&self) -> Span {
        // What is settled has no other table below, and its head is as long as it was.
        self.settled.get().map_or(self.span, |settled| Span { end: settled.text.len(), ..self.span })
    }

    /// Looks at all of a text of which only the head was. Whether it is to be read as another one from now on.
    ///
    /// # Errors
    /// If it cannot be read any more, or `progress` says to stop.
    pub fn settle(&self, file: &str, progress: Progress<'_>) -> Result<bool, ImportError> {
        if self.hash.is_some() || self.settled.get().is_some() {
            return Ok(false);
        }
        let settled = settle(file, &self.source, progress)?;
        let is_other = !settled.text.is_at(&self.source);
        if is_other {
            self.settled.get_or_init(|| settled);
        }
        Ok(is_other)
    }

    /// How many rows the file's head has, and in how many bytes.
    pub fn head_size(&self) -> (u64, u64) {
        let bytes = self.head.part_of(0).map_or(0, |(bytes, ..)| bytes.end - bytes.start);
        (self.head.rows, bytes)
    }

    fn index(&self) -> &RowIndex {
        self.whole.get().map_or(&self.head, |whole| &whole.index)
    }

    /// From this line on, records belong to another table, as far as is known.
    pub fn below(&self) -> Option<u64> {
        self.whole.get().and_then(|whole| whole.below)
    }

    /// The page that a row is on, and the row's place in it; `None` for a row that is not there or cannot be read.
    fn page(&self, row: u64) -> Option<(Arc<Cells>, usize)> {
        let (bytes, line, before) = self.index().part_of(row)?;
        let at = usize::try_from(row - before).ok()?;
        // The head is known before the parts that it is in.
        let key = (bytes.start, bytes.end);
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = pages.iter().position(|(known, _)| *known == key) {
            // The pages used last come first.
            if let Some(head) = pages.get_mut(..=found) {
                head.rotate_right(1);
            }
        } else {
            let mut cells = Cells { width: self.frame.width(), ..Cells::default() };
            let (mut outline, below) = (Outline::default(), self.below());
            scan_part(self.text(), &self.span(), bytes, line, |row| {
                if outline.takes(&self.frame, row, below).unwrap_or(false) {
                    cells.push(line_number(row.line), row.cells());
                }
                true
            })
            .ok()?;
            pages.insert(0, (key, Arc::new(cells)));
            pages.truncate(Table::PAGES_KEPT);
        }
        pages.first().map(|(_, page)| (Arc::clone(page), at))
    }
}

impl Table {
    pub const LEFT_OUT_SHOWN: usize = 200;
    /// A page is about a megabyte of text.
    const PAGES_KEPT: usize = 4;

    /// Number of rows under the header, totals rows among them. Of a large file, those in its head until it has been
    /// digested.
    pub fn row_count(&self) -> usize {
        usize::try_from(self.body.index().rows).unwrap_or(usize::MAX)
    }

    /// Whether all rows have been read once, so that counts are exact.
    pub fn is_read(&self) -> bool {
        self.body.whole.get().is_some()
    }

    /// Line of a row in the file, counted from 1; 0 for a row that is not there.
    pub fn line(&self, row: usize) -> u32 {
        let page = self.body.page(row as u64);
        page.and_then(|(page, at)| page.lines.get(at).copied()).unwrap_or(0)
    }

    /// The text of a cell without spaces around it; empty for a cell that is not there.
    pub fn cell(&self, row: usize, column: usize) -> String {
        self.body.page(row as u64).map_or_else(String::new, |(page, at)| page.get(at, column).to_owned())
    }

    /// The texts of a row; blank for a row that is not there.
    pub fn row(&self, row: usize) -> Vec<String> {
        let page = self.body.page(row as u64);
        let cell = |column| page.as_ref().map_or_else(String::new, |(page, at)| page.get(*at, column).to_owned());
        (0..self.columns.len()).map(cell).collect()
    }

    /// "UTF-8", "UTF-16", "windows-1252" …; empty where it has no meaning. Of a large file, what its head is until it
    /// has been digested.
    pub fn encoding(&self) -> &str {
        self.body.settled.get().map_or(&self.encoding, |settled| settled.encoding)
    }

    /// Whether the table is of the file with this hash. A large file that has not been digested is read for it.
    pub fn is_of(&self, hash: &str) -> bool {
        match self.hash() {
            "" => self.body.source.hash().is_ok_and(|own| own == hash),
            own => own == hash,
        }
    }

    /// BLAKE3 of the file's bytes, in hexadecimal; empty as long as a large file has not been digested.
    pub fn hash(&self) -> &str {
        let whole = || self.body.whole.get().map_or("", |whole| whole.hash.as_str());
        self.body.known_hash().unwrap_or_else(whole)
    }

    /// Lines that cannot be rows of this table, at most [`Table::LEFT_OUT_SHOWN`] of them.
    pub fn left_out(&self) -> &[LeftOut] {
        self.body.whole.get().map_or(&[], |whole| &whole.outline.left_out)
    }

    /// How many such lines there are in all.
    pub fn left_out_count(&self) -> usize {
        self.body.whole.get().map_or(0, |whole| whole.outline.left_out_count)
    }

    /// What to know about the file as such.
    pub fn warnings(&self) -> Vec<Warning> {
        let settled = self.body.settled.get().map_or(&[][..], |settled| &settled.warnings);
        let mut warnings: Vec<Warning> = settled.iter().chain(&self.noticed).cloned().collect();
        let Some(whole) = self.body.whole.get() else { return warnings };
        let short = &whole.outline.short_rows;
        let have = if short.count() == 1 { "row has" } else { "rows have" };
        if !short.is_empty() {
            let message =
                format!("{} {have} fewer cells than the header; the missing ones are unknown.", short.count());
            warnings.push(Warning::new(message).on(short.clone()));
        }
        let below = &whole.outline.rows_below;
        if let Some(line) = below.first().first() {
            let rows = if below.count() == 1 { "1 line".to_owned() } else { format!("{} lines", below.count()) };
            let message = format!(
                "Another table begins at line {line} and is not read: it stands too far down to be offered. Save its {rows} \
                 as a file of its own and attach that."
            );
            warnings.push(Warning::new(message).on(below.clone()));
        }
        if whole.index.rows == 0 {
            warnings.push(Warning::new("There are no rows under the header."));
        }
        warnings
    }

    /// The name of this table, where the file has several.
    pub fn offer_name(&self) -> Option<String> {
        self.offers.get(self.offer).filter(|_| self.offers.len() > 1).map(|offer| offer.name.clone())
    }

    /// "UTF-16, tabs", "Excel", "gzip, UTF-8, commas": what the dialog says of the file.
    pub fn form_label(&self) -> String {
        let is_text = self.form.is_empty() || !self.encoding().is_empty();
        let delimiter = if is_text { self.delimiter_label() } else { "" };
        let parts = [self.form.as_str(), self.encoding(), delimiter];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// "commas", "tabs": how the header of the dialog names the delimiter.
    fn delimiter_label(&self) -> &'static str {
        match self.delimiter {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "bars",
            _ => "other separators",
        }
    }
}
