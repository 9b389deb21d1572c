//! Where the pointer aims while something is dragged, and when the map makes room there. What would be done is
//! `gesture`'s.

use std::time::Duration;

use egui::Pos2;

use super::CanvasPainter;
use super::gesture::{Gesture, Slot};
use super::pointer::Pointer;
use crate::app::request::{Request, Requests};

/// On a map of more items than this, room is made where the pointer rests, not wherever it passes: laying the map out
/// costs more than a frame has, and cards that jump aside all along the way help nobody.
const ITEMS_LAID_OUT_AT_ONCE: usize = 1_500;
/// How long the pointer rests at a place before room is made there, in seconds, and how far it may move meanwhile, in
/// points.
const REST_S: f64 = 0.08;
const REST_DISTANCE: f32 = 8.0;

/// Room that is to be made once the pointer has rested.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// In seconds of egui's clock.
    at: f64,
    pointer: Pos2,
}

impl CanvasPainter {
    /// Previews what letting go there would do, if that is something else than before.
    pub(super) fn aim_at(&mut self, slot: Option<Slot>, pointer: &Pointer, requests: &mut Requests) {
        let now = pointer.ui.input(|input| input.time);
        let pos = pointer.latest().unwrap_or_default();
        if self.aim.as_ref().map(|aim| aim.0) != slot {
            self.aim = slot.and_then(|slot| Some((slot, self.gesture.outcome(slot)?)));
            let is_large = pointer.workspace.map.item_count() > ITEMS_LAID_OUT_AT_ONCE;
            let rest = match self.gesture {
                Gesture::MovingItems { .. } | Gesture::Dropping { .. } if is_large => REST_S,
                Gesture::MovingItems { .. }
                | Gesture::Dropping { .. }
                | Gesture::Resizing { .. }
                | Gesture::MovingFace { .. }
                | Gesture::MovingStickies { .. }
                | Gesture::Reconnecting { .. } => 0.0,
                Gesture::Idle
                | Gesture::Panning { .. }
                | Gesture::Marquee { .. }
                | Gesture::MovingStage { .. }
                | Gesture::MovingLane { .. }
                | Gesture::Connecting { .. } => return,
            };
            if rest > 0.0 && pointer.workspace.preview.is_some() {
                // The room closes where the pointer was, and a bar goes along with it.
                requests.push(Request::Preview(None));
            }
            self.preview_due = Some(Due { at: now + rest, pointer: pos });
        }
        let Some(due) = &mut self.preview_due else { return };
        if due.at > now && due.pointer.distance(pos) > REST_DISTANCE {
            *due = Due { at: now + REST_S, pointer: pos };
        }
        if now >= due.at {
            self.preview_due = None;
            requests.push(Request::Preview(self.aim.as_ref().map(|(_, outcome)| outcome.edit.clone())));
        } else {
            pointer.ui.ctx().request_repaint_after(Duration::from_secs_f64(due.at - now));
        }
    }
}
