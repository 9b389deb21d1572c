//! The keys of a talk, in the audience's window and in the presenter's. A clicker sends page keys, Esc, F5 and the full stop.

use egui::{Context, Event, Key, Modifiers};

use super::{Cover, PointerTool, Sheet, Step};
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;

/// Every key and what it does, as the help lists them.
pub const KEYS: [(&str, &str); 17] = [
    ("Right, Page Down, Space, Enter", "Next shot, or next touchpoint of a replay"),
    ("Left, Page Up, Shift+Space", "Back"),
    ("Home, End", "First and last shot"),
    ("1 2 3 …, then Enter", "Shot of that number"),
    ("O or G", "Overview of all shots"),
    ("B or .", "Black screen"),
    ("W", "White screen"),
    ("S", "Spotlight that follows the mouse"),
    ("L", "Laser pointer"),
    ("D", "Draw over the map; lines vanish by themselves"),
    ("R", "Replay: touchpoints appear one by one"),
    ("Wheel, pinch, drag", "Look closer, and move"),
    ("0", "Back to the shot's own view"),
    ("P", "Presenter view; Shift+P in or out of a window of its own"),
    ("X", "Swap the screens"),
    ("T", "Timer of the workshop, big; Shift+T starts or holds it, + gives a minute more"),
    ("Esc", "One thing back, and then the end"),
];

/// Takes the keys of this frame.
pub fn collect(ctx: &Context, workspace: &Workspace, requests: &mut Requests) {
    let Some(presentation) = &workspace.presentation else { return };
    if crate::app::workshop::stage_keys(ctx, workspace, requests) {
        return;
    }
    // A field or an open menu of the presenter's view has the keys to itself: Esc closes the menu, not the talk.
    if ctx.text_edit_focused() || egui::Popup::is_any_open(ctx) {
        return;
    }
    let columns = match presentation.sheet {
        Some(Sheet::Overview(_)) => Some(super::overview_ui::columns(presentation.shots.len())),
        Some(Sheet::Help) | None => None,
    };
    // With the focus on a button, Space and Enter are its own.
    let is_button_focused = ctx.memory(|memory| memory.focused().is_some());
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        let step = match event {
            Event::Key { key, pressed: true, modifiers, .. } => step_of(key, modifiers, columns, is_button_focused),
            Event::Text(text) if text == "?" => Some(Step::Help),
            _ => None,
        };
        if let Some(step) = step {
            requests.push(Request::Present(step));
        }
    }
}

/// What a key does; `columns` is how many pictures the overview has in a row while it is open.
fn step_of(key: Key, modifiers: Modifiers, columns: Option<usize>, is_button_focused: bool) -> Option<Step> {
    if modifiers.command || modifiers.alt {
        return None;
    }
    if let Some(columns) = columns {
        let row = isize::try_from(columns).unwrap_or(1);
        let by = match key {
            Key::ArrowLeft => Some(-1),
            Key::ArrowRight => Some(1),
            Key::ArrowUp => Some(-row),
            Key::ArrowDown => Some(row),
            _ => None,
        };
        if let Some(by) = by {
            return Some(Step::Choose(by));
        }
    }
    Some(match key {
        Key::Space | Key::Enter if is_button_focused => return None,
        Key::Space if modifiers.shift => Step::Previous,
        Key::ArrowRight | Key::ArrowDown | Key::PageDown | Key::Space => Step::Next,
        Key::ArrowLeft | Key::ArrowUp | Key::PageUp | Key::Backspace => Step::Previous,
        Key::Home => Step::First,
        Key::End => Step::Last,
        Key::Enter => Step::Enter,
        Key::B | Key::Period => Step::Cover(Cover::Black),
        Key::W => Step::Cover(Cover::White),
        Key::O | Key::G => Step::Overview,
        Key::S => Step::Tool(PointerTool::Spotlight),
        Key::L => Step::Tool(PointerTool::Laser),
        Key::D => Step::Tool(PointerTool::Pen),
        Key::R => Step::Replay,
        Key::P if modifiers.shift => Step::PresenterElsewhere,
        Key::P => Step::Presenter,
        Key::X => Step::SwapScreens,
        Key::F1 => Step::Help,
        Key::Escape => Step::Escape,
        Key::Num0 => Step::Digit(0),
        Key::Num1 => Step::Digit(1),
        Key::Num2 => Step::Digit(2),
        Key::Num3 => Step::Digit(3),
        Key::Num4 => Step::Digit(4),
        Key::Num5 => Step::Digit(5),
        Key::Num6 => Step::Digit(6),
        Key::Num7 => Step::Digit(7),
        Key::Num8 => Step::Digit(8),
        Key::Num9 => Step::Digit(9),
        _ => return None,
    })
}
