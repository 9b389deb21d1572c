//! What a KPI lacks to be specific, measurable, achievable, relevant and time-bound. [`SMART_RULE`] says in words when
//! each of these holds.

use super::super::{Numbers, Point, Scope};
use super::scope_of;
use crate::base::date::{date_from_day_number, day_number, format_date};
use crate::base::number::format_full;
use crate::base::{Date, Grain};
use crate::model::{Direction, Kpi, Metric, MetricClass, Project};

/// A target may lie so far beyond where it started, as a share of that, without having been reached in any month.
const LEAP: f64 = 0.5;
/// A month counts as reached before only with so many cases, where they are known.
const LEAST_CASES: f64 = 30.0;
/// How long after its start a KPI may be without figures: exports come by the month.
const PATIENCE_DAYS: i32 = 35;

/// The rule in words, for tooltips.
pub const SMART_RULE: &str = "Specific: the metric and what it is of are there and named. Measurable: it is measured \
    there, and has been since the KPI's start. Achievable: a month has met the target before (with 30 cases or more), \
    or the target is at most half as much again away from the baseline, else from the last month. Relevant: it says \
    why. Time-bound: it has a due date, which lies ahead and after its start.";

/// One letter of SMART.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    Specific,
    Measurable,
    Achievable,
    Relevant,
    TimeBound,
}

impl Criterion {
    pub const ALL: [Self; 5] = [Self::Specific, Self::Measurable, Self::Achievable, Self::Relevant, Self::TimeBound];

    pub fn label(self) -> &'static str {
        match self {
            Self::Specific => "Specific",
            Self::Measurable => "Measurable",
            Self::Achievable => "Achievable",
            Self::Relevant => "Relevant",
            Self::TimeBound => "Time-bound",
        }
    }

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Specific => "specific",
            Self::Measurable => "measurable",
            Self::Achievable => "achievable",
            Self::Relevant => "relevant",
            Self::TimeBound => "time-bound",
        }
    }

    /// "S", "M", "A", "R", "T".
    pub fn letter(self) -> &'static str {
        match self {
            Self::Specific => "S",
            Self::Measurable => "M",
            Self::Achievable => "A",
            Self::Relevant => "R",
            Self::TimeBound => "T",
        }
    }
}

/// What a KPI lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub criterion: Criterion,
    /// What is missing and what to do, in a sentence or two.
    pub what: String,
}

/// What a KPI lacks, at most one thing for each criterion, in their order; nothing if it is SMART.
pub fn smart(project: &Project, numbers: &Numbers, kpi: &Kpi, today: Date) -> Vec<Missing> {
    smart_over(numbers, kpi, &scope_of(project, kpi), is_named(project, kpi), today)
}

/// Whether what a KPI is of is there and has a name.
pub(super) fn is_named(project: &Project, kpi: &Kpi) -> bool {
    kpi.aim.name(project).is_some_and(|name| !name.trim().is_empty())
}

pub(super) fn smart_over(numbers: &Numbers, kpi: &Kpi, scope: &Scope, is_named: bool, today: Date) -> Vec<Missing> {
    let metric = numbers.metric(kpi.metric);
    let history = numbers.series(kpi.metric, scope.clone(), Grain::Month, None);
    let achievable = || metric.and_then(|metric| unachievable(numbers, kpi, metric, scope, &history));
    let found = [
        (Criterion::Specific, unspecific(kpi, is_named, metric.is_some())),
        (Criterion::Measurable, unmeasured(numbers, kpi, scope, &history, today)),
        (Criterion::Achievable, achievable()),
        (
            Criterion::Relevant,
            kpi.why
                .trim()
                .is_empty()
                .then(|| "Nothing says why it matters. Write down what it is good for.".to_owned()),
        ),
        (Criterion::TimeBound, unbound(kpi, today)),
    ];
    found.into_iter().filter_map(|(criterion, what)| Some(Missing { criterion, what: what? })).collect()
}

fn unspecific(kpi: &Kpi, is_named: bool, is_metric_there: bool) -> Option<String> {
    let noun = kpi.aim.noun();
    if !is_metric_there {
        return Some("Its metric is no longer defined. Choose another.".to_owned());
    }
    (!is_named).then(|| format!("The {noun} that it is of has no name. Name it."))
}

fn unmeasured(numbers: &Numbers, kpi: &Kpi, scope: &Scope, history: &[Point], today: Date) -> Option<String> {
    let Some(last) = history.iter().rev().find(|point| point.figure.value.is_some()) else {
        let note = numbers.figure(kpi.metric, scope.clone(), None).note.filter(|_| !history.is_empty());
        let what = match &note {
            Some(note) => note.clone(),
            None => format!("It is not measured at this {}. Attach a file that has it.", kpi.aim.noun()),
        };
        return Some(what);
    };
    let last_day = last.figure.period.map_or(last.period.to, |period| period.to);
    let start = kpi.start.filter(|start| {
        // Before the first month is over, nothing can be there.
        date_from_day_number(day_number(*start).saturating_add(PATIENCE_DAYS)).is_some_and(|until| until <= today)
    })?;
    (last_day < start).then(|| {
        let (last, start) = (format_date(last_day), format_date(start));
        format!("The last figure is of {last}, before it started on {start}. Attach a newer file.")
    })
}

fn unachievable(numbers: &Numbers, kpi: &Kpi, metric: &Metric, scope: &Scope, history: &[Point]) -> Option<String> {
    let full = |value: f64| format_full(value, metric);
    let good = |value: f64| match metric.direction {
        Direction::HigherIsBetter => value,
        Direction::LowerIsBetter => -value,
    };
    if metric.class == MetricClass::ShareDifference && kpi.target.abs() > 100.0 {
        return Some("Scores of this kind lie between −100 and 100. Choose a target within.".to_owned());
    }
    let baseline = numbers.baseline_over(kpi, scope).filter(|it| it.is_finite());
    let target = good(kpi.target);
    if let Some(baseline) = baseline.filter(|baseline| good(*baseline) >= target) {
        return Some(format!("The baseline, {}, meets the target already. Aim further.", full(baseline)));
    }
    let known = || history.iter().filter_map(|point| Some((point.figure.value?, point.figure.n)));
    let solid = known().filter(|(_, n)| n.is_none_or(|n| n >= LEAST_CASES)).map(|(value, _)| value);
    let best = solid.max_by(|a, b| good(*a).total_cmp(&good(*b)));
    if best.is_some_and(|best| good(best) >= target) {
        return None;
    }
    let Some(from) = baseline.or(known().next_back().map(|(value, _)| value)) else {
        return Some("Neither a baseline nor any month says whether it can be met. Give it a baseline.".to_owned());
    };
    if target - good(from) <= LEAP * from.abs() {
        return None;
    }
    let best = best.map(|best| format!(" and no month has come closer than {}", full(best))).unwrap_or_default();
    let what = if baseline.is_some() { "the baseline" } else { "the last month" };
    let (target, from) = (full(kpi.target), full(from));
    Some(format!("{target} is more than half as much again away from {what}, {from}{best}. Aim for a step."))
}

fn unbound(kpi: &Kpi, today: Date) -> Option<String> {
    let Some(due) = kpi.due else { return Some("It has no due date. Say by when.".to_owned()) };
    if kpi.start.is_some_and(|start| due <= start) {
        return Some("It is due before it starts. Choose a later due date.".to_owned());
    }
    (due < today).then(|| format!("It was due on {}. Choose a new date, or delete it.", format_date(due)))
}
