//! The names in the file and the touchpoints that their figures go to.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Layout, RichText, Role, Stroke, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon};
use super::super::workspace::Workspace;
use super::chooser_ui::{self, Choice, chooser_ui};
use super::{counted, heading, replan};
use crate::base::Icon;
use crate::import::{How, PlanOptions};
use crate::model::TouchpointId;

/// The most names that are listed; all others keep their match.
const LISTED: usize = 300;

/// A name as it is listed.
struct Row<'a> {
    name: &'a str,
    rows: usize,
    /// The touchpoint's title, or what happens to the name.
    goes_to: String,
    /// "0.94", "alias", "you".
    how: String,
    is_new: bool,
    is_open: bool,
    touchpoint: Option<TouchpointId>,
}

/// Draws the list.
pub(super) fn names_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let plan = &state.plan;
    let column = match plan.name_column.as_str() {
        "" => "The file",
        name if name.eq_ignore_ascii_case("touchpoint") => "Name",
        name => name,
    };
    heading(ui, &format!("{column} → touchpoint"));
    let rows = rows_of(state);
    let rows_count = rows.len();
    ui.spacing_mut().item_spacing.y = 6.0;
    for row in rows.into_iter().take(LISTED) {
        row_ui(ui, workspace, state, requests, &row);
    }
    let muted = |text: String| RichText::new(text).size(12.0).color(color32(workspace.theme.color.muted));
    if rows_count > LISTED {
        ui.label(muted(format!("… and {} more names.", rows_count - LISTED)));
    }
    if !plan.unmatched.is_empty() || state.options.create_touchpoints {
        let mut create = state.options.create_touchpoints;
        if ui.checkbox(&mut create, "Make new touchpoints of all other names").changed() {
            replan(requests, state.recipe.clone(), &PlanOptions { create_touchpoints: create, ..state.options });
        }
    }
    ui.label(muted("Kept for next month's file.".to_owned()));
    ui.add_space(12.0);
}

fn rows_of(state: &ImportState) -> Vec<Row<'_>> {
    let matched = state.plan.matched.iter().map(|matched| Row {
        name: &matched.name,
        rows: matched.rows,
        goes_to: if matched.how == How::New { format!("New: {}", matched.title) } else { matched.title.clone() },
        how: if matched.how == How::Fuzzy { format!("{:.2}", matched.score) } else { matched.how.label().to_owned() },
        is_new: matched.how == How::New,
        is_open: false,
        touchpoint: (matched.how != How::New).then_some(matched.touchpoint),
    });
    let unmatched = state.plan.unmatched.iter().map(|unmatched| Row {
        name: &unmatched.name,
        rows: unmatched.rows,
        goes_to: if unmatched.is_left_out_by_you { "Left out".to_owned() } else { "Choose…".to_owned() },
        how: if unmatched.is_left_out_by_you { "you".to_owned() } else { String::new() },
        is_new: false,
        is_open: !unmatched.is_left_out_by_you,
        touchpoint: None,
    });
    matched.chain(unmatched).collect()
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests, row: &Row<'_>) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let half = (ui.available_width() - 28.0) / 2.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let name = if row.name.is_empty() { "All rows" } else { row.name };
        ui.allocate_ui_with_layout(egui::vec2(half, 28.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(half);
            let rows = counted(row.rows, "row");
            ui.add(egui::Label::new(name).truncate()).on_hover_text(format!("{name}, {rows}"));
        });
        ui.label(icon(Icon::ArrowRight, 12.0).color(color32(c.muted)));
        let (ink, outline) = if row.is_new {
            (c.accent, c.accent.with_opacity(0.6))
        } else if row.is_open {
            (c.risk, c.outline)
        } else {
            (c.ink, c.outline)
        };
        let title = RichText::new(&row.goes_to).size(12.5).color(color32(ink));
        let button = egui::Button::new((title, icon(Icon::ChevronDown, 11.0).color(color32(c.muted))))
            .right_text(RichText::new(&row.how).size(11.0).color(color32(c.muted)))
            .stroke(Stroke::new(1.0, color32(outline)))
            .min_size(egui::vec2(half, 28.0))
            .truncate();
        ui.spacing_mut().button_padding = egui::vec2(8.0, 4.0);
        ui.allocate_ui_with_layout(egui::vec2(half, 28.0), Layout::left_to_right(Align::Center), |ui| {
            let choice = Choice { name: row.name, touchpoint: row.touchpoint, is_new: row.is_new };
            let (response, _) = MenuButton::from_button(button)
                .config(MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
                .ui(ui, |ui| chooser_ui(ui, workspace, state, requests, &choice));
            if response.clicked() {
                chooser_ui::begin(ui);
            }
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Touchpoint for {name}")));
        });
    });
}
