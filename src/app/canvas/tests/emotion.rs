//! Faces of emotion lanes as a person moves them, with the mouse, the keyboard and a screen reader.

use egui::accesskit::{Action as Asked, ActionRequest, TreeId};

use super::*;
use crate::app::canvas::emotion_nodes::node_id;
use crate::edit::{Selection, build};
use crate::layout::{FaceKey, FaceSpot};
use crate::model::{Emotion, PersonaId, TouchpointId};

/// The window with a map that has an emotion lane, and its touchpoints in reading order.
fn emotional() -> (Bench, LaneId, Vec<TouchpointId>) {
    let project = big_sample(14, 1);
    let journey = project.journey_order[0];
    let (edit, lane) = build::new_lane(&project, journey, 1, LaneKind::Emotion);
    let project = crate::edit::apply(&project, &edit).expect("a lane");
    let bench = Bench::of(project);
    let touchpoints = bench.touchpoints().into_iter().filter_map(|item| match item {
        Item::Touchpoint(id) => Some(id),
        Item::Card(_) => None,
    });
    let touchpoints = touchpoints.collect();
    (bench, lane, touchpoints)
}

fn persona(bench: &Bench) -> Option<PersonaId> {
    bench.workspace().active_persona()
}

fn face(bench: &Bench, lane: LaneId, touchpoint: TouchpointId) -> FaceSpot {
    let key = FaceKey { lane, touchpoint, persona: persona(bench) };
    bench.workspace().map.face(key).expect("a place on the map")
}

fn tenths(bench: &Bench, touchpoint: TouchpointId) -> Option<i8> {
    let record = &bench.project().touchpoints[&touchpoint];
    record.emotions.get(&persona(bench)).map(|emotion| emotion.tenths())
}

/// Where a value lies on screen.
fn at(bench: &Bench, face: &FaceSpot, tenths: i8) -> Pos2 {
    let emotion = Emotion::from_tenths(tenths).expect("a value of the scale");
    let y = bench.workspace().map.emotion_y(face.key.lane, emotion).expect("a lane");
    bench.sight().screen_from_map(Pos2::new(face.center.x, y))
}

fn say(bench: &mut Bench, face: &FaceSpot, tenths: i8) {
    let edit = crate::app::canvas::emotion::change(face.key, Emotion::from_tenths(tenths));
    bench.ask(Request::Edit(edit));
    bench.ask(Request::Seal);
}

#[test]
fn a_click_in_the_lane_says_how_it_feels_there() {
    let (mut bench, lane, ids) = emotional();
    let place = face(&bench, lane, ids[1]);
    bench.harness.hover_at(at(&bench, &place, 12));
    bench.settle();
    bench.click(at(&bench, &place, 12), Modifiers::NONE);
    assert_eq!(tenths(&bench, ids[1]), Some(12));
    assert_eq!(bench.selected(), [Subject::from(ids[1])]);
    assert_eq!(bench.workspace().focused_face(), Some(place.key), "and keys go on from there");
    bench.click(at(&bench, &place, -12), Modifiers::NONE);
    assert_eq!(tenths(&bench, ids[1]), Some(12), "a second click elsewhere adds no second face");
    bench.undo();
    assert_eq!(tenths(&bench, ids[1]), None);
}

#[test]
fn a_dragged_face_follows_the_pointer_and_is_one_undo_away() {
    let (mut bench, lane, ids) = emotional();
    let place = face(&bench, lane, ids[0]);
    say(&mut bench, &place, 5);
    // Grabbed a little beside its middle, it does not jump.
    let aside = vec2(2.0, 3.0);
    let (from, to) = (at(&bench, &place, 5) + aside, at(&bench, &place, -14) + aside);
    bench.drag(from, to);
    let shown = bench.workspace().shown_project().touchpoints[&ids[0]].emotions[&persona(&bench)];
    assert_eq!((shown.tenths(), tenths(&bench, ids[0])), (-14, Some(5)), "a preview first");
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(tenths(&bench, ids[0]), Some(-14));
    bench.undo();
    assert_eq!(tenths(&bench, ids[0]), Some(5));

    bench.drag(from, to);
    bench.harness.key_down(Key::Escape);
    bench.settle();
    bench.harness.key_up(Key::Escape);
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(tenths(&bench, ids[0]), Some(5), "Escape takes it back");

    bench.drag_and_drop(from, from - vec2(0.0, 900.0));
    assert_eq!(tenths(&bench, ids[0]), Some(20), "the scale has an end");
}

