//! Charts of rows: bars, stacked bars, boxes, the stages of a funnel, KPIs. A name at the left, a shape along an axis,
//! and the value. Rows that there is no room for are counted below the last.

use super::sheet::{Align, Sheet, series_color};
use super::ticks::value_ticks;
use crate::analysis::chart::{BarsBody, BoxesBody, Bullet, FunnelBody, Measured, StackedBody};
use crate::base::date::format_date;
use crate::base::display::Shown;
use crate::base::number::{Unit, format_short};
use crate::base::{Color, Rect, pos2, vec2};
use crate::layout::lens::phase_colors;
use crate::layout::status::{status_color, status_mark};
use crate::scene::{Face, Stroke};

/// How rows may look.
#[derive(Clone, Copy)]
struct RowLook {
    /// The least and the greatest height, in points.
    least: f32,
    most: f32,
    /// Of names.
    face: Face,
    /// Which share of the width names may take.
    name_share: f32,
}

impl RowLook {
    fn new(least: f32, most: f32) -> Self {
        Self { least, most, face: Face::Regular, name_share: 0.34 }
    }
}

/// Where all of a row can be read, in points.
pub(super) const ROW_HEIGHT: f32 = 24.0;
pub(super) const STEP_HEIGHT: f32 = 44.0;
pub(super) const BULLET_HEIGHT: f32 = 42.0;
/// The least for a line of text.
const LEAST: f32 = 15.0;

/// How high a touchpoint's bars are together with what is between them and the next.
pub(super) fn bar_row_height(series: usize) -> f32 {
    (series as f32 * 9.0 + 10.0).max(ROW_HEIGHT)
}

/// The rows of an area.
struct Rows {
    /// How many there is room for.
    shown: usize,
    height: f32,
    /// Where names end and shapes begin.
    left: f32,
    right: f32,
    top: f32,
}

impl Rows {
    /// So many rows of at least `least` and at most `most` points, names in their own column, `value_width` kept free
    /// at the right. Says how many more there are where not all fit.
    fn new(sheet: &mut Sheet<'_>, names: &[&str], area: Rect, look: RowLook, value_width: f32) -> Self {
        let RowLook { least, most, face, name_share } = look;
        let count = names.len().max(1);
        let mut room = area.height();
        let fitting = |room: f32| (room / least).floor().max(1.0) as usize;
        let is_cut = fitting(room) < count;
        if is_cut {
            room -= sheet.line_height();
        }
        let shown = fitting(room).min(count);
        let height = (room / shown as f32).clamp(least, most);
        let longest = names.iter().take(shown).map(|name| sheet.width(name, face)).fold(0.0, f32::max);
        let left = area.left() + longest.min(name_share * area.width()) + 8.0;
        let right = (area.right() - value_width - 6.0).max(left + 20.0);
        if is_cut {
            let more = format!("+{} more", count - shown);
            let at = pos2(area.left(), area.top() + shown as f32 * height + sheet.line_height() / 2.0);
            sheet.text(&more, Face::Regular, sheet.pen.theme.color.muted, at, Align::Left, area.width());
        }
        Self { shown, height, left, right, top: area.top() }
    }

    fn rect(&self, row: usize) -> Rect {
        let top = self.top + row as f32 * self.height;
        Rect::from_min_max(pos2(self.left, top), pos2(self.right, top + self.height))
    }

    fn name(&self, sheet: &mut Sheet<'_>, area: Rect, row: usize, name: &str) {
        let at = pos2(area.left(), self.rect(row).center().y);
        sheet.text(name, Face::Regular, sheet.pen.theme.color.ink, at, Align::Left, self.left - area.left() - 8.0);
    }

    fn bottom(&self) -> f32 {
        self.top + self.shown as f32 * self.height
    }
}

/// Along a row.
#[derive(Clone, Copy)]
struct Along {
    from: f32,
    to: f32,
    low: f64,
    high: f64,
}

impl Along {
    fn x(self, value: f64) -> f32 {
        let share =
            if self.high > self.low { ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) } else { 0.0 };
        self.from + share as f32 * (self.to - self.from)
    }
}

