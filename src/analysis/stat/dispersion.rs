//! Whether days differ more than chance alone lets them: only where they do not may cases be counted as independent.

use super::Tested;
use super::distribution::chi_squared_above;
use super::share::Counted;

/// Fisher's index of dispersion of counts, each group about its own mean: Σ(x − x̄)² / x̄ is χ² for Poisson counts. A
/// small p says that they vary more. `None` without two counts in a group, or where a mean is not above 0.
/// Source: Fisher, Statistical Methods for Research Workers, § 16.
pub fn of_counts(groups: &[&[f64]]) -> Option<Tested> {
    let (mut statistic, mut freedom) = (0.0, 0.0);
    for counts in groups {
        let mean = super::mean(counts).filter(|mean| *mean > 0.0)?;
        statistic += counts.iter().map(|count| (count - mean).powi(2) / mean).sum::<f64>();
        freedom += counts.len() as f64 - 1.0;
    }
    tested(statistic, freedom)
}

/// The same of shares: Σ(x − n·p)² / (n·p(1 − p)), each group about its own share. `None` without two shares in a
/// group, or where all or none are hits. Source: Cochran 1954.
pub fn of_shares(groups: &[&[Counted]]) -> Option<Tested> {
    let (mut statistic, mut freedom) = (0.0, 0.0);
    for shares in groups {
        let (hits, cases) = shares.iter().fold((0.0, 0.0), |(a, b), share| (a + share.hits(), b + share.cases()));
        let share = hits / cases;
        let distance = |counted: &Counted| {
            (counted.hits() - counted.cases() * share).powi(2) / (counted.cases() * share * (1.0 - share))
        };
        statistic += shares.iter().map(distance).sum::<f64>();
        freedom += shares.len() as f64 - 1.0;
    }
    tested(statistic, freedom)
}

fn tested(statistic: f64, freedom: f64) -> Option<Tested> {
    if freedom < 1.0 || !statistic.is_finite() {
        return None;
    }
    Tested::new(statistic, chi_squared_above(statistic, freedom)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_vary_more_than_chance_are_told_from_those_that_do_not() {
        // Fisher's formula by hand: mean 5, Σ(x − 5)² = 10, 10 / 5 = 2 with 4 degrees; P(χ²₄ > 2) = 2·e⁻¹.
        let calm = of_counts(&[&[3.0, 5.0, 6.0, 4.0, 7.0]]).unwrap();
        assert!((calm.statistic - 2.0).abs() < 1e-12 && (calm.p - 2.0 * (-1.0_f64).exp()).abs() < 1e-12, "{calm:?}");
        assert!(of_counts(&[&[1.0, 30.0, 2.0, 40.0]]).unwrap().p < 1e-6);
        // Two levels are no reason to call either group uneven.
        assert!(of_counts(&[&[3.0, 5.0, 4.0], &[300.0, 310.0, 290.0]]).unwrap().p > 0.5);
    }

    #[test]
    fn shares_are_held_against_their_own_group() {
        let counted = |hits: f64| Counted::new(hits, 1_000.0).unwrap();
        let calm = [counted(100.0), counted(105.0), counted(95.0)];
        let wild = [counted(50.0), counted(150.0), counted(100.0)];
        assert!(of_shares(&[&calm, &[counted(500.0), counted(510.0)]]).unwrap().p > 0.1);
        assert!(of_shares(&[&calm, &wild]).unwrap().p < 1e-9);
    }

    #[test]
    fn what_cannot_vary_is_not_judged() {
        assert_eq!(of_counts(&[&[3.0], &[4.0]]), None);
        assert_eq!(of_counts(&[&[0.0, 0.0]]), None);
        assert_eq!(of_counts(&[&[f64::NAN, 1.0]]), None);
        assert_eq!(of_shares(&[&[Counted::new(0.0, 5.0).unwrap(); 3]]), None);
    }
}
