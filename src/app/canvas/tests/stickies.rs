//! Stickies and cards with something to show, as a person works on them in the window.

use egui::accesskit::Role;

use super::*;
use crate::edit::{CardChange, Selection, StickyChange};
use crate::model::{CardBody, CardId, Sticky, StickyColor, StickyId};

impl Bench {
    fn stickies(&self) -> Vec<Sticky> {
        self.project().stickies.values().map(|sticky| Sticky::clone(sticky)).collect()
    }

    fn sticky_at(&self, id: StickyId) -> Pos2 {
        self.workspace().map.rect_of(Subject::Sticky(id)).expect("on the map").min
    }

    /// Sticks a note there, as the tool does, and types.
    fn stick(&mut self, at: Pos2, text: &str) -> StickyId {
        self.ask(Request::Run(Action::ToolNote));
        self.click(at, Modifiers::NONE);
        assert!(matches!(self.workspace().editing, Some(Editing::Sticky(_))), "it opens for typing");
        self.type_text(text);
        self.press(Key::Enter);
        self.harness.run_steps(60);
        *self.project().stickies.keys().last().expect("a sticky")
    }

    fn lane(&self, kind: LaneKind) -> Option<LaneId> {
        self.project().lanes.values().find(|lane| lane.kind == kind).map(|lane| lane.id)
    }

    fn a_card(&self) -> CardId {
        let card = self.items().into_iter().find_map(|item| if let Item::Card(id) = item { Some(id) } else { None });
        card.expect("a card")
    }
}

#[test]
fn the_note_tool_sticks_a_note_where_it_is_clicked_in_one_undo_entry() {
    let mut bench = Bench::new();
    let item = bench.touchpoints()[0];
    let at = bench.center(item);
    let id = bench.stick(at, "Ask Anna");
    let stickies = bench.stickies();
    let [sticky] = stickies.as_slice() else { panic!("{stickies:?}") };
    assert_eq!((sticky.id, sticky.text.as_str()), (id, "Ask Anna"));
    assert_eq!(sticky.spot.stage, Some(bench.place(item).stage));
    assert_eq!(sticky.spot.lane, Some(bench.place(item).lane));
    assert_eq!(bench.workspace().tool, Tool::Select);
    assert_eq!(bench.selected(), [Subject::Sticky(id)]);
    let paper = bench.sight().rect_from_map(bench.workspace().map.rect_of(Subject::Sticky(id)).expect("on the map"));
    assert!(paper.contains(at), "it lies under the click");
    bench.undo();
    assert!(bench.stickies().is_empty());
    assert_eq!(bench.workspace().document.undo_label(), None);
}

#[test]
fn in_a_lane_of_notes_the_note_tool_adds_a_card() {
    let mut bench = Bench::new();
    if let Some(lane) = bench.lane(LaneKind::Notes) {
        bench.ask(Request::Edit(Edit::RemoveLane { lane }));
    }
    let (edit, lane) = crate::edit::build::new_lane(bench.project(), bench.workspace().journey, 0, LaneKind::Notes);
    bench.ask(Request::Edit(edit));
    let stage = bench.workspace().open_journey().expect("a journey").stages[0];
    let cell = bench.workspace().map.cell_rect(stage, lane).expect("on the map");
    let at = bench.sight().rect_from_map(cell).center();
    let cards = bench.project().cards.len();
    bench.ask(Request::Run(Action::ToolNote));
    bench.click(at, Modifiers::NONE);
    bench.type_text("Remember");
    bench.press(Key::Enter);
    bench.press(Key::Escape);
    assert_eq!((bench.project().cards.len(), bench.stickies().len()), (cards + 1, 0));
    let item = bench.items().into_iter().find(|item| bench.text(*item) == "Remember").expect("the note");
    assert_eq!(bench.place(item).lane, lane);
}

#[test]
fn a_note_that_got_no_text_was_not_wanted() {
    let mut bench = Bench::new();
    let at = bench.center(bench.touchpoints()[0]);
    bench.ask(Request::Run(Action::ToolNote));
    bench.click(at, Modifiers::NONE);
    assert_eq!(bench.stickies().len(), 1);
    bench.press(Key::Escape);
    assert!(bench.stickies().is_empty());
}

#[test]
fn a_sticky_is_dragged_with_a_preview_copied_with_alt_and_left_with_escape() {
    let mut bench = Bench::new();
    let id = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    let (before, from) = (bench.sticky_at(id), bench.center(Subject::Sticky(id)));
    let by = vec2(230.0, 90.0);
    bench.drag(from, from + by);
    assert_eq!(bench.sticky_at(id), before + by, "the preview shows it under the pointer");
    assert_eq!(bench.stickies()[0].spot, bench.workspace().document.project().stickies[&id].spot);
    bench.harness.key_down(Key::Escape);
    bench.settle();
    bench.harness.key_up(Key::Escape);
    bench.harness.drop_at(from + by);
    bench.settle();
    assert_eq!(bench.sticky_at(id), before);

    bench.drag_and_drop(from, from + by);
    assert_eq!(bench.sticky_at(id), before + by);
    assert_ne!(bench.stickies()[0].spot.stage, None);
    bench.undo();
    assert_eq!(bench.sticky_at(id), before, "one undo takes the drag back");

    bench.harness.event(Event::ModifiersChanged(Modifiers::ALT));
    bench.drag_and_drop(from, from + by);
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    assert_eq!(bench.stickies().len(), 2);
    assert_eq!(bench.sticky_at(id), before, "the original stays");
    assert_eq!(bench.stickies()[1].text, "Ask Anna");
}

