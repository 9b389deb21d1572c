//! The small dialogs of the workshop: park a note, name a snapshot, restore one.

use egui::{Context, Key, Margin, Role, TextEdit, WidgetInfo};

use super::parking_ui::lines_field;
use super::snapshots_ui::content_text;
use super::state::WorkshopWish;
use super::wish;
use crate::app::modal_ui::{foot, framed_modal, paragraph};
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::open_field;
use crate::app::workspace::{Dialog, Workspace};
use crate::model::SnapshotId;

/// What a dialog with one line asks for.
struct Line<'a> {
    id: &'a str,
    heading: &'a str,
    name: &'a str,
    hint: &'a str,
    explanation: &'a str,
    done: &'a str,
    may_be_empty: bool,
    /// Whether each of several lines stands for itself.
    has_lines: bool,
}

/// Draws it. What was typed, if it was entered; the dialog stays as `kept` says otherwise.
fn line_ui(
    ctx: &Context,
    workspace: &Workspace,
    requests: &mut Requests,
    line: &Line<'_>,
    (typed_so_far, kept): (&str, fn(String) -> Dialog),
) -> Option<String> {
    let mut typed = typed_so_far.to_owned();
    let mut entered = None;
    let shown = framed_modal(ctx, workspace, line.id, 420.0, |ui| {
        ui.heading(line.heading);
        ui.add_space(8.0);
        let (response, is_entered) = if line.has_lines {
            lines_field(ui, &mut typed, line.name, f32::INFINITY)
        } else {
            let field = TextEdit::singleline(&mut typed)
                .hint_text(line.hint)
                .desired_width(f32::INFINITY)
                .margin(Margin::symmetric(8, 6));
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, line.name));
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            (response, is_entered)
        };
        if ui.memory(|memory| memory.focused().is_none()) && !is_entered {
            open_field(&response, &mut typed);
        }
        ui.add_space(6.0);
        paragraph(ui, workspace, line.explanation);
        match foot(ui, workspace, line.done, &["Cancel"]).or_else(|| is_entered.then_some(0)) {
            Some(0) if typed.trim().is_empty() && !line.may_be_empty => response.request_focus(),
            Some(0) => {
                requests.push(Request::Dialog(None));
                entered = Some(typed.clone());
                return;
            }
            Some(_) => {
                requests.push(Request::Dialog(None));
                return;
            }
            None => {}
        }
        if typed != typed_so_far {
            requests.push(Request::Dialog(Some(kept(typed.clone()))));
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
    entered
}

/// What is to be parked.
pub fn park_ui(ctx: &Context, workspace: &Workspace, text: &str, requests: &mut Requests) {
    let line = Line {
        id: "park",
        heading: "Add to the parking lot",
        name: "Note",
        hint: "What came up?",
        explanation: "It waits in the Workshop tab, out of the way. Of several lines each becomes a note; Shift+Enter begins \
            another one.",
        done: "Park",
        may_be_empty: false,
        has_lines: true,
    };
    if let Some(text) = line_ui(ctx, workspace, requests, &line, (text, Dialog::Park)) {
        wish(requests, WorkshopWish::Park(text));
    }
}

/// What the snapshot is to be called.
pub fn snapshot_ui(ctx: &Context, workspace: &Workspace, label: &str, requests: &mut Requests) {
    let line = Line {
        id: "take snapshot",
        heading: "Take a snapshot",
        name: "Name of the snapshot",
        hint: "Before the vote",
        explanation: "The whole map is kept in the project as it is now: journeys, cards, personas, KPIs, actions and \
            shots. Imported files and their figures stay where they are.",
        done: "Take snapshot",
        may_be_empty: true,
        has_lines: false,
    };
    if let Some(label) = line_ui(ctx, workspace, requests, &line, (label, Dialog::TakeSnapshot)) {
        wish(requests, WorkshopWish::TakeSnapshot(label));
    }
}

/// Whether a snapshot is to be restored.
pub fn restore_ui(ctx: &Context, workspace: &Workspace, id: SnapshotId, requests: &mut Requests) {
    let Some(snapshot) = workspace.document.project().snapshot(id) else {
        requests.push(Request::Dialog(None));
        return;
    };
    let shown = framed_modal(ctx, workspace, "restore snapshot", 460.0, |ui| {
        ui.heading(format!("Restore \"{}\"?", snapshot.name()));
        ui.add_space(6.0);
        let held = format!("Taken {}: {}.", snapshot.taken_label(), content_text(snapshot));
        paragraph(ui, workspace, &held);
        ui.add_space(6.0);
        paragraph(
            ui,
            workspace,
            "The map becomes what it was then. What it is now is kept as a snapshot of its own first, so nothing is lost. \
             Imported figures stay with the touchpoints that are still there; agenda, votes and parking lot stay as they are.",
        );
        match foot(ui, workspace, "Restore", &["Cancel"]) {
            Some(0) => {
                requests.push(Request::Dialog(None));
                wish(requests, WorkshopWish::Restore(id));
            }
            Some(_) => requests.push(Request::Dialog(None)),
            None => {}
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
