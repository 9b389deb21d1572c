//! Adds up rows as they stream by: one accumulator for each stripe of the scan, and what they come to together.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::checks::Rules;
use super::columns::Columns;
use super::dictionary::{Dictionary, Interner, Map, NONE, number};
use super::making::{Cells, Sum, make};
use super::people::{People, identity};
use super::quantiles::Quantiles;
use super::rows::Fate;
use super::slots::Slot;
use super::sums::Check;
use crate::base::{Lines, Period};
use crate::import::answers::Reply;
use crate::import::dates::{DateReading, parse_date};
use crate::import::frame::{Frame, Outline, TooLong, line_number};
use crate::import::number::{DecimalMark, Value, is_unknown, parse};
use crate::import::profile::Profile;
use crate::import::scan::Row;
use crate::import::shape::is_totals_label;

/// Touchpoints, segments and days together: what is more is no map.
pub(super) const MAX_GROUPS: usize = 3_000_000;
/// Different names, segments or currencies.
pub(super) const MAX_NAMES: usize = 200_000;
/// Rows of one kind that are kept with their cells.
pub(super) const ROWS_KEPT: usize = 2_000;
/// Marks and cells that are kept of what is said a few of.
const NOTED: usize = 16;
/// Date texts that are remembered; times of day make every row another.
const DATES_REMEMBERED: usize = 65_536;

/// Why a scan is given up.
#[derive(Debug)]
pub(super) enum Stop {
    TooLong(u64),
    TooMany { what: &'static str, limit: usize },
}

/// How rows are read: the same for all stripes.
pub(super) struct Layout<'a> {
    pub frame: &'a Frame,
    pub below: Option<u64>,
    pub columns: Columns,
    pub figures: Vec<Figure>,
    /// By column: its place among `figures`, or `NONE`.
    pub figure_of: Vec<u32>,
    /// Columns other than that of names in which totals rows say what they are.
    pub labels: Vec<usize>,
    /// All metrics in the making, money once.
    pub slots: Vec<Slot>,
    /// Of `slots`: those that are made row by row.
    pub by_row: Vec<usize>,
    /// Of `slots`: those whose stated rate is compared.
    pub checked: Vec<usize>,
    /// Whether what cells say of their column is counted.
    pub counts_evidence: bool,
    /// Columns whose quantiles are asked for.
    pub measured: Vec<usize>,
    pub groups: &'a AtomicUsize,
    /// What rows are checked for.
    pub rules: Rules,
    /// Lines of rows that do not count again.
    pub repeated: &'a BTreeSet<u32>,
}

/// A column of figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub column: usize,
    pub mark: Option<DecimalMark>,
    /// What bare numbers are multiplied by.
    pub factor: f64,
}

/// What rows have in common that are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub name: u32,
    /// `NONE` for no segment.
    pub segment: u32,
    pub period: u32,
    pub currency: u32,
    /// Which figures are known.
    pub mask: u32,
}

/// Rows that were added up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub key: Key,
    pub rows: u32,
    pub first_line: u32,
}

/// A row that does not count, with its cells.
#[derive(Clone, Debug)]
pub(super) struct Other {
    pub line: u32,
    pub fate: Fate,
    pub period: Option<Period>,
    pub cells: Vec<String>,
}

/// What a text says as a date.
#[derive(Clone, Copy, Debug)]
struct Said {
    reading: DateReading,
    period: Option<Period>,
    is_filled: bool,
    is_number: bool,
}

/// The dates of one column.
#[derive(Default)]
struct Dates {
    known: Map<Box<str>, Said>,
    last: Option<(Box<str>, Said)>,
    profile: Profile,
}

impl Dates {
    #[inline]
    fn read(&mut self, text: &str, column: usize, layout: &Layout<'_>) -> (Option<Period>, bool) {
        let said = match &self.last {
            Some((last, said)) if **last == *text => *said,
            Some(_) | None => self.look_up(text, column, layout),
        };
        if layout.counts_evidence && said.is_filled {
            self.profile.filled += 1;
            self.profile.numbers += usize::from(said.is_number);
            self.profile.count_date(text, said.reading);
        }
        (said.period, text.is_empty())
    }

