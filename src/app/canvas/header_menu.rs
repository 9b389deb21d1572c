//! The context menus of stage and lane headers. With several selected, colors, the clipboard and the commands are for
//! all of them.

use egui::{Button, Ui, vec2};

use super::menu::{actions, lane_kinds_ui, rename_ui, row};
use crate::app::action::Action;
use crate::app::inspector::lane_chart_menu_ui;
use crate::app::request::{Request, Requests};
use crate::app::tints::paint_tint;
use crate::app::workspace::{Editing, Workspace};
use crate::edit::{Edit, HeaderChange, LaneChange, Selection, StageChange, build, change_headers};
use crate::model::{LaneId, Phase, StageId, Subject, Tint};

/// Draws the entries for a stage.
pub fn stage_ui(ui: &mut Ui, stage: StageId, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(record) = project.stages.get(&stage) else { return };
    let Some(journey) = project.journeys.get(&record.journey) else { return };
    let at = journey.stages.iter().position(|id| *id == stage).unwrap_or(0);
    let header = Subject::Stage(stage);
    rename_ui(ui, "Rename", header, requests);
    color_ui(ui, header, "Color of its phase", record.tint, workspace, requests);
    ui.menu_button("Phase", |ui| {
        for phase in Phase::ALL {
            if ui.radio(record.phase == phase, phase.label()).clicked() {
                requests.edit(Edit::ChangeStage { stage, change: StageChange::Phase(phase) });
                ui.close();
            }
        }
    });
    ui.separator();
    named(ui, if record.is_collapsed { "Expand" } else { "Collapse" }, Action::FoldSelected, requests);
    named(ui, "Hide", Action::HideSelected, requests);
    ui.separator();
    actions(ui, workspace, requests, &[Action::Wider, Action::Narrower, Action::FitSize]);
    ui.separator();
    for (label, at) in [("Add stage before", at), ("Add stage after", at + 1)] {
        if row(ui, label) {
            let (edit, added) = build::new_stage(project, journey.id, at, "New stage", record.phase);
            requests.push(Request::EditSelecting(edit, Selection::only(Subject::Stage(added))));
            requests.push(Request::StartEditing(Some(Editing::Stage(added))));
            requests.push(Request::RevealFocus);
        }
    }
    ui.separator();
    clipboard_ui(ui, workspace, requests);
    actions(ui, workspace, requests, &[Action::Duplicate, Action::MoveLeft, Action::MoveRight]);
    ui.separator();
    actions(ui, workspace, requests, &[Action::Delete]);
}

/// Draws the entries for a lane.
pub fn lane_ui(ui: &mut Ui, lane: LaneId, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(record) = project.lanes.get(&lane) else { return };
    let Some(journey) = project.journeys.get(&record.journey) else { return };
    let at = journey.lanes.iter().position(|id| *id == lane).unwrap_or(0);
    let header = Subject::Lane(lane);
    rename_ui(ui, "Rename", header, requests);
    if record.name != record.kind.label() && row(ui, &format!("Call it \"{}\" again", record.kind.label())) {
        requests.edit(Edit::ChangeLane { lane, change: LaneChange::Name(record.kind.label().to_owned()) });
    }
    color_ui(ui, header, "Usual color", record.tint, workspace, requests);
    ui.separator();
    named(ui, if record.is_collapsed { "Expand" } else { "Collapse" }, Action::FoldSelected, requests);
    named(ui, "Hide", Action::HideSelected, requests);
    ui.separator();
    actions(ui, workspace, requests, &[Action::Taller, Action::Shorter, Action::FitSize]);
    ui.separator();
    lane_chart_menu_ui(ui, workspace, requests, record);
    lane_kinds_ui(ui, "Add lane above", at, workspace, requests);
    lane_kinds_ui(ui, "Add lane below", at + 1, workspace, requests);
    ui.separator();
    clipboard_ui(ui, workspace, requests);
    actions(ui, workspace, requests, &[Action::Duplicate, Action::MoveUp, Action::MoveDown]);
    ui.separator();
    actions(ui, workspace, requests, &[Action::Delete]);
}

/// The clipboard, and the other journeys of the project.
fn clipboard_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    actions(ui, workspace, requests, &[Action::Cut, Action::Copy, Action::Paste]);
    let project = workspace.document.project();
    let others = project.journey_order.iter().filter(|id| **id != workspace.journey);
    let others: Vec<_> = others.filter_map(|id| project.journeys.get(id)).collect();
    if !others.is_empty() {
        ui.menu_button("Copy to journey", |ui| {
            for journey in others {
                let name = if journey.name.trim().is_empty() { "Untitled" } else { &journey.name };
                if row(ui, name) {
                    requests.push(Request::CopyToJourney(journey.id));
                }
            }
        });
    }
}

/// A command by a shorter name: the menu is known to be of a stage or lane.
fn named(ui: &mut Ui, label: &str, action: Action, requests: &mut Requests) {
    let shortcut = action.info().shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
    if ui.add(Button::new(label).shortcut_text(shortcut)).clicked() {
        requests.run(action);
        ui.close();
    }
}

fn color_ui(
    ui: &mut Ui,
    header: Subject,
    usual: &'static str,
    current: Option<Tint>,
    workspace: &Workspace,
    requests: &mut Requests,
) {
    const ROOM: f32 = 24.0;
    ui.menu_button("Color", |ui| {
        ui.set_min_width(150.0);
        for tint in std::iter::once(None).chain(Tint::ALL.into_iter().map(Some)) {
            let name = tint.map_or(usual, Tint::label);
            // Room for the swatch stands before the name.
            let button = Button::selectable(current == tint, format!("        {name}")).min_size(vec2(150.0, ROOM));
            let response = ui.add(button);
            let center = response.rect.left_center() + vec2(ROOM / 2.0 + 2.0, 0.0);
            paint_tint(ui, &workspace.theme, center, 6.5, tint);
            if response.clicked() {
                let selection = workspace.document.selection();
                let all = selection.contains(header).then(|| selection.subjects.iter().copied());
                let headers: Vec<Subject> = all.map_or_else(|| vec![header], Iterator::collect);
                let edit = change_headers(workspace.document.project(), headers, HeaderChange::Tint(tint));
                edit.into_iter().for_each(|edit| requests.edit(edit));
                ui.close();
            }
        }
    });
}
