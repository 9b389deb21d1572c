//! What is stored of a metric on one side of a comparison. No test is chosen here.

use std::collections::{BTreeMap, BTreeSet};

use super::super::choice::Candidate;
use super::super::figure::Figure;
use super::super::numbers::{Numbers, Scope};
use super::super::stat::cluster::Pair;
use crate::base::date::day_number;
use crate::base::{Date, Period};
use crate::model::{Amount, Metric, MetricClass};

/// A metric in a scope and period, with what the tests need beyond its figure.
#[derive(Clone, Debug)]
pub struct Measured {
    pub figure: Figure,
    /// Days that something is known of.
    pub known_days: i32,
    /// What stands above and below the line on each day, in order (of a count, 1 below); `None` where a figure is
    /// stored for more than a day, or the class has no such pairs.
    days: Option<BTreeMap<Date, Pair>>,
    /// Whether the counts are whole.
    pub is_whole: bool,
    /// Σx, Σx² and answers of a mean, where Σx² is known of all.
    pub spread: Option<(f64, f64, f64)>,
    /// Promoters, detractors and answers of a share difference.
    pub answers: (f64, f64, f64),
}

impl Measured {
    pub fn read(numbers: &Numbers, metric: &Metric, scope: &Scope, period: Period) -> Self {
        Self::of(numbers, metric, scope, period, |_| true)
    }

    /// Only these days, of figures that are stored by day.
    pub fn read_days(numbers: &Numbers, metric: &Metric, scope: &Scope, period: Period, days: &BTreeSet<Date>) -> Self {
        Self::of(numbers, metric, scope, period, |candidate| days.contains(&candidate.period().from))
    }

    fn of(
        numbers: &Numbers,
        metric: &Metric,
        scope: &Scope,
        period: Period,
        is_kept: impl Fn(&Candidate<'_>) -> bool,
    ) -> Self {
        if metric.class == MetricClass::Derived {
            return Self::of_formula(numbers, metric, scope, period);
        }
        let mut candidates = numbers.candidates(metric, scope, Some(period));
        candidates.inside.retain(is_kept);
        let figure = candidates.figure(metric, Some(period));
        let chosen = candidates.choose();
        Self::from_counted(metric, figure, &candidates.counted(metric.class, &chosen, Some(period)))
    }

    fn of_formula(numbers: &Numbers, metric: &Metric, scope: &Scope, period: Period) -> Self {
        Self::of_figure(metric, numbers.figure(metric.id, scope.clone(), Some(period)))
    }

    /// An own metric has figures, but no observations of its own.
    pub fn of_figure(metric: &Metric, figure: Figure) -> Self {
        let known_days = figure.period.map_or(0, Period::days);
        let is_whole = [figure.numerator, figure.denominator].into_iter().flatten().all(|sum| sum.fract() == 0.0);
        Self { known_days, is_whole, ..Self::from_counted(metric, figure, &[]) }
    }

    /// Of the observations that a figure rests on.
    pub fn from_counted(metric: &Metric, figure: Figure, counted: &[Candidate<'_>]) -> Self {
        let mut measured = Self {
            figure,
            known_days: known_days(counted),
            days: metric.class.is_made_of_parts().then(BTreeMap::new),
            is_whole: true,
            spread: (metric.class == MetricClass::Mean).then_some((0.0, 0.0, 0.0)),
            answers: (0.0, 0.0, 0.0),
        };
        for candidate in counted {
            measured.add(candidate.period(), candidate.observation.amount);
        }
        if metric.class == MetricClass::Additive {
            // A day is one day, however many segments of it are added up.
            measured.days.iter_mut().flat_map(BTreeMap::values_mut).for_each(|day| day.1 = 1.0);
        }
        measured
    }

    fn add(&mut self, period: Period, amount: Amount) {
        let is_whole = |value: f64| value.fract() == 0.0 && value >= 0.0;
        let pair = match amount {
            Amount::Value(value) => {
                self.is_whole &= is_whole(value);
                Some((value, 1.0))
            }
            Amount::Ratio { numerator, denominator } => {
                self.is_whole &= is_whole(numerator) && is_whole(denominator);
                Some((numerator, denominator))
            }
            Amount::Mean { sum, sum_of_squares, count } => {
                self.spread = self
                    .spread
                    .zip(sum_of_squares)
                    .map(|(so_far, squares)| (so_far.0 + sum, so_far.1 + squares, so_far.2 + count));
                Some((sum, count))
            }
            Amount::Shares { promoters, detractors, count } => {
                let so_far = self.answers;
                self.answers = (so_far.0 + promoters, so_far.1 + detractors, so_far.2 + count);
                Some((100.0 * (promoters - detractors), count))
            }
            Amount::Rate { rate, weight } => weight.map(|weight| (rate * weight, weight)),
        };
        let day = (period.from == period.to).then_some(period.from);
        match (day.zip(pair), &mut self.days) {
            (Some((day, pair)), Some(days)) => {
                let sum = days.entry(day).or_default();
                *sum = (sum.0 + pair.0, sum.1 + pair.1);
            }
            (_, days) => *days = None,
        }
    }

    /// Whether nothing at all is stored for these days.
    pub fn is_empty(&self) -> bool {
        self.figure.value.is_none() && self.known_days == 0
    }

    /// Whether each figure is that of a single day.
    pub fn is_daily(&self) -> bool {
        self.days.is_some()
    }

    /// The days that something is known of, where it is stored by day.
    pub fn dates(&self) -> Vec<Date> {
        self.days.iter().flat_map(BTreeMap::keys).copied().collect()
    }

    /// Above and below the line, day by day; empty where it is not stored by day.
    pub fn pairs(&self) -> Vec<Pair> {
        self.days.iter().flat_map(BTreeMap::values).copied().collect()
    }

    /// Above and below the line of both on the days that both know.
    pub fn pairs_in_common(&self, other: &Self) -> (Vec<Pair>, Vec<Pair>) {
        let (Some(own), Some(others)) = (&self.days, &other.days) else { return Default::default() };
        own.iter().filter_map(|(date, pair)| Some((*pair, *others.get(date)?))).unzip()
    }
}

/// How many days the observations cover together, each once.
fn known_days(counted: &[Candidate<'_>]) -> i32 {
    let mut periods: Vec<Period> = counted.iter().map(Candidate::period).collect();
    periods.sort_unstable();
    let (mut known, mut up_to) = (0, i32::MIN);
    for period in periods {
        let (from, to) = (day_number(period.from), day_number(period.to));
        known += (to - from.max(up_to.saturating_add(1)) + 1).max(0);
        up_to = up_to.max(to);
    }
    known
}