    fn look_up(&mut self, text: &str, column: usize, layout: &Layout<'_>) -> Said {
        let said = self.known.get(text).copied().unwrap_or_else(|| {
            let is_filled = !is_unknown(text);
            let is_number = matches!(parse(text, DecimalMark::Point), Value::Number(_));
            Said { reading: parse_date(text), period: layout.columns.period(text, column), is_filled, is_number }
        });
        if self.known.len() >= DATES_REMEMBERED {
            self.known.clear();
        }
        self.known.insert(text.into(), said);
        self.last = Some((text.into(), said));
        said
    }
}

/// The rows of a stripe, or of all, added up.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub outline: Outline,
    pub names: Dictionary,
    pub segments: Dictionary,
    pub currencies: Dictionary,
    pub periods: Interner<Period>,
    pub masks: Interner<Vec<u64>>,
    pub groups: Vec<Group>,
    /// For each group, the sums of all figures.
    pub sums: Vec<f64>,
    /// For each group, what is made row by row.
    pub made: Vec<Sum>,
    /// Sums of all figures over rows without a readable date.
    pub dateless: Vec<f64>,
    /// Rows by fate; those of names without a touchpoint are not told apart yet.
    pub counts: [usize; 4],
    /// Totals rows, rows without a name, rows without a date: the first of each.
    pub others: [Vec<Other>; 3],
    /// Marks for "not reported", how often, and the line in which they are seen first.
    pub marks: Vec<(String, usize, u64)>,
    /// Line, column and text of cells that should be figures: the first few.
    pub unreadable: Vec<(u64, usize, String)>,
    pub unreadable_count: usize,
    /// By currency and checked slot.
    pub checks: Vec<Check>,
    /// What the cells of each figure say.
    pub profiles: Vec<Profile>,
    pub date_profiles: [Profile; 2],
    /// What is no answer on its question's scale: line, column and text of the first few.
    pub not_answers: Vec<(u64, usize, String)>,
    pub not_answers_count: usize,
    /// By place of the group.
    pub people: People,
    /// By place among the measured columns, then by place of the group.
    pub quantiles: Vec<Quantiles>,
    /// By rule of the layout: the rows that break it.
    pub odd: Vec<Lines>,
    places: Map<Key, u32>,
}

/// One stripe.
pub(super) struct Gather<'a> {
    layout: &'a Layout<'a>,
    pub all: Gathered,
    dates: [Dates; 2],
    values: Vec<Option<f64>>,
    mask: Vec<u64>,
    last: Option<(Key, u32)>,
}

struct View<'a> {
    row: &'a Row<'a>,
    values: &'a [Option<f64>],
    figure_of: &'a [u32],
}

impl Cells for View<'_> {
    fn number(&self, column: usize) -> Option<f64> {
        self.values.get(*self.figure_of.get(column)? as usize).copied().flatten()
    }

    fn text(&self, column: usize) -> &str {
        self.row.cell(column)
    }
}

impl<'a> Gather<'a> {
    pub fn new(layout: &'a Layout<'a>) -> Self {
        let figures = layout.figures.len();
        let all = Gathered {
            dateless: vec![0.0; figures],
            profiles: vec![Profile::default(); figures],
            quantiles: vec![Quantiles::default(); layout.measured.len()],
            ..Gathered::default()
        };
        let mask = vec![0; figures.div_ceil(64)];
        Self { layout, all, dates: Default::default(), values: vec![None; figures], mask, last: None }
    }

    /// Takes a record in. Returns whether it is a row of the table.
    pub fn see(&mut self, row: &Row<'_>) -> Result<bool, Stop> {
        let layout = self.layout;
        let takes = self.all.outline.takes(layout.frame, row, layout.below);
        if !takes.map_err(|TooLong { line }| Stop::TooLong(line))? {
            return Ok(false);
        }
        let columns = &layout.columns;
        let name = self.all.names.find(columns.touchpoint.map_or("", |column| row.cell(column)), row.line);
        let (mut is_totals, mut is_nameless) = (false, false);
        if columns.touchpoint.is_some()
            && let Some(entry) = self.all.names.get(name)
        {
            (is_totals, is_nameless) = (entry.is_totals, entry.is_unknown);
        }
        is_totals |= layout.labels.iter().any(|column| is_totals_label(row.cell(*column)));
        let period = self.days(row);
        let fate = match () {
            () if is_totals => Fate::Totals,
            () if is_nameless => Fate::Nameless,
            () if period.is_none() => Fate::Dateless,
            () => Fate::Kept,
        };
        match (fate, period) {
            (Fate::Kept, Some(_)) if layout.repeated.contains(&line_number(row.line)) => {}
            (Fate::Kept, Some(period)) => self.add(row, name, period)?,
            (_, _) => self.put_aside(row, fate, period),
        }
        self.all.check_names()?;
        Ok(true)
    }

