//! Which of the things that both states have stand in another order: as few as explain it.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use crate::model::{Item, JourneyId, LaneId, Project, StageId, Subject};

/// Rows whose order counts: stages and lanes of a journey, and the cards of a cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Stages(JourneyId),
    Lanes(JourneyId),
    Cell(StageId, LaneId),
}

/// Where something stands in its row: by column, then order.
type Rank = (u32, u32);

/// The subjects of the newer state that have changed their place among those that stayed in their row.
pub fn out_of_order(older: Side<'_>, newer: Side<'_>, both: &[(Subject, Subject)]) -> BTreeSet<Subject> {
    let mut rows: BTreeMap<Row, Vec<(Rank, Rank, Subject)>> = BTreeMap::new();
    for (before, after) in both {
        let (Some(old), Some(new)) = (stand(older.project, *before), stand(newer.project, *after)) else { continue };
        rows.entry(new.0).or_default().push((new.1, old.1, *after));
    }
    let mut moved = BTreeSet::new();
    for mut row in rows.into_values() {
        row.sort_unstable_by_key(|(new, _, _)| *new);
        let olds: Vec<Rank> = row.iter().map(|(_, old, _)| *old).collect();
        let keep = longest_rising(&olds);
        moved.extend(row.iter().enumerate().filter(|(at, _)| !keep.contains(at)).map(|(_, (_, _, subject))| *subject));
    }
    moved
}

/// The row in which something stands, and its rank there.
fn stand(project: &Project, subject: Subject) -> Option<(Row, Rank)> {
    let rank = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok()).map(|at| (at, 0));
    match subject {
        Subject::Stage(id) => {
            let journey = project.stages.get(&id)?.journey;
            let at = project.journeys.get(&journey)?.stages.iter().position(|other| *other == id);
            Some((Row::Stages(journey), rank(at)?))
        }
        Subject::Lane(id) => {
            let journey = project.lanes.get(&id)?.journey;
            let at = project.journeys.get(&journey)?.lanes.iter().position(|other| *other == id);
            Some((Row::Lanes(journey), rank(at)?))
        }
        Subject::Item(item @ (Item::Touchpoint(_) | Item::Card(_))) => {
            let place = project.place_of(item)?;
            Some((Row::Cell(place.stage, place.lane), (place.column, place.order)))
        }
        Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// The indexes of a longest rising run in a list (patience sorting; Fredman 1975).
fn longest_rising(list: &[Rank]) -> BTreeSet<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(list.len());
    for (at, value) in list.iter().enumerate() {
        let pile = ends.partition_point(|end| list.get(*end).is_some_and(|other| other < value));
        before.push(pile.checked_sub(1).and_then(|pile| ends.get(pile)).copied());
        match ends.get_mut(pile) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept.insert(at);
        next = before.get(at).copied().flatten();
    }
    kept
}
