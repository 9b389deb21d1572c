//! The buttons at the ends of the map: behind the last stage for one more, and below the last lane for one more of any
//! kind. What they do is in menus and shortcuts too, so they are for the pointer alone.

use egui::{Align2, Id, Popup, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::headers::Stuck;
use super::menu::lane_kinds;
use super::sight::Sight;
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon_font};
use crate::app::workspace::{Editing, Workspace};
use crate::base::Icon;
use crate::edit::{Selection, build};
use crate::model::{Phase, Subject};
use crate::scene::Theme;

/// Draws the buttons, as far as their places are in view and not covered by any of `over`.
pub fn end_buttons_ui(
    ui: &Ui,
    (sight, stuck): (&Sight, &Stuck),
    over: &[Option<Rect>],
    workspace: &Workspace,
    requests: &mut Requests,
) {
    /// Below this a button would be too small to be hit.
    const SMALLEST_SCALE: f32 = 0.45;
    /// Map points.
    const GAP: f32 = 8.0;
    const SIDE: f32 = 32.0;
    let scale = sight.camera.scale;
    let (map, project) = (&workspace.map, workspace.document.project());
    let Some(journey) = workspace.open_journey().filter(|_| scale >= SMALLEST_SCALE) else { return };
    let header = |subject: Subject| map.rect_of(subject).map(|rect| stuck.seen(subject, sight.rect_from_map(rect)));
    let free = stuck.free(sight.canvas);
    let is_seen = |rect: Rect, room: Rect| {
        room.contains_rect(rect) && !over.iter().flatten().any(|covered| covered.intersects(rect))
    };
    let last_stage = map.stages().last().and_then(|(id, _)| header(Subject::Stage(id)));
    let beside_stages = Rect::from_min_max(egui::pos2(free.min.x, sight.canvas.min.y), sight.canvas.max);
    if let Some(last) = last_stage {
        let corner = last.right_center() + vec2(GAP * scale, -SIDE * scale / 2.0);
        let rect = Rect::from_min_size(corner, vec2(SIDE, SIDE) * scale);
        let shortcut = Action::AddStage.info().shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut));
        let tip = format!("Add a stage at the end. After the selected one: {}", shortcut.unwrap_or_default());
        if is_seen(rect, beside_stages)
            && button_ui(ui, rect, "Add a stage at the end", &tip, &workspace.theme).clicked()
        {
            let last = journey.stages.last().and_then(|id| project.stages.get(id));
            let phase = last.map_or(Phase::PrePurchase, |stage| stage.phase);
            let (edit, added) = build::new_stage(project, journey.id, journey.stages.len(), "New stage", phase);
            requests.push(Request::EditSelecting(edit, Selection::only(Subject::Stage(added))));
            requests.push(Request::StartEditing(Some(Editing::Stage(added))));
            requests.push(Request::RevealFocus);
        }
    }
    let last_lane = map.lanes().last().and_then(|(id, ..)| header(Subject::Lane(id)));
    let below_lanes = Rect::from_min_max(egui::pos2(sight.canvas.min.x, free.min.y), sight.canvas.max);
    if let Some(last) = last_lane {
        let corner = last.center_bottom() + vec2(-SIDE / 2.0, GAP) * scale;
        let rect = Rect::from_min_size(corner, vec2(SIDE, SIDE) * scale);
        if is_seen(rect, below_lanes) {
            let response = button_ui(ui, rect, "Add a lane at the end", "Add a lane at the end", &workspace.theme);
            Popup::menu(&response).show(|ui| lane_kinds(ui, journey.lanes.len(), workspace, requests));
        }
    }
}

fn button_ui(ui: &Ui, rect: Rect, name: &str, tip: &str, theme: &Theme) -> Response {
    // Not to be met with Tab: the same is done by keys without going there.
    let response = ui.interact(rect, Id::unique(name), Sense::CLICK | Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let ink = color32(if response.hovered() { theme.color.accent } else { theme.color.muted });
    let fill = color32(if response.hovered() { theme.color.accent_tint } else { theme.color.background });
    let radius = rect.height() * 0.2;
    // Where the fill is the color of the map itself (high contrast), the line must do.
    let line = Stroke::new(1.0, color32(theme.color.line));
    ui.painter().rect(rect, radius, fill, line, StrokeKind::Inside);
    let size = rect.height() * 0.5;
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, Icon::Plus.glyph(), icon_font(size), ink);
    response.on_hover_text(tip)
}
