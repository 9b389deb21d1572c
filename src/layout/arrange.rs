//! Sorts items into stacks and gives everything its place. Linear in the number of items.

use super::blueprint;
use super::folds;
use super::grid::{Grid, LaneRow, Placed, Span, StageColumns};
use super::grouping::LaneGroups;
use super::index::RankById;
use crate::base::{Rect, pos2};
use crate::model::{Item, Journey, Lane, LaneKind, Phase, Place, Project, Stage, Touchpoint};
use crate::scene::Theme;

/// The stages and lanes that one journey's map shows, by rank. Hidden ones are not here.
pub(super) struct Room<'a> {
    pub stages: Vec<&'a Stage>,
    pub lanes: Vec<&'a Lane>,
    /// Their indexes among all stages and lanes of the journey.
    stage_slots: Vec<usize>,
    lane_slots: Vec<usize>,
    /// By lane; empty if no lane has groups.
    pub groups: Vec<LaneGroups>,
    stage_ranks: RankById,
    lane_ranks: RankById,
}

/// What is not to be seen because something is collapsed or hidden.
#[derive(Default)]
pub(super) struct Folded {
    /// How many items lie in each collapsed stage and lane, by rank.
    pub in_stage: Vec<usize>,
    pub in_lane: Vec<usize>,
    /// How many items of each open stage lie in hidden or collapsed lanes, and how many columns these use. The columns
    /// stay where they are: a card's place must not depend on which lanes are shown.
    beneath: Vec<(usize, usize)>,
    /// The cells and places of what the filter leaves out of open ones: stage and lane by rank.
    filtered: Vec<(usize, usize, Place)>,
}

impl Folded {
    /// Counts an item that the filter leaves out. Its column stays one of the map's, as a place's column must be, but
    /// takes no room if nothing else is in it.
    pub(super) fn leave_out(&mut self, (stage, lane): (usize, usize), place: Place) {
        self.count_beneath(stage, place);
        self.filtered.push((stage, lane, place));
    }

    fn count_beneath(&mut self, stage: usize, place: Place) {
        if let Some((items, columns)) = at(&mut self.beneath, stage) {
            *items += 1;
            *columns = (*columns).max(place.column as usize + 1);
        }
    }
}

/// The entry of that rank, of a list that grows to hold it.
fn at<T: Default + Clone>(list: &mut Vec<T>, rank: usize) -> Option<&mut T> {
    list.resize(list.len().max(rank + 1), T::default());
    list.get_mut(rank)
}

impl<'a> Room<'a> {
    pub(super) fn new(project: &'a Project, journey: &Journey) -> Self {
        let in_slots = journey.stages.iter().enumerate();
        let (stage_slots, stages): (Vec<usize>, Vec<&Stage>) = in_slots
            .filter_map(|(slot, id)| Some((slot, &**project.stages.get(id)?)))
            .filter(|(_, stage)| !stage.is_hidden)
            .unzip();
        let in_slots = journey.lanes.iter().enumerate();
        let (lane_slots, lanes): (Vec<usize>, Vec<&Lane>) = in_slots
            .filter_map(|(slot, id)| Some((slot, &**project.lanes.get(id)?)))
            .filter(|(_, lane)| !lane.is_hidden)
            .unzip();
        let ranks = |ids: Vec<u64>| {
            let mut pairs: Vec<(u64, u32)> = ids.into_iter().zip(0..).collect();
            pairs.sort_unstable();
            RankById::new(pairs)
        };
        let groups: Vec<LaneGroups> = lanes.iter().map(|lane| LaneGroups::of(project, journey, lane)).collect();
        Self {
            groups: if groups.iter().any(|groups| !groups.bands.is_empty()) { groups } else { Vec::new() },
            stage_ranks: ranks(stages.iter().map(|stage| stage.id.0).collect()),
            lane_ranks: ranks(lanes.iter().map(|lane| lane.id.0).collect()),
            stages,
            lanes,
            stage_slots,
            lane_slots,
        }
    }

