//! The canvas as a person uses it, in the whole window and without a display.

mod capture;
mod emotion;
mod headers;
mod painted;
mod stickies;
mod whole;

use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::canvas_id;
use super::paint::handle_center;
use super::sight::Sight;
use crate::app::action::Action;
use crate::app::request::Request;
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::{Dialog, Editing, Tool, Workspace};
use crate::base::Pos2;
use crate::edit::{Edit, Selection, build};
use crate::file::Settings;
use crate::model::sample::big_sample;
use crate::model::{Connector, Item, LaneId, LaneKind, Place, Project, Subject, TouchpointId};

mod bands;

/// The window with a small map, at 100% and with its top left corner in view.
struct Bench {
    harness: Harness<'static, App>,
    _recovery: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self::of(big_sample(14, 1))
    }

    fn of(project: Project) -> Self {
        let (harness, recovery) = window_on(project, Settings::default(), vec2(1_700.0, 1_100.0));
        let mut bench = Self { harness, _recovery: recovery };
        bench.settle();
        bench.ask(Request::SetCamera(crate::app::camera::Camera::default()));
        bench
    }

    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.settle();
    }

    fn workspace(&self) -> &Workspace {
        &self.harness.state().core.workspace
    }

    fn project(&self) -> &Project {
        self.workspace().document.project()
    }

    fn selected(&self) -> Vec<Subject> {
        self.workspace().document.selection().subjects.iter().copied().collect()
    }

    fn items(&self) -> Vec<Item> {
        self.project().items_in_reading_order(self.workspace().journey)
    }

    fn touchpoints(&self) -> Vec<Item> {
        self.items().into_iter().filter(|item| matches!(item, Item::Touchpoint(_))).collect()
    }

    fn place(&self, item: Item) -> Place {
        self.project().place_of(item).expect("an item of the project")
    }

    fn text(&self, item: Item) -> &str {
        self.project().text_of(item).expect("an item of the project")
    }

    fn sight(&self) -> Sight {
        Sight { canvas: self.workspace().canvas_rect, camera: self.workspace().camera }
    }

    fn center(&self, subject: impl Into<Subject>) -> Pos2 {
        self.sight().rect_from_map(self.workspace().map.rect_of(subject.into()).expect("on the map")).center()
    }

    fn click(&mut self, at: Pos2, modifiers: Modifiers) {
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.button(at, PointerButton::Primary, modifiers);
        self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        self.settle();
    }

    fn button(&mut self, at: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.harness.hover_at(at);
        for pressed in [true, false] {
            self.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        self.harness.step();
    }

    fn double_click(&mut self, at: Pos2) {
        // Long enough after whatever was clicked before.
        self.harness.run_steps(60);
        self.button(at, PointerButton::Primary, Modifiers::NONE);
        self.button(at, PointerButton::Primary, Modifiers::NONE);
        self.settle();
    }

    /// Presses and moves, without letting go.
    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.settle();
        self.harness.drag_at(from);
        for step in 1..=5 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 5.0));
            self.harness.run_steps(3);
        }
    }

    fn drag_and_drop(&mut self, from: Pos2, to: Pos2) {
        self.drag(from, to);
        self.harness.drop_at(to);
        self.settle();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    fn undo(&mut self) {
        self.ask(Request::Run(Action::Undo));
    }
}

#[test]
fn clicks_select_and_arrows_go_on_from_there() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (first, second) = (bench.center(items[0]), bench.center(items[1]));
    bench.click(first, Modifiers::NONE);
    assert_eq!(bench.selected(), [Subject::Item(items[0])]);
    bench.click(second, Modifiers::SHIFT);
    assert_eq!(bench.selected().len(), 2);
    bench.click(first, Modifiers::NONE);
    bench.press(Key::ArrowDown);
    assert_eq!(bench.selected(), [Subject::Item(items[1])]);
    assert!(bench.harness.ctx.memory(|memory| memory.has_focus(canvas_id())));
    bench.press(Key::Home);
    bench.press(Key::ArrowUp);
    let stage = bench.place(items[0]).stage;
    assert_eq!(bench.selected(), [Subject::Stage(stage)], "above the first card lies the header");
}

