//! The menu of a row: what has no cell of its own to be done in. By the right button, Shift+F10 or the menu key.

use egui::{Button, Key, Modifiers, Popup, Rect, Response, Ui};

use super::TablePainter;
use super::field::Field;
use super::rows::{headers_of, is_row};
use crate::app::action::Action;
use crate::app::request::Requests;
use crate::app::workspace::Workspace;
use crate::model::Subject;

impl TablePainter {
    /// Opens the menu if its keys are pressed, and draws it while it is open.
    pub(super) fn menu_ui(
        &mut self,
        ui: &Ui,
        table: &Response,
        cell: Option<Rect>,
        workspace: &Workspace,
        requests: &mut Requests,
    ) {
        const SETTLES_AFTER: u8 = 3;
        let Some(row) = super::focused_row(workspace) else { return };
        let id = Popup::default_response_id(table);
        let may_open = self.has_keys(ui, workspace) && cell.is_some();
        let is_pressed = may_open
            && ui.input_mut(|input| {
                input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
            });
        if is_pressed {
            self.menu_at = cell.map(|cell| cell.left_bottom());
            self.menu_focus_due = SETTLES_AFTER;
            ui.memory_mut(|memory| memory.surrender_focus(table.id));
            Popup::open_id(ui.ctx(), id);
        }
        let Some(at) = self.menu_at else { return };
        let shown = Popup::context_menu(table).at_position(at).show(|ui| {
            let first = ui.next_auto_id();
            if self.menu_focus_due > 0 {
                self.menu_focus_due -= 1;
                ui.memory_mut(|memory| memory.request_focus(first));
                ui.ctx().request_repaint();
            }
            self.entries_ui(ui, row, workspace, requests);
        });
        if shown.is_none() {
            self.menu_at = None;
            self.menu_focus_due = 0;
            if self.field.is_none() {
                table.request_focus();
            }
        }
    }

    fn entries_ui(&mut self, ui: &mut Ui, row: Subject, workspace: &Workspace, requests: &mut Requests) {
        ui.set_min_width(200.0);
        actions(ui, workspace, requests, &[Action::Rename]);
        let (stage, lane) = headers_of(workspace.document.project(), row);
        let headers = [("Rename stage…", stage.map(Subject::Stage)), ("Rename lane…", lane.map(Subject::Lane))];
        for (label, header) in headers {
            if ui.add_enabled(header.is_some(), Button::new(label)).clicked() {
                self.rename(header, row, workspace);
                ui.close();
            }
        }
        ui.separator();
        actions(ui, workspace, requests, &[Action::Cut, Action::Copy, Action::Paste, Action::Duplicate]);
        ui.separator();
        if matches!(row, Subject::Item(_)) {
            actions(ui, workspace, requests, &[Action::AddCard, Action::ConnectTo]);
        }
        actions(
            ui,
            workspace,
            requests,
            &[Action::MoveLeft, Action::MoveRight, Action::MoveUp, Action::MoveDown, Action::Delete],
        );
    }

    /// Opens the field for the name of a stage or lane, in the cell of that row that shows it.
    pub(super) fn rename(&mut self, header: Option<Subject>, row: Subject, workspace: &Workspace) {
        let Some((header, column)) = header.and_then(|header| Some((header, super::column_of(header)?))) else {
            return;
        };
        if is_row(row) {
            self.column = column;
            self.field = Field::name(header, row, workspace);
        }
    }
}

fn actions(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, actions: &[Action]) {
    for action in actions {
        let info = action.info();
        let shortcut = info.shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
        // Tab goes on to the next control here.
        let shortcut = if *action == Action::AddCard { "Ctrl+Enter".to_owned() } else { shortcut };
        let button = Button::new(info.label).shortcut_text(shortcut);
        if ui.add_enabled(action.is_enabled(workspace), button).clicked() {
            requests.run(*action);
            ui.close();
        }
    }
}
