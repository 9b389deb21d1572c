//! Spreadsheets to delimited text: a [`Content`] for each sheet that has data. Which workbook has which parts is known
//! in the folder; what a row of cells becomes is in `sheet/grid.rs`, what a cell becomes in `sheet/cell.rs`, and the
//! signs that formats add to numbers in `sheet/number_format.rs`.

mod cell;
mod compound;
mod grid;
mod markup;
mod number_format;
mod ods;
mod styles;
mod web;
mod xls;
mod xlsx;

pub(super) use ods::read_ods;
pub(super) use web::read_markup;
pub(super) use xls::read_xls;
pub(super) use xlsx::read_xlsx;

use super::ImportError;
use super::content::{Content, Form, Member, Numbering, Opened};
use crate::base::Warning;
use grid::Written;

/// Rows and columns of the largest sheet that Excel and LibreOffice know.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
/// The longest text of a cell that is read, in bytes; Excel's own limit is 32,767 characters.
const MAX_CELL_BYTES: usize = 1 << 20;

/// The sheets of one workbook that were read so far.
struct Sheets<'a, 'b> {
    opened: &'a Opened<'b>,
    member: &'a Member,
    form: Form,
    contents: Vec<Content>,
    left_out: Vec<(String, ImportError)>,
}

impl<'a, 'b> Sheets<'a, 'b> {
    fn new(opened: &'a Opened<'b>, member: &'a Member, form: Form) -> Self {
        Self { opened, member, form, contents: Vec::new(), left_out: Vec::new() }
    }

    /// Takes in a sheet; one without data is passed over, a broken one is told of if others are sound.
    fn add(
        &mut self,
        name: &str,
        is_hidden: bool,
        sheet: Result<Option<Written>, ImportError>,
    ) -> Result<(), ImportError> {
        let written = match sheet {
            Ok(Some(written)) => written,
            Ok(None) => return Ok(()),
            Err(error) if error.is_final() => return Err(error),
            Err(error) => {
                self.left_out.push((name.to_owned(), error));
                return Ok(());
            }
        };
        let shown = if is_hidden { format!("{name} (hidden)") } else { name.to_owned() };
        let mut content = self.opened.content(self.member, &shown, self.form, written.text);
        content.first_line = written.first_row + 1;
        content.numbering = Numbering::Rows;
        content.warnings = written.warnings;
        self.contents.push(content);
        Ok(())
    }

    /// All sheets; an error if there is none with data.
    fn finish(mut self) -> Result<Vec<Content>, ImportError> {
        if self.contents.is_empty() {
            let nothing = ImportError::NothingInside {
                file: self.opened.file.to_owned(),
                what: "no sheet has a cell with a value",
                advice: "Open it, see that the figures are there, save it and attach it again",
            };
            return Err(self.left_out.into_iter().next().map_or(nothing, |(_, error)| error));
        }
        if let Some(first) = self.contents.first_mut() {
            let warning = |(name, error): (String, ImportError)| Warning::at(format!("Left out: {error}"), name);
            first.warnings.extend(self.left_out.into_iter().map(warning));
        }
        Ok(self.contents)
    }
}

/// Runs a reader of another crate, whose panics on broken files become errors.
fn guarded<T>(opened: &Opened<'_>, read: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    let broken = |_| opened.broken("spreadsheet", "its parts contradict each other", SAVE_AGAIN);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).map_err(broken)?
}

const SAVE_AGAIN: &str = "Open it in a spreadsheet program, save it again and attach that";

/// Refuses a cell's text beyond the limit.
fn check_cell(opened: &Opened<'_>, row: u32, text: &str) -> Result<(), ImportError> {
    if text.len() <= MAX_CELL_BYTES {
        return Ok(());
    }
    Err(ImportError::OverLimit {
        file: opened.file.to_owned(),
        what: format!("a cell of {} MiB in row {}", text.len() >> 20, row + 1),
        limit: format!("{} MiB", MAX_CELL_BYTES >> 20),
        advice: "Shorten the text and save it again",
    })
}