#[test]
fn a_dragged_card_shows_where_it_goes_and_is_one_undo_away() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (from, to) = (bench.center(items[0]), bench.center(items[5]));
    let before = bench.place(items[0]);
    bench.drag(from, to);
    let shown = bench.workspace().shown_project().place_of(items[0]);
    assert_ne!(shown, Some(before), "the preview makes room");
    assert_eq!(bench.place(items[0]), before, "but the project is as it was");
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(Some(bench.place(items[0])), shown);
    assert_eq!(bench.place(items[0]).stage, bench.place(items[5]).stage);
    bench.undo();
    assert_eq!(bench.place(items[0]), before);
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn a_large_map_makes_room_where_a_dragged_card_rests() {
    let mut bench = Bench::of(crate::model::sample::full_sample(1_000, 1));
    let items = bench.touchpoints();
    let in_view = |bench: &Bench, item: &Item| bench.workspace().canvas_rect.contains(bench.center(*item));
    let shown: Vec<Item> = items.into_iter().filter(|item| in_view(&bench, item)).collect();
    let (first, last) = (shown[0], *shown.last().expect("cards in view"));
    let (from, to) = (bench.center(first), bench.center(last));
    let before = bench.place(first);
    bench.harness.hover_at(from);
    bench.settle();
    bench.harness.drag_at(from);
    bench.harness.hover_at(from + (to - from) * 0.5);
    bench.harness.step();
    bench.harness.hover_at(to);
    bench.harness.step();
    assert!(bench.workspace().preview.is_none(), "the pointer only passes");
    bench.settle();
    let shown = bench.workspace().shown_project().place_of(first);
    assert_ne!(shown, Some(before), "the pointer rests");
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(Some(bench.place(first)), shown);
}

#[test]
fn escape_ends_a_drag_without_a_trace() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (from, to) = (bench.center(items[0]), bench.center(items[5]));
    let before = bench.place(items[0]);
    bench.drag(from, to);
    bench.harness.key_down(Key::Escape);
    bench.settle();
    bench.harness.key_up(Key::Escape);
    bench.settle();
    assert!(bench.workspace().preview.is_none());
    bench.harness.drop_at(to);
    bench.settle();
    assert_eq!(bench.place(items[0]), before);
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn a_whole_selection_is_dragged_and_alt_copies_it() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let (first, second, to) = (bench.center(items[0]), bench.center(items[1]), bench.center(items[5]));
    bench.click(first, Modifiers::NONE);
    bench.click(second, Modifiers::SHIFT);
    bench.drag_and_drop(first, to);
    let stage = bench.place(items[5]).stage;
    assert!(items[..2].iter().all(|item| bench.place(*item).stage == stage));
    bench.undo();
    bench.harness.event(Event::ModifiersChanged(Modifiers::ALT));
    bench.drag_and_drop(first, to);
    assert_eq!(bench.touchpoints().len(), items.len() + 2);
    assert_ne!(bench.place(items[0]).stage, stage, "the originals stay");
}

#[test]
fn headers_are_dragged_into_another_order() {
    let mut bench = Bench::new();
    let journey = bench.workspace().open_journey().expect("an open journey").clone();
    let (from, to) = (bench.center(Subject::Stage(journey.stages[0])), bench.center(Subject::Stage(journey.stages[1])));
    bench.drag_and_drop(from, to + vec2(40.0, 0.0));
    let (from, to) = (bench.center(Subject::Lane(journey.lanes[0])), bench.center(Subject::Lane(journey.lanes[1])));
    bench.drag_and_drop(from, to + vec2(0.0, 30.0));
    let after = bench.workspace().open_journey().expect("an open journey");
    assert_eq!(after.stages[..2], [journey.stages[1], journey.stages[0]]);
    assert_eq!(after.lanes[..2], [journey.lanes[1], journey.lanes[0]]);
}

#[test]
fn a_connector_is_drawn_from_the_handle() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let count = bench.project().connectors.len();
    let Item::Touchpoint(first) = items[0] else { panic!("a touchpoint") };
    let handle = handle_center(bench.workspace(), &bench.sight(), first).expect("on the map");
    let (from, to) = (bench.center(items[0]), bench.center(items[6]));
    bench.harness.hover_at(from);
    bench.settle();
    bench.drag_and_drop(handle, to);
    assert_eq!(bench.project().connectors.len(), count + 1);
}