/// An axis below the rows, with lines up through them.
fn axis_below(sheet: &mut Sheet<'_>, rows: &Rows, along: Along, unit: &Shown) {
    let count = f64::from((along.to - along.from) / 76.0).clamp(1.0, 6.0);
    let middle = rows.bottom() + 4.0 + sheet.line_height() / 2.0;
    let muted = sheet.pen.theme.color.muted;
    let mut free_from = f32::NEG_INFINITY;
    for tick in value_ticks(along.low, along.high, unit, count) {
        let x = along.x(tick.at);
        sheet.grid_line(pos2(x, rows.top), pos2(x, rows.bottom()));
        let half = sheet.width(&tick.label, Face::Regular) / 2.0;
        if x - half >= free_from {
            sheet.text(&tick.label, Face::Regular, muted, pos2(x, middle), Align::Center, f32::INFINITY);
            free_from = x + half + 6.0;
        }
    }
}

fn widest(sheet: &mut Sheet<'_>, texts: impl Iterator<Item = String>) -> f32 {
    texts.map(|text| sheet.width(&text, Face::Regular)).fold(0.0, f32::max)
}

pub(super) fn bars(sheet: &mut Sheet<'_>, body: &BarsBody, mut area: Rect) {
    let theme = sheet.theme();
    let count = body.series.len().max(1);
    // Before is the same in pale; segments have colors of their own.
    let color = |rank: usize| match (body.is_compared, rank) {
        (true, 0) => theme.color.accent,
        (true, _) => theme.color.accent.with_opacity(0.32),
        (false, rank) => series_color(theme, rank, count),
    };
    let is_hatched = !body.is_compared;
    if count > 1 {
        let names: Vec<(String, Color)> =
            body.series.iter().enumerate().map(|(rank, name)| (name.clone(), color(rank))).collect();
        area.min.y = if is_hatched { sheet.legend(&names, area, true) } else { sheet.legend_of_bars(&names, area) };
    }
    let text = |bar: &Option<Measured>| bar.map_or_else(|| "–".to_owned(), |bar| format_short(bar.value, &body.unit));
    let first = |row: &crate::analysis::chart::BarRow| row.bars.first().map(text).unwrap_or_default();
    let value_width = widest(sheet, body.rows.iter().take(body.shown).map(first));
    let names: Vec<&str> = body.rows.iter().take(body.shown).map(|row| row.name.as_str()).collect();
    let least = (count as f32 * 5.0 + 3.0).max(LEAST);
    let rows = Rows::new(sheet, &names, area, RowLook::new(least, 1.6 * bar_row_height(count)), value_width);
    let along = Along { from: rows.left, to: rows.right, low: body.range.0, high: body.range.1 };
    let zero = along.x(0.0);
    for (at, row) in body.rows.iter().take(rows.shown).enumerate() {
        rows.name(sheet, area, at, &row.name);
        let room = rows.rect(at).shrink2(vec2(0.0, 2.0));
        let thickness = room.height() / count as f32;
        let mut end = zero;
        for (rank, bar) in row.bars.iter().enumerate() {
            let top = room.top() + rank as f32 * thickness;
            let spot = Rect::from_min_max(pos2(rows.left, top), pos2(rows.right, top + thickness));
            sheet.spots.push((at * count + rank, spot));
            let Some(bar) = bar else { continue };
            let x = along.x(bar.value);
            let inset = if count > 1 { 0.5 } else { (thickness * 0.16).min(4.0) };
            let (left, right) = (x.min(zero), x.max(zero).max(x.min(zero) + 1.0));
            let rect = Rect::from_min_max(pos2(left, top + inset), pos2(right, top + thickness - inset));
            sheet.rect(rect, 1.5, color(rank));
            if is_hatched {
                sheet.hatch(rect, rank);
            }
            if let Some((low, high)) = bar.low.zip(bar.high).filter(|_| rank == 0 || is_hatched) {
                let middle = rect.center().y;
                let ends = (pos2(along.x(low), middle), pos2(along.x(high), middle));
                if ends.1.x - ends.0.x > 2.0 {
                    sheet.whisker(ends.0, ends.1, theme.color.ink);
                }
                end = end.max(ends.1.x);
            }
            end = end.max(right);
        }
        let at = pos2(end + 6.0, room.top() + thickness / 2.0);
        sheet.text(&first(row), Face::Regular, theme.color.ink, at, Align::Left, f32::INFINITY);
    }
    sheet.grid_line(pos2(zero, rows.top), pos2(zero, rows.bottom()));
}

