//! Two means side by side, without supposing that both spread alike: Welch's test.

use super::Tested;
use super::distribution::{student_95, student_two_sided};
use super::interval::Interval;

/// What a test needs to know of a sample. INVARIANT: `count >= 2`, `variance >= 0`, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    count: f64,
    mean: f64,
    /// With n − 1 below.
    variance: f64,
}

impl Sample {
    /// From the values themselves. `None` with fewer than two, or where one is not finite.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len() as f64;
        let mean = super::mean(values)?;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Self::checked(count, mean, squares)
    }

    /// From Σx, Σx² and n. `None` with fewer than two.
    pub fn from_sums(sum: f64, sum_of_squares: f64, count: f64) -> Option<Self> {
        let mean = sum / count;
        // What is left of equal values is rounding, not spread.
        let squares = sum_of_squares - sum * mean;
        Self::checked(count, mean, if squares <= sum_of_squares * 1e-13 { 0.0 } else { squares })
    }

    fn checked(count: f64, mean: f64, squares: f64) -> Option<Self> {
        let variance = squares / (count - 1.0);
        let is_fit = count >= 2.0 && mean.is_finite() && variance.is_finite();
        is_fit.then_some(Self { count, mean, variance })
    }

    pub fn count(self) -> f64 {
        self.count
    }

    pub fn mean(self) -> f64 {
        self.mean
    }

    pub fn deviation(self) -> f64 {
        self.variance.sqrt()
    }
}

/// What Welch's test says of `first − second`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// t and its p.
    pub tested: Tested,
    /// Degrees of freedom.
    pub freedom: f64,
    /// Of the difference.
    pub interval: Interval,
}

/// Welch's t test and interval. `None` where neither sample varies: then there is no telling how sure the means are.
/// Source: Welch 1947; degrees of freedom by Satterthwaite 1946.
pub fn welch(first: Sample, second: Sample) -> Option<Welch> {
    let (a, b) = (first.variance / first.count, second.variance / second.count);
    if a + b <= 0.0 {
        return None;
    }
    let freedom = (a + b).powi(2) / (a * a / (first.count - 1.0) + b * b / (second.count - 1.0));
    let difference = first.mean - second.mean;
    let error = (a + b).sqrt();
    let t = difference / error;
    Some(Welch {
        tested: Tested::new(t, student_two_sided(t, freedom)?)?,
        freedom,
        interval: Interval::around(difference, student_95(freedom)? * error)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_say_the_same_as_the_values() {
        let values = [31.2, 28.4, 35.1, 30.0];
        let sums = Sample::from_sums(values.iter().sum(), values.iter().map(|x| x * x).sum(), 4.0).unwrap();
        let whole = Sample::of(&values).unwrap();
        assert!((sums.deviation() - whole.deviation()).abs() < 1e-12 && (sums.mean() - whole.mean()).abs() < 1e-12);
    }

    #[test]
    fn values_that_do_not_vary_have_no_test() {
        let same = Sample::from_sums(0.3, 0.03, 3.0).unwrap();
        assert_eq!(same.deviation(), 0.0);
        assert_eq!(welch(same, Sample::of(&[2.0, 2.0]).unwrap()), None);
        assert!(welch(same, Sample::of(&[1.0, 2.0]).unwrap()).is_some());
        assert_eq!(Sample::of(&[1.0]), None);
        assert_eq!(Sample::of(&[1.0, f64::NAN]), None);
        assert_eq!(Sample::from_sums(3.0, 9.0, 1.0), None);
    }
}
