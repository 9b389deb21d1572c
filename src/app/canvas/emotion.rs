//! Faces of the emotion lanes under the pointer: which one, what is said of it, and what is drawn over it. How a
//! drag changes one is `gesture`'s, the keys are `emotion_keys`'.

use egui::{Align2, FontId, Painter, Response, Stroke};

use super::gesture::Gesture;
use super::pointer::Pointer;
use super::sight::Sight;
use super::spot::Spot;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family};
use crate::app::workspace::{Tool, Workspace};
use crate::base::Pos2;
use crate::edit::{Edit, Selection, TouchpointChange};
use crate::layout::{FaceKey, FaceSpot};
use crate::model::{Emotion, LaneKind};
use crate::scene::Face;

/// The edit that says how somebody feels, or forgets it.
pub fn change(key: FaceKey, emotion: Option<Emotion>) -> Edit {
    let change = TouchpointChange::Emotion { persona: key.persona, emotion };
    Edit::ChangeTouchpoints { touchpoints: vec![key.touchpoint], change }
}

/// Asks for the keyboard to be on a face, with its touchpoint selected.
pub fn go_to(key: FaceKey, requests: &mut Requests) {
    requests.push(Request::Select(Selection::only(key.touchpoint)));
    requests.push(Request::OnFace(Some(key)));
    requests.push(Request::RevealFocus);
}

/// The empty place under the pointer where a click adds a face of the persona whose curve is edited, and what that
/// height means.
pub fn place_at(pointer: &Pointer, pos_in_screen: Pos2, spot: Spot) -> Option<(FaceSpot, Emotion)> {
    let workspace = pointer.workspace;
    let Spot::Cell(_, lane) = spot else { return None };
    let kind = workspace.document.project().lanes.get(&lane).map(|lane| lane.kind);
    if workspace.tool != Tool::Select || kind != Some(LaneKind::Emotion) || pointer.extends() {
        return None;
    }
    let pos = pointer.sight.map_from_screen(pointer.stuck.released(pos_in_screen));
    let place = workspace.map.face_place_at(pos, workspace.active_persona())?;
    let emotion = workspace.map.emotion_at(lane, pos.y)?;
    (place.key.lane == lane && place.emotion.is_none() && place.slot.contains(pos)).then_some((place, emotion))
}

/// A click on a face puts the keyboard on it.
pub fn clicked(pointer: &Pointer, key: FaceKey, requests: &mut Requests) {
    if pointer.extends() {
        let mut selection = pointer.workspace.document.selection().clone();
        selection.toggle(key.touchpoint);
        requests.push(Request::Select(selection));
    } else {
        requests.push(Request::Select(Selection::only(key.touchpoint)));
        requests.push(Request::OnFace(Some(key)));
    }
}

/// A click on an empty place adds a face there.
pub fn add((place, emotion): (FaceSpot, Emotion), requests: &mut Requests) {
    requests.push(Request::EditSelecting(change(place.key, Some(emotion)), Selection::only(place.key.touchpoint)));
    requests.push(Request::Seal);
    requests.push(Request::OnFace(Some(place.key)));
}

/// "Emotion of Kim at Checkout".
pub fn name_of(workspace: &Workspace, key: FaceKey) -> String {
    let voice = workspace.map.voices().iter().find(|(persona, _)| *persona == key.persona);
    let who = match voice {
        Some((Some(_), name)) => name.as_str(),
        Some((None, _)) | None => "everybody",
    };
    let touchpoint = workspace.shown_project().touchpoints.get(&key.touchpoint);
    let title = touchpoint.map(|record| record.title.as_str()).filter(|title| !title.is_empty()).unwrap_or("Untitled");
    format!("Emotion of {who} at {title}")
}

/// "Emotion of Kim at Checkout, −1.4, measured −0.9".
pub fn full_name(workspace: &Workspace, face: &FaceSpot) -> String {
    let value = face.emotion.map_or_else(|| "not said".to_owned(), |emotion| emotion.to_string());
    let measured = face.measured.map(|measured| format!(", measured {measured}")).unwrap_or_default();
    let disagrees = if face.disagrees() { ", they disagree" } else { "" };
    format!("{}, {value}{measured}{disagrees}", name_of(workspace, face.key))
}

