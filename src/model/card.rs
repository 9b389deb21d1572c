//! What lies in lanes other than touchpoints, and the stickies that lie anywhere.

use super::{CardId, JourneyId, LaneId, Place, SessionId, StageId, StickyColor, StickyId, Tint};
use crate::base::{PictureHash, Pos2};

/// A short text in a lane other than touchpoints, perhaps with something to show; its lane says of what kind it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub place: Place,
    /// A picture's caption, the words of a quote, a link's title, or simply what there is to say.
    pub text: String,
    pub body: CardBody,
    /// `None` for the usual look of its lane.
    pub tint: Option<Tint>,
    /// The session in which it was added. INVARIANT: among the workshop's.
    pub session: Option<SessionId>,
}

impl Card {
    /// A card with nothing but text.
    pub fn new(id: CardId, place: Place, text: impl Into<String>) -> Self {
        Self { id, place, text: text.into(), body: CardBody::Text, tint: None, session: None }
    }

    /// The picture that it shows.
    pub fn picture(&self) -> Option<PictureHash> {
        match self.body {
            CardBody::Picture { hash } => Some(hash),
            CardBody::Text | CardBody::Quote { .. } | CardBody::Link { .. } => None,
        }
    }
}

/// What a card has beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CardBody {
    #[default]
    Text,
    Quote {
        /// Who said it, or empty.
        by: String,
    },
    Picture {
        /// INVARIANT: among the project's pictures.
        hash: PictureHash,
    },
    Link {
        url: String,
    },
}

/// A free note on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Sticky {
    pub id: StickyId,
    pub journey: JourneyId,
    pub spot: Spot,
    pub text: String,
    pub color: StickyColor,
    /// The session in which it was added, if one ran.
    pub session: Option<SessionId>,
}

/// Where a sticky lies: beside what it was put on, so that it goes along when stages and lanes move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// `at.x` counts from this stage's left edge, or from the map's. INVARIANT: a stage of the sticky's journey.
    pub stage: Option<StageId>,
    /// `at.y` counts from this lane's upper edge, or from the map's. INVARIANT: a lane of the sticky's journey.
    pub lane: Option<LaneId>,
    /// Upper left corner, in points at 100%. INVARIANT: finite.
    pub at: Pos2,
}
