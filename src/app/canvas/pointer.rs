//! From the pointer to gestures and requests: what is under it, what a click selects, when a gesture begins, and
//! what its end commits.

use std::sync::Arc;

use egui::{DragAndDrop, Key, PointerButton, Response, Ui};

use super::clicks::{add_note, opening};
use super::gesture::{
    Gesture, MoveMode, Slot, Start, clicked_selection, grabbed_items, grabbed_stickies, marquee_selection,
    resized_headers,
};
use super::headers::Stuck;
use super::menu::MenuTarget;
use super::sight::Sight;
use super::spot::Spot;
use super::{CanvasPainter, add_item, bands_ui, cells, emotion};
use crate::app::camera::Camera;
use crate::app::left::LibraryDrag;
use crate::app::request::{Request, Requests};
use crate::app::workspace::{Dialog, Editing, Tool, Workspace};
use crate::base::{Pos2, Rect};
use crate::edit::{HeaderChange, Placement, Selection, change_headers};
use crate::layout::ItemClass;
use crate::model::{CardBody, Item, LaneId, LaneKind, StageId, Subject};

/// One frame of the pointer on the canvas.
pub struct Pointer<'a> {
    pub ui: &'a Ui,
    pub response: &'a Response,
    pub sight: &'a Sight,
    pub stuck: &'a Stuck,
    pub workspace: &'a Workspace,
}

impl Pointer<'_> {
    pub(super) fn is_space_down(&self) -> bool {
        !self.ui.ctx().text_edit_focused() && self.ui.input(|input| input.key_down(Key::Space))
    }

    pub fn extends(&self) -> bool {
        self.ui.input(|input| input.modifiers.shift || input.modifiers.command)
    }

    pub(super) fn mode(&self) -> MoveMode {
        if self.ui.input(|input| input.modifiers.alt) { MoveMode::Copy } else { MoveMode::Move }
    }

    pub fn latest(&self) -> Option<Pos2> {
        self.ui.input(|input| input.pointer.latest_pos())
    }

    fn start_at(&self, press_in_screen: Pos2) -> Start {
        Start {
            project: self.workspace.document.project().clone(),
            map: Arc::clone(&self.workspace.map),
            revision: self.workspace.document.revision(),
            press_in_map: self.sight.map_from_screen(press_in_screen),
        }
    }

    /// What the wheel, the trackpad or a pinch makes of the camera.
    fn scrolled_camera(&self) -> Option<Camera> {
        scrolled(self.ui, self.response, self.sight.canvas, self.workspace.camera)
    }

    /// The gesture that begins with a press there.
    fn begun(&self, press: Pos2, spot: Spot) -> Gesture {
        let start = self.start_at(press);
        match (spot, self.workspace.tool) {
            (_, Tool::Vote) => Gesture::Panning { camera: self.workspace.camera, press_in_screen: press },
            (Spot::Handle(from), Tool::Select | Tool::Connect | Tool::Note)
            | (Spot::Subject(Subject::Item(Item::Touchpoint(from))), Tool::Connect) => {
                Gesture::Connecting { start, from }
            }
            (Spot::Face(key), Tool::Select | Tool::Connect | Tool::Note) => match start.map.face(key) {
                Some(face) => Gesture::MovingFace { start, face },
                None => Gesture::Idle,
            },
            (Spot::ConnectorEnd(connector, end), Tool::Select | Tool::Connect | Tool::Note) => {
                Gesture::Reconnecting { start, connector, end }
            }
            (Spot::Subject(Subject::Item(grabbed)), Tool::Select | Tool::Connect | Tool::Note) => {
                let items = grabbed_items(self.workspace.document.selection(), grabbed);
                Gesture::MovingItems { start, grabbed, items }
            }
            (Spot::Subject(Subject::Sticky(grabbed)), Tool::Select | Tool::Connect | Tool::Note) => {
                let stickies = grabbed_stickies(self.workspace.document.selection(), grabbed);
                Gesture::MovingStickies { start, grabbed, stickies }
            }
            (Spot::Edge(grabbed), Tool::Select | Tool::Connect | Tool::Note) => {
                let start = self.start_at(self.stuck.released(press));
                let resized = resized_headers(self.workspace.document.selection(), grabbed);
                match start.map.extent_of(grabbed) {
                    Some(extent) => Gesture::Resizing { start, grabbed, resized, extent },
                    None => Gesture::Idle,
                }
            }
            (
                Spot::Subject(Subject::Stage(stage)) | Spot::Fold(Subject::Stage(stage)),
                Tool::Select | Tool::Connect | Tool::Note,
            ) => Gesture::MovingStage { start: self.start_at(self.stuck.released(press)), stage },
            (
                Spot::Subject(Subject::Lane(lane)) | Spot::Fold(Subject::Lane(lane)),
                Tool::Select | Tool::Connect | Tool::Note,
            ) => Gesture::MovingLane { start: self.start_at(self.stuck.released(press)), lane },
            (
                Spot::Subject(Subject::Connector(_))
                | Spot::Fold(Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_))
                | Spot::Cell(..)
                | Spot::Nothing,
                Tool::Select | Tool::Connect | Tool::Note,
            ) => {
                let base =
                    if self.extends() { self.workspace.document.selection().clone() } else { Selection::default() };
                Gesture::Marquee { start, base }
            }
        }
    }

    /// The slot for something added at a position on screen, in a cell.
    pub fn placement_at(&self, pos_in_screen: Pos2, stage: StageId, lane: LaneId) -> Placement {
        let project = self.workspace.document.project();
        let kind = project.lanes.get(&lane).map(|lane| lane.kind);
        let class = if kind == Some(LaneKind::Touchpoints) { ItemClass::Touchpoint } else { ItemClass::Card };
        let dropped = self.workspace.map.drop_at(self.sight.map_from_screen(pos_in_screen), class);
        dropped
            .filter(|placement| placement.stage == stage && placement.lane == lane)
            .unwrap_or_else(|| Placement::end_of(project, stage, lane))
    }
}

