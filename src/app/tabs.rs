//! The project's journeys as tabs over the map: opened, renamed in place, dragged into another order, added and
//! deleted. What is done to journeys is `journeys`' matter.

use egui::{
    Align, Button, CornerRadius, CursorIcon, EventFilter, Id, Key, Layout, Modifiers, Rect, Response, Role, ScrollArea,
    Sense, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::action::Action;
use super::focus::reveal_focus;
use super::hidden_ui::hidden_button_ui;
use super::request::{Request, Requests};
use super::shortcuts::claim_keys;
use super::style::{color32, family, icon, icon_font};
use super::widgets::action_tip;
use super::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{Edit, JourneyChange};
use crate::model::{Journey, JourneyId, JourneyState};
use crate::scene::Face;

/// The width beyond which a tab's name is cut, in points.
const WIDEST_NAME: f32 = 220.0;
/// Between a tab's edge and its text, in points.
const PADDING: f32 = 14.0;
/// Room for the buttons after the tabs, in points.
const BUTTONS: f32 = 76.0;

/// What the strip keeps between frames.
#[derive(Clone, Debug, Default)]
struct Strip {
    /// The tab whose name is typed, and its text so far.
    renaming: Option<(JourneyId, String)>,
    /// The tab that is dragged.
    dragged: Option<JourneyId>,
    /// The open tab that was last scrolled to.
    shown: Option<JourneyId>,
    /// Whether there was no room for all tabs.
    overflows: bool,
}

/// Draws the strip.
pub fn journey_tabs_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let id = Id::unique("journey tabs");
    let mut strip: Strip = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let size = vec2(ui.available_width(), theme.window.tab_height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, 0.0, color32(c.background));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, color32(c.line)));
    let mut room = rect.shrink2(vec2(10.0, 0.0));
    room.max.x -= hidden_button_ui(ui, room, workspace, requests);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Max)));
    inner.spacing_mut().item_spacing.x = 2.0;
    inner.style_mut().always_scroll_the_only_direction = true;
    let widest = (room.width() - BUTTONS).max(60.0);
    let area = ScrollArea::horizontal().id_salt("journeys").max_width(widest).scroll_bar_visibility(
        // The list beside the tabs says that there are more.
        egui::scroll_area::ScrollBarVisibility::AlwaysHidden,
    );
    let shown = area.show(&mut inner, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let tabs = workspace.document.project().journey_order.iter();
        let tabs: Vec<(JourneyId, Rect)> =
            tabs.filter_map(|id| Some((*id, tab_ui(ui, workspace, requests, *id, &mut strip)?))).collect();
        drag_ui(ui, &tabs, &mut strip, workspace, requests);
        reveal_focus(ui);
    });
    strip.overflows = shown.content_size.x > shown.inner_rect.width() + 1.0;
    if strip.overflows {
        list_ui(&mut inner, workspace, requests);
    }
    add_ui(&mut inner, workspace, requests);
    strip.shown = Some(workspace.journey);
    ui.data_mut(|data| data.insert_temp(id, strip));
}

