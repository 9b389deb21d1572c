//! From key presses to commands, by the shortcuts of the action table.

use egui::{Event, Key, Modifiers};

use super::action::Action;
use super::evidence::PictureFor;
use super::request::{Request, Requests};
use super::workspace::{Dialog, Workspace};
use crate::edit::Selection;

/// Takes the shortcuts out of this frame's input and asks for their commands.
/// While text is being typed only shortcuts with Ctrl that no text field uses are taken.
pub fn collect(ctx: &egui::Context, workspace: &Workspace, requests: &mut Requests) {
    let begins_typing = ctx.text_edit_focused();
    ctx.data_mut(|data| data.insert_temp(typing(), begins_typing));
    // The project is edited in this dialog, field by field.
    if matches!(workspace.dialog, Some(Dialog::People(_) | Dialog::Metrics(_) | Dialog::Strategy)) {
        collect_undoing(ctx, workspace, requests);
        return;
    }
    // Dialogs and open menus have the keys to themselves: Esc closes the menu, then the dialog, then the selection.
    if workspace.dialog.is_some() || egui::Popup::is_any_open(ctx) {
        return;
    }
    // The big timer has the whole window: nobody sees what a key of the map would do. It answers its own.
    if workspace.workshop.is_big {
        return;
    }
    // A field that is about to open takes the letters too.
    let is_typing = ctx.text_edit_focused() || workspace.editing.is_some();
    let is_in_document_field = ctx.memory(egui::Memory::focused)
        == ctx.data(|data| data.get_temp::<egui::Id>(document_field())).filter(|_| is_typing);
    let is_map_focused = ctx.memory(|memory| memory.focused().is_none_or(|id| id == super::canvas::canvas_id()));
    let is_table_focused = ctx.memory(|memory| memory.focused().is_none_or(|id| id == super::map_table::table_id()));
    if is_map_focused && !is_typing {
        leave_map_by_key(ctx);
    }
    let is_claimed = ctx
        .memory(egui::Memory::focused)
        .is_some_and(|id| ctx.data(|data| data.get_temp::<egui::Id>(claimant())) == Some(id));
    for action in by_specificity() {
        let Some(shortcut) = action.info().shortcut else { continue };
        let is_undoing = matches!(action, Action::Undo | Action::Redo);
        let is_for_text =
            !shortcut.modifiers.command || (uses_in_text(*action) && !(is_undoing && is_in_document_field));
        let is_for_all = matches!(shortcut.logical_key, Key::F1 | Key::F3);
        if is_typing && is_for_text && !is_for_all {
            continue;
        }
        if is_claimed && is_claimable(*action) {
            continue;
        }
        // On an empty cell letters are the beginning of a card.
        if is_map_focused && workspace.cell_at_hand().is_some() && is_letter(shortcut) {
            continue;
        }
        // Elsewhere Tab goes from control to control.
        if matches!(action, Action::AddCard | Action::PreviousCard)
            && (!is_map_focused || workspace.settings.map_as_table)
        {
            continue;
        }
        // There what is renamed depends on the cell.
        if *action == Action::Rename && workspace.settings.map_as_table && is_table_focused {
            continue;
        }
        // Cut, copy and paste reach the window as events of their own.
        if matches!(action, Action::Cut | Action::Copy | Action::Paste) {
            continue;
        }
        if action.is_enabled(workspace) && ctx.input_mut(|input| consumed(input, shortcut)) {
            if *action == Action::Palette {
                // On a slow computer the first letters come in the same frame: they are not commands any more.
                let query = typed_in_frame(ctx);
                requests.push(Request::Dialog(Some(Dialog::Palette { query, chosen: 0 })));
                return;
            }
            requests.run(*action);
        }
    }
    if is_typing {
        return;
    }
    collect_aliases(ctx, workspace, is_claimed, requests);
}

