//! The agenda: activities with their minutes and times of day, in an order that keys and buttons change.

use egui::{
    Align, DragAndDrop, DragValue, Id, Key, Layout, Modifiers, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo,
    vec2,
};
use jiff::ToSpan;

use super::state::WorkshopWish;
use super::timer::{Timer, clock_text};
use super::wish;
use crate::app::inspector::text_line_in;
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::claim_keys;
use crate::app::style::{color32, icon, icon_font, strong};
use crate::app::widgets::{Emphasis, IconButton, empty_state};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::date::DateTime;
use crate::edit::{Edit, WorkshopChange, workshop};
use crate::model::{ACTIVITY_MINUTES, Activity, ActivityId};

/// An agenda that fits most half days: to begin with, and to be changed.
const USUAL: [(&str, u16); 6] = [
    ("Welcome and goal", 10),
    ("Walk through the journey", 25),
    ("Collect pain points", 20),
    ("Vote on what hurts most", 10),
    ("Ideas for the top three", 35),
    ("Who does what by when", 20),
];

/// When each activity begins, by the clock: those that come as planned from what is left of the present one; before the
/// agenda has begun, as if it began now. `None` for those that are over.
fn begins(workspace: &Workspace) -> Vec<Option<DateTime>> {
    let state = &workspace.workshop;
    let agenda = &workspace.document.project().workshop.agenda;
    let at = state.current.and_then(|id| agenda.iter().position(|activity| activity.id == id));
    let mut clock = state.now;
    let mut times = Vec::with_capacity(agenda.len());
    for (rank, activity) in agenda.iter().enumerate() {
        match at {
            Some(at) if rank < at => times.push(None),
            Some(at) if rank == at => {
                times.push(None);
                let left = state.timer.left_s(state.now_s).unwrap_or(0.0).max(0.0);
                clock = later(clock, left);
            }
            Some(_) | None => {
                times.push(Some(clock));
                clock = later(clock, f64::from(activity.minutes) * 60.0);
            }
        }
    }
    times.push(Some(clock));
    times
}

fn later(clock: DateTime, by_s: f64) -> DateTime {
    // Saturates: an agenda lasts hours.
    clock.checked_add((by_s as i64).seconds()).unwrap_or(clock)
}

/// When the agenda is through, if everything that is still to come takes its time; `None` while none is under way.
pub fn planned_end(workspace: &Workspace) -> Option<DateTime> {
    workspace.workshop.current?;
    begins(workspace).last().copied().flatten()
}

/// Draws the part.
pub fn agenda_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let agenda = &workspace.document.project().workshop.agenda;
    if agenda.is_empty() {
        empty_state(
            ui,
            theme,
            Icon::List,
            "Plan what the group does, and for how long. Each activity brings its timer.",
        );
        ui.add_space(8.0);
        ui.vertical_centered(|ui| {
            if IconButton::new(None, "Add activity", "Add activity").emphasis(Emphasis::Primary).ui(ui, theme).clicked()
            {
                add(workspace, requests);
            }
            let usual =
                IconButton::new(None, "Take a usual agenda", "Take a usual agenda").emphasis(Emphasis::Outlined);
            if usual.tip("Six activities of two hours, to be changed").ui(ui, theme).clicked() {
                take_usual(workspace, requests);
            }
        });
        return;
    }
    let times = begins(workspace);
    let dragged = DragAndDrop::payload::<AgendaDrag>(ui.ctx()).map(|dragged| dragged.0);
    let mut rects = Vec::with_capacity(agenda.len());
    for (rank, activity) in agenda.iter().enumerate() {
        let rect = row_ui(ui, workspace, requests, (rank, activity), times.get(rank).copied().flatten());
        rects.push(rect);
    }
    if let Some(dragged) = dragged {
        drop_ui(ui, workspace, requests, dragged, &rects);
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if IconButton::new(Some(Icon::Plus), "Add activity", "Add activity").ui(ui, theme).clicked() {
            add(workspace, requests);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let total: u32 = agenda.iter().map(|activity| u32::from(activity.minutes)).sum();
            let end = times.last().copied().flatten().map(|end| format!(" · until {}", end.strftime("%H:%M")));
            let state = &workspace.workshop;
            let now_over = state.timer.left_s(state.now_s).map_or(0.0, |left| (-left).max(0.0));
            let over = state.current.and_then(|_| over_text(state.over_s + now_over));
            let over = over.map(|over| format!(" · {over}")).unwrap_or_default();
            let text = format!("{} in all{}{over}", minutes_text(total), end.unwrap_or_default());
            ui.label(RichText::new(text).color(color32(theme.color.muted)));
        });
    });
}

