//! The table as a person uses it, in the whole window and without a display.

use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::rows::Rows;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::Workspace;
use crate::edit::Selection;
use crate::file::Settings;
use crate::model::sample::big_sample;
use crate::model::{Item, Project, Subject};

struct Bench {
    harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    /// The window with the table of a small map, the keyboard on its first row.
    fn new() -> Self {
        let (harness, recovery) = window_on(big_sample(14, 1), Settings::default(), vec2(1_900.0, 1_100.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.harness.run_steps(6);
        bench.press(Modifiers::COMMAND, Key::M);
        bench.press(Modifiers::NONE, Key::ArrowDown);
        bench
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(6);
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(6);
    }

    fn workspace(&self) -> &Workspace {
        &self.harness.state().core.workspace
    }

    fn project(&self) -> &Project {
        self.workspace().document.project()
    }

    fn rows(&self) -> Vec<Item> {
        self.project().items_in_reading_order(self.workspace().journey)
    }

    fn text(&self, item: Item) -> &str {
        self.project().text_of(item).expect("an item")
    }

    fn focused(&self) -> Option<Item> {
        match super::focused_row(self.workspace()) {
            Some(Subject::Item(item)) => Some(item),
            _ => None,
        }
    }
}

#[test]
fn arrows_go_through_the_rows_and_the_map_follows() {
    let mut bench = Bench::new();
    let rows = bench.rows();
    assert_eq!(bench.focused(), Some(rows[0]));
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.focused(), Some(rows[1]));
    bench.press(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(bench.workspace().document.selection().subjects.len(), 2);
    bench.press(Modifiers::NONE, Key::End);
    assert_eq!(bench.focused(), rows.last().copied());
    let name = format!("Title, {}, row 2 of {}", bench.text(rows[1]), rows.len());
    bench.press(Modifiers::NONE, Key::Home);
    assert!(bench.harness.query_by_label(&name).is_some(), "{name}");
    bench.harness.state_mut().core.requests.push(Request::Select(Selection::only(rows[3])));
    bench.harness.run_steps(4);
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.focused(), Some(rows[2]), "the keyboard goes on from what was selected elsewhere");
}

#[test]
fn a_title_is_edited_in_its_cell_and_escape_takes_it_back() {
    let mut bench = Bench::new();
    let row = bench.rows()[0];
    let before = bench.text(row).to_owned();
    bench.press(Modifiers::NONE, Key::Enter);
    bench.type_text("Shop window");
    assert_eq!(bench.text(row), "Shop window");
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.text(row), before);
    bench.press(Modifiers::NONE, Key::Enter);
    bench.type_text("Shop door");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!((bench.text(row), bench.workspace().editing), ("Shop door", None));
    bench.harness.state_mut().core.requests.push(Request::Run(Action::Undo));
    bench.harness.run_steps(4);
    assert_eq!(bench.text(row), before);
}

#[test]
fn rows_are_added_moved_to_another_stage_and_deleted() {
    let mut bench = Bench::new();
    let (row, count) = (bench.rows()[0], bench.rows().len());
    bench.press(Modifiers::COMMAND, Key::Enter);
    bench.type_text("Kiosk");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.rows().len(), count + 1, "one row, and no empty one after it");
    let kiosk = bench.rows()[1];
    assert_eq!(bench.text(kiosk), "Kiosk");
    assert_eq!(bench.focused(), Some(kiosk));
    for _ in 0..4 {
        bench.press(Modifiers::NONE, Key::ArrowLeft);
    }
    bench.press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::Enter);
    let stage = |item| bench.project().place_of(item).map(|place| place.stage);
    assert_ne!(stage(kiosk), stage(row), "the stage's list moved it");
    bench.press(Modifiers::NONE, Key::Delete);
    assert_eq!(bench.rows().len(), count);
}

#[test]
fn the_filter_leaves_the_rows_with_its_words() {
    let bench = Bench::new();
    let rows = bench.rows();
    let words = bench.text(rows[0]).to_uppercase();
    let left = Rows::of(bench.workspace(), &words).list;
    assert!(left.contains(&Subject::Item(rows[0])) && left.len() < rows.len());
    assert!(Rows::of(bench.workspace(), "no such words anywhere").list.is_empty());
}

#[test]
fn stages_and_lanes_are_renamed_in_their_cells() {
    let mut bench = Bench::new();
    let place = bench.project().place_of(bench.rows()[0]).expect("a place");
    for _ in 0..2 {
        bench.press(Modifiers::NONE, Key::ArrowLeft);
    }
    bench.press(Modifiers::NONE, Key::F2);
    bench.type_text("What people touch");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.project().lanes[&place.lane].name, "What people touch");
    bench.press(Modifiers::SHIFT, Key::F10);
    bench.harness.get_by_label("Rename stage…").click();
    bench.harness.run_steps(6);
    bench.type_text("Before");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.project().stages[&place.stage].name, "Before");
    bench.harness.state_mut().core.requests.push(Request::Run(Action::Undo));
    bench.harness.run_steps(4);
    assert_ne!(bench.project().stages[&place.stage].name, "Before", "one step takes it back");
    assert_eq!(bench.project().lanes[&place.lane].name, "What people touch");
}

#[test]
fn stickies_come_after_the_cards_and_are_edited_too() {
    let mut bench = Bench::new();
    bench.harness.state_mut().core.requests.push(Request::Run(Action::AddSticky));
    bench.harness.run_steps(6);
    bench.type_text("Ask Anna");
    bench.press(Modifiers::NONE, Key::Enter);
    let sticky = bench.project().stickies.values().next().expect("a sticky").clone();
    assert_eq!(sticky.text, "Ask Anna");
    let rows = Rows::of(bench.workspace(), "");
    assert_eq!(rows.list.last(), Some(&Subject::Sticky(sticky.id)));
    bench.press(Modifiers::NONE, Key::Home);
    bench.press(Modifiers::NONE, Key::End);
    bench.press(Modifiers::NONE, Key::Enter);
    bench.type_text("Ask Ben");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.project().stickies[&sticky.id].text, "Ask Ben");
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(bench.project().stickies.is_empty());
}
