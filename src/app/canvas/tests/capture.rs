//! A map made without a mouse: cards typed one after the other, empty cells, connecting, menus.

use egui::accesskit::{Action as NodeAction, Role};

use egui_kittest::kittest::NodeT;

use super::*;
use crate::model::Holds;

impl Bench {
    /// A journey with stages and lanes and nothing in them.
    pub(super) fn blank() -> Self {
        let (edit, _) = crate::edit::build::new_journey_blank(&Project::default(), "Blank");
        Self::of(crate::edit::apply(&Project::default(), &edit).expect("a journey"))
    }

    fn texts(&self) -> Vec<String> {
        self.items().into_iter().map(|item| self.text(item).to_owned()).collect()
    }

    fn capture(&mut self, text: &str, key: Key) {
        self.type_text(text);
        self.press(key);
    }
}

#[test]
fn a_list_is_typed_from_card_to_card_and_cell_to_cell() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    let (stage, lane) = bench.workspace().cell_at_hand().expect("the first empty cell");
    bench.capture("Ad", Key::Enter);
    bench.capture("Search", Key::Enter);
    bench.capture("Blog", Key::Tab);
    bench.capture("Basket", Key::Enter);
    bench.press(Key::Escape);
    assert_eq!(bench.texts(), ["Ad", "Search", "Blog", "Basket"]);
    assert_eq!(bench.workspace().editing, None);
    let places: Vec<Place> = bench.items().into_iter().map(|item| bench.place(item)).collect();
    assert!(places[..3].iter().zip(0..).all(|(at, order)| (at.stage, at.lane, at.order) == (stage, lane, order)));
    assert_ne!(places[3].stage, stage, "Tab went to the next stage");
    for left in [3, 2, 1, 0] {
        bench.undo();
        assert_eq!(bench.texts().len(), left, "each card is one undo entry, and the empty one none");
    }
    assert_eq!(bench.workspace().document.undo_label(), None);
    bench.ask(Request::Run(Action::Redo));
    assert_eq!(bench.texts(), ["Ad"]);
}

#[test]
fn a_click_into_an_empty_cell_lets_a_card_be_typed_there() {
    let mut bench = Bench::blank();
    let journey = bench.workspace().open_journey().expect("a journey").clone();
    let lane = bench.project().lanes.values().find(|lane| lane.kind == LaneKind::PainPoints).expect("a lane").id;
    let at = (journey.stages[1], lane);
    let cell = super::super::cells::rect_of(&bench.workspace().map, at).expect("the cell is on the map");
    let cell = bench.sight().rect_from_map(cell);
    // Below the button that adds a card.
    bench.click(cell.center_bottom() - vec2(0.0, 6.0), Modifiers::NONE);
    assert_eq!((bench.workspace().cell_at_hand(), bench.items().len()), (Some(at), 0));
    bench.capture("Slow", Key::Enter);
    bench.press(Key::Escape);
    let item = bench.items()[0];
    assert_eq!((bench.text(item), bench.place(item).stage, bench.place(item).lane), ("Slow", at.0, at.1));
}

#[test]
fn escape_stops_capturing_and_keeps_what_was_typed() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    bench.capture("Ad", Key::Enter);
    bench.capture("Search", Key::Escape);
    assert_eq!((bench.texts(), bench.workspace().editing), (vec!["Ad".to_owned(), "Search".to_owned()], None));
    bench.undo();
    assert_eq!(bench.texts(), ["Ad"]);
    bench.ask(Request::Run(Action::ToolNote));
    bench.click(bench.workspace().canvas_rect.center(), Modifiers::NONE);
    bench.capture("Remember", Key::Escape);
    let kept: Vec<_> = bench.project().stickies.values().map(|sticky| sticky.text.clone()).collect();
    assert_eq!(kept, ["Remember"]);
}

#[test]
fn no_letter_is_lost_however_fast_it_is_typed() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    let type_fast = |text: &str, bench: &mut Bench| {
        for letter in text.chars() {
            bench.harness.event(Event::Text(letter.to_string()));
            bench.harness.step();
        }
    };
    type_fast("Sees an ad", &mut bench);
    bench.harness.key_press(Key::Enter);
    bench.harness.step();
    type_fast("Buys", &mut bench);
    bench.press(Key::Enter);
    bench.press(Key::Escape);
    assert_eq!(bench.texts(), ["Sees an ad", "Buys"]);
}

