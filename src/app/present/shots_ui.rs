//! The tab of shots: a strip of pictures to be put in order, and what there is to say about the chosen one.

use egui::{
    Align, Align2, Button, Id, Key, Layout, Modifiers, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::pictures::{ASPECT, picture_ui, say_in_view};
use super::shot_ui::{detail_ui, is_hard_to_read, name_id};
use crate::app::action::Action;
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::claim_keys;
use crate::app::style::{color32, family, icon, icon_font};
use crate::app::widgets::{Emphasis, IconButton, action_button, action_tip, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::Edit;
use crate::layout::shots::needed_share;
use crate::model::{Shot, ShotId};
use crate::scene::Face;

const MARGIN: f32 = 14.0;
const GAP: f32 = 12.0;
const CAPTION: f32 = 22.0;
/// How wide the fields of the chosen shot are at most.
const DETAIL_WIDTH: f32 = 680.0;
/// What they have of the panel.
const DETAIL_SHARE: f32 = 0.52;

/// Seats to choose from, in picture heights, and what room that is.
const ROWS: [(f32, &str); 4] = [
    (2.5, "Small meeting: 2.5 × picture height"),
    (4.0, "Meeting room: 4 × picture height"),
    (6.0, "Hall: 6 × picture height"),
    (8.0, "Auditorium: 8 × picture height"),
];

/// What is said where the system did not let the last talk keep the screen on.
pub(super) const SLEEP_WARNING: &str = "The screen may turn off by itself during a talk: the system did not let it be \
                                        kept on. Turn off screen saver and power saving in the system's settings.";

/// Draws the tab below the tabs' row.
pub fn shots_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let shots = &workspace.document.project().shots;
    ui.add_space(6.0);
    head_ui(ui, workspace, requests);
    if shots.is_empty() {
        empty_ui(ui, workspace, requests);
        return;
    }
    ui.add_space(4.0);
    let room = ui.available_rect_before_wrap();
    let width = (room.width() * DETAIL_SHARE).min(DETAIL_WIDTH);
    let split = room.right() - width;
    let strip = Rect::from_min_max(room.min, pos2(split, room.bottom()));
    ui.scope_builder(UiBuilder::new().max_rect(strip), |ui| strip_ui(ui, workspace, requests));
    ui.painter().vline(split, room.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
    let detail = Rect::from_min_max(pos2(split + MARGIN, room.top()), room.max - vec2(MARGIN, 4.0));
    ui.scope_builder(UiBuilder::new().max_rect(detail), |ui| {
        detail_ui(ui, workspace, requests);
    });
}

/// What can be done without a shot.
fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.horizontal(|ui| {
        ui.set_height(theme.window.control_height);
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(MARGIN - 6.0);
        let add = Button::new((icon(Icon::SquarePlus, 14.0), "Add this view"));
        let response = ui.add(add).on_hover_text(action_tip(ui, Action::AddShot));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Add this view"));
        if response.clicked() {
            requests.run(Action::AddShot);
        }
        make_menu(ui, workspace, requests);
        let count = workspace.document.project().shots.len();
        let hard = workspace.document.project().shots.iter().filter(|shot| is_hard_to_read(workspace, shot.id)).count();
        let said = match (count, hard) {
            (0, _) => String::new(),
            (1, 0) => "1 shot".to_owned(),
            (count, 0) => format!("{count} shots"),
            (count, hard) => format!("{count} shots, {hard} with text too small for the back row"),
        };
        let color = if hard > 0 { theme.color.risk } else { theme.color.muted };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(MARGIN - 6.0);
            action_button(ui, workspace, requests, Action::MaximizeBottom, "", Emphasis::Quiet);
            action_button(ui, workspace, requests, Action::PresentCurrent, "Present from here", Emphasis::Quiet);
            back_row_menu(ui, workspace, requests);
            // What is left between both ends of the row.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if workspace.may_screen_sleep {
                    let mark = icon(Icon::TriangleAlert, 14.0).color(color32(theme.color.risk));
                    ui.label(mark).on_hover_text(SLEEP_WARNING);
                }
                let label = RichText::new(&said).small().color(color32(color));
                ui.add(egui::Label::new(label).truncate()).on_hover_text(said);
            });
        });
    });
}

fn make_menu(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let button = Button::new(("Make shots…", icon(Icon::ChevronDown, 12.0)));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(200.0);
        make_entries_ui(ui, workspace, requests);
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Make shots…"));
    response.on_hover_text("Let the map suggest shots");
}

