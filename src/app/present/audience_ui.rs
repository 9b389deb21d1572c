//! What the room sees: the shot and nothing else, with what the presenter lets appear over it.

use std::collections::BTreeSet;
use std::time::Duration;

use egui::{Color32, CursorIcon, Painter, Role, Sense, Ui, WidgetInfo};

use super::ephemera::{Flight, Glimpse, Marks, Names, Sight, around, fitting, zoomed};
use super::follow::{Stand, View, view_of};
use super::run::SAID_FOR;
use super::{Cover, PointerTool, Presentation, PresenterView, Sheet, Step};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family};
use crate::app::workspace::Workspace;
use crate::base::{Rect, pos2, vec2};
use crate::layout::shots::{Framing, head_room, needed_share};
use crate::render::egui::{Detail, ScenePainter, Transform};
use crate::scene::{Face, Group, Scene};

/// Draws a talk, in one window or two.
#[derive(Default)]
pub struct PresentPainter {
    room: ScenePainter,
    /// Of the presenter's view.
    pub(super) now: ScenePainter,
    pub(super) next: ScenePainter,
    flight: Flight,
    followed: Option<Followed>,
    heads: Heads,
    pub(super) marks: Marks,
    step_scene: StepScene,
    appearing: Appearing,
    /// The journey that was shown last: between two of them there is no way.
    journey: Option<crate::model::JourneyId>,
}

/// The scene at a step of a replay, kept until the step is another.
#[derive(Default)]
pub(super) struct StepScene {
    revision: u64,
    scene: Scene,
}

impl StepScene {
    /// The scene after so many steps of the replay, and its revision.
    pub(super) fn of<'a>(&'a mut self, presentation: &'a Presentation, shown: usize) -> (&'a Scene, u64) {
        let map = &presentation.map;
        let base = map.revision << 16;
        let Some(replay) = presentation.replay.as_ref().filter(|replay| shown < replay.steps.touchpoints.len()) else {
            return (&map.map.scene, base);
        };
        let revision = base | (shown as u64 + 1) | ((presentation.at as u64) << 40);
        if self.revision != revision {
            *self = Self { revision, scene: replay.steps.scene(&map.map.scene, shown) };
        }
        (&self.scene, revision)
    }
}

/// Where a step of a replay is looked at.
#[derive(Clone, Copy)]
struct Followed {
    /// The map, the shot and the step.
    of: (u64, usize, usize),
    /// `None` for the shot's own view.
    view: Option<View>,
}

/// The names at the edges of a frame, kept until the frame is another.
#[derive(Default)]
struct Heads {
    of: Option<(u64, Framing)>,
    groups: Vec<Group>,
}

impl Heads {
    fn of(&mut self, presentation: &Presentation, framing: &Framing) -> &[Group] {
        let of = Some((presentation.map.revision, *framing));
        if self.of != of {
            *self = Self { of, groups: framing.heads(&presentation.map.map) };
        }
        &self.groups
    }
}

/// What has come with the last step and is not there yet.
#[derive(Default)]
struct Appearing {
    /// The map and the step.
    of: Option<(u64, usize)>,
    since_s: f64,
    groups: BTreeSet<usize>,
    reach_before: f32,
}

