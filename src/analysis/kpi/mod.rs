//! How a KPI stands: its metric's figure against its target and against the line that leads there. What targets are is
//! `model`'s; how states look is `layout`'s. [`RULE`] says the rule in words.
//!
//! * [`judge`]: one KPI by one figure, by the rule;
//! * [`smart`]: what a KPI lacks to be specific, measurable, achievable, relevant and time-bound;
//! * [`Standings`]: all KPIs of a project, judged again only where something has changed.
//!
//! There is no clock here: what day it is comes in as `today`. A figure is never held to days that were not measured:
//! where the line should be is asked for the last day that the figure speaks of.

mod bullet;
mod smart;
mod standings;

pub use bullet::{Bullet, bullet};
pub use smart::{Criterion, Missing, SMART_RULE, smart};
pub use standings::Standings;

use super::{Audience, Figure, Numbers, Scope, View};
use crate::base::date::{days_between, format_date};
use crate::base::number::{format_full, format_grouped};
use crate::base::{Date, Period};
pub use crate::model::KpiState;
use crate::model::{Baseline, Direction, Kpi, Metric, Project};

/// How far behind a figure may be to be no more than at risk: a share of the way that is still to go, or, without a
/// line to compare with, of the target.
pub const TOLERANCE: f64 = 0.10;

/// Below this share of the numbers compared a difference is rounding.
const ROUNDING: f64 = 1e-9;

/// The rule in words, for tooltips.
pub const RULE: &str = "Reached: the figure of the period on show meets the target.\n\
    With a start, a baseline and a due date, it is compared with the straight line from the baseline to the target, as \
    it is on the last day measured. On track: it is at or beyond the line. At risk: it is behind the line, but its 95% \
    interval reaches it, or it is behind by no more than 10% of the way still to go. Off track: it is further behind.\n\
    Without such a line: at risk if it misses the target by no more than 10% of it, or if its interval reaches it; else \
    off track.\n\
    Off track as well: the due date has passed without the target being met.\n\
    No data: nothing was measured in the period.";

/// A KPI's figure, and how it stands by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub state: KpiState,
    pub figure: Figure,
    /// Where it started, in the metric's unit; `None` where nobody has said or nothing was measured then.
    pub baseline: Option<f64>,
    /// Where the line from baseline to target is; `None` without such a line, or without a figure.
    pub expected: Option<Expected>,
    /// Whether both ends of the 95% interval lie on the same side of what the figure was compared with; `None` without
    /// an interval.
    pub is_certain: Option<bool>,
    cause: Cause,
}

/// A place on the line from baseline to target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// In the metric's unit.
    pub value: f64,
    pub day: Date,
}

/// Which part of the rule decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    NoFigure,
    MeetsTarget,
    DueHasPassed,
    Line,
    Target,
}

/// How that KPI stands by that figure of its metric. `baseline` is where it started, in the metric's unit. Never says
/// anything of what is not a finite number.
pub fn judge(kpi: &Kpi, direction: Direction, figure: Figure, baseline: Option<f64>, today: Date) -> Standing {
    let baseline = baseline.filter(|baseline| baseline.is_finite());
    let standing =
        |state, cause, expected, is_certain, figure| Standing { state, figure, baseline, expected, is_certain, cause };
    let Some(value) = figure.value.filter(|value| value.is_finite()) else {
        return standing(KpiState::NoData, Cause::NoFigure, None, None, figure);
    };
    // Turned so that more is better.
    let good = |value: f64| match direction {
        Direction::HigherIsBetter => value,
        Direction::LowerIsBetter => -value,
    };
    let interval = figure.interval().filter(|interval| interval.low.is_finite() && interval.high.is_finite());
    let (near, far) = interval.map(|interval| (good(interval.low), good(interval.high))).map_or(
        (good(value), good(value)),
        // The end that says less, then the one that says more.
        |(a, b)| (a.min(b), a.max(b)),
    );
    let meets = |value: f64, goal: f64| goal - value <= ROUNDING * goal.abs().max(value.abs());
    let is_certain = |goal: f64| interval.map(|_| meets(near, goal) == meets(far, goal));
    let target = good(kpi.target);
    let expected = expected(kpi, direction, &figure, baseline, today);
    if meets(good(value), target) {
        return standing(KpiState::Reached, Cause::MeetsTarget, expected, is_certain(target), figure);
    }
    if kpi.due.is_some_and(|due| today > due) {
        return standing(KpiState::OffTrack, Cause::DueHasPassed, expected, is_certain(target), figure);
    }
    let (goal, room, cause) = match expected {
        Some(expected) => (good(expected.value), target - good(value), Cause::Line),
        None => (target, target.abs(), Cause::Target),
    };
    let state = if cause == Cause::Line && meets(good(value), goal) {
        KpiState::OnTrack
    } else if (interval.is_some() && meets(far, goal)) || goal - good(value) <= room * (TOLERANCE + ROUNDING) {
        KpiState::AtRisk
    } else {
        KpiState::OffTrack
    };
    standing(state, cause, expected, is_certain(goal), figure)
}

/// Where the line from baseline to target is on the last day that the figure speaks of, and not after today. `None`
/// without start, due date or baseline, where they end before they begin, and where the baseline met the target: then
/// there is no way to go.
fn expected(kpi: &Kpi, direction: Direction, figure: &Figure, baseline: Option<f64>, today: Date) -> Option<Expected> {
    let (start, due, baseline) = (kpi.start?, kpi.due?, baseline?);
    let way = kpi.target - baseline;
    let is_upward = match direction {
        Direction::HigherIsBetter => way > 0.0,
        Direction::LowerIsBetter => way < 0.0,
    };
    if start >= due || !is_upward {
        return None;
    }
    let last_day = figure.period.map_or(today, |period| period.to.min(today));
    let day = last_day.clamp(start, due);
    let share = f64::from(days_between(start, day)) / f64::from(days_between(start, due));
    let value = if day == due { kpi.target } else { baseline + way * share };
    Some(Expected { value, day }).filter(|expected| expected.value.is_finite())
}

