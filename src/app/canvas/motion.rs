//! Cards and stickies that glide to their new places instead of jumping there. Where things are is settled at once: this is only
//! how it is painted, for a moment. Nothing is animated that is out of view, or where very much moves.

use std::collections::BTreeMap;

use super::sight::Sight;
use crate::app::workspace::Workspace;
use crate::base::{Pos2, Rect, Vec2};
use crate::layout::{Map, Places};
use crate::model::{JourneyId, Subject};
use crate::render::egui::Shifts;

/// If more than this would move, all of it jumps.
const MOST_MOVING: usize = 400;
/// Below this scale cards are too small for their moves to be followed.
const SMALLEST_SCALE: f32 = 0.3;
/// A shorter way, in points on screen, is not seen.
const SHORTEST_WAY: f32 = 1.0;

/// What is on its way.
#[derive(Default)]
pub struct Motion {
    seen: Option<Seen>,
    /// How far each card and sticky was from its place when the motion began, in map points.
    ways: BTreeMap<Subject, Vec2>,
    began_s: f64,
    /// What is dragged, and where in the map its upper left corner is carried.
    carried: BTreeMap<Subject, Pos2>,
    is_carrying: bool,
    /// The share of the way that is still to go, 1 to 0.
    left: f32,
}

/// The map as it was last painted.
struct Seen {
    places: Places,
    revision: u64,
    journey: JourneyId,
}

impl Motion {
    /// Takes note of what is dragged in this frame and where; nothing is when it was let go.
    pub fn carry(&mut self, carried: Option<BTreeMap<Subject, Pos2>>) {
        self.is_carrying = carried.is_some();
        if let Some(carried) = carried {
            self.carried = carried;
        }
    }

    /// Goes on to this frame. `duration_s` is 0 where nothing shall move.
    pub fn advance(&mut self, workspace: &Workspace, sight: &Sight, now_s: f64, duration_s: f32) {
        self.left = self.left_at(now_s, duration_s);
        if self.left <= 0.0 {
            self.ways.clear();
        }
        let is_let_go = !self.is_carrying && !self.carried.is_empty();
        let is_new = self.seen.as_ref().is_none_or(|seen| seen.revision != workspace.map_revision);
        if is_new || is_let_go {
            let before = self.seen.replace(Seen {
                places: workspace.map.places(),
                revision: workspace.map_revision,
                journey: workspace.journey,
            });
            let ways = before
                .filter(|seen| seen.journey == workspace.journey && duration_s > 0.0)
                .filter(|_| sight.camera.scale >= SMALLEST_SCALE)
                .map(|seen| {
                    self.ways_from(
                        &seen.places,
                        if is_new { workspace.map_shift } else { Vec2::ZERO },
                        workspace,
                        sight,
                    )
                });
            self.ways = ways.unwrap_or_default();
            if !self.is_carrying {
                self.carried.clear();
            }
            self.began_s = now_s;
            self.left = 1.0;
        }
    }

    /// Whether anything is under way.
    pub fn is_moving(&self) -> bool {
        !self.ways.is_empty()
    }

    /// How far a card or a sticky is from its place now, in map points.
    pub fn shift_of(&self, subject: impl Into<Subject>) -> Vec2 {
        self.ways.get(&subject.into()).map_or(Vec2::ZERO, |way| *way * self.left)
    }

    /// The same by the groups of the map's scene.
    pub fn shifts(&self, map: &Map) -> Shifts {
        self.ways.iter().filter_map(|(subject, way)| Some((map.group_of(*subject)? as u32, *way * self.left))).collect()
    }

    fn left_at(&self, now_s: f64, duration_s: f32) -> f32 {
        if duration_s <= 0.0 {
            return 0.0;
        }
        let done = ((now_s - self.began_s) as f32 / duration_s).clamp(0.0, 1.0);
        // Fast at first: the eye is led, not kept waiting.
        (1.0 - done).powi(3)
    }

    /// The way of each card and sticky that was or is in view, from where it is seen now. `shift` is how far the camera has
    /// followed the map meanwhile.
    fn ways_from(&self, before: &Places, shift: Vec2, workspace: &Workspace, sight: &Sight) -> BTreeMap<Subject, Vec2> {
        let after = &workspace.map;
        let view = sight.view_in_map();
        let mut ways = BTreeMap::new();
        let view_before = view.translate(-shift);
        let items = after.items_in(view).into_iter().chain(before.items_in(view_before)).map(Subject::Item);
        let stickies = after.stickies_in(view).into_iter().chain(before.stickies_in(view_before)).map(Subject::Sticky);
        for subject in items.chain(stickies) {
            if self.is_carrying && self.carried.contains_key(&subject) || ways.contains_key(&subject) {
                continue;
            }
            let (Some(old), Some(new)) = (before.rect_of(subject), after.rect_of(subject)) else { continue };
            let from = match self.carried.get(&subject) {
                Some(pos) => *pos,
                None => old.min + self.shift_of(subject) + shift,
            };
            let way = from - new.min;
            let is_crossing = view.intersects(Rect::from_min_size(from, old.size()).union(new));
            if way.length() * sight.camera.scale >= SHORTEST_WAY && is_crossing {
                ways.insert(subject, way);
            }
            if ways.len() > MOST_MOVING {
                return BTreeMap::new();
            }
        }
        ways
    }
}
