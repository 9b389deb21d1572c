//! KPIs as a person works with them in the whole window: made on touchpoints, stages and journeys, listed, filtered,
//! followed to the map and to their figures.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::analysis::KpiState;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::Bench;
use crate::app::workspace::{BottomTab, Dialog, RightTab};
use crate::base::date::{Date, date};
use crate::edit::{Edit, KpiChange, Selection, apply, people};
use crate::file::sample;
use crate::import::typed::parse_value;
use crate::model::sample::big_sample;
use crate::model::{Aim, Baseline, Kpi, KpiId, Project, StageId, Subject};

/// The sample is judged as of then.
fn autumn() -> Date {
    date(2026, 10, 5)
}

fn bench(project: Project) -> Bench {
    let mut bench = Bench::of(project);
    bench.harness.state_mut().core.clock = autumn;
    bench.harness.run_steps(4);
    bench
}

fn stage_named(project: &Project, name: &str) -> StageId {
    project.stages.values().find(|stage| stage.name == name).expect("a stage of that name").id
}

fn aimed_at(bench: &Bench, aim: impl Into<Aim>) -> Vec<Kpi> {
    let aim = aim.into();
    bench.project().kpis.values().filter(|kpi| kpi.aim == aim).map(|kpi| Kpi::clone(kpi)).collect()
}

/// The sample without its KPIs.
fn aimless() -> Project {
    let project = sample();
    project.kpis.keys().fold(project.clone(), |project, kpi| {
        apply(&project, &Edit::RemoveKpi { kpi: *kpi }).expect("a KPI that is there")
    })
}

impl Bench {
    /// The names of the rows in the list, top to bottom.
    fn listed(&self) -> Vec<String> {
        let rows = self.harness.query_all_by_role(Role::ListItem);
        let mut named: Vec<(f32, String)> = rows
            .filter_map(|row| {
                let name = row.accesskit_node().label()?;
                name.contains(", target ").then_some((row.rect().top(), name))
            })
            .collect();
        named.sort_by(|a, b| a.0.total_cmp(&b.0));
        named.into_iter().map(|(_, name)| name).collect()
    }

    fn click_row(&mut self, start: &str) {
        let name = self.row_with(start);
        self.click(Role::ListItem, &name);
    }

    /// Puts the keyboard on a row and presses Enter there.
    fn enter_row(&mut self, start: &str, modifiers: Modifiers) {
        let name = self.row_with(start);
        self.harness.get_by_role_and_label(Role::ListItem, &name).focus();
        self.harness.run_steps(2);
        self.key(modifiers, Key::Enter);
    }

    fn row_with(&self, text: &str) -> String {
        self.listed().into_iter().find(|name| name.contains(text)).expect("a row of that name")
    }

