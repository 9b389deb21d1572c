//! The button that says how much of the map is hidden, and the list from which each comes back.

use egui::{Align, Button, Layout, Rect, RichText, Ui, UiBuilder};

use super::action::Action;
use super::request::{Request, Requests};
use super::style::{color32, icon};
use super::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{HeaderChange, Selection, change_headers, headers_counted, hidden_headers};
use crate::model::{Project, Subject};

/// Draws the button at the right end of a row, if anything of the open journey is hidden. Returns how much of the row
/// it takes.
pub fn hidden_button_ui(ui: &mut Ui, row: Rect, workspace: &Workspace, requests: &mut Requests) -> f32 {
    let project = workspace.document.project();
    let hidden = hidden_headers(project, workspace.journey);
    if hidden.is_empty() {
        return 0.0;
    }
    let theme = &workspace.theme;
    let mut at_right = ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::right_to_left(Align::Center)));
    let muted = color32(theme.color.muted);
    let text = RichText::new(format!("{} hidden", hidden.len())).color(muted);
    let button = Button::new((icon(Icon::EyeOff, 14.0).color(muted), text));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(&mut at_right, |ui| {
        ui.set_min_width(200.0);
        for header in &hidden {
            let label = format!("Show {}", name_of(project, *header));
            if ui.button((icon(Icon::Eye, 14.0), label)).clicked() {
                if let Some(edit) = change_headers(project, [*header], HeaderChange::Hidden(false)) {
                    requests.push(Request::EditSelecting(edit, Selection::only(*header)));
                    requests.push(Request::RevealFocus);
                }
                ui.close();
            }
        }
        if hidden.len() > 1 {
            ui.separator();
            if ui.button((icon(Icon::Eye, 14.0), "Show all")).clicked() {
                requests.run(Action::ShowHidden);
                ui.close();
            }
        }
    });
    let width = response.rect.width();
    response.on_hover_text(format!("{} of this map hidden: show what is listed here again", headers_counted(&hidden)));
    width
}

/// "Buy (stage)".
fn name_of(project: &Project, header: Subject) -> String {
    let (name, what) = match header {
        Subject::Stage(id) => (project.stages.get(&id).map(|stage| stage.name.as_str()), "stage"),
        Subject::Lane(id) => (project.lanes.get(&id).map(|lane| lane.name.as_str()), "lane"),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => (None, "card"),
    };
    format!("{} ({what})", name.filter(|name| !name.is_empty()).unwrap_or("Untitled"))
}
