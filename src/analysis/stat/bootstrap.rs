//! Intervals by drawing again and again from what was measured, in blocks of neighboring days: for ratios whose cases
//! are alike within a day and days that are like their neighbors, where no formula holds.

use super::cluster::{Pair, ratio_of};
use super::distribution::{normal_95, normal_below, normal_quantile};
use super::interval::{CONFIDENCE, Interval};
use super::line::lag_one;
use super::quantile_of_sorted;
use super::random::Random;

/// How many times is drawn. The ends of a 95% interval are then those of one between 94.3% and 95.7% (two standard
/// errors of a share of 2.5% in 2,000, on both ends).
pub const RESAMPLES: usize = 2_000;

/// The seed of everything drawn in the program: the same data give the same interval.
pub const SEED: u64 = 20_260_901;

/// The share of draws that may have nothing below the line before the interval is refused.
const MOST_UNDEFINED: f64 = 0.05;

/// How chance is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// Neighboring days that are drawn together; 1 for independent ones.
    pub block: usize,
    pub resamples: usize,
    pub seed: u64,
}

impl Draws {
    /// The program's own number and seed.
    pub fn in_blocks_of(block: usize) -> Self {
        Self { block, resamples: RESAMPLES, seed: SEED }
    }
}

/// Which quantiles of the draws are the ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// The 2.5% and 97.5% of all draws. Source: Efron 1979.
    Percentile,
    /// Moved for the bias and the skewness of the draws (BCa; skewness by leaving out each block in turn).
    /// Source: Efron 1987.
    Accelerated,
}

/// How many neighboring days to draw together: (2G²/D)^⅓·n^⅓ for an autoregressive series, which is
/// (6ρ² / (1 − ρ²)²)^⅓·n^⅓ with ρ the correlation of a day with the next; at least 1 and at most a fifth of the days.
/// Source: Politis and White 2004, corrected by Patton, Politis and White 2009, circular blocks.
pub fn block_length(values: &[f64]) -> usize {
    let days = values.len();
    let most = (days / 5).max(1);
    let Some(rho) = lag_one(values).map(|rho| rho.clamp(0.0, 0.99)) else { return 1 };
    let length = (6.0 * rho * rho / (1.0 - rho * rho).powi(2) * days as f64).cbrt();
    (length.round() as usize).clamp(1, most)
}

/// The interval of Σ above / Σ below by a circular block bootstrap. `None` with fewer than two days or blocks, or
/// where too many draws have nothing below the line. Source: Politis and Romano 1992.
pub fn ratio_interval(days: &[Pair], draws: Draws, ends: Ends) -> Option<Interval> {
    let ratio = ratio_of(days)?;
    let mut circle = Circle::new(days, draws.block)?;
    let mut random = Random::new(draws.seed);
    let drawn = sorted_draws(draws.resamples, || circle.draw(&mut random))?;
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let (low, high) = match ends {
        Ends::Percentile => (tail, 1.0 - tail),
        Ends::Accelerated => accelerated(&drawn, ratio, &circle)?,
    };
    Interval::new(quantile_of_sorted(&drawn, low)?, quantile_of_sorted(&drawn, high)?)
}

/// The interval of the ratio after less the ratio before, each side drawn by itself; percentiles.
pub fn difference_interval(before: &[Pair], after: &[Pair], draws: Draws) -> Option<Interval> {
    let mut of_before = Circle::new(before, draws.block)?;
    let mut of_after = Circle::new(after, draws.block)?;
    let mut random = Random::new(draws.seed);
    let drawn = sorted_draws(draws.resamples, || {
        let (after, before) = (of_after.draw(&mut random), of_before.draw(&mut random));
        Some(after? - before?)
    })?;
    let tail = (1.0 - CONFIDENCE) / 2.0;
    Interval::new(quantile_of_sorted(&drawn, tail)?, quantile_of_sorted(&drawn, 1.0 - tail)?)
}

fn sorted_draws(resamples: usize, mut draw: impl FnMut() -> Option<f64>) -> Option<Vec<f64>> {
    let mut drawn: Vec<f64> = (0..resamples).filter_map(|_| draw()).collect();
    let undefined = resamples - drawn.len();
    if drawn.is_empty() || undefined as f64 > MOST_UNDEFINED * resamples as f64 {
        return None;
    }
    drawn.sort_by(f64::total_cmp);
    Some(drawn)
}

/// Days in a circle, the first after the last, so that each is drawn equally often.
struct Circle {
    days: usize,
    block: usize,
    /// Sums of the first k days, going round twice.
    sums: Vec<Pair>,
}

impl Circle {
    fn new(days: &[Pair], block: usize) -> Option<Self> {
        let is_fit = days.len() >= 2 && block >= 1 && block <= days.len() / 2;
        if !is_fit || days.iter().any(|(above, below)| !above.is_finite() || !below.is_finite()) {
            return None;
        }
        let mut sum = (0.0, 0.0);
        let mut sums = vec![sum];
        for (above, below) in days.iter().chain(days) {
            sum = (sum.0 + above, sum.1 + below);
            sums.push(sum);
        }
        Some(Self { days: days.len(), block, sums })
    }

