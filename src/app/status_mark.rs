//! The mark of a KPI's state in the window, of the same shape and color as on the map.

use egui::{Pos2, Ui};

use super::style::color32;
use crate::analysis::KpiState;
use crate::layout::status_points;
use crate::scene::Theme;

/// Paints the mark around that point. `side` is its width, in points.
pub fn paint_status(ui: &Ui, theme: &Theme, center: Pos2, side: f32, state: KpiState) {
    let painter = ui.painter();
    let color = color32(crate::layout::status_color(theme, state));
    match state {
        KpiState::Reached => {
            painter.circle_filled(center, side / 2.0, color);
        }
        KpiState::NoData => {
            painter.circle_stroke(center, side / 2.0 - 0.75, egui::Stroke::new(1.5, color));
        }
        KpiState::OnTrack | KpiState::AtRisk | KpiState::OffTrack => {
            let points = status_points(center, side, state);
            painter.add(egui::Shape::convex_polygon(points, color, egui::Stroke::NONE));
        }
    }
}
