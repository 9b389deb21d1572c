//! Customers and the orders, sessions or tickets of each, counted once however often rows name them. Only hashes are
//! held, only while a file is read; nothing of a person is kept.

use std::collections::BTreeMap;

/// One row's customer and order in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    group: u32,
    /// 0: not known.
    customer: u64,
    /// 0: not known.
    order: u64,
}

/// How many there are in a group, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub customers: usize,
    /// Customers with two orders or more.
    pub returning: usize,
    pub orders: usize,
}

/// Counts customers and orders by group. Memory: 24 bytes for each different pair in a group, at most
/// [`People::LIMIT`] of them, and as much again while they are sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// Sorted and each once up to `sorted`.
    visits: Vec<Visit>,
    sorted: usize,
    is_over: bool,
}

impl People {
    /// Above so many different pairs of customer and order nothing is counted any more: 96 MB.
    pub const LIMIT: usize = 4_000_000;

    /// Adds a row. Blank customers and orders hash to 0.
    pub fn add(&mut self, group: u32, customer: u64, order: u64) {
        if self.is_over || (customer == 0 && order == 0) {
            return;
        }
        self.visits.push(Visit { group, customer, order });
        // Sorting whenever the list has doubled keeps adding cheap on the whole.
        if self.visits.len() >= (self.sorted * 2).max(1 << 12) {
            self.compact();
        }
    }

    /// Adds what another part of the file counted; the order of parts makes no difference.
    pub fn merge(&mut self, other: Self) {
        self.is_over |= other.is_over;
        self.visits.extend(other.visits);
        self.compact();
    }

    /// The same with other numbers for the groups.
    pub fn regrouped(mut self, place: impl Fn(u32) -> u32) -> Self {
        for visit in &mut self.visits {
            visit.group = place(visit.group);
        }
        self.compact();
        self
    }

    /// Whether there were too many to count: then every count is refused.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// What the groups come to when they are put together: `home` says where each goes.
    pub fn counts(&self, home: impl Fn(u32) -> Option<u32>) -> BTreeMap<u32, Counts> {
        let mut counts: BTreeMap<u32, Counts> = BTreeMap::new();
        if self.is_over {
            return counts;
        }
        let mut gathered: Vec<Visit> =
            self.visits.iter().filter_map(|visit| Some(Visit { group: home(visit.group)?, ..*visit })).collect();
        gathered.sort_unstable();
        gathered.dedup();
        for of_customer in gathered.chunk_by(|a, b| (a.group, a.customer) == (b.group, b.customer)) {
            let Some(first) = of_customer.first().filter(|first| first.customer != 0) else { continue };
            let orders = of_customer.iter().filter(|visit| visit.order != 0).count();
            let count = counts.entry(first.group).or_default();
            count.customers += 1;
            count.returning += usize::from(orders >= 2);
        }
        gathered.sort_unstable_by_key(|visit| (visit.group, visit.order));
        for of_order in gathered.chunk_by(|a, b| (a.group, a.order) == (b.group, b.order)) {
            if let Some(first) = of_order.first().filter(|first| first.order != 0) {
                counts.entry(first.group).or_default().orders += 1;
            }
        }
        counts
    }

    fn compact(&mut self) {
        self.visits.sort_unstable();
        self.visits.dedup();
        self.sorted = self.visits.len();
        if self.sorted > Self::LIMIT {
            self.is_over = true;
            self.visits = Vec::new();
            self.sorted = 0;
        }
    }
}

/// The same number for the same text, whatever its case and spaces around it; 0 for blank.
pub(super) fn identity(text: &str) -> u64 {
    let text = text.trim();
    if crate::import::number::is_unknown(text) {
        return 0;
    }
    let hash = |bytes: &[u8]| {
        use std::hash::{BuildHasher, Hasher};
        let mut hasher = foldhash::quality::FixedState::with_seed(0x7e57).build_hasher();
        hasher.write(bytes);
        hasher.finish().max(1)
    };
    if text.bytes().any(|b| b.is_ascii_uppercase()) || !text.is_ascii() {
        hash(text.to_lowercase().as_bytes())
    } else {
        hash(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_customer_counts_once_however_the_groups_are_put_together() {
        let mut first = People::default();
        let mut second = People::default();
        // Group 0: Ann with orders 1 (two rows) and 2, Bob with order 3. Group 1: Ann again, order 4; someone unknown.
        for (customer, order) in [("ann@example.com", "1"), (" Ann@Example.com", "1"), ("bob@example.com", "3")] {
            first.add(0, identity(customer), identity(order));
        }
        second.add(0, identity("ann@example.com"), identity("2"));
        second.add(1, identity("ann@example.com"), identity("4"));
        second.add(1, identity(""), identity("5"));
        second.add(1, identity("n/a"), identity(""));
        first.merge(second);
        let apart = first.counts(Some);
        assert_eq!(apart[&0], Counts { customers: 2, returning: 1, orders: 3 });
        assert_eq!(apart[&1], Counts { customers: 1, returning: 0, orders: 2 });
        let together = first.counts(|_| Some(7));
        assert_eq!(together[&7], Counts { customers: 2, returning: 1, orders: 5 });
    }

    #[test]
    fn too_many_are_refused_instead_of_counted_in_part() {
        let mut people = People::default();
        for number in 1..=(People::LIMIT as u64 * 2 + 2) {
            people.add(0, number, 0);
        }
        assert!(people.counts(Some).is_empty() && people.is_over());
    }
}
