//! The built program as a person or a script runs it: arguments in; exit code, stdout, stderr and files out.
//! No display is there, and no setting of the person at this computer is touched.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

mod kpis;

/// How the program ended.
pub(super) struct Ended {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ended {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.stdout, self.stderr))
    }
}

/// A folder of its own to run in.
pub(super) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A desk with the project `shop.journey.ron` from that template.
    pub(super) fn with(template: &str) -> Self {
        let desk = Self::new();
        assert_eq!(desk.run(&["new", "shop.journey.ron", "--template", template]).code, 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_throughline"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("THROUGHLINE_CONFIG_DIR", self.path("config"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Runs a command line that is split at spaces.
    pub(super) fn say(&self, line: &str) -> Ended {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/imports").join(name);
    path.to_str().unwrap().to_owned()
}

/// A row's number under a name; panics where it is `null`.
pub(super) fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("{name} of {value}"))
}

/// The entry of a list whose `key` is `wanted`.
pub(super) fn entry<'v>(list: &'v Value, key: &str, wanted: &str) -> &'v Value {
    let entries = list.as_array().unwrap();
    entries.iter().find(|entry| entry[key] == wanted).unwrap_or_else(|| panic!("no {wanted} in {list}"))
}

#[test]
fn every_command_ends_with_its_code_and_says_why() {
    let desk = Desk::with("online-shop");
    desk.write("empty.journey.ron", "");
    desk.write("notes.txt", "A list of things to buy: bread, milk.");
    desk.write("binary.journey.ron", [0xff_u8, 0xfe, 0x00, 0x80]);
    desk.write("empty.csv", "");
    desk.write("words.csv", "color,animal\nred,fox\nblue,whale\n");
    desk.write("bad.recipe.ron", "not a recipe");
    let whole = desk.read("shop.journey.ron");
    desk.write("cut.journey.ron", &whole[..whole.len() / 2]);
    desk.write("broken.journey.ron", whole.replacen("stage: 2, lane: 7", "stage: 999, lane: 7", 1));
    std::fs::create_dir(desk.path("folder")).unwrap();
    let ads = fixture("google_ads_en.csv");
    let import_ads = format!("import shop.journey.ron {ads}");
    // Command, exit code, on stdout, on stderr.
    let cases: &[(&str, i32, &str, &str)] = &[
        ("--help", 0, "import", ""),
        ("--version", 0, "throughline", ""),
        ("import --help", 0, "--create-touchpoints", ""),
        ("exprot", 2, "", "no command \"exprot\""),
        ("export shop.journey.ron", 2, "", "--output"),
        ("check shop.journey.ron --jsn", 2, "", "--jsn"),
        ("shop.journey.ron", 3, "", "export, check, stats"),
        ("templates", 0, "online-shop", ""),
        ("new made.journey.ron", 0, "blank", ""),
        ("new made.journey.ron", 3, "", "already a file"),
        ("new other.journey.ron --template spaceship", 2, "", "spaceship"),
        ("new map.txt", 2, "", "map.journey.ron"),
        ("new gone/map.journey.ron", 3, "", "folder does not exist"),
        ("check shop.journey.ron", 0, "No problems", ""),
        ("gone.journey.ron", 3, "", "no such file"),
        ("cut.journey.ron", 3, "", "breaks off"),
        ("check gone.journey.ron", 3, "", "no such file"),
        ("check folder", 3, "", "a folder"),
        ("check cut.journey.ron", 1, "breaks off", ""),
        ("check empty.journey.ron", 1, "empty", ""),
        ("check binary.journey.ron", 1, "line 1", ""),
        ("check broken.journey.ron", 1, "999", ""),
        ("check broken.journey.ron --json", 1, "\"insights\": []", ""),
        ("check shop.journey.ron --today yesterday", 2, "", "2026-09-30"),
        ("check notes.txt", 1, "not a Throughline project", ""),
        ("stats shop.journey.ron", 0, "no figures", ""),
        ("stats cut.journey.ron", 3, "", "breaks off"),
        ("stats notes.txt", 3, "", "not a Throughline project"),
        ("kpis shop.journey.ron", 0, "no KPIs in this project yet", ""),
        ("kpis shop.journey.ron --json", 0, "[]", ""),
        ("kpis shop.journey.ron --state fine", 2, "", "off-track"),
        ("kpis shop.journey.ron --today soon", 2, "", "2026-09-30"),
        ("kpis gone.journey.ron", 3, "", "no such file"),
        ("stats shop.journey.ron --by moon", 2, "", "segment"),
        ("stats shop.journey.ron --metric ctr", 2, "", "has none yet"),
        ("stats shop.journey.ron --from yesterday", 2, "", "2026-09-30"),
        ("stats shop.journey.ron --from 2026-09-02 --to 2026-09-01", 2, "", "end before they begin"),
        ("export shop.journey.ron -o map.jpeg", 2, "", "Known are .pdf, .png, .svg"),
        ("export shop.journey.ron -o map", 2, "", "Known are .pdf, .png, .svg"),
        ("export shop.journey.ron -o map.svg --theme neon", 2, "", "print"),
        ("export shop.journey.ron -o map.svg --lens mood", 2, "", "evidence"),
        ("export shop.journey.ron -o map.pdf --page a9", 2, "", "a4"),
        ("export shop.journey.ron -o map.png --scale 0", 2, "", "from 0.1 to 16"),
        ("export shop.journey.ron -o map.svg --journey Moon", 2, "", "\"Online shop\""),
        ("export shop.journey.ron -o gone/map.svg", 3, "", "folder does not exist"),
        ("export cut.journey.ron -o map.svg", 3, "", "breaks off"),
        ("import shop.journey.ron", 2, "", "<DATA>"),
        ("import gone.journey.ron empty.csv", 3, "", "no such file"),
        ("import shop.journey.ron gone.csv", 3, "", "gone.csv could not be read"),
        ("import shop.journey.ron folder", 3, "", "a folder"),
        ("import shop.journey.ron empty.csv", 1, "", "empty.csv is empty"),
        ("import shop.journey.ron words.csv", 1, "Taken for", "No figures could be attached from words.csv"),
        #[cfg(unix)]
        ("import shop.journey.ron /dev/zero", 3, "", "not an ordinary file"),
        ("import shop.journey.ron binary.journey.ron --recipe bad.recipe.ron", 3, "", "no recipe"),
        ("import shop.journey.ron empty.csv --recipe gone.ron", 3, "", "recipe could not be read"),
        (&import_ads, 0, "Saved shop.journey.ron", ""),
        ("stats shop.journey.ron", 0, "Brand search", ""),
        ("stats shop.journey.ron --metric churn", 2, "", "ctr"),
        ("sample big.txt", 2, "", "big.journey.ron"),
        ("sample big.journey.ron --touchpoints 0", 2, "", "1..=100000"),
        ("sample big.journey.ron --touchpoints 30", 0, "30 touchpoints", ""),
        ("profile gone.journey.ron", 3, "", "no such file"),
    ];
    for (line, code, stdout, stderr) in cases {
        let ended = desk.say(line);
        let all = format!("{line}\nstdout: {}\nstderr: {}", ended.stdout, ended.stderr);
        assert_eq!(ended.code, *code, "{all}");
        assert!(ended.stdout.contains(stdout) && ended.stderr.contains(stderr), "{all}");
        // Failures speak on stderr, results on stdout, and a script that reads one never gets the other.
        assert!(*code != 0 || ended.stderr.is_empty(), "{all}");
        assert!(*code < 2 || ended.stdout.is_empty(), "{all}");
        assert!(!ended.stderr.contains("panicked"), "{all}");
    }
}

