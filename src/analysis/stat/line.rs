//! Whether values rise or fall over time, and how fast: Theil–Sen, Mann–Kendall, least squares; and how much a value
//! is like the one before it.

use super::distribution::{normal_95, normal_two_sided, student_two_sided};
use super::interval::Interval;
use super::{Dated, in_order, mean, median};

/// The most values that are compared pair by pair: 4.5 million pairs.
pub const MOST_VALUES: usize = 3_000;

/// The most values without ties for which the p of Mann–Kendall is counted out, as scipy does.
const MOST_EXACT: usize = 33;

/// A line that no few wild values can turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// A day.
    pub slope: f64,
    /// The value at day 0.
    pub intercept: f64,
    /// Of the slope.
    pub interval: Interval,
}

/// The median of the slopes of all pairs. `None` with fewer than three values, more than 3,000, or days not in order.
/// Source: Theil 1950, Sen 1968 (the interval); intercept by Conover; as scipy.
pub fn theil_sen(values: &[Dated]) -> Option<TheilSen> {
    if !(3..=MOST_VALUES).contains(&values.len()) || !in_order(values) {
        return None;
    }
    let mut slopes = Vec::with_capacity(values.len() * (values.len() - 1) / 2);
    for (at, first) in values.iter().enumerate() {
        for second in values.iter().skip(at + 1) {
            slopes.push((second.value - first.value) / (f64::from(second.day) - f64::from(first.day)));
        }
    }
    let pairs = slopes.len() as f64;
    let deviation = (concordance_variance(values.len(), &ties(values))).sqrt();
    // The ranks of the ends, whole numbers by the banker's rounding that numpy uses.
    let upper = ((pairs + normal_95() * deviation) / 2.0).round_ties_even().min(pairs - 1.0);
    let lower = (((pairs - normal_95() * deviation) / 2.0).round_ties_even() - 1.0).max(0.0);
    // Only three of the millions of slopes are wanted: no need to sort them.
    let mut of_rank = |rank: f64| *slopes.select_nth_unstable_by(rank as usize, f64::total_cmp).1;
    let interval = Interval::new(of_rank(lower), of_rank(upper))?;
    let slope = median(&slopes)?;
    let all: Vec<f64> = values.iter().map(|dated| dated.value).collect();
    let days: Vec<f64> = values.iter().map(|dated| f64::from(dated.day)).collect();
    Some(TheilSen { slope, intercept: median(&all)? - slope * median(&days)?, interval })
}

/// What the Mann–Kendall test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// From −1 (each value below the one before) to 1.
    pub tau: f64,
    /// Exact for up to 33 values without ties, else normal. Supposes that days are independent.
    pub p: f64,
    /// The normal statistic.
    z: f64,
}

impl MannKendall {
    /// The p if a value is like the one before: the variance is (1 + ρ) / (1 − ρ) times as large. Only likeness
    /// counts: a negative correlation makes no p smaller. Source: Bayley and Hammersley 1946; Hamed and Rao 1998.
    pub fn p_if_alike(self, lag_one: f64) -> f64 {
        if lag_one <= 0.0 {
            return self.p;
        }
        let rho = lag_one.min(0.99);
        normal_two_sided(self.z / ((1.0 + rho) / (1.0 - rho)).sqrt()).max(self.p)
    }
}

/// Kendall's τ-b of values and time. `None` with fewer than three values, more than 3,000, where all are the same, or
/// days not in order. Source: Mann 1945, Kendall 1975; as scipy's `kendalltau`.
pub fn mann_kendall(values: &[Dated]) -> Option<MannKendall> {
    if !(3..=MOST_VALUES).contains(&values.len()) || !in_order(values) {
        return None;
    }
    let (mut up, mut down) = (0_u64, 0_u64);
    for (at, first) in values.iter().enumerate() {
        for second in values.iter().skip(at + 1) {
            up += u64::from(second.value > first.value);
            down += u64::from(second.value < first.value);
        }
    }
    let (up, down) = (up as f64, down as f64);
    let count = values.len() as f64;
    let pairs = count * (count - 1.0) / 2.0;
    let tau = (up - down) / pairs.sqrt() / (up + down).sqrt();
    let ties = ties(values);
    let z = (up - down) / concordance_variance(values.len(), &ties).sqrt();
    let p = if ties.is_empty() && values.len() <= MOST_EXACT {
        exact_p(values.len(), up.min(down) as usize)
    } else {
        normal_two_sided(z)
    };
    tau.is_finite().then_some(MannKendall { tau, p, z })
}

/// The sizes of groups of equal values, without those of one.
fn ties(values: &[Dated]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().map(|dated| dated.value).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|equal| equal.len() as f64).filter(|count| *count > 1.0).collect()
}

/// The variance of concordant less discordant pairs: (n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)) / 18.
fn concordance_variance(count: usize, ties: &[f64]) -> f64 {
    let term = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    (term(count as f64) - ties.iter().copied().map(term).sum::<f64>()) / 18.0
}

/// Twice the share of orders with at most so many discordant pairs.
fn exact_p(count: usize, discordant: usize) -> f64 {
    // The n-th value adds 0 to n − 1 discordant pairs, each equally often.
    let mut shares = vec![0.0; count * (count - 1) / 2 + 1];
    if let Some(first) = shares.first_mut() {
        *first = 1.0;
    }
    for n in 2..=count {
        let before = shares.clone();
        let mut sum = 0.0;
        for (at, share) in shares.iter_mut().enumerate() {
            sum += before.get(at).copied().unwrap_or(0.0);
            sum -= at.checked_sub(n).and_then(|past| before.get(past)).copied().unwrap_or(0.0);
            *share = sum / n as f64;
        }
    }
    (2.0 * shares.iter().take(discordant + 1).sum::<f64>()).min(1.0)
}

