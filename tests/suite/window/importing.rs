//! The import dialog by hand: questions answered with a click, lines gone to, roles found by typing.

use egui::accesskit::Role as Part;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use throughline::import::Role;

use super::*;

impl Window {
    /// The online shop, with the dialog open on a file of that text.
    fn asking(text: &str) -> Self {
        let mut window = Self::open();
        window.click("Online shop");
        let file = window.folder.path().join("figures.csv");
        std::fs::write(&file, text).unwrap();
        window.next_file(&file);
        window.press(CTRL, Key::I);
        window
    }

    fn sees(&self, text: &str) -> bool {
        self.harness.query_all_by_label(text).next().is_some()
    }

    fn follow(&mut self, link: &str) {
        let links: Vec<_> = self.harness.query_all_by_role_and_label(Part::Link, link).collect();
        links.first().unwrap_or_else(|| panic!("no link {link}")).click_accesskit();
        self.settle();
    }

    fn fill(&mut self, field: &str, text: &str) {
        self.harness.get_by_role_and_label(Part::TextInput, field).focus();
        self.settle();
        self.harness.event(egui::Event::Text(text.into()));
        self.settle();
        self.press(Modifiers::NONE, Key::Enter);
    }
}

#[test]
fn a_question_shows_both_readings_on_rows_and_one_click_answers_it() {
    let mut window = Window::asking("Touchpoint,Date,Clicks\nBasket,03/04/2026,7\nBasket,05/06/2026,8\n");
    for text in ["One question.", "3 Apr 2026", "4 Mar 2026", "5 Jun 2026", "6 May 2026", "Leave out"] {
        assert!(window.sees(text), "{text}");
    }
    assert!(window.import().plan.is_in_question());
    window.click("4 Mar 2026");
    assert!(!window.import().plan.is_in_question());
    assert!(window.sees("Answered."));
    window.click("Attach");
    assert!(window.dialog().is_none());
    assert_eq!(window.project().sources.values().next().unwrap().period.unwrap().from.month(), 3);
}

#[test]
fn margin_and_churn_are_typed_in_percent_and_give_a_lifetime_value() {
    let mut window = Window::asking(
        "Order ID,Order date,Touchpoint,Customer email,Order total (EUR)\nA1,2026-01-05,Basket,ann@example.com,50\n\
         A2,2026-02-05,Basket,bob@example.com,70\n",
    );
    assert!(window.sees("If you like.") && !window.import().plan.is_in_question());
    window.fill("Gross margin", "40");
    window.fill("Lost in a year", "12,5");
    assert_eq!(window.import().recipe.margin.as_deref(), Some("0.4"));
    assert_eq!(window.import().recipe.yearly_churn.as_deref(), Some("0.125"));
    let has_value =
        |window: &Window| window.import().plan.metrics.iter().any(|made| made.metric.key == "clv-simple-eur");
    assert!(has_value(&window), "{:?}", window.import().plan.questions);
    assert!(window.sees("Answered."));
    window.fill("Lost in a year", " of a hundred");
    assert!(!has_value(&window), "what is no share takes the answer back");
    window.click("Each month");
    assert_eq!(window.import().recipe.counted_over, Some(throughline::import::Span::Month));
}

#[test]
fn days_are_typed_where_the_month_in_the_name_is_not_meant() {
    let mut window = Window::open();
    window.click("Online shop");
    let file = window.folder.path().join("ads-2026-09.csv");
    std::fs::write(&file, "Touchpoint,Clicks\nBasket,7\n").unwrap();
    window.next_file(&file);
    window.press(CTRL, Key::I);
    assert!(window.sees("Sep 2026"));
    window.fill("First day", "2026-08-01");
    assert!(window.import().plan.is_in_question());
    window.fill("Last day", "2026-08-15");
    let period = window.import().plan.period.unwrap();
    assert_eq!((period.from.month(), period.to.day()), (8, 15));
    assert!(!window.import().plan.is_in_question());
    window.click("Sep 2026");
    assert_eq!(window.import().plan.period.unwrap().to.month(), 9);
}

