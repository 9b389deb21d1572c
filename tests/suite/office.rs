//! PowerPoint and Excel: the packages hold together, slides say what the map says, cells are typed, and nothing that
//! people write breaks either. What they look like is looked at by hand; readers are asked where they are installed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use calamine::{Data, Reader, Xlsx};
use quick_xml::events::Event;
use throughline::export::{ExportError, ExportSpec, Preview, Target, export, export_parts, preview};
use throughline::file::open;
use throughline::model::sample::{big_sample, full_sample};
use throughline::model::{
    ChartId, ChartKind, Journey, JourneyId, Lens, MetricId, PinnedChart, Project, Shot, ShotFrame, ShotId,
};

use throughline::scene::Shape;

use crate::golden;

const SLIDE: (i64, i64) = (12_192_000, 6_858_000);

pub(crate) fn written(project: &Project, target: Target, lens: Lens) -> Vec<u8> {
    let spec = ExportSpec { target, lens, ..ExportSpec::default() };
    export(project, &spec, &AtomicBool::new(false)).unwrap()
}

fn every_lane() -> Project {
    open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-lane.journey.ron")).unwrap().project
}

/// With shots of every kind of frame, notes, and a chart of every kind.
pub(crate) fn presented() -> Project {
    let mut project = every_lane();
    let journey = project.journey_order[0];
    let record = project.journeys[&journey].clone();
    let frames = [ShotFrame::Whole, ShotFrame::stage(record.stages[0]), ShotFrame::lane(record.lanes[0])];
    let shots = frames.into_iter().enumerate().map(|(rank, frame)| {
        let mut shot = Shot::new(ShotId(90_000 + rank as u64), journey, frame);
        shot.notes = format!("Say this\nand that, {rank}.");
        Arc::new(shot)
    });
    project.shots = Arc::new(shots.collect());
    let metrics: Vec<MetricId> = project.metrics.keys().copied().take(2).collect();
    let charts = ChartKind::ALL
        .into_iter()
        .enumerate()
        .map(|(rank, kind)| Arc::new(PinnedChart::new(ChartId(91_000 + rank as u64), kind, metrics.clone())));
    project.charts = Arc::new(charts.collect());
    project
}

pub(crate) fn parts(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Every tag with its attributes; fails on what is no XML.
fn tags(name: &str, bytes: &[u8]) -> Vec<(String, BTreeMap<String, String>)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                depth += 1;
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap_or_else(|why| panic!("{name}: {why}"));
                    let key = attribute.key.as_ref().to_owned();
                    let value = attribute.value.into_owned();
                    (key, value)
                });
                let tag_name = tag.name().as_ref().to_owned();
                found.push((tag_name, attributes.collect()));
            }
            Ok(_) => {}
            Err(why) => panic!("{name}: {why}"),
        }
    }
    assert!(depth > 0, "{name} is empty");
    found
}

/// Where a target leads from a part: "ppt/slides/slide1.xml" and "../media/image1.png".
fn resolved(from: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_owned();
    }
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for piece in target.split('/') {
        if piece == ".." {
            path.pop();
        } else {
            path.push(piece);
        }
    }
    path.join("/")
}

/// Whatever a reader refuses: parts without a kind, references into nothing, ids twice, shapes beside the slide.
fn assert_holds_together(package: &[u8]) {
    let parts = parts(package);
    let types = tags("[Content_Types].xml", &parts["[Content_Types].xml"]);
    let attribute = |key: &str| types.iter().filter_map(|(_, it)| it.get(key).cloned()).collect::<BTreeSet<String>>();
    let (endings, names) = (attribute("Extension"), attribute("PartName"));
    for name in &names {
        assert!(parts.contains_key(name.trim_start_matches('/')), "{name} is named but not there");
    }
    for (name, bytes) in &parts {
        let ending = name.rsplit('.').next().unwrap();
        if !matches!(ending, "xml" | "rels") {
            assert!(endings.contains(ending), "{name} is of no kind");
            continue;
        }
        assert!(ending == "rels" || name == "[Content_Types].xml" || names.contains(&format!("/{name}")), "{name}");
        let tags = tags(name, bytes);
        if ending == "rels" {
            let of = name.replace("_rels/", "").trim_end_matches(".rels").to_owned();
            for (_, relation) in tags.iter().filter(|(tag, _)| tag == "Relationship") {
                let target = resolved(&of, &relation["Target"]);
                assert!(parts.contains_key(&target), "{name} leads to {target}, which is not there");
            }
        }
        if name.starts_with("ppt/slides/slide") {
            assert_is_sound_slide(name, &tags);
        }
    }
}