impl Sheet<'_> {
    /// The legend of bars that differ in strength: swatches as bars.
    fn legend_of_bars(&mut self, names: &[(String, Color)], area: Rect) -> f32 {
        let line_height = self.line_height();
        let middle = area.top() + line_height / 2.0;
        let mut x = area.left();
        for (name, color) in names {
            self.rect(Rect::from_min_size(pos2(x, middle - 3.0), vec2(16.0, 6.0)), 1.5, *color);
            let muted = self.pen.theme.color.muted;
            let room = area.right() - x - 21.0;
            x = self.text(name, Face::Regular, muted, pos2(x + 21.0, middle), Align::Left, room).right() + 14.0;
        }
        area.top() + line_height + 4.0
    }
}

pub(super) fn stacked(sheet: &mut Sheet<'_>, body: &StackedBody, mut area: Rect) {
    let theme = sheet.theme();
    let count = body.segments.len();
    let color = |rank: usize| series_color(theme, rank, count.max(2));
    let names: Vec<(String, Color)> =
        body.segments.iter().enumerate().map(|(rank, name)| (name.clone(), color(rank))).collect();
    area.min.y = sheet.legend(&names, area, true);
    let total = |value: f64| format_short(value, &body.unit);
    let value_width = widest(sheet, body.rows.iter().take(body.shown).map(|row| total(row.total)));
    let names: Vec<&str> = body.rows.iter().take(body.shown).map(|row| row.name.as_str()).collect();
    let rows = Rows::new(sheet, &names, area, RowLook::new(LEAST, 1.4 * ROW_HEIGHT), value_width);
    let along = Along { from: rows.left, to: rows.right, low: 0.0, high: body.most };
    for (at, row) in body.rows.iter().take(rows.shown).enumerate() {
        rows.name(sheet, area, at, &row.name);
        let room = rows.rect(at).shrink2(vec2(0.0, 3.0));
        let mut sum = 0.0;
        for (rank, part) in row.parts.iter().enumerate() {
            let Some(part) = part.filter(|part| *part > 0.0) else { continue };
            let (left, right) = (along.x(sum), along.x(sum + part));
            sum += part;
            // A hair of the surface tells neighbors apart.
            let hair = if right - left > 2.0 { 0.75 } else { 0.0 };
            let rect = Rect::from_min_max(pos2(left, room.top()), pos2(right - hair, room.bottom()));
            sheet.rect(rect, 0.0, color(rank));
            sheet.hatch(rect, rank);
            sheet.spots.push((at * count + rank, rect));
        }
        let at = pos2(along.x(row.total) + 6.0, room.center().y);
        sheet.text(&total(row.total), Face::Regular, theme.color.ink, at, Align::Left, f32::INFINITY);
    }
}

