//! The matrix of impact and effort: bubbles that are dragged or moved by arrow keys, and the tray of what is not rated
//! yet.

use egui::{
    Align, CursorIcon, EventFilter, Id, Key, Layout, Modifiers, Order, Pos2, Rect, Response, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::bubbles::{Bubble, Plane, RADIUS, Standing, bubbles, paint_bubble, paint_titles};
use super::whose::{Whose, is_choice, whose_ui};
use super::{dates_text, state_icon, title_of, where_text};
use crate::analysis::priority::matrix::{HIGHEST, LITTLE, LOWEST, Quadrant, rating};
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::claim_keys;
use crate::app::style::{color32, icon, strong};
use crate::app::widgets::{Emphasis, IconButton, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{Edit, actions};
use crate::model::{Action, ActionId, ActionState, Project};

/// The height of the tray, in points.
const TRAY: f32 = 30.0;
/// The room of the axes' names, in points.
const AXIS: f32 = 17.0;

/// Draws heading, matrix and tray.
pub(super) fn matrix_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    ui.horizontal(|ui| {
        ui.label(strong("Actions by impact and effort"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let add = IconButton::new(Some(Icon::Plus), "", "New action").tip("Add an action");
            if add.ui(ui, theme).clicked() {
                requests.push(Request::NewAction(Vec::new()));
            }
            if is_choice(workspace) {
                whose_ui(ui, workspace);
            }
        });
    });
    if project.actions.is_empty() {
        empty_ui(ui, workspace, requests);
        return;
    }
    let whose = Whose::chosen(ui);
    let shown = || project.actions.values().map(AsRef::as_ref).filter(|action| whose.shows(workspace, action));
    let unrated: Vec<&Action> = shown().filter(|it| is_in_tray(it)).collect();
    let room = ui.available_rect_before_wrap();
    let drag_id = ui.scope_id().with("bubble on its way");
    let has_tray = !unrated.is_empty() || ui.data(|data| data.get_temp::<Dragged>(drag_id)).is_some();
    let foot = if has_tray { AXIS + TRAY } else { AXIS };
    let plane = Plane { rect: Rect::from_min_max(room.min + vec2(AXIS, 2.0), room.max - vec2(1.0, foot)) };
    if plane.rect.height() < 60.0 || plane.rect.width() < 120.0 {
        ui.label(RichText::new("Make the panel larger to see the matrix.").color(color32(theme.color.muted)));
        return;
    }
    plane.paint(ui, theme);
    let found = bubbles(shown(), &plane);
    let mut matrix = Matrix { workspace, plane, drag_id, requests };
    for bubble in &found {
        matrix.bubble_ui(ui, bubble);
    }
    paint_titles(ui, theme, &plane, &found, workspace.action);
    let tray = Rect::from_min_max(pos2(room.left(), room.bottom() - TRAY), room.max);
    if has_tray {
        matrix.tray_ui(ui, tray, &unrated);
    }
    matrix.drag_ui(ui, tray);
}

fn empty_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.vertical_centered(|ui| {
        ui.add_space(14.0);
        ui.label(icon(Icon::Rocket, 26.0).color(color32(theme.color.disabled)));
        let text = "No actions yet. Add what could be improved, then place it by impact and effort.";
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
        ui.add_space(4.0);
        let add = IconButton::new(None, "Add an action", "Add an action").emphasis(Emphasis::Outlined);
        if add.ui(ui, theme).clicked() {
            requests.push(Request::NewAction(Vec::new()));
        }
    });
}

/// Whether it is still to be rated; what is done or dropped is decided.
fn is_in_tray(action: &Action) -> bool {
    match action.state {
        ActionState::Idea | ActionState::Planned | ActionState::InProgress => rating(action).is_none(),
        ActionState::Done | ActionState::Dropped => false,
    }
}

/// The action that is dragged.
#[derive(Clone, Copy, Debug)]
struct Dragged(ActionId);

/// Where a dragged bubble would come to lie.
#[derive(Clone, Copy, Debug)]
enum Landing {
    Rated {
        impact: u8,
        effort: u8,
    },
    /// Among those that are not rated.
    Tray,
}

struct Matrix<'a> {
    workspace: &'a Workspace,
    plane: Plane,
    drag_id: Id,
    requests: &'a mut Requests,
}

