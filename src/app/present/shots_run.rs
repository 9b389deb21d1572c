//! What the commands about shots do to the project and the canvas.

use super::super::core::Core;
use super::super::workspace::{BottomTab, Notice, RightTab};
use crate::base::{Pos2, Rect};
use crate::edit::shots::{add_shots, duplicate_shot, split_shot};
use crate::edit::{Edit, ShotChange};
use crate::layout::LensFilter;
use crate::layout::shots::{Automatic, Seen, automatic, frame_of_view, framing, needed_share, readable, split};
use crate::model::{Item, Shot, ShotFrame, ShotId, ShotLook, Subject};

use super::pictures::ASPECT;

impl Core {
    /// What the canvas shows now, as a frame and a look.
    fn view_now(&self) -> (ShotFrame, ShotLook) {
        let workspace = &self.workspace;
        let (camera, size) = (&workspace.camera, workspace.canvas_rect.size());
        let seen = Rect::from_min_max(camera.map_from_screen(Pos2::ZERO), camera.map_from_screen(size.to_pos2()));
        (frame_of_view(&workspace.map, seen), self.look_now())
    }

    fn look_now(&self) -> ShotLook {
        let LensFilter { shown, rest, kept: _ } = self.workspace.filter.clone();
        ShotLook { lens: self.workspace.lens, shown, rest }
    }

    /// Where a new shot goes: behind the chosen one, else to the end.
    fn slot_of_new_shot(&self) -> usize {
        let shots = &self.workspace.document.project().shots;
        let chosen = self.workspace.shot.and_then(|id| shots.iter().position(|shot| shot.id == id));
        chosen.map_or(shots.len(), |at| at + 1)
    }

    fn add(&mut self, shots: Vec<Shot>) {
        let at = self.slot_of_new_shot();
        let count = shots.len();
        let (edit, ids) = add_shots(self.workspace.document.project(), shots, at);
        if self.commit(&edit, None) {
            self.workspace.document.seal();
            self.workspace.shot = ids.first().copied();
            let total = self.workspace.document.project().shots.len();
            let text =
                if count == 1 { format!("Added shot {} of {total}", at + 1) } else { format!("Added {count} shots") };
            self.notify(Notice::Undoable(text, self.workspace.document.revision()));
        }
    }

    pub(in crate::app) fn add_shot_of_view(&mut self) {
        let (frame, look) = self.view_now();
        self.add(vec![Shot { look, ..Shot::new(ShotId(0), self.workspace.journey, frame) }]);
    }

    pub(in crate::app) fn add_shot_of_selection(&mut self) {
        let Some(frame) = self.frame_of_selection() else {
            let text = "A shot shows cards, stages or lanes. Select some of them first.";
            self.notify(Notice::Warning(text.to_owned()));
            return;
        };
        let look = self.look_now();
        let shot = Shot { look, is_around_dimmed: true, ..Shot::new(ShotId(0), self.workspace.journey, frame) };
        self.add(vec![shot]);
    }

    /// Cards come before the headers that may be selected with them.
    fn frame_of_selection(&self) -> Option<ShotFrame> {
        let selection = self.workspace.document.selection();
        let project = self.workspace.document.project();
        let (mut items, mut stages, mut lanes) = (Vec::new(), Vec::new(), Vec::new());
        for subject in &selection.subjects {
            match subject {
                Subject::Item(item) => items.push(*item),
                Subject::Stage(stage) => stages.push(*stage),
                Subject::Lane(lane) => lanes.push(*lane),
                Subject::Connector(id) => items.extend(
                    project.connectors.get(id).into_iter().flat_map(|it| [it.from, it.to].map(Item::Touchpoint)),
                ),
                Subject::Sticky(_) => {}
            }
        }
        if !items.is_empty() {
            return Some(ShotFrame::Items(items.into_iter().collect()));
        }
        if !stages.is_empty() || !lanes.is_empty() {
            let (stages, lanes) = (stages.into_iter().collect(), lanes.into_iter().collect());
            return Some(ShotFrame::Cells { stages, lanes, steps: None });
        }
        // A sticky has a place only.
        let rects = selection.subjects.iter().filter_map(|subject| self.workspace.map.rect_of(*subject));
        let all = rects.reduce(Rect::union)?.expand(40.0);
        match frame_of_view(&self.workspace.map, all) {
            region @ ShotFrame::Region { .. } => Some(region),
            other @ (ShotFrame::Whole | ShotFrame::Cells { .. } | ShotFrame::Items(_)) => Some(other),
        }
    }

    pub(in crate::app) fn update_shot(&mut self) {
        let Some(shot) = self.workspace.shown_shot().map(|shot| shot.id) else { return };
        let (frame, look) = self.view_now();
        let change = ShotChange::View { journey: self.workspace.journey, frame, look };
        if self.commit(&Edit::ChangeShot { shot, change }, None) {
            let name = self.workspace.shown_shot().map(|shot| shot.shown_name(self.workspace.document.project()));
            let text = format!("Updated the shot \"{}\"", name.unwrap_or_default());
            self.notify(Notice::Undoable(text, self.workspace.document.revision()));
        }
    }

