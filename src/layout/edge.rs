//! The edges of headers by which stages are made wider and lanes higher. All in map coordinates.

use super::map::Map;
use crate::base::{Pos2, Rect};
use crate::model::Subject;

/// How large a stage's cards or a lane are, as they stand on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// In points: the width of the stage's cards, or the height of the lane.
    pub size: f32,
    /// How many columns share what is dragged; 1 for lanes.
    pub parts: usize,
}

impl Map {
    /// The open stage whose header's right edge, or the open lane whose header's lower edge, lies no farther away
    /// than `reach`.
    pub fn edge_at(&self, pos_in_map: Pos2, reach: f32) -> Option<Subject> {
        let grid = &self.grid;
        if grid.headers_y.contains(pos_in_map.y) {
            let stage = grid.stages.iter().find(|stage| (stage.x.to - pos_in_map.x).abs() <= reach)?;
            return (!stage.is_collapsed).then_some(Subject::Stage(stage.id));
        }
        if grid.lane_headers_x.contains(pos_in_map.x) {
            let lane = grid.lanes.iter().find(|lane| (lane.y.to - pos_in_map.y).abs() <= reach)?;
            return (!lane.is_collapsed).then_some(Subject::Lane(lane.id));
        }
        None
    }

    /// How large an open stage or lane is; `None` for what is collapsed and for everything else.
    pub fn extent_of(&self, subject: Subject) -> Option<Extent> {
        let grid = &self.grid;
        match subject {
            Subject::Stage(id) => {
                let stage = grid.stages.get(grid.stage_rank(id)?).filter(|stage| !stage.is_collapsed)?;
                Some(Extent { size: stage.card_width, parts: stage.columns })
            }
            Subject::Lane(id) => {
                let lane = grid.lanes.get(grid.lane_rank(id)?).filter(|lane| !lane.is_collapsed)?;
                Some(Extent { size: lane.y.to - lane.y.from, parts: 1 })
            }
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        }
    }

    /// What the strip of a collapsed stage or lane covers, without its header.
    pub fn strip_of(&self, subject: Subject) -> Option<Rect> {
        match subject {
            Subject::Stage(id) => self.grid.stage_strip(self.grid.stage_rank(id)?),
            Subject::Lane(id) => self.grid.lane_strip(self.grid.lane_rank(id)?),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        }
    }
}
