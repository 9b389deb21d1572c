//! What leaves through the window, and pictures that come back as projects.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use throughline::app::action::Action;
use throughline::app::export_state::ExportState;
use throughline::app::outside::{Desktop, NoProgram, Outside};
use throughline::app::request::Request;
use throughline::app::workspace::{Dialog, Notice, Screen};
use throughline::edit::Selection;
use throughline::export::{ExportSpec, Target, export};
use throughline::file;
use throughline::model::Subject;

use super::{CTRL, Window};

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

impl Window {
    fn open_export_of_shop() -> Self {
        let mut window = Self::open();
        // Languages are listed by their own names, which the fonts of a computer draw.
        window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        window.click("Online shop");
        window.press(CTRL, egui::Key::E);
        window
    }

    fn export(&self) -> &ExportState {
        let Some(Dialog::Export(state)) = self.dialog() else { panic!("no export dialog: {:?}", self.dialog()) };
        state
    }

    fn tick(&mut self, label: &str) {
        self.harness.get_by_role_and_label(egui::accesskit::Role::CheckBox, label).click();
        self.settle();
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

#[test]
fn an_export_is_previewed_written_and_offered_again_as_it_was() {
    let mut window = Window::open_export_of_shop();
    window.click("PNG");
    window.tick("Project inside");
    assert!(window.harness.query_by_label("Preview").is_some(), "no picture of what it will be");
    let state = window.export();
    assert_eq!(state.preview.page_count(), 1);
    assert!(state.preview.pictures.contains_key(&0), "the page was not drawn");
    assert!(state.preview.bytes(&state.choice.spec()).is_some_and(|bytes| bytes > 10_000), "its size is not said");

    // Thought better of: nothing is lost.
    window.click("Export…");
    assert_eq!(window.export().choice.target, Target::Png);
    let path = window.folder.path().join("out.png");
    window.next_file(&path);
    window.click("Export…");
    assert!(window.dialog().is_none(), "{:?}", window.dialog());
    assert!(matches!(window.last_notice(), Some(Notice::Written(text, _)) if text.starts_with("out.png written")));
    let opened = file::open(&path).unwrap();
    assert!(opened.is_picture && opened.project == *window.project());

    window.press(CTRL, egui::Key::E);
    let choice = &window.export().choice;
    assert_eq!((choice.target, choice.holds_project), (Target::Png, true));
    let settings = &window.harness.state().core.workspace.settings;
    assert_eq!(settings.export_folder.as_deref(), Some(window.folder.path()));
}

#[test]
fn text_and_tables_are_previewed_as_such() {
    let mut window = Window::open_export_of_shop();
    window.click("Markdown");
    assert!(window.harness.query_all_by_label_contains("Checkout").count() > 0, "no text is shown");
    let state = window.export();
    assert!(state.preview.bytes(&state.choice.spec()).is_some());
    window.click("CSV");
    assert_eq!(window.export().preview.page_count(), 1);
    window.click("draw.io");
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert!(window.dialog().is_none());
}

#[test]
fn several_forms_go_into_a_folder_and_nothing_is_replaced_unasked() {
    let mut window = Window::open_export_of_shop();
    window.click("Markdown");
    window.tick("Several at once");
    window.tick("CSV, write it too");
    window.tick("SVG, write it too");
    let folder = window.folder.path().join("out");
    std::fs::create_dir(&folder).unwrap();
    window.next_file(&folder);
    window.click("Export 3 files…");
    assert!(window.dialog().is_none(), "{:?}", window.dialog());
    let names = window.names_in("out");
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("Online shop.")), "{names:?}");

    std::fs::write(folder.join("Online shop.md"), "old").unwrap();
    for (answer, count) in [("Keep both", 6), ("Replace", 6), ("Cancel", 6)] {
        window.press(CTRL, egui::Key::E);
        window.next_file(&folder);
        window.click("Export 3 files…");
        assert!(matches!(window.dialog(), Some(Dialog::ExportOver { existing: 3, .. })), "{:?}", window.dialog());
        window.click(answer);
        assert_eq!(window.names_in("out").len(), count, "{answer}: {:?}", window.names_in("out"));
        let is_old = std::fs::read_to_string(folder.join("Online shop.md")).unwrap() == "old";
        assert_eq!(is_old, answer == "Keep both", "{answer}");
    }
    assert!(window.names_in("out").contains(&"Online shop (2).csv".to_owned()));
}

