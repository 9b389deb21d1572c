//! From one journey of the project to another: opening, adding, copying and deleting them, and showing a subject
//! wherever it is. Each journey is found again as it was left. No drawing here: the tabs are `tabs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::camera::Camera;
use super::core::Core;
use super::laid_out::Fitting;
use super::workspace::{Notice, RightTab};
use crate::edit::{Edit, Selection, build};
use crate::model::project::Table;
use crate::model::{Item, JourneyId, JourneyState, Place, Project, Subject};

/// One on or one back, around the ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
}

impl Step {
    /// The rank after this step among `count`, or `None` among none.
    pub fn from(self, at: usize, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(match self {
            Self::Next if at >= last => 0,
            Self::Next => at + 1,
            Self::Previous => at.checked_sub(1).unwrap_or(last).min(last),
        })
    }
}

/// How journeys were left.
pub type LeftJourneys = BTreeMap<JourneyId, LeftJourney>;

/// What is shown again when a journey is opened.
#[derive(Clone, Debug)]
pub struct LeftJourney {
    camera: Camera,
    fitting: Option<Fitting>,
    selection: Selection,
}

impl Core {
    /// Opens a journey as it was left, or as a whole if it was not open before.
    pub(super) fn open_journey(&mut self, journey: JourneyId) {
        if self.workspace.journey == journey || !self.workspace.document.project().journeys.contains_key(&journey) {
            return;
        }
        let left = LeftJourney {
            camera: self.workspace.camera,
            fitting: self.fitting,
            selection: self.workspace.document.selection().clone(),
        };
        self.left_journeys.insert(self.workspace.journey, left);
        self.workspace.document.seal();
        self.workspace.journey = journey;
        self.workspace.preview = None;
        self.workspace.editing = None;
        match self.left_journeys.get(&journey).cloned() {
            Some(left) => {
                self.workspace.document.select(left.selection);
                self.workspace.camera = left.camera;
                self.fitting = left.fitting;
                self.fitted_to = None;
            }
            None => {
                self.workspace.document.select(Selection::default());
                self.fit(Fitting::Opening);
            }
        }
    }

    /// Opens the journey of the next tab, or of the one before.
    pub(super) fn step_journeys(&mut self, step: Step) {
        let order = Arc::clone(&self.workspace.document.project().journey_order);
        let at = order.iter().position(|id| *id == self.workspace.journey).unwrap_or(0);
        if let Some(journey) = step.from(at, order.len()).and_then(|at| order.get(at)) {
            self.open_journey(*journey);
        }
    }

    /// Adds a journey with nothing in it but the usual stages and lanes, and opens it.
    pub(super) fn add_journey(&mut self) {
        let project = self.workspace.document.project();
        let (edit, journey) = build::new_journey_blank(project, &free_name(project, "New journey"));
        if self.commit(&edit, None) {
            self.open_journey(journey);
            self.workspace.right_tab = RightTab::Journey;
        }
    }

    /// Copies a journey beside itself and opens the copy where the original was looked at. What is drawn as wanted
    /// keeps its name: the state tells the two apart.
    pub(super) fn duplicate_journey(&mut self, journey: JourneyId, state: JourneyState) {
        let project = self.workspace.document.project();
        let Some(original) = project.journeys.get(&journey) else { return };
        let name = if state == original.state {
            free_name(project, &format!("{} (copy)", original.name))
        } else {
            original.name.clone()
        };
        let copy = JourneyId(project.next_id);
        if self.commit(&Edit::CopyJourney { journey, name, state }, None) {
            self.open_journey(journey);
            let (camera, fitting) = (self.workspace.camera, self.fitting);
            self.left_journeys.insert(copy, LeftJourney { camera, fitting, selection: Selection::default() });
            self.open_journey(copy);
        }
    }

