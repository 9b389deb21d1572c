//! Whether two runs of days differ, with no formula for how days vary: the days are dealt out again and again, in
//! blocks of neighbors, and the difference that was seen is held against those of mere chance.

use super::Tested;
use super::bootstrap::Draws;
use super::cluster::{Pair, ratio_of};
use super::random::Random;

/// Below this many ways to deal out the blocks, no p could fall under 5%.
const FEWEST_WAYS: f64 = 40.0;

/// Once so many draws were at least as far out on either side, more would not change what is said: the p is known to a
/// tenth of itself. Source: Besag and Clifford 1991.
const ENOUGH: f64 = 100.0;

/// How many times is dealt at most, so that a p can be as small as 0.0002: many comparisons at once need small ones.
pub const DEALS: usize = 9_999;

/// Differences nearer than this, in proportion, are the same one, summed in another order.
const SAME: f64 = 1e-9;

/// Tests the ratio after less the ratio before by dealing out blocks of neighboring days, which never reach across
/// the border; the statistic is the difference. The p of a side is (1 + draws at least as far out) / (1 + draws), and
/// twice that of the rarer side is given, as by scipy's `permutation_test`. `None` where a side has no ratio, or too few blocks for any p below 5%.
/// Source: Good, Permutation, Parametric and Bootstrap Tests, ch. 3 (blocks); Phipson and Smyth 2010 (the p).
pub fn block_permutation(before: &[Pair], after: &[Pair], draws: Draws) -> Option<Tested> {
    let seen = ratio_of(after)? - ratio_of(before)?;
    let (of_before, of_after) = (blocks(before, draws.block), blocks(after, draws.block));
    let first = of_before.len();
    if ways(first + of_after.len(), first) < FEWEST_WAYS {
        return None;
    }
    let mut dealt: Vec<Pair> = of_before.into_iter().chain(of_after).collect();
    let all_days = sum(&dealt);
    let mut random = Random::new(draws.seed);
    let (mut as_low, mut as_high, mut all) = (1.0_f64, 1.0_f64, 1.0);
    for _ in 0..draws.resamples {
        random.deal(&mut dealt, first);
        let (above, below) = sum(dealt.get(..first).unwrap_or_default());
        let rest = (all_days.0 - above, all_days.1 - below);
        let (Some(before), Some(after)) = (ratio_of(&[(above, below)]), ratio_of(&[rest])) else { continue };
        all += 1.0;
        let slack = SAME * before.abs().max(after.abs());
        as_low += f64::from(after - before <= seen + slack);
        as_high += f64::from(after - before >= seen - slack);
        if as_low.min(as_high) >= ENOUGH {
            break;
        }
    }
    Tested::new(seen, (2.0 * as_low.min(as_high) / all).min(1.0))
}

/// The sums of runs of days; the last run may be shorter.
fn blocks(days: &[Pair], block: usize) -> Vec<Pair> {
    days.chunks(block.max(1)).map(sum).collect()
}

fn sum(days: &[Pair]) -> Pair {
    days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
}

/// How many ways there are to choose so many of so many.
fn ways(all: usize, chosen: usize) -> f64 {
    (0..chosen).map(|i| (all - i) as f64 / (i + 1) as f64).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sluggish(days: usize, seed: u64, level: f64) -> Vec<Pair> {
        let mut random = Random::new(seed);
        let mut last = 0.0;
        (0..days)
            .map(|_| {
                last = 0.8 * last + (random.below(2_001) as f64 - 1_000.0) / 1_000.0;
                (level + last, 1.0)
            })
            .collect()
    }

    /// How many of 200 pairs of runs without any difference are called different at 5%.
    fn false_alarms(block: usize) -> usize {
        let draws = Draws { resamples: 199, ..Draws::in_blocks_of(block) };
        (0..200)
            .filter(|seed| {
                let (before, after) = (sluggish(60, 2 * seed, 5.0), sluggish(60, 2 * seed + 1, 5.0));
                block_permutation(&before, &after, draws).unwrap().p <= 0.05
            })
            .count()
    }

    #[test]
    fn days_like_their_neighbors_raise_false_alarms_unless_dealt_in_blocks() {
        let (single, blocks) = (false_alarms(1), false_alarms(10));
        assert!(single > 50, "{single} of 200 with single days");
        assert!(blocks < 30, "{blocks} of 200 with blocks of ten");
    }

    #[test]
    fn a_clear_change_is_found() {
        let tested = block_permutation(&sluggish(60, 1, 5.0), &sluggish(60, 2, 9.0), Draws::in_blocks_of(10)).unwrap();
        assert!(tested.p < 0.01 && tested.statistic > 3.0, "{tested:?}");
    }

    #[test]
    fn too_few_blocks_or_no_ratio_give_nothing() {
        let days = [(1.0, 2.0); 8];
        assert_eq!(block_permutation(&days, &days, Draws::in_blocks_of(4)), None);
        assert_eq!(block_permutation(&days, &[(0.0, 0.0); 8], Draws::in_blocks_of(1)), None);
        assert_eq!(block_permutation(&days, &[], Draws::in_blocks_of(1)), None);
        assert_eq!(block_permutation(&days, &days, Draws::in_blocks_of(1)).unwrap().p, 1.0);
    }
}
