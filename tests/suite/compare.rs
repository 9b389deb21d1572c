//! `throughline compare` from files to verdicts, as a script reads them.

use std::fmt::Write;

use serde_json::Value;

use super::cli::{Desk, entry, number};

/// A desk with a project that knows three months of two campaigns by device. The click rate of the first goes up from
/// 5% to 7% on 1 September; that of the second stays at 2%.
fn desk() -> Desk {
    let desk = Desk::with("blank");
    let mut csv = "Day,Campaign,Device,Impressions,Clicks\n".to_owned();
    for (month, days) in [(7, 31), (8, 31), (9, 30)] {
        for day in 1..=days {
            // 400 ± 40 impressions, and whole clicks that are off their rate by up to two.
            let swing = (day * 7 + month * 3) % 9 - 4;
            for (campaign, percent) in [("Brand search", if month == 9 { 7 } else { 5 }), ("Newsletter", 2)] {
                for device in ["Mobile", "Desktop"] {
                    let impressions = 400 + 10 * swing;
                    let clicks = impressions * percent / 100 + (day * 5 + percent) % 5 - 2;
                    writeln!(csv, "2026-{month:02}-{day:02},{campaign},{device},{impressions},{clicks}").unwrap();
                }
            }
        }
    }
    desk.write("ads.csv", csv);
    let ended = desk.say("import shop.journey.ron ads.csv --create-touchpoints");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    desk
}

const SEPTEMBER: &str = "--before 2026-08-01..2026-08-31 --after 2026-09-01..2026-09-30";

fn rows(desk: &Desk, line: &str) -> Value {
    let ended = desk.say(&format!("compare shop.journey.ron --json {line}"));
    assert_eq!(ended.code, 0, "{line}: {}", ended.stderr);
    ended.json()
}

#[test]
fn a_comparison_has_the_promised_fields_and_finds_the_change_alone() {
    let desk = desk();
    let found = rows(&desk, SEPTEMBER);
    assert_eq!(found.as_array().unwrap().len(), 6, "{found}");
    for row in found.as_array().unwrap() {
        for name in [
            "touchpoint",
            "metric",
            "segment",
            "before",
            "after",
            "effect",
            "relative",
            "low",
            "high",
            "test",
            "p",
            "p_adjusted",
            "verdict",
        ] {
            assert!(row.get(name).is_some(), "{name} in {row}");
        }
        for side in ["before", "after"] {
            for name in ["value", "low", "high", "n"] {
                assert!(row[side].get(name).is_some(), "{side}.{name} in {row}");
            }
        }
        let (p, adjusted) = (number(row, "p"), number(row, "p_adjusted"));
        assert!((0.0..=1.0).contains(&p) && p <= adjusted && adjusted <= 1.0, "{row}");
        assert!(number(row, "low") <= number(row, "effect") && number(row, "effect") <= number(row, "high"), "{row}");
    }
    let ctr = rows(&desk, &format!("{SEPTEMBER} --metric ctr"));
    let [search, newsletter] = ctr.as_array().unwrap().as_slice() else { panic!("{ctr}") };
    assert_eq!((&search["verdict"], &search["unit"]), (&"better".into(), &"share".into()), "{search}");
    assert_eq!(newsletter["verdict"], "cannot be told apart", "{newsletter}");
    // Whole clicks are cut, so that the rates are a little off 5% and 7%.
    assert!((number(search, "effect") - 0.02).abs() < 0.006 && number(search, "low") > 0.01, "{search}");
    assert_eq!((&search["before"]["days"], &search["after"]["days"]), (&31.into(), &30.into()));
    assert_eq!(
        desk.say(&format!("compare shop.journey.ron {SEPTEMBER} --json")).stdout,
        desk.say(&format!("compare shop.journey.ron {SEPTEMBER} --json")).stdout
    );
}

#[test]
fn segments_and_matching_choose_what_is_counted() {
    let desk = desk();
    let all = rows(&desk, &format!("{SEPTEMBER} --metric impressions"));
    let mobile = rows(&desk, &format!("{SEPTEMBER} --metric impressions --segment mobile"));
    let before = |rows: &Value| number(&rows[0]["before"], "total");
    assert_eq!((&mobile[0]["segment"], before(&all)), (&"Mobile".into(), 2.0 * before(&mobile)));
    // August has five Saturdays and September four: of each weekday both keep as many.
    let matched = rows(&desk, &format!("{SEPTEMBER} --metric ctr --match weekday"));
    let days = |side: &str| number(&matched[0][side], "days");
    assert_eq!(days("before"), days("after"));
    assert!(days("after") >= 28.0);
    let season = rows(&desk, "--match season --after 2026-09-01..2026-09-30 --metric ctr");
    assert_eq!(season[0]["before"]["value"], Value::Null);
    assert_eq!((&season[0]["verdict"], &season[0]["p"]), (&"not enough data".into(), &Value::Null));
    assert!(season[0]["why"].as_str().unwrap().contains("No data for these days"), "{season}");
}

#[test]
fn people_read_a_table_with_what_to_bear_in_mind() {
    let desk = desk();
    let ended = desk.say(&format!("compare shop.journey.ron {SEPTEMBER} --detect 10%"));
    for words in [
        "Sep 2026, compared with Aug 2026",
        "better",
        "cannot be told apart",
        "not proof of cause",
        "/day",
        "a side",
        "To see +10%",
    ] {
        assert!(ended.stdout.contains(words), "{words} in:\n{}", ended.stdout);
    }
    let needed = rows(&desk, &format!("{SEPTEMBER} --metric ctr --detect 10%"));
    let search = entry(&needed, "metric", "ctr");
    assert!(number(&search["needed"], "per_side") > 10_000.0 && number(&search["needed"], "days_per_side") > 10.0);
    let short = desk.say("compare shop.journey.ron --before 2026-08-01 --after 2026-09-01 --metric impressions");
    assert!(short.stdout.contains("Not tested:") && short.stdout.contains("14 are needed"), "{}", short.stdout);
    let nothing = desk.say("compare shop.journey.ron --before 2020-08-01 --after 2020-09-01");
    assert!(nothing.code == 0 && nothing.stdout.contains("no figures for these days"), "{}", nothing.stdout);
}

#[test]
fn wrong_questions_are_answered_with_what_to_do() {
    let desk = desk();
    for (line, part) in [
        ("--after 2026-09-01..2026-09-30", "--before"),
        ("--before 2026-08-01..2026-09-02 --after 2026-09-01..2026-09-30", "share days"),
        ("--before 2026-09-01..2026-09-30 --after 2026-08-01..2026-08-31", "Swap them"),
        ("--before 2026-08-31..2026-08-01 --after 2026-09-01", "swap"),
        ("--before August --after 2026-09-01", "2026-09-01..2026-09-30"),
        ("--before 2026-08-01 --after 2026-09-01 --match season", "Leave --before out"),
        ("--before 2026-08-01 --after 2026-09-01 --match moon", "weekday"),
        ("--before 2026-08-01 --after 2026-09-01 --segment Elves", "Mobile"),
        ("--before 2026-08-01 --after 2026-09-01 --metric churn", "ctr"),
        ("--before 2026-08-01 --after 2026-09-01 --min-n 0", "at least 1"),
        ("--before 2026-08-01 --after 2026-09-01 --detect much", "10%"),
    ] {
        let ended = desk.say(&format!("compare shop.journey.ron {line}"));
        assert_eq!(ended.code, 2, "{line}: {}{}", ended.stdout, ended.stderr);
        assert!(ended.stderr.contains(part) && ended.stdout.is_empty(), "{line}: {}", ended.stderr);
    }
}
