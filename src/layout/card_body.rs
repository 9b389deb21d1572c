//! What the cards of lanes other than touchpoints look like, around their own top left corner: a text, a picture with
//! its caption, a quote, a link. Every such lane takes every kind. Where cards lie is the grid's.

use std::sync::Arc;

use super::card::{Drawn, MOST_LINES, Pen, SESSION_WORDS, mark, session_mark};
use crate::base::{Address, Bitmap, Color, Icon, PictureHash, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{Card, CardBody, LaneKind};
use crate::scene::theme::CardColors;
use crate::scene::{Block, Face, Key, Picture, Role, Shape, Stroke, TextLine, TextStyle, Theme};

/// A picture is at most this much higher than the card is wide; a higher one is shown whole, and narrower.
const HIGHEST_PICTURE: f32 = 1.2;

/// What a card's look depends on beside the record itself.
pub(crate) struct CardLook<'a> {
    /// Of its lane.
    pub kind: LaneKind,
    /// In points.
    pub width: f32,
    /// The picture that the card shows, if it is one of a picture.
    pub bitmap: Option<&'a Arc<Bitmap>>,
}

impl CardLook<'_> {
    /// What tells one look from another.
    pub(crate) fn key(&self) -> CardKey {
        CardKey { kind: self.kind, width: self.width, bitmap: self.bitmap.map(|bitmap| bitmap.hash) }
    }
}

/// Equal for equal looks.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct CardKey {
    kind: LaneKind,
    width: f32,
    bitmap: Option<PictureHash>,
}

/// Whether two states of a card give the same picture, in lanes of one kind.
pub(crate) fn looks_same(a: &Card, b: &Card) -> bool {
    a.tint == b.tint && a.body == b.body && a.text == b.text && a.session.is_some() == b.session.is_some()
}

/// The card: a tinted surface, a mark along its left edge, and what it holds.
pub(crate) fn draw_card(pen: &mut Pen<'_>, card: &Card, look: &CardLook<'_>) -> Drawn {
    let (theme, sizes) = (pen.theme, pen.theme.map);
    let colors = card_colors(theme, card, look.kind);
    let mut filling = Filling::new(pen, colors, look.width);
    match &card.body {
        CardBody::Text => filling.text(&card.text, 0.0),
        CardBody::Quote { by } => filling.quote(&card.text, by),
        CardBody::Picture { .. } => filling.picture(&card.text, look.bitmap),
        CardBody::Link { url } => filling.link(&card.text, url),
    }
    let Filling { shapes: inner, bottom, title, links, .. } = filling;
    let rect = Rect::from_min_size(Pos2::ZERO, vec2(look.width, (bottom + sizes.gap).round()));
    // Where lanes tint their cards in the map's own color (high contrast), an outline must do.
    let is_plain = lane_colors(theme, look.kind).surface == theme.color.surface;
    let inset = if is_plain { sizes.outline / 2.0 } else { 0.0 };
    let mut shapes = vec![Shape::Rect {
        rect: rect.shrink(inset),
        radius: sizes.card_radius - 1.0,
        fill: Some(colors.surface),
        stroke: is_plain.then(|| Stroke::solid(sizes.outline, theme.color.outline)),
    }];
    shapes.push(mark(theme, rect, colors.mark));
    shapes.extend(inner);
    if card.session.is_some() {
        shapes.push(session_mark(theme, look.width));
    }
    let block = Block { rect, fill: colors.surface, mark: Some(colors.mark) };
    Drawn {
        picture: Arc::new(Picture {
            bounds: rect,
            items: shapes,
            block: Some(block),
            name: name_of(card, look.kind) + if card.session.is_some() { SESSION_WORDS } else { "" },
            role: Role::Item(Key(card.id.0)),
        }),
        size: rect.size(),
        title,
        chips: links.into(),
    }
}

/// What the card is for those who cannot see it.
fn name_of(card: &Card, kind: LaneKind) -> String {
    let text = card.text.trim();
    let named = |what: &str| if text.is_empty() { what.to_owned() } else { format!("{text}, {what}") };
    match &card.body {
        CardBody::Text => format!("{}, {}", card.text, kind.item_label()),
        CardBody::Picture { .. } => named("picture"),
        CardBody::Quote { by } if by.trim().is_empty() => named("quote"),
        CardBody::Quote { by } => named(&format!("quote by {}", by.trim())),
        CardBody::Link { url } => named(&format!("link to {}", link_host(url))),
    }
}

