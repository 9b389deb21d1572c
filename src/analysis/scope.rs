//! Where and of whom a figure is taken.

use std::collections::BTreeSet;

use crate::model::{SegmentId, TouchpointId};

/// Whose figures are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    /// All customers: of each file the series without a segment if it has one for the metric, else the sum of its
    /// segments where the class can be added up (additive, ratio, mean, share difference), else nothing.
    #[default]
    Everyone,
    /// One slice of the data.
    Segment(SegmentId),
}

/// Where a figure is taken: at one touchpoint or over several together, of all customers or a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// INVARIANT: sorted, each once.
    pub(super) touchpoints: Vec<TouchpointId>,
    pub(super) audience: Audience,
}

impl Scope {
    /// Several touchpoints together, of all customers.
    pub fn of(touchpoints: impl IntoIterator<Item = TouchpointId>) -> Self {
        let touchpoints: BTreeSet<TouchpointId> = touchpoints.into_iter().collect();
        Self { touchpoints: touchpoints.into_iter().collect(), audience: Audience::Everyone }
    }

    pub(super) fn is_of_several(&self) -> bool {
        self.touchpoints.len() > 1
    }

    /// The same touchpoints for that audience.
    pub fn for_audience(self, audience: Audience) -> Self {
        Self { audience, ..self }
    }

    /// Where, in order of their ids.
    pub fn touchpoints(&self) -> &[TouchpointId] {
        &self.touchpoints
    }

    /// Of whom.
    pub fn audience(&self) -> Audience {
        self.audience
    }
}

impl From<TouchpointId> for Scope {
    fn from(touchpoint: TouchpointId) -> Self {
        Self { touchpoints: vec![touchpoint], audience: Audience::Everyone }
    }
}
