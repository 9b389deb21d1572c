//! The native window: how it opens, what it remembers, and one frame of it.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::{NativeOptions, Renderer};
use egui::containers::panel::PanelState;
use egui::{CentralPanel, Frame, Panel, ViewportBuilder, vec2};

use super::core::Core;
use super::dialogs::{DesktopDialogs, Dialogs};
use super::focus::FocusRing;
use super::jobs::{DesktopAwake, DesktopWatch};
use super::outside::OwnDesktop;
use super::present::{PresentPainter, Screens, Step};
use super::request::Request;
use super::software::driver::wants_software;
use super::software::{self, SoftwarePainter};
use super::workspace::{Dialog, Notice, Screen, Then};
use super::{
    bottom, canvas, comparing, connect_ui, export_ui, figure_ui, held_project, import_ui, insights, inspector, left,
    link_ui, map_table, method_ui, metrics_ui, modal_ui, outline, palette, people_ui, picture_ui, sources_ui, start,
    strategy_ui, style, tabs, top, workshop,
};
use crate::base::Stopwatch;
use crate::file::{self, RecoveryFolder, Settings};

/// How the window is asked to open.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// The project to open; the start page without one.
    pub file: Option<PathBuf>,
    /// The renderer to use instead of the remembered one.
    pub renderer: Option<file::Renderer>,
}

/// Opens the window and stays until it is closed. Where OpenGL cannot be had, tries again with wgpu; where either
/// would be a graphics card done in software, paints the window itself.
///
/// # Errors
/// If no window can be opened at all: no display, or no renderer that works.
pub fn run(options: WindowOptions) -> Result<(), String> {
    let (settings, warnings) = Settings::load();
    let choice = options.renderer.unwrap_or(settings.renderer);
    let renderers = match choice {
        file::Renderer::Auto | file::Renderer::Glow | file::Renderer::Software => [Renderer::Glow, Renderer::Wgpu],
        file::Renderer::Wgpu => [Renderer::Wgpu, Renderer::Glow],
    };
    let mut failure = String::new();
    for renderer in renderers {
        let (settings, warnings, options) = (settings.clone(), warnings.clone(), options.clone());
        let result = eframe::run_native(
            "Throughline",
            native_options(&settings, renderer),
            Box::new(move |creation| {
                if wants_software(choice, creation) {
                    creation.egui_ctx.add_plugin(SoftwarePainter::default());
                }
                let mut app = App::new(
                    &creation.egui_ctx,
                    settings,
                    Box::new(DesktopDialogs::default()),
                    RecoveryFolder::default(),
                );
                for warning in warnings {
                    app.core.notices.push(Notice::Warning(warning.to_string()));
                }
                app.core.remembers_settings = true;
                app.core.watch = Box::new(DesktopWatch::default());
                app.core.awake = Box::new(DesktopAwake::default());
                app.core.desktop = Arc::new(OwnDesktop);
                // What is remembered of it holds wherever the next run is started.
                app.core.offer_recovery(options.file.map(|file| std::path::absolute(&file).unwrap_or(file)));
                Ok(Box::new(app))
            }),
        );
        match result {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!(?renderer, %error, "the window could not be opened");
                // The first one tells why; the second often only that there was a first.
                if failure.is_empty() {
                    failure = error.to_string();
                }
            }
        }
    }
    Err(failure)
}

fn native_options(settings: &Settings, renderer: Renderer) -> NativeOptions {
    let mut viewport = ViewportBuilder::default()
        .with_title("Throughline")
        .with_app_id("throughline")
        .with_inner_size(vec2(settings.window.size[0], settings.window.size[1]))
        .with_min_inner_size(smallest_size(1.0))
        .with_maximized(settings.window.is_maximized)
        .with_icon(top::window_icon());
    if let Some([x, y]) = settings.window.position {
        viewport = viewport.with_position(egui::pos2(x, y));
    }
    NativeOptions {
        viewport,
        renderer,
        // Hardly any gradients, and a software driver takes a sixth more time for it.
        dithering: false,
        ..NativeOptions::default()
    }
}

/// The smallest window in which everything can be reached, in points at that text size: the same on the desktop at
/// each.
pub fn smallest_size(text_scale: f32) -> egui::Vec2 {
    vec2(860.0, 560.0) / text_scale
}

