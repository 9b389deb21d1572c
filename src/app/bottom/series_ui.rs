//! One metric over time, with its interval; hover tells the values, a click opens the figure of that day.

use egui::{RichText, Ui};
use egui_plot::{AxisHints, FilledArea, Line, Plot, PlotPoint, PlotPoints, PlotUi, Points, VLine};

use super::super::request::{Request, Requests};
use super::super::style::{color32, strong};
use super::super::workspace::{Dialog, Workspace};
use super::axis::{axis_date, date_marks, value_marks, value_range};
use super::{is_on_map, shown_period};
use crate::analysis::{Point, definition, name_within};
use crate::base::date::day_number;
use crate::base::number::{Unit, format_full, format_tick};
use crate::base::{Color, Period};
use crate::model::{Metric, MetricId, TouchpointId};

/// The most touchpoints that are drawn together: more lines cannot be told apart.
const MOST_LINES: usize = 6;

/// One touchpoint's line.
struct Shown {
    touchpoint: TouchpointId,
    title: String,
    points: Vec<Point>,
    color: Color,
}

/// Draws a line for each selected touchpoint that has the metric, or the first touchpoint that has it.
pub(super) fn series_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    let Some(definition_of) = workspace.numbers.metric(metric) else { return };
    let shown = shown_lines(workspace, metric);
    if shown.is_empty() {
        return;
    }
    heading_ui(ui, workspace, definition_of, &shown);
    if shown.iter().all(|line| line.points.is_empty()) {
        let text = "Nothing was measured in these days. Choose other days above.";
        ui.label(RichText::new(text).color(color32(workspace.theme.color.muted)));
        return;
    }
    plot_ui(ui, workspace, requests, definition_of, &shown);
}

fn shown_lines(workspace: &Workspace, metric: MetricId) -> Vec<Shown> {
    let with_metric: Vec<TouchpointId> = workspace
        .numbers
        .touchpoints_with(metric)
        .iter()
        .copied()
        .filter(|touchpoint| is_on_map(workspace, *touchpoint))
        .collect();
    let mut wanted = workspace.document.selection().touchpoints();
    wanted.retain(|touchpoint| with_metric.contains(touchpoint));
    if wanted.is_empty() {
        wanted.extend(with_metric.first());
    }
    let colors = &workspace.theme.color.series;
    let period = shown_period(workspace);
    let is_alone = wanted.len() == 1;
    let touchpoints = &workspace.document.project().touchpoints;
    let lines = wanted.into_iter().take(MOST_LINES).enumerate().map(|(index, touchpoint)| Shown {
        touchpoint,
        title: touchpoints.get(&touchpoint).map(|touchpoint| touchpoint.title.clone()).unwrap_or_default(),
        points: workspace.numbers.series(metric, touchpoint, workspace.chart.grain, period),
        color: colors.get(index).copied().filter(|_| !is_alone).unwrap_or(workspace.theme.color.accent),
    });
    lines.collect()
}

fn heading_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, shown: &[Shown]) {
    let muted = color32(workspace.theme.color.muted);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut said = definition(metric);
        if let [only] = shown {
            let title = strong(format!("{} · {}", only.title, name_within(&metric.name)));
            ui.add(egui::Label::new(title).truncate());
            if only.points.iter().any(|point| point.figure.low.is_some()) {
                said.push_str(", 95% interval");
            }
        } else {
            ui.label(strong(&metric.name));
            for line in shown {
                ui.label(RichText::new("●").color(color32(line.color)));
                ui.label(RichText::new(&line.title).small());
            }
        }
        if let Some(period) = workspace.view.period {
            said.push_str(&format!(", shaded: {}", period.label()));
        }
        ui.add(egui::Label::new(RichText::new(said).small().color(muted)).truncate());
    });
}

fn plot_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: &Metric, shown: &[Shown]) {
    let theme = &workspace.theme;
    let accent = theme.color.accent;
    let (spacing_unit, axis_unit) = (metric.unit.clone(), metric.unit.clone());
    let points = || shown.iter().flat_map(|line| &line.points);
    let (low, high) = value_range(points(), &metric.unit);
    let days = points().map(|point| point.period).chain(workspace.view.period).reduce(Period::union);
    let (first, last) = days.map_or((0, 0), |days| (day_number(days.from), day_number(days.to)));
    let plot = Plot::new("series")
        .show_background(false)
        .show_grid([false, true])
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .include_x(f64::from(first) - 0.5)
        .include_x(f64::from(last) + 0.5)
        .include_y(low)
        .include_y(high)
        .set_margin_fraction(egui::vec2(0.01, 0.08))
        .grid_color(color32(theme.color.grid))
        .grid_fade(0.0)
        .x_grid_spacer(move |input| date_marks(input, first))
        .y_grid_spacer(move |input| value_marks(input, &spacing_unit))
        .custom_x_axes(vec![AxisHints::new_x().formatter(|mark, _| axis_date(mark.value))])
        .custom_y_axes(vec![
            AxisHints::new_y()
                .formatter(move |mark, _| format_tick(mark.value, mark.step_size, &axis_unit))
                .min_thickness(44.0),
        ])
        .label_formatter(|_| None);
    let small = egui::FontId::new(theme.window.small_text, super::super::style::family(crate::scene::Face::Regular));
    ui.style_mut().text_styles.insert(egui::TextStyle::Body, small);
    ui.visuals_mut().override_text_color = Some(color32(theme.color.muted));
    let response = plot.show(ui, |plot| {
        if let Some(shaded) = workspace.view.period {
            let from = f64::from(day_number(shaded.from)) - 0.5;
            let to = f64::from(day_number(shaded.to)) + 0.5;
            let area = FilledArea::new("period", &[from, to], &[low, low], &[high, high])
                .fill_color(color32(accent.with_opacity(0.06)));
            plot.add(area.allow_hover(false));
            plot.vline(
                VLine::new("start of the period", from)
                    .color(color32(accent.with_opacity(0.6)))
                    .width(1.0)
                    .allow_hover(false),
            );
        }
        for line in shown {
            line_paint(plot, line, shown.len() == 1);
        }
        let pointer = plot.pointer_coordinate().filter(|_| plot.response().hovered());
        let near = pointer.and_then(|at| nearest(shown, at));
        if let Some((line, point)) = near
            && let Some(value) = point.figure.value
        {
            let x = x_of(point.period);
            plot.vline(VLine::new("pointer", x).color(color32(theme.color.muted)).width(1.0).allow_hover(false));
            let dot = Points::new("pointer", vec![[x, value]]).radius(4.0).color(color32(line.color));
            plot.points(dot.allow_hover(false));
        }
        near
    });
    let near = response.inner;
    if response.response.clicked()
        && let Some((line, point)) = near
    {
        let (touchpoint, period) = (line.touchpoint, Some(point.period));
        requests.push(Request::Dialog(Some(Dialog::Figure { metric: metric.id, touchpoint, period })));
    }
    let response_of_plot = response.response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if let Some((line, point)) = near {
        point_tip(&response_of_plot, Some(line.title.as_str()).filter(|_| shown.len() > 1), point, &metric.unit);
    }
}