#[test]
fn without_a_display_one_sentence_names_the_commands() {
    let ended = Desk::new().run(&[]);
    assert_eq!(ended.code, 3);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    for verb in
        ["no display", "demo", "new", "templates", "import", "export", "check", "stats", "kpis", "method", "sample"]
    {
        assert!(ended.stderr.contains(verb), "{verb}: {}", ended.stderr);
    }
}

#[test]
fn exports_of_one_campaign_report_give_the_same_figures_in_every_encoding() {
    for name in ["google_ads_en.csv", "google_ads_excel_utf16le_tab.csv"] {
        let desk = Desk::with("online-shop");
        let ended = desk.run(&["import", "shop.journey.ron", &fixture(name), "--json", "--create-touchpoints"]);
        assert_eq!(ended.code, 0, "{name}: {}", ended.stderr);
        let report = ended.json();
        assert_eq!(report["rows"], 4, "{name}");
        let touchpoints = report["matched"].as_array().unwrap().iter().map(|found| found["name"].as_str().unwrap());
        assert_eq!(touchpoints.collect::<std::collections::BTreeSet<_>>().len(), 2, "{name}: no totals row is a name");
        for (metric, sum) in [("clicks", 97.0), ("impressions", 11_774.0), ("ctr", 97.0 / 11_774.0)] {
            let value = number(entry(&report["metrics"], "key", metric), "value");
            assert!((value - sum).abs() < 1e-12, "{name}: {metric} {value}");
        }
        let totals = report["totals"].as_array().unwrap();
        assert!(totals.iter().all(|total| total["agrees"] == true), "{name}: {totals:?}");
        for (column, sum) in [("Clicks", 97.0), ("Impr.", 11_774.0)] {
            let total = entry(&report["totals"], "column", column);
            assert_eq!((number(total, "stated"), number(total, "summed")), (sum, sum), "{name}");
        }
        // The same sums come back from the saved project.
        let mut sums = BTreeMap::from([("numerator", 0.0), ("denominator", 0.0)]);
        let rows = desk.run(&["stats", "shop.journey.ron", "--json", "--metric", "CTR"]).json();
        for row in rows.as_array().unwrap() {
            for (part, sum) in &mut sums {
                *sum += number(row, part);
            }
            assert_eq!(row["sources"], serde_json::json!([name]));
        }
        assert_eq!((sums["numerator"], sums["denominator"]), (97.0, 11_774.0), "{name}");
    }
}

