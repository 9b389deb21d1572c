//! Matrix, ranking and board as a person uses them, in the whole window and without a display.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::app::action::Action as Command;
use crate::app::request::Request;
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::{BottomTab, Workspace};
use crate::edit::{ActionChange, Edit, Selection, StrategyChange};
use crate::file::{Settings, sample};
use crate::model::{Action, ActionId, ActionState, Aim, Item, Project, Subject, TouchpointId, Weights};

struct Bench {
    harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    /// The window on the sample with that tab in a panel of some height.
    fn on(tab: BottomTab) -> Self {
        let mut settings = Settings { reduced_motion: true, ..Settings::default() };
        settings.bottom_panel.size = 380.0;
        let (harness, recovery) = window_on(sample(), settings, vec2(1_700.0, 1_100.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.ask(Request::BottomTab(tab));
        bench
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.harness.run_steps(5);
    }

    /// Adds an action; with a rating of impact and effort if there is one.
    fn add(&mut self, title: &str, state: ActionState, rating: Option<(u8, u8)>) -> ActionId {
        let id = ActionId(self.project().next_id);
        let (impact, effort) = (rating.map(|it| it.0), rating.map(|it| it.1));
        self.ask(Request::Edit(Edit::AddAction { action: Action { state, impact, effort, ..Action::new(id, title) } }));
        self.ask(Request::Seal);
        id
    }

    fn workspace(&self) -> &Workspace {
        &self.harness.state().core.workspace
    }

    fn project(&self) -> &Project {
        self.workspace().document.project()
    }

    fn action(&self, id: ActionId) -> &Action {
        &self.project().actions[&id]
    }

    fn rating(&self, id: ActionId) -> (Option<u8>, Option<u8>) {
        let action = self.action(id);
        (action.impact, action.effort)
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(5);
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(5);
    }

    fn undo(&mut self) {
        self.ask(Request::Run(Command::Undo));
    }

    fn center(&self, label: &str) -> Pos2 {
        let nodes: Vec<_> = self.harness.query_all_by_label_contains(label).collect();
        nodes.last().unwrap_or_else(|| panic!("nothing is called {label}")).rect().center()
    }

    fn click(&mut self, label: &str) {
        let at = self.center(label);
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        self.harness.drag_at(at);
        self.harness.drop_at(at);
        self.harness.run_steps(5);
    }

    fn grab(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.run_steps(2);
        self.harness.drag_at(from);
        self.harness.run_steps(2);
        for step in 1..=6 {
            self.harness.hover_at(from.lerp(to, step as f32 / 6.0));
            self.harness.run_steps(2);
        }
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.grab(from, to);
        self.harness.drop_at(to);
        self.harness.run_steps(5);
    }

    fn focus(&mut self, label: &str) {
        self.harness.query_all_by_label_contains(label).last().unwrap_or_else(|| panic!("no {label}")).focus();
        self.harness.run_steps(4);
    }

    fn touchpoint(&self, title: &str) -> TouchpointId {
        let found = self.project().touchpoints.values().find(|it| it.title == title);
        found.unwrap_or_else(|| panic!("no touchpoint {title}")).id
    }

    /// The titles of the ranking, from the top.
    fn ranking(&self) -> Vec<String> {
        let title = |id| self.project().touchpoints[&id].title.clone();
        self.workspace().ranking.iter().map(|row| title(row.touchpoint)).collect()
    }
}

#[test]
fn a_bubble_is_dragged_to_another_rating_and_escape_lets_it_be() {
    let mut bench = Bench::on(BottomTab::Priorities);
    let here = bench.add("Express pay", ActionState::Idea, Some((5, 5)));
    let there = bench.add("New size guide", ActionState::Idea, Some((9, 2)));
    let (from, to) = (bench.center("Express pay, impact 5"), bench.center("New size guide, impact 9"));
    bench.drag(from, to);
    assert_eq!(bench.rating(here), (Some(9), Some(2)));
    assert_eq!(bench.workspace().action, Some(here), "what was moved is shown");
    let places = [bench.center("Express pay, impact 9"), bench.center("New size guide, impact 9")];
    assert!(places[0].distance(places[1]) > 15.0, "those rated alike do not cover each other: {places:?}");
    bench.undo();
    assert_eq!(bench.rating(here), (Some(5), Some(5)), "one step takes it back");
    assert_eq!(bench.rating(there), (Some(9), Some(2)));

    let start = bench.project().clone();
    let (from, to) = (bench.center("Express pay, impact 5"), bench.center("New size guide, impact 9"));
    bench.grab(from, to);
    bench.press(Modifiers::NONE, Key::Escape);
    bench.harness.drop_at(to);
    bench.harness.run_steps(5);
    assert!(bench.project().is_same_as(&start), "Esc did not cancel the drag");
}

#[test]
fn what_is_not_rated_is_dragged_out_of_the_tray_and_back() {
    let mut bench = Bench::on(BottomTab::Priorities);
    bench.add("New size guide", ActionState::Idea, Some((9, 2)));
    let loose = bench.add("Rewrite the mails", ActionState::Planned, None);
    bench.add("Old news", ActionState::Dropped, None);
    assert!(bench.harness.query_by_label("Old news, not rated").is_none(), "what was dropped is decided on");
    let (from, to) = (bench.center("Rewrite the mails, not rated"), bench.center("New size guide, impact 9"));
    bench.drag(from, to);
    assert_eq!(bench.rating(loose), (Some(9), Some(2)));
    let tray = from;
    let from = bench.center("Rewrite the mails, impact 9");
    bench.drag(from, tray);
    assert_eq!(bench.rating(loose), (None, None));
    bench.undo();
    bench.undo();
    assert_eq!(bench.rating(loose), (None, None), "as it was before both drags");
    assert!(bench.harness.query_by_label("Rewrite the mails, not rated").is_some());
}

#[test]
fn arrow_keys_rate_what_has_the_focus_in_one_step_of_undo() {
    let mut bench = Bench::on(BottomTab::Priorities);
    let action = bench.add("Express pay", ActionState::Idea, Some((5, 5)));
    bench.focus("Express pay, impact 5");
    for key in [Key::ArrowUp, Key::ArrowUp, Key::ArrowLeft] {
        bench.press(Modifiers::NONE, key);
    }
    assert_eq!(bench.rating(action), (Some(7), Some(4)));
    for _ in 0..8 {
        bench.press(Modifiers::NONE, Key::ArrowLeft);
    }
    assert_eq!(bench.rating(action), (Some(7), Some(1)), "the scale ends at 1");
    assert!(bench.harness.query_by_label("Express pay, impact 7 of 10, effort 1 of 10, quick win").is_some());
    bench.undo();
    assert_eq!(bench.rating(action), (Some(5), Some(5)));

    let loose = bench.add("Rewrite the mails", ActionState::Idea, None);
    bench.focus("Rewrite the mails, not rated");
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.rating(loose), (Some(6), Some(5)), "out of the tray it comes into the middle");
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.rating(loose), (Some(7), Some(5)), "and the keyboard stays with it");
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(!bench.project().actions.contains_key(&loose));
    bench.undo();
    assert!(bench.project().actions.contains_key(&loose));
}

