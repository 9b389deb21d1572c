//! What edits do to a project, as tables of before and after. The document, copies, figures and properties of any
//! sequence of edits lie in the files beside.

mod clipboard;
mod data;
mod goals;
mod history;
mod properties;
mod shots;
mod whole;
mod world;

use throughline::edit::build::{self, Beside, Toward};
use throughline::edit::{ConnectorChange, Document, Edit, EditError, Placement, StageChange, TouchpointChange, apply};
use throughline::model::check::problems;
use throughline::model::{
    Connector, ConnectorId, ConnectorKind, Item, LaneKind, Phase, Project, SourceId, StageId, Subject, TouchpointId,
};

use data::measured;
use world::World;

/// Applies the edit to the map and compares with the map expected; an unchanged map must share every table.
fn check(before: &str, edit: impl Fn(&World) -> Edit, after: &str) {
    let world = World::parse(before);
    let edit = edit(&world);
    let changed = match apply(&world.project, &edit) {
        Ok(changed) => changed,
        Err(error) => panic!("{before}: {error}"),
    };
    assert_eq!(problems(&changed), Vec::new(), "{before} → {after}");
    assert_eq!(world.show(&changed), after, "from {before}");
    if before == after {
        assert!(changed.is_same_as(&world.project), "{before}: nothing changed, yet something was copied");
    }
}

/// Moves the named items to a slot: stage, lane ('T', 'p' or '1'), column, order; '+' in front opens a new column.
fn check_move(before: &str, items: &str, slot: (usize, char, u32, u32), after: &str) {
    check(before, |world| move_edit(world, items, slot, false), after);
}

fn check_move_to_new_column(before: &str, items: &str, slot: (usize, char, u32), after: &str) {
    check(before, |world| move_edit(world, items, (slot.0, slot.1, slot.2, 0), true), after);
}

fn move_edit(world: &World, items: &str, slot: (usize, char, u32, u32), is_new_column: bool) -> Edit {
    let (stage, lane, column, order) = slot;
    let placement = Placement { is_new_column, ..world.slot(stage, lane, column, order) };
    Edit::MoveItems { items: world.items(items), placement }
}

#[test]
fn items_move_within_their_stack() {
    check_move("ABCD", "A", (0, 'T', 0, 3), "BCAD");
    check_move("ABCD", "A", (0, 'T', 0, 4), "BCDA");
    check_move("ABCD", "D", (0, 'T', 0, 1), "ADBC");
    check_move("ABCD", "AC", (0, 'T', 0, 4), "BDAC");
    check_move("ABCD", "B", (0, 'T', 0, 99), "ACDB");
}

#[test]
fn items_dropped_into_their_own_slot_change_nothing() {
    check_move("ABC", "B", (0, 'T', 0, 1), "ABC");
    check_move("ABC", "B", (0, 'T', 0, 2), "ABC");
    check_move("ABC", "BC", (0, 'T', 0, 1), "ABC");
    check_move("AB | C", "C", (0, 'T', 7, 9), "AB | C");
    check_move_to_new_column("A | B | C", "B", (0, 'T', 1), "A | B | C");
    check_move_to_new_column("A | B | C", "B", (0, 'T', 2), "A | B | C");
    check_move_to_new_column("A | B", "B", (0, 'T', 99), "A | B");
    check_move("Axy", "Ax", (0, 'T', 0, 0), "Axy");
    check_move("Axy", "Ax", (0, 'p', 0, 0), "Axy");
}

#[test]
fn items_move_to_other_columns_and_gaps_close() {
    check_move("A | B | C", "A", (0, 'T', 2, 0), "B | AC");
    check_move("A | B | C", "C", (0, 'T', 0, 1), "AC | B");
    check_move("AB | C", "B", (0, 'T', 1, 0), "A | BC");
    // A column that another lane still uses stays.
    check_move("Ax | B", "A", (0, 'T', 1, 1), "x | BA");
    check_move("A | B", "AB", (0, 'T', 9, 0), "AB");
}

#[test]
fn items_open_new_columns() {
    check_move_to_new_column("AB | C", "B", (0, 'T', 1), "A | B | C");
    check_move_to_new_column("AB | C", "B", (0, 'T', 0), "B | A | C");
    check_move_to_new_column("AB | C", "A", (0, 'T', 9), "B | C | A");
    check_move_to_new_column("Ax | B", "A", (0, 'T', 1), "x | A | B");
    check_move_to_new_column("A | B | C", "AC", (0, 'T', 1), "AC | B");
}