    /// The ranks of a place's stage and lane, or `None` if it is not to be seen: it is on another map, hidden, or in
    /// something collapsed, where it is counted.
    pub(super) fn cell(&self, place: Place, folded: &mut Folded) -> Option<(usize, usize)> {
        let stage = self.stage_ranks.get(place.stage.0)?;
        let lane = self.lane_ranks.get(place.lane.0);
        let is_stage_open = !self.stages.get(stage)?.is_collapsed;
        let open_lane = lane.filter(|lane| self.lanes.get(*lane).is_some_and(|lane| !lane.is_collapsed));
        if is_stage_open && let Some(lane) = open_lane {
            return Some((stage, lane));
        }
        if is_stage_open {
            folded.count_beneath(stage, place);
        } else if lane.is_some() {
            at(&mut folded.in_stage, stage).into_iter().for_each(|count| *count += 1);
        }
        if let Some(lane) = lane.filter(|_| open_lane.is_none()) {
            at(&mut folded.in_lane, lane).into_iter().for_each(|count| *count += 1);
        }
        None
    }

    /// The rank of a touchpoint's group in its lane; 0 where there are none.
    pub(super) fn group(&self, lane: usize, touchpoint: &Touchpoint) -> u32 {
        self.groups.get(lane).map_or(0, |groups| groups.rank_of(touchpoint))
    }

    pub(super) fn phase(&self, stage: usize) -> Phase {
        self.stages.get(stage).map_or(Phase::PrePurchase, |stage| stage.phase)
    }

    pub(super) fn kind(&self, lane: usize) -> LaneKind {
        self.lanes.get(lane).map_or(LaneKind::Notes, |lane| lane.kind)
    }

    /// How wide the cards of a stage are, or what a collapsed stage has in their place.
    pub(super) fn card_width(&self, stage: usize, theme: &Theme) -> f32 {
        match self.stages.get(stage) {
            Some(stage) if stage.is_collapsed => folds::thickness(theme) - 2.0 * theme.map.gap,
            Some(Stage { card_width: Some(width), .. }) => f32::from(*width),
            Some(_) | None => theme.map.card_width,
        }
    }
}

/// An item and the ranks of its stage and lane.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub item: Item,
    pub stage: usize,
    pub lane: usize,
    pub place: Place,
    /// The rank of its group in the lane; 0 where there are none.
    pub group: u32,
    /// Where its picture is kept among those of its kind.
    pub kept: u32,
    /// In points.
    pub height: f32,
}

/// Every item of the map, touchpoints first, each kind in the order of ids.
#[derive(Default)]
pub(super) struct Entries {
    pub entries: Vec<Entry>,
    /// Which entry stands at each rank of the reading order; filled by [`stacks`].
    pub order: Vec<u32>,
    /// The items that are not here because something is collapsed.
    pub folded: Folded,
}

/// Which columns close up: those with nothing left of what the filter looked through. A stage keeps one.
fn closed_columns(grid: &Grid, filtered: &[(usize, usize, Place)]) -> Vec<bool> {
    if filtered.is_empty() {
        return Vec::new();
    }
    let mut closed = vec![false; grid.columns.len()];
    for (stage, _, place) in filtered {
        let Some(stage) = grid.stages.get(*stage) else { continue };
        let column = stage.first_column + (place.column as usize).min(stage.columns - 1);
        closed.get_mut(column).into_iter().for_each(|is_closed| *is_closed = true);
    }
    for placed in &grid.items {
        closed.get_mut(placed.column as usize).into_iter().for_each(|is_closed| *is_closed = false);
    }
    for stage in &grid.stages {
        let columns = closed.get_mut(stage.first_column..stage.first_column + stage.columns).unwrap_or_default();
        if columns.iter().all(|is_closed| *is_closed)
            && let Some(first) = columns.first_mut()
        {
            *first = false;
        }
    }
    closed
}

