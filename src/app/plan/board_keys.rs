//! Keys of the board: arrows go from card to card, with Alt they move the card to the next state, Enter types the title,
//! Insert adds a card below, Delete takes it out.

use egui::{Key, Modifiers, Ui};

use super::board_ui::{Columns, start_typing};
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::{Edit, actions};
use crate::model::{ActionId, ActionState};

/// Takes this frame's keys.
pub(super) fn take_keys(ui: &Ui, workspace: &Workspace, columns: &Columns, requests: &mut Requests) {
    let take = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let project = workspace.document.project();
    let place = workspace.action.and_then(|id| columns.place_of(id));
    for (key, is_right) in [(Key::ArrowLeft, false), (Key::ArrowRight, true)] {
        if take(Modifiers::ALT, key)
            && let (Some(id), Some((state, _))) = (workspace.action, place)
            && let Some(edit) = beside(state, is_right).and_then(|state| actions::set_state(project, id, state))
        {
            requests.push(Request::Seal);
            requests.edit(edit);
            requests.push(Request::Seal);
            return;
        }
    }
    let moves = [
        (Key::ArrowUp, Step::Up),
        (Key::ArrowDown, Step::Down),
        (Key::ArrowLeft, Step::Left),
        (Key::ArrowRight, Step::Right),
    ];
    for (key, step) in moves {
        if take(Modifiers::NONE, key) {
            let to = next(columns, place, step);
            if let Some(to) = to {
                requests.push(Request::ShowAction(Some(to)));
            }
            return;
        }
    }
    let state = place.map_or(ActionState::Idea, |(state, _)| state);
    if take(Modifiers::NONE, Key::Insert) {
        start_typing(ui, None, state, String::new());
    }
    let Some(action) = workspace.shown_action() else { return };
    if take(Modifiers::NONE, Key::Enter) || take(Modifiers::NONE, Key::F2) {
        start_typing(ui, Some(action.id), action.state, action.title.clone());
    }
    if take(Modifiers::NONE, Key::Delete) || take(Modifiers::NONE, Key::Backspace) {
        let ids = columns.of_state(state);
        let at = place.map_or(0, |(_, at)| at);
        let heir = ids.get(at + 1).or_else(|| at.checked_sub(1).and_then(|at| ids.get(at))).copied();
        requests.push(Request::Seal);
        requests.edit(Edit::RemoveAction { action: action.id });
        requests.push(Request::ShowAction(heir));
    }
}

/// Where an arrow goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Up,
    Down,
    Left,
    Right,
}

/// The card that an arrow goes to: up and down within the column, sideways to the next column that has any.
/// Without a card, the first there is.
fn next(columns: &Columns, place: Option<(ActionState, usize)>, step: Step) -> Option<ActionId> {
    let Some((state, at)) = place else {
        return ActionState::ALL.into_iter().find_map(|state| columns.of_state(state).first()).copied();
    };
    let ids = columns.of_state(state);
    match step {
        Step::Up => ids.get(at.saturating_sub(1)).copied(),
        Step::Down => ids.get((at + 1).min(ids.len().saturating_sub(1))).copied(),
        Step::Left | Step::Right => {
            let mut state = state;
            while let Some(other) = beside(state, step == Step::Right) {
                let others = columns.of_state(other);
                if let Some(last) = others.len().checked_sub(1) {
                    return others.get(at.min(last)).copied();
                }
                state = other;
            }
            None
        }
    }
}

fn beside(state: ActionState, is_right: bool) -> Option<ActionState> {
    let at = ActionState::ALL.iter().position(|other| *other == state)?;
    let to = if is_right { at + 1 } else { at.checked_sub(1)? };
    ActionState::ALL.get(to).copied()
}
