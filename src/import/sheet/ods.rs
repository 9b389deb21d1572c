//! ODS: rows are streamed from the one part that holds all sheets, so that cells which claim to be repeated a billion
//! times take no memory. Values are taken as they were written, not as they were shown.

use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::ImportError;
use super::super::content::{Content, Form, Member, Opened};
use super::super::spool::StoreReader;
use super::cell::{bool_text, iso_duration_text, iso_moment_text};
use super::grid::{Filled, Grid, Region, Written};
use super::markup::{Mark, Markup, MarkupError, Tag};
use super::number_format::{Shown, of_text, write};
use super::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS, SAVE_AGAIN, Sheets};

/// A row that is the same this often is the filling of an empty sheet, or a bomb.
const MAX_REPEATED_ROWS: u32 = 10_000;

pub(in super::super) fn read_ods(
    opened: &Opened<'_>,
    mut archive: ZipArchive<StoreReader>,
    member: &Member,
) -> Result<Vec<Content>, ImportError> {
    let broken = |reason: String| opened.broken("spreadsheet", reason, SAVE_AGAIN);
    if is_locked(&mut archive) {
        return Err(ImportError::Locked { file: opened.file.to_owned() });
    }
    let part = archive.by_name("content.xml").map_err(|error| match error {
        ZipError::FileNotFound => broken("it has no sheets".to_owned()),
        other => broken(other.to_string()),
    })?;
    let packed = part.compressed_size();
    let counted = Counted { part, size: 0 };
    let mut reader =
        OdsReader { opened, packed, markup: Markup::new(counted), hidden: Vec::new(), style: String::new() };
    let mut sheets = Sheets::new(opened, member, Form::OpenDocument);
    while let Some(mark) = reader.next()? {
        let Mark::Open(tag) = mark else { continue };
        match tag.name.as_str() {
            "style" => reader.style = tag.attribute("name").unwrap_or("").to_owned(),
            "table-properties" if tag.attribute("display") == Some("false") => reader.hidden.push(reader.style.clone()),
            "table" if !tag.is_empty => {
                let name = tag.attribute("name").unwrap_or("Sheet").to_owned();
                let is_hidden =
                    tag.attribute("style-name").is_some_and(|style| reader.hidden.iter().any(|h| h == style));
                let sheet = reader.sheet();
                sheets.add(&name, is_hidden, sheet)?;
            }
            _ => {}
        }
    }
    sheets.finish()
}

fn is_locked(archive: &mut ZipArchive<StoreReader>) -> bool {
    let Ok(part) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut markup = Markup::new(part.take(1 << 20));
    while let Ok(Some(mark)) = markup.next() {
        if matches!(mark, Mark::Open(tag) if tag.name == "encryption-data") {
            return true;
        }
    }
    false
}

/// Counts what comes out of the zip.
struct Counted<R> {
    part: R,
    size: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.part.read(into)?;
        self.size += read as u64;
        Ok(read)
    }
}

struct OdsReader<'a, R> {
    opened: &'a Opened<'a>,
    packed: u64,
    markup: Markup<Counted<R>>,
    /// Styles of tables that are not shown, and the style that is read.
    hidden: Vec<String>,
    style: String,
}

/// A cell as it stands in the file.
#[derive(Default)]
struct Cell {
    text: String,
    is_number: bool,
    has_no_result: bool,
}

