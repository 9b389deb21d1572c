//! What charts are drawn with: text held to its room, lines, and the colors, marks and hatchings of series. Knows no
//! kind of chart.

use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::card::Pen;
use crate::scene::{Face, Shape, Stroke, TextStyle, Theme};

/// A drawing in the making.
pub(super) struct Sheet<'a> {
    pub pen: Pen<'a>,
    pub items: Vec<Shape>,
    pub spots: Vec<(usize, Rect)>,
}

/// Which end of a text is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// What tells a series from the others, beside its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swatch {
    Disk,
    Corners,
}

/// The color of a series; one that is alone has the accent.
pub fn series_color(theme: &Theme, rank: usize, count: usize) -> Color {
    if count <= 1 {
        return theme.color.accent;
    }
    let colors = &theme.color.series;
    colors.get(rank % colors.len().max(1)).copied().unwrap_or(theme.color.accent)
}

/// The mark of a series around a point, `half` its half width: a disk, else the corners that are given.
pub fn swatch_points(rank: usize, center: Pos2, half: f32) -> (Swatch, Vec<Pos2>) {
    let at = |x: f32, y: f32| pos2(center.x + x * half, center.y + y * half);
    let corners = match rank % 6 {
        0 => return (Swatch::Disk, Vec::new()),
        1 => vec![at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)],
        2 => vec![at(0.0, -1.1), at(1.1, 0.9), at(-1.1, 0.9)],
        3 => vec![at(0.0, -1.25), at(1.25, 0.0), at(0.0, 1.25), at(-1.25, 0.0)],
        4 => vec![at(0.0, 1.1), at(1.1, -0.9), at(-1.1, -0.9)],
        _ => vec![at(-0.6, -1.1), at(0.6, -1.1), at(1.2, 0.0), at(0.6, 1.1), at(-0.6, 1.1), at(-1.2, 0.0)],
    };
    (Swatch::Corners, corners)
}

impl<'a> Sheet<'a> {
    pub fn new(pen: Pen<'a>) -> Self {
        Self { pen, items: Vec::new(), spots: Vec::new() }
    }

