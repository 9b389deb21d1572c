//! The rows of the list of KPIs: which are let through, and in which order. Draws nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::analysis::KpiState;
use crate::app::workspace::Workspace;
use crate::base::Date;
use crate::base::fold::{fold, folded_words};
use crate::model::{Aim, Direction, Kpi, KpiId, Project, StageId};

/// A column by which rows can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    State,
    Place,
    Metric,
    Figure,
    Due,
    Owner,
    Smart,
}

/// What is shown of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The column, and whether from the highest down; `None`: the most concerning first.
    pub order: Option<(Column, bool)>,
    pub text: String,
    pub state: Option<KpiState>,
    pub owner: Option<String>,
    pub stage: Option<StageId>,
}

impl Choice {
    /// Whether any KPI may be left out.
    pub fn is_filtering(&self) -> bool {
        !self.text.trim().is_empty() || self.state.is_some() || self.owner.is_some() || self.stage.is_some()
    }
}

/// One KPI in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: KpiId,
    pub state: KpiState,
    /// Its touchpoint, stage or journey.
    pub place: String,
    pub metric: String,
    pub owner: String,
    pub due: Option<Date>,
    /// How many letters of SMART are missing.
    pub missing: usize,
    /// The stage that it is of or in.
    stage: Option<StageId>,
    /// How far the figure is beyond its target, as a share of that; negative where it is short of it.
    lead: Option<f64>,
    /// Where it is in the journey: of the whole, then stage by stage.
    rank: usize,
}

/// The KPIs of the open journey.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    /// Those that the choice lets through, in its order.
    pub shown: Vec<Row>,
    /// How many there are.
    pub total: usize,
    /// What the filters can offer, each once: states by concern, owners by name, stages in order.
    pub states: Vec<KpiState>,
    pub owners: Vec<String>,
    pub stages: Vec<StageId>,
}

/// The rows of the open journey.
pub fn rows(workspace: &Workspace, choice: &Choice) -> Rows {
    let project = workspace.document.project();
    let Some(journey) = workspace.open_journey() else { return Rows::default() };
    let ranks: BTreeMap<StageId, usize> = journey.stages.iter().copied().zip(1..).collect();
    let of_journey = |kpi: &Kpi| match kpi.aim {
        Aim::Journey(id) => (id == journey.id).then_some((None, 0)),
        Aim::Touchpoint(_) | Aim::Stage(_) => {
            let stage = stage_of(project, kpi.aim)?;
            Some((Some(stage), *ranks.get(&stage)?))
        }
    };
    let mut all: Vec<Row> = project
        .kpis
        .values()
        .filter_map(|kpi| of_journey(kpi).map(|(stage, rank)| row(workspace, kpi, stage, rank)))
        .collect();
    let total = all.len();
    let mut states: Vec<KpiState> = all.iter().map(|row| row.state).collect();
    let mut owners: Vec<String> = all.iter().map(|row| row.owner.clone()).filter(|owner| !owner.is_empty()).collect();
    let mut stages: Vec<(usize, StageId)> = all.iter().filter_map(|row| Some((row.rank, row.stage?))).collect();
    states.sort_unstable();
    states.dedup();
    owners.sort_unstable();
    owners.dedup();
    stages.sort_unstable();
    stages.dedup();
    let words = folded_words(&choice.text);
    all.retain(|row| {
        choice.state.is_none_or(|state| row.state == state)
            && choice.owner.as_ref().is_none_or(|owner| row.owner == *owner)
            && choice.stage.is_none_or(|stage| row.stage == Some(stage))
            && has_words(row, &words)
    });
    sort(&mut all, choice.order);
    Rows { shown: all, total, states, owners, stages: stages.into_iter().map(|(_, stage)| stage).collect() }
}

/// The stage that a KPI is of, or in.
pub fn stage_of(project: &Project, aim: Aim) -> Option<StageId> {
    match aim {
        Aim::Touchpoint(id) => project.touchpoints.get(&id).map(|touchpoint| touchpoint.place.stage),
        Aim::Stage(id) => Some(id),
        Aim::Journey(_) => None,
    }
}

fn row(workspace: &Workspace, kpi: &Kpi, stage: Option<StageId>, rank: usize) -> Row {
    let project = workspace.document.project();
    let named = |name: Option<&str>| name.filter(|name| !name.trim().is_empty()).unwrap_or("Untitled").to_owned();
    let metric = project.metrics.get(&kpi.metric);
    let segment = kpi.segment.and_then(|id| project.segments.get(&id));
    let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
    let standing = workspace.kpis.get(kpi.id);
    let lead = standing.and_then(|standing| standing.figure.value).map(|value| {
        let lead = match metric.map(|metric| metric.direction) {
            Some(Direction::LowerIsBetter) => kpi.target - value,
            Some(Direction::HigherIsBetter) | None => value - kpi.target,
        };
        if kpi.target == 0.0 { lead } else { lead / kpi.target.abs() }
    });
    Row {
        id: kpi.id,
        state: standing.map_or(KpiState::NoData, |standing| standing.state),
        place: named(kpi.aim.name(project)),
        metric: format!("{}{of}", named(metric.map(|metric| metric.name.as_str()))),
        owner: kpi.owner.clone(),
        due: kpi.due,
        missing: workspace.kpis.missing(kpi.id).len(),
        stage,
        lead,
        rank,
    }
}

fn has_words(row: &Row, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = fold(&format!("{} {} {} {}", row.place, row.metric, row.owner, row.state.label()));
    words.iter().all(|word| text.contains(word.as_str()))
}

/// Sorts rows; what is not known comes last in either direction, and what is alike by concern, then as on the map.
fn sort(rows: &mut [Row], order: Option<(Column, bool)>) {
    let usual = |a: &Row, b: &Row| (a.state, a.rank, a.id).cmp(&(b.state, b.rank, b.id));
    rows.sort_by(|a, b| {
        let Some((column, is_descending)) = order else { return usual(a, b) };
        let text = |a: &str, b: &str| {
            known((!a.is_empty()).then(|| fold(a)), (!b.is_empty()).then(|| fold(b)), is_descending, Ord::cmp)
        };
        let by_column = match column {
            Column::State => known(Some(a.state), Some(b.state), is_descending, Ord::cmp),
            Column::Place => text(&a.place, &b.place),
            Column::Metric => text(&a.metric, &b.metric),
            Column::Figure => known(a.lead, b.lead, is_descending, f64::total_cmp),
            Column::Due => known(a.due, b.due, is_descending, Ord::cmp),
            Column::Owner => text(&a.owner, &b.owner),
            Column::Smart => known(Some(a.missing), Some(b.missing), is_descending, Ord::cmp),
        };
        by_column.then_with(|| usual(a, b))
    });
}

fn known<T>(a: Option<T>, b: Option<T>, is_descending: bool, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_descending => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// What a click on a column's name sorts by: first as suits it, then the other way round, then by concern again.
pub fn order_after(order: Option<(Column, bool)>, column: Column) -> Option<(Column, bool)> {
    let first = match column {
        Column::Smart => true,
        Column::State | Column::Place | Column::Metric | Column::Figure | Column::Due | Column::Owner => false,
    };
    match order.filter(|(sorted, _)| *sorted == column) {
        None => Some((column, first)),
        Some((_, is_descending)) if is_descending == first => Some((column, !first)),
        Some(_) => None,
    }
}
