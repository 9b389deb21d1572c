//! The map on screen: laid out anew as soon as what it is made of is another, with the camera where it belongs.

use std::sync::Arc;

use super::camera::Camera;
use super::core::Core;
use super::follow::{self, Shown};
use super::workspace::Workspace;
use crate::analysis::View;
use crate::base::{Rect, Vec2, pos2};
use crate::layout::{Lens, LensFilter, Map, MapInput, MeasuredCards, Rest};
use crate::model::{Item, JourneyId, Project, Subject, TouchpointId};
use crate::scene::Theme;

/// Below this scale the cards of a map that is opened are hard to read.
const READABLE_SCALE: f32 = 0.75;

/// What the camera keeps showing while the canvas changes its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitting {
    Whole,
    /// The whole map if its cards can be read so, else as much as can be read.
    Opening,
}

/// What the map on screen was laid out from.
pub(super) struct LaidOut {
    project: Project,
    /// Whether the project is the preview of a gesture.
    is_preview: bool,
    journey: JourneyId,
    view: View,
    kpi_revision: u64,
    lens: Lens,
    filter: LensFilter,
    theme: Arc<Theme>,
}

impl Core {
    /// Lays the open journey out if anything it is made of is another.
    pub(super) fn refresh_map(&mut self) {
        let workspace = &self.workspace;
        let project = workspace.shown_project();
        let is_current = self.laid_out.as_ref().is_some_and(|of| {
            of.project.is_same_as(project)
                && of.journey == workspace.journey
                && of.view == workspace.view
                && of.kpi_revision == workspace.kpis.revision()
                && of.lens == workspace.lens
                && of.filter == workspace.filter
                && Arc::ptr_eq(&of.theme, &workspace.theme)
                && hidden_at_hand(workspace, &workspace.map).is_empty()
        });
        if !is_current {
            // Unless a gesture holds on to it, the map that was shown gives its room to the next.
            let before = follow::subject_at_hand(&self.workspace)
                .and_then(|subject| Some((subject, self.workspace.map.rect_of(subject)?)));
            if let Some(shown) = Arc::into_inner(std::mem::take(&mut self.workspace.map)) {
                self.layouter.recycle(shown);
            }
            let workspace = &self.workspace;
            let project = workspace.shown_project();
            let input = MapInput {
                project,
                journey: workspace.journey,
                theme: &workspace.theme,
                figures: Some(&MeasuredCards {
                    numbers: &workspace.numbers,
                    view: &workspace.view,
                    kpis: &workspace.kpis,
                    revision: self.figures_revision,
                }),
                lens: workspace.lens,
            };
            let mut map = self.layouter.filtered_map(&input, &workspace.filter);
            if self.laid_out.as_ref().is_some_and(|of| of.filter == workspace.filter) {
                let hidden = hidden_at_hand(workspace, &map);
                if !hidden.is_empty() {
                    let mut filter = workspace.filter.clone();
                    filter.kept.extend(hidden);
                    self.layouter.recycle(map);
                    map = self.layouter.filtered_map(&input, &filter);
                    self.workspace.filter = filter;
                }
            }
            self.workspace.map_shift = self.followed(before, &map);
            let project = self.workspace.shown_project();
            self.laid_out = Some(LaidOut {
                project: project.clone(),
                is_preview: self.workspace.preview.is_some(),
                journey: self.workspace.journey,
                view: self.workspace.view,
                kpi_revision: self.workspace.kpis.revision(),
                lens: self.workspace.lens,
                filter: self.workspace.filter.clone(),
                theme: Arc::clone(&self.workspace.theme),
            });
            self.workspace.touchpoint_count =
                map.items().filter(|(item, _)| matches!(item, Item::Touchpoint(_))).count();
            self.workspace.map = Arc::new(map);
            self.workspace.map_revision += 1;
            self.forget_unseen();
        }
        let canvas = self.workspace.canvas_rect;
        if let Some(fitting) = self.fitting
            && self.fitted_to != Some(canvas)
            && canvas.is_positive()
        {
            self.fitted_to = Some(canvas);
            self.workspace.camera = match (fitting, self.fit_camera()) {
                (Fitting::Opening, whole) if whole.scale < READABLE_SCALE => {
                    Camera::opening(self.workspace.map.size(), canvas.size())
                }
                (Fitting::Opening | Fitting::Whole, whole) => whole,
            };
        }
        let is_readable_due = std::mem::take(&mut self.is_revealed_readable);
        if std::mem::take(&mut self.is_reveal_due) {
            self.reveal(is_readable_due);
        }
    }