#[test]
fn what_cannot_be_written_says_why_and_leaves_nothing_behind() {
    let mut window = Window::open_export_of_shop();
    window.click("SVG");
    let missing = window.folder.path().join("gone/map.svg");
    window.next_file(&missing);
    window.click("Export…");
    let Some(Dialog::Failure { title, lines }) = window.dialog() else { panic!("{:?}", window.dialog()) };
    assert_eq!(title, "map.svg was not written");
    assert!(lines.concat().contains("the folder does not exist"), "{lines:?}");
    window.click("Close");
    // A file in the place of the folder of several.
    std::fs::write(window.folder.path().join("out"), "a file").unwrap();
    window.press(CTRL, egui::Key::E);
    window.tick("Several at once");
    window.tick("CSV, write it too");
    window.next_file(&window.folder.path().join("out"));
    window.click("Export 2 files…");
    let Some(Dialog::Failure { title, lines }) = window.dialog() else { panic!("{:?}", window.dialog()) };
    assert_eq!(title, "2 of 2 files were not written");
    assert!(lines.len() == 2 && lines[0].contains(".svg: Not saved"), "{lines:?}");
}

/// A desktop that keeps what it was asked for; without programs it can do none of it.
#[derive(Default)]
struct SeenDesktop {
    has_programs: bool,
    seen: Mutex<Vec<(PathBuf, Outside)>>,
}

impl Desktop for SeenDesktop {
    fn take(&self, path: &Path, what: Outside) -> Result<(), NoProgram> {
        self.seen.lock().unwrap().push((path.to_owned(), what));
        if self.has_programs { Ok(()) } else { Err(NoProgram) }
    }
}

