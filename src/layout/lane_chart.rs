//! A small chart of the metrics lane, around its own top left corner: a headline, and a line, bars or the value.

use std::sync::Arc;

use super::card::Pen;
use super::figures::{ChartFigures, ChartPoint, Tone};
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{ChartForm, LaneKind};
use crate::scene::{Block, Face, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// All that a chart's picture depends on beside the theme.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChartLook {
    pub size: Vec2,
    pub form: ChartForm,
    pub color: Color,
    /// Whose figures these are, or empty where that is clear.
    pub title: String,
    /// In the metric's unit, and how it reads.
    pub target: Option<(f64, String)>,
    /// How many more charts there would be below.
    pub more: usize,
    pub figures: Option<Arc<ChartFigures>>,
}

/// Draws the chart.
pub(super) fn draw(pen: &mut Pen<'_>, look: &ChartLook) -> Picture {
    let theme = pen.theme;
    let bounds = Rect::from_min_size(Pos2::ZERO, look.size);
    let mut drawing = Drawing { pen, look, items: Vec::new() };
    let name = match &look.figures {
        None => {
            drawing.note(pos2(0.0, bounds.center().y), "No figures", look.size.x);
            "No figures".to_owned()
        }
        Some(figures) => {
            drawing.chart(figures);
            format!("{} {}", figures.name, figures.value)
        }
    };
    let items = drawing.items;
    let block =
        look.figures.as_ref().map(|_| Block { rect: bounds, fill: theme.color.background, mark: Some(look.color) });
    let whose = if look.title.is_empty() { String::new() } else { format!("{}, ", look.title) };
    Picture {
        bounds,
        items,
        block,
        name: format!("{whose}{name}, {}", LaneKind::Metrics.item_label()),
        role: Role::Figure,
    }
}

fn style(theme: &Theme, face: Face) -> TextStyle {
    TextStyle::new(face, theme.map.small_text)
}

struct Drawing<'a, 'p> {
    pen: &'a mut Pen<'p>,
    look: &'a ChartLook,
    items: Vec<Shape>,
}

impl Drawing<'_, '_> {
    fn chart(&mut self, figures: &ChartFigures) {
        let theme = self.pen.theme;
        let line_height = self.pen.typesetter.line_height(style(theme, Face::Regular));
        let mut top = 0.0;
        let more = if self.look.more > 0 { format!("+{} more", self.look.more) } else { String::new() };
        let more_width = self.pen.typesetter.width(&more, style(theme, Face::Regular));
        if !self.look.title.is_empty() {
            let text = self.look.title.clone();
            let room = self.look.size.x - more_width - theme.map.gap;
            self.note(pos2(0.0, line_height / 2.0), &text, room);
            top += line_height;
        }
        self.note(pos2(self.look.size.x - more_width, line_height / 2.0), &more, f32::INFINITY);
        let is_value = self.look.form == ChartForm::Value;
        let is_low = self.look.size.y - top < 2.5 * line_height;
        if is_value && !is_low {
            self.value(figures, top);
            return;
        }
        self.headline(figures, top + line_height / 2.0);
        top += line_height;
        let plot = Rect::from_min_max(
            pos2(0.0, top + 0.25 * theme.map.gap),
            pos2(self.look.size.x, self.look.size.y - 0.25 * theme.map.gap),
        );
        if figures.is_refused {
            self.note(pos2(0.0, top + line_height / 2.0), "per touchpoint only", self.look.size.x);
            return;
        }
        match self.look.form {
            ChartForm::Line => self.line(figures, plot),
            ChartForm::Bars => self.bars(figures, plot),
            ChartForm::Value => {}
        }
    }

