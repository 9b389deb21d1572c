//! What an accepted import plan adds to a project.

use super::Placement;
use crate::model::{Metric, Segment, Series, Source, SourceId, Touchpoint, TouchpointId};

/// What an accepted import plan adds. New ids are already allocated from `Project::next_id`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub source: Source,
    /// The earlier sources that this one takes the place of, with their series; none for a new file. What was added
    /// to one of them is added to the new source.
    pub replaces: Vec<SourceId>,
    /// New touchpoints. Placements are all counted in the project as it is before the attachment; touchpoints at
    /// one slot are stacked in the order given.
    pub touchpoints: Vec<(Touchpoint, Placement)>,
    /// Names that touchpoints, old or new, are to answer to from now on.
    pub aliases: Vec<(TouchpointId, String)>,
    /// Touchpoints of the project that get their first figures: what was assumed of them is measured from now on.
    pub measured: Vec<TouchpointId>,
    /// New definitions. INVARIANT: no key is in the project yet.
    pub metrics: Vec<Metric>,
    /// New segments. INVARIANT: no name is in the project yet.
    pub segments: Vec<Segment>,
    /// INVARIANT: of this source, each key once.
    pub series: Vec<Series>,
}
