//! XLSX and XLSM: cells are streamed from each sheet; calamine knows the format, this file its limits. The parts are
//! measured before they are handed over, so that neither bombs nor endless cells reach it.

use std::io::Read as _;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::super::ImportError;
use super::super::content::{Content, Form, Member, Opened};
use super::super::spool::{Store, StoreReader};
use super::cell::data_ref_text;
use super::grid::{Filled, Grid, Region, Written};
use super::number_format::write;
use super::styles::{Marked, Styles, name_in};
use super::{MAX_CELL_BYTES, SAVE_AGAIN, Sheets, guarded};

/// Parts of a workbook beyond which it is none.
const MAX_PARTS: usize = 10_000;
/// What the texts that cells share may take, as they stay in memory while sheets are read; in bytes.
const MAX_SHARED_BYTES: u64 = 512 << 20;

pub(in super::super) fn read_xlsx(
    opened: &Opened<'_>,
    store: &Store,
    mut archive: ZipArchive<StoreReader>,
    member: &Member,
) -> Result<Vec<Content>, ImportError> {
    check_parts(opened, &mut archive)?;
    let styles = Styles::read(&mut archive);
    let mut workbook = guarded(opened, || Xlsx::new(store.reader()).map_err(|error| failed(opened, store, &error)))?;
    let mut sheets = Sheets::new(opened, member, Form::Excel);
    let names: Vec<_> = workbook.sheets_metadata().to_vec();
    for sheet in names.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let written = guarded(opened, || {
            let part = styles.part_of(&sheet.name).and_then(|part| name_in(&archive, part));
            let part = part.and_then(|part| archive.by_name(&part).ok());
            let marked = part.map(|part| Marked::new(&styles, part));
            read_sheet(opened, store, &mut workbook, &sheet.name, marked)
        });
        sheets.add(&sheet.name, sheet.visible != SheetVisible::Visible, written)?;
    }
    sheets.finish()
}

fn failed(opened: &Opened<'_>, store: &Store, error: &XlsxError) -> ImportError {
    if let Err(changed) = store.check_unchanged() {
        return changed;
    }
    match error {
        XlsxError::Password => ImportError::Locked { file: opened.file.to_owned() },
        other => opened.broken("spreadsheet", other.to_string(), SAVE_AGAIN),
    }
}

fn read_sheet(
    opened: &Opened<'_>,
    store: &Store,
    workbook: &mut Xlsx<StoreReader>,
    name: &str,
    mut marked: Option<Marked<'_, impl std::io::Read>>,
) -> Result<Option<Written>, ImportError> {
    let failed = |error: XlsxError| failed(opened, store, &error);
    let is_1904 = workbook.has_1904_epoch();
    let regions = workbook.merge_cells_by_sheet_name(name).map_err(failed)?;
    let region = |merged: &calamine::Dimensions| Region {
        rows: (merged.start.0, merged.end.0),
        columns: (merged.start.1, merged.end.1),
    };
    let mut grid = Grid::new(opened, regions.iter().map(region).collect());
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // Charts and macros have sheets of their own.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut row = 0;
    let mut cells: Vec<Filled> = Vec::new();
    let mut seen = 0u64;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(failed)? {
        let (cell_row, column) = record.pos;
        if cell_row != row {
            grid.row(row, &mut cells)?;
            cells.clear();
            row = cell_row;
        }
        if record.formula.is_some() && record.value == DataRef::Empty {
            grid.note_no_value(row, column);
        }
        let (mut text, is_number) = data_ref_text(&record.value, is_1904);
        if is_number && let Some(shown) = marked.as_mut().and_then(|marked| marked.shown(record.pos)) {
            text = write(&text, shown);
        }
        if !text.is_empty() {
            cells.push(Filled { column, text, is_number });
        }
        seen += 1;
        if seen.is_multiple_of(1 << 16) {
            opened.go_on(0.3)?;
        }
    }
    grid.row(row, &mut cells)?;
    grid.finish()
}

/// Unpacks every part once, keeping nothing: how large they really are, and whether a cell has no end.
fn check_parts(opened: &Opened<'_>, archive: &mut ZipArchive<StoreReader>) -> Result<(), ImportError> {
    let broken = |reason: String| opened.broken("spreadsheet", reason, SAVE_AGAIN);
    if archive.len() > MAX_PARTS {
        return Err(ImportError::TooMuchInside { file: opened.file.to_owned(), limit: format!("{MAX_PARTS} parts") });
    }
    let mut chunk = vec![0; 1 << 18];
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| broken(error.to_string()))?;
        let name = entry.name().map(|name| name.to_lowercase()).unwrap_or_default();
        if entry.is_dir() || !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        if entry.encrypted() {
            return Err(ImportError::Locked { file: opened.file.to_owned() });
        }
        let packed = entry.compressed_size();
        let mut part = archive.by_index(index).map_err(|error| broken(error.to_string()))?;
        let is_shared = name.ends_with("sharedstrings.xml");
        let mut measure = Measure::default();
        loop {
            let read = part.read(&mut chunk).map_err(|error| broken(error.to_string()))?;
            let bytes = chunk.get(..read).unwrap_or(&[]);
            if read == 0 {
                break;
            }
            measure.add(bytes);
            opened.unpacked.add(opened.file, read as u64, measure.size, packed)?;
            if measure.longest > 4 * MAX_CELL_BYTES as u64 {
                return Err(over_limit(opened, "a cell without end", format!("{} MiB a cell", MAX_CELL_BYTES >> 20)));
            }
            if is_shared && measure.size > MAX_SHARED_BYTES {
                return Err(over_limit(opened, "too much text", format!("{} MiB of text", MAX_SHARED_BYTES >> 20)));
            }
            opened.go_on(0.2)?;
        }
        // Room is made for as many texts as the part claims; every one takes some bytes.
        if is_shared && measure.claimed.is_some_and(|count| count > measure.size) {
            return Err(broken("it claims more texts than it has".to_owned()));
        }
    }
    Ok(())
}

fn over_limit(opened: &Opened<'_>, what: &str, limit: String) -> ImportError {
    let advice = "Shorten it and save it again";
    ImportError::OverLimit { file: opened.file.to_owned(), what: what.to_owned(), limit, advice }
}

/// What is seen of a part while it passes.
#[derive(Default)]
struct Measure {
    size: u64,
    /// Bytes since the last tag began, and the most there were.
    since_tag: u64,
    longest: u64,
    /// The number of shared texts that the first tag claims.
    claimed: Option<u64>,
}

impl Measure {
    fn add(&mut self, bytes: &[u8]) {
        if self.size == 0 {
            self.claimed = claimed_count(bytes.get(..4096).unwrap_or(bytes));
        }
        self.size += bytes.len() as u64;
        let mut last = 0;
        for at in memchr::memchr_iter(b'<', bytes) {
            self.longest = self.longest.max(self.since_tag + (at - last) as u64);
            self.since_tag = 0;
            last = at;
        }
        self.since_tag += (bytes.len() - last) as u64;
        self.longest = self.longest.max(self.since_tag);
    }
}

fn claimed_count(head: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(head, b"uniqueCount=")? + b"uniqueCount=".len() + 1;
    let digits: String =
        head.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).map(|b| char::from(*b)).collect();
    // More digits than a number has are too many texts as well.
    Some(digits.parse().unwrap_or(u64::MAX))
}
