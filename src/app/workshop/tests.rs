//! The workshop as somebody leads it: by the names of controls, clicks on the map, and keys.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;

use super::state::{Compared, Part, WorkshopWish};
use super::timer::Timer;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::Bench;
use crate::app::workspace::{BottomTab, Dialog, Tool};
use crate::edit::{Edit, Selection, TouchpointChange, build};
use crate::file::sample;
use crate::model::sample::full_sample;
use crate::model::{Item, JourneyState, LaneKind, Placement, PollState, Project, Subject};

fn bench(project: Project) -> Bench {
    let mut bench = Bench::of(project);
    // Animated spinners and the like take no part.
    bench.ask(Request::Run(Action::ShowWorkshop));
    bench
}

/// Lets so many seconds pass by the window's clock.
fn pass(bench: &mut Bench, seconds: f64) {
    let now = bench.harness.ctx.input(|input| input.time);
    bench.harness.input_mut().time = Some(now + seconds);
    bench.harness.run_steps(2);
}

/// Waits for what is done in the background.
fn settle(bench: &mut Bench) {
    for _ in 0..2_000 {
        bench.harness.run_steps(3);
        if !bench.harness.state().core.is_busy() {
            bench.harness.run_steps(3);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("the work in the background does not end");
}

/// How often something on screen is called so.
fn named(bench: &Bench, text: &str) -> usize {
    bench.harness.query_all_by_label_contains(text).count()
}

fn pain_points(project: &Project) -> Vec<Item> {
    let journey = project.journey_order[0];
    let is_pain = |item: &Item| {
        let place = project.place_of(*item).expect("a place");
        project.lanes[&place.lane].kind == LaneKind::PainPoints
    };
    project.items_in_reading_order(journey).into_iter().filter(is_pain).collect()
}

fn click_card(bench: &mut Bench, item: Item) {
    bench.ask(Request::Run(Action::ZoomFit));
    let workspace = bench.workspace();
    let rect = workspace.map.rect_of(item).expect("on the map");
    let at = workspace.camera.screen_from_map(rect.center()) + workspace.canvas_rect.min.to_vec2();
    bench.harness.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        bench.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        bench.harness.run_steps(1);
    }
    bench.harness.run_steps(4);
}

fn poll(bench: &Bench) -> &crate::model::Poll {
    bench.project().workshop.polls.last().expect("a vote")
}

#[test]
fn a_timer_counts_down_while_one_works_and_says_when_it_is_up() {
    let mut bench = bench(full_sample(20, 1));
    bench.button("3 min");
    assert!(bench.workspace().workshop.timer.is_running());
    pass(&mut bench, 60.0);
    // The status bar has it too, whatever is on show below the map.
    bench.ask(Request::BottomTab(BottomTab::Actions));
    let left = bench.workspace().workshop.timer.left_s(bench.workspace().workshop.now_s).expect("set");
    assert!((115.0..=120.0).contains(&left), "{left}");
    let said = |bench: &Bench, text: &str| bench.harness.query_all_by_label_contains(text).count();
    let words = said(&bench, "Timer, 2:00 left") + said(&bench, "Timer, 1:59 left");
    assert_eq!(words, 1, "the status bar says so");
    bench.ask(Request::Run(Action::ToggleTimer));
    pass(&mut bench, 500.0);
    assert!(said(&bench, "Timer paused") == 1, "a pause holds it");
    bench.ask(Request::Run(Action::ToggleTimer));
    pass(&mut bench, 121.0);
    assert_eq!(said(&bench, "Time is up"), 1);
    bench.ask(Request::Workshop(WorkshopWish::OneMinuteMore));
    let left = bench.workspace().workshop.timer.left_s(bench.workspace().workshop.now_s).expect("set");
    assert!((55.0..=60.0).contains(&left), "a minute from now on: {left}");
    bench.ask(Request::Workshop(WorkshopWish::StopTimer));
    assert_eq!(said(&bench, "Timer"), 0, "without a timer the bar has none");
}

#[test]
fn the_big_timer_has_the_whole_window_and_keys() {
    let mut bench = bench(full_sample(20, 1));
    bench.button("5 min");
    bench.button("Big timer");
    assert!(bench.workspace().workshop.is_big);
    assert_eq!(bench.harness.query_all_by_label("Journey map").count(), 0, "nothing else is there");
    bench.key(Modifiers::NONE, Key::Space);
    assert!(!bench.workspace().workshop.timer.is_running());
    bench.key(Modifiers::NONE, Key::Space);
    assert!(bench.workspace().workshop.timer.is_running());
    bench.key(Modifiers::NONE, Key::Plus);
    let state = &bench.workspace().workshop;
    assert!(state.timer.left_s(state.now_s).expect("set") > 300.0);
    bench.key(Modifiers::NONE, Key::Escape);
    assert!(!bench.workspace().workshop.is_big && bench.workspace().workshop.timer != Timer::Idle);
}

#[test]
fn an_agenda_leads_through_the_workshop() {
    let mut bench = bench(full_sample(20, 1));
    bench.button("Take a usual agenda");
    assert_eq!(bench.project().workshop.agenda.len(), 6);
    bench.ask(Request::Run(Action::StartWorkshop));
    assert!(bench.project().workshop.running.is_some());
    let first = bench.project().workshop.agenda[0].clone();
    assert_eq!(bench.workspace().workshop.current, Some(first.id));
    let left = |bench: &Bench| bench.workspace().workshop.timer.left_s(bench.workspace().workshop.now_s).expect("set");
    assert!((left(&bench) - f64::from(first.minutes) * 60.0).abs() < 2.0);
    bench.ask(Request::Run(Action::NextActivity));
    assert_eq!(bench.workspace().workshop.current, Some(bench.project().workshop.agenda[1].id));
    // Overrun is shown, and moves what is planned.
    let planned = super::agenda_ui::planned_end(bench.workspace()).expect("under way");
    pass(&mut bench, 3_600.0);
    assert!(left(&bench) < 0.0);
    assert_eq!(named(&bench, "over so far"), 1, "what it costs the rest of the day is said");
    assert!(super::agenda_ui::planned_end(bench.workspace()).expect("under way") < planned, "it came nearer");
    let grips: Vec<_> = bench.harness.query_all_by_label("Place of activity 6").collect();
    grips[0].focus();
    bench.key(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(bench.project().workshop.agenda[4].title, "Who does what by when");
    bench.button("Delete activity 5");
    assert_eq!(bench.project().workshop.agenda.len(), 5);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().workshop.agenda.len(), 6);
    // By mouse: the first row dragged under the last.
    let center =
        |bench: &Bench, name: &str| bench.harness.query_all_by_label(name).next().expect("a grip").rect().center();
    let (from, to) = (center(&bench, "Place of activity 1"), center(&bench, "Place of activity 6"));
    bench.harness.drag_at(from);
    bench.harness.run_steps(2);
    for step in 1..=4 {
        bench.harness.hover_at(from + (to - from) * (step as f32 / 4.0) + egui::vec2(0.0, 8.0));
        bench.harness.run_steps(1);
    }
    bench.harness.drop_at(to + egui::vec2(0.0, 8.0));
    bench.harness.run_steps(4);
    assert_eq!(bench.project().workshop.agenda[5].id, first.id);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().workshop.agenda[0].id, first.id);
    bench.button("Begin activity 6");
    bench.ask(Request::Run(Action::NextActivity));
    assert_eq!(bench.workspace().workshop.timer, Timer::Idle, "after the last it is done");
    bench.ask(Request::Run(Action::EndWorkshop));
    assert!(bench.project().workshop.running.is_none());
}

