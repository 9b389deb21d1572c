//! Edits of actions, made from what is chosen on the board, in the matrix and in forms. Each function decides only;
//! nothing is changed until the edit is committed.

use std::collections::BTreeSet;

use super::{ActionChange, Edit};
use crate::model::{Action, ActionId, ActionState, Aim, Project};

/// An action of which no more is known.
pub fn new_action(
    project: &Project,
    title: &str,
    aims: impl IntoIterator<Item = Aim>,
    state: ActionState,
) -> (Edit, ActionId) {
    let id = ActionId(project.next_id);
    let aims: BTreeSet<Aim> = aims.into_iter().collect();
    (Edit::AddAction { action: Action { aims, state, ..Action::new(id, title.trim()) } }, id)
}

/// Lets it work in other places as well. `None` if it works in all of them already, or is gone.
pub fn add_aims(project: &Project, action: ActionId, aims: impl IntoIterator<Item = Aim>) -> Option<Edit> {
    let known = &project.actions.get(&action)?.aims;
    let all: BTreeSet<Aim> = known.iter().copied().chain(aims).collect();
    (all != *known).then_some(Edit::ChangeAction { action, change: ActionChange::Aims(all) })
}

/// Lets it work there no more. `None` if it does not, or is gone.
pub fn remove_aim(project: &Project, action: ActionId, aim: Aim) -> Option<Edit> {
    let mut aims = project.actions.get(&action)?.aims.clone();
    aims.remove(&aim).then_some(Edit::ChangeAction { action, change: ActionChange::Aims(aims) })
}

/// Says how far it is. `None` if it is so far already, or is gone.
pub fn set_state(project: &Project, action: ActionId, state: ActionState) -> Option<Edit> {
    let known = project.actions.get(&action)?;
    (known.state != state).then_some(Edit::ChangeAction { action, change: ActionChange::State(state) })
}

/// Rates impact and effort, both at once. `None` if they are rated so already, or the action is gone.
pub fn rate(project: &Project, action: ActionId, impact: Option<u8>, effort: Option<u8>) -> Option<Edit> {
    let known = project.actions.get(&action)?;
    let is_new = (known.impact, known.effort) != (impact, effort);
    is_new.then_some(Edit::ChangeAction { action, change: ActionChange::Rating { impact, effort } })
}

/// Gives it another title. `None` if it is called so already, or is gone.
pub fn rename(project: &Project, action: ActionId, title: &str) -> Option<Edit> {
    let known = project.actions.get(&action)?;
    let title = title.trim();
    (known.title != title).then(|| Edit::ChangeAction { action, change: ActionChange::Title(title.to_owned()) })
}
