//! Sessions, agenda, parking lot and votes; and the mark that what is added while a session runs gets. The one place
//! that sets it.

use std::sync::Arc;

use super::{claim, insert};
use crate::edit::{EditError, WorkshopChange};
use crate::model::{
    ACTIVITY_MINUTES, Activity, Ballot, CardId, Item, JourneyId, ParkedNote, Poll, PollId, PollState, Project, Session,
    SessionId, StageId, StickyId, TouchpointId, Workshop,
};

/// Marks the touchpoints, cards and stickies from that id on with the session that runs, or with none. The copies that came with
/// a whole journey are as old as their originals.
pub fn mark_added(project: &mut Project, first: u64) {
    if project.next_id == first {
        return;
    }
    let session = project.workshop.running;
    let is_copy = |journey: JourneyId| {
        let record = project.journeys.get(&journey).filter(|_| journey >= JourneyId(first));
        record.is_some_and(|journey| journey.origin.is_some())
    };
    let copied_with_journey = |stage: StageId| project.stages.get(&stage).is_some_and(|stage| is_copy(stage.journey));
    let touchpoints: Vec<TouchpointId> = project
        .touchpoints
        .range(TouchpointId(first)..)
        .filter(|(_, touchpoint)| touchpoint.session != session && !copied_with_journey(touchpoint.place.stage))
        .map(|(id, _)| *id)
        .collect();
    let cards: Vec<CardId> = project
        .cards
        .range(CardId(first)..)
        .filter(|(_, card)| card.session != session && !copied_with_journey(card.place.stage))
        .map(|(id, _)| *id)
        .collect();
    let stickies: Vec<StickyId> = project
        .stickies
        .range(StickyId(first)..)
        .filter(|(_, sticky)| sticky.session != session && !is_copy(sticky.journey))
        .map(|(id, _)| *id)
        .collect();
    for id in touchpoints {
        if let Some(touchpoint) = Arc::make_mut(&mut project.touchpoints).get_mut(&id) {
            Arc::make_mut(touchpoint).session = session;
        }
    }
    for id in cards {
        if let Some(card) = Arc::make_mut(&mut project.cards).get_mut(&id) {
            Arc::make_mut(card).session = session;
        }
    }
    for id in stickies {
        if let Some(sticky) = Arc::make_mut(&mut project.stickies).get_mut(&id) {
            Arc::make_mut(sticky).session = session;
        }
    }
}

/// Items whose session is not known any more forget it.
pub fn forget_sessions(project: &mut Project) {
    let workshop = Arc::clone(&project.workshop);
    let is_gone = |session: Option<SessionId>| session.is_some_and(|session| workshop.session(session).is_none());
    let touchpoints: Vec<_> =
        project.touchpoints.values().filter(|touchpoint| is_gone(touchpoint.session)).map(Arc::clone).collect();
    for touchpoint in touchpoints {
        let mut record = (*touchpoint).clone();
        record.session = None;
        insert(&mut project.touchpoints, record.id, record);
    }
    let cards: Vec<_> = project.cards.values().filter(|card| is_gone(card.session)).map(Arc::clone).collect();
    for card in cards {
        let mut record = (*card).clone();
        record.session = None;
        insert(&mut project.cards, record.id, record);
    }
    let stickies: Vec<_> = project.stickies.values().filter(|sticky| is_gone(sticky.session)).map(Arc::clone).collect();
    for sticky in stickies {
        let mut record = (*sticky).clone();
        record.session = None;
        insert(&mut project.stickies, record.id, record);
    }
}

