//! Sizes of paper that scenes are put on. Draws nothing.

use crate::base::{Vec2, vec2};

/// A sheet of paper, or one cut to the scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageSize {
    /// As large as the scene itself.
    #[default]
    Fit,
    A4,
    A3,
    A2,
    A1,
    A0,
    /// US Letter.
    Letter,
    /// US Tabloid: two of Letter.
    Tabloid,
}

impl PageSize {
    pub const ALL: [Self; 8] =
        [Self::Fit, Self::A4, Self::A3, Self::A2, Self::A1, Self::A0, Self::Letter, Self::Tabloid];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A2 => "a2",
            Self::A1 => "a1",
            Self::A0 => "a0",
            Self::Letter => "letter",
            Self::Tabloid => "tabloid",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fit => "As large as the map",
            Self::A4 => "A4",
            Self::A3 => "A3",
            Self::A2 => "A2",
            Self::A1 => "A1",
            Self::A0 => "A0",
            Self::Letter => "Letter",
            Self::Tabloid => "Tabloid",
        }
    }

    /// Upright, in points; `None` for a page that follows the scene. Sources: ISO 216, ANSI/ASME Y14.1.
    pub fn upright_pt(self) -> Option<Vec2> {
        let (short_mm, long_mm) = match self {
            Self::Fit => return None,
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
            Self::A2 => (420.0, 594.0),
            Self::A1 => (594.0, 841.0),
            Self::A0 => (841.0, 1189.0),
            Self::Letter => return Some(vec2(612.0, 792.0)),
            Self::Tabloid => return Some(vec2(792.0, 1_224.0)),
        };
        Some(vec2(pt_of_mm(short_mm), pt_of_mm(long_mm)))
    }
}

/// Points of so many millimeters.
pub const fn pt_of_mm(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}
