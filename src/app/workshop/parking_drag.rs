//! A parked note dragged onto the map: the grip in its row, what hangs on the pointer, and where it would land. The
//! canvas lets it go.

use std::sync::Arc;

use egui::{
    Align2, CornerRadius, CursorIcon, DragAndDrop, FontId, Id, LayerId, Order, Rect, Role, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use super::parking_run::Landing;
use crate::app::style::{color32, family, icon_font};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::model::{Holds, ParkedId, ParkedNote};
use crate::scene::Face;

/// What is dragged.
struct ParkedDrag(ParkedId);

/// The note under the pointer while it is dragged.
pub fn dragged_note(ctx: &egui::Context) -> Option<ParkedId> {
    DragAndDrop::payload::<ParkedDrag>(ctx).map(|dragged: Arc<ParkedDrag>| dragged.0)
}

/// The grip of a row.
pub fn grip_ui(ui: &mut Ui, workspace: &Workspace, (number, note): (usize, &ParkedNote)) {
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, theme.window.control_height), Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Unknown, true, format!("Drag parked note {number}")));
    response.dnd_set_drag_payload(ParkedDrag(note.id));
    let ink = color32(if response.hovered() || response.dragged() { theme.color.ink } else { theme.color.muted });
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, Icon::GripVertical.glyph(), icon_font(14.0), ink);
    response.on_hover_cursor(CursorIcon::Grab).on_hover_text("Drag it onto the map, into a cell or anywhere");
}

/// What hangs on the pointer, with what it would become.
pub fn parked_ghost_ui(ui: &Ui, workspace: &Workspace, landing: Option<Landing>) {
    const WIDTH: f32 = 220.0;
    let project = workspace.document.project();
    let Some(note) = dragged_note(ui.ctx()).and_then(|id| project.workshop.note(id)) else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let theme = &workspace.theme;
    let becomes = match landing {
        Some(Landing::Cell(placement)) => {
            let lane = project.lanes.get(&placement.lane);
            let what = lane.map_or("Card", |lane| match lane.kind.holds() {
                Holds::Touchpoints => "Touchpoint",
                Holds::Cards | Holds::Nothing => "Card",
            });
            let stage = project.stages.get(&placement.stage).map_or("", |stage| stage.name.as_str());
            format!("{what} in {}, {stage}", lane.map_or("", |lane| lane.name.as_str()))
        }
        Some(Landing::Sticky(_)) => "Sticky".to_owned(),
        None => "Drop it on the map".to_owned(),
    };
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("parked ghost")));
    let line = |text: &str, size: f32, face: Face, ink| {
        let format = egui::TextFormat::simple(FontId::new(size, family(face)), color32(ink));
        let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
        job.wrap = egui::text::TextWrapping::truncate_at_width(WIDTH - 20.0);
        painter.layout_job(job)
    };
    let text = line(&note.text, theme.window.body_text, Face::SemiBold, theme.color.ink);
    let becomes = line(&becomes, theme.window.small_text, Face::Regular, theme.color.muted);
    let height = text.size().y + becomes.size().y + 14.0;
    let rect = Rect::from_min_size(pointer + vec2(12.0, 8.0), vec2(WIDTH, height));
    let radius = CornerRadius::same(theme.map.card_radius as u8);
    painter.add(ui.visuals().popup_shadow.as_shape(rect, radius));
    let edge = color32(if landing.is_some() { theme.color.accent } else { theme.color.outline });
    painter.rect(rect, radius, color32(theme.color.surface), Stroke::new(1.0, edge), StrokeKind::Inside);
    let ink = color32(theme.color.ink);
    let below = rect.top() + 6.0 + text.size().y + 2.0;
    painter.galley(pos2(rect.left() + 10.0, rect.top() + 6.0), text, ink);
    painter.galley(pos2(rect.left() + 10.0, below), becomes, ink);
}