#[test]
fn stats_have_the_promised_fields_and_unknown_is_null() {
    let desk = Desk::with("online-shop");
    assert_eq!(
        desk.say(&format!("import shop.journey.ron {} --create-touchpoints", fixture("google_ads_en.csv"))).code,
        0
    );
    let rows = desk.say("stats shop.journey.ron --json").json();
    let row = rows.as_array().unwrap().iter().find(|row| row["metric"] == "ctr" && row["touchpoint"] == "Brand search");
    let row = row.unwrap_or_else(|| panic!("{rows}"));
    for (name, expected) in [
        ("stage", "Discover".into()),
        ("phase", "pre-purchase".into()),
        ("channel", "paid-search".into()),
        ("class", "ratio".into()),
        ("unit", "share".into()),
        ("segment", Value::Null),
        ("value", 0.05.into()),
        ("numerator", 2.0.into()),
        ("denominator", 40.0.into()),
        ("from", "2026-09-01".into()),
    ] {
        assert_eq!(row[name], expected, "{name} in {row}");
    }
    for name in ["n", "low", "high", "to", "sources"] {
        assert!(row.get(name).is_some(), "{name} in {row}");
    }
    for (name, expected) in [
        ("small", Value::from(true)),
        ("formula", "clicks ÷ impressions".into()),
        ("worked", "Σ clicks ÷ Σ impressions = 2 ÷ 40".into()),
    ] {
        assert_eq!(row[name], expected, "{name} in {row}");
    }
    let file = &row["files"][0];
    assert_eq!(file["name"], "google_ads_en.csv", "{file}");
    assert!(file["hash"].as_str().is_some_and(|hash| hash.len() == 64), "{file}");
    assert!(file["recipe"][0].as_str().is_some_and(|recipe| recipe.contains("Clicks → Clicks")), "{file}");
    for (by, about) in [("stage", "stage"), ("channel", "channel"), ("journey", "journey")] {
        let rows = desk.say(&format!("stats shop.journey.ron --json --metric clicks --by {by}")).json();
        let clicks: f64 = rows.as_array().unwrap().iter().map(|row| number(row, "value")).sum();
        assert_eq!(clicks, 97.0, "{by}");
        assert!(rows.as_array().unwrap().iter().all(|row| row[about].is_string() && row["touchpoint"].is_null()));
    }
    let one_day = desk.say("stats shop.journey.ron --json --metric clicks --from 2026-09-01 --to 2026-09-01").json();
    let clicks: f64 = one_day.as_array().unwrap().iter().map(|row| number(row, "value")).sum();
    assert_eq!(clicks, 9.0);
}

#[test]
fn the_method_page_is_printed_and_written() {
    let desk = Desk::with("online-shop");
    let ads = fixture("google_ads_en.csv");
    assert_eq!(desk.run(&["import", "shop.journey.ron", &ads, "--create-touchpoints"]).code, 0);
    let printed = desk.say("method shop.journey.ron").stdout;
    for expected in
        ["## How figures are counted", "### CTR (ctr)", "clicks ÷ impressions", "### google\\_ads\\_en.csv", "BLAKE3"]
    {
        assert!(printed.contains(expected), "{expected} is not in\n{printed}");
    }
    assert_eq!(desk.say("method shop.journey.ron -o method.md").code, 0);
    assert_eq!(desk.read("method.md").trim_end(), printed.trim_end());
    assert_eq!(desk.say("method nowhere.journey.ron").code, 3);
}

