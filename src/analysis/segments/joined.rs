//! What some segments have together of a metric, by the files that know the segment in question too. Nothing is tested
//! here.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::choice::Candidates;
use super::super::compare::Measured;
use super::super::figure::Figure;
use super::super::numbers::{Audience, Numbers, Scope};
use crate::base::Period;
use crate::model::{Metric, MetricClass, SegmentId, SourceId};

/// Some segments of a metric.
#[derive(Clone, Copy)]
pub struct Joined<'a> {
    pub numbers: &'a Numbers,
    /// `None`: all days.
    pub period: Option<Period>,
    /// Only files that know this segment are read.
    pub of: SegmentId,
    pub segments: &'a [SegmentId],
}

impl<'a> Joined<'a> {
    /// What they have together, with what the tests need.
    pub fn measured(&self, metric: &Metric, scope: &Scope) -> Measured {
        if metric.class == MetricClass::Derived {
            return Measured::of_figure(metric, self.figure(metric, scope));
        }
        let candidates = self.candidates(metric, scope);
        let chosen = candidates.choose();
        let counted = candidates.counted(metric.class, &chosen, self.period);
        Measured::from_counted(metric, candidates.figure(metric, self.period), &counted)
    }

    /// Of an own metric the figures of what its formula names are joined, each by its own rule.
    fn figure(&self, metric: &Metric, scope: &Scope) -> Figure {
        if metric.class == MetricClass::Derived {
            return self.numbers.derived_from(metric, scope, &|input, scope| self.figure(input, scope));
        }
        self.candidates(metric, scope).figure(metric, self.period)
    }

    fn candidates(&self, metric: &Metric, scope: &Scope) -> Candidates<'a> {
        let of = |segment| {
            let scope = scope.clone().for_audience(Audience::Segment(segment));
            self.numbers.candidates(metric, &scope, self.period)
        };
        let own = of(self.of);
        if self.segments == [self.of] {
            return own;
        }
        let sources: BTreeSet<SourceId> = own.inside.iter().map(|candidate| candidate.source).collect();
        let mut joined = Candidates::default();
        for segment in self.segments {
            let found = of(*segment).inside.into_iter();
            joined.inside.extend(found.filter(|candidate| sources.contains(&candidate.source)));
        }
        // The order that `Candidates` promises.
        joined.inside.sort_by_key(|candidate| {
            (candidate.touchpoint, Reverse(candidate.source), candidate.segment, candidate.period())
        });
        joined
    }
}

/// Whether several segments of a metric add up; of an own one, those of every metric in its formula.
pub fn can_be_joined(numbers: &Numbers, metric: &Metric) -> bool {
    match metric.class {
        MetricClass::Additive | MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference => true,
        MetricClass::Distinct | MetricClass::Snapshot | MetricClass::RateOnly => false,
        MetricClass::Derived => numbers
            .inputs_of(metric.id)
            .iter()
            .all(|input| numbers.metric(*input).is_some_and(|input| can_be_joined(numbers, input))),
    }
}