#[test]
fn an_end_of_a_connector_is_dragged_elsewhere() {
    let mut bench = Bench::new();
    let touchpoints: Vec<TouchpointId> = bench.project().touchpoints.keys().copied().collect();
    let connector = Connector::clone(bench.project().connectors.values().next().expect("a connector"));
    let joined =
        |bench: &Bench, from, to| bench.project().connectors.values().any(|other| (other.from, other.to) == (from, to));
    let is_other = |id: &&TouchpointId| **id != connector.from && **id != connector.to;
    let free = *touchpoints
        .iter()
        .filter(is_other)
        .find(|id| !joined(&bench, connector.from, **id))
        .expect("a touchpoint to lead to");
    let taken = *touchpoints.iter().filter(is_other).find(|id| **id != free).expect("another one");
    let (edit, _) = build::connect(bench.project(), connector.from, taken);
    if !joined(&bench, connector.from, taken) {
        bench.ask(Request::Edit(edit));
    }
    bench.ask(Request::Select(Selection::only(Subject::Connector(connector.id))));
    let before = bench.project().clone();
    let ends = |bench: &Bench| {
        let record = &bench.project().connectors[&connector.id];
        (record.from, record.to)
    };
    let tip = |bench: &Bench| {
        let way = bench.workspace().map.way_of(connector.id).expect("on the map");
        bench.sight().screen_from_map(*way.last().expect("an end"))
    };

    bench.drag(tip(&bench), bench.center(free));
    assert!(bench.workspace().preview.is_some(), "its new way shows before it is let go");
    bench.press(Key::Escape);
    assert!(bench.workspace().preview.is_none(), "Escape ends it");
    bench.harness.drop_at(bench.center(free));
    bench.settle();
    assert!(bench.project().is_same_as(&before), "and changes nothing");

    let nowhere = bench.sight().canvas.right_bottom() - vec2(60.0, 60.0);
    for (name, at) in [("on nothing", nowhere), ("on one that is connected already", bench.center(taken))] {
        bench.drag_and_drop(tip(&bench), at);
        assert!(bench.project().is_same_as(&before), "{name}");
        bench.ask(Request::SetCamera(crate::app::camera::Camera::default()));
        bench.ask(Request::Select(Selection::only(Subject::Connector(connector.id))));
    }

    bench.drag_and_drop(tip(&bench), bench.center(free));
    assert_eq!(ends(&bench), (connector.from, free));
    assert_eq!(bench.selected(), [Subject::Connector(connector.id)]);
    bench.undo();
    assert_eq!(ends(&bench), (connector.from, connector.to), "one step takes it back");
}

#[test]
fn connectors_are_reached_by_keyboard_and_by_name() {
    let mut bench = Bench::new();
    let connector = Connector::clone(bench.project().connectors.values().next().expect("a connector"));
    bench.ask(Request::Select(Selection::only(Item::Touchpoint(connector.from))));
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::C);
    bench.settle();
    let [Subject::Connector(id)] = bench.selected()[..] else { panic!("a connector: {:?}", bench.selected()) };
    let found = Connector::clone(&bench.project().connectors[&id]);
    assert_eq!(found.from, connector.from);
    assert_eq!(bench.workspace().tool, Tool::Select);
    let title = |id| bench.text(Item::Touchpoint(id)).to_owned();
    let name = format!("{} from {} to {}", found.kind.label(), title(found.from), title(found.to));
    assert!(
        bench.harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with(&name))).next().is_some()
    );

    bench.press(Key::Enter);
    bench.type_text("by mail");
    bench.press(Key::Enter);
    assert_eq!(bench.project().connectors[&id].label, "by mail");
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::C);
    bench.settle();
    assert!(bench.selected() != [Subject::Connector(id)], "on to the next");
    bench.ask(Request::Select(Selection::only(Subject::Connector(id))));
    bench.press(Key::Delete);
    assert!(!bench.project().connectors.contains_key(&id));
}

