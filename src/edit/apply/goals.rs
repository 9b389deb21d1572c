//! What is wanted and what is done about it: KPIs, actions, the dashboard, insights set aside, the strategy.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{ActionChange, EditError, KpiChange, StrategyChange};
use crate::model::{
    Action, ActionId, Aim, Baseline, ChartId, Dismissal, InsightKey, Kpi, KpiId, PinnedChart, Project, SegmentId,
    Strategy, Weights,
};

pub fn add_kpi(project: &mut Project, kpi: &Kpi) -> Result<(), EditError> {
    check_aim(project, kpi.aim)?;
    find(&project.metrics, &kpi.metric, "metric")?;
    if let Some(segment) = &kpi.segment {
        find(&project.segments, segment, "segment")?;
    }
    check_goal(Some(kpi.target))?;
    check_baseline(kpi.baseline)?;
    claim(project, kpi.id.0)?;
    insert(&mut project.kpis, kpi.id, kpi.clone());
    Ok(())
}

pub fn remove_kpi(project: &mut Project, id: KpiId) -> Result<(), EditError> {
    find(&project.kpis, &id, "KPI")?;
    remove_where(&mut project.kpis, |other, _| *other == id);
    Ok(())
}

pub fn change_kpi(project: &mut Project, id: KpiId, change: &KpiChange) -> Result<(), EditError> {
    match change {
        KpiChange::Aim(aim) => check_aim(project, *aim)?,
        KpiChange::Metric(metric) => {
            find(&project.metrics, metric, "metric")?;
        }
        KpiChange::Segment(Some(segment)) => {
            find(&project.segments, segment, "segment")?;
        }
        KpiChange::Baseline(baseline) => check_baseline(*baseline)?,
        KpiChange::Target(target) => check_goal(Some(*target))?,
        KpiChange::Segment(None)
        | KpiChange::Start(_)
        | KpiChange::Due(_)
        | KpiChange::Owner(_)
        | KpiChange::Why(_) => {}
    }
    change_record(&mut project.kpis, id, "KPI", |kpi| match change {
        KpiChange::Aim(aim) => kpi.aim = *aim,
        KpiChange::Metric(metric) => kpi.metric = *metric,
        KpiChange::Segment(segment) => kpi.segment = *segment,
        KpiChange::Baseline(baseline) => kpi.baseline = *baseline,
        KpiChange::Target(target) => kpi.target = *target,
        KpiChange::Start(start) => kpi.start = *start,
        KpiChange::Due(due) => kpi.due = *due,
        KpiChange::Owner(owner) => kpi.owner.clone_from(owner),
        KpiChange::Why(why) => kpi.why.clone_from(why),
    })
}

pub fn add_action(project: &mut Project, action: &Action) -> Result<(), EditError> {
    action.aims.iter().try_for_each(|aim| check_aim(project, *aim))?;
    if let Some(metric) = &action.metric {
        find(&project.metrics, metric, "metric")?;
    }
    check_rating(action.impact)?;
    check_rating(action.effort)?;
    claim(project, action.id.0)?;
    insert(&mut project.actions, action.id, action.clone());
    Ok(())
}

pub fn remove_action(project: &mut Project, id: ActionId) -> Result<(), EditError> {
    find(&project.actions, &id, "action")?;
    remove_where(&mut project.actions, |other, _| *other == id);
    Ok(())
}

pub fn change_action(project: &mut Project, id: ActionId, change: &ActionChange) -> Result<(), EditError> {
    match change {
        ActionChange::Aims(aims) => aims.iter().try_for_each(|aim| check_aim(project, *aim))?,
        ActionChange::Metric(Some(metric)) => {
            find(&project.metrics, metric, "metric")?;
        }
        ActionChange::Rating { impact, effort } => {
            check_rating(*impact)?;
            check_rating(*effort)?;
        }
        ActionChange::Metric(None)
        | ActionChange::Title(_)
        | ActionChange::Description(_)
        | ActionChange::Owner(_)
        | ActionChange::State(_)
        | ActionChange::Start(_)
        | ActionChange::End(_) => {}
    }
    change_record(&mut project.actions, id, "action", |action| match change {
        ActionChange::Title(title) => action.title.clone_from(title),
        ActionChange::Description(description) => action.description.clone_from(description),
        ActionChange::Aims(aims) => action.aims.clone_from(aims),
        ActionChange::Metric(metric) => action.metric = *metric,
        ActionChange::Owner(owner) => action.owner.clone_from(owner),
        ActionChange::State(state) => action.state = *state,
        ActionChange::Start(start) => action.start = *start,
        ActionChange::End(end) => action.end = *end,
        ActionChange::Rating { impact, effort } => (action.impact, action.effort) = (*impact, *effort),
    })
}

