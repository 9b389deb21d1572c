//! Charts over two directions: two metrics, stage by channel, before and after.

use super::lines::roomy;
use super::plot_of;
use super::sheet::{Align, Sheet, spread};
use super::ticks::value_ticks;
use crate::analysis::Tone;
use crate::analysis::chart::{HeatBody, Measured, ScatterBody, SlopeBody, SlopeRow};
use crate::base::number::format_short;
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::lens::heat::Heat;
use crate::scene::{Face, Shape, Stroke};

pub(super) fn scatter(sheet: &mut Sheet<'_>, body: &ScatterBody, area: Rect) {
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let muted = theme.color.muted;
    let (x_ends, y_ends) = (roomy(body.x.range, &body.x.unit), roomy(body.y.range, &body.y.unit));
    let up = value_ticks(y_ends.0, y_ends.1, &body.y.unit, f64::from(area.height() / 48.0).clamp(2.0, 6.0));
    let left = up.iter().map(|tick| sheet.width(&tick.label, Face::Regular)).fold(0.0, f32::max) + 8.0;
    let mut plot = plot_of(area, left, 2.0 * line_height + 4.0);
    plot.min.y += line_height;
    let share = |value: f64, (low, high): (f64, f64)| ((value - low) / (high - low)).clamp(0.0, 1.0) as f32;
    let x = |value: f64| plot.left() + share(value, x_ends) * plot.width();
    let y = |value: f64| plot.bottom() - share(value, y_ends) * plot.height();
    sheet.text(
        &body.y.name,
        Face::SemiBold,
        muted,
        pos2(area.left(), area.top() + line_height / 2.0),
        Align::Left,
        area.width(),
    );
    for tick in &up {
        sheet.grid_line(pos2(plot.left(), y(tick.at)), pos2(plot.right(), y(tick.at)));
        let at = pos2(plot.left() - 6.0, y(tick.at));
        sheet.text(&tick.label, Face::Regular, muted, at, Align::Right, f32::INFINITY);
    }
    let across = f64::from(plot.width() / 80.0).clamp(1.0, 7.0);
    let below = plot.bottom() + 4.0 + line_height / 2.0;
    let mut free_from = f32::NEG_INFINITY;
    for tick in value_ticks(x_ends.0, x_ends.1, &body.x.unit, across) {
        sheet.grid_line(pos2(x(tick.at), plot.top()), pos2(x(tick.at), plot.bottom()));
        let half = sheet.width(&tick.label, Face::Regular) / 2.0;
        if x(tick.at) - half >= free_from {
            sheet.text(&tick.label, Face::Regular, muted, pos2(x(tick.at), below), Align::Center, f32::INFINITY);
            free_from = x(tick.at) + half + 6.0;
        }
    }
    let name_at = pos2(plot.right(), below + line_height);
    sheet.text(&body.x.name, Face::SemiBold, muted, name_at, Align::Right, plot.width());
    let place = |measured: &(Measured, Measured)| pos2(x(measured.0.value), y(measured.1.value));
    let radius = 4.0;
    let mut taken: Vec<Rect> = Vec::new();
    for (rank, point) in body.points.iter().enumerate() {
        let center = place(&(point.x, point.y));
        let faint = theme.color.accent.with_opacity(0.4);
        if let Some((low, high)) = point.x.low.zip(point.x.high) {
            sheet.path(vec![pos2(x(low), center.y), pos2(x(high), center.y)], Stroke::solid(theme.map.outline, faint));
        }
        if let Some((low, high)) = point.y.low.zip(point.y.high) {
            sheet.path(vec![pos2(center.x, y(low)), pos2(center.x, y(high))], Stroke::solid(theme.map.outline, faint));
        }
        let outline = Some(Stroke::solid(theme.map.outline, theme.color.surface));
        let fill = Some(theme.color.accent.with_opacity(0.85));
        sheet.items.push(Shape::Ellipse { center, radius: Vec2::splat(radius), fill, stroke: outline });
        let spot = Rect::from_center_size(center, Vec2::splat(2.0 * radius + 2.0));
        sheet.spots.push((rank, spot));
        taken.push(spot);
    }
    for point in &body.points {
        let center = place(&(point.x, point.y));
        let size = vec2(sheet.width(&point.name, Face::Regular), line_height);
        let beside = radius + 4.0;
        let places = [
            pos2(center.x + beside, center.y - size.y / 2.0),
            pos2(center.x - beside - size.x, center.y - size.y / 2.0),
            pos2(center.x - size.x / 2.0, center.y - beside - size.y + 3.0),
            pos2(center.x - size.x / 2.0, center.y + beside - 3.0),
        ];
        let own = Rect::from_center_size(center, Vec2::splat(2.0 * radius + 2.0));
        let room = Rect::from_min_max(pos2(plot.left(), plot.top() - line_height), area.max);
        let rects = places.into_iter().map(|min| Rect::from_min_size(min, size));
        let free = |rect: &Rect| {
            room.contains_rect(*rect) && !taken.iter().any(|other| *other != own && other.intersects(*rect))
        };
        // Where a name would lie on another there is none: hovering and the table tell.
        if let Some(rect) = rects.into_iter().find(free) {
            let at = pos2(rect.left(), rect.center().y);
            sheet.text(&point.name, Face::Regular, theme.color.ink, at, Align::Left, f32::INFINITY);
            taken.push(rect);
        }
    }
}

