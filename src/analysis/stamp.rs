//! Numbers that stand for the content of what figures are made from, so that pictures of it can be kept.
//! They are of the content, not of addresses: an address may be used again for something else.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::base::Date;
use crate::model::{Amount, Metric, Observation, SeriesKey};

/// Folds a value into a stamp. Source: the hash of Firefox and rustc (FxHash), plus a shift against low entropy.
pub(super) fn mixed(stamp: u64, value: u64) -> u64 {
    let product = (stamp.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    product ^ (product >> 29)
}

/// The start of a series' stamp.
pub(super) fn stamp_of_key(key: SeriesKey) -> u64 {
    let segment = key.segment.map_or(0, |segment| segment.0.wrapping_add(1));
    [key.metric.0, key.source.0, segment].into_iter().fold(key.touchpoint.0, mixed)
}

/// Folds an observation in, with all its parts.
pub(super) fn stamp_of_observation(stamp: u64, observation: &Observation) -> u64 {
    let date = |date: Date| (date.year() as u64) << 16 | (date.month() as u64) << 8 | date.day() as u64;
    let days = date(observation.period.from) << 32 ^ date(observation.period.to);
    let rows = u64::from(observation.rows) << 32 | u64::from(observation.first_row);
    // An unknown part must differ from a zero one.
    let part = |value: Option<f64>| value.map_or(u64::MAX, f64::to_bits);
    let parts = match observation.amount {
        Amount::Value(value) => [part(Some(value)), 0, 0],
        Amount::Ratio { numerator, denominator } => [part(Some(numerator)), part(Some(denominator)), 1],
        Amount::Mean { sum, sum_of_squares, count } => [part(Some(sum)), part(sum_of_squares), part(Some(count))],
        Amount::Shares { promoters, detractors, count } => {
            [part(Some(promoters)), part(Some(detractors)), part(Some(count))]
        }
        Amount::Rate { rate, weight } => [part(Some(rate)), part(weight), 2],
    };
    parts.into_iter().fold(mixed(mixed(stamp, days), rows), mixed)
}

/// A definition with all its parts.
pub(super) fn stamp_of_metric(metric: &Metric) -> u64 {
    let mut hasher = DefaultHasher::new();
    (metric.id, &metric.key, &metric.name, &metric.short_name, metric.class, &metric.unit, metric.display)
        .hash(&mut hasher);
    (metric.direction, &metric.numerator, &metric.denominator, &metric.formula).hash(&mut hasher);
    hasher.finish()
}
