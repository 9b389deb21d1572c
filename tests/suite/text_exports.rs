//! The forms that programs and linear readers take: Markdown, CSV, Mermaid and JSON of a small map, of one with every
//! lane, of the sample, and of one whose texts are all hostile.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use throughline::export::{ExportError, ExportSpec, JSON_SCHEMA, MermaidDiagram, Target, export};
use throughline::file::{catalogue, open, sample, templates};
use throughline::model::sample::big_sample;
use throughline::model::{CardBody, Link, Project};

use crate::golden;

/// Ends a script, a comment, a table, a string, a formula and an outline, as far as each form has one.
pub const HOSTILE: &str = "=1+1 </script><img src=x onerror=\"alert(1)\"> | \"q\" 'a' `c` %%{init: {}}%% ]]> --> [l](javascript:x) #; \u{1}\r\n# h\r\n&amp;";

pub fn every_lane() -> Project {
    open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-lane.journey.ron")).unwrap().project
}

pub fn spec(target: Target) -> ExportSpec {
    ExportSpec { target, catalogue: Some(catalogue()), ..ExportSpec::default() }
}

pub fn written(project: &Project, spec: &ExportSpec) -> String {
    String::from_utf8(export(project, spec, &AtomicBool::new(false)).unwrap()).unwrap()
}

/// The same map with hostile words wherever people can write.
pub fn hostile(mut project: Project) -> Project {
    let text = || HOSTILE.to_owned();
    project.title = text();
    for it in Arc::make_mut(&mut project.journeys).values_mut().map(Arc::make_mut) {
        (it.name, it.scenario) = (text(), text());
    }
    for it in Arc::make_mut(&mut project.stages).values_mut().map(Arc::make_mut) {
        (it.name, it.description) = (text(), text());
    }
    for it in Arc::make_mut(&mut project.lanes).values_mut().map(Arc::make_mut) {
        it.name = text();
    }
    for it in Arc::make_mut(&mut project.touchpoints).values_mut().map(Arc::make_mut) {
        (it.title, it.description, it.owner) = (text(), text(), text());
        it.tags = vec![text()];
        it.links = vec![
            Link { title: text(), url: "javascript:alert(1)".to_owned() },
            Link { title: text(), url: "https://example.org/?a=\"&b=<c>".to_owned() },
            Link { title: text(), url: "https://example.org/?a='&b=c".to_owned() },
        ];
    }
    for it in Arc::make_mut(&mut project.cards).values_mut().map(Arc::make_mut) {
        it.text = text();
        match &mut it.body {
            CardBody::Quote { by } => *by = text(),
            CardBody::Link { url } => *url = "javascript:alert(1)".to_owned(),
            CardBody::Text | CardBody::Picture { .. } => {}
        }
    }
    for it in Arc::make_mut(&mut project.connectors).values_mut().map(Arc::make_mut) {
        it.label = text();
    }
    for it in Arc::make_mut(&mut project.stickies).values_mut().map(Arc::make_mut) {
        it.text = text();
    }
    for it in Arc::make_mut(&mut project.personas).values_mut().map(Arc::make_mut) {
        (it.name, it.role, it.quote) = (text(), text(), text());
        (it.goals, it.frustrations) = (vec![text()], vec![text()]);
    }
    for it in Arc::make_mut(&mut project.metrics).values_mut().map(Arc::make_mut) {
        (it.name, it.short_name) = (text(), text());
    }
    for it in Arc::make_mut(&mut project.sources).values_mut().map(Arc::make_mut) {
        (it.name, it.file_name) = (text(), text());
    }
    for it in Arc::make_mut(&mut project.kpis).values_mut().map(Arc::make_mut) {
        (it.owner, it.why) = (text(), text());
    }
    for it in Arc::make_mut(&mut project.actions).values_mut().map(Arc::make_mut) {
        (it.title, it.description, it.owner) = (text(), text(), text());
    }
    project
}