#[test]
fn items_move_across_stages_and_lanes() {
    check_move("A | B / C", "A", (1, 'T', 0, 0), "B / AC");
    check_move("A | B / C", "C", (0, 'T', 1, 1), "A | BC / ");
    check_move("A / ", "A", (1, 'T', 0, 0), " / A");
    check_move("xy / ", "xy", (1, '1', 0, 0), " / ~x~y");
    check_move("x1", "x", (0, '1', 0, 0), "~x1");
    check_move_to_new_column("Ax / B | C", "A", (1, 'T', 1), "x / B | A | C");
    // In reading order, whatever the order of the selection.
    check_move("A | B / C", "CBA", (1, 'T', 0, 0), " / ABC");
}

#[test]
fn in_a_mixed_selection_only_what_fits_the_lane_changes_lanes() {
    // Touchpoints and pain points into the touchpoints lane of the next stage: the pain points keep their lane.
    check_move("Ax / By", "Ax", (1, 'T', 0, 0), " / AByx");
    // Into the notes lane: the cards become notes, the touchpoint keeps its lane.
    check_move("Ax / B1", "Ax", (1, '1', 0, 1), " / BA1~x");
    check_move_to_new_column("Ax1 / B", "Ax1", (1, 'T', 0), " / Ax1 | B");
}

#[test]
fn items_are_refused_by_lanes_of_the_wrong_kind() {
    let world = World::parse("Ax");
    let refused = |items: &str, lane| apply(&world.project, &move_edit(&world, items, (0, lane, 0, 0), false));
    assert!(matches!(refused("A", 'p'), Err(EditError::TouchpointInCardLane { .. })));
    assert!(matches!(refused("x", 'T'), Err(EditError::CardInTouchpointLane { .. })));
    let (touchpoint, _) = build::new_untyped_touchpoint(&world.project, "B", world.slot(0, 'p', 0, 0));
    assert!(matches!(apply(&world.project, &touchpoint), Err(EditError::TouchpointInCardLane { .. })));
    let (card, _) = build::new_card(&world.project, "y", world.slot(0, 'T', 0, 0));
    assert!(matches!(apply(&world.project, &card), Err(EditError::CardInTouchpointLane { .. })));
}

#[test]
fn a_cell_is_of_one_journey() {
    let world = World::parse("A");
    let other = world.with_second_journey();
    let lane = other.project.journeys[&other.second].lanes[0];
    let placement = Placement { lane, ..world.slot(0, 'T', 0, 0) };
    let edit = Edit::MoveItems { items: world.items("A"), placement };
    assert!(matches!(apply(&other.project, &edit), Err(EditError::CellAcrossJourneys { .. })));
}

#[test]
fn connectors_go_along_between_journeys_if_both_ends_do() {
    let world = World::parse("ABCx");
    let mut project = world.connect(&world.project, 'A', 'B');
    project = world.connect(&project, 'B', 'C');
    let two = world.with_project(project).with_second_journey();
    let journey = &two.project.journeys[&two.second];
    let placement = Placement::end_of(&two.project, journey.stages[0], journey.lanes[0]);
    let moved = apply(&two.project, &Edit::MoveItems { items: world.items("ABx"), placement }).unwrap();
    assert_eq!(problems(&moved), Vec::new());
    let left: Vec<_> = moved.connectors.values().map(|found| (found.from, found.to)).collect();
    assert_eq!(left, [(world.touchpoint('A'), world.touchpoint('B'))]);
    let card_lane = moved.place_of(world.item('x')).unwrap().lane;
    assert_eq!((moved.lanes[&card_lane].journey, moved.lanes[&card_lane].kind), (two.second, LaneKind::PainPoints));
}

#[test]
fn what_is_added_makes_room() {
    let add = |slot: (usize, char, u32, u32), is_new_column| {
        move |world: &World| {
            let placement = Placement { is_new_column, ..world.slot(slot.0, slot.1, slot.2, slot.3) };
            if slot.1 == 'T' {
                build::new_untyped_touchpoint(&world.project, "Z", placement).0
            } else {
                build::new_card(&world.project, "z", placement).0
            }
        }
    };
    check("AB | C", add((0, 'T', 0, 1), false), "AZB | C");
    check("AB | C", add((0, 'T', 1, 0), true), "AB | Z | C");
    check("AB | C", add((0, 'T', 9, 9), false), "AB | C | Z");
    check("AB | C", add((0, 'p', 1, 0), false), "AB | Cz");
    check("", add((0, 'T', 3, 3), false), "Z");
    check("A / ", add((1, 'p', 0, 0), true), "A / z");
}

