//! What the steps of a talk do, from its start to its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{ViewportCommand, pos2};

use super::replay::{Replay, Steps};
use super::{Presentation, PresenterView, Screens, Sheet, Step, Talk};
use crate::app::core::Core;
use crate::app::workspace::{BottomTab, Notice, Screen};
use crate::layout::shots::Automatic;
use crate::model::Shot;

impl Core {
    /// Begins a talk at the first shot, or at the one that was chosen last.
    pub(in crate::app) fn present(&mut self, is_from_first: bool, ctx: &egui::Context) {
        let project = self.workspace.document.project();
        let own = Arc::clone(&project.shots);
        let mut said = None;
        let shots = if own.is_empty() {
            let has_cards = project.items().any(|(item, _)| project.journey_of(item) == Some(self.workspace.journey));
            let made = if has_cards { self.automatic_shots(Automatic::Stages) } else { Vec::new() };
            if made.is_empty() {
                let text = "There is nothing to present yet. Put touchpoints on the map first: drag them from the \
                            library, or press T.";
                self.notify(Notice::Warning(text.to_owned()));
                return;
            }
            said = Some("There are no shots yet, so the map is shown stage by stage. ? lists the keys, Esc ends.");
            Arc::new(made.into_iter().map(Arc::new).collect())
        } else {
            own
        };
        let current = self.workspace.shot.and_then(|id| shots.iter().position(|shot| shot.id == id));
        let at = if is_from_first { 0 } else { current.unwrap_or(0) };
        let Some(shot) = shots.get(at).cloned() else { return };
        self.stage.clear();
        self.workspace.editing = None;
        self.workspace.preview = None;
        self.workspace.dialog = None;
        let mut screens = std::mem::take(&mut self.screens);
        screens.audience = screens.other();
        let has_window = screens.audience.is_some() && !ctx.embed_viewports();
        let map = self.stage.map_of(&self.workspace, &shot);
        self.workspace.presentation = Some(Presentation {
            shots,
            at,
            map,
            next_map: None,
            arrived: Instant::now(),
            cover: None,
            sheet: None,
            tool: None,
            look: None,
            replay: None,
            typed: None,
            presenter: if has_window { PresenterView::Window } else { PresenterView::Hidden },
            talk: Talk::start(),
            screens,
            said: said.map(|text| (text.to_owned(), Instant::now())),
        });
        self.arrive(at, true);
        self.awake.hold(ctx);
        // What had the focus must not take the keys of the talk.
        ctx.memory_mut(|memory| memory.stop_text_input());
        if let Some(focused) = ctx.memory(egui::Memory::focused) {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        }
        self.fill_screen(ctx);
    }

    /// The window fills the audience's screen.
    fn fill_screen(&self, ctx: &egui::Context) {
        let Some(presentation) = &self.workspace.presentation else { return };
        let command = match presentation.screens.audience {
            Some(screen) => ViewportCommand::SetMonitor(screen),
            None => ViewportCommand::Fullscreen(true),
        };
        ctx.send_viewport_cmd(command);
    }

    fn end(&mut self, ctx: &egui::Context) {
        let Some(presentation) = self.workspace.presentation.take() else { return };
        self.stage.clear();
        self.awake.release();
        if self.workspace.document.project().shot(presentation.shot().id).is_some() {
            self.workspace.shot = Some(presentation.shot().id);
        }
        let Screens { places, own, audience } = &presentation.screens;
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
        if let (Some(_), Some([left, top, ..])) = (audience, places.get(*own)) {
            let per_point = ctx.pixels_per_point().max(0.1);
            let at = self.workspace.settings.window.position.map(|[x, y]| pos2(x, y) / ctx.zoom_factor());
            let corner = at.unwrap_or(pos2(*left, *top) / per_point);
            ctx.send_viewport_cmd(ViewportCommand::OuterPosition(corner));
        }
        ctx.set_cursor_icon(egui::CursorIcon::Default);
        self.keep_settings(ctx);
    }