/// Says what a face stands for, and what to do with it.
pub fn tip_ui(response: Response, key: FaceKey, workspace: &Workspace) -> Response {
    let Some(face) = workspace.map.face(key) else { return response };
    let mut text = name_of(workspace, key);
    if let Some(emotion) = face.emotion {
        text.push_str(&format!(": {emotion}"));
    }
    let measured = workspace.map.measured_emotions();
    if let Some((all, measured)) = measured.and_then(|all| Some((all, all.values.get(&key.touchpoint)?))) {
        let (by, scale) = (all.by.label(), all.scale);
        text.push_str(&format!("\nMeasured by {by}: {} ({}; {scale})", measured.emotion(), measured.text));
        if face.disagrees() {
            text.push_str(
                "\n≠ What is asserted and what is measured disagree: a whole step or more lies between them.",
            );
        }
    }
    text.push_str("\nDrag it up or down, or click it and use the arrow keys.");
    response.on_hover_text_at_pointer(text)
}

/// Draws what belongs to faces over the map: the ring of the one that the keyboard is on, the one that a click
/// would add, and the value while one is dragged.
pub fn paint(
    painter: &Painter,
    sight: &Sight,
    workspace: &Workspace,
    gesture: &Gesture,
    place: Option<(FaceSpot, Emotion)>,
) {
    let accent = color32(workspace.theme.color.accent);
    let scale = sight.camera.scale;
    if let Gesture::MovingFace { face, .. } = gesture {
        if let Some(emotion) = workspace.map.face(face.key).and_then(|face| Some((face, face.emotion?))) {
            ring(painter, sight, &emotion.0, Stroke::new(2.0, accent));
            value(painter, sight, workspace, emotion);
        }
        return;
    }
    if let Some(face) = workspace.focused_face().and_then(|key| workspace.map.face(key)) {
        if face.emotion.is_some() {
            ring(painter, sight, &face, Stroke::new(2.0, accent));
        } else {
            dashed_circle(painter, sight.screen_from_map(face.center), face.radius * scale, Stroke::new(2.0, accent));
        }
    }
    if let Some((place, emotion)) = place {
        let y = workspace.map.emotion_y(place.key.lane, emotion).unwrap_or(place.center.y);
        let face = FaceSpot { center: Pos2::new(place.center.x, y), emotion: Some(emotion), ..place };
        dashed_circle(painter, sight.screen_from_map(face.center), face.radius * scale, Stroke::new(1.5, accent));
        value(painter, sight, workspace, (face, emotion));
    }
}

fn ring(painter: &Painter, sight: &Sight, face: &FaceSpot, stroke: Stroke) {
    /// Close around the face: the value stands right above or below it.
    const AROUND: f32 = 1.5;
    painter.circle_stroke(sight.screen_from_map(face.center), face.radius * sight.camera.scale + AROUND, stroke);
}

fn dashed_circle(painter: &Painter, center: Pos2, radius: f32, stroke: Stroke) {
    const SIDES: usize = 40;
    let corner = |side: usize| {
        let angle = std::f32::consts::TAU * side as f32 / SIDES as f32;
        center + radius * egui::Vec2::angled(angle)
    };
    let corners: Vec<Pos2> = (0..=SIDES).map(corner).collect();
    painter.extend(egui::Shape::dashed_line(&corners, stroke, 3.0, 3.0));
}

/// The value in a small pill beside a face.
fn value(painter: &Painter, sight: &Sight, workspace: &Workspace, (face, emotion): (FaceSpot, Emotion)) {
    let c = &workspace.theme.color;
    let font = FontId::new(workspace.theme.window.small_text, family(Face::SemiBold));
    let galley = painter.layout_no_wrap(emotion.to_string(), font, color32(c.on_accent));
    let size = galley.size() + egui::vec2(12.0, 4.0);
    let left = sight.screen_from_map(face.center) + egui::vec2(face.radius * sight.camera.scale + 8.0, 0.0);
    let pill = Align2::LEFT_CENTER.anchor_size(left, size);
    painter.rect_filled(pill, size.y / 2.0, color32(c.accent));
    painter.galley(pill.center() - galley.size() / 2.0, galley, color32(c.on_accent));
}
