//! The parts that every deck has in the same form: theme, master, layouts, and the master of notes.

use super::slide::{NAMESPACES, TREE};
use super::xml::place;
use super::xml::{HEAD, put};
use super::{COVER_TEXT, COVER_TITLE, Look, SLIDE, SLIDE_MARGIN, TITLE};
use crate::base::{Color, Rect, pos2};

/// The colors and fonts that all parts refer to.
pub(super) fn theme(look: &Look, name: &str) -> String {
    let hex = |color: Color| color.over(look.background).to_hex().trim_start_matches('#').to_uppercase();
    let mut out = format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\"><a:themeElements><a:clrScheme name=\"{name}\">"
    );
    let [one, two, three, four, five, six] = look.series;
    for (tag, color) in [
        ("dk1", look.ink),
        ("lt1", look.background),
        ("dk2", look.muted),
        ("lt2", look.line),
        ("accent1", one),
        ("accent2", two),
        ("accent3", three),
        ("accent4", four),
        ("accent5", five),
        ("accent6", six),
        ("hlink", look.accent),
        ("folHlink", look.muted),
    ] {
        put!(out, "<a:{tag}><a:srgbClr val=\"{}\"/></a:{tag}>", hex(color));
    }
    // Where Inter is not installed, readers choose a font of the same kind by these marks.
    const FONT: &str =
        "<a:latin typeface=\"Inter\" panose=\"020B0502030000000004\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    put!(
        out,
        "</a:clrScheme><a:fontScheme name=\"{name}\"><a:majorFont>{FONT}</a:majorFont><a:minorFont>{FONT}</a:minorFont></a:fontScheme><a:fmtScheme name=\"{name}\">"
    );
    const SOLID: &str = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    put!(out, "<a:fillStyleLst>{SOLID}{SOLID}{SOLID}</a:fillStyleLst><a:lnStyleLst>");
    for width in [6_350, 12_700, 19_050] {
        put!(out, "<a:ln w=\"{width}\">{SOLID}</a:ln>");
    }
    put!(
        out,
        "</a:lnStyleLst><a:effectStyleLst>{0}{0}{0}</a:effectStyleLst><a:bgFillStyleLst>{SOLID}{SOLID}{SOLID}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>",
        "<a:effectStyle><a:effectLst/></a:effectStyle>"
    );
    out
}

const COLOR_MAP: &str = "bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"";

fn placeholder(out: &mut String, id: u32, name: &str, kind: &str, frame: Rect, body: &str) {
    put!(
        out,
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>"
    );
    place(out, frame);
    put!(out, "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody>{body}</p:txBody></p:sp>");
}

fn prompt(properties: &str, style: &str, text: &str) -> String {
    format!(
        "<a:bodyPr {properties}/><a:lstStyle>{style}</a:lstStyle><a:p><a:r><a:rPr lang=\"en-US\"/><a:t>{text}</a:t></a:r></a:p>"
    )
}

fn number(out: &mut String, id: u32) {
    let frame = Rect::from_min_max(pos2(SLIDE.x - SLIDE_MARGIN - 80.0, 512.0), pos2(SLIDE.x - SLIDE_MARGIN, 530.0));
    let body = "<a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"/><a:lstStyle><a:lvl1pPr algn=\"r\"><a:defRPr sz=\"1000\"><a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:fld id=\"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}\" type=\"slidenum\"><a:rPr lang=\"en-US\"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang=\"en-US\"/></a:p>";
    placeholder(out, id, "Slide number", "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", frame, body);
}

const NO_INSETS: &str = "lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"";

