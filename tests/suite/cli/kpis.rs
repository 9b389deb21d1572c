//! `kpis`: how the KPIs of the bundled sample stand on a given day, for people and for programs.

use std::path::Path;

use super::Desk;

/// A desk with the bundled sample as `shop.journey.ron`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("shop.journey.ron", throughline::file::write_text(&throughline::file::sample()).unwrap());
    desk
}

#[test]
fn kpis_as_json_are_as_promised() {
    let ended = desk().say("kpis shop.journey.ron --json --today 2026-10-05");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden/kpis.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &ended.stdout).unwrap();
    }
    assert_eq!(
        ended.stdout,
        std::fs::read_to_string(&golden).unwrap(),
        "rewrite with UPDATE_GOLDEN=1 if this is meant"
    );
    let rows = ended.json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), throughline::file::sample().kpis.len());
    for row in rows {
        for field in ["id", "on", "stage", "metric", "segment", "baseline", "target", "value", "low", "high", "n"] {
            assert!(row.get(field).is_some(), "{field}: {row}");
        }
        for field in ["start", "due", "owner", "why", "state", "reason", "smart"] {
            assert!(row.get(field).is_some(), "{field}: {row}");
        }
        assert!(row["low"].as_f64().unwrap() <= row["value"].as_f64().unwrap());
    }
    let stage = rows.iter().find(|row| row["on"]["kind"] == "stage").unwrap();
    assert_eq!((stage["on"]["name"].as_str(), stage["stage"].as_str()), (Some("Buy"), Some("Buy")));
}

#[test]
fn kpis_are_let_through_by_state_and_judged_by_the_day() {
    let desk = desk();
    let count = |line: &str| desk.say(line).json().as_array().unwrap().len();
    let all = count("kpis shop.journey.ron --json");
    let by_state: usize = ["off-track", "at-risk", "no-data", "on-track", "reached"]
        .iter()
        .map(|state| count(&format!("kpis shop.journey.ron --json --today 2026-10-05 --state {state}")))
        .sum();
    assert_eq!(by_state, all);
    let late = |day: &str| count(&format!("kpis shop.journey.ron --json --state off-track --today {day}"));
    assert!(late("2027-01-01") > late("2026-10-05"), "what is due and not met is off track");
    let table = desk.say("kpis shop.journey.ron --today 2026-10-05");
    assert_eq!(table.code, 0);
    for part in ["Off track", "Checkout", "Buy (stage)", "in 87 days", "95% interval", "Not SMART"] {
        assert!(table.stdout.contains(part), "{part}: {}", table.stdout);
    }
}