#[test]
fn text_is_edited_in_its_place() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[0];
    let (at, elsewhere) = (bench.center(item), bench.center(bench.touchpoints()[3]));
    let original = bench.text(item).to_owned();
    bench.double_click(at);
    assert_eq!(bench.workspace().editing, Some(Editing::Item(item)));
    bench.type_text("Shop window");
    assert_eq!(bench.text(item), "Shop window", "the card shows what is typed at once");
    bench.press(Key::Escape);
    assert_eq!((bench.text(item), bench.workspace().editing), (original.as_str(), None), "Escape takes it back");
    assert_eq!(bench.workspace().document.undo_label(), None);
    bench.press(Key::Enter);
    bench.type_text("Shop");
    bench.type_text(" door");
    bench.press(Key::Enter);
    assert_eq!((bench.text(item), bench.workspace().editing), ("Shop door", None), "Enter keeps it");
    bench.undo();
    assert_eq!(bench.text(item), original, "what was typed is one entry");
    bench.double_click(at);
    bench.type_text("Kept");
    bench.click(elsewhere, Modifiers::NONE);
    assert_eq!((bench.text(item), bench.workspace().editing), ("Kept", None), "so does a click elsewhere");
}

#[test]
fn tab_adds_card_after_card_and_an_empty_one_leaves_no_trace() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[0];
    let count = bench.items().len();
    bench.click(bench.center(item), Modifiers::NONE);
    bench.press(Key::Enter);
    bench.press(Key::Tab);
    bench.type_text("Second");
    bench.press(Key::Enter);
    bench.type_text("Third");
    bench.press(Key::Enter);
    assert_eq!(bench.items().len(), count + 3);
    bench.press(Key::Enter);
    assert_eq!(bench.items().len(), count + 2);
    let (place, texts) = (bench.place(item), ["Second", "Third"]);
    for text in texts {
        let added = bench.items().into_iter().find(|item| bench.text(*item) == text).expect("the typed card");
        let lies_at = bench.place(added);
        assert_eq!((lies_at.stage, lies_at.lane, lies_at.column), (place.stage, place.lane, place.column), "{text}");
    }
    assert_eq!(bench.workspace().editing, None);
}

#[test]
fn a_marquee_selects_what_it_touches() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let map = &bench.workspace().map;
    let rect = bench.sight().rect_from_map(map.rect_of(items[0]).expect("on the map"));
    bench.drag_and_drop(rect.left_top() - vec2(4.0, 4.0), rect.center());
    assert_eq!(bench.selected(), [Subject::Item(items[0])]);
    bench.drag_and_drop(rect.left_top() - vec2(4.0, 4.0), rect.left_top() - vec2(2.0, 30.0));
    assert_eq!(bench.selected(), []);
}

#[test]
fn cards_have_names_and_menus() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[1];
    let name = format!("{}, touchpoint", bench.text(item));
    bench.harness.get_all_by_label_contains(&name).next().expect("a node").click_accesskit();
    bench.settle();
    assert_eq!(bench.selected(), [Subject::Item(item)]);
    bench.button(bench.center(item), PointerButton::Secondary, Modifiers::NONE);
    bench.settle();
    let count = bench.touchpoints().len();
    bench.harness.get_all_by_label_contains("Duplicate").last().expect("a menu").click();
    bench.settle();
    assert_eq!(bench.touchpoints().len(), count + 1);
}

#[test]
fn an_empty_map_says_what_to_do_first() {
    let mut bench = Bench::new();
    let everything: Vec<Subject> = bench.items().into_iter().map(Subject::Item).collect();
    let edit = crate::edit::build::remove_subjects(bench.project(), &everything);
    bench.ask(Request::Edit(edit));
    bench.harness.get_by_label("Drag a touchpoint from the library, or click a cell and type");
    let journey = bench.workspace().open_journey().expect("an open journey").clone();
    for stage in journey.stages.iter().copied() {
        bench.ask(Request::Edit(crate::edit::Edit::RemoveStage { stage }));
    }
    bench.harness.get_by_label("Add a stage").click();
    bench.settle();
    assert_eq!(bench.workspace().open_journey().expect("an open journey").stages.len(), 1);
    assert!(matches!(bench.workspace().editing, Some(Editing::Stage(_))), "its name is open for typing");
}

