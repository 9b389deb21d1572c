//! The file's own rows under their columns, and what each column is taken for.

use std::borrow::Cow;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Layout, RichText, Stroke, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, strong};
use super::super::workspace::Workspace;
use super::roles_ui::{self, roles_ui};
use super::rows_ui::{self, View};
use super::{SCROLL_BAR, return_focus};
use crate::import::Role;
use crate::import::plan::{Fate, PlanColumn, PreviewCell, Reading};

const ROW_HEIGHT: f32 = 27.0;
const HEAD_HEIGHT: f32 = 72.0;
const SHOWN_ROWS: f32 = 7.0;
const LINE_WIDTH: f32 = 150.0;
/// Room between a column's edge and what is in it, the same in head and cells.
const PADDING: f32 = 9.0;
const ROLE_TEXT: f32 = 12.0;
const WHY_TEXT: f32 = 11.0;
/// The most decimals, not counting leading zeros, that a figure shows.
const DECIMALS: usize = 4;

/// Draws the table of the file.
pub(super) fn columns_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let mut view = View::kept(ui, state);
    rows_ui::bar_ui(ui, workspace, state, &mut view);
    let plan = &state.plan;
    let rows = view.page(state);
    let columns: Vec<(usize, &PlanColumn, f32)> = plan
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| view.shows(*index, column))
        .skip(view.first_column)
        .take(rows_ui::PAGE_COLUMNS)
        .map(|(index, column)| (index, column, column_width(ui, state, index)))
        .collect();
    let height = HEAD_HEIGHT + ROW_HEIGHT * (rows as f32).min(SHOWN_ROWS) + SCROLL_BAR;
    let mut opened = None;
    let scroll_to = view.scroll_to.take();
    let mut top = usize::MAX;
    let shown = ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        egui::ScrollArea::horizontal().id_salt("columns").auto_shrink([false, true]).show(ui, |ui| {
            let mut builder = TableBuilder::new(ui)
                .id_salt(("rows", view.of, view.only_left_out, view.first_row))
                .striped(false)
                .max_scroll_height(ROW_HEIGHT * SHOWN_ROWS)
                .min_scrolled_height(0.0)
                .cell_layout(Layout::left_to_right(Align::Center));
            if let Some((row, align)) = scroll_to {
                // At once: rows may be far apart, and nobody wants to see all between.
                let room = ROW_HEIGHT * (SHOWN_ROWS - 1.0);
                let above = if align == Align::Center { room / 2.0 } else { 0.0 };
                let most = (ROW_HEIGHT * (rows as f32 - SHOWN_ROWS)).max(0.0);
                let offset = (ROW_HEIGHT * row as f32 - above).clamp(0.0, most);
                builder = builder.vertical_scroll_offset(offset);
            }
            builder = builder.column(Column::exact(LINE_WIDTH));
            for (_, _, width) in &columns {
                builder = builder.column(Column::exact(*width));
            }
            // The vertical scroll bar has a column of its own.
            let with_head = builder.column(Column::exact(SCROLL_BAR)).header(HEAD_HEIGHT, |mut head| {
                head.col(|ui| hairline(ui, workspace));
                for (index, column, _) in &columns {
                    head.col(|ui| {
                        hairline(ui, workspace);
                        let align = if is_figures(column) { Align::Max } else { Align::Min };
                        padded(ui, Layout::top_down(align), |ui| {
                            if head_ui(ui, workspace, state, requests, *index, column) {
                                opened = Some(*index);
                            }
                        });
                    });
                }
                head.col(|_| {});
            });
            with_head.body(|body| {
                body.rows(ROW_HEIGHT, rows, |mut line| {
                    top = top.min(line.index());
                    let Some(row) = row_of(state, &view, line.index()) else { return };
                    let is_marked = view.marked == Some(row.line);
                    let tint = color32(workspace.theme.color.accent_tint);
                    let cell_ground = |ui: &Ui| {
                        if is_marked {
                            ui.painter().rect_filled(ui.max_rect(), 0.0, tint);
                        }
                        hairline(ui, workspace);
                    };
                    line.col(|ui| {
                        cell_ground(ui);
                        line_ui(ui, workspace, row.line, row.why.as_deref());
                    });
                    for (index, column, _) in &columns {
                        line.col(|ui| {
                            cell_ground(ui);
                            let Some(cell) = row.cells.get(*index) else { return };
                            padded(ui, rows_ui::cell_layout(is_figures(column)), |ui| {
                                cell_ui(ui, workspace, cell, row.why.as_deref(), column);
                            });
                        });
                    }
                    line.col(|_| {});
                });
            });
            // The bar that scrolls to the side lies below the rows, not on the last.
            ui.add_space(SCROLL_BAR);
        });
    });
    // What is made not needed in its menu stays in view.
    view.opened.extend(opened);
    let rect = shown.response.rect;
    if scroll_to.is_some() && !ui.clip_rect().contains_rect(rect) {
        ui.scroll_to_rect(rect, None);
    }
    view.top = if top == usize::MAX { 0 } else { top };
    rows_ui::keys(ui, rect, state, &mut view, SHOWN_ROWS as usize);
    rows_ui::pages_ui(ui, workspace, state, &mut view);
    if view.scroll_to.is_some() {
        ui.ctx().request_repaint();
    }
    view.keep(ui);
}

