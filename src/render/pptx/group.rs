//! What belongs together in a scene as one object of a slide: a card as a group of its box with its text, its icon and
//! its marks. What lies in it is `shape`'s and `text`'s, links are `link`'s.

use super::placed_in;
use super::shape::{self, END, Named, Placed};
use super::slide::SlideWriter;
use super::text::{self, Block, Body};
use super::xml::{emu, place, put};
use crate::base::{Pos2, Rect, Vec2, pos2};
use crate::scene::{Group, Role, Scene, Shape, TextLine};

/// What room a text that is not to be broken is given beyond its measure: another font may be wider.
const SLACK: f32 = 1.06;

/// A shape of a picture, or a text that stands alone.
enum Object<'a> {
    /// A box with the texts in it.
    Box {
        item: &'a Shape,
        texts: Vec<&'a Block<'a>>,
    },
    Shape(&'a Shape),
    Text(&'a Block<'a>),
}

impl SlideWriter<'_> {
    /// The scene, as large as fits into the frame, at the frame's top.
    pub(super) fn scene(&mut self, scene: &Scene, frame: Rect) {
        let (scale, offset) = placed_in(scene, frame);
        let placed = Placed { scale, offset };
        self.ends.clear();
        // Links are painted before the items that they are glued to.
        for group in &scene.groups {
            if let Role::Item(key) = group.picture.role {
                let id = self.new_id();
                let rect = placed.rect(group.bounds());
                self.ends.insert(key, super::link::End { id, rect, name: group.picture.name.clone() });
            }
        }
        for group in &scene.groups {
            self.group(group, placed);
        }
    }

    fn group(&mut self, group: &Group, placed: Placed) {
        let picture = &*group.picture;
        let around = placed.around(group.origin);
        if self.link(picture, around) {
            return;
        }
        let reserved = match picture.role {
            Role::Item(key) => self.ends.get(&key).map(|end| end.id),
            Role::Decoration
            | Role::Title
            | Role::ColumnGroup
            | Role::Column(_)
            | Role::Row(_)
            | Role::Link { .. }
            | Role::LinkLabel(_)
            | Role::Note(_)
            | Role::Figure => None,
        };
        let blocks = text::blocks(&picture.items);
        let objects = objects(picture.role, &picture.items, &blocks);
        if let [only] = &*objects {
            let id = reserved.unwrap_or_else(|| self.new_id());
            let has_words =
                matches!(only, Object::Text(_)) || matches!(only, Object::Box { texts, .. } if !texts.is_empty());
            let name = if picture.name.is_empty() { "Line" } else { &picture.name };
            // What holds its own words needs none for those who cannot see it.
            let told = if has_words { "" } else { &picture.name };
            self.object(only, Named { id, name, told }, around);
            return;
        }
        if objects.is_empty() {
            return;
        }
        let id = self.new_id();
        let bounds = around.rect(picture.bounds);
        let is_decoration = picture.role == Role::Decoration && picture.name.is_empty();
        let name = if picture.name.is_empty() { "Lines" } else { &picture.name };
        self.begin_group(Named { id, name, told: &picture.name }, bounds, is_decoration);
        for (rank, object) in objects.iter().enumerate() {
            let id = reserved.filter(|_| rank == 0).unwrap_or_else(|| self.new_id());
            self.object(object, Named { id, name: name_of(object), told: "" }, around);
        }
        self.out.push_str("</p:grpSp>");
    }

    fn begin_group(&mut self, named: Named<'_>, bounds: Rect, is_decoration: bool) {
        let out = &mut self.out;
        out.push_str("<p:grpSp><p:nvGrpSpPr>");
        if is_decoration {
            put!(
                out,
                "<p:cNvPr id=\"{}\" name=\"{}\"><a:extLst><a:ext uri=\"{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}\"><adec:decorative xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\" val=\"1\"/></a:ext></a:extLst></p:cNvPr>",
                named.id,
                named.name
            );
        } else {
            shape::identity(out, named);
        }
        out.push_str("<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>");
        place(out, bounds);
        let (x, y) = (emu(bounds.left()), emu(bounds.top()));
        let (width, height) = (emu(bounds.width()).max(0), emu(bounds.height()).max(0));
        put!(out, "<a:chOff x=\"{x}\" y=\"{y}\"/><a:chExt cx=\"{width}\" cy=\"{height}\"/>");
        out.push_str("</a:xfrm></p:grpSpPr>");
    }

    fn object(&mut self, object: &Object<'_>, named: Named<'_>, placed: Placed) {
        match object {
            Object::Box { item, texts } => {
                if let Some(rect) = outline_of(item) {
                    self.form(item, named, placed);
                    let body = body_in(rect, texts, placed.scale);
                    self.out.push_str("</p:spPr>");
                    text::body(&mut self.out, texts, body, placed.scale);
                    self.out.push_str("</p:sp>");
                }
            }
            Object::Text(block) => self.lone_text(block, named, placed),
            Object::Shape(Shape::Image { rect, radius, bitmap }) => {
                self.picture(bitmap, named, placed.rect(*rect), radius * placed.scale);
            }
            Object::Shape(item) => {
                self.form(item, named, placed);
                self.out.push_str(END);
            }
        }
    }

    /// A shape up to its look; its text and end follow.
    fn form(&mut self, item: &Shape, named: Named<'_>, placed: Placed) {
        let out = &mut self.out;
        match item {
            Shape::Rect { rect, radius, fill, stroke } => {
                let rect = placed.rect(*rect);
                shape::begin(out, named, rect);
                shape::round_rect(out, rect.size(), radius * placed.scale);
                shape::look(out, *fill, *stroke, placed.scale);
            }
            Shape::Ellipse { center, radius, fill, stroke } => {
                shape::begin(out, named, placed.rect(Rect::from_center_size(*center, 2.0 * *radius)));
                shape::ellipse(out);
                shape::look(out, *fill, *stroke, placed.scale);
            }
            Shape::Path { points, is_closed, fill, stroke } => {
                let points: Vec<Pos2> = points.iter().map(|point| placed.pos(*point)).collect();
                let bounds = if points.is_empty() { Rect::ZERO } else { shape::bounds_of(&points) };
                shape::begin(out, named, bounds);
                shape::freeform(out, &points, bounds, *is_closed, fill.is_some());
                shape::look(out, *fill, *stroke, placed.scale);
            }
            Shape::Icon { icon, center, size, color } => {
                let form = self.shared.icons.form(*icon);
                shape::begin(out, named, placed.rect(shape::square(*center, *size)));
                out.push_str(&form);
                shape::look(out, Some(*color), None, placed.scale);
            }
            // Has no form: written by those who call.
            Shape::Text(_) | Shape::Image { .. } => {}
        }
    }

    /// Text in a box without a look.
    fn lone_text(&mut self, block: &Block<'_>, named: Named<'_>, placed: Placed) {
        let mut rect = block.rect;
        let wraps = block.lines.len() > 1 && block.room.is_finite() && !block.runs_down();
        if wraps && !block.is_centered {
            rect.max.x = rect.min.x + block.room.max(rect.width());
        }
        if wraps && block.is_centered {
            rect = Rect::from_center_size(rect.center(), Vec2::new(block.room.max(rect.width()), rect.height()));
        }
        if !wraps {
            let more = (if block.runs_down() { rect.height() } else { rect.width() }) * (SLACK - 1.0);
            rect.max += if block.runs_down() { Vec2::new(0.0, more) } else { Vec2::new(more, 0.0) };
        }
        let out = &mut self.out;
        out.push_str("<p:sp><p:nvSpPr>");
        shape::identity(out, named);
        out.push_str("<p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>");
        place(out, placed.rect(rect));
        out.push_str("</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>");
        let body = Body { insets: [0.0; 4], wraps, shrinks: false, is_in_middle: false, runs_down: block.runs_down() };
        text::body(out, &[block], body, placed.scale);
        out.push_str("</p:sp>");
    }
}

