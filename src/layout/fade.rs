//! What the filter of a lens leaves out: the same picture in paler colors, so that nothing moves.

use crate::base::Color;
use crate::scene::{Block, Picture, Shape, Stroke, TextLine};

/// How much of its colors a dimmed picture keeps.
const KEPT: f32 = 0.25;

/// The picture as it looks dimmed on that ground.
pub(super) fn faded(picture: &Picture, ground: Color) -> Picture {
    let pale = |color: Color| color.with_opacity(color.opacity() * KEPT).over(ground);
    let pale_stroke = |stroke: Stroke| Stroke { color: pale(stroke.color), ..stroke };
    let items = picture.items.iter().map(|item| match item {
        Shape::Rect { rect, radius, fill, stroke } => {
            Shape::Rect { rect: *rect, radius: *radius, fill: fill.map(pale), stroke: stroke.map(pale_stroke) }
        }
        Shape::Ellipse { center, radius, fill, stroke } => {
            Shape::Ellipse { center: *center, radius: *radius, fill: fill.map(pale), stroke: stroke.map(pale_stroke) }
        }
        Shape::Path { points, is_closed, fill, stroke } => Shape::Path {
            points: points.clone(),
            is_closed: *is_closed,
            fill: fill.map(pale),
            stroke: stroke.map(pale_stroke),
        },
        Shape::Text(line) => Shape::Text(TextLine { color: pale(line.color), ..line.clone() }),
        Shape::Icon { icon, center, size, color } => {
            Shape::Icon { icon: *icon, center: *center, size: *size, color: pale(*color) }
        }
        Shape::Image { rect, radius, bitmap } => Shape::Image { rect: *rect, radius: *radius, bitmap: bitmap.clone() },
    });
    let block = picture.block.map(|block| Block { fill: pale(block.fill), mark: block.mark.map(pale), ..block });
    Picture { bounds: picture.bounds, items: items.collect(), block, name: picture.name.clone(), role: picture.role }
}
