//! Where one is in the rows of the file: all or those left out, which page of very long and very wide tables, which
//! line one went to.

use std::collections::BTreeSet;

use egui::{Align, Id, Key, Layout, Modifiers, RichText, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::style::{color32, icon};
use super::super::workspace::Workspace;
use super::columns_ui::is_unused;
use super::heading;
use crate::base::Icon;
use crate::base::number::format_grouped;
use crate::import::plan::PlanColumn;
use crate::import::{Family, Plan};

/// So many rows are in one page: more could not be told apart by a scroll bar.
pub(super) const PAGE_ROWS: usize = 100_000;
/// So many columns are in one page: all of them are drawn.
pub(super) const PAGE_COLUMNS: usize = 40;
/// Of more columns, those of which nothing comes can be left out of view.
const MANY_COLUMNS: usize = 8;

/// What is shown of the rows. Kept between frames, as long as the same file is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    /// Where the table lies in memory: another file is looked at anew.
    pub of: usize,
    pub only_left_out: bool,
    /// Only the columns of which something comes, and those that were opened since.
    pub only_used: bool,
    pub opened: BTreeSet<usize>,
    /// The first row and column of the page.
    pub first_row: usize,
    pub first_column: usize,
    /// The row of the page to bring into view, and where.
    pub scroll_to: Option<(usize, Align)>,
    /// The line that one went to.
    pub marked: Option<u32>,
    /// The first row of the page in view.
    pub top: usize,
    typed: String,
}

fn id() -> Id {
    Id::unique("rows of the import")
}

fn address(state: &ImportState) -> usize {
    std::sync::Arc::as_ptr(&state.table).addr()
}

impl View {
    /// As it was kept; from the start for another file.
    pub fn kept(ui: &Ui, state: &ImportState) -> Self {
        let of = address(state);
        let kept: Option<Self> = ui.data(|data| data.get_temp(id()));
        let mut view = kept.filter(|view| view.of == of).unwrap_or_else(|| Self {
            of,
            only_used: state.table.family != Family::Table && state.plan.columns.len() > MANY_COLUMNS,
            ..Self::default()
        });
        view.first_row = view.first_row.min(view.count(state).saturating_sub(1));
        view.first_column = view.first_column.min(view.columns(state).saturating_sub(1));
        view.only_used &= state.plan.columns.iter().any(|column| !is_unused(column));
        view.only_left_out &= state.plan.left_out_count > 0;
        view
    }

    pub fn keep(self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(id(), self));
    }

    /// Rows that there are to see.
    pub fn count(&self, state: &ImportState) -> usize {
        if self.only_left_out { state.plan.left_out.len() } else { state.table.row_count() }
    }

    /// Whether the column is among those to see.
    pub fn shows(&self, index: usize, column: &PlanColumn) -> bool {
        !self.only_used || !is_unused(column) || self.opened.contains(&index)
    }

    /// Columns that there are to see.
    fn columns(&self, state: &ImportState) -> usize {
        state.plan.columns.iter().enumerate().filter(|(index, column)| self.shows(*index, column)).count()
    }

    /// Rows of the page.
    pub fn page(&self, state: &ImportState) -> usize {
        self.count(state).saturating_sub(self.first_row).min(PAGE_ROWS)
    }

    /// Goes to a line of the file, or to the next row after it.
    fn go_to(&mut self, state: &ImportState, line: u32) {
        let row = row_from_line(state, line);
        let left_out = state.plan.left_out.iter().position(|row| row.line == line);
        let is_row = row.is_some_and(|row| state.table.line(row) == line);
        let (only_left_out, row) = match (is_row, left_out, row) {
            (false, Some(at), _) => (true, at),
            (_, _, Some(row)) => (false, row),
            (_, _, None) => return,
        };
        self.only_left_out = only_left_out;
        self.first_row = row / PAGE_ROWS * PAGE_ROWS;
        self.scroll_to = Some((row - self.first_row, Align::Center));
        self.marked = Some(if only_left_out { line } else { state.table.line(row) });
    }
}

/// The row that begins on a line, or the next one; the last for lines behind it.
fn row_from_line(state: &ImportState, line: u32) -> Option<usize> {
    let rows = state.table.row_count();
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if state.table.line(middle) < line { low = middle + 1 } else { high = middle }
    }
    (rows > 0).then(|| low.min(rows - 1))
}

/// Goes to a line of the file, from wherever it is named.
pub(super) fn go_to(ui: &Ui, state: &ImportState, line: u32) {
    let mut view = View::kept(ui, state);
    view.go_to(state, line);
    view.keep(ui);
    ui.ctx().request_repaint();
}

/// A line that is named, to go to it.
pub(super) fn line_link(ui: &mut Ui, state: &ImportState, line: u32) {
    let link = ui.link(RichText::new(format!("line {line}")).small());
    link.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, format!("Go to line {line}")));
    if link.on_hover_text(format!("Show line {line} in the table")).clicked() {
        go_to(ui, state, line);
    }
}

