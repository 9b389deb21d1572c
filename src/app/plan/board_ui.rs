//! The board: a column for each state, cards that are dragged or moved by keys from one to the next, and a line at each
//! foot to add one. What was dropped is a narrow strip until it is opened.

use std::sync::Arc;

use egui::{
    Align, Align2, CursorIcon, EventFilter, FontId, Id, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind,
    TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::board_card::{CARD, card_ui, paint_card};
use super::naming_id;
use super::whose::{Whose, is_choice, whose_ui};
use crate::app::focus::reveal_focus;
use crate::app::kept::kept;
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::claim_keys;
use crate::app::style::{color32, family, icon_font};
use crate::app::tabs::is_escaped;
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::actions;
use crate::model::{Action, ActionId, ActionState};
use crate::scene::Face;

/// Between cards, and between columns, in points.
pub(super) const GAP: f32 = 6.0;
/// No column is narrower, in points: then the board is scrolled.
const NARROWEST: f32 = 146.0;
/// The strip of what was dropped while it is closed, in points.
const STRIP: f32 = 34.0;
const HEAD: f32 = 26.0;
const FOOT: f32 = 30.0;

/// The actions by state, in the order of [`ActionState::ALL`]; in each the one that ends, or else starts, first comes
/// first, and those without dates last.
pub(super) struct Columns(pub [Vec<ActionId>; 5]);

impl Columns {
    pub fn of<'a>(actions: impl Iterator<Item = &'a Arc<Action>>) -> Self {
        let shown: Vec<_> = actions.collect();
        Self(ActionState::ALL.map(|state| {
            let mut of_state: Vec<_> = shown.iter().filter(|action| action.state == state).collect();
            of_state.sort_by_key(|action| {
                let day = action.end.or(action.start);
                (day.is_none(), day, action.id)
            });
            of_state.into_iter().map(|action| action.id).collect()
        }))
    }

    pub fn of_state(&self, state: ActionState) -> &[ActionId] {
        let [ideas, planned, under_way, done, dropped] = &self.0;
        match state {
            ActionState::Idea => ideas,
            ActionState::Planned => planned,
            ActionState::InProgress => under_way,
            ActionState::Done => done,
            ActionState::Dropped => dropped,
        }
    }

    /// The column and the place in it.
    pub fn place_of(&self, action: ActionId) -> Option<(ActionState, usize)> {
        ActionState::ALL.into_iter().find_map(|state| {
            let at = self.of_state(state).iter().position(|other| *other == action)?;
            Some((state, at))
        })
    }
}

/// A title that is typed: of a card, or at the foot of a column for a new one.
#[derive(Clone, Debug)]
pub(super) struct Typing {
    pub of: Option<ActionId>,
    pub state: ActionState,
    pub text: String,
    pub is_fresh: bool,
}

/// The card that is dragged, and where on it the pointer is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carried {
    pub action: ActionId,
    pub grip: egui::Vec2,
}

/// How far a column is scrolled, and how much of it is seen; and the card that it was last scrolled to.
#[derive(Clone, Copy, Debug, Default)]
struct Scrolled {
    offset: f32,
    height: f32,
    revealed: Option<ActionId>,
}

/// The board's own id: with the focus there, keys go to its cards.
pub(super) fn board_id() -> Id {
    Id::unique("board of actions")
}

pub(super) fn typing_id() -> Id {
    board_id().with("typing")
}

pub(super) fn carried_id() -> Id {
    board_id().with("carried")
}

fn open_id() -> Id {
    board_id().with("dropped are shown")
}

