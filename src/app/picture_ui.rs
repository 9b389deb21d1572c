//! A card's picture at its largest, over the window.

use egui::{Context, Id, Modal, RichText, Sense, vec2};

use super::evidence::PictureFor;
use super::request::{Request, Requests};
use super::style::color32;
use super::widgets::{Emphasis, IconButton};
use super::workspace::Workspace;
use crate::base::Icon;
use crate::model::CardId;
use crate::render::egui::paint_picture;

/// Draws it. A card that is gone, or no longer shows a picture, closes it.
pub fn picture_ui(ctx: &Context, workspace: &Workspace, card: CardId, requests: &mut Requests) {
    /// Left free around it, in points: the window's edge, and the dialog's own.
    const AROUND: egui::Vec2 = vec2(96.0, 176.0);
    let project = workspace.document.project();
    let record = project.cards.get(&card);
    let bitmap = record.and_then(|card| card.picture()).and_then(|hash| project.pictures.get(&hash));
    let (Some(record), Some(bitmap)) = (record, bitmap) else {
        requests.push(Request::Dialog(None));
        return;
    };
    let theme = &workspace.theme;
    let pixels = vec2(bitmap.width as f32, bitmap.height as f32);
    let room = (ctx.content_rect().size() - AROUND).max(vec2(120.0, 120.0));
    // Small pictures are shown a little larger than they are, but not to their single pixels.
    let scale = (room.x / pixels.x).min(room.y / pixels.y).min(2.0);
    let size = (pixels * scale).max(vec2(1.0, 1.0));
    let width = size.x.max(320.0).min(room.x.max(320.0));
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .corner_radius(theme.window.dialog_radius)
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(16);
    let shown =
        Modal::new(Id::unique("picture")).backdrop_color(color32(theme.color.scrim)).frame(frame).show(ctx, |ui| {
            ui.set_width(width);
            ui.vertical_centered(|ui| {
                let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
                let name = if record.text.trim().is_empty() { "Picture" } else { record.text.trim() };
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
                paint_picture(ui.painter(), bitmap, rect, theme.window.radius);
            });
            ui.add_space(8.0);
            ui.horizontal_top(|ui| {
                let buttons = 190.0;
                ui.vertical(|ui| {
                    ui.set_width((ui.available_width() - buttons).max(80.0));
                    let caption = record.text.trim();
                    if !caption.is_empty() {
                        egui::ScrollArea::vertical().max_height(72.0).show(ui, |ui| {
                            ui.add(egui::Label::new(caption).wrap().selectable(true));
                        });
                    }
                    let note = format!("{}×{} pixels", bitmap.width, bitmap.height);
                    ui.label(RichText::new(note).size(theme.window.small_text).color(color32(theme.color.muted)));
                });
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                    let close = IconButton::new(None, "Close", "Close").emphasis(Emphasis::Primary);
                    if close.tip("Close (Esc)").ui(ui, theme).clicked() {
                        requests.push(Request::Dialog(None));
                    }
                    let replace = IconButton::new(Some(Icon::Image), "Replace…", "Replace picture");
                    if replace.tip("Show another picture on this card").ui(ui, theme).clicked() {
                        requests.push(Request::Dialog(None));
                        requests.push(Request::ChoosePicture(PictureFor::Card(card)));
                    }
                });
            });
            let nothing_focused = ui.memory(|memory| memory.focused().is_none());
            if nothing_focused && ui.input(|input| input.key_pressed(egui::Key::Space)) {
                requests.push(Request::Dialog(None));
            }
        });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
