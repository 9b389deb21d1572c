//! Lines over time: one large chart with what happened along it, or small ones side by side.

use super::plot_of;
use super::sheet::{Align, Sheet, series_color, spread};
use super::ticks::{date_ticks, value_ticks};
use crate::analysis::chart::{Annotation, Line, MultiplesBody, TimeBody, TimePoint, runs, thinned};
use crate::base::date::{day_number, format_date};
use crate::base::display::Shown;
use crate::base::number::Unit;
use crate::base::{Color, Period, Pos2, Rect, pos2, vec2};
use crate::scene::{Face, Stroke};

/// A small chart with its name, in points.
pub(super) const PANEL_HEIGHT: f32 = 96.0;
const PANEL_WIDTH: f32 = 168.0;
/// So few points are marked one by one.
const MARKED: usize = 45;

/// How many small charts stand side by side.
pub(super) fn panel_columns(width: f32) -> usize {
    ((width + 14.0) / (PANEL_WIDTH + 14.0)).floor().max(1.0) as usize
}

/// What is said below about the flag of that rank: "① 4 Sep 2026: One-page checkout (action)".
pub(super) fn annotation(rank: usize, annotation: &Annotation) -> String {
    let Annotation { date, kind, text } = annotation;
    format!("[{}] {}, {}: {text}.", rank + 1, kind.label(), format_date(*date))
}

/// From days and values to places.
struct Scale {
    plot: Rect,
    days: (f64, f64),
    values: (f64, f64),
}

impl Scale {
    fn new(plot: Rect, days: Period, values: (f64, f64), unit: &Shown) -> Self {
        let days = (f64::from(day_number(days.from)) - 0.5, f64::from(day_number(days.to)) + 0.5);
        Self { plot, days, values: roomy(values, unit) }
    }

    fn x(&self, day: f64) -> f32 {
        let share = ((day - self.days.0) / (self.days.1 - self.days.0)).clamp(0.0, 1.0);
        self.plot.left() + share as f32 * self.plot.width()
    }

    fn y(&self, value: f64) -> f32 {
        let share = ((value - self.values.0) / (self.values.1 - self.values.0)).clamp(0.0, 1.0);
        self.plot.bottom() - share as f32 * self.plot.height()
    }

    fn at(&self, point: &TimePoint) -> Pos2 {
        pos2(self.x(point.at), self.y(point.measured.value))
    }
}

/// The ends of an axis that holds those values with some room; from zero where they are all alike.
pub(super) fn roomy(range: (f64, f64), unit: &Shown) -> (f64, f64) {
    let (low, high) = range;
    let size = low.abs().max(high.abs());
    if size == 0.0 {
        return (0.0, if unit.unit == Unit::Share { 0.04 } else { 4.0 });
    }
    if high - low <= 1e-9 * size {
        return (low.min(0.0) * 1.25, high.max(0.0) * 1.25);
    }
    let room = 0.06 * (high - low);
    // An axis does not go beyond zero for room alone.
    let low_end = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
    let high_end = if high <= 0.0 { (high + room).min(0.0) } else { high + room };
    (low_end, high_end)
}

pub(super) fn time(sheet: &mut Sheet<'_>, body: &TimeBody, area: Rect) {
    let theme = sheet.theme();
    let count = body.lines.len();
    let line_height = sheet.line_height();
    let (low, high) = roomy(body.range, &body.unit);
    let ticks = value_ticks(low, high, &body.unit, (f64::from(area.height()) / 44.0).clamp(2.0, 6.0));
    let left = ticks.iter().map(|tick| sheet.width(&tick.label, Face::Regular)).fold(0.0, f32::max) + 8.0;
    let mut plot = plot_of(area, left, line_height + 4.0);
    // Names stand at the ends of their lines where there is room for both.
    let names: Vec<f32> = body.lines.iter().map(|line| sheet.width(&line.name, Face::Regular)).collect();
    let longest = names.into_iter().fold(0.0, f32::max);
    let is_direct = count > 1 && longest + 10.0 < 0.3 * plot.width() && count as f32 * line_height < plot.height();
    if is_direct {
        plot.max.x -= longest + 10.0;
    } else if count > 1 {
        let names: Vec<(String, Color)> =
            body.lines.iter().enumerate().map(|(at, it)| (it.name.clone(), series_color(theme, at, count))).collect();
        plot.min.y = sheet.legend(&names, area, false);
    }
    if !body.annotations.is_empty() {
        plot.min.y += line_height;
    }
    let scale = Scale::new(plot, body.days, body.range, &body.unit);
    axes(sheet, &scale, &ticks, body.shaded);
    let mut first = 0;
    for (rank, line) in body.lines.iter().enumerate() {
        let color = series_color(theme, rank, count);
        series(sheet, &scale, line, (rank, color), count <= 3);
        let has_marks = line.points.len() <= 400;
        sheet.spots.extend(
            line.points
                .iter()
                .enumerate()
                .filter(|_| has_marks)
                .map(|(at, point)| (first + at, Rect::from_center_size(scale.at(point), vec2(8.0, 8.0)))),
        );
        first += line.points.len();
    }
    if is_direct {
        let wanted: Vec<f32> =
            body.lines.iter().map(|line| line.points.last().map_or(plot.bottom(), |last| scale.at(last).y)).collect();
        let middles = spread(&wanted, line_height, plot.top() + 4.0, plot.bottom());
        for (rank, (line, middle)) in body.lines.iter().zip(middles).enumerate() {
            let color = series_color(theme, rank, count);
            let at = pos2(plot.right() + 8.0, middle);
            sheet.text(&line.name, Face::Regular, color, at, Align::Left, longest + 2.0);
        }
    }
    for [from, to] in &body.course {
        let stroke = Stroke { dash: Some((7.0, 4.0)), ..Stroke::solid(theme.map.connector_width, theme.color.ink) };
        sheet.path(vec![pos2(scale.x(from.0), scale.y(from.1)), pos2(scale.x(to.0), scale.y(to.1))], stroke);
    }
    for target in &body.targets {
        let y = scale.y(target.value);
        sheet.dashed(pos2(plot.left(), y), pos2(plot.right(), y), theme.color.muted);
        let above = if y - line_height < plot.top() { line_height / 2.0 } else { -line_height / 2.0 };
        // On a patch of its own: the lines go on behind it.
        let width = sheet.width(&target.text, Face::Regular).min(0.7 * plot.width());
        let at = pos2(plot.left() + 6.0, y + above);
        let patch =
            Rect::from_min_size(pos2(at.x - 3.0, at.y - line_height / 2.0 + 1.0), vec2(width + 6.0, line_height - 2.0));
        sheet.rect(patch, 2.0, theme.color.surface.with_opacity(0.85));
        sheet.text(&target.text, Face::Regular, theme.color.ink, at, Align::Left, width + 1.0);
    }
    flags(sheet, body, &scale);
}