#[test]
fn names_that_match_nothing_are_listed_and_attached_only_on_request() {
    let desk = Desk::with("blank");
    let before = desk.read("shop.journey.ron");
    let ads = fixture("google_ads_en.csv");
    let ended = desk.run(&["import", "shop.journey.ron", &ads]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.stdout.contains("Brand - Search") && ended.stderr.contains("--create-touchpoints"),
        "{}",
        ended.stderr
    );
    let report = desk.run(&["import", "shop.journey.ron", &ads, "--json"]).json();
    assert_eq!(report["unmatched"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(report["attached"], false);
    let dry = desk.run(&["import", "shop.journey.ron", &ads, "--create-touchpoints", "--dry-run"]);
    assert_eq!(dry.code, 0);
    assert!(dry.stdout.contains("was not changed"), "{}", dry.stdout);
    assert_eq!(desk.read("shop.journey.ron"), before, "neither nothing nor a dry run changes the file");

    assert_eq!(desk.run(&["import", "shop.journey.ron", &ads, "--create-touchpoints"]).code, 0);
    let rows = desk.say("stats shop.journey.ron --json --metric clicks").json();
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows}");
    assert_eq!(desk.say("check shop.journey.ron").code, 0);
    assert_eq!(desk.read("shop.journey.ron.bak"), before);
}

#[test]
fn rules_send_names_to_touchpoints_and_are_kept_for_the_next_file() {
    let desk = Desk::with("online-shop");
    desk.write("pages.csv", "Day,Page path,Sessions\n2026-09-01,/zzz/a,3\n2026-09-01,/zzz/b,4\n2026-09-01,/intern,5\n");
    let import = |file: &str, rules: &[&str]| {
        let mut arguments = vec!["import", "shop.journey.ron", file, "--json"];
        arguments.extend(rules.iter().flat_map(|rule| ["--rule", *rule]));
        desk.run(&arguments)
    };
    let report = import("pages.csv", &["starts-with:/zzz=>new:Magazine", "pattern:^/intern$=>leave-out"]).json();
    let magazine = |found: &Value| {
        let all = found["matched"].as_array().unwrap();
        all.iter().map(|m| format!("{} {} {}", m["name"], m["touchpoint"], m["how"])).collect::<Vec<_>>()
    };
    assert_eq!(magazine(&report), [r#""/zzz/a" "Magazine" "new""#, r#""/zzz/b" "Magazine" "new""#], "{report}");
    assert_eq!(report["matched"][0]["rule"], "starts with “/zzz”");
    assert_eq!(report["unmatched"][0], "/intern");

    desk.write("more.csv", "Date,Page path,Views\n2026-10-01,/zzz/c,3\n");
    assert_eq!(magazine(&import("more.csv", &[]).json()), [r#""/zzz/c" "Magazine" "rule""#]);
    for (rule, part) in [
        ("zzz", "KIND:TEXT=>TOUCHPOINT"),
        ("like:zzz=>Magazine", "no kind \"like\""),
        ("contains:zzz=>Nowhere", "new:Nowhere"),
        ("pattern:(=>Magazine", "unclosed group"),
        ("contains: =>Magazine", "Type the text"),
    ] {
        let ended = import("more.csv", &[rule]);
        assert_eq!(ended.code, 2, "{rule}");
        assert!(ended.stderr.contains(part), "{rule}: {}", ended.stderr);
    }
}

#[test]
fn one_file_that_cannot_be_read_keeps_all_others_out() {
    let desk = Desk::with("online-shop");
    let before = desk.read("shop.journey.ron");
    let ended = desk.run(&["import", "shop.journey.ron", &fixture("google_ads_en.csv"), "gone.csv"]);
    assert_eq!(ended.code, 3);
    assert_eq!(desk.read("shop.journey.ron"), before);
}

#[test]
fn importing_a_file_again_replaces_it_and_a_recipe_reads_it_the_same_way() {
    let desk = Desk::with("online-shop");
    let ads = fixture("google_ads_en.csv");
    let arguments = ["import", "shop.journey.ron", &ads, "--json", "--create-touchpoints"];
    let first = desk.run(&arguments).json();
    let rows = desk.say("stats shop.journey.ron --json").stdout;
    let again = desk.run(&arguments).json();
    assert_eq!((&first["replaces"], &again["replaces"]), (&Value::Null, &"google_ads_en.csv".into()));
    assert_eq!(desk.say("stats shop.journey.ron --json").stdout, rows);
    assert_eq!(desk.read("shop.journey.ron").matches("file_name: ").count(), 1);

    desk.write("ads.recipe.ron", first["recipe"].as_str().unwrap());
    let by_recipe = desk.run(&["import", "shop.journey.ron", &ads, "--json", "--recipe", "ads.recipe.ron"]).json();
    assert_eq!(by_recipe["metrics"], first["metrics"]);
}

#[test]
fn what_is_asked_and_doubted_is_said_with_the_rows() {
    let desk = Desk::with("online-shop");
    desk.write("doubts.csv", "Touchpoint,Date,Clicks\nBasket,03/04/2026,7\nBasket,05/06/2026,-8\n");
    let ended = desk.run(&["import", "shop.journey.ron", "doubts.csv", "--dry-run"]);
    assert_eq!(ended.code, 1, "nothing can be attached before it is answered");
    assert!(ended.stdout.contains("Line 2: Basket, “03/04/2026”: 3 Apr 2026 or 4 Mar 2026"), "{}", ended.stdout);
    let report = desk.run(&["import", "shop.journey.ron", "doubts.csv", "--dry-run", "--json"]).json();
    let question = &report["questions"][0];
    assert_eq!(question["columns"][0], "Date");
    assert_eq!(question["samples"][1]["row"], 3);
    assert_eq!(question["samples"][1]["readings"][0], "5 Jun 2026");

    let recipe = report["recipe"].as_str().unwrap();
    desk.write("r.ron", recipe.replace("answers:[]", "answers:[(column:\"Date\",answer:MonthFirst)]"));
    let answered = ["import", "shop.journey.ron", "doubts.csv", "--dry-run", "--json", "--recipe", "r.ron"];
    let ended = desk.run(&answered);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let report = ended.json();
    assert_eq!(report["questions"][0]["chosen"], "4 Mar 2026");
    let findings = report["findings"].as_array().unwrap();
    let below = findings.iter().find(|finding| finding["message"].as_str().unwrap().contains("below zero")).unwrap();
    assert_eq!((&below["rows"][0], &below["rows_count"]), (&3.into(), &1.into()));
    assert_eq!(findings.len(), report["warnings"].as_array().unwrap().len());
}

#[test]
fn exports_are_written_in_the_form_of_their_ending() {
    let desk = Desk::with("online-shop");
    for (line, name, head) in [
        ("export shop.journey.ron -o map.svg", "map.svg", &b"<"[..]),
        ("export shop.journey.ron -o map.png --scale 0.5 --theme dark", "map.png", b"\x89PNG"),
        ("export shop.journey.ron --output map.pdf --page a4 --theme print --journey online-nothing", "", b""),
        ("export shop.journey.ron --output map.PDF --page A4 --theme print", "map.PDF", b"%PDF"),
    ] {
        let ended = desk.say(line);
        assert_eq!(ended.code, if name.is_empty() { 2 } else { 0 }, "{line}: {}", ended.stderr);
        if !name.is_empty() {
            let bytes = std::fs::read(desk.path(name)).unwrap();
            assert!(bytes.starts_with(head), "{line}");
        }
    }
    assert!(desk.read("map.svg").contains("Checkout"));
}

#[test]
fn several_forms_are_written_at_once_and_flags_that_do_not_count_are_named() {
    let desk = Desk::with("online-shop");
    let ended = desk.say("export shop.journey.ron -o a.svg -o b.md --scale 3 --diagram journey");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(desk.read("b.md").contains("Checkout") && desk.read("a.svg").contains("Checkout"));
    for part in ["--scale counts for .png only", "--diagram counts for .mmd only"] {
        assert!(ended.stderr.contains(part), "{part}: {}", ended.stderr);
    }
    let ended = desk.say("export shop.journey.ron --all out --report --without personas,method --scale 0.5");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let names = std::fs::read_dir(desk.path("out")).unwrap().map(|entry| entry.unwrap().file_name());
    let names: std::collections::BTreeSet<_> = names.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(names.len(), 11, "{names:?}");
    assert!(names.contains("Online shop.drawio"), "{names:?}");
    for line in [
        "export shop.journey.ron",
        "export shop.journey.ron -o a.pdf --without method",
        "export shop.journey.ron -o a.pdf --tiles --report",
    ] {
        assert_eq!(desk.say(line).code, 2, "{line}");
    }
}

#[test]
fn a_picture_with_the_project_inside_is_read_like_a_project_and_never_changed() {
    let desk = Desk::with("online-shop");
    let ended = desk.say("export shop.journey.ron -o shop.png -o shop.svg --embed --scale 0.5");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for name in ["shop.png", "shop.svg"] {
        let before = std::fs::read(desk.path(name)).unwrap();
        assert_eq!(desk.say(&format!("check {name}")).code, 0);
        assert_eq!(desk.say(&format!("export {name} -o again.journey.md")).code, 0);
        let ended = desk.say(&format!("import {name} {}", fixture("google_ads_en.csv")));
        assert!(ended.code == 2 && ended.stderr.contains("picture with a project inside"), "{}", ended.stderr);
        assert!(std::fs::read(desk.path(name)).unwrap() == before, "{name} was changed");
    }
    assert_eq!(desk.say("export shop.journey.ron -o plain.svg").code, 0);
    let ended = desk.say("check plain.svg");
    assert!(ended.stdout.contains("holds no project") || ended.stderr.contains("holds no project"), "{}", ended.stdout);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said_and_nothing_is_lost() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::with("online-shop");
    let before = desk.read("shop.journey.ron");
    let read_only = |name: &str| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(0o444)).unwrap();
    };
    desk.write("map.svg", "old");
    read_only("map.svg");
    read_only("shop.journey.ron");
    symlink("/dev/full", desk.path("full.svg")).unwrap();
    let import = format!("import shop.journey.ron {}", fixture("google_ads_en.csv"));
    for (line, stderr) in [
        ("export shop.journey.ron -o map.svg", "read-only"),
        ("export shop.journey.ron -o full.svg", "Not saved"),
        (&import, "read-only"),
    ] {
        let ended = desk.say(line);
        assert_eq!(ended.code, 3, "{line}");
        assert!(ended.stderr.contains(stderr), "{line}: {}", ended.stderr);
    }
    assert_eq!((desk.read("map.svg"), desk.read("shop.journey.ron")), ("old".to_owned(), before));
}

/// Places that nobody may write to, whoever they are; a name that is too long; the project itself by another name.
#[cfg(unix)]
#[test]
fn a_bad_place_is_said_as_what_it_is_and_the_others_are_written() {
    let desk = Desk::with("online-shop");
    let before = desk.read("shop.journey.ron");
    desk.write("a.txt", "old");
    desk.write("old.svg", "old");
    std::fs::create_dir(desk.path("taken.svg")).unwrap();
    std::os::unix::fs::symlink(desk.path("shop.journey.ron"), desk.path("link.svg")).unwrap();
    let long = format!("export shop.journey.ron -o {}.svg", "x".repeat(300));
    for (line, code, why) in [
        ("export shop.journey.ron -o a.txt/map.svg", 3, "is a file, not a folder"),
        ("export shop.journey.ron -o gone/map.svg", 3, "the folder does not exist"),
        ("export shop.journey.ron -o taken.svg", 3, "there is a folder of this name"),
        ("export shop.journey.ron -o link.svg", 3, "the file of the project itself"),
        ("export shop.journey.ron -o old.svg --keep", 3, "--keep leaves it alone"),
        ("export shop.journey.ron -o old.svg -o old.svg", 2, "named twice"),
        ("export shop.journey.ron --all a.txt", 3, "could not be made"),
        (&long, 3, "this name is not possible here"),
    ] {
        let ended = desk.say(line);
        assert_eq!(ended.code, code, "{line}: {}", ended.stderr);
        assert!(ended.stderr.contains(why), "{line}: {}", ended.stderr);
    }
    assert_eq!(desk.read("shop.journey.ron"), before);
    assert_eq!((desk.read("a.txt"), desk.read("old.svg")), ("old".to_owned(), "old".to_owned()));

    let ended = desk.say("export shop.journey.ron -o gone/a.svg -o b.md -o old.svg");
    assert_eq!(ended.code, 3);
    assert!(ended.stderr.contains("1 of 3 files were not written"), "{}", ended.stderr);
    assert!(desk.read("b.md").contains("Checkout") && desk.read("old.svg").contains("Checkout"));
}

/// A limit on the size of files stops writing midway, as a disk that is full does.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_more_midway_leaves_the_old_file_and_nothing_else() {
    let desk = Desk::with("online-shop");
    desk.write("map.png", "old");
    // In blocks of 512 bytes; without the trap the signal would end the process.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" export shop.journey.ron -o map.png";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_throughline")]).current_dir(desk.folder.path());
    let ended = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("larger than this disk takes. Save to another disk"), "{stderr}");
    assert_eq!(desk.read("map.png"), "old");
    let names = std::fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_finds_no_room_is_a_failure_and_a_closed_pipe_is_none() {
    let desk = Desk::with("online-shop");
    let run = |stdout: std::process::Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        command.arg("templates").current_dir(desk.folder.path());
        command.stdout(stdout).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = run(full.into()).wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("could not be written"));

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = run(writer.into()).wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn the_demo_does_the_whole_job_and_makes_the_bundled_sample() {
    let desk = Desk::new();
    let ended = desk.say("demo one --no-open");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for part in ["google-ads-campaigns.csv", "support-survey-daily.csv", "Checkout", "throughline one"] {
        assert!(ended.stdout.contains(part), "{part}: {}", ended.stdout);
    }
    let written = ["pdf", "png", "svg", "pptx", "xlsx", "html"].map(|ending| format!("online-shop.{ending}"));
    for name in written.iter().map(String::as_str).chain(["exports/basket-daily.csv"]) {
        assert!(desk.path("one").join(name).is_file(), "{name}");
    }
    // Without --no-open too where there is no display; into a folder that is there already.
    assert_eq!(desk.say("demo two").code, 0);
    assert_eq!(desk.say("demo two").code, 0);
    for name in ["online-shop.journey.ron", "online-shop.svg"] {
        let read = |folder: &str| desk.read(&format!("{folder}/{name}"));
        assert_eq!(read("one"), read("two"), "{name} is the same each time");
    }
    assert_eq!(desk.say("check one/online-shop.journey.ron").code, 0);

    let made = desk.read("one/online-shop.journey.ron");
    assert_eq!(
        made.matches("relative_path: \"exports/").count(),
        throughline::file::sample_exports().len(),
        "{made:.2000}"
    );
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/online-shop.journey.ron");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &made).unwrap();
    }
    assert!(std::fs::read_to_string(&golden).unwrap() == made, "the bundled sample is not the demo's: UPDATE_GOLDEN=1");
}

#[test]
fn the_demo_attaches_every_export_to_the_touchpoints_it_speaks_of() {
    let sample = throughline::file::sample();
    let sources: Vec<&str> = sample.sources.values().map(|source| source.file_name.as_str()).collect();
    let exports: Vec<&str> = throughline::file::sample_exports().iter().map(|(name, _)| *name).collect();
    assert_eq!(sources, exports);
    let measured: std::collections::BTreeSet<_> = sample.series.keys().map(|key| key.touchpoint).collect();
    let titles: Vec<&str> = measured.iter().map(|id| sample.touchpoints[id].title.as_str()).collect();
    for title in ["Retargeting ad", "Instagram post", "Brand search", "Product page", "Basket", "Checkout", "Support"] {
        assert!(titles.contains(&title), "{title} in {titles:?}");
    }
    assert_eq!(throughline::model::check::problems(&sample), []);
}

#[test]
fn samples_are_the_same_each_time_and_differ_by_seed() {
    let desk = Desk::new();
    for (line, name) in [
        ("sample a.journey.ron --touchpoints 40", "a"),
        ("sample b.journey.ron --touchpoints 40 --seed 1", "b"),
        ("sample c.journey.ron --touchpoints 40 --seed 2", "c"),
    ] {
        assert_eq!(desk.say(line).code, 0, "{name}");
        assert_eq!(desk.say(&format!("check {name}.journey.ron")).code, 0, "{name}");
    }
    let [a, b, c] = ["a", "b", "c"].map(|name| desk.read(&format!("{name}.journey.ron")));
    assert!(a == b && a != c);
}

#[test]
fn a_profile_has_every_step_with_its_runs() {
    let desk = Desk::new();
    assert_eq!(desk.say("sample small.journey.ron --touchpoints 8").code, 0);
    let report = desk.say("profile small.journey.ron --json").json();
    assert_eq!(report["touchpoints"], 8);
    assert!(report["machine"].as_str().unwrap().contains("core"));
    assert!(report.get("peak_rss_mb").is_some());
    let names: Vec<&str> = report["steps"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "open",
            "layout",
            "numbers",
            "kpis",
            "audit",
            "audit_edit",
            "ranking",
            "ranking_edit",
            "effect",
            "frame_fit_pan",
            "frame_100_pan",
            "frame_100_drag",
            "frame_present",
            "save",
            "export_svg",
            "export_png",
            "export_pdf",
            "export_pptx",
            "export_xlsx",
            "export_html"
        ]
    );
    for step in report["steps"].as_array().unwrap() {
        assert!(step["runs"].as_u64().unwrap() > 0 && number(step, "median_ms") <= number(step, "p95_ms"), "{step}");
    }
    for (name, has_bytes) in [("open", true), ("layout", false), ("save", true), ("export_png", true)] {
        assert_eq!(entry(&report["steps"], "name", name)["bytes"].is_u64(), has_bytes, "{name}");
    }
}

