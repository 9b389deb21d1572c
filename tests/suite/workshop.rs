//! What a workshop leaves in a project: marks of the session, votes, snapshots and what restoring one keeps.

use std::sync::Arc;

use throughline::base::date::date;
use throughline::edit::workshop::{
    VoteOn, VoteRules, choices, park, park_lines, park_subjects, start, start_vote, take_back, unpark_as_item,
};
use throughline::edit::{Document, Edit, EditError, Selection, WorkshopChange, apply, build, stickies};
use throughline::file::{pack, read, sample, unpack, write_text};
use throughline::model::sample::{big_sample, full_sample};
use throughline::model::{
    Item, JourneyState, LaneKind, Place, Placement, Poll, PollState, Project, SessionId, Snapshot, SnapshotId, Spot,
    StickyColor, Subject, check,
};

fn change(change: WorkshopChange) -> Edit {
    Edit::ChangeWorkshop { change }
}

fn first_journey(project: &Project) -> throughline::model::JourneyId {
    project.journey_order[0]
}

fn slot(project: &Project) -> Placement {
    let place: Place = project.touchpoints.values().next().unwrap().place;
    Placement::below(place)
}

fn snapshot(project: &Project) -> Arc<Snapshot> {
    let packed = pack(project, |_| false);
    Arc::new(Snapshot::new(SnapshotId(project.next_id), project, packed, date(2026, 9, 4).at(14, 5, 0, 0)))
}

#[test]
fn what_is_added_while_a_session_runs_is_marked_with_it() {
    let project = big_sample(20, 1);
    let (added, before) = build::new_untyped_touchpoint(&project, "Before", slot(&project));
    let project = apply(&project, &added).unwrap();
    let project = apply(&project, &start(&project, "Kick-off", date(2026, 9, 4))).unwrap();
    let session = project.workshop.running.unwrap();
    let (added, during) = build::new_untyped_touchpoint(&project, "During", slot(&project));
    let project = apply(&project, &added).unwrap();
    let (copied, copies) = build::duplicate_items(&project, &[before.into()]);
    let project = apply(&project, &copied).unwrap();
    assert_eq!(project.session_of(before.into()), None);
    assert_eq!(project.session_of(during.into()), Some(session));
    assert_eq!(project.session_of(copies[0].into()), Some(session));
    // Stickies too, and a copied one is as new as its copy.
    let spot = Spot { stage: None, lane: None, at: Default::default() };
    let (stuck, sticky) = stickies::new_sticky(&project, first_journey(&project), spot, StickyColor::Pink);
    let project = apply(&project, &stuck).unwrap();
    assert_eq!(project.session_of(Subject::Sticky(sticky)), Some(session));
    let subjects: Vec<Subject> = project.added_in(session).collect();
    assert_eq!(subjects, [during.into(), copies[0].into(), Subject::Sticky(sticky)]);
    // A whole journey copied is as old as its original.
    let id = project.next_id;
    let copy =
        Edit::CopyJourney { journey: first_journey(&project), name: "Wanted".to_owned(), state: JourneyState::Future };
    let copied = apply(&project, &copy).unwrap();
    let marked = |project: &Project| project.touchpoints.values().filter(|it| it.session.is_some()).count();
    assert_eq!(marked(&copied), 2 * marked(&project));
    assert_eq!(copied.journeys[&throughline::model::JourneyId(id)].origin.as_ref().unwrap().journey, copy_of(&copy));
    let ended = apply(&project, &change(WorkshopChange::End)).unwrap();
    let (added, after) = build::new_untyped_touchpoint(&ended, "After", slot(&ended));
    let ended = apply(&ended, &added).unwrap();
    assert_eq!(ended.session_of(after.into()), None);
    let forgotten = apply(&ended, &change(WorkshopChange::RemoveSession(session))).unwrap();
    assert_eq!(forgotten.session_of(during.into()), None);
    assert_eq!(forgotten.session_of(Subject::Sticky(sticky)), None);
    assert!(check::problems(&forgotten).is_empty());
    assert_eq!(read(&write_text(&ended).unwrap()).unwrap(), ended);
}

fn copy_of(edit: &Edit) -> throughline::model::JourneyId {
    let Edit::CopyJourney { journey, .. } = edit else { panic!("not a copy") };
    *journey
}

fn poll(project: &Project) -> &Poll {
    project.workshop.polls.last().unwrap()
}

