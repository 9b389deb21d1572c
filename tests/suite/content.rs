//! The bundled content fits the program and itself: catalogue, templates and sample exports. How files are read in
//! general is tested elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use throughline::base::Icon;
use throughline::model::{Channel, Holds, LaneKind, Phase};

/// Of the checks nothing is read here.
#[derive(Deserialize)]
struct Catalogue {
    types: Vec<TouchpointType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TouchpointType {
    code: String,
    name: String,
    phase: String,
    channel: String,
    icon: String,
    description: String,
    metrics: Vec<String>,
    keywords: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename = "Project")]
struct Template {
    title: String,
    next_id: u64,
    journeys: Vec<Journey>,
    stages: Vec<Stage>,
    lanes: Vec<Lane>,
    #[serde(default)]
    touchpoints: Vec<Touchpoint>,
    #[serde(default)]
    cards: Vec<Card>,
    #[serde(default)]
    connectors: Vec<Connector>,
}

#[derive(Deserialize)]
struct Journey {
    id: u64,
    stages: Vec<u64>,
    lanes: Vec<u64>,
}

#[derive(Deserialize)]
struct Stage {
    id: u64,
    phase: String,
}

#[derive(Deserialize)]
struct Lane {
    id: u64,
    kind: String,
}

#[derive(Deserialize)]
struct Touchpoint {
    id: u64,
    stage: u64,
    lane: u64,
    column: u32,
    order: u32,
    title: String,
    #[serde(default)]
    kind: String,
    channel: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Card {
    id: u64,
    stage: u64,
    lane: u64,
    column: u32,
    order: u32,
    text: String,
}

#[derive(Deserialize)]
struct Connector {
    id: u64,
    from: u64,
    to: u64,
}

const TEMPLATES: [&str; 10] =
    ["online-shop", "saas", "retail", "bank", "hospital", "hotel", "b2b", "public-service", "blueprint", "blank"];

fn asset(path: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn catalogue() -> Vec<TouchpointType> {
    let content: Catalogue =
        ron::from_str(&asset("catalogue.ron")).unwrap_or_else(|error| panic!("catalogue.ron: {error}"));
    content.types
}

fn template(code: &str) -> Template {
    ron::from_str(&asset(&format!("templates/{code}.journey.ron"))).unwrap_or_else(|error| panic!("{code}: {error}"))
}

#[test]
fn every_touchpoint_type_uses_codes_that_the_program_knows() {
    let types = catalogue();
    for kind in &types {
        let code = &kind.code;
        assert!(Phase::from_code(&kind.phase).is_some(), "{code}: phase {}", kind.phase);
        assert!(Channel::from_code(&kind.channel).is_some(), "{code}: channel {}", kind.channel);
        assert!(Icon::from_name(&kind.icon).is_some(), "{code}: icon {}", kind.icon);
        assert!(kind.description.ends_with('.'), "{code}: the description is not a sentence");
        assert!(!kind.metrics.is_empty() && !kind.keywords.is_empty(), "{code}: no metrics or keywords");
    }
    let codes: BTreeSet<&str> = types.iter().map(|kind| kind.code.as_str()).collect();
    let names: BTreeSet<&str> = types.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!((codes.len(), names.len()), (types.len(), types.len()), "a code or a name is there twice");
}

#[test]
fn every_phase_of_the_library_begins_with_its_commonest_types() {
    let first = |phase: Phase, count: usize| -> Vec<String> {
        catalogue().into_iter().filter(|kind| kind.phase == phase.code()).take(count).map(|kind| kind.name).collect()
    };
    assert_eq!(
        first(Phase::PrePurchase, 7),
        [
            "Display or video ad",
            "Social media post",
            "Search result, paid",
            "Search result, organic",
            "Marketing e-mail",
            "Review site",
            "Landing page"
        ]
    );
    assert_eq!(
        first(Phase::Purchase, 6),
        ["Product page", "Checkout and payment", "Mobile app", "Store, point of sale", "Help while buying", "Delivery"]
    );
    assert_eq!(
        first(Phase::PostPurchase, 4),
        ["Customer support", "Review request", "Loyalty programme", "Follow-up e-mail"]
    );
}

#[test]
fn templates_use_only_types_channels_and_kinds_that_exist() {
    let kinds: BTreeSet<String> = catalogue().into_iter().map(|kind| kind.code).collect();
    for code in TEMPLATES {
        let template = template(code);
        assert!(!template.title.is_empty(), "{code} has no title");
        for stage in &template.stages {
            assert!(Phase::from_code(&stage.phase).is_some(), "{code}: phase {}", stage.phase);
        }
        for lane in &template.lanes {
            assert!(LaneKind::from_code(&lane.kind).is_some(), "{code}: lane kind {}", lane.kind);
        }
        for touchpoint in &template.touchpoints {
            let title = &touchpoint.title;
            assert!(Channel::from_code(&touchpoint.channel).is_some(), "{code}: {title}: {}", touchpoint.channel);
            let kind = &touchpoint.kind;
            assert!(kind.is_empty() || kinds.contains(kind), "{code}: {title}: {kind} is not in the catalogue");
        }
    }
}

#[test]
fn templates_hold_each_id_once_and_place_every_item_without_a_gap() {
    for code in TEMPLATES {
        let template = template(code);
        let mut ids = BTreeSet::new();
        let all_ids = (template.journeys.iter().map(|it| it.id))
            .chain(template.stages.iter().map(|it| it.id))
            .chain(template.lanes.iter().map(|it| it.id))
            .chain(template.touchpoints.iter().map(|it| it.id))
            .chain(template.cards.iter().map(|it| it.id))
            .chain(template.connectors.iter().map(|it| it.id));
        for id in all_ids {
            assert!(ids.insert(id), "{code}: {id} is there twice");
            assert!(id < template.next_id, "{code}: {id} is not below next_id");
        }
        let journey = template.journeys.first().unwrap_or_else(|| panic!("{code} has no journey"));
        let ids = |list: &[u64]| list.iter().copied().collect::<BTreeSet<u64>>();
        assert_eq!(ids(&journey.stages), template.stages.iter().map(|it| it.id).collect(), "{code}");
        assert_eq!(ids(&journey.lanes), template.lanes.iter().map(|it| it.id).collect(), "{code}");

        let lane_kinds: BTreeMap<u64, &str> = template.lanes.iter().map(|it| (it.id, it.kind.as_str())).collect();
        let mut columns: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
        let mut orders: BTreeMap<(u64, u64, u32), Vec<u32>> = BTreeMap::new();
        let touchpoints = template.touchpoints.iter().map(|it| (it.stage, it.lane, it.column, it.order, true));
        let cards = template.cards.iter().map(|it| (it.stage, it.lane, it.column, it.order, false));
        for (stage, lane, column, order, is_touchpoint) in touchpoints.chain(cards) {
            assert!(journey.stages.contains(&stage), "{code}: stage {stage}");
            assert_eq!(lane_kinds.get(&lane).map(|kind| *kind == "touchpoints"), Some(is_touchpoint), "{code}: {lane}");
            columns.entry(stage).or_default().insert(column);
            orders.entry((stage, lane, column)).or_default().push(order);
        }
        for (stage, columns) in columns {
            assert!(columns.iter().copied().eq(0..columns.len() as u32), "{code}: columns of stage {stage}");
        }
        for (cell, mut orders) in orders {
            orders.sort_unstable();
            assert!(orders.iter().copied().eq(0..orders.len() as u32), "{code}: orders of {cell:?}");
        }
        let touchpoint_ids: BTreeSet<u64> = template.touchpoints.iter().map(|it| it.id).collect();
        for link in &template.connectors {
            assert!(link.from != link.to, "{code}: connector {} leads nowhere", link.id);
            assert!(touchpoint_ids.contains(&link.from) && touchpoint_ids.contains(&link.to), "{code}: {}", link.id);
        }
        assert!(template.cards.iter().all(|card| !card.text.is_empty()), "{code} has an empty card");
    }
}

#[test]
fn every_template_but_the_blank_one_is_a_filled_map() {
    for template in throughline::file::templates().iter().filter(|template| template.code != "blank") {
        let (code, project) = (template.code, template.project());
        let journey = project.first_journey().unwrap();
        assert!(!journey.scenario.is_empty(), "{code} has no scenario");
        assert!(!journey.personas.is_empty(), "{code} is for nobody");
        for persona in project.personas.values() {
            let is_told = !persona.quote.is_empty() && !persona.goals.is_empty() && !persona.frustrations.is_empty();
            assert!(is_told && !persona.role.is_empty(), "{code}: {} is only a name", persona.name);
            let felt = project.touchpoints.values().filter(|it| it.emotions.contains_key(&Some(persona.id))).count();
            assert!(felt * 10 >= project.touchpoints.len() * 3, "{code}: {} feels at {felt} touchpoints", persona.name);
        }
        for lane in journey.lanes.iter().map(|lane| &project.lanes[lane]) {
            let cards = project.cards.values().filter(|card| card.place.lane == lane.id).count();
            assert!(lane.kind.holds() != Holds::Cards || cards >= 2, "{code}: {} is empty", lane.name);
        }
        let is_rated = |it: &throughline::model::Touchpoint| {
            it.importance.is_some() && it.importance_to_organization.is_some() && it.satisfaction.is_some()
        };
        assert!(project.touchpoints.values().all(|it| is_rated(it)), "{code} is not rated");
        assert!(project.connectors.len() >= 5, "{code} has {} connectors", project.connectors.len());
    }
}

/// Sample exports: file, lines before the header, the column with the touchpoint's name, the column with the day.
const SAMPLES: [(&str, usize, &str, &str); 7] = [
    ("google-ads-campaigns.csv", 2, "Campaign", "Day"),
    ("ga4-pages-daily.csv", 9, "Page path", "Date"),
    ("meta-ads-daily.csv", 0, "Campaign name", "Day"),
    ("mailchimp-campaigns.csv", 0, "Title", "Send Date"),
    ("support-survey-daily.csv", 0, "Touchpoint", "Date"),
    ("delivery-daily.csv", 0, "Touchpoint", "Date"),
    ("basket-daily.csv", 0, "Touchpoint", "Date"),
];

#[test]
fn every_name_in_the_sample_exports_is_on_the_online_shop_map() {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for touchpoint in template("online-shop").touchpoints {
        for name in touchpoint.aliases.iter().chain([&touchpoint.title]) {
            assert!(names.insert(name.clone(), touchpoint.title.clone()).is_none(), "{name} means two touchpoints");
        }
    }
    let mut days: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, lines_before, name_column, day_column) in SAMPLES {
        let text = asset(&format!("sample/{file}"));
        let table: String = text.trim_start_matches('\u{feff}').split_inclusive('\n').skip(lines_before).collect();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let header = reader.headers().unwrap_or_else(|error| panic!("{file}: {error}")).clone();
        let column = |name: &str| {
            header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("{file} has no column {name}"))
        };
        let (name_column, day_column) = (column(name_column), column(day_column));
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{file}: {error}"));
            let (name, day) = (&record[name_column], &record[day_column]);
            if day.is_empty() || day.starts_with("Total") {
                continue;
            }
            let touchpoint = names.get(name).unwrap_or_else(|| panic!("{file}: {name} is not on the map"));
            days.entry(touchpoint.clone()).or_default().insert(day.to_owned());
        }
    }
    let long = days.values().filter(|days| days.len() >= 180).count();
    assert!(long >= 6, "only {long} touchpoints have 180 days of data");
}
