//! Files that come again: next month's, one that changed on disk, and one that is seen as it is written.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use egui_kittest::kittest::Queryable as _;
use throughline::app::action::Action;
use throughline::app::request::Request;
use throughline::app::sources::SourceWish;
use throughline::app::watching::{FolderWatch, Watched};
use throughline::app::workspace::{Dialog, LeftTab, Notice};
use throughline::file::OnDisk;
use throughline::model::SourceId;

use super::{CTRL, Window};

/// A watch that is played by the test.
#[derive(Clone, Default)]
struct Played {
    folders: Rc<RefCell<Vec<PathBuf>>>,
    written: Rc<RefCell<Vec<PathBuf>>>,
}

impl FolderWatch for Played {
    fn watch(&mut self, folders: Vec<PathBuf>, _ctx: &egui::Context) {
        *self.folders.borrow_mut() = folders;
    }

    fn poll(&mut self, _ctx: &egui::Context) -> Vec<Watched> {
        self.written.borrow_mut().drain(..).map(Watched::Written).collect()
    }
}

impl Window {
    /// The online shop, saved in the window's folder, with that file of September attached.
    fn with_september() -> (Self, PathBuf) {
        let mut window = Self::open();
        window.click("Online shop");
        let path = window.folder.path().join("shop.journey.ron");
        window.next_file(&path);
        window.press(CTRL, egui::Key::S);
        let file = window.write("september.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n2026-09-02,Basket,6\n");
        window.ask(Request::Dropped(vec![file.clone()]));
        window.settle();
        window.click("Attach");
        assert_eq!(window.project().sources.len(), 1);
        (window, file)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn source(&self) -> SourceId {
        *self.project().sources.keys().next_back().unwrap()
    }

    fn state(&self) -> Option<OnDisk> {
        self.harness.state().core.workspace.sources.state(self.source())
    }

    fn check(&mut self) {
        self.ask(Request::Run(Action::CheckSources));
        self.settle();
    }

    fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }
}

const OCTOBER: &str = "Day,Touchpoint,Clicks\n2026-10-01,Basket,8\n2026-10-02,Basket,9\n";

#[test]
fn next_months_file_is_dropped_looked_at_attached_and_taken_back() {
    let (mut window, _) = Window::with_september();
    let file = window.write("october.csv", OCTOBER);
    let before = window.project().clone();
    window.ask(Request::Dropped(vec![file]));
    window.settle();
    assert!(window.has("Same columns as september.csv: read the same way."));
    assert!(window.has("2 rows of other days than september.csv"));
    assert!(window.has("Basket, Clicks: 11 → 17, 2 new"));
    assert_eq!(*window.project(), before, "nothing changes before it is attached");
    window.click("Attach");
    assert_eq!(window.project().sources.len(), 2);
    let read_at = window.project().sources[&window.source()].read_at;
    assert_eq!(read_at, Some(throughline::app::sources::today()));
    window.press(CTRL, egui::Key::Z);
    assert_eq!(*window.project(), before);
}

#[test]
fn a_file_that_changed_or_went_is_said_and_read_again_in_its_place() {
    let (mut window, file) = Window::with_september();
    window.ask(Request::LeftTab(LeftTab::Data));
    window.settle();
    assert_eq!(window.state(), Some(OnDisk::Unchanged));
    assert!(window.has("september.csv, 1 – 2 Sep 2026 · 2 rows, unchanged"));

    window.write("september.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n2026-09-02,Basket,66\n");
    window.check();
    assert_eq!(window.state(), Some(OnDisk::Changed));
    window.harness.get_by_label_contains("changed on disk").click();
    window.settle();
    assert!(window.has("Go to Basket"));
    window.click("Read again");
    assert!(window.has("Against september.csv: rows 1 changed, 1 the same."));
    assert!(window.has("Basket, Clicks: 11 → 71, 1 changed, 1 the same"));
    window.click("Attach");
    assert_eq!((window.project().sources.len(), window.state()), (1, Some(OnDisk::Unchanged)));

    std::fs::remove_file(file).unwrap();
    window.check();
    assert_eq!(window.state(), Some(OnDisk::Missing));
    assert!(window.has("september.csv, 1 – 2 Sep 2026 · 2 rows, missing"));
}

#[test]
fn a_project_that_is_opened_again_knows_what_became_of_its_files() {
    let (mut window, _) = Window::with_september();
    window.press(CTRL, egui::Key::S);
    window.press(CTRL, egui::Key::W);
    window.write("september.csv", "Day,Touchpoint,Clicks\n");
    window.click("shop.journey.ron");
    assert_eq!(window.state(), Some(OnDisk::Changed));
}