/// A row as it is shown, of the table or of the lines left out.
struct ShownRow {
    line: u32,
    why: Option<String>,
    cells: Vec<PreviewCell>,
}

/// The row at that place of the page.
fn row_of(state: &ImportState, view: &View, at: usize) -> Option<ShownRow> {
    let index = view.first_row + at;
    if view.only_left_out {
        let row = state.plan.left_out.get(index)?;
        let cell = |text: &String| PreviewCell { text: text.clone(), reading: Reading::Read };
        let cells = row.cells.iter().map(cell).collect();
        return Some(ShownRow { line: row.line, why: Some(row.why.clone()), cells });
    }
    let row = state.plan.preview_row(&state.table, index);
    Some(ShownRow { line: row.line, why: row.left_out.map(str::to_owned), cells: row.cells })
}

/// The line under a cell.
pub(super) fn hairline(ui: &Ui, workspace: &Workspace) {
    let rect = ui.max_rect();
    let line = Stroke::new(1.0, color32(workspace.theme.color.line));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
}

/// Draws within a cell, so that head and cells of a column share their edges.
fn padded(ui: &mut Ui, layout: Layout, add: impl FnOnce(&mut Ui)) {
    let inside = ui.max_rect().shrink2(egui::vec2(PADDING, 0.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inside).layout(layout), add);
}

/// Whether the column's cells stand to the right. A day is read, whatever it is written with.
fn is_figures(column: &PlanColumn) -> bool {
    column.is_number && !matches!(column.role, Role::Date | Role::PeriodStart | Role::PeriodEnd)
}

/// Whether nothing comes of the column.
pub(super) fn is_unused(column: &PlanColumn) -> bool {
    column.role == Role::Ignore || column.label == Role::Ignore.label()
}

/// Room for the name, the role and the texts of the first rows; less for a column that is not needed.
fn column_width(ui: &Ui, state: &ImportState, column: usize) -> f32 {
    const LOOKED_AT: usize = 40;
    let body = egui::TextStyle::Body.resolve(ui.style());
    let width = |text: &str, font: &egui::FontId| {
        let text: String = text.chars().take(60).collect();
        ui.painter().layout_no_wrap(text, font.clone(), egui::Color32::WHITE).size().x
    };
    let Some(planned) = state.plan.columns.get(column) else { return 84.0 };
    let cells = (0..state.table.row_count().min(LOOKED_AT)).map(|row| state.table.cell(row, column));
    let widest = cells.map(|text| width(&shortened(&text), &body)).fold(0.0, f32::max);
    let proportional = |size| egui::FontId::new(size, body.family.clone());
    let strong = egui::FontId::new(body.size, super::super::style::family(crate::scene::Face::SemiBold));
    // The role's button has padding, an icon and the gap before it.
    let role = width(&planned.label, &proportional(ROLE_TEXT)) + 36.0;
    let why = width(&planned.why, &proportional(WHY_TEXT)).min(170.0);
    let content = width(&planned.name, &strong).max(role).max(why).max(widest);
    let most = if is_unused(planned) { 130.0 } else { 260.0 };
    // Widths are rounded up, as texts that just do not fit end with an ellipsis.
    (content + 2.0 * PADDING + 2.0).ceil().clamp(84.0, most)
}

fn line_ui(ui: &mut Ui, workspace: &Workspace, line: u32, left_out: Option<&str>) {
    let theme = &workspace.theme;
    let small = |text: String| RichText::new(text).size(theme.window.small_text);
    match left_out {
        Some(why) => {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(small(format!("line {line}")).color(color32(theme.color.muted)));
            ui.add(egui::Label::new(small(format!(" · {why}")).color(color32(theme.color.risk))).truncate())
                .on_hover_text(format!("Line {line} is left out: {why}"));
        }
        None => {
            ui.label(small(format!("line {line}")).color(color32(theme.color.muted)));
        }
    }
}

