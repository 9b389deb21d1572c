//! What a frame of the window costs this computer: logic, layout where needed, painting and tessellation, without
//! a display. The command line's `profile` asks for it.

use std::time::Duration;

use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};

use super::action::Action;
use super::camera::Camera;
use super::dialogs::{Dialogs, FileAnswer, FileQuestion};
use super::present::Step;
use super::request::Request;
use super::window::App;
use crate::base::Stopwatch;
use crate::file::{RecoveryFolder, Settings};
use crate::model::{Item, Project, Subject};

/// What the window is doing in the frames that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// The whole map is shown and panned.
    FitPan,
    /// The map is shown at 100% and panned.
    ActualPan,
    /// A card is dragged over the map at 100%.
    ActualDrag,
    /// The map is presented, and the camera goes from shot to shot.
    Present,
}

/// The size of the window that is measured.
const WINDOW: egui::Vec2 = vec2(1_280.0, 800.0);
const FRAME_S: f64 = 1.0 / 60.0;

/// Measures that many frames of a window that shows the project.
pub fn frames(project: &Project, kind: FrameKind, runs: usize) -> Vec<Duration> {
    let mut stage = Stage::new(project.clone());
    for _ in 0..4 {
        stage.frame(Vec::new());
    }
    let canvas = stage.app.core.workspace.canvas_rect;
    match kind {
        FrameKind::FitPan => {
            stage.app.core.workspace.camera = stage.app.core.fit_camera();
            stage.app.core.fitting = None;
            // Back soon: a map that was panned out of sight would cost nothing.
            stage.pan(canvas, runs, 4)
        }
        FrameKind::ActualPan => {
            stage.app.core.workspace.camera = Camera::default();
            stage.app.core.fitting = None;
            stage.pan(canvas, runs, 20)
        }
        FrameKind::ActualDrag => stage.drag(canvas, runs),
        FrameKind::Present => stage.present(runs),
    }
}

struct Stage {
    app: App,
    ctx: egui::Context,
    frame: u64,
}

impl Stage {
    fn new(project: Project) -> Self {
        let ctx = egui::Context::default();
        let nowhere = RecoveryFolder::at(std::env::temp_dir().join("throughline-profile"));
        let mut app = App::new(&ctx, Settings::default(), Box::new(NoDialogs), nowhere);
        app.core.show_project(project, None);
        Self { app, ctx, frame: 0 }
    }

    /// One frame with these events; what the processor needed for it.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW)),
            time: Some(self.frame as f64 * FRAME_S),
            events,
            focused: true,
            ..RawInput::default()
        };
        let start = Stopwatch::start();
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            let ctx = ui.ctx().clone();
            app.before_frame(&ctx);
            app.frame_ui(ui);
        });
        let _drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let elapsed = start.elapsed();
        // There is no graphics card to take them.
        output.textures_delta.clear();
        elapsed
    }

    /// Turns around after so many frames.
    fn pan(&mut self, canvas: Rect, runs: usize, frames_one_way: usize) -> Vec<Duration> {
        self.frame(vec![Event::PointerMoved(canvas.center())]);
        (0..runs + 2)
            .map(|run| {
                let direction = if (run / frames_one_way).is_multiple_of(2) { -1.0 } else { 1.0 };
                let camera = self.app.core.workspace.camera;
                let offset = camera.offset + vec2(7.0, 5.0) * direction;
                self.app.core.workspace.camera = Camera { offset, ..camera };
                self.frame(Vec::new())
            })
            .skip(2)
            .collect()
    }

    /// Goes on to the next shot whenever the camera has arrived.
    fn present(&mut self, runs: usize) -> Vec<Duration> {
        self.app.core.requests.run(Action::PresentFirst);
        // The small pictures of the shots are made in the background, which is no part of any frame.
        for _ in 0..1_000 {
            self.frame(Vec::new());
            if !self.app.core.is_busy() && self.app.core.workspace.shot_pictures.len() >= self.shot_count() {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let frames_one_way = (f64::from(self.app.core.workspace.theme.present.camera_s) / FRAME_S).ceil() as usize;
        let mut is_forward = true;
        (0..runs)
            .map(|run| {
                if run.is_multiple_of(frames_one_way.max(1)) {
                    let at = self.app.core.workspace.presentation.as_ref().map(|talk| (talk.at, talk.shots.len()));
                    is_forward = at.is_none_or(|(at, count)| if is_forward { at + 1 < count } else { at == 0 });
                    let step = if is_forward { Step::Next } else { Step::Previous };
                    self.app.core.requests.push(Request::Present(step));
                }
                self.frame(Vec::new())
            })
            .collect()
    }

    fn shot_count(&self) -> usize {
        self.app.core.workspace.presentation.as_ref().map_or(0, |talk| talk.shots.len())
    }

    /// Presses on the touchpoint nearest to the middle and moves it in a circle.
    fn drag(&mut self, canvas: Rect, runs: usize) -> Vec<Duration> {
        self.app.core.fitting = None;
        let workspace = &mut self.app.core.workspace;
        workspace.camera = Camera::default();
        let touchpoints = workspace.document.project().touchpoints.keys().copied();
        let middle = workspace.map.size() / 2.0;
        let start = touchpoints
            .filter_map(|id| workspace.map.rect_of(Subject::Item(Item::Touchpoint(id))))
            .map(|rect| rect.center())
            .min_by(|a, b| (a.to_vec2() - middle).length().total_cmp(&(b.to_vec2() - middle).length()));
        let Some(start) = start else { return Vec::new() };
        workspace.camera = Camera { scale: 1.0, offset: canvas.size() / 2.0 - start.to_vec2() };
        let at = canvas.center();
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![press(true)]);
        let on_circle = |run: usize| {
            let angle = run as f32 * 0.12;
            pos2(at.x + 220.0 * angle.sin(), at.y + 120.0 * (1.0 - angle.cos()))
        };
        for run in 0..3 {
            self.frame(vec![Event::PointerMoved(on_circle(run))]);
        }
        (3..runs + 3).map(|run| self.frame(vec![Event::PointerMoved(on_circle(run))])).collect()
    }
}

/// Nobody is asked for files while frames are measured.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _question: FileQuestion, _ctx: &egui::Context) {}

    fn poll(&mut self) -> Vec<FileAnswer> {
        Vec::new()
    }
}