const MAKERS: [(Action, &str); 4] = [
    (Action::ShotsByStage, "By stage"),
    (Action::ShotsByLane, "By lane"),
    (Action::ShotsOfMoments, "Of moments of truth"),
    (Action::ShotsOfWorstKpis, "Of the worst KPIs"),
];

fn make_entries_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    for (action, name) in MAKERS {
        let mark = action.info().icon.map_or_else(|| icon(Icon::Circle, 14.0), |own| icon(own, 14.0));
        let button = ui.add_enabled(action.is_enabled(workspace), Button::new((mark, name)));
        if button.on_hover_text(action.info().tip).clicked() {
            requests.run(action);
            ui.close();
        }
    }
}

fn back_row_menu(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let heights = workspace.settings.back_row;
    let button = Button::new((format!("Back row: {heights} ×"), icon(Icon::ChevronDown, 12.0)));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(240.0);
        for (choice, name) in ROWS {
            if ui.selectable_label(choice == heights, name).clicked() {
                requests.push(Request::SetBackRow(choice));
                ui.close();
            }
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Back row"));
    response.on_hover_text(format!(
        "How far the last seat is from the screen, in heights of the picture. From there a capital letter must take at \
         least {:.1}% of the picture's height: 16 minutes of arc, the least that ISO 9241-303 allows.",
        needed_share(heights) * 100.0
    ));
}

fn empty_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.vertical_centered(|ui| {
        ui.add_space(10.0);
        ui.label(icon(Icon::Presentation, 26.0).color(color32(theme.color.disabled)));
        let key = Action::AddShot.info().shortcut.map(|key| ui.ctx().format_shortcut(&key)).unwrap_or_default();
        let text = format!("No shots yet. Zoom to what you want to show and press {key}, or let the map suggest some:");
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
        ui.add_space(2.0);
        // As wide as its buttons, so that the row stands in the middle.
        let row = ui.allocate_ui_with_layout(vec2(430.0, 34.0), Layout::left_to_right(Align::Center), |ui| {
            for (action, name) in MAKERS {
                let button = IconButton::new(None, name, action.info().label).emphasis(Emphasis::Outlined);
                if button.tip(action.info().tip).enabled(action.is_enabled(workspace)).ui(ui, theme).clicked() {
                    requests.run(action);
                }
            }
        });
        let _ = row;
    });
}

fn strip_id() -> Id {
    Id::unique("strip of shots")
}

fn strip_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let shots = &workspace.document.project().shots;
    let theme = &workspace.theme;
    ui.style_mut().always_scroll_the_only_direction = true;
    let height = (ui.available_height() - CAPTION - 22.0).clamp(56.0, 300.0);
    let size = vec2(height * ASPECT, height);
    ScrollArea::horizontal().id_salt("shots").auto_shrink(false).show_viewport(ui, |ui, viewport| {
        let origin = ui.min_rect().min + vec2(MARGIN, 6.0);
        let step = size.x + GAP;
        ui.set_width(2.0 * MARGIN + step * shots.len() as f32 - GAP);
        ui.set_height(size.y + CAPTION + 12.0);
        let dragged = ui.data(|data| data.get_temp::<Option<ShotId>>(strip_id())).flatten();
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let slot = dragged.and(pointer).map(|at| {
            let nth = ((at.x - origin.x + GAP / 2.0 + step / 2.0) / step).floor().max(0.0) as usize;
            nth.min(shots.len())
        });
        let mut in_view = Vec::new();
        for (at, shot) in shots.iter().enumerate() {
            let left = step * at as f32;
            let is_seen = left + step >= viewport.left() - step * 2.0 && left <= viewport.right() + step * 2.0;
            if is_seen {
                in_view.push(shot.id);
            }
            if is_seen || workspace.shot == Some(shot.id) {
                let rect = Rect::from_min_size(origin + vec2(left, 0.0), size + vec2(0.0, CAPTION));
                shot_ui(ui, workspace, requests, (at, shot), rect, (dragged, slot));
            }
        }
        say_in_view(workspace, requests, in_view);
        if let Some(slot) = slot {
            let x = origin.x + step * slot as f32 - GAP / 2.0;
            let line = Stroke::new(3.0, color32(theme.color.accent));
            ui.painter().vline(x, origin.y..=origin.y + size.y, line);
        }
        reveal_focus(ui);
    });
}