impl CanvasPainter {
    /// Takes one frame of the pointer.
    pub(super) fn take_pointer(&mut self, pointer: &Pointer, requests: &mut Requests) {
        let response = pointer.response;
        if let Some(camera) = pointer.scrolled_camera() {
            requests.push(Request::SetCamera(camera));
        }
        self.take_library(pointer, requests);
        // A press keeps what it met: the handle is not lost by the first movement away from it.
        if self.gesture.is_idle() && !response.is_pointer_button_down_on() {
            let pos = response.hover_pos().filter(|_| response.hovered());
            self.hovered = pos.map_or(Spot::Nothing, |pos| pointer.spot_at(pos, self.hovered));
        }
        self.hovered_chip = response
            .hover_pos()
            .filter(|_| self.gesture.is_idle() && response.hovered() && !pointer.extends())
            .and_then(|pos| pointer.chip_at(pos, self.hovered));
        self.hovered_spot = response
            .hover_pos()
            .filter(|_| self.gesture.is_idle() && response.hovered())
            .and_then(|pos| pointer.band_spot_at(pos, self.hovered));
        self.face_place = response
            .hover_pos()
            .filter(|_| self.gesture.is_idle() && response.hovered())
            .and_then(|pos| emotion::place_at(pointer, pos, self.hovered));
        if response.is_pointer_button_down_on() && !response.has_focus() {
            response.request_focus();
        }
        if self.gesture.is_idle() {
            self.take_clicks(pointer, requests);
        }
        self.begin_gesture(pointer, requests);
        self.go_on_with_gesture(pointer, requests);
        if let Some(icon) = self.cursor(pointer) {
            pointer.ui.ctx().set_cursor_icon(icon);
        }
    }

