//! Where the level of a series changes for good.

use super::{all_finite, mean, median, quantile_of_sorted};

/// The fewest values on either side of a change.
pub const SHORTEST: usize = 7;

/// The most values that are searched.
const MOST_VALUES: usize = 10_000;

/// What each further change must gain, in variances of the noise: this many times ln n.
/// Source: Zhang and Siegmund 2007 (the modified BIC's leading term).
const PENALTY_PER_LOG: f64 = 3.0;

/// The most that a value may be like the one before and still be noise rather than level.
const MOST_ALIKE: f64 = 0.8;

/// Differences beyond so many deviations are more than noise.
const WIDEST: f64 = 3.0;

/// Of the absolute values of a standard normal distribution: Φ⁻¹(7/8).
const UPPER_QUARTILE_OF_SIZES: f64 = 1.150_349_380_376_008;

/// So many neighbors on each side say where a value would lie if it were not wild.
const NEIGHBORS: usize = 3;

/// A change of level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelChange {
    /// The place of the first value of the new level.
    pub at: usize,
    /// The mean of the values from the change before (or the start) to this one.
    pub before: f64,
    /// The mean of the values from here to the next change (or the end).
    pub after: f64,
}

/// The changes of level that pay for themselves: the split into runs of at least seven values that makes
/// Σ(x − mean of its run)² / σ² + 3·ln n × changes least. Take a weekday pattern out of the values first.
/// `None` with fewer than 14 values, more than 10,000, or where one is not finite.
/// A single wild value is first cut to three deviations from the median of its neighbors.
/// Source: Killick, Fearnhead and Eckley 2012 (PELT). σ² is that of the noise in the long run, from differences of
/// neighbors, which a change of level barely touches; it allows for neighbors being alike.
pub fn level_changes(values: &[f64]) -> Option<Vec<LevelChange>> {
    if !(2 * SHORTEST..=MOST_VALUES).contains(&values.len()) || !all_finite(values) {
        return None;
    }
    let tamed = without_wild(values)?;
    let values = tamed.as_slice();
    let variance = noise(values)?;
    if variance == 0.0 {
        // Neighbors do not differ at all, so no level does.
        return Some(Vec::new());
    }
    let runs = Runs::new(values, variance);
    let starts = runs.best_starts(PENALTY_PER_LOG * (values.len() as f64).ln());
    Some(changes(values, &starts))
}

/// Values no farther than three deviations from the median of themselves and their neighbors, which keeps steps as
/// they are (Hampel's filter).
fn without_wild(values: &[f64]) -> Option<Vec<f64>> {
    let around = |at: usize| {
        let from = at.saturating_sub(NEIGHBORS);
        values.get(from..(at + NEIGHBORS + 1).min(values.len())).and_then(median)
    };
    let middles: Vec<f64> = (0..values.len()).map(around).collect::<Option<_>>()?;
    let mut sizes: Vec<f64> = values.iter().zip(&middles).map(|(value, middle)| (value - middle).abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let most = WIDEST * quantile_of_sorted(&sizes, 0.75)? / UPPER_QUARTILE_OF_SIZES;
    if !most.is_finite() {
        return None;
    }
    let tame = |(value, middle): (&f64, &f64)| value.clamp(middle - most, middle + most);
    Some(values.iter().zip(&middles).map(tame).collect())
}

/// The variance of noise, in the long run: γ(1 + φ)/(1 − φ) for neighbors that are alike by φ. Differences of values
/// two apart vary 1 + φ times as much as those of neighbors.
fn noise(values: &[f64]) -> Option<f64> {
    let spread = |lag: usize| {
        let mut sizes: Vec<f64> = values.iter().zip(values.iter().skip(lag)).map(|(a, b)| (b - a).abs()).collect();
        sizes.sort_by(f64::total_cmp);
        // A change of level is one wide difference, which is cut to what noise may be. Where most values are equal
        // there is no such measure, and none is cut.
        let deviation = quantile_of_sorted(&sizes, 0.75)? / UPPER_QUARTILE_OF_SIZES;
        let widest = if deviation > 0.0 { WIDEST * deviation } else { f64::INFINITY };
        let squares: Vec<f64> = sizes.iter().map(|size| size.min(widest).powi(2)).collect();
        mean(&squares)
    };
    let (one, two) = (spread(1)?, spread(2)?);
    if one == 0.0 {
        return Some(0.0);
    }
    let alike = (two / one - 1.0).clamp(0.0, MOST_ALIKE);
    let variance = one / (2.0 * (1.0 - alike)) * (1.0 + alike) / (1.0 - alike);
    variance.is_finite().then_some(variance)
}

struct Runs {
    count: usize,
    variance: f64,
    /// Σx and Σx² of the first k values, less the mean of all for the digits' sake.
    sums: Vec<(f64, f64)>,
}

impl Runs {
    fn new(values: &[f64], variance: f64) -> Self {
        let middle = mean(values).unwrap_or(0.0);
        let mut sum = (0.0, 0.0);
        let mut sums = vec![sum];
        for value in values {
            let off = value - middle;
            sum = (sum.0 + off, sum.1 + off * off);
            sums.push(sum);
        }
        Self { count: values.len(), variance, sums }
    }

    /// Σ(x − mean)² / σ² of the values from `from` up to before `to`.
    fn cost(&self, from: usize, to: usize) -> f64 {
        let at = |index: usize| self.sums.get(index).copied().unwrap_or_default();
        let ((a, aa), (b, bb)) = (at(from), at(to));
        ((bb - aa) - (b - a).powi(2) / (to - from) as f64).max(0.0) / self.variance
    }

    /// The places where the runs of the best split begin, without the first.
    fn best_starts(&self, penalty: f64) -> Vec<usize> {
        // For each end: the least cost so far, and where its last run begins.
        let mut best: Vec<(f64, usize)> = vec![(-penalty, 0)];
        best.resize(self.count + 1, (f64::INFINITY, 0));
        let cost_so_far = |best: &[(f64, usize)], at: usize| best.get(at).map_or(f64::INFINITY, |entry| entry.0);
        let mut candidates = vec![0];
        for end in SHORTEST..=self.count {
            let with = |start: usize| cost_so_far(&best, start) + self.cost(start, end);
            let cheapest = candidates.iter().map(|start| (with(*start) + penalty, *start));
            let cheapest = cheapest.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, 0));
            // A start that is dearer even without the penalty never becomes the best again.
            let kept: Vec<usize> = candidates.iter().copied().filter(|start| with(*start) <= cheapest.0).collect();
            candidates = kept;
            if let Some(entry) = best.get_mut(end) {
                *entry = cheapest;
            }
            // The next end is the first that leaves this start a run long enough.
            candidates.push(end + 1 - SHORTEST);
            candidates.retain(|start| *start == 0 || *start >= SHORTEST);
            candidates.dedup();
        }
        let mut starts = Vec::new();
        let mut at = self.count;
        while let Some((_, start)) = best.get(at).filter(|entry| entry.1 > 0) {
            starts.push(*start);
            at = *start;
        }
        starts.reverse();
        starts
    }
}

