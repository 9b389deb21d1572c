//! The edits that a workshop asks for: decides only; nothing is changed until the edit is committed.

use std::sync::Arc;

use super::fragment::lines_of;
use super::{Edit, Placement, Selection, WorkshopChange, build};
use crate::base::Date;
use crate::model::{
    Action, ActionId, Activity, ActivityId, Aim, CardBody, Choice, Holds, Item, JourneyId, Lane, LaneKind, ParkedId,
    ParkedNote, Poll, PollId, PollState, Project, Session, SessionId, Spot, Sticky, StickyColor, StickyId, Subject,
};

/// A session that begins now and runs.
pub fn start(project: &Project, name: &str, on: Date) -> Edit {
    let session = Session { id: SessionId(project.next_id), name: name.to_owned(), on: Some(on) };
    Edit::ChangeWorkshop { change: WorkshopChange::Start(session) }
}

/// An activity at the end of the agenda.
pub fn add_activity(project: &Project, title: &str, minutes: u16) -> (Edit, ActivityId) {
    let id = ActivityId(project.next_id);
    let activity = Activity { id, title: title.to_owned(), minutes, notes: String::new() };
    (Edit::ChangeWorkshop { change: WorkshopChange::AddActivity { activity, at: usize::MAX } }, id)
}

/// A note for the parking lot.
pub fn park(project: &Project, text: &str) -> (Edit, ParkedId) {
    let id = ParkedId(project.next_id);
    let note = ParkedNote { id, text: text.to_owned(), is_done: false };
    (Edit::ChangeWorkshop { change: WorkshopChange::Park(note) }, id)
}

/// A note for each line that says something, in one step; `None` without any.
pub fn park_lines(project: &Project, text: &str) -> Option<Edit> {
    let notes = lines_of(text).zip(project.next_id..).map(|(line, id)| ParkedNote {
        id: ParkedId(id),
        text: line.to_owned(),
        is_done: false,
    });
    let mut edits: Vec<Edit> = notes.map(|note| change(WorkshopChange::Park(note))).collect();
    match edits.len() {
        0 | 1 => edits.pop(),
        count => Some(Edit::Batch { label: format!("Park {count} notes"), edits }),
    }
}

/// Takes cards of text and stickies off the map and keeps what they say in the parking lot. A note that went onto the
/// map with that text is open again. `None` where none of the subjects is such: touchpoints, pictures and links hold
/// more than a note can.
pub fn park_subjects(project: &Project, subjects: &[Subject]) -> Option<Edit> {
    let (mut items, mut stickies, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Item(Item::Card(id)) => {
                let card = project.cards.get(id).filter(|card| card.body == CardBody::Text);
                if let Some(card) = card.filter(|card| !card.text.trim().is_empty()) {
                    items.push(Item::Card(*id));
                    texts.push(card.text.trim());
                }
            }
            Subject::Sticky(id) => {
                if let Some(sticky) = project.stickies.get(id).filter(|sticky| !sticky.text.trim().is_empty()) {
                    stickies.push(*id);
                    texts.push(sticky.text.trim());
                }
            }
            Subject::Item(Item::Touchpoint(_)) | Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => {}
        }
    }
    let mut reopened: Vec<ParkedId> = Vec::new();
    let mut ids = project.next_id..;
    let mut edits = Vec::new();
    for text in &texts {
        let done = project
            .workshop
            .parked
            .iter()
            .find(|note| note.is_done && note.text.trim() == *text && !reopened.contains(&note.id));
        edits.push(match done {
            Some(note) => {
                reopened.push(note.id);
                change(WorkshopChange::ChangeParked(ParkedNote { is_done: false, ..note.clone() }))
            }
            None => {
                let id = ParkedId(ids.next()?);
                change(WorkshopChange::Park(ParkedNote { id, text: (*text).to_owned(), is_done: false }))
            }
        });
    }
    if !items.is_empty() {
        edits.push(Edit::RemoveItems { items });
    }
    if !stickies.is_empty() {
        edits.push(Edit::RemoveStickies { stickies });
    }
    (!texts.is_empty()).then(|| Edit::Batch { label: "Move to the parking lot".to_owned(), edits })
}

/// Puts a parked note into a cell as a touchpoint or card, whatever the lane holds, and marks it done. `None` where the
/// lane holds nothing.
pub fn unpark_as_item(project: &Project, note: &ParkedNote, placement: Placement) -> Option<(Edit, Item)> {
    let text = note.text.trim();
    let (add, item) = match project.lanes.get(&placement.lane)?.kind.holds() {
        Holds::Touchpoints => {
            let (edit, id) = build::new_untyped_touchpoint(project, text, placement);
            (edit, Item::Touchpoint(id))
        }
        Holds::Cards => {
            let (edit, id) = build::new_card(project, text, placement);
            (edit, Item::Card(id))
        }
        Holds::Nothing => return None,
    };
    Some((unpark(note, add), item))
}

