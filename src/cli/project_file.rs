//! Project files as commands meet them: opened with their warnings, saved, and named.

use std::path::Path;

use super::console::Console;
use super::failure::Failure;
use crate::file;
use crate::model::Project;

/// Opens a project for reading.
pub fn open(path: &Path, console: &mut Console) -> Result<Project, Failure> {
    console.progress(format!("Opening {}", path.display()));
    Ok(file::open(path)?.project)
}

/// Opens a project that is to be changed, with what the user should know about that file.
pub fn open_to_change(path: &Path, console: &mut Console) -> Result<Project, Failure> {
    console.progress(format!("Opening {}", path.display()));
    let opened = file::open(path)?;
    if opened.is_picture {
        return Err(Failure::Usage(format!(
            "{} is a picture with a project inside, which cannot be changed. Open it in the window and save the project; \
             then use that file.",
            path.display()
        )));
    }
    for warning in &opened.warnings {
        console.note(warning.to_string());
    }
    Ok(opened.project)
}

/// Whether a file of that name would be found again as a project.
pub fn check_name(path: &Path) -> Result<(), Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if name.ends_with(".ron") && name.len() > ".ron".len() {
        return Ok(());
    }
    let stem = path.with_extension("");
    Err(Failure::Usage(format!(
        "The name of a project ends in {ending}. Use {stem}{ending} instead of {given}.",
        ending = file::ENDING,
        stem = stem.display(),
        given = path.display()
    )))
}

/// "1 touchpoint", "14 touchpoints".
pub fn count(number: usize, noun: &str) -> String {
    let number_text = crate::base::number::format_grouped(number as f64, 0);
    let plural = if number == 1 { "" } else { "s" };
    format!("{number_text} {noun}{plural}")
}

/// "1 journey, 14 touchpoints, 7 sources", or "nothing in it yet".
pub fn contents(project: &Project) -> String {
    let counts: Vec<String> = [
        (project.journeys.len(), "journey"),
        (project.stages.len(), "stage"),
        (project.touchpoints.len(), "touchpoint"),
        (project.cards.len(), "card"),
        (project.metrics.len(), "metric"),
        (project.sources.len(), "source"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, noun)| count(number, noun))
    .collect();
    if counts.is_empty() { "nothing in it yet".to_owned() } else { counts.join(", ") }
}