fn axes(sheet: &mut Sheet<'_>, scale: &Scale, ticks: &[super::Tick], shaded: Option<Period>) {
    let theme = sheet.theme();
    let plot = scale.plot;
    if let Some(shaded) = shaded {
        let (from, to) = (f64::from(day_number(shaded.from)) - 0.5, f64::from(day_number(shaded.to)) + 0.5);
        let rect = Rect::from_min_max(pos2(scale.x(from), plot.top()), pos2(scale.x(to), plot.bottom()));
        sheet.rect(rect, 0.0, theme.color.accent.with_opacity(0.06));
        sheet.dashed(rect.left_top(), rect.left_bottom(), theme.color.accent);
    }
    for tick in ticks {
        let y = scale.y(tick.at);
        sheet.grid_line(pos2(plot.left(), y), pos2(plot.right(), y));
        let at = pos2(plot.left() - 6.0, y);
        sheet.text(&tick.label, Face::Regular, theme.color.muted, at, Align::Right, f32::INFINITY);
    }
    let most = (plot.width() / 74.0).floor().clamp(2.0, 9.0) as usize;
    let middle = plot.bottom() + 4.0 + sheet.line_height() / 2.0;
    let mut free_from = f32::NEG_INFINITY;
    for tick in date_ticks(scale.days.0, scale.days.1, most) {
        let x = scale.x(tick.at);
        let half = sheet.width(&tick.label, Face::Regular) / 2.0;
        let center = x.clamp(plot.left() + half.min(plot.width() / 2.0), plot.right() - half.min(plot.width() / 2.0));
        if center - half < free_from {
            continue;
        }
        free_from = center + half + 6.0;
        sheet.grid_line(pos2(x, plot.bottom()), pos2(x, plot.bottom() + 3.0));
        sheet.text(&tick.label, Face::Regular, theme.color.muted, pos2(center, middle), Align::Center, f32::INFINITY);
    }
}

/// One line with its interval; `mark` is the rank of its mark, and its color.
fn series(sheet: &mut Sheet<'_>, scale: &Scale, line: &Line, mark: (usize, Color), has_band: bool) {
    let (rank, color) = mark;
    let theme = sheet.theme();
    let columns = scale.plot.width().max(1.0) as usize;
    let points = thinned(&line.points, scale.days.0, scale.days.1, columns);
    for run in runs(&points) {
        let band: Option<Vec<(f64, f64)>> =
            run.iter().map(|point| point.measured.low.zip(point.measured.high)).collect();
        // A point alone has no neighbor to be joined with: its interval spans its own days.
        let span = |point: &TimePoint| match run {
            [_] => (f64::from(day_number(point.period.from)) - 0.5, f64::from(day_number(point.period.to)) + 0.5),
            _ => (point.at, point.at),
        };
        if let Some(band) = band.filter(|_| has_band) {
            let ends = || run.iter().zip(&band);
            let above = ends().flat_map(|(point, (_, high))| {
                let (from, to) = span(point);
                [pos2(scale.x(from), scale.y(*high)), pos2(scale.x(to), scale.y(*high))]
            });
            let below = ends().rev().flat_map(|(point, (low, _))| {
                let (from, to) = span(point);
                [pos2(scale.x(to), scale.y(*low)), pos2(scale.x(from), scale.y(*low))]
            });
            let mut outline: Vec<Pos2> = above.chain(below).collect();
            outline.dedup();
            sheet.filled(outline, color.with_opacity(0.14));
        }
        sheet.path(run.iter().map(|point| scale.at(point)).collect(), Stroke::solid(theme.map.connector_width, color));
    }
    let radius = 1.7 * theme.map.connector_width;
    if points.len() <= MARKED {
        points.iter().for_each(|point| sheet.swatch(rank, scale.at(point), radius, color));
    } else if let Some(last) = points.last() {
        sheet.swatch(rank, scale.at(last), radius, color);
    }
}

