//! A text edited in its cell. What is typed becomes an edit at once; the edits merge into one undo entry.

use egui::text::CCursorRange;
use egui::{Area, Frame, Id, Key, KeyboardShortcut, Modifiers, Order, Rect, Stroke, TextEdit, Ui};

use super::column::owner_edit;
use crate::app::capture::{AfterCapture, Captured};
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::workspace::{Editing, Workspace};
use crate::edit::{CaptureStep, CardChange, Edit, TouchpointChange};
use crate::model::{Item, Project, TouchpointId};

/// The open field.
#[derive(Clone, Debug)]
pub struct Field {
    of: FieldOf,
    original: String,
    /// Whether the row was made just before, to be typed into.
    is_new: bool,
    /// Counts up while the field settles: the key that opened it may still be moving the focus.
    age: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldOf {
    Title(Item),
    Owner(TouchpointId),
}

impl Field {
    /// The title of a touchpoint or the text of a card.
    pub fn title(item: Item, workspace: &Workspace) -> Self {
        let of = FieldOf::Title(item);
        let original = of.text(workspace.document.project()).unwrap_or_default().to_owned();
        let is_new = original.is_empty() && workspace.document.would_join(&of.edit(String::new()));
        Self { of, original, is_new, age: 0 }
    }

    /// A touchpoint's owner.
    pub fn owner(touchpoint: TouchpointId, workspace: &Workspace) -> Self {
        let of = FieldOf::Owner(touchpoint);
        let original = of.text(workspace.document.project()).unwrap_or_default().to_owned();
        Self { of, original, is_new: false, age: 0 }
    }

    /// The row that it is in.
    pub fn item(&self) -> Item {
        match self.of {
            FieldOf::Title(item) => item,
            FieldOf::Owner(touchpoint) => Item::Touchpoint(touchpoint),
        }
    }

    pub fn is_title(&self) -> bool {
        matches!(self.of, FieldOf::Title(_))
    }

    /// Draws it over its cell. Returns whether it was closed.
    pub fn ui(&mut self, ui: &Ui, cell: Rect, workspace: &Workspace, requests: &mut Requests) -> bool {
        const LEAST_WIDTH: f32 = 180.0;
        const SETTLES_AFTER: u8 = 3;
        let theme = &workspace.theme;
        let Some(text) = self.of.text(workspace.document.project()) else { return true };
        let mut typed = text.to_owned();
        let id = Id::unique(("field of the map's table", self.item()));
        let keys = if self.age > 0 { take_keys(ui) } else { Keys::default() };
        let newline = matches!(self.of, FieldOf::Title(Item::Card(_)))
            .then(|| KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter));
        let width = cell.width().max(LEAST_WIDTH);
        let area = Area::new(id.with("area")).order(Order::Foreground).fixed_pos(cell.min).constrain(true);
        let output = area.show(ui.ctx(), |ui| {
            ui.set_width(width);
            let frame = Frame::NONE
                .fill(color32(theme.color.surface))
                .stroke(Stroke::new(1.5, color32(theme.color.accent)))
                .corner_radius(theme.window.radius)
                .inner_margin(egui::Margin::symmetric(6, 5));
            TextEdit::multiline(&mut typed)
                .id(id)
                .desired_width(width)
                .desired_rows(1)
                .frame(frame)
                .return_key(newline)
                .show(ui)
        });
        let output = output.inner;
        let response = output.response.response.accessible_name(match self.of {
            FieldOf::Title(Item::Touchpoint(_)) => "Title of the touchpoint",
            FieldOf::Title(Item::Card(_)) => "Text of the card",
            FieldOf::Owner(_) => "Owner",
        });
        if self.age == 0 {
            let mut state = output.state;
            state.cursor.set_char_range(Some(CCursorRange::select_all_str(&typed)));
            state.store(ui.ctx(), id);
        }
        if self.age < SETTLES_AFTER {
            self.age += 1;
            response.request_focus();
            ui.ctx().request_repaint();
        }
        let has_left = self.age >= SETTLES_AFTER && (response.lost_focus() || !response.has_focus());
        let typed = if self.is_title_of_touchpoint() { typed.replace('\n', " ") } else { typed };
        if typed != text && !keys.is_escaped {
            requests.edit(self.of.edit(typed.clone()));
        }
        if !(has_left || keys.is_escaped || keys.is_entered) {
            return false;
        }
        if keys.is_escaped && text != self.original {
            requests.edit(self.of.edit(self.original.clone()));
        }
        self.close(&typed, keys, workspace, requests);
        true
    }

    fn close(&self, text: &str, keys: Keys, workspace: &Workspace, requests: &mut Requests) {
        let is_empty = text.trim().is_empty() || keys.is_escaped;
        if self.is_new
            && let Some(place) = workspace.document.project().place_of(self.item())
        {
            let goes_on = keys.is_entered && !is_empty;
            let then = if goes_on { AfterCapture::GoOn(CaptureStep::Below) } else { AfterCapture::Stop };
            requests.push(Request::Captured(Captured { item: self.item(), place, is_empty, then }));
        } else if self.is_title() {
            requests.push(Request::StartEditing(None));
        } else {
            requests.push(Request::Seal);
        }
    }

    fn is_title_of_touchpoint(&self) -> bool {
        matches!(self.of, FieldOf::Title(Item::Touchpoint(_)) | FieldOf::Owner(_))
    }
}

impl FieldOf {
    fn text(self, project: &Project) -> Option<&str> {
        match self {
            Self::Title(item) => project.text_of(item),
            Self::Owner(id) => project.touchpoints.get(&id).map(|touchpoint| touchpoint.owner.as_str()),
        }
    }

    fn edit(self, text: String) -> Edit {
        match self {
            Self::Title(Item::Touchpoint(id)) => {
                Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Title(text) }
            }
            Self::Title(Item::Card(id)) => Edit::ChangeCards { cards: vec![id], change: CardChange::Text(text) },
            Self::Owner(id) => owner_edit(id, text),
        }
    }
}

/// The keys that end the typing, taken out of the input so that the field does not see them.
#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    is_escaped: bool,
    is_entered: bool,
}

fn take_keys(ui: &Ui) -> Keys {
    ui.input_mut(|input| Keys {
        is_escaped: input.consume_key(Modifiers::NONE, Key::Escape),
        is_entered: !input.modifiers.shift && input.consume_key(Modifiers::NONE, Key::Enter),
    })
}

/// What the workspace says is edited when a title's field is opened.
pub fn title_request(item: Item) -> Request {
    Request::StartEditing(Some(Editing::Item(item)))
}
