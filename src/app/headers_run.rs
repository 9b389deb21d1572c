//! What the commands for selected stages and lanes do: collapse, hide, show again, resize, duplicate, and copy whole.

use std::sync::Arc;

use egui::Context;

use super::core::Core;
use super::workspace::Notice;
use crate::edit::{
    self, Edit, Fragment, HeaderChange, Selection, build, change_headers, copy_headers, headers_counted, headers_of,
    hidden_headers, open_for, resize_headers,
};
use crate::model::{JourneyId, LaneId, StageId, Subject};

/// By how much a command makes the cards of a stage wider, in points.
pub(super) const STAGE_STEP: i32 = 20;
/// By how much a command makes a lane taller, in points.
pub(super) const LANE_STEP: i32 = 16;

impl Core {
    fn selected_headers(&self) -> Vec<Subject> {
        let document = &self.workspace.document;
        headers_of(document.project(), document.selection().subjects.iter().copied())
    }

    /// The same change of all selected stages and lanes.
    pub(super) fn change_selected_headers(&mut self, change: HeaderChange) {
        self.commit_on_headers(change_headers(self.workspace.document.project(), self.selected_headers(), change));
    }

    fn commit_on_headers(&mut self, edit: Option<Edit>) {
        if let Some(edit) = edit {
            self.commit(&edit, None);
            self.is_reveal_due = true;
        }
    }

    /// Moves the camera to what has the focus. Where it lies in something hidden or collapsed, that is opened for it.
    pub(super) fn reveal_focus(&mut self) {
        self.is_reveal_due = true;
        let document = &self.workspace.document;
        let focus = document.selection().focus;
        if let Some(edit) = focus.and_then(|focus| open_for(document.project(), focus)) {
            let selection = document.selection().clone();
            self.commit(&edit, Some(selection));
        }
    }

    /// Collapses what is selected, or opens it if all of it is collapsed.
    pub(super) fn fold_selected(&mut self) {
        let project = self.workspace.document.project();
        let are_folded = self.selected_headers().iter().all(|header| match header {
            Subject::Stage(id) => project.stages.get(id).is_some_and(|stage| stage.is_collapsed),
            Subject::Lane(id) => project.lanes.get(id).is_some_and(|lane| lane.is_collapsed),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => true,
        });
        self.change_selected_headers(HeaderChange::Collapsed(!are_folded));
    }

    /// Hides what is selected, and says how it comes back.
    pub(super) fn hide_selected(&mut self) {
        let headers = self.selected_headers();
        let edit =
            change_headers(self.workspace.document.project(), headers.iter().copied(), HeaderChange::Hidden(true));
        let Some(edit) = edit else { return };
        if self.commit(&edit, Some(Selection::default())) {
            let is = if headers.len() == 1 { "is" } else { "are" };
            let what = headers_counted(&headers);
            let text = format!("{what} {is} hidden. The button above the map brings back what is hidden.");
            self.notify(Notice::Undoable(text, self.workspace.document.revision()));
        }
    }

    /// Shows all that is hidden on this map, and selects it.
    pub(super) fn show_hidden(&mut self) {
        let project = self.workspace.document.project();
        let hidden = hidden_headers(project, self.workspace.journey);
        if let Some(edit) = change_headers(project, hidden.iter().copied(), HeaderChange::Hidden(false)) {
            self.commit(&edit, Some(Selection::of(hidden)));
            self.is_reveal_due = true;
        }
    }

    /// Makes the cards of the selected stages wider by so many points.
    pub(super) fn resize_stages(&mut self, by: i32) {
        let headers = self.selected_headers();
        let stages = headers.into_iter().filter(|header| matches!(header, Subject::Stage(_)));
        self.resize_by(stages.collect(), by);
    }

    /// Makes the selected lanes taller by so many points.
    pub(super) fn resize_lanes(&mut self, by: i32) {
        let headers = self.selected_headers();
        let lanes = headers.into_iter().filter(|header| matches!(header, Subject::Lane(_)));
        self.resize_by(lanes.collect(), by);
    }