/// "12 min over so far", where it is a minute or more.
pub fn over_text(over_s: f64) -> Option<String> {
    let minutes = (over_s / 60.0).floor() as u32;
    (minutes > 0).then(|| format!("{} over so far", minutes_text(minutes)))
}

/// "45 min", "2 h", "1 h 20 min".
fn minutes_text(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn add(workspace: &Workspace, requests: &mut Requests) {
    requests.push(Request::Seal);
    requests.edit(workshop::add_activity(workspace.document.project(), "", 15).0);
}

fn take_usual(workspace: &Workspace, requests: &mut Requests) {
    let mut ids = workspace.document.project().next_id..;
    let edits = USUAL.iter().filter_map(|(title, minutes)| {
        let id = crate::model::ActivityId(ids.next()?);
        let activity = Activity { id, title: (*title).to_owned(), minutes: *minutes, notes: String::new() };
        Some(Edit::ChangeWorkshop { change: WorkshopChange::AddActivity { activity, at: usize::MAX } })
    });
    requests.push(Request::Seal);
    requests.edit(Edit::Batch { label: "Take a usual agenda".to_owned(), edits: edits.collect() });
}

/// An activity that is dragged to another place.
struct AgendaDrag(ActivityId);

/// While an activity is dragged: where it would go, and its move when it is let go.
fn drop_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests, dragged: ActivityId, rows: &[Rect]) {
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let Some((first, last)) = rows.first().zip(rows.last()) else { return };
    // Let go anywhere else it stays where it is.
    if !first.union(*last).expand(40.0).contains(at) {
        return;
    }
    let to = rows.iter().filter(|row| row.center().y < at.y).count();
    let y = rows.get(to).map_or(last.bottom() + 1.0, |row| row.top() - 1.0);
    let line = Stroke::new(2.5, color32(workspace.theme.color.accent));
    ui.painter().hline(first.x_range(), y, line);
    if ui.input(|input| input.pointer.any_released()) {
        let agenda = &workspace.document.project().workshop.agenda;
        let from = agenda.iter().position(|activity| activity.id == dragged);
        if from.is_some_and(|from| to != from && to != from + 1) {
            let change = WorkshopChange::MoveActivity { activity: dragged, to };
            requests.push(Request::Seal);
            requests.edit(Edit::ChangeWorkshop { change });
        }
    }
}

/// What an activity is dragged by; with the focus there, Alt and an arrow moves it too.
fn grip_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (rank, activity): (usize, &Activity)) {
    let theme = &workspace.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, theme.window.control_height), Sense::hover());
    let response = ui.interact(rect, Id::unique(("activity grip", activity.id.0)), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Place of activity {}", rank + 1)));
    response.dnd_set_drag_payload(AgendaDrag(activity.id));
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        claim_keys(ui, response.id);
        let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
        let count = workspace.document.project().workshop.agenda.len();
        let to = if pressed(Key::ArrowUp) && rank > 0 {
            Some(rank - 1)
        } else if pressed(Key::ArrowDown) && rank + 1 < count {
            Some(rank + 2)
        } else {
            None
        };
        if let Some(to) = to {
            let change = WorkshopChange::MoveActivity { activity: activity.id, to };
            requests.push(Request::Seal);
            requests.edit(Edit::ChangeWorkshop { change });
        }
    }
    let is_lit = response.hovered() || response.dragged() || response.has_focus();
    let ink = color32(if is_lit { theme.color.ink } else { theme.color.muted });
    let glyph = Icon::GripVertical.glyph();
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, icon_font(14.0), ink);
    response
        .on_hover_cursor(egui::CursorIcon::Grab)
        .on_hover_text("Drag it elsewhere, or Alt with an arrow up or down");
}

