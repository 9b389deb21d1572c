//! What is found to be another, in versions of one project and in journeys beside each other.

use super::*;
use crate::edit::{CardChange, Edit, StageChange, TouchpointChange, apply, build};
use crate::model::sample::full_sample;
use crate::model::{CardId, JourneyState, LaneId, Placement, TouchpointId};

fn made(project: &Project, edit: &Edit) -> Project {
    apply(project, edit).expect("an edit that can be made")
}

fn touchpoint(project: &Project, at: usize) -> TouchpointId {
    *project.touchpoints.keys().nth(at).expect("enough touchpoints")
}

fn kinds(difference: &Difference) -> Vec<(ChangeKind, &str)> {
    difference.changes.iter().map(|change| (change.kind, change.noun)).collect()
}

#[test]
fn nothing_changed_is_nothing_to_tell() {
    let project = full_sample(30, 1);
    assert_eq!(between(&project, &project).changes, []);
    // What is written anew with the same content is the same.
    let id = touchpoint(&project, 0);
    let title = project.touchpoints[&id].title.clone();
    let there = Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Title("x".to_owned()) };
    let back = Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Title(title) };
    assert_eq!(between(&project, &made(&made(&project, &there), &back)).changes, []);
}

#[test]
fn every_change_is_told_once_with_its_fields() {
    let before = full_sample(30, 1);
    let (first, second) = (touchpoint(&before, 0), touchpoint(&before, 1));
    let card: CardId = *before.cards.keys().next().expect("a card");
    let rename = TouchpointChange::Title("Renamed".to_owned());
    let mut after = made(&before, &Edit::ChangeTouchpoints { touchpoints: vec![first], change: rename });
    let owner = TouchpointChange::Owner("Ana".to_owned());
    after = made(&after, &Edit::ChangeTouchpoints { touchpoints: vec![first], change: owner });
    after = made(&after, &Edit::ChangeCards { cards: vec![card], change: CardChange::Text("Other words".to_owned()) });
    after = made(&after, &Edit::RemoveItems { items: vec![second.into()] });
    let place = after.touchpoints[&first].place;
    let (added, new) = build::new_untyped_touchpoint(&after, "New one", Placement::below(place));
    after = made(&after, &added);
    let difference = between(&before, &after);
    let of = |kind: ChangeKind| difference.changes.iter().filter(move |it| it.kind == kind).collect::<Vec<_>>();
    let gone_with_it = before.connectors.values().filter(|it| it.from == second || it.to == second).count();
    assert_eq!(of(ChangeKind::Added).len(), 1);
    assert_eq!(of(ChangeKind::Added)[0].after, Some(new.into()));
    assert_eq!(of(ChangeKind::Removed).len(), 1 + gone_with_it);
    assert!(of(ChangeKind::Removed).iter().any(|it| it.before == Some(second.into()) && it.after.is_none()));
    let changed = of(ChangeKind::Changed);
    assert_eq!(changed.len(), 2, "{:?}", kinds(&difference));
    let renamed = changed.iter().find(|it| it.after == Some(first.into())).expect("the renamed one");
    let fields: Vec<_> = renamed.fields.iter().map(|field| (field.name, field.to.as_str())).collect();
    assert_eq!(fields, [("Title", "Renamed"), ("Owner", "Ana")]);
    assert_eq!(renamed.fields[0].from, before.touchpoints[&first].title);
}

#[test]
fn moving_one_thing_says_only_that_it_moved() {
    let before = full_sample(30, 1);
    let journey = before.first_journey().expect("a journey").clone();
    let moved = touchpoint(&before, 0);
    let place = before.touchpoints[&moved].place;
    let other = *journey.stages.iter().find(|stage| **stage != place.stage).expect("another stage");
    let placement = Placement::end_of(&before, other, place.lane);
    let after = made(&before, &Edit::MoveItems { items: vec![moved.into()], placement });
    let difference = between(&before, &after);
    let moves: Vec<_> = difference.changes.iter().filter(|change| change.kind == ChangeKind::Moved).collect();
    assert_eq!((difference.changes.len(), moves.len()), (1, 1), "{:?}", kinds(&difference));
    assert_eq!(moves[0].fields[0].name, "Stage");
    let after = made(&before, &Edit::MoveStage { stage: journey.stages[0], to: usize::MAX });
    let difference = between(&before, &after);
    assert_eq!(kinds(&difference), [(ChangeKind::Moved, "stage")], "the others stand where they stood");
}

