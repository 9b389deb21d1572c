//! Whole stages and lanes on the clipboard, the way back through the cards, and what holds for very many cards.

use egui_kittest::kittest::NodeT;

use super::*;
use crate::model::JourneyId;

impl Bench {
    /// What lies in a stage, by text, in reading order.
    fn texts_in(&self, stage: crate::model::StageId) -> Vec<String> {
        let items = self.items().into_iter().filter(|item| self.place(*item).stage == stage);
        items.map(|item| self.text(item).to_owned()).collect()
    }

    fn with_second_journey(&mut self) -> JourneyId {
        let (edit, second) = build::new_journey_blank(self.project(), "Second");
        self.ask(Request::Edit(edit));
        second
    }

    fn clipboard_text(&self) -> String {
        crate::edit::text_of(self.workspace().clipboard.as_ref().expect("something was copied"))
    }
}

#[test]
fn a_stage_is_copied_by_keys_into_the_journey_of_another_tab() {
    let mut bench = Bench::new();
    let second = bench.with_second_journey();
    let stage = bench.workspace().open_journey().expect("a journey").stages[1];
    let texts = bench.texts_in(stage);
    bench.ask(Request::Select(Selection::only(Subject::Stage(stage))));
    bench.harness.event(Event::Copy);
    bench.settle();
    bench.ask(Request::OpenJourney(second));
    let before = bench.project().clone();
    bench.harness.event(Event::Paste(bench.clipboard_text()));
    bench.settle();
    let [Subject::Stage(copy)] = bench.selected()[..] else { panic!("{:?}", bench.selected()) };
    assert_eq!(bench.workspace().open_journey().expect("a journey").stages.last(), Some(&copy));
    let mut copied = bench.texts_in(copy);
    copied.sort();
    let mut wanted = texts;
    wanted.sort();
    assert_eq!(copied, wanted);
    bench.undo();
    assert!(*bench.project() == before, "one step takes all of it back");
}

#[test]
fn a_cut_stage_goes_with_its_stickies_and_comes_back_with_them() {
    let mut bench = Bench::new();
    let journey = bench.workspace().open_journey().expect("a journey").clone();
    let stage = journey.stages[1];
    let spot = crate::model::Spot { stage: Some(stage), lane: Some(journey.lanes[0]), at: Pos2::new(20.0, 20.0) };
    let (edit, _) = crate::edit::stickies::new_sticky(bench.project(), journey.id, spot, Default::default());
    bench.ask(Request::Edit(edit));
    let texts = bench.texts_in(stage);
    bench.ask(Request::Select(Selection::only(Subject::Stage(stage))));
    bench.harness.event(Event::Cut);
    bench.settle();
    assert!(!bench.project().stages.contains_key(&stage));
    assert!(bench.project().stickies.is_empty());
    assert_eq!(bench.workspace().document.undo_label(), Some("Cut 1 stage"));
    bench.ask(Request::Select(Selection::only(Subject::Stage(journey.stages[0]))));
    bench.harness.event(Event::Paste(bench.clipboard_text()));
    bench.settle();
    let copy = bench.workspace().open_journey().expect("a journey").stages[1];
    assert_eq!(bench.texts_in(copy), texts, "after the stage that had the focus");
    assert_eq!(bench.project().stages[&copy].name, bench.project().stages[&copy].name.replace(" (copy)", ""));
    assert_eq!(bench.project().stickies.len(), 1);
}

#[test]
fn a_lane_is_copied_to_another_journey_from_its_menu() {
    let mut bench = Bench::new();
    let second = bench.with_second_journey();
    let lane = bench.workspace().open_journey().expect("a journey").lanes[1];
    let lanes = bench.project().journeys[&second].lanes.len();
    bench.ask(Request::Select(Selection::only(Subject::Lane(lane))));
    bench.button(bench.center(Subject::Lane(lane)), PointerButton::Secondary, Modifiers::NONE);
    bench.settle();
    bench.harness.get_by_label("Copy to journey").click();
    bench.settle();
    bench.harness.get_all_by_label("Second").last().expect("the other journey").click();
    bench.settle();
    assert_eq!(bench.project().journeys[&second].lanes.len(), lanes + 1);
    assert_eq!(bench.workspace().open_journey().map(|journey| journey.id), Some(bench.workspace().journey));
    bench.undo();
    assert_eq!(bench.project().journeys[&second].lanes.len(), lanes);
}

