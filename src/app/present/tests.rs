//! A talk in the whole window: shots are prepared, put in order and read from the back row, and then presented by keys.

use std::time::Duration;

use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Cover, PointerTool, Presentation, PresenterView, Sheet, Step};
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::{Bench, window_on};
use crate::app::workspace::BottomTab;
use crate::edit::{Selection, apply, build};
use crate::file::{Settings, sample};
use crate::layout::Lens;
use crate::model::{Item, Project, ShotFrame, Subject};

const PLAIN: Modifiers = Modifiers::NONE;

fn bench(project: Project) -> Bench {
    let mut bench = Bench::of(project);
    bench.ask(Request::Run(Action::ShowShots));
    bench
}

/// Waits for what is made in the background.
fn settle(bench: &mut Bench) {
    for _ in 0..200 {
        bench.harness.run_steps(2);
        let workspace = bench.workspace();
        let shots = &workspace.document.project().shots;
        let is_done = shots.iter().all(|shot| workspace.shot_pictures.contains_key(&shot.id));
        if is_done && !bench.harness.state().core.is_busy() {
            bench.harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the pictures of the shots are not made");
}

fn names(bench: &Bench) -> Vec<String> {
    let project = bench.project();
    project.shots.iter().map(|shot| shot.shown_name(project)).collect()
}

fn talk(bench: &Bench) -> &Presentation {
    bench.workspace().presentation.as_ref().expect("a talk under way")
}

/// What the window says is on screen.
fn on_screen(bench: &Bench) -> String {
    let shown = bench.harness.query_all_by_role(Role::Image);
    let labels = shown.filter_map(|node| node.accesskit_node().label());
    labels.into_iter().find(|label| label.starts_with("Shot ")).unwrap_or_default()
}

#[test]
fn shots_are_made_named_ordered_and_undone() {
    let mut bench = bench(sample());
    assert!(bench.harness.query_by_label_contains("No shots yet").is_some(), "says what to do first");
    bench.button("Make shots: by stage");
    let stages = bench.workspace().open_journey().expect("a journey").stages.len();
    let count = bench.project().shots.len();
    assert!(count > stages, "the whole map, and each stage in as many shots as can be read");
    assert_eq!(names(&bench)[0], "Whole map");
    let second = names(&bench)[1].clone();
    settle(&mut bench);

    // By keyboard: to the second, to the front, a name, away.
    bench
        .harness
        .query_by_role_and_label(Role::ListItem, "Shot 1: Whole map, text too small for the back row")
        .expect("the whole map cannot be read from afar")
        .click();
    bench.harness.run_steps(4);
    bench.key(PLAIN, Key::ArrowRight);
    assert_eq!(bench.workspace().shown_shot().map(|shot| shot.shown_name(bench.project())), Some(second.clone()));
    bench.key(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(names(&bench)[..2], [second.clone(), "Whole map".to_owned()]);
    bench.key(PLAIN, Key::F2);
    bench.type_text("Opening");
    assert_eq!(names(&bench)[0], "Opening");
    bench.ask(Request::Seal);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(names(&bench)[0], second);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(names(&bench)[0], "Whole map");
    bench.ask(Request::Run(Action::DeleteShot));
    assert_eq!(bench.project().shots.len(), count - 1);
    bench.ask(Request::Run(Action::Undo));
    bench.ask(Request::Run(Action::DuplicateShot));
    assert_eq!(bench.project().shots.len(), count + 1);
}

#[test]
fn the_view_is_kept_with_its_lens_and_comes_back() {
    let mut bench = bench(sample());
    let touchpoint = bench.project().items_in_reading_order(bench.workspace().journey)[0];
    bench.ask(Request::SetLens(Lens::Channel));
    bench.ask(Request::Select(Selection::only(Subject::Item(touchpoint))));
    bench.ask(Request::Run(Action::ZoomSelection));
    bench.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    let shot = bench.project().shots[0].clone();
    assert!(matches!(shot.frame, ShotFrame::Region { .. }), "{:?}", shot.frame);
    assert_eq!(shot.look.lens, Lens::Channel);
    let before = bench.workspace().camera;
    bench.ask(Request::SetLens(Lens::Plain));
    bench.ask(Request::Run(Action::ZoomFit));
    assert_ne!(bench.workspace().camera, before);
    bench.ask(Request::ShowShot(shot.id));
    assert_eq!(bench.workspace().lens, Lens::Channel);
    let rect = bench.workspace().map.rect_of(Subject::Item(touchpoint)).expect("on the map");
    let camera = bench.workspace().camera;
    let center = camera.screen_from_map(rect.center());
    assert!(camera.scale > 0.9 && bench.workspace().canvas_rect.size().to_pos2().x > center.x, "{camera:?}");
    bench.ask(Request::Run(Action::ZoomFit));
    bench.ask(Request::Run(Action::UpdateShot));
    assert_eq!(bench.project().shots[0].frame, ShotFrame::Whole);
    bench.ask(Request::Run(Action::AddShotOfSelection));
    assert_eq!(bench.project().shots[1].frame, ShotFrame::Items([touchpoint].into()));
}

#[test]
fn what_cannot_be_read_from_the_back_is_said_and_split() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ZoomFit));
    bench.button("Add this view");
    settle(&mut bench);
    assert!(bench.harness.query_by_label_contains("Too small for the back row").is_some());
    bench.button("Split the shot");
    let stages = bench.workspace().open_journey().expect("a journey").stages.len();
    assert_eq!(bench.project().shots.len(), stages);
    bench.ask(Request::SetBackRow(1.0));
    settle(&mut bench);
    assert!(bench.harness.query_by_label_contains("Too small for the back row").is_none(), "near by all can be read");
}

