//! Whether the text of a shot can be read from the back of the room.

use std::sync::Arc;

use super::super::map::Map;
use super::framing::{Framing, framing};
use crate::base::{Pos2, Rect, vec2};
use crate::model::ShotFrame;
use crate::scene::{Group, Shape, TextLine};

/// The height of capital letters, as a share of the text's size: Inter's, 1490 of 2048 units to the em.
pub const CAPITAL: f32 = 0.7275;

/// Letters are legible from 16 minutes of arc on (ISO 9241-303, character height).
const LEAST_ARC: f32 = 16.0 / 60.0 * std::f32::consts::PI / 180.0;

/// How high capital letters must be to be read from a seat so many picture heights away, as a share of the picture's
/// height: 1.9% from 4 picture heights.
pub fn needed_share(seat_in_heights: f32) -> f32 {
    seat_in_heights * LEAST_ARC.tan()
}

/// How a picture of a shot is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Its width by its height.
    pub aspect: f32,
    /// How high capital letters must be, as a share of its height; see [`needed_share`].
    pub needed: f32,
}

impl Seen {
    /// How high a picture may be, in points of the map, for each point of its smallest text.
    pub(super) fn height_for_text(self) -> f32 {
        // A hundredth less cannot be told.
        CAPITAL / (self.needed * 0.99).max(1e-6)
    }

    /// Whether text can be read that takes such a share of the picture's height.
    pub fn is_enough(self, share_of_height: f32) -> bool {
        share_of_height >= self.needed * 0.99
    }
}

/// The smallest text that a shot shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallestText {
    pub text: Arc<str>,
    /// The height of its capital letters against that of the picture, 0 to 1.
    pub share_of_height: f32,
}

impl SmallestText {
    /// The farthest seat from which it can be read, in picture heights.
    pub fn farthest_seat(&self) -> f32 {
        self.share_of_height / LEAST_ARC.tan()
    }
}

/// The smallest text whose middle lies in the frame when that is fitted into a picture of that width to height, with the
/// names that stand beside it; of equal ones the first. `None` without text.
pub fn smallest_text(map: &Map, frame: &ShotFrame, aspect: f32) -> Option<SmallestText> {
    let framing = framing(map, frame);
    let shown_height = shown_height(&framing, aspect)?;
    let near = map.scene.groups.iter().filter(|group| group.bounds().intersects(framing.frame));
    let lines = near.flat_map(lines_of).filter(|(_, middle)| framing.frame.contains(*middle)).map(|(line, _)| line);
    let smallest = lines.reduce(|least, line| if line.size < least.size { line } else { least })?;
    let share_of_height = smallest.size * CAPITAL / shown_height;
    Some(SmallestText { text: Arc::clone(&smallest.text), share_of_height })
}

/// How much of the map a picture is high, in points.
pub(super) fn shown_height(framing: &Framing, aspect: f32) -> Option<f32> {
    let Rect { min, max } = framing.whole;
    let shown = (max.y - min.y).max((max.x - min.x) / aspect.max(f32::EPSILON));
    (shown.is_finite() && shown > 0.0).then_some(shown)
}

/// The size of the smallest text of a group, in points; `None` without text.
pub fn least_text(group: &Group) -> Option<f32> {
    lines_of(group).map(|(line, _)| line.size).reduce(f32::min)
}

/// The lines of a group that say something, and the middle of each in the map.
pub(super) fn lines_of(group: &Group) -> impl Iterator<Item = (&TextLine, Pos2)> {
    group.picture.items.iter().filter_map(move |item| match item {
        Shape::Text(line) => {
            let along = if line.runs_down { vec2(0.0, line.width) } else { vec2(line.width, 0.0) };
            let middle = group.origin + line.baseline.to_vec2() + along / 2.0;
            (!line.text.trim().is_empty()).then_some((line, middle))
        }
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } | Shape::Icon { .. } | Shape::Image { .. } => {
            None
        }
    })
}
