//! The forms that show the map outside the program: a page for browsers, and a drawing for draw.io.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use quick_xml::events::Event;
use throughline::base::Language;
use throughline::base::date::date;
use throughline::export::{Dashboard, ExportError, ExportSpec, Target, export};
use throughline::file::sample;
use throughline::layout::{LegendKey, Lens, LensFilter, Rest};
use throughline::model::sample::big_sample;
use throughline::model::{Channel, ChartId, ChartKind, ConnectorKind, PinnedChart, Project};
use throughline::render::RenderError;
use throughline::scene::theme::ThemeName;

use crate::golden;
use crate::text_exports::{every_lane, hostile, projects, said, spec, written};

/// Without what only a browser reads: fonts and pictures.
fn without_data(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, data)) = rest.split_once(";base64,") {
        out.push_str(before);
        out.push_str(";base64,…");
        rest = data.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || "+/=".contains(letter));
    }
    out + rest
}

/// The values of an attribute, wherever it stands within a tag.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let body = page.split("<script nonce").next().unwrap();
    body.split(start.as_str()).skip(1).filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn goldens_hold_the_page_and_the_drawing() {
    for (name, project) in [("small", big_sample(6, 1)), ("every-lane", every_lane())] {
        let page = written(&project, &spec(Target::Html));
        let body = page.split_once("<body>").unwrap().1.rsplit_once("<script").unwrap().0;
        golden::check(&format!("exports/{name}.html"), &without_data(body));
        let drawing = written(&project, &spec(Target::DrawIo));
        let lines = drawing.lines().map(|line| match line.split_once("image=data:") {
            Some((before, after)) => {
                let (media_type, data) = after.split_once(',').unwrap();
                let after =
                    data.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || "+/=".contains(letter));
                format!("{before}image=data:{media_type},…{after}\n")
            }
            None => format!("{line}\n"),
        });
        golden::check(&format!("exports/{name}.drawio"), &lines.collect::<String>());
    }
}

