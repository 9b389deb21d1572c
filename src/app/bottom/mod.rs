//! The bottom panel: charts and the table of the same figures, for one metric over a period.

mod bars_ui;
mod table_ui;

use egui::{Align, Layout, RichText, ScrollArea, Stroke, Ui};

use super::action::Action;
use super::focus::reveal_focus;
use super::insights::insights_ui;
use super::request::{Request, Requests};
use super::style::color32;
use super::tab_row::tabs_within;
use super::widgets::{Emphasis, action_button};
use super::workspace::{BottomTab, ChartChoice, Workspace};
use crate::base::number::format_grouped;
use crate::base::{Icon, Period};
use crate::model::{MetricId, TouchpointId};
use crate::scene::Theme;

/// In a panel narrower than this, in points, charts stand one above the other, with their choices over them.
const NARROW: f32 = 640.0;

/// In a panel narrower than this, in points, choices have no room beside the tabs.
const WIDE: f32 = 900.0;

/// What the button at the right end of the tabs needs, in points.
const BUTTON_WIDTH: f32 = 48.0;

/// What that button and the choices of the table need, in points.
const CHOICES_WIDTH: f32 = 400.0;

/// Above and below what is said in a panel without numbers, in points.
const EMPTY_MARGIN: f32 = 10.0;

/// Whether no touchpoint of the journey has any numbers.
pub fn is_empty(workspace: &Workspace) -> bool {
    let needs_numbers = match workspace.bottom_tab {
        BottomTab::Charts | BottomTab::Table | BottomTab::Compare | BottomTab::Dashboard => true,
        BottomTab::Kpis => workspace.document.project().kpis.is_empty(),
        BottomTab::Insights | BottomTab::Priorities | BottomTab::Actions | BottomTab::Workshop | BottomTab::Shots => {
            false
        }
    };
    needs_numbers && shown_metric(workspace).is_none()
}

/// How high the panel is while it is empty, in points: as its sentence needs, on one line or on three.
pub fn empty_height(width: f32, theme: &Theme) -> f32 {
    let lines = if width < NARROW { 3.0 } else { 1.0 };
    theme.window.tab_height + lines * theme.window.body_text * 1.4 + theme.window.control_height + 3.5 * EMPTY_MARGIN
}

/// Draws the panel.
pub fn bottom_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let rect = ui.max_rect();
    // A panel is as large as what is in it: neither less nor more than the place that it was given, so that only
    // its edge resizes it.
    ui.expand_to_include_rect(rect);
    let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(rect));
    ui.shrink_clip_rect(rect);
    ui.horizontal(|ui| {
        ui.set_height(theme.window.tab_height);
        ui.add_space(theme.window.padding);
        let names = BottomTab::ALL.map(|tab| tab_name(workspace, tab));
        let chosen = BottomTab::ALL.iter().position(|tab| *tab == workspace.bottom_tab).unwrap_or_default();
        let has_choices = rect.width() >= WIDE && workspace.bottom_tab == BottomTab::Table;
        let is_comparing = workspace.bottom_tab == BottomTab::Compare;
        let buttons = if is_comparing { 3.0 } else { 1.0 };
        let at_right = if has_choices { CHOICES_WIDTH } else { BUTTON_WIDTH * buttons };
        let room = ui.available_width() - at_right;
        let clicked = tabs_within(ui, theme, &names.each_ref().map(String::as_str), chosen, room);
        if let Some(tab) = clicked.and_then(|at| BottomTab::ALL.get(at)) {
            requests.push(Request::BottomTab(*tab));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(10.0);
            action_button(ui, workspace, requests, Action::ToggleBottom, "", Emphasis::Quiet);
            if has_choices {
                choices_ui(ui, workspace, requests);
            }
            if is_comparing {
                super::comparing::ends_ui(ui, workspace, requests);
            }
        });
    });
    ui.painter().hline(
        rect.x_range(),
        rect.top() + theme.window.tab_height,
        Stroke::new(1.0, color32(theme.color.line)),
    );
    match workspace.bottom_tab {
        BottomTab::Charts | BottomTab::Table | BottomTab::Compare | BottomTab::Kpis | BottomTab::Dashboard => {}
        BottomTab::Insights => return insights_ui(ui, workspace, requests),
        BottomTab::Priorities => return super::plan::priorities_ui(ui, workspace, requests),
        BottomTab::Actions => return super::plan::board_ui(ui, workspace, requests),
        BottomTab::Workshop => return super::workshop::workshop_ui(ui, workspace, requests),
        BottomTab::Shots => return super::present::shots_ui(ui, workspace, requests),
    }
    if rect.width() < WIDE && workspace.bottom_tab == BottomTab::Table && !journey_metrics(workspace).is_empty() {
        choices_row_ui(ui, workspace, requests);
    }
    if workspace.bottom_tab == BottomTab::Kpis && !is_empty(workspace) {
        return super::goals::kpis_ui(ui, workspace, requests);
    }
    let Some(metric) = shown_metric(workspace) else {
        let text = if workspace.numbers.metrics().is_empty() {
            "No numbers yet. Import a file that another tool exported to see its metrics over time here."
        } else {
            "No touchpoint of this journey has numbers yet. Import a file to see its metrics over time here."
        };
        ui.vertical_centered(|ui| {
            ui.add_space(EMPTY_MARGIN);
            ui.label(RichText::new(text).color(color32(theme.color.muted)));
            ui.add_space(2.0);
            action_button(ui, workspace, requests, Action::Import, "Import…", Emphasis::Outlined);
        });
        return;
    };
    match workspace.bottom_tab {
        BottomTab::Charts => charts_ui(ui, workspace, requests, metric),
        BottomTab::Compare => super::comparing::comparing_ui(ui, workspace, requests),
        BottomTab::Dashboard => super::dashboard::dashboard_ui(ui, workspace, requests),
        BottomTab::Table => table_ui::table_ui(ui, workspace, requests),
        BottomTab::Kpis => super::goals::kpis_ui(ui, workspace, requests),
        BottomTab::Insights | BottomTab::Priorities | BottomTab::Actions | BottomTab::Workshop | BottomTab::Shots => {}
    }
}

