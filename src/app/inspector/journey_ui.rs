//! The journey's and the project's own fields.

use egui::Ui;

use super::super::request::Requests;
use super::super::widgets::{field, section};
use super::super::workspace::Workspace;
use super::{choice, personas_ui, text_area, text_line};
use crate::edit::{Edit, JourneyChange};
use crate::model::JourneyState;

/// Draws the fields.
pub(super) fn journey_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let Some(journey) = workspace.open_journey() else { return };
    let theme = &workspace.theme;
    let change = |change: JourneyChange| Edit::ChangeJourney { journey: journey.id, change };
    ui.heading(if journey.name.is_empty() { "Journey" } else { &journey.name });
    ui.add_space(6.0);
    field(ui, theme, "Name", |ui| {
        if let Some(name) = text_line(ui, "Journey name", &journey.name, "Name", requests) {
            requests.edit(change(JourneyChange::Name(name)));
        }
    });
    field(ui, theme, "State", |ui| {
        if let Some(state) = choice(ui, "Journey state", Some(journey.state), &JourneyState::ALL, JourneyState::label) {
            requests.edit(change(JourneyChange::State(state)));
        }
    });
    personas_ui::personas_ui(ui, workspace, requests, journey);
    section(ui, theme, "Scenario", |_| {});
    if let Some(scenario) =
        text_area(ui, "Scenario", &journey.scenario, "The situation and the goal that start the journey", requests)
    {
        requests.edit(change(JourneyChange::Scenario(scenario)));
    }
    super::kpi_ui::kpi_ui(ui, workspace, requests, journey.id.into());
    super::structure_ui::structure_ui(ui, workspace, requests, journey);
    section(ui, theme, "Project", |_| {});
    field(ui, theme, "Title", |ui| {
        if let Some(title) = text_line(ui, "Project title", &workspace.document.project().title, "Title", requests) {
            requests.edit(Edit::RenameProject { title });
        }
    });
}
