//! Where rows of the outline go when they are dragged, or moved by keys: as edits of the project. Pure.

use super::rows::{Node, Row, end_of};
use crate::edit::build::{Toward, move_lane_toward, move_stage_toward};
use crate::edit::{Edit, Placement};
use crate::model::{Item, JourneyId, LaneId, Project, StageId};

/// What is dragged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dragged {
    Items(Vec<Item>),
    Stage(StageId),
    Journey(JourneyId),
}

/// Which half of a row the pointer is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Upper,
    Lower,
}

/// What letting go would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Landing {
    pub edit: Edit,
    /// The line that shows it lies above the row of this index.
    pub line: usize,
    /// How far the line is indented.
    pub depth: u8,
}

/// Where what is dragged would go over a row; `None` where it cannot, or would stay.
pub fn landing(project: &Project, rows: &[Row], dragged: &Dragged, at: usize, half: Half) -> Option<Landing> {
    match dragged {
        Dragged::Items(items) => {
            let (placement, line) = items_landing(project, rows, items, at, half)?;
            let lane = project.lanes.get(&placement.lane)?;
            let fits = items.iter().any(|item| item.fits(lane.kind));
            fits.then(|| Landing { edit: Edit::MoveItems { items: items.clone(), placement }, line, depth: 3 })
        }
        Dragged::Stage(stage) => {
            let (over, row) = ancestor_at(rows, at, 1)?;
            let Node::Stage(target) = row.node else { return None };
            let journey = project.journeys.get(&project.stages.get(stage)?.journey)?;
            let from = journey.stages.iter().position(|id| id == stage)?;
            let (to, line) = beside(rows, journey.stages.iter().position(|id| *id == target)?, over, at, half);
            let moves = to != from && to != from + 1;
            moves.then_some(Landing { edit: Edit::MoveStage { stage: *stage, to }, line, depth: 1 })
        }
        Dragged::Journey(journey) => {
            let (over, row) = ancestor_at(rows, at, 0)?;
            let Node::Journey(target) = row.node else { return None };
            let order = &project.journey_order;
            let from = order.iter().position(|id| id == journey)?;
            let (to, line) = beside(rows, order.iter().position(|id| *id == target)?, over, at, half);
            let moves = to != from && to != from + 1;
            moves.then_some(Landing { edit: Edit::MoveJourney { journey: *journey, to }, line, depth: 0 })
        }
    }
}

/// The edit that moves a node one up or down among its like, items across stages; `None` at the end.
pub fn moved(project: &Project, node: Node, toward: Toward) -> Option<Edit> {
    let is_down = matches!(toward, Toward::Down | Toward::Right);
    match node {
        Node::Journey(journey) => {
            let order = &project.journey_order;
            let at = order.iter().position(|id| *id == journey)?;
            let to = if is_down { (at + 1 < order.len()).then_some(at + 2)? } else { at.checked_sub(1)? };
            Some(Edit::MoveJourney { journey, to })
        }
        Node::Stage(stage) => move_stage_toward(project, stage, if is_down { Toward::Right } else { Toward::Left }),
        Node::Lane(_, lane) => move_lane_toward(project, lane, if is_down { Toward::Down } else { Toward::Up }),
        Node::Item(item) => {
            let placement = item_moved(project, item, is_down)?;
            Some(Edit::MoveItems { items: vec![item], placement })
        }
        // They lie where they were put, in no order.
        Node::Sticky(_) => None,
    }
}

fn items_landing(project: &Project, rows: &[Row], items: &[Item], at: usize, half: Half) -> Option<(Placement, usize)> {
    match rows.get(at)?.node {
        Node::Journey(_) | Node::Sticky(_) => None,
        Node::Stage(stage) => {
            let lane = lane_for(project, items.first()?, stage)?;
            // Below all that the stage has in that lane.
            let lane_at = rows.iter().position(|row| row.node == Node::Lane(stage, lane));
            let line = lane_at.map_or(at + 1, |lane_at| end_of(rows, lane_at));
            Some((Placement::end_of(project, stage, lane), line))
        }
        Node::Lane(stage, lane) => Some((start_of(project, stage, lane), at + 1)),
        Node::Item(target) if items.contains(&target) => None,
        Node::Item(target) => {
            let place = project.place_of(target)?;
            Some(match half {
                Half::Upper => (Placement::at(place), at),
                Half::Lower => (Placement::below(place), at + 1),
            })
        }
    }
}