impl Standing {
    /// Why it stands so, in one or two sentences.
    pub fn reason(&self, kpi: &Kpi, metric: &Metric) -> String {
        let full = |value: f64| format_full(value, metric);
        let Some(value) = self.figure.value.filter(|_| self.cause != Cause::NoFigure) else {
            let note = self.figure.note.clone();
            return note.unwrap_or_else(|| "Nothing was measured in the period.".to_owned());
        };
        let (value_text, target) = (full(value), full(kpi.target));
        let line = |at: Expected| {
            let baseline = self.baseline.map(full).unwrap_or_default();
            let day = format_date(at.day);
            format!("{}, where the line from {baseline} to {target} is on {day}", full(at.value))
        };
        let said = match (self.cause, self.expected) {
            (Cause::NoFigure, _) => String::new(),
            (Cause::MeetsTarget, _) => format!("{value_text} meets the target of {target}."),
            (Cause::DueHasPassed, _) => {
                let due = kpi.due.map(format_date).unwrap_or_default();
                format!("{value_text} misses the target of {target}, which was due on {due}.")
            }
            (Cause::Line, Some(at)) => match self.state {
                KpiState::OnTrack => format!("{value_text} is at or beyond {}.", line(at)),
                KpiState::AtRisk if self.is_within(metric, at.value) => {
                    format!("{value_text} is behind {}.", line(at))
                }
                KpiState::AtRisk => {
                    format!("{value_text} is behind {}, by no more than 10% of the way still to go.", line(at))
                }
                KpiState::OffTrack | KpiState::NoData | KpiState::Reached => {
                    format!("{value_text} is behind {}.", line(at))
                }
            },
            (Cause::Line | Cause::Target, _) => match self.state {
                KpiState::AtRisk if self.is_within(metric, kpi.target) => {
                    format!("{value_text} misses the target of {target}.")
                }
                KpiState::AtRisk => format!("{value_text} misses the target of {target} by no more than 10% of it."),
                KpiState::OffTrack | KpiState::NoData | KpiState::OnTrack | KpiState::Reached => {
                    format!("{value_text} misses the target of {target} by {}.", full((kpi.target - value).abs()))
                }
            },
        };
        match (self.is_certain, self.figure.interval()) {
            (Some(is_certain), Some(interval)) => {
                let ends = format!("{} to {}", full(interval.low), full(interval.high));
                let n = self.figure.n.map(|n| format!(" from n = {}", format_grouped(n, 0))).unwrap_or_default();
                if is_certain {
                    format!("{said} The 95% interval is {ends}{n}.")
                } else {
                    format!("{said} It could be chance: the 95% interval is {ends}{n}.")
                }
            }
            _ => said,
        }
    }

    /// Whether the better end of the interval meets that goal.
    fn is_within(&self, metric: &Metric, goal: f64) -> bool {
        self.figure.interval().is_some_and(|interval| match metric.direction {
            Direction::HigherIsBetter => interval.high >= goal,
            Direction::LowerIsBetter => interval.low <= goal,
        })
    }
}

/// "in 12 days", "today", "3 days late"; in months and years where it is far.
pub fn time_left(due: Date, today: Date) -> String {
    let days = days_between(today, due);
    let far = match days.unsigned_abs() {
        0 => return "today".to_owned(),
        1 => "1 day".to_owned(),
        days @ 2..=89 => format!("{days} days"),
        days @ 90..=729 => format!("{} months", (f64::from(days) / 30.44).round()),
        days => format!("{} years", (f64::from(days) / 365.25).round()),
    };
    if days > 0 { format!("in {far}") } else { format!("{far} late") }
}

/// Where and of whom the figure of a KPI is taken.
pub fn scope_of(project: &Project, kpi: &Kpi) -> Scope {
    let audience = kpi.segment.map_or(Audience::Everyone, Audience::Segment);
    Scope::of(kpi.aim.touchpoints(project)).for_audience(audience)
}

impl Numbers {
    /// The figure that a KPI is judged by, and how it stands. A metric that is not defined has no data. For all KPIs
    /// of a project there are [`Standings`].
    pub fn kpi(&self, project: &Project, kpi: &Kpi, view: &View, today: Date) -> Standing {
        self.kpi_over(kpi, &scope_of(project, kpi), view.period, today)
    }

    fn kpi_over(&self, kpi: &Kpi, scope: &Scope, period: Option<Period>, today: Date) -> Standing {
        let figure = self.figure(kpi.metric, scope.clone(), period);
        let direction = self.metric(kpi.metric).map_or(Direction::HigherIsBetter, |metric| metric.direction);
        judge(kpi, direction, figure, self.baseline_over(kpi, scope), today)
    }

    /// Where a KPI started, in the unit of its metric; `None` where nobody has said or nothing was measured then.
    pub fn baseline(&self, project: &Project, kpi: &Kpi) -> Option<f64> {
        self.baseline_over(kpi, &scope_of(project, kpi))
    }

    fn baseline_over(&self, kpi: &Kpi, scope: &Scope) -> Option<f64> {
        match kpi.baseline? {
            Baseline::Figure(figure) => Some(figure),
            Baseline::Period(days) => self.figure(kpi.metric, scope.clone(), Some(days)).value,
        }
    }
}

#[cfg(test)]
mod tests;
