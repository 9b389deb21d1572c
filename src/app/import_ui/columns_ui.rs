//! The file's own rows under their columns, and what each column is taken for.

use egui::{Align, Layout, RichText, Stroke, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, strong};
use super::super::workspace::Workspace;
use super::{heading, replan};
use crate::import::plan::{PlanColumn, Reading};
use crate::import::{Role, metric_library};

const ROW_HEIGHT: f32 = 27.0;
const HEAD_HEIGHT: f32 = 72.0;
const SHOWN_ROWS: f32 = 7.0;

/// Draws the table of the file.
pub(super) fn columns_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    heading(ui, "What the columns are");
    let plan = &state.plan;
    let rows = state.table.row_count();
    let widths: Vec<f32> = (0..plan.columns.len()).map(|column| column_width(ui, state, column)).collect();
    let height = HEAD_HEIGHT + ROW_HEIGHT * (rows as f32).min(SHOWN_ROWS) + 10.0;
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::ScrollArea::horizontal().id_salt("columns").auto_shrink([false, true]).show(ui, |ui| {
            let mut builder = TableBuilder::new(ui)
                .id_salt("rows")
                .striped(false)
                .max_scroll_height(ROW_HEIGHT * SHOWN_ROWS)
                .min_scrolled_height(0.0)
                .cell_layout(Layout::left_to_right(Align::Center));
            builder = builder.column(Column::exact(142.0));
            for width in &widths {
                builder = builder.column(Column::exact(*width));
            }
            let with_head = builder.header(HEAD_HEIGHT, |mut head| {
                head.col(|_| {});
                for (index, column) in plan.columns.iter().enumerate() {
                    head.col(|ui| head_ui(ui, workspace, state, requests, index, column));
                }
            });
            with_head.body(|body| {
                body.rows(ROW_HEIGHT, rows, |mut line| {
                    let row = plan.preview_row(&state.table, &state.recipe, line.index());
                    line.col(|ui| {
                        let rect = ui.max_rect();
                        let line = Stroke::new(1.0, color32(workspace.theme.color.line));
                        ui.painter().with_clip_rect(ui.clip_rect().with_max_x(f32::INFINITY)).hline(
                            rect.left()..=rect.left() + 4_000.0,
                            rect.bottom(),
                            line,
                        );
                        line_ui(ui, workspace, row.line, row.left_out);
                    });
                    for (cell, column) in row.cells.iter().zip(&plan.columns) {
                        line.col(|ui| {
                            let layout = if column.is_number {
                                Layout::right_to_left(Align::Center)
                            } else {
                                Layout::left_to_right(Align::Center)
                            };
                            ui.with_layout(layout, |ui| cell_ui(ui, workspace, cell, row.left_out.is_some(), column));
                        });
                    }
                });
            });
        });
    });
}

/// Room for the name, the role and the texts of the first rows.
fn column_width(ui: &Ui, state: &ImportState, column: usize) -> f32 {
    const LOOKED_AT: usize = 40;
    let font = egui::TextStyle::Body.resolve(ui.style());
    let cells = (0..state.table.row_count().min(LOOKED_AT)).map(|row| state.table.cell(row, column));
    let longest = cells.max_by_key(|text| text.len()).unwrap_or("");
    let planned = state.plan.columns.get(column);
    let measure = |text: &str, extra: f32| {
        let text: String = text.chars().take(60).collect();
        ui.painter().layout_no_wrap(text, font.clone(), egui::Color32::WHITE).size().x + extra
    };
    let name = planned.map_or(0.0, |planned| measure(&planned.name, 18.0));
    let label = planned.map_or(0.0, |planned| measure(&planned.label, 44.0));
    let why = planned.map_or(0.0, |planned| measure(&planned.why, 8.0) * 0.88);
    name.max(label).max(why).max(measure(longest, 18.0)).clamp(84.0, 260.0)
}

