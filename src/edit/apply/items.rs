//! Touchpoints and cards: added, moved, pasted and removed, with every place they touch counted anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fields::{check_body, check_touchpoint};
use super::{claim, find, insert, remove_where};
use crate::edit::placement::{Arrival, ColumnSlot, OrderSlot, arrange};
use crate::edit::{EditError, Fragment, Placement};
use crate::model::{
    Card, CardId, Connector, ConnectorId, Holds, Item, Journey, JourneyId, Lane, LaneId, LaneKind, Place, Project,
    StageId, Touchpoint, TouchpointId,
};

pub fn add_touchpoint(project: &mut Project, touchpoint: &Touchpoint, placement: &Placement) -> Result<(), EditError> {
    add_touchpoints(project, &[(touchpoint, *placement)])
}

/// Adds touchpoints whose placements are all counted in the project as it is now.
pub fn add_touchpoints(project: &mut Project, added: &[(&Touchpoint, Placement)]) -> Result<(), EditError> {
    let mut arrivals = Vec::with_capacity(added.len());
    for (touchpoint, placement) in added {
        let cell = Cell::at(project, placement)?;
        check_fits(touchpoint.id.into(), &cell.lane)?;
        check_touchpoint(project, touchpoint)?;
        claim(project, touchpoint.id.0)?;
        arrivals.push(Arrival::at(touchpoint.id.into(), placement));
        // The place is not right yet: the item counts as arriving until it is placed below.
        insert(&mut project.touchpoints, touchpoint.id, Touchpoint::clone(touchpoint));
    }
    place(project, &arrivals);
    Ok(())
}

pub fn add_card(project: &mut Project, card: &Card, placement: &Placement) -> Result<(), EditError> {
    let cell = Cell::at(project, placement)?;
    check_fits(card.id.into(), &cell.lane)?;
    check_body(project, &card.body)?;
    claim(project, card.id.0)?;
    insert(&mut project.cards, card.id, card.clone());
    place(project, &[Arrival::at(card.id.into(), placement)]);
    Ok(())
}

pub fn move_items(project: &mut Project, items: &[Item], placement: &Placement) -> Result<(), EditError> {
    let cell = Cell::at(project, placement)?;
    let moved = in_reading_order(project, items)?;
    if moved.is_empty() {
        return Ok(());
    }
    if !moved.iter().any(|(item, _)| item.fits(cell.lane.kind)) {
        return moved.first().map_or(Ok(()), |(item, _)| check_fits(*item, &cell.lane));
    }
    let mut arrivals = Vec::with_capacity(moved.len());
    for (item, before) in &moved {
        let mut arrival = Arrival::at(*item, placement);
        if !item.fits(cell.lane.kind) {
            arrival.lane = lane_kept(project, &cell.journey, before.lane)?;
            let stays = !placement.is_new_column
                && (arrival.lane, placement.stage, placement.column) == (before.lane, before.stage, before.column);
            arrival.order = if stays { OrderSlot::Kept(before.order) } else { OrderSlot::Last };
        }
        arrivals.push(arrival);
    }
    let journey = cell.journey.id;
    let changes_journey = moved.iter().any(|(item, _)| project.journey_of(*item) != Some(journey));
    place(project, &arrivals);
    if changes_journey {
        remove_connectors_across_journeys(project);
    }
    Ok(())
}

pub fn remove_items(project: &mut Project, items: &[Item]) -> Result<(), EditError> {
    for item in items {
        place_of(project, *item)?;
    }
    take_out(project, &items.iter().copied().collect());
    Ok(())
}

/// Removes every item whose place the test names.
pub fn remove_where_placed(project: &mut Project, is_removed: impl Fn(&Place) -> bool) {
    let items = project.items().filter(|(_, place)| is_removed(place)).map(|(item, _)| item).collect();
    take_out(project, &items);
}