#[test]
fn removal_closes_gaps_and_takes_what_hangs_on_it() {
    let remove = |items: &'static str| move |world: &World| Edit::RemoveItems { items: world.items(items) };
    check("ABC", remove("B"), "AC");
    check("A | B | C", remove("B"), "A | C");
    check("Ax | B", remove("A"), "x | B");
    check("Ax | B / C", remove("AxB"), " / C");
    check("Ax | B / C", |world| Edit::RemoveLane { lane: world.lane('T') }, "x / ");
    check("Ax | B / C", |world| Edit::RemoveStage { stage: world.stages[0] }, "C");

    let world = World::parse("AB");
    let project = measured(&world, &world.connect(&world.project, 'A', 'B'));
    for edit in [
        Edit::RemoveItems { items: world.items("A") },
        Edit::RemoveLane { lane: world.lane('T') },
        Edit::RemoveStage { stage: world.stages[0] },
        Edit::RemoveJourney { journey: world.journey },
    ] {
        let left = apply(&project, &edit).unwrap();
        assert_eq!((left.connectors.len(), left.series.len(), left.sources.len()), (0, 0, 1), "{edit:?}");
        assert_eq!(problems(&left), Vec::new());
    }
}

#[test]
fn stages_and_lanes_move_to_slots_counted_with_them_in_place() {
    let stage = |at: usize, to| move |world: &World| Edit::MoveStage { stage: world.stages[at], to };
    check("A / B / C", stage(0, 2), "B / A / C");
    check("A / B / C", stage(0, 9), "B / C / A");
    check("A / B / C", stage(2, 0), "C / A / B");
    check("A / B / C", stage(1, 1), "A / B / C");
    check("A / B / C", stage(1, 2), "A / B / C");
    check(
        "A / B / C",
        |world| build::move_stage_toward(&world.project, world.stages[1], Toward::Left).unwrap(),
        "B / A / C",
    );
    check(
        "A / B / C",
        |world| build::move_stage_toward(&world.project, world.stages[1], Toward::Right).unwrap(),
        "A / C / B",
    );
    let world = World::parse("A / B");
    assert_eq!(build::move_stage_toward(&world.project, world.stages[1], Toward::Right), None);
    assert_eq!(build::move_stage_toward(&world.project, world.stages[0], Toward::Left), None);
    let down = build::move_lane_toward(&world.project, world.lane('T'), Toward::Down).unwrap();
    let moved = apply(&world.project, &down).unwrap();
    assert_eq!(moved.journeys[&world.journey].lanes, [world.lane('p'), world.lane('T'), world.lane('1')]);
}

#[test]
fn the_keyboard_moves_items_everywhere() {
    let nudge = |item: char, toward| {
        move |world: &World| build::move_within_reading_order(&world.project, world.item(item), toward).unwrap()
    };
    check("ABC", nudge('B', Toward::Up), "BAC");
    check("ABC", nudge('B', Toward::Down), "ACB");
    check("xy1", nudge('y', Toward::Down), "x~y1");
    check("x1", nudge('1', Toward::Up), "x^1");
    check("AB | C", nudge('B', Toward::Right), "A | CB");
    check("A | B", nudge('B', Toward::Left), "BA");
    check("A | BC", nudge('C', Toward::Right), "A | B | C");
    check("AB | C", nudge('A', Toward::Left), "A | B | C");
    check("A | B / C", nudge('B', Toward::Right), "A / CB");
    check("A | B / C", nudge('C', Toward::Left), "A | BC / ");
    let world = World::parse("Ax / B");
    for (item, toward) in [('A', Toward::Up), ('A', Toward::Down), ('x', Toward::Up), ('B', Toward::Right)] {
        assert_eq!(build::move_within_reading_order(&world.project, world.item(item), toward), None, "{item}");
    }
}

