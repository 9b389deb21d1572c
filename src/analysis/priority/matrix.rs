//! Impact against effort: which quadrant an action is in, and how those rated alike are spread. In units of ratings;
//! points and colors are elsewhere.

use crate::model::Action;

/// The ratings that there are.
pub const LOWEST: u8 = 1;
pub const HIGHEST: u8 = 10;

/// Up to this much is little: the middle of 1 to 10 lies above it.
pub const LITTLE: u8 = 5;

/// What impact and effort together say of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quadrant {
    /// Much impact, little effort.
    QuickWin,
    /// Much impact, much effort.
    BigBet,
    /// Little impact, little effort.
    FillIn,
    /// Little impact, much effort.
    ThinkTwice,
}

impl Quadrant {
    pub const ALL: [Self; 4] = [Self::QuickWin, Self::BigBet, Self::FillIn, Self::ThinkTwice];

    pub fn of(impact: u8, effort: u8) -> Self {
        match (impact > LITTLE, effort > LITTLE) {
            (true, false) => Self::QuickWin,
            (true, true) => Self::BigBet,
            (false, false) => Self::FillIn,
            (false, true) => Self::ThinkTwice,
        }
    }

    /// The name on the matrix.
    pub fn label(self) -> &'static str {
        match self {
            Self::QuickWin => "Quick wins",
            Self::BigBet => "Big bets",
            Self::FillIn => "Fill-ins",
            Self::ThinkTwice => "Think twice",
        }
    }

    /// What one action in it is.
    pub fn of_one(self) -> &'static str {
        match self {
            Self::QuickWin => "quick win",
            Self::BigBet => "big bet",
            Self::FillIn => "fill-in",
            Self::ThinkTwice => "think twice",
        }
    }
}

/// Impact and effort, where both are rated.
pub fn rating(action: &Action) -> Option<(u8, u8)> {
    action.impact.zip(action.effort)
}

/// The nearest rating to a number; the ends for what lies beyond them.
pub fn nearest(value: f32) -> u8 {
    if value.is_nan() { LITTLE } else { value.round().clamp(f32::from(LOWEST), f32::from(HIGHEST)) as u8 }
}

/// How far the `index`-th of several that are rated alike is from its place, in diameters of a bubble, as (right,
/// down): in a spiral of even density, so that none covers another. Source: Vogel 1979, "A better way to construct the
/// sunflower head".
pub fn spread(index: usize, of: usize) -> (f32, f32) {
    if of < 2 {
        return (0.0, 0.0);
    }
    const GOLDEN_ANGLE: f32 = 2.399_963_2;
    // From here on neighbors of the spiral are a whole diameter apart.
    let radius = 0.62 * (index as f32 + 0.5).sqrt();
    let angle = index as f32 * GOLDEN_ANGLE;
    (radius * angle.cos(), radius * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quadrants_meet_in_the_middle_of_the_scale() {
        for (impact, effort, expected) in [
            (6, 5, Quadrant::QuickWin),
            (10, 1, Quadrant::QuickWin),
            (6, 6, Quadrant::BigBet),
            (5, 5, Quadrant::FillIn),
            (1, 10, Quadrant::ThinkTwice),
        ] {
            assert_eq!(Quadrant::of(impact, effort), expected, "{impact} {effort}");
        }
        assert_eq!([0.2, 1.4, 7.5, 42.0, f32::NAN].map(nearest), [1, 1, 8, 10, 5]);
    }

    #[test]
    fn those_rated_alike_do_not_cover_each_other() {
        assert_eq!(spread(0, 1), (0.0, 0.0));
        for of in 2..40 {
            let places: Vec<(f32, f32)> = (0..of).map(|index| spread(index, of)).collect();
            for (at, a) in places.iter().enumerate() {
                for b in places.iter().skip(at + 1) {
                    let apart = (a.0 - b.0).hypot(a.1 - b.1);
                    assert!(apart > 0.85, "{of}: {a:?} {b:?} are {apart} apart");
                }
            }
        }
    }
}
