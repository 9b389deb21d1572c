//! What is filtered, chosen and being written in the list of names: of the window, not of the import.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Id, Ui};

use super::super::import_state::ImportState;
use crate::base::fold::fold;
use crate::import::Matched;
use crate::import::matching::Unmatched;
use crate::import::recipe::Target;
use crate::import::rule::{NameRule, RuleKind};

/// How the list of names is looked at. Names go by their index among those of the file.
#[derive(Clone, Default)]
pub(super) struct NamesView {
    pub filter: String,
    pub is_only_open: bool,
    pub chosen: BTreeSet<usize>,
    /// Where a range that Shift chooses begins.
    pub anchor: Option<usize>,
    /// The name that has, or last had, the focus.
    pub cursor: Option<usize>,
    pub draft: Option<Draft>,
}

/// A rule that is being written.
#[derive(Clone, Default)]
pub(super) struct Draft {
    /// Which rule of the recipe it replaces; `None` for a new one.
    pub at: Option<usize>,
    pub kind: RuleKind,
    pub text: String,
    pub target: Option<Target>,
    pub has_had_focus: bool,
}

impl Draft {
    pub fn of(at: usize, rule: &NameRule) -> Self {
        let target = Some(rule.target.clone());
        Self { at: Some(at), kind: rule.kind, text: rule.text.clone(), target, has_had_focus: false }
    }

    /// The rule, once it is known where the names go.
    pub fn rule(&self) -> Option<NameRule> {
        let target = self.target.clone()?;
        Some(NameRule { kind: self.kind, text: self.text.clone(), target })
    }
}

impl NamesView {
    /// Of the import that is open. A name's index means another name under another column.
    fn id(state: &ImportState) -> Id {
        Id::unique(("names of an import", Arc::as_ptr(&state.table) as usize, &state.plan.name_column))
    }

    pub fn load(ui: &Ui, state: &ImportState) -> Self {
        ui.data(|data| data.get_temp(Self::id(state))).unwrap_or_default()
    }

    pub fn store(self, ui: &Ui, state: &ImportState) {
        ui.data_mut(|data| data.insert_temp(Self::id(state), self));
    }

    /// The names in the order of the file, as filtered.
    pub fn shown<'a>(&self, state: &'a ImportState) -> Vec<Entry<'a>> {
        let filter = fold(self.filter.trim());
        entries(state)
            .filter(|entry| !self.is_only_open || entry.is_open())
            .filter(|entry| {
                filter.is_empty() || fold(entry.name()).contains(&filter) || fold(entry.goes_to()).contains(&filter)
            })
            .collect()
    }

    /// Chooses one name alone, one more, or all from the anchor on.
    pub fn choose(&mut self, shown: &[Entry<'_>], index: usize, is_more: bool, is_range: bool) {
        let position = |index: usize| shown.iter().position(|entry| entry.index() == index);
        if is_range && let Some((a, b)) = self.anchor.and_then(position).zip(position(index)) {
            self.chosen = shown.iter().take(a.max(b) + 1).skip(a.min(b)).map(Entry::index).collect();
            return;
        }
        self.anchor = Some(index);
        if is_more {
            if !self.chosen.remove(&index) {
                self.chosen.insert(index);
            }
        } else {
            let was_alone = self.chosen.len() == 1 && self.chosen.contains(&index);
            self.chosen.clear();
            if !was_alone {
                self.chosen.insert(index);
            }
        }
    }

    /// The names that something is done with: all that are chosen, if this is one of them, else this alone.
    pub fn meant<'a>(&self, state: &'a ImportState, name: Entry<'a>) -> Vec<&'a str> {
        if self.chosen.len() < 2 || !self.chosen.contains(&name.index()) {
            return vec![name.name()];
        }
        self.chosen_names(state)
    }

    pub fn chosen_names<'a>(&self, state: &'a ImportState) -> Vec<&'a str> {
        entries(state).filter(|entry| self.chosen.contains(&entry.index())).map(|entry| entry.name()).collect()
    }
}

/// A name of the file with what becomes of it.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Matched(&'a Matched),
    Unmatched(&'a Unmatched),
}

impl<'a> Entry<'a> {
    pub fn index(&self) -> usize {
        match self {
            Self::Matched(matched) => matched.index,
            Self::Unmatched(unmatched) => unmatched.index,
        }
    }

    pub fn name(&self) -> &'a str {
        match self {
            Self::Matched(matched) => &matched.name,
            Self::Unmatched(unmatched) => &unmatched.name,
        }
    }

    pub fn rows(&self) -> usize {
        match self {
            Self::Matched(matched) => matched.rows,
            Self::Unmatched(unmatched) => unmatched.rows,
        }
    }

    pub fn rule(&self) -> Option<usize> {
        match self {
            Self::Matched(matched) => matched.rule,
            Self::Unmatched(unmatched) => unmatched.rule,
        }
    }

    /// The touchpoint's title, or nothing.
    pub fn goes_to(&self) -> &'a str {
        match self {
            Self::Matched(matched) => &matched.title,
            Self::Unmatched(_) => "",
        }
    }

    /// Nothing is decided about it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Matched(_) => false,
            Self::Unmatched(unmatched) => !unmatched.is_left_out_by_you,
        }
    }
}

/// All names, in the order of the file.
pub(super) fn entries(state: &ImportState) -> impl Iterator<Item = Entry<'_>> {
    let mut matched = state.plan.matched.iter().peekable();
    let mut unmatched = state.plan.unmatched.iter().peekable();
    std::iter::from_fn(move || {
        let is_matched_next = match (matched.peek(), unmatched.peek()) {
            (Some(a), Some(b)) => a.index < b.index,
            (a, _) => a.is_some(),
        };
        if is_matched_next { matched.next().map(Entry::Matched) } else { unmatched.next().map(Entry::Unmatched) }
    })
}
