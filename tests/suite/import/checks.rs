//! What is asked and what is doubted: questions with both readings on real rows, and warnings that name their lines.

use throughline::base::Warning;
use throughline::base::date::date;
use throughline::edit::{Document, Edit};
use throughline::import::{Answer, Plan, PlanOptions, Recipe, Role, guess, read_table};
use throughline::model::Project;

use super::{CREATE, assert_value, day, plan, project};

fn planned(text: &str, project: &Project) -> Plan {
    let table = read_table("figures.csv", text.as_bytes()).unwrap();
    plan(&table, &guess(&table, project), project, &CREATE)
}

#[track_caller]
fn warning<'a>(plan: &'a Plan, part: &str) -> &'a Warning {
    let found = plan.warnings.iter().find(|warning| warning.message.contains(part));
    found.unwrap_or_else(|| panic!("nothing says {part:?}: {:#?}", plan.warnings))
}

/// The project after a file was attached.
fn after(text: &str, project: Project) -> Project {
    let plan = planned(text, &project);
    let mut document = Document::new(project);
    document.commit(&Edit::Attach { attachment: plan.attachment.unwrap().into() }).unwrap();
    document.project().clone()
}

#[test]
fn a_doubt_is_asked_once_for_all_columns_with_rows_that_show_both_readings() {
    let project = project(&["Shop"]);
    let text = "Touchpoint;First day;Last day;Clicks\nShop;03/04/2026;05/04/2026;7\nShop;05/06/2026;06/06/2026;8\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let mut recipe = guess(&table, &project);
    recipe.set_role(1, Role::PeriodStart);
    recipe.set_role(2, Role::PeriodEnd);
    let open = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!(open.questions.len(), 1, "{:?}", open.questions);
    let question = &open.questions[0];
    assert_eq!(question.columns, ["First day", "Last day"]);
    assert!(question.text.starts_with("“03/04/2026” in 3 rows of First day and Last day"), "{}", question.text);
    let sample = &question.samples[0];
    assert_eq!((sample.line, sample.name.as_str(), sample.text.as_str()), (2, "Shop", "03/04/2026"));
    assert_eq!(sample.readings, ["3 Apr 2026", "4 Mar 2026", "unknown"]);
    assert_eq!(question.samples.len(), 3);
    question.answer(&mut recipe, &question.readings[0].answer);
    let recipe = Recipe::from_text(&recipe.to_text()).unwrap();
    let answered = plan(&table, &recipe, &project, &PlanOptions::default());
    assert!(!answered.is_in_question());
    assert_eq!(answered.period, throughline::base::Period::new(day(4, 3), day(6, 6)));
}

#[test]
fn a_point_before_three_digits_is_asked_and_a_comma_is_taken_for_thousands_and_said() {
    let project = project(&["Shop"]);
    let text = "Touchpoint,Date,Clicks\nShop,2026-04-03,1.234\nShop,2026-04-04,7\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let mut recipe = guess(&table, &project);
    let open = plan(&table, &recipe, &project, &PlanOptions::default());
    let question = &open.questions[0];
    let labels: Vec<_> = question.readings.iter().map(|reading| reading.label.as_str()).collect();
    assert_eq!(labels, ["1,234 (decimal comma)", "1.234 (decimal point)", "Leave out"]);
    assert_eq!(question.samples[0].readings, ["1,234", "1.234", "unknown"]);
    assert_value(&open, "clicks", Some(7.0));
    question.answer(&mut recipe, &Answer::DecimalComma);
    assert_value(&plan(&table, &recipe, &project, &PlanOptions::default()), "clicks", Some(1_241.0));

    let grouped = planned("Touchpoint,Date,Clicks\nShop,2026-04-03,\"1,234\"\nShop,2026-04-04,7\n", &project);
    assert!(grouped.questions.is_empty());
    assert_value(&grouped, "clicks", Some(1_241.0));
    warning(&grouped, "“1,234” in Clicks was read as 1,234");
    // A decimal point anywhere proves it.
    let proven = planned("Touchpoint,Date,Clicks,Other\nShop,2026-04-03,\"1,234\",0.5\n", &project);
    assert!(!proven.warnings.iter().any(|warning| warning.message.contains("between thousands")));
}