#[test]
fn people_vote_in_turn_and_nobody_sees_the_dots_of_others() {
    let mut bench = bench(full_sample(30, 1));
    let cards = pain_points(bench.project());
    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Vote)));
    bench.button("Start vote");
    assert_eq!(bench.workspace().tool, Tool::Vote);
    assert_eq!(poll(&bench).choices.len(), cards.len());
    click_card(&mut bench, cards[0]);
    assert_eq!(poll(&bench).own_dots(cards[0]), 1);
    // The second click of a double click is the same hand.
    click_card(&mut bench, cards[0]);
    assert_eq!(poll(&bench).own_dots(cards[0]), 1);
    pass(&mut bench, 2.0);
    click_card(&mut bench, cards[0]);
    assert_eq!(poll(&bench).own_dots(cards[0]), 0, "a later click takes it back");
    // By keys: the card with the focus.
    bench.ask(Request::Select(Selection::only(cards[1])));
    bench.key(Modifiers::NONE, Key::Space);
    assert_eq!(poll(&bench).own_dots(cards[1]), 1);
    bench.key(Modifiers::NONE, Key::Num0);
    assert_eq!(poll(&bench).own_dots(cards[1]), 0);
    bench.key(Modifiers::NONE, Key::Num1);
    assert_eq!(poll(&bench).own_dots(cards[1]), 1);
    let card = bench.project().text_of(cards[0]).expect("a text").to_owned();
    bench.button(&format!("Give a dot to {card}"));
    assert_eq!(poll(&bench).dots_left(), 1);
    bench.button("Next person");
    assert!(bench.workspace().document.selection().is_empty(), "nobody sees where the last dot went");
    assert_eq!((poll(&bench).dots_left(), poll(&bench).own_dots(cards[1])), (3, 0));
    pass(&mut bench, 2.0);
    click_card(&mut bench, cards[1]);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(poll(&bench).own_dots(cards[1]), 0, "a dot can be undone");
    bench.ask(Request::Run(Action::Redo));
    bench.button("Close vote");
    assert_eq!((poll(&bench).state, bench.workspace().tool), (PollState::Closed, Tool::Select));
    let rank = |bench: &Bench| bench.harness.query_all_by_label_contains("rank 1, 2 dots").count();
    assert_eq!(rank(&bench), 0, "hidden until it is shown");
    bench.button("Show result");
    assert_eq!(rank(&bench), 1);
    let winner = bench.project().text_of(cards[1]).expect("a text").to_owned();
    bench.button(&format!("Make an action of {winner}"));
    assert!(bench.project().actions.values().any(|action| action.title == winner));
    // The vote outlives its card, and says so.
    bench.ask(Request::Edit(Edit::RemoveItems { items: vec![cards[1]] }));
    assert_eq!(bench.harness.query_all_by_label_contains("1 card was deleted since").count(), 1);
    bench.button("New vote");
    bench.button("Cancel the new vote");
    assert_eq!(bench.project().workshop.polls.len(), 1);
}