/// A copy as future state, with one thing of each kind changed in it.
fn wanted(project: &Project) -> (Project, JourneyId, JourneyId) {
    let current = project.journey_order[0];
    let copy = JourneyId(project.next_id);
    let edit = Edit::CopyJourney { journey: current, name: "Wanted".to_owned(), state: JourneyState::Future };
    let mut after = made(project, &edit);
    let stage = after.journeys[&copy].stages[0];
    after = made(&after, &Edit::ChangeStage { stage, change: StageChange::Name("Dream".to_owned()) });
    let items = after.items_in_reading_order(copy);
    after = made(&after, &Edit::RemoveItems { items: vec![items[0]] });
    let lane: LaneId = after.place_of(items[1]).expect("a place").lane;
    let (added, _) = build::new_untyped_touchpoint(&after, "Brand new", Placement::end_of(&after, stage, lane));
    (made(&after, &added), current, copy)
}

#[test]
fn a_copied_journey_is_told_from_its_original_even_if_renamed() {
    let project = full_sample(30, 1);
    let (after, current, copy) = wanted(&project);
    let difference = between_journeys(&after, current, copy);
    assert_eq!(difference.how, Matching::Copies);
    assert_eq!((difference.count(ChangeKind::Added), difference.count(ChangeKind::Changed)), (1, 1));
    assert!(difference.count(ChangeKind::Removed) >= 1);
    let stage = difference.changes.iter().find(|change| change.noun == "stage").expect("the renamed stage");
    assert_eq!((stage.fields[0].name, stage.fields[0].to.as_str()), ("Name", "Dream"));
    // The other way round, what was added is what is missing.
    let turned = between_journeys(&after, copy, current);
    assert_eq!(turned.count(ChangeKind::Added), difference.count(ChangeKind::Removed));
    assert_eq!(counterpart(&after, copy), Some((current, true)));
    assert_eq!(counterpart(&after, current), Some((copy, false)));
}

#[test]
fn journeys_of_unknown_origin_are_matched_by_title_and_place() {
    let project = full_sample(30, 1);
    let (mut after, current, copy) = wanted(&project);
    let mut record = (*after.journeys[&copy]).clone();
    record.origin = None;
    std::sync::Arc::make_mut(&mut after.journeys).insert(copy, std::sync::Arc::new(record));
    let difference = between_journeys(&after, current, copy);
    assert_eq!(difference.how, Matching::Titles);
    assert!(difference.changes.iter().any(|it| it.kind == ChangeKind::Added && it.name == "Brand new"));
    // The renamed stage counts as another one, and its old one as gone.
    assert!(difference.changes.iter().any(|it| it.kind == ChangeKind::Added && it.noun == "stage"));
    assert!(difference.changes.iter().any(|it| it.kind == ChangeKind::Removed && it.noun == "stage"));
}

#[test]
fn the_list_of_changes_can_be_taken_into_a_spreadsheet() {
    let before = full_sample(30, 1);
    let (first, second) = (touchpoint(&before, 0), touchpoint(&before, 1));
    let rename = TouchpointChange::Title("=Renamed\tand more".to_owned());
    let after = made(&before, &Edit::ChangeTouchpoints { touchpoints: vec![first], change: rename });
    let after = made(&after, &Edit::RemoveItems { items: vec![second.into()] });
    let rows = between(&before, &after).rows();
    let cells: Vec<Vec<&str>> = rows.lines().map(|row| row.split('\t').collect()).collect();
    assert!(cells.iter().all(|row| row.len() == 7), "{rows}");
    assert_eq!(cells[0][0], "Change");
    let changed = cells.iter().find(|row| row[0] == "Changed").expect("the renamed one");
    assert_eq!((changed[1], changed[4]), ("touchpoint", "Title"));
    assert_eq!(changed[5], before.touchpoints[&first].title);
    assert_eq!(changed[6], "'=Renamed and more", "no formula, and no cell more");
    assert!(cells.iter().any(|row| row[0] == "Removed" && row[1] == "touchpoint"));
}
