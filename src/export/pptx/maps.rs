//! Slides with parts of the map: the whole of it, shots, and the stages at a size that can be read.

use std::sync::Arc;

use super::super::Material;
use super::legend_box;
use crate::base::{Rect, pos2, vec2};
use crate::layout::shots::frame_of;
use crate::layout::{Layouter, Legend, LensFilter, Map};
use crate::model::{LaneKind, Stage, Subject};
use crate::render::pptx::{Part, Slide, SlideKind, content_frame};
use crate::scene::cut::{Strips, cut};
use crate::scene::{Group, Picture, Role, Scene, Shape};

/// Text of a map that is drawn smaller than this share of its size is no text but a gray line on a slide.
const LEAST_SCALE: f32 = 0.72;
/// Cards that are drawn larger than this look like posters.
const MOST_SCALE: f32 = 1.3;
/// A map drawn smaller than this is drawn as blocks.
const BLOCKS_BELOW: f32 = 0.3;
/// With more objects on a slide, readers take minutes to open it.
const MOST_OBJECTS: usize = 1_500;

/// The map of the journey, laid out once.
pub(super) struct Maps<'a> {
    material: &'a Material<'a>,
    map: Map,
}

impl<'a> Maps<'a> {
    pub fn new(material: &'a Material<'a>, layouter: &mut Layouter) -> Self {
        let measured = material.measured();
        let map = layouter.filtered_map(&material.map_input(&measured, material.journey), &material.spec.filter);
        Self { material, map }
    }

    pub fn legend(&self) -> &Legend {
        self.map.legend()
    }

    /// The stages, each on at least one slide.
    pub fn stages(&self) -> Vec<Slide> {
        self.stage_list().into_iter().flat_map(|(stage, column)| self.stage(stage, column)).collect()
    }

    /// The whole map on one slide; `None` for one without stages, or with so much on it that no reader would open it.
    pub fn overview(&self) -> Option<Slide> {
        if self.map.item_count() > MOST_OBJECTS || self.map.stages().next().is_none() {
            return None;
        }
        let size = self.map.size();
        let whole = Rect::from_min_size(pos2(0.0, 0.0), size);
        let content = self.map.scene.groups.iter().map(Group::bounds).filter(Rect::is_finite).reduce(Rect::union);
        let part = content.map_or(whole, |content| content.intersect(whole));
        let scene = part_of(&self.map.scene, part);
        Some(self.slide("The whole journey".to_owned(), vec![scene], String::new()))
    }

    fn slide(&self, title: String, scenes: Vec<Scene>, notes: String) -> Slide {
        slide(self.material, self.map.legend(), title, &scenes, notes)
    }

    /// The open stages with their columns.
    fn stage_list(&self) -> Vec<(&'a Stage, Rect)> {
        let stages = &self.material.project.stages;
        let known = self.map.stages().filter_map(|(id, rect)| Some((&**stages.get(&id)?, rect)));
        known.filter(|(stage, _)| !stage.is_collapsed).collect()
    }

    fn stage(&self, stage: &Stage, column: Rect) -> Vec<Slide> {
        let name = if stage.name.trim().is_empty() { "Untitled stage" } else { stage.name.trim() };
        let pages = side_by_side(self.stage_scenes(column));
        let count = pages.len();
        let notes = stage.description.trim();
        let titled =
            |rank: usize| if count > 1 { format!("{name} ({} of {count})", rank + 1) } else { name.to_owned() };
        let told = |rank: usize| if rank == 0 { notes.to_owned() } else { String::new() };
        pages.into_iter().enumerate().map(|(rank, scenes)| self.slide(titled(rank), scenes, told(rank))).collect()
    }

