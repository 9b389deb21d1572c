//! Where values and faces lie in an emotion lane. Pure arithmetic: no colors, no shapes.

use super::super::grid::{Grid, LaneRow, Span};
use super::cast::Seat;
use crate::base::{Pos2, pos2};
use crate::model::Emotion;
use crate::scene::Theme;

/// The smallest face, in points.
const SMALLEST_RADIUS: f32 = 4.0;

/// The largest radius of a face, in points.
pub(super) fn face_radius(theme: &Theme) -> f32 {
    theme.map.icon * 0.625
}

/// The scale of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plot {
    zero: f32,
    /// Points for one whole step.
    unit: f32,
}

impl Plot {
    /// The scale in a row; `None` where there is no room for one.
    pub fn of(row: &LaneRow, theme: &Theme) -> Option<Self> {
        // A little more than a face, so that its value still finds room.
        let inset = face_radius(theme) + theme.map.gap * 0.75;
        let unit = (row.y.to - row.y.from - 2.0 * inset) / 4.0;
        (unit >= SMALLEST_RADIUS).then_some(Self { zero: row.y.middle(), unit })
    }

    pub fn y(self, value: f32) -> f32 {
        self.zero - value * self.unit
    }

    /// The nearest value to a height.
    pub fn emotion(self, y: f32) -> Emotion {
        Emotion::nearest(f64::from((self.zero - y) / self.unit)).unwrap_or_default()
    }
}

/// The part of its column that belongs to a seat.
pub(super) fn slot(grid: &Grid, seat: &Seat) -> Span {
    let column = grid.columns.get(seat.column as usize).copied().unwrap_or_default();
    let width = (column.to - column.from) / seat.of.max(1) as f32;
    let from = column.from + width * seat.rank as f32;
    Span { from, to: from + width }
}

/// How the faces of several voices share a slot of that width: how far apart they stand, and their radius, which is
/// `largest` where there is room.
fn sharing(largest: f32, slot_width: f32, voices: usize) -> (f32, f32) {
    let radius = (slot_width / 2.0 - 1.0).min(largest).max(SMALLEST_RADIUS);
    let apart = if voices > 1 { (2.0 * radius + 2.0).min(slot_width / voices as f32) } else { 0.0 };
    (apart, radius)
}

/// The middle and the radius of the face of a voice, of so many, in a slot.
pub(super) fn face(largest: f32, slot: Span, (voice, voices): (usize, usize), y: f32) -> (Pos2, f32) {
    let (apart, radius) = sharing(largest, slot.to - slot.from, voices);
    let aside = (voice as f32 - (voices.max(1) - 1) as f32 / 2.0) * apart;
    (pos2(slot.middle() + aside, y), radius)
}