pub(super) fn boxes(sheet: &mut Sheet<'_>, body: &BoxesBody, mut area: Rect) {
    let theme = sheet.theme();
    area.max.y -= sheet.line_height() + 4.0;
    let names: Vec<&str> = body.rows.iter().take(body.shown).map(|row| row.name.as_str()).collect();
    let text = |row: &crate::analysis::chart::BoxRow| {
        let [_, _, median, ..] = row.five;
        format!("{} · n {}", format_short(median, &body.unit), row.count)
    };
    let value_width = widest(sheet, body.rows.iter().take(body.shown).map(text));
    let rows = Rows::new(sheet, &names, area, RowLook::new(LEAST, 1.6 * ROW_HEIGHT), value_width);
    let (low, high) = super::lines::roomy(body.range, &body.unit);
    let along = Along { from: rows.left, to: rows.right, low, high };
    axis_below(sheet, &rows, along, &body.unit);
    for (at, row) in body.rows.iter().take(rows.shown).enumerate() {
        rows.name(sheet, area, at, &row.name);
        let room = rows.rect(at);
        let middle = room.center().y;
        let [least, lower, median, upper, greatest] = row.five.map(|value| along.x(value));
        let half = (room.height() * 0.3).min(9.0);
        let stroke = Stroke::solid(theme.map.outline, theme.color.ink);
        sheet.whisker(pos2(least, middle), pos2(greatest, middle), theme.color.muted);
        let rect = Rect::from_min_max(pos2(lower, middle - half), pos2(upper.max(lower + 1.0), middle + half));
        let fill = theme.color.accent.with_opacity(0.22).over(theme.color.surface);
        let outline = Some(Stroke { color: theme.color.accent, ..stroke });
        sheet.items.push(crate::scene::Shape::Rect { rect, radius: 1.0, fill: Some(fill), stroke: outline });
        let wide = Stroke::solid(2.0, theme.color.ink);
        sheet.path(vec![pos2(median, middle - half), pos2(median, middle + half)], wide);
        sheet.spots.push((at, room));
        let text_at = pos2(rows.right + 6.0, middle);
        sheet.text(&text(row), Face::Regular, theme.color.muted, text_at, Align::Left, f32::INFINITY);
    }
}

pub(super) fn funnel(sheet: &mut Sheet<'_>, body: &FunnelBody, area: Rect) {
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let value = |value: f64| format_short(value, &body.unit);
    let value_width = widest(sheet, body.steps.iter().map(|step| value(step.value)));
    let names: Vec<&str> = body.steps.iter().map(|step| step.name.as_str()).collect();
    let look = RowLook { face: Face::SemiBold, ..RowLook::new(LEAST + line_height, 1.3 * STEP_HEIGHT) };
    let rows = Rows::new(sheet, &names, area, look, value_width);
    let most = body.steps.iter().map(|step| step.value).fold(0.0, f64::max);
    let along = Along { from: rows.left, to: rows.right, low: 0.0, high: most };
    for (at, step) in body.steps.iter().take(rows.shown).enumerate() {
        let room = rows.rect(at);
        // The upper part tells of the way from the stage before.
        let bar_top = if at == 0 { room.top() + 2.0 } else { room.top() + line_height };
        let middle = (bar_top + room.bottom() - 2.0) / 2.0;
        let name_at = pos2(area.left(), middle);
        let ink = theme.color.ink;
        sheet.text(&step.name, Face::SemiBold, ink, name_at, Align::Left, rows.left - area.left() - 8.0);
        let right = along.x(step.value).max(rows.left + 1.0);
        let rect = Rect::from_min_max(pos2(rows.left, bar_top), pos2(right, room.bottom() - 2.0));
        sheet.rect(rect, 2.0, phase_colors(theme, step.phase).strong);
        sheet.text(&value(step.value), Face::SemiBold, ink, pos2(right + 6.0, middle), Align::Left, f32::INFINITY);
        if at > 0 {
            let percent = |share: f64| format_short(share, &Unit::Share);
            let (mark, text) = match (&step.lost, step.grows) {
                (_, true) => (-1.0, "more than before: people come in here".to_owned()),
                (Some(lost), false) => {
                    let ends =
                        lost.low.zip(lost.high).map(|(low, high)| format!(" ({} to {})", percent(low), percent(high)));
                    (1.0, format!("{} lost{}", percent(lost.value), ends.unwrap_or_default()))
                }
                (None, false) => (1.0, "nothing before it to lose".to_owned()),
            };
            let y = room.top() + line_height / 2.0 - 1.0;
            let corner = |x: f32, y_of: f32| pos2(rows.left + 8.0 + x * 4.0, y + mark * y_of * 3.0);
            sheet.filled(vec![corner(-1.0, -1.0), corner(1.0, -1.0), corner(0.0, 1.0)], theme.color.muted);
            let at = pos2(rows.left + 17.0, y);
            sheet.text(&text, Face::Regular, theme.color.muted, at, Align::Left, area.right() - at.x);
        }
        sheet.spots.push((at, rect.union(room)));
    }
}

