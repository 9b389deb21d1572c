//! Free notes, on top of everything else on the map: where each lies, what it looks like, and the way back from a
//! place to what a note there would hang on.

use std::sync::Arc;

use super::card::{MOST_LINES, Pen, SESSION_WORDS, session_mark};
use super::grid::Grid;
use super::groups::Groups;
use super::map::Map;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{Spot, Sticky, StickyColor, StickyId};
use crate::scene::theme::CardColors;
use crate::scene::{Block, Face, Key, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// Where the stickies lie, in the order of painting, which is that of ids, and the group of the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Stickies {
    pub placed: Vec<(StickyId, Rect)>,
    pub first_group: usize,
    /// How far the map reaches for their sake, margins included.
    pub reach: Vec2,
}

/// A sticky as it was drawn last.
pub(super) struct Paper {
    /// Held, so that its address stays its own.
    record: Arc<Sticky>,
    picture: Arc<Picture>,
    size: Vec2,
}

/// Puts the journey's stickies on top of the groups. `kept` are the papers of
/// last time, in the order of ids, and those of this time afterward.
pub(super) fn push<'a>(
    pen: &mut Pen<'_>,
    stickies: impl Iterator<Item = &'a Arc<Sticky>>,
    grid: &Grid,
    kept: &mut Vec<Paper>,
    groups: &mut Groups,
) -> Stickies {
    let theme = pen.theme;
    let mut old = std::mem::take(kept).into_iter().peekable();
    let mut found = Stickies { placed: Vec::new(), first_group: groups.len(), reach: Vec2::ZERO };
    for sticky in stickies {
        while old.peek().is_some_and(|paper| paper.record.id < sticky.id) {
            old.next();
        }
        let before = old.next_if(|paper| paper.record.id == sticky.id);
        let paper = match before {
            Some(paper) if looks_alike(&paper.record, sticky) => Paper { record: Arc::clone(sticky), ..paper },
            Some(_) | None => {
                let picture = draw(pen, sticky);
                let size = paper_of(&picture);
                Paper { record: Arc::clone(sticky), picture: Arc::new(picture), size }
            }
        };
        let corner = on_map(theme, grid, corner_of(grid, sticky.spot));
        let rect = Rect::from_min_size(corner, paper.size);
        found.reach = found.reach.max(rect.max.to_vec2() + Vec2::splat(theme.map.margin));
        groups.push(corner, &paper.picture);
        found.placed.push((sticky.id, rect));
        kept.push(paper);
    }
    found
}

/// Whether one can be drawn as the other was.
fn looks_alike(a: &Sticky, b: &Sticky) -> bool {
    a.text == b.text && a.color == b.color && a.session.is_some() == b.session.is_some()
}

/// The upper left corner that a spot names. A stage or lane that is not shown counts from the map's own edge.
fn corner_of(grid: &Grid, spot: Spot) -> Pos2 {
    let stage = spot.stage.and_then(|id| grid.stages.get(grid.stage_rank(id)?));
    let lane = spot.lane.and_then(|id| grid.lanes.get(grid.lane_rank(id)?));
    spot.at + vec2(stage.map_or(0.0, |stage| stage.x.from), lane.map_or(0.0, |lane| lane.y.from))
}

/// The nearest corner at which a sticky is still on the map, or just beside it: what shrank, or was written by hand,
/// must not put it out of reach.
fn on_map(theme: &Theme, grid: &Grid, corner: Pos2) -> Pos2 {
    let least = theme.map.gap / 2.0;
    let most = grid.size.max(Vec2::splat(least));
    let within = |at: f32, most: f32| if at.is_finite() { at.clamp(least, most) } else { least };
    pos2(within(corner.x, most.x), within(corner.y, most.y))
}

