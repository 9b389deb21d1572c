//! The open project: its present state, its history, its selection, and whether it differs from the file.
//! Knows no path and writes no file.

use std::collections::VecDeque;

use super::apply::reshare;
use super::{Edit, EditError, MergeKey, Selection, apply};
use crate::model::Project;

/// How many edits can be undone.
pub const HISTORY_LIMIT: usize = 200;

/// The open project with its history.
#[derive(Clone, Debug)]
pub struct Document {
    project: Project,
    selection: Selection,
    saved: Project,
    /// From the oldest on.
    entries: VecDeque<Entry>,
    /// How many of the entries are in effect; those after them can be redone.
    done: usize,
    /// Whether the last entry in effect may still take in an edit of the same merge key.
    is_open: bool,
    revision: u64,
}

#[derive(Clone, Debug)]
struct Entry {
    label: String,
    /// Edits of this key may join.
    open_key: Option<MergeKey>,
    /// The revision that the entry was begun with.
    revision: u64,
    before: State,
    after: State,
}

#[derive(Clone, Debug)]
struct State {
    project: Project,
    selection: Selection,
}

impl Document {
    /// A document that counts as saved, with nothing selected and nothing to undo.
    pub fn new(project: Project) -> Self {
        Self {
            saved: project.clone(),
            project,
            selection: Selection::default(),
            entries: VecDeque::new(),
            done: 0,
            is_open: false,
            revision: 0,
        }
    }

    /// A document that no file holds yet: what was left of unsaved work.
    pub fn recovered(project: Project) -> Self {
        Self { saved: Project::default(), ..Self::new(project) }
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Selects what of it exists.
    pub fn select(&mut self, selection: Selection) {
        self.selection = selection;
        self.selection.retain_existing(&self.project);
    }

    /// Makes the edit and keeps what of the selection still exists.
    ///
    /// An edit into the same field as the one before joins its undo entry, until [`Self::seal`]; so does the naming of
    /// what the one before added. An edit that
    /// changes nothing leaves no entry, nor does typing that comes back to where it began.
    ///
    /// # Errors
    /// If the edit is refused; then nothing has changed.
    pub fn commit(&mut self, edit: &Edit) -> Result<(), EditError> {
        let selection = self.selection.clone();
        self.commit_selecting(edit, selection)
    }

    /// Like [`Self::commit`], with what is selected afterward: the items just added, say. The selection is taken
    /// over even if the edit changes nothing.
    ///
    /// # Errors
    /// If the edit is refused; then nothing has changed, the selection neither.
    pub fn commit_selecting(&mut self, edit: &Edit, then: Selection) -> Result<(), EditError> {
        let project = apply(&self.project, edit)?;
        if project.is_same_as(&self.project) {
            self.select(then);
            return Ok(());
        }
        let label = edit.label(&self.project);
        let before =
            State { project: std::mem::replace(&mut self.project, project), selection: self.selection.clone() };
        self.select(then);
        self.revision += 1;
        self.entries.truncate(self.done);
        let merge_key = edit.merge_key();
        if (self.is_open || edit.joins_after_seal())
            && merge_key.is_some()
            && let Some(last) = self.entries.back_mut()
            && last.open_key == merge_key
        {
            reshare(&mut self.project, &last.before.project);
            last.after = State { project: self.project.clone(), selection: self.selection.clone() };
            if self.project.is_same_as(&last.before.project) {
                self.entries.pop_back();
                self.done = self.entries.len();
                self.is_open = false;
            }
            return Ok(());
        }
        let after = State { project: self.project.clone(), selection: self.selection.clone() };
        self.entries.push_back(Entry { label, open_key: edit.open_key(), revision: self.revision, before, after });
        if self.entries.len() > HISTORY_LIMIT {
            self.entries.pop_front();
        }
        self.done = self.entries.len();
        self.is_open = true;
        Ok(())
    }

    /// Whether an edit would join the last undo entry, as typing into something just added does.
    pub fn would_join(&self, edit: &Edit) -> bool {
        let key = edit.merge_key();
        (self.is_open || edit.joins_after_seal())
            && key.is_some()
            && self.entries.back().is_some_and(|last| last.open_key == key)
    }

    /// Ends the merging of typing: the focus left the field, or the slider was let go.
    pub fn seal(&mut self) {
        self.is_open = false;
    }

    /// Goes one edit back, with the selection that was there before it. `false` if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(entry) = self.done.checked_sub(1).and_then(|index| self.entries.get(index)) else { return false };
        let state = entry.before.clone();
        self.done -= 1;
        self.restore(state);
        true
    }

    /// Goes one edit back as if it had never been made: there is nothing to make again. What is selected now stays,
    /// as far as it exists; with nothing left of it, what was selected before the edit is again.
    pub fn take_back(&mut self) -> bool {
        let selection = self.selection.clone();
        let is_back = self.undo();
        self.entries.truncate(self.done);
        let before = std::mem::replace(&mut self.selection, selection);
        self.selection.retain_existing(&self.project);
        if self.selection.is_empty() {
            self.selection = before;
        }
        is_back
    }

    /// Makes the edit again that was undone last, with the selection that it left. `false` if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(entry) = self.entries.get(self.done) else { return false };
        let state = entry.after.clone();
        self.done += 1;
        self.restore(state);
        true
    }

    /// What undo would take back: "Move Checkout".
    pub fn undo_label(&self) -> Option<&str> {
        let entry = self.entries.get(self.done.checked_sub(1)?)?;
        Some(&entry.label)
    }

    /// What redo would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.entries.get(self.done).map(|entry| entry.label.as_str())
    }

    /// Whether the project differs from what was saved last. Undone back to that state, it does not.
    pub fn is_changed(&self) -> bool {
        !self.project.is_same_as(&self.saved)
    }

    /// Says that this snapshot is what the file holds now; it may be older than the present state.
    pub fn mark_saved(&mut self, snapshot: &Project) {
        self.saved = snapshot.clone();
        // What is typed from here on can be undone back to the saved state.
        self.is_open = false;
    }

    /// Grows with each change of the project, undo and redo included.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the edit that led to that revision is in effect: made, and not undone since.
    pub fn stands(&self, revision: u64) -> bool {
        let mut in_effect = self.entries.iter().take(self.done);
        let is_forgotten = || self.entries.front().is_some_and(|oldest| revision < oldest.revision);
        in_effect.any(|entry| entry.revision == revision) || is_forgotten()
    }

    fn restore(&mut self, state: State) {
        self.project = state.project;
        self.selection = state.selection;
        self.selection.retain_existing(&self.project);
        self.is_open = false;
        self.revision += 1;
    }
}
