//! What the user is at stays where it is on screen when the map around it becomes another: how far the camera has to
//! follow. Pure; the camera is moved by `core`.

use super::camera::Camera;
use super::workspace::{Editing, Workspace};
use crate::base::{Rect, Vec2};
use crate::model::{JourneyId, Project, Subject};

/// What a map shows, and where what the user is at lies on it.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub at: Option<Rect>,
    pub project: &'a Project,
    pub journey: JourneyId,
}

/// How far what the user is at has moved in the map from one layout to the next, by no doing of its own.
/// Zero where it was out of view, and for what was itself moved: that is meant to be seen moving.
pub fn shift(before: Shown, after: Shown, at: Subject, camera: &Camera, canvas_size: Vec2) -> Vec2 {
    if before.journey != after.journey || !keeps_its_place(before, after, at) {
        return Vec2::ZERO;
    }
    let (Some(old), Some(new)) = (before.at, after.at) else { return Vec2::ZERO };
    let seen = Rect::from_min_max(camera.screen_from_map(old.min), camera.screen_from_map(old.max));
    let is_seen = seen.intersects(Rect::from_min_size(egui::Pos2::ZERO, canvas_size));
    if is_seen { new.min - old.min } else { Vec2::ZERO }
}

/// What the user is at: what is being typed into, else what has the focus.
pub fn subject_at_hand(workspace: &Workspace) -> Option<Subject> {
    match workspace.editing {
        Some(Editing::Item(item)) => Some(Subject::Item(item)),
        Some(Editing::Stage(stage)) => Some(Subject::Stage(stage)),
        Some(Editing::Lane(lane)) => Some(Subject::Lane(lane)),
        Some(Editing::Connector(connector)) => Some(Subject::Connector(connector)),
        Some(Editing::Sticky(sticky)) => Some(Subject::Sticky(sticky)),
        None => workspace.document.selection().focus,
    }
}

/// Whether a subject has the same place in the project, wherever that lies on the map.
fn keeps_its_place(before: Shown, after: Shown, at: Subject) -> bool {
    match at {
        Subject::Item(item) => {
            let place = before.project.place_of(item);
            place.is_some() && place == after.project.place_of(item)
        }
        Subject::Stage(stage) => order(before, after, |journey| &journey.stages, stage),
        Subject::Lane(lane) => order(before, after, |journey| &journey.lanes, lane),
        // It goes where its cards go.
        Subject::Connector(_) => false,
        Subject::Sticky(sticky) => {
            let spot = |shown: Shown| shown.project.stickies.get(&sticky).map(|sticky| sticky.spot);
            spot(before).is_some() && spot(before) == spot(after)
        }
    }
}

/// Whether one of a list stands between the same neighbors, as far as they are in both.
fn order<T: Copy + PartialEq>(
    before: Shown,
    after: Shown,
    list: impl Fn(&crate::model::Journey) -> &Vec<T>,
    one: T,
) -> bool {
    let earlier = |of: Shown, other: Shown| {
        let journey = of.project.journeys.get(&of.journey)?;
        let also = other.project.journeys.get(&other.journey)?;
        let ahead = list(journey).iter().take_while(|each| **each != one);
        Some(ahead.filter(|each| list(also).contains(each)).copied().collect::<Vec<_>>())
    };
    earlier(before, after) == earlier(after, before)
}