#[test]
fn a_vote_begins_with_all_its_cards_beside_the_headers() {
    let mut bench = bench(full_sample(6, 1));
    bench.ask(Request::Workshop(WorkshopWish::StartVote));
    let workspace = bench.workspace();
    let (camera, size) = (&workspace.camera, workspace.canvas_rect.size());
    for choice in &poll(&bench).choices {
        let subject = Subject::Item(choice.item);
        let rect = workspace.map.rect_of(subject).expect("on the map");
        let covered = crate::app::canvas::covered_by_headers(&workspace.map, camera, size, subject);
        let (from, to) = (camera.screen_from_map(rect.min), camera.screen_from_map(rect.max));
        assert!(from.x >= covered.x && from.y >= covered.y, "{from:?} lies under the headers: {covered:?}");
        assert!(to.x <= size.x && to.y <= size.y, "{to:?} lies out of {size:?}");
    }
}

#[test]
fn dragging_with_the_voting_tool_moves_no_card() {
    let mut bench = bench(full_sample(30, 1));
    bench.ask(Request::Workshop(WorkshopWish::StartVote));
    let before = bench.project().clone();
    let cards = pain_points(&before);
    let workspace = bench.workspace();
    let rect = workspace.map.rect_of(cards[0]).expect("on the map");
    let at = workspace.camera.screen_from_map(rect.center()) + workspace.canvas_rect.min.to_vec2();
    bench.harness.drag_at(at);
    bench.harness.run_steps(2);
    bench.harness.hover_at(at + egui::vec2(120.0, 40.0));
    bench.harness.run_steps(3);
    bench.harness.drop_at(at + egui::vec2(120.0, 40.0));
    bench.harness.run_steps(3);
    assert!(bench.project().is_same_as(&before));
}