/// Draws the board.
pub fn board_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let whose = Whose::chosen(ui);
    let columns = kept(ui, workspace, (whose, workspace.action), || {
        let actions = workspace.document.project().actions.values();
        Columns::of(actions.filter(|action| whose.shows(workspace, action)))
    });
    if is_choice(workspace) {
        ui.horizontal(|ui| {
            ui.add_space(12.0);
            whose_ui(ui, workspace);
        });
    }
    let area = ui.available_rect_before_wrap().shrink2(vec2(12.0, 6.0));
    let board = ui.interact(area, board_id(), Sense::focusable_noninteractive());
    board.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Board of actions"));
    let typing = ui.data(|data| data.get_temp::<Typing>(typing_id()));
    if board.has_focus() && typing.is_none() {
        claim_keys(ui, board_id());
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(board_id(), filter));
        super::board_keys::take_keys(ui, workspace, &columns, requests);
    }
    let is_open = ui.data(|data| data.get_temp::<bool>(open_id())).unwrap_or(false)
        || workspace.shown_action().is_some_and(|action| action.state == ActionState::Dropped);
    let count = if is_open { 5.0 } else { 4.0 };
    let strip = if is_open { 0.0 } else { STRIP + GAP };
    let width = ((area.width() - strip - GAP * (count - 1.0)) / count).max(NARROWEST);
    ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.style_mut().always_scroll_the_only_direction = true;
        ScrollArea::horizontal().id_salt("board").auto_shrink(false).show(ui, |ui| {
            let height = ui.available_height();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for state in ActionState::ALL {
                    let is_strip = state == ActionState::Dropped && !is_open;
                    let size = vec2(if is_strip { STRIP } else { width }, height);
                    let (_, rect) = ui.allocate_space(size);
                    if is_strip {
                        strip_ui(ui, workspace, requests, rect, columns.of_state(state).len());
                    } else {
                        column_ui(ui, workspace, requests, (state, rect), columns.of_state(state));
                    }
                }
            });
            reveal_focus(ui);
        });
    });
    carried_ui(ui, workspace, requests);
}

/// Whether the pointer carries a card over that column.
fn is_target(ui: &Ui, rect: Rect) -> bool {
    let is_carrying = ui.data(|data| data.get_temp::<Carried>(carried_id())).is_some();
    is_carrying && ui.input(|input| input.pointer.latest_pos()).is_some_and(|pos| rect.contains(pos))
}

/// The ground of a column. Answers what is let go over it.
fn ground_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests, state: ActionState, rect: Rect) {
    let c = &workspace.theme.color;
    let is_target = is_target(ui, rect);
    let fill = if is_target { c.accent_tint } else { c.background };
    // Where background and surface are the same, it is what tells columns apart.
    let outline = if is_target { Stroke::new(1.5, color32(c.accent)) } else { Stroke::new(1.0, color32(c.line)) };
    ui.painter().rect(rect, 8.0, color32(fill), outline, StrokeKind::Inside);
    let is_let_go = ui.input(|input| input.pointer.any_released());
    if let Some(carried) = ui.data(|data| data.get_temp::<Carried>(carried_id())).filter(|_| is_target && is_let_go)
        && let Some(edit) = actions::set_state(workspace.document.project(), carried.action, state)
    {
        requests.push(Request::Seal);
        requests.edit(edit);
        requests.push(Request::ShowAction(Some(carried.action)));
    }
}

