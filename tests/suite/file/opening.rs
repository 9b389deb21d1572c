//! What opens, what does not, and what the user is told.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use throughline::file::{OpenReason, open, read, write_text};
use throughline::model::JourneyId;

use super::generate::{full, project};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1")
}

#[test]
fn a_project_with_everything_in_it_is_written_as_its_golden_file() {
    let golden = fixtures().join("every-record.journey.ron");
    let written = write_text(&full()).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &written).unwrap();
    }
    assert_eq!(written, fs::read_to_string(&golden).unwrap(), "rewrite with UPDATE_GOLDEN=1 if this is meant");
    assert_eq!(open(&golden).unwrap().project, full());
}

#[test]
fn every_file_of_format_1_opens_and_is_written_back_as_it_was() {
    let mut count = 0;
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let opened = open(&path).unwrap_or_else(|error| panic!("{error}"));
        let written = write_text(&opened.project).unwrap();
        assert_eq!(read(&written).unwrap(), opened.project, "{}", path.display());
        let text = fs::read_to_string(&path).unwrap();
        if !text.contains("persona: \"") {
            assert_eq!(written, text, "{}", path.display());
        }
        count += 1;
    }
    assert!(count >= 2);
}

#[test]
fn a_persona_in_words_becomes_a_record() {
    let project = open(&fixtures().join("everything.journey.ron")).unwrap().project;
    let journey = &project.journeys[&JourneyId(1)];
    let persona = &project.personas[&journey.personas[0]];
    assert_eq!((persona.name.as_str(), persona.role.as_str()), ("Ana", "34, \"always on the phone\""));
    assert_eq!((journey.personas.len(), project.personas.len(), project.next_id), (1, 1, 91));
    let text = fs::read_to_string(fixtures().join("everything.journey.ron")).unwrap();
    let shared = text.replace("(id: 2)", "(id: 2, persona: \"Ana, 34, \\\"always on the phone\\\"\")");
    let project = read(&shared).unwrap();
    assert_eq!(project.personas.len(), 1, "equal words are one persona");
    assert!(project.journeys.values().all(|journey| journey.personas.len() == 1));
}

#[test]
fn a_file_edited_by_hand_opens_whatever_its_layout() {
    let text = write_text(&full()).unwrap();
    let edited = text
        .replace("// Throughline journey map, format 1\n", "\u{feff}/* mine */\n#![enable(implicit_some)]\n")
        .replace("importance: 4", "importance: Some(4)")
        .replace("state: \"future\"", "\n\n   state:\"future\"")
        .replace('\n', "\r\n");
    assert_eq!(read(&edited).unwrap(), full());
}

/// A project with one thing put in place of another.
fn with(from: &str, to: &str) -> String {
    let text = write_text(&full()).unwrap();
    assert!(text.contains(from), "{from} is not in the file");
    text.replacen(from, to, 1)
}

#[test]
fn what_cannot_be_read_is_explained() {
    let cases: Vec<(String, &[&str])> = vec![
        (String::new(), &["empty", "backup"]),
        (" \n\t\n".to_owned(), &["empty"]),
        ("// only a comment\n".to_owned(), &["not a Throughline project", "import it"]),
        ("Date,Clicks\n2026-09-01,12\n".to_owned(), &["not a Throughline project", "line 1, column", "import it"]),
        ("{\"title\": \"A map\"}".to_owned(), &["This is RON, but not a Throughline project:", ".journey.ron"]),
        ("Scene(items: [1, 2])".to_owned(), &["This is RON, but not a Throughline project:", "Scene"]),
        ("(columns: [])".to_owned(), &["This is RON, but not a Throughline project:", "columns"]),
        ("Project(title: \"a\", next_id: 1)".to_owned(), &["not a Throughline project:", "\"version\" is missing"]),
        ("Project(version: 0, next_id: 1)".to_owned(), &["there is no format 0"]),
        ("Project(version: 1)".to_owned(), &["Line 1, column", "\"next_id\" is missing"]),
        (
            "Project(version: 2, unheard: of[".to_owned(),
            &["written by a newer version of Throughline (format 2", "Install"],
        ),
        ("Project(next_id: 1, version: 3)".to_owned(), &["written by a newer version"]),
        ("[".repeat(1000), &["nested too deep"]),
        (with("stages: [4, 3]", &format!("stages: {}", "[".repeat(500))), &["Line 7, column"]),
        (
            with("phase: \"purchase\"", "phase: \"purchase\", mood: 3"),
            &["Line 12, column", "no field \"mood\"", "newer version"],
        ),
        (with("name: \"Buy\"", "name: Buy"), &["Line 12, column", "expected string", "Correct that line", ".bak"]),
        (with("name: \"Buy\", ", "name: \"Buy\" "), &["Line 12, column", "comma"]),
        (with("name: \"Buy\"", "name: \"Buy\", name: \"Sell\""), &["Line 12, column", "\"name\" is there twice"]),
        (with("column: 0", "column: -1"), &["Line 21, column"]),
        (with("column: 0", "column: 5000000000"), &["Line 21, column"]),
        (with(&format!("next_id: {}", full().next_id), "next_id: 99999999999999999999"), &["Line 5, column"]),
        (
            "Project(version: 1,\n  next_id: 1,\n  title: \"Shop,\n)".to_owned(),
            &["Line 3, column", "quotes is not closed"],
        ),
        (with("  ],\n)", "  ],\n) and more"), &["something follows after the end"]),
    ];
    for (text, expected) in cases {
        let message = read(&text).unwrap_err().to_string();
        for part in expected {
            assert!(message.contains(part), "{part:?} is not in {message:?}, which was said of {:.200}", text);
        }
    }
}