    #[inline]
    fn days(&mut self, row: &Row<'_>) -> Option<Period> {
        let (layout, columns) = (self.layout, &self.layout.columns);
        let [from, to] = &mut self.dates;
        if let Some(column) = columns.date {
            return from.read(row.cell(column), column, layout).0;
        }
        let Some(start) = columns.start else { return columns.days(|_| "") };
        let (first, _) = from.read(row.cell(start), start, layout);
        let last = columns.end.map(|end| to.read(row.cell(end), end, layout));
        match last {
            Some((last, false)) => Period::new(first?.from, last?.to),
            Some((_, true)) | None => first,
        }
    }

    fn add(&mut self, row: &Row<'_>, name: u32, period: Period) -> Result<(), Stop> {
        let layout = self.layout;
        self.count(Fate::Kept);
        self.mask.fill(0);
        for (at, figure) in layout.figures.iter().enumerate() {
            let value = self.all.read(layout, at, figure, row, true);
            if let Some(slot) = self.values.get_mut(at) {
                *slot = value;
            }
            if let (Some(_), Some(bits)) = (value, self.mask.get_mut(at / 64)) {
                *bits |= 1 << (at % 64);
            }
        }
        let segment = layout.columns.segment.map_or(NONE, |column| {
            let id = self.all.segments.find(row.cell(column), row.line);
            let is_unknown = self.all.segments.get(id).is_none_or(|entry| entry.is_unknown);
            if is_unknown { NONE } else { id }
        });
        let currency = layout
            .columns
            .currency
            .map_or(0, |column| self.all.currencies.find(layout.columns.currency_in(row.cell(column)), row.line));
        let period = self.all.periods.find(&period);
        let key = Key { name, segment, period, currency, mask: self.all.masks.find(&self.mask) };
        let place = match self.last {
            Some((last, place)) if last == key => place,
            Some(_) | None => self.all.place(key, layout)?,
        };
        self.last = Some((key, place));
        let line = line_number(row.line);
        layout.rules.see(line, &mut self.all.odd, |column| {
            self.values.get(*layout.figure_of.get(column)? as usize).copied().flatten()
        });
        let Some(group) = self.all.groups.get_mut(place as usize) else { return Ok(()) };
        if group.rows == 0 {
            group.first_line = line;
        }
        group.rows = group.rows.saturating_add(1);
        let width = layout.figures.len();
        let sums = self.all.sums.get_mut(place as usize * width..).unwrap_or_default();
        for (sum, value) in sums.iter_mut().zip(&self.values) {
            *sum += value.unwrap_or(0.0);
        }
        if !layout.by_row.is_empty() || !layout.checked.is_empty() {
            self.make(row, place, currency);
        }
        self.hold(row, place);
        Ok(())
    }

    /// What does not add up, and answers that are none.
    fn hold(&mut self, row: &Row<'_>, place: u32) {
        let columns = &self.layout.columns;
        let order = columns.id.as_ref().map(|(_, column)| *column);
        if columns.customer.is_some() || order.is_some() {
            let id = |column: Option<usize>| column.map_or(0, |column| identity(row.cell(column)));
            self.all.people.add(place, id(columns.customer), id(order));
        }
        let view = View { row, values: &self.values, figure_of: &self.layout.figure_of };
        for (column, held) in self.layout.measured.iter().zip(&mut self.all.quantiles) {
            if let Some(value) = view.number(*column) {
                held.add(place, value);
            }
        }
        for (_, scale, column) in &columns.answers {
            let text = row.cell(*column);
            if scale.read(text) == Reply::Unreadable {
                self.all.not_answers_count += 1;
                if self.all.not_answers.len() < NOTED {
                    self.all.not_answers.push((row.line, *column, text.chars().take(40).collect()));
                }
            }
        }
    }

