//! XLS, the binary workbooks of Excel 97 to 2003. calamine reads them whole, and trusts what they claim; so the compound
//! file is read and rebuilt in `compound.rs`, and the records are looked through here, before it sees them; and for the
//! formats of cells, of which it tells only dates.

use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::super::ImportError;
use super::super::content::{Content, Form, Member, Opened};
use super::super::spool::Store;
use super::cell::data_text;
use super::compound::Compound;
use super::grid::{Filled, Grid, Region, Written};
use super::number_format::{Shown, of_builtin, of_code, write};
use super::{SAVE_AGAIN, Sheets, guarded};

/// The largest workbook of this kind that is read: 65,536 rows of 256 columns seldom take half of it.
const MAX_BYTES: u64 = 256 << 20;
/// A sheet is spread out in memory: so many places at most, unless as many cells are filled.
const FREE_PLACES: u64 = 4 << 20;

pub(in super::super) fn read_xls(
    opened: &Opened<'_>,
    store: &Store,
    member: &Member,
) -> Result<Vec<Content>, ImportError> {
    if store.len() > MAX_BYTES {
        return Err(ImportError::OverLimit {
            file: opened.file.to_owned(),
            what: format!("{} MiB, as an old Excel file", store.len() >> 20),
            limit: format!("{} MiB", MAX_BYTES >> 20),
            advice: "Save it as .xlsx",
        });
    }
    let size = usize::try_from(store.len()).unwrap_or(usize::MAX);
    let bytes = store.head(size).map_err(|error| store.failed(opened.file, &error))?;
    let broken = |reason: &str| opened.broken("old Excel file", reason, SAVE_AGAIN);
    let compound = Compound::parse(&bytes).map_err(broken)?;
    if compound.has("EncryptedPackage") {
        return Err(ImportError::Locked { file: opened.file.to_owned() });
    }
    let other = |what, advice| Err(ImportError::NotAFile { file: opened.file.to_owned(), what, advice });
    let Some(workbook) = ["Workbook", "Book", "WORKBOOK", "BOOK"].iter().find(|name| compound.has(name)) else {
        return match () {
            () if compound.has("WordDocument") => other("a Word document", "Copy its table into a spreadsheet"),
            () if compound.has("PowerPoint Document") => other("a presentation", "Export the figures as CSV"),
            () => other("a document without a workbook in it", "Save the data as .xlsx or CSV"),
        };
    };
    let stream = compound.stream(workbook).map_err(broken)?;
    drop(compound);
    // FilePass says that what follows is encrypted, whichever way.
    if Records(&stream).take_while(|(kind, _)| *kind != 0x000A).any(|(kind, _)| kind == 0x002F) {
        return Err(ImportError::Locked { file: opened.file.to_owned() });
    }
    check_records(&stream).map_err(broken)?;
    let formats = Formats::read(&stream);
    let rebuilt = super::compound::wrap(&stream);
    drop(stream);
    opened.go_on(0.2)?;
    let mut workbook = guarded(opened, || Xls::new(Cursor::new(rebuilt)).map_err(|error| failed(opened, &error)))?;
    let is_1904 = workbook.has_1904_epoch();
    let mut sheets = Sheets::new(opened, member, Form::OldExcel);
    let names: Vec<_> = workbook.sheets_metadata().to_vec();
    for (index, sheet) in names.iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        let shown = |row, column| formats.shown(index, row, column);
        let written = guarded(opened, || read_sheet(opened, &mut workbook, &sheet.name, is_1904, &shown));
        sheets.add(&sheet.name, sheet.visible != SheetVisible::Visible, written)?;
    }
    sheets.finish()
}

fn failed(opened: &Opened<'_>, error: &XlsError) -> ImportError {
    match error {
        XlsError::Password => ImportError::Locked { file: opened.file.to_owned() },
        other => opened.broken("old Excel file", other.to_string(), SAVE_AGAIN),
    }
}

fn read_sheet<'f>(
    opened: &Opened<'_>,
    workbook: &mut Xls<Cursor<Vec<u8>>>,
    name: &str,
    is_1904: bool,
    shown: &dyn Fn(u32, u32) -> Option<&'f Shown>,
) -> Result<Option<Written>, ImportError> {
    let failed = |error: XlsError| failed(opened, &error);
    let merged = workbook.merge_cells_by_sheet_name(name).map_err(failed)?;
    let region = |merged: &calamine::Dimensions| Region {
        rows: (merged.start.0, merged.end.0),
        columns: (merged.start.1, merged.end.1),
    };
    let mut grid = Grid::new(opened, merged.iter().map(region).collect());
    let range = workbook.worksheet_range(name).map_err(failed)?;
    let formulas = workbook.worksheet_formula(name).map_err(failed)?;
    if let Some((first_row, first_column)) = formulas.start() {
        for (row, column, _) in formulas.used_cells() {
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            if range.get_value((row, column)).is_none_or(|value| *value == Data::Empty) {
                grid.note_no_value(row, column);
            }
        }
    }
    let Some((first_row, first_column)) = range.start() else { return Ok(None) };
    let mut cells = Vec::new();
    for (row, values) in range.rows().enumerate() {
        cells.clear();
        for (column, value) in values.iter().enumerate().filter(|(_, value)| **value != Data::Empty) {
            let (mut text, is_number) = data_text(value, is_1904);
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            if is_number && let Some(shown) = shown(row, column) {
                text = write(&text, shown);
            }
            cells.push(Filled { column, text, is_number });
        }
        grid.row(first_row + row as u32, &mut cells)?;
    }
    grid.finish()
}

