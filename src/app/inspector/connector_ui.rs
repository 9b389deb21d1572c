//! The fields of connectors: their ends, label and kind.

use std::collections::BTreeSet;

use egui::{RichText, Role, Ui, WidgetInfo};

use super::super::request::Requests;
use super::super::style::color32;
use super::super::widgets::field;
use super::super::workspace::Workspace;
use super::{choice, combo, shared, text_line};
use crate::edit::{ConnectorChange, Edit};
use crate::model::{Connector, ConnectorId, ConnectorKind, Item, TouchpointId};

/// Draws the fields.
pub(super) fn connectors_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, ids: &[ConnectorId]) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let connectors: Vec<_> = ids.iter().filter_map(|id| project.connectors.get(id)).collect();
    let title = |id: &TouchpointId| project.touchpoints.get(id).map_or("", |touchpoint| touchpoint.title.as_str());
    match connectors.as_slice() {
        [] => return,
        [only] => {
            ui.heading("Connector");
            ui.label(
                RichText::new(format!("{} → {}", title(&only.from), title(&only.to))).color(color32(theme.color.muted)),
            );
        }
        many => {
            ui.heading(format!("{} connectors", many.len()));
        }
    }
    ui.add_space(6.0);
    if let [only] = connectors.as_slice() {
        for (name, end) in [("From", End::From), ("To", End::To)] {
            field(ui, theme, name, |ui| end_ui(ui, workspace, requests, only, end));
        }
    }
    let label = shared(&connectors, |connector| connector.label.clone());
    field(ui, theme, "Label", |ui| {
        if let Some(label) = text_line(ui, "Connector label", label.as_deref().unwrap_or(""), "When or why", requests) {
            requests.edit(Edit::ChangeConnectors { connectors: ids.to_vec(), change: ConnectorChange::Label(label) });
        }
    });
    let kind = shared(&connectors, |connector| connector.kind);
    field(ui, theme, "Kind", |ui| {
        if let Some(kind) = choice(ui, "Connector kind", kind, &ConnectorKind::ALL, ConnectorKind::label) {
            requests.edit(Edit::ChangeConnectors { connectors: ids.to_vec(), change: ConnectorChange::Kind(kind) });
        }
    });
}

#[derive(Clone, Copy)]
enum End {
    From,
    To,
}

/// A list of the journey's touchpoints, to lead an end of the connector elsewhere.
fn end_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, connector: &Connector, end: End) {
    let project = workspace.document.project();
    let title =
        |id: TouchpointId| project.text_of(Item::Touchpoint(id)).filter(|text| !text.is_empty()).unwrap_or("Untitled");
    let (name, current) = match end {
        End::From => ("Connector start", connector.from),
        End::To => ("Connector end", connector.to),
    };
    let response = combo(ui, name, title(current)).show_ui(ui, |ui| {
        let items = project.items_in_reading_order(workspace.journey).into_iter();
        let touchpoints: Vec<TouchpointId> = items.filter_map(|item| item.as_touchpoint()).collect();
        // The other ends that are taken already.
        let others = project.connectors.values().filter(|other| other.id != connector.id);
        let taken: BTreeSet<TouchpointId> = match end {
            End::From => others.filter(|other| other.to == connector.to).map(|other| other.from).collect(),
            End::To => others.filter(|other| other.from == connector.from).map(|other| other.to).collect(),
        };
        let current_row = touchpoints.iter().position(|id| *id == current);
        rows_in_view(ui, touchpoints.len(), current_row, |ui, row| {
            let Some(id) = touchpoints.get(row).copied() else { return };
            let (from, to) = match end {
                End::From => (id, connector.to),
                End::To => (connector.from, id),
            };
            let row = egui::Button::selectable(id == current, title(id)).truncate();
            let row = ui.add_enabled(from != to && !taken.contains(&id), row).on_disabled_hover_text(if from == to {
                "A connector cannot lead back to where it begins"
            } else {
                "These two are connected already"
            });
            if row.gained_focus() {
                row.scroll_to_me(None);
            }
            if row.clicked() && id != current {
                let change = ConnectorChange::Ends { from, to };
                requests.edit(Edit::ChangeConnectors { connectors: vec![connector.id], change });
            }
        });
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
}

/// Draws those of many rows of one height that are in view, and one more on either side, so that Tab goes on from there.
/// When the list opens, that row is in view.
fn rows_in_view(ui: &mut Ui, count: usize, opens_at: Option<usize>, mut row_ui: impl FnMut(&mut Ui, usize)) {
    let height = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
    let top = ui.cursor().min;
    let id = ui.unique_id().with("rows in view");
    let pass = ui.ctx().cumulative_pass_nr();
    let was_open = ui.data_mut(|data| data.get_temp::<u64>(id)).is_some_and(|last| last + 1 >= pass);
    ui.data_mut(|data| data.insert_temp(id, pass));
    let rect_of = |row: usize| {
        let at = top + egui::vec2(0.0, row as f32 * height);
        egui::Rect::from_min_size(at, egui::vec2(ui.available_width(), ui.spacing().interact_size.y))
    };
    if let Some(row) = opens_at.filter(|_| !was_open) {
        ui.scroll_to_rect(rect_of(row), Some(egui::Align::Center));
    }
    let view = ui.clip_rect();
    let first = (((view.min.y - top.y) / height).floor().max(1.0) as usize - 1).min(count);
    let last = (((view.max.y - top.y) / height).ceil().max(0.0) as usize + 1).min(count);
    let rects: Vec<(usize, egui::Rect)> = (first..last).map(|row| (row, rect_of(row))).collect();
    let all = egui::vec2(ui.available_width(), count as f32 * height - ui.spacing().item_spacing.y);
    ui.allocate_exact_size(all.max(egui::Vec2::ZERO), egui::Sense::hover());
    for (row, rect) in rects {
        let layout = egui::Layout::top_down_justified(egui::Align::LEFT);
        let builder = egui::UiBuilder::new().id_salt(row).max_rect(rect).layout(layout);
        row_ui(&mut ui.new_child(builder), row);
    }
}
