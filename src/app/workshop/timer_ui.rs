//! The timer beside the parts of the tab, and in the status bar: session, time left, controls, what is next.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Pos2, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::agenda_ui::planned_end;
use super::state::{Part, WorkshopWish};
use super::timer::{Timer, Urgency, clock_text};
use super::wish;
use crate::app::action::Action;
use crate::app::request::Requests;
use crate::app::style::{color32, family, icon, icon_font, strong};
use crate::app::widgets::{Emphasis, IconButton, action_button, action_tip};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::model::Activity;
use crate::scene::{Face, Theme};

/// What a click sets the timer to, in minutes.
const PRESETS: [u16; 6] = [1, 3, 5, 10, 15, 30];

/// The color of the time left.
pub fn ink_of(theme: &Theme, urgency: Urgency) -> Color32 {
    color32(match urgency {
        Urgency::Calm => theme.color.ink,
        Urgency::Soon => theme.color.risk,
        Urgency::Over => theme.color.bad,
    })
}

/// What is shown of the timer, and how urgent it is; of one that is not set the time that a click would start.
pub fn shown_time(workspace: &Workspace) -> (String, Urgency) {
    let state = &workspace.workshop;
    match state.timer.left_s(state.now_s) {
        Some(left) => (clock_text(left), state.timer.urgency(state.now_s)),
        None => (clock_text(f64::from(state.minutes) * 60.0), Urgency::Calm),
    }
}

/// The time in words, for those who hear it.
pub fn spoken_time(workspace: &Workspace) -> String {
    let state = &workspace.workshop;
    let (text, urgency) = shown_time(workspace);
    match (state.timer, urgency) {
        (Timer::Idle, _) => format!("Timer, not running, {text}"),
        (Timer::Running { .. } | Timer::Paused { .. }, Urgency::Over) => {
            format!("Time is up, {} over", text.trim_start_matches('+'))
        }
        (Timer::Paused { .. }, _) => format!("Timer paused, {text} left"),
        (Timer::Running { .. }, _) => format!("Timer, {text} left"),
    }
}

/// The digits of a time, each with its width. Every digit has the room of the widest, so that the others stand still
/// while one changes.
fn glyphs(ui: &Ui, text: &str, size: f32, ink: Color32) -> Vec<(Arc<Galley>, f32)> {
    let font = FontId::new(size, family(Face::SemiBold));
    let zero = ui.painter().layout_no_wrap("0".to_owned(), font.clone(), ink).size().x;
    let glyph = |glyph: char| {
        let galley = ui.painter().layout_no_wrap(glyph.to_string(), font.clone(), ink);
        let width = if glyph.is_ascii_digit() { zero.max(galley.size().x) } else { galley.size().x };
        (galley, width)
    };
    text.chars().map(glyph).collect()
}