pub(super) fn heat(sheet: &mut Sheet<'_>, body: &HeatBody, area: Rect) {
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let (columns, rows) = (body.stages.len().max(1), body.channels.len().max(1));
    let longest = body.channels.iter().map(|name| sheet.width(name, Face::Regular)).fold(0.0, f32::max);
    let left = area.left() + longest.min(0.3 * area.width()) + 8.0;
    let (top, bottom) = (area.top() + line_height + 4.0, area.bottom() - line_height - 6.0);
    let width = (area.right() - left) / columns as f32;
    let height = ((bottom - top) / rows as f32).clamp(12.0, 40.0);
    let known = || body.cells.iter().flatten().filter_map(|cell| cell.measured.map(|measured| measured.value));
    let heat = Heat::new(known());
    let color = |step: u8| theme.color.heat.get(usize::from(step)).copied().unwrap_or(theme.color.accent);
    for (column, name) in body.stages.iter().enumerate() {
        let at = pos2(left + (column as f32 + 0.5) * width, area.top() + line_height / 2.0);
        sheet.text(name, Face::SemiBold, theme.color.ink, at, Align::Center, width - 4.0);
    }
    for (row, name) in body.channels.iter().enumerate() {
        let at = pos2(area.left(), top + (row as f32 + 0.5) * height);
        sheet.text(name, Face::Regular, theme.color.ink, at, Align::Left, left - area.left() - 8.0);
    }
    for (rank, cell) in body.cells.iter().enumerate() {
        let min = pos2(left + (rank % columns) as f32 * width, top + (rank / columns) as f32 * height);
        let rect = Rect::from_min_size(min, vec2(width, height)).shrink(1.0);
        sheet.spots.push((rank, rect));
        match cell.as_ref().map(|cell| cell.measured) {
            None => sheet.rect(rect, 2.0, theme.color.background),
            Some(None) => {
                let stroke = Stroke { dash: Some((3.0, 3.0)), ..Stroke::solid(theme.map.outline, theme.color.outline) };
                sheet.items.push(Shape::Rect { rect, radius: 2.0, fill: None, stroke: Some(stroke) });
                sheet.text("–", Face::Regular, theme.color.muted, rect.center(), Align::Center, rect.width());
            }
            Some(Some(measured)) => {
                let fill = color(heat.step(measured.value));
                sheet.rect(rect, 2.0, fill);
                let text = format_short(measured.value, &body.unit);
                sheet.text(&text, Face::SemiBold, readable_on(fill), rect.center(), Align::Center, rect.width() - 2.0);
            }
        }
    }
    // Which values each color stands for.
    let middle = area.bottom() - line_height / 2.0;
    let mut x = left;
    for step in 0..theme.color.heat.len() as u8 {
        let Some((low, high)) = heat.ends(step) else { continue };
        let (low, high) = (format_short(low, &body.unit), format_short(high, &body.unit));
        let text = if low == high { low } else { format!("{low} to {high}") };
        let room = area.right() - x - 14.0;
        if sheet.width(&text, Face::Regular) > room {
            break;
        }
        sheet.rect(Rect::from_center_size(pos2(x + 5.0, middle), Vec2::splat(10.0)), 2.0, color(step));
        let said = sheet.text(&text, Face::Regular, theme.color.muted, pos2(x + 14.0, middle), Align::Left, room);
        x = said.right() + 12.0;
    }
}

/// Black or white, whichever can be read better.
fn readable_on(fill: Color) -> Color {
    const BLACK: Color = Color { r: 0, g: 0, b: 0, a: 255 };
    const WHITE: Color = Color { r: 255, g: 255, b: 255, a: 255 };
    if fill.contrast(WHITE) >= fill.contrast(BLACK) { WHITE } else { BLACK }
}

