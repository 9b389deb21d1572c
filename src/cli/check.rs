//! `check`: whether a project keeps every rule that the program relies on.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{contents, count};
use crate::file::{self, OnDisk, OpenError, OpenReason};
use crate::model::Project;
use crate::model::check::problems;

/// Look for contradictions in a project
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The project
    file: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    problems: Vec<Problem>,
    /// What an audit of the content would find; the program has no audit yet, so there are none.
    insights: [(); 0],
    /// Imported files that are no longer beside the project as they were read.
    files: Vec<Lost>,
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
    let (found, contents, files) = match file::open(&arguments.file) {
        Ok(opened) => {
            let found = problems(&opened.project);
            let found = found.into_iter().map(|problem| Problem { message: problem.message, place: problem.place });
            (found.collect(), contents(&opened.project), lost(&arguments.file, &opened.project))
        }
        Err(error) => (problems_of(error)?, String::new(), Vec::new()),
    };
    let verdict = if found.is_empty() { Verdict::Done } else { Verdict::Problems };
    if arguments.json {
        console.json(&Report { problems: found, insights: [], files })?;
        return Ok(verdict);
    }
    let name = arguments.file.display();
    if found.is_empty() {
        console.line(format!("No problems in {name}: {contents}."))?;
        lost_lines(&files, console)?;
        return Ok(verdict);
    }
    console.line(format!("{} in {name}:", count(found.len(), "problem")))?;
    for Problem { message, place } in &found {
        console.line(if place.is_empty() { format!("- {message}") } else { format!("- {message} ({place})") })?;
    }
    lost_lines(&files, console)?;
    Ok(verdict)
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
        | OpenReason::TooDeep { .. }) => {
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
        | OpenReason::Newer { .. } => Err(error.into()),
    }
}
