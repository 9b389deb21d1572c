//! Headers that stay in view: when the map's own stage or lane headers have been scrolled away, their pictures are
//! painted again along the edge, and the pointer finds them there.

use egui::{Painter, Rect, Stroke, Vec2, pos2, vec2};

use super::sight::Sight;
use crate::app::style::color32;
use crate::layout::Map;
use crate::model::Subject;
use crate::render::egui::{ScenePainter, Transform};
use crate::scene::{Group, Theme};

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
}

/// Headers along one edge of the map.
struct Band {
    /// Indexes into the scene's groups.
    groups: Vec<usize>,
    /// What they cover in the map; `None` without headers.
    bounds: Option<Rect>,
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
        Self { stages: Band::of(map, stages.collect()), lanes: Band::of(map, (lanes_from..bands_from).collect()) }
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
        let surface = color32(theme.color.surface);
        let edge = Stroke::new(1.0, color32(theme.color.line));
        if stuck.right > 0.0 {
            let strip = Rect::from_min_max(canvas.min, pos2(stuck.strip_right, canvas.max.y));
            painter.rect_filled(strip, 0.0, surface);
            painter.vline(strip.max.x, strip.y_range(), edge);
            let strip_painter = painter.with_clip_rect(strip.intersect(painter.clip_rect()));
            self.lanes.paint(&strip_painter, scene_painter, map, moved(sight, vec2(stuck.right, 0.0)));
        }
        if stuck.down > 0.0 {
            let strip = Rect::from_min_max(canvas.min, pos2(canvas.max.x, stuck.strip_bottom));
            painter.rect_filled(strip, 0.0, surface);
            painter.hline(strip.x_range(), strip.max.y, edge);
            let from_x = if stuck.right > 0.0 { stuck.strip_right } else { canvas.min.x };
            let clip = Rect::from_min_max(pos2(from_x, strip.min.y), strip.max);
            let strip_painter = painter.with_clip_rect(clip.intersect(painter.clip_rect()));
            self.stages.paint(&strip_painter, scene_painter, map, moved(sight, vec2(0.0, stuck.down)));
        }
    }
}

impl Band {
    fn of(map: &Map, groups: Vec<usize>) -> Self {
        let bounds = groups.iter().filter_map(|at| map.scene.groups.get(*at)).map(Group::bounds);
        Self { bounds: bounds.reduce(Rect::union), groups }
    }

    fn paint(&self, painter: &Painter, scene_painter: &ScenePainter, map: &Map, transform: Transform) {
        let clip = painter.clip_rect();
        for group in self.groups.iter().filter_map(|at| map.scene.groups.get(*at)) {
            if transform.screen_rect_from_map(group.bounds()).intersects(clip) {
                scene_painter.paint_group(painter, group, transform, 1.0);
            }
        }
    }
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
            Subject::Item(_) | Subject::Connector(_) => rect_in_screen,
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
