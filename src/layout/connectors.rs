//! Routes, labels and draws the connectors of a map, and keeps what it has made for the next one: while a card is
//! dragged, only the ways that it touches are looked for anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::Pen;
use super::connector_look::{self, Label, LabelRoom};
use super::fade;
use super::grid::Grid;
use super::groups::Groups;
use super::label::Labels;
use super::map::Link;
use super::ports::{self, Planned};
use super::route::{self, Columns, Ends, Route, Way};
use super::tracks;
use crate::base::Rect;
use crate::model::{Connector, ConnectorId};
use crate::scene::Picture;

/// The connectors as they were last, in the order of ids.
#[derive(Default)]
pub(super) struct Connectors {
    kept: Vec<Kept>,
    /// The grid of last time, by which ways are kept.
    grid: Arc<Grid>,
}

struct Kept {
    id: ConnectorId,
    /// Held, so that its address stays its own.
    record: Arc<Connector>,
    label: Option<(LabelRoom, Label)>,
    sketch: Option<Sketch>,
    drawn: Option<Drawn>,
}

/// How a connector ran last time, before it was moved aside for others.
#[derive(Clone, Copy)]
struct Sketch {
    ends: Ends,
    /// As if it were alone at its cards.
    plain: Route,
    /// With its place at each card's edge.
    route: Route,
}

/// A picture and what it was drawn from, around the start of the way.
struct Drawn {
    way: Way,
    label: Option<(LabelRoom, Rect)>,
    is_dimmed: bool,
    line: Arc<Picture>,
    words: Option<Arc<Picture>>,
}

/// A connector of this map.
pub(super) struct Pending {
    kept: usize,
    /// Ranks of the touchpoints in reading order.
    from: usize,
    to: usize,
    columns: Columns,
}

impl Kept {
    fn new(record: &Arc<Connector>) -> Self {
        Self { id: record.id, record: Arc::clone(record), label: None, sketch: None, drawn: None }
    }

    /// How high a label on a leg that passes columns is; `None` without one.
    fn leg_label(&self) -> Option<f32> {
        match &self.label {
            Some((LabelRoom::Leg, label)) => Some(label.size.y),
            Some((LabelRoom::Gutter | LabelRoom::Edge | LabelRoom::Sign, _)) | None => None,
        }
    }

    fn ends(&self, link: &Pending, grid: &Grid) -> Ends {
        let rect_of = |rank: usize| grid.items.get(rank).map_or(Rect::ZERO, |placed| placed.rect);
        let clearance = self.leg_label().map_or(0.0, |height| height / 2.0 + 1.0);
        Ends { from: rect_of(link.from), to: rect_of(link.to), columns: link.columns, clearance }
    }
}

impl Connectors {
    /// The journey's connectors with the columns that they link, and their labels broken into lines.
    pub(super) fn pending(
        &mut self,
        pen: &mut Pen<'_>,
        table: &BTreeMap<ConnectorId, Arc<Connector>>,
        grid: &Grid,
    ) -> Vec<Pending> {
        self.follow(table);
        let column_of = |rank: usize| grid.items.get(rank).map(|placed| placed.column as usize);
        let mut pending = Vec::with_capacity(self.kept.len());
        for (at, kept) in self.kept.iter_mut().enumerate() {
            let connector = &kept.record;
            let ranks = (grid.touchpoint_ranks.get(connector.from.0), grid.touchpoint_ranks.get(connector.to.0));
            let (Some(from), Some(to)) = ranks else { continue };
            let (Some(from_column), Some(to_column)) = (column_of(from), column_of(to)) else { continue };
            if from == to {
                continue;
            }
            let columns = Columns { from: from_column, to: to_column }.without_closed(grid);
            let is_at_edge = || (columns.last_gutter()..grid.columns.len()).all(|column| grid.is_closed(column));
            let room = match columns.are_neighbors() {
                true if is_at_edge() => LabelRoom::Edge,
                true => LabelRoom::Gutter,
                false => LabelRoom::Leg,
            };
            if kept.label.as_ref().is_none_or(|(known, _)| *known != room) {
                let text = connector.label.trim();
                kept.label = (!text.is_empty()).then(|| (room, Label::new(pen, text, room)));
            }
            pending.push(Pending { kept: at, from, to, columns });
        }
        pending
    }