/// The digits, as large as that if they have the room, and around them at the end a frame with a bell: seen without
/// telling colors apart.
pub fn paint_time(ui: &Ui, rect: Rect, workspace: &Workspace, size: f32) {
    let (text, urgency) = shown_time(workspace);
    let theme = &workspace.theme;
    let is_idle = workspace.workshop.timer == Timer::Idle;
    let ink = if is_idle { color32(theme.color.muted) } else { ink_of(theme, urgency) };
    let width_of = |glyphs: &[(Arc<Galley>, f32)]| -> f32 { glyphs.iter().map(|(_, width)| width).sum() };
    let mut glyphs_of_time = glyphs(ui, &text, size, ink);
    let mut size = size;
    // Hours, and what is over, need more room; the frame and the bell some besides.
    let most = rect.width() * 0.9 - size * 0.6;
    if width_of(&glyphs_of_time) > most {
        size *= most / width_of(&glyphs_of_time);
        glyphs_of_time = glyphs(ui, &text, size, ink);
    }
    let glyphs = glyphs_of_time;
    let height = glyphs.iter().map(|(galley, _)| galley.size().y).fold(0.0, f32::max);
    let whole = vec2(width_of(&glyphs), height);
    let at = Align2::CENTER_CENTER.align_size_within_rect(whole, rect).min;
    let around = Rect::from_min_size(at, whole).expand2(vec2(size * 0.3, size * 0.06));
    if urgency == Urgency::Over && !is_idle {
        let tint = color32(theme.color.bad).gamma_multiply(0.12);
        let stroke = egui::Stroke::new((size * 0.03).clamp(2.0, 6.0), ink);
        ui.painter().rect(around, size * 0.15, tint, stroke, egui::StrokeKind::Inside);
    }
    let mut left = at.x;
    for (galley, width) in glyphs {
        let in_cell = (width - galley.size().x) / 2.0;
        ui.painter().galley(pos2(left + in_cell, at.y), galley, ink);
        left += width;
    }
    let mark = match (workspace.workshop.timer, urgency) {
        (Timer::Idle, _) | (Timer::Running { .. }, Urgency::Calm) => None,
        (Timer::Running { .. } | Timer::Paused { .. }, Urgency::Over) => Some(Icon::Bell),
        (Timer::Running { .. }, Urgency::Soon) => Some(Icon::Clock),
        (Timer::Paused { .. }, Urgency::Calm | Urgency::Soon) => Some(Icon::Hand),
    };
    if let Some(mark) = mark {
        let center = pos2(around.left() - size * 0.35, rect.center().y);
        if center.x - size * 0.25 > rect.left() {
            ui.painter().text(center, Align2::CENTER_CENTER, mark.glyph(), icon_font(size * 0.45), ink);
        }
    }
}

/// A bar as long as the share of the time that is left.
pub fn paint_bar(ui: &Ui, rect: Rect, workspace: &Workspace) {
    let theme = &workspace.theme;
    let state = &workspace.workshop;
    let radius = rect.height() / 2.0;
    ui.painter().rect_filled(rect, radius, color32(theme.color.line));
    let share = state.timer.share_left(state.now_s);
    let urgency = state.timer.urgency(state.now_s);
    let color = if urgency == Urgency::Calm { color32(theme.color.accent) } else { ink_of(theme, urgency) };
    if share > 0.0 {
        let filled = Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
        ui.painter().rect_filled(filled, radius, color);
    }
}

/// The activity under way, and the one after it.
pub fn activities(workspace: &Workspace) -> (Option<&Activity>, Option<&Activity>) {
    let agenda = &workspace.document.project().workshop.agenda;
    let at = workspace.workshop.current.and_then(|id| agenda.iter().position(|activity| activity.id == id));
    match at {
        Some(at) => (agenda.get(at), agenda.get(at + 1)),
        None => (None, agenda.first()),
    }
}

/// What an activity is called.
pub fn title_of(activity: &Activity) -> &str {
    if activity.title.trim().is_empty() { "Untitled activity" } else { activity.title.trim() }
}

/// Draws the column.
pub fn timer_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    session_ui(ui, workspace, requests);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 58.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken_time(workspace)));
    paint_time(ui, rect, workspace, 42.0);
    let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    paint_bar(ui, bar, workspace);
    ui.add_space(4.0);
    controls_ui(ui, workspace, requests);
    ui.add_space(2.0);
    let (current, next) = activities(workspace);
    if let Some(current) = current {
        ui.add(egui::Label::new(strong(title_of(current))).truncate());
        let next = next.map_or_else(|| "Last activity".to_owned(), |next| format!("Next: {}", title_of(next)));
        let end = planned_end(workspace).map(|end| format!("Until {} · ", end.strftime("%H:%M")));
        let text = format!("{}{next}", end.unwrap_or_default());
        ui.add(egui::Label::new(RichText::new(text).small().color(color32(theme.color.muted))).truncate());
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
            for minutes in PRESETS {
                let (text, name) = (format!("{minutes}"), format!("{minutes} min"));
                let button = IconButton::new(None, &text, &name).emphasis(Emphasis::Outlined);
                let tip = format!("Start a timer of {minutes} min");
                if button.on(workspace.workshop.minutes == minutes).tip(tip).ui(ui, theme).clicked() {
                    wish(requests, WorkshopWish::StartTimer(minutes));
                }
            }
            ui.label(RichText::new("min").color(color32(theme.color.muted)));
        });
    }
}

