//! The one door for changes: requests and answers are carried out here, between frames.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::core::Core;
use super::dialogs::Purpose;
use super::import_state::ImportState;
use super::jobs::{JobKind, Outcome};
use super::request::Request;
use super::workspace::{Dialog, Notice, Preview, RightTab, Screen, Then, Tool};
use crate::edit::{Document, Edit, Selection, apply};
use crate::export::{ExportSpec, export};
use crate::file::{self, Recovered, Template};
use crate::import::PlanOptions;
use crate::model::{JourneyId, Project};
use crate::scene::Theme;
use crate::scene::theme::ThemeName;

impl Core {
    /// Carries out one request.
    pub fn handle(&mut self, request: Request, ctx: &egui::Context) {
        match request {
            Request::Run(action) => self.run(action, ctx),
            Request::Edit(edit) => self.commit(&edit, None),
            Request::EditSelecting(edit, selection) => self.commit(&edit, Some(selection)),
            Request::Seal => self.workspace.document.seal(),
            Request::Select(selection) => {
                self.workspace.document.seal();
                if !selection.subjects.is_empty() {
                    self.workspace.right_tab = RightTab::Selection;
                }
                self.workspace.document.select(selection);
            }
            Request::Preview(edit) => self.preview(edit),
            Request::SetCamera(camera) => {
                self.is_fitting = false;
                let size = self.workspace.canvas_rect.size();
                self.workspace.camera = camera.held_to(self.workspace.map.size(), size);
            }
            Request::RevealFocus => self.is_reveal_due = true,
            Request::CanvasRect(rect) => self.workspace.canvas_rect = rect,
            Request::StartEditing(editing) => {
                // What was just added is named in the same undo entry.
                if editing.is_none() {
                    self.workspace.document.seal();
                }
                self.workspace.editing = editing;
            }
            Request::SetLens(lens) => self.workspace.lens = lens,
            Request::SetView(view) => self.set_view(view),
            Request::SetChart(chart) => self.workspace.chart = chart,
            Request::LeftTab(tab) => self.workspace.left_tab = tab,
            Request::RightTab(tab) => self.workspace.right_tab = tab,
            Request::BottomTab(tab) => self.workspace.bottom_tab = tab,
            Request::PanelSizes { left, right, bottom } => self.resize_panels(left, right, bottom),
            Request::OpenJourney(journey) => self.open_journey(journey),
            Request::Leave(then) => self.leave(then, ctx),
            Request::AnswerUnsaved { save, then } => self.answer_unsaved(save, then, ctx),
            Request::ForgetRecent(path) => self.workspace.settings.forget_file(&path),
            Request::DiscardRecovered(recovered) => self.discard_recovered(&recovered),
            Request::Dropped(paths) => self.dropped(paths, ctx),
            Request::ImportPlan(recipe, options) => self.replan_import(recipe, options),
            Request::ImportAttach => self.attach_import(),
            Request::ImportOtherFile => self.ask_for_file(Purpose::ImportData, ctx),
            Request::ExportTo(spec) => {
                self.workspace.dialog = None;
                self.ask_for_file(Purpose::Export(spec), ctx);
            }
            Request::Dialog(dialog) => self.workspace.dialog = dialog,
            Request::CancelJob(id) => self.jobs.cancel(id),
            Request::Notify(notice) => self.notify(notice),
            Request::CopyText(text) => ctx.copy_text(text),
            Request::PasteText(text) => self.paste_text(&text),
        }
    }

    /// Changes the project, or says why it cannot be changed so.
    pub(super) fn commit(&mut self, edit: &Edit, then_select: Option<Selection>) {
        self.workspace.preview = None;
        let result = match then_select {
            Some(selection) => self.workspace.document.commit_selecting(edit, selection),
            None => self.workspace.document.commit(edit),
        };
        if let Err(error) = result {
            self.notify(Notice::Failed(error.to_string()));
        }
        self.keep_journey_valid();
    }

    fn preview(&mut self, edit: Option<Edit>) {
        let Some(edit) = edit else {
            self.workspace.preview = None;
            return;
        };
        // An edit that cannot be made is simply not previewed: the drop will say why.
        self.workspace.preview =
            apply(self.workspace.document.project(), &edit).ok().map(|project| Preview { edit, project });
    }