pub fn paste(project: &mut Project, fragment: &Fragment, placement: &Placement) -> Result<(), EditError> {
    let cell = Cell::at(project, placement)?;
    let lanes = PasteLanes::new(project, &cell, fragment);
    let mut arrivals = Vec::new();
    let steps: BTreeSet<u32> = fragment.places().map(|place| place.column).collect();
    let step_rank: BTreeMap<u32, u32> = steps.into_iter().zip(0..).collect();
    bring_in(project, fragment, |item, before, kind| {
        let lane = match item {
            Item::Touchpoint(_) => lanes.for_touchpoints()?,
            Item::Card(_) => lanes.for_card(kind)?,
        };
        let nth = step_rank.get(&before.column).copied().unwrap_or(0);
        let lies_at_slot = nth == 0 && lane == placement.lane;
        arrivals.push(Arrival {
            item,
            stage: placement.stage,
            lane,
            column: ColumnSlot::of(placement, nth),
            order: if lies_at_slot { OrderSlot::Before(placement.order) } else { OrderSlot::Last },
        });
        // The place is not right yet: the item counts as arriving until it is placed below.
        Ok(Some(before))
    })?;
    place(project, &arrivals);
    Ok(())
}

/// Adds what a fragment holds but stickies: pictures, and under new ids the touchpoints, the cards, and the connectors
/// between two of them. `land` is told each new item, its place in the fragment and the kind of its lane there, and
/// says where it lies; without a place it is left out.
pub fn bring_in(
    project: &mut Project,
    fragment: &Fragment,
    mut land: impl FnMut(Item, Place, LaneKind) -> Result<Option<Place>, EditError>,
) -> Result<(), EditError> {
    for picture in &fragment.pictures {
        if !project.pictures.contains_key(&picture.hash) {
            Arc::make_mut(&mut project.pictures).insert(picture.hash, Arc::clone(picture));
        }
    }
    let has_aliases = fragment.touchpoints.iter().any(|touchpoint| !touchpoint.aliases.is_empty());
    let known_aliases: BTreeSet<String> = if has_aliases {
        project.touchpoints.values().flat_map(|touchpoint| touchpoint.aliases.iter().cloned()).collect()
    } else {
        BTreeSet::new()
    };
    let mut new_ids: BTreeMap<TouchpointId, TouchpointId> = BTreeMap::new();
    for touchpoint in &fragment.touchpoints {
        let id = TouchpointId(project.next_id);
        let Some(place) = land(id.into(), touchpoint.place, LaneKind::Touchpoints)? else { continue };
        let mut copy = fragment.at_home_in(project, touchpoint);
        check_touchpoint(project, &copy)?;
        new_ids.insert(touchpoint.id, id);
        copy.aliases.retain(|alias| !known_aliases.contains(alias));
        claim(project, id.0)?;
        insert(&mut project.touchpoints, id, Touchpoint { id, place, ..copy });
    }
    for (card, kind) in &fragment.cards {
        let id = CardId(project.next_id);
        let Some(place) = land(id.into(), card.place, *kind)? else { continue };
        check_body(project, &card.body)?;
        claim(project, id.0)?;
        insert(&mut project.cards, id, Card { id, place, ..card.clone() });
    }
    for connector in &fragment.connectors {
        let ends = (new_ids.get(&connector.from), new_ids.get(&connector.to));
        let (Some(&from), Some(&to)) = ends else { continue };
        if from != to {
            let id = ConnectorId(project.next_id);
            claim(project, id.0)?;
            insert(&mut project.connectors, id, Connector { id, from, to, ..connector.clone() });
        }
    }
    Ok(())
}

/// Counts the columns and orders of some stages anew, so that no gap stays.
pub fn close_gaps(project: &mut Project, stages: &BTreeSet<StageId>) {
    let changes = arrange(project, stages, &BTreeSet::new(), &[]);
    set_places(project, &changes);
}

