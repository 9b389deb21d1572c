//! Data files on their way into the project: dropped or chosen, read, planned, attached.

use std::path::PathBuf;
use std::sync::Arc;

use super::core::Core;
use super::import_state::ImportState;
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::workspace::{Dialog, Notice, Screen, Then};
use crate::edit::Edit;
use crate::file;
use crate::import::{ImportError, PlanOptions, Recipe, Table};

impl Core {
    /// Files were dropped on the window: a project to open, or data to import, one at a time.
    pub(super) fn dropped(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        if self.workspace.dialog.is_some() {
            self.notify(Notice::Warning("Finish the open dialog first; then drop the file again.".to_owned()));
            return;
        }
        let (projects, data): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron")));
        if let Some(path) = projects.into_iter().next() {
            self.leave(Then::Open(path), ctx);
        } else if self.workspace.screen == Screen::Map {
            // Their dialogs come one after the other.
            for path in data {
                self.read_data(path, ctx);
            }
        } else if !data.is_empty() {
            self.notify(Notice::Warning("Open or start a map first; then drop the data file on it.".to_owned()));
        }
    }

    pub(super) fn read_data(&mut self, path: PathBuf, ctx: &egui::Context) {
        let label = format!("Reading {}", file_name(&path));
        let project = self.workspace.path.clone();
        let document = self.document_number;
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let result = crate::import::read_file(&path, &|share| handle.report(share)).map(|mut table| {
                table.relative_path = project.and_then(|project| file::relative_path(&project, &path));
                Arc::new(table)
            });
            Outcome::Read { path, document, result }
        });
    }

    /// A data file was read: it is ready for the dialog, if its project is still the open one.
    pub(super) fn read(&mut self, path: PathBuf, document: u64, result: Result<Arc<Table>, ImportError>) {
        if document != self.document_number || self.workspace.screen != Screen::Map {
            return;
        }
        match result {
            Ok(table) => {
                let options = PlanOptions { journey: Some(self.workspace.journey), ..PlanOptions::default() };
                let state = ImportState::new(path, table, options, self.workspace.document.project());
                // "Other file…" replaces the import that it was asked from.
                if matches!(self.workspace.dialog, Some(Dialog::Import(_))) && self.is_import_replaced {
                    self.workspace.dialog = None;
                }
                self.is_import_replaced = false;
                self.show_dialog(Dialog::Import(Box::new(state)));
            }
            Err(error) => self.fail(format!("{} could not be read", file_name(&path)), &error.to_string()),
        }
    }

    pub(super) fn replan_import(&mut self, recipe: Recipe, options: PlanOptions) {
        if let Some(Dialog::Import(state)) = self.workspace.dialog.take() {
            let state = state.replanned(recipe, options, self.workspace.document.project());
            self.workspace.dialog = Some(Dialog::Import(Box::new(state)));
        }
    }

    /// Attaches what the plan says as one edit. A plan that the project refuses stays open.
    pub(super) fn attach_import(&mut self) {
        let Some(Dialog::Import(state)) = self.workspace.dialog.clone() else { return };
        let Some(attachment) = state.plan.attachment.clone() else { return };
        if !self.commit(&Edit::Attach { attachment: Arc::new(attachment) }, None) {
            return;
        }
        self.close_dialog();
        let plan = &state.plan;
        let touchpoints = plan.touchpoints;
        let result = format!(
            "{}: {} rows attached to {touchpoints} {}",
            file_name(&state.path),
            crate::base::number::format_grouped(plan.rows as f64, 0),
            if touchpoints == 1 { "touchpoint" } else { "touchpoints" },
        );
        self.notify(Notice::Done(result.clone()));
        self.workspace.last_result = result;
    }
}
