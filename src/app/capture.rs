//! Typing card after card: what follows when one is done. The keys are the canvas's.

use super::core::Core;
use crate::edit::build;
use crate::edit::{self, CaptureStep, Selection, capture_slot};
use crate::model::{Item, LaneKind, Place, Placement};

/// A new card whose text is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Captured {
    pub item: Item,
    /// Where it lies.
    pub place: Place,
    /// Whether it got no text: then it was not wanted, and leaves no trace.
    pub is_empty: bool,
    pub then: AfterCapture,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterCapture {
    Stop,
    /// Another card, there.
    GoOn(CaptureStep),
    /// A card for each line, and then another card below.
    Paste(String),
}

impl Core {
    /// Keeps the card or takes it back, and goes on.
    pub(super) fn captured(&mut self, captured: Captured) {
        let Captured { item, place, is_empty, then } = captured;
        self.workspace.editing = None;
        self.workspace.document.seal();
        if is_empty && self.workspace.document.project().place_of(item).is_some() {
            self.workspace.document.take_back();
            self.keep_journey_valid();
        }
        match then {
            AfterCapture::Stop => {}
            AfterCapture::GoOn(step) => self.capture_on(place, step),
            AfterCapture::Paste(lines) => {
                let below = Placement::below(place);
                let placement = if is_empty { Placement { order: place.order, ..below } } else { below };
                self.paste_lines(&lines, placement);
            }
        }
    }

    fn capture_on(&mut self, from: Place, step: CaptureStep) {
        let project = self.workspace.document.project();
        let Some(placement) = capture_slot(project, from, step) else { return };
        if let Some((edit, item)) = build::new_item(project, placement) {
            self.add_item(&edit, item);
        }
    }

    fn paste_lines(&mut self, lines: &str, placement: Placement) {
        let project = self.workspace.document.project();
        let kind = project.lanes.get(&placement.lane).map_or(LaneKind::Notes, |lane| lane.kind);
        let fragment = std::sync::Arc::new(edit::fragment_from_text(lines, kind));
        let (edit, pasted) = build::paste(project, fragment, placement);
        let last = pasted.last().copied();
        self.commit(&edit, Some(Selection::of(pasted)));
        self.workspace.document.seal();
        if let Some(place) = last.and_then(|item| self.workspace.document.project().place_of(item)) {
            self.capture_on(place, CaptureStep::Below);
        }
    }
}
