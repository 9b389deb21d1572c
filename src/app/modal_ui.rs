//! The small dialogs: unsaved changes, recovery, failures, shortcuts, about.

use egui::{Align, Context, Id, Layout, Modal, RichText, ScrollArea, Ui};

use super::action::Action;
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
use super::widgets::{Emphasis, IconButton, action_button};
use super::workspace::{Dialog, Then, Workspace};
use crate::base::Icon;
use crate::file::Recovered;

/// Draws the open dialog.
pub fn modal_ui(ctx: &Context, workspace: &Workspace, dialog: &Dialog, requests: &mut Requests) {
    let Some((name, width)) = frame_of(dialog) else { return };
    let shown = framed_modal(ctx, workspace, name, width, |ui| match dialog {
        Dialog::Unsaved(then) => unsaved_ui(ui, workspace, requests, then),
        Dialog::Recover(found) => recover_ui(ui, workspace, requests, found),
        Dialog::Failure { title, lines } => failure_ui(ui, workspace, requests, title, lines),
        Dialog::Shortcuts => super::shortcuts_ui::shortcuts_ui(ui, workspace, requests),
        Dialog::About => about_ui(ui, workspace, requests),
        Dialog::Import(_)
        | Dialog::Export(_)
        | Dialog::ExportOver { .. }
        | Dialog::Palette { .. }
        | Dialog::Connect { .. }
        | Dialog::Figure { .. }
        | Dialog::FigureOf(_)
        | Dialog::KpiFigure(_)
        | Dialog::OpenLink(_)
        | Dialog::NewLink { .. }
        | Dialog::People(_)
        | Dialog::Metrics(_)
        | Dialog::SampleSize(_)
        | Dialog::Method(_)
        | Dialog::Rows(_)
        | Dialog::Strategy
        | Dialog::Park(_)
        | Dialog::TakeSnapshot(_)
        | Dialog::Restore(_)
        | Dialog::Dismiss { .. }
        | Dialog::HeldProject(_)
        | Dialog::Picture(_) => {}
    });
    let may_dismiss = !matches!(dialog, Dialog::Recover(_));
    if shown.should_close() && may_dismiss {
        requests.push(Request::Dialog(None));
    }
}

/// The name and the width, in points, of the dialogs that are drawn here; the others have files of their own.
fn frame_of(dialog: &Dialog) -> Option<(&'static str, f32)> {
    match dialog {
        Dialog::Unsaved(_) => Some(("unsaved", 420.0)),
        Dialog::About => Some(("about", 420.0)),
        Dialog::Recover(_) => Some(("recover", 520.0)),
        Dialog::Failure { .. } => Some(("failure", 520.0)),
        Dialog::Shortcuts => Some(("shortcuts", 720.0)),
        Dialog::Import(_)
        | Dialog::Export(_)
        | Dialog::ExportOver { .. }
        | Dialog::Palette { .. }
        | Dialog::Connect { .. }
        | Dialog::Figure { .. }
        | Dialog::FigureOf(_)
        | Dialog::KpiFigure(_)
        | Dialog::OpenLink(_)
        | Dialog::NewLink { .. }
        | Dialog::People(_)
        | Dialog::Metrics(_)
        | Dialog::SampleSize(_)
        | Dialog::Method(_)
        | Dialog::Rows(_)
        | Dialog::Strategy
        | Dialog::Park(_)
        | Dialog::TakeSnapshot(_)
        | Dialog::Restore(_)
        | Dialog::Dismiss { .. }
        | Dialog::HeldProject(_)
        | Dialog::Picture(_) => None,
    }
}

/// A modal in the theme's frame, of that width.
pub fn framed_modal<R>(
    ctx: &Context,
    workspace: &Workspace,
    id: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> egui::ModalResponse<R> {
    let theme = &workspace.theme;
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .corner_radius(theme.window.dialog_radius)
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(20);
    const MARGIN: f32 = 80.0;
    let room = ctx.content_rect();
    let width = width.min(room.width() - MARGIN);
    Modal::new(Id::unique(id)).backdrop_color(color32(theme.color.scrim)).frame(frame).show(ctx, |ui| {
        ui.set_width(width);
        // What large text makes higher than the window is scrolled to.
        let height = room.height() - MARGIN;
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| {
            let inner = add(ui);
            reveal_focus(ui);
            inner
        })
        .inner
    })
}

/// A row from right to left that is no higher than its buttons, however high the dialog was before.
pub fn foot_row(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add);
}

/// The buttons at the foot, the main one at the right. Returns which was pressed.
pub(super) fn foot(ui: &mut Ui, workspace: &Workspace, main: &str, others: &[&str]) -> Option<usize> {
    let mut pressed = None;
    ui.add_space(16.0);
    foot_row(ui, |ui| {
        let theme = &workspace.theme;
        let response = IconButton::new(None, main, main).emphasis(Emphasis::Primary).ui(ui, theme);
        let nothing_focused = ui.memory(|memory| memory.focused().is_none());
        let enter = nothing_focused && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if response.clicked() || enter {
            pressed = Some(0);
        }
        for (index, other) in others.iter().enumerate() {
            if IconButton::new(None, other, other).emphasis(Emphasis::Outlined).ui(ui, theme).clicked() {
                pressed = Some(index + 1);
            }
        }
    });
    pressed
}

