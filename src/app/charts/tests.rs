//! Charts and dashboard in the whole window, as people use them.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::{BottomTab, ChartAbout, ChartChoice, Dialog, Workspace};
use crate::file::Settings;
use crate::model::sample::full_sample;
use crate::model::{ChartKind, PinnedChart};

struct Bench {
    harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    fn new(touchpoints: usize) -> Self {
        let settings = Settings { reduced_motion: true, ..Settings::default() };
        let (harness, recovery) = window_on(full_sample(touchpoints, 1), settings, egui::vec2(1_400.0, 900.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.settle();
        bench
    }

    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    fn workspace(&self) -> &Workspace {
        &self.harness.state().core.workspace
    }

    fn charts(&self) -> Vec<(ChartKind, bool, String)> {
        let charts = self.workspace().document.project().charts.iter();
        charts.map(|chart| (chart.kind, chart.is_wide, chart.title.clone())).collect()
    }

    fn kinds(&self) -> Vec<ChartKind> {
        self.charts().into_iter().map(|(kind, ..)| kind).collect()
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.settle();
    }

    fn run(&mut self, action: Action) {
        self.ask(Request::Run(action));
    }

    fn show(&mut self, kind: ChartKind) {
        let chart = ChartChoice { kind: Some(kind), ..self.workspace().chart.clone() };
        self.ask(Request::SetChart(chart));
    }

    fn click(&mut self, label: &str) {
        let found: Vec<_> = self.harness.query_all_by_label(label).collect();
        found.last().unwrap_or_else(|| panic!("nothing is called {label}")).click();
        drop(found);
        self.settle();
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// What the chart says that has this in its name.
    fn said(&self, part: &str) -> String {
        let found: Vec<_> = self.harness.query_all_by_label_contains(part).collect();
        let figures = found.iter().map(|node| node.accesskit_node());
        let figures = figures.filter(|node| node.role() == egui::Role::Figure);
        figures.filter_map(|node| node.label()).next().unwrap_or_else(|| panic!("no chart says {part}"))
    }

    fn focus_chart(&mut self) {
        let found: Vec<_> = self.harness.query_all_by_role(egui::Role::Figure).collect();
        found.last().expect("a chart").focus();
        drop(found);
        self.settle();
    }
}

#[test]
fn every_kind_is_drawn_and_said() {
    let mut bench = Bench::new(60);
    for kind in ChartKind::ALL {
        bench.show(kind);
        let said = bench.said("chart");
        assert!(said.contains(", chart"), "{kind:?}: {said}");
        // The same as rows.
        bench.run(Action::ChartAsTable);
        assert!(bench.workspace().chart.as_table);
        bench.run(Action::ChartAsTable);
    }
}

#[test]
fn a_chart_is_pinned_and_undo_takes_it_back() {
    let mut bench = Bench::new(60);
    bench.click("Line and bars");
    bench.click("Bars");
    assert_eq!(bench.workspace().chart.kind, Some(ChartKind::Bars));
    bench.click("Pin chart to the dashboard");
    assert_eq!(bench.kinds(), [ChartKind::Bars]);
    bench.run(Action::Undo);
    assert!(bench.kinds().is_empty());
    bench.run(Action::Redo);
    bench.click("Dashboard");
    assert_eq!(bench.workspace().bottom_tab, BottomTab::Dashboard);
    assert!(bench.said("by touchpoint, chart").contains("marks"));
}

#[test]
fn the_dashboard_is_put_in_order_named_and_emptied() {
    let mut bench = Bench::new(60);
    bench.run(Action::ShowDashboard);
    assert!(bench.harness.query_by_label_contains("No chart is pinned yet").is_some());
    for kind in ["Bars", "Box plot", "KPIs against targets"] {
        bench.click("Add chart");
        bench.click(kind);
    }
    assert_eq!(bench.kinds(), [ChartKind::Bars, ChartKind::Box, ChartKind::Bullet]);
    // By keys, from the handle.
    let found: Vec<_> = bench.harness.query_all_by_label_contains("Move ").collect();
    found.first().expect("a handle").focus();
    drop(found);
    bench.settle();
    bench.press(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(bench.kinds(), [ChartKind::Box, ChartKind::Bars, ChartKind::Bullet]);
    bench.run(Action::Undo);
    assert_eq!(bench.kinds(), [ChartKind::Bars, ChartKind::Box, ChartKind::Bullet]);
    // By dragging the handle onto the right half of its neighbor.
    let handles: Vec<egui::Pos2> =
        bench.harness.query_all_by_label_contains("Move ").map(|node| node.rect().center()).collect();
    let (from, to) = (handles[0], handles[1] + egui::vec2(400.0, 40.0));
    bench.harness.hover_at(from);
    bench.harness.run_steps(2);
    bench.harness.drag_at(from);
    bench.harness.run_steps(2);
    for step in 1..=6 {
        bench.harness.hover_at(from.lerp(to, step as f32 / 6.0));
        bench.harness.run_steps(2);
    }
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(bench.kinds(), [ChartKind::Box, ChartKind::Bars, ChartKind::Bullet]);
    // Wide, and away.
    let found: Vec<_> = bench.harness.query_all_by_label_contains("Whole width").collect();
    found.first().expect("the button of the first chart").click();
    drop(found);
    bench.settle();
    assert!(bench.charts()[0].1);
    let found: Vec<_> = bench.harness.query_all_by_label_contains("More about").collect();
    found.first().expect("a menu").click();
    drop(found);
    bench.settle();
    bench.click("Remove from the dashboard");
    assert_eq!(bench.kinds(), [ChartKind::Bars, ChartKind::Bullet]);
}

#[test]
fn arrows_go_from_mark_to_mark_and_enter_opens_the_figure() {
    let mut bench = Bench::new(60);
    bench.ask(Request::SetChart(ChartChoice {
        kind: Some(ChartKind::Bars),
        about: ChartAbout::All,
        ..bench.workspace().chart.clone()
    }));
    bench.focus_chart();
    bench.press(Modifiers::NONE, Key::ArrowDown);
    let first = bench.said("by touchpoint.");
    bench.press(Modifiers::NONE, Key::ArrowDown);
    let second = bench.said("by touchpoint.");
    assert_ne!(first, second, "the next mark is said");
    assert!(bench.workspace().document.selection().is_empty(), "the map does not move along");
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(matches!(bench.workspace().dialog, Some(Dialog::Figure { .. })));
}

#[test]
fn what_several_touchpoints_make_up_opens_as_their_bars() {
    let mut bench = Bench::new(200);
    bench.show(ChartKind::Heat);
    let count = bench.said("by stage and channel");
    assert!(count.contains("marks"), "{count}");
    let data_of = |bench: &Bench| {
        let workspace = bench.workspace();
        let today = crate::base::date::date(2026, 11, 1);
        let pinned = super::chosen_chart(workspace);
        let project = workspace.document.project();
        crate::analysis::chart::chart(project, &workspace.numbers, &workspace.view, &pinned, today)
    };
    let data = data_of(&bench);
    let several = (0..data.mark_count()).find(|rank| {
        let whose = data.mark(*rank).and_then(|mark| mark.whose);
        whose.is_some_and(|whose| whose.touchpoints.len() > 1)
    });
    let Some(several) = several else { return };
    let mark = data.mark(several).expect("it was found");
    let mut requests = crate::app::request::Requests::default();
    super::open(bench.workspace(), &mut requests, &data, &mark);
    requests.take().into_iter().for_each(|request| bench.ask(request));
    let chart: PinnedChart = super::chosen_chart(bench.workspace());
    assert_eq!(
        (chart.kind, chart.aims.len()),
        (ChartKind::Bars, mark.whose.map_or(0, |whose| whose.touchpoints.len()))
    );
}

#[test]
fn escape_gives_the_map_its_place_back() {
    let mut bench = Bench::new(20);
    bench.run(Action::ShowDashboard);
    bench.run(Action::MaximizeBottom);
    assert!(bench.workspace().is_bottom_maximized);
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.workspace().is_bottom_maximized);
}

#[test]
fn of_a_long_dashboard_only_what_is_near_the_view_is_counted() {
    let mut bench = Bench::new(60);
    bench.run(Action::ShowDashboard);
    for _ in 0..40 {
        let chart = super::new_chart(bench.workspace(), ChartKind::Bars);
        let at = bench.workspace().document.project().charts.len();
        bench.ask(Request::Edit(crate::edit::Edit::AddChart { chart, at }));
    }
    let shown = bench.harness.query_all_by_label_contains("by touchpoint, chart").count();
    assert!((1..=8).contains(&shown), "{shown} of 40 are made");
}
