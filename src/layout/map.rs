//! A finished map: its scene, and the way back from places to what lies there. All in map coordinates.
//! Where something would be dropped is `drop`'s.

use std::ops::Range;
use std::sync::Arc;

use super::bands::{BandSpot, Bands};
use super::blueprint::BlueprintLine;
use super::connector_look;
use super::grid::{self, Grid, Placed};
use super::lens::Legend;
use super::route::Way;
use super::stickies::Stickies;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{CardId, ConnectorId, Item, LaneId, LaneKind, Phase, StageId, StickyId, Subject, TouchpointId};
use crate::scene::Scene;
use crate::scene::theme::MapSizes;

/// A finished map.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pub scene: Scene,
    pub(super) grid: Arc<Grid>,
    /// In the order of ids.
    pub(super) links: Vec<Link>,
    /// What each of the links covers, label included: looked through at each movement of the pointer.
    pub(super) link_bounds: Vec<Rect>,
    pub(super) faces: Arc<Faces>,
    pub(super) bands: Bands,
    pub(super) stickies: Stickies,
    pub(super) legend: Legend,
    pub(super) header_groups: Range<usize>,
    pub(super) line_name_groups: Range<usize>,
    pub(super) fold_groups: Range<usize>,
    pub(super) first_item_group: usize,
    /// `None` for the map of a journey that is not there.
    pub(super) map_sizes: Option<MapSizes>,
}

/// What lies where on the cards, in the order of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Faces {
    pub touchpoints: Vec<(TouchpointId, Face)>,
    pub cards: Vec<(CardId, Face)>,
}

/// What lies where on a card, relative to it.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// Where its title or text stands.
    pub title: Rect,
    /// Rows that tell more when they are clicked: a touchpoint's figures, a link's address.
    pub chips: Arc<[Rect]>,
}

impl Faces {
    fn get(&self, item: Item) -> Option<&Face> {
        match item {
            Item::Touchpoint(id) => {
                let at = self.touchpoints.binary_search_by_key(&id, |(id, _)| *id).ok()?;
                self.touchpoints.get(at).map(|(_, face)| face)
            }
            Item::Card(id) => {
                let at = self.cards.binary_search_by_key(&id, |(id, _)| *id).ok()?;
                self.cards.get(at).map(|(_, face)| face)
            }
        }
    }
}

/// A connector as it lies on the map.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub id: ConnectorId,
    pub way: Way,
    pub label: Option<Rect>,
    pub group: usize,
    /// Of its label, if it has one.
    pub label_group: Option<usize>,
}

impl Link {
    pub(super) fn bounds(&self) -> Rect {
        let bounds = self.way.bounds();
        self.label.map_or(bounds, |label| bounds.union(label))
    }
}

/// What lies at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Sticky(StickyId),
    Item(Item),
    /// The handle at a touchpoint's right edge, from which a connector is drawn.
    Handle(Item),
    Connector(ConnectorId),
    StageHeader(StageId),
    /// The band of a phase, named by its first stage.
    PhaseBand {
        phase: Phase,
        first: StageId,
    },
    LaneHeader(LaneId),
    /// Empty space within a cell.
    Cell {
        stage: StageId,
        lane: LaneId,
    },
}

/// A way to go on the map with the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    Left,
    Right,
    Up,
    Down,
}

/// How near to a connector counts as on it, in points.
pub const CONNECTOR_REACH: f32 = 4.0;

impl Map {
    /// What the colors of the lens mean.
    pub fn legend(&self) -> &Legend {
        &self.legend
    }

    /// The whole map's size, margins included.
    pub fn size(&self) -> Vec2 {
        self.scene.size
    }

    /// Where a card, a header, or a connector with its label lies.
    pub fn rect_of(&self, subject: impl Into<Subject>) -> Option<Rect> {
        match subject.into() {
            Subject::Connector(id) => Some(self.link(id)?.bounds()),
            Subject::Sticky(id) => self.stickies.placed.iter().find(|(other, _)| *other == id).map(|(_, rect)| *rect),
            subject @ (Subject::Item(_) | Subject::Stage(_) | Subject::Lane(_)) => self.grid.rect_of(subject),
        }
    }