#[test]
fn a_page_loads_nothing_and_every_link_in_it_leads_somewhere() {
    for (name, project) in projects() {
        let page = written(&project, &spec(Target::Html));
        assert!(page.contains("default-src 'none'"), "{name}");
        let ids: Vec<&str> = values(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id is there twice");
        for address in values(&page, "href").into_iter().chain(values(&page, "xlink:href")) {
            match address.strip_prefix('#') {
                Some(id) => assert!(unique.contains(id), "{name}: nothing is called {id}"),
                None => assert!(
                    ["https://", "http://", "mailto:", "data:image/"].iter().any(|start| address.starts_with(start)),
                    "{name}: {address}"
                ),
            }
        }
        for address in values(&page, "src") {
            assert!(address.starts_with("data:image/"), "{name}: {address}");
        }
        assert_eq!(page.matches("target=\"_blank\"").count(), page.matches("rel=\"noopener noreferrer\"").count());
        assert!(!page.contains("@import") && !page.contains("url(http") && !page.contains(" style=\""), "{name}");
    }
}

#[test]
fn nothing_that_a_project_says_becomes_markup_or_script() {
    for project in [hostile(every_lane()), hostile(sample())] {
        let page = written(&project, &spec(Target::Html));
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(!page.contains("<img src=x") && !page.contains("href=\"javascript") && !page.contains('\u{1}'));
        // The nonce is no constant that a text could name.
        let nonce = |page: &str| page.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_ne!(nonce(&page), nonce(&written(&every_lane(), &spec(Target::Html))));
    }
}

#[test]
fn a_page_says_everything_in_the_map_and_as_text() {
    let project = every_lane();
    let page = written(&project, &spec(Target::Html));
    let text = page.split("<main id=\"text\">").nth(1).unwrap();
    for said in said(&project) {
        let escaped = said.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&quot;");
        assert!(text.contains(escaped.trim()), "{said}");
    }
    let ids: BTreeSet<&str> = values(&page, "id").into_iter().collect();
    let journey = project.journey_order[0];
    for item in project.items_in_reading_order(journey) {
        let id = match item {
            throughline::model::Item::Touchpoint(id) => id.0,
            throughline::model::Item::Card(id) => id.0,
        };
        assert!(ids.contains(format!("m{id}").as_str()), "{item:?} is not on the map");
        assert!(ids.contains(format!("i{id}").as_str()), "{item:?} is not in the text");
    }
    let links = page.split("<a id=\"m").skip(1).map(|part| part.split('>').next().unwrap());
    assert!(links.clone().all(|link| link.contains("aria-label=\"")), "a card has no name");
    // Every color of the map has a value in each of the three themes.
    let used: BTreeSet<&str> = page.split("=\"var(--c").skip(1).map(|part| part.split(')').next().unwrap()).collect();
    assert!(used.len() > 20, "{used:?}");
    for number in used {
        assert_eq!(page.matches(&format!("--c{number}:#")).count(), 4, "color {number}");
    }
}

#[test]
fn tab_goes_through_the_map_in_the_order_of_the_text() {
    for (name, project) in projects() {
        let page = written(&project, &spec(Target::Html));
        let (map, text) = page.split_once("<main id=\"text\">").unwrap();
        let ids = |part: &str, start: &str| -> Vec<u64> {
            let found = part.split(start).skip(1).map(|rest| rest.split('"').next().unwrap().parse());
            found.map(Result::unwrap).collect()
        };
        let (on_map, in_text) = (ids(map, "<a id=\"m"), ids(text, "class=\"entry\" id=\"i"));
        assert_eq!(on_map, in_text, "{name}");
        assert!(on_map.len() > 10 || project.touchpoints.len() < 5, "{name}");
    }
}

#[test]
fn a_page_can_hold_the_dashboard_as_pictures_and_tables() {
    let mut project = sample();
    let without = written(&project, &ExportSpec { dashboard: Dashboard::After, ..spec(Target::Html) });
    assert!(!without.contains("id=\"charts\"") && !without.contains("id=\"as-charts\""), "it has no charts");

    let metric = *project.metrics.keys().next().unwrap();
    let new = |rank, kind| PinnedChart::new(ChartId(project.next_id + rank), kind, vec![metric]);
    let chart = PinnedChart { is_wide: true, ..new(0, ChartKind::Bars) };
    let time = PinnedChart { title: "</svg><b>".to_owned(), ..new(1, ChartKind::Time) };
    Arc::make_mut(&mut project.charts).extend([Arc::new(chart), Arc::new(time)]);
    assert!(!written(&project, &spec(Target::Html)).contains("id=\"charts\""), "it was not asked for");
    for theme in ThemeName::ALL {
        let page = written(&project, &ExportSpec { theme, dashboard: Dashboard::After, ..spec(Target::Html) });
        let charts = page.split("<section id=\"charts\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert_eq!(charts.matches("<svg ").count(), 2);
        assert_eq!(charts.matches(" role=\"img\" aria-label=\"").count(), 2, "each is told in words");
        assert_eq!(charts.matches("<table>").count(), 2, "and each is there as a table");
        assert!(!charts.contains("<b>") && !charts.contains("<a id="));
        assert_eq!(page.matches("<style").count(), 2, "the fonts are there once");
    }
}

#[test]
fn a_page_says_which_of_its_words_are_in_which_language() {
    let language = Language::parse("ja").unwrap();
    let page = written(&every_lane(), &ExportSpec { language, ..spec(Target::Html) });
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ja\""));
    for own in ["class=\"tools\" lang=\"en\"", "class=\"skip\" lang=\"en\"", "id=\"keys\" lang=\"en\""] {
        assert!(page.contains(own), "{own}");
    }
    assert!(page.contains("<li><a lang=\"ja\" href=\"#i"), "names of stages are the project's own");
}

#[test]
fn a_filter_that_hides_touchpoints_hides_them_in_the_text_too() {
    let project = sample();
    let filter = LensFilter {
        shown: [LegendKey::Channel(Channel::Website)].into(),
        rest: Rest::Hidden,
        ..LensFilter::default()
    };
    let page = written(&project, &ExportSpec { lens: Lens::Channel, filter, ..spec(Target::Html) });
    let entries = page.matches("data-kind=\"Touchpoint\"").count();
    let shown = project.touchpoints.values().filter(|it| it.channel == Channel::Website).count();
    assert_eq!(entries, shown);
    assert!(page.contains("class=\"legend\""));
}

#[test]
fn every_theme_makes_a_page_and_canceling_makes_none() {
    let project = every_lane();
    for theme in ThemeName::ALL {
        let page = written(&project, &ExportSpec { theme, ..spec(Target::Html) });
        let has_switch = page.contains("id=\"dark\"");
        assert_eq!(has_switch, theme != ThemeName::HighContrast, "{theme:?}");
    }
    let canceled = export(&project, &spec(Target::Html), &AtomicBool::new(true));
    assert!(matches!(canceled, Err(ExportError::Render(RenderError::Canceled))));
    for target in [Target::Html, Target::DrawIo] {
        let none = export(&Project::default(), &spec(target), &AtomicBool::new(false));
        assert!(matches!(none, Err(ExportError::NoJourney)));
    }
}

