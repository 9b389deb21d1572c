//! Text edited in its place on the map: a text field over the text, at the zoomed size. What is typed becomes an
//! edit at once, so that the card grows with it; the edits merge into one undo entry.

use egui::text::{CCursor, CCursorRange};
use egui::{
    CornerRadius, Event, EventFilter, FontId, Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Rect, Shadow,
    Stroke, TextEdit, Ui, UiBuilder, pos2, vec2,
};

use super::cells::take_typed_ahead;
use super::headers::Stuck;
use super::sight::Sight;
use crate::app::action::Action;
use crate::app::capture::{AfterCapture, Captured};
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::typed_in_frame;
use crate::app::style::{color32, family};
use crate::app::workspace::{Editing, Workspace};
use crate::base::Color;
use crate::edit::{
    CaptureStep, CardChange, ConnectorChange, Edit, LaneChange, StageChange, StickyChange, TouchpointChange,
};
use crate::layout::{Map, sticky_colors};
use crate::model::{Item, Project, Subject};
use crate::scene::{Face, Theme};

/// The text field that is open, from its first frame on.
#[derive(Clone, Debug)]
pub struct Typing {
    editing: Editing,
    /// What was there before.
    original: String,
    /// Whether the item was made just before, to be typed into.
    is_new: bool,
    /// What was typed before the field was there.
    ahead: String,
    /// Counts up while the field settles: the key that opened it may still be moving the focus.
    age: u8,
}

/// How the typing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    Kept,
    Reverted,
    /// Kept, and the next card follows.
    Next,
    /// A new card is kept, and capturing goes on there.
    Capture(CaptureStep),
    /// A new card is kept, and the lines of this text become cards too.
    Pasted(String),
}

impl Typing {
    /// Shows the field for what the workspace says is edited. `typing` is the state kept from the frame before.
    /// Returns whether the field was closed in this frame.
    pub fn ui(
        typing: &mut Option<Self>,
        ui: &mut Ui,
        sight: &Sight,
        stuck: &Stuck,
        workspace: &Workspace,
        requests: &mut Requests,
    ) -> bool {
        let Some(editing) = workspace.editing else {
            *typing = None;
            return false;
        };
        let project = workspace.document.project();
        let (Some(text), Some(rect_in_map)) = (text_of(project, editing), rect_of(&workspace.map, editing)) else {
            requests.push(Request::StartEditing(None));
            *typing = None;
            return true;
        };
        let opened = typing.take().filter(|typing| typing.editing == editing);
        let state = typing.insert(opened.unwrap_or_else(|| {
            let is_added = workspace.document.would_join(&text_edit(editing, text.to_owned()));
            let is_new = matches!(editing, Editing::Item(_) | Editing::Sticky(_)) && text.is_empty() && is_added;
            let ahead = take_typed_ahead(ui).filter(|_| is_new).unwrap_or_default();
            Self { editing, original: text.to_owned(), is_new, ahead, age: 0 }
        }));
        let mut rect = stuck.seen(subject_of(editing), sight.rect_from_map(rect_in_map));
        if matches!(editing, Editing::Stage(_)) {
            // Names of stages stay in view where the stage begins out of view.
            rect.min.x = rect.min.x.max(stuck.free(sight.canvas).min.x).min(rect.max.x - 80.0);
            // A collapsed stage is too narrow for any name.
            rect.max.x = rect.max.x.max(rect.min.x + 80.0);
        }
        let end = state.field_ui(ui, rect, sight.camera.scale, text, workspace, requests);
        let Some(end) = end else { return false };
        state.close(end, workspace, requests);
        *typing = None;
        true
    }

    /// Whether cards are being typed one after the other.
    pub fn is_capturing(&self) -> bool {
        self.is_new && matches!(self.editing, Editing::Item(_))
    }

