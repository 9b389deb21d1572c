//! Files that say again what earlier ones said: replaced, kept or added up, and what that changes.

use std::sync::Arc;

use throughline::analysis::{Numbers, Scope};
use throughline::base::Period;
use throughline::base::date::date;
use throughline::edit::{Document, Edit, SourceChange};
use throughline::import::plan::HeldBack;
use throughline::import::{Counts, Extent, OverlapChoice, Plan, PlanOptions, guess, plan_table, read_table};
use throughline::model::{MetricClass, Project, SourceId, TouchpointId};

use super::project;

/// A project with imports, one after the other.
struct Desk {
    document: Document,
}

impl Desk {
    fn new() -> Self {
        Self { document: Document::new(project(&["Basket", "Checkout"])) }
    }

    fn project(&self) -> &Project {
        self.document.project()
    }

    /// What a file of clicks would change: lines of "day,touchpoint,clicks".
    fn plan(&self, name: &str, rows: &[&str], overlap: Option<OverlapChoice>, options: PlanOptions) -> Plan {
        let text = format!("Day,Touchpoint,Clicks,Users\n{}\n", rows.join("\n"));
        let table = read_table(name, text.as_bytes()).unwrap();
        let recipe = guess(&table, self.project());
        plan_table(&table, &recipe, self.project(), &PlanOptions { overlap, ..options }).unwrap()
    }

    fn attach(&mut self, plan: Plan) -> SourceId {
        let attachment = plan.attachment.expect("something to attach");
        let id = attachment.source.id;
        self.document.commit(&Edit::Attach { attachment: Arc::new(attachment) }).unwrap();
        assert!(throughline::model::check::problems(self.project()).is_empty());
        id
    }

    fn import(&mut self, name: &str, rows: &[&str], overlap: Option<OverlapChoice>) -> SourceId {
        let plan = self.plan(name, rows, overlap, PlanOptions::default());
        self.attach(plan)
    }

    /// A metric at a touchpoint over all days.
    fn figure(&self, key: &str, touchpoint: &str) -> (Option<f64>, Option<String>) {
        let project = self.project();
        let metric = project.metric_by_key(key).unwrap().id;
        let at = project.touchpoints.values().find(|it| it.title == touchpoint).unwrap().id;
        let figure = Numbers::new(project).figure(metric, at, None);
        (figure.value, figure.note)
    }

    fn clicks(&self, touchpoint: &str) -> Option<f64> {
        self.figure("clicks", touchpoint).0
    }
}

const EARLIER: [&str; 3] = ["2026-09-01,Basket,5,", "2026-09-02,Basket,6,", "2026-09-01,Checkout,1,"];
/// Two days of the earlier file's, one with another figure, and a day more; nothing of the checkout.
const LATER: [&str; 3] = ["2026-09-01,Basket,5,", "2026-09-02,Basket,60,", "2026-09-03,Basket,7,"];

#[test]
fn days_that_two_files_have_are_replaced_kept_or_added_up() {
    use OverlapChoice::{Add, Keep, Replace};
    for (choice, sources, basket, checkout, observations) in [
        (Replace, 1, 72.0, None, Counts { new: 1, changed: 1, gone: 1, same: 1 }),
        (Keep, 2, 18.0, Some(1.0), Counts { new: 1, ..Counts::default() }),
        (Add, 2, 83.0, Some(1.0), Counts { new: 3, ..Counts::default() }),
    ] {
        let mut desk = Desk::new();
        desk.import("september.csv", &EARLIER, None);
        let before = desk.project().clone();
        let made = desk.plan("again.csv", &LATER, Some(choice), PlanOptions::default());
        let difference = made.difference.clone().unwrap();
        assert_eq!(difference.observations, observations, "{choice:?}");
        assert_eq!(difference.against, ["september.csv"]);
        let held_back = HeldBack { all: 2, differing: 1 };
        assert_eq!(difference.held_back, if choice == Keep { held_back } else { HeldBack::default() });
        let of_basket = difference.changes.iter().find(|change| change.title == "Basket").unwrap();
        assert_eq!((of_basket.before, of_basket.after), (Some(11.0), Some(basket)), "{choice:?}");
        desk.attach(made);
        assert_eq!(desk.project().sources.len(), sources, "{choice:?}");
        assert_eq!((desk.clicks("Basket"), desk.clicks("Checkout")), (Some(basket), checkout), "{choice:?}");
        desk.document.undo();
        assert_eq!(*desk.project(), before, "one step of undo");
    }
}