#[test]
fn notes_are_parked_with_one_key_and_come_back_as_stickies() {
    let mut bench = bench(full_sample(20, 1));
    bench.key(Modifiers::NONE, Key::P);
    assert!(matches!(bench.workspace().dialog, Some(Dialog::Park(_))));
    bench.type_text("Prices");
    bench.key(Modifiers::NONE, Key::Enter);
    let notes = bench.project().workshop.parked.clone();
    assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Prices"]);
    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Parking)));
    let stickies = bench.project().stickies.len();
    bench.button("Put parked note 1 on the map");
    assert_eq!(bench.project().stickies.len(), stickies + 1);
    assert!(bench.project().stickies.values().any(|sticky| sticky.text == "Prices"));
    assert!(bench.project().workshop.parked[0].is_done);
    bench.ask(Request::Run(Action::Undo));
    assert!(!bench.project().workshop.parked[0].is_done && bench.project().stickies.len() == stickies);
    bench.button("Delete parked note 1");
    assert!(bench.project().workshop.parked.is_empty());
}

#[test]
fn a_snapshot_is_taken_compared_restored_and_undone() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::TakeSnapshot));
    bench.type_text("Before");
    bench.key(Modifiers::NONE, Key::Enter);
    settle(&mut bench);
    let taken = Arc::clone(bench.project().snapshots.last().expect("taken"));
    assert_eq!(taken.label, "Before");
    let before = bench.project().clone();
    let id = *before.touchpoints.keys().next().expect("a touchpoint");
    let change = TouchpointChange::Title("Quite another title".to_owned());
    bench.ask(Request::Edit(Edit::ChangeTouchpoints { touchpoints: vec![id], change }));
    let place = before.touchpoints[&id].place;
    let (added, new) = build::new_untyped_touchpoint(bench.project(), "Came later", Placement::below(place));
    bench.ask(Request::Edit(added));
    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Snapshots)));
    bench.button("What changed since snapshot 1");
    settle(&mut bench);
    assert_eq!(bench.workspace().workshop.part, Part::Changes);
    let listed = |bench: &Bench, text: &str| bench.harness.query_all_by_label_contains(text).count();
    assert_eq!(listed(&bench, "Added: Came later"), 1);
    assert_eq!(listed(&bench, "Changed: Quite another title"), 1);
    bench.button("Added 1");
    assert_eq!(listed(&bench, "Changed: Quite another title"), 0, "narrowed down to one kind");
    // A row goes to its card.
    let row: Vec<_> = bench.harness.query_all_by_label_contains("Added: Came later").collect();
    row[0].click();
    bench.harness.run_steps(6);
    assert_eq!(bench.workspace().document.selection().focus, Some(Subject::from(new)));

    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Snapshots)));
    bench.button("Restore snapshot 1");
    bench.button("Restore");
    settle(&mut bench);
    let now = bench.project();
    assert_eq!(now.touchpoints, before.touchpoints);
    assert_eq!(now.series, before.series, "imported figures stay");
    assert_eq!(now.snapshots.len(), 2);
    assert!(now.snapshots[1].is_safety);
    bench.ask(Request::Run(Action::Undo));
    assert!(bench.project().touchpoints.contains_key(&new), "one step back is all of it back");
}

