//! Points, sizes and rectangles, as `emath` has them, so that the scene and the window speak of the
//! same types. Names of values carry their space: `pos_in_map`, `rect_in_screen`.

pub use emath::{Pos2, Rect, Vec2, pos2, vec2};
