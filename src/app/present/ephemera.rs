//! What is gone in a moment: the way of the camera from shot to shot, lines drawn over the map, the trail of the laser.
//! Pure arithmetic over seconds.

use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::shots::Framing;
use crate::render::egui::Transform;

/// Where the camera is, and what it leaves uncovered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    pub transform: Transform,
    /// What is not covered, in map points.
    pub frame: Rect,
    /// How far what lies around is covered, 0 to 1.
    pub cover: f32,
    pub names: Names,
}

/// Where the names of lanes and stages stand while the map's own are out of view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Names {
    Nowhere,
    /// Beside this frame.
    Beside(Framing),
    /// At the screen's edges, wherever it looks.
    AtEdges,
}

/// The camera on its way.
#[derive(Clone, Debug, Default)]
pub struct Flight {
    to: Option<(Sight, Rect)>,
    from: Option<Sight>,
    since_s: f64,
}

impl Flight {
    /// Where the camera is at a time, on its way to what it should show in a window of that size. It jumps where the
    /// window is another, and over no time.
    pub fn at(&mut self, to: Sight, screen: Rect, now_s: f64, duration_s: f32) -> Glimpse {
        match self.to {
            Some((known, on)) if known == to && on == screen => {}
            Some((known, on)) if on == screen && duration_s > 0.0 => {
                self.from = Some(self.between(known, now_s, duration_s, screen));
                (self.to, self.since_s) = (Some((to, screen)), now_s);
            }
            Some(_) | None => (self.to, self.from) = (Some((to, screen)), None),
        }
        let sight = self.between(to, now_s, duration_s, screen);
        let Some(from) = self.from else { return Glimpse { sight, between: None, names: 1.0 } };
        // Names that stand still would be wrong underway: they come when the camera has almost arrived.
        let share = ((now_s - self.since_s) / f64::from(duration_s.max(f32::EPSILON))) as f32;
        let is_along = from.names == to.names && to.names == Names::AtEdges;
        let names = if is_along { 1.0 } else { ((share - 0.7) / 0.3).clamp(0.0, 1.0) };
        Glimpse { sight, between: Some(from.transform.scale.max(to.transform.scale)), names }
    }

    /// Forgets where it was: the next is shown at once.
    pub fn cut(&mut self) {
        *self = Self::default();
    }

    fn between(&mut self, to: Sight, now_s: f64, duration_s: f32, screen: Rect) -> Sight {
        let Some(from) = self.from else { return to };
        let passed = ((now_s - self.since_s) / f64::from(duration_s.max(f32::EPSILON))) as f32;
        if !(0.0..1.0).contains(&passed) || duration_s <= 0.0 {
            self.from = None;
            return to;
        }
        let share = eased(passed);
        let (a, b) = (from.transform, to.transform);
        // The scale by even factors; the middle along the straight line on which both views zoom into each other.
        let scale = a.scale * (b.scale / a.scale).powf(share);
        let (wide_a, wide_b, wide) = (1.0 / a.scale, 1.0 / b.scale, 1.0 / scale);
        let along = if (wide_b - wide_a).abs() > wide_a * 1e-3 { (wide - wide_a) / (wide_b - wide_a) } else { share };
        let (middle_a, middle_b) = (a.map_from_screen(screen.center()), b.map_from_screen(screen.center()));
        let middle = middle_a + (middle_b - middle_a) * along;
        let offset = screen.center().to_vec2() - middle.to_vec2() * scale;
        let lerp = |a: Pos2, b: Pos2| a + (b - a) * share;
        Sight {
            transform: Transform { scale, offset },
            frame: Rect::from_min_max(lerp(from.frame.min, to.frame.min), lerp(from.frame.max, to.frame.max)),
            cover: from.cover + (to.cover - from.cover) * share,
            names: to.names,
        }
    }
}

/// What is seen at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glimpse {
    pub sight: Sight,
    /// While the camera moves: the larger of the scales that it moves between.
    pub between: Option<f32>,
    /// How far the names are there, 0 to 1.
    pub names: f32,
}

