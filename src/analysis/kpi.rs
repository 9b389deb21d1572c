//! How a KPI stands: its metric's figure against its target. What targets are is `model`'s; how states look is
//! `layout`'s.
//!
//! The rule, which [`RULE`] says in words:
//!
//! * no figure in the period on show: **no data**;
//! * the figure meets the target (at least, or at most where lower is better): **reached**;
//! * the due date had passed by the last day that the figure speaks of: **off track**;
//! * the figure is within [`TOLERANCE`] of the target, relative to it: **at risk**;
//! * else **off track**.
//!
//! A KPI has no start date, so no line from baseline to target can say where it should be by now. And there is no
//! clock: a due date is compared with the days that were measured, so that the same project always reads the same.

use std::collections::BTreeMap;

use super::{Audience, Figure, Numbers, Scope, View};
use crate::model::{Baseline, Direction, Kpi, Metric, Project, TouchpointId};

/// How far from the target a figure may be to be no more than at risk, as a share of the target.
pub const TOLERANCE: f64 = 0.10;

/// The rule in words, for tooltips.
pub const RULE: &str = "Reached: the figure of the period on show meets the target. At risk: it misses it by no more \
    than 10% of the target. Off track: it misses it by more, or the due date had passed by the last day measured. \
    No data: nothing was measured in the period.";

/// How a KPI stands. In the order of concern: the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KpiState {
    OffTrack,
    AtRisk,
    NoData,
    Reached,
}

impl KpiState {
    pub const ALL: [Self; 4] = [Self::OffTrack, Self::AtRisk, Self::NoData, Self::Reached];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::OffTrack => "Off track",
            Self::AtRisk => "At risk",
            Self::NoData => "No data",
            Self::Reached => "Reached",
        }
    }
}

/// How a KPI stands by that figure of its metric.
pub fn kpi_state(kpi: &Kpi, metric: &Metric, figure: &Figure) -> KpiState {
    let Some(value) = figure.value.filter(|value| value.is_finite()) else { return KpiState::NoData };
    // What a rate is short of its target by rounding alone is no gap.
    let gap = match metric.direction {
        Direction::HigherIsBetter => kpi.target - value,
        Direction::LowerIsBetter => value - kpi.target,
    };
    let size = kpi.target.abs();
    if gap <= size * 1e-9 {
        return KpiState::Reached;
    }
    let is_overdue = kpi.due.zip(figure.period).is_some_and(|(due, measured)| measured.to > due);
    if !is_overdue && gap <= size * (TOLERANCE + 1e-9) { KpiState::AtRisk } else { KpiState::OffTrack }
}

/// Where and of whom the figure of a KPI is taken.
pub fn scope_of(project: &Project, kpi: &Kpi) -> Scope {
    let audience = kpi.segment.map_or(Audience::Everyone, Audience::Segment);
    Scope::of(kpi.aim.touchpoints(project)).for_audience(audience)
}

/// Where figure and target lie on a bar from 0 to 1, as (figure, target): from zero to a little beyond the larger,
/// or, where one is negative, from a little below the smaller. `None` without a figure.
pub fn bar(target: f64, figure: &Figure) -> Option<(f32, f32)> {
    const MARGIN: f64 = 0.15;
    let value = figure.value.filter(|value| value.is_finite())?;
    let (low, high) = (value.min(target).min(0.0), value.max(target).max(0.0));
    let span = high - low;
    if span <= 0.0 {
        return Some((0.0, 0.0));
    }
    let from = if low < 0.0 { low - MARGIN * span } else { 0.0 };
    let to = if high > 0.0 { high + MARGIN * span } else { 0.0 };
    let share = |at: f64| ((at - from) / (to - from)) as f32;
    Some((share(value), share(target)))
}

impl Numbers {
    /// The figure that a KPI is judged by, and how it stands. A metric that is not defined has no data.
    pub fn kpi(&self, project: &Project, kpi: &Kpi, view: &View) -> (Figure, KpiState) {
        let figure = self.figure(kpi.metric, scope_of(project, kpi), view.period);
        let state = self.metric(kpi.metric).map_or(KpiState::NoData, |metric| kpi_state(kpi, metric, &figure));
        (figure, state)
    }

    /// Where a KPI started, in the unit of its metric; `None` where nobody has said or nothing was measured then.
    pub fn baseline(&self, project: &Project, kpi: &Kpi) -> Option<f64> {
        match kpi.baseline? {
            Baseline::Figure(figure) => Some(figure),
            Baseline::Period(days) => self.figure(kpi.metric, scope_of(project, kpi), Some(days)).value,
        }
    }

