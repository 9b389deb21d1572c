//! Sorts items into stacks and gives everything its place. Linear in the number of items.

use super::blueprint;
use super::grid::{Grid, LaneRow, Placed, Span, StageColumns};
use super::grouping::LaneGroups;
use super::index::RankById;
use crate::base::{Rect, pos2};
use crate::model::{Item, Journey, LaneId, LaneKind, Phase, Place, Project, StageId, Touchpoint};
use crate::scene::Theme;

/// The stages and lanes of one journey, by rank.
pub(super) struct Room {
    stages: Vec<(StageId, Phase)>,
    lanes: Vec<(LaneId, LaneKind)>,
    pub stage_names: Vec<String>,
    pub lane_names: Vec<String>,
    /// By lane; empty if no lane has groups.
    pub groups: Vec<LaneGroups>,
    stage_ranks: RankById,
    lane_ranks: RankById,
}

impl Room {
    pub(super) fn new(project: &Project, journey: &Journey) -> Self {
        let stages: Vec<_> = journey.stages.iter().filter_map(|id| project.stages.get(id)).collect();
        let lanes: Vec<_> = journey.lanes.iter().filter_map(|id| project.lanes.get(id)).collect();
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
            stage_names: stages.iter().map(|stage| stage.name.clone()).collect(),
            lane_names: lanes.iter().map(|lane| lane.name.clone()).collect(),
            stages: stages.iter().map(|stage| (stage.id, stage.phase)).collect(),
            lanes: lanes.iter().map(|lane| (lane.id, lane.kind)).collect(),
        }
    }

    /// The ranks of a place's stage and lane, or `None` if it is on another map.
    pub(super) fn cell(&self, place: Place) -> Option<(usize, usize)> {
        Some((self.stage_ranks.get(place.stage.0)?, self.lane_ranks.get(place.lane.0)?))
    }

    /// The rank of a touchpoint's group in its lane; 0 where there are none.
    pub(super) fn group(&self, lane: usize, touchpoint: &Touchpoint) -> u32 {
        self.groups.get(lane).map_or(0, |groups| groups.rank_of(touchpoint))
    }

    pub(super) fn phase(&self, stage: usize) -> Phase {
        self.stages.get(stage).map_or(Phase::PrePurchase, |(_, phase)| *phase)
    }

    pub(super) fn kind(&self, lane: usize) -> LaneKind {
        self.lanes.get(lane).map_or(LaneKind::Notes, |(_, kind)| *kind)
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
}

/// The grid with every item in its stack, still without extents.
pub(super) fn stacks(room: &Room, entries: &mut Entries) -> Grid {
    let lanes = room.lanes.len();
    // A stage has as many columns as are in use, and never more than it has items, whatever a column claims.
    let mut items_in_stage = vec![0_usize; room.stages.len()];
    let mut columns_in_stage = vec![1_usize; room.stages.len()];
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
    let mut first_column = 0;
    let mut stage_of_column = Vec::new();
    let mut stages = Vec::with_capacity(room.stages.len());
    for (((id, phase), columns), items) in room.stages.iter().zip(&columns_in_stage).zip(&items_in_stage) {
        let has_items = *items > 0;
        let x = Span::default();
        stage_of_column.resize(first_column + columns, stages.len() as u32);
        stages.push(StageColumns { id: *id, phase: *phase, x, first_column, columns: *columns, has_items });
        first_column += columns;
    }
    let lane_rows = room.lanes.iter().map(|(id, kind)| LaneRow { id: *id, kind: *kind, y: Span::default() });
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
    if !grid.groups.is_empty() {
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
/// wider than its columns.
pub(super) fn set_x(grid: &mut Grid, theme: &Theme, label_widths: &[f32]) {
    let sizes = theme.map;
    grid.gap = sizes.gap;
    grid.lane_headers_x = Span { from: sizes.margin, to: sizes.margin + sizes.lane_header_width };
    let inside = 2.0 * sizes.gap;
    let between = inside + sizes.stage_gap;
    let extra = |gutter: usize, usual: f32| match label_widths.get(gutter) {
        Some(width) if *width > 0.0 => (width + 0.5 * sizes.gap - usual).max(0.0),
        Some(_) | None => 0.0,
    };
    let mut x = grid.lane_headers_x.to + sizes.gap;
    let (columns, stages) = (&mut grid.columns, &mut grid.stages);
    for stage in stages.iter_mut() {
        x += extra(stage.first_column, between);
        stage.x.from = x;
        x += sizes.gap;
        for column in stage.first_column..stage.first_column + stage.columns {
            if column > stage.first_column {
                x += inside + extra(column, inside);
            }
            if let Some(span) = columns.get_mut(column) {
                *span = Span { from: x, to: x + sizes.card_width };
            }
            x += sizes.card_width;
        }
        x += sizes.gap;
        stage.x.to = x;
        x += sizes.stage_gap;
    }
    let right = grid.stages.last().map_or(grid.lane_headers_x.to, |stage| stage.x.to);
    let mut from = grid.lane_headers_x.to;
    grid.gutters = grid
        .columns
        .iter()
        .map(|column| {
            let gutter = Span { from, to: column.from };
            from = column.to;
            gutter
        })
        .collect();
    // Room for a turn to the right of the last column.
    let last = extra(grid.columns.len(), inside);
    grid.gutters.push(Span { from, to: right + sizes.gap + last });
    grid.size.x = right + last + sizes.margin;
}

/// Gives headers, lanes and cards their heights and every card its rectangle. `group_heights` are those that the
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
    let mut y = grid.headers_y.to + sizes.gap;
    for (rank, (lane, height)) in grid.lanes.iter_mut().zip(&lane_heights).enumerate() {
        for (_, line) in lines.iter().filter(|(above, _)| *above == rank) {
            // In the middle between what the lanes on both sides would have as their gap.
            let room = blueprint::room(theme);
            grid.blueprint.push((*line, y + (room - sizes.gap) / 2.0));
            y += room;
        }
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
