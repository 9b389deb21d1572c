//! That a file comes to the same however it is cut, and that all of it is heard.

use super::*;
use crate::import::plan::{Fate, Plan, PlanOptions, plan};
use crate::import::{guess, read_table};
use crate::model::Project;
use crate::model::sample::big_sample;

const GO_ON: Progress<'static> = &|_| true;

fn project() -> Project {
    big_sample(12, 1)
}

/// Titles of different touchpoints.
fn titles() -> Vec<String> {
    let project = project();
    let mut titles: Vec<String> = project.touchpoints.values().map(|touchpoint| touchpoint.title.clone()).collect();
    titles.sort();
    titles.dedup();
    titles
}

fn plan_in(table: &Table, manner: Manner) -> Plan {
    let project = project();
    let recipe = guess(table, &project);
    let digest = digest_in(table, &recipe, manner, GO_ON).unwrap();
    plan(table, &digest, &recipe, &project, &PlanOptions::default())
}

/// Quoted ends of line, Windows lines, totals, marks for "not reported", a second currency, no last end of line.
fn mixed() -> String {
    let mut text = String::from("Campaign report\r\nDay,Campaign,Currency code,Impr.,Clicks,Cost,CTR,Avg. CPC\r\n");
    let titles = titles();
    for day in 1..=28 {
        for (at, name) in [titles[0].as_str(), "Two,\r\n\"lines\"", titles[1].as_str(), ""].iter().enumerate() {
            let (code, clicks) = if at == 2 { ("USD", "--".to_owned()) } else { ("EUR", (day * 3 + at).to_string()) };
            let name = format!("\"{}\"", name.replace('"', "\"\""));
            let date = if day == 9 { "soon".to_owned() } else { format!("2026-09-{day:02}") };
            text.push_str(&format!("{date},{name},{code},{},{clicks},{}.25,,0.50\r\n", day * 100 + at, day * 2));
        }
    }
    text.push_str("Total: Account,,,162168,3822,3248.00,,");
    text
}

#[test]
fn chunks_and_threads_change_nothing_in_a_plan() {
    let table = read_table("mixed.csv", mixed().as_bytes()).unwrap();
    let whole = plan_in(&table, Manner { chunk_bytes: 1 << 20, workers: 1 });
    assert_eq!((table.row_count(), whole.count(Fate::Nameless), whole.count(Fate::Totals)), (113, 28, 1));
    assert_eq!((whole.count(Fate::Dateless), whole.count(Fate::Unmatched), whole.rows), (3, 27, 54));
    assert_eq!(table.line(112), 2 + 113 + 28, "two-line names count");
    let whole = format!("{whole:?}");
    for chunk_bytes in [1, 100, 777, 4_096] {
        for workers in [1, 2, 4] {
            let cut = format!("{:?}", plan_in(&table, Manner { chunk_bytes, workers }));
            assert_eq!(cut, whole, "{chunk_bytes} bytes, {workers} threads");
        }
    }
}

#[test]
fn the_order_of_threads_does_not_show_in_the_figures() {
    let mut text = String::from("Day,Touchpoint,Cost (EUR)\n");
    let titles = titles();
    for row in 0..120_000u64 {
        let (day, name, cost) = (row % 28 + 1, &titles[row as usize % 5], row * 7_919 % 10_007);
        text.push_str(&format!("2026-09-{day:02},\"{name}\",{}.{:02}\n", cost / 100, cost % 100));
    }
    assert!(text.len() > 2 << 20);
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let one = format!("{:?}", plan_in(&table, Manner { workers: 1, ..Manner::default() }));
    for workers in [2, 3, 4] {
        assert_eq!(format!("{:?}", plan_in(&table, Manner { workers, ..Manner::default() })), one);
    }
    assert_eq!((table.row_count(), table.is_read()), (120_000, true));
    assert_eq!(table.row(119_999), ["2026-09-20", &titles[4], "73.61"].map(str::to_owned));
    assert_eq!((table.line(119_999), table.cell(70_000, 1)), (120_001, titles[0].clone()));
    assert_eq!((table.line(120_000), table.cell(0, 9)), (0, String::new()));
}

