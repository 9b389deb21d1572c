//! Churn over several periods: who is lost in one cannot be lost in the next, so the shares that stay are multiplied.

use std::collections::BTreeMap;

use super::choice::Candidate;
use super::figure::Figure;
use crate::base::Period;
use crate::model::{Amount, Metric, MetricClass};

/// Whether periods of that metric compound instead of being put together as Σ numerators ÷ Σ denominators.
pub(super) fn compounds(metric: &Metric) -> bool {
    metric.class == MetricClass::Ratio && metric.key == "churn"
}

/// Makes the figure of what counts the churn of all periods: 1 − Π (1 − lost ÷ at start), each period over all
/// touchpoints and segments first. Within one period the figure stays as it is. Source: the definitions of metrics.
pub(super) fn compound(counted: &[Candidate<'_>], figure: &mut Figure) {
    let mut by_period: BTreeMap<Period, (f64, f64)> = BTreeMap::new();
    for candidate in counted {
        if let Amount::Ratio { numerator, denominator } = candidate.observation.amount {
            let (lost, start) = by_period.entry(candidate.period()).or_default();
            *lost += numerator;
            *start += denominator;
        }
    }
    if by_period.len() < 2 || figure.value.is_none() {
        return;
    }
    let periods: Vec<&Period> = by_period.keys().collect();
    let are_apart = periods.windows(2).all(|pair| match pair {
        [a, b] => a.to < b.from,
        _ => true,
    });
    (figure.numerator, figure.denominator, figure.n, figure.low, figure.high) = (None, None, None, None, None);
    figure.is_small = false;
    figure.value = None;
    if !are_apart {
        figure.add_note("Its periods overlap, so they cannot be compounded. Choose the days of one period.");
        return;
    }
    if by_period.values().any(|(_, start)| *start <= 0.0) {
        figure.add_note("In one of its periods there was nobody at the start, so they cannot be compounded.");
        return;
    }
    let stay: f64 = by_period.values().map(|(lost, start)| 1.0 - lost / start).product();
    figure.value = Some(1.0 - stay).filter(|value| value.is_finite());
    figure.add_note(&format!("Over its {} periods it compounds: 1 − Π (1 − lost ÷ at start).", by_period.len()));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, month, period, ratio};
    use crate::model::{MetricClass, TouchpointId};

    #[test]
    fn churn_of_several_periods_compounds() {
        let mut fixture = Fixture::new();
        let churn = fixture.metric("churn", MetricClass::Ratio);
        let months = [(7, 5.0, 100.0), (8, 10.0, 100.0)].map(|(m, lost, start)| ratio(month(2026, m), lost, start));
        fixture.series(1, churn, 10, None, months.to_vec());
        let numbers = fixture.numbers();
        let july = numbers.figure(churn, TouchpointId(10), Some(month(2026, 7)));
        assert_eq!((july.value, july.denominator, july.low.is_some()), (Some(0.05), Some(100.0), true));
        let both = numbers.figure(churn, TouchpointId(10), None);
        assert!((both.value.unwrap() - 0.145).abs() < 1e-12, "1 − 0.95 × 0.9, not 15 ÷ 200: {:?}", both.value);
        assert_eq!((both.denominator, both.low), (None, None));
        assert!(both.note.unwrap().contains("compounds"));
    }

    #[test]
    fn churn_over_periods_that_overlap_or_are_empty_is_not_told() {
        for (second, lost, start) in [(period((2026, 7, 15), (2026, 8, 14)), 1.0, 10.0), (month(2026, 8), 0.0, 0.0)] {
            let mut fixture = Fixture::new();
            let churn = fixture.metric("churn", MetricClass::Ratio);
            fixture.series(1, churn, 10, None, vec![ratio(month(2026, 7), 5.0, 100.0)]);
            fixture.series(1, churn, 11, None, vec![ratio(second, lost, start)]);
            let scope = super::super::numbers::Scope::of([TouchpointId(10), TouchpointId(11)]);
            let figure = fixture.numbers().figure(churn, scope, None);
            assert_eq!(figure.value, None);
            assert!(figure.note.unwrap().contains("cannot be compounded"));
        }
    }
}
