//! `check`: whether a project keeps every rule that the program relies on.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{contents, count};
use crate::file::{self, OpenError, OpenReason};
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
}

#[derive(Serialize)]
struct Problem {
    message: String,
    /// The record or the line; empty where it is the file as a whole.
    place: String,
}

pub fn run(arguments: &CheckArguments, console: &mut Console) -> Result<Verdict, Failure> {
    console.progress(format!("Checking {}", arguments.file.display()));
    let (found, contents) = match file::open(&arguments.file) {
        Ok(opened) => {
            let found = problems(&opened.project);
            let found = found.into_iter().map(|problem| Problem { message: problem.message, place: problem.place });
            (found.collect(), contents(&opened.project))
        }
        Err(error) => (problems_of(error)?, String::new()),
    };
    let verdict = if found.is_empty() { Verdict::Done } else { Verdict::Problems };
    if arguments.json {
        console.json(&Report { problems: found, insights: [] })?;
        return Ok(verdict);
    }
    let name = arguments.file.display();
    if found.is_empty() {
        console.line(format!("No problems in {name}: {contents}."))?;
        return Ok(verdict);
    }
    console.line(format!("{} in {name}:", count(found.len(), "problem")))?;
    for Problem { message, place } in &found {
        console.line(if place.is_empty() { format!("- {message}") } else { format!("- {message} ({place})") })?;
    }
    Ok(verdict)
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
