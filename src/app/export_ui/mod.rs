//! The export dialog: the forms at the left, what the chosen one will hold in the middle, how it is written at the
//! right. It shows the choice and asks for another; nothing is written before a place was chosen.

mod forms_ui;
mod options_ui;
mod preview_ui;
mod table_ui;

use egui::{Align, Context, Id, Key, KeyboardShortcut, Layout, Modal, Modifiers, RichText, ScrollArea, Stroke, Ui};

use super::export_state::{ExportChoice, ExportItem, ExportState, can_hold_project};
use super::exporting::size_text;
use super::focus::reveal_focus;
use super::modal_ui::{foot, framed_modal, paragraph};
use super::request::{Request, Requests};
use super::style::{color32, strong};
use super::widgets::{Emphasis, IconButton};
use super::workspace::Workspace;
use crate::export::{Preview, Target};

const FORMS_WIDTH: f32 = 244.0;
/// In a dialog narrower than this, in points, the preview comes after the options.
const NARROW: f32 = 880.0;
const SCROLL_BAR: f32 = 12.0;
/// Exports whatever has the focus; Enter alone does so while nothing has it.
const EXPORT_NOW: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// Draws the dialog.
pub fn export_ui(ctx: &Context, workspace: &Workspace, state: &ExportState, requests: &mut Requests) {
    let theme = &workspace.theme;
    let screen = ctx.content_rect();
    let size = egui::vec2((screen.width() - 48.0).min(1_480.0), (screen.height() - 48.0).min(940.0));
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .corner_radius(theme.window.dialog_radius)
        .shadow(ctx.global_style().visuals.window_shadow);
    let mut choice = state.choice.clone();
    let modal = Modal::new(Id::unique("export")).backdrop_color(color32(theme.color.scrim)).frame(frame);
    let shown = modal.show(ctx, |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
        let rect = egui::Rect::from_min_size(ui.min_rect().min, size);
        let head = egui::Rect::from_min_size(rect.min, egui::vec2(size.x, 54.0));
        let foot = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 58.0), rect.max);
        let middle = egui::Rect::from_min_max(head.left_bottom(), foot.right_top());
        let is_narrow = size.x < NARROW;
        let options_width = if is_narrow { size.x - FORMS_WIDTH } else { (size.x * 0.27).clamp(290.0, 330.0) };
        let forms = egui::Rect::from_min_size(middle.min, egui::vec2(FORMS_WIDTH, middle.height()));
        let options =
            egui::Rect::from_min_max(egui::pos2(middle.right() - options_width, middle.top()), middle.right_bottom());
        let preview = egui::Rect::from_min_max(forms.right_top(), options.left_bottom());
        let line = Stroke::new(1.0, color32(theme.color.line));
        if !is_narrow {
            ui.painter().rect_filled(preview, 0.0, color32(theme.color.background));
            ui.painter().vline(options.left(), middle.y_range(), line);
        }
        ui.painter().hline(rect.x_range(), head.bottom(), line);
        ui.painter().hline(rect.x_range(), foot.top(), line);
        ui.painter().vline(forms.right(), middle.y_range(), line);

        let inside = |rect: egui::Rect, margin: egui::Vec2| egui::UiBuilder::new().max_rect(rect.shrink2(margin));
        ui.scope_builder(inside(head, egui::vec2(20.0, 0.0)), |ui| head_ui(ui, workspace, &mut choice));
        ui.scope_builder(inside(forms, egui::vec2(10.0, 8.0)), |ui| {
            forms_ui::forms_ui(ui, workspace, &mut choice);
        });
        if !is_narrow {
            ui.scope_builder(inside(preview, egui::vec2(20.0, 14.0)), |ui| {
                preview_ui::preview_ui(ui, workspace, state, requests);
            });
        }
        ui.scope_builder(inside(options, egui::vec2(18.0, 12.0)), |ui| {
            ScrollArea::vertical().id_salt("options").auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - SCROLL_BAR);
                options_ui::options_ui(ui, workspace, state, &mut choice);
                if is_narrow {
                    ui.add_space(12.0);
                    let size = egui::vec2(ui.available_width(), 320.0);
                    ui.allocate_ui(size, |ui| preview_ui::preview_ui(ui, workspace, state, requests));
                }
                reveal_focus(ui);
            });
        });
        ui.scope_builder(inside(foot, egui::vec2(20.0, 0.0)), |ui| foot_ui(ui, workspace, state, requests));
    });
    if choice != state.choice {
        requests.push(Request::ChooseExport(Box::new(choice)));
    }
    if !shown.any_popup_open {
        page_keys(ctx, state, requests);
    }
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

/// Page Up and Page Down turn the pages of the preview.
fn page_keys(ctx: &Context, state: &ExportState, requests: &mut Requests) {
    let take = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (page, last) = (state.preview.page, state.preview.page_count().saturating_sub(1));
    if take(Key::PageDown) && page < last {
        requests.push(Request::ShowExportPage(page + 1));
    }
    if take(Key::PageUp) && page > 0 {
        requests.push(Request::ShowExportPage(page - 1));
    }
}

