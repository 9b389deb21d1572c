//! The 95% confidence intervals of one figure that the program shows: Wilson, Student, net promoter.
//! Other intervals for the same are in `share`; those of differences stand beside their tests.

use super::distribution::{normal_95, student_95};
use super::promoters::Answers;

/// How sure every interval of the program is.
pub const CONFIDENCE: f64 = 0.95;

/// Where the true figure lies in 95 of 100 such measurements. INVARIANT: `low <= high`, both finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// From one end to the other; `None` unless both are finite and in order.
    pub(super) fn new(low: f64, high: f64) -> Option<Self> {
        (low.is_finite() && high.is_finite() && low <= high).then_some(Self { low, high })
    }

    pub(super) fn around(middle: f64, half_width: f64) -> Option<Self> {
        Self::new(middle - half_width, middle + half_width)
    }
}

/// Wilson's interval for a share of `successes` in `trials`.
/// `None` unless both are whole numbers and `0 <= successes <= trials`, `trials > 0`:
/// fractional counts (attribution models) are not binomial.
/// Source: Wilson 1927; Newcombe 1998, method 3.
pub fn wilson(successes: f64, trials: f64) -> Option<Interval> {
    let is_binomial = successes.fract() == 0.0 && trials.fract() == 0.0 && 0.0 <= successes && successes <= trials;
    if !is_binomial || trials <= 0.0 {
        return None;
    }
    let z2 = normal_95().powi(2);
    let share = successes / trials;
    let scale = 1.0 + z2 / trials;
    let middle = (share + z2 / (2.0 * trials)) / scale;
    let half = normal_95() * (share * (1.0 - share) / trials + z2 / (4.0 * trials * trials)).sqrt() / scale;
    // Rounding must not turn a bound that is exactly 0 or 1 into 1e-17.
    let low = if successes == 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if successes == trials { 1.0 } else { (middle + half).min(1.0) };
    Some(Interval { low, high })
}

/// Student's interval for a mean, from Σx, Σx² and n over all answers together.
/// `None` with fewer than two answers.
pub fn student(sum: f64, sum_of_squares: f64, count: f64) -> Option<Interval> {
    if count.is_nan() || count < 2.0 {
        return None;
    }
    let mean = sum / count;
    // Rounding can make the spread of equal answers a hair less than nothing.
    let variance = ((sum_of_squares - sum * mean) / (count - 1.0)).max(0.0);
    Interval::around(mean, student_95(count - 1.0)? * (variance / count).sqrt())
}

/// The interval of a net promoter score, in points from −100 to 100. `None` without answers, or where promoters and
/// detractors are not among them.
/// SE = 100·√((p + d − (p − d)²) / n), with p and d the shares of promoters and detractors.
pub fn net_promoter(promoters: f64, detractors: f64, count: f64) -> Option<Interval> {
    let answers = Answers::new(promoters, detractors, count)?;
    let interval = Interval::around(answers.score(), normal_95() * answers.error())?;
    Some(Interval { low: interval.low.max(-100.0), high: interval.high.min(100.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn golden() -> serde_json::Value {
        serde_json::from_str(include_str!("../../../tests/fixtures/reference/stats.json")).unwrap()
    }

    fn number(value: &serde_json::Value) -> f64 {
        value.as_f64().unwrap()
    }

    #[track_caller]
    fn assert_close(actual: Option<Interval>, low: f64, high: f64, tolerance: f64) {
        let actual = actual.unwrap();
        let is_close = |a: f64, b: f64| (a - b).abs() <= tolerance * b.abs().max(1.0);
        assert!(is_close(actual.low, low) && is_close(actual.high, high), "{actual:?} is not {low}..{high}");
    }

    #[test]
    fn wilson_agrees_with_statsmodels() {
        let golden = golden();
        let cases = golden["proportion_confint"].as_array().unwrap();
        assert_eq!(cases.len(), 9);
        for case in cases {
            let bounds = &case["wilson"];
            assert_close(wilson(number(&case["k"]), number(&case["n"])), number(&bounds[0]), number(&bounds[1]), 1e-12);
        }
    }

    #[test]
    fn wilson_agrees_with_printed_figures() {
        for (k, n, low, high) in [
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
        ] {
            assert_close(wilson(k, n), low, high, 0.00005);
        }
        assert_eq!(wilson(0.0, 20.0).unwrap().low, 0.0);
        assert_eq!(wilson(20.0, 20.0).unwrap().high, 1.0);
    }

    #[test]
    fn what_is_not_binomial_has_no_wilson_interval() {
        for (k, n) in [(0.5, 10.0), (5.0, 10.5), (11.0, 10.0), (-1.0, 10.0), (0.0, 0.0), (f64::NAN, 10.0)] {
            assert_eq!(wilson(k, n), None, "{k} of {n}");
        }
    }

    #[test]
    fn student_agrees_with_scipy() {
        let golden = golden();
        // scipy.stats.t.interval(0.95, n − 1, mean, sem), from the means and deviations of the same samples.
        for (case, quantile) in
            golden["two_means"].as_array().unwrap().iter().zip([2.262157162740992, 2.200985160082949])
        {
            let x: Vec<f64> = case["x"].as_array().unwrap().iter().map(number).collect();
            let n = x.len() as f64;
            let half = quantile * number(&case["sd_x"]) / n.sqrt();
            let mean = number(&case["mean_x"]);
            let actual = student(x.iter().sum(), x.iter().map(|x| x * x).sum(), n);
            assert_close(actual, mean - half, mean + half, 1e-9);
        }
    }

    #[test]
    fn students_interval_narrows_to_the_normal_one() {
        // 0/1 answers, half and half: the deviation is 0.5.
        for n in [1e4_f64, 1e6, 1e8, 1e10] {
            let half = 1.959963984540054 * 0.5 / n.sqrt();
            assert_close(student(n / 2.0, n / 2.0, n), 0.5 - half, 0.5 + half, half * 0.001);
        }
        assert_eq!(student(3.0, 9.0, 1.0), None);
        // Three equal answers, up to the rounding of their squares.
        assert_close(student(0.3, 0.03, 3.0), 0.1, 0.1, 1e-7);
    }

    #[test]
    fn net_promoter_agrees_with_reference() {
        let golden = golden();
        let case = &golden["nps"];
        let (score, half) = (number(&case["nps"]), 1.959963984540054 * number(&case["se"]));
        let actual = net_promoter(number(&case["promoters"]), number(&case["detractors"]), number(&case["n"]));
        assert_close(actual, score - half, score + half, 1e-12);
        assert_close(net_promoter(3.0, 0.0, 3.0), 100.0, 100.0, 1e-12);
        for (promoters, detractors, count) in [(0.0, 0.0, 0.0), (0.0, 2.0, 1.0), (-1.0, 0.0, 5.0), (f64::NAN, 0.0, 5.0)]
        {
            assert_eq!(net_promoter(promoters, detractors, count), None);
        }
    }
}
