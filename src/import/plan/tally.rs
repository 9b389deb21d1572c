//! Figures that do not add up over days, worked out for the days over which each is counted: customers, orders,
//! medians.

use std::collections::BTreeMap;

use super::digest::Digest;
use super::making::{Counted, Making, Sum};
use super::people::Counts;
use super::slots::Slot;
use super::sums::{Sums, is_finite};
use crate::base::Period;
use crate::import::dates::day_numbers;
use crate::import::recipe::Span;
use crate::model::{Amount, Observation};

/// A figure with where it goes: indices as in the sums' groups.
pub(super) struct Figure {
    pub target: u32,
    pub segment: u32,
    pub observation: Observation,
}

const DAYS_IN_YEAR: f64 = 365.25;

/// The figures of a counted metric, those of one touchpoint and segment in the order of their days. None if there was
/// too much to count.
pub(super) fn figures(digest: &Digest, sums: &Sums<'_>, slot: &Slot) -> Vec<Figure> {
    let groups = digest.all.groups.len();
    let days = |at: usize| {
        let group = digest.all.groups.get(at)?;
        digest.periods.get(group.key.period as usize).copied()
    };
    let all = (0..groups).filter(|at| sums.counts(*at)).filter_map(days).reduce(Period::union);
    let made = digest.maker(slot);
    let mut places: BTreeMap<(u32, u32, Period), u32> = BTreeMap::new();
    let mut homes: Vec<Option<u32>> = vec![None; groups];
    // The sums above the line, put together.
    let mut above: Vec<Sum> = Vec::new();
    for (at, slot_home) in homes.iter_mut().enumerate() {
        let (Some(home), Some(own), Some(all)) = (sums.home(slot, at), days(at), all) else { continue };
        let period = match slot.span {
            Span::Row => own,
            Span::Month => month_within(own, all),
            Span::File => all,
        };
        let next = u32::try_from(above.len()).unwrap_or(u32::MAX);
        let place = *places.entry((home.target, home.segment, period)).or_insert(next);
        if place == next {
            above.push(Sum::default());
        }
        *slot_home = Some(place);
        if let (Some(sum), Some(more)) = (above.get_mut(place as usize), made(at)) {
            sum.add(&more);
        }
    }
    let home = |at: u32| homes.get(at as usize).copied().flatten();
    let mut amounts: BTreeMap<u32, Amount> = BTreeMap::new();
    match slot.making {
        Making::Quantile { column, percent } => {
            let held = digest.quantiles(column).filter(|held| !held.is_over());
            let values = held.map(|held| held.of(percent, home)).unwrap_or_default();
            amounts.extend(values.into_iter().map(|(place, value)| (place, Amount::Value(value))));
        }
        Making::Counted(counted) => {
            let counts = digest.people().counts(home);
            let period_of: BTreeMap<u32, Period> =
                places.iter().map(|((_, _, period), place)| (*place, *period)).collect();
            for (place, count) in counts {
                let sum = above.get(place as usize).map_or(0.0, |sum| sum.a);
                let amount = period_of.get(&place).and_then(|period| amount_of(counted, count, sum, *period));
                amounts.extend(amount.map(|amount| (place, amount)));
            }
        }
        Making::Value(_)
        | Making::ValueIf { .. }
        | Making::Quotient { .. }
        | Making::Ratio { .. }
        | Making::AboveFromRate { .. }
        | Making::BelowFromRate { .. }
        | Making::RateOnly { .. }
        | Making::Mean { .. }
        | Making::Sample(_)
        | Making::Shares { .. }
        | Making::Answer { .. }
        | Making::Chosen { .. }
        | Making::Rows => {}
    }
    let figure = |((target, segment, period), place): (&(u32, u32, Period), &u32)| {
        let amount = amounts.get(place).copied().filter(is_finite)?;
        let sum = above.get(*place as usize).filter(|sum| sum.rows > 0)?;
        let observation = Observation { period: *period, amount, rows: sum.rows, first_row: sum.first_row };
        Some(Figure { target: *target, segment: *segment, observation })
    };
    places.iter().filter_map(figure).collect()
}

/// The calendar months that the days lie in, as far as the file reaches.
fn month_within(days: Period, all: Period) -> Period {
    let months = Period::month_of(days.from).union(Period::month_of(days.to));
    Period::new(months.from.max(all.from), months.to.min(all.to)).unwrap_or(days)
}

/// What the counts of a group come to; `None` where nothing was counted.
fn amount_of(counted: Counted, count: Counts, sum: f64, days: Period) -> Option<Amount> {
    let (customers, orders) = (count.customers as f64, count.orders as f64);
    let over = |denominator: f64| (denominator > 0.0).then_some(Amount::Ratio { numerator: sum, denominator });
    match counted {
        Counted::Orders => (orders > 0.0).then_some(Amount::Value(orders)),
        Counted::Customers => (customers > 0.0).then_some(Amount::Value(customers)),
        Counted::ReturningShare => (customers > 0.0).then(|| Amount::Value(count.returning as f64 / customers)),
        Counted::PerOrder(_) => over(orders),
        Counted::PerCustomer(_) => over(customers),
        // AOV × orders of a customer in a year × years × margin, of which the orders cancel out.
        Counted::Lifetime { margin, yearly_churn, .. } => {
            let (from, to) = day_numbers(days);
            let years = f64::from(to - from + 1) / DAYS_IN_YEAR;
            (customers > 0.0).then(|| Amount::Rate {
                rate: sum / customers / years * margin / yearly_churn,
                weight: Some(customers),
            })
        }
    }
}
