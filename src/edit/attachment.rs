//! What an accepted import plan adds to a project. Deciding it is `import`'s; applying it is `apply`'s.

use super::Placement;
use crate::model::{Metric, Segment, Series, Source, SourceId, Touchpoint, TouchpointId};

/// What an accepted import plan adds. Ids are already allocated from `project.next_id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub source: Source,
    /// Replaces this earlier source and its series (re-import), or `None`.
    pub replaces: Option<SourceId>,
    pub touchpoints: Vec<(Touchpoint, Placement)>,
    pub aliases: Vec<(TouchpointId, String)>,
    pub metrics: Vec<Metric>,
    pub segments: Vec<Segment>,
    pub series: Vec<Series>,
}
