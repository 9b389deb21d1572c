//! What a touchpoint's metric should become.

use super::{KpiId, MetricId, TouchpointId};
use crate::base::Date;

/// A metric at a touchpoint with a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    pub id: KpiId,
    pub touchpoint: TouchpointId,
    pub metric: MetricId,
    /// Where it started, in the metric's unit. INVARIANT: finite.
    pub baseline: Option<f64>,
    /// Where it should be by the due date, in the metric's unit (a share: 0.036). INVARIANT: finite.
    pub target: f64,
    pub due: Option<Date>,
    /// Who answers for it, or empty.
    pub owner: String,
}
