//! Two counted shares side by side: whether they differ, and by how much. Exact tests are in `exact`.

use super::Tested;
use super::distribution::{bisect, chi_squared_above, normal_95, normal_two_sided};
use super::interval::Interval;
use super::share::Counted;

/// The z test with the pooled share: (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)). `None` where all or none are hits in both:
/// then nothing varies. Source: Fleiss, Statistical Methods for Rates and Proportions, ch. 3.
pub fn z_test(first: Counted, second: Counted) -> Option<Tested> {
    let pooled = (first.hits() + second.hits()) / (first.cases() + second.cases());
    let error = (pooled * (1.0 - pooled) * (1.0 / first.cases() + 1.0 / second.cases())).sqrt();
    if error == 0.0 {
        return None;
    }
    let z = (first.share() - second.share()) / error;
    Tested::new(z, normal_two_sided(z))
}

/// Whether χ² is made smaller to allow for counts being whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    Corrected,
    Plain,
}

/// Pearson's χ² of the fourfold table; corrected, Yates's. `None` where a row or column of the table is empty.
/// Source: Yates 1934.
pub fn chi_squared(first: Counted, second: Counted, continuity: Continuity) -> Option<Tested> {
    let total = first.cases() + second.cases();
    let (hits, misses) = (first.hits() + second.hits(), first.misses() + second.misses());
    if hits == 0.0 || misses == 0.0 {
        return None;
    }
    let cells = [
        (first.hits(), first.cases() * hits / total),
        (first.misses(), first.cases() * misses / total),
        (second.hits(), second.cases() * hits / total),
        (second.misses(), second.cases() * misses / total),
    ];
    let statistic = cells
        .iter()
        .map(|(observed, expected)| {
            let off = (observed - expected).abs();
            let off = match continuity {
                // Never past the expected count itself.
                Continuity::Corrected => off - off.min(0.5),
                Continuity::Plain => off,
            };
            off * off / expected
        })
        .sum();
    Tested::new(statistic, chi_squared_above(statistic, 1.0)?)
}

/// The smallest of the four counts that would be expected if both shares were the same.
pub fn least_expected(first: Counted, second: Counted) -> f64 {
    let total = first.cases() + second.cases();
    let hits = first.hits() + second.hits();
    first.cases().min(second.cases()) * hits.min(total - hits) / total
}

/// Newcombe's interval of `first − second`, from Wilson's of both. Source: Newcombe 1998, method 10.
pub fn newcombe(first: Counted, second: Counted) -> Option<Interval> {
    let (p, q) = (first.share(), second.share());
    let (of_p, of_q) = (first.wilson()?, second.wilson()?);
    let below = (p - of_p.low).hypot(of_q.high - q);
    let above = (of_p.high - p).hypot(q - of_q.low);
    Interval::new(p - q - below, p - q + above)
}

/// The plain interval of `first − second`: too narrow for few cases.
pub fn wald(first: Counted, second: Counted) -> Option<Interval> {
    let variance = |counted: Counted| counted.share() * (1.0 - counted.share()) / counted.cases();
    Interval::around(first.share() - second.share(), normal_95() * (variance(first) + variance(second)).sqrt())
}

/// The plain interval after adding one hit and one miss to both. Source: Agresti and Caffo 2000.
pub fn agresti_caffo(first: Counted, second: Counted) -> Option<Interval> {
    let eased = |counted: Counted| Counted::new(counted.hits() + 1.0, counted.cases() + 2.0);
    wald(eased(first)?, eased(second)?)
}

/// The interval of `first − second` that holds every difference which the score test does not reject.
/// Source: Miettinen and Nurminen 1985.
pub fn miettinen_nurminen(first: Counted, second: Counted) -> Option<Interval> {
    let difference = first.share() - second.share();
    // The statistic falls from end to end, so each limit is one crossing.
    let low = bisect(-1.0, difference, |supposed| score(first, second, supposed) > normal_95())?;
    let high = bisect(difference, 1.0, |supposed| score(first, second, supposed) > -normal_95())?;
    Interval::new(low, high)
}

