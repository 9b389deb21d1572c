//! Which observations count in a figure, so that no day is counted twice and none is split.
//!
//! In this order:
//! 1. Only what lies wholly within the asked days counts; what reaches beyond them is left out.
//! 2. Within one series, of periods that overlap (a month and its days), the longer counts.
//! 3. Of two files that cover the same days of a metric at a touchpoint, the one imported last counts; unless they are
//!    parts of one whole, which are added up.
//!
//! Each of these is noted where it left something out.

use std::borrow::Cow;

use super::churn::{compound, compounds};
use super::figure::{Figure, Tally, roll_up};
use crate::base::number::Unit;
use crate::base::{Date, Period};
use crate::model::{Metric, MetricClass, Observation, SegmentId, SourceId, TouchpointId};

/// An observation that may count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub touchpoint: TouchpointId,
    pub source: SourceId,
    pub segment: Option<SegmentId>,
    /// The other parts of the whole that the source is a part of.
    pub added_to: &'a [SourceId],
    pub observation: &'a Observation,
}

impl Candidate<'_> {
    pub fn period(&self) -> Period {
        self.observation.period
    }

    /// Whether the other one's source and this one's are parts of one whole.
    fn adds_to(&self, other: &Self) -> bool {
        self.added_to.contains(&other.source) || other.added_to.contains(&self.source)
    }
}

/// Everything that is stored for a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates<'a> {
    /// Wholly within the asked days.
    /// INVARIANT: by touchpoint, then the last imported source first, then segment, then period.
    pub inside: Vec<Candidate<'a>>,
    /// Reaching beyond the asked days at either end.
    pub straddling: Vec<(TouchpointId, Period)>,
    /// Why stored series could not be used at all.
    pub refusal: Option<String>,
}

impl<'a> Candidates<'a> {
    /// The figure for the asked days (`None`: for all days).
    pub fn figure(&self, metric: &Metric, asked: Option<Period>) -> Figure {
        let chosen = self.choose();
        let counted = self.counted(metric.class, &chosen, asked);
        let touchpoints = counted.chunk_by(|a, b| a.touchpoint == b.touchpoint).count();
        let mut figure = match metric.class {
            MetricClass::Distinct if touchpoints > 1 => Figure::unknown(format!(
                "{} of several touchpoints cannot be added up: the same may be counted at each.",
                metric.name
            )),
            MetricClass::Distinct | MetricClass::Snapshot if chosen.is_joined => Figure::unknown(format!(
                "{} of files that are parts of one whole cannot be added up: {}.",
                metric.name,
                if metric.class == MetricClass::Distinct {
                    "the same may be counted in each"
                } else {
                    "each is a level of its own"
                }
            )),
            MetricClass::Snapshot if touchpoints > 1 => sum_of_levels(metric, &counted),
            MetricClass::Additive
            | MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::RateOnly
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::Derived => roll_up(metric, pairs(&counted)),
        };
        if compounds(metric) {
            compound(&counted, &mut figure);
        }
        if counted.is_empty() {
            figure.note = None;
            if self.refusal.is_none() && self.straddling.is_empty() {
                figure.add_note(if asked.is_some() { "No data for these days." } else { "No data." });
            }
        }
        if let Some(refusal) = &self.refusal {
            figure.add_note(refusal);
        }
        // Before the last value of a level, and beside a count of just the asked days, nothing is missed.
        let is_whole = match metric.class {
            MetricClass::Snapshot => figure.value.is_some(),
            MetricClass::Distinct => figure.value.is_some() && figure.period == asked,
            MetricClass::Additive
            | MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::RateOnly
            | MetricClass::Derived => false,
        };
        if !is_whole {
            self.add_notes(&mut figure, &chosen, asked);
        }
        figure
    }

    /// Chooses at each touchpoint what may count without counting a day twice.
    pub fn choose(&self) -> Chosen<'_, 'a> {
        let of_touchpoints = || self.inside.chunk_by(|a, b| a.touchpoint == b.touchpoint);
        if of_touchpoints().all(is_plain) {
            // The usual case, and then nothing is copied.
            return Chosen { kept: Cow::Borrowed(&self.inside), earlier_files: 0, nested: 0, is_joined: false };
        }
        let mut chosen = Chosen { kept: Cow::Owned(Vec::new()), earlier_files: 0, nested: 0, is_joined: false };
        for run in of_touchpoints() {
            chosen.add(run);
        }
        chosen
    }

