//! Draws the rows that are in view. Decides nothing about what is in them.

use egui::{Align, Id, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};
use egui_extras::{Column as Width, TableBuilder};

use super::column::{Column, Editor};
use super::rows::{Rows, text_of};
use super::{TablePainter, focused_row, table_id};
use crate::app::action::Action;
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::widgets::{Emphasis, action_button, empty_state, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::Selection;
use crate::model::Subject;

/// Between the table and the edges of its room, in points.
const MARGIN: i8 = 12;
/// Left and right of a cell's text, in points.
const CELL_PADDING: f32 = 6.0;

impl TablePainter {
    /// The field above the rows.
    pub(super) fn filter_ui(&mut self, ui: &mut Ui, workspace: &Workspace) {
        let id = Id::unique("filter of the map's table");
        egui::Frame::NONE.inner_margin(egui::Margin::symmetric(MARGIN, 8)).show(ui, |ui| {
            ui.horizontal(|ui| {
                let response =
                    ui.add(TextEdit::singleline(&mut self.filter).id(id).hint_text("Filter rows").desired_width(220.0));
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter rows"));
                let response =
                    response.on_hover_text("Show only rows with these words in a name, lane, channel or owner");
                let goes_down = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::ArrowDown));
                if goes_down || response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                    ui.memory_mut(|memory| memory.request_focus(table_id()));
                }
                let hint = "Enter edits · F2 renames · Ctrl+Enter adds a row · Alt+arrows move it · F1 all keys";
                let ink = color32(workspace.theme.color.muted);
                let text = egui::RichText::new(hint).size(workspace.theme.window.small_text).color(ink);
                ui.add(egui::Label::new(text).truncate());
            });
        });
    }

    /// What to do first where there is no row.
    pub(super) fn empty_ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        if !self.filter.trim().is_empty() {
            empty_state(ui, &workspace.theme, Icon::Search, "No row has these words. Change the filter.");
            return;
        }
        let Some(journey) = workspace.open_journey() else { return };
        let (text, action, label) = if journey.stages.is_empty() {
            ("This map has no stages yet.", Action::AddStage, "Add a stage")
        } else if journey.lanes.is_empty() {
            ("This map has no lanes yet.", Action::AddTouchpointsLane, "Add a lane of touchpoints")
        } else {
            ("This map has no cards yet.", Action::AddTouchpoint, "Add a touchpoint")
        };
        empty_state(ui, &workspace.theme, Icon::Table, text);
        ui.add_space(10.0);
        ui.vertical_centered(|ui| action_button(ui, workspace, requests, action, label, Emphasis::Primary));
    }

    /// Draws the table. Returns where the cell of the keyboard is.
    pub(super) fn table_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        rows: &Rows,
        requests: &mut Requests,
    ) -> Option<Rect> {
        let row_height = workspace.theme.window.row_height;
        let focus = focused_row(workspace);
        let reveal = std::mem::take(&mut self.is_reveal_due).then_some(self.row);
        let mut cell_of_keyboard = None;
        let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(MARGIN, 0));
        frame.show(ui, |ui| {
            ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
                let mut builder = TableBuilder::new(ui)
                    .id_salt("map as a table")
                    .striped(false)
                    .resizable(true)
                    .min_scrolled_height(0.0)
                    .auto_shrink(false)
                    .cell_layout(Layout::left_to_right(Align::Center));
                for column in Column::ALL {
                    builder = builder.column(Width::initial(column.width()).at_least(36.0).clip(true));
                }
                if let Some(row) = reveal.filter(|row| *row < rows.list.len()) {
                    builder = builder.scroll_to_row(row, None);
                }
                let with_head = builder.header(28.0, |mut head| {
                    for column in Column::ALL {
                        head.col(|ui| {
                            let text = strong(column.label()).size(workspace.theme.window.small_text + 0.5);
                            // Above the words of its cells.
                            ui.add_space(CELL_PADDING);
                            ui.add(egui::Label::new(text).truncate());
                        });
                    }
                });
                with_head.body(|body| {
                    body.rows(row_height, rows.list.len(), |mut line| {
                        let at = line.index();
                        let Some(row) = rows.list.get(at).copied() else { return };
                        line.set_selected(workspace.document.selection().contains(row));
                        for column in Column::ALL {
                            line.col(|ui| {
                                let is_active = focus == Some(row) && column == self.column;
                                let rect = ui.max_rect();
                                if is_active {
                                    cell_of_keyboard = Some(rect);
                                }
                                let cell = Cell { workspace, rows, row, column, at, is_active };
                                self.cell_ui(ui, &cell, requests);
                            });
                        }
                    });
                });
                reveal_focus(ui);
            });
        });
        cell_of_keyboard
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &Cell, requests: &mut Requests) {
        let Cell { workspace, rows, row, column, is_active, .. } = *cell;
        let rect = ui.max_rect();
        let theme = &workspace.theme;
        let text = match (column, rows.rank(row)) {
            (Column::Position, Some((rank, of))) => format!("{rank} of {of}"),
            (_, _) => column.text(workspace, row),
        };
        let id = Id::unique(("cell of the map's table", row, column));
        // It takes clicks but not the focus, which is the table's: Tab goes on from it to the next control.
        let response = ui.interact(rect, id, Sense::CLICK | Sense::HOVER);
        let name = cell.name(&text);
        response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_active, &name));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.add_action(egui::accesskit::Action::Focus);
            node.add_action(egui::accesskit::Action::ShowContextMenu);
            node.set_row_index(cell.at);
            if is_active {
                node.set_selected(true);
            }
        });
        if is_active {
            ui.ctx().accesskit_node_builder(table_id(), |node| node.set_active_descendant(id.accesskit_id()));
            let ring = Stroke::new(2.0, color32(theme.color.accent));
            ui.painter().rect_stroke(rect.shrink(1.0), theme.window.radius, ring, StrokeKind::Inside);
        }
        let is_untitled = column == Column::Title && text.is_empty();
        let shown = if is_untitled { "Untitled" } else { text.lines().next().unwrap_or_default() };
        let is_quiet = is_untitled || column.is_quiet();
        let ink = color32(if is_quiet { theme.color.muted } else { theme.color.ink });
        let font = egui::TextStyle::Body.resolve(ui.style());
        text_in(ui, rect.shrink2(vec2(CELL_PADDING, 0.0)), shown, font, ink);
        let asks = |ui: &Ui, action| ui.input(|input| input.has_accesskit_action_request(id, action));
        let is_menu_asked = response.secondary_clicked() || asks(ui, egui::accesskit::Action::ShowContextMenu);
        if response.double_clicked() {
            self.column = column;
            self.list = None;
            if matches!(column, Column::Stage | Column::Lane) {
                self.rename_cell(row, workspace, requests);
            } else {
                self.edit(row, workspace, requests);
            }
        } else if response.clicked() && is_active && column.editor(row) == Editor::Choice {
            self.column = column;
            self.edit(row, workspace, requests);
        } else if response.clicked() || is_menu_asked || asks(ui, egui::accesskit::Action::Focus) {
            self.column = column;
            ui.memory_mut(|memory| memory.request_focus(table_id()));
            let mut selection = workspace.document.selection().clone();
            if !is_menu_asked && ui.input(|input| input.modifiers.shift || input.modifiers.command) {
                selection.toggle(row);
                requests.push(Request::Select(selection));
            } else if !(is_menu_asked && selection.contains(row)) {
                requests.push(Request::Select(Selection::only(row)));
            } else {
                selection.add(row);
                requests.push(Request::Select(selection));
            }
        }
        if is_menu_asked {
            self.menu_at = response.interact_pointer_pos().or(Some(rect.left_bottom()));
            egui::Popup::open_id(ui.ctx(), table_id().with("popup"));
        }
        if text.lines().nth(1).is_some() || text.chars().count() > 24 {
            const MOST_SHOWN: usize = 600;
            let start: String = text.chars().take(MOST_SHOWN).collect();
            response.on_hover_text(if start.len() < text.len() { format!("{start}…") } else { start });
        }
    }
}

