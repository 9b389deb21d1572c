//! The dialog of metrics as a person works with it, in the whole window without a display.

use std::sync::Arc;

use egui::{Event, accesskit::Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::{Dialog, MetricsChoice};
use crate::base::number::Unit;
use crate::file::Settings;
use crate::model::sample::big_sample;
use crate::model::{Direction, MetricClass, Project};

struct Bench {
    harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let settings = Settings { reduced_motion: true, ..Settings::default() };
        let (harness, recovery) = window_on(big_sample(40, 7), settings, vec2(1_600.0, 1_400.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.harness.run_steps(6);
        bench.ask(Request::Run(Action::Metrics));
        bench
    }

    fn project(&self) -> &Project {
        self.harness.state().core.workspace.document.project()
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.harness.run_steps(6);
    }

    fn click(&mut self, role: Role, label: &str) {
        let nodes: Vec<_> = self.harness.query_all_by_role_and_label(role, label).collect();
        nodes.last().unwrap_or_else(|| panic!("nothing is called {label}")).click();
        self.harness.run_steps(6);
    }

    /// Instead of what stands in the field.
    fn type_into(&mut self, field: &str, text: &str) {
        self.click(Role::TextInput, field);
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.harness.run_steps(2);
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(6);
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }
}

#[test]
fn a_metric_of_ones_own_is_typed_checked_shown_and_undone() {
    let mut bench = Bench::new();
    let before = bench.project().metrics.len();
    bench.click(Role::Button, "New metric by formula");
    // The name is typed at once, without a click into its field.
    bench.harness.event(Event::Text("Views a visit".to_owned()));
    bench.harness.run_steps(6);
    bench.type_into("Formula", "impressions / visits");
    assert!(bench.says("No metric is called \"visits\""));
    bench.click(Role::Button, "Add metric");
    assert_eq!(bench.project().metrics.len(), before, "what cannot be used is not taken");
    bench.type_into("Formula", "ctr / 2");
    assert!(!bench.says("No metric is called"));
    bench.click(Role::Button, "Add metric");
    let own: Vec<_> =
        bench.project().metrics.values().filter(|metric| metric.class == MetricClass::Derived).cloned().collect();
    assert_eq!(own.len(), 1);
    assert_eq!((own[0].key.as_str(), own[0].formula.as_str()), ("views-a-visit", "ctr / 2"));
    assert_eq!(own[0].unit, Unit::Share);
    let dialog = &bench.harness.state().core.workspace.dialog;
    assert!(matches!(dialog, Some(Dialog::Metrics(Some(MetricsChoice::One(id)))) if *id == own[0].id));
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().metrics.len(), before);
}

#[test]
fn an_imported_metric_is_renamed_and_turned_but_not_deleted_while_it_is_used() {
    let mut bench = Bench::new();
    let ctr = Arc::clone(bench.project().metric_by_key("ctr").unwrap());
    bench.click(Role::ListBoxOption, &ctr.name);
    assert!(bench.says("clicks ÷ impressions"));
    bench.click(Role::ComboBox, "Which way is better");
    bench.click(Role::Button, "Lower is better");
    assert_eq!(bench.project().metrics[&ctr.id].direction, Direction::LowerIsBetter);
    bench.click(Role::Button, "Delete this metric");
    assert!(bench.project().metrics.contains_key(&ctr.id));
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().metrics[&ctr.id].direction, ctr.direction);
}

#[test]
fn the_method_page_opens_and_closes() {
    let mut bench = Bench::new();
    bench.click(Role::Button, "Method…");
    assert!(bench.says("How figures are counted"));
    assert!(bench.says("clicks ÷ impressions"));
    bench.click(Role::Button, "Close");
    assert!(bench.harness.state().core.workspace.dialog.is_none());
}
