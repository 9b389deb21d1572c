//! One metric over time, with its interval; hover tells the values, a click opens the figure of that day.

use egui::{RichText, Ui};
use egui_plot::{
    AxisHints, CoordinatesFormatter, Corner, FilledArea, Line, Plot, PlotPoint, PlotPoints, Points, VLine,
};

use super::super::request::{Request, Requests};
use super::super::style::{color32, strong};
use super::super::workspace::{Dialog, Workspace};
use super::shown_period;
use crate::analysis::{Point, definition};
use crate::base::date::{date_from_day_number, day_number};
use crate::base::number::{format_full, format_short};
use crate::base::{Color, Period};
use crate::model::{Metric, MetricId, TouchpointId};

/// Draws the chart of the selected touchpoint, or of all where none is selected.
pub(super) fn series_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    let Some(definition_of) = workspace.numbers.metric(metric) else { return };
    let touchpoint = workspace.charted_touchpoint().filter(|id| workspace.numbers.metrics_of(*id).contains(&metric));
    let touchpoint = touchpoint.or_else(|| workspace.numbers.touchpoints_with(metric).first().copied());
    let Some(touchpoint) = touchpoint else { return };
    let title =
        workspace.document.project().touchpoints.get(&touchpoint).map_or("", |touchpoint| touchpoint.title.as_str());
    let period = shown_period(workspace);
    let points = workspace.numbers.series(metric, touchpoint, workspace.chart.grain, period);
    heading_ui(ui, workspace, definition_of, title, &points);
    if points.is_empty() {
        let text = "Nothing was measured in these days. Choose other days above.";
        ui.label(RichText::new(text).color(color32(workspace.theme.color.muted)));
        return;
    }
    plot_ui(ui, workspace, requests, definition_of, touchpoint, &points);
}

fn heading_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, title: &str, points: &[Point]) {
    let has_interval = points.iter().any(|point| point.figure.low.is_some());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(strong(format!("{title} · {}", metric.name.to_lowercase())));
        let mut said = definition(metric);
        if has_interval {
            said.push_str(", 95% interval");
        }
        if let Some(period) = workspace.view.period {
            said.push_str(&format!(", shaded: {}", period.label()));
        }
        ui.add(egui::Label::new(RichText::new(said).small().color(color32(workspace.theme.color.muted))).truncate());
    });
}

fn plot_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    metric: &Metric,
    touchpoint: TouchpointId,
    points: &[Point],
) {
    let theme = &workspace.theme;
    let accent = theme.color.accent;
    let x_of = |period: Period| f64::from(day_number(period.from) + day_number(period.to)) / 2.0;
    let hover_unit = metric.unit.clone();
    let hover_points: Vec<(f64, String)> =
        points.iter().map(|point| (x_of(point.period), hover_text(point, &hover_unit))).collect();
    let axis_unit = metric.unit.clone();
    let (low, high) = value_range(points);
    let plot = Plot::new("series")
        .show_background(false)
        .show_grid([false, true])
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .include_y(low)
        .include_y(high)
        .set_margin_fraction(egui::vec2(0.01, 0.08))
        .grid_color(color32(theme.color.grid))
        .grid_fade(0.0)
        .x_grid_spacer(date_marks)
        .y_grid_spacer(value_marks)
        .custom_x_axes(vec![AxisHints::new_x().formatter(|mark, _| axis_date(mark.value))])
        .custom_y_axes(vec![
            AxisHints::new_y().formatter(move |mark, _| format_short(mark.value, &axis_unit)).min_thickness(44.0),
        ])
        .coordinates_formatter(Corner::LeftTop, CoordinatesFormatter::new(move |at, _| nearest_text(&hover_points, at)))
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
        for run in runs(points) {
            let xs: Vec<f64> = run.iter().map(|point| x_of(point.period)).collect();
            let band: Option<(Vec<f64>, Vec<f64>)> =
                run.iter().map(|point| Some((point.figure.low?, point.figure.high?))).collect();
            if let Some((lows, highs)) = band {
                plot.add(
                    FilledArea::new("interval", &xs, &lows, &highs)
                        .fill_color(color32(accent.with_opacity(0.14)))
                        .allow_hover(false),
                );
            }
            let line: Vec<[f64; 2]> =
                run.iter().filter_map(|point| Some([x_of(point.period), point.figure.value?])).collect();
            plot_run(plot, line, accent);
        }
        let pointer = plot.pointer_coordinate().filter(|_| plot.response().hovered());
        if let Some(point) = pointer.and_then(|at| nearest(points, at.x, x_of))
            && let Some(value) = point.figure.value
        {
            let x = x_of(point.period);
            plot.vline(VLine::new("pointer", x).color(color32(theme.color.muted)).width(1.0).allow_hover(false));
            plot.points(Points::new("pointer", vec![[x, value]]).radius(4.0).color(color32(accent)).allow_hover(false));
        }
        pointer
    });
    if response.response.clicked()
        && let Some(at) = response.inner
        && let Some(point) = nearest(points, at.x, x_of)
    {
        let period = Some(point.period);
        requests.push(Request::Dialog(Some(Dialog::Figure { metric: metric.id, touchpoint, period })));
    }
    response.response.on_hover_cursor(egui::CursorIcon::PointingHand);
}

