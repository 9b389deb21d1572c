//! One chart of the dashboard: a handle to drag it by, its title, what can be done with it, and the chart.

use std::sync::Arc;

use egui::{Align, Id, Key, Layout, Modifiers, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::super::charts::{Liveness, body_ui, counted, default_metrics, kind_item, menu_item, notes_of, notes_ui};
use super::super::request::{Request, Requests};
use super::super::shortcuts::claim_keys;
use super::super::style::{color32, icon, icon_font, strong};
use super::super::widgets::IconButton;
use super::super::workspace::{BottomTab, ChartAbout, ChartChoice, Workspace};
use super::{slot_at, step_edit};
use crate::analysis::chart::ChartData;
use crate::base::Icon;
use crate::edit::{Edit, Selection};
use crate::model::{Aim, ChartId, ChartKind, MetricId, PinnedChart, Subject};

const INSIDE: f32 = 10.0;

/// The chart being dragged, and the slot that it would land in.
pub(super) fn moved(ui: &Ui, origin: egui::Pos2, places: &[Rect]) -> Option<(ChartId, usize)> {
    let dragged = ui.data(|data| data.get_temp::<Option<ChartId>>(dragged_id())).flatten()?;
    let pointer = ui.input(|input| input.pointer.latest_pos())?;
    Some((dragged, slot_at(places, pointer - origin.to_vec2())))
}

fn dragged_id() -> Id {
    Id::unique("dragged chart")
}

/// Draws the card in the place that it was given.
pub(super) fn card_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    chart: &Arc<PinnedChart>,
    is_dragged: bool,
) {
    let theme = &workspace.theme;
    let rect = ui.max_rect();
    let edge = if is_dragged { theme.color.accent } else { theme.color.outline };
    let outline = Stroke::new(if is_dragged { 2.0 } else { 1.0 }, color32(edge));
    ui.painter().rect(rect, theme.window.radius, color32(theme.color.surface), outline, StrokeKind::Inside);
    let inside = rect.shrink(INSIDE);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inside), |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 2.0);
        let id = Id::unique(("dashboard chart", chart.id.0));
        let data = counted(ui, workspace, id, chart);
        head_ui(ui, workspace, requests, chart, &data);
        let muted = RichText::new(&data.subtitle).small().color(color32(theme.color.muted));
        ui.add(egui::Label::new(muted).truncate()).on_hover_text(&data.subtitle);
        let notes = notes_of(&data);
        let foot = if notes.is_empty() { 0.0 } else { theme.window.small_text * 1.4 + 2.0 };
        let size = egui::vec2(ui.available_width(), (inside.bottom() - ui.cursor().top() - foot - 4.0).max(40.0));
        ui.add_space(2.0);
        body_ui(ui, workspace, requests, (id, &data), size, Liveness::Still);
        notes_ui(ui, workspace, &notes);
    });
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, chart: &Arc<PinnedChart>, data: &ChartData) {
    ui.horizontal(|ui| {
        ui.set_height(workspace.theme.window.control_height);
        handle_ui(ui, workspace, requests, chart.id, &data.title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu_ui(ui, workspace, requests, chart, data);
            let (picture, tip) = if chart.is_wide {
                (Icon::Columns3, "Let the chart share its row")
            } else {
                (Icon::Expand, "Give the chart the whole width")
            };
            let name = format!("Whole width: {}", data.title);
            if small_button(ui, workspace, picture, &name, tip).clicked() {
                requests.edit(changed(chart, |chart| chart.is_wide = !chart.is_wide));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| title_ui(ui, workspace, requests, chart, data));
        });
    });
}

fn small_button(ui: &mut Ui, workspace: &Workspace, picture: Icon, name: &str, tip: &str) -> egui::Response {
    IconButton::new(Some(picture), "", name).tip(tip).ui(ui, &workspace.theme)
}

fn changed(chart: &PinnedChart, change: impl FnOnce(&mut PinnedChart)) -> Edit {
    let mut chart = chart.clone();
    change(&mut chart);
    Edit::ChangeChart { chart }
}

