//! Sheets with a table: typed cells, filters, frozen names of columns, and a page that prints. What stands in them is
//! the other files'.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color as Ink, Format, FormatAlign, FormatBorder, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};

use super::super::spreadsheet::number_format;
use crate::base::Date;
use crate::base::date::day_number;
use crate::base::number::Unit;

/// What a sheet holds at most, below the names of its columns.
pub(super) const MOST_ROWS: usize = 1_048_575;
/// What a cell holds at most, in letters.
pub(super) const MOST_LETTERS: usize = 32_767;

/// A typed cell. Unknown is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    /// Its decimals as they are.
    Number(f64),
    /// In its unit.
    Value(f64, Unit),
    /// As a share of one.
    Percent(f64),
    Day(Date),
    YesNo(bool),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn number(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, Self::Number)
    }

    pub fn value(value: Option<f64>, unit: &Unit) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, |value| Self::Value(value, unit.clone()))
    }

    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A column of a table: its name and its width, in letters.
pub(super) struct Column {
    pub name: String,
    pub width: f64,
    pub wraps: bool,
}

/// Columns that hold a word or a number, and, if wide, sentences.
pub(super) fn columns(named: &[(&str, f64)]) -> Vec<Column> {
    const WRAPS_FROM: f64 = 30.0;
    named
        .iter()
        .map(|(name, width)| Column { name: (*name).to_owned(), width: *width, wraps: *width >= WRAPS_FROM })
        .collect()
}

/// A workbook in the making.
pub(super) struct Book {
    pub workbook: Workbook,
    formats: HashMap<(String, bool), Format>,
    /// The names of the sheets, and what each holds.
    pub contents: Vec<(&'static str, String)>,
    /// What had no room, in whole sentences.
    pub left_out: Vec<String>,
    /// Behind the names of columns.
    head: Ink,
}

impl Book {
    pub fn new(head: crate::base::Color) -> Self {
        let (contents, left_out) = (Vec::new(), Vec::new());
        Self { workbook: Workbook::new(), formats: HashMap::new(), contents, left_out, head: ink(head) }
    }

    /// An empty sheet that prints on pages one sheet wide.
    pub fn sheet(&mut self, name: &'static str) -> Result<&mut Worksheet, XlsxError> {
        const A4: u8 = 9;
        let sheet = self.workbook.add_worksheet().set_name(name)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        sheet.set_footer("&L&A&RPage &P of &N");
        Ok(sheet)
    }

