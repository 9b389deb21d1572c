//! What moves by itself, and what stays where it is.

use super::*;

/// How far from their places cards are painted now, the farthest first.
fn farthest_shift(bench: &Bench, items: &[Item]) -> f32 {
    let motion = bench.harness.state().motion();
    items.iter().map(|item| motion.shift_of(*item).length()).fold(0.0, f32::max)
}

#[test]
fn cards_that_make_room_glide_there_and_the_window_rests_again() {
    let mut bench = Bench::new();
    let items = bench.items();
    let first = bench.touchpoints()[0];
    bench.harness.state_mut().core.requests.push(Request::Edit(Edit::RemoveItems { items: vec![first] }));
    bench.harness.run_steps(2);
    assert!(farthest_shift(&bench, &items) > 10.0, "the cards below are still on their way");
    bench.harness.run_steps(2);
    let nearer = farthest_shift(&bench, &items);
    bench.harness.run_steps(1);
    assert!(farthest_shift(&bench, &items) < nearer, "they come nearer");
    bench.harness.run_steps(20);
    assert_eq!(farthest_shift(&bench, &items), 0.0);
    let delay = bench.harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
    // The next thing to do is the recovery file.
    assert!(delay.is_some_and(|delay| delay > std::time::Duration::from_secs(1)), "{delay:?}");
}

#[test]
fn with_reduced_motion_nothing_glides() {
    let mut bench = Bench::new();
    bench.harness.state_mut().core.workspace.settings.reduced_motion = true;
    let items = bench.items();
    let first = bench.touchpoints()[0];
    bench.harness.state_mut().core.requests.push(Request::Edit(Edit::RemoveItems { items: vec![first] }));
    for _ in 0..6 {
        bench.harness.run_steps(1);
        assert_eq!(farthest_shift(&bench, &items), 0.0);
    }
}

#[test]
fn a_card_let_go_glides_from_the_pointer_to_its_place() {
    let mut bench = Bench::new();
    let (moved, target) = (bench.touchpoints()[0], bench.touchpoints()[6]);
    let (from, to) = (bench.center(moved), bench.center(target) + vec2(40.0, 0.0));
    bench.drag(from, to);
    assert_eq!(
        bench.harness.state().motion().shift_of(moved),
        crate::base::Vec2::ZERO,
        "the ghost is under the pointer"
    );
    bench.harness.drop_at(to);
    bench.harness.run_steps(2);
    let place = bench.center(moved);
    let painted = place + bench.harness.state().motion().shift_of(moved) * bench.sight().camera.scale;
    assert!(painted.distance(to) < place.distance(to), "{painted:?} is no nearer to {to:?} than {place:?}");
}

#[test]
fn what_is_edited_stays_where_it_is_when_the_map_grows_before_it() {
    let mut bench = Bench::new();
    let journey = bench.workspace().journey;
    let card = *bench.items().iter().find(|item| matches!(item, Item::Card(_))).expect("a card");
    bench.ask(Request::Select(crate::edit::Selection::only(card)));
    let before = bench.center(card);
    let (lane_above, _) = crate::edit::build::new_lane(bench.project(), journey, 0, LaneKind::Notes);
    bench.ask(Request::Edit(lane_above));
    let in_map = bench.workspace().map.rect_of(card).expect("on the map");
    assert!(bench.center(card).distance(before) < 0.5, "{:?} was {before:?}", bench.center(card));
    assert!(bench.workspace().camera.offset.y < -20.0, "the camera followed");
    let (stage_before, _) =
        crate::edit::build::new_stage(bench.project(), journey, 0, "First", crate::model::Phase::PrePurchase);
    bench.ask(Request::Edit(stage_before));
    assert!(bench.workspace().map.rect_of(card).expect("on the map").min.x > in_map.min.x);
    assert!(bench.center(card).distance(before) < 0.5, "{:?} was {before:?}", bench.center(card));
    bench.undo();
    assert!(bench.center(card).distance(before) < 0.5, "undo follows as well");
}

#[test]
fn a_card_that_is_moved_by_keys_does_not_take_the_map_along() {
    let mut bench = Bench::new();
    let card = bench.touchpoints()[0];
    bench.click(bench.center(card), Modifiers::NONE);
    let camera = bench.workspace().camera;
    let place = bench.place(card);
    bench.ask(Request::Run(Action::MoveDown));
    assert_ne!(bench.place(card), place);
    assert_eq!(bench.workspace().camera, camera);
}
