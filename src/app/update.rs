//! The one door for changes: requests and answers are carried out here, between frames.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::core::Core;
use super::dialogs::Purpose;
use super::jobs::Outcome;
use super::laid_out::Fitting;
use super::request::Request;
use super::workspace::{Dialog, Notice, Preview, RightTab, Then};
use crate::edit::{Edit, Selection, apply};
use crate::file;
use crate::layout::LensFilter;
use crate::scene::Theme;
use crate::scene::theme::ThemeName;

impl Core {
    /// Carries out one request.
    pub fn handle(&mut self, request: Request, ctx: &egui::Context) {
        match request {
            Request::Run(action) => self.run(action, ctx),
            Request::Edit(edit) => {
                self.commit(&edit, None);
            }
            Request::EditSelecting(edit, selection) => {
                self.commit(&edit, Some(selection));
            }
            Request::Seal => self.workspace.document.seal(),
            Request::Select(selection) => {
                self.workspace.document.seal();
                if !selection.subjects.is_empty() {
                    self.workspace.right_tab = RightTab::Selection;
                }
                self.workspace.document.select(selection);
                self.workspace.action = None;
                self.workspace.focused_cell = None;
                self.workspace.is_on_face = false;
            }
            Request::ShowAction(action) => self.show_action(action),
            Request::NewAction(aims) => self.add_action(aims, ctx),
            Request::OnFace(face) => {
                self.workspace.is_on_face = face.is_some();
                self.workspace.face = face.or(self.workspace.face);
            }
            Request::FocusCell(stage, lane) => {
                self.workspace.document.seal();
                self.workspace.document.select(Selection::default());
                self.workspace.focused_cell = Some((stage, lane));
            }
            Request::Captured(captured) => self.captured(captured),
            Request::Preview(edit) => self.preview(edit),
            Request::SetCamera(camera) => {
                self.fitting = None;
                let size = self.workspace.canvas_rect.size();
                self.workspace.camera = camera.held_to(self.workspace.map.size(), size);
            }
            Request::RevealFocus => self.reveal_focus(),
            Request::CanvasRect(rect) => self.workspace.canvas_rect = rect,
            Request::StartEditing(editing) => {
                // What was just added is named in the same undo entry.
                if editing.is_none() {
                    self.workspace.document.seal();
                }
                self.workspace.editing = editing;
            }
            Request::SetLens(lens) => {
                // Entries of one lens say nothing in another.
                if self.workspace.lens != lens {
                    self.workspace.filter = LensFilter::default();
                }
                self.workspace.lens = lens;
            }
            Request::SetFilter(filter) => self.workspace.filter = LensFilter { kept: BTreeSet::new(), ..filter },
            Request::SetTextScale(scale) => self.set_text_scale(scale, ctx),
            Request::SetView(view) => self.set_view(view),
            Request::SetChart(chart) => self.workspace.chart = chart,
            Request::SetComparing(choices) => self.workspace.comparing.choices = *choices,
            Request::CompareAgain => self.compare_again(),
            Request::AskSampleSize(metric, scope) => self.ask_sample_size(Some(metric), Some(scope)),
            Request::LeftTab(tab) => self.workspace.left_tab = tab,
            Request::RightTab(tab) => self.workspace.right_tab = tab,
            Request::BottomTab(tab) => self.workspace.bottom_tab = tab,
            Request::PanelSizes { left, right, bottom } => self.resize_panels(left, right, bottom),
            Request::OpenJourney(journey) => self.open_journey(journey),
            Request::DuplicateJourney(journey, state) => self.duplicate_journey(journey, state),
            Request::DeleteJourney(journey) => self.delete_journey(journey),
            Request::CopyToJourney(journey) => self.copy_headers_to(journey),
            Request::PasteHeaders(stage, lane) => {
                if let Some(fragment) = self.workspace.clipboard.clone() {
                    self.paste_headers(&fragment, self.workspace.journey, (Some(stage), Some(lane)));
                }
            }
            Request::GoTo(subject) => self.go_to(subject),
            Request::Find(query) => self.find(query),
            Request::GoToHit(rank) => self.go_to_hit(rank),
            Request::Leave(then) => self.leave(then, ctx),
            Request::AnswerUnsaved { save, then } => self.answer_unsaved(save, then, ctx),
            Request::ForgetRecent(path) => self.workspace.settings.forget_file(&path),
            Request::DiscardRecovered(recovered) => self.discard_recovered(&recovered),
            Request::Dropped(paths) => self.dropped(paths, ctx),
            Request::ImportPlan(recipe, options) => self.replan_import(recipe, options, ctx),
            Request::ImportAttach => self.attach_import(ctx),
            Request::ImportTable(name) => self.read_other_table(name, ctx),
            Request::ImportOtherFile => {
                self.is_import_replaced = true;
                self.ask_for_file(Purpose::ImportData, ctx);
            }
            Request::Source(source, wish) => self.wish_about_source(source, wish, ctx),
            Request::ReviewFile(path, replaces) => self.review_file(path, replaces, ctx),
            Request::OpenExport { is_dashboard } => self.open_export(is_dashboard, ctx),
            Request::ChooseExport(choice) => self.choose_export(*choice, ctx),
            Request::ShowExportPage(page) => self.show_export_page(page),
            Request::DrawExportPage { page, room_px } => self.draw_export_page(page, room_px, ctx),
            Request::Export => self.ask_where_to_export(ctx),
            Request::ExportOver { items, replaces } => {
                self.close_dialog();
                self.export_over(items, replaces, ctx);
            }
            Request::OpenOutside(path, what) => self.open_outside(path, what, ctx),
            Request::Dialog(None) => self.close_dialog(),
            Request::Dialog(dialog) => self.workspace.dialog = dialog,
            Request::ChoosePicture(target) => self.choose_picture(target, ctx),
            Request::ShowPictures(dropped) => self.read_pictures(dropped.target, dropped.paths, ctx),
            Request::PasteImage { image, target } => self.paste_image(image, target, ctx),
            Request::AddLink { url, title } => self.add_link(&url, &title),
            Request::OpenLink(url) => self.ask_to_open(&url),
            Request::OpenAskedLink => self.open_asked_link(ctx),
            Request::CopyChartPicture(chart) => self.copy_chart_picture(&chart, ctx),
            Request::CopyChartData(chart) => self.copy_chart_data(&chart, ctx),
            Request::Workshop(wish) => self.workshop(wish, ctx),
            Request::Present(step) => self.step(step, ctx),
            Request::ShotsInView(shots) => self.workspace.shots_in_view = shots,
            Request::ChooseShot(shot) => {
                self.workspace.document.seal();
                self.workspace.shot = shot;
            }
            Request::ShowShot(shot) => self.show_shot(shot),
            Request::SplitShot(shot) => self.split_shot(shot),
            Request::ZoomShotToStage(shot) => self.zoom_shot_to_stage(shot),
            Request::SetBackRow(heights) => {
                self.workspace.settings.back_row = heights.clamp(1.0, 20.0);
                self.keep_settings(ctx);
            }
            Request::CancelJob(id) => self.jobs.cancel(id),
            Request::Notify(notice) => self.notify(notice),
            Request::CopyText(text) => ctx.copy_text(text),
            Request::PasteText(text) => self.paste_text(&text),
        }
    }

