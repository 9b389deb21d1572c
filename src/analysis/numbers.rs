//! The index of a project's series by touchpoint and metric, and single figures out of it.
//! Built once per snapshot; what is drawn of the figures is elsewhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::chip::telling_order;
use super::choice::Candidates;
use super::derived::Derived;
use super::entry::{Entry, MonthSet};
use super::figure::Figure;
pub use super::scope::{Audience, Scope};
use super::stamp::{mixed, stamp_of_metric};
use super::view::View;
use crate::base::{Date, Period};
use crate::model::project::Table;
use crate::model::{Metric, MetricClass, MetricId, Project, SegmentId, Series, SeriesKey, SourceId, TouchpointId};

/// All figures of a project snapshot. Cheap to clone: clones share the index.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    index: Arc<Index>,
}

#[derive(Debug, Default)]
struct Index {
    metrics: Table<MetricId, Metric>,
    /// The formulas among them.
    derived: Derived,
    /// Whose series these are: kept to know them again.
    series: Table<SeriesKey, Series>,
    /// By touchpoint, then metric, then the source imported last first, then segment.
    entries: Vec<Entry>,
    touchpoints: BTreeMap<TouchpointId, Measured>,
    /// The touchpoints that each metric is known at, in order.
    by_metric: BTreeMap<MetricId, Vec<TouchpointId>>,
    /// The days that each source has observations of.
    sources: BTreeMap<SourceId, Period>,
    span: Option<Period>,
    /// The days of all but snapshots, which may be taken long after the data ends.
    flow_span: Option<Period>,
    /// The first days of the months in which something is wholly known.
    months: BTreeSet<Date>,
    /// Days of the shortest observation; 0 without any.
    finest_days: i32,
}

#[derive(Clone, Debug)]
struct Measured {
    entries: Range<usize>,
    /// Most telling first.
    metrics: Vec<MetricId>,
    stamp: u64,
}

impl Numbers {
    /// Indexes a project's series. Tens of milliseconds for 30,000 series of 60 observations.
    pub fn new(project: &Project) -> Self {
        let mut months = MonthSet::default();
        let mut finest_days = i32::MAX;
        let mut entries: Vec<Entry> = project
            .series
            .values()
            .filter_map(|series| Entry::new(project, series, &mut months, &mut finest_days))
            .collect();
        entries.sort_by_key(|entry| {
            let key = entry.series.key;
            (key.touchpoint, key.metric, Reverse(key.source), key.segment)
        });
        let finest_days = if entries.is_empty() { 0 } else { finest_days };
        Self::of_entries(project, entries, months.firsts, finest_days)
    }

    /// The numbers of another state of the same project. Where no figure is another, no series is read again.
    pub fn renewed(&self, project: &Project) -> Self {
        if !Arc::ptr_eq(&self.index.series, &project.series) {
            return Self::new(project);
        }
        let Index { entries, months, finest_days, .. } = self.index.as_ref();
        Self::of_entries(project, entries.clone(), months.clone(), *finest_days)
    }

    fn of_entries(project: &Project, entries: Vec<Entry>, months: BTreeSet<Date>, finest_days: i32) -> Self {
        let mut index = Index {
            metrics: Arc::clone(&project.metrics),
            derived: Derived::new(&project.metrics),
            series: Arc::clone(&project.series),
            finest_days,
            months,
            ..Index::default()
        };
        let metric_stamps: BTreeMap<MetricId, u64> =
            index.metrics.values().map(|metric| (metric.id, stamp_of_metric(metric))).collect();
        let mut start = 0;
        for run in entries.chunk_by(|a, b| a.series.key.touchpoint == b.series.key.touchpoint) {
            let end = start + run.len();
            index.take_touchpoint(run, start..end, &metric_stamps);
            start = end;
        }
        index.entries = entries;
        index.take_derived(&metric_stamps);
        Self { index: Arc::new(index) }
    }