#[test]
fn a_warning_leads_to_its_row_and_left_out_rows_can_be_seen_alone() {
    let rows: String =
        (0..300).map(|row| format!("Basket,2026-{:02}-{:02},{}\n", row / 28 + 1, row % 28 + 1, row + 1)).collect();
    let mut window = Window::asking(&format!("Touchpoint,Date,Clicks\n{rows}Basket,2026-12-01,-5\nTotal,,44850\n"));
    assert!(!window.sees("line 302"));
    window.follow("Go to line 302");
    assert!(window.sees("line 302") && window.sees("-5"), "the row is in view");
    window.fill("Go to line", "150");
    assert!(window.sees("line 150") && !window.sees("line 302"));
    window.click("Left out, 1");
    assert!(window.sees("44850") && !window.sees("line 150"));
    window.fill("Go to line", "2");
    assert!(window.sees("line 2"));
    // The totals row is not among the rows that count, but in the file.
    window.fill("Go to line", "303");
    assert!(window.sees("44850"));
}

#[test]
fn keys_move_through_the_rows() {
    let rows: String = (0..200).map(|row| format!("Basket,2026-01-{:02},{}\n", row % 28 + 1, row + 1)).collect();
    let mut window = Window::asking(&format!("Touchpoint,Date,Clicks\n{rows}"));
    window.harness.get_by_role_and_label(Part::Table, "Rows of the file").focus();
    window.settle();
    window.press(Modifiers::NONE, Key::End);
    assert!(window.sees("line 201"));
    window.press(Modifiers::NONE, Key::PageUp);
    assert!(!window.sees("line 201"));
    window.press(Modifiers::NONE, Key::Home);
    assert!(window.sees("line 2"));
}

#[test]
fn what_a_column_is_can_be_found_by_typing() {
    let mut window = Window::asking("Touchpoint,Date,Taps\nBasket,2026-09-01,7\nBasket,2026-09-02,8\n");
    let combo = window.harness.get_by_role_and_label(Part::ComboBox, "What Taps is");
    combo.click();
    window.settle();
    assert!(window.sees("What a row is about") && window.sees("Rates as stated"));
    window.harness.event(egui::Event::Text("sitzung".into()));
    window.settle();
    assert!(!window.sees("What a row is about"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.import().recipe.columns[2].role, Role::Quantity("sessions".into()));
}

#[test]
fn a_wide_table_comes_in_pages_and_nothing_is_clipped_with_large_text() {
    let head: String = (0..120).map(|column| format!(",Count {column}")).collect();
    let cells = ",1".repeat(120);
    let mut window =
        Window::asking(&format!("Touchpoint,Date{head}\nBasket,2026-09-01{cells}\nBasket,2026-09-02{cells}\n"));
    assert!(window.sees("columns 1 to 40 of 122"));
    window.click("Later columns");
    assert!(window.sees("columns 41 to 80 of 122"));
    window.harness.set_size(egui::vec2(640.0, 400.0));
    window.settle();
    for name in ["Attach", "Cancel", "Other file"] {
        let rect = window.harness.get_by_role_and_label(Part::Button, name).rect();
        assert!(
            egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(640.0, 400.0)).contains_rect(rect),
            "{name}: {rect:?}"
        );
    }
}

#[test]
fn each_table_of_a_file_can_be_chosen() {
    let mut window = Window::open();
    window.click("Online shop");
    window.next_file(&fixture("imports/ga4_reports_snapshot.csv"));
    window.press(CTRL, Key::I);
    let names: Vec<_> = window.import().table.offers.iter().map(|offer| offer.name.clone()).collect();
    assert!(names.len() > 1, "{names:?}");
    let first = window.import().table.offer;
    let other = (0..names.len()).find(|index| *index != first).unwrap();
    window.harness.get_by_role_and_label(Part::ComboBox, "Table of the file").click();
    window.settle();
    let columns = window.import().table.offers[other].columns;
    let offer = format!("{}, {columns} {}", names[other], if columns == 1 { "column" } else { "columns" });
    window.harness.get_by_label(&offer).click();
    window.settle();
    assert_eq!(window.import().table.offer, other);
    assert_eq!(window.import().plan.columns.len(), window.import().table.offers[other].columns);
}

