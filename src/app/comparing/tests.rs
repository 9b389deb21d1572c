//! Comparing as a person does it in the whole window: days chosen, rows read, filtered and followed, segments side by
//! side, and how long to wait.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::choices::{Beside, Choices, Column, Days, Kind, Mode, PeriodsChoice, Place, Progress, SegmentsChoice};
use super::{rows, tsv};
use crate::analysis::Audience;
use crate::analysis::compare::{AlsoChanged, Matching, Stretch};
use crate::analysis::segments::Against;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::Bench;
use crate::app::workspace::{BottomTab, Dialog};
use crate::base::Period;
use crate::base::date::date;
use crate::edit::{ActionChange, Edit, TouchpointChange, actions};
use crate::file::sample;
use crate::model::{ActionState, Amount, MetricClass, Project, Segment, SegmentId, Series, SeriesKey, Subject};

const NEW: SegmentId = SegmentId(9_001);
const BACK: SegmentId = SegmentId(9_002);

/// The sample with every figure told for two segments too, the second of which converts half as often.
fn with_segments() -> Project {
    let mut project = sample();
    for (id, name) in [(NEW, "New customers"), (BACK, "Returning")] {
        let segment = Segment { id, name: name.to_owned(), description: String::new() };
        Arc::make_mut(&mut project.segments).insert(id, Arc::new(segment));
    }
    let whole: Vec<Arc<Series>> = project.series.values().filter(|it| it.key.segment.is_none()).cloned().collect();
    for series in whole {
        for (segment, times) in [(NEW, 1.0), (BACK, 0.5)] {
            let key = SeriesKey { segment: Some(segment), ..series.key };
            let mut observations = series.observations.clone();
            for observation in &mut observations {
                if let Amount::Ratio { numerator, denominator } = observation.amount {
                    observation.amount = Amount::Ratio { numerator: (numerator * times).round(), denominator };
                }
            }
            Arc::make_mut(&mut project.series).insert(key, Arc::new(Series { key, observations }));
        }
    }
    project
}

/// The window with the tab open and everything compared.
fn bench(project: Project) -> Bench {
    let mut bench = Bench::of(project);
    bench.ask(Request::Run(Action::ShowComparison));
    bench.settle();
    bench
}

