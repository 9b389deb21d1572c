//! Everything that can be done to a project, as values. What each does to the records is `apply`'s.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Attachment, Fragment, Placement};
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::base::{Bitmap, Color, Date, PictureHash};
use crate::model::{
    Action, ActionId, ActionState, Activity, ActivityId, Aim, Baseline, BusinessModel, Card, CardBody, CardId, Channel,
    ChartId, CheckAnswer, Connector, ConnectorId, ConnectorKind, Direction, Dismissal, Emotion, Evidence, Grouping,
    InsightKey, Item, Journey, JourneyId, JourneyState, Kpi, KpiId, Lane, LaneChart, LaneId, Link, Metric, MetricId,
    Money, ParkedId, ParkedNote, Persona, PersonaId, Phase, PinnedChart, Poll, PollId, PollState, Project, Segment,
    SegmentId, Session, SessionId, Shot, ShotFrame, ShotId, ShotLook, Snapshot, SnapshotId, SourceId, Spot, Stage,
    StageId, Sticky, StickyColor, StickyId, Tint, Touchpoint, TouchpointId, Weights,
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
    /// Its tab, to a slot counted as in `MoveStage`.
    MoveJourney {
        journey: JourneyId,
        to: usize,
    },
    /// With stages, lanes, items, connectors and stickies; not with figures, which were measured at the original.
    /// New ids from `Project::next_id` on, the journey's first. The copy's tab follows the original's.
    CopyJourney {
        journey: JourneyId,
        name: String,
        state: JourneyState,
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
    /// With its items, the connectors that join two of them, and the stickies on it; not with figures. New ids from
    /// `Project::next_id` on, the stage's first. The copy follows the original.
    CopyStage {
        stage: StageId,
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
    /// With its items, the connectors that join two of them, and the stickies on it; not with figures. New ids from
    /// `Project::next_id` on, the lane's first. The copy follows the original.
    CopyLane {
        lane: LaneId,
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
    AddSticky {
        sticky: Sticky,
    },
    RemoveStickies {
        stickies: Vec<StickyId>,
    },
    ChangeStickies {
        stickies: Vec<StickyId>,
        change: StickyChange,
    },
    AddPersona {
        persona: Persona,
    },
    /// With how they feel at touchpoints; journeys and touchpoints forget them.
    RemovePersona {
        persona: PersonaId,
    },
    ChangePersona {
        persona: PersonaId,
        change: PersonaChange,
    },
    AddSegment {
        segment: Segment,
    },
    /// With its series; personas and touchpoints forget it.
    RemoveSegment {
        segment: SegmentId,
    },
    ChangeSegment {
        segment: SegmentId,
        change: SegmentChange,
    },
    /// Keeps a picture for a card or a persona, to which a later edit of the same batch gives it. A picture that is
    /// there already is kept once; one that nothing shows after the edit is forgotten.
    AddPicture {
        picture: Arc<Bitmap>,
    },
    AddKpi {
        kpi: Kpi,
    },
    RemoveKpi {
        kpi: KpiId,
    },
    ChangeKpi {
        kpi: KpiId,
        change: KpiChange,
    },
    AddAction {
        action: Action,
    },
    RemoveAction {
        action: ActionId,
    },
    ChangeAction {
        action: ActionId,
        change: ActionChange,
    },
    /// Onto the dashboard.
    AddChart {
        chart: PinnedChart,
        at: usize,
    },
    RemoveChart {
        chart: ChartId,
    },
    /// `to` is a slot counted as in `MoveStage`.
    MoveChart {
        chart: ChartId,
        to: usize,
    },
    /// The chart of that id becomes this one.
    ChangeChart {
        chart: PinnedChart,
    },
    AddShot {
        shot: Shot,
        at: usize,
    },
    RemoveShot {
        shot: ShotId,
    },
    /// `to` is a slot counted as in `MoveStage`.
    MoveShot {
        shot: ShotId,
        to: usize,
    },
    ChangeShot {
        shot: ShotId,
        change: ShotChange,
    },
    /// Sets an insight aside, or changes the reason for it.
    Dismiss {
        dismissal: Dismissal,
    },
    /// Shows an insight again.
    Reopen {
        insight: InsightKey,
    },
    ChangeStrategy {
        change: StrategyChange,
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
    /// Stages and lanes that were copied whole, with what lies in them. New ids from `Project::next_id` on, the copied
    /// stages' and lanes' first.
    ///
    /// The items of a stage find lanes of the same kind and name; lanes that the journey lacks are made. The items of a
    /// lane find stages of the same name, else those in the same position, else they are left out.
    PasteWhole {
        fragment: Arc<Fragment>,
        journey: JourneyId,
        stage_at: usize,
        lane_at: usize,
    },
    Attach {
        attachment: Arc<Attachment>,
    },
    /// With its series. Metrics and segments stay.
    RemoveSource {
        source: SourceId,
    },
    ChangeSource {
        source: SourceId,
        change: SourceChange,
    },
    ChangeMetric {
        metric: MetricId,
        change: MetricChange,
    },
    /// Sessions, agenda, parking lot and votes.
    ChangeWorkshop {
        change: WorkshopChange,
    },
    /// Keeps a state of the map that was packed.
    AddSnapshot {
        snapshot: Arc<Snapshot>,
    },
    RenameSnapshot {
        snapshot: SnapshotId,
        label: String,
    },
    RemoveSnapshot {
        snapshot: SnapshotId,
    },
    /// The map becomes what a snapshot holds, with the pictures that it needs. Imported files, metrics and segments stay
    /// as they are, and so does everything of the workshops; figures stay where their touchpoint is still there, and those
    /// that the snapshot itself holds come back. `safety` is what the map was before.
    Restore {
        label: String,
        from: Arc<Project>,
        safety: Arc<Snapshot>,
    },
    /// An own metric: of the class `Derived`, with a formula.
    AddMetric {
        metric: Metric,
    },
    /// Only one that nothing uses.
    RemoveMetric {
        metric: MetricId,
    },
}

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

/// A KPI's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum KpiChange {
    Aim(Aim),
    Metric(MetricId),
    Segment(Option<SegmentId>),
    /// Finite, in the metric's unit.
    Baseline(Option<Baseline>),
    /// Finite, in the metric's unit.
    Target(f64),
    Start(Option<Date>),
    Due(Option<Date>),
    Owner(String),
    Why(String),
}

/// An action's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionChange {
    Title(String),
    Description(String),
    Aims(BTreeSet<Aim>),
    Metric(Option<MetricId>),
    Owner(String),
    State(ActionState),
    Start(Option<Date>),
    End(Option<Date>),
    /// 1 to 10 each, or `None`.
    Rating {
        impact: Option<u8>,
        effort: Option<u8>,
    },
}

/// A shot's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ShotChange {
    Name(String),
    Notes(String),
    View { journey: JourneyId, frame: ShotFrame, look: ShotLook },
    AroundDimmed(bool),
    StepByStep(bool),
}

/// A part of the strategy and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum StrategyChange {
    Business(Option<BusinessModel>),
    Logo(Option<PictureHash>),
    Colors(Vec<Color>),
    Look(String),
    Voice(String),
    Message(String),
    Offer(String),
    /// 0 to [`Weights::MOST`] each.
    Weights(Weights),
    /// Finite and not negative.
    ConversionValue(Option<Money>),
}

