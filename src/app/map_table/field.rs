//! A text edited in its cell. What is typed becomes an edit at once; the edits merge into one undo entry.

use egui::text::CCursorRange;
use egui::{Area, Frame, Id, Key, KeyboardShortcut, Modifiers, Order, Rect, Stroke, TextEdit, Ui};

use super::column::owner_edit;
use crate::app::action::Action;
use crate::app::capture::{AfterCapture, Captured};
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::workspace::Workspace;
use crate::edit::{CaptureStep, CardChange, Edit, LaneChange, StageChange, StickyChange, TouchpointChange};
use crate::model::{Item, LaneId, Project, StageId, StickyId, Subject, TouchpointId};

/// The open field.
#[derive(Clone, Debug)]
pub struct Field {
    of: FieldOf,
    /// The row that it is in.
    row: Subject,
    original: String,
    /// Whether the row was made just before, to be typed into.
    is_new: bool,
    /// Counts up while the field settles: the key that opened it may still be moving the focus.
    age: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum FieldOf {
    Title(Item),
    Owner(TouchpointId),
    Sticky(StickyId),
    Stage(StageId),
    Lane(LaneId),
}

impl Field {
    /// The title of a touchpoint or the text of a card or sticky; `None` for other records.
    pub fn title(row: Subject, workspace: &Workspace) -> Option<Self> {
        let of = match row {
            Subject::Item(item) => FieldOf::Title(item),
            Subject::Sticky(id) => FieldOf::Sticky(id),
            Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => return None,
        };
        Some(Self::of(of, row, workspace))
    }

    /// A touchpoint's owner.
    pub fn owner(touchpoint: TouchpointId, workspace: &Workspace) -> Self {
        let row = Subject::Item(Item::Touchpoint(touchpoint));
        Self { is_new: false, ..Self::of(FieldOf::Owner(touchpoint), row, workspace) }
    }

    /// The name of a stage or lane, as that row shows it; `None` for other records.
    pub fn name(header: Subject, row: Subject, workspace: &Workspace) -> Option<Self> {
        let of = match header {
            Subject::Stage(id) => FieldOf::Stage(id),
            Subject::Lane(id) => FieldOf::Lane(id),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => return None,
        };
        Some(Self { is_new: false, ..Self::of(of, row, workspace) })
    }

    fn of(of: FieldOf, row: Subject, workspace: &Workspace) -> Self {
        let original = of.text(workspace.document.project()).unwrap_or_default().to_owned();
        let is_new = original.is_empty() && workspace.document.would_join(&of.edit(String::new()));
        Self { of, row, original, is_new, age: 0 }
    }

    /// The row that it is in.
    pub fn row(&self) -> Subject {
        self.row
    }

    /// Whether it is the row's own text, which the workspace knows to be edited.
    pub fn is_title(&self) -> bool {
        matches!(self.of, FieldOf::Title(_) | FieldOf::Sticky(_))
    }

    /// Draws it over its cell. Returns whether it was closed.
    pub fn ui(&mut self, ui: &Ui, cell: Rect, workspace: &Workspace, requests: &mut Requests) -> bool {
        const LEAST_WIDTH: f32 = 180.0;
        const SETTLES_AFTER: u8 = 3;
        let theme = &workspace.theme;
        let Some(text) = self.of.text(workspace.document.project()) else { return true };
        let mut typed = text.to_owned();
        let id = Id::unique(("field of the map's table", self.of));
        let keys = if self.age > 0 { take_keys(ui) } else { Keys::default() };
        let newline = matches!(self.of, FieldOf::Title(Item::Card(_)) | FieldOf::Sticky(_))
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
            FieldOf::Sticky(_) => "Text of the sticky",
            FieldOf::Stage(_) => "Name of the stage",
            FieldOf::Lane(_) => "Name of the lane",
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
        let typed = if self.is_one_line() { typed.replace('\n', " ") } else { typed };
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
        if let (true, FieldOf::Title(item)) = (self.is_new, self.of)
            && let Some(place) = workspace.document.project().place_of(item)
        {
            let goes_on = keys.is_entered && !is_empty;
            let then = if goes_on { AfterCapture::GoOn(CaptureStep::Below) } else { AfterCapture::Stop };
            requests.push(Request::Captured(Captured { item, place, is_empty, then }));
        } else if self.is_title() {
            requests.push(Request::StartEditing(None));
            if self.is_new && is_empty {
                // A sticky that was made to be typed into and got no text was not wanted.
                requests.run(Action::Undo);
            }
        } else {
            requests.push(Request::Seal);
        }
    }

    fn is_one_line(&self) -> bool {
        match self.of {
            FieldOf::Title(Item::Touchpoint(_)) | FieldOf::Owner(_) | FieldOf::Stage(_) | FieldOf::Lane(_) => true,
            FieldOf::Title(Item::Card(_)) | FieldOf::Sticky(_) => false,
        }
    }
}

impl FieldOf {
    fn text(self, project: &Project) -> Option<&str> {
        match self {
            Self::Title(item) => project.text_of(item),
            Self::Owner(id) => project.touchpoints.get(&id).map(|touchpoint| touchpoint.owner.as_str()),
            Self::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.text.as_str()),
            Self::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
            Self::Lane(id) => project.lanes.get(&id).map(|lane| lane.name.as_str()),
        }
    }

    fn edit(self, text: String) -> Edit {
        match self {
            Self::Title(Item::Touchpoint(id)) => {
                Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Title(text) }
            }
            Self::Title(Item::Card(id)) => Edit::ChangeCards { cards: vec![id], change: CardChange::Text(text) },
            Self::Owner(id) => owner_edit(id, text),
            Self::Sticky(id) => Edit::ChangeStickies { stickies: vec![id], change: StickyChange::Text(text) },
            Self::Stage(stage) => Edit::ChangeStage { stage, change: StageChange::Name(text) },
            Self::Lane(lane) => Edit::ChangeLane { lane, change: LaneChange::Name(text) },
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
pub fn title_request(row: Subject) -> Request {
    Request::StartEditing(Some(row.into()))
}