    pub(in crate::app) fn duplicate_chosen_shot(&mut self) {
        let Some(shot) = self.workspace.shown_shot().map(|shot| shot.id) else { return };
        if let Some((edit, copy)) = duplicate_shot(self.workspace.document.project(), shot)
            && self.commit(&edit, None)
        {
            self.workspace.shot = Some(copy);
        }
    }

    /// The next shot is chosen after it, so that the key can be pressed again.
    pub(in crate::app) fn delete_shot(&mut self) {
        let Some(shot) = self.workspace.shown_shot().map(|shot| shot.id) else { return };
        let shots = &self.workspace.document.project().shots;
        let at = shots.iter().position(|known| known.id == shot).unwrap_or(0);
        let next = shots.get(at + 1).or_else(|| shots.get(at.checked_sub(1)?)).map(|shot| shot.id);
        if self.commit(&Edit::RemoveShot { shot }, None) {
            self.workspace.shot = next;
            self.notify(Notice::Undoable("Deleted the shot".to_owned(), self.workspace.document.revision()));
        }
    }

    /// How the shots are seen: on a wide screen, from the back row that was chosen.
    pub(super) fn seen(&self) -> Seen {
        Seen { aspect: ASPECT, needed: needed_share(self.workspace.settings.back_row) }
    }

    /// The shots that the map suggests, each large enough to be read.
    pub(super) fn automatic_shots(&mut self, from: Automatic) -> Vec<Shot> {
        let workspace = &self.workspace;
        let shots = automatic(workspace.document.project(), workspace.journey, from, &workspace.kpis);
        let plain = Shot::new(ShotId(0), workspace.journey, ShotFrame::Whole);
        let map = self.stage.map_of(workspace, &plain);
        self.stage.clear();
        let mut shots = readable(&map.map, shots, self.seen());
        for (nth, shot) in (0..).zip(&mut shots) {
            shot.id = ShotId(nth);
        }
        shots
    }

    pub(in crate::app) fn make_shots(&mut self, from: Automatic) {
        let shots = self.automatic_shots(from);
        if shots.is_empty() {
            self.notify(Notice::Warning(from.lack().to_owned()));
            return;
        }
        self.show_bottom(BottomTab::Shots);
        self.add(shots);
    }

    /// Opens a shot's journey, puts on its lens and filter, and goes to its frame.
    pub(in crate::app) fn show_shot(&mut self, shot: ShotId) {
        let Some(shot) = self.workspace.document.project().shot(shot).cloned() else { return };
        self.workspace.shot = Some(shot.id);
        self.open_journey(shot.journey);
        self.workspace.lens = shot.look.lens;
        self.workspace.filter = shot.look.filter();
        self.workspace.right_tab = RightTab::Selection;
        self.workspace.settings.map_as_table = false;
        self.frame_due = Some(shot.frame.clone());
    }

    /// Goes to the frame of a shot that was asked for, once its map is laid out.
    pub(in crate::app) fn go_to_frame(&mut self) {
        let Some(frame) = self.frame_due.take() else { return };
        let rect = framing(&self.workspace.map, &frame).whole;
        let size = self.workspace.canvas_rect.size();
        if frame == ShotFrame::Whole {
            self.fit(super::super::laid_out::Fitting::Whole);
        } else if rect.is_positive() && size.min_elem() > 0.0 {
            self.fitting = None;
            self.workspace.camera = super::super::camera::Camera::fitting(rect, size, 2.0);
        }
    }

    pub(in crate::app) fn split_shot(&mut self, shot: ShotId) {
        let Some(known) = self.workspace.document.project().shot(shot).cloned() else { return };
        let map = self.stage.map_of(&self.workspace, &known);
        self.stage.clear();
        let parts = split(&map.map, &known, self.seen());
        let count = parts.len();
        let Some((edit, ids)) = split_shot(self.workspace.document.project(), shot, parts) else {
            self.notify(Notice::Warning("This shot shows one thing only, so it cannot be split.".to_owned()));
            return;
        };
        if self.commit(&edit, None) {
            self.workspace.shot = ids.first().copied();
            let text = format!("Split into {count} shots");
            self.notify(Notice::Undoable(text, self.workspace.document.revision()));
        }
    }

    pub(in crate::app) fn zoom_shot_to_stage(&mut self, shot: ShotId) {
        let Some(known) = self.workspace.document.project().shot(shot).cloned() else { return };
        let map = self.stage.map_of(&self.workspace, &known);
        self.stage.clear();
        let middle = map.framing(&known).frame.center();
        let near = |rect: &Rect| (rect.center().x - middle.x).abs();
        let stage = map.map.stages().min_by(|(_, a), (_, b)| near(a).total_cmp(&near(b))).map(|(id, _)| id);
        let Some(stage) = stage else { return };
        let (journey, look) = (known.journey, known.look.clone());
        let change = ShotChange::View { journey, frame: ShotFrame::stage(stage), look };
        self.commit(&Edit::ChangeShot { shot, change }, None);
    }
}