    /// What is not made of sums, but row by row.
    fn make(&mut self, row: &Row<'_>, place: u32, currency: u32) {
        let layout = self.layout;
        let view = View { row, values: &self.values, figure_of: &layout.figure_of };
        let first_row = line_number(row.line);
        for (at, slot) in layout.by_row.iter().enumerate() {
            let Some(slot) = layout.slots.get(*slot) else { continue };
            let sum = self.all.made.get_mut(place as usize * layout.by_row.len() + at);
            if let (Some(made), Some(sum)) = (make(slot.making, &view), sum) {
                sum.add(&Sum { first_row, ..made });
            }
        }
        let needed = (currency as usize + 1) * layout.checked.len();
        if self.all.checks.len() < needed {
            self.all.checks.resize(needed, Check::default());
        }
        for (at, slot) in layout.checked.iter().enumerate() {
            let Some((slot, column)) = layout.slots.get(*slot).and_then(|slot| Some((slot, slot.checked_rate?))) else {
                continue;
            };
            let (Some(made), Value::Number(stated)) =
                (make(slot.making, &view), layout.columns.value(view.text(column), column))
            else {
                continue;
            };
            if let Some(check) = self.all.checks.get_mut(currency as usize * layout.checked.len() + at) {
                check.compare(slot, &made, stated, first_row);
            }
        }
    }

    fn count(&mut self, fate: Fate) {
        if let Some(count) = self.all.counts.get_mut(fate.place()) {
            *count += 1;
        }
    }

    /// A row that does not count.
    fn put_aside(&mut self, row: &Row<'_>, fate: Fate, period: Option<Period>) {
        let layout = self.layout;
        self.count(fate);
        for (at, figure) in layout.figures.iter().enumerate() {
            let value = self.all.read(layout, at, figure, row, false);
            if let (Fate::Dateless, Some(value), Some(sum)) = (fate, value, self.all.dateless.get_mut(at)) {
                *sum += value;
            }
        }
        let width = layout.frame.width();
        if let Some(others) = fate.place().checked_sub(1).and_then(|at| self.all.others.get_mut(at))
            && others.len() < ROWS_KEPT
        {
            let cells = (0..width).map(|column| row.cell(column).to_owned()).collect();
            others.push(Other { line: line_number(row.line), fate, period, cells });
        }
    }

    pub fn finish(self) -> Gathered {
        let [from, to] = self.dates;
        Gathered { date_profiles: [from.profile, to.profile], ..self.all }
    }
}

impl Gathered {
    fn check_names(&self) -> Result<(), Stop> {
        for (what, texts) in [("names", &self.names), ("segments", &self.segments), ("currencies", &self.currencies)] {
            if texts.len() > MAX_NAMES {
                return Err(Stop::TooMany { what, limit: MAX_NAMES });
            }
        }
        Ok(())
    }

    /// Nothing more comes in.
    pub fn forget_places(&mut self) {
        self.places = Map::default();
    }