/// The heading over the rows: all or those left out, and a field for a line to go to.
pub(super) fn bar_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, view: &mut View) {
    let plan: &Plan = &state.plan;
    ui.horizontal_wrapped(|ui| {
        heading(ui, "What the columns are");
        let count = |rows: usize| format_grouped(rows as f64, 0);
        if plan.left_out_count > 0 {
            ui.add_space(8.0);
            let all = format!("All rows, {}", count(state.table.row_count()));
            let left_out = format!("Left out, {}", count(plan.left_out_count));
            for (text, only_left_out) in [(all, false), (left_out, true)] {
                let small = RichText::new(text).size(workspace.theme.window.small_text);
                if ui.selectable_label(view.only_left_out == only_left_out, small).clicked() {
                    view.only_left_out = only_left_out;
                    (view.first_row, view.top, view.marked) = (0, 0, None);
                    view.scroll_to = Some((0, Align::Min));
                }
            }
        }
        let all = plan.columns.len();
        let used = plan.columns.iter().filter(|column| !is_unused(column)).count();
        if all > MANY_COLUMNS && used > 0 && used < all {
            ui.add_space(8.0);
            let text = format!("Only used columns, {} of {}", count(used), count(all));
            let small = RichText::new(text).size(workspace.theme.window.small_text);
            let tip = "Leave the columns that are not needed out of view; nothing else changes";
            if ui.checkbox(&mut view.only_used, small).on_hover_text(tip).changed() {
                view.opened.clear();
                view.first_column = 0;
            }
        }
        ui.add_space(8.0);
        let field = egui::TextEdit::singleline(&mut view.typed).hint_text("Go to line").desired_width(104.0);
        let response = ui.add(field).on_hover_text("A line of the file: type its number and press Enter");
        response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Go to line"));
        if response.changed() {
            view.typed.retain(|letter| letter.is_ascii_digit());
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(line) = view.typed.parse().ok().filter(|_| is_entered) {
            view.go_to(state, line);
            view.typed.clear();
        }
    });
}

/// The pages of tables that are longer or wider than one.
pub(super) fn pages_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, view: &mut View) {
    let rows = view.count(state);
    let columns = view.columns(state);
    if view.only_left_out && state.plan.left_out_count > rows {
        let text = format!("The first {} of them are listed.", format_grouped(rows as f64, 0));
        ui.label(RichText::new(text).small().color(color32(workspace.theme.color.muted)));
    }
    if rows <= PAGE_ROWS && columns <= PAGE_COLUMNS {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if rows > PAGE_ROWS {
            let first = turn_ui(ui, workspace, "rows", view.first_row, PAGE_ROWS, rows);
            if first != view.first_row {
                view.first_row = first;
                view.scroll_to = Some((0, Align::Min));
            }
        }
        if columns > PAGE_COLUMNS {
            view.first_column = turn_ui(ui, workspace, "columns", view.first_column, PAGE_COLUMNS, columns);
        }
    });
}

/// "‹ Rows 1 to 100,000 of 2,000,000 ›"; gives the first of the page that is then shown.
fn turn_ui(ui: &mut Ui, workspace: &Workspace, what: &str, first: usize, page: usize, count: usize) -> usize {
    let mut shown = first;
    let mut turn = |ui: &mut Ui, glyph: Icon, name: String, to: Option<usize>| {
        let button = egui::Button::new(icon(glyph, 14.0)).min_size(egui::vec2(24.0, 24.0));
        let response = ui.add_enabled(to.is_some(), button).on_hover_text(&name);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, to.is_some(), &name));
        if let Some(to) = to.filter(|_| response.clicked()) {
            shown = to;
        }
    };
    turn(ui, Icon::ChevronLeft, format!("Earlier {what}"), (first > 0).then(|| first.saturating_sub(page)));
    let number = |at: usize| format_grouped(at as f64, 0);
    let last = (first + page).min(count);
    let text = format!("{what} {} to {} of {}", number(first + 1), number(last), number(count));
    ui.label(RichText::new(text).small().color(color32(workspace.theme.color.muted)));
    turn(ui, Icon::ChevronRight, format!("Later {what}"), (last < count).then_some(last));
    shown
}

/// The keys that move through the rows while the table has the focus.
pub(super) fn keys(ui: &Ui, rect: egui::Rect, state: &ImportState, view: &mut View, shown: usize) {
    let response = ui.interact(rect, id().with("keys"), egui::Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Table, true, "Rows of the file"));
    if !response.has_focus() {
        return;
    }
    let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let last = view.page(state).saturating_sub(1);
    let page = shown.saturating_sub(1).max(1);
    let moves = [
        (Key::ArrowDown, view.top + 1),
        (Key::ArrowUp, view.top.saturating_sub(1)),
        (Key::PageDown, view.top + page),
        (Key::PageUp, view.top.saturating_sub(page)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (key, row) in moves {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            view.scroll_to = Some((row.min(last), Align::Min));
        }
    }
}

/// The layout of a cell: figures to the right.
pub(super) fn cell_layout(is_number: bool) -> Layout {
    if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) }
}