/// A stage and a lane of one journey.
struct Cell {
    journey: Arc<Journey>,
    lane: Arc<Lane>,
}

impl Cell {
    fn at(project: &Project, placement: &Placement) -> Result<Self, EditError> {
        let stage = find(&project.stages, &placement.stage, "stage")?;
        let lane = find(&project.lanes, &placement.lane, "lane")?;
        if stage.journey != lane.journey {
            return Err(EditError::CellAcrossJourneys { stage: stage.name.clone(), lane: lane.name.clone() });
        }
        let journey = Arc::clone(find(&project.journeys, &stage.journey, "journey")?);
        Ok(Self { journey, lane: Arc::clone(lane) })
    }
}

/// Where each kind of pasted item goes.
struct PasteLanes<'a> {
    cell: &'a Cell,
    /// The first lane of each kind.
    by_kind: BTreeMap<LaneKind, LaneId>,
    first_for_cards: Option<LaneId>,
    cards_are_of_one_kind: bool,
}

impl<'a> PasteLanes<'a> {
    fn new(project: &Project, cell: &'a Cell, fragment: &Fragment) -> Self {
        let mut by_kind = BTreeMap::new();
        let mut first_for_cards = None;
        for lane in cell.journey.lanes.iter().filter_map(|id| project.lanes.get(id)) {
            by_kind.entry(lane.kind).or_insert(lane.id);
            if lane.kind.holds() == Holds::Cards {
                first_for_cards.get_or_insert(lane.id);
            }
        }
        by_kind.insert(cell.lane.kind, cell.lane.id);
        let kinds: BTreeSet<LaneKind> = fragment.cards.iter().map(|(_, kind)| *kind).collect();
        Self { cell, by_kind, first_for_cards, cards_are_of_one_kind: kinds.len() <= 1 }
    }

    fn for_touchpoints(&self) -> Result<LaneId, EditError> {
        self.by_kind.get(&LaneKind::Touchpoints).copied().ok_or_else(|| self.missing(LaneKind::Touchpoints))
    }

    fn for_card(&self, kind: LaneKind) -> Result<LaneId, EditError> {
        let lane = &self.cell.lane;
        let lane_for_cards = (lane.kind.holds() == Holds::Cards).then_some(lane.id);
        if self.cards_are_of_one_kind
            && let Some(lane) = lane_for_cards
        {
            return Ok(lane);
        }
        let same_kind = self.by_kind.get(&kind).copied().filter(|_| kind.holds() == Holds::Cards);
        same_kind.or(lane_for_cards).or(self.first_for_cards).ok_or_else(|| self.missing(kind))
    }

    fn missing(&self, kind: LaneKind) -> EditError {
        EditError::NoLane { what: kind.item_label(), journey: self.cell.journey.name.clone() }
    }
}

fn check_fits(item: Item, lane: &Lane) -> Result<(), EditError> {
    let name = || lane.name.clone();
    match (item, lane.kind.holds()) {
        (Item::Touchpoint(_), Holds::Touchpoints) | (Item::Card(_), Holds::Cards) => Ok(()),
        (_, Holds::Nothing) => Err(EditError::LaneHoldsNothing { lane: name() }),
        (Item::Touchpoint(_), Holds::Cards) => Err(EditError::TouchpointInCardLane { lane: name() }),
        (Item::Card(_), Holds::Touchpoints) => Err(EditError::CardInTouchpointLane { lane: name() }),
    }
}

/// The lane itself if it is of that journey, else the journey's first lane of the same kind.
fn lane_kept(project: &Project, journey: &Journey, lane: LaneId) -> Result<LaneId, EditError> {
    if journey.lanes.contains(&lane) {
        return Ok(lane);
    }
    let kind = find(&project.lanes, &lane, "lane")?.kind;
    let is_alike = |id: &&LaneId| project.lanes.get(id).is_some_and(|other| other.kind == kind);
    let missing = || EditError::NoLane { what: kind.item_label(), journey: journey.name.clone() };
    journey.lanes.iter().find(is_alike).copied().ok_or_else(missing)
}