fn cell_ui(ui: &mut Ui, workspace: &Workspace, cell: &PreviewCell, left_out: Option<&str>, column: &PlanColumn) {
    let c = &workspace.theme.color;
    let shown = if column.is_number { shortened(&cell.text) } else { Cow::Borrowed(cell.text.as_str()) };
    let (text, color) = match cell.reading {
        Reading::NotReported => ("not reported", c.muted),
        Reading::Unreadable => (cell.text.as_str(), c.bad),
        Reading::Read => (shown.as_ref(), if is_unused(column) { c.muted } else { c.ink }),
    };
    let color = match left_out {
        // It waits to be matched, and is read for that.
        Some(why) if Fate::Unmatched.why() == Some(why) => c.muted,
        Some(_) => c.disabled,
        None => color,
    };
    let label = ui.add(egui::Label::new(RichText::new(text).color(color32(color))).truncate());
    if cell.reading == Reading::Unreadable {
        label.on_hover_text("This cannot be read and stays unknown");
    } else if cell.reading == Reading::Read && text != cell.text {
        label.on_hover_text(&cell.text);
    }
}

/// A figure with many decimals, as it is shown: "25.583333333" → "25.5833". Other texts stay as they are.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some((whole, rest)) = text.rfind(['.', ',']).and_then(|at| text.split_at_checked(at)) else {
        return Cow::Borrowed(text);
    };
    let (Some(mark), Some(digits)) = (rest.chars().next(), rest.get(1..)) else { return Cow::Borrowed(text) };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (decimals, tail) = digits.split_at_checked(end).unwrap_or((digits, ""));
    let is_below_one = !whole.chars().any(|c| ('1'..='9').contains(&c));
    let zeros = if is_below_one { decimals.bytes().take_while(|digit| *digit == b'0').count() } else { 0 };
    let kept = zeros + DECIMALS;
    let Some(value) = format!("0.{decimals}").parse::<f64>().ok().filter(|_| decimals.len() > kept) else {
        return Cow::Borrowed(text);
    };
    match format!("{value:.kept$}").strip_prefix("0.") {
        Some(rounded) => Cow::Owned(format!("{whole}{mark}{rounded}{tail}")),
        // Rounded up to a whole: the file's own text says it better.
        None => Cow::Borrowed(text),
    }
}

/// Draws a column's name and role. Whether the menu of roles was opened.
fn head_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    index: usize,
    column: &PlanColumn,
) -> bool {
    let theme = &workspace.theme;
    let is_unused = is_unused(column);
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.add_space(4.0);
    let name = strong(&column.name).color(color32(if is_unused { theme.color.muted } else { theme.color.ink }));
    ui.add(egui::Label::new(name).truncate());
    let is_key =
        matches!(column.role, Role::Touchpoint | Role::Date | Role::PeriodStart | Role::PeriodEnd | Role::Segment);
    let (fill, ink, outline) = if is_key {
        (theme.color.accent_tint, theme.color.accent, theme.color.accent.with_opacity(0.4))
    } else if is_unused {
        (theme.color.surface, theme.color.muted, theme.color.outline)
    } else {
        (theme.color.surface, theme.color.ink, theme.color.outline)
    };
    let text = (
        RichText::new(&column.label).size(ROLE_TEXT).color(color32(ink)),
        super::super::style::icon(crate::base::Icon::ChevronDown, 11.0).color(color32(ink)),
    );
    let button = egui::Button::new(text)
        .fill(color32(fill))
        .stroke(Stroke::new(1.0, color32(outline)))
        .min_size(egui::vec2(0.0, 24.0))
        .truncate();
    ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
    ui.spacing_mut().icon_spacing = 4.0;
    let (response, shown) = MenuButton::from_button(button)
        .config(MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
        .ui(ui, |ui| roles_ui(ui, workspace, state, requests, index, column));
    if response.clicked() {
        roles_ui::begin(ui);
    }
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("What {} is", column.name)));
    return_focus(ui, &response, shown.is_some());
    let why = RichText::new(&column.why).size(WHY_TEXT).color(color32(theme.color.muted));
    ui.add(egui::Label::new(why).truncate()).on_hover_text(&column.why);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_decimals_are_shown_rounded_and_all_else_as_it_is() {
        for (text, shown) in [
            ("25.583333333333332", "25.5833"),
            ("0.000123456", "0.0001235"),
            ("12,3456789 %", "12,3457 %"),
            ("1,234.56789", "1,234.5679"),
            ("1,234", "1,234"),
            ("10.25", "10.25"),
            ("1.999999", "1.999999"),
            ("2026.09.01", "2026.09.01"),
            ("not a number", "not a number"),
            ("", ""),
        ] {
            assert_eq!(shortened(text), shown, "{text:?}");
        }
    }
}