    /// Changes the project, or says why it cannot be changed so. Returns whether it was changed.
    pub(super) fn commit(&mut self, edit: &Edit, then_select: Option<Selection>) -> bool {
        self.workspace.preview = None;
        let result = match then_select {
            Some(selection) => self.workspace.document.commit_selecting(edit, selection),
            None => self.workspace.document.commit(edit),
        };
        self.keep_journey_valid();
        match result {
            Ok(()) => true,
            Err(error) => {
                self.notify(Notice::Failed(error.to_string()));
                false
            }
        }
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
            self.fit(Fitting::Whole);
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

    // Answers of dialogs and jobs.

    /// A file was chosen.
    pub(super) fn answered(&mut self, purpose: Purpose, path: PathBuf, ctx: &egui::Context) {
        self.workspace.settings.last_folder = path.parent().map(Path::to_owned);
        match purpose {
            Purpose::OpenProject => self.leave(Then::Open(path), ctx),
            Purpose::SaveProject { document, .. } if document != self.document_number => {
                let text = "Another project was opened meanwhile, so nothing was saved. Save again.";
                self.notify(Notice::Warning(text.to_owned()));
            }
            Purpose::SaveProject { then, .. } => {
                if let Some(path) = self.with_ending(path, file::ENDING) {
                    self.save_to(path, then, ctx);
                }
            }
            Purpose::ImportData => self.read_data(path, None, ctx),
            Purpose::ReplaceSource(source) => self.read_data(path, Some(source), ctx),
            Purpose::Picture(target) => self.read_pictures(target, vec![path], ctx),
            Purpose::Export(item) => self.export_to(*item, path, ctx),
            Purpose::ExportFolder(choice) => self.export_into(&choice, path, ctx),
        }
    }

    /// The path with that ending. `None`, and said so, where the ending had to be added and the file exists:
    /// the desktop has not asked about that one.
    pub(super) fn with_ending(&mut self, path: PathBuf, ending: &str) -> Option<PathBuf> {
        let name = file_name(&path);
        if name.to_lowercase().ends_with(ending) {
            return Some(path);
        }
        let stem = name.strip_suffix(".ron").unwrap_or(&name);
        let changed = path.with_file_name(format!("{stem}{ending}"));
        if changed.exists() {
            let text = "A file of that name is there already. Choose it in the dialog to replace it, or another name.";
            self.fail(format!("{} was not written", file_name(&changed)), text);
            return None;
        }
        Some(changed)
    }

    /// A job has ended.
    pub(super) fn finished(&mut self, outcome: Outcome, ctx: &egui::Context) {
        match outcome {
            Outcome::Opened { path, over, result } => self.opened(path, over, result, ctx),
            Outcome::Recovered { recovered, result } => self.recovered(recovered, result),
            Outcome::Saved(save) => self.saved(*save, ctx),
            Outcome::Read { path, document, result } => self.read(&path, document, result),
            Outcome::SourcesSeen { document, seen } => self.sources_seen(document, seen),
            Outcome::RowsRead { document, source, result } => self.rows_read(document, source, *result),
            Outcome::FileFound { document, found } => self.file_found(document, found),
            Outcome::Planned { table, result } => self.planned(&table, result, ctx),
            Outcome::States(found) => self.states_found(*found, ctx),
            Outcome::Previewed(made) => self.previewed(*made, ctx),
            Outcome::PageDrawn(drawn) => self.export_page_drawn(*drawn, ctx),
            Outcome::ExportSized(sized) => self.export_sized(sized.0, sized.1, ctx),
            Outcome::PictureDrawn(result) => self.picture_drawn(result, ctx),
            Outcome::Exported(done) => self.exported(done),
            Outcome::TakenOutside(taken) => self.taken_outside(taken),
            Outcome::PicturesRead { target, document, pictures } => {
                self.pictures_read(target, document, pictures, ctx);
            }
            Outcome::PicturesSeen(dropped) => self.pictures_seen(dropped, ctx),
            Outcome::Compared { ticket, found } => self.compared(ticket, found.map(|found| *found)),
            Outcome::ShotsPictured(pictured) => self.shots_pictured(pictured, ctx),
            Outcome::RecoveryWritten { result } => self.recovery_written(result),
            Outcome::SettingsKept { result: Ok(()) } => {}
            Outcome::SettingsKept { result: Err(error) } => tracing::warn!(%error, "the settings could not be kept"),
            Outcome::Cancelled { label } => {
                self.import_given_up(&label);
                self.comparison_given_up(&label);
                self.states_given_up(&label);
                self.notify(Notice::Warning(format!("{label}: cancelled.")));
            }
            Outcome::Died { label } => {
                self.forget_dead_jobs();
                self.comparison_given_up(&label);
                self.states_given_up(&label);
                let text =
                    "This is a fault in Throughline, not in your file. Your project is as it was. Please report it.";
                self.fail(label, text);
            }
        }
    }

    /// Shows what failed until it is read.
    pub(super) fn fail(&mut self, title: String, explanation: &str) {
        let lines = explanation.lines().map(str::to_owned).collect();
        self.show_dialog(Dialog::Failure { title, lines });
    }

    /// Shows a dialog, after the one that is open.
    pub(super) fn show_dialog(&mut self, dialog: Dialog) {
        if self.workspace.dialog.is_some() {
            self.waiting_dialogs.push_back(dialog);
        } else {
            self.workspace.dialog = Some(dialog);
        }
    }

    /// Closes the open dialog and shows the next that waits.
    pub(super) fn close_dialog(&mut self) {
        let closed = self.workspace.dialog.take();
        if let Some(Dialog::Export(state)) = &closed {
            state.preview.give_up();
        }
        if matches!(closed, Some(Dialog::Recover(_)))
            && let Some(path) = self.open_after_recovery.take()
        {
            self.requests.push(Request::Leave(Then::Open(path)));
        }
        self.workspace.dialog = self.waiting_dialogs.pop_front();
    }

    /// Gives everything in the window another size. The middle of the map stays in the middle.
    pub(super) fn set_text_scale(&mut self, scale: f32, ctx: &egui::Context) {
        let settings = &mut self.workspace.settings;
        let smallest = super::window::smallest_size(scale);
        let by = settings.text_scale / scale;
        settings.text_scale = scale;
        ctx.set_zoom_factor(scale);
        ctx.send_viewport_cmd(egui::ViewportCommand::MinInnerSize(smallest));
        let half = self.workspace.canvas_rect.size() / 2.0;
        self.workspace.camera.offset += half * by - half;
        self.keep_settings(ctx);
    }

    /// Puts another theme on.
    pub(super) fn set_appearance(&mut self, appearance: file::Appearance, ctx: &egui::Context) {
        self.workspace.settings.appearance = appearance;
        self.workspace.theme = theme_of(appearance);
        super::style::apply_theme(ctx, &self.workspace.theme, self.workspace.settings.reduced_motion);
        self.keep_settings(ctx);
    }
}

/// The theme that goes by the appearance's name.
pub(super) fn theme_of(appearance: file::Appearance) -> Arc<Theme> {
    Theme::load(ThemeName::from_code(appearance.code()).unwrap_or_default())
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