#[test]
fn every_thing_of_a_drawing_has_an_id_that_stays() {
    for (name, project) in projects() {
        let drawing = written(&project, &spec(Target::Svg));
        let mut reader = quick_xml::Reader::from_str(&drawing);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        let ids = values(&drawing, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id is there twice");
        let journey = project.journey_order[0];
        let open = |id: &&throughline::model::TouchpointId| {
            let place = project.touchpoints[id].place;
            project.stages[&place.stage].journey == journey
                && unique.contains(format!("column-{}", place.stage.0).as_str())
        };
        for touchpoint in project.touchpoints.keys().filter(open) {
            assert!(unique.contains(format!("item-{}", touchpoint.0).as_str()), "{name}: {touchpoint:?}");
        }
    }
    let drawing = written(&every_lane(), &spec(Target::Svg));
    for kind in ["column", "row", "item", "edge", "note"] {
        assert!(drawing.contains(&format!("<g id=\"{kind}-")), "{kind}");
    }
    // Whoever opens it in a drawing program sees what each is.
    let first = drawing.split("<g id=\"item-").nth(1).unwrap();
    assert!(first.split_once('>').unwrap().1.starts_with("<title>"));
}

/// The cells of a drawing by their ids, each with its attributes.
fn cells(drawing: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(drawing);
    let mut cells: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut outer: Option<String> = None;
    loop {
        let (tag, is_start) = match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            _ => continue,
        };
        let attributes: BTreeMap<String, String> = tag
            .attributes()
            .map(|it| it.unwrap())
            .map(|it| {
                let value = quick_xml::escape::unescape(&it.value).unwrap().into_owned();
                (it.key.as_ref().to_owned(), value)
            })
            .collect();
        match tag.name().as_ref() {
            "UserObject" => outer = Some(attributes["id"].clone()),
            "mxCell" => {
                let id = if is_start { outer.take() } else { None };
                let id = id.unwrap_or_else(|| attributes["id"].clone());
                assert!(cells.insert(id.clone(), attributes).is_none(), "{id} is there twice");
            }
            _ => {}
        }
    }
    cells
}

#[test]
fn a_drawing_holds_together() {
    for (name, project) in projects() {
        let cells = cells(&written(&project, &spec(Target::DrawIo)));
        for (id, cell) in cells.iter().filter(|(id, _)| *id != "0") {
            for end in ["parent", "source", "target"] {
                if let Some(other) = cell.get(end) {
                    assert!(cells.contains_key(other), "{name}: the {end} of {id} is {other}");
                }
            }
        }
    }
    let project = every_lane();
    let cells = cells(&written(&project, &spec(Target::DrawIo)));
    for touchpoint in project.touchpoints.values() {
        let cell = &cells[&format!("touchpoint-{}", touchpoint.id.0)];
        assert!(cell["value"].contains(&touchpoint.title));
        assert_eq!(cell["parent"], format!("lane-{}", touchpoint.place.lane.0));
    }
    for connector in project.connectors.values() {
        let cell = &cells[&format!("connector-{}", connector.id.0)];
        assert_eq!(cell["source"], format!("touchpoint-{}", connector.from.0));
        assert_eq!(cell["target"], format!("touchpoint-{}", connector.to.0));
        assert_eq!(cell["style"].contains("dashed=1"), connector.kind != ConnectorKind::Flow);
    }
    let drawn = cells.keys().filter(|id| id.starts_with("drawn-")).count();
    assert_eq!(drawn, 3, "emotion, metrics and channels are drawn");
}