#[test]
fn overlaps_are_settled_as_asked_and_what_changes_is_said() {
    let desk = Desk::with("online-shop");
    desk.write("first.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n2026-09-02,Basket,6\n");
    desk.write("second.csv", "Day,Touchpoint,Clicks\n2026-09-02,Basket,60\n2026-09-03,Basket,7\n");
    let first = desk.say("import shop.journey.ron first.csv --json").json();
    assert_eq!((&first["difference"], &first["overlaps"]), (&Value::Null, &Value::Array(Vec::new())));
    for (choice, new, changed, gone) in [("replace", 1, 1, 1), ("keep", 1, 0, 0), ("add", 2, 0, 0)] {
        let tried = desk.say(&format!("import shop.journey.ron second.csv --dry-run --json --overlap {choice}")).json();
        assert_eq!(tried["overlaps"][0]["choice"], choice);
        let counted = &tried["difference"]["observations"];
        let counts = ["new", "changed", "gone"].map(|what| counted[what].as_u64());
        assert_eq!(counts, [Some(new), Some(changed), Some(gone)], "{choice}");
    }
    assert_eq!(desk.say("import shop.journey.ron second.csv --overlap other").code, 2);
    let said = desk.say("import shop.journey.ron second.csv --overlap add").stdout;
    assert!(said.contains("Against first.csv: rows 2 new."), "{said}");
    let stats = desk.say("stats shop.journey.ron --json --metric clicks").json();
    assert_eq!(number(&stats[0], "value"), 78.0);

    let known = desk.say("import shop.journey.ron first.csv --overlap keep");
    assert_eq!(known.code, 0, "{}", known.stderr);
    assert!(known.stderr.contains("are in the project already"), "{}", known.stderr);
}