#[test]
fn a_card_that_got_no_text_cannot_be_brought_back() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    bench.press(Key::Enter);
    assert_eq!(bench.items().len(), 1);
    bench.press(Key::Escape);
    assert_eq!((bench.items().len(), bench.workspace().document.redo_label()), (0, None));
}

#[test]
fn enter_ends_the_editing_of_a_text_that_was_there() {
    let mut bench = Bench::new();
    let (item, count) = (bench.touchpoints()[0], bench.items().len());
    bench.click(bench.center(item), Modifiers::NONE);
    bench.press(Key::F2);
    bench.capture("Another", Key::Enter);
    assert_eq!((bench.text(item), bench.items().len(), bench.workspace().editing), ("Another", count, None));
}

#[test]
fn a_pasted_list_becomes_cards_while_typing_and_in_an_empty_cell() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    bench.press(Key::Enter);
    bench.harness.event(Event::Paste("- Ad\n- Search\n\n- Blog".to_owned()));
    bench.settle();
    bench.capture("Review", Key::Enter);
    bench.press(Key::Escape);
    assert_eq!(bench.texts(), ["Ad", "Search", "Blog", "Review"]);
    bench.ask(Request::Select(crate::edit::Selection::default()));
    let lane = bench.project().lanes.values().find(|lane| lane.kind == LaneKind::PainPoints).expect("a lane").id;
    let stage = bench.workspace().open_journey().expect("a journey").stages[1];
    bench.ask(Request::FocusCell(stage, lane));
    bench.harness.event(Event::Paste("Slow\nDear".to_owned()));
    bench.settle();
    let pasted: Vec<Item> = bench.items().into_iter().filter(|item| bench.place(*item).lane == lane).collect();
    assert!(pasted.len() == 2 && pasted.iter().all(|item| bench.place(*item).stage == stage), "{pasted:?}");
}

#[test]
fn arrows_reach_every_empty_cell_and_come_back_to_headers() {
    let mut bench = Bench::blank();
    let journey = bench.workspace().open_journey().expect("a journey").clone();
    let holds = |lane: &LaneId| bench.project().lanes[lane].kind.holds() != Holds::Nothing;
    let lanes: Vec<LaneId> = journey.lanes.iter().copied().filter(holds).collect();
    bench.press(Key::ArrowDown);
    for lane in &lanes {
        assert_eq!(bench.workspace().cell_at_hand(), Some((journey.stages[0], *lane)));
        bench.press(Key::ArrowDown);
    }
    bench.press(Key::ArrowRight);
    assert_eq!(bench.workspace().cell_at_hand(), Some((journey.stages[1], lanes[lanes.len() - 1])));
    bench.press(Key::ArrowLeft);
    bench.press(Key::ArrowLeft);
    assert_eq!(bench.selected(), [Subject::Lane(lanes[lanes.len() - 1])]);
    let node = bench.harness.get_by_label("Empty cell, Purchase, Touchpoints");
    let node = node.accesskit_node();
    assert_eq!(node.role(), Role::ListBoxOption);
}

#[test]
fn a_map_is_made_from_nothing_with_the_keyboard_alone() {
    let mut bench = Bench::blank();
    bench.press(Key::ArrowDown);
    bench.capture("Ad", Key::Enter);
    bench.capture("Shop", Key::Enter);
    bench.press(Key::Escape);
    bench.press_with(Modifiers { shift: true, ..Modifiers::COMMAND }, Key::G);
    bench.capture("Return", Key::Enter);
    assert!(bench.project().stages.values().any(|stage| stage.name == "Return"));
    bench.press(Key::Home);
    bench.press_with(Modifiers::COMMAND, Key::L);
    bench.type_text("sho");
    bench.press(Key::Enter);
    bench.capture("then", Key::Enter);
    let connectors: Vec<_> = bench.project().connectors.values().map(|it| it.label.clone()).collect();
    assert_eq!(connectors, ["then"], "connected and labeled");
    let ad = bench.items()[0];
    bench.press(Key::Home);
    bench.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(bench.place(ad).order, 1, "moved");
    bench.press_with(Modifiers::SHIFT, Key::F10);
    assert!(
        bench.harness.query_by_label("Zoom to selection").is_some() || egui::Popup::is_any_open(&bench.harness.ctx)
    );
    bench.press(Key::Escape);
    bench.press_with(Modifiers::COMMAND, Key::E);
    assert!(matches!(bench.workspace().dialog, Some(Dialog::Export(_))));
}

