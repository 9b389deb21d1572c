//! What the room sees: the shot and nothing else, with what the presenter lets appear over it.

use std::collections::BTreeSet;
use std::time::Duration;

use egui::{Color32, CursorIcon, Mesh, Painter, Role, Sense, Shape, Stroke, Ui, WidgetInfo};

use super::ephemera::{Flight, Marks, Sight, around, fitting, on_circle, spotlight_rings, zoomed};
use super::run::SAID_FOR;
use super::{Cover, PointerTool, Presentation, PresenterView, Sheet, Step};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family};
use crate::app::workspace::Workspace;
use crate::base::{Pos2, Rect, pos2, vec2};
use crate::render::egui::{ScenePainter, Transform};
use crate::scene::{Face, Scene};

/// Draws a talk, in one window or two.
#[derive(Default)]
pub struct PresentPainter {
    room: ScenePainter,
    /// Of the presenter's view.
    pub(super) now: ScenePainter,
    pub(super) next: ScenePainter,
    flight: Flight,
    marks: Marks,
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

        let frame = presentation.map.frame(shot);
        let around_cover =
            if shot.is_around_dimmed && presentation.look.is_none() { theme.present.around } else { 0.0 };
        let transform = presentation.look.unwrap_or_else(|| fitting(frame, screen));
        let to = Sight { transform, frame, cover: around_cover };
        if self.journey != Some(shot.journey) {
            self.journey = Some(shot.journey);
            self.flight.cut();
        }
        let is_still = workspace.settings.reduced_motion || presentation.look.is_some();
        let duration_s = if is_still { 0.0 } else { theme.present.camera_s };
        let (sight, is_flying) = self.flight.at(to, screen, now_s, duration_s);

