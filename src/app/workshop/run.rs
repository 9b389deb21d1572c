//! What is done about the wishes of the workshop's widgets, and the clock kept up to date between frames; sessions, timer
//! and agenda here, the rest in the other `…_run` modules. No drawing here.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::agenda_ui::over_text;
use super::state::{Compared, Part, WorkshopWish};
use super::timer::Timer;
use crate::app::action::Action;
use crate::app::core::Core;
use crate::app::journeys::journey_of;
use crate::app::workspace::{BottomTab, Notice, Screen, Tool};
use crate::base::date::DateTime;
use crate::edit::{Edit, Selection, WorkshopChange, workshop};
use crate::layout::Layouter;
use crate::model::{ActivityId, JourneyId, Project, SessionId, Subject};
use crate::scene::Theme;

/// What serves the workshop between frames.
pub struct WorkshopDesk {
    /// What time it is.
    pub time: fn() -> DateTime,
    pub(super) layouter: Layouter,
    /// The two states that are compared in the background, and the number of the document that they are of.
    pub(super) comparing: Option<(u64, Compared)>,
    /// What the map beside the open one was laid out from.
    pub(super) laid_out: Option<(Project, JourneyId, Arc<Theme>)>,
}

impl Default for WorkshopDesk {
    fn default() -> Self {
        Self { time: || jiff::Zoned::now().datetime(), layouter: Layouter::new(), comparing: None, laid_out: None }
    }
}

/// How far past its end a timer is, in seconds.
fn over_s(left_s: Option<f64>) -> f64 {
    left_s.map_or(0.0, |left| (-left).max(0.0))
}

impl Core {
    /// Takes the time, and asks for a frame when what shows it will be another.
    pub(in crate::app) fn keep_workshop(&mut self, ctx: &Context) {
        let now_s = ctx.input(|input| input.time);
        let state = &mut self.workspace.workshop;
        state.now_s = now_s;
        state.now = (self.workshop.time)();
        let project = self.workspace.document.project();
        state.current = state.current.filter(|id| project.workshop.activity(*id).is_some());
        if self.workspace.screen != Screen::Map {
            state.is_big = false;
            return;
        }
        if let Some(in_s) = state.timer.next_change_s(now_s) {
            ctx.request_repaint_after(Duration::from_secs_f64(in_s));
        } else if state.current.is_some() {
            // The planned end goes on while the timer stands.
            ctx.request_repaint_after(Duration::from_secs(20));
        }
        if self.workspace.tool == Tool::Vote && project.workshop.open_poll().is_none() {
            self.workspace.tool = Tool::Select;
        }
        self.refresh_states(ctx);
        self.refresh_mirror();
    }

    /// Carries out one wish.
    pub(in crate::app) fn workshop(&mut self, wish: WorkshopWish, ctx: &Context) {
        let now_s = self.workspace.workshop.now_s;
        match wish {
            WorkshopWish::Show(part) => {
                self.workspace.workshop.part = part;
                self.show_bottom(BottomTab::Workshop);
            }
            WorkshopWish::StartTimer(minutes) => {
                self.workspace.workshop.minutes = minutes;
                self.workspace.workshop.timer = Timer::started(now_s, minutes);
            }
            WorkshopWish::ToggleTimer => {
                let state = &mut self.workspace.workshop;
                state.timer = match state.timer {
                    Timer::Idle => Timer::started(now_s, state.minutes),
                    timer @ (Timer::Running { .. } | Timer::Paused { .. }) => timer.toggled(now_s),
                };
            }
            WorkshopWish::OneMinuteMore => {
                self.workspace.workshop.timer = self.workspace.workshop.timer.extended(now_s, 60.0);
            }
            WorkshopWish::StopTimer => {
                self.workspace.workshop.timer = Timer::Idle;
                self.workspace.workshop.current = None;
            }
            WorkshopWish::Big(is_big) => self.workspace.workshop.is_big = is_big,
            WorkshopWish::Begin(activity) => self.begin_activity(activity),
            WorkshopWish::Next => self.next_activity(),
            WorkshopWish::SetUp(setup) => self.workspace.workshop.setup = setup,
            WorkshopWish::SettingUp(is_setting_up) => self.workspace.workshop.is_setting_up = is_setting_up,
            WorkshopWish::StartVote => self.start_vote(),
            WorkshopWish::ShowPoll(poll) => self.workspace.workshop.poll = Some(poll),
            WorkshopWish::Dot(item) => self.dot(item, None),
            WorkshopWish::Dots(item, dots) => self.dot(item, Some(dots)),
            WorkshopWish::ActionOf(item) => self.make_action_of(item),
            WorkshopWish::TakeBackDots => self.take_dots_back(),
            WorkshopWish::NextVoter => self.next_voter(),
            WorkshopWish::SetPollState(state) => self.set_poll_state(state),
            WorkshopWish::ShowSession(session) => self.show_session(session, ctx),
            WorkshopWish::Park(text) => self.park(&text),
            WorkshopWish::PlaceSticky(note) => self.place_as_sticky(note),
            WorkshopWish::PlaceCard(note) => self.place_as_card(note),
            WorkshopWish::Land(note, landing) => self.land(note, landing),
            WorkshopWish::TakeSnapshot(label) => self.take_snapshot(&label, ctx),
            WorkshopWish::Restore(snapshot) => self.restore_snapshot(snapshot, ctx),
            WorkshopWish::Compare(of) => self.compare_states(of, ctx),
            WorkshopWish::ShowKind(kind) => self.workspace.workshop.kind = kind,
            WorkshopWish::SideBySide(is_on) => self.workspace.workshop.is_side_by_side = is_on,
            WorkshopWish::Beside(is_beside) => self.workspace.workshop.is_beside = is_beside,
        }
    }

