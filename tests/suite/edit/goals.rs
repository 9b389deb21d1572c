//! KPIs, actions, the dashboard, insights set aside and the strategy: what edits of them do and refuse.

use throughline::edit::{ActionChange, Edit, KpiChange, StrategyChange, apply};
use throughline::model::check::problems;
use throughline::model::{
    Action, ActionId, ActionState, Aim, Baseline, ChartId, ChartKind, Dismissal, InsightKey, Item, Kpi, KpiId,
    MetricId, Money, PinnedChart, Project, SegmentId, StageId, TouchpointId, Weights,
};

use crate::file::generate::full;

const AD: TouchpointId = TouchpointId(11);
const BUY: StageId = StageId(3);
const ACTION: ActionId = ActionId(93);

fn made(project: &Project, edit: &Edit) -> Project {
    let made = apply(project, edit).unwrap_or_else(|error| panic!("{}: {error}", edit.label(project)));
    assert_eq!(problems(&made), Vec::new(), "{}", edit.label(project));
    made
}

fn insight(rule: &str, record: u64) -> InsightKey {
    InsightKey { rule: rule.to_owned(), record, detail: String::new() }
}

#[test]
fn what_is_gone_is_forgotten_by_goals() {
    let mut project = full();
    for (rule, record) in [("touchpoint-without-owner", AD.0), ("kpi-not-smart", 88)] {
        let dismissal = Dismissal { key: insight(rule, record), reason: "Known".to_owned(), on: None };
        project = made(&project, &Edit::Dismiss { dismissal });
    }
    let removed = made(&project, &Edit::RemoveItems { items: vec![Item::Touchpoint(AD)] });
    let kpis: Vec<u64> = removed.kpis.keys().map(|id| id.0).collect();
    assert_eq!(kpis, [91, 92], "the touchpoint's KPIs go with it");
    assert_eq!(removed.actions[&ACTION].aims, [BUY.into(), Aim::Journey(project.journey_order[1])].into());
    let left: Vec<&str> = removed.dismissals.keys().map(|key| key.rule.as_str()).collect();
    assert_eq!(left, ["channel-imbalance", "stage-without-touchpoints"]);
    let removed = made(&project, &Edit::RemoveSegment { segment: SegmentId(50) });
    assert!(!removed.kpis.contains_key(&KpiId(90)) && removed.charts[0].segments.is_empty());
    let removed = made(&project, &Edit::RemoveJourney { journey: project.journey_order[1] });
    assert!(removed.kpis.is_empty() && removed.charts[0].aims.is_empty());
}

#[test]
fn goals_are_changed_field_by_field() {
    let project = full();
    let kpi = |project: &Project, change| made(project, &Edit::ChangeKpi { kpi: KpiId(88), change });
    let mut changed = kpi(&project, KpiChange::Aim(BUY.into()));
    changed = kpi(&changed, KpiChange::Baseline(None));
    changed = kpi(&changed, KpiChange::Why("Because".to_owned()));
    let known = &changed.kpis[&KpiId(88)];
    assert_eq!((known.aim, known.baseline, known.why.as_str()), (BUY.into(), None, "Because"));
    let action = |project: &Project, change| made(project, &Edit::ChangeAction { action: ACTION, change });
    let changed = action(&project, ActionChange::State(ActionState::Done));
    let changed = action(&changed, ActionChange::Rating { impact: Some(10), effort: None });
    let known = &changed.actions[&ACTION];
    assert_eq!((known.state, known.impact, known.effort), (ActionState::Done, Some(10), None));
    let value = Money { amount: 0.0, currency: "EUR".to_owned() };
    let change = StrategyChange::ConversionValue(Some(value.clone()));
    assert_eq!(made(&project, &Edit::ChangeStrategy { change }).strategy.conversion_value, Some(value));
    let change = StrategyChange::Logo(None);
    assert!(made(&project, &Edit::ChangeStrategy { change }).strategy.brand.logo.is_none());
}

#[test]
fn charts_are_kept_in_their_order() {
    let project = full();
    let ids = |project: &Project| project.charts.iter().map(|chart| chart.id.0).collect::<Vec<_>>();
    let new = project.next_id;
    let chart = PinnedChart::new(ChartId(new), ChartKind::Bars, vec![MetricId(61)]);
    let added = made(&project, &Edit::AddChart { chart: chart.clone(), at: 1 });
    assert_eq!(ids(&added), [95, new, 96]);
    assert_eq!(ids(&made(&added, &Edit::MoveChart { chart: ChartId(95), to: 3 })), [new, 96, 95]);
    let same = made(&added, &Edit::MoveChart { chart: ChartId(new), to: 2 });
    assert!(same.is_same_as(&added));
    let wide = PinnedChart { is_wide: true, ..chart };
    assert!(made(&added, &Edit::ChangeChart { chart: wide }).charts[1].is_wide);
    assert_eq!(ids(&made(&added, &Edit::RemoveChart { chart: ChartId(95) })), [new, 96]);
}

#[test]
fn an_insight_is_set_aside_with_a_reason_and_shown_again() {
    let project = full();
    let key = insight("stale-data", 70);
    let dismissal = |reason: &str| Dismissal { key: key.clone(), reason: reason.to_owned(), on: None };
    let aside = made(&project, &Edit::Dismiss { dismissal: dismissal("Next week") });
    assert_eq!(aside.dismissals[&key].reason, "Next week");
    assert!(made(&aside, &Edit::Reopen { insight: key.clone() }).dismissals == project.dismissals);
    assert!(apply(&project, &Edit::Dismiss { dismissal: dismissal("  ") }).is_err());
    assert!(apply(&project, &Edit::Reopen { insight: key }).is_err());
}

#[test]
fn what_would_break_a_goal_is_refused() {
    let project = full();
    let id = project.next_id;
    let kpi = |aim: Aim, target| Edit::AddKpi { kpi: Kpi::new(KpiId(id), aim, MetricId(60), target) };
    let weights = Weights { volume: 11, ..Weights::default() };
    let money = Money { amount: -1.0, currency: String::new() };
    let refused = [
        kpi(TouchpointId(999).into(), 0.1),
        kpi(StageId(999).into(), 0.1),
        kpi(AD.into(), f64::NAN),
        Edit::ChangeKpi { kpi: KpiId(88), change: KpiChange::Baseline(Some(Baseline::Figure(f64::INFINITY))) },
        Edit::ChangeKpi { kpi: KpiId(88), change: KpiChange::Segment(Some(SegmentId(999))) },
        Edit::AddAction { action: Action { impact: Some(0), ..Action::new(ActionId(id), "") } },
        Edit::AddAction { action: Action::new(ACTION, "twice") },
        Edit::ChangeAction { action: ACTION, change: ActionChange::Metric(Some(MetricId(999))) },
        Edit::AddChart { chart: PinnedChart::new(ChartId(id), ChartKind::Bars, vec![MetricId(999)]), at: 0 },
        Edit::RemoveChart { chart: ChartId(999) },
        Edit::ChangeStrategy { change: StrategyChange::Weights(weights) },
        Edit::ChangeStrategy { change: StrategyChange::ConversionValue(Some(money)) },
    ];
    for edit in refused {
        assert!(apply(&project, &edit).is_err(), "{edit:?}");
    }
}
