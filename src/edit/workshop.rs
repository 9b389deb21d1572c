//! The edits that a workshop asks for: decides only; nothing is changed until the edit is committed.

use std::sync::Arc;

use super::{Edit, Selection, WorkshopChange};
use crate::base::Date;
use crate::model::{
    Action, ActionId, Activity, ActivityId, Aim, Choice, Holds, Item, JourneyId, Lane, LaneKind, ParkedId, ParkedNote,
    Poll, PollId, PollState, Project, Session, SessionId,
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
    use crate::model::Subject;
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
