//! The edits that commands ask for, made from what is selected. Each function decides only; nothing is changed
//! until the edit is committed. Where records are added, their ids come along, to be selected afterward.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::label::{counted, items_counted};
use super::{Edit, Fragment, Placement, copy};
use crate::model::{
    Card, CardId, Channel, Connector, ConnectorId, ConnectorKind, Holds, Item, Journey, JourneyId, JourneyState, Lane,
    LaneId, LaneKind, Phase, Place, Project, Stage, StageId, Subject, Touchpoint, TouchpointId, TouchpointType,
};

/// A way on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    Up,
    Down,
    Left,
    Right,
}

/// Where a new item goes beside an existing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Below it, in the same step.
    Below,
    /// In a new step after its own.
    NextStep,
}

/// A touchpoint of a type from the library, titled like the type.
pub fn new_touchpoint(project: &Project, kind: &TouchpointType, placement: Placement) -> (Edit, TouchpointId) {
    let id = TouchpointId(project.next_id);
    let mut touchpoint = Touchpoint::new(id, kind.name.as_str(), kind.channel, place_of(&placement));
    touchpoint.kind.clone_from(&kind.code);
    (Edit::AddTouchpoint { touchpoint, placement }, id)
}

/// A touchpoint of no type, of the channel "other".
pub fn new_untyped_touchpoint(project: &Project, title: &str, placement: Placement) -> (Edit, TouchpointId) {
    let id = TouchpointId(project.next_id);
    let touchpoint = Touchpoint::new(id, title, Channel::Other, place_of(&placement));
    (Edit::AddTouchpoint { touchpoint, placement }, id)
}

/// A card in a lane other than touchpoints.
pub fn new_card(project: &Project, text: &str, placement: Placement) -> (Edit, CardId) {
    let id = CardId(project.next_id);
    let card = Card::new(id, place_of(&placement), text);
    (Edit::AddCard { card, placement }, id)
}

/// An empty item of whatever kind the lane holds, or `None` if it holds nothing or is gone.
pub fn new_item(project: &Project, placement: Placement) -> Option<(Edit, Item)> {
    match project.lanes.get(&placement.lane)?.kind.holds() {
        Holds::Touchpoints => {
            let (edit, id) = new_untyped_touchpoint(project, "", placement);
            Some((edit, id.into()))
        }
        Holds::Cards => {
            let (edit, id) = new_card(project, "", placement);
            Some((edit, id.into()))
        }
        Holds::Nothing => None,
    }
}

/// An empty item of the same lane beside an existing one, or `None` if that is gone.
pub fn new_item_beside(project: &Project, item: Item, beside: Beside) -> Option<(Edit, Item)> {
    let place = project.place_of(item)?;
    let placement = match beside {
        Beside::Below => Placement::below(place),
        Beside::NextStep => {
            Placement { column: place.column + 1, order: 0, is_new_column: true, ..Placement::at(place) }
        }
    };
    new_item(project, placement)
}

/// A stage before the one at that index.
pub fn new_stage(project: &Project, journey: JourneyId, at: usize, name: &str, phase: Phase) -> (Edit, StageId) {
    let id = StageId(project.next_id);
    let stage = Stage::new(id, journey, name, phase);
    (Edit::AddStage { stage, at }, id)
}

/// A lane before the one at that index, named after its kind.
pub fn new_lane(project: &Project, journey: JourneyId, at: usize, kind: LaneKind) -> (Edit, LaneId) {
    let id = LaneId(project.next_id);
    (Edit::AddLane { lane: Lane::new(id, journey, kind.label(), kind), at }, id)
}

/// The lanes of a new journey: what nearly every map has. The others are a click away.
const BLANK_LANES: [LaneKind; 6] = [
    LaneKind::Touchpoints,
    LaneKind::Actions,
    LaneKind::Thoughts,
    LaneKind::Emotion,
    LaneKind::PainPoints,
    LaneKind::Opportunities,
];

