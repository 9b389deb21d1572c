//! What a workshop leaves in a project beside the map: sessions, their agenda, what was parked, and votes with dots.
//! Which activity is under way and how the timer stands is the window's.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::{ActivityId, Item, ParkedId, PollId, SessionId};
use crate::base::Date;

/// How long an activity may last, in minutes.
pub const ACTIVITY_MINUTES: RangeInclusive<u16> = 1..=480;

/// How many dots a person may have.
pub const DOTS_EACH: RangeInclusive<u8> = 1..=20;

/// How many people may vote.
pub const VOTERS: RangeInclusive<u16> = 1..=500;

/// Everything of the project's workshops.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workshop {
    /// From the first on. INVARIANT: each once.
    pub sessions: Vec<Session>,
    /// The session that runs: what is added meanwhile is marked with it. INVARIANT: among the sessions.
    pub running: Option<SessionId>,
    /// The activities in their order. INVARIANT: each once.
    pub agenda: Vec<Activity>,
    /// In the order in which they were parked. INVARIANT: each once.
    pub parked: Vec<ParkedNote>,
    /// From the first on. INVARIANT: each once.
    pub polls: Vec<Arc<Poll>>,
}

impl Workshop {
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    pub fn activity(&self, id: ActivityId) -> Option<&Activity> {
        self.agenda.iter().find(|activity| activity.id == id)
    }

    pub fn note(&self, id: ParkedId) -> Option<&ParkedNote> {
        self.parked.iter().find(|note| note.id == id)
    }

    pub fn poll(&self, id: PollId) -> Option<&Arc<Poll>> {
        self.polls.iter().find(|poll| poll.id == id)
    }

    /// The vote that people give their dots to, or `None` while none is open: at most one is looked at, the last.
    pub fn open_poll(&self) -> Option<&Arc<Poll>> {
        self.polls.iter().rev().find(|poll| poll.state == PollState::Open)
    }

    /// The ids of all its records.
    pub fn ids(&self) -> impl Iterator<Item = u64> + '_ {
        let sessions = self.sessions.iter().map(|session| session.id.0);
        let activities = self.agenda.iter().map(|activity| activity.id.0);
        let parked = self.parked.iter().map(|note| note.id.0);
        sessions.chain(activities).chain(parked).chain(self.polls.iter().map(|poll| poll.id.0))
    }
}

/// A meeting in which people work on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub name: String,
    /// The day on which it began; `None` where that was not kept.
    pub on: Option<Date>,
}

/// A part of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    pub id: ActivityId,
    pub title: String,
    /// INVARIANT: within [`ACTIVITY_MINUTES`].
    pub minutes: u16,
    /// What whoever leads it wants to remember.
    pub notes: String,
}

/// Something that was said, and shall not be lost, but not be talked about now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedNote {
    pub id: ParkedId,
    pub text: String,
    /// Whether it was dealt with.
    pub is_done: bool,
}

/// A vote with dots. Nobody is named: a ballot is known by its place in the row only.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    pub id: PollId,
    pub title: String,
    /// INVARIANT: within [`DOTS_EACH`].
    pub dots_each: u8,
    /// How many dots one person may put on one card. INVARIANT: 1 to `dots_each`.
    pub most_on_one: u8,
    /// How many people are to vote. INVARIANT: within [`VOTERS`].
    pub voters: u16,
    pub state: PollState,
    /// What can be voted on. It stays when its card is deleted. INVARIANT: each item once.
    pub choices: Vec<Choice>,
    /// One for each person so far; while the vote is open, the last is of whoever votes now. INVARIANT: only on choices,
    /// within `most_on_one` and `dots_each`, and no more of them than `voters`.
    pub ballots: Vec<Ballot>,
}

/// The dots of one person: how many on which card, none of them zero.
pub type Ballot = BTreeMap<Item, u8>;

/// A card that can be voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub item: Item,
    /// What it said when the vote was begun: it may be deleted by now.
    pub text: String,
}

/// How far a vote is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PollState {
    /// Dots are given; nobody sees those of others.
    #[default]
    Open,
    /// Everybody has voted; the result is not shown yet.
    Closed,
    /// The result is seen by all.
    Shown,
}

impl PollState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Shown];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Shown => "shown",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Poll {
    /// How many dots whoever votes now has put on that card.
    pub fn own_dots(&self, item: Item) -> u8 {
        self.ballots.last().and_then(|ballot| ballot.get(&item)).copied().unwrap_or(0)
    }

    /// How many dots whoever votes now has left.
    pub fn dots_left(&self) -> u8 {
        let given: u32 = self.ballots.last().map_or(0, |ballot| ballot.values().copied().map(u32::from).sum());
        u8::try_from(u32::from(self.dots_each).saturating_sub(given)).unwrap_or(0)
    }

    pub fn choice(&self, item: Item) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.item == item)
    }

    /// Why it can't be so, or `None` for a sound one.
    pub fn problem(&self) -> Option<&'static str> {
        if !DOTS_EACH.contains(&self.dots_each) || !(1..=self.dots_each).contains(&self.most_on_one) {
            return Some("Its number of dots is out of range.");
        }
        if !VOTERS.contains(&self.voters) || self.ballots.len() > usize::from(self.voters) {
            return Some("Its number of voters is out of range.");
        }
        let choices: BTreeSet<Item> = self.choices.iter().map(|choice| choice.item).collect();
        if choices.len() < self.choices.len() {
            return Some("It offers a card twice.");
        }
        let is_sound = |ballot: &Ballot| {
            let given: u32 = ballot.values().copied().map(u32::from).sum();
            given <= u32::from(self.dots_each)
                && ballot.iter().all(|(item, dots)| choices.contains(item) && (1..=self.most_on_one).contains(dots))
        };
        if !self.ballots.iter().all(is_sound) {
            return Some("A ballot has dots that it can't have.");
        }
        None
    }
}
