//! Makes maps, and keeps what it has drawn for the next one: while a card is dragged, everything else is reused.
//! How cards look is `card`'s, where things lie is `arrange`'s, and the way back is `map`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arrange::{self, Entry, Room};
use super::bands::BandPlans;
use super::card::{self, Drawn, Pen, TouchpointLook};
use super::figures::CardFigures;
use super::frame;
use super::grid::Grid;
use super::lens::{Lens, LensColors};
use super::map::{Link, Map};
use super::route::{self, Columns, Way};
use super::{blueprint, grouping, stickies};
use crate::base::{Color, Rect, Vec2, pos2, vec2};
use crate::model::{
    Card, CardId, Connector, ConnectorId, Item, Journey, JourneyId, LaneKind, Phase, Place, Project, Touchpoint,
    TouchpointId,
};
use crate::scene::text::Line;
use crate::scene::{Group, Picture, Scene, Theme, Typesetter};

/// What a map is made from.
pub struct MapInput<'a> {
    pub project: &'a Project,
    pub journey: JourneyId,
    pub theme: &'a Theme,
    /// What the chips say, or `None` for cards without chips.
    pub figures: Option<&'a dyn CardFigures>,
    pub lens: Lens,
}

/// Makes maps. Keep one for each place where maps are shown: it remembers the text that it has measured and the
/// pictures that it has drawn.
#[derive(Default)]
pub struct Layouter {
    typesetter: Typesetter,
    theme: Option<Theme>,
    lens: Lens,
    figures_revision: Option<u64>,
    /// In the order of ids, so that they are compared with the project's records side by side.
    touchpoints: Vec<Kept<TouchpointId, Touchpoint, TouchpointKey>>,
    cards: Vec<Kept<CardId, Card, LaneKind>>,
    connectors: Vec<Kept<ConnectorId, Connector, RouteKey>>,
    /// The grid of last time, by which connectors are kept.
    grid: Arc<Grid>,
    /// The pictures around the cards, in the order of painting.
    frame: Vec<Arc<Picture>>,
    bands: BandPlans,
}

/// A record as it was drawn last.
struct Kept<I, R, K> {
    id: I,
    /// Held, so that its address stays its own.
    record: Arc<R>,
    /// What the drawing depends on beside the record.
    key: K,
    drawn: Drawn,
}

#[derive(Clone, Copy, PartialEq)]
struct TouchpointKey {
    place: Place,
    phase: Phase,
    lens_color: Option<Color>,
    stamp: u64,
}

/// How a connector ran last time, before it was kept apart from others.
#[derive(Clone, Copy)]
struct Route {
    from: Rect,
    to: Rect,
    columns: Columns,
    way: Way,
}

/// The same, and how it was drawn, from the origin.
#[derive(Clone, Copy)]
struct RouteKey {
    route: Route,
    drawn: Way,
}

impl Layouter {
    pub fn new() -> Self {
        Self::default()
    }

    /// What this layouter measures text with.
    pub fn typesetter(&mut self) -> &mut Typesetter {
        &mut self.typesetter
    }

