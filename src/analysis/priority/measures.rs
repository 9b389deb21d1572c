//! What the ranking takes from the numbers: how many come through each touchpoint, how satisfied they said they were,
//! and how far KPIs are from their targets. Made once for the numbers and a period, so that a change of weights or
//! ratings counts nothing again.

use std::collections::HashMap;

use super::super::emotion::Satisfaction;
use super::super::kpi::Standings;
use super::super::numbers::{Audience, Numbers, Scope};
use super::super::view::View;
use super::Unknown;
use crate::base::number::Unit;
use crate::model::{Direction, Kpi, KpiId, Metric, MetricClass, MetricId, Project, SegmentId, TouchpointId};

/// What counts people coming through, the best first. Where a touchpoint has none of these, its largest count does.
const VISITS: [&str; 12] = [
    "sessions",
    "event-sessions",
    "views",
    "reached",
    "clicks",
    "deliveries",
    "recipients",
    "orders",
    "parcels",
    "tickets",
    "answers",
    "impressions",
];

/// The rule by which the metric is chosen that counts who comes through.
pub const VOLUME_RULE: &str = "Counted by the first of these that the touchpoint has: sessions, views, people who \
    reached the step, clicks, deliveries, recipients, orders, parcels, tickets, answers, impressions; else by its \
    largest count.";

/// How satisfied customers said they were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub metric: MetricId,
    pub by: Satisfaction,
    /// In the metric's unit.
    pub value: f64,
    /// How many answered, where that is known.
    pub n: Option<f64>,
    /// The 95% interval, in the metric's unit.
    pub ends: Option<(f64, f64)>,
    /// The same on the scale of 1 to 5.
    pub satisfaction: f64,
}

/// Counts and satisfaction of all touchpoints over a period.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    volume: HashMap<TouchpointId, (MetricId, f64)>,
    satisfaction: HashMap<TouchpointId, Measured>,
    segments: HashMap<TouchpointId, Vec<(SegmentId, Measured)>>,
}

impl Measures {
    pub fn new(numbers: &Numbers, view: &View) -> Self {
        let mut measures = Self::default();
        measures.count(numbers, view);
        measures.ask(numbers, view);
        measures
    }

    /// How many come through, and the metric that counts them; `None` where nothing does.
    pub fn volume(&self, touchpoint: TouchpointId) -> Option<(MetricId, f64)> {
        self.volume.get(&touchpoint).copied()
    }

    /// What all customers said.
    pub fn satisfaction(&self, touchpoint: TouchpointId) -> Option<Measured> {
        self.satisfaction.get(&touchpoint).copied()
    }

    /// What each segment said of which anything is known, in the order of ids.
    pub fn segments(&self, touchpoint: TouchpointId) -> &[(SegmentId, Measured)] {
        self.segments.get(&touchpoint).map_or(&[], Vec::as_slice)
    }

    fn count(&mut self, numbers: &Numbers, view: &View) {
        let is_count = |metric: &Metric| metric.class == MetricClass::Additive && metric.unit == Unit::Count;
        let place = |metric: &Metric| VISITS.iter().position(|key| *key == metric.key);
        let metrics = numbers.metrics().into_iter().filter_map(|id| numbers.metric(id)).filter(|it| is_count(it));
        let (mut known, others): (Vec<&Metric>, Vec<&Metric>) =
            metrics.map(AsRef::as_ref).partition(|metric| place(metric).is_some());
        known.sort_by_key(|metric| place(metric));
        let figure = |metric: &Metric, id: TouchpointId| {
            numbers.figure(metric.id, id, view.period).value.filter(|value| value.is_finite() && *value >= 0.0)
        };
        for metric in known {
            for id in numbers.touchpoints_with(metric.id) {
                if !self.volume.contains_key(id)
                    && let Some(value) = figure(metric, *id)
                {
                    self.volume.insert(*id, (metric.id, value));
                }
            }
        }
        let mut largest: HashMap<TouchpointId, (MetricId, f64)> = HashMap::new();
        for metric in others {
            for id in numbers.touchpoints_with(metric.id).iter().filter(|id| !self.volume.contains_key(id)) {
                if let Some(value) = figure(metric, *id)
                    && largest.get(id).is_none_or(|(_, other)| value > *other)
                {
                    largest.insert(*id, (metric.id, value));
                }
            }
        }
        self.volume.extend(largest);
    }

