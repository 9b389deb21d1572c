//! The invariants of KPIs, actions, charts, insights set aside and the strategy.

use super::{Found, check_known};
use crate::model::{Aim, Baseline, Project, Weights};

pub(super) fn check_goals(project: &Project, found: &mut Found) {
    for kpi in project.kpis.values() {
        let place = || format!("KPI {}", kpi.id);
        check_aim(project, kpi.aim, place, found);
        check_known(&project.metrics, &kpi.metric, "metric", place, found);
        if let Some(segment) = &kpi.segment {
            check_known(&project.segments, segment, "segment", place, found);
        }
        let start = match kpi.baseline {
            Some(Baseline::Figure(figure)) => Some(figure),
            Some(Baseline::Period(_)) | None => None,
        };
        if !kpi.target.is_finite() || start.is_some_and(|start| !start.is_finite()) {
            found.add("Its target or its baseline is not a finite number.", place());
        }
    }
    for action in project.actions.values() {
        let place = || format!("action {}", action.id);
        action.aims.iter().for_each(|aim| check_aim(project, *aim, place, found));
        if let Some(metric) = &action.metric {
            check_known(&project.metrics, metric, "metric", place, found);
        }
        if [action.impact, action.effort].iter().flatten().any(|rating| !(1..=10).contains(rating)) {
            found.add("Its impact or its effort is not one of 1 to 10.", place());
        }
    }
    for chart in project.charts.iter() {
        let place = || format!("chart {}", chart.id);
        chart.aims.iter().for_each(|aim| check_aim(project, *aim, place, found));
        chart.metrics.iter().for_each(|metric| check_known(&project.metrics, metric, "metric", place, found));
        chart.segments.iter().for_each(|segment| check_known(&project.segments, segment, "segment", place, found));
    }
    for dismissal in project.dismissals.values() {
        let place = || format!("dismissed insight \"{}\"", dismissal.key.rule);
        if dismissal.key.record != 0 && !project.has_record(dismissal.key.record) {
            found.add(format!("It is about record {}, which is not there.", dismissal.key.record), place());
        }
        if dismissal.reason.trim().is_empty() {
            found.add("It has no reason.", place());
        }
    }
    let Weights { importance, satisfaction, volume, kpi_gap } = project.strategy.weights;
    if [importance, satisfaction, volume, kpi_gap].iter().any(|weight| *weight > Weights::MOST) {
        found.add(format!("A weight is not one of 0 to {}.", Weights::MOST), "strategy");
    }
    if project.strategy.conversion_value.as_ref().is_some_and(|value| !value.amount.is_finite() || value.amount < 0.0) {
        found.add("The value of a conversion is not a number of 0 or more.", "strategy");
    }
}

fn check_aim(project: &Project, aim: Aim, place: impl Fn() -> String, found: &mut Found) {
    match aim {
        Aim::Touchpoint(id) => check_known(&project.touchpoints, &id, "touchpoint", place, found),
        Aim::Stage(id) => check_known(&project.stages, &id, "stage", place, found),
        Aim::Journey(id) => check_known(&project.journeys, &id, "journey", place, found),
    }
}