    /// The map of a journey. A journey that is not there gives an empty map.
    pub fn map(&mut self, input: &MapInput<'_>) -> Map {
        if self.theme.as_ref() != Some(input.theme) {
            self.forget_pictures();
            self.theme = Some(input.theme.clone());
        }
        if self.lens != input.lens {
            self.touchpoints.clear();
            self.lens = input.lens;
        }
        let Some(journey) = input.project.journeys.get(&input.journey) else { return Map::default() };
        let room = Room::new(input.project, journey);

        let mut entries = self.entries(input, journey, &room);
        let mut grid = arrange::stacks(&room, &mut entries);
        let links = self.links(input, &grid);
        self.set_extents(input, &room, &entries, &links, &mut grid);
        let mut scene = Scene {
            size: grid.size,
            background: Some(input.theme.color.surface),
            groups: Vec::with_capacity(entries.drawn.len() + links.len() + 64),
            title: journey.name.clone(),
        };
        self.push_frame(input, &room, &grid, &mut scene);
        let header_groups = 1..scene.groups.len();
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let bands = self.bands.push(&mut pen, input, &grid, &mut scene);
        let links = self.push_connectors(input, &grid, links, &mut scene);
        let grid = Arc::new(grid);
        self.grid = Arc::clone(&grid);
        let first_item_group = scene.groups.len();
        let mut titles = Vec::with_capacity(grid.items.len());
        let mut chips = Vec::with_capacity(grid.items.len());
        for (placed, source) in grid.items.iter().zip(&entries.order) {
            if let Some(drawn) = entries.drawn.get(*source as usize) {
                scene.groups.push(Group { origin: placed.rect.min, picture: Arc::clone(&drawn.picture) });
                titles.push(drawn.title);
                chips.push(Arc::clone(&drawn.chips));
            }
        }
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let stickies = stickies::push(&mut pen, input, &grid, &mut scene);
        Map {
            scene,
            grid,
            links,
            titles,
            chips,
            bands,
            stickies,
            header_groups,
            first_item_group,
            map_sizes: Some(input.theme.map),
        }
    }

    fn forget_pictures(&mut self) {
        self.touchpoints.clear();
        self.cards.clear();
        self.connectors.clear();
        self.frame.clear();
        self.bands = BandPlans::default();
    }

    /// Every item of the journey with its picture, drawn anew only where something that shows has changed.
    fn entries(&mut self, input: &MapInput<'_>, journey: &Journey, room: &Room) -> arrange::Entries {
        let project = input.project;
        let revision = input.figures.and_then(CardFigures::revision);
        let are_stamps_known = input.figures.is_none() || (revision.is_some() && revision == self.figures_revision);
        self.figures_revision = revision;
        let colors = LensColors::new(project, journey, input.lens, input.theme);
        let mut entries = arrange::Entries::with_capacity(project.touchpoints.len() + project.cards.len());
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };

        let old = std::mem::take(&mut self.touchpoints);
        self.touchpoints = refresh(old, &project.touchpoints, |id, record, before| {
            let is_same = before.as_ref().is_some_and(|kept| Arc::ptr_eq(&kept.record, record));
            let place = before.as_ref().filter(|_| is_same).map_or_else(|| record.place, |kept| kept.key.place);
            let Some((stage, lane)) = room.cell(place) else { return before.filter(|_| is_same) };
            let phase = room.phase(stage);
            let stamp = match (input.figures, &before) {
                (None, _) => 0,
                (Some(_), Some(kept)) if are_stamps_known => kept.key.stamp,
                (Some(figures), _) => figures.stamp(id),
            };
            let lens_color = match &colors {
                LensColors::Plain => None,
                colors => colors.of(record, phase, input.theme),
            };
            let key = TouchpointKey { place, phase, lens_color, stamp };
            let kept = match before {
                Some(kept) if is_same && kept.key == key => kept,
                Some(kept) if TouchpointKey { place, ..kept.key } == key && looks_same(&kept.record, record) => {
                    Kept { record: Arc::clone(record), key, ..kept }
                }
                Some(_) | None => {
                    let chips = input.figures.map(|figures| figures.chips(id)).unwrap_or_default();
                    let look = TouchpointLook { phase, lens: input.lens, lens_color, chips: &chips };
                    let drawn = card::draw_touchpoint(&mut pen, record, &look);
                    Kept { id, record: Arc::clone(record), key, drawn }
                }
            };
            let group = room.group(lane, record);
            entries.push(Entry { item: Item::Touchpoint(id), stage, lane, place, group }, kept.drawn.clone());
            Some(kept)
        });

