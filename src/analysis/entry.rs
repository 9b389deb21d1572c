//! One series as the index holds it, read through once; and what of it lies in some days.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::choice::{Candidate, Candidates};
use super::stamp::{mixed, stamp_of_key, stamp_of_observation};
use crate::base::date::day_number;
use crate::base::{Date, Period};
use crate::model::{Observation, Project, Series, Source, SourceId};

/// A series with what is known of it as a whole.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub series: Arc<Series>,
    /// With its parts; `None` for a source that is a whole by itself.
    pub source: Option<Arc<Source>>,
    pub span: Period,
    /// Days of the longest observation.
    longest_days: i32,
    pub stamp: u64,
}

impl Entry {
    /// Reads the series through once. `None` for one without observations.
    pub fn new(project: &Project, series: &Arc<Series>, months: &mut MonthSet, finest_days: &mut i32) -> Option<Self> {
        let source = project.sources.get(&series.key.source).filter(|source| !source.added_to.is_empty());
        let mut span = series.observations.first()?.period;
        let mut longest_days = 1;
        let mut stamp = stamp_of_key(series.key);
        for observation in &series.observations {
            span = span.union(observation.period);
            if observation.period.from == observation.period.to {
                *finest_days = 1;
            } else {
                let days = observation.period.days();
                longest_days = longest_days.max(days);
                *finest_days = days.min(*finest_days);
            }
            months.add(observation.period);
            stamp = stamp_of_observation(stamp, observation);
        }
        for other in source.iter().flat_map(|source| &source.added_to) {
            stamp = mixed(stamp, other.0);
        }
        Some(Self { series: Arc::clone(series), source: source.cloned(), span, longest_days, stamp })
    }

    /// Adds the observations of the asked days to what was found.
    pub fn collect<'a>(&'a self, asked: Option<Period>, found: &mut Candidates<'a>) {
        let key = self.series.key;
        let added_to: &[SourceId] = self.source.as_ref().map_or(&[], |source| &source.added_to);
        let candidate = |observation: &'a Observation| Candidate {
            touchpoint: key.touchpoint,
            source: key.source,
            segment: key.segment,
            added_to,
            observation,
        };
        let observations = &self.series.observations;
        let Some(asked) = asked else {
            found.inside.extend(observations.iter().map(candidate));
            return;
        };
        if !self.span.overlaps(asked) {
            return;
        }
        let start = observations.partition_point(|observation| observation.period.from < asked.from);
        let (earlier, later) = observations.split_at(start);
        let first_day = day_number(asked.from);
        let reaches_in =
            |observation: &&Observation| first_day - day_number(observation.period.from) < self.longest_days;
        if self.longest_days > 1 {
            let straddling = earlier.iter().rev().take_while(reaches_in).filter(|o| o.period.to >= asked.from);
            found.straddling.extend(straddling.map(|observation| (key.touchpoint, observation.period)));
        }
        let end = later.partition_point(|observation| observation.period.from <= asked.to);
        let (within, _) = later.split_at(end);
        found.inside.reserve(within.len());
        for observation in within {
            if observation.period.to <= asked.to {
                found.inside.push(candidate(observation));
            } else {
                found.straddling.push((key.touchpoint, observation.period));
            }
        }
    }
}

/// The months seen so far; remembers the last one, since observations come in order.
#[derive(Default)]
pub(super) struct MonthSet {
    pub firsts: BTreeSet<Date>,
    last: Option<Date>,
}

impl MonthSet {
    fn add(&mut self, period: Period) {
        if (period.from.year(), period.from.month()) != (period.to.year(), period.to.month()) {
            return;
        }
        let first = period.from.first_of_month();
        if self.last != Some(first) {
            self.last = Some(first);
            self.firsts.insert(first);
        }
    }
}
