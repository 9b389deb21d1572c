//! What the card of a touchpoint looks like, around its own top left corner. Other cards are `card_body`'s; where
//! cards lie is the grid's.

use std::sync::Arc;

use super::figures::{ChipText, MAX_CHIPS, Tone};
use super::lens::{Tinted, phase_colors};
use super::status::status_mark;
use crate::analysis::KpiState;
use crate::base::{Color, Icon, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{LaneKind, Phase, Touchpoint};
use crate::scene::{Block, Face, Key, Picture, Role, Shape, Stroke, TextLine, TextStyle, Theme, Typesetter};

/// Of a longer text the map shows so many lines and "…": a card stays a card. The inspector has the whole text.
pub const MOST_LINES: usize = 12;

/// A card as drawn, measured from its top left corner.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub picture: Arc<Picture>,
    pub size: Vec2,
    /// Where its title or text stands, for editing in place.
    pub title: Rect,
    /// Its rows of figures, top to bottom.
    pub chips: Arc<[Rect]>,
}

/// What every drawing needs.
pub(crate) struct Pen<'a> {
    pub typesetter: &'a mut Typesetter,
    pub theme: &'a Theme,
}

impl Pen<'_> {
    /// Adds lines below each other from `start`: their left end, and the middle of the first one's capitals.
    pub(crate) fn column(
        &mut self,
        shapes: &mut Vec<Shape>,
        lines: &[crate::scene::text::Line],
        style: TextStyle,
        color: Color,
        start: Pos2,
    ) {
        let line_height = self.typesetter.line_height(style);
        let baseline = start.y + self.typesetter.middle_to_baseline(style);
        for (rank, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.is_empty()) {
            shapes.push(Shape::Text(TextLine {
                baseline: pos2(start.x, baseline + rank as f32 * line_height),
                text: Arc::clone(&line.text),
                face: style.face,
                size: style.size,
                color,
                width: line.width,
                runs_down: false,
                flow: line.flow,
            }));
        }
    }
}

/// What the card of a touchpoint shows beside the record itself.
pub(crate) struct TouchpointLook<'a> {
    /// How wide the card is, in points.
    pub width: f32,
    pub phase: Phase,
    /// How the lens shows it, if there is one.
    pub tinted: Option<&'a Tinted>,
    /// How its KPIs stand, the worst of them; `None` without any.
    pub kpi: Option<KpiState>,
    pub chips: &'a [ChipText],
}

