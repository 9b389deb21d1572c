//! All rows of a table in one pass, added up by name, segment, days and currency: what a plan is made from. It depends
//! on what the columns are and how they are read, and not on which touchpoint a name goes to.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::checks::Rules;
use super::columns::Columns;
use super::dictionary::{NONE, number};
use super::duplicates::{Duplicates, has_twins};
use super::gather::{Figure, Gather, Layout, Stop};
use super::gathered::{Gathered, Group};
use super::making::{Cells, Making, Sum, make};
use super::people::People;
use super::quantiles::Quantiles;
use super::slots::{Money, Slot, slots};
use super::sums::Check;
use crate::base::Period;
use crate::import::ImportError;
use crate::import::profile::Profile;
use crate::import::reader::{Progress, too_long};
use crate::import::recipe::{Answer, ColumnAnswer, Recipe, Role};
use crate::import::scan::{Manner, ScanError, Scanned, read_full, scan};
use crate::import::table::{Table, Whole};

/// All rows of a table, added up.
#[derive(Debug)]
pub struct Digest {
    reading: Reading,
    pub(super) columns: Columns,
    /// What each column holds: of columns that were read, over all rows.
    pub(super) profiles: Vec<Profile>,
    pub(super) names: Vec<String>,
    pub(super) segments: Vec<String>,
    /// Texts of the column of currencies; one that is blank without it.
    pub(super) currencies: Vec<String>,
    pub(super) periods: Vec<Period>,
    pub(super) all: Gathered,
    pub(super) rules: Rules,
    /// Rows that come twice, in files that are not too long to look for them.
    pub(super) duplicates: Duplicates,
    /// Lines of those that do not count again.
    pub(super) repeated: BTreeSet<u32>,
    figures: Vec<Figure>,
    figure_of: Vec<u32>,
    slots: Vec<Slot>,
    by_row: Vec<usize>,
    checked: Vec<usize>,
    measured: Vec<usize>,
}

/// The part of a recipe that a digest depends on.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    roles: Vec<Role>,
    answers: Vec<ColumnAnswer>,
    period: Option<(String, String)>,
}

impl Reading {
    /// Of a recipe that is fitted to its table.
    fn of(recipe: &Recipe) -> Self {
        Self {
            roles: recipe.columns.iter().map(|column| column.role.clone()).collect(),
            answers: recipe.answers.clone(),
            period: recipe.period.clone(),
        }
    }
}

/// Evidence may overturn how a pass read, and a banner may show where the table ended: then it is done again.
const PASSES: usize = 4;

/// Reads all rows of a table under the roles and answers of a recipe.
///
/// # Errors
/// If the file cannot be read any more or is another one by now, if it has more different names or days than a map can
/// have, a cell without end, or if `progress` says to stop.
pub fn digest(table: &Table, recipe: &Recipe, progress: Progress<'_>) -> Result<Digest, ImportError> {
    digest_in(table, recipe, Manner::default(), progress)
}

fn digest_in(table: &Table, recipe: &Recipe, manner: Manner, progress: Progress<'_>) -> Result<Digest, ImportError> {
    let recipe = recipe.fitted(table);
    let mut profiles = table.profiles.clone();
    let mut below = table.body.below();
    let mut pass = 1;
    let mut repeated = BTreeSet::new();
    loop {
        let columns = Columns::new(table, &recipe, &profiles);
        let groups = AtomicUsize::new(0);
        let layout = layout(table, &recipe, columns, &profiles, (below, &repeated, &groups));
        let (mut all, whole) = read(table, &layout, manner, progress)?;
        if all.outline.below() != below && pass < PASSES && !table.is_read() {
            below = all.outline.below();
            pass += 1;
            continue;
        }
        if layout.counts_evidence {
            let full = full_profiles(&layout, &all, &profiles);
            if Columns::new(table, &recipe, &full) != layout.columns && pass < PASSES {
                profiles = full;
                pass += 1;
                continue;
            }
            profiles = full;
        }
        if let Some(whole) = whole {
            table.body.whole.get_or_init(|| whole);
        }
        let hashes = std::mem::take(&mut all.row_hashes);
        let duplicates = Duplicates::of(table, &layout.columns, !layout.remembers_rows || has_twins(hashes));
        let counts_once = recipe.answer_of("") == Some(&Answer::CountOnce);
        if counts_once && repeated.is_empty() && !duplicates.lines.is_empty() {
            // They are known only now: once more, without them.
            drop(layout);
            repeated = duplicates.all();
            continue;
        }
        let Layout { columns, figures, figure_of, slots, by_row, checked, measured, rules, .. } = layout;
        let mut digest = Digest {
            reading: Reading::of(&recipe),
            columns,
            profiles,
            names: Vec::new(),
            segments: Vec::new(),
            currencies: Vec::new(),
            periods: Vec::new(),
            all,
            rules,
            duplicates,
            repeated,
            figures,
            figure_of,
            slots,
            by_row,
            checked,
            measured,
        };
        digest.put_in_order();
        return Ok(digest);
    }
}

