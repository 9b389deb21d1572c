//! The channels lane: a matrix of channel and step, with what happens where. A line runs from a channel's first use to
//! its last; in a stage that it drops out of, the line is broken and marked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::bands::{BandSpot, BandThing};
use super::card::Pen;
use super::frame::{header_pad, keep, lane_style, name_width};
use super::grid::{Grid, LaneRow, Span};
use super::groups::Groups;
use super::layouter::MapInput;
use super::lens::channel_colors;
use super::steps::Steps;
use crate::base::{Color, Icon, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{Channel, Lane, LaneId, Touchpoint, TouchpointId};
use crate::scene::{Block, Face, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// A row is at least so high, in small text sizes.
const ROW_HEIGHT: f32 = 1.9;
/// Where a step is narrower, in points, a use is a dot.
const MIN_PILL_WIDTH: f32 = 40.0;

/// What channels lanes show, and what was drawn of them last time.
#[derive(Default)]
pub(super) struct ChannelPlans {
    matrix: Matrix,
    /// Where the rows begin below each lane's top, and how high the lane is at least.
    lanes: BTreeMap<LaneId, (f32, f32)>,
    /// By lane, in the order of channels, then of columns.
    pills: BTreeMap<LaneId, Vec<Pill>>,
    lines: BTreeMap<LaneId, Vec<Arc<Picture>>>,
}

/// Which channel is used where; the same in every channels lane of a map.
#[derive(Default)]
struct Matrix {
    rows: Vec<Row>,
}

struct Row {
    channel: Channel,
    color: Color,
    /// The steps with a use, by column of the whole map, left to right.
    uses: Vec<Use>,
}

/// What happens on a channel in a column.
struct Use {
    /// Of the whole map.
    column: usize,
    /// Of the touchpoint, where it is only one.
    title: Option<Arc<Touchpoint>>,
    touchpoints: Arc<[TouchpointId]>,
}

/// The uses of a channel while they are gathered, column by column.
#[derive(Default)]
struct Uses<'a> {
    column: usize,
    /// In that column.
    here: Vec<&'a Arc<Touchpoint>>,
    finished: Vec<Use>,
    /// How many of the last map's uses were passed.
    passed: usize,
}

impl Uses<'_> {
    /// Ends the column. Its list is the last map's if that has the same: most columns stay as they are.
    fn finish(&mut self, last: Option<&Vec<Use>>) {
        let Some(first) = self.here.first() else { return };
        let ids = || self.here.iter().map(|touchpoint| touchpoint.id);
        // A column that came or went puts the others one aside.
        let around = self.passed.saturating_sub(1)..=self.passed + 1;
        let mut before = around.filter_map(|at| Some((at, last?.get(at)?)));
        let touchpoints = match before.find(|(_, known)| known.touchpoints.iter().copied().eq(ids())) {
            Some((at, known)) => {
                self.passed = at + 1;
                Arc::clone(&known.touchpoints)
            }
            None => {
                self.passed += 1;
                ids().collect()
            }
        };
        let title = (self.here.len() == 1).then(|| Arc::clone(first));
        self.finished.push(Use { column: self.column, title, touchpoints });
        self.here.clear();
    }
}

/// A use as it was drawn last.
struct Pill {
    channel: Channel,
    column: usize,
    look: PillLook,
    picture: Arc<Picture>,
}

/// All that a pill's picture depends on beside the theme.
struct PillLook {
    text: String,
    size: Vec2,
    color: Color,
}

/// What a channel does in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// Used here: the first and last column of use, and whether also before and after.
    Used {
        first: usize,
        last: usize,
        is_used_before: bool,
        is_used_after: bool,
    },
    /// Not used here, but before and after.
    DroppedOut,
    Absent,
}

impl Row {
    fn presence(&self, columns: std::ops::Range<usize>) -> Presence {
        let start = self.uses.partition_point(|it| it.column < columns.start);
        let end = self.uses.partition_point(|it| it.column < columns.end);
        let (is_used_before, is_used_after) = (start > 0, end < self.uses.len());
        let column = |at: usize| self.uses.get(at).map(|it| it.column);
        match (column(start), end.checked_sub(1).and_then(column)) {
            (Some(first), Some(last)) if start < end => Presence::Used { first, last, is_used_before, is_used_after },
            _ if is_used_before && is_used_after => Presence::DroppedOut,
            _ => Presence::Absent,
        }
    }
}