    /// Begins a session of today, and its first activity if there is an agenda.
    pub(in crate::app) fn start_workshop(&mut self) {
        let today = self.workspace.today;
        let project = self.workspace.document.project();
        let held_today = project.workshop.sessions.iter().filter(|session| session.on == Some(today)).count();
        let name = crate::base::date::format_date(today);
        let name = if held_today == 0 { name } else { format!("{name} ({})", held_today + 1) };
        let edit = workshop::start(project, &format!("Workshop {name}"), today);
        if !self.commit(&edit, None) {
            return;
        }
        self.workspace.document.seal();
        self.workspace.workshop.part = Part::Agenda;
        self.show_bottom(BottomTab::Workshop);
        let first = self.workspace.document.project().workshop.agenda.first().map(|activity| activity.id);
        if let Some(first) = first {
            self.begin_activity(first);
        }
    }

    /// Ends the session; what was added stays marked.
    pub(in crate::app) fn end_workshop(&mut self) {
        if self.commit(&Edit::ChangeWorkshop { change: WorkshopChange::End }, None) {
            self.workspace.document.seal();
            self.workspace.workshop.timer = Timer::Idle;
            self.workspace.workshop.current = None;
            self.workspace.workshop.is_big = false;
        }
    }

    /// Selects what was added in a session to the open journey, and shows it; else goes to the first of another one.
    fn show_session(&mut self, session: SessionId, ctx: &Context) {
        let project = self.workspace.document.project();
        let journey_of = |subject: &Subject| journey_of(project, *subject);
        let all: Vec<Subject> = project.added_in(session).collect();
        let here = self.workspace.journey;
        let journey = if all.iter().any(|subject| journey_of(subject) == Some(here)) {
            here
        } else {
            let Some(journey) = all.first().and_then(journey_of) else { return };
            journey
        };
        let shown: Vec<Subject> = all.into_iter().filter(|subject| journey_of(subject) == Some(journey)).collect();
        if journey != here {
            self.open_journey(journey);
        }
        self.workspace.document.seal();
        self.workspace.document.select(Selection::of(shown));
        if journey == here {
            self.run(Action::ZoomSelection, ctx);
        }
    }

    fn begin_activity(&mut self, activity: ActivityId) {
        let Some(record) = self.workspace.document.project().workshop.activity(activity) else { return };
        let minutes = record.minutes;
        let state = &mut self.workspace.workshop;
        if state.current.is_none() {
            state.over_s = 0.0;
        } else if state.current != Some(activity) {
            state.over_s += over_s(state.timer.left_s(state.now_s));
        }
        state.current = Some(activity);
        state.timer = Timer::started(state.now_s, minutes);
    }

    /// Goes on to the activity after the present one, or to the first; after the last the timer is done.
    pub(in crate::app) fn next_activity(&mut self) {
        let agenda = &self.workspace.document.project().workshop.agenda;
        let at = self.workspace.workshop.current.and_then(|id| agenda.iter().position(|activity| activity.id == id));
        match agenda.get(at.map_or(0, |at| at + 1)).map(|activity| activity.id) {
            Some(next) => self.begin_activity(next),
            None => {
                let state = &mut self.workspace.workshop;
                let over_s = state.over_s + over_s(state.timer.left_s(state.now_s));
                state.timer = Timer::Idle;
                state.current = None;
                if !self.workspace.document.project().workshop.agenda.is_empty() {
                    let over = over_text(over_s).map(|over| format!(" {over}.")).unwrap_or_default();
                    self.notify(Notice::Done(format!("That was the last activity of the agenda.{over}")));
                }
            }
        }
    }
}
