//! Charts that people keep on the project's dashboard. What they show is `analysis`'s.

use std::collections::BTreeSet;

use super::{Aim, ChartId, MetricId, SegmentId};
use crate::base::Period;
use crate::base::date::Grain;

/// A chart of the dashboard.
#[derive(Clone, Debug, PartialEq)]
pub struct PinnedChart {
    pub id: ChartId,
    /// Empty for the one that its content makes.
    pub title: String,
    pub kind: ChartKind,
    /// INVARIANT: each in the project, each once.
    pub metrics: Vec<MetricId>,
    /// What it is about; empty for everything that has the metric. INVARIANT: all in the project.
    pub aims: BTreeSet<Aim>,
    /// Side by side; empty for all customers together. INVARIANT: all in the project.
    pub segments: BTreeSet<SegmentId>,
    /// `None` for the period on show.
    pub period: Option<Period>,
    /// What it is compared with; `None` for what the view compares with.
    pub compare_with: Option<Period>,
    /// `None` for what suits the data.
    pub grain: Option<Grain>,
    /// Takes the whole width of the dashboard.
    pub is_wide: bool,
}

impl PinnedChart {
    /// A chart of that kind about everything that has the metrics.
    pub fn new(id: ChartId, kind: ChartKind, metrics: Vec<MetricId>) -> Self {
        Self {
            id,
            title: String::new(),
            kind,
            metrics,
            aims: BTreeSet::new(),
            segments: BTreeSet::new(),
            period: None,
            compare_with: None,
            grain: None,
            is_wide: false,
        }
    }
}

/// What a chart draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartKind {
    /// A metric over time, with interval, target and what happened.
    Time,
    /// A metric by touchpoint.
    Bars,
    /// A metric by touchpoint, each bar made of segments.
    StackedBars,
    /// A count by stage, and what is lost between them.
    Funnel,
    /// KPIs against their targets.
    Bullet,
    /// How a metric is spread over the days, by touchpoint.
    Box,
    /// Two metrics over touchpoints.
    Scatter,
    /// A metric by stage and channel.
    Heat,
    /// A metric before and after, by touchpoint.
    Slope,
    /// A metric over time, a small chart for each touchpoint.
    SmallMultiples,
}

impl ChartKind {
    pub const ALL: [Self; 10] = [
        Self::Time,
        Self::Bars,
        Self::StackedBars,
        Self::Funnel,
        Self::Bullet,
        Self::Box,
        Self::Scatter,
        Self::Heat,
        Self::Slope,
        Self::SmallMultiples,
    ];

    /// The name in files and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Bars => "bars",
            Self::StackedBars => "stacked-bars",
            Self::Funnel => "funnel",
            Self::Bullet => "bullet",
            Self::Box => "box",
            Self::Scatter => "scatter",
            Self::Heat => "heat",
            Self::Slope => "slope",
            Self::SmallMultiples => "small-multiples",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Time => "Over time",
            Self::Bars => "Bars",
            Self::StackedBars => "Stacked bars",
            Self::Funnel => "Funnel by stage",
            Self::Bullet => "KPIs against targets",
            Self::Box => "Box plot",
            Self::Scatter => "Two metrics",
            Self::Heat => "Stage by channel",
            Self::Slope => "Before and after",
            Self::SmallMultiples => "Small multiples",
        }
    }
}
