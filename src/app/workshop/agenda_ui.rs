//! The agenda: activities with their minutes and times of day, in an order that keys and buttons change.

use egui::{Align, DragValue, Layout, RichText, Role, Ui, WidgetInfo, vec2};
use jiff::ToSpan;

use super::state::WorkshopWish;
use super::timer::{Timer, clock_text};
use super::wish;
use crate::app::inspector::text_line_in;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon, strong};
use crate::app::widgets::{Emphasis, IconButton, empty_state};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::date::DateTime;
use crate::edit::{Edit, WorkshopChange, workshop};
use crate::model::{ACTIVITY_MINUTES, Activity};

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
    for (rank, activity) in agenda.iter().enumerate() {
        row_ui(ui, workspace, requests, (rank, activity), times.get(rank).copied().flatten());
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if IconButton::new(Some(Icon::Plus), "Add activity", "Add activity").ui(ui, theme).clicked() {
            add(workspace, requests);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let total: u32 = agenda.iter().map(|activity| u32::from(activity.minutes)).sum();
            let end = times.last().copied().flatten().map(|end| format!(" · until {}", end.strftime("%H:%M")));
            let text = format!("{} in all{}", minutes_text(total), end.unwrap_or_default());
            ui.label(RichText::new(text).color(color32(theme.color.muted)));
        });
    });
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

/// One activity: begin, title, minutes, time of day, notes, and its place in the order.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (rank, activity): (usize, &Activity),
    begins: Option<DateTime>,
) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let state = &workspace.workshop;
    let is_current = state.current == Some(activity.id);
    let count = workspace.document.project().workshop.agenda.len();
    let number = rank + 1;
    let mut changed = None;
    let frame = egui::Frame::NONE.inner_margin(vec2(6.0, 3.0)).corner_radius(theme.window.radius);
    let frame = if is_current { frame.fill(color32(c.accent_tint)) } else { frame };
    frame.show(ui, |ui| {
        ui.push_id(("activity", activity.id), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
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
                    for (mark, way, to, may) in [
                        (Icon::ArrowDown, "down", rank + 2, number < count),
                        (Icon::ArrowUp, "up", rank.saturating_sub(1), rank > 0),
                    ] {
                        let name = format!("Move activity {number} {way}");
                        let button = IconButton::new(Some(mark), "", &name).enabled(may).tip(format!("Move it {way}"));
                        if button.ui(ui, theme).clicked() && may {
                            requests.edit(change(WorkshopChange::MoveActivity { activity: activity.id, to }));
                        }
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