/// One activity: begin, title, minutes, time of day, notes, and its place in the order.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (rank, activity): (usize, &Activity),
    begins: Option<DateTime>,
) -> Rect {
    let theme = &workspace.theme;
    let c = &theme.color;
    let state = &workspace.workshop;
    let is_current = state.current == Some(activity.id);
    let count = workspace.document.project().workshop.agenda.len();
    let number = rank + 1;
    let mut changed = None;
    let frame = egui::Frame::NONE.inner_margin(vec2(6.0, 3.0)).corner_radius(theme.window.radius);
    let frame = if is_current { frame.fill(color32(c.accent_tint)) } else { frame };
    let shown = frame.show(ui, |ui| {
        ui.push_id(("activity", activity.id), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                grip_ui(ui, workspace, requests, (rank, activity));
                let name = format!("Begin activity {number}");
                let begin = IconButton::new(Some(Icon::Play), "", &name).on(is_current);
                if begin.tip("Begin this activity, and its timer").ui(ui, theme).clicked() {
                    wish(requests, WorkshopWish::Begin(activity.id));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    let change = |change| Edit::ChangeWorkshop { change };
                    let name = format!("Delete activity {number}");
                    if IconButton::new(Some(Icon::Trash2), "", &name)
                        .tip("Delete this activity")
                        .ui(ui, theme)
                        .clicked()
                    {
                        requests.edit(change(WorkshopChange::RemoveActivity(activity.id)));
                    }
                    let time = match (begins, state.timer) {
                        (Some(time), _) => time.strftime("%H:%M").to_string(),
                        (None, Timer::Running { .. } | Timer::Paused { .. }) if is_current => {
                            state.timer.left_s(state.now_s).map(clock_text).unwrap_or_default()
                        }
                        (None, _) => "done".to_owned(),
                    };
                    let ink = color32(if is_current { c.ink } else { c.muted });
                    ui.add_sized([52.0, 20.0], egui::Label::new(RichText::new(time).color(ink)));
                    let mut minutes = activity.minutes;
                    let field = DragValue::new(&mut minutes).range(ACTIVITY_MINUTES).suffix(" min").speed(0.2);
                    let response = ui.add_sized([70.0, theme.window.control_height - 4.0], field);
                    let name = format!("Minutes of activity {number}");
                    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, &name));
                    if response.changed() {
                        changed = Some(Activity { minutes, ..activity.clone() });
                    }
                    if response.drag_stopped() || response.lost_focus() {
                        requests.push(Request::Seal);
                    }
                    notes_ui(ui, workspace, requests, activity, &mut changed);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let name = format!("Activity {number}");
                        let hint = "What the group does";
                        let (response, title) = text_line_in(ui, &name, &activity.title, hint, None, requests);
                        // What was just added is named at once.
                        let is_new = activity.title.is_empty() && number == count && !response.has_focus();
                        let asked = ui.scope_id().with("asked to name");
                        if is_new && !ui.data(|data| data.get_temp::<bool>(asked).unwrap_or(false)) {
                            ui.data_mut(|data| data.insert_temp(asked, true));
                            response.request_focus();
                        }
                        if let Some(title) = title {
                            changed = Some(Activity { title, ..activity.clone() });
                        }
                    });
                });
            });
        });
    });
    if let Some(activity) = changed {
        requests.edit(Edit::ChangeWorkshop { change: WorkshopChange::ChangeActivity(activity) });
    }
    shown.response.rect
}

/// A button that opens the notes of an activity.
fn notes_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    activity: &Activity,
    changed: &mut Option<Activity>,
) {
    let has_notes = !activity.notes.trim().is_empty();
    let c = &workspace.theme.color;
    let mark = icon(Icon::FileText, 14.0).color(color32(if has_notes { c.accent } else { c.muted }));
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(mark).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_min_width(280.0);
        ui.label(strong("Notes"));
        let hint = "How it goes, and what is needed";
        if let Some(notes) = crate::app::inspector::text_area(ui, "Notes", &activity.notes, hint, requests) {
            *changed = Some(Activity { notes, ..activity.clone() });
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Notes of the activity"));
    response.on_hover_text(if has_notes { activity.notes.as_str() } else { "Notes for whoever leads it" });
}
