//! What is counted beside the sums because it does not add up over days: customers, orders, quantiles.

use std::collections::{BTreeMap, HashMap};

use super::columns::Columns;
use super::making::{Cells, Counted, Making, Sum};
use super::people::{Counts, People, identity};
use super::quantiles::Quantiles;
use super::slots::Slot;
use crate::base::Period;
use crate::import::dates::day_numbers;
use crate::import::recipe::Span;
use crate::model::Amount;

/// The counts of one file. Groups are those of the sums.
pub(super) struct Tally {
    customer: Option<usize>,
    order: Option<usize>,
    people: People,
    /// By column.
    quantiles: BTreeMap<usize, Quantiles>,
    /// Orders and customers are kept apart by currency, so that revenue is divided by those who paid in it.
    currencies: usize,
    /// By the days that are put together and the currency.
    counts: HashMap<(Span, Option<usize>), BTreeMap<u32, Counts>>,
}

const DAYS_IN_YEAR: f64 = 365.25;

impl Tally {
    pub fn new(columns: &Columns, slots: &[Slot], currencies: usize) -> Self {
        let measured = slots.iter().filter_map(|slot| {
            let Making::Quantile { column, .. } = slot.making else { return None };
            Some((column, Quantiles::default()))
        });
        Self {
            customer: columns.customer,
            order: columns.id.as_ref().map(|(_, column)| *column),
            people: People::default(),
            quantiles: measured.collect(),
            currencies: currencies.max(1),
            counts: HashMap::new(),
        }
    }

    /// Adds a row of that group, whose amounts are in that currency.
    pub fn add(&mut self, group: usize, currency: usize, row: &impl Cells) {
        let Ok(index) = u32::try_from(group * self.currencies + currency.min(self.currencies - 1)) else { return };
        if self.customer.is_some() || self.order.is_some() {
            let id = |column: Option<usize>| column.map_or(0, |column| identity(row.text(column)));
            self.people.add(index, id(self.customer), id(self.order));
        }
        for (column, held) in &mut self.quantiles {
            if let Some(value) = row.number(*column) {
                held.add(index, value);
            }
        }
    }

    /// The amounts of a counted metric by group; `None` if there was too much to count. `above` holds the sums above
    /// the line, `home` says into which group each group goes, and `days` which days a group is of.
    pub fn amounts(
        &mut self,
        slot: &Slot,
        home: &[usize],
        above: &BTreeMap<usize, Sum>,
        days: impl Fn(usize) -> Option<Period>,
    ) -> Option<BTreeMap<usize, Amount>> {
        let currencies = self.currencies;
        let to_home = |index: u32| {
            let index = index as usize;
            let (group, currency) = (index / currencies, index % currencies);
            let is_counted = slot.currency.is_none_or(|wanted| wanted == currency);
            is_counted.then(|| home.get(group).and_then(|home| u32::try_from(*home).ok()))?
        };
        if let Making::Quantile { column, percent } = slot.making {
            let held = self.quantiles.get(&column)?;
            let values = (!held.is_over()).then(|| held.of(percent, to_home))?;
            return Some(values.into_iter().map(|(group, value)| (group as usize, Amount::Value(value))).collect());
        }
        let Making::Counted(counted) = slot.making else { return None };
        let counts = self.counts.entry((slot.span, slot.currency)).or_insert_with(|| self.people.counts(to_home));
        if self.people.is_over() {
            return None;
        }
        let amount = |(group, count): (&u32, &Counts)| {
            let group = *group as usize;
            let sum = above.get(&group).map_or(0.0, |sum| sum.a);
            Some((group, amount_of(counted, *count, sum, days(group)?)?))
        };
        Some(counts.iter().filter_map(amount).collect())
    }
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
