//! Days as the unit of a comparison: which of them match, what weekdays do to them, and whether they may be taken as
//! independent.

use std::collections::{BTreeMap, BTreeSet};

use super::super::stat::bootstrap::block_length;
use super::super::stat::cluster::{Pair, ratio_of};
use super::side::Measured;
use crate::base::Date;

/// As many days of each weekday on both sides: those nearest to the other side.
pub fn matching_days(before: &[Date], after: &[Date]) -> (BTreeSet<Date>, BTreeSet<Date>) {
    let of_weekday = |dates: &[Date]| {
        let mut days: BTreeMap<i8, Vec<Date>> = BTreeMap::new();
        for date in dates {
            days.entry(date.weekday().to_monday_zero_offset()).or_default().push(*date);
        }
        days
    };
    let (of_before, of_after) = (of_weekday(before), of_weekday(after));
    let (mut kept_before, mut kept_after) = (BTreeSet::new(), BTreeSet::new());
    for (weekday, before) in &of_before {
        let Some(after) = of_after.get(weekday) else { continue };
        let count = before.len().min(after.len());
        kept_before.extend(before.iter().rev().take(count));
        kept_after.extend(after.iter().take(count));
    }
    (kept_before, kept_after)
}

/// Both sides day by day, with what weekdays do taken out: of each day's upper amount, the difference that its weekday
/// makes to the ratio on average over both sides. Each side's own ratio stays what it is.
pub fn without_weekdays(before: &Measured, after: &Measured) -> (Vec<Pair>, Vec<Pair>) {
    let (pairs_before, pairs_after) = (before.pairs(), after.pairs());
    let (Some(ratio_before), Some(ratio_after)) = (ratio_of(&pairs_before), ratio_of(&pairs_after)) else {
        return (pairs_before, pairs_after);
    };
    let sides = [(before.dates(), &pairs_before, ratio_before), (after.dates(), &pairs_after, ratio_after)];
    // Σ of what is off the side's own ratio, and Σ below, by weekday.
    let mut off: BTreeMap<i8, Pair> = BTreeMap::new();
    for (dates, pairs, ratio) in &sides {
        for (date, (above, below)) in dates.iter().zip(*pairs) {
            let sum = off.entry(date.weekday().to_monday_zero_offset()).or_default();
            *sum = (sum.0 + above - ratio * below, sum.1 + below);
        }
    }
    let effect = |date: &Date| {
        let (above, below) = off.get(&date.weekday().to_monday_zero_offset()).copied().unwrap_or_default();
        if below == 0.0 { 0.0 } else { above / below }
    };
    let [before, after] = sides.map(|(dates, pairs, _)| {
        let taken: f64 = dates.iter().zip(pairs).map(|(date, (_, below))| effect(date) * below).sum();
        let below: f64 = pairs.iter().map(|(_, below)| below).sum();
        let given_back = taken / below;
        let adjusted =
            dates.iter().zip(pairs).map(|(date, (above, below))| (above - (effect(date) - given_back) * below, *below));
        adjusted.collect::<Vec<Pair>>()
    });
    (before, after)
}

/// How far each day is off its side's ratio, above the line.
pub fn residuals(days: &[Pair]) -> Vec<f64> {
    let Some(ratio) = ratio_of(days) else { return Vec::new() };
    days.iter().map(|(above, below)| above - ratio * below).collect()
}

/// How many neighboring days to take together: as many as the side asks whose days are more alike, and no more than a
/// fifth of the shorter one.
pub fn block_of(before: &[Pair], after: &[Pair]) -> usize {
    let most = (before.len().min(after.len()) / 5).max(1);
    block_length(&residuals(before)).max(block_length(&residuals(after))).min(most)
}

/// Whether days are like their neighbors: the lag-1 correlation of both sides together is above 1.645 / √n, which
/// independent days exceed once in twenty times. Source: Box and Jenkins.
pub fn are_alike(before: &[Pair], after: &[Pair]) -> bool {
    let (mut products, mut squares, mut count) = (0.0, 0.0, 0.0);
    for days in [residuals(before), residuals(after)] {
        products += days.iter().zip(days.iter().skip(1)).map(|(a, b)| a * b).sum::<f64>();
        squares += days.iter().map(|value| value * value).sum::<f64>();
        count += days.len() as f64;
    }
    squares > 0.0 && products / squares > 1.645 / f64::sqrt(count)
}
