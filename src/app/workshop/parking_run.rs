//! What is done about the wishes around the parking lot: notes in, and onto the map and back. No drawing here.

use crate::app::core::Core;
use crate::app::placing::placement_after_focus;
use crate::app::workspace::Notice;
use crate::base::Pos2;
use crate::edit::workshop::{park_lines, park_subjects, unpark_as_item, unpark_as_sticky};
use crate::edit::{Edit, Placement, Selection};
use crate::model::{CardBody, Holds, Item, LaneKind, ParkedId, Subject};

/// Where a parked note lands that was let go over the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Landing {
    /// In a cell, as whatever lies there.
    Cell(Placement),
    /// Anywhere else, as a sticky with its upper left corner there, on the map.
    Sticky(Pos2),
}

/// Whether anything is selected that can go to the parking lot.
pub fn can_park_selection(workspace: &crate::app::workspace::Workspace) -> bool {
    let project = workspace.document.project();
    workspace.document.selection().subjects.iter().any(|subject| match subject {
        Subject::Item(Item::Card(id)) => project.cards.get(id).is_some_and(|card| card.body == CardBody::Text),
        Subject::Sticky(_) => true,
        Subject::Item(Item::Touchpoint(_)) | Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => false,
    })
}

impl Core {
    /// Keeps a note for each line.
    pub(super) fn park(&mut self, text: &str) {
        let Some(edit) = park_lines(self.workspace.document.project(), text) else { return };
        let count = if let Edit::Batch { edits, .. } = &edit { edits.len() } else { 1 };
        self.workspace.document.seal();
        if self.commit(&edit, None) {
            self.workspace.document.seal();
            let text = if count == 1 { "Parked.".to_owned() } else { format!("{count} notes were parked.") };
            self.notify(Notice::Done(text));
        }
    }

    /// Takes what is selected off the map and keeps what it says.
    pub(in crate::app) fn park_selection(&mut self) {
        let subjects: Vec<Subject> = self.workspace.document.selection().subjects.iter().copied().collect();
        let Some(edit) = park_subjects(self.workspace.document.project(), &subjects) else {
            let text = "Only cards of text and stickies that say something go to the parking lot.";
            self.notify(Notice::Warning(text.to_owned()));
            return;
        };
        self.workspace.document.seal();
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable("It waits in the parking lot.".to_owned(), revision));
        }
    }

    /// The note becomes a sticky in the middle of what is in view, and is done.
    pub(super) fn place_as_sticky(&mut self, id: ParkedId) {
        let workspace = &self.workspace;
        let middle = workspace.camera.map_from_screen((workspace.canvas_rect.size() / 2.0).to_pos2());
        self.land(id, Landing::Sticky(middle));
    }

    /// The note becomes a card after the focus; without one in the first lane of cards that is open.
    pub(super) fn place_as_card(&mut self, id: ParkedId) {
        let workspace = &self.workspace;
        let project = workspace.document.project();
        let holds_cards =
            |at: &Placement| project.lanes.get(&at.lane).is_some_and(|lane| lane.kind.holds() == Holds::Cards);
        let at_focus = workspace.document.selection().focus.or(workspace.cell_at_hand().map(|at| Subject::Lane(at.1)));
        let at_focus = at_focus.and_then(|_| placement_after_focus(workspace, None, None)).filter(holds_cards);
        let first = || {
            let kinds = [LaneKind::Notes, LaneKind::PainPoints, LaneKind::Opportunities].into_iter();
            let kinds = kinds.chain(LaneKind::ALL.into_iter().filter(|kind| kind.holds() == Holds::Cards));
            kinds.filter_map(|kind| placement_after_focus(workspace, Some(kind), None)).find(holds_cards)
        };
        match at_focus.or_else(first) {
            Some(placement) => self.land(id, Landing::Cell(placement)),
            None => {
                let text = "This map has no lane of cards. Add one first (menu Insert), or make it a sticky.";
                self.notify(Notice::Warning(text.to_owned()));
            }
        }
    }

    /// The note goes there, and is done.
    pub(super) fn land(&mut self, id: ParkedId, landing: Landing) {
        let workspace = &self.workspace;
        let project = workspace.document.project();
        let Some(note) = project.workshop.note(id) else { return };
        let placed = match landing {
            Landing::Cell(placement) => {
                unpark_as_item(project, note, placement).map(|(edit, item)| (edit, Subject::Item(item)))
            }
            Landing::Sticky(corner) => {
                let spot = workspace.map.spot_at(corner);
                let (edit, sticky) = unpark_as_sticky(project, note, workspace.journey, spot);
                Some((edit, Subject::Sticky(sticky)))
            }
        };
        let Some((edit, subject)) = placed else { return };
        self.workspace.document.seal();
        if self.commit(&edit, Some(Selection::only(subject))) {
            self.workspace.document.seal();
            self.reveal_focus();
        }
    }
}
