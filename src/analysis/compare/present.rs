//! What is known of a metric now, as far as it says how many cases it takes before a change of it can be seen.

use super::super::numbers::{Numbers, Scope};
use super::super::stat::means::Sample;
use super::super::stat::power::{Certainty, cases_per_side_of_means, difference_told_apart, share_told_apart};
use super::super::stat::promoters::Answers;
use super::daily::residuals;
use super::side::Measured;
use super::{LEAST_DAYS, Unanswerable, visits_until};
use crate::base::Period;
use crate::base::number::Unit;
use crate::model::{Metric, MetricClass, MetricId};

/// What a change is told by, and how much that varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Variation {
    /// Cases that did or did not: how much they vary follows from the share.
    Share,
    /// Single answers, with their standard deviation in the metric's unit.
    Answers { deviation: f64 },
    /// Whole days, with their standard deviation in the metric's unit.
    Days { deviation: f64 },
}

/// What is counted on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cases {
    Visits,
    Answers,
    Days,
}

impl Cases {
    /// The word after a number.
    pub fn label(self) -> &'static str {
        match self {
            Self::Visits => "cases",
            Self::Answers => "answers",
            Self::Days => "days",
        }
    }
}

impl Variation {
    /// What is counted on each side.
    pub fn cases(self) -> Cases {
        match self {
            Self::Share => Cases::Visits,
            Self::Answers { .. } => Cases::Answers,
            Self::Days { .. } => Cases::Days,
        }
    }

    /// The standard deviation of what is counted; `None` of a share, which needs none.
    pub fn deviation(self) -> Option<f64> {
        match self {
            Self::Share => None,
            Self::Answers { deviation } | Self::Days { deviation } => Some(deviation),
        }
    }

    /// How the number is found, with its source.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Share => {
                "n a side so that the two-sided z test on the arcsine scale, h = 2·asin √after − 2·asin √now, finds it: \
                 n ≈ 2·((z(1 − α/2) + z(power)) ÷ h)². Cohen 1988, ch. 6"
            }
            Self::Answers { .. } => {
                "n = 2·((z(1 − α/2) + z(power)) · deviation ÷ difference)² + z(1 − α/2)² ÷ 4 answers a side. Guenther 1981"
            }
            Self::Days { .. } => {
                "n = 2·((z(1 − α/2) + z(power)) · deviation of days ÷ difference)² + z(1 − α/2)² ÷ 4 days a side, taking days as \
                 independent. Guenther 1981"
            }
        }
    }
}

/// A change to be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aimed {
    /// In the metric's unit: 0.005 for half a percentage point.
    By(f64),
    /// As a share of the value: 0.1 for a tenth.
    Relative(f64),
}

/// What a comparison needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Needed {
    /// Cases, answers or days on each side, rounded up.
    pub per_side: f64,
    /// Days on each side at the present traffic; `None` where that is not known.
    pub days_per_side: Option<f64>,
    /// The value after the change.
    pub value_after: f64,
}

/// A metric as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Present {
    /// In the metric's unit; of a count, per day.
    pub value: f64,
    pub variation: Variation,
    /// Cases or answers a day; 1 where days are counted; `None` where it is not known.
    pub per_day: Option<f64>,
}

impl Present {
    /// Of a metric in a scope and period; `None` for all days.
    ///
    /// # Errors
    /// Why a change of it cannot be planned: a whole sentence.
    pub fn of(numbers: &Numbers, metric: MetricId, scope: &Scope, period: Option<Period>) -> Result<Self, String> {
        let metric = numbers.metric(metric).ok_or("This metric is no longer defined.")?;
        let period = period.or(numbers.span()).ok_or("Nothing is measured yet.")?;
        let measured = Measured::read(numbers, metric, scope, period);
        let days = f64::from(measured.known_days);
        let total = measured.figure.value.ok_or_else(|| {
            let why = measured.figure.note.as_deref().unwrap_or("Nothing is known.");
            format!("There is no value: {why}")
        })?;
        let value = if metric.class == MetricClass::Additive { total / days } else { total };
        let variation = variation(metric, &measured)?;
        let per_day = match variation {
            Variation::Days { .. } => Some(1.0),
            Variation::Share | Variation::Answers { .. } => {
                measured.figure.n.map(|n| n / days).filter(|per_day| per_day.is_finite() && *per_day > 0.0)
            }
        };
        Ok(Self { value, variation, per_day })
    }

