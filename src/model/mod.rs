//! What a project is: plain records and the invariants that hold between them.
//! No serde, no pixels, no files, and no way to change a project: that is `edit`'s.

pub mod action;
pub mod aim;
pub mod card;
pub mod catalogue;
pub mod channel;
pub mod check;
pub mod dismissal;
pub mod formula;
pub mod journey;
pub mod kpi;
pub mod lens;
pub mod metric;
pub mod metric_users;
pub mod observation;
pub mod persona;
pub mod pinned;
pub mod placement;
pub mod project;
pub mod sample;
pub mod shot;
pub mod snapshot;
pub mod strategy;
pub mod tint;
pub mod touchpoint;
pub mod workshop;

pub use action::{Action, ActionState};
pub use aim::Aim;
pub use card::{Card, CardBody, Spot, Sticky};
pub use catalogue::{Catalogue, PracticeCheck, TouchpointType};
pub use channel::{Channel, Ownership};
pub use dismissal::{Dismissal, InsightKey};
pub use formula::{Formula, FormulaError};
pub use journey::{
    CARD_WIDTHS, ChartForm, ChartScope, Connector, ConnectorKind, Grouping, Holds, Journey, JourneyState, LANE_HEIGHTS,
    Lane, LaneChart, LaneKind, Origin, Phase, Stage,
};
pub use kpi::{Baseline, Kpi, KpiState};
pub use lens::{LegendKey, Lens, Rest};
pub use metric::{Direction, Metric, MetricClass};
pub use metric_users::metric_users;
pub use observation::{Amount, Observation, Segment, Series, SeriesKey, Source};
pub use persona::{Emotion, Persona};
pub use pinned::{ChartKind, PinnedChart};
pub use placement::Placement;
pub use project::{Item, Project, Subject};
pub use shot::{Shot, ShotFrame, ShotLook};
pub use snapshot::Snapshot;
pub use strategy::{Brand, BrandPart, BusinessModel, Money, Strategy, Weights};
pub use tint::{StickyColor, Tint};
pub use touchpoint::{CheckAnswer, Evidence, Link, Place, Touchpoint};
pub use workshop::{
    ACTIVITY_MINUTES, Activity, Ballot, Choice, DOTS_EACH, ParkedNote, Poll, PollState, Session, VOTERS, Workshop,
};

crate::define_id! {
    /// Names a journey.
    JourneyId;
    /// Names a stage.
    StageId;
    /// Names a lane.
    LaneId;
    /// Names a touchpoint.
    TouchpointId;
    /// Names a card of a lane other than touchpoints.
    CardId;
    /// Names a connector.
    ConnectorId;
    /// Names a segment.
    SegmentId;
    /// Names a metric definition.
    MetricId;
    /// Names an imported file.
    SourceId;
    /// Names a persona.
    PersonaId;
    /// Names a free note.
    StickyId;
    /// Names a KPI.
    KpiId;
    /// Names an action.
    ActionId;
    /// Names a chart of the dashboard.
    ChartId;
    /// Names a shot.
    ShotId;
    /// Names a session of a workshop.
    SessionId;
    /// Names a part of the agenda.
    ActivityId;
    /// Names a note of the parking lot.
    ParkedId;
    /// Names a vote.
    PollId;
    /// Names a snapshot.
    SnapshotId;
}