/// Looks through the records for claims that would take all memory: far cells, sheets outside the stream.
/// Source of the record types: Microsoft, [MS-XLS] 2.3.
fn check_records(stream: &[u8]) -> Result<(), &'static str> {
    const CONTRADICTION: &str = "its records contradict each other";
    let mut sheets = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            // BoundSheet8 begins with the place of the sheet's records.
            0x0085 => sheets.push(u32_at(data, 0).ok_or(CONTRADICTION)? as usize),
            0x000A => break,
            _ => {}
        }
    }
    for start in sheets {
        let records = stream.get(start..).ok_or(CONTRADICTION)?;
        let (mut rows, mut columns, mut cells) = ((u64::MAX, 0), (u64::MAX, 0), 0u64);
        for (kind, data) in Records(records) {
            let (row, column, last) = (u16_at(data, 0), u16_at(data, 2), data.len().checked_sub(2));
            match kind {
                0x000A => break,
                // Dimensions: first and last row, first and last column.
                0x0200 => {
                    let far = match data.len() {
                        14 => u32_at(data, 4).is_some_and(|row| row > 65_536),
                        _ => false,
                    };
                    let order = data.len() == 14 && u32_at(data, 0) > u32_at(data, 4);
                    if far || order {
                        return Err(CONTRADICTION);
                    }
                }
                // Formula, Number, Label, BoolErr, Rk, LabelSst, RString; MulRk says its last column at its end.
                0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00FD | 0x00D6 | 0x00BD => {
                    let (Some(row), Some(column)) = (row, column) else { return Err(CONTRADICTION) };
                    let last = if kind == 0x00BD { last.and_then(|at| u16_at(data, at)) } else { Some(column) };
                    let last = last.ok_or(CONTRADICTION)?;
                    rows = (rows.0.min(row.into()), rows.1.max(row.into()));
                    columns = (columns.0.min(column.into()), columns.1.max(column.max(last).into()));
                    cells += 1 + u64::from(last.saturating_sub(column));
                }
                _ => {}
            }
        }
        if cells == 0 {
            continue;
        }
        let places = (rows.1 - rows.0 + 1) * (columns.1 - columns.0 + 1);
        if places > FREE_PLACES && places / 16 > cells {
            return Err("its cells lie too far apart");
        }
    }
    Ok(())
}

/// Which cells show percents and currencies. Source of the records: Microsoft, [MS-XLS] 2.4.126, 2.4.353 and 2.5.164.
#[derive(Default)]
struct Formats {
    /// By the number of the format of a cell.
    shown: Vec<Option<Shown>>,
    /// For each sheet, in order: row, column and format of the cells that show more than their number.
    sheets: Vec<Vec<(u16, u16, u16)>>,
}

impl Formats {
    fn read(stream: &[u8]) -> Self {
        let (mut own, mut formats, mut starts) = (Vec::new(), Self::default(), Vec::new());
        let mut is_biff8 = false;
        for (kind, data) in Records(stream) {
            match kind {
                0x000A => break,
                0x0809 => is_biff8 = u16_at(data, 0) == Some(0x0600),
                0x0085 => starts.extend(u32_at(data, 0)),
                // Format: its number, its length in characters, whether those are wide, the characters.
                0x041E if is_biff8 => {
                    let Some((id, wide)) = u16_at(data, 0).zip(data.get(4)) else { continue };
                    let rest = data.get(5..).unwrap_or(&[]);
                    let code: String = match wide & 1 {
                        0 => rest.iter().map(|byte| char::from(*byte)).collect(),
                        _ => {
                            let units = rest.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
                            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
                        }
                    };
                    own.push((id, of_code(&code)));
                }
                // XF: a font, and the number of a format.
                0x00E0 => {
                    let id = u16_at(data, 2).unwrap_or(0);
                    let known = own.iter().find(|(known, _)| *known == id).map(|(_, shown)| shown.clone());
                    formats.shown.push(known.unwrap_or_else(|| of_builtin(id.into())));
                }
                _ => {}
            }
        }
        if formats.shown.iter().any(Option::is_some) {
            let cells = |start: u32| formats.cells_of(stream.get(start as usize..).unwrap_or(&[]));
            formats.sheets = starts.into_iter().map(cells).collect();
        }
        formats
    }

    fn cells_of(&self, records: &[u8]) -> Vec<(u16, u16, u16)> {
        let mut cells = Vec::new();
        for (kind, data) in Records(records) {
            let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
            match kind {
                0x000A => break,
                // Formula, Number, Rk.
                0x0006 | 0x0203 | 0x027E => cells.extend(u16_at(data, 4).map(|format| (row, column, format))),
                // MulRk: format and number of each cell, then the last column.
                0x00BD => {
                    let several = data.get(4..).unwrap_or(&[]).chunks_exact(6).zip(column..);
                    cells.extend(several.filter_map(|(cell, column)| Some((row, column, u16_at(cell, 0)?))));
                }
                _ => {}
            }
        }
        cells.retain(|(.., format)| self.shown.get(usize::from(*format)).is_some_and(Option::is_some));
        cells.sort_unstable();
        cells
    }

    fn shown(&self, sheet: usize, row: u32, column: u32) -> Option<&Shown> {
        let cells = self.sheets.get(sheet)?;
        let place = (u16::try_from(row).ok()?, u16::try_from(column).ok()?);
        let at = cells.binary_search_by_key(&place, |(row, column, _)| (*row, *column)).ok()?;
        self.shown.get(usize::from(cells.get(at)?.2))?.as_ref()
    }
}

/// Type and data of each record; ends where the stream is cut.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.0, 0)?;
        let end = 4 + usize::from(u16_at(self.0, 2)?);
        let data = self.0.get(4..end)?;
        self.0 = self.0.get(end..)?;
        Some((kind, data))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
