//! Data files on their way into the project: dropped or chosen, read, planned, attached.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::core::Core;
use super::evidence::is_picture;
use super::import_state::{ImportState, Planned, Progress};
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::workspace::{Dialog, LastResult, Notice, Screen, Then};
use crate::edit::Edit;
use crate::file;
use crate::import::{ImportError, PlanOptions, Recipe, Table, read_file_offer};
use crate::model::SourceId;

impl Core {
    /// Files were dropped on the window: a project to open, pictures to show, or data to import, one at a time.
    pub(super) fn dropped(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        if self.workspace.dialog.is_some() {
            self.notify(Notice::Warning("Finish the open dialog first; then drop the file again.".to_owned()));
            return;
        }
        let (projects, data): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron")));
        let (pictures, data): (Vec<_>, Vec<_>) = data.into_iter().partition(|path| is_picture(path));
        if let Some(path) = projects.into_iter().next() {
            self.leave(Then::Open(path), ctx);
            return;
        }
        self.pictures_dropped(pictures, ctx);
        if self.workspace.screen == Screen::Map {
            // Their dialogs come one after the other.
            for path in data {
                self.read_data(path, None, ctx);
            }
        } else if !data.is_empty() {
            self.notify(Notice::Warning("Open or start a map first; then drop the file on it.".to_owned()));
        }
    }

    /// Reads another table of the file that the dialog shows; it takes that one's place.
    pub(super) fn read_other_table(&mut self, name: String, ctx: &egui::Context) {
        if let Some(Dialog::Import(state)) = &self.workspace.dialog {
            let (path, replaces) = (state.path.clone(), state.options.replaces);
            self.is_import_replaced = true;
            self.read_table(path, Some(name), replaces, ctx);
        }
    }

    /// Reads a data file for the dialog; `replaces` is the source whose place it takes.
    pub(super) fn read_data(&mut self, path: PathBuf, replaces: Option<SourceId>, ctx: &egui::Context) {
        let earlier = replaces.and_then(|id| self.workspace.document.project().sources.get(&id));
        let name = earlier.and_then(|source| Recipe::from_text(&source.recipe)?.table);
        self.read_table(path, name, replaces, ctx);
    }

    /// Reads the table of that name in a file, or the likeliest one.
    fn read_table(&mut self, path: PathBuf, name: Option<String>, replaces: Option<SourceId>, ctx: &egui::Context) {
        let label = format!("Reading {}", file_name(&path));
        let project_path = self.workspace.path.clone();
        let options = PlanOptions {
            journey: Some(self.workspace.journey),
            catalogue: Some(self.workspace.catalogue),
            replaces,
            read_at: Some(super::sources::today()),
            ..PlanOptions::default()
        };
        let project = self.workspace.document.project().clone();
        let (document, revision) = self.document_state();
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let read = read_file_offer(&path, name.as_deref(), &|share| handle.report(share));
            let result = read.and_then(|mut table| {
                table.relative_path = project_path.and_then(|project| file::relative_path(&project, &path));
                let progress = |share| handle.report(share);
                let table = Arc::new(table);
                ImportState::new(path.clone(), table, options, &project, revision, &progress).map(Box::new)
            });
            Outcome::Read { path, document, result }
        });
    }

    /// A data file was read: it is ready for the dialog, if its project is still the open one.
    pub(super) fn read(&mut self, path: &Path, document: u64, result: Result<Box<ImportState>, ImportError>) {
        if document != self.document_number || self.workspace.screen != Screen::Map {
            return;
        }
        match result {
            Ok(state) => {
                // "Other file…" replaces the import that it was asked from.
                let replaces = std::mem::take(&mut self.is_import_replaced);
                if replaces && matches!(self.workspace.dialog, Some(Dialog::Import(_))) {
                    self.workspace.dialog = None;
                }
                self.show_dialog(Dialog::Import(state));
            }
            Err(error) => self.fail(format!("{} could not be read", file_name(path)), &error.to_string()),
        }
    }

    pub(super) fn replan_import(&mut self, recipe: Recipe, options: PlanOptions, ctx: &egui::Context) {
        if let Some(Dialog::Import(state)) = &mut self.workspace.dialog {
            state.is_touched = true;
            state.set_recipe(recipe, options);
            self.plan_import(ctx);
        }
    }

    /// Makes the plan that is due, at once or in a job. One job at a time: what changes meanwhile is planned after it.
    fn plan_import(&mut self, ctx: &egui::Context) {
        let Some(Dialog::Import(state)) = &mut self.workspace.dialog else { return };
        if state.progress != Progress::Due {
            return;
        }
        let document = &self.workspace.document;
        state.revision = document.revision();
        if !state.is_long() {
            let made = state.make_plan(document.project(), &|_| true);
            let table = Arc::clone(&state.table);
            self.planned(&table, made, ctx);
            return;
        }
        state.progress = Progress::UnderWay;
        let (state, project) = (state.clone(), document.project().clone());
        self.jobs.start(JobKind { label: adding_up(&state), can_cancel: true }, ctx, move |handle| {
            let result = state.make_plan(&project, &|share| handle.report(share));
            Outcome::Planned { table: state.table, result }
        });
    }

    /// A plan was made: of the open import, or of one that is gone.
    pub(super) fn planned(&mut self, table: &Arc<Table>, result: Result<Planned, ImportError>, ctx: &egui::Context) {
        let Some(Dialog::Import(state)) = &mut self.workspace.dialog else { return };
        if !Arc::ptr_eq(&state.table, table) {
            return;
        }
        match result {
            Ok(planned) => {
                state.set_plan(planned);
                self.check_import(ctx);
            }
            Err(error) => {
                let name = file_name(&state.path);
                state.take_back();
                self.fail(format!("{name} could not be read again"), &error.to_string());
            }
        }
    }

    /// A job was given up: if it was to make the plan of the open import, the one before stands.
    pub(super) fn import_given_up(&mut self, label: &str) {
        if let Some(Dialog::Import(state)) = &mut self.workspace.dialog
            && !state.is_planned()
            && adding_up(state) == label
        {
            state.take_back();
        }
    }

    /// The project may have changed since the plan for it was begun.
    fn check_import(&mut self, ctx: &egui::Context) {
        let revision = self.workspace.document.revision();
        if let Some(Dialog::Import(state)) = &mut self.workspace.dialog
            && state.revision != revision
        {
            state.set_recipe(state.recipe.clone(), state.options);
        }
        self.plan_import(ctx);
    }

    /// Attaches what the plan says as one edit. A plan that the project refuses stays open.
    pub(super) fn attach_import(&mut self, ctx: &egui::Context) {
        self.check_import(ctx);
        let Some(Dialog::Import(state)) = self.workspace.dialog.clone() else { return };
        let Some(attachment) = state.plan.attachment.clone().filter(|_| state.is_planned()) else { return };
        if self.commit(&Edit::Attach { attachment: Arc::new(attachment) }, None) {
            self.close_dialog();
            let result = state.result_text();
            let document = &self.workspace.document;
            let notice = Notice::Undoable(result.clone(), document.revision());
            self.workspace.last_result = LastResult::of_edit(result, document);
            self.notify(notice);
        }
    }
}

/// What the job is called that reads the rows of an import again.
fn adding_up(state: &ImportState) -> String {
    format!("Adding up {}", file_name(&state.path))
}
