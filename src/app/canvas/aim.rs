//! Where the pointer aims while something is dragged, and when the map makes room there. What would be done is
//! `gesture`'s.

use std::time::Duration;

use super::CanvasPainter;
use super::gesture::{Gesture, Slot};
use super::pointer::Pointer;
use crate::app::request::{Request, Requests};

/// On a map of more items than this, room is made where the pointer rests, not wherever it passes: laying the map out
/// costs more than a frame has, and cards that jump aside all along the way help nobody.
const ITEMS_LAID_OUT_AT_ONCE: usize = 1_500;
/// How long the pointer rests at a place before room is made there, in seconds.
const REST_S: f64 = 0.08;

impl CanvasPainter {
    /// Previews what letting go there would do, if that is something else than before.
    pub(super) fn aim_at(&mut self, slot: Option<Slot>, pointer: &Pointer, requests: &mut Requests) {
        let now = pointer.ui.input(|input| input.time);
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
            self.preview_due = Some(now + rest);
        }
        let Some(due) = self.preview_due else { return };
        if now >= due {
            self.preview_due = None;
            requests.push(Request::Preview(self.aim.as_ref().map(|(_, outcome)| outcome.edit.clone())));
        } else {
            pointer.ui.ctx().request_repaint_after(Duration::from_secs_f64(due - now));
        }
    }
}
