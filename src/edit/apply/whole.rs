//! Whole stages and lanes pasted into a journey. Where each part goes there is decided in `edit::whole`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::copies::take_id;
use super::{EditError, find, insert, items, structure};
use crate::edit::Fragment;
use crate::edit::whole::{Landing, Whole};
use crate::model::{JourneyId, Lane, LaneChart, LaneId, Place, Project, Spot, Stage, StageId, Sticky, StickyId};

pub fn paste_whole(
    project: &mut Project,
    fragment: &Fragment,
    journey: JourneyId,
    stage_at: usize,
    lane_at: usize,
) -> Result<(), EditError> {
    let Some(whole) = &fragment.whole else { return Ok(()) };
    let lists = Arc::clone(find(&project.journeys, &journey, "journey")?);
    let landing = Landing::new(project, journey, fragment, whole);
    let (mut stages, mut lanes) = (landing.stages, landing.lanes);
    let copied = whole.stages.iter().filter(|(_, is_copied)| *is_copied);
    for ((stage, _), at) in copied.zip(stage_at.min(lists.stages.len())..) {
        let id = StageId(project.next_id);
        let taken = lists.stages.iter().filter_map(|id| project.stages.get(id)).map(|stage| stage.name.as_str());
        let name = free_name(&stage.name, taken);
        structure::add_stage(project, &Stage { id, journey, name, ..stage.clone() }, at)?;
        stages.insert(stage.id, id);
    }
    let copied = whole.lanes.iter().filter(|(_, is_copied)| *is_copied);
    for ((lane, _), at) in copied.zip(lane_at.min(lists.lanes.len())..) {
        let id = LaneId(project.next_id);
        let taken = lists.lanes.iter().filter_map(|id| project.lanes.get(id)).map(|lane| lane.name.as_str());
        let name = free_name(&lane.name, taken);
        structure::add_lane(project, &Lane { id, journey, name, ..at_home(project, whole, lane) }, at)?;
        lanes.insert(lane.id, id);
    }
    let mut before: Option<LaneId> = None;
    for (lane, _) in &whole.lanes {
        if landing.missing_lanes.contains(&lane.id) {
            let id = LaneId(project.next_id);
            // It follows the lane that it follows where it is from.
            let order = &find(&project.journeys, &journey, "journey")?.lanes;
            let at =
                before.and_then(|before| order.iter().position(|id| *id == before)).map_or(usize::MAX, |at| at + 1);
            structure::add_lane(project, &Lane { id, journey, ..at_home(project, whole, lane) }, at)?;
            lanes.insert(lane.id, id);
        }
        before = lanes.get(&lane.id).copied().or(before);
    }

    let mut touched = BTreeSet::new();
    items::bring_in(project, fragment, |_, place, _| {
        let (Some(&stage), Some(&lane)) = (stages.get(&place.stage), lanes.get(&place.lane)) else { return Ok(None) };
        touched.insert(stage);
        Ok(Some(Place { stage, lane, ..place }))
    })?;
    items::close_gaps(project, &touched);
    for sticky in &fragment.stickies {
        let Some(spot) = spot_in(sticky.spot, &stages, &lanes) else { continue };
        let id = StickyId(take_id(project)?);
        insert(&mut project.stickies, id, Sticky { id, journey, spot, ..sticky.clone() });
    }
    Ok(())
}

/// The spot on the stage and lane that stand for its own; `None` if there is no such stage.
fn spot_in(spot: Spot, stages: &BTreeMap<StageId, StageId>, lanes: &BTreeMap<LaneId, LaneId>) -> Option<Spot> {
    let stage = match spot.stage {
        Some(stage) => Some(*stages.get(&stage)?),
        None => None,
    };
    Some(Spot { stage, lane: spot.lane.and_then(|lane| lanes.get(&lane).copied()), at: spot.at })
}

/// The lane as that project may have it: a metric that it does not know is not charted.
fn at_home(project: &Project, whole: &Whole, lane: &Lane) -> Lane {
    let own = lane.chart.metric.and_then(|id| whole.metrics.iter().find(|metric| metric.id == id));
    let metric = own.and_then(|metric| project.metric_by_key(&metric.key)).map(|metric| metric.id);
    Lane { chart: LaneChart { metric, ..lane.chart }, ..lane.clone() }
}

/// The name, or "Buy (copy)", "Buy (copy 2)" where it is taken.
fn free_name<'a>(name: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: BTreeSet<&str> = taken.collect();
    let copies = std::iter::once(format!("{name} (copy)")).chain((2..).map(|nth| format!("{name} (copy {nth})")));
    let free = std::iter::once(name.to_owned()).chain(copies).find(|name| !taken.contains(name.as_str()));
    free.unwrap_or_else(|| name.to_owned())
}
