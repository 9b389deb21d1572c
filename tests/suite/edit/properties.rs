//! Any sequence of edits: no invariant breaks, all undone is the start, all redone is the end.

use std::sync::Arc;

use proptest::prelude::*;
use throughline::edit::build::{self, Beside, Toward};
use throughline::edit::{
    CardChange, Document, Edit, JourneyChange, LaneChange, Placement, Selection, StageChange, TouchpointChange, copy,
};
use throughline::model::check::problems;
use throughline::model::sample::big_sample;
use throughline::model::{Item, JourneyId, LaneId, LaneKind, Phase, Project, StageId, Subject};

/// One step of a story: what to do, and numbers that choose among what the project has at that moment.
type Step = (u8, u16, u16, u8, u8);

fn nth<T>(of: impl IntoIterator<Item = T>, at: u16) -> Option<T> {
    let all: Vec<T> = of.into_iter().collect();
    let at = usize::from(at).checked_rem(all.len())?;
    all.into_iter().nth(at)
}

/// Makes an edit of the step, most often a valid one; `None` where the project has nothing to do it to.
fn edit_of(project: &Project, step: Step) -> Option<Edit> {
    let (verb, a, b, column, order) = step;
    let items: Vec<Item> = project.items().map(|(item, _)| item).collect();
    let some_items = |count: u8| -> Vec<Item> {
        let offset = usize::from(a).checked_rem(items.len()).unwrap_or(0);
        items
            .iter()
            .cycle()
            .skip(offset)
            .step_by(1 + usize::from(b % 3))
            .take(items.len().min(count.into()))
            .copied()
            .collect()
    };
    let stage: Option<StageId> = nth(project.stages.keys().copied(), b);
    let lane: Option<LaneId> = nth(project.lanes.keys().copied(), a ^ b);
    let journey: Option<JourneyId> = nth(project.journeys.keys().copied(), a);
    let placement = |is_new_column| {
        Some(Placement {
            stage: stage?,
            lane: lane?,
            column: (column % 5).into(),
            order: (order % 5).into(),
            is_new_column,
        })
    };
    let touchpoints = || project.touchpoints.keys().copied();
    Some(match verb % 26 {
        0 => build::new_untyped_touchpoint(project, "New", placement(false)?).0,
        1 => build::new_card(project, "New", placement(true)?).0,
        2 => build::new_item(project, placement(order > 100)?)?.0,
        3..=5 => Edit::MoveItems { items: vec![nth(items.iter().copied(), a)?], placement: placement(false)? },
        6 => Edit::MoveItems { items: vec![nth(items.iter().copied(), a)?], placement: placement(true)? },
        7 => Edit::MoveItems { items: some_items(order % 6), placement: placement(column > 128)? },
        8 => Edit::RemoveItems { items: some_items(order % 4) },
        9 => build::new_stage(project, journey?, column.into(), "Stage", Phase::Purchase).0,
        10 => Edit::RemoveStage { stage: stage? },
        11 => Edit::MoveStage { stage: stage?, to: column.into() },
        12 => build::new_lane(project, journey?, order.into(), *nth(&LaneKind::ALL, a)?).0,
        13 => Edit::RemoveLane { lane: lane? },
        14 => Edit::MoveLane { lane: lane?, to: (order % 8).into() },
        15 => build::connect(project, nth(touchpoints(), a)?, nth(touchpoints(), b)?).0,
        16 => build::copy_items_to(project, &some_items(order % 7), placement(column > 128)?).0,
        17 => build::duplicate_items(project, &some_items(order % 7)).0,
        18 => {
            build::new_item_beside(project, nth(items, a)?, if b % 2 == 0 { Beside::Below } else { Beside::NextStep })?
                .0
        }
        19 | 20 => {
            let toward = *nth(&[Toward::Up, Toward::Down, Toward::Left, Toward::Right], b)?;
            build::move_within_reading_order(project, nth(items, a)?, toward)?
        }
        21 => {
            let subjects = [
                nth(project.connectors.keys().copied(), a).map(Subject::Connector),
                nth(items, a).map(Subject::Item),
                stage.filter(|_| column > 200).map(Subject::Stage),
                lane.filter(|_| column < 30).map(Subject::Lane),
            ];
            build::remove_subjects(project, &subjects.into_iter().flatten().collect::<Vec<_>>())
        }
        22 if order < 60 => build::new_journey_blank(project, "Journey").0,
        22 if order > 240 => Edit::RemoveJourney { journey: journey? },
        22 => Edit::ChangeJourney { journey: journey?, change: JourneyChange::Name("Renamed".to_owned()) },
        23 => {
            let edits = [step.1, step.2].map(|seed| edit_of(project, ((seed % 22) as u8, b, a, order, column)));
            Edit::Batch { label: "Several".to_owned(), edits: edits.into_iter().flatten().collect() }
        }
        24 => match column % 4 {
            0 => Edit::ChangeStage { stage: stage?, change: StageChange::Name(format!("Stage {order}")) },
            1 => Edit::ChangeLane { lane: lane?, change: LaneChange::Name(format!("Lane {order}")) },
            2 => Edit::ChangeCards {
                cards: vec![nth(project.cards.keys().copied(), a)?],
                change: CardChange::Text(format!("Text {order}")),
            },
            _ => Edit::RemoveSource { source: nth(project.sources.keys().copied(), a)? },
        },
        _ => Edit::ChangeTouchpoints {
            touchpoints: touchpoints().take((a % 3).into()).collect(),
            change: match order % 3 {
                0 => TouchpointChange::Title(format!("Title {column}")),
                1 => TouchpointChange::Importance(Some(column % 7)),
                _ => TouchpointChange::Aliases(vec![format!("/{column}")]),
            },
        },
    })
}

