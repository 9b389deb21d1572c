//! Whole flows through the window, by the accessible names of what is on screen, without a display.

mod again;
mod exporting;
mod importing;
mod insights;
mod names;
mod navigation;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use throughline::app::App;
use throughline::app::action::Action;
use throughline::app::dialogs::{Dialogs, FileAnswer, FileQuestion};
use throughline::app::request::Request;
use throughline::app::workspace::{Dialog, Notice, Screen, Then};
use throughline::edit::{Edit, Selection};
use throughline::file::{RecoveryFolder, Settings};
use throughline::layout::{LegendKey, Lens, LensFilter};
use throughline::model::{Channel, Project, TouchpointId};

/// Answers every question for a file with the next path of a list, and keeps what was asked.
#[derive(Clone, Default)]
struct Answers {
    paths: Rc<RefCell<Vec<PathBuf>>>,
    waiting: Rc<RefCell<Vec<FileAnswer>>>,
}

impl Dialogs for Answers {
    fn ask(&mut self, question: FileQuestion, _ctx: &egui::Context) {
        let path = if self.paths.borrow().is_empty() { None } else { Some(self.paths.borrow_mut().remove(0)) };
        self.waiting.borrow_mut().push((question.purpose, path));
    }

    fn poll(&mut self) -> Vec<FileAnswer> {
        self.waiting.borrow_mut().drain(..).collect()
    }
}

/// A window under test, and the folder that it may write to.
struct Window {
    harness: Harness<'static, App>,
    answers: Answers,
    folder: tempfile::TempDir,
}

impl Window {
    fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    fn open_in(folder: tempfile::TempDir) -> Self {
        Self::open_file(folder, None)
    }

    /// A window that is started with a file.
    fn open_file(folder: tempfile::TempDir, open: Option<PathBuf>) -> Self {
        let answers = Answers::default();
        let dialogs = Box::new(answers.clone());
        let recovery = folder.path().join("recovery");
        let harness = Harness::builder().with_size(egui::vec2(1_400.0, 900.0)).with_step_dt(1.0 / 60.0).build_eframe(
            move |creation| {
                let settings = Settings { reduced_motion: true, ..Settings::default() };
                let mut app = App::new(&creation.egui_ctx, settings, dialogs, RecoveryFolder::at(recovery));
                app.core.recovery.delay = Duration::ZERO;
                app.core.offer_recovery(open);
                app
            },
        );
        let mut window = Self { harness, answers, folder };
        window.settle();
        window
    }

    /// Ends the window as a crash does: nothing is tidied up. What it leaves on disk stays.
    fn crash(self) -> tempfile::TempDir {
        self.folder
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
    }

    fn delete_a_card(&mut self) {
        let card = *self.project().cards.keys().next().unwrap();
        self.ask(Request::Edit(Edit::RemoveItems { items: vec![card.into()] }));
    }