    fn take_clicks(&mut self, pointer: &Pointer, requests: &mut Requests) {
        let Pointer { response, workspace, .. } = *pointer;
        let Some(pos) = response.interact_pointer_pos().or_else(|| pointer.latest()) else { return };
        if response.secondary_clicked() {
            let spot = pointer.spot_at(pos, Spot::Nothing);
            self.menu = match spot {
                Spot::Subject(subject) | Spot::Fold(subject) | Spot::Edge(subject) => match subject {
                    Subject::Item(item) => MenuTarget::Item(item),
                    Subject::Stage(id) => MenuTarget::Stage(id),
                    Subject::Lane(id) => MenuTarget::Lane(id),
                    Subject::Connector(id) => MenuTarget::Connector(id),
                    Subject::Sticky(id) => MenuTarget::Sticky(id),
                },
                Spot::ConnectorEnd(id, _) => MenuTarget::Connector(id),
                Spot::Handle(id) => MenuTarget::Item(id.into()),
                Spot::Face(key) => MenuTarget::Face(key),
                Spot::Cell(stage, lane) => MenuTarget::Cell(pointer.placement_at(pos, stage, lane)),
                Spot::Nothing => MenuTarget::Nothing,
            };
            if let Some(subject) =
                self.menu.subject().filter(|subject| !workspace.document.selection().contains(*subject))
            {
                requests.push(Request::Select(Selection::only(subject)));
            }
            return;
        }
        if !response.clicked_by(PointerButton::Primary) || pointer.is_space_down() {
            return;
        }
        let spot = pointer.spot_at(pos, Spot::Nothing);
        if workspace.tool == Tool::Vote {
            let is_double = response.double_clicked() || response.triple_clicked();
            crate::app::workshop::click(workspace, spot.subject(), is_double, requests);
            return;
        }
        if workspace.tool == Tool::Note {
            add_note(pointer, pos, spot, requests);
            return;
        }
        if let Spot::Face(key) = spot {
            emotion::clicked(pointer, key, requests);
            return;
        }
        if let Some(place) = emotion::place_at(pointer, pos, spot) {
            emotion::add(place, requests);
            return;
        }
        if !pointer.extends()
            && let Some((header, change)) = header_click(pointer, spot)
        {
            let edit = change_headers(workspace.document.project(), [header], change);
            edit.into_iter().for_each(|edit| requests.push(Request::EditSelecting(edit, Selection::only(header))));
            return;
        }
        if response.double_clicked_by(PointerButton::Primary) && !pointer.extends() {
            match spot {
                Spot::Subject(subject) => requests.push(opening(workspace.document.project(), subject)),
                Spot::ConnectorEnd(id, _) => requests.push(Request::StartEditing(Some(Editing::Connector(id)))),
                Spot::Cell(stage, lane) => add_item(workspace, pointer.placement_at(pos, stage, lane), requests),
                Spot::Handle(_) | Spot::Fold(_) | Spot::Edge(_) | Spot::Nothing | Spot::Face(_) => {}
            }
            return;
        }
        if let Some(band) = pointer.band_spot_at(pos, spot).and_then(|at| bands_ui::spot(workspace, at)) {
            bands_ui::click(workspace, band, pointer.extends(), requests);
            return;
        }
        let before = workspace.document.selection();
        let after = clicked_selection(before, spot.subject(), pointer.extends());
        if after != *before {
            requests.push(Request::Select(after));
        }
        if let Spot::Cell(stage, lane) = spot
            && workspace.tool == Tool::Select
            && !pointer.extends()
            && cells::empty_cells(workspace).any(|(at, row, _)| (at, row) == (stage, lane))
        {
            requests.push(Request::FocusCell(stage, lane));
        }
        if let Some(card) = pointer.link_at(pos, spot)
            && let Some(CardBody::Link { url }) = workspace.document.project().cards.get(&card).map(|card| &card.body)
        {
            requests.push(Request::OpenLink(url.clone()));
        }
        let chip = pointer.chip_at(pos, spot).filter(|_| !pointer.extends());
        if let Some((touchpoint, row)) = chip
            && let Some(chip) = workspace.numbers.chips(touchpoint, &workspace.view).get(row)
        {
            let figure = Dialog::Figure { metric: chip.metric, touchpoint, period: workspace.view.period };
            requests.push(Request::Dialog(Some(figure)));
        }
    }

    fn begin_gesture(&mut self, pointer: &Pointer, requests: &mut Requests) {
        let Pointer { ui, response, workspace, .. } = *pointer;
        if !self.gesture.is_idle() || !response.drag_started() {
            return;
        }
        let Some(press) = ui.input(|input| input.pointer.press_origin()).or_else(|| pointer.latest()) else { return };
        let is_primary = response.drag_started_by(PointerButton::Primary);
        if response.drag_started_by(PointerButton::Middle) || is_primary && pointer.is_space_down() {
            self.gesture = Gesture::Panning { camera: workspace.camera, press_in_screen: press };
        } else if is_primary {
            let spot = pointer.spot_at(press, self.hovered);
            self.gesture = pointer.begun(press, spot);
            if let Some(grabbed) = self.gesture.grabbed_alone()
                && !workspace.document.selection().contains(grabbed)
            {
                requests.push(Request::Select(Selection::only(grabbed)));
            }
        }
    }

