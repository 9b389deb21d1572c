//! What collapsed stages and lanes are drawn as: strips with their name and how much lies in them.

use super::card::Pen;
use super::frame::{edge, filled, header_pad, lane_header_colors, lane_style, stage_name, stage_style, status_side};
use super::lens::stage_colors;
use super::status::status_mark;
use crate::analysis::KpiState;
use crate::base::{Color, Icon, Pos2, Rect, pos2};
use crate::model::{Holds, Lane, Stage};
use crate::scene::text::Line;
use crate::scene::{Face, Key, Picture, Role, Shape, TextLine, TextStyle, Theme};

/// How wide the strip of a stage is, and how high that of a lane, in points.
pub(crate) fn thickness(theme: &Theme) -> f32 {
    theme.map.stage_header_height
}

/// The header of a collapsed stage, around its own corner: a chevron, for its name stands on the strip.
pub(crate) fn stage_header(theme: &Theme, stage: &Stage, rect: Rect, kpi: Option<KpiState>) -> Picture {
    let colors = stage_colors(theme, stage);
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let items = vec![filled(theme, bounds, colors.tint), chevron(theme, bounds.center(), colors.strong)];
    Picture {
        bounds,
        items,
        block: None,
        name: stage_name(stage, "collapsed stage", kpi),
        role: Role::Column(Key(stage.id.0)),
    }
}

/// The strip of a collapsed stage, around its own corner: how many cards are in it, and how its own KPIs stand.
pub(crate) fn stage(pen: &mut Pen<'_>, stage: &Stage, (count, kpi): (usize, Option<KpiState>), rect: Rect) -> Picture {
    let theme = pen.theme;
    let colors = stage_colors(theme, stage);
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let mut items = vec![filled(theme, bounds, colors.tint)];
    items.extend(edge(theme, bounds, colors.tint, theme.color.line));
    let pad = header_pad(theme);
    let style = stage_style(theme);
    let mut y = pad;
    if let Some(state) = kpi {
        let side = status_side(theme);
        items.push(status_mark(theme, pos2(bounds.center().x, y + side / 2.0), side, state));
        y += side + pad;
    }
    let name = pen.typesetter.first_lines(&stage.name, style, bounds.height() - y - pad, 1);
    if let Some(line) = name.first() {
        items.push(downward(pen, line, style, colors.strong, pos2(bounds.center().x, y)));
        y += line.width + pad;
    }
    let style = small_style(theme);
    let line = pen.typesetter.line(&cards_text(count, "card"), style);
    if y + line.width + pad <= bounds.height() {
        items.push(downward(pen, &line, style, colors.strong, pos2(bounds.center().x, y)));
    }
    Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration }
}

/// The header of a collapsed lane, around its own corner: a chevron and the name in one line.
pub(crate) fn lane_header(pen: &mut Pen<'_>, lane: &Lane, rect: Rect) -> Picture {
    let theme = pen.theme;
    let style = lane_style(theme);
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let (ground, ink) = lane_header_colors(theme, lane);
    let mut items = vec![filled(theme, bounds, ground)];
    items.extend(edge(theme, bounds, ground, theme.color.line));
    let middle = bounds.center().y;
    let left = header_pad(theme) * 0.5;
    items.push(chevron(theme, pos2(left + theme.map.icon / 2.0, middle), ink));
    let text_left = left + theme.map.icon + theme.map.gap * 0.25;
    let name = pen.typesetter.first_lines(&lane.name, style, bounds.width() - text_left - left, 1);
    pen.column(&mut items, &name, style, ink, pos2(text_left, middle));
    Picture {
        bounds,
        items,
        block: None,
        name: format!("{}, collapsed lane", lane.name),
        role: Role::Row(Key(lane.id.0)),
    }
}

/// The strip of a collapsed lane beside its header, around its own corner.
pub(crate) fn lane(pen: &mut Pen<'_>, lane: &Lane, count: usize, rect: Rect) -> Picture {
    let theme = pen.theme;
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let ground = theme.color.background;
    let mut items = vec![filled(theme, bounds, ground)];
    items.extend(edge(theme, bounds, ground, theme.color.line));
    let text = match lane.kind.holds() {
        Holds::Touchpoints => cards_text(count, "touchpoint"),
        Holds::Cards => cards_text(count, "card"),
        Holds::Nothing => "Collapsed".to_owned(),
    };
    let style = small_style(theme);
    let pad = header_pad(theme);
    let lines = pen.typesetter.first_lines(&text, style, bounds.width() - 2.0 * pad, 1);
    pen.column(&mut items, &lines, style, theme.color.muted, pos2(pad, bounds.center().y));
    Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration }
}

fn chevron(theme: &Theme, center: Pos2, color: Color) -> Shape {
    Shape::Icon { icon: Icon::ChevronRight, center, size: theme.map.icon, color }
}

fn small_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::Regular, theme.map.small_text)
}

/// A line that runs down from `start`, the middle of its letters' height.
fn downward(pen: &mut Pen<'_>, line: &Line, style: TextStyle, color: Color, start: Pos2) -> Shape {
    Shape::Text(TextLine {
        baseline: pos2(start.x - pen.typesetter.middle_to_baseline(style), start.y),
        text: std::sync::Arc::clone(&line.text),
        face: style.face,
        size: style.size,
        color,
        width: line.width,
        runs_down: true,
        flow: line.flow,
    })
}

/// "1 card", "7 cards".
fn cards_text(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
