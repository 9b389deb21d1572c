//! The timer with the whole window, to be read from the back of the room.

use egui::{Align2, FontId, Key, Modifiers, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::agenda_ui::planned_end;
use super::state::WorkshopWish;
use super::timer::Urgency;
use super::timer_ui::{activities, controls_ui, paint_bar, paint_time, shown_time, spoken_time, title_of};
use super::wish;
use crate::app::action::Action;
use crate::app::request::Requests;
use crate::app::style::{color32, family};
use crate::app::widgets::{IconButton, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::scene::Face;

/// Draws it over everything.
pub fn big_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let rect = ui.max_rect();
    let is_over = shown_time(workspace).1 == Urgency::Over;
    ui.painter().rect_filled(rect, 0.0, color32(c.surface));
    if is_over {
        ui.painter().rect_filled(rect, 0.0, color32(c.bad).gamma_multiply(0.08));
    }
    let middle = rect.center();
    let size = (rect.width() * 0.24).min(rect.height() * 0.42);
    let digits =
        Rect::from_center_size(pos2(middle.x, rect.top() + rect.height() * 0.46), vec2(rect.width(), size * 1.3));
    let response = ui.interact(digits, ui.scope_id().with("digits"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken_time(workspace)));
    paint_time(ui, digits, workspace, size);
    let bar_height = (rect.height() * 0.02).max(8.0);
    let bar = Rect::from_center_size(
        pos2(middle.x, digits.bottom() + bar_height * 2.0),
        vec2((rect.width() * 0.7).min(1_400.0), bar_height),
    );
    paint_bar(ui, bar, workspace);

    let heading = (rect.height() * 0.06).clamp(24.0, 64.0);
    let (current, next) = activities(workspace);
    let title = match (current, is_over) {
        (Some(current), _) => title_of(current).to_owned(),
        (None, true) => "Time is up".to_owned(),
        (None, false) => String::new(),
    };
    let line = |top: f32, size: f32| Rect::from_center_size(pos2(middle.x, top), vec2(rect.width() - 80.0, size * 1.5));
    centered(ui, line(rect.top() + rect.height() * 0.15, heading), &title, heading, Face::SemiBold, color32(c.ink));
    let small = heading * 0.5;
    let mut foot = Vec::new();
    if is_over && current.is_some() {
        foot.push("Time is up".to_owned());
    }
    if current.is_some() {
        foot.push(next.map_or_else(|| "Last activity".to_owned(), |next| format!("Next: {}", title_of(next))));
    }
    if let Some(end) = planned_end(workspace) {
        foot.push(format!("ends about {}", end.strftime("%H:%M")));
    }
    let below = bar.bottom() + small * 2.0;
    centered(ui, line(below, small), &foot.join(" · "), small, Face::Regular, color32(c.muted));

    // In the middle, by the width that it had the last time: what it holds varies.
    let width_id = ui.scope_id().with("width of the controls");
    let width: f32 = ui.data(|data| data.get_temp(width_id)).unwrap_or(300.0);
    let row = Rect::from_center_size(pos2(middle.x, rect.bottom() - 44.0), vec2(width, theme.window.control_height));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(row), |ui| {
        ui.horizontal(|ui| {
            controls_ui(ui, workspace, requests);
            let close = IconButton::new(Some(Icon::X), "Close", "Close the big timer");
            if close.tip("Back to the map (Esc); the timer goes on").ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::Big(false));
            }
        })
        .response
        .rect
        .width()
    });
    if shown.inner != width {
        ui.data_mut(|data| data.insert_temp(width_id, shown.inner));
        ui.ctx().request_repaint();
    }
    take_keys(ui, workspace, requests);
}

fn centered(ui: &Ui, rect: Rect, text: &str, size: f32, face: Face, ink: egui::Color32) {
    if text.is_empty() {
        return;
    }
    let font = FontId::new(size, family(face));
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), ink);
    if galley.size().x <= rect.width() {
        ui.painter().galley(Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min, galley, ink);
    } else {
        text_in(ui, rect, text, font, ink);
    }
}

/// Space pauses, + gives a minute, N goes on, Esc closes.
fn take_keys(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    if workspace.dialog.is_some() {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if ui.memory(|memory| memory.focused().is_none()) && pressed(Key::Space) {
        wish(requests, WorkshopWish::ToggleTimer);
    }
    if pressed(Key::Plus) || pressed(Key::Equals) {
        wish(requests, WorkshopWish::OneMinuteMore);
    }
    if pressed(Key::N) && Action::NextActivity.is_enabled(workspace) {
        requests.run(Action::NextActivity);
    }
    if pressed(Key::Escape) {
        wish(requests, WorkshopWish::Big(false));
    }
}
