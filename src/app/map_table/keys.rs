//! Keys of the table: arrows go from cell to cell, Enter edits, Ctrl+Enter adds a row below. Delete, undo and moving
//! with Alt are commands with shortcuts of their own.

use egui::{Event, Key, Modifiers, Popup, Ui};

use super::column::{Column, Editor};
use super::field::{Field, title_request};
use super::list::List;
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
    pub(super) fn take_keys(&mut self, ui: &Ui, workspace: &Workspace, rows: &[Item], requests: &mut Requests) {
        let has_keys = ui.memory(egui::Memory::focused).is_none_or(|id| id == table_id())
            && self.field.is_none()
            && self.list.is_none()
            && workspace.editing.is_none()
            && workspace.dialog.is_none()
            && !Popup::is_any_open(ui.ctx());
        if !has_keys {
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
                    if let Some(item) = super::focused_item(workspace) {
                        self.edit(item, workspace, requests);
                    }
                    return;
                }
                _ => None,
            };
            let Some(item) = to.and_then(|to| rows.get(to.min(rows.len().saturating_sub(1)))) else { continue };
            self.row = rows.iter().position(|row| row == item).unwrap_or(0);
            if modifiers.shift {
                selection.add(Subject::Item(*item));
            } else {
                selection = Selection::only(*item);
            }
            requests.push(Request::Select(selection.clone()));
            requests.push(Request::RevealFocus);
        }
    }

    /// Opens the cell of the keyboard in that row.
    pub(super) fn edit(&mut self, item: Item, workspace: &Workspace, requests: &mut Requests) {
        match (self.column.editor(item), item) {
            (Editor::Text, Item::Touchpoint(touchpoint)) if self.column == Column::Owner => {
                self.field = Some(Field::owner(touchpoint, workspace));
            }
            (Editor::Text, _) => requests.push(title_request(item)),
            (Editor::Choice, _) => self.list = List::of(self.column, item, workspace),
            (Editor::None, _) => {}
        }
    }
}

fn beside(column: Column, is_right: bool) -> Column {
    let at = Column::ALL.iter().position(|other| *other == column).unwrap_or(0);
    let to = if is_right { at + 1 } else { at.saturating_sub(1) };
    Column::ALL.get(to).copied().unwrap_or(column)
}