#[test]
fn what_is_usual_loses_nothing_and_a_choice_is_remembered_for_the_next_file() {
    let mut desk = Desk::new();
    let september = desk.import("september.csv", &EARLIER, None);
    let usual = desk.plan("again.csv", &LATER, None, PlanOptions::default());
    let overlap = usual.overlap().unwrap();
    assert_eq!((overlap.extent, overlap.choice), (Extent::Part, OverlapChoice::Keep));
    assert_eq!(overlap.days, Period::new(date(2026, 9, 1), date(2026, 9, 2)));
    assert!(usual.attachment.unwrap().replaces.is_empty());

    let whole = desk.plan("september.csv", &[&EARLIER[..], &LATER[2..]].concat(), None, PlanOptions::default());
    assert_eq!(whole.overlap().unwrap().choice, OverlapChoice::Replace);
    assert_eq!(whole.attachment.unwrap().replaces, [september]);

    desk.import("again.csv", &LATER, Some(OverlapChoice::Add));
    let next = desk.plan("more.csv", &["2026-09-03,Basket,1,"], None, PlanOptions::default());
    assert_eq!(next.overlap().unwrap().choice, OverlapChoice::Add);
}

#[test]
fn all_that_is_there_already_is_nothing_to_attach() {
    let mut desk = Desk::new();
    desk.import("september.csv", &EARLIER, None);
    let made = desk.plan("part.csv", &EARLIER[..2], Some(OverlapChoice::Keep), PlanOptions::default());
    assert!(made.attachment.is_none());
    assert_eq!(made.difference.map(|difference| difference.held_back), Some(HeldBack { all: 2, differing: 0 }));
}

#[test]
fn next_months_file_says_what_each_touchpoint_was_before() {
    let mut desk = Desk::new();
    desk.import("september.csv", &EARLIER, None);
    let october = ["2026-10-01,Basket,8,", "2026-10-02,Basket,9,"];
    let difference = desk.plan("october.csv", &october, None, PlanOptions::default()).difference.unwrap();
    assert!(difference.is_of_other_days);
    assert_eq!(
        (difference.before_label.as_str(), difference.after_label.as_str()),
        ("1 – 2 Sep 2026", "1 – 2 Oct 2026")
    );
    assert_eq!(difference.rows, Counts { new: 2, ..Counts::default() });
    let figures: Vec<_> = difference.changes.iter().map(|it| (it.title.as_str(), it.before, it.after)).collect();
    assert_eq!(figures, [("Basket", Some(11.0), Some(17.0)), ("Checkout", Some(1.0), None)]);
    assert_eq!(Desk::new().plan("october.csv", &october, None, PlanOptions::default()).difference, None);
}

#[test]
fn a_part_read_again_takes_the_place_of_itself_and_leaves_the_other_parts() {
    let mut desk = Desk::new();
    let first = desk.import("account-1.csv", &["2026-09-01,Basket,5,"], None);
    let second = desk.import("account-2.csv", &["2026-09-01,Basket,7,"], Some(OverlapChoice::Add));
    assert_eq!(desk.clicks("Basket"), Some(12.0));
    let sources = |desk: &Desk| desk.project().sources.keys().copied().collect::<Vec<_>>();
    let again = desk.import("account-1.csv", &["2026-09-01,Basket,6,"], None);
    assert_eq!(sources(&desk), [second, again], "not {first}");
    assert_eq!(desk.clicks("Basket"), Some(13.0));
    // So does the one whose choice is remembered.
    let second = desk.import("account-2.csv", &["2026-09-01,Basket,8,"], None);
    assert_eq!(sources(&desk), [again, second]);
    assert_eq!(desk.clicks("Basket"), Some(14.0));
    // A later file of the whole takes the place of both.
    desk.import("all.csv", &["2026-09-01,Basket,15,"], Some(OverlapChoice::Replace));
    assert_eq!((desk.project().sources.len(), desk.clicks("Basket")), (1, Some(15.0)));
}

#[test]
fn a_part_that_is_removed_leaves_a_sound_project() {
    let mut desk = Desk::new();
    let first = desk.import("account-1.csv", &["2026-09-01,Basket,5,"], None);
    desk.import("account-2.csv", &["2026-09-01,Basket,7,"], Some(OverlapChoice::Add));
    desk.document.commit(&Edit::RemoveSource { source: first }).unwrap();
    assert!(throughline::model::check::problems(desk.project()).is_empty());
    assert_eq!(desk.clicks("Basket"), Some(7.0));
}