    /// What of the chosen the value rests on: of a level, each touchpoint's last; of a distinct count in several
    /// periods, the one that is just the asked days, if there is one.
    pub fn counted<'c>(
        &self,
        class: MetricClass,
        chosen: &'c Chosen<'_, 'a>,
        asked: Option<Period>,
    ) -> Cow<'c, [Candidate<'a>]> {
        match class {
            MetricClass::Additive
            | MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::RateOnly
            | MetricClass::Derived => Cow::Borrowed(&chosen.kept),
            MetricClass::Snapshot => {
                let of_touchpoints = chosen.kept.chunk_by(|a, b| a.touchpoint == b.touchpoint);
                let last = |run: &[Candidate<'a>]| run.iter().max_by_key(|c| (c.period().to, c.source)).copied();
                Cow::Owned(of_touchpoints.filter_map(last).collect())
            }
            MetricClass::Distinct => {
                let exact = self.inside.iter().find(|candidate| Some(candidate.period()) == asked);
                let is_one_touchpoint =
                    chosen.kept.first().map(|c| c.touchpoint) == chosen.kept.last().map(|c| c.touchpoint);
                match exact {
                    Some(exact) if is_one_touchpoint => Cow::Owned(vec![*exact]),
                    Some(_) | None => Cow::Borrowed(&chosen.kept),
                }
            }
        }
    }

    fn add_notes(&self, figure: &mut Figure, chosen: &Chosen<'_, '_>, asked: Option<Period>) {
        if chosen.earlier_files > 0 {
            figure.add_note("Two files cover the same days: the one imported last counts there.");
        }
        if chosen.nested > 0 {
            figure.add_note("Periods in one file overlap: the longer ones count.");
        }
        if let Some(asked) = asked {
            let left_out: Vec<Period> = self
                .straddling
                .iter()
                .filter(|(touchpoint, period)| {
                    let asked_days = clip(*period, asked);
                    asked_days.is_some_and(|days| !is_covered(days, &chosen.kept, *touchpoint))
                })
                .map(|(_, period)| *period)
                .collect();
            if let Some(first) = left_out.first() {
                let label = first.label();
                figure.add_note(&match left_out.len() {
                    1 => format!("One stored figure reaches beyond these days ({label}) and is left out: none is ever split."),
                    count => format!(
                        "{count} stored figures reach beyond these days (the first: {label}) and are left out: none is ever split."
                    ),
                });
            }
        }
    }
}

/// Candidates of which none overlaps another of the same slice, and how many gave way.
pub(super) struct Chosen<'c, 'a> {
    pub kept: Cow<'c, [Candidate<'a>]>,
    /// Left out since a file imported later covers some of their days.
    pub earlier_files: usize,
    /// Left out since a longer period of their own series covers some of their days.
    pub nested: usize,
    /// Whether figures of several files, parts of one whole, count on the same days.
    pub is_joined: bool,
}