/// The card of a touchpoint: icon, title, star, channel, and rows of figures.
pub(crate) fn draw_touchpoint(pen: &mut Pen<'_>, touchpoint: &Touchpoint, look: &TouchpointLook<'_>) -> Drawn {
    let (theme, sizes) = (pen.theme, pen.theme.map);
    let phase = phase_colors(theme, look.phase);
    let pad = sizes.gap * 1.25;
    let width = look.width;
    let title_style = TextStyle::new(Face::SemiBold, sizes.title_text);
    let label_style = TextStyle::new(Face::Regular, sizes.body_text);
    let title_height = pen.typesetter.line_height(title_style);
    let label_height = pen.typesetter.line_height(label_style);

    let text_left = pad + sizes.icon + sizes.gap;
    let star = touchpoint.is_moment_of_truth.then(|| pen.typesetter.line("★", title_style));
    let star_room = star.as_ref().map_or(0.0, |star| star.width + sizes.gap * 0.5);
    let status_side = sizes.icon * 0.58;
    let status_room = look.kpi.map_or(0.0, |_| status_side + sizes.gap * 0.5);
    let marks_room = star_room + status_room;
    let title_room = width - text_left - pad - marks_room;
    let title = pen.typesetter.first_lines(&touchpoint.title, title_style, title_room, MOST_LINES);
    let lens_color = look.tinted.and_then(|tinted| tinted.color);

    let first_middle = pad + sizes.icon / 2.0;
    let label_middle = first_middle + title.len() as f32 * title_height;
    let mut bottom = label_middle + label_height / 2.0;
    let chips: Vec<(&ChipText, f32)> = look
        .chips
        .iter()
        .take(MAX_CHIPS)
        .enumerate()
        .map(|(rank, chip)| {
            let top = bottom + sizes.gap * 0.5 + rank as f32 * (chip_height(theme) + sizes.gap * 0.5);
            (chip, top.round())
        })
        .collect();
    if let Some((_, top)) = chips.last() {
        bottom = top + chip_height(theme);
    }
    let height = (bottom + sizes.gap).round();

    let rect = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
    let outline_width = if lens_color.is_some() { sizes.outline * 1.5 } else { sizes.outline };
    let outline = Stroke::solid(outline_width, lens_color.unwrap_or(theme.color.outline));
    let strong = lens_color.unwrap_or(phase.strong);
    let mut shapes = vec![Shape::Rect {
        rect: rect.shrink(outline_width / 2.0),
        radius: sizes.card_radius,
        fill: Some(theme.color.surface),
        stroke: Some(outline),
    }];
    if let Some(color) = lens_color {
        shapes.push(mark(theme, rect.shrink2(vec2(0.0, sizes.card_radius)), color));
    }
    shapes.push(Shape::Icon {
        icon: touchpoint.channel.icon(),
        center: pos2(pad + sizes.icon / 2.0, first_middle),
        size: sizes.icon,
        color: strong,
    });
    pen.column(&mut shapes, &title, title_style, theme.color.ink, pos2(text_left, first_middle));
    if let Some(star) = star {
        let left = width - pad - status_room - star.width;
        pen.column(&mut shapes, &[star], title_style, theme.color.risk, pos2(left, first_middle));
    }
    if let Some(state) = look.kpi {
        let center = pos2(width - pad - status_side / 2.0, first_middle);
        shapes.push(status_mark(theme, center, status_side, state));
    }
    let tag = look.tinted.map_or("", |tinted| &*tinted.tag);
    let mut label_room = width - text_left - pad;
    if !tag.is_empty() {
        let tag_style = TextStyle::new(Face::SemiBold, sizes.small_text);
        let tag = pen.typesetter.first_lines(tag, tag_style, label_room * 0.6, 1);
        let tag_width = tag.first().map_or(0.0, |line| line.width);
        pen.column(&mut shapes, &tag, tag_style, theme.color.ink, pos2(width - pad - tag_width, label_middle));
        label_room -= tag_width + sizes.gap;
    }
    let label = pen.typesetter.first_lines(touchpoint.channel.label(), label_style, label_room, 1);
    pen.column(&mut shapes, &label, label_style, theme.color.muted, pos2(text_left, label_middle));
    let columns = ChipColumns::of(pen, chips.iter().map(|(chip, _)| *chip), width - 2.0 * pad);
    let mut chip_rects = Vec::with_capacity(chips.len());
    for (chip, top) in chips {
        let chip_rect = Rect::from_min_max(pos2(pad, top), pos2(width - pad, top + chip_height(theme)));
        draw_chip(pen, &mut shapes, chip, chip_rect, columns);
        chip_rects.push(chip_rect);
    }

    if touchpoint.session.is_some() {
        shapes.push(session_mark(theme, width));
    }
    let title_rect = Rect::from_min_max(
        pos2(text_left, first_middle - title_height / 2.0),
        pos2(width - pad - marks_room, label_middle - title_height / 2.0),
    );
    let block = Block { rect, fill: phase.tint, mark: Some(strong) };
    let mut name = format!("{}, {}", touchpoint.title, LaneKind::Touchpoints.item_label());
    if let Some(state) = look.kpi {
        name = format!("{name}, KPI: {}", state.label().to_lowercase());
    }
    if touchpoint.session.is_some() {
        name.push_str(SESSION_WORDS);
    }
    Drawn {
        picture: Arc::new(Picture {
            bounds: rect,
            items: shapes,
            block: Some(block),
            name,
            role: Role::Item(Key(touchpoint.id.0)),
        }),
        size: rect.size(),
        title: title_rect,
        chips: chip_rects.into(),
    }
}

/// Where the rows of figures of one card have their parts, so that these stand below each other.
#[derive(Clone, Copy)]
struct ChipColumns {
    /// How wide the changes' column is; zero without changes.
    change: f32,
    /// How wide the sparklines' column is; zero without sparklines.
    spark: f32,
}

impl ChipColumns {
    /// The columns for rows of that width. Sparklines are as wide as the names leave them room for, within limits.
    fn of<'a>(pen: &mut Pen<'_>, chips: impl Iterator<Item = &'a ChipText> + Clone, row_width: f32) -> Self {
        let sizes = pen.theme.map;
        let (value_style, change_style) = chip_styles(pen.theme);
        let inner = row_width - 2.0 * sizes.gap;
        let between = chip_between(pen.theme);
        let changes = chips.clone().filter(|chip| !chip.change.is_empty());
        let change = changes.map(|chip| pen.typesetter.width(&chip.change, change_style)).fold(0.0, f32::max);
        let change = change.min(inner * 0.4);
        let has_sparks = chips.clone().any(has_spark);
        let text = chips.map(|chip| pen.typesetter.width(&name_and_value(chip), value_style)).fold(0.0, f32::max);
        let left = inner - text - change - if change > 0.0 { 2.0 * between } else { between };
        let spark = if has_sparks { left.clamp(2.5 * sizes.gap, 4.5 * sizes.gap) } else { 0.0 };
        Self { change, spark }
    }
}

/// The styles of a figure and of its change.
fn chip_styles(theme: &Theme) -> (TextStyle, TextStyle) {
    let size = theme.map.small_text;
    (TextStyle::new(Face::Regular, size), TextStyle::new(Face::SemiBold, size))
}

