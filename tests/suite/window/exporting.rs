//! What leaves through the window, and pictures that come back as projects.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use egui_kittest::kittest::Queryable as _;
use throughline::app::request::Request;
use throughline::app::workspace::{Dialog, Screen};
use throughline::export::{ExportSpec, Target, export};
use throughline::file;

use super::Window;

/// The online shop as a picture with itself inside.
fn picture_of_shop(window: &Window, target: Target) -> PathBuf {
    let project = file::templates().iter().find(|template| template.code == "online-shop").unwrap().project();
    let embedded = Some(file::write_text(&project).unwrap().into());
    let spec = ExportSpec { target, embedded, scale: 0.5, ..ExportSpec::default() };
    let path = window.folder.path().join(format!("shop.{}", target.ending()));
    std::fs::write(&path, export(&project, &spec, &AtomicBool::new(false)).unwrap()).unwrap();
    path
}

#[test]
fn a_picture_with_its_project_inside_opens_as_a_copy_and_is_never_written_to() {
    for target in [Target::Png, Target::Svg] {
        let mut window = Window::open();
        let picture = picture_of_shop(&window, target);
        let before = std::fs::read(&picture).unwrap();
        let opened = file::open(&picture).unwrap();
        assert!(opened.is_picture);

        window.ask(Request::Dropped(vec![picture.clone()]));
        window.settle();
        assert_eq!(window.screen(), Screen::Map);
        assert_eq!(*window.project(), opened.project);
        let workspace = &window.harness.state().core.workspace;
        assert_eq!(workspace.path, None, "saving would replace the picture");
        assert_eq!(workspace.settings.recent_files.first(), Some(&picture));

        // On an open map the same picture may be meant as evidence.
        let pictures = window.project().pictures.len();
        window.ask(Request::Dropped(vec![picture.clone()]));
        window.settle();
        assert!(matches!(window.dialog(), Some(Dialog::HeldProject(_))), "{:?}", window.dialog());
        window.click("Show on the map");
        assert_eq!(window.project().pictures.len(), pictures + 1);
        assert_eq!(std::fs::read(&picture).unwrap(), before);
    }
}

#[test]
fn a_picture_without_a_project_says_so() {
    let mut window = Window::open();
    let plain = window.folder.path().join("plain.svg");
    std::fs::write(&plain, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>").unwrap();
    window.ask(Request::Dropped(vec![plain.clone()]));
    window.settle();
    assert_eq!(window.screen(), Screen::Start);
    assert!(window.harness.query_by_label_contains("No project is inside").is_some());
    let error = file::open(&plain).unwrap_err().to_string();
    assert!(error.contains("holds no project"), "{error}");
}
