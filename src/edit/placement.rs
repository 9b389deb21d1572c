//! Where items go, said without pixels.

use crate::model::{LaneId, StageId};

/// Where items go. `column` and `order` are slots counted in the project as it is before the edit, with the moved
/// items still in it. Values past the end mean "at the end".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub stage: StageId,
    pub lane: LaneId,
    pub column: u32,
    pub order: u32,
    /// Opens a new step before `column` for the items; other columns of the stage shift right.
    pub is_new_column: bool,
}
