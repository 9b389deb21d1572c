//! The context menu by keyboard: Shift+F10 or the menu key opens it at what has the focus, with its first entry ready
//! for Enter and the arrows; a screen reader opens it at any card.

use egui::{Id, Key, Modifiers, Popup, Pos2, Response, Ui};

use super::cells::rect_of;
use super::menu::{MenuTarget, menu_ui};
use super::sight::Sight;
use super::{canvas_id, has_keys};
use crate::app::request::Requests;
use crate::app::workspace::Workspace;
use crate::base::Rect;
use crate::edit::Placement;
use crate::model::Subject;

/// Where the menu stands that was opened without the pointer.
#[derive(Default)]
pub struct MenuKey {
    at: Option<Pos2>,
    /// Counts down while the focus goes into the menu.
    focus_due: u8,
}

/// Asks for the menu of a subject, as a screen reader does.
pub fn ask_for_menu(ui: &Ui, subject: Subject) {
    ui.data_mut(|data| data.insert_temp(asked(), Some(subject)));
}

fn asked() -> Id {
    Id::unique("menu asked for on the map")
}

impl MenuKey {
    /// Draws the menu, however it was opened.
    pub fn ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        sight: &Sight,
        target: &mut MenuTarget,
        workspace: &Workspace,
        requests: &mut Requests,
    ) {
        const SETTLES_AFTER: u8 = 3;
        let subject: Option<Subject> = ui.data_mut(|data| data.remove_temp(asked())).flatten();
        let is_pressed = has_keys(ui, workspace)
            && ui.input_mut(|input| {
                input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
            });
        if response.secondary_clicked() {
            self.at = None;
            self.focus_due = 0;
        } else if subject.is_some() || is_pressed {
            let focus = workspace.document.selection().focus;
            let (found, rect) = match subject.or(focus) {
                Some(subject) => (target_of(subject), workspace.map.rect_of(subject)),
                None => cell_target(workspace),
            };
            *target = found;
            let seen = rect.map_or(sight.canvas, |rect| sight.rect_from_map(rect).intersect(sight.canvas));
            self.at = Some(seen.center());
            self.focus_due = SETTLES_AFTER;
            ui.memory_mut(|memory| memory.surrender_focus(canvas_id()));
            Popup::open_id(ui.ctx(), Popup::default_response_id(response));
        }
        let mut popup = Popup::context_menu(response);
        if let Some(at) = self.at {
            popup = popup.at_position(at);
        }
        let target = *target;
        let shown = popup.show(|ui| {
            let first = ui.next_auto_id();
            if self.focus_due > 0 {
                self.focus_due -= 1;
                ui.memory_mut(|memory| memory.request_focus(first));
                ui.ctx().request_repaint();
            }
            menu_ui(ui, target, workspace, requests);
        });
        if shown.is_none() && self.at.take().is_some() {
            // Back to where it was opened from.
            self.focus_due = 0;
            response.request_focus();
        }
    }
}

fn cell_target(workspace: &Workspace) -> (MenuTarget, Option<Rect>) {
    let Some((stage, lane)) = workspace.cell_at_hand() else { return (MenuTarget::Nothing, None) };
    let placement = Placement::end_of(workspace.document.project(), stage, lane);
    (MenuTarget::Cell(placement), rect_of(&workspace.map, (stage, lane)))
}

fn target_of(subject: Subject) -> MenuTarget {
    match subject {
        Subject::Item(item) => MenuTarget::Item(item),
        Subject::Stage(id) => MenuTarget::Stage(id),
        Subject::Lane(id) => MenuTarget::Lane(id),
        Subject::Connector(id) => MenuTarget::Connector(id),
        Subject::Sticky(id) => MenuTarget::Sticky(id),
    }
}
