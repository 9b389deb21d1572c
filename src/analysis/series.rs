//! A metric over time, by day, week or month.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::choice::{Candidate, Candidates};
use super::figure::Figure;
use super::numbers::{Numbers, Scope};
use crate::base::{Grain, Period};
use crate::model::{Metric, MetricClass, MetricId, TouchpointId};

/// One point of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The day, week or month, cut to the asked days; or the days of a stored figure that spans several of them.
    pub period: Period,
    pub figure: Figure,
}

impl Numbers {
    /// The points of which something is stored, in order of time; what lies between them is unknown, not zero.
    ///
    /// A stored figure that is as long as the grain or longer but fits into no day, week or month is a point of its
    /// own (monthly figures by day), unless finer ones cover some of its days. A shorter one that lies across a
    /// border is left out, and the points on both sides say so.
    pub fn series(
        &self,
        metric: MetricId,
        scope: impl Into<Scope>,
        grain: Grain,
        period: Option<Period>,
    ) -> Vec<Point> {
        let Some(definition) = self.metric(metric) else { return Vec::new() };
        let scope = scope.into();
        if definition.class == MetricClass::Derived {
            return self.derived_series(definition, &scope, grain, period);
        }
        let stored = self.candidates(definition, &scope, period);
        let mut steps: BTreeMap<Period, Candidates<'_>> = BTreeMap::new();
        let mut longer: BTreeMap<Period, Vec<Candidate<'_>>> = BTreeMap::new();
        let mut across: Vec<(TouchpointId, Period)> = stored.straddling;
        for candidate in stored.inside {
            let days = candidate.period();
            let step = grain.period_of(days.from);
            if step.contains(days) {
                steps.entry(step).or_default().inside.push(candidate);
            } else if days.days() >= step.days() {
                longer.entry(days).or_default().push(candidate);
            } else {
                across.push((candidate.touchpoint, days));
            }
        }
        let mut points = points_of_steps(definition, steps, &across, period);
        add_longer(definition, longer, &mut points);
        points.sort_by_key(|point| point.period);
        points
    }
}

fn points_of_steps(
    metric: &Metric,
    steps: BTreeMap<Period, Candidates<'_>>,
    across: &[(TouchpointId, Period)],
    asked: Option<Period>,
) -> Vec<Point> {
    steps
        .into_iter()
        .map(|(step, mut candidates)| {
            candidates.straddling = across.iter().copied().filter(|(_, period)| period.overlaps(step)).collect();
            let period =
                asked.map_or(step, |asked| Period { from: step.from.max(asked.from), to: step.to.min(asked.to) });
            Point { period, figure: candidates.figure(metric, Some(period)) }
        })
        .collect()
}

/// Adds figures that span several steps, the last imported and then the longest first, where their days are free.
fn add_longer(metric: &Metric, longer: BTreeMap<Period, Vec<Candidate<'_>>>, points: &mut Vec<Point>) {
    let mut by_rank: Vec<(Period, Vec<Candidate<'_>>)> = longer.into_iter().collect();
    by_rank.sort_by_key(|(period, candidates)| {
        let last_source = candidates.iter().map(|candidate| candidate.source).max();
        (Reverse(last_source), Reverse(period.days()), *period)
    });
    for (period, inside) in by_rank {
        let mut is_free = true;
        for point in points.iter_mut() {
            if point.figure.period.unwrap_or(point.period).overlaps(period) {
                is_free = false;
                let label = period.label();
                point
                    .figure
                    .add_note(&format!("A figure for a longer time ({label}) covers these days too and is not shown."));
            }
        }
        if is_free {
            let candidates = Candidates { inside, ..Candidates::default() };
            points.push(Point { period, figure: candidates.figure(metric, Some(period)) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, period, ratio, value};
    use super::*;
    use crate::model::Observation;

    const SHOP: TouchpointId = TouchpointId(10);

    fn points(observations: Vec<Observation>, grain: Grain, asked: Option<Period>) -> Vec<(Period, Option<f64>, bool)> {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, sessions, 10, None, observations);
        let series = fixture.numbers().series(sessions, SHOP, grain, asked);
        series.into_iter().map(|point| (point.period, point.figure.value, point.figure.note.is_some())).collect()
    }

    #[test]
    fn days_roll_up_to_weeks_and_months_without_filling_gaps() {
        let days = || vec![value(day(2026, 8, 31), 1.0), value(day(2026, 9, 1), 2.0), value(day(2026, 9, 15), 4.0)];
        let week = |from, to| period((2026, from, if from == 8 { 31 } else { 14 }), (2026, 9, to));
        assert_eq!(
            points(days(), Grain::Day, None),
            [
                (day(2026, 8, 31), Some(1.0), false),
                (day(2026, 9, 1), Some(2.0), false),
                (day(2026, 9, 15), Some(4.0), false)
            ]
        );
        assert_eq!(
            points(days(), Grain::Week, None),
            [(week(8, 6), Some(3.0), false), (week(9, 20), Some(4.0), false)]
        );
        assert_eq!(
            points(days(), Grain::Month, None),
            [(month(2026, 8), Some(1.0), false), (month(2026, 9), Some(6.0), false)]
        );
    }

    #[test]
    fn points_are_cut_to_the_asked_days() {
        let days = vec![value(day(2026, 9, 3), 1.0), value(day(2026, 9, 4), 2.0), value(day(2026, 9, 21), 4.0)];
        let asked = period((2026, 9, 4), (2026, 9, 20));
        assert_eq!(points(days, Grain::Month, Some(asked)), [(asked, Some(2.0), false)]);
    }

    #[test]
    fn monthly_figures_by_day_keep_their_own_days() {
        let stored = vec![value(month(2026, 8), 310.0), value(day(2026, 9, 1), 9.0), value(day(2026, 9, 2), 8.0)];
        assert_eq!(
            points(stored, Grain::Day, None),
            [
                (month(2026, 8), Some(310.0), false),
                (day(2026, 9, 1), Some(9.0), false),
                (day(2026, 9, 2), Some(8.0), false)
            ]
        );
    }

    #[test]
    fn finer_figures_win_over_a_longer_one_and_say_so() {
        let stored = vec![value(month(2026, 9), 310.0), value(day(2026, 9, 1), 9.0)];
        assert_eq!(points(stored, Grain::Day, None), [(day(2026, 9, 1), Some(9.0), true)]);
    }

    #[test]
    fn weeks_across_the_end_of_a_month_are_left_out_and_noted() {
        let weeks = [7, 14, 21].map(|from| value(period((2026, 9, from), (2026, 9, from + 6)), 10.0));
        let across = value(period((2026, 9, 28), (2026, 10, 4)), 99.0);
        let next = value(period((2026, 10, 5), (2026, 10, 11)), 10.0);
        let stored = weeks.into_iter().chain([across, next]).collect();
        assert_eq!(
            points(stored, Grain::Month, None),
            [(month(2026, 9), Some(30.0), true), (month(2026, 10), Some(10.0), true)]
        );
    }

    #[test]
    fn each_point_of_a_ratio_has_its_own_interval() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let days = vec![ratio(day(2026, 9, 1), 81.0, 263.0), ratio(day(2026, 9, 2), 0.0, 0.0)];
        fixture.series(1, ctr, 10, None, days);
        let series = fixture.numbers().series(ctr, SHOP, Grain::Day, None);
        let figure = &series[0].figure;
        assert!((figure.low.unwrap() - 0.2553).abs() < 5e-5 && (figure.high.unwrap() - 0.3662).abs() < 5e-5);
        assert_eq!((series[1].figure.value, series[1].figure.low), (None, None));
    }
}
