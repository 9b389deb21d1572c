//! The keys of a talk, over the shot.

use egui::{Align2, Area, Frame, Grid, Id, Order, RichText, Ui};

use super::Step;
use super::keys::KEYS;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::widgets::IconButton;
use crate::app::workspace::Workspace;
use crate::base::Icon;

/// Lists every key.
pub(super) fn help_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let screen = ui.max_rect();
    ui.painter().rect_filled(screen, 0.0, color32(theme.color.scrim));
    let area =
        Area::new(Id::unique("keys of the talk")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, [0.0; 2]);
    area.show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(24.0).corner_radius(theme.window.dialog_radius);
        frame.show(ui, |ui| {
            ui.set_max_width(620.0);
            ui.horizontal(|ui| {
                ui.label(strong("Keys while presenting").size(theme.window.heading_text + 4.0));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = IconButton::new(Some(Icon::X), "", "Close").tip("Close (Esc)");
                    if close.ui(ui, theme).clicked() {
                        requests.push(Request::Present(Step::Help));
                    }
                });
            });
            ui.add_space(8.0);
            Grid::new("keys").num_columns(2).spacing([28.0, 7.0]).show(ui, |ui| {
                for (keys, what) in KEYS {
                    ui.label(strong(keys).size(theme.window.body_text + 1.0));
                    let what = RichText::new(what).size(theme.window.body_text + 1.0);
                    ui.label(what.color(color32(theme.color.muted)));
                    ui.end_row();
                }
            });
        });
    });
}
