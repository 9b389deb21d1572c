//! Whom the open journey is for: the project's personas to tick, the main one first.

use egui::{Align, Checkbox, Label, Layout, RichText, Role, Ui, WidgetInfo};

use super::super::avatar::avatar_ui;
use super::super::request::{Request, Requests};
use super::super::style::{color32, strong};
use super::super::widgets::{Emphasis, IconButton, section};
use super::super::workspace::{Dialog, PeopleChoice, Workspace};
use crate::base::Icon;
use crate::edit::people;
use crate::model::{Journey, Persona, PersonaId};

const AVATAR: f32 = 28.0;

/// Draws the list.
pub(super) fn personas_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, journey: &Journey) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    section(ui, theme, "Personas", |ui| {
        let add = IconButton::new(Some(Icon::Plus), "", "Add a persona to this journey");
        if add.tip("Describe another persona of this journey").ui(ui, theme).clicked() {
            let (edit, id) = people::new_persona_of(project, journey.id);
            requests.push(Request::Seal);
            requests.edit(edit);
            requests.push(open(id));
        }
    });
    if project.personas.is_empty() {
        let text = "Whom is this journey for? Add a persona with goals, frustrations and a face.";
        ui.add(Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
        return;
    }
    for (rank, id) in journey.personas.iter().enumerate() {
        if let Some(persona) = project.personas.get(id) {
            row_ui(ui, workspace, requests, journey, persona, Some(rank));
        }
    }
    for persona in project.personas.values().filter(|persona| !journey.personas.contains(&persona.id)) {
        row_ui(ui, workspace, requests, journey, persona, None);
    }
}

fn open(persona: PersonaId) -> Request {
    Request::Dialog(Some(Dialog::People(Some(PeopleChoice::Persona(persona)))))
}

/// One persona; `rank` is its place in the journey, or `None` if it is not of it.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    journey: &Journey,
    persona: &Persona,
    rank: Option<usize>,
) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let name = if persona.name.trim().is_empty() { "Unnamed persona" } else { persona.name.as_str() };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut is_in = rank.is_some();
        let response = ui.add(Checkbox::without_text(&mut is_in));
        let label = format!("{name} is of this journey");
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, rank.is_some(), &label));
        if response.on_hover_text("Whether this journey is theirs").clicked()
            && let Some(edit) = people::set_in_journey(project, journey.id, persona.id, is_in)
        {
            requests.edit(edit);
        }
        avatar_ui(ui, workspace, persona, AVATAR);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let edit_name = format!("Edit {name}");
            let edit = IconButton::new(Some(Icon::Pencil), "", &edit_name).tip("Edit this persona");
            if edit.ui(ui, theme).clicked() {
                requests.push(open(persona.id));
            }
            if let Some(rank) = rank.filter(|_| journey.personas.len() > 1) {
                let moves = [
                    (Icon::ArrowDown, "Move down", rank + 1, rank + 1 < journey.personas.len()),
                    (Icon::ArrowUp, "Move up; the first one is the main persona", rank.wrapping_sub(1), rank > 0),
                ];
                for (icon, tip, to, can_move) in moves {
                    let verb = if icon == Icon::ArrowUp { "up" } else { "down" };
                    let label = format!("Move {name} {verb}");
                    let button = IconButton::new(Some(icon), "", &label).emphasis(Emphasis::Quiet).tip(tip);
                    let clicked = button.enabled(can_move).ui(ui, theme).clicked();
                    if clicked && let Some(edit) = people::rank_in_journey(project, journey.id, persona.id, to) {
                        requests.edit(edit);
                    }
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let is_main = rank == Some(0) && journey.personas.len() > 1;
                let text = if is_main { strong(name) } else { RichText::new(name) };
                let tip = if is_main { format!("{name}, the main persona") } else { name.to_owned() };
                ui.add(Label::new(text).truncate()).on_hover_text(tip);
            });
        });
    });
}