fn changes(values: &[f64], starts: &[usize]) -> Vec<LevelChange> {
    let level = |from: usize, to: usize| values.get(from..to).and_then(mean).unwrap_or(0.0);
    let before = std::iter::once(0).chain(starts.iter().copied());
    let after = starts.iter().copied().skip(1).chain(std::iter::once(values.len()));
    let around = before.zip(starts).zip(after);
    around.map(|((from, at), to)| LevelChange { at: *at, before: level(from, *at), after: level(*at, to) }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// Levels and for how long, with noise from −10 to 10, a share of the last day's staying.
    fn series(levels: &[(f64, usize)], stays: f64, seed: u64) -> Vec<f64> {
        let mut random = Random::new(seed);
        let mut noise = 0.0;
        let days = levels.iter().flat_map(|(level, days)| std::iter::repeat_n(*level, *days));
        days.map(|level| {
            noise = stays * noise + random.below(21) as f64 - 10.0;
            level + noise
        })
        .collect()
    }

    fn places(values: &[f64]) -> Vec<usize> {
        level_changes(values).unwrap().iter().map(|change| change.at).collect()
    }

    #[test]
    fn steps_are_found_where_they_are() {
        let values = series(&[(100.0, 40), (130.0, 30), (80.0, 50)], 0.0, 1);
        let found = level_changes(&values).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        for (change, (at, before, after)) in found.iter().zip([(40, 100.0, 130.0), (70, 130.0, 80.0)]) {
            assert!(change.at.abs_diff(at) <= 1, "{change:?}");
            assert!((change.before - before).abs() < 4.0 && (change.after - after).abs() < 4.0, "{change:?}");
        }
    }

    #[test]
    fn noise_alone_is_seldom_a_change_even_if_days_are_like_their_neighbors() {
        for (stays, most) in [(0.0, 2), (0.5, 8)] {
            let alarms = (0..100).filter(|seed| !places(&series(&[(100.0, 120)], stays, *seed)).is_empty()).count();
            assert!(alarms <= most, "{alarms} of 100 where {stays} stays");
        }
    }

    #[test]
    fn one_wild_day_is_no_change_of_level() {
        let mut values = series(&[(100.0, 60)], 0.0, 2);
        values[30] = 900.0;
        assert_eq!(places(&values), [] as [usize; 0]);
    }

    #[test]
    fn a_step_between_perfectly_even_levels_is_found() {
        let values: Vec<f64> = (0..40).map(|day| if day < 20 { 5.0 } else { 9.0 }).collect();
        assert_eq!(places(&values), [20]);
        assert_eq!(places(&[3.0; 40]), [] as [usize; 0]);
    }

    #[test]
    fn too_little_is_not_searched() {
        assert_eq!(level_changes(&[1.0; 13]), None);
        let mut values = vec![1.0; 20];
        values[3] = f64::NAN;
        assert_eq!(level_changes(&values), None);
    }
}