/// Numbered flags of what happened.
fn flags(sheet: &mut Sheet<'_>, body: &TimeBody, scale: &Scale) {
    let theme = sheet.theme();
    let height = sheet.line_height();
    let (mut free_from, top) = (f32::NEG_INFINITY, scale.plot.top() - height / 2.0);
    for (rank, annotation) in body.annotations.iter().enumerate() {
        let x = scale.x(f64::from(day_number(annotation.date)));
        sheet.dashed(pos2(x, scale.plot.top()), pos2(x, scale.plot.bottom()), theme.color.ink.with_opacity(0.55));
        let text = format!("[{}]", rank + 1);
        let width = sheet.width(&text, Face::SemiBold);
        let center =
            x.clamp(scale.plot.left() + width / 2.0, scale.plot.right() - width / 2.0).max(free_from + width / 2.0);
        free_from = center + width / 2.0 + 2.0;
        sheet.text(&text, Face::SemiBold, theme.color.ink, pos2(center, top), Align::Center, f32::INFINITY);
    }
}

pub(super) fn multiples(sheet: &mut Sheet<'_>, body: &MultiplesBody, area: Rect) {
    const BETWEEN: f32 = 14.0;
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let (low, high) = roomy(body.range, &body.unit);
    let ticks = value_ticks(low, high, &body.unit, 3.0);
    let label = ticks.iter().map(|tick| sheet.width(&tick.label, Face::Regular)).fold(0.0, f32::max) + 6.0;
    let columns = panel_columns(area.width() - label).min(body.panels.len().max(1));
    let rows = body.panels.len().div_ceil(columns).max(1);
    let width = (area.width() - label - BETWEEN * (columns - 1) as f32) / columns as f32;
    let least = 2.4 * line_height;
    let fitting = (((area.height() - line_height) / least).floor().max(1.0) as usize).min(rows);
    let height = ((area.height() - line_height) / fitting as f32).max(least);
    let shown = body.panels.len().min(fitting * columns);
    let mut first = 0;
    for (rank, panel) in body.panels.iter().take(shown).enumerate() {
        let (row, column) = (rank / columns, rank % columns);
        let left = area.left() + label + column as f32 * (width + BETWEEN);
        let top = area.top() + row as f32 * height;
        let name_at = pos2(left, top + line_height / 2.0);
        let is_last = rank + 1 == shown && shown < body.panels.len();
        let name =
            if is_last { format!("{} (+{} more)", panel.name, body.panels.len() - shown) } else { panel.name.clone() };
        sheet.text(&name, Face::SemiBold, theme.color.ink, name_at, Align::Left, width);
        let plot = Rect::from_min_max(pos2(left, top + line_height + 2.0), pos2(left + width, top + height - 8.0));
        let scale = Scale::new(plot, body.days, body.range, &body.unit);
        for tick in &ticks {
            let y = scale.y(tick.at);
            sheet.grid_line(pos2(plot.left(), y), pos2(plot.right(), y));
            if column == 0 {
                let at = pos2(plot.left() - 5.0, y);
                sheet.text(&tick.label, Face::Regular, theme.color.muted, at, Align::Right, f32::INFINITY);
            }
        }
        series(sheet, &scale, panel, (0, theme.color.accent), true);
        if panel.points.len() <= 400 {
            sheet.spots.extend(
                panel
                    .points
                    .iter()
                    .enumerate()
                    .map(|(at, point)| (first + at, Rect::from_center_size(scale.at(point), vec2(6.0, 6.0)))),
            );
        }
        first += panel.points.len();
        let is_lowest = rank + columns >= shown;
        if is_lowest {
            let middle = plot.bottom() + 3.0 + line_height / 2.0;
            let (from, to) = (format_day(body.days.from), format_day(body.days.to));
            let muted = theme.color.muted;
            let end = sheet.text(&to, Face::Regular, muted, pos2(plot.right(), middle), Align::Right, width);
            if plot.left() + sheet.width(&from, Face::Regular) + 8.0 < end.left() {
                sheet.text(&from, Face::Regular, muted, pos2(plot.left(), middle), Align::Left, width);
            }
        }
    }
}

fn format_day(date: crate::base::Date) -> String {
    date.strftime("%-d %b").to_string()
}
