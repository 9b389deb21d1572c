//! An action with all its fields, and the actions that work on a touchpoint or a stage.

use egui::{Align, Button, Layout, RichText, Role, ScrollArea, Sense, Slider, Ui, WidgetInfo, vec2};

use super::super::plan::{actions_at, aim_of, dates_text, is_to_be_named, state_icon, title_of, where_text};
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, icon_font};
use super::super::widgets::{Emphasis, IconButton, field, section, text_in};
use super::super::workspace::Workspace;
use super::typed_ui::{owner_line, value_line};
use super::{choice, combo, effect_ui, text_area, text_line_in};
use crate::analysis::priority::matrix::{HIGHEST, LITTLE, LOWEST, Quadrant, rating};
use crate::base::date::format_date;
use crate::base::{Date, Icon};
use crate::edit::{ActionChange, Edit, actions};
use crate::import::typed::parse_day;
use crate::model::{Action, ActionId, ActionState, Aim, Item, MetricId, Project, Subject};

/// Draws the section of what is done about a touchpoint or a stage.
pub(super) fn actions_of_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, aim: Aim) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    section(ui, theme, "Actions", |ui| {
        let tip = format!("Add an action that works on this {}", aim.noun());
        let add = IconButton::new(Some(Icon::Plus), "", "Add an action").tip(tip);
        if add.ui(ui, theme).clicked() {
            requests.push(Request::NewAction(vec![aim]));
        }
    });
    // For a touchpoint, what works on its whole stage works on it too.
    let stage =
        aim.touchpoint().and_then(|id| project.place_of(Item::Touchpoint(id))).map(|place| Aim::from(place.stage));
    let own = actions_at(project, aim).map(|action| (action, false));
    let of_stage = stage.into_iter().flat_map(|stage| actions_at(project, stage)).map(|action| (action, true));
    let of_stage = of_stage.filter(|(action, _)| !action.aims.contains(&aim));
    let mut is_empty = true;
    ui.spacing_mut().item_spacing.y = 1.0;
    for (action, is_of_stage) in own.chain(of_stage) {
        is_empty = false;
        row_ui(ui, workspace, requests, action, is_of_stage);
    }
    if is_empty {
        let text = "Nothing is planned here yet.";
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    }
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action, is_of_stage: bool) {
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    let title = title_of(action);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {}", action.state.label())));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), theme.window.radius, color32(theme.color.hover));
    }
    let ink = color32(theme.color.muted);
    let at = rect.left_center() + vec2(7.0, 0.0);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, state_icon(action.state).glyph(), icon_font(13.0), ink);
    let beside = if is_of_stage { "whole stage".to_owned() } else { action.state.label().to_owned() };
    let font = egui::FontId::new(theme.window.small_text, super::super::style::family(crate::scene::Face::Regular));
    let told = ui.painter().text(rect.right_center(), egui::Align2::RIGHT_CENTER, beside, font, ink);
    let room = rect.with_min_x(rect.left() + 20.0).with_max_x(told.left() - 8.0);
    let font = egui::TextStyle::Body.resolve(ui.style());
    text_in(ui, room, title, font, color32(theme.color.ink));
    let dates = dates_text(action);
    let tip = if dates.is_empty() { title.to_owned() } else { format!("{title}\n{dates}") };
    if response.on_hover_text(tip).clicked() {
        requests.push(Request::ShowAction(Some(action.id)));
    }
}

/// Draws all fields of an action.
pub(super) fn action_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, id: ActionId) {
    let project = workspace.document.project();
    let Some(action) = project.actions.get(&id) else { return };
    // Each action has its own fields: what is typed for one is not carried to the next.
    ui.push_id(id, |ui| {
        heading_ui(ui, workspace, requests, action);
        fields_ui(ui, workspace, requests, action);
        where_ui(ui, workspace, requests, action);
        effect_ui::effect_ui(ui, workspace, requests);
        ui.add_space(12.0);
        let delete = IconButton::new(Some(Icon::Trash2), "Delete action", "Delete action").emphasis(Emphasis::Outlined);
        if delete.tip("Delete this action; undo brings it back").ui(ui, &workspace.theme).clicked() {
            requests.push(Request::Seal);
            requests.edit(Edit::RemoveAction { action: id });
            requests.push(Request::ShowAction(None));
        }
    });
}

