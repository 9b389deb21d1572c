//! The document: undo, redo, merging of typing, saved or not, and the selection through all that.

use throughline::edit::build;
use throughline::edit::{CardChange, Document, Edit, HISTORY_LIMIT, Selection, TouchpointChange, apply};
use throughline::model::Subject;

use super::move_edit;
use super::world::World;

#[test]
fn undo_and_redo_bring_back_the_project_and_the_selection() {
    let world = World::parse("ABC");
    let mut document = Document::new(world.project.clone());
    document.select(Selection::of(world.items("AB")));
    document.commit(&Edit::RemoveItems { items: world.items("A") }).unwrap();
    assert_eq!(document.selection().items(), world.items("B"), "what is gone is not selected");
    let (add, id) = build::new_untyped_touchpoint(document.project(), "Z", world.slot(0, 'T', 0, 0));
    document.commit_selecting(&add, Selection::only(id)).unwrap();
    document.select(Selection::default());
    let revision = document.revision();
    assert_eq!((document.undo_label(), document.redo_label()), (Some("Add touchpoint"), None));
    assert!(document.undo() && document.undo() && !document.undo());
    assert!(document.project().is_same_as(&world.project));
    assert!(document.revision() > revision);
    assert_eq!(document.selection().items(), world.items("AB"));
    assert_eq!((document.undo_label(), document.redo_label()), (None, Some("Delete A")));
    assert!(document.redo() && document.redo() && !document.redo());
    assert_eq!(world.show(document.project()), "ZBC");
    assert_eq!(document.selection().single(), Some(Subject::from(id)));
    // A new edit takes the place of what was undone.
    document.undo();
    document.commit(&Edit::RemoveItems { items: world.items("C") }).unwrap();
    assert_eq!((document.redo_label(), world.show(document.project()).as_str()), (None, "B"));
}

#[test]
fn an_edit_stands_until_it_is_undone_however_much_comes_after() {
    let world = World::parse("ABCx");
    let mut document = Document::new(world.project.clone());
    document.commit(&Edit::RemoveItems { items: world.items("A") }).unwrap();
    let revision = document.revision();
    let rename = |title: String| Edit::ChangeTouchpoints {
        touchpoints: vec![world.touchpoint('B')],
        change: TouchpointChange::Title(title),
    };
    document.commit(&rename("Z".into())).unwrap();
    assert!(document.stands(revision));
    document.undo();
    assert!(document.stands(revision), "what came after is undone");
    document.undo();
    assert!(!document.stands(revision));
    document.redo();
    assert!(document.stands(revision));
    for step in 0..=HISTORY_LIMIT {
        document.seal();
        document.commit(&rename(step.to_string())).unwrap();
    }
    assert!(document.stands(revision), "what can be undone no longer stays");
}

#[test]
fn typing_is_one_undo_entry_until_the_focus_leaves() {
    let world = World::parse("ABx");
    let title = |name: char, text: &str| Edit::ChangeTouchpoints {
        touchpoints: vec![world.touchpoint(name)],
        change: TouchpointChange::Title(text.to_owned()),
    };
    let undo_steps = |document: &mut Document| std::iter::from_fn(|| document.undo().then_some(())).count();
    for (edits, steps) in [
        (vec![Some(title('A', "C")), Some(title('A', "Ch")), Some(title('A', "Che"))], 1),
        (vec![Some(title('A', "C")), None, Some(title('A', "Ch"))], 2),
        (vec![Some(title('A', "C")), Some(title('B', "C"))], 2),
        // Typed and taken back: nothing to undo.
        (vec![Some(title('A', "C")), Some(title('A', "A"))], 0),
        (vec![Some(title('A', "C")), None, Some(title('A', "D")), Some(title('A', "C")), Some(title('A', "E"))], 2),
    ] {
        let mut document = Document::new(world.project.clone());
        for edit in &edits {
            match edit {
                Some(edit) => document.commit(edit).unwrap(),
                None => document.seal(),
            }
        }
        assert_eq!(document.is_changed(), steps > 0, "{edits:?}");
        assert_eq!(undo_steps(&mut document), steps, "{edits:?}");
        assert!(document.project().is_same_as(&world.project));
    }
    // Buttons never merge.
    let mut document = Document::new(world.project.clone());
    for is_moment in [true, false, true] {
        let change = TouchpointChange::MomentOfTruth(is_moment);
        document.commit(&Edit::ChangeTouchpoints { touchpoints: vec![world.touchpoint('A')], change }).unwrap();
    }
    assert_eq!(undo_steps(&mut document), 3);
}

#[test]
fn an_edit_that_changes_nothing_leaves_no_undo_entry() {
    let world = World::parse("AB | Cx");
    let same_slot = move_edit(&world, "B", (0, 'T', 0, 1), false);
    let there = move_edit(&world, "B", (0, 'T', 0, 0), false);
    let back = move_edit(&world, "B", (0, 'T', 0, 2), false);
    let same_text = Edit::ChangeCards { cards: vec![world.card('x')], change: CardChange::Text("x".to_owned()) };
    let same_stage = Edit::MoveStage { stage: world.stages[0], to: 1 };
    let batch = Edit::Batch { label: "Move there and back".to_owned(), edits: vec![there, back] };
    let nothing = Edit::MoveItems { items: Vec::new(), placement: world.slot(0, 'T', 0, 0) };
    for edit in [same_slot, same_text, same_stage, batch, nothing] {
        let mut document = Document::new(world.project.clone());
        document.commit(&edit).unwrap();
        assert_eq!((document.undo_label(), document.is_changed(), document.revision()), (None, false, 0), "{edit:?}");
    }
}

#[test]
fn undone_back_to_the_saved_state_nothing_is_unsaved() {
    let world = World::parse("ABC");
    let mut document = Document::new(world.project.clone());
    let remove = |item: &str| Edit::RemoveItems { items: world.items(item) };
    document.commit(&remove("A")).unwrap();
    assert!(document.is_changed());
    let snapshot = document.project().clone();
    document.commit(&remove("B")).unwrap();
    document.mark_saved(&snapshot);
    assert!(document.is_changed(), "saving took a while, and the edit in between is not in the file");
    document.undo();
    assert!(!document.is_changed());
    document.undo();
    assert!(document.is_changed());
    document.redo();
    assert!(!document.is_changed());
}

#[test]
fn history_has_a_limit() {
    let world = World::parse("A");
    let mut document = Document::new(world.project.clone());
    for index in 0..HISTORY_LIMIT + 50 {
        let change = TouchpointChange::MomentOfTruth(index % 2 == 0);
        document.commit(&Edit::ChangeTouchpoints { touchpoints: vec![world.touchpoint('A')], change }).unwrap();
    }
    assert_eq!(std::iter::from_fn(|| document.undo().then_some(())).count(), HISTORY_LIMIT);
}

#[test]
fn selections_toggle_and_forget() {
    let world = World::parse("ABx");
    let mut selection = Selection::only(world.item('A'));
    selection.toggle(world.item('x'));
    assert_eq!((selection.items(), selection.cards()), (world.items("Ax"), vec![world.card('x')]));
    selection.toggle(world.item('A'));
    assert_eq!(selection.single(), Some(Subject::from(world.item('x'))));
    assert_eq!(selection.focus, Some(Subject::from(world.item('A'))));
    let without = apply(&world.project, &Edit::RemoveItems { items: world.items("Ax") }).unwrap();
    selection.retain_existing(&without);
    assert_eq!(selection, Selection::default());
}
