//! Pictures that hold a project and are dropped on the window: which they are, and the question whether the project is
//! to be opened or the picture to be shown on the map.

use std::path::PathBuf;

use egui::Context;

use super::core::Core;
use super::evidence::PictureFor;
use super::jobs::{JobKind, Outcome};
use super::modal_ui::{foot, framed_modal, paragraph};
use super::request::{Request, Requests};
use super::update::file_name;
use super::workspace::{Dialog, Notice, Screen, Then, Workspace};
use crate::file;

/// Pictures that were dropped, and what they would be for if they are no more than that.
#[derive(Clone, Debug, PartialEq)]
pub struct DroppedPictures {
    pub paths: Vec<PathBuf>,
    pub target: PictureFor,
    /// The first that holds a project.
    pub project: Option<PathBuf>,
}

impl Core {
    /// Looks in the background which of the pictures hold a project.
    pub(super) fn look_into_pictures(&mut self, paths: Vec<PathBuf>, target: PictureFor, ctx: &Context) {
        if paths.is_empty() {
            return;
        }
        let label = "Looking at what was dropped".to_owned();
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |_| {
            let project = paths.iter().find(|path| file::holds_project(path)).cloned();
            Outcome::PicturesSeen(DroppedPictures { paths, target, project })
        });
    }

    /// Which pictures hold a project is known: asks what is wanted, unless only one thing can be.
    pub(super) fn pictures_seen(&mut self, dropped: DroppedPictures, ctx: &Context) {
        let is_on_map = self.workspace.screen == Screen::Map;
        match &dropped.project {
            Some(_) if is_on_map => self.show_dialog(Dialog::HeldProject(dropped)),
            Some(path) => self.leave(Then::Open(path.clone()), ctx),
            None if is_on_map => self.read_pictures(dropped.target, dropped.paths, ctx),
            None => {
                let text = "No project is inside. To show a picture on a map, open or start one first.";
                self.notify(Notice::Warning(text.to_owned()));
            }
        }
    }
}

/// Draws the question.
pub fn held_project_ui(ctx: &Context, workspace: &Workspace, dropped: &DroppedPictures, requests: &mut Requests) {
    let Some(path) = &dropped.project else {
        requests.push(Request::Dialog(None));
        return;
    };
    let shown = framed_modal(ctx, workspace, "held project", 460.0, |ui| {
        ui.heading(format!("Open the project in {}?", file_name(path)));
        ui.add_space(6.0);
        let text =
            "This picture was exported with its project inside. Opened, it is a copy: the picture stays as it is.";
        paragraph(ui, workspace, text);
        let show = if dropped.paths.len() == 1 { "Show on the map" } else { "Show all on the map" };
        match foot(ui, workspace, "Open the project", &["Cancel", show]) {
            Some(0) => {
                requests.push(Request::Dialog(None));
                requests.push(Request::Leave(Then::Open(path.clone())));
            }
            Some(1) => requests.push(Request::Dialog(None)),
            Some(_) => {
                requests.push(Request::Dialog(None));
                requests.push(Request::ShowPictures(dropped.clone()));
            }
            None => {}
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
