//! Headers that stay in view: when the map's own stage or lane headers have been scrolled away, their pictures are
//! painted again along the edge, and the pointer finds them there.

use std::sync::Arc;

use egui::{Painter, Rect, Stroke, Vec2, pos2, vec2};

use super::sight::Sight;
use crate::app::camera::Camera;
use crate::app::style::color32;
use crate::layout::Map;
use crate::model::Subject;
use crate::render::egui::{ScenePainter, Transform};
use crate::scene::{Group, Picture, Shape, TextLine, Theme};

/// Below this scale headers are too small to be of use at the edge.
const SMALLEST_SCALE: f32 = 0.35;
/// Between the canvas's edge and the headers, in points on screen.
const PADDING: f32 = 6.0;
/// The share of the canvas that headers at its edge may take.
const LARGEST_SHARE: f32 = 0.4;

/// Which groups of a map's scene are headers.
pub struct Headers {
    stages: Band,
    lanes: Band,
    /// The strips of what is collapsed: they stay where they are, but their words come along.
    folded_stages: Band,
    folded_lanes: Band,
}

/// What headers cover of the canvas, from its left and from its top, once something is in view that needs scrolling.
/// They never cover themselves.
pub fn covered_by_headers(map: &Map, camera: &Camera, canvas_size: Vec2, revealed: Subject) -> Vec2 {
    if camera.scale < SMALLEST_SCALE {
        return Vec2::ZERO;
    }
    let headers = Headers::of(map);
    let thickness = |band: &Band| band.bounds.map_or(Vec2::ZERO, |bounds| bounds.size() * camera.scale);
    let covers =
        |thickness: f32, room: f32| if thickness < room * LARGEST_SHARE { thickness + 2.0 * PADDING } else { 0.0 };
    let across = covers(thickness(&headers.lanes).x, canvas_size.x);
    let down = covers(thickness(&headers.stages).y, canvas_size.y);
    match revealed {
        Subject::Stage(_) => vec2(across, 0.0),
        Subject::Lane(_) => vec2(0.0, down),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => vec2(across, down),
    }
}

/// Which way a row of headers runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Across,
    Down,
}

/// Headers along one edge of the map.
struct Band {
    axis: Axis,
    /// Indexes into the scene's groups.
    groups: Vec<usize>,
    /// What they cover in the map; `None` without headers.
    bounds: Option<Rect>,
    /// Those whose texts name rows, and stay with them.
    fixed: Vec<usize>,
}

/// How far the headers are moved from their own place on screen; zero where they are in view themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stuck {
    /// How far down stage headers are moved, and where their strip ends on screen.
    pub down: f32,
    pub strip_bottom: f32,
    /// How far right lane headers are moved, and where their strip ends on screen.
    pub right: f32,
    pub strip_right: f32,
}

impl Headers {
    /// The headers of a map.
    pub fn of(map: &Map) -> Self {
        let range = map.header_groups();
        // In this order: stage headers, lane headers, phase bands.
        let lanes_from = range.start + map.stages().count();
        let bands_from = lanes_from + map.lanes().count();
        let stages = (range.start..lanes_from).chain(bands_from..range.end);
        let lanes = lanes_from..bands_from;
        let fixed = map.lanes().zip(lanes.clone()).filter(|((id, ..), _)| map.has_row_names(*id));
        let fixed = fixed.map(|(_, group)| group).collect();
        let folds = map.fold_groups();
        let folded_lanes = map.lanes().filter(|(id, ..)| map.strip_of(Subject::Lane(*id)).is_some()).count();
        let folded_stages_from = (folds.start + folded_lanes).min(folds.end);
        Self {
            folded_lanes: Band::of(map, Axis::Across, (folds.start..folded_stages_from).collect()),
            folded_stages: Band::of(map, Axis::Down, (folded_stages_from..folds.end).collect()),
            stages: Band::of(map, Axis::Across, stages.collect()),
            lanes: Band { fixed, ..Band::of(map, Axis::Down, lanes.collect()) },
        }
    }

    /// Where the headers stand in this frame.
    pub fn stuck(&self, sight: &Sight) -> Stuck {
        let mut stuck = Stuck::default();
        if sight.camera.scale < SMALLEST_SCALE {
            return stuck;
        }
        let canvas = sight.canvas;
        if let Some(bounds) = self.stages.bounds.map(|bounds| sight.rect_from_map(bounds))
            && bounds.min.y < canvas.min.y
            && bounds.height() < canvas.height() * LARGEST_SHARE
        {
            stuck.down = canvas.min.y + PADDING - bounds.min.y;
            stuck.strip_bottom = canvas.min.y + bounds.height() + 2.0 * PADDING;
        }
        if let Some(bounds) = self.lanes.bounds.map(|bounds| sight.rect_from_map(bounds))
            && bounds.min.x < canvas.min.x
            && bounds.width() < canvas.width() * LARGEST_SHARE
        {
            stuck.right = canvas.min.x + PADDING - bounds.min.x;
            stuck.strip_right = canvas.min.x + bounds.width() + 2.0 * PADDING;
        }
        stuck
    }

