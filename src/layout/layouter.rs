//! Makes maps, and keeps what it has drawn for the next one: while a card is dragged, everything else is reused.
//! How cards look is `card`'s, where things lie is `arrange`'s, and the way back is `map`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arrange::{self, Entry, Room};
use super::bands::BandPlans;
use super::card::{self, Drawn, MOST_LINES, Pen, TouchpointLook};
use super::card_body::{self, CardKey, CardLook};
use super::connectors::{Connectors, Pending};
use super::figures::CardFigures;
use super::frame;
use super::grid::Grid;
use super::groups::Groups;
use super::lens::{Legend, Lens, LensColors, LensFilter, Readings, Tinted};
use super::map::{Face, Faces, Link, Map};
use super::{blueprint, emotion, fade, folds, grouping, stickies};
use crate::analysis::KpiState;
use crate::base::Rect;
use crate::model::{Card, CardId, Item, Journey, JourneyId, LaneKind, Phase, Place, Project, Touchpoint, TouchpointId};
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
    readings: Readings,
    figures_revision: Option<u64>,
    /// In the order of ids, so that they are compared with the project's records side by side.
    touchpoints: Vec<Kept<TouchpointId, Touchpoint, TouchpointKey>>,
    cards: Vec<Kept<CardId, Card, CardKey>>,
    stickies: Vec<stickies::Paper>,
    connectors: Connectors,
    /// Of the cards as they are kept, or `None` if any was drawn anew since.
    faces: Option<Arc<Faces>>,
    entries: arrange::Entries,
    /// The groups of a map that nobody shows any more.
    spare: Vec<Group>,
    /// The pictures around the cards, in the order of painting.
    frame: Vec<Arc<Picture>>,
    line_names: Vec<Arc<Picture>>,
    bands: BandPlans,
    /// The strips of what is collapsed.
    folds: Vec<Arc<Picture>>,
    emotions: emotion::Drawn,
    measured: emotion::LastMeasured,
}

/// A record as it was drawn last.
struct Kept<I, R, K> {
    id: I,
    /// Held, so that its address stays its own.
    record: Arc<R>,
    /// What the drawing depends on beside the record, and the drawing; `None` for what was on no map yet.
    look: Option<(K, Drawn)>,
}