fn place_of(project: &Project, item: Item) -> Result<Place, EditError> {
    match item {
        Item::Touchpoint(id) => find(&project.touchpoints, &id, "touchpoint").map(|found| found.place),
        Item::Card(id) => find(&project.cards, &id, "card").map(|found| found.place),
    }
}

/// The items, each once, with their places: by journey, stage, lane, column, then order.
fn in_reading_order(project: &Project, items: &[Item]) -> Result<Vec<(Item, Place)>, EditError> {
    let rank = |journey: JourneyId, place: &Place| {
        let tab = project.journey_order.iter().position(|id| *id == journey);
        let lists = project.journeys.get(&journey);
        let stage = lists.and_then(|journey| journey.stages.iter().position(|id| *id == place.stage));
        let lane = lists.and_then(|journey| journey.lanes.iter().position(|id| *id == place.lane));
        (tab, stage, lane, place.column, place.order)
    };
    let mut placed = Vec::with_capacity(items.len());
    for item in items.iter().copied().collect::<BTreeSet<Item>>() {
        let place = place_of(project, item)?;
        let journey = find(&project.stages, &place.stage, "stage")?.journey;
        placed.push((rank(journey, &place), item, place));
    }
    placed.sort_unstable();
    Ok(placed.into_iter().map(|(_, item, place)| (item, place)).collect())
}

/// Puts the arrivals, which are in the tables already, where they go, and closes the gaps that they leave.
fn place(project: &mut Project, arrivals: &[Arrival]) {
    let arriving: BTreeSet<Item> = arrivals.iter().map(|arrival| arrival.item).collect();
    let mut touched: BTreeSet<StageId> = arrivals.iter().map(|arrival| arrival.stage).collect();
    touched.extend(arriving.iter().filter_map(|item| project.place_of(*item)).map(|place| place.stage));
    let changes = arrange(project, &touched, &arriving, arrivals);
    set_places(project, &changes);
}

fn set_places(project: &mut Project, changes: &[(Item, Place)]) {
    for (item, place) in changes {
        match item {
            Item::Touchpoint(id) => {
                if let Some(touchpoint) = Arc::make_mut(&mut project.touchpoints).get_mut(id) {
                    Arc::make_mut(touchpoint).place = *place;
                }
            }
            Item::Card(id) => {
                if let Some(card) = Arc::make_mut(&mut project.cards).get_mut(id) {
                    Arc::make_mut(card).place = *place;
                }
            }
        }
    }
}

/// Removes items that exist, with their connectors and series, and closes the gaps.
fn take_out(project: &mut Project, items: &BTreeSet<Item>) {
    if items.is_empty() {
        return;
    }
    let touched: BTreeSet<StageId> =
        items.iter().filter_map(|item| project.place_of(*item)).map(|place| place.stage).collect();
    let is_removed = |id: TouchpointId| items.contains(&Item::Touchpoint(id));
    remove_where(&mut project.touchpoints, |id, _| is_removed(*id));
    remove_where(&mut project.cards, |id, _| items.contains(&Item::Card(*id)));
    remove_where(&mut project.connectors, |_, connector| is_removed(connector.from) || is_removed(connector.to));
    remove_where(&mut project.series, |key, _| is_removed(key.touchpoint));
    let changes = arrange(project, &touched, &BTreeSet::new(), &[]);
    set_places(project, &changes);
}

fn remove_connectors_across_journeys(project: &mut Project) {
    let across: BTreeSet<ConnectorId> = project
        .connectors
        .values()
        .filter(|connector| {
            project.journey_of(Item::Touchpoint(connector.from)) != project.journey_of(Item::Touchpoint(connector.to))
        })
        .map(|connector| connector.id)
        .collect();
    remove_where(&mut project.connectors, |id, _| across.contains(id));
}