#[test]
fn what_was_exported_is_opened_and_shown_in_its_folder_from_the_notice_and_from_the_menu() {
    for has_programs in [true, false] {
        let desktop = Arc::new(SeenDesktop { has_programs, ..SeenDesktop::default() });
        let mut window = Window::open_export_of_shop();
        window.harness.state_mut().core.desktop = Arc::clone(&desktop) as Arc<dyn Desktop>;
        assert!(!Action::OpenExported.is_enabled(&window.harness.state().core.workspace));
        window.click("Markdown");
        let path = window.folder.path().join("map.md");
        window.next_file(&path);
        window.click("Export…");
        window.click("Open");
        window.click("Show in folder");
        window.ask(Request::Run(Action::OpenExported));
        window.settle();
        let expected = [Outside::Open, Outside::ShowInFolder, Outside::Open].map(|what| (path.clone(), what));
        assert_eq!(*desktop.seen.lock().unwrap(), expected);
        let failed = |window: &Window| match window.last_notice() {
            Some(Notice::Failed(why)) => why.clone(),
            _ => String::new(),
        };
        let why = failed(&window);
        assert_eq!(
            why.contains("map.md could not be opened") && why.contains("names no program"),
            !has_programs,
            "{why}"
        );
        // Moved since, it is not given to any program.
        std::fs::remove_file(&path).unwrap();
        window.ask(Request::Run(Action::ShowExported));
        window.settle();
        assert!(failed(&window).contains("no longer there"), "{:?}", window.last_notice());
        assert_eq!(desktop.seen.lock().unwrap().len(), 3);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_refused_in_words_and_nothing_is_touched() {
    let mut window = Window::open_export_of_shop();
    let folder = window.folder.path().to_owned();
    let project = folder.join("shop.journey.ron");
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    window.next_file(&project);
    window.press(CTRL, egui::Key::S);
    let before = std::fs::read(&project).unwrap();
    std::fs::write(folder.join("a.txt"), "old").unwrap();
    std::fs::create_dir(folder.join("taken.svg")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&project, folder.join("link.svg")).unwrap();
    let count = window.names_in("").len();
    let long = format!("{}.svg", "x".repeat(300));
    for (name, why) in [
        ("a.txt/map.svg", "is a file, not a folder"),
        ("gone/map.svg", "the folder does not exist"),
        ("taken.svg", "there is a folder of this name"),
        ("nul\0.svg", "this name is not possible here"),
        (long.as_str(), "this name is not possible here"),
        #[cfg(unix)]
        ("link.svg", "the file of the project itself"),
    ] {
        window.press(CTRL, egui::Key::E);
        window.click("SVG");
        window.next_file(&folder.join(name));
        window.click("Export…");
        let Some(Dialog::Failure { title, lines }) = window.dialog() else { panic!("{name:?}: {:?}", window.dialog()) };
        assert!(title.ends_with("was not written") && lines.concat().contains(why), "{name:?}: {title}: {lines:?}");
        window.click("Close");
        assert_eq!(window.names_in("").len(), count, "{name:?}: {:?}", window.names_in(""));
    }
    assert!(std::fs::read(&project).unwrap() == before);
    assert_eq!(std::fs::read_to_string(folder.join("a.txt")).unwrap(), "old");
}

#[test]
fn the_dialog_is_walked_through_by_keyboard_and_everything_in_it_has_a_name() {
    let none = egui::Modifiers::NONE;
    let mut window = Window::open_export_of_shop();
    window.click("PNG");
    let mut names = Vec::new();
    for _ in 0..40 {
        window.press(none, egui::Key::Tab);
        let focused = window.harness.root().children_recursive().filter(|node| node.is_focused());
        let name = focused.filter_map(|node| node.accesskit_node().label()).last().unwrap_or_default();
        assert!(!name.trim().is_empty(), "what comes after {names:?} has no name");
        if names.first() == Some(&name) {
            break;
        }
        names.push(name);
    }
    for name in [
        "PDF",
        "draw.io",
        "Several at once",
        "Pixels to a point",
        "Theme: Light",
        "Colors of cards: None (as on screen)",
        "Project inside",
        "Export…",
        "Cancel",
    ] {
        assert!(names.iter().any(|it| it == name), "{name} is not reached: {names:?}");
    }
    assert!(names.len() < 24, "the focus stays in the dialog: {names:?}");

    // Space chooses what has the focus, and Ctrl+Enter exports whatever has it.
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Markdown").focus();
    window.press(none, egui::Key::Space);
    assert_eq!(window.export().choice.target, Target::Markdown);
    let path = window.folder.path().join("by-keys.md");
    window.next_file(&path);
    window.press(CTRL, egui::Key::Enter);
    assert!(path.exists() && window.dialog().is_none(), "{:?}", window.dialog());
    window.press(CTRL, egui::Key::E);
    window.press(none, egui::Key::Escape);
    assert!(window.dialog().is_none());
}

#[test]
fn what_is_selected_is_copied_as_a_picture_or_in_words_and_without_a_selection_the_map() {
    let mut window = Window::open();
    window.click("Online shop");
    let done = |window: &Window| match window.last_notice() {
        Some(Notice::Done(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    let ctrl_shift = CTRL | egui::Modifiers::SHIFT;
    window.ask(Request::Select(Selection::default()));
    window.press(ctrl_shift, egui::Key::C);
    let whole = done(&window);
    assert!(whole.starts_with("Copied the map as a picture"), "{whole}");

    let [checkout, basket] = ["Checkout", "Basket"].map(|title| Subject::from(window.touchpoint(title)));
    window.ask(Request::Select(Selection::of([checkout, basket])));
    window.press(ctrl_shift, egui::Key::C);
    let some = done(&window);
    assert!(some.starts_with("Copied the selection as a picture") && some != whole, "{some}");
    window.ask(Request::Run(Action::CopyOutline));
    window.settle();
    // The stage and the two.
    assert_eq!(done(&window), "Copied the selection as text, 3 lines");
    window.ask(Request::Run(Action::CopyMapPicture));
    window.settle();
    assert_eq!(done(&window), whole);
}

#[test]
fn a_presentation_is_previewed_slide_by_slide() {
    let mut window = Window::open_export_of_shop();
    window.click("PowerPoint");
    let slides = window.export().preview.page_count();
    assert!(slides > window.project().stages.len(), "{slides} slides");
    assert!(window.harness.query_by_label(&format!("Preview, slide 1 of {slides}")).is_some());
    window.click("Next page");
    assert!(window.harness.query_by_label(&format!("Preview, slide 2 of {slides}")).is_some());
    assert!(window.export().preview.pictures.contains_key(&1), "the slide was not drawn");
}