    /// Where a touchpoint's title or a card's text stands, for editing in place.
    pub fn title_rect(&self, item: Item) -> Option<Rect> {
        let placed = self.grid.placed(item)?;
        self.faces.get(item).map(|face| face.title.translate(placed.rect.min.to_vec2()))
    }

    /// The row of figures there: its touchpoint, and the row's rank among those of the card.
    pub fn chip_at(&self, pos_in_map: Pos2) -> Option<(TouchpointId, usize)> {
        let Some(Item::Touchpoint(touchpoint)) = self.item_at(pos_in_map) else { return None };
        let item = Item::Touchpoint(touchpoint);
        let pos_in_card = pos_in_map - self.grid.placed(item)?.rect.min.to_vec2();
        let row = self.faces.get(item)?.chips.iter().position(|chip| chip.contains(pos_in_card))?;
        Some((touchpoint, row))
    }

    /// The card whose link is there: its row with the address, which a click opens.
    pub fn link_at(&self, pos_in_map: Pos2) -> Option<CardId> {
        if self.sticky_at(pos_in_map).is_some() {
            return None;
        }
        let Some(Item::Card(card)) = self.item_at(pos_in_map) else { return None };
        let row = self.link_rect(card)?;
        row.contains(pos_in_map).then_some(card)
    }

    /// Where a card shows the address that it links to.
    pub fn link_rect(&self, card: CardId) -> Option<Rect> {
        let item = Item::Card(card);
        let rect = self.grid.placed(item)?.rect;
        self.faces.get(item)?.chips.first().map(|row| row.translate(rect.min.to_vec2()))
    }

    /// Where a row of figures lies, by its rank on the card.
    pub fn chip_rect(&self, touchpoint: TouchpointId, row: usize) -> Option<Rect> {
        let item = Item::Touchpoint(touchpoint);
        let card = self.grid.placed(item)?.rect;
        self.faces.get(item)?.chips.get(row).map(|chip| chip.translate(card.min.to_vec2()))
    }

    /// Which chart, use of a channel or the like lies there, in a lane that is drawn from touchpoints: its index among
    /// [`Map::band_spots`].
    pub fn band_spot_at(&self, pos_in_map: Pos2) -> Option<usize> {
        let row = self.grid.lanes.iter().find(|lane| lane.y.contains(pos_in_map.y))?;
        // What was drawn last lies on top.
        self.bands.spots.iter().rposition(|spot| spot.lane == row.id && spot.rect.contains(pos_in_map))
    }

    /// All of these, lane by lane.
    pub fn band_spots(&self) -> &[BandSpot] {
        &self.bands.spots
    }

    /// The lines of a service blueprint, top to bottom, and the middle of each.
    pub fn blueprint_lines(&self) -> &[(BlueprintLine, f32)] {
        &self.grid.blueprint
    }

    /// Whether a lane's header names rows of the lane, so that its texts must stay where they are.
    pub fn has_row_names(&self, lane: LaneId) -> bool {
        let is_matrix = |row: &grid::LaneRow| row.id == lane && row.kind == LaneKind::Channels;
        self.has_groups(lane) || self.grid.lanes.iter().any(is_matrix)
    }

    /// Where a connector's label stands, or where it would: the middle of its way.
    pub fn label_rect(&self, connector: ConnectorId) -> Option<Rect> {
        let link = self.link(connector)?;
        if link.label.is_some() {
            return link.label;
        }
        let sizes = self.map_sizes?;
        let size = vec2(sizes.card_width / 2.0, sizes.small_text * 1.5);
        Some(Rect::from_center_size(link.way.bounds().center(), size))
    }

    /// The corners of a connector's way, from the first card's edge to the other's.
    pub fn way_of(&self, connector: ConnectorId) -> Option<&[Pos2]> {
        self.link(connector).map(|link| link.way.corners())
    }

    /// The same as a line with rounded turns, as it is drawn.
    pub fn line_of(&self, connector: ConnectorId) -> Option<Vec<Pos2>> {
        let corners = self.way_of(connector)?;
        let radius = connector_look::turn_radius(self.map_sizes?.connector_width);
        Some(connector_look::rounded(*corners.first()?, corners, *corners.last()?, radius))
    }

    /// The square around a touchpoint's connect handle, in the middle of its right edge.
    pub fn handle_rect(&self, item: Item) -> Option<Rect> {
        let Item::Touchpoint(_) = item else { return None };
        let rect = self.grid.placed(item)?.rect;
        Some(Rect::from_center_size(rect.right_center(), Vec2::splat(2.0 * self.grid.gap)))
    }