#[test]
fn a_type_dragged_from_the_library_lands_where_it_is_dropped() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let kind = &bench.workspace().catalogue.types[0];
    let (from, to) = (bench.harness.get_by_label(&kind.name).rect().center(), bench.center(items[5]));
    bench.drag_and_drop(from, to);
    let added: Vec<Item> = bench.touchpoints().into_iter().filter(|item| !items.contains(item)).collect();
    assert_eq!(added.len(), 1);
    assert_eq!((bench.text(added[0]), bench.place(added[0]).stage), (kind.name.as_str(), bench.place(items[5]).stage));
    assert_eq!(bench.selected(), [Subject::Item(added[0])]);
}

#[test]
fn the_map_runs_while_something_is_held_at_the_edge_and_rests_otherwise() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[3];
    let canvas = bench.workspace().canvas_rect;
    let (from, to) = (bench.center(item), canvas.right_center() - vec2(4.0, 0.0));
    let before = bench.workspace().camera;
    bench.drag(from, to);
    bench.harness.run_steps(10);
    assert!(bench.workspace().camera.offset.x < before.offset.x, "what lies to the right comes into view");
    bench.harness.drop_at(to);
    bench.settle();
    let rested = bench.workspace().camera;
    bench.harness.run_steps(10);
    assert_eq!(bench.workspace().camera, rested);
}

#[test]
fn the_wheel_scrolls_and_with_ctrl_zooms_at_the_pointer() {
    let mut bench = Bench::new();
    let pointer = bench.center(bench.touchpoints()[3]);
    let wheel = |bench: &mut Bench, modifiers: Modifiers| {
        bench.harness.hover_at(pointer);
        bench.harness.event(Event::ModifiersChanged(modifiers));
        bench.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -60.0),
            modifiers,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
        });
        bench.harness.run_steps(40);
        bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        bench.settle();
    };
    let before = bench.workspace().camera;
    wheel(&mut bench, Modifiers::NONE);
    let scrolled = bench.workspace().camera;
    assert!(
        scrolled.offset.y < before.offset.y && scrolled.offset.x == before.offset.x && scrolled.scale == before.scale
    );
    let under_pointer = bench.sight().map_from_screen(pointer);
    wheel(&mut bench, Modifiers::COMMAND | Modifiers::CTRL);
    assert!(bench.workspace().camera.scale < scrolled.scale);
    assert!((bench.sight().map_from_screen(pointer) - under_pointer).length() < 1.0);
}

