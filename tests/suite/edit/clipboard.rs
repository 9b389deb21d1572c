//! Copies: duplicated, pasted within a project and across, and made from plain text.

use std::sync::Arc;

use throughline::edit::build;
use throughline::edit::{Edit, Fragment, TouchpointChange, apply, copy, fragment_from_text, text_of};
use throughline::model::check::problems;
use throughline::model::{Item, LaneKind, Project};

use super::check;
use super::data::measured;
use super::world::World;

#[test]
fn duplicates_lie_just_below_their_originals() {
    // Copies are shown by the letter of their original.
    let duplicate =
        |items: &'static str| move |world: &World| build::duplicate_items(&world.project, &world.items(items)).0;
    check("ABC", duplicate("A"), "AABC");
    check("ABC", duplicate("AB"), "ABABC");
    check("A | Bx / C", duplicate("ABC"), "AA | BBx / CC");
    let world = World::parse("ABC");
    let project = measured(&world, &world.connect(&world.project, 'A', 'B'));
    let (edit, copies) = build::duplicate_items(&project, &world.items("AB"));
    assert_eq!(edit.label(&project), "Duplicate 2 touchpoints");
    let doubled = apply(&project, &edit).unwrap();
    assert_eq!(doubled.connectors.len(), 2);
    assert_eq!(doubled.series.len(), project.series.len(), "figures belong to the original");
    assert!(copies.iter().all(|copy| doubled.place_of(*copy).is_some()));
}

#[test]
fn pasted_items_keep_their_steps_and_kinds() {
    let paste = |items: &'static str, slot: (usize, char, u32, u32)| {
        move |world: &World| {
            let fragment = Arc::new(copy(&world.project, &world.items(items)));
            build::paste(&world.project, fragment, world.slot(slot.0, slot.1, slot.2, slot.3)).0
        }
    };
    check("A | B / C", paste("AB", (1, 'T', 0, 0)), "A | B / AC | B");
    check("A | B / C | D", paste("AB", (1, 'T', 0, 1)), "A | B / CA | B | D");
    check("Ax / ", paste("Ax", (1, 'p', 0, 0)), "Ax / Ax");
    check("Ax / ", paste("Ax", (1, 'T', 0, 0)), "Ax / Ax");
    // Cards of one kind go where they are put, cards of several kinds to the lane of their kind.
    check("xy / ", paste("xy", (1, '1', 0, 0)), "xy / ~x~y");
    check("xy1 / ", paste("xy1", (1, '1', 0, 0)), "xy1 / xy1");
    check("A", paste("", (0, 'T', 0, 0)), "A");
}

#[test]
fn items_are_pasted_across_projects_with_their_connectors() {
    let from = World::parse("AB | Cx");
    let source = from.connect(&from.connect(&from.project, 'A', 'B'), 'B', 'C');
    let fragment = Arc::new(copy(&source, &from.items("ABx")));
    assert_eq!(text_of(&fragment), "A\nB\nx");
    let to = World::parse("D / E");
    let (edit, items) = build::paste(&to.project, fragment, to.slot(1, 'T', 0, 1));
    let pasted = apply(&to.project, &edit).unwrap();
    assert_eq!(problems(&pasted), Vec::new());
    assert_eq!(to.show(&pasted), "D / EAB | x");
    let texts: Vec<_> = items.iter().map(|item| pasted.text_of(*item).unwrap()).collect();
    assert_eq!(texts, ["A", "B", "x"]);
    let ends: Vec<_> = pasted.connectors.values().map(|found| (found.from.into(), found.to.into())).collect();
    assert_eq!(ends, [(items[0], items[1])]);
}

#[test]
fn aliases_stay_unambiguous_when_items_are_pasted() {
    let world = World::parse("A");
    let aliases = TouchpointChange::Aliases(vec!["/checkout".to_owned()]);
    let touchpoints = vec![world.touchpoint('A')];
    let project = apply(&world.project, &Edit::ChangeTouchpoints { touchpoints, change: aliases }).unwrap();
    let fragment = Arc::new(copy(&project, &world.items("A")));
    let aliases_of_copy = |into: &Project| {
        let (edit, items) = build::paste(into, Arc::clone(&fragment), world.slot(0, 'T', 0, 1));
        let pasted = apply(into, &edit).unwrap();
        match items[0] {
            Item::Touchpoint(id) => pasted.touchpoints[&id].aliases.clone(),
            Item::Card(_) => panic!("a touchpoint became a card"),
        }
    };
    assert_eq!(aliases_of_copy(&project), Vec::<String>::new());
    assert_eq!(aliases_of_copy(&World::parse("").project), ["/checkout"]);
}

#[test]
fn lines_of_text_become_cards() {
    let fragment =
        fragment_from_text("- Slow page\r\n\n  • No phone number \n\t\nNo phone number", LaneKind::PainPoints);
    let texts: Vec<_> = fragment.cards.iter().map(|(card, kind)| (card.text.as_str(), *kind)).collect();
    let kind = LaneKind::PainPoints;
    assert_eq!(texts, [("Slow page", kind), ("No phone number", kind), ("No phone number", kind)]);
    let world = World::parse("ABx");
    let fragment = Arc::new(fragment_from_text("y\nz", kind));
    check("ABx", |world| Edit::Paste { fragment: Arc::clone(&fragment), placement: world.slot(0, 'T', 0, 0) }, "ABxyz");
    let touchpoints = fragment_from_text("C\nD", LaneKind::Touchpoints);
    assert_eq!((touchpoints.touchpoints.len(), text_of(&touchpoints).as_str()), (2, "C\nD"));
    assert!(Fragment::default().is_empty() && copy(&world.project, &[]).is_empty());
}
