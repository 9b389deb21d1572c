//! Shots: adding, removing, ordering and changing them, and what they forget when records go.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::stickies::check_spot;
use super::{claim, find};
use crate::edit::{EditError, ShotChange};
use crate::model::{Item, JourneyId, LegendKey, Lens, Project, Shot, ShotFrame, ShotId, ShotLook};

pub fn add_shot(project: &mut Project, shot: &Shot, at: usize) -> Result<(), EditError> {
    check_frame(project, shot.journey, &shot.frame)?;
    check_look(project, &shot.look)?;
    claim(project, shot.id.0)?;
    let shots = Arc::make_mut(&mut project.shots);
    shots.insert(at.min(shots.len()), Arc::new(shot.clone()));
    Ok(())
}

pub fn remove_shot(project: &mut Project, id: ShotId) -> Result<(), EditError> {
    let at = place_of(project, id)?;
    Arc::make_mut(&mut project.shots).remove(at);
    Ok(())
}

pub fn move_shot(project: &mut Project, id: ShotId, to: usize) -> Result<(), EditError> {
    let at = place_of(project, id)?;
    let to = if to > at { to - 1 } else { to }.min(project.shots.len().saturating_sub(1));
    if to != at {
        let shots = Arc::make_mut(&mut project.shots);
        let shot = shots.remove(at);
        shots.insert(to, shot);
    }
    Ok(())
}

pub fn change_shot(project: &mut Project, id: ShotId, change: &ShotChange) -> Result<(), EditError> {
    if let ShotChange::View { journey, frame, look } = change {
        check_frame(project, *journey, frame)?;
        check_look(project, look)?;
    }
    let at = place_of(project, id)?;
    let Some(known) = project.shots.get(at) else { return Ok(()) };
    let mut shot = Shot::clone(known);
    match change {
        ShotChange::Name(name) => shot.name.clone_from(name),
        ShotChange::Notes(notes) => shot.notes.clone_from(notes),
        ShotChange::View { journey, frame, look } => {
            (shot.journey, shot.frame, shot.look) = (*journey, frame.clone(), look.clone());
        }
        ShotChange::AroundDimmed(is_dimmed) => shot.is_around_dimmed = *is_dimmed,
        ShotChange::StepByStep(is_step_by_step) => shot.is_step_by_step = *is_step_by_step,
    }
    replace(project, at, shot);
    Ok(())
}

/// After records were taken out: the shots of a journey that is gone go too, others forget what is gone. A shot that has
/// nothing left to show shows the whole map, for its notes are worth more than its frame.
pub fn forget_gone(project: &mut Project) {
    if project.shots.iter().any(|shot| !project.journeys.contains_key(&shot.journey)) {
        let here = Arc::clone(&project.journeys);
        Arc::make_mut(&mut project.shots).retain(|shot| here.contains_key(&shot.journey));
    }
    for at in 0..project.shots.len() {
        let Some(known) = project.shots.get(at) else { continue };
        let frame = frame_of_the_rest(project, &known.frame);
        let mut look = known.look.clone();
        look.shown.retain(|key| is_known(project, key));
        if frame != known.frame || look != known.look {
            let shot = Shot { frame, look, ..Shot::clone(known) };
            replace(project, at, shot);
        }
    }
}

/// The frame without what is not in the project any more.
fn frame_of_the_rest(project: &Project, frame: &ShotFrame) -> ShotFrame {
    match frame {
        ShotFrame::Whole => ShotFrame::Whole,
        ShotFrame::Cells { stages, lanes, steps } => {
            let left_stages: BTreeSet<_> =
                stages.iter().copied().filter(|id| project.stages.contains_key(id)).collect();
            let left_lanes: BTreeSet<_> = lanes.iter().copied().filter(|id| project.lanes.contains_key(id)).collect();
            if left_stages.is_empty() && left_lanes.is_empty() {
                return ShotFrame::Whole;
            }
            let steps = steps.filter(|_| left_stages.len() == 1);
            ShotFrame::Cells { stages: left_stages, lanes: left_lanes, steps }
        }
        ShotFrame::Items(items) => {
            let left: BTreeSet<Item> = items.iter().copied().filter(|item| project.place_of(*item).is_some()).collect();
            if left.is_empty() { ShotFrame::Whole } else { ShotFrame::Items(left) }
        }
        ShotFrame::Region { corner, size } => {
            let mut corner = *corner;
            corner.stage = corner.stage.filter(|id| project.stages.contains_key(id));
            corner.lane = corner.lane.filter(|id| project.lanes.contains_key(id));
            ShotFrame::Region { corner, size: *size }
        }
    }
}

