//! PDF: what is read aloud and in which order, what can be clicked, how a map is cut into pages, what a report says.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use throughline::base::date::date;
use throughline::base::{Language, Pace};
use throughline::export::{ExportError, ExportSpec, Page, Paging, PdfKind, RecipeWords, ReportSection, Target as Form};
use throughline::file::{catalogue, open};
use throughline::model::sample::big_sample;
use throughline::model::{Item, Link, Project, Shot, ShotFrame, ShotId};
use throughline::render::RenderError;
use throughline::render::pdf::write_strictly;
use throughline::scene::Shape;
use throughline::scene::document::{Bookmark, Document, Tag, TagKind, Target};

fn every_lane() -> Project {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-lane.journey.ron");
    open(&path).unwrap().project
}

fn spec() -> ExportSpec {
    ExportSpec {
        target: Form::Pdf,
        today: Some(date(2026, 11, 1)),
        catalogue: Some(catalogue()),
        ..ExportSpec::default()
    }
}

fn pdf_document(project: &Project, spec: &ExportSpec) -> Result<Document, ExportError> {
    throughline::export::pdf_document(project, spec, &AtomicBool::new(false))
}

fn tiles(scale: f32) -> ExportSpec {
    ExportSpec { page: Page::A4, paging: Paging::Tiles, tile_scale: scale, ..spec() }
}

/// The tree of tags with what each says.
fn dump(tags: &[Tag], depth: usize, out: &mut String) {
    for tag in tags {
        let said = match &tag.kind {
            TagKind::Section => "section".to_owned(),
            TagKind::Heading { level, text } => format!("h{level} {text}"),
            TagKind::Paragraph => "paragraph".to_owned(),
            TagKind::List => "list".to_owned(),
            TagKind::Item { alt } => format!("item {}", alt.as_deref().unwrap_or_default()).trim_end().to_owned(),
            TagKind::Table => "table".to_owned(),
            TagKind::Row => "row".to_owned(),
            TagKind::HeaderCell(scope) => format!("header cell of a {scope:?}").to_lowercase(),
            TagKind::Cell => "cell".to_owned(),
            TagKind::Figure { alt } => format!("figure {alt}"),
            TagKind::Contents => "contents".to_owned(),
            TagKind::ContentsEntry => "contents entry".to_owned(),
            TagKind::Link(link) => format!("link {}", link.alt),
            TagKind::Content(_) => continue,
        };
        let _ = writeln!(out, "{}{said}", "  ".repeat(depth));
        dump(&tag.children, depth + 1, out);
    }
}

fn outline(bookmarks: &[Bookmark], depth: usize, out: &mut String) {
    for bookmark in bookmarks {
        let _ = writeln!(out, "{}{} → {}", "  ".repeat(depth), bookmark.text, bookmark.place.page + 1);
        outline(&bookmark.children, depth + 1, out);
    }
}

fn check_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{name} is another; UPDATE_GOLDEN=1 writes it. It is now:\n{text}");
}

/// The levels of all headings, in reading order.
fn levels(tags: &[Tag], out: &mut Vec<u8>) {
    for tag in tags {
        if let TagKind::Heading { level, .. } = tag.kind {
            out.push(level);
        }
        levels(&tag.children, out);
    }
}

/// What every document owes to those who do not see it.
fn check_accessible(document: &Document) -> Vec<u8> {
    let mut all = Vec::new();
    levels(&document.tags, &mut all);
    assert_eq!(all.first(), Some(&1), "a title first");
    assert!(all.windows(2).all(|two| two[1] <= two[0] + 1), "no level is left out: {all:?}");
    let file = write_strictly(document).unwrap();
    assert!(file.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&file);
    for part in ["/StructTreeRoot", "/MarkInfo", "/Lang", "/Outlines", "/DisplayDocTitle", "pdfuaid"] {
        assert!(text.contains(part), "{part} is missing");
    }
    file
}

#[test]
fn a_map_is_read_stage_by_stage_and_lane_by_lane() {
    let document = pdf_document(&every_lane(), &spec()).unwrap();
    check_accessible(&document);
    let mut text = String::new();
    outline(&document.bookmarks, 0, &mut text);
    text.push('\n');
    dump(&document.tags, 0, &mut text);
    check_golden("every-lane-map-tags.txt", &text);
}

#[test]
fn a_map_in_tiles_keeps_its_cards_whole_and_its_order() {
    let project = every_lane();
    let document = pdf_document(&project, &tiles(1.0)).unwrap();
    assert!(document.pages.len() > 4, "{} pages", document.pages.len());
    check_accessible(&document);
    let one = pdf_document(&project, &spec()).unwrap();
    let said = |tags: &[Tag]| {
        let mut text = String::new();
        dump(tags, 0, &mut text);
        text
    };
    assert!(said(&document.tags).ends_with(&said(&one.tags)), "tiles change what is read");
    let mut text = String::new();
    for (rank, page) in document.pages.iter().enumerate() {
        let clip = page.views[0]
            .clip
            .map(|clip| format!("{:.0} {:.0} – {:.0} {:.0}", clip.left(), clip.top(), clip.right(), clip.bottom()));
        let _ = writeln!(text, "{}: {:.0}×{:.0} {}", rank + 1, page.size.x, page.size.y, clip.unwrap_or_default());
    }
    check_golden("every-lane-tiles.txt", &text);
}