#[test]
fn the_ranking_follows_weights_and_ratings_and_goes_to_the_map() {
    let mut bench = Bench::on(BottomTab::Priorities);
    assert_eq!(bench.ranking().len(), bench.workspace().touchpoint_count);
    let weights = Weights { importance: 10, satisfaction: 0, volume: 0, kpi_gap: 0 };
    bench.ask(Request::Edit(Edit::ChangeStrategy { change: StrategyChange::Weights(weights) }));
    let importance = |bench: &Bench, at: usize| {
        let id = bench.workspace().ranking[at].touchpoint;
        bench.project().touchpoints[&id].importance
    };
    assert_eq!(importance(&bench, 0), Some(5));
    let last = bench.workspace().ranking.iter().filter(|row| row.score.is_some()).count() - 1;
    assert!(importance(&bench, last) < Some(5));
    bench.undo();
    let first = bench.ranking()[0].clone();
    bench.click(&format!("{first}, rank 1"));
    let id = bench.touchpoint(&first);
    let selection = bench.workspace().document.selection();
    assert_eq!(selection.single(), Some(Subject::Item(Item::Touchpoint(id))));

    bench.click(&format!("New action for {first}"));
    let action = bench.workspace().action.expect("an action is shown");
    assert_eq!(bench.action(action).aims.iter().copied().collect::<Vec<_>>(), [Aim::from(id)]);
    bench.type_text("Make it better");
    assert_eq!(bench.action(action).title, "Make it better", "its title takes the keyboard");
    bench.undo();
    assert!(bench.project().actions.is_empty(), "title and adding are one step");
}

#[test]
fn the_sum_of_a_score_says_what_it_is_made_of() {
    let mut bench = Bench::on(BottomTab::Priorities);
    let first = bench.ranking()[0].clone();
    bench.click(&format!("Sum of {first}"));
    let sum = bench.workspace().ranking[0].sum();
    assert!(bench.harness.query_by_label(&sum).is_some(), "{sum}");
    assert!(bench.harness.query_all_by_role(Role::Link).next().is_some(), "and its figures can be traced");
}