/// A cell that is drawn.
struct Cell<'a> {
    workspace: &'a Workspace,
    rows: &'a Rows,
    row: Subject,
    column: Column,
    /// Which row it is, from 0.
    at: usize,
    is_active: bool,
}

impl Cell<'_> {
    /// "Title, Checkout, row 7 of 30"; "Channel, Website, Checkout, row 7 of 30".
    fn name(&self, text: &str) -> String {
        const MOST_READ: usize = 120;
        let cut = |text: &str| text.chars().take(MOST_READ).collect::<String>();
        let title = text_of(self.workspace.document.project(), self.row).filter(|title| !title.is_empty());
        let title = cut(title.unwrap_or("Untitled"));
        let value = if text.is_empty() { "empty".to_owned() } else { cut(text) };
        let (label, row, count) = (self.column.label(), self.at + 1, self.rows.list.len());
        match self.column {
            Column::Title => format!("{label}, {title}, row {row} of {count}"),
            Column::Stage
            | Column::Step
            | Column::Lane
            | Column::Position
            | Column::Channel
            | Column::Owner
            | Column::Evidence
            | Column::Importance
            | Column::Satisfaction
            | Column::Emotion
            | Column::Metrics => format!("{label}, {value}, {title}, row {row} of {count}"),
        }
    }
}