/// Runs Chromium on a page with nothing reachable; its standard output and what it logged.
fn chromium(folder: &Path, page: &str, arguments: &[&str]) -> (String, String) {
    let path = folder.join("page.html");
    std::fs::write(&path, page).unwrap();
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let ended = Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=3000", "--host-resolver-rules=MAP * ~NOTFOUND"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("--log-net-log={}", folder.join("net.json").display()))
        .args(arguments)
        .arg(format!("file://{}", path.display()))
        .output()
        .expect("Chromium is there; CHROMIUM names it");
    (String::from_utf8_lossy(&ended.stdout).into_owned(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

/// What the page that was last run asked the network for. Chromium's own requests (time, updates, accounts) have no
/// page as their initiator.
fn gone_out(folder: &Path) -> BTreeSet<String> {
    let log = std::fs::read_to_string(folder.join("net.json")).unwrap();
    let of_pages = log.lines().filter(|line| line.contains("\"initiator\":") && !line.contains("\"not an origin\""));
    let addresses = of_pages.filter_map(|line| line.split("\"url\":\"").nth(1)?.split('"').next());
    addresses.filter(|url| url.starts_with("http") || url.starts_with("ws")).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs Chromium; run by .ci/run"]
fn readers_would_notice_a_page_that_asks_for_something() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!DOCTYPE html><link rel=stylesheet href='http://style.test/'><img src='http://picture.test/'>
        <iframe src='http://frame.test/'></iframe><script>fetch('http://fetched.test/').catch(() => 0)</script>";
    let _ = chromium(folder.path(), page, &["--dump-dom"]);
    let asked = ["http://fetched.test/", "http://frame.test/", "http://picture.test/", "http://style.test/"];
    assert_eq!(gone_out(folder.path()), asked.map(str::to_owned).into());
}

#[test]
#[ignore = "needs Chromium; run by .ci/run"]
fn readers_show_the_page_without_errors_or_requests() {
    let day = ExportSpec { today: Some(date(2026, 10, 5)), ..spec(Target::Html) };
    for (name, project) in [("sample", sample()), ("every lane", every_lane()), ("hostile", hostile(every_lane()))] {
        let folder = tempfile::tempdir().unwrap();
        let page = written(&project, &day);
        for (width, height) in [(1280, 800), (1600, 1000)] {
            let picture: PathBuf = folder.path().join("shown.png");
            let size = format!("--window-size={width},{height}");
            let to = format!("--screenshot={}", picture.display());
            let (_, log) = chromium(folder.path(), &page, &[&size, &to]);
            assert!(!log.contains("CONSOLE"), "{name}: {log}");
            let shown = image::open(&picture).unwrap().to_rgb8();
            assert_eq!(shown.dimensions(), (width, height));
            let colors: BTreeSet<[u8; 3]> = shown.pixels().map(|pixel| pixel.0).collect();
            assert!(colors.len() > 100, "{name}: {} colors, as if it were blank", colors.len());
            let gone_out = gone_out(folder.path());
            assert!(gone_out.is_empty(), "{name}: {gone_out:?} were asked for something");
        }
        let (dom, _) = chromium(folder.path(), &page, &["--dump-dom"]);
        assert!(dom.contains("class=\"js\""), "{name}: the script did not run");
        let first = page.split("<a id=\"m").nth(1).unwrap().split('"').next().unwrap();
        // What keys do is tried by a script of its own, which the page's policy would not let run.
        let policy = page.split("<meta http-equiv").nth(1).unwrap().split('>').next().unwrap();
        let trial = "<script>(() => {
            const press = (key) => document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
            const said = [], element = (id) => document.getElementById(id);
            const card = element('mFIRST');
            card.focus();
            said.push(document.activeElement === card ? 'focus' : 'no focus');
            card.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
            said.push(element('details').hidden ? 'no details' : 'details', element('told').textContent.trim() ? 'told' : 'empty');
            press('Escape');
            said.push(element('details').hidden && document.activeElement === card ? 'back' : 'not back');
            press('0');
            const fitted = parseInt(element('zoom').textContent);
            press('+');
            said.push(parseInt(element('zoom').textContent) > fitted ? 'larger' : 'not larger');
            press('t');
            said.push(document.documentElement.dataset.view);
            element('find').value = 'e';
            element('find').dispatchEvent(new Event('input'));
            said.push(parseInt(element('found').textContent) > 0 ? 'found' : 'not found');
            element('find').blur();
            press('m');
            press('?');
            said.push(element('keys').open ? 'keys' : 'no keys');
            element('keys').close();
            element('map').focus();
            element('map').classList.remove('gliding');
            press('1');
            const top = element('map').scrollTop;
            press('ArrowDown');
            said.push(element('map').scrollTop > top ? 'moved' : 'not moved');
            document.title = said.join(' ');
        })()</script></body>";
        let tried =
            page.replace(&format!("<meta http-equiv{policy}>"), "").replace("</body>", &trial.replace("FIRST", first));
        let (dom, log) = chromium(folder.path(), &tried, &["--dump-dom"]);
        assert!(
            dom.contains("<title>focus details told back larger text found keys moved</title>"),
            "{name}: {log}\n{}",
            &dom[..2000]
        );
    }
}

#[test]
fn collapsed_stages_are_read_in_full() {
    let mut project = every_lane();
    for stage in Arc::make_mut(&mut project.stages).values_mut() {
        Arc::make_mut(stage).is_collapsed = true;
    }
    let page = written(&project, &spec(Target::Html));
    assert!(page.contains("data-kind=\"Touchpoint\""), "what is collapsed is read in full");
    for target in [Target::DrawIo, Target::Markdown, Target::Csv, Target::Mermaid, Target::Json] {
        assert!(!written(&project, &spec(target)).is_empty(), "{target:?}");
    }
}
