//! From one journey, card or part of the map to another: tabs, search, outline, minimap.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use throughline::app::workspace::{LeftTab, RightTab};
use throughline::model::{Item, JourneyId, JourneyState, Subject};

use super::*;

impl Window {
    pub(super) fn shop() -> Self {
        let mut window = Self::open();
        window.click("Online shop");
        window
    }

    pub(super) fn workspace(&self) -> &throughline::app::workspace::Workspace {
        &self.harness.state().core.workspace
    }

    fn order(&self) -> Vec<JourneyId> {
        self.project().journey_order.to_vec()
    }

    fn tab(&self, label: &str) -> egui::Rect {
        let found: Vec<_> = self.harness.query_all_by_role_and_label(Role::Tab, label).collect();
        found.first().unwrap_or_else(|| panic!("no tab {label}")).rect()
    }

    pub(super) fn click_at(&mut self, at: egui::Pos2) {
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        self.harness.drag_at(at);
        self.harness.drop_at(at);
        self.settle();
    }

    fn double_click_at(&mut self, at: egui::Pos2) {
        // Long enough after whatever was clicked before.
        self.harness.run_steps(60);
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        for _ in 0..2 {
            self.harness.drag_at(at);
            self.harness.drop_at(at);
            self.harness.run_steps(2);
        }
        self.settle();
    }

    pub(super) fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.into()));
        self.settle();
    }

    fn row(&self, label: &str) -> egui::Rect {
        let found: Vec<_> = self.harness.query_all_by_role_and_label(Role::TreeItem, label).collect();
        found.first().unwrap_or_else(|| panic!("no row {label}")).rect()
    }

    fn outline(&mut self) {
        self.ask(Request::LeftTab(LeftTab::Outline));
        self.settle();
    }

    fn focus(&self) -> Option<Subject> {
        self.workspace().document.selection().focus
    }
}

#[test]
fn journeys_are_duplicated_renamed_and_deleted_by_their_tabs() {
    let mut window = Window::shop();
    let before = window.project().clone();
    window.click("Add a journey");
    window.harness.get_by_label_contains("Duplicate as future state").click();
    window.settle();
    let order = window.order();
    assert_eq!(order.len(), 2);
    assert_eq!(window.workspace().journey, order[1], "the copy is shown");
    assert_eq!(window.project().journeys[&order[1]].state, JourneyState::Future);
    assert_eq!(window.project().touchpoints.len(), before.touchpoints.len() * 2);

    let tab = window.tab("Online shop, future").center();
    window.double_click_at(tab);
    window.type_text("Shop of tomorrow");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.project().journeys[&order[1]].name, "Shop of tomorrow");

    let tab = window.tab("Shop of tomorrow, future").center();
    window.double_click_at(tab);
    window.type_text("Nonsense");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.project().journeys[&order[1]].name, "Shop of tomorrow", "Esc keeps the name");

    window.ask(Request::DeleteJourney(order[1]));
    window.settle();
    assert_eq!(window.order(), order[..1]);
    assert_eq!(window.workspace().journey, order[0]);
    assert!(matches!(window.last_notice(), Some(Notice::Undoable(..))));
    window.click("Undo");
    assert_eq!(window.order(), order);
    assert_eq!(window.workspace().journey, order[1], "undo shows what it brought back");
}

#[test]
fn each_journey_is_found_again_as_it_was_left() {
    let mut window = Window::shop();
    window.ask(Request::Run(Action::DuplicateJourney));
    window.settle();
    let order = window.order();
    let camera = |scale| throughline::app::camera::Camera { scale, offset: egui::vec2(-40.0, -30.0) };
    let item = window.project().items_in_reading_order(order[1])[0];
    window.ask(Request::Select(Selection::only(item)));
    window.ask(Request::SetCamera(camera(1.5)));
    window.settle();
    window.press(CTRL, Key::PageUp);
    assert_eq!(window.workspace().journey, order[0]);
    assert!(window.workspace().document.selection().is_empty());
    assert_ne!(window.workspace().camera.scale, 1.5);
    window.press(CTRL, Key::Tab);
    assert_eq!(window.workspace().journey, order[1]);
    assert_eq!(window.focus(), Some(Subject::Item(item)));
    assert_eq!(window.workspace().camera.scale, 1.5);
}

