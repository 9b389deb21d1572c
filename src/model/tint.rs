//! The colors that people give to stages, lanes, cards, personas and stickies; themes say what each looks like.

/// A named color of stages, lanes, cards and personas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tint {
    Blue,
    Green,
    Purple,
    Teal,
    Orange,
    Red,
    Pink,
    Gray,
}

impl Tint {
    pub const ALL: [Self; 8] =
        [Self::Blue, Self::Green, Self::Purple, Self::Teal, Self::Orange, Self::Red, Self::Pink, Self::Gray];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Green => "green",
            Self::Purple => "purple",
            Self::Teal => "teal",
            Self::Orange => "orange",
            Self::Red => "red",
            Self::Pink => "pink",
            Self::Gray => "gray",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tint| tint.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Blue => "Blue",
            Self::Green => "Green",
            Self::Purple => "Purple",
            Self::Teal => "Teal",
            Self::Orange => "Orange",
            Self::Red => "Red",
            Self::Pink => "Pink",
            Self::Gray => "Gray",
        }
    }
}

/// A color of sticky paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StickyColor {
    #[default]
    Yellow,
    Orange,
    Pink,
    Purple,
    Blue,
    Green,
}

impl StickyColor {
    pub const ALL: [Self; 6] = [Self::Yellow, Self::Orange, Self::Pink, Self::Purple, Self::Blue, Self::Green];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Pink => "pink",
            Self::Purple => "purple",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yellow => "Yellow",
            Self::Orange => "Orange",
            Self::Pink => "Pink",
            Self::Purple => "Purple",
            Self::Blue => "Blue",
            Self::Green => "Green",
        }
    }
}