#[test]
fn dots_are_counted_for_each_voter_and_no_more_than_there_are() {
    let project = full_sample(30, 1);
    let journey = first_journey(&project);
    let offered = choices(&project, journey, VoteOn::PainPoints, &Selection::default());
    let is_pain = |item: Item| project.lanes[&project.place_of(item).unwrap().lane].kind == LaneKind::PainPoints;
    assert!(offered.len() >= 3 && offered.iter().all(|choice| is_pain(choice.item)));
    let (first, second) = (offered[0].item, offered[1].item);
    let rules = VoteRules { dots_each: 3, may_stack: true, voters: 2 };
    let (edit, id) = start_vote(&project, "Worst", rules, offered);
    let mut document = Document::new(project.clone());
    let mut give = |edit: Edit| document.commit(&edit).map(|()| document.project().clone());
    give(edit).unwrap();
    let vote = |item, dots| change(WorkshopChange::Vote { poll: id, item, dots });
    give(vote(first, 2)).unwrap();
    let now = give(vote(second, 1)).unwrap();
    assert_eq!(poll(&now).dots_left(), 0);
    assert_eq!(give(vote(second, 2)).unwrap_err(), EditError::NoDotsLeft);
    let stranger = Item::Touchpoint(*project.touchpoints.keys().next().unwrap());
    assert_eq!(give(vote(stranger, 1)).unwrap_err(), EditError::NotAChoice);
    let now = give(vote(first, 0)).unwrap();
    assert_eq!((poll(&now).dots_left(), poll(&now).own_dots(first)), (2, 0));
    let now = give(change(WorkshopChange::NextVoter(id))).unwrap();
    assert_eq!((poll(&now).dots_left(), poll(&now).own_dots(second)), (3, 0), "the next voter sees none of it");
    give(vote(first, 3)).unwrap();
    assert_eq!(give(change(WorkshopChange::NextVoter(id))).unwrap_err(), EditError::NoMoreVoters);
    give(change(WorkshopChange::SetPollState { poll: id, state: PollState::Shown })).unwrap();
    assert_eq!(give(vote(first, 1)).unwrap_err(), EditError::PollClosed);
    // Deleting the card leaves the vote as it was.
    let now = give(Edit::RemoveItems { items: vec![first] }).unwrap();
    assert_eq!(poll(&now).ballots[1][&first], 3);
    assert!(check::problems(&now).is_empty());
    assert_eq!(read(&write_text(&now).unwrap()).unwrap(), now);
    assert!(now.workshop.open_poll().is_none());
    // All of it can be undone.
    while document.undo() {}
    assert!(document.project().is_same_as(&project));
}

#[test]
fn a_turn_is_one_step_of_undo_wherever_its_dots_went() {
    let project = full_sample(30, 1);
    let offered = choices(&project, first_journey(&project), VoteOn::PainPoints, &Selection::default());
    let [a, b, ..] = offered.iter().map(|choice| choice.item).collect::<Vec<_>>()[..] else { panic!("too few cards") };
    let rules = VoteRules { dots_each: 3, may_stack: true, voters: 2 };
    let (start, id) = start_vote(&project, "", rules, offered);
    let mut document = Document::new(project);
    let vote = |item, dots| change(WorkshopChange::Vote { poll: id, item, dots });
    document.commit(&start).unwrap();
    for (item, dots) in [(a, 1), (b, 1), (b, 2)] {
        document.commit(&vote(item, dots)).unwrap();
        // The focus goes from card to card.
        document.seal();
    }
    assert_eq!(document.undo_label(), Some("Dots of person 1"), "and nobody reads where they went");
    document.commit(&change(WorkshopChange::NextVoter(id))).unwrap();
    document.commit(&vote(a, 3)).unwrap();
    assert_eq!(document.undo_label(), Some("Dots of person 2"));
    document.undo();
    assert_eq!(poll(document.project()).ballots.len(), 2, "the first one's dots stay");
    assert_eq!(poll(document.project()).dots_left(), 3);
    document.undo();
    assert_eq!(poll(document.project()).dots_left(), 0);
    document.undo();
    assert_eq!(poll(document.project()).dots_left(), 3);
    document.redo();
    assert_eq!(poll(document.project()).own_dots(b), 2);
    // All taken back at once is a step of its own.
    document.commit(&take_back(document.project(), id).unwrap()).unwrap();
    assert_eq!(poll(document.project()).dots_left(), 3);
    assert!(take_back(document.project(), id).is_none());
    document.undo();
    assert_eq!(poll(document.project()).own_dots(a), 1);
}

