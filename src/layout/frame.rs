//! What stands around the cards: phase bands, stage headers, lane headers and the lines between them.

use std::sync::Arc;

use super::card::Pen;
use super::grid::Grid;
use super::lens::{phase_colors, stage_colors, tint_colors};
use super::status::status_mark;
use crate::analysis::KpiState;
use crate::base::{Color, Pos2, Rect, pos2};
use crate::model::{Lane, Phase, Stage};
use crate::scene::text::Line;
use crate::scene::{Face, Key, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// How far a header's text stands from its edge.
pub(crate) fn header_pad(theme: &Theme) -> f32 {
    theme.map.gap * 1.25
}

/// What a header keeps free at its right end, in points: there its button stands while it is pointed at.
const BUTTON_ROOM: f32 = 24.0;

/// How long the lines of the name in an open header of that width may be.
pub(crate) fn name_width(theme: &Theme, header_width: f32) -> f32 {
    header_width - header_pad(theme) - BUTTON_ROOM
}

/// The same for a stage, whose KPI's mark stands before its name.
pub(crate) fn stage_name_width(theme: &Theme, header_width: f32, kpi: Option<KpiState>) -> f32 {
    name_width(theme, header_width) - kpi.map_or(0.0, |_| status_room(theme))
}

/// The side of the mark of a stage's KPI.
pub(crate) fn status_side(theme: &Theme) -> f32 {
    theme.map.icon * 0.58
}

/// What the mark takes from the name.
fn status_room(theme: &Theme) -> f32 {
    status_side(theme) + theme.map.gap * 0.75
}

pub(crate) fn stage_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::SemiBold, theme.map.stage_text)
}

pub(crate) fn lane_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::SemiBold, theme.map.body_text)
}

/// The lines between lanes and between stages, over the whole map.
pub(crate) fn backdrop(theme: &Theme, grid: &Grid) -> Picture {
    let mut items = Vec::new();
    let mut line = |from: Pos2, to: Pos2, color| {
        let stroke = Stroke::solid(theme.map.outline, color);
        items.push(Shape::Path { points: vec![from, to], is_closed: false, fill: None, stroke: Some(stroke) });
    };
    let lanes_y = grid.lanes_y();
    if !grid.lanes.is_empty() {
        for window in grid.stages.windows(2) {
            let [left, right] = window else { continue };
            let x = (left.x.to + right.x.from) / 2.0;
            line(pos2(x, lanes_y.from), pos2(x, lanes_y.to), theme.color.grid);
        }
    }
    for window in grid.lanes.windows(2) {
        let [above, below] = window else { continue };
        // A line of a service blueprint parts lanes well enough.
        if grid.blueprint.iter().any(|(_, y)| above.y.to < *y && *y < below.y.from) {
            continue;
        }
        let y = (above.y.to + below.y.from) / 2.0;
        let right = grid.stages.last().map_or(grid.lane_headers_x.to, |stage| stage.x.to);
        line(pos2(grid.lane_headers_x.from, y), pos2(right, y), theme.color.line);
    }
    Picture {
        bounds: Rect::from_min_size(Pos2::ZERO, grid.size),
        items,
        block: None,
        name: String::new(),
        role: Role::Decoration,
    }
}

/// The band of a phase over its stages, around its own corner.
pub(crate) fn phase_band(pen: &mut Pen<'_>, phase: Phase, rect: Rect) -> Picture {
    let theme = pen.theme;
    let colors = phase_colors(theme, phase);
    let style = TextStyle::new(Face::SemiBold, theme.map.small_text);
    let pad = header_pad(theme);
    // Over collapsed stages alone there is no room for words.
    let room = rect.width() - 2.0 * pad;
    let lines =
        if room < 3.0 * pad { Arc::default() } else { pen.typesetter.first_lines(phase.label(), style, room, 1) };
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let mut items = vec![filled(theme, bounds, colors.strong)];
    pen.column(&mut items, &lines, style, colors.on_strong, pos2(pad, bounds.center().y));
    Picture { bounds, items, block: None, name: format!("{}, phase", phase.label()), role: Role::ColumnGroup }
}

