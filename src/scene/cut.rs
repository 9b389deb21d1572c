//! A part of a scene as a scene of its own: strips of it side by side. What crosses an edge of a strip is cut if it is a
//! ground, a line or a head, and moved as a whole or left out if it is an object. Knows no journey.

use std::sync::Arc;

use super::{Group, Picture, Role, Scene, Shape, TextLine};
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};

/// What is kept along one axis: ranges from low to high that do not overlap. What lies between them goes, and they
/// close up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strips {
    ranges: Vec<(f32, f32)>,
}

impl Strips {
    /// Ranges without a length are left out.
    pub fn new(ranges: impl IntoIterator<Item = (f32, f32)>) -> Self {
        Self { ranges: ranges.into_iter().filter(|(from, to)| to > from).collect() }
    }

    /// How long they are together.
    pub fn len(&self) -> f32 {
        self.ranges.iter().map(|(from, to)| to - from).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    fn holds(&self, at: f32) -> bool {
        self.ranges.iter().any(|(from, to)| *from <= at && at <= *to)
    }

    /// The range that holds both.
    fn range_of(&self, low: f32, high: f32) -> Option<usize> {
        const SLACK: f32 = 0.51;
        self.ranges.iter().position(|(from, to)| *from - SLACK <= low && high <= *to + SLACK)
    }

    /// Where a place comes to lie; what is left out lies where it closes up.
    fn map(&self, at: f32) -> f32 {
        let mut length = 0.0;
        for (from, to) in &self.ranges {
            if at <= *to {
                return length + (at - from).max(0.0);
            }
            length += to - from;
        }
        length
    }

    /// How far a place moves.
    fn shift(&self, at: f32) -> f32 {
        self.map(at) - at
    }
}

/// Both axes.
struct Cut<'a> {
    x: &'a Strips,
    y: &'a Strips,
}

/// The parts of the scene that lie in both strips.
pub fn cut(scene: &Scene, x: &Strips, y: &Strips) -> Scene {
    let cut = Cut { x, y };
    let groups: Vec<Group> = scene.groups.iter().filter_map(|group| cut.group(group)).collect();
    // Objects that stand out over an edge are there as a whole.
    let mut bounds = Rect::from_min_size(Pos2::ZERO, vec2(x.len(), y.len()));
    for group in groups.iter().filter(|group| is_object(group.picture.role)) {
        bounds = bounds.union(group.bounds());
    }
    let by = -bounds.min.to_vec2();
    let groups = groups.into_iter().map(|group| Group { origin: group.origin + by, ..group }).collect();
    Scene { size: bounds.size(), background: scene.background, groups, title: scene.title.clone() }
}

fn is_object(role: Role) -> bool {
    match role {
        Role::Item(_) | Role::LinkLabel(_) | Role::Note(_) => true,
        Role::Decoration
        | Role::Title
        | Role::ColumnGroup
        | Role::Column(_)
        | Role::Row(_)
        | Role::Link { .. }
        | Role::Figure => false,
    }
}

