//! Links between items as connectors that stay glued to them. Other shapes are `group`'s.

use super::group::edge_of;
use super::shape::{self, Named, Placed};
use super::slide::SlideWriter;
use super::xml::{place, put};
use crate::base::{Pos2, Rect, pos2, vec2};
use crate::scene::{Picture, Role, Shape, Stroke};

/// What a link can be glued to.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// Of the shape.
    pub id: u32,
    /// On the slide.
    pub rect: Rect,
    pub name: String,
}

/// A link as the scene draws it, on the slide.
struct Drawn {
    /// From its start to its tip, turning at right angles.
    corners: Vec<Pos2>,
    stroke: Stroke,
    /// `<a:headEnd/><a:tailEnd/>`: PowerPoint's head is the start.
    ends: String,
}

impl SlideWriter<'_> {
    /// Writes the picture as a connector. False if it is none, or one of its ends is not on the slide.
    pub(super) fn link(&mut self, picture: &Picture, placed: Placed) -> bool {
        let Role::Link { from, to, .. } = picture.role else { return false };
        let (Some(from), Some(to)) = (self.ends.get(&from).cloned(), self.ends.get(&to).cloned()) else { return false };
        let Some(drawn) = drawn(&picture.items, placed) else { return false };
        let (Some(start), Some(end)) = (drawn.corners.first().copied(), drawn.corners.last().copied()) else {
            return false;
        };
        let told = format!("Connector from {} to {}", from.name, to.name);
        let named = Named { id: self.new_id(), name: "Connector", told: &told };
        let out = &mut self.out;
        out.push_str("<p:cxnSp><p:nvCxnSpPr>");
        shape::identity(out, named);
        let (from_side, to_side) = (edge_of(from.rect, start).0, edge_of(to.rect, end).0);
        put!(
            out,
            "<p:cNvCxnSpPr><a:stCxn id=\"{}\" idx=\"{from_side}\"/><a:endCxn id=\"{}\" idx=\"{to_side}\"/></p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>",
            from.id,
            to.id
        );
        form(out, &drawn.corners, start, end);
        shape::line(out, Some(drawn.stroke), placed.scale, &drawn.ends);
        out.push_str("</p:spPr></p:cxnSp>");
        true
    }
}

/// Lengths that count as none, in points: half of one is not seen, and a form without width has no shares of it.
const LEAST: f32 = 0.5;

/// The place and the form of the connector.
fn form(out: &mut String, corners: &[Pos2], start: Pos2, end: Pos2) {
    let is_first_across = corners.get(1).is_none_or(|second| (second.y - start.y).abs() <= (second.x - start.x).abs());
    let at = |rank: usize| corners.get(rank).copied().unwrap_or(end);
    let mut size = vec2((end.x - start.x).abs(), (end.y - start.y).abs());
    let signed = |length: f32, sign: f32| if sign < 0.0 { -length } else { length };
    let (right, down) = (end.x - start.x, end.y - start.y);
    // Shares of the width and the height, counted from the start, as the presets have them.
    let share = |along: f32, of: f32| ((f64::from(along) / f64::from(of)) * 100_000.0).round().clamp(-2e9, 2e9) as i64;
    let (name, adjust): (&str, Vec<i64>) = match (corners.len(), is_first_across) {
        (2, _) => ("straightConnector1", Vec::new()),
        (3, true) => ("bentConnector2", Vec::new()),
        (5, true) => {
            size = size.max(vec2(LEAST, LEAST));
            let (width, height) = (signed(size.x, right), signed(size.y, down));
            ("bentConnector4", vec![share(at(1).x - start.x, width), share(at(2).y - start.y, height)])
        }
        (6, true) => {
            size = size.max(vec2(LEAST, LEAST));
            let (width, height) = (signed(size.x, right), signed(size.y, down));
            let shares = vec![
                share(at(1).x - start.x, width),
                share(at(2).y - start.y, height),
                share(at(3).x - start.x, width),
            ];
            ("bentConnector5", shares)
        }
        (4, true) => {
            size.x = size.x.max(LEAST);
            ("bentConnector3", vec![share(at(1).x - start.x, signed(size.x, right))])
        }
        _ => {
            size.x = size.x.max(LEAST);
            ("bentConnector3", vec![50_000])
        }
    };
    let corner = pos2(start.x.min(end.x), start.y.min(end.y));
    put!(
        out,
        "<a:xfrm{}{}>",
        if right < 0.0 { " flipH=\"1\"" } else { "" },
        if down < 0.0 { " flipV=\"1\"" } else { "" }
    );
    place(out, Rect::from_min_size(corner, size));
    put!(out, "</a:xfrm><a:prstGeom prst=\"{name}\"><a:avLst>");
    let is_alone = adjust.len() == 1;
    for (rank, adjust) in adjust.iter().enumerate() {
        let guide = if is_alone { "adj1".to_owned() } else { format!("adj{}", rank + 1) };
        put!(out, "<a:gd name=\"{guide}\" fmla=\"val {adjust}\"/>");
    }
    out.push_str("</a:avLst></a:prstGeom>");
}

