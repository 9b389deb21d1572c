//! Whole journeys, stages and lanes copied, with all that lies in them but figures, which were measured at the
//! original. Aliases stay there too: an import could not tell the two apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{claim, find, insert};
use crate::edit::EditError;
use crate::model::{
    Card, CardId, Connector, ConnectorId, Journey, JourneyId, JourneyState, Lane, LaneId, Origin, Place, Project, Spot,
    Stage, StageId, Sticky, StickyId, Touchpoint, TouchpointId,
};

pub fn copy_journey(project: &mut Project, id: JourneyId, name: &str, state: JourneyState) -> Result<(), EditError> {
    let journey = Arc::clone(find(&project.journeys, &id, "journey")?);
    let copy = JourneyId(take_id(project)?);
    let mut copied = Copied::default();
    for stage in &journey.stages {
        let original = Stage::clone(find(&project.stages, stage, "stage")?);
        let new = StageId(take_id(project)?);
        insert(&mut project.stages, new, Stage { id: new, journey: copy, ..original });
        copied.stages.insert(*stage, new);
    }
    for lane in &journey.lanes {
        let original = Lane::clone(find(&project.lanes, lane, "lane")?);
        let new = LaneId(take_id(project)?);
        insert(&mut project.lanes, new, Lane { id: new, journey: copy, ..original });
        copied.lanes.insert(*lane, new);
    }
    let order = Arc::make_mut(&mut project.journey_order);
    let at = order.iter().position(|other| *other == id).map_or(order.len(), |at| at + 1);
    order.insert(at, copy);
    let mut pairs = copy_content(project, &copied, |place, copied| {
        Some(Place { stage: *copied.stages.get(&place.stage)?, lane: *copied.lanes.get(&place.lane)?, ..place })
    })?;
    pairs.extend(copy_stickies(project, copy, |sticky| {
        (sticky.journey == id).then(|| Spot {
            stage: sticky.spot.stage.and_then(|stage| copied.stages.get(&stage).copied()),
            lane: sticky.spot.lane.and_then(|lane| copied.lanes.get(&lane).copied()),
            at: sticky.spot.at,
        })
    })?);
    pairs.extend(copied.stages.iter().map(|(original, copy)| (copy.0, original.0)));
    pairs.extend(copied.lanes.iter().map(|(original, copy)| (copy.0, original.0)));
    let record = Journey {
        id: copy,
        name: name.to_owned(),
        state,
        stages: journey.stages.iter().filter_map(|stage| copied.stages.get(stage).copied()).collect(),
        lanes: journey.lanes.iter().filter_map(|lane| copied.lanes.get(lane).copied()).collect(),
        origin: Some(Arc::new(Origin { journey: id, pairs })),
        ..Journey::clone(&journey)
    };
    insert(&mut project.journeys, copy, record);
    Ok(())
}

pub fn copy_stage(project: &mut Project, id: StageId) -> Result<(), EditError> {
    let original = Stage::clone(find(&project.stages, &id, "stage")?);
    let new = StageId(take_id(project)?);
    let journey = original.journey;
    let name = format!("{} (copy)", original.name);
    insert(&mut project.stages, new, Stage { id: new, name, ..original });
    super::change_record(&mut project.journeys, journey, "journey", |journey| {
        insert_after(&mut journey.stages, &id, new);
    })?;
    let copied = Copied { stages: BTreeMap::from([(id, new)]), lanes: BTreeMap::new() };
    copy_content(project, &copied, |place, copied| Some(Place { stage: *copied.stages.get(&place.stage)?, ..place }))?;
    copy_stickies(project, journey, |sticky| {
        (sticky.spot.stage == Some(id)).then_some(Spot { stage: Some(new), ..sticky.spot })
    })?;
    Ok(())
}