impl Cut<'_> {
    fn holds(&self, pos: Pos2) -> bool {
        self.x.holds(pos.x) && self.y.holds(pos.y)
    }

    fn map(&self, pos: Pos2) -> Pos2 {
        pos2(self.x.map(pos.x), self.y.map(pos.y))
    }

    fn shift(&self, pos: Pos2) -> Vec2 {
        vec2(self.x.shift(pos.x), self.y.shift(pos.y))
    }

    fn group(&self, group: &Group) -> Option<Group> {
        let bounds = group.bounds();
        let is_whole = self.x.range_of(bounds.left(), bounds.right()).is_some()
            && self.y.range_of(bounds.top(), bounds.bottom()).is_some();
        let role = group.picture.role;
        if is_whole || is_object(role) {
            let middle = bounds.center();
            let by = self.shift(middle);
            return self
                .holds(middle)
                .then(|| Group { origin: group.origin + by, picture: Arc::clone(&group.picture) });
        }
        let mut items = Vec::new();
        let origin = group.origin.to_vec2();
        let is_head = match role {
            Role::ColumnGroup | Role::Column(_) | Role::Row(_) => true,
            Role::Decoration
            | Role::Title
            | Role::Item(_)
            | Role::Link { .. }
            | Role::LinkLabel(_)
            | Role::Note(_)
            | Role::Figure => false,
        };
        let mapped = Rect::from_min_max(self.map(bounds.min), self.map(bounds.max));
        if mapped.width() < 1.0 || mapped.height() < 1.0 {
            return None;
        }
        for item in &group.picture.items {
            if is_head {
                let inside = Rect::from_min_max(bounds.min, bounds.min + mapped.size());
                items.extend(kept_in_head(item, origin, inside, mapped));
            } else {
                self.item(item, origin, &mut items);
            }
        }
        let name = group.picture.name.clone();
        // What is read aloud is read where it is seen.
        (!items.is_empty()).then(|| {
            let picture = Picture { bounds: mapped, items, block: group.picture.block, name, role };
            Group { origin: Pos2::ZERO, picture: Arc::new(picture) }
        })
    }

    /// The item, cut; items are then around the new scene's origin.
    fn item(&self, item: &Shape, origin: Vec2, out: &mut Vec<Shape>) {
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                let rect = rect.translate(origin);
                let mapped = Rect::from_min_max(self.map(rect.min), self.map(rect.max));
                let is_gone = (mapped.width() < 0.25 && rect.width() >= 0.25)
                    || (mapped.height() < 0.25 && rect.height() >= 0.25);
                if !is_gone {
                    out.push(Shape::Rect { rect: mapped, radius: *radius, fill: *fill, stroke: *stroke });
                }
            }
            Shape::Path { points, is_closed: false, fill: None, stroke } => {
                for points in self.line(points, origin) {
                    out.push(Shape::Path { points, is_closed: false, fill: None, stroke: *stroke });
                }
            }
            Shape::Path { points, .. } => self.moved(middle_of(points), item, origin, out),
            Shape::Ellipse { center, .. } | Shape::Icon { center, .. } => self.moved(*center, item, origin, out),
            Shape::Image { rect, .. } => self.moved(rect.center(), item, origin, out),
            Shape::Text(line) => self.moved(middle_of_text(line), item, origin, out),
        }
    }

    fn moved(&self, middle: Pos2, item: &Shape, origin: Vec2, out: &mut Vec<Shape>) {
        let middle = middle + origin;
        if self.holds(middle) {
            out.push(translated(item, origin + self.shift(middle)));
        }
    }

    /// The pieces of a line that lie in both strips, joined where they close up.
    fn line(&self, points: &[Pos2], origin: Vec2) -> Vec<Vec<Pos2>> {
        let mut lines: Vec<Vec<Pos2>> = Vec::new();
        for pair in points.windows(2) {
            let [a, b] = pair else { continue };
            let (a, b) = (*a + origin, *b + origin);
            for x in &self.x.ranges {
                for y in &self.y.ranges {
                    let Some((from, to)) = within(a, b, *x, *y) else { continue };
                    let (from, to) = (self.map(from), self.map(to));
                    match lines.last_mut() {
                        Some(line) if line.last().is_some_and(|last| last.distance(from) < 0.1) => line.push(to),
                        Some(_) | None => lines.push(vec![from, to]),
                    }
                }
            }
        }
        lines
    }
}

/// The part of a line from `a` to `b` that lies in the rectangle of these ranges (Liang and Barsky 1984).
fn within(a: Pos2, b: Pos2, x: (f32, f32), y: (f32, f32)) -> Option<(Pos2, Pos2)> {
    let by = b - a;
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    for (step, low, high) in [(by.x, x.0 - a.x, x.1 - a.x), (by.y, y.0 - a.y, y.1 - a.y)] {
        if step.abs() < 1e-6 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (near, far) = if step > 0.0 { (low / step, high / step) } else { (high / step, low / step) };
        from = from.max(near);
        to = to.min(far);
    }
    (from < to).then(|| (a + by * from, a + by * to))
}

/// What of a head is still there when it covers less: its ground as far as it reaches, its words as far as they fit.
fn kept_in_head(item: &Shape, origin: Vec2, inside: Rect, mapped: Rect) -> Option<Shape> {
    let by = mapped.min - inside.min;
    match item {
        Shape::Rect { rect, radius, fill, stroke } => {
            let rect = rect.translate(origin).intersect(inside).translate(by);
            let is_there = rect.width() > 0.5 && rect.height() > 0.5;
            is_there.then_some(Shape::Rect { rect, radius: *radius, fill: *fill, stroke: *stroke })
        }
        Shape::Text(line) => {
            let start = line.baseline + origin;
            let end = if line.runs_down { start + vec2(0.0, line.width) } else { start + vec2(line.width, 0.0) };
            (inside.expand(1.0).contains(start) && inside.expand(4.0).contains(end))
                .then(|| translated(item, origin + by))
        }
        Shape::Path { points, .. } => {
            inside.contains(middle_of(points) + origin).then(|| translated(item, origin + by))
        }
        Shape::Ellipse { center, .. } | Shape::Icon { center, .. } => {
            inside.contains(*center + origin).then(|| translated(item, origin + by))
        }
        Shape::Image { rect, .. } => inside.contains(rect.center() + origin).then(|| translated(item, origin + by)),
    }
}