#[test]
fn a_file_that_was_cut_short_is_told_from_one_that_is_wrong() {
    let text = write_text(&full()).unwrap();
    let from = text.find("version: 1,").unwrap() + 11;
    let whole = text.trim_end().len();
    for end in (from..whole).filter(|end| text.is_char_boundary(*end)) {
        let error = read(&text[..end]).unwrap_err();
        let said = error.to_string();
        // Where a word or text is cut through, it may look wrong rather than short; it is never called anything else.
        match error.reason {
            OpenReason::CutShort { line, .. } => {
                assert_eq!(line, text[..end].trim_end().lines().count(), "{end}: {said}")
            }
            OpenReason::Syntax { .. } | OpenReason::UnknownField { .. } => {}
            other => panic!("cut at {end}: {other}"),
        }
    }
    let error = read(&text[..text.find("stages: [\n").unwrap() + 10]).unwrap_err();
    assert!(matches!(error.reason, OpenReason::CutShort { .. }), "{error}");
    let error = read(&text[..text.find("Discover").unwrap() + 3]).unwrap_err();
    assert!(matches!(error.reason, OpenReason::CutShort { .. }), "{error}");
}

#[test]
fn contradictions_are_named_with_their_place() {
    let next_id = format!("next_id: {}", full().next_id);
    let cases = [
        ("(id: 91, stage: 3,", "(id: 91,", "It must name one touchpoint, one stage or one journey. (KPI 91)"),
        ("(id: 91, stage: 3,", "(id: 91, stage: 8,", "stage 8, which is not there. (KPI 91)"),
        ("impact: 8", "impact: 80", "Its impact or its effort is not one of 1 to 10. (action 93)"),
        ("record: 4,", "record: 400,", "It is about record 400, which is not there. (dismissed insight"),
        ("weight_of_volume: 10", "weight_of_volume: 11", "A weight is not one of 0 to 10. (strategy)"),
        ("kind: \"funnel\"", "kind: \"pie\"", "\"pie\" is not a kind of charts. (chart 95)"),
        ("journey_order: [2, 1]", "journey_order: [2]", "The order of the journeys leaves it out. (journey 1)"),
        (
            "journey_order: [2, 1]",
            "journey_order: [2, 1, 1]",
            "The order of the journeys names it more than once. (journey 1)",
        ),
        ("journey_order: [2, 1]", "journey_order: [2, 1, 3]", "names journey 3, which is not there"),
        ("stages: [4, 3]", "stages: [4]", "Its journey, 1, does not list it. (stage 3)"),
        ("lanes: [5, 6, 7]", "lanes: [5, 6, 6]", "It lists lane 6 more than once. (journey 1)"),
        ("(id: 3, journey: 1", "(id: 3, journey: 8", "It belongs to journey 8, which is not there. (stage 3)"),
        ("(id: 3, journey: 1", "(id: 4, journey: 1", "Two records have the id 4. (stage 4)"),
        ("(id: 30, ", "(id: 12, ", "Its id names a touchpoint too. (card 12)"),
        (next_id.as_str(), "next_id: 71", "Its id is not below 71, the next id to be given away. (sticky 85)"),
        ("state: \"future\"", "state: \"past\"", "\"past\" is not a state"),
        ("phase: \"purchase\"", "phase: \"later\"", "\"later\" is not a phase. (stage 3)"),
        ("kind: \"pain-points\"", "kind: \"pains\"", "\"pains\" is not a kind of lane. (lane 6)"),
        ("channel: \"ads\"", "channel: \"ad\"", "\"ad\" is not a channel. (touchpoint 11)"),
        ("evidence: \"measured\"", "evidence: \"sure\"", "\"sure\" is not a kind of evidence. (touchpoint 11)"),
        ("importance: 4", "importance: 6", "Its importance is 6, but it goes from 1 to 5. (touchpoint 11)"),
        ("importance: 4", "importance: 260", "Its importance is 260"),
        (
            "id: 12, stage: 4, lane: 5",
            "id: 12, stage: 9, lane: 5",
            "It lies in stage 9, which is not there. (touchpoint 12)",
        ),
        (
            "id: 12, stage: 4, lane: 5",
            "id: 12, stage: 4, lane: 9",
            "It lies in lane 9, which is not there. (touchpoint 12)",
        ),
        (
            "id: 12, stage: 4, lane: 5",
            "id: 12, stage: 4, lane: 6",
            "It lies in lane 6, which is for pain points. (touchpoint 12)",
        ),
        (
            "id: 30, stage: 4, lane: 6",
            "id: 30, stage: 4, lane: 5",
            "It lies in lane 5, which is for touchpoints. (card 30)",
        ),
        (
            "id: 13, stage: 3, lane: 5, column: 0",
            "id: 13, stage: 3, lane: 5, column: 1",
            "The columns in use are not 0, 1, 2 … without a gap. (stage 3)",
        ),
        (
            "id: 30, stage: 4, lane: 6",
            "id: 30, stage: 4, lane: 7",
            "It lies in lane 7, which is for metrics. (card 30)",
        ),
        ("tint: \"teal\"", "tint: \"beige\"", "\"beige\" is not a color. (lane 7)"),
        ("height: 120", "height: 9", "Its height of 9 is not one of 40 to 800. (lane 7)"),
        ("card_width: 240", "card_width: 9000", "Its cards' width of 9000 is not one of 120 to 480. (stage 4)"),
        ("grouping: \"owner\"", "grouping: \"mood\"", "\"mood\" is not what a lane can be grouped by. (lane 7)"),
        ("chart_form: \"bars\"", "chart_form: \"pie\"", "\"pie\" is not a form of charts. (lane 7)"),
        ("chart_metric: 60", "chart_metric: 66", "It names metric 66, which is not there. (lane 7)"),
        ("personas: [80, 81]", "personas: [80, 82]", "It names persona 82, which is not there. (journey 1)"),
        ("personas: [80, 81]", "personas: [80, 80]", "It lists persona 80 more than once. (journey 1)"),
        ("satisfaction: 2", "satisfaction: 0", "Its satisfaction is 0, but it goes from 1 to 5. (touchpoint 11)"),
        ("value: -1.4", "value: -2.1", "Its emotion is -2.1, but it goes from -2 to 2. (touchpoint 11)"),
        (
            "quote_by: \"\"",
            "quote_by: \"\", url: \"\"",
            "Of a quote, a picture and a link it can be only one. (card 31)",
        ),
        ("color: \"green\"", "color: \"black\"", "\"black\" is not a color of stickies. (sticky 85)"),
        (
            "(id: 85, journey: 1, stage: 4",
            "(id: 85, journey: 2, stage: 4",
            "It lies at stage 4, which is not on its map.",
        ),
        ("x: 12.5", "x: inf", "Its place is not a finite number. (sticky 85)"),
        ("(id: 88, touchpoint: 11", "(id: 88, touchpoint: 99", "It names touchpoint 99, which is not there. (KPI 88)"),
        ("target: 0.036", "target: NaN", "Its target or its baseline is not a finite number. (KPI 88)"),
        ("due: \"2026-12-31\"", "due: \"soon\"", "\"soon\" is not a date like \"2026-09-30\". (KPI 88)"),
        ("format: \"jpeg\"", "format: \"gif\"", "\"gif\" is not a format of pictures."),
        ("width: 640", "width: 0", "Its sides are not within 1 to 2048 pixels."),
        ("data: \"", "data: \"*", "Its data is not base64."),
        ("data: \"", "data: \"AAAA", "Its data is not what its hash says: it was changed or cut short."),
        (
            "column: 0, order: 1",
            "column: 0, order: 2",
            "The orders in lane 5, column 0 are not 0, 1, 2 … each once. (stage 4)",
        ),
        (
            "column: 0, order: 1",
            "column: 0, order: 0",
            "The orders in lane 5, column 0 are not 0, 1, 2 … each once. (stage 4)",
        ),
        ("(id: 40, from: 11", "(id: 40, from: 99", "It joins touchpoint 99, which is not there. (connector 40)"),
        ("kind: \"return\"", "kind: \"back\"", "\"back\" is not a kind of connector. (connector 42)"),
        ("key: \"clicks\"", "key: \"ctr\"", "Another metric has the key \"ctr\" too. (metric 61)"),
        ("class: \"mean\"", "class: \"median\"", "\"median\" is not a class of metrics. (metric 62)"),
        ("class: \"mean\"", "class: \"ratio\"", "does not fit a metric of the class \"ratio\""),
        ("unit: \"share\"", "unit: \"percent\"", "\"percent\" is not a unit. (metric 60)"),
        ("better: \"higher\"", "better: \"up\"", "\"up\" is not a direction"),
        (
            "relative_path: \"data/",
            "relative_path: \"/data/",
            "Its path leads out of the project's folder. (source 70)",
        ),
        (
            "relative_path: \"data/",
            "relative_path: \"C:\\\\data/",
            "Its path leads out of the project's folder. (source 70)",
        ),
        ("to: \"2026-09-30\"", "to: \"2026-09-31\"", "\"2026-09-31\" is not a date like \"2026-09-30\". (source 70)"),
        (
            "to: \"2026-09-30\"",
            "to: \"2026-08-30\"",
            "It ends on 2026-08-30, before it begins on 2026-09-01. (source 70)",
        ),
        ("from: \"2026-09-01\", to", "to", "Of its first and last day only one is given. (source 70)"),
        ("metric: 63, touchpoint: 11", "metric: 99, touchpoint: 11", "It names metric 99, which is not there."),
        ("metric: 63, touchpoint: 11", "metric: 63, touchpoint: 99", "It names touchpoint 99, which is not there."),
        ("source: 70, metric: 63", "source: 72, metric: 63", "It names source 72, which is not there."),
        ("segment: 50", "segment: 51", "It names segment 51, which is not there."),
        ("from: \"2026-09-30\", starts", "from: \"2026-13-30\", starts", "\"2026-13-30\" is not a date"),
        ("starts: [0, 7, 19]", "starts: [0, 7]", "The columns differ in length"),
        ("starts: [0, 7, 19]", "starts: [0, 19, 7]", "is out of order or there twice"),
        ("starts: [0, 7, 19]", "starts: [0, 7, 2000000000]", "Observation 3: its days lie outside the calendar."),
        ("lengths: [7, 7, 1]", "lengths: [7, 0, 1]", "Observation 2: its days lie outside the calendar."),
        ("values: [41200, ", "values: [inf, ", "is not a finite number"),
        ("values: [41200, ", "numerators: [41200, ", "The columns numerators do not go together."),
        (", values: [1234.56]", "", "The series has no column of amounts."),
        ("starts: [0], values: [1234.56]", "starts: [], values: []", "There are no observations in the series."),
        ("rows: [2, 1]", "rows: [0, 1]", "rests on no row"),
        ("rows: [2, 1]", "rows: [2]", "The columns differ in length"),
    ];
    for (from, to, expected) in cases {
        let message = read(&with(from, to)).expect_err(to).to_string();
        assert!(message.contains("contradicts itself in"), "{to}: {message}");
        assert!(message.contains(expected), "{expected:?} is not in {message:?}");
    }
}