impl ChannelPlans {
    pub(super) fn plan(&mut self, pen: &mut Pen<'_>, input: &MapInput<'_>, steps: &Steps<'_>, lanes: &[&Lane]) {
        let last = std::mem::take(&mut self.matrix);
        self.lanes.clear();
        let Some(journey) = input.project.journeys.get(&input.journey).filter(|_| !lanes.is_empty()) else {
            self.pills.clear();
            self.lines.clear();
            return;
        };
        let last_uses: BTreeMap<Channel, Vec<Use>> = last.rows.into_iter().map(|row| (row.channel, row.uses)).collect();
        let mut by_channel: BTreeMap<Channel, Uses> = BTreeMap::new();
        for (column, touchpoints) in steps.columns().enumerate() {
            for touchpoint in touchpoints {
                let uses = by_channel.entry(touchpoint.channel).or_default();
                if uses.column != column {
                    uses.finish(last_uses.get(&touchpoint.channel));
                    uses.column = column;
                }
                uses.here.push(touchpoint);
            }
        }
        let colors = channel_colors(input.project, journey, input.theme);
        let color = |channel: &Channel| colors.get(channel).copied().unwrap_or(input.theme.color.accent);
        let rows = by_channel.into_iter().map(|(channel, mut uses)| {
            uses.finish(last_uses.get(&channel));
            Row { channel, color: color(&channel), uses: uses.finished }
        });
        self.matrix.rows = rows.collect();
        for lane in lanes {
            let style = lane_style(input.theme);
            let pad = header_pad(input.theme);
            let width = name_width(input.theme, input.theme.map.lane_header_width);
            let name_lines = pen.typesetter.first_lines(&lane.name, style, width, super::card::MOST_LINES).len();
            let top = pad + name_lines as f32 * pen.typesetter.line_height(style) + 0.25 * input.theme.map.gap;
            let rows = self.matrix.rows.len().max(1) as f32;
            self.lanes.insert(lane.id, (top, top + rows * row_height(input.theme) + 0.5 * input.theme.map.gap));
        }
    }

    pub(super) fn height(&self, lane: LaneId) -> f32 {
        self.lanes.get(&lane).map_or(0.0, |(_, height)| *height)
    }

    /// The stretch of a row of a lane of that height, from the lane's top.
    fn row_y(&self, theme: &Theme, lane: LaneId, height: f32, row: usize) -> Option<Span> {
        let (top, _) = self.lanes.get(&lane)?;
        let rows = self.matrix.rows.len().max(1) as f32;
        let each = ((height - top - 0.5 * theme.map.gap) / rows).max(row_height(theme));
        let from = top + row as f32 * each;
        Some(Span { from, to: from + each })
    }

    /// Names the rows in the lane's header.
    pub(super) fn push_header(&self, pen: &mut Pen<'_>, lane: LaneId, height: f32, header: &mut Picture) {
        let theme = pen.theme;
        let style = TextStyle::new(Face::Regular, theme.map.small_text);
        let (pad, icon) = (0.75 * theme.map.gap, theme.map.small_text + 1.0);
        for (rank, row) in self.matrix.rows.iter().enumerate() {
            let Some(y) = self.row_y(theme, lane, height, rank) else { return };
            let center = pos2(pad + icon / 2.0, y.middle());
            header.items.push(Shape::Icon { icon: row.channel.icon(), center, size: icon, color: row.color });
            let left = pad + icon + 0.5 * theme.map.gap;
            let room = header.bounds.width() - left - 0.25 * theme.map.gap;
            let name = pen.typesetter.first_lines(row.channel.label(), style, room, 1);
            pen.column(&mut header.items, &name, style, theme.color.ink, pos2(left, y.middle()));
        }
    }
}

fn row_height(theme: &Theme) -> f32 {
    (theme.map.small_text * ROW_HEIGHT).round()
}

