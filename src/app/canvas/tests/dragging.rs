//! Dragging cards, headers and types from the library.

use super::*;

#[test]
fn a_dragged_card_shows_where_it_goes_and_is_one_undo_away() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (from, to) = (bench.center(items[0]), bench.center(items[5]));
    let before = bench.place(items[0]);
    bench.drag(from, to);
    let shown = bench.workspace().shown_project().place_of(items[0]);
    assert_ne!(shown, Some(before), "the preview makes room");
    assert_eq!(bench.place(items[0]), before, "but the project is as it was");
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(Some(bench.place(items[0])), shown);
    assert_eq!(bench.place(items[0]).stage, bench.place(items[5]).stage);
    bench.undo();
    assert_eq!(bench.place(items[0]), before);
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn a_large_map_makes_room_where_a_dragged_card_rests() {
    let mut bench = Bench::of(crate::model::sample::full_sample(1_000, 1));
    let items = bench.touchpoints();
    let in_view = |bench: &Bench, item: &Item| bench.workspace().canvas_rect.contains(bench.center(*item));
    let shown: Vec<Item> = items.into_iter().filter(|item| in_view(&bench, item)).collect();
    let (first, last) = (shown[0], *shown.last().expect("cards in view"));
    let (from, to) = (bench.center(first), bench.center(last));
    let before = bench.place(first);
    bench.harness.hover_at(from);
    bench.settle();
    bench.harness.drag_at(from);
    bench.harness.hover_at(from + (to - from) * 0.5);
    bench.harness.step();
    bench.harness.hover_at(to);
    bench.harness.step();
    assert!(bench.workspace().preview.is_none(), "the pointer only passes");
    bench.settle();
    let shown = bench.workspace().shown_project().place_of(first);
    assert_ne!(shown, Some(before), "the pointer rests");
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(Some(bench.place(first)), shown);
}

#[test]
fn escape_ends_a_drag_without_a_trace() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (from, to) = (bench.center(items[0]), bench.center(items[5]));
    let before = bench.place(items[0]);
    bench.drag(from, to);
    bench.harness.key_down(Key::Escape);
    bench.settle();
    bench.harness.key_up(Key::Escape);
    bench.settle();
    assert!(bench.workspace().preview.is_none());
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(bench.place(items[0]), before);
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn a_whole_selection_is_dragged_and_alt_copies_it() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (first, second, to) = (bench.center(items[0]), bench.center(items[1]), bench.center(items[5]));
    bench.click(first, Modifiers::NONE);
    bench.click(second, Modifiers::SHIFT);
    bench.drag_and_drop(first, to);
    let stage = bench.place(items[5]).stage;
    assert!(items[..2].iter().all(|item| bench.place(*item).stage == stage));
    bench.undo();
    bench.harness.event(Event::ModifiersChanged(Modifiers::ALT));
    bench.drag_and_drop(first, to);
    assert_eq!(bench.touchpoints().len(), items.len() + 2);
    assert_ne!(bench.place(items[0]).stage, stage, "the originals stay");
}

#[test]
fn headers_are_dragged_into_another_order() {
    let mut bench = Bench::new();
    let journey = bench.workspace().open_journey().expect("an open journey").clone();
    let (from, to) = (bench.center(Subject::Stage(journey.stages[0])), bench.center(Subject::Stage(journey.stages[1])));
    bench.drag_and_drop(from, to + vec2(40.0, 0.0));
    let (from, to) = (bench.center(Subject::Lane(journey.lanes[0])), bench.center(Subject::Lane(journey.lanes[1])));
    bench.drag_and_drop(from, to + vec2(0.0, 30.0));
    let after = bench.workspace().open_journey().expect("an open journey");
    assert_eq!(after.stages[..2], [journey.stages[1], journey.stages[0]]);
    assert_eq!(after.lanes[..2], [journey.lanes[1], journey.lanes[0]]);
}

#[test]
fn a_type_dragged_from_the_library_lands_where_it_is_dropped() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let kind = &bench.workspace().catalogue.types[0];
    let (from, to) = (bench.harness.get_by_label(&kind.name).rect().center(), bench.center(items[5]));
    bench.drag_and_drop(from, to);
    let added: Vec<Item> = bench.touchpoints().into_iter().filter(|item| !items.contains(item)).collect();
    assert_eq!(added.len(), 1);
    assert_eq!((bench.text(added[0]), bench.place(added[0]).stage), (kind.name.as_str(), bench.place(items[5]).stage));
    assert_eq!(bench.selected(), [Subject::Item(added[0])]);
}

#[test]
fn a_type_dropped_on_a_lane_of_cards_falls_to_the_touchpoints_of_that_stage() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let stage = bench.place(items[5]).stage;
    let cell = bench.workspace().map.cells().find(|cell| cell.stage == stage && cell.kind == LaneKind::Actions);
    let to = bench.sight().rect_from_map(cell.expect("a lane of actions").rect).center();
    let kind = &bench.workspace().catalogue.types[0];
    let from = bench.harness.get_by_label(&kind.name).rect().center();
    bench.drag_and_drop(from, to);
    let added: Vec<Item> = bench.touchpoints().into_iter().filter(|item| !items.contains(item)).collect();
    assert_eq!(added.iter().map(|item| bench.place(*item).stage).collect::<Vec<_>>(), [stage]);
}

#[test]
fn the_map_runs_while_something_is_held_at_the_edge_and_rests_otherwise() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[3];
    let canvas = bench.workspace().canvas_rect;
    let (from, to) = (bench.center(item), canvas.right_center() - vec2(4.0, 0.0));
    let before = bench.workspace().camera;
    bench.drag(from, to);
    bench.harness.run_steps(10);
    assert!(bench.workspace().camera.offset.x < before.offset.x, "what lies to the right comes into view");
    bench.harness.drop_at(to);
    bench.settle();
    let rested = bench.workspace().camera;
    bench.harness.run_steps(10);
    assert_eq!(bench.workspace().camera, rested);
}

#[test]
fn a_click_on_a_figure_of_a_card_opens_it_and_a_drag_still_moves_the_card() {
    let mut bench = Bench::of(crate::file::sample());
    let map = &bench.workspace().map;
    let with_chips = bench.touchpoints().into_iter().find_map(|item| {
        let Item::Touchpoint(id) = item else { return None };
        Some((id, map.chip_rect(id, 0)?))
    });
    let (touchpoint, chip) = with_chips.expect("a card with figures");
    assert_eq!(map.chip_at(chip.center()), Some((touchpoint, 0)));
    let middle = bench.workspace().canvas_rect.size() / 2.0;
    let camera = crate::app::camera::Camera { scale: 1.0, offset: middle - chip.center().to_vec2() };
    bench.ask(Request::SetCamera(camera));
    let at = bench.sight().rect_from_map(chip).center();
    let metric = bench.workspace().numbers.chips(touchpoint, &bench.workspace().view)[0].metric;
    let before = bench.place(touchpoint.into());
    bench.drag_and_drop(at, at + vec2(230.0, 0.0));
    assert!(bench.workspace().dialog.is_none());
    assert_ne!(bench.place(touchpoint.into()), before);
    bench.undo();
    bench.ask(Request::SetCamera(camera));
    bench.click(at, Modifiers::NONE);
    assert_eq!(bench.selected(), [Subject::from(touchpoint)]);
    match &bench.workspace().dialog {
        Some(Dialog::Figure { metric: shown, touchpoint: of, .. }) => assert_eq!((*shown, *of), (metric, touchpoint)),
        other => panic!("{other:?}"),
    }
}
