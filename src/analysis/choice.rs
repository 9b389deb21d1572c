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
mod tests {
    use super::super::numbers::{Audience, Scope};
    use super::super::testing::{Fixture, day, month, observation, period, ratio, value};
    use crate::base::Period;
    use crate::base::number::Unit;
    use crate::model::{Amount, MetricClass, Observation, SegmentId, SourceId, TouchpointId};

    type Stored = (u64, Option<u64>, Vec<Observation>);

    /// What a figure says: its value, its sources, and whether its note holds these words ("": no note).
    #[track_caller]
    fn check(
        class: MetricClass,
        stored: Vec<Stored>,
        asked: Option<Period>,
        expected: Option<f64>,
        sources: &[u64],
        note: &str,
    ) {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("metric", class);
        for (source, segment, observations) in stored {
            fixture.series(source, metric, 10, segment, observations);
        }
        let figure = fixture.numbers().figure(metric, TouchpointId(10), asked);
        let sources: Vec<SourceId> = sources.iter().map(|id| SourceId(*id)).collect();
        assert_eq!((figure.value, &figure.sources), (expected, &sources), "{:?}", figure.note);
        match note {
            "" => assert_eq!(figure.note, None),
            words => assert!(figure.note.as_ref().is_some_and(|n| n.contains(words)), "{:?}", figure.note),
        }
    }

    fn days(from: i8, to: i8, each: f64) -> Vec<Observation> {
        (from..=to).map(|n| value(day(2026, 9, n), each)).collect()
    }

    const SEPTEMBER: fn() -> Option<Period> = || Some(month(2026, 9));

    #[test]
    fn only_what_lies_wholly_within_the_days_counts() {
        use MetricClass::Additive;
        let week = || value(period((2026, 8, 31), (2026, 9, 6)), 70.0);
        let quarter = || value(period((2026, 7, 1), (2026, 9, 30)), 900.0);
        check(Additive, vec![(1, None, days(1, 30, 1.0))], SEPTEMBER(), Some(30.0), &[1], "");
        check(
            Additive,
            vec![(1, None, days(1, 30, 1.0))],
            Some(period((2026, 9, 5), (2026, 9, 6))),
            Some(2.0),
            &[1],
            "",
        );
        check(Additive, vec![(1, None, vec![week()])], SEPTEMBER(), None, &[], "31 Aug – 6 Sep 2026");
        check(Additive, vec![(1, None, vec![quarter()])], SEPTEMBER(), None, &[], "none is ever split");
        check(
            Additive,
            vec![(1, None, vec![week(), value(period((2026, 9, 7), (2026, 9, 13)), 7.0)])],
            SEPTEMBER(),
            Some(7.0),
            &[1],
            "One stored figure reaches beyond these days (31 Aug – 6 Sep 2026)",
        );
        // What is left out is no loss where finer figures cover its days.
        check(
            Additive,
            vec![(1, None, days(1, 30, 1.0)), (2, None, vec![quarter()])],
            SEPTEMBER(),
            Some(30.0),
            &[1],
            "",
        );
        check(Additive, vec![(1, None, vec![quarter()])], None, Some(900.0), &[1], "");
    }

    #[test]
    fn nothing_known_is_not_zero() {
        use MetricClass::Additive;
        check(Additive, vec![(1, None, days(1, 3, 1.0))], Some(month(2026, 8)), None, &[], "No data for these days.");
        check(Additive, vec![], None, None, &[], "No data.");
        check(Additive, vec![(1, None, days(1, 3, 0.0))], SEPTEMBER(), Some(0.0), &[1], "");
    }

    #[test]
    fn of_files_that_cover_the_same_days_the_last_imported_counts() {
        use MetricClass::Additive;
        let note = "the one imported last counts";
        check(Additive, vec![(1, None, days(1, 10, 1.0)), (2, None, days(1, 10, 5.0))], None, Some(50.0), &[2], note);
        // Days that only the earlier file covers still count.
        check(
            Additive,
            vec![(1, None, days(1, 10, 1.0)), (2, None, days(6, 15, 5.0))],
            None,
            Some(55.0),
            &[1, 2],
            note,
        );
        check(Additive, vec![(1, None, days(1, 5, 1.0)), (2, None, days(6, 10, 5.0))], None, Some(30.0), &[1, 2], "");
        check(
            Additive,
            vec![(1, None, days(1, 30, 1.0)), (2, None, vec![value(month(2026, 9), 31.0)])],
            None,
            Some(31.0),
            &[2],
            note,
        );
        // The month's figure does not help for one day, so the earlier file answers.
        check(
            Additive,
            vec![(1, None, days(1, 30, 1.0)), (2, None, vec![value(month(2026, 9), 31.0)])],
            Some(day(2026, 9, 4)),
            Some(1.0),
            &[1],
            "",
        );
    }

    #[test]
    fn within_one_file_a_month_is_not_added_to_its_days() {
        let mut stored = days(1, 30, 1.0);
        stored.push(value(month(2026, 9), 30.0));
        let note = "the longer ones count";
        check(MetricClass::Additive, vec![(1, None, stored.clone())], SEPTEMBER(), Some(30.0), &[1], note);
        check(MetricClass::Additive, vec![(1, None, stored)], Some(day(2026, 9, 4)), Some(1.0), &[1], "");
    }

