//! Free notes on a map.

use std::collections::BTreeSet;

use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{EditError, StickyChange};
use crate::model::{JourneyId, Project, Spot, Sticky, StickyId};

pub fn add_sticky(project: &mut Project, sticky: &Sticky) -> Result<(), EditError> {
    find(&project.journeys, &sticky.journey, "journey")?;
    check_spot(project, sticky.journey, sticky.spot)?;
    claim(project, sticky.id.0)?;
    insert(&mut project.stickies, sticky.id, sticky.clone());
    Ok(())
}

pub fn remove_stickies(project: &mut Project, ids: &[StickyId]) -> Result<(), EditError> {
    for id in ids {
        find(&project.stickies, id, "sticky")?;
    }
    let ids: BTreeSet<StickyId> = ids.iter().copied().collect();
    remove_where(&mut project.stickies, |id, _| ids.contains(id));
    Ok(())
}

pub fn change_stickies(project: &mut Project, ids: &[StickyId], change: &StickyChange) -> Result<(), EditError> {
    for id in ids {
        if let StickyChange::Spot(spot) = change {
            let journey = find(&project.stickies, id, "sticky")?.journey;
            check_spot(project, journey, *spot)?;
        }
        change_record(&mut project.stickies, *id, "sticky", |sticky| match change {
            StickyChange::Text(text) => sticky.text.clone_from(text),
            StickyChange::Color(color) => sticky.color = *color,
            StickyChange::Spot(spot) => sticky.spot = *spot,
        })?;
    }
    Ok(())
}

pub(super) fn check_spot(project: &Project, journey: JourneyId, spot: Spot) -> Result<(), EditError> {
    if !spot.at.x.is_finite() || !spot.at.y.is_finite() {
        return Err(EditError::BadSpot);
    }
    if let Some(stage) = spot.stage
        && find(&project.stages, &stage, "stage")?.journey != journey
    {
        return Err(EditError::SpotOnOtherMap);
    }
    if let Some(lane) = spot.lane
        && find(&project.lanes, &lane, "lane")?.journey != journey
    {
        return Err(EditError::SpotOnOtherMap);
    }
    Ok(())
}
