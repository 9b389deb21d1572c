//! Where items go when an edit adds or moves them. No pixels.

use crate::model::{LaneId, Project, StageId};

/// Where items go. `column`/`order` are slots counted in the project as it is before the edit, with the moved
/// items still in it. Values past the end mean "at the end".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub stage: StageId,
    pub lane: LaneId,
    pub column: u32,
    pub order: u32,
    /// Opens a new step before `column` for the items (other columns of the stage shift right).
    pub is_new_column: bool,
}

impl Placement {
    /// The end of the last column in use by that cell, or of column 0.
    pub fn end_of(project: &Project, stage: StageId, lane: LaneId) -> Self {
        let column = project
            .items()
            .filter(|(_, place)| place.stage == stage && place.lane == lane)
            .map(|(_, place)| place.column)
            .max()
            .unwrap_or(0);
        Self { stage, lane, column, order: u32::MAX, is_new_column: false }
    }
}
