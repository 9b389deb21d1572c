//! Medians and other quantiles of single rows. They do not add up, so the values are held while a file is read and
//! each stored period is worked out anew.

use std::collections::BTreeMap;

/// The values of one column by group. Memory: 16 bytes a value, at most [`Quantiles::LIMIT`] of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Quantiles {
    values: Vec<(u32, f64)>,
    is_over: bool,
}

impl Quantiles {
    /// Above so many values no quantile is worked out: 64 MB.
    pub const LIMIT: usize = 4_000_000;

    /// Adds a finite value.
    pub fn add(&mut self, group: u32, value: f64) {
        if self.values.len() >= Self::LIMIT {
            self.is_over = true;
            self.values = Vec::new();
        }
        if !self.is_over && value.is_finite() {
            self.values.push((group, value));
        }
    }

    /// Adds what another part of the file held.
    pub fn merge(&mut self, other: Self) {
        self.is_over |= other.is_over || self.values.len() + other.values.len() > Self::LIMIT;
        if self.is_over {
            self.values = Vec::new();
        } else {
            self.values.extend(other.values);
        }
    }

    /// The same with other numbers for the groups.
    pub fn regrouped(mut self, place: impl Fn(u32) -> u32) -> Self {
        for (group, _) in &mut self.values {
            *group = place(*group);
        }
        self
    }

    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The quantile of each group when groups are put together: between neighbors in proportion (Hyndman and Fan's
    /// type 7, as spreadsheets do).
    pub fn of(&self, percent: u8, home: impl Fn(u32) -> Option<u32>) -> BTreeMap<u32, f64> {
        let mut by_group: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for (group, value) in &self.values {
            if let Some(group) = home(*group) {
                by_group.entry(group).or_default().push(*value);
            }
        }
        by_group.into_iter().filter_map(|(group, mut values)| Some((group, quantile(&mut values, percent)?))).collect()
    }
}

fn quantile(values: &mut [f64], percent: u8) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let place = values.len().checked_sub(1)? as f64 * f64::from(percent.min(100)) / 100.0;
    let below = *values.get(place.floor() as usize)?;
    let above = *values.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_spreadsheets() {
        let mut held = Quantiles::default();
        for value in [30.0, 1.0, 12.0] {
            held.add(0, value);
        }
        let mut other = Quantiles::default();
        other.add(1, 1.0);
        held.merge(other);
        assert_eq!(held.of(50, Some), BTreeMap::from([(0, 12.0), (1, 1.0)]));
        // 1, 1, 12, 30: the 90th percentile lies at 2.7 of 0 to 3.
        let all = held.of(90, |_| Some(0));
        assert!((all[&0] - (12.0 + 0.7 * 18.0)).abs() < 1e-12);
        assert_eq!(held.of(50, |_| Some(0))[&0], 6.5);
    }
}
