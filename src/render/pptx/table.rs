//! Tables that can be edited, with hairlines under their rows. What stands in them is said by others.

use super::shape::{self, Named};
use super::text;
use super::xml::{color, emu, font_size, place, put};
use super::{Run, TABLE_HEAD, TABLE_PAD, Table};
use crate::base::{Color, Rect, vec2};

/// A table as a shape of that id.
pub(super) fn write(out: &mut String, id: u32, table: &Table) {
    let height = TABLE_HEAD + table.rows.iter().map(|row| row.height).sum::<f32>();
    let width: f32 = table.columns.iter().map(|column| column.width).sum();
    let ink = table.ink;
    let line = table.line;
    out.push_str("<p:graphicFrame><p:nvGraphicFramePr>");
    shape::identity(out, Named { id, name: &table.name, told: "" });
    out.push_str("<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>");
    place(out, Rect::from_min_size(table.frame.min, vec2(width, height)));
    out.push_str("</p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>");
    for column in &table.columns {
        put!(out, "<a:gridCol w=\"{}\"/>", emu(column.width));
    }
    out.push_str("</a:tblGrid>");
    let size = font_size(table.size);
    put!(out, "<a:tr h=\"{}\">", emu(TABLE_HEAD));
    for column in &table.columns {
        let name = [Run::strong(column.name.clone(), ink)];
        cell(out, &name, size, column.is_number, (1.5, ink));
    }
    out.push_str("</a:tr>");
    for row in &table.rows {
        put!(out, "<a:tr h=\"{}\">", emu(row.height));
        for (rank, column) in table.columns.iter().enumerate() {
            let runs = row.cells.get(rank).map_or(&[][..], Vec::as_slice);
            cell(out, runs, size, column.is_number, (0.75, line));
        }
        out.push_str("</a:tr>");
    }
    out.push_str("</a:tbl></a:graphicData></a:graphic></p:graphicFrame>");
}

fn cell(out: &mut String, runs: &[Run], size: i64, is_number: bool, (width, line): (f32, Color)) {
    out.push_str("<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>");
    text::plain_paragraph(out, runs, size, if is_number { "r" } else { "l" });
    let pad = emu(TABLE_PAD);
    put!(
        out,
        "</a:txBody><a:tcPr marL=\"{pad}\" marR=\"{pad}\" marT=\"{0}\" marB=\"{0}\" anchor=\"t\">",
        emu(TABLE_PAD * 0.75)
    );
    for side in ["lnL", "lnR", "lnT"] {
        put!(out, "<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    }
    put!(out, "<a:lnB w=\"{}\"><a:solidFill>", emu(width));
    color(out, line);
    out.push_str("</a:solidFill></a:lnB><a:noFill/></a:tcPr></a:tc>");
}