/// How far the difference is from the supposed one, in errors of shares that have exactly that difference.
fn score(first: Counted, second: Counted, supposed: f64) -> f64 {
    let (n1, n2) = (first.cases(), second.cases());
    let (total, hits) = (n1 + n2, first.hits() + second.hits());
    // The most likely shares with that difference: a cubic with three real roots (their appendix I).
    let c2 = ((n1 + 2.0 * n2) * supposed - total - hits) / (3.0 * total);
    let c1 = ((n2 * supposed - total - 2.0 * second.hits()) * supposed + hits) / (3.0 * total);
    let c0 = second.hits() * supposed * (1.0 - supposed) / (2.0 * total);
    let q = c2.powi(3) - 1.5 * c1 * c2 + c0;
    let r = q.signum() * (c2 * c2 - c1).max(0.0).sqrt();
    let turn = if r == 0.0 { 0.0 } else { (q / r.powi(3)).clamp(-1.0, 1.0) };
    let q_share = (2.0 * r * ((std::f64::consts::PI + turn.acos()) / 3.0).cos() - c2).clamp(0.0, 1.0);
    let p_share = (q_share + supposed).clamp(0.0, 1.0);
    let variance = (p_share * (1.0 - p_share) / n1 + q_share * (1.0 - q_share) / n2) * total / (total - 1.0);
    let off = first.share() - second.share() - supposed;
    if off == 0.0 { 0.0 } else { off / variance.sqrt() }
}

/// The interval of `first / second`, on the scale of logarithms, with half a hit added to both and so finite for
/// none at all. `None` where all are hits in both: the formula then knows no error. Source: Walter 1975; Fagerland, Lydersen and Laake 2015.
pub fn ratio_of_shares(first: Counted, second: Counted) -> Option<Interval> {
    let eased = |counted: Counted| (counted.hits() + 0.5, counted.cases() + 0.5);
    let ((a, n), (b, m)) = (eased(first), eased(second));
    if first.misses() + second.misses() == 0.0 {
        return None;
    }
    let half = normal_95() * (1.0 / a + 1.0 / b - 1.0 / n - 1.0 / m).sqrt();
    let middle = ((a / n) / (b / m)).ln();
    Interval::new((middle - half).exp(), (middle + half).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(hits: f64, cases: f64) -> Counted {
        Counted::new(hits, cases).unwrap()
    }

    #[test]
    fn where_nothing_varies_there_is_no_test_but_still_an_interval() {
        for hits in [0.0, 1.0] {
            let (first, second) = (counted(20.0 * hits, 20.0), counted(30.0 * hits, 30.0));
            assert_eq!(z_test(first, second), None);
            assert_eq!(chi_squared(first, second, Continuity::Plain), None);
            for interval in [newcombe, wald, agresti_caffo, miettinen_nurminen] {
                let interval = interval(first, second).unwrap();
                assert!(interval.low <= interval.high);
            }
            assert_eq!(ratio_of_shares(first, second).is_some(), hits == 0.0);
            let interval = miettinen_nurminen(first, second).unwrap();
            assert!(interval.low < 0.0 && interval.high > 0.0, "{interval:?}");
        }
    }

    /// The ends were found by raising the likelihood under each supposed difference step by step, without the cubic.
    #[test]
    fn the_score_interval_agrees_with_the_likelihood() {
        for (first, second, low, high) in [
            (counted(165.0, 2_500.0), counted(120.0, 2_400.0), 0.002_912_139_558_631_674, 0.029_183_723_723_970_725),
            (counted(4_390.0, 109_002.0), counted(4_107.0, 108_291.0), 0.000_719_022_912_053, 0.003_979_421_548_570),
            (counted(50.0, 100.0), counted(50.0, 100.0), -0.137_616_252_879_647, 0.137_616_252_879_647),
            (counted(9.0, 22.0), counted(3.0, 20.0), -0.018_748_438_194_647, 0.501_636_399_239_423_5),
        ] {
            let interval = miettinen_nurminen(first, second).unwrap();
            assert!((interval.low - low).abs() < 1e-10 && (interval.high - high).abs() < 1e-10, "{interval:?}");
        }
    }

    #[test]
    fn the_least_expected_count_says_when_cells_are_small() {
        assert_eq!(least_expected(counted(1.0, 10.0), counted(3.0, 30.0)), 1.0);
        assert_eq!(least_expected(counted(9.0, 10.0), counted(27.0, 30.0)), 1.0);
        assert_eq!(least_expected(counted(50.0, 100.0), counted(50.0, 100.0)), 50.0);
    }
}