    /// A type of touchpoint that comes from the library is dragged by the library's own widget: here it only lands.
    fn take_library(&mut self, pointer: &Pointer, requests: &mut Requests) {
        let Pointer { ui, response, workspace, .. } = *pointer;
        let dragged = DragAndDrop::payload::<LibraryDrag>(ui.ctx()).filter(|_| response.contains_pointer());
        let kind = dragged.and_then(|dragged| workspace.catalogue.find(&dragged.0));
        match (kind, &self.gesture) {
            (Some(kind), Gesture::Idle) => {
                let press = pointer.latest().unwrap_or_default();
                self.gesture = Gesture::Dropping { start: pointer.start_at(press), kind };
            }
            (None, Gesture::Dropping { .. }) => self.end_gesture(requests),
            (Some(_) | None, _) => {}
        }
    }

    fn go_on_with_gesture(&mut self, pointer: &Pointer, requests: &mut Requests) {
        let Pointer { ui, response, workspace, sight, .. } = *pointer;
        if self.gesture.is_idle() {
            return;
        }
        let has_lost_ground = self.gesture.start().is_some_and(|start| start.revision != workspace.document.revision());
        let is_escaped = ui.input(|input| input.key_down(Key::Escape) || input.key_pressed(Key::Escape));
        let Some(pos) = pointer.latest().filter(|_| !has_lost_ground && !is_escaped) else {
            self.end_gesture(requests);
            return;
        };
        if let Gesture::Panning { camera, press_in_screen } = &self.gesture {
            let moved = Camera { offset: camera.offset + (pos - *press_in_screen), ..*camera };
            if moved.offset != workspace.camera.offset {
                requests.push(Request::SetCamera(moved));
            }
        }
        // A press that is held without moving drags nothing, nor does a drag that came back to where it began.
        const STILL: f32 = 3.0;
        let is_library = matches!(self.gesture, Gesture::Dropping { .. });
        let is_still = !is_library
            && self
                .gesture
                .start()
                .is_some_and(|start| sight.screen_from_map(start.press_in_map).distance(pos) < STILL);
        let slot = self.gesture.slot(sight.map_from_screen(pos), pointer.mode()).filter(|_| !is_still);
        self.is_refused = slot.is_none() && !is_still;
        self.aim_at(slot, pointer, requests);
        let is_released =
            if is_library { ui.input(|input| input.pointer.any_released()) } else { response.drag_stopped() };
        if is_released && ui.input(|input| input.pointer.any_released()) {
            self.let_go(pointer, pos, requests);
        } else if !is_library && !response.dragged() {
            self.end_gesture(requests);
        } else {
            self.run_at_edges(pointer, pos, is_library, requests);
        }
    }

