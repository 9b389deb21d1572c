//! Rectangles, sharp or rounded, filled or outlined, as coverage by pixel: nearly all that a map consists
//! of, and many times as fast as general paths.

use tiny_skia::Pixmap;

use super::raster::blend;
use crate::base::{Color, Rect};

/// A rectangle in pixels whose corners are arcs.
#[derive(Clone, Copy)]
pub(super) struct RoundRect {
    rect: Rect,
    radius: f32,
}

impl RoundRect {
    /// `None` where there is nothing to paint.
    pub fn new(rect: Rect, radius: f32) -> Option<Self> {
        if !rect.is_finite() || !rect.is_positive() {
            return None;
        }
        let most = rect.size().min_elem() / 2.0;
        Some(Self { rect, radius: if radius > 0.0 { radius.min(most) } else { 0.0 } })
    }

    pub fn fill(&self, pixmap: &mut Pixmap, color: Color) {
        for y in rows(self.rect, pixmap.height()) {
            let zone = if self.is_middle(y) { 0.0 } else { self.radius };
            let mut row = Row::of(pixmap, y, color);
            row.paint(self.rect, zone, Some(share(self.rect.top(), self.rect.bottom(), y)), |x| self.coverage(x, y));
        }
    }

    /// The outline of that width, in pixels, half inside and half outside.
    pub fn stroke(&self, pixmap: &mut Pixmap, width: f32, color: Color) {
        let half = width / 2.0;
        let sharp = self.radius == 0.0;
        let Some(outer) = Self::new(self.rect.expand(half), if sharp { 0.0 } else { self.radius + half }) else {
            return;
        };
        let Some(inner) = Self::new(self.rect.shrink(half), self.radius - half) else {
            return outer.fill(pixmap, color);
        };
        for y in rows(outer.rect, pixmap.height()) {
            let is_side = inner.is_middle(y) && outer.is_middle(y);
            // Beside the corners the two differ by their edges alone.
            let zone = if is_side { width } else { outer.radius.max(inner.radius + width) };
            let between = (!is_side).then(|| {
                share(outer.rect.top(), outer.rect.bottom(), y) - share(inner.rect.top(), inner.rect.bottom(), y)
            });
            let mut row = Row::of(pixmap, y, color);
            row.paint(outer.rect, zone, between, |x| outer.coverage(x, y) - inner.coverage(x, y));
        }
    }

    /// True where a row of pixels lies wholly between the corners.
    fn is_middle(&self, y: i32) -> bool {
        y as f32 >= self.rect.top() + self.radius && (y + 1) as f32 <= self.rect.bottom() - self.radius
    }

    /// How much of that pixel is covered, 0 to 1: exact beside the edges, by distance at the corners.
    fn coverage(&self, x: i32, y: i32) -> f32 {
        let Rect { min, max } = self.rect;
        let straight = share(min.x, max.x, x) * share(min.y, max.y, y);
        if self.radius == 0.0 || straight == 0.0 {
            return straight;
        }
        let (middle_x, middle_y) = (x as f32 + 0.5, y as f32 + 0.5);
        let dx = (min.x + self.radius - middle_x).max(middle_x - (max.x - self.radius));
        let dy = (min.y + self.radius - middle_y).max(middle_y - (max.y - self.radius));
        if dx <= 0.0 || dy <= 0.0 {
            return straight;
        }
        straight.min((self.radius + 0.5 - dx.hypot(dy)).clamp(0.0, 1.0))
    }
}

/// The rows of pixels that a rectangle touches.
fn rows(rect: Rect, height: u32) -> std::ops::Range<i32> {
    (rect.top().floor() as i32).max(0)..(rect.bottom().ceil() as i32).min(height as i32)
}

/// How much of the pixel from `at` on lies between the two edges.
fn share(from: f32, to: f32, at: i32) -> f32 {
    (to.min((at + 1) as f32) - from.max(at as f32)).clamp(0.0, 1.0)
}

struct Row<'a> {
    pixels: &'a mut [tiny_skia::PremultipliedColorU8],
    color: Color,
}

impl<'a> Row<'a> {
    fn of(pixmap: &'a mut Pixmap, y: i32, color: Color) -> Self {
        let width = pixmap.width() as usize;
        let start = usize::try_from(y).unwrap_or(0) * width;
        Self { pixels: pixmap.pixels_mut().get_mut(start..start + width).unwrap_or_default(), color }
    }

    /// Paints both ends of the row pixel by pixel, as far as `zone` from the edges, and what lies between
    /// them evenly, or not at all.
    fn paint(&mut self, rect: Rect, zone: f32, between: Option<f32>, coverage: impl Fn(i32) -> f32) {
        let (start, end) = (rect.left().floor() as i32, rect.right().ceil() as i32);
        let left = ((rect.left() + zone).ceil() as i32).min(end);
        let right = ((rect.right() - zone).floor() as i32).max(left);
        self.each(start, left, &coverage);
        if let Some(covered) = between {
            self.span(left, right, covered);
        }
        self.each(right, end, &coverage);
    }

