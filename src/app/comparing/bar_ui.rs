//! The small drawings of the tab: an interval around zero, an interval on a scale, and the marks of segments.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::app::style::color32;
use crate::scene::Theme;

/// Draws an interval around zero, on a scale of its own with zero in the middle: a bar from end to end, a dot where the
/// effect is.
pub fn around_zero(
    painter: &Painter,
    theme: &Theme,
    rect: Rect,
    (effect, ends): (f64, Option<(f64, f64)>),
    ink: Color32,
) {
    let (low, high) = ends.unwrap_or((effect, effect));
    let reach = [low, high, effect].into_iter().map(f64::abs).fold(0.0, f64::max);
    let middle = rect.center();
    painter.hline(rect.x_range(), middle.y, Stroke::new(1.0, color32(theme.color.line)));
    painter.vline(middle.x, rect.y_range(), Stroke::new(1.0, color32(theme.color.outline)));
    if !(reach > 0.0 && reach.is_finite()) {
        return;
    }
    let x = |value: f64| middle.x + (value / reach) as f32 * (rect.width() / 2.0 - 3.0);
    if ends.is_some() {
        let bar = Rect::from_x_y_ranges(x(low)..=x(high), middle.y - 3.0..=middle.y + 3.0);
        painter.rect_filled(bar, 2.0, ink.gamma_multiply(0.35));
        for end in [low, high] {
            painter.vline(x(end), middle.y - 5.0..=middle.y + 5.0, Stroke::new(1.5, ink));
        }
    }
    painter.circle_filled(pos2(x(effect), middle.y), 3.5, ink);
}

/// A scale that holds all values, with a little room at both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub from: f64,
    pub to: f64,
}

impl Extent {
    /// `None` where nothing is known.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        const ROOM: f64 = 0.06;
        let (from, to) = values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), value| (from.min(value), to.max(value)));
        if from > to {
            return None;
        }
        let width = to - from;
        let room = if width > 0.0 { width * ROOM } else { (from.abs() * 0.1).max(1e-9) };
        Some(Self { from: from - room, to: to + room })
    }

    /// Where a value is, 0 to 1.
    pub fn share(self, value: f64) -> f32 {
        ((value - self.from) / (self.to - self.from)) as f32
    }
}

/// Draws a value with its interval across a scale.
pub fn on_scale(painter: &Painter, rect: Rect, extent: Extent, (value, ends): (f64, Option<(f64, f64)>), mark: Mark) {
    let x = |value: f64| rect.left() + extent.share(value).clamp(0.0, 1.0) * rect.width();
    let y = rect.center().y;
    if let Some((low, high)) = ends {
        painter.hline(x(low)..=x(high), y, Stroke::new(2.0, mark.ink.gamma_multiply(0.6)));
        for end in [low, high] {
            painter.vline(x(end), y - 4.0..=y + 4.0, Stroke::new(1.5, mark.ink));
        }
    }
    mark.paint(painter, pos2(x(value), y), 4.5);
}

/// The color and shape that a segment has everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    shape: usize,
    pub ink: Color32,
}

impl Mark {
    /// Of the segment of that rank.
    pub fn of(theme: &Theme, rank: usize) -> Self {
        let colors = &theme.color.series;
        let ink = colors.get(rank % colors.len().max(1)).map_or(Color32::GRAY, |color| color32(*color));
        Self { shape: rank % 4, ink }
    }

    /// The same shape in another color.
    pub fn in_ink(self, ink: Color32) -> Self {
        Self { ink, ..self }
    }

    /// Draws it.
    pub fn paint(self, painter: &Painter, center: Pos2, radius: f32) {
        let at = |x: f32, y: f32| center + vec2(x, y) * radius;
        let points = match self.shape {
            0 => {
                painter.circle_filled(center, radius, self.ink);
                return;
            }
            1 => vec![at(-0.85, -0.85), at(0.85, -0.85), at(0.85, 0.85), at(-0.85, 0.85)],
            2 => vec![at(0.0, -1.1), at(1.05, 0.8), at(-1.05, 0.8)],
            _ => vec![at(0.0, -1.2), at(1.2, 0.0), at(0.0, 1.2), at(-1.2, 0.0)],
        };
        painter.add(Shape::convex_polygon(points, self.ink, Stroke::NONE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_holds_every_value_and_never_divides_by_nothing() {
        let extent = Extent::of([2.0, 4.0, f64::NAN]).unwrap();
        assert!(extent.share(2.0) > 0.0 && extent.share(4.0) < 1.0 && extent.share(3.0) == 0.5);
        for alone in [0.0, 5.0, -3.0] {
            assert!((Extent::of([alone]).unwrap().share(alone) - 0.5).abs() < 1e-3, "{alone}");
        }
        assert_eq!(Extent::of([]), None);
    }
}