#[test]
fn lines_are_parked_and_cards_go_to_the_parking_lot_and_back() {
    let project = full_sample(20, 1);
    let parked = |project: &Project| -> Vec<(String, bool)> {
        project.workshop.parked.iter().map(|note| (note.text.clone(), note.is_done)).collect()
    };
    let mut document = Document::new(project.clone());
    document.commit(&park_lines(&project, "- Prices\n\n • Opening hours \nWho owns returns?").unwrap()).unwrap();
    let texts = ["Prices", "Opening hours", "Who owns returns?"];
    assert_eq!(parked(document.project()), texts.map(|text| (text.to_owned(), false)));
    assert!(park_lines(&project, " \n\t\n").is_none());
    // Onto the map, as whatever lies in that lane.
    let note = document.project().workshop.parked[0].clone();
    let lane = project.lanes.values().find(|lane| lane.kind == LaneKind::PainPoints).unwrap().id;
    let stage = project.journeys[&first_journey(&project)].stages[0];
    let placement = Placement::end_of(document.project(), stage, lane);
    let (edit, item) = unpark_as_item(document.project(), &note, placement).unwrap();
    document.commit(&edit).unwrap();
    assert_eq!(document.project().text_of(item), Some("Prices"));
    assert!(parked(document.project())[0].1, "it is dealt with");
    // And back: the note is open again, and there is none twice.
    let edit = park_subjects(document.project(), &[item.into()]).unwrap();
    document.commit(&edit).unwrap();
    assert_eq!(document.project().place_of(item), None);
    assert_eq!(parked(document.project()), texts.map(|text| (text.to_owned(), false)));
    assert!(check::problems(document.project()).is_empty());
    document.undo();
    assert!(document.project().place_of(item).is_some(), "one step back");
    // A touchpoint has figures and links that a note cannot hold.
    let touchpoint = *project.touchpoints.keys().next().unwrap();
    assert!(park_subjects(&project, &[touchpoint.into()]).is_none());
    while document.undo() {}
    assert!(document.project().is_same_as(&project));
}

#[test]
fn a_vote_on_the_selection_takes_what_lies_in_selected_headers_too() {
    let project = full_sample(30, 1);
    let journey = first_journey(&project);
    let lane = project.lanes.values().find(|lane| lane.kind == LaneKind::Opportunities).unwrap().id;
    let of = |selection: Selection| choices(&project, journey, VoteOn::Selection, &selection);
    let by_lane = of(Selection::only(Subject::Lane(lane)));
    assert_eq!(by_lane, choices(&project, journey, VoteOn::Opportunities, &Selection::default()));
    assert_eq!(of(Selection::only(by_lane[0].item)).len(), 1);
    assert!(of(Selection::default()).is_empty());
}

#[test]
fn a_second_vote_closes_the_first() {
    let project = full_sample(30, 1);
    let offered = || choices(&project, first_journey(&project), VoteOn::All, &Selection::default());
    let rules = VoteRules { dots_each: 3, may_stack: false, voters: 5 };
    let (edit, first) = start_vote(&project, "First", rules, offered());
    let now = apply(&project, &edit).unwrap();
    let (edit, second) = start_vote(&now, "Second", rules, offered());
    let now = apply(&now, &edit).unwrap();
    assert_eq!(now.workshop.open_poll().unwrap().id, second);
    assert_eq!(now.workshop.poll(first).unwrap().state, PollState::Closed);
}

#[test]
fn a_snapshot_holds_the_map_but_neither_figures_nor_pictures_and_stays_small() {
    let project = sample();
    let taken = snapshot(&project);
    let held = unpack(&taken, &project).unwrap();
    assert_eq!((held.series.len(), held.sources.len(), held.snapshots.len()), (0, 0, 0));
    assert_eq!(held.touchpoints, project.touchpoints);
    assert_eq!(
        (held.cards, held.stages, held.kpis),
        (project.cards.clone(), project.stages.clone(), project.kpis.clone())
    );
    assert_eq!(taken.touchpoints as usize, project.touchpoints.len());
    let whole = write_text(&project).unwrap().len();
    assert!(taken.packed.len() * 10 < whole, "{} of {whole} bytes", taken.packed.len());
}

