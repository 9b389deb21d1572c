//! One slide: its title, its parts in order, what it refers to, and its notes. Scenes are `group`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::link::End;
use super::shape::{self, Icons, Named};
use super::xml::{Escaped, HEAD, place, put};
use super::{Paragraph, Part, Slide, SlideKind, TextBox, chart, table, text, workbook};
use crate::base::{Bitmap, PictureFormat, PictureHash, Rect};
use crate::render::{RenderError, picture};
use crate::scene::Key;

/// What the slides of a deck have in common.
#[derive(Default)]
pub(super) struct Shared {
    pub icons: Icons,
    /// By hash, in the order of first use; `None` for what cannot be decoded.
    media: BTreeMap<PictureHash, Option<Media>>,
    pub charts: u32,
}

/// A picture of the package.
#[derive(Clone)]
struct Media {
    /// "image1.png"
    name: Arc<str>,
}

/// A part to be put into the package.
pub(super) struct NewPart {
    /// Without a leading slash.
    pub path: String,
    pub bytes: Vec<u8>,
    /// Whether deflating it would gain nothing.
    pub is_packed: bool,
}

/// Writes the shapes of one slide.
pub(super) struct SlideWriter<'a> {
    pub out: String,
    pub shared: &'a mut Shared,
    /// What links of the scene at hand can be glued to.
    pub ends: std::collections::HashMap<Key, End>,
    next_id: u32,
    /// Type and target of each relationship; the first is `rId1`.
    relations: Vec<(&'static str, String)>,
    /// The relationship of each picture of this slide.
    pictures: BTreeMap<PictureHash, usize>,
    new_parts: Vec<NewPart>,
}

/// The namespaces of slides, their masters and notes.
pub(super) const NAMESPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// The beginning of every tree of shapes.
pub(super) const TREE: &str = "<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// The slide of that number, counted from 1, and all that comes with it.
///
/// # Errors
/// If the figures of a chart cannot be written.
pub(super) fn write(number: usize, slide: &Slide, shared: &mut Shared) -> Result<Vec<NewPart>, RenderError> {
    let layout = match slide.kind {
        SlideKind::Cover { .. } => 1,
        SlideKind::Content => 2,
    };
    let mut writer = SlideWriter {
        out: String::new(),
        shared,
        ends: std::collections::HashMap::new(),
        next_id: 2,
        relations: vec![("slideLayout", format!("../slideLayouts/slideLayout{layout}.xml"))],
        pictures: BTreeMap::new(),
        new_parts: Vec::new(),
    };
    put!(writer.out, "{HEAD}<p:sld {NAMESPACES}><p:cSld>{TREE}");
    writer.title(slide);
    if let SlideKind::Cover { lines } = &slide.kind {
        writer.subtitle(lines);
    }
    for part in &slide.parts {
        writer.part(part)?;
    }
    writer.number();
    writer.out.push_str("</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>");
    if !slide.notes.trim().is_empty() {
        writer.notes(number, &slide.notes);
    }
    let SlideWriter { out, relations, mut new_parts, .. } = writer;
    new_parts.push(NewPart {
        path: format!("ppt/slides/slide{number}.xml"),
        bytes: out.into_bytes(),
        is_packed: false,
    });
    new_parts.push(relations_part(&format!("ppt/slides/_rels/slide{number}.xml.rels"), &relations));
    Ok(new_parts)
}