impl<R: Read> OdsReader<'_, R> {
    fn next(&mut self) -> Result<Option<Mark>, ImportError> {
        let before = self.markup.source().size;
        let mark = self.markup.next().map_err(|error| markup_failed(self.opened, error))?;
        let size = self.markup.source().size;
        if size != before {
            self.opened.unpacked.add(self.opened.file, size - before, size, self.packed)?;
            self.opened.go_on(0.3)?;
        }
        Ok(mark)
    }

    fn cut(&self) -> ImportError {
        self.opened.broken("spreadsheet", "it ends too early", SAVE_AGAIN)
    }

    fn sheet(&mut self) -> Result<Option<Written>, ImportError> {
        let mut grid = Grid::new(self.opened, Vec::new());
        let mut row = 0u32;
        // Tables may lie in each other, in a cell's note.
        loop {
            match self.next()?.ok_or_else(|| self.cut())? {
                Mark::Open(tag) if tag.name == "table-row" => {
                    let repeated = tag.count("number-rows-repeated", MAX_ROWS);
                    let mut cells = if tag.is_empty { Vec::new() } else { self.row(row, &mut grid)? };
                    let times = if cells.is_empty() { 0 } else { repeated };
                    if times > MAX_REPEATED_ROWS {
                        return Err(ImportError::OverLimit {
                            file: self.opened.file.to_owned(),
                            what: format!("a row that is repeated {repeated} times"),
                            limit: format!("{MAX_REPEATED_ROWS} times"),
                            advice: SAVE_AGAIN,
                        });
                    }
                    for again in 0..times {
                        grid.row(row.saturating_add(again), &mut cells)?;
                    }
                    row = row.saturating_add(repeated);
                }
                Mark::Close(name) if name == "table" => return grid.finish(),
                Mark::Open(_) | Mark::Close(_) | Mark::Text(_) => {}
            }
        }
    }

    fn row(&mut self, row: u32, grid: &mut Grid<'_>) -> Result<Vec<Filled>, ImportError> {
        let mut cells: Vec<Filled> = Vec::new();
        let mut column = 0u32;
        loop {
            match self.next()?.ok_or_else(|| self.cut())? {
                Mark::Open(tag) if matches!(tag.name.as_str(), "table-cell" | "covered-table-cell") => {
                    let repeated = tag.count("number-columns-repeated", MAX_COLUMNS);
                    let cell = self.cell(&tag)?;
                    if cell.has_no_result {
                        grid.note_no_value(row, column);
                    }
                    let spans =
                        (tag.count("number-rows-spanned", MAX_ROWS), tag.count("number-columns-spanned", MAX_COLUMNS));
                    if spans != (1, 1) {
                        let (rows, columns) = ((row, row.saturating_add(spans.0 - 1)), (column, column + spans.1 - 1));
                        grid.merge(Region { rows, columns });
                    }
                    if !cell.text.is_empty() && tag.name == "table-cell" {
                        let size = cells.iter().map(|cell| cell.text.len()).sum::<usize>();
                        if size + cell.text.len().saturating_mul(repeated as usize) > 64 * MAX_CELL_BYTES {
                            return Err(self.opened.broken("spreadsheet", "a row of it is over 64 MiB", SAVE_AGAIN));
                        }
                        let filled = |column| Filled { column, text: cell.text.clone(), is_number: cell.is_number };
                        cells.extend((column..column.saturating_add(repeated)).map(filled));
                    }
                    column = column.saturating_add(repeated).min(MAX_COLUMNS);
                }
                Mark::Close(name) if name == "table-row" => return Ok(cells),
                Mark::Open(_) | Mark::Close(_) | Mark::Text(_) => {}
            }
        }
    }

    fn cell(&mut self, tag: &Tag) -> Result<Cell, ImportError> {
        let shown = if tag.is_empty { String::new() } else { self.shown(&tag.name)? };
        let value = |name: &str| tag.attribute(name);
        let mut is_number = false;
        let kind = value("value-type").unwrap_or("");
        let text = match kind {
            "float" | "percentage" | "currency" => {
                is_number = true;
                let number = value("value").unwrap_or("");
                let shown_as = match (kind, value("currency")) {
                    ("percentage", _) => Some(Shown::Percent),
                    ("currency", Some(code)) => Some(Shown::Money(code.to_owned())),
                    ("currency", None) => of_text(&shown),
                    _ => None,
                };
                shown_as.map_or_else(|| number.to_owned(), |shown| write(number, &shown))
            }
            "date" => iso_moment_text(value("date-value").unwrap_or("")),
            "time" => iso_duration_text(value("time-value").unwrap_or("")),
            "boolean" => bool_text(value("boolean-value") == Some("true")).to_owned(),
            _ => value("string-value").map_or_else(|| shown.clone(), str::to_owned),
        };
        // A formula that failed has its message as text, and a number that means nothing.
        let is_error = shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) || shown.starts_with("Err:");
        let has_formula = value("formula").is_some();
        let text = if is_error && has_formula { shown } else { text };
        let has_no_result = has_formula && text.is_empty() && value("value-type") != Some("string");
        Ok(Cell { text, is_number: is_number && !is_error, has_no_result })
    }

    /// The text that a cell shows: its paragraphs, without notes.
    fn shown(&mut self, cell: &str) -> Result<String, ImportError> {
        let (mut text, mut notes, mut paragraphs, mut inside) = (String::new(), 0u32, 0u32, 0u32);
        loop {
            match self.next()?.ok_or_else(|| self.cut())? {
                Mark::Open(tag) => match tag.name.as_str() {
                    "annotation" if !tag.is_empty => notes += 1,
                    "p" if notes == 0 => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        inside += u32::from(!tag.is_empty);
                    }
                    "s" if notes == 0 => {
                        let spaces = tag.count("c", 10_000) as usize;
                        text.extend(std::iter::repeat_n(' ', spaces));
                    }
                    "tab" if notes == 0 => text.push('\t'),
                    "line-break" if notes == 0 => text.push('\n'),
                    _ => {}
                },
                Mark::Text(more) if notes == 0 && inside > 0 => text.push_str(&more),
                Mark::Text(_) => {}
                Mark::Close(name) if name == "annotation" => notes = notes.saturating_sub(1),
                Mark::Close(name) if name == "p" && notes == 0 => inside = inside.saturating_sub(1),
                Mark::Close(name) if name == cell => return Ok(text),
                Mark::Close(_) => {}
            }
            if text.len() > 2 * MAX_CELL_BYTES {
                return Err(markup_failed(self.opened, MarkupError::TooLong));
            }
        }
    }
}

pub(super) fn markup_failed(opened: &Opened<'_>, error: MarkupError) -> ImportError {
    match error {
        MarkupError::Io(error) => opened.broken("spreadsheet", error.to_string(), SAVE_AGAIN),
        MarkupError::Cut => opened.broken("spreadsheet", "it ends too early", SAVE_AGAIN),
        MarkupError::TooLong => ImportError::OverLimit {
            file: opened.file.to_owned(),
            what: "a cell without end".to_owned(),
            limit: format!("{} MiB a cell", MAX_CELL_BYTES >> 20),
            advice: SAVE_AGAIN,
        },
    }
}
