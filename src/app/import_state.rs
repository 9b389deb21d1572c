//! What the import dialog shows: the file as read, the recipe so far, and the plan that follows from both.

use std::path::PathBuf;
use std::sync::Arc;

use crate::import::{Plan, PlanOptions, Recipe, Table, guess, plan};
use crate::model::Project;

/// An import that has not been accepted yet.
#[derive(Clone, Debug)]
pub struct ImportState {
    pub path: PathBuf,
    pub table: Arc<Table>,
    pub recipe: Recipe,
    pub options: PlanOptions,
    /// INVARIANT: the plan of `table`, `recipe` and `options` for the project as it is.
    pub plan: Arc<Plan>,
}

impl ImportState {
    /// The first guess for a file just read. It takes the place of an earlier file that it says all of.
    pub fn new(path: PathBuf, table: Arc<Table>, options: PlanOptions, project: &Project) -> Self {
        let recipe = guess(&table, project);
        let mut options = options;
        let mut made = plan(&table, &recipe, project, &options);
        if let Some(earlier) = made.replaceable() {
            options.replaces = Some(earlier);
            made = plan(&table, &recipe, project, &options);
        }
        Self { path, table, recipe, options, plan: Arc::new(made) }
    }

    /// The same file read by another recipe.
    pub fn replanned(self, recipe: Recipe, options: PlanOptions, project: &Project) -> Self {
        let plan = Arc::new(plan(&self.table, &recipe, project, &options));
        Self { recipe, options, plan, ..self }
    }
}