pub fn change(project: &mut Project, change: &WorkshopChange) -> Result<(), EditError> {
    let mut workshop = Workshop::clone(&project.workshop);
    match change {
        WorkshopChange::Start(session) => {
            claim(project, session.id.0)?;
            workshop.sessions.push(session.clone());
            workshop.running = Some(session.id);
        }
        WorkshopChange::Resume(session) => workshop.running = Some(session_mut(&mut workshop, *session)?.id),
        WorkshopChange::End => workshop.running = None,
        WorkshopChange::RenameSession { session, name } => {
            session_mut(&mut workshop, *session)?.name.clone_from(name);
        }
        WorkshopChange::RemoveSession(session) => {
            session_mut(&mut workshop, *session)?;
            workshop.sessions.retain(|known| known.id != *session);
            workshop.running = workshop.running.filter(|running| running != session);
        }
        WorkshopChange::AddActivity { activity, at } => {
            check_activity(activity)?;
            claim(project, activity.id.0)?;
            workshop.agenda.insert((*at).min(workshop.agenda.len()), activity.clone());
        }
        WorkshopChange::ChangeActivity(activity) => {
            check_activity(activity)?;
            let known = workshop.agenda.iter_mut().find(|known| known.id == activity.id);
            *known.ok_or_else(|| unknown("activity", activity.id.0))? = activity.clone();
        }
        WorkshopChange::MoveActivity { activity, to } => {
            let at = workshop.agenda.iter().position(|known| known.id == *activity);
            let at = at.ok_or_else(|| unknown("activity", activity.0))?;
            let to = if *to > at { *to - 1 } else { *to }.min(workshop.agenda.len().saturating_sub(1));
            let moved = workshop.agenda.remove(at);
            workshop.agenda.insert(to, moved);
        }
        WorkshopChange::RemoveActivity(activity) => {
            if workshop.activity(*activity).is_none() {
                return Err(unknown("activity", activity.0));
            }
            workshop.agenda.retain(|known| known.id != *activity);
        }
        WorkshopChange::Park(note) => {
            claim(project, note.id.0)?;
            workshop.parked.push(note.clone());
        }
        WorkshopChange::ChangeParked(note) => {
            let known: Option<&mut ParkedNote> = workshop.parked.iter_mut().find(|known| known.id == note.id);
            *known.ok_or_else(|| unknown("parked note", note.id.0))? = note.clone();
        }
        WorkshopChange::RemoveParked(note) => {
            if workshop.note(*note).is_none() {
                return Err(unknown("parked note", note.0));
            }
            workshop.parked.retain(|known| known.id != *note);
        }
        WorkshopChange::AddPoll(poll) => {
            if let Some(why) = poll.problem() {
                return Err(EditError::BadPoll { why });
            }
            claim(project, poll.id.0)?;
            close_others(&mut workshop, poll.id);
            workshop.polls.push(Arc::new(poll.clone()));
        }
        WorkshopChange::RenamePoll { poll, title } => poll_mut(&mut workshop, *poll)?.title.clone_from(title),
        WorkshopChange::SetPollState { poll, state } => {
            poll_mut(&mut workshop, *poll)?.state = *state;
            if *state == PollState::Open {
                close_others(&mut workshop, *poll);
            }
        }
        WorkshopChange::SetVoters { poll, voters } => {
            let poll = poll_mut(&mut workshop, *poll)?;
            poll.voters = *voters;
            if let Some(why) = poll.problem() {
                return Err(EditError::BadPoll { why });
            }
        }
        WorkshopChange::RemovePoll(poll) => {
            poll_mut(&mut workshop, *poll)?;
            workshop.polls.retain(|known| known.id != *poll);
        }
        WorkshopChange::Vote { poll, item, dots } => vote(open_poll(&mut workshop, *poll)?, *item, *dots)?,
        WorkshopChange::NextVoter(poll) => {
            let poll = open_poll(&mut workshop, *poll)?;
            if poll.ballots.len() >= usize::from(poll.voters) {
                return Err(EditError::NoMoreVoters);
            }
            poll.ballots.push(Ballot::new());
        }
    }
    if workshop != *project.workshop {
        project.workshop = Arc::new(workshop);
    }
    if matches!(change, WorkshopChange::RemoveSession(_)) {
        forget_sessions(project);
    }
    Ok(())
}

fn vote(poll: &mut Poll, item: Item, dots: u8) -> Result<(), EditError> {
    if poll.choice(item).is_none() {
        return Err(EditError::NotAChoice);
    }
    if dots > poll.most_on_one {
        return Err(EditError::TooManyDots { most: poll.most_on_one });
    }
    if u16::from(dots) > u16::from(poll.dots_left()) + u16::from(poll.own_dots(item)) {
        return Err(EditError::NoDotsLeft);
    }
    if poll.ballots.is_empty() {
        poll.ballots.push(Ballot::new());
    }
    let Some(ballot) = poll.ballots.last_mut() else { return Ok(()) };
    if dots == 0 {
        ballot.remove(&item);
    } else {
        ballot.insert(item, dots);
    }
    Ok(())
}

/// Only one vote takes dots at a time.
fn close_others(workshop: &mut Workshop, open: PollId) {
    for poll in &mut workshop.polls {
        if poll.id != open && poll.state == PollState::Open {
            Arc::make_mut(poll).state = PollState::Closed;
        }
    }
}

fn poll_mut(workshop: &mut Workshop, id: PollId) -> Result<&mut Poll, EditError> {
    let poll = workshop.polls.iter_mut().find(|poll| poll.id == id);
    poll.map(Arc::make_mut).ok_or_else(|| unknown("vote", id.0))
}

fn open_poll(workshop: &mut Workshop, id: PollId) -> Result<&mut Poll, EditError> {
    let poll = poll_mut(workshop, id)?;
    if poll.state == PollState::Open { Ok(poll) } else { Err(EditError::PollClosed) }
}

fn session_mut(workshop: &mut Workshop, id: SessionId) -> Result<&mut Session, EditError> {
    workshop.sessions.iter_mut().find(|session| session.id == id).ok_or_else(|| unknown("workshop", id.0))
}

fn check_activity(activity: &Activity) -> Result<(), EditError> {
    if ACTIVITY_MINUTES.contains(&activity.minutes) { Ok(()) } else { Err(EditError::BadActivity) }
}

fn unknown(what: &'static str, id: u64) -> EditError {
    EditError::Unknown { what, id: id.to_string() }
}