fn name_of(object: &Object<'_>) -> &'static str {
    match object {
        Object::Box { .. } => "Box",
        Object::Text(_) => "Text",
        Object::Shape(Shape::Icon { icon, .. }) => icon.name(),
        Object::Shape(Shape::Image { .. }) => "Picture",
        Object::Shape(Shape::Path { is_closed: false, .. }) => "Line",
        Object::Shape(Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } | Shape::Text(_)) => "Mark",
    }
}

/// What a picture falls into, in the order of painting.
fn objects<'a>(role: Role, items: &'a [Shape], blocks: &'a [Block<'a>]) -> Vec<Object<'a>> {
    let has_boxes = match role {
        Role::ColumnGroup | Role::Column(_) | Role::Row(_) | Role::Item(_) | Role::LinkLabel(_) | Role::Note(_) => true,
        Role::Decoration | Role::Title | Role::Link { .. } | Role::Figure => false,
    };
    let mut boxed: Vec<Vec<&Block<'_>>> = vec![Vec::new(); items.len()];
    let mut is_boxed = vec![false; blocks.len()];
    if has_boxes {
        for (block, is_boxed) in blocks.iter().zip(&mut is_boxed) {
            let Some(texts) = box_around(items, block).and_then(|at| boxed.get_mut(at)) else { continue };
            let is_next = match (texts.first(), texts.last()) {
                (Some(first), Some(last)) => {
                    (first.rect.left() - block.rect.left()).abs() < 0.6
                        && block.rect.top() > last.rect.bottom() - 2.0
                        && !first.is_centered
                        && !block.is_centered
                }
                (None, _) | (_, None) => !block.runs_down(),
            };
            if is_next {
                texts.push(block);
                *is_boxed = true;
            }
        }
    }
    let mut objects = Vec::with_capacity(items.len());
    let mut rank = 0;
    for (item, texts) in items.iter().zip(boxed) {
        match item {
            Shape::Text(line) => {
                // A block stands where its first line is.
                let Some(block) = blocks.get(rank) else { continue };
                if block.lines.first().is_some_and(|first| std::ptr::eq(*first, line)) {
                    if !is_boxed.get(rank).copied().unwrap_or(false) {
                        objects.push(Object::Text(block));
                    }
                    rank += 1;
                }
            }
            Shape::Rect { .. } | Shape::Path { .. } if !texts.is_empty() => objects.push(Object::Box { item, texts }),
            Shape::Rect { .. }
            | Shape::Ellipse { .. }
            | Shape::Path { .. }
            | Shape::Icon { .. }
            | Shape::Image { .. } => {
                objects.push(Object::Shape(item));
            }
        }
    }
    // The body of a card is its first object, whatever is painted before it.
    objects
}