#[test]
fn a_talk_goes_by_keys_from_the_first_shot_to_its_end() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ShotsByStage));
    let count = bench.project().shots.len();
    bench.key(PLAIN, Key::F5);
    assert_eq!(on_screen(&bench), format!("Shot 1 of {count}: Whole map"));
    assert!(bench.harness.query_by_label("File").is_none(), "no menus in front of a room");
    for key in [Key::ArrowRight, Key::PageDown, Key::Space] {
        bench.key(PLAIN, key);
    }
    assert_eq!(talk(&bench).at, 3);
    bench.key(Modifiers::SHIFT, Key::Space);
    bench.key(PLAIN, Key::PageUp);
    assert_eq!(talk(&bench).at, 1);
    bench.key(PLAIN, Key::End);
    assert_eq!(talk(&bench).at, count - 1);
    bench.key(PLAIN, Key::ArrowRight);
    assert!(talk(&bench).said.as_ref().is_some_and(|(text, _)| text.contains("last shot")));
    bench.key(PLAIN, Key::Num2);
    bench.key(PLAIN, Key::Enter);
    assert_eq!(talk(&bench).at, 1);
    bench.key(PLAIN, Key::Num9);
    bench.key(PLAIN, Key::Num9);
    bench.key(PLAIN, Key::Enter);
    assert!(talk(&bench).at == 1 && talk(&bench).said.as_ref().is_some_and(|(text, _)| text.contains("no shot 99")));

    bench.key(PLAIN, Key::B);
    assert_eq!(talk(&bench).cover, Some(Cover::Black));
    bench.key(PLAIN, Key::W);
    assert_eq!(talk(&bench).cover, Some(Cover::White));
    bench.key(PLAIN, Key::ArrowRight);
    assert!(talk(&bench).cover.is_none() && talk(&bench).at == 1, "the first key brings the shot back");

    bench.key(PLAIN, Key::O);
    assert_eq!(talk(&bench).sheet, Some(Sheet::Overview(1)));
    bench.key(PLAIN, Key::ArrowRight);
    bench.key(PLAIN, Key::Enter);
    assert!(talk(&bench).sheet.is_none() && talk(&bench).at == 2);
    bench.key(PLAIN, Key::G);
    bench.button("1 Whole map");
    assert!(talk(&bench).sheet.is_none() && talk(&bench).at == 0);

    bench.key(PLAIN, Key::S);
    assert_eq!(talk(&bench).tool, Some(PointerTool::Spotlight));
    bench.key(PLAIN, Key::F1);
    assert!(bench.harness.query_by_label("Spotlight that follows the mouse").is_some());
    bench.key(PLAIN, Key::Escape);
    assert!(talk(&bench).sheet.is_none() && talk(&bench).tool.is_some(), "one thing at a time");
    bench.key(PLAIN, Key::Escape);
    assert!(talk(&bench).tool.is_none());
    bench.key(PLAIN, Key::Escape);
    assert!(bench.workspace().presentation.is_none(), "and then the talk ends");
    assert!(bench.harness.query_by_label("File").is_some());
    bench.key(Modifiers::SHIFT, Key::F5);
    assert_eq!(talk(&bench).at, 0, "where it was left");
}

