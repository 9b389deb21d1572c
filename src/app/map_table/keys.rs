//! Keys of the table: arrows go from cell to cell, Enter edits, F2 renames, Ctrl+Enter adds a row below. Delete, undo
//! and moving with Alt are commands with shortcuts of their own.

use egui::{Event, Key, Modifiers, Popup, Ui};

use super::column::{Column, Editor};
use super::field::{Field, title_request};
use super::list::List;
use super::rows::{Rows, headers_of};
use super::{TablePainter, table_id};
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::Selection;
use crate::model::{Item, Subject};

/// How many rows Page Up and Page Down go.
const PAGE: usize = 20;

impl TablePainter {
    /// Takes this frame's keys.
    pub(super) fn take_keys(&mut self, ui: &Ui, workspace: &Workspace, rows: &Rows, requests: &mut Requests) {
        if !self.has_keys(ui, workspace) {
            return;
        }
        let presses: Vec<(Key, Modifiers)> = ui.input(|input| {
            let presses = input.events.iter().filter_map(|event| match event {
                Event::Key { key, pressed: true, modifiers, .. } if !modifiers.alt => Some((*key, *modifiers)),
                _ => None,
            });
            presses.collect()
        });
        let mut selection = workspace.document.selection().clone();
        for (key, modifiers) in presses {
            if key == Key::Enter && modifiers.command {
                requests.run(Action::AddCard);
                return;
            }
            if modifiers.command || modifiers.ctrl {
                continue;
            }
            let to = match key {
                Key::ArrowLeft | Key::ArrowRight => {
                    self.column = beside(self.column, key == Key::ArrowRight);
                    self.is_reveal_due = true;
                    None
                }
                Key::ArrowUp => Some(self.row.saturating_sub(1)),
                // Without a row of the keyboard, that is where it was last.
                Key::ArrowDown if selection.focus.is_none() => Some(self.row),
                Key::ArrowDown => Some(self.row + 1),
                Key::PageUp => Some(self.row.saturating_sub(PAGE)),
                Key::PageDown => Some(self.row + PAGE),
                Key::Home => Some(0),
                Key::End => Some(usize::MAX),
                Key::Enter => {
                    if let Some(row) = super::focused_row(workspace) {
                        self.edit(row, workspace, requests);
                    }
                    return;
                }
                Key::F2 => {
                    if let Some(row) = super::focused_row(workspace) {
                        self.rename_cell(row, workspace, requests);
                    }
                    return;
                }
                _ => None,
            };
            let Some(to) = to.map(|to| to.min(rows.list.len().saturating_sub(1))) else { continue };
            let Some(row) = rows.list.get(to) else { continue };
            self.row = to;
            if modifiers.shift {
                selection.add(*row);
            } else {
                selection = Selection::only(*row);
            }
            requests.push(Request::Select(selection.clone()));
            requests.push(Request::RevealFocus);
        }
    }

    /// Whether keys go to the cells: nothing else has the focus, and nothing lies over them.
    pub(super) fn has_keys(&self, ui: &Ui, workspace: &Workspace) -> bool {
        ui.memory(egui::Memory::focused).is_none_or(|id| id == table_id())
            && self.field.is_none()
            && self.list.is_none()
            && workspace.editing.is_none()
            && workspace.dialog.is_none()
            && !Popup::is_any_open(ui.ctx())
    }

    /// Opens the cell of the keyboard in that row.
    pub(super) fn edit(&mut self, row: Subject, workspace: &Workspace, requests: &mut Requests) {
        match (self.column.editor(row), row) {
            (Editor::Text, Subject::Item(Item::Touchpoint(touchpoint))) if self.column == Column::Owner => {
                self.field = Some(Field::owner(touchpoint, workspace));
            }
            (Editor::Text, _) => requests.push(title_request(row)),
            (Editor::Choice, Subject::Item(item)) => self.list = List::of(self.column, item, workspace),
            (Editor::Choice | Editor::None, _) => {}
        }
    }

    /// Opens what the cell of the keyboard shows for another name: the stage or lane, else the row's own text.
    pub(super) fn rename_cell(&mut self, row: Subject, workspace: &Workspace, requests: &mut Requests) {
        let (stage, lane) = headers_of(workspace.document.project(), row);
        match self.column {
            Column::Stage => self.rename(stage.map(Subject::Stage), row, workspace),
            Column::Lane => self.rename(lane.map(Subject::Lane), row, workspace),
            Column::Owner if self.column.editor(row) == Editor::Text => self.edit(row, workspace, requests),
            Column::Step
            | Column::Position
            | Column::Title
            | Column::Channel
            | Column::Owner
            | Column::Evidence
            | Column::Importance
            | Column::Satisfaction
            | Column::Emotion
            | Column::Metrics => requests.push(title_request(row)),
        }
    }
}

fn beside(column: Column, is_right: bool) -> Column {
    let at = Column::ALL.iter().position(|other| *other == column).unwrap_or(0);
    let to = if is_right { at + 1 } else { at.saturating_sub(1) };
    Column::ALL.get(to).copied().unwrap_or(column)
}
