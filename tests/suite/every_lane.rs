//! A map with a lane of every kind, in every target: all of it is there, and none of it lies on something else or
//! beyond the page. How single lanes are drawn is tested beside their layout.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use throughline::analysis::{Numbers, Standings, default_view};
use throughline::base::Rect;
use throughline::export::Target;
use throughline::export::{ExportSpec, Page, export};
use throughline::file::{Template, open, templates, write_text};
use throughline::layout::{Layouter, Lens, Map, MapInput, MeasuredCards};
use throughline::model::{CardBody, LaneKind, Project, Sticky, Subject};
use throughline::scene::theme::ThemeName;
use throughline::scene::{Shape, Theme};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-lane.journey.ron")
}

fn project() -> Project {
    open(&fixture()).unwrap().project
}

/// As the window shows it, with its figures.
fn map_of(project: &Project) -> Map {
    let (numbers, view) = (Numbers::new(project), default_view(project));
    let kpis = Standings::by_data(project, &numbers, &view);
    let input = MapInput {
        project,
        journey: project.journey_order[0],
        theme: &Theme::load(ThemeName::Light),
        figures: Some(&MeasuredCards { numbers: &numbers, view: &view, kpis: &kpis, revision: 1 }),
        lens: Lens::Plain,
    };
    Layouter::new().map(&input)
}

fn exported(project: &Project, target: Target, theme: ThemeName, page: Page) -> Vec<u8> {
    let spec = ExportSpec { target, theme, page, ..ExportSpec::default() };
    export(project, &spec, &AtomicBool::new(false)).unwrap()
}

/// The words that an SVG draws, in order, with one space between.
fn words_drawn(svg: &str) -> String {
    let drawn = svg.split("<text").skip(1).filter_map(|part| part.split_once('>')?.1.split_once("</text>"));
    let mut words = String::from(" ");
    for (inside, _) in drawn {
        for piece in inside.split('<') {
            let piece = piece.split_once('>').map_or(piece, |(_, after)| after);
            for word in piece.split_whitespace() {
                words.push_str(word);
                words.push(' ');
            }
        }
    }
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

fn overlap(a: Rect, b: Rect) -> bool {
    let both = a.intersect(b);
    both.width() > 0.5 && both.height() > 0.5
}

#[test]
fn the_map_has_a_lane_of_every_kind_and_is_written_back_as_it_was() {
    let project = project();
    let kinds: BTreeSet<LaneKind> = project.lanes.values().map(|lane| lane.kind).collect();
    assert_eq!(kinds, BTreeSet::from(LaneKind::ALL));
    let bodies: Vec<&CardBody> = project.cards.values().map(|card| &card.body).collect();
    assert!(bodies.iter().any(|body| matches!(body, CardBody::Picture { .. })));
    assert!(bodies.iter().any(|body| matches!(body, CardBody::Quote { .. })));
    assert!(bodies.iter().any(|body| matches!(body, CardBody::Link { .. })));
    assert!(
        write_text(&project).unwrap() == std::fs::read_to_string(fixture()).unwrap(),
        "the file is not as it is written"
    );
}

#[test]
fn an_svg_says_everything_that_is_on_the_map() {
    let project = project();
    let svg = String::from_utf8(exported(&project, Target::Svg, ThemeName::Light, Page::Fit)).unwrap();
    assert!(svg.contains("<image"), "the picture is missing");
    let drawn = words_drawn(&svg);
    let said = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(drawn.contains(&format!(" {} ", words.join(" "))), "\"{text}\" is not in the picture");
    };
    let journey = &project.journeys[&project.journey_order[0]];
    for stage in journey.stages.iter().map(|id| &project.stages[id]) {
        said(&stage.name);
    }
    for lane in journey.lanes.iter().map(|id| &project.lanes[id]) {
        said(&lane.name);
    }
    for touchpoint in project.touchpoints.values() {
        said(&touchpoint.title);
        said(touchpoint.channel.label());
    }
    for card in project.cards.values() {
        said(&card.text);
        match &card.body {
            CardBody::Quote { by } => said(&format!("— {by}")),
            CardBody::Link { .. } => said("example.org"),
            CardBody::Text | CardBody::Picture { .. } => {}
        }
    }
    project.stickies.values().for_each(|sticky: &std::sync::Arc<Sticky>| said(&sticky.text));
    project.personas.values().for_each(|persona| said(&persona.name));
    project.connectors.values().filter(|connector| !connector.label.is_empty()).for_each(|c| said(&c.label));
    for line in ["Line of interaction", "Line of visibility", "Line of internal interaction"] {
        said(line);
    }
    // Where faces crowd, a value gives way to its neighbor's.
    let emotions = project.touchpoints.values().flat_map(|touchpoint| touchpoint.emotions.values());
    let (shown, left_out): (Vec<String>, Vec<String>) =
        emotions.map(ToString::to_string).partition(|value| drawn.contains(&format!(" {value} ")));
    assert!(shown.len() >= 15 && left_out.len() <= 2, "only {shown:?}, not {left_out:?}");
    // The charts: 38 of 96 in September, after 44 of 104 in August, in the charts' lane and on the card.
    assert!(drawn.matches(" 40% ").count() + drawn.matches(" CSAT 40% ").count() >= 2, "{drawn}");
    said("target 90%");
}

