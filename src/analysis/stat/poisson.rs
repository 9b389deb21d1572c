//! Counts of events over an exposure (days, visits): their rate, and two rates side by side.

use super::Tested;
use super::distribution::{gamma_quantile, normal_95, normal_two_sided, poisson_mass};
use super::interval::{CONFIDENCE, Interval};

/// The largest mean that the E-test sums over all pairs of counts.
const MOST_EVENTS_OF_E_TEST: f64 = 300.0;

/// So many events over so much exposure. INVARIANT: a whole number of events, at least 0; exposure above 0, finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Events {
    count: f64,
    exposure: f64,
}

impl Events {
    /// `None` for a count that is not whole or is negative, or without exposure.
    pub fn new(count: f64, exposure: f64) -> Option<Self> {
        let is_fit = count >= 0.0 && count.fract() == 0.0 && exposure > 0.0 && exposure.is_finite();
        is_fit.then_some(Self { count, exposure })
    }

    /// Events per unit of exposure.
    pub fn rate(self) -> f64 {
        self.count / self.exposure
    }

    /// The exact interval of the rate. Source: Garwood 1936.
    pub fn exact(self) -> Option<Interval> {
        let tail = (1.0 - CONFIDENCE) / 2.0;
        let low = if self.count == 0.0 { 0.0 } else { gamma_quantile(tail, self.count)? };
        let high = gamma_quantile(1.0 - tail, self.count + 1.0)?;
        Interval::new(low / self.exposure, high / self.exposure)
    }

    /// The interval of all rates which the score test does not reject. Source: Rao 1948; as statsmodels.
    pub fn score(self) -> Option<Interval> {
        let z = normal_95();
        let (middle, half) = (self.count + z * z / 2.0, z * (self.count + z * z / 4.0).sqrt());
        Interval::new((middle - half).max(0.0) / self.exposure, (middle + half) / self.exposure)
    }
}

/// The score test that two rates are the same: (x₁ − x₂·r) / √((x₁ + x₂)·r), with r the ratio of exposures. `None`
/// where neither has an event. Source: Gu, Ng, Tang and Schucany 2008, W₂; as statsmodels.
pub fn score_test(first: Events, second: Events) -> Option<Tested> {
    if first.count + second.count == 0.0 {
        return None;
    }
    let z = score(first.count, second.count, first.exposure / second.exposure);
    Tested::new(z, normal_two_sided(z))
}

/// The E-test, for few events: how often two counts with a common rate give a score at least as far out. `None` where
/// neither has an event, or for more events than 300. Source: Krishnamoorthy and Thomson 2004; as statsmodels.
pub fn e_test(first: Events, second: Events) -> Option<Tested> {
    let events = first.count + second.count;
    if events == 0.0 || events > MOST_EVENTS_OF_E_TEST {
        return None;
    }
    let ratio = first.exposure / second.exposure;
    let seen = score(first.count, second.count, ratio);
    let second_mean = events / (1.0 + ratio);
    // Beyond 12 deviations and 40 less than 1e-13 is left.
    let masses = |mean: f64| -> Vec<f64> {
        let most = mean + 12.0 * mean.sqrt() + 40.0;
        (0..=most as u32).map(|count| poisson_mass(f64::from(count), mean)).collect()
    };
    let (of_first, of_second) = (masses(events - second_mean), masses(second_mean));
    let mut p = 0.0;
    for (x, mass_of_x) in of_first.iter().enumerate() {
        for (y, mass_of_y) in of_second.iter().enumerate() {
            if score(x as f64, y as f64, ratio).abs() >= seen.abs() - 1e-12 {
                p += mass_of_x * mass_of_y;
            }
        }
    }
    Tested::new(seen, p)
}

/// The interval of `first − second`, from the exact ones of both: as Newcombe's of two shares.
/// Source: Donner and Zou 2012 (MOVER).
pub fn difference(first: Events, second: Events) -> Option<Interval> {
    let (of_first, of_second) = (first.exact()?, second.exact()?);
    let below = (first.rate() - of_first.low).hypot(of_second.high - second.rate());
    let above = (of_first.high - first.rate()).hypot(second.rate() - of_second.low);
    let difference = first.rate() - second.rate();
    Interval::new(difference - below, difference + above)
}

fn score(x: f64, y: f64, ratio: f64) -> f64 {
    if x + y == 0.0 { 0.0 } else { (x - y * ratio) / ((x + y) * ratio).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_count_has_no_rate() {
        for (count, exposure) in
            [(-1.0, 1.0), (0.5, 1.0), (1.0, 0.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (f64::INFINITY, 1.0)]
        {
            assert_eq!(Events::new(count, exposure), None, "{count} over {exposure}");
        }
    }

    #[test]
    fn two_rates_without_events_are_not_compared() {
        let none = Events::new(0.0, 10.0).unwrap();
        assert_eq!((score_test(none, none), e_test(none, none)), (None, None));
        assert_eq!(e_test(Events::new(301.0, 1.0).unwrap(), none), None);
        assert!(score_test(none, Events::new(9.0, 10.0).unwrap()).unwrap().p < 0.01);
    }

    #[test]
    fn the_interval_of_a_difference_holds_0_where_the_test_finds_none() {
        for (x, y) in [(41.0, 15.0), (10.0, 12.0), (0.0, 3.0), (0.0, 9.0), (100.0, 140.0)] {
            let (first, second) = (Events::new(x, 10.0).unwrap(), Events::new(y, 10.0).unwrap());
            let interval = difference(first, second).unwrap();
            let holds_zero = interval.low <= 0.0 && 0.0 <= interval.high;
            assert_eq!(holds_zero, score_test(first, second).unwrap().p > 0.05, "{x} {y}");
        }
    }

    #[test]
    fn very_many_events_have_an_exact_interval_too() {
        let interval = Events::new(4e6, 1.0).unwrap().exact().unwrap();
        assert!((interval.low - (4e6 - 1.96 * 2e3)).abs() < 3.0 && (interval.high - (4e6 + 1.96 * 2e3)).abs() < 3.0);
    }
}
