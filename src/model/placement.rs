//! Where items are to go, before anything has moved: what layout answers to a drop, and edits are made of.

use super::{LaneId, Place, Project, StageId};

/// Where items go.
///
/// `column` and `order` are slots counted in the project as it is before the edit, with moved items still in it;
/// applying corrects for the items that leave. Values past the end mean "at the end": a column past the last one
/// opens a new last column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub stage: StageId,
    pub lane: LaneId,
    pub column: u32,
    /// The items go above the one that has this order now.
    pub order: u32,
    /// Opens a new step before `column` for the items; the other columns of the stage shift right.
    pub is_new_column: bool,
}

impl Placement {
    /// The end of the last column that the cell uses, or of column 0 in an empty cell.
    pub fn end_of(project: &Project, stage: StageId, lane: LaneId) -> Self {
        let last = project
            .items()
            .filter(|(_, place)| place.stage == stage && place.lane == lane)
            .map(|(_, place)| (place.column, place.order.saturating_add(1)))
            .max();
        let (column, order) = last.unwrap_or((0, 0));
        Self { stage, lane, column, order, is_new_column: false }
    }

    /// Just below an item that lies there.
    pub fn below(place: Place) -> Self {
        Self { order: place.order.saturating_add(1), ..Self::at(place) }
    }

    /// The slot that a place names: what arrives there pushes the item at that place down.
    pub fn at(place: Place) -> Self {
        let Place { stage, lane, column, order } = place;
        Self { stage, lane, column, order, is_new_column: false }
    }
}