fn line_ui(ui: &mut Ui, workspace: &Workspace, line: u32, left_out: Option<&str>) {
    let theme = &workspace.theme;
    let small = |text: String| RichText::new(text).size(theme.window.small_text);
    match left_out {
        Some(why) => {
            ui.add(egui::Label::new(small(why.to_owned()).color(color32(theme.color.risk))).truncate())
                .on_hover_text(format!("Line {line} is left out: {why}"));
        }
        None => {
            ui.label(small(format!("line {line}")).color(color32(theme.color.muted)));
        }
    }
}

fn cell_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    cell: &crate::import::plan::PreviewCell,
    is_left_out: bool,
    column: &PlanColumn,
) {
    let c = &workspace.theme.color;
    let is_unused = column.role == Role::Ignore || column.label == Role::Ignore.label();
    let (text, color) = match cell.reading {
        Reading::NotReported => ("not reported", c.muted),
        Reading::Unreadable => (cell.text.as_str(), c.bad),
        Reading::Read => (cell.text.as_str(), if is_unused { c.muted } else { c.ink }),
    };
    let color = if is_left_out { c.disabled } else { color };
    let text = RichText::new(text).color(color32(color));
    ui.add_space(4.0);
    let label = ui.add(egui::Label::new(text).truncate());
    if cell.reading == Reading::Unreadable {
        label.on_hover_text("This cannot be read and stays unknown");
    }
}

fn head_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    index: usize,
    column: &PlanColumn,
) {
    let theme = &workspace.theme;
    let align = if column.is_number { Align::Max } else { Align::Min };
    ui.with_layout(Layout::top_down(align), |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add_space(4.0);
        ui.add(egui::Label::new(strong(&column.name)).truncate());
        let is_key =
            matches!(column.role, Role::Touchpoint | Role::Date | Role::PeriodStart | Role::PeriodEnd | Role::Segment);
        let (fill, ink, outline) = if is_key {
            (theme.color.accent_tint, theme.color.accent, theme.color.accent.with_opacity(0.4))
        } else if column.role == Role::Ignore || column.label == Role::Ignore.label() {
            (theme.color.surface, theme.color.muted, theme.color.outline)
        } else {
            (theme.color.surface, theme.color.ink, theme.color.outline)
        };
        let text = (
            RichText::new(&column.label).size(12.0).color(color32(ink)),
            super::super::style::icon(crate::base::Icon::ChevronDown, 11.0).color(color32(ink)),
        );
        let button = egui::Button::new(text)
            .fill(color32(fill))
            .stroke(Stroke::new(1.0, color32(outline)))
            .min_size(egui::vec2(0.0, 24.0))
            .truncate();
        ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
        let (response, _) = egui::containers::menu::MenuButton::from_button(button)
            .ui(ui, |ui| role_menu(ui, state, requests, index, column));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("What {} is", column.name)));
        ui.add(egui::Label::new(RichText::new(&column.why).size(11.0).color(color32(theme.color.muted))).truncate())
            .on_hover_text(&column.why);
    });
}

fn role_menu(ui: &mut Ui, state: &ImportState, requests: &mut Requests, index: usize, column: &PlanColumn) {
    ui.set_min_width(220.0);
    let mut chosen = None;
    let mut offer = |ui: &mut Ui, role: Role| {
        if ui.selectable_label(column.role == role, role.label()).clicked() {
            chosen = Some(role);
        }
    };
    egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        for role in [
            Role::Ignore,
            Role::Touchpoint,
            Role::Date,
            Role::PeriodStart,
            Role::PeriodEnd,
            Role::Segment,
            Role::Currency,
        ] {
            offer(ui, role);
        }
        ui.separator();
        ui.label(strong("Amounts").small());
        offer(ui, Role::own_quantity(&column.name));
        for known in metric_library().iter().filter(|known| known.is_quantity()) {
            offer(ui, Role::Quantity(known.key.to_owned()));
        }
        ui.separator();
        ui.label(strong("Rates as stated").small());
        for known in metric_library().iter().filter(|known| !known.is_quantity()) {
            offer(ui, Role::Rate(known.key.to_owned()));
        }
    });
    if let Some(role) = chosen {
        let mut recipe = state.recipe.clone();
        recipe.set_role(index, role);
        replan(requests, recipe, &state.options);
        ui.close();
    }
}