#[test]
fn restoring_brings_the_map_back_and_loses_nothing() {
    let before = sample();
    let taken = snapshot(&before);
    let mut document = Document::new(before.clone());
    document.commit(&Edit::AddSnapshot { snapshot: Arc::clone(&taken) }).unwrap();
    // A touchpoint with figures goes, another comes, a note is parked and a KPI's metric is renamed.
    let gone = before.series.keys().next().unwrap().touchpoint;
    let figures_of = |project: &Project| project.series.keys().filter(|key| key.touchpoint == gone).count();
    document.commit(&Edit::RemoveItems { items: vec![gone.into()] }).unwrap();
    let (added, newer) = build::new_untyped_touchpoint(document.project(), "Newer", slot(document.project()));
    document.commit(&added).unwrap();
    let (parked, note) = park(document.project(), "Prices");
    document.commit(&parked).unwrap();
    let now = document.project().clone();

    let from = Arc::new(unpack(now.snapshot(taken.id).unwrap(), &now).unwrap());
    let fits = |key: &throughline::model::SeriesKey| from.touchpoints.contains_key(&key.touchpoint);
    let packed = pack(&now, |key| !fits(key));
    let mut safety = Snapshot::new(SnapshotId(now.next_id), &now, packed, date(2026, 9, 4).at(15, 0, 0, 0));
    safety.is_safety = true;
    let safety = Arc::new(safety);
    let restore = Edit::Restore { label: taken.name(), from: Arc::clone(&from), safety: Arc::clone(&safety) };
    document.commit(&restore).unwrap();
    let restored = document.project().clone();
    assert!(restored.touchpoints.contains_key(&gone) && !restored.touchpoints.contains_key(&newer));
    assert_eq!(figures_of(&restored), 0, "they went with the touchpoint; the file is still known");
    assert_eq!(restored.series.len(), now.series.len(), "all others stay");
    assert_eq!(restored.sources, now.sources);
    assert!(restored.workshop.note(note).is_some());
    assert_eq!(restored.snapshots.len(), 2);
    assert_eq!(read(&write_text(&restored).unwrap()).unwrap(), restored);

    // Back to what was, through the safety snapshot.
    let back = Arc::new(unpack(&safety, &restored).unwrap());
    let second = Arc::new(Snapshot { id: SnapshotId(restored.next_id), ..Snapshot::clone(&safety) });
    let edit = Edit::Restore { label: String::new(), from: back, safety: second };
    let again = apply(&restored, &edit).unwrap();
    assert_eq!((&again.touchpoints, &again.cards), (&now.touchpoints, &now.cards));
    assert_eq!(again.series, now.series);

    document.undo();
    assert!(document.project().is_same_as(&now), "one entry takes it all back");
}

#[test]
fn a_restore_that_drops_figures_keeps_them_in_the_safety_snapshot() {
    let project = sample();
    let bare =
        apply(&project, &Edit::RemoveItems { items: vec![project.series.keys().next().unwrap().touchpoint.into()] });
    let bare = bare.unwrap();
    let from = Arc::new(unpack(&snapshot(&bare), &project).unwrap());
    let packed = pack(&project, |key| !from.touchpoints.contains_key(&key.touchpoint));
    let id = SnapshotId(project.next_id);
    let safety = Arc::new(Snapshot::new(id, &project, packed, date(2026, 9, 4).at(15, 0, 0, 0)));
    let edit = Edit::Restore { label: String::new(), from, safety: Arc::clone(&safety) };
    let restored = apply(&project, &edit).unwrap();
    assert!(restored.series.len() < project.series.len());
    let back = Arc::new(unpack(&safety, &restored).unwrap());
    let second = Arc::new(Snapshot { id: SnapshotId(restored.next_id), ..Snapshot::clone(&safety) });
    let again = apply(&restored, &Edit::Restore { label: String::new(), from: back, safety: second }).unwrap();
    assert_eq!(again.series, project.series, "and they come back with it");
    assert_eq!(again.sources, project.sources);
}

#[test]
fn a_damaged_snapshot_leaves_the_project_to_be_opened_and_says_so_when_it_is_restored() {
    let project = big_sample(20, 1);
    let whole = snapshot(&project);
    for bytes in [whole.packed[..whole.packed.len() / 2].to_vec(), b"no zlib at all".to_vec(), Vec::new()] {
        let broken = Snapshot { packed: bytes.into(), ..Snapshot::clone(&whole) };
        assert!(unpack(&broken, &project).is_err());
        let kept = apply(&project, &Edit::AddSnapshot { snapshot: Arc::new(broken) }).unwrap();
        assert_eq!(read(&write_text(&kept).unwrap()).unwrap(), kept);
    }
}

#[test]
fn workshop_edits_that_break_a_rule_are_refused() {
    let project = full_sample(20, 1);
    let refused = |change_: WorkshopChange| apply(&project, &change(change_)).unwrap_err();
    assert!(matches!(refused(WorkshopChange::Resume(SessionId(9_999))), EditError::Unknown { .. }));
    let activity = |minutes| throughline::model::Activity {
        id: throughline::model::ActivityId(project.next_id),
        title: String::new(),
        minutes,
        notes: String::new(),
    };
    assert_eq!(refused(WorkshopChange::AddActivity { activity: activity(0), at: 0 }), EditError::BadActivity);
    assert_eq!(refused(WorkshopChange::AddActivity { activity: activity(481), at: 0 }), EditError::BadActivity);
    let rules = VoteRules { dots_each: 0, may_stack: false, voters: 1 };
    let (edit, _) = start_vote(&project, "", rules, Vec::new());
    assert!(matches!(apply(&project, &edit), Err(EditError::BadPoll { .. })));
}