/// Takes a shortcut out of the input if it was pressed; and its letter, which comes as text too: a field that the
/// command opens must not begin with it.
fn consumed(input: &mut egui::InputState, shortcut: egui::KeyboardShortcut) -> bool {
    let is_press =
        |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if *key == shortcut.logical_key);
    let at = input.events.iter().position(is_press);
    if !input.consume_shortcut(&shortcut) {
        return false;
    }
    if let Some(at) = at.filter(|at| matches!(input.events.get(*at), Some(Event::Text(_)))) {
        input.events.remove(at);
    }
    true
}

/// What is typed in this frame, for a field that is only now opening: who types fast does not wait for it.
pub fn typed_in_frame(ctx: &egui::Context) -> String {
    let text_of = |event: &Event| match event {
        Event::Text(text) => Some(text.clone()),
        _ => None,
    };
    ctx.input(|input| input.events.iter().filter_map(text_of).collect())
}

/// Gives the field of a dialog that has just opened the focus, and what was typed before it had it. Returns whether
/// that was anything.
pub fn open_field(response: &egui::Response, text: &mut String) -> bool {
    if response.has_focus() {
        return false;
    }
    response.request_focus();
    let typed = typed_in_frame(&response.ctx);
    text.push_str(&typed);
    !typed.is_empty()
}

/// The map keeps Tab and the arrows for itself; F6 takes the focus on to the rest of the window, from its top. With the
/// focus nowhere the next Tab would be the map's again.
fn leave_map_by_key(ctx: &egui::Context) {
    if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F6)) {
        ctx.memory_mut(|memory| {
            memory.surrender_focus(super::canvas::canvas_id());
            memory.move_focus(egui::FocusDirection::Next);
        });
    }
}

/// Says that the widget with the focus answers the keys itself by which things are moved, renamed and deleted. For
/// widgets that have it, in each frame.
pub fn claim_keys(ui: &egui::Ui, id: egui::Id) {
    if ui.memory(|memory| memory.has_focus(id)) {
        ui.data_mut(|data| data.insert_temp(claimant(), id));
    }
}

/// Whether a text field had the focus when this frame began. Enter takes it from the field at once: what is drawn
/// after the field must not take the same press for its own.
pub fn began_typing(ctx: &egui::Context) -> bool {
    ctx.data(|data| data.get_temp(typing())).unwrap_or(false)
}

fn typing() -> egui::Id {
    egui::Id::unique("typing as the frame began")
}

fn claimant() -> egui::Id {
    egui::Id::unique("claims the keys")
}

fn is_claimable(action: Action) -> bool {
    matches!(
        action,
        Action::Rename
            | Action::Delete
            | Action::MoveLeft
            | Action::MoveRight
            | Action::MoveUp
            | Action::MoveDown
            | Action::SelectAll
    )
}

/// Whether a shortcut is nothing but a letter.
fn is_letter(shortcut: egui::KeyboardShortcut) -> bool {
    let name = shortcut.logical_key.name();
    shortcut.modifiers.is_none() && name.len() == 1 && name.chars().all(char::is_alphabetic)
}

/// Undo and redo alone: a field whose text is not the project's keeps its own.
fn collect_undoing(ctx: &egui::Context, workspace: &Workspace, requests: &mut Requests) {
    let document_field = ctx.data(|data| data.get_temp::<egui::Id>(document_field()));
    if ctx.text_edit_focused() && ctx.memory(egui::Memory::focused) != document_field {
        return;
    }
    let ctrl_shift = Modifiers { shift: true, ..Modifiers::COMMAND };
    let keys = [(ctrl_shift, Key::Z, Action::Redo), (Modifiers::COMMAND, Key::Z, Action::Undo)];
    for (modifiers, key, action) in keys.into_iter().chain([(Modifiers::COMMAND, Key::Y, Action::Redo)]) {
        if action.is_enabled(workspace) && ctx.input_mut(|input| input.consume_key(modifiers, key)) {
            requests.run(action);
        }
    }
}

/// Where the id of the field is kept whose text is the project's: there undo and redo are the project's too, since
/// the field's own would be one more change of it.
pub fn document_field() -> egui::Id {
    egui::Id::unique("document field")
}

