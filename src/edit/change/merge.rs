//! Which edits join the undo entry of the one before: typing and sliders that go on writing into the same field, and the
//! naming of what was just added.

use super::{
    ActionChange, CardChange, ConnectorChange, Edit, JourneyChange, KpiChange, LaneChange, MetricChange, PersonaChange,
    SegmentChange, ShotChange, SourceChange, StageChange, StickyChange, StrategyChange, TouchpointChange,
    WorkshopChange,
};

/// Names a field of a set of records: edits of equal keys that follow each other make one undo entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeKey {
    field: &'static str,
    records: Vec<u64>,
}

impl Edit {
    /// Whether it takes records out that others may speak of.
    pub(in crate::edit) fn removes(&self) -> bool {
        if let Self::Batch { edits, .. } = self {
            return edits.iter().any(Self::removes);
        }
        matches!(
            self,
            Self::RemoveJourney { .. }
                | Self::RemoveStage { .. }
                | Self::RemoveLane { .. }
                | Self::RemoveItems { .. }
                | Self::RemoveConnectors { .. }
                | Self::RemoveStickies { .. }
                | Self::RemovePersona { .. }
                | Self::RemoveSegment { .. }
                | Self::RemoveKpi { .. }
                | Self::RemoveAction { .. }
                | Self::RemoveChart { .. }
                | Self::RemoveShot { .. }
                | Self::RemoveSource { .. }
                | Self::Restore { .. }
        )
    }

    /// What names the record that this edit adds: typing into it directly afterward belongs to the adding.
    fn naming_key(&self) -> Option<MergeKey> {
        let key = |field, record| Some(MergeKey { field, records: vec![record] });
        match self {
            Self::AddTouchpoint { touchpoint, .. } => key("touchpoint title", touchpoint.id.0),
            Self::AddCard { card, .. } => key("card text", card.id.0),
            Self::AddStage { stage, .. } => key("stage name", stage.id.0),
            Self::AddLane { lane, .. } => key("lane name", lane.id.0),
            Self::AddConnector { connector } => key("connector label", connector.id.0),
            Self::AddSticky { sticky } => key("sticky text", sticky.id.0),
            Self::AddPersona { persona } => key("persona name", persona.id.0),
            Self::AddSegment { segment } => key("segment name", segment.id.0),
            Self::AddAction { action } => key("action title", action.id.0),
            Self::AddShot { shot, .. } => key("shot name", shot.id.0),
            Self::ChangeWorkshop { change } => match change {
                WorkshopChange::Start(session) => key("session name", session.id.0),
                WorkshopChange::AddActivity { activity, .. } => key("activity", activity.id.0),
                WorkshopChange::Park(note) => key("parked note", note.id.0),
                WorkshopChange::AddPoll(poll) => key("poll title", poll.id.0),
                WorkshopChange::Resume(_)
                | WorkshopChange::End
                | WorkshopChange::RenameSession { .. }
                | WorkshopChange::RemoveSession(_)
                | WorkshopChange::ChangeActivity(_)
                | WorkshopChange::MoveActivity { .. }
                | WorkshopChange::RemoveActivity(_)
                | WorkshopChange::ChangeParked(_)
                | WorkshopChange::RemoveParked(_)
                | WorkshopChange::RenamePoll { .. }
                | WorkshopChange::SetPollState { .. }
                | WorkshopChange::SetVoters { .. }
                | WorkshopChange::RemovePoll(_)
                | WorkshopChange::Vote { .. }
                | WorkshopChange::NextVoter(_) => None,
            },
            Self::AddSnapshot { snapshot } => key("snapshot label", snapshot.id.0),
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
            | Self::MoveJourney { .. }
            | Self::CopyJourney { .. }
            | Self::CopyStage { .. }
            | Self::CopyLane { .. }
            | Self::RemoveStickies { .. }
            | Self::RemovePersona { .. }
            | Self::RemoveSegment { .. }
            | Self::AddPicture { .. }
            | Self::AddKpi { .. }
            | Self::RemoveKpi { .. }
            | Self::RemoveAction { .. }
            | Self::AddChart { .. }
            | Self::RemoveChart { .. }
            | Self::MoveChart { .. }
            | Self::ChangeChart { .. }
            | Self::RemoveShot { .. }
            | Self::MoveShot { .. }
            | Self::ChangeShot { .. }
            | Self::Dismiss { .. }
            | Self::Reopen { .. }
            | Self::ChangeAction { .. }
            | Self::ChangeStrategy { .. }
            | Self::ChangeStickies { .. }
            | Self::ChangePersona { .. }
            | Self::ChangeSegment { .. }
            | Self::ChangeKpi { .. }
            | Self::Paste { .. }
            | Self::PasteWhole { .. }
            | Self::Attach { .. }
            | Self::RemoveSource { .. }
            | Self::ChangeSource { .. }
            | Self::AddMetric { .. }
            | Self::RemoveMetric { .. }
            | Self::RenameSnapshot { .. }
            | Self::RemoveSnapshot { .. }
            | Self::Restore { .. }
            | Self::ChangeMetric { .. } => None,
        }
    }

