//! How each persona of the journey feels at the selected touchpoints: a face and a slider for each.

use std::sync::Arc;

use egui::{Rect, Sense, Slider, Ui, WidgetInfo, vec2};

use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{IconButton, section, text_in};
use super::super::workspace::Workspace;
use super::shared;
use crate::base::Icon;
use crate::edit::{Edit, TouchpointChange};
use crate::layout::face_shapes;
use crate::model::{Emotion, PersonaId, Touchpoint, TouchpointId};
use crate::render::egui::{Transform, paint_shapes};

/// Draws the section.
pub(super) fn emotion_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let project = workspace.document.project();
    let Some(journey) = workspace.open_journey() else { return };
    section(ui, &workspace.theme, "Emotion", |_| {});
    let personas = journey.personas.iter().filter_map(|id| project.personas.get(id));
    let mut voices: Vec<(Option<PersonaId>, &str)> =
        personas.map(|persona| (Some(persona.id), persona.name.as_str())).collect();
    if voices.is_empty() || records.iter().any(|record| record.emotions.contains_key(&None)) {
        voices.push((None, "Everybody"));
    }
    for (persona, name) in voices {
        let name = if name.trim().is_empty() { "Unnamed" } else { name };
        let change = |emotion| {
            let change = TouchpointChange::Emotion { persona, emotion };
            Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change }
        };
        let current = shared(records, |record| record.emotions.get(&persona).copied());
        ui.push_id(persona, |ui| {
            if let Some(emotion) = row_ui(ui, workspace, name, current, requests) {
                requests.edit(change(emotion));
            }
        });
    }
}

/// One row. `current` is what all share, or `None` where they differ. Answers with the new emotion.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    name: &str,
    current: Option<Option<Emotion>>,
    requests: &mut Requests,
) -> Option<Option<Emotion>> {
    const FACE_WIDTH: f32 = 26.0;
    const BUTTON_WIDTH: f32 = 30.0;
    let theme = &workspace.theme;
    let height = theme.window.control_height;
    let emotion = current.flatten();
    let body = egui::TextStyle::Body.resolve(ui.style());
    let (text, ink) = match current {
        None => ("several".to_owned(), theme.color.muted),
        Some(None) => ("not said".to_owned(), theme.color.muted),
        Some(Some(emotion)) => (emotion.to_string(), theme.color.ink),
    };
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), height * 0.7), Sense::hover());
    let galley = ui.painter().layout_no_wrap(text, body.clone(), color32(ink));
    let (name_rect, value_rect) = row.split_left_right_at_x(row.right() - galley.size().x - 8.0);
    text_in(ui, name_rect, name, body, color32(theme.color.muted));
    let value_at = value_rect.right_center() - vec2(galley.size().x, galley.size().y / 2.0);
    ui.painter().galley(value_at, galley, color32(ink));
    response.on_hover_text(name);
    let mut answer = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(FACE_WIDTH, height), Sense::hover());
        face_ui(ui, workspace, rect, emotion);
        let mut value = emotion.unwrap_or_default().value();
        ui.spacing_mut().slider_width = (ui.available_width() - BUTTON_WIDTH - 6.0).max(40.0);
        let slider = Slider::new(&mut value, -2.0..=2.0).step_by(0.1).show_value(false);
        let response = ui.add(slider);
        let label = format!("Emotion of {name}");
        response.widget_info(|| WidgetInfo::slider(true, f64::from(value), &label));
        if response.changed() {
            answer = Some(Emotion::nearest(f64::from(value)));
        }
        if response.drag_stopped() || response.lost_focus() {
            requests.push(Request::Seal);
        }
        response.on_hover_text(format!("How {name} feels here, from −2 (awful) to +2 (delighted)"));
        let clear = format!("Clear emotion of {name}");
        let button = IconButton::new(Some(Icon::X), "", &clear).tip(clear.clone()).enabled(current != Some(None));
        if button.ui(ui, theme).clicked() && current != Some(None) {
            requests.push(Request::Seal);
            answer = Some(None);
        }
    });
    answer
}

/// The face as the map draws it; an empty circle where nothing, or not the same, is said.
fn face_ui(ui: &Ui, workspace: &Workspace, rect: Rect, emotion: Option<Emotion>) {
    const RADIUS: f32 = 10.0;
    let theme = &workspace.theme;
    match emotion {
        Some(emotion) => {
            let transform = Transform { scale: 1.0, offset: rect.center().to_vec2() };
            paint_shapes(ui.painter(), &face_shapes(theme, emotion, RADIUS), transform);
        }
        None => {
            let stroke = egui::Stroke::new(1.2, color32(theme.color.outline));
            ui.painter().circle_stroke(rect.center(), RADIUS, stroke);
        }
    }
}
