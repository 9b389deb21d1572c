//! What a metric should become, and where.

use super::{Aim, KpiId, MetricId, SegmentId, TouchpointId};
use crate::base::{Date, Period};

/// A metric of a touchpoint, a stage or a journey, with a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    pub id: KpiId,
    pub aim: Aim,
    pub metric: MetricId,
    /// Of whom it is; `None` for all customers.
    pub segment: Option<SegmentId>,
    /// Where it started.
    pub baseline: Option<Baseline>,
    /// Where it should be by the due date, in the metric's unit (a share: 0.036). INVARIANT: finite.
    pub target: f64,
    /// The day from which it is worked on; `None` where nobody has said.
    pub start: Option<Date>,
    pub due: Option<Date>,
    /// Who answers for it, or empty.
    pub owner: String,
    /// Why this metric and this target, or empty.
    pub why: String,
}

/// Where a KPI started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Baseline {
    /// In the metric's unit. INVARIANT: finite.
    Figure(f64),
    /// What the metric was over these days.
    Period(Period),
}

impl Kpi {
    /// A KPI of which only the target is known.
    pub fn new(id: KpiId, aim: impl Into<Aim>, metric: MetricId, target: f64) -> Self {
        Self {
            id,
            aim: aim.into(),
            metric,
            segment: None,
            baseline: None,
            target,
            start: None,
            due: None,
            owner: String::new(),
            why: String::new(),
        }
    }

    /// The touchpoint that it is of, where it is of a single one.
    pub fn touchpoint(&self) -> Option<TouchpointId> {
        self.aim.touchpoint()
    }
}

/// How a KPI stands. In the order of concern: the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KpiState {
    OffTrack,
    AtRisk,
    NoData,
    OnTrack,
    Reached,
}

impl KpiState {
    pub const ALL: [Self; 5] = [Self::OffTrack, Self::AtRisk, Self::NoData, Self::OnTrack, Self::Reached];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::OffTrack => "Off track",
            Self::AtRisk => "At risk",
            Self::NoData => "No data",
            Self::OnTrack => "On track",
            Self::Reached => "Reached",
        }
    }

    /// The name on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::OffTrack => "off-track",
            Self::AtRisk => "at-risk",
            Self::NoData => "no-data",
            Self::OnTrack => "on-track",
            Self::Reached => "reached",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
