//! A ratio whose cases come in clusters (many impressions of a person, many visits of a day). Cases of one cluster
//! are alike, so a plain binomial interval would be too narrow.

use super::distribution::normal_95;
use super::interval::Interval;

/// One cluster: what stands above and below the line.
pub type Pair = (f64, f64);

/// A ratio of sums with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioEstimate {
    pub ratio: f64,
    pub error: f64,
}

impl RatioEstimate {
    pub fn interval(self) -> Option<Interval> {
        Interval::around(self.ratio, normal_95() * self.error)
    }
}

/// Σ above / Σ below over independent clusters, with the error of the delta method:
/// √((s²ₐ − 2R·sₐᵦ + R²·s²ᵦ) / n) / mean below. `None` with fewer than two clusters or nothing below the line.
/// Source: Deng, Knoblich and Lu 2018; Cochran 1977, ch. 6.
pub fn delta_ratio(clusters: &[Pair]) -> Option<RatioEstimate> {
    let count = clusters.len() as f64;
    let ratio = ratio_of(clusters)?;
    if count < 2.0 {
        return None;
    }
    let below = clusters.iter().map(|(_, below)| below).sum::<f64>() / count;
    // The residuals a − R·b have mean 0, and their variance is the one above.
    let squares: f64 = clusters.iter().map(|(a, b)| (a - ratio * b).powi(2)).sum();
    let error = (squares / (count - 1.0) / count).sqrt() / below.abs();
    error.is_finite().then_some(RatioEstimate { ratio, error })
}

/// Σ above / Σ below. `None` of nothing, with nothing below the line, or where a value is not finite.
pub fn ratio_of(clusters: &[Pair]) -> Option<f64> {
    let (above, below) = clusters.iter().fold((0.0, 0.0), |(a, b), pair| (a + pair.0, b + pair.1));
    let ratio = above / below;
    (below != 0.0 && ratio.is_finite()).then_some(ratio)
}

/// How much more a ratio varies between clusters than independent cases would: 1 for a plain binomial.
/// `None` where either error is not known or 0. Source: Kish 1965 (the design effect).
pub fn design_effect(clusters: &[Pair]) -> Option<f64> {
    let estimate = delta_ratio(clusters)?;
    let cases: f64 = clusters.iter().map(|(_, below)| below).sum();
    let binomial = estimate.ratio * (1.0 - estimate.ratio) / cases;
    (binomial > 0.0).then(|| estimate.error.powi(2) / binomial)
}

/// The ratio of the first less that of the second where both were measured in the same clusters (the same days), so
/// that what is common to both falls out; with the error of the delta method. Neighbors up to `alike` clusters apart
/// may be alike (Bartlett's weights). `None` unless both have the same two clusters or more.
/// Source: Deng, Knoblich and Lu 2018; Newey and West 1987.
pub fn paired_difference(first: &[Pair], second: &[Pair], alike: usize) -> Option<RatioEstimate> {
    let count = first.len() as f64;
    if first.len() != second.len() || count < 2.0 {
        return None;
    }
    let (p, q) = (ratio_of(first)?, ratio_of(second)?);
    let below = |clusters: &[Pair]| clusters.iter().map(|(_, below)| below).sum::<f64>();
    let (below_first, below_second) = (below(first), below(second));
    // How much each cluster moves the difference.
    let pulls: Vec<f64> = first
        .iter()
        .zip(second)
        .map(|((a, b), (c, d))| (a - p * b) / below_first - (c - q * d) / below_second)
        .collect();
    let together = |lag: usize| pulls.iter().zip(pulls.iter().skip(lag)).map(|(a, b)| a * b).sum::<f64>();
    let neighbors: f64 = (1..=alike).map(|lag| 2.0 * (1.0 - lag as f64 / (alike as f64 + 1.0)) * together(lag)).sum();
    let error = ((together(0) + neighbors) * count / (count - 1.0)).max(0.0).sqrt();
    (error.is_finite() && error > 0.0).then_some(RatioEstimate { ratio: p - q, error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_that_act_as_one_count_as_one() {
        // Ten people with ten impressions each, who click all or none: the error is that of ten cases, not of 100.
        let clusters: Vec<Pair> = (0..10).map(|i| (if i < 5 { 10.0 } else { 0.0 }, 10.0)).collect();
        let estimate = delta_ratio(&clusters).unwrap();
        assert!((estimate.error - (0.25_f64 / 9.0).sqrt()).abs() < 1e-12);
        assert!((design_effect(&clusters).unwrap() - 100.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn what_days_have_in_common_falls_out_of_a_difference() {
        // Both go up and down together; the first is always 0.01 above.
        let level = |day: u32| 0.2 + 0.1 * f64::from(day % 5);
        let first: Vec<Pair> = (0..30).map(|day| (100.0 * (level(day) + 0.01) + f64::from(day % 2), 100.0)).collect();
        let second: Vec<Pair> = (0..30).map(|day| (100.0 * level(day), 100.0)).collect();
        let paired = paired_difference(&first, &second, 0).unwrap();
        assert!((paired.ratio - 0.015).abs() < 1e-9 && paired.error < 0.002, "{paired:?}");
        assert!(delta_ratio(&first).unwrap().error > 0.02);
        assert_eq!(paired_difference(&first, &second[1..], 0), None);
        assert_eq!(paired_difference(&first, &first, 2), None);
    }

    #[test]
    fn without_anything_below_the_line_there_is_no_ratio() {
        for clusters in [vec![], vec![(1.0, 2.0)], vec![(1.0, 0.0), (2.0, 0.0)], vec![(f64::NAN, 1.0), (1.0, 1.0)]] {
            assert_eq!(delta_ratio(&clusters), None, "{clusters:?}");
        }
        assert_eq!(design_effect(&[(0.0, 1.0), (0.0, 1.0)]), None);
    }
}
