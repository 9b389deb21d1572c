//! What a metric is used by, so that it is known whether it can go.

use super::{Lens, MetricId, Project, TouchpointId, formula};
use std::collections::BTreeSet;

/// What uses a metric, each in a few words: "figures of 3 touchpoints", "2 KPIs", "the formula of Profit".
/// Nothing for one that can be removed.
pub fn metric_users(project: &Project, metric: MetricId) -> Vec<String> {
    let mut users = Vec::new();
    let measured: BTreeSet<TouchpointId> =
        project.series.keys().filter(|key| key.metric == metric).map(|key| key.touchpoint).collect();
    let mut counted = |count: usize, prefix: &str, one: &str, many: &str| match count {
        0 => {}
        1 => users.push(format!("{prefix}1 {one}")),
        _ => users.push(format!("{prefix}{count} {many}")),
    };
    counted(measured.len(), "figures of ", "touchpoint", "touchpoints");
    counted(project.kpis.values().filter(|kpi| kpi.metric == metric).count(), "", "KPI", "KPIs");
    counted(project.actions.values().filter(|action| action.metric == Some(metric)).count(), "", "action", "actions");
    counted(
        project.charts.iter().filter(|chart| chart.metrics.contains(&metric)).count(),
        "",
        "chart of the dashboard",
        "charts of the dashboard",
    );
    let has_lens = |lens: Lens| lens == Lens::Metric(Some(metric));
    counted(project.shots.iter().filter(|shot| has_lens(shot.look.lens)).count(), "", "shot", "shots");
    counted(project.lanes.values().filter(|lane| lane.chart.metric == Some(metric)).count(), "", "lane", "lanes");
    let formulas = project.metrics.values().filter(|other| formula::uses(other, metric, &project.metrics));
    users.extend(formulas.map(|other| format!("the formula of {}", other.name)));
    users
}