    /// Deletes a journey with all that it holds, and says how to get it back.
    pub(super) fn delete_journey(&mut self, journey: JourneyId) {
        let project = self.workspace.document.project();
        let order = Arc::clone(&project.journey_order);
        let (Some(record), true) = (project.journeys.get(&journey).map(Arc::clone), order.len() > 1) else { return };
        let at = order.iter().position(|id| *id == journey).unwrap_or(0);
        let neighbor = order.get(at + 1).or_else(|| order.get(at.checked_sub(1)?)).copied();
        if let Some(neighbor) = neighbor.filter(|_| journey == self.workspace.journey) {
            self.open_journey(neighbor);
        }
        if self.commit(&Edit::RemoveJourney { journey }, None) {
            let name = if record.name.is_empty() { "The journey".to_owned() } else { format!("\"{}\"", record.name) };
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable(format!("{name} was deleted with all it holds."), revision));
        }
    }

    /// Shows a subject wherever it is: its journey, with the subject selected, in view and large enough to be read.
    pub(super) fn go_to(&mut self, subject: Subject) {
        let project = self.workspace.document.project();
        let Some(journey) = journey_of(project, subject) else { return };
        let hidden = hidden_by(project, subject);
        self.open_journey(journey);
        self.workspace.document.seal();
        self.workspace.document.select(Selection::only(subject));
        self.workspace.action = None;
        self.workspace.right_tab = RightTab::Selection;
        self.is_reveal_due = true;
        self.is_revealed_readable = true;
        if let Some(name) = hidden {
            self.notify(Notice::Warning(format!("It is not on the map: {name} is hidden.")));
        }
    }

    /// After undo or redo: shows the journey in which it changed something. What changes out of sight is lost.
    pub(super) fn follow_history(&mut self, before: &Project) {
        self.keep_journey_valid();
        let after = self.workspace.document.project();
        let changed = changed_journeys(before, after);
        if changed.is_empty() || changed.contains(&self.workspace.journey) {
            return;
        }
        if let Some(journey) = changed.into_iter().find(|id| after.journeys.contains_key(id)) {
            let selection = self.workspace.document.selection().clone();
            self.open_journey(journey);
            if selection.subjects.iter().any(|subject| self.is_open(*subject)) {
                self.workspace.document.select(selection);
            }
        }
    }

    fn is_open(&self, subject: Subject) -> bool {
        journey_of(self.workspace.document.project(), subject) == Some(self.workspace.journey)
    }
}

/// The journey that a subject belongs to, or `None` if it is gone.
pub fn journey_of(project: &Project, subject: Subject) -> Option<JourneyId> {
    match subject {
        Subject::Item(item) => project.journey_of(item),
        Subject::Stage(id) => project.stages.get(&id).map(|stage| stage.journey),
        Subject::Lane(id) => project.lanes.get(&id).map(|lane| lane.journey),
        Subject::Connector(id) => {
            project.connectors.get(&id).and_then(|connector| project.journey_of(Item::Touchpoint(connector.from)))
        }
        Subject::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.journey),
    }
}

/// What hides a subject: "the stage Buy"; `None` if nothing does.
fn hidden_by(project: &Project, subject: Subject) -> Option<String> {
    let (stage, lane) = match subject {
        Subject::Item(item) => project.place_of(item).map(|place| (Some(place.stage), Some(place.lane)))?,
        Subject::Stage(id) => (Some(id), None),
        Subject::Lane(id) => (None, Some(id)),
        Subject::Connector(_) | Subject::Sticky(_) => (None, None),
    };
    let stage = stage.and_then(|id| project.stages.get(&id)).filter(|stage| stage.is_hidden);
    let lane = lane.and_then(|id| project.lanes.get(&id)).filter(|lane| lane.is_hidden);
    stage
        .map(|stage| format!("the stage \"{}\"", stage.name))
        .or_else(|| lane.map(|lane| format!("the lane \"{}\"", lane.name)))
}

/// The name, or with a number if a journey has it already.
fn free_name(project: &Project, name: &str) -> String {
    let is_taken = |name: &str| project.journeys.values().any(|journey| journey.name == name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// The journeys of which anything differs between two states, those that came first.
fn changed_journeys(before: &Project, after: &Project) -> Vec<JourneyId> {
    let mut changed: Vec<JourneyId> =
        after.journeys.keys().filter(|id| !before.journeys.contains_key(id)).copied().collect();
    differing(&before.journeys, &after.journeys, |journey| changed.push(journey.id));
    differing(&before.stages, &after.stages, |stage| changed.push(stage.journey));
    differing(&before.lanes, &after.lanes, |lane| changed.push(lane.journey));
    differing(&before.stickies, &after.stickies, |sticky| changed.push(sticky.journey));
    let of_place = |place: Place| {
        after.stages.get(&place.stage).or_else(|| before.stages.get(&place.stage)).map(|stage| stage.journey)
    };
    differing(&before.touchpoints, &after.touchpoints, |touchpoint| changed.extend(of_place(touchpoint.place)));
    differing(&before.cards, &after.cards, |card| changed.extend(of_place(card.place)));
    differing(&before.connectors, &after.connectors, |connector| {
        let place = |project: &Project| project.place_of(Item::Touchpoint(connector.from));
        changed.extend(place(after).or_else(|| place(before)).and_then(of_place));
    });
    let mut seen = std::collections::BTreeSet::new();
    changed.retain(|id| seen.insert(*id));
    changed
}

/// Tells each record that is in one of the tables only or another in the two.
fn differing<K: Ord, V>(before: &Table<K, V>, after: &Table<K, V>, mut tell: impl FnMut(&V)) {
    if Arc::ptr_eq(before, after) {
        return;
    }
    for (id, record) in after.iter() {
        if before.get(id).is_none_or(|other| !Arc::ptr_eq(other, record)) {
            tell(record);
        }
    }
    for (_, record) in before.iter().filter(|(id, _)| !after.contains_key(id)) {
        tell(record);
    }
}