#[test]
fn all_contradictions_are_reported_at_once_but_no_endless_list_is_printed() {
    let text = with("channel: \"ads\"", "channel: \"a\"").replace("from: 12", "from: 99");
    let error = read(&text).unwrap_err();
    let OpenReason::Problems(problems) = &error.reason else { panic!("{error}") };
    assert_eq!(problems.len(), 2, "{error}");

    let cards: String =
        (0..50).map(|id| format!("(id: {}, stage: 1, lane: 1, column: 0, order: {id}),", id + 10)).collect();
    let error = read(&format!("Project(version: 1, next_id: 99, cards: [{cards}])")).unwrap_err();
    let OpenReason::Problems(problems) = &error.reason else { panic!("{error}") };
    assert_eq!(problems.len(), 100);
    let message = error.to_string();
    assert!(message.contains("in 100 places") && message.ends_with("and 80 more"), "{message}");
    assert_eq!(message.lines().count(), 22);
}

#[test]
fn paths_that_cannot_be_opened_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("latin.journey.ron"), b"Project(\n  version: 1,\n  title: \"caf\xe9\")").unwrap();
    fs::write(at("empty.journey.ron"), "").unwrap();
    // A file with holes takes no room on the disk.
    fs::File::create(at("huge.journey.ron")).unwrap().set_len(600 << 20).unwrap();
    let cases = [
        (at("none.journey.ron"), "There is no such file"),
        (at("empty.journey.ron/below.ron"), "There is no such file"),
        (folder.path().to_owned(), "This is a folder, not a file. Choose"),
        (at("latin.journey.ron"), "not a text file in UTF-8: line 3"),
        (at("empty.journey.ron"), "The file is empty"),
        (at("huge.journey.ron"), "has 600 MB, and 512 MB is the most"),
    ];
    for (path, expected) in cases {
        let message = open(&path).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
        assert!(message.contains(path.to_str().unwrap()), "{message}");
    }
    #[cfg(unix)]
    assert!(open(Path::new("/dev/null")).unwrap_err().to_string().contains("not an ordinary file"));
}

