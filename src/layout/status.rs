//! The marks of KPI states: told apart by shape as well as by color.

use crate::analysis::KpiState;
use crate::base::{Color, Pos2, pos2, vec2};
use crate::scene::{Shape, Stroke, Theme};

/// The color of a state.
pub fn status_color(theme: &Theme, state: KpiState) -> Color {
    match state {
        KpiState::Reached => theme.color.good,
        KpiState::OnTrack => theme.color.accent,
        KpiState::AtRisk => theme.color.risk,
        KpiState::OffTrack => theme.color.bad,
        KpiState::NoData => theme.color.neutral,
    }
}

/// The corners of the marks that have some: the diamond of what is on track, the triangle of what is at risk, the square
/// of what is off track. `side` is the mark's width, in points.
pub fn status_points(center: Pos2, side: f32, state: KpiState) -> Vec<Pos2> {
    let half = side / 2.0;
    let at = |x: f32, y: f32| pos2(center.x + x * half, center.y + y * half);
    match state {
        KpiState::OnTrack => vec![at(0.0, -1.15), at(1.15, 0.0), at(0.0, 1.15), at(-1.15, 0.0)],
        KpiState::AtRisk => vec![at(0.0, -1.0), at(1.1, 0.9), at(-1.1, 0.9)],
        KpiState::OffTrack => vec![at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)],
        KpiState::Reached | KpiState::NoData => Vec::new(),
    }
}

/// The mark around that point of a scene: a disk if reached, a diamond on track, a triangle at risk, a square off track,
/// a ring without data. `side` is its width, in points.
pub(super) fn status_mark(theme: &Theme, center: Pos2, side: f32, state: KpiState) -> Shape {
    let color = status_color(theme, state);
    let half = side / 2.0;
    match state {
        KpiState::Reached => Shape::Ellipse { center, radius: vec2(half, half), fill: Some(color), stroke: None },
        KpiState::NoData => {
            let width = theme.map.connector_width;
            let radius = vec2(half - width / 2.0, half - width / 2.0);
            Shape::Ellipse { center, radius, fill: None, stroke: Some(Stroke::solid(width, color)) }
        }
        KpiState::OnTrack | KpiState::AtRisk | KpiState::OffTrack => {
            let points = status_points(center, side, state);
            Shape::Path { points, is_closed: true, fill: Some(color), stroke: None }
        }
    }
}
