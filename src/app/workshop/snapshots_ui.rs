//! The snapshots of the project: take one, see what changed since, go back.

use egui::{Align, Layout, RichText, Ui};

use super::state::{Compared, WorkshopWish};
use super::wish;
use crate::app::action::Action;
use crate::app::inspector::text_line_in;
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::widgets::{Emphasis, IconButton, action_button, empty_state};
use crate::app::workspace::{Dialog, Workspace};
use crate::base::Icon;
use crate::base::number::format_grouped;
use crate::edit::Edit;
use crate::model::Snapshot;

/// Draws the part.
pub fn snapshots_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let snapshots = &workspace.document.project().snapshots;
    if snapshots.is_empty() {
        let text =
            "Keep the map as it is before something big: a vote, a redesign. See later what changed, or go back.";
        empty_state(ui, theme, Icon::History, text);
        ui.add_space(8.0);
        ui.vertical_centered(|ui| {
            action_button(ui, workspace, requests, Action::TakeSnapshot, "Take a snapshot…", Emphasis::Primary);
        });
        return;
    }
    ui.horizontal(|ui| {
        action_button(ui, workspace, requests, Action::TakeSnapshot, "Take a snapshot…", Emphasis::Outlined);
        let bytes: usize = snapshots.iter().map(|snapshot| snapshot.packed.len()).sum();
        let text = format!("{} in the project file", size_text(bytes * 4 / 3));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(text).small().color(color32(theme.color.muted)));
        });
    });
    ui.add_space(4.0);
    for (number, snapshot) in (1..).zip(snapshots.iter().rev()) {
        row_ui(ui, workspace, requests, (number, snapshot));
    }
}

/// "12 kB", "1.4 MB".
pub fn size_text(bytes: usize) -> String {
    let bytes = bytes as f64;
    if bytes < 1_000_000.0 { format!("{:.0} kB", (bytes / 1_000.0).max(1.0)) } else { format!("{:.1} MB", bytes / 1e6) }
}

/// "42 touchpoints and 31 cards in 2 journeys".
pub fn content_text(snapshot: &Snapshot) -> String {
    let count = |count: u32, noun: &str| {
        format!("{} {noun}{}", format_grouped(count.into(), 0), if count == 1 { "" } else { "s" })
    };
    let items = format!("{}, {}", count(snapshot.touchpoints, "touchpoint"), count(snapshot.cards, "card"));
    if snapshot.journeys == 1 { items } else { format!("{items}, {}", count(snapshot.journeys, "journey")) }
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (number, snapshot): (usize, &Snapshot)) {
    let theme = &workspace.theme;
    // In less room, in points, what it holds has a line of its own.
    let is_narrow = ui.available_width() < 640.0;
    let size = size_text(snapshot.packed.len() * 4 / 3);
    let about = format!("{} · {} · {size}", snapshot.taken_label(), content_text(snapshot));
    ui.push_id(("snapshot", snapshot.id), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let share = if is_narrow { 0.4 } else { 0.3 };
            let size = egui::vec2((ui.available_width() * share).clamp(120.0, 260.0), theme.window.control_height);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                let hint = if snapshot.is_safety { "Before restoring" } else { "Unnamed" };
                let name = format!("Name of snapshot {number}");
                let (_, label) = text_line_in(ui, &name, &snapshot.label, hint, None, requests);
                if let Some(label) = label {
                    requests.edit(Edit::RenameSnapshot { snapshot: snapshot.id, label });
                }
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let name = format!("Delete snapshot {number}");
                if IconButton::new(Some(Icon::Trash2), "", &name).tip("Delete this snapshot").ui(ui, theme).clicked() {
                    requests.edit(Edit::RemoveSnapshot { snapshot: snapshot.id });
                    requests.push(Request::Seal);
                }
                let name = format!("Restore snapshot {number}");
                let restore = IconButton::new(None, "Restore…", &name).emphasis(Emphasis::Outlined);
                if restore.tip("Make the map what it was then; what it is now is kept").ui(ui, theme).clicked() {
                    requests.push(Request::Dialog(Some(Dialog::Restore(snapshot.id))));
                }
                let name = format!("What changed since snapshot {number}");
                let compare = IconButton::new(None, "What changed", &name).emphasis(Emphasis::Outlined);
                if compare.tip("List and mark what is not as it was then").ui(ui, theme).clicked() {
                    let of = Compared::Snapshots { before: snapshot.id, after: None };
                    wish(requests, WorkshopWish::Compare(Some(of)));
                }
                if !is_narrow {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let text = RichText::new(&about).color(color32(theme.color.muted));
                        ui.add(egui::Label::new(text).truncate());
                    });
                }
            });
        });
        if is_narrow {
            let text = RichText::new(&about).small().color(color32(theme.color.muted));
            ui.horizontal(|ui| {
                ui.add_space(9.0);
                ui.add(egui::Label::new(text).truncate());
            });
            ui.add_space(4.0);
        }
    });
}