    /// Steps until no job is under way, at most a few seconds.
    fn settle(&mut self) {
        let start = Instant::now();
        loop {
            self.harness.run_steps(4);
            if !self.harness.state().core.is_busy() || start.elapsed() > Duration::from_secs(20) {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.harness.run_steps(4);
    }

    fn click(&mut self, label: &str) {
        // Dialogs come last: their buttons win over those of the same name behind them.
        let buttons = self.harness.query_all_by_role_and_label(egui::accesskit::Role::Button, label);
        buttons.last().unwrap_or_else(|| panic!("no button is called {label}")).click();
        self.settle();
    }

    fn press(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn next_file(&self, path: &Path) {
        self.answers.paths.borrow_mut().push(path.to_owned());
    }

    fn project(&self) -> &Project {
        self.harness.state().core.workspace.document.project()
    }

    fn screen(&self) -> Screen {
        self.harness.state().core.workspace.screen
    }

    fn dialog(&self) -> Option<&Dialog> {
        self.harness.state().core.workspace.dialog.as_ref()
    }

    fn touchpoint(&self, title: &str) -> TouchpointId {
        self.project()
            .touchpoints
            .values()
            .find(|touchpoint| touchpoint.title == title)
            .map(|touchpoint| touchpoint.id)
            .unwrap_or_else(|| panic!("no touchpoint {title}"))
    }

    fn center_of(&self, label_start: &str) -> egui::Pos2 {
        let nodes: Vec<_> = self.harness.query_all_by_label_contains(label_start).collect();
        nodes.first().unwrap_or_else(|| panic!("nothing is called {label_start}")).rect().center()
    }

    /// Presses at one place, moves in steps, and lets go at another.
    fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.harness.hover_at(from);
        self.harness.run_steps(2);
        self.harness.drag_at(from);
        self.harness.run_steps(2);
        for step in 1..=6 {
            self.harness.hover_at(from.lerp(to, step as f32 / 6.0));
            self.harness.run_steps(2);
        }
        self.harness.drop_at(to);
        self.settle();
    }

    fn last_notice(&self) -> Option<&Notice> {
        self.harness.state().core.notices.log.last()
    }
}

const CTRL: egui::Modifiers = egui::Modifiers::COMMAND;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn a_template_opens_and_the_library_adds_touchpoints_by_drag() {
    let mut window = Window::open();
    assert_eq!(window.screen(), Screen::Start);
    window.click("Online shop");
    assert_eq!(window.screen(), Screen::Map);
    let before = window.project().touchpoints.len();
    let from = window.center_of("Podcast");
    let to = window.center_of("Product page, touchpoint");
    window.drag(from, to);
    assert_eq!(window.project().touchpoints.len(), before + 1, "the podcast was not added");
    let podcast = &window.project().touchpoints[&window.touchpoint("Podcast")];
    let product = &window.project().touchpoints[&window.touchpoint("Product page")];
    assert_eq!(podcast.place.stage, product.place.stage);
    window.press(CTRL, egui::Key::Z);
    assert_eq!(window.project().touchpoints.len(), before);
    window.press(CTRL, egui::Key::Y);
    assert_eq!(window.project().touchpoints.len(), before + 1);
}

#[test]
fn a_card_is_dragged_to_another_stage_and_escape_takes_a_drag_back() {
    let mut window = Window::open();
    window.click("Online shop");
    let start = window.project().clone();
    let from = window.center_of("Review site, touchpoint");
    let to = window.center_of("Support, touchpoint");
    window.drag(from, to);
    let moved = window.project().touchpoints[&window.touchpoint("Review site")].place;
    let support = window.project().touchpoints[&window.touchpoint("Support")].place;
    assert_eq!((moved.stage, moved.lane), (support.stage, support.lane));
    window.press(CTRL, egui::Key::Z);
    assert!(window.project().is_same_as(&start));

    window.harness.hover_at(from);
    window.harness.drag_at(from);
    window.harness.run_steps(2);
    window.harness.hover_at(to);
    window.harness.run_steps(3);
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    window.harness.drop_at(to);
    window.settle();
    assert!(window.project().is_same_as(&start), "Esc did not cancel the drag");
}

#[test]
fn a_title_is_edited_in_place_as_one_undo_entry() {
    let mut window = Window::open();
    window.click("Online shop");
    let at = window.center_of("Checkout, touchpoint");
    window.harness.drag_at(at);
    window.harness.drop_at(at);
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::F2);
    window.harness.event(egui::Event::Text("One-page ".into()));
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    let titles: Vec<_> = window.project().touchpoints.values().map(|touchpoint| touchpoint.title.clone()).collect();
    assert!(titles.iter().any(|title| title.contains("One-page")), "{titles:?}");
    window.press(CTRL, egui::Key::Z);
    window.touchpoint("Checkout");
}

#[test]
fn an_export_is_imported_shown_saved_and_opened_again() {
    let mut window = Window::open();
    window.click("Online shop");
    window.next_file(&fixture("imports/ga4_pages_and_screens.csv"));
    window.press(CTRL, egui::Key::I);
    assert!(
        matches!(window.dialog(), Some(Dialog::Import(_))),
        "{:?} {:?}",
        window.dialog().is_some(),
        window.last_notice()
    );
    window.click("Attach");
    assert!(window.dialog().is_none());
    assert_eq!(window.project().sources.len(), 1);
    assert!(!window.project().series.is_empty());

    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, egui::Key::S);
    assert!(path.exists(), "{:?}", window.last_notice());
    let saved = window.project().clone();
    assert!(!window.harness.state().core.workspace.document.is_changed());
    window.press(CTRL, egui::Key::W);
    assert_eq!(window.screen(), Screen::Start);
    window.click("shop.journey.ron");
    assert_eq!(window.screen(), Screen::Map);
    assert_eq!(*window.project(), saved);