    /// "visits 182k +6%", and the target at the right end where there is room.
    fn headline(&mut self, figures: &ChartFigures, middle: f32) {
        let theme = self.pen.theme;
        let bold = style(theme, Face::SemiBold);
        let between = 0.75 * theme.map.gap;
        let change_width =
            if figures.change.is_empty() { 0.0 } else { self.pen.typesetter.width(&figures.change, bold) + between };
        let value_width = self.pen.typesetter.width(&figures.value, bold) + 0.3 * bold.size;
        let name_room = (self.look.size.x - change_width - value_width).max(bold.size);
        let name = self.pen.typesetter.first_lines(&figures.name, bold, name_room, 1);
        let name = name.first().map(|line| line.text.to_string()).unwrap_or_default();
        let text = if name.is_empty() { figures.value.clone() } else { format!("{name} {}", figures.value) };
        let mut x = self.text(pos2(0.0, middle), &text, bold, theme.color.ink);
        if !figures.change.is_empty() {
            x = self.text(pos2(x + between, middle), &figures.change, bold, tone_color(theme, figures.tone));
        }
        if let Some((_, target)) = &self.look.target {
            let plain = style(theme, Face::Regular);
            let width = self.pen.typesetter.width(target, plain);
            let left = self.look.size.x - width;
            if left > x + between {
                let target = target.clone();
                self.text(pos2(left, middle), &target, plain, theme.color.muted);
            }
        }
    }

    /// The name, the value in large, its change, and the target.
    fn value(&mut self, figures: &ChartFigures, top: f32) {
        let theme = self.pen.theme;
        let (plain, bold) = (style(theme, Face::Regular), style(theme, Face::SemiBold));
        let line_height = self.pen.typesetter.line_height(plain);
        let name = self.pen.typesetter.first_lines(&figures.name, plain, self.look.size.x, 1);
        let middle = top + line_height / 2.0;
        self.pen.column(&mut self.items, &name, plain, theme.color.muted, pos2(0.0, middle));
        let large = TextStyle::new(Face::SemiBold, theme.map.stage_text * 1.5);
        let large_height = self.pen.typesetter.line_height(large);
        let middle = top + line_height + large_height / 2.0;
        let x = self.text(pos2(0.0, middle), &figures.value, large, theme.color.ink);
        if !figures.change.is_empty() {
            let tone = tone_color(theme, figures.tone);
            self.text(pos2(x + theme.map.gap, middle), &figures.change, bold, tone);
        }
        let below = match &self.look.target {
            _ if figures.is_refused => Some("per touchpoint only".to_owned()),
            Some((_, target)) => Some(target.clone()),
            None => None,
        };
        let middle = top + line_height + large_height + line_height / 2.0;
        if let Some(below) = below.filter(|_| middle + line_height / 2.0 <= self.look.size.y + 1.0) {
            self.note(pos2(0.0, middle), &below, self.look.size.x);
        }
    }

    fn line(&mut self, figures: &ChartFigures, plot: Rect) {
        let theme = self.pen.theme;
        let target = self.look.target.as_ref().map(|(value, _)| *value);
        let Some(scale) = Scale::of(&figures.points, target, None, plot) else { return };
        self.target_line(&scale, plot);
        let at = |point: &ChartPoint| pos2(scale.x(point), scale.y(point.value));
        let step = typical_step(&figures.points);
        let mut run: Vec<Pos2> = Vec::new();
        let mut last: Option<&ChartPoint> = None;
        for point in &figures.points {
            let is_gap = last.is_some_and(|last| point.from - last.from > 1.75 * step);
            let is_turn = last.is_some_and(|last| last.is_before && !point.is_before);
            if is_gap || is_turn {
                self.run(&mut run, last.is_some_and(|last| last.is_before));
                // The line goes on in its own color from where the period before left it.
                run.extend(last.filter(|_| is_turn && !is_gap).map(at));
            }
            run.push(at(point));
            last = Some(point);
        }
        self.run(&mut run, last.is_some_and(|last| last.is_before));
        if let Some(last) = last {
            let radius = Vec2::splat(1.5 * theme.map.connector_width);
            let color = if last.is_before { theme.color.connector } else { self.look.color };
            self.items.push(Shape::Ellipse { center: at(last), radius, fill: Some(color), stroke: None });
        }
    }

    /// A run of points without a gap; one point alone is a dot.
    fn run(&mut self, run: &mut Vec<Pos2>, is_before: bool) {
        let theme = self.pen.theme;
        let color = if is_before { theme.color.connector } else { self.look.color };
        let points = std::mem::take(run);
        match points.as_slice() {
            [] => {}
            [only] => {
                let radius = Vec2::splat(theme.map.connector_width);
                self.items.push(Shape::Ellipse { center: *only, radius, fill: Some(color), stroke: None });
            }
            _ => {
                let stroke = Some(Stroke::solid(theme.map.connector_width, color));
                self.items.push(Shape::Path { points, is_closed: false, fill: None, stroke });
            }
        }
    }

