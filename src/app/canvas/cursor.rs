//! The shape of the pointer: what a press there would do, or what the gesture under way does.

use egui::CursorIcon;

use super::CanvasPainter;
use super::gesture::{Gesture, MoveMode};
use super::pointer::{Pointer, is_folded};
use super::spot::Spot;
use crate::app::workspace::Tool;
use crate::model::{Item, Subject};

impl CanvasPainter {
    pub(super) fn cursor(&self, pointer: &Pointer) -> Option<CursorIcon> {
        match &self.gesture {
            Gesture::Panning { .. } => return Some(CursorIcon::Grabbing),
            Gesture::MovingItems { .. } | Gesture::Dropping { .. } if self.is_refused => {
                return Some(CursorIcon::NotAllowed);
            }
            // A touchpoint that it cannot lead to gives no preview.
            Gesture::Reconnecting { .. } if self.aim.is_some() && pointer.workspace.preview.is_none() => {
                return Some(CursorIcon::NotAllowed);
            }
            Gesture::Reconnecting { .. } => return Some(CursorIcon::Grabbing),
            Gesture::MovingItems { .. } | Gesture::MovingStickies { .. } | Gesture::Dropping { .. } => {
                return Some(match pointer.mode() {
                    MoveMode::Copy => CursorIcon::Copy,
                    MoveMode::Move => CursorIcon::Grabbing,
                });
            }
            Gesture::MovingStage { .. } | Gesture::MovingLane { .. } => return Some(CursorIcon::Grabbing),
            Gesture::Resizing { grabbed, .. } => return resize_cursor(*grabbed),
            Gesture::MovingFace { .. } => return Some(CursorIcon::ResizeVertical),
            Gesture::Connecting { .. } | Gesture::Marquee { .. } => return Some(CursorIcon::Crosshair),
            Gesture::Idle => {}
        }
        if !pointer.response.hovered() {
            return None;
        }
        if pointer.is_space_down() {
            return Some(CursorIcon::Grab);
        }
        let is_on_link = pointer.latest().is_some_and(|pos| pointer.link_at(pos, self.hovered).is_some());
        if self.hovered_chip.is_some() || self.hovered_spot.is_some() || is_on_link {
            return Some(CursorIcon::PointingHand);
        }
        if self.face_place.is_some() {
            return Some(CursorIcon::PointingHand);
        }
        match (pointer.workspace.tool, self.hovered) {
            (Tool::Vote, Spot::Subject(Subject::Item(_))) => Some(CursorIcon::PointingHand),
            (Tool::Vote, _) => Some(CursorIcon::Grab),
            (Tool::Select | Tool::Connect | Tool::Note, Spot::Face(_)) => Some(CursorIcon::ResizeVertical),
            (Tool::Connect, Spot::Subject(Subject::Item(Item::Touchpoint(_)))) => Some(CursorIcon::Crosshair),
            (Tool::Note, Spot::Cell(..) | Spot::Subject(_) | Spot::Handle(_) | Spot::Nothing) => Some(CursorIcon::Cell),
            (Tool::Select | Tool::Connect, Spot::Handle(_)) => Some(CursorIcon::Crosshair),
            (Tool::Select, Spot::Edge(header)) => resize_cursor(header),
            (Tool::Select, Spot::Fold(_)) => Some(CursorIcon::PointingHand),
            (Tool::Select, Spot::Subject(header)) if is_folded(pointer, header) => Some(CursorIcon::PointingHand),
            (Tool::Select | Tool::Connect | Tool::Note, Spot::ConnectorEnd(..)) => Some(CursorIcon::Grab),
            (Tool::Select, Spot::Subject(Subject::Stage(_) | Subject::Lane(_))) => Some(CursorIcon::Grab),
            (Tool::Select | Tool::Connect, Spot::Subject(Subject::Connector(_))) => Some(CursorIcon::PointingHand),
            (
                Tool::Select | Tool::Connect | Tool::Note,
                Spot::Subject(_) | Spot::Fold(_) | Spot::Edge(_) | Spot::Cell(..) | Spot::Nothing,
            ) => None,
        }
    }
}

fn resize_cursor(header: Subject) -> Option<CursorIcon> {
    Some(if matches!(header, Subject::Stage(_)) { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical })
}
