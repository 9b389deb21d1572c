//! What is done about the wishes around votes. No drawing here.

use super::state::Part;
use super::vote_ui::shown_poll;
use crate::app::core::Core;
use crate::app::workspace::{BottomTab, Notice, Tool};
use crate::base::Rect;
use crate::edit::workshop::{VoteRules, action_of, choices, start_vote, take_back};
use crate::edit::{Edit, Selection, WorkshopChange};
use crate::model::{Item, Poll, PollState, Subject};

/// One dot more, so long as any are left; back to none where no more may be on it.
fn next_dots(poll: &Poll, item: Item) -> u8 {
    let own = poll.own_dots(item);
    let may_more = own < poll.most_on_one && poll.dots_left() > 0;
    if may_more {
        own + 1
    } else if own > 0 {
        0
    } else {
        1
    }
}

impl Core {
    /// Shows the form of a new vote.
    pub(in crate::app) fn set_up_vote(&mut self) {
        self.workspace.workshop.is_setting_up = true;
        self.workspace.workshop.part = Part::Vote;
        self.show_bottom(BottomTab::Workshop);
    }

    pub(super) fn start_vote(&mut self) {
        let workspace = &self.workspace;
        let (project, setup) = (workspace.document.project(), workspace.workshop.setup.clone());
        let offered = choices(project, workspace.journey, setup.on, workspace.document.selection());
        if offered.is_empty() {
            return;
        }
        let rules = VoteRules { dots_each: setup.dots_each, may_stack: setup.may_stack, voters: setup.voters };
        let title = if setup.title.trim().is_empty() { setup.on.label() } else { setup.title.trim() };
        let (edit, poll) = start_vote(project, title, rules, offered);
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            let state = &mut self.workspace.workshop;
            state.poll = Some(poll);
            state.is_setting_up = false;
            state.part = Part::Vote;
            state.setup.title.clear();
            self.workspace.tool = Tool::Vote;
            self.show_bottom(BottomTab::Workshop);
            self.look_at_choices();
        }
    }

    /// Gives dots to a card, and says in a word why where it cannot be.
    pub(super) fn dot(&mut self, item: Item, dots: Option<u8>) {
        let Some(poll) = self.workspace.document.project().workshop.open_poll().cloned() else { return };
        if poll.choice(item).is_none() {
            self.notify(Notice::Warning("This card is not part of the vote.".to_owned()));
            return;
        }
        let dots = dots.map_or_else(|| next_dots(&poll, item), |dots| dots.min(poll.most_on_one));
        let change = WorkshopChange::Vote { poll: poll.id, item, dots };
        let selection = Selection::only(item);
        self.commit(&Edit::ChangeWorkshop { change }, Some(selection));
    }

    pub(super) fn make_action_of(&mut self, item: Item) {
        let Some((edit, action)) = action_of(self.workspace.document.project(), item) else { return };
        if self.commit(&edit, None) {
            self.workspace.document.seal();
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable("The action is on the board.".to_owned(), revision));
            self.show_action(Some(action));
            self.workspace.settings.right_panel.is_visible = true;
        }
    }

    /// Takes all dots of whoever votes now back.
    pub(super) fn take_dots_back(&mut self) {
        let project = self.workspace.document.project();
        let edit = project.workshop.open_poll().and_then(|poll| take_back(project, poll.id));
        if let Some(edit) = edit {
            self.workspace.document.seal();
            self.commit(&edit, Some(Selection::default()));
            self.workspace.document.seal();
        }
    }

    /// Hides the dots of whoever voted; the next person votes.
    pub(in crate::app) fn next_voter(&mut self) {
        let Some(poll) = self.workspace.document.project().workshop.open_poll().map(|poll| poll.id) else { return };
        let edit = Edit::ChangeWorkshop { change: WorkshopChange::NextVoter(poll) };
        // The card that got the last dot is selected: nobody else is to see which that was.
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            self.show_vote();
            self.workspace.tool = Tool::Vote;
        }
    }

    /// Lets the vote on show be open, closed or shown.
    pub(in crate::app) fn set_poll_state(&mut self, state: PollState) {
        let Some(poll) = shown_poll(&self.workspace).map(|poll| poll.id) else { return };
        let edit = Edit::ChangeWorkshop { change: WorkshopChange::SetPollState { poll, state } };
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            self.workspace.tool = if state == PollState::Open { Tool::Vote } else { Tool::Select };
            self.show_vote();
        }
    }

    /// Moves the map so that everything that can be voted on is in view, as large as it fits.
    fn look_at_choices(&mut self) {
        let workspace = &self.workspace;
        let Some(poll) = workspace.document.project().workshop.open_poll() else { return };
        let choices = poll.choices.iter().map(|choice| Subject::Item(choice.item));
        let rects = choices.clone().filter_map(|choice| workspace.map.rect_of(choice));
        if let (Some(first), Some(all)) = (choices.clone().next(), rects.reduce(Rect::union)) {
            self.look_at(first, all);
        }
    }

    fn show_vote(&mut self) {
        self.workspace.workshop.is_setting_up = false;
        self.workspace.workshop.part = Part::Vote;
        self.show_bottom(BottomTab::Workshop);
    }
}