pub(super) fn slope(sheet: &mut Sheet<'_>, body: &SlopeBody, area: Rect) {
    let theme = sheet.theme();
    let line_height = sheet.line_height();
    let least = 0.9 * line_height;
    let room = area.height() - 1.5 * line_height;
    let fitting = ((room / least).floor().max(1.0) as usize).min(body.shown);
    let rows: Vec<&SlopeRow> = body.rows.iter().take(fitting).collect();
    let before = |row: &SlopeRow| format!("{}  {}", row.name, format_short(row.before.value, &body.unit));
    let after = |row: &SlopeRow| {
        let change = if row.change.is_empty() { String::new() } else { format!("  ({})", row.change) };
        format!("{}{change}", format_short(row.after.value, &body.unit))
    };
    let widest = |sheet: &mut Sheet<'_>, texts: Vec<String>| {
        texts.iter().map(|text| sheet.width(text, Face::Regular)).fold(0.0, f32::max)
    };
    let left_width = widest(sheet, rows.iter().map(|row| before(row)).collect()).min(0.42 * area.width());
    let right_width = widest(sheet, rows.iter().map(|row| after(row)).collect()).min(0.3 * area.width());
    let top = area.top() + 1.4 * line_height;
    let plot = Rect::from_min_max(
        pos2(area.left() + left_width + 10.0, top),
        pos2(area.right() - right_width - 10.0, area.bottom() - line_height / 2.0),
    );
    let (low, high) = roomy(body.range, &body.unit);
    let y = |value: f64| plot.bottom() - ((value - low) / (high - low)).clamp(0.0, 1.0) as f32 * plot.height();
    for (x, label, align) in
        [(plot.left(), body.before.label(), Align::Left), (plot.right(), body.after.label(), Align::Right)]
    {
        sheet.grid_line(pos2(x, plot.top()), pos2(x, plot.bottom()));
        let at = pos2(x, area.top() + line_height / 2.0);
        let room = plot.width() / 2.0;
        sheet.text(&label, Face::SemiBold, theme.color.muted, at, align, room);
    }
    let ends = |of: fn(&SlopeRow) -> f64| {
        let wanted: Vec<f32> = rows.iter().map(|row| y(of(row))).collect();
        spread(&wanted, line_height, plot.top(), plot.bottom())
    };
    let (left_middles, right_middles) = (ends(|row| row.before.value), ends(|row| row.after.value));
    for (rank, row) in rows.iter().enumerate() {
        let (color, turn) = match row.tone {
            Tone::Good => (theme.color.good, 1.0),
            Tone::Bad => (theme.color.bad, 1.0),
            Tone::Neutral => (theme.color.muted, 0.0),
        };
        let (from, to) = (pos2(plot.left(), y(row.before.value)), pos2(plot.right(), y(row.after.value)));
        // What changed for the worse is dashed: the color is not alone to tell.
        let dash = (row.tone == Tone::Bad).then_some((6.0, 3.0));
        sheet.path(vec![from, to], Stroke { dash, ..Stroke::solid(theme.map.connector_width, color) });
        sheet.dot(from, 3.0, color);
        if turn == 0.0 {
            sheet.dot(to, 3.0, color);
        } else {
            let up = if row.after.value > row.before.value { -1.0 } else { 1.0 };
            let corner = |x: f32, y: f32| pos2(to.x + x * 4.5, to.y + up * y * 4.5);
            sheet.filled(vec![corner(0.0, 1.0), corner(1.0, -0.8), corner(-1.0, -0.8)], color);
        }
        let (Some(left), Some(right)) = (left_middles.get(rank), right_middles.get(rank)) else { continue };
        let at = pos2(plot.left() - 8.0, *left);
        let said = sheet.text(&before(row), Face::Regular, theme.color.ink, at, Align::Right, left_width);
        let at = pos2(plot.right() + 8.0, *right);
        let told = sheet.text(&after(row), Face::Regular, color, at, Align::Left, right_width + 2.0);
        sheet.spots.push((rank, said.union(told)));
        leader(sheet, from, *left, -6.0);
        leader(sheet, to, *right, 6.0);
    }
    if fitting < body.shown {
        let more = format!("+{} more", body.shown - fitting);
        let at = pos2(area.left(), area.top() + line_height / 2.0);
        sheet.text(&more, Face::Regular, theme.color.muted, at, Align::Left, left_width);
    }
}

/// From the end of a line to a label that had to move.
fn leader(sheet: &mut Sheet<'_>, end: Pos2, middle: f32, reach: f32) {
    if (end.y - middle).abs() > 3.0 {
        sheet.grid_line(end, pos2(end.x + reach, middle));
    }
}
