//! Sheets with a table: filters, frozen names of columns, and a page that prints. Cells are `cell`'s, what stands in them
//! is the other files'.

use rust_xlsxwriter::{
    Color as Ink, Format, FormatAlign, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};

use super::cell::{Cell, Form, Formats, MOST_LETTERS, head_format, write};

/// What a sheet holds at most, below the names of its columns.
pub(super) const MOST_ROWS: usize = 1_048_575;

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
    formats: Formats,
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
        let mut workbook = Workbook::new();
        // The default takes three times as long for a tenth less.
        workbook.set_zip_compression_level(2);
        Self { workbook, formats: Formats::default(), contents, left_out, head: ink(head) }
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
        // What cells of a column have in common is said once for the column.
        let forms: Vec<Form> = (0..columns.len())
            .map(|at| rows.iter().find_map(|row| row.get(at)?.form()).unwrap_or(Form::Words))
            .collect();
        let mut heads = Vec::with_capacity(columns.len());
        let mut head_lines = 1.0_f64;
        for ((at, column), form) in (0_u16..).zip(columns).zip(&forms) {
            sheet.set_column_width(at, column.width)?;
            sheet.set_column_format(at, formats.of(form, column.wraps))?;
            let head = head_format(form, ground);
            // The button of the filter takes some of the room.
            head_lines = head_lines.max(lines_of(&column.name, column.width - 3.0));
            if count == 0 {
                sheet.write_string_with_format(0, at, column.name.as_str(), &head)?;
            }
            heads.push(TableColumn::new().set_header(column.name.as_str()).set_header_format(head));
        }
        set_lines(sheet, 0, head_lines)?;
        if count == 0 {
            sheet.write_string_with_format(1, 0, nothing, &Format::new().set_align(FormatAlign::Top))?;
        }
        for (row, cells) in (1_u32..).zip(rows.into_iter().take(count)) {
            let mut lines = 1.0_f64;
            for (((at, column), form), cell) in (0_u16..).zip(columns).zip(&forms).zip(cells) {
                if let Cell::Text(text) = &cell
                    && column.wraps
                {
                    lines = lines.max(lines_of(text, column.width));
                }
                let own = cell.form().filter(|own| own != form);
                let own = own.map(|own| formats.of(&own, column.wraps));
                is_cut |= write(sheet, (row, at), cell, own)?;
            }
            set_lines(sheet, row, lines)?;
        }
        if count > 0 {
            let table = Table::new().set_name(name).set_style(TableStyle::Light9).set_columns(&heads);
            let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
            sheet.add_table(0, 0, count as u32, last_column, &table)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_repeat_columns(0, 0)?;
        self.formats = formats;
        if is_cut {
            self.left_out.push(format!("{name}: the ends of texts longer than {MOST_LETTERS} letters."));
        }
        Ok(())
    }
}

/// How many lines a text takes in a column of so many letters: spreadsheets do not find out by themselves.
pub(super) fn lines_of(text: &str, width: f64) -> f64 {
    // Words do not fill their lines to the end.
    let fill = (width * 0.9).max(1.0);
    if text.len() as f64 <= fill && !text.contains('\n') {
        return 1.0;
    }
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

/// A color as the workbook has it.
pub(super) fn ink(color: crate::base::Color) -> Ink {
    Ink::RGB(u32::from(color.r) << 16 | u32::from(color.g) << 8 | u32::from(color.b))
}
