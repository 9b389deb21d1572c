//! The edits that commands ask for where stickies are concerned, alone or together with items. Each function decides
//! only. Where a sticky lies in points is `layout`'s: spots come in as arguments.

use std::sync::Arc;

use super::build;
use super::label::counted;
use super::{Edit, Fragment, Placement, StickyChange};
use crate::base::{Pos2, Vec2, vec2};
use crate::model::{Item, JourneyId, Project, Spot, Sticky, StickyColor, StickyId, Subject};

/// How far a copy lies from its original, right and down, in points.
pub const COPY_OFFSET: Vec2 = Vec2::splat(16.0);

/// An empty sticky.
pub fn new_sticky(project: &Project, journey: JourneyId, spot: Spot, color: StickyColor) -> (Edit, StickyId) {
    let id = StickyId(project.next_id);
    (Edit::AddSticky { sticky: Sticky { id, journey, spot, text: String::new(), color, session: None } }, id)
}

/// Puts stickies elsewhere, in one undo entry.
pub fn move_stickies(spots: impl IntoIterator<Item = (StickyId, Spot)>) -> Edit {
    let change = |(id, spot)| Edit::ChangeStickies { stickies: vec![id], change: StickyChange::Spot(spot) };
    one_or_batch("Move", spots.into_iter().map(change).collect())
}

/// Copies stickies to those spots; with the stickies that it will make.
pub fn copy_stickies_to(project: &Project, spots: &[(StickyId, Spot)]) -> (Edit, Vec<StickyId>) {
    let originals = spots.iter().filter_map(|(id, spot)| Some((project.stickies.get(id)?, *spot)));
    let copies = originals.zip(project.next_id..u64::MAX);
    let copies: Vec<Sticky> =
        copies.map(|((sticky, spot), id)| Sticky { id: StickyId(id), spot, ..Sticky::clone(sticky) }).collect();
    let ids = copies.iter().map(|sticky| sticky.id).collect();
    (one_or_batch("Copy", copies.into_iter().map(|sticky| Edit::AddSticky { sticky }).collect()), ids)
}

/// Copies items in place and stickies beside themselves; with what it will make, or `None` if nothing is left to copy.
pub fn duplicate(project: &Project, items: &[Item], stickies: &[StickyId]) -> Option<(Edit, Vec<Subject>)> {
    let beside = |id: &StickyId| {
        let spot = project.stickies.get(id)?.spot;
        Some((*id, free_spot(project, Spot { at: spot.at + COPY_OFFSET, ..spot })))
    };
    let spots: Vec<(StickyId, Spot)> = stickies.iter().filter_map(beside).collect();
    let (mut edits, mut copies, mut next_id) = (Vec::new(), Vec::new(), project.next_id);
    if !items.is_empty() {
        let (edit, items) = build::duplicate_items(project, items);
        if spots.is_empty() {
            return Some((edit, items.into_iter().map(Subject::Item).collect()));
        }
        copies.extend(items.into_iter().map(Subject::Item));
        if let Edit::Batch { edits: items, .. } = edit {
            // Each adds one record: items and the connectors between them.
            next_id += items.len() as u64;
            edits.extend(items);
        }
    }
    let originals = spots.iter().filter_map(|(id, spot)| Some((project.stickies.get(id)?, *spot)));
    for ((sticky, spot), id) in originals.zip(next_id..u64::MAX) {
        let id = StickyId(id);
        copies.push(Subject::Sticky(id));
        edits.push(Edit::AddSticky { sticky: Sticky { id, spot, ..Sticky::clone(sticky) } });
    }
    let label = format!("Duplicate {}", things(items.len(), spots.len()));
    (!edits.is_empty()).then_some((Edit::Batch { label, edits }, copies))
}