    pub fn theme(&self) -> &'a Theme {
        self.pen.theme
    }

    pub fn small(&self, face: Face) -> TextStyle {
        TextStyle::new(face, self.pen.theme.map.small_text)
    }

    pub fn line_height(&self) -> f32 {
        self.pen.typesetter.line_height(self.small(Face::Regular))
    }

    pub fn width(&mut self, text: &str, face: Face) -> f32 {
        let style = self.small(face);
        self.pen.typesetter.width(text, style)
    }

    /// Small text, the middle of whose given end lies at `at`, cut where its room ends. Returns what it covers.
    pub fn text(&mut self, text: &str, face: Face, color: Color, at: Pos2, align: Align, room: f32) -> Rect {
        let style = self.small(face);
        self.styled(text, style, color, at, align, room)
    }

    pub fn styled(&mut self, text: &str, style: TextStyle, color: Color, at: Pos2, align: Align, room: f32) -> Rect {
        let lines = self.pen.typesetter.first_lines(text, style, room.max(style.size), 1);
        let width = lines.first().map_or(0.0, |line| line.width);
        let left = match align {
            Align::Left => at.x,
            Align::Center => at.x - width / 2.0,
            Align::Right => at.x - width,
        };
        self.pen.column(&mut self.items, &lines, style, color, pos2(left, at.y));
        let height = self.pen.typesetter.line_height(style);
        Rect::from_min_size(pos2(left, at.y - height / 2.0), vec2(width, height))
    }

    /// A sentence in the middle of an empty chart.
    pub fn sentence(&mut self, text: &str, area: Rect) {
        let style = self.small(Face::Regular);
        let room = (area.width() - 32.0).clamp(40.0, 420.0);
        let lines = self.pen.typesetter.first_lines(text, style, room, 6);
        let height = self.pen.typesetter.line_height(style);
        let top = area.center().y - height * (lines.len() as f32 - 1.0) / 2.0;
        for (rank, line) in lines.iter().enumerate() {
            let start = pos2(area.center().x - line.width / 2.0, top + rank as f32 * height);
            self.pen.column(&mut self.items, std::slice::from_ref(line), style, self.pen.theme.color.muted, start);
        }
    }

    pub fn path(&mut self, points: Vec<Pos2>, stroke: Stroke) {
        if points.len() > 1 {
            self.items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
        }
    }

    pub fn filled(&mut self, points: Vec<Pos2>, fill: Color) {
        if points.len() > 2 {
            self.items.push(Shape::Path { points, is_closed: true, fill: Some(fill), stroke: None });
        }
    }

    pub fn rect(&mut self, rect: Rect, radius: f32, fill: Color) {
        self.items.push(Shape::Rect { rect, radius, fill: Some(fill), stroke: None });
    }

    /// A faint line of the grid.
    pub fn grid_line(&mut self, from: Pos2, to: Pos2) {
        let stroke = Stroke::solid(self.pen.theme.map.outline, self.pen.theme.color.grid);
        self.path(vec![from, to], stroke);
    }

    /// A dashed line.
    pub fn dashed(&mut self, from: Pos2, to: Pos2, color: Color) {
        let stroke = Stroke { dash: Some((4.0, 3.0)), ..Stroke::solid(self.pen.theme.map.outline, color) };
        self.path(vec![from, to], stroke);
    }

    /// The mark of a series around a point.
    pub fn swatch(&mut self, rank: usize, center: Pos2, half: f32, color: Color) {
        match swatch_points(rank, center, half) {
            (Swatch::Disk, _) => self.dot(center, half, color),
            (Swatch::Corners, points) => self.filled(points, color),
        }
    }

    pub fn dot(&mut self, center: Pos2, radius: f32, color: Color) {
        self.items.push(Shape::Ellipse { center, radius: Vec2::splat(radius), fill: Some(color), stroke: None });
    }

    /// The interval of a bar, along it.
    pub fn whisker(&mut self, from: Pos2, to: Pos2, color: Color) {
        const CAP: f32 = 2.5;
        let stroke = Stroke::solid(self.pen.theme.map.outline, color);
        let across = if (to.x - from.x).abs() >= (to.y - from.y).abs() { vec2(0.0, CAP) } else { vec2(CAP, 0.0) };
        self.path(vec![from, to], stroke);
        self.path(vec![from - across, from + across], stroke);
        self.path(vec![to - across, to + across], stroke);
    }

    /// Lines over a bar that tell its series from others without color; the first series has none.
    pub fn hatch(&mut self, rect: Rect, rank: usize) {
        const APART: f32 = 5.0;
        let color = self.pen.theme.color.surface.with_opacity(0.55);
        let stroke = Stroke::solid(self.pen.theme.map.outline, color);
        let (rising, falling, level, upright) = match rank % 8 {
            0 => return,
            1 => (true, false, false, false),
            2 => (false, true, false, false),
            3 => (false, false, true, false),
            4 => (false, false, false, true),
            5 => (true, true, false, false),
            6 => (false, false, true, true),
            _ => (true, false, true, false),
        };
        if rect.width() < 3.0 || rect.height() < 3.0 {
            return;
        }
        let steps = |length: f32| (1..(length / APART).ceil().min(400.0) as i32).map(|step| step as f32 * APART);
        let (width, height) = (rect.width(), rect.height());
        if level {
            for y in steps(height) {
                let y = rect.top() + y;
                self.path(vec![pos2(rect.left(), y), pos2(rect.right(), y)], stroke);
            }
        }
        if upright {
            for x in steps(width) {
                let x = rect.left() + x;
                self.path(vec![pos2(x, rect.top()), pos2(x, rect.bottom())], stroke);
            }
        }
        // A diagonal meets x + y = along within the rectangle.
        for along in steps(width + height) {
            let (low, high) = ((along - height).max(0.0), along.min(width));
            if low >= high {
                continue;
            }
            if rising {
                let at = |x: f32| pos2(rect.left() + x, rect.top() + (along - x));
                self.path(vec![at(low), at(high)], stroke);
            }
            if falling {
                let at = |x: f32| pos2(rect.left() + x, rect.bottom() - (along - x));
                self.path(vec![at(low), at(high)], stroke);
            }
        }
    }

    /// Names of series with their colors, in one or more rows from the top of an area; returns where they end.
    pub fn legend(&mut self, names: &[(String, Color)], area: Rect, is_hatched: bool) -> f32 {
        const SIDE: f32 = 9.0;
        let line_height = self.line_height();
        let (mut x, mut middle) = (area.left(), area.top() + line_height / 2.0);
        for (rank, (name, color)) in names.iter().enumerate() {
            let width = SIDE + 5.0 + self.width(name, Face::Regular);
            if x > area.left() && x + width > area.right() {
                (x, middle) = (area.left(), middle + line_height);
            }
            let swatch = Rect::from_center_size(pos2(x + SIDE / 2.0, middle), Vec2::splat(SIDE));
            if is_hatched {
                self.rect(swatch, 1.5, *color);
                self.hatch(swatch, rank);
            } else {
                self.swatch(rank, swatch.center(), SIDE / 2.0 - 0.5, *color);
            }
            let muted = self.pen.theme.color.muted;
            let room = area.right() - x - SIDE - 5.0;
            self.text(name, Face::Regular, muted, pos2(x + SIDE + 5.0, middle), Align::Left, room);
            x += width + 14.0;
        }
        middle + line_height / 2.0 + 4.0
    }
}