/// What the scene draws as a link: a line, an arrowhead at its end, maybe a ring at its start.
fn drawn(items: &[Shape], placed: Placed) -> Option<Drawn> {
    let [Shape::Path { points, is_closed: false, stroke: Some(stroke), .. }, rest @ ..] = items else { return None };
    let ring = rest.iter().find_map(|item| match item {
        Shape::Ellipse { center, .. } => Some(*center),
        Shape::Rect { .. } | Shape::Path { .. } | Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => None,
    });
    let has_ring = ring.is_some();
    let Some(Shape::Path { points: head, is_closed, .. }) = rest.last() else { return None };
    let tip = head.get(1)?;
    let mut line = points.clone();
    // A ring stands before the line: it touches the item where the line would.
    if let (Some(center), Some(first)) = (ring, line.first_mut()) {
        *first = center + (center - *first);
    }
    *line.last_mut()? = *tip;
    let corners = corners(&line).into_iter().map(|corner| placed.pos(corner)).collect();
    // A hollow head is not to be had: dashes tell what is optional.
    let head = if *is_closed { "triangle" } else { "arrow" };
    let size = head_size(stroke.width * placed.scale);
    let start = if has_ring { "<a:headEnd type=\"oval\"/>" } else { "" };
    let ends = format!("{start}<a:tailEnd type=\"{head}\" w=\"{size}\" len=\"{size}\"/>");
    Some(Drawn { corners, stroke: *stroke, ends })
}

/// The size of an arrowhead nearest to what the scene draws, which is 4.5 times as long as its line is wide. PowerPoint
/// draws 2, 3 and 5 times the width, and takes thinner lines for 2 points.
fn head_size(line_width: f32) -> &'static str {
    match 4.5 * line_width / line_width.max(2.0) {
        length if length <= 2.5 => "sm",
        length if length <= 4.0 => "med",
        _ => "lg",
    }
}

/// The corners of a line whose turns are rounded: its start, where its straight legs would meet, and its end.
fn corners(points: &[Pos2]) -> Vec<Pos2> {
    let (Some(start), Some(end)) = (points.first(), points.last()) else { return Vec::new() };
    // Straight legs: across or down, and where they begin and end.
    let mut legs: Vec<(bool, Pos2, Pos2)> = Vec::new();
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let by = *b - *a;
        let is_across = by.y.abs() < 0.05 && by.x.abs() >= 0.25;
        let is_down = by.x.abs() < 0.05 && by.y.abs() >= 0.25;
        if !is_across && !is_down {
            continue;
        }
        match legs.last_mut() {
            Some((across, _, last)) if *across == is_across && last.distance(*a) < 0.05 => *last = *b,
            Some(_) | None => legs.push((is_across, *a, *b)),
        }
    }
    let mut corners = vec![*start];
    for pair in legs.windows(2) {
        let [(a_across, _, a_end), (b_across, b_start, _)] = pair else { continue };
        match (a_across, b_across) {
            (true, false) => corners.push(pos2(b_start.x, a_end.y)),
            (false, true) => corners.push(pos2(a_end.x, b_start.y)),
            // Two turns without a straight leg between them.
            (true, true) => {
                let x = (a_end.x + b_start.x) / 2.0;
                corners.extend([pos2(x, a_end.y), pos2(x, b_start.y)]);
            }
            (false, false) => {
                let y = (a_end.y + b_start.y) / 2.0;
                corners.extend([pos2(a_end.x, y), pos2(b_start.x, y)]);
            }
        }
    }
    corners.push(*end);
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_turns_become_corners_again() {
        let line =
            [(0.0, 0.0), (10.0, 0.0), (12.0, 0.5), (13.0, 3.0), (13.0, 20.0), (13.5, 22.0), (15.0, 23.0), (30.0, 23.0)];
        let line: Vec<Pos2> = line.into_iter().map(|(x, y)| pos2(x, y)).collect();
        let found = corners(&line);
        assert_eq!(found, [(0.0, 0.0), (13.0, 0.0), (13.0, 23.0), (30.0, 23.0)].map(|(x, y)| pos2(x, y)));
        assert_eq!(corners(&[pos2(0.0, 0.0), pos2(8.0, 0.0)]), [pos2(0.0, 0.0), pos2(8.0, 0.0)]);
    }

    #[test]
    fn arrowheads_are_as_large_as_in_the_scene() {
        assert_eq!([0.4, 1.08, 1.5, 3.0].map(head_size), ["sm", "sm", "med", "lg"]);
    }

    #[test]
    fn a_way_back_is_flipped_and_a_flat_detour_keeps_its_depth() {
        let mut out = String::new();
        let way = [(100.0, 50.0), (110.0, 50.0), (110.0, 90.0), (10.0, 90.0), (10.0, 20.0), (20.0, 20.0)];
        let way: Vec<Pos2> = way.into_iter().map(|(x, y)| pos2(x, y)).collect();
        form(&mut out, &way, way[0], way[5]);
        assert!(out.contains("flipH=\"1\" flipV=\"1\"") && out.contains("bentConnector5"), "{out}");
        assert!(out.contains("adj1\" fmla=\"val -12500\"") && out.contains("adj3\" fmla=\"val 112500\""), "{out}");
        out.clear();
        let way = [(0.0, 0.0), (10.0, 0.0), (10.0, 40.0), (90.0, 40.0), (90.0, 0.0), (100.0, 0.0)];
        let way: Vec<Pos2> = way.into_iter().map(|(x, y)| pos2(x, y)).collect();
        form(&mut out, &way, way[0], way[5]);
        assert!(out.contains("adj2\" fmla=\"val 8000000\""), "40 points of half a point: {out}");
    }
}