fn item_moved(project: &Project, item: Item, is_down: bool) -> Option<Placement> {
    let place = project.place_of(item)?;
    let mut cell: Vec<_> = project
        .items()
        .filter(|(_, other)| (other.stage, other.lane) == (place.stage, place.lane))
        .map(|(other, place)| ((place.column, place.order), other))
        .collect();
    cell.sort_unstable();
    let at = cell.iter().position(|(_, other)| *other == item)?;
    let beside = if is_down { cell.get(at + 1) } else { cell.get(at.wrapping_sub(1)) };
    if let Some(place) = beside.and_then(|(_, other)| project.place_of(*other)) {
        return Some(if is_down { Placement::below(place) } else { Placement::at(place) });
    }
    let stages = &project.journeys.get(&project.stages.get(&place.stage)?.journey)?.stages;
    let at = stages.iter().position(|stage| *stage == place.stage)?;
    if is_down {
        Some(start_of(project, *stages.get(at + 1)?, place.lane))
    } else {
        Some(Placement::end_of(project, *stages.get(at.checked_sub(1)?)?, place.lane))
    }
}

/// Above the first item of a cell.
fn start_of(project: &Project, stage: StageId, lane: LaneId) -> Placement {
    let places = project.items().map(|(_, place)| place);
    let first = places
        .filter(|place| (place.stage, place.lane) == (stage, lane))
        .min_by_key(|place| (place.column, place.order));
    first.map_or(Placement { stage, lane, column: 0, order: 0, is_new_column: false }, Placement::at)
}

/// The lane of a stage's journey for an item: its own, or the first that takes it.
fn lane_for(project: &Project, item: &Item, stage: StageId) -> Option<LaneId> {
    let journey = project.journeys.get(&project.stages.get(&stage)?.journey)?;
    let own = project.place_of(*item)?.lane;
    if journey.lanes.contains(&own) {
        return Some(own);
    }
    let kind = project.lanes.get(&own)?.kind;
    let kind_of = |lane: &LaneId| project.lanes.get(lane).map(|lane| lane.kind);
    let of_kind = journey.lanes.iter().find(|lane| kind_of(lane) == Some(kind));
    of_kind.or_else(|| journey.lanes.iter().find(|lane| kind_of(lane).is_some_and(|kind| item.fits(kind)))).copied()
}

/// The row of that depth which the row at an index is or lies in.
fn ancestor_at(rows: &[Row], at: usize, depth: u8) -> Option<(usize, &Row)> {
    let (at, row) = rows.iter().enumerate().take(at + 1).rev().find(|(_, row)| row.depth <= depth)?;
    (row.depth == depth).then_some((at, row))
}

