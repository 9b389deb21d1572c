//! Where the canvas looks: the map's scale and place in the window. Pure arithmetic.

use crate::base::{Pos2, Rect, Vec2};

/// Screen position = map position × scale + offset, relative to the canvas's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Screen points per map point. INVARIANT: greater than 0, at most `MAX_SCALE`.
    pub scale: f32,
    pub offset: Vec2,
}

/// The smallest scale that zooming by hand reaches; fitting a huge map may go below.
pub const MIN_SCALE: f32 = 0.02;
/// The largest scale.
pub const MAX_SCALE: f32 = 4.0;

impl Default for Camera {
    fn default() -> Self {
        Self { scale: 1.0, offset: Vec2::ZERO }
    }
}

impl Camera {
    /// From a map position to a position relative to the canvas.
    pub fn screen_from_map(&self, pos_in_map: Pos2) -> Pos2 {
        (pos_in_map.to_vec2() * self.scale + self.offset).to_pos2()
    }

    /// From a position relative to the canvas to a map position.
    pub fn map_from_screen(&self, pos_in_canvas: Pos2) -> Pos2 {
        ((pos_in_canvas.to_vec2() - self.offset) / self.scale).to_pos2()
    }

    /// Zoomed by a factor with the point under the pointer staying where it is.
    pub fn zoomed_at(&self, pos_in_canvas: Pos2, factor: f32) -> Self {
        let scale = (self.scale * factor).clamp(MIN_SCALE.min(self.scale), MAX_SCALE);
        let pos_in_map = self.map_from_screen(pos_in_canvas);
        Self { scale, offset: pos_in_canvas.to_vec2() - pos_in_map.to_vec2() * scale }
    }

    /// The camera that shows a part of the map as large as it fits, with a margin, at most at `max_scale`: in the
    /// middle from left to right, at the top if there is room below.
    pub fn fitting(rect_in_map: Rect, canvas_size: Vec2, max_scale: f32) -> Self {
        const MARGIN: f32 = 8.0;
        let room = (canvas_size - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(1.0));
        let size = rect_in_map.size().max(Vec2::splat(1.0));
        let scale = (room.x / size.x).min(room.y / size.y).clamp(0.001, max_scale);
        let left_over = canvas_size - size * scale;
        let corner = Vec2::new(left_over.x / 2.0, (left_over.y / 2.0).min(MARGIN));
        let offset = corner - rect_in_map.min.to_vec2() * scale;
        Self { scale, offset }
    }

    /// The camera for a map that is opened and too large to be read as a whole: as wide as the canvas, from its top;
    /// of one that is much wider its beginning.
    pub fn opening(map_size: Vec2, canvas_size: Vec2) -> Self {
        const MARGIN: f32 = 8.0;
        const NARROWEST: f32 = 0.4;
        const READABLE: f32 = 0.8;
        let wide = (canvas_size.x - 2.0 * MARGIN) / map_size.x.max(1.0);
        let scale = if wide < NARROWEST { READABLE } else { wide.min(1.0) };
        let left_over = canvas_size.x - map_size.x * scale;
        Self { scale, offset: Vec2::new((left_over / 2.0).max(MARGIN), MARGIN) }
    }

    /// The camera at the same scale, moved just so far that the part of the map can be seen. `covered` is what
    /// headers cover of the canvas, from its left and from its top.
    pub fn revealing(&self, rect_in_map: Rect, canvas_size: Vec2, covered: Vec2) -> Self {
        const MARGIN: f32 = 24.0;
        let rect = Rect::from_min_max(self.screen_from_map(rect_in_map.min), self.screen_from_map(rect_in_map.max));
        let shift = |low: f32, high: f32, room: f32, covered: f32| {
            let least = if covered > 0.0 { covered + MARGIN / 3.0 } else { MARGIN };
            if low >= covered && high <= room {
                0.0
            } else if high - low > room - least - MARGIN || low < least {
                least - low
            } else {
                room - MARGIN - high
            }
        };
        let by = Vec2::new(
            shift(rect.min.x, rect.max.x, canvas_size.x, covered.x),
            shift(rect.min.y, rect.max.y, canvas_size.y, covered.y),
        );
        Self { offset: self.offset + by, ..*self }
    }

    /// The same camera, moved so that the map fills the canvas as far as it is large enough.
    pub fn filled_by(&self, map_size: Vec2, canvas_size: Vec2) -> Self {
        const MARGIN: f32 = 8.0;
        let size = map_size * self.scale;
        let hold = |offset: f32, size: f32, room: f32| {
            let (near, far) = (MARGIN, room - size - MARGIN);
            offset.clamp(near.min(far), near.max(far))
        };
        let offset = Vec2::new(hold(self.offset.x, size.x, canvas_size.x), hold(self.offset.y, size.y, canvas_size.y));
        Self { offset, ..*self }
    }