/// Draws the matrix of a lane.
pub(super) fn push(
    plans: &mut ChannelPlans,
    pen: &mut Pen<'_>,
    grid: &Grid,
    row: &LaneRow,
    groups: &mut Groups,
    spots: &mut Vec<BandSpot>,
) {
    let theme = pen.theme;
    let height = row.y.to - row.y.from;
    let rows: Option<Vec<Span>> =
        (0..plans.matrix.rows.len()).map(|rank| plans.row_y(theme, row.id, height, rank)).collect();
    let Some(rows) = rows else { return };
    let last_lines = plans.lines.remove(&row.id).unwrap_or_default();
    let mut lines = Vec::with_capacity(grid.stages.len());
    for rank in 0..grid.stages.len() {
        let Some(picture) = stage_lines(&plans.matrix, theme, grid, rank, row, &rows, spots) else { continue };
        let picture = keep(last_lines.get(rank), picture);
        groups.push(Pos2::ZERO, &picture);
        lines.push(picture);
    }
    plans.lines.insert(row.id, lines);
    if plans.matrix.rows.is_empty() {
        let style = TextStyle::new(Face::Regular, theme.map.small_text);
        let text = pen.typesetter.line("No touchpoints yet", style);
        let left = grid.stages.first().map_or(grid.lane_headers_x.to, |stage| stage.x.from) + theme.map.gap;
        let mut items = Vec::new();
        let bounds = Rect::from_min_max(pos2(left, row.y.from), pos2(left + text.width, row.y.to));
        pen.column(&mut items, &[text], style, theme.color.muted, pos2(left, row.y.middle()));
        let picture = Arc::new(Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration });
        groups.push(Pos2::ZERO, &picture);
    }
    push_pills(plans, pen, grid, row, &rows, groups, spots);
}

fn push_pills(
    plans: &mut ChannelPlans,
    pen: &mut Pen<'_>,
    grid: &Grid,
    lane: &LaneRow,
    rows: &[Span],
    groups: &mut Groups,
    spots: &mut Vec<BandSpot>,
) {
    let gap = pen.theme.map.gap;
    let last = plans.pills.remove(&lane.id).unwrap_or_default();
    let mut pills = Vec::with_capacity(last.len());
    let mut last = last.into_iter().peekable();
    for (row, y) in plans.matrix.rows.iter().zip(rows) {
        for Use { column, title, touchpoints } in &row.uses {
            let stage = grid.stage_of_column.get(*column).and_then(|rank| grid.stages.get(*rank as usize));
            let (Some(x), Some(stage)) = (grid.columns.get(*column), stage) else { continue };
            if stage.is_collapsed {
                continue;
            }
            let height = (y.to - y.from - 0.5 * gap).min(2.0 * row_height(pen.theme)).round();
            let top = (lane.y.from + y.middle() - height / 2.0).round();
            let rect = Rect::from_min_max(pos2(x.from, top), pos2(x.to, top + height));
            let text = match title {
                Some(only) => Cow::Borrowed(only.title.as_str()),
                None => Cow::Owned(format!("{} touchpoints", touchpoints.len())),
            };
            let key = (row.channel, *column);
            while last.peek().is_some_and(|pill| (pill.channel, pill.column) < key) {
                last.next();
            }
            let before = last.next_if(|pill| (pill.channel, pill.column) == key);
            let is_same = |look: &PillLook| look.text == text && look.size == rect.size() && look.color == row.color;
            let pill = before.filter(|pill| is_same(&pill.look)).unwrap_or_else(|| {
                let look = PillLook { text: text.into_owned(), size: rect.size(), color: row.color };
                let picture = Arc::new(draw_pill(pen, &look, row.channel));
                Pill { channel: row.channel, column: *column, look, picture }
            });
            groups.push(rect.min, &pill.picture);
            pills.push(pill);
            let (touchpoints, what) = (Arc::clone(touchpoints), BandThing::Use(row.channel));
            spots.push(BandSpot { lane: lane.id, stage: stage.id, rect, touchpoints, what });
        }
    }
    plans.pills.insert(lane.id, pills);
}

/// A use: an outline and a dot in the channel's color, and what happens there. The words carry it without the color.
fn draw_pill(pen: &mut Pen<'_>, look: &PillLook, channel: Channel) -> Picture {
    let theme = pen.theme;
    let rect = Rect::from_min_size(Pos2::ZERO, look.size);
    let middle = rect.center().y;
    let mut items = Vec::new();
    let dot = |center: Pos2, radius: f32| Shape::Ellipse {
        center,
        radius: Vec2::splat(radius),
        fill: Some(look.color),
        stroke: None,
    };
    if look.size.x < MIN_PILL_WIDTH {
        items.push(dot(rect.center(), (look.size.x.min(look.size.y) / 2.0).min(6.0)));
    } else {
        items.push(Shape::Rect {
            rect: rect.shrink(theme.map.outline / 2.0),
            radius: look.size.y / 2.0,
            fill: Some(theme.color.surface),
            stroke: Some(Stroke::solid(theme.map.outline, look.color)),
        });
        let radius = 0.3 * theme.map.small_text;
        items.push(dot(pos2(theme.map.gap + radius, middle), radius));
        let left = 1.75 * theme.map.gap + 2.0 * radius;
        let style = TextStyle::new(Face::Regular, theme.map.small_text);
        let text = pen.typesetter.first_lines(&look.text, style, look.size.x - left - theme.map.gap, 1);
        pen.column(&mut items, &text, style, theme.color.ink, pos2(left, middle));
    }
    let block = Block { rect, fill: look.color, mark: None };
    Picture {
        bounds: rect,
        items,
        block: Some(block),
        name: format!("{}: {}", channel.label(), look.text),
        role: Role::Figure,
    }
}