/// What the chart is dragged by; with the focus, Alt and an arrow move it.
fn handle_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, chart: ChartId, title: &str) {
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(18.0, workspace.theme.window.control_height), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Move {title}")));
    let color = color32(if response.hovered() { workspace.theme.color.ink } else { workspace.theme.color.muted });
    let glyph = Icon::GripVertical.glyph();
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, icon_font(14.0), color);
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(dragged_id(), Some(chart)));
    }
    if response.dragged() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        ui.data_mut(|data| data.remove_temp::<Option<ChartId>>(dragged_id()));
        ui.ctx().stop_dragging();
    }
    if response.drag_stopped() {
        let slot: Option<usize> = ui.data(|data| data.get_temp(slot_id()));
        let was = ui.data_mut(|data| data.remove_temp::<Option<ChartId>>(dragged_id())).flatten();
        if let (Some(to), Some(chart)) = (slot, was) {
            requests.edit(Edit::MoveChart { chart, to });
        }
    }
    if response.has_focus() {
        claim_keys(ui, response.id);
        for (key, is_on) in
            [(Key::ArrowLeft, false), (Key::ArrowUp, false), (Key::ArrowRight, true), (Key::ArrowDown, true)]
        {
            if ui.input_mut(|input| input.consume_key(Modifiers::ALT, key)) {
                step_edit(workspace, chart, is_on).into_iter().for_each(|edit| requests.edit(edit));
            }
        }
    }
    response
        .on_hover_cursor(egui::CursorIcon::Grab)
        .on_hover_text("Drag to another place; with the focus, Alt and an arrow");
}

fn slot_id() -> Id {
    Id::unique("slot of the dragged chart")
}

/// Keeps where the dragged chart would land, for the frame in which it is let go.
pub(super) fn keep_slot(ui: &Ui, slot: usize) {
    ui.data_mut(|data| data.insert_temp(slot_id(), slot));
}

/// The title; a double click, or "Rename" in the menu, lets it be typed.
fn title_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, chart: &Arc<PinnedChart>, data: &ChartData) {
    let typing_id = Id::unique(("title of chart", chart.id.0));
    let typed: Option<String> = ui.data(|memory| memory.get_temp(typing_id));
    let Some(mut typed) = typed else {
        let label = egui::Label::new(strong(&data.title)).truncate().sense(Sense::click());
        if ui.add(label).on_hover_text("Double-click to rename").double_clicked() {
            ui.data_mut(|memory| memory.insert_temp(typing_id, data.title.clone()));
        }
        return;
    };
    let field = egui::TextEdit::singleline(&mut typed).id(typing_id.with("field")).desired_width(f32::INFINITY);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Title of the chart"));
    let is_new = ui.data(|memory| memory.get_temp::<bool>(typing_id.with("open"))).is_none();
    if is_new {
        response.request_focus();
        ui.data_mut(|memory| memory.insert_temp(typing_id.with("open"), true));
    }
    if !response.lost_focus() || is_new {
        ui.data_mut(|memory| memory.insert_temp(typing_id, typed));
        return;
    }
    ui.data_mut(|memory| {
        memory.remove_temp::<String>(typing_id);
        memory.remove_temp::<bool>(typing_id.with("open"));
    });
    let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
    let made = PinnedChart { title: String::new(), ..PinnedChart::clone(chart) };
    let own = super::super::charts::title_of(workspace, &made);
    // What the chart would be called anyway is no title of its own: it goes on following its content.
    let title = if typed.trim() == own { String::new() } else { typed.trim().to_owned() };
    if !is_given_up && title != chart.title {
        requests.edit(changed(chart, |chart| chart.title = title));
    }
}