    /// The same camera, held so near the map that it fills half of the view, or stays in view as a whole if it is
    /// smaller: a wheel turned too far does not leave the map behind.
    pub fn held_to(&self, map_size: Vec2, canvas_size: Vec2) -> Self {
        let size = map_size * self.scale;
        let hold = |offset: f32, size: f32, room: f32| {
            let stays = (room / 2.0).min(size);
            let (first, last) = (stays - size, room - stays);
            offset.clamp(first.min(last), first.max(last))
        };
        let offset = Vec2::new(hold(self.offset.x, size.x, canvas_size.x), hold(self.offset.y, size.y, canvas_size.y));
        Self { offset, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{pos2, vec2};

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let camera = Camera { scale: 0.8, offset: vec2(30.0, -12.0) };
        let pointer = pos2(211.0, 97.0);
        let before = camera.map_from_screen(pointer);
        for factor in [0.5, 1.1, 2.0, 100.0, 0.0001] {
            let after = camera.zoomed_at(pointer, factor).map_from_screen(pointer);
            assert!((after - before).length() < 0.01, "{factor}: {before:?} {after:?}");
        }
    }

    #[test]
    fn fitting_shows_the_whole_rectangle() {
        let rect = Rect::from_min_max(pos2(100.0, 50.0), pos2(2_100.0, 650.0));
        let size = vec2(800.0, 600.0);
        let camera = Camera::fitting(rect, size, 1.0);
        for corner in [rect.min, rect.max] {
            let seen = camera.screen_from_map(corner);
            assert!((0.0..=size.x).contains(&seen.x) && (0.0..=size.y).contains(&seen.y), "{seen:?}");
        }
    }

    #[test]
    fn a_map_is_opened_where_it_can_be_read() {
        for (map, scale) in [((1_240.0, 800.0), 0.632), ((600.0, 3_000.0), 1.0), ((60_000.0, 2_000.0), 0.8)] {
            let camera = Camera::opening(vec2(map.0, map.1), vec2(800.0, 500.0));
            assert!((camera.scale - scale).abs() < 0.01, "{map:?}: {}", camera.scale);
            assert!(camera.offset.x >= 8.0 && camera.offset.y >= 8.0);
        }
    }

    #[test]
    fn revealing_moves_only_what_is_out_of_view() {
        let camera = Camera::default();
        let size = vec2(800.0, 600.0);
        let inside = Rect::from_min_size(pos2(100.0, 100.0), vec2(180.0, 70.0));
        assert_eq!(camera.revealing(inside, size, Vec2::ZERO), camera);
        let outside = Rect::from_min_size(pos2(1_000.0, 100.0), vec2(180.0, 70.0));
        let moved = camera.revealing(outside, size, Vec2::ZERO);
        assert!(moved.screen_from_map(outside.max).x <= 800.0 && moved.offset.y == 0.0);
        let under_headers = camera.revealing(inside, size, vec2(110.0, 60.0));
        assert!(under_headers.screen_from_map(inside.min).x >= 110.0 && under_headers.offset.y == 0.0);
    }

    #[test]
    fn zooming_a_distant_map_to_its_own_size_fills_the_view() {
        let (map, canvas) = (vec2(60_000.0, 2_000.0), vec2(800.0, 600.0));
        let far = Camera::fitting(Rect::from_min_size(Pos2::ZERO, map), canvas, 1.0);
        let near = far.zoomed_at(pos2(400.0, 300.0), 1.0 / far.scale).filled_by(map, canvas);
        let seen = Rect::from_min_max(near.map_from_screen(Pos2::ZERO), near.map_from_screen(pos2(800.0, 600.0)));
        assert!(seen.min.y >= -10.0 && seen.max.y <= 2_010.0, "{seen:?}");
    }

    #[test]
    fn no_canvas_is_too_small_to_look_through() {
        for room in [0.0, 1.0, 40.0, 79.0, 80.0, 81.0, 160.0, 2_000.0] {
            for side in [0.0, 1.0, 30.0, 5_000.0] {
                for scale in [0.001, 0.3, 1.0] {
                    let camera = Camera { scale, offset: vec2(1e6, -1e6) };
                    let (map, canvas) = (vec2(side, side), vec2(room, room));
                    for moved in [camera.held_to(map, canvas), camera.filled_by(map, canvas)] {
                        assert!(moved.offset.x.is_finite() && moved.offset.y.is_finite(), "{room} {side} {scale}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_map_cannot_be_lost() {
        let canvas = vec2(800.0, 600.0);
        let view = Rect::from_min_size(Pos2::ZERO, canvas);
        for (map, least) in [(vec2(1_000.0, 2_000.0), vec2(400.0, 300.0)), (vec2(300.0, 200.0), vec2(300.0, 200.0))] {
            for way in [vec2(-1.0, 1.0), vec2(1.0, -1.0), vec2(1.0, 1.0)] {
                let held = Camera { scale: 1.0, offset: way * 9_000.0 }.held_to(map, canvas);
                let seen = Rect::from_min_size(held.screen_from_map(Pos2::ZERO), map).intersect(view).size();
                assert!(seen.x >= least.x && seen.y >= least.y, "{map:?} {way:?}: {seen:?}");
            }
        }
    }
}