/// One tab. Answers where it is.
fn tab_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    id: JourneyId,
    strip: &mut Strip,
) -> Option<Rect> {
    let journey = workspace.document.project().journeys.get(&id)?;
    let theme = &workspace.theme;
    let is_open = id == workspace.journey;
    if strip.renaming.as_ref().is_some_and(|(renamed, _)| *renamed == id) {
        return Some(rename_ui(ui, workspace, requests, strip));
    }
    let name = if journey.name.is_empty() { "Untitled" } else { &journey.name };
    let font = egui::FontId::new(theme.window.body_text, family(if is_open { Face::SemiBold } else { Face::Regular }));
    let small = egui::FontId::new(theme.window.small_text, family(Face::Regular));
    let text = egui::WidgetText::from(egui::RichText::new(name).font(font)).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        WIDEST_NAME,
        egui::FontSelection::Default,
    );
    let state = ui.painter().layout_no_wrap(journey.state.label().to_owned(), small, egui::Color32::PLACEHOLDER);
    let pill = vec2(state.size().x + 12.0, 18.0);
    let size = vec2(PADDING + text.size().x + 8.0 + pill.x + PADDING - 4.0, theme.window.tab_height - 5.0);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, Id::unique(("journey tab", id)), Sense::click_and_drag());
    let label = format!("{name}, {}", journey.state.label());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, &label));

    let c = &theme.color;
    let is_lit = response.hovered() || response.has_focus();
    let painter = ui.painter();
    if is_open {
        let corners = CornerRadius { nw: 8, ne: 8, sw: 0, se: 0 };
        let line = Stroke::new(1.0, color32(c.line));
        painter.rect(rect, corners, color32(c.surface), line, egui::StrokeKind::Inside);
        // The open tab grows into the canvas below it.
        let seam =
            Rect::from_min_max(pos2(rect.left() + 1.0, rect.bottom() - 1.0), rect.right_bottom() - vec2(1.0, 0.0));
        painter.rect_filled(seam, 0.0, color32(c.surface));
    } else if is_lit {
        painter.rect_filled(rect.shrink(2.0), 6.0, color32(c.hover));
    }
    let middle = rect.center().y;
    let ink = color32(if is_open || is_lit { c.ink } else { c.muted });
    let left = rect.left() + PADDING;
    let pill_left = left + text.size().x + 8.0;
    painter.galley_with_override_text_color(pos2(left, middle - text.size().y / 2.0), text, ink);
    let pill = Rect::from_min_size(pos2(pill_left, middle - pill.y / 2.0), pill);
    if is_open {
        painter.rect_filled(pill, 5.0, color32(c.background));
    }
    let at = pill.center() - state.size() / 2.0;
    painter.galley_with_override_text_color(at, state, color32(c.muted));

    tab_keys(ui, &response, workspace, journey, strip, requests);
    if response.clicked() {
        requests.push(Request::OpenJourney(id));
    }
    if response.double_clicked() {
        strip.renaming = Some((id, journey.name.clone()));
    }
    if response.drag_started() && workspace.document.project().journey_order.len() > 1 {
        strip.dragged = Some(id);
    }
    if is_open && strip.shown != Some(id) {
        response.scroll_to_me(None);
    }
    response.context_menu(|ui| menu_ui(ui, workspace, journey, requests, || strip.renaming = renaming(journey)));
    let tip = "Double-click to rename, drag to reorder";
    response.on_hover_text(tip);
    Some(rect)
}

fn renaming(journey: &Journey) -> Option<(JourneyId, String)> {
    Some((journey.id, journey.name.clone()))
}

/// Keys of the tab with the focus: F2 renames, Delete deletes, the arrows go on, Alt and an arrow moves.
fn tab_keys(
    ui: &Ui,
    response: &Response,
    workspace: &Workspace,
    journey: &Journey,
    strip: &mut Strip,
    requests: &mut Requests,
) {
    if !response.has_focus() {
        return;
    }
    claim_keys(ui, response.id);
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let take = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if take(Modifiers::NONE, Key::F2) {
        strip.renaming = renaming(journey);
    }
    if take(Modifiers::NONE, Key::Delete) || take(Modifiers::NONE, Key::Backspace) {
        requests.push(Request::DeleteJourney(journey.id));
    }
    let order = &workspace.document.project().journey_order;
    let at = order.iter().position(|id| *id == journey.id).unwrap_or(0);
    for (key, beside) in [(Key::ArrowLeft, at.checked_sub(1)), (Key::ArrowRight, Some(at + 1))] {
        if take(Modifiers::ALT, key) {
            move_by_one(workspace, journey.id, key == Key::ArrowRight, requests);
        } else if take(Modifiers::NONE, key)
            && let Some(id) = beside.and_then(|at| order.get(at))
        {
            requests.push(Request::OpenJourney(*id));
            ui.memory_mut(|memory| memory.request_focus(Id::unique(("journey tab", *id))));
        }
    }
}

