//! The figures behind a chart as a workbook, so that they can be edited in PowerPoint. How a chart looks is `chart`'s.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Chart, ChartForm, failed};
use crate::base::Date;
use crate::base::date::day_number;
use crate::render::RenderError;

/// The name of its only sheet, which the chart refers to.
pub(super) const SHEET: &str = "Figures";

/// A workbook with the places of the chart in its first column and a series in each other one.
///
/// # Errors
/// If the file cannot be made.
pub(super) fn write(chart: &Chart) -> Result<Vec<u8>, RenderError> {
    filled(chart).map_err(failed)
}

fn filled(chart: &Chart) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let values = Format::new().set_num_format(chart.format.as_str());
    let days = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name(SHEET)?;
    sheet.set_column_width(0, 28.0)?;
    let texts = |names: &[String], sheet: &mut rust_xlsxwriter::Worksheet| -> Result<(), XlsxError> {
        for (row, name) in (1..).zip(names) {
            sheet.write_string(row, 0, cut(name))?;
        }
        Ok(())
    };
    match &chart.form {
        ChartForm::Days(dates) => {
            sheet.write_string_with_format(0, 0, "Day", &bold)?;
            for (row, date) in (1..).zip(dates) {
                sheet.write_number_with_format(row, 0, f64::from(serial(*date)), &days)?;
            }
        }
        ChartForm::Lines(names) | ChartForm::Bars(names) | ChartForm::Stacked(names) | ChartForm::Columns(names) => {
            texts(names, sheet)?;
        }
        ChartForm::Points { x_name, x_format, x, names, .. } => {
            let across = Format::new().set_num_format(x_format.as_str());
            sheet.write_string_with_format(0, 0, cut(x_name), &bold)?;
            for (row, value) in (1..).zip(x) {
                sheet.write_number_with_format(row, 0, *value, &across)?;
            }
            for (row, name) in (1..).zip(names) {
                sheet.write_string(row, 2, cut(name))?;
            }
        }
    }
    for (column, series) in (1..).zip(&chart.series) {
        sheet.write_string_with_format(0, column, cut(&series.name), &bold)?;
        for (row, value) in (1..).zip(&series.values) {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                sheet.write_number_with_format(row, column, value, &values)?;
            }
        }
    }
    book.save_to_buffer()
}

/// What a cell takes.
fn cut(text: &str) -> &str {
    text.char_indices().nth(16_000).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The day as spreadsheets count it, from 1 for 1900-01-01; what lies before 1900-03-01, which they get wrong, is less.
pub(super) fn serial(date: Date) -> i32 {
    day_number(date) + 25_569
}
