//! The keyboard on the faces of an emotion lane: Up and Down change the value by a tenth, with Shift by half a step;
//! 1 to 5 set it; Left and Right go to the next touchpoint, Page Up and Page Down to the next curve; Enter goes to
//! the touchpoint's card. Delete is the action table's.

use egui::{Key, Modifiers};

use super::emotion;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::Selection;
use crate::layout::FaceKey;
use crate::model::{Emotion, LaneKind, Subject};

/// Takes the keys while they go to a face. Returns whether they do.
pub fn take_keys(presses: &[(Key, Modifiers)], workspace: &Workspace, requests: &mut Requests) -> bool {
    let Some(face) = workspace.focused_face().and_then(|key| workspace.map.face(key)) else { return false };
    let (mut key, mut emotion) = (face.key, face.emotion);
    for (pressed, modifiers) in presses {
        let step = if modifiers.shift { 5 } else { 1 };
        let said = match pressed {
            Key::ArrowUp => Some(emotion.unwrap_or_default().moved_by(step)),
            Key::ArrowDown => Some(emotion.unwrap_or_default().moved_by(-step)),
            _ if modifiers.shift => None,
            Key::Num1 => Some(Emotion::LOWEST),
            Key::Num2 => Emotion::from_tenths(-10),
            Key::Num3 => Emotion::from_tenths(0),
            Key::Num4 => Emotion::from_tenths(10),
            Key::Num5 => Some(Emotion::HIGHEST),
            _ => None,
        };
        if said.is_some() {
            emotion = said;
            requests.edit(emotion::change(key, said));
            requests.push(Request::RevealFocus);
            continue;
        }
        let map = &workspace.map;
        let next = match pressed {
            Key::ArrowLeft => match map.face_beside(key, -1, 0) {
                None => {
                    requests.push(Request::Select(Selection::only(Subject::Lane(key.lane))));
                    requests.push(Request::RevealFocus);
                    return true;
                }
                next => next,
            },
            Key::ArrowRight => map.face_beside(key, 1, 0),
            Key::PageUp => map.face_beside(key, 0, -1),
            Key::PageDown => map.face_beside(key, 0, 1),
            Key::Home => map.first_face(key.lane, key.persona),
            Key::End => map.last_face(key.lane, key.persona),
            Key::Enter => {
                requests.push(Request::Select(Selection::only(key.touchpoint)));
                requests.push(Request::RevealFocus);
                return true;
            }
            _ => None,
        };
        if let Some(next) = next {
            (key, emotion) = (next.key, next.emotion);
            emotion::go_to(key, requests);
        }
    }
    true
}

/// The face that Right leads to from the header of an emotion lane.
pub fn beside_header(workspace: &Workspace, focus: Option<Subject>) -> Option<FaceKey> {
    let Some(Subject::Lane(lane)) = focus else { return None };
    let record = workspace.document.project().lanes.get(&lane)?;
    let is_emotion = record.kind == LaneKind::Emotion;
    is_emotion.then(|| workspace.map.first_face(lane, workspace.active_persona()))?.map(|face| face.key)
}
