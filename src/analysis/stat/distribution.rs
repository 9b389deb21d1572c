//! The distributions behind the tests, asked safely: `statrs` panics or loops where an argument makes no sense.

use std::f64::consts::SQRT_2;
use std::sync::{LazyLock, OnceLock};

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

use super::interval::CONFIDENCE;

/// Above this many degrees of freedom Student's quantile is the normal one to six digits.
const FREEDOM_OF_NORMAL: f64 = 1e6;

/// Above this many degrees of freedom Student's quantile follows from the normal one by an expansion.
const FREEDOM_OF_EXPANSION: f64 = 500.0;

/// Above this shape a gamma quantile is Wilson and Hilferty's to nine digits.
const SHAPE_OF_CUBE_ROOT: f64 = 1e6;

/// 1.96 in all its digits.
pub fn normal_95() -> f64 {
    static QUANTILE: LazyLock<f64> = LazyLock::new(|| SQRT_2 * erfc_inv(1.0 - CONFIDENCE));
    *QUANTILE
}

/// The value below which that share of a standard normal distribution lies.
pub fn normal_quantile(share: f64) -> Option<f64> {
    (0.0 < share && share < 1.0).then(|| -SQRT_2 * erfc_inv(2.0 * share))
}

/// The share of a standard normal distribution below z.
pub fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// How often a standard normal value lies at least as far out as z, on either side.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / SQRT_2)
}

/// How often Student's t lies at least as far out as t, on either side: I(ν / (ν + t²); ν/2, 1/2).
pub fn student_two_sided(t: f64, freedom: f64) -> Option<f64> {
    if freedom > FREEDOM_OF_NORMAL {
        return Some(normal_two_sided(t));
    }
    let p = checked_beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t)).ok()?;
    p.is_finite().then_some(p)
}

/// The t beyond which 5% of Student's distribution lie, on both sides together.
pub fn student_95(freedom: f64) -> Option<f64> {
    if freedom > FREEDOM_OF_NORMAL {
        return Some(normal_95());
    }
    if freedom > FREEDOM_OF_EXPANSION {
        return Some(student_95_expanded(freedom));
    }
    // Answers are counted whole, and the same counts come again and again.
    static OF_WHOLE: [OnceLock<Option<f64>>; FREEDOM_OF_EXPANSION as usize + 1] =
        [const { OnceLock::new() }; FREEDOM_OF_EXPANSION as usize + 1];
    match OF_WHOLE.get(freedom as usize) {
        Some(kept) if freedom.fract() == 0.0 => *kept.get_or_init(|| student_95_exact(freedom)),
        Some(_) | None => student_95_exact(freedom),
    }
}

fn student_95_exact(freedom: f64) -> Option<f64> {
    let share = beta_quantile(1.0 - CONFIDENCE, freedom / 2.0, 0.5)?;
    Some((freedom * (1.0 - share) / share).sqrt())
}

/// Source: Abramowitz and Stegun 1964, 26.7.5; beyond [`FREEDOM_OF_EXPANSION`] what is left out is below 1e-12.
fn student_95_expanded(freedom: f64) -> f64 {
    let z = normal_95();
    let z2 = z * z;
    let terms = [
        z * (z2 + 1.0) / 4.0,
        z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
        z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
        z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / freedom)
}

/// How often χ² is at least as large.
pub fn chi_squared_above(chi_squared: f64, freedom: f64) -> Option<f64> {
    if chi_squared == 0.0 {
        return Some(1.0);
    }
    let p = checked_gamma_ur(freedom / 2.0, chi_squared / 2.0).ok()?;
    p.is_finite().then_some(p)
}

/// The value below which that share of a beta distribution lies.
pub fn beta_quantile(share: f64, a: f64, b: f64) -> Option<f64> {
    let is_fit = 0.0 < share && share < 1.0 && a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !is_fit {
        return None;
    }
    bisect(0.0, 1.0, |x| checked_beta_reg(a, b, x).is_ok_and(|below| below < share))
}