    fn place(&mut self, key: Key, layout: &Layout<'_>) -> Result<u32, Stop> {
        let next = number(self.groups.len());
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            if layout.groups.fetch_add(1, Ordering::Relaxed) >= MAX_GROUPS {
                return Err(Stop::TooMany { what: "pairs of names and days", limit: MAX_GROUPS });
            }
            self.groups.push(Group { key, rows: 0, first_line: 0 });
            self.sums.resize(self.groups.len() * layout.figures.len(), 0.0);
            self.made.resize(self.groups.len() * layout.by_row.len(), Sum::default());
        }
        Ok(place)
    }

    /// A cell as a figure.
    #[inline]
    fn read(&mut self, layout: &Layout<'_>, at: usize, figure: &Figure, row: &Row<'_>, is_kept: bool) -> Option<f64> {
        let text = row.cell(figure.column);
        let Some(plain) =
            Plain::of(text).filter(|plain| plain.decimals == 0 || figure.mark == Some(DecimalMark::Point))
        else {
            return self.read_any(layout, at, figure, row, is_kept);
        };
        if layout.counts_evidence
            && let Some(profile) = self.profiles.get_mut(at)
        {
            profile.filled += 1;
            profile.numbers += 1;
            profile.largest_bare = profile.largest_bare.max(plain.value);
            if plain.decimals > 0 {
                profile.has_decimals = true;
                if plain.may_be_thousands {
                    profile.three_after_point += 1;
                } else {
                    profile.points += 1;
                }
            }
        }
        Some(if figure.factor == 1.0 { plain.value } else { plain.value * figure.factor })
    }

    #[cold]
    fn read_any(
        &mut self,
        layout: &Layout<'_>,
        at: usize,
        figure: &Figure,
        row: &Row<'_>,
        is_kept: bool,
    ) -> Option<f64> {
        let text = row.cell(figure.column);
        if layout.counts_evidence
            && let Some(profile) = self.profiles.get_mut(at)
            && profile.count_number(text)
        {
            profile.filled += 1;
        }
        match layout.columns.value(text, figure.column) {
            Value::Number(number) => return Some(number.value),
            Value::Unknown if is_kept && !text.is_empty() => {
                let known = self.marks.iter().position(|(mark, ..)| mark == text);
                if let Some((_, count, _)) = known.and_then(|at| self.marks.get_mut(at)) {
                    *count += 1;
                } else if self.marks.len() < NOTED {
                    self.marks.push((text.to_owned(), 1, row.line));
                }
            }
            Value::Text if is_kept => {
                self.unreadable_count += 1;
                if self.unreadable.len() < NOTED {
                    self.unreadable.push((row.line, figure.column, text.chars().take(40).collect()));
                }
            }
            Value::Unknown | Value::Text => {}
        }
        None
    }

    /// Takes in what another stripe has.
    pub fn absorb(&mut self, mut other: Self, layout: &Layout<'_>) -> Result<(), Stop> {
        let (names, segments) = (self.names.absorb(&other.names), self.segments.absorb(&other.segments));
        let currencies = self.currencies.absorb(&other.currencies);
        self.check_names()?;
        let (periods, masks) = (self.periods.absorb(&other.periods), self.masks.absorb(&other.masks));
        let new = |ids: &[u32], old: u32| ids.get(old as usize).copied().unwrap_or(old);
        let (width, by_row) = (layout.figures.len(), layout.by_row.len());
        // Of groups that several stripes have, the first counts for the limit.
        layout.groups.fetch_sub(other.groups.len(), Ordering::Relaxed);
        let mut new_places = Vec::with_capacity(other.groups.len());
        for (at, group) in other.groups.iter().enumerate() {
            let key = Key {
                name: new(&names, group.key.name),
                segment: new(&segments, group.key.segment),
                period: new(&periods, group.key.period),
                currency: new(&currencies, group.key.currency),
                mask: new(&masks, group.key.mask),
            };
            let place = self.place(key, layout)?;
            new_places.push(place);
            let place = place as usize;
            let Some(into) = self.groups.get_mut(place) else { continue };
            into.first_line = if into.rows == 0 { group.first_line } else { into.first_line.min(group.first_line) };
            into.rows = into.rows.saturating_add(group.rows);
            let (sums, made) = (self.sums.get_mut(place * width..), self.made.get_mut(place * by_row..));
            let from = other.sums.get(at * width..(at + 1) * width).unwrap_or_default();
            sums.unwrap_or_default().iter_mut().zip(from).for_each(|(sum, more)| *sum += more);
            let from = other.made.get(at * by_row..(at + 1) * by_row).unwrap_or_default();
            made.unwrap_or_default().iter_mut().zip(from).for_each(|(sum, more)| sum.add(more));
        }
        self.people.merge(other.people.regrouped(|place| new(&new_places, place)));
        self.quantiles.resize_with(layout.measured.len(), Quantiles::default);
        for (held, more) in self.quantiles.iter_mut().zip(other.quantiles) {
            held.merge(more.regrouped(|place| new(&new_places, place)));
        }
        self.not_answers.append(&mut other.not_answers);
        self.not_answers.sort_by_key(|(line, ..)| *line);
        self.not_answers.truncate(NOTED);
        self.not_answers_count += other.not_answers_count;
        self.dateless.resize(width, 0.0);
        self.dateless.iter_mut().zip(&other.dateless).for_each(|(sum, more)| *sum += more);
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        for (all, more) in self.others.iter_mut().zip(&mut other.others) {
            all.append(more);
            all.sort_by_key(|row| row.line);
            all.truncate(ROWS_KEPT);
        }
        for (mark, count, line) in other.marks {
            match self.marks.iter_mut().find(|(known, ..)| *known == mark) {
                Some(known) => (known.1, known.2) = (known.1 + count, known.2.min(line)),
                None => self.marks.push((mark, count, line)),
            }
        }
        self.marks.sort_by_key(|(_, _, line)| *line);
        self.unreadable.append(&mut other.unreadable);
        self.unreadable.sort_by_key(|(line, ..)| *line);
        self.unreadable.truncate(NOTED);
        self.unreadable_count += other.unreadable_count;
        let checked = layout.checked.len();
        for (currency, from) in other.checks.chunks(checked.max(1)).enumerate() {
            let start = new(&currencies, number(currency)) as usize * checked;
            self.checks.resize(self.checks.len().max(start + checked), Check::default());
            let into = self.checks.get_mut(start..).unwrap_or_default();
            into.iter_mut().zip(from).for_each(|(check, more)| check.absorb(more));
        }
        self.profiles.resize_with(width, Profile::default);
        self.profiles.iter_mut().zip(&other.profiles).for_each(|(profile, more)| profile.absorb(more));
        self.date_profiles.iter_mut().zip(&other.date_profiles).for_each(|(profile, more)| profile.absorb(more));
        self.odd.resize_with(self.odd.len().max(other.odd.len()), Lines::default);
        self.odd.iter_mut().zip(&other.odd).for_each(|(lines, more)| lines.append(more));
        self.outline.merge(other.outline);
        Ok(())
    }
}