#[test]
fn an_import_that_is_undone_is_no_longer_said_to_be_attached() {
    let mut window = Window::asking("Touchpoint,Date,Clicks\nBasket,2026-09-01,7\n");
    let said = "figures.csv: 1 row attached to 1 touchpoint";
    window.click("Attach");
    assert_eq!(window.harness.query_all_by_label(said).count(), 2, "in the message and in the status bar");
    window.press(CTRL, Key::Z);
    assert!(!window.sees(said));
    window.press(CTRL, Key::Y);
    assert!(window.sees(said), "the status bar says it again");
}

#[test]
fn what_would_come_of_a_file_is_shown_before_its_names_have_touchpoints() {
    let mut window = Window::asking("Touchpoint,Date,Clicks,Impr.\nZzz,2026-09-01,7,700\nYyy,2026-09-01,3,300\n");
    for text in ["What would come of it", "Σ clicks ÷ Σ impressions", "1%", "1,000"] {
        assert!(window.sees(text), "{text}");
    }
    assert!(window.import().plan.attachment.is_none(), "nothing is attached of what only would be");
    window.harness.get_by_label("Make new touchpoints of all unmatched (2)").click();
    window.settle();
    assert!(window.sees("What comes of it") && !window.sees("What would come of it"));
}

#[test]
fn a_file_without_days_says_that_they_are_missing() {
    let mut window = Window::asking("Touchpoint,Clicks\nBasket,7\n");
    assert!(window.sees("Its names come here once its rows have days."));
    assert_eq!(window.harness.query_all_by_label("Nothing yet: answer the question at the top first.").count(), 2);
    window.fill("First day", "2026-09-01");
    window.fill("Last day", "2026-09-30");
    assert_eq!(window.import().plan.matched.len(), 1);
}

#[test]
fn of_a_wide_export_the_used_columns_are_shown_until_one_asks_for_all() {
    let mut window = Window::open();
    window.click("Online shop");
    window.next_file(&fixture("imports/zendesk_tickets.csv"));
    window.press(CTRL, Key::I);
    assert!(window.sees("What Satisfaction Score is") && !window.sees("What Requester is"));
    // One that is made not needed does not vanish under the pointer.
    window.harness.get_by_label("What Satisfaction Score is").click();
    window.settle();
    window.click("Not needed");
    assert!(window.sees("What Satisfaction Score is"));
    let used = window.import().plan.columns.iter().filter(|column| column.label != "Not needed").count();
    window.harness.get_by_label(&format!("Only used columns, {used} of 35")).click();
    window.settle();
    assert!(window.sees("What Requester is"));
}

#[test]
fn a_suggestion_is_named_before_it_is_taken() {
    let mut window = Window::asking("Touchpoint,Date,Clicks\ncart,2026-09-01,7\n");
    let suggested = window.import().plan.unmatched[0].suggestion.clone().unwrap();
    let button = window.harness.get_by_role_and_label(Part::ComboBox, "Touchpoint for cart");
    assert_eq!(button.value(), Some(format!("{}?", suggested.1)));
    window.click("Take the suggestions");
    assert_eq!(window.import().plan.matched[0].title, suggested.1);
}

#[test]
fn the_keyboard_goes_on_from_the_menu_that_it_chose_in() {
    let mut window = Window::asking("Touchpoint,Date,Clicks\nZzz,2026-09-01,7\n");
    for (button, typed) in [("Touchpoint for Zzz", "supp"), ("What Clicks is", "sessions")] {
        window.harness.get_by_label(button).focus();
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        window.harness.event(egui::Event::Text(typed.into()));
        window.settle();
        window.press(Modifiers::NONE, Key::Enter);
        assert!(window.harness.get_by_label(button).is_focused(), "{button}");
    }
    assert_eq!(window.import().plan.matched[0].title, "Support");
    assert_eq!(window.import().recipe.columns[2].role, Role::Quantity("sessions".into()));
}
