//! The list of a journey's stages and lanes, shown and hidden, from which each is hidden or brought back.

use egui::{Align, Button, Layout, RichText, Ui};

use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{IconButton, section};
use super::super::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{HeaderChange, Selection, change_headers};
use crate::model::{Journey, Subject};

/// Draws the list.
pub(super) fn structure_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, journey: &Journey) {
    let project = workspace.document.project();
    section(ui, &workspace.theme, "Stages", |_| {});
    for stage in journey.stages.iter().filter_map(|id| project.stages.get(id)) {
        let row = Row { header: Subject::Stage(stage.id), name: &stage.name, is_hidden: stage.is_hidden };
        row.ui(ui, workspace, requests);
    }
    section(ui, &workspace.theme, "Lanes", |_| {});
    for lane in journey.lanes.iter().filter_map(|id| project.lanes.get(id)) {
        let row = Row { header: Subject::Lane(lane.id), name: &lane.name, is_hidden: lane.is_hidden };
        row.ui(ui, workspace, requests);
    }
}

struct Row<'a> {
    header: Subject,
    name: &'a str,
    is_hidden: bool,
}

impl Row<'_> {
    fn ui(&self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        let theme = &workspace.theme;
        let name = if self.name.is_empty() { "Untitled" } else { self.name };
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (icon, what) = if self.is_hidden { (Icon::EyeOff, "Show") } else { (Icon::Eye, "Hide") };
                let label = format!("{what} {name}");
                let eye = IconButton::new(Some(icon), "", &label).tip(label.clone()).on(self.is_hidden);
                if eye.ui(ui, theme).clicked() {
                    let change = HeaderChange::Hidden(!self.is_hidden);
                    let edit = change_headers(workspace.document.project(), [self.header], change);
                    edit.into_iter().for_each(|edit| requests.edit(edit));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = if self.is_hidden {
                        RichText::new(name).color(color32(theme.color.muted)).italics()
                    } else {
                        RichText::new(name)
                    };
                    let button = Button::new(text).frame(false).truncate();
                    let response = ui.add_enabled(!self.is_hidden, button).on_hover_text("Select it on the map");
                    if response.clicked() {
                        requests.push(Request::Select(Selection::only(self.header)));
                        requests.push(Request::RevealFocus);
                    }
                });
            });
        });
    }
}