    /// Whether these are that project's numbers: its series and metrics are the very same tables.
    pub fn is_of(&self, project: &Project) -> bool {
        Arc::ptr_eq(&self.index.series, &project.series) && Arc::ptr_eq(&self.index.metrics, &project.metrics)
    }

    /// Whether both are the very same index.
    pub(super) fn are_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }

    /// The definition of a metric.
    pub fn metric(&self, metric: MetricId) -> Option<&Arc<Metric>> {
        self.index.metrics.get(&metric)
    }

    pub(super) fn derived(&self) -> &Derived {
        &self.index.derived
    }

    /// The metrics known at a touchpoint, most telling first.
    pub fn metrics_of(&self, touchpoint: TouchpointId) -> Vec<MetricId> {
        self.index.touchpoints.get(&touchpoint).map(|measured| measured.metrics.clone()).unwrap_or_default()
    }

    /// The metrics known at any touchpoint, most telling first.
    pub fn metrics(&self) -> Vec<MetricId> {
        in_telling_order(self.index.by_metric.keys().copied(), &self.index.metrics)
    }

    /// The metrics known at any of these touchpoints, most telling first.
    pub fn metrics_at(&self, touchpoints: &[TouchpointId]) -> Vec<MetricId> {
        let known = touchpoints.iter().filter_map(|touchpoint| self.index.touchpoints.get(touchpoint));
        let ids: BTreeSet<MetricId> = known.flat_map(|measured| measured.metrics.iter().copied()).collect();
        in_telling_order(ids, &self.index.metrics)
    }

    /// The touchpoints at which a metric is known, in order of their ids.
    pub fn touchpoints_with(&self, metric: MetricId) -> &[TouchpointId] {
        self.index.by_metric.get(&metric).map_or(&[], Vec::as_slice)
    }

    /// From the first to the last day of which anything is known.
    pub fn span(&self) -> Option<Period> {
        self.index.span
    }

    /// A number that differs when anything differs that figures of the touchpoint depend on: its series
    /// and their metrics' definitions. The same content gives the same number, 0 without any.
    pub fn stamp(&self, touchpoint: TouchpointId) -> u64 {
        self.index.touchpoints.get(&touchpoint).map_or(0, |measured| measured.stamp)
    }

    /// A metric's figure for the days of a period, or for all days.
    pub fn figure(&self, metric: MetricId, scope: impl Into<Scope>, period: Option<Period>) -> Figure {
        let Some(definition) = self.metric(metric) else { return Figure::unknown("This metric is no longer defined.") };
        if definition.class == MetricClass::Derived {
            return self.derived_figure(definition, &scope.into(), period);
        }
        self.candidates(definition, &scope.into(), period).figure(definition, period)
    }

    /// A metric at each touchpoint where it is known: now and, if the view compares, before.
    /// Highest value first, what is unknown last.
    pub fn by_touchpoint(&self, metric: MetricId, view: &View) -> Vec<(TouchpointId, Figure, Option<Figure>)> {
        let mut rows: Vec<_> = self
            .touchpoints_with(metric)
            .iter()
            .map(|&touchpoint| {
                let before = view.compare_with.map(|period| self.figure(metric, touchpoint, Some(period)));
                (touchpoint, self.figure(metric, touchpoint, view.period), before)
            })
            .collect();
        rows.sort_by(|(_, a, _), (_, b, _)| match (a.value, b.value) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        rows
    }

    /// Whether anything is stored for a touchpoint.
    pub(super) fn is_measured(&self, touchpoint: TouchpointId) -> bool {
        self.index.touchpoints.contains_key(&touchpoint)
    }

    /// The last day of which anything is stored for a touchpoint.
    pub(super) fn last_day(&self, touchpoint: TouchpointId) -> Option<Date> {
        let entries = self.index.entries.get(self.index.touchpoints.get(&touchpoint)?.entries.clone())?;
        entries.iter().map(|entry| entry.span.to).max()
    }

    /// The segments that a metric is known for, in order of their ids.
    pub fn segments_of(&self, metric: MetricId) -> BTreeSet<SegmentId> {
        if self.is_derived(metric) {
            return self.derived_segments(metric);
        }
        let touchpoints = self.touchpoints_with(metric).iter();
        touchpoints
            .flat_map(|touchpoint| self.entries(*touchpoint, metric))
            .filter_map(|e| e.series.key.segment)
            .collect()
    }

    /// Which part of a period the files of a figure speak of at all, 0 to 1.
    pub(super) fn coverage(&self, figure: &Figure, period: Period) -> f64 {
        let spans = figure.sources.iter().filter_map(|source| self.index.sources.get(source));
        let Some(span) = spans.copied().reduce(Period::union) else { return 0.0 };
        Period::new(span.from.max(period.from), span.to.min(period.to))
            .map_or(0.0, |days| f64::from(days.days()) / f64::from(period.days()))
    }

    /// The days of all but snapshots; of snapshots if there is nothing else.
    pub(super) fn flow_span(&self) -> Option<Period> {
        self.index.flow_span.or(self.index.span)
    }

    /// The first days of the months in which something is wholly known.
    pub(super) fn months(&self) -> &BTreeSet<Date> {
        &self.index.months
    }

    /// Days of the shortest observation; 0 without any.
    pub(super) fn finest_days(&self) -> i32 {
        self.index.finest_days
    }

    /// Everything stored for a metric in a scope, in the order that `Candidates` promises.
    pub(super) fn candidates(&self, metric: &Metric, scope: &Scope, asked: Option<Period>) -> Candidates<'_> {
        let mut found = Candidates::default();
        for &touchpoint in &scope.touchpoints {
            let entries = self.entries(touchpoint, metric.id);
            let is_whole = |entry: &&Entry| entry.series.key.segment.is_none();
            let whole: Vec<SourceId> = entries.iter().filter(is_whole).map(|entry| entry.series.key.source).collect();
            let adds_up = adds_up(metric.class);
            if scope.audience == Audience::Everyone && !entries.is_empty() && whole.is_empty() && !adds_up {
                found.refusal =
                    Some(format!("{} is known per segment only, and segments of it cannot be added up.", metric.name));
                continue;
            }
            for entry in entries {
                let (segment, source) = (entry.series.key.segment, entry.series.key.source);
                let is_asked = match scope.audience {
                    Audience::Everyone => segment.is_none() || (adds_up && !whole.contains(&source)),
                    Audience::Segment(asked) => segment == Some(asked),
                };
                if is_asked {
                    entry.collect(asked, &mut found);
                }
            }
        }
        found
    }

    fn entries(&self, touchpoint: TouchpointId, metric: MetricId) -> &[Entry] {
        let Some(measured) = self.index.touchpoints.get(&touchpoint) else { return &[] };
        let Some(entries) = self.index.entries.get(measured.entries.clone()) else { return &[] };
        let from = entries.partition_point(|entry| entry.series.key.metric < metric);
        let to = entries.partition_point(|entry| entry.series.key.metric <= metric);
        entries.get(from..to).unwrap_or(&[])
    }
}

