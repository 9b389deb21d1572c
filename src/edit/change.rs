//! Everything that can be done to a project, as values. What each does to the records is `apply`'s.

use std::sync::Arc;

use super::{Attachment, Fragment, Placement};
use crate::model::{
    Card, CardId, Channel, Connector, ConnectorId, ConnectorKind, Direction, Evidence, Item, Journey, JourneyId,
    JourneyState, Lane, LaneId, MetricId, Phase, SourceId, Stage, StageId, Touchpoint, TouchpointId,
};

/// One change to a project.
///
/// Whoever adds records takes their ids from `Project::next_id` (+0, +1 …); applying raises the counter above them.
/// Indexes past the end mean "at the end".
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Several edits, one after the other, each counted in the project that the one before left.
    /// One undo entry, all or nothing.
    Batch {
        label: String,
        edits: Vec<Edit>,
    },
    RenameProject {
        title: String,
    },
    /// The journey's lists and the records' journey are set from what is given here, in the order given.
    AddJourney {
        journey: Journey,
        stages: Vec<Stage>,
        lanes: Vec<Lane>,
        at: usize,
    },
    /// With its stages, lanes and items, and the connectors and series of these.
    RemoveJourney {
        journey: JourneyId,
    },
    ChangeJourney {
        journey: JourneyId,
        change: JourneyChange,
    },
    /// Into the journey that the stage names.
    AddStage {
        stage: Stage,
        at: usize,
    },
    /// With its items, and the connectors and series of these. A journey may be left without stages.
    RemoveStage {
        stage: StageId,
    },
    /// `to` is a slot counted with the stage still in its row: for the stage at index 1, both 1 and 2 leave it
    /// where it is, and 3 moves it one to the right.
    MoveStage {
        stage: StageId,
        to: usize,
    },
    ChangeStage {
        stage: StageId,
        change: StageChange,
    },
    /// Into the journey that the lane names.
    AddLane {
        lane: Lane,
        at: usize,
    },
    /// With its items, and the connectors and series of these.
    RemoveLane {
        lane: LaneId,
    },
    /// `to` is a slot counted as in `MoveStage`.
    MoveLane {
        lane: LaneId,
        to: usize,
    },
    ChangeLane {
        lane: LaneId,
        change: LaneChange,
    },
    /// The touchpoint's own place is overwritten by the placement.
    AddTouchpoint {
        touchpoint: Touchpoint,
        placement: Placement,
    },
    /// The card's own place is overwritten by the placement.
    AddCard {
        card: Card,
        placement: Placement,
    },
    /// In reading order, stacked at the placement.
    ///
    /// Touchpoints fit touchpoints lanes, cards fit every other lane (and become what the lane is for). If only
    /// some of the items fit the placement's lane, the others follow to the same stage and column but keep their
    /// lane (in another journey: its first lane of the same kind), where they lie below what is there.
    /// Between journeys, connectors go along if both ends do, else they are removed.
    MoveItems {
        items: Vec<Item>,
        placement: Placement,
    },
    /// With their connectors and series.
    RemoveItems {
        items: Vec<Item>,
    },
    ChangeTouchpoints {
        touchpoints: Vec<TouchpointId>,
        change: TouchpointChange,
    },
    ChangeCards {
        cards: Vec<CardId>,
        change: CardChange,
    },
    /// Both ends in one journey, and no second connector from the same touchpoint to the same other.
    AddConnector {
        connector: Connector,
    },
    RemoveConnectors {
        connectors: Vec<ConnectorId>,
    },
    ChangeConnectors {
        connectors: Vec<ConnectorId>,
        change: ConnectorChange,
    },
    /// New ids from `Project::next_id` on: the fragment's touchpoints, then cards, then connectors.
    ///
    /// Touchpoints go to the placement's lane if it is a touchpoints lane, else to the journey's first one. Cards of
    /// one kind go to the placement's lane if it is for cards; cards of several kinds each go to the journey's first
    /// lane of their kind. Items copied from one step stay in one step: the first step lands in the placement's
    /// column, each further one opens a new column after it. An alias that some touchpoint of the project already
    /// answers to is not pasted, since an import could no longer tell the two apart.
    Paste {
        fragment: Arc<Fragment>,
        placement: Placement,
    },
    Attach {
        attachment: Arc<Attachment>,
    },
    /// With its series. Metrics and segments stay.
    RemoveSource {
        source: SourceId,
    },
    ChangeMetric {
        metric: MetricId,
        change: MetricChange,
    },
}

/// A journey's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum JourneyChange {
    Name(String),
    Persona(String),
    Scenario(String),
    State(JourneyState),
}

/// A stage's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum StageChange {
    Name(String),
    Description(String),
    Phase(Phase),
}

/// A lane's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum LaneChange {
    Name(String),
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
    Tags(Vec<String>),
    Aliases(Vec<String>),
}

/// A card's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum CardChange {
    Text(String),
}

/// A connector's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ConnectorChange {
    Label(String),
    Kind(ConnectorKind),
    Ends { from: TouchpointId, to: TouchpointId },
}

/// A metric's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricChange {
    Direction(Direction),
    Name(String),
    ShortName(String),
}

