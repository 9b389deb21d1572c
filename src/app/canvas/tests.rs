//! The canvas as a person uses it, in the whole window and without a display.

mod bands;
mod capture;
mod connectors;
mod dragging;
mod emotion;
mod gliding;
mod headers;
mod painted;
mod stickies;
mod typing;
mod whole;

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
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

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
