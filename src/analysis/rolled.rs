//! A metric at one touchpoint or over several together, as the charts of a lane show it: value, change, and the series
//! that the charts panel draws too.

use super::change::Tone;
use super::chip::short_text;
use super::figure::Figure;
use super::numbers::{Numbers, Scope};
use super::series::Point;
use super::view::View;
use crate::base::{Grain, Period};
use crate::model::{MetricId, TouchpointId};

/// One metric over some touchpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolled {
    pub metric: MetricId,
    /// "CTR", "conv."
    pub short_name: String,
    pub figure: Figure,
    /// The value: "1.4%"; "–" where it is not known.
    pub text: String,
    /// "+0.2", "+6%", "±0"; empty where there is nothing to compare with.
    pub change_text: String,
    pub tone: Tone,
    /// In order of time, within `days`.
    pub points: Vec<Point>,
    /// The days of the view and of the period it is compared with; `None` without any data.
    pub days: Option<Period>,
    /// Whether the metric is known at some of the touchpoints, but its class does not let them be put together.
    pub is_refused: bool,
}

impl Numbers {
    /// The most telling metric that has a value over these touchpoints together, else the most telling one that any
    /// of them has a value of, in the view.
    pub fn telling_metric(&self, touchpoints: &[TouchpointId], view: &View) -> Option<MetricId> {
        let known = |metric: &MetricId| {
            let with_metric = self.touchpoints_with(*metric);
            touchpoints.iter().any(|touchpoint| with_metric.binary_search(touchpoint).is_ok())
        };
        let metrics: Vec<MetricId> = self.metrics().into_iter().filter(known).collect();
        let scope = Scope::of(touchpoints.iter().copied());
        let has_value = |metric: &&MetricId| self.figure(**metric, scope.clone(), view.period).value.is_some();
        metrics
            .iter()
            .find(has_value)
            .or_else(|| metrics.iter().find(|metric| self.is_known_at_any(**metric, touchpoints, view)))
            .copied()
    }

    /// A metric over these touchpoints together, with at most about so many points; `None` where nothing of it is
    /// stored at any of them, or it is not defined.
    pub fn rolled(
        &self,
        metric: MetricId,
        touchpoints: &[TouchpointId],
        view: &View,
        most_points: usize,
    ) -> Option<Rolled> {
        let definition = self.metric(metric)?;
        let with_metric = self.touchpoints_with(metric);
        // A formula may go from one touchpoint to another.
        let reached = self.reached_by(metric);
        let is_known =
            |touchpoint: &TouchpointId| with_metric.binary_search(touchpoint).is_ok() || reached.contains(touchpoint);
        let measured: Vec<TouchpointId> = touchpoints.iter().copied().filter(is_known).collect();
        if measured.is_empty() {
            return None;
        }
        let scope = Scope::of(measured.iter().copied());
        let figure = self.figure(metric, scope.clone(), view.period);
        let before = view.compare_with.map(|period| self.figure(metric, scope.clone(), Some(period)));
        let change = before.and_then(|before| self.change(metric, view, &before, &figure));
        let asked = match (view.period, view.compare_with) {
            (Some(period), Some(before)) => Some(period.union(before)),
            (period, _) => period,
        };
        let days = asked.or(self.span());
        let grain = days.map_or(Grain::Month, |days| finest_grain(days, most_points));
        Some(Rolled {
            metric,
            short_name: definition.short_name.clone(),
            text: short_text(definition, &figure),
            tone: change.as_ref().map_or(Tone::Neutral, |change| change.tone),
            change_text: change.map(|change| change.text).unwrap_or_default(),
            points: self.series(metric, scope, grain, asked),
            days,
            is_refused: figure.value.is_none() && self.is_known_at_any(metric, &measured, view),
            figure,
        })
    }

    fn is_known_at_any(&self, metric: MetricId, touchpoints: &[TouchpointId], view: &View) -> bool {
        touchpoints.iter().any(|touchpoint| self.figure(metric, *touchpoint, view.period).value.is_some())
    }
}

