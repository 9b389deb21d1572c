//! What the window knows of a workshop beside what the project keeps: the timer, which activity is under way, what is
//! compared, and what is asked for.

use std::sync::Arc;

use super::parking_run::Landing;
use super::timer::Timer;
use crate::analysis::difference::{ChangeKind, Difference};
use crate::base::date::{DateTime, date};
use crate::edit::workshop::VoteOn;
use crate::layout::Map;
use crate::model::{ActivityId, Item, JourneyId, ParkedId, PollId, PollState, Project, SessionId, SnapshotId};

/// The parts of the workshop tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    #[default]
    Agenda,
    Vote,
    Parking,
    Sessions,
    Snapshots,
    Changes,
}

impl Part {
    pub const ALL: [Self; 6] =
        [Self::Agenda, Self::Vote, Self::Parking, Self::Sessions, Self::Snapshots, Self::Changes];

    pub fn label(self) -> &'static str {
        match self {
            Self::Agenda => "Agenda",
            Self::Vote => "Vote",
            Self::Parking => "Parking lot",
            Self::Sessions => "Sessions",
            Self::Snapshots => "Snapshots",
            Self::Changes => "Changes",
        }
    }
}

/// A vote that is about to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteSetup {
    pub title: String,
    pub on: VoteOn,
    pub dots_each: u8,
    pub may_stack: bool,
    pub voters: u16,
}

impl Default for VoteSetup {
    fn default() -> Self {
        Self { title: String::new(), on: VoteOn::default(), dots_each: 3, may_stack: false, voters: 12 }
    }
}

/// Two states that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A snapshot, and another one or what is now.
    Snapshots { before: SnapshotId, after: Option<SnapshotId> },
    /// Two journeys of the project.
    Journeys { before: JourneyId, after: JourneyId },
}

/// What two states differ in, as of a state of the project.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub of: Compared,
    pub difference: Arc<Difference>,
    /// The project that holds the older state; the open one where journeys are compared.
    pub older: Arc<Project>,
    /// The project as it was when this was found out.
    pub(super) project: Project,
}

/// The map beside the open one.
#[derive(Clone, Debug)]
pub struct Mirror {
    pub map: Arc<Map>,
    /// Grows whenever the map is another.
    pub revision: u64,
    pub journey: JourneyId,
    /// Whether it shows the older of the two states.
    pub is_older: bool,
    /// What stands over it.
    pub title: String,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct WorkshopState {
    /// By the clock that timers are asked with, as of this frame, in seconds.
    pub now_s: f64,
    /// The time of day, as of this frame.
    pub now: DateTime,
    pub timer: Timer,
    /// Whether the timer has the whole window.
    pub is_big: bool,
    /// The minutes of the last timer that was started by hand.
    pub minutes: u16,
    pub current: Option<ActivityId>,
    /// How long the activities that are over took more than planned, in seconds.
    pub over_s: f64,
    pub part: Part,
    pub setup: VoteSetup,
    /// Whether a new vote is being set up although there are votes.
    pub is_setting_up: bool,
    /// The vote on show; `None` for the last.
    pub poll: Option<PollId>,
    pub comparison: Option<Comparison>,
    /// Whether two states are compared in the background.
    pub is_comparing: bool,
    /// Why the states that were asked for cannot be compared.
    pub comparison_error: String,
    /// The only kind of changes on show; `None` for all.
    pub kind: Option<ChangeKind>,
    pub is_side_by_side: bool,
    /// Whether the other map is beside the open one instead of above it.
    pub is_beside: bool,
    pub mirror: Option<Mirror>,
}

impl Default for WorkshopState {
    fn default() -> Self {
        Self {
            now_s: 0.0,
            now: date(2000, 1, 1).at(0, 0, 0, 0),
            timer: Timer::default(),
            is_big: false,
            minutes: 10,
            current: None,
            over_s: 0.0,
            part: Part::default(),
            setup: VoteSetup::default(),
            is_setting_up: false,
            poll: None,
            comparison: None,
            is_comparing: false,
            comparison_error: String::new(),
            kind: None,
            is_side_by_side: false,
            is_beside: false,
            mirror: None,
        }
    }
}

impl WorkshopState {
    /// What goes on when another project is opened: the clock and the timer.
    pub fn of_another_project(&self) -> Self {
        let Self { now_s, now, timer, minutes, is_beside, .. } = *self;
        Self { now_s, now, timer, minutes, is_beside, ..Self::default() }
    }
}

/// What widgets ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkshopWish {
    Show(Part),
    StartTimer(u16),
    ToggleTimer,
    OneMinuteMore,
    StopTimer,
    Big(bool),
    /// Goes on to an activity, and starts its time.
    Begin(ActivityId),
    Next,
    SetUp(VoteSetup),
    /// Shows the form for a new vote, or no more.
    SettingUp(bool),
    StartVote,
    ShowPoll(PollId),
    /// One dot on a card, or, where no more may be on it, all of them back.
    Dot(Item),
    /// So many dots on a card.
    Dots(Item, u8),
    ActionOf(Item),
    /// All dots of whoever votes now, back.
    TakeBackDots,
    NextVoter,
    /// Of the vote on show.
    SetPollState(PollState),
    /// Selects and shows what was added in it.
    ShowSession(SessionId),
    /// A note for each line.
    Park(String),
    /// A parked note becomes a sticky in the middle of what is in view.
    PlaceSticky(ParkedId),
    /// A parked note becomes a card at the focus.
    PlaceCard(ParkedId),
    /// A parked note was let go over the map.
    Land(ParkedId, Landing),
    TakeSnapshot(String),
    Restore(SnapshotId),
    Compare(Option<Compared>),
    ShowKind(Option<ChangeKind>),
    SideBySide(bool),
    Beside(bool),
}