#[test]
fn new_items_go_beside_the_one_in_hand() {
    let beside = |item: char, beside| {
        move |world: &World| {
            let (mut edit, _) = build::new_item_beside(&world.project, world.item(item), beside).unwrap();
            match &mut edit {
                Edit::AddTouchpoint { touchpoint, .. } => touchpoint.title = "Z".to_owned(),
                Edit::AddCard { card, .. } => card.text = "z".to_owned(),
                _ => panic!("adds something else"),
            }
            edit
        }
    };
    check("AB | C", beside('A', Beside::Below), "AZB | C");
    check("AB | C", beside('A', Beside::NextStep), "AB | Z | C");
    check("xy", beside('y', Beside::Below), "xyz");
}

#[test]
fn connectors_are_refused_where_they_make_no_sense() {
    let world = World::parse("AB");
    let project = world.connect(&world.project, 'A', 'B');
    let (a, b) = (world.touchpoint('A'), world.touchpoint('B'));
    let refused = |from, to| apply(&project, &build::connect(&project, from, to).0).unwrap_err();
    assert!(matches!(refused(a, a), EditError::ConnectorToItself { .. }));
    assert!(matches!(refused(a, b), EditError::ConnectorExists { .. }));
    assert!(matches!(refused(a, TouchpointId(999)), EditError::Unknown { .. }));
    assert!(apply(&project, &build::connect(&project, b, a).0).is_ok());
    let two = world.with_project(project.clone()).with_second_journey();
    let journey = &two.project.journeys[&two.second];
    let placement = Placement::end_of(&two.project, journey.stages[0], journey.lanes[0]);
    let (edit, c) = build::new_untyped_touchpoint(&two.project, "C", placement);
    let three = apply(&two.project, &edit).unwrap();
    let across = apply(&three, &build::connect(&three, a, c).0).unwrap_err();
    assert!(matches!(across, EditError::ConnectorAcrossJourneys { .. }));
    let connectors: Vec<ConnectorId> = project.connectors.keys().copied().collect();
    let turn =
        Edit::ChangeConnectors { connectors: connectors.clone(), change: ConnectorChange::Ends { from: b, to: a } };
    assert_eq!(apply(&project, &turn).unwrap().connectors[&connectors[0]].from, b);
    let bend = Edit::ChangeConnectors { connectors, change: ConnectorChange::Ends { from: b, to: b } };
    assert!(apply(&project, &bend).is_err());
}

#[test]
fn unknown_and_used_ids_are_refused() {
    let world = World::parse("Ax");
    let slot = world.slot(0, 'T', 0, 0);
    let gone = Item::Touchpoint(TouchpointId(999));
    let id = world.touchpoint('A');
    let used = |connector: u64| Connector {
        id: ConnectorId(connector),
        from: id,
        to: id,
        label: String::new(),
        kind: ConnectorKind::Flow,
    };
    let mut again = throughline::model::Touchpoint::clone(&world.project.touchpoints[&id]);
    let twice = Edit::AddTouchpoint { touchpoint: again.clone(), placement: slot };
    assert_eq!(apply(&world.project, &twice), Err(EditError::IdInUse { id: id.0 }));
    // An id names one record of any kind.
    again.id = TouchpointId(world.stages[0].0);
    let as_stage = Edit::AddTouchpoint { touchpoint: again.clone(), placement: slot };
    assert_eq!(apply(&world.project, &as_stage), Err(EditError::IdInUse { id: world.stages[0].0 }));
    again.id = TouchpointId(u64::MAX);
    let last = Edit::AddTouchpoint { touchpoint: again, placement: slot };
    assert_eq!(apply(&world.project, &last), Err(EditError::OutOfIds));
    for edit in [
        Edit::MoveItems { items: vec![gone], placement: slot },
        Edit::MoveItems { items: vec![gone], placement: Placement { stage: StageId(999), ..slot } },
        Edit::RemoveItems { items: vec![world.item('A'), gone] },
        Edit::RemoveStage { stage: StageId(999) },
        Edit::RemoveSource { source: SourceId(999) },
        Edit::RemoveConnectors { connectors: vec![ConnectorId(999)] },
        Edit::AddConnector { connector: used(999) },
        Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Importance(Some(6)) },
        // All or nothing.
        Edit::Batch {
            label: String::new(),
            edits: vec![Edit::RemoveItems { items: vec![world.item('A')] }, Edit::RemoveItems { items: vec![gone] }],
        },
    ] {
        let mut document = Document::new(world.project.clone());
        assert!(document.commit(&edit).is_err(), "{edit:?}");
        assert!(document.project().is_same_as(&world.project) && document.undo_label().is_none());
    }
}

