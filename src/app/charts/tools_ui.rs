//! What a chart shows, to be chosen: kind, metrics, what it is about, segments, grain and days; and what can be done
//! with it.

use egui::{Align, Layout, ScrollArea, Ui, WidgetInfo};

use super::super::action::Action;
use super::super::bottom::{journey_metrics, offered_metrics, offered_periods, quiet_menu, shown_metric, shown_period};
use super::super::focus::reveal_focus;
use super::super::request::{Request, Requests};
use super::super::style::icon;
use super::super::widgets::{Emphasis, action_button};
use super::super::workspace::{ChartAbout, ChartChoice, Workspace};
use super::chosen_chart;
use crate::base::{Grain, Icon, Period};
use crate::model::{ChartKind, MetricId};

/// The picture of a kind.
pub fn kind_icon(kind: ChartKind) -> Icon {
    match kind {
        ChartKind::Time => Icon::ChartLine,
        ChartKind::Bars => Icon::ChartNoAxesColumn,
        ChartKind::StackedBars => Icon::ChartColumn,
        ChartKind::Funnel => Icon::Filter,
        ChartKind::Bullet => Icon::Target,
        ChartKind::Box => Icon::Gauge,
        ChartKind::Scatter => Icon::CircleDot,
        ChartKind::Heat => Icon::LayoutGrid,
        ChartKind::Slope => Icon::TrendingUp,
        ChartKind::SmallMultiples => Icon::Columns3,
    }
}

/// A kind in a menu, with its picture. Returns whether it was chosen.
pub fn kind_item(ui: &mut Ui, kind: ChartKind, is_on: bool) -> bool {
    menu_item(ui, kind_icon(kind), kind.label(), (true, is_on))
}

/// An entry of a menu, with a picture before its words: whether it can be used, and whether it is on. Returns whether
/// it was chosen.
pub fn menu_item(ui: &mut Ui, picture: Icon, text: &str, state: (bool, bool)) -> bool {
    let (is_enabled, is_on) = state;
    let button = egui::Button::selectable(is_on, (icon(picture, 14.0), text));
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, is_enabled, is_on, text));
    response.clicked()
}

/// Draws the row above the chart, to be scrolled sideways where it does not fit.
pub fn tools_row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    ui.horizontal(|ui| {
        ui.set_height(workspace.theme.window.control_height);
        ui.add_space(6.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.add_space(8.0);
            for action in [Action::ChartAsTable, Action::CopyChartData, Action::CopyChartPicture, Action::PinChart] {
                action_button(ui, workspace, requests, action, "", Emphasis::Quiet);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.style_mut().always_scroll_the_only_direction = true;
                ScrollArea::horizontal().id_salt("chart choices").auto_shrink(false).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 2.0;
                        choices_ui(ui, workspace, requests);
                    });
                    reveal_focus(ui);
                });
            });
        });
    });
}

fn choices_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let chart = &workspace.chart;
    let mut chosen: Option<ChartChoice> = None;
    kind_menu(ui, chart, &mut chosen);
    let kind = chart.kind.unwrap_or(ChartKind::Time);
    if kind != ChartKind::Bullet {
        let metric = shown_metric(workspace);
        // Charts of the whole map are not narrowed to the metrics of one touchpoint.
        let offered = if chart.kind.is_some() { journey_metrics(workspace) } else { offered_metrics(workspace) };
        if let Some(metric) = metric_menu(ui, workspace, &offered, metric, "The metric that is shown") {
            chosen = Some(ChartChoice { metric: Some(metric), ..chart.clone() });
        }
        if kind == ChartKind::Scatter {
            let second = chosen_chart(workspace).metrics.get(1).copied();
            let offered: Vec<MetricId> = offered.into_iter().filter(|other| Some(*other) != metric).collect();
            if let Some(second) = metric_menu(ui, workspace, &offered, second, "The metric that goes up") {
                chosen = Some(ChartChoice { second: Some(second), ..chart.clone() });
            }
        }
    }
    if chart.kind.is_some() {
        about_menu(ui, chart, &mut chosen);
        segment_menu(ui, workspace, &mut chosen);
    }
    if matches!(kind, ChartKind::Time | ChartKind::SmallMultiples | ChartKind::Box) {
        quiet_menu(ui, chart.grain.label(), "One point for each day, week or month", |ui| {
            for grain in Grain::ALL {
                if ui.selectable_label(chart.grain == grain, grain.label()).clicked() {
                    chosen = Some(ChartChoice { grain, ..chart.clone() });
                    ui.close();
                }
            }
        });
    }
    days_menu(ui, workspace, kind, &mut chosen);
    if let Some(chosen) = chosen {
        requests.push(Request::SetChart(chosen));
    }
}