/// Slow at both ends, over 0 to 1.
fn eased(share: f32) -> f32 {
    let share = share.clamp(0.0, 1.0);
    if share < 0.5 { 4.0 * share.powi(3) } else { 1.0 - (2.0 - 2.0 * share).powi(3) / 2.0 }
}

/// The transform that shows a frame in the middle of a screen, with a little room around it.
pub fn fitting(frame: Rect, screen: Rect) -> Transform {
    const ROOM: f32 = 0.02;
    /// Cards look out of place beyond, even where there is room.
    const MOST: f32 = 6.0;
    let room = screen.size() * (1.0 - 2.0 * ROOM);
    let size = frame.size().max(Vec2::splat(1.0));
    let scale = (room.x / size.x).min(room.y / size.y).clamp(0.001, MOST);
    Transform { scale, offset: screen.center().to_vec2() - frame.center().to_vec2() * scale }
}

/// The transform zoomed by a factor with what is at a place staying there.
pub fn zoomed(transform: Transform, at: Pos2, factor: f32) -> Transform {
    let scale = (transform.scale * factor).clamp(0.01, 12.0);
    let in_map = transform.map_from_screen(at);
    Transform { scale, offset: at.to_vec2() - in_map.to_vec2() * scale }
}

/// One line drawn over the map.
#[derive(Clone, Debug)]
pub struct Line {
    /// In map points, so that it stays where it was drawn.
    pub points: Vec<Pos2>,
    /// When the pen was lifted; `None` while it is drawn.
    pub ended_s: Option<f64>,
}

impl Line {
    /// How much of it is still to be seen, 0 to 1.
    pub fn opacity(&self, now_s: f64, stays_s: f32, fades_s: f32) -> f32 {
        let Some(ended) = self.ended_s else { return 1.0 };
        let age = (now_s - ended) as f32 - stays_s;
        (1.0 - age / fades_s.max(f32::EPSILON)).clamp(0.0, 1.0)
    }
}

/// Lines and the trail of the laser.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub lines: Vec<Line>,
    /// Where the laser was, and when; the newest last.
    pub trail: Vec<(Pos2, f64)>,
}

impl Marks {
    /// The pen is at a place of the map.
    pub fn draw(&mut self, at: Pos2, least_step: f32) {
        match self.lines.last_mut() {
            Some(line) if line.ended_s.is_none() => {
                if line.points.last().is_none_or(|last| last.distance(at) >= least_step) {
                    line.points.push(at);
                }
            }
            Some(_) | None => self.lines.push(Line { points: vec![at], ended_s: None }),
        }
    }

    /// The pen is lifted.
    pub fn lift(&mut self, now_s: f64) {
        if let Some(line) = self.lines.last_mut().filter(|line| line.ended_s.is_none()) {
            line.ended_s = Some(now_s);
        }
    }

    /// Forgets what is not to be seen any more. Returns whether anything changes by itself.
    pub fn forget(&mut self, now_s: f64, stays_s: f32, fades_s: f32) -> bool {
        const TRAIL_S: f64 = 0.22;
        self.lines.retain(|line| line.opacity(now_s, stays_s, fades_s) > 0.0);
        self.trail.retain(|(_, at_s)| now_s - at_s < TRAIL_S);
        self.trail.len() > 1
    }

    /// In how many seconds the next line begins to vanish, 0 while one does; `None` without lines.
    pub fn next_change_s(&self, now_s: f64, stays_s: f32) -> Option<f32> {
        let ends = self.lines.iter().filter_map(|line| line.ended_s);
        ends.map(|ended| (f64::from(stays_s) - (now_s - ended)).max(0.0) as f32).reduce(f32::min)
    }
}

/// What covers a screen around a place: rings of corners, from the uncovered inside to far outside, with how far each
/// is covered, 0 to 1.
pub fn spotlight_rings(radius: f32, screen: Rect) -> [(f32, f32); 3] {
    let far = screen.size().length() * 2.0;
    [(radius * 0.92, 0.0), (radius, 1.0), (far.max(radius * 2.0), 1.0)]
}

