//! Single shapes of a scene as shapes of DrawingML. What belongs together is `group`'s, text `text`'s.

use std::collections::HashMap;
use std::sync::Arc;

use skrifa::outline::OutlinePen;

use super::super::{font, outline};
use super::xml::{Escaped, emu, fill, place, point, put, shortened};
use crate::base::{Color, Icon, Pos2, Rect, Vec2, pos2};
use crate::scene::Stroke;

/// From the scene's points to the slide's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    pub scale: f32,
    pub offset: Vec2,
}

impl Placed {
    pub fn pos(self, pos: Pos2) -> Pos2 {
        (pos.to_vec2() * self.scale + self.offset).to_pos2()
    }

    pub fn rect(self, rect: Rect) -> Rect {
        Rect::from_min_max(self.pos(rect.min), self.pos(rect.max))
    }

    /// The same for what is placed around an origin of its own.
    pub fn around(self, origin: Pos2) -> Self {
        Self { offset: self.offset + origin.to_vec2() * self.scale, ..self }
    }
}

/// What a shape is called.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub id: u32,
    pub name: &'a str,
    /// What it is for those who cannot see it; empty where a group or its own text says it.
    pub told: &'a str,
}

/// `<p:cNvPr …>` of a shape, closed.
pub(super) fn identity(out: &mut String, named: Named<'_>) {
    put!(out, "<p:cNvPr id=\"{}\" name=\"{}\"", named.id, Escaped(&shortened(named.name.trim(), 120)));
    if !named.told.trim().is_empty() {
        put!(out, " descr=\"{}\"", Escaped(&shortened(named.told.trim(), 2_000)));
    }
    out.push_str("/>");
}

/// The beginning of a shape up to its place: what follows is its form, its look, and its text.
pub(super) fn begin(out: &mut String, named: Named<'_>, rect: Rect) {
    out.push_str("<p:sp><p:nvSpPr>");
    identity(out, named);
    out.push_str("<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>");
    place(out, rect);
    out.push_str("</a:xfrm>");
}

/// The end of a shape without text, after its look.
pub(super) const END: &str = "</p:spPr></p:sp>";

/// A rectangle with its corners rounded by so many points.
pub(super) fn round_rect(out: &mut String, size: Vec2, radius: f32) {
    let side = size.x.min(size.y);
    let share = if side > 0.0 && radius > 0.0 { (radius / side).min(0.5) } else { 0.0 };
    if share > 0.0 {
        let share = (share * 100_000.0).round() as i64;
        put!(
            out,
            "<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val {share}\"/></a:avLst></a:prstGeom>"
        );
    } else {
        out.push_str("<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
    }
}

pub(super) fn ellipse(out: &mut String) {
    out.push_str("<a:prstGeom prst=\"ellipse\"><a:avLst/></a:prstGeom>");
}

/// The look of a shape: its fill and its outline.
pub(super) fn look(out: &mut String, inside: Option<Color>, stroke: Option<Stroke>, scale: f32) {
    fill(out, inside);
    line(out, stroke, scale, "");
}

/// An outline; `ends` are arrowheads.
pub(super) fn line(out: &mut String, stroke: Option<Stroke>, scale: f32, ends: &str) {
    let Some(stroke) = stroke else {
        out.push_str("<a:ln><a:noFill/></a:ln>");
        return;
    };
    put!(out, "<a:ln w=\"{}\">", emu(stroke.width * scale).clamp(0, 20_116_800));
    fill(out, Some(stroke.color));
    if let Some((on, _)) = stroke.dash {
        // The presets follow the line's width, as a dash in points would not when somebody makes the line thicker.
        let dash = match on / stroke.width.max(0.01) {
            share if share <= 1.5 => "sysDot",
            share if share <= 3.5 => "sysDash",
            _ => "dash",
        };
        put!(out, "<a:prstDash val=\"{dash}\"/>");
    }
    out.push_str("<a:round/>");
    out.push_str(ends);
    out.push_str("</a:ln>");
}

/// Straight lines through points on the slide.
pub(super) fn freeform(out: &mut String, points: &[Pos2], bounds: Rect, is_closed: bool, is_filled: bool) {
    begin_path(out, emu(bounds.width()), emu(bounds.height()), is_filled);
    for (rank, pos) in points.iter().enumerate() {
        let tag = if rank == 0 { "moveTo" } else { "lnTo" };
        put!(out, "<a:{tag}>");
        point(out, *pos, bounds.min);
        put!(out, "</a:{tag}>");
    }
    out.push_str(if is_closed { "<a:close/>" } else { "" });
    out.push_str("</a:path></a:pathLst></a:custGeom>");
}

fn begin_path(out: &mut String, width: i64, height: i64, is_filled: bool) {
    out.push_str(
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>",
    );
    put!(out, "<a:path w=\"{}\" h=\"{}\"", width.max(0), height.max(0));
    out.push_str(if is_filled { ">" } else { " fill=\"none\">" });
}

/// What holds all points.
pub(super) fn bounds_of(points: &[Pos2]) -> Rect {
    let mut bounds = Rect::NOTHING;
    for point in points {
        bounds.extend_with(*point);
    }
    bounds
}

/// The outlines of icons, each worked out once.
#[derive(Default)]
pub(super) struct Icons {
    known: HashMap<Icon, Arc<str>>,
}

impl Icons {
    /// The icon as a form that fills its square.
    pub fn form(&mut self, icon: Icon) -> Arc<str> {
        let form = self.known.entry(icon).or_insert_with(|| {
            let mut out = String::new();
            begin_path(&mut out, SIDE as i64, SIDE as i64, true);
            let mut pen = IconPath { out: &mut out, is_open: false };
            // The glyph's em is the square, from the baseline up.
            let mut placed =
                outline::Placed { pen: &mut pen, scale_x: SIDE, scale_y: -SIDE, offset: Vec2::new(0.0, SIDE) };
            font::draw(font::FontFile::Icons, font::icon_glyph(icon), &mut placed);
            pen.close();
            out.push_str("</a:path></a:pathLst></a:custGeom>");
            out.into()
        });
        Arc::clone(form)
    }
}

/// The side of the square in which an icon's points are counted.
const SIDE: f32 = 1_000.0;

struct IconPath<'a> {
    out: &'a mut String,
    is_open: bool,
}

impl IconPath<'_> {
    fn points(&mut self, tag: &str, points: &[(f32, f32)]) {
        put!(self.out, "<a:{tag}>");
        for (x, y) in points {
            put!(self.out, "<a:pt x=\"{}\" y=\"{}\"/>", x.round() as i64, y.round() as i64);
        }
        put!(self.out, "</a:{tag}>");
    }
}

impl OutlinePen for IconPath<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        self.is_open = true;
        self.points("moveTo", &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.points("lnTo", &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.points("quadBezTo", &[(cx, cy), (x, y)]);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.points("cubicBezTo", &[(ax, ay), (bx, by), (x, y)]);
    }
    fn close(&mut self) {
        if self.is_open {
            self.out.push_str("<a:close/>");
            self.is_open = false;
        }
    }
}

/// The square around a center.
pub(super) fn square(center: Pos2, size: f32) -> Rect {
    Rect::from_center_size(pos2(center.x, center.y), Vec2::splat(size))
}