/// A number of digits with at most one point between them: by far the most cells.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Plain {
    value: f64,
    decimals: u8,
    /// "1.234".
    may_be_thousands: bool,
}

impl Plain {
    #[inline]
    fn of(text: &str) -> Option<Self> {
        const POWERS: [f64; 16] =
            [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
        let bytes = text.as_bytes();
        // So many digits are a whole number that f64 holds, and so is the power: their quotient is the nearest f64.
        if bytes.len() > 15 {
            return None;
        }
        // "007" may be a code.
        if let [b'0', b'0'..=b'9', ..] = bytes {
            return None;
        }
        let (mut digits, mut point) = (0u64, None);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
                b'.' if point.is_none() && at > 0 => point = Some(at),
                _ => return None,
            }
        }
        let Some(point) = point else {
            let value = digits as f64;
            return (!bytes.is_empty()).then_some(Self { value, decimals: 0, may_be_thousands: false });
        };
        let decimals = bytes.len() - point - 1;
        let value = digits as f64 / POWERS.get(decimals).filter(|_| decimals > 0)?;
        let may_be_thousands = decimals == 3 && point <= 3 && bytes.first() != Some(&b'0');
        Some(Self { value, decimals: u8::try_from(decimals).unwrap_or(u8::MAX), may_be_thousands })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::number::{MarkEvidence, mark_evidence};

    #[test]
    fn a_plain_number_is_what_the_full_reading_makes_of_it() {
        for text in ["0", "7", "12.34", "1.234", "0.234", "1234.567", "0.1", "123456789012.34", "100000.5"] {
            let plain = Plain::of(text).unwrap();
            let Value::Number(number) = parse(text, DecimalMark::Point) else { panic!("{text}") };
            assert_eq!((plain.value, plain.decimals), (number.value, number.decimals), "{text}");
            assert_eq!(plain.may_be_thousands, mark_evidence(text) == MarkEvidence::ThreeAfterPoint, "{text}");
        }
        for text in ["", "007", ".", ".5", "5.", "1.2.3", "-1", "1e5", "1,5", "1234567890123456", "٣"] {
            assert_eq!(Plain::of(text), None, "{text}");
        }
    }
}
