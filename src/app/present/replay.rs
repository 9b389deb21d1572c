//! The step-by-step replay: which touchpoint of a shot appears when, what comes and goes with it, and the scene at each
//! step. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use super::follow::Spot;
use super::stage::ShownMap;
use crate::base::{Rect, pos2};
use crate::layout::shots::least_text;
use crate::model::{Holds, Item, Project, Subject, TouchpointId};
use crate::scene::Scene;

/// A replay under way.
#[derive(Clone, Debug)]
pub struct Replay {
    pub steps: Arc<Steps>,
    /// How many touchpoints are there.
    pub shown: usize,
    /// When the last one came, while it goes by itself.
    pub playing_since: Option<Instant>,
    /// Whether the camera goes to what has come, where the shot shows it too small.
    pub is_followed: bool,
}

impl Replay {
    pub fn is_over(&self) -> bool {
        self.shown >= self.steps.touchpoints.len()
    }
}

/// What appears when.
#[derive(Debug, Default)]
pub struct Steps {
    /// In the order of their appearance: from left to right, and down each step of the map.
    pub touchpoints: Vec<TouchpointId>,
    /// The step before which a group of the scene is not there, by its rank; 1 for what comes with the first.
    from: BTreeMap<usize, usize>,
    /// How far to the right lanes that are drawn from touchpoints reach after each step, from none on.
    reach: Vec<f32>,
    /// These lanes, as far as the shot shows them.
    drawn: Vec<Rect>,
    /// Where to look at each step, from the first on.
    spots: Vec<Spot>,
}

impl Steps {
    /// The steps of what a frame of a map shows.
    pub fn of(project: &Project, shown: &ShownMap, frame: Rect) -> Self {
        let map = &shown.map;
        let is_in = |rect: &Rect| frame.contains(rect.center());
        let mut touchpoints: Vec<(TouchpointId, Rect)> = map
            .items()
            .filter_map(|(item, rect)| Some((item.as_touchpoint()?, rect)))
            .filter(|(_, rect)| is_in(rect))
            .collect();
        // Cards of one step have the same left edge.
        touchpoints.sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left()).then(a.top().total_cmp(&b.top())));
        let step_at = |left: f32| touchpoints.partition_point(|(_, rect)| rect.left() <= left + 0.5);
        let mut from = BTreeMap::new();
        for (nth, (id, _)) in touchpoints.iter().enumerate() {
            from.extend(map.group_of(*id).map(|group| (group, nth + 1)));
        }
        // A card comes with the last touchpoint of its step, or of the steps before.
        let cards = map.items().filter(|(item, rect)| matches!(item, Item::Card(_)) && is_in(rect));
        for (card, rect) in cards {
            let step = step_at(rect.left()).max(usize::from(!touchpoints.is_empty()));
            from.extend(map.group_of(card).map(|group| (group, step)));
        }
        let nth: BTreeMap<TouchpointId, usize> = touchpoints.iter().map(|(id, _)| *id).zip(1..).collect();
        for connector in project.connectors.values() {
            let ends = [connector.from, connector.to].map(|end| nth.get(&end).copied().unwrap_or(0));
            let last = ends.into_iter().max().unwrap_or(0);
            if last > 0 && map.rect_of(Subject::Connector(connector.id)).is_some() {
                from.extend(map.groups_of_connector(connector.id).map(|group| (group, last)));
            }
        }
        let start = map.stages().map(|(_, rect)| rect.left()).fold(frame.right(), f32::min).max(frame.left());
        let mut reach = vec![start];
        for (_, rect) in &touchpoints {
            // Beside it there may be more of the same step: the curve goes as far as the last that is there.
            let so_far = reach.last().copied().unwrap_or(start);
            reach.push(so_far.max(rect.right() + 4.0));
        }
        if let Some(last) = reach.last_mut().filter(|_| !touchpoints.is_empty()) {
            *last = frame.right();
        }
        let rows = map.lanes().filter(|(_, kind, _)| kind.holds() == Holds::Nothing);
        let drawn: Vec<Rect> = rows.map(|(.., rect)| rect.intersect(frame)).filter(Rect::is_positive).collect();
        let mut spots = Vec::with_capacity(touchpoints.len());
        for (id, rect) in &touchpoints {
            let text = map.group_of(*id).and_then(|at| least_text(map.scene.groups.get(at)?));
            let column = drawn.iter().map(|row| Rect::from_x_y_ranges(rect.x_range(), row.y_range()));
            let column = column.fold(*rect, Rect::union);
            spots.push(Spot { card: *rect, step: *rect, column, text: text.unwrap_or(f32::INFINITY) });
        }
        let items = map.items().filter(|(item, _)| matches!(item, Item::Card(_)));
        for (card, rect) in items {
            let Some((group, step)) = map.group_of(card).and_then(|group| Some((group, from.get(&group)?))) else {
                continue;
            };
            let text = map.scene.groups.get(group).and_then(least_text);
            // Cards of the steps before it come along, but lie elsewhere.
            let spot = step.checked_sub(1).and_then(|nth| spots.get_mut(nth));
            if let Some(spot) = spot.filter(|spot| spot.card.x_range().contains(rect.center().x)) {
                spot.step = spot.step.union(rect);
                spot.column = spot.column.union(rect);
                spot.text = spot.text.min(text.unwrap_or(f32::INFINITY));
            }
        }
        Self { touchpoints: touchpoints.into_iter().map(|(id, _)| id).collect(), from, reach, drawn, spots }
    }

    /// Where to look when so many are there; `None` at the start.
    pub fn spot(&self, shown: usize) -> Option<&Spot> {
        self.spots.get(shown.checked_sub(1)?)
    }

    /// The groups that come with a step, from 1 on.
    pub fn coming(&self, step: usize) -> BTreeSet<usize> {
        self.from.iter().filter(|(_, from)| **from == step).map(|(group, _)| *group).collect()
    }

    /// The scene with only what is there after so many steps.
    pub fn scene(&self, scene: &Scene, shown: usize) -> Scene {
        let is_there = |group: usize| self.from.get(&group).is_none_or(|from| *from <= shown);
        let groups = scene.groups.iter().enumerate().filter(|(group, _)| is_there(*group));
        Scene {
            size: scene.size,
            background: scene.background,
            groups: groups.map(|(_, group)| group.clone()).collect(),
            title: scene.title.clone(),
        }
    }

    /// What of the drawn lanes is still to come, where they reach that far.
    pub fn to_come(&self, reach: f32) -> impl Iterator<Item = Rect> + '_ {
        let rest = move |row: &Rect| Rect::from_min_max(pos2(row.left().max(reach), row.top()), row.max);
        self.drawn.iter().map(rest).filter(Rect::is_positive)
    }

    /// How far to the right the drawn lanes reach after so many steps.
    pub fn reach(&self, shown: usize) -> f32 {
        self.reach.get(shown).or(self.reach.last()).copied().unwrap_or(0.0)
    }
}