#[test]
fn tabs_are_dragged_into_another_order() {
    let mut window = Window::shop();
    window.ask(Request::Run(Action::AddJourney));
    window.settle();
    let order = window.order();
    let (from, to) = (window.tab("New journey, current"), window.tab("Online shop, current"));
    window.drag(from.center(), to.left_center() + egui::vec2(6.0, 0.0));
    assert_eq!(window.order(), [order[1], order[0]]);
    window.press(CTRL, Key::Z);
    assert_eq!(window.order(), order);
}

#[test]
fn cards_and_their_connectors_are_pasted_into_another_journey() {
    let mut window = Window::shop();
    let first = window.workspace().journey;
    window.ask(Request::Run(Action::SelectAll));
    window.ask(Request::Run(Action::Copy));
    window.settle();
    let text = throughline::edit::text_of(window.workspace().clipboard.as_ref().unwrap());
    let counts = (window.project().touchpoints.len(), window.project().connectors.len(), window.project().cards.len());
    window.ask(Request::Run(Action::AddJourney));
    window.settle();
    window.ask(Request::PasteText(text));
    window.settle();
    let open = window.workspace().journey;
    assert_ne!(open, first);
    let project = window.project();
    let after = (project.touchpoints.len(), project.connectors.len(), project.cards.len());
    assert_eq!(after, (counts.0 * 2, counts.1 * 2, counts.2 * 2));
    for connector in project.connectors.values() {
        let ends = [connector.from, connector.to].map(|id| project.journey_of(Item::Touchpoint(id)));
        assert_eq!(ends[0], ends[1]);
    }
    assert!(window.workspace().document.selection().items().iter().all(|item| project.journey_of(*item) == Some(open)));
}

#[test]
fn what_is_found_is_stepped_through_across_journeys_and_stays_selected() {
    let mut window = Window::shop();
    window.ask(Request::Run(Action::DuplicateAsFuture));
    window.settle();
    let order = window.order();
    window.press(CTRL, Key::F);
    window.type_text("CHECKOUT");
    let finding = window.workspace().finding.clone().unwrap();
    assert!(finding.hits.len() >= 2, "{:?}", finding.hits);
    let mut seen = Vec::new();
    for _ in 0..finding.hits.len() {
        window.press(Modifiers::NONE, Key::Enter);
        seen.push((window.workspace().journey, window.focus()));
    }
    assert!(order.iter().all(|journey| seen.iter().any(|(at, _)| at == journey)), "{seen:?}");
    let checkout = window.touchpoint("Checkout");
    assert!(seen.iter().any(|(_, focus)| *focus == Some(Subject::Item(Item::Touchpoint(checkout)))), "{seen:?}");
    window.press(Modifiers::NONE, Key::F3);
    assert_eq!((window.workspace().journey, window.focus()), seen[0], "around the end");
    let map = &window.workspace().map;
    let rect = map.rect_of(window.focus().unwrap()).unwrap();
    let camera = window.workspace().camera;
    let room = egui::Rect::from_min_size(egui::Pos2::ZERO, window.workspace().canvas_rect.size());
    assert!(room.contains(camera.screen_from_map(rect.center())), "what was found is in view");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.workspace().finding.is_none());
    assert_eq!(window.focus(), seen[0].1, "Esc keeps the selection");
}

#[test]
fn filters_are_chosen_from_menus_and_taken_back() {
    let mut window = Window::shop();
    window.press(CTRL, Key::F);
    window.harness.get_by_label("Filter by lacks").click();
    window.settle();
    window.harness.get_by_label("No metric").click();
    window.settle();
    let project = window.project();
    let lacking = project.touchpoints.len();
    assert!(project.series.is_empty());
    assert_eq!(window.workspace().finding.as_ref().unwrap().hits.len(), lacking);
    window.press(Modifiers::NONE, Key::Escape);
    window.click("Clear the filters");
    assert!(window.workspace().finding.as_ref().unwrap().hits.is_empty());
}