/// Pastes a fragment: its items at the placement, its stickies at those spots of the journey, one for each. With what
/// it will make, or `None` if that is nothing: items need a placement.
pub fn paste(
    project: &Project,
    journey: JourneyId,
    fragment: &Arc<Fragment>,
    placement: Option<Placement>,
    spots: &[Spot],
) -> Option<(Edit, Vec<Subject>)> {
    let item_count = fragment.touchpoints.len() + fragment.cards.len();
    let (mut edits, mut pasted, mut next_id) = (Vec::new(), Vec::new(), project.next_id);
    if let Some(placement) = placement.filter(|_| item_count > 0) {
        let (edit, items) = build::paste(project, Arc::clone(fragment), placement);
        pasted.extend(items.into_iter().map(Subject::Item));
        next_id += (item_count + fragment.connectors.len()) as u64;
        edits.push(edit);
    }
    for ((sticky, spot), id) in fragment.stickies.iter().zip(spots).zip(next_id..u64::MAX) {
        let (id, spot) = (StickyId(id), free_spot(project, *spot));
        pasted.push(Subject::Sticky(id));
        edits.push(Edit::AddSticky { sticky: Sticky { id, journey, spot, ..sticky.clone() } });
    }
    match edits.len() {
        0 => None,
        1 if spots.is_empty() => edits.pop().map(|edit| (edit, pasted)),
        _ => {
            let count = if placement.is_some() { item_count } else { 0 };
            let label = format!("Paste {}", things(count, spots.len().min(fragment.stickies.len())));
            Some((Edit::Batch { label, edits }, pasted))
        }
    }
}

/// The stickies of a journey that lie there, in the order of ids.
pub fn stickies_of(project: &Project, journey: JourneyId) -> impl Iterator<Item = StickyId> {
    project.stickies.values().filter(move |sticky| sticky.journey == journey).map(|sticky| sticky.id)
}

/// That spot, or one further right and down where no other sticky has the very same: one on top of another would hide it.
fn free_spot(project: &Project, mut spot: Spot) -> Spot {
    let is_taken = |spot: &Spot| project.stickies.values().any(|sticky| sticky.spot == *spot);
    for _ in 0..project.stickies.len() {
        if !is_taken(&spot) {
            break;
        }
        spot.at += COPY_OFFSET;
    }
    spot
}

fn one_or_batch(verb: &str, mut edits: Vec<Edit>) -> Edit {
    let label = format!("{verb} {}", things(0, edits.len()));
    match edits.pop() {
        Some(only) if edits.is_empty() && verb == "Move" => only,
        last => Edit::Batch { label, edits: edits.into_iter().chain(last).collect() },
    }
}

/// "sticky", "3 stickies", "2 items" where both are meant.
fn things(items: usize, stickies: usize) -> String {
    counted(items + stickies, if items == 0 { "sticky" } else { "item" })
}

impl Fragment {
    /// The fragment with these stickies too, each with its upper left corner on its map: that is all that another map
    /// can know of where they lay.
    pub fn with_stickies(mut self, project: &Project, corners: impl IntoIterator<Item = (StickyId, Pos2)>) -> Self {
        let stickies = corners.into_iter().filter_map(|(id, at)| Some((project.stickies.get(&id)?, at)));
        let detached = |(sticky, at): (&Arc<Sticky>, Pos2)| {
            let spot = Spot { stage: None, lane: None, at };
            Sticky { spot, ..Sticky::clone(sticky) }
        };
        self.stickies.extend(stickies.map(detached));
        self
    }