/// The lines of a stage: from where the stage begins to where it ends, whatever stands between.
fn stage_lines(
    matrix: &Matrix,
    theme: &Theme,
    grid: &Grid,
    rank: usize,
    lane: &LaneRow,
    rows: &[Span],
    spots: &mut Vec<BandSpot>,
) -> Option<Picture> {
    let stage = grid.stages.get(rank)?;
    let before = rank.checked_sub(1).and_then(|rank| grid.stages.get(rank));
    let after = grid.stages.get(rank + 1);
    let left = before.map_or(stage.x.from, |before| (before.x.to + stage.x.from) / 2.0);
    let right = after.map_or(stage.x.to, |after| (stage.x.to + after.x.from) / 2.0);
    let bounds = Rect::from_min_max(pos2(left, lane.y.from), pos2(right, lane.y.to));
    let mut items = Vec::new();
    for (row, y) in matrix.rows.iter().zip(rows) {
        let middle = lane.y.from + y.middle();
        let mut line = |from: f32, to: f32, stroke: Stroke| {
            let points = vec![pos2(from, middle), pos2(to, middle)];
            items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
        };
        let solid = Stroke::solid(theme.map.connector_width, row.color);
        match row.presence(stage.first_column..stage.first_column + stage.columns) {
            Presence::Used { first, last, is_used_before, is_used_after } => {
                let (Some(first_x), Some(last_x)) = (grid.columns.get(first), grid.columns.get(last)) else { continue };
                let from = if is_used_before { left } else { first_x.from };
                let ends = !is_used_after && after.is_some();
                // Past its last use a channel ends at a bar, before the journey does.
                let end = last_x.to + 0.75 * theme.map.gap;
                let to = match (is_used_after, ends) {
                    (true, _) => right,
                    (false, true) => end,
                    (false, false) => last_x.to,
                };
                line(from, to, solid);
                if ends && !stage.is_collapsed {
                    let half = 0.25 * (y.to - y.from).min(row_height(theme));
                    let points = vec![pos2(end, middle - half), pos2(end, middle + half)];
                    let stroke = Stroke { width: 1.5 * solid.width, ..solid };
                    items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
                    let rect = Rect::from_center_size(pos2(end, middle), Vec2::splat(1.25 * theme.map.gap));
                    let what = BandThing::LastUse(row.channel);
                    let touchpoints = row.uses.last().map(|last| Arc::clone(&last.touchpoints)).unwrap_or_default();
                    spots.push(BandSpot { lane: lane.id, stage: stage.id, rect, touchpoints, what });
                }
            }
            Presence::DroppedOut if stage.is_collapsed => {}
            Presence::DroppedOut => {
                let dashed = Stroke { dash: Some((2.0, 4.0)), ..Stroke::solid(theme.map.outline, theme.color.risk) };
                let center = pos2((stage.x.from + stage.x.to) / 2.0, middle);
                let size = theme.map.small_text + 1.0;
                line(left, center.x - size, dashed);
                line(center.x + size, right, dashed);
                items.push(Shape::Icon { icon: Icon::CircleSlash, center, size, color: theme.color.risk });
                let rect = Rect::from_center_size(center, vec2(2.0 * size, y.to - y.from));
                let what = BandThing::DropOut(row.channel);
                spots.push(BandSpot { lane: lane.id, stage: stage.id, rect, touchpoints: Arc::default(), what });
            }
            Presence::Absent => {}
        }
        let guide = Stroke::solid(theme.map.outline, theme.color.grid);
        let below = lane.y.from + y.to;
        let points = vec![pos2(left, below), pos2(right, below)];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(guide) });
    }
    Some(Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration })
}