fn check_frame(project: &Project, journey: JourneyId, frame: &ShotFrame) -> Result<(), EditError> {
    find(&project.journeys, &journey, "journey")?;
    match frame {
        ShotFrame::Whole => Ok(()),
        ShotFrame::Cells { stages, lanes, steps } => {
            let are_steps_sound = steps.is_none_or(|(from, to)| stages.len() == 1 && from <= to);
            if (stages.is_empty() && lanes.is_empty()) || !are_steps_sound {
                return Err(EditError::BadShot);
            }
            for stage in stages {
                if find(&project.stages, stage, "stage")?.journey != journey {
                    return Err(EditError::ShotAcrossJourneys);
                }
            }
            for lane in lanes {
                if find(&project.lanes, lane, "lane")?.journey != journey {
                    return Err(EditError::ShotAcrossJourneys);
                }
            }
            Ok(())
        }
        ShotFrame::Items(items) => {
            if items.is_empty() {
                return Err(EditError::BadShot);
            }
            items.iter().try_for_each(|item| match item {
                Item::Touchpoint(id) => find(&project.touchpoints, id, "touchpoint").map(|_| ()),
                Item::Card(id) => find(&project.cards, id, "card").map(|_| ()),
            })
        }
        ShotFrame::Region { corner, size } => {
            if !size.is_finite() || size.min_elem() <= 0.0 {
                return Err(EditError::BadShot);
            }
            check_spot(project, journey, *corner).map_err(|error| match error {
                EditError::SpotOnOtherMap => EditError::ShotAcrossJourneys,
                error => error,
            })
        }
    }
}

fn check_look(project: &Project, look: &ShotLook) -> Result<(), EditError> {
    if let Lens::Metric(Some(metric)) = look.lens {
        find(&project.metrics, &metric, "metric")?;
    }
    look.shown.iter().try_for_each(|key| match key {
        LegendKey::Persona(Some(persona)) => find(&project.personas, persona, "persona").map(|_| ()),
        LegendKey::Segment(Some(segment)) => find(&project.segments, segment, "segment").map(|_| ()),
        LegendKey::Persona(None)
        | LegendKey::Segment(None)
        | LegendKey::Channel(_)
        | LegendKey::Phase(_)
        | LegendKey::Evidence(_)
        | LegendKey::Owner(_)
        | LegendKey::Kpi(_)
        | LegendKey::Heat(_)
        | LegendKey::Other => Ok(()),
    })
}

fn is_known(project: &Project, key: &LegendKey) -> bool {
    match key {
        LegendKey::Persona(Some(persona)) => project.personas.contains_key(persona),
        LegendKey::Segment(Some(segment)) => project.segments.contains_key(segment),
        LegendKey::Persona(None)
        | LegendKey::Segment(None)
        | LegendKey::Channel(_)
        | LegendKey::Phase(_)
        | LegendKey::Evidence(_)
        | LegendKey::Owner(_)
        | LegendKey::Kpi(_)
        | LegendKey::Heat(_)
        | LegendKey::Other => true,
    }
}

fn place_of(project: &Project, id: ShotId) -> Result<usize, EditError> {
    let place = project.shots.iter().position(|shot| shot.id == id);
    place.ok_or_else(|| EditError::Unknown { what: "shot", id: id.to_string() })
}

/// Puts a shot in another's place; a shot that is the same stays shared.
fn replace(project: &mut Project, at: usize, shot: Shot) {
    if project.shots.get(at).is_some_and(|known| **known != shot)
        && let Some(known) = Arc::make_mut(&mut project.shots).get_mut(at)
    {
        *known = Arc::new(shot);
    }
}
