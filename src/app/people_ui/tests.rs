//! Personas, segments, KPIs and the filter of a lens as a person works on them, in the whole window without a display.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::analysis::Numbers;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::Bench;
use crate::app::workspace::{Dialog, PeopleChoice, RightTab};
use crate::base::number::Unit;
use crate::edit::{Selection, people};
use crate::import::typed::parse_value;
use crate::layout::Lens;
use crate::model::sample::big_sample;
use crate::model::{Item, Project, Series, Subject, TouchpointId};

impl Bench {
    fn chosen(&self) -> Option<PeopleChoice> {
        match self.workspace().dialog {
            Some(Dialog::People(chosen)) => chosen,
            _ => None,
        }
    }
}

fn touchpoints(project: &Project) -> Vec<TouchpointId> {
    let items = project.items_in_reading_order(project.journey_order[0]);
    items.into_iter().filter_map(|item| if let Item::Touchpoint(id) = item { Some(id) } else { None }).collect()
}

#[test]
fn a_persona_is_added_and_named_in_one_undo_entry() {
    let mut bench = Bench::of(big_sample(8, 1));
    let before = bench.project().personas.clone();
    bench.ask(Request::Run(Action::People));
    bench.button("Add a persona");
    bench.type_text("Kim");
    let Some(PeopleChoice::Persona(kim)) = bench.chosen() else { panic!("the new persona is not chosen") };
    assert_eq!(bench.project().personas[&kim].name, "Kim");
    assert_eq!(bench.workspace().document.undo_label(), Some("Add persona"));
    bench.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(bench.project().personas, before, "adding and naming are undone together, with the dialog open");
    bench.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(bench.project().personas[&kim].name, "Kim");
}

