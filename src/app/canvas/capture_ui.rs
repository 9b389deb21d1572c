//! What is seen of capturing: the ring around the empty cell that the keyboard is on, and a line that says which
//! keys do what.

use egui::{Align2, CornerRadius, FontId, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::cells::rect_of;
use super::sight::Sight;
use super::text_edit::Typing;
use crate::app::style::{color32, family, icon_font};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::scene::{Face, Theme};

/// What the keys do now, if that is not what they always do.
pub fn hint(typing: Option<&Typing>, workspace: &Workspace) -> Option<&'static str> {
    if workspace.editing.is_some() {
        return typing
            .filter(|typing| typing.is_capturing())
            .map(|_| "Enter  next card   ·   Tab  next cell   ·   Paste a list   ·   Esc  stop");
    }
    workspace.cell_at_hand().map(|_| "Type or press Enter to add a card   ·   Paste a list   ·   Arrows  go on")
}

/// The line, at the lower edge.
pub fn hint_ui(ui: &Ui, free: Rect, hint: &str, theme: &Theme) {
    const MARGIN: f32 = 12.0;
    const PADDING: egui::Vec2 = vec2(14.0, 6.0);
    let ink = color32(theme.color.muted);
    let text = egui::RichText::new(hint).font(FontId::new(theme.window.small_text, family(Face::Regular)));
    let room = free.width() - 2.0 * (MARGIN + PADDING.x);
    let wrap = Some(egui::TextWrapMode::Truncate);
    let galley = egui::WidgetText::from(text).into_galley(ui, wrap, room.max(40.0), egui::FontSelection::Default);
    let size = galley.size() + 2.0 * PADDING;
    let pill = Rect::from_center_size(pos2(free.center().x, free.max.y - MARGIN - size.y / 2.0), size);
    let outline = Stroke::new(1.0, color32(theme.color.line));
    let radius = CornerRadius::same((size.y / 2.0) as u8);
    ui.painter().rect(pill, radius, color32(theme.color.surface), outline, StrokeKind::Inside);
    ui.painter().galley(pill.min + PADDING, galley, ink);
    let response = ui.interact(pill, Id::unique("what keys do on the map"), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, hint));
}

/// The ring around the cell that the keyboard is on, and what would come there.
pub fn cell_ring_ui(ui: &Ui, sight: &Sight, free: Rect, workspace: &Workspace) {
    const WIDTH: f32 = 2.0;
    if workspace.editing.is_some() {
        return;
    }
    let Some(cell) = workspace.cell_at_hand().and_then(|at| rect_of(&workspace.map, at)) else { return };
    let rect = sight.rect_from_map(cell).shrink(WIDTH);
    let painter = ui.painter().with_clip_rect(free.intersect(ui.clip_rect()));
    let accent = color32(workspace.theme.color.accent);
    let radius = workspace.theme.map.card_radius * sight.camera.scale;
    painter.rect_filled(rect, radius, accent.gamma_multiply(0.06));
    painter.rect_stroke(rect, radius, Stroke::new(WIDTH, accent), StrokeKind::Inside);
    let size = (16.0 * sight.camera.scale).clamp(10.0, 24.0);
    painter.text(rect.center(), Align2::CENTER_CENTER, Icon::Plus.glyph(), icon_font(size), accent);
}