/// What is exported: the map or the charts, of which project.
fn head_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let theme = &workspace.theme;
    ui.horizontal_centered(|ui| {
        ui.label(strong("Export").size(theme.window.heading_text));
        ui.add_space(6.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !workspace.document.project().charts.is_empty() {
                // From right to left.
                for (name, tip, is_dashboard) in [
                    ("Dashboard", "The charts that are pinned to the dashboard", true),
                    ("Map", "The journey with its stages, lanes and cards", false),
                ] {
                    let is_on = choice.is_dashboard == is_dashboard;
                    let button = IconButton::new(None, name, name).emphasis(Emphasis::Outlined).tip(tip).on(is_on);
                    if button.ui(ui, theme).clicked() {
                        choice.set_dashboard(is_dashboard);
                    }
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let said = RichText::new(workspace.document_name()).color(color32(theme.color.muted));
                ui.add(egui::Label::new(said).truncate());
            });
        });
    });
}

fn foot_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, requests: &mut Requests) {
    let theme = &workspace.theme;
    let choice = &state.choice;
    let count = choice.file_count(workspace.document.project());
    ui.horizontal_centered(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = match (&choice.several, count) {
                (None, _) => "Export…".to_owned(),
                (Some(_), 0) => "Export into a folder…".to_owned(),
                (Some(_), 1) => "Export 1 file…".to_owned(),
                (Some(_), many) => format!("Export {many} files…"),
            };
            let keys = ui.ctx().format_shortcut(&EXPORT_NOW);
            let what = if choice.several.is_some() { "Choose the folder" } else { "Choose the name and the place" };
            let tip = format!("{what} ({keys})");
            let button = IconButton::new(None, &text, &text).emphasis(Emphasis::Primary).tip(tip).enabled(count > 0);
            let response = button.ui(ui, theme);
            let is_entered = ui.input_mut(|input| input.consume_shortcut(&EXPORT_NOW))
                || ui.memory(|memory| memory.focused().is_none())
                    && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            if count > 0 && (response.clicked() || is_entered) {
                requests.push(Request::Export);
            }
            if IconButton::new(None, "Cancel", "Cancel").emphasis(Emphasis::Outlined).ui(ui, theme).clicked() {
                requests.push(Request::Dialog(None));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let said = RichText::new(said_of(state, workspace)).color(color32(theme.color.muted));
                ui.add(egui::Label::new(said).truncate());
            });
        });
    });
}

/// What will be written, as far as it is known: "3 pages · about 240 kB".
fn said_of(state: &ExportState, workspace: &Workspace) -> String {
    let choice = &state.choice;
    if choice.several.is_some() {
        return match (choice.targets().is_empty(), choice.journeys(workspace.document.project()).is_empty()) {
            (true, _) => "Tick at least one form at the left.".to_owned(),
            (false, true) => "Tick at least one journey at the right.".to_owned(),
            (false, false) => "Files that are there already are asked about before anything is replaced.".to_owned(),
        };
    }
    let spec = choice.spec();
    if !state.preview.is_of(&spec) {
        return String::new();
    }
    let mut said = Vec::new();
    if let Some(Ok(preview)) = &state.preview.made {
        let counted = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            many => format!("{many} {noun}s"),
        };
        match &**preview {
            Preview::Pages(slides) if choice.target == Target::Pptx => said.push(counted(slides.len(), "slide")),
            Preview::Pages(pages) if pages.len() > 1 => said.push(counted(pages.len(), "page")),
            Preview::Pages(_) => {}
            Preview::Text { line_count, .. } => said.push(counted(*line_count, "line")),
            Preview::Sheets { sheets, .. } => match sheets.as_slice() {
                [only] => said.push(counted(only.size.0.saturating_sub(1), "row")),
                many => said.push(counted(many.len(), "sheet")),
            },
        }
    }
    // The project is put in as it is written: its size is not known before.
    let more = if choice.holds_project && can_hold_project(choice.target) { ", and the project" } else { "" };
    let size = state.preview.bytes(&spec).filter(|bytes| *bytes > 0);
    said.extend(size.map(|bytes| format!("about {}{more}", size_text(bytes))));
    said.join(" · ")
}

/// Draws the question what is to become of files that are there already.
pub fn export_over_ui(
    ctx: &Context,
    workspace: &Workspace,
    items: &[ExportItem],
    existing: usize,
    requests: &mut Requests,
) {
    let shown = framed_modal(ctx, workspace, "export over", 460.0, |ui| {
        ui.heading(match existing {
            1 => "One of the files is there already".to_owned(),
            many => format!("{many} of the files are there already"),
        });
        ui.add_space(6.0);
        let folder = items.first().and_then(|item| item.path.parent());
        let place = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
        paragraph(ui, workspace, &format!("In {place}. Replaced, their old content is lost."));
        let answer = |replaces| Request::ExportOver { items: items.to_vec(), replaces };
        match foot(ui, workspace, "Keep both", &["Cancel", "Replace"]) {
            Some(0) => requests.push(answer(false)),
            Some(1) => requests.push(Request::Dialog(None)),
            Some(_) => requests.push(answer(true)),
            None => {}
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
