//! The parts of presentations hold to the order that the Open XML schema asks for: a program that is strict refuses a
//! file in which a child stands before its elder sibling. Source: ECMA-376-1, the schemas of PresentationML and
//! DrawingML.

use std::collections::BTreeMap;

use quick_xml::events::Event;
use throughline::export::Target;
use throughline::model::Lens;

use crate::office::{parts, presented, written};

const FILL: &str = "a:noFill|a:solidFill|a:gradFill|a:blipFill|a:pattFill";
const LOOK: &str = "a:xfrm a:custGeom|a:prstGeom FILL a:ln a:effectLst a:scene3d a:sp3d a:extLst";
const SHAPES: &str = "p:sp|p:grpSp|p:graphicFrame|p:cxnSp|p:pic";
const PARAGRAPH: &str = "a:lnSpc a:spcBef a:spcAft a:buNone a:tabLst a:defRPr a:extLst";
const RUN: &str = "a:ln FILL a:effectLst a:highlight a:latin a:ea a:cs a:sym a:hlinkClick a:extLst";
const AXIS: &str = "c:axId c:scaling c:delete c:axPos c:majorGridlines c:minorGridlines c:title c:numFmt \
                    c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses";
const LABEL: &str = "c:numFmt c:spPr c:txPr c:dLblPos c:showLegendKey c:showVal c:showCatName c:showSerName \
                     c:showPercent c:showBubbleSize";

/// What may stand in an element, in order; what is joined by "|" shares a place.
fn order() -> BTreeMap<String, Vec<String>> {
    let rules = [
        ("p:presentation", "p:sldMasterIdLst p:notesMasterIdLst p:sldIdLst p:sldSz p:notesSz p:defaultTextStyle"),
        ("p:sld", "p:cSld p:clrMapOvr"),
        ("p:notes", "p:cSld p:clrMapOvr"),
        ("p:sldLayout", "p:cSld p:clrMapOvr"),
        ("p:sldMaster", "p:cSld p:clrMap p:sldLayoutIdLst p:txStyles"),
        ("p:notesMaster", "p:cSld p:clrMap p:notesStyle"),
        ("p:cSld", "p:bg p:spTree"),
        ("p:spTree", "p:nvGrpSpPr p:grpSpPr SHAPES"),
        ("p:grpSp", "p:nvGrpSpPr p:grpSpPr SHAPES"),
        ("p:sp", "p:nvSpPr p:spPr p:style p:txBody p:extLst"),
        ("p:cxnSp", "p:nvCxnSpPr p:spPr p:style p:extLst"),
        ("p:pic", "p:nvPicPr p:blipFill p:spPr p:style p:extLst"),
        ("p:graphicFrame", "p:nvGraphicFramePr p:xfrm a:graphic p:extLst"),
        ("p:nvSpPr", "p:cNvPr p:cNvSpPr p:nvPr"),
        ("p:cNvCxnSpPr", "a:cxnSpLocks a:stCxn a:endCxn a:extLst"),
        ("p:spPr", LOOK),
        ("p:grpSpPr", "a:xfrm FILL a:effectLst a:extLst"),
        ("p:txBody", "a:bodyPr a:lstStyle a:p"),
        ("a:txBody", "a:bodyPr a:lstStyle a:p"),
        ("a:xfrm", "a:off a:ext a:chOff a:chExt"),
        ("a:custGeom", "a:avLst a:gdLst a:ahLst a:cxnLst a:rect a:pathLst"),
        ("a:p", "a:pPr a:r|a:br|a:fld a:endParaRPr"),
        ("a:r", "a:rPr a:t"),
        ("a:fld", "a:rPr a:pPr a:t"),
        ("a:pPr", PARAGRAPH),
        ("a:lvl1pPr", PARAGRAPH),
        ("a:rPr", RUN),
        ("a:defRPr", RUN),
        ("a:ln", "FILL a:prstDash a:round|a:bevel|a:miter a:headEnd a:tailEnd a:extLst"),
        ("a:tbl", "a:tblPr a:tblGrid a:tr"),
        ("a:tc", "a:txBody a:tcPr"),
        ("a:tcPr", "a:lnL a:lnR a:lnT a:lnB FILL a:extLst"),
        ("c:chartSpace", "c:date1904 c:roundedCorners c:chart c:spPr c:txPr c:externalData"),
        ("c:chart", "c:title c:autoTitleDeleted c:plotArea c:legend c:plotVisOnly c:dispBlanksAs"),
        ("c:plotArea", "c:layout c:lineChart|c:barChart|c:scatterChart c:catAx|c:dateAx|c:valAx c:spPr"),
        ("c:lineChart", "c:grouping c:varyColors c:ser c:dLbls c:marker c:axId"),
        ("c:barChart", "c:barDir c:grouping c:varyColors c:ser c:dLbls c:gapWidth c:overlap c:axId"),
        ("c:scatterChart", "c:scatterStyle c:varyColors c:ser c:dLbls c:axId"),
        (
            "c:ser",
            "c:idx c:order c:tx c:spPr c:marker|c:invertIfNegative c:dPt c:dLbls c:cat|c:xVal c:val|c:yVal c:smooth",
        ),
        ("c:marker", "c:symbol c:size c:spPr"),
        ("c:dLbls", "c:dLbl LABEL"),
        ("c:dLbl", "c:idx c:layout c:tx LABEL"),
        ("c:scaling", "c:logBase c:orientation c:max c:min"),
        ("c:catAx", "AXIS c:auto c:lblAlgn c:lblOffset c:noMultiLvlLbl"),
        ("c:dateAx", "AXIS c:auto c:lblOffset c:baseTimeUnit c:majorUnit c:majorTimeUnit"),
        ("c:valAx", "AXIS c:crossBetween c:majorUnit"),
        ("c:legend", "c:legendPos c:layout c:overlay c:spPr c:txPr"),
    ];
    let written_out = |rule: &str| {
        let short = [("LOOK", LOOK), ("AXIS", AXIS), ("LABEL", LABEL), ("SHAPES", SHAPES), ("FILL", FILL)];
        short.iter().fold(rule.to_owned(), |rule, (name, full)| rule.replace(name, full))
    };
    let rule = |(parent, rule): (&str, &str)| {
        (parent.to_owned(), written_out(rule).split_whitespace().map(str::to_owned).collect())
    };
    rules.into_iter().map(rule).collect()
}