/// What says where a link leads, in the room of a line.
pub fn link_host(url: &str) -> &str {
    Address::parse(url).map_or_else(|_| url.trim(), |address| address.host)
}

/// A card being filled from top to bottom.
struct Filling<'a, 'b> {
    pen: &'a mut Pen<'b>,
    colors: CardColors,
    width: f32,
    shapes: Vec<Shape>,
    /// The lower edge of what is there so far.
    bottom: f32,
    title: Rect,
    /// Rows that open something when they are clicked.
    links: Vec<Rect>,
}

impl<'a, 'b> Filling<'a, 'b> {
    fn new(pen: &'a mut Pen<'b>, colors: CardColors, width: f32) -> Self {
        let bottom = pen.theme.map.gap;
        Self { pen, colors, width, shapes: Vec::new(), bottom, title: Rect::ZERO, links: Vec::new() }
    }

    fn left(&self) -> f32 {
        self.pen.theme.map.gap * 1.5
    }

    fn right(&self) -> f32 {
        self.width - self.pen.theme.map.gap * 1.25
    }

    /// The card's own text, further to the right by `indent`; an empty one takes the room of a line.
    fn text(&mut self, text: &str, indent: f32) {
        let theme = self.pen.theme;
        let style = TextStyle::new(Face::Regular, theme.map.body_text);
        let line_height = self.pen.typesetter.line_height(style);
        let (left, right) = (self.left() + indent, self.right());
        let lines = self.pen.typesetter.first_lines(text, style, right - left, MOST_LINES);
        let start = pos2(left, self.bottom + line_height / 2.0);
        self.pen.column(&mut self.shapes, &lines, style, theme.color.ink, start);
        let bottom = self.bottom + lines.len() as f32 * line_height;
        self.title = Rect::from_min_max(pos2(left, self.bottom), pos2(right, bottom));
        self.bottom = bottom;
    }

    /// So many small lines below what is there, cut off at the end if need be. Returns their rectangle.
    fn small_lines(&mut self, text: &str, left: f32, most: usize) -> Rect {
        let theme = self.pen.theme;
        let style = TextStyle::new(Face::Regular, theme.map.small_text);
        let line_height = self.pen.typesetter.line_height(style);
        let lines = self.pen.typesetter.first_lines(text, style, self.right() - left, most);
        let top = self.bottom + theme.map.gap * 0.25;
        self.pen.column(&mut self.shapes, &lines, style, theme.color.muted, pos2(left, top + line_height / 2.0));
        self.bottom = top + lines.len() as f32 * line_height;
        Rect::from_min_max(pos2(left, top), pos2(self.right(), self.bottom))
    }

    fn icon(&mut self, icon: Icon, center: Pos2, size: f32) {
        self.shapes.push(Shape::Icon { icon, center, size, color: self.colors.mark });
    }

    fn quote(&mut self, text: &str, by: &str) {
        let theme = self.pen.theme;
        let (size, gap) = (theme.map.icon * 0.875, theme.map.gap);
        let line = self.pen.typesetter.line_height(TextStyle::new(Face::Regular, theme.map.body_text));
        self.icon(Icon::Quote, pos2(self.left() + size / 2.0, self.bottom + line / 2.0), size);
        let indent = size + gap * 0.75;
        self.text(text, indent);
        if !by.trim().is_empty() {
            // A name with a role or an occasion seldom fits into one line.
            self.small_lines(&format!("— {}", by.trim()), self.left() + indent, 2);
        }
    }

