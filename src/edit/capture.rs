//! Where the next card goes while cards are typed one after the other. Decides only; knows no keys.

use crate::model::{Place, Placement, Project, StageId};

/// Which way capturing goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureStep {
    /// Below, in the same step of the cell.
    Below,
    /// The next step of the lane, in the next stage if this one has no more.
    NextCell,
    PreviousCell,
}

/// The slot of the next card after one at that place, which need not be there any more. `None` beyond the first and
/// the last stage. Stages that are not shown are passed over.
pub fn capture_slot(project: &Project, from: Place, step: CaptureStep) -> Option<Placement> {
    let (stage, column) = match step {
        CaptureStep::Below => (from.stage, from.column),
        CaptureStep::NextCell if from.column + 1 < column_count(project, from.stage) => (from.stage, from.column + 1),
        CaptureStep::NextCell => (shown_stage(project, from.stage, Side::After)?, 0),
        CaptureStep::PreviousCell => match from.column.checked_sub(1) {
            Some(column) => (from.stage, column),
            None => {
                let stage = shown_stage(project, from.stage, Side::Before)?;
                (stage, column_count(project, stage).saturating_sub(1))
            }
        },
    };
    let is_in = |place: &Place| (place.stage, place.lane, place.column) == (stage, from.lane, column);
    let order = match step {
        CaptureStep::Below => from.order + 1,
        CaptureStep::NextCell | CaptureStep::PreviousCell => {
            let orders = project.items().filter(|(_, place)| is_in(place)).map(|(_, place)| place.order + 1);
            orders.max().unwrap_or(0)
        }
    };
    Some(Placement { stage, lane: from.lane, column, order, is_new_column: false })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The nearest stage on that side whose cards are shown.
fn shown_stage(project: &Project, from: StageId, side: Side) -> Option<StageId> {
    let journey = project.journeys.get(&project.stages.get(&from)?.journey)?;
    let at = journey.stages.iter().position(|id| *id == from)?;
    let is_shown = |id: &StageId| project.stages.get(id).is_some_and(|stage| !stage.is_hidden && !stage.is_collapsed);
    match side {
        Side::Before => journey.stages.iter().take(at).rev().copied().find(is_shown),
        Side::After => journey.stages.iter().skip(at + 1).copied().find(is_shown),
    }
}

/// How many steps the stage has, over all lanes.
fn column_count(project: &Project, stage: StageId) -> u32 {
    let columns = project.items().filter(|(_, place)| place.stage == stage).map(|(_, place)| place.column + 1);
    columns.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, StageChange, apply};
    use crate::model::sample::big_sample;

    #[test]
    fn the_next_cell_is_the_next_step_then_the_next_stage_that_is_shown() {
        let project = big_sample(40, 1);
        let journey = project.journeys[&project.journey_order[0]].clone();
        let (first, second, third) = (journey.stages[0], journey.stages[1], journey.stages[2]);
        let lane = journey.lanes[0];
        let steps = column_count(&project, first);
        let from = Place { stage: first, lane, column: 0, order: 0 };
        let mut place = from;
        for column in 1..steps {
            let slot = capture_slot(&project, place, CaptureStep::NextCell).expect("a next step");
            assert_eq!((slot.stage, slot.column), (first, column));
            place.column = column;
        }
        let next = |project: &Project| capture_slot(project, place, CaptureStep::NextCell).expect("a stage").stage;
        assert_eq!(next(&project), second);
        let hidden = apply(&project, &Edit::ChangeStage { stage: second, change: StageChange::Hidden(true) });
        assert_eq!(next(&hidden.expect("an edit that can be made")), third);
        assert_eq!(capture_slot(&project, from, CaptureStep::PreviousCell), None, "before the first stage");
        let below = capture_slot(&project, from, CaptureStep::Below).expect("below");
        assert_eq!((below.column, below.order), (0, 1));
    }
}
