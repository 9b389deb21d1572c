//! One interaction between customer and organisation, and where it lies on the map.

use std::collections::{BTreeMap, BTreeSet};

use super::{Channel, Emotion, LaneId, PersonaId, SegmentId, SessionId, StageId, TouchpointId};

/// Where an item lies: layout turns this into a position, so cards never overlap.
///
/// INVARIANT: stage and lane are of one journey; the columns in use in a stage are 0, 1, 2 … without a gap,
/// over all its lanes together; the orders within one (stage, lane, column) are 0, 1, 2 … each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub stage: StageId,
    pub lane: LaneId,
    /// The sub-column ("step") of the stage; steps line up across all lanes.
    pub column: u32,
    /// From the top within the column of the cell.
    pub order: u32,
}

/// One interaction between customer and organisation, online or in person.
#[derive(Clone, Debug, PartialEq)]
pub struct Touchpoint {
    pub id: TouchpointId,
    pub place: Place,
    pub title: String,
    /// The code of its type in the catalogue, or empty.
    pub kind: String,
    pub channel: Channel,
    pub description: String,
    /// The team or person who answers for it, or empty.
    pub owner: String,
    /// Whether it decides how the whole journey is judged.
    pub is_moment_of_truth: bool,
    pub evidence: Evidence,
    /// 1 (hardly matters) to 5 (decisive) to the customer; `None` where nobody has said.
    pub importance: Option<u8>,
    /// 1 to 5 to the organization; `None` where nobody has said.
    pub importance_to_organization: Option<u8>,
    /// How satisfied customers are said to be, 1 to 5; `None` where nobody has said.
    pub satisfaction: Option<u8>,
    /// How each persona feels here; under `None`, everybody.
    pub emotions: BTreeMap<Option<PersonaId>, Emotion>,
    /// Who comes here; empty for everybody.
    pub personas: BTreeSet<PersonaId>,
    /// Which slices of the customers come here; empty for all.
    pub segments: BTreeSet<SegmentId>,
    pub links: Vec<Link>,
    pub tags: Vec<String>,
    /// What was answered to the checks of its channel and of the brand, by their codes.
    pub checks: BTreeMap<String, CheckAnswer>,
    /// Names under which imported files know it: page paths, campaign names, event names.
    pub aliases: Vec<String>,
    /// The session in which it was added. INVARIANT: among the workshop's.
    pub session: Option<SessionId>,
}

impl Touchpoint {
    /// A touchpoint of which nothing is known but what it is called and where it lies.
    pub fn new(id: TouchpointId, title: impl Into<String>, channel: Channel, place: Place) -> Self {
        Self {
            id,
            place,
            title: title.into(),
            kind: String::new(),
            channel,
            description: String::new(),
            owner: String::new(),
            is_moment_of_truth: false,
            evidence: Evidence::default(),
            importance: None,
            importance_to_organization: None,
            satisfaction: None,
            emotions: BTreeMap::new(),
            personas: BTreeSet::new(),
            segments: BTreeSet::new(),
            links: Vec::new(),
            tags: Vec::new(),
            checks: BTreeMap::new(),
            aliases: Vec::new(),
            session: None,
        }
    }
}

/// What somebody answered to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckAnswer {
    Yes,
    No,
    DoesNotApply,
}

impl CheckAnswer {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::DoesNotApply];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::DoesNotApply => "does-not-apply",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::DoesNotApply => "Does not apply",
        }
    }
}

/// A page elsewhere that says more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Empty where the address says enough.
    pub title: String,
    pub url: String,
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    Observed,
    Measured,
    #[default]
    Assumed,
    Proposed,
}

impl Evidence {
    pub const ALL: [Self; 4] = [Self::Observed, Self::Measured, Self::Assumed, Self::Proposed];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Measured => "measured",
            Self::Assumed => "assumed",
            Self::Proposed => "proposed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Observed => "Observed",
            Self::Measured => "Measured",
            Self::Assumed => "Assumed",
            Self::Proposed => "Proposed",
        }
    }
}
