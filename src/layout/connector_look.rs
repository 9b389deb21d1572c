//! What a connector looks like: its line and arrowhead by kind, and its label broken into lines. Where they lie is
//! `route`'s and `label`'s.

use std::sync::Arc;

use super::card::Pen;
use super::route::Way;
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{Connector, ConnectorId, ConnectorKind};
use crate::scene::text::Line;
use crate::scene::{Face, Key, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// How much room a label may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelRoom {
    /// In a gutter, which grows with it: as narrow as its longest word.
    Gutter,
    /// Beside the last column, where the map ends and the gutter takes nothing from anything: two lines, if that is enough.
    Edge,
    /// Along a leg that passes columns: one line.
    Leg,
    /// No room for words: a sign that there are some.
    Sign,
}

/// A label, broken into lines.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub lines: Arc<[Line]>,
    pub size: Vec2,
}

impl Label {
    pub(crate) fn new(pen: &mut Pen<'_>, text: &str, room: LabelRoom) -> Self {
        let (style, sizes) = (label_style(pen.theme), pen.theme.map);
        let lines = match room {
            LabelRoom::Gutter => {
                let words = text.split_whitespace();
                let longest = words.map(|word| pen.typesetter.width(word, style)).fold(0.0, f32::max);
                let max_width = (longest.ceil() + 1.0).clamp(sizes.card_width * 0.15, sizes.card_width * 0.36);
                pen.typesetter.first_lines(text, style, max_width, 4)
            }
            LabelRoom::Edge => {
                let words = text.split_whitespace();
                let longest = words.map(|word| pen.typesetter.width(word, style)).fold(0.0, f32::max);
                // Words rarely part in the very middle.
                let half = pen.typesetter.width(text, style) * 0.6;
                let max_width = (longest.max(half).ceil() + 1.0).min(sizes.card_width * 0.8);
                pen.typesetter.first_lines(text, style, max_width, 4)
            }
            LabelRoom::Leg => pen.typesetter.first_lines(text, style, sizes.card_width, 1),
            LabelRoom::Sign => Arc::new([pen.typesetter.line("…", style)]),
        };
        let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let height = lines.len() as f32 * pen.typesetter.line_height(style);
        Self { lines, size: vec2(width.ceil() + sizes.gap * 0.5, height.ceil()) }
    }
}

fn label_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::Regular, theme.map.small_text)
}

/// The color of a kind of connector.
fn color_of(theme: &Theme, kind: ConnectorKind) -> Color {
    match kind {
        ConnectorKind::Flow => theme.color.connector,
        ConnectorKind::Optional => theme.color.connector_optional,
        ConnectorKind::Return => theme.color.connector_return,
    }
}

/// A connector whose way starts at the origin. A flow is a solid line with a filled
/// arrowhead; what is optional is dashed with a hollow one; a return is dotted, begins with a ring, and its arrowhead
/// is open.
pub(crate) fn draw(theme: &Theme, way: &Way, connector: &Connector) -> Picture {
    let width = theme.map.connector_width;
    let kind = connector.kind;
    let color = color_of(theme, kind);
    let head_length = 4.5 * width;
    let mut shapes = Vec::new();
    let corners = way.corners();
    let bounds = way.bounds().expand(head_length);
    if let [start, second, .., before, tip] | [start @ before, second @ tip] = corners {
        let along = (*tip - *before).normalized();
        let across = along.rot90() * (head_length * 0.6);
        let base = *tip - along * head_length;
        let solid = Stroke::solid(width, color);
        let ring = 1.5 * width;
        let (dash, begin, end) = match kind {
            ConnectorKind::Flow => (None, *start, base),
            ConnectorKind::Optional => (Some((4.0 * width, 3.0 * width)), *start, base),
            ConnectorKind::Return => {
                (Some((width, 2.0 * width)), *start + (*second - *start).normalized() * (2.0 * ring), *tip)
            }
        };
        let points = rounded(begin, corners, end, turn_radius(theme.map.connector_width));
        shapes.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(Stroke { width, color, dash }) });
        if kind == ConnectorKind::Return {
            let center = *start + (*second - *start).normalized() * ring;
            shapes.push(Shape::Ellipse { center, radius: Vec2::splat(ring), fill: None, stroke: Some(solid) });
        }
        let (is_closed, fill, stroke) = match kind {
            ConnectorKind::Flow => (true, Some(color), None),
            ConnectorKind::Optional => (true, Some(theme.color.surface), Some(solid)),
            ConnectorKind::Return => (false, None, Some(solid)),
        };
        shapes.push(Shape::Path { points: vec![base + across, *tip, base - across], is_closed, fill, stroke });
    }
    let [key, from, to] = [connector.id.0, connector.from.0, connector.to.0].map(Key);
    Picture { bounds, items: shapes, block: None, name: "connector".to_owned(), role: Role::Link { key, from, to } }
}

/// A label in that rectangle. A picture of its own, so that no line is painted over its words.
pub(crate) fn draw_label(pen: &mut Pen<'_>, label: &Label, rect: Rect, connector: ConnectorId) -> Picture {
    let theme = pen.theme;
    let (radius, fill) = (theme.map.gap * 0.5, Some(theme.color.surface));
    let mut items = vec![Shape::Rect { rect, radius, fill, stroke: None }];
    let style = label_style(theme);
    let line_height = pen.typesetter.line_height(style);
    for (rank, line) in label.lines.iter().enumerate() {
        let start = pos2(rect.center().x - line.width / 2.0, rect.top() + (rank as f32 + 0.5) * line_height);
        pen.column(&mut items, std::slice::from_ref(line), style, theme.color.muted, start);
    }
    let text: Vec<&str> = label.lines.iter().map(|line| &*line.text).collect();
    let role = Role::LinkLabel(Key(connector.0));
    Picture { bounds: rect, items, block: None, name: format!("{}, connector", text.join(" ")), role }
}

/// How round the turns of a connector are, in points.
pub(crate) fn turn_radius(connector_width: f32) -> f32 {
    5.0 * connector_width
}

/// The corners as a line with rounded turns that begins and stops at those places of the first and last leg.
pub(crate) fn rounded(begin: Pos2, corners: &[Pos2], end: Pos2, radius: f32) -> Vec<Pos2> {
    const STEPS: usize = 4;
    let mut points = Vec::with_capacity(corners.len() * (STEPS + 1));
    points.push(begin);
    for window in corners.windows(3) {
        let [before, corner, after] = window else { continue };
        let half = before.distance(*corner).min(corner.distance(*after)) / 2.0;
        let radius = radius.min(half);
        let enter = *corner + (*before - *corner).normalized() * radius;
        let leave = *corner + (*after - *corner).normalized() * radius;
        for step in 0..=STEPS {
            // A quadratic curve with its control point in the corner.
            let t = step as f32 / STEPS as f32;
            let (a, b) = (enter.lerp(*corner, t), corner.lerp(leave, t));
            points.push(a.lerp(b, t));
        }
    }
    points.push(end);
    points
}