/// What becomes of the workshops' records.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkshopChange {
    /// A new session, which runs from now on.
    Start(Session),
    /// One that ended runs again.
    Resume(SessionId),
    /// None runs any more.
    End,
    RenameSession {
        session: SessionId,
        name: String,
    },
    /// Cards forget that they were added in it.
    RemoveSession(SessionId),
    AddActivity {
        activity: Activity,
        at: usize,
    },
    /// The activity of that id becomes this one.
    ChangeActivity(Activity),
    /// `to` is a slot counted as in `MoveStage`.
    MoveActivity {
        activity: ActivityId,
        to: usize,
    },
    RemoveActivity(ActivityId),
    Park(ParkedNote),
    /// The note of that id becomes this one.
    ChangeParked(ParkedNote),
    RemoveParked(ParkedId),
    AddPoll(Poll),
    RenamePoll {
        poll: PollId,
        title: String,
    },
    SetPollState {
        poll: PollId,
        state: PollState,
    },
    /// More people vote than was thought, or fewer.
    SetVoters {
        poll: PollId,
        voters: u16,
    },
    RemovePoll(PollId),
    /// How many dots whoever votes now puts on a card; 0 takes them back.
    Vote {
        poll: PollId,
        item: Item,
        dots: u8,
    },
    /// The ballot of whoever voted is full; the next person votes.
    NextVoter(PollId),
}

/// A connector's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ConnectorChange {
    Label(String),
    Kind(ConnectorKind),
    Ends { from: TouchpointId, to: TouchpointId },
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

/// Names a field of a set of records: edits of equal keys that follow each other make one undo entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeKey {
    field: &'static str,
    records: Vec<u64>,
}

impl Edit {
    /// Whether it takes records out that others may speak of.
    pub(super) fn removes(&self) -> bool {
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
    pub(super) fn open_key(&self) -> Option<MergeKey> {
        self.merge_key().or_else(|| self.naming_key())
    }

    /// Whether it joins an undo entry of the same merge key though the focus has moved on since: dots are given here
    /// and there on the map, and still are one turn.
    pub(super) fn joins_after_seal(&self) -> bool {
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