/// The application as eframe runs it, and as tests do.
pub struct App {
    pub core: Core,
    canvas: canvas::CanvasPainter,
    outline: outline::Outline,
    table: map_table::TablePainter,
    mirror: workshop::MirrorPainter,
    start: start::StartPainter,
    present: PresentPainter,
    focus: FocusRing,
    title: String,
    most_of_panels: MostOfPanels,
    /// What a frame costs the whole process, its painting included, is told to whom it concerns.
    since_frame: Stopwatch,
}

/// The largest that each panel may be, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct MostOfPanels {
    left: f32,
    right: f32,
    bottom: f32,
}

/// Leaves the map enough of that room to be worked on.
fn most_of_panels(room: egui::Vec2) -> MostOfPanels {
    const MAP: egui::Vec2 = vec2(280.0, 170.0);
    let beside = room.x - MAP.x;
    MostOfPanels {
        left: (beside * 0.45).clamp(160.0, 420.0),
        right: (beside * 0.55).clamp(260.0, 480.0),
        bottom: (room.y - MAP.y).clamp(100.0, 520.0),
    }
}

impl App {
    /// An application with nothing open.
    pub fn new(ctx: &egui::Context, settings: Settings, dialogs: Box<dyn Dialogs>, recovery: RecoveryFolder) -> Self {
        style::install_fonts(ctx);
        let core = Core::new(settings, dialogs, recovery);
        style::apply_theme(ctx, &core.workspace.theme, core.workspace.settings.reduced_motion);
        ctx.set_zoom_factor(core.workspace.settings.text_scale);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        Self {
            core,
            canvas: canvas::CanvasPainter::default(),
            outline: outline::Outline::default(),
            table: map_table::TablePainter::default(),
            mirror: workshop::MirrorPainter::default(),
            start: start::StartPainter::default(),
            present: PresentPainter::default(),
            focus: FocusRing::default(),
            title: String::new(),
            most_of_panels: MostOfPanels::default(),
            since_frame: Stopwatch::start(),
        }
    }

    /// The cards that glide to their places.
    #[cfg(test)]
    pub(super) fn motion(&self) -> &canvas::Motion {
        self.canvas.motion()
    }

    /// Everything that comes before drawing: input, answers, requests, layout.
    pub fn before_frame(&mut self, ctx: &egui::Context) {
        self.take_window_input(ctx);
        self.core.logic(ctx);
        self.keep_title(ctx);
    }

