//! Statistics on plain numbers: tests, intervals, sample sizes, trends, oddities. Nothing here knows a metric,
//! a project or a calendar; what to test with what is decided in `compare`, `trend` and `segments`.
//!
//! Three rules hold throughout:
//!
//! * Input that a formula is not made for (no cases, a negative count, a single value, values that are all equal
//!   where their spread is needed, NaN) gives `None`; no function returns NaN or an infinite number.
//! * Every p is two-sided, but those of χ², which knows one side only; every interval is a 95% one.
//! * Chance is drawn from a fixed seed, so that the same numbers give the same answer on every computer.
//!
//! Each formula names its source, and `tests/suite/statistics.rs` holds all of them to scipy and statsmodels.

pub mod anomaly;
pub mod bootstrap;
pub mod changepoint;
pub mod cluster;
pub mod dispersion;
mod distribution;
pub mod exact;
pub mod interval;
pub mod line;
pub mod many;
pub mod means;
pub mod permutation;
pub mod poisson;
pub mod power;
pub mod promoters;
mod random;
pub mod ranks;
pub mod season;
pub mod share;
pub mod two_shares;

pub use distribution::normal_two_sided as two_sided;

/// What a test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// The test's own statistic: z, t, U, H, χ² or the difference itself.
    pub statistic: f64,
    /// How often chance alone would give a statistic at least as far out, 0 to 1, two-sided.
    pub p: f64,
}

impl Tested {
    fn new(statistic: f64, p: f64) -> Option<Self> {
        (statistic.is_finite() && p.is_finite()).then_some(Self { statistic, p: p.clamp(0.0, 1.0) })
    }
}

/// A value of one day. Days are numbered through; equal numbers modulo 7 are the same weekday.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    pub day: i32,
    pub value: f64,
}

impl Dated {
    fn weekday(self) -> usize {
        self.day.rem_euclid(DAYS_OF_WEEK as i32) as usize
    }
}

/// The slots of `season` and `anomaly`.
pub const DAYS_OF_WEEK: usize = 7;

/// Whether there are any, all finite, each later than the one before.
fn in_order(days: &[Dated]) -> bool {
    !days.is_empty()
        && days.iter().all(|dated| dated.value.is_finite())
        && days.windows(2).all(|pair| matches!(pair, [a, b] if a.day < b.day))
}

/// The middle value, the mean of the two middle ones of an even number. `None` of nothing or where one is not finite.
pub fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() || !all_finite(values) {
        return None;
    }
    let mut values = values.to_vec();
    let at = values.len() / 2;
    let is_even = values.len().is_multiple_of(2);
    let (below, middle, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    let middle = *middle;
    if !is_even {
        return Some(middle);
    }
    let before = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Halves first: the sum of two very large values would not be finite.
    Some(before / 2.0 + middle / 2.0)
}

/// How far values lie from their median, as a standard deviation: 1.4826 × the median of the absolute distances,
/// which for a normal distribution is σ. Source: Hampel 1974.
pub fn robust_deviation(values: &[f64]) -> Option<f64> {
    let middle = median(values)?;
    let distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    Some(MAD_TO_DEVIATION * median(&distances)?)
}

/// 1 / Φ⁻¹(3/4).
const MAD_TO_DEVIATION: f64 = 1.482_602_218_505_602;

/// The value below which that share of sorted values lies, between two of them in proportion (numpy's `linear`).
pub(in crate::analysis) fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (*sorted.get(place.floor() as usize)?, *sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn all_finite(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_value() {
        for (values, expected) in [
            (vec![], None),
            (vec![3.0], Some(3.0)),
            (vec![3.0, 1.0], Some(2.0)),
            (vec![9.0, 1.0, 2.0], Some(2.0)),
            (vec![4.0, 1.0, 3.0, 2.0], Some(2.5)),
            (vec![1.0, f64::NAN], None),
        ] {
            assert_eq!(median(&values), expected, "{values:?}");
        }
        // numpy.percentile([1, 2, 3, 4], 25) is 1.75.
        assert_eq!(quantile_of_sorted(&[1.0, 2.0, 3.0, 4.0], 0.25), Some(1.75));
        assert_eq!(quantile_of_sorted(&[], 0.25), None);
    }

    #[test]
    fn one_wild_value_does_not_widen_the_robust_deviation() {
        let mut values: Vec<f64> = (0..21).map(f64::from).collect();
        let calm = robust_deviation(&values).unwrap();
        values[20] = 1e9;
        assert!((robust_deviation(&values).unwrap() - calm).abs() < 1e-9);
        assert!((calm - 5.0 * MAD_TO_DEVIATION).abs() < 1e-9);
    }
}
