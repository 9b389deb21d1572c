//! Adds rows up: one amount per metric, touchpoint, segment and period, from numbers that are all known.

use std::collections::HashMap;

use super::RateCheck;
use super::attach::Names;
use super::checks::RowChecks;
use super::columns::Columns;
use super::rows::{Fate, NONE, Rows};
use super::slots::{Above, Making, Money, Slot};
use crate::base::Lines;
use crate::base::number::Unit;
use crate::import::number::{Value, is_unknown};
use crate::import::table::Table;
use crate::model::{Amount, MetricClass};

/// What several rows of one touchpoint, segment and period come to.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    a: f64,
    b: f64,
    c: f64,
    is_unweighted: bool,
    rows: u32,
    first_row: u32,
}

/// Where a sum belongs: indices into `Names::targets`, `Sums::segments` (or `NONE`) and `Rows::periods`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Group {
    pub target: u32,
    pub segment: u32,
    pub period: u32,
}

/// All sums, and what was noticed on the way.
pub(super) struct Sums {
    pub groups: Vec<Group>,
    sums: Vec<Sum>,
    width: usize,
    pub segments: Vec<String>,
    /// By slot: periods in which several rows would have to be added that cannot be.
    pub clashes: Vec<usize>,
    /// The slots' names, in the same order.
    pub clash_names: Vec<String>,
    /// Marks read as not reported, as written, with how often; blanks not counted.
    pub not_reported: Vec<(String, usize)>,
    /// Cells that should be figures and are not: line, column, text; the first few.
    pub unreadable: Vec<(u32, String, String)>,
    pub unreadable_count: usize,
    checks: Vec<Check>,
    /// What the rows that count were checked for.
    pub row_checks: RowChecks,
    /// Groups whose sum is beyond what a number can hold: left out.
    pub too_large: Lines,
    /// Cells that should be figures and are not, by line.
    pub unreadable_lines: Lines,
}

#[derive(Clone, Debug, Default)]
struct Check {
    agrees: usize,
    differing: Lines,
}

const SHOWN: usize = 3;

/// Adds up the rows that count.
pub(super) fn add_up(
    table: &Table,
    columns: &Columns,
    money: &Money,
    slots: &[Slot],
    rows: &Rows,
    names: &Names,
    row_checks: RowChecks,
) -> Sums {
    let mut sums = Sums {
        groups: Vec::new(),
        sums: Vec::new(),
        width: slots.len(),
        segments: Vec::new(),
        clashes: vec![0; slots.len()],
        clash_names: slots.iter().map(|slot| slot.name.clone()).collect(),
        not_reported: Vec::new(),
        unreadable: Vec::new(),
        unreadable_count: 0,
        checks: vec![Check::default(); slots.len()],
        row_checks,
        too_large: Lines::default(),
        unreadable_lines: Lines::default(),
    };
    let number_columns: Vec<usize> = columns.number_columns().collect();
    let mut values: Vec<Option<f64>> = vec![None; table.columns.len()];
    let mut group_of: HashMap<Group, usize> = HashMap::new();
    let mut segment_of: HashMap<&str, u32> = HashMap::new();
    for (row, fate) in rows.fates.iter().enumerate() {
        if *fate != Fate::Kept {
            continue;
        }
        let (Some(name), Some(period)) = (rows.name_of.get(row), rows.period_of.get(row)) else { continue };
        let Some(target) = names.target_of.get(*name as usize).copied().flatten() else { continue };
        for column in &number_columns {
            let value = sums.read(table, columns, money, row, *column);
            if let Some(slot) = values.get_mut(*column) {
                *slot = value;
            }
        }
        let segment = columns.segment.map_or(NONE, |column| {
            let text = table.cell(row, column);
            if is_unknown(text) {
                return NONE;
            }
            *segment_of.entry(text).or_insert_with(|| {
                sums.segments.push(text.to_owned());
                u32::try_from(sums.segments.len() - 1).unwrap_or(NONE)
            })
        });
        let group = Group { target, segment, period: *period };
        let index = *group_of.entry(group).or_insert_with(|| {
            sums.groups.push(group);
            sums.sums.resize(sums.groups.len() * slots.len(), Sum::default());
            sums.groups.len() - 1
        });
        let currency = money.of_row(table, row);
        let get = |column: usize| values.get(column).copied().flatten();
        sums.row_checks.see(table.line(row), rows.periods.get(*period as usize).copied(), &get);
        for (at, slot) in slots.iter().enumerate() {
            if slot.currency.is_some_and(|wanted| wanted != currency) {
                continue;
            }
            let Some(made) = make(slot, &get) else { continue };
            if let Some(column) = slot.checked_rate {
                sums.check(table, columns, slot, at, (row, column), made);
            }
            if let Some(sum) = sums.sums.get_mut(index * slots.len() + at) {
                sum.add(made, table.line(row));
            }
        }
    }
    for (at, slot) in slots.iter().enumerate() {
        for group in 0..sums.groups.len() {
            if let Some(sum) = sums.sum(group, at)
                && !is_finite(&sum.amount(slot))
            {
                let line = sum.first_row;
                sums.too_large.add(line);
            }
        }
        if slot.is_distinct {
            let clashes = (0..sums.groups.len()).filter(|group| sums.sum(*group, at).is_some_and(|sum| sum.rows > 1));
            let count = clashes.count();
            if let Some(clashes) = sums.clashes.get_mut(at) {
                *clashes = count;
            }
        }
    }
    sums
}