#[test]
fn a_click_on_a_figure_of_a_card_opens_it_and_a_drag_still_moves_the_card() {
    let mut bench = Bench::of(crate::file::sample());
    let map = &bench.workspace().map;
    let with_chips = bench.touchpoints().into_iter().find_map(|item| {
        let Item::Touchpoint(id) = item else { return None };
        Some((id, map.chip_rect(id, 0)?))
    });
    let (touchpoint, chip) = with_chips.expect("a card with figures");
    assert_eq!(map.chip_at(chip.center()), Some((touchpoint, 0)));
    let middle = bench.workspace().canvas_rect.size() / 2.0;
    let camera = crate::app::camera::Camera { scale: 1.0, offset: middle - chip.center().to_vec2() };
    bench.ask(Request::SetCamera(camera));
    let at = bench.sight().rect_from_map(chip).center();
    let metric = bench.workspace().numbers.chips(touchpoint, &bench.workspace().view)[0].metric;
    let before = bench.place(touchpoint.into());
    bench.drag_and_drop(at, at + vec2(230.0, 0.0));
    assert!(bench.workspace().dialog.is_none());
    assert_ne!(bench.place(touchpoint.into()), before);
    bench.undo();
    bench.ask(Request::SetCamera(camera));
    bench.click(at, Modifiers::NONE);
    assert_eq!(bench.selected(), [Subject::from(touchpoint)]);
    match &bench.workspace().dialog {
        Some(Dialog::Figure { metric: shown, touchpoint: of, .. }) => assert_eq!((*shown, *of), (metric, touchpoint)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn adding_and_naming_are_one_undo_entry() {
    let mut bench = Bench::new();
    let count = bench.items().len();
    bench.click(bench.center(bench.touchpoints()[0]), Modifiers::NONE);
    bench.press(Key::T);
    bench.type_text("Leaflet");
    bench.type_text(" rack");
    bench.press(Key::Enter);
    bench.press(Key::Escape);
    assert_eq!(bench.items().len(), count + 1);
    bench.undo();
    assert_eq!((bench.items().len(), bench.workspace().document.undo_label()), (count, None));
    bench.ask(Request::Run(Action::Redo));
    assert!(bench.items().iter().any(|item| bench.text(*item) == "Leaflet rack"));
    // Another change of the name is another entry.
    bench.press(Key::Enter);
    bench.type_text("Poster");
    bench.press(Key::Enter);
    bench.undo();
    assert!(bench.items().iter().any(|item| bench.text(*item) == "Leaflet rack"));
}

#[test]
fn a_new_connector_is_labeled_by_typing() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let Item::Touchpoint(first) = items[0] else { panic!("a touchpoint") };
    let handle = handle_center(bench.workspace(), &bench.sight(), first).expect("on the map");
    let (from, to) = (bench.center(items[0]), bench.center(items[6]));
    for (typed, end, label) in [("vcn", Key::Enter, "vcn"), ("vcn", Key::Escape, "")] {
        bench.harness.hover_at(from);
        bench.settle();
        bench.drag_and_drop(handle, to);
        let Some(Editing::Connector(id)) = bench.workspace().editing else { panic!("the label is open for typing") };
        bench.type_text(typed);
        bench.press(end);
        assert_eq!(bench.project().connectors[&id].label, label);
        assert_eq!(bench.workspace().tool, Tool::Select);
        bench.undo();
        assert!(!bench.project().connectors.contains_key(&id), "connecting and labeling are one entry");
        bench.ask(Request::SetCamera(crate::app::camera::Camera::default()));
    }
}

#[test]
fn a_type_dropped_on_a_lane_of_cards_falls_to_the_touchpoints_of_that_stage() {
    let mut bench = Bench::new();
    let items = bench.touchpoints();
    let stage = bench.place(items[5]).stage;
    let cell = bench.workspace().map.cells().find(|cell| cell.stage == stage && cell.kind == LaneKind::Actions);
    let to = bench.sight().rect_from_map(cell.expect("a lane of actions").rect).center();
    let kind = &bench.workspace().catalogue.types[0];
    let from = bench.harness.get_by_label(&kind.name).rect().center();
    bench.drag_and_drop(from, to);
    let added: Vec<Item> = bench.touchpoints().into_iter().filter(|item| !items.contains(item)).collect();
    assert_eq!(added.iter().map(|item| bench.place(*item).stage).collect::<Vec<_>>(), [stage]);
}

/// How far from their places cards are painted now, the farthest first.
fn farthest_shift(bench: &Bench, items: &[Item]) -> f32 {
    let motion = bench.harness.state().motion();
    items.iter().map(|item| motion.shift_of(*item).length()).fold(0.0, f32::max)
}

#[test]
fn cards_that_make_room_glide_there_and_the_window_rests_again() {
    let mut bench = Bench::new();
    let items = bench.items();
    let first = bench.touchpoints()[0];
    bench.harness.state_mut().core.requests.push(Request::Edit(Edit::RemoveItems { items: vec![first] }));
    bench.harness.run_steps(2);
    assert!(farthest_shift(&bench, &items) > 10.0, "the cards below are still on their way");
    bench.harness.run_steps(2);
    let nearer = farthest_shift(&bench, &items);
    bench.harness.run_steps(1);
    assert!(farthest_shift(&bench, &items) < nearer, "they come nearer");
    bench.harness.run_steps(20);
    assert_eq!(farthest_shift(&bench, &items), 0.0);
    let delay = bench.harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
    // The next thing to do is the recovery file.
    assert!(delay.is_some_and(|delay| delay > std::time::Duration::from_secs(1)), "{delay:?}");
}

#[test]
fn with_reduced_motion_nothing_glides() {
    let mut bench = Bench::new();
    bench.harness.state_mut().core.workspace.settings.reduced_motion = true;
    let items = bench.items();
    let first = bench.touchpoints()[0];
    bench.harness.state_mut().core.requests.push(Request::Edit(Edit::RemoveItems { items: vec![first] }));
    for _ in 0..6 {
        bench.harness.run_steps(1);
        assert_eq!(farthest_shift(&bench, &items), 0.0);
    }
}

#[test]
fn a_card_let_go_glides_from_the_pointer_to_its_place() {
    let mut bench = Bench::new();
    let (moved, target) = (bench.touchpoints()[0], bench.touchpoints()[6]);
    let (from, to) = (bench.center(moved), bench.center(target) + vec2(40.0, 0.0));
    bench.drag(from, to);
    assert_eq!(
        bench.harness.state().motion().shift_of(moved),
        crate::base::Vec2::ZERO,
        "the ghost is under the pointer"
    );
    bench.harness.drop_at(to);
    bench.harness.run_steps(2);
    let place = bench.center(moved);
    let painted = place + bench.harness.state().motion().shift_of(moved) * bench.sight().camera.scale;
    assert!(painted.distance(to) < place.distance(to), "{painted:?} is no nearer to {to:?} than {place:?}");
}

#[test]
fn what_is_edited_stays_where_it_is_when_the_map_grows_before_it() {
    let mut bench = Bench::new();
    let journey = bench.workspace().journey;
    let card = *bench.items().iter().find(|item| matches!(item, Item::Card(_))).expect("a card");
    bench.ask(Request::Select(crate::edit::Selection::only(card)));
    let before = bench.center(card);
    let (lane_above, _) = crate::edit::build::new_lane(bench.project(), journey, 0, LaneKind::Notes);
    bench.ask(Request::Edit(lane_above));
    let in_map = bench.workspace().map.rect_of(card).expect("on the map");
    assert!(bench.center(card).distance(before) < 0.5, "{:?} was {before:?}", bench.center(card));
    assert!(bench.workspace().camera.offset.y < -20.0, "the camera followed");
    let (stage_before, _) =
        crate::edit::build::new_stage(bench.project(), journey, 0, "First", crate::model::Phase::PrePurchase);
    bench.ask(Request::Edit(stage_before));
    assert!(bench.workspace().map.rect_of(card).expect("on the map").min.x > in_map.min.x);
    assert!(bench.center(card).distance(before) < 0.5, "{:?} was {before:?}", bench.center(card));
    bench.undo();
    assert!(bench.center(card).distance(before) < 0.5, "undo follows as well");
}

#[test]
fn a_card_that_is_moved_by_keys_does_not_take_the_map_along() {
    let mut bench = Bench::new();
    let card = bench.touchpoints()[0];
    bench.click(bench.center(card), Modifiers::NONE);
    let camera = bench.workspace().camera;
    let place = bench.place(card);
    bench.ask(Request::Run(Action::MoveDown));
    assert_ne!(bench.place(card), place);
    assert_eq!(bench.workspace().camera, camera);
}

#[test]
fn text_of_the_whole_window_is_sized_in_steps() {
    let mut bench = Bench::new();
    assert!(!Action::TextUsual.is_enabled(bench.workspace()));
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::Plus);
    bench.settle();
    assert_eq!((bench.workspace().settings.text_scale, bench.harness.ctx.zoom_factor()), (1.1, 1.1));
    bench.ask(Request::SetTextScale(1.75));
    bench.ask(Request::Run(Action::TextLarger));
    assert_eq!((bench.workspace().settings.text_scale, bench.harness.ctx.zoom_factor()), (2.0, 2.0));
    assert!(!Action::TextLarger.is_enabled(bench.workspace()));
    let canvas = bench.workspace().canvas_rect;
    assert!(canvas.width() >= 220.0 && canvas.height() >= 120.0, "the map keeps room: {canvas:?}");
    bench.ask(Request::Run(Action::TextUsual));
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::Minus);
    bench.settle();
    assert_eq!(bench.harness.ctx.zoom_factor(), 0.9);
}

#[test]
fn f6_leaves_the_map_and_tab_goes_on_from_there() {
    let mut bench = Bench::new();
    bench.click(bench.center(bench.touchpoints()[0]), Modifiers::NONE);
    let count = bench.items().len();
    bench.press(Key::F6);
    let left = bench.harness.ctx.memory(egui::Memory::focused);
    assert!(left.is_some_and(|id| id != canvas_id()), "{left:?}");
    bench.press(Key::Tab);
    assert_ne!(bench.harness.ctx.memory(egui::Memory::focused), left);
    assert_eq!(bench.items().len(), count, "no card was added");
}