/// Names a field of a set of records: edits of equal keys that follow each other make one undo entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeKey {
    field: &'static str,
    records: Vec<u64>,
}

impl Edit {
    /// What names the record that this edit adds: typing into it directly afterward belongs to the adding.
    fn naming_key(&self) -> Option<MergeKey> {
        let key = |field, record| Some(MergeKey { field, records: vec![record] });
        match self {
            Self::AddTouchpoint { touchpoint, .. } => key("touchpoint title", touchpoint.id.0),
            Self::AddCard { card, .. } => key("card text", card.id.0),
            Self::AddStage { stage, .. } => key("stage name", stage.id.0),
            Self::AddLane { lane, .. } => key("lane name", lane.id.0),
            Self::AddConnector { connector } => key("connector label", connector.id.0),
            Self::Batch { edits, .. } => edits.last()?.naming_key(),
            Self::RenameProject { .. }
            | Self::AddJourney { .. }
            | Self::RemoveJourney { .. }
            | Self::ChangeJourney { .. }
            | Self::RemoveStage { .. }
            | Self::MoveStage { .. }
            | Self::ChangeStage { .. }
            | Self::RemoveLane { .. }
            | Self::MoveLane { .. }
            | Self::ChangeLane { .. }
            | Self::MoveItems { .. }
            | Self::RemoveItems { .. }
            | Self::ChangeTouchpoints { .. }
            | Self::ChangeCards { .. }
            | Self::RemoveConnectors { .. }
            | Self::ChangeConnectors { .. }
            | Self::Paste { .. }
            | Self::Attach { .. }
            | Self::RemoveSource { .. }
            | Self::ChangeMetric { .. } => None,
        }
    }

    /// What edits may follow to join this one's undo entry: typing into the same field, or the naming of what it adds.
    pub(super) fn open_key(&self) -> Option<MergeKey> {
        self.merge_key().or_else(|| self.naming_key())
    }

    /// What typing and sliders write into, or `None` where every edit stands for itself.
    pub fn merge_key(&self) -> Option<MergeKey> {
        let key = |field, mut records: Vec<u64>| {
            records.sort_unstable();
            records.dedup();
            Some(MergeKey { field, records })
        };
        match self {
            Self::RenameProject { .. } => key("project title", Vec::new()),
            Self::ChangeJourney { journey, change } => match change {
                JourneyChange::Name(_) => key("journey name", vec![journey.0]),
                JourneyChange::Persona(_) => key("journey persona", vec![journey.0]),
                JourneyChange::Scenario(_) => key("journey scenario", vec![journey.0]),
                JourneyChange::State(_) => None,
            },
            Self::ChangeStage { stage, change } => match change {
                StageChange::Name(_) => key("stage name", vec![stage.0]),
                StageChange::Description(_) => key("stage description", vec![stage.0]),
                StageChange::Phase(_) => None,
            },
            Self::ChangeLane { lane, change } => match change {
                LaneChange::Name(_) => key("lane name", vec![lane.0]),
            },
            Self::ChangeTouchpoints { touchpoints, change } => {
                let field = match change {
                    TouchpointChange::Title(_) => "touchpoint title",
                    TouchpointChange::Description(_) => "touchpoint description",
                    TouchpointChange::Owner(_) => "touchpoint owner",
                    TouchpointChange::Importance(_) => "touchpoint importance",
                    TouchpointChange::Tags(_) => "touchpoint tags",
                    TouchpointChange::Aliases(_) => "touchpoint aliases",
                    TouchpointChange::Kind(_)
                    | TouchpointChange::Channel(_)
                    | TouchpointChange::MomentOfTruth(_)
                    | TouchpointChange::Evidence(_) => return None,
                };
                key(field, touchpoints.iter().map(|id| id.0).collect())
            }
            Self::ChangeCards { cards, change } => match change {
                CardChange::Text(_) => key("card text", cards.iter().map(|id| id.0).collect()),
            },
            Self::ChangeConnectors { connectors, change } => match change {
                ConnectorChange::Label(_) => key("connector label", connectors.iter().map(|id| id.0).collect()),
                ConnectorChange::Kind(_) | ConnectorChange::Ends { .. } => None,
            },
            Self::ChangeMetric { metric, change } => match change {
                MetricChange::Name(_) => key("metric name", vec![metric.0]),
                MetricChange::ShortName(_) => key("metric short name", vec![metric.0]),
                MetricChange::Direction(_) => None,
            },
            Self::Batch { .. }
            | Self::AddJourney { .. }
            | Self::RemoveJourney { .. }
            | Self::AddStage { .. }
            | Self::RemoveStage { .. }
            | Self::MoveStage { .. }
            | Self::AddLane { .. }
            | Self::RemoveLane { .. }
            | Self::MoveLane { .. }
            | Self::AddTouchpoint { .. }
            | Self::AddCard { .. }
            | Self::MoveItems { .. }
            | Self::RemoveItems { .. }
            | Self::AddConnector { .. }
            | Self::RemoveConnectors { .. }
            | Self::Paste { .. }
            | Self::Attach { .. }
            | Self::RemoveSource { .. } => None,
        }
    }
}
