//! Tables: columns by their shares, rows as high as their text, the header again on every page.

use super::block::{Align, Cell, Table};
use super::flow::{Flow, SMALL, STRONG, TEXT};
use crate::analysis::kpi::Bullet;
use crate::base::{Rect, pos2, vec2};
use crate::layout::status::status_mark;
use crate::scene::document::{Scope, Tag, TagKind};
use crate::scene::{Face, Shape, Stroke, TextStyle};

const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 4.0;
/// Of a longer text a cell shows so many lines and "…": a row has to fit on a page.
const MOST_LINES: usize = 24;
const HEAD: TextStyle = TextStyle::new(Face::SemiBold, 8.5);
/// A line of titles and its rule.
const HEADER: f32 = 24.0;
const MARK: f32 = 8.0;
const BULLET: f32 = 14.0;

pub(super) fn put(flow: &mut Flow<'_>, table: &Table) {
    if table.columns.is_empty() || table.rows.is_empty() {
        return;
    }
    let spans = spans(flow, table);
    let mut rows = vec![Tag::new(TagKind::Row, Vec::new())];
    let mut is_first = true;
    let least = least_height(flow, table);
    flow.need(least);
    let head = header(flow, table, &spans);
    rows.first_mut().into_iter().for_each(|row| row.children.clone_from(&head));
    for row in &table.rows {
        let height = row_height(flow, row, &spans);
        if !is_first && flow.y + height > flow.room().bottom() {
            flow.new_page();
            // Read aloud only once.
            header(flow, table, &spans);
        }
        is_first = false;
        let top = flow.y;
        let mut cells = Vec::new();
        for (rank, ((cell, span), column)) in row.iter().zip(&spans).zip(&table.columns).enumerate() {
            let contents = put_cell(flow, cell, *span, column.align);
            // What a row is about stands in its first column with bold text.
            let is_head = rank == row.iter().position(|cell| !cell.strong.is_empty()).unwrap_or(usize::MAX);
            cells.push(Tag::new(if is_head { TagKind::HeaderCell(Scope::Row) } else { TagKind::Cell }, contents));
        }
        flow.y = top + height;
        rule(flow, flow.pen.theme.color.line);
        rows.push(Tag::new(TagKind::Row, cells));
    }
    flow.tag(Tag::new(TagKind::Table, rows));
    flow.y += 10.0;
}

/// The header and the first row, which stay together.
pub(super) fn least_height(flow: &mut Flow<'_>, table: &Table) -> f32 {
    let spans = spans(flow, table);
    HEADER + table.rows.first().map_or(0.0, |row| row_height(flow, row, &spans))
}

/// From where each column begins, and how wide it is.
fn spans(flow: &Flow<'_>, table: &Table) -> Vec<(f32, f32)> {
    let all: f32 = table.columns.iter().map(|column| column.share).sum();
    let mut left = flow.room().left();
    let span = |column: &super::block::Column| {
        let width = flow.room().width() * column.share / all;
        left += width;
        (left - width, width)
    };
    table.columns.iter().map(span).collect()
}

fn rule(flow: &mut Flow<'_>, color: crate::base::Color) {
    let (room, y) = (flow.room(), flow.y);
    let points = vec![pos2(room.left(), y), pos2(room.right(), y)];
    flow.put(vec![Shape::Path { points, is_closed: false, fill: None, stroke: Some(Stroke::solid(0.5, color)) }], "");
}

fn header(flow: &mut Flow<'_>, table: &Table, spans: &[(f32, f32)]) -> Vec<Tag> {
    let theme = flow.pen.theme;
    let color = &theme.color;
    let line = flow.pen.typesetter.line_height(HEAD);
    let mut cells = Vec::new();
    for (column, (left, width)) in table.columns.iter().zip(spans) {
        let lines = flow.pen.typesetter.first_lines(column.title, HEAD, width - 2.0 * PAD_X, 1);
        let shown = lines.first().map_or(0.0, |line| line.width);
        let x = match column.align {
            Align::Left => left + PAD_X,
            Align::Right => left + width - PAD_X - shown,
        };
        let mut items = Vec::new();
        let start = pos2(x, flow.y + PAD_Y + line / 2.0);
        flow.pen.column(&mut items, &lines, HEAD, color.muted, start);
        let content = flow.put(items, column.title);
        cells.push(Tag::new(TagKind::HeaderCell(Scope::Column), vec![content]));
    }
    flow.y += line + 2.0 * PAD_Y;
    rule(flow, color.outline);
    cells
}

/// Where the text of a cell begins within it.
fn indent(cell: &Cell) -> f32 {
    if cell.state.is_some() { MARK + 5.0 } else { 0.0 }
}