/// The name of a tab, with how many there are of what it lists.
fn tab_name(workspace: &Workspace, tab: BottomTab) -> String {
    match tab {
        BottomTab::Charts
        | BottomTab::Table
        | BottomTab::Compare
        | BottomTab::Dashboard
        | BottomTab::Kpis
        | BottomTab::Priorities
        | BottomTab::Actions
        | BottomTab::Workshop => tab.label().to_owned(),
        BottomTab::Shots => match workspace.document.project().shots.len() {
            0 => tab.label().to_owned(),
            count => format!("{} {count}", tab.label()),
        },
        BottomTab::Insights => match workspace.audit.open().len() {
            0 => tab.label().to_owned(),
            count => format!("{} {}", tab.label(), format_grouped(count as f64, 0)),
        },
    }
}

/// The choices in a row of their own.
fn choices_row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    ui.scope(|ui| {
        ui.style_mut().always_scroll_the_only_direction = true;
        ScrollArea::horizontal().id_salt("choices").auto_shrink([false, true]).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.add_space(6.0);
                choices_ui(ui, workspace, requests);
            });
            reveal_focus(ui);
        });
    });
}

fn choices_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let metrics = journey_metrics(workspace);
    if !metrics.is_empty() {
        table_choices_ui(ui, workspace, requests, &metrics);
    }
}

/// The metric that was chosen, if the touchpoint has it; else the most telling one of what is selected. `None` if
/// no touchpoint of the journey has any.
pub(super) fn shown_metric(workspace: &Workspace) -> Option<MetricId> {
    let own = charted_metrics(workspace);
    match filter_metric(workspace) {
        Some(metric) if own.is_empty() || own.contains(&metric) => Some(metric),
        chosen => own.first().copied().or(chosen).or_else(|| journey_metrics(workspace).first().copied()),
    }
}

/// The metric that was chosen, if any touchpoint of the journey has it.
fn filter_metric(workspace: &Workspace) -> Option<MetricId> {
    workspace.chart.metric.filter(|metric| is_in_journey(workspace, *metric))
}

/// The metrics of the selected touchpoint; empty without one.
fn charted_metrics(workspace: &Workspace) -> Vec<MetricId> {
    workspace.charted_touchpoint().map(|touchpoint| workspace.numbers.metrics_of(touchpoint)).unwrap_or_default()
}

/// The metrics to choose from: those of the selected touchpoint, else those of the journey.
pub(super) fn offered_metrics(workspace: &Workspace) -> Vec<MetricId> {
    let own = charted_metrics(workspace);
    if own.is_empty() { journey_metrics(workspace) } else { own }
}

/// The metrics that any touchpoint of the open journey has, most telling first.
pub(super) fn journey_metrics(workspace: &Workspace) -> Vec<MetricId> {
    if workspace.touchpoint_count == 0 {
        return Vec::new();
    }
    let mut metrics = workspace.numbers.metrics();
    metrics.retain(|metric| is_in_journey(workspace, *metric));
    metrics
}

fn is_in_journey(workspace: &Workspace, metric: MetricId) -> bool {
    workspace.numbers.touchpoints_with(metric).iter().any(|touchpoint| is_on_map(workspace, *touchpoint))
}

/// Whether the open journey has this touchpoint: panels never speak of another one's.
pub(super) fn is_on_map(workspace: &Workspace, touchpoint: TouchpointId) -> bool {
    let project = workspace.document.project();
    let touchpoint = project.touchpoints.get(&touchpoint);
    let stage = touchpoint.and_then(|touchpoint| project.stages.get(&touchpoint.place.stage));
    stage.is_some_and(|stage| stage.journey == workspace.journey)
}

