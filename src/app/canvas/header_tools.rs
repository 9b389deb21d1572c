//! What headers offer under the pointer: a button that collapses them, and an edge by which they are resized. Says
//! where these are and paints them; what they do is `pointer`'s.

use egui::{Align2, Painter, Rect, Stroke, pos2, vec2};

use super::headers::Stuck;
use super::sight::Sight;
use super::spot::Spot;
use crate::app::action::Action;
use crate::app::style::{color32, icon_font};
use crate::app::workspace::Workspace;
use crate::base::{Icon, Pos2};
use crate::model::{KpiId, Subject};

/// Below this scale headers are too small to be worked with.
const SMALLEST_SCALE: f32 = 0.4;
/// How near to an edge counts as on it, in points on screen.
const EDGE_REACH: f32 = 4.0;
/// The side of the button, in points on screen: as large as the header has room for.
const SIDES: std::ops::RangeInclusive<f32> = 14.0..=20.0;

/// The headers of the shown map where they are seen.
pub struct HeaderTools<'a> {
    pub sight: &'a Sight,
    pub stuck: &'a Stuck,
    pub workspace: &'a Workspace,
}

impl HeaderTools<'_> {
    /// The open stage or lane whose edge is there to be dragged.
    pub fn edge_at(&self, pos_in_screen: Pos2) -> Option<Subject> {
        let scale = self.sight.camera.scale;
        if scale < SMALLEST_SCALE {
            return None;
        }
        let pos_in_map = self.sight.map_from_screen(self.stuck.released(pos_in_screen));
        self.workspace.map.edge_at(pos_in_map, EDGE_REACH / scale)
    }

    /// Where the button of an open stage or lane is; `None` where there is no room for one.
    pub fn fold_button(&self, header: Subject) -> Option<Rect> {
        const LEAST_REST: f32 = 28.0;
        let map = &self.workspace.map;
        if self.sight.camera.scale < SMALLEST_SCALE || map.extent_of(header).is_none() {
            return None;
        }
        let rect = self.stuck.seen(header, self.sight.rect_from_map(map.rect_of(header)?));
        let free = self.stuck.free(self.sight.canvas);
        let side = (rect.height() - 2.0).min(*SIDES.end());
        if side < *SIDES.start() || rect.width() < side + LEAST_REST {
            return None;
        }
        // Where a header is partly out of view, its button keeps to what is in view of it.
        let center = match header {
            Subject::Stage(_) => {
                let right = rect.max.x.min(free.max.x) - side / 2.0 - EDGE_REACH - 1.0;
                pos2(right.max(rect.min.x + side / 2.0), rect.center().y)
            }
            Subject::Lane(_) => {
                let top = rect.min.y.max(free.min.y) + side / 2.0 + 4.0;
                pos2(rect.max.x - side / 2.0 - 3.0, top.min(rect.max.y - side / 2.0 - EDGE_REACH))
            }
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => return None,
        };
        Some(Rect::from_center_size(center, vec2(side, side)))
    }

    /// Paints the button of the header under the pointer.
    pub fn paint_fold_button(&self, painter: &Painter, header: Subject, is_hovered: bool) {
        let Some(rect) = self.fold_button(header) else { return };
        let theme = &self.workspace.theme;
        let c = &theme.color;
        let icon = if matches!(header, Subject::Stage(_)) { Icon::ChevronLeft } else { Icon::ChevronDown };
        let (fill, ink) = if is_hovered { (c.accent_tint, c.accent) } else { (c.surface, c.ink) };
        let outline = Stroke::new(1.0, color32(if is_hovered { c.accent } else { c.outline }));
        painter.rect(rect, theme.window.radius, color32(fill), outline, egui::StrokeKind::Inside);
        painter.text(rect.center(), Align2::CENTER_CENTER, icon.glyph(), icon_font(rect.height() * 0.7), color32(ink));
    }

    /// Paints the edge that is dragged, or could be.
    pub fn paint_edge(&self, painter: &Painter, header: Subject) {
        const THICKNESS: f32 = 3.0;
        let Some(rect) = self.workspace.map.rect_of(header) else { return };
        let rect = self.stuck.seen(header, self.sight.rect_from_map(rect));
        let edge = match header {
            Subject::Stage(_) => Rect::from_center_size(rect.right_center(), vec2(THICKNESS, rect.height())),
            Subject::Lane(_) => Rect::from_center_size(rect.center_bottom(), vec2(rect.width(), THICKNESS)),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => return,
        };
        painter.rect_filled(edge, THICKNESS / 2.0, color32(self.workspace.theme.color.accent));
    }

    /// What the tooltip says there, if a header offers something.
    pub fn tip(&self, ctx: &egui::Context, spot: Spot) -> Option<String> {
        let header = spot.subject()?;
        let is_stage = matches!(header, Subject::Stage(_));
        if matches!(spot, Spot::Edge(_)) {
            let what = if is_stage { "the cards wider" } else { "the lane taller" };
            return Some(format!("Drag to make {what}; double-click for the usual size"));
        }
        if matches!(spot, Spot::Fold(_)) {
            let text = if is_stage { "Collapse this stage" } else { "Collapse this lane" };
            let shortcut = Action::FoldSelected.info().shortcut.map(|shortcut| ctx.format_shortcut(&shortcut));
            return Some(shortcut.map_or_else(|| text.to_owned(), |shortcut| format!("{text} ({shortcut})")));
        }
        // The name of a collapsed stage or lane may be cut or out of view.
        let expand = self.expand_tip(header);
        let kpis = self.kpi_tip(header);
        (expand.is_some() || kpis.is_some())
            .then(|| [expand, kpis].into_iter().flatten().collect::<Vec<_>>().join("\n"))
    }

    /// How a stage's own KPIs stand, and why.
    fn kpi_tip(&self, header: Subject) -> Option<String> {
        const MOST: usize = 5;
        let Subject::Stage(stage) = header else { return None };
        let (project, kpis) = (self.workspace.document.project(), &self.workspace.kpis);
        let ids = kpis.of_aim(stage.into());
        let line = |id: &KpiId| {
            let (kpi, standing) = (project.kpis.get(id)?, kpis.get(*id)?);
            let metric = project.metrics.get(&kpi.metric)?;
            Some(format!("{}: {}. {}", standing.state.label(), metric.name, standing.reason(kpi, metric)))
        };
        let mut lines: Vec<String> = ids.iter().take(MOST).filter_map(line).collect();
        if ids.len() > MOST {
            lines.push(format!("and {} more KPIs", ids.len() - MOST));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn expand_tip(&self, header: Subject) -> Option<String> {
        self.workspace.map.strip_of(header)?;
        let project = self.workspace.document.project();
        let name = match header {
            Subject::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
            Subject::Lane(id) => project.lanes.get(&id).map(|lane| lane.name.as_str()),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        };
        Some(format!("{}: click to expand", name.filter(|name| !name.is_empty()).unwrap_or("Untitled")))
    }
}