#[test]
fn rows_that_come_twice_are_shown_and_counted_once_if_asked() {
    let project = project(&["Shop"]);
    let text = "Touchpoint,Date,Clicks\nShop,2026-04-03,7\nShop,2026-04-04,8\nShop,2026-04-03,7\nShop,2026-04-05,0\nShop,2026-04-05,0\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let mut recipe = guess(&table, &project);
    let kept = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_value(&kept, "clicks", Some(22.0));
    // Rows of zeros do no harm twice.
    assert_eq!(warning(&kept, "what an earlier row says").lines.first(), [4]);
    assert!(!kept.is_in_question(), "nothing is held up by it");
    let question = kept.questions.iter().find(|question| question.text.contains("twice")).unwrap();
    assert_eq!(question.chosen, Some(0));
    assert_eq!((question.samples[0].line, question.samples[0].text.as_str()), (4, "the same as line 2"));
    question.answer(&mut recipe, &question.readings[1].answer);
    let recipe = Recipe::from_text(&recipe.to_text()).unwrap();
    let once = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_value(&once, "clicks", Some(15.0));
    assert_eq!(
        once.left_out.iter().map(|row| (row.line, row.why.as_str())).collect::<Vec<_>>(),
        [(4, "the same as an earlier row")]
    );
}

#[test]
fn figures_that_cannot_be_are_named_with_their_lines() {
    let project = project(&["Shop"]);
    let head = "Touchpoint,Date,Impressions,Clicks\nShop,2026-04-03,100,7\n";
    let odd = planned(&format!("{head}Shop,2026-04-04,10,-2\nShop,2026-04-05,5,6\nShop,2026-04-06,5,9\n"), &project);
    assert_eq!(warning(&odd, "Clicks is below zero in 1 row").lines.first(), [3]);
    let more = warning(&odd, "Clicks is more than Impressions");
    assert_eq!((more.lines.first(), more.lines.count()), (&[4, 5][..], 2));
    let sound = planned(head, &project);
    assert!(sound.warnings.iter().all(|warning| warning.lines.is_empty()), "{:?}", sound.warnings);

    let share = planned("Touchpoint,Date,Open rate\nShop,2026-04-03,140%\nShop,2026-04-04,20%\n", &project);
    assert_eq!(warning(&share, "is not between 0% and 100%").lines.first(), [2]);
    assert_eq!(warning(&share, "Only the rate of").lines.first(), [2, 3]);
}

#[test]
fn days_to_come_are_doubted() {
    let project = project(&["Shop"]);
    let text = "Touchpoint,Date,Clicks\nShop,2026-04-03,7\nShop,2026-12-04,8\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let options = PlanOptions { read_at: Some(date(2026, 5, 1)), ..PlanOptions::default() };
    let made = plan(&table, &guess(&table, &project), &project, &options);
    assert_eq!(warning(&made, "1 row is of days to come, up to 4 Dec 2026").lines.first(), [3]);
    assert_value(&made, "clicks", Some(15.0));
}

#[test]
fn currencies_are_never_mixed() {
    let project = project(&["Shop"]);
    let mixed = planned("Touchpoint,Date,Cost\nShop,2026-04-03,€10.50\nShop,2026-04-04,$3.25\n", &project);
    assert_value(&mixed, "cost-eur", Some(10.5));
    assert_value(&mixed, "cost-usd", Some(3.25));
    let named = planned("Touchpoint,Date,Cost (EUR)\nShop,2026-04-03,€10.50\nShop,2026-04-04,$3.25\n", &project);
    assert_eq!(warning(&named, "Cost (EUR) is in USD in 1 row").lines.first(), [3]);
}