fn kind_menu(ui: &mut Ui, chart: &ChartChoice, chosen: &mut Option<ChartChoice>) {
    const BOTH: &str = "Line and bars";
    let label = chart.kind.map_or(BOTH, ChartKind::label);
    quiet_menu(ui, label, "The kind of chart", |ui| {
        if ui.selectable_label(chart.kind.is_none(), BOTH).clicked() {
            *chosen = Some(ChartChoice { kind: None, as_table: false, ..chart.clone() });
            ui.close();
        }
        for kind in ChartKind::ALL {
            if kind_item(ui, kind, chart.kind == Some(kind)) {
                *chosen = Some(ChartChoice { kind: Some(kind), ..chart.clone() });
                ui.close();
            }
        }
    });
}

/// The metric that was chosen from those on offer.
fn metric_menu(
    ui: &mut Ui,
    workspace: &Workspace,
    offered: &[MetricId],
    shown: Option<MetricId>,
    tip: &str,
) -> Option<MetricId> {
    let name = |id: MetricId| workspace.numbers.metric(id).map_or("", |metric| metric.name.as_str());
    let mut chosen = None;
    quiet_menu(ui, shown.map_or("Metric", name), tip, |ui| {
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for metric in offered {
                if ui.selectable_label(shown == Some(*metric), name(*metric)).clicked() {
                    chosen = Some(*metric);
                    ui.close();
                }
            }
        });
    });
    chosen
}

fn about_menu(ui: &mut Ui, chart: &ChartChoice, chosen: &mut Option<ChartChoice>) {
    quiet_menu(ui, chart.about.label(), "What the chart is about", |ui| {
        for about in ChartAbout::ALL {
            if ui.selectable_label(chart.about == about, about.label()).on_hover_text(about.tip()).clicked() {
                *chosen = Some(ChartChoice { about, ..chart.clone() });
                ui.close();
            }
        }
    });
}

fn segment_menu(ui: &mut Ui, workspace: &Workspace, chosen: &mut Option<ChartChoice>) {
    let (chart, segments) = (&workspace.chart, &workspace.document.project().segments);
    if segments.is_empty() {
        return;
    }
    let shown: Vec<&str> =
        segments.values().filter(|it| chart.segments.contains(&it.id)).map(|it| it.name.as_str()).collect();
    let label = match shown.as_slice() {
        [] => "All customers".to_owned(),
        [only] => (*only).to_owned(),
        several => format!("{} segments", several.len()),
    };
    quiet_menu(ui, &label, "Segments side by side", |ui| {
        if ui.selectable_label(shown.is_empty(), "All customers").clicked() {
            *chosen = Some(ChartChoice { segments: Default::default(), ..chart.clone() });
            ui.close();
        }
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for segment in segments.values() {
                let mut is_on = chart.segments.contains(&segment.id);
                if ui.checkbox(&mut is_on, &segment.name).changed() {
                    let mut segments = chart.segments.clone();
                    if is_on {
                        segments.insert(segment.id);
                    } else {
                        segments.remove(&segment.id);
                    }
                    *chosen = Some(ChartChoice { segments, ..chart.clone() });
                }
            }
        });
    });
}

fn days_menu(ui: &mut Ui, workspace: &Workspace, kind: ChartKind, chosen: &mut Option<ChartChoice>) {
    let chart = &workspace.chart;
    let is_over_time = matches!(kind, ChartKind::Time | ChartKind::SmallMultiples);
    let (shown, usual) = if is_over_time {
        (shown_period(workspace), "Period and the one before")
    } else {
        (chart.period.or(workspace.view.period), "Period of the tool bar")
    };
    let days = shown.map_or_else(|| "All days".to_owned(), Period::label);
    quiet_menu(ui, &days, "The days that the charts show", |ui| {
        if ui.selectable_label(chart.period.is_none(), usual).clicked() {
            *chosen = Some(ChartChoice { period: None, ..chart.clone() });
            ui.close();
        }
        for (name, period) in offered_periods(workspace.numbers.span()) {
            if ui.selectable_label(chart.period == Some(period), name).clicked() {
                *chosen = Some(ChartChoice { period: Some(period), ..chart.clone() });
                ui.close();
            }
        }
    });
}