impl Sum {
    fn add(&mut self, made: Sum, line: u32) {
        self.a += made.a;
        self.b += made.b;
        self.c += made.c;
        self.is_unweighted |= made.is_unweighted;
        if self.rows == 0 {
            self.first_row = line;
        }
        self.rows += 1;
    }
}

impl Sum {
    /// As the metric's class keeps it.
    fn amount(&self, made: &Slot) -> Amount {
        match made.class {
            MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => Amount::Value(self.a),
            MetricClass::Ratio => Amount::Ratio { numerator: self.a, denominator: self.b },
            MetricClass::Mean => Amount::Mean { sum: self.a, sum_of_squares: None, count: self.b },
            MetricClass::ShareDifference => Amount::Shares { promoters: self.a, detractors: self.b, count: self.c },
            MetricClass::RateOnly if self.is_unweighted || self.b == 0.0 => {
                Amount::Rate { rate: self.c / f64::from(self.rows), weight: None }
            }
            MetricClass::RateOnly => Amount::Rate { rate: self.a / self.b, weight: Some(self.b) },
        }
    }
}

/// What one row brings to a metric; `None` if a part of it is not known.
fn make(slot: &Slot, get: &impl Fn(usize) -> Option<f64>) -> Option<Sum> {
    let sum = |a: f64, b: f64| Sum { a, b, ..Sum::default() };
    let above = |above: Above| match above {
        Above::One(column) => get(column),
        Above::Less(from, less) => Some(get(from)? - get(less)?),
    };
    Some(match slot.making {
        Making::Value(column) => sum(get(column)?, 0.0),
        Making::Quotient { above: part, below } => {
            let below = get(below).filter(|below| *below != 0.0)?;
            sum(above(part)? / below, 0.0)
        }
        Making::Ratio { above: part, below } => sum(above(part)?, get(below)?),
        Making::AboveFromRate { rate, below } => {
            let below = get(below)?;
            // Nothing below the line: the stated rate says nothing, and nothing is above it either.
            let above = if below == 0.0 { 0.0 } else { get(rate)? * below };
            sum(above, below)
        }
        Making::BelowFromRate { above: part, rate } => {
            let (above, rate) = (above(part)?, get(rate)?);
            if rate == 0.0 {
                return None;
            }
            sum(above, above / rate)
        }
        Making::RateOnly { rate, weight } => {
            let rate = get(rate)?;
            match weight.and_then(get) {
                Some(weight) => Sum { a: rate * weight, b: weight, c: rate, ..Sum::default() },
                None => Sum { c: rate, is_unweighted: true, ..Sum::default() },
            }
        }
        Making::Mean { average, count } => {
            let count = get(count)?;
            let sum_of = if count == 0.0 { 0.0 } else { get(average)? * count };
            sum(sum_of, count)
        }
        Making::Shares { promoters, detractors, passives, count } => {
            let (promoters, detractors) = (get(promoters)?, get(detractors)?);
            let count = match count.and_then(get) {
                Some(count) => count,
                None => promoters + detractors + get(passives?)?,
            };
            Sum { a: promoters, b: detractors, c: count, ..Sum::default() }
        }
    })
}

