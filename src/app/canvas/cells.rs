//! Empty cells by keyboard: arrows go into them and on from them, and typing begins a card there.

use egui::{Event, Id, Key, Ui};

use super::add_item;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::base::Rect;
use crate::edit::{Placement, Selection};
use crate::layout::{Heading, Map};
use crate::model::{Holds, Item, LaneId, StageId, Subject};

/// Where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Subject(Subject),
    Cell(StageId, LaneId),
}

/// Where a cell lies, as something that can be scrolled to: past the headers, like a card.
pub fn cell_to_reveal(map: &Map, at: (StageId, LaneId)) -> Option<(Subject, Rect)> {
    // Cards are covered by all headers; so are cells.
    let like_a_card = Subject::Item(Item::Card(crate::model::CardId(0)));
    rect_of(map, at).map(|rect| (like_a_card, rect))
}

/// The cell's rectangle in the map.
pub fn rect_of(map: &Map, (stage, lane): (StageId, LaneId)) -> Option<Rect> {
    map.cells().find(|cell| (cell.stage, cell.lane) == (stage, lane)).map(|cell| cell.rect)
}

/// The empty cells that cards can be added to, in reading order.
pub fn empty_cells(workspace: &Workspace) -> impl Iterator<Item = (StageId, LaneId, Rect)> {
    let project = workspace.shown_project();
    let cells = workspace.map.cells().filter(move |cell| {
        let is_open = project.stages.get(&cell.stage).is_some_and(|stage| !stage.is_collapsed)
            && project.lanes.get(&cell.lane).is_some_and(|lane| !lane.is_collapsed);
        cell.is_empty && is_open && cell.kind.holds() != Holds::Nothing
    });
    cells.map(|cell| (cell.stage, cell.lane, cell.rect))
}

/// Takes a key that leads into, out of, or acts on an empty cell. Returns whether it did.
pub fn take_key(workspace: &Workspace, focus: Option<Subject>, key: Key, requests: &mut Requests) -> bool {
    let heading = match key {
        Key::ArrowLeft => Heading::Left,
        Key::ArrowRight => Heading::Right,
        Key::ArrowUp => Heading::Up,
        Key::ArrowDown => Heading::Down,
        Key::Enter => {
            let Some((stage, lane)) = workspace.cell_at_hand().filter(|_| focus.is_none()) else { return false };
            add_item(workspace, Placement::end_of(workspace.document.project(), stage, lane), requests);
            return true;
        }
        _ => return false,
    };
    match target(workspace, focus, heading) {
        Some(Target::Cell(stage, lane)) => requests.push(Request::FocusCell(stage, lane)),
        Some(Target::Subject(subject)) => requests.push(Request::Select(Selection::only(subject))),
        // Beyond the last cell there is nowhere to go.
        None => return focus.is_none() && workspace.cell_at_hand().is_some(),
    }
    requests.push(Request::RevealFocus);
    true
}

/// Begins a card with what is typed while the keyboard is on an empty cell.
pub fn take_text(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    let Some((stage, lane)) = workspace.cell_at_hand() else { return };
    let typed: String = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            // Marks are shortcuts on some layouts: "!" is Shift+1.
            Event::Text(text) if text.chars().all(char::is_alphanumeric) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    });
    if !typed.is_empty() {
        ui.data_mut(|data| data.insert_temp(typed_ahead(), typed));
        add_item(workspace, Placement::end_of(workspace.document.project(), stage, lane), requests);
    }
}

/// What was typed before the text field was there.
pub fn take_typed_ahead(ui: &Ui) -> Option<String> {
    ui.data_mut(|data| data.remove_temp(typed_ahead()))
}

fn typed_ahead() -> Id {
    Id::unique("typed ahead on the map")
}

