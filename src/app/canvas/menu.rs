//! The context menus of the canvas: what can be done to what lies under the pointer.

use egui::{Button, Ui};

use super::header_menu;
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::{ConnectorChange, Edit, Placement, Selection, build};
use crate::model::{ConnectorId, ConnectorKind, Holds, Item, LaneId, LaneKind, StageId, Subject};

/// What the menu was opened on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum MenuTarget {
    Item(Item),
    Stage(StageId),
    Lane(LaneId),
    Connector(ConnectorId),
    /// An empty part of a cell, and where something added there would go.
    Cell(Placement),
    #[default]
    Nothing,
}

impl MenuTarget {
    /// What is selected when the menu opens; `None` leaves the selection alone.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Item(item) => Some(Subject::Item(item)),
            Self::Stage(id) => Some(Subject::Stage(id)),
            Self::Lane(id) => Some(Subject::Lane(id)),
            Self::Connector(id) => Some(Subject::Connector(id)),
            Self::Cell(_) | Self::Nothing => None,
        }
    }
}

/// Draws the entries.
pub fn menu_ui(ui: &mut Ui, target: MenuTarget, workspace: &Workspace, requests: &mut Requests) {
    ui.set_min_width(200.0);
    match target {
        MenuTarget::Item(_) => {
            actions(ui, workspace, requests, &[Action::Rename]);
            ui.separator();
            actions(ui, workspace, requests, &[Action::Cut, Action::Copy, Action::Paste, Action::Duplicate]);
            ui.separator();
            actions(
                ui,
                workspace,
                requests,
                &[Action::AddCard, Action::MoveLeft, Action::MoveRight, Action::MoveUp, Action::MoveDown],
            );
            ui.separator();
            actions(ui, workspace, requests, &[Action::ZoomSelection, Action::Delete]);
        }
        MenuTarget::Stage(stage) => header_menu::stage_ui(ui, stage, workspace, requests),
        MenuTarget::Lane(lane) => header_menu::lane_ui(ui, lane, workspace, requests),
        MenuTarget::Connector(connector) => connector_ui(ui, connector, workspace, requests),
        MenuTarget::Cell(placement) => cell_ui(ui, placement, workspace, requests),
        MenuTarget::Nothing => {
            actions(ui, workspace, requests, &[Action::AddStage]);
            lane_kinds_ui(ui, "Add lane", usize::MAX, workspace, requests);
            ui.separator();
            actions(ui, workspace, requests, &[Action::SelectAll, Action::ZoomFit, Action::ZoomActual]);
        }
    }
}

/// Rows for commands of the table.
pub(super) fn actions(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, actions: &[Action]) {
    for action in actions {
        let info = action.info();
        let shortcut = info.shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
        let button = Button::new(info.label).shortcut_text(shortcut);
        if ui.add_enabled(action.is_enabled(workspace), button).clicked() {
            requests.run(*action);
            ui.close();
        }
    }
}

pub(super) fn row(ui: &mut Ui, label: &str) -> bool {
    let is_clicked = ui.button(label).clicked();
    if is_clicked {
        ui.close();
    }
    is_clicked
}

pub(super) fn rename_ui(ui: &mut Ui, label: &str, subject: Subject, requests: &mut Requests) {
    if row(ui, label) {
        requests.push(Request::StartEditing(Some(subject.into())));
    }
}

pub(super) fn lane_kinds_ui(ui: &mut Ui, label: &str, at: usize, workspace: &Workspace, requests: &mut Requests) {
    ui.menu_button(label, |ui| {
        for kind in LaneKind::ALL {
            if row(ui, kind.label()) {
                let (edit, lane) = build::new_lane(workspace.document.project(), workspace.journey, at, kind);
                requests.push(Request::EditSelecting(edit, Selection::only(Subject::Lane(lane))));
                requests.push(Request::RevealFocus);
            }
        }
    });
}

fn connector_ui(ui: &mut Ui, id: ConnectorId, workspace: &Workspace, requests: &mut Requests) {
    let Some(connector) = workspace.document.project().connectors.get(&id) else { return };
    rename_ui(ui, "Edit label", Subject::Connector(id), requests);
    ui.separator();
    for kind in ConnectorKind::ALL {
        if ui.radio(connector.kind == kind, kind.label()).clicked() {
            requests.edit(Edit::ChangeConnectors { connectors: vec![id], change: ConnectorChange::Kind(kind) });
            ui.close();
        }
    }
    ui.separator();
    if row(ui, "Turn around") {
        let change = ConnectorChange::Ends { from: connector.to, to: connector.from };
        requests.edit(Edit::ChangeConnectors { connectors: vec![id], change });
    }
    actions(ui, workspace, requests, &[Action::Delete]);
}

fn cell_ui(ui: &mut Ui, placement: Placement, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(lane) = project.lanes.get(&placement.lane) else { return };
    if lane.kind.holds() != Holds::Nothing && row(ui, &format!("Add {} here", lane.kind.item_label())) {
        super::add_item(workspace, placement, requests);
    }
    if let Some(fragment) = workspace.clipboard.clone().filter(|fragment| !fragment.is_empty())
        && row(ui, "Paste here")
    {
        let (edit, items) = build::paste(project, fragment, placement);
        requests.push(Request::EditSelecting(edit, Selection::of(items)));
    }
    ui.separator();
    actions(ui, workspace, requests, &[Action::AddStage]);
    lane_kinds_ui(ui, "Add lane", usize::MAX, workspace, requests);
    ui.separator();
    actions(ui, workspace, requests, &[Action::SelectAll, Action::ZoomFit, Action::ZoomActual]);
}
