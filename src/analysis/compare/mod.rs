//! Before and after: each metric at each touchpoint in two periods, whether the difference can be told from chance, and
//! what else changed then. What is read of a side is in `side`, which test fits is in `judge`; the statistics
//! themselves, which know no metric, are in `stat`.
//!
//! What is tested with what ([`Test::label`] says it in words):
//!
//! * A share counted in whole cases: two proportions (z), or Fisher's exact test where a cell expects fewer than five;
//!   interval by Newcombe. Unless the file knows its days, and they differ more than cases alone would or are like
//!   their neighbors: then by days.
//! * A mean: Welch, from Σx, Σx² and n. A net promoter score: by its standard errors.
//! * A count: per day. Where days vary no more than chance, as Poisson rates; else by days.
//! * By days: the days are dealt out in blocks of neighbors, and the interval is a block bootstrap; from 14 days a side.
//! * People counted once per period, levels, and rates without counts are shown, not tested.

mod also;
mod daily;
mod judge;
mod present;
mod side;
mod stretch;
mod visits;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::ToSpan;

use super::change::Tone;
use super::numbers::{Audience, Numbers, Scope};
use super::stat::many::benjamini_hochberg;
use crate::base::{Date, Period};
use crate::model::{Item, MetricId, Project, SegmentId, TouchpointId};
pub use also::{AlsoChanged, also_changed};
pub(super) use judge::{Design, Mode, Opposite, judge, refused};
pub use judge::{Outcome, Side, Test, Verdict};
pub use present::{Aimed, Cases, Needed, Present, Variation};
pub(super) use side::Measured;
pub use stretch::Stretch;
pub use visits::{NeededVisits, Unanswerable, visits_until};

/// How sure a difference must be, after the adjustment for many.
pub const SIGNIFICANT: f64 = 0.05;

/// The fewest cases or answers on each side that are tested. With fewer than 30, even a doubling from 20% to 40% would
/// be missed more often than found (power 0.40).
pub const LEAST_CASES: f64 = 30.0;

/// The fewest days on each side for a test by days: every weekday twice.
pub const LEAST_DAYS: usize = 14;

/// The most days that an action's start is compared over, on each side.
const MOST_DAYS_AROUND: i32 = 28;

/// What is always to be said beside a comparison.
pub const NOT_PROOF: &str =
    "A difference is not proof of cause: whatever else changed at the same time may have made it.";

/// How the days of both sides are made alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Matching {
    /// Not at all.
    #[default]
    AsTheyAre,
    /// Both sides keep as many days of each weekday, those nearest to the other side; and what weekdays do to a metric
    /// is taken out where it is tested by days.
    Weekday,
    /// The days before are those 52 weeks before the days after, so that season and weekdays are the same.
    Season,
}

impl Matching {
    pub const ALL: [Self; 3] = [Self::AsTheyAre, Self::Weekday, Self::Season];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::AsTheyAre => "none",
            Self::Weekday => "weekday",
            Self::Season => "season",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::AsTheyAre => "All days",
            Self::Weekday => "Same weekdays",
            Self::Season => "Same weeks a year earlier",
        }
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareSpec {
    /// With [`Matching::Season`], not asked: see [`CompareSpec::days_before`].
    pub before: Period,
    pub after: Period,
    /// `None`: every metric.
    pub metrics: Option<BTreeSet<MetricId>>,
    /// `None`: every touchpoint.
    pub touchpoints: Option<BTreeSet<TouchpointId>>,
    pub audience: Audience,
    pub matching: Matching,
    /// The fewest cases or answers on each side; [`LEAST_CASES`] unless there is a reason.
    pub min_n: f64,
}

impl CompareSpec {
    /// Everything in two periods, all days as they are.
    pub fn new(before: Period, after: Period) -> Self {
        Self {
            before,
            after,
            metrics: None,
            touchpoints: None,
            audience: Audience::Everyone,
            matching: Matching::AsTheyAre,
            min_n: LEAST_CASES,
        }
    }

    /// As many days before a start as from it on, whole weeks if there is one, at most 28 a side, within the days of
    /// which anything is known. `None` where there is no day on a side.
    pub fn around(start: Date, known: Period) -> Option<Self> {
        let last = Period::new(start, known.to)?;
        let first = Period::new(known.from, start.yesterday().ok()?)?;
        let days = last.days().min(first.days()).min(MOST_DAYS_AROUND);
        let days = if days >= 7 { days - days % 7 } else { days };
        let before = Period::new(start.checked_sub(days.days()).ok()?, first.to)?;
        let after = Period::new(start, start.checked_add((days - 1).days()).ok()?)?;
        Some(Self { matching: Matching::Weekday, ..Self::new(before, after) })
    }

