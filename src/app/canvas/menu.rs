//! The context menus of the canvas: what can be done to what lies under the pointer.

use egui::{Button, Ui};

use super::{emotion, header_menu};
use crate::app::action::Action;
use crate::app::evidence::PictureFor;
use crate::app::inspector::{shared, sticky_swatches};
use crate::app::request::{Request, Requests};
use crate::app::workspace::{Dialog, Workspace};
use crate::base::Pos2;
use crate::edit::{ConnectorChange, Edit, Placement, Selection, StickyChange, build, stickies};
use crate::layout::FaceKey;
use crate::model::{
    CardBody, ConnectorId, ConnectorKind, Emotion, Holds, Item, LaneId, LaneKind, StageId, StickyId, Subject,
};

/// What the menu was opened on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum MenuTarget {
    Item(Item),
    Stage(StageId),
    Lane(LaneId),
    Connector(ConnectorId),
    /// A face of an emotion lane.
    Face(FaceKey),
    Sticky(StickyId),
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
            Self::Face(key) => Some(Subject::from(key.touchpoint)),
            Self::Sticky(id) => Some(Subject::Sticky(id)),
            Self::Cell(_) | Self::Nothing => None,
        }
    }
}

/// Draws the entries.
pub fn menu_ui(ui: &mut Ui, target: MenuTarget, workspace: &Workspace, requests: &mut Requests) {
    ui.set_min_width(200.0);
    match target {
        MenuTarget::Item(item) => {
            card_ui(ui, item, workspace, requests);
            actions(ui, workspace, requests, &[Action::Rename]);
            ui.separator();
            actions(
                ui,
                workspace,
                requests,
                &[Action::Cut, Action::Copy, Action::CopyPicture, Action::Paste, Action::Duplicate],
            );
            ui.separator();
            actions(
                ui,
                workspace,
                requests,
                &[
                    Action::AddCard,
                    Action::ConnectTo,
                    Action::MoveLeft,
                    Action::MoveRight,
                    Action::MoveUp,
                    Action::MoveDown,
                ],
            );
            ui.separator();
            actions(ui, workspace, requests, &[Action::ZoomSelection, Action::AddShotOfSelection, Action::Delete]);
        }
        MenuTarget::Stage(stage) => header_menu::stage_ui(ui, stage, workspace, requests),
        MenuTarget::Lane(lane) => header_menu::lane_ui(ui, lane, workspace, requests),
        MenuTarget::Connector(connector) => connector_ui(ui, connector, workspace, requests),
        MenuTarget::Face(key) => face_ui(ui, key, workspace, requests),
        MenuTarget::Sticky(_) => sticky_ui(ui, workspace, requests),
        MenuTarget::Cell(placement) => cell_ui(ui, placement, workspace, requests),
        MenuTarget::Nothing => {
            actions(ui, workspace, requests, &[Action::AddStage]);
            lane_kinds_ui(ui, "Add lane", usize::MAX, workspace, requests);
            ui.separator();
            actions(
                ui,
                workspace,
                requests,
                &[Action::SelectAll, Action::CopyMapPicture, Action::ZoomFit, Action::ZoomActual, Action::AddShot],
            );
        }
    }
}

/// What only cards with something to show have.
fn card_ui(ui: &mut Ui, item: Item, workspace: &Workspace, requests: &mut Requests) {
    let Item::Card(id) = item else { return };
    let Some(card) = workspace.document.project().cards.get(&id) else { return };
    match &card.body {
        CardBody::Picture { .. } => {
            if row(ui, "Show picture") {
                requests.push(Request::Dialog(Some(Dialog::Picture(id))));
            }
            if row(ui, "Replace picture…") {
                requests.push(Request::ChoosePicture(PictureFor::Card(id)));
            }
        }
        CardBody::Link { url } => {
            if row(ui, "Open link…") {
                requests.push(Request::OpenLink(url.clone()));
            }
            if row(ui, "Copy address") {
                requests.push(Request::CopyText(url.clone()));
            }
        }
        CardBody::Text | CardBody::Quote { .. } => return,
    }
    ui.separator();
}

/// The stickies that are selected; the one that the menu was opened on is among them.
fn sticky_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let stickies = workspace.document.selection().stickies();
    let project = workspace.document.project();
    actions(ui, workspace, requests, &[Action::Rename]);
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        let records: Vec<_> = stickies.iter().filter_map(|id| project.stickies.get(id)).collect();
        let current = shared(&records, |sticky| sticky.color);
        if let Some(color) = sticky_swatches(ui, &workspace.theme, current) {
            requests.edit(Edit::ChangeStickies { stickies: stickies.clone(), change: StickyChange::Color(color) });
            ui.close();
        }
    });
    ui.separator();
    actions(
        ui,
        workspace,
        requests,
        &[Action::Cut, Action::Copy, Action::CopyPicture, Action::Paste, Action::Duplicate],
    );
    ui.separator();
    actions(ui, workspace, requests, &[Action::ZoomSelection, Action::Delete]);
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
    ui.menu_button(label, |ui| lane_kinds(ui, at, workspace, requests));
}

/// The kinds of lanes that can be added at that place.
pub(super) fn lane_kinds(ui: &mut Ui, at: usize, workspace: &Workspace, requests: &mut Requests) {
    for kind in LaneKind::ALL {
        if row(ui, kind.label()) {
            let (edit, lane) = build::new_lane(workspace.document.project(), workspace.journey, at, kind);
            requests.push(Request::EditSelecting(edit, Selection::only(Subject::Lane(lane))));
            requests.push(Request::RevealFocus);
        }
    }
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

fn face_ui(ui: &mut Ui, key: FaceKey, workspace: &Workspace, requests: &mut Requests) {
    let Some(emotion) = workspace.map.face(key).and_then(|face| face.emotion) else { return };
    for (label, tenths) in [("Delighted", 20), ("Happy", 10), ("Neutral", 0), ("Unhappy", -10), ("Awful", -20)] {
        let Some(level) = Emotion::from_tenths(tenths) else { continue };
        if ui.radio(emotion == level, format!("{label}, {level}")).clicked() {
            requests.edit(emotion::change(key, Some(level)));
            requests.push(Request::Seal);
            ui.close();
        }
    }
    ui.separator();
    if row(ui, Action::ClearEmotion.info().label) {
        requests.edit(emotion::change(key, None));
        requests.push(Request::Seal);
    }
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
        if fragment.whole.is_some() {
            requests.push(Request::PasteHeaders(placement.stage, placement.lane));
            return;
        }
        // Stickies go with the items, to the cell's upper left corner.
        let corner = workspace.map.cell_rect(placement.stage, placement.lane).map_or(Pos2::ZERO, |cell| cell.min);
        let spots: Vec<_> =
            fragment.sticky_offsets().into_iter().map(|offset| workspace.map.spot_at(corner + offset)).collect();
        if let Some((edit, pasted)) = stickies::paste(project, workspace.journey, &fragment, Some(placement), &spots) {
            requests.push(Request::EditSelecting(edit, Selection::of(pasted)));
        }
    }
    ui.separator();
    actions(ui, workspace, requests, &[Action::AddStage]);
    lane_kinds_ui(ui, "Add lane", usize::MAX, workspace, requests);
    ui.separator();
    actions(
        ui,
        workspace,
        requests,
        &[Action::SelectAll, Action::CopyMapPicture, Action::ZoomFit, Action::ZoomActual, Action::AddShot],
    );
}
