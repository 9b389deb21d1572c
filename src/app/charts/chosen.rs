//! From what is chosen on the charts tab to the chart that it means. Draws nothing.

use std::collections::BTreeSet;

use super::super::bottom;
use super::super::workspace::{ChartAbout, Workspace};
use crate::model::{Aim, ChartId, ChartKind, Item, MetricClass, MetricId, PinnedChart, Subject};

/// The chart of the charts tab, as it would be pinned.
pub fn chosen_chart(workspace: &Workspace) -> PinnedChart {
    let chart = &workspace.chart;
    let kind = chart.kind.unwrap_or(ChartKind::Time);
    let project = workspace.document.project();
    let metrics = match (kind, bottom::shown_metric(workspace)) {
        (ChartKind::Bullet, _) | (_, None) => Vec::new(),
        (ChartKind::Scatter, Some(first)) => {
            let second = chart.second.filter(|second| *second != first && project.metrics.contains_key(second));
            [Some(first), second.or_else(|| second_metric(workspace, first))].into_iter().flatten().collect()
        }
        (_, Some(metric)) => vec![metric],
    };
    let grain = match kind {
        ChartKind::Time | ChartKind::SmallMultiples | ChartKind::Box => Some(chart.grain),
        ChartKind::Bars
        | ChartKind::StackedBars
        | ChartKind::Funnel
        | ChartKind::Bullet
        | ChartKind::Scatter
        | ChartKind::Heat
        | ChartKind::Slope => None,
    };
    PinnedChart {
        aims: aims(workspace, kind),
        segments: chart.segments.iter().copied().filter(|id| project.segments.contains_key(id)).collect(),
        period: chart.period,
        grain,
        ..PinnedChart::new(ChartId(project.next_id), kind, metrics)
    }
}

/// What the chart is about. Nothing selected is the whole journey: charts never speak of another one.
fn aims(workspace: &Workspace, kind: ChartKind) -> BTreeSet<Aim> {
    let project = workspace.document.project();
    let whole = || match project.journey_order.len() {
        0 | 1 => BTreeSet::new(),
        _ => BTreeSet::from([Aim::Journey(workspace.journey)]),
    };
    let selection = workspace.document.selection();
    let selected: BTreeSet<Aim> = selection
        .subjects
        .iter()
        .filter_map(|subject| match subject {
            Subject::Item(Item::Touchpoint(id)) => Some(Aim::Touchpoint(*id)),
            Subject::Stage(id) => Some(Aim::Stage(*id)),
            Subject::Item(Item::Card(_)) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        })
        .filter(|aim| aim.is_in(project))
        .collect();
    let found = match workspace.chart.about {
        ChartAbout::All => BTreeSet::new(),
        ChartAbout::Selection => selected,
        ChartAbout::Stage => {
            let stage = |aim: &Aim| match aim {
                Aim::Touchpoint(id) => project.touchpoints.get(id).map(|it| Aim::Stage(it.place.stage)),
                Aim::Stage(_) => Some(*aim),
                Aim::Journey(_) => None,
            };
            selected.iter().filter_map(stage).collect()
        }
    };
    if workspace.chart.kind.is_none() {
        // The line beside the bars: of what is selected and has the metric, else of the first that has it.
        let metric = bottom::shown_metric(workspace);
        let with_metric = metric.map(|metric| workspace.numbers.touchpoints_with(metric)).unwrap_or_default();
        let has_metric = |aim: &Aim| aim.touchpoint().is_some_and(|id| with_metric.binary_search(&id).is_ok());
        let lines: BTreeSet<Aim> = found.into_iter().filter(has_metric).collect();
        if !lines.is_empty() {
            return lines;
        }
        let first = with_metric.iter().find(|id| bottom::is_on_map(workspace, **id));
        return first.map(|id| Aim::Touchpoint(*id)).into_iter().collect();
    }
    if found.is_empty() || (found.len() == 1 && !says_of_one(kind, &found)) { whole() } else { found }
}

/// Whether a chart of that kind says something of a single touchpoint or stage: a comparison takes several.
fn says_of_one(kind: ChartKind, aims: &BTreeSet<Aim>) -> bool {
    let is_touchpoint = aims.first().is_some_and(|aim| aim.touchpoint().is_some());
    match kind {
        ChartKind::Time | ChartKind::Bullet | ChartKind::SmallMultiples => true,
        ChartKind::Funnel => false,
        ChartKind::Bars
        | ChartKind::StackedBars
        | ChartKind::Box
        | ChartKind::Scatter
        | ChartKind::Heat
        | ChartKind::Slope => !is_touchpoint,
    }
}

/// The metrics of a new chart of that kind: the most telling ones that it can draw.
pub fn default_metrics(workspace: &Workspace, kind: ChartKind) -> Vec<MetricId> {
    let metrics = bottom::journey_metrics(workspace);
    let class = |id: &MetricId| workspace.numbers.metric(*id).map(|metric| metric.class);
    let additive = metrics.iter().copied().find(|id| class(id) == Some(MetricClass::Additive));
    let first = bottom::shown_metric(workspace);
    match kind {
        ChartKind::Bullet => Vec::new(),
        ChartKind::Scatter => {
            first.into_iter().chain(first.and_then(|first| second_metric(workspace, first))).collect()
        }
        ChartKind::Funnel | ChartKind::StackedBars => {
            first.filter(|id| class(id) == Some(MetricClass::Additive)).or(additive).or(first).into_iter().collect()
        }
        ChartKind::Time
        | ChartKind::Bars
        | ChartKind::Box
        | ChartKind::Heat
        | ChartKind::Slope
        | ChartKind::SmallMultiples => first.into_iter().collect(),
    }
}

/// The metric that most touchpoints have beside another one.
fn second_metric(workspace: &Workspace, first: MetricId) -> Option<MetricId> {
    let with_first = workspace.numbers.touchpoints_with(first);
    let shared = |metric: &MetricId| {
        let with_metric = workspace.numbers.touchpoints_with(*metric);
        with_metric.iter().filter(|id| with_first.binary_search(id).is_ok()).count()
    };
    let others = bottom::journey_metrics(workspace).into_iter().filter(|metric| *metric != first);
    others.rev().max_by_key(shared).filter(|metric| shared(metric) > 0)
}