fn heading_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action) {
    let theme = &workspace.theme;
    ui.horizontal(|ui| {
        const CLOSE: f32 = 34.0;
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - CLOSE);
            ui.add(egui::Label::new(RichText::new(title_of(action)).heading()).truncate());
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = IconButton::new(Some(Icon::X), "", "Close the action").tip("Back to what is selected");
            if close.ui(ui, theme).clicked() {
                requests.push(Request::ShowAction(None));
            }
        });
    });
    let quadrant = rating(action).map(|(impact, effort)| format!(" · {}", Quadrant::of(impact, effort).of_one()));
    let text = format!("{}{}", where_text(workspace.document.project(), action), quadrant.unwrap_or_default());
    ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).truncate());
    ui.add_space(6.0);
}

fn fields_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action) {
    let theme = &workspace.theme;
    let change = |change: ActionChange| Edit::ChangeAction { action: action.id, change };
    field(ui, theme, "Title", |ui| {
        let (response, title) =
            text_line_in(ui, "Title of the action", &action.title, "What shall be done", None, requests);
        if is_to_be_named(ui, action.id) {
            response.request_focus();
        }
        if let Some(title) = title {
            requests.edit(change(ActionChange::Title(title)));
        }
    });
    field(ui, theme, "State", |ui| {
        let state = choice(ui, "State of the action", Some(action.state), &ActionState::ALL, ActionState::label);
        if let Some(state) = state {
            requests.push(Request::Seal);
            requests.edit(change(ActionChange::State(state)));
        }
    });
    field(ui, theme, "Owner", |ui| {
        let shown = (action.owner.as_str(), "Team or person");
        if let Some(owner) = owner_line(ui, workspace, requests, "Owner of the action", shown) {
            requests.edit(change(ActionChange::Owner(owner)));
        }
    });
    field(ui, theme, "Start", |ui| {
        let name = "Start of the action";
        if let Some(start) = day_line(ui, workspace, requests, name, action.start, "When customers notice it") {
            requests.edit(change(ActionChange::Start(start)));
        }
    });
    field(ui, theme, "End", |ui| {
        if let Some(end) = day_line(ui, workspace, requests, "End of the action", action.end, "31 Dec 2026") {
            requests.edit(change(ActionChange::End(end)));
        }
    });
    if action.start.zip(action.end).is_some_and(|(start, end)| end < start) {
        field(ui, theme, "", |ui| {
            let text = RichText::new("It ends before it starts.").size(theme.window.small_text);
            ui.label(text.color(color32(theme.color.risk)));
        });
    }
    field(ui, theme, "Metric", |ui| {
        if let Some(metric) = metric_choice(ui, workspace, action) {
            requests.edit(change(ActionChange::Metric(metric)));
        }
    });
    let (impact, effort) = (action.impact, action.effort);
    let rate = |impact, effort| actions::rate(workspace.document.project(), action.id, impact, effort);
    if let Some(impact) = rating_field(ui, workspace, requests, "Impact", impact) {
        rate(impact, effort).into_iter().for_each(|edit| requests.edit(edit));
    }
    if let Some(effort) = rating_field(ui, workspace, requests, "Effort", effort) {
        rate(impact, effort).into_iter().for_each(|edit| requests.edit(edit));
    }
    section(ui, theme, "Description", |_| {});
    let hint = "What is done, and why it should help";
    if let Some(text) = text_area(ui, "Description of the action", &action.description, hint, requests) {
        requests.edit(change(ActionChange::Description(text)));
    }
}

