//! The start page: templates as pictures of their own maps, recent projects, the sample, open.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Layout, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo};

use super::action::Action;
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
use super::widgets::{Emphasis, action_button};
use super::workspace::{Then, Workspace};
use crate::base::{Icon, Rect};
use crate::file::{self, Template};
use crate::layout::{Layouter, Lens, MapInput};
use crate::render::egui::{ScenePainter, Transform};
use crate::scene::{Scene, Theme};

/// Size of a template's tile.
const TILE: egui::Vec2 = egui::vec2(260.0, 186.0);
/// Between tiles.
const TILE_GAP: f32 = 16.0;
/// The most tiles side by side.
const TILES: f32 = 4.0;
/// Height of the picture in it.
const PICTURE_HEIGHT: f32 = 124.0;

/// Draws the start page and keeps the templates' pictures.
#[derive(Default)]
pub struct StartPainter {
    pictures: BTreeMap<&'static str, Picture>,
    drawn_for: Option<Arc<Theme>>,
}

struct Picture {
    scene: Scene,
    painter: ScenePainter,
}

impl StartPainter {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        self.draw_pictures(workspace);
        let theme = Arc::clone(&workspace.theme);
        ui.painter().rect_filled(ui.max_rect(), 0.0, color32(theme.color.background));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let in_row = ((ui.available_width() - 64.0 + TILE_GAP) / (TILE.x + TILE_GAP)).floor().clamp(1.0, TILES);
            let width = in_row * (TILE.x + TILE_GAP) - TILE_GAP;
            let side = (ui.available_width() - width) / 2.0;
            ui.horizontal(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(32.0);
                    head_ui(ui, workspace, requests);
                    recent_ui(ui, workspace, requests);
                    ui.add_space(28.0);
                    ui.label(strong("Start from a template").size(theme.window.heading_text));
                    ui.add_space(8.0);
                    ui.horizontal_wrapped(|ui| {
                        ui.spacing_mut().item_spacing = egui::Vec2::splat(TILE_GAP);
                        for template in file::templates() {
                            self.tile_ui(ui, workspace, requests, template);
                        }
                    });
                    ui.add_space(32.0);
                });
            });
            reveal_focus(ui);
        });
    }

    fn draw_pictures(&mut self, workspace: &Workspace) {
        let is_current = self.drawn_for.as_ref().is_some_and(|theme| Arc::ptr_eq(theme, &workspace.theme));
        if is_current {
            return;
        }
        self.drawn_for = Some(Arc::clone(&workspace.theme));
        let mut layouter = Layouter::new();
        for template in file::templates() {
            let project = template.project();
            let Some(journey) = project.journey_order.first().copied() else { continue };
            let input =
                MapInput { project: &project, journey, theme: &workspace.theme, figures: None, lens: Lens::Plain };
            let scene = layouter.map(&input).scene;
            self.pictures.insert(template.code, Picture { scene, painter: ScenePainter::default() });
        }
    }

    fn tile_ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, template: &Template) {
        let theme = &workspace.theme;
        let c = &theme.color;
        let (rect, response) = ui.allocate_exact_size(TILE, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, template.title));
        if ui.is_rect_visible(rect) {
            let is_lit = response.hovered() || response.has_focus();
            let outline = if is_lit { Stroke::new(2.0, color32(c.accent)) } else { Stroke::new(1.0, color32(c.line)) };
            ui.painter().rect(rect, 10.0, color32(c.surface), outline, egui::StrokeKind::Inside);
            let picture_rect = Rect::from_min_size(
                rect.min + egui::vec2(10.0, 10.0),
                egui::vec2(TILE.x - 20.0, PICTURE_HEIGHT - 14.0),
            );
            self.picture_paint(ui, template.code, picture_rect);
            let line_y = rect.top() + PICTURE_HEIGHT;
            ui.painter().hline(rect.x_range().shrink(1.0), line_y, Stroke::new(1.0, color32(c.line)));
            let text_rect =
                Rect::from_min_max(egui::pos2(rect.left() + 14.0, line_y + 10.0), rect.max - egui::vec2(14.0, 8.0));
            let mut text_ui =
                ui.new_child(egui::UiBuilder::new().max_rect(text_rect).layout(Layout::top_down(Align::Min)));
            text_ui.spacing_mut().item_spacing.y = 2.0;
            text_ui.add(egui::Label::new(strong(template.title)).truncate());
            let description = RichText::new(template.description).size(theme.window.small_text).color(color32(c.muted));
            text_ui.add(egui::Label::new(description).wrap());
        }
        let response = response
            .on_hover_cursor(egui::CursorIcon::PointingHand)
            .on_hover_text(format!("Start a new map: {}", template.title));
        if response.clicked() {
            requests.push(Request::Leave(Then::New(template.code)));
        }
    }

    /// The upper left part of the template's map, as much as fits the tile's width.
    fn picture_paint(&mut self, ui: &Ui, code: &str, rect: Rect) {
        let Some(picture) = self.pictures.get_mut(code) else { return };
        let size = picture.scene.size;
        if size.x < 1.0 || size.y < 1.0 {
            return;
        }
        let scale = (rect.width() / size.x).max(rect.height() / size.y * 0.6).min(rect.width() / 560.0);
        let transform = Transform { scale, offset: rect.min.to_vec2() };
        let clip = rect.intersect(ui.clip_rect());
        picture.painter.paint(&ui.painter().with_clip_rect(clip), &picture.scene, 0, transform);
    }
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.label(strong("Throughline").size(28.0));
    ui.label(
        RichText::new("Customer-journey maps whose every claim can be traced to a number.")
            .color(color32(theme.color.muted)),
    );
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        action_button(ui, workspace, requests, Action::OpenSample, "Open the sample", Emphasis::Primary);
        action_button(ui, workspace, requests, Action::OpenProject, "Open a project…", Emphasis::Outlined);
    });
}

fn recent_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    if workspace.settings.recent_files.is_empty() {
        return;
    }
    ui.add_space(28.0);
    ui.label(strong("Recent projects").size(theme.window.heading_text));
    ui.add_space(4.0);
    for path in workspace.settings.recent_files.iter().take(6) {
        let (rect, response) =
            ui.allocate_exact_size(egui::vec2(ui.available_width().min(720.0), 34.0), Sense::click());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme.window.radius, color32(theme.color.hover));
        }
        let mut row = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(rect.shrink2(egui::vec2(10.0, 0.0)))
                .layout(Layout::left_to_right(Align::Center)),
        );
        row.label(icon(Icon::Map, 16.0).color(color32(theme.color.muted)));
        row.label(strong(&name));
        let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        row.add(egui::Label::new(RichText::new(folder).color(color32(theme.color.muted))).truncate());
        let response =
            response.on_hover_text(path.display().to_string()).on_hover_cursor(egui::CursorIcon::PointingHand);
        if response.clicked() {
            requests.push(Request::Leave(Then::Open(path.clone())));
        }
        response.context_menu(|ui| {
            if ui.button("Remove from this list").clicked() {
                requests.push(Request::ForgetRecent(path.clone()));
                ui.close();
            }
        });
    }
}
