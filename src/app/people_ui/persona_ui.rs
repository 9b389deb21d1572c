//! The form of a persona.

use std::sync::Arc;

use egui::{RichText, Ui, vec2};

use super::super::avatar::paint_avatar;
use super::super::evidence::PictureFor;
use super::super::inspector::{combo, lines_area, persona_swatches, text_area, text_line, text_line_in};
use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{Emphasis, IconButton, field, section};
use super::super::workspace::{PeopleChoice, Workspace};
use super::{TitleButton, added, is_just_added, title_ui};
use crate::base::Icon;
use crate::edit::{Edit, PersonaChange, people};
use crate::model::{Persona, SegmentId};

/// Draws the fields.
pub(super) fn persona_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, persona: &Persona) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let change = |change: PersonaChange| Edit::ChangePersona { persona: persona.id, change };
    match title_ui(
        ui,
        workspace,
        "persona",
        "Delete this persona with how it feels at touchpoints; undo brings it back",
    ) {
        Some(TitleButton::Duplicate) => {
            if let Some((edit, id)) = people::duplicate_persona(project, persona.id) {
                requests.push(Request::Seal);
                requests.edit(edit);
                added(ui, requests, PeopleChoice::Persona(id));
            }
        }
        Some(TitleButton::Delete) => {
            requests.push(Request::Seal);
            requests.edit(Edit::RemovePersona { persona: persona.id });
        }
        None => {}
    }
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        picture_ui(ui, workspace, requests, persona);
        ui.vertical(|ui| {
            field(ui, theme, "Name", |ui| {
                let hint = "Kim, the careful buyer";
                let (response, name) = text_line_in(ui, "Persona name", &persona.name, hint, None, requests);
                if is_just_added(ui, PeopleChoice::Persona(persona.id)) {
                    response.request_focus();
                }
                if let Some(name) = name {
                    requests.edit(change(PersonaChange::Name(name)));
                }
            });
            field(ui, theme, "Role", |ui| {
                if let Some(role) = text_line(ui, "Role", &persona.role, "Commuter, 34, shops on the phone", requests) {
                    requests.edit(change(PersonaChange::Role(role)));
                }
            });
            field(ui, theme, "Color", |ui| {
                if let Some(tint) = persona_swatches(ui, theme, persona.tint) {
                    requests.push(Request::Seal);
                    requests.edit(change(PersonaChange::Tint(tint)));
                }
            });
        });
    });
    section(ui, theme, "Quote", |_| {});
    if let Some(quote) = text_area(ui, "Quote", &persona.quote, "What they would say, in their words", requests) {
        requests.edit(change(PersonaChange::Quote(quote)));
    }
    section(ui, theme, "Goals, one on each line", |_| {});
    if let Some(goals) = lines_area(ui, requests, "Goals", &persona.goals, "What they want to get done") {
        requests.edit(change(PersonaChange::Goals(goals)));
    }
    section(ui, theme, "Frustrations, one on each line", |_| {});
    let hint = "What gets in their way";
    if let Some(list) = lines_area(ui, requests, "Frustrations", &persona.frustrations, hint) {
        requests.edit(change(PersonaChange::Frustrations(list)));
    }
    ui.add_space(8.0);
    field(ui, theme, "Segment", |ui| {
        if let Some(segment) = segment_choice(ui, workspace, persona.segment) {
            requests.edit(change(PersonaChange::Segment(segment)));
        }
    });
    section(ui, theme, "Journeys of this persona", |_| {});
    for id in project.journey_order.iter() {
        let Some(journey) = project.journeys.get(id) else { continue };
        let mut is_in = journey.personas.contains(&persona.id);
        let name = if journey.name.trim().is_empty() { "Untitled" } else { journey.name.as_str() };
        if ui.checkbox(&mut is_in, format!("{name} ({})", journey.state.label())).clicked()
            && let Some(edit) = people::set_in_journey(project, *id, persona.id, is_in)
        {
            requests.edit(edit);
        }
    }
}

/// The face, and the buttons that change it.
fn picture_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, persona: &Persona) {
    const SIDE: f32 = 76.0;
    const WIDTH: f32 = 104.0;
    let theme = &workspace.theme;
    ui.allocate_ui(vec2(WIDTH, SIDE + 70.0), |ui| {
        ui.vertical_centered(|ui| {
            ui.set_width(WIDTH);
            let (rect, _) = ui.allocate_exact_size(vec2(SIDE, SIDE), egui::Sense::hover());
            paint_avatar(ui, workspace, persona, rect);
            let name = "Choose a picture of this persona";
            let choose = IconButton::new(Some(Icon::Image), "Picture…", name).emphasis(Emphasis::Outlined);
            let target = PictureFor::Persona(persona.id);
            if choose.tip("Choose a picture: PNG, JPEG, WebP or SVG; or paste one").ui(ui, theme).clicked() {
                requests.push(Request::Seal);
                requests.push(Request::ChoosePicture(target));
            }
            if let Some(image) = pasted_image(ui) {
                requests.push(Request::Seal);
                requests.push(Request::PasteImage { image, target });
            }
            if persona.picture.is_some() {
                let remove = RichText::new("Remove").size(theme.window.small_text).color(color32(theme.color.accent));
                let response = ui.add(egui::Button::new(remove).frame(false)).on_hover_text("Show initials instead");
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, "Remove the picture of this persona")
                });
                if response.clicked() {
                    let change = PersonaChange::Picture(None);
                    requests.edit(Edit::ChangePersona { persona: persona.id, change });
                }
            }
        });
    });
}

/// A picture that was pasted in this frame: no field of the form takes one.
fn pasted_image(ui: &Ui) -> Option<Arc<egui::ColorImage>> {
    let image_of = |event: &egui::Event| match event {
        egui::Event::PasteImage(image) => Some(Arc::clone(image)),
        _ => None,
    };
    ui.input(|input| input.events.iter().find_map(image_of))
}

/// The slice of the data that stands for the persona. Returns another than the current one.
fn segment_choice(ui: &mut Ui, workspace: &Workspace, current: Option<SegmentId>) -> Option<Option<SegmentId>> {
    let project = workspace.document.project();
    let name = |id: Option<SegmentId>| {
        id.and_then(|id| project.segments.get(&id)).map_or("None", |segment| segment.name.as_str())
    };
    let mut chosen = None;
    let response = combo(ui, "Segment", name(current)).show_ui(ui, |ui| {
        for id in std::iter::once(None).chain(project.segments.keys().copied().map(Some)) {
            if ui.selectable_label(id == current, name(id)).clicked() && id != current {
                chosen = Some(id);
            }
        }
    });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Segment"));
    chosen
}