    /// The days that the days after are held against.
    pub fn days_before(&self) -> Period {
        match self.matching {
            Matching::AsTheyAre | Matching::Weekday => self.before,
            Matching::Season => {
                let back = |date: Date| date.checked_sub(52.weeks()).unwrap_or(Date::MIN);
                Period { from: back(self.after.from), to: back(self.after.to) }
            }
        }
    }

    /// Why these periods cannot be compared.
    pub fn problem(&self) -> Option<String> {
        let (before, after) = (self.days_before(), self.after);
        if before.overlaps(after) {
            let (before, after) = (before.label(), after.label());
            return Some(format!("Both sides share days: {before} and {after}. Choose days that do not overlap."));
        }
        (after.to < before.from).then(|| {
            format!("The days before ({}) come after the days after ({}). Swap them.", before.label(), after.label())
        })
    }
}

/// A metric at a touchpoint, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareRow {
    pub touchpoint: TouchpointId,
    pub metric: MetricId,
    /// `None` for all customers.
    pub segment: Option<SegmentId>,
    pub outcome: Outcome,
}

impl CompareRow {
    /// The figures' tone: whether what changed is good.
    pub fn tone(&self) -> Tone {
        match self.outcome.verdict {
            Verdict::Better => Tone::Good,
            Verdict::Worse => Tone::Bad,
            Verdict::Undecided | Verdict::NotEnoughData { .. } | Verdict::NotComparable { .. } => Tone::Neutral,
        }
    }
}

/// Two periods side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub before: Period,
    pub after: Period,
    /// In reading order of the map, most telling metric first; those of which something is known on either side.
    pub rows: Vec<CompareRow>,
    /// What else changed from the first to the last day.
    pub also_changed: Vec<AlsoChanged>,
    /// Whole sentences to be read beside the rows; [`NOT_PROOF`] is always among them.
    pub notes: Vec<String>,
}

/// Compares two periods. Each tested row by days takes some milliseconds; rows are shared among the cores.
pub fn compare(project: &Project, numbers: &Numbers, spec: &CompareSpec) -> Comparison {
    compare_watched(project, numbers, spec, &|_| true).unwrap_or_else(|| Comparison::of_nothing(spec))
}

/// The same; `go_on` is told now and then which share is done, 0 to 1, and says whether to go on. `None` where it said
/// no.
pub fn compare_watched(
    project: &Project,
    numbers: &Numbers,
    spec: &CompareSpec,
    go_on: &(dyn Fn(f32) -> bool + Sync),
) -> Option<Comparison> {
    let mut comparison = Comparison::of_nothing(spec);
    if let Some(problem) = spec.problem() {
        comparison.notes.push(problem);
        return Some(comparison);
    }
    let asked = asked(project, numbers, spec);
    let one = |(touchpoint, metric): &(TouchpointId, MetricId)| compare_one(numbers, *metric, *touchpoint, spec);
    let mut outcomes = in_parallel(&asked, one, go_on)?;
    adjust(&mut outcomes);
    let segment = match spec.audience {
        Audience::Everyone => None,
        Audience::Segment(segment) => Some(segment),
    };
    let rows = asked.into_iter().zip(outcomes);
    let row = |((touchpoint, metric), outcome): (_, Option<Outcome>)| {
        Some(CompareRow { touchpoint, metric, segment, outcome: outcome? })
    };
    comparison.rows = rows.filter_map(row).collect();
    comparison.also_changed = also::also_changed(project, numbers, &comparison);
    comparison.notes.extend(notes(spec, &comparison));
    Some(comparison)
}

impl Comparison {
    /// The two periods, and what is always to be said.
    fn of_nothing(spec: &CompareSpec) -> Self {
        Self {
            before: spec.days_before(),
            after: spec.after,
            rows: Vec::new(),
            also_changed: Vec::new(),
            notes: vec![NOT_PROOF.to_owned()],
        }
    }
}