/// The days that the charts cover: as chosen, else the view's period and the one before.
pub(super) fn shown_period(workspace: &Workspace) -> Option<Period> {
    let view = &workspace.view;
    workspace.chart.period.or(match (view.period, view.compare_with) {
        (Some(period), Some(before)) => Some(period.union(before)),
        (period, _) => period,
    })
}

fn charts_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    super::charts::tools_row_ui(ui, workspace, requests);
    if workspace.chart.kind.is_some() {
        let rect = ui.available_rect_before_wrap().shrink2(egui::vec2(16.0, 4.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            super::charts::chosen_ui(ui, workspace, requests);
        });
        return;
    }
    let rect = ui.available_rect_before_wrap();
    if rect.width() < NARROW {
        stacked_charts_ui(ui, workspace, requests, metric);
        return;
    }
    let split = rect.left() + (rect.width() * 0.63).min(rect.width() - 300.0).max(rect.width() * 0.5);
    let left = egui::Rect::from_min_max(rect.min, egui::pos2(split, rect.bottom()));
    let right = egui::Rect::from_min_max(egui::pos2(split, rect.top()), rect.max);
    ui.painter().vline(split, rect.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
    let inside = |rect: egui::Rect| egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(16.0, 8.0)));
    ui.scope_builder(inside(left), |ui| super::charts::chosen_ui(ui, workspace, requests));
    ui.scope_builder(inside(right), |ui| bars_ui::bars_ui(ui, workspace, requests, metric));
}

/// One chart above the other, to be scrolled through.
fn stacked_charts_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    const HEIGHT: f32 = 190.0;
    const MARGIN: egui::Vec2 = egui::vec2(16.0, 8.0);
    ScrollArea::vertical().id_salt("stacked").auto_shrink(false).show(ui, |ui| {
        let size = egui::vec2(ui.available_width(), HEIGHT.max(ui.available_height()));
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let inside = egui::UiBuilder::new().max_rect(rect.shrink2(MARGIN));
        ui.scope_builder(inside, |ui| super::charts::chosen_ui(ui, workspace, requests));
        egui::Frame::NONE.inner_margin(MARGIN).show(ui, |ui| {
            bars_ui::unscrolled_bars_ui(ui, workspace, requests, metric);
        });
        reveal_focus(ui);
    });
}

/// The days that the rows speak of, and the metric that they are narrowed to.
fn table_choices_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metrics: &[MetricId]) {
    let days = RichText::new(workspace.view.label()).color(color32(workspace.theme.color.muted));
    ui.label(days).on_hover_text("The days of these figures. Choose others in the tool bar.");
    ui.add_space(6.0);
    metric_menu(ui, workspace, requests, metrics, (filter_metric(workspace), Some("All metrics")));
}

/// `shown` is the chosen metric, and what stands for none, where none can be chosen.
fn metric_menu(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    offered: &[MetricId],
    shown: (Option<MetricId>, Option<&str>),
) {
    let (chosen, none) = shown;
    let name = |id: MetricId| workspace.numbers.metric(id).map_or("", |metric| metric.name.as_str());
    let label = chosen.map_or(none.unwrap_or("Metric"), name);
    let mut choice = |ui: &mut Ui, metric: Option<MetricId>, name: &str| {
        if ui.selectable_label(chosen == metric, name).clicked() {
            requests.push(Request::SetChart(ChartChoice { metric, ..workspace.chart.clone() }));
            ui.close();
        }
    };
    quiet_menu(ui, label, "The metric that is shown", |ui| {
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            if let Some(none) = none {
                choice(ui, None, none);
            }
            for metric in offered {
                choice(ui, Some(*metric), name(*metric));
            }
        });
    });
}

pub(super) fn quiet_menu(ui: &mut Ui, label: &str, tip: &str, add: impl FnOnce(&mut Ui)) {
    let text = (label.to_owned(), super::style::icon(Icon::ChevronDown, 12.0));
    let button = egui::Button::new(text).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(170.0);
        add(ui);
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label));
    response.on_hover_text(tip.to_owned());
}

/// The last weeks and months of the data, and all of it.
pub(super) fn offered_periods(span: Option<Period>) -> Vec<(&'static str, Period)> {
    let Some(span) = span else { return Vec::new() };
    let last = |days: i32| {
        let from = crate::base::date::date_from_day_number(crate::base::date::day_number(span.to) - days + 1)?;
        (from >= span.from).then_some(Period { from, to: span.to })
    };
    let mut offered: Vec<_> = [("Last 28 days", 28), ("Last 90 days", 90), ("Last 180 days", 180)]
        .into_iter()
        .filter_map(|(name, days)| Some((name, last(days)?)))
        .collect();
    offered.push(("All days", span));
    offered
}