/// Rows of a touchpoint of the project. A table whose first lines go far beyond the head that a guess is made from, and its last line.
fn long(header: &str, line: &str, last: &str) -> Table {
    let lines = (1 << 21) / line.len();
    let text = format!("{header}\n{}{last}\n", line.repeat(lines)).replace("Shop", &format!("\"{}\"", titles()[0]));
    read_table("long.csv", text.as_bytes()).unwrap()
}

#[test]
fn the_last_row_of_a_large_file_can_tell_how_its_dates_and_numbers_are_meant() {
    let header = "Touchpoint;Date;Cost (EUR)";
    let open = plan_in(&long(header, "Shop;03/04/2026;12,345\n", ""), Manner::default());
    assert_eq!((open.questions.len(), open.observations), (1, 0));
    let told = plan_in(&long(header, "Shop;03/04/2026;12,345\n", "Shop;13/04/2026;7,5"), Manner::default());
    assert!(told.questions.iter().all(|question| question.column != "Date"), "{:?}", told.questions);
    assert_eq!(told.period.map(crate::base::Period::label).as_deref(), Some("3 – 13 Apr 2026"));
    let rows = told.rows - 1;
    let value = told.metrics.iter().find(|made| made.metric.key == "cost-eur").and_then(|made| made.value);
    assert!(value.is_some_and(|value| (value - rows as f64 * 12.345 - 7.5).abs() < 1e-6 * value), "{value:?}");
}

/// A table of which only the head is plain UTF-8, its plan, and whether its bytes are hashed as they came.
fn presumed(first: &str, last: &[u8]) -> (Table, Plan) {
    let mut bytes = format!("Touchpoint,Day,Clicks\n{first},2026-09-01,1\n").into_bytes();
    bytes.extend_from_slice("Shop,2026-09-01,2\n".repeat(90_000).as_bytes());
    bytes.extend_from_slice(last);
    let table = read_table("presumed.csv", &bytes).unwrap();
    assert_eq!((table.is_read(), table.encoding(), table.hash()), (false, "UTF-8", ""));
    assert_eq!(table.cell(0, 0), first);
    let hash = blake3::hash(&bytes).to_hex();
    assert!(table.is_of(&hash) && !table.is_of("other"));
    let options = PlanOptions { create_touchpoints: true, ..PlanOptions::default() };
    let (project, recipe) = (project(), guess(&table, &project()));
    let digest = digest(&table, &recipe, GO_ON).unwrap();
    let plan = plan(&table, &digest, &recipe, &project, &options);
    assert_eq!(table.hash(), hash.as_str());
    (table, plan)
}

#[test]
fn a_large_text_turns_out_to_be_in_another_encoding_far_below() {
    let (table, plan) = presumed("Shop", b"Caf\xE9,2026-09-02,30\n");
    assert_eq!((table.encoding(), plan.encoding.as_str()), ("windows-1252", "windows-1252"));
    assert_eq!(table.row(90_001), ["Café", "2026-09-02", "30"].map(str::to_owned));
    assert_eq!((table.line(90_001), table.row_count()), (90_003, 90_002));
    assert_eq!(plan.metrics[0].value, Some(180_031.0));
    assert!(table.warnings().is_empty(), "{:?}", table.warnings());
    // Its head says UTF-8: then what follows is that, and damaged.
    let (table, plan) = presumed("Käse", b"Caf\xE9,2026-09-02,30\n");
    assert_eq!((table.encoding(), plan.metrics[0].value), ("UTF-8", Some(180_031.0)));
    assert_eq!((table.cell(0, 0), table.cell(90_001, 0)), ("Käse".to_owned(), "Caf\u{fffd}".to_owned()));
    let lost = &table.warnings()[0];
    assert_eq!((lost.message.contains("mean nothing in UTF-8"), lost.place.as_str()), (true, "line 90003"));
}

