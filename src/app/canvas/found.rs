//! The outlines of what was found, on the map. They lie under those of what is selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Mesh, Painter, Shape, Stroke, StrokeKind};

use super::headers::Stuck;
use super::paint::MOST_OUTLINES;
use super::sight::Sight;
use crate::analysis::find::Found;
use crate::app::style::color32;
use crate::app::workspace::Workspace;
use crate::base::Rect;
use crate::model::Subject;

/// Where what was found lies on the map; kept until the map or what was found is another.
#[derive(Default)]
pub struct FoundMarks {
    of: Option<(u64, Arc<Vec<usize>>)>,
    rects: Vec<(Subject, Rect)>,
}

impl FoundMarks {
    /// Outlines what of it is in view.
    pub fn paint(&mut self, painter: &Painter, sight: &Sight, stuck: &Stuck, workspace: &Workspace) {
        let Some(finding) = &workspace.finding else {
            *self = Self::default();
            return;
        };
        let is_current = self
            .of
            .as_ref()
            .is_some_and(|(revision, hits)| *revision == workspace.map_revision && Arc::ptr_eq(hits, &finding.hits));
        if !is_current {
            let found: BTreeSet<Subject> = finding
                .hits
                .iter()
                .filter_map(|at| finding.index.entry(*at))
                .filter(|entry| entry.journey == Some(workspace.journey))
                .filter_map(|entry| match entry.found {
                    Found::Subject(subject) => Some(subject),
                    Found::Journey(_) | Found::Persona(_) | Found::Action(_) | Found::Source(_) => None,
                })
                .collect();
            let rects = found.into_iter().filter_map(|subject| Some((subject, workspace.map.rect_of(subject)?)));
            self.rects = rects.collect();
            self.of = Some((workspace.map_revision, Arc::clone(&finding.hits)));
        }
        let view = sight.view_in_map();
        let in_view = self.rects.iter().filter(|(subject, rect)| {
            // Headers may stand at the edge although their place is out of view.
            view.intersects(*rect) || matches!(subject, Subject::Stage(_) | Subject::Lane(_))
        });
        let seen: Vec<egui::Rect> =
            in_view.map(|(subject, rect)| stuck.seen(*subject, sight.rect_from_map(*rect))).collect();
        let color = color32(workspace.theme.color.risk);
        if seen.len() > MOST_OUTLINES {
            let mut mesh = Mesh::default();
            for rect in seen {
                mesh.add_colored_rect(rect, color.gamma_multiply(0.45));
            }
            painter.add(Shape::mesh(mesh));
            return;
        }
        let scale = sight.camera.scale;
        let (radius, width) = (workspace.theme.map.card_radius * scale, (2.0 * scale).clamp(1.25, 2.0));
        for rect in seen {
            painter.rect_stroke(rect.expand(1.5), radius + 1.5, Stroke::new(width, color), StrokeKind::Outside);
        }
    }
}