    fn field_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scale: f32,
        text: &str,
        workspace: &Workspace,
        requests: &mut Requests,
    ) -> Option<End> {
        /// Below this scale the field is as large as at that scale, and lies over the map like a note.
        const SMALLEST_SCALE: f32 = 0.7;
        const TALLEST: f32 = 4_000.0;
        let theme = &workspace.theme;
        let (face, size_in_map) = style_of(theme, self.editing);
        let size = size_in_map * scale.max(SMALLEST_SCALE);
        let is_enlarged = scale < SMALLEST_SCALE;
        let least_width = if is_enlarged { rect.width() / scale * SMALLEST_SCALE } else { rect.width() };
        let id = Id::unique(("text in place", self.editing));
        let key_end = if self.age > 0 { self.keys(ui, id, text) } else { None };

        let mut typed = text.to_owned();
        typed.push_str(&std::mem::take(&mut self.ahead));
        if self.is_new && self.age == 0 && !ui.memory(|memory| memory.has_focus(id)) {
            typed.push_str(&typed_in_frame(ui.ctx()));
        }
        let margin = 3.0;
        let width = least_width + 2.0 * margin;
        let field = Rect::from_min_size(rect.min - vec2(margin, margin), vec2(width, rect.height() + 2.0 * margin));
        let frame = Frame::NONE
            .fill(color32(fill_of(workspace, self.editing)))
            .stroke(Stroke::new(1.5, color32(theme.color.accent)))
            .corner_radius(CornerRadius::same(4))
            .shadow(if is_enlarged { ui.visuals().popup_shadow } else { Shadow::NONE })
            .inner_margin(Margin::same(margin as i8));
        let newline = matches!(self.editing, Editing::Item(Item::Card(_)) | Editing::Sticky(_))
            .then(|| KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter));
        let mut child = ui.new_child(
            UiBuilder::new().max_rect(Rect::from_min_max(field.min, pos2(field.max.x, field.min.y + TALLEST))),
        );
        let output = TextEdit::multiline(&mut typed)
            .id(id)
            .font(FontId::new(size, family(face)))
            .text_color(color32(theme.color.ink))
            .hint_text(hint_of(self.editing))
            .desired_width(width)
            .desired_rows(1)
            .min_size(field.size())
            .frame(frame)
            .return_key(newline)
            .lock_focus(true)
            .show(&mut child);
        let response = output.response.response.accessible_name(name_of(self.editing));
        if self.age == 0 {
            let mut state = output.state;
            let whole = CCursorRange::select_all_str(&typed);
            let at_end = CCursorRange::one(CCursor::new(typed.chars().count()));
            state.cursor.set_char_range(Some(if self.is_new { at_end } else { whole }));
            state.store(ui.ctx(), id);
        }
        const SETTLES_AFTER: u8 = 3;
        if self.age < SETTLES_AFTER {
            self.age += 1;
            if !response.has_focus() {
                response.request_focus();
            }
            ui.ctx().request_repaint();
        } else if response.lost_focus() || !response.has_focus() {
            return Some(key_end.unwrap_or(End::Kept));
        }
        if typed != text {
            requests.edit(text_edit(self.editing, typed));
        }
        if key_end.is_some() {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        key_end
    }

    /// Takes the keys that end the typing out of the input, so that the field does not see them.
    fn keys(&self, ui: &Ui, id: Id, text: &str) -> Option<End> {
        ui.memory_mut(|memory| {
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            memory.set_focus_lock_filter(id, filter);
        });
        let is_capturing = self.is_capturing();
        ui.input_mut(|input| {
            let is_shifted = input.modifiers.shift;
            if is_capturing && let Some(lines) = take_pasted_lines(&mut input.events) {
                Some(End::Pasted(lines))
            } else if input.consume_key(Modifiers::NONE, Key::Escape) {
                // What was typed into a new card is not thrown away: it can be undone, but not typed again.
                let is_worth_keeping = self.is_new && !text.trim().is_empty();
                Some(if is_worth_keeping { End::Kept } else { End::Reverted })
            } else if input.consume_key(Modifiers::COMMAND, Key::Enter) {
                Some(End::Kept)
            } else if is_capturing && !is_shifted && input.consume_key(Modifiers::NONE, Key::Enter) {
                // Enter on nothing is the end of the list.
                Some(if text.trim().is_empty() { End::Kept } else { End::Capture(CaptureStep::Below) })
            } else if is_capturing && input.consume_key(Modifiers::NONE, Key::Tab) {
                let step = if is_shifted { CaptureStep::PreviousCell } else { CaptureStep::NextCell };
                Some(End::Capture(step))
            } else if !is_shifted && input.consume_key(Modifiers::NONE, Key::Enter) {
                Some(End::Kept)
            } else if input.consume_key(Modifiers::NONE, Key::Tab) {
                let has_next = matches!(self.editing, Editing::Item(_)) && !is_shifted;
                Some(if has_next { End::Next } else { End::Kept })
            } else {
                None
            }
        })
    }

    fn close(&self, end: End, workspace: &Workspace, requests: &mut Requests) {
        let text = text_of(workspace.document.project(), self.editing).unwrap_or_default();
        if end == End::Reverted && text != self.original {
            requests.edit(text_edit(self.editing, self.original.clone()));
        }
        if let (Editing::Item(item), true) = (self.editing, self.is_new)
            && let Some(place) = workspace.document.project().place_of(item)
        {
            let is_empty = text.trim().is_empty() || end == End::Reverted;
            let then = match end {
                End::Kept | End::Reverted | End::Next => AfterCapture::Stop,
                End::Capture(step) => AfterCapture::GoOn(step),
                End::Pasted(lines) => AfterCapture::Paste(lines),
            };
            requests.push(Request::Captured(Captured { item, place, is_empty, then }));
            return;
        }
        requests.push(Request::StartEditing(None));
        let is_left_empty = self.original.is_empty() && (text.trim().is_empty() || end == End::Reverted);
        if is_left_empty && self.is_new {
            // An item that was made to be typed into and got no text was not wanted. What was typed into it belongs
            // to the entry of its making.
            requests.run(Action::Undo);
        } else if end == End::Next {
            requests.run(Action::AddCard);
        }
    }
}