    /// Paints the headers that would be out of view.
    pub fn paint(&self, painter: &Painter, scene_painter: &ScenePainter, map: &Map, sight: &Sight, theme: &Theme) {
        let stuck = self.stuck(sight);
        let canvas = sight.canvas;
        if sight.camera.scale < SMALLEST_SCALE {
            return;
        }
        let in_view = stuck.free(canvas);
        let over_map = painter.with_clip_rect(in_view.intersect(painter.clip_rect()));
        self.folded_lanes.paint_slid(&over_map, scene_painter, map, sight.transform(), in_view);
        self.folded_stages.paint_slid(&over_map, scene_painter, map, sight.transform(), in_view);
        let surface = color32(theme.color.surface);
        let edge = Stroke::new(1.0, color32(theme.color.line));
        if stuck.right > 0.0 {
            let strip = Rect::from_min_max(canvas.min, pos2(stuck.strip_right, canvas.max.y));
            painter.rect_filled(strip, 0.0, surface);
            painter.vline(strip.max.x, strip.y_range(), edge);
            let strip_painter = painter.with_clip_rect(strip.intersect(painter.clip_rect()));
            let transform = moved(sight, vec2(stuck.right, 0.0));
            self.lanes.paint(&strip_painter, scene_painter, map, transform, in_view);
            // They are longer than lane headers are wide, and their lines run on behind them.
            let beside = Rect::from_min_max(pos2(canvas.min.x, in_view.min.y), canvas.max);
            let painter = painter.with_clip_rect(beside.intersect(painter.clip_rect()));
            for group in map.line_name_groups().filter_map(|at| map.scene.groups.get(at)) {
                let rect = transform.screen_rect_from_map(group.bounds());
                if rect.intersects(beside) {
                    painter.rect_filled(rect, 0.0, surface);
                    scene_painter.paint_group(&painter, group, transform, 1.0);
                }
            }
        } else {
            self.lanes.paint_slid(painter, scene_painter, map, sight.transform(), in_view);
        }
        if stuck.down > 0.0 {
            let strip = Rect::from_min_max(canvas.min, pos2(canvas.max.x, stuck.strip_bottom));
            painter.rect_filled(strip, 0.0, surface);
            painter.hline(strip.x_range(), strip.max.y, edge);
            let from_x = if stuck.right > 0.0 { stuck.strip_right } else { canvas.min.x };
            let clip = Rect::from_min_max(pos2(from_x, strip.min.y), strip.max);
            let strip_painter = painter.with_clip_rect(clip.intersect(painter.clip_rect()));
            self.stages.paint(&strip_painter, scene_painter, map, moved(sight, vec2(0.0, stuck.down)), in_view);
        } else {
            let clip = Rect::from_min_max(pos2(in_view.min.x, canvas.min.y), canvas.max);
            let painter = painter.with_clip_rect(clip.intersect(painter.clip_rect()));
            self.stages.paint_slid(&painter, scene_painter, map, sight.transform(), in_view);
        }
    }
}

impl Band {
    fn of(map: &Map, axis: Axis, groups: Vec<usize>) -> Self {
        let bounds = groups.iter().filter_map(|at| map.scene.groups.get(*at)).map(Group::bounds);
        Self { axis, bounds: bounds.reduce(Rect::union), groups, fixed: Vec::new() }
    }

    /// Paints the headers in view, each with its name in the part of it that is in view.
    fn paint(&self, painter: &Painter, scenes: &ScenePainter, map: &Map, transform: Transform, in_view: Rect) {
        let clip = painter.clip_rect();
        for (at, group) in self.groups.iter().filter_map(|at| Some((at, map.scene.groups.get(*at)?))) {
            if transform.screen_rect_from_map(group.bounds()).intersects(clip) {
                match slid(group, self.axis, transform, in_view).filter(|_| !self.fixed.contains(at)) {
                    Some(slid) => scenes.paint_group(painter, &slid, transform, 1.0),
                    None => scenes.paint_group(painter, group, transform, 1.0),
                }
            }
        }
    }

