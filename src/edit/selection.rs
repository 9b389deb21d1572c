//! What is selected. Belongs to the document, so that undo brings it back, but is no part of the project.

use std::collections::BTreeSet;

use crate::model::{CardId, Item, Project, StickyId, Subject, TouchpointId};

/// What is selected, and where the keyboard is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub subjects: BTreeSet<Subject>,
    /// Where arrow keys start from and text goes to; need not be selected itself.
    pub focus: Option<Subject>,
}

impl Selection {
    /// That one subject, with the focus.
    pub fn only(subject: impl Into<Subject>) -> Self {
        let subject = subject.into();
        Self { subjects: BTreeSet::from([subject]), focus: Some(subject) }
    }

    /// These subjects, with the focus on the first.
    pub fn of(subjects: impl IntoIterator<Item = impl Into<Subject>>) -> Self {
        let mut subjects = subjects.into_iter().map(Into::into).peekable();
        let focus = subjects.peek().copied();
        Self { subjects: subjects.collect(), focus }
    }

    /// Selects the subject, or takes it out if it was selected; the focus goes to it either way.
    pub fn toggle(&mut self, subject: impl Into<Subject>) {
        let subject = subject.into();
        if !self.subjects.remove(&subject) {
            self.subjects.insert(subject);
        }
        self.focus = Some(subject);
    }

    /// Selects the subject too and gives it the focus.
    pub fn add(&mut self, subject: impl Into<Subject>) {
        let subject = subject.into();
        self.subjects.insert(subject);
        self.focus = Some(subject);
    }

    pub fn contains(&self, subject: impl Into<Subject>) -> bool {
        self.subjects.contains(&subject.into())
    }

    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// The subject, if exactly one is selected.
    pub fn single(&self) -> Option<Subject> {
        if self.subjects.len() == 1 { self.subjects.first().copied() } else { None }
    }

    /// The selected items, touchpoints first; in no order of the map.
    pub fn items(&self) -> Vec<Item> {
        self.subjects
            .iter()
            .filter_map(|subject| match subject {
                Subject::Item(item) => Some(*item),
                Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
            })
            .collect()
    }

    /// The selected stickies.
    pub fn stickies(&self) -> Vec<StickyId> {
        let sticky = |subject: &Subject| match subject {
            Subject::Sticky(id) => Some(*id),
            Subject::Item(_) | Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => None,
        };
        self.subjects.iter().filter_map(sticky).collect()
    }

    /// The selected touchpoints.
    pub fn touchpoints(&self) -> Vec<TouchpointId> {
        let touchpoint = |item| match item {
            Item::Touchpoint(id) => Some(id),
            Item::Card(_) => None,
        };
        self.items().into_iter().filter_map(touchpoint).collect()
    }

    /// The selected cards.
    pub fn cards(&self) -> Vec<CardId> {
        let card = |item| match item {
            Item::Touchpoint(_) => None,
            Item::Card(id) => Some(id),
        };
        self.items().into_iter().filter_map(card).collect()
    }

    /// Forgets what the project does not have.
    pub fn retain_existing(&mut self, project: &Project) {
        self.subjects.retain(|subject| exists(project, *subject));
        self.focus = self.focus.filter(|focus| exists(project, *focus));
    }
}

fn exists(project: &Project, subject: Subject) -> bool {
    match subject {
        Subject::Item(Item::Touchpoint(id)) => project.touchpoints.contains_key(&id),
        Subject::Item(Item::Card(id)) => project.cards.contains_key(&id),
        Subject::Stage(id) => project.stages.contains_key(&id),
        Subject::Lane(id) => project.lanes.contains_key(&id),
        Subject::Connector(id) => project.connectors.contains_key(&id),
        Subject::Sticky(id) => project.stickies.contains_key(&id),
    }
}