pub fn add_chart(project: &mut Project, chart: &PinnedChart, at: usize) -> Result<(), EditError> {
    check_chart(project, chart)?;
    claim(project, chart.id.0)?;
    let charts = Arc::make_mut(&mut project.charts);
    charts.insert(at.min(charts.len()), Arc::new(chart.clone()));
    Ok(())
}

pub fn remove_chart(project: &mut Project, id: ChartId) -> Result<(), EditError> {
    let at = place_of_chart(project, id)?;
    Arc::make_mut(&mut project.charts).remove(at);
    Ok(())
}

pub fn move_chart(project: &mut Project, id: ChartId, to: usize) -> Result<(), EditError> {
    let at = place_of_chart(project, id)?;
    let to = if to > at { to - 1 } else { to }.min(project.charts.len().saturating_sub(1));
    if to != at {
        let charts = Arc::make_mut(&mut project.charts);
        let chart = charts.remove(at);
        charts.insert(to, chart);
    }
    Ok(())
}

pub fn change_chart(project: &mut Project, chart: &PinnedChart) -> Result<(), EditError> {
    check_chart(project, chart)?;
    let at = place_of_chart(project, chart.id)?;
    if project.charts.get(at).is_some_and(|known| **known != *chart)
        && let Some(known) = Arc::make_mut(&mut project.charts).get_mut(at)
    {
        *known = Arc::new(chart.clone());
    }
    Ok(())
}

pub fn dismiss(project: &mut Project, dismissal: &Dismissal) -> Result<(), EditError> {
    if dismissal.reason.trim().is_empty() {
        return Err(EditError::NoReason);
    }
    let record = dismissal.key.record;
    if record != 0 && !project.has_record(record) {
        return Err(EditError::Unknown { what: "record", id: record.to_string() });
    }
    if project.dismissals.get(&dismissal.key).is_none_or(|known| **known != *dismissal) {
        insert(&mut project.dismissals, dismissal.key.clone(), dismissal.clone());
    }
    Ok(())
}

pub fn reopen(project: &mut Project, insight: &InsightKey) -> Result<(), EditError> {
    if !project.dismissals.contains_key(insight) {
        return Err(EditError::Unknown { what: "dismissed insight", id: insight.rule.clone() });
    }
    remove_where(&mut project.dismissals, |key, _| key == insight);
    Ok(())
}

pub fn change_strategy(project: &mut Project, change: &StrategyChange) -> Result<(), EditError> {
    match change {
        StrategyChange::Logo(Some(hash)) => {
            find(&project.pictures, hash, "picture")?;
        }
        StrategyChange::Weights(weights) => {
            let Weights { importance, satisfaction, volume, kpi_gap } = *weights;
            if [importance, satisfaction, volume, kpi_gap].iter().any(|weight| *weight > Weights::MOST) {
                return Err(EditError::BadWeight);
            }
        }
        StrategyChange::ConversionValue(Some(value)) => {
            if !value.amount.is_finite() || value.amount < 0.0 {
                return Err(EditError::BadMoney);
            }
        }
        StrategyChange::Business(_)
        | StrategyChange::Logo(None)
        | StrategyChange::Colors(_)
        | StrategyChange::Look(_)
        | StrategyChange::Voice(_)
        | StrategyChange::Message(_)
        | StrategyChange::Offer(_)
        | StrategyChange::ConversionValue(None) => {}
    }
    let mut strategy = Strategy::clone(&project.strategy);
    match change {
        StrategyChange::Business(business) => strategy.business = *business,
        StrategyChange::Logo(logo) => strategy.brand.logo = *logo,
        StrategyChange::Colors(colors) => strategy.brand.colors.clone_from(colors),
        StrategyChange::Look(text) => strategy.brand.look.clone_from(text),
        StrategyChange::Voice(text) => strategy.brand.voice.clone_from(text),
        StrategyChange::Message(text) => strategy.brand.message.clone_from(text),
        StrategyChange::Offer(text) => strategy.brand.offer.clone_from(text),
        StrategyChange::Weights(weights) => strategy.weights = *weights,
        StrategyChange::ConversionValue(value) => strategy.conversion_value.clone_from(value),
    }
    if strategy != *project.strategy {
        project.strategy = Arc::new(strategy);
    }
    Ok(())
}