    fn link(&mut self, text: &str, url: &str) {
        let theme = self.pen.theme;
        let (size, gap) = (theme.map.icon * 0.875, theme.map.gap);
        let line = self.pen.typesetter.line_height(TextStyle::new(Face::Regular, theme.map.body_text));
        self.icon(Icon::Link, pos2(self.left() + size / 2.0, self.bottom + line / 2.0), size);
        let indent = size + gap * 0.75;
        let left = self.left() + indent;
        if text.trim().is_empty() {
            // Its address is its name until it gets one.
            let style = TextStyle::new(Face::Regular, theme.map.body_text);
            let shown = url.trim().trim_start_matches("https://").trim_end_matches('/');
            let lines = self.pen.typesetter.first_lines(shown, style, self.right() - left, 2);
            let start = pos2(left, self.bottom + line / 2.0);
            self.pen.column(&mut self.shapes, &lines, style, theme.color.ink, start);
            let bottom = self.bottom + lines.len() as f32 * line;
            self.title = Rect::from_min_max(pos2(left, self.bottom), pos2(self.right(), bottom));
            self.bottom = bottom;
        } else {
            self.text(text, indent);
        }
        let host = link_host(url);
        let row = self.small_lines(if host.is_empty() { "no address yet" } else { host }, left, 1);
        let text_right = self.shapes.iter().rev().find_map(|shape| match shape {
            Shape::Text(TextLine { baseline, width, .. }) => Some(baseline.x + width),
            Shape::Rect { .. }
            | Shape::Ellipse { .. }
            | Shape::Path { .. }
            | Shape::Icon { .. }
            | Shape::Image { .. } => None,
        });
        let mark = theme.map.small_text;
        let right = text_right.unwrap_or(left);
        if right + gap * 0.5 + mark <= self.right() {
            let center = pos2(right + gap * 0.5 + mark / 2.0, row.center().y);
            self.shapes.push(Shape::Icon { icon: Icon::ArrowUpRight, center, size: mark, color: theme.color.muted });
        }
        self.links.push(row);
    }

    fn picture(&mut self, caption: &str, bitmap: Option<&Arc<Bitmap>>) {
        let theme = self.pen.theme;
        let (gap, radius) = (theme.map.gap, (theme.map.card_radius - 3.0).max(0.0));
        let room = Rect::from_min_max(pos2(gap, gap), pos2(self.width - gap, gap));
        if let Some(bitmap) = bitmap {
            let size = picture_size(bitmap, room.width());
            let frame = Rect::from_min_size(room.min, vec2(room.width(), size.y));
            let rect = Rect::from_center_size(frame.center(), size);
            if rect.width() < frame.width() - 0.5 {
                // What is too narrow for the card lies on a mat, so that cards keep one edge.
                let fill = Some(theme.color.background);
                self.shapes.push(Shape::Rect { rect: frame, radius, fill, stroke: None });
            }
            self.shapes.push(Shape::Image { rect, radius, bitmap: Arc::clone(bitmap) });
            self.bottom = frame.bottom();
        }
        let line = self.pen.typesetter.line_height(TextStyle::new(Face::Regular, theme.map.body_text));
        if caption.trim().is_empty() {
            // A caption is typed over the lower edge of the picture; the card grows with the first letter.
            let top = (self.bottom - line).max(gap);
            self.title = Rect::from_min_max(pos2(self.left(), top), pos2(self.right(), top + line));
        } else {
            self.bottom += gap * 0.75;
            self.text(caption, 0.0);
        }
    }
}

/// How large a picture is shown in a card: as wide as there is room, in its proportions, unless it has fewer pixels
/// than that or would be too high. In points, at least 1.
fn picture_size(bitmap: &Bitmap, room: f32) -> Vec2 {
    let pixels = vec2(bitmap.width as f32, bitmap.height as f32);
    let width = room.min(pixels.x);
    let height = room * HIGHEST_PICTURE;
    let scale = (width / pixels.x).min(height / pixels.y);
    (pixels * scale).max(Vec2::splat(1.0))
}

/// The colors of a card: its own, else those of its lane.
fn card_colors(theme: &Theme, card: &Card, kind: LaneKind) -> CardColors {
    match card.tint.and_then(|tint| theme.color.tints.get(tint as usize)) {
        Some(tint) => CardColors { surface: tint.tint, mark: tint.strong },
        None => lane_colors(theme, kind),
    }
}

/// The color that marks the cards of such a lane, unless they have their own.
pub fn lane_mark(theme: &Theme, kind: LaneKind) -> Color {
    lane_colors(theme, kind).mark
}

fn lane_colors(theme: &Theme, kind: LaneKind) -> CardColors {
    let c = &theme.color;
    match kind {
        LaneKind::Touchpoints | LaneKind::Emotion | LaneKind::Metrics | LaneKind::Channels => {
            CardColors { surface: c.surface, mark: c.accent }
        }
        LaneKind::Actions => c.actions,
        LaneKind::Thoughts => c.thoughts,
        LaneKind::PainPoints => c.pain_points,
        LaneKind::Opportunities => c.opportunities,
        LaneKind::Evidence => c.evidence,
        LaneKind::Frontstage => c.frontstage,
        LaneKind::Backstage => c.backstage,
        LaneKind::Support => c.support,
        LaneKind::Notes => c.notes,
    }
}
