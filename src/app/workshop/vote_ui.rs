//! Dot voting beside the map: the form of a new vote, the ballot of whoever votes now, and what follows. The result is
//! `results_ui`'s; dots on the map are `voting`'s and `marks`'.

use egui::{Align, DragValue, Layout, Margin, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};

use super::results_ui::results_ui;
use super::state::WorkshopWish;
use super::wish;
use crate::analysis::votes::voted;
use crate::app::action::Action;
use crate::app::inspector::text_line_in;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::widgets::{Emphasis, IconButton, action_button, action_tip, combo_icon, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::workshop::{VoteOn, choices};
use crate::edit::{Edit, WorkshopChange};
use crate::model::{DOTS_EACH, Poll, PollState, Subject, VOTERS};

/// The vote on show: the one that was chosen, else the last.
pub fn shown_poll(workspace: &Workspace) -> Option<&Poll> {
    let workshop = &workspace.document.project().workshop;
    let chosen = workspace.workshop.poll.and_then(|id| workshop.poll(id));
    chosen.or_else(|| workshop.polls.last()).map(AsRef::as_ref)
}

/// Whether a vote is open in which somebody has not voted yet.
pub fn can_change_voter(workspace: &Workspace) -> bool {
    let open = workspace.document.project().workshop.open_poll();
    open.is_some_and(|poll| poll.ballots.len() < usize::from(poll.voters))
}

/// Draws the part.
pub fn vote_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    match shown_poll(workspace).filter(|_| !workspace.workshop.is_setting_up) {
        None => setup_ui(ui, workspace, requests),
        Some(poll) => {
            ui.push_id(("poll", poll.id), |ui| {
                head_ui(ui, workspace, requests, poll);
                match poll.state {
                    PollState::Open => ballot_ui(ui, workspace, requests, poll),
                    PollState::Closed => closed_ui(ui, workspace, requests, poll),
                    PollState::Shown => results_ui(ui, workspace, requests, poll),
                }
            });
        }
    }
}

/// The form of a new vote.
fn setup_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let before = &workspace.workshop.setup;
    let mut setup = before.clone();
    let project = workspace.document.project();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        ui.label("Vote on");
        egui::ComboBox::from_id_salt("vote on")
            .selected_text(setup.on.label())
            .icon(combo_icon)
            .show_ui(ui, |ui| {
                for on in VoteOn::ALL {
                    ui.selectable_value(&mut setup.on, on, on.label());
                }
            })
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Vote on"));
        let title = TextEdit::singleline(&mut setup.title)
            .hint_text("What shall we solve first?")
            .desired_width(220.0)
            .margin(Margin::symmetric(8, 6));
        ui.add(title).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Question"));
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        let dots = ui.add(DragValue::new(&mut setup.dots_each).range(DOTS_EACH).speed(0.1));
        dots.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, "Dots a person"));
        ui.label(if setup.dots_each == 1 { "dot a person," } else { "dots a person," });
        let voters = ui.add(DragValue::new(&mut setup.voters).range(VOTERS).speed(0.2));
        voters.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, "People"));
        ui.label("people");
        ui.checkbox(&mut setup.may_stack, "Several a card")
            .on_hover_text("Whether a person may put more than one dot on one card");
    });
    ui.add_space(4.0);
    let count = choices(project, workspace.journey, setup.on, workspace.document.selection()).len();
    ui.horizontal(|ui| {
        let start = IconButton::new(None, "Start vote", "Start vote").emphasis(Emphasis::Primary).enabled(count > 0);
        if start.tip("Everybody votes in turn, on the map or in the list").ui(ui, theme).clicked() && count > 0 {
            wish(requests, WorkshopWish::SetUp(setup.clone()));
            wish(requests, WorkshopWish::StartVote);
        }
        if !project.workshop.polls.is_empty()
            && IconButton::new(None, "Cancel", "Cancel the new vote").ui(ui, theme).clicked()
        {
            wish(requests, WorkshopWish::SettingUp(false));
        }
        let text = match (count, setup.on) {
            (0, VoteOn::Selection) => "Select cards, stages or lanes on the map first.".to_owned(),
            (0, on) => format!("This journey has no {} with text yet.", on.label().to_lowercase()),
            (1, _) => "1 card to vote on".to_owned(),
            (count, _) => format!("{count} cards to vote on"),
        };
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    });
    ui.add_space(4.0);
    let text = "Let everybody give dots to what matters most. Dots stay hidden until you show them.";
    ui.label(RichText::new(text).color(color32(theme.color.muted)));
    if setup != *before {
        wish(requests, WorkshopWish::SetUp(setup));
    }
}

