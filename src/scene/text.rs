//! Text broken into lines, once, with the bundled fonts: every target draws these lines at these places.

use super::Face;

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    pub face: Face,
    /// Em size in points.
    pub size: f32,
}

/// Measures and breaks text.
pub struct Typesetter;
