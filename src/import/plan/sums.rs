//! What a digest comes to once each name has its touchpoint: one amount per metric, touchpoint, segment and period.

use super::RateCheck;
use super::dictionary::{Interner, NONE};
use super::digest::Digest;
use super::making::{Making, Sum};
use super::names::Names;
use super::slots::{Money, Slot};
use crate::base::Lines;
use crate::base::number::Unit;
use crate::import::number::Number;
use crate::import::table::Table;
use crate::model::{Amount, MetricClass};

/// Where a sum belongs: indices into `Names::targets`, `Sums::segments` (or `NONE`) and the digest's periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Group {
    pub target: u32,
    pub segment: u32,
    pub period: u32,
}

/// Which groups of the digest belong together, and what cannot be added.
pub(super) struct Sums<'a> {
    digest: &'a Digest,
    pub groups: Vec<Group>,
    /// For each group of the digest, its place among `groups`, or `NONE`.
    group_of: Vec<u32>,
    /// For each text of the column of currencies, its place among those of the money.
    currency_of: Vec<usize>,
    pub segments: Vec<String>,
    /// By slot: periods in which several rows would have to be added that cannot be.
    pub clashes: Vec<usize>,
    /// The slots' names, in the same order.
    pub clash_names: Vec<String>,
}

/// Stated rates compared with computed ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Check {
    agrees: usize,
    differs: usize,
    first_line: u32,
}

impl Check {
    /// Compares the rate that a row states with what its parts make of it.
    pub fn compare(&mut self, slot: &Slot, made: &Sum, stated: Number<'_>, line: u32) {
        let Some(computed) = (match slot.class {
            MetricClass::Ratio => (made.b != 0.0).then(|| made.a / made.b),
            MetricClass::ShareDifference => (made.c != 0.0).then(|| 100.0 * (made.a - made.b) / made.c),
            MetricClass::Additive
            | MetricClass::Mean
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::RateOnly
            | MetricClass::Derived => None,
        }) else {
            return;
        };
        let is_same = rate_agrees(computed, stated.value, stated.decimals, stated.is_percent, slot);
        let other = match is_same {
            true => Self { agrees: 1, ..Self::default() },
            false => Self { differs: 1, first_line: line, ..Self::default() },
        };
        self.absorb(&other);
    }

    pub fn absorb(&mut self, other: &Self) {
        self.first_line = match (self.differs, other.differs) {
            (0, _) => other.first_line,
            (_, 0) => self.first_line,
            (_, _) => self.first_line.min(other.first_line),
        };
        self.agrees += other.agrees;
        self.differs += other.differs;
    }
}

/// Puts together what goes to one touchpoint.
pub(super) fn add_up<'a>(digest: &'a Digest, money: &Money, slots: &[Slot], names: &Names) -> Sums<'a> {
    let mut groups: Interner<Group> = Interner::default();
    let mut segments: Interner<u32> = Interner::default();
    let mut group_of = Vec::with_capacity(digest.all.groups.len());
    for group in &digest.all.groups {
        let Some(target) = names.target_of.get(group.key.name as usize).copied().flatten() else {
            group_of.push(NONE);
            continue;
        };
        let segment = if group.key.segment == NONE { NONE } else { segments.find(&group.key.segment) };
        group_of.push(groups.find(&Group { target, segment, period: group.key.period }));
    }
    let text = |id: &u32| digest.segments.get(*id as usize).cloned().unwrap_or_default();
    let mut sums = Sums {
        digest,
        groups: groups.all,
        group_of,
        currency_of: digest.currencies.iter().map(|text| money.index_of(text)).collect(),
        segments: segments.all.iter().map(text).collect(),
        clashes: Vec::new(),
        clash_names: slots.iter().map(|slot| slot.name.clone()).collect(),
    };
    let clashes = |slot: &Slot| match slot.is_distinct {
        true => sums.of(slot).iter().filter(|sum| sum.rows > 1).count(),
        false => 0,
    };
    sums.clashes = slots.iter().map(clashes).collect();
    sums
}

