//! The fields of connectors: their ends, label and kind.

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
        for item in project.items_in_reading_order(workspace.journey) {
            let Item::Touchpoint(id) = item else { continue };
            let (from, to) = match end {
                End::From => (id, connector.to),
                End::To => (connector.from, id),
            };
            let is_taken = project
                .connectors
                .values()
                .any(|other| other.id != connector.id && (other.from, other.to) == (from, to));
            let row = egui::Button::selectable(id == current, title(id));
            let row = ui.add_enabled(from != to && !is_taken, row).on_disabled_hover_text(if from == to {
                "A connector cannot lead back to where it begins"
            } else {
                "These two are connected already"
            });
            if row.clicked() && id != current {
                let change = ConnectorChange::Ends { from, to };
                requests.edit(Edit::ChangeConnectors { connectors: vec![connector.id], change });
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
}
