//! What lies under the pointer: cards, headers and their edges, handles, faces, cells. Decides nothing.

use super::bands_ui;
use super::gesture::ConnectorEnd;
use super::header_tools::HeaderTools;
use super::paint::{HANDLE_RADIUS, connector_ends, handle_center};
use super::pointer::Pointer;
use crate::app::workspace::Tool;
use crate::base::Pos2;
use crate::layout::{CONNECTOR_REACH, FaceKey, Hit};
use crate::model::{CardId, ConnectorId, Item, LaneId, StageId, Subject, TouchpointId};

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Spot {
    Subject(Subject),
    /// The round handle at the right edge of a touchpoint.
    Handle(TouchpointId),
    /// The button that collapses a stage or lane.
    Fold(Subject),
    /// The edge of a header by which it is resized.
    Edge(Subject),
    /// A face of an emotion lane.
    Face(FaceKey),
    /// The round handle at an end of the selected connector.
    ConnectorEnd(ConnectorId, ConnectorEnd),
    /// An empty part of a cell.
    Cell(StageId, LaneId),
    #[default]
    Nothing,
}

impl Spot {
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Subject(subject) | Self::Fold(subject) | Self::Edge(subject) => Some(subject),
            Self::ConnectorEnd(connector, _) => Some(Subject::Connector(connector)),
            Self::Handle(_) | Self::Face(_) | Self::Cell(..) | Self::Nothing => None,
        }
    }

    /// The touchpoint that shows its handle while the pointer is here.
    pub fn touchpoint(self) -> Option<TouchpointId> {
        match self {
            Self::Subject(Subject::Item(Item::Touchpoint(id))) | Self::Handle(id) => Some(id),
            Self::Subject(_)
            | Self::ConnectorEnd(..)
            | Self::Fold(_)
            | Self::Edge(_)
            | Self::Cell(..)
            | Self::Nothing
            | Self::Face(_) => None,
        }
    }
}

impl Pointer<'_> {
    /// What lies at a position on screen. `hovered` is what the pointer was over before: a handle stands out of its
    /// card, and stays while the pointer is near it.
    pub fn spot_at(&self, pos_in_screen: Pos2, hovered: Spot) -> Spot {
        const REACH: f32 = HANDLE_RADIUS + 4.0;
        if self.workspace.tool == Tool::Select
            && let Some((connector, ends)) = connector_ends(self.workspace, self.sight)
            && let Some((_, end)) = ends.into_iter().find(|(center, _)| center.distance(pos_in_screen) <= REACH)
        {
            return Spot::ConnectorEnd(connector, end);
        }
        if self.workspace.tool == Tool::Select
            && let Some(touchpoint) = hovered.touchpoint()
            && let Some(center) = handle_center(self.workspace, self.sight, touchpoint)
            && center.distance(pos_in_screen) <= REACH
        {
            return Spot::Handle(touchpoint);
        }
        let tools = HeaderTools { sight: self.sight, stuck: self.stuck, workspace: self.workspace };
        if let Some(header) = tools.edge_at(pos_in_screen).filter(|_| self.workspace.tool == Tool::Select) {
            return Spot::Edge(header);
        }
        let header = |subject: Subject| {
            let button = tools.fold_button(subject).filter(|_| self.workspace.tool == Tool::Select);
            let is_on_button = button.is_some_and(|rect| rect.contains(pos_in_screen));
            if is_on_button { Spot::Fold(subject) } else { Spot::Subject(subject) }
        };
        let released = self.stuck.released(pos_in_screen);
        let pos_in_map = self.sight.map_from_screen(released);
        let map = &self.workspace.map;
        // A header that stays in view covers the stickies that have been scrolled below it.
        let hit = if released == pos_in_screen { map.hit(pos_in_map) } else { map.hit_under_stickies(pos_in_map) };
        if let Some(face) = map.face_at(pos_in_map)
            && !matches!(hit, Some(Hit::Sticky(_)))
            && self.stuck.free(self.sight.canvas).contains(pos_in_screen)
        {
            return Spot::Face(face.key);
        }
        match hit {
            Some(Hit::Sticky(sticky)) => Spot::Subject(Subject::Sticky(sticky)),
            Some(Hit::Item(item)) => Spot::Subject(Subject::Item(item)),
            Some(Hit::StageHeader(stage)) => header(Subject::Stage(stage)),
            Some(Hit::LaneHeader(lane)) => header(Subject::Lane(lane)),
            Some(Hit::Connector(connector)) => Spot::Subject(Subject::Connector(connector)),
            Some(Hit::Handle(Item::Touchpoint(touchpoint))) => Spot::Handle(touchpoint),
            hit @ (Some(Hit::Cell { .. } | Hit::PhaseBand { .. } | Hit::Handle(Item::Card(_))) | None) => {
                // At a distance the map's own reach of a connector is too narrow to be met.
                let near =
                    self.workspace.map.connector_at(pos_in_map, CONNECTOR_REACH / self.sight.camera.scale.min(1.0));
                match (near, hit) {
                    (Some(connector), _) => Spot::Subject(Subject::Connector(connector)),
                    (None, Some(Hit::Cell { stage, lane })) => Spot::Cell(stage, lane),
                    (None, _) => Spot::Nothing,
                }
            }
        }
    }

    /// The row of figures at a position on screen, where rows are large enough to be read.
    pub fn chip_at(&self, pos_in_screen: Pos2, spot: Spot) -> Option<(TouchpointId, usize)> {
        const SMALLEST_SCALE: f32 = 0.45;
        let Spot::Subject(Subject::Item(Item::Touchpoint(touchpoint))) = spot else { return None };
        if self.sight.camera.scale < SMALLEST_SCALE || self.workspace.tool != Tool::Select {
            return None;
        }
        let pos_in_map = self.sight.map_from_screen(self.stuck.released(pos_in_screen));
        self.workspace.map.chip_at(pos_in_map).filter(|(at, _)| *at == touchpoint)
    }

    /// The chart or the use of a channel at a position on screen.
    pub(super) fn band_spot_at(&self, pos_in_screen: Pos2, spot: Spot) -> Option<usize> {
        let is_free = matches!(spot, Spot::Cell(..) | Spot::Nothing) && self.workspace.tool == Tool::Select;
        let is_on_map = self.stuck.free(self.sight.canvas).contains(pos_in_screen);
        let pos = Some(pos_in_screen).filter(|_| is_free && is_on_map)?;
        bands_ui::spot_at(self.workspace, self.sight.map_from_screen(pos))
    }

    /// The card whose link's address is at a position on screen, where it is large enough to be read.
    pub(super) fn link_at(&self, pos_in_screen: Pos2, spot: Spot) -> Option<CardId> {
        const SMALLEST_SCALE: f32 = 0.45;
        let Spot::Subject(Subject::Item(Item::Card(card))) = spot else { return None };
        if self.sight.camera.scale < SMALLEST_SCALE || self.workspace.tool != Tool::Select || self.extends() {
            return None;
        }
        let pos_in_map = self.sight.map_from_screen(self.stuck.released(pos_in_screen));
        self.workspace.map.link_at(pos_in_map).filter(|at| *at == card)
    }
}