impl Index {
    fn take_touchpoint(&mut self, run: &[Entry], entries: Range<usize>, metric_stamps: &BTreeMap<MetricId, u64>) {
        let Some(touchpoint) = run.first().map(|entry| entry.series.key.touchpoint) else { return };
        let mut stamp = 0;
        let mut metrics = Vec::new();
        for entry in run {
            let key = entry.series.key;
            stamp = mixed(mixed(stamp, entry.stamp), metric_stamps.get(&key.metric).copied().unwrap_or(0));
            if metrics.last() != Some(&key.metric) {
                metrics.push(key.metric);
                self.by_metric.entry(key.metric).or_default().push(touchpoint);
            }
            widen(&mut self.span, entry.span);
            self.sources.entry(key.source).and_modify(|span| *span = span.union(entry.span)).or_insert(entry.span);
            if self.metrics.get(&key.metric).is_some_and(|metric| metric.class != MetricClass::Snapshot) {
                widen(&mut self.flow_span, entry.span);
            }
        }
        let metrics = in_telling_order(metrics, &self.metrics);
        self.touchpoints.insert(touchpoint, Measured { entries, metrics, stamp });
    }

    /// Own metrics are known where every metric of their formula is.
    fn take_derived(&mut self, metric_stamps: &BTreeMap<MetricId, u64>) {
        let mut touched = BTreeSet::new();
        for metric in self.derived.in_order() {
            let places = |input: &MetricId| self.by_metric.get(input).map_or(&[][..], Vec::as_slice);
            let Some((first, others)) = self.derived.inputs(metric).split_first() else { continue };
            let is_everywhere = |at: &&TouchpointId| others.iter().all(|input| places(input).binary_search(at).is_ok());
            let known: Vec<TouchpointId> = places(first).iter().filter(is_everywhere).copied().collect();
            let is_anywhere = self.derived.inputs(metric).iter().any(|input| self.by_metric.contains_key(input));
            for touchpoint in &known {
                if let Some(measured) = self.touchpoints.get_mut(touchpoint) {
                    measured.metrics.push(metric);
                    measured.stamp = mixed(measured.stamp, metric_stamps.get(&metric).copied().unwrap_or(0));
                    touched.insert(*touchpoint);
                }
            }
            if is_anywhere {
                self.by_metric.insert(metric, known);
            }
        }
        for touchpoint in touched {
            if let Some(measured) = self.touchpoints.get_mut(&touchpoint) {
                measured.metrics = in_telling_order(std::mem::take(&mut measured.metrics), &self.metrics);
            }
        }
    }
}

