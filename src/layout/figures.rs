//! What layout asks of the numbers: finished texts for the chips of a card. What they mean is `analysis`'.

use crate::analysis::{KpiState, MeasuredEmotions};
use crate::model::{Kpi, MetricId, TouchpointId};

/// The numbers of a project, as far as cards show them.
pub trait CardFigures {
    /// A value that differs whenever any chip of any touchpoint might; `None` if it cannot be told cheaply.
    /// While it stays the same, layout asks for no stamp.
    fn revision(&self) -> Option<u64>;

    /// A value that differs whenever a chip of this touchpoint might. Asked at every layout, so it must be cheap.
    fn stamp(&self, touchpoint: TouchpointId) -> u64;

    /// The chips of a card, most telling first. Cards show the first [`MAX_CHIPS`].
    fn chips(&self, touchpoint: TouchpointId) -> Vec<ChipText>;

    /// How a KPI stands. Asked again only if one of the revisions or the KPIs are others.
    fn kpi_state(&self, _kpi: &Kpi) -> KpiState {
        KpiState::NoData
    }

    /// A value that differs whenever a KPI may stand otherwise though the figures are the same: a touchpoint has come
    /// to a stage, or another day.
    fn kpi_revision(&self) -> u64 {
        0
    }

    /// The metrics that anything is known of, most telling first.
    fn metrics(&self) -> Vec<MetricId> {
        Vec::new()
    }

    /// The touchpoints at which anything is known of a metric, on whatever map.
    fn touchpoints_with(&self, _metric: MetricId) -> &[TouchpointId] {
        &[]
    }

    /// The known values of a metric, on whatever map. Asked again only if the revision is another.
    fn values(&self, _metric: MetricId) -> Vec<(TouchpointId, f64)> {
        Vec::new()
    }

    /// What was measured of how people felt at these touchpoints, which are in the order of ids; `None` if nothing
    /// was. Asked again only if the revision or the touchpoints are others.
    fn emotions(&self, _touchpoints: &[TouchpointId]) -> Option<MeasuredEmotions> {
        None
    }

    /// A metric over some touchpoints together, as a lane's chart shows it; `None` where nothing is known of it.
    /// Asked again only when [`CardFigures::revision`] is another.
    fn chart(&self, _asked: &ChartAsked<'_>) -> Option<ChartFigures> {
        None
    }
}

/// What a lane's chart is about.
#[derive(Clone, Copy, Debug)]
pub struct ChartAsked<'a> {
    pub touchpoints: &'a [TouchpointId],
    /// `None` for the most telling one.
    pub metric: Option<MetricId>,
    /// About so many points are drawn at most.
    pub most_points: usize,
}

/// The figures of a lane's chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartFigures {
    pub metric: MetricId,
    /// The metric's short name. Shortened where there is no room, unlike the value.
    pub name: String,
    pub value: String,
    /// The change against the period compared with, or empty.
    pub change: String,
    pub tone: Tone,
    /// In the order of time.
    pub points: Vec<ChartPoint>,
    /// The metric is known at some of the touchpoints, but cannot be put together over them.
    pub is_refused: bool,
}

/// One point of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartPoint {
    /// Its days, as shares of all days of the chart: 0 where they begin, 1 where they end.
    pub from: f32,
    pub to: f32,
    /// In the metric's unit.
    pub value: f64,
    /// Whether it lies before the period on show, in the one that this is compared with.
    pub is_before: bool,
}

/// How many chips a card shows.
pub const MAX_CHIPS: usize = 3;

/// One row of figures on a card: "CTR 1.4%  +0.2" and a sparkline.
#[derive(Clone, Debug, PartialEq)]
pub struct ChipText {
    /// The metric's short name. Shortened where there is no room, unlike the value.
    pub name: String,
    pub value: String,
    /// The change against the period compared with, or empty.
    pub change: String,
    pub tone: Tone,
    /// Values in the order of time; `None` where nothing is known. Drawn to their own scale.
    pub spark: Vec<Option<f64>>,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    Good,
    Bad,
    Neutral,
}
