//! Totals rows: found also where only their name is blank, and compared with the sums of the rows.

use std::collections::{BTreeSet, HashMap};

use super::TotalCheck;
use super::digest::Digest;
use super::gathered::Other;
use super::rows::Fate;
use super::slots::Money;
use crate::base::Period;
use crate::base::number::Unit;
use crate::import::library::{Part, TemplateUnit, template};
use crate::import::number::{Number, Value};
use crate::import::table::Table;
use crate::model::MetricClass;

/// Sums of all figures over the rows of one period, or of all.
type FigureSums = HashMap<Option<Period>, Vec<f64>>;

/// Compares every totals row with the sums. Nameless rows that agree with them are totals rows too: their lines.
pub(super) fn check(table: &Table, digest: &Digest, money: &Money) -> (Vec<TotalCheck>, BTreeSet<u32>) {
    let mut found = BTreeSet::new();
    let [totals, nameless, _] = &digest.all.others;
    let mut candidates: Vec<&Other> = totals.iter().chain(nameless).collect();
    if candidates.is_empty() {
        return (Vec::new(), found);
    }
    candidates.sort_by_key(|row| row.line);
    let sums = sum_figures(digest);
    // Several rows may state the same totals (account, search network …): the one that agrees the most is compared.
    let mut best: Vec<(Option<Period>, usize, Vec<TotalCheck>)> = Vec::new();
    for row in candidates {
        let scope = row.period.filter(|_| digest.columns.has_days());
        let Some(of_scope) = sums.get(&scope) else { continue };
        let checks = compare(table, digest, money, row, scope, of_scope);
        let agreeing = checks.iter().filter(|check| check.agrees).count();
        if row.fate == Fate::Nameless {
            if agreeing == 0 {
                continue;
            }
            found.insert(row.line);
        }
        match best.iter_mut().find(|(known, ..)| *known == scope) {
            Some(entry) if agreeing > entry.1 => *entry = (scope, agreeing, checks),
            Some(_) => {}
            None => best.push((scope, agreeing, checks)),
        }
    }
    (best.into_iter().flat_map(|(_, _, checks)| checks).collect(), found)
}

fn sum_figures(digest: &Digest) -> FigureSums {
    let mut sums: FigureSums = HashMap::new();
    // Rows without a readable date count only for the whole.
    sums.insert(None, digest.all.dateless.clone());
    for (at, group) in digest.all.groups.iter().enumerate() {
        let of_group = digest.sums_of(at);
        let mut add = |scope: Option<Period>| {
            let sum = sums.entry(scope).or_insert_with(|| vec![0.0; of_group.len()]);
            sum.iter_mut().zip(of_group).for_each(|(sum, more)| *sum += more);
        };
        add(None);
        if let Some(period) = digest.periods.get(group.key.period as usize).filter(|_| digest.has_figures(group)) {
            add(Some(*period));
        }
    }
    sums
}

fn compare(
    table: &Table,
    digest: &Digest,
    money: &Money,
    row: &Other,
    scope: Option<Period>,
    sums: &[f64],
) -> Vec<TotalCheck> {
    let columns = &digest.columns;
    let cell = |column: usize| row.cells.get(column).map_or("", String::as_str);
    let scope_label = scope.map_or_else(String::new, Period::label);
    let summed = |column: usize| sums.get(digest.figure(column)?).copied();
    let sum_of = |key: &str| columns.quantity(key).and_then(summed);
    let check = |column: usize, number: Number<'_>, summed: f64, unit: Unit, note: &str| {
        let half = 0.51 * 10f64.powi(-i32::from(number.decimals.min(12)));
        let half = if number.is_percent { half / 100.0 } else { half };
        TotalCheck {
            column: columns.name_of(table, Some(column)),
            scope: scope_label.clone(),
            is_rate: false,
            line: row.line,
            stated: number.value,
            summed,
            unit,
            agrees: (summed - number.value).abs() <= half + summed.abs() * 1e-9,
            note: note.to_owned(),
        }
    };
    let unit_of = |key: &str| {
        let code =
            money.codes.get(columns.currency.map_or(0, |column| money.index_of(cell(column)))).map(String::as_str);
        template(key).map_or(Unit::Count, |known| known.unit.unit(code))
    };
    let mut checks = Vec::new();
    for (key, column) in &columns.quantities {
        let Value::Number(number) = columns.value(cell(*column), *column) else { continue };
        let Some(summed) = summed(*column) else { continue };
        let class = template(key).map_or(MetricClass::Additive, |known| known.class);
        let note = match class {
            MetricClass::Distinct => "The total counts each person once, so it may be less than the sum of the rows.",
            MetricClass::Snapshot => "A state at a date is not summed.",
            MetricClass::Additive
            | MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::RateOnly
            | MetricClass::Derived => "",
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
        let Value::Number(number) = columns.value(cell(*column), *column) else { continue };
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
