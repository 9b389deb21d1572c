//! The whole map as a table that edits too, for those who cannot use a canvas: a row for each card in reading order,
//! and after them one for each sticky. `rows` finds the rows; `column` says what stands in a cell and what it can become;
//! `keys` and `ui` are keys and drawing; `field` and `list` edit a cell in its place, and `menu` has the rest.

mod column;
mod field;
mod keys;
mod list;
mod menu;
mod rows;
#[cfg(test)]
mod tests;
mod ui;

use egui::{Id, Pos2, Rect, Role, Sense, Ui, WidgetInfo};

use self::column::Column;
use self::field::Field;
use self::list::List;
use self::rows::{Rows, is_row};
use super::kept::kept;
use super::request::{Request, Requests};
use super::workspace::{Editing, Workspace};
use crate::model::Subject;

/// Draws the table. What it keeps between frames is where the keyboard is and what is open there.
#[derive(Default)]
pub struct TablePainter {
    column: Column,
    /// The row of the keyboard in the frame before, to go on from where a row was deleted.
    row: usize,
    filter: String,
    field: Option<Field>,
    list: Option<List>,
    /// Scrolls to the row of the keyboard, once.
    is_reveal_due: bool,
    shown_focus: Option<Subject>,
    /// Where the menu of the row stands, while it is open.
    menu_at: Option<Pos2>,
    /// Counts down while the focus goes into the menu.
    menu_focus_due: u8,
}

/// The table's own id: with the keyboard focus there (or nowhere), keys go to the table.
pub fn table_id() -> Id {
    Id::unique("map as a table")
}

impl TablePainter {
    /// Draws the table into what is left of the window.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.interact(rect, table_id(), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Map as table"));
        if response.clicked() {
            response.request_focus();
        }
        self.filter_ui(ui, workspace);
        let rows = kept(ui, workspace, self.filter.clone(), || Rows::of(workspace, &self.filter));
        self.follow(&rows, workspace, requests);
        self.take_keys(ui, workspace, &rows, requests);
        if response.has_focus() {
            let filter =
                egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(table_id(), filter));
        }
        if rows.list.is_empty() {
            self.empty_ui(ui, workspace, requests);
            return;
        }
        let cell = self.table_ui(ui, workspace, &rows, requests);
        self.editors_ui(ui, cell, workspace, requests);
        self.menu_ui(ui, &response, cell, workspace, requests);
    }

    /// Keeps up with what the rest of the window does to selection and editing.
    fn follow(&mut self, rows: &Rows, workspace: &Workspace, requests: &mut Requests) {
        let focus = focused_row(workspace);
        if focus != self.shown_focus {
            self.shown_focus = focus;
            self.is_reveal_due = focus.is_some();
            self.list = None;
        }
        if let Some(at) = focus.and_then(|row| rows.position(row)) {
            self.row = at;
        }
        let edited = match workspace.editing {
            Some(Editing::Item(item)) => Subject::Item(item),
            Some(Editing::Sticky(sticky)) => Subject::Sticky(sticky),
            // New headers have no rows yet, and connectors none at all; the inspector names them.
            Some(Editing::Stage(_) | Editing::Lane(_) | Editing::Connector(_)) => {
                requests.push(Request::StartEditing(None));
                return;
            }
            None => {
                if self.field.as_ref().is_some_and(|field| field.is_title()) {
                    self.field = None;
                }
                return;
            }
        };
        if self.field.as_ref().is_none_or(|field| field.row() != edited || !field.is_title()) {
            self.field = Field::title(edited, workspace);
            self.column = Column::Title;
            self.is_reveal_due = true;
        }
        if !self.filter.is_empty() && rows.position(edited).is_none() {
            // What was just added shall be seen.
            self.filter.clear();
        }
    }

    /// The field or list that is open in the cell of the keyboard.
    fn editors_ui(&mut self, ui: &Ui, cell: Option<Rect>, workspace: &Workspace, requests: &mut Requests) {
        let Some(cell) = cell else { return };
        if let Some(field) = &mut self.field
            && field.ui(ui, cell, workspace, requests)
        {
            self.field = None;
            ui.memory_mut(|memory| memory.request_focus(table_id()));
        }
        if let Some(list) = &mut self.list
            && list.ui(ui, cell, workspace, requests)
        {
            self.list = None;
            ui.memory_mut(|memory| memory.request_focus(table_id()));
        }
    }
}

/// The row that the keyboard is on.
fn focused_row(workspace: &Workspace) -> Option<Subject> {
    workspace.document.selection().focus.filter(|focus| is_row(*focus))
}

/// Where the name of a stage or lane stands.
fn column_of(header: Subject) -> Option<Column> {
    match header {
        Subject::Stage(_) => Some(Column::Stage),
        Subject::Lane(_) => Some(Column::Lane),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}