/// The session that runs, or the button that begins one.
fn session_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let workshop = &workspace.document.project().workshop;
    ui.horizontal(|ui| match workshop.running.and_then(|id| workshop.session(id)) {
        Some(session) => {
            ui.label(icon(Icon::CircleDot, 13.0).color(color32(workspace.theme.color.good)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                action_button(ui, workspace, requests, Action::EndWorkshop, "End", Emphasis::Outlined);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let label = ui.add(egui::Label::new(strong(&session.name)).truncate());
                    label.on_hover_text("Cards added while it runs are marked with a small flag");
                });
            });
        }
        None => {
            action_button(ui, workspace, requests, Action::StartWorkshop, "Start workshop", Emphasis::Primary);
        }
    });
}

/// Start or pause, a minute more, on to the next, stop, the whole window.
pub fn controls_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let state = &workspace.workshop;
    let is_set = state.timer != Timer::Idle;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (name, mark) = match state.timer {
            Timer::Idle => ("Start", Icon::Play),
            Timer::Running { .. } => ("Pause", Icon::Hand),
            Timer::Paused { .. } => ("Go on", Icon::Play),
        };
        let button = IconButton::new(Some(mark), name, name).emphasis(Emphasis::Outlined);
        if button.tip(action_tip(ui, Action::ToggleTimer)).ui(ui, theme).clicked() {
            wish(requests, WorkshopWish::ToggleTimer);
        }
        let more = IconButton::new(None, "+1 min", "One minute more").emphasis(Emphasis::Outlined);
        if more.tip("Give it one minute more").ui(ui, theme).clicked() {
            wish(requests, WorkshopWish::OneMinuteMore);
        }
        if !workspace.document.project().workshop.agenda.is_empty() {
            action_button(ui, workspace, requests, Action::NextActivity, "", Emphasis::Quiet);
        }
        let stop = IconButton::new(Some(Icon::Square), "", "Stop the timer").enabled(is_set);
        if stop.tip("Stop the timer").ui(ui, theme).clicked() && is_set {
            wish(requests, WorkshopWish::StopTimer);
        }
        if !state.is_big {
            action_button(ui, workspace, requests, Action::BigTimer, "", Emphasis::Quiet);
        }
    });
}

/// The time left in the status bar, while a timer is set.
pub fn status_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    if workspace.workshop.timer == Timer::Idle {
        return;
    }
    let theme = &workspace.theme;
    let (text, urgency) = shown_time(workspace);
    let ink = ink_of(theme, urgency);
    let font = FontId::new(theme.window.small_text + 1.0, family(Face::SemiBold));
    let galley = ui.painter().layout_no_wrap(text, font, ink);
    let (rect, response) = ui.allocate_exact_size(vec2(20.0 + galley.size().x + 12.0, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken_time(workspace)));
    if urgency == Urgency::Over {
        ui.painter().rect_filled(rect, 5.0, ink.gamma_multiply(0.14));
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 5.0, color32(theme.color.hover));
    }
    let mark = if urgency == Urgency::Over { Icon::Bell } else { Icon::Clock };
    let center: Pos2 = pos2(rect.left() + 13.0, rect.center().y);
    ui.painter().text(center, Align2::CENTER_CENTER, mark.glyph(), icon_font(13.0), ink);
    ui.painter().galley(pos2(rect.left() + 23.0, rect.center().y - galley.size().y / 2.0), galley, ink);
    if response.on_hover_text("The timer. Show the workshop").clicked() {
        wish(requests, WorkshopWish::Show(Part::Agenda));
    }
}