/// What was dropped, closed.
fn strip_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, rect: Rect, count: usize) {
    let theme = &workspace.theme;
    ground_ui(ui, workspace, requests, ActionState::Dropped, rect);
    let response = ui.interact(rect, board_id().with("strip"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Show {count} dropped actions")));
    let ink = color32(if response.hovered() { theme.color.ink } else { theme.color.muted });
    let font = FontId::new(theme.window.small_text, family(Face::SemiBold));
    let galley = ui.painter().layout_no_wrap(format!("Dropped {count}"), font, ink);
    let at = pos2(rect.center().x + galley.size().y / 2.0, rect.top() + 10.0);
    ui.painter().add(egui::epaint::TextShape::new(at, galley, ink).with_angle(std::f32::consts::FRAC_PI_2));
    if response.on_hover_text("Show what was dropped").clicked() {
        ui.data_mut(|data| data.insert_temp(open_id(), true));
    }
}

fn column_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (state, rect): (ActionState, Rect),
    ids: &[ActionId],
) {
    ground_ui(ui, workspace, requests, state, rect);
    head_ui(ui, workspace, state, rect.with_max_y(rect.top() + HEAD), ids.len());
    let foot = rect.with_min_y(rect.bottom() - FOOT).shrink2(vec2(GAP, 2.0));
    let list = Rect::from_min_max(rect.min + vec2(GAP, HEAD), pos2(rect.right() - GAP, foot.top() - 2.0));
    list_ui(ui, workspace, requests, (state, list), ids);
    foot_ui(ui, workspace, requests, state, foot);
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, state: ActionState, rect: Rect, count: usize) {
    let theme = &workspace.theme;
    let painter = ui.painter();
    let middle = rect.center().y + 1.0;
    let ink = color32(theme.color.muted);
    let glyph = super::state_icon(state).glyph();
    painter.text(pos2(rect.left() + 14.0, middle), Align2::CENTER_CENTER, glyph, icon_font(12.0), ink);
    let font = FontId::new(theme.window.body_text, family(Face::SemiBold));
    let at = pos2(rect.left() + 26.0, middle);
    let name = painter.text(at, Align2::LEFT_CENTER, state.label(), font, color32(theme.color.ink));
    let font = FontId::new(theme.window.small_text, family(Face::Regular));
    painter.text(pos2(name.right() + 7.0, middle), Align2::LEFT_CENTER, count.to_string(), font, ink);
    let response = ui.interact(rect, board_id().with(("head", state)), Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("{}, {count}", state.label())));
    if state == ActionState::Dropped {
        let close = Rect::from_center_size(pos2(rect.right() - 16.0, middle), vec2(22.0, 22.0));
        let response = ui.interact(close, board_id().with("close"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Hide dropped actions"));
        let ink = color32(if response.hovered() { theme.color.ink } else { theme.color.muted });
        let glyph = Icon::ChevronRight.glyph();
        ui.painter().text(close.center(), Align2::CENTER_CENTER, glyph, icon_font(13.0), ink);
        if response.on_hover_text("Hide what was dropped").clicked() {
            ui.data_mut(|data| data.insert_temp(open_id(), false));
        }
    }
}

/// The cards, of which only those in view are drawn.
fn list_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (state, rect): (ActionState, Rect),
    ids: &[ActionId],
) {
    let scrolled_id = board_id().with(("scrolled", state));
    let mut scrolled: Scrolled = ui.data(|data| data.get_temp(scrolled_id)).unwrap_or_default();
    let inside = UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min));
    ui.scope_builder(inside, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        let mut list = ScrollArea::vertical().id_salt(state).auto_shrink(false);
        // What was chosen elsewhere, or moved by a key, comes into view.
        if scrolled.revealed != workspace.action {
            scrolled.revealed = workspace.action;
            let at = workspace.action.and_then(|id| ids.iter().position(|other| *other == id));
            if let Some(top) = at.map(|at| at as f32 * (CARD + GAP)) {
                let lowest = (top + CARD - scrolled.height).max(0.0);
                if top < scrolled.offset || lowest > scrolled.offset {
                    list = list.vertical_scroll_offset(if top < scrolled.offset { top } else { lowest });
                }
            }
        }
        let shown = list.show_rows(ui, CARD, ids.len(), |ui, range| {
            for id in ids.get(range).unwrap_or_default() {
                if let Some(action) = workspace.document.project().actions.get(id) {
                    card_ui(ui, workspace, requests, action);
                }
            }
        });
        scrolled.offset = shown.state.clamped_offset().y;
        scrolled.height = shown.inner_rect.height();
    });
    ui.data_mut(|data| data.insert_temp(scrolled_id, scrolled));
}