#[test]
fn a_check_names_files_that_are_no_longer_as_they_were_read() {
    let desk = Desk::with("online-shop");
    desk.write("first.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n");
    desk.write("second.csv", "Day,Touchpoint,Orders\n2026-09-01,Basket,5\n");
    assert_eq!(desk.say("import shop.journey.ron first.csv second.csv").code, 0);
    assert_eq!(desk.say("check shop.journey.ron --json").json()["files"], Value::Array(Vec::new()));
    desk.write("first.csv", "Day,Touchpoint,Clicks\n2026-09-01,Basket,6\n");
    std::fs::remove_file(desk.path("second.csv")).unwrap();
    let checked = desk.say("check shop.journey.ron --json");
    let files = checked.json()["files"].clone();
    let states: Vec<_> = files.as_array().unwrap().iter().map(|file| file["state"].as_str().unwrap()).collect();
    assert_eq!((checked.code, states), (0, vec!["changed", "missing"]));
    let said = desk.say("check shop.journey.ron").stdout;
    assert!(said.contains("first.csv has changed on disk") && said.contains("second.csv is no longer"), "{said}");
}

#[test]
fn a_check_tells_what_the_map_lacks_and_what_was_set_aside() {
    let desk = Desk::new();
    assert_eq!(desk.say("demo . --no-open").code, 0);
    let check = |today: &str| desk.say(&format!("check online-shop.journey.ron --today {today} --json"));
    let checked = check("2026-10-05");
    assert_eq!(checked.code, 0, "insights are no problems");
    let insights = checked.json()["insights"].clone();
    let of = |rule: &str| entry(&insights, "rule", rule).clone();
    let loyalty = of("touchpoint-without-metric");
    assert_eq!((&loyalty["severity"], &loyalty["subject"]["kind"]), (&"medium".into(), &"touchpoint".into()));
    assert_eq!(number(&loyalty["figures"], "metrics"), 0.0);
    assert_eq!(loyalty["dismissed"], Value::Null);
    let missed = of("kpi-off-target");
    assert!(number(&missed["figures"], "value").is_finite() && number(&missed["figures"], "target") > 0.0, "{missed}");
    let all = insights.as_array().unwrap();
    let rank = |insight: &Value| ["high", "medium", "low"].iter().position(|it| insight["severity"] == *it).unwrap();
    assert!(all.is_sorted_by_key(rank), "the most severe first");
    assert!(all.iter().all(|insight| insight["rule"] != "data-stale"));
    assert_eq!(entry(&check("2027-03-01").json()["insights"], "rule", "data-stale")["severity"], "high");

    let id = loyalty["subject"]["id"].as_u64().unwrap();
    let line = format!(
        "  dismissals: [\n    (rule: \"touchpoint-without-metric\", record: {id}, reason: \"Paper cards\"),\n  ],\n  metrics:"
    );
    let with = desk.read("online-shop.journey.ron").replacen("  metrics:", &line, 1);
    desk.write("online-shop.journey.ron", with);
    let after = check("2026-10-05").json()["insights"].clone();
    let aside = after.as_array().unwrap().iter().find(|it| it["subject"]["id"] == id && it["rule"] == loyalty["rule"]);
    assert_eq!(aside.unwrap()["dismissed"], "Paper cards");
    let said = desk.say("check online-shop.journey.ron --today 2026-10-05").stdout;
    assert!(said.contains("No problems") && said.contains("1 dismissed"), "{said}");
    assert!(said.contains("(kpi-off-target)"), "{said}");
}