/// Puts a parked note onto the map as a sticky, and marks it done.
pub fn unpark_as_sticky(project: &Project, note: &ParkedNote, journey: JourneyId, spot: Spot) -> (Edit, StickyId) {
    let id = StickyId(project.next_id);
    let (text, color) = (note.text.trim().to_owned(), StickyColor::default());
    let sticky = Sticky { id, journey, spot, text, color, session: None };
    (unpark(note, Edit::AddSticky { sticky }), id)
}

fn unpark(note: &ParkedNote, add: Edit) -> Edit {
    let done = change(WorkshopChange::ChangeParked(ParkedNote { is_done: true, ..note.clone() }));
    Edit::Batch { label: "Put parked note on the map".to_owned(), edits: vec![done, add] }
}

fn change(change: WorkshopChange) -> Edit {
    Edit::ChangeWorkshop { change }
}

/// What a vote is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VoteOn {
    #[default]
    PainPoints,
    Opportunities,
    Touchpoints,
    /// Everything on the map that lies in a lane.
    All,
    /// What is selected, or what lies in the stages and lanes that are.
    Selection,
}

impl VoteOn {
    pub const ALL: [Self; 5] = [Self::PainPoints, Self::Opportunities, Self::Touchpoints, Self::All, Self::Selection];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::PainPoints => "Pain points",
            Self::Opportunities => "Opportunities",
            Self::Touchpoints => "Touchpoints",
            Self::All => "Every card",
            Self::Selection => "What is selected",
        }
    }
}

/// What can be voted on: the items of a journey that are meant and say something, in reading order.
pub fn choices(project: &Project, journey: JourneyId, on: VoteOn, selection: &Selection) -> Vec<Choice> {
    let lane_of = |item: Item| -> Option<&Arc<Lane>> { project.lanes.get(&project.place_of(item)?.lane) };
    let is_meant = |item: Item| match on {
        VoteOn::PainPoints => lane_of(item).is_some_and(|lane| lane.kind == LaneKind::PainPoints),
        VoteOn::Opportunities => lane_of(item).is_some_and(|lane| lane.kind == LaneKind::Opportunities),
        VoteOn::Touchpoints => lane_of(item).is_some_and(|lane| lane.kind.holds() == Holds::Touchpoints),
        VoteOn::All => true,
        VoteOn::Selection => is_selected(project, selection, item),
    };
    let items = project.items_in_reading_order(journey).into_iter().filter(|item| is_meant(*item));
    items
        .filter_map(|item| {
            let text = project.text_of(item)?.trim();
            (!text.is_empty()).then(|| Choice { item, text: text.to_owned() })
        })
        .collect()
}

fn is_selected(project: &Project, selection: &Selection, item: Item) -> bool {
    let Some(place) = project.place_of(item) else { return false };
    [Subject::Item(item), Subject::Stage(place.stage), Subject::Lane(place.lane)]
        .into_iter()
        .any(|subject| selection.contains(subject))
}

/// How a vote is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteRules {
    pub dots_each: u8,
    /// Whether one person may put more than one dot on one card.
    pub may_stack: bool,
    pub voters: u16,
}

/// A vote that begins now.
pub fn start_vote(project: &Project, title: &str, rules: VoteRules, choices: Vec<Choice>) -> (Edit, PollId) {
    let id = PollId(project.next_id);
    let poll = Poll {
        id,
        title: title.to_owned(),
        dots_each: rules.dots_each,
        most_on_one: if rules.may_stack { rules.dots_each } else { 1 },
        voters: rules.voters,
        state: PollState::Open,
        choices,
        ballots: vec![Default::default()],
    };
    (Edit::ChangeWorkshop { change: WorkshopChange::AddPoll(poll) }, id)
}

/// All dots of whoever votes now taken back, in one step; `None` where none was given.
pub fn take_back(project: &Project, poll: PollId) -> Option<Edit> {
    let ballot = project.workshop.poll(poll)?.ballots.last().filter(|ballot| !ballot.is_empty())?;
    let none = |item: &Item| change(WorkshopChange::Vote { poll, item: *item, dots: 0 });
    Some(Edit::Batch { label: "Take back all dots".to_owned(), edits: ballot.keys().map(none).collect() })
}

/// An action out of what was voted for, at its touchpoint or else its stage; `None` if the card is gone.
pub fn action_of(project: &Project, item: Item) -> Option<(Edit, ActionId)> {
    let text = project.text_of(item)?;
    let place = project.place_of(item)?;
    let aim = match item {
        Item::Touchpoint(id) => Aim::Touchpoint(id),
        Item::Card(_) => Aim::Stage(place.stage),
    };
    let id = ActionId(project.next_id);
    let action = Action { aims: [aim].into(), ..Action::new(id, text) };
    Some((Edit::AddAction { action }, id))
}
