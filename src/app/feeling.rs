//! Commands that change how somebody feels at the selected touchpoints.

use super::core::Core;
use crate::edit::{Selection, emotion};
use crate::layout::FaceKey;
use crate::model::{Item, Subject, TouchpointId};

impl Core {
    /// Puts the keyboard on the face of the touchpoint with the focus.
    pub(super) fn go_to_face(&mut self) {
        let workspace = &self.workspace;
        let Some(Subject::Item(Item::Touchpoint(touchpoint))) = workspace.document.selection().focus else { return };
        let Some(lane) = workspace.map.emotion_lanes().next() else { return };
        let key = FaceKey { lane, touchpoint, persona: workspace.active_persona() };
        self.workspace.document.seal();
        self.workspace.document.select(Selection::only(touchpoint));
        (self.workspace.face, self.workspace.is_on_face) = (Some(key), true);
        self.is_reveal_due = true;
    }

    /// Lets the persona whose curve is edited feel so many tenths better at the selected touchpoints.
    pub(super) fn move_emotions(&mut self, by_tenths: i8) {
        let touchpoints = self.selected_touchpoints();
        let persona = self.workspace.active_persona();
        if let Some(edit) = emotion::moved(self.workspace.document.project(), &touchpoints, persona, by_tenths) {
            self.commit(&edit, None);
        }
    }

    /// Forgets how that persona feels there.
    pub(super) fn clear_emotions(&mut self) {
        let edit = emotion::cleared(self.selected_touchpoints(), self.workspace.active_persona());
        self.workspace.document.seal();
        self.commit(&edit, None);
        self.workspace.document.seal();
    }

    fn selected_touchpoints(&self) -> Vec<TouchpointId> {
        let touchpoint = |item| match item {
            Item::Touchpoint(id) => Some(id),
            Item::Card(_) => None,
        };
        self.workspace.document.selection().items().into_iter().filter_map(touchpoint).collect()
    }
}