    window.press(CTRL, egui::Key::Z);
    assert_eq!(window.project().sources.len(), 1, "a project just opened has nothing to undo");
}

#[test]
fn a_file_imported_again_takes_the_place_of_the_first() {
    let mut window = Window::open();
    window.click("Online shop");
    let file = window.folder.path().join("basket.csv");
    for (clicks, sources) in [(5, 1), (6, 1)] {
        std::fs::write(&file, format!("Day,Touchpoint,Clicks\n2026-09-01,Basket,{clicks}\n2026-09-01,Nowhere,1\n"))
            .unwrap();
        window.next_file(&file);
        window.press(CTRL, egui::Key::I);
        assert_eq!(window.harness.query_by_label("Replace basket.csv").is_some(), clicks == 6);
        window.click("Attach");
        assert_eq!(window.project().sources.len(), sources);
        assert_eq!(window.project().series.len(), 1);
        let said = "basket.csv: 1 row attached to 1 touchpoint; 1 row left out (no touchpoint)";
        let notice = window.last_notice();
        assert!(matches!(notice, Some(Notice::Undoable(text, _)) if text == said), "{notice:?}");
    }
    // Unless one wants both.
    std::fs::write(&file, "Day,Touchpoint,Clicks\n2026-09-01,Basket,7\n").unwrap();
    window.next_file(&file);
    window.press(CTRL, egui::Key::I);
    window.harness.get_by_label("Add to basket.csv").click();
    window.settle();
    window.click("Attach");
    assert_eq!(window.project().sources.len(), 2);
}

#[test]
fn a_touchpoint_is_found_by_typing_and_large_files_are_planned_beside_the_window() {
    let mut window = Window::open();
    window.click("Online shop");
    let file = window.folder.path().join("large.csv");
    let rows: String = (0..20_500).map(|row| format!("2026-09-{:02},Zzz,{row}\n", row % 30 + 1)).collect();
    std::fs::write(&file, format!("Day,Name,Clicks\n{rows}")).unwrap();
    window.next_file(&file);
    window.press(CTRL, egui::Key::I);
    let observations = |window: &Window| match window.dialog() {
        Some(Dialog::Import(state)) if state.is_planned() => state.plan.observations,
        _ => panic!("no plan"),
    };
    assert_eq!(observations(&window), 0);
    window.harness.get_by_label("Touchpoint for Zzz").click();
    window.settle();
    let field = window.harness.get_by_label("Find a touchpoint");
    assert!(field.is_focused());
    field.type_text("baske");
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert_eq!(observations(&window), 30);
    window.click("Attach");
    let basket = window.touchpoint("Basket");
    assert!(window.project().series.keys().all(|key| key.touchpoint == basket));
}

#[test]
fn unsaved_changes_are_asked_about_and_can_be_kept() {
    let mut window = Window::open();
    window.click("Online shop");
    window.harness.get_by_label_contains("Checkout, touchpoint").hover();
    let at = window.center_of("Checkout, touchpoint");
    window.harness.drag_at(at);
    window.harness.drop_at(at);
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Delete);
    window.press(CTRL, egui::Key::W);
    assert!(matches!(window.dialog(), Some(Dialog::Unsaved(_))));
    window.click("Cancel");
    assert_eq!(window.screen(), Screen::Map);
    window.press(CTRL, egui::Key::W);
    window.click("Don't save");
    assert_eq!(window.screen(), Screen::Start);
}