    /// Which group of the scene shows the subject.
    pub fn group_of(&self, subject: impl Into<Subject>) -> Option<usize> {
        match subject.into() {
            Subject::Item(item) => self.grid.item_rank(item).map(|rank| self.first_item_group + rank),
            Subject::Stage(id) => self.grid.stage_rank(id).map(|rank| self.header_groups.start + rank),
            Subject::Lane(id) => {
                let rank = self.grid.lane_rank(id)?;
                Some(self.header_groups.start + self.grid.stages.len() + rank)
            }
            Subject::Connector(id) => self.link(id).map(|link| link.group),
            Subject::Sticky(id) => {
                let at = self.stickies.placed.iter().position(|(other, _)| *other == id)?;
                Some(self.stickies.first_group + at)
            }
        }
    }

    /// The groups that show a connector: its line, and its label if it has one.
    pub fn groups_of_connector(&self, connector: ConnectorId) -> impl Iterator<Item = usize> {
        self.link(connector).into_iter().flat_map(|link| std::iter::once(link.group).chain(link.label_group))
    }

    /// The groups of stage headers, lane headers and phase bands, in this order.
    pub fn header_groups(&self) -> Range<usize> {
        self.header_groups.clone()
    }

    /// The groups of the names of the lines of a service blueprint.
    pub fn line_name_groups(&self) -> Range<usize> {
        self.line_name_groups.clone()
    }

    /// The groups of the strips of collapsed lanes, then of those of collapsed stages.
    pub fn fold_groups(&self) -> Range<usize> {
        self.fold_groups.clone()
    }

    /// The topmost thing there: a sticky, a card, a collapsed stage or lane (as its header), a connector, a header, else the
    /// cell. `None` beside the map.
    pub fn hit(&self, pos_in_map: Pos2) -> Option<Hit> {
        self.sticky_at(pos_in_map).map(Hit::Sticky).or_else(|| self.hit_under_stickies(pos_in_map))
    }

