//! Stages and lanes resized, collapsed, hidden and brought back as a person does it.

use super::*;
use crate::app::canvas::header_tools::HeaderTools;
use crate::app::canvas::headers::Stuck;
use crate::edit::{HeaderChange, change_headers};
use crate::model::StageId;

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

impl Bench {
    fn stages(&self) -> Vec<StageId> {
        self.workspace().open_journey().expect("an open journey").stages.clone()
    }

    fn lanes(&self) -> Vec<LaneId> {
        self.workspace().open_journey().expect("an open journey").lanes.clone()
    }

    fn rect(&self, subject: Subject) -> crate::base::Rect {
        self.sight().rect_from_map(self.workspace().map.rect_of(subject).expect("on the map"))
    }

    fn fold_button(&self, subject: Subject) -> Pos2 {
        let (sight, stuck) = (self.sight(), Stuck::default());
        let tools = HeaderTools { sight: &sight, stuck: &stuck, workspace: self.workspace() };
        tools.fold_button(subject).expect("room for a button").center()
    }

    fn width(&self, stage: StageId) -> Option<u16> {
        self.project().stages[&stage].card_width
    }

    pub(super) fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }
}

#[test]
fn the_edge_of_a_stage_makes_its_cards_wider_and_is_one_undo_away() {
    let mut bench = Bench::new();
    let stage = bench.stages()[0];
    let edge = bench.rect(Subject::Stage(stage)).right_center();
    let card = bench.items().into_iter().find(|item| bench.place(*item).stage == stage).expect("a card");
    let before = bench.workspace().map.rect_of(card).expect("on the map").width();
    bench.drag(edge, edge + vec2(60.0, 0.0));
    let shown = bench.workspace().map.rect_of(card).expect("on the map").width();
    assert!(shown > before, "the cards grow while the edge is dragged: {before} {shown}");
    assert_eq!(bench.width(stage), None, "but the project is as it was");
    let right = bench.rect(Subject::Stage(stage)).right();
    assert!((right - edge.x - 60.0).abs() < 4.0, "the edge stays under the pointer: {right} {}", edge.x + 60.0);
    bench.harness.drop_at(edge + vec2(60.0, 0.0));
    bench.settle();
    assert_eq!(bench.width(stage).map(f32::from), Some(shown));
    bench.undo();
    assert_eq!(bench.width(stage), None);
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn escape_leaves_the_size_as_it_was_and_a_double_click_gives_the_usual_one() {
    let mut bench = Bench::new();
    let lane = bench.lanes()[0];
    let height = |bench: &Bench| bench.project().lanes[&lane].height;
    let edge = bench.rect(Subject::Lane(lane)).center_bottom();
    bench.drag(edge, edge + vec2(0.0, 80.0));
    bench.press(Key::Escape);
    bench.harness.drop_at(edge + vec2(0.0, 80.0));
    bench.settle();
    assert_eq!((height(&bench), bench.workspace().preview.is_none()), (None, true));
    bench.drag_and_drop(edge, edge + vec2(0.0, 80.0));
    assert!(height(&bench).is_some());
    let taller = bench.rect(Subject::Lane(lane)).center_bottom();
    assert!((taller.y - edge.y - 80.0).abs() < 3.0, "{taller:?} {edge:?}");
    bench.double_click(taller);
    assert_eq!(height(&bench), None);
}

#[test]
fn the_button_of_a_header_collapses_it_and_a_click_on_the_strip_opens_it() {
    let mut bench = Bench::new();
    let stage = bench.stages()[0];
    let card = bench.items().into_iter().find(|item| bench.place(*item).stage == stage).expect("a card");
    let at = bench.center(card);
    bench.click(at, Modifiers::NONE);
    let button = bench.fold_button(Subject::Stage(stage));
    bench.click(button, Modifiers::NONE);
    assert!(bench.project().stages[&stage].is_collapsed);
    assert!(!bench.selected().contains(&Subject::Item(card)), "what is not seen is not selected");
    let strip = bench.workspace().map.strip_of(Subject::Stage(stage)).expect("a strip");
    let at = bench.sight().rect_from_map(strip).center();
    bench.harness.run_steps(60);
    bench.click(at, Modifiers::NONE);
    assert!(!bench.project().stages[&stage].is_collapsed);
    bench.undo();
    bench.undo();
    assert_eq!(bench.workspace().document.undo_label(), None);

    let lane = bench.lanes()[1];
    let button = bench.fold_button(Subject::Lane(lane));
    bench.harness.run_steps(60);
    bench.click(button, Modifiers::NONE);
    assert!(bench.project().lanes[&lane].is_collapsed);
}

#[test]
fn hidden_stages_and_lanes_come_back_from_the_button_above_the_map() {
    let mut bench = Bench::new();
    let (stage, lane) = (bench.stages()[1], bench.lanes()[1]);
    let name = bench.project().stages[&stage].name.clone();
    let (on_stage, on_lane) = (bench.center(Subject::Stage(stage)), bench.center(Subject::Lane(lane)));
    bench.click(on_stage, Modifiers::NONE);
    bench.click(on_lane, Modifiers::SHIFT);
    bench.press_with(CTRL_SHIFT, Key::H);
    assert!(bench.project().stages[&stage].is_hidden && bench.project().lanes[&lane].is_hidden);
    assert!(bench.selected().is_empty());
    assert_eq!(bench.workspace().map.rect_of(Subject::Stage(stage)), None);
    bench.harness.get_by_label_contains("2 hidden").click();
    bench.settle();
    bench.harness.get_by_label_contains(&format!("Show {name} (stage)")).click();
    bench.settle();
    assert!(!bench.project().stages[&stage].is_hidden);
    assert_eq!(bench.selected(), [Subject::Stage(stage)]);
    bench.ask(Request::Run(Action::ShowHidden));
    assert!(!bench.project().lanes[&lane].is_hidden);
    assert!(bench.harness.query_by_label_contains("1 hidden").is_none(), "nothing is hidden any more");
}

#[test]
fn the_keyboard_resizes_collapses_and_duplicates_what_is_selected() {
    let mut bench = Bench::new();
    let (stage, lane) = (bench.stages()[0], bench.lanes()[0]);
    let (on_stage, on_lane) = (bench.center(Subject::Stage(stage)), bench.center(Subject::Lane(lane)));
    bench.click(on_stage, Modifiers::NONE);
    bench.press_with(CTRL_SHIFT, Key::ArrowRight);
    let wider = bench.width(stage).expect("a width of its own");
    bench.press_with(CTRL_SHIFT, Key::ArrowLeft);
    assert_eq!(bench.width(stage), Some(wider - 20));
    bench.press_with(CTRL_SHIFT, Key::R);
    assert_eq!(bench.width(stage), None);
    bench.press_with(Modifiers::COMMAND, Key::Period);
    assert!(bench.project().stages[&stage].is_collapsed);
    bench.press_with(Modifiers::COMMAND, Key::Period);
    assert!(!bench.project().stages[&stage].is_collapsed);
    bench.click(on_lane, Modifiers::NONE);
    bench.press_with(CTRL_SHIFT, Key::ArrowDown);
    assert!(bench.project().lanes[&lane].height.is_some());
    let count = bench.lanes().len();
    bench.press_with(Modifiers::COMMAND, Key::D);
    assert_eq!(bench.lanes().len(), count + 1);
    let copy = bench.lanes()[1];
    assert_eq!(bench.selected(), [Subject::Lane(copy)]);
    assert_eq!(crate::model::check::problems(bench.project()), []);
}

#[test]
fn several_selected_headers_are_deleted_in_one_step() {
    let mut bench = Bench::new();
    let stages = bench.stages();
    let (first, second) = (bench.center(Subject::Stage(stages[0])), bench.center(Subject::Stage(stages[1])));
    bench.click(first, Modifiers::NONE);
    bench.click(second, Modifiers::SHIFT);
    bench.press(Key::Delete);
    assert_eq!(bench.stages().len(), stages.len() - 2);
    bench.undo();
    assert_eq!(bench.stages(), stages);
}

#[test]
fn cards_moved_by_keys_pass_over_what_is_not_open() {
    let mut bench = Bench::new();
    let stages = bench.stages();
    let item = bench.touchpoints()[0];
    assert_eq!(bench.place(item).stage, stages[0]);
    bench.ask(Request::Edit(
        change_headers(bench.project(), [Subject::Stage(stages[1])], HeaderChange::Hidden(true)).expect("an edit"),
    ));
    let at = bench.center(item);
    bench.click(at, Modifiers::NONE);
    for _ in 0..30 {
        bench.press_with(Modifiers::ALT, Key::ArrowRight);
        assert_ne!(bench.place(item).stage, stages[1]);
        if bench.place(item).stage == stages[2] {
            return;
        }
    }
    panic!("the card went no further than {:?}", bench.place(item));
}

#[test]
fn what_was_found_in_something_collapsed_is_opened_and_shown() {
    let mut bench = Bench::new();
    let (stage, item) = (bench.stages()[0], bench.touchpoints()[0]);
    bench.ask(Request::Edit(
        change_headers(bench.project(), [Subject::Stage(stage)], HeaderChange::Collapsed(true)).expect("an edit"),
    ));
    assert_eq!(bench.workspace().map.rect_of(item), None);
    bench.ask(Request::Select(crate::edit::Selection::only(item)));
    bench.ask(Request::RevealFocus);
    assert!(bench.workspace().map.rect_of(item).is_some());
    assert_eq!(bench.selected(), [Subject::Item(item)]);
}

#[test]
fn a_screen_reader_hears_what_is_collapsed_and_opens_it() {
    use egui::accesskit::{Action as Ask, ActionRequest, TreeId};
    use egui_kittest::kittest::NodeT;
    let mut bench = Bench::new();
    let stage = bench.stages()[0];
    let name = format!("{}, stage,", bench.project().stages[&stage].name);
    for (ask, is_collapsed) in [(Ask::Collapse, true), (Ask::Expand, false)] {
        let node = bench.harness.get_by_label_contains(&name).accesskit_node();
        assert_eq!(node.data().is_expanded(), Some(is_collapsed), "{ask:?}");
        let target_node = crate::app::canvas::access::node_id(Subject::Stage(stage)).accesskit_id();
        let request = ActionRequest { action: ask, target_tree: TreeId::ROOT, target_node, data: None };
        bench.harness.event(Event::AccessKitActionRequest(request));
        bench.settle();
        assert_eq!(bench.project().stages[&stage].is_collapsed, is_collapsed, "{ask:?}");
    }
}

#[test]
fn buttons_at_the_ends_of_the_map_add_a_stage_and_a_lane() {
    let mut bench = Bench::blank();
    bench.ask(Request::Run(Action::ZoomFit));
    let journey = |bench: &Bench| bench.workspace().open_journey().expect("a journey").clone();
    let before = journey(&bench);
    bench.click(bench.harness.get_by_label("Add a stage at the end").rect().center(), Modifiers::NONE);
    bench.type_text("Loyalty");
    bench.press(Key::Enter);
    let added = *journey(&bench).stages.last().expect("a stage");
    assert_eq!(journey(&bench).stages.len(), before.stages.len() + 1);
    assert_eq!(bench.project().stages[&added].name, "Loyalty");
    bench.undo();
    bench.ask(Request::Run(Action::ZoomFit));
    bench.click(bench.harness.get_by_label("Add a lane at the end").rect().center(), Modifiers::NONE);
    bench.click(bench.harness.get_by_label(LaneKind::Channels.label()).rect().center(), Modifiers::NONE);
    let lanes = journey(&bench).lanes.clone();
    let kind = lanes.last().map(|lane| bench.project().lanes[lane].kind);
    assert_eq!((lanes.len(), kind), (before.lanes.len() + 1, Some(LaneKind::Channels)));
}

#[test]
fn without_numbers_the_map_has_the_room_of_their_charts() {
    let (blank, measured) = (Bench::blank(), Bench::of(crate::file::sample()));
    let height = |bench: &Bench| bench.workspace().canvas_rect.height();
    assert!(height(&blank) > height(&measured) + 60.0, "{} {}", height(&blank), height(&measured));
}
