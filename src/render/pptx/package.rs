//! The package: which parts there are, what each of them is, how they refer to each other, and all of them in one file.

use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::slide::{NewPart, Shared, relations_part};
use super::xml::{Escaped, HEAD, emu, put};
use super::{Deck, SLIDE, failed, fixed, slide};
use crate::render::RenderError;

/// What a slide's number is counted from in the list of slides.
const FIRST_SLIDE_ID: usize = 256;

pub(super) fn write(deck: &Deck, cancel: &AtomicBool) -> Result<Vec<u8>, RenderError> {
    if deck.slides.is_empty() {
        return Err(RenderError::Empty);
    }
    let mut package = Package { zip: ZipWriter::new(Cursor::new(Vec::new())), types: Vec::new() };
    let mut shared = Shared::default();
    let mut noted = 0;
    for (rank, record) in deck.slides.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            return Err(RenderError::Canceled);
        }
        for part in slide::write(rank + 1, record, &mut shared)? {
            noted += usize::from(part.path.starts_with("ppt/notesSlides/notesSlide"));
            package.add(&part)?;
        }
    }
    let has_notes = noted > 0;
    for part in fixed_parts(deck, has_notes) {
        package.add(&part)?;
    }
    package.finish()
}

struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// The path of each part and what it is.
    types: Vec<(String, &'static str)>,
}

impl Package {
    fn add(&mut self, part: &NewPart) -> Result<(), RenderError> {
        let method = if part.is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let level = (!part.is_packed).then_some(3);
        let options = SimpleFileOptions::default().compression_method(method).compression_level(level);
        self.zip.start_file(part.path.as_str(), options).map_err(failed)?;
        self.zip.write_all(&part.bytes).map_err(failed)?;
        if let Some(kind) = kind_of(&part.path) {
            self.types.push((part.path.clone(), kind));
        }
        Ok(())
    }

    /// The list of what the parts are, and the end of the file.
    fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        let mut out = format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>"
        );
        for (path, kind) in std::mem::take(&mut self.types) {
            put!(out, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
        }
        out.push_str("</Types>");
        let part = NewPart { path: "[Content_Types].xml".to_owned(), bytes: out.into_bytes(), is_packed: false };
        self.add(&part)?;
        Ok(self.zip.finish().map_err(failed)?.into_inner())
    }
}

/// What a part is, by its path; `None` for what its ending says.
fn kind_of(path: &str) -> Option<&'static str> {
    const KINDS: &[(&str, &str)] = &[
        ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        ("ppt/slides/slide", "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"),
        (
            "ppt/slideLayouts/slideLayout",
            "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
        ),
        (
            "ppt/slideMasters/slideMaster",
            "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
        ),
        ("ppt/notesSlides/notesSlide", "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"),
        (
            "ppt/notesMasters/notesMaster",
            "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml",
        ),
        ("ppt/theme/theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("ppt/charts/chart", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
        ("ppt/presProps.xml", "application/vnd.openxmlformats-officedocument.presentationml.presProps+xml"),
        ("ppt/viewProps.xml", "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml"),
        ("ppt/tableStyles.xml", "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ];
    KINDS.iter().find(|(start, _)| path.starts_with(start)).map(|(_, kind)| *kind)
}

/// Everything but the slides.
fn fixed_parts(deck: &Deck, has_notes: bool) -> Vec<NewPart> {
    let part = |path: &str, text: String| NewPart { path: path.to_owned(), bytes: text.into_bytes(), is_packed: false };
    let target = |kind: &'static str, target: &str| (kind, target.to_owned());
    let mut relations = vec![target("slideMaster", "slideMasters/slideMaster1.xml")];
    for number in 1..=deck.slides.len() {
        relations.push(("slide", format!("slides/slide{number}.xml")));
    }
    let mut slides = String::new();
    for rank in 0..deck.slides.len() {
        put!(slides, "<p:sldId id=\"{}\" r:id=\"rId{}\"/>", FIRST_SLIDE_ID + rank, rank + 2);
    }
    let mut notes = String::new();
    if has_notes {
        relations.push(target("notesMaster", "notesMasters/notesMaster1.xml"));
        put!(notes, "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId{}\"/></p:notesMasterIdLst>", relations.len());
    }
    relations.extend([
        target("presProps", "presProps.xml"),
        target("viewProps", "viewProps.xml"),
        target("theme", "theme/theme1.xml"),
        target("tableStyles", "tableStyles.xml"),
    ]);
    let (width, height) = (emu(SLIDE.x), emu(SLIDE.y));
    let presentation = format!(
        "{HEAD}<p:presentation {} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>{notes}<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"{width}\" cy=\"{height}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/><p:defaultTextStyle><a:defPPr><a:defRPr lang=\"en-US\"/></a:defPPr></p:defaultTextStyle></p:presentation>",
        slide::NAMESPACES
    );
    let plain = |tag: &str| format!("{HEAD}<p:{tag} {}/>", slide::NAMESPACES);
    let mut parts = vec![
        part("ppt/presentation.xml", presentation),
        relations_part("ppt/_rels/presentation.xml.rels", &relations),
        part("ppt/theme/theme1.xml", fixed::theme(&deck.look, "Throughline")),
        part("ppt/slideMasters/slideMaster1.xml", fixed::master()),
        relations_part(
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            &[
                target("slideLayout", "../slideLayouts/slideLayout1.xml"),
                target("slideLayout", "../slideLayouts/slideLayout2.xml"),
                target("theme", "../theme/theme1.xml"),
            ],
        ),
        part("ppt/slideLayouts/slideLayout1.xml", fixed::cover_layout()),
        part("ppt/slideLayouts/slideLayout2.xml", fixed::content_layout()),
        part("ppt/presProps.xml", plain("presentationPr")),
        part("ppt/viewProps.xml", plain("viewPr")),
        part(
            "ppt/tableStyles.xml",
            format!("{HEAD}<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>"),
        ),
        part("docProps/core.xml", core(deck)),
        part("docProps/app.xml", format!("{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Throughline</Application><Slides>{}</Slides></Properties>", deck.slides.len())),
        NewPart { path: "_rels/.rels".to_owned(), bytes: format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"ppt/presentation.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>").into_bytes(), is_packed: false },
    ];
    let back = [target("slideMaster", "../slideMasters/slideMaster1.xml")];
    parts.push(relations_part("ppt/slideLayouts/_rels/slideLayout1.xml.rels", &back));
    parts.push(relations_part("ppt/slideLayouts/_rels/slideLayout2.xml.rels", &back));
    if has_notes {
        parts.push(part("ppt/notesMasters/notesMaster1.xml", fixed::notes_master()));
        parts.push(relations_part(
            "ppt/notesMasters/_rels/notesMaster1.xml.rels",
            &[target("theme", "../theme/theme2.xml")],
        ));
        parts.push(part("ppt/theme/theme2.xml", fixed::theme(&deck.look, "Throughline notes")));
    }
    parts
}

/// What the document is called, and its language.
fn core(deck: &Deck) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>Throughline</dc:creator><dc:language>en-US</dc:language></cp:coreProperties>",
        Escaped(&deck.title)
    )
}