#[test]
fn current_and_future_stand_beside_each_other_and_move_together() {
    let mut bench = bench(full_sample(30, 1));
    let current = bench.workspace().journey;
    bench.ask(Request::DuplicateJourney(current, JourneyState::Future));
    let future = bench.workspace().journey;
    assert_ne!(current, future);
    let place = bench.project().items().find_map(|(item, place)| {
        let is_here = bench.project().journey_of(item) == Some(future);
        (is_here && item.as_touchpoint().is_some()).then_some(place)
    });
    let (added, _) =
        build::new_untyped_touchpoint(bench.project(), "Wanted", Placement::below(place.expect("a touchpoint")));
    bench.ask(Request::Edit(added));
    bench.ask(Request::Run(Action::CompareStates));
    settle(&mut bench);
    let mirror = bench.workspace().workshop.mirror.clone().expect("the other map");
    assert_eq!((mirror.journey, mirror.is_older), (current, true));
    assert_eq!(bench.harness.query_all_by_label_contains("Map of").count(), 1);
    assert_eq!(bench.harness.query_all_by_label_contains("Added: Wanted").count(), 1);
    let comparison = bench.workspace().workshop.comparison.as_ref().expect("compared");
    assert_eq!(comparison.of, Compared::Journeys { before: current, after: future });
    assert_eq!(comparison.difference.changes.len(), 1);
    // What is changed on the open map is told at once.
    let id = bench.project().touchpoints.keys().next_back().copied().expect("the wanted one");
    let change = TouchpointChange::Title("Much wanted".to_owned());
    bench.ask(Request::Edit(Edit::ChangeTouchpoints { touchpoints: vec![id], change }));
    settle(&mut bench);
    assert_eq!(bench.harness.query_all_by_label_contains("Added: Much wanted").count(), 1);
    // From the other journey's tab the open map is the older one.
    bench.ask(Request::OpenJourney(current));
    let mirror = bench.workspace().workshop.mirror.clone().expect("the other map");
    assert_eq!((mirror.journey, mirror.is_older), (future, false));
    bench.button("Close the other map");
    assert!(bench.workspace().workshop.mirror.is_none());
    bench.ask(Request::Run(Action::CompareStates));
    settle(&mut bench);
    bench.button("Stop comparing");
    assert!(bench.workspace().workshop.comparison.is_none() && bench.workspace().workshop.mirror.is_none());
}

#[test]
fn what_is_added_in_a_session_is_flagged_and_found() {
    let mut bench = bench(full_sample(20, 1));
    bench.ask(Request::Run(Action::StartWorkshop));
    let name = bench.project().workshop.sessions[0].name.clone();
    let place = bench.project().touchpoints.values().next().expect("a touchpoint").place;
    let (added, id) = build::new_untyped_touchpoint(bench.project(), "From the room", Placement::below(place));
    bench.ask(Request::EditSelecting(added, Selection::only(id)));
    assert_eq!(bench.project().session_of(id.into()), bench.project().workshop.running);
    assert!(bench.harness.query_all_by_label_contains(&name).count() >= 1, "the inspector names the session");
    let index = crate::analysis::find::Index::of(bench.project(), &Default::default());
    let query = crate::analysis::find::Query { text: name, ..Default::default() };
    assert_eq!(index.find(&query).len(), 1);
}