    /// What it takes until the change is found with that certainty.
    ///
    /// # Errors
    /// Says which of the numbers makes no sense.
    pub fn needed(&self, change: Aimed, certainty: Certainty) -> Result<Needed, Unanswerable> {
        let difference = match change {
            Aimed::By(difference) => difference,
            Aimed::Relative(share) => share * self.value,
        };
        if difference == 0.0 || !difference.is_finite() {
            return Err(Unanswerable::NoChange);
        }
        let Some(deviation) = self.variation.deviation() else {
            let needed = visits_until(self.value, difference / self.value, certainty, self.per_day)?;
            let (per_side, days_per_side) = (needed.per_side, needed.days_per_side);
            return Ok(Needed { per_side, days_per_side, value_after: needed.rate_after });
        };
        let is_open = |share: f64| 0.0 < share && share < 1.0;
        if !is_open(certainty.power) || !is_open(certainty.alpha) || certainty.power <= certainty.alpha {
            return Err(Unanswerable::NoCertainty);
        }
        if !(deviation > 0.0 && deviation.is_finite()) {
            return Err(Unanswerable::NoSpread);
        }
        let per_side = cases_per_side_of_means(difference, deviation, certainty).ok_or(Unanswerable::TooSmall)?.ceil();
        let days = self.per_day.filter(|per_day| *per_day > 0.0).map(|per_day| (per_side / per_day).ceil());
        let days_per_side = days.filter(|days| days.is_finite());
        Ok(Needed { per_side, days_per_side, value_after: self.value + difference })
    }

    /// The smallest rise that so many days on each side would show, in the metric's unit; `None` where there is none
    /// or the traffic is not known.
    pub fn seen_after(&self, days: f64, certainty: Certainty) -> Option<f64> {
        let cases = days * self.per_day?;
        match self.variation.deviation() {
            None => share_told_apart(self.value, cases, certainty).map(|share| share - self.value),
            Some(deviation) => difference_told_apart(deviation, cases, certainty),
        }
    }
}

fn variation(metric: &Metric, measured: &Measured) -> Result<Variation, String> {
    match metric.class {
        MetricClass::Ratio if metric.unit == Unit::Share => Ok(Variation::Share),
        MetricClass::Derived if metric.unit == Unit::Share && measured.figure.n.is_some() => Ok(Variation::Share),
        MetricClass::Mean => {
            let known = measured.spread.and_then(|(sum, squares, count)| Sample::from_sums(sum, squares, count));
            match known {
                Some(sample) => Ok(Variation::Answers { deviation: sample.deviation() }),
                None => of_days(measured),
            }
        }
        MetricClass::ShareDifference => {
            let (promoters, detractors, count) = measured.answers;
            let answers = Answers::new(promoters, detractors, count)
                .ok_or("There are more promoters and detractors than answers. Check the file's columns.")?;
            Ok(Variation::Answers { deviation: answers.error() * count.sqrt() })
        }
        MetricClass::Ratio | MetricClass::Additive | MetricClass::RateOnly => of_days(measured),
        MetricClass::Distinct | MetricClass::Snapshot | MetricClass::Derived => {
            Err(format!("How much {} varies by chance is not known. Choose another metric.", metric.name))
        }
    }
}