    /// Draws the window.
    pub fn frame_ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        if self.core.workspace.presentation.is_some() {
            if self.core.workspace.workshop.is_big {
                workshop::big_ui(ui, &self.core.workspace, &mut self.core.requests);
            } else {
                self.present.ui(ui, &self.core.workspace, &mut self.core.requests);
                workshop::stage_ui(&ctx, &self.core.workspace, &mut self.core.requests);
            }
            if !self.core.requests.is_empty() {
                ctx.request_repaint();
            }
            return;
        }
        if self.core.workspace.workshop.is_big {
            workshop::big_ui(ui, &self.core.workspace, &mut self.core.requests);
        } else {
            self.panels_ui(ui);
        }
        self.dialog_ui(&ctx);
        self.core.notices.ui(&ctx, &self.core.workspace, &mut self.core.requests);
        self.focus.ui(&ctx, &self.core.workspace);
        if !self.core.requests.is_empty() {
            ctx.request_repaint();
        }
    }

    fn take_window_input(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.core.requests.push(Request::Dropped(dropped));
        }
        let (close_requested, rect, is_maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            (
                viewport.close_requested(),
                viewport.inner_rect.zip(viewport.outer_rect),
                viewport.maximized.unwrap_or(false),
            )
        });
        let window = &mut self.core.workspace.settings.window;
        if self.core.workspace.presentation.is_none() {
            window.is_maximized = is_maximized;
        }
        if let Some((inner, outer)) = rect
            && !is_maximized
            && self.core.workspace.presentation.is_none()
        {
            // As the desktop counts: the window opens before it has its text size.
            let zoom = ctx.zoom_factor();
            window.size = [inner.width() * zoom, inner.height() * zoom];
            window.position = Some([outer.min.x * zoom, outer.min.y * zoom]);
        }
        // The question about unsaved changes, and work under way, come first; then the window is closed for good.
        if close_requested && !self.core.is_quitting {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            if self.core.workspace.presentation.is_some() {
                self.core.requests.push(Request::Present(Step::End));
            }
            self.core.requests.push(Request::Leave(Then::Quit));
        }
    }

    fn keep_title(&mut self, ctx: &egui::Context) {
        let workspace = &self.core.workspace;
        let title = match workspace.screen {
            Screen::Start => "Throughline".to_owned(),
            Screen::Map => {
                let mark = if workspace.document.is_changed() { "• " } else { "" };
                format!("{mark}{} – Throughline", workspace.document_name())
            }
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn panels_ui(&mut self, ui: &mut egui::Ui) {
        let (workspace, requests) = (&self.core.workspace, &mut self.core.requests);
        let sizes = &workspace.theme.window;
        let bare = Frame::NONE.fill(style::color32(workspace.theme.color.surface));
        Panel::top("menu")
            .exact_size(sizes.menu_height)
            .frame(bare)
            .show(ui, |ui| top::menu_bar_ui(ui, workspace, requests));
        if workspace.screen == Screen::Start {
            CentralPanel::no_frame().show(ui, |ui| self.start.ui(ui, workspace, requests));
            return;
        }
        Panel::top("tools")
            .exact_size(sizes.tool_height)
            .frame(bare)
            .show(ui, |ui| top::tool_bar_ui(ui, workspace, requests));
        Panel::bottom("status")
            .exact_size(sizes.status_height)
            .frame(bare)
            .show(ui, |ui| top::status_bar_ui(ui, workspace, requests));
        let settings = &workspace.settings;
        let most = most_of_panels(ui.available_size());
        if self.most_of_panels != most {
            // Panels that had to give way are as large again as they were left, as soon as there is room.
            self.most_of_panels = most;
            ui.ctx().data_mut(|data| data.remove_by_type::<PanelState>());
        }
        let mut changed = (None, None, None);
        if settings.left_panel.is_visible || workspace.finding.is_some() {
            let panel =
                Panel::left("left").default_size(settings.left_panel.size).size_range(160.0..=most.left).frame(bare);
            let shown = panel.show(ui, |ui| left::left_ui(ui, workspace, requests, &mut self.outline));
            changed.0 = Some(shown.response.rect.width());
        }
        if settings.right_panel.is_visible {
            let panel = Panel::right("right")
                .default_size(settings.right_panel.size)
                .size_range(260.0..=most.right)
                .frame(bare);
            let shown = panel.show(ui, |ui| inspector::inspector_ui(ui, workspace, requests));
            changed.1 = Some(shown.response.rect.width());
        }
        if workspace.is_bottom_maximized && settings.bottom_panel.is_visible {
            CentralPanel::default().frame(bare).show(ui, |ui| bottom::bottom_ui(ui, workspace, requests));
            return;
        }
        if settings.bottom_panel.is_visible {
            if bottom::is_empty(workspace) {
                // Without numbers the map has the room; the size for charts is kept.
                let height = bottom::empty_height(ui.available_width(), &workspace.theme).min(most.bottom);
                Panel::bottom("bottom without numbers")
                    .resizable(false)
                    .exact_size(height)
                    .frame(bare)
                    .show(ui, |ui| bottom::bottom_ui(ui, workspace, requests));
            } else {
                let panel = Panel::bottom("bottom")
                    .resizable(true)
                    .default_size(settings.bottom_panel.size)
                    .size_range(100.0..=most.bottom)
                    .frame(bare);
                let shown = panel.show(ui, |ui| bottom::bottom_ui(ui, workspace, requests));
                changed.2 = Some(shown.response.rect.height());
            }
        }
        let (left, right, bottom) = changed;
        let differs = |now: Option<f32>, then: f32| now.filter(|now| (now - then).abs() > 0.5);
        let left = differs(left, settings.left_panel.size.min(most.left));
        let right = differs(right, settings.right_panel.size.min(most.right));
        let bottom = differs(bottom, settings.bottom_panel.size.min(most.bottom));
        if left.is_some() || right.is_some() || bottom.is_some() {
            requests.push(Request::PanelSizes { left, right, bottom });
        }
        CentralPanel::default().frame(bare).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            tabs::journey_tabs_ui(ui, workspace, requests);
            if workspace.settings.map_as_table {
                self.table.ui(ui, workspace, requests);
            } else {
                let other = self.mirror.ui(ui, workspace, requests);
                let room = other.unwrap_or_else(|| ui.available_rect_before_wrap());
                ui.scope_builder(egui::UiBuilder::new().max_rect(room), |ui| {
                    self.canvas.ui(ui, workspace, requests);
                });
            }
        });
    }

    fn dialog_ui(&mut self, ctx: &egui::Context) {
        let (workspace, requests) = (&self.core.workspace, &mut self.core.requests);
        match &workspace.dialog {
            None => {}
            Some(Dialog::Import(state)) => import_ui::import_ui(ctx, workspace, state, requests),
            Some(Dialog::Export(state)) => export_ui::export_ui(ctx, workspace, state, requests),
            Some(Dialog::ExportOver { items, existing }) => {
                export_ui::export_over_ui(ctx, workspace, items, *existing, requests);
            }
            Some(Dialog::Palette { query, chosen }) => palette::palette_ui(ctx, workspace, query, *chosen, requests),
            Some(Dialog::Connect { from, query, chosen }) => {
                connect_ui::connect_ui(ctx, workspace, (*from, query, *chosen), requests);
            }
            Some(Dialog::Figure { metric, touchpoint, period }) => {
                figure_ui::figure_ui(ctx, workspace, (*metric, *touchpoint, *period), requests);
            }
            Some(Dialog::FigureOf(asked)) => figure_ui::asked_ui(ctx, workspace, asked, requests),
            Some(Dialog::KpiFigure(kpi)) => figure_ui::kpi_figure_ui(ctx, workspace, *kpi, requests),
            Some(Dialog::OpenLink(url)) => link_ui::open_link_ui(ctx, workspace, url, requests),
            Some(Dialog::NewLink { url, title }) => link_ui::new_link_ui(ctx, workspace, url, title, requests),
            Some(Dialog::People(chosen)) => people_ui::people_ui(ctx, workspace, *chosen, requests),
            Some(Dialog::Metrics(chosen)) => metrics_ui::metrics_ui(ctx, workspace, *chosen, requests),
            Some(Dialog::SampleSize(form)) => comparing::sample_size_ui(ctx, workspace, form, requests),
            Some(Dialog::Method(page)) => method_ui::method_ui(ctx, workspace, page, requests),
            Some(Dialog::Strategy) => strategy_ui::strategy_ui(ctx, workspace, requests),
            Some(Dialog::Dismiss { insight, title, reason }) => {
                insights::dismiss_ui(ctx, workspace, insight, (title, reason), requests);
            }
            Some(Dialog::Park(text)) => workshop::park_ui(ctx, workspace, text, requests),
            Some(Dialog::TakeSnapshot(label)) => workshop::snapshot_ui(ctx, workspace, label, requests),
            Some(Dialog::Restore(snapshot)) => workshop::restore_ui(ctx, workspace, *snapshot, requests),
            Some(Dialog::Rows(rows)) => sources_ui::rows_ui(ctx, workspace, rows, requests),
            Some(Dialog::HeldProject(dropped)) => {
                held_project::held_project_ui(ctx, workspace, dropped, requests);
            }
            Some(Dialog::Picture(card)) => picture_ui::picture_ui(ctx, workspace, *card, requests),
            Some(
                dialog @ (Dialog::Unsaved(_)
                | Dialog::Recover(_)
                | Dialog::Failure { .. }
                | Dialog::Shortcuts
                | Dialog::About),
            ) => modal_ui::modal_ui(ctx, workspace, dialog, requests),
        }
    }
}

/// The screens of the computer. Of one that cannot be asked there is none.
fn screens_of(frame: &eframe::Frame) -> Screens {
    let Some(window) = frame.winit_window() else { return Screens::default() };
    let own = window.current_monitor();
    let monitors: Vec<_> = window.available_monitors().collect();
    let place = |at: usize| {
        let monitor = monitors.get(at)?;
        let (corner, size) = (monitor.position(), monitor.size());
        Some([corner.x as f32, corner.y as f32, size.width as f32, size.height as f32])
    };
    Screens {
        own: monitors.iter().position(|monitor| Some(monitor) == own.as_ref()).unwrap_or(0),
        places: (0..monitors.len()).filter_map(place).collect(),
        audience: None,
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        // Only a command can begin a talk, and asking for the screens is not free.
        let has_command = !self.core.requests.is_empty() || ctx.input(|input| input.key_pressed(egui::Key::F5));
        if has_command && self.core.workspace.presentation.is_none() {
            self.core.screens = screens_of(frame);
        }
        self.before_frame(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
        tracing::trace!(processor_ms = self.since_frame.elapsed().as_secs_f64() * 1e3, "frame");
        self.since_frame = Stopwatch::start();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        software::background(visuals).to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.core.shut_down();
    }
}