#[test]
fn touchpoints_appear_one_by_one_and_back() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::PresentFirst));
    assert!(talk(&bench).said.as_ref().is_some_and(|(text, _)| text.contains("no shots yet")), "no dead end");
    bench.key(PLAIN, Key::R);
    let all = talk(&bench).replay.as_ref().expect("a replay").steps.touchpoints.len();
    let shown = |bench: &Bench| talk(bench).replay.as_ref().map_or(0, |replay| replay.shown);
    assert!(all > 9 && talk(&bench).replay.as_ref().is_some_and(|it| it.playing_since.is_some()));
    bench.key(PLAIN, Key::R);
    assert!(talk(&bench).replay.as_ref().is_some_and(|it| it.playing_since.is_none()), "holds");
    // On a slow computer some have come by themselves.
    let base = shown(&bench);
    for _ in 0..3 {
        bench.key(PLAIN, Key::ArrowRight);
    }
    assert_eq!((shown(&bench), talk(&bench).at), (base + 3, 0));
    bench.key(PLAIN, Key::ArrowLeft);
    assert_eq!(shown(&bench), base + 2);
    // What is there: fewer cards than the map has, and each step adds its own.
    let replay = talk(&bench).replay.as_ref().expect("a replay");
    let scene = &talk(&bench).map.map.scene;
    let counts: Vec<usize> = (0..=all).map(|step| replay.steps.scene(scene, step).groups.len()).collect();
    assert!(counts.windows(2).all(|pair| pair[0] < pair[1]), "{counts:?}");
    assert_eq!(counts.last(), Some(&scene.groups.len()));
    let reach: Vec<f32> = (0..=all).map(|step| replay.steps.reach(step)).collect();
    assert!(reach.windows(2).all(|pair| pair[0] <= pair[1]), "the curve only grows: {reach:?}");
    while shown(&bench) < all {
        bench.key(PLAIN, Key::ArrowRight);
    }
    assert_eq!(talk(&bench).at, 0);
    bench.key(PLAIN, Key::ArrowRight);
    assert_eq!(talk(&bench).at, 1, "and then comes the next shot");
}

#[test]
fn the_presenter_sees_notes_and_what_is_next_within_one_window() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ShotsByStage));
    let first = bench.project().shots[0].id;
    let change = crate::edit::ShotChange::Notes("Welcome everybody".to_owned());
    bench.ask(Request::Edit(crate::edit::Edit::ChangeShot { shot: first, change }));
    let second = names(&bench)[1].clone();
    bench.ask(Request::Run(Action::PresentFirst));
    assert_eq!(talk(&bench).presenter, PresenterView::Hidden, "one screen is the room's");
    bench.key(PLAIN, Key::P);
    assert_eq!(talk(&bench).presenter, PresenterView::Within);
    assert!(bench.harness.query_by_label("Welcome everybody").is_some());
    assert!(bench.harness.query_by_label(&second).is_some(), "the next shot is named");
    bench.button("Next");
    assert_eq!(talk(&bench).at, 1);
    bench.button("Black");
    assert_eq!(talk(&bench).cover, Some(Cover::Black));
    assert!(bench.harness.query_by_label_contains("The screen is black").is_some());
    bench.button("Larger notes");
    assert_eq!(bench.workspace().settings.notes_text, 20.0);
    bench.ask(Request::Present(Step::TalkLength(Some(20))));
    assert!(bench.harness.query_by_label_contains("left").is_some(), "counts down");
    bench.button("Stop the time");
    assert!(!talk(&bench).talk.is_running());
    bench.button("Show the room");
    assert_eq!(talk(&bench).presenter, PresenterView::Hidden);
    assert_eq!(super::presenter_ui::time_text(3_904), "1:05:04");
}

#[test]
fn a_closer_look_is_left_with_zero() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::PresentFirst));
    let center = bench.harness.ctx.content_rect().center();
    bench.harness.event(egui::Event::PointerMoved(center));
    bench.harness.run_steps(2);
    bench.harness.event(egui::Event::Zoom(1.5));
    bench.harness.run_steps(4);
    assert!(talk(&bench).look.is_some());
    bench.key(PLAIN, Key::Num0);
    assert!(talk(&bench).look.is_none() && talk(&bench).typed.is_none());
    bench.ask(Request::Present(Step::SwapScreens));
    assert!(talk(&bench).said.as_ref().is_some_and(|(text, _)| text.contains("one screen only")));
}

#[test]
fn an_empty_map_says_what_to_do() {
    let (edit, _) = build::new_journey_blank(&Project::default(), "Blank");
    let blank = apply(&Project::default(), &edit).expect("a new journey");
    let mut bench = bench(blank);
    bench.ask(Request::Run(Action::PresentFirst));
    assert!(bench.workspace().presentation.is_none());
    let said = bench.harness.query_all_by_label_contains("nothing to present yet").count();
    assert!(said > 0, "nothing says why");
    bench.ask(Request::Run(Action::ShotsOfMoments));
    assert!(bench.project().shots.is_empty());
    assert_eq!(bench.workspace().bottom_tab, BottomTab::Shots);
}

