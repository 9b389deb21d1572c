//! Text typed in its place on the map.

use super::*;

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
