//! A journey and what it is made of: stages, lanes and connectors. What lies in lanes is `card`'s and `touchpoint`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ConnectorId, JourneyId, LaneId, MetricId, PersonaId, StageId, Tint, TouchpointId};

/// One map.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    pub id: JourneyId,
    pub name: String,
    /// Whom the journey is for, the most important first. INVARIANT: each persona once.
    pub personas: Vec<PersonaId>,
    /// The situation and the goal that start the journey.
    pub scenario: String,
    pub state: JourneyState,
    /// The columns, left to right. INVARIANT: each stage of this journey once.
    pub stages: Vec<StageId>,
    /// The rows, top to bottom. INVARIANT: each lane of this journey once.
    pub lanes: Vec<LaneId>,
    /// What it was copied from; `None` for one that was not.
    pub origin: Option<Arc<Origin>>,
}

/// What a journey was copied from. The original, and what it names, may be gone by now: ids are never given twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub journey: JourneyId,
    /// The ids of its stages, lanes, touchpoints, cards, connectors and stickies, each with the one it was copied from.
    pub pairs: BTreeMap<u64, u64>,
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
    /// `None` for the color of its phase.
    pub tint: Option<Tint>,
    /// How wide its cards are, in points at 100%, within [`CARD_WIDTHS`]; `None` for the theme's width.
    pub card_width: Option<u16>,
    /// Shown as a narrow strip with its name, without its cards.
    pub is_collapsed: bool,
    /// Left out of the map until it is shown again.
    pub is_hidden: bool,
}

impl Stage {
    /// A stage that looks as its phase does.
    pub fn new(id: StageId, journey: JourneyId, name: impl Into<String>, phase: Phase) -> Self {
        Self {
            id,
            journey,
            name: name.into(),
            description: String::new(),
            phase,
            tint: None,
            card_width: None,
            is_collapsed: false,
            is_hidden: false,
        }
    }

    /// Whether the map shows its cards.
    pub fn is_open(&self) -> bool {
        !self.is_collapsed && !self.is_hidden
    }
}

/// How wide a stage's cards may be made, in points at 100%.
pub const CARD_WIDTHS: std::ops::RangeInclusive<u16> = 120..=480;

/// How high a lane may be made at least, in points at 100%.
pub const LANE_HEIGHTS: std::ops::RangeInclusive<u16> = 40..=800;

/// A row of a journey, of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub id: LaneId,
    pub journey: JourneyId,
    pub name: String,
    pub kind: LaneKind,
    /// `None` for the usual look of its kind.
    pub tint: Option<Tint>,
    /// At least so high, in points at 100%, within [`LANE_HEIGHTS`]; `None` for as high as its content needs.
    pub height: Option<u16>,
    /// Shown as a low strip with its name, without its content.
    pub is_collapsed: bool,
    /// Left out of the map until it is shown again.
    pub is_hidden: bool,
    /// What its touchpoints are put together by, in rows of the lane; only touchpoints lanes heed it.
    pub grouping: Option<Grouping>,
    /// What it draws; only metrics lanes heed it.
    pub chart: LaneChart,
}

impl Lane {
    /// A lane that looks as its kind does.
    pub fn new(id: LaneId, journey: JourneyId, name: impl Into<String>, kind: LaneKind) -> Self {
        Self {
            id,
            journey,
            name: name.into(),
            kind,
            tint: None,
            height: None,
            is_collapsed: false,
            is_hidden: false,
            grouping: None,
            chart: LaneChart::default(),
        }
    }

    /// Whether the map shows its content.
    pub fn is_open(&self) -> bool {
        !self.is_collapsed && !self.is_hidden
    }
}

/// What the touchpoints of a lane are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    Channel,
    Persona,
    Owner,
}

impl Grouping {
    pub const ALL: [Self; 3] = [Self::Channel, Self::Persona, Self::Owner];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Persona => "persona",
            Self::Owner => "owner",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grouping| grouping.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Channel => "Channel",
            Self::Persona => "Persona",
            Self::Owner => "Owner",
        }
    }
}

/// What a metrics lane draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneChart {
    pub form: ChartForm,
    pub scope: ChartScope,
    /// `None` for the most telling metric of each stage or touchpoint.
    pub metric: Option<MetricId>,
}

