//! What should become of the journey and what stands in the way: KPIs, insights, actions.

use super::super::Material;
use super::{counted_section, named, table};
use crate::analysis::audit::{About, Severity};
use crate::analysis::effect::Asked;
use crate::analysis::kpi::{bullet, time_left};
use crate::base::date::format_date;
use crate::base::number::{format_full, format_relative_change};
use crate::layout::report::{Block, Cell, Column};
use crate::model::{Action, ActionState, Aim, Kpi};

/// Of the findings of one severity, so many are listed.
const MOST_INSIGHTS: usize = 100;
/// Of an action's figures, so many are listed.
const MOST_EFFECTS: usize = 4;

/// The KPIs of the journey, the most concerning first.
pub(super) fn kpis(material: &Material<'_>) -> Vec<Block> {
    let Material { project, standings, .. } = material;
    let here = project.kpis.values().filter(|kpi| kpi.aim.journey(project) == Some(material.journey));
    let mut here: Vec<_> = here.filter_map(|kpi| Some((standings.get(kpi.id)?.state, kpi.id, kpi))).collect();
    here.sort_by_key(|(state, id, _)| (*state, *id));
    let rows: Vec<Vec<Cell>> = here.iter().filter_map(|(.., kpi)| kpi_row(material, kpi)).collect();
    let columns = vec![
        Column::left("State", 1.2),
        Column::left("KPI", 1.9),
        Column::right("Value", 0.9),
        Column::left("On its way", 1.4),
        Column::right("Baseline", 0.95),
        Column::right("Target", 0.9),
        Column::left("Due", 1.3),
        Column::left("Owner", 1.4),
        Column::left("Why it stands so", 3.2),
    ];
    let key =
        "The bar is the figure, the thin line its 95% interval, the tall mark the target, the dotted one the baseline.";
    let mut blocks = table(None, columns, rows);
    if !blocks.is_empty() {
        blocks.push(Block::Note(key.to_owned()));
    }
    blocks
}

fn kpi_row(material: &Material<'_>, kpi: &Kpi) -> Option<Vec<Cell>> {
    let Material { project, standings, .. } = material;
    let (metric, standing) = (project.metrics.get(&kpi.metric)?, standings.get(kpi.id)?);
    let full = |value: f64| format_full(value, metric);
    let place = named(kpi.aim.name(project).unwrap_or_default(), "Untitled");
    let segment = kpi.segment.and_then(|id| project.segments.get(&id));
    let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
    let value = standing.figure.value.map_or_else(|| "–".to_owned(), full);
    let bar = bullet(kpi, standing);
    let said = format!("{value}, target {}, {}", full(kpi.target), standing.state.label().to_lowercase());
    let due = kpi.due.map(|due| format!("{}\n{}", format_date(due), time_left(due, material.today)));
    Some(vec![
        Cell::state(Some(standing.state)),
        Cell::named(place, format!("{}{of}", metric.name)),
        Cell::text(value),
        Cell {
            text: if bar.is_some() { said } else { String::new() },
            state: bar.map(|_| standing.state),
            bullet: bar,
            ..Cell::default()
        },
        Cell::text(standing.baseline.map(full).unwrap_or_default()),
        Cell::text(full(kpi.target)),
        Cell::text(due.unwrap_or_default()),
        Cell::text(kpi.owner.trim()),
        Cell::text(standing.reason(kpi, metric)),
    ])
}

/// What the audit found about the journey and the project, by severity.
pub(super) fn insights(material: &Material<'_>) -> Vec<Block> {
    let Some(audit) = material.audit() else { return Vec::new() };
    let is_here = |about: About| match about {
        About::Project => true,
        About::Journey(_) | About::Stage(_) | About::Touchpoint(_) | About::Card(_) | About::Kpi(_) => {
            about.journey(material.project) == Some(material.journey)
        }
    };
    let mut blocks = Vec::new();
    for severity in Severity::ALL {
        let found = audit.open().iter().filter(|finding| finding.severity == severity && is_here(finding.about));
        let found: Vec<_> = found.collect();
        let rows = found.iter().take(MOST_INSIGHTS).map(|finding| {
            let insight = audit.insight(finding);
            let figures: Vec<String> =
                insight.figures.iter().map(|fact| format!("{}: {}", fact.label, fact.text)).collect();
            vec![Cell::text(insight.message), Cell::text(figures.join(" · ")), Cell::text(insight.rule.title)]
        });
        let columns =
            vec![Column::left("What was found", 3.9), Column::left("Figures", 3.0), Column::left("Rule", 1.7)];
        blocks.extend(table(counted_section(severity.label(), found.len()), columns, rows.collect()));
        if found.len() > MOST_INSIGHTS {
            blocks.push(Block::Note(format!("And {} more.", found.len() - MOST_INSIGHTS)));
        }
    }
    if blocks.is_empty() {
        blocks
            .push(Block::Text("The audit of the map finds nothing that is missing or contradicts itself.".to_owned()));
    }
    if !audit.dismissed().is_empty() {
        let count = super::counted(audit.dismissed().len(), "finding");
        blocks.push(Block::Note(format!("In the whole project, {count} set aside with a reason.")));
    }
    blocks
}