    /// The stage in pieces that can be read: at least one.
    fn stage_scenes(&self, column: Rect) -> Vec<Scene> {
        let map = &self.map;
        let heads = map.lanes().next().and_then(|(lane, ..)| map.rect_of(Subject::Lane(lane)));
        let Some(heads) = heads else {
            return vec![part_of(&map.scene, Rect::from_x_y_ranges(column.x_range(), 0.0..=column.top()))];
        };
        let gap = self.material.theme.map.gap;
        let head_x = (heads.left(), heads.right() + gap);
        let head_top = map.scene.groups.get(map.header_groups()).into_iter().flatten();
        let head_top = head_top.map(|group| group.bounds().top()).fold(f32::INFINITY, f32::min);
        let head_y = (if head_top.is_finite() { head_top } else { 0.0 }, column.top() - gap / 2.0);
        let room = content_frame().size() / LEAST_SCALE;
        let room = room - vec2(head_x.1 - head_x.0, (head_y.1 - head_y.0).max(0.0));
        let items: Vec<Rect> =
            map.items().map(|(_, rect)| rect).filter(|rect| column.x_range().contains(rect.center().x)).collect();
        // Every piece is cut from what is near the stage: a large map has thousands of pieces.
        let is_near = |group: &&Group| {
            let x = group.bounds().x_range();
            let meets = |from: f32, to: f32| x.min <= to + gap && from - gap <= x.max;
            meets(head_x.0, head_x.1) || meets(column.left(), column.right())
        };
        let near = map.scene.groups.iter().filter(is_near).cloned().collect();
        let near = Scene { groups: near, title: map.scene.title.clone(), ..map.scene };
        let mut scenes = Vec::new();
        for x in columns(column, &items, room.x, gap) {
            let here: Vec<Rect> =
                items.iter().copied().filter(|it| x.0 <= it.center().x && it.center().x <= x.1).collect();
            for rows in self.rows(&here, room.y, gap) {
                let y = Strips::new(std::iter::once(head_y).chain(rows));
                scenes.push(cut(&near, &Strips::new([head_x, x]), &y));
            }
        }
        scenes
    }

    /// What of the lanes goes on each slide: those that have something there, as many as fit, or parts of a long one.
    fn rows(&self, items: &[Rect], room: f32, gap: f32) -> Vec<Vec<(f32, f32)>> {
        let mut slides: Vec<Vec<(f32, f32)>> = Vec::new();
        let mut used = f32::INFINITY;
        let mut push = |row: (f32, f32)| {
            let height = row.1 - row.0;
            if used + height > room + 0.5 {
                slides.push(Vec::new());
                used = 0.0;
            }
            used += height;
            if let Some(rows) = slides.last_mut() {
                match rows.last_mut() {
                    Some(last) if (last.1 - row.0).abs() < gap => last.1 = row.1,
                    Some(_) | None => rows.push(row),
                }
            }
        };
        for (_, kind, rect) in self.map.lanes() {
            let here: Vec<Rect> = items.iter().copied().filter(|it| rect.y_range().contains(it.center().y)).collect();
            if here.is_empty() && (items.is_empty() || !is_drawn_whole(kind)) {
                continue;
            }
            let (from, to) = (rect.top() - gap / 2.0, rect.bottom() + gap / 2.0);
            if to - from <= room {
                push((from, to));
                continue;
            }
            for row in pieces(&here, (from, to), room) {
                push(row);
            }
        }
        if slides.is_empty() { vec![Vec::new()] } else { slides }
    }
}

/// Whether a lane is drawn from what is known of touchpoints, so that it has something without cards of its own.
fn is_drawn_whole(kind: LaneKind) -> bool {
    match kind {
        LaneKind::Emotion | LaneKind::Metrics | LaneKind::Channels => true,
        LaneKind::Touchpoints
        | LaneKind::Actions
        | LaneKind::Thoughts
        | LaneKind::PainPoints
        | LaneKind::Opportunities
        | LaneKind::Evidence
        | LaneKind::Frontstage
        | LaneKind::Backstage
        | LaneKind::Support
        | LaneKind::Notes => false,
    }
}

/// A stage's width in runs of whole steps that fit.
fn columns(column: Rect, items: &[Rect], room: f32, gap: f32) -> Vec<(f32, f32)> {
    let (left, right) = (column.left() - gap / 2.0, column.right() + gap / 2.0);
    let mut starts: Vec<f32> = items.iter().map(|item| item.left()).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|b, a| (*b - *a).abs() < 1.0);
    let mut runs = Vec::new();
    let mut from = left;
    for (rank, start) in starts.iter().enumerate().skip(1) {
        let end = starts.get(rank + 1).map_or(right, |next| next - gap / 2.0);
        let start = start - gap / 2.0;
        if end - from > room && start > from {
            runs.push((from, start));
            from = start;
        }
    }
    runs.push((from, right));
    runs
}

/// A lane in pieces that fit, ended where they cut through as few cards as can be.
fn pieces(items: &[Rect], (from, to): (f32, f32), room: f32) -> Vec<(f32, f32)> {
    let room = room.max(120.0);
    let mut tops: Vec<f32> = items.iter().map(|item| item.top() - 2.0).collect();
    tops.sort_by(f32::total_cmp);
    let mut pieces = Vec::new();
    let mut start = from;
    while to - start > room {
        let crossed = |at: f32| items.iter().filter(|item| item.top() < at && at < item.bottom()).count();
        let candidates = tops.iter().copied().filter(|top| *top > start + room * 0.4 && *top <= start + room);
        // Of equally good places the lowest.
        let best = candidates.map(|top| (crossed(top), top)).min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let end = best.map_or(start + room, |(_, top)| top);
        pieces.push((start, end));
        start = end;
    }
    pieces.push((start, to));
    pieces
}