#[test]
fn removing_a_file_says_what_goes_with_it_and_is_taken_back_at_once() {
    let (mut window, _) = Window::with_september();
    let before = window.project().clone();
    window.ask(Request::Source(window.source(), SourceWish::Remove));
    window.settle();
    assert!(window.project().series.is_empty());
    let said = "september.csv removed, with 2 figures of 1 metric at 1 touchpoint";
    assert!(
        matches!(window.last_notice(), Some(Notice::Undoable(text, _)) if text == said),
        "{:?}",
        window.last_notice()
    );
    window.click("Undo");
    assert_eq!(*window.project(), before);
}

#[test]
fn the_rows_of_a_file_are_paged_through() {
    let mut window = Window::open();
    window.click("Online shop");
    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, egui::Key::S);
    let days = (0..12_000).map(|row| format!("2026-09-01,Basket,{row}\n")).collect::<String>();
    let file = window.write("clicks.csv", &format!("Day,Touchpoint,Clicks\n{days}"));
    window.ask(Request::Dropped(vec![file]));
    window.settle();
    window.click("Attach");
    window.ask(Request::Source(window.source(), SourceWish::ShowRows));
    window.settle();
    assert!(window.has("Rows 1 to 5,000, page 1 of 3"));
    window.click("Next page");
    window.click("Next page");
    assert!(window.has("Rows 10,001 to 12,000, page 3 of 3"));
    let Some(Dialog::Rows(rows)) = window.dialog() else { panic!("the dialog is gone") };
    let rows = rows.at_line(7_002);
    assert_eq!((rows.page, rows.row), (1, Some(7_000)));
    assert_eq!(rows.at_line(0).row, Some(0));
    assert_eq!(rows.at_line(u32::MAX).row, Some(11_999));
    window.ask(Request::Dialog(Some(Dialog::Rows(Box::new(rows)))));
    window.settle();
    assert!(window.has("7,002"), "the row gone to is in view");
}

#[test]
fn a_watched_folder_tells_of_new_and_changed_files_and_imports_none() {
    let (mut window, file) = Window::with_september();
    let played = Played::default();
    window.harness.state_mut().core.watch = Box::new(played.clone());
    let written = |window: &mut Window, path: &PathBuf| {
        played.written.borrow_mut().push(path.clone());
        window.settle();
    };
    window.settle();
    assert!(played.folders.borrow().is_empty(), "off unless asked");
    window.ask(Request::Run(Action::WatchFolder));
    window.settle();
    assert_eq!(*played.folders.borrow(), [window.folder.path()]);

    let told = window.harness.state().core.notices.log.len();
    for (name, text) in [
        ("notes.csv", "a,b\n1,2\n"),
        ("copy.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n2026-09-02,Basket,6\n"),
        ("shop.journey.ron.bak", "x"),
        ("broken.csv", ""),
    ] {
        let path = window.write(name, text);
        written(&mut window, &path);
        assert_eq!(window.harness.state().core.notices.log.len(), told, "{name} is nothing to speak of");
    }
    let october = window.write("october.csv", OCTOBER);
    written(&mut window, &october);
    assert!(window.has("New file october.csv, with the columns of september.csv."));
    assert_eq!(window.project().sources.len(), 1, "nothing is imported by itself");
    window.click("Review");
    assert!(matches!(window.dialog(), Some(Dialog::Import(state)) if state.options.replaces.is_none()));
    window.click("Cancel");

    window.write("september.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,50\n");
    written(&mut window, &file);
    assert!(window.has("september.csv has changed on disk."));
    assert_eq!(window.state(), Some(OnDisk::Changed));
    let source = window.source();
    window.click("Review");
    assert!(matches!(window.dialog(), Some(Dialog::Import(state)) if state.options.replaces == Some(source)));
    window.click("Attach");
    assert_eq!((window.project().sources.len(), window.state()), (1, Some(OnDisk::Unchanged)));
}

#[test]
fn among_many_files_one_is_found_by_what_is_known_of_it() {
    let (mut window, _) = Window::with_september();
    for day in 1..=14 {
        let file =
            window.write(&format!("day{day}.csv"), &format!("Day,Touchpoint,Clicks\n2026-10-{day:02},Basket,8\n"));
        window.ask(Request::Dropped(vec![file]));
        window.settle();
        window.click("Attach");
    }
    window.ask(Request::LeftTab(LeftTab::Data));
    window.settle();
    window.harness.get_by_label("Filter files").focus();
    window.settle();
    window.harness.event(egui::Event::Text("sep unchanged".into()));
    window.settle();
    assert!(window.has("september.csv, 1 – 2 Sep 2026") && !window.has("day7.csv"));
    window.harness.event(egui::Event::Text(" x".into()));
    window.settle();
    assert!(window.has("No file is like that"));
}
