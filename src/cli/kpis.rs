//! `kpis`: how the KPIs of a project stand.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::choice::{one_of, parse_day};
use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::project_file::open;
use crate::analysis::kpi::{self, KpiState, Standings};
use crate::analysis::{Numbers, Standing};
use crate::base::Date;
use crate::base::number::{format_full, format_grouped};
use crate::model::{Aim, Kpi, Metric, Project};

/// Print how the KPIs of a project stand
#[derive(Debug, Args)]
pub struct KpisArguments {
    /// The project
    file: PathBuf,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
    /// Only those that stand so
    #[arg(long, value_name = "STATE", value_parser = one_of(&KpiState::ALL, KpiState::code), ignore_case = true)]
    state: Option<KpiState>,
    /// The day on which they are judged, instead of today: 2026-09-30
    #[arg(long, value_name = "D", value_parser = parse_day)]
    today: Option<Date>,
}

/// A KPI as JSON. Unknown is `null`; shares are fractions, durations seconds, days ISO 8601.
#[derive(Serialize)]
struct Row<'a> {
    id: u64,
    on: On<'a>,
    /// The stage that it is of or in.
    stage: Option<&'a str>,
    /// The metric's key.
    metric: &'a str,
    metric_name: &'a str,
    unit: &'a str,
    segment: Option<&'a str>,
    baseline: Option<f64>,
    target: f64,
    /// Where the line from baseline to target is on the last day measured.
    expected: Option<f64>,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    n: Option<f64>,
    from: Option<String>,
    to: Option<String>,
    start: Option<String>,
    due: Option<String>,
    owner: Option<&'a str>,
    why: Option<&'a str>,
    /// "off-track", "at-risk", "no-data", "on-track", "reached".
    state: &'static str,
    reason: String,
    smart: Vec<Gap<'a>>,
}

/// What a KPI is of.
#[derive(Serialize)]
struct On<'a> {
    /// "touchpoint", "stage", "journey".
    kind: &'static str,
    name: &'a str,
}

/// What a KPI lacks to be SMART.
#[derive(Serialize)]
struct Gap<'a> {
    /// "specific", "measurable", "achievable", "relevant", "time-bound".
    missing: &'static str,
    what: &'a str,
}

/// A KPI with all that is said of it.
struct Found<'a> {
    kpi: &'a Kpi,
    metric: &'a Metric,
    standing: &'a Standing,
}

pub fn run(arguments: &KpisArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let project = open(&arguments.file, console)?;
    let numbers = Numbers::new(&project);
    let today = arguments.today.unwrap_or_else(super::today);
    let standings = Standings::of(&project, &numbers, &numbers.default_view(), today);
    let found = project.kpis.values().filter_map(|kpi| {
        let (metric, standing) = (project.metrics.get(&kpi.metric)?, standings.get(kpi.id)?);
        Some(Found { kpi, metric, standing })
    });
    let mut found: Vec<Found<'_>> =
        found.filter(|it| arguments.state.is_none_or(|state| it.standing.state == state)).collect();
    if arguments.json {
        let rows: Vec<Row<'_>> = found.iter().map(|it| json_row(&project, &standings, it)).collect();
        console.json(&rows)?;
        return Ok(Verdict::Done);
    }
    if found.is_empty() {
        console.line(if project.kpis.is_empty() {
            "There are no KPIs in this project yet. Open it, select a touchpoint or a stage, and add one in the inspector."
                .to_owned()
        } else {
            let state = arguments.state.map(|state| state.label().to_lowercase()).unwrap_or_default();
            format!("No KPI is {state}.")
        })?;
        return Ok(Verdict::Done);
    }
    // For people the most concerning first; for programs by id.
    found.sort_by_key(|it| (it.standing.state, it.kpi.id));
    for line in text_table(&project, &standings, &found, today).lines("") {
        console.line(line)?;
    }
    Ok(Verdict::Done)
}

/// The name of the stage that a KPI is of or in.
fn stage_name<'a>(project: &'a Project, kpi: &Kpi) -> Option<&'a str> {
    let stage = match kpi.aim {
        Aim::Touchpoint(id) => project.touchpoints.get(&id)?.place.stage,
        Aim::Stage(id) => id,
        Aim::Journey(_) => return None,
    };
    project.stages.get(&stage).map(|stage| stage.name.as_str())
}

fn json_row<'a>(project: &'a Project, standings: &'a Standings, it: &Found<'a>) -> Row<'a> {
    let Found { kpi, metric, standing } = *it;
    let figure = &standing.figure;
    let said = |text: &'a str| (!text.trim().is_empty()).then_some(text);
    let segment = kpi.segment.and_then(|id| project.segments.get(&id));
    let gap = |missing: &'a kpi::Missing| Gap { missing: missing.criterion.code(), what: &missing.what };
    Row {
        id: kpi.id.0,
        on: On { kind: kpi.aim.noun(), name: kpi.aim.name(project).unwrap_or_default() },
        stage: stage_name(project, kpi),
        metric: &metric.key,
        metric_name: &metric.name,
        unit: metric.unit.code(),
        segment: segment.map(|segment| segment.name.as_str()),
        baseline: standing.baseline,
        target: kpi.target,
        expected: standing.expected.map(|at| at.value),
        value: figure.value,
        low: figure.low,
        high: figure.high,
        n: figure.n,
        from: figure.period.map(|period| period.from.to_string()),
        to: figure.period.map(|period| period.to.to_string()),
        start: kpi.start.map(|day| day.to_string()),
        due: kpi.due.map(|day| day.to_string()),
        owner: said(&kpi.owner),
        why: said(&kpi.why),
        state: standing.state.code(),
        reason: standing.reason(kpi, metric),
        smart: standings.missing(kpi.id).iter().map(gap).collect(),
    }
}

fn text_table(project: &Project, standings: &Standings, found: &[Found<'_>], today: Date) -> Columns {
    let mut columns = Columns::new(&[
        ("State", Side::Left),
        ("Where", Side::Left),
        ("Metric", Side::Left),
        ("Value", Side::Right),
        ("95% interval", Side::Left),
        ("n", Side::Right),
        ("Baseline", Side::Right),
        ("Target", Side::Right),
        ("Due", Side::Left),
        ("Owner", Side::Left),
        ("Not SMART", Side::Left),
    ]);
    for Found { kpi, metric, standing } in found {
        let full = |value: f64| format_full(value, *metric);
        let figure = &standing.figure;
        let place = kpi.aim.name(project).unwrap_or_default();
        let place = if kpi.touchpoint().is_some() { place.to_owned() } else { format!("{place} ({})", kpi.aim.noun()) };
        let segment = kpi.segment.and_then(|id| project.segments.get(&id));
        let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
        let missing = standings.missing(kpi.id).iter().map(|missing| missing.criterion.letter());
        columns.row([
            standing.state.label().to_owned(),
            place,
            format!("{}{of}", metric.name),
            figure.value.map_or_else(|| "–".to_owned(), full),
            figure.interval().map(|ends| format!("{} – {}", full(ends.low), full(ends.high))).unwrap_or_default(),
            figure.n.map(|n| format_grouped(n, 0)).unwrap_or_default(),
            standing.baseline.map(full).unwrap_or_default(),
            full(kpi.target),
            kpi.due.map(|due| format!("{due}, {}", kpi::time_left(due, today))).unwrap_or_default(),
            kpi.owner.clone(),
            missing.collect::<Vec<_>>().join(" "),
        ]);
    }
    columns
}