#[test]
fn the_dashboard_is_exported_by_itself_or_after_the_map() {
    let desk = Desk::new();
    let sample = include_str!("../../assets/sample/online-shop.journey.ron");
    let next = sample.split("next_id: ").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    let id: u64 = next.parse().unwrap();
    let chart = format!("  charts: [\n    (id: {id}, kind: \"bars\", metrics: [61]),\n  ],\n  metrics: [");
    let pinned = sample.replacen("  metrics: [", &chart, 1);
    desk.write("shop.journey.ron", pinned.replacen(&format!("next_id: {id}"), &format!("next_id: {}", id + 1), 1));
    let export = |arguments: &[&str]| desk.run(&[&["export", "shop.journey.ron"], arguments].concat());
    for (name, start) in [("d.svg", &b"<svg"[..]), ("d.png", b"\x89PNG"), ("d.pdf", b"%PDF")] {
        let ended = export(&["-o", name, "--dashboard", "--today", "2026-11-01"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let bytes = std::fs::read(desk.path(name)).unwrap();
        assert!(bytes.starts_with(start) || String::from_utf8_lossy(&bytes).contains("<svg"), "{name}");
    }
    assert!(desk.read("d.svg").contains("CTR by touchpoint"));
    assert_eq!(export(&["-o", "both.pdf", "--with-dashboard"]).code, 0);
    let ended = export(&["-o", "both.svg", "--with-dashboard"]);
    assert!(
        ended.code == 0 && ended.stderr.contains("--with-dashboard counts for .pdf, .html only"),
        "{}",
        ended.stderr
    );
    desk.write("plain.journey.ron", sample);
    let ended = desk.run(&["export", "plain.journey.ron", "-o", "none.svg", "--dashboard"]);
    assert!(ended.code == 1 && ended.stderr.contains("The dashboard is empty"), "{} {}", ended.code, ended.stderr);
    assert!(!desk.path("none.svg").exists());
    assert_eq!(export(&["-o", "d.svg", "--dashboard", "--lens", "kpi"]).code, 2);
}
