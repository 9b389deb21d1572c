//! Connectors drawn, moved, reached and labeled.

use super::*;

#[test]
fn a_connector_is_drawn_from_the_handle() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let count = bench.project().connectors.len();
    let Item::Touchpoint(first) = items[0] else { panic!("a touchpoint") };
    let handle = handle_center(bench.workspace(), &bench.sight(), first).expect("on the map");
    let (from, to) = (bench.center(items[0]), bench.center(items[6]));
    bench.harness.hover_at(from);
    bench.settle();
    bench.drag_and_drop(handle, to);
    assert_eq!(bench.project().connectors.len(), count + 1);
}

#[test]
fn an_end_of_a_connector_is_dragged_elsewhere() {
    let mut bench = Bench::new();
    let touchpoints: Vec<TouchpointId> = bench.project().touchpoints.keys().copied().collect();
    let connector = Connector::clone(bench.project().connectors.values().next().expect("a connector"));
    let joined =
        |bench: &Bench, from, to| bench.project().connectors.values().any(|other| (other.from, other.to) == (from, to));
    let is_other = |id: &&TouchpointId| **id != connector.from && **id != connector.to;
    let free = *touchpoints
        .iter()
        .filter(is_other)
        .find(|id| !joined(&bench, connector.from, **id))
        .expect("a touchpoint to lead to");
    let taken = *touchpoints.iter().filter(is_other).find(|id| **id != free).expect("another one");
    let (edit, _) = build::connect(bench.project(), connector.from, taken);
    if !joined(&bench, connector.from, taken) {
        bench.ask(Request::Edit(edit));
    }
    bench.ask(Request::Select(Selection::only(Subject::Connector(connector.id))));
    let before = bench.project().clone();
    let ends = |bench: &Bench| {
        let record = &bench.project().connectors[&connector.id];
        (record.from, record.to)
    };
    let tip = |bench: &Bench| {
        let way = bench.workspace().map.way_of(connector.id).expect("on the map");
        bench.sight().screen_from_map(*way.last().expect("an end"))
    };

    bench.drag(tip(&bench), bench.center(free));
    assert!(bench.workspace().preview.is_some(), "its new way shows before it is let go");
    bench.press(Key::Escape);
    assert!(bench.workspace().preview.is_none(), "Escape ends it");
    bench.harness.drop_at(bench.center(free));
    bench.settle();
    assert!(bench.project().is_same_as(&before), "and changes nothing");

    let nowhere = bench.sight().canvas.right_bottom() - vec2(60.0, 60.0);
    for (name, at) in [("on nothing", nowhere), ("on one that is connected already", bench.center(taken))] {
        bench.drag_and_drop(tip(&bench), at);
        assert!(bench.project().is_same_as(&before), "{name}");
        bench.ask(Request::SetCamera(crate::app::camera::Camera::default()));
        bench.ask(Request::Select(Selection::only(Subject::Connector(connector.id))));
    }

    bench.drag_and_drop(tip(&bench), bench.center(free));
    assert_eq!(ends(&bench), (connector.from, free));
    assert_eq!(bench.selected(), [Subject::Connector(connector.id)]);
    bench.undo();
    assert_eq!(ends(&bench), (connector.from, connector.to), "one step takes it back");
}

#[test]
fn connectors_are_reached_by_keyboard_and_by_name() {
    let mut bench = Bench::new();
    let connector = Connector::clone(bench.project().connectors.values().next().expect("a connector"));
    bench.ask(Request::Select(Selection::only(Item::Touchpoint(connector.from))));
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::C);
    bench.settle();
    let [Subject::Connector(id)] = bench.selected()[..] else { panic!("a connector: {:?}", bench.selected()) };
    let found = Connector::clone(&bench.project().connectors[&id]);
    assert_eq!(found.from, connector.from);
    assert_eq!(bench.workspace().tool, Tool::Select);
    let title = |id| bench.text(Item::Touchpoint(id)).to_owned();
    let name = format!("{} from {} to {}", found.kind.label(), title(found.from), title(found.to));
    assert!(
        bench.harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with(&name))).next().is_some()
    );

    bench.press(Key::Enter);
    bench.type_text("by mail");
    bench.press(Key::Enter);
    assert_eq!(bench.project().connectors[&id].label, "by mail");
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::C);
    bench.settle();
    assert!(bench.selected() != [Subject::Connector(id)], "on to the next");
    bench.ask(Request::Select(Selection::only(Subject::Connector(id))));
    bench.press(Key::Delete);
    assert!(!bench.project().connectors.contains_key(&id));
}

#[test]
fn a_new_connector_is_labeled_by_typing() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let Item::Touchpoint(first) = items[0] else { panic!("a touchpoint") };
    let handle = handle_center(bench.workspace(), &bench.sight(), first).expect("on the map");
    let (from, to) = (bench.center(items[0]), bench.center(items[6]));
    for (typed, end, label) in [("vcn", Key::Enter, "vcn"), ("vcn", Key::Escape, "")] {
        bench.harness.hover_at(from);
        bench.settle();
        bench.drag_and_drop(handle, to);
        let Some(Editing::Connector(id)) = bench.workspace().editing else { panic!("the label is open for typing") };
        bench.type_text(typed);
        bench.press(end);
        assert_eq!(bench.project().connectors[&id].label, label);
        assert_eq!(bench.workspace().tool, Tool::Select);
        bench.undo();
        assert!(!bench.project().connectors.contains_key(&id), "connecting and labeling are one entry");
        bench.ask(Request::SetCamera(crate::app::camera::Camera::default()));
    }
}