impl<'a> Chosen<'_, 'a> {
    /// Chooses among the candidates of one touchpoint, sorted as in `Candidates::inside`.
    fn add(&mut self, candidates: &[Candidate<'a>]) {
        let kept = self.kept.to_mut();
        if is_plain(candidates) {
            kept.extend_from_slice(candidates);
            return;
        }
        // Days that files have taken so far: of those that are parts with a later file, each by itself.
        let mut taken: Vec<Period> = Vec::new();
        let mut parts: Vec<(Candidate<'a>, Vec<Period>)> = Vec::new();
        let has_parts = candidates.iter().any(|candidate| !candidate.added_to.is_empty());
        for of_source in candidates.chunk_by(|a, b| a.source == b.source) {
            let mut own = Vec::with_capacity(of_source.len());
            for series in of_source.chunk_by(|a, b| a.segment == b.segment) {
                own.extend(longest_first(series));
            }
            self.nested += of_source.len() - own.len();
            let before = own.len();
            own.retain(|candidate| {
                let of_others = parts.iter().filter(|(other, _)| !candidate.adds_to(other));
                !overlaps_any(&taken, candidate.period())
                    && !of_others.into_iter().any(|(_, days)| overlaps_any(days, candidate.period()))
            });
            self.earlier_files += before - own.len();
            let days = own.iter().map(Candidate::period);
            match own.first() {
                Some(first) if has_parts => {
                    let others = || parts.iter().filter(|(other, _)| first.adds_to(other));
                    self.is_joined |= own.iter().any(|one| others().any(|(_, days)| overlaps_any(days, one.period())));
                    let days = merged(days.collect());
                    parts.push((*first, days));
                }
                Some(_) | None => {
                    taken.extend(days);
                    taken = merged(taken);
                }
            }
            kept.append(&mut own);
        }
    }
}

/// Source and observation of each, as `roll_up` takes them.
pub(super) fn pairs<'s, 'a: 's>(
    candidates: &'s [Candidate<'a>],
) -> impl Iterator<Item = (SourceId, &'a Observation)> + 's {
    candidates.iter().map(|candidate| (candidate.source, candidate.observation))
}

/// The last values of several touchpoints together, where the unit allows a sum.
fn sum_of_levels(metric: &Metric, last: &[Candidate<'_>]) -> Figure {
    match metric.unit {
        Unit::Count | Unit::Currency(_) => {
            let mut tally = Tally::default();
            for (source, observation) in pairs(last) {
                tally.add(MetricClass::Additive, source, observation);
            }
            tally.figure(metric)
        }
        Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => Figure::unknown(format!(
            "{} of several touchpoints cannot be added up: it is a level, not an amount.",
            metric.name
        )),
    }
}

/// Whether all are of one series and follow each other without overlap: then all of them count.
fn is_plain(candidates: &[Candidate<'_>]) -> bool {
    candidates.windows(2).all(|pair| match pair {
        [a, b] => a.source == b.source && a.segment == b.segment && a.period().to < b.period().from,
        _ => true,
    })
}

/// The candidates of one series without overlaps: longer periods first, then earlier ones; sorted by period again.
fn longest_first<'a>(series: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    if is_plain(series) {
        return series.to_vec();
    }
    let mut by_length: Vec<&Candidate<'a>> = series.iter().collect();
    by_length.sort_by_key(|candidate| (std::cmp::Reverse(candidate.period().days()), candidate.period()));
    let mut kept: Vec<Candidate<'a>> = Vec::with_capacity(series.len());
    for candidate in by_length {
        // `kept` stays sorted and free of overlaps, so only the neighbors can be in the way.
        let at = kept.partition_point(|other| other.period().to < candidate.period().from);
        if kept.get(at).is_none_or(|next| candidate.period().to < next.period().from) {
            kept.insert(at, *candidate);
        }
    }
    kept
}

/// The same days as sorted runs that neither overlap nor touch.
fn merged(mut periods: Vec<Period>) -> Vec<Period> {
    periods.sort_unstable();
    let mut runs: Vec<Period> = Vec::with_capacity(periods.len());
    for period in periods {
        match runs.last_mut() {
            Some(run) if period.from <= day_after(run.to) => run.to = run.to.max(period.to),
            _ => runs.push(period),
        }
    }
    runs
}

fn overlaps_any(runs: &[Period], period: Period) -> bool {
    let at = runs.partition_point(|run| run.to < period.from);
    runs.get(at).is_some_and(|run| run.overlaps(period))
}

fn clip(period: Period, within: Period) -> Option<Period> {
    Period::new(period.from.max(within.from), period.to.min(within.to))
}

/// Whether what counts at the touchpoint covers each of these days.
fn is_covered(days: Period, kept: &[Candidate<'_>], touchpoint: TouchpointId) -> bool {
    let of_touchpoint = kept.iter().filter(|candidate| candidate.touchpoint == touchpoint);
    merged(of_touchpoint.map(Candidate::period).collect()).iter().any(|run| run.contains(days))
}

fn day_after(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

#[cfg(test)]
mod tests;