/// What all slides look like.
pub(super) fn master() -> String {
    let mut out = format!(
        "{HEAD}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>{TREE}"
    );
    let title = prompt(&format!("{NO_INSETS} anchor=\"ctr\""), "", "Title");
    placeholder(
        &mut out,
        2,
        "Title",
        "type=\"title\"",
        TITLE,
        &title.replace("/><a:lstStyle>", "><a:normAutofit/></a:bodyPr><a:lstStyle>"),
    );
    let body = prompt(NO_INSETS, "", "Text");
    placeholder(&mut out, 3, "Text", "type=\"body\" idx=\"1\"", super::content_frame(), &body);
    number(&mut out, 4);
    put!(
        out,
        "</p:spTree></p:cSld><p:clrMap {COLOR_MAP}/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/><p:sldLayoutId id=\"2147483650\" r:id=\"rId2\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr algn=\"l\"><a:lnSpc><a:spcPct val=\"95000\"/></a:lnSpc><a:spcBef><a:spcPct val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"2400\" b=\"1\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mj-lt\"/><a:ea typeface=\"+mj-ea\"/><a:cs typeface=\"+mj-cs\"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>"
    );
    levels(&mut out, 1_600, "marL=\"0\" indent=\"0\"", "<a:spcBef><a:spcPts val=\"600\"/></a:spcBef><a:buNone/>");
    out.push_str("</p:bodyStyle><p:otherStyle>");
    levels(&mut out, 1_800, "", "");
    out.push_str("</p:otherStyle></p:txStyles></p:sldMaster>");
    out
}

fn levels(out: &mut String, size: u32, attributes: &str, before: &str) {
    for level in 1..=9 {
        put!(
            out,
            "<a:lvl{level}pPr {attributes} algn=\"l\">{before}<a:defRPr sz=\"{size}\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:lvl{level}pPr>"
        );
    }
}

/// A slide with the title in its middle.
pub(super) fn cover_layout() -> String {
    let mut out = layout_head("title", "Cover");
    let style = "<a:lvl1pPr algn=\"l\"><a:defRPr sz=\"4000\" b=\"1\"/></a:lvl1pPr>";
    let body = prompt(&format!("{NO_INSETS} anchor=\"b\""), style, "Title");
    placeholder(
        &mut out,
        2,
        "Title",
        "type=\"ctrTitle\"",
        COVER_TITLE,
        &body.replace("/><a:lstStyle>", "><a:normAutofit/></a:bodyPr><a:lstStyle>"),
    );
    let body = prompt(
        NO_INSETS,
        "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:buNone/><a:defRPr sz=\"1600\"/></a:lvl1pPr>",
        "Text",
    );
    placeholder(&mut out, 3, "Subtitle", "type=\"subTitle\" idx=\"1\"", COVER_TEXT, &body);
    number(&mut out, 4);
    out.push_str(LAYOUT_END);
    out
}

/// A slide with nothing but a title.
pub(super) fn content_layout() -> String {
    let mut out = layout_head("titleOnly", "Title only");
    out.push_str("<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Title</a:t></a:r></a:p></p:txBody></p:sp>");
    number(&mut out, 3);
    out.push_str(LAYOUT_END);
    out
}

fn layout_head(kind: &str, name: &str) -> String {
    format!("{HEAD}<p:sldLayout {NAMESPACES} type=\"{kind}\" preserve=\"1\"><p:cSld name=\"{name}\">{TREE}")
}

const LAYOUT_END: &str = "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>";

/// How a page of notes is arranged: the slide above, the notes below.
pub(super) fn notes_master() -> String {
    let mut out = format!(
        "{HEAD}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>{TREE}"
    );
    let picture = Rect::from_min_max(pos2(54.0, 58.0), pos2(486.0, 301.0));
    out.push_str("<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>");
    place(&mut out, picture);
    out.push_str("</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"808080\"/></a:solidFill></a:ln></p:spPr></p:sp>");
    let text = Rect::from_min_max(pos2(54.0, 325.0), pos2(486.0, 670.0));
    placeholder(&mut out, 3, "Notes", "type=\"body\" sz=\"quarter\" idx=\"1\"", text, &prompt("", "", "Notes"));
    put!(out, "</p:spTree></p:cSld><p:clrMap {COLOR_MAP}/><p:notesStyle>");
    // Notes are printed on white paper, whatever the slides look like.
    out.push_str("<a:lvl1pPr marL=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"400\"/></a:spcBef><a:defRPr sz=\"1200\" kern=\"1200\"><a:solidFill><a:srgbClr val=\"18212C\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>");
    out
}