    /// What edits may follow to join this one's undo entry: typing into the same field, or the naming of what it adds.
    pub(in crate::edit) fn open_key(&self) -> Option<MergeKey> {
        self.merge_key().or_else(|| self.naming_key())
    }

    /// Whether it joins an undo entry of the same merge key though the focus has moved on since: dots are given here
    /// and there on the map, and still are one turn.
    pub(in crate::edit) fn joins_after_seal(&self) -> bool {
        matches!(self, Self::ChangeWorkshop { change: WorkshopChange::Vote { .. } })
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
                JourneyChange::Scenario(_) => key("journey scenario", vec![journey.0]),
                JourneyChange::Personas(_) | JourneyChange::State(_) => None,
            },
            Self::ChangeStage { stage, change } => match change {
                StageChange::Name(_) => key("stage name", vec![stage.0]),
                StageChange::Description(_) => key("stage description", vec![stage.0]),
                StageChange::CardWidth(_) => key("stage width", vec![stage.0]),
                StageChange::Phase(_) | StageChange::Tint(_) | StageChange::Collapsed(_) | StageChange::Hidden(_) => {
                    None
                }
            },
            Self::ChangeLane { lane, change } => match change {
                LaneChange::Name(_) => key("lane name", vec![lane.0]),
                LaneChange::Height(_) => key("lane height", vec![lane.0]),
                LaneChange::Tint(_)
                | LaneChange::Collapsed(_)
                | LaneChange::Hidden(_)
                | LaneChange::Grouping(_)
                | LaneChange::Chart(_) => None,
            },
            Self::ChangeTouchpoints { touchpoints, change } => {
                let field = match change {
                    TouchpointChange::Title(_) => "touchpoint title",
                    TouchpointChange::Description(_) => "touchpoint description",
                    TouchpointChange::Owner(_) => "touchpoint owner",
                    TouchpointChange::Importance(_) => "touchpoint importance",
                    TouchpointChange::ImportanceToOrganization(_) => "touchpoint importance to the organization",
                    TouchpointChange::Satisfaction(_) => "touchpoint satisfaction",
                    // Each persona's is a field of its own.
                    TouchpointChange::Emotion { persona, .. } => {
                        let records = touchpoints.iter().map(|id| id.0).chain(persona.map(|id| id.0));
                        return key("touchpoint emotion", records.collect());
                    }
                    TouchpointChange::Links(_) => "touchpoint links",
                    TouchpointChange::Tags(_) => "touchpoint tags",
                    TouchpointChange::Aliases(_) => "touchpoint aliases",
                    TouchpointChange::Kind(_)
                    | TouchpointChange::Channel(_)
                    | TouchpointChange::MomentOfTruth(_)
                    | TouchpointChange::Evidence(_)
                    | TouchpointChange::Personas(_)
                    | TouchpointChange::Check { .. }
                    | TouchpointChange::Segments(_) => return None,
                };
                key(field, touchpoints.iter().map(|id| id.0).collect())
            }
            Self::ChangeCards { cards, change } => match change {
                CardChange::Text(_) => key("card text", cards.iter().map(|id| id.0).collect()),
                CardChange::Body(_) => key("card body", cards.iter().map(|id| id.0).collect()),
                CardChange::Tint(_) => None,
            },
            Self::ChangeStickies { stickies, change } => match change {
                StickyChange::Text(_) => key("sticky text", stickies.iter().map(|id| id.0).collect()),
                StickyChange::Color(_) | StickyChange::Spot(_) => None,
            },
            Self::ChangePersona { persona, change } => match change {
                PersonaChange::Name(_) => key("persona name", vec![persona.0]),
                PersonaChange::Role(_) => key("persona role", vec![persona.0]),
                PersonaChange::Quote(_) => key("persona quote", vec![persona.0]),
                PersonaChange::Goals(_) => key("persona goals", vec![persona.0]),
                PersonaChange::Frustrations(_) => key("persona frustrations", vec![persona.0]),
                PersonaChange::Picture(_) | PersonaChange::Segment(_) | PersonaChange::Tint(_) => None,
            },
            Self::ChangeSegment { segment, change } => match change {
                SegmentChange::Name(_) => key("segment name", vec![segment.0]),
                SegmentChange::Description(_) => key("segment description", vec![segment.0]),
            },
            Self::ChangeKpi { kpi, change } => match change {
                KpiChange::Baseline(_) => key("KPI baseline", vec![kpi.0]),
                KpiChange::Target(_) => key("KPI target", vec![kpi.0]),
                KpiChange::Due(_) => key("KPI due date", vec![kpi.0]),
                KpiChange::Owner(_) => key("KPI owner", vec![kpi.0]),
                KpiChange::Start(_) => key("KPI start", vec![kpi.0]),
                KpiChange::Why(_) => key("KPI reason", vec![kpi.0]),
                KpiChange::Aim(_) | KpiChange::Metric(_) | KpiChange::Segment(_) => None,
            },
            Self::ChangeAction { action, change } => match change {
                ActionChange::Title(_) => key("action title", vec![action.0]),
                ActionChange::Description(_) => key("action description", vec![action.0]),
                ActionChange::Owner(_) => key("action owner", vec![action.0]),
                ActionChange::Start(_) => key("action start", vec![action.0]),
                ActionChange::End(_) => key("action end", vec![action.0]),
                ActionChange::Rating { .. } => key("action rating", vec![action.0]),
                ActionChange::Aims(_) | ActionChange::Metric(_) | ActionChange::State(_) => None,
            },
            Self::ChangeShot { shot, change } => match change {
                ShotChange::Name(_) => key("shot name", vec![shot.0]),
                ShotChange::Notes(_) => key("shot notes", vec![shot.0]),
                ShotChange::View { .. } | ShotChange::AroundDimmed(_) | ShotChange::StepByStep(_) => None,
            },
            Self::ChangeStrategy { change } => match change {
                StrategyChange::Look(_) => key("brand look", Vec::new()),
                StrategyChange::Voice(_) => key("brand voice", Vec::new()),
                StrategyChange::Message(_) => key("brand message", Vec::new()),
                StrategyChange::Offer(_) => key("brand offer", Vec::new()),
                StrategyChange::Weights(_) => key("weights", Vec::new()),
                StrategyChange::ConversionValue(_) => key("value of a conversion", Vec::new()),
                StrategyChange::Colors(_) => key("brand colors", Vec::new()),
                StrategyChange::Business(_) | StrategyChange::Logo(_) => None,
            },
            Self::ChangeConnectors { connectors, change } => match change {
                ConnectorChange::Label(_) => key("connector label", connectors.iter().map(|id| id.0).collect()),
                ConnectorChange::Kind(_) | ConnectorChange::Ends { .. } => None,
            },
            Self::ChangeSource { source, change: SourceChange::Name(_) } => key("source name", vec![source.0]),
            Self::ChangeMetric { metric, change } => match change {
                MetricChange::Name(_) => key("metric name", vec![metric.0]),
                MetricChange::ShortName(_) => key("metric short name", vec![metric.0]),
                MetricChange::Direction(_) | MetricChange::Display(_) | MetricChange::Formula { .. } => None,
            },
            Self::ChangeWorkshop { change } => match change {
                WorkshopChange::RenameSession { session, .. } => key("session name", vec![session.0]),
                WorkshopChange::ChangeActivity(activity) => key("activity", vec![activity.id.0]),
                WorkshopChange::ChangeParked(note) => key("parked note", vec![note.id.0]),
                WorkshopChange::RenamePoll { poll, .. } => key("poll title", vec![poll.0]),
                WorkshopChange::SetVoters { poll, .. } => key("voters", vec![poll.0]),
                // Up to the next voter: a person's turn is one step back.
                WorkshopChange::Vote { poll, .. } => key("dots", vec![poll.0]),
                WorkshopChange::Start(_)
                | WorkshopChange::Resume(_)
                | WorkshopChange::End
                | WorkshopChange::RemoveSession(_)
                | WorkshopChange::AddActivity { .. }
                | WorkshopChange::MoveActivity { .. }
                | WorkshopChange::RemoveActivity(_)
                | WorkshopChange::Park(_)
                | WorkshopChange::RemoveParked(_)
                | WorkshopChange::AddPoll(_)
                | WorkshopChange::SetPollState { .. }
                | WorkshopChange::RemovePoll(_)
                | WorkshopChange::NextVoter(_) => None,
            },
            Self::RenameSnapshot { snapshot, .. } => key("snapshot label", vec![snapshot.0]),
            Self::Batch { .. }
            | Self::AddSnapshot { .. }
            | Self::RemoveSnapshot { .. }
            | Self::Restore { .. }
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
            | Self::MoveJourney { .. }
            | Self::CopyJourney { .. }
            | Self::CopyStage { .. }
            | Self::CopyLane { .. }
            | Self::RemoveStickies { .. }
            | Self::RemovePersona { .. }
            | Self::RemoveSegment { .. }
            | Self::AddPicture { .. }
            | Self::AddMetric { .. }
            | Self::RemoveMetric { .. }
            | Self::AddKpi { .. }
            | Self::RemoveKpi { .. }
            | Self::AddAction { .. }
            | Self::RemoveAction { .. }
            | Self::AddChart { .. }
            | Self::RemoveChart { .. }
            | Self::MoveChart { .. }
            | Self::ChangeChart { .. }
            | Self::AddShot { .. }
            | Self::RemoveShot { .. }
            | Self::MoveShot { .. }
            | Self::Dismiss { .. }
            | Self::Reopen { .. }
            | Self::AddSticky { .. }
            | Self::AddPersona { .. }
            | Self::AddSegment { .. }
            | Self::Paste { .. }
            | Self::PasteWhole { .. }
            | Self::Attach { .. }
            | Self::RemoveSource { .. } => None,
        }
    }
}