#[test]
fn a_map_that_fits_on_the_paper_is_one_page() {
    let document = pdf_document(&every_lane(), &ExportSpec { page: Page::A0, ..tiles(0.5) }).unwrap();
    assert_eq!(document.pages.len(), 1);
    check_accessible(&document);
    for scale in [f32::NAN, -1.0, 0.0, 1e9] {
        assert!(pdf_document(&every_lane(), &ExportSpec { page: Page::A0, ..tiles(scale) }).is_ok());
    }
}

#[test]
fn a_wall_of_paper_is_refused_with_the_way_out() {
    let project = big_sample(4_000, 1);
    let refused = pdf_document(&project, &ExportSpec { page: Page::A4, ..tiles(4.0) });
    let Err(error @ ExportError::TooManyTiles { .. }) = refused else { panic!("not refused") };
    assert!(error.to_string().contains("larger paper"), "{error}");
}

#[test]
fn text_that_the_fonts_lack_can_still_be_searched_and_breaks_no_rule() {
    let mut project = every_lane();
    let journey = project.journey_order[0];
    let hostile = [
        "日本語の名前",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦 family",
        "a\u{0}b\u{feff}c\u{fffe}",
        "e\u{301}\u{302}",
        "\u{200b}",
        "a/b\\c:*?",
    ];
    let items = project.items_in_reading_order(journey);
    for (item, text) in items.into_iter().zip(hostile.into_iter().cycle()) {
        match item {
            Item::Touchpoint(id) => {
                Arc::make_mut(Arc::make_mut(&mut project.touchpoints).get_mut(&id).unwrap()).title = text.to_owned()
            }
            Item::Card(id) => {
                Arc::make_mut(Arc::make_mut(&mut project.cards).get_mut(&id).unwrap()).text = text.to_owned()
            }
        }
    }
    Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap()).name = " ".to_owned();
    for kind in PdfKind::ALL {
        check_accessible(&pdf_document(&project, &ExportSpec { pdf: kind, ..spec() }).unwrap());
    }
}

#[test]
fn an_empty_journey_is_a_document_too() {
    let mut project = every_lane();
    project.touchpoints = Arc::default();
    project.cards = Arc::default();
    project.connectors = Arc::default();
    project.stickies = Arc::default();
    project.kpis = Arc::default();
    project.series = Arc::default();
    for kind in PdfKind::ALL {
        check_accessible(&pdf_document(&project, &ExportSpec { pdf: kind, ..spec() }).unwrap());
        check_accessible(&pdf_document(&project, &ExportSpec { pdf: kind, ..tiles(1.0) }).unwrap());
    }
}

