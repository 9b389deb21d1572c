//! The invariants of shots.

use super::{Found, check_known};
use crate::model::{Item, LegendKey, Lens, Project, Shot, ShotFrame};

pub(super) fn check_shots(project: &Project, found: &mut Found) {
    for shot in project.shots.iter() {
        let place = || format!("shot {}", shot.id);
        check_known(&project.journeys, &shot.journey, "journey", place, found);
        check_frame(project, shot, found);
        if let Lens::Metric(Some(metric)) = shot.look.lens {
            check_known(&project.metrics, &metric, "metric", place, found);
        }
        for key in &shot.look.shown {
            match key {
                LegendKey::Persona(Some(persona)) => check_known(&project.personas, persona, "persona", place, found),
                LegendKey::Segment(Some(segment)) => check_known(&project.segments, segment, "segment", place, found),
                LegendKey::Persona(None)
                | LegendKey::Segment(None)
                | LegendKey::Channel(_)
                | LegendKey::Phase(_)
                | LegendKey::Evidence(_)
                | LegendKey::Owner(_)
                | LegendKey::Kpi(_)
                | LegendKey::Heat(_)
                | LegendKey::Other => {}
            }
        }
    }
}

fn check_frame(project: &Project, shot: &Shot, found: &mut Found) {
    let place = || format!("shot {}", shot.id);
    let stage_of_other = |id| project.stages.get(&id).is_none_or(|stage| stage.journey != shot.journey);
    let lane_of_other = |id| project.lanes.get(&id).is_none_or(|lane| lane.journey != shot.journey);
    match &shot.frame {
        ShotFrame::Whole => {}
        ShotFrame::Cells { stages, lanes, steps } => {
            for stage in stages.iter().filter(|id| stage_of_other(**id)) {
                found.add(format!("It shows stage {stage}, which is not on its map."), place());
            }
            for lane in lanes.iter().filter(|id| lane_of_other(**id)) {
                found.add(format!("It shows lane {lane}, which is not on its map."), place());
            }
            if stages.is_empty() && lanes.is_empty() {
                found.add("It shows no stage and no lane.", place());
            }
            if let Some((from, to)) = steps
                && (stages.len() != 1 || from > to)
            {
                found.add(format!("It shows steps {from} to {to} of {} stages.", stages.len()), place());
            }
        }
        ShotFrame::Items(items) => {
            if items.is_empty() {
                found.add("It shows no touchpoint and no card.", place());
            }
            for item in items {
                match item {
                    Item::Touchpoint(id) => check_known(&project.touchpoints, id, "touchpoint", place, found),
                    Item::Card(id) => check_known(&project.cards, id, "card", place, found),
                }
            }
        }
        ShotFrame::Region { corner, size } => {
            if let Some(stage) = corner.stage.filter(|id| stage_of_other(*id)) {
                found.add(format!("It lies at stage {stage}, which is not on its map."), place());
            }
            if let Some(lane) = corner.lane.filter(|id| lane_of_other(*id)) {
                found.add(format!("It lies at lane {lane}, which is not on its map."), place());
            }
            if !corner.at.is_finite() || !size.is_finite() || size.min_elem() <= 0.0 {
                found.add("The part of the map that it shows has no finite place and size.", place());
            }
        }
    }
}