/// The foot of a dialog in which the project is edited: done at the right, beside it a further command, and undo and redo
/// at the left with a note.
pub fn editing_foot(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    further: Option<(Action, &str)>,
    note: Option<&str>,
) {
    ui.add_space(12.0);
    foot_row(ui, |ui| {
        let done = IconButton::new(None, "Done", "Done").emphasis(Emphasis::Primary).tip("Close (Esc)");
        if done.ui(ui, &workspace.theme).clicked() {
            requests.push(Request::Seal);
            requests.push(Request::Dialog(None));
        }
        if let Some((action, label)) = further {
            action_button(ui, workspace, requests, action, label, Emphasis::Outlined);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            for action in [Action::Undo, Action::Redo] {
                action_button(ui, workspace, requests, action, "", Emphasis::Quiet);
            }
            if let Some(note) = note {
                let muted = color32(workspace.theme.color.muted);
                ui.label(icon(Icon::Info, 13.0).color(muted));
                ui.label(RichText::new(note).color(muted));
            }
        });
    });
}

pub(super) fn paragraph(ui: &mut Ui, workspace: &Workspace, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).color(color32(workspace.theme.color.muted))).wrap());
}

fn unsaved_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, then: &Then) {
    ui.heading(format!("Save the changes to {}?", workspace.document_name()));
    ui.add_space(6.0);
    let text = if workspace.path.is_some() {
        "What has changed since the last save is lost otherwise."
    } else {
        "It has never been saved. Without saving it is lost."
    };
    paragraph(ui, workspace, text);
    let answer = |save| Request::AnswerUnsaved { save, then: then.clone() };
    match foot(ui, workspace, "Save", &["Cancel", "Don't save"]) {
        Some(0) => requests.push(answer(true)),
        Some(1) => requests.push(Request::Dialog(None)),
        Some(_) => requests.push(answer(false)),
        None => {}
    }
}

fn recover_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, found: &[Recovered]) {
    ui.heading("Unsaved work was found");
    ui.add_space(6.0);
    paragraph(ui, workspace, "Throughline did not close properly last time. This is what it kept for you:");
    ui.add_space(8.0);
    for recovered in found {
        ui.horizontal(|ui| {
            ui.label(icon(Icon::History, 16.0));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.label(strong(if recovered.title.is_empty() { "Untitled" } else { &recovered.title }));
                let place = recovered
                    .project_path
                    .as_ref()
                    .map_or_else(|| "never saved".to_owned(), |path| path.display().to_string());
                ui.label(RichText::new(format!("{} · {place}", time_text(recovered.saved_at))).small().weak());
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let theme = &workspace.theme;
                if IconButton::new(None, "Open", "Open the unsaved work")
                    .emphasis(Emphasis::Primary)
                    .ui(ui, theme)
                    .clicked()
                {
                    requests.push(Request::Leave(Then::Recover(recovered.clone())));
                }
                if IconButton::new(None, "Discard", "Discard the unsaved work")
                    .emphasis(Emphasis::Outlined)
                    .ui(ui, theme)
                    .clicked()
                {
                    requests.push(Request::DiscardRecovered(recovered.clone()));
                }
            });
        });
        ui.add_space(6.0);
    }
    foot_row(ui, |ui| {
        if IconButton::new(None, "Decide later", "Decide later").ui(ui, &workspace.theme).clicked() {
            requests.push(Request::Dialog(None));
        }
    });
}

/// "21 Nov 2026, 14:32", in the time zone of this computer.
fn time_text(time: jiff::Timestamp) -> String {
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}

fn failure_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, title: &str, lines: &[String]) {
    ui.horizontal_top(|ui| {
        ui.label(icon(Icon::CircleAlert, 18.0).color(color32(workspace.theme.color.bad)));
        // The name of a file in it may be as long as a disk takes.
        ui.add(egui::Label::new(RichText::new(title).heading()).wrap());
    });
    ui.add_space(8.0);
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for line in lines {
            ui.add(egui::Label::new(line).wrap().selectable(true));
        }
    });
    match foot(ui, workspace, "Close", &["Copy text"]) {
        Some(0) => requests.push(Request::Dialog(None)),
        Some(_) => requests.push(Request::CopyText(format!("{title}\n{}", lines.join("\n")))),
        None => {}
    }
}

fn about_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    ui.heading("Throughline");
    paragraph(ui, workspace, concat!("Version ", env!("CARGO_PKG_VERSION")));
    ui.add_space(8.0);
    ui.add(egui::Label::new("Customer-journey maps whose every claim can be traced to a number, and every number to a file. Everything stays on this computer.").wrap());
    ui.add_space(8.0);
    paragraph(
        ui,
        workspace,
        "Free software under the MIT or Apache 2.0 license. Typeface Inter (SIL Open Font License); icons Lucide (ISC).",
    );
    if foot(ui, workspace, "Close", &[]).is_some() {
        requests.push(Request::Dialog(None));
    }
}