    /// How wide each gutter must be for the labels that stand in it; zero without any.
    pub(super) fn label_widths(&self, pending: &[Pending], gutters: usize) -> Vec<f32> {
        let mut widths = vec![0.0_f32; gutters];
        for link in pending.iter().filter(|link| link.columns.are_neighbors()) {
            let label = self.kept.get(link.kept).and_then(|kept| kept.label.as_ref());
            if let (Some((_, label)), Some(width)) = (label, widths.get_mut(link.columns.last_gutter())) {
                *width = width.max(label.size.x);
            }
        }
        widths
    }

    /// How much the space above each lane must grow, so that ways which pass there above each other have a row each
    /// and no label covers another way; empty where nothing must.
    pub(super) fn row_rooms(&self, pending: &[Pending], grid: &Grid) -> Vec<f32> {
        /// More rows than this would tear the map apart.
        const MOST_ROWS: usize = 8;
        /// The lane below, and from where to where it runs.
        type Leg = (usize, f32, f32);
        let leg = |link: &Pending| -> Option<Leg> {
            let route = route::plain(grid, &self.kept.get(link.kept)?.ends(link, grid))?;
            let across = route.across.filter(|across| across.is_between_lanes)?;
            let lane = grid.lane_below(across.y);
            Some((lane, route.first_x.min(across.last_x), route.first_x.max(across.last_x)))
        };
        let label = |link: &Pending| self.kept.get(link.kept).and_then(Kept::leg_label);
        let labeled = pending.iter().filter_map(|link| Some((label(link)?, leg(link)?.0)));
        let mut rows: BTreeMap<usize, f32> = BTreeMap::new();
        for (height, lane) in labeled {
            let row = rows.entry(lane).or_default();
            *row = row.max(height + 1.0);
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let mut legs: Vec<Leg> = pending.iter().filter(|link| !link.columns.are_neighbors()).filter_map(leg).collect();
        legs.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut rooms = vec![0.0; grid.lanes.len()];
        for run in legs.chunk_by(|a, b| a.0 == b.0) {
            let lane = run.first().map_or(0, |leg| leg.0);
            let (Some(row), Some(room)) = (rows.get(&lane), rooms.get_mut(lane)) else { continue };
            let mut ends: Vec<f32> = Vec::new();
            for (_, from, to) in run {
                match ends.iter_mut().find(|end| **end <= *from) {
                    Some(end) => *end = *to,
                    None => ends.push(*to),
                }
            }
            let space = grid.space_above(lane);
            if ends.len() > 1 {
                *room = (ends.len().min(MOST_ROWS) as f32 * row + 0.5 * grid.gap - (space.to - space.from)).max(0.0);
            }
        }
        rooms
    }

    /// Routes and draws them, paler where either end is dimmed, which is asked by its rank in reading order.
    pub(super) fn push(
        &mut self,
        pen: &mut Pen<'_>,
        grid: &Arc<Grid>,
        pending: Vec<Pending>,
        is_dimmed: impl Fn(usize) -> bool,
        groups: &mut Groups,
    ) -> Vec<Link> {
        let routes = self.routes(grid, &pending);
        self.grid = Arc::clone(grid);
        let mut labels = Labels::new(grid);
        let mut links = Vec::with_capacity(pending.len());
        for (link, (columns, route)) in pending.iter().zip(&routes) {
            let Some(kept) = self.kept.get_mut(link.kept) else { continue };
            let way = route.way();
            let Some(start) = way.corners().first().copied() else { continue };
            let label = kept.label.as_ref().map(|(room, label)| match room {
                LabelRoom::Gutter | LabelRoom::Edge | LabelRoom::Sign => {
                    (*room, labels.place_in_gutter(*columns, route, label.size))
                }
                LabelRoom::Leg => match labels.place_on_leg(route, label.size) {
                    Some(rect) => (LabelRoom::Leg, rect),
                    None => {
                        let sign = Label::new(pen, "", LabelRoom::Sign);
                        (LabelRoom::Sign, labels.place_in_gutter(*columns, route, sign.size))
                    }
                },
            });
            let relative = way.moved_to_origin();
            let relative_label = label.map(|(room, rect)| (room, rect.translate(-start.to_vec2())));
            let is_dimmed = is_dimmed(link.from) || is_dimmed(link.to);
            let is_drawn_so =
                |drawn: &Drawn| drawn.way == relative && drawn.label == relative_label && drawn.is_dimmed == is_dimmed;
            if !kept.drawn.as_ref().is_some_and(is_drawn_so) {
                let ground = pen.theme.color.surface;
                let as_seen =
                    |picture: Picture| Arc::new(if is_dimmed { fade::faded(&picture, ground) } else { picture });
                let sign = Label::new(pen, "", LabelRoom::Sign);
                let lines = relative_label.and_then(|(room, rect)| match (room, &kept.label) {
                    (LabelRoom::Gutter | LabelRoom::Edge | LabelRoom::Leg, Some((_, label))) => Some((label, rect)),
                    (LabelRoom::Sign, _) => Some((&sign, rect)),
                    (LabelRoom::Gutter | LabelRoom::Edge | LabelRoom::Leg, None) => None,
                });
                let words = lines.map(|(label, rect)| as_seen(connector_look::draw_label(pen, label, rect, kept.id)));
                let line = as_seen(connector_look::draw(pen.theme, &relative, &kept.record));
                kept.drawn = Some(Drawn { way: relative, label: relative_label, is_dimmed, line, words });
            }
            let label = label.map(|(_, rect)| rect);
            links.push((link.kept, Link { id: kept.id, way, label, group: 0, label_group: None }));
        }
        // Labels are painted last, so that no connector runs through their words.
        for is_label in [false, true] {
            for (at, link) in &mut links {
                let drawn = self.kept.get(*at).and_then(|kept| kept.drawn.as_ref());
                let (Some(drawn), Some(start)) = (drawn, link.way.corners().first()) else { continue };
                if !is_label {
                    link.group = groups.len();
                    groups.push(*start, &drawn.line);
                } else if let Some(words) = &drawn.words {
                    link.label_group = Some(groups.len());
                    groups.push(*start, words);
                }
            }
        }
        links.into_iter().map(|(_, link)| link).collect()
    }

    /// The ways, each with its own places at the edges of cards and its own tracks.
    fn routes(&mut self, grid: &Grid, pending: &[Pending]) -> Vec<(Columns, Route)> {
        let changed = grid.changed_columns(&self.grid);
        // Whether nothing has changed between two columns, these included.
        let is_unchanged = |columns: Columns| {
            let (first, last) = (columns.from.min(columns.to), columns.from.max(columns.to));
            changed.get(first).is_some_and(|count| changed.get(last + 1) == Some(count))
        };
        let mut planned = Vec::with_capacity(pending.len());
        for link in pending {
            let Some(kept) = self.kept.get_mut(link.kept) else { continue };
            let ends = kept.ends(link, grid);
            if kept.sketch.is_none_or(|last| last.ends != ends || !is_unchanged(link.columns)) {
                kept.sketch = route::plain(grid, &ends).map(|plain| Sketch { ends, plain, route: plain });
            }
            let Some(sketch) = kept.sketch else { continue };
            planned.push(Planned { from: link.from, to: link.to, columns: link.columns, route: sketch.plain });
        }
        let heights = ports::heights(grid, &planned);
        let mut routes = Vec::with_capacity(pending.len());
        for (link, heights) in pending.iter().zip(heights) {
            let Some(sketch) = self.kept.get_mut(link.kept).and_then(|kept| kept.sketch.as_mut()) else { continue };
            if (sketch.route.start.y, sketch.route.end.y) != heights {
                sketch.route = route::route(grid, &sketch.ends, heights).unwrap_or(sketch.plain);
            }
            routes.push((link.columns, sketch.route));
        }
        tracks::separate(grid, &mut routes);
        routes
    }

    /// Makes the kept ones those of the table.
    fn follow(&mut self, table: &BTreeMap<ConnectorId, Arc<Connector>>) {
        let is_same = self.kept.len() == table.len() && self.kept.iter().zip(table.keys()).all(|(a, id)| a.id == *id);
        if is_same {
            for (kept, record) in self.kept.iter_mut().zip(table.values()) {
                if !Arc::ptr_eq(&kept.record, record) {
                    *kept = Kept::new(record);
                }
            }
            return;
        }
        let mut old = std::mem::take(&mut self.kept).into_iter().peekable();
        self.kept.reserve(table.len());
        for (id, record) in table {
            while old.peek().is_some_and(|kept| kept.id < *id) {
                old.next();
            }
            let before = old.next_if(|kept| kept.id == *id && Arc::ptr_eq(&kept.record, record));
            self.kept.push(before.unwrap_or_else(|| Kept::new(record)));
        }
    }
}