#[test]
fn nul_bytes_far_below_are_left_out_and_told() {
    let (table, plan) = presumed("Shop", b"Sh\0op,2026-09-02,3\0\n");
    assert_eq!((table.cell(90_001, 0), plan.metrics[0].value), ("Shop".to_owned(), Some(180_004.0)));
    assert_eq!(table.encoding(), "UTF-8");
    assert!(table.warnings()[0].message.starts_with("NUL bytes"), "{:?}", table.warnings());
    let (table, _) = presumed("Shop", b"Shop,2026-09-02,3\n");
    assert!(table.warnings().is_empty());
}

#[test]
fn rows_behind_those_looked_at_first_can_be_seen_once_all_are_read() {
    let table = long("Touchpoint,Day,Clicks", "Shop,2026-09-01,2\n", "Shop,2026-09-01,7");
    let head = table.row_count();
    assert_eq!(table.cell(head - 1, 2), "2");
    plan_in(&table, Manner::default());
    assert_eq!((table.cell(head, 2), table.line(head + 9) as usize), ("2".to_owned(), head + 11));
    assert_eq!(table.cell(table.row_count() - 1, 2), "7");
}

#[test]
fn another_table_far_below_is_not_added() {
    let table = long("Touchpoint,Day,Clicks", "Shop,2026-09-01,2\n", "# ----\nShop,2026-09-01,1000\nShop,2026-09-02,1");
    let plan = plan_in(&table, Manner::default());
    assert_eq!((table.left_out_count(), plan.rows), (3, table.row_count()));
    let whys: Vec<&str> = table.left_out().iter().map(|row| row.why.as_str()).collect();
    assert_eq!(whys, ["banner line", "belongs to another table below", "belongs to another table below"]);
    assert_eq!(plan.metrics[0].value, Some(plan.rows as f64 * 2.0));
    assert_eq!(plan.rows, (1 << 21) / 18);
}

#[test]
fn matching_needs_no_second_pass() {
    let table = read_table("mixed.csv", mixed().as_bytes()).unwrap();
    let mut recipe = guess(&table, &Project::default());
    let digest = digest(&table, &recipe, GO_ON).unwrap();
    recipe.set_match("Plain", Some(crate::import::Target::New));
    recipe.answer("", crate::import::Answer::Currency("EUR".into()));
    assert!(digest.fits(&table, &recipe));
    recipe.set_role(3, Role::Ignore);
    assert!(!digest.fits(&table, &recipe));
}

#[test]
fn a_cell_without_end_and_a_stop_end_the_reading() {
    let table = long("Touchpoint,Day,Clicks", "Shop,2026-09-01,2\n", &format!("\"{}", "x".repeat(200_000)));
    let recipe = guess(&table, &Project::default());
    let error = digest(&table, &recipe, GO_ON).unwrap_err();
    assert!(
        matches!(error, ImportError::CellTooLong { line, .. } if line as usize == table.row_count() * 2 || line > 1)
    );
    let stopped = digest(&table, &recipe, &|_| false).unwrap_err();
    assert!(matches!(stopped, ImportError::Cancelled { .. }));
}

#[test]
fn too_many_names_are_refused_with_what_to_do() {
    let mut text = String::from("Touchpoint,Day,Clicks\n");
    for row in 0..=crate::import::plan::gathered::MAX_NAMES {
        text.push_str(&format!("order {row},2026-09-01,1\n"));
    }
    let table = read_table("orders.csv", text.as_bytes()).unwrap();
    let error = digest(&table, &guess(&table, &Project::default()), GO_ON).unwrap_err();
    assert!(error.to_string().contains("different names") && error.to_string().contains("Choose another column"));
}
