//! From one project to another: leaving with the question about unsaved changes, opening, and what a crash left.

use std::path::PathBuf;

use super::core::Core;
use super::jobs::{JobKind, Outcome};
use super::journeys::LeftJourneys;
use super::laid_out::Fitting;
use super::sources::SourcesOnDisk;
use super::update::file_name;
use super::workspace::{Dialog, LastResult, Notice, Screen, Then, Tool};
use crate::edit::{Document, Selection};
use crate::file::{self, OpenError, Opened, Recovered, Template};
use crate::model::{JourneyId, Project};

impl Core {
    /// Leaves the open project for something else, after asking about unsaved changes and work under way.
    pub(super) fn leave(&mut self, then: Then, ctx: &egui::Context) {
        let is_ending = then == Then::Quit;
        if is_ending && self.is_saving() {
            // The answer of the save goes on with it.
            self.quit_after_save = true;
        } else if self.workspace.screen == Screen::Map && self.workspace.document.is_changed() {
            self.show_dialog(Dialog::Unsaved(then));
        } else if is_ending && self.jobs.is_showing() && !self.has_warned_of_jobs {
            self.has_warned_of_jobs = true;
            let text = "Work is still under way, see the lower right. Quit again to stop it.";
            self.notify(Notice::Warning(text.to_owned()));
        } else {
            self.go_on(then, ctx);
        }
    }

    /// The answer to the question about unsaved changes.
    pub(super) fn answer_unsaved(&mut self, save: bool, then: Then, ctx: &egui::Context) {
        self.close_dialog();
        if save {
            self.save(Some(then), ctx);
        } else {
            self.go_on(then, ctx);
        }
    }

    /// What waited for the project to be left. What is lost by it stays in its recovery file until it is replaced.
    pub(super) fn go_on(&mut self, then: Then, ctx: &egui::Context) {
        match then {
            Then::Quit => {
                self.forget_recovery();
                self.is_quitting = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Then::Close => {
                self.forget_recovery();
                self.workspace.screen = Screen::Start;
                self.replace_document(Document::new(Project::default()), None);
            }
            Then::Open(path) => self.open(path, ctx),
            Then::New(code) => match Template::find(code) {
                Some(template) => self.show_project(template.project(), None),
                None => self.notify(Notice::Failed(format!("There is no template named \"{code}\"."))),
            },
            Then::OpenSample => self.show_project(file::sample(), None),
            Then::Recover(recovered) if self.recovery.opening.as_ref() == Some(&recovered) => {}
            Then::Recover(recovered) => {
                self.recovery.opening = Some(recovered.clone());
                let label = format!("Opening what was left of {}", recovered.title);
                self.jobs.start(JobKind { label, can_cancel: false }, ctx, move |_| {
                    let result = file::open(&recovered.file);
                    Outcome::Recovered { recovered, result }
                });
            }
        }
    }

    fn open(&mut self, path: PathBuf, ctx: &egui::Context) {
        let label = format!("Opening {}", file_name(&path));
        let over = self.document_state();
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |_| {
            let result = file::open(&path);
            Outcome::Opened { path, over, result }
        });
    }

    /// A project file was read. Changes made while it was read are asked about before it takes their place.
    pub(super) fn opened(
        &mut self,
        path: PathBuf,
        over: (u64, u64),
        result: Result<Opened, OpenError>,
        ctx: &egui::Context,
    ) {
        match result {
            Ok(_) if self.document_state() != over && self.workspace.document.is_changed() => {
                self.leave(Then::Open(path), ctx);
            }
            Ok(opened) => {
                let own_path = (!opened.is_picture).then(|| path.clone());
                self.show_project(opened.project, own_path);
                self.workspace.settings.remember_file(&path);
                self.keep_settings(ctx);
                for warning in opened.warnings {
                    self.notify(Notice::Warning(warning.to_string()));
                }
            }
            Err(error) => {
                if !path.exists() {
                    self.workspace.settings.forget_file(&path);
                }
                self.fail(format!("{} could not be opened", file_name(&path)), &error.to_string());
            }
        }
    }

    /// Makes a project the open one.
    pub fn show_project(&mut self, project: Project, path: Option<PathBuf>) {
        self.forget_recovery();
        let journey = project.journey_order.first().copied().unwrap_or(JourneyId(0));
        self.replace_document(Document::new(project), path);
        self.workspace.journey = journey;
        self.workspace.screen = Screen::Map;
        self.workspace.save_state =
            if self.workspace.path.is_some() { "Saved".to_owned() } else { "Not saved yet".to_owned() };
        if let Some(path) = self.workspace.path.clone() {
            self.workspace.settings.remember_file(&path);
        }
        self.fit(Fitting::Opening);
    }

    /// Another document with nothing left of the one before: no gesture, no dialog about it, no camera.
    fn replace_document(&mut self, document: Document, path: Option<PathBuf>) {
        self.document_number += 1;
        self.left_journeys = LeftJourneys::default();
        self.forget_comparison();
        let workspace = &mut self.workspace;
        workspace.document = document;
        workspace.path = path;
        workspace.preview = None;
        workspace.editing = None;
        workspace.finding = None;
        workspace.action = None;
        workspace.tool = Tool::Select;
        workspace.workshop = workspace.workshop.of_another_project();
        workspace.chart.metric = None;
        workspace.chart.period = None;
        workspace.last_result = LastResult::default();
        workspace.sources = SourcesOnDisk::default();
        workspace.view = workspace.fitting_view();
        if !matches!(workspace.dialog, Some(Dialog::Recover(_))) {
            self.close_dialog();
        }
    }

    // What a crash left.

    /// Offers what a crash left, if anything; `then_open` waits for the answer.
    pub fn offer_recovery(&mut self, then_open: Option<PathBuf>) {
        let found = self.recovery.folder.find();
        if !found.is_empty() {
            self.show_dialog(Dialog::Recover(found));
            self.open_after_recovery = then_open;
        } else if let Some(path) = then_open {
            self.requests.push(super::request::Request::Leave(Then::Open(path)));
        }
    }

    /// What a crash left was read. It stays on disk until the document has a recovery file of its own or is saved.
    pub(super) fn recovered(&mut self, recovered: Recovered, result: Result<Opened, OpenError>) {
        self.recovery.opening = None;
        match result {
            Ok(opened) => {
                self.open_after_recovery = None;
                self.close_dialog();
                self.show_project(opened.project.clone(), recovered.project_path.clone());
                self.workspace.document = Document::recovered(opened.project);
                self.workspace.document.select(Selection::default());
                self.workspace.save_state = "Recovered, not saved yet".to_owned();
                self.recovery.adopted = Some(recovered);
                self.notify(Notice::Done("Your unsaved work is back. Save it to keep it.".to_owned()));
            }
            Err(error) => self.fail(format!("{} could not be recovered", recovered.title), &error.to_string()),
        }
    }

    /// Deletes what a crash left, as the user wants it.
    pub(super) fn discard_recovered(&mut self, recovered: &Recovered) {
        if let Err(error) = self.recovery.folder.discard(recovered) {
            self.notify(Notice::Warning(error.to_string()));
        }
        if let Some(Dialog::Recover(list)) = &mut self.workspace.dialog {
            list.retain(|other| other.file != recovered.file);
            if list.is_empty() {
                self.close_dialog();
            }
        }
    }
}