#[test]
fn keys_reach_move_edit_copy_and_delete_a_sticky() {
    let mut bench = Bench::new();
    let id = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    bench.press(Key::Home);
    assert_ne!(bench.selected(), [Subject::Sticky(id)]);
    bench.press(Key::End);
    assert_eq!(bench.selected(), [Subject::Sticky(id)], "stickies come after the cards");
    let before = bench.sticky_at(id);
    bench.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    bench.settle();
    bench.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    bench.settle();
    assert_eq!(bench.sticky_at(id), before + vec2(8.0, 8.0));
    bench.press(Key::Enter);
    assert_eq!(bench.workspace().editing, Some(Editing::Sticky(id)));
    bench.type_text("Ask Bob");
    bench.press(Key::Enter);
    assert_eq!(bench.stickies()[0].text, "Ask Bob");
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::D);
    bench.settle();
    assert_eq!(bench.stickies().len(), 2);
    bench.press(Key::Delete);
    assert_eq!(bench.stickies().len(), 1, "the copy was selected");
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.settle();
    assert_eq!(bench.selected().len(), bench.items().len() + 1);
}

#[test]
fn stickies_and_cards_go_to_another_project_over_the_clipboard() {
    let mut bench = Bench::new();
    let first = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    let second = bench.stick(bench.center(bench.touchpoints()[3]), "Check prices");
    let apart = bench.sticky_at(second) - bench.sticky_at(first);
    let card = Subject::Item(Item::Card(bench.a_card()));
    bench.ask(Request::Select(Selection::of([card, Subject::Sticky(first), Subject::Sticky(second)])));
    bench.ask(Request::Run(Action::Copy));
    let clipboard = bench.workspace().clipboard.clone().expect("something was copied");
    let text = crate::edit::text_of(&clipboard);

    bench.harness.state_mut().core.show_project(big_sample(6, 2), None);
    bench.settle();
    let cards = bench.project().cards.len();
    bench.ask(Request::PasteText(text));
    let stickies = bench.stickies();
    assert_eq!(stickies.iter().map(|sticky| sticky.text.as_str()).collect::<Vec<_>>(), ["Ask Anna", "Check prices"]);
    assert_eq!(bench.sticky_at(stickies[1].id) - bench.sticky_at(stickies[0].id), apart, "they lie as they lay");
    assert_eq!(bench.project().cards.len(), cards + 1);
    assert_eq!(bench.selected().len(), 3);
    bench.undo();
    assert!(bench.stickies().is_empty());
}

#[test]
fn stickies_are_framed_clicked_recolored_and_read_out() {
    let mut bench = Bench::new();
    let id = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    bench.harness.get_by_label("Sticky: Ask Anna, yellow");
    bench.press(Key::Escape);
    let rect = bench.sight().rect_from_map(bench.workspace().map.rect_of(Subject::Sticky(id)).expect("on the map"));
    bench.click(rect.center(), Modifiers::NONE);
    assert_eq!(bench.selected(), [Subject::Sticky(id)], "it lies on top of the card");
    bench.harness.get_by_role_and_label(Role::RadioButton, "Pink").click();
    bench.settle();
    assert_eq!(bench.stickies()[0].color, StickyColor::Pink);
    bench.harness.get_by_label("Sticky: Ask Anna, pink");
    let outside = bench.sight().screen_from_map(Pos2::new(6.0, 6.0));
    bench.click(outside, Modifiers::NONE);
    assert!(bench.selected().is_empty());
    bench.drag_and_drop(outside, rect.center());
    assert!(bench.selected().contains(&Subject::Sticky(id)), "the frame takes it in");
}

#[test]
fn double_clicking_a_sticky_edits_it_and_shift_enter_breaks_its_line() {
    let mut bench = Bench::new();
    let id = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    bench.double_click(bench.center(Subject::Sticky(id)));
    assert_eq!(bench.workspace().editing, Some(Editing::Sticky(id)));
    bench.type_text("One");
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    bench.settle();
    bench.type_text("two");
    bench.press(Key::Enter);
    assert_eq!(bench.stickies()[0].text, "One\ntwo");
}