/// A journey at the last tab, with a stage for each phase and the usual lanes, and nothing in them.
pub fn new_journey_blank(project: &Project, name: &str) -> (Edit, JourneyId) {
    let id = JourneyId(project.next_id);
    let mut ids = (project.next_id..u64::MAX).skip(1);
    let mut next = || ids.next().unwrap_or(u64::MAX);
    let stages: Vec<Stage> =
        Phase::ALL.into_iter().map(|phase| Stage::new(StageId(next()), id, phase.label(), phase)).collect();
    let lanes: Vec<Lane> =
        BLANK_LANES.into_iter().map(|kind| Lane::new(LaneId(next()), id, kind.label(), kind)).collect();
    let journey = Journey {
        id,
        name: name.to_owned(),
        personas: Vec::new(),
        scenario: String::new(),
        state: JourneyState::default(),
        stages: stages.iter().map(|stage| stage.id).collect(),
        lanes: lanes.iter().map(|lane| lane.id).collect(),
        origin: None,
    };
    (Edit::AddJourney { journey, stages, lanes, at: usize::MAX }, id)
}

/// A plain connector between two touchpoints.
pub fn connect(project: &Project, from: TouchpointId, to: TouchpointId) -> (Edit, ConnectorId) {
    let id = ConnectorId(project.next_id);
    let connector = Connector { id, from, to, label: String::new(), kind: ConnectorKind::default() };
    (Edit::AddConnector { connector }, id)
}

/// Pastes a fragment; with the items that it will make.
pub fn paste(project: &Project, fragment: Arc<Fragment>, placement: Placement) -> (Edit, Vec<Item>) {
    let touchpoints = fragment.touchpoints.iter().map(|_| true);
    let items = touchpoints
        .chain(fragment.cards.iter().map(|_| false))
        .zip(project.next_id..u64::MAX)
        .map(|(is_touchpoint, id)| if is_touchpoint { TouchpointId(id).into() } else { CardId(id).into() })
        .collect();
    (Edit::Paste { fragment, placement }, items)
}

/// Copies items to another place, as dragging with Alt does; with the items that it will make.
pub fn copy_items_to(project: &Project, items: &[Item], placement: Placement) -> (Edit, Vec<Item>) {
    let (edit, copies) = paste(project, Arc::new(copy(project, items)), placement);
    (Edit::Batch { label: format!("Copy {}", items_counted(project, items)), edits: vec![edit] }, copies)
}

/// Copies items in place, with the connectors between them; with the items that it will make. The copies of one
/// stack lie together below the last original of that stack. As in pasting, figures and aliases are not copied.
pub fn duplicate_items(project: &Project, items: &[Item]) -> (Edit, Vec<Item>) {
    let existing: BTreeSet<Item> = items.iter().copied().filter(|item| project.place_of(*item).is_some()).collect();
    let mut stacks: BTreeMap<(StageId, LaneId, u32), Vec<(u32, Item)>> = BTreeMap::new();
    for item in &existing {
        if let Some(place) = project.place_of(*item) {
            stacks.entry((place.stage, place.lane, place.column)).or_default().push((place.order, *item));
        }
    }
    let mut edits = Vec::new();
    let mut copies = Vec::new();
    let mut new_ids: BTreeMap<TouchpointId, TouchpointId> = BTreeMap::new();
    let mut ids = project.next_id..u64::MAX;
    for ((stage, lane, column), mut stack) in stacks {
        stack.sort_unstable();
        let below = stack.last().map_or(0, |(order, _)| order + 1);
        for ((_, item), order) in stack.into_iter().zip(below..) {
            let Some(id) = ids.next() else { break };
            let placement = Placement { stage, lane, column, order, is_new_column: false };
            match item {
                Item::Touchpoint(original) => {
                    let Some(touchpoint) = project.touchpoints.get(&original) else { continue };
                    let mut touchpoint = Touchpoint::clone(touchpoint);
                    touchpoint.id = TouchpointId(id);
                    touchpoint.aliases.clear();
                    new_ids.insert(original, touchpoint.id);
                    copies.push(touchpoint.id.into());
                    edits.push(Edit::AddTouchpoint { touchpoint, placement });
                }
                Item::Card(original) => {
                    let Some(card) = project.cards.get(&original) else { continue };
                    let card = Card { id: CardId(id), ..Card::clone(card) };
                    copies.push(card.id.into());
                    edits.push(Edit::AddCard { card, placement });
                }
            }
        }
    }
    for connector in project.connectors.values() {
        let ends = (new_ids.get(&connector.from), new_ids.get(&connector.to));
        if let (Some(&from), Some(&to)) = ends
            && let Some(id) = ids.next()
        {
            let connector = Connector { id: ConnectorId(id), from, to, ..Connector::clone(connector) };
            edits.push(Edit::AddConnector { connector });
        }
    }
    let existing: Vec<Item> = existing.into_iter().collect();
    (Edit::Batch { label: format!("Duplicate {}", items_counted(project, &existing)), edits }, copies)
}