#[test]
fn a_jump_of_the_level_is_told_with_what_may_be_behind_it() {
    let before = after(
        "Touchpoint,Date,Cost (EUR),Clicks\nShop,2026-04-03,10.50,100\nShop,2026-04-04,11.00,120\n",
        project(&["Shop"]),
    );
    let cents =
        planned("Touchpoint,Date,Cost (EUR),Clicks\nShop,2026-05-03,1050,110\nShop,2026-05-04,1110,90\n", &before);
    let jump = warning(&cents, "at the same touchpoints");
    assert!(jump.message.contains("Cost") && jump.message.contains("in cents"), "{}", jump.message);
    assert_eq!(jump.lines.first(), [3, 2], "the largest first");
    assert_eq!(cents.warnings.iter().filter(|warning| warning.message.contains("at the same touchpoints")).count(), 1);
    // Elsewhere, other levels are no surprise.
    let elsewhere = planned("Touchpoint,Date,Cost (EUR)\nOther,2026-05-03,1050\n", &before);
    assert!(!elsewhere.warnings.iter().any(|warning| warning.message.contains("at the same touchpoints")));
}

#[test]
fn a_metric_of_the_same_name_with_another_definition_is_told() {
    let before = after("Touchpoint,Date,Sessions,Single-page sessions\nShop,2026-04-03,100,40\n", project(&["Shop"]));
    assert!(before.metric_by_key("bounce-rate-single-page").is_some());
    let ga4 = planned("Touchpoint,Date,Sessions,Engaged sessions\nShop,2026-05-03,100,70\n", &before);
    let told = warning(&ga4, "cannot be compared");
    assert!(told.message.contains("Bounce rate (GA4)") && told.message.contains("Bounce rate (single page)"));
    assert_eq!(told.lines.first(), [2]);
    let same = planned("Touchpoint,Date,Sessions,Single-page sessions\nShop,2026-05-03,100,50\n", &before);
    assert!(!same.warnings.iter().any(|warning| warning.message.contains("cannot be compared")));
}

#[test]
fn days_that_are_missing_lead_to_the_row_before_them() {
    let project = project(&["Shop", "Store"]);
    let rows =
        |name: &str, days: &[i8]| -> String { days.iter().map(|day| format!("{name},2026-04-{day:02},7\n")).collect() };
    let text =
        |shop: &[i8], store: &[i8]| format!("Touchpoint,Date,Clicks\n{}{}", rows("Shop", shop), rows("Store", store));
    let gaps = planned(&text(&[1, 2, 4, 5, 8], &[2, 3, 4, 5, 6, 7, 8]), &project);
    let told = warning(&gaps, "3 days are missing for “Shop”, the first 3 Apr 2026");
    assert_eq!(told.lines.first(), [3, 5], "the rows of 2 and of 5 April");
    let told = warning(&gaps, "1 Apr 2026 is missing for “Store”");
    assert_eq!(told.lines.first(), [7], "nothing is before the first");
}

#[test]
fn what_says_nothing_and_what_is_short_is_named_with_its_line() {
    let made = planned(
        "Touchpoint,Date,Clicks,Cost (EUR)\nShop,2026-04-03,7,1\nShop,2026-04-04,--,2\nShop,2026-04-05,8\n",
        &project(&["Shop"]),
    );
    assert_eq!(warning(&made, "“--” was read as not reported").lines.first(), [3]);
    assert_eq!(warning(&made, "1 row has fewer cells").lines.first(), [4]);
}

#[test]
fn a_table_far_below_another_is_told_of_with_its_line() {
    const ROWS: usize = 60_000;
    let rows: String = (0..ROWS).map(|row| format!("Shop,2026-04-{:02},{row}\n", row % 30 + 1)).collect();
    let text = format!(
        "# Clicks\nTouchpoint,Date,Clicks\n{rows}\n# ----\n# Orders\nPage,Orders,Carts\n/home,1,2\n/cart,3,4\n"
    );
    let made = planned(&text, &project(&["Shop"]));
    let told = warning(&made, "Another table begins at line");
    let header = u32::try_from(ROWS).unwrap() + 6;
    assert_eq!((told.lines.first(), told.lines.count()), (&[header, header + 1, header + 2][..], 3));
    assert!(told.message.contains(&format!("line {header} and is not read")), "{}", told.message);
    assert_eq!(made.rows, ROWS);
}