/// The middle of a period on the axis of days.
fn x_of(period: Period) -> f64 {
    f64::from(day_number(period.from) + day_number(period.to)) / 2.0
}

/// One line, with its interval if it stands alone.
fn line_paint(plot: &mut PlotUi<'_>, line: &Shown, is_alone: bool) {
    for run in runs(&line.points) {
        // A point alone has no neighbor to be joined with: it spans its own days.
        let lone = match run.as_slice() {
            [point] => {
                Some((f64::from(day_number(point.period.from)) - 0.5, f64::from(day_number(point.period.to)) + 0.5))
            }
            _ => None,
        };
        let across = |of: fn(&Point) -> Option<f64>| -> Option<(Vec<f64>, Vec<f64>)> {
            match (lone, run.first()) {
                (Some((from, to)), Some(point)) => of(point).map(|value| (vec![from, to], vec![value, value])),
                _ => run.iter().map(|point| Some((x_of(point.period), of(point)?))).collect(),
            }
        };
        let bounds = (across(|point| point.figure.low), across(|point| point.figure.high));
        if let (Some((xs, lows)), Some((_, highs))) = bounds
            && is_alone
        {
            let band = FilledArea::new("interval", &xs, &lows, &highs);
            plot.add(band.fill_color(color32(line.color.with_opacity(0.14))).allow_hover(false));
        }
        if let Some((xs, values)) = across(|point| point.figure.value) {
            let path = xs.into_iter().zip(values).map(|(x, value)| [x, value]).collect();
            let dots = run.iter().filter_map(|point| Some([x_of(point.period), point.figure.value?])).collect();
            plot_run(plot, path, dots, line.color);
        }
    }
}

/// What the nearest point says, beside the pointer.
fn point_tip(response: &egui::Response, title: Option<&str>, point: &Point, unit: &Unit) {
    let id = response.id.with("point");
    let tip = egui::Tooltip::always_open(response.ctx.clone(), response.layer_id, id, egui::PopupAnchor::Pointer);
    tip.gap(14.0).show(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        ui.spacing_mut().item_spacing.y = 1.0;
        if let Some(title) = title {
            ui.label(title);
        }
        let known = point.figure.value;
        ui.label(strong(known.map_or_else(|| "not known".to_owned(), |value| format_full(value, unit))));
        ui.label(RichText::new(point.period.label()).small());
        if let (Some(low), Some(high)) = (point.figure.low, point.figure.high) {
            let text = format!("95% interval {} to {}", format_full(low, unit), format_full(high, unit));
            ui.label(RichText::new(text).small());
        }
    });
}

fn plot_run(plot: &mut PlotUi<'_>, line: Vec<[f64; 2]>, dots: Vec<[f64; 2]>, color: Color) {
    if let 1..16 = dots.len() {
        let radius = if dots.len() == 1 { 4.0 } else { 2.5 };
        plot.points(
            Points::new("values", PlotPoints::from(dots)).radius(radius).color(color32(color)).allow_hover(false),
        );
    }
    plot.line(Line::new("value", PlotPoints::from(line)).color(color32(color)).width(2.0).allow_hover(false));
}

/// Points with a known value that follow one another without a gap of more than their own length.
fn runs(points: &[Point]) -> Vec<Vec<&Point>> {
    let mut runs: Vec<Vec<&Point>> = Vec::new();
    for point in points.iter().filter(|point| point.figure.value.is_some()) {
        let follows = runs.last().and_then(|run| run.last()).is_some_and(|before| {
            crate::base::date::days_between(before.period.to, point.period.from)
                <= point.period.days().max(before.period.days())
        });
        match runs.last_mut() {
            Some(run) if follows => run.push(point),
            Some(_) | None => runs.push(vec![point]),
        }
    }
    runs
}

/// The line and point nearest to the pointer: of each line the point of that day, of these the nearest value.
fn nearest(shown: &[Shown], at: PlotPoint) -> Option<(&Shown, &Point)> {
    let far = |point: &Point| (x_of(point.period) - at.x).abs();
    let candidates =
        shown.iter().filter_map(|line| Some((line, line.points.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?)));
    let distance = |point: &Point| point.figure.value.map_or(f64::INFINITY, |value| (value - at.y).abs());
    candidates.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))
}