fn assert_is_sound_slide(name: &str, tags: &[(String, BTreeMap<String, String>)]) {
    let ids: Vec<&String> = tags.iter().filter(|(tag, _)| tag == "p:cNvPr").map(|(_, it)| &it["id"]).collect();
    let unique: BTreeSet<&String> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{name}: an id twice");
    let titles = tags
        .iter()
        .filter(|(tag, it)| tag == "p:ph" && it.get("type").is_some_and(|kind| kind == "title" || kind == "ctrTitle"));
    assert_eq!(titles.count(), 1, "{name} has no title of its own");
    for (_, glue) in tags.iter().filter(|(tag, _)| tag == "a:stCxn" || tag == "a:endCxn") {
        assert!(unique.contains(&glue["id"]), "{name}: a connector hangs on nothing");
    }
    // Text boxes keep some room for other fonts.
    const SLACK: i64 = 30 * 12_700;
    for pair in tags.windows(2) {
        let [(off, at), (ext, size)] = pair else { continue };
        if off == "a:off" && ext == "a:ext" {
            let number = |of: &BTreeMap<String, String>, key: &str| of[key].parse::<i64>().unwrap();
            let (x, y) = (number(at, "x"), number(at, "y"));
            let (right, bottom) = (x + number(size, "cx"), y + number(size, "cy"));
            let is_on = x >= -SLACK && y >= -SLACK && right <= SLIDE.0 + SLACK && bottom <= SLIDE.1 + SLACK;
            assert!(is_on, "{name}: a shape from {x}, {y} to {right}, {bottom} is beside the slide");
        }
    }
}

/// The texts and the places of shapes on every slide, and the notes.
fn told(package: &[u8]) -> String {
    let mut out = String::new();
    let parts = parts(package);
    let count = parts.keys().filter(|name| name.starts_with("ppt/slides/slide")).count();
    for number in 1..=count {
        let names = [format!("ppt/slides/slide{number}.xml"), format!("ppt/notesSlides/notesSlide{number}.xml")];
        for name in names.iter().filter(|name| parts.contains_key(*name)) {
            let _ = writeln!(out, "{name}");
            let text = String::from_utf8(parts[name].clone()).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            let mut words = String::new();
            loop {
                match reader.read_event().unwrap() {
                    Event::Eof => break,
                    Event::Start(tag) | Event::Empty(tag) => {
                        let value = |key: &str| {
                            let found = tag.attributes().flatten().find(|it| it.key.as_ref() == key);
                            found.map(|it| it.value.into_owned()).unwrap_or_default()
                        };
                        match tag.name().as_ref() {
                            "p:cNvPr" => {
                                let _ = write!(out, "\n  [{}]", value("name"));
                            }
                            // Whole points: what a font measures may differ by less.
                            "a:off" => {
                                let at = |key: &str| value(key).parse::<i64>().unwrap() / 12_700;
                                let _ = write!(out, " {},{}", at("x"), at("y"));
                            }
                            "a:ext" if !value("cx").is_empty() => {
                                let at = |key: &str| value(key).parse::<i64>().unwrap() / 12_700;
                                let _ = write!(out, " {}x{}", at("cx"), at("cy"));
                            }
                            "a:prstGeom" => {
                                let _ = write!(out, " {}", value("prst"));
                            }
                            _ => {}
                        }
                    }
                    Event::Text(text) => words.push_str(&text),
                    Event::End(tag) if tag.name().as_ref() == "a:p" => {
                        if !words.trim().is_empty() {
                            let _ = write!(out, " “{}”", words.trim());
                        }
                        words.clear();
                    }
                    _ => {}
                }
            }
            out.push('\n');
        }
    }
    out
}

fn sheets(workbook: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(workbook.to_vec())).unwrap()
}

