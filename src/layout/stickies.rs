//! Free notes, on top of everything else on the map.

use super::card::Pen;
use super::grid::Grid;
use super::groups::Groups;
use super::layouter::MapInput;
use crate::base::Rect;
use crate::model::StickyId;

/// Where the stickies lie, in the order of painting, and the group of the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Stickies {
    pub placed: Vec<(StickyId, Rect)>,
    pub first_group: usize,
}

pub(super) fn push(_pen: &mut Pen<'_>, _input: &MapInput<'_>, _grid: &Grid, groups: &mut Groups) -> Stickies {
    Stickies { placed: Vec::new(), first_group: groups.len() }
}