/// The shots of the journey, in their order.
pub(super) fn shots(material: &Material<'_>, layouter: &mut Layouter) -> Vec<Slide> {
    let measured = material.measured();
    let project = material.project;
    let mut slides = Vec::new();
    for shot in project.shots.iter().filter(|shot| shot.journey == material.journey) {
        let mut input = material.map_input(&measured, shot.journey);
        input.lens = shot.look.lens;
        let filter: LensFilter = shot.look.filter();
        let map = layouter.filtered_map(&input, &filter);
        let scene = part_of(&map.scene, frame_of(&map, &shot.frame));
        slides.push(slide(material, map.legend(), shot.shown_name(project), &[scene], shot.notes.clone()));
        layouter.recycle(map);
    }
    slides
}

fn part_of(scene: &Scene, part: Rect) -> Scene {
    let part = if part.is_finite() { part } else { Rect::ZERO };
    cut(scene, &Strips::new([(part.left(), part.right())]), &Strips::new([(part.top(), part.bottom())]))
}

/// Between pieces of a stage on one slide, in points of the map.
const BETWEEN: f32 = 28.0;

/// As many pieces on a slide as fit beside each other at a size that can be read.
fn side_by_side(scenes: Vec<Scene>) -> Vec<Vec<Scene>> {
    let room = content_frame().width() / LEAST_SCALE;
    let mut pages: Vec<Vec<Scene>> = Vec::new();
    let mut used = f32::INFINITY;
    for scene in scenes {
        if used + BETWEEN + scene.size.x > room {
            pages.push(Vec::new());
            used = -BETWEEN;
        }
        used += BETWEEN + scene.size.x;
        if let Some(page) = pages.last_mut() {
            page.push(scene);
        }
    }
    pages
}

/// A slide with these parts of a map beside each other, all of one scale and no larger than looks well.
fn slide(material: &Material<'_>, legend: &Legend, title: String, scenes: &[Scene], notes: String) -> Slide {
    let frame = content_frame();
    let between = BETWEEN * scenes.len().saturating_sub(1) as f32;
    let width = scenes.iter().map(|scene| scene.size.x).sum::<f32>() + between;
    let height = scenes.iter().map(|scene| scene.size.y).fold(0.0, f32::max);
    let scale = (frame.size() / vec2(width, height)).min_elem().min(MOST_SCALE);
    let scale = if scale.is_finite() && scale > 0.0 { scale } else { 1.0 };
    let mut left = frame.left() + ((frame.width() - width * scale) / 2.0).max(0.0);
    let mut parts = Vec::new();
    for scene in scenes {
        let has_items = scene.groups.iter().any(|group| matches!(group.picture.role, Role::Item(_)));
        let scene = if scale < BLOCKS_BELOW && has_items { as_blocks(scene) } else { scene.clone() };
        let frame = Rect::from_min_size(pos2(left, frame.top()), scene.size * scale);
        left = frame.right() + BETWEEN * scale;
        parts.push(Part::Scene { scene, frame });
    }
    parts.extend(legend_box(material, legend).map(Part::Text));
    Slide { title, kind: SlideKind::Content, parts, notes }
}

/// Cards as plain blocks in their colors, as the window draws them from afar.
fn as_blocks(scene: &Scene) -> Scene {
    let plain = |group: &Group| -> Option<Group> {
        let (Role::Item(_) | Role::Note(_)) = group.picture.role else {
            return match group.picture.role {
                Role::LinkLabel(_) => None,
                Role::Decoration
                | Role::Title
                | Role::ColumnGroup
                | Role::Column(_)
                | Role::Row(_)
                | Role::Item(_)
                | Role::Link { .. }
                | Role::Note(_)
                | Role::Figure => Some(group.clone()),
            };
        };
        let block = group.picture.block?;
        let mut items = vec![Shape::Rect { rect: block.rect, radius: 4.0, fill: Some(block.fill), stroke: None }];
        if let Some(mark) = block.mark {
            let edge = Rect::from_min_size(block.rect.min, vec2(8.0, block.rect.height()));
            items.push(Shape::Rect { rect: edge, radius: 4.0, fill: Some(mark), stroke: None });
        }
        let picture = Picture { items, bounds: block.rect, ..Picture::clone(&group.picture) };
        Some(Group { origin: group.origin, picture: Arc::new(picture) })
    };
    Scene { groups: scene.groups.iter().filter_map(plain).collect(), ..scene.clone() }
}
