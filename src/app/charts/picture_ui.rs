//! A chart as `layout::chart` draws it, with its marks to be pointed at.

use std::sync::Arc;

use egui::{Id, Sense, Stroke, StrokeKind, Ui};

use super::super::style::color32;
use super::super::workspace::Workspace;
use super::{Pointed, shelf};
use crate::analysis::chart::ChartData;
use crate::render::egui::{Transform, paint_shapes};

/// A mark is pointed at from so far, in points: lines are thin.
const NEAR: f32 = 5.0;

/// Draws the picture of that size.
pub(super) fn picture_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    chart: (Id, &Arc<ChartData>),
    chosen: Option<usize>,
    size: egui::Vec2,
) -> Pointed {
    let (id, data) = chart;
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, id, Sense::click());
    // Whole points: while a panel is dragged, every frame would be another picture.
    let drawn = shelf::drawn(ui, workspace, id, data, rect.size().floor());
    let offset = rect.min.to_vec2();
    if ui.is_rect_visible(rect) {
        paint_shapes(&ui.painter_at(rect), &drawn.picture.items, Transform { scale: 1.0, offset });
    }
    let pointer = response.hover_pos().map(|pos| pos - offset);
    // The last drawn lies on top; of marks that are missed, the nearest.
    let near = pointer.and_then(|pos| {
        let under = drawn.spots.iter().rev().find(|(_, spot)| spot.contains(pos));
        let distance = |spot: &egui::Rect| spot.distance_to_pos(pos);
        under.or_else(|| {
            let nearest = drawn.spots.iter().min_by(|a, b| distance(&a.1).total_cmp(&distance(&b.1)));
            nearest.filter(|(_, spot)| distance(spot) <= NEAR)
        })
    });
    let near = near.map(|(mark, _)| *mark);
    let spot_of = |mark: usize| drawn.spots.iter().find(|(rank, _)| *rank == mark).map(|(_, spot)| *spot);
    let chosen_spot = chosen.filter(|_| response.has_focus()).and_then(spot_of);
    let outlined =
        chosen_spot.map(|spot| (spot, 2.0)).into_iter().chain(near.and_then(spot_of).map(|spot| (spot, 1.0)));
    for (spot, width) in outlined {
        let stroke = Stroke::new(width, color32(workspace.theme.color.accent));
        let around = spot.translate(offset).expand(1.0);
        ui.painter().rect_stroke(around, 2.0, stroke, StrokeKind::Outside);
    }
    let chosen_at = chosen_spot.map(|spot| spot.translate(offset).right_top());
    Pointed { response, near, chosen_at }
}