/// From the days themselves: what each is off the value, on average.
fn of_days(measured: &Measured) -> Result<Variation, String> {
    let pairs = measured.pairs();
    if pairs.len() < LEAST_DAYS {
        return Err(format!(
            "How much days vary is not known: {} single days have figures, and {LEAST_DAYS} are needed.",
            pairs.len()
        ));
    }
    let below = pairs.iter().map(|(_, below)| below).sum::<f64>() / pairs.len() as f64;
    let off: Vec<f64> = residuals(&pairs).iter().map(|off| off / below).collect();
    let sample = Sample::of(&off).filter(|sample| sample.deviation().is_finite());
    sample.map(|sample| Variation::Days { deviation: sample.deviation() }).ok_or_else(|| "Nothing is known.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{Fixture, day, observation, ratio, value};
    use super::*;
    use crate::model::{Amount, TouchpointId};

    const SHOP: TouchpointId = TouchpointId(10);

    fn present(class: MetricClass, unit: Unit, amount: impl Fn(i8) -> Amount) -> Result<Present, String> {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("m", class);
        fixture.change(metric, |metric| metric.unit = unit.clone());
        let days = (1..=28).map(|n| observation(day(2026, 9, n), amount(n)));
        fixture.series(1, metric, 10, None, days.collect());
        Present::of(&fixture.numbers(), metric, &SHOP.into(), None)
    }

    #[test]
    fn each_class_says_what_a_change_of_it_is_told_by() {
        let share = present(MetricClass::Ratio, Unit::Share, |_| ratio(day(2026, 9, 1), 20.0, 400.0).amount).unwrap();
        assert_eq!((share.value, share.variation, share.per_day), (0.05, Variation::Share, Some(400.0)));
        let needed = share.needed(Aimed::By(0.01), Certainty::default()).unwrap();
        assert_eq!((needed.per_side, needed.days_per_side), (8_143.0, Some(21.0)));
        assert_eq!(share.needed(Aimed::Relative(0.2), Certainty::default()), Ok(needed));
        assert!(share.seen_after(21.0, Certainty::default()).unwrap() < 0.01);
        assert!(share.seen_after(20.0, Certainty::default()).unwrap() > 0.0099);

        // Answers 1 and 3 in turn: deviation √(56 / 55).
        let answers = |_| Amount::Mean { sum: 4.0, sum_of_squares: Some(10.0), count: 2.0 };
        let mean = present(MetricClass::Mean, Unit::Points, answers).unwrap();
        let Variation::Answers { deviation } = mean.variation else { panic!("{mean:?}") };
        assert!((deviation - (56.0_f64 / 55.0).sqrt()).abs() < 1e-12);
        assert_eq!(mean.per_day, Some(2.0));

        let nps = |_| Amount::Shares { promoters: 5.0, detractors: 5.0, count: 10.0 };
        let Variation::Answers { deviation } =
            present(MetricClass::ShareDifference, Unit::Points, nps).unwrap().variation
        else {
            panic!("answers")
        };
        assert!((deviation - 100.0).abs() < 1e-9);

        // Days of 90 and 110 in turn: per day 100, deviation √(2800 / 27).
        let counts = |n: i8| value(day(2026, 9, n), if n % 2 == 0 { 90.0 } else { 110.0 }).amount;
        let orders = present(MetricClass::Additive, Unit::Count, counts).unwrap();
        let Variation::Days { deviation } = orders.variation else { panic!("{orders:?}") };
        assert!((orders.value - 100.0).abs() < 1e-12 && (deviation - (2_800.0_f64 / 27.0).sqrt()).abs() < 1e-9);
        let needed = orders.needed(Aimed::Relative(0.1), Certainty::default()).unwrap();
        assert_eq!(needed.days_per_side, Some(needed.per_side));
    }

    #[test]
    fn what_cannot_be_planned_says_why() {
        let users = present(MetricClass::Distinct, Unit::Count, |n| Amount::Value(f64::from(n)));
        assert!(users.unwrap_err().contains("no value"), "it cannot be added up over days");
        let level = present(MetricClass::Snapshot, Unit::Count, |n| Amount::Value(f64::from(n)));
        assert!(level.unwrap_err().contains("not known"));
        let flat = present(MetricClass::Additive, Unit::Count, |_| Amount::Value(5.0)).unwrap();
        assert_eq!(flat.needed(Aimed::Relative(0.1), Certainty::default()), Err(Unanswerable::NoSpread));
        let share =
            present(MetricClass::Ratio, Unit::Share, |_| Amount::Ratio { numerator: 1.0, denominator: 4.0 }).unwrap();
        for (change, expected) in [
            (Aimed::By(0.0), Unanswerable::NoChange),
            (Aimed::Relative(f64::NAN), Unanswerable::NoChange),
            (Aimed::By(0.9), Unanswerable::BeyondShares),
        ] {
            assert_eq!(share.needed(change, Certainty::default()), Err(expected));
        }
    }
}