impl Matrix<'_> {
    fn project(&self) -> &Project {
        self.workspace.document.project()
    }

    fn dragged(&self, ui: &Ui) -> Option<ActionId> {
        ui.data(|data| data.get_temp::<Dragged>(self.drag_id)).map(|dragged| dragged.0)
    }

    fn bubble_ui(&mut self, ui: &mut Ui, bubble: &Bubble<'_>) {
        let theme = &self.workspace.theme;
        let action = bubble.action;
        let rect = Rect::from_center_size(bubble.center, vec2(RADIUS * 2.0, RADIUS * 2.0));
        let response = ui.interact(rect, widget_id(action.id), Sense::click_and_drag());
        let quadrant = Quadrant::of(bubble.impact, bubble.effort).of_one();
        let rated = format!("impact {} of 10, effort {} of 10, {quadrant}", bubble.impact, bubble.effort);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}, {rated}", title_of(action))));
        let standing = Standing {
            is_shown: self.workspace.action == Some(action.id),
            is_hovered: response.hovered() || response.has_focus(),
            is_faint: self.dragged(ui) == Some(action.id),
        };
        paint_bubble(ui, theme, bubble.center, action.state, standing);
        self.answer(ui, &response, action, Some((bubble.impact, bubble.effort)));
        if self.dragged(ui).is_none() {
            self.tip(response, action, Some(rated));
        }
    }

    fn tip(&self, response: Response, action: &Action, rated: Option<String>) {
        let theme = &self.workspace.theme;
        response.on_hover_ui(|ui| {
            ui.set_max_width(280.0);
            ui.label(strong(title_of(action)));
            let mut facts = vec![action.state.label().to_owned(), where_text(self.project(), action)];
            facts.extend([action.owner.clone(), dates_text(action)].into_iter().filter(|text| !text.is_empty()));
            ui.label(RichText::new(facts.join(" · ")).color(color32(theme.color.muted)));
            let rated = rated.unwrap_or_else(|| "Drag it into the matrix to rate it".to_owned());
            ui.label(RichText::new(rated).color(color32(theme.color.muted)));
        });
    }

    /// What pointer and keys do to a bubble, and to an entry of the tray.
    fn answer(&mut self, ui: &Ui, response: &Response, action: &Action, rated: Option<(u8, u8)>) {
        let id = action.id;
        if response.clicked() {
            self.requests.push(Request::ShowAction(Some(id)));
        }
        if response.drag_started_by(egui::PointerButton::Primary) {
            ui.data_mut(|data| data.insert_temp(self.drag_id, Dragged(id)));
        }
        if response.lost_focus() {
            self.requests.push(Request::Seal);
        }
        if !response.has_focus() {
            return;
        }
        claim_keys(ui, response.id);
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let take = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let higher = |rating: u8| (rating + 1).min(HIGHEST);
        let lower = |rating: u8| rating.saturating_sub(1).max(LOWEST);
        let mut next = rated;
        for (key, impact, effort) in [
            (Key::ArrowUp, true, None),
            (Key::ArrowDown, false, None),
            (Key::ArrowRight, false, Some(true)),
            (Key::ArrowLeft, false, Some(false)),
        ] {
            if take(key) {
                next = Some(match (next, effort) {
                    // Out of the tray it comes into the middle.
                    (None, _) => (LITTLE + 1, LITTLE),
                    (Some((now, at)), None) => (if impact { higher(now) } else { lower(now) }, at),
                    (Some((now, at)), Some(is_more)) => (now, if is_more { higher(at) } else { lower(at) }),
                });
            }
        }
        if next != rated
            && let Some((impact, effort)) = next
            && let Some(edit) = actions::rate(self.project(), id, Some(impact), Some(effort))
        {
            // Showing another action ends the step of undo.
            self.requests.push(Request::ShowAction(Some(id)));
            self.requests.edit(edit);
        }
        if take(Key::Delete) || take(Key::Backspace) {
            self.requests.push(Request::Seal);
            self.requests.edit(Edit::RemoveAction { action: id });
        }
    }

    fn tray_ui(&mut self, ui: &mut Ui, rect: Rect, unrated: &[&Action]) {
        let theme = &self.workspace.theme;
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            ui.style_mut().always_scroll_the_only_direction = true;
            ScrollArea::horizontal().id_salt("tray").auto_shrink(false).show(ui, |ui| {
                ui.horizontal_centered(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    let text = if unrated.is_empty() { "Drop here to take the rating off" } else { "Not rated:" };
                    ui.label(RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted)));
                    for action in unrated {
                        self.chip_ui(ui, action);
                    }
                });
                reveal_focus(ui);
            });
        });
    }

    fn chip_ui(&mut self, ui: &mut Ui, action: &Action) {
        const WIDEST: f32 = 150.0;
        let theme = &self.workspace.theme;
        let c = &theme.color;
        let font = egui::FontId::new(theme.window.small_text, crate::app::style::family(crate::scene::Face::Regular));
        let width = ui.painter().layout_no_wrap(title_of(action).to_owned(), font.clone(), color32(c.ink)).size().x;
        let (_, rect) = ui.allocate_space(vec2(width.min(WIDEST) + 34.0, 24.0));
        let response = ui.interact(rect, widget_id(action.id), Sense::click_and_drag());
        let name = format!("{}, not rated", title_of(action));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let is_faint = self.dragged(ui) == Some(action.id);
        let fill = if response.hovered() { c.hover } else { c.surface };
        let is_shown = self.workspace.action == Some(action.id);
        let outline = if is_shown { Stroke::new(2.0, color32(c.accent)) } else { Stroke::new(1.0, color32(c.outline)) };
        ui.painter().rect(rect, 12.0, color32(fill), outline, StrokeKind::Inside);
        let ink = color32(if is_faint { c.disabled } else { c.ink });
        let glyph = state_icon(action.state).glyph();
        let at = rect.left_center() + vec2(14.0, 0.0);
        ui.painter().text(at, egui::Align2::CENTER_CENTER, glyph, crate::app::style::icon_font(11.0), ink);
        text_in(ui, rect.with_min_x(rect.left() + 24.0).with_max_x(rect.right() - 8.0), title_of(action), font, ink);
        self.answer(ui, &response, action, None);
        if self.dragged(ui).is_none() {
            self.tip(response, action, None);
        }
    }

    /// While a bubble is dragged: where it would lie; and its rating when it is let go.
    fn drag_ui(&mut self, ui: &Ui, tray: Rect) {
        let Some(id) = self.dragged(ui) else { return };
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let action = self.project().actions.get(&id).cloned();
        let (Some(action), Some(pointer)) = (action, pointer) else {
            ui.data_mut(|data| data.remove::<Dragged>(self.drag_id));
            return;
        };
        if ui.input(|input| input.key_down(Key::Escape)) {
            ui.data_mut(|data| data.remove::<Dragged>(self.drag_id));
            ui.ctx().stop_dragging();
            return;
        }
        let landing = self.landing(pointer, tray);
        ui.ctx().set_cursor_icon(if landing.is_some() { CursorIcon::Grabbing } else { CursorIcon::NoDrop });
        self.paint_landing(ui, &action, landing, pointer);
        if ui.input(|input| input.pointer.any_released() || !input.pointer.any_down()) {
            ui.data_mut(|data| data.remove::<Dragged>(self.drag_id));
            let edit = match landing {
                Some(Landing::Rated { impact, effort }) => {
                    actions::rate(self.project(), id, Some(impact), Some(effort))
                }
                Some(Landing::Tray) => actions::rate(self.project(), id, None, None),
                None => None,
            };
            if let Some(edit) = edit {
                self.requests.push(Request::Seal);
                self.requests.edit(edit);
                self.requests.push(Request::Seal);
                self.requests.push(Request::ShowAction(Some(id)));
            }
        }
    }

    /// What the pointer is over; `None` beside matrix and tray.
    fn landing(&self, pointer: Pos2, tray: Rect) -> Option<Landing> {
        if self.plane.rect.expand(RADIUS).contains(pointer) {
            let (impact, effort) = self.plane.rating_at(pointer);
            Some(Landing::Rated { impact, effort })
        } else {
            tray.contains(pointer).then_some(Landing::Tray)
        }
    }

    fn paint_landing(&self, ui: &Ui, action: &Action, landing: Option<Landing>, pointer: Pos2) {
        let theme = &self.workspace.theme;
        let Some(Landing::Rated { impact, effort }) = landing else {
            let layer = egui::LayerId::new(Order::Tooltip, self.drag_id);
            let stroke = Stroke::new(1.5, color32(theme.color.accent));
            ui.ctx().layer_painter(layer).circle(pointer, RADIUS, color32(theme.color.surface), stroke);
            return;
        };
        let at = self.plane.pos(impact, effort);
        paint_bubble(ui, theme, at, action.state, Standing { is_shown: true, ..Standing::default() });
        let text = format!("Impact {impact} · Effort {effort} · {}", Quadrant::of(impact, effort).of_one());
        let font = egui::TextStyle::Body.resolve(ui.style());
        let galley = ui.painter().layout_no_wrap(text, font, color32(theme.color.ink));
        let size = galley.size() + vec2(16.0, 8.0);
        // Above it, or below where there is no room.
        let above = at.y - RADIUS - 8.0 - size.y;
        let top = if above > self.plane.rect.top() { above } else { at.y + RADIUS + 8.0 };
        let left = (at.x - size.x / 2.0)
            .clamp(self.plane.rect.left(), (self.plane.rect.right() - size.x).max(self.plane.rect.left()));
        let rect = Rect::from_min_size(pos2(left, top), size);
        let stroke = Stroke::new(1.0, color32(theme.color.outline));
        ui.painter().rect(rect, theme.window.radius, color32(theme.color.surface), stroke, StrokeKind::Inside);
        ui.painter().galley(rect.min + vec2(8.0, 4.0), galley, color32(theme.color.ink));
    }
}

/// One for bubble and tray, so that the keyboard stays with the action.
fn widget_id(action: ActionId) -> Id {
    Id::unique(("action in the matrix", action))
}