/// What stands where it may not.
fn misplaced(part: &str, bytes: &[u8], order: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    // Each open element with the place of its last child.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut found = Vec::new();
    loop {
        let (name, is_left_open) = match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) => (tag.name().as_ref().to_owned(), true),
            Event::Empty(tag) => (tag.name().as_ref().to_owned(), false),
            Event::End(_) => {
                open.pop();
                continue;
            }
            _ => continue,
        };
        if let Some((parent, last)) = open.last_mut()
            && let Some(places) = order.get(parent)
        {
            match places.iter().position(|place| place.split('|').any(|known| known == name)) {
                Some(at) if at >= *last => *last = at,
                Some(_) => found.push(format!("{part}: {name} stands too late in {parent}")),
                None => found.push(format!("{part}: {name} may not stand in {parent}")),
            }
        }
        // A mark of a line chart, whose series have marks with parts.
        if is_left_open {
            open.push((name, 0));
        }
    }
}

#[test]
fn slides_and_charts_hold_to_the_order_of_the_schema() {
    let order = order();
    let package = written(&presented(), Target::Pptx, Lens::Channel);
    let parts = parts(&package);
    let of_presentation = parts.iter().filter(|(name, _)| name.starts_with("ppt/") && name.ends_with(".xml"));
    let found: Vec<String> = of_presentation.flat_map(|(name, bytes)| misplaced(name, bytes, &order)).collect();
    assert!(found.is_empty(), "{found:#?}");
    assert!(parts.keys().any(|name| name.starts_with("ppt/charts/")), "charts are looked at too");
    let wrong = b"<a:tcPr><a:noFill/><a:lnL/></a:tcPr>";
    assert_eq!(misplaced("wrong", wrong, &order), ["wrong: a:lnL stands too late in a:tcPr"]);
}
