//! Shots: what edits of them do and refuse, and what they remember when the map changes under them.

use throughline::base::{pos2, vec2};
use throughline::edit::shots::{add_shots, duplicate_shot, split_shot};
use throughline::edit::{Document, Edit, EditError, ShotChange, apply};
use throughline::model::check::problems;
use throughline::model::{
    Item, JourneyId, LaneId, LegendKey, Lens, MetricId, PersonaId, Project, Shot, ShotFrame, ShotId, ShotLook, Spot,
    StageId, TouchpointId, metric_users,
};

use crate::file::generate::full;

const MAP: JourneyId = JourneyId(1);
const BUY: StageId = StageId(3);

fn made(project: &Project, edit: &Edit) -> Project {
    let made = apply(project, edit).unwrap_or_else(|error| panic!("{}: {error}", edit.label(project)));
    assert_eq!(problems(&made), Vec::new(), "{}", edit.label(project));
    made
}

/// The id that a record added to [`full`] gets.
const NEW: u64 = 120;

fn ids(project: &Project) -> Vec<u64> {
    project.shots.iter().map(|shot| shot.id.0).collect()
}

#[test]
fn shots_are_added_ordered_changed_and_removed() {
    let project = full();
    let (edit, new) = add_shots(&project, vec![Shot::new(ShotId(0), MAP, ShotFrame::stage(BUY))], 1);
    assert_eq!(edit.label(&project), "Add shot");
    let added = made(&project, &edit);
    assert_eq!((ids(&added), new), (vec![101, NEW, 100, 102, 103, 104], vec![ShotId(NEW)]));
    assert_eq!(added.shots[1].shown_name(&added), "Buy");
    let moved = made(&added, &Edit::MoveShot { shot: ShotId(NEW), to: 6 });
    assert_eq!(ids(&moved), [101, 100, 102, 103, 104, NEW]);
    let same = made(&added, &Edit::MoveShot { shot: ShotId(NEW), to: 2 });
    assert!(same.is_same_as(&added), "a slot beside itself moves nothing");
    let change = |project: &Project, change| made(project, &Edit::ChangeShot { shot: ShotId(101), change });
    let changed = change(&added, ShotChange::Name("Opening".to_owned()));
    let changed = change(&changed, ShotChange::Notes("Welcome".to_owned()));
    let changed = change(&changed, ShotChange::AroundDimmed(true));
    let look = ShotLook { lens: Lens::Channel, ..ShotLook::default() };
    let frame = ShotFrame::lane(LaneId(6));
    let changed = change(&changed, ShotChange::View { journey: MAP, frame: frame.clone(), look: look.clone() });
    let shot = &changed.shots[0];
    assert_eq!((shot.name.as_str(), shot.notes.as_str(), shot.is_around_dimmed), ("Opening", "Welcome", true));
    assert_eq!((&shot.frame, &shot.look), (&frame, &look));
    let removed = made(&changed, &Edit::RemoveShot { shot: ShotId(101) });
    assert_eq!(ids(&removed), [NEW, 100, 102, 103, 104]);
}

#[test]
fn a_copy_follows_and_parts_take_the_place_of_the_whole() {
    let project = full();
    let (edit, copy) = duplicate_shot(&project, ShotId(100)).unwrap();
    let copied = made(&project, &edit);
    assert_eq!(ids(&copied), [101, 100, NEW, 102, 103, 104]);
    assert_eq!(copied.shot(copy).unwrap().notes, "Pause.\nAsk the room");
    let parts = [LaneId(5), LaneId(6)].map(|lane| Shot::new(ShotId(0), MAP, ShotFrame::lane(lane)));
    let (edit, new) = split_shot(&project, ShotId(100), parts.into()).unwrap();
    let parted = made(&project, &edit);
    assert_eq!((ids(&parted), new.len()), (vec![101, NEW, NEW + 1, 102, 103, 104], 2));
    assert!(split_shot(&project, ShotId(100), Vec::new()).is_none());
}

