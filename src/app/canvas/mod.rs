//! The map canvas: paints the laid-out map where the camera looks, and turns pointer and keys into requests.
//! What it keeps between frames is its own (a gesture under way, caches for painting); the project is changed by
//! requests alone.
//!
//! `gesture` is pure and says what letting go would do; `pointer`, `clicks` and `keyboard` feed it; `header_tools` says
//! what headers offer; `paint`, `headers` and `hints` draw, and `motion` lets cards glide; `emotion`, `emotion_keys` and
//! `emotion_nodes` serve the faces of emotion lanes; `text_edit` edits texts in their place; the menus and `access` are
//! what their names say.

mod access;
mod aim;
mod bands_ui;
mod capture_ui;
mod cells;
mod clicks;
mod cursor;
mod emotion;
mod emotion_keys;
mod emotion_nodes;
mod end_buttons;
mod found;
mod gesture;
mod header_menu;
mod header_tools;
mod headers;
mod hints;
mod keyboard;
mod legend_ui;
mod menu;
mod menu_key;
mod minimap;
mod motion;
mod paint;
mod parked;
mod pointer;
mod sight;
mod spot;
#[cfg(test)]
mod tests;
mod text_edit;

use std::collections::BTreeMap;

use egui::{EventFilter, Id, Popup, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use self::access::{Nodes, Ranks};
pub use self::cells::cell_to_reveal;
use self::found::FoundMarks;
use self::gesture::{Gesture, MoveMode, Outcome, Slot};
use self::header_tools::HeaderTools;
pub use self::headers::covered_by_headers;
use self::headers::{Headers, Stuck};
pub use self::keyboard::next_connector;
pub use self::menu::{MenuTarget, menu_ui};
use self::menu_key::MenuKey;
use self::minimap::Minimap;
pub use self::motion::Motion;
use self::paint::{MOST_OUTLINES, Overlay};
use self::pointer::Pointer;
pub use self::pointer::scrolled;
use self::sight::Sight;
use self::spot::Spot;
use self::text_edit::Typing;
use super::request::{Request, Requests};
use super::shortcuts::began_typing;
use super::style::color32;
use super::workspace::{Editing, Tool, Workspace};
use crate::edit::{Placement, Selection, build};
use crate::layout::FaceSpot;
use crate::model::{Emotion, Item, TouchpointId};
use crate::render::egui::ScenePainter;

/// Draws the canvas.
#[derive(Default)]
pub struct CanvasPainter {
    scenes: ScenePainter,
    motion: Motion,
    gesture: Gesture,
    /// Where letting go would put what is dragged, and what that would do.
    aim: Option<(Slot, Outcome)>,
    /// When the map makes room for what is aimed at; `None` once it has.
    preview_due: Option<aim::Due>,
    /// Whether what is dragged cannot be let go where it is.
    is_refused: bool,
    hovered: Spot,
    /// The row of figures under the pointer.
    hovered_chip: Option<(TouchpointId, usize)>,
    /// The chart or the use of a channel under the pointer.
    hovered_spot: Option<usize>,
    /// The place under the pointer where a click would add a face, and with which emotion.
    face_place: Option<(FaceSpot, Emotion)>,
    menu: MenuTarget,
    menu_key: MenuKey,
    typing: Option<Typing>,
    ranks: Ranks,
    visible: Visible,
    found: FoundMarks,
    minimap: Minimap,
    /// What the legend covers, as last drawn; `None` without one.
    legend: Option<Rect>,
}

/// The items in view, found again when the map or the view is another.
#[derive(Default)]
struct Visible {
    of: Option<(u64, Sight)>,
    items: Vec<Item>,
}

/// The canvas's own id: with the keyboard focus there (or nowhere), keys go to the map.
pub fn canvas_id() -> Id {
    Id::unique("map canvas")
}

impl CanvasPainter {
    /// Draws the canvas into what is left of the window.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        let rect = ui.available_rect_before_wrap();
        if rect != workspace.canvas_rect {
            requests.push(Request::CanvasRect(rect));
        }
        let response = ui.interact(rect, canvas_id(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Journey map"));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        let sight = Sight { canvas: rect, camera: workspace.camera };
        let headers = Headers::of(&workspace.map);
        let stuck = headers.stuck(&sight);

        let pointer = Pointer { ui, response: &response, sight: &sight, stuck: &stuck, workspace };
        self.take_pointer(&pointer, requests);
        let parked = parked::take_parked(&pointer, requests);
        if has_keys(ui, workspace) {
            super::workshop::take_keys(ui, workspace, requests);
            keyboard::take_keys(ui, workspace, requests);
        }
        if response.has_focus() {
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(canvas_id(), filter));
        }

        self.animate(ui, &sight, workspace);
        self.paint(ui, &sight, &headers, &stuck, workspace);
        hints::library_ghost_ui(ui, rect, self.aim.is_some(), workspace);
        super::workshop::parked_ghost_ui(ui, workspace, parked);
        let response = match self.hovered_chip {
            Some(chip) => hints::chip_tip_ui(response, chip, workspace),
            None => match self.hovered_spot.and_then(|at| bands_ui::spot(workspace, at)) {
                Some(spot) => bands_ui::tip_ui(response, spot, workspace),
                None => response,
            },
        };
        let response = match self.hovered {
            Spot::Face(key) if self.gesture.is_idle() => emotion::tip_ui(response, key, workspace),
            hovered => {
                let tools = HeaderTools { sight: &sight, stuck: &stuck, workspace };
                let cut = || hovered.subject().and_then(|subject| hints::cut_text(ui, subject, workspace));
                match tools.tip(ui.ctx(), hovered).or_else(cut).filter(|_| self.gesture.is_idle()) {
                    Some(tip) if workspace.editing.is_none() => response.on_hover_text_at_pointer(tip),
                    Some(_) | None => response,
                }
            }
        };
        let free = stuck.free(rect);
        self.add_button_ui(ui, &sight, free, workspace, requests);
        // Asks whether a screen reader, or a test, wants nodes at all.
        if ui.ctx().has_accesskit_node(canvas_id()) {
            // What lies on the map is below the map's own node.
            let on_map = ui.new_child(UiBuilder::new().max_rect(rect).accessibility_parent(canvas_id()));
            let nodes = Nodes { ui: &on_map, sight: &sight, stuck: &stuck, workspace };
            nodes.add(canvas_id(), &mut self.ranks, self.visible.items(workspace, &sight), requests);
        }
        hints::empty_ui(ui, free, workspace, requests);
        self.minimap.ui(ui, &sight, free, workspace, requests);
        // The minimap has the other corner.
        let beside_minimap = self.minimap.rect.map_or(free.max.x, |rect| rect.min.x);
        let for_legend = Rect::from_min_max(free.min, egui::pos2(beside_minimap, free.max.y));
        self.legend = legend_ui::legend_ui(ui, for_legend, workspace, requests);
        if self.gesture.is_idle() && workspace.tool == Tool::Select && workspace.editing.is_none() {
            let over = [self.minimap.rect, self.legend];
            end_buttons::end_buttons_ui(ui, (&sight, &stuck), &over, workspace, requests);
        }
        capture_ui::cell_ring_ui(ui, &sight, free, workspace);
        if let Some(hint) = capture_ui::hint(self.typing.as_ref(), workspace) {
            capture_ui::hint_ui(ui, free, hint, &workspace.theme);
        }
        if Typing::ui(&mut self.typing, ui, &sight, &stuck, workspace, requests) {
            response.request_focus();
        }
        self.menu_key.ui(ui, &response, &sight, &mut self.menu, workspace, requests);
    }

    /// Lets cards that have another place glide there, and asks for frames while they do.
    fn animate(&mut self, ui: &Ui, sight: &Sight, workspace: &Workspace) {
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let is_copy =
            matches!(self.aim, Some((Slot::Items(_, MoveMode::Copy, _) | Slot::Stickies(_, MoveMode::Copy), _)));
        let carried = pointer.and_then(|pos| self.gesture.carried(sight.map_from_screen(pos)));
        // What is copied stays where it is.
        self.motion.carry(if is_copy { carried.map(|_| BTreeMap::new()) } else { carried });
        let is_resizing = matches!(self.gesture, Gesture::Resizing { .. });
        // What is resized follows the pointer, not a glide.
        let duration_s =
            if workspace.settings.reduced_motion || is_resizing { 0.0 } else { workspace.theme.window.motion_s };
        self.motion.advance(workspace, sight, ui.input(|input| input.time), duration_s);
        if self.motion.is_moving() {
            ui.ctx().request_repaint();
        }
    }

    #[cfg(test)]
    pub fn motion(&self) -> &Motion {
        &self.motion
    }

    fn paint(&mut self, ui: &Ui, sight: &Sight, headers: &Headers, stuck: &Stuck, workspace: &Workspace) {
        let painter = ui.painter_at(sight.canvas);
        painter.rect_filled(sight.canvas, 0.0, color32(workspace.theme.color.surface));
        let (map, revision) = (&workspace.map, workspace.map_revision);
        self.scenes.paint_shifted(&painter, &map.scene, revision, sight.transform(), &self.motion.shifts(map));
        let over_cards = Overlay {
            painter: &painter.with_clip_rect(stuck.free(sight.canvas).intersect(painter.clip_rect())),
            sight,
            stuck,
            workspace,
            motion: &self.motion,
            scenes: &self.scenes,
        };
        self.found.paint(over_cards.painter, sight, stuck, workspace);
        let seen = super::workshop::Seen {
            painter: over_cards.painter,
            map: &workspace.map,
            scale: sight.camera.scale,
            on_screen: &|rect| sight.rect_from_map(rect),
        };
        super::workshop::paint(workspace, &seen);
        let is_moving = matches!(self.gesture, Gesture::MovingItems { .. });
        if !is_moving {
            let is_many = workspace.document.selection().subjects.len() > MOST_OUTLINES;
            over_cards.selection(if is_many { self.visible.items(workspace, sight) } else { &[] });
        }
        headers.paint(&painter, &self.scenes, &workspace.map, sight, &workspace.theme);
        emotion::paint(over_cards.painter, sight, workspace, &self.gesture, self.face_place);
        let over_all =
            Overlay { painter: &painter, sight, stuck, workspace, motion: &self.motion, scenes: &self.scenes };
        over_all.selected_headers();
        over_all.focus();
        if self.gesture.is_idle() && workspace.editing.is_none() {
            if let Some(subject) = self.hovered.subject() {
                over_all.hover(subject);
                let tools = HeaderTools { sight, stuck, workspace };
                if workspace.tool == Tool::Select {
                    tools.paint_fold_button(&painter, subject, matches!(self.hovered, Spot::Fold(_)));
                }
                if matches!(self.hovered, Spot::Edge(_)) {
                    tools.paint_edge(&painter, subject);
                }
            }
            over_cards.connector_ends(match self.hovered {
                Spot::ConnectorEnd(_, end) => Some(end),
                Spot::Subject(_)
                | Spot::Fold(_)
                | Spot::Edge(_)
                | Spot::Handle(_)
                | Spot::Cell(..)
                | Spot::Nothing
                | Spot::Face(_) => None,
            });
            if let Some((touchpoint, row)) = self.hovered_chip {
                over_cards.hovered_chip(touchpoint, row);
            }
            if let Some(spot) = self.hovered_spot.and_then(|at| bands_ui::spot(workspace, at)) {
                over_cards.hovered_spot(spot);
            }
            if let Some(touchpoint) = self.hovered.touchpoint().filter(|_| workspace.tool == Tool::Select) {
                over_all.handle(touchpoint, matches!(self.hovered, Spot::Handle(_)));
            }
        } else if let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) {
            let slot = self.aim.as_ref().map(|(slot, _)| *slot);
            over_all.gesture(&self.gesture, slot, self.aim.as_ref().map(|(_, outcome)| outcome), pointer);
        }
    }

    /// The button in the free slot of the cell under the pointer.
    fn add_button_ui(&self, ui: &Ui, sight: &Sight, free: Rect, workspace: &Workspace, requests: &mut Requests) {
        if !self.gesture.is_idle()
            || workspace.tool != Tool::Select
            || workspace.editing.is_some()
            || workspace.dialog.is_some()
        {
            return;
        }
        let Some(pos) = ui.input(|input| input.pointer.hover_pos()).filter(|pos| free.contains(*pos)) else { return };
        let is_over = |rect: Option<Rect>| rect.is_some_and(|rect| rect.contains(pos));
        if ui.ctx().layer_id_at(pos) != Some(ui.layer_id()) || is_over(self.legend) || is_over(self.minimap.rect) {
            return;
        }
        if let Some(slot) = hints::free_slot(workspace, sight.map_from_screen(pos))
            && hints::add_button_ui(ui, slot, sight, workspace)
        {
            let (stage, lane, _) = slot;
            add_item(workspace, Placement::end_of(workspace.document.project(), stage, lane), requests);
        }
    }
}

