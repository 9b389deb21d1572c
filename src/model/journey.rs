//! A journey and what it is made of: stages, lanes, cards and connectors.

use super::{CardId, ConnectorId, JourneyId, LaneId, Place, StageId, TouchpointId};

/// One map.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    pub id: JourneyId,
    pub name: String,
    /// Whom the journey is for, in the project's own words.
    pub persona: String,
    /// The situation and the goal that start the journey.
    pub scenario: String,
    pub state: JourneyState,
    /// The columns, left to right. INVARIANT: each stage of this journey once.
    pub stages: Vec<StageId>,
    /// The rows, top to bottom. INVARIANT: each lane of this journey once.
    pub lanes: Vec<LaneId>,
}

/// Whether a journey shows what is or what is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JourneyState {
    #[default]
    Current,
    Future,
}

impl JourneyState {
    pub const ALL: [Self; 2] = [Self::Current, Self::Future];

    pub fn label(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Future => "future",
        }
    }
}

/// Where a stage stands relative to the purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    PrePurchase,
    Purchase,
    PostPurchase,
}

impl Phase {
    pub const ALL: [Self; 3] = [Self::PrePurchase, Self::Purchase, Self::PostPurchase];

    /// The name in files and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::PrePurchase => "pre-purchase",
            Self::Purchase => "purchase",
            Self::PostPurchase => "post-purchase",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::PrePurchase => "Before purchase",
            Self::Purchase => "Purchase",
            Self::PostPurchase => "After purchase",
        }
    }
}

/// A column of a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub id: StageId,
    pub journey: JourneyId,
    pub name: String,
    pub description: String,
    pub phase: Phase,
}

/// A row of a journey, of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub id: LaneId,
    pub journey: JourneyId,
    pub name: String,
    pub kind: LaneKind,
}

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaneKind {
    Touchpoints,
    Actions,
    Thoughts,
    PainPoints,
    Opportunities,
    Notes,
}

impl LaneKind {
    pub const ALL: [Self; 6] =
        [Self::Touchpoints, Self::Actions, Self::Thoughts, Self::PainPoints, Self::Opportunities, Self::Notes];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Touchpoints => "touchpoints",
            Self::Actions => "actions",
            Self::Thoughts => "thoughts",
            Self::PainPoints => "pain-points",
            Self::Opportunities => "opportunities",
            Self::Notes => "notes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name of a new lane of this kind.
    pub fn label(self) -> &'static str {
        match self {
            Self::Touchpoints => "Touchpoints",
            Self::Actions => "Actions",
            Self::Thoughts => "Thoughts",
            Self::PainPoints => "Pain points",
            Self::Opportunities => "Opportunities",
            Self::Notes => "Notes",
        }
    }

    /// What one entry of such a lane is called.
    pub fn item_label(self) -> &'static str {
        match self {
            Self::Touchpoints => "touchpoint",
            Self::Actions => "action",
            Self::Thoughts => "thought",
            Self::PainPoints => "pain point",
            Self::Opportunities => "opportunity",
            Self::Notes => "note",
        }
    }
}

/// A short text in a lane other than touchpoints; its lane says of what kind it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub place: Place,
    pub text: String,
}

/// A directed link between two touchpoints of one journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    pub id: ConnectorId,
    pub from: TouchpointId,
    pub to: TouchpointId,
    pub label: String,
    pub kind: ConnectorKind,
}

/// What a connector says about the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConnectorKind {
    #[default]
    Flow,
    Optional,
    Return,
}

impl ConnectorKind {
    pub const ALL: [Self; 3] = [Self::Flow, Self::Optional, Self::Return];

    pub fn label(self) -> &'static str {
        match self {
            Self::Flow => "Flow",
            Self::Optional => "Optional",
            Self::Return => "Return",
        }
    }
}
