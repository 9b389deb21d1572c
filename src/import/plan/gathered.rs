//! What rows come to: the sums of one stripe of a scan, or of all of them.

use std::sync::atomic::Ordering;

use super::dictionary::{Dictionary, Interner, Map, number};
use super::gather::{Layout, Stop};
use super::making::Sum;
use super::people::People;
use super::quantiles::Quantiles;
use super::rows::Fate;
use super::sums::Check;
use crate::base::{Lines, Period};
use crate::import::frame::Outline;
use crate::import::profile::Profile;

/// Touchpoints, segments and days together: what is more is no map.
pub(super) const MAX_GROUPS: usize = 3_000_000;
/// Different names, segments or currencies.
pub(super) const MAX_NAMES: usize = 200_000;
/// Rows of one kind that are kept with their cells.
pub(super) const ROWS_KEPT: usize = 2_000;
/// Marks and cells that are kept of what is said a few of.
pub(super) const NOTED: usize = 16;

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
    /// Of all rows, if they are remembered; in no order.
    pub row_hashes: Vec<u64>,
    /// By rule of the layout: the rows that break it.
    pub odd: Vec<Lines>,
    pub(super) places: Map<Key, u32>,
}

impl Gathered {
    pub fn check_names(&self) -> Result<(), Stop> {
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

    pub fn place(&mut self, key: Key, layout: &Layout<'_>) -> Result<u32, Stop> {
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
        self.row_hashes.append(&mut other.row_hashes);
        self.outline.merge(other.outline);
        Ok(())
    }
}