    fn part(&mut self, from: i32, to: i32) -> &mut [tiny_skia::PremultipliedColorU8] {
        let width = self.pixels.len();
        let (from, to) = (usize::try_from(from).unwrap_or(0), usize::try_from(to).unwrap_or(0).min(width));
        self.pixels.get_mut(from..to).unwrap_or_default()
    }

    fn each(&mut self, from: i32, to: i32, coverage: &impl Fn(i32) -> f32) {
        let (from, color) = (from.max(0), self.color);
        for (pixel, x) in self.part(from, to).iter_mut().zip(from..) {
            *pixel = blend(*pixel, color, byte(coverage(x)));
        }
    }

    fn span(&mut self, from: i32, to: i32, covered: f32) {
        let (color, covered) = (self.color, byte(covered));
        let part = self.part(from.max(0), to);
        if color.a == 255 && covered == 255 {
            part.fill(tiny_skia::ColorU8::from_rgba(color.r, color.g, color.b, 255).premultiply());
        } else if covered > 0 {
            for pixel in part {
                *pixel = blend(*pixel, color, covered);
            }
        }
    }
}

fn byte(coverage: f32) -> u8 {
    (coverage * 255.0 + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{pos2, vec2};

    fn painted(rect: Rect, radius: f32, stroke: Option<f32>, side: u32) -> Pixmap {
        let mut pixmap = Pixmap::new(side, side).unwrap();
        let shape = RoundRect::new(rect, radius).unwrap();
        match stroke {
            None => shape.fill(&mut pixmap, Color::BLACK),
            Some(width) => shape.stroke(&mut pixmap, width, Color::BLACK),
        }
        pixmap
    }

    fn area(rect: Rect, radius: f32) -> f32 {
        let radius = radius.min(rect.size().min_elem() / 2.0).max(0.0);
        rect.area() - (4.0 - std::f32::consts::PI) * radius * radius
    }

    #[test]
    fn rectangles_cover_their_area() {
        for (corner, size, radius) in [
            (pos2(3.0, 4.0), vec2(40.0, 30.0), 0.0),
            (pos2(3.25, 4.6), vec2(40.3, 30.9), 0.0),
            (pos2(3.25, 4.6), vec2(40.3, 30.9), 7.0),
            (pos2(3.5, 4.5), vec2(20.0, 20.0), 99.0),
            (pos2(3.3, 4.3), vec2(0.4, 20.0), 0.0),
            (pos2(5.0, 5.0), vec2(3.0, 2.0), 1.0),
        ] {
            let rect = Rect::from_min_size(corner, size);
            for stroke in [None, Some(0.4), Some(1.0), Some(5.0)] {
                let wanted = match stroke {
                    None => area(rect, radius),
                    Some(width) => {
                        let (out, half) =
                            (if radius > 0.0 { radius.min(size.min_elem() / 2.0) } else { -9.0 }, width / 2.0);
                        let inner = rect.shrink(half);
                        let hole = if inner.is_positive() { area(inner, out - half) } else { 0.0 };
                        area(rect.expand(half), out + half) - hole
                    }
                };
                let pixels = painted(rect, radius, stroke, 64);
                let covered = pixels.pixels().iter().map(|pixel| f32::from(pixel.alpha())).sum::<f32>() / 255.0;
                let off = (covered - wanted).abs();
                assert!(off < 0.5 + wanted * 0.02, "{rect:?} {radius} {stroke:?}: {covered}, not {wanted}");
            }
        }
    }

    #[test]
    fn what_lies_half_outside_is_cut_off_not_changed() {
        let rect = Rect::from_min_size(pos2(20.5, 30.25), vec2(50.0, 40.0));
        for stroke in [None, Some(3.0)] {
            let whole = painted(rect, 6.0, stroke, 100);
            for shift in [vec2(-40.0, 0.0), vec2(40.0, -50.0), vec2(0.0, 60.0), vec2(200.0, 0.0)] {
                let cut = painted(rect.translate(shift), 6.0, stroke, 100);
                for (x, y) in (0..100).flat_map(|y| (0..100).map(move |x| (x, y))) {
                    let from = vec2(x as f32, y as f32) - shift;
                    let inside = from.min_elem() >= 0.0 && from.max_elem() < 100.0;
                    let wanted = if inside { whole.pixel(from.x as u32, from.y as u32) } else { None };
                    let wanted = wanted.map_or(0, |pixel| pixel.alpha());
                    assert_eq!(cut.pixel(x, y).unwrap().alpha(), wanted, "{shift:?} {x} {y}");
                }
            }
        }
    }
}