#[test]
fn people_counted_once_are_not_added_up_over_files() {
    let mut desk = Desk::new();
    desk.import("account-1.csv", &["2026-09-01,Basket,5,3"], None);
    let users = desk.project().metrics.values().find(|metric| metric.class == MetricClass::Distinct).unwrap().clone();
    let rows = ["2026-09-01,Basket,7,4"];
    let made = desk.plan("account-2.csv", &rows, Some(OverlapChoice::Add), PlanOptions::default());
    assert_eq!(made.overlap().unwrap().not_added, std::slice::from_ref(&users.name));
    assert!(made.overlap().unwrap().text().contains(&users.name));
    desk.attach(made);
    assert_eq!(desk.clicks("Basket"), Some(12.0));
    let (value, note) = desk.figure(&users.key, "Basket");
    assert_eq!(value, None);
    assert!(note.is_some_and(|note| note.contains("the same may be counted in each")));

    // With nothing else, or with the very same file, there is nothing to add up.
    let mut desk = Desk::new();
    desk.import("account-1.csv", &["2026-09-01,Basket,,3"], None);
    for rows in [["2026-09-01,Basket,,4"], ["2026-09-01,Basket,,3"]] {
        let made = desk.plan("account-2.csv", &rows, Some(OverlapChoice::Add), PlanOptions::default());
        let overlap = made.overlap().unwrap();
        assert!(overlap.add_refusal.is_some() && overlap.choice != OverlapChoice::Add, "{overlap:?}");
    }
}

#[test]
fn a_source_keeps_its_name_and_the_day_it_was_read() {
    let mut desk = Desk::new();
    let first = desk.import("september.csv", &EARLIER, None);
    assert_eq!(desk.project().sources[&first].read_at, None);
    let rename = |name: &str| Edit::ChangeSource { source: first, change: SourceChange::Name(name.to_owned()) };
    desk.document.commit(&rename("Ads")).unwrap();
    let options = PlanOptions { replaces: Some(first), read_at: Some(date(2026, 10, 2)), ..PlanOptions::default() };
    // Of other days: it takes the place all the same, as it was asked to.
    let made = desk.plan("october.csv", &["2026-10-01,Basket,8,"], None, options);
    assert_eq!(made.difference.as_ref().unwrap().rows, Counts { new: 1, gone: 3, ..Counts::default() });
    let again = desk.attach(made);
    let source = desk.project().sources[&again].clone();
    assert_eq!((source.shown_name(), source.read_at), ("Ads", Some(date(2026, 10, 2))));
    assert_eq!(desk.project().sources.len(), 1);
    desk.document
        .commit(&Edit::ChangeSource { source: again, change: SourceChange::Name("october.csv".into()) })
        .unwrap();
    assert_eq!(desk.project().sources[&again].name, "", "the file's own name is none of its own");
}

#[test]
fn parts_are_added_up_by_stage_and_day_too() {
    let mut desk = Desk::new();
    desk.import("account-1.csv", &["2026-09-01,Basket,5,", "2026-09-02,Basket,1,"], None);
    desk.import("account-2.csv", &["2026-09-01,Basket,7,"], Some(OverlapChoice::Add));
    let project = desk.project();
    let clicks = project.metric_by_key("clicks").unwrap().id;
    let all: Vec<TouchpointId> = project.touchpoints.keys().copied().collect();
    let points = Numbers::new(project).series(clicks, Scope::of(all), throughline::base::Grain::Day, None);
    let values: Vec<_> = points.iter().map(|point| point.figure.value).collect();
    assert_eq!(values, [Some(12.0), Some(1.0)]);
}

#[test]
fn what_is_new_of_a_source_is_saved_and_old_files_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.journey.ron");
    let mut desk = Desk::new();
    let first = desk.import("account-1.csv", &EARLIER, None);
    let plain = throughline::file::write_text(desk.project()).unwrap();
    for field in ["read_at", "added_to", " name: \"Ads\""] {
        assert!(!plain.contains(field), "{field} is written although there is none");
    }
    let options = PlanOptions { read_at: Some(date(2026, 10, 2)), ..PlanOptions::default() };
    let made = desk.plan("account-2.csv", &LATER, Some(OverlapChoice::Add), options);
    desk.attach(made);
    desk.document.commit(&Edit::ChangeSource { source: first, change: SourceChange::Name("Ads".into()) }).unwrap();
    throughline::file::save(&path, desk.project(), false).unwrap();
    let opened = throughline::file::open(&path).unwrap().project;
    assert_eq!(opened.sources, desk.project().sources);
    assert!(opened.sources.values().any(|source| source.added_to == [first] && source.read_at.is_some()));
}