/// Moves middles of labels apart so that no two are nearer than `apart`, each as little as may be, within the ends.
/// The order stays. Where there is no room for all, they are spread evenly.
pub(super) fn spread(wanted: &[f32], apart: f32, from: f32, to: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let want = |at: usize| wanted.get(at).copied().unwrap_or(from);
    order.sort_by(|a, b| want(*a).total_cmp(&want(*b)));
    let room = to - from;
    let apart = if wanted.len() > 1 { apart.min(room / (wanted.len() - 1) as f32) } else { apart };
    let mut placed: Vec<f32> = Vec::with_capacity(order.len());
    for at in &order {
        let least = placed.last().map_or(from, |last| last + apart);
        placed.push(want(*at).max(least));
    }
    // Back up from the end.
    let mut most = to;
    for y in placed.iter_mut().rev() {
        *y = y.min(most).max(from);
        most = *y - apart;
    }
    let mut found = vec![from; wanted.len()];
    for (at, y) in order.into_iter().zip(placed) {
        if let Some(slot) = found.get_mut(at) {
            *slot = y;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_stay_within_the_ends() {
        for (wanted, expected) in [
            (vec![10.0, 50.0], vec![10.0, 50.0]),
            (vec![10.0, 12.0], vec![10.0, 20.0]),
            (vec![12.0, 10.0], vec![20.0, 10.0]),
            (vec![98.0, 99.0, 100.0], vec![80.0, 90.0, 100.0]),
            (vec![-5.0], vec![0.0]),
            (vec![], vec![]),
        ] {
            assert_eq!(spread(&wanted, 10.0, 0.0, 100.0), expected, "{wanted:?}");
        }
        let many: Vec<f32> = (0..40).map(|n| (n * 7 % 11) as f32).collect();
        let mut placed = spread(&many, 10.0, 0.0, 100.0);
        placed.sort_by(f32::total_cmp);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > 2.5), "{placed:?}");
        assert!(placed.iter().all(|y| (-0.01..=100.01).contains(y)), "{placed:?}");
    }
}