/// After records were taken out: the KPIs and dismissals of what is gone go too; actions and charts forget it.
pub fn forget_gone(project: &mut Project) {
    let here = project.clone();
    let is_gone = |aim: &Aim| !aim.is_in(&here);
    let has_segment = |segment: &SegmentId| here.segments.contains_key(segment);
    remove_where(&mut project.kpis, |_, kpi| {
        is_gone(&kpi.aim) || kpi.segment.as_ref().is_some_and(|segment| !has_segment(segment))
    });
    let spoken: Vec<Arc<Action>> =
        here.actions.values().filter(|action| action.aims.iter().any(is_gone)).map(Arc::clone).collect();
    for action in spoken {
        let aims: BTreeSet<Aim> = action.aims.iter().copied().filter(|aim| !is_gone(aim)).collect();
        insert(&mut project.actions, action.id, Action { aims, ..Action::clone(&action) });
    }
    let speaks_of_gone = |chart: &PinnedChart| {
        chart.aims.iter().any(is_gone) || chart.segments.iter().any(|segment| !has_segment(segment))
    };
    if here.charts.iter().any(|chart| speaks_of_gone(chart)) {
        for chart in Arc::make_mut(&mut project.charts) {
            let chart = Arc::make_mut(chart);
            chart.aims.retain(|aim| !is_gone(aim));
            chart.segments.retain(|segment| has_segment(segment));
        }
    }
    let here = project.clone();
    remove_where(&mut project.dismissals, |key, _| key.record != 0 && !here.has_record(key.record));
}

fn check_aim(project: &Project, aim: Aim) -> Result<(), EditError> {
    match aim {
        Aim::Touchpoint(id) => find(&project.touchpoints, &id, "touchpoint").map(|_| ()),
        Aim::Stage(id) => find(&project.stages, &id, "stage").map(|_| ()),
        Aim::Journey(id) => find(&project.journeys, &id, "journey").map(|_| ()),
    }
}

fn check_chart(project: &Project, chart: &PinnedChart) -> Result<(), EditError> {
    chart.aims.iter().try_for_each(|aim| check_aim(project, *aim))?;
    chart.metrics.iter().try_for_each(|metric| find(&project.metrics, metric, "metric").map(|_| ()))?;
    chart.segments.iter().try_for_each(|segment| find(&project.segments, segment, "segment").map(|_| ()))
}

fn place_of_chart(project: &Project, id: ChartId) -> Result<usize, EditError> {
    let place = project.charts.iter().position(|chart| chart.id == id);
    place.ok_or_else(|| EditError::Unknown { what: "chart", id: id.to_string() })
}

fn check_goal(value: Option<f64>) -> Result<(), EditError> {
    if value.is_none_or(f64::is_finite) { Ok(()) } else { Err(EditError::BadKpi) }
}

fn check_baseline(baseline: Option<Baseline>) -> Result<(), EditError> {
    match baseline {
        Some(Baseline::Figure(figure)) => check_goal(Some(figure)),
        Some(Baseline::Period(_)) | None => Ok(()),
    }
}

fn check_rating(rating: Option<u8>) -> Result<(), EditError> {
    if rating.is_none_or(|rating| (1..=10).contains(&rating)) { Ok(()) } else { Err(EditError::BadActionRating) }
}