fn row_height(flow: &mut Flow<'_>, row: &[Cell], spans: &[(f32, f32)]) -> f32 {
    let line = flow.pen.typesetter.line_height(TEXT);
    let small = flow.pen.typesetter.line_height(SMALL);
    let heights = row.iter().zip(spans).map(|(cell, (_, width))| {
        if cell.bullet.is_some() {
            return BULLET;
        }
        let room = width - 2.0 * PAD_X - indent(cell);
        let strong = cell_lines(flow, &cell.strong, STRONG, room);
        let text = cell_lines(flow, &cell.text, text_style(cell), room);
        let text = text as f32 * if cell.strong.is_empty() { line } else { small };
        strong as f32 * line + text + cell.links.len() as f32 * small
    });
    heights.fold(line, f32::max) + 2.0 * PAD_Y
}

fn text_style(cell: &Cell) -> TextStyle {
    if cell.strong.is_empty() { TEXT } else { SMALL }
}

fn cell_lines(flow: &mut Flow<'_>, text: &str, style: TextStyle, room: f32) -> usize {
    if text.is_empty() { 0 } else { flow.pen.typesetter.first_lines(text, style, room.max(12.0), MOST_LINES).len() }
}

fn put_cell(flow: &mut Flow<'_>, cell: &Cell, (left, width): (f32, f32), align: Align) -> Vec<Tag> {
    let theme = flow.pen.theme;
    let color = &theme.color;
    let top = flow.y + PAD_Y;
    let mut items = Vec::new();
    let mut y = top;
    let room = (width - 2.0 * PAD_X - indent(cell)).max(12.0);
    if let Some(bullet) = &cell.bullet {
        let rect = Rect::from_min_size(pos2(left + PAD_X, top), vec2(width - 2.0 * PAD_X, BULLET));
        let content = draw_bullet(flow, bullet, rect, cell.state);
        return vec![Tag::new(TagKind::Figure { alt: cell.text.clone() }, vec![content])];
    }
    let first = flow.pen.typesetter.line_height(TEXT);
    if let Some(state) = cell.state {
        let center = pos2(left + PAD_X + MARK / 2.0, y + first / 2.0);
        let mark = status_mark(flow.pen.theme, center, MARK, state);
        flow.put(vec![mark], "");
    }
    let both = [(&cell.strong, STRONG, color.ink), (&cell.text, text_style(cell), color.ink)];
    for (text, style, ink) in both.into_iter().filter(|(text, ..)| !text.is_empty()) {
        let lines = flow.pen.typesetter.first_lines(text, style, room, MOST_LINES);
        let height = flow.pen.typesetter.line_height(style);
        for line in lines.iter() {
            let x = match align {
                Align::Left => left + PAD_X + indent(cell),
                Align::Right => left + width - PAD_X - line.width,
            };
            flow.pen.column(&mut items, std::slice::from_ref(line), style, ink, pos2(x, y + height / 2.0));
            y += height;
        }
    }
    let mut contents = Vec::new();
    if !items.is_empty() {
        contents.push(flow.put(items, &format!("{} {}", cell.strong, cell.text)));
    }
    let row = std::mem::replace(&mut flow.y, y);
    contents.extend(cell.links.iter().map(|anchor| flow.anchor(anchor, SMALL, left + PAD_X + indent(cell), room)));
    flow.y = row;
    contents
}

/// A KPI's figure as a bar with its interval, its target and where it started.
fn draw_bullet(flow: &mut Flow<'_>, bullet: &Bullet, rect: Rect, state: Option<crate::analysis::KpiState>) -> Tag {
    let theme = flow.pen.theme;
    let at = |share: f32| rect.left() + share * rect.width();
    let band = |from: f32, to: f32, height: f32| {
        let (from, to) = (at(from.min(to)), at(from.max(to)));
        Rect::from_min_max(
            pos2(from, rect.center().y - height / 2.0),
            pos2(to.max(from + 0.5), rect.center().y + height / 2.0),
        )
    };
    let bar = |rect: Rect, fill| Shape::Rect { rect, radius: 0.0, fill: Some(fill), stroke: None };
    let fill = state.map_or(theme.color.accent, |state| crate::layout::status_color(theme, state));
    let mut items =
        vec![bar(band(0.0, 1.0, 9.0), theme.color.background), bar(band(bullet.zero, bullet.value, 5.0), fill)];
    let line = |from: f32, to: f32, width: f32, color| {
        let points = vec![pos2(at(from), rect.center().y), pos2(at(to), rect.center().y)];
        Shape::Path { points, is_closed: false, fill: None, stroke: Some(Stroke::solid(width, color)) }
    };
    if let Some((low, high)) = bullet.interval {
        items.push(line(low, high, 1.0, theme.color.ink));
    }
    let mut tick = |share: f32, half: f32, stroke: Stroke| {
        let points = vec![pos2(at(share), rect.center().y - half), pos2(at(share), rect.center().y + half)];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    };
    tick(bullet.target, 6.5, Stroke::solid(1.6, theme.color.ink));
    if let Some(baseline) = bullet.baseline {
        let stroke = Stroke { dash: Some((1.5, 1.5)), ..Stroke::solid(0.8, theme.color.muted) };
        tick(baseline, 5.5, stroke);
    }
    flow.put(items, "KPI as a bar")
}