fn cells(workbook: &[u8]) -> String {
    let mut book = sheets(workbook);
    let mut out = String::new();
    for name in book.sheet_names() {
        let _ = writeln!(out, "== {name}");
        let range = book.worksheet_range(&name).unwrap();
        for row in range.rows() {
            let cells = row.iter().map(|cell| match cell {
                Data::Empty => String::new(),
                Data::Float(value) => format!("#{value:.6}").trim_end_matches('0').trim_end_matches('.').to_owned(),
                other => other.to_string().replace('\n', "⏎"),
            });
            let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join(" | "));
        }
    }
    out
}

#[test]
fn presentations_and_workbooks_hold_together() {
    for project in [presented(), full_sample(40, 3)] {
        for lens in [Lens::Plain, Lens::Channel] {
            assert_holds_together(&written(&project, Target::Pptx, lens));
        }
        assert_holds_together(&written(&project, Target::Xlsx, Lens::Plain));
    }
}

#[test]
fn slides_say_what_the_map_says_and_stay_where_they_were() {
    golden::check("slides.txt", &told(&written(&presented(), Target::Pptx, Lens::Plain)));
}

#[test]
fn sheets_hold_what_the_project_holds() {
    golden::check("sheets.txt", &cells(&written(&presented(), Target::Xlsx, Lens::Plain)));
}

#[test]
fn every_card_is_on_a_slide_of_its_stage_as_a_whole() {
    let project = full_sample(300, 2);
    let package = written(&project, Target::Pptx, Lens::Plain);
    assert_holds_together(&package);
    let told = told(&package);
    let journey = project.journey_order[0];
    for item in project.items_in_reading_order(journey).into_iter().filter_map(|item| item.as_touchpoint()) {
        let touchpoint = &project.touchpoints[&item];
        let (stage, lane) = (&project.stages[&touchpoint.place.stage], &project.lanes[&touchpoint.place.lane]);
        if stage.is_open() && !lane.is_hidden && !lane.is_collapsed {
            let title = touchpoint.title.replace('&', "&amp;");
            assert!(told.contains(&format!("[{title}, touchpoint")), "{title} is on no slide");
        }
    }
}

#[test]
fn what_people_write_breaks_no_file() {
    let hostile = "=1+1\u{1b}\u{0} <b>&\"'\u{ffff} \n日本語 العربية 🛒 ";
    let mut project = big_sample(20, 1);
    for touchpoint in Arc::make_mut(&mut project.touchpoints).values_mut() {
        Arc::make_mut(touchpoint).title = hostile.repeat(3);
        Arc::make_mut(touchpoint).description = "long ".repeat(20_000);
    }
    let journey = project.journey_order[0];
    Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap()).name = hostile.repeat(100);
    assert_holds_together(&written(&project, Target::Pptx, Lens::Plain));
    let workbook = written(&project, Target::Xlsx, Lens::Plain);
    assert_holds_together(&workbook);
    let mut book = sheets(&workbook);
    let touchpoints = book.worksheet_range("Touchpoints").unwrap();
    let title = touchpoints.get_value((1, 0)).unwrap();
    assert!(matches!(title, Data::String(text) if text.starts_with("=1+1")), "no formula: {title:?}");
    assert!(book.worksheet_formula("Touchpoints").unwrap().is_empty(), "no text becomes a formula");
    assert!(cells(&workbook).contains("the ends of texts longer than 32767 letters"), "what was cut is said");
}

#[test]
fn an_empty_map_gives_files_too() {
    let mut project = Project { next_id: 2, ..Project::default() };
    let id = JourneyId(1);
    let journey = Journey {
        id,
        name: String::new(),
        personas: Vec::new(),
        scenario: String::new(),
        state: Default::default(),
        stages: Vec::new(),
        lanes: Vec::new(),
        origin: None,
    };
    Arc::make_mut(&mut project.journeys).insert(id, Arc::new(journey));
    Arc::make_mut(&mut project.journey_order).push(id);
    let package = written(&project, Target::Pptx, Lens::Plain);
    assert_holds_together(&package);
    let told = told(&package);
    assert!(told.contains("“Untitled journey”") && told.contains("The journey is empty"), "{told}");
    let workbook = written(&project, Target::Xlsx, Lens::Plain);
    assert_holds_together(&workbook);
    assert!(cells(&workbook).contains("The journey has no touchpoints yet."));
}