        let old = std::mem::take(&mut self.cards);
        self.cards = refresh(old, &project.cards, |id, record, before| {
            let place = record.place;
            let Some((stage, lane)) = room.cell(place) else {
                return before.filter(|kept| Arc::ptr_eq(&kept.record, record));
            };
            let kind = room.kind(lane);
            let kept = match before {
                Some(kept) if kept.key == kind && kept.record.text == record.text => {
                    Kept { record: Arc::clone(record), ..kept }
                }
                Some(_) | None => {
                    let drawn = card::draw_card(&mut pen, record, kind);
                    Kept { id, record: Arc::clone(record), key: kind, drawn }
                }
            };
            entries.push(Entry { item: Item::Card(id), stage, lane, place, group: 0 }, kept.drawn.clone());
            Some(kept)
        });
        entries
    }

    /// The journey's connectors with the columns that they link, in the order of ids.
    fn links<'a>(&mut self, input: &MapInput<'a>, grid: &Grid) -> Vec<Pending<'a>> {
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let column_of = |rank: usize| grid.items.get(rank).map(|placed| placed.column as usize);
        let pending = |connector: &'a Arc<Connector>| {
            if connector.from == connector.to {
                return None;
            }
            let from = grid.touchpoint_ranks.get(connector.from.0)?;
            let to = grid.touchpoint_ranks.get(connector.to.0)?;
            let columns = Columns { from: column_of(from)?, to: column_of(to)? };
            let label = (!connector.label.trim().is_empty()).then(|| {
                let lines = route::label_lines(&mut pen, &connector.label);
                let size = route::label_size(&pen, &lines);
                (lines, size)
            });
            Some(Pending { connector, from, to, columns, label })
        };
        input.project.connectors.values().filter_map(pending).collect()
    }

    /// Gives columns their widths and lanes their heights, and every card its place.
    fn set_extents(
        &mut self,
        input: &MapInput<'_>,
        room: &Room,
        entries: &arrange::Entries,
        links: &[Pending<'_>],
        grid: &mut Grid,
    ) {
        let theme = input.theme;
        let mut label_widths = vec![0.0_f32; grid.columns.len() + 1];
        for link in links {
            if let (Some((_, size)), Some(width)) = (&link.label, label_widths.get_mut(link.columns.last_gutter())) {
                *width = width.max(size.x);
            }
        }
        arrange::set_x(grid, theme, &label_widths);
        let stage_style = frame::stage_style(theme);
        let line_height = self.typesetter.line_height(stage_style);
        let pad = frame::header_pad(theme);
        let mut header_height = theme.map.stage_header_height;
        for (stage, name) in grid.stages.iter().zip(&room.stage_names) {
            let lines = self.typesetter.lines(name, stage_style, stage.x.to - stage.x.from - 2.0 * pad);
            header_height = header_height.max(lines.len() as f32 * line_height + 1.5 * theme.map.gap);
        }
        let lane_style = frame::lane_style(theme);
        let line_height = self.typesetter.line_height(lane_style);
        let mut lane_heights = Vec::with_capacity(grid.lanes.len());
        for name in &room.lane_names {
            let lines = self.typesetter.lines(name, lane_style, theme.map.lane_header_width - 2.0 * pad);
            lane_heights.push(theme.map.lane_min_height.max(lines.len() as f32 * line_height + 2.0 * pad));
        }
        let mut pen = Pen { typesetter: &mut self.typesetter, theme };
        self.bands.plan(&mut pen, input, grid);
        let mut group_heights = vec![Vec::new(); room.groups.len()];
        for (rank, (row, height)) in grid.lanes.iter().zip(&mut lane_heights).enumerate() {
            if let Some(lane) = input.project.lanes.get(&row.id) {
                *height = height.max(self.bands.height(lane, theme));
                if let (Some(groups), Some(heights)) = (room.groups.get(rank), group_heights.get_mut(rank)) {
                    *heights = grouping::min_heights(&mut pen, lane, groups);
                }
            }
        }
        arrange::set_y(grid, theme, entries, header_height, &lane_heights, &group_heights);
    }

    fn push_frame(&mut self, input: &MapInput<'_>, room: &Room, grid: &Grid, scene: &mut Scene) {
        let theme = input.theme;
        let last = std::mem::take(&mut self.frame);
        let mut last = last.iter();
        let mut push = |rect: Rect, picture: Picture| {
            let picture = frame::keep(last.next(), picture);
            scene.groups.push(Group { origin: rect.min, picture });
        };
        let mut pen = Pen { typesetter: &mut self.typesetter, theme };
        let mut backdrop = frame::backdrop(theme, grid);
        blueprint::push(&mut pen, grid, &mut backdrop.items);
        grouping::push_dividers(theme, grid, &mut backdrop.items);
        push(Rect::ZERO, backdrop);
        let pad = frame::header_pad(theme);
        for (stage, name) in grid.stages.iter().zip(&room.stage_names) {
            let rect = super::grid::rect_of(stage.x, grid.headers_y);
            let lines = pen.typesetter.lines(name, frame::stage_style(theme), rect.width() - 2.0 * pad);
            push(rect, frame::stage_header(&mut pen, name, stage.phase, &lines, rect));
        }
        for (rank, (row, name)) in grid.lanes.iter().zip(&room.lane_names).enumerate() {
            let rect = super::grid::rect_of(grid.lane_headers_x, row.y);
            let lines = pen.typesetter.lines(name, frame::lane_style(theme), rect.width() - 2.0 * pad);
            let mut header = frame::lane_header(&mut pen, name, &lines, row, rect.width());
            self.bands.push_header(&mut pen, row.id, rect.height(), &mut header);
            grouping::push_header(&mut pen, grid, rank, name, &mut header);
            push(rect, header);
        }
        for (phase, first, end) in grid.phase_runs() {
            if let Some(rect) = grid.band_rect(first, end) {
                push(rect, frame::phase_band(&mut pen, phase, rect));
            }
        }
        self.frame = scene.groups.iter().map(|group| Arc::clone(&group.picture)).collect();
    }

    /// Routes and draws connectors, keeping labels of one gutter apart.
    fn push_connectors(
        &mut self,
        input: &MapInput<'_>,
        grid: &Grid,
        links: Vec<Pending<'_>>,
        scene: &mut Scene,
    ) -> Vec<Link> {
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let changed = grid.changed_columns(&self.grid);
        // Whether nothing has changed between two columns, these included.
        let is_unchanged = |columns: Columns| {
            let (first, last) = (columns.from.min(columns.to), columns.from.max(columns.to));
            changed.get(first).is_some_and(|count| changed.get(last + 1) == Some(count))
        };
        let mut labels_in_gutter: BTreeMap<usize, Vec<Rect>> = BTreeMap::new();
        let mut old = std::mem::take(&mut self.connectors).into_iter().peekable();
        let mut routed = Vec::with_capacity(links.len());
        let mut ways = Vec::with_capacity(links.len());
        for link in links {
            let (Some(from), Some(to)) = (grid.items.get(link.from), grid.items.get(link.to)) else { continue };
            let id = link.connector.id;
            while old.peek().is_some_and(|kept| kept.id < id) {
                old.next();
            }
            let before = old.next_if(|kept| kept.id == id);
            let last_way = before.as_ref().map(|kept| kept.key.route).filter(|last| {
                last.from == from.rect
                    && last.to == to.rect
                    && last.columns == link.columns
                    && is_unchanged(link.columns)
            });
            let way = match last_way {
                Some(last) => last.way,
                None => match route::way(grid, from.rect, to.rect, link.columns) {
                    Some(way) => way,
                    None => continue,
                },
            };
            ways.push((link.columns, way));
            let route = Route { from: from.rect, to: to.rect, columns: link.columns, way };
            routed.push((link, route, before));
        }
        route::separate(grid, &mut ways);
        let mut drawn_links = Vec::with_capacity(routed.len());
        for ((link, route, before), (_, way)) in routed.into_iter().zip(ways) {
            let id = link.connector.id;
            let is_record_same = before.as_ref().is_some_and(|kept| Arc::ptr_eq(&kept.record, link.connector));
            let Some(start) = way.corners().first().copied() else { continue };
            let label_rect = link.label.as_ref().map(|(_, size)| {
                let gutter = link.columns.last_gutter();
                let wanted = label_rect(grid, &way, gutter, *size);
                let taken = labels_in_gutter.entry(gutter).or_default();
                let rect = apart(wanted, taken);
                taken.push(rect);
                rect
            });
            let relative = way.moved_to_origin();
            let relative_label = label_rect.map(|rect| rect.translate(-start.to_vec2()));
            let is_same = |kept: &Kept<ConnectorId, Connector, RouteKey>| {
                is_record_same
                    && kept.key.drawn == relative
                    && relative_label.is_none_or(|rect| rect == kept.drawn.title)
            };
            let key = RouteKey { route, drawn: relative };
            let kept = before.filter(is_same).map(|kept| Kept { key, ..kept }).unwrap_or_else(|| {
                let lines: Option<&[Line]> = link.label.as_ref().map(|(lines, _)| &**lines);
                let picture = route::draw(&mut pen, &relative, link.connector.kind, lines.zip(relative_label));
                let size: Vec2 = picture.bounds.size();
                let title = relative_label.unwrap_or(Rect::ZERO);
                let drawn = Drawn { picture: Arc::new(picture), size, title, chips: Arc::default() };
                Kept { id, record: Arc::clone(link.connector), key, drawn }
            });
            let group = Group { origin: start, picture: Arc::clone(&kept.drawn.picture) };
            drawn_links.push((Link { id, way, label: label_rect, group: 0 }, group));
            self.connectors.push(kept);
        }
        // Labels are painted last, so that no other connector runs through their words.
        let (labeled, plain): (Vec<_>, Vec<_>) = drawn_links.into_iter().partition(|(link, _)| link.label.is_some());
        let mut links: Vec<Link> = Vec::with_capacity(plain.len() + labeled.len());
        for (link, group) in plain.into_iter().chain(labeled) {
            links.push(Link { group: scene.groups.len(), ..link });
            scene.groups.push(group);
        }
        links.sort_unstable_by_key(|link| link.id);
        links
    }
}