    /// The sums of that many days from one on.
    fn block_from(&self, start: usize, length: usize) -> Pair {
        let at = |index: usize| self.sums.get(index).copied().unwrap_or_default();
        let (from, to) = (at(start), at(start + length));
        (to.0 - from.0, to.1 - from.1)
    }

    /// The ratio of as many days as there are, drawn in blocks; the last block is cut. `None` with nothing below.
    fn draw(&mut self, random: &mut Random) -> Option<f64> {
        let (mut above, mut below, mut left) = (0.0, 0.0, self.days);
        while left > 0 {
            let length = self.block.min(left);
            let block = self.block_from(random.below(self.days), length);
            above += block.0;
            below += block.1;
            left -= length;
        }
        let ratio = above / below;
        ratio.is_finite().then_some(ratio)
    }

    /// The ratio without each block in turn.
    fn without_each_block(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.days).map(|start| {
            let rest = self.block_from(start + self.block, self.days - self.block);
            let ratio = rest.0 / rest.1;
            ratio.is_finite().then_some(ratio)
        })
    }
}

/// The shares of the draws that are the ends of the BCa interval.
fn accelerated(sorted: &[f64], ratio: f64, circle: &Circle) -> Option<(f64, f64)> {
    let below = sorted.partition_point(|drawn| *drawn < ratio) as f64;
    let up_to = sorted.partition_point(|drawn| *drawn <= ratio) as f64;
    let bias = normal_quantile((below + up_to) / 2.0 / sorted.len() as f64)?;
    let without: Vec<f64> = circle.without_each_block().collect::<Option<_>>()?;
    let middle = super::mean(&without)?;
    let power = |exponent: i32| without.iter().map(|value| (middle - value).powi(exponent)).sum::<f64>();
    let squares = power(2);
    let acceleration = if squares > 0.0 { power(3) / (6.0 * squares.powf(1.5)) } else { 0.0 };
    let end = |z: f64| normal_below(bias + (bias + z) / (1.0 - acceleration * (bias + z)));
    Some((end(-normal_95()), end(normal_95())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A walk that forgets slowly: each day 0.8 of the day before and something new.
    fn sluggish(days: usize) -> Vec<f64> {
        let mut random = Random::new(3);
        let mut last = 0.0;
        (0..days)
            .map(|_| {
                last = 0.8 * last + (random.below(2_001) as f64 - 1_000.0) / 1_000.0;
                last
            })
            .collect()
    }

    fn pairs(values: &[f64]) -> Vec<Pair> {
        values.iter().map(|value| (*value, 1.0)).collect()
    }

    #[test]
    fn days_like_their_neighbors_are_drawn_in_longer_blocks_and_get_wider_intervals() {
        let values = sluggish(120);
        let block = block_length(&values);
        assert!((8..=24).contains(&block), "{block}");
        let mut shuffled = values.clone();
        Random::new(1).deal(&mut shuffled, 120);
        assert!(block_length(&shuffled) <= 3);
        let width = |block| {
            let interval = ratio_interval(&pairs(&values), Draws::in_blocks_of(block), Ends::Percentile).unwrap();
            interval.high - interval.low
        };
        assert!(width(block) > 1.5 * width(1), "{} {}", width(block), width(1));
    }

    #[test]
    fn the_same_days_give_the_same_interval() {
        let days = pairs(&sluggish(30));
        for ends in [Ends::Percentile, Ends::Accelerated] {
            let draw = |seed| ratio_interval(&days, Draws { seed, ..Draws::in_blocks_of(2) }, ends).unwrap();
            assert_eq!(draw(1), draw(1));
            assert_ne!(draw(1), draw(2));
        }
    }

    #[test]
    fn independent_clusters_get_the_interval_of_the_delta_method() {
        let mut random = Random::new(9);
        let days: Vec<Pair> = (0..300).map(|_| (random.below(5) as f64, 5.0 + random.below(10) as f64)).collect();
        let drawn = ratio_interval(&days, Draws::in_blocks_of(1), Ends::Percentile).unwrap();
        let delta = super::super::cluster::delta_ratio(&days).unwrap().interval().unwrap();
        let width = delta.high - delta.low;
        assert!((drawn.low - delta.low).abs() < 0.1 * width && (drawn.high - delta.high).abs() < 0.1 * width);
    }

    #[test]
    fn too_few_days_or_nothing_below_the_line_give_nothing() {
        let draws = Draws::in_blocks_of(1);
        for days in [vec![], vec![(1.0, 1.0)], vec![(0.0, 0.0); 5], vec![(f64::NAN, 1.0); 5]] {
            assert_eq!(ratio_interval(&days, draws, Ends::Percentile), None, "{days:?}");
            assert_eq!(difference_interval(&days, &[(1.0, 2.0); 9], draws), None, "{days:?}");
        }
        assert_eq!(ratio_interval(&[(1.0, 1.0); 5], Draws::in_blocks_of(3), Ends::Percentile), None);
        // One day of ten with anything below the line: many draws have none of it.
        let mut rare = vec![(0.0, 0.0); 9];
        rare.push((1.0, 2.0));
        assert_eq!(ratio_interval(&rare, draws, Ends::Percentile), None);
        let same = ratio_interval(&[(1.0, 4.0); 9], draws, Ends::Percentile).unwrap();
        assert_eq!((same.low, same.high), (0.25, 0.25));
        assert_eq!(block_length(&[1.0; 20]), 1);
    }
}
