//! The figures that lenses and marks speak of, counted again only when they may be others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::figures::CardFigures;
use super::Lens;
use crate::analysis::KpiState;
use crate::model::project::Table;
use crate::model::{Aim, Kpi, KpiId, MetricId, Project, StageId, TouchpointId};

/// What is known of a project's KPIs, and of the metric that a lens looks at.
#[derive(Default)]
pub(in crate::layout) struct Readings {
    of: Option<(Table<KpiId, Kpi>, Option<u64>, u64)>,
    /// The worst state of each touchpoint that has KPIs.
    pub states: BTreeMap<TouchpointId, KpiState>,
    /// The worst state of each stage that has KPIs of its own.
    pub stage_states: BTreeMap<StageId, KpiState>,
    heat_of: Option<(MetricId, Option<u64>)>,
    /// The metric that the lens looks at.
    pub metric: Option<MetricId>,
    /// Its values in the period on show.
    pub values: BTreeMap<TouchpointId, f64>,
}

impl Readings {
    /// Brings everything up to date. `stages` are those of the journey.
    pub fn refresh(
        &mut self,
        project: &Project,
        figures: Option<&dyn CardFigures>,
        lens: Lens,
        stages: &BTreeSet<StageId>,
    ) {
        // Figures without a revision cannot be told from others.
        let revision = figures.map_or(Some(0), CardFigures::revision);
        let kpi_revision = figures.map_or(0, CardFigures::kpi_revision);
        let is_same = |of: &(Table<KpiId, Kpi>, Option<u64>, u64)| {
            Arc::ptr_eq(&of.0, &project.kpis) && of.1 == revision && revision.is_some() && of.2 == kpi_revision
        };
        if !self.of.as_ref().is_some_and(is_same) {
            self.states.clear();
            self.stage_states.clear();
            for kpi in project.kpis.values() {
                let state = figures.map_or(KpiState::NoData, |figures| figures.kpi_state(kpi));
                let worst = match kpi.aim {
                    Aim::Touchpoint(id) => self.states.entry(id).or_insert(state),
                    Aim::Stage(id) => self.stage_states.entry(id).or_insert(state),
                    // A journey has no place on its own map.
                    Aim::Journey(_) => continue,
                };
                *worst = state.min(*worst);
            }
            self.of = Some((Arc::clone(&project.kpis), revision, kpi_revision));
        }
        let Lens::Metric(wanted) = lens else {
            (self.metric, self.heat_of) = (None, None);
            self.values.clear();
            return;
        };
        let wanted = wanted.filter(|metric| project.metrics.contains_key(metric));
        let metric = wanted.or_else(|| most_common(project, figures?, stages));
        if self.heat_of.is_none() || self.heat_of != metric.map(|metric| (metric, revision)) || revision.is_none() {
            let values = metric.zip(figures).map(|(metric, figures)| figures.values(metric)).unwrap_or_default();
            self.values = values.into_iter().filter(|(_, value)| value.is_finite()).collect();
            self.metric = metric;
            self.heat_of = metric.map(|metric| (metric, revision));
        }
    }
}

/// The metric with a figure at the most touchpoints of these stages; of several the most telling.
fn most_common(project: &Project, figures: &dyn CardFigures, stages: &BTreeSet<StageId>) -> Option<MetricId> {
    let is_on_map = |touchpoint: &TouchpointId| {
        project.touchpoints.get(touchpoint).is_some_and(|touchpoint| stages.contains(&touchpoint.place.stage))
    };
    let mut best: Option<(usize, MetricId)> = None;
    for metric in figures.metrics() {
        let count = figures.touchpoints_with(metric).iter().filter(|touchpoint| is_on_map(touchpoint)).count();
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, metric));
        }
    }
    best.map(|(_, metric)| metric)
}