    /// A sheet with a table. `nothing` is what it says instead if there are no rows.
    ///
    /// # Errors
    /// If the library refuses what it was given.
    pub fn table(
        &mut self,
        name: &'static str,
        columns: &[Column],
        rows: Vec<Vec<Cell>>,
        nothing: &str,
    ) -> Result<(), XlsxError> {
        let count = rows.len().min(MOST_ROWS);
        if rows.len() > count {
            self.left_out.push(format!(
                "{name}: the last {} of {} rows; a sheet holds no more than {MOST_ROWS}.",
                rows.len() - count,
                rows.len()
            ));
        }
        let said = match count {
            0 => "nothing yet".to_owned(),
            1 => "1 row".to_owned(),
            _ => format!("{count} rows"),
        };
        self.contents.push((name, said));
        let mut formats = std::mem::take(&mut self.formats);
        let mut is_cut = false;
        let ground = self.head;
        let sheet = self.sheet(name)?;
        // So wide a table on one page could not be read.
        let width: f64 = columns.iter().map(|column| column.width).sum();
        sheet.set_print_fit_to_pages((width / 200.0).ceil().max(1.0) as u16, 0);
        for (at, column) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
        }
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_background_color(ground)
            .set_border_bottom(FormatBorder::Thin);
        if count == 0 {
            for (at, column) in (0_u16..).zip(columns) {
                sheet.write_string_with_format(0, at, column.name.as_str(), &head)?;
            }
            sheet.write_string(1, 0, nothing)?;
        }
        for (row, cells) in (1_u32..).zip(rows.into_iter().take(count)) {
            let mut lines = 1.0_f64;
            for ((at, column), cell) in (0_u16..).zip(columns).zip(cells) {
                if let Cell::Text(text) = &cell {
                    lines = lines.max(if column.wraps { lines_of(text, column.width) } else { 1.0 });
                }
                is_cut |= write(sheet, &mut formats, (row, at), cell, column.wraps)?;
            }
            set_lines(sheet, row, lines)?;
        }
        if count > 0 {
            let named: Vec<TableColumn> = columns
                .iter()
                .map(|column| TableColumn::new().set_header(column.name.as_str()).set_header_format(head.clone()))
                .collect();
            let table = Table::new().set_name(name).set_style(TableStyle::Light9).set_columns(&named);
            let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
            sheet.add_table(0, 0, count as u32, last_column, &table)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        self.formats = formats;
        if is_cut {
            self.left_out.push(format!("{name}: the ends of texts longer than {MOST_LETTERS} letters."));
        }
        Ok(())
    }
}

/// Writes a cell. Returns whether a text was cut.
fn write(
    sheet: &mut Worksheet,
    formats: &mut HashMap<(String, bool), Format>,
    (row, column): (u32, u16),
    cell: Cell,
    wraps: bool,
) -> Result<bool, XlsxError> {
    let mut format = |code: &str, wraps: bool| {
        let made = || {
            let format = Format::new().set_align(FormatAlign::Top).set_num_format(code);
            if wraps { format.set_text_wrap() } else { format }
        };
        formats.entry((code.to_owned(), wraps)).or_insert_with(made).clone()
    };
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let (text, is_cut) = fitting(text);
            sheet.write_string_with_format(row, column, text, &format("@", wraps))?;
            return Ok(is_cut);
        }
        Cell::Number(value) => {
            sheet.write_number_with_format(row, column, value, &format("General", false))?;
        }
        Cell::Value(value, unit) => {
            sheet.write_number_with_format(row, column, value, &format(&number_format(&unit), false))?;
        }
        Cell::Percent(value) => {
            sheet.write_number_with_format(row, column, value, &format("0%", false))?;
        }
        // Spreadsheets count days from 1900 and get the first two months wrong.
        Cell::Day(day) if day_number(day) + 25_569 > 60 => {
            let serial = f64::from(day_number(day) + 25_569);
            sheet.write_number_with_format(row, column, serial, &format("yyyy-mm-dd", false))?;
        }
        Cell::Day(day) => {
            sheet.write_string_with_format(row, column, day.to_string(), &format("@", false))?;
        }
        Cell::YesNo(yes) => {
            sheet.write_string_with_format(row, column, if yes { "Yes" } else { "No" }, &format("@", false))?;
        }
    }
    Ok(false)
}

/// How many lines a text takes in a column of so many letters: spreadsheets do not find out by themselves.
pub(super) fn lines_of(text: &str, width: f64) -> f64 {
    // Words do not fill their lines to the end.
    let fill = (width * 0.9).max(1.0);
    text.split('\n').map(|line| (line.chars().take(5_000).count() as f64 / fill).ceil().max(1.0)).sum()
}

/// Makes a row high enough for so many lines, as far as rows go.
pub(super) fn set_lines(sheet: &mut Worksheet, row: u32, lines: f64) -> Result<(), XlsxError> {
    const LINE: f64 = 15.0;
    const HIGHEST: f64 = 405.0;
    if lines > 1.0 {
        sheet.set_row_height(row, (lines * LINE).min(HIGHEST))?;
    }
    Ok(())
}

/// As much of a text as a cell holds, without what XML cannot hold, and whether that is less than all.
pub(super) fn fitting(text: String) -> (String, bool) {
    let is_plain = |c: char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = if text.chars().all(is_plain) { text } else { text.chars().filter(|c| is_plain(*c)).collect() };
    if text.len() <= MOST_LETTERS {
        return (text, false);
    }
    // The limit counts as UTF-16 does.
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > MOST_LETTERS - 1 {
            return (format!("{}…", text.get(..at).unwrap_or_default()), true);
        }
    }
    (text, false)
}

/// A color as the workbook has it.
pub(super) fn ink(color: crate::base::Color) -> Ink {
    Ink::RGB(u32::from(color.r) << 16 | u32::from(color.g) << 8 | u32::from(color.b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_said_to_be() {
        assert_eq!(fitting("a\u{1b}b\nc".to_owned()), ("ab\nc".to_owned(), false));
        let (text, is_cut) = fitting("é".repeat(40_000));
        assert!(is_cut && text.chars().count() == MOST_LETTERS && text.ends_with('…'));
        let (text, is_cut) = fitting("🛒".repeat(20_000));
        assert!(is_cut && text.encode_utf16().count() <= MOST_LETTERS);
    }
}