#[test]
fn a_broken_file_is_refused_in_words_and_the_project_stays() {
    let mut window = Window::open();
    window.click("Online shop");
    let before = window.project().clone();
    let broken = window.folder.path().join("broken.journey.ron");
    std::fs::write(&broken, "Project(version: 1, title: \"x").unwrap();
    window.next_file(&broken);
    window.press(CTRL, egui::Key::O);
    let Some(Dialog::Failure { title, lines }) = window.dialog() else { panic!("nothing was said") };
    assert!(title.contains("broken.journey.ron") && !lines.is_empty(), "{title} {lines:?}");
    assert!(window.project().is_same_as(&before));
    window.click("Close");
    let folder = window.folder.path().to_owned();
    for path in [folder, PathBuf::from("/no/such/file.csv")] {
        window.ask(Request::Dropped(vec![path]));
        window.settle();
        assert!(matches!(window.dialog(), Some(Dialog::Failure { .. })));
        window.click("Close");
    }
    for (name, bytes) in [("empty.csv", &b""[..]), ("binary.csv", &[0, 159, 146, 150, 0, 1, 2, 3][..])] {
        let path = window.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        window.next_file(&path);
        window.press(CTRL, egui::Key::I);
        assert!(matches!(window.dialog(), Some(Dialog::Failure { .. })), "{name}");
        window.click("Close");
        assert!(window.project().is_same_as(&before));
    }
}

#[test]
fn the_palette_runs_a_command_by_a_few_letters() {
    let mut window = Window::open();
    window.click("Online shop");
    window.press(CTRL, egui::Key::K);
    assert!(matches!(window.dialog(), Some(Dialog::Palette { .. })));
    window.harness.event(egui::Event::Text("dark".into()));
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.dialog().is_none());
    assert!(window.harness.state().core.workspace.theme.is_dark);
}

#[test]
fn enter_in_a_field_of_the_inspector_is_not_the_maps() {
    let mut window = Window::open();
    window.click("Online shop");
    let checkout = window.touchpoint("Checkout");
    window.ask(Request::Select(Selection::only(checkout)));
    window.settle();
    window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Title").focus();
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.harness.state().core.workspace.editing.is_none(), "the field had it");
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.harness.state().core.workspace.editing.is_some(), "with the focus on the map it is the map's");
}

#[test]
fn the_palette_finds_a_command_by_words_of_its_explanation() {
    let mut window = Window::open();
    window.click("Online shop");
    let lanes = window.project().lanes.len();
    window.press(CTRL, egui::Key::K);
    window.harness.event(egui::Event::Text("add metrics lane".into()));
    window.settle();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.dialog().is_none());
    assert_eq!(window.project().lanes.len(), lanes + 1);
}

#[test]
fn the_palette_takes_what_is_typed_while_it_opens() {
    let mut window = Window::open();
    window.click("Online shop");
    let before = window.project().clone();
    let key = egui::Event::Key { key: egui::Key::K, physical_key: None, pressed: true, repeat: false, modifiers: CTRL };
    window.harness.event(key);
    // In the frame of the shortcut, and in those in which the field opens.
    for letter in ["d", "a", "r", "k"] {
        window.harness.event(egui::Event::Text(letter.into()));
        window.harness.step();
    }
    window.settle();
    assert!(matches!(window.dialog(), Some(Dialog::Palette { query, .. }) if query == "dark"), "{:?}", window.dialog());
    assert!(window.project().is_same_as(&before));
}

#[test]
fn the_map_is_exported_from_the_window() {
    let mut window = Window::open();
    window.click("Online shop");
    let path = window.folder.path().join("map.svg");
    window.next_file(&path);
    window.press(CTRL, egui::Key::E);
    assert!(matches!(window.dialog(), Some(Dialog::Export(_))));
    window.click("SVG");
    window.click("Export…");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Checkout"));
}