impl Bench {
    /// Waits until nothing is being compared.
    fn settle(&mut self) {
        for _ in 0..2_000 {
            let comparing = &self.workspace().comparing;
            if comparing.periods.progress != Progress::Working && comparing.segments.progress != Progress::Working {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
            self.harness.run_steps(2);
        }
        self.harness.run_steps(4);
    }

    fn choose(&mut self, change: impl FnOnce(&mut Choices)) {
        let mut choices = self.workspace().comparing.choices.clone();
        change(&mut choices);
        self.ask(Request::SetComparing(Box::new(choices)));
        self.settle();
    }

    fn choice(&self) -> &PeriodsChoice {
        &self.workspace().comparing.choices.periods
    }

    /// The rows of the list as they are said, top to bottom.
    fn compared(&self) -> Vec<String> {
        let rows = self.harness.query_all_by_role(Role::ListItem);
        let mut named: Vec<(f32, String)> = rows
            .filter_map(|row| Some((row.rect().top(), row.accesskit_node().label()?)))
            .filter(|(_, name)| Kind::ALL.iter().any(|kind| name.starts_with(&format!("{}: ", kind.label()))))
            .collect();
        named.sort_by(|a, b| a.0.total_cmp(&b.0));
        named.into_iter().map(|(_, name)| name).collect()
    }

    fn says(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }
}

#[test]
fn every_figure_is_compared_and_a_row_leads_to_its_card_and_to_its_figures() {
    let mut bench = bench(sample());
    assert_eq!(bench.workspace().bottom_tab, BottomTab::Compare);
    let found = bench.workspace().comparing.periods.found.clone().expect("it was compared");
    assert!(bench.says(&format!("{} rows", found.rows.len())) && bench.compared().len() > 5);
    assert_eq!((found.before.label().as_str(), found.after.label().as_str()), ("Aug 2026", "Sep 2026"));
    assert!(bench.says("not proof of cause"));

    let first = bench.compared()[0].clone();
    let row = &found.rows[0];
    bench.harness.get_by_role_and_label(Role::ListItem, &first).focus();
    bench.harness.run_steps(2);
    bench.key(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.workspace().document.selection().focus, Some(Subject::from(row.touchpoint)));
    assert_eq!(bench.choice().row, Some((row.touchpoint, row.metric)));

    bench.click(Role::Link, "Where the value before comes from");
    let Some(Dialog::FigureOf(of)) = &bench.workspace().dialog else { panic!("no figure") };
    assert_eq!((of.metric, of.period), (row.metric, Some(found.before)));
    bench.ask(Request::Dialog(None));
    bench.harness.get_by_role_and_label(Role::ListItem, &first).focus();
    bench.harness.run_steps(2);
    bench.key(Modifiers::SHIFT, Key::Enter);
    let Some(Dialog::FigureOf(of)) = &bench.workspace().dialog else { panic!("no figure") };
    assert_eq!(of.period, Some(found.after));
}

#[test]
fn rows_are_filtered_by_verdict_and_words_and_sorted_by_any_column() {
    let mut bench = bench(sample());
    let all = bench.compared();
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    let list = rows::rows(bench.workspace(), &found, bench.choice());
    let (kind, count) = list.counts.iter().next().map(|(kind, count)| (*kind, *count)).unwrap();
    bench.button(&format!("{}: {count}", kind.label()));
    assert!(bench.says(&format!("{count} of {} rows", found.rows.len())));
    assert!(bench.compared().iter().all(|row| row.starts_with(kind.label())));
    bench.button(&format!("{}: {count}", kind.label()));
    assert_eq!(bench.compared(), all, "pressed again, all are shown");

    bench.click(Role::TextInput, "Find a row");
    bench.type_text("nothing like it");
    assert!(bench.compared().is_empty());
    bench.button("Show all rows");
    assert_eq!(bench.compared(), all);

    bench.choose(|choices| choices.periods.order = Some((Column::P, false)));
    let list = rows::rows(bench.workspace(), &found, bench.choice());
    let p: Vec<Option<f64>> = list.shown.iter().map(|row| found.rows[row.at].outcome.p_adjusted).collect();
    let known = p.iter().take_while(|p| p.is_some()).count();
    assert!(p[..known].is_sorted() && p[known..].iter().all(Option::is_none), "the unknown last: {p:?}");
}

#[test]
fn other_days_are_compared_anew_and_impossible_ones_say_why() {
    let mut bench = bench(sample());
    let september = bench.workspace().comparing.periods.revision;
    bench.choose(|choices| choices.periods.days = Days::Last(Stretch::FourWeeks));
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    assert_eq!((found.before.days(), found.after.days()), (28, 28));
    assert!(bench.workspace().comparing.periods.revision > september);

    let month = Period::month_of(date(2026, 9, 1));
    bench.choose(|choices| choices.periods.days = Days::Own(month, month));
    assert!(bench.says("Both sides share days"));
    assert!(bench.compared().is_empty());

    bench.choose(|choices| {
        choices.periods.days = Days::View;
        choices.periods.matching = Matching::Weekday;
    });
    assert!(!bench.compared().is_empty());
    assert!(bench.says("as many days of each weekday"));
}

#[test]
fn a_card_that_is_renamed_is_not_compared_again_and_an_action_that_starts_is_told() {
    let mut bench = bench(sample());
    let revision = bench.workspace().comparing.periods.revision;
    let row = bench.workspace().comparing.periods.found.clone().unwrap().rows[0].clone();
    let change = TouchpointChange::Title("Another name".to_owned());
    bench.ask(Request::Edit(Edit::ChangeTouchpoints { touchpoints: vec![row.touchpoint], change }));
    bench.settle();
    assert_eq!(bench.workspace().comparing.periods.revision, revision);
    assert!(bench.compared()[0].contains("Another name"));

    let (edit, id) = actions::new_action(bench.project(), "Free returns", [], ActionState::Done);
    bench.ask(Request::Edit(edit));
    let change = ActionChange::Start(Some(date(2026, 9, 3)));
    bench.ask(Request::Edit(Edit::ChangeAction { action: id, change }));
    bench.settle();
    assert_eq!(bench.workspace().comparing.periods.revision, revision);
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    let is_it = |changed: &AlsoChanged| matches!(changed, AlsoChanged::ActionStarted { action, .. } if *action == id);
    assert!(found.also_changed.iter().any(is_it));
    assert!(bench.says("Free returns"));
}

#[test]
fn what_was_stopped_can_be_compared_again() {
    let mut bench = bench(sample());
    bench.harness.state_mut().core.comparison_given_up(super::run::LABEL);
    assert_eq!(bench.workspace().comparing.periods.progress, Progress::Done, "nothing was under way");
    bench.harness.state_mut().core.workspace.comparing.periods.progress = Progress::Working;
    bench.harness.state_mut().core.comparison_given_up(super::run::LABEL);
    bench.harness.run_steps(4);
    assert!(bench.says("These are not the figures asked for"));
    bench.button("Compare again");
    bench.settle();
    assert_eq!(bench.workspace().comparing.periods.progress, Progress::Done);
    assert!(!bench.says("These are not the figures asked for"));
}

#[test]
fn another_project_begins_with_nothing_chosen() {
    let mut bench = bench(with_segments());
    bench.choose(|choices| choices.periods.segment = Some(NEW));
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    assert!(found.rows.iter().all(|row| row.segment == Some(NEW)) && !found.rows.is_empty());
    bench.harness.state_mut().core.show_project(sample(), None);
    bench.harness.run_steps(4);
    bench.settle();
    assert_eq!(bench.workspace().comparing.choices, Choices::default());
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    assert!(found.rows.iter().all(|row| row.segment.is_none()));
}

#[test]
fn segments_stand_side_by_side_and_open_their_figures() {
    let mut bench = bench(with_segments());
    bench.button("Segments");
    bench.settle();
    let metrics = super::choices::segment_metrics(bench.workspace());
    let ratio = metrics.into_iter().find(|id| {
        let metric = &bench.project().metrics[id];
        metric.class == MetricClass::Ratio && bench.workspace().numbers.touchpoints_with(*id).len() > 1
    });
    let metric = ratio.expect("a share by segment");
    bench.choose(|choices| {
        choices.segments = SegmentsChoice { metric: Some(metric), place: Place::Journey, ..SegmentsChoice::default() };
    });
    let found = bench.workspace().comparing.segments.found.clone().unwrap();
    assert_eq!(found.table.rows.len(), 2);
    assert!(!found.stages.is_empty());
    let names = ["New customers: ", "Returning: "];
    for name in names {
        assert!(bench.says(name), "{name}");
    }
    let rows = bench.harness.query_all_by_role(Role::ListItem);
    let row = rows.filter_map(|row| row.accesskit_node().label()).find(|label| label.starts_with(names[1])).unwrap();
    bench.click(Role::ListItem, &row);
    let Some(Dialog::FigureOf(of)) = &bench.workspace().dialog else { panic!("no figure") };
    assert_eq!((of.metric, of.scope.audience()), (metric, Audience::Segment(BACK)));
    bench.ask(Request::Dialog(None));

    // A mark of the curve is a control too.
    let stage = &bench.project().stages[&found.stages[0].stage].name.clone();
    let marks = bench.harness.query_all_by_role(Role::Button).filter_map(|it| it.accesskit_node().label());
    let mark = marks.into_iter().find(|label| label.starts_with(&format!("{stage}, Returning: "))).unwrap();
    bench.button(&mark);
    assert!(
        matches!(&bench.workspace().dialog, Some(Dialog::FigureOf(of)) if of.title == format!("{stage}, Returning"))
    );
    bench.ask(Request::Dialog(None));

    bench.choose(|choices| choices.segments.against = Against::Segment(NEW));
    assert!(bench.says("Against New customers"));
    let found = bench.workspace().comparing.segments.found.clone().unwrap();
    assert!(found.table.rows.iter().any(|row| row.is_reference));
    let text = tsv::segments(bench.project(), &found);
    assert!(text.starts_with("Place\tSegment\tValue\tLow\tHigh\tn\tHeld against\t"), "{text}");
    let columns = |line: &str| line.split('\t').count();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() > 2 && lines.iter().all(|line| columns(line) == columns(lines[0])), "{text}");
}

