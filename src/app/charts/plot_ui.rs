//! Lines over time and points of two metrics as plots, to be panned and zoomed. Of a long line only so much is drawn
//! as the columns of pixels can tell apart.

use std::sync::Arc;

use egui::{Id, Ui, vec2};
use egui_plot::{
    AxisHints, FilledArea, GridInput, GridMark, HLine, Line as PlotLine, LineStyle, MarkerShape, Plot, PlotPoint,
    PlotPoints, PlotUi, Points, Text, VLine,
};

use super::super::style::{color32, family};
use super::super::workspace::Workspace;
use super::{Liveness, Pointed};
use crate::analysis::chart::{
    Annotation, ChartData, Line, Measured, ScatterAxis, ScatterBody, TimeBody, TimePoint, runs, thinned,
};
use crate::base::Color;
use crate::base::date::{date_from_day_number, day_number, format_date};
use crate::base::display::Shown;
use crate::base::number::{Unit, format_tick};
use crate::layout::chart::{date_ticks, series_color, value_ticks};
use crate::scene::{Face, Theme};

/// So few points are marked one by one.
const MARKED: usize = 45;
/// From so far apart labels of an axis begin to be seen, and are in full strength, in points.
const SPACING_X: egui::Rangef = egui::Rangef { min: 20.0, max: 40.0 };
const SPACING_Y: egui::Rangef = egui::Rangef { min: 10.0, max: 16.0 };
/// With more lines their intervals hide each other.
const BANDS: usize = 3;

/// What the flag of that rank tells, below the chart.
pub(super) fn flag_text(rank: usize, annotation: &Annotation) -> String {
    let Annotation { date, kind, text } = annotation;
    format!("[{}] {}, {}: {text}.", rank + 1, kind.label(), format_date(*date))
}

/// The look of all plots, without axes.
fn plot(theme: &Theme, place: (Id, &ChartData), size: egui::Vec2, liveness: Liveness) -> Plot<'static> {
    let (id, data) = place;
    let is_live = liveness == Liveness::Live;
    // Another chart in the same place begins anew.
    let id = id.with((&data.title, &data.subtitle));
    Plot::new(id)
        .id(id)
        .width(size.x)
        .height(size.y)
        .show_background(false)
        .allow_drag(is_live)
        .allow_zoom(is_live)
        .allow_scroll(false)
        .allow_boxed_zoom(is_live)
        .allow_double_click_reset(is_live)
        .allow_axis_zoom_drag(is_live)
        .show_crosshair(false)
        .grid_color(color32(theme.color.grid))
        .grid_fade(0.0)
        .label_formatter(|_| None)
}

fn value_marks(input: GridInput, unit: &Shown, count: f64) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let ticks = value_ticks(low, high, unit, count).into_iter();
    ticks.map(|tick| GridMark { value: tick.at, step_size: tick.step }).collect()
}

fn date_marks(input: GridInput) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    date_ticks(low, high, 7).into_iter().map(|tick| GridMark { value: tick.at, step_size: tick.step }).collect()
}

/// "4 Sep" where marks are days or weeks apart, "Sep" and "Jan 2027" where months are.
fn axis_date(mark: GridMark) -> String {
    let Some(date) = date_from_day_number(mark.value.round() as i32) else { return String::new() };
    let form = match (mark.step_size >= 28.0, date.month()) {
        (false, _) => "%-d %b",
        (true, 1) => "%b %Y",
        (true, _) => "%b",
    };
    date.strftime(form).to_string()
}

fn small_text(ui: &mut Ui, theme: &Theme) {
    let small = egui::FontId::new(theme.window.small_text, family(Face::Regular));
    ui.style_mut().text_styles.insert(egui::TextStyle::Body, small);
    ui.visuals_mut().override_text_color = Some(color32(theme.color.muted));
}

