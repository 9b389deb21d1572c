//! `check`: whether a project keeps every rule that the program relies on, and what the audit finds in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::choice::parse_day;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{contents, count};
use crate::analysis::Numbers;
use crate::analysis::audit::{Audit, Basis, Finding, Severity, audit};
use crate::analysis::kpi::Standings;
use crate::base::Date;
use crate::file::{self, OnDisk, OpenError, OpenReason};
use crate::model::Project;
use crate::model::check::problems;

/// Look for contradictions in a project, and for what its maps lack
///
/// Problems break a rule that the program relies on, and end with exit code 1. Insights are what the audit finds: gaps,
/// missed targets, contradictions between what is said and what was measured. They do not change the exit code.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The project
    file: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Count ages and due dates as of this day instead of today: 2026-09-30
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    today: Option<Date>,
}

#[derive(Serialize)]
struct Report {
    problems: Vec<Problem>,
    /// What the audit finds, the most severe first; what was dismissed last.
    insights: Vec<Insight>,
    /// Imported files that are no longer beside the project as they were read.
    files: Vec<Lost>,
}

#[derive(Serialize)]
struct Insight {
    /// "touchpoint-without-owner"
    rule: &'static str,
    /// "Touchpoints without an owner"
    title: &'static str,
    severity: &'static str,
    subject: Subject,
    message: String,
    /// By name, in the metric's unit or as plain counts; shares are fractions.
    figures: BTreeMap<&'static str, f64>,
    /// Why it was set aside; `null` where it was not.
    dismissed: Option<String>,
}

#[derive(Serialize)]
struct Subject {
    /// "project", "journey", "stage", "touchpoint", "card" or "kpi".
    kind: &'static str,
    /// `null` for the project.
    id: Option<u64>,
    name: String,
    stage: Option<String>,
    journey: Option<String>,
}

#[derive(Serialize)]
struct Lost {
    source: u64,
    name: String,
    /// "missing", "changed" or "unreadable".
    state: &'static str,
}

#[derive(Serialize)]
struct Problem {
    message: String,
    /// The record or the line; empty where it is the file as a whole.
    place: String,
}

pub fn run(arguments: &CheckArguments, console: &mut Console) -> Result<Verdict, Failure> {
    console.progress(format!("Checking {}", arguments.file.display()));
    let (found, contents, files, audit) = match file::open(&arguments.file) {
        Ok(opened) => {
            let found = problems(&opened.project);
            let found = found.into_iter().map(|problem| Problem { message: problem.message, place: problem.place });
            let today = arguments.today.unwrap_or_else(|| jiff::Zoned::now().date());
            let audit = audited(&opened.project, today);
            (found.collect(), contents(&opened.project), lost(&arguments.file, &opened.project), Some(audit))
        }
        Err(error) => (problems_of(error)?, String::new(), Vec::new(), None),
    };
    let verdict = if found.is_empty() { Verdict::Done } else { Verdict::Problems };
    if arguments.json {
        let insights = audit.as_ref().map(insights).unwrap_or_default();
        console.json(&Report { problems: found, insights, files })?;
        return Ok(verdict);
    }
    let name = arguments.file.display();
    if found.is_empty() {
        console.line(format!("No problems in {name}: {contents}."))?;
    } else {
        console.line(format!("{} in {name}:", count(found.len(), "problem")))?;
    }
    for Problem { message, place } in &found {
        console.line(if place.is_empty() { format!("- {message}") } else { format!("- {message} ({place})") })?;
    }
    lost_lines(&files, console)?;
    if let Some(audit) = &audit {
        insight_lines(audit, console)?;
    }
    Ok(verdict)
}

fn audited(project: &Project, today: Date) -> Audit {
    let numbers = Numbers::new(project);
    let view = numbers.default_view();
    let standings = &Standings::of(project, &numbers, &view, today);
    audit(&Basis { project, numbers: &numbers, view, standings, catalogue: file::catalogue(), today })
}

fn insights(audit: &Audit) -> Vec<Insight> {
    let open = audit.open().iter().map(|finding| insight(audit, finding, None));
    let dismissed = audit.dismissed().iter().map(|(finding, why)| insight(audit, finding, Some(why.reason.clone())));
    open.chain(dismissed).collect()
}

