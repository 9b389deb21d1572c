//! What the import dialog shows: the file as read, the recipe so far, and the plan that follows from both.

use std::path::PathBuf;
use std::sync::Arc;

use crate::base::number::format_grouped;
use crate::import::plan::Fate;
use crate::import::{Digest, ImportError, Plan, PlanOptions, Recipe, Table, digest, guess, plan};
use crate::model::Project;

/// An import that has not been accepted yet.
#[derive(Clone, Debug)]
pub struct ImportState {
    pub path: PathBuf,
    pub table: Arc<Table>,
    pub recipe: Recipe,
    pub options: PlanOptions,
    /// All rows of `table`, added up; of `recipe`, once it is planned.
    pub digest: Arc<Digest>,
    /// Of `digest`, `recipe` and `options`, once it is planned.
    pub plan: Arc<Plan>,
    /// What would come of the names that have no touchpoint, while nothing comes of the others.
    pub outlook: Option<Arc<Plan>>,
    /// What `plan` was made with.
    planned: (Recipe, PlanOptions),
    /// [`Document::revision`](crate::edit::Document::revision) of the project that is planned for.
    pub revision: u64,
    pub progress: Progress,
    /// Whether the user has chosen anything in the dialog.
    pub is_touched: bool,
}

/// A plan, and what it was made with.
pub struct Planned {
    digest: Arc<Digest>,
    plan: Arc<Plan>,
    outlook: Option<Arc<Plan>>,
    of: (Recipe, PlanOptions),
}

/// How far the plan of the recipe is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Planned,
    /// The recipe has changed.
    Due,
    /// A job is making the plan.
    UnderWay,
    /// A job is making the plan of a recipe that has changed since.
    Overtaken,
}

impl ImportState {
    /// Tables of up to so many rows, or sums of them, are planned between two frames.
    const PLANNED_AT_ONCE: usize = 20_000;
    /// And of up to so many names.
    const MATCHED_AT_ONCE: usize = 1_000;

    /// The first guess for a file just opened, whose rows are read now: the recipe of the source whose place it is to
    /// take, if that fits.
    ///
    /// # Errors
    /// As [`digest()`].
    pub fn new(
        path: PathBuf,
        table: Arc<Table>,
        options: PlanOptions,
        project: &Project,
        revision: u64,
        progress: &dyn Fn(f32) -> bool,
    ) -> Result<Self, ImportError> {
        let own = options.replaces.and_then(|id| project.sources.get(&id)).and_then(|source| {
            let recipe = Recipe::from_text(&source.recipe).filter(|recipe| recipe.fits(&table))?;
            // The days that somebody gave for a file are those of its bytes.
            let period = recipe.period.clone().filter(|_| table.is_of(&source.hash));
            let mut recipe = Recipe { period, ..recipe.fitted(&table) };
            recipe.columns.iter_mut().for_each(|column| column.why = "as last time".into());
            Some(recipe)
        });
        let recipe = own.unwrap_or_else(|| guess(&table, project));
        let digest = Arc::new(digest(&table, &recipe, progress)?);
        let made = plan(&table, &digest, &recipe, project, &options);
        Ok(Self {
            path,
            outlook: outlook(&made, (&table, &digest, &recipe), project, options),
            table,
            digest,
            plan: Arc::new(made),
            planned: (recipe.clone(), options),
            recipe,
            options,
            revision,
            progress: Progress::Planned,
            is_touched: false,
        })
    }

    /// Takes another recipe. Until its plan is there, the old one is shown and nothing can be attached.
    pub fn set_recipe(&mut self, recipe: Recipe, options: PlanOptions) {
        (self.recipe, self.options) = (recipe, options);
        self.progress = match self.progress {
            Progress::Planned | Progress::Due => Progress::Due,
            Progress::UnderWay | Progress::Overtaken => Progress::Overtaken,
        };
    }

    /// Whether planning takes so long that the window must not wait for it.
    pub fn is_long(&self) -> bool {
        let rows =
            if self.digest.fits(&self.table, &self.recipe) { self.digest.size() } else { self.table.row_count() };
        let names = self.plan.matched.len() + self.plan.unmatched.len();
        rows > Self::PLANNED_AT_ONCE || names > Self::MATCHED_AT_ONCE
    }

    /// The plan of what [`ImportState::set_recipe`] set; the rows are read again only if they are read differently.
    ///
    /// # Errors
    /// As [`digest()`].
    pub fn make_plan(&self, project: &Project, progress: &dyn Fn(f32) -> bool) -> Result<Planned, ImportError> {
        let digest = match self.digest.fits(&self.table, &self.recipe) {
            true => Arc::clone(&self.digest),
            false => Arc::new(digest(&self.table, &self.recipe, progress)?),
        };
        let plan = Arc::new(plan(&self.table, &digest, &self.recipe, project, &self.options));
        let outlook = outlook(&plan, (&self.table, &digest, &self.recipe), project, self.options);
        Ok(Planned { digest, plan, outlook, of: (self.recipe.clone(), self.options) })
    }

    /// Takes what [`ImportState::make_plan`] made.
    pub fn set_plan(&mut self, planned: Planned) {
        (self.digest, self.plan, self.planned) = (planned.digest, planned.plan, planned.of);
        self.outlook = planned.outlook;
        self.progress = match self.progress {
            Progress::Planned | Progress::Due | Progress::UnderWay => Progress::Planned,
            Progress::Overtaken => Progress::Due,
        };
    }

    /// Goes back to the recipe of the plan that is shown, as no other could be made.
    pub fn take_back(&mut self) {
        (self.recipe, self.options) = self.planned.clone();
        self.progress = Progress::Planned;
    }

    /// Whether the plan that is shown is the one of the recipe.
    pub fn is_planned(&self) -> bool {
        self.progress == Progress::Planned
    }

    /// What attaching did, in one line: "ads.csv: 2 rows attached to 1 touchpoint; 3 rows left out (no touchpoint)".
    /// Totals rows are no loss and not named.
    pub fn result_text(&self) -> String {
        let plan = &self.plan;
        let mut text = format!(
            "{}: {} attached to {}",
            plan.file_name,
            counted(plan.rows, "row"),
            counted(plan.touchpoints, "touchpoint")
        );
        for fate in [Fate::LeftOutByYou, Fate::Nameless, Fate::Dateless, Fate::Unmatched] {
            if let (Some(why), rows @ 1..) = (fate.why(), plan.count(fate)) {
                text.push_str(&format!("; {} left out ({why})", counted(rows, "row")));
            }
        }
        text
    }
}

/// The plan as if new touchpoints were made of all names, where without them nothing comes of the file.
fn outlook(
    made: &Plan,
    (table, digest, recipe): (&Table, &Digest, &Recipe),
    project: &Project,
    options: PlanOptions,
) -> Option<Arc<Plan>> {
    let is_waiting = made.metrics.is_empty() && made.unmatched.iter().any(|name| !name.is_left_out_by_you);
    let options = PlanOptions { create_touchpoints: true, ..options };
    let outlook = is_waiting.then(|| plan(table, digest, recipe, project, &options))?;
    (!outlook.metrics.is_empty()).then(|| Arc::new(outlook))
}

/// "1 row", "1,234 rows".
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{} {}", format_grouped(count as f64, 0), plural(count, what))
}

/// "row" or "rows".
pub(super) fn plural(count: usize, what: &str) -> String {
    if count == 1 { what.to_owned() } else { format!("{what}s") }
}