#[test]
fn segments_follow_what_is_selected_on_the_map() {
    let mut bench = bench(with_segments());
    bench.choose(|choices| choices.mode = Mode::Segments);
    assert_eq!(bench.workspace().comparing.segments.found.clone().unwrap().asked.place, "Whole journey");
    let metric = bench.workspace().comparing.segments.found.clone().unwrap().asked.spec.metric;
    let touchpoint = bench.workspace().numbers.touchpoints_with(metric)[0];
    bench.select(&[touchpoint]);
    bench.settle();
    let found = bench.workspace().comparing.segments.found.clone().unwrap();
    assert_eq!(found.asked.scope.touchpoints(), [touchpoint]);
    assert_eq!(found.asked.place, bench.project().touchpoints[&touchpoint].title);
}

#[test]
fn opportunities_by_segment_are_listed_and_what_they_lack_is_said() {
    let mut bench = bench(with_segments());
    bench.choose(|choices| {
        choices.mode = Mode::Segments;
        choices.segments.beside = Beside::Opportunity;
    });
    let found = bench.workspace().comparing.segments.found.clone().unwrap();
    let rows = found.opportunities.rows.len();
    assert!(rows > 0 || bench.says("opportunity score by segment needs") || bench.says("how important"));
    let shown = bench.harness.query_all_by_label_contains(", opportunity: ").count();
    assert_eq!(shown, rows);
}