#[test]
fn every_target_and_theme_takes_every_lane() {
    let project = project();
    let size = map_of(&project).scene.size;
    for theme in ThemeName::ALL {
        let png = exported(&project, Target::Png, theme, Page::Fit);
        let image = image::load_from_memory(&png).unwrap();
        assert_eq!(image.width(), (size.x * 2.0).ceil() as u32, "{theme:?}");
        assert!(image.height() > (size.y * 2.0) as u32, "{theme:?}: no room for the title");
    }
    let page = |page| exported(&project, Target::Pdf, ThemeName::Print, page);
    for pdf in [page(Page::Fit), page(Page::A4)] {
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 20_000, "{} bytes", pdf.len());
    }
}

#[test]
fn templates_say_in_full_who_is_quoted() {
    let mut count = 0;
    for project in templates().iter().map(Template::project) {
        for group in &map_of(&project).scene.groups {
            // Below the words of a quote all that is muted is who said them, on as many lines as it needs.
            let is_quote = group.picture.name.contains("quote by ");
            for item in group.picture.items.iter().filter(|_| is_quote) {
                let Shape::Text(line) = item else { continue };
                assert!(!line.text.ends_with('…'), "{}: {}", project.title, group.picture.name);
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn nothing_lies_on_a_card_or_beyond_the_map() {
    for project in templates().iter().map(Template::project).chain([project()]) {
        let (map, title) = (map_of(&project), &project.title);
        let page = Rect::from_min_size(Default::default(), map.scene.size);
        for group in &map.scene.groups {
            for item in &group.picture.items {
                let Shape::Text(line) = item else { continue };
                let at = group.origin + line.baseline.to_vec2();
                let end = if line.runs_down { at.y } else { at.x + line.width };
                let is_inside = page.contains(at) && end <= page.max.x + 0.01;
                assert!(is_inside, "{title}: \"{}\" at {at:?} leaves {page:?}", line.text);
            }
        }
        let cards: Vec<(String, Rect)> = map.items().map(|(item, rect)| (format!("{item:?}"), rect)).collect();
        for (at, (name, rect)) in cards.iter().enumerate() {
            assert!(page.contains(rect.min) && page.contains(rect.max), "{title}: {name} leaves the map");
            for (other, below) in &cards[at + 1..] {
                assert!(!overlap(*rect, *below), "{title}: {name} lies on {other}");
            }
        }
        let top = map.cells().map(|cell| cell.rect.top()).fold(f32::INFINITY, f32::min);
        for sticky in project.stickies.values() {
            let rect = map.rect_of(Subject::Sticky(sticky.id)).unwrap();
            assert!(rect.top() >= top, "{title}: a sticky covers the headers");
            for (name, card) in &cards {
                assert!(!overlap(rect, *card), "{title}: a sticky covers {name}");
            }
        }
        for connector in project.connectors.values().filter(|connector| !connector.label.is_empty()) {
            let label = map.label_rect(connector.id).unwrap();
            for (name, card) in &cards {
                assert!(!overlap(label, *card), "{title}: \"{}\" lies on {name}", connector.label);
            }
        }
    }
}
