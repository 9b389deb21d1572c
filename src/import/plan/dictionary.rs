//! Texts and days to small numbers, each looked at once however often it returns.

use std::collections::HashMap;
use std::hash::Hash;

use crate::import::number::is_unknown;
use crate::import::shape::is_totals_label;

/// A map whose order and speed do not depend on the run.
pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// A text of the file, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub text: Box<str>,
    /// The line in which it is seen first.
    pub first_line: u64,
    pub is_totals: bool,
    /// It says that nothing is reported.
    pub is_unknown: bool,
}

/// Texts in the order in which they were seen first.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    ids: Map<Box<str>, u32>,
    entries: Vec<Entry>,
    last: u32,
}

impl Dictionary {
    /// The text's number.
    #[inline]
    pub fn find(&mut self, text: &str, line: u64) -> u32 {
        // Most rows say what the row above says.
        if self.entries.get(self.last as usize).is_some_and(|entry| &*entry.text == text) {
            return self.last;
        }
        self.last = match self.ids.get(text) {
            Some(id) => *id,
            None => self.add(text, line),
        };
        self.last
    }

    fn add(&mut self, text: &str, line: u64) -> u32 {
        let id = number(self.entries.len());
        self.ids.insert(text.into(), id);
        let (is_totals, is_unknown) = (is_totals_label(text), is_unknown(text));
        self.entries.push(Entry { text: text.into(), first_line: line, is_totals, is_unknown });
        id
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn get(&self, id: u32) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// Takes in the texts of another; returns their numbers here.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let absorb = |entry: &Entry| {
            let id = self.find(&entry.text, entry.first_line);
            if let Some(known) = self.entries.get_mut(id as usize) {
                known.first_line = known.first_line.min(entry.first_line);
            }
            id
        };
        other.entries.iter().map(absorb).collect()
    }

    /// The texts by the line in which they are seen first, and the place of each number among them.
    pub fn in_order(&self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|id| self.entries.get(*id).map(|entry| entry.first_line));
        let texts = order.iter().filter_map(|id| self.entries.get(*id)).map(|entry| entry.text.to_string()).collect();
        let mut places = vec![0; order.len()];
        for (place, id) in order.into_iter().enumerate() {
            if let Some(slot) = places.get_mut(id) {
                *slot = number(place);
            }
        }
        (texts, places)
    }
}

/// Values in the order in which they were seen first.
#[derive(Clone, Debug)]
pub(super) struct Interner<K> {
    ids: Map<K, u32>,
    pub all: Vec<K>,
    last: u32,
}

impl<K> Default for Interner<K> {
    fn default() -> Self {
        Self { ids: Map::default(), all: Vec::new(), last: 0 }
    }
}

impl<K: Clone + Eq + Hash> Interner<K> {
    /// The value's number.
    #[inline]
    pub fn find(&mut self, value: &K) -> u32 {
        if self.all.get(self.last as usize) == Some(value) {
            return self.last;
        }
        self.last = match self.ids.get(value) {
            Some(id) => *id,
            None => {
                let id = number(self.all.len());
                self.ids.insert(value.clone(), id);
                self.all.push(value.clone());
                id
            }
        };
        self.last
    }

    /// Takes in the values of another; returns their numbers here.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        other.all.iter().map(|value| self.find(value)).collect()
    }
}

/// No number: no segment, no days.
pub(super) const NONE: u32 = u32::MAX;

/// A place as a number; what is counted here is limited far below.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