/// The value below which that share of a gamma distribution with scale 1 lies.
pub fn gamma_quantile(share: f64, shape: f64) -> Option<f64> {
    if !(0.0 < share && share < 1.0 && shape > 0.0 && shape.is_finite()) {
        return None;
    }
    // Wilson and Hilferty 1931: the cube root is all but normal.
    let z = normal_quantile(share)?;
    let cube_root = |z: f64| shape * (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).powi(3);
    if shape > SHAPE_OF_CUBE_ROOT {
        return Some(cube_root(z));
    }
    let (low, high) = (cube_root(z - 1.0).max(0.0), cube_root(z + 1.0) + 5.0);
    bisect(low, high, |x| x <= 0.0 || checked_gamma_lr(shape, x).is_ok_and(|below| below < share))
}

/// How likely a Poisson count is, for a mean above 0.
pub fn poisson_mass(count: f64, mean: f64) -> f64 {
    (count * mean.ln() - mean - ln_gamma(count + 1.0)).exp()
}

/// Where `is_below` turns false between two ends, to the last digit.
pub fn bisect(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> Option<f64> {
    // Halving the distance between two doubles ends after at most 2,100 steps; from 0 to 1 it takes about 60.
    loop {
        let middle = low + (high - low) / 2.0;
        if !(low < middle && middle < high) {
            return middle.is_finite().then_some(middle);
        }
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_scipy() {
        for (actual, expected) in [
            (Some(normal_95()), 1.959_963_984_540_054),
            (normal_quantile(0.8), 0.841_621_233_572_914_3),
            (student_95(9.0), 2.262_157_162_740_992),
            (student_95(1.0), 12.706_204_736_432_095),
            (student_95(1e9), 1.959_963_984_540_054),
            (gamma_quantile(0.975, 1.0), 3.688_879_454_113_936),
            (beta_quantile(0.975, 1.0, 10.0), 0.308_497_107_818_760_83),
        ] {
            let actual = actual.unwrap();
            assert!((actual - expected).abs() < 1e-10 * expected, "{actual} is not {expected}");
        }
    }

    #[test]
    fn the_expansion_of_students_quantile_goes_on_where_the_exact_one_ends() {
        for freedom in [FREEDOM_OF_EXPANSION, 501.0, 1234.0, 56_789.5] {
            let (exact, expanded) = (student_95_exact(freedom).unwrap(), student_95_expanded(freedom));
            assert!((exact - expanded).abs() < 1e-11, "{freedom}: {exact} {expanded}");
        }
        for freedom in [0.5, 1.0, 2.0, 2.5, 17.0, 17.0] {
            assert_eq!(student_95(freedom), student_95_exact(freedom), "{freedom}");
        }
    }

    #[test]
    fn large_gamma_quantiles_go_on_where_the_exact_ones_end() {
        for share in [0.025, 0.975] {
            let exact = gamma_quantile(share, SHAPE_OF_CUBE_ROOT).unwrap();
            let beyond = gamma_quantile(share, SHAPE_OF_CUBE_ROOT + 1.0).unwrap();
            assert!((beyond - exact - 1.0).abs() < 0.005, "{exact} {beyond}");
        }
    }

    #[test]
    fn arguments_without_sense_give_nothing() {
        assert_eq!(normal_quantile(0.0), None);
        assert_eq!(student_95(0.0), None);
        assert_eq!(student_95(f64::NAN), None);
        assert_eq!(student_two_sided(1.0, f64::NAN), None);
        assert_eq!(student_two_sided(f64::NAN, 3.0), None);
        assert_eq!(gamma_quantile(0.5, 0.0), None);
        assert_eq!(beta_quantile(0.5, -1.0, 1.0), None);
        assert_eq!(chi_squared_above(f64::NAN, 1.0), None);
    }
}
