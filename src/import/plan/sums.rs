//! Adds rows up: one amount per metric, touchpoint, segment and period, from numbers that are all known.

use std::collections::{BTreeMap, HashMap};

use super::RateCheck;
use super::attach::Names;
use super::columns::Columns;
use super::making::{Cells, Making, Sum, make};
use super::rows::{Fate, NONE, Rows};
use super::slots::{Money, Slot};
use super::tally::Tally;
use crate::base::Period;
use crate::base::number::Unit;
use crate::import::answers::{Reply, Scale};
use crate::import::number::{Value, is_unknown};
use crate::import::recipe::Span;
use crate::import::table::Table;
use crate::model::{Amount, MetricClass};

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
    /// What is no answer on its question's scale: line, column, text; the first few.
    pub not_answers: Vec<(u32, String, String)>,
    pub not_answers_count: usize,
    /// Metrics of which there was too much to count.
    pub uncounted: Vec<String>,
    checks: Vec<Check>,
    /// Amounts of metrics that are counted apart, by group and slot, with their rows and first row.
    counted: HashMap<(usize, usize), (Amount, u32, u32)>,
}

/// A row with its numbers read.
struct Row<'a> {
    table: &'a Table,
    row: usize,
    numbers: &'a [Option<f64>],
}

impl Cells for Row<'_> {
    fn number(&self, column: usize) -> Option<f64> {
        self.numbers.get(column).copied().flatten()
    }

    fn text(&self, column: usize) -> &str {
        self.table.cell(self.row, column)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Check {
    agrees: usize,
    differs: usize,
    first_line: u32,
}

const SHOWN: usize = 3;

/// Adds up the rows that count.
pub(super) fn add_up(
    table: &Table,
    columns: &Columns,
    money: &Money,
    slots: &[Slot],
    rows: &mut Rows,
    names: &Names,
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
        not_answers: Vec::new(),
        not_answers_count: 0,
        uncounted: Vec::new(),
        counted: HashMap::new(),
        checks: vec![Check::default(); slots.len()],
    };
    let mut tally = Tally::new(columns, slots, money.codes.len());
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
            let value = sums.read(table, columns, row, *column);
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
        for (_, scale, column) in &columns.answers {
            sums.check_answer(table, columns, row, *column, *scale);
        }
        let cells = Row { table, row, numbers: &values };
        tally.add(index, currency, &cells);
        for (at, slot) in slots.iter().enumerate() {
            if slot.currency.is_some_and(|wanted| wanted != currency) {
                continue;
            }
            let Some(made) = make(slot.making, &cells) else { continue };
            if let Some(column) = slot.checked_rate {
                sums.check(table, columns, slot, at, (row, column), made);
            }
            if let Some(sum) = sums.sums.get_mut(index * slots.len() + at) {
                sum.add(made, table.line(row));
            }
        }
    }
    sums.gather(slots, rows, &mut group_of, tally);
    for (at, slot) in slots.iter().enumerate() {
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

impl Sums {
    fn read(&mut self, table: &Table, columns: &Columns, row: usize, column: usize) -> Option<f64> {
        let text = table.cell(row, column);
        match columns.value(text, column) {
            Value::Number(number) => Some(number.value),
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
                if self.unreadable.len() < SHOWN {
                    let name = columns.name_of(table, Some(column));
                    let text = text.chars().take(40).collect();
                    self.unreadable.push((table.line(row), name, text));
                }
                None
            }
        }
    }

    fn check_answer(&mut self, table: &Table, columns: &Columns, row: usize, column: usize, scale: Scale) {
        let text = table.cell(row, column);
        if scale.read(text) != Reply::Unreadable {
            return;
        }
        self.not_answers_count += 1;
        if self.not_answers.len() < SHOWN {
            let name = columns.name_of(table, Some(column));
            self.not_answers.push((table.line(row), name, text.chars().take(40).collect()));
        }
    }

    /// Works out what is counted apart, over the days that each metric is counted over.
    fn gather(&mut self, slots: &[Slot], rows: &mut Rows, group_of: &mut HashMap<Group, usize>, mut tally: Tally) {
        if !slots.iter().any(|slot| slot.making.is_counted()) {
            return;
        }
        let fine = self.groups.len();
        let mut homes: HashMap<Span, Vec<usize>> = HashMap::new();
        for (at, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.making.is_counted()) {
            let home = match homes.get(&slot.span) {
                Some(home) => home.clone(),
                None => {
                    let home = self.homes(slot.span, fine, rows, group_of);
                    homes.insert(slot.span, home.clone());
                    home
                }
            };
            // The sums above the line, put together.
            let mut above: BTreeMap<usize, Sum> = BTreeMap::new();
            for (group, home) in home.iter().enumerate() {
                let Some(sum) = self.sum(group, at).copied() else { continue };
                let into = above.entry(*home).or_default();
                into.first_row = if into.rows == 0 { sum.first_row } else { into.first_row.min(sum.first_row) };
                into.a += sum.a;
                into.rows += sum.rows;
            }
            let Some(amounts) = tally.amounts(slot, &home, &above, |group| {
                let period = self.groups.get(group).map(|group| group.period)?;
                rows.periods.get(period as usize).copied()
            }) else {
                self.uncounted.push(slot.name.clone());
                continue;
            };
            for (group, amount) in amounts {
                if let (Some(sum), true) = (above.get(&group), is_finite(&amount)) {
                    self.counted.insert((group, at), (amount, sum.rows, sum.first_row));
                }
            }
        }
    }

    /// For each group, the group of the days over which it is counted; new ones are added behind the others.
    fn homes(&mut self, span: Span, fine: usize, rows: &mut Rows, group_of: &mut HashMap<Group, usize>) -> Vec<usize> {
        let days = |rows: &Rows, group: Option<&Group>| rows.periods.get(group?.period as usize).copied();
        let all = (0..fine).filter_map(|at| days(rows, self.groups.get(at))).reduce(Period::union);
        let mut index_of: HashMap<Period, usize> = HashMap::new();
        for (index, period) in rows.periods.iter().enumerate() {
            index_of.entry(*period).or_insert(index);
        }
        let mut homes = Vec::with_capacity(fine);
        for at in 0..fine {
            let own = self.groups.get(at).copied();
            let period = own.as_ref().and_then(|own| days(rows, Some(own))).zip(all).map(|(period, all)| match span {
                Span::Row => period,
                Span::Month => month_within(period, all),
                Span::File => all,
            });
            let Some((own, period)) = own.zip(period) else {
                homes.push(at);
                continue;
            };
            let index = *index_of.entry(period).or_insert_with(|| {
                rows.periods.push(period);
                rows.periods.len() - 1
            });
            let group = Group { period: u32::try_from(index).unwrap_or(NONE), ..own };
            let home = *group_of.entry(group).or_insert_with(|| {
                self.groups.push(group);
                self.sums.resize(self.groups.len() * self.width, Sum::default());
                self.groups.len() - 1
            });
            homes.push(home);
        }
        homes
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
            if check.differs == 0 {
                check.first_line = table.line(row);
            }
            check.differs += 1;
        }
    }

    fn sum(&self, group: usize, slot: usize) -> Option<&Sum> {
        self.sums.get(group * self.width + slot).filter(|sum| sum.rows > 0)
    }

    /// The amount of a metric in a group with its rows and first row; `None` if there is none.
    pub fn amount(&self, group: usize, slot: usize, made: &Slot) -> Option<(Amount, u32, u32)> {
        if made.making.is_counted() {
            return self.counted.get(&(group, slot)).copied();
        }
        let sum = self.sum(group, slot)?;
        if made.is_distinct && sum.rows > 1 {
            return None;
        }
        let amount = match (made.class, made.making) {
            (MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot, _) => Amount::Value(sum.a),
            (MetricClass::Ratio, _) => Amount::Ratio { numerator: sum.a, denominator: sum.b },
            (MetricClass::Mean, Making::Answer { .. } | Making::Sample(_)) => {
                Amount::Mean { sum: sum.a, sum_of_squares: Some(sum.c), count: sum.b }
            }
            (MetricClass::Mean, _) => Amount::Mean { sum: sum.a, sum_of_squares: None, count: sum.b },
            (MetricClass::ShareDifference, _) => Amount::Shares { promoters: sum.a, detractors: sum.b, count: sum.c },
            (MetricClass::RateOnly, _) if sum.is_unweighted || sum.b == 0.0 => {
                Amount::Rate { rate: sum.c / f64::from(sum.rows), weight: None }
            }
            (MetricClass::RateOnly, _) => Amount::Rate { rate: sum.a / sum.b, weight: Some(sum.b) },
        };
        is_finite(&amount).then_some((amount, sum.rows, sum.first_row))
    }

    /// The comparison of stated with computed rates, for the columns that state one.
    pub fn rate_checks(&self, table: &Table, slots: &[Slot]) -> Vec<RateCheck> {
        let mut checks: Vec<RateCheck> = Vec::new();
        for (slot, check) in slots.iter().zip(&self.checks) {
            let Some(column) = slot.checked_rate.and_then(|column| table.columns.get(column)) else { continue };
            if check.agrees + check.differs == 0 {
                continue;
            }
            checks.push(RateCheck {
                column: column.name.clone(),
                formula: slot.made_of.replace("Σ ", ""),
                agrees: check.agrees,
                differs: check.differs,
                first_differing_line: check.first_line,
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

/// The calendar months that the days lie in, as far as the file reaches.
fn month_within(days: Period, all: Period) -> Period {
    let months = Period::month_of(days.from).union(Period::month_of(days.to));
    Period::new(months.from.max(all.from), months.to.min(all.to)).unwrap_or(days)
}