#[test]
fn unsaved_work_is_offered_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = folder.path().join("recovery");
    let project = throughline::file::templates()[0].project();
    {
        let crashed = RecoveryFolder::at(&recovery);
        crashed.write(throughline::file::RecoveryKey::Unsaved(1), &project, jiff::Timestamp::UNIX_EPOCH).unwrap();
    }
    let mut window = Window::open_in(folder);
    assert!(matches!(window.dialog(), Some(Dialog::Recover(found)) if found.len() == 1));
    window.click("Open the unsaved work");
    assert_eq!(window.screen(), Screen::Map);
    assert_eq!(*window.project(), project);
    assert!(window.harness.state().core.workspace.document.is_changed(), "recovered work counts as unsaved");
    let said = |window: &Window| {
        let log = window.harness.state().core.notices.log.clone();
        log.into_iter().filter(|notice| matches!(notice, Notice::Done(text) if text.contains("is back"))).count()
    };
    assert_eq!(said(&window), 1);
}

#[test]
fn unsaved_work_that_is_asked_for_twice_comes_back_once() {
    let folder = tempfile::tempdir().unwrap();
    {
        let crashed = RecoveryFolder::at(folder.path().join("recovery"));
        let project = throughline::file::templates()[0].project();
        crashed.write(throughline::file::RecoveryKey::Unsaved(1), &project, jiff::Timestamp::UNIX_EPOCH).unwrap();
    }
    let mut window = Window::open_in(folder);
    let Some(Dialog::Recover(found)) = window.dialog() else { panic!("nothing was offered") };
    let recovered = found[0].clone();
    for _ in 0..2 {
        let request = Request::Leave(Then::Recover(recovered.clone()));
        window.harness.state_mut().core.requests.push(request);
    }
    window.settle();
    let log = &window.harness.state().core.notices.log;
    assert_eq!(log.iter().filter(|it| matches!(it, Notice::Done(text) if text.contains("is back"))).count(), 1);
}

#[test]
fn work_is_kept_from_each_change_until_it_is_saved() {
    let mut window = Window::open();
    window.click("Online shop");
    window.delete_a_card();
    window.settle();
    let lost = window.project().clone();

    let mut second = Window::open_in(window.crash());
    assert!(matches!(second.dialog(), Some(Dialog::Recover(found)) if found.len() == 1), "nothing was offered");
    second.click("Open the unsaved work");
    assert_eq!(*second.project(), lost);

    // A second crash before anything was saved loses nothing either.
    let mut third = Window::open_in(second.crash());
    assert!(matches!(third.dialog(), Some(Dialog::Recover(found)) if found.len() == 1), "the second crash lost it");
    third.click("Open the unsaved work");
    let path = third.folder.path().join("kept.journey.ron");
    third.next_file(&path);
    third.press(CTRL, egui::Key::S);
    assert!(path.exists());

    let fourth = Window::open_in(third.crash());
    assert!(fourth.dialog().is_none(), "saved work was offered again");
}

#[test]
fn changes_taken_back_are_not_offered_after_a_crash() {
    let mut window = Window::open();
    window.click("Online shop");
    window.delete_a_card();
    window.settle();
    window.press(CTRL, egui::Key::Z);
    let next = Window::open_in(window.crash());
    assert!(next.dialog().is_none());
}

#[test]
fn a_file_to_open_waits_for_the_answer_about_recovered_work() {
    let mut window = Window::open();
    window.click("Online shop");
    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, egui::Key::S);
    window.delete_a_card();
    window.settle();
    let mut next = Window::open_file(window.crash(), Some(path));
    assert!(matches!(next.dialog(), Some(Dialog::Recover(_))), "the file hid the offer");
    next.click("Decide later");
    assert_eq!(next.screen(), Screen::Map);
    assert!(!next.harness.state().core.workspace.document.is_changed());
}

#[test]
fn a_change_made_while_saving_is_asked_about_before_the_project_is_left() {
    let mut window = Window::open();
    window.click("Online shop");
    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, egui::Key::S);
    window.delete_a_card();
    window.settle();
    window.ask(Request::AnswerUnsaved { save: true, then: Then::Close });
    window.delete_a_card();
    window.settle();
    assert_eq!(window.screen(), Screen::Map, "the later change was dropped");
    assert!(matches!(window.dialog(), Some(Dialog::Unsaved(Then::Close))));
}