    /// Moves the camera just so far that what has the focus is in view; nearer, where it could not be read.
    fn reveal(&mut self, is_readable_due: bool) {
        const READABLE: f32 = 0.4;
        let focus = self.workspace.document.selection().focus;
        let face = self.workspace.focused_face().and_then(|key| self.workspace.map.face(key));
        let rect_of = |it| face.map(|face| face.rect()).or_else(|| self.workspace.map.rect_of(it));
        let cell = self.workspace.cell_at_hand().and_then(|at| super::canvas::cell_to_reveal(&self.workspace.map, at));
        let focused = focus.and_then(|it| Some((it, rect_of(it)?)));
        let Some((subject, rect)) = focused.or(cell) else { return };
        let size = self.workspace.canvas_rect.size();
        let mut camera = self.workspace.camera;
        if is_readable_due && camera.scale < READABLE && size.min_elem() > 0.0 {
            camera = Camera { scale: 1.0, offset: size / 2.0 - rect.center().to_vec2() };
            camera = camera.filled_by(self.workspace.map.size(), size);
        }
        let covered = super::canvas::covered_by_headers(&self.workspace.map, &camera, size, subject);
        let revealing = camera.revealing(rect, size, covered);
        if revealing != self.workspace.camera {
            self.fitting = None;
            self.workspace.camera = revealing;
        }
    }

    /// Takes out of the selection what the map does not show, as after hiding or collapsing: nobody should delete what
    /// they do not see.
    fn forget_unseen(&mut self) {
        let workspace = &mut self.workspace;
        let is_seen = |subject: &Subject| workspace.map.rect_of(*subject).is_some();
        let before = workspace.document.selection();
        if workspace.preview.is_some() || before.subjects.iter().chain(&before.focus).all(is_seen) {
            return;
        }
        let mut selection = before.clone();
        selection.subjects.retain(is_seen);
        selection.focus = selection.focus.filter(is_seen);
        workspace.document.select(selection);
    }

    /// Keeps what the user is at where it is on screen in a map that takes the place of the shown one, and says how
    /// far the camera had to follow. A gesture measures from where it began: the map holds still for its previews.
    fn followed(&mut self, at_hand: Option<(Subject, Rect)>, map: &Map) -> Vec2 {
        let workspace = &self.workspace;
        let Some(laid_out) = self.laid_out.as_ref().filter(|of| !of.is_preview && workspace.preview.is_none()) else {
            return Vec2::ZERO;
        };
        let Some((subject, rect)) = at_hand else { return Vec2::ZERO };
        let before = Shown { at: Some(rect), project: &laid_out.project, journey: laid_out.journey };
        let after = Shown { at: map.rect_of(subject), project: workspace.shown_project(), journey: workspace.journey };
        let shift = follow::shift(before, after, subject, &workspace.camera, workspace.canvas_rect.size());
        self.workspace.camera.offset -= shift * self.workspace.camera.scale;
        shift
    }

    /// Shows the map so, now and in a canvas of another size.
    pub(super) fn fit(&mut self, fitting: Fitting) {
        self.fitting = Some(fitting);
        self.fitted_to = None;
    }

    /// The camera that shows the whole map; small maps are not blown up.
    pub(super) fn fit_camera(&self) -> Camera {
        /// For the buttons behind the last stage and below the last lane, in map points.
        const END_ROOM: f32 = 36.0;
        let whole = Rect::from_min_size(pos2(0.0, 0.0), self.workspace.map.size() + egui::Vec2::splat(END_ROOM));
        Camera::fitting(whole, self.workspace.canvas_rect.size(), 1.25)
    }
}

/// The selected touchpoints of the open journey that the filter leaves out of the map. Somebody has just added,
/// changed or gone to them, since what is hidden by another filter is selected no longer.
fn hidden_at_hand(workspace: &Workspace, map: &Map) -> Vec<TouchpointId> {
    if workspace.filter.rest == Rest::Dimmed {
        return Vec::new();
    }
    let project = workspace.shown_project();
    let is_here = |id: &TouchpointId| project.journey_of(Item::Touchpoint(*id)) == Some(workspace.journey);
    let is_missing = |id: &TouchpointId| map.rect_of(Subject::Item(Item::Touchpoint(*id))).is_none();
    let selection = workspace.document.selection();
    let at_hand = selection.subjects.iter().chain(&selection.focus).filter_map(|subject| match subject {
        Subject::Item(Item::Touchpoint(id)) => Some(*id),
        Subject::Item(Item::Card(_))
        | Subject::Stage(_)
        | Subject::Lane(_)
        | Subject::Connector(_)
        | Subject::Sticky(_) => None,
    });
    at_hand.filter(|id| is_here(id) && is_missing(id) && !workspace.filter.kept.contains(id)).collect()
}