/// The text of a report's own pages, without the maps on them.
fn texts(document: &Document) -> String {
    let mut text = String::new();
    for (rank, page) in document.pages.iter().enumerate() {
        let _ = writeln!(text, "--- page {}", rank + 1);
        for group in &page.views[0].scene.groups {
            let lines = group.picture.items.iter().filter_map(|item| match item {
                Shape::Text(line) => Some(&*line.text),
                _ => None,
            });
            let line = lines.collect::<Vec<_>>().join(" ");
            if !line.is_empty() {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    text
}

#[test]
fn a_report_says_what_is_known_chapter_by_chapter() {
    let document = pdf_document(&every_lane(), &ExportSpec { pdf: PdfKind::Report, ..spec() }).unwrap();
    check_accessible(&document);
    let mut text = String::new();
    outline(&document.bookmarks, 0, &mut text);
    text.push_str(&texts(&document));
    check_golden("every-lane-report.txt", &text);
    let mut read = String::new();
    dump(&document.tags, 0, &mut read);
    for part in ["contents entry", "table", "header cell of a column", "header cell of a row", "figure The stage"] {
        assert!(read.contains(part), "{part} is not in\n{read}");
    }
}

#[test]
fn sections_can_be_left_out_of_a_report() {
    let without = ReportSection::ALL.into_iter().filter(|section| *section != ReportSection::Method).collect();
    let spec = ExportSpec { pdf: PdfKind::Report, report_without: without, page: Page::Letter, ..spec() };
    let document = pdf_document(&every_lane(), &spec).unwrap();
    let names: Vec<&str> = document.bookmarks.iter().map(|bookmark| bookmark.text.as_str()).collect();
    assert_eq!(names, ["Every lane", "Contents", "Method"]);
    assert!(document.pages.iter().all(|page| (page.size.x, page.size.y) == (792.0, 612.0)));
    check_accessible(&document);
    let nothing = ExportSpec { report_without: ReportSection::ALL.to_vec(), ..spec };
    assert_eq!(pdf_document(&every_lane(), &nothing).unwrap().pages.len(), 1, "the cover alone");
}

#[test]
fn shots_are_pages_of_the_report() {
    let mut project = every_lane();
    let journey = project.journey_order[0];
    let stage = project.journeys[&journey].stages[1];
    let mut named = Shot::new(ShotId(90_001), journey, ShotFrame::stage(stage));
    named.notes = "Only for me".to_owned();
    let whole = Shot { name: "Everything".to_owned(), ..Shot::new(ShotId(90_002), journey, ShotFrame::Whole) };
    project.shots = Arc::new(vec![Arc::new(named), Arc::new(whole)]);
    let document = pdf_document(&project, &ExportSpec { pdf: PdfKind::Report, ..spec() }).unwrap();
    check_accessible(&document);
    let chapter = document.bookmarks.iter().find(|bookmark| bookmark.text == "Shot by shot").unwrap();
    let names: Vec<&str> = chapter.children.iter().map(|bookmark| bookmark.text.as_str()).collect();
    assert_eq!(names, ["Book", "Everything"]);
    assert!(!texts(&document).contains("Only for me"), "notes are the presenter's");
}

#[test]
fn an_export_tells_how_far_it_is_and_stops_where_it_is_told_to() {
    let project = big_sample(300, 1);
    for spec in [spec(), tiles(1.0), ExportSpec { pdf: PdfKind::Report, ..spec() }] {
        let (cancel, told) = (AtomicBool::new(false), RefCell::new(Vec::new()));
        let report = |share: f32| told.borrow_mut().push(share);
        throughline::export::export(&project, &spec, Pace::new(&cancel, &report)).unwrap();
        let told = told.take();
        assert!(told.is_sorted() && told.len() > 6, "{told:?}");
        assert!(told.iter().any(|share| (0.3..0.6).contains(share)), "{told:?}");

        // Wherever it is canceled, nothing comes after.
        for stop in [0.0, 0.2, 0.4, 0.7] {
            let (cancel, after) = (AtomicBool::new(false), Cell::new(0));
            let report = |share: f32| {
                after.set(after.get() + usize::from(cancel.load(Ordering::Relaxed)));
                cancel.fetch_or(share >= stop, Ordering::Relaxed);
            };
            let ended = throughline::export::export(&project, &spec, Pace::new(&cancel, &report));
            assert!(matches!(ended, Err(ExportError::Render(RenderError::Canceled))), "at {stop}: {:?}", ended.err());
            assert_eq!(after.get(), 0, "at {stop}");
        }
    }
}

#[test]
fn a_document_names_its_language() {
    let project = every_lane();
    let language = Language::parse("pt-BR").unwrap();
    for kind in PdfKind::ALL {
        let document = pdf_document(&project, &ExportSpec { pdf: kind, language, ..spec() }).unwrap();
        let file = write_strictly(&document).unwrap();
        assert_eq!(memchr::memmem::find_iter(&file, b"/Lang(pt-BR)").count(), 2, "catalog and tags");
        assert!(memchr::memmem::find(&file, b"/Lang(en)").is_none());
    }
}

#[test]
fn a_report_leads_to_the_addresses_that_it_names() {
    let mut project = every_lane();
    let first = *project.touchpoints.keys().next().unwrap();
    let links =
        [("Study", "https://example.org/study"), ("", "mailto:team@example.org"), ("Bad", "javascript:alert(1)")];
    let links = links.map(|(title, url)| Link { title: title.to_owned(), url: url.to_owned() });
    Arc::make_mut(Arc::make_mut(&mut project.touchpoints).get_mut(&first).unwrap()).links = links.to_vec();
    let report = ExportSpec {
        pdf: PdfKind::Report,
        recipe_words: Some(RecipeWords(|_| vec!["Read by a recipe.".to_owned()])),
        ..spec()
    };
    let document = pdf_document(&project, &report).unwrap();
    check_accessible(&document);
    fn urls<'d>(tags: &'d [Tag], found: &mut Vec<&'d str>) {
        for tag in tags {
            if let TagKind::Link(link) = &tag.kind
                && let Target::Url(url) = &link.target
            {
                assert!(link.rect.is_positive() && !tag.children.is_empty(), "{url} can be clicked and read");
                found.push(url);
            }
            urls(&tag.children, found);
        }
    }
    let mut found = Vec::new();
    urls(&document.tags, &mut found);
    for url in ["https://example.org/study", "mailto:team@example.org", "https://example.org/second-visits"] {
        assert!(found.contains(&url), "{url} is not among {found:?}");
    }
    assert!(found.iter().all(|url| !url.starts_with("javascript")));
    let texts = texts(&document);
    assert!(texts.contains("Bad (javascript:alert(1))") && texts.contains("Read by a recipe."));
}