/// Shift-shortcuts before the plain ones: "Ctrl+S" would otherwise take "Ctrl+Shift+S".
fn by_specificity() -> Vec<&'static Action> {
    let mut actions: Vec<_> = Action::ALL.iter().collect();
    let held = |action: &Action| {
        action
            .info()
            .shortcut
            .map_or(0, |s| u8::from(s.modifiers.shift) + u8::from(s.modifiers.alt) + u8::from(s.modifiers.command))
    };
    actions.sort_by_key(|action| std::cmp::Reverse(held(action)));
    actions
}

/// Shortcuts with Ctrl that text fields handle themselves.
fn uses_in_text(action: Action) -> bool {
    matches!(
        action,
        Action::Undo
            | Action::Redo
            | Action::Cut
            | Action::Copy
            | Action::Paste
            | Action::SelectAll
            | Action::SelectNone
            | Action::Duplicate
            | Action::Wider
            | Action::Narrower
            | Action::Taller
            | Action::Shorter
    )
}

/// Second keys that people expect: Ctrl+Shift+Z, Backspace, Escape; and the clipboard's events.
fn collect_aliases(ctx: &egui::Context, workspace: &Workspace, is_claimed: bool, requests: &mut Requests) {
    let ctrl_shift = Modifiers { shift: true, ..Modifiers::COMMAND };
    let ctrl_alt = Modifiers { alt: true, ..Modifiers::COMMAND };
    let aliases = [
        (ctrl_alt, Key::Equals, Action::TextLarger),
        (ctrl_shift, Key::Z, Action::Redo),
        (Modifiers::NONE, Key::Backspace, Action::Delete),
        (Modifiers::COMMAND, Key::Equals, Action::ZoomIn),
        (Modifiers::COMMAND, Key::Num0, Action::ZoomActual),
        (ctrl_shift, Key::Tab, Action::PreviousJourney),
        (Modifiers::COMMAND, Key::Tab, Action::NextJourney),
    ];
    for (modifiers, key, action) in aliases {
        let is_free = !(is_claimed && is_claimable(action)) && action.is_enabled(workspace);
        if is_free && ctx.input_mut(|input| input.consume_key(modifiers, key)) {
            requests.run(action);
        }
    }
    // Shift+1 arrives as "!" on some layouts: the physical key decides.
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Cut if Action::Cut.is_enabled(workspace) => requests.run(Action::Cut),
            Event::Copy if Action::Copy.is_enabled(workspace) => requests.run(Action::Copy),
            Event::Paste(text) if Action::Paste.is_enabled(workspace) => requests.push(Request::PasteText(text)),
            Event::PasteImage(image) if Action::Paste.is_enabled(workspace) => {
                requests.push(Request::PasteImage { image, target: PictureFor::NewCard(None) });
            }
            Event::Key { physical_key: Some(physical), key, pressed: true, modifiers, .. }
                if modifiers.shift_only() && key != physical =>
            {
                let action = match physical {
                    Key::Num1 => Action::ZoomFit,
                    Key::Num2 => Action::ZoomSelection,
                    Key::Num0 => Action::ZoomActual,
                    _ => continue,
                };
                if action.is_enabled(workspace) {
                    requests.run(action);
                }
            }
            _ => {}
        }
    }
    // What is dragged elsewhere is let go by Esc, and stays selected.
    let drags_elsewhere = ctx.dragged_id().is_some_and(|id| id != super::canvas::canvas_id());
    let escapes = workspace.preview.is_none() && workspace.editing.is_none() && !drags_elsewhere;
    if escapes && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        if workspace.finding.is_some() {
            requests.push(Request::Find(None));
            return;
        }
        if workspace.is_bottom_maximized {
            requests.run(Action::MaximizeBottom);
            return;
        }
        requests.push(Request::Select(Selection::default()));
        requests.run(Action::ToolSelect);
    }
}
