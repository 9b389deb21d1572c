//! What gestures would do, without a window.

use super::*;
use crate::edit::apply;
use crate::layout::{Layouter, Lens, MapInput};
use crate::model::sample::big_sample;
use crate::model::{CardId, Catalogue};
use crate::scene::Theme;
use crate::scene::theme::ThemeName;

fn start() -> Start {
    let project = big_sample(14, 1);
    let journey = project.journey_order[0];
    let theme = Theme::load(ThemeName::Light);
    let input = MapInput { project: &project, journey, theme: &theme, figures: None, lens: Lens::Plain };
    let map = Arc::new(Layouter::new().map(&input));
    Start { project, map, revision: 0, press_in_map: Pos2::ZERO }
}

fn touchpoints(start: &Start) -> Vec<TouchpointId> {
    let in_order = start.project.items_in_reading_order(start.project.journey_order[0]);
    in_order.into_iter().filter_map(|item| if let Item::Touchpoint(id) = item { Some(id) } else { None }).collect()
}

fn rect(start: &Start, subject: impl Into<Subject>) -> Rect {
    start.map.rect_of(subject).expect("on the map")
}

/// The project after the gesture was let go there, or as it was if nothing would happen there.
fn after(gesture: &Gesture, pointer_in_map: Pos2, mode: MoveMode) -> Project {
    let before = gesture.start().expect("a gesture with a start").project.clone();
    let outcome = gesture.slot(pointer_in_map, mode).and_then(|slot| gesture.outcome(slot));
    outcome.map_or(before.clone(), |outcome| apply(&before, &outcome.edit).expect("an edit that can be made"))
}

fn moving(start: &Start, items: &[TouchpointId]) -> Gesture {
    let items: Vec<Item> = items.iter().map(|id| Item::Touchpoint(*id)).collect();
    Gesture::MovingItems { start: start.clone(), grabbed: items[0], items }
}

#[test]
fn a_dragged_card_lies_above_the_one_on_whose_upper_half_it_is_dropped() {
    let start = start();
    let ids = touchpoints(&start);
    let target = *ids
        .iter()
        .find(|id| start.project.touchpoints[id].place.stage != start.project.touchpoints[&ids[0]].place.stage)
        .expect("another stage");
    let place = start.project.touchpoints[&target].place;
    let pointer = rect(&start, target).center_top() + crate::base::vec2(0.0, 3.0);
    let project = after(&moving(&start, &ids[..1]), pointer, MoveMode::Move);
    let moved = project.touchpoints[&ids[0]].place;
    assert_eq!((moved.stage, moved.lane, moved.order), (place.stage, place.lane, place.order));
    assert_eq!(project.touchpoints[&target].place.order, place.order + 1);
}

#[test]
fn a_card_dropped_where_it_was_stays() {
    let start = start();
    for id in touchpoints(&start) {
        let project = after(&moving(&start, &[id]), rect(&start, id).center(), MoveMode::Move);
        assert_eq!(project.touchpoints[&id].place, start.project.touchpoints[&id].place, "{id:?}");
    }
}

#[test]
fn nothing_happens_outside_the_cells_and_in_lanes_that_do_not_take_it() {
    let start = start();
    let ids = touchpoints(&start);
    let card: CardId = *start.project.cards.keys().next().expect("a card");
    let on_card = rect(&start, card).center();
    for (name, pointer) in [("far beyond the map", Pos2::new(90_000.0, 0.0)), ("a lane of cards", on_card)] {
        assert_eq!(moving(&start, &ids[..1]).slot(pointer, MoveMode::Move), None, "{name}");
    }
}

#[test]
fn copying_leaves_what_is_copied() {
    let start = start();
    let ids = touchpoints(&start);
    let pointer = rect(&start, ids[3]).center();
    let project = after(&moving(&start, &ids[..2]), pointer, MoveMode::Copy);
    assert_eq!(project.touchpoints.len(), start.project.touchpoints.len() + 2);
    for id in &ids[..2] {
        assert_eq!(project.touchpoints[id].title, start.project.touchpoints[id].title);
    }
}

#[test]
fn headers_go_where_their_mark_is() {
    let start = start();
    let journey = start.project.journeys[&start.project.journey_order[0]].clone();
    let (first, last) = (journey.stages[0], journey.stages[journey.stages.len() - 1]);
    let gesture = Gesture::MovingStage { start: start.clone(), stage: first };
    let project = after(&gesture, rect(&start, Subject::Stage(last)).right_center(), MoveMode::Move);
    assert_eq!(project.journeys[&journey.id].stages.last(), Some(&first));
    let (first, last) = (journey.lanes[0], journey.lanes[journey.lanes.len() - 1]);
    let gesture = Gesture::MovingLane { start: start.clone(), lane: last };
    let project = after(&gesture, rect(&start, Subject::Lane(first)).center_top(), MoveMode::Move);
    assert_eq!(project.journeys[&journey.id].lanes.first(), Some(&last));
}

