//! What a screen reader and a test find of the emotion lanes: a slider for each face in view, and for each place
//! where one could be.

use egui::accesskit::Action;
use egui::{Id, Sense, Ui, WidgetInfo};

use super::access::MOST_NODES;
use super::emotion;
use super::headers::Stuck;
use super::sight::Sight;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::layout::{FaceKey, FaceSpot};

/// The id of the node of a face.
pub fn node_id(key: FaceKey) -> Id {
    Id::unique(("face on the map", key))
}

/// Adds the nodes. Returns that of the face that the keyboard is on.
pub fn add(ui: &Ui, sight: &Sight, stuck: &Stuck, workspace: &Workspace, requests: &mut Requests) -> Option<Id> {
    let view = stuck.free(sight.canvas);
    let faces = workspace.map.faces_in(sight.view_in_map());
    if faces.len() > MOST_NODES {
        return None;
    }
    let focused = workspace.focused_face();
    let mut has_focus = None;
    for face in &faces {
        let rect = sight.rect_from_map(face.rect()).intersect(view);
        if !rect.is_positive() {
            continue;
        }
        let id = node_id(face.key);
        // It only senses hovering, so that clicks and drags stay the canvas's.
        let response = ui.interact(rect, id, Sense::hover());
        let value = f64::from(face.emotion.unwrap_or_default().value());
        response.widget_info(|| WidgetInfo::slider(true, value, emotion::full_name(workspace, face)));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_min_numeric_value(-2.0);
            node.set_max_numeric_value(2.0);
            node.set_numeric_value_step(0.1);
            for action in [Action::Click, Action::Increment, Action::Decrement] {
                node.add_action(action);
            }
        });
        take_actions(ui, id, face, requests);
        if focused == Some(face.key) {
            has_focus = Some(id);
        }
    }
    has_focus
}

fn take_actions(ui: &Ui, id: Id, face: &FaceSpot, requests: &mut Requests) {
    let is_asked = |action| ui.input(|input| input.has_accesskit_action_request(id, action));
    let emotion = face.emotion.unwrap_or_default();
    for (action, tenths) in [(Action::Increment, 1), (Action::Decrement, -1)] {
        if is_asked(action) {
            requests.edit(emotion::change(face.key, Some(emotion.moved_by(tenths))));
            requests.push(Request::Seal);
        }
    }
    if is_asked(Action::Click) {
        emotion::go_to(face.key, requests);
    }
}
