//! One data file into a document, by the same way as the window's: recipe → plan → edit. Files are read elsewhere.

use crate::edit::{Document, Edit, EditError};
use crate::import::{Plan, PlanOptions, Recipe, Table, guess, plan};
use crate::model::{Project, SourceId};

/// What became of a file.
pub struct Intake {
    pub recipe: Recipe,
    pub plan: Plan,
    /// Something was attached.
    pub is_attached: bool,
    /// The file name of the earlier import that it took the place of.
    pub replaced: Option<String>,
}

/// Attaches what the plan finds in the table: by the given recipe, else by the project's own for such files, else by
/// a guess. The same file, or a longer one of the same name, takes the place of the earlier import.
///
/// # Errors
/// If the edit is refused; then the document is as it was.
pub fn attach(
    document: &mut Document,
    table: &Table,
    recipe: Option<&Recipe>,
    options: &PlanOptions,
) -> Result<Intake, EditError> {
    let project = document.project();
    let recipe = recipe.map_or_else(|| guess(table, project), |given| given.fitted(table));
    let mut plan_made = plan(table, &recipe, project, options);
    let replaces = earlier_import(project, table, &plan_made);
    let replaced = replaces.and_then(|id| project.sources.get(&id)).map(|source| source.file_name.clone());
    if replaces.is_some() {
        plan_made = plan(table, &recipe, project, &PlanOptions { replaces, ..*options });
    }
    let Some(attachment) = plan_made.attachment.take() else {
        return Ok(Intake { recipe, plan: plan_made, is_attached: false, replaced: None });
    };
    document.commit(&Edit::Attach { attachment: attachment.into() })?;
    Ok(Intake { recipe, plan: plan_made, is_attached: true, replaced })
}

/// The source that holds nothing but what this file says too: the same bytes, or the same name and fewer days.
fn earlier_import(project: &Project, table: &Table, plan: &Plan) -> Option<SourceId> {
    let is_within = |days| plan.period.zip(days).is_some_and(|(new, old)| new.contains(old));
    let is_earlier = |source: &&std::sync::Arc<crate::model::Source>| {
        source.hash == table.hash || source.file_name == table.file_name && is_within(source.period)
    };
    project.sources.values().rev().find(is_earlier).map(|source| source.id)
}