impl PresentPainter {
    /// Draws the talk over the whole window, and the presenter's window if there is one.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        let Some(presentation) = &workspace.presentation else { return };
        let ctx = ui.ctx().clone();
        match presentation.presenter {
            PresenterView::Hidden => self.audience_ui(ui, workspace, presentation, requests),
            PresenterView::Within => {
                super::presenter_ui(ui, workspace, presentation, self, requests);
                sheets_ui(ui, workspace, presentation, requests);
            }
            PresenterView::Window => {
                self.audience_ui(ui, workspace, presentation, requests);
                super::presenter_ui::window_ui(&ctx, workspace, presentation, self, requests);
            }
        }
        if let Some(since) = presentation.replay.as_ref().and_then(|replay| replay.playing_since) {
            let due = Duration::from_secs_f32(workspace.theme.present.replay_s);
            if since.elapsed() >= due {
                requests.push(Request::Present(Step::ReplayTick));
            } else {
                ctx.request_repaint_after(due.saturating_sub(since.elapsed()));
            }
        }
        if let Some((_, since)) = &presentation.said {
            if since.elapsed() >= SAID_FOR {
                requests.push(Request::Present(Step::Hush));
            } else {
                ctx.request_repaint_after(SAID_FOR.saturating_sub(since.elapsed()));
            }
        }
    }

    fn audience_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        presentation: &Presentation,
        requests: &mut Requests,
    ) {
        let theme = &workspace.theme;
        let screen = ui.max_rect();
        let now_s = ui.input(|input| input.time);
        let shot = presentation.shot();
        let id = ui.scope_id().with("audience");
        let response = ui.interact(screen, id, Sense::click_and_drag());
        let (nth, count) = (presentation.at + 1, presentation.shots.len());
        let name = shot.shown_name(workspace.document.project());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Shot {nth} of {count}: {name}")));

        let to = self.goal(workspace, presentation, screen);
        if self.journey != Some(shot.journey) {
            self.journey = Some(shot.journey);
            self.flight.cut();
        }
        let is_still = workspace.settings.reduced_motion || presentation.look.is_some();
        let duration_s = if is_still { 0.0 } else { theme.present.camera_s };
        let glimpse = self.flight.at(to, screen, now_s, duration_s);
        let sight = glimpse.sight;

        let painter = ui.painter_at(screen);
        painter.rect_filled(screen, 0.0, color32(theme.color.surface));
        let is_appearing = self.paint_map(&painter, workspace, presentation, &glimpse, now_s);
        let shade = color32(theme.color.surface.with_opacity(sight.cover));
        if sight.cover > 0.0 {
            for part in around(sight.transform.screen_rect_from_map(sight.frame), screen) {
                if part.is_positive() {
                    painter.rect_filled(part, 0.0, shade);
                }
            }
        }
        self.names_ui(&painter, presentation, &glimpse);
        let pointer = response.hover_pos();
        let is_marking = self.marks_ui(&painter, workspace, presentation, (&response, sight.transform), now_s);
        match presentation.cover {
            Some(Cover::Black) => _ = painter.rect_filled(screen, 0.0, Color32::BLACK),
            Some(Cover::White) => _ = painter.rect_filled(screen, 0.0, Color32::WHITE),
            None if presentation.sheet.is_none() => {
                self.pointer_ui(ui, &response, presentation, sight.transform, requests);
            }
            None => {}
        }
        said_ui(&painter, workspace, presentation, screen);
        sheets_ui(ui, workspace, presentation, requests);
        self.hide_pointer(ui, workspace, presentation, pointer.is_some());
        if glimpse.between.is_some() || is_appearing || is_marking {
            ui.ctx().request_repaint();
        }
    }

    /// Where the camera belongs: to the shot, to what has come of a replay, or where somebody looks closer.
    fn goal(&mut self, workspace: &Workspace, presentation: &Presentation, screen: Rect) -> Sight {
        let shot = presentation.shot();
        let framing = presentation.map.framing(shot);
        let frame = framing.frame;
        if let Some(transform) = presentation.look {
            return Sight { transform, frame, cover: 0.0, names: Names::AtEdges };
        }
        let cover = if shot.is_around_dimmed { workspace.theme.present.around } else { 0.0 };
        match self.followed_view(workspace, presentation, screen, framing.whole) {
            Some(view) => Sight { transform: view.transform(screen), frame, cover, names: Names::AtEdges },
            None => {
                let names = if framing.whole == frame { Names::Nowhere } else { Names::Beside(framing) };
                Sight { transform: fitting(framing.whole, screen), frame, cover, names }
            }
        }
    }

    /// Where a replay is looked at: worked out once for each step, for all windows.
    fn followed_view(
        &mut self,
        workspace: &Workspace,
        presentation: &Presentation,
        screen: Rect,
        whole: Rect,
    ) -> Option<View> {
        let replay = presentation.replay.as_ref().filter(|replay| replay.is_followed)?;
        let of = (presentation.map.revision, presentation.at, replay.shown);
        if let Some(known) = self.followed.filter(|known| known.of == of) {
            return known.view;
        }
        let is_of_it = |known: &Followed| (known.of.0, known.of.1) == (of.0, of.1);
        let last = self.followed.filter(is_of_it).and_then(|known| known.view);
        let stand = Stand {
            aspect: screen.width() / screen.height().max(1.0),
            needed: needed_share(workspace.settings.back_row),
            names: head_room(&presentation.map.map),
            whole,
        };
        let view = replay.steps.spot(replay.shown).and_then(|spot| view_of(spot, last, &stand));
        self.followed = Some(Followed { of, view });
        view
    }

    /// The names of lanes and stages where the map's own are out of view.
    fn names_ui(&mut self, painter: &Painter, presentation: &Presentation, glimpse: &Glimpse) {
        let Glimpse { sight, names: opacity, .. } = glimpse;
        let Some(framing) = edges(presentation, sight, painter.clip_rect()) else { return };
        let inside = sight.transform.screen_rect_from_map(framing.whole).intersect(painter.clip_rect());
        let painter = painter.with_clip_rect(inside);
        if *opacity > 0.0 {
            for group in self.heads.of(presentation, &framing) {
                self.room.paint_group(&painter, group, sight.transform, *opacity);
            }
        }
    }

    /// The map as it is at this moment. Returns whether something is still appearing.
    fn paint_map(
        &mut self,
        painter: &Painter,
        workspace: &Workspace,
        presentation: &Presentation,
        Glimpse { sight, between, .. }: &Glimpse,
        now_s: f64,
    ) -> bool {
        let map = &presentation.map;
        let detail = between.map_or(Detail::Fine, Detail::InMotion);
        let Some(replay) = &presentation.replay else {
            self.appearing.of = None;
            self.room.paint_in(painter, &map.map.scene, map.revision << 16, sight.transform, detail);
            return false;
        };
        let reveal_s = if workspace.settings.reduced_motion { 0.0 } else { workspace.theme.present.reveal_s };
        let appearing = &mut self.appearing;
        let of = (map.revision, replay.shown);
        if appearing.of != Some(of) {
            let last = replay.shown.checked_sub(1).filter(|last| appearing.of == Some((map.revision, *last)));
            let (is_next, before) = (last.is_some(), last.unwrap_or(replay.shown));
            *appearing = Appearing {
                of: Some(of),
                since_s: if is_next { now_s } else { now_s - 60.0 },
                groups: replay.steps.coming(replay.shown),
                reach_before: replay.steps.reach(before),
            };
        }
        let passed = (now_s - appearing.since_s) as f32;
        let share = if reveal_s > 0.0 { (passed / reveal_s).clamp(0.0, 1.0) } else { 1.0 };
        let is_appearing = share < 1.0;
        let there = if is_appearing { replay.shown.saturating_sub(1) } else { replay.shown };
        let (scene, revision) = self.step_scene.of(presentation, there);
        self.room.paint_in(painter, scene, revision, sight.transform, detail);
        let reach = appearing.reach_before + (replay.steps.reach(replay.shown) - appearing.reach_before) * share;
        cover_to_come(painter, workspace, presentation, sight.transform, reach);
        if is_appearing {
            for group in appearing.groups.iter().filter_map(|at| map.map.scene.groups.get(*at)) {
                self.room.paint_group(painter, group, sight.transform, share);
            }
        }
        is_appearing
    }

    /// The presenter's small view of the shot, as the room sees it when nothing moves.
    pub(super) fn paint_now(&mut self, painter: &Painter, workspace: &Workspace, presentation: &Presentation) {
        let shown = presentation.replay.as_ref().map_or(0, |replay| replay.shown);
        let screen = painter.clip_rect();
        let sight = self.goal(workspace, presentation, screen);
        let Sight { transform, frame, cover, .. } = sight;
        painter.rect_filled(screen, 0.0, color32(workspace.theme.color.surface));
        let (scene, revision) = self.step_scene.of(presentation, shown);
        self.now.paint_in(painter, scene, revision, transform, Detail::Fine);
        if let Some(replay) = &presentation.replay {
            cover_to_come(painter, workspace, presentation, transform, replay.steps.reach(shown));
        }
        if cover > 0.0 {
            let shade = color32(workspace.theme.color.surface.with_opacity(cover));
            for part in around(transform.screen_rect_from_map(frame), screen).into_iter().filter(Rect::is_positive) {
                painter.rect_filled(part, 0.0, shade);
            }
        }
        self.names_ui(painter, presentation, &Glimpse { sight, between: None, names: 1.0 });
    }

    /// Clicks, drags, the wheel and pinching.
    fn pointer_ui(
        &mut self,
        ui: &Ui,
        response: &egui::Response,
        presentation: &Presentation,
        transform: Transform,
        requests: &mut Requests,
    ) {
        let look = |look: Transform| Request::Present(Step::Look(Some(look)));
        if presentation.tool != Some(PointerTool::Pen) {
            if response.clicked() {
                requests.push(Request::Present(Step::Next));
            } else if response.secondary_clicked() {
                requests.push(Request::Present(Step::Previous));
            }
            if response.dragged() && response.drag_delta() != egui::Vec2::ZERO {
                let offset = transform.offset + response.drag_delta();
                requests.push(look(Transform { offset, ..transform }));
            }
        }
        let Some(at) = response.hover_pos() else { return };
        let (pinch, wheel) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().y));
        let factor = pinch * (wheel / 400.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            requests.push(look(zoomed(transform, at, factor)));
        }
    }

    /// Hides the pointer while it rests, and while something else shows where it is.
    fn hide_pointer(&self, ui: &Ui, workspace: &Workspace, presentation: &Presentation, is_over: bool) {
        if presentation.sheet.is_some() || !is_over {
            return;
        }
        let rests_s = ui.input(|input| input.pointer.time_since_last_movement());
        let idle_s = workspace.theme.present.idle_s;
        let is_replaced = presentation.tool == Some(PointerTool::Laser) || presentation.cover.is_some();
        if is_replaced || rests_s >= idle_s {
            ui.ctx().set_cursor_icon(CursorIcon::None);
        } else {
            if presentation.tool == Some(PointerTool::Pen) {
                ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            ui.ctx().request_repaint_after(Duration::from_secs_f32((idle_s - rests_s).max(0.0) + 0.02));
        }
    }
}