fn marker(rank: usize) -> MarkerShape {
    [MarkerShape::Circle, MarkerShape::Square, MarkerShape::Up, MarkerShape::Diamond, MarkerShape::Down]
        .get(rank % 5)
        .copied()
        .unwrap_or(MarkerShape::Circle)
}

/// The ends of a value axis: those of the data, from zero where they are one.
fn ends(range: (f64, f64), unit: &Shown) -> (f64, f64) {
    let (low, high) = range;
    let size = low.abs().max(high.abs());
    if size == 0.0 {
        (0.0, if unit.unit == Unit::Share { 0.04 } else { 4.0 })
    } else if high - low <= 1e-9 * size {
        (low.min(0.0) * 1.25, high.max(0.0) * 1.25)
    } else {
        (low, high)
    }
}

/// The point of a rank among all lines.
fn point_at(lines: &[Line], rank: usize) -> Option<(usize, PlotPoint)> {
    let mut rest = rank;
    for (at, line) in lines.iter().enumerate() {
        if let Some(point) = line.points.get(rest) {
            return Some((at, PlotPoint::new(point.at, point.measured.value)));
        }
        rest = rest.checked_sub(line.points.len())?;
    }
    None
}

pub(super) fn time_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    chart: (Id, &Arc<ChartData>, &TimeBody),
    chosen: Option<usize>,
    size: egui::Vec2,
    liveness: Liveness,
) -> Pointed {
    let (id, data, body) = chart;
    let theme = &workspace.theme;
    let (spacing_unit, axis_unit) = (body.unit.clone(), body.unit.clone());
    let (low, high) = ends(body.range, &body.unit);
    let (first, last) = (f64::from(day_number(body.days.from)) - 0.5, f64::from(day_number(body.days.to)) + 0.5);
    let count = f64::from(size.y / 44.0).clamp(2.0, 6.0);
    let plot = plot(theme, (id, data), size, liveness)
        .show_grid([false, true])
        .include_x(first)
        .include_x(last)
        .include_y(low)
        .include_y(high)
        .set_margin_fraction(vec2(0.01, 0.08))
        .x_grid_spacer(date_marks)
        .y_grid_spacer(move |input| value_marks(input, &spacing_unit, count))
        .custom_x_axes(vec![AxisHints::new_x().label_spacing(SPACING_X).formatter(|mark, _| axis_date(mark))])
        .custom_y_axes(vec![
            AxisHints::new_y()
                .label_spacing(SPACING_Y)
                .formatter(move |mark, _| format_tick(mark.value, mark.step_size, &axis_unit))
                .min_thickness(44.0),
        ]);
    let shown = ui.scope(|ui| {
        small_text(ui, theme);
        plot.show(ui, |plot| {
            let has_focus = plot.response().has_focus();
            frame_of_time(plot, theme, body, (low, high));
            let lines = body.lines.len();
            for (rank, line) in body.lines.iter().enumerate() {
                line_paint(plot, line, (rank, series_color(theme, rank, lines)), lines <= BANDS);
            }
            for [from, to] in &body.course {
                let path = PlotPoints::from(vec![[from.0, from.1], [to.0, to.1]]);
                let course = PlotLine::new("", path).color(color32(theme.color.ink)).width(1.5);
                plot.line(course.style(LineStyle::dashed_dense()).allow_hover(false));
            }
            if lines > 1 {
                names_paint(plot, theme, &body.lines, (low, high));
            }
            let pointer = plot.pointer_coordinate().filter(|_| plot.response().hovered());
            let near = pointer.and_then(|at| nearest(&body.lines, at));
            let pointed = chosen.filter(|_| has_focus).into_iter().chain(near);
            for (line, point) in pointed.filter_map(|rank| point_at(&body.lines, rank)) {
                let color = color32(series_color(theme, line, lines));
                plot.vline(VLine::new("", point.x).color(color32(theme.color.muted)).width(1.0).allow_hover(false));
                plot.points(Points::new("", vec![[point.x, point.y]]).radius(4.0).color(color).allow_hover(false));
            }
            near
        })
    });
    let shown = shown.inner;
    let chosen_at = chosen.and_then(|rank| point_at(&body.lines, rank));
    let chosen_at = chosen_at.map(|(_, point)| shown.transform.position_from_point(&point));
    Pointed { response: shown.response, near: shown.inner, chosen_at }
}

