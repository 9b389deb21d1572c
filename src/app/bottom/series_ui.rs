//! One metric over time, with its interval; hover tells the values, a click opens the figure of that day.

use egui::{RichText, Ui};
use egui_plot::{AxisHints, FilledArea, GridInput, GridMark, Line, Plot, PlotPoints, Points, VLine};

use super::super::request::{Request, Requests};
use super::super::style::{color32, strong};
use super::super::workspace::{Dialog, Workspace};
use super::{is_on_map, shown_period};
use crate::analysis::{Point, definition, name_within};
use crate::base::date::{date_from_day_number, day_number};
use crate::base::number::{Unit, format_full, format_tick};
use crate::base::{Color, Date, Period};
use crate::model::{Metric, MetricId, TouchpointId};

/// Draws the chart of the selected touchpoint, or of the first one that has the metric.
pub(super) fn series_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    let Some(definition_of) = workspace.numbers.metric(metric) else { return };
    let touchpoint = workspace.charted_touchpoint().filter(|id| workspace.numbers.metrics_of(*id).contains(&metric));
    let with_metric = || workspace.numbers.touchpoints_with(metric).iter().copied();
    let touchpoint = touchpoint.or_else(|| with_metric().find(|touchpoint| is_on_map(workspace, *touchpoint)));
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
        ui.label(strong(format!("{title} · {}", name_within(&metric.name))));
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
    let (spacing_unit, axis_unit) = (metric.unit.clone(), metric.unit.clone());
    let (low, high) = value_range(points, &metric.unit);
    let days = points.iter().map(|point| point.period).chain(workspace.view.period).reduce(Period::union);
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
        for run in runs(points) {
            // A point alone has no neighbor to be joined with: it spans its own days.
            let alone = match run.as_slice() {
                [point] => {
                    Some((f64::from(day_number(point.period.from)) - 0.5, f64::from(day_number(point.period.to)) + 0.5))
                }
                _ => None,
            };
            let across = |of: fn(&Point) -> Option<f64>| -> Option<(Vec<f64>, Vec<f64>)> {
                match (alone, run.first()) {
                    (Some((from, to)), Some(point)) => of(point).map(|value| (vec![from, to], vec![value, value])),
                    _ => run.iter().map(|point| Some((x_of(point.period), of(point)?))).collect(),
                }
            };
            if let (Some((xs, lows)), Some((_, highs))) =
                (across(|point| point.figure.low), across(|point| point.figure.high))
            {
                plot.add(
                    FilledArea::new("interval", &xs, &lows, &highs)
                        .fill_color(color32(accent.with_opacity(0.14)))
                        .allow_hover(false),
                );
            }
            if let Some((xs, values)) = across(|point| point.figure.value) {
                let line = xs.into_iter().zip(values).map(|(x, value)| [x, value]).collect();
                let dots = run.iter().filter_map(|point| Some([x_of(point.period), point.figure.value?])).collect();
                plot_run(plot, line, dots, accent);
            }
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
    let response_of_plot = response.response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if let Some(at) = response.inner
        && let Some(point) = nearest(points, at.x, x_of)
    {
        point_tip(&response_of_plot, point, &metric.unit);
    }
}

/// What the nearest point says, beside the pointer.
fn point_tip(response: &egui::Response, point: &Point, unit: &Unit) {
    let id = response.id.with("point");
    let tip = egui::Tooltip::always_open(response.ctx.clone(), response.layer_id, id, egui::PopupAnchor::Pointer);
    tip.gap(14.0).show(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        ui.spacing_mut().item_spacing.y = 1.0;
        let known = point.figure.value;
        ui.label(strong(known.map_or_else(|| "not known".to_owned(), |value| format_full(value, unit))));
        ui.label(RichText::new(point.period.label()).small());
        if let (Some(low), Some(high)) = (point.figure.low, point.figure.high) {
            let text = format!("95% interval {} to {}", format_full(low, unit), format_full(high, unit));
            ui.label(RichText::new(text).small());
        }
    });
}

fn plot_run(plot: &mut egui_plot::PlotUi<'_>, line: Vec<[f64; 2]>, dots: Vec<[f64; 2]>, color: Color) {
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

/// From the lowest to the highest value; from zero where there is but one, so that the axis does not tell of
/// differences that there are none of.
fn value_range(points: &[Point], unit: &Unit) -> (f64, f64) {
    let values = points.iter().flat_map(|point| [point.figure.value, point.figure.low, point.figure.high]).flatten();
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() || low == 0.0 && high == 0.0 {
        return (0.0, if *unit == Unit::Share { 0.04 } else { 4.0 });
    }
    let is_one_value = high - low <= 1e-9 * high.abs().max(low.abs());
    let is_one_point = points.iter().filter(|point| point.figure.value.is_some()).count() == 1;
    if is_one_value || is_one_point { (low.min(0.0) * 1.25, high.max(0.0) * 1.25) } else { (low, high) }
}

fn nearest(points: &[Point], x: f64, x_of: impl Fn(Period) -> f64) -> Option<&Point> {
    points.iter().min_by(|a, b| (x_of(a.period) - x).abs().total_cmp(&(x_of(b.period) - x).abs()))
}

fn axis_date(days: f64) -> String {
    date_from_day_number(days.round() as i32).map(|date| date.strftime("%-d %b").to_string()).unwrap_or_default()
}

/// Marks on whole days from the first one on: about six to the axis; on first days of months where there are many.
fn date_marks(input: GridInput, first: i32) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let span = (high - low).max(1.0);
    let mark = |day: f64, step: f64| GridMark { value: day, step_size: step };
    let start = f64::from(first);
    if let Some(step) = [1.0, 2.0, 7.0, 14.0].into_iter().find(|step| span / step <= 7.0) {
        let (from, to) = (((low - start) / step).ceil() as i64, ((high - start) / step).floor() as i64);
        return (from..=to).take(64).map(|index| mark(start + index as f64 * step, step)).collect();
    }
    let months = [1, 2, 3, 6, 12].into_iter().find(|months| span / (30.4 * f64::from(*months)) <= 7.0);
    let months = months.unwrap_or_else(|| (span / 365.0 / 6.0).ceil() as i32 * 12);
    let step = 30.4 * f64::from(months);
    let mut marks = vec![mark(start, step)];
    if let Some(date) = date_from_day_number(first) {
        let in_months = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let firsts = (1..64).map_while(|index| first_of_month(in_months + index * months)).map(f64::from);
        // What is too near to the first mark would be written over it.
        marks.extend(
            firsts.take_while(|day| *day <= high).filter(|day| day - start > 0.6 * step).map(|day| mark(day, step)),
        );
    }
    marks
}