#[test]
fn a_save_that_ends_late_does_not_touch_the_project_that_took_its_place() {
    let mut window = Window::open();
    window.click("Online shop");
    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, egui::Key::S);
    window.delete_a_card();
    window.settle();
    window.ask(Request::Run(Action::Save));
    window.ask(Request::AnswerUnsaved { save: false, then: Then::New("blank") });
    window.settle();
    let core = &window.harness.state().core;
    assert_eq!(core.workspace.path, None, "the new map was given the old one's file");
}

#[test]
fn a_window_in_which_nothing_happens_draws_no_frames() {
    let mut window = Window::open();
    let ask = |window: &mut Window, screen: &str| {
        // Moving pointers, menus that open and messages that fade are over by then.
        window.harness.run_steps(30);
        let outputs = &window.harness.output().viewport_output;
        let delay = outputs.values().map(|output| output.repaint_delay).min();
        assert_eq!(delay, Some(Duration::MAX), "the next frame of {screen}");
    };
    ask(&mut window, "the start page");
    window.click("Open the sample");
    ask(&mut window, "the map");
    window.harness.get_by_role_and_label(egui::accesskit::Role::Tab, "Table").click();
    window.settle();
    ask(&mut window, "the map with its table");
}

#[test]
fn charts_and_table_speak_of_the_open_journey_and_leave_the_panel_as_it_is() {
    let mut window = Window::open();
    window.click("Online shop");
    window.next_file(&fixture("imports/ga4_pages_and_screens.csv"));
    window.press(CTRL, egui::Key::I);
    window.click("Attach");
    let height = |window: &Window| window.harness.state().core.workspace.settings.bottom_panel.size;
    let before = height(&window);
    let is_there = |window: &Window, text: &str| window.harness.query_all_by_label_contains(text).next().is_some();
    assert!(is_there(&window, "by touchpoint") && is_there(&window, "Day"));

    window.harness.get_by_role_and_label(egui::accesskit::Role::Tab, "Table").click();
    window.settle();
    assert_eq!(height(&window), before, "another tab resized the panel");
    assert!(window.harness.query_by_label("Day").is_none(), "days are offered where they do nothing");
    assert!(is_there(&window, "All metrics") && is_there(&window, "Counted over"));

    let status = window.harness.state().core.workspace.theme.window.status_height;
    let edge = egui::pos2(600.0, 900.0 - status - before + 2.0);
    window.drag(edge, edge - egui::vec2(0.0, 60.0));
    assert!((height(&window) - before - 60.0).abs() < 8.0, "its edge does not resize the panel: {}", height(&window));
    let before = height(&window);

    window.ask(Request::Run(Action::AddJourney));
    window.settle();
    assert!(is_there(&window, "No touchpoint of this journey has numbers yet"));
    assert!(!is_there(&window, "Counted over"), "the table shows another journey's figures");
    window.harness.get_by_role_and_label(egui::accesskit::Role::Tab, "Charts").click();
    window.settle();
    assert!(!is_there(&window, "by touchpoint"), "the charts show another journey's figures");
    assert_eq!(height(&window), before);
}

#[test]
fn the_export_shows_what_the_window_shows() {
    let mut window = Window::open();
    window.click("Online shop");
    window.harness.state_mut().core.workspace.lens = Lens::Channel;
    window.click("Export…");
    let Some(Dialog::Export(state)) = window.dialog() else { panic!("no export dialog") };
    let spec = state.choice.spec();
    assert_eq!((spec.lens, spec.view), (Lens::Channel, Some(window.harness.state().core.workspace.view)));
    let label = "As on screen: what the legend dims is pale";
    assert!(window.harness.query_by_label(label).is_none(), "nothing is set apart");
    window.press(egui::Modifiers::NONE, egui::Key::Escape);

    let filter = LensFilter { shown: [LegendKey::Channel(Channel::Email)].into(), ..LensFilter::default() };
    window.ask(Request::SetFilter(filter.clone()));
    window.click("Export…");
    let filter_of = |window: &Window| {
        let Some(Dialog::Export(state)) = window.dialog() else { panic!("no export dialog") };
        state.choice.spec().filter
    };
    assert_eq!(filter_of(&window), filter);
    for wanted in [LensFilter::default(), filter] {
        window.harness.get_by_label(label).click();
        window.settle();
        assert_eq!(filter_of(&window), wanted);
    }
}

