//! A KPI as a bullet chart: a bar for the figure with its interval, and marks for target, baseline and the line between
//! them. Where these lie on the bar is counted in `analysis`.

use egui::{CornerRadius, Painter, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::kpi::{Bullet, bullet};
use crate::analysis::{KpiState, Standing};
use crate::app::style::color32;
use crate::app::workspace::Workspace;
use crate::base::number::format_full;
use crate::layout::status_color;
use crate::model::{Kpi, Metric};
use crate::scene::Theme;

/// How high the chart is, in points.
pub const HEIGHT: f32 = 16.0;

/// Draws the chart over the whole width; nothing without a figure. What is on it is said in its tooltip.
pub fn bullet_ui(ui: &mut Ui, workspace: &Workspace, kpi: &Kpi, metric: &Metric, standing: &Standing) {
    let Some(bullet) = bullet(kpi, standing) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, "Figure against target"));
    paint_bullet(ui.painter(), &workspace.theme, rect, &bullet, standing.state);
    response.on_hover_ui(|ui| bullet_tip_ui(ui, kpi, metric, standing));
}

/// What the marks of the chart stand for, with their figures.
pub fn bullet_tip_ui(ui: &mut Ui, kpi: &Kpi, metric: &Metric, standing: &Standing) {
    let full = |value: f64| format_full(value, metric);
    if let Some(value) = standing.figure.value {
        ui.label(format!("Bar: {}", full(value)));
    }
    if let Some(interval) = standing.figure.interval() {
        ui.label(format!("Whisker: 95% interval, {} to {}", full(interval.low), full(interval.high)));
    }
    ui.label(format!("Long line: target, {}", full(kpi.target)));
    if let Some(baseline) = standing.baseline {
        ui.label(format!("Short line: baseline, {}", full(baseline)));
    }
    if let Some(at) = standing.expected {
        let day = crate::base::date::format_date(at.day);
        ui.label(format!("Dot: where it should be on {day}, {}", full(at.value)));
    }
}

/// Paints the chart.
pub fn paint_bullet(painter: &Painter, theme: &Theme, rect: Rect, bullet: &Bullet, state: KpiState) {
    const TRACK: f32 = 7.0;
    const TARGET: f32 = 14.0;
    const BASELINE: f32 = 9.0;
    const CAP: f32 = 2.5;
    const DOT: f32 = 2.5;
    let c = &theme.color;
    let middle = rect.center().y;
    let x = |share: f32| rect.left() + rect.width() * share;
    let corner = CornerRadius::same(2);
    let bar = |from: f32, to: f32| {
        let (from, to) = (from.min(to), from.max(to));
        Rect::from_min_max(pos2(x(from), middle - TRACK / 2.0), pos2(x(to), middle + TRACK / 2.0))
    };
    let outline = Stroke::new(1.0, color32(c.line));
    painter.rect(bar(0.0, 1.0), corner, color32(c.hover), outline, egui::StrokeKind::Outside);
    // Pale, so that the whisker can be seen on it.
    let fill = color32(c.surface).lerp_to_gamma(color32(status_color(theme, state)), 0.6);
    painter.rect_filled(bar(bullet.zero, bullet.value), corner, fill);
    let upright = |share: f32, height: f32, width: f32, color| {
        let line = Rect::from_center_size(pos2(x(share), middle), vec2(width, height));
        painter.rect_filled(line, CornerRadius::ZERO, color32(color));
    };
    if let Some(baseline) = bullet.baseline {
        upright(baseline, BASELINE, 2.0, c.muted);
    }
    if let Some((low, high)) = bullet.interval {
        let stroke = Stroke::new(1.0, color32(c.ink));
        painter.hline(x(low)..=x(high), middle, stroke);
        for end in [low, high] {
            painter.vline(x(end), middle - CAP..=middle + CAP, stroke);
        }
    }
    upright(bullet.target, TARGET, 2.0, c.ink);
    if let Some(expected) = bullet.expected {
        painter.circle(pos2(x(expected), middle), DOT, color32(c.surface), Stroke::new(1.5, color32(c.accent)));
    }
}
