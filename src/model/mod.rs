//! What a project is: plain records and the invariants that hold between them.
//! No serde, no pixels, no files, and no way to change a project: that is `edit`'s.

pub mod catalogue;
pub mod channel;
pub mod check;
pub mod journey;
pub mod metric;
pub mod observation;
pub mod placement;
pub mod project;
pub mod sample;
pub mod touchpoint;

pub use catalogue::{Catalogue, TouchpointType};
pub use channel::{Channel, Ownership};
pub use journey::{Card, Connector, ConnectorKind, Journey, JourneyState, Lane, LaneKind, Phase, Stage};
pub use metric::{Direction, Metric, MetricClass};
pub use observation::{Amount, Observation, Segment, Series, SeriesKey, Source};
pub use placement::Placement;
pub use project::{Item, Project, Subject};
pub use touchpoint::{Evidence, Place, Touchpoint};

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
}