/// What lies behind the lines: shading, targets, flags.
fn frame_of_time(plot: &mut PlotUi<'_>, theme: &Theme, body: &TimeBody, (low, high): (f64, f64)) {
    let accent = theme.color.accent;
    if let Some(shaded) = body.shaded {
        let (from, to) = (f64::from(day_number(shaded.from)) - 0.5, f64::from(day_number(shaded.to)) + 0.5);
        let area = FilledArea::new("", &[from, to], &[low, low], &[high, high]);
        plot.add(area.fill_color(color32(accent.with_opacity(0.06))).allow_hover(false));
        plot.vline(VLine::new("", from).color(color32(accent.with_opacity(0.6))).width(1.0).allow_hover(false));
    }
    // Within the data: what stands at the ends of the axes would push them outward, frame by frame.
    let right = f64::from(day_number(body.days.to)) + 0.5;
    for target in &body.targets {
        let style = LineStyle::dashed_loose();
        let muted = color32(theme.color.muted);
        plot.hline(HLine::new("", target.value).color(muted).style(style).width(1.0).allow_hover(false));
        let at = PlotPoint::new(right, target.value);
        plot.text(Text::new("", at, &target.text).anchor(egui::Align2::RIGHT_BOTTOM).color(muted).allow_hover(false));
    }
    for (rank, annotation) in body.annotations.iter().enumerate() {
        let x = f64::from(day_number(annotation.date));
        let ink = color32(theme.color.ink);
        let line = VLine::new("", x).color(ink.gamma_multiply(0.6)).style(LineStyle::dotted_dense()).width(1.0);
        plot.vline(line.allow_hover(false));
        let text = egui::RichText::new(format!("[{}]", rank + 1)).strong();
        let at = PlotPoint::new(x, high);
        plot.text(Text::new("", at, text).anchor(egui::Align2::LEFT_TOP).color(ink).allow_hover(false));
    }
}

/// One line with its interval; `mark` is its rank and color.
fn line_paint(plot: &mut PlotUi<'_>, line: &Line, mark: (usize, Color), has_band: bool) {
    let (rank, color) = mark;
    let bounds = plot.plot_bounds();
    let columns = plot.response().rect.width().max(1.0) as usize;
    let points = thinned(&line.points, bounds.min()[0], bounds.max()[0], columns);
    for run in runs(&points) {
        let mut xs: Vec<f64> = run.iter().map(|point| point.at).collect();
        let ends = |of: fn(&Measured) -> Option<f64>| run.iter().map(|point| of(&point.measured)).collect();
        let bounds: (Option<Vec<f64>>, Option<Vec<f64>>) = (ends(|it| it.low), ends(|it| it.high));
        if let (Some(mut lows), Some(mut highs)) = bounds
            && has_band
        {
            // A point alone has no neighbor to be joined with: its interval spans its own days.
            if let ([point], [low], [high]) = (run, lows.as_slice(), highs.as_slice()) {
                let (low, high) = (*low, *high);
                xs = vec![f64::from(day_number(point.period.from)) - 0.5, f64::from(day_number(point.period.to)) + 0.5];
                (lows, highs) = (vec![low, low], vec![high, high]);
            }
            let band = FilledArea::new("", &xs, &lows, &highs);
            plot.add(band.fill_color(color32(color.with_opacity(0.14))).allow_hover(false));
        }
        let path: Vec<[f64; 2]> = run.iter().map(|point| [point.at, point.measured.value]).collect();
        let line = PlotLine::new("", PlotPoints::from(path)).color(color32(color)).width(2.0);
        plot.line(line.allow_hover(false));
    }
    // Of many only the last.
    let marked = if points.len() <= MARKED { 0 } else { points.len() - 1 };
    let marked = points.get(marked..).unwrap_or_default();
    let marked: Vec<[f64; 2]> = marked.iter().map(|point| [point.at, point.measured.value]).collect();
    let marks = Points::new("", PlotPoints::from(marked)).shape(marker(rank)).radius(3.0).color(color32(color));
    plot.points(marks.allow_hover(false));
}