/// Where an arrow leads if an empty cell plays a part in it; `None` leaves it to the rules for cards and headers.
fn target(workspace: &Workspace, focus: Option<Subject>, heading: Heading) -> Option<Target> {
    let project = workspace.document.project();
    let floor = Floor::of(workspace);
    match focus {
        None => match workspace.cell_at_hand() {
            Some((stage, lane)) => floor.beside(stage, lane, None, heading),
            None if workspace.map.items().next().is_none() => floor.enter(0, 0, None, heading),
            None => None,
        },
        Some(Subject::Item(item)) => {
            let place = project.place_of(item)?;
            let neighbor = workspace.map.neighbor(item, heading).and_then(|next| project.place_of(next));
            if neighbor.is_some_and(|next| (next.stage, next.lane) == (place.stage, place.lane)) {
                return None;
            }
            floor.next(place.stage, place.lane, Some(place.column), heading)
        }
        Some(Subject::Stage(stage)) if heading == Heading::Down => {
            floor.enter(floor.stage_at(stage)?, 0, None, heading)
        }
        Some(Subject::Lane(lane)) if heading == Heading::Right => floor.enter(0, floor.lane_at(lane)?, None, heading),
        Some(Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_)) => None,
    }
}

/// The stages and lanes whose cards are shown, as on the map.
struct Floor<'a> {
    workspace: &'a Workspace,
    stages: Vec<StageId>,
    lanes: Vec<LaneId>,
}

impl<'a> Floor<'a> {
    fn of(workspace: &'a Workspace) -> Self {
        let project = workspace.document.project();
        let is_open = |stage: &StageId| project.stages.get(stage).is_some_and(|stage| !stage.is_collapsed);
        let is_for_cards = |lane: &LaneId| {
            project.lanes.get(lane).is_some_and(|lane| !lane.is_collapsed && lane.kind.holds() != Holds::Nothing)
        };
        let map = &workspace.map;
        Self {
            workspace,
            stages: map.stages().map(|(id, _)| id).filter(is_open).collect(),
            lanes: map.lanes().map(|(id, ..)| id).filter(is_for_cards).collect(),
        }
    }

    fn stage_at(&self, stage: StageId) -> Option<usize> {
        self.stages.iter().position(|id| *id == stage)
    }

    fn lane_at(&self, lane: LaneId) -> Option<usize> {
        self.lanes.iter().position(|id| *id == lane)
    }

    /// What lies beyond the cell, or its headers at the edge of the map.
    fn beside(&self, stage: StageId, lane: LaneId, column: Option<u32>, heading: Heading) -> Option<Target> {
        self.next(stage, lane, column, heading).or(match heading {
            Heading::Left => Some(Target::Subject(Subject::Lane(lane))),
            Heading::Up => Some(Target::Subject(Subject::Stage(stage))),
            Heading::Right | Heading::Down => None,
        })
    }

    /// The next cell that way, or the card of it that is met first.
    fn next(&self, stage: StageId, lane: LaneId, column: Option<u32>, heading: Heading) -> Option<Target> {
        let (stage, lane) = (self.stage_at(stage)?, self.lane_at(lane)?);
        let (stage, lane) = match heading {
            Heading::Left => (stage.checked_sub(1)?, lane),
            Heading::Right => (stage + 1, lane),
            Heading::Up => (stage, lane.checked_sub(1)?),
            Heading::Down => (stage, lane + 1),
        };
        self.enter(stage, lane, column, heading)
    }

    fn enter(&self, stage: usize, lane: usize, column: Option<u32>, heading: Heading) -> Option<Target> {
        let (stage, lane) = (*self.stages.get(stage)?, *self.lanes.get(lane)?);
        let project = self.workspace.document.project();
        let is_here = |item: &Item| project.place_of(*item).is_some_and(|at| (at.stage, at.lane) == (stage, lane));
        let cards = self.workspace.map.items().map(|(item, _)| item).filter(is_here);
        let place = |item: &Item| project.place_of(*item).map(|at| (at.column, at.order));
        let near = |item: &Item| place(item).map_or(0, |(at, _)| at.abs_diff(column.unwrap_or(0)));
        let first = match heading {
            Heading::Right => cards.min_by_key(place),
            Heading::Left => cards.max_by_key(|item| place(item).map(|(column, order)| (column, u32::MAX - order))),
            Heading::Down => cards.min_by_key(|item| (near(item), place(item))),
            Heading::Up => cards.min_by_key(|item| (near(item), place(item).map(|(_, order)| u32::MAX - order))),
        };
        Some(first.map_or(Target::Cell(stage, lane), |item| Target::Subject(Subject::Item(item))))
    }
}