    #[test]
    fn all_customers_are_the_unsegmented_series_else_the_sum_of_segments() {
        use MetricClass::{Additive, Distinct, Mean, RateOnly, Ratio, ShareDifference, Snapshot};
        let on_first = |amount| vec![observation(day(2026, 9, 1), amount)];
        let value = |v| on_first(Amount::Value(v));
        let both = |a: &dyn Fn() -> Vec<Observation>, b: Vec<Observation>| vec![(1, Some(50), a()), (1, Some(51), b)];
        check(Additive, both(&|| value(10.0), value(20.0)), None, Some(30.0), &[1], "");
        check(
            Additive,
            vec![(1, Some(50), value(10.0)), (1, Some(51), value(20.0)), (1, None, value(35.0))],
            None,
            Some(35.0),
            &[1],
            "",
        );
        let clicks = |n, d| vec![ratio(day(2026, 9, 1), n, d)];
        check(Ratio, both(&|| clicks(900.0, 1500.0), clicks(300.0, 600.0)), None, Some(1200.0 / 2100.0), &[1], "");
        let rated = |sum, count| on_first(Amount::Mean { sum, sum_of_squares: None, count });
        check(Mean, both(&|| rated(10.0, 2.0), rated(3.0, 1.0)), None, Some(13.0 / 3.0), &[1], "");
        let asked = |promoters, detractors, count| on_first(Amount::Shares { promoters, detractors, count });
        check(ShareDifference, both(&|| asked(5.0, 1.0, 10.0), asked(5.0, 3.0, 20.0)), None, Some(20.0), &[1], "");
        for class in [Distinct, Snapshot] {
            check(class, both(&|| value(10.0), value(20.0)), None, None, &[], "known per segment only");
        }
        let rate = || on_first(Amount::Rate { rate: 0.1, weight: None });
        check(RateOnly, both(&rate, rate()), None, None, &[], "known per segment only");
        // Two files that cut the same customers in different ways are not added up.
        let cut = vec![(1, Some(50), value(10.0)), (1, Some(51), value(20.0)), (2, Some(52), value(29.0))];
        check(Additive, cut, None, Some(29.0), &[2], "the one imported last counts");
    }

    #[test]
    fn a_segment_is_asked_for_by_name() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, sessions, 10, Some(50), days(1, 2, 10.0));
        fixture.series(1, sessions, 10, None, days(1, 2, 70.0));
        let of = |segment| {
            let scope = Scope::from(TouchpointId(10)).for_audience(Audience::Segment(SegmentId(segment)));
            fixture.numbers().figure(sessions, scope, None).value
        };
        assert_eq!((of(50), of(51)), (Some(20.0), None));
    }

    #[test]
    fn distinct_counts_are_shown_as_stored_or_not_at_all() {
        use MetricClass::Distinct;
        let (august, september) = (month(2026, 8), month(2026, 9));
        let months = || vec![value(august, 40.0), value(september, 50.0)];
        check(Distinct, vec![(1, None, months())], SEPTEMBER(), Some(50.0), &[1], "");
        check(Distinct, vec![(1, None, months())], None, None, &[1], "cannot be added up");
        check(Distinct, vec![(1, None, months())], Some(day(2026, 9, 1)), None, &[], "none is ever split");
        // The month as such is stored in an earlier file than its days.
        let stored = vec![(1, None, months()), (2, None, days(1, 30, 3.0))];
        check(Distinct, stored, SEPTEMBER(), Some(50.0), &[1], "");
        check(Distinct, vec![(1, None, days(1, 2, 3.0))], SEPTEMBER(), None, &[1], "of 2 periods");
    }

    #[test]
    fn over_touchpoints_levels_add_up_only_where_they_are_amounts_and_people_never_do() {
        for (class, unit, expected) in [
            (MetricClass::Additive, Unit::Count, Some(12.0)),
            (MetricClass::Snapshot, Unit::Count, Some(10.0)),
            (MetricClass::Snapshot, Unit::Seconds, None),
            (MetricClass::Distinct, Unit::Count, None),
        ] {
            let mut fixture = Fixture::new();
            let metric = fixture.metric("metric", class);
            fixture.change(metric, |metric| metric.unit = unit);
            fixture.series(1, metric, 10, None, vec![value(day(2026, 9, 1), 2.0), value(day(2026, 9, 2), 3.0)]);
            fixture.series(1, metric, 11, None, vec![value(day(2026, 9, 3), 7.0)]);
            let both = Scope::of([TouchpointId(11), TouchpointId(10)]);
            let figure = fixture.numbers().figure(metric, both, None);
            assert_eq!(figure.value, expected, "{class:?}");
            assert_eq!(figure.note.is_some(), expected.is_none());
        }
    }

    #[test]
    fn the_last_value_of_a_level_counts_whichever_file_it_is_in() {
        let early = vec![value(day(2026, 9, 1), 10.0), value(day(2026, 9, 20), 30.0)];
        let later = vec![value(day(2026, 9, 1), 11.0)];
        check(MetricClass::Snapshot, vec![(1, None, early), (2, None, later)], SEPTEMBER(), Some(30.0), &[1], "");
    }
}