    fn ask(&mut self, numbers: &Numbers, view: &View) {
        let metrics = numbers.metrics().into_iter().filter_map(|id| numbers.metric(id));
        let mut metrics: Vec<(Satisfaction, &Metric)> =
            metrics.filter_map(|metric| Some((Satisfaction::of(metric)?, metric.as_ref()))).collect();
        metrics.sort_by_key(|(by, metric)| (*by, metric.id));
        for (by, metric) in metrics {
            let segments = numbers.segments_of(metric.id);
            for id in numbers.touchpoints_with(metric.id) {
                if self.satisfaction.contains_key(id) || self.segments.contains_key(id) {
                    continue;
                }
                if let Some(measured) = measured(numbers, view, (by, metric), (*id).into()) {
                    self.satisfaction.insert(*id, measured);
                }
                let of_segments: Vec<_> = segments
                    .iter()
                    .filter_map(|segment| {
                        let scope = Scope::from(*id).for_audience(Audience::Segment(*segment));
                        Some((*segment, measured(numbers, view, (by, metric), scope)?))
                    })
                    .collect();
                if !of_segments.is_empty() {
                    self.segments.insert(*id, of_segments);
                }
            }
        }
    }
}

fn measured(numbers: &Numbers, view: &View, (by, metric): (Satisfaction, &Metric), scope: Scope) -> Option<Measured> {
    let figure = numbers.figure(metric.id, scope, view.period);
    let value = figure.value?;
    let satisfaction = by.emotion(value, metric.direction)? + 3.0;
    Some(Measured { metric: metric.id, by, value, n: figure.n, ends: figure.low.zip(figure.high), satisfaction })
}

/// Where a KPI stands, in the unit of its metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KpiReading {
    pub metric: MetricId,
    pub value: f64,
    pub target: f64,
    pub baseline: Option<f64>,
    pub direction: Direction,
    /// What stands below the line of the figure: how many cases the value is a share of.
    pub cases: Option<f64>,
    /// The 95% interval of the value.
    pub ends: Option<(f64, f64)>,
}

impl KpiReading {
    /// What is missing to the target, in the unit of the metric; 0 where it is met.
    pub fn gap(&self) -> f64 {
        let gap = match self.direction {
            Direction::HigherIsBetter => self.target - self.value,
            Direction::LowerIsBetter => self.value - self.target,
        };
        // What is short by rounding alone is no gap.
        if gap <= self.target.abs() * 1e-9 { 0.0 } else { gap }
    }

    /// The share of the way that is missing, 0 to 1: gap ÷ |target − baseline| where the baseline is on the other side
    /// of the way; else gap ÷ |target|, and all of it where the target is zero.
    pub fn missing(&self) -> f64 {
        let gap = self.gap();
        if gap == 0.0 {
            return 0.0;
        }
        let way = self.baseline.map(|baseline| match self.direction {
            Direction::HigherIsBetter => self.target - baseline,
            Direction::LowerIsBetter => baseline - self.target,
        });
        let way = way.filter(|way| *way > 0.0).unwrap_or(self.target.abs());
        if way > 0.0 { (gap / way).min(1.0) } else { 1.0 }
    }
}

/// The KPIs of single touchpoints, and where they stand.
#[derive(Clone, Debug, Default)]
pub struct KpiReadings {
    of: HashMap<TouchpointId, Vec<(KpiId, MetricId, Option<KpiReading>)>>,
}

impl KpiReadings {
    /// `standings` say how the project's KPIs stand.
    pub fn new(project: &Project, numbers: &Numbers, standings: &Standings) -> Self {
        let mut readings = Self::default();
        for kpi in project.kpis.values() {
            if let Some(touchpoint) = kpi.touchpoint() {
                let reading = reading(numbers, standings, kpi);
                readings.of.entry(touchpoint).or_default().push((kpi.id, kpi.metric, reading));
            }
        }
        readings
    }

    /// Each KPI of the touchpoint with its metric and where it stands; `None` for one without data.
    pub fn at(&self, touchpoint: TouchpointId) -> &[(KpiId, MetricId, Option<KpiReading>)] {
        self.of.get(&touchpoint).map_or(&[], Vec::as_slice)
    }

    /// The KPI of which most is missing, and how much.
    ///
    /// # Errors
    /// Why nothing is known: there is no KPI, or none has data.
    pub fn worst(&self, touchpoint: TouchpointId) -> Result<(KpiId, KpiReading, f64), Unknown> {
        let kpis = self.of.get(&touchpoint).ok_or(Unknown::NoKpi)?;
        let known = kpis.iter().filter_map(|(id, _, reading)| reading.map(|reading| (*id, reading, reading.missing())));
        // Of those alike the first.
        let worst = known.reduce(|worst, other| if other.2 > worst.2 { other } else { worst });
        worst.ok_or(Unknown::KpiWithoutData)
    }
}

fn reading(numbers: &Numbers, standings: &Standings, kpi: &Kpi) -> Option<KpiReading> {
    let metric = numbers.metric(kpi.metric)?;
    let standing = standings.get(kpi.id)?;
    let figure = &standing.figure;
    let value = figure.value.filter(|value| value.is_finite())?;
    Some(KpiReading {
        metric: metric.id,
        value,
        target: kpi.target,
        baseline: standing.baseline.filter(|baseline| baseline.is_finite()),
        direction: metric.direction,
        cases: figure.denominator,
        ends: figure.low.zip(figure.high),
    })
}
