//! A pen for krilla's paths, and one that rounds what it draws. Knows no scene.

use krilla::geom::{Path, PathBuilder};
use skrifa::outline::OutlinePen;

/// Hundredths of a point are enough, and make a smaller file sooner.
const SHORT_PER_PT: f32 = 100.0;

pub(super) fn short(value: f32) -> f32 {
    rounded(value, SHORT_PER_PT)
}

fn rounded(value: f32, per_unit: f32) -> f32 {
    (value * per_unit).round() / per_unit
}

/// A pen for krilla's paths.
pub(super) struct Pen(PathBuilder);

impl Pen {
    /// What `draw` draws; `None` if that is nothing.
    pub(super) fn path(draw: impl FnOnce(&mut Self)) -> Option<Path> {
        let mut pen = Self(PathBuilder::new());
        draw(&mut pen);
        pen.0.finish()
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

/// A pen that rounds to so many parts of a unit.
pub(super) struct Rounded<'a> {
    pen: &'a mut Pen,
    per_unit: f32,
    /// Where the pen is.
    last: (f32, f32),
}

impl<'a> Rounded<'a> {
    pub(super) fn new(pen: &'a mut Pen, per_unit: f32) -> Self {
        Self { pen, per_unit, last: (0.0, 0.0) }
    }

    /// For what is drawn on the page.
    pub(super) fn short(pen: &'a mut Pen) -> Self {
        Self::new(pen, SHORT_PER_PT)
    }

    fn at(&self, value: f32) -> f32 {
        rounded(value, self.per_unit)
    }
}

impl OutlinePen for Rounded<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.move_to(self.at(x), self.at(y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.line_to(self.at(x), self.at(y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // As the cubic curve that a PDF holds, or that one's corners would be fractions again.
        let toward = |from: f32, to: f32| from + (to - from) * (2.0 / 3.0);
        let (from_x, from_y) = self.last;
        self.curve_to(toward(from_x, cx), toward(from_y, cy), toward(x, cx), toward(y, cy), x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.last = (x, y);
        self.pen.curve_to(self.at(ax), self.at(ay), self.at(bx), self.at(by), self.at(x), self.at(y));
    }
    fn close(&mut self) {
        self.pen.close();
    }
}
