//! The timer while the map is presented: a quiet mark in a corner of what the room sees, and its keys. The talk itself is
//! `present`'s.

use egui::{Align2, Area, Context, FontId, Id, Key, Modifiers, Order, Role, Sense, WidgetInfo, pos2, vec2};

use super::state::WorkshopWish;
use super::timer::{Timer, Urgency};
use super::timer_ui::{ink_of, shown_time, spoken_time};
use super::wish;
use crate::app::request::Requests;
use crate::app::style::{color32, family, icon_font};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::scene::Face;

/// Takes the timer's keys of this frame: T is the big timer, Shift+T starts and holds it, + gives a minute more. The
/// other keys are the talk's. Returns whether the big timer has the window, and all keys with it.
pub fn stage_keys(ctx: &Context, workspace: &Workspace, requests: &mut Requests) -> bool {
    let state = &workspace.workshop;
    if ctx.text_edit_focused() || egui::Popup::is_any_open(ctx) {
        return state.is_big;
    }
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::SHIFT, Key::T) {
        wish(requests, WorkshopWish::ToggleTimer);
    }
    if pressed(Modifiers::NONE, Key::T) {
        wish(requests, WorkshopWish::Big(!state.is_big));
    }
    if state.is_big && pressed(Modifiers::NONE, Key::Escape) {
        wish(requests, WorkshopWish::Big(false));
    }
    let is_set = state.timer != Timer::Idle;
    if !state.is_big && is_set && (pressed(Modifiers::NONE, Key::Plus) || pressed(Modifiers::NONE, Key::Equals)) {
        wish(requests, WorkshopWish::OneMinuteMore);
    }
    state.is_big
}

/// The time left in the upper right corner, while a timer is set; a click makes it big.
pub fn stage_ui(ctx: &Context, workspace: &Workspace, requests: &mut Requests) {
    if workspace.workshop.timer == Timer::Idle {
        return;
    }
    let theme = &workspace.theme;
    let (text, urgency) = shown_time(workspace);
    let screen = ctx.content_rect();
    // A small part of what the room sees, and still read from the back.
    let size = (screen.height() * 0.032).clamp(18.0, 44.0);
    let area = Area::new(Id::unique("timer of the talk")).order(Order::Foreground).movable(false);
    let margin = size * 0.7;
    area.anchor(Align2::RIGHT_TOP, vec2(-margin, margin)).show(ctx, |ui| {
        let ink = ink_of(theme, urgency);
        let galley = ui.painter().layout_no_wrap(text, FontId::new(size, family(Face::SemiBold)), ink);
        let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(size * 2.2, size * 0.5), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken_time(workspace)));
        let fill = color32(theme.color.surface).gamma_multiply(0.92);
        let edge = if urgency == Urgency::Over { ink } else { color32(theme.color.line) };
        let radius = rect.height() / 2.0;
        ui.painter().rect(rect, radius, fill, egui::Stroke::new(1.5, edge), egui::StrokeKind::Inside);
        if urgency == Urgency::Over {
            ui.painter().rect_filled(rect, radius, ink.gamma_multiply(0.10));
        }
        let mark = match (workspace.workshop.timer, urgency) {
            (_, Urgency::Over) => Icon::Bell,
            (Timer::Paused { .. }, Urgency::Calm | Urgency::Soon) => Icon::Hand,
            (Timer::Idle | Timer::Running { .. }, Urgency::Calm | Urgency::Soon) => Icon::Clock,
        };
        let at = pos2(rect.left() + size * 0.95, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, mark.glyph(), icon_font(size * 0.8), ink);
        ui.painter().galley(pos2(rect.left() + size * 1.6, rect.center().y - galley.size().y / 2.0), galley, ink);
        if response.on_hover_text("The timer. T makes it big, Shift+T holds it, + gives a minute more").clicked() {
            wish(requests, WorkshopWish::Big(true));
        }
    });
}