    /// The open tab must be a journey of the project, also after undo.
    pub(super) fn keep_journey_valid(&mut self) {
        let project = self.workspace.document.project();
        if !project.journeys.contains_key(&self.workspace.journey)
            && let Some(first) = project.journey_order.first()
        {
            self.workspace.journey = *first;
            self.fit();
        }
    }

    fn open_journey(&mut self, journey: JourneyId) {
        if self.workspace.journey != journey && self.workspace.document.project().journeys.contains_key(&journey) {
            self.workspace.journey = journey;
            self.workspace.preview = None;
            self.workspace.editing = None;
            self.workspace.document.select(Selection::default());
            self.fit();
        }
    }

    fn resize_panels(&mut self, left: Option<f32>, right: Option<f32>, bottom: Option<f32>) {
        let settings = &mut self.workspace.settings;
        for (panel, size) in
            [(&mut settings.left_panel, left), (&mut settings.right_panel, right), (&mut settings.bottom_panel, bottom)]
        {
            if let Some(size) = size {
                panel.size = size;
            }
        }
    }

    // Opening and leaving.

    /// Leaves the open project for something else, after asking about unsaved changes.
    pub(super) fn leave(&mut self, then: Then, ctx: &egui::Context) {
        if self.workspace.screen == Screen::Map && self.workspace.document.is_changed() {
            self.workspace.dialog = Some(Dialog::Unsaved(then));
        } else {
            self.go_on(then, ctx);
        }
    }

    fn answer_unsaved(&mut self, save: bool, then: Then, ctx: &egui::Context) {
        self.workspace.dialog = None;
        if save {
            self.save(Some(then), ctx);
        } else {
            self.forget_recovery();
            self.go_on(then, ctx);
        }
    }