#[test]
fn the_address_of_a_link_is_shown_before_it_is_opened() {
    let mut bench = Bench::new();
    let card = bench.a_card();
    let url = "https://bank.example@evil.example/login?next=%2F";
    let change = CardChange::Body(CardBody::Link { url: url.to_owned() });
    bench.ask(Request::Edit(Edit::ChangeCards { cards: vec![card], change }));
    let row = bench.workspace().map.link_rect(card).expect("a row with the address");
    bench.click(bench.sight().rect_from_map(row).left_center() + vec2(6.0, 0.0), Modifiers::NONE);
    assert!(matches!(bench.workspace().dialog, Some(Dialog::OpenLink(_))), "a click asks");
    bench.harness.get_by_label("Open evil.example in the browser?");
    bench.harness.get_by_label(url);
    bench.press(Key::Escape);
    assert!(bench.workspace().dialog.is_none());
    assert_eq!(opened_urls(&bench), Vec::<String>::new(), "nothing was opened");
    bench.ask(Request::OpenLink(url.to_owned()));
    bench.harness.get_by_role_and_label(Role::Button, "Open").click();
    bench.harness.step();
    let mut opened = opened_urls(&bench);
    bench.harness.step();
    opened.extend(opened_urls(&bench));
    assert_eq!(opened, [url]);

    bench.ask(Request::OpenLink("file:///etc/passwd".to_owned()));
    assert!(bench.workspace().dialog.is_none());
    let log = &bench.harness.state().core.notices.log;
    assert!(format!("{:?}", log.last()).contains("not opened"), "{log:?}");
}

fn opened_urls(bench: &Bench) -> Vec<String> {
    let commands = &bench.harness.output().platform_output.commands;
    let url = |command: &egui::OutputCommand| match command {
        egui::OutputCommand::OpenUrl(open) => Some(open.url.clone()),
        _ => None,
    };
    commands.iter().filter_map(url).collect()
}

#[test]
fn a_pasted_address_becomes_a_link() {
    let mut bench = Bench::new();
    bench.ask(Request::PasteText("https://shop.example/basket\n".to_owned()));
    let links: Vec<_> =
        bench.project().cards.values().filter(|card| matches!(card.body, CardBody::Link { .. })).collect();
    let [link] = links.as_slice() else { panic!("{links:?}") };
    assert_eq!(link.body, CardBody::Link { url: "https://shop.example/basket".to_owned() });
    assert_eq!(bench.lane(LaneKind::Evidence), Some(link.place.lane));
    let cards = bench.project().cards.len();
    let first = bench.a_card();
    bench.ask(Request::Select(Selection::only(first)));
    bench.ask(Request::PasteText("See https://shop.example\nand ask".to_owned()));
    assert_eq!(bench.project().cards.len(), cards + 2, "lines of text become cards");
}

#[test]
fn a_sticky_beyond_the_edge_belongs_to_the_map() {
    let mut bench = Bench::new();
    let id = bench.stick(bench.center(bench.touchpoints()[0]), "Ask Anna");
    let size = bench.workspace().map.size();
    let spot = bench.workspace().map.spot_at(size.to_pos2() + vec2(900.0, 900.0));
    bench.ask(Request::Edit(Edit::ChangeStickies { stickies: vec![id], change: StickyChange::Spot(spot) }));
    let (map, rect) = (bench.workspace().map.clone(), bench.workspace().map.rect_of(Subject::Sticky(id)));
    let rect = rect.expect("on the map");
    assert!(map.size().x > size.x && map.size().y > size.y);
    assert!(rect.max.x < map.size().x && rect.max.y < map.size().y, "{rect:?} in {:?}", map.size());
    assert!(rect.min.x <= size.x && rect.min.y <= size.y, "it is never out of reach");
}

#[test]
fn stickies_glide_with_what_they_hang_on_and_follow_the_pointer_at_once() {
    let mut bench = Bench::new();
    let first = bench.place(bench.touchpoints()[0]).stage;
    let others = bench.touchpoints().into_iter().filter(|item| bench.place(*item).stage != first);
    let item = others.into_iter().next().expect("a touchpoint of a later stage");
    let id = bench.stick(bench.center(item), "Ask Anna");
    let shift = |bench: &Bench| bench.harness.state().motion().shift_of(Subject::Sticky(id));
    let at = bench.center(Subject::Sticky(id));
    bench.drag(at, at + vec2(60.0, 40.0));
    assert_eq!(shift(&bench), crate::base::Vec2::ZERO, "what is dragged is under the pointer");
    bench.press(Key::Escape);
    bench.harness.drop_at(at + vec2(60.0, 40.0));
    bench.harness.run_steps(40);
    assert_eq!(shift(&bench), crate::base::Vec2::ZERO);
    // What is selected stays where it is seen.
    bench.ask(Request::Select(Selection::default()));
    bench.harness.state_mut().core.requests.push(Request::Edit(Edit::RemoveStage { stage: first }));
    bench.harness.run_steps(2);
    assert!(shift(&bench).x > 10.0, "it is still on its way: {:?}", shift(&bench));
    bench.harness.run_steps(40);
    assert_eq!(shift(&bench), crate::base::Vec2::ZERO);
}