#[test]
fn weights_are_moved_by_sliders_in_one_step_of_undo() {
    let mut bench = Bench::on(BottomTab::Priorities);
    bench.click("Weights");
    let before = bench.project().strategy.weights;
    let sliders: Vec<_> = bench.harness.query_all_by_role_and_label(Role::Slider, "Weight of Volume").collect();
    sliders.first().expect("a slider for the weight").focus();
    drop(sliders);
    bench.harness.run_steps(4);
    for _ in 0..3 {
        bench.press(Modifiers::NONE, Key::ArrowRight);
    }
    assert_eq!(bench.project().strategy.weights, Weights { volume: before.volume + 3, ..before });
    bench.press(Modifiers::NONE, Key::Escape);
    bench.undo();
    assert_eq!(bench.project().strategy.weights, before);
}

#[test]
fn a_card_is_dragged_to_another_column_and_escape_lets_it_be() {
    let mut bench = Bench::on(BottomTab::Actions);
    let card = bench.add("Express pay", ActionState::Idea, None);
    bench.add("New size guide", ActionState::InProgress, None);
    let (from, to) = (bench.center("Express pay, Idea"), bench.center("In progress, 1"));
    bench.drag(from, to + vec2(0.0, 120.0));
    assert_eq!(bench.action(card).state, ActionState::InProgress);
    bench.undo();
    assert_eq!(bench.action(card).state, ActionState::Idea, "one step takes it back");
    let strip = bench.center("Show 0 dropped actions");
    bench.drag(from, strip);
    assert_eq!(bench.action(card).state, ActionState::Dropped, "the closed column takes cards too");
    bench.undo();

    let start = bench.project().clone();
    bench.grab(from, to);
    bench.press(Modifiers::NONE, Key::Escape);
    bench.harness.drop_at(to);
    bench.harness.run_steps(5);
    assert!(bench.project().is_same_as(&start), "Esc did not cancel the drag");
}

#[test]
fn the_board_is_worked_with_keys_alone() {
    let mut bench = Bench::on(BottomTab::Actions);
    let first = bench.add("Express pay", ActionState::Idea, None);
    let second = bench.add("New size guide", ActionState::Idea, None);
    let done = bench.add("Faster pages", ActionState::Done, None);
    bench.focus("Board of actions");
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.workspace().action, Some(first));
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.workspace().action, Some(second));
    bench.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(bench.workspace().action, Some(done), "past columns without cards");
    bench.press(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(bench.workspace().action, Some(first));
    let start = bench.project().clone();
    bench.press(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(bench.action(first).state, ActionState::Planned);
    bench.press(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(bench.action(first).state, ActionState::InProgress);
    bench.undo();
    bench.undo();
    assert!(bench.project().is_same_as(&start), "each move is a step of its own");

    bench.press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text("Pay with a thumb");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.action(first).title, "Pay with a thumb");
    bench.press(Modifiers::NONE, Key::Insert);
    bench.type_text("Ask less");
    bench.press(Modifiers::NONE, Key::Enter);
    let added = bench.project().actions.values().find(|it| it.title == "Ask less").expect("it was added").id;
    assert_eq!(bench.action(added).state, ActionState::Idea);
    assert_eq!(bench.workspace().action, Some(added));
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(!bench.project().actions.contains_key(&added));
    assert!(bench.workspace().document.selection().is_empty(), "and nothing of the map is touched");
}

#[test]
fn a_title_typed_at_the_foot_of_a_column_adds_a_card_to_it() {
    let mut bench = Bench::on(BottomTab::Actions);
    bench.click("Add to planned");
    bench.type_text("Fewer fields");
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(bench.project().actions.is_empty(), "Esc forgets it");
    bench.click("Add to planned");
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.project().actions.is_empty(), "nothing without a title");
    bench.click("Add to planned");
    bench.type_text("Fewer fields");
    bench.press(Modifiers::NONE, Key::Enter);
    let (title, state) = bench.project().actions.values().map(|it| (it.title.clone(), it.state)).next().unwrap();
    assert_eq!((title.as_str(), state), ("Fewer fields", ActionState::Planned));
}

#[test]
fn before_and_after_its_start_are_told_of_the_action_on_show() {
    let mut bench = Bench::on(BottomTab::Actions);
    let checkout = bench.touchpoint("Checkout");
    let action = bench.add("Express pay", ActionState::InProgress, None);
    bench.ask(Request::ShowAction(Some(action)));
    let said = |bench: &Bench| match &*bench.workspace().effect {
        Ok(effect) => effect.comparison.rows.iter().map(|row| row.touchpoint).collect::<Vec<_>>(),
        Err(why) => panic!("{why}"),
    };
    assert!(bench.workspace().effect.as_ref().as_ref().unwrap_err().starts_with("Give it a start"));
    let start = crate::base::date::date(2026, 9, 1);
    for change in [ActionChange::Start(Some(start)), ActionChange::Aims([Aim::from(checkout)].into())] {
        bench.ask(Request::Edit(Edit::ChangeAction { action, change }));
    }
    assert_eq!(said(&bench), [checkout], "by the metric of its KPI");
    let before = std::sync::Arc::clone(&bench.workspace().effect);
    bench.ask(Request::Edit(Edit::ChangeAction { action, change: ActionChange::Title("Pay".to_owned()) }));
    assert!(std::sync::Arc::ptr_eq(&before, &bench.workspace().effect), "nothing is compared again for a title");
    assert!(bench.harness.query_by_label("Before and after").is_some());
    let note = crate::analysis::compare::NOT_PROOF;
    assert!(bench.harness.query_by_label(note).is_some(), "and that it is no proof");
}