#[test]
fn a_shot_forgets_what_is_gone_but_keeps_its_notes() {
    let project = full();
    let removed = made(&project, &Edit::RemoveStage { stage: BUY });
    let told = removed.shot(ShotId(100)).unwrap();
    assert_eq!(told.frame, ShotFrame::Cells { stages: [].into(), lanes: [LaneId(5), LaneId(6)].into(), steps: None });
    assert_eq!(told.notes, "Pause.\nAsk the room");
    let lanes = Edit::Batch {
        label: "Delete lanes".to_owned(),
        edits: [5, 6].map(|lane| Edit::RemoveLane { lane: LaneId(lane) }).into(),
    };
    let bare = made(&removed, &lanes);
    assert_eq!(bare.shot(ShotId(100)).unwrap().frame, ShotFrame::Whole);
    assert_eq!(bare.shot(ShotId(102)).unwrap().frame, ShotFrame::Whole, "its cards are gone with their lanes");
    let ShotFrame::Region { corner, .. } = &bare.shot(ShotId(103)).unwrap().frame else { panic!("a region") };
    assert_eq!((corner.stage, corner.lane), (None, None));
    let removed = made(&project, &Edit::RemoveItems { items: vec![Item::Touchpoint(TouchpointId(11))] });
    assert!(matches!(&removed.shot(ShotId(102)).unwrap().frame, ShotFrame::Items(left) if left.len() == 1));
    let removed = made(&project, &Edit::RemovePersona { persona: PersonaId(80) });
    let shown = &removed.shot(ShotId(100)).unwrap().look.shown;
    assert_eq!(shown.len(), 2);
    assert!(!shown.iter().any(|key| matches!(key, LegendKey::Persona(_))));
    assert_eq!(ids(&made(&project, &Edit::RemoveJourney { journey: MAP })), Vec::<u64>::new());
    assert!(metric_users(&project, MetricId(60)).contains(&"1 shot".to_owned()));
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let project = full();
    let add = |frame| {
        let shot = Shot::new(ShotId(project.next_id), MAP, frame);
        apply(&project, &Edit::AddShot { shot, at: 0 }).unwrap_err()
    };
    let region = |width: f32, x: f32| ShotFrame::Region {
        corner: Spot { stage: None, lane: None, at: pos2(x, 0.0) },
        size: vec2(width, 10.0),
    };
    assert_eq!(add(region(0.0, 0.0)), EditError::BadShot);
    assert_eq!(add(region(f32::NAN, 0.0)), EditError::BadShot);
    assert_eq!(add(region(10.0, f32::INFINITY)), EditError::BadSpot);
    assert_eq!(add(ShotFrame::Items([].into())), EditError::BadShot);
    assert_eq!(add(ShotFrame::Cells { stages: [].into(), lanes: [].into(), steps: None }), EditError::BadShot);
    for (stages, steps) in [(vec![BUY], (2, 1)), (Vec::new(), (0, 1))] {
        let frame =
            ShotFrame::Cells { stages: stages.into_iter().collect(), lanes: [LaneId(5)].into(), steps: Some(steps) };
        assert_eq!(add(frame), EditError::BadShot, "{steps:?}");
    }
    assert!(matches!(add(ShotFrame::stage(StageId(77))), EditError::Unknown { what: "stage", .. }));
    let elsewhere = Shot::new(ShotId(project.next_id), JourneyId(2), ShotFrame::stage(BUY));
    let refused = apply(&project, &Edit::AddShot { shot: elsewhere, at: 0 });
    assert_eq!(refused.unwrap_err(), EditError::ShotAcrossJourneys);
    let twice = Shot::new(ShotId(100), MAP, ShotFrame::Whole);
    assert_eq!(apply(&project, &Edit::AddShot { shot: twice, at: 0 }).unwrap_err(), EditError::IdInUse { id: 100 });
}

#[test]
fn typing_notes_is_one_undo_entry_and_undo_takes_it_back() {
    let mut document = Document::new(full());
    let before = document.project().clone();
    for notes in ["W", "We", "Welcome"] {
        document.commit(&Edit::ChangeShot { shot: ShotId(101), change: ShotChange::Notes(notes.to_owned()) }).unwrap();
    }
    assert_eq!(document.undo_label(), Some("Edit notes of shot"));
    document.undo();
    assert_eq!(*document.project(), before);
}