fn insight(audit: &Audit, finding: &Finding, dismissed: Option<String>) -> Insight {
    let project = audit.project();
    let told = audit.insight(finding);
    let about = finding.about;
    let stage = about.stage(project).and_then(|id| project.stages.get(&id)).map(|stage| stage.name.clone());
    let journey = about.journey(project).and_then(|id| project.journeys.get(&id)).map(|journey| journey.name.clone());
    Insight {
        rule: finding.rule.code,
        title: finding.rule.title,
        severity: finding.severity.code(),
        subject: Subject {
            kind: about.kind(),
            id: Some(about.record()).filter(|id| *id != 0),
            name: about.name(project).to_owned(),
            stage,
            journey,
        },
        message: told.message,
        figures: told.figures.into_iter().map(|fact| (fact.key, fact.value)).collect(),
        dismissed,
    }
}

/// The insights by severity, and how many were set aside.
fn insight_lines(audit: &Audit, console: &mut Console) -> Result<(), Failure> {
    let aside = audit.dismissed().len();
    let aside = if aside == 0 { String::new() } else { format!("; {aside} dismissed") };
    if audit.open().is_empty() {
        return console.line(format!("No insights{aside}."));
    }
    console.line("")?;
    console.line(format!("{}{aside}:", count(audit.open().len(), "insight")))?;
    for severity in Severity::ALL {
        for finding in audit.open().iter().filter(|finding| finding.severity == severity) {
            console.line(format!(
                "- {}: {} ({})",
                severity.label(),
                audit.insight(finding).message,
                finding.rule.code
            ))?;
        }
    }
    Ok(())
}

/// The imported files that are missing, changed or unreadable beside the project. Its figures are whole without them.
fn lost(path: &Path, project: &Project) -> Vec<Lost> {
    let looked_at = project.sources.values().filter_map(|source| {
        let state = match file::look_at_source(path, source, None, &|| true).state {
            OnDisk::Unchanged | OnDisk::Elsewhere => return None,
            OnDisk::Changed => "changed",
            OnDisk::Missing => "missing",
            OnDisk::Unreadable => "unreadable",
        };
        Some(Lost { source: source.id.0, name: source.shown_name().to_owned(), state })
    });
    looked_at.collect()
}

fn lost_lines(files: &[Lost], console: &mut Console) -> Result<(), Failure> {
    for Lost { name, state, .. } in files {
        console.line(match *state {
            "changed" => format!("{name} has changed on disk since it was read. Import it again to have its figures."),
            "missing" => format!("{name} is no longer beside the project. Its figures are kept."),
            _ => format!("{name} is beside the project but cannot be read. Its figures are kept."),
        })?;
    }
    Ok(())
}

/// What is wrong with a file that could be read but not opened.
fn problems_of(error: OpenError) -> Result<Vec<Problem>, Failure> {
    match error.reason {
        OpenReason::Problems(found) => {
            Ok(found.into_iter().map(|problem| Problem { message: problem.message, place: problem.place }).collect())
        }
        reason @ (OpenReason::Empty
        | OpenReason::NotText { .. }
        | OpenReason::NotAProject { .. }
        | OpenReason::NotRon { .. }
        | OpenReason::CutShort { .. }
        | OpenReason::Syntax { .. }
        | OpenReason::UnknownField { .. }
        | OpenReason::TooDeep { .. }
        | OpenReason::PictureAlone
        | OpenReason::Garbled) => {
            let place = match &reason {
                OpenReason::NotText { line } => format!("line {line}"),
                OpenReason::NotRon { line, column, .. }
                | OpenReason::CutShort { line, column }
                | OpenReason::Syntax { line, column, .. }
                | OpenReason::UnknownField { line, column, .. }
                | OpenReason::TooDeep { line, column } => format!("line {line}, column {column}"),
                OpenReason::Missing
                | OpenReason::Folder
                | OpenReason::Special
                | OpenReason::Forbidden
                | OpenReason::Unreadable(_)
                | OpenReason::TooLarge { .. }
                | OpenReason::Empty
                | OpenReason::Newer { .. }
                | OpenReason::NotAProject { .. }
                | OpenReason::PictureAlone
                | OpenReason::Garbled
                | OpenReason::PackedTooLarge { .. }
                | OpenReason::Problems(_) => String::new(),
            };
            Ok(vec![Problem { message: reason.to_string(), place }])
        }
        OpenReason::Missing
        | OpenReason::Folder
        | OpenReason::Special
        | OpenReason::Forbidden
        | OpenReason::Unreadable(_)
        | OpenReason::TooLarge { .. }
        | OpenReason::PackedTooLarge { .. }
        | OpenReason::Newer { .. } => Err(error.into()),
    }
}