    fn type_into(&mut self, field: &str, text: &str) {
        self.click(Role::TextInput, field);
        self.key(Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }
}

#[test]
fn a_stage_gets_a_kpi_and_its_header_shows_how_it_stands() {
    let mut bench = bench(aimless());
    let buy = stage_named(bench.project(), "Buy");
    let header = |bench: &Bench| {
        let groups = &bench.workspace().map.scene.groups;
        groups.iter().map(|group| group.picture.name.clone()).find(|name| name.starts_with("Buy, stage")).unwrap()
    };
    assert_eq!(header(&bench), "Buy, stage");
    bench.ask(Request::Select(Selection::only(Subject::Stage(buy))));
    bench.button("Add a KPI");
    bench.type_text("99");
    bench.key(Modifiers::NONE, Key::Enter);
    let [kpi] = aimed_at(&bench, buy).try_into().expect("one KPI");
    let metric = bench.project().metrics[&kpi.metric].clone();
    assert_eq!(Some(kpi.target), parse_value("99", &metric.unit));
    assert_eq!(header(&bench), "Buy, stage, KPI: off track");
    assert!(bench.harness.query_by_label_contains("Buy, stage, purchase, 3 of 5, KPI: off track").is_some());

    // Each of its fields is one undo entry.
    let undo_label = |bench: &Bench| bench.workspace().document.undo_label().map(str::to_owned);
    let added = undo_label(&bench);
    bench.button(&format!("Edit the KPI {}", metric.name));
    bench.type_into("Due date", "31.12.2026");
    bench.type_into("Start", "Jul 2026");
    bench.type_into("Why this KPI", "Orders");
    bench.type_into("Owner of the KPI", "Shop");
    bench.type_into("Baseline", "1");
    bench.key(Modifiers::NONE, Key::Tab);
    let [kpi] = aimed_at(&bench, buy).try_into().expect("one KPI");
    assert_eq!((kpi.start, kpi.due), (Some(date(2026, 7, 1)), Some(date(2026, 12, 31))));
    assert_eq!((kpi.why.as_str(), kpi.owner.as_str()), ("Orders", "Shop"));
    assert_eq!(kpi.baseline, parse_value("1", &metric.unit).map(Baseline::Figure));
    let standing = bench.workspace().kpis.get(kpi.id).expect("it is judged");
    assert!(standing.expected.is_some(), "now there is a line");
    for _ in 0..5 {
        bench.ask(Request::Run(Action::Undo));
    }
    let [kpi] = aimed_at(&bench, buy).try_into().expect("one KPI");
    assert_eq!((kpi.start, kpi.due, kpi.baseline, kpi.owner.as_str()), (None, None, None, ""));
    assert_eq!(undo_label(&bench), added);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(header(&bench), "Buy, stage");
}

#[test]
fn with_nothing_selected_a_kpi_is_the_journeys() {
    let mut bench = bench(aimless());
    let journey = bench.workspace().journey;
    bench.ask(Request::Select(Selection::default()));
    bench.ask(Request::Run(Action::AddKpi));
    assert_eq!(bench.workspace().right_tab, RightTab::Journey);
    bench.type_text("50");
    bench.button("Add KPI");
    assert_eq!(aimed_at(&bench, journey).len(), 1);
    bench.ask(Request::Run(Action::ShowKpis));
    assert_eq!(bench.listed().len(), 1, "the list has it too");
}

#[test]
fn where_nothing_is_measured_no_target_can_be_set_and_that_is_said() {
    let mut project = big_sample(8, 1);
    std::sync::Arc::make_mut(&mut project.series).clear();
    let mut bench = bench(project);
    bench.ask(Request::Run(Action::AddKpi));
    assert!(bench.harness.query_by_label_contains("Nothing is measured at").is_some());
    bench.ask(Request::Run(Action::ShowKpis));
    assert!(bench.harness.query_by_label_contains("No numbers yet").is_some());
}

#[test]
fn the_list_filters_and_sorts() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ShowKpis));
    assert_eq!(bench.workspace().bottom_tab, BottomTab::Kpis);
    let all = bench.listed();
    assert_eq!(all.len(), bench.project().kpis.len());
    let states = |rows: &[String]| {
        let state = |row: &String| KpiState::ALL.into_iter().find(|state| row.starts_with(state.label())).unwrap();
        rows.iter().map(state).collect::<Vec<_>>()
    };
    assert!(states(&all).is_sorted(), "the most concerning first: {all:?}");

    bench.type_into("Find a KPI", "deliv");
    let found = bench.listed();
    assert!(found.len() == 1 && found[0].contains("Delivery"), "{found:?}");
    bench.button("Clear the filters");
    assert_eq!(bench.listed(), all);
    bench.type_into("Find a KPI", "nothing like it");
    assert_eq!(bench.listed(), Vec::<String>::new());
    bench.button("Show all");
    assert_eq!(bench.listed(), all);

    bench.button("Filter by owner");
    bench.button("Logistics");
    assert_eq!(bench.listed().len(), 1);
    bench.button("Clear the filters");
    bench.button("Owner: Sort by owner");
    let owners: Vec<String> =
        bench.listed().iter().filter_map(|row| row.rsplit(", ").next().map(str::to_owned)).collect();
    assert!(owners.is_sorted(), "{owners:?}");
    bench.button("Owner: Sort by owner");
    assert!(bench.listed()[0].ends_with("Performance marketing"));
    bench.button("Owner: Sort by concern again");
    assert_eq!(bench.listed(), all);
}