/// Removes whatever is given, with all that hangs on it, in one undo entry. What is gone already is left out.
pub fn remove_subjects(project: &Project, subjects: &[Subject]) -> Edit {
    let (mut items, mut connectors, mut stickies, mut edits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // Connectors and items go first: a stage or lane takes its own with it, and could not lose them twice.
    for subject in subjects.iter().copied().collect::<BTreeSet<Subject>>() {
        match subject {
            Subject::Item(item) => items.extend(project.place_of(item).map(|_| item)),
            Subject::Connector(id) => connectors.extend(project.connectors.contains_key(&id).then_some(id)),
            Subject::Sticky(id) => stickies.extend(project.stickies.contains_key(&id).then_some(id)),
            Subject::Stage(stage) if project.stages.contains_key(&stage) => edits.push(Edit::RemoveStage { stage }),
            Subject::Lane(lane) if project.lanes.contains_key(&lane) => edits.push(Edit::RemoveLane { lane }),
            Subject::Stage(_) | Subject::Lane(_) => {}
        }
    }
    let count = items.len() + connectors.len() + stickies.len() + edits.len();
    if !stickies.is_empty() {
        edits.insert(0, Edit::RemoveStickies { stickies });
    }
    if !items.is_empty() {
        edits.insert(0, Edit::RemoveItems { items });
    }
    if !connectors.is_empty() {
        edits.insert(0, Edit::RemoveConnectors { connectors });
    }
    if edits.len() == 1
        && let Some(only) = edits.pop()
    {
        return only;
    }
    Edit::Batch { label: format!("Delete {}", counted(count, "item")), edits }
}

/// Moves a stage one to the left or right in its journey, past hidden ones; `None` at the edge and for other ways.
pub fn move_stage_toward(project: &Project, stage: StageId, toward: Toward) -> Option<Edit> {
    let journey = project.journeys.get(&project.stages.get(&stage)?.journey)?;
    let at = journey.stages.iter().position(|id| *id == stage)?;
    let is_shown = |id: &StageId| project.stages.get(id).is_some_and(|stage| !stage.is_hidden);
    let to = match toward {
        Toward::Left => slot_before(&journey.stages, at, is_shown)?,
        Toward::Right => slot_after(&journey.stages, at, is_shown)?,
        Toward::Up | Toward::Down => return None,
    };
    Some(Edit::MoveStage { stage, to })
}

/// Moves a lane one up or down in its journey, past hidden ones; `None` at the edge and for other ways.
pub fn move_lane_toward(project: &Project, lane: LaneId, toward: Toward) -> Option<Edit> {
    let journey = project.journeys.get(&project.lanes.get(&lane)?.journey)?;
    let at = journey.lanes.iter().position(|id| *id == lane)?;
    let is_shown = |id: &LaneId| project.lanes.get(id).is_some_and(|lane| !lane.is_hidden);
    let to = match toward {
        Toward::Up => slot_before(&journey.lanes, at, is_shown)?,
        Toward::Down => slot_after(&journey.lanes, at, is_shown)?,
        Toward::Left | Toward::Right => return None,
    };
    Some(Edit::MoveLane { lane, to })
}

fn slot_before<T>(list: &[T], at: usize, is_shown: impl Fn(&T) -> bool) -> Option<usize> {
    list.get(..at)?.iter().rposition(is_shown)
}

/// Slots are counted with the moved one still in the list, so the place after the next shown one is meant.
fn slot_after<T>(list: &[T], at: usize, is_shown: impl Fn(&T) -> bool) -> Option<usize> {
    list.iter().skip(at + 1).position(is_shown).map(|next| at + 1 + next + 1)
}

/// Moves one item by the keyboard, or `None` where it can go no further that way.
///
/// Hidden and collapsed stages and lanes are passed over: what is moved stays in sight.
///
/// Up and down: within its stack, then into the next lane that takes it. Left and right: into the next step of its
/// lane. At the edge of a stage an item that shares its step opens a step of its own; one that is alone in its step
/// goes on to the next stage.
pub fn move_within_reading_order(project: &Project, item: Item, toward: Toward) -> Option<Edit> {
    let place = project.place_of(item)?;
    let journey = project.journeys.get(&project.stages.get(&place.stage)?.journey)?;
    let placement = match toward {
        Toward::Up => up(project, journey, item, place)?,
        Toward::Down => down(project, journey, item, place)?,
        Toward::Left => sideways(project, journey, place, Side::Left)?,
        Toward::Right => sideways(project, journey, place, Side::Right)?,
    };
    Some(Edit::MoveItems { items: vec![item], placement })
}

/// Moves one item up or down into the next lane that takes it; `None` where there is none, and for other ways.
pub fn move_to_next_lane(project: &Project, item: Item, toward: Toward) -> Option<Edit> {
    let place = project.place_of(item)?;
    let journey = project.journeys.get(&project.stages.get(&place.stage)?.journey)?;
    let placement = match toward {
        Toward::Up => into_lane_above(project, journey, item, place)?,
        Toward::Down => into_lane_below(project, journey, item, place)?,
        Toward::Left | Toward::Right => return None,
    };
    Some(Edit::MoveItems { items: vec![item], placement })
}

fn up(project: &Project, journey: &Journey, item: Item, place: Place) -> Option<Placement> {
    if let Some(order) = place.order.checked_sub(1) {
        return Some(Placement { order, ..Placement::at(place) });
    }
    into_lane_above(project, journey, item, place)
}

fn into_lane_above(project: &Project, journey: &Journey, item: Item, place: Place) -> Option<Placement> {
    let above = journey.lanes.iter().rev().skip_while(|lane| **lane != place.lane).skip(1);
    let lane = above.copied().find(|lane| takes(project, *lane, item))?;
    let order = stack_height(project, Place { lane, ..place });
    Some(Placement { lane, order, ..Placement::at(place) })
}

fn down(project: &Project, journey: &Journey, item: Item, place: Place) -> Option<Placement> {
    if place.order + 1 < stack_height(project, place) {
        return Some(Placement { order: place.order + 2, ..Placement::at(place) });
    }
    into_lane_below(project, journey, item, place)
}

fn into_lane_below(project: &Project, journey: &Journey, item: Item, place: Place) -> Option<Placement> {
    let below = journey.lanes.iter().skip_while(|lane| **lane != place.lane).skip(1);
    let lane = below.copied().find(|lane| takes(project, *lane, item))?;
    Some(Placement { lane, order: 0, ..Placement::at(place) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn sideways(project: &Project, journey: &Journey, place: Place, side: Side) -> Option<Placement> {
    let columns = column_count(project, place.stage);
    let beside = match side {
        Side::Left => place.column.checked_sub(1),
        Side::Right => Some(place.column + 1).filter(|column| *column < columns),
    };
    if let Some(column) = beside {
        let order = place.order.min(stack_height(project, Place { column, ..place }));
        return Some(Placement { column, order, ..Placement::at(place) });
    }
    let in_step = project.items().filter(|(_, other)| (other.stage, other.column) == (place.stage, place.column));
    if in_step.take(2).count() > 1 {
        let column = if side == Side::Left { 0 } else { columns };
        return Some(Placement { column, order: 0, is_new_column: true, ..Placement::at(place) });
    }
    let is_open = |stage: &&StageId| project.stages.get(stage).is_some_and(|stage| stage.is_open());
    let (stage, column) = match side {
        Side::Left => {
            let before = journey.stages.iter().rev().skip_while(|id| **id != place.stage).skip(1);
            let stage = *before.into_iter().find(is_open)?;
            (stage, column_count(project, stage).saturating_sub(1))
        }
        Side::Right => {
            let after = journey.stages.iter().skip_while(|id| **id != place.stage).skip(1);
            (*after.into_iter().find(is_open)?, 0)
        }
    };
    let order = stack_height(project, Place { stage, column, ..place });
    Some(Placement { stage, column, order, ..Placement::at(place) })
}

fn takes(project: &Project, lane: LaneId, item: Item) -> bool {
    project.lanes.get(&lane).is_some_and(|lane| item.fits(lane.kind) && lane.is_open())
}

/// How many items lie in that column of the cell.
fn stack_height(project: &Project, at: Place) -> u32 {
    let is_in = |place: &Place| (place.stage, place.lane, place.column) == (at.stage, at.lane, at.column);
    project.items().filter(|(_, place)| is_in(place)).map(|(_, place)| place.order + 1).max().unwrap_or(0)
}

/// How many columns the stage uses, over all lanes.
fn column_count(project: &Project, stage: StageId) -> u32 {
    let columns = project.items().filter(|(_, place)| place.stage == stage).map(|(_, place)| place.column + 1);
    columns.max().unwrap_or(0)
}

fn place_of(placement: &Placement) -> Place {
    Place { stage: placement.stage, lane: placement.lane, column: placement.column, order: placement.order }
}