#[test]
fn faces_are_reached_and_changed_with_the_keyboard_alone() {
    let (mut bench, lane, ids) = emotional();
    bench.ask(Request::Select(Selection::only(Subject::Lane(lane))));
    bench.press(Key::ArrowRight);
    assert_eq!(bench.workspace().focused_face(), Some(face(&bench, lane, ids[0]).key));
    bench.press(Key::ArrowUp);
    bench.press(Key::ArrowUp);
    assert_eq!(tenths(&bench, ids[0]), Some(2));
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    bench.settle();
    assert_eq!(tenths(&bench, ids[0]), Some(-3));
    bench.press(Key::ArrowRight);
    bench.press(Key::Num5);
    assert_eq!(tenths(&bench, ids[1]), Some(20));
    bench.press(Key::Delete);
    assert_eq!(tenths(&bench, ids[1]), None, "the value is gone");
    assert!(bench.project().touchpoints.contains_key(&ids[1]), "the touchpoint is not");
    bench.undo();
    bench.undo();
    assert_eq!((tenths(&bench, ids[1]), tenths(&bench, ids[0])), (None, Some(-3)));
    bench.undo();
    assert_eq!(tenths(&bench, ids[0]), None, "one visit is one entry");
}

#[test]
fn keys_lead_from_card_to_face_and_back() {
    let (mut bench, lane, ids) = emotional();
    bench.click(bench.center(ids[2]), Modifiers::NONE);
    bench.press(Key::E);
    assert_eq!(bench.workspace().focused_face(), Some(face(&bench, lane, ids[2]).key));
    bench.press(Key::Home);
    assert_eq!(bench.workspace().focused_face(), Some(face(&bench, lane, ids[0]).key));
    bench.press(Key::ArrowLeft);
    assert_eq!(bench.selected(), [Subject::Lane(lane)]);
    bench.press(Key::ArrowRight);
    bench.press(Key::Enter);
    assert_eq!((bench.workspace().focused_face(), bench.selected()), (None, vec![Subject::from(ids[0])]));
    bench.press(Key::Delete);
    assert!(!bench.project().touchpoints.contains_key(&ids[0]), "on the card, Delete is Delete again");
}

#[test]
fn commands_change_all_that_is_selected() {
    let (mut bench, lane, ids) = emotional();
    let place = face(&bench, lane, ids[0]);
    say(&mut bench, &place, 10);
    bench.ask(Request::Select(Selection::of([ids[0], ids[1]])));
    bench.harness.key_press_modifiers(Modifiers { shift: true, ..Modifiers::ALT }, Key::ArrowUp);
    bench.settle();
    assert_eq!((tenths(&bench, ids[0]), tenths(&bench, ids[1])), (Some(15), Some(5)));
    bench.ask(Request::Run(Action::ClearEmotion));
    assert_eq!((tenths(&bench, ids[0]), tenths(&bench, ids[1])), (None, None));
    bench.undo();
    assert_eq!((tenths(&bench, ids[0]), tenths(&bench, ids[1])), (Some(15), Some(5)));
}

#[test]
fn faces_have_names_menus_and_actions() {
    let (mut bench, lane, ids) = emotional();
    let place = face(&bench, lane, ids[0]);
    say(&mut bench, &place, -14);
    let who = bench.workspace().map.voices()[0].1.clone();
    let title = bench.text(ids[0].into()).to_owned();
    let name = format!("Emotion of {who} at {title}, −1.4");
    bench.harness.get_by_label(&name);
    for (action, expected) in [(Asked::Increment, -13), (Asked::Decrement, -14)] {
        let request = ActionRequest {
            action,
            target_tree: TreeId::ROOT,
            target_node: node_id(place.key).accesskit_id(),
            data: None,
        };
        bench.harness.event(Event::AccessKitActionRequest(request));
        bench.settle();
        assert_eq!(tenths(&bench, ids[0]), Some(expected));
    }
    let on_face = at(&bench, &place, -14);
    bench.button(on_face, PointerButton::Secondary, Modifiers::NONE);
    bench.settle();
    bench.harness.get_by_label("Clear emotion").click();
    bench.settle();
    assert_eq!(tenths(&bench, ids[0]), None);
}

#[test]
fn the_inspector_shows_and_clears_each_persona() {
    let (mut bench, lane, ids) = emotional();
    let place = face(&bench, lane, ids[0]);
    say(&mut bench, &place, 7);
    bench.ask(Request::Select(Selection::of([ids[0], ids[1]])));
    let who = bench.workspace().map.voices()[0].1.clone();
    bench.harness.get_by_label(&format!("Emotion of {who}"));
    bench.harness.get_by_label(&format!("Clear emotion of {who}")).click();
    bench.settle();
    assert_eq!(tenths(&bench, ids[0]), None);
    bench.undo();
    assert_eq!(tenths(&bench, ids[0]), Some(7));
}
