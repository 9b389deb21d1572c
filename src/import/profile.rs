//! What a column holds, counted over its rows: numbers, dates, texts, and what its separators say.

use std::collections::HashSet;

use super::dates::{DateOrder, DateReading, parse_date};
use super::number::{DecimalMark, MarkEvidence, Value, mark_evidence, parse};
use super::scan::Row;
use super::shape::is_totals_label;

/// Counts over one column.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Cells that say something.
    pub filled: usize,
    pub numbers: usize,
    pub dates: usize,
    pub percents: usize,
    pub durations: usize,
    pub has_decimals: bool,
    /// The largest number without a percent sign.
    pub largest_bare: f64,
    /// Currencies seen in cells, in the order seen.
    pub currencies: Vec<String>,
    pub points: usize,
    pub commas: usize,
    pub lone_commas: usize,
    pub three_after_comma: usize,
    pub three_after_point: usize,
    pub day_first: usize,
    pub month_first: usize,
    pub either_order: usize,
    /// Cells that hold a date with the year first.
    pub year_first: usize,
    /// Different texts, those of totals rows not counted, up to [`Profile::NAMES_COUNTED`].
    pub names: usize,
    /// The first cell whose separators can be read two ways.
    pub doubtful_number: Option<String>,
    /// The first date that can be read two ways.
    pub doubtful_date: Option<String>,
    /// There are more rows than were counted here.
    pub is_part: bool,
}

impl Profile {
    pub const NAMES_COUNTED: usize = 2_000;

    pub fn is_numeric(&self) -> bool {
        self.filled > 0 && self.numbers * 10 >= self.filled * 8
    }

    /// A totals row may say something else in a column of dates.
    pub fn is_dates(&self) -> bool {
        self.dates > 0 && self.dates * 10 >= self.filled * 6
    }

    /// The order of day and month, where any date of the column tells.
    pub fn date_order(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (0, 0) => None,
            (day, month) if day > 0 && month == 0 => Some(DateOrder::DayFirst),
            (day, month) if month > 0 && day == 0 => Some(DateOrder::MonthFirst),
            // Both occur: neither can be trusted for the doubtful ones.
            (_, _) => None,
        }
    }

    /// The decimal mark that the column itself proves; `None` where it proves none.
    pub fn proven_mark(&self) -> Option<DecimalMark> {
        match (self.points, self.commas) {
            (0, 0) => None,
            (points, commas) if points >= commas => Some(DecimalMark::Point),
            (_, _) => Some(DecimalMark::Comma),
        }
    }

    /// The decimal mark to read with, given what the rest of the file proves; `None` if it must be asked.
    pub fn mark(&self, of_file: Option<DecimalMark>) -> Option<DecimalMark> {
        match (self.proven_mark(), self.lone_commas, of_file) {
            (Some(mark), _, _) => Some(mark),
            // Three digits after every comma, and nothing else: thousands.
            (None, 0, of_file) => Some(of_file.unwrap_or(DecimalMark::Point)),
            (None, _, Some(DecimalMark::Comma)) => Some(DecimalMark::Comma),
            // "12,34" beside columns with decimal points: either a mistake or another convention.
            (None, _, Some(DecimalMark::Point) | None) => None,
        }
    }

    /// Counts a cell.
    pub fn count(&mut self, text: &str) {
        if self.count_number(text) {
            self.filled += 1;
            self.count_dates(text, parse_date(text), 1);
        }
    }

    /// Counts what a cell says as a number. Returns whether it says anything.
    pub fn count_number(&mut self, text: &str) -> bool {
        match mark_evidence(text) {
            MarkEvidence::Silent => {}
            MarkEvidence::Point => self.points += 1,
            MarkEvidence::Comma => self.commas += 1,
            MarkEvidence::LoneComma => {
                self.lone_commas += 1;
                self.doubtful_number.get_or_insert_with(|| text.to_owned());
            }
            MarkEvidence::ThreeAfterComma => self.three_after_comma += 1,
            MarkEvidence::ThreeAfterPoint => self.three_after_point += 1,
        }
        let value = match parse(text, DecimalMark::Point) {
            Value::Text => parse(text, DecimalMark::Comma),
            value @ (Value::Number(_) | Value::Unknown) => value,
        };
        match value {
            Value::Unknown => return false,
            Value::Number(number) => {
                self.numbers += 1;
                self.has_decimals |= number.decimals > 0;
                self.percents += usize::from(number.is_percent);
                self.durations += usize::from(number.is_duration);
                if !number.is_percent {
                    self.largest_bare = self.largest_bare.max(number.value);
                }
                if let Some(code) = number.currency
                    && !self.currencies.iter().any(|known| known == code)
                {
                    self.currencies.push(code.to_owned());
                }
            }
            Value::Text => {}
        }
        true
    }

    /// Takes in what was counted over other rows, but for different texts.
    pub fn absorb(&mut self, other: &Self) {
        let sums = [
            (&mut self.filled, other.filled),
            (&mut self.numbers, other.numbers),
            (&mut self.dates, other.dates),
            (&mut self.percents, other.percents),
            (&mut self.durations, other.durations),
            (&mut self.points, other.points),
            (&mut self.commas, other.commas),
            (&mut self.lone_commas, other.lone_commas),
            (&mut self.three_after_comma, other.three_after_comma),
            (&mut self.three_after_point, other.three_after_point),
            (&mut self.day_first, other.day_first),
            (&mut self.month_first, other.month_first),
            (&mut self.either_order, other.either_order),
            (&mut self.year_first, other.year_first),
        ];
        sums.into_iter().for_each(|(sum, more)| *sum += more);
        self.has_decimals |= other.has_decimals;
        self.largest_bare = self.largest_bare.max(other.largest_bare);
        for code in &other.currencies {
            if !self.currencies.contains(code) {
                self.currencies.push(code.clone());
            }
        }
        let first = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        first(&mut self.doubtful_number, &other.doubtful_number);
        first(&mut self.doubtful_date, &other.doubtful_date);
    }

    /// Counts what so many cells say as a date.
    pub fn count_dates(&mut self, text: &str, reading: DateReading, times: usize) {
        match reading {
            DateReading::One(_) => {
                self.dates += times;
                self.year_first += if text.bytes().take(4).all(|b| b.is_ascii_digit()) { times } else { 0 };
            }
            DateReading::Ordered(_, order) => {
                self.dates += times;
                match order {
                    DateOrder::DayFirst => self.day_first += times,
                    DateOrder::MonthFirst => self.month_first += times,
                }
            }
            DateReading::Either { .. } => {
                self.dates += times;
                self.either_order += times;
                self.doubtful_date.get_or_insert_with(|| text.to_owned());
            }
            DateReading::No => {}
        }
    }
}