impl Sums<'_> {
    /// Whether a group of the digest has a touchpoint.
    pub fn counts(&self, group: usize) -> bool {
        self.group_of.get(group).is_some_and(|place| *place != NONE)
    }

    /// Where a group of the digest goes, if it has a touchpoint and the slot is of its currency.
    pub fn home(&self, slot: &Slot, at: usize) -> Option<Group> {
        let group = self.digest.all.groups.get(at).filter(|group| self.is_of(slot, group.key.currency as usize))?;
        let place = self.group_of.get(at).filter(|place| **place != NONE && group.rows > 0)?;
        self.groups.get(*place as usize).copied()
    }

    fn is_of(&self, slot: &Slot, currency: usize) -> bool {
        let index = self.currency_of.get(currency).copied().unwrap_or(0);
        slot.currency.is_none_or(|wanted| wanted == index)
    }

    /// What the rows of each group come to; no rows where none has all that it takes.
    pub fn of(&self, slot: &Slot) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.groups.len()];
        let made = self.digest.maker(slot);
        for (at, (group, place)) in self.digest.all.groups.iter().zip(&self.group_of).enumerate() {
            if !self.is_of(slot, group.key.currency as usize) {
                continue;
            }
            if let (Some(sum), Some(more)) = (sums.get_mut(*place as usize), made(at)) {
                sum.add(&more);
            }
        }
        sums
    }

    /// First rows of groups whose amount no number can hold: they are left out.
    pub fn too_large(&self, slots: &[Slot]) -> Lines {
        let all = &self.digest.all;
        let is_held = |sum: &Sum| sum.a.is_finite() && sum.b.is_finite() && sum.c.is_finite();
        if all.sums.iter().all(|sum| sum.is_finite()) && all.made.iter().all(is_held) {
            return Lines::default();
        }
        let beyond = |sum: &Sum| sum.rows > 0 && !is_held(sum);
        slots.iter().flat_map(|slot| self.of(slot)).filter(beyond).map(|sum| sum.first_row).collect()
    }

    /// The comparison of stated with computed rates, for the columns that state one.
    pub fn rate_checks(&self, table: &Table, slots: &[Slot]) -> Vec<RateCheck> {
        let mut checks: Vec<RateCheck> = Vec::new();
        for slot in slots {
            let Some(column) = slot.checked_rate.and_then(|column| table.columns.get(column)) else { continue };
            let mut all = Check::default();
            for (currency, check) in self.digest.checks_of(slot) {
                if self.is_of(slot, currency) {
                    all.absorb(check);
                }
            }
            if all.agrees + all.differs == 0 {
                continue;
            }
            checks.push(RateCheck {
                column: column.name.clone(),
                formula: slot.made_of.replace("Σ ", ""),
                agrees: all.agrees,
                differs: all.differs,
                first_differing_line: all.first_line,
            });
        }
        checks
    }
}

/// The amount of a metric with its rows and first row; `None` if there is none.
pub(super) fn amount(sum: &Sum, slot: &Slot) -> Option<(Amount, u32, u32)> {
    if sum.rows == 0 || (slot.is_distinct && sum.rows > 1) {
        return None;
    }
    let amount = match slot.class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => Amount::Value(sum.a),
        MetricClass::Ratio => Amount::Ratio { numerator: sum.a, denominator: sum.b },
        MetricClass::Mean => {
            let has_squares = matches!(slot.making, Making::Answer { .. } | Making::Sample(_));
            Amount::Mean { sum: sum.a, sum_of_squares: has_squares.then_some(sum.c), count: sum.b }
        }
        MetricClass::ShareDifference => Amount::Shares { promoters: sum.a, detractors: sum.b, count: sum.c },
        MetricClass::RateOnly if sum.is_unweighted || sum.b == 0.0 => {
            Amount::Rate { rate: sum.c / f64::from(sum.rows), weight: None }
        }
        MetricClass::RateOnly => Amount::Rate { rate: sum.a / sum.b, weight: Some(sum.b) },
        // No file brings what is worked out from other metrics.
        MetricClass::Derived => return None,
    };
    is_finite(&amount).then_some((amount, sum.rows, sum.first_row))
}

pub(super) fn is_finite(amount: &Amount) -> bool {
    match amount {
        Amount::Value(value) => value.is_finite(),
        Amount::Ratio { numerator, denominator } => numerator.is_finite() && denominator.is_finite(),
        Amount::Mean { sum, sum_of_squares, count } => {
            sum.is_finite() && count.is_finite() && sum_of_squares.is_none_or(f64::is_finite)
        }
        Amount::Shares { promoters, detractors, count } => {
            promoters.is_finite() && detractors.is_finite() && count.is_finite()
        }
        Amount::Rate { rate, weight } => rate.is_finite() && weight.is_none_or(f64::is_finite),
    }
}

/// Whether rounding explains the difference. Some tools (Meta) write percents without their sign.
fn rate_agrees(computed: f64, stated: f64, decimals: u8, is_percent: bool, slot: &Slot) -> bool {
    let half = 0.5 * 10f64.powi(-i32::from(decimals.min(12)));
    let is_near = |a: f64, b: f64, half: f64| (a - b).abs() <= half * 1.01 + b.abs() * 1e-6;
    if is_percent {
        return is_near(computed, stated, half / 100.0);
    }
    let is_share = slot.unit == Unit::Share;
    is_near(computed, stated, half) || (is_share && is_near(computed, stated / 100.0, half / 100.0))
}