/// The vote's name, the other votes, and a new one.
fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, poll: &Poll) {
    let theme = &workspace.theme;
    let polls = &workspace.document.project().workshop.polls;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let delete = IconButton::new(Some(Icon::Trash2), "", "Delete this vote");
            if delete.tip("Delete this vote with all its dots").ui(ui, theme).clicked() {
                requests.edit(change(WorkshopChange::RemovePoll(poll.id)));
                requests.push(Request::Seal);
            }
            let new = IconButton::new(Some(Icon::Plus), "New vote", "New vote");
            if new.tip("Ask something else; this vote is kept").ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::SettingUp(true));
            }
            if polls.len() > 1 {
                egui::ComboBox::from_id_salt("votes")
                    .selected_text(format!("{} votes", polls.len()))
                    .icon(combo_icon)
                    .show_ui(ui, |ui| {
                        for other in polls.iter().rev() {
                            let name = if other.title.is_empty() { "Untitled vote" } else { &other.title };
                            if ui.selectable_label(other.id == poll.id, name).clicked() {
                                wish(requests, WorkshopWish::ShowPoll(other.id));
                            }
                        }
                    })
                    .response
                    .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "All votes"));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (_, title) = text_line_in(ui, "Question", &poll.title, "Untitled vote", None, requests);
                if let Some(title) = title {
                    requests.edit(change(WorkshopChange::RenamePoll { poll: poll.id, title }));
                }
            });
        });
    });
    ui.add_space(4.0);
}

fn change(change: WorkshopChange) -> Edit {
    Edit::ChangeWorkshop { change }
}

fn state_button(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (text, tip, emphasis, state): (&str, &str, Emphasis, PollState),
) {
    if IconButton::new(None, text, text).emphasis(emphasis).tip(tip).ui(ui, &workspace.theme).clicked() {
        wish(requests, WorkshopWish::SetPollState(state));
    }
}

/// The buttons after a vote: show or hide the result, vote on.
pub fn state_buttons_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, poll: &Poll) {
    match poll.state {
        PollState::Open => {}
        PollState::Closed => {
            let show = ("Show result", "Show everybody how the dots fell", Emphasis::Primary, PollState::Shown);
            state_button(ui, workspace, requests, show);
        }
        PollState::Shown => {
            let hide = ("Hide", "Hide the result again", Emphasis::Quiet, PollState::Closed);
            state_button(ui, workspace, requests, hide);
        }
    }
    let reopen = ("Go on voting", "Open the vote again; all dots stay", Emphasis::Quiet, PollState::Open);
    state_button(ui, workspace, requests, reopen);
}