/// Whether figures of segments may be put together to that of all customers.
fn adds_up(class: MetricClass) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference => true,
        MetricClass::Distinct | MetricClass::Snapshot | MetricClass::RateOnly | MetricClass::Derived => false,
    }
}

fn in_telling_order(
    ids: impl IntoIterator<Item = MetricId>,
    metrics: &BTreeMap<MetricId, Arc<Metric>>,
) -> Vec<MetricId> {
    let mut known: Vec<&Arc<Metric>> = ids.into_iter().filter_map(|id| metrics.get(&id)).collect();
    known.sort_by_cached_key(|metric| (telling_order(metric), metric.id));
    known.into_iter().map(|metric| metric.id).collect()
}

fn widen(span: &mut Option<Period>, by: Period) {
    *span = Some(span.map_or(by, |span| span.union(by)));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, period, ratio, value};
    use super::*;

    #[test]
    fn another_definition_reads_no_series_again_and_gives_the_same_as_from_nothing() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 9), 5.0, 100.0)]);
        fixture.series(1, sessions, 10, None, vec![value(month(2026, 9), 70.0)]);
        let before = fixture.numbers();
        fixture.change(ctr, |metric| metric.direction = crate::model::Direction::LowerIsBetter);
        let (renewed, anew) = (before.renewed(&fixture.project), fixture.numbers());
        assert!(renewed.is_of(&fixture.project) && !before.is_of(&fixture.project));
        let at = TouchpointId(10);
        assert_eq!(renewed.stamp(at), anew.stamp(at));
        assert_ne!(renewed.stamp(at), before.stamp(at), "cards are drawn anew");
        assert_eq!(renewed.metrics_of(at), anew.metrics_of(at));
        assert_eq!(renewed.figure(ctr, at, None), anew.figure(ctr, at, None));
        assert_eq!((renewed.span(), renewed.months()), (anew.span(), anew.months()));
        fixture.series(1, sessions, 11, None, vec![value(month(2026, 9), 7.0)]);
        assert_eq!(renewed.renewed(&fixture.project).touchpoints_with(sessions), [at, TouchpointId(11)]);
    }

    #[test]
    fn a_file_with_segments_counts_beside_one_without_of_other_days() {
        let mut fixture = Fixture::new();
        let clicks = fixture.metric("clicks", MetricClass::Additive);
        fixture.series(1, clicks, 1, Some(7), vec![value(month(2026, 7), 30.0)]);
        fixture.series(1, clicks, 1, Some(8), vec![value(month(2026, 7), 12.0)]);
        fixture.series(2, clicks, 1, None, vec![value(month(2026, 8), 50.0)]);
        let numbers = fixture.numbers();
        let figure = |period| numbers.figure(clicks, TouchpointId(1), Some(period)).value;
        assert_eq!(figure(month(2026, 7)), Some(42.0));
        assert_eq!(figure(month(2026, 8)), Some(50.0));
        assert_eq!(figure(period((2026, 7, 1), (2026, 8, 31))), Some(92.0));
    }

    #[test]
    fn touchpoints_compare_from_the_highest_down_with_the_period_before() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        for (touchpoint, august, september) in [(10, 0.012, 0.014), (11, 0.033, 0.031), (12, 0.04, 0.046)] {
            let clicks = |share: f64| share * 1000.0;
            let months =
                vec![ratio(month(2026, 8), clicks(august), 1000.0), ratio(month(2026, 9), clicks(september), 1000.0)];
            fixture.series(1, ctr, touchpoint, None, months);
        }
        fixture.series(1, ctr, 13, None, vec![ratio(month(2026, 7), 1.0, 10.0)]);
        let view = View { period: Some(month(2026, 9)), compare_with: Some(month(2026, 8)) };
        let compared: Vec<(u64, Option<f64>, Option<f64>)> = fixture
            .numbers()
            .by_touchpoint(ctr, &view)
            .into_iter()
            .map(|(id, now, before)| (id.0, now.value, before.and_then(|before| before.value)))
            .collect();
        assert_eq!(
            compared,
            [
                (12, Some(0.046), Some(0.04)),
                (11, Some(0.031), Some(0.033)),
                (10, Some(0.014), Some(0.012)),
                (13, None, None)
            ]
        );
        let alone = View { compare_with: None, ..view };
        assert!(fixture.numbers().by_touchpoint(ctr, &alone).iter().all(|(_, _, before)| before.is_none()));
    }

    #[test]
    fn a_stamp_changes_with_the_touchpoints_own_numbers_only() {
        let build = |amount: f64, other: f64, name: &str| {
            let mut fixture = Fixture::new();
            let sessions = fixture.metric("sessions", MetricClass::Additive);
            let orders = fixture.metric("orders", MetricClass::Additive);
            fixture.change(sessions, |metric| metric.short_name = name.to_owned());
            fixture.series(1, sessions, 10, None, vec![value(day(2026, 9, 1), amount)]);
            fixture.series(1, orders, 11, None, vec![value(day(2026, 9, 1), other)]);
            let numbers = fixture.numbers();
            (numbers.stamp(TouchpointId(10)), numbers.stamp(TouchpointId(11)), numbers.stamp(TouchpointId(12)))
        };
        let base = build(1.0, 1.0, "sessions");
        assert_eq!(base, build(1.0, 1.0, "sessions"), "the same content, the same stamp");
        let other = build(1.0, 2.0, "sessions");
        assert!(other.0 == base.0 && other.1 != base.1);
        assert_ne!(build(2.0, 1.0, "sessions").0, base.0);
        let renamed = build(1.0, 1.0, "visits");
        assert!(renamed.0 != base.0 && renamed.1 == base.1);
        assert_eq!(base.2, 0);
    }

    #[test]
    fn numbers_are_kept_while_neither_series_nor_metrics_change() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, sessions, 10, None, vec![value(day(2026, 9, 1), 1.0), value(month(2026, 9), 5.0)]);
        let numbers = fixture.numbers();
        fixture.project.title = "Renamed".to_owned();
        assert!(numbers.is_of(&fixture.project));
        assert_eq!(numbers.span(), Some(month(2026, 9)));
        fixture.series(1, sessions, 11, None, vec![value(day(2026, 10, 1), 1.0)]);
        assert!(!numbers.is_of(&fixture.project));
        assert_eq!(Numbers::default().span(), None);
    }
}
