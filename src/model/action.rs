//! Improvements: what shall be done, where, by whom and when.

use std::collections::BTreeSet;

use super::{ActionId, Aim, MetricId};
use crate::base::Date;

/// An improvement that somebody thought of, plans, makes or has made.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub id: ActionId,
    pub title: String,
    pub description: String,
    /// Where it works; empty for the project as a whole. INVARIANT: all in the project.
    pub aims: BTreeSet<Aim>,
    /// The metric that it shall move.
    pub metric: Option<MetricId>,
    /// Who answers for it, or empty.
    pub owner: String,
    pub state: ActionState,
    /// The day on which customers begin to notice it: what is before and after is told by it.
    pub start: Option<Date>,
    /// The day on which it is to be finished, or was.
    pub end: Option<Date>,
    /// How much it would change for customers, 1 (hardly) to 10. INVARIANT: 1 to 10.
    pub impact: Option<u8>,
    /// What it takes, 1 (hardly anything) to 10. INVARIANT: 1 to 10.
    pub effort: Option<u8>,
}

impl Action {
    /// An idea of which only the title is known.
    pub fn new(id: ActionId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            description: String::new(),
            aims: BTreeSet::new(),
            metric: None,
            owner: String::new(),
            state: ActionState::default(),
            start: None,
            end: None,
            impact: None,
            effort: None,
        }
    }
}

/// How far an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionState {
    #[default]
    Idea,
    Planned,
    InProgress,
    Done,
    Dropped,
}

impl ActionState {
    pub const ALL: [Self; 5] = [Self::Idea, Self::Planned, Self::InProgress, Self::Done, Self::Dropped];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Planned => "planned",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Idea => "Idea",
            Self::Planned => "Planned",
            Self::InProgress => "In progress",
            Self::Done => "Done",
            Self::Dropped => "Dropped",
        }
    }
}
