//! The fields of the map's records and what they become: one change of one field at a time.

use std::collections::BTreeSet;

use crate::base::PictureHash;
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::model::{
    CardBody, Channel, CheckAnswer, ConnectorKind, Direction, Emotion, Evidence, Grouping, JourneyState, LaneChart,
    Link, PersonaId, Phase, SegmentId, Spot, StickyColor, Tint, TouchpointId,
};

/// A journey's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum JourneyChange {
    Name(String),
    /// The most important first, each once.
    Personas(Vec<PersonaId>),
    Scenario(String),
    State(JourneyState),
}

/// A stage's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum StageChange {
    Name(String),
    Description(String),
    Phase(Phase),
    Tint(Option<Tint>),
    /// Within `model::CARD_WIDTHS`, or `None` for the theme's.
    CardWidth(Option<u16>),
    Collapsed(bool),
    Hidden(bool),
}

/// A lane's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum LaneChange {
    Name(String),
    Tint(Option<Tint>),
    /// Within `model::LANE_HEIGHTS`, or `None` for what the content needs.
    Height(Option<u16>),
    Collapsed(bool),
    Hidden(bool),
    Grouping(Option<Grouping>),
    Chart(LaneChart),
}

/// A touchpoint's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum TouchpointChange {
    Title(String),
    Kind(String),
    Channel(Channel),
    Description(String),
    Owner(String),
    MomentOfTruth(bool),
    Evidence(Evidence),
    /// 1 to 5, or `None`.
    Importance(Option<u8>),
    /// 1 to 5, or `None`.
    ImportanceToOrganization(Option<u8>),
    /// 1 to 5, or `None`.
    Satisfaction(Option<u8>),
    /// How that persona feels, or everybody; `None` to forget it.
    Emotion {
        persona: Option<PersonaId>,
        emotion: Option<Emotion>,
    },
    Personas(BTreeSet<PersonaId>),
    Segments(BTreeSet<SegmentId>),
    Links(Vec<Link>),
    Tags(Vec<String>),
    /// What is answered to a check of the channel or the brand; `None` to forget it.
    Check {
        code: String,
        answer: Option<CheckAnswer>,
    },
    Aliases(Vec<String>),
}

/// A card's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum CardChange {
    Text(String),
    Body(CardBody),
    Tint(Option<Tint>),
}

/// A sticky's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum StickyChange {
    Text(String),
    Color(StickyColor),
    Spot(Spot),
}

/// A connector's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ConnectorChange {
    Label(String),
    Kind(ConnectorKind),
    Ends { from: TouchpointId, to: TouchpointId },
}

/// A persona's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum PersonaChange {
    Name(String),
    Role(String),
    Quote(String),
    Goals(Vec<String>),
    Frustrations(Vec<String>),
    Picture(Option<PictureHash>),
    Segment(Option<SegmentId>),
    Tint(Tint),
}

/// A segment's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentChange {
    /// One that no other segment has.
    Name(String),
    Description(String),
}

/// A source's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceChange {
    /// What it is called; empty, or its file's name, for just that.
    Name(String),
}

/// A metric's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricChange {
    Direction(Direction),
    /// One that fits its unit.
    Display(Display),
    Name(String),
    ShortName(String),
    /// Only of an own metric: the formula and the unit that it gives.
    Formula {
        formula: String,
        unit: Unit,
    },
}