#[derive(Clone, PartialEq)]
struct TouchpointKey {
    place: Place,
    phase: Phase,
    width: f32,
    tinted: Option<Tinted>,
    kpi: Option<KpiState>,
    stamp: u64,
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
        self.filtered_map(input, &LensFilter::default())
    }

    /// The same with what the filter does not look at dimmed, or left out.
    pub fn filtered_map(&mut self, input: &MapInput<'_>, filter: &LensFilter) -> Map {
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

        let (mut entries, legend) = self.entries(input, filter, journey, &room);
        let mut grid = arrange::stacks(&room, &mut entries, input.theme);
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let pending = self.connectors.pending(&mut pen, &input.project.connectors, &grid);
        let cast = emotion::Cast::of(&mut pen, input, journey, &grid, &mut self.measured);
        self.set_extents(input, &room, &entries, &pending, cast.as_ref(), &mut grid);
        let grid = Arc::new(grid);

        let mut groups = Groups::over(std::mem::take(&mut self.spare));
        groups.reserve(entries.entries.len() + pending.len() + 2 * (room.lanes.len() + room.stages.len()) + 8);
        self.push_frame(input, &room, &grid, cast.as_ref(), &mut groups);
        let header_groups = 1..groups.len();
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let line_name_groups = blueprint::push_names(&mut pen, &grid, &mut self.line_names, &mut groups);
        let cast = cast.as_ref().map(|cast| (cast, &mut self.emotions));
        let bands = self.bands.push(&mut pen, input, &grid, cast, &mut groups);
        let kept = &self.touchpoints;
        let is_dimmed = |rank: usize| {
            let entry = entries.order.get(rank).and_then(|source| entries.entries.get(*source as usize));
            let look = entry.and_then(|entry| kept.get(entry.kept as usize)?.look.as_ref());
            look.is_some_and(|(key, _)| key.tinted.as_ref().is_some_and(|tinted| tinted.is_dimmed))
        };
        let links = self.connectors.push(&mut pen, &grid, pending, is_dimmed, &mut groups);
        let folds_from = groups.len();
        self.push_folds(input, &room, &entries.folded, &grid, &mut groups);
        let first_item_group = groups.len();
        for (placed, source) in grid.items.iter().zip(&entries.order) {
            let entry = entries.entries.get(*source as usize);
            if let Some(drawn) = entry.and_then(|entry| self.drawn(entry)) {
                groups.push(placed.rect.min, &drawn.picture);
            }
        }
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let on_map = input.project.stickies.values().filter(|sticky| sticky.journey == journey.id);
        let stickies = stickies::push(&mut pen, on_map, &grid, &mut self.stickies, &mut groups);
        self.entries = entries;
        let scene = Scene {
            size: grid.size.max(stickies.reach),
            background: Some(input.theme.color.surface),
            groups: groups.finish(),
            title: journey.name.clone(),
        };
        let faces = self.faces();
        let link_bounds = links.iter().map(Link::bounds).collect();
        Map {
            scene,
            grid,
            links,
            link_bounds,
            faces,
            bands,
            stickies,
            legend,
            header_groups,
            line_name_groups,
            fold_groups: folds_from..first_item_group,
            first_item_group,
            map_sizes: Some(input.theme.map),
        }
    }

    /// Takes back a map that nobody shows any more: the next one is written over it.
    pub fn recycle(&mut self, map: Map) {
        self.spare = map.scene.groups;
    }

    fn forget_pictures(&mut self) {
        self.touchpoints.clear();
        self.cards.clear();
        self.stickies.clear();
        self.connectors = Connectors::default();
        self.frame.clear();
        self.line_names.clear();
        self.bands = BandPlans::default();
        self.folds.clear();
        self.emotions.forget();
        self.faces = None;
    }

    fn drawn(&self, entry: &Entry) -> Option<&Drawn> {
        let at = entry.kept as usize;
        match entry.item {
            Item::Touchpoint(_) => self.touchpoints.get(at).and_then(|kept| kept.look.as_ref()).map(|(_, drawn)| drawn),
            Item::Card(_) => self.cards.get(at).and_then(|kept| kept.look.as_ref()).map(|(_, drawn)| drawn),
        }
    }

    /// What lies where on the cards.
    fn faces(&mut self) -> Arc<Faces> {
        let face = |drawn: &Drawn| Face { title: drawn.title, chips: Arc::clone(&drawn.chips) };
        let (touchpoints, cards) = (&self.touchpoints, &self.cards);
        let faces = self.faces.get_or_insert_with(|| {
            Arc::new(Faces {
                touchpoints: touchpoints
                    .iter()
                    .filter_map(|kept| kept.look.as_ref().map(|(_, drawn)| (kept.id, face(drawn))))
                    .collect(),
                cards: cards
                    .iter()
                    .filter_map(|kept| kept.look.as_ref().map(|(_, drawn)| (kept.id, face(drawn))))
                    .collect(),
            })
        });
        Arc::clone(faces)
    }

    /// Every item of the journey with its height, drawn anew only where something that shows has changed.
    fn entries(
        &mut self,
        input: &MapInput<'_>,
        filter: &LensFilter,
        journey: &Journey,
        room: &Room<'_>,
    ) -> (arrange::Entries, Legend) {
        let project = input.project;
        let revision = input.figures.and_then(CardFigures::revision);
        let are_stamps_known = input.figures.is_none() || (revision.is_some() && revision == self.figures_revision);
        self.figures_revision = revision;
        let stages = journey.stages.iter().copied().collect();
        self.readings.refresh(project, input.figures, input.lens, &stages);
        let colors = LensColors::new(project, journey, (input.lens, filter), input.theme, &self.readings);
        let mut entries = std::mem::take(&mut self.entries);
        entries.entries.clear();
        entries.folded = arrange::Folded::default();
        entries.entries.reserve(project.touchpoints.len() + project.cards.len());
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        let mut is_changed = follow(&mut self.touchpoints, &project.touchpoints);
        is_changed |= follow(&mut self.cards, &project.cards);

        for ((at, kept), record) in (0_u32..).zip(&mut self.touchpoints).zip(project.touchpoints.values()) {
            let id = kept.id;
            let is_same = Arc::ptr_eq(&kept.record, record);
            let known = kept.look.as_ref().filter(|_| is_same).map(|(key, _)| key.place);
            let place = known.unwrap_or(record.place);
            let Some((stage, lane)) = room.cell(place, &mut entries.folded) else {
                if !is_same {
                    *kept = Kept { id, record: Arc::clone(record), look: None };
                }
                continue;
            };
            let (phase, width) = (room.phase(stage), room.card_width(stage, input.theme));
            let stamp = match (input.figures, &kept.look) {
                (None, _) => 0,
                (Some(_), Some((key, _))) if are_stamps_known => key.stamp,
                (Some(figures), _) => figures.stamp(id),
            };
            let kpi = if self.readings.states.is_empty() { None } else { self.readings.states.get(&id).copied() };
            let tinted = colors.of(record, phase);
            if tinted.as_ref().is_some_and(|tinted| tinted.is_dimmed) && filter.hides(id) {
                entries.folded.leave_out((stage, lane), place);
                if !is_same {
                    *kept = Kept { id, record: Arc::clone(record), look: None };
                }
                continue;
            }
            let key = TouchpointKey { place, phase, width, tinted, kpi, stamp };
            match &mut kept.look {
                Some((last, _)) if is_same && *last == key => {}
                Some((last, _))
                    if TouchpointKey { place, ..last.clone() } == key && looks_same(&kept.record, record) =>
                {
                    *last = key;
                    kept.record = Arc::clone(record);
                }
                Some(_) | None => {
                    let chips = input.figures.map(|figures| figures.chips(id)).unwrap_or_default();
                    let look = TouchpointLook { width, phase, tinted: key.tinted.as_ref(), kpi, chips: &chips };
                    let mut drawn = card::draw_touchpoint(&mut pen, record, &look);
                    if key.tinted.as_ref().is_some_and(|tinted| tinted.is_dimmed) {
                        drawn.picture = Arc::new(fade::faded(&drawn.picture, input.theme.color.surface));
                    }
                    *kept = Kept { id, record: Arc::clone(record), look: Some((key, drawn)) };
                    is_changed = true;
                }
            }
            let height = kept.look.as_ref().map_or(0.0, |(_, drawn)| drawn.size.y);
            let group = room.group(lane, record);
            entries.entries.push(Entry { item: Item::Touchpoint(id), stage, lane, place, group, kept: at, height });
        }
        for ((at, kept), record) in (0_u32..).zip(&mut self.cards).zip(project.cards.values()) {
            let id = kept.id;
            let place = record.place;
            let is_same = Arc::ptr_eq(&kept.record, record);
            let Some((stage, lane)) = room.cell(place, &mut entries.folded) else {
                if !is_same {
                    *kept = Kept { id, record: Arc::clone(record), look: None };
                }
                continue;
            };
            let bitmap = record.picture().and_then(|hash| project.pictures.get(&hash));
            let look = CardLook { kind: room.kind(lane), width: room.card_width(stage, input.theme), bitmap };
            let key = look.key();
            match &kept.look {
                Some((last, _)) if *last == key && (is_same || card_body::looks_same(&kept.record, record)) => {
                    if !is_same {
                        kept.record = Arc::clone(record);
                    }
                }
                Some(_) | None => {
                    let drawn = card_body::draw_card(&mut pen, record, &look);
                    *kept = Kept { id, record: Arc::clone(record), look: Some((key, drawn)) };
                    is_changed = true;
                }
            }
            let height = kept.look.as_ref().map_or(0.0, |(_, drawn)| drawn.size.y);
            entries.entries.push(Entry { item: Item::Card(id), stage, lane, place, group: 0, kept: at, height });
        }
        let legend = colors.into_legend();
        if is_changed {
            self.faces = None;
        }
        (entries, legend)
    }

    /// Gives columns their widths and lanes their heights, and every card its place.
    fn set_extents(
        &mut self,
        input: &MapInput<'_>,
        room: &Room<'_>,
        entries: &arrange::Entries,
        links: &[Pending],
        cast: Option<&emotion::Cast>,
        grid: &mut Grid,
    ) {
        let theme = input.theme;
        let label_widths = self.connectors.label_widths(links, grid.columns.len() + 1);
        arrange::set_x(grid, theme, &label_widths);
        let stage_style = frame::stage_style(theme);
        let line_height = self.typesetter.line_height(stage_style);
        let mut header_height = theme.map.stage_header_height;
        for (stage, record) in grid.stages.iter().zip(&room.stages).filter(|(stage, _)| !stage.is_collapsed) {
            let kpi = self.readings.stage_states.get(&record.id).copied();
            let width = frame::stage_name_width(theme, stage.x.to - stage.x.from, kpi);
            let lines = self.typesetter.first_lines(&record.name, stage_style, width, MOST_LINES);
            header_height = header_height.max(lines.len() as f32 * line_height + 1.5 * theme.map.gap);
        }
        let lane_style = frame::lane_style(theme);
        let line_height = self.typesetter.line_height(lane_style);
        let mut lane_heights = Vec::with_capacity(grid.lanes.len());
        let mut pen = Pen { typesetter: &mut self.typesetter, theme };
        self.bands.plan(&mut pen, input, grid);
        let mut group_heights = vec![Vec::new(); room.groups.len()];
        for (rank, lane) in room.lanes.iter().enumerate() {
            if lane.is_collapsed {
                lane_heights.push(folds::thickness(theme));
                continue;
            }
            let name_width = frame::name_width(theme, theme.map.lane_header_width);
            let lines = pen.typesetter.first_lines(&lane.name, lane_style, name_width, MOST_LINES);
            let mut name_height = lines.len() as f32 * line_height + 2.0 * frame::header_pad(theme);
            if let Some(cast) = cast.filter(|_| lane.kind == LaneKind::Emotion) {
                name_height = name_height.max(cast.header_height(&mut pen, &lane.name));
            }
            let wanted = lane.height.map_or(theme.map.lane_min_height, f32::from);
            lane_heights.push(wanted.max(name_height).max(self.bands.height(lane, theme)));
            if let (Some(groups), Some(heights)) = (room.groups.get(rank), group_heights.get_mut(rank)) {
                *heights = grouping::min_heights(&mut pen, lane, groups);
            }
        }
        arrange::set_y(grid, theme, entries, header_height, &lane_heights, &group_heights);
        grid.row_rooms = self.connectors.row_rooms(links, grid);
        if !grid.row_rooms.is_empty() {
            arrange::set_y(grid, theme, entries, header_height, &lane_heights, &group_heights);
        }
    }

    fn push_frame(
        &mut self,
        input: &MapInput<'_>,
        room: &Room<'_>,
        grid: &Grid,
        cast: Option<&emotion::Cast>,
        groups: &mut Groups,
    ) {
        let theme = input.theme;
        let last = std::mem::take(&mut self.frame);
        let mut last = last.iter();
        let mut kept = Vec::with_capacity(last.len());
        let mut push = |rect: Rect, picture: Picture| {
            let picture = frame::keep(last.next(), picture);
            groups.push(rect.min, &picture);
            kept.push(picture);
        };
        let mut pen = Pen { typesetter: &mut self.typesetter, theme };
        let mut backdrop = frame::backdrop(theme, grid);
        blueprint::push(&mut pen, grid, &mut backdrop.items);
        grouping::push_dividers(theme, grid, &mut backdrop.items);
        push(Rect::ZERO, backdrop);
        for (stage, record) in grid.stages.iter().zip(&room.stages) {
            let rect = super::grid::rect_of(stage.x, grid.headers_y);
            let kpi = self.readings.stage_states.get(&record.id).copied();
            if stage.is_collapsed {
                push(rect, folds::stage_header(theme, record, rect, kpi));
                continue;
            }
            let width = frame::stage_name_width(theme, rect.width(), kpi);
            let lines = pen.typesetter.first_lines(&record.name, frame::stage_style(theme), width, MOST_LINES);
            push(rect, frame::stage_header(&mut pen, record, &lines, rect, kpi));
        }
        for (rank, (row, record)) in grid.lanes.iter().zip(&room.lanes).enumerate() {
            let rect = super::grid::rect_of(grid.lane_headers_x, row.y);
            if row.is_collapsed {
                push(rect, folds::lane_header(&mut pen, record, rect));
                continue;
            }
            let lines = pen.typesetter.first_lines(
                &record.name,
                frame::lane_style(theme),
                frame::name_width(theme, rect.width()),
                MOST_LINES,
            );
            let mut header = frame::lane_header(&mut pen, record, &lines, rect);
            if let Some(cast) = cast.filter(|_| row.kind == LaneKind::Emotion) {
                cast.add_to_header(&mut pen, row, &record.name, &mut header);
            }
            self.bands.push_header(&mut pen, row.id, rect.height(), &mut header);
            grouping::push_header(&mut pen, grid, rank, &record.name, &mut header);
            push(rect, header);
        }
        for (phase, first, end) in grid.phase_runs() {
            if let Some(rect) = grid.band_rect(first, end) {
                push(rect, frame::phase_band(&mut pen, phase, rect));
            }
        }
        self.frame = kept;
    }

    /// The strips of what is collapsed, over the connectors that pass beneath; those of stages over those of lanes.
    fn push_folds(
        &mut self,
        input: &MapInput<'_>,
        room: &Room<'_>,
        folded: &arrange::Folded,
        grid: &Grid,
        groups: &mut Groups,
    ) {
        let last = std::mem::take(&mut self.folds);
        let mut last = last.iter();
        let mut kept = Vec::with_capacity(last.len());
        let mut push = |rect: Rect, picture: Picture| {
            let picture = frame::keep(last.next(), picture);
            groups.push(rect.min, &picture);
            kept.push(picture);
        };
        let mut pen = Pen { typesetter: &mut self.typesetter, theme: input.theme };
        for (rank, lane) in room.lanes.iter().enumerate() {
            let Some(rect) = grid.lane_strip(rank) else { continue };
            let count = folded.in_lane.get(rank).copied().unwrap_or(0);
            push(rect, folds::lane(&mut pen, lane, count, rect));
        }
        for (rank, stage) in room.stages.iter().enumerate() {
            let Some(rect) = grid.stage_strip(rank) else { continue };
            let count = folded.in_stage.get(rank).copied().unwrap_or(0);
            let kpi = self.readings.stage_states.get(&stage.id).copied();
            push(rect, folds::stage(&mut pen, stage, (count, kpi), rect));
        }
        self.folds = kept;
    }
}

/// Makes the kept records those of the table, with what is known of each; those that are new are still to be drawn.
/// Returns whether any came or went.
fn follow<I: Ord + Copy, R, K>(kept: &mut Vec<Kept<I, R, K>>, table: &BTreeMap<I, Arc<R>>) -> bool {
    if kept.len() == table.len() && kept.iter().zip(table.keys()).all(|(kept, id)| kept.id == *id) {
        return false;
    }
    let mut old = std::mem::take(kept).into_iter().peekable();
    kept.reserve(table.len());
    for (id, record) in table {
        while old.peek().is_some_and(|kept| kept.id < *id) {
            old.next();
        }
        let before = old.next_if(|kept| kept.id == *id);
        kept.push(before.unwrap_or_else(|| Kept { id: *id, record: Arc::clone(record), look: None }));
    }
    true
}

/// Whether two states of a touchpoint give the same card.
fn looks_same(a: &Touchpoint, b: &Touchpoint) -> bool {
    a.channel == b.channel
        && a.is_moment_of_truth == b.is_moment_of_truth
        && a.evidence == b.evidence
        && a.title == b.title
        && a.owner == b.owner
}