/// A stage's header with its name in `lines`, around its own corner. `kpi` is how the worst of its own KPIs stands.
pub(crate) fn stage_header(
    pen: &mut Pen<'_>,
    stage: &Stage,
    lines: &[Line],
    rect: Rect,
    kpi: Option<KpiState>,
) -> Picture {
    let theme = pen.theme;
    let colors = stage_colors(theme, stage);
    let style = stage_style(theme);
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let mut items = vec![filled(theme, bounds, colors.tint)];
    let middle = bounds.center().y - (lines.len() as f32 - 1.0) * pen.typesetter.line_height(style) / 2.0;
    let mut left = header_pad(theme);
    if let Some(state) = kpi {
        let side = status_side(theme);
        items.push(status_mark(theme, pos2(left + side / 2.0, middle), side, state));
        left += status_room(theme);
    }
    pen.column(&mut items, lines, style, colors.strong, pos2(left, middle));
    Picture { bounds, items, block: None, name: stage_name(stage, "stage", kpi), role: Role::Column(Key(stage.id.0)) }
}

/// "Buy, stage", "Buy, stage, KPI: off track".
pub(crate) fn stage_name(stage: &Stage, noun: &str, kpi: Option<KpiState>) -> String {
    let kpi = kpi.map(|state| format!(", KPI: {}", state.label().to_lowercase())).unwrap_or_default();
    format!("{}, {noun}{kpi}", stage.name)
}

/// A lane's header with its name in `lines`, around its own corner.
pub(crate) fn lane_header(pen: &mut Pen<'_>, lane: &Lane, lines: &[Line], rect: Rect) -> Picture {
    let theme = pen.theme;
    let style = lane_style(theme);
    let bounds = Rect::from_min_size(Pos2::ZERO, rect.size());
    let (ground, ink) = lane_header_colors(theme, lane);
    let mut items = vec![filled(theme, bounds, ground)];
    items.extend(edge(theme, bounds, ground, theme.color.line));
    let pad = header_pad(theme);
    let middle = pad + pen.typesetter.line_height(style) / 2.0;
    pen.column(&mut items, lines, style, ink, pos2(pad, middle));
    Picture { bounds, items, block: None, name: format!("{}, lane", lane.name), role: Role::Row(Key(lane.id.0)) }
}

/// The ground of a lane's header, and the text on it.
pub(crate) fn lane_header_colors(theme: &Theme, lane: &Lane) -> (Color, Color) {
    match lane.tint.map(|tint| tint_colors(theme, tint)) {
        Some(colors) => (colors.tint, colors.strong),
        None => (theme.color.background, theme.color.muted),
    }
}

/// An outline where the ground is the map's own color, as in themes of high contrast.
pub(crate) fn edge(theme: &Theme, rect: Rect, ground: Color, line: Color) -> Option<Shape> {
    (ground == theme.color.surface).then(|| Shape::Rect {
        rect: rect.shrink(theme.map.outline / 2.0),
        radius: theme.map.card_radius - 1.0,
        fill: None,
        stroke: Some(Stroke::solid(theme.map.outline, line)),
    })
}

pub(crate) fn filled(theme: &Theme, rect: Rect, color: Color) -> Shape {
    Shape::Rect { rect, radius: theme.map.card_radius - 2.0, fill: Some(color), stroke: None }
}

/// The picture of last time, if it is the same: targets then find what they have cached.
pub(crate) fn keep(last: Option<&Arc<Picture>>, picture: Picture) -> Arc<Picture> {
    match last {
        Some(last) if **last == picture => Arc::clone(last),
        Some(_) | None => Arc::new(picture),
    }
}
