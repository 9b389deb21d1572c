//! The arithmetic of slots that turns placements into places without gaps.
//! Decides only; writes no project.

use std::collections::BTreeSet;

use crate::model::{Item, LaneId, Place, Placement, Project, StageId};

/// An item on its way into a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub item: Item,
    pub stage: StageId,
    pub lane: LaneId,
    pub column: ColumnSlot,
    pub order: OrderSlot,
}

impl Arrival {
    /// An arrival where a placement says.
    pub fn at(item: Item, placement: &Placement) -> Self {
        Self {
            item,
            stage: placement.stage,
            lane: placement.lane,
            column: ColumnSlot::of(placement, 0),
            order: OrderSlot::Before(placement.order),
        }
    }
}

/// A column, or a gap between two columns. Sorted as the columns will be.
///
/// Column c has the key 2c + 1, the gap before it 2c; several new columns in one gap are told apart by `nth`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ColumnSlot {
    key: u64,
    nth: u32,
}

impl ColumnSlot {
    /// The column that is there now.
    pub fn existing(column: u32) -> Self {
        Self { key: 2 * u64::from(column) + 1, nth: 0 }
    }

    /// The column for the nth step of what arrives at the placement: 0 goes to the placement's column,
    /// each further one to a new column after it.
    pub fn of(placement: &Placement, nth: u32) -> Self {
        if placement.is_new_column {
            return Self { key: 2 * u64::from(placement.column), nth };
        }
        let existing = Self::existing(placement.column);
        if nth == 0 { existing } else { Self { key: existing.key + 1, nth } }
    }
}

/// Where in the stack of a cell's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderSlot {
    /// Above the item of this order.
    Before(u32),
    /// Where the item of this order is: only for an item that stays in its column.
    Kept(u32),
    Last,
}

impl OrderSlot {
    fn key(self) -> u64 {
        match self {
            Self::Before(order) => 2 * u64::from(order),
            Self::Kept(order) => 2 * u64::from(order) + 1,
            Self::Last => u64::MAX,
        }
    }
}

/// The places that change when the leaving items are taken out of the touched stages and the arrivals put in, the
/// arrivals' own included: columns and orders are counted again from 0, so no gap stays. An item that ends where it
/// was is not among them. Arrivals at one slot lie in the order given.
pub(super) fn arrange(
    project: &Project,
    touched: &BTreeSet<StageId>,
    leaving: &BTreeSet<Item>,
    arrivals: &[Arrival],
) -> Vec<(Item, Place)> {
    struct Entry {
        stage: StageId,
        column: ColumnSlot,
        lane: LaneId,
        order: (u64, usize),
        item: Item,
        before: Option<Place>,
    }
    let mut entries: Vec<Entry> = project
        .items()
        .filter(|(item, place)| touched.contains(&place.stage) && !leaving.contains(item))
        .map(|(item, place)| Entry {
            stage: place.stage,
            column: ColumnSlot::existing(place.column),
            lane: place.lane,
            order: (OrderSlot::Kept(place.order).key(), 0),
            item,
            before: Some(place),
        })
        .collect();
    entries.extend(arrivals.iter().enumerate().map(|(index, arrival)| Entry {
        stage: arrival.stage,
        column: arrival.column,
        lane: arrival.lane,
        order: (arrival.order.key(), index),
        item: arrival.item,
        before: project.place_of(arrival.item),
    }));
    entries.sort_unstable_by_key(|entry| (entry.stage, entry.column, entry.lane, entry.order, entry.item));

    let mut changes = Vec::new();
    let mut last: Option<(ColumnSlot, Place)> = None;
    for entry in entries {
        let (mut column, mut order) = (0, 0);
        if let Some((last_column, place)) = last
            && place.stage == entry.stage
        {
            let is_same_column = last_column == entry.column;
            column = if is_same_column { place.column } else { place.column + 1 };
            order = if is_same_column && place.lane == entry.lane { place.order + 1 } else { 0 };
        }
        let place = Place { stage: entry.stage, lane: entry.lane, column, order };
        last = Some((entry.column, place));
        if entry.before != Some(place) {
            changes.push((entry.item, place));
        }
    }
    changes
}
