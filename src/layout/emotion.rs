//! The emotion lane: curves through what personas feel at touchpoints, with faces, and the measured curve beside.

use super::card::Pen;
use super::grid::Grid;
use super::groups::Groups;
use super::layouter::MapInput;
use crate::model::Lane;
use crate::scene::Theme;

/// What the curves are, for pointer and keyboard.
#[derive(Clone, Debug, Default)]
pub(super) struct Curves {}

pub(super) fn height(theme: &Theme) -> f32 {
    theme.map.lane_min_height * 1.5
}

pub(super) fn push(
    _pen: &mut Pen<'_>,
    _input: &MapInput<'_>,
    _grid: &Grid,
    _lane_rank: usize,
    _lane: &Lane,
    _groups: &mut Groups,
    _curves: &mut Curves,
) {
}