    fn resize_by(&mut self, headers: Vec<Subject>, by: i32) {
        let map = &self.workspace.map;
        let sizes: Vec<(Subject, Option<u16>)> = headers
            .into_iter()
            .filter_map(|header| {
                let size = map.extent_of(header)?.size.round() as i32 + by;
                Some((header, Some(u16::try_from(size.max(0)).unwrap_or(u16::MAX))))
            })
            .collect();
        self.commit_on_headers(resize_headers(self.workspace.document.project(), &sizes));
    }

    /// Copies the selected stages and lanes, with what lies in them.
    pub(super) fn duplicate_headers(&mut self) {
        let copies = copy_headers(self.workspace.document.project(), self.selected_headers());
        if let Some((edit, copies)) = copies {
            self.commit(&edit, Some(Selection::of(copies)));
            self.is_reveal_due = true;
        }
    }

    /// Copies the selected stages and lanes whole to the clipboard. Returns whether any are selected.
    pub(super) fn copy_headers_whole(&mut self, ctx: &Context) -> bool {
        let fragment = edit::copy_whole(self.workspace.document.project(), self.selected_headers());
        let Some(fragment) = fragment else { return false };
        ctx.copy_text(edit::text_of(&fragment));
        self.workspace.clipboard = Some(Arc::new(fragment));
        true
    }

    /// Takes the selected stages and lanes to the clipboard, with the stickies on them. Returns whether any are selected.
    pub(super) fn cut_headers(&mut self, ctx: &Context) -> bool {
        if !self.copy_headers_whole(ctx) {
            return false;
        }
        let headers = self.selected_headers();
        let project = self.workspace.document.project();
        let stickies = edit::stickies_on(project, headers.iter().copied());
        let label = format!("Cut {}", headers_counted(&headers));
        let removed: Vec<Subject> = headers.into_iter().chain(stickies.into_iter().map(Subject::Sticky)).collect();
        let edits = vec![build::remove_subjects(project, &removed)];
        let copied = self.workspace.clipboard.iter().flat_map(|fragment| &fragment.touchpoints);
        let has_figures = |id| project.series.keys().any(|key| key.touchpoint == id);
        let measured = copied.filter(|touchpoint| has_figures(touchpoint.id)).count();
        if self.commit(&Edit::Batch { label, edits }, Some(Selection::default())) && measured > 0 {
            let of = if measured == 1 { "1 touchpoint".to_owned() } else { format!("{measured} touchpoints") };
            self.notify(Notice::Warning(format!(
                "The figures of {of} are not pasted: they belong to what was cut. Undo brings both back."
            )));
        }
        true
    }

    /// Pastes stages and lanes that were copied whole, after those, and says what found no place.
    pub(super) fn paste_headers(
        &mut self,
        fragment: &Arc<Fragment>,
        journey: JourneyId,
        after: (Option<StageId>, Option<LaneId>),
    ) {
        let pasted = edit::paste_whole(self.workspace.document.project(), journey, fragment, after);
        let Some((edit, pasted, left_out)) = pasted else { return };
        if self.commit(&edit, Some(Selection::of(pasted))) {
            self.is_reveal_due = true;
            left_out.into_iter().for_each(|left_out| self.notify(Notice::Warning(left_out)));
        }
    }

    /// Copies the selected stages and lanes whole to the end of another journey, which stays closed.
    pub(super) fn copy_headers_to(&mut self, journey: JourneyId) {
        let project = self.workspace.document.project();
        let headers = self.selected_headers();
        let name = project.journeys.get(&journey).map(|journey| journey.name.clone()).unwrap_or_default();
        let fragment = edit::copy_whole(project, headers.iter().copied()).map(Arc::new);
        let pasted = fragment.and_then(|fragment| edit::paste_whole(project, journey, &fragment, (None, None)));
        let Some((edit, _, left_out)) = pasted else { return };
        let what = headers_counted(&headers);
        let edit = Edit::Batch { label: format!("Copy {what} to another journey"), edits: vec![edit] };
        if self.commit(&edit, None) {
            let were = if headers.len() == 1 { "was" } else { "were" };
            let done = format!("{what} {were} copied to \"{name}\".");
            self.notify(match left_out {
                Some(left_out) => Notice::Warning(format!("{done} {left_out}")),
                None => Notice::Undoable(done, self.workspace.document.revision()),
            });
        }
    }
}