#[test]
fn a_map_too_large_for_slides_is_told_in_tables_and_that_is_said() {
    let project = full_sample(2_000, 1);
    let spec = ExportSpec { target: Target::Pptx, ..ExportSpec::default() };
    let mut made = Vec::new();
    export_parts::<ExportError>(&project, &spec, &AtomicBool::new(false), |part| {
        made.push(part);
        Ok(())
    })
    .unwrap();
    let [part] = made.as_slice() else { panic!("one file") };
    assert_holds_together(&part.bytes);
    let said = part.left_out.join(" ");
    assert!(said.contains("too large for a slide") && said.contains("Card by card"), "{said}");
    let told = told(&part.bytes);
    let slides = told.matches("ppt/slides/slide").count();
    let stages = project.stages.len();
    assert!(slides > stages && slides < stages + 30, "{slides} slides for {stages} stages");
    assert!(told.contains("too large to be drawn on one slide"), "the deck says it too");
    // An empty cell of the usual 18 points would push the rows below it off the slide, and not every reader shows lines
    // of tables that are half transparent.
    let slides = parts(&part.bytes).into_iter().filter(|(name, _)| name.starts_with("ppt/slides/slide"));
    let tables: String = slides.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    let cells: Vec<&str> = tables.split("<a:tc>").skip(1).collect();
    assert!(cells.len() > 200 && cells.iter().all(|cell| cell.contains("endParaRPr") && cell.contains("sz=\"1100\"")));
    assert!(!tables.split("<a:tcPr").any(|cell| cell.split("</a:tcPr>").next().unwrap().contains("alpha")));
    let truth = project.touchpoints.values().find(|it| it.is_moment_of_truth).unwrap();
    assert!(told.contains(truth.title.split(',').next().unwrap()), "a moment of truth is told");
    let small = written(&full_sample(40, 1), Target::Pptx, Lens::Plain);
    assert!(self::told(&small).contains("The whole journey"));
}

#[test]
fn text_from_right_to_left_and_long_titles_are_set_so_that_they_can_be_read() {
    let mut project = big_sample(20, 1);
    let id = *project.touchpoints.keys().next().unwrap();
    Arc::make_mut(Arc::make_mut(&mut project.touchpoints).get_mut(&id).unwrap()).title = "מבצע סוף העונה".to_owned();
    let journey = project.journey_order[0];
    let record = Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap());
    record.name = "A journey whose name goes on ".repeat(8);
    let parts = parts(&written(&project, Target::Pptx, Lens::Plain));
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let slides: String = parts.keys().filter(|name| name.starts_with("ppt/slides/slide")).map(|it| text(it)).collect();
    let card = slides.split("<p:sp>").find(|shape| shape.contains("<a:t>מבצע סוף העונה</a:t>")).unwrap();
    assert!(card.contains("algn=\"r\" rtl=\"1\""), "{card}");
    let cover = text("ppt/slides/slide1.xml");
    let title = cover.split("<p:sp>").find(|shape| shape.contains("ctrTitle")).unwrap();
    assert!(title.contains("sz=\"2400\""), "the title is set smaller: {title}");
}

#[test]
fn the_preview_of_a_presentation_is_its_slides() {
    for project in [presented(), full_sample(40, 3)] {
        let spec = ExportSpec { target: Target::Pptx, ..ExportSpec::default() };
        let never = AtomicBool::new(false);
        let Preview::Pages(pages) = preview(&project, &spec, &never).unwrap() else { panic!("no slides") };
        let parts = parts(&export(&project, &spec, &never).unwrap());
        let title = |number: usize| {
            let slide = String::from_utf8(parts[&format!("ppt/slides/slide{number}.xml")].clone()).unwrap();
            let text = slide.split_once("<a:t>").unwrap().1.split_once("</a:t>").unwrap().0.to_owned();
            text.replace("&amp;", "&").replace("&quot;", "\"")
        };
        let slides = parts.keys().filter(|name| name.starts_with("ppt/slides/slide")).count();
        assert_eq!(pages.len(), slides);
        let is_table = |title: &str| title == "KPIs" || title.starts_with("KPIs (");
        let kpis = pages.iter().filter(|page| is_table(&page.scene.title));
        for page in kpis {
            let mut items = page.scene.groups.iter().flat_map(|group| &group.picture.items);
            let is_name = |item: &Shape| matches!(item, Shape::Text(line) if &*line.text == "Value");
            assert!(items.any(is_name), "the name of a column was broken in its middle");
        }
        for (rank, page) in pages.iter().enumerate() {
            assert_eq!(page.scene.title, title(rank + 1));
            let items = || page.scene.groups.iter().flat_map(|group| &group.picture.items);
            assert!(items().count() > 2, "slide {} is not empty", rank + 1);
            for line in items().filter_map(|item| match item {
                Shape::Text(line) => Some(line),
                _ => None,
            }) {
                let at = line.baseline;
                let is_on = at.x > -10.0 && at.x < 960.0 && at.y > 0.0 && at.y < 545.0;
                assert!(is_on, "slide {}: {} at {at:?}", rank + 1, line.text);
            }
        }
    }
}