    /// Learns whether the screen may turn off, and lays out what comes next while nobody waits for it.
    pub(in crate::app) fn keep_presenting(&mut self, ctx: &egui::Context) {
        if let Some(why) = self.awake.failure() {
            tracing::warn!(why, "the screen cannot be kept on");
            // The presenter sees it in their view and before the next talk; the room is not told.
            self.workspace.may_screen_sleep = true;
        }
        // Another project may have been opened meanwhile.
        let project = self.workspace.document.project();
        let is_of_it = |talk: &Presentation| talk.shots.iter().all(|shot| project.journeys.contains_key(&shot.journey));
        let has_map = self.workspace.screen == Screen::Map;
        if self.workspace.presentation.as_ref().is_some_and(|talk| !has_map || !is_of_it(talk)) {
            self.end(ctx);
        }
        let Some(presentation) = &self.workspace.presentation else { return };
        if presentation.next_map.is_none()
            && let Some(next) = presentation.next_shot().cloned()
        {
            // A map of another look takes longer to lay out than a frame may: not while the camera is on its way.
            let way = Duration::from_secs_f32(self.workspace.theme.present.camera_s + 0.2);
            let rest = way.saturating_sub(presentation.arrived.elapsed());
            if !rest.is_zero() && !self.stage.has_map_of(&next) {
                ctx.request_repaint_after(rest);
                return;
            }
            let map = self.stage.map_of(&self.workspace, &next);
            if let Some(presentation) = &mut self.workspace.presentation {
                presentation.next_map = Some(map);
            }
        }
    }

    /// Carries out one step of the talk.
    pub(in crate::app) fn step(&mut self, step: Step, ctx: &egui::Context) {
        let Some(presentation) = &mut self.workspace.presentation else { return };
        let (at, count) = (presentation.at, presentation.shots.len());
        let last = count.saturating_sub(1);
        match step {
            Step::Next => {
                presentation.sheet = None;
                if presentation.cover.take().is_some() {
                    return;
                }
                if let Some(replay) = presentation.replay.as_mut().filter(|replay| !replay.is_over()) {
                    (replay.shown, replay.playing_since, replay.is_followed) = (replay.shown + 1, None, true);
                    presentation.look = None;
                } else if at < last {
                    self.arrive(at + 1, true);
                } else {
                    self.say("This was the last shot. Esc ends the presentation.");
                }
            }
            Step::Previous => {
                presentation.sheet = None;
                if presentation.cover.take().is_some() {
                    return;
                }
                if let Some(replay) = presentation.replay.as_mut().filter(|replay| replay.shown > 0) {
                    (replay.shown, replay.playing_since, replay.is_followed) = (replay.shown - 1, None, true);
                    presentation.look = None;
                } else {
                    // What was already shown is there at once.
                    self.arrive(at.saturating_sub(1), at == 0);
                }
            }
            Step::First => self.arrive(0, true),
            Step::Last => self.arrive(last, true),
            Step::GoTo(to) => self.arrive(to.min(last), true),
            Step::Digit(0) if presentation.typed.is_none() => {
                presentation.look = None;
                // Of a replay too: until the next touchpoint comes, the whole shot is seen.
                if let Some(replay) = &mut presentation.replay {
                    replay.is_followed = false;
                }
            }
            Step::Digit(digit) => {
                let typed = presentation.typed.unwrap_or(0);
                presentation.typed = Some(typed.saturating_mul(10).saturating_add(usize::from(digit)).min(9_999));
            }
            Step::Enter => match (presentation.typed.take(), presentation.sheet) {
                (Some(number), _) if (1..=count).contains(&number) => self.arrive(number - 1, true),
                (Some(number), _) => {
                    let shots = if count == 1 { "1 shot".to_owned() } else { format!("{count} shots") };
                    self.say(&format!("There is no shot {number}: there are {shots}."));
                }
                (None, Some(Sheet::Overview(chosen))) => self.arrive(chosen.min(last), true),
                (None, Some(Sheet::Help) | None) => self.step(Step::Next, ctx),
            },
            Step::Cover(cover) => {
                presentation.cover = if presentation.cover == Some(cover) { None } else { Some(cover) };
            }
            Step::Overview => {
                presentation.cover = None;
                presentation.sheet = match presentation.sheet {
                    Some(Sheet::Overview(_)) => None,
                    Some(Sheet::Help) | None => Some(Sheet::Overview(at)),
                };
            }
            Step::Choose(by) => {
                if let Some(Sheet::Overview(chosen)) = &mut presentation.sheet {
                    *chosen = chosen.saturating_add_signed(by).min(last);
                }
            }
            Step::Help => {
                presentation.sheet = match presentation.sheet {
                    Some(Sheet::Help) => None,
                    Some(Sheet::Overview(_)) | None => Some(Sheet::Help),
                };
            }
            Step::Tool(tool) => {
                presentation.tool = if presentation.tool == Some(tool) { None } else { Some(tool) };
            }
            Step::Replay => self.toggle_replay(),
            Step::ReplayTick => {
                let replay_s = self.workspace.theme.present.replay_s;
                let Some(replay) = &mut presentation.replay else { return };
                let is_due = replay.playing_since.is_some_and(|since| since.elapsed().as_secs_f32() >= replay_s);
                if is_due && !replay.is_over() {
                    (replay.shown, replay.is_followed) = (replay.shown + 1, true);
                    presentation.look = None;
                    replay.playing_since = (!replay.is_over()).then(Instant::now);
                }
            }
            Step::Look(look) => presentation.look = look,
            Step::Escape => {
                let is_on = presentation.typed.take().is_some()
                    || presentation.sheet.take().is_some()
                    || presentation.cover.take().is_some()
                    || presentation.tool.take().is_some()
                    || presentation.look.take().is_some();
                if !is_on {
                    self.end(ctx);
                }
            }
            Step::End => self.end(ctx),
            Step::Presenter | Step::PresenterElsewhere => {
                let has_second = presentation.screens.audience.is_some() != (step == Step::PresenterElsewhere);
                let view =
                    if has_second && !ctx.embed_viewports() { PresenterView::Window } else { PresenterView::Within };
                presentation.presenter = if presentation.presenter == view { PresenterView::Hidden } else { view };
            }
            Step::SwapScreens => {
                let screens = &mut presentation.screens;
                let Some(audience) = screens.audience else {
                    self.say("There is one screen only, so there is nothing to swap.");
                    return;
                };
                screens.audience = if audience == screens.own { screens.other() } else { Some(screens.own) };
                self.fill_screen(ctx);
            }
            Step::TalkToggle => presentation.talk.toggle(),
            Step::TalkReset => presentation.talk = Talk::start(),
            Step::TalkLength(minutes) => self.workspace.settings.talk_min = minutes.filter(|it| (1..=600).contains(it)),
            Step::NotesText(size) => self.workspace.settings.notes_text = size.clamp(12.0, 48.0),
            Step::Hush => presentation.said = None,
        }
    }