    /// The button was released: what was previewed is done.
    fn let_go(&mut self, pointer: &Pointer, pos: Pos2, requests: &mut Requests) {
        self.preview_due = None;
        let aim = self.aim.take();
        let is_new_connector = matches!(self.gesture, Gesture::Connecting { .. });
        match &self.gesture {
            Gesture::Idle | Gesture::Panning { .. } => {}
            Gesture::Marquee { start, base } => {
                let rect = Rect::from_two_pos(start.press_in_map, pointer.sight.map_from_screen(pos));
                requests.push(Request::Select(marquee_selection(&pointer.workspace.map, base, rect)));
            }
            Gesture::MovingItems { .. }
            | Gesture::MovingFace { .. }
            | Gesture::MovingStickies { .. }
            | Gesture::MovingStage { .. }
            | Gesture::MovingLane { .. }
            | Gesture::Resizing { .. }
            | Gesture::Connecting { .. }
            | Gesture::Reconnecting { .. }
            | Gesture::Dropping { .. } => match aim {
                Some((slot, outcome)) => {
                    let focus = outcome.select.focus;
                    requests.push(Request::EditSelecting(outcome.edit, outcome.select));
                    match (slot, focus) {
                        (Slot::Touchpoint(_), Some(Subject::Connector(connector))) if is_new_connector => {
                            // Typing now labels it, in the same undo entry.
                            requests.push(Request::StartEditing(Some(Editing::Connector(connector))));
                            self.gesture = Gesture::Idle;
                            return;
                        }
                        (Slot::Items(..), _) => requests.push(Request::RevealFocus),
                        (Slot::Emotion(_), _) => {
                            if let Gesture::MovingFace { face, .. } = &self.gesture {
                                requests.push(Request::OnFace(Some(face.key)));
                            }
                        }
                        (
                            Slot::Touchpoint(_) | Slot::Stickies(..) | Slot::Stage(_) | Slot::Lane(_) | Slot::Size(_),
                            _,
                        ) => {}
                    }
                }
                None => requests.push(Request::Preview(None)),
            },
        }
        requests.push(Request::Seal);
        self.gesture = Gesture::Idle;
    }

    /// The gesture is over without a trace.
    pub(super) fn end_gesture(&mut self, requests: &mut Requests) {
        self.gesture = Gesture::Idle;
        self.preview_due = None;
        if self.aim.take().is_some() {
            requests.push(Request::Preview(None));
        }
    }

    /// Scrolls while something is dragged near an edge.
    fn run_at_edges(&self, pointer: &Pointer, pos: Pos2, is_library: bool, requests: &mut Requests) {
        const LONGEST_FRAME_S: f32 = 0.05;
        if !self.gesture.runs_at_edges() {
            return;
        }
        let mut speed = pointer.sight.edge_speed(pos, pointer.workspace.map.size());
        if is_library {
            // It comes in over the left edge, and shall not set the map in motion by that.
            speed.x = speed.x.min(0.0);
        }
        if speed != egui::Vec2::ZERO {
            let elapsed_s = pointer.ui.input(|input| input.stable_dt).min(LONGEST_FRAME_S);
            let camera = pointer.workspace.camera;
            requests.push(Request::SetCamera(Camera { offset: camera.offset + speed * elapsed_s, ..camera }));
            pointer.ui.ctx().request_repaint();
        }
    }
}

/// What the wheel, the trackpad or a pinch over a canvas makes of its camera.
pub fn scrolled(ui: &Ui, response: &Response, canvas: Rect, before: Camera) -> Option<Camera> {
    if !response.contains_pointer() {
        return None;
    }
    let pointer = ui.input(|input| input.pointer.hover_pos())?;
    let (zoom, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
    let mut camera = before;
    if zoom != 1.0 {
        camera = camera.zoomed_at(pointer - canvas.min.to_vec2(), zoom);
    } else if scroll != egui::Vec2::ZERO {
        camera.offset += scroll;
    }
    (camera != before).then_some(camera)
}

/// What a click does to a header beside selecting it: its button collapses it, its strip opens it again, and a double
/// click on its edge gives it its usual size.
fn header_click(pointer: &Pointer, spot: Spot) -> Option<(Subject, HeaderChange)> {
    match spot {
        Spot::Fold(header) => Some((header, HeaderChange::Collapsed(true))),
        Spot::Edge(header) => {
            let is_double = pointer.response.double_clicked_by(PointerButton::Primary);
            is_double.then_some((header, HeaderChange::Size(None)))
        }
        Spot::Subject(header) => is_folded(pointer, header).then_some((header, HeaderChange::Collapsed(false))),
        Spot::Face(_) | Spot::Handle(_) | Spot::ConnectorEnd(..) | Spot::Cell(..) | Spot::Nothing => None,
    }
}

/// Whether a subject is a collapsed stage or lane.
pub(super) fn is_folded(pointer: &Pointer, subject: Subject) -> bool {
    let project = pointer.workspace.document.project();
    match subject {
        Subject::Stage(id) => project.stages.get(&id).is_some_and(|stage| stage.is_collapsed),
        Subject::Lane(id) => project.lanes.get(&id).is_some_and(|lane| lane.is_collapsed),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => false,
    }
}
