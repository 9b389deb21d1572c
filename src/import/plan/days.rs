//! The days that cells state, each text looked at once, and what the cells say of their column.

use super::columns::Columns;
use super::dictionary::Map;
use crate::base::Period;
use crate::import::dates::{DateReading, parse_date};
use crate::import::number::{DecimalMark, Value, is_unknown, parse};
use crate::import::profile::Profile;
use crate::import::shape::is_totals_label;

/// Date texts that are remembered; times of day make every row another.
const DATES_REMEMBERED: usize = 65_536;

/// What a text says as a date.
#[derive(Clone, Copy, Debug)]
struct Said {
    reading: DateReading,
    period: Option<Period>,
    is_filled: bool,
    is_number: bool,
    is_totals: bool,
}

/// The dates of one column.
#[derive(Default)]
pub(super) struct Dates {
    known: Map<Box<str>, Said>,
    /// What the last row said, and how often so far.
    last: Option<(Box<str>, Said, usize)>,
    profile: Profile,
}

/// What a cell comes to.
#[derive(Clone, Copy)]
pub(super) struct Day {
    pub period: Option<Period>,
    pub is_blank: bool,
    /// It is what totals rows have in place of a date.
    pub is_totals: bool,
}

impl Dates {
    #[inline]
    pub fn read(&mut self, text: &str, column: usize, columns: &Columns) -> Day {
        let said = match &mut self.last {
            // Most rows say what the row above says.
            Some((last, said, times)) if **last == *text => {
                *times += 1;
                *said
            }
            Some(_) | None => self.look_up(text, column, columns),
        };
        Day { period: said.period, is_blank: text.is_empty(), is_totals: said.is_totals }
    }

    fn look_up(&mut self, text: &str, column: usize, columns: &Columns) -> Said {
        self.tell_last();
        let said = self.known.get(text).copied().unwrap_or_else(|| Said {
            reading: parse_date(text),
            period: columns.period(text, column),
            is_filled: !is_unknown(text),
            is_number: matches!(parse(text, DecimalMark::Point), Value::Number(_)),
            is_totals: is_totals_label(text),
        });
        if self.known.len() >= DATES_REMEMBERED {
            self.known.clear();
        }
        self.known.insert(text.into(), said);
        self.last = Some((text.into(), said, 1));
        said
    }

    /// Counts what the last rows said.
    fn tell_last(&mut self) {
        let Some((text, said, times)) = self.last.take().filter(|(_, said, _)| said.is_filled) else { return };
        self.profile.filled += times;
        self.profile.numbers += if said.is_number { times } else { 0 };
        self.profile.count_dates(&text, said.reading, times);
    }

    /// What the column's cells say.
    pub fn finish(mut self) -> Profile {
        self.tell_last();
        self.profile
    }
}
