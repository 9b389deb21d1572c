//! The insights tab, the checks in the inspector, and the dialog of brand and business.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use throughline::analysis::audit::{About, Audit, Finding};
use throughline::app::workspace::{BottomTab, Dialog};
use throughline::edit::StrategyChange;
use throughline::model::{BusinessModel, CheckAnswer};

use super::*;

impl Window {
    /// A window on a template with the insights in view.
    fn insights() -> Self {
        let mut window = Self::shop();
        window.ask(Request::Run(Action::ShowInsights));
        window.settle();
        window
    }

    fn audit(&self) -> &Audit {
        &self.workspace().audit
    }

    fn find_row(&self, message: &str) -> egui::Pos2 {
        let rows: Vec<_> = self.harness.query_all_by_label_contains(message).collect();
        rows.first().unwrap_or_else(|| panic!("no row says {message}")).rect().center()
    }

    /// The first finding about a touchpoint, which the list is narrowed to.
    fn first_of_touchpoint(&mut self) -> Finding {
        let is_of_one = |finding: &&Finding| matches!(finding.about, About::Touchpoint(_));
        let finding = *self.audit().open().iter().find(is_of_one).expect("a finding about a touchpoint");
        self.harness.get_by_role_and_label(Role::TextInput, "Filter the insights").focus();
        self.settle();
        let text = format!("{} {}", finding.rule.title, finding.about.name(self.project()));
        self.type_text(&text);
        finding
    }

    fn click_radio(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::RadioButton, label).click();
        self.settle();
    }
}

#[test]
fn an_insight_is_shown_on_the_map_and_set_aside_with_a_reason_that_is_saved() {
    let mut window = Window::insights();
    let count = window.audit().open().len();
    assert!(count > 0);
    window.harness.get_by_role_and_label(Role::Tab, &format!("Insights {count}"));
    let finding = window.first_of_touchpoint();
    let message = window.audit().insight(&finding).message;
    let at = window.find_row(&message);
    window.click_at(at);
    window.press(Modifiers::NONE, Key::Enter);
    let subject = finding.about.subject(window.project()).unwrap();
    assert!(window.workspace().document.selection().contains(subject), "Enter shows it");

    window.click_at(at);
    window.press(Modifiers::NONE, Key::Delete);
    assert!(matches!(window.dialog(), Some(Dialog::Dismiss { .. })), "{:?}", window.dialog());
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.dialog().is_some(), "without a reason nothing is set aside");
    window.type_text("Known since spring");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.dialog().is_none());
    assert_eq!(window.audit().open().len(), count - 1);
    assert_eq!(window.audit().dismissed().len(), 1);

    let path = window.folder.path().join("shop.journey.ron");
    window.next_file(&path);
    window.press(CTRL, Key::S);
    let saved = throughline::file::open(&path).unwrap().project;
    let reasons: Vec<&str> = saved.dismissals.values().map(|dismissal| dismissal.reason.as_str()).collect();
    assert_eq!(reasons, ["Known since spring"]);

    window.click("Dismissed 1");
    let at = window.find_row(&message);
    window.click_at(at);
    window.click("Open again");
    assert_eq!((window.audit().open().len(), window.audit().dismissed().len()), (count, 0));
    window.press(CTRL, Key::Z);
    assert_eq!(window.audit().dismissed().len(), 1);
}

#[test]
fn keys_go_through_the_insights_and_close_their_groups() {
    let mut window = Window::insights();
    let first = *window.audit().open().first().unwrap();
    let at = window.find_row(&window.audit().insight(&first).message);
    window.click_at(at);
    let rows = |window: &Window| {
        let all = window.harness.query_all_by_role(Role::TreeItem);
        all.filter(|node| node.rect().top() > 400.0).count()
    };
    let before = rows(&window);
    window.press(Modifiers::NONE, Key::ArrowLeft);
    window.press(Modifiers::NONE, Key::ArrowLeft);
    assert!(rows(&window) < before || before > 5, "the group of the first is closed");
    window.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(rows(&window), before);
    window.press(Modifiers::NONE, Key::End);
    let last = *window.audit().open().last().unwrap();
    window.find_row(&window.audit().insight(&last).message);
    window.harness.get_by_role_and_label(Role::TextInput, "Filter the insights").focus();
    window.settle();
    window.type_text("zzz");
    assert!(window.harness.query_all_by_label_contains("No insight is left by the filter").next().is_some());
}

#[test]
fn the_counts_follow_the_project_while_the_tab_is_closed() {
    let mut window = Window::insights();
    let before = window.audit().open().len();
    window.ask(Request::BottomTab(BottomTab::Charts));
    let change = StrategyChange::Business(Some(BusinessModel::Online));
    window.ask(Request::Edit(Edit::ChangeStrategy { change }));
    window.settle();
    let after = window.audit().open().len();
    assert_eq!(after, before - 1);
    window.harness.get_by_role_and_label(Role::Tab, &format!("Insights {after}"));
}

#[test]
fn checks_are_answered_in_the_inspector() {
    let mut window = Window::shop();
    window.harness.set_size(egui::vec2(1_400.0, 2_400.0));
    let checkout = window.touchpoint("Checkout");
    window.ask(Request::Select(Selection::only(checkout)));
    window.settle();
    assert!(window.harness.query_by_label("0 of 9").is_some(), "five of a website, four of the brand");
    let answer = |window: &Window, code: &str| window.project().touchpoints[&checkout].checks.get(code).copied();
    window.click_radio("Does it work on a phone? Yes");
    window.click_radio("Is it the brand's voice? No");
    assert_eq!(answer(&window, "website-mobile"), Some(CheckAnswer::Yes));
    assert_eq!(answer(&window, "brand-voice"), Some(CheckAnswer::No));
    assert!(window.harness.query_by_label("2 of 9").is_some());
    window.click_radio("Does it work on a phone? Yes");
    assert_eq!(answer(&window, "website-mobile"), None, "what is clicked again is taken back");
    window.press(CTRL, Key::Z);
    assert_eq!(answer(&window, "website-mobile"), Some(CheckAnswer::Yes));
}

#[test]
fn brand_and_business_are_described_in_a_dialog() {
    let mut window = Window::shop();
    window.ask(Request::Run(Action::Strategy));
    window.settle();
    window.harness.get_by_role_and_label(Role::TextInput, "Voice").focus();
    window.settle();
    window.type_text("Warm and short");
    assert_eq!(window.project().strategy.brand.voice, "Warm and short");
    window.click("Add a color");
    assert_eq!(window.project().strategy.brand.colors.len(), 1);
    window.press(CTRL, Key::Z);
    assert!(window.project().strategy.brand.colors.is_empty());
    assert_eq!(window.project().strategy.brand.voice, "Warm and short", "each is an undo entry of its own");
    window.harness.get_by_role_and_label(Role::TextInput, "Value of a conversion").focus();
    window.settle();
    window.type_text("42.50");
    let value = window.project().strategy.conversion_value.clone().expect("a value");
    assert_eq!((value.amount, value.currency.as_str()), (42.5, "EUR"));
    window.click("Done");
    assert!(window.dialog().is_none());
}