#[test]
fn a_vote_by_mouse_alone_from_the_form_to_the_result() {
    let mut bench = bench(full_sample(30, 1));
    let cards = pain_points(bench.project());
    let text = |bench: &Bench, at: usize| bench.project().text_of(cards[at]).expect("a text").to_owned();
    bench.ask(Request::Run(Action::StartVote));
    assert_eq!(bench.workspace().workshop.part, Part::Vote);
    bench.button("Start vote");
    // Four people: the second card wins, the first and third are even.
    for (person, votes) in [[1, 0, 2], [1, 0, 2], [1, 0, 3], [1, 2, 3]].into_iter().enumerate() {
        if person > 0 {
            bench.button("Next person");
        }
        for card in votes {
            pass(&mut bench, 2.0);
            click_card(&mut bench, cards[card]);
        }
        assert_eq!(poll(&bench).dots_left(), 0, "person {person}");
        assert_eq!(named(&bench, "rank "), 0, "nothing is shown before the end");
        let label = format!("Dots of person {}", person + 1);
        assert_eq!(bench.workspace().document.undo_label(), Some(label.as_str()));
    }
    bench.button("Close vote");
    assert_eq!(named(&bench, "rank "), 0, "hidden until it is shown");
    bench.button("Show result");
    let winner = text(&bench, 1);
    assert_eq!(named(&bench, &format!("{winner}, rank 1, 4 dots")), 1);
    for even in [text(&bench, 0), text(&bench, 2)] {
        assert_eq!(named(&bench, &format!("{even}, rank 2, 3 dots, tied")), 1, "{even}");
    }
    // Voted on, and one step takes a whole turn back.
    bench.button("Go on voting");
    bench.button("Next person");
    pass(&mut bench, 2.0);
    click_card(&mut bench, cards[3]);
    bench.button("Take all dots back");
    assert_eq!(poll(&bench).dots_left(), 3);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(poll(&bench).own_dots(cards[3]), 1);
    let project = bench.project().clone();
    let read = crate::file::read(&crate::file::write_text(&project).expect("it can be written")).expect("it opens");
    assert_eq!(read.workshop, project.workshop, "saved and opened it is the same vote");
}

#[test]
fn a_vote_by_keys_alone_from_the_palette_to_the_result() {
    let mut bench = bench(full_sample(30, 1));
    let palette = |bench: &mut Bench, words: &str| {
        bench.key(Modifiers::COMMAND, Key::K);
        bench.type_text(words);
        bench.key(Modifiers::NONE, Key::Enter);
        bench.harness.run_steps(4);
    };
    palette(&mut bench, "start a vote");
    assert!(bench.workspace().workshop.is_setting_up);
    let starts: Vec<_> = bench.harness.query_all_by_label("Start vote").collect();
    starts[0].focus();
    bench.key(Modifiers::NONE, Key::Space);
    assert_eq!(bench.workspace().tool, Tool::Vote);
    let cards = pain_points(bench.project());
    bench.harness.ctx.memory_mut(|memory| memory.request_focus(crate::app::canvas::canvas_id()));
    bench.ask(Request::Select(Selection::only(cards[0])));
    bench.key(Modifiers::NONE, Key::Space);
    bench.key(Modifiers { shift: true, ..Modifiers::COMMAND }, Key::N);
    assert_eq!((poll(&bench).ballots.len(), poll(&bench).dots_left()), (2, 3));
    bench.ask(Request::Select(Selection::only(cards[0])));
    bench.key(Modifiers::NONE, Key::Space);
    palette(&mut bench, "close the vote");
    assert_eq!(poll(&bench).state, PollState::Closed);
    palette(&mut bench, "show result");
    assert_eq!(poll(&bench).state, PollState::Shown);
    assert_eq!(named(&bench, "rank 1, 2 dots"), 1);
}

#[test]
fn facilitators_find_their_commands_in_the_palette() {
    for (words, action) in [
        ("start vote", Action::StartVote),
        ("show result", Action::ShowResult),
        ("start timer", Action::ToggleTimer),
        ("pause timer", Action::ToggleTimer),
        ("parking lot", Action::ParkNote),
        ("snapshot", Action::TakeSnapshot),
        ("next activity", Action::NextActivity),
        ("sessions", Action::ShowSessions),
    ] {
        let info = action.info();
        let said = format!("{} {}", info.label, info.tip).to_lowercase();
        assert!(words.split(' ').all(|word| said.contains(word)), "{words}");
    }
}

