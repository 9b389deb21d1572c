//! How many cases a comparison needs before it can see a change of a given size.

use super::distribution::{bisect, normal_below, normal_quantile};

/// The most cases a side that is asked for: beyond, the change is too small to be seen at all.
const MOST_CASES: f64 = 1e15;

/// How sure a comparison is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// How often a change of that size is found, above 0 and below 1.
    pub power: f64,
    /// How often no change is taken for one, two-sided, above 0 and below 1.
    pub alpha: f64,
}

impl Default for Certainty {
    /// The customary 80% and 5%.
    fn default() -> Self {
        Self { power: 0.8, alpha: 0.05 }
    }
}

/// Cohen's effect size of two shares: 2·asin √p − 2·asin √q. `None` outside 0 to 1. Source: Cohen 1988, ch. 6.
pub fn cohens_h(p: f64, q: f64) -> Option<f64> {
    let is_share = |share: f64| (0.0..=1.0).contains(&share);
    (is_share(p) && is_share(q)).then(|| 2.0 * p.sqrt().asin() - 2.0 * q.sqrt().asin())
}

/// How many cases each of two shares needs, not rounded. `None` where both are the same, one is no share, or it takes
/// more than 10¹⁵. Source: Cohen 1988, on the arcsine scale; both tails counted, as statsmodels' `NormalIndPower`.
pub fn cases_per_side(p: f64, q: f64, certainty: Certainty) -> Option<f64> {
    let effect = cohens_h(p, q)?.abs();
    let critical = critical(certainty)?;
    // The power of n cases a side: both ways to be beyond the critical value.
    let power = |cases: f64| {
        let shift = effect * (cases / 2.0).sqrt();
        normal_below(shift - critical) + normal_below(-shift - critical)
    };
    if effect == 0.0 || power(MOST_CASES) < certainty.power {
        return None;
    }
    bisect(0.0, MOST_CASES, |cases| power(cases) < certainty.power)
}

/// How many cases each of two means needs to tell a difference, not rounded: the normal number and a quarter of z²
/// for the spread being estimated. `None` unless the difference is not 0 and the deviation above 0.
/// Source: Guenther 1981; within one case of the noncentral t.
pub fn cases_per_side_of_means(difference: f64, deviation: f64, certainty: Certainty) -> Option<f64> {
    let critical = critical(certainty)?;
    let effect = (difference / deviation).abs();
    let cases = 2.0 * ((critical + normal_quantile(certainty.power)?) / effect).powi(2) + critical * critical / 4.0;
    (deviation > 0.0 && cases.is_finite() && cases <= MOST_CASES).then_some(cases)
}

/// The smallest share above `p` that so many cases a side tell from it. `None` where `p` is no share or even 100% is too
/// near. Source: as [`cases_per_side`], by the nearer tail alone, which differs by less than 10⁻⁴ of the cases.
pub fn share_told_apart(p: f64, cases: f64, certainty: Certainty) -> Option<f64> {
    let effect = (critical(certainty)? + normal_quantile(certainty.power)?) * (2.0 / cases).sqrt();
    let angle = p.sqrt().asin() + effect / 2.0;
    (effect.is_finite() && angle < std::f64::consts::FRAC_PI_2).then(|| angle.sin().powi(2))
}

/// The smallest difference of two means that so many cases a side can tell. `None` with too few cases to know the
/// spread by. Source: as [`cases_per_side_of_means`].
pub fn difference_told_apart(deviation: f64, cases: f64, certainty: Certainty) -> Option<f64> {
    let critical = critical(certainty)?;
    let free = cases - critical * critical / 4.0;
    let difference = deviation * (critical + normal_quantile(certainty.power)?) * (2.0 / free).sqrt();
    (deviation > 0.0 && free > 1.0 && difference.is_finite()).then_some(difference)
}

fn critical(certainty: Certainty) -> Option<f64> {
    let is_open = |share: f64| 0.0 < share && share < 1.0;
    if !is_open(certainty.power) || certainty.power <= certainty.alpha {
        return None;
    }
    normal_quantile(1.0 - certainty.alpha / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_needed_for_larger_changes_and_less_certainty() {
        let usual = Certainty::default();
        let cases = cases_per_side(0.05, 0.06, usual).unwrap();
        assert!(cases_per_side(0.05, 0.07, usual).unwrap() < cases / 3.0);
        assert!(cases_per_side(0.05, 0.06, Certainty { power: 0.9, ..usual }).unwrap() > cases);
        assert!(cases_per_side(0.05, 0.06, Certainty { alpha: 0.1, ..usual }).unwrap() < cases);
        assert_eq!(cases_per_side(0.06, 0.05, usual), Some(cases));
    }

    #[test]
    fn half_a_deviation_needs_64_a_side() {
        // statsmodels.stats.power.TTestIndPower().solve_power(0.5, power=0.8, alpha=0.05): 63.7656.
        let cases = cases_per_side_of_means(1.0, 2.0, Certainty::default()).unwrap();
        assert!((cases - 63.7656).abs() < 0.1, "{cases}");
    }

    #[test]
    fn the_smallest_change_and_the_cases_that_it_needs_are_each_others_way_back() {
        let usual = Certainty::default();
        let share = share_told_apart(0.05, 8_143.0, usual).unwrap();
        let cases = cases_per_side(0.05, share, usual).unwrap();
        assert!((cases - 8_143.0).abs() < 0.5, "{share} {cases}");
        let difference = difference_told_apart(2.0, 64.0, usual).unwrap();
        assert!((cases_per_side_of_means(difference, 2.0, usual).unwrap() - 64.0).abs() < 1e-6);
        assert_eq!(share_told_apart(0.9, 5.0, usual), None, "even 100% is too near");
        for cases in [0.0, 1.0, f64::NAN] {
            assert_eq!(difference_told_apart(2.0, cases, usual), None);
        }
    }

    #[test]
    fn what_can_never_be_seen_has_no_number() {
        let usual = Certainty::default();
        for (p, q) in [(0.05, 0.05), (-0.1, 0.5), (0.5, 1.1), (f64::NAN, 0.5), (0.5, 0.5 + 1e-12)] {
            assert_eq!(cases_per_side(p, q, usual), None, "{p} {q}");
        }
        for (difference, deviation) in [(0.0, 1.0), (1.0, 0.0), (1.0, -1.0), (f64::NAN, 1.0)] {
            assert_eq!(cases_per_side_of_means(difference, deviation, usual), None);
        }
        for certainty in [Certainty { power: 1.0, alpha: 0.05 }, Certainty { power: 0.8, alpha: 0.0 }] {
            assert_eq!(cases_per_side(0.05, 0.06, certainty), None);
        }
    }
}