/// While nothing moves, nothing is painted again.
#[test]
fn a_talk_that_rests_asks_for_no_frames() {
    let mut project = sample();
    let item = project.items_in_reading_order(project.journey_order[0])[0];
    let shot = crate::model::Shot::new(
        crate::model::ShotId(project.next_id),
        project.journey_order[0],
        ShotFrame::Items([item].into()),
    );
    project = apply(&project, &crate::edit::Edit::AddShot { shot, at: 0 }).expect("a shot");
    assert!(matches!(item, Item::Touchpoint(_) | Item::Card(_)));
    let (mut harness, _recovery) = window_on(project, Settings::default(), vec2(1_280.0, 800.0));
    harness.run_steps(6);
    harness.state_mut().core.requests.push(Request::Run(Action::PresentFirst));
    // The pictures of the overview are made meanwhile.
    for _ in 0..100 {
        harness.run_steps(2);
        if harness.state().core.workspace.shot_pictures.len() == 1 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    harness.run_steps(120);
    let wait = harness.output().viewport_output.values().map(|view| view.repaint_delay).min();
    assert!(wait.is_some_and(|wait| wait > Duration::from_secs(1)), "{wait:?}");
}

/// A desktop that does not let the screen be kept on.
struct Refuses(Option<String>);

impl super::StayAwake for Refuses {
    fn hold(&mut self, _ctx: &egui::Context) {
        self.0 = Some("no such service".to_owned());
    }

    fn release(&mut self) {}

    fn failure(&mut self) -> Option<String> {
        self.0.take()
    }
}

#[test]
fn only_the_presenter_learns_that_the_screen_may_turn_off() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::ShotsByStage));
    bench.harness.state_mut().core.awake = Box::new(Refuses(None));
    bench.ask(Request::Run(Action::PresentFirst));
    assert!(bench.workspace().may_screen_sleep && talk(&bench).said.is_none(), "the room sees nothing of it");
    bench.key(PLAIN, Key::P);
    assert!(bench.harness.query_by_label("The screen may turn off").is_some());
    // What is said while there is a presenter's view is said there.
    bench.key(PLAIN, Key::Num9);
    assert!(bench.harness.query_by_label_contains("Go to shot 9").is_some());
}

#[test]
fn a_replay_is_followed_until_somebody_wants_the_whole_shot() {
    let mut bench = bench(sample());
    bench.ask(Request::Run(Action::PresentFirst));
    bench.key(PLAIN, Key::R);
    bench.key(PLAIN, Key::R);
    bench.key(PLAIN, Key::ArrowRight);
    let replay = talk(&bench).replay.as_ref().expect("a replay");
    let spot = *replay.steps.spot(replay.shown).expect("a touchpoint has come");
    assert!(replay.is_followed && spot.step.contains_rect(spot.card) && spot.text.is_finite());
    bench.key(PLAIN, Key::Num0);
    assert!(talk(&bench).replay.as_ref().is_some_and(|replay| !replay.is_followed));
    bench.key(PLAIN, Key::ArrowRight);
    assert!(talk(&bench).replay.as_ref().is_some_and(|replay| replay.is_followed), "and goes on with the next");
}

#[test]
fn a_thousand_shots_cost_no_more_than_are_in_view() {
    let project = sample();
    let journey = project.journey_order[0];
    let stage = project.journeys[&journey].stages[0];
    let shot = crate::model::Shot::new(crate::model::ShotId(0), journey, ShotFrame::stage(stage));
    let long = crate::model::Shot { notes: "All that there is to say. ".repeat(20_000), ..shot.clone() };
    let shots = std::iter::once(long).chain(std::iter::repeat_n(shot, 999)).collect();
    let (edit, _) = crate::edit::shots::add_shots(&project, shots, 0);
    let mut bench = bench(apply(&project, &edit).expect("shots"));
    assert!(bench.workspace().shots_in_view.len() < 40, "{:?}", bench.workspace().shots_in_view.len());
    bench.ask(Request::Run(Action::PresentFirst));
    bench.key(PLAIN, Key::P);
    bench.key(PLAIN, Key::P);
    bench.key(PLAIN, Key::O);
    let on_sheet = |bench: &Bench| bench.harness.query_all_by_role(Role::Button).count();
    assert!((8..200).contains(&on_sheet(&bench)), "{}", on_sheet(&bench));
    bench.key(PLAIN, Key::ArrowUp);
    for _ in 0..200 {
        bench.harness.key_press_modifiers(PLAIN, Key::ArrowDown);
    }
    bench.harness.run_steps(6);
    assert_eq!(talk(&bench).sheet, Some(Sheet::Overview(999)));
    assert!(bench.harness.query_by_label_contains("1000 ").is_some(), "the chosen one is scrolled to");
    bench.key(PLAIN, Key::Enter);
    assert_eq!(talk(&bench).at, 999);
}