/// One picture of the strip.
fn shot_ui(
    ui: &Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (at, shot): (usize, &Shot),
    rect: Rect,
    (dragged, slot): (Option<ShotId>, Option<usize>),
) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let id = Id::unique(("shot", shot.id.0));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let name = shot.shown_name(workspace.document.project());
    let is_chosen = workspace.shot == Some(shot.id);
    let is_hard = is_hard_to_read(workspace, shot.id);
    let label = format!("Shot {}: {name}{}", at + 1, if is_hard { ", text too small for the back row" } else { "" });
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &label));
    if response.clicked() || response.drag_started() {
        response.request_focus();
        requests.push(Request::ChooseShot(Some(shot.id)));
    }
    if response.double_clicked() {
        requests.push(Request::ShowShot(shot.id));
    }
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(strip_id(), Some(shot.id)));
    }
    if response.drag_stopped() {
        ui.data_mut(|data| data.insert_temp(strip_id(), None::<ShotId>));
        if let Some(to) = slot.filter(|to| *to != at && *to != at + 1) {
            requests.edit(Edit::MoveShot { shot: shot.id, to });
        }
    }
    if response.gained_focus() && !is_chosen {
        requests.push(Request::ChooseShot(Some(shot.id)));
    }
    if response.has_focus() {
        keys_ui(ui, workspace, requests, (at, shot), id);
    }
    let picture = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - CAPTION));
    picture_ui(ui, workspace, shot.id, picture);
    let is_dragged = dragged == Some(shot.id);
    if is_dragged {
        ui.painter().rect_filled(picture, theme.window.radius, color32(c.surface.with_opacity(0.5)));
    }
    let edge = if is_chosen {
        Stroke::new(2.0, color32(c.accent))
    } else if response.hovered() {
        Stroke::new(1.5, color32(c.accent).gamma_multiply(0.6))
    } else {
        Stroke::new(1.0, color32(c.outline))
    };
    ui.painter().rect_stroke(picture, theme.window.radius, edge, StrokeKind::Outside);
    let mut right = rect.right();
    let mut mark = |symbol: Icon, color| {
        right -= 16.0;
        let center = pos2(right + 8.0, rect.bottom() - CAPTION / 2.0 + 2.0);
        ui.painter().text(center, Align2::CENTER_CENTER, symbol.glyph(), icon_font(13.0), color32(color));
    };
    if is_hard {
        mark(Icon::TriangleAlert, c.risk);
    }
    if shot.is_step_by_step {
        mark(Icon::Play, c.muted);
    }
    if !shot.notes.trim().is_empty() {
        mark(Icon::StickyNote, c.muted);
    }
    let face = if is_chosen { Face::SemiBold } else { Face::Regular };
    let font = egui::FontId::new(theme.window.small_text + 0.5, family(face));
    let line = Rect::from_min_max(pos2(rect.left(), picture.bottom() + 4.0), pos2(right - 4.0, rect.bottom()));
    text_in(ui, line, &format!("{}  {name}", at + 1), font, color32(c.ink));
    response.on_hover_text(
        "Double-click shows it on the map; drag or Alt+arrows put it elsewhere; F2 renames; Delete takes it out",
    );
}

/// What keys do with the shot that has the focus.
fn keys_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests, (at, shot): (usize, &Shot), id: Id) {
    claim_keys(ui, id);
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            id,
            egui::EventFilter { horizontal_arrows: true, vertical_arrows: false, tab: false, escape: false },
        );
    });
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let shots = &workspace.document.project().shots;
    let move_to = |to: usize| Edit::MoveShot { shot: shot.id, to };
    if pressed(Modifiers::ALT, Key::ArrowLeft) && at > 0 {
        requests.edit(move_to(at - 1));
    }
    if pressed(Modifiers::ALT, Key::ArrowRight) {
        requests.edit(move_to(at + 2));
    }
    let go = |to: Option<usize>, requests: &mut Requests| {
        if let Some(next) = to.and_then(|to| shots.get(to)) {
            ui.memory_mut(|memory| memory.request_focus(Id::unique(("shot", next.id.0))));
            requests.push(Request::ChooseShot(Some(next.id)));
        }
    };
    if pressed(Modifiers::NONE, Key::ArrowLeft) {
        go(at.checked_sub(1), requests);
    }
    if pressed(Modifiers::NONE, Key::ArrowRight) {
        go(Some(at + 1), requests);
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        requests.push(Request::ShowShot(shot.id));
    }
    if pressed(Modifiers::NONE, Key::F2) {
        ui.memory_mut(|memory| memory.request_focus(name_id(shot.id)));
    }
    if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
        let next = shots.get(at + 1).or_else(|| shots.get(at.checked_sub(1)?));
        if let Some(next) = next {
            ui.memory_mut(|memory| memory.request_focus(Id::unique(("shot", next.id.0))));
        }
        requests.run(Action::DeleteShot);
    }
}
