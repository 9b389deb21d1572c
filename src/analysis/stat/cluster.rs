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
    fn without_anything_below_the_line_there_is_no_ratio() {
        for clusters in [vec![], vec![(1.0, 2.0)], vec![(1.0, 0.0), (2.0, 0.0)], vec![(f64::NAN, 1.0), (1.0, 1.0)]] {
            assert_eq!(delta_ratio(&clusters), None, "{clusters:?}");
        }
        assert_eq!(design_effect(&[(0.0, 1.0), (0.0, 1.0)]), None);
    }
}