    /// Shows a shot. One that appears step by step begins with none of its touchpoints where it is gone to, and is
    /// whole where it is come back to.
    fn arrive(&mut self, at: usize, is_forward: bool) {
        let Some(presentation) = &self.workspace.presentation else { return };
        let Some(shot) = presentation.shots.get(at).cloned() else { return };
        let map = self.stage.map_of(&self.workspace, &shot);
        let replay = (shot.is_step_by_step && is_forward).then(|| self.replay_of(&shot, 0));
        let Some(presentation) = &mut self.workspace.presentation else { return };
        (presentation.at, presentation.map, presentation.next_map) = (at, map, None);
        presentation.arrived = Instant::now();
        (presentation.cover, presentation.sheet, presentation.look) = (None, None, None);
        (presentation.typed, presentation.replay) = (None, replay);
    }

    fn replay_of(&mut self, shot: &Shot, shown: usize) -> Replay {
        let map = self.stage.map_of(&self.workspace, shot);
        let steps = Steps::of(self.workspace.document.project(), &map, map.framing(shot).frame);
        Replay { steps: Arc::new(steps), shown, playing_since: None, is_followed: true }
    }

    /// Lets touchpoints appear by themselves: goes on where it was held, or begins.
    fn toggle_replay(&mut self) {
        let Some(presentation) = &mut self.workspace.presentation else { return };
        presentation.sheet = None;
        if let Some(replay) = presentation.replay.as_mut().filter(|replay| !replay.is_over()) {
            replay.playing_since = match replay.playing_since {
                Some(_) => None,
                None => Some(Instant::now()),
            };
            return;
        }
        let shot = presentation.shot().clone();
        let mut replay = self.replay_of(&shot, 0);
        if replay.steps.touchpoints.is_empty() {
            self.say("This shot has no touchpoints that could appear one by one.");
            return;
        }
        replay.playing_since = Some(Instant::now());
        if let Some(presentation) = &mut self.workspace.presentation {
            presentation.replay = Some(replay);
        }
    }

    /// One sentence over the shot, for a while.
    fn say(&mut self, text: &str) {
        if let Some(presentation) = &mut self.workspace.presentation {
            presentation.said = Some((text.to_owned(), Instant::now()));
        }
    }

    /// The bottom panel shows the shots.
    pub(in crate::app) fn show_shots(&mut self) {
        self.show_bottom(BottomTab::Shots);
    }
}

/// How long a sentence over the shot stays.
pub const SAID_FOR: Duration = Duration::from_secs(6);
