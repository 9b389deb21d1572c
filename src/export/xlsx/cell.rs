//! Typed cells: how each kind reads, and what of a text a cell can hold. What stands in them is the other files'.

use std::collections::HashMap;

use rust_xlsxwriter::{Color as Ink, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::super::spreadsheet::cell_format;
use crate::base::Date;
use crate::base::date::day_number;
use crate::base::number::Unit;

/// What a cell holds at most, in letters.
pub(super) const MOST_LETTERS: usize = 32_767;

/// A typed cell. Unknown is empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    /// A name that happens to be a number.
    Id(u64),
    /// With decimals only where it has some.
    Number(f64),
    /// On a scale around nothing: "+0.40".
    Signed(f64),
    /// In its unit.
    Value(f64, Unit),
    /// What came to a value of that unit.
    Difference(f64, Unit),
    /// As a share of one.
    Percent(f64),
    /// What came to a value, as a share of what it was.
    Growth(f64),
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

    /// How it reads; `None` for an empty one.
    pub fn form(&self) -> Option<Form> {
        Some(match self {
            Self::Empty => return None,
            Self::Text(_) | Self::YesNo(_) => Form::Words,
            Self::Id(_) => Form::Id,
            Self::Number(value) if value.fract() == 0.0 => Form::Whole,
            Self::Number(_) => Form::Decimal,
            Self::Signed(_) => Form::Signed,
            Self::Value(_, unit) => Form::Value(unit.clone()),
            Self::Difference(_, unit) => Form::Difference(unit.clone()),
            Self::Percent(_) => Form::Percent,
            Self::Growth(_) => Form::Growth,
            Self::Day(day) if serial(*day).is_none() => Form::Words,
            Self::Day(_) => Form::Day,
        })
    }
}

/// How the cells of one kind read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Words,
    Id,
    Whole,
    Decimal,
    Signed,
    Value(Unit),
    Difference(Unit),
    Percent,
    Growth,
    Day,
}

impl Form {
    /// As spreadsheets write it. Words are said to be words, so that "=1+1" stays one when somebody edits it.
    fn code(&self) -> String {
        match self {
            Self::Words => "@".to_owned(),
            Self::Id => "0".to_owned(),
            Self::Whole => "#,##0".to_owned(),
            Self::Decimal => "#,##0.0#".to_owned(),
            Self::Signed => signed("0.00"),
            Self::Value(unit) => cell_format(unit),
            Self::Difference(unit) => signed(&cell_format(unit)),
            Self::Percent => "0%".to_owned(),
            Self::Growth => signed("0.0%"),
            Self::Day => "yyyy-mm-dd".to_owned(),
        }
    }
}

fn signed(code: &str) -> String {
    format!("+{code};-{code};{code}")
}

/// The day as spreadsheets count it; `None` for the years that they get wrong or do not know.
pub(super) fn serial(day: Date) -> Option<f64> {
    let serial = day_number(day) + 25_569;
    (serial > 60).then(|| f64::from(serial))
}

/// The formats of a workbook, each made once.
#[derive(Default)]
pub(super) struct Formats(HashMap<(Form, bool), Format>);

impl Formats {
    /// Words at the left, numbers at the right with some room before the words beside them.
    pub fn of(&mut self, form: &Form, wraps: bool) -> &Format {
        self.0.entry((form.clone(), wraps)).or_insert_with(|| {
            let format = Format::new().set_align(FormatAlign::Top).set_num_format(form.code());
            match form {
                Form::Words if wraps => format.set_text_wrap(),
                Form::Words => format,
                Form::Id
                | Form::Whole
                | Form::Decimal
                | Form::Signed
                | Form::Value(_)
                | Form::Difference(_)
                | Form::Percent
                | Form::Growth
                | Form::Day => format.set_align(FormatAlign::Right).set_indent(1),
            }
        })
    }
}

/// The name of a column, on the side of what stands below it.
pub(super) fn head_format(form: &Form, ground: Ink) -> Format {
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_background_color(ground)
        .set_border_bottom(FormatBorder::Thin);
    if *form == Form::Words {
        return head;
    }
    // Not under the button of the filter.
    head.set_align(FormatAlign::Right).set_indent(2)
}

/// Writes a cell, in a format of its own where that of its column does not fit. Returns whether a text was cut.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell,
    format: Option<&Format>,
) -> Result<bool, XlsxError> {
    let mut words = |text: String| match format {
        Some(format) => sheet.write_string_with_format(row, column, text, format).map(|_| ()),
        None => sheet.write_string(row, column, text).map(|_| ()),
    };
    let value = match cell {
        Cell::Empty => return Ok(false),
        Cell::Text(text) => {
            let (text, is_cut) = fitting(text);
            words(text)?;
            return Ok(is_cut);
        }
        Cell::YesNo(yes) => {
            words(if yes { "Yes" } else { "No" }.to_owned())?;
            return Ok(false);
        }
        Cell::Day(day) => match serial(day) {
            Some(serial) => serial,
            None => {
                words(day.to_string())?;
                return Ok(false);
            }
        },
        Cell::Id(id) => id as f64,
        Cell::Number(value)
        | Cell::Signed(value)
        | Cell::Value(value, _)
        | Cell::Difference(value, _)
        | Cell::Percent(value)
        | Cell::Growth(value) => value,
    };
    match format {
        Some(format) => sheet.write_number_with_format(row, column, value, format)?,
        None => sheet.write_number(row, column, value)?,
    };
    Ok(false)
}

/// As much of a text as a cell holds, without what XML cannot hold, and whether that is less than all.
pub(super) fn fitting(text: String) -> (String, bool) {
    let is_plain = |c: char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.len() <= MOST_LETTERS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return (text, false);
    }
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
