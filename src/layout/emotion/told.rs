//! What is told of touchpoints, read out of their records once: while a map changes little, thousands of records need
//! not be looked into again.

use std::sync::Arc;

use crate::model::project::Table;
use crate::model::{Emotion, PersonaId, Place, Touchpoint, TouchpointId};

/// How one persona feels, or everybody.
type One = (Option<PersonaId>, Emotion);

/// How personas feel at a touchpoint. Mostly it is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    first: Option<One>,
    more: Option<Arc<[One]>>,
}

impl Said {
    fn of(record: &Touchpoint) -> Self {
        let mut all = record.emotions.iter().map(|(persona, emotion)| (*persona, *emotion));
        let first = all.next();
        let more: Vec<_> = all.collect();
        Self { first, more: (!more.is_empty()).then(|| more.into()) }
    }

    pub fn get(&self, persona: Option<PersonaId>) -> Option<Emotion> {
        let more = self.more.as_deref().unwrap_or_default();
        self.first.iter().chain(more).find(|(other, _)| *other == persona).map(|(_, emotion)| *emotion)
    }
}

/// A touchpoint as it was read last.
pub(super) struct Known {
    /// Held, so that its address stays its own.
    record: Arc<Touchpoint>,
    pub id: TouchpointId,
    /// Another whenever the record is.
    pub version: u64,
    pub place: Place,
    pub said: Said,
}

impl Known {
    fn read(record: &Arc<Touchpoint>, last_version: &mut u64) -> Self {
        *last_version += 1;
        let said = Said::of(record);
        Self { record: Arc::clone(record), id: record.id, version: *last_version, place: record.place, said }
    }
}

/// All touchpoints of the project, in the order of ids.
#[derive(Default)]
pub(super) struct Told {
    known: Vec<Known>,
    last_version: u64,
}

impl Told {
    /// What is known of the records of a table; only those that are others are read.
    pub fn of(&mut self, table: &Table<TouchpointId, Touchpoint>) -> &[Known] {
        if self.known.len() == table.len() && self.known.iter().zip(table.keys()).all(|(known, id)| known.id == *id) {
            for (known, record) in self.known.iter_mut().zip(table.values()) {
                if !Arc::ptr_eq(&known.record, record) {
                    *known = Known::read(record, &mut self.last_version);
                }
            }
            return &self.known;
        }
        let old = std::mem::take(&mut self.known);
        let mut old = old.into_iter().peekable();
        self.known.reserve(table.len());
        for (id, record) in table.iter() {
            while old.peek().is_some_and(|known| known.id < *id) {
                old.next();
            }
            let before = old.next_if(|known| known.id == *id).filter(|known| Arc::ptr_eq(&known.record, record));
            let known = before.unwrap_or_else(|| Known::read(record, &mut self.last_version));
            self.known.push(known);
        }
        &self.known
    }
}