fn day_line(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    name: &str,
    day: Option<Date>,
    hint: &str,
) -> Option<Option<Date>> {
    let shown = day.map(format_date).unwrap_or_default();
    let read = |text: &str| if text.trim().is_empty() { Some(None) } else { parse_day(text).map(Some) };
    value_line(ui, workspace, requests, name, (&day, shown.as_str(), hint), read)
}

/// A choice among the metrics known where it works, or all; returns another than now.
fn metric_choice(ui: &mut Ui, workspace: &Workspace, action: &Action) -> Option<Option<MetricId>> {
    let project = workspace.document.project();
    let name = |id: MetricId| project.metrics.get(&id).map_or("", |metric| metric.name.as_str());
    let mut chosen = None;
    let response = combo(ui, "metric of the action", action.metric.map_or("None", name)).show_ui(ui, |ui| {
        let all = workspace.numbers.metrics();
        let here: Vec<MetricId> = all
            .iter()
            .copied()
            .filter(|metric| {
                let at = workspace.numbers.touchpoints_with(*metric);
                action.aims.iter().flat_map(|aim| aim.touchpoints(project)).any(|id| at.binary_search(&id).is_ok())
            })
            .collect();
        let offered = if here.is_empty() { &all } else { &here };
        let known = action.metric.filter(|metric| !offered.contains(metric));
        for metric in std::iter::once(None).chain(offered.iter().copied().chain(known).map(Some)) {
            let label = metric.map_or("None", name);
            if ui.selectable_label(action.metric == metric, label).clicked() && action.metric != metric {
                chosen = Some(metric);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Metric of the action"));
    response.response.on_hover_text("The metric that it shall move");
    chosen
}

/// A slider from 1 to 10, and a cross to take the rating off. Returns the new rating.
fn rating_field(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    name: &str,
    rated: Option<u8>,
) -> Option<Option<u8>> {
    let theme = &workspace.theme;
    field(ui, theme, name, |ui| {
        let Some(now) = rated else {
            let rate = Button::new("Not rated: rate it").frame_when_inactive(true);
            let response = ui.add(rate);
            response
                .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Rate the {}", name.to_lowercase())));
            let clicked = response.on_hover_text("Rate it from 1 to 10").clicked();
            return clicked.then_some(Some(LITTLE));
        };
        let mut value = now;
        ui.spacing_mut().slider_width = (ui.available_width() - 84.0).max(40.0);
        // The rail would otherwise have the color of the panel.
        ui.visuals_mut().widgets.inactive.bg_fill = color32(theme.color.outline);
        let slider = ui.add(Slider::new(&mut value, LOWEST..=HIGHEST).step_by(1.0));
        slider.widget_info(|| WidgetInfo::slider(true, f64::from(value), name));
        if slider.drag_stopped() || slider.lost_focus() {
            requests.push(Request::Seal);
        }
        let is_off = IconButton::new(Some(Icon::X), "", &format!("No {}", name.to_lowercase()))
            .tip("Take the rating off")
            .ui(ui, theme)
            .clicked();
        match (is_off, slider.changed()) {
            (true, _) => Some(None),
            (false, true) => Some(Some(value)),
            (false, false) => None,
        }
    })
}

/// Where it works, each place to be taken out, and what can be added.
fn where_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    section(ui, theme, "Where", |ui| add_place_ui(ui, workspace, requests, action));
    if action.aims.is_empty() {
        let text = "The project as a whole. Add the touchpoints or stages that it works on.";
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for aim in &action.aims {
            let name = named(project, *aim);
            let text = RichText::new(&name).size(theme.window.small_text + 0.5);
            let cross = icon(Icon::X, 11.0).color(color32(theme.color.muted));
            let chip = Button::new((aim_icon(*aim), text, cross))
                .fill(color32(theme.color.background))
                .corner_radius(egui::CornerRadius::same(12))
                .min_size(vec2(0.0, 24.0))
                .truncate();
            let response = ui.add(chip);
            let tip = format!("It does not work on {name}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &tip));
            if response.on_hover_text(&tip).clicked()
                && let Some(edit) = actions::remove_aim(project, action.id, *aim)
            {
                requests.push(Request::Seal);
                requests.edit(edit);
            }
        }
    });
    let selection = workspace.document.selection();
    let selected: Vec<Aim> = selection.subjects.iter().filter_map(|subject| aim_of(*subject)).collect();
    let new: Vec<Aim> = selected.into_iter().filter(|aim| !action.aims.contains(aim)).collect();
    if let Some(first) = new.first() {
        let what = if new.len() == 1 {
            format!("“{}”", named(project, *first))
        } else {
            format!("{} selected", new.len())
        };
        let text = format!("Add {what}");
        ui.add_space(4.0);
        let add =
            IconButton::new(Some(Icon::Plus), &text, "Add the selection").tip("It works on what is selected, too");
        if add.ui(ui, theme).clicked()
            && let Some(edit) = actions::add_aims(project, action.id, new)
        {
            requests.push(Request::Seal);
            requests.edit(edit);
        }
    }
    let subjects = action.aims.iter().filter_map(|aim| subject_of(*aim));
    let shown: Vec<Subject> = subjects.collect();
    if let Some(first) = shown.first().copied() {
        ui.add_space(2.0);
        let show = IconButton::new(Some(Icon::MapPin), "Show on the map", "Show on the map");
        if show.tip("Select where it works").ui(ui, theme).clicked() {
            requests.push(Request::GoTo(first));
        }
    }
}

/// The stages and touchpoints of the open journey, to be chosen from.
fn add_place_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action) {
    let project = workspace.document.project();
    let button = Button::new(icon(Icon::Plus, 14.0)).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(200.0);
        let mut chosen = None;
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (aim, name, is_stage) in places(project, workspace) {
                let is_in = action.aims.contains(&aim);
                let mark = if is_in { icon(Icon::Check, 13.0) } else { aim_icon(aim) };
                let name = if is_stage { super::super::style::strong(name) } else { RichText::new(name) };
                if ui.add(Button::selectable(is_in, (mark, name))).clicked() {
                    chosen = Some((aim, is_in));
                    ui.close();
                }
            }
        });
        let edit = chosen.and_then(|(aim, is_in)| {
            if is_in {
                actions::remove_aim(project, action.id, aim)
            } else {
                actions::add_aims(project, action.id, [aim])
            }
        });
        if let Some(edit) = edit {
            requests.push(Request::Seal);
            requests.edit(edit);
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Add a place"));
    response.on_hover_text("Choose the stages and touchpoints that it works on");
}

/// The journey, its stages and under each its touchpoints, in reading order.
fn places(project: &Project, workspace: &Workspace) -> Vec<(Aim, String, bool)> {
    let Some(journey) = workspace.open_journey() else { return Vec::new() };
    let mut offered = vec![(Aim::Journey(journey.id), named(project, Aim::Journey(journey.id)), true)];
    let items = project.items_in_reading_order(journey.id);
    for stage in &journey.stages {
        offered.push(((*stage).into(), named(project, (*stage).into()), true));
        let here = items.iter().filter_map(|item| item.as_touchpoint());
        let here = here.filter(|id| project.touchpoints.get(id).is_some_and(|it| it.place.stage == *stage));
        offered.extend(here.map(|id| (id.into(), named(project, id.into()), false)));
    }
    offered
}

fn named(project: &Project, aim: Aim) -> String {
    let name = aim.name(project).unwrap_or_default().trim();
    if name.is_empty() { format!("Untitled {}", aim.noun()) } else { name.to_owned() }
}

fn aim_icon(aim: Aim) -> RichText {
    let picture = match aim {
        Aim::Touchpoint(_) => Icon::CircleDot,
        Aim::Stage(_) => Icon::Columns3,
        Aim::Journey(_) => Icon::Map,
    };
    icon(picture, 12.0)
}

fn subject_of(aim: Aim) -> Option<Subject> {
    match aim {
        Aim::Touchpoint(id) => Some(id.into()),
        Aim::Stage(id) => Some(Subject::Stage(id)),
        Aim::Journey(_) => None,
    }
}