/// The names of lines at their ends.
fn names_paint(plot: &mut PlotUi<'_>, theme: &Theme, lines: &[Line], (low, high): (f64, f64)) {
    let (bottom, top) = (plot.plot_bounds().min()[1], plot.plot_bounds().max()[1]);
    let apart = (top - bottom) * f64::from(1.3 * theme.window.small_text / plot.response().rect.height().max(1.0));
    let mut ends: Vec<(usize, &Line, &TimePoint)> =
        lines.iter().enumerate().filter_map(|(rank, line)| Some((rank, line, line.points.last()?))).collect();
    ends.sort_by(|a, b| b.2.measured.value.total_cmp(&a.2.measured.value));
    let mut free = high;
    for (rank, line, last) in ends {
        // From the top down, and never beyond the data: that would push the ends of the axis outward.
        let y = last.measured.value.min(free).max(low);
        free = y - apart;
        let color = color32(series_color(theme, rank, lines.len()));
        let text = Text::new("", PlotPoint::new(last.at, y), &line.name).anchor(egui::Align2::RIGHT_BOTTOM);
        plot.text(text.color(color).allow_hover(false));
    }
}

/// The rank of the point nearest to the pointer: of each line the point of that day, of these the nearest value.
fn nearest(lines: &[Line], at: PlotPoint) -> Option<usize> {
    let mut first = 0;
    let mut best: Option<(usize, f64)> = None;
    for line in lines {
        let after = line.points.partition_point(|point| point.at < at.x);
        let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let near = near.filter_map(|place| Some((place, line.points.get(place)?)));
        if let Some((place, point)) = near.min_by(|a, b| (a.1.at - at.x).abs().total_cmp(&(b.1.at - at.x).abs())) {
            let distance = (point.measured.value - at.y).abs();
            if best.is_none_or(|(_, nearest)| distance < nearest) {
                best = Some((first + place, distance));
            }
        }
        first += line.points.len();
    }
    best.map(|(rank, _)| rank)
}