/// Who votes, with how many dots left, and the list of cards.
fn ballot_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, poll: &Poll) {
    let theme = &workspace.theme;
    let voter = poll.ballots.len().max(1);
    let left = poll.dots_left();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        ui.label(strong(format!("Person {voter} of {}", poll.voters)));
        dots_ui(ui, workspace, poll.dots_each - left, poll.dots_each);
        let is_last = voter >= usize::from(poll.voters);
        if !is_last {
            let emphasis = if left == 0 { Emphasis::Primary } else { Emphasis::Outlined };
            let next = IconButton::new(None, "Next person", "Next person").emphasis(emphasis);
            if next.tip(action_tip(ui, Action::NextVoter)).ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::NextVoter);
            }
        }
        let emphasis = if is_last { Emphasis::Primary } else { Emphasis::Outlined };
        let close = ("Close vote", "Nobody votes any more; the result stays hidden", emphasis, PollState::Closed);
        state_button(ui, workspace, requests, close);
        action_button(ui, workspace, requests, Action::ToolVote, "Vote on the map", Emphasis::Outlined);
        let any = left < poll.dots_each;
        let back = IconButton::new(Some(Icon::Undo2), "", "Take all dots back").enabled(any);
        if back.tip("Take all dots of this person back").ui(ui, theme).clicked() && any {
            wish(requests, WorkshopWish::TakeBackDots);
        }
        let mut voters = poll.voters;
        let least = u16::try_from(voter).unwrap_or(u16::MAX);
        let people = ui.add(DragValue::new(&mut voters).range(least..=*VOTERS.end()).suffix(" people").speed(0.2));
        people.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, "People"));
        if people.changed() {
            requests.edit(change(WorkshopChange::SetVoters { poll: poll.id, voters }));
        }
    });
    ui.add_space(2.0);
    let project = workspace.document.project();
    for choice in &poll.choices {
        let now = project.text_of(choice.item);
        let text = now.filter(|text| !text.trim().is_empty()).unwrap_or(&choice.text);
        let own = poll.own_dots(choice.item);
        ui.push_id(choice.item, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let may_less = own > 0;
                let less = IconButton::new(Some(Icon::Minus), "", "").enabled(may_less);
                let name = format!("Take a dot from {text}");
                if (IconButton { name: &name, ..less }).tip("Take a dot back").ui(ui, theme).clicked() && may_less {
                    wish(requests, WorkshopWish::Dots(choice.item, own - 1));
                }
                ui.add_sized([18.0, 20.0], egui::Label::new(strong(own.to_string())));
                let may_more = own < poll.most_on_one && left > 0 && now.is_some();
                let more = IconButton::new(Some(Icon::Plus), "", "").enabled(may_more);
                let name = format!("Give a dot to {text}");
                if (IconButton { name: &name, ..more }).tip("Give it a dot").ui(ui, theme).clicked() && may_more {
                    wish(requests, WorkshopWish::Dots(choice.item, own + 1));
                }
                let (rect, response) = ui
                    .allocate_exact_size(vec2(ui.available_width(), theme.window.control_height), egui::Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
                let ink = if now.is_some() { theme.color.ink } else { theme.color.muted };
                let shown = if now.is_some() { text.to_owned() } else { format!("{text} (deleted)") };
                text_in(ui, rect, &shown, egui::TextStyle::Body.resolve(ui.style()), color32(ink));
                if response.on_hover_text(format!("{shown}. Show it on the map")).clicked() && now.is_some() {
                    requests.push(Request::GoTo(Subject::Item(choice.item)));
                }
            });
        });
    }
}

/// As many circles as there are dots, filled as far as they are given.
fn dots_ui(ui: &mut Ui, workspace: &Workspace, given: u8, of: u8) {
    let accent = color32(workspace.theme.color.accent);
    let size = vec2(f32::from(of) * 14.0, 20.0);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let left = of - given;
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{left} of {of} dots left")));
    for at in 0..of {
        let center = egui::pos2(rect.left() + 7.0 + 14.0 * f32::from(at), rect.center().y);
        if at < left {
            ui.painter().circle_filled(center, 5.0, accent);
        } else {
            ui.painter().circle_stroke(center, 4.5, egui::Stroke::new(1.0, accent));
        }
    }
    response.on_hover_text(format!("{left} of {of} dots left"));
}

fn closed_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, poll: &Poll) {
    let voted = voted(poll);
    ui.add_space(4.0);
    ui.label(strong(format!("{voted} of {} people have voted. The result is hidden.", poll.voters)));
    ui.add_space(6.0);
    ui.horizontal(|ui| state_buttons_ui(ui, workspace, requests, poll));
}