pub(super) fn bullets(sheet: &mut Sheet<'_>, bullets: &[Bullet], area: Rect) {
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let value = |bullet: &Bullet| {
        bullet.measured.map_or_else(|| "–".to_owned(), |measured| format_short(measured.value, &bullet.unit))
    };
    let target = |bullet: &Bullet| format!("of {}", format_short(bullet.target, &bullet.unit));
    let value_width = widest(sheet, bullets.iter().map(|bullet| format!("{} {}", value(bullet), target(bullet))));
    let names: Vec<&str> = bullets.iter().map(|bullet| bullet.name.as_str()).collect();
    let look = RowLook { name_share: 0.44, ..RowLook::new(2.0 * line_height + 2.0, 1.2 * BULLET_HEIGHT) };
    let rows = Rows::new(sheet, &names, area, look, value_width);
    for (at, bullet) in bullets.iter().take(rows.shown).enumerate() {
        let room = rows.rect(at);
        let along = Along { from: rows.left, to: rows.right, low: bullet.range.0, high: bullet.range.1 };
        let names_room = rows.left - area.left() - 8.0;
        let upper = room.center().y - line_height / 2.0;
        sheet.text(&bullet.name, Face::Regular, theme.color.ink, pos2(area.left(), upper), Align::Left, names_room);
        let lower = upper + line_height;
        let side = 8.0;
        sheet.items.push(status_mark(theme, pos2(area.left() + side / 2.0, lower), side, bullet.state));
        let due = bullet.due.map(|due| format!(" · by {}", format_date(due))).unwrap_or_default();
        let state = format!("{}{due}", bullet.state.label());
        let state_at = pos2(area.left() + side + 5.0, lower);
        sheet.text(&state, Face::Regular, theme.color.muted, state_at, Align::Left, names_room - side - 5.0);
        let middle = room.center().y;
        let track = Rect::from_min_max(pos2(rows.left, middle - 8.0), pos2(rows.right, middle + 8.0));
        sheet.rect(track, 2.0, theme.color.line);
        if let Some(measured) = bullet.measured {
            let (zero, x) = (along.x(0.0), along.x(measured.value));
            let rect =
                Rect::from_min_max(pos2(zero.min(x), middle - 4.0), pos2(zero.max(x).max(zero + 1.0), middle + 4.0));
            sheet.rect(rect, 1.0, status_color(theme, bullet.state));
            if let Some((low, high)) = measured.low.zip(measured.high) {
                let ends = (pos2(along.x(low), middle), pos2(along.x(high), middle));
                if ends.1.x - ends.0.x > 2.0 {
                    sheet.whisker(ends.0, ends.1, theme.color.ink);
                }
            }
        }
        if let Some(baseline) = bullet.baseline {
            let x = along.x(baseline);
            let points = vec![pos2(x, middle + 8.0), pos2(x + 4.0, middle + 14.0), pos2(x - 4.0, middle + 14.0)];
            sheet.filled(points, theme.color.muted);
        }
        if let Some(expected) = bullet.expected {
            let x = along.x(expected);
            sheet.dashed(pos2(x, middle - 8.0), pos2(x, middle + 8.0), theme.color.ink);
        }
        let x = along.x(bullet.target);
        let wide = Stroke::solid(2.5, theme.color.ink);
        sheet.path(vec![pos2(x, middle - 11.0), pos2(x, middle + 11.0)], wide);
        let at_value = pos2(rows.right + 6.0, middle);
        let said = sheet.text(&value(bullet), Face::SemiBold, theme.color.ink, at_value, Align::Left, f32::INFINITY);
        let after = pos2(said.right() + 4.0, middle);
        sheet.text(&target(bullet), Face::Regular, theme.color.muted, after, Align::Left, f32::INFINITY);
        sheet.spots.push((at, Rect::from_min_max(pos2(area.left(), room.top()), pos2(area.right(), room.bottom()))));
    }
}
