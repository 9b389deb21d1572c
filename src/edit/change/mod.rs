//! Everything that can be done to a project, as values. What each does to the records is `apply`'s.

mod fields;
mod merge;
mod plans;
mod workshop;

use std::sync::Arc;

use super::{Attachment, Fragment, Placement};
use crate::base::Bitmap;
use crate::model::{
    Action, ActionId, Card, CardId, ChartId, Connector, ConnectorId, Dismissal, InsightKey, Item, Journey, JourneyId,
    JourneyState, Kpi, KpiId, Lane, LaneId, Metric, MetricId, Persona, PersonaId, PinnedChart, Project, Segment,
    SegmentId, Shot, ShotId, Snapshot, SnapshotId, SourceId, Stage, StageId, Sticky, StickyId, Touchpoint,
    TouchpointId,
};
pub use fields::{
    CardChange, ConnectorChange, JourneyChange, LaneChange, MetricChange, PersonaChange, SegmentChange, SourceChange,
    StageChange, StickyChange, TouchpointChange,
};
pub use merge::MergeKey;
pub use plans::{ActionChange, KpiChange, ShotChange, StrategyChange};
pub use workshop::WorkshopChange;

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