#[test]
fn many_lines_are_parked_at_once_and_a_card_goes_there_and_back() {
    let mut bench = bench(full_sample(20, 1));
    bench.key(Modifiers::NONE, Key::P);
    bench.harness.event(Event::Paste("- Prices\n- Opening hours\n- Returns".to_owned()));
    bench.harness.run_steps(4);
    bench.key(Modifiers::NONE, Key::Enter);
    assert!(bench.workspace().dialog.is_none());
    let texts: Vec<_> = bench.project().workshop.parked.iter().map(|note| note.text.clone()).collect();
    assert_eq!(texts, ["Prices", "Opening hours", "Returns"]);
    bench.ask(Request::Run(Action::Undo));
    assert!(bench.project().workshop.parked.is_empty(), "one step");
    bench.ask(Request::Run(Action::Redo));
    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Parking)));
    let focus = pain_points(bench.project())[0];
    bench.ask(Request::Select(Selection::only(focus)));
    let lane = bench.project().place_of(focus).expect("a place").lane;
    bench.button("Make parked note 2 a card");
    let card = bench.workspace().document.selection().focus.expect("the card");
    let Subject::Item(item) = card else { panic!("no card") };
    assert_eq!(bench.project().text_of(item), Some("Opening hours"));
    assert_eq!(bench.project().place_of(item).map(|place| place.lane), Some(lane), "where the focus was");
    bench.key(Modifiers::SHIFT, Key::P);
    assert!(bench.project().place_of(item).is_none());
    assert!(bench.project().workshop.parked.iter().all(|note| !note.is_done), "it waits again");
    bench.ask(Request::Run(Action::Undo));
    assert!(bench.project().place_of(item).is_some());
}

#[test]
fn a_parked_note_is_dragged_into_a_cell() {
    let mut bench = bench(full_sample(20, 1));
    bench.ask(Request::Workshop(WorkshopWish::Park("Prices".to_owned())));
    bench.ask(Request::Workshop(WorkshopWish::Show(Part::Parking)));
    bench.ask(Request::Run(Action::ZoomFit));
    let onto = pain_points(bench.project())[0];
    let workspace = bench.workspace();
    let rect = workspace.map.rect_of(onto).expect("on the map");
    let at = workspace.camera.screen_from_map(rect.center()) + workspace.canvas_rect.min.to_vec2();
    let grip = bench.harness.query_all_by_label("Drag parked note 1").next().expect("a grip").rect().center();
    let before = bench.project().cards.len();
    bench.harness.drag_at(grip);
    bench.harness.run_steps(2);
    for step in 1..=6 {
        bench.harness.hover_at(grip + (at - grip) * (step as f32 / 6.0));
        bench.harness.run_steps(1);
    }
    bench.harness.drop_at(at);
    bench.harness.run_steps(4);
    assert_eq!(bench.project().cards.len(), before + 1);
    let card = bench.project().cards.values().next_back().expect("a card");
    assert_eq!(card.text, "Prices");
    assert_eq!(card.place.lane, bench.project().place_of(onto).expect("a place").lane);
    assert!(bench.project().workshop.parked[0].is_done);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!((bench.project().cards.len(), bench.project().workshop.parked[0].is_done), (before, false));
}