/// The line of least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeastSquares {
    /// A day.
    pub slope: f64,
    /// The value at day 0.
    pub intercept: f64,
    /// Pearson's r.
    pub correlation: f64,
    /// That the slope is 0.
    pub p: f64,
    /// Of the slope.
    pub error: f64,
}

/// `None` with fewer than three values, where all are the same, or days not in order. As scipy's `linregress`.
pub fn least_squares(values: &[Dated]) -> Option<LeastSquares> {
    if values.len() < 3 || !in_order(values) {
        return None;
    }
    let count = values.len() as f64;
    let day = values.iter().map(|dated| f64::from(dated.day)).sum::<f64>() / count;
    let level = values.iter().map(|dated| dated.value).sum::<f64>() / count;
    let sum = |term: fn(f64, f64) -> f64| {
        values.iter().map(|dated| term(f64::from(dated.day) - day, dated.value - level)).sum::<f64>()
    };
    let (xx, xy, yy) = (sum(|x, _| x * x), sum(|x, y| x * y), sum(|_, y| y * y));
    let slope = xy / xx;
    let correlation = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    let freedom = count - 2.0;
    let left = (1.0 - correlation) * (1.0 + correlation);
    let t = correlation * (freedom / left).sqrt();
    let p = if left == 0.0 { 0.0 } else { student_two_sided(t, freedom)? };
    let error = (left * yy / xx / freedom).sqrt();
    let intercept = level - slope * day;
    let is_known = [slope, intercept, correlation, p, error].into_iter().all(f64::is_finite);
    is_known.then_some(LeastSquares { slope, intercept, correlation, p, error })
}

/// How much a value is like the one before it, −1 to 1: Σ(xₜ − x̄)(xₜ₊₁ − x̄) / Σ(xₜ − x̄)². `None` with fewer than
/// three values or where all are the same. Source: Box and Jenkins.
pub fn lag_one(values: &[f64]) -> Option<f64> {
    if values.len() < 3 {
        return None;
    }
    let middle = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    let products: f64 = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (a - middle) * (b - middle)).sum();
    let lag_one = products / squares;
    lag_one.is_finite().then_some(lag_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(values: &[f64]) -> Vec<Dated> {
        (0..).zip(values).map(|(day, value)| Dated { day, value: *value }).collect()
    }

    #[test]
    fn a_wild_value_does_not_turn_the_robust_line() {
        let mut values: Vec<f64> = (0..30).map(|day| 2.0 * f64::from(day) + f64::from(day % 3)).collect();
        values[29] = 1e6;
        let line = theil_sen(&dated(&values)).unwrap();
        assert!((line.slope - 2.0).abs() < 0.05, "{line:?}");
        assert!(least_squares(&dated(&values)).unwrap().slope > 100.0);
    }

    #[test]
    fn missing_days_keep_their_width() {
        let values = [(0, 0.0), (1, 1.0), (10, 10.0), (11, 11.0)].map(|(day, value)| Dated { day, value });
        assert!((theil_sen(&values).unwrap().slope - 1.0).abs() < 1e-12);
        assert!((least_squares(&values).unwrap().slope - 1.0).abs() < 1e-12);
    }

    #[test]
    fn likeness_of_neighbors_makes_a_trend_less_sure() {
        let values: Vec<f64> = (0..40).map(|day| f64::from(day) + 15.0 * f64::from(day % 5)).collect();
        let trend = mann_kendall(&dated(&values)).unwrap();
        assert!(trend.p < 0.01 && trend.p_if_alike(0.6) > trend.p && trend.p_if_alike(-0.6) == trend.p);
        assert!(trend.p_if_alike(1.0) <= 1.0);
    }

    #[test]
    fn ties_are_allowed_for() {
        // τ-b = 12 / √(15 · 12); z = 12 / √((6·5·17 − 3·2·1·9) / 18) = 2.384158.
        let trend = mann_kendall(&dated(&[1.0, 1.0, 2.0, 2.0, 3.0, 3.0])).unwrap();
        assert!((trend.tau - 0.894_427_190_999_915_9).abs() < 1e-12, "{trend:?}");
        assert!((trend.p - 0.017_118_2).abs() < 1e-6, "{trend:?}");
    }

    #[test]
    fn what_has_no_trend_has_no_line() {
        let backwards = [Dated { day: 2, value: 1.0 }, Dated { day: 1, value: 2.0 }, Dated { day: 3, value: 2.0 }];
        for values in [dated(&[1.0, 2.0]), dated(&[1.0, f64::NAN, 2.0]), backwards.to_vec()] {
            assert_eq!((theil_sen(&values), mann_kendall(&values), least_squares(&values)), (None, None, None));
        }
        let same = dated(&[4.0; 9]);
        assert_eq!((mann_kendall(&same), least_squares(&same)), (None, None));
        assert_eq!(theil_sen(&same).unwrap().slope, 0.0);
        assert_eq!(lag_one(&[4.0; 9]), None);
        assert_eq!(lag_one(&[4.0, 5.0]), None);
    }

    #[test]
    fn likeness_is_near_one_for_a_slope_and_negative_for_a_saw() {
        let slope: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(lag_one(&slope).unwrap() > 0.95);
        let saw: Vec<f64> = (0..100).map(|day| f64::from(day % 2)).collect();
        assert!(lag_one(&saw).unwrap() < -0.95);
    }
}