/// Every project that a form should be able to hold.
pub fn projects() -> Vec<(&'static str, Project)> {
    let mut hidden = every_lane();
    let first = hidden.journeys[&hidden.journey_order[0]].stages[0];
    Arc::make_mut(Arc::make_mut(&mut hidden.stages).get_mut(&first).unwrap()).is_hidden = true;
    let blank = templates().iter().find(|template| template.code == "blank").unwrap().project();
    vec![
        ("small", big_sample(6, 1)),
        ("every lane", every_lane()),
        ("sample", sample()),
        ("hostile", hostile(every_lane())),
        ("hostile sample", hostile(sample())),
        ("a hidden stage", hidden),
        ("blank", blank),
    ]
}

/// Every word of the map that a person wrote.
pub fn said(project: &Project) -> BTreeSet<&str> {
    let stages = project.stages.values().map(|it| it.name.as_str());
    let touchpoints = project.touchpoints.values().map(|it| it.title.as_str());
    let cards = project.cards.values().map(|it| it.text.as_str());
    stages.chain(touchpoints).chain(cards).filter(|text| !text.is_empty()).collect()
}

#[test]
fn goldens_hold_every_form() {
    for (name, project) in [("small", big_sample(6, 1)), ("every-lane", every_lane())] {
        for target in [Target::Markdown, Target::Csv, Target::Mermaid, Target::Json] {
            let made = written(&project, &spec(target));
            golden::check(&format!("exports/{name}.{}", target.ending()), &made);
        }
        let journey = ExportSpec { mermaid: MermaidDiagram::Journey, ..spec(Target::Mermaid) };
        golden::check(&format!("exports/{name}-journey.mmd"), &written(&project, &journey));
    }
}

#[test]
fn a_journey_is_needed() {
    for target in [Target::Markdown, Target::Csv, Target::Mermaid, Target::Json] {
        let made = export(&Project::default(), &spec(target), &AtomicBool::new(false));
        assert!(matches!(made, Err(ExportError::NoJourney)), "{target:?}");
    }
}

#[test]
fn markdown_says_everything_and_escapes_it() {
    for project in [every_lane(), sample()] {
        let page = written(&project, &spec(Target::Markdown));
        for text in said(&project) {
            let plain = text.replace(['_', '*', '&', '<', '>', '[', ']', '~', '`'], "");
            let page = page.replace('\\', "").replace(['_', '*', '&', '<', '>', '[', ']', '~', '`'], "");
            assert!(page.contains(plain.split_whitespace().collect::<Vec<_>>().join(" ").as_str()), "{text}");
        }
        assert!(page.contains("| Metric | Value | 95% interval | n |"));
    }
    let page = written(&hostile(every_lane()), &spec(Target::Markdown));
    assert!(!page.contains("<img") || page.matches("<img").count() == page.matches("\\<img").count());
    assert!(page.lines().all(|line| !line.starts_with("# h")), "a line of a text became a heading");
    assert!(!page.contains("](<javascript") && !page.contains("\u{1}"));
}

#[test]
fn a_row_of_csv_is_a_touchpoint_or_a_card() {
    for (name, project) in projects() {
        let text = written(&project, &spec(Target::Csv));
        let body = text.strip_prefix('\u{feff}').expect("Excel needs the mark");
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let journey = project.journey_order[0];
        assert_eq!(rows.len(), project.items_in_reading_order(journey).len(), "{name}");
        for cell in rows.iter().chain([&head]).flatten() {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
        }
    }
    let sample = sample();
    let text = written(&sample, &spec(Target::Csv));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name} in {head:?}"));
    let (ctr, low, high) = (column("CTR (share)"), column("CTR low"), column("CTR high"));
    let value = |row: &csv::StringRecord, at: usize| row[at].parse::<f64>().ok();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let known: Vec<_> = rows.iter().filter(|row| value(row, ctr).is_some()).collect();
    assert!(!known.is_empty());
    assert!(known.iter().all(|row| value(row, low) <= value(row, ctr) && value(row, ctr) <= value(row, high)));
}

