//! Totals rows: found also where only their name is blank, left out, and compared with the sums of the rows.

use std::collections::HashMap;

use super::TotalCheck;
use super::columns::Columns;
use super::rows::{Fate, NONE, Rows};
use super::slots::Money;
use crate::base::number::Unit;
use crate::import::library::{Part, TemplateUnit, template};
use crate::import::number::{Number, Value};
use crate::import::table::Table;
use crate::model::MetricClass;

/// Sums by column over the rows of one period, or of all.
type ColumnSums = HashMap<u32, Vec<f64>>;

/// Compares every totals row with the sums, and makes totals rows of nameless rows that agree with them.
pub(super) fn check(table: &Table, columns: &Columns, money: &Money, rows: &mut Rows) -> Vec<TotalCheck> {
    let candidates: Vec<usize> = (0..rows.fates.len())
        .filter(|row| matches!(rows.fates.get(*row), Some(Fate::Totals | Fate::Nameless)))
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let sums = sum_columns(table, columns, rows);
    let has_days = columns.date.is_some() || columns.start.is_some();
    // Several rows may state the same totals (account, search network …): the one that agrees the most is compared.
    let mut best: Vec<(u32, usize, Vec<TotalCheck>)> = Vec::new();
    for row in candidates {
        let fate = rows.fates.get(row).copied().unwrap_or(Fate::Totals);
        let period = rows.period_of.get(row).copied().unwrap_or(NONE);
        let scope = if has_days { period } else { NONE };
        let Some(of_scope) = sums.get(&scope) else { continue };
        let checks = compare(table, columns, money, rows, (row, scope), of_scope);
        let agreeing = checks.iter().filter(|check| check.agrees).count();
        if fate == Fate::Nameless {
            if agreeing == 0 {
                continue;
            }
            if let Some(fate) = rows.fates.get_mut(row) {
                *fate = Fate::Totals;
            }
        }
        match best.iter_mut().find(|(known, ..)| *known == scope) {
            Some(entry) if agreeing > entry.1 => *entry = (scope, agreeing, checks),
            Some(_) => {}
            None => best.push((scope, agreeing, checks)),
        }
    }
    best.into_iter().flat_map(|(_, _, checks)| checks).collect()
}

fn sum_columns(table: &Table, columns: &Columns, rows: &Rows) -> ColumnSums {
    let width = table.columns.len();
    let mut sums: ColumnSums = HashMap::new();
    sums.insert(NONE, vec![0.0; width]);
    for (row, fate) in rows.fates.iter().enumerate().filter(|(_, fate)| fate.is_data()) {
        let period = rows.period_of.get(row).copied().unwrap_or(NONE);
        for (_, column) in &columns.quantities {
            let Some(value) = columns.number(table.cell(row, *column), *column) else { continue };
            let mut add = |scope: u32| {
                if let Some(sum) = sums.entry(scope).or_insert_with(|| vec![0.0; width]).get_mut(*column) {
                    *sum += value;
                }
            };
            add(NONE);
            if *fate != Fate::Dateless && period != NONE {
                add(period);
            }
        }
    }
    sums
}

fn compare(
    table: &Table,
    columns: &Columns,
    money: &Money,
    rows: &Rows,
    of: (usize, u32),
    sums: &[f64],
) -> Vec<TotalCheck> {
    let (row, scope) = of;
    let scope_label = rows.periods.get(scope as usize).map_or_else(String::new, |period| period.label());
    let sum_of = |key: &str| columns.quantity(key).and_then(|column| sums.get(column)).copied();
    let check = |column: usize, number: Number<'_>, summed: f64, unit: Unit, note: &str| {
        let half = 0.51 * 10f64.powi(-i32::from(number.decimals.min(12)));
        let half = if number.is_percent { half / 100.0 } else { half };
        TotalCheck {
            column: columns.name_of(table, Some(column)),
            scope: scope_label.clone(),
            is_rate: false,
            line: table.line(row),
            stated: number.value,
            summed,
            unit,
            agrees: (summed - number.value).abs() <= half + summed.abs() * 1e-9,
            note: note.to_owned(),
        }
    };
    let unit_of = |key: &str| {
        let code = money.codes.get(money.of_row(table, row)).map(String::as_str);
        template(key).map_or(Unit::Count, |known| known.unit.unit(code))
    };
    let mut checks = Vec::new();
    for (key, column) in &columns.quantities {
        let Value::Number(number) = columns.value(table.cell(row, *column), *column) else { continue };
        let Some(summed) = sums.get(*column).copied() else { continue };
        let class = template(key).map_or(MetricClass::Additive, |known| known.class);
        let note = match class {
            MetricClass::Distinct => "The total counts each person once, so it may be less than the sum of the rows.",
            MetricClass::Snapshot => "A state at a date is not summed.",
            MetricClass::Additive
            | MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::RateOnly => "",
        };
        checks.push(check(*column, number, summed, unit_of(key), note));
    }
    for (key, column) in &columns.rates {
        let Some(known) = template(key).filter(|known| known.class == MetricClass::Ratio) else { continue };
        let above = match known.numerator {
            Part::Quantity(key) => sum_of(key),
            Part::Less(from, less) => sum_of(from).zip(sum_of(less)).map(|(from, less)| from - less),
            Part::Itself | Part::Quantile(..) | Part::Unknown => None,
        };
        let is_below_distinct = template(known.denominator).is_some_and(|below| below.class == MetricClass::Distinct);
        let (Some(above), Some(below)) = (above, sum_of(known.denominator)) else { continue };
        let Value::Number(number) = columns.value(table.cell(row, *column), *column) else { continue };
        if below == 0.0 || is_below_distinct {
            continue;
        }
        let mut made = check(*column, number, above / below, unit_of(key), "");
        // Percents without their sign.
        if !made.agrees && known.unit == TemplateUnit::Share && !number.is_percent {
            let value = number.value / 100.0;
            let half = Number { value, is_percent: true, ..number };
            let as_percent = check(*column, half, above / below, Unit::Share, "");
            if as_percent.agrees {
                made = as_percent;
            }
        }
        checks.push(TotalCheck { is_rate: true, ..made });
    }
    checks
}