/// The field in place of a tab.
fn rename_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, strip: &mut Strip) -> Rect {
    let Some((journey, mut text)) = strip.renaming.take() else { return Rect::NOTHING };
    let id = Id::unique(("journey name", journey));
    let field = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("Name of the journey")
        .desired_width(160.0)
        .margin(egui::Margin::symmetric(8, 5));
    let is_new = !ui.memory(|memory| memory.has_focus(id)) && ui.ctx().read_response(id).is_none();
    let output = field.show(ui);
    let response = output.response.response.accessible_name("Name of the journey");
    if is_new {
        response.request_focus();
        response.scroll_to_me(None);
        let mut state = output.state;
        state.cursor.set_char_range(Some(egui::text::CCursorRange::select_all_str(&text)));
        state.store(ui.ctx(), id);
    }
    let is_reverted = is_escaped(ui);
    if !response.lost_focus() {
        strip.renaming = Some((journey, text));
    } else if !is_reverted {
        let before = workspace.document.project().journeys.get(&journey).map(|journey| journey.name.as_str());
        if before != Some(text.trim()) && !text.trim().is_empty() {
            let change = JourneyChange::Name(text.trim().to_owned());
            requests.edit(Edit::ChangeJourney { journey, change });
            requests.push(Request::Seal);
        }
    }
    response.rect
}

/// Whether Esc was pressed, even if a shortcut took it: the field has lost the focus by then.
pub fn is_escaped(ui: &Ui) -> bool {
    let is_escape = |event: &egui::Event| matches!(event, egui::Event::Key { key: Key::Escape, pressed: true, .. });
    ui.input(|input| input.raw.events.iter().any(is_escape))
}

