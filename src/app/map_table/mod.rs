//! The whole map as a table that edits too, for those who cannot use a canvas: a row for each card in reading order.
//! `column` says what stands in a cell and what it can become; `keys` and `ui` are keys and drawing; `field` and
//! `list` edit a cell in its place.

mod column;
mod field;
mod keys;
mod list;
#[cfg(test)]
mod tests;
mod ui;

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use self::column::Column;
use self::field::Field;
use self::list::List;
use super::kept::kept;
use super::request::{Request, Requests};
use super::workspace::{Editing, Workspace};
use crate::model::{Item, Subject};

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
    shown_focus: Option<Item>,
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
        let rows = kept(ui, workspace, self.filter.clone(), || rows_of(workspace, &self.filter));
        self.follow(&rows, workspace, requests);
        self.take_keys(ui, workspace, &rows, requests);
        if response.has_focus() {
            let filter =
                egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(table_id(), filter));
        }
        if rows.is_empty() {
            self.empty_ui(ui, workspace, requests);
            return;
        }
        let cell = self.table_ui(ui, workspace, &rows, requests);
        self.editors_ui(ui, cell, workspace, requests);
    }

    /// Keeps up with what the rest of the window does to selection and editing.
    fn follow(&mut self, rows: &[Item], workspace: &Workspace, requests: &mut Requests) {
        let focus = focused_item(workspace);
        if focus != self.shown_focus {
            self.shown_focus = focus;
            self.is_reveal_due = focus.is_some();
            self.list = None;
        }
        if let Some(at) = focus.and_then(|item| rows.iter().position(|row| *row == item)) {
            self.row = at;
        }
        match workspace.editing {
            Some(Editing::Item(item)) => {
                if self.field.as_ref().is_none_or(|field| field.item() != item) {
                    self.field = Some(Field::title(item, workspace));
                    self.column = Column::Title;
                    self.is_reveal_due = true;
                }
                if !self.filter.is_empty() && !rows.contains(&item) {
                    // What was just added shall be seen.
                    self.filter.clear();
                }
            }
            // Headers and connectors have no rows; the inspector names them.
            Some(Editing::Stage(_) | Editing::Lane(_) | Editing::Connector(_) | Editing::Sticky(_)) => {
                requests.push(Request::StartEditing(None));
            }
            None => {
                if self.field.as_ref().is_some_and(|field| field.is_title()) {
                    self.field = None;
                }
            }
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
fn focused_item(workspace: &Workspace) -> Option<Item> {
    match workspace.document.selection().focus? {
        Subject::Item(item) => Some(item),
        Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// The cards of the open journey in reading order, those that the filter's words are found in.
fn rows_of(workspace: &Workspace, filter: &str) -> Vec<Item> {
    let items = workspace.document.project().items_in_reading_order(workspace.journey);
    let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return items;
    }
    let searched = [Column::Stage, Column::Lane, Column::Title, Column::Channel, Column::Owner, Column::Evidence];
    let fits = |item: &Item| {
        let text: Vec<String> = searched.iter().map(|column| column.text(workspace, *item)).collect();
        let text = text.join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    items.into_iter().filter(fits).collect()
}
