//! Tests on ranks, for values that are not normal or are mere grades: Mann–Whitney, Kruskal–Wallis,
//! and Kolmogorov–Smirnov for any difference of two distributions.

use super::distribution::{chi_squared_above, normal_two_sided};
use super::{Tested, all_finite};

/// How the p of Mann–Whitney is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankMethod {
    /// As scipy: exact where one sample has at most 8 values and none is tied, else normal and corrected.
    Automatic,
    /// Over all orders; supposes no ties. At most 100 values on each side.
    Exact,
    /// Normal, with the variance of ties and a correction of ½ for whole numbers.
    Corrected,
    /// Normal, with the variance of ties.
    Plain,
}

/// The size up to which `Automatic` is exact, and up to which `Exact` works at all.
const EXACT_BELOW: usize = 8;
const MOST_EXACT: usize = 100;

/// The Mann–Whitney test; the statistic is the U of the first sample. `None` of an empty sample, where all values are
/// the same, or of more values than an exact p is worked out for. Source: Mann and Whitney 1947; as scipy.
pub fn mann_whitney(first: &[f64], second: &[f64], method: RankMethod) -> Option<Tested> {
    let (n, m) = (first.len() as f64, second.len() as f64);
    let (ranks, ties) = ranked(&[first, second])?;
    let u = ranks.first()? - n * (n + 1.0) / 2.0;
    let farther = u.max(n * m - u);
    let is_small = first.len().min(second.len()) <= EXACT_BELOW && first.len().max(second.len()) <= MOST_EXACT;
    let correction = match method {
        RankMethod::Exact => return exact(first.len(), second.len(), u, farther),
        RankMethod::Automatic if is_small && ties == 0.0 => return exact(first.len(), second.len(), u, farther),
        RankMethod::Automatic | RankMethod::Corrected => 0.5,
        RankMethod::Plain => 0.0,
    };
    let all = n + m;
    let deviation = (n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)))).sqrt();
    // At the very middle the correction would go past it.
    let z = ((farther - n * m / 2.0 - correction) / deviation).max(0.0);
    Tested::new(u, normal_two_sided(z))
}

fn exact(n: usize, m: usize, u: f64, farther: f64) -> Option<Tested> {
    if n.max(m) > MOST_EXACT {
        return None;
    }
    // How many of all orders give each U, as shares: the coefficients of the Gaussian binomial, one factor
    // (1 − qᵐ⁺ⁱ) / (1 − qⁱ) after the other (Andrews 1976), with the ways to choose divided out as they come.
    let mut shares = vec![0.0; n * m + 1];
    *shares.first_mut()? = 1.0;
    for i in 1..=n {
        for at in (m + i..shares.len()).rev() {
            let (before, rest) = shares.split_at_mut(at);
            *rest.first_mut()? -= before.get(at - m - i)?;
        }
        for at in i..shares.len() {
            let (before, rest) = shares.split_at_mut(at);
            *rest.first_mut()? += before.get(at - i)?;
        }
        let ways = (m + i) as f64 / i as f64;
        shares.iter_mut().for_each(|share| *share /= ways);
    }
    let above: f64 = shares.iter().skip(farther.ceil() as usize).sum();
    Tested::new(u, 2.0 * above)
}

/// The Kruskal–Wallis test of several groups, with the correction for ties; the statistic is H. `None` with fewer than
/// two groups, an empty one, or where all values are the same. Source: Kruskal and Wallis 1952.
pub fn kruskal_wallis(groups: &[&[f64]]) -> Option<Tested> {
    if groups.len() < 2 {
        return None;
    }
    let (sums, ties) = ranked(groups)?;
    let all: f64 = groups.iter().map(|group| group.len() as f64).sum();
    let spread: f64 = sums.iter().zip(groups).map(|(sum, group)| sum * sum / group.len() as f64).sum();
    let plain = 12.0 / (all * (all + 1.0)) * spread - 3.0 * (all + 1.0);
    let h = (plain / (1.0 - ties / (all.powi(3) - all))).max(0.0);
    Tested::new(h, chi_squared_above(h, groups.len() as f64 - 1.0)?)
}

/// The sum of ranks of each group, equal values sharing the mean of theirs, and Σ(t³ − t) over ties.
/// `None` where a group is empty, a value is not finite, or all are the same.
fn ranked(groups: &[&[f64]]) -> Option<(Vec<f64>, f64)> {
    if groups.iter().any(|group| group.is_empty() || !all_finite(group)) {
        return None;
    }
    let with_group = |(group, values): (usize, &&[f64])| values.iter().map(move |v| (*v, group)).collect::<Vec<_>>();
    let mut values: Vec<(f64, usize)> = groups.iter().enumerate().flat_map(with_group).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sums = vec![0.0; groups.len()];
    let (mut ties, mut before) = (0.0, 0.0);
    for equal in values.chunk_by(|a, b| a.0 == b.0) {
        let count = equal.len() as f64;
        let rank = before + (count + 1.0) / 2.0;
        for (_, group) in equal {
            *sums.get_mut(*group)? += rank;
        }
        ties += count.powi(3) - count;
        before += count;
        if equal.len() == values.len() {
            return None;
        }
    }
    Some((sums, ties))
}

/// The most values on each side for which all paths are counted.
const MOST_PATHS: usize = 2_000;