/// The finest grain that gives no more than so many points, or months.
fn finest_grain(days: Period, most_points: usize) -> Grain {
    let days = usize::try_from(days.days()).unwrap_or(0);
    if days <= most_points {
        Grain::Day
    } else if days.div_ceil(7) < most_points {
        Grain::Week
    } else {
        Grain::Month
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{By, Filter, table};
    use super::super::testing::{Fixture, day, month, ratio, value};
    use super::*;
    use crate::model::{MetricClass, StageId};

    const BUY: [TouchpointId; 2] = [TouchpointId(11), TouchpointId(12)];

    fn september() -> View {
        View { period: Some(month(2026, 9)), compare_with: Some(month(2026, 8)) }
    }

    #[test]
    fn a_stage_rolls_up_as_the_table_does() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        for (touchpoint, clicks, impressions) in [(10, 14.0, 1000.0), (11, 900.0, 1500.0), (12, 300.0, 600.0)] {
            let months = [8, 9].map(|m| ratio(month(2026, m), clicks - f64::from(m), impressions));
            fixture.series(1, ctr, touchpoint, None, months.to_vec());
            fixture.series(1, sessions, touchpoint, None, vec![value(day(2026, 9, 3), impressions)]);
        }
        let numbers = fixture.numbers();
        let september_only = Filter { metric: None, from: Some(month(2026, 9).from), to: Some(month(2026, 9).to) };
        let rows = table(&fixture.project, &numbers, By::Stage, &september_only);
        for metric in [ctr, sessions] {
            let row = rows.iter().find(|row| row.stage == Some(StageId(2)) && row.metric == metric).unwrap();
            let rolled = numbers.rolled(metric, &BUY, &september(), 92).unwrap();
            assert_eq!(rolled.figure, row.figure);
            assert!(rolled.figure.value.is_some() && !rolled.is_refused);
        }
        // Σ/Σ, not the mean of the two: (891 + 291) / 2100.
        let rolled = numbers.rolled(ctr, &BUY, &september(), 92).unwrap();
        assert_eq!(rolled.figure.value, Some(1182.0 / 2100.0));
        assert_eq!((rolled.change_text.as_str(), rolled.tone), ("−0.1", Tone::Bad));
        assert_eq!(rolled.points, numbers.series(ctr, Scope::of(BUY), Grain::Day, rolled.days));
        assert_eq!(rolled.points.len(), 2);
    }

    #[test]
    fn what_cannot_be_added_up_is_refused_and_left_to_what_can() {
        let mut fixture = Fixture::new();
        let users = fixture.metric("users", MetricClass::Distinct);
        let impressions = fixture.metric("impressions", MetricClass::Additive);
        for touchpoint in [11, 12] {
            fixture.series(1, users, touchpoint, None, vec![value(month(2026, 9), 5.0)]);
        }
        let numbers = fixture.numbers();
        let rolled = numbers.rolled(users, &BUY, &september(), 92).unwrap();
        assert!(rolled.is_refused);
        assert_eq!(rolled.text, "–");
        assert!(!numbers.rolled(users, &BUY[..1], &september(), 92).unwrap().is_refused);
        assert_eq!(numbers.telling_metric(&BUY, &september()), Some(users), "there is nothing better");
        fixture.series(1, impressions, 11, None, vec![value(month(2026, 9), 5.0)]);
        assert_eq!(fixture.numbers().telling_metric(&BUY, &september()), Some(impressions));
        assert_eq!(fixture.numbers().telling_metric(&[TouchpointId(10)], &september()), None);
        assert_eq!(fixture.numbers().rolled(users, &[TouchpointId(10)], &september(), 92), None);
    }

    #[test]
    fn many_days_become_weeks_and_months() {
        let year = Period::new(month(2026, 1).from, month(2026, 12).to).unwrap();
        assert_eq!(finest_grain(month(2026, 9), 31), Grain::Day);
        assert_eq!(finest_grain(month(2026, 9).union(month(2026, 8)), 31), Grain::Week);
        assert_eq!(finest_grain(year, 31), Grain::Month);
        assert_eq!(finest_grain(year, 92), Grain::Week);
    }
}