pub fn copy_lane(project: &mut Project, id: LaneId) -> Result<(), EditError> {
    let original = Lane::clone(find(&project.lanes, &id, "lane")?);
    let new = LaneId(take_id(project)?);
    let journey = original.journey;
    let name = format!("{} (copy)", original.name);
    insert(&mut project.lanes, new, Lane { id: new, name, ..original });
    super::change_record(&mut project.journeys, journey, "journey", |journey| {
        insert_after(&mut journey.lanes, &id, new);
    })?;
    let copied = Copied { stages: BTreeMap::new(), lanes: BTreeMap::from([(id, new)]) };
    copy_content(project, &copied, |place, copied| Some(Place { lane: *copied.lanes.get(&place.lane)?, ..place }))?;
    copy_stickies(project, journey, |sticky| {
        (sticky.spot.lane == Some(id)).then_some(Spot { lane: Some(new), ..sticky.spot })
    })?;
    Ok(())
}

/// What was copied, by what it was copied from.
#[derive(Default)]
struct Copied {
    stages: BTreeMap<StageId, StageId>,
    lanes: BTreeMap<LaneId, LaneId>,
}

/// Copies every item that gets a new place, and the connectors between two of them. Places stay free of gaps: a
/// copied stage or lane has the columns and orders of its original. Answers each copy with its original.
fn copy_content(
    project: &mut Project,
    copied: &Copied,
    new_place: impl Fn(Place, &Copied) -> Option<Place>,
) -> Result<BTreeMap<u64, u64>, EditError> {
    let touchpoints: Vec<(Arc<Touchpoint>, Place)> = project
        .touchpoints
        .values()
        .filter_map(|touchpoint| Some((Arc::clone(touchpoint), new_place(touchpoint.place, copied)?)))
        .collect();
    let cards: Vec<(Arc<Card>, Place)> =
        project.cards.values().filter_map(|card| Some((Arc::clone(card), new_place(card.place, copied)?))).collect();
    let mut pairs = BTreeMap::new();
    let mut new_ids: BTreeMap<TouchpointId, TouchpointId> = BTreeMap::new();
    for (touchpoint, place) in touchpoints {
        let id = TouchpointId(take_id(project)?);
        new_ids.insert(touchpoint.id, id);
        pairs.insert(id.0, touchpoint.id.0);
        let copy = Touchpoint { id, place, aliases: Vec::new(), ..Touchpoint::clone(&touchpoint) };
        insert(&mut project.touchpoints, id, copy);
    }
    for (card, place) in cards {
        let id = CardId(take_id(project)?);
        pairs.insert(id.0, card.id.0);
        insert(&mut project.cards, id, Card { id, place, ..Card::clone(&card) });
    }
    let connectors: Vec<Arc<Connector>> = project.connectors.values().map(Arc::clone).collect();
    for connector in connectors {
        let ends = (new_ids.get(&connector.from), new_ids.get(&connector.to));
        if let (Some(&from), Some(&to)) = ends {
            let id = ConnectorId(take_id(project)?);
            pairs.insert(id.0, connector.id.0);
            insert(&mut project.connectors, id, Connector { id, from, to, ..Connector::clone(&connector) });
        }
    }
    Ok(pairs)
}

/// Copies every sticky that gets a new spot, into that journey. Answers each copy with its original.
fn copy_stickies(
    project: &mut Project,
    journey: JourneyId,
    new_spot: impl Fn(&Sticky) -> Option<Spot>,
) -> Result<BTreeMap<u64, u64>, EditError> {
    let mut pairs = BTreeMap::new();
    let stickies: Vec<(Arc<Sticky>, Spot)> =
        project.stickies.values().filter_map(|sticky| Some((Arc::clone(sticky), new_spot(sticky)?))).collect();
    for (sticky, spot) in stickies {
        let id = StickyId(take_id(project)?);
        pairs.insert(id.0, sticky.id.0);
        insert(&mut project.stickies, id, Sticky { id, journey, spot, ..Sticky::clone(&sticky) });
    }
    Ok(pairs)
}

/// A new id, taken.
pub fn take_id(project: &mut Project) -> Result<u64, EditError> {
    let id = project.next_id;
    claim(project, id)?;
    Ok(id)
}

fn insert_after<T: PartialEq>(list: &mut Vec<T>, original: &T, copy: T) {
    let at = list.iter().position(|other| other == original).map_or(list.len(), |at| at + 1);
    list.insert(at, copy);
}
