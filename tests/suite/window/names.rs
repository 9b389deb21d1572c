//! Names of a file to touchpoints in the import dialog: rules, many names at once, new touchpoints. By keyboard.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use throughline::app::import_state::ImportState;
use throughline::import::How;

use super::*;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// The import dialog on a file of that text, in the template of an online shop.
    fn importing(&mut self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        self.next_file(&file);
        self.press(CTRL, Key::I);
    }

    pub(super) fn import(&self) -> &ImportState {
        match self.dialog() {
            Some(Dialog::Import(state)) => state,
            _ => panic!("no import: {:?}", self.last_notice()),
        }
    }

    fn focus_on(&mut self, label: &str) {
        self.harness.get_by_label(label).focus();
        self.settle();
    }

    fn focus_on_name(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::ListBoxOption, name).focus();
        self.settle();
    }

    /// Types into the field that has the focus.
    fn type_into(&mut self, label: &str, text: &str) {
        let field = self.harness.get_by_label(label);
        assert!(field.is_focused(), "{label} has no focus");
        field.type_text(text);
        self.settle();
    }

    /// "name → touchpoint, how" of every name that has one.
    fn matches(&self) -> Vec<String> {
        let found = self.import().plan.matched.iter();
        found.map(|m| format!("{} → {}, {}", m.name, m.title, m.how.label())).collect()
    }
}

fn pages(header: &str, names: &[&str]) -> String {
    let rows: String = names.iter().map(|name| format!("2026-09-01,{name},3\n")).collect();
    format!("{header}\n{rows}")
}

#[test]
fn a_rule_is_added_by_keyboard_and_reads_the_next_file_too() {
    let mut window = Window::open();
    window.click("Online shop");
    window.importing("pages.csv", &pages("Day,Page path,Sessions", &["/zzz/a", "/zzz/b", "/qqq"]));
    assert_eq!(window.matches(), [] as [&str; 0]);
    window.focus_on("Add a rule…");
    window.press(NONE, Key::Enter);
    window.type_into("Text of the rule", "/ZZZ");
    assert!(window.harness.query_by_label("Matches 2 names: /zzz/a, /zzz/b").is_some());
    window.press(NONE, Key::Tab);
    window.press(NONE, Key::Enter);
    window.type_into("Find a touchpoint", "baske");
    window.press(NONE, Key::Enter);
    window.focus_on("Add rule");
    window.press(NONE, Key::Enter);
    assert_eq!(window.matches(), ["/zzz/a → Basket, rule", "/zzz/b → Basket, rule"]);
    assert!(window.harness.query_by_label("Move up the rule contains “/ZZZ”").is_none(), "there is but one");

    // A pattern that cannot be read says why and cannot be saved.
    window.focus_on("Change the rule contains “/ZZZ”");
    window.press(NONE, Key::Enter);
    window.harness.get_by_label("Names that: contains").click();
    window.settle();
    window.harness.get_by_label("matches pattern").click();
    window.settle();
    window.focus_on("Text of the rule");
    window.type_into("Text of the rule", "(");
    assert!(window.harness.query_by_label_contains("The pattern cannot be read: unclosed group").is_some());
    window.click("Cancel the rule");

    window.click("Attach");
    let basket = window.touchpoint("Basket");
    assert_eq!(window.project().sources.len(), 1);
    assert!(window.project().series.keys().all(|key| key.touchpoint == basket));

    window.importing("other.csv", &pages("Date,Page path,Views", &["/zzz/c"]));
    assert_eq!(window.matches(), ["/zzz/c → Basket, rule"]);
    window.click("Attach");
    window.press(CTRL, Key::Z);
    assert_eq!(window.project().sources.len(), 1, "attaching is one step of undo");
}

#[test]
fn many_names_are_sent_to_one_touchpoint_and_put_back() {
    let mut window = Window::open();
    window.click("Online shop");
    window.importing("pages.csv", &pages("Day,Page path,Sessions", &["/aaa", "/bbb", "/ccc"]));
    window.focus_on_name("/aaa");
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    assert!(window.harness.query_by_label("2 names chosen").is_some());
    window.press(NONE, Key::Enter);
    window.type_into("Find a touchpoint", "baske");
    window.press(NONE, Key::Enter);
    assert_eq!(window.matches(), ["/aaa → Basket, you", "/bbb → Basket, you"]);
    assert!(window.dialog().is_some());

    window.focus_on_name("/ccc");
    window.press(CTRL, Key::A);
    assert!(window.harness.query_by_label("3 names chosen").is_some());
    window.harness.get_by_label("Send the chosen names to").click();
    window.settle();
    window.harness.get_by_label_contains("Put back").click();
    window.settle();
    assert_eq!(window.matches(), [] as [&str; 0]);
    window.focus_on_name("/ccc");
    window.press(NONE, Key::Escape);
    assert!(window.harness.query_by_label("3 names chosen").is_none());
    assert!(window.dialog().is_some(), "Esc takes back the choice of names first");
}

#[test]
fn unmatched_names_become_touchpoints_of_the_catalogue_in_the_stage_that_is_chosen() {
    let mut window = Window::open();
    window.click("Blank map");
    window.importing("pages.csv", &pages("Day,Page path,Sessions", &["/warenkorb", "/zzz"]));
    window.harness.get_by_label("Touchpoint for /warenkorb").click();
    window.settle();
    assert!(window.harness.query_by_label_contains("New: Warenkorb").is_some(), "its own name is offered too");
    window.harness.get_by_label_contains("New: Basket").click();
    window.settle();
    assert_eq!(window.matches(), ["/warenkorb → Basket, new"]);
    window.harness.get_by_label("Make new touchpoints of all unmatched (1)").click();
    window.settle();
    assert_eq!(window.import().plan.matched[1].how, How::New);
    window.click("Attach");
    let basket = &window.project().touchpoints[&window.touchpoint("Basket")];
    assert_eq!((basket.kind.as_str(), basket.aliases.as_slice()), ("basket", ["/warenkorb".to_owned()].as_slice()));
    assert_eq!(window.project().stages[&basket.place.stage].phase, throughline::model::Phase::Purchase);
    window.touchpoint("Zzz");
}

#[test]
fn thousands_of_names_are_filtered_and_only_those_in_view_are_drawn() {
    let mut window = Window::open();
    window.click("Online shop");
    let names: Vec<String> = (0..2_500).map(|at| format!("/zq{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    window.importing("pages.csv", &pages("Day,Page path,Sessions", &names));
    assert!(window.harness.query_all_by_label_contains("Touchpoint for /zq").count() < 20);
    window.focus_on_name("/zq0");
    for _ in 0..30 {
        window.press(NONE, Key::ArrowDown);
    }
    assert!(
        window.harness.get_by_role_and_label(Role::ListBoxOption, "/zq30").is_focused(),
        "the list follows the focus"
    );
    window.focus_on("Filter names");
    window.type_into("Filter names", "zq247");
    let shown = window.harness.query_all_by_label_contains("Touchpoint for /zq").count();
    // The one that had the focus is filtered away too: 247 and 2470 to 2479.
    assert!((10..=11).contains(&shown), "{shown}");
}