fn layout<'a>(
    table: &'a Table,
    recipe: &Recipe,
    columns: Columns,
    profiles: &[Profile],
    (below, repeated, groups): (Option<u64>, &'a BTreeSet<u32>, &'a AtomicUsize),
) -> Layout<'a> {
    let figure = |column| Figure { column, mark: columns.mark(column), factor: columns.bare_factor(column) };
    let figures: Vec<Figure> = columns.number_columns().map(figure).collect();
    let mut figure_of = vec![NONE; table.columns.len()];
    for (at, figure) in figures.iter().enumerate() {
        if let Some(slot) = figure_of.get_mut(figure.column) {
            *slot = number(at);
        }
    }
    let slots = slots(table, profiles, recipe, &columns, &Money::any());
    let places = |is_wanted: &dyn Fn(&Slot) -> bool| {
        slots.iter().enumerate().filter(|(_, slot)| is_wanted(slot)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let by_others = [columns.touchpoint, columns.date.or(columns.start)];
    Layout {
        frame: &table.body.frame,
        below,
        labels: columns.labels().into_iter().filter(|column| !by_others.contains(&Some(*column))).collect(),
        by_row: places(&|slot| !slot.making.is_linear()),
        checked: places(&|slot| slot.checked_rate.is_some()),
        counts_evidence: profiles.iter().any(|profile| profile.is_part),
        measured: measured_columns(&slots),
        rules: Rules::new(&columns, &slots),
        columns,
        figures,
        figure_of,
        repeated,
        remembers_rows: Duplicates::are_likely_looked_for(table),
        slots,
        groups,
    }
}

/// The columns whose quantiles the slots ask for, each once.
fn measured_columns(slots: &[Slot]) -> Vec<usize> {
    let mut measured = Vec::new();
    for slot in slots {
        if let Making::Quantile { column, .. } = slot.making
            && !measured.contains(&column)
        {
            measured.push(column);
        }
    }
    measured
}

/// One pass; with what it tells of the table, if that was not known yet.
fn read(
    table: &Table,
    layout: &Layout<'_>,
    manner: Manner,
    progress: Progress<'_>,
) -> Result<(Gathered, Option<Whole>), ImportError> {
    let (text, span) = (table.body.text(), &table.body.span());
    layout.groups.store(0, Ordering::Relaxed);
    let failed = |error: std::io::Error| match table.body.source.check_unchanged() {
        Ok(()) => ImportError::cannot_read(&table.file_name, &error),
        Err(changed) => changed,
    };
    table.body.source.check_unchanged()?;
    // What nobody has read to its end yet is looked at by the way.
    let is_new = table.hash().is_empty();
    let (mut hasher, mut has_nul) = (is_new.then(blake3::Hasher::new), false);
    if let Some(hasher) = &mut hasher {
        let mut above = vec![0; usize::try_from(span.start).unwrap_or(0)];
        read_full(text, 0, &mut above).map_err(failed)?;
        hasher.update(&above);
    }
    let mut on_bytes = |bytes: &[u8]| {
        if let Some(hasher) = &mut hasher {
            hasher.update(bytes);
            has_nul |= memchr::memchr(0, bytes).is_some();
        }
    };
    let make = || Gather::new(layout);
    let scanned = scan(text, span, manner, progress, &mut on_bytes, make, |gather, row| gather.see(row));
    let is_doubtful = match &scanned {
        Ok(_) => has_nul,
        Err(ScanError::NotUtf8 | ScanError::RecordTooLong { .. } | ScanError::Stopped(_)) => is_new,
        Err(ScanError::Io(_) | ScanError::Cancelled) => false,
    };
    if is_doubtful && table.body.settle(&table.file_name, progress)? {
        // Once more, as what it is.
        return read(table, layout, manner, progress);
    }
    let stopped = |stop: Stop| match stop {
        Stop::TooLong(line) => too_long(&table.file_name, line),
        Stop::TooMany { what, limit } => ImportError::TooMany { file: table.file_name.clone(), what, limit },
    };
    let Scanned { stripes, index } = scanned.map_err(|error| match error {
        ScanError::Io(error) => failed(error),
        ScanError::RecordTooLong { line } => too_long(&table.file_name, line),
        ScanError::Cancelled => ImportError::Cancelled { file: table.file_name.clone() },
        ScanError::Stopped(stop) => stopped(stop),
        // It was UTF-8 when it was opened.
        ScanError::NotUtf8 => ImportError::Changed { file: table.file_name.clone() },
    })?;
    table.body.source.check_unchanged()?;
    let mut all = Gathered::default();
    for stripe in stripes {
        all.absorb(stripe.finish(), layout).map_err(stopped)?;
    }
    let hash = hasher.map(|hasher| hasher.finalize().to_hex().to_string());
    let whole = (!table.is_read()).then(|| Whole {
        index,
        outline: all.outline.clone(),
        below: layout.below,
        hash: hash.unwrap_or_else(|| table.hash().to_owned()),
    });
    Ok((all, whole))
}

/// The profiles over all rows, of the columns that were read.
fn full_profiles(layout: &Layout<'_>, all: &Gathered, heads: &[Profile]) -> Vec<Profile> {
    let mut profiles = heads.to_vec();
    let mut put = |column: usize, full: &Profile| {
        if let Some(profile) = profiles.get_mut(column) {
            *profile = Profile { names: profile.names, is_part: profile.is_part, ..full.clone() };
        }
    };
    for (figure, profile) in layout.figures.iter().zip(&all.profiles) {
        put(figure.column, profile);
    }
    let columns = &layout.columns;
    let ends = columns.end.filter(|_| columns.date.is_none() && columns.start.is_some());
    for (column, profile) in [columns.date.or(columns.start), ends].into_iter().zip(&all.date_profiles) {
        if let Some(column) = column {
            put(column, profile);
        }
    }
    profiles
}

impl Digest {
    /// Whether the digest is of this recipe too: only names, touchpoints or the currency may differ.
    pub fn fits(&self, table: &Table, recipe: &Recipe) -> bool {
        self.reading == Reading::of(&recipe.fitted(table))
    }

    /// How many sums a plan is made from.
    pub fn size(&self) -> usize {
        self.all.groups.len()
    }

    /// Names, segments and currencies in the order of the file, days in theirs, and the groups by their first row:
    /// whatever the order was in which threads met them.
    fn put_in_order(&mut self) {
        let (names, name_places) = self.all.names.in_order();
        let (segments, segment_places) = self.all.segments.in_order();
        let (currencies, currency_places) = self.all.currencies.in_order();
        let mut by_day: Vec<usize> = (0..self.all.periods.all.len()).collect();
        by_day.sort_by_key(|at| self.all.periods.all.get(*at));
        let mut period_places = vec![NONE; by_day.len()];
        for (place, at) in by_day.iter().enumerate() {
            if let Some(slot) = period_places.get_mut(*at) {
                *slot = number(place);
            }
        }
        self.periods = by_day.iter().filter_map(|at| self.all.periods.all.get(*at)).copied().collect();
        (self.names, self.segments) = (names, segments);
        let new = |places: &[u32], old: u32| places.get(old as usize).copied().unwrap_or(old);
        for group in &mut self.all.groups {
            group.key.name = new(&name_places, group.key.name);
            group.key.segment = new(&segment_places, group.key.segment);
            group.key.currency = new(&currency_places, group.key.currency);
            group.key.period = new(&period_places, group.key.period);
        }
        let checked = self.checked.len();
        let mut checks = vec![Check::default(); self.all.checks.len()];
        for (at, check) in self.all.checks.iter().enumerate() {
            let (currency, of) = (at / checked.max(1), at % checked.max(1));
            if let Some(slot) = checks.get_mut(new(&currency_places, number(currency)) as usize * checked + of) {
                *slot = *check;
            }
        }
        self.all.checks = checks;
        self.currencies = if currencies.is_empty() { vec![String::new()] } else { currencies };
        let mut order: Vec<usize> = (0..self.all.groups.len()).collect();
        order.sort_by_key(|at| self.all.groups.get(*at).map(|group| (group.first_line, group.key)));
        let (width, by_row) = (self.figures.len(), self.by_row.len());
        let mut sums = Vec::with_capacity(self.all.sums.len());
        let mut made = Vec::with_capacity(self.all.made.len());
        for at in &order {
            sums.extend_from_slice(self.all.sums.get(at * width..(at + 1) * width).unwrap_or_default());
            made.extend_from_slice(self.all.made.get(at * by_row..(at + 1) * by_row).unwrap_or_default());
        }
        let mut new_places = vec![NONE; order.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(slot) = new_places.get_mut(*at) {
                *slot = number(place);
            }
        }
        self.all.people = std::mem::take(&mut self.all.people).regrouped(|place| new(&new_places, place));
        for held in &mut self.all.quantiles {
            *held = std::mem::take(held).regrouped(|place| new(&new_places, place));
        }
        self.all.groups = order.iter().filter_map(|at| self.all.groups.get(*at)).copied().collect();
        (self.all.sums, self.all.made) = (sums, made);
        self.all.forget_places();
    }

    /// Rows of each name that count if it has a touchpoint.
    pub(super) fn rows_by_name(&self) -> Vec<usize> {
        let mut rows = vec![0; self.names.len()];
        for group in &self.all.groups {
            if let Some(count) = rows.get_mut(group.key.name as usize) {
                *count += group.rows as usize;
            }
        }
        rows
    }

    /// The place of a column among the figures.
    pub(super) fn figure(&self, column: usize) -> Option<usize> {
        self.figure_of.get(column).filter(|at| **at != NONE).map(|at| *at as usize)
    }

    /// The customers and orders of all rows, by group.
    pub(super) fn people(&self) -> &People {
        &self.all.people
    }

    /// The values of a column, by group, if its quantiles were asked for.
    pub(super) fn quantiles(&self, column: usize) -> Option<&Quantiles> {
        let place = self.measured.iter().position(|known| *known == column)?;
        self.all.quantiles.get(place)
    }

    /// The sums of all figures over a group.
    pub(super) fn sums_of(&self, group: usize) -> &[f64] {
        let width = self.figures.len();
        self.all.sums.get(group * width..(group + 1) * width).unwrap_or_default()
    }

    /// Whether any figure is known in the rows of a group.
    pub(super) fn has_figures(&self, group: &Group) -> bool {
        self.mask(group).iter().any(|bits| *bits != 0)
    }

    fn mask(&self, group: &Group) -> &[u64] {
        self.all.masks.all.get(group.key.mask as usize).map_or(&[], Vec::as_slice)
    }

    /// How a slot's sum is had for each group.
    pub(super) fn maker<'a>(&'a self, slot: &'a Slot) -> impl Fn(usize) -> Option<Sum> + 'a {
        let is_same = |known: &usize| self.slots.get(*known).is_some_and(|known| known.making == slot.making);
        let by_row = self.by_row.iter().position(is_same);
        move |at| {
            let group = self.all.groups.get(at)?;
            if let Some(place) = by_row {
                return self.all.made.get(at * self.by_row.len() + place).copied().filter(|sum| sum.rows > 0);
            }
            let cells = Added { digest: self, sums: self.sums_of(at), mask: self.mask(group) };
            Some(Sum { rows: group.rows, first_row: group.first_line, ..make(slot.making, &cells)? })
        }
    }

    /// The comparisons of a slot's stated rate, with the places of their currencies.
    pub(super) fn checks_of(&self, slot: &Slot) -> impl Iterator<Item = (usize, &Check)> {
        let is_same = |known: &Slot| {
            known.making == slot.making && known.class == slot.class && known.checked_rate == slot.checked_rate
        };
        let place = self.checked.iter().position(|known| self.slots.get(*known).is_some_and(is_same));
        let rows = self.all.checks.chunks(self.checked.len().max(1)).enumerate();
        rows.filter_map(move |(currency, checks)| Some((currency, checks.get(place?)?)))
    }
}

/// The rows of a group as one: sums in place of numbers.
struct Added<'a> {
    digest: &'a Digest,
    sums: &'a [f64],
    mask: &'a [u64],
}

impl Cells for Added<'_> {
    fn number(&self, column: usize) -> Option<f64> {
        let at = self.digest.figure(column)?;
        let is_known = self.mask.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0);
        self.sums.get(at).copied().filter(|_| is_known)
    }

    fn text(&self, _: usize) -> &str {
        ""
    }
}

#[cfg(test)]
mod tests;
