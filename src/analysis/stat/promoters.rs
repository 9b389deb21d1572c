//! Two net promoter scores side by side.

use super::Tested;
use super::distribution::{normal_95, normal_two_sided};
use super::interval::Interval;

/// Answers on a scale of 0 to 10. INVARIANT: promoters and detractors, at least 0, are among the answers, above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answers {
    promoters: f64,
    detractors: f64,
    count: f64,
}

impl Answers {
    /// `None` without answers, or where promoters and detractors are not among them.
    pub fn new(promoters: f64, detractors: f64, count: f64) -> Option<Self> {
        let is_fit = count > 0.0
            && count.is_finite()
            && promoters >= 0.0
            && detractors >= 0.0
            && promoters + detractors <= count;
        is_fit.then_some(Self { promoters, detractors, count })
    }

    /// Promoters less detractors, −100 to 100.
    pub fn score(self) -> f64 {
        100.0 * (self.promoters - self.detractors) / self.count
    }

    /// 100·√((p + d − (p − d)²) / n).
    pub fn error(self) -> f64 {
        let (p, d) = (self.promoters / self.count, self.detractors / self.count);
        100.0 * ((p + d - (p - d).powi(2)).max(0.0) / self.count).sqrt()
    }
}

/// Whether two scores differ, by their standard errors, and the interval of `first − second`. `None` where neither
/// varies: all are promoters, or all detractors. Source: Rowe 2014; the errors of both are independent.
pub fn difference(first: Answers, second: Answers) -> Option<(Tested, Interval)> {
    let error = first.error().hypot(second.error());
    if error == 0.0 {
        return None;
    }
    let difference = first.score() - second.score();
    let z = difference / error;
    Some((Tested::new(z, normal_two_sided(z))?, Interval::around(difference, normal_95() * error)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_told_apart_by_their_errors() {
        let before = Answers::new(55.0, 20.0, 100.0).unwrap();
        let after = Answers::new(140.0, 10.0, 200.0).unwrap();
        assert_eq!((before.score(), after.score()), (35.0, 65.0));
        let (tested, interval) = difference(after, before).unwrap();
        // The errors are 10·√0.6275 and 10·√0.16375, together √79.125.
        let error = 79.125_f64.sqrt();
        assert!((tested.statistic - 30.0 / error).abs() < 1e-12 && tested.p < 0.001, "{tested:?}");
        let half = 1.959_963_984_540_054 * error;
        assert!(
            (interval.low - 30.0 + half).abs() < 1e-9 && (interval.high - 30.0 - half).abs() < 1e-9,
            "{interval:?}"
        );
    }

    #[test]
    fn scores_that_cannot_vary_or_exist_are_not_compared() {
        let all = Answers::new(5.0, 0.0, 5.0).unwrap();
        assert_eq!(difference(all, all), None);
        for (promoters, detractors, count) in [(0.0, 0.0, 0.0), (3.0, 3.0, 5.0), (-1.0, 0.0, 5.0), (f64::NAN, 0.0, 1.0)]
        {
            assert_eq!(Answers::new(promoters, detractors, count), None);
        }
    }
}