/// The frame and the edges at which names stand, if they stand anywhere.
fn edges(presentation: &Presentation, sight: &Sight, screen: Rect) -> Option<Framing> {
    /// Smaller words at the edges would only be in the way, in points.
    const LEAST_SCALE: f32 = 0.6;
    /// So much of the screen they may take.
    const MOST: f32 = 0.3;
    match sight.names {
        Names::Nowhere => None,
        Names::Beside(framing) => Some(framing),
        Names::AtEdges => {
            let map = &presentation.map.map;
            let scale = sight.transform.scale;
            let view = sight.transform.map_rect_from_screen(screen);
            let room = head_room(map) * scale;
            let has_room = room.x < screen.width() * MOST && room.y < screen.height() * MOST;
            let framing = Framing::at_edges(map, view);
            (scale >= LEAST_SCALE && has_room && framing.whole != framing.frame).then_some(framing)
        }
    }
}

/// Covers what of curves and figures is still to come.
fn cover_to_come(
    painter: &Painter,
    workspace: &Workspace,
    presentation: &Presentation,
    transform: Transform,
    reach: f32,
) {
    let Some(replay) = &presentation.replay else { return };
    for row in replay.steps.to_come(reach) {
        let inside = row.shrink2(vec2(0.0, 1.0));
        let rect = transform.screen_rect_from_map(inside);
        painter.rect_filled(rect, 0.0, color32(workspace.theme.color.surface));
    }
}