/// Counts over the rows of a table, as they come.
pub(super) struct Profiler {
    columns: Vec<(Profile, HashSet<String>)>,
}

impl Profiler {
    pub fn new(width: usize) -> Self {
        Self { columns: vec![(Profile::default(), HashSet::new()); width] }
    }

    pub fn count(&mut self, row: &Row<'_>) {
        let is_totals = row.cells().any(is_totals_label);
        for (column, (profile, names)) in self.columns.iter_mut().enumerate() {
            let text = row.cell(column);
            let has_room = !is_totals && names.len() < Profile::NAMES_COUNTED && !text.is_empty();
            if has_room && !names.contains(text) {
                names.insert(text.to_owned());
            }
            profile.count(text);
        }
    }

    /// The profiles; `is_part` if there are more rows than were counted.
    pub fn finish(self, is_part: bool) -> Vec<Profile> {
        let of = |(profile, names): (Profile, HashSet<String>)| Profile { names: names.len(), is_part, ..profile };
        self.columns.into_iter().map(of).collect()
    }
}

/// The decimal mark that some column of the file proves, or its delimiter suggests.
pub(super) fn mark_of_file(profiles: &[Profile], delimiter: char) -> Option<DecimalMark> {
    let (points, commas) = profiles
        .iter()
        .filter(|profile| profile.is_numeric())
        .fold((0, 0), |(points, commas), profile| (points + profile.points, commas + profile.commas));
    match (points, commas) {
        (0, 0) if delimiter == ';' => {
            let has_lone_comma = profiles.iter().any(|profile| profile.lone_commas > 0);
            has_lone_comma.then_some(DecimalMark::Comma)
        }
        (0, 0) => None,
        (points, commas) if points >= commas => Some(DecimalMark::Point),
        (_, _) => Some(DecimalMark::Comma),
    }
}
