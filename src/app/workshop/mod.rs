//! The workshop: timer, agenda, dot voting, parking lot, snapshots, and two states of a map beside each other. One tab
//! of the bottom panel holds it all; votes and marks of changes are painted over the map.
//!
//! `state` is what the window knows, `run` and its like what is done about it between frames; `timer` counts; `voting`, `marks` and
//! `mirror` serve the map; the `…_ui` modules draw the parts.

mod agenda_ui;
mod big_ui;
mod changes_ui;
mod dialogs_ui;
mod marks;
mod mirror;
mod mirror_run;
mod parking_drag;
mod parking_run;
mod parking_ui;
mod results_ui;
mod run;
mod sessions_ui;
mod snapshots_ui;
mod stage_ui;
mod state;
mod states_run;
#[cfg(test)]
mod tests;
mod timer;
mod timer_ui;
mod vote_run;
mod vote_ui;
mod voting;

pub use big_ui::big_ui;
pub use dialogs_ui::{park_ui, restore_ui, snapshot_ui};
pub use marks::{Seen, paint};
pub use mirror::MirrorPainter;
pub use parking_drag::{dragged_note, parked_ghost_ui};
pub use parking_run::{Landing, can_park_selection};
pub use run::WorkshopDesk;
pub use stage_ui::{stage_keys, stage_ui};
pub use state::{Compared, Part, WorkshopState, WorkshopWish};
pub use states_run::StatesFound;
pub use timer_ui::status_ui;
pub use vote_ui::{can_change_voter, shown_poll};
pub use voting::{click, take_keys};

use egui::{Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2};

use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::color32;
use super::tab_row::tabs_within;
use super::workspace::{BottomTab, Workspace};

/// In a panel narrower than this, in points, the timer stands above the parts.
const NARROW: f32 = 640.0;
/// How wide the timer's column is, in points.
const TIMER_WIDTH: f32 = 268.0;

/// Draws the tab.
pub fn workshop_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let rect = ui.available_rect_before_wrap();
    let line = Stroke::new(1.0, color32(workspace.theme.color.line));
    if rect.width() < NARROW {
        ScrollArea::vertical().id_salt("workshop").auto_shrink(false).show(ui, |ui| {
            egui::Frame::NONE.inner_margin(vec2(14.0, 8.0)).show(ui, |ui| {
                timer_ui::timer_ui(ui, workspace, requests);
                ui.add_space(8.0);
                part_tabs_ui(ui, workspace, requests);
                part_ui(ui, workspace, requests);
            });
            reveal_focus(ui);
        });
        return;
    }
    let split = rect.left() + TIMER_WIDTH;
    ui.painter().vline(split, rect.y_range(), line);
    let left = Rect::from_min_max(rect.min, pos2(split, rect.bottom())).shrink2(vec2(16.0, 8.0));
    let right = Rect::from_min_max(pos2(split, rect.top()), rect.max).shrink2(vec2(16.0, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ScrollArea::vertical().id_salt("timer").auto_shrink(false).show(ui, |ui| {
            timer_ui::timer_ui(ui, workspace, requests);
            reveal_focus(ui);
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        part_tabs_ui(ui, workspace, requests);
        ScrollArea::vertical().id_salt(("part", workspace.workshop.part)).auto_shrink(false).show(ui, |ui| {
            ui.add_space(4.0);
            part_ui(ui, workspace, requests);
            ui.add_space(8.0);
            reveal_focus(ui);
        });
    });
}

fn part_tabs_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let names = Part::ALL.map(|part| part_name(workspace, part));
    let chosen = Part::ALL.iter().position(|part| *part == workspace.workshop.part).unwrap_or_default();
    let clicked = ui
        .scope(|ui| {
            ui.horizontal(|ui| {
                ui.set_height(workspace.theme.window.tab_height - 6.0);
                let room = ui.available_width();
                tabs_within(ui, &workspace.theme, &names.each_ref().map(String::as_str), chosen, room)
            })
            .inner
        })
        .inner;
    if let Some(part) = clicked.and_then(|at| Part::ALL.get(at)) {
        requests.push(Request::Workshop(WorkshopWish::Show(*part)));
    }
}

/// The name of a part, with how many there are of what is still to be looked at.
fn part_name(workspace: &Workspace, part: Part) -> String {
    let project = workspace.document.project();
    let count = match part {
        Part::Agenda | Part::Vote => 0,
        Part::Sessions => project.workshop.sessions.len(),
        Part::Parking => project.workshop.parked.iter().filter(|note| !note.is_done).count(),
        Part::Snapshots => project.snapshots.len(),
        Part::Changes => {
            workspace.workshop.comparison.as_ref().map_or(0, |comparison| comparison.difference.changes.len())
        }
    };
    if count == 0 { part.label().to_owned() } else { format!("{} {count}", part.label()) }
}

fn part_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    match workspace.workshop.part {
        Part::Agenda => agenda_ui::agenda_ui(ui, workspace, requests),
        Part::Vote => vote_ui::vote_ui(ui, workspace, requests),
        Part::Parking => parking_ui::parking_ui(ui, workspace, requests),
        Part::Sessions => sessions_ui::sessions_ui(ui, workspace, requests),
        Part::Snapshots => snapshots_ui::snapshots_ui(ui, workspace, requests),
        Part::Changes => changes_ui::changes_ui(ui, workspace, requests),
    }
}

/// Whether that part is what somebody looks at: what it marks on the map is marked only then.
fn is_on_show(workspace: &Workspace, part: Part) -> bool {
    workspace.settings.bottom_panel.is_visible
        && workspace.bottom_tab == BottomTab::Workshop
        && workspace.workshop.part == part
}

/// Asks for something of the workshop.
fn wish(requests: &mut Requests, wish: WorkshopWish) {
    requests.push(Request::Workshop(wish));
}