#[test]
fn a_row_leads_to_the_map_and_to_the_figure() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ShowKpis));
    bench.click_row("Checkout");
    let checkout = bench.workspace().charted_touchpoint().expect("a touchpoint is selected");
    assert_eq!(bench.project().touchpoints[&checkout].title, "Checkout");
    let buy = stage_named(bench.project(), "Buy");
    bench.enter_row(": Buy,", Modifiers::NONE);
    assert_eq!(bench.workspace().document.selection().focus, Some(Subject::Stage(buy)), "Enter does what a click does");
    bench.enter_row(": Buy,", Modifiers::SHIFT);
    let kpi = aimed_at(&bench, buy)[0].id;
    assert!(matches!(bench.workspace().dialog, Some(Dialog::KpiFigure(shown)) if shown == kpi));
    assert!(bench.harness.query_by_label_contains("Buy · ").is_some(), "the dialog says what it is of");
    assert!(bench.harness.query_by_label("Show in chart").is_none(), "a stage has no chart of its own");
    bench.button("Close");
    assert!(bench.workspace().dialog.is_none());
}

#[test]
fn a_due_date_that_passes_changes_the_cards() {
    let mut bench = bench(sample());
    let late = |bench: &Bench| {
        let kpis = bench.project().kpis.keys();
        kpis.filter(|id| bench.workspace().kpis.get(**id).is_some_and(|it| it.state == KpiState::OffTrack)).count()
    };
    let marked = |bench: &Bench| {
        let groups = &bench.workspace().map.scene.groups;
        groups.iter().filter(|group| group.picture.name.ends_with("KPI: off track")).count()
    };
    let before = late(&bench);
    assert_eq!(marked(&bench), before);
    bench.harness.state_mut().core.clock = || date(2027, 1, 1);
    bench.harness.run_steps(4);
    assert!(late(&bench) > before);
    assert_eq!(marked(&bench), late(&bench));
}

#[test]
fn a_kpi_that_cannot_be_judged_is_shown_without_a_number() {
    let project = sample();
    let checkout = project.touchpoints.values().find(|it| it.title == "Checkout").expect("the checkout").id;
    let unmeasured = project.touchpoints.keys().find(|id| !project.series.keys().any(|key| key.touchpoint == **id));
    let metric = project.metric_by_key("ctr").expect("a metric").id;
    let unmeasured = *unmeasured.expect("a touchpoint without figures");
    let (edit, id) = people::new_kpi(&project, unmeasured, metric, 0.0);
    let project = apply(&project, &edit).expect("an edit that can be made");
    // Due before it starts, and where it started is where it shall be.
    let own = project.kpis_of(checkout).next().expect("its KPI").clone();
    let broken = [
        KpiChange::Start(Some(date(2026, 12, 31))),
        KpiChange::Due(Some(date(2026, 1, 1))),
        KpiChange::Baseline(Some(Baseline::Figure(own.target))),
    ];
    let project = broken.into_iter().fold(project, |project, change| {
        apply(&project, &Edit::ChangeKpi { kpi: own.id, change }).expect("an edit that can be made")
    });
    let mut bench = bench(project);
    bench.ask(Request::Run(Action::ShowKpis));
    let said = |id: KpiId| {
        let kpi = &bench.project().kpis[&id];
        bench.workspace().kpis.get(id).unwrap().reason(kpi, &bench.project().metrics[&kpi.metric])
    };
    assert_eq!(bench.workspace().kpis.get(id).unwrap().state, KpiState::NoData);
    assert_eq!(said(id), "No data for these days.");
    assert!(said(own.id).contains("which was due on 1 Jan 2026"), "{}", said(own.id));
    for row in bench.listed() {
        assert!(!row.contains("NaN") && !row.contains("inf"), "{row}");
    }
    assert!(bench.listed().iter().any(|row| row.starts_with("No data") && row.contains("no figure")));
}
