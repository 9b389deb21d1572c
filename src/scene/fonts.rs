//! The bundled fonts, as bytes. Every target draws with these; letters that they lack are [`super::fallback`]'s.

use crate::base::font;

/// One of the bundled fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    Regular,
    SemiBold,
}

impl Face {
    pub const ALL: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => font::INTER_REGULAR,
            Self::SemiBold => font::INTER_SEMI_BOLD,
        }
    }

    /// The name under which the window's fonts hold it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "Inter",
            Self::SemiBold => "Inter SemiBold",
        }
    }

    /// The weight as CSS and SVG count it.
    pub fn weight(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }
}

/// The font of the icons (Lucide).
pub const ICONS: &[u8] = include_bytes!("../../assets/icons/lucide.ttf");

/// The name under which the window's fonts hold the icons.
pub const ICONS_NAME: &str = "Lucide";