/// The grid with every item in its stack, still without extents.
pub(super) fn stacks(room: &Room<'_>, entries: &mut Entries, theme: &Theme) -> Grid {
    let lanes = room.lanes.len();
    // A stage has as many columns as are in use, and never more than it has items, whatever a column claims.
    let mut items_in_stage = vec![0_usize; room.stages.len()];
    let mut columns_in_stage = vec![1_usize; room.stages.len()];
    for (count, (items, _)) in items_in_stage.iter_mut().zip(&entries.folded.beneath) {
        *count += items;
    }
    for entry in &entries.entries {
        if let Some(count) = items_in_stage.get_mut(entry.stage) {
            *count += 1;
        }
    }
    for entry in &entries.entries {
        let (Some(columns), Some(count)) = (columns_in_stage.get_mut(entry.stage), items_in_stage.get(entry.stage))
        else {
            continue;
        };
        *columns = (*columns).max((entry.place.column as usize + 1).min(*count));
    }
    for ((columns, count), (_, beneath)) in
        columns_in_stage.iter_mut().zip(&items_in_stage).zip(&entries.folded.beneath)
    {
        *columns = (*columns).max((*beneath).min(*count));
    }
    let mut first_column = 0;
    let mut stage_of_column = Vec::new();
    let mut stages = Vec::with_capacity(room.stages.len());
    for (rank, ((stage, columns), items)) in room.stages.iter().zip(&columns_in_stage).zip(&items_in_stage).enumerate()
    {
        let has_items = *items > 0;
        let x = Span::default();
        stage_of_column.resize(first_column + columns, stages.len() as u32);
        stages.push(StageColumns {
            id: stage.id,
            phase: stage.phase,
            slot: room.stage_slots.get(rank).copied().unwrap_or(rank),
            x,
            first_column,
            columns: *columns,
            card_width: room.card_width(rank, theme),
            has_items,
            is_collapsed: stage.is_collapsed,
        });
        first_column += columns;
    }
    let lane_rows = room.lanes.iter().zip(&room.lane_slots).map(|(lane, slot)| LaneRow {
        id: lane.id,
        kind: lane.kind,
        slot: *slot,
        y: Span::default(),
        is_collapsed: lane.is_collapsed,
    });
    let mut grid = Grid {
        lanes: lane_rows.collect(),
        stages,
        columns: vec![Span::default(); first_column],
        stage_of_column,
        groups: room.groups.iter().map(|groups| groups.bands.clone()).collect(),
        ..Grid::default()
    };

    let stack_of = |entry: &Entry| {
        let stage = grid.stages.get(entry.stage)?;
        let column = (entry.place.column as usize).min(stage.columns - 1);
        Some(grid.stack_of(stage, entry.lane, column))
    };
    let mut starts = vec![0_u32; first_column * lanes + 1];
    let stack_by_entry: Vec<usize> = entries.entries.iter().map(|entry| stack_of(entry).unwrap_or_default()).collect();
    for stack in &stack_by_entry {
        if let Some(start) = starts.get_mut(stack + 1) {
            *start += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; entries.entries.len()];
    for (source, stack) in (0_u32..).zip(&stack_by_entry) {
        if let Some(rank) = next.get_mut(*stack) {
            if let Some(slot) = order.get_mut(*rank as usize) {
                *slot = source;
            }
            *rank += 1;
        }
    }
    let order_in_stack = |source: &u32| entries.entries.get(*source as usize).map(|e| (e.group, e.place.order, e.item));
    for window in starts.windows(2) {
        let [from, to] = window else { continue };
        if let Some(stack) = order.get_mut(*from as usize..*to as usize)
            && stack.len() > 1
        {
            stack.sort_unstable_by_key(order_in_stack);
        }
    }
    let mut rank_by_entry = vec![0_u32; order.len()];
    for (rank, source) in (0_u32..).zip(&order) {
        if let Some(slot) = rank_by_entry.get_mut(*source as usize) {
            *slot = rank;
        }
    }
    let mut touchpoint_ranks = Vec::with_capacity(order.len());
    let mut card_ranks = Vec::new();
    for (entry, rank) in entries.entries.iter().zip(&rank_by_entry) {
        match entry.item {
            Item::Touchpoint(id) => touchpoint_ranks.push((id.0, *rank)),
            Item::Card(id) => card_ranks.push((id.0, *rank)),
        }
    }
    grid.items = order
        .iter()
        .filter_map(|source| {
            let entry = entries.entries.get(*source as usize)?;
            let stack = *stack_by_entry.get(*source as usize)? as u32;
            let stage = grid.stages.get(entry.stage)?;
            let column = stage.first_column + (entry.place.column as usize).min(stage.columns - 1);
            Some(Placed { item: entry.item, rect: Rect::ZERO, stack, column: column as u32 })
        })
        .collect();
    for (stage, lane, place) in &entries.folded.filtered {
        if let Some(stage) = grid.stages.get(*stage) {
            let stack = grid.stack_of(stage, *lane, (place.column as usize).min(stage.columns - 1));
            let end = grid.ends.entry(stack).or_default();
            *end = (*end).max(place.order.saturating_add(1));
        }
    }
    grid.closed = closed_columns(&grid, &entries.folded.filtered);
    if !grid.groups.is_empty() || !grid.ends.is_empty() {
        let order_of = |source: &u32| entries.entries.get(*source as usize).map_or(0, |entry| entry.place.order);
        grid.orders = order.iter().map(order_of).collect();
    }
    grid.stack_starts = starts;
    grid.touchpoint_ranks = RankById::new(touchpoint_ranks);
    grid.card_ranks = RankById::new(card_ranks);
    entries.order = order;
    grid
}

/// Gives stages, columns and gutters their widths. A gutter is at least as wide as the labels of connectors that
/// stand in it; between stages it is the space between them that grows, so that no stage is
/// wider than its columns. Closed columns are lines in the middle of a gutter.
pub(super) fn set_x(grid: &mut Grid, theme: &Theme, label_widths: &[f32]) {
    let sizes = theme.map;
    grid.gap = sizes.gap;
    grid.lane_headers_x = Span { from: sizes.margin, to: sizes.margin + sizes.lane_header_width };
    let inside = 2.0 * sizes.gap;
    let between = inside + sizes.stage_gap;
    let closed = std::mem::take(&mut grid.closed);
    let is_closed = |column: usize| closed.get(column).is_some_and(|is_closed| *is_closed);
    // The gutters before closed columns are part of the one before the next open column.
    let extra = |gutter: usize, usual: f32| {
        let before = (0..gutter).rev().take_while(|column| is_closed(*column));
        let widths = before.chain([gutter]).filter_map(|at| label_widths.get(at).copied());
        match widths.fold(0.0, f32::max) {
            width if width > 0.0 => (width + 0.5 * sizes.gap - usual).max(0.0),
            _ => 0.0,
        }
    };
    let mut x = grid.lane_headers_x.to + sizes.gap;
    let (columns, stages) = (&mut grid.columns, &mut grid.stages);
    for stage in stages.iter_mut() {
        let of_stage = stage.first_column..stage.first_column + stage.columns;
        let first_open = of_stage.clone().find(|column| !is_closed(*column)).unwrap_or(stage.first_column);
        x += extra(first_open, between);
        stage.x.from = x;
        let mut line = x + 0.5 * sizes.gap;
        x += sizes.gap;
        for column in of_stage {
            let Some(span) = columns.get_mut(column) else { continue };
            if is_closed(column) {
                *span = Span { from: line, to: line };
                continue;
            }
            if column > first_open {
                x += inside + extra(column, inside);
            }
            *span = Span { from: x, to: x + stage.card_width };
            x += stage.card_width;
            line = x + 0.5 * sizes.gap;
        }
        x += sizes.gap;
        stage.x.to = x;
        x += sizes.stage_gap;
    }
    let right = grid.stages.last().map_or(grid.lane_headers_x.to, |stage| stage.x.to);
    // Room for a turn to the right of the last column.
    let last = extra(grid.columns.len(), inside);
    let mut from = grid.lane_headers_x.to;
    grid.gutters.clear();
    for (at, column) in grid.columns.iter().enumerate() {
        grid.gutters.push(Span { from, to: column.from });
        if !is_closed(at) {
            from = column.to;
        }
    }
    grid.gutters.push(Span { from, to: right + sizes.gap + last });
    // From the right, so that the gutters on both sides of a closed column end where the last of them does.
    for at in (0..grid.columns.len()).rev().filter(|at| is_closed(*at)) {
        let end = grid.gutters.get(at + 1).map(|gutter| gutter.to);
        if let (Some(gutter), Some(end)) = (grid.gutters.get_mut(at), end) {
            gutter.to = end;
        }
    }
    grid.size.x = right + last + sizes.margin;
    grid.closed = closed;
}

/// Gives headers, lanes and cards their heights and every card its rectangle, also anew once the grid knows how much
/// room ways between lanes need. `group_heights` are those that the
/// groups of each lane have at least.
pub(super) fn set_y(
    grid: &mut Grid,
    theme: &Theme,
    entries: &Entries,
    header_height: f32,
    lane_heights: &[f32],
    group_heights: &[Vec<f32>],
) {
    let sizes = theme.map;
    grid.bands_y = Span { from: sizes.margin, to: sizes.margin + sizes.phase_band_height };
    let headers_top = grid.bands_y.to + sizes.gap / 2.0;
    grid.headers_y = Span { from: headers_top, to: headers_top + header_height };
    let height_of = |source: &u32| entries.entries.get(*source as usize).map_or(0.0, |entry| entry.height);
    let group_of = |source: &u32| entries.entries.get(*source as usize).map_or(0, |entry| entry.group);

    let mut lane_heights = lane_heights.to_vec();
    let mut group_heights = group_heights.to_vec();
    let positions: Vec<Option<(usize, usize, usize)>> =
        (0..grid.stack_starts.len().saturating_sub(1)).map(|stack| grid.position_of(stack)).collect();
    for (window, position) in grid.stack_starts.windows(2).zip(&positions) {
        let ([from, to], Some((_, lane, _))) = (window, position) else { continue };
        let Some(sources) = entries.order.get(*from as usize..*to as usize).filter(|run| !run.is_empty()) else {
            continue;
        };
        let height_of_run = |run: &[u32]| run.iter().map(|s| height_of(s) + sizes.gap).sum::<f32>() + sizes.gap;
        match group_heights.get_mut(*lane).filter(|heights| !heights.is_empty()) {
            Some(heights) => {
                for run in sources.chunk_by(|a, b| group_of(a) == group_of(b)) {
                    let group = run.first().map_or(0, group_of) as usize;
                    if let Some(height) = heights.get_mut(group) {
                        *height = height.max(height_of_run(run));
                    }
                }
            }
            None => {
                if let Some(lane_height) = lane_heights.get_mut(*lane) {
                    *lane_height = lane_height.max(height_of_run(sources));
                }
            }
        }
    }
    let kinds: Vec<LaneKind> = grid.lanes.iter().map(|lane| lane.kind).collect();
    let lines = blueprint::lines(&kinds);
    grid.blueprint.clear();
    let mut y = grid.headers_y.to + sizes.gap;
    for (rank, (lane, height)) in grid.lanes.iter_mut().zip(&lane_heights).enumerate() {
        for (_, line) in lines.iter().filter(|(above, _)| *above == rank) {
            // In the middle between what the lanes on both sides would have as their gap.
            let room = blueprint::room(theme);
            grid.blueprint.push((*line, y + (room - sizes.gap) / 2.0));
            y += room;
        }
        y += grid.row_rooms.get(rank).copied().unwrap_or(0.0);
        let from = y;
        let bands = grid.groups.get_mut(rank).into_iter().flatten();
        for (band, height) in bands.zip(group_heights.get(rank).into_iter().flatten()) {
            band.y = Span { from: y, to: y + height };
            y += height;
        }
        lane.y = Span { from, to: (from + height).max(y) };
        if let Some(last) = grid.groups.get_mut(rank).and_then(|bands| bands.last_mut()) {
            last.y.to = lane.y.to;
        }
        y = lane.y.to + sizes.gap;
    }
    let bottom = grid.lanes.last().map_or(grid.headers_y.to, |lane| lane.y.to);
    grid.size.y = bottom + sizes.margin;

    for (window, position) in grid.stack_starts.windows(2).zip(&positions) {
        let ([from, to], Some((_, lane, column))) = (window, position) else { continue };
        let bands = grid.groups.get(*lane).filter(|bands| !bands.is_empty());
        let (Some(lane), Some(column)) = (grid.lanes.get(*lane), grid.columns.get(*column)) else { continue };
        let run = *from as usize..*to as usize;
        let (Some(placed), Some(sources)) = (grid.items.get_mut(run.clone()), entries.order.get(run)) else {
            continue;
        };
        let mut y = lane.y.from + sizes.gap;
        let mut group = None;
        for (placed, source) in placed.iter_mut().zip(sources) {
            if let Some(bands) = bands
                && group != Some(group_of(source))
            {
                group = Some(group_of(source));
                y = bands.get(group_of(source) as usize).map_or(y, |band| band.y.from + sizes.gap);
            }
            let height = height_of(source);
            placed.rect = Rect::from_min_max(pos2(column.from, y), pos2(column.to, y + height));
            y += height + sizes.gap;
        }
    }
}
