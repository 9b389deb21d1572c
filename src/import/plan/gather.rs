//! Adds up rows as they stream by: one accumulator for each stripe of the scan. What they come to is in `gathered`.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicUsize;

use super::checks::Rules;
use super::columns::Columns;
use super::days::Dates;
use super::dictionary::NONE;
use super::duplicates::{Duplicates, hash_of};
use super::gathered::{Gathered, Key, NOTED, Other, ROWS_KEPT};
use super::making::{Cells, Sum, make};
use super::people::identity;
use super::plain::{Plain, PlainSeen};
use super::quantiles::Quantiles;
use super::rows::Fate;
use super::slots::Slot;
use super::sums::Check;
use crate::base::Period;
use crate::import::answers::Reply;
use crate::import::frame::{Frame, TooLong, line_number};
use crate::import::number::{DecimalMark, Value};
use crate::import::profile::Profile;
use crate::import::scan::Row;
use crate::import::shape::is_totals_label;

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
    /// Columns in which totals rows say what they are, other than those of names and of days.
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
    /// Whether rows are remembered by their hash, to see whether any comes twice.
    pub remembers_rows: bool,
}

/// A column of figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub column: usize,
    pub mark: Option<DecimalMark>,
    /// What bare numbers are multiplied by.
    pub factor: f64,
}

/// One stripe.
pub(super) struct Gather<'a> {
    layout: &'a Layout<'a>,
    pub all: Gathered,
    dates: [Dates; 2],
    /// By place among the labels: what the last row said there, and whether that is what totals rows say.
    labels: Vec<(String, bool)>,
    seen: Vec<PlainSeen>,
    values: Vec<Option<f64>>,
    mask: Vec<u64>,
    /// The last mask of up to 64 figures, and its number.
    last_mask: Option<(u64, u32)>,
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
        Self {
            layout,
            all,
            dates: Default::default(),
            labels: vec![(String::new(), false); layout.labels.len()],
            seen: vec![PlainSeen::default(); figures],
            values: vec![None; figures],
            mask: vec![0; figures.div_ceil(64)],
            last_mask: None,
            last: None,
        }
    }

    /// Takes a record in. Returns whether it is a row of the table.
    pub fn see(&mut self, row: &Row<'_>) -> Result<bool, Stop> {
        let layout = self.layout;
        let takes = self.all.outline.takes(layout.frame, row, layout.below);
        if !takes.map_err(|TooLong { line }| Stop::TooLong(line))? {
            return Ok(false);
        }
        if layout.remembers_rows && self.all.row_hashes.len() <= Duplicates::LOOKED_FOR {
            self.all.row_hashes.push(hash_of(row, layout.frame.width()));
        }
        let columns = &layout.columns;
        let name = self.all.names.find(columns.touchpoint.map_or("", |column| row.cell(column)), row.line);
        let (mut is_totals, mut is_nameless) = (false, false);
        if columns.touchpoint.is_some()
            && let Some(entry) = self.all.names.get(name)
        {
            (is_totals, is_nameless) = (entry.is_totals, entry.is_unknown);
        }
        let (period, is_totals_day) = self.days(row);
        is_totals |= is_totals_day || self.is_labelled(row);
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

    /// Whether a cell says that the row is one of totals.
    #[inline]
    fn is_labelled(&mut self, row: &Row<'_>) -> bool {
        let labels = self.layout.labels.iter().zip(&mut self.labels);
        labels.fold(false, |is_totals, (column, (last, is_label))| {
            let text = row.cell(*column);
            if *last != text {
                last.clear();
                last.push_str(text);
                *is_label = is_totals_label(text);
            }
            is_totals | *is_label
        })
    }

    /// The days of a row, and whether their column says that it is one of totals.
    #[inline]
    fn days(&mut self, row: &Row<'_>) -> (Option<Period>, bool) {
        let columns = &self.layout.columns;
        let [from, to] = &mut self.dates;
        if let Some(column) = columns.date {
            let day = from.read(row.cell(column), column, columns);
            return (day.period, day.is_totals);
        }
        let Some(start) = columns.start else { return (columns.days(|_| ""), false) };
        let first = from.read(row.cell(start), start, columns);
        let last = columns.end.map(|end| to.read(row.cell(end), end, columns));
        let period = match last.filter(|last| !last.is_blank) {
            Some(last) => first.period.zip(last.period).and_then(|(first, last)| Period::new(first.from, last.to)),
            None => first.period,
        };
        (period, first.is_totals)
    }

    /// A cell as a figure.
    #[inline]
    fn read(&mut self, at: usize, figure: &Figure, row: &Row<'_>, is_kept: bool) -> Option<f64> {
        let is_read = |plain: &Plain| plain.decimals == 0 || figure.mark == Some(DecimalMark::Point);
        let Some(plain) = Plain::of(row, figure.column).filter(is_read) else {
            return self.all.read(self.layout, at, figure, row, is_kept);
        };
        if let Some(seen) = self.seen.get_mut(at) {
            seen.count(&plain);
        }
        Some(if figure.factor == 1.0 { plain.value } else { plain.value * figure.factor })
    }

    fn add(&mut self, row: &Row<'_>, name: u32, period: Period) -> Result<(), Stop> {
        let layout = self.layout;
        self.count(Fate::Kept);
        self.mask.fill(0);
        for (at, figure) in layout.figures.iter().enumerate() {
            let value = self.read(at, figure, row, true);
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
        let mask = match (self.mask.as_slice(), self.last_mask) {
            ([bits], Some((last, id))) if *bits == last => id,
            (bits, _) => {
                let id = self.all.masks.find(&self.mask);
                self.last_mask = bits.first().map(|first| (*first, id)).filter(|_| bits.len() == 1);
                id
            }
        };
        let key = Key { name, segment, period, currency, mask };
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
            let value = self.read(at, figure, row, false);
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

    pub fn finish(mut self) -> Gathered {
        for (seen, profile) in self.seen.iter().zip(&mut self.all.profiles) {
            seen.tell(profile);
        }
        self.all.date_profiles = self.dates.map(Dates::finish);
        self.all
    }
}

impl Gathered {
    /// A cell that is no plain number, as a figure.
    #[cold]
    fn read(&mut self, layout: &Layout<'_>, at: usize, figure: &Figure, row: &Row<'_>, is_kept: bool) -> Option<f64> {
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
}