/// While a tab is dragged: where it would go, and its move when it is let go.
fn drag_ui(ui: &Ui, tabs: &[(JourneyId, Rect)], strip: &mut Strip, workspace: &Workspace, requests: &mut Requests) {
    let Some(dragged) = strip.dragged else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    if ui.input(|input| input.key_down(Key::Escape)) {
        strip.dragged = None;
        ui.ctx().stop_dragging();
        return;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let slot = tabs.iter().filter(|(_, rect)| rect.center().x < pointer.x).count();
    let at = tabs.iter().position(|(id, _)| *id == dragged).unwrap_or(0);
    let stays = slot == at || slot == at + 1;
    let accent = color32(workspace.theme.color.accent);
    let x =
        tabs.get(slot).map(|(_, rect)| rect.left() - 1.0).or_else(|| tabs.last().map(|(_, rect)| rect.right() + 1.0));
    if let (Some(x), Some((_, rect))) = (x.filter(|_| !stays), tabs.first()) {
        ui.painter().vline(x, rect.y_range().shrink(4.0), Stroke::new(2.0, accent));
    }
    if let Some((_, rect)) = tabs.get(at) {
        ui.painter().rect_stroke(rect.shrink(2.0), 6.0, Stroke::new(1.5, accent), egui::StrokeKind::Inside);
    }
    let edge = ui.clip_rect();
    if pointer.x < edge.left() + 24.0 || pointer.x > edge.right() - 24.0 {
        ui.scroll_with_delta(vec2(if pointer.x < edge.center().x { 8.0 } else { -8.0 }, 0.0));
        ui.ctx().request_repaint();
    }
    if ui.input(|input| input.pointer.any_released() || !input.pointer.any_down()) {
        strip.dragged = None;
        if !stays {
            requests.edit(Edit::MoveJourney { journey: dragged, to: slot });
        }
    }
}

/// What can be done to a journey, as a menu. `rename` is called when it is to be renamed in its place.
pub fn menu_ui(ui: &mut Ui, workspace: &Workspace, journey: &Journey, requests: &mut Requests, rename: impl FnOnce()) {
    ui.set_min_width(200.0);
    let order = &workspace.document.project().journey_order;
    let at = order.iter().position(|id| *id == journey.id).unwrap_or(0);
    let row = |ui: &mut Ui, label: &str, is_enabled: bool| {
        let is_clicked = ui.add_enabled(is_enabled, Button::new(label)).clicked();
        if is_clicked {
            ui.close();
        }
        is_clicked
    };
    if row(ui, "Rename", true) {
        rename();
    }
    if row(ui, "Duplicate", true) {
        requests.push(Request::DuplicateJourney(journey.id, journey.state));
    }
    if journey.state == JourneyState::Current && row(ui, "Duplicate as future state", true) {
        requests.push(Request::DuplicateJourney(journey.id, JourneyState::Future));
    }
    if row(ui, "Compare current and future", order.len() > 1) {
        requests.push(Request::OpenJourney(journey.id));
        requests.run(Action::CompareStates);
    }
    ui.separator();
    for state in JourneyState::ALL {
        if ui.radio(journey.state == state, format!("Mark as {} state", state.label())).clicked() {
            requests.edit(Edit::ChangeJourney { journey: journey.id, change: JourneyChange::State(state) });
            ui.close();
        }
    }
    ui.separator();
    if row(ui, "Move left", at > 0) {
        move_by_one(workspace, journey.id, false, requests);
    }
    if row(ui, "Move right", at + 1 < order.len()) {
        move_by_one(workspace, journey.id, true, requests);
    }
    ui.separator();
    if row(ui, "Delete", order.len() > 1) {
        requests.push(Request::DeleteJourney(journey.id));
    }
}

/// Moves a journey's tab one to the right or left, unless it is the last there.
pub fn move_by_one(workspace: &Workspace, journey: JourneyId, is_right: bool, requests: &mut Requests) {
    let order = &workspace.document.project().journey_order;
    let Some(at) = order.iter().position(|id| *id == journey) else { return };
    // Slots are counted with the moved one still in the list.
    let to = if is_right { (at + 1 < order.len()).then_some(at + 2) } else { at.checked_sub(1) };
    if let Some(to) = to {
        requests.edit(Edit::MoveJourney { journey, to });
    }
}

/// The list of all journeys, where there is no room for their tabs.
fn list_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    menu_button(ui, workspace, Icon::ChevronDown, "All journeys", "Every journey of the project", |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for journey in project.journey_order.iter().filter_map(|id| project.journeys.get(id)) {
                let name = if journey.name.is_empty() { "Untitled" } else { &journey.name };
                let label = format!("{name} ({})", journey.state.label());
                if ui.selectable_label(journey.id == workspace.journey, label).clicked() {
                    requests.push(Request::OpenJourney(journey.id));
                    ui.close();
                }
            }
            reveal_focus(ui);
        });
    });
}

/// The button after the tabs, and the ways to add one.
fn add_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    menu_button(ui, workspace, Icon::Plus, "Add a journey", Action::AddJourney.info().tip, |ui| {
        for (action, label) in [
            (Action::AddJourney, "Blank journey"),
            (Action::DuplicateJourney, "Duplicate this one"),
            (Action::DuplicateAsFuture, "Duplicate as future state"),
        ] {
            let mark = action.info().icon.map(|own| icon(own, 14.0)).unwrap_or_default();
            if ui.button((mark, label)).on_hover_text(action_tip(ui, action)).clicked() {
                requests.run(action);
                ui.close();
            }
        }
    });
}

fn menu_button(ui: &mut Ui, workspace: &Workspace, picture: Icon, name: &str, tip: &str, add: impl FnOnce(&mut Ui)) {
    let c = &workspace.theme.color;
    let size = vec2(30.0, workspace.theme.window.tab_height - 5.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(Rect::from_center_size(rect.center(), vec2(26.0, 26.0)), 6.0, color32(c.hover));
    }
    let ink = color32(c.ink);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, picture.glyph(), icon_font(15.0), ink);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(190.0);
        add(ui);
    });
    response.on_hover_text(tip);
}
