//! How many visits it takes before a change of a rate can be seen.

use super::super::stat::power::{Certainty, cases_per_side};

/// What a comparison needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeededVisits {
    /// Visits on each side, rounded up.
    pub per_side: f64,
    /// Days on each side at the visits a day given; `None` where they are not known.
    pub days_per_side: Option<f64>,
    /// The rate after the change.
    pub rate_after: f64,
}

/// Why there is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    #[error("The rate now must lie between 0% and 100%, both left out.")]
    NoRate,
    #[error("A change of nothing can never be seen. Ask for a larger one.")]
    NoChange,
    #[error("The change would lead below 0% or above 100%. Ask for a smaller one.")]
    BeyondShares,
    #[error("Power and error must lie between 0% and 100%, and the power above the error.")]
    NoCertainty,
    #[error("How much single values vary must be a number above 0.")]
    NoSpread,
    #[error("The change is too small to be seen with any number of visits that could be counted.")]
    TooSmall,
}

/// How many visits each side needs until a relative change (0.1: from 5% to 5.5%) of a rate is found with that
/// certainty, and how many days that takes.
///
/// # Errors
/// Says which of the numbers makes no sense.
pub fn visits_until(
    rate: f64,
    relative_change: f64,
    certainty: Certainty,
    visits_per_day: Option<f64>,
) -> Result<NeededVisits, Unanswerable> {
    if !(0.0 < rate && rate < 1.0) {
        return Err(Unanswerable::NoRate);
    }
    if relative_change == 0.0 || !relative_change.is_finite() {
        return Err(Unanswerable::NoChange);
    }
    let is_open = |share: f64| 0.0 < share && share < 1.0;
    if !is_open(certainty.power) || !is_open(certainty.alpha) || certainty.power <= certainty.alpha {
        return Err(Unanswerable::NoCertainty);
    }
    let rate_after = rate * (1.0 + relative_change);
    if !(0.0..=1.0).contains(&rate_after) {
        return Err(Unanswerable::BeyondShares);
    }
    let per_side = cases_per_side(rate, rate_after, certainty).ok_or(Unanswerable::TooSmall)?.ceil();
    let days = visits_per_day.filter(|visits| *visits > 0.0).map(|visits| (per_side / visits).ceil());
    Ok(NeededVisits { per_side, days_per_side: days.filter(|days| days.is_finite()), rate_after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_5_to_6_percent_takes_8143_visits_a_side() {
        let needed = visits_until(0.05, 0.2, Certainty::default(), Some(400.0)).unwrap();
        assert_eq!((needed.per_side, needed.days_per_side), (8_143.0, Some(21.0)));
        assert!((needed.rate_after - 0.06).abs() < 1e-12);
        assert_eq!(visits_until(0.05, 0.2, Certainty::default(), Some(0.0)).unwrap().days_per_side, None);
    }

    #[test]
    fn numbers_without_sense_are_named() {
        let usual = Certainty::default();
        for (rate, change, certainty, expected) in [
            (0.0, 0.1, usual, Unanswerable::NoRate),
            (f64::NAN, 0.1, usual, Unanswerable::NoRate),
            (0.1, 0.0, usual, Unanswerable::NoChange),
            (0.1, f64::INFINITY, usual, Unanswerable::NoChange),
            (0.6, 1.0, usual, Unanswerable::BeyondShares),
            (0.6, -1.5, usual, Unanswerable::BeyondShares),
            (0.1, 1e-13, usual, Unanswerable::TooSmall),
            (0.1, 0.1, Certainty { power: 1.0, alpha: 0.05 }, Unanswerable::NoCertainty),
        ] {
            assert_eq!(visits_until(rate, change, certainty, None), Err(expected), "{rate} {change}");
        }
    }
}