/// What is said for a while, and the number that is being typed.
///
/// With a view of the presenter's own it is there instead: the room needs to know none of it.
fn said_ui(painter: &Painter, workspace: &Workspace, presentation: &Presentation, screen: Rect) {
    if presentation.presenter != PresenterView::Hidden {
        return;
    }
    let Some(text) = presentation.said_now() else { return };
    let theme = &workspace.theme;
    let font = egui::FontId::new(theme.window.heading_text, family(Face::Regular));
    let galley = painter.layout(text, font, color32(theme.color.surface), screen.width() * 0.8);
    let pill = Rect::from_center_size(
        pos2(screen.center().x, screen.bottom() - galley.size().y / 2.0 - 40.0),
        galley.size() + vec2(36.0, 18.0),
    );
    painter.rect_filled(pill, pill.height() / 2.0, color32(theme.color.ink.with_opacity(0.92)));
    painter.galley(pill.center() - galley.size() / 2.0, galley, color32(theme.color.surface));
}

fn sheets_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, requests: &mut Requests) {
    match presentation.sheet {
        Some(Sheet::Overview(chosen)) => {
            super::overview_ui::overview_ui(ui, workspace, presentation, chosen, requests);
        }
        Some(Sheet::Help) => super::help_ui::help_ui(ui, workspace, requests),
        None => {}
    }
}
