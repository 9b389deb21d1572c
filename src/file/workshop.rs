//! Sessions, agenda, parking lot and votes of format 1, both ways.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::convert::Problems;
use super::lines::{Record, push, push_quoted};
use super::v1;
use crate::base::Date;
use crate::model::{
    Activity, ActivityId, Ballot, CardId, Choice, Item, ParkedId, ParkedNote, Poll, PollId, PollState, Session,
    SessionId, TouchpointId, Workshop,
};

/// What a file says about workshops, in its tables.
pub struct Tables<'a> {
    pub sessions: Vec<v1::Session<'a>>,
    pub running: Option<u64>,
    pub agenda: Vec<v1::Activity>,
    pub parked: Vec<v1::Parked>,
    pub polls: Vec<v1::Poll<'a>>,
}

pub fn workshop(tables: Tables<'_>, problems: &mut Problems) -> Workshop {
    Workshop {
        sessions: tables.sessions.into_iter().map(|record| session(record, problems)).collect(),
        running: tables.running.map(SessionId),
        agenda: tables
            .agenda
            .into_iter()
            .map(|record| Activity {
                id: ActivityId(record.id),
                title: record.title,
                minutes: record.minutes,
                notes: record.notes,
            })
            .collect(),
        parked: tables
            .parked
            .into_iter()
            .map(|record| ParkedNote { id: ParkedId(record.id), text: record.text, is_done: record.done })
            .collect(),
        polls: tables.polls.into_iter().map(|record| Arc::new(poll(record, problems))).collect(),
    }
}

fn session(record: v1::Session<'_>, problems: &mut Problems) -> Session {
    let on = record.on.and_then(|text| {
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            problems.add(format!("\"{text}\" is not a date like \"2026-09-30\"."), format!("session {}", record.id));
        }
        date
    });
    Session { id: SessionId(record.id), name: record.name, on }
}

pub fn write_session(record: &mut Record<'_>, session: &Session) {
    record.number("id", session.id);
    record.text("name", &session.name);
    if let Some(on) = session.on {
        record.quoted("on", on);
    }
}

pub fn write_activity(record: &mut Record<'_>, activity: &Activity) {
    record.number("id", activity.id);
    record.text("title", &activity.title);
    record.number("minutes", activity.minutes);
    record.text("notes", &activity.notes);
}

pub fn write_parked(record: &mut Record<'_>, note: &ParkedNote) {
    record.number("id", note.id);
    record.text("text", &note.text);
    record.flag("done", note.is_done);
}

fn poll(record: v1::Poll<'_>, problems: &mut Problems) -> Poll {
    let place = || format!("poll {}", record.id);
    let mut choices = Vec::new();
    for choice in record.choices {
        let item = match (choice.touchpoint, choice.card) {
            (Some(id), None) => Item::Touchpoint(TouchpointId(id)),
            (None, Some(id)) => Item::Card(CardId(id)),
            (_, _) => {
                problems.add("Each of its choices must name one touchpoint or one card.", place());
                continue;
            }
        };
        choices.push(Choice { item, text: choice.text });
    }
    let by_id: BTreeMap<u64, Item> = choices.iter().map(|choice| (id_of(choice.item), choice.item)).collect();
    let mut strangers = BTreeSet::new();
    let ballots = record.ballots.into_iter().map(|dots| {
        let known = dots.into_iter().filter_map(|(id, dots)| match by_id.get(&id) {
            Some(item) => Some((*item, dots)),
            None => {
                strangers.insert(id);
                None
            }
        });
        known.collect::<Ballot>()
    });
    let ballots = ballots.collect();
    for id in strangers {
        problems.add(format!("It has dots for {id}, which is not among its choices."), place());
    }
    let state = record.state.map_or(PollState::default(), |code| {
        problems.code(PollState::from_code(&code), PollState::Closed, &code, "a state of a vote", ("poll", record.id))
    });
    Poll {
        id: PollId(record.id),
        title: record.title,
        dots_each: record.dots_each,
        most_on_one: record.most_on_one.unwrap_or(record.dots_each),
        voters: record.voters,
        state,
        choices,
        ballots,
    }
}

pub fn write_poll(record: &mut Record<'_>, poll: &Poll) {
    record.number("id", poll.id);
    record.text("title", &poll.title);
    record.number("dots_each", poll.dots_each);
    record.number_if_any("most_on_one", (poll.most_on_one != poll.dots_each).then_some(poll.most_on_one));
    record.number("voters", poll.voters);
    record.text("state", if poll.state == PollState::default() { "" } else { poll.state.code() });
    record.list("choices", poll.choices.iter(), |text, choice| {
        let kind = match choice.item {
            Item::Touchpoint(_) => "touchpoint",
            Item::Card(_) => "card",
        };
        push(text, format_args!("({kind}: {}", id_of(choice.item)));
        if !choice.text.is_empty() {
            text.push_str(", text: ");
            push_quoted(text, &choice.text);
        }
        text.push(')');
    });
    record.list("ballots", poll.ballots.iter(), |text, ballot| {
        text.push('[');
        for (at, (item, dots)) in ballot.iter().enumerate() {
            push(text, format_args!("{}({}, {dots})", if at == 0 { "" } else { ", " }, id_of(*item)));
        }
        text.push(']');
    });
}

fn id_of(item: Item) -> u64 {
    match item {
        Item::Touchpoint(id) => id.0,
        Item::Card(id) => id.0,
    }
}