#[test]
fn cards_say_where_they_stand_and_what_can_be_done() {
    let bench = Bench::new();
    let item = bench.touchpoints()[0];
    let text = bench.text(item).to_owned();
    let stage = bench.project().stages[&bench.place(item).stage].name.clone();
    let name = format!("{text}, touchpoint, in {stage}, 1 of ");
    let node = bench.harness.get_by_label_contains(&name);
    let node = node.accesskit_node();
    for action in [NodeAction::Click, NodeAction::Focus, NodeAction::ShowContextMenu] {
        assert!(node.data().supports_action(action), "{action:?}");
    }
    assert!(node.data().description().is_some_and(|text| !text.is_empty()));
}

#[test]
fn the_tree_is_read_as_the_journey_is() {
    let bench = Bench::new();
    let (map, project) = (&bench.workspace().map, bench.project());
    let root = bench.harness.get_by_label("Journey map");
    let mut read: Vec<(String, bool)> = Vec::new();
    // What lies on the map lies below its node, in a container that readers pass over.
    for node in root.accesskit_node().children().flat_map(|container| container.children()) {
        let acts = node.data().supports_action(NodeAction::Click) && node.data().supports_action(NodeAction::Focus);
        read.extend(node.label().map(|label| (label, acts)));
    }
    let mut next = 0;
    let mut comes_next = |name: &str| {
        let found = read.iter().skip(next).position(|(label, _)| label.starts_with(name));
        let at = next + found.unwrap_or_else(|| panic!("{name:?} does not come after {next} of {read:#?}"));
        assert!(read[at].1, "{name:?} can be clicked and focused");
        next = at + 1;
    };
    let (stages, lanes) = (map.stages().count(), map.lanes().count());
    let is_seen = |rect: crate::base::Rect| bench.sight().rect_from_map(rect).intersects(bench.sight().canvas);
    for ((stage, rect), rank) in map.stages().zip(1..) {
        if is_seen(rect) {
            let stage = &project.stages[&stage];
            comes_next(&format!("{}, stage, {}, {rank} of {stages}", stage.name, stage.phase.label().to_lowercase()));
        }
    }
    for ((lane, _, rect), rank) in map.lanes().zip(1..) {
        if is_seen(rect) {
            comes_next(&format!("{}, lane, {rank} of {lanes}", project.lanes[&lane].name));
        }
    }
    let seen = bench.items().into_iter().filter(|item| {
        map.rect_of(*item).is_some_and(|rect| bench.sight().canvas.contains_rect(bench.sight().rect_from_map(rect)))
    });
    let mut count = 0;
    for item in seen {
        let stage = &project.stages[&bench.place(item).stage].name;
        let lane = project.lanes[&bench.place(item).lane].kind.item_label();
        comes_next(&format!("{}, {lane}, in {stage}, ", bench.text(item)));
        count += 1;
    }
    assert!(count > 3, "{count} cards in view");
}

#[test]
fn texts_of_any_length_and_script_are_drawn_and_cards_stay_cards() {
    for text in ["word ".repeat(2_000), "x".repeat(10_000), "שלום עולם ".repeat(400), "👩‍👩‍👧‍👦🎉".repeat(500)]
    {
        let mut bench = Bench::new();
        bench.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        let item = bench.touchpoints()[0];
        bench.click(bench.center(item), Modifiers::NONE);
        bench.press(Key::F2);
        bench.type_text(&text);
        bench.press(Key::Enter);
        assert_eq!(bench.text(item), text);
        let rect = bench.workspace().map.rect_of(item).expect("on the map");
        assert!(rect.height() < 500.0, "{rect:?}");
    }
}