/// Around its own corner: the paper, and a shadow that stands out from it.
fn draw(pen: &mut Pen<'_>, sticky: &Sticky) -> Picture {
    let (theme, sizes) = (pen.theme, pen.theme.map);
    let colors = sticky_colors(theme, sticky.color);
    let style = TextStyle::new(Face::Regular, sizes.body_text);
    let line_height = pen.typesetter.line_height(style);
    let pad = pad(theme);
    let fold = sizes.gap * 1.5;
    let width = sizes.sticky_width;
    let lines = pen.typesetter.first_lines(&sticky.text, style, width - 2.0 * pad, MOST_LINES);
    // Two lines of paper at least, and the fold below the last word.
    let height = (lines.len().max(2) as f32 * line_height + pad + fold.max(pad)).round();
    let paper = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
    let shadow = vec2(0.0, sizes.gap * 0.25);
    let stroke = Stroke::solid(sizes.outline, colors.mark);
    let edge = paper.shrink(sizes.outline / 2.0);
    let [under, beside] = [pos2(edge.max.x - fold, edge.max.y), pos2(edge.max.x, edge.max.y - fold)];
    let outline = vec![edge.min, edge.right_top(), beside, under, edge.left_bottom()];
    let mut items = Vec::with_capacity(lines.len() + 3);
    if theme.color.shadow.a > 0 {
        let points = outline.iter().map(|point| *point + shadow).collect();
        items.push(Shape::Path { points, is_closed: true, fill: Some(theme.color.shadow), stroke: None });
    }
    items.push(Shape::Path { points: outline, is_closed: true, fill: Some(colors.surface), stroke: Some(stroke) });
    let turned = Some(colors.mark.with_opacity(0.3).over(colors.surface));
    let corner = vec![under, pos2(under.x, beside.y), beside];
    items.push(Shape::Path { points: corner, is_closed: true, fill: turned, stroke: Some(stroke) });
    pen.column(&mut items, &lines, style, theme.color.ink, pos2(pad, pad + line_height / 2.0));
    if sticky.session.is_some() {
        items.push(session_mark(theme, width));
    }
    let block = Block { rect: paper, fill: colors.surface, mark: Some(colors.mark) };
    let bounds = paper.union(paper.translate(shadow));
    Picture { bounds, items, block: Some(block), name: name_of(sticky), role: Role::Note(Key(sticky.id.0)) }
}

/// The paper without its shadow.
fn paper_of(picture: &Picture) -> Vec2 {
    picture.block.map_or(picture.bounds.size(), |block| block.rect.size())
}

/// Between the paper's edge and its text.
pub(super) fn pad(theme: &Theme) -> f32 {
    theme.map.gap * 1.25
}

fn name_of(sticky: &Sticky) -> String {
    let (text, color) = (sticky.text.trim(), sticky.color.label().to_lowercase());
    let from = if sticky.session.is_some() { SESSION_WORDS } else { "" };
    if text.is_empty() { format!("{color} sticky{from}") } else { format!("{text}, {color} sticky{from}") }
}

/// The theme's paper of that color.
pub fn sticky_colors(theme: &Theme, color: StickyColor) -> CardColors {
    let paper = theme.color.stickies.get(color as usize).copied();
    paper.unwrap_or(CardColors { surface: theme.color.notice_tint, mark: theme.color.risk })
}

impl Map {
    /// The topmost sticky there.
    pub fn sticky_at(&self, pos_in_map: Pos2) -> Option<StickyId> {
        self.stickies.placed.iter().rev().find(|(_, rect)| rect.contains(pos_in_map)).map(|(id, _)| *id)
    }

    /// The stickies that a rectangle touches, in reading order.
    pub fn stickies_in(&self, rect: Rect) -> Vec<StickyId> {
        self.stickies_in_order().filter(|(_, paper)| paper.intersects(rect)).map(|(id, _)| id).collect()
    }

    /// Every sticky, from the top and, at one height, from the left.
    pub fn stickies_in_order(&self) -> impl Iterator<Item = (StickyId, Rect)> {
        let mut placed = self.stickies.placed.clone();
        placed.sort_by(|(_, a), (_, b)| a.min.y.total_cmp(&b.min.y).then(a.min.x.total_cmp(&b.min.x)));
        placed.into_iter()
    }

    /// Where the text of a sticky stands, for editing in place.
    pub fn sticky_text_rect(&self, sticky: StickyId) -> Option<Rect> {
        let (_, rect) = self.stickies.placed.iter().find(|(id, _)| *id == sticky)?;
        Some(rect.shrink(self.grid.gap * 1.25))
    }

    /// What a sticky hangs on whose upper left corner is put there: the stage and the lane under the corner, so that
    /// it goes along with them.
    pub fn spot_at(&self, corner_in_map: Pos2) -> Spot {
        let grid = &self.grid;
        let most = grid.size.max(Vec2::ZERO);
        let corner = pos2(corner_in_map.x.clamp(0.0, most.x), corner_in_map.y.clamp(0.0, most.y)).round();
        // Between two stages, and beyond the last, a sticky goes along with the one before it.
        let stage = grid.stages.iter().rev().find(|stage| stage.x.from <= corner.x);
        let lane = grid.lanes.iter().rev().find(|lane| lane.y.from <= corner.y);
        let from = vec2(stage.map_or(0.0, |stage| stage.x.from), lane.map_or(0.0, |lane| lane.y.from));
        Spot { stage: stage.map(|stage| stage.id), lane: lane.map(|lane| lane.id), at: corner - from }
    }

    /// Where a sticky would hang after a move by so many points, or `None` if it is not on this map.
    pub fn spot_moved(&self, sticky: StickyId, by: Vec2) -> Option<Spot> {
        let (_, rect) = self.stickies.placed.iter().find(|(id, _)| *id == sticky)?;
        Some(self.spot_at(rect.min + by))
    }
}
