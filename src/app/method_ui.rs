//! The method page in the window: to be read, and to be copied as Markdown.

use egui::{Context, RichText, ScrollArea};

use super::focus::reveal_focus;
use super::modal_ui::{foot_row, framed_modal};
use super::request::{Request, Requests};
use super::style::{color32, strong};
use super::widgets::{Emphasis, IconButton};
use super::workspace::Workspace;
use crate::analysis::Method;
use crate::base::Icon;

const WIDTH: f32 = 760.0;
const HEIGHT: f32 = 540.0;
/// Width of what is known, before its words.
const LABEL_WIDTH: f32 = 110.0;

/// Draws the dialog.
pub fn method_ui(ctx: &Context, workspace: &Workspace, page: &Method, requests: &mut Requests) {
    let theme = &workspace.theme;
    let muted = color32(theme.color.muted);
    let shown = framed_modal(ctx, workspace, "method", WIDTH, |ui| {
        ui.heading(&page.title);
        let about = "How every figure of this project is counted, how sure it is, and which file it comes from.";
        ui.label(RichText::new(about).color(muted));
        ui.add_space(6.0);
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 210.0).max(160.0);
        ScrollArea::vertical().id_salt("method page").max_height(height).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            for part in &page.parts {
                ui.add_space(if part.level == 2 { 12.0 } else { 8.0 });
                let size = if part.level == 2 { theme.window.body_text + 3.0 } else { theme.window.body_text };
                ui.label(strong(&part.title).size(size));
                for paragraph in &part.text {
                    ui.add(egui::Label::new(RichText::new(paragraph).color(muted)).wrap());
                }
                for (label, words) in &part.facts {
                    ui.horizontal_top(|ui| {
                        ui.allocate_ui_with_layout(
                            egui::vec2(LABEL_WIDTH, 0.0),
                            egui::Layout::top_down(egui::Align::Min),
                            |ui| {
                                ui.set_width(LABEL_WIDTH);
                                ui.add(egui::Label::new(RichText::new(*label).color(muted)).wrap());
                            },
                        );
                        ui.add(egui::Label::new(words).wrap());
                    });
                }
            }
            reveal_focus(ui);
        });
        ui.add_space(12.0);
        foot_row(ui, |ui| {
            if IconButton::new(None, "Close", "Close").emphasis(Emphasis::Primary).ui(ui, theme).clicked() {
                requests.push(Request::Dialog(None));
            }
            let copy = IconButton::new(Some(Icon::Copy), "Copy", "Copy the page")
                .tip("Copy the page as Markdown, for a report or a wiki");
            if copy.ui(ui, theme).clicked() {
                requests.push(Request::CopyText(page.markdown()));
            }
        });
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
