//! How a shot fills a picture: what it shows, and beside it the names of the lanes and stages that it would show
//! without.

use std::sync::Arc;

use super::super::map::Map;
use super::frame_of;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::model::ShotFrame;
use crate::scene::cut::{Strips, cut};
use crate::scene::{Group, Picture, Role, Scene, Shape};

/// What a picture of a shot is fitted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Framing {
    /// What the shot shows, in map points.
    pub frame: Rect,
    /// The same with room for the names of its lanes on the left and of its stages above.
    pub whole: Rect,
}

impl Framing {
    /// A frame without anything beside it.
    pub fn of(frame: Rect) -> Self {
        Self { frame, whole: frame }
    }

    /// Where names stand at the edges of a view of the map that has the map's own out of sight.
    pub fn at_edges(map: &Map, view: Rect) -> Self {
        let room = head_room(map);
        let (across, down) = (map.grid.lane_headers_x, map.grid.headers_y);
        let mut frame = view;
        if view.left() > across.from && !map.grid.lanes.is_empty() {
            frame.min.x += room.x;
        }
        if view.top() > down.from && !map.grid.stages.is_empty() {
            frame.min.y += room.y;
        }
        Self { frame, whole: view }
    }

    /// How much of the picture is for names, in map points: on the left, above.
    pub fn strips(&self) -> (f32, f32) {
        (self.frame.left() - self.whole.left(), self.frame.top() - self.whole.top())
    }

    /// The names, in map points, where a picture shows them: to be painted over everything else.
    pub fn heads(&self, map: &Map) -> Vec<Group> {
        let (left, top) = self.strips();
        if left <= 0.0 && top <= 0.0 {
            return Vec::new();
        }
        let (across, down) = (map.grid.lane_headers_x, map.grid.headers_y);
        // In this order: stage headers, lane headers, phase bands.
        let range = map.header_groups();
        let lanes_from = range.start + map.grid.stages.len();
        let lanes_to = (lanes_from + map.grid.lanes.len()).min(range.end);
        let group = |at: usize| map.scene.groups.get(at);
        let stages = (range.start..lanes_from).filter(|_| top > 0.0).filter_map(group);
        let stages = stages.filter(|it| it.bounds().x_range().intersects(self.frame.x_range()));
        let lanes = (lanes_from..lanes_to).filter(|_| left > 0.0).filter_map(group);
        let lanes = lanes.filter(|it| it.bounds().y_range().intersects(self.frame.y_range()));
        let groups = stages.chain(lanes).cloned().collect();
        let heads = Scene { groups, ..Scene::default() };
        let x = Some((across.from, across.to)).filter(|_| left > 0.0);
        let x = x.into_iter().chain([(self.frame.left().max(x.map_or(f32::MIN, |x| x.1)), self.frame.right())]);
        let y = Some((down.from, down.to)).filter(|_| top > 0.0);
        let y = y.into_iter().chain([(self.frame.top().max(y.map_or(f32::MIN, |y| y.1)), self.frame.bottom())]);
        let heads = cut(&heads, &Strips::new(x), &Strips::new(y));
        let by = self.whole.min.to_vec2();
        let heads = heads.groups.into_iter().map(|group| Group { origin: group.origin + by, ..group });
        self.ground(map).into_iter().chain(heads).collect()
    }

    /// What covers the map behind the names.
    fn ground(&self, map: &Map) -> Option<Group> {
        let fill = map.scene.background?;
        let beside = Rect::from_min_max(self.whole.min, pos2(self.frame.left(), self.whole.bottom()));
        let above = Rect::from_min_max(self.whole.min, pos2(self.whole.right(), self.frame.top()));
        let strips = [beside, above].into_iter().filter(Rect::is_positive);
        let items = strips.map(|rect| Shape::Rect { rect, radius: 0.0, fill: Some(fill), stroke: None }).collect();
        let picture = Picture { bounds: self.whole, items, block: None, name: String::new(), role: Role::Decoration };
        Some(Group { origin: Pos2::ZERO, picture: Arc::new(picture) })
    }
}

/// What the names of lanes take of a picture's width and those of stages of its height, in map points.
pub fn head_room(map: &Map) -> Vec2 {
    let (across, down) = (map.grid.lane_headers_x, map.grid.headers_y);
    vec2((across.to - across.from).max(0.0), (down.to - down.from).max(0.0))
}

/// How a shot with that frame fills a picture. The whole map and a free part of it are shown as they are.
pub fn framing(map: &Map, frame: &ShotFrame) -> Framing {
    let rect = frame_of(map, frame);
    let has_heads = match frame {
        ShotFrame::Cells { .. } | ShotFrame::Items(_) => true,
        ShotFrame::Whole | ShotFrame::Region { .. } => false,
    };
    // What is gone shows the whole map.
    let is_part = rect.size() != map.size();
    let mut whole = rect;
    if has_heads && is_part {
        let (gap, room) = (map.grid.gap, head_room(map));
        if rect.left() >= map.grid.lane_headers_x.to - gap && !map.grid.lanes.is_empty() {
            whole.min.x -= room.x;
        }
        if rect.top() >= map.grid.headers_y.to - gap && !map.grid.stages.is_empty() {
            whole.min.y -= room.y;
        }
    }
    Framing { frame: rect, whole }
}