#[test]
fn escape_does_not_throw_away_an_import_with_choices_in_it() {
    let mut window = Window::open();
    window.click("Online shop");
    window.next_file(&fixture("imports/google_ads_en.csv"));
    window.press(CTRL, egui::Key::I);
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert!(window.dialog().is_none(), "an import without choices closes");

    window.next_file(&fixture("imports/google_ads_en.csv"));
    window.press(CTRL, egui::Key::I);
    let Some(Dialog::Import(state)) = window.dialog() else { panic!("no import") };
    let (mut recipe, options) = (state.recipe.clone(), state.options);
    recipe.set_role(0, throughline::import::Role::Ignore);
    window.ask(Request::ImportPlan(recipe, options));
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert!(matches!(window.dialog(), Some(Dialog::Import(_))));
    assert!(matches!(window.last_notice(), Some(Notice::Warning(_))));
    window.click("Cancel");
    assert!(window.dialog().is_none());
}

#[test]
fn undo_in_a_field_of_the_inspector_is_the_undo_of_the_project() {
    let mut window = Window::open();
    window.click("Online shop");
    window.delete_a_card();
    window.settle();
    let before = window.project().clone();
    let checkout = window.touchpoint("Checkout");
    window.ask(Request::Select(throughline::edit::Selection::only(checkout)));
    window.settle();
    window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Title").focus();
    window.settle();
    window.harness.event(egui::Event::Text("One-page ".into()));
    window.settle();
    assert!(window.project().touchpoints[&checkout].title.contains("One-page"));
    window.press(CTRL, egui::Key::Z);
    assert_eq!(*window.project(), before);
    window.press(CTRL, egui::Key::Z);
    assert_eq!(window.project().cards.len(), before.cards.len() + 1, "the second undo goes further back");
}

#[test]
fn keys_bring_the_focus_only_to_what_is_in_view_also_with_large_text() {
    let mut window = Window::open();
    window.click("Open the sample");
    window.harness.set_size(egui::vec2(1_280.0, 800.0));
    window.ask(Request::SetTextScale(2.0));
    window.press(egui::Modifiers::NONE, egui::Key::Tab);
    let touchpoint = *window.project().touchpoints.keys().next().unwrap();
    window.ask(Request::Select(Selection::only(touchpoint)));
    window.settle();
    let mut seen = 0;
    for _ in 0..160 {
        window.harness.key_press(egui::Key::Tab);
        window.harness.run_steps(4);
        let ctx = &window.harness.ctx;
        let Some(focused) = ctx.memory(egui::Memory::focused) else { continue };
        if focused == egui::Id::unique("map canvas") {
            break;
        }
        let Some(response) = ctx.read_response(focused) else { continue };
        let (whole, shown, room) = (response.rect, response.interact_rect, ctx.content_rect());
        // Of what is larger than its panel a part is enough.
        let is_in_view = shown.area() >= whole.area() * 0.5 || shown.height() > 36.0 && shown.width() > 100.0;
        let is_in_view = is_in_view && room.contains_rect(shown);
        assert!(is_in_view, "{focused:?} {whole:?} is shown in {shown:?} of {room:?}");
        seen += 1;
    }
    assert!(seen > 60, "only {seen}");
}

#[test]
fn every_dialog_fits_the_window_with_the_largest_text() {
    let mut window = Window::open();
    window.click("Open the sample");
    window.harness.set_size(egui::vec2(1_280.0, 800.0));
    window.ask(Request::SetTextScale(2.0));
    window.settle();
    for (action, button) in [(Action::Export, "Cancel"), (Action::Shortcuts, "Close"), (Action::About, "Close")] {
        window.ask(Request::Run(action));
        window.settle();
        let node = window.harness.query_all_by_role_and_label(egui::accesskit::Role::Button, button).last();
        let rect = node.unwrap_or_else(|| panic!("no {button} in {action:?}")).rect();
        assert!(window.harness.ctx.content_rect().contains_rect(rect), "{action:?}: {rect:?}");
        window.click(button);
    }
}
