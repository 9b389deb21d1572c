//! What the presenter points with, over the shot: spotlight, laser pointer, and lines that vanish.

use std::time::Duration;

use egui::{Color32, Mesh, Painter, Shape, Stroke};

use super::audience_ui::PresentPainter;
use super::ephemera::{on_circle, spotlight_rings};
use super::{PointerTool, Presentation};
use crate::app::style::color32;
use crate::app::workspace::Workspace;
use crate::base::Pos2;
use crate::render::egui::Transform;

impl PresentPainter {
    /// Spotlight, laser and lines. Returns whether any of them changes by itself.
    pub(super) fn marks_ui(
        &mut self,
        painter: &Painter,
        workspace: &Workspace,
        presentation: &Presentation,
        (response, transform): (&egui::Response, Transform),
        now_s: f64,
    ) -> bool {
        let present = &workspace.theme.present;
        let is_free = presentation.sheet.is_none() && presentation.cover.is_none();
        let at = response.hover_pos().or_else(|| response.interact_pointer_pos()).filter(|_| is_free);
        let marks = &mut self.marks;
        match (presentation.tool, at) {
            (Some(PointerTool::Pen), Some(at)) if response.dragged() || response.is_pointer_button_down_on() => {
                marks.draw(transform.map_from_screen(at), 1.0 / transform.scale.max(0.01));
            }
            (Some(PointerTool::Laser), Some(at)) => {
                if marks.trail.last().is_none_or(|(last, _)| last.distance(at) > 0.5) {
                    marks.trail.push((at, now_s));
                }
            }
            (_, _) => {}
        }
        if presentation.tool != Some(PointerTool::Pen) || !response.is_pointer_button_down_on() {
            marks.lift(now_s);
        }
        let has_trail = marks.forget(now_s, present.stroke_s, present.fade_s);
        for line in &marks.lines {
            let opacity = line.opacity(now_s, present.stroke_s, present.fade_s);
            let color = color32(present.pen).gamma_multiply(opacity);
            let points: Vec<Pos2> = line.points.iter().map(|point| transform.screen_from_map(*point)).collect();
            match points.as_slice() {
                [only] => _ = painter.circle_filled(*only, present.pen_width / 2.0, color),
                _ => _ = painter.add(Shape::line(points, Stroke::new(present.pen_width, color))),
            }
        }
        let mut changes = has_trail;
        if let Some(wait) = marks.next_change_s(now_s, present.stroke_s) {
            if wait > 0.0 {
                painter.ctx().request_repaint_after(Duration::from_secs_f32(wait));
            } else {
                changes = true;
            }
        }
        match (presentation.tool, at) {
            (Some(PointerTool::Spotlight), Some(at)) => spotlight(painter, workspace, at),
            (Some(PointerTool::Laser), Some(at)) => {
                let color = color32(present.laser);
                for window in marks.trail.windows(2) {
                    let [(from, _), (to, at_s)] = window else { continue };
                    let age = ((now_s - at_s) / 0.22) as f32;
                    let stroke = Stroke::new(present.laser_width * 0.6 * (1.0 - age).max(0.0), color);
                    painter.line_segment([*from, *to], Stroke { color: color.gamma_multiply(0.5), ..stroke });
                }
                painter.circle_filled(at, present.laser_width, color.gamma_multiply(0.25));
                painter.circle(at, present.laser_width / 2.0, color, Stroke::new(1.5, Color32::WHITE));
            }
            (_, _) => {}
        }
        changes
    }
}

/// Darkens all but a circle.
fn spotlight(painter: &Painter, workspace: &Workspace, at: Pos2) {
    const CORNERS: u32 = 96;
    let screen = painter.clip_rect();
    let present = &workspace.theme.present;
    let rings = spotlight_rings(present.spotlight * screen.height(), screen);
    let mut mesh = Mesh::default();
    for (radius, share) in rings {
        let color = Color32::from_black_alpha((255.0 * present.shade * share) as u8);
        for corner in 0..CORNERS {
            mesh.colored_vertex(on_circle(at, radius, corner as f32 / CORNERS as f32), color);
        }
    }
    for ring in 0..rings.len() as u32 - 1 {
        for corner in 0..CORNERS {
            let (here, next) = (ring * CORNERS + corner, ring * CORNERS + (corner + 1) % CORNERS);
            mesh.add_triangle(here, next, here + CORNERS);
            mesh.add_triangle(next, next + CORNERS, here + CORNERS);
        }
    }
    painter.add(Shape::mesh(mesh));
}