#[test]
fn what_a_workbook_counts_can_be_counted_on() {
    let project = presented();
    let workbook = written(&project, Target::Xlsx, Lens::Plain);
    let mut book = sheets(&workbook);
    for (sheet, columns) in [
        ("Metrics", &["Value", "Low (95%)", "n", "Difference from before"][..]),
        ("Series", &["Value", "n"]),
        ("KPIs", &["Value", "Target", "Of the way"]),
        ("Touchpoints", &["Emotion", "Id"]),
    ] {
        let range = book.worksheet_range(sheet).unwrap();
        for column in columns {
            let at = (0..range.width()).find(|at| range.get((0, *at)).is_some_and(|name| name == *column));
            let at = at.unwrap_or_else(|| panic!("{sheet} has no column {column}"));
            let cells = || range.rows().skip(1).filter_map(|row| row.get(at)).filter(|cell| **cell != Data::Empty);
            assert!(cells().count() > 0 && cells().all(|cell| matches!(cell, Data::Float(_))), "{sheet}: {column}");
        }
    }
    let charts: Vec<String> = parts(&workbook)
        .into_iter()
        .filter(|(name, _)| name.starts_with("xl/charts/chart"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let of_kpis = charts.iter().find(|chart| chart.contains("KPIs!")).unwrap();
    let axis = of_kpis.split("<c:valAx>").nth(1).unwrap();
    assert!(axis.contains("formatCode=\"0%\""), "shares of the way are percent: {axis}");
}

#[test]
fn a_canceled_export_writes_nothing() {
    for target in [Target::Pptx, Target::Xlsx] {
        let spec = ExportSpec { target, ..ExportSpec::default() };
        assert!(export(&big_sample(20, 1), &spec, &AtomicBool::new(true)).is_err());
    }
}

/// The same file as PDF, by LibreOffice; `None` where it is not installed.
fn read_by_libreoffice(name: &str, bytes: &[u8]) -> Option<PathBuf> {
    let folder = tempfile::tempdir().unwrap().keep();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments = ["--headless", "--convert-to", "pdf", "--outdir"];
    let made = Command::new("soffice").arg(profile).args(arguments).arg(&folder).arg(&path).output().ok()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some(path.with_extension("pdf"))
}

#[test]
#[ignore = "needs LibreOffice and pdftotext: cargo test -- --ignored readers"]
fn readers_open_presentations_and_workbooks() {
    let project = presented();
    for (name, target, expected) in [
        ("map.pptx", Target::Pptx, ["The whole journey", "KPIs", "Service hotline"]),
        ("map.xlsx", Target::Xlsx, ["Every lane", "Wilson", "Service hotline"]),
    ] {
        let bytes = written(&project, target, Lens::Plain);
        let pdf = read_by_libreoffice(name, &bytes).expect("LibreOffice is not installed: apt-get install libreoffice");
        let text = Command::new("pdftotext").arg(&pdf).arg("-").output().expect("pdftotext is not installed");
        let text = String::from_utf8_lossy(&text.stdout).into_owned();
        for expected in expected {
            assert!(text.contains(expected), "{name} without {expected}:\n{text}");
        }
        std::fs::remove_dir_all(pdf.parent().unwrap()).unwrap();
    }
}