    fn bars(&mut self, figures: &ChartFigures, plot: Rect) {
        let theme = self.pen.theme;
        let target = self.look.target.as_ref().map(|(value, _)| *value);
        let Some(scale) = Scale::of(&figures.points, target, Some(0.0), plot) else { return };
        let base = scale.y(0.0);
        for point in &figures.points {
            let (left, right) = (plot.left() + point.from * plot.width(), plot.left() + point.to * plot.width());
            let inset = ((right - left) * 0.12).min(1.5);
            let y = scale.y(point.value);
            // A bar of nothing is still a mark: it is known to be nothing.
            let (top, bottom) = (y.min(base).min(base - 0.75), y.max(base));
            let rect =
                Rect::from_min_max(pos2(left + inset, top), pos2((right - inset).max(left + inset + 0.5), bottom));
            let color = if point.is_before { theme.color.connector } else { self.look.color };
            self.items.push(Shape::Rect { rect, radius: 0.0, fill: Some(color), stroke: None });
        }
        let stroke = Some(Stroke::solid(theme.map.outline, theme.color.outline));
        let points = vec![pos2(plot.left(), base), pos2(plot.right(), base)];
        self.items.push(Shape::Path { points, is_closed: false, fill: None, stroke });
        self.target_line(&scale, plot);
    }

    fn target_line(&mut self, scale: &Scale, plot: Rect) {
        let Some((target, _)) = &self.look.target else { return };
        let y = scale.y(*target);
        let stroke =
            Stroke { dash: Some((4.0, 3.0)), ..Stroke::solid(self.pen.theme.map.outline, self.pen.theme.color.muted) };
        let points = vec![pos2(plot.left(), y), pos2(plot.right(), y)];
        self.items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    }

    /// A line of quiet text from its left end and middle, cut where its room ends.
    fn note(&mut self, start: Pos2, text: &str, room: f32) {
        let theme = self.pen.theme;
        let style = style(theme, Face::Regular);
        let lines = self.pen.typesetter.first_lines(text, style, room.max(1.0), 1);
        self.pen.column(&mut self.items, &lines, style, theme.color.muted, start);
    }

    /// A line of text from its left end and middle. Returns where it ends.
    fn text(&mut self, start: Pos2, text: &str, style: TextStyle, color: Color) -> f32 {
        let line = self.pen.typesetter.line(text, style);
        let width = line.width;
        self.pen.column(&mut self.items, &[line], style, color, start);
        start.x + width
    }
}

/// From days and values to places.
struct Scale {
    low: f64,
    high: f64,
    plot: Rect,
}

impl Scale {
    /// A scale that holds every point, the target, and `base`; `None` without points.
    fn of(points: &[ChartPoint], target: Option<f64>, base: Option<f64>, plot: Rect) -> Option<Self> {
        if points.is_empty() {
            return None;
        }
        let values = points.iter().map(|point| point.value).chain(target).chain(base).filter(|v| v.is_finite());
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        (low <= high).then_some(Self { low, high, plot })
    }

    fn x(&self, point: &ChartPoint) -> f32 {
        // The dot at the end needs half its width.
        let inner = self.plot.shrink2(vec2(3.0, 0.0));
        inner.left() + (point.from + point.to) / 2.0 * inner.width()
    }

    fn y(&self, value: f64) -> f32 {
        let inner = self.plot.shrink2(vec2(0.0, 2.0));
        let share = if self.high > self.low { (value - self.low) / (self.high - self.low) } else { 0.5 };
        inner.bottom() - share as f32 * inner.height()
    }
}

/// How far most points stand from each other: what is measured once a week has no gaps between the weeks.
fn typical_step(points: &[ChartPoint]) -> f32 {
    let steps = points.windows(2).filter_map(|pair| match pair {
        [before, point] => Some(point.from - before.from),
        _ => None,
    });
    let mut steps: Vec<f32> = steps.collect();
    steps.sort_unstable_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(1.0)
}

fn tone_color(theme: &Theme, tone: Tone) -> Color {
    match tone {
        Tone::Good => theme.color.good,
        Tone::Bad => theme.color.bad,
        Tone::Neutral => theme.color.muted,
    }
}
