//! What two kinds of clicks do that are more than selecting: opening what lies under the pointer, and the note tool.

use super::add_item;
use super::pointer::Pointer;
use super::spot::Spot;
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::workspace::{Dialog, Editing};
use crate::base::{Pos2, vec2};
use crate::edit::{Selection, stickies};
use crate::model::{Item, LaneId, LaneKind, Project, StickyColor, Subject};

/// What a double-click or Enter does: a card's picture is shown, every other text is edited.
pub fn opening(project: &Project, subject: Subject) -> Request {
    match subject {
        Subject::Item(Item::Card(id)) if project.cards.get(&id).is_some_and(|card| card.picture().is_some()) => {
            Request::Dialog(Some(Dialog::Picture(id)))
        }
        Subject::Item(_) | Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => {
            Request::StartEditing(Some(subject.into()))
        }
    }
}

/// The note tool: in a lane of notes a card, anywhere else a sticky, open for typing.
pub fn add_note(pointer: &Pointer, pos: Pos2, spot: Spot, requests: &mut Requests) {
    /// The click lies so far within the paper.
    const GRIP: crate::base::Vec2 = vec2(12.0, 12.0);
    let workspace = pointer.workspace;
    let project = workspace.document.project();
    requests.run(Action::ToolSelect);
    let cell = match spot {
        Spot::Cell(stage, lane) => Some((stage, lane)),
        Spot::Subject(Subject::Item(item)) => project.place_of(item).map(|place| (place.stage, place.lane)),
        Spot::Subject(Subject::Sticky(sticky)) => {
            // A note on a note is one more word on it.
            requests.push(Request::Select(Selection::only(Subject::Sticky(sticky))));
            requests.push(Request::StartEditing(Some(Editing::Sticky(sticky))));
            return;
        }
        Spot::Face(key) => project.place_of(key.touchpoint.into()).map(|place| (place.stage, place.lane)),
        Spot::Subject(Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_))
        | Spot::Fold(_)
        | Spot::Edge(_)
        | Spot::Handle(_)
        | Spot::ConnectorEnd(..)
        | Spot::Nothing => None,
    };
    let is_notes = |lane: LaneId| project.lanes.get(&lane).is_some_and(|lane| lane.kind == LaneKind::Notes);
    if let Some((stage, lane)) = cell.filter(|(_, lane)| is_notes(*lane)) {
        add_item(workspace, pointer.placement_at(pos, stage, lane), requests);
        return;
    }
    let at = workspace.map.spot_at(pointer.sight.map_from_screen(pos) - GRIP);
    let (edit, sticky) = stickies::new_sticky(project, workspace.journey, at, StickyColor::default());
    requests.push(Request::EditSelecting(edit, Selection::only(Subject::Sticky(sticky))));
    requests.push(Request::StartEditing(Some(Editing::Sticky(sticky))));
    requests.push(Request::RevealFocus);
}
