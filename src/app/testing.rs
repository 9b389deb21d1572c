//! The whole window on a project, without a display, for the tests of this folder.

use egui_kittest::Harness;

use super::dialogs::{Dialogs, FileAnswer, FileQuestion};
use super::window::App;
use crate::file::{RecoveryFolder, Settings};
use crate::model::Project;

/// Answers no question: nobody picks a file.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _question: FileQuestion, _ctx: &egui::Context) {}

    fn poll(&mut self) -> Vec<FileAnswer> {
        Vec::new()
    }
}

/// The window with that project open, and the folder that its recovery writes to.
pub fn window_on(project: Project, settings: Settings, size: egui::Vec2) -> (Harness<'static, App>, tempfile::TempDir) {
    let recovery = tempfile::tempdir().expect("a temporary folder");
    let folder = RecoveryFolder::at(recovery.path());
    let harness = Harness::builder().with_size(size).with_step_dt(0.02).build_eframe(|creation| {
        let mut app = App::new(&creation.egui_ctx, settings, Box::new(NoDialogs), folder);
        app.core.show_project(project, None);
        app
    });
    (harness, recovery)
}