fn chip_between(theme: &Theme) -> f32 {
    theme.map.gap * 0.75
}

fn has_spark(chip: &ChipText) -> bool {
    chip.spark.iter().flatten().count() >= 2
}

fn name_and_value(chip: &ChipText) -> String {
    if chip.name.is_empty() { chip.value.clone() } else { format!("{} {}", chip.name, chip.value) }
}

/// A figure's row: name and value, the change in its tone's color, and a sparkline.
fn draw_chip(pen: &mut Pen<'_>, shapes: &mut Vec<Shape>, chip: &ChipText, rect: Rect, columns: ChipColumns) {
    let (theme, sizes) = (pen.theme, pen.theme.map);
    shapes.push(Shape::Rect {
        rect,
        radius: sizes.card_radius - 2.0,
        fill: Some(theme.color.background),
        stroke: (theme.color.background == theme.color.surface).then(|| Stroke::solid(sizes.outline, theme.color.line)),
    });
    let tone = match chip.tone {
        Tone::Good => theme.color.good,
        Tone::Bad => theme.color.bad,
        Tone::Neutral => theme.color.muted,
    };
    let (value_style, change_style) = chip_styles(theme);
    let between = chip_between(theme);
    let inner = rect.shrink2(vec2(sizes.gap, 0.0));
    let spark_left = inner.right() - columns.spark;
    let change_right = if columns.spark > 0.0 { spark_left - between } else { inner.right() };
    let change_left = change_right - columns.change;
    let text_right = if columns.change > 0.0 { change_left - between } else { change_right };
    let text_room = text_right - inner.left();

    // The name may be cut, the value only where nothing else helps.
    let whole = name_and_value(chip);
    let is_whole = pen.typesetter.width(&whole, value_style) <= text_room;
    let name_room = text_room - pen.typesetter.width(&chip.value, value_style) - sizes.small_text * 0.3;
    let mut text = if is_whole { whole } else { chip.value.clone() };
    if !is_whole && name_room > sizes.small_text {
        let name = pen.typesetter.first_lines(&chip.name, value_style, name_room, 1);
        if let Some(name) = name.first().filter(|name| &*name.text != "…") {
            text = format!("{} {}", name.text, chip.value);
        }
    }
    let middle = inner.center().y;
    let text = pen.typesetter.first_lines(&text, value_style, text_room, 1);
    pen.column(shapes, &text, value_style, theme.color.ink, pos2(inner.left(), middle));
    if !chip.change.is_empty() {
        let change = pen.typesetter.first_lines(&chip.change, change_style, columns.change.max(1.0), 1);
        pen.column(shapes, &change, change_style, tone, pos2(change_left, middle));
    }
    if has_spark(chip) {
        let height = 0.5 * rect.height();
        let spark = Rect::from_min_size(pos2(spark_left, middle - height / 2.0), vec2(columns.spark, height));
        draw_spark(shapes, &chip.spark, spark, Stroke::solid(sizes.connector_width, tone));
    }
}

/// A line through the known values, from the lowest at the bottom to the highest at the top; gaps stay gaps.
fn draw_spark(shapes: &mut Vec<Shape>, values: &[Option<f64>], rect: Rect, stroke: Stroke) {
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        return;
    }
    let step = rect.width() / (values.len().max(2) - 1) as f32;
    let height_of = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        rect.bottom() - share as f32 * rect.height()
    };
    let mut points = Vec::new();
    for (rank, value) in values.iter().enumerate() {
        match value.filter(|value| value.is_finite()) {
            Some(value) => points.push(pos2(rect.left() + rank as f32 * step, height_of(value))),
            None => push_line(shapes, &mut points, stroke),
        }
    }
    push_line(shapes, &mut points, stroke);
}

fn push_line(shapes: &mut Vec<Shape>, points: &mut Vec<Pos2>, stroke: Stroke) {
    let points = std::mem::take(points);
    if points.len() >= 2 {
        shapes.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    }
}

/// What is said of a card that was added in a workshop.
pub(crate) const SESSION_WORDS: &str = ", added in a workshop";

/// The small flag in the upper right corner of a card or sticky that was added in a workshop.
pub(crate) fn session_mark(theme: &Theme, width: f32) -> Shape {
    let size = theme.map.gap * 1.1;
    let center = pos2(width - size * 0.75, size * 0.75);
    Shape::Icon { icon: Icon::Flag, center, size, color: theme.color.accent }
}

/// The narrow mark along a card's left edge.
pub(crate) fn mark(theme: &Theme, rect: Rect, color: Color) -> Shape {
    let width = 2.0 * theme.map.connector_width;
    let rect = Rect::from_min_size(rect.min, vec2(width, rect.height()));
    Shape::Rect { rect, radius: width / 2.0, fill: Some(color), stroke: None }
}

fn chip_height(theme: &Theme) -> f32 {
    2.5 * theme.map.gap
}