#[test]
fn opening_warns_of_a_backup_and_of_a_read_only_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journey.ron");
    let backup = folder.path().join("a.journey.ron.bak");
    fs::write(&path, write_text(&full()).unwrap()).unwrap();
    fs::copy(&path, &backup).unwrap();
    assert_eq!(open(&path).unwrap().warnings, []);
    assert!(open(&backup).unwrap().warnings[0].message.contains("backup"));
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert!(open(&path).unwrap().warnings[0].message.contains("read-only"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_opens_as_it_was(project in project()) {
        let text = write_text(&project).unwrap();
        let opened = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&opened, &project);
        prop_assert_eq!(write_text(&opened).unwrap(), text);
    }

    #[test]
    fn each_record_takes_one_line(project in project()) {
        let text = write_text(&project).unwrap();
        let records = project.journeys.len() + project.stages.len() + project.lanes.len() + project.touchpoints.len()
            + project.cards.len() + project.connectors.len() + project.segments.len() + project.metrics.len()
            + project.sources.len() + project.series.len();
        prop_assert_eq!(text.lines().filter(|line| line.starts_with("    (") && line.ends_with("),")).count(), records);
    }

    #[test]
    fn no_cut_and_no_changed_byte_makes_the_reader_panic(at in 0.0..1.0f64, byte: u8, cut: bool, again in 0.0..1.0f64) {
        let mut bytes = write_text(&full()).unwrap().into_bytes();
        let position = |share: f64| (share * bytes.len() as f64) as usize;
        let (first, second) = (position(at), position(again));
        bytes[first] = byte;
        if cut { bytes.truncate(second); } else { bytes[second] = byte.rotate_left(3); }
        // An error must have something to say; a change in a title is no error.
        if let Err(error) = read(&String::from_utf8_lossy(&bytes)) {
            prop_assert!(error.to_string().len() > 20);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*", words in proptest::collection::vec(
        proptest::sample::select(vec!["Project", "(", ")", "[", "]", "version", ":", "1", "2", ",", "\"", "//", "/*", "*/",
            "\n", "#![", "next_id", "None", "Some(", "r#\"", "'", "\\", "-", "e9", "inf", "{", "}"]), 0..40)) {
        let _ = read(&text);
        let _ = read(&words.concat());
        let _ = read(&format!("Project(version: 1, next_id: 1, {}", words.join(" ")));
    }
}