/// The slot before or after the one of that rank, whose row is at `over`, and where the line goes.
fn beside(rows: &[Row], rank: usize, over: usize, at: usize, half: Half) -> (usize, usize) {
    if over == at && half == Half::Upper { (rank, over) } else { (rank + 1, end_of(rows, over)) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::rows::rows;
    use super::*;
    use crate::edit::apply;
    use crate::model::LaneKind;
    use crate::model::sample::big_sample;

    /// The texts of the first lane of touchpoints, stage by stage.
    fn told(project: &Project) -> Vec<Vec<u64>> {
        let journey = &project.journeys[&project.journey_order[0]];
        let in_order = project.items_in_reading_order(journey.id);
        let of = |stage: &StageId| {
            let items = in_order.iter().filter(|item| project.place_of(**item).is_some_and(|it| it.stage == *stage));
            items.filter_map(|item| if let Item::Touchpoint(id) = item { Some(id.0) } else { None }).collect()
        };
        journey.stages.iter().map(of).collect()
    }

    fn row_of(rows: &[Row], node: Node) -> usize {
        rows.iter().position(|row| row.node == node).expect("a row")
    }

    #[test]
    fn a_dragged_touchpoint_lies_where_the_line_was() {
        let project = big_sample(14, 1);
        let rows = rows(&project, &BTreeSet::new(), &[]);
        let before = told(&project);
        let (dragged, target) = (before[0][0], before[1][1]);
        let id = |id: u64| Item::Touchpoint(crate::model::TouchpointId(id));
        let at = row_of(&rows, Node::Item(id(target)));
        for (half, expected) in [(Half::Upper, 1), (Half::Lower, 2)] {
            let landing = landing(&project, &rows, &Dragged::Items(vec![id(dragged)]), at, half).expect("a landing");
            let after = told(&apply(&project, &landing.edit).expect("an edit that can be made"));
            assert_eq!(after[1].iter().position(|it| *it == dragged), Some(expected), "{half:?} {after:?}");
            assert_eq!(after[0].len(), before[0].len() - 1);
        }
        let journey = &project.journeys[&project.journey_order[0]];
        let stage = row_of(&rows, Node::Stage(journey.stages[2]));
        let onto = landing(&project, &rows, &Dragged::Items(vec![id(dragged)]), stage, Half::Lower).expect("a landing");
        let after = told(&apply(&project, &onto.edit).expect("an edit that can be made"));
        assert_eq!(after[2].last(), Some(&dragged), "onto a stage: at its end");
    }

    #[test]
    fn touchpoints_do_not_land_in_lanes_of_cards() {
        let project = big_sample(14, 1);
        let rows = rows(&project, &BTreeSet::new(), &[]);
        let touchpoint = Item::Touchpoint(*project.touchpoints.keys().next().expect("a touchpoint"));
        let card = Item::Card(*project.cards.keys().next().expect("a card"));
        let at = row_of(&rows, Node::Item(card));
        assert_eq!(landing(&project, &rows, &Dragged::Items(vec![touchpoint]), at, Half::Upper), None);
        let lane = project.place_of(card).expect("a place").lane;
        assert_ne!(project.lanes[&lane].kind, LaneKind::Touchpoints);
    }

    #[test]
    fn stages_land_before_and_after_others_and_stay_where_they_are() {
        let project = big_sample(14, 1);
        let rows = rows(&project, &BTreeSet::new(), &[]);
        let stages = project.journeys[&project.journey_order[0]].stages.clone();
        let row = |stage: usize| row_of(&rows, Node::Stage(stages[stage]));
        let drag = Dragged::Stage(stages[0]);
        let cases = [
            (row(2), Half::Upper, Some(2)),
            (row(2), Half::Lower, Some(3)),
            (row(2) + 2, Half::Upper, Some(3)),
            (row(0), Half::Upper, None),
            (row(1), Half::Upper, None),
        ];
        for (at, half, expected) in cases {
            let to = landing(&project, &rows, &drag, at, half).map(|landing| match landing.edit {
                Edit::MoveStage { to, .. } => to,
                other => panic!("{other:?}"),
            });
            assert_eq!(to, expected, "{at} {half:?}");
        }
    }

    #[test]
    fn moving_down_again_and_again_comes_to_the_end_and_up_again_to_the_start() {
        let mut project = big_sample(14, 1);
        let first = Item::Touchpoint(crate::model::TouchpointId(told(&project)[0][0]));
        let stages = told(&project).len();
        for (toward, stage) in [(Toward::Down, stages - 1), (Toward::Up, 0)] {
            for _ in 0..200 {
                let Some(edit) = moved(&project, Node::Item(first), toward) else { break };
                project = apply(&project, &edit).expect("an edit that can be made");
            }
            let place = project.place_of(first).expect("a place");
            let journey = &project.journeys[&project.journey_order[0]];
            assert_eq!(place.stage, journey.stages[stage], "{toward:?}");
            assert_eq!(moved(&project, Node::Item(first), toward), None);
        }
    }
}