/// The two-sample Kolmogorov–Smirnov test: the largest distance between both shares of values up to any point. The p
/// counts all orders up to 2,000 values a side (ties as if there were none, so rather too large); beyond, Smirnov's
/// limit. Source: Smirnov 1948; exact p as R's `psmirnov` and scipy.
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> Option<Tested> {
    if first.is_empty() || second.is_empty() || !all_finite(first) || !all_finite(second) {
        return None;
    }
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let (a, b) = (sorted(first), sorted(second));
    let (n, m) = (a.len() as f64, b.len() as f64);
    let up_to = |values: &[f64], point: f64| values.partition_point(|value| *value <= point) as f64;
    let distance = |point: &f64| (up_to(&a, *point) / n - up_to(&b, *point) / m).abs();
    let largest = a.iter().chain(&b).map(distance).fold(0.0, f64::max);
    let p = if a.len().max(b.len()) <= MOST_PATHS {
        1.0 - paths_within(a.len(), b.len(), largest)
    } else {
        smirnov_limit(largest * (n * m / (n + m)).sqrt())
    };
    Tested::new(largest, p)
}

/// The share of all orders whose distance stays below this one.
fn paths_within(n: usize, m: usize, distance: f64) -> f64 {
    let (columns, rows) = (n as f64, m as f64);
    // Distances are multiples of 1 / (n·m): half a step less keeps rounding out of the comparison.
    let bound = (0.5 + (distance * columns * rows - 1e-7).floor()) / (columns * rows);
    let mut shares: Vec<f64> = (0..=m).map(|j| if j as f64 / rows > bound { 0.0 } else { 1.0 }).collect();
    for i in 1..=n {
        let weight = i as f64 / (i as f64 + rows);
        let mut left = 0.0;
        for (j, share) in shares.iter_mut().enumerate() {
            let is_outside = (i as f64 / columns - j as f64 / rows).abs() > bound;
            *share = if is_outside { 0.0 } else { weight * *share + left };
            left = *share;
        }
    }
    shares.last().copied().unwrap_or(1.0)
}

/// 2 Σ (−1)ᵏ⁻¹ exp(−2k²λ²).
fn smirnov_limit(scaled: f64) -> f64 {
    if scaled < 0.2 {
        return 1.0;
    }
    let term = |k: i32| if k % 2 == 1 { 1.0 } else { -1.0 } * (-2.0 * f64::from(k * k) * scaled * scaled).exp();
    2.0 * (1..=100).map(term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_samples_without_ties_are_counted_out() {
        // Of the 20 orders of 3 and 3 values, one puts all of the first before all of the second, and one after.
        let tested = mann_whitney(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0], RankMethod::Automatic).unwrap();
        assert_eq!(tested.statistic, 0.0);
        assert!((tested.p - 0.1).abs() < 1e-15);
        let tied = mann_whitney(&[1.0, 2.0, 3.0], &[3.0, 5.0, 6.0], RankMethod::Automatic).unwrap();
        assert_eq!(Some(tied), mann_whitney(&[1.0, 2.0, 3.0], &[3.0, 5.0, 6.0], RankMethod::Corrected));
        let long: Vec<f64> = (0..101).map(f64::from).collect();
        assert_eq!(mann_whitney(&long, &[0.5], RankMethod::Exact), None);
        assert!(mann_whitney(&long, &[0.5], RankMethod::Automatic).is_some());
    }

    #[test]
    fn exact_and_normal_agree_for_many_values() {
        let first: Vec<f64> = (0..100).map(|i| f64::from(i) * 2.0).collect();
        let second: Vec<f64> = (0..100).map(|i| f64::from(i) * 2.0 + 17.0).collect();
        let exact = mann_whitney(&first, &second, RankMethod::Exact).unwrap().p;
        let normal = mann_whitney(&first, &second, RankMethod::Corrected).unwrap().p;
        assert!((exact - normal).abs() < 0.001 && 0.01 < exact && exact < 0.1, "{exact} {normal}");
    }

    #[test]
    fn kruskal_wallis_agrees_with_a_worked_example() {
        // scipy.stats.kruskal([1, 3, 5, 7, 9], [2, 4, 6, 8, 10]): 0.27272727272727337, 0.6015081344405895.
        let tested = kruskal_wallis(&[&[1.0, 3.0, 5.0, 7.0, 9.0], &[2.0, 4.0, 6.0, 8.0, 10.0]]).unwrap();
        assert!((tested.statistic - 0.272_727_272_727_273_4).abs() < 1e-12);
        assert!((tested.p - 0.601_508_134_440_589_5).abs() < 1e-12);
        // scipy.stats.kruskal([1, 1, 1], [2, 2, 2], [2, 2]): 7.0, 0.0301973834223185.
        let tested = kruskal_wallis(&[&[1.0, 1.0, 1.0], &[2.0, 2.0, 2.0], &[2.0, 2.0]]).unwrap();
        assert!((tested.statistic - 7.0).abs() < 1e-12 && (tested.p - 0.030_197_383_422_318_5).abs() < 1e-12);
    }

    #[test]
    fn samples_without_order_are_refused() {
        for (first, second) in [(vec![], vec![1.0]), (vec![2.0], vec![2.0, 2.0]), (vec![f64::NAN], vec![1.0])] {
            assert_eq!(mann_whitney(&first, &second, RankMethod::Automatic), None);
            assert_eq!(kruskal_wallis(&[&first, &second]), None);
        }
        assert_eq!(kolmogorov_smirnov(&[], &[1.0]), None);
        assert_eq!(kolmogorov_smirnov(&[1.0, 2.0], &[1.0, 2.0]).unwrap().p, 1.0);
    }

    #[test]
    fn very_many_values_take_the_limit_of_smirnov() {
        let first: Vec<f64> = (0..2_001).map(f64::from).collect();
        let second: Vec<f64> = first.iter().map(|value| value + 80.0).collect();
        let limit = kolmogorov_smirnov(&first, &second).unwrap();
        let counted = kolmogorov_smirnov(&first[..2_000], &second[..2_000]).unwrap();
        assert!((limit.p - counted.p).abs() < 0.005 && limit.p < 0.1, "{limit:?} {counted:?}");
    }
}
