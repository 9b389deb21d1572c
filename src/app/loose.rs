//! What commands do with stickies, and the clipboard with cards and stickies in it: where a new one goes, how far keys
//! move one. Whole stages and lanes on the clipboard are `headers_run`'s.

use std::sync::Arc;

use egui::Context;

use super::core::Core;
use super::placing::{focus_lane, focus_stage, placement_after_focus};
use super::workspace::{Editing, Notice, Workspace};
use crate::base::{Pos2, Vec2, vec2};
use crate::edit::build::Toward;
use crate::edit::stickies::{self, COPY_OFFSET};
use crate::edit::{self, Fragment, Selection};
use crate::model::{Spot, StickyColor, StickyId, Subject};

/// How far an arrow key moves a sticky, in points.
const STEP: f32 = 8.0;

impl Core {
    /// Puts an empty sticky beside the focus, or into the middle of what is in view, open for typing.
    pub(super) fn add_sticky(&mut self) {
        let workspace = &self.workspace;
        let spot = workspace.map.spot_at(beside_focus(workspace));
        let (edit, sticky) =
            stickies::new_sticky(workspace.document.project(), workspace.journey, spot, StickyColor::default());
        if self.commit(&edit, Some(Selection::only(Subject::Sticky(sticky)))) {
            self.workspace.editing = Some(Editing::Sticky(sticky));
            self.is_reveal_due = true;
        }
    }

    /// Alt and an arrow: moves the selected stickies a little.
    pub(super) fn nudge_stickies(&mut self, toward: Toward) {
        let by = match toward {
            Toward::Left => vec2(-STEP, 0.0),
            Toward::Right => vec2(STEP, 0.0),
            Toward::Up => vec2(0.0, -STEP),
            Toward::Down => vec2(0.0, STEP),
        };
        let map = &self.workspace.map;
        let moved = self.workspace.document.selection().stickies().into_iter();
        let moved: Vec<(StickyId, Spot)> = moved.filter_map(|id| Some((id, map.spot_moved(id, by)?))).collect();
        if !moved.is_empty() {
            self.commit(&stickies::move_stickies(moved), None);
            self.is_reveal_due = true;
        }
    }

    /// Copies what is selected to the clipboard.
    pub(super) fn copy(&mut self, ctx: &Context) {
        if self.copy_headers_whole(ctx) {
            return;
        }
        let selection = self.workspace.document.selection();
        let (items, stickies) = (selection.items(), selection.stickies());
        if items.is_empty() && stickies.is_empty() {
            return;
        }
        let (project, map) = (self.workspace.document.project(), &self.workspace.map);
        let corners = stickies.into_iter().filter_map(|id| Some((id, map.rect_of(Subject::Sticky(id))?.min)));
        let fragment = edit::copy(project, &items).with_stickies(project, corners);
        ctx.copy_text(edit::text_of(&fragment));
        self.workspace.clipboard = Some(Arc::new(fragment));
    }

    /// Pastes a fragment beside the focus.
    pub(super) fn paste(&mut self, fragment: &Arc<Fragment>) {
        if fragment.is_empty() {
            return;
        }
        if fragment.whole.is_some() {
            let after = (focus_stage(&self.workspace), focus_lane(&self.workspace));
            self.paste_headers(fragment, self.workspace.journey, after);
            return;
        }
        let workspace = &self.workspace;
        let placement = placement_after_focus(workspace, None, None);
        let corner = beside_focus(workspace);
        let spots: Vec<Spot> =
            fragment.sticky_offsets().into_iter().map(|offset| workspace.map.spot_at(corner + offset)).collect();
        let project = workspace.document.project();
        match stickies::paste(project, workspace.journey, fragment, placement, &spots) {
            Some((edit, pasted)) => {
                self.commit(&edit, Some(Selection::of(pasted)));
                self.is_reveal_due = true;
            }
            None => {
                self.notify(Notice::Warning("Add a stage and a lane first; then paste into them.".to_owned()));
            }
        }
    }

    /// Copies what is selected to the places beside it.
    pub(super) fn duplicate(&mut self) {
        let selection = self.workspace.document.selection();
        let (items, stickies) = (selection.items(), selection.stickies());
        match stickies::duplicate(self.workspace.document.project(), &items, &stickies) {
            Some((edit, copies)) => {
                self.commit(&edit, Some(Selection::of(copies)));
                self.is_reveal_due = true;
            }
            None => self.duplicate_headers(),
        }
    }

    /// Selects every card and sticky that the map shows.
    pub(super) fn select_all(&mut self) {
        let map = &self.workspace.map;
        let items = map.items().map(|(item, _)| Subject::Item(item));
        let selection = Selection::of(items.chain(map.stickies_in_order().map(|(id, _)| Subject::Sticky(id))));
        self.workspace.document.select(selection);
    }
}

/// The upper left corner for a sticky that was not put anywhere: a little beside what has the focus, else in the
/// middle of what is in view.
fn beside_focus(workspace: &Workspace) -> Pos2 {
    let focus = workspace.document.selection().focus;
    match focus.and_then(|focus| Some((focus, workspace.map.rect_of(focus)?))) {
        Some((Subject::Sticky(_), rect)) => rect.min + COPY_OFFSET,
        Some((_, rect)) => rect.right_top() + vec2(-2.0 * COPY_OFFSET.x, COPY_OFFSET.y),
        None => {
            let middle = workspace.camera.map_from_screen((workspace.canvas_rect.size() / 2.0).to_pos2());
            middle - Vec2::splat(workspace.theme.map.sticky_width / 2.0)
        }
    }
}