#[test]
fn a_project_without_segments_says_how_to_get_them() {
    let mut bench = bench(sample());
    if bench.project().series.values().any(|series| series.key.segment.is_some()) {
        return;
    }
    bench.choose(|choices| choices.mode = Mode::Segments);
    assert!(bench.says("Import a file with a column that says which segment"));
}

#[test]
fn how_long_to_wait_is_asked_from_a_menu_and_from_a_row() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::SampleSize));
    let Some(Dialog::SampleSize(form)) = bench.workspace().dialog.clone() else { panic!("no dialog") };
    assert!(form.metric.is_some(), "of the metric on show");
    match form.answer() {
        Ok(_) => assert!(bench.says("on each side")),
        Err(why) => assert!(bench.says(&why)),
    }
    bench.click(Role::TextInput, "Change to be seen");
    bench.key(Modifiers::COMMAND, Key::A);
    bench.type_text("0");
    assert!(bench.says("A change of nothing can never be seen"));
    bench.ask(Request::Dialog(None));

    let row = bench.workspace().comparing.periods.found.clone().unwrap().rows[0].clone();
    bench.ask(Request::AskSampleSize(row.metric, super::row_ui::scope_of(&row)));
    let Some(Dialog::SampleSize(form)) = &bench.workspace().dialog else { panic!("no dialog") };
    assert_eq!((form.metric, form.scope.touchpoints()), (Some(row.metric), [row.touchpoint].as_slice()));
}

#[test]
fn rows_are_copied_as_plain_numbers() {
    let bench = bench(sample());
    let found = bench.workspace().comparing.periods.found.clone().unwrap();
    let text = tsv::periods(bench.project(), &found, &found.rows.iter().collect::<Vec<_>>());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), found.rows.len() + 1);
    let columns = |line: &str| line.split('\t').count();
    assert!(lines.iter().all(|line| columns(line) == columns(lines[0])));
    let cells: Vec<&str> = lines[1].split('\t').collect();
    assert_eq!(cells[5].parse::<f64>().ok(), found.rows[0].outcome.before.value);
    assert!(!text.contains("NaN"));
}