fn plot_run(plot: &mut egui_plot::PlotUi<'_>, line: Vec<[f64; 2]>, color: Color) {
    if line.len() < 16 {
        plot.points(
            Points::new("values", PlotPoints::from(line.clone())).radius(2.5).color(color32(color)).allow_hover(false),
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

fn value_range(points: &[Point]) -> (f64, f64) {
    let values = points.iter().flat_map(|point| [point.figure.value, point.figure.low, point.figure.high]).flatten();
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() {
        return (0.0, 1.0);
    }
    if high > low { (low, high) } else { (low - low.abs().max(1.0) * 0.1, high + high.abs().max(1.0) * 0.1) }
}

fn hover_text(point: &Point, unit: &crate::base::number::Unit) -> String {
    let value = point.figure.value.map_or_else(|| "not known".to_owned(), |value| format_full(value, unit));
    let interval = match (point.figure.low, point.figure.high) {
        (Some(low), Some(high)) => format!(" ({} to {})", format_full(low, unit), format_full(high, unit)),
        _ => String::new(),
    };
    format!("{}: {value}{interval}", point.period.label())
}

fn nearest_text(points: &[(f64, String)], at: &PlotPoint) -> String {
    let nearest = points.iter().min_by(|a, b| (a.0 - at.x).abs().total_cmp(&(b.0 - at.x).abs()));
    nearest.map(|(_, text)| text.clone()).unwrap_or_default()
}

fn nearest(points: &[Point], x: f64, x_of: impl Fn(Period) -> f64) -> Option<&Point> {
    points.iter().min_by(|a, b| (x_of(a.period) - x).abs().total_cmp(&(x_of(b.period) - x).abs()))
}

fn axis_date(days: f64) -> String {
    date_from_day_number(days.round() as i32).map(|date| date.strftime("%-d %b").to_string()).unwrap_or_default()
}

/// Marks on whole days: about six to the axis, on weeks and months where there are many.
fn date_marks(input: egui_plot::GridInput) -> Vec<egui_plot::GridMark> {
    let (low, high) = input.bounds;
    let span = (high - low).max(1.0);
    let steps = [1.0, 2.0, 7.0, 14.0, 28.0, 61.0, 91.0, 182.0, 365.0];
    let step = steps.into_iter().find(|step| span / step <= 7.0).unwrap_or_else(|| (span / 6.0).ceil());
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).take(64).map(|index| egui_plot::GridMark { value: index as f64 * step, step_size: step }).collect()
}

/// Some four marks on round values.
fn value_marks(input: egui_plot::GridInput) -> Vec<egui_plot::GridMark> {
    let (low, high) = input.bounds;
    let rough = (high - low) / 4.5;
    if !rough.is_finite() || rough <= 0.0 {
        return Vec::new();
    }
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).take(16).map(|index| egui_plot::GridMark { value: index as f64 * step, step_size: step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_axis_has_some_four_marks() {
        for (low, high) in [(0.0, 1.0), (0.027, 0.039), (12.0, 41_000.0), (-3.0, 2.0)] {
            let marks = value_marks(egui_plot::GridInput { bounds: (low, high), base_step_size: 1.0 });
            assert!((2..=6).contains(&marks.len()), "{low} to {high}: {}", marks.len());
        }
        assert!(value_marks(egui_plot::GridInput { bounds: (1.0, 1.0), base_step_size: 1.0 }).is_empty());
    }

    #[test]
    fn the_axis_has_a_handful_of_marks_on_whole_days() {
        for span in [3.0, 30.0, 61.0, 183.0, 900.0] {
            let marks = date_marks(egui_plot::GridInput { bounds: (20_000.0, 20_000.0 + span), base_step_size: 1.0 });
            assert!((2..=8).contains(&marks.len()), "{span}: {}", marks.len());
            assert!(marks.iter().all(|mark| mark.value.fract() == 0.0 && !axis_date(mark.value).is_empty()));
        }
    }
}