    /// How far each sticky's corner lies from the upper left corner of all of them.
    pub fn sticky_offsets(&self) -> Vec<Vec2> {
        let corners = || self.stickies.iter().map(|sticky| sticky.spot.at);
        let first = corners().reduce(Pos2::min).unwrap_or(Pos2::ZERO);
        corners().map(|corner| vec2(corner.x - first.x, corner.y - first.y)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pos2;
    use crate::edit::{apply, copy};
    use crate::model::sample::big_sample;

    fn with_two() -> (Project, [StickyId; 2]) {
        let mut project = big_sample(8, 1);
        let journey = project.journey_order[0];
        let stage = project.journeys[&journey].stages[0];
        let mut ids = Vec::new();
        for (text, at) in [("Ask Anna", pos2(40.0, 20.0)), ("Check prices", pos2(90.0, 60.0))] {
            let spot = Spot { stage: Some(stage), lane: None, at };
            let (edit, id) = new_sticky(&project, journey, spot, StickyColor::Pink);
            project = apply(&project, &edit).unwrap();
            let change = StickyChange::Text(text.to_owned());
            project = apply(&project, &Edit::ChangeStickies { stickies: vec![id], change }).unwrap();
            ids.push(id);
        }
        (project, [ids[0], ids[1]])
    }

    #[test]
    fn duplicates_of_items_and_stickies_lie_beside_their_originals_in_one_edit() {
        let (project, stickies) = with_two();
        let items = project.items_in_reading_order(project.journey_order[0]);
        let (edit, copies) = duplicate(&project, &items[..3], &stickies).unwrap();
        let after = apply(&project, &edit).unwrap();
        assert_eq!(copies.len(), 5);
        assert_eq!(after.stickies.len(), 4);
        assert_eq!(after.items().count(), project.items().count() + 3);
        for (copy, original) in copies[3..].iter().zip(stickies) {
            let Subject::Sticky(copy) = copy else { panic!("{copy:?} is no sticky") };
            let (copy, original) = (&after.stickies[copy], &after.stickies[&original]);
            assert_eq!((&copy.text, copy.color), (&original.text, original.color));
            assert_eq!(copy.spot.at, original.spot.at + COPY_OFFSET);
        }
        assert_eq!(edit.label(&project), "Duplicate 5 items");
        assert!(duplicate(&project, &[], &[]).is_none());
    }

    #[test]
    fn what_is_pasted_twice_does_not_hide_what_was_pasted_first() {
        let (project, stickies) = with_two();
        let corner = pos2(300.0, 40.0);
        let fragment = Arc::new(copy(&project, &[]).with_stickies(&project, [(stickies[0], corner)]));
        let spot = Spot { stage: None, lane: None, at: corner };
        let journey = project.journey_order[0];
        let once = apply(&project, &paste(&project, journey, &fragment, None, &[spot]).unwrap().0).unwrap();
        let (edit, pasted) = paste(&once, journey, &fragment, None, &[spot]).unwrap();
        let twice = apply(&once, &edit).unwrap();
        let Subject::Sticky(second) = pasted[0] else { panic!("no sticky") };
        assert_eq!(twice.stickies[&second].spot.at, corner + COPY_OFFSET);
        assert_eq!(edit.label(&once), "Paste sticky");
    }

    #[test]
    fn cards_and_stickies_are_pasted_into_another_project_together() {
        let (project, stickies) = with_two();
        let items = project.items_in_reading_order(project.journey_order[0]);
        let corners = [(stickies[0], pos2(10.0, 10.0)), (stickies[1], pos2(60.0, 50.0))];
        let fragment = Arc::new(copy(&project, &items[..2]).with_stickies(&project, corners));
        assert_eq!(fragment.sticky_offsets(), [vec2(0.0, 0.0), vec2(50.0, 40.0)]);
        let other = big_sample(3, 9);
        let journey = other.journey_order[0];
        let stage = other.journeys[&journey].stages[0];
        let lane = *other.lanes.keys().find(|lane| items[0].fits(other.lanes[*lane].kind)).unwrap();
        let spots = [pos2(0.0, 0.0), pos2(50.0, 40.0)].map(|at| Spot { stage: Some(stage), lane: None, at });
        let placement = Placement::end_of(&other, stage, lane);
        let (edit, pasted) = paste(&other, journey, &fragment, Some(placement), &spots).unwrap();
        let after = apply(&other, &edit).unwrap();
        assert_eq!(pasted.len(), 4);
        assert_eq!(after.stickies.len(), 2);
        assert!(after.stickies.values().all(|sticky| sticky.journey == journey));
        assert_eq!(crate::model::check::problems(&after), []);
    }
}
