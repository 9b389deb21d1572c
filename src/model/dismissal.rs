//! Insights that people looked at and set aside, with the reason. What is found is `analysis`'s.

use crate::base::Date;

/// Names an insight: the same finding has the same key as long as it is about the same thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InsightKey {
    /// The rule's code: "touchpoint-without-owner".
    pub rule: String,
    /// The id of the record that it is about; 0 for the project as a whole. Ids of all kinds come from one counter.
    pub record: u64,
    /// What tells findings of one rule about one record apart: a channel's or a metric's code; else empty.
    pub detail: String,
}

/// An insight that is not to be shown any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    pub key: InsightKey,
    /// INVARIANT: not blank.
    pub reason: String,
    /// The day on which it was set aside; `None` where that was not kept.
    pub on: Option<Date>,
}