#[test]
fn a_pasted_picture_becomes_the_face_of_the_persona_in_the_form() {
    let mut project = big_sample(8, 1);
    let (edit, kim) = people::new_persona(&project);
    project = crate::edit::apply(&project, &edit).unwrap();
    let cards = project.cards.len();
    let mut bench = Bench::of(project);
    bench.ask(Request::Dialog(Some(Dialog::People(Some(PeopleChoice::Persona(kim))))));
    let image = egui::ColorImage::filled([12, 8], egui::Color32::DARK_GREEN);
    bench.harness.event(Event::PasteImage(Arc::new(image)));
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while bench.project().personas[&kim].picture.is_none() && std::time::Instant::now() < until {
        bench.harness.run_steps(2);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let hash = bench.project().personas[&kim].picture.expect("a picture of its own");
    assert_eq!((bench.project().pictures[&hash].width, bench.project().pictures[&hash].height), (12, 8));
    assert_eq!(bench.project().cards.len(), cards, "the map behind the dialog got none");
    bench.harness.run_steps(4);
    bench.button("Remove the picture of this persona");
    assert!(bench.project().personas[&kim].picture.is_none());
}

#[test]
fn a_persona_is_copied_and_deleted_and_its_goals_are_typed_line_by_line() {
    let mut project = big_sample(8, 1);
    let (edit, kim) = people::new_persona(&project);
    project = crate::edit::apply(&project, &edit).unwrap();
    let mut bench = Bench::of(project);
    bench.ask(Request::Dialog(Some(Dialog::People(Some(PeopleChoice::Persona(kim))))));
    let goals: Vec<_> = bench.harness.query_all_by_role_and_label(Role::MultilineTextInput, "Goals").collect();
    let goals = goals.into_iter().chain(bench.harness.query_all_by_role_and_label(Role::TextInput, "Goals")).last();
    goals.expect("a field for goals").focus();
    bench.harness.run_steps(4);
    bench.type_text("Shoes");
    bench.key(Modifiers::NONE, Key::Enter);
    bench.type_text("Soon");
    assert_eq!(bench.project().personas[&kim].goals, ["Shoes", "Soon"]);
    bench.button("Duplicate this persona");
    let Some(PeopleChoice::Persona(copy)) = bench.chosen() else { panic!("the copy is not chosen") };
    assert_ne!(copy, kim);
    assert_eq!(bench.project().personas[&copy].goals, ["Shoes", "Soon"]);
    bench.button("Delete this persona");
    assert!(!bench.project().personas.contains_key(&copy));
    bench.button("Done");
    assert!(bench.workspace().dialog.is_none());
}

#[test]
fn two_segments_never_get_one_name() {
    let mut bench = Bench::of(big_sample(8, 1));
    bench.ask(Request::Run(Action::People));
    bench.button("Add a segment");
    bench.key(Modifiers::COMMAND, Key::A);
    bench.type_text("Tablet");
    bench.button("Add a segment");
    bench.key(Modifiers::COMMAND, Key::A);
    bench.type_text("Tablet");
    let Some(PeopleChoice::Segment(second)) = bench.chosen() else { panic!("the new segment is not chosen") };
    let names = bench.project().segments.values().filter(|segment| segment.name == "Tablet").count();
    assert_eq!(names, 1);
    assert_eq!(bench.project().segments[&second].name, "Table", "the last name that was free");
    let said = "Another segment has this name. Give this one a name of its own.";
    assert!(bench.harness.query_by_label(said).is_some(), "nobody says why");
}

#[test]
fn who_comes_is_ticked_for_all_that_is_selected() {
    let mut project = big_sample(8, 1);
    let (edit, kim) = people::new_persona_of(&project, project.journey_order[0]);
    project = crate::edit::apply(&project, &edit).unwrap();
    let ids = touchpoints(&project)[..2].to_vec();
    project = crate::edit::apply(&project, &people::set_persona(&project, &ids[..1], kim, true).unwrap()).unwrap();
    let mut bench = Bench::of(project);
    bench.select(&ids);
    bench.click(Role::CheckBox, "Unnamed persona");
    let comes = |bench: &Bench| ids.iter().filter(|id| bench.project().touchpoints[id].personas.contains(&kim)).count();
    assert_eq!(comes(&bench), 2, "what some have is given to all");
    bench.click(Role::CheckBox, "Unnamed persona");
    assert_eq!(comes(&bench), 0);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(comes(&bench), 2);
    bench.click(Role::RadioButton, "Satisfaction 4 of 5");
    bench.click(Role::RadioButton, "Importance to the organization 2 of 5");
    let said = |id: &TouchpointId| {
        let touchpoint = &bench.project().touchpoints[id];
        (touchpoint.satisfaction, touchpoint.importance_to_organization)
    };
    assert!(ids.iter().all(|id| said(id) == (Some(4), Some(2))));
}

#[test]
fn a_target_is_typed_in_the_unit_of_its_metric() {
    let project = big_sample(8, 1);
    let mut bench = Bench::of(project);
    let numbers = &bench.workspace().numbers;
    let measured = touchpoints(bench.project()).into_iter().find(|id| !numbers.metrics_of(*id).is_empty());
    let touchpoint = measured.expect("a touchpoint with figures");
    bench.select(&[touchpoint]);
    bench.button("Add a KPI");
    bench.type_text("5");
    bench.key(Modifiers::NONE, Key::Enter);
    let kpi = bench.project().kpis_of(touchpoint).next().cloned().expect("a KPI");
    let unit = bench.project().metrics[&kpi.metric].unit.clone();
    assert_eq!(Some(kpi.target), parse_value("5", &unit));
    let state = bench.workspace().kpis.get(kpi.id).unwrap().state;
    let card = bench
        .workspace()
        .map
        .scene
        .groups
        .iter()
        .find(|group| group.picture.name.ends_with(&format!("KPI: {}", state.label().to_lowercase())));
    assert!(card.is_some(), "the card does not show {state:?}");
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().kpis.len(), 0);
}