/// The form of a lane's charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChartForm {
    #[default]
    Line,
    Bars,
    /// The value, with its change against the period before.
    Value,
}

impl ChartForm {
    pub const ALL: [Self; 3] = [Self::Line, Self::Bars, Self::Value];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Bars => "bars",
            Self::Value => "value",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Line => "Line",
            Self::Bars => "Bars",
            Self::Value => "Value and change",
        }
    }
}

/// What each chart of a lane is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChartScope {
    #[default]
    Stage,
    Touchpoint,
}

impl ChartScope {
    pub const ALL: [Self; 2] = [Self::Stage, Self::Touchpoint];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Touchpoint => "touchpoint",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Stage => "Per stage",
            Self::Touchpoint => "Per touchpoint",
        }
    }
}

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaneKind {
    Touchpoints,
    /// What the customer does.
    Actions,
    Thoughts,
    /// Curves of how personas feel, drawn from the touchpoints; holds no items.
    Emotion,
    PainPoints,
    Opportunities,
    /// Small charts, drawn from the figures; holds no items.
    Metrics,
    /// Which channel is used at which step, drawn from the touchpoints; holds no items.
    Channels,
    /// Pictures, quotes and links.
    Evidence,
    /// What staff and systems do in the customer's sight.
    Frontstage,
    /// What they do out of sight.
    Backstage,
    /// What backstage work rests on.
    Support,
    Notes,
}

impl LaneKind {
    pub const ALL: [Self; 13] = [
        Self::Touchpoints,
        Self::Actions,
        Self::Thoughts,
        Self::Emotion,
        Self::PainPoints,
        Self::Opportunities,
        Self::Metrics,
        Self::Channels,
        Self::Evidence,
        Self::Frontstage,
        Self::Backstage,
        Self::Support,
        Self::Notes,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Touchpoints => "touchpoints",
            Self::Actions => "actions",
            Self::Thoughts => "thoughts",
            Self::Emotion => "emotion",
            Self::PainPoints => "pain-points",
            Self::Opportunities => "opportunities",
            Self::Metrics => "metrics",
            Self::Channels => "channels",
            Self::Evidence => "evidence",
            Self::Frontstage => "frontstage",
            Self::Backstage => "backstage",
            Self::Support => "support",
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
            Self::Emotion => "Emotion",
            Self::PainPoints => "Pain points",
            Self::Opportunities => "Opportunities",
            Self::Metrics => "Metrics",
            Self::Channels => "Channels",
            Self::Evidence => "Evidence",
            Self::Frontstage => "Frontstage",
            Self::Backstage => "Backstage",
            Self::Support => "Support processes",
            Self::Notes => "Notes",
        }
    }

    /// What one entry of such a lane is called.
    pub fn item_label(self) -> &'static str {
        match self {
            Self::Touchpoints => "touchpoint",
            Self::Actions => "action",
            Self::Thoughts => "thought",
            Self::Emotion => "emotion",
            Self::PainPoints => "pain point",
            Self::Opportunities => "opportunity",
            Self::Metrics => "chart",
            Self::Channels => "channel",
            Self::Evidence => "piece of evidence",
            Self::Frontstage => "frontstage step",
            Self::Backstage => "backstage step",
            Self::Support => "support process",
            Self::Notes => "note",
        }
    }

    /// What lies in such a lane.
    pub fn holds(self) -> Holds {
        match self {
            Self::Touchpoints => Holds::Touchpoints,
            Self::Emotion | Self::Metrics | Self::Channels => Holds::Nothing,
            Self::Actions
            | Self::Thoughts
            | Self::PainPoints
            | Self::Opportunities
            | Self::Evidence
            | Self::Frontstage
            | Self::Backstage
            | Self::Support
            | Self::Notes => Holds::Cards,
        }
    }
}

/// What lies in a lane's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    Touchpoints,
    Cards,
    /// The lane is drawn from what is known of the touchpoints.
    Nothing,
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

    /// The name in exports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Optional => "optional",
            Self::Return => "return",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Flow => "Flow",
            Self::Optional => "Optional",
            Self::Return => "Return",
        }
    }
}
