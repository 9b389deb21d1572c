//! A share counted out of whole cases, and the ways to give it an interval.
//! The program shows Wilson's (`interval`); the others stand here for whoever must report by another rule.

use super::distribution::{beta_quantile, normal_95};
use super::interval::{CONFIDENCE, Interval, wilson};

/// Above this, neighboring whole numbers are not told apart.
const MOST_CASES: f64 = 9e15;

/// So many hits among so many cases. INVARIANT: whole numbers, `0 <= hits <= cases`, `cases > 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    hits: f64,
    cases: f64,
}

impl Counted {
    /// `None` where it is not a count out of cases: fractions (attribution models), negatives, more hits than cases.
    pub fn new(hits: f64, cases: f64) -> Option<Self> {
        let is_whole = hits.fract() == 0.0 && cases.fract() == 0.0;
        let is_fit = is_whole && 0.0 <= hits && hits <= cases && 0.0 < cases && cases <= MOST_CASES;
        is_fit.then_some(Self { hits, cases })
    }

    pub fn hits(self) -> f64 {
        self.hits
    }

    pub fn misses(self) -> f64 {
        self.cases - self.hits
    }

    pub fn cases(self) -> f64 {
        self.cases
    }

    /// 0 to 1.
    pub fn share(self) -> f64 {
        self.hits / self.cases
    }

    /// Wilson's interval, the program's own.
    pub fn wilson(self) -> Option<Interval> {
        wilson(self.hits, self.cases)
    }

    /// The exact interval, never too narrow and mostly too wide. Source: Clopper and Pearson 1934.
    pub fn clopper_pearson(self) -> Option<Interval> {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        let (hits, misses) = (self.hits, self.misses());
        let low = if hits == 0.0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0)? };
        let high = if misses == 0.0 { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, misses)? };
        Interval::new(low, high)
    }

    /// The middle of Wilson's interval with the plain formula's width. Source: Agresti and Coull 1998.
    pub fn agresti_coull(self) -> Option<Interval> {
        let z2 = normal_95().powi(2);
        let cases = self.cases + z2;
        let share = (self.hits + z2 / 2.0) / cases;
        within_shares(share, normal_95() * (share * (1.0 - share) / cases).sqrt())
    }

    /// The middle 95% of a beta distribution with the prior ½, ½. Source: Brown, Cai and DasGupta 2001, without
    /// their change at 0 and 1 (as statsmodels).
    pub fn jeffreys(self) -> Option<Interval> {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        let (a, b) = (self.hits + 0.5, self.misses() + 0.5);
        Interval::new(beta_quantile(tail, a, b)?, beta_quantile(1.0 - tail, a, b)?)
    }

    /// The plain textbook interval, cut to 0 and 1: too narrow for few cases and shares near 0 or 1.
    pub fn wald(self) -> Option<Interval> {
        let share = self.share();
        within_shares(share, normal_95() * (share * (1.0 - share) / self.cases).sqrt())
    }
}

fn within_shares(middle: f64, half_width: f64) -> Option<Interval> {
    Interval::new((middle - half_width).max(0.0), (middle + half_width).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_counted_has_no_share() {
        let unfit =
            [(0.5, 10.0), (5.0, 10.5), (11.0, 10.0), (-1.0, 10.0), (0.0, 0.0), (f64::NAN, 10.0), (1.0, f64::INFINITY)];
        for (hits, cases) in unfit {
            assert_eq!(Counted::new(hits, cases), None, "{hits} of {cases}");
        }
    }
}