#[test]
fn the_outline_moves_renames_and_follows_the_selection() {
    let mut window = Window::shop();
    window.outline();
    let basket = window.touchpoint("Basket");
    let row = window.row("Basket, touchpoint").center();
    window.click_at(row);
    assert_eq!(window.focus(), Some(Subject::Item(Item::Touchpoint(basket))));
    assert_eq!(window.workspace().right_tab, RightTab::Selection);

    window.press(Modifiers::NONE, Key::F2);
    window.type_text("Cart");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.project().touchpoints[&basket].title, "Cart");

    let place = |window: &Window, title: &str| window.project().touchpoints[&window.touchpoint(title)].place;
    let (from, to) = (window.row("Cart, touchpoint"), window.row("Product page, touchpoint"));
    window.drag(from.center(), to.center() - egui::vec2(0.0, to.height() * 0.3));
    assert_eq!(place(&window, "Cart").stage, place(&window, "Product page").stage);
    assert_eq!(place(&window, "Cart").order + 1, place(&window, "Product page").order);
    window.press(CTRL, Key::Z);
    assert_ne!(place(&window, "Cart").stage, place(&window, "Product page").stage);

    let journey = window.workspace().journey;
    let stages = window.project().journeys[&journey].stages.clone();
    let name = |at: usize| window.project().stages[&stages[at]].name.clone();
    let (first, second) = (format!("{}, stage", name(0)), format!("{}, stage", name(1)));
    window.click_at(window.row(&first).center());
    window.press(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(window.project().journeys[&journey].stages[..2], [stages[1], stages[0]]);
    assert!(window.row(&second).top() < window.row(&first).top());
    window.press(CTRL, Key::Z);

    let product = window.touchpoint("Product page");
    window.ask(Request::Select(Selection::only(product)));
    window.settle();
    let node = window.harness.get_by_role_and_label(Role::TreeItem, "Product page, touchpoint");
    let state = format!("{:?} {:?}", node.accesskit_node().is_selected(), node.accesskit_node().toggled());
    assert!(state.to_lowercase().contains("true"), "{state}");
}

#[test]
fn the_filter_of_the_outline_leaves_what_matches() {
    let mut window = Window::shop();
    window.outline();
    let count = |window: &Window| window.harness.query_all_by_role(Role::TreeItem).count();
    let before = count(&window);
    window.harness.get_by_role_and_label(Role::TextInput, "Filter the outline").focus();
    window.settle();
    window.type_text("basket");
    assert!(count(&window) < before);
    window.row("Basket, touchpoint");
}

#[test]
fn a_press_on_the_minimap_moves_the_view_there() {
    let mut window = Window::shop();
    window.ask(Request::Run(Action::ZoomFit));
    window.settle();
    assert!(window.harness.query_by_label("Minimap").is_none(), "all of the map is in view");
    window.ask(Request::SetCamera(throughline::app::camera::Camera { scale: 2.0, offset: egui::Vec2::ZERO }));
    window.settle();
    let minimap = window.harness.get_by_label("Minimap").rect();
    let right = minimap.right_center() - egui::vec2(12.0, 0.0);
    window.click_at(right);
    let (camera, canvas) = (window.workspace().camera, window.workspace().canvas_rect);
    let middle = camera.map_from_screen((canvas.size() / 2.0).to_pos2());
    assert!(middle.x > window.workspace().map.size().x * 0.8, "{middle:?}");
    assert_eq!(camera.scale, 2.0);
    window.drag(right, minimap.left_center() + egui::vec2(12.0, 0.0));
    let middle = window.workspace().camera.map_from_screen((canvas.size() / 2.0).to_pos2());
    assert!(middle.x < window.workspace().map.size().x * 0.2, "{middle:?}");
    assert!(window.workspace().document.selection().is_empty(), "the map under it took the press");
    window.ask(Request::Run(Action::ToggleMinimap));
    window.settle();
    assert!(window.harness.query_by_label("Minimap").is_none());
}