/// One metric over touchpoints together, before and after; its p is not adjusted for others. `None` where nothing is
/// known on either side, or the metric is not defined.
pub fn compare_one(
    numbers: &Numbers,
    metric: MetricId,
    scope: impl Into<Scope>,
    spec: &CompareSpec,
) -> Option<Outcome> {
    let metric = numbers.metric(metric)?;
    let scope = scope.into().for_audience(spec.audience);
    let mut before = Measured::read(numbers, metric, &scope, spec.days_before());
    let mut after = Measured::read(numbers, metric, &scope, spec.after);
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let has_sides = !before.is_empty() && !after.is_empty();
    if spec.matching == Matching::Weekday && has_sides && metric.class.is_made_of_parts() {
        if !before.is_daily() || !after.is_daily() {
            let why = "The figures are stored for more than a day each, so weekdays cannot be matched.";
            return Some(refused(metric, &before, &after, Verdict::NotComparable { why: why.to_owned() }));
        }
        let (of_before, of_after) = daily::matching_days(&before.dates(), &after.dates());
        before = Measured::read_days(numbers, metric, &scope, spec.days_before(), &of_before);
        after = Measured::read_days(numbers, metric, &scope, spec.after, &of_after);
    }
    let design = Design::BeforeAfter { without_weekdays: spec.matching == Matching::Weekday };
    let mode = Mode { min_n: spec.min_n, design };
    Some(judge(metric, &before, &after, mode))
}

/// Adjusts the p of all outcomes for each other, and lets the verdicts follow.
pub(super) fn adjust(outcomes: &mut [Option<Outcome>]) {
    let mut tested: Vec<&mut Outcome> = outcomes.iter_mut().flatten().filter(|outcome| outcome.p.is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|outcome| outcome.p).collect();
    let Some(adjusted) = benjamini_hochberg(&p) else { return };
    for (outcome, p) in tested.iter_mut().zip(adjusted) {
        outcome.take_adjusted(p);
    }
}

/// The touchpoints and metrics asked for, in reading order.
fn asked(project: &Project, numbers: &Numbers, spec: &CompareSpec) -> Vec<(TouchpointId, MetricId)> {
    let items = project.journey_order.iter().flat_map(|journey| project.items_in_reading_order(*journey));
    let touchpoints = items
        .filter_map(Item::as_touchpoint)
        .filter(|touchpoint| spec.touchpoints.as_ref().is_none_or(|asked| asked.contains(touchpoint)));
    let is_asked = |metric: &MetricId| spec.metrics.as_ref().is_none_or(|asked| asked.contains(metric));
    touchpoints
        .flat_map(|touchpoint| {
            let metrics = numbers.metrics_of(touchpoint).into_iter().filter(is_asked);
            metrics.map(move |metric| (touchpoint, metric)).collect::<Vec<_>>()
        })
        .collect()
}

/// What is worked out of each, on as many threads as there are cores; in the order given. `None` where `go_on` said no.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    go_on: &(dyn Fn(f32) -> bool + Sync),
) -> Option<Vec<R>> {
    /// So many are taken at once: few enough that nobody waits long for an answer.
    const PIECE: usize = 8;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len().div_ceil(PIECE));
    let (taken, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let pieces = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let from = taken.fetch_add(PIECE, Ordering::Relaxed);
            let Some(rest) = items.get(from..).filter(|rest| !rest.is_empty()) else { break };
            if is_stopped.load(Ordering::Relaxed) || !go_on(from as f32 / items.len() as f32) {
                is_stopped.store(true, Ordering::Relaxed);
                break;
            }
            done.push((from, rest.iter().take(PIECE).map(&work).collect()));
        }
        done
    };
    let mut done: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(pieces)).collect();
        let ended = started.into_iter();
        ended.flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_unstable_by_key(|(from, _)| *from);
    (!is_stopped.into_inner()).then(|| done.into_iter().flat_map(|(_, piece)| piece).collect())
}

fn notes(spec: &CompareSpec, comparison: &Comparison) -> Vec<String> {
    let mut notes = Vec::new();
    let tested = comparison.rows.iter().filter(|row| row.outcome.p.is_some()).count();
    if tested > 1 {
        notes.push(format!(
            "{tested} comparisons at once: each p is adjusted for the others (Benjamini–Hochberg), and only an adjusted \
             p below 0.05 is called a difference."
        ));
    }
    match spec.matching {
        Matching::AsTheyAre => {
            let (before, after) = (comparison.before.days(), comparison.after.days());
            if before != after {
                notes.push(format!(
                    "The periods are not equally long ({before} and {after} days): counts are compared per day."
                ));
            }
            let is_whole_weeks = before % 7 == 0 && after % 7 == 0;
            if !is_whole_weeks {
                notes.push(
                    "The periods do not hold each weekday equally often. Match by weekday if weekdays differ."
                        .to_owned(),
                );
            }
        }
        Matching::Weekday => notes.push(
            "Both sides keep as many days of each weekday, those nearest to the other side; what weekdays do is taken \
             out where days are tested."
                .to_owned(),
        ),
        Matching::Season => notes.push(format!(
            "Held against the same weeks a year earlier ({}), so that season and weekdays are the same.",
            comparison.before.label()
        )),
    }
    notes
}

#[cfg(test)]
mod tests;