impl Visible {
    fn items(&mut self, workspace: &Workspace, sight: &Sight) -> &[Item] {
        let of = Some((workspace.map_revision, *sight));
        if self.of != of {
            self.of = of;
            self.items = workspace.map.items_in(sight.view_in_map());
        }
        &self.items
    }
}

/// Paints the headers of a map that is shown beside the open one, where they would be out of view.
pub fn paint_headers(
    painter: &egui::Painter,
    scenes: &ScenePainter,
    map: &crate::layout::Map,
    canvas: Rect,
    camera: super::camera::Camera,
    theme: &crate::scene::Theme,
) {
    Headers::of(map).paint(painter, scenes, map, &Sight { canvas, camera }, theme);
}

/// Whether keys go to the map: nothing else has the focus, and nothing lies over it.
fn has_keys(ui: &Ui, workspace: &Workspace) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    focused.is_none_or(|id| id == canvas_id())
        && !began_typing(ui.ctx())
        && workspace.editing.is_none()
        && workspace.dialog.is_none()
        && !Popup::is_any_open(ui.ctx())
}

/// Adds an item of the lane's kind, selects it and opens it for typing.
fn add_item(workspace: &Workspace, placement: Placement, requests: &mut Requests) {
    if let Some((edit, item)) = build::new_item(workspace.document.project(), placement) {
        requests.push(Request::EditSelecting(edit, Selection::only(item)));
        requests.push(Request::StartEditing(Some(Editing::Item(item))));
        requests.push(Request::RevealFocus);
    }
}