#[test]
fn a_kpi_of_a_metric_in_another_unit_asks_for_its_target() {
    let mut project = big_sample(60, 1);
    let key = *project.series.keys().next().expect("figures");
    let another = project.series.values().find(|series| series.key.metric != key.metric).expect("another metric");
    let mut another = Series::clone(another);
    another.key.touchpoint = key.touchpoint;
    let (touchpoint, first, other) = (key.touchpoint, key.metric, another.key.metric);
    Arc::make_mut(&mut project.series).retain(|of, _| of.touchpoint != touchpoint || *of == key);
    Arc::make_mut(&mut project.series).insert(another.key, Arc::new(another));
    for (metric, unit) in [(first, Unit::Share), (other, Unit::Seconds)] {
        let record = Arc::make_mut(&mut project.metrics).get_mut(&metric).expect("a metric");
        Arc::make_mut(record).unit = unit;
    }
    let numbers = Numbers::new(&project);
    let (edit, kpi) = people::new_kpi(&project, touchpoint, first, 1.0);
    let name_of = |metric| numbers.metric(metric).map(|metric| metric.name.clone()).expect("a name");
    let mut bench = Bench::of(crate::edit::apply(&project, &edit).expect("an edit that can be made"));
    bench.ask(Request::Select(Selection::only(Subject::Item(Item::Touchpoint(touchpoint)))));
    bench.button(&format!("Edit the KPI {}", name_of(first)));
    bench.click(Role::ComboBox, "Metric of the KPI");
    bench.harness.get_all_by_role_and_label(Role::Button, &name_of(other)).last().expect("the choice").click();
    bench.harness.run_steps(6);
    assert_eq!(bench.project().kpis[&kpi].metric, first, "nothing changes before there is a target");
    bench.type_text("7");
    bench.button("Change KPI");
    let changed = bench.project().kpis[&kpi].clone();
    assert_eq!((changed.metric, Some(changed.target)), (other, parse_value("7", &Unit::Seconds)));
    bench.ask(Request::Run(Action::Undo));
    let back = bench.project().kpis[&kpi].clone();
    assert_eq!((back.metric, back.target), (first, 1.0));
}

#[test]
fn the_legend_filters_and_the_filter_is_cleared() {
    let mut bench = Bench::of(big_sample(30, 1));
    bench.ask(Request::SetLens(Lens::Channel));
    let size = bench.workspace().map.size();
    let legend = bench.workspace().map.legend().clone();
    assert_eq!((legend.shown, legend.total), (30, 30));
    let first = &legend.entries[0];
    let plural = if first.count == 1 { "" } else { "s" };
    bench.click(Role::CheckBox, &format!("Show only {}, {} touchpoint{plural}", first.label, first.count));
    let filtered = bench.workspace().map.legend();
    assert_eq!((filtered.shown, filtered.total), (first.count, 30));
    assert_eq!(bench.workspace().map.size(), size, "nothing moves");
    assert!(bench.workspace().document.undo_label().is_none(), "the project is as it was");
    bench.click(Role::CheckBox, "Hide the rest");
    let on_map = |bench: &Bench, id| bench.workspace().map.rect_of(Subject::Item(Item::Touchpoint(id))).is_some();
    let (left, hidden): (Vec<_>, Vec<_>) = bench.project().touchpoints.keys().partition(|id| on_map(&bench, **id));
    assert_eq!((left.len(), hidden.len()), (first.count, 30 - first.count));
    bench.ask(Request::GoTo(Subject::Item(Item::Touchpoint(hidden[0]))));
    assert!(on_map(&bench, hidden[0]), "what is gone to is shown");
    assert!(!on_map(&bench, hidden[1]));
    bench.click(Role::CheckBox, "Hide the rest");
    assert!(hidden.iter().all(|id| on_map(&bench, *id)));
    bench.button("Clear the filter");
    assert!(!bench.workspace().filter.is_on());
    bench.click(Role::CheckBox, &format!("Show only {}, {} touchpoint{plural}", first.label, first.count));
    bench.ask(Request::SetLens(Lens::Phase));
    assert!(!bench.workspace().filter.is_on(), "channels say nothing in another lens");
}

#[test]
fn the_journey_tab_chooses_and_ranks_its_personas() {
    let mut project = big_sample(8, 1);
    let journey = project.journey_order[0];
    for _ in 0..2 {
        let (edit, _) = people::new_persona_of(&project, journey);
        project = crate::edit::apply(&project, &edit).unwrap();
    }
    let mut bench = Bench::of(project);
    bench.ask(Request::RightTab(RightTab::Journey));
    let before = bench.project().journeys[&journey].personas.clone();
    let ups: Vec<_> = bench.harness.query_all_by_role_and_label(Role::Button, "Move Unnamed persona up").collect();
    ups.last().expect("a button to move up").click();
    bench.harness.run_steps(6);
    let after = bench.project().journeys[&journey].personas.clone();
    let last = before.len() - 1;
    assert_eq!((after[last - 1], after[last]), (before[last], before[last - 1]));
    bench.button("Add a persona to this journey");
    assert_eq!(bench.project().journeys[&journey].personas.len(), before.len() + 1);
    assert!(matches!(bench.chosen(), Some(PeopleChoice::Persona(_))));
}
