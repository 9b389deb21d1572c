//! Journeys, stages and lanes: added, removed with what they hold, and put in another order.

use std::sync::Arc;

use super::items::remove_where_placed;
use super::{change_record, claim, find, insert, remove_where};
use crate::edit::EditError;
use crate::model::{Journey, JourneyId, Lane, LaneId, Project, Spot, Stage, StageId, Sticky};

pub fn add_journey(
    project: &mut Project,
    journey: &Journey,
    stages: &[Stage],
    lanes: &[Lane],
    at: usize,
) -> Result<(), EditError> {
    claim(project, journey.id.0)?;
    let added = Journey { stages: Vec::new(), lanes: Vec::new(), ..journey.clone() };
    insert(&mut project.journeys, journey.id, added);
    let order = Arc::make_mut(&mut project.journey_order);
    order.insert(at.min(order.len()), journey.id);
    for stage in stages {
        add_stage(project, &Stage { journey: journey.id, ..stage.clone() }, usize::MAX)?;
    }
    for lane in lanes {
        add_lane(project, &Lane { journey: journey.id, ..lane.clone() }, usize::MAX)?;
    }
    Ok(())
}

pub fn remove_journey(project: &mut Project, id: JourneyId) -> Result<(), EditError> {
    let journey = Arc::clone(find(&project.journeys, &id, "journey")?);
    remove_where_placed(project, |place| journey.stages.contains(&place.stage));
    remove_where(&mut project.stickies, |_, sticky| sticky.journey == id);
    remove_where(&mut project.stages, |_, stage| stage.journey == id);
    remove_where(&mut project.lanes, |_, lane| lane.journey == id);
    remove_where(&mut project.journeys, |other, _| *other == id);
    Arc::make_mut(&mut project.journey_order).retain(|other| *other != id);
    Ok(())
}

pub fn move_journey(project: &mut Project, id: JourneyId, to: usize) -> Result<(), EditError> {
    find(&project.journeys, &id, "journey")?;
    let mut order = Vec::clone(&project.journey_order);
    move_to_slot(&mut order, &id, to);
    if order != *project.journey_order {
        project.journey_order = Arc::new(order);
    }
    Ok(())
}

pub fn add_stage(project: &mut Project, stage: &Stage, at: usize) -> Result<(), EditError> {
    find(&project.journeys, &stage.journey, "journey")?;
    claim(project, stage.id.0)?;
    insert(&mut project.stages, stage.id, stage.clone());
    change_record(&mut project.journeys, stage.journey, "journey", |journey| {
        journey.stages.insert(at.min(journey.stages.len()), stage.id);
    })
}

pub fn remove_stage(project: &mut Project, id: StageId) -> Result<(), EditError> {
    let journey = find(&project.stages, &id, "stage")?.journey;
    remove_where_placed(project, |place| place.stage == id);
    forget_spot(project, |spot| spot.stage = spot.stage.filter(|stage| *stage != id));
    remove_where(&mut project.stages, |other, _| *other == id);
    change_record(&mut project.journeys, journey, "journey", |journey| journey.stages.retain(|other| *other != id))
}

pub fn move_stage(project: &mut Project, id: StageId, to: usize) -> Result<(), EditError> {
    let journey = find(&project.stages, &id, "stage")?.journey;
    change_record(&mut project.journeys, journey, "journey", |journey| move_to_slot(&mut journey.stages, &id, to))
}

pub fn add_lane(project: &mut Project, lane: &Lane, at: usize) -> Result<(), EditError> {
    find(&project.journeys, &lane.journey, "journey")?;
    claim(project, lane.id.0)?;
    insert(&mut project.lanes, lane.id, lane.clone());
    change_record(&mut project.journeys, lane.journey, "journey", |journey| {
        journey.lanes.insert(at.min(journey.lanes.len()), lane.id);
    })
}

pub fn remove_lane(project: &mut Project, id: LaneId) -> Result<(), EditError> {
    let journey = find(&project.lanes, &id, "lane")?.journey;
    remove_where_placed(project, |place| place.lane == id);
    forget_spot(project, |spot| spot.lane = spot.lane.filter(|lane| *lane != id));
    remove_where(&mut project.lanes, |other, _| *other == id);
    change_record(&mut project.journeys, journey, "journey", |journey| journey.lanes.retain(|other| *other != id))
}

pub fn move_lane(project: &mut Project, id: LaneId, to: usize) -> Result<(), EditError> {
    let journey = find(&project.lanes, &id, "lane")?.journey;
    change_record(&mut project.journeys, journey, "journey", |journey| move_to_slot(&mut journey.lanes, &id, to))
}

/// Changes the spots of the stickies that lie on what is removed: they stay on the map.
fn forget_spot(project: &mut Project, forget: impl Fn(&mut Spot)) {
    let changed = |sticky: &Sticky| {
        let mut spot = sticky.spot;
        forget(&mut spot);
        (spot != sticky.spot).then(|| Sticky { spot, ..sticky.clone() })
    };
    let moved: Vec<Sticky> = project.stickies.values().filter_map(|sticky| changed(sticky)).collect();
    for sticky in moved {
        insert(&mut project.stickies, sticky.id, sticky);
    }
}

/// Moves one entry to a slot that is counted with the entry still in the list.
fn move_to_slot<T: PartialEq + Copy>(list: &mut Vec<T>, entry: &T, to: usize) {
    let Some(at) = list.iter().position(|other| other == entry) else { return };
    let slot = to.min(list.len());
    let moved = list.remove(at);
    list.insert(if slot > at { slot - 1 } else { slot }, moved);
}
