//! Where map positions lie in the window in this frame, and how fast the view runs near its edges. Pure arithmetic.

use crate::app::camera::Camera;
use crate::base::{Pos2, Rect, Vec2, vec2};
use crate::render::egui::Transform;

/// The canvas and where it looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// The canvas in the window.
    pub canvas: Rect,
    pub camera: Camera,
}

impl Sight {
    pub fn screen_from_map(&self, pos_in_map: Pos2) -> Pos2 {
        self.camera.screen_from_map(pos_in_map) + self.canvas.min.to_vec2()
    }

    pub fn map_from_screen(&self, pos_in_screen: Pos2) -> Pos2 {
        self.camera.map_from_screen(pos_in_screen - self.canvas.min.to_vec2())
    }

    pub fn rect_from_map(&self, rect_in_map: Rect) -> Rect {
        Rect::from_min_max(self.screen_from_map(rect_in_map.min), self.screen_from_map(rect_in_map.max))
    }

    /// The part of the map that the canvas shows.
    pub fn view_in_map(&self) -> Rect {
        Rect::from_min_max(self.map_from_screen(self.canvas.min), self.map_from_screen(self.canvas.max))
    }

    /// The same for painting scenes.
    pub fn transform(&self) -> Transform {
        Transform { scale: self.camera.scale, offset: self.camera.offset + self.canvas.min.to_vec2() }
    }

    /// How fast the map moves, in points a second, while something is dragged near an edge of the canvas. It moves
    /// only toward map that is still out of view.
    pub fn edge_speed(&self, pointer_in_screen: Pos2, map_size: Vec2) -> Vec2 {
        const MARGIN: f32 = 36.0;
        const FASTEST: f32 = 900.0;
        let map = self.rect_from_map(Rect::from_min_size(Pos2::ZERO, map_size));
        let along = |pointer: f32, (low, high): (f32, f32), (map_low, map_high): (f32, f32)| {
            let depth_low = ((low + MARGIN - pointer) / MARGIN).clamp(0.0, 1.0);
            let depth_high = ((pointer - high + MARGIN) / MARGIN).clamp(0.0, 1.0);
            if depth_low > 0.0 && map_low < low {
                depth_low * depth_low * FASTEST
            } else if depth_high > 0.0 && map_high > high {
                -depth_high * depth_high * FASTEST
            } else {
                0.0
            }
        };
        let Self { canvas, .. } = self;
        vec2(
            along(pointer_in_screen.x, (canvas.min.x, canvas.max.x), (map.min.x, map.max.x)),
            along(pointer_in_screen.y, (canvas.min.y, canvas.max.y), (map.min.y, map.max.y)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pos2;

    fn sight() -> Sight {
        Sight {
            canvas: Rect::from_min_size(pos2(200.0, 100.0), vec2(800.0, 600.0)),
            camera: Camera { scale: 0.5, offset: vec2(-40.0, 10.0) },
        }
    }

    #[test]
    fn there_and_back_again_is_the_same_place() {
        for pos in [pos2(0.0, 0.0), pos2(512.0, 33.0), pos2(-90.0, 4_000.0)] {
            let back = sight().map_from_screen(sight().screen_from_map(pos));
            assert!((back - pos).length() < 0.01, "{pos:?} {back:?}");
        }
    }

    #[test]
    fn the_map_runs_toward_what_is_out_of_view_and_only_there() {
        let map_size = vec2(4_000.0, 400.0);
        // On screen the map covers 160 to 2160 across, and 110 to 310 down.
        let cases = [
            ("middle", pos2(600.0, 400.0), (0.0, 0.0)),
            ("left edge", pos2(203.0, 400.0), (1.0, 0.0)),
            ("right edge", pos2(998.0, 400.0), (-1.0, 0.0)),
            ("beyond the right edge", pos2(1_400.0, 400.0), (-1.0, 0.0)),
            ("top edge, with nothing above", pos2(600.0, 101.0), (0.0, 0.0)),
            ("bottom edge, with nothing below", pos2(600.0, 699.0), (0.0, 0.0)),
        ];
        for (name, pointer, (x, y)) in cases {
            let speed = sight().edge_speed(pointer, map_size);
            let sign = |v: f32| if v == 0.0 { 0.0 } else { v.signum() };
            assert_eq!((sign(speed.x), sign(speed.y)), (x, y), "{name}: {speed:?}");
        }
    }
}