fn menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, chart: &Arc<PinnedChart>, data: &ChartData) {
    let button = egui::Button::new(icon(Icon::Ellipsis, 16.0)).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(190.0);
        let item = |ui: &mut Ui, picture: Icon, text: &str, is_enabled: bool| {
            let clicked = menu_item(ui, picture, text, (is_enabled, false));
            if clicked {
                ui.close();
            }
            clicked
        };
        if item(ui, Icon::Pencil, "Rename…", true) {
            let typing_id = Id::unique(("title of chart", chart.id.0));
            ui.data_mut(|memory| memory.insert_temp(typing_id, data.title.clone()));
        }
        ui.menu_button("Kind", |ui| {
            for kind in ChartKind::ALL {
                if kind_item(ui, kind, chart.kind == kind) {
                    requests.edit(changed(chart, |chart| set_kind(workspace, chart, kind)));
                    ui.close();
                }
            }
        });
        if chart.kind != ChartKind::Bullet {
            ui.menu_button("Metric", |ui| {
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for metric in workspace.numbers.metrics() {
                        let Some(definition) = workspace.numbers.metric(metric) else { continue };
                        if ui.selectable_label(chart.metrics.first() == Some(&metric), &definition.name).clicked() {
                            requests.edit(changed(chart, |chart| set_metric(chart, metric)));
                            ui.close();
                        }
                    }
                });
            });
        }
        if item(ui, Icon::ExternalLink, "Show in Charts", true) {
            show_in_charts(workspace, requests, chart, false);
        }
        if item(ui, Icon::Table, "Read as table", true) {
            show_in_charts(workspace, requests, chart, true);
        }
        ui.separator();
        for (text, picture, is_on) in [("Move back", Icon::ArrowLeft, false), ("Move on", Icon::ArrowRight, true)] {
            let step = step_edit(workspace, chart.id, is_on);
            if item(ui, picture, text, step.is_some()) {
                step.into_iter().for_each(|edit| requests.edit(edit));
            }
        }
        ui.separator();
        if item(ui, Icon::Image, "Copy picture", true) {
            requests.push(Request::CopyChartPicture(Box::new(PinnedChart::clone(chart))));
        }
        if item(ui, Icon::Copy, "Copy data", true) {
            requests.push(Request::CopyChartData(Box::new(PinnedChart::clone(chart))));
        }
        ui.separator();
        if item(ui, Icon::Trash2, "Remove from the dashboard", true) {
            requests.edit(Edit::RemoveChart { chart: chart.id });
        }
    });
    let name = format!("More about {}", data.title);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    response.on_hover_text("Rename, change, move, copy, remove");
}

/// Another kind keeps the metrics that it can draw.
fn set_kind(workspace: &Workspace, chart: &mut PinnedChart, kind: ChartKind) {
    chart.kind = kind;
    match kind {
        ChartKind::Bullet => chart.metrics.clear(),
        ChartKind::Scatter if chart.metrics.len() < 2 => {
            let others = default_metrics(workspace, kind).into_iter();
            let first = chart.metrics.first().copied();
            let second = others.filter(|metric| Some(*metric) != first);
            chart.metrics.extend(second);
            chart.metrics.truncate(2);
        }
        ChartKind::Scatter => {}
        ChartKind::Time
        | ChartKind::Bars
        | ChartKind::StackedBars
        | ChartKind::Funnel
        | ChartKind::Box
        | ChartKind::Heat
        | ChartKind::Slope
        | ChartKind::SmallMultiples => {
            chart.metrics.truncate(1);
            if chart.metrics.is_empty() {
                chart.metrics = default_metrics(workspace, kind);
            }
        }
    }
}

fn set_metric(chart: &mut PinnedChart, metric: MetricId) {
    let second = chart.metrics.get(1).copied().filter(|second| *second != metric);
    chart.metrics = [Some(metric), second].into_iter().flatten().collect();
}

/// The same on the charts tab, where it can be looked into.
fn show_in_charts(workspace: &Workspace, requests: &mut Requests, chart: &PinnedChart, as_table: bool) {
    let subjects: Vec<Subject> = chart
        .aims
        .iter()
        .filter_map(|aim| match aim {
            Aim::Touchpoint(id) => Some(Subject::from(*id)),
            Aim::Stage(id) => Some(Subject::Stage(*id)),
            Aim::Journey(_) => None,
        })
        .collect();
    let about = if subjects.is_empty() { ChartAbout::All } else { ChartAbout::Selection };
    if !subjects.is_empty() {
        requests.push(Request::Select(Selection::of(subjects)));
    }
    requests.push(Request::SetChart(ChartChoice {
        kind: Some(chart.kind),
        metric: chart.metrics.first().copied().or(workspace.chart.metric),
        second: chart.metrics.get(1).copied(),
        about,
        segments: chart.segments.clone(),
        grain: chart.grain.unwrap_or(workspace.chart.grain),
        period: chart.period,
        as_table,
    }));
    requests.push(Request::BottomTab(BottomTab::Charts));
}