    /// Paints only those headers whose names the map itself has out of view.
    fn paint_slid(&self, painter: &Painter, scenes: &ScenePainter, map: &Map, transform: Transform, in_view: Rect) {
        let moving = self.groups.iter().filter(|at| !self.fixed.contains(at));
        for group in moving.filter_map(|at| map.scene.groups.get(*at)) {
            if transform.screen_rect_from_map(group.bounds()).intersects(in_view)
                && let Some(slid) = slid(group, self.axis, transform, in_view)
            {
                scenes.paint_group(painter, &slid, transform, 1.0);
            }
        }
    }
}

/// A header with its name moved along it, so far as it reaches, to where it is in view; `None` where the name is in
/// its own place.
fn slid(group: &Group, axis: Axis, transform: Transform, in_view: Rect) -> Option<Group> {
    let view = transform.map_rect_from_screen(in_view);
    let bounds = group.bounds();
    let texts =
        || group.picture.items.iter().filter_map(|item| if let Shape::Text(line) = item { Some(line) } else { None });
    let (missing, end, length) = match axis {
        Axis::Across => {
            let pad = texts().map(|line| line.baseline.x).fold(f32::INFINITY, f32::min);
            let end = texts().map(|line| line.baseline.x + line.width).fold(0.0, f32::max) + pad;
            (view.min.x - bounds.min.x, end, bounds.width())
        }
        Axis::Down => {
            let length = |line: &TextLine| if line.runs_down { line.width + line.size } else { line.size };
            let end = texts().map(|line| line.baseline.y + length(line)).fold(0.0, f32::max);
            (view.min.y - bounds.min.y, end, bounds.height())
        }
    };
    let by = missing.min(length - end).max(0.0);
    // Less than this the eye does not miss, and nothing has to be painted twice.
    if by < 0.5 || !by.is_finite() {
        return None;
    }
    let by = if axis == Axis::Across { vec2(by, 0.0) } else { vec2(0.0, by) };
    let mut picture = Picture::clone(&group.picture);
    for item in &mut picture.items {
        if let Shape::Text(line) = item {
            line.baseline += by;
        }
    }
    Some(Group { origin: group.origin, picture: Arc::new(picture) })
}

impl Stuck {
    /// The position at which the map itself has what the pointer sees.
    pub fn released(&self, pos_in_screen: egui::Pos2) -> egui::Pos2 {
        let is_on_stages = self.down > 0.0 && pos_in_screen.y < self.strip_bottom;
        let is_on_lanes = self.right > 0.0 && pos_in_screen.x < self.strip_right;
        match (is_on_stages, is_on_lanes) {
            (true, true) => pos_in_screen - vec2(self.right, self.down),
            (true, false) => pos_in_screen - vec2(0.0, self.down),
            (false, true) => pos_in_screen - vec2(self.right, 0.0),
            (false, false) => pos_in_screen,
        }
    }

    /// Where on screen something with that place of its own is seen.
    pub fn seen(&self, subject: Subject, rect_in_screen: Rect) -> Rect {
        match subject {
            Subject::Stage(_) => rect_in_screen.translate(vec2(0.0, self.down)),
            Subject::Lane(_) => rect_in_screen.translate(vec2(self.right, 0.0)),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => rect_in_screen,
        }
    }

    /// Where a subject may be outlined: a lane's header slides below those of the stages, and the other way round.
    pub fn clip(&self, subject: Subject, canvas: Rect) -> Rect {
        let free = self.free(canvas);
        match subject {
            Subject::Stage(_) => Rect::from_min_max(pos2(free.min.x, canvas.min.y), canvas.max),
            Subject::Lane(_) => Rect::from_min_max(pos2(canvas.min.x, free.min.y), canvas.max),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => canvas,
        }
    }

    /// The part of the canvas that no header covers.
    pub fn free(&self, canvas: Rect) -> Rect {
        let x = if self.right > 0.0 { self.strip_right } else { canvas.min.x };
        let y = if self.down > 0.0 { self.strip_bottom } else { canvas.min.y };
        Rect::from_min_max(pos2(x, y), canvas.max)
    }
}

fn moved(sight: &Sight, by: Vec2) -> Transform {
    let transform = sight.transform();
    Transform { offset: transform.offset + by, ..transform }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LaneId, StageId};

    #[test]
    fn outlines_of_headers_stay_below_the_headers_that_cover_them() {
        let canvas = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 600.0));
        let stuck = Stuck { down: 40.0, strip_bottom: 70.0, right: 30.0, strip_right: 120.0 };
        let (stage, lane) = (Subject::Stage(StageId(1)), Subject::Lane(LaneId(2)));
        assert_eq!(stuck.clip(stage, canvas).min, pos2(120.0, 0.0));
        assert_eq!(stuck.clip(lane, canvas).min, pos2(0.0, 70.0));
        assert_eq!(Stuck::default().clip(lane, canvas), canvas);
    }
}
