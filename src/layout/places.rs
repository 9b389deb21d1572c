//! Where the cards and stickies of a map lie: what is left to ask when nothing else of the map is needed any more, so
//! that its room can serve the next one.

use std::sync::Arc;

use super::grid::Grid;
use super::map::Map;
use crate::base::Rect;
use crate::model::{Item, StickyId, Subject};

/// Where the cards and stickies of a map lie.
#[derive(Clone, Debug, Default)]
pub struct Places {
    grid: Arc<Grid>,
    stickies: Vec<(StickyId, Rect)>,
}

impl Places {
    /// The cards that a rectangle touches, in reading order.
    pub fn items_in(&self, rect: Rect) -> Vec<Item> {
        self.grid.items_in(rect)
    }

    /// The stickies that a rectangle touches.
    pub fn stickies_in(&self, rect: Rect) -> impl Iterator<Item = StickyId> {
        self.stickies.iter().filter(move |(_, paper)| paper.intersects(rect)).map(|(id, _)| *id)
    }

    /// Where a card or a sticky lies.
    pub fn rect_of(&self, subject: Subject) -> Option<Rect> {
        match subject {
            Subject::Sticky(id) => {
                let at = self.stickies.binary_search_by_key(&id, |(id, _)| *id).ok()?;
                self.stickies.get(at).map(|(_, rect)| *rect)
            }
            Subject::Item(_) | Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => {
                self.grid.rect_of(subject)
            }
        }
    }
}

impl Map {
    /// Where the cards and the stickies lie.
    pub fn places(&self) -> Places {
        Places { grid: Arc::clone(&self.grid), stickies: self.stickies.placed.clone() }
    }
}