    /// How the worst KPI of each touchpoint stands; those without any are not there.
    pub fn worst_kpis(&self, project: &Project, view: &View) -> BTreeMap<TouchpointId, KpiState> {
        let mut worst = BTreeMap::new();
        for kpi in project.kpis.values() {
            let Some(touchpoint) = kpi.touchpoint() else { continue };
            let state = self.kpi(project, kpi, view).1;
            worst.entry(touchpoint).and_modify(|known| *known = state.min(*known)).or_insert(state);
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, period, value};
    use super::*;
    use crate::base::Date;
    use crate::model::{KpiId, MetricClass, MetricId};

    fn day(month: i8, day: i8) -> Date {
        Date::new(2026, month, day).unwrap()
    }

    #[test]
    fn a_kpi_stands_as_the_rule_says() {
        use Direction::{HigherIsBetter, LowerIsBetter};
        let mut fixture = Fixture::new();
        let metric = fixture.metric("conversion", MetricClass::Additive);
        let figure = |value: Option<f64>| Figure {
            value,
            period: Some(period((2026, 9, 1), (2026, 9, 30))),
            ..Figure::default()
        };
        /// What is told, direction, target, due date, figure, state.
        type Case = (&'static str, Direction, f64, Option<Date>, Option<f64>, KpiState);
        let cases: Vec<Case> = vec![
            ("nothing measured", HigherIsBetter, 0.036, None, None, KpiState::NoData),
            ("nothing measured, overdue", HigherIsBetter, 0.036, Some(day(8, 31)), None, KpiState::NoData),
            ("exactly met", HigherIsBetter, 0.036, None, Some(0.036), KpiState::Reached),
            ("met but for rounding", HigherIsBetter, 0.3, None, Some(0.1 + 0.2 - 1e-12), KpiState::Reached),
            ("exceeded", HigherIsBetter, 0.036, None, Some(0.05), KpiState::Reached),
            ("exceeded and overdue", HigherIsBetter, 0.036, Some(day(8, 31)), Some(0.05), KpiState::Reached),
            ("a tenth short", HigherIsBetter, 100.0, None, Some(90.0), KpiState::AtRisk),
            ("more than a tenth short", HigherIsBetter, 100.0, None, Some(89.9), KpiState::OffTrack),
            ("close, and due on the last day", HigherIsBetter, 100.0, Some(day(9, 30)), Some(95.0), KpiState::AtRisk),
            ("close, but a day late", HigherIsBetter, 100.0, Some(day(9, 29)), Some(95.0), KpiState::OffTrack),
            ("lower is better: met", LowerIsBetter, 3.0, None, Some(2.9), KpiState::Reached),
            ("lower is better: close", LowerIsBetter, 3.0, None, Some(3.2), KpiState::AtRisk),
            ("lower is better: far", LowerIsBetter, 3.0, None, Some(3.4), KpiState::OffTrack),
            ("a negative target: close", HigherIsBetter, -10.0, None, Some(-10.5), KpiState::AtRisk),
            ("a negative target: far", HigherIsBetter, -10.0, None, Some(-12.0), KpiState::OffTrack),
            ("a target of zero has no tenth", HigherIsBetter, 0.0, None, Some(-1.0), KpiState::OffTrack),
            ("no number", HigherIsBetter, 1.0, None, Some(f64::NAN), KpiState::NoData),
        ];
        for (name, direction, target, due, measured, expected) in cases {
            let definition = Metric { direction, ..Metric::clone(&fixture.project.metrics[&metric]) };
            let touchpoint = TouchpointId(1);
            let kpi = Kpi { due, ..Kpi::new(KpiId(1), touchpoint, metric, target) };
            assert_eq!(kpi_state(&kpi, &definition, &figure(measured)), expected, "{name}");
        }
    }

    #[test]
    fn of_several_kpis_the_worst_counts() {
        let mut fixture = Fixture::new();
        let september = period((2026, 9, 1), (2026, 9, 30));
        let orders = fixture.metric("orders", MetricClass::Additive);
        fixture.series(1, orders, 10, None, vec![value(september, 95.0)]);
        let numbers = Numbers::new(&fixture.project);
        let view = View { period: Some(september), compare_with: None };
        let touchpoint = TouchpointId(10);
        let kpi = |target| Kpi::new(KpiId(1), touchpoint, orders, target);
        let worst =
            |targets: &[f64]| targets.iter().map(|target| numbers.kpi(&fixture.project, &kpi(*target), &view).1).min();
        assert_eq!(worst(&[90.0]), Some(KpiState::Reached));
        assert_eq!(worst(&[90.0, 100.0]), Some(KpiState::AtRisk));
        assert_eq!(worst(&[200.0, 100.0, 90.0]), Some(KpiState::OffTrack));
        let elsewhere = Kpi { aim: TouchpointId(11).into(), ..kpi(1.0) };
        assert_eq!(numbers.kpi(&fixture.project, &elsewhere, &view).1, KpiState::NoData);
        let undefined = Kpi { metric: MetricId(99), ..kpi(1.0) };
        assert_eq!(numbers.kpi(&fixture.project, &undefined, &view).1, KpiState::NoData);
    }

    #[test]
    fn the_bar_holds_figure_and_target() {
        let figure = |value| Figure { value: Some(value), ..Figure::default() };
        for (target, value) in [(3.6, 3.1), (3.0, 9.0), (-10.0, -20.0), (10.0, -5.0), (0.0, 4.0), (0.0, -4.0)] {
            let (at, mark) = bar(target, &figure(value)).unwrap();
            assert!((0.0..=1.0).contains(&at) && (0.0..=1.0).contains(&mark), "{target} {value}: {at} {mark}");
            assert_eq!(at < mark, value < target, "{target} {value}");
        }
        assert_eq!(bar(1.0, &Figure::default()), None);
        assert_eq!(bar(0.0, &figure(0.0)), Some((0.0, 0.0)));
    }
}