/// The smallest box that holds the text; of equal ones the last.
fn box_around(items: &[Shape], block: &Block<'_>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, item) in items.iter().enumerate() {
        let Some(rect) = outline_of(item) else { continue };
        let is_in = rect.expand2(Vec2::new(1.0, 3.0)).contains_rect(block.rect);
        if is_in && best.is_none_or(|(_, area)| rect.area() <= area) {
            best = Some((at, rect.area()));
        }
    }
    best.map(|(at, _)| at)
}

/// What a shape that can hold text covers.
fn outline_of(item: &Shape) -> Option<Rect> {
    match item {
        Shape::Rect { rect, .. } => Some(*rect),
        Shape::Path { points, is_closed: true, fill: Some(_), .. } => Some(shape::bounds_of(points)),
        Shape::Path { .. } | Shape::Ellipse { .. } | Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => None,
    }
}

/// How texts lie in their box.
fn body_in(rect: Rect, texts: &[&Block<'_>], scale: f32) -> Body {
    let mut body = Body { insets: [0.0; 4], wraps: true, shrinks: true, is_in_middle: false, runs_down: false };
    let Some(first) = texts.first() else { return body };
    // A wider font would break the word in its middle.
    let is_word = |line: &&TextLine| !line.text.contains(' ');
    if let ([only], false) = (texts, first.is_centered)
        && only.lines.len() == 1
        && only.lines.iter().all(is_word)
    {
        body.wraps = false;
    }
    let corner = text::corner(first);
    let widest = texts.iter().map(|block| block.rect.width()).fold(0.0, f32::max);
    let room = if first.room.is_finite() { first.room.max(widest) + 1.0 } else { f32::INFINITY };
    if first.is_centered {
        body.insets = [0.0, (corner.y - rect.top()).max(0.0) * scale, 0.0, 0.0];
    } else {
        let right = (rect.right() - corner.x - room).max(0.0);
        body.insets =
            [(corner.x - rect.left()).max(0.0), (corner.y - rect.top()).max(0.0), right, 0.0].map(|it| it * scale);
    }
    let middle = texts.iter().map(|block| block.rect).reduce(Rect::union).map_or(rect.center(), |all| all.center());
    if (middle.y - rect.center().y).abs() < 1.5 {
        let [left, _, right, _] = body.insets;
        body.insets = [left, 0.0, right, 0.0];
        body.is_in_middle = true;
    }
    body
}

/// The middle of an edge of a box.
pub(super) fn edge_of(rect: Rect, at: Pos2) -> (u8, Pos2) {
    if at.x < rect.center().x {
        (1, pos2(rect.left(), rect.center().y))
    } else {
        (3, pos2(rect.right(), rect.center().y))
    }
}