fn story() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<Step>(), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_edits_breaks_an_invariant_and_every_one_can_be_undone(seed in 0_u64..8, story in story()) {
        let start = big_sample(24, seed);
        let mut document = Document::new(start.clone());
        let mut made = 0;
        for step in story {
            let Some(edit) = edit_of(document.project(), step) else { continue };
            let before = document.project().clone();
            let select = Selection::of(document.project().items().take(3).map(|(item, _)| item));
            if document.commit_selecting(&edit, select).is_err() {
                prop_assert!(document.project().is_same_as(&before));
                continue;
            }
            made += 1;
            let found = problems(document.project());
            prop_assert!(found.is_empty(), "{edit:?}: {found:?}");
            prop_assert!(document.project().next_id >= before.next_id);
            // What shares every table is equal, and what is equal (the counter of ids aside) shares every table.
            let is_equal = Project { next_id: before.next_id, ..document.project().clone() } == before;
            prop_assert_eq!(document.project().is_same_as(&before), is_equal);
        }
        let end = document.project().clone();
        let undone = std::iter::from_fn(|| document.undo().then_some(())).count();
        prop_assert!(undone <= made);
        prop_assert!(document.project().is_same_as(&start));
        prop_assert!(!document.is_changed());
        while document.redo() {}
        prop_assert!(document.project().is_same_as(&end));
    }

    #[test]
    fn what_is_copied_can_be_pasted_anywhere(seed in 0_u64..4, step in any::<Step>(), count in 0_usize..30) {
        let from = big_sample(24, seed);
        let items: Vec<Item> = from.items().map(|(item, _)| item).skip(step.1 as usize % 20).take(count).collect();
        let into = big_sample(9, seed + 1);
        let (stage, lane) = (nth(into.stages.keys(), step.1).copied(), nth(into.lanes.keys(), step.2).copied());
        let (Some(stage), Some(lane)) = (stage, lane) else { return Ok(()) };
        let placement = Placement {
            stage,
            lane,
            column: step.3.into(),
            order: step.4.into(),
            is_new_column: step.0 % 2 == 0,
        };
        let (edit, pasted) = build::paste(&into, Arc::new(copy(&from, &items)), placement);
        let after = throughline::edit::apply(&into, &edit).unwrap();
        prop_assert!(problems(&after).is_empty());
        prop_assert_eq!(after.items().count(), into.items().count() + items.len());
        prop_assert!(pasted.iter().all(|item| after.place_of(*item).is_some_and(|place| place.stage == stage)));
    }
}