/// The day number of a month's first day, with months counted from year 0.
fn first_of_month(months: i32) -> Option<i32> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok().map(day_number)
}

/// Some four or five marks on round values: on halves and quarters of minutes and hours for times, on whole ones for counts.
fn value_marks(input: GridInput, unit: &Unit) -> Vec<GridMark> {
    const SECONDS: [f64; 16] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0,
        28_800.0,
    ];
    let (low, high) = input.bounds;
    let rough = (high - low) / 5.5;
    if !rough.is_finite() || rough <= 0.0 {
        return Vec::new();
    }
    let power = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power);
    let of_clock = |unit_seconds: f64| {
        let step = SECONDS.into_iter().find(|step| *step >= rough * unit_seconds);
        step.filter(|_| rough * unit_seconds > 0.5).map_or(round, |step| step / unit_seconds)
    };
    let step = match unit {
        Unit::Count => round.max(1.0),
        Unit::Seconds => of_clock(1.0),
        Unit::Minutes => of_clock(60.0),
        Unit::Share | Unit::Points | Unit::Times | Unit::Currency(_) => round,
    };
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).take(16).map(|index| GridMark { value: index as f64 * step, step_size: step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Figure;

    fn input(low: f64, high: f64) -> GridInput {
        GridInput { bounds: (low, high), base_step_size: 1.0 }
    }

    #[test]
    fn the_value_axis_has_some_four_marks_and_none_reads_like_another() {
        let units = [Unit::Share, Unit::Points, Unit::Seconds, Unit::Minutes, Unit::Currency("EUR".into())];
        for unit in units.iter().chain(&[Unit::Count]) {
            for (low, high) in [(0.0, 1.0), (0.027, 0.039), (0.765, 0.859), (12.0, 41_000.0), (-3.0, 2.0)] {
                let marks = value_marks(input(low, high), unit);
                if *unit != Unit::Count || high - low > 4.0 {
                    assert!((2..=8).contains(&marks.len()), "{low} to {high} {unit:?}: {}", marks.len());
                }
                let labels: std::collections::BTreeSet<String> =
                    marks.iter().map(|mark| format_tick(mark.value, mark.step_size, unit)).collect();
                assert_eq!(labels.len(), marks.len(), "{low} to {high} {unit:?}: {labels:?}");
            }
        }
        assert!(value_marks(input(1.0, 1.0), &Unit::Share).is_empty());
    }

    #[test]
    fn the_axis_has_a_handful_of_marks_on_whole_days_and_starts_with_the_first() {
        for first in [20_000, 20_698] {
            for span in [3.0, 30.0, 61.0, 99.0, 183.0, 900.0, 4_000.0] {
                let low = f64::from(first) - 0.5;
                let marks = date_marks(input(low - 0.01 * span, low + 1.01 * span), first);
                assert!((2..=9).contains(&marks.len()), "{span}: {}", marks.len());
                assert!(marks.iter().all(|mark| mark.value.fract() == 0.0 && !axis_date(mark.value).is_empty()));
                assert_eq!(marks[0].value, f64::from(first));
            }
        }
    }

    #[test]
    fn a_lone_value_is_seen_from_zero() {
        let day = Period::day(crate::base::date::date(2026, 9, 1));
        let points = |values: &[f64]| -> Vec<Point> {
            let figure = |value: &f64| Figure { value: Some(*value), ..Figure::default() };
            values.iter().map(|value| Point { period: day, figure: figure(value) }).collect()
        };
        for (values, unit, expected) in [
            (&[][..], Unit::Count, (0.0, 4.0)),
            (&[0.0, 0.0], Unit::Count, (0.0, 4.0)),
            (&[0.0], Unit::Share, (0.0, 0.04)),
            (&[0.04, 0.04], Unit::Share, (0.0, 0.05)),
            (&[-4.0], Unit::Points, (-5.0, 0.0)),
            (&[3.0, 5.0], Unit::Points, (3.0, 5.0)),
        ] {
            assert_eq!(value_range(&points(values), &unit), expected, "{values:?}");
        }
        let mut with_interval = points(&[0.02]);
        (with_interval[0].figure.low, with_interval[0].figure.high) = (Some(0.018), Some(0.024));
        assert_eq!(value_range(&with_interval, &Unit::Share), (0.0, 0.03));
    }
}