/// The button that adds a card to the column, and the line in its place while the title is typed.
fn foot_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, state: ActionState, rect: Rect) {
    let theme = &workspace.theme;
    let typing = ui.data(|data| data.get_temp::<Typing>(typing_id()));
    if let Some(typing) = typing.filter(|typing| typing.of.is_none() && typing.state == state) {
        let name = format!("New action, {}", state.label().to_lowercase());
        if let Some(title) = title_field(ui, workspace, rect, typing, &name) {
            let project = workspace.document.project();
            let (edit, id) = actions::new_action(project, &title, Vec::new(), state);
            requests.push(Request::Seal);
            requests.edit(edit);
            requests.push(Request::ShowAction(Some(id)));
        }
        return;
    }
    let response = ui.interact(rect, board_id().with(("add", state)), Sense::click());
    let name = format!("Add to {}", state.label().to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let is_hovered = response.hovered() || response.has_focus();
    if is_hovered {
        ui.painter().rect_filled(rect, theme.window.radius, color32(theme.color.hover));
    }
    let ink = color32(if is_hovered { theme.color.ink } else { theme.color.muted });
    let middle = rect.center().y;
    let at = pos2(rect.left() + 11.0, middle);
    ui.painter().text(at, Align2::CENTER_CENTER, Icon::Plus.glyph(), icon_font(13.0), ink);
    let font = egui::TextStyle::Body.resolve(ui.style());
    ui.painter().text(pos2(rect.left() + 24.0, middle), Align2::LEFT_CENTER, "Add", font, ink);
    if response.on_hover_text(format!("Add an action that is {}", state.label().to_lowercase())).clicked() {
        start_typing(ui, None, state, String::new());
    }
}

/// Opens a title for typing.
pub(super) fn start_typing(ui: &Ui, of: Option<ActionId>, state: ActionState, text: String) {
    // A wish to type the same title in the inspector is answered here.
    ui.data_mut(|data| {
        data.remove::<ActionId>(naming_id());
        data.insert_temp(typing_id(), Typing { of, state, text, is_fresh: true });
    });
}

/// The line for a title. Enter and leaving keep it, Esc forgets it; returns the title once it is kept and not empty.
pub(super) fn title_field(
    ui: &mut Ui,
    workspace: &Workspace,
    rect: Rect,
    mut typing: Typing,
    name: &str,
) -> Option<String> {
    let field = TextEdit::singleline(&mut typing.text)
        .hint_text("What shall be done")
        .desired_width(rect.width() - 16.0)
        .margin(egui::Margin::symmetric(8, 5))
        .id(typing_id().with("field"));
    ui.painter().rect_filled(rect, workspace.theme.window.radius, color32(workspace.theme.color.surface));
    let response = ui.put(rect, field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if std::mem::take(&mut typing.is_fresh) {
        response.request_focus();
        ui.data_mut(|data| data.insert_temp(typing_id(), typing));
        return None;
    }
    if !response.lost_focus() {
        if response.changed() {
            ui.data_mut(|data| data.insert_temp(typing_id(), typing));
        }
        return None;
    }
    ui.data_mut(|data| data.remove::<Typing>(typing_id()));
    let is_escaped = is_escaped(ui);
    if is_escaped || ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        ui.memory_mut(|memory| memory.request_focus(board_id()));
    }
    let title = typing.text.trim().to_owned();
    (!is_escaped && !title.is_empty()).then_some(title)
}

/// The card under the pointer while it is dragged. Esc lets it go where it came from.
fn carried_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    let Some(carried) = ui.data(|data| data.get_temp::<Carried>(carried_id())) else { return };
    let end = || ui.data_mut(|data| data.remove::<Carried>(carried_id()));
    let action = workspace.document.project().actions.get(&carried.action);
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let (Some(action), Some(pointer)) = (action, pointer) else { return end() };
    if ui.input(|input| input.key_down(egui::Key::Escape)) {
        ui.ctx().stop_dragging();
        return end();
    }
    if ui.input(|input| input.pointer.any_released() || !input.pointer.any_down()) {
        requests.push(Request::Seal);
        return end();
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let layer = egui::LayerId::new(egui::Order::Tooltip, carried_id());
    let painter = ui.ctx().layer_painter(layer);
    let rect = Rect::from_min_size(pointer - carried.grip, vec2(NARROWEST, CARD));
    paint_card(ui, &painter, workspace, action, rect, (true, false));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::date;
    use crate::model::Project;

    #[test]
    fn what_is_due_first_comes_first_and_what_has_no_date_last() {
        let mut project = Project::default();
        for (id, start, end) in [
            (1, None, None),
            (2, Some(date(2026, 3, 1)), None),
            (3, Some(date(2026, 1, 1)), Some(date(2026, 4, 1))),
            (4, None, Some(date(2026, 2, 1))),
            (5, None, None),
        ] {
            let action = Action { start, end, ..Action::new(ActionId(id), "") };
            Arc::make_mut(&mut project.actions).insert(action.id, Arc::new(action));
        }
        let columns = Columns::of(project.actions.values());
        let ids: Vec<u64> = columns.of_state(ActionState::Idea).iter().map(|id| id.0).collect();
        assert_eq!(ids, [4, 2, 3, 1, 5]);
        assert_eq!(columns.place_of(ActionId(3)), Some((ActionState::Idea, 2)));
        assert_eq!(columns.place_of(ActionId(9)), None);
    }
}
