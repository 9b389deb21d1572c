//! The map beside the open one: an earlier state, or the other of current and future. It moves and zooms with the open
//! map; a click on it goes to the same card there. Nothing can be changed on it.

use egui::{Align, Layout, PointerButton, Rect, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::marks::{Seen, paint_changes};
use super::state::WorkshopWish;
use super::wish;
use crate::app::camera::Camera;
use crate::app::canvas::{paint_headers, scrolled};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::widgets::IconButton;
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::layout::Hit;
use crate::model::Subject;
use crate::render::egui::{ScenePainter, Transform};

/// How high the line over the map is, in points.
const HEAD: f32 = 30.0;

/// Draws the other map.
#[derive(Default)]
pub struct MirrorPainter {
    scenes: ScenePainter,
}

impl MirrorPainter {
    /// Draws it into its half of what is left. The other half, for the open map; `None` where there is nothing to show.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) -> Option<Rect> {
        let mirror = workspace.workshop.mirror.as_ref()?;
        let room = ui.available_rect_before_wrap();
        let line = Stroke::new(1.0, color32(workspace.theme.color.line));
        let (own, rest) = if workspace.workshop.is_beside {
            let middle = room.center().x;
            ui.painter().vline(middle, room.y_range(), line);
            (room.with_max_x(middle - 0.5), room.with_min_x(middle + 0.5))
        } else {
            let middle = room.center().y;
            (room.with_max_y(middle - 0.5), room.with_min_y(middle + 0.5))
        };
        let head = own.with_max_y(own.top() + HEAD);
        let canvas = own.with_min_y(head.bottom());
        head_ui(ui, workspace, requests, head, &mirror.title);
        self.map_ui(ui, workspace, requests, canvas);
        let own_head = rest.with_max_y(rest.top() + HEAD);
        open_head_ui(ui, workspace, own_head);
        Some(rest.with_min_y(own_head.bottom()))
    }

    fn map_ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, canvas: Rect) {
        let Some(mirror) = &workspace.workshop.mirror else { return };
        let theme = &workspace.theme;
        let response = ui.interact(canvas, egui::Id::unique("other map"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Map of {}", mirror.title)));
        let painter = ui.painter_at(canvas);
        painter.rect_filled(canvas, 0.0, color32(theme.color.surface));
        let camera = workspace.camera;
        let transform = Transform { scale: camera.scale, offset: camera.offset + canvas.min.to_vec2() };
        self.scenes.paint(&painter, &mirror.map.scene, mirror.revision, transform);
        let seen = Seen {
            painter: &painter,
            map: &mirror.map,
            scale: camera.scale,
            on_screen: &|rect| transform.screen_rect_from_map(rect),
        };
        if let Some(comparison) = &workspace.workshop.comparison {
            paint_changes(workspace, &seen, &comparison.difference, mirror.is_older);
        }
        paint_headers(&painter, &self.scenes, &mirror.map, canvas, camera, theme);
        let moved = response.drag_delta();
        if moved != egui::Vec2::ZERO && response.dragged_by(PointerButton::Primary) {
            requests.push(Request::SetCamera(Camera { offset: camera.offset + moved, ..camera }));
        }
        if let Some(camera) = scrolled(ui, &response, canvas, camera) {
            requests.push(Request::SetCamera(camera));
        }
        let at = response.hover_pos().map(|pos| transform.map_from_screen(pos));
        let subject = at.and_then(|at| mirror.map.hit(at)).and_then(subject_of);
        let other = subject.and_then(|subject| counterpart(workspace, mirror.is_older, subject));
        if response.clicked()
            && let Some(other) = other
        {
            requests.push(Request::GoTo(other));
        }
        if let Some(subject) = subject {
            let tip = match (other, subject) {
                (Some(_), _) => "Click to go to it on the other map",
                (None, _) if mirror.is_older => "It is not on the newer map any more",
                (None, _) => "It is not on the older map",
            };
            response.on_hover_text_at_pointer(tip);
        }
    }
}

fn subject_of(hit: Hit) -> Option<Subject> {
    match hit {
        Hit::Sticky(id) => Some(Subject::Sticky(id)),
        Hit::Item(item) | Hit::Handle(item) => Some(Subject::Item(item)),
        Hit::StageHeader(id) => Some(Subject::Stage(id)),
        Hit::LaneHeader(id) => Some(Subject::Lane(id)),
        Hit::Connector(id) => Some(Subject::Connector(id)),
        Hit::PhaseBand { .. } | Hit::Cell { .. } => None,
    }
}

/// The same thing on the open map, if it is there.
fn counterpart(workspace: &Workspace, is_older: bool, subject: Subject) -> Option<Subject> {
    let comparison = workspace.workshop.comparison.as_ref()?;
    let difference = &comparison.difference;
    let other = if is_older { difference.newer(subject) } else { difference.older(subject) };
    other.filter(|other| workspace.map.rect_of(*other).is_some())
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, rect: Rect, title: &str) {
    let theme = &workspace.theme;
    ui.painter().rect_filled(rect, 0.0, color32(theme.color.background));
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, color32(theme.color.line)));
    let inside = UiBuilder::new().max_rect(rect.shrink2(vec2(12.0, 0.0)));
    ui.scope_builder(inside.layout(Layout::right_to_left(Align::Center)), |ui| {
        let close = IconButton::new(Some(Icon::X), "", "Close the other map");
        if close.tip("Show the open map alone").ui(ui, theme).clicked() {
            wish(requests, WorkshopWish::SideBySide(false));
        }
        let is_beside = workspace.workshop.is_beside;
        let (mark, tip) = if is_beside {
            (Icon::Rows3, "Show one map above the other")
        } else {
            (Icon::Columns3, "Show the maps side by side")
        };
        if IconButton::new(Some(mark), "", "Turn the maps").tip(tip).ui(ui, theme).clicked() {
            wish(requests, WorkshopWish::Beside(!is_beside));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(strong(title)).truncate());
            let text = "cannot be changed here";
            ui.label(RichText::new(text).small().color(color32(theme.color.muted)));
        });
    });
}

/// What stands over the open map: which state it is.
fn open_head_ui(ui: &mut Ui, workspace: &Workspace, rect: Rect) {
    let theme = &workspace.theme;
    ui.painter().rect_filled(rect, 0.0, color32(theme.color.background));
    let line = Stroke::new(1.0, color32(theme.color.line));
    ui.painter().hline(rect.x_range(), rect.top(), line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let title = match workspace.open_journey() {
        Some(journey) => format!("{} ({}), now", journey.name, journey.state.label()),
        None => String::new(),
    };
    let font = egui::FontId::new(theme.window.body_text, crate::app::style::family(crate::scene::Face::SemiBold));
    let inside = Rect::from_min_max(pos2(rect.left() + 12.0, rect.top()), rect.max);
    crate::app::widgets::text_in(ui, inside, &title, font, color32(theme.color.ink));
}