#[test]
fn a_connector_joins_two_touchpoints_and_never_one_with_itself() {
    let start = start();
    let ids = touchpoints(&start);
    let joined =
        |from, to| start.project.connectors.values().any(|connector| connector.from == from && connector.to == to);
    let to = *ids.iter().find(|to| **to != ids[0] && !joined(ids[0], **to)).expect("one to join");
    let gesture = Gesture::Connecting { start: start.clone(), from: ids[0] };
    let project = after(&gesture, rect(&start, to).center(), MoveMode::Move);
    assert_eq!(project.connectors.len(), start.project.connectors.len() + 1);
    assert_eq!(gesture.slot(rect(&start, ids[0]).center(), MoveMode::Move), None);
}

#[test]
fn an_end_of_a_connector_leads_where_it_is_dropped() {
    let start = start();
    let ids = touchpoints(&start);
    let connector = start.project.connectors.values().next().expect("a connector").clone();
    let joined = |from, to| start.project.connectors.values().any(|other| (other.from, other.to) == (from, to));
    let other = |fits: &dyn Fn(TouchpointId) -> bool| {
        let is_other = |id: &&TouchpointId| **id != connector.from && **id != connector.to && fits(**id);
        *ids.iter().find(is_other).expect("another touchpoint")
    };
    let (from, to) = (other(&|id| !joined(id, connector.to)), other(&|id| !joined(connector.from, id)));
    let gesture = |end| Gesture::Reconnecting { start: start.clone(), connector: connector.id, end };
    let ends = |end, at| {
        let project = after(&gesture(end), at, MoveMode::Move);
        assert_eq!(project.connectors.len(), start.project.connectors.len());
        let record = &project.connectors[&connector.id];
        assert_eq!((&record.label, record.kind), (&connector.label, connector.kind));
        (record.from, record.to)
    };
    let center = |id: TouchpointId| rect(&start, id).center();
    let cases = [
        ("its start", ends(ConnectorEnd::From, center(from)), (from, connector.to)),
        ("its end", ends(ConnectorEnd::To, center(to)), (connector.from, to)),
        ("to itself", ends(ConnectorEnd::To, center(connector.from)), (connector.from, connector.to)),
        ("on nothing", ends(ConnectorEnd::To, Pos2::new(90_000.0, 0.0)), (connector.from, connector.to)),
    ];
    for (name, found, expected) in cases {
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(gesture(ConnectorEnd::To).slot(center(connector.to), MoveMode::Move), None, "where it is");
}

#[test]
fn a_type_from_the_library_becomes_a_touchpoint() {
    let start = start();
    let catalogue: &'static Catalogue = crate::file::catalogue();
    let kind = &catalogue.types[0];
    let gesture = Gesture::Dropping { start: start.clone(), kind };
    let project = after(&gesture, rect(&start, touchpoints(&start)[0]).center(), MoveMode::Move);
    let added: Vec<_> = project.touchpoints.values().filter(|touchpoint| touchpoint.kind == kind.code).collect();
    assert_eq!(project.touchpoints.len(), start.project.touchpoints.len() + 1);
    assert!(added.iter().any(|touchpoint| touchpoint.title == kind.name));
}

#[test]
fn clicks_select_and_shift_clicks_toggle() {
    let (a, b) = (Subject::from(TouchpointId(1)), Subject::from(TouchpointId(2)));
    let both = Selection::of([a, b]);
    let subjects = |selection: Selection| selection.subjects.into_iter().collect::<Vec<_>>();
    let cases = [
        ("a click selects one", clicked_selection(&both, Some(a), false), vec![a]),
        ("a click beside selects nothing", clicked_selection(&both, None, false), vec![]),
        ("Shift takes out", clicked_selection(&both, Some(a), true), vec![b]),
        ("Shift adds", clicked_selection(&Selection::only(a), Some(b), true), vec![a, b]),
        ("Shift beside keeps", clicked_selection(&both, None, true), vec![a, b]),
    ];
    for (name, selection, expected) in cases {
        assert_eq!(subjects(selection), expected, "{name}");
    }
}

#[test]
fn grabbing_a_selected_card_takes_the_whole_selection_along() {
    let (a, b, c) = (Item::from(TouchpointId(1)), Item::from(TouchpointId(2)), Item::from(TouchpointId(3)));
    let selection = Selection::of([a, b]);
    assert_eq!(grabbed_items(&selection, a), vec![a, b]);
    assert_eq!(grabbed_items(&selection, c), vec![c]);
}