/// The actions that work on the journey or on the project as a whole.
pub(super) fn actions(material: &Material<'_>) -> Vec<Block> {
    let project = material.project;
    let is_here = |action: &&Action| {
        action.aims.is_empty() || action.aims.iter().any(|aim| aim.journey(project) == Some(material.journey))
    };
    let rows: Vec<(ActionState, Vec<Cell>)> = project
        .actions
        .values()
        .map(AsRef::as_ref)
        .filter(is_here)
        .map(|action| (action.state, action_row(material, action)))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    for state in
        [ActionState::InProgress, ActionState::Planned, ActionState::Idea, ActionState::Done, ActionState::Dropped]
    {
        let rows: Vec<Vec<Cell>> = rows.iter().filter(|(of, _)| *of == state).map(|(_, row)| row.clone()).collect();
        let columns = vec![
            Column::left("Action", 3.2),
            Column::left("Where", 2.0),
            Column::left("Owner", 1.1),
            Column::left("From – to", 1.5),
            Column::right("Impact", 0.7),
            Column::right("Effort", 0.7),
            Column::left("Before and after its start", 3.4),
        ];
        blocks.extend(table(counted_section(state.label(), rows.len()), columns, rows));
    }
    blocks.push(Block::Note(
        "Impact and effort go from 1 to 10. A difference before and after is no proof of cause: other things may have changed too."
            .to_owned(),
    ));
    blocks
}

fn action_row(material: &Material<'_>, action: &Action) -> Vec<Cell> {
    let project = material.project;
    let places: Vec<String> =
        action.aims.iter().map(|aim: &Aim| named(aim.name(project).unwrap_or_default(), "Untitled")).collect();
    let day = |day: Option<crate::base::Date>| day.map(format_date).unwrap_or_default();
    let dates = match (action.start, action.end) {
        (None, None) => String::new(),
        (start, end) => format!("{} –\n{}", day(start), day(end)),
    };
    let number = |value: Option<u8>| value.map(|value| value.to_string()).unwrap_or_default();
    let title = named(&action.title, "Untitled");
    vec![
        Cell::named(title, action.description.trim()),
        Cell::text(if places.is_empty() { "The whole project".to_owned() } else { places.join("\n") }),
        Cell::text(action.owner.trim()),
        Cell::text(dates),
        Cell::text(number(action.impact)),
        Cell::text(number(action.effort)),
        Cell::text(effect(material, action)),
    ]
}

/// What became of the figures where it works; nothing for what has not begun.
fn effect(material: &Material<'_>, action: &Action) -> String {
    let Material { project, numbers, .. } = material;
    if action.start.is_none_or(|start| start > material.today) {
        return String::new();
    }
    let effect = match Asked::of(project, numbers, action).and_then(|asked| asked.effect(project, numbers, action)) {
        Ok(effect) => effect,
        Err(why) => return why,
    };
    let mut lines = Vec::new();
    for row in effect.comparison.rows.iter().take(MOST_EFFECTS) {
        let Some(metric) = project.metrics.get(&row.metric) else { continue };
        let place = project.touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
        let text = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, metric));
        let outcome = &row.outcome;
        let relative = outcome.relative.map(|it| format!(", {}", format_relative_change(it))).unwrap_or_default();
        lines.push(format!(
            "{place}, {}: {} → {}{relative} ({})",
            metric.short_name,
            text(outcome.before.value),
            text(outcome.after.value),
            outcome.verdict.label(),
        ));
    }
    let more = (effect.comparison.rows.len() + effect.left_out).saturating_sub(lines.len());
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}
