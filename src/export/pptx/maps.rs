//! Slides with parts of the map: the whole of it, shots, and the stages at a size that can be read. In which pieces a
//! stage goes on slides is `stages`'s, what is said of a map that is too large for that `large`'s.

use std::sync::Arc;

use super::super::Material;
use super::stages::{BETWEEN, Piece, Stages};
use super::{legend_box, sentence_box};
use crate::base::number::format_grouped;
use crate::base::{Rect, pos2, vec2};
use crate::layout::shots::frame_of;
use crate::layout::{Layouter, Legend, LensFilter, Map};
use crate::model::Stage;
use crate::render::pptx::{Part, Slide, SlideKind, content_frame};
use crate::scene::cut::{Strips, cut};
use crate::scene::{Group, Picture, Role, Scene, Shape};

/// Text of a map that is drawn smaller than this share of its size is no text but a gray line on a slide.
pub(super) const LEAST_SCALE: f32 = 0.72;
/// Cards that are drawn larger than this look like posters.
const MOST_SCALE: f32 = 1.3;
/// A map drawn smaller than this is drawn as blocks.
const BLOCKS_BELOW: f32 = 0.3;
/// With more objects on a slide, readers take minutes to open it.
pub(super) const MOST_OBJECTS: usize = 1_500;

/// Nobody turns over more slides than these, and few programs open more of them gladly.
pub(super) const MOST_STAGE_SLIDES: usize = 250;

/// The stages on slides.
pub(super) enum StageSlides {
    Read(Vec<Slide>),
    /// They would take so many that none were made.
    TooMany(usize),
}

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

    /// Whether the whole map can be on one slide, each card of it an object.
    pub fn is_small(&self) -> bool {
        self.map.item_count() <= MOST_OBJECTS
    }

    /// The stages, each on at least one slide.
    pub fn stages(&self) -> StageSlides {
        let stages = Stages::new(&self.map, self.material.theme.map.gap);
        let planned: Vec<(&Stage, Rect, Vec<Vec<Piece>>)> =
            self.stage_list().into_iter().map(|(stage, column)| (stage, column, stages.slides(column))).collect();
        let count = planned.iter().map(|(.., slides)| slides.len()).sum();
        if count > MOST_STAGE_SLIDES {
            return StageSlides::TooMany(count);
        }
        let mut made = Vec::with_capacity(count);
        for (stage, column, pages) in planned {
            // Every piece is cut from what is near the stage: a large map has thousands of pieces.
            let scene = &self.map.scene;
            let groups = scene.groups.iter().filter(|group| stages.is_near(column, group)).cloned().collect();
            let near = Scene { groups, title: scene.title.clone(), ..*scene };
            made.extend(self.stage(stage, &near, &pages));
        }
        StageSlides::Read(made)
    }

    /// The whole map on one slide; `None` for one without stages, or that is not small.
    pub fn overview(&self) -> Option<Slide> {
        if !self.is_small() || self.map.stages().next().is_none() {
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

    fn stage(&self, stage: &Stage, near: &Scene, pages: &[Vec<Piece>]) -> Vec<Slide> {
        let name = stage_name(stage);
        let count = pages.len();
        let notes = stage.description.trim();
        let titled =
            |rank: usize| if count > 1 { format!("{name} ({} of {count})", rank + 1) } else { name.to_owned() };
        let told = |rank: usize| if rank == 0 { notes.to_owned() } else { String::new() };
        let scenes = |page: &[Piece]| page.iter().map(|piece| cut(near, &piece.x, &piece.y)).collect();
        pages.iter().enumerate().map(|(rank, page)| self.slide(titled(rank), scenes(page), told(rank))).collect()
    }
}

pub(super) fn stage_name(stage: &Stage) -> &str {
    if stage.name.trim().is_empty() { "Untitled stage" } else { stage.name.trim() }
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
        let is_shown = |group: &&Group| matches!(group.picture.role, Role::Item(_) | Role::Note(_));
        let count = scene.groups.iter().filter(is_shown).count();
        let title = shot.shown_name(project);
        slides.push(if count > MOST_OBJECTS {
            too_full(material, title, count, shot.notes.clone())
        } else {
            slide(material, map.legend(), title, &[scene], shot.notes.clone())
        });
        layouter.recycle(map);
    }
    slides
}

/// The slide of a shot with so much on it that no reader would open it.
fn too_full(material: &Material<'_>, title: String, count: usize, notes: String) -> Slide {
    let said = format!(
        "This shot shows {} cards, more than a slide can hold as objects. Frame less of the map, or export it as PDF.",
        format_grouped(count as f64, 0)
    );
    let parts = vec![Part::Text(sentence_box(material, content_frame(), &said))];
    Slide { title, kind: SlideKind::Content, parts, notes }
}

fn part_of(scene: &Scene, part: Rect) -> Scene {
    let part = if part.is_finite() { part } else { Rect::ZERO };
    cut(scene, &Strips::new([(part.left(), part.right())]), &Strips::new([(part.top(), part.bottom())]))
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