pub(super) fn scatter_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    chart: (Id, &Arc<ChartData>, &ScatterBody),
    chosen: Option<usize>,
    size: egui::Vec2,
    liveness: Liveness,
) -> Pointed {
    const NEAR: f32 = 12.0;
    let (id, data, body) = chart;
    let theme = &workspace.theme;
    let (x_ends, y_ends) = (ends(body.x.range, &body.x.unit), ends(body.y.range, &body.y.unit));
    let units = |axis: &ScatterAxis| (axis.unit.clone(), axis.unit.clone());
    let ((x_spacing, x_axis), (y_spacing, y_axis)) = (units(&body.x), units(&body.y));
    let (across, up) = (f64::from(size.x / 90.0).clamp(1.0, 8.0), f64::from(size.y / 48.0).clamp(1.0, 6.0));
    let plot = plot(theme, (id, data), size, liveness)
        .include_x(x_ends.0)
        .include_x(x_ends.1)
        .include_y(y_ends.0)
        .include_y(y_ends.1)
        .set_margin_fraction(vec2(0.06, 0.1))
        .x_grid_spacer(move |input| value_marks(input, &x_spacing, across))
        .y_grid_spacer(move |input| value_marks(input, &y_spacing, up))
        .custom_x_axes(vec![
            AxisHints::new_x()
                .label_spacing(SPACING_X)
                .label(body.x.name.clone())
                .formatter(move |mark, _| format_tick(mark.value, mark.step_size, &x_axis)),
        ])
        .custom_y_axes(vec![
            AxisHints::new_y()
                .label_spacing(SPACING_Y)
                .label(body.y.name.clone())
                .formatter(move |mark, _| format_tick(mark.value, mark.step_size, &y_axis))
                .min_thickness(44.0),
        ]);
    let shown = ui.scope(|ui| {
        small_text(ui, theme);
        plot.show(ui, |plot| {
            let has_focus = plot.response().has_focus();
            let accent = theme.color.accent;
            let faint = color32(accent.with_opacity(0.4));
            for point in &body.points {
                let (x, y) = (point.x, point.y);
                let sides = [
                    x.low.zip(x.high).map(|(low, high)| [[low, y.value], [high, y.value]]),
                    y.low.zip(y.high).map(|(low, high)| [[x.value, low], [x.value, high]]),
                ];
                for side in sides.into_iter().flatten() {
                    let whisker = PlotLine::new("", PlotPoints::from(side.to_vec())).color(faint).width(1.0);
                    plot.line(whisker.allow_hover(false));
                }
            }
            let places: Vec<[f64; 2]> = body.points.iter().map(|point| [point.x.value, point.y.value]).collect();
            let dots = Points::new("", PlotPoints::from(places)).radius(4.0).color(color32(accent.with_opacity(0.85)));
            plot.points(dots.allow_hover(false));
            scatter_names(plot, theme, body);
            let screen = |plot: &PlotUi<'_>, rank: usize| {
                let point = body.points.get(rank)?;
                Some(plot.screen_from_plot(PlotPoint::new(point.x.value, point.y.value)))
            };
            let pointer = plot.response().hover_pos();
            let near = pointer.and_then(|pointer| {
                let far = |rank: &usize| screen(plot, *rank).map_or(f32::INFINITY, |at| at.distance(pointer));
                (0..body.points.len()).min_by(|a, b| far(a).total_cmp(&far(b))).filter(|rank| far(rank) <= NEAR)
            });
            for rank in chosen.filter(|_| has_focus).into_iter().chain(near) {
                if let Some(point) = body.points.get(rank) {
                    let place = vec![[point.x.value, point.y.value]];
                    let dot = Points::new("", place).radius(6.0).color(color32(theme.color.ink));
                    plot.points(dot.allow_hover(false));
                }
            }
            (near, chosen.and_then(|rank| screen(plot, rank)))
        })
    });
    let shown = shown.inner;
    let (near, chosen_at) = shown.inner;
    Pointed { response: shown.response, near, chosen_at }
}

/// Names beside their points, where they do not lie on each other.
fn scatter_names(plot: &mut PlotUi<'_>, theme: &Theme, body: &ScatterBody) {
    let height = 1.35 * theme.window.small_text;
    let mut taken: Vec<egui::Rect> = Vec::new();
    for point in &body.points {
        let place = PlotPoint::new(point.x.value, point.y.value);
        let at = plot.screen_from_plot(place);
        // About what the name takes; exact would need its letters set twice.
        let width = point.name.chars().count() as f32 * 0.55 * theme.window.small_text;
        let places = [
            (egui::Align2::LEFT_CENTER, egui::Rect::from_min_size(at + vec2(6.0, -height / 2.0), vec2(width, height))),
            (
                egui::Align2::RIGHT_CENTER,
                egui::Rect::from_min_size(at - vec2(width + 6.0, height / 2.0), vec2(width, height)),
            ),
        ];
        let room = plot.response().rect;
        let free = |rect: &egui::Rect| room.contains_rect(*rect) && !taken.iter().any(|other| other.intersects(*rect));
        let Some((anchor, rect)) = places.into_iter().find(|(_, rect)| free(rect)) else { continue };
        taken.push(rect);
        let name = match anchor {
            egui::Align2::LEFT_CENTER => format!("  {}", point.name),
            _ => format!("{}  ", point.name),
        };
        let text = Text::new("", place, name).anchor(anchor).color(color32(theme.color.ink));
        plot.text(text.allow_hover(false));
    }
}
