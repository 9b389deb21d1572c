//! A note of the parking lot that is let go over the map: where it lands. The grip it is dragged by is the workshop's.

use super::pointer::Pointer;
use super::spot::Spot;
use crate::app::request::{Request, Requests};
use crate::app::workshop::{Landing, WorkshopWish, dragged_note};
use crate::model::{Holds, LaneId, Subject};

/// Where the note under the pointer would land, or `None` where none is dragged over the map. Lets it go there when the
/// button is released.
pub fn take_parked(pointer: &Pointer, requests: &mut Requests) -> Option<Landing> {
    let note = dragged_note(pointer.ui.ctx())?;
    if !pointer.response.contains_pointer() {
        return None;
    }
    let pos = pointer.ui.input(|input| input.pointer.latest_pos())?;
    let landing = landing_at(pointer, pos);
    if pointer.ui.input(|input| input.pointer.any_released()) {
        requests.push(Request::Workshop(WorkshopWish::Land(note, landing)));
    }
    Some(landing)
}

fn landing_at(pointer: &Pointer, pos_in_screen: egui::Pos2) -> Landing {
    let project = pointer.workspace.document.project();
    let cell = match pointer.spot_at(pos_in_screen, Spot::Nothing) {
        Spot::Cell(stage, lane) => Some((stage, lane)),
        Spot::Subject(Subject::Item(item)) => project.place_of(item).map(|place| (place.stage, place.lane)),
        Spot::Subject(Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_))
        | Spot::Handle(_)
        | Spot::Fold(_)
        | Spot::Edge(_)
        | Spot::Face(_)
        | Spot::ConnectorEnd(..)
        | Spot::Nothing => None,
    };
    let holds = |lane: &LaneId| project.lanes.get(lane).is_some_and(|lane| lane.kind.holds() != Holds::Nothing);
    match cell.filter(|(_, lane)| holds(lane)) {
        Some((stage, lane)) => Landing::Cell(pointer.placement_at(pos_in_screen, stage, lane)),
        None => Landing::Sticky(pointer.sight.map_from_screen(pos_in_screen)),
    }
}
