//! Whom a journey is for, and how they feel on the way.

use super::{PersonaId, SegmentId, Tint};
use crate::base::PictureHash;

/// A kind of customer, described as one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    pub id: PersonaId,
    pub name: String,
    /// In a few words: "Commuter, 34, shops on the phone".
    pub role: String,
    /// What they would say.
    pub quote: String,
    pub goals: Vec<String>,
    pub frustrations: Vec<String>,
    /// INVARIANT: among the project's pictures.
    pub picture: Option<PictureHash>,
    /// The slice of the data that stands for them.
    pub segment: Option<SegmentId>,
    /// The color of their curve and their mark.
    pub tint: Tint,
}

impl Persona {
    /// A persona of whom only the name is known.
    pub fn new(id: PersonaId, name: impl Into<String>, tint: Tint) -> Self {
        Self {
            id,
            name: name.into(),
            role: String::new(),
            quote: String::new(),
            goals: Vec::new(),
            frustrations: Vec::new(),
            picture: None,
            segment: None,
            tint,
        }
    }
}

/// How somebody feels at a touchpoint, from −2.0 (awful) to +2.0 (delighted) in tenths; asserted, not measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Emotion(i8);

impl Emotion {
    pub const LOWEST: Self = Self(-20);
    pub const HIGHEST: Self = Self(20);

    /// The nearest emotion to a number; `None` for what is no number.
    pub fn nearest(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self((value * 10.0).round().clamp(-20.0, 20.0) as i8))
    }

    /// From tenths, −20 to +20.
    pub fn from_tenths(tenths: i8) -> Option<Self> {
        (-20..=20).contains(&tenths).then_some(Self(tenths))
    }

    pub fn tenths(self) -> i8 {
        self.0
    }

    /// −2.0 to +2.0.
    pub fn value(self) -> f32 {
        f32::from(self.0) / 10.0
    }

    /// So many tenths higher or lower, within the scale.
    #[must_use]
    pub fn moved_by(self, tenths: i8) -> Self {
        Self(self.0.saturating_add(tenths).clamp(-20, 20))
    }
}

impl std::fmt::Display for Emotion {
    /// "+0.7", "0", "−1.5".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = match self.0 {
            0 => return f.write_str("0"),
            1.. => '+',
            i8::MIN..=-1 => '\u{2212}',
        };
        let tenths = self.0.unsigned_abs();
        if tenths.is_multiple_of(10) {
            write!(f, "{sign}{}", tenths / 10)
        } else {
            write!(f, "{sign}{}.{}", tenths / 10, tenths % 10)
        }
    }
}
