//! Outlines of the scene's shapes, drawn into any pen. No colors, no target.

use skrifa::outline::OutlinePen;

use crate::base::{Pos2, Rect, Vec2};

/// How far a quarter circle's control points lie from its ends, in radii.
const QUARTER: f32 = 0.552_284_8;

/// A rectangle whose corners are rounded by at most half its shorter side.
pub(super) fn rect(pen: &mut impl OutlinePen, rect: Rect, radius: f32) {
    let (l, t, r, b) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if radius.is_nan() || radius <= 0.0 {
        pen.move_to(l, t);
        pen.line_to(r, t);
        pen.line_to(r, b);
        pen.line_to(l, b);
        pen.close();
        return;
    }
    let k = radius * (1.0 - QUARTER);
    pen.move_to(l + radius, t);
    pen.line_to(r - radius, t);
    pen.curve_to(r - k, t, r, t + k, r, t + radius);
    pen.line_to(r, b - radius);
    pen.curve_to(r, b - k, r - k, b, r - radius, b);
    pen.line_to(l + radius, b);
    pen.curve_to(l + k, b, l, b - k, l, b - radius);
    pen.line_to(l, t + radius);
    pen.curve_to(l, t + k, l + k, t, l + radius, t);
    pen.close();
}

pub(super) fn ellipse(pen: &mut impl OutlinePen, center: Pos2, radius: Vec2) {
    let (x, y, rx, ry) = (center.x, center.y, radius.x, radius.y);
    let (kx, ky) = (rx * QUARTER, ry * QUARTER);
    pen.move_to(x + rx, y);
    pen.curve_to(x + rx, y + ky, x + kx, y + ry, x, y + ry);
    pen.curve_to(x - kx, y + ry, x - rx, y + ky, x - rx, y);
    pen.curve_to(x - rx, y - ky, x - kx, y - ry, x, y - ry);
    pen.curve_to(x + kx, y - ry, x + rx, y - ky, x + rx, y);
    pen.close();
}

pub(super) fn polyline(pen: &mut impl OutlinePen, points: &[Pos2], is_closed: bool) {
    let Some((first, rest)) = points.split_first() else { return };
    pen.move_to(first.x, first.y);
    for point in rest {
        pen.line_to(point.x, point.y);
    }
    if is_closed {
        pen.close();
    }
}

/// A pen that scales, flips and moves what it draws into another.
pub(super) struct Placed<'a, P> {
    pub pen: &'a mut P,
    pub scale_x: f32,
    pub scale_y: f32,
    pub offset: Vec2,
}

impl<P> Placed<'_, P> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (x * self.scale_x + self.offset.x, y * self.scale_y + self.offset.y)
    }
}

impl<P: OutlinePen> OutlinePen for Placed<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.pen.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.pen.curve_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.pen.close();
    }
}
