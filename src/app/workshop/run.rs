//! What is done about the wishes of the workshop's widgets, and what is kept up to date between frames: the clock, the
//! comparison of two states, and the map beside the open one. No drawing here.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::state::{Compared, Comparison, Mirror, Part, WorkshopWish};
use super::timer::Timer;
use crate::analysis::difference::{between, between_journeys, counterpart};
use crate::app::core::Core;
use crate::app::workspace::{BottomTab, Notice, Screen, Tool};
use crate::base::date::DateTime;
use crate::edit::workshop::{self, VoteRules, action_of, choices, park, start_vote};
use crate::edit::{Edit, Selection, WorkshopChange, stickies};
use crate::file::{pack, unpack};
use crate::layout::{Layouter, Lens, MapInput};
use crate::model::{
    ActivityId, Item, JourneyId, ParkedNote, Poll, Project, SeriesKey, Snapshot, SnapshotId, StickyColor, Subject,
};
use crate::scene::Theme;

/// What serves the workshop between frames.
pub struct WorkshopDesk {
    /// What time it is.
    pub time: fn() -> DateTime,
    layouter: Layouter,
    /// What the map beside the open one was laid out from.
    laid_out: Option<(Project, JourneyId, Arc<Theme>)>,
}

impl Default for WorkshopDesk {
    fn default() -> Self {
        Self { time: || jiff::Zoned::now().datetime(), layouter: Layouter::new(), laid_out: None }
    }
}

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
        self.refresh_states();
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
            WorkshopWish::Park(text) => {
                let (edit, _) = park(self.workspace.document.project(), text.trim());
                if !text.trim().is_empty() && self.commit(&edit, None) {
                    self.workspace.document.seal();
                    self.notify(Notice::Done("Parked.".to_owned()));
                }
            }
            WorkshopWish::Place(note) => self.place_parked(note),
            WorkshopWish::TakeSnapshot(label) => self.take_snapshot(&label),
            WorkshopWish::Restore(snapshot) => self.restore_snapshot(snapshot),
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

    fn begin_activity(&mut self, activity: ActivityId) {
        let Some(record) = self.workspace.document.project().workshop.activity(activity) else { return };
        let minutes = record.minutes;
        let state = &mut self.workspace.workshop;
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
                self.workspace.workshop.timer = Timer::Idle;
                self.workspace.workshop.current = None;
                if !self.workspace.document.project().workshop.agenda.is_empty() {
                    self.notify(Notice::Done("That was the last activity of the agenda.".to_owned()));
                }
            }
        }
    }

    fn start_vote(&mut self) {
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
        }
    }

    /// Gives dots to a card, and says in a word why where it cannot be.
    fn dot(&mut self, item: Item, dots: Option<u8>) {
        let Some(poll) = self.workspace.document.project().workshop.open_poll().cloned() else { return };
        if poll.choice(item).is_none() {
            self.notify(Notice::Warning("This card is not part of the vote.".to_owned()));
            return;
        }
        let dots = dots.map_or_else(|| next_dots(&poll, item), |dots| dots.min(poll.most_on_one));
        let change = WorkshopChange::Vote { poll: poll.id, item, dots };
        let selection = Selection::only(item);
        self.workspace.document.seal();
        self.commit(&Edit::ChangeWorkshop { change }, Some(selection));
    }

    fn make_action_of(&mut self, item: Item) {
        let Some((edit, action)) = action_of(self.workspace.document.project(), item) else { return };
        if self.commit(&edit, None) {
            self.workspace.document.seal();
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable("The action is on the board.".to_owned(), revision));
            self.show_action(Some(action));
            self.workspace.settings.right_panel.is_visible = true;
        }
    }

    /// The note becomes a sticky in the middle of what is in view, and is done.
    fn place_parked(&mut self, id: crate::model::ParkedId) {
        let workspace = &self.workspace;
        let project = workspace.document.project();
        let Some(note) = project.workshop.note(id).cloned() else { return };
        let middle = workspace.camera.map_from_screen((workspace.canvas_rect.size() / 2.0).to_pos2());
        let spot = workspace.map.spot_at(middle);
        let (add, sticky) = stickies::new_sticky(project, workspace.journey, spot, StickyColor::default());
        let add = match add {
            Edit::AddSticky { mut sticky } => {
                sticky.text.clone_from(&note.text);
                Edit::AddSticky { sticky }
            }
            other => other,
        };
        let done = ParkedNote { is_done: true, ..note };
        let done = Edit::ChangeWorkshop { change: WorkshopChange::ChangeParked(done) };
        let edit = Edit::Batch { label: "Put parked note on the map".to_owned(), edits: vec![done, add] };
        if self.commit(&edit, Some(Selection::only(Subject::Sticky(sticky)))) {
            self.workspace.document.seal();
            self.reveal_focus();
        }
    }

    fn snapshot_of_now(&self, keeps: impl Fn(&SeriesKey) -> bool) -> Snapshot {
        let project = self.workspace.document.project();
        Snapshot::new(SnapshotId(project.next_id), project, pack(project, keeps), self.workspace.workshop.now)
    }

    fn take_snapshot(&mut self, label: &str) {
        let mut snapshot = self.snapshot_of_now(|_| false);
        snapshot.label = label.trim().to_owned();
        let name = snapshot.name();
        if self.commit(&Edit::AddSnapshot { snapshot: Arc::new(snapshot) }, None) {
            self.workspace.document.seal();
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable(format!("\"{name}\" was kept in the project."), revision));
        }
    }

    /// The map becomes what the snapshot holds; what it is now is kept as a snapshot of its own.
    fn restore_snapshot(&mut self, id: SnapshotId) {
        let project = self.workspace.document.project().clone();
        let Some(snapshot) = project.snapshot(id) else { return };
        let from = match unpack(snapshot, &project) {
            Ok(from) => Arc::new(from),
            Err(error) => {
                self.fail(format!("\"{}\" can't be restored", snapshot.name()), &error.to_string());
                return;
            }
        };
        let mut safety = self.snapshot_of_now(|key| !from.touchpoints.contains_key(&key.touchpoint));
        safety.is_safety = true;
        let dropped = project.series.keys().filter(|key| !from.touchpoints.contains_key(&key.touchpoint)).count();
        let edit = Edit::Restore { label: snapshot.name(), from, safety: Arc::new(safety) };
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            self.workspace.editing = None;
            let revision = self.workspace.document.revision();
            let figures = if dropped == 0 {
                String::new()
            } else {
                " Figures of touchpoints that are not on it went into the safety snapshot.".to_owned()
            };
            let text = format!("\"{}\" was restored.{figures}", snapshot.name());
            self.notify(Notice::Undoable(text, revision));
        }
    }

    /// Current and future state of the open journey beside each other, or no more.
    pub(in crate::app) fn toggle_states(&mut self, ctx: &Context) {
        if self.workspace.workshop.is_side_by_side {
            self.workspace.workshop.is_side_by_side = false;
            return;
        }
        let journey = self.workspace.journey;
        match counterpart(self.workspace.document.project(), journey) {
            Some((other, is_older)) => {
                let (before, after) = if is_older { (other, journey) } else { (journey, other) };
                self.compare_states(Some(Compared::Journeys { before, after }), ctx);
                self.workspace.workshop.is_side_by_side = true;
                self.workspace.settings.map_as_table = false;
            }
            None => {
                let text = "There is only one journey. Duplicate it as future state first: journey tab, right click.";
                self.notify(Notice::Warning(text.to_owned()));
            }
        }
    }

    fn compare_states(&mut self, of: Option<Compared>, ctx: &Context) {
        let Some(of) = of else {
            let state = &mut self.workspace.workshop;
            (state.comparison, state.is_side_by_side, state.kind) = (None, false, None);
            state.comparison_error.clear();
            ctx.request_repaint();
            return;
        };
        self.workspace.workshop.kind = None;
        self.workspace.workshop.comparison = None;
        self.compute(of);
        self.workspace.workshop.part = Part::Changes;
        self.show_bottom(BottomTab::Workshop);
    }

    fn refresh_states(&mut self) {
        let project = self.workspace.document.project();
        let stale = self.workspace.workshop.comparison.as_ref().filter(|known| !known.project.is_same_as(project));
        if let Some(of) = stale.map(|known| known.of) {
            self.compute(of);
        }
    }

    /// Finds out what two states differ in. What is gone by now is compared no more.
    fn compute(&mut self, of: Compared) {
        let project = self.workspace.document.project().clone();
        let known = self.workspace.workshop.comparison.take();
        let result = match of {
            Compared::Journeys { before, after } => {
                let are_there = project.journeys.contains_key(&before) && project.journeys.contains_key(&after);
                are_there
                    .then(|| (Arc::new(between_journeys(&project, before, after)), Arc::new(project.clone())))
                    .ok_or_else(|| "One of the journeys is not in the project any more.".to_owned())
            }
            Compared::Snapshots { before, after } => {
                let unpacked = |id: SnapshotId| match project.snapshot(id) {
                    Some(snapshot) => unpack(snapshot, &project).map(Arc::new).map_err(|error| error.to_string()),
                    None => Err("The snapshot is not in the project any more.".to_owned()),
                };
                // It stays as it is, however the project changes.
                let older = known.filter(|known| known.of == of).map_or_else(|| unpacked(before), |it| Ok(it.older));
                older.and_then(|older| {
                    let newer = after.map(unpacked).transpose()?;
                    let difference = between(&older, newer.as_deref().unwrap_or(&project));
                    Ok((Arc::new(difference), older))
                })
            }
        };
        let state = &mut self.workspace.workshop;
        match result {
            Ok((difference, older)) => {
                state.comparison_error.clear();
                state.comparison = Some(Comparison { of, difference, older, project });
            }
            Err(why) => {
                state.comparison_error = why;
                state.is_side_by_side = false;
            }
        }
    }

    /// Lays the other state out, as long as it is shown.
    fn refresh_mirror(&mut self) {
        let workspace = &self.workspace;
        let is_open = |of: Compared| match of {
            Compared::Journeys { before, after } => [before, after].contains(&workspace.journey),
            Compared::Snapshots { .. } => true,
        };
        let wanted = workspace.workshop.comparison.as_ref();
        let wanted = wanted.filter(|known| workspace.workshop.is_side_by_side && is_open(known.of));
        let Some(comparison) = wanted else {
            self.workspace.workshop.mirror = None;
            self.workshop.laid_out = None;
            return;
        };
        let (project, journey, is_older, title) = match comparison.of {
            Compared::Journeys { before, after } => {
                let is_older = workspace.journey != before;
                let journey = if is_older { before } else { after };
                let record = workspace.document.project().journeys.get(&journey);
                let title = record.map(|it| format!("{} ({})", it.name, it.state.label())).unwrap_or_default();
                (workspace.document.project(), journey, is_older, title)
            }
            Compared::Snapshots { before, .. } => {
                let older = &*comparison.older;
                let journey = if older.journeys.contains_key(&workspace.journey) {
                    workspace.journey
                } else {
                    older.journey_order.first().copied().unwrap_or(workspace.journey)
                };
                let snapshot = workspace.document.project().snapshot(before);
                (older, journey, true, snapshot.map(|snapshot| snapshot.name()).unwrap_or_default())
            }
        };
        let is_current = self.workshop.laid_out.as_ref().is_some_and(|(of, at, theme)| {
            of.is_same_as(project) && *at == journey && Arc::ptr_eq(theme, &workspace.theme)
        });
        if is_current {
            return;
        }
        let theme = Arc::clone(&workspace.theme);
        let project = project.clone();
        let input = MapInput { project: &project, journey, theme: &theme, figures: None, lens: Lens::Plain };
        let map = Arc::new(self.workshop.layouter.map(&input));
        let revision = self.workspace.workshop.mirror.as_ref().map_or(0, |mirror| mirror.revision) + 1;
        self.workspace.workshop.mirror = Some(Mirror { map, revision, journey, is_older, title });
        self.workshop.laid_out = Some((project, journey, theme));
    }
}