        let painter = ui.painter_at(screen);
        painter.rect_filled(screen, 0.0, color32(theme.color.surface));
        let is_appearing = self.paint_map(&painter, workspace, presentation, &sight, now_s);
        let shade = color32(theme.color.surface.with_opacity(sight.cover));
        if sight.cover > 0.0 {
            for part in around(sight.transform.screen_rect_from_map(sight.frame), screen) {
                if part.is_positive() {
                    painter.rect_filled(part, 0.0, shade);
                }
            }
        }
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
        if is_flying || is_appearing || is_marking {
            ui.ctx().request_repaint();
        }
    }

    /// The map as it is at this moment. Returns whether something is still appearing.
    fn paint_map(
        &mut self,
        painter: &Painter,
        workspace: &Workspace,
        presentation: &Presentation,
        sight: &Sight,
        now_s: f64,
    ) -> bool {
        let map = &presentation.map;
        let Some(replay) = &presentation.replay else {
            self.appearing.of = None;
            self.room.paint(painter, &map.map.scene, map.revision << 16, sight.transform);
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
        self.room.paint(painter, scene, revision, sight.transform);
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
        let shot = presentation.shot();
        let frame = presentation.map.frame(shot);
        let screen = painter.clip_rect();
        let transform = fitting(frame, screen);
        painter.rect_filled(screen, 0.0, color32(workspace.theme.color.surface));
        let (scene, revision) = self.step_scene.of(presentation, shown);
        self.now.paint(painter, scene, revision, transform);
        if let Some(replay) = &presentation.replay {
            cover_to_come(painter, workspace, presentation, transform, replay.steps.reach(shown));
        }
        if shot.is_around_dimmed {
            let shade = color32(workspace.theme.color.surface.with_opacity(workspace.theme.present.around));
            for part in around(transform.screen_rect_from_map(frame), screen).into_iter().filter(Rect::is_positive) {
                painter.rect_filled(part, 0.0, shade);
            }
        }
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

    /// Spotlight, laser and lines. Returns whether any of them changes by itself.
    fn marks_ui(
        &mut self,
        painter: &Painter,
        workspace: &Workspace,
        presentation: &Presentation,
        (response, transform): (&egui::Response, Transform),
        now_s: f64,
    ) -> bool {
        let present = &workspace.theme.present;
        let is_free = presentation.sheet.is_none() && presentation.cover.is_none();
        let at = response.hover_pos().or_else(|| response.interact_pointer_pos()).filter(|_| is_free);
        let marks = &mut self.marks;
        match (presentation.tool, at) {
            (Some(PointerTool::Pen), Some(at)) if response.dragged() || response.is_pointer_button_down_on() => {
                marks.draw(transform.map_from_screen(at), 1.0 / transform.scale.max(0.01));
            }
            (Some(PointerTool::Laser), Some(at)) => {
                if marks.trail.last().is_none_or(|(last, _)| last.distance(at) > 0.5) {
                    marks.trail.push((at, now_s));
                }
            }
            (_, _) => {}
        }
        if presentation.tool != Some(PointerTool::Pen) || !response.is_pointer_button_down_on() {
            marks.lift(now_s);
        }
        let has_trail = marks.forget(now_s, present.stroke_s, present.fade_s);
        for line in &marks.lines {
            let opacity = line.opacity(now_s, present.stroke_s, present.fade_s);
            let color = color32(present.pen).gamma_multiply(opacity);
            let points: Vec<Pos2> = line.points.iter().map(|point| transform.screen_from_map(*point)).collect();
            match points.as_slice() {
                [only] => _ = painter.circle_filled(*only, present.pen_width / 2.0, color),
                _ => _ = painter.add(Shape::line(points, Stroke::new(present.pen_width, color))),
            }
        }
        let mut changes = has_trail;
        if let Some(wait) = marks.next_change_s(now_s, present.stroke_s) {
            if wait > 0.0 {
                painter.ctx().request_repaint_after(Duration::from_secs_f32(wait));
            } else {
                changes = true;
            }
        }
        match (presentation.tool, at) {
            (Some(PointerTool::Spotlight), Some(at)) => spotlight(painter, workspace, at),
            (Some(PointerTool::Laser), Some(at)) => {
                let color = color32(present.laser);
                for window in marks.trail.windows(2) {
                    let [(from, _), (to, at_s)] = window else { continue };
                    let age = ((now_s - at_s) / 0.22) as f32;
                    let stroke = Stroke::new(present.laser_width * 0.6 * (1.0 - age).max(0.0), color);
                    painter.line_segment([*from, *to], Stroke { color: color.gamma_multiply(0.5), ..stroke });
                }
                painter.circle_filled(at, present.laser_width, color.gamma_multiply(0.25));
                painter.circle(at, present.laser_width / 2.0, color, Stroke::new(1.5, Color32::WHITE));
            }
            (_, _) => {}
        }
        changes
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

/// Darkens all but a circle.
fn spotlight(painter: &Painter, workspace: &Workspace, at: Pos2) {
    const CORNERS: u32 = 96;
    let screen = painter.clip_rect();
    let present = &workspace.theme.present;
    let rings = spotlight_rings(present.spotlight * screen.height(), screen);
    let mut mesh = Mesh::default();
    for (radius, share) in rings {
        let color = Color32::from_black_alpha((255.0 * present.shade * share) as u8);
        for corner in 0..CORNERS {
            mesh.colored_vertex(on_circle(at, radius, corner as f32 / CORNERS as f32), color);
        }
    }
    for ring in 0..rings.len() as u32 - 1 {
        for corner in 0..CORNERS {
            let (here, next) = (ring * CORNERS + corner, ring * CORNERS + (corner + 1) % CORNERS);
            mesh.add_triangle(here, next, here + CORNERS);
            mesh.add_triangle(next, next + CORNERS, here + CORNERS);
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// What is said for a while, and the number that is being typed.
fn said_ui(painter: &Painter, workspace: &Workspace, presentation: &Presentation, screen: Rect) {
    let typed = presentation.typed.map(|number| format!("Go to shot {number}, Enter"));
    let said = presentation.said.as_ref().map(|(text, _)| text.clone());
    let Some(text) = typed.or(said) else { return };
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