#[test]
fn shift_tab_goes_back_a_card_and_adds_none() {
    let mut bench = Bench::new();
    let items = bench.items();
    bench.click(bench.center(items[2]), Modifiers::NONE);
    for wanted in [items[1], items[0], items[0]] {
        bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        bench.settle();
        assert_eq!(bench.selected(), [Subject::Item(wanted)]);
        assert!(bench.workspace().editing.is_none());
        assert!(bench.harness.ctx.memory(|memory| memory.has_focus(canvas_id())), "the map keeps the keys");
    }
    assert_eq!(bench.items().len(), items.len());
    bench.press(Key::Tab);
    assert_eq!(bench.items().len(), items.len() + 1, "Tab still adds the next one");
}

#[test]
fn hundreds_of_cards_in_view_all_have_nodes_below_the_map() {
    let mut bench = Bench::of(big_sample(400, 1));
    bench.ask(Request::Run(Action::ZoomFit));
    let seen = bench.items().len();
    assert!(seen > 300, "{seen}");
    let root = bench.harness.get_by_label("Journey map");
    let below = root.accesskit_node().children().flat_map(|container| container.children());
    let labels: Vec<String> = below.filter_map(|node| node.label()).collect();
    let missing = bench.items().into_iter().filter(|item| {
        let name = format!("{}, ", bench.text(*item));
        !labels.iter().any(|label| label.starts_with(&name))
    });
    assert_eq!(missing.count(), 0);
}

#[test]
fn an_end_of_a_connector_is_chosen_among_thousands_and_only_those_in_view_are_drawn() {
    let mut bench = Bench::of(big_sample(3_000, 1));
    let connector = Connector::clone(bench.project().connectors.values().next_back().expect("a connector"));
    bench.ask(Request::Select(Selection::only(Subject::Connector(connector.id))));
    bench.harness.get_by_label("Connector end").click();
    bench.settle();
    let end = bench.text(Item::Touchpoint(connector.to)).to_owned();
    let buttons: Vec<String> = bench
        .harness
        .query_all_by_role(egui::accesskit::Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert!(buttons.len() < 300, "{} rows", buttons.len());
    assert!(buttons.contains(&end), "it opens at {end}: {buttons:?}");
    // Three on from there.
    let touchpoints = bench.touchpoints();
    let at = touchpoints.iter().position(|item| *item == Item::Touchpoint(connector.to)).expect("of the journey");
    let other = (at + 1..at + 4).map(|at| touchpoints[at]).find(|item| {
        let joined = |it: &Connector| it.from == connector.from && Item::Touchpoint(it.to) == *item;
        *item != Item::Touchpoint(connector.from) && !bench.project().connectors.values().any(|it| joined(it))
    });
    let other = other.expect("one to lead to");
    let name = bench.text(other).to_owned();
    bench.harness.get_all_by_role_and_label(egui::accesskit::Role::Button, &name).next().expect("in view").click();
    bench.settle();
    assert_eq!(Item::Touchpoint(bench.project().connectors[&connector.id].to), other);
}

#[test]
fn the_next_connector_is_found_from_a_card_that_has_none() {
    let mut bench = Bench::new();
    let has_none = |bench: &Bench, item: Item| {
        let is_end = |it: &Connector| [it.from, it.to].map(Item::Touchpoint).contains(&item);
        !bench.project().connectors.values().any(|it| is_end(it))
    };
    let lone: Vec<Item> = bench.items().into_iter().filter(|item| has_none(&bench, *item)).collect();
    for item in lone {
        bench.ask(Request::Select(Selection::only(item)));
        bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::C);
        bench.settle();
        assert!(
            matches!(bench.selected()[..], [Subject::Connector(_)]),
            "{}: {:?}",
            bench.text(item),
            bench.selected()
        );
    }
}
