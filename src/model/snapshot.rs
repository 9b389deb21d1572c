//! Earlier states of the map that are kept in the project. What they hold is packed and unpacked by `file`.

use std::collections::BTreeSet;
use std::fmt::{Debug, Formatter};
use std::sync::Arc;

use super::{Project, SnapshotId};
use crate::base::date::DateTime;
use crate::base::{Date, PictureHash};

/// The project as it was, without imported figures and without earlier snapshots.
#[derive(Clone, PartialEq)]
pub struct Snapshot {
    pub id: SnapshotId,
    /// What people call it, or empty.
    pub label: String,
    /// When it was taken, by the clock of that computer.
    pub taken: DateTime,
    /// Taken by itself, before another one was restored.
    pub is_safety: bool,
    pub journeys: u32,
    pub touchpoints: u32,
    pub cards: u32,
    /// What its cards, personas and brand sheet show: these pictures are kept as long as it is.
    /// INVARIANT: among the project's pictures.
    pub pictures: BTreeSet<PictureHash>,
    /// A project file of its own, compressed (zlib).
    pub packed: Arc<[u8]>,
}

impl Snapshot {
    /// A snapshot of a project that was packed.
    pub fn new(id: SnapshotId, project: &Project, packed: Arc<[u8]>, taken: DateTime) -> Self {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            id,
            label: String::new(),
            taken,
            is_safety: false,
            journeys: count(project.journeys.len()),
            touchpoints: count(project.touchpoints.len()),
            cards: count(project.cards.len()),
            pictures: project.pictures_on_show().collect(),
            packed,
        }
    }

    /// The day on which it was taken.
    pub fn day(&self) -> Date {
        self.taken.date()
    }

    /// What people call it, else what it is and when it was taken.
    pub fn name(&self) -> String {
        if !self.label.trim().is_empty() {
            return self.label.trim().to_owned();
        }
        let what = if self.is_safety { "Before restoring" } else { "Snapshot" };
        format!("{what}, {}", self.taken_label())
    }

    /// "4 Sep 2026, 14:32".
    pub fn taken_label(&self) -> String {
        self.taken.strftime("%-d %b %Y, %H:%M").to_string()
    }
}

impl Debug for Snapshot {
    /// Without the bytes.
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot({} {:?} {} {} bytes)", self.id, self.label, self.taken, self.packed.len())
    }
}