#[test]
fn mermaid_has_every_touchpoint_connector_and_stage() {
    let project = every_lane();
    let flowchart = written(&project, &spec(Target::Mermaid));
    for touchpoint in project.touchpoints.keys() {
        assert!(
            flowchart.contains(&format!("    t{}[", touchpoint.0))
                || flowchart.contains(&format!("    t{}(", touchpoint.0))
        );
    }
    for connector in project.connectors.values() {
        let line = flowchart.lines().find(|line| {
            line.starts_with(&format!("  t{} ", connector.from.0)) && line.ends_with(&format!(" t{}", connector.to.0))
        });
        assert!(line.is_some_and(|line| line.contains("->")), "{connector:?}");
    }
    let journey = written(&project, &ExportSpec { mermaid: MermaidDiagram::Journey, ..spec(Target::Mermaid) });
    let tasks: Vec<&str> = journey.lines().filter(|line| line.starts_with("      ")).collect();
    assert_eq!(tasks.len(), project.touchpoints.len());
    for task in tasks {
        let score: u8 = task.split(": ").nth(1).unwrap().parse().unwrap();
        assert!((1..=5).contains(&score), "{task}");
    }
    for diagram in MermaidDiagram::ALL {
        let text = written(&hostile(every_lane()), &ExportSpec { mermaid: diagram, ..spec(Target::Mermaid) });
        let body = text.split("---\n").last().unwrap();
        for bad in ["<img", "%%{", "\"q\"", "`", "(javascript", "\u{1}"] {
            assert!(!body.contains(bad), "{diagram:?}: {bad}");
        }
    }
}

#[test]
fn json_keeps_to_its_published_schema() {
    let schema: serde_json::Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("urn:throughline:schema:journey-export:1", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("urn:throughline:schema:journey-export:1", &mut schemas).unwrap();
    for (name, project) in projects() {
        for catalogue in [None, Some(catalogue())] {
            let text = written(&project, &ExportSpec { catalogue, ..spec(Target::Json) });
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            if let Err(error) = schemas.validate(&value, index) {
                panic!("{name}: {error:#}");
            }
            let count = |field: &str| value[field].as_array().unwrap().len();
            let journey = project.journey_order[0];
            assert_eq!(count("touchpoints") + count("cards"), project.items_in_reading_order(journey).len(), "{name}");
        }
    }
}

#[test]
fn the_schema_knows_every_field_and_refuses_what_is_wrong() {
    let schema: serde_json::Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let text = written(&sample(), &spec(Target::Json));
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let described = |record: &serde_json::Value, of: &serde_json::Value, name: &str| {
        for field in record.as_object().unwrap().keys() {
            let known = &of["properties"][field];
            let is_told = known.get("description").is_some() || known.get("$ref").is_some();
            assert!(is_told, "{name}.{field} is not in the schema, or without a description");
        }
    };
    described(&value, &schema, "document");
    for (list, record) in [
        ("stages", "stage"),
        ("lanes", "lane"),
        ("touchpoints", "touchpoint"),
        ("cards", "card"),
        ("connectors", "connector"),
        ("metric_definitions", "metric_definition"),
        ("metrics", "metric"),
        ("kpis", "kpi"),
        ("insights", "insight"),
        ("sources", "source"),
    ] {
        described(&value[list][0], &schema["$defs"][record], record);
    }
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("urn:throughline:schema:journey-export:1", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("urn:throughline:schema:journey-export:1", &mut schemas).unwrap();
    assert!(schemas.validate(&value, index).is_ok());
    value["touchpoints"][0]["channel"] = "carrier-pigeon".into();
    assert!(schemas.validate(&value, index).is_err(), "an unknown channel");
}

#[test]
fn figures_in_json_are_those_of_the_statistics() {
    let project = sample();
    let text = written(&project, &spec(Target::Json));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let numbers = throughline::analysis::Numbers::new(&project);
    let view = numbers.default_view();
    let mut count = 0;
    for record in value["metrics"].as_array().unwrap().iter().filter(|it| it["segment"].is_null()) {
        let metric = project.metric_by_key(record["metric"].as_str().unwrap()).unwrap().id;
        let touchpoint = throughline::model::TouchpointId(record["touchpoint"].as_u64().unwrap());
        let figure = numbers.figure(metric, touchpoint, view.period);
        for (said, known) in [("value", figure.value), ("low", figure.low), ("high", figure.high), ("n", figure.n)] {
            let said = record[said].as_f64();
            let is_same = match (said, known) {
                (Some(said), Some(known)) => (said - known).abs() <= 1e-12 * known.abs(),
                (said, known) => said == known,
            };
            assert!(is_same, "{said:?} is not {known:?}");
        }
        count += 1;
    }
    assert!(count > 10);
}