#[test]
fn removing_a_selection_is_one_edit_whatever_it_holds() {
    let world = World::parse("ABx / Cy");
    let project = world.connect(&world.project, 'A', 'B');
    let connector = *project.connectors.keys().next().unwrap();
    let subjects = [
        Subject::Stage(world.stages[0]),
        Subject::from(world.item('A')),
        Subject::Lane(world.lane('p')),
        Subject::Connector(connector),
        Subject::from(TouchpointId(999)),
    ];
    let edit = build::remove_subjects(&project, &subjects);
    assert_eq!(edit.label(&project), "Delete 4 items");
    assert_eq!(world.show(&apply(&project, &edit).unwrap()), "C");
    let one = build::remove_subjects(&project, &[Subject::from(world.item('A'))]);
    assert_eq!(one.label(&project), "Delete A");
    let nothing = build::remove_subjects(&project, &[]);
    assert!(apply(&project, &nothing).unwrap().is_same_as(&project));
}

#[test]
fn a_blank_journey_has_three_stages_and_the_usual_lanes() {
    let (edit, id) = build::new_journey_blank(&Project::default(), "Online shop");
    let project = apply(&Project::default(), &edit).unwrap();
    assert_eq!(problems(&project), Vec::new());
    let journey = &project.journeys[&id];
    let phases: Vec<Phase> = journey.stages.iter().map(|stage| project.stages[stage].phase).collect();
    let kinds: Vec<LaneKind> = journey.lanes.iter().map(|lane| project.lanes[lane].kind).collect();
    assert_eq!(
        (phases, kinds),
        (
            Phase::ALL.to_vec(),
            vec![
                LaneKind::Touchpoints,
                LaneKind::Actions,
                LaneKind::Thoughts,
                LaneKind::Emotion,
                LaneKind::PainPoints,
                LaneKind::Opportunities
            ]
        )
    );
    assert_eq!(project.first_journey().map(|first| first.id), Some(id));
}

#[test]
fn labels_speak_plainly() {
    let world = World::parse("ABxy");
    let project = apply(
        &world.project,
        &Edit::ChangeTouchpoints {
            touchpoints: vec![world.touchpoint('A')],
            change: TouchpointChange::Title("Checkout".to_owned()),
        },
    )
    .unwrap();
    let slot = world.slot(0, 'T', 0, 0);
    let moved = |items: &str| Edit::MoveItems { items: world.items(items), placement: slot };
    let stage = world.stages[0];
    let touchpoints = |names: &str| names.chars().map(|name| world.touchpoint(name)).collect::<Vec<_>>();
    for (edit, label) in [
        (moved("A"), "Move Checkout"),
        (moved("AB"), "Move 2 touchpoints"),
        (moved("x"), "Move pain point"),
        (moved("xy"), "Move 2 pain points"),
        (moved("Ax"), "Move 2 items"),
        (Edit::ChangeStage { stage, change: StageChange::Name("Buy".to_owned()) }, "Rename stage"),
        (Edit::RemoveStage { stage }, "Delete Stage 1"),
        (build::new_untyped_touchpoint(&project, "Call", slot).0, "Add touchpoint"),
        (build::new_card(&project, "", world.slot(0, 'p', 0, 0)).0, "Add pain point"),
        (
            Edit::ChangeTouchpoints { touchpoints: touchpoints("AB"), change: TouchpointChange::MomentOfTruth(true) },
            "Mark 2 touchpoints as moment of truth",
        ),
        (Edit::RemoveItems { items: world.items("A") }, "Delete Checkout"),
    ] {
        assert_eq!(edit.label(&project), label);
    }
}

#[test]
fn a_project_without_ids_left_refuses_to_grow() {
    let world = World::parse("A");
    let full = Project { next_id: u64::MAX, ..world.project.clone() };
    for edit in [
        build::new_journey_blank(&full, "Second").0,
        build::new_untyped_touchpoint(&full, "B", world.slot(0, 'T', 0, 0)).0,
        build::copy_items_to(&full, &world.items("A"), world.slot(0, 'T', 0, 0)).0,
    ] {
        assert_eq!(apply(&full, &edit), Err(EditError::OutOfIds));
    }
}
