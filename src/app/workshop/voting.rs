//! Clicks and keys of the voting tool on the map.

use egui::{Event, Key, Modifiers, Ui};

use super::state::WorkshopWish;
use super::wish;
use crate::app::request::{Request, Requests};
use crate::app::workspace::{Tool, Workspace};
use crate::edit::Selection;
use crate::model::{Item, Subject};

/// A card was clicked. The second click of a double click is the same hand: it counts as one.
pub fn click(workspace: &Workspace, subject: Option<Subject>, is_double: bool, requests: &mut Requests) {
    match subject {
        Some(Subject::Item(item)) if !is_double => wish(requests, WorkshopWish::Dot(item)),
        Some(Subject::Item(_)) => {}
        Some(Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_)) | None => {
            if !workspace.document.selection().is_empty() {
                requests.push(Request::Select(Selection::default()));
            }
        }
    }
}

/// Space gives a dot to the card with the focus, a digit so many, 0 takes them back.
pub fn take_keys(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    if workspace.tool != Tool::Vote {
        return;
    }
    let Some(Subject::Item(item)) = workspace.document.selection().focus else { return };
    let wishes: Vec<WorkshopWish> = ui.input_mut(|input| {
        let mut wishes = Vec::new();
        input.events.retain(|event| match wish_of(event, item) {
            Some(wish) => {
                wishes.push(wish);
                false
            }
            None => true,
        });
        wishes
    });
    for one in wishes {
        wish(requests, one);
    }
}

fn wish_of(event: &Event, item: Item) -> Option<WorkshopWish> {
    const DIGITS: [Key; 10] =
        [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    let Event::Key { key, pressed: true, repeat: false, modifiers: Modifiers::NONE, .. } = event else { return None };
    if *key == Key::Space {
        return Some(WorkshopWish::Dot(item));
    }
    let dots = DIGITS.iter().position(|digit| digit == key)?;
    Some(WorkshopWish::Dots(item, u8::try_from(dots).ok()?))
}
