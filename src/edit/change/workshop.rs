//! What becomes of the workshops' records: sessions, agenda, parking lot and votes.

use crate::model::{Activity, ActivityId, Item, ParkedId, ParkedNote, Poll, PollId, PollState, Session, SessionId};

/// What becomes of the workshops' records.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkshopChange {
    /// A new session, which runs from now on.
    Start(Session),
    /// One that ended runs again.
    Resume(SessionId),
    /// None runs any more.
    End,
    RenameSession {
        session: SessionId,
        name: String,
    },
    /// Cards forget that they were added in it.
    RemoveSession(SessionId),
    AddActivity {
        activity: Activity,
        at: usize,
    },
    /// The activity of that id becomes this one.
    ChangeActivity(Activity),
    /// `to` is a slot counted as in `MoveStage`.
    MoveActivity {
        activity: ActivityId,
        to: usize,
    },
    RemoveActivity(ActivityId),
    Park(ParkedNote),
    /// The note of that id becomes this one.
    ChangeParked(ParkedNote),
    RemoveParked(ParkedId),
    AddPoll(Poll),
    RenamePoll {
        poll: PollId,
        title: String,
    },
    SetPollState {
        poll: PollId,
        state: PollState,
    },
    /// More people vote than was thought, or fewer.
    SetVoters {
        poll: PollId,
        voters: u16,
    },
    RemovePoll(PollId),
    /// How many dots whoever votes now puts on a card; 0 takes them back.
    Vote {
        poll: PollId,
        item: Item,
        dots: u8,
    },
    /// The ballot of whoever voted is full; the next person votes.
    NextVoter(PollId),
}