    /// The same without stickies: what they lie on.
    pub fn hit_under_stickies(&self, pos_in_map: Pos2) -> Option<Hit> {
        let grid = &self.grid;
        if let Some(item) = self.item_at(pos_in_map) {
            return Some(Hit::Item(item));
        }
        match grid.strip_at(pos_in_map) {
            Some(Subject::Stage(id)) => return Some(Hit::StageHeader(id)),
            Some(Subject::Lane(id)) => return Some(Hit::LaneHeader(id)),
            Some(Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_)) | None => {}
        }
        if let Some(connector) = self.connector_at(pos_in_map, CONNECTOR_REACH) {
            return Some(Hit::Connector(connector));
        }
        let stage = grid.stages.iter().find(|stage| stage.x.contains(pos_in_map.x));
        let lane = grid.lanes.iter().find(|lane| lane.y.contains(pos_in_map.y));
        if grid.headers_y.contains(pos_in_map.y) {
            return stage.map(|stage| Hit::StageHeader(stage.id));
        }
        if grid.bands_y.contains(pos_in_map.y) {
            return grid.phase_runs().into_iter().find_map(|(phase, first, last)| {
                let is_here = grid.band_rect(first, last)?.contains(pos_in_map);
                let first = grid.stages.get(first)?.id;
                is_here.then_some(Hit::PhaseBand { phase, first })
            });
        }
        let lane = lane?;
        if grid.lane_headers_x.contains(pos_in_map.x) {
            return Some(Hit::LaneHeader(lane.id));
        }
        stage.map(|stage| Hit::Cell { stage: stage.id, lane: lane.id })
    }

    /// The same where the handles of these items are shown: handles come first.
    pub fn hit_with_handles(&self, pos_in_map: Pos2, shown: impl IntoIterator<Item = Item>) -> Option<Hit> {
        let is_at = |item: &Item| self.handle_rect(*item).is_some_and(|rect| rect.contains(pos_in_map));
        shown.into_iter().find(is_at).map(Hit::Handle).or_else(|| self.hit(pos_in_map))
    }

    /// The card there.
    pub fn item_at(&self, pos_in_map: Pos2) -> Option<Item> {
        let column = self.grid.columns.partition_point(|column| column.to < pos_in_map.x);
        if !self.grid.columns.get(column)?.contains(pos_in_map.x) {
            return None;
        }
        self.grid.card_at(column, pos_in_map.y).map(|placed| placed.item)
    }

    /// The nearest connector no farther than `reach` points away, by its line or its label.
    pub fn connector_at(&self, pos_in_map: Pos2, reach: f32) -> Option<ConnectorId> {
        let distance = |link: &Link| {
            if link.label.is_some_and(|label| label.contains(pos_in_map)) {
                return 0.0;
            }
            let legs = link.way.corners().windows(2).map(|leg| match leg {
                [from, to] => grid::distance_to_line(pos_in_map, *from, *to),
                _ => f32::INFINITY,
            });
            legs.fold(f32::INFINITY, f32::min)
        };
        let near =
            self.links.iter().zip(&self.link_bounds).filter(|(_, bounds)| bounds.expand(reach).contains(pos_in_map));
        let nearest = near.map(|(link, _)| (distance(link), link.id));
        nearest.filter(|(d, _)| *d <= reach).min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, id)| id)
    }

    /// The connectors that come near a rectangle, in the order of ids.
    pub fn connectors_in(&self, rect: Rect) -> Vec<ConnectorId> {
        let near = self.links.iter().zip(&self.link_bounds).filter(|(_, bounds)| bounds.intersects(rect));
        near.map(|(link, _)| link.id).collect()
    }

    /// The groups of the labels that touch a rectangle, in the order of painting.
    pub fn label_groups_in(&self, rect: Rect) -> impl Iterator<Item = usize> {
        let near = self.links.iter().filter(move |link| link.label.is_some_and(|label| label.intersects(rect)));
        near.filter_map(|link| link.label_group)
    }

    /// The cards that a rectangle touches, in reading order.
    pub fn items_in(&self, rect: Rect) -> Vec<Item> {
        self.grid.items_in(rect)
    }

    /// How many cards there are.
    pub fn item_count(&self) -> usize {
        self.grid.items.len()
    }

    /// Every card in reading order with its rectangle.
    pub fn items(&self) -> impl Iterator<Item = (Item, Rect)> + '_ {
        self.grid.items.iter().map(|placed| (placed.item, placed.rect))
    }

    /// The stages, left to right, with the whole column of each below its header.
    pub fn stages(&self) -> impl Iterator<Item = (StageId, Rect)> + '_ {
        let y = self.grid.lanes_y();
        self.grid.stages.iter().map(move |stage| (stage.id, grid::rect_of(stage.x, y)))
    }

    /// The lanes, top to bottom, with the row of each right of its header.
    pub fn lanes(&self) -> impl Iterator<Item = (LaneId, LaneKind, Rect)> + '_ {
        let x = self.stages_x();
        self.grid.lanes.iter().map(move |lane| (lane.id, lane.kind, grid::rect_of(x, lane.y)))
    }

    /// The cells of open stages and lanes, stage by stage, with whether each is empty.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        self.grid.stages.iter().filter(|stage| !stage.is_collapsed).flat_map(move |stage| {
            self.grid.lanes.iter().enumerate().filter(|(_, lane)| !lane.is_collapsed).map(move |(lane_rank, lane)| {
                Cell {
                    stage: stage.id,
                    lane: lane.id,
                    kind: lane.kind,
                    rect: self.grid.cell_rect(stage, lane),
                    is_empty: (0..stage.columns)
                        .all(|column| self.grid.stack(self.grid.stack_of(stage, lane_rank, column)).is_empty()),
                }
            })
        })
    }

    /// Where a stage and a lane cross.
    pub fn cell_rect(&self, stage: StageId, lane: LaneId) -> Option<Rect> {
        let stage = self.grid.stages.get(self.grid.stage_rank(stage)?)?;
        Some(self.grid.cell_rect(stage, self.grid.lanes.get(self.grid.lane_rank(lane)?)?))
    }

    /// Where a "+" for a cell may stand: under the last card of its last column in use. It may hang over the lane's
    /// lower edge.
    pub fn add_slot(&self, stage: StageId, lane: LaneId) -> Option<Rect> {
        let grid = &self.grid;
        let stage = grid.stages.get(grid.stage_rank(stage)?).filter(|stage| !stage.is_collapsed)?;
        let lane_rank = grid.lane_rank(lane)?;
        let lane = grid.lanes.get(lane_rank).filter(|lane| !lane.is_collapsed)?;
        let stack_at = |column: usize| grid.stack(grid.stack_of(stage, lane_rank, column));
        let column = (0..stage.columns).rev().find(|column| !stack_at(*column).is_empty()).unwrap_or(0);
        let x = grid.columns.get(stage.first_column + column)?;
        let top = stack_at(column).last().map_or(lane.y.from, |placed| placed.rect.bottom()) + grid.gap / 2.0;
        Some(Rect::from_min_max(pos2(x.from, top), pos2(x.to, top + 3.0 * grid.gap)))
    }

    /// The next card that way: within its stack and on through the lanes of its column, or to the nearest card
    /// of the next column in use of its lane.
    pub fn neighbor(&self, item: Item, heading: Heading) -> Option<Item> {
        let grid = &self.grid;
        let rank = grid.item_rank(item)?;
        let placed = grid.items.get(rank)?;
        let (_, lane, column) = grid.position_of(placed.stack as usize)?;
        let stack = grid.stack(placed.stack as usize);
        let at = stack.iter().position(|other| other.item == item)?;
        let nearest = |stack: &[Placed]| {
            let y = placed.rect.center().y;
            let by_distance = |other: &&Placed| (other.rect.center().y - y).abs();
            stack.iter().min_by(|a, b| by_distance(a).total_cmp(&by_distance(b))).map(|other| other.item)
        };
        match heading {
            Heading::Up => {
                let above = at.checked_sub(1).and_then(|at| stack.get(at)).map(|other| other.item);
                let lanes = (0..lane).rev();
                above.or_else(|| {
                    lanes.map(|lane| grid.stack_in(lane, column)).find_map(|stack| stack.last().map(|other| other.item))
                })
            }
            Heading::Down => {
                let below = stack.get(at + 1).map(|other| other.item);
                let lanes = lane + 1..grid.lanes.len();
                below.or_else(|| {
                    lanes
                        .map(|lane| grid.stack_in(lane, column))
                        .find_map(|stack| stack.first().map(|other| other.item))
                })
            }
            Heading::Left => (0..column).rev().find_map(|column| nearest(grid.stack_in(lane, column))),
            Heading::Right => (column + 1..grid.columns.len()).find_map(|column| nearest(grid.stack_in(lane, column))),
        }
    }

    /// The card above or below in the same stack and group, in a lane with groups.
    pub fn neighbor_in_group(&self, item: Item, heading: Heading) -> Option<Item> {
        let rank = self.grid.item_rank(item)?;
        let placed = self.grid.items.get(rank)?;
        let (_, lane, _) = self.grid.position_of(placed.stack as usize)?;
        let other = match heading {
            Heading::Up => rank.checked_sub(1)?,
            Heading::Down => rank + 1,
            Heading::Left | Heading::Right => return None,
        };
        let other = self.grid.items.get(other).filter(|other| other.stack == placed.stack)?;
        let bands = self.grid.groups.get(lane)?;
        let band_of = |placed: &Placed| bands.partition_point(|band| band.y.to <= placed.rect.top());
        (band_of(placed) == band_of(other)).then_some(other.item)
    }

    /// Whether the touchpoints of a lane are put together in groups.
    pub fn has_groups(&self, lane: LaneId) -> bool {
        let rank = self.grid.lane_rank(lane);
        rank.and_then(|rank| self.grid.groups.get(rank)).is_some_and(|groups| !groups.is_empty())
    }

    /// From the left edge of the first stage to the right edge of the last.
    pub(super) fn stages_x(&self) -> grid::Span {
        let from = self.grid.stages.first().map_or(self.grid.lane_headers_x.to, |stage| stage.x.from);
        grid::Span { from, to: self.grid.stages.last().map_or(from, |stage| stage.x.to) }
    }

    fn link(&self, id: ConnectorId) -> Option<&Link> {
        let at = self.links.binary_search_by_key(&id, |link| link.id).ok()?;
        self.links.get(at)
    }
}

/// Where a stage and a lane cross.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub stage: StageId,
    pub lane: LaneId,
    pub kind: LaneKind,
    pub rect: Rect,
    pub is_empty: bool,
}