#[test]
fn an_action_is_found_and_shown_on_the_board() {
    let mut bench = Bench::on(BottomTab::Charts);
    let action = bench.add("Thumbprint payment", ActionState::Planned, None);
    let query = crate::analysis::find::Query { text: "thumbprint".to_owned(), ..Default::default() };
    bench.ask(Request::Find(Some(query)));
    bench.ask(Request::GoToHit(0));
    assert_eq!((bench.workspace().bottom_tab, bench.workspace().action), (BottomTab::Actions, Some(action)));
    assert!(bench.harness.query_by_label_contains("Thumbprint payment, Planned").is_some());
}

#[test]
fn an_action_is_planned_for_what_is_selected_and_its_fields_are_edited() {
    let mut bench = Bench::on(BottomTab::Actions);
    let (basket, checkout) = (bench.touchpoint("Basket"), bench.touchpoint("Checkout"));
    bench.ask(Request::Select(Selection::only(basket)));
    bench.ask(Request::Run(Command::AddAction));
    let action = bench.workspace().action.expect("an action is shown");
    bench.type_text("Show the costs early");
    bench.ask(Request::Seal);
    assert_eq!(bench.action(action).aims.iter().copied().collect::<Vec<_>>(), [Aim::from(basket)]);
    for (label, text) in [("Start of the action", "1 Sep 2026"), ("End of the action", "30 Sep 2026")] {
        bench.click(label);
        bench.type_text(text);
        bench.press(Modifiers::NONE, Key::Enter);
    }
    let day = crate::base::date::date;
    let known = bench.action(action);
    assert_eq!((known.start, known.end), (Some(day(2026, 9, 1)), Some(day(2026, 9, 30))));
    // What is selected afterward is one click away, but the action has to be chosen again.
    bench.ask(Request::Select(Selection::only(checkout)));
    assert_eq!(bench.workspace().action, None, "what is selected is shown in its place");
    bench.ask(Request::ShowAction(Some(action)));
    bench.click("Add the selection");
    assert!(bench.action(action).aims.contains(&checkout.into()));
    bench.ask(Request::ShowAction(None));
    bench.click("Show the costs early, Idea");
    assert_eq!(bench.workspace().action, Some(action), "the touchpoint lists what works on it");
    // It lies below what is in view.
    bench.harness.get_by_label("Delete action").scroll_to_me();
    bench.harness.run_steps(5);
    bench.click("Delete action");
    assert!(!bench.project().actions.contains_key(&action), "{:?}", bench.project().actions);
    bench.undo();
    assert_eq!(bench.action(action).aims.len(), 2);
}

#[test]
fn actions_of_other_journeys_are_shown_where_all_are_asked_for() {
    let mut bench = Bench::on(BottomTab::Actions);
    let first = bench.workspace().journey;
    bench.ask(Request::DuplicateJourney(first, crate::model::JourneyState::Future));
    let second = bench.workspace().journey;
    assert_ne!(first, second);
    let titles = [("Mine", vec![Aim::Journey(second)]), ("Theirs", vec![Aim::Journey(first)]), ("Everybody's", vec![])];
    for (title, aims) in titles {
        let id = ActionId(bench.project().next_id);
        let action = Action { aims: aims.into_iter().collect(), ..Action::new(id, title) };
        bench.ask(Request::Edit(Edit::AddAction { action }));
    }
    let is_shown = |bench: &Bench, title: &str| bench.harness.query_by_label_contains(title).is_some();
    for tab in [BottomTab::Actions, BottomTab::Priorities] {
        bench.ask(Request::BottomTab(tab));
        assert!(is_shown(&bench, "Mine") && is_shown(&bench, "Everybody's"), "{tab:?}");
        assert!(!is_shown(&bench, "Theirs"), "{tab:?}");
    }
    bench.click("Whose actions are shown");
    bench.click("All journeys");
    for tab in [BottomTab::Priorities, BottomTab::Actions] {
        bench.ask(Request::BottomTab(tab));
        assert!(is_shown(&bench, "Theirs") && is_shown(&bench, "Mine"), "{tab:?}");
    }
}
