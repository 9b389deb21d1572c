//! The parking lot: what shall not be lost, but not be talked about now.

use egui::{
    Align, Key, KeyboardShortcut, Layout, Margin, Modifiers, Response, RichText, Role, TextEdit, Ui, WidgetInfo,
};

use super::state::WorkshopWish;
use super::{parking_drag, wish};
use crate::app::action::Action;
use crate::app::inspector::text_line_in;
use crate::app::request::Requests;
use crate::app::style::color32;
use crate::app::widgets::{Emphasis, IconButton, action_tip, empty_state};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{Edit, WorkshopChange};
use crate::model::ParkedNote;

/// Draws the part.
pub fn parking_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let notes = &workspace.document.project().workshop.parked;
    add_ui(ui, workspace, requests);
    if notes.is_empty() {
        let text = "Park what comes up and would lead away (P), and come back to it at the end: by a click or a drag each note goes onto \
                    the map.";
        empty_state(ui, theme, Icon::Archive, text);
        return;
    }
    let (open, done): (Vec<&ParkedNote>, Vec<&ParkedNote>) = notes.iter().partition(|note| !note.is_done);
    for (number, note) in (1..).zip(&open) {
        row_ui(ui, workspace, requests, (number, note));
    }
    if !done.is_empty() {
        ui.add_space(6.0);
        let text = format!("Done: {}", done.len());
        ui.label(RichText::new(text).small().color(color32(theme.color.muted)));
        for (number, note) in (open.len() + 1..).zip(&done) {
            row_ui(ui, workspace, requests, (number, note));
        }
    }
}

fn add_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let id = ui.scope_id().with("draft");
    let mut draft: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 90.0).max(80.0);
        let (response, is_entered) = lines_field(ui, &mut draft, "New parked note", width);
        let park = IconButton::new(None, "Park", "Park").emphasis(Emphasis::Outlined);
        let is_clicked = park.tip(action_tip(ui, Action::ParkNote)).ui(ui, &workspace.theme).clicked();
        if (is_entered || is_clicked) && !draft.trim().is_empty() {
            wish(requests, WorkshopWish::Park(std::mem::take(&mut draft)));
        }
        if is_entered {
            // One after the other.
            response.request_focus();
        }
    });
    ui.data_mut(|data| data.insert_temp(id, draft));
    ui.add_space(4.0);
}

/// A field of lines, each of which becomes a note: Enter is done, Shift+Enter begins another line, and a list that is
/// pasted stays one. Whether it was entered.
pub fn lines_field(ui: &mut Ui, text: &mut String, name: &str, width: f32) -> (Response, bool) {
    let field = TextEdit::multiline(text)
        .hint_text("What came up?")
        .desired_rows(1)
        .desired_width(width)
        .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        .margin(Margin::symmetric(8, 6));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    // A key without modifiers is also taken with Shift, which begins another line here.
    let is_plain = ui.input(|input| input.modifiers.is_none());
    let is_entered =
        is_plain && response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    (response.on_hover_text("Enter parks it; of several lines each becomes a note"), is_entered)
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (number, note): (usize, &ParkedNote)) {
    let theme = &workspace.theme;
    let change = |change| Edit::ChangeWorkshop { change };
    ui.push_id(("parked", note.id), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            parking_drag::grip_ui(ui, workspace, (number, note));
            let mut is_done = note.is_done;
            let check = ui.checkbox(&mut is_done, "");
            let name = format!("Done: {}", note.text);
            check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_done, &name));
            if check.on_hover_text("Dealt with").changed() {
                requests.edit(change(WorkshopChange::ChangeParked(ParkedNote { is_done, ..note.clone() })));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let name = format!("Delete parked note {number}");
                if IconButton::new(Some(Icon::Trash2), "", &name).tip("Delete this note").ui(ui, theme).clicked() {
                    requests.edit(change(WorkshopChange::RemoveParked(note.id)));
                }
                let name = format!("Put parked note {number} on the map");
                let place = IconButton::new(Some(Icon::StickyNote), "", &name);
                if place.tip("Make it a sticky in the middle of what is in view").ui(ui, theme).clicked() {
                    wish(requests, WorkshopWish::PlaceSticky(note.id));
                }
                let name = format!("Make parked note {number} a card");
                let place = IconButton::new(Some(Icon::SquarePlus), "", &name);
                let tip = "Make it a card after the focus; without one in the first lane of notes";
                if place.tip(tip).ui(ui, theme).clicked() {
                    wish(requests, WorkshopWish::PlaceCard(note.id));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let ink = note.is_done.then(|| color32(theme.color.muted));
                    let name = format!("Parked note {number}");
                    let (_, text) = text_line_in(ui, &name, &note.text, "Empty note", ink, requests);
                    if let Some(text) = text {
                        requests.edit(change(WorkshopChange::ChangeParked(ParkedNote { text, ..note.clone() })));
                    }
                });
            });
        });
    });
}