/// A list that was pasted: taken out of the events if it is one, so that the field does not see it.
fn take_pasted_lines(events: &mut Vec<Event>) -> Option<String> {
    let is_list = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count() > 1;
    let at = events.iter().position(|event| matches!(event, Event::Paste(text) if is_list(text)))?;
    match events.remove(at) {
        Event::Paste(text) => Some(text),
        _ => None,
    }
}

fn subject_of(editing: Editing) -> Subject {
    match editing {
        Editing::Item(item) => Subject::Item(item),
        Editing::Stage(id) => Subject::Stage(id),
        Editing::Lane(id) => Subject::Lane(id),
        Editing::Connector(id) => Subject::Connector(id),
        Editing::Sticky(id) => Subject::Sticky(id),
    }
}

fn text_of(project: &Project, editing: Editing) -> Option<&str> {
    match editing {
        Editing::Item(item) => project.text_of(item),
        Editing::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
        Editing::Lane(id) => project.lanes.get(&id).map(|lane| lane.name.as_str()),
        Editing::Connector(id) => project.connectors.get(&id).map(|connector| connector.label.as_str()),
        Editing::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.text.as_str()),
    }
}

/// The text's own rectangle in the map.
fn rect_of(map: &Map, editing: Editing) -> Option<Rect> {
    const PADDING: f32 = 8.0;
    match editing {
        Editing::Item(item) => map.title_rect(item),
        Editing::Stage(id) => map.rect_of(Subject::Stage(id)).map(|rect| rect.shrink2(vec2(PADDING, PADDING - 2.0))),
        Editing::Lane(id) => map.rect_of(Subject::Lane(id)).map(|rect| {
            let rect = rect.shrink(PADDING);
            Rect::from_min_size(rect.min, vec2(rect.width(), rect.height().min(18.0)))
        }),
        Editing::Connector(id) => map.label_rect(id).map(|rect| {
            // Room to type, however short the label is.
            Rect::from_center_size(rect.center(), rect.size().max(vec2(90.0, 0.0)))
        }),
        Editing::Sticky(id) => map.sticky_text_rect(id),
    }
}

/// Behind the text while it is typed: a sticky stays the paper that it is.
fn fill_of(workspace: &Workspace, editing: Editing) -> Color {
    let sticky = match editing {
        Editing::Sticky(id) => workspace.shown_project().stickies.get(&id),
        Editing::Item(_) | Editing::Stage(_) | Editing::Lane(_) | Editing::Connector(_) => None,
    };
    sticky.map_or(workspace.theme.color.surface, |sticky| sticky_colors(&workspace.theme, sticky.color).surface)
}

fn style_of(theme: &Theme, editing: Editing) -> (Face, f32) {
    match editing {
        Editing::Item(Item::Touchpoint(_)) => (Face::SemiBold, theme.map.title_text),
        Editing::Item(Item::Card(_)) => (Face::Regular, theme.map.body_text),
        Editing::Stage(_) => (Face::SemiBold, theme.map.stage_text),
        Editing::Lane(_) => (Face::SemiBold, theme.map.body_text),
        Editing::Connector(_) => (Face::Regular, theme.map.small_text),
        Editing::Sticky(_) => (Face::Regular, theme.map.body_text),
    }
}

/// What the field is called for those who cannot see where it stands.
fn name_of(editing: Editing) -> &'static str {
    match editing {
        Editing::Item(Item::Touchpoint(_)) => "Title of the touchpoint",
        Editing::Item(Item::Card(_)) => "Text of the card",
        Editing::Stage(_) => "Name of the stage",
        Editing::Lane(_) => "Name of the lane",
        Editing::Connector(_) => "Label of the connector",
        Editing::Sticky(_) => "Text of the sticky",
    }
}

fn hint_of(editing: Editing) -> &'static str {
    match editing {
        Editing::Item(Item::Touchpoint(_)) => "Name the touchpoint",
        Editing::Item(Item::Card(_)) => "Write something",
        Editing::Stage(_) => "Name the stage",
        Editing::Lane(_) => "Name the lane",
        Editing::Connector(_) => "Label",
        Editing::Sticky(_) => "Write something",
    }
}

fn text_edit(editing: Editing, text: String) -> Edit {
    match editing {
        Editing::Item(Item::Touchpoint(id)) => {
            let change = TouchpointChange::Title(text.replace('\n', " "));
            Edit::ChangeTouchpoints { touchpoints: vec![id], change }
        }
        Editing::Item(Item::Card(id)) => Edit::ChangeCards { cards: vec![id], change: CardChange::Text(text) },
        Editing::Stage(stage) => Edit::ChangeStage { stage, change: StageChange::Name(text.replace('\n', " ")) },
        Editing::Lane(lane) => Edit::ChangeLane { lane, change: LaneChange::Name(text.replace('\n', " ")) },
        Editing::Sticky(id) => Edit::ChangeStickies { stickies: vec![id], change: StickyChange::Text(text) },
        Editing::Connector(id) => {
            let change = ConnectorChange::Label(text.replace('\n', " "));
            Edit::ChangeConnectors { connectors: vec![id], change }
        }
    }
}
