//! Whether the text of a shot can be read from the back of the room.

use std::sync::Arc;

use crate::base::{Rect, vec2};
use crate::scene::{Scene, Shape};

/// The height of capital letters, as a share of the text's size: Inter's, 1490 of 2048 units to the em.
pub const CAPITAL: f32 = 0.7275;

/// Letters are legible from 16 minutes of arc on (ISO 9241-303, character height).
const LEAST_ARC: f32 = 16.0 / 60.0 * std::f32::consts::PI / 180.0;

/// How high capital letters must be to be read from a seat so many picture heights away, as a share of the picture's
/// height: 1.9% from 4 picture heights.
pub fn needed_share(seat_in_heights: f32) -> f32 {
    seat_in_heights * LEAST_ARC.tan()
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

/// The smallest text whose middle lies in the frame when that is fitted into a picture of that width to height; of equal
/// ones the first. `None` without text.
pub fn smallest_text(scene: &Scene, frame: Rect, aspect: f32) -> Option<SmallestText> {
    let shown_height = frame.height().max(frame.width() / aspect.max(f32::EPSILON));
    if !shown_height.is_finite() || shown_height <= 0.0 {
        return None;
    }
    let near = scene.groups.iter().filter(|group| group.bounds().intersects(frame));
    let lines = near.flat_map(|group| {
        group.picture.items.iter().filter_map(move |item| match item {
            Shape::Text(line) => {
                let along = if line.runs_down { vec2(0.0, line.width) } else { vec2(line.width, 0.0) };
                let middle = group.origin + line.baseline.to_vec2() + along / 2.0;
                (frame.contains(middle) && !line.text.trim().is_empty()).then_some(line)
            }
            Shape::Rect { .. }
            | Shape::Ellipse { .. }
            | Shape::Path { .. }
            | Shape::Icon { .. }
            | Shape::Image { .. } => None,
        })
    });
    let smallest = lines.reduce(|least, line| if line.size < least.size { line } else { least })?;
    let share_of_height = smallest.size * CAPITAL / shown_height;
    Some(SmallestText { text: Arc::clone(&smallest.text), share_of_height })
}