/// A connector that is to be routed.
struct Pending<'a> {
    connector: &'a Arc<Connector>,
    /// Ranks of the touchpoints in reading order.
    from: usize,
    to: usize,
    columns: Columns,
    label: Option<(Arc<[Line]>, Vec2)>,
}

/// Walks the project's records beside those of last time, both in the order of ids.
fn refresh<I: Ord + Copy, R, K>(
    old: Vec<Kept<I, R, K>>,
    table: &BTreeMap<I, Arc<R>>,
    mut visit: impl FnMut(I, &Arc<R>, Option<Kept<I, R, K>>) -> Option<Kept<I, R, K>>,
) -> Vec<Kept<I, R, K>> {
    let mut old = old.into_iter().peekable();
    let mut kept = Vec::with_capacity(table.len());
    for (id, record) in table {
        while old.peek().is_some_and(|kept| kept.id < *id) {
            old.next();
        }
        let before = old.next_if(|kept| kept.id == *id);
        kept.extend(visit(*id, record, before));
    }
    kept
}

/// Whether two states of a touchpoint give the same card.
fn looks_same(a: &Touchpoint, b: &Touchpoint) -> bool {
    a.channel == b.channel
        && a.is_moment_of_truth == b.is_moment_of_truth
        && a.evidence == b.evidence
        && a.title == b.title
        && a.owner == b.owner
}

/// Where a label lies best: in the middle of its gutter, at the height where the way reaches its end.
fn label_rect(grid: &Grid, way: &Way, gutter: usize, size: Vec2) -> Rect {
    let corners = way.corners();
    let x = grid.gutters.get(gutter).map_or(0.0, |span| span.middle());
    let y = match corners {
        // Around the side of one column: halfway along the vertical leg.
        [start, turn, .., end] if turn.x > start.x && turn.x > end.x => (turn.y + end.y) / 2.0,
        [.., end] => end.y,
        [] => 0.0,
    };
    Rect::from_min_size(pos2(x - size.x / 2.0, (y - size.y / 2.0).round()), vec2(size.x, size.y))
}

/// The same rectangle, lower down if need be, so that it meets none of the others.
fn apart(mut rect: Rect, taken: &[Rect]) -> Rect {
    for _ in 0..taken.len() {
        let Some(in_the_way) = taken.iter().find(|other| other.intersects(rect.shrink(0.5))) else { break };
        rect = rect.translate(vec2(0.0, in_the_way.bottom() - rect.top()));
    }
    rect
}