/// The four parts of a screen around a hole.
pub fn around(hole: Rect, screen: Rect) -> [Rect; 4] {
    let hole = hole.intersect(screen);
    if !hole.is_positive() {
        return [screen, Rect::NOTHING, Rect::NOTHING, Rect::NOTHING];
    }
    [
        Rect::from_min_max(screen.min, pos2(screen.right(), hole.top())),
        Rect::from_min_max(pos2(screen.left(), hole.bottom()), screen.max),
        Rect::from_min_max(pos2(screen.left(), hole.top()), hole.left_bottom()),
        Rect::from_min_max(hole.right_top(), pos2(screen.right(), hole.bottom())),
    ]
}

/// A point of a circle, by its share of the way around.
pub fn on_circle(center: Pos2, radius: f32, share: f32) -> Pos2 {
    let angle = share * std::f32::consts::TAU;
    center + vec2(angle.cos(), angle.sin()) * radius
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = Rect { min: Pos2::ZERO, max: pos2(1_600.0, 900.0) };

    fn sight(frame: Rect) -> Sight {
        Sight { transform: fitting(frame, SCREEN), frame, cover: 0.0, names: Names::Beside(Framing::of(frame)) }
    }

    #[test]
    fn the_camera_goes_smoothly_from_shot_to_shot_and_arrives() {
        let whole = sight(Rect::from_min_size(Pos2::ZERO, vec2(3_000.0, 1_000.0)));
        let part = sight(Rect::from_min_size(pos2(1_200.0, 0.0), vec2(400.0, 900.0)));
        let mut flight = Flight::default();
        let there = |sight| Glimpse { sight, between: None, names: 1.0 };
        assert_eq!(flight.at(whole, SCREEN, 0.0, 1.0), there(whole), "the first shot is there at once");
        let start = flight.at(part, SCREEN, 5.0, 1.0);
        assert_eq!((start.sight.transform, start.names), (whole.transform, 0.0));
        let mut last = whole.transform.scale;
        for step in 1..10_i32 {
            let seen = flight.at(part, SCREEN, 5.0 + f64::from(step) / 10.0, 1.0);
            assert!(seen.between == Some(part.transform.scale) && seen.sight.transform.scale > last, "{step}");
            assert_eq!(seen.names > 0.0, step > 7, "names come when it has almost arrived");
            last = seen.sight.transform.scale;
        }
        assert_eq!(flight.at(part, SCREEN, 6.0, 1.0), there(part));
        assert_eq!(flight.at(whole, SCREEN, 7.0, 0.0), there(whole), "reduced motion cuts");
        let other = Rect::from_min_size(Pos2::ZERO, vec2(1_280.0, 800.0));
        assert_eq!(flight.at(part, other, 8.0, 1.0), there(part), "another screen is no journey");
    }

    #[test]
    fn lines_vanish_by_themselves() {
        let mut marks = Marks::default();
        marks.draw(pos2(0.0, 0.0), 1.0);
        marks.draw(pos2(0.5, 0.0), 1.0);
        marks.draw(pos2(5.0, 0.0), 1.0);
        assert_eq!(marks.lines[0].points.len(), 2, "no more corners than can be seen");
        assert_eq!(marks.next_change_s(1.0, 5.0), None);
        marks.lift(1.0);
        marks.draw(pos2(9.0, 9.0), 1.0);
        assert_eq!((marks.lines.len(), marks.next_change_s(2.0, 5.0)), (2, Some(4.0)));
        assert!((marks.lines[0].opacity(6.25, 5.0, 0.5) - 0.5).abs() < 1e-6);
        marks.forget(7.0, 5.0, 0.5);
        assert_eq!(marks.lines.len(), 1, "the one under way stays");
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let at = pos2(300.0, 200.0);
        let before = fitting(Rect::from_min_size(Pos2::ZERO, vec2(900.0, 700.0)), SCREEN);
        let after = zoomed(before, at, 1.7);
        assert!((after.map_from_screen(at) - before.map_from_screen(at)).length() < 0.01);
    }
}
