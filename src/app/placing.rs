//! Where something new goes that was not dropped at a place: beside what has the focus; and what comes before that.
//! Changes nothing.

use super::workspace::Workspace;
use crate::model::{Item, LaneId, LaneKind, Phase, Placement, StageId, Subject};

/// The lane of the focus: of the item, or the lane itself.
pub fn focus_lane(workspace: &Workspace) -> Option<LaneId> {
    let project = workspace.document.project();
    let Some(focus) = workspace.document.selection().focus else { return workspace.cell_at_hand().map(|at| at.1) };
    match focus {
        Subject::Item(item) => project.place_of(item).map(|place| place.lane),
        Subject::Lane(lane) => Some(lane),
        Subject::Stage(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// The stage of the focus: of the item, that under the sticky, or the stage itself.
pub fn focus_stage(workspace: &Workspace) -> Option<StageId> {
    let project = workspace.document.project();
    let Some(focus) = workspace.document.selection().focus else { return workspace.cell_at_hand().map(|at| at.0) };
    match focus {
        Subject::Item(item) => project.place_of(item).map(|place| place.stage),
        Subject::Stage(stage) => Some(stage),
        Subject::Sticky(sticky) => project.stickies.get(&sticky).and_then(|sticky| sticky.spot.stage),
        Subject::Lane(_) | Subject::Connector(_) => None,
    }
}

/// The slot after the focus, in a lane of that kind if one is given. Without a focus the stage is the first of that
/// phase, else the journey's first. Only where the map shows what lies there.
/// `None` where the journey has no such lane or no stage.
pub fn placement_after_focus(workspace: &Workspace, kind: Option<LaneKind>, phase: Option<Phase>) -> Option<Placement> {
    let project = workspace.document.project();
    let journey = workspace.open_journey()?;
    let is_of_phase = |stage: &&StageId| project.stages.get(stage).is_some_and(|stage| Some(stage.phase) == phase);
    let is_open = |stage: &StageId| project.stages.get(stage).is_some_and(|stage| stage.is_open());
    let open = || journey.stages.iter().filter(|stage| is_open(stage));
    let without_focus = || open().find(is_of_phase).or(open().next()).copied();
    let stage = focus_stage(workspace).filter(is_open).or_else(without_focus)?;
    let fits = |lane: &LaneId| {
        let lane = project.lanes.get(lane).filter(|lane| lane.is_open());
        lane.is_some_and(|lane| kind.is_none_or(|kind| lane.kind == kind))
    };
    let lane = focus_lane(workspace).filter(fits).or_else(|| journey.lanes.iter().copied().find(fits))?;
    if let Some(Subject::Item(item)) = workspace.document.selection().focus
        && let Some(place) = project.place_of(item)
        && place.lane == lane
    {
        return Some(Placement::below(place));
    }
    Some(Placement::end_of(project, stage, lane))
}

/// The card that is read before the focus, of those that the map shows: `None` before the first, and without a focus.
pub fn card_before_focus(workspace: &Workspace) -> Option<Item> {
    let project = workspace.document.project();
    let shown = |item: &Item| workspace.map.rect_of(Subject::Item(*item)).is_some();
    let in_order = || project.items_in_reading_order(workspace.journey).into_iter().filter(shown);
    let last_where = |fits: &dyn Fn(Item) -> bool| in_order().rev().find(|item| fits(*item));
    match workspace.document.selection().focus {
        Some(Subject::Item(focus)) => in_order().take_while(|item| *item != focus).last(),
        Some(Subject::Stage(stage)) => {
            let first = in_order().find(|item| project.place_of(*item).is_some_and(|place| place.stage == stage))?;
            in_order().take_while(|item| *item != first).last()
        }
        Some(Subject::Lane(lane)) => {
            let first = in_order().find(|item| project.place_of(*item).is_some_and(|place| place.lane == lane))?;
            in_order().take_while(|item| *item != first).last()
        }
        Some(Subject::Connector(connector)) => {
            project.connectors.get(&connector).map(|connector| Item::Touchpoint(connector.from))
        }
        Some(Subject::Sticky(_)) => last_where(&|_| true),
        None => {
            let (stage, lane) = workspace.cell_at_hand()?;
            let journey = workspace.open_journey()?;
            let stage_rank = |id: StageId| journey.stages.iter().position(|other| *other == id);
            let lane_rank = |id: LaneId| journey.lanes.iter().position(|other| *other == id);
            let cell = (stage_rank(stage), lane_rank(lane));
            last_where(&|item| {
                project.place_of(item).is_some_and(|place| (stage_rank(place.stage), lane_rank(place.lane)) < cell)
            })
        }
    }
}
