//! The whole window on a project, without a display, for the tests of this folder.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::dialogs::{Dialogs, FileAnswer, FileQuestion};
use super::request::Request;
use super::window::App;
use super::workspace::Workspace;
use crate::edit::Selection;
use crate::file::{RecoveryFolder, Settings};
use crate::model::{Item, Project, Subject, TouchpointId};

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

/// A window on a project, worked on as a person does: by names, keys and requests.
pub struct Bench {
    pub harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    pub fn of(project: Project) -> Self {
        // High enough for the whole inspector and every row below the map: what is scrolled out of view cannot be
        // clicked.
        let mut settings = Settings { reduced_motion: true, ..Settings::default() };
        settings.bottom_panel.size = 600.0;
        let (harness, recovery) = window_on(project, settings, vec2(1_600.0, 2_600.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.harness.run_steps(6);
        bench
    }

    pub fn workspace(&self) -> &Workspace {
        &self.harness.state().core.workspace
    }

    pub fn project(&self) -> &Project {
        self.workspace().document.project()
    }

    pub fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.harness.run_steps(6);
    }

    pub fn select(&mut self, ids: &[TouchpointId]) {
        self.ask(Request::Select(Selection::of(ids.iter().map(|id| Subject::from(Item::from(*id))))));
    }

    pub fn click(&mut self, role: Role, label: &str) {
        let nodes: Vec<_> = self.harness.query_all_by_role_and_label(role, label).collect();
        nodes.last().unwrap_or_else(|| panic!("nothing is called {label}")).click();
        self.harness.run_steps(6);
    }

    pub fn button(&mut self, label: &str) {
        self.click(Role::Button, label);
    }

    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.harness.event(Event::Text(letter.to_string()));
            self.harness.run_steps(2);
        }
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(6);
    }
}