/// A part that names what another refers to.
pub(super) fn relations_part(path: &str, relations: &[(&'static str, String)]) -> NewPart {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    let mut out =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (rank, (kind, target)) in relations.iter().enumerate() {
        put!(out, "<Relationship Id=\"rId{}\" Type=\"{TYPES}{kind}\" Target=\"{}\"/>", rank + 1, Escaped(target));
    }
    out.push_str("</Relationships>");
    NewPart { path: path.to_owned(), bytes: out.into_bytes(), is_packed: false }
}

impl SlideWriter<'_> {
    pub(super) fn new_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn relate(&mut self, kind: &'static str, target: String) -> usize {
        self.relations.push((kind, target));
        self.relations.len()
    }

    fn title(&mut self, slide: &Slide) {
        let kind = match slide.kind {
            SlideKind::Cover { .. } => "ctrTitle",
            SlideKind::Content => "title",
        };
        let id = self.new_id();
        let title = super::xml::shortened(slide.title.trim(), 300);
        let size = super::title_size(&title, &slide.kind);
        let is_usual = match slide.kind {
            SlideKind::Cover { .. } => size >= 40.0,
            SlideKind::Content => size >= 24.0,
        };
        let size = if is_usual { String::new() } else { format!(" sz=\"{}\"", super::xml::font_size(size)) };
        let direction = if text::is_right_to_left(&title) { "<a:pPr algn=\"r\" rtl=\"1\"/>" } else { "" };
        put!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{direction}<a:r><a:rPr lang=\"en-US\"{size} dirty=\"0\"/><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
            Escaped(&title)
        );
    }

    fn subtitle(&mut self, lines: &[Paragraph]) {
        let id = self.new_id();
        put!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Subtitle\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"subTitle\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/>"
        );
        text::plain_body(&mut self.out, "p:txBody", "<a:bodyPr><a:normAutofit/></a:bodyPr>", lines, "l");
        self.out.push_str("</p:sp>");
    }

    fn number(&mut self) {
        let id = self.new_id();
        put!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Slide number\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldNum\" sz=\"quarter\" idx=\"12\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-US\"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang=\"en-US\"/></a:p></p:txBody></p:sp>"
        );
    }

    fn part(&mut self, part: &Part) -> Result<(), RenderError> {
        match part {
            Part::Scene { scene, frame } => self.scene(scene, *frame),
            Part::Text(text) => self.text_box(text),
            Part::Table(record) => {
                let id = self.new_id();
                table::write(&mut self.out, id, record);
            }
            Part::Chart { chart: record, frame } => self.chart(record, *frame)?,
        }
        Ok(())
    }

    fn text_box(&mut self, text: &TextBox) {
        let id = self.new_id();
        self.out.push_str("<p:sp><p:nvSpPr>");
        shape::identity(&mut self.out, Named { id, name: &text.name, told: "" });
        self.out.push_str("<p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>");
        place(&mut self.out, text.frame);
        self.out.push_str("</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>");
        let properties =
            "<a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"><a:normAutofit/></a:bodyPr>";
        text::plain_body(&mut self.out, "p:txBody", properties, &text.paragraphs, "l");
        self.out.push_str("</p:sp>");
    }

    /// A picture that is kept once, however often it is shown.
    pub(super) fn picture(&mut self, bitmap: &Arc<Bitmap>, named: Named<'_>, rect: Rect, radius: f32) {
        let count = self.shared.media.len();
        let new_parts = &mut self.new_parts;
        let media = self.shared.media.entry(bitmap.hash).or_insert_with(|| {
            picture::decode(bitmap)?;
            let ending = match bitmap.format {
                PictureFormat::Png => "png",
                PictureFormat::Jpeg => "jpeg",
            };
            let name: Arc<str> = format!("image{}.{ending}", count + 1).into();
            new_parts.push(NewPart {
                path: format!("ppt/media/{name}"),
                bytes: bitmap.bytes.to_vec(),
                is_packed: true,
            });
            Some(Media { name })
        });
        let Some(Media { name }) = media.clone() else {
            shape::begin(&mut self.out, named, rect);
            shape::round_rect(&mut self.out, rect.size(), radius);
            shape::look(&mut self.out, Some(picture::BLANK), None, 1.0);
            self.out.push_str(shape::END);
            return;
        };
        let relation = match self.pictures.get(&bitmap.hash) {
            Some(relation) => *relation,
            None => {
                let relation = self.relate("image", format!("../media/{name}"));
                self.pictures.insert(bitmap.hash, relation);
                relation
            }
        };
        let out = &mut self.out;
        out.push_str("<p:pic><p:nvPicPr>");
        shape::identity(out, named);
        put!(
            out,
            "<p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rId{relation}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>"
        );
        place(out, rect);
        out.push_str("</a:xfrm>");
        shape::round_rect(out, rect.size(), radius);
        out.push_str("</p:spPr></p:pic>");
    }

    fn chart(&mut self, record: &super::Chart, frame: Rect) -> Result<(), RenderError> {
        self.shared.charts += 1;
        let number = self.shared.charts;
        let book = workbook::write(record)?;
        let path = format!("ppt/charts/chart{number}.xml");
        self.new_parts.push(NewPart { path, bytes: chart::write(record).into_bytes(), is_packed: false });
        let book_name = format!("Microsoft_Excel_Sheet{number}.xlsx");
        let relations = [("package", format!("../embeddings/{book_name}"))];
        self.new_parts.push(relations_part(&format!("ppt/charts/_rels/chart{number}.xml.rels"), &relations));
        self.new_parts.push(NewPart { path: format!("ppt/embeddings/{book_name}"), bytes: book, is_packed: true });
        let relation = self.relate("chart", format!("../charts/chart{number}.xml"));
        let id = self.new_id();
        let out = &mut self.out;
        out.push_str("<p:graphicFrame><p:nvGraphicFramePr>");
        shape::identity(out, Named { id, name: &record.name, told: &record.told });
        out.push_str("<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>");
        place(out, frame);
        put!(
            out,
            "</p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId{relation}\"/></a:graphicData></a:graphic></p:graphicFrame>"
        );
        Ok(())
    }

    fn notes(&mut self, number: usize, notes: &str) {
        self.relate("notesSlide", format!("../notesSlides/notesSlide{number}.xml"));
        let mut out = format!("{HEAD}<p:notes {NAMESPACES}><p:cSld>{TREE}");
        out.push_str("<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>");
        out.push_str("<p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Notes\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>");
        for line in notes.trim().lines() {
            let direction = if text::is_right_to_left(line) { "<a:pPr algn=\"r\" rtl=\"1\"/>" } else { "" };
            put!(
                out,
                "<a:p>{direction}<a:r><a:rPr lang=\"en-US\"/><a:t>{}</a:t></a:r></a:p>",
                Escaped(line.trim_end())
            );
        }
        out.push_str(
            "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        );
        let path = format!("ppt/notesSlides/notesSlide{number}.xml");
        self.new_parts.push(NewPart { path, bytes: out.into_bytes(), is_packed: false });
        let relations = [
            ("notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
            ("slide", format!("../slides/slide{number}.xml")),
        ];
        self.new_parts.push(relations_part(&format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"), &relations));
    }
}