    /// What waited for the project to be left.
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
                self.workspace.document = Document::new(Project::default());
                self.workspace.path = None;
                self.workspace.editing = None;
            }
            Then::Open(path) => self.open(path, ctx),
            Then::New(code) => match Template::find(code) {
                Some(template) => {
                    self.forget_recovery();
                    self.show_project(template.project(), None);
                }
                None => self.notify(Notice::Failed(format!("There is no template named \"{code}\"."))),
            },
            Then::OpenSample => {
                self.forget_recovery();
                self.show_project(file::sample(), None);
            }
            Then::Recover(recovered) => {
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
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |_| {
            let result = file::open(&path);
            Outcome::Opened { path, result }
        });
    }

    /// Makes a project the open one.
    pub fn show_project(&mut self, project: Project, path: Option<PathBuf>) {
        let workspace = &mut self.workspace;
        workspace.journey = project.journey_order.first().copied().unwrap_or(JourneyId(0));
        workspace.document = Document::new(project);
        workspace.screen = Screen::Map;
        workspace.preview = None;
        workspace.editing = None;
        workspace.dialog = None;
        workspace.tool = Tool::Select;
        workspace.chart.metric = None;
        workspace.chart.period = None;
        workspace.save_state = if path.is_some() { "Saved".to_owned() } else { "Not saved yet".to_owned() };
        workspace.last_result.clear();
        if let Some(path) = &path {
            workspace.settings.remember_file(path);
        }
        workspace.path = path;
        workspace.view = workspace.fitting_view();
        self.unsaved_number += 1;
        self.fit();
    }

    pub(super) fn forget_recovery(&mut self) {
        // A recovery file that cannot be removed is offered once too often, which loses nothing.
        let _ = self.recovery.remove(self.recovery_key());
    }

    fn discard_recovered(&mut self, recovered: &Recovered) {
        if let Err(error) = self.recovery.discard(recovered) {
            self.notify(Notice::Warning(error.to_string()));
        }
        if let Some(Dialog::Recover(list)) = &mut self.workspace.dialog {
            list.retain(|other| other.file != recovered.file);
            if list.is_empty() {
                self.workspace.dialog = None;
            }
        }
    }

    /// Offers what a crash left, if anything.
    pub fn offer_recovery(&mut self) {
        let found = self.recovery.find();
        if !found.is_empty() {
            self.workspace.dialog = Some(Dialog::Recover(found));
        }
    }

    fn dropped(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        for path in paths {
            let is_project = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"));
            if is_project {
                self.leave(Then::Open(path), ctx);
            } else if self.workspace.screen == Screen::Map {
                self.read_data(path, ctx);
            } else {
                self.notify(Notice::Warning("Open or start a map first; then drop the data file on it.".to_owned()));
            }
        }
    }

    // Saving and exporting.

    /// Saves to the project's file, or asks for one.
    pub(super) fn save(&mut self, then: Option<Then>, ctx: &egui::Context) {
        match self.workspace.path.clone() {
            Some(path) => self.save_to(path, then, ctx),
            None => self.ask_for_file(Purpose::SaveProject { then }, ctx),
        }
    }

    fn save_to(&mut self, path: PathBuf, then: Option<Then>, ctx: &egui::Context) {
        self.workspace.document.seal();
        let snapshot = self.workspace.document.project().clone();
        let label = format!("Saving {}", file_name(&path));
        self.jobs.start(JobKind { label, can_cancel: false }, ctx, move |_| {
            let result = file::save(&path, &snapshot, true).map(|_| ());
            Outcome::Saved { path, snapshot, result, then }
        });
    }

    fn export_to(&mut self, path: PathBuf, spec: ExportSpec, ctx: &egui::Context) {
        let project = self.workspace.document.project().clone();
        let label = format!("Exporting {}", file_name(&path));
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let bytes = export(&project, &spec, handle.cancel_flag()).map_err(|error| error.to_string());
            let result = bytes.and_then(|bytes| {
                file::write_bytes_atomically(&path, &bytes).map(|()| bytes.len()).map_err(|error| error.to_string())
            });
            Outcome::Exported { path, result }
        });
    }

    // Importing.

    fn read_data(&mut self, path: PathBuf, ctx: &egui::Context) {
        let label = format!("Reading {}", file_name(&path));
        let project = self.workspace.path.clone();
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let result = crate::import::read_file(&path, &|share| handle.report(share)).map(|mut table| {
                table.relative_path = project.and_then(|project| file::relative_path(&project, &path));
                Arc::new(table)
            });
            Outcome::Read { path, result }
        });
    }

    fn replan_import(&mut self, recipe: crate::import::Recipe, options: PlanOptions) {
        if let Some(Dialog::Import(state)) = self.workspace.dialog.take() {
            let state = state.replanned(recipe, options, self.workspace.document.project());
            self.workspace.dialog = Some(Dialog::Import(Box::new(state)));
        }
    }

    fn attach_import(&mut self) {
        let Some(Dialog::Import(state)) = self.workspace.dialog.take() else { return };
        let Some(attachment) = state.plan.attachment.clone() else {
            self.workspace.dialog = Some(Dialog::Import(state));
            return;
        };
        let edit = Edit::Attach { attachment: Arc::new(attachment) };
        self.commit(&edit, None);
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

    // Answers of dialogs and jobs.

    /// A file was chosen.
    pub(super) fn answered(&mut self, purpose: Purpose, path: PathBuf, ctx: &egui::Context) {
        self.workspace.settings.last_folder = path.parent().map(Path::to_owned);
        match purpose {
            Purpose::OpenProject => self.leave(Then::Open(path), ctx),
            Purpose::SaveProject { then } => self.save_to(with_project_ending(path), then, ctx),
            Purpose::ImportData => self.read_data(path, ctx),
            Purpose::Export(spec) => {
                let ending = spec.target.ending();
                let has_ending = path.extension().is_some_and(|have| have.eq_ignore_ascii_case(ending));
                let path = if has_ending { path } else { path.with_extension(ending) };
                self.export_to(path, spec, ctx);
            }
        }
    }

    /// A job has ended.
    pub(super) fn finished(&mut self, outcome: Outcome, ctx: &egui::Context) {
        match outcome {
            Outcome::Opened { path, result: Ok(opened) } => {
                self.forget_recovery();
                self.show_project(opened.project, Some(path));
                for warning in opened.warnings {
                    self.notify(Notice::Warning(warning.to_string()));
                }
            }
            Outcome::Opened { path, result: Err(error) } => {
                if !path.exists() {
                    self.workspace.settings.forget_file(&path);
                }
                self.fail(format!("{} could not be opened", file_name(&path)), &error.to_string());
            }
            Outcome::Recovered { recovered, result: Ok(opened) } => {
                self.show_project(opened.project.clone(), recovered.project_path.clone());
                self.workspace.document = Document::recovered(opened.project);
                self.workspace.save_state = "Recovered, not saved yet".to_owned();
                self.discard_recovered(&recovered);
                self.notify(Notice::Done("Your unsaved work is back. Save it to keep it.".to_owned()));
            }
            Outcome::Recovered { recovered, result: Err(error) } => {
                self.fail(format!("{} could not be recovered", recovered.title), &error.to_string());
            }
            Outcome::Saved { path, snapshot, result: Ok(()), then } => {
                self.forget_recovery();
                self.workspace.document.mark_saved(&snapshot);
                self.workspace.save_state = format!("Saved {}", clock());
                self.workspace.settings.remember_file(&path);
                self.workspace.path = Some(path);
                if let Some(then) = then {
                    self.go_on(then, ctx);
                }
            }
            Outcome::Saved { path, result: Err(error), .. } => {
                self.fail(format!("{} could not be saved", file_name(&path)), &error.to_string());
            }
            Outcome::Read { path, result: Ok(table) } => {
                let options = PlanOptions { journey: Some(self.workspace.journey), ..PlanOptions::default() };
                let state = ImportState::new(path, table, options, self.workspace.document.project());
                self.workspace.dialog = Some(Dialog::Import(Box::new(state)));
            }
            Outcome::Read { path, result: Err(error) } => {
                self.fail(format!("{} could not be read", file_name(&path)), &error.to_string());
            }
            Outcome::Exported { path, result: Ok(bytes) } => {
                let text = format!("{} written, {} kB", file_name(&path), bytes.div_ceil(1_000));
                self.workspace.last_result = text.clone();
                self.notify(Notice::Done(text));
            }
            Outcome::Exported { path, result: Err(error) } => {
                self.fail(format!("{} could not be written", file_name(&path)), &error);
            }
            Outcome::RecoveryWritten { result: Ok(()) } => {}
            Outcome::RecoveryWritten { result: Err(error) } => {
                self.notify(Notice::Warning(format!("Unsaved work could not be kept for recovery. {error}")));
            }
            Outcome::Cancelled { label } => self.notify(Notice::Warning(format!("{label}: cancelled."))),
            Outcome::Died { label } => self.fail(
                label,
                "This is a fault in Throughline, not in your file. Your project is as it was. Please report it.",
            ),
        }
    }

    /// Shows what failed until it is read.
    fn fail(&mut self, title: String, explanation: &str) {
        let lines = explanation.lines().map(str::to_owned).collect();
        self.workspace.dialog = Some(Dialog::Failure { title, lines });
    }

    /// Puts another theme on.
    pub(super) fn set_appearance(&mut self, appearance: file::Appearance, ctx: &egui::Context) {
        self.workspace.settings.appearance = appearance;
        self.workspace.theme = theme_of(appearance);
        self.workspace.theme_revision += 1;
        super::style::apply_theme(ctx, &self.workspace.theme, self.workspace.settings.reduced_motion);
    }
}

/// The theme that goes by the appearance's name.
pub(super) fn theme_of(appearance: file::Appearance) -> Arc<Theme> {
    Theme::load(ThemeName::from_code(appearance.code()).unwrap_or_default())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// "plan" and "plan.ron" become "plan.journey.ron".
fn with_project_ending(path: PathBuf) -> PathBuf {
    let name = file_name(&path);
    if name.ends_with(".journey.ron") {
        return path;
    }
    let stem = name.strip_suffix(".ron").unwrap_or(&name);
    path.with_file_name(format!("{stem}.journey.ron"))
}

/// The time of day, "14:32".
fn clock() -> String {
    jiff::Zoned::now().strftime("%H:%M").to_string()
}