impl Sums {
    fn read(&mut self, table: &Table, columns: &Columns, money: &Money, row: usize, column: usize) -> Option<f64> {
        let text = table.cell(row, column);
        match columns.value(text, column) {
            Value::Number(number) => {
                let of_row = money.codes.get(money.of_row(table, row));
                if let Some(code) = number.currency.filter(|code| of_row.is_some_and(|known| known != code)) {
                    self.row_checks.see_other_currency(table.line(row), column, code);
                }
                Some(number.value)
            }
            Value::Unknown => {
                if !text.is_empty() {
                    let known = self.not_reported.iter().position(|(mark, _)| mark == text);
                    if let Some((_, count)) = known.and_then(|at| self.not_reported.get_mut(at)) {
                        *count += 1;
                    } else if self.not_reported.len() < SHOWN {
                        self.not_reported.push((text.to_owned(), 1));
                    }
                }
                None
            }
            Value::Text => {
                self.unreadable_count += 1;
                if self.unreadable_lines.first().last() != Some(&table.line(row)) {
                    self.unreadable_lines.add(table.line(row));
                }
                if self.unreadable.len() < SHOWN {
                    let name = columns.name_of(table, Some(column));
                    let text = text.chars().take(40).collect();
                    self.unreadable.push((table.line(row), name, text));
                }
                None
            }
        }
    }

    /// Compares a stated rate with the one computed from its parts.
    fn check(&mut self, table: &Table, columns: &Columns, slot: &Slot, at: usize, cell: (usize, usize), made: Sum) {
        let (row, column) = cell;
        let Value::Number(stated) = columns.value(table.cell(row, column), column) else { return };
        let Some(computed) = (match slot.class {
            MetricClass::Ratio => (made.b != 0.0).then(|| made.a / made.b),
            MetricClass::ShareDifference => (made.c != 0.0).then(|| 100.0 * (made.a - made.b) / made.c),
            MetricClass::Additive
            | MetricClass::Mean
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::RateOnly => None,
        }) else {
            return;
        };
        let Some(check) = self.checks.get_mut(at) else { return };
        if rate_agrees(computed, stated.value, stated.decimals, stated.is_percent, slot) {
            check.agrees += 1;
        } else {
            check.differing.add(table.line(row));
        }
    }

    fn sum(&self, group: usize, slot: usize) -> Option<&Sum> {
        self.sums.get(group * self.width + slot).filter(|sum| sum.rows > 0)
    }

    /// The amount of a metric in a group with its rows and first row; `None` if there is none.
    pub fn amount(&self, group: usize, slot: usize, made: &Slot) -> Option<(Amount, u32, u32)> {
        let sum = self.sum(group, slot)?;
        if made.is_distinct && sum.rows > 1 {
            return None;
        }
        let amount = sum.amount(made);
        is_finite(&amount).then_some((amount, sum.rows, sum.first_row))
    }

    /// The comparison of stated with computed rates, for the columns that state one.
    pub fn rate_checks(&self, table: &Table, slots: &[Slot]) -> Vec<RateCheck> {
        let mut checks: Vec<RateCheck> = Vec::new();
        for (slot, check) in slots.iter().zip(&self.checks) {
            let Some(column) = slot.checked_rate.and_then(|column| table.columns.get(column)) else { continue };
            if check.agrees + check.differing.count() == 0 {
                continue;
            }
            checks.push(RateCheck {
                column: column.name.clone(),
                formula: slot.made_of.replace("Σ ", ""),
                agrees: check.agrees,
                differs: check.differing.count(),
                differing: check.differing.clone(),
            });
        }
        checks
    }
}

fn is_finite(amount: &Amount) -> bool {
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
pub(super) fn rate_agrees(computed: f64, stated: f64, decimals: u8, is_percent: bool, slot: &Slot) -> bool {
    let half = 0.5 * 10f64.powi(-i32::from(decimals.min(12)));
    let is_near = |a: f64, b: f64, half: f64| (a - b).abs() <= half * 1.01 + b.abs() * 1e-6;
    if is_percent {
        return is_near(computed, stated, half / 100.0);
    }
    let is_share = slot.unit == Unit::Share;
    is_near(computed, stated, half) || (is_share && is_near(computed, stated / 100.0, half / 100.0))
}
