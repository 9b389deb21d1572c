//! One data file into a document, by the same way as the window's: recipe → plan → edit. Files are read elsewhere.

use super::failure::Failure;
use crate::edit::{Document, Edit};
use crate::import::{Plan, PlanOptions, Progress, Recipe, Table, digest, guess, plan};

/// What became of a file.
pub struct Intake {
    pub recipe: Recipe,
    pub plan: Plan,
    /// Something was attached.
    pub is_attached: bool,
    /// What the earlier imports are called that it took the place of.
    pub replaced: Vec<String>,
}

/// Attaches what the plan finds in the table: by the given recipe, else by the project's own for such files, else by
/// a guess. A file that says all that an earlier one said takes its place, unless the options want it otherwise.
///
/// # Errors
/// If the file's rows cannot be read or the edit is refused; then the document is as it was.
pub fn attach(
    document: &mut Document,
    table: &Table,
    recipe: Option<&Recipe>,
    options: &PlanOptions,
    progress: Progress<'_>,
) -> Result<Intake, Failure> {
    let project = document.project();
    let recipe = recipe.map_or_else(|| guess(table, project), |given| given.fitted(table));
    let digest = digest(table, &recipe, progress)?;
    let mut plan_made = plan(table, &digest, &recipe, project, options);
    let Some(attachment) = plan_made.attachment.take() else {
        return Ok(Intake { recipe, plan: plan_made, is_attached: false, replaced: Vec::new() });
    };
    let replaced = attachment.replaces.iter().filter_map(|id| project.sources.get(id));
    let replaced = replaced.map(|source| source.shown_name().to_owned()).collect();
    document.commit(&Edit::Attach { attachment: attachment.into() })?;
    Ok(Intake { recipe, plan: plan_made, is_attached: true, replaced })
}
