//! The metrics lane: a small chart for each stage or touchpoint.

use super::card::Pen;
use super::grid::Grid;
use super::groups::Groups;
use super::layouter::MapInput;
use crate::model::Lane;
use crate::scene::Theme;

pub(super) fn height(_lane: &Lane, theme: &Theme) -> f32 {
    theme.map.lane_min_height
}

pub(super) fn push(
    _pen: &mut Pen<'_>,
    _input: &MapInput<'_>,
    _grid: &Grid,
    _lane_rank: usize,
    _lane: &Lane,
    _groups: &mut Groups,
) {
}