fn middle_of(points: &[Pos2]) -> Pos2 {
    let mut bounds = Rect::NOTHING;
    for point in points {
        bounds.extend_with(*point);
    }
    if points.is_empty() { Pos2::ZERO } else { bounds.center() }
}

fn middle_of_text(line: &TextLine) -> Pos2 {
    let half = line.width / 2.0;
    line.baseline + if line.runs_down { vec2(0.0, half) } else { vec2(half, -line.size * 0.36) }
}

fn translated(item: &Shape, by: Vec2) -> Shape {
    match item {
        Shape::Rect { rect, radius, fill, stroke } => {
            Shape::Rect { rect: rect.translate(by), radius: *radius, fill: *fill, stroke: *stroke }
        }
        Shape::Ellipse { center, radius, fill, stroke } => {
            Shape::Ellipse { center: *center + by, radius: *radius, fill: *fill, stroke: *stroke }
        }
        Shape::Path { points, is_closed, fill, stroke } => Shape::Path {
            points: points.iter().map(|point| *point + by).collect(),
            is_closed: *is_closed,
            fill: *fill,
            stroke: *stroke,
        },
        Shape::Text(line) => Shape::Text(TextLine { baseline: line.baseline + by, ..line.clone() }),
        Shape::Icon { icon, center, size, color } => {
            Shape::Icon { icon: *icon, center: *center + by, size: *size, color: *color }
        }
        Shape::Image { rect, radius, bitmap } => {
            Shape::Image { rect: rect.translate(by), radius: *radius, bitmap: Arc::clone(bitmap) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Stroke};
    use super::*;
    use crate::base::Color;

    fn group(role: Role, rect: Rect, items: Vec<Shape>) -> Group {
        let picture = Picture { bounds: rect, items, block: None, name: "x".to_owned(), role };
        Group { origin: Pos2::ZERO, picture: Arc::new(picture) }
    }

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    fn ground(rect: Rect) -> Shape {
        Shape::Rect { rect, radius: 0.0, fill: Some(Color::BLACK), stroke: None }
    }

    #[test]
    fn strips_close_up_and_lines_are_cut_at_their_edges() {
        let stroke = Some(Stroke::solid(1.0, Color::BLACK));
        let curve = vec![pos2(0.0, 10.0), pos2(100.0, 60.0), pos2(200.0, 10.0)];
        let curve = Shape::Path { points: curve, is_closed: false, fill: None, stroke };
        let band = rect(0.0, 0.0, 200.0, 8.0);
        let scene = Scene {
            size: vec2(200.0, 100.0),
            groups: vec![
                group(Role::ColumnGroup, band, vec![ground(band)]),
                group(Role::Figure, rect(0.0, 0.0, 200.0, 60.0), vec![curve]),
                group(Role::Item(Key(1)), rect(120.0, 20.0, 140.0, 30.0), vec![ground(rect(120.0, 20.0, 140.0, 30.0))]),
                group(Role::Item(Key(2)), rect(60.0, 20.0, 80.0, 30.0), Vec::new()),
            ],
            ..Scene::default()
        };
        let part = cut(&scene, &Strips::new([(0.0, 20.0), (100.0, 150.0)]), &Strips::new([(0.0, 100.0)]));
        assert_eq!(part.size, vec2(70.0, 100.0));
        assert_eq!(part.groups.len(), 3, "what lies between the strips is gone");
        assert_eq!(part.groups[0].bounds(), rect(0.0, 0.0, 70.0, 8.0));
        let Shape::Path { points, .. } = &part.groups[1].picture.items[0] else { panic!() };
        assert_eq!(points, &[pos2(0.0, 10.0), pos2(20.0, 20.0)]);
        let Shape::Path { points, .. } = &part.groups[1].picture.items[1] else { panic!() };
        assert_eq!(points, &[pos2(20.0, 60.0), pos2(70.0, 35.0)]);
        assert_eq!(part.groups[2].bounds(), rect(40.0, 20.0, 60.0, 30.0));
    }
}