#[test]
fn what_a_session_added_is_listed_and_selected() {
    let mut bench = bench(full_sample(20, 1));
    bench.ask(Request::Run(Action::StartWorkshop));
    bench.ask(Request::Run(Action::AddSticky));
    bench.type_text("Ask Kim");
    bench.key(Modifiers::COMMAND, Key::Enter);
    let place = bench.project().touchpoints.values().next().expect("a touchpoint").place;
    let (added, id) = build::new_untyped_touchpoint(bench.project(), "From the room", Placement::below(place));
    bench.ask(Request::EditSelecting(added, Selection::only(id)));
    bench.ask(Request::Run(Action::ShowSessions));
    assert_eq!(named(&bench, "1 touchpoint, 1 sticky"), 1);
    bench.ask(Request::Select(Selection::default()));
    bench.button("Select what session 1 added");
    assert_eq!(bench.workspace().document.selection().subjects.len(), 2);
    bench.button("List what session 1 added");
    assert!(bench.workspace().finding.is_some());
    bench.ask(Request::Find(None));
    bench.ask(Request::Run(Action::EndWorkshop));
    bench.button("Go on with session 1");
    assert!(bench.project().workshop.running.is_some());
    bench.button("Forget session 1");
    assert!(bench.project().workshop.sessions.is_empty());
    assert!(bench.project().stickies.values().all(|sticky| sticky.session.is_none()));
    bench.ask(Request::Run(Action::Undo));
    assert!(bench.project().stickies.values().any(|sticky| sticky.session.is_some()));
}

#[test]
fn the_timer_is_at_hand_while_the_map_is_presented() {
    let mut bench = bench(full_sample(20, 1));
    bench.ask(Request::Workshop(WorkshopWish::StartTimer(5)));
    bench.ask(Request::Run(Action::PresentFirst));
    assert!(bench.workspace().presentation.is_some());
    assert_eq!(named(&bench, "Timer, "), 1, "in a corner of what the room sees");
    bench.key(Modifiers::SHIFT, Key::T);
    assert_eq!(named(&bench, "Timer paused"), 1);
    bench.key(Modifiers::NONE, Key::T);
    assert!(bench.workspace().workshop.is_big);
    bench.key(Modifiers::NONE, Key::Space);
    assert!(bench.workspace().workshop.timer.is_running(), "the keys are the timer's");
    assert_eq!(bench.workspace().presentation.as_ref().map(|talk| talk.at), Some(0), "and not the talk's");
    bench.key(Modifiers::NONE, Key::Escape);
    assert!(!bench.workspace().workshop.is_big && bench.workspace().presentation.is_some());
    pass(&mut bench, 400.0);
    assert_eq!(named(&bench, "Time is up"), 1);
    bench.key(Modifiers::NONE, Key::Plus);
    let state = &bench.workspace().workshop;
    assert!((55.0..=60.0).contains(&state.timer.left_s(state.now_s).expect("set")));
}

#[test]
fn the_letter_of_a_command_is_not_typed_into_the_field_that_it_opens() {
    let mut bench = bench(full_sample(20, 1));
    let first = *bench.project().touchpoints.keys().next().expect("a touchpoint");
    bench.select(&[first]);
    // As a keyboard sends it: the key, and the letter as text, in one frame.
    let press = |bench: &mut Bench, key: Key, modifiers: Modifiers, letter: &str| {
        let pressed = true;
        let key = Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
        bench.harness.input_mut().events.extend([key, Event::Text(letter.to_owned())]);
        bench.harness.run_steps(5);
    };
    press(&mut bench, Key::T, Modifiers::NONE, "t");
    bench.type_text("Chat");
    bench.key(Modifiers::NONE, Key::Enter);
    bench.key(Modifiers::NONE, Key::Escape);
    assert!(bench.project().touchpoints.values().any(|touchpoint| touchpoint.title == "Chat"));
    press(&mut bench, Key::N, Modifiers::SHIFT, "N");
    bench.type_text("Ask");
    bench.key(Modifiers::COMMAND, Key::Enter);
    assert!(bench.project().stickies.values().any(|sticky| sticky.text == "Ask"));
    press(&mut bench, Key::P, Modifiers::NONE, "p");
    bench.type_text("Later");
    // Shift begins another line.
    bench.key(Modifiers::SHIFT, Key::Enter);
    bench.type_text("Much later");
    bench.key(Modifiers::NONE, Key::Enter);
    let texts: Vec<_> = bench.project().workshop.parked.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["Later", "Much later"]);
}
