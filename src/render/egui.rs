//! A scene painted in a window: only what is in view, in as much detail as can be read.
//!
//! Near by, the items of the groups in view are painted at the zoomed size (`egui/shapes.rs`), found by a
//! grid (`egui/index.rs`). At a distance, where the text of cards is too small to be read, blocks stand for
//! them, from meshes kept from frame to frame (`egui/distant.rs`). Pictures are textures
//! (`egui/pictures.rs`). No input, no layout.

mod distant;
mod index;
mod pictures;
mod polygon;
mod shapes;

use std::collections::BTreeMap;

use ::egui::epaint::text::FontsView;
use ::egui::{Painter, epaint};

use self::distant::Distant;
use self::index::Index;
use self::pictures::PicturePainter;
use crate::base::{Bitmap, Pos2, Rect, Vec2};
use crate::scene::{Group, Scene, Shape};

/// Text below this size on screen, in points, is painted as something else.
const READABLE_PT: f32 = 5.0;
/// A scene of so few groups costs little even in full, and its letters make a better picture than bars: its text is
/// painted down to a smaller size.
const FEW_GROUPS: usize = 250;
const READABLE_OF_FEW_PT: f32 = 3.0;
/// In motion nobody reads smaller text.
const READABLE_IN_MOTION_PT: f32 = 7.0;
/// So many groups get their words in one frame of a picture that moves: to lay out all that comes into view at once
/// would be a jolt.
const NEW_WORDS_PER_FRAME: usize = 10;

/// How small text may be on screen to be painted as letters rather than as bars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Detail {
    /// As small as can be read, or smaller where the whole scene has few groups.
    #[default]
    Readable,
    /// Smaller too where few groups are in view: a picture that rests, to be looked at rather than worked on.
    Fine,
    /// The picture moves: whatever is quick. The larger of the scales that it moves between.
    InMotion(f32),
}

impl Detail {
    /// What text is laid out at, if that is another scale than it is painted at.
    fn text_scale(self) -> Option<f32> {
        match self {
            Self::Readable | Self::Fine => None,
            Self::InMotion(scale) => Some(scale),
        }
    }
}

/// How far groups are painted from their places, in map points, by their rank in the scene.
pub type Shifts = BTreeMap<u32, Vec2>;

/// What maps the map's points to the window's: scale, then offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transform {
    /// 1 at 100%.
    pub scale: f32,
    pub offset: Vec2,
}

impl Transform {
    pub fn screen_from_map(&self, pos_in_map: Pos2) -> Pos2 {
        (pos_in_map.to_vec2() * self.scale + self.offset).to_pos2()
    }

    pub fn map_from_screen(&self, pos_in_screen: Pos2) -> Pos2 {
        ((pos_in_screen.to_vec2() - self.offset) / self.scale).to_pos2()
    }

    pub fn screen_rect_from_map(&self, rect_in_map: Rect) -> Rect {
        Rect::from_min_max(self.screen_from_map(rect_in_map.min), self.screen_from_map(rect_in_map.max))
    }

    pub fn map_rect_from_screen(&self, rect_in_screen: Rect) -> Rect {
        Rect::from_min_max(self.map_from_screen(rect_in_screen.min), self.map_from_screen(rect_in_screen.max))
    }
}

/// Paints scenes, keeping what serves the next frame. One for each canvas.
#[derive(Default)]
pub struct ScenePainter {
    index: Option<Index>,
    distant: Option<Distant>,
    /// Groups in view, kept for its memory.
    visible: Vec<u32>,
    /// Those that were painted with their words in the last frame of a picture that moves, in order.
    worded: Vec<u32>,
}

impl ScenePainter {
    pub fn new() -> Self {
        Self::default()
    }

    /// Paints what lies within the painter's clip rectangle. `revision` must change whenever the scene does.
    ///
    /// The context must hold the fonts of [`crate::scene::text::font_definitions`].
    pub fn paint(&mut self, painter: &Painter, scene: &Scene, revision: u64, transform: Transform) {
        self.paint_all(painter, scene, revision, transform, (Detail::Readable, &Shifts::new()));
    }

    /// The same in that much detail.
    pub fn paint_in(&mut self, painter: &Painter, scene: &Scene, revision: u64, transform: Transform, detail: Detail) {
        self.paint_all(painter, scene, revision, transform, (detail, &Shifts::new()));
    }

    /// The same with some groups beside their places, where they can be seen as more than blocks.
    pub fn paint_shifted(
        &mut self,
        painter: &Painter,
        scene: &Scene,
        revision: u64,
        transform: Transform,
        shifts: &Shifts,
    ) {
        self.paint_all(painter, scene, revision, transform, (Detail::Readable, shifts));
    }

    fn paint_all(
        &mut self,
        painter: &Painter,
        scene: &Scene,
        revision: u64,
        transform: Transform,
        (detail, shifts): (Detail, &Shifts),
    ) {
        let clip = painter.clip_rect();
        if !painter.is_visible() || !clip.is_positive() || !transform.scale.is_finite() || transform.scale <= 0.0 {
            return;
        }
        if let Some(color) = scene.background {
            let whole = transform.screen_rect_from_map(Rect::from_min_size(Pos2::ZERO, scene.size));
            painter.rect_filled(whole, 0.0, shapes::color32(color));
        }
        if self.index.as_ref().is_none_or(|index| index.revision != revision) {
            self.index = Some(Index::over(self.index.take(), scene, revision));
        }
        let Some(index) = &self.index else { return };
        let are_few = scene.groups.len() <= FEW_GROUPS
            || detail == Detail::Fine && {
                index.find(transform.map_rect_from_screen(clip), &mut self.visible);
                self.visible.len() <= FEW_GROUPS
            };
        let readable = match detail {
            Detail::InMotion(_) => READABLE_IN_MOTION_PT,
            Detail::Readable | Detail::Fine if are_few => READABLE_OF_FEW_PT,
            Detail::Readable | Detail::Fine => READABLE_PT,
        };
        // At its own size a scene is read: nothing needs to be looked through for small text.
        let is_distant = transform.scale < 1.0 && transform.scale * index.smallest_text(scene) < readable;
        let shapes = if is_distant {
            let pixels_per_point = painter.pixels_per_point();
            if self.distant.as_ref().is_none_or(|distant| !distant.serves(revision, pixels_per_point)) {
                self.distant = Some(Distant::new(scene, revision, transform.scale, pixels_per_point));
            }
            let Some(distant) = &mut self.distant else { return };
            if distant.renew(scene, transform, clip, matches!(detail, Detail::InMotion(_))) {
                painter.ctx().request_repaint();
            }
            gather(painter, |fonts, pictures| {
                let mut near = shapes::Near::new(fonts, pictures, transform, clip);
                near.text_scale = detail.text_scale();
                distant.shapes(scene, near)
            })
        } else {
            index.find(transform.map_rect_from_screen(clip), &mut self.visible);
            let is_in_motion = matches!(detail, Detail::InMotion(_));
            let worded = std::mem::take(&mut self.worded);
            if !is_in_motion {
                // What rests has all its words, and keeps them when it begins to move.
                self.worded.clone_from(&self.visible);
            }
            let mut new_words = NEW_WORDS_PER_FRAME;
            gather(painter, |fonts, pictures| {
                let mut near = shapes::Near::new(fonts, pictures, transform, clip);
                near.text_scale = detail.text_scale();
                // What has its place out of view may be seen on its way there.
                let strays = shifts.keys().filter(|at| self.visible.binary_search(at).is_err());
                for at in self.visible.iter().chain(strays) {
                    let Some(group) = scene.groups.get(*at as usize) else { continue };
                    let shift = shifts.get(at).copied().unwrap_or_default();
                    near.transform = Transform { offset: transform.offset + shift * transform.scale, ..transform };
                    if is_in_motion {
                        let is_known = worded.binary_search(at).is_ok();
                        near.has_words = is_known || new_words > 0;
                        new_words -= usize::from(!is_known && new_words > 0);
                        if near.has_words {
                            self.worded.push(*at);
                        }
                    }
                    near.group(group);
                }
                near.out
            })
        };
        painter.extend(shapes);
    }

    /// Paints one group in full detail, at that opacity from 0 to 1: what is being dragged.
    pub fn paint_group(&self, painter: &Painter, group: &Group, transform: Transform, opacity: f32) {
        let mut painter = painter.clone();
        painter.multiply_opacity(opacity);
        let clip = painter.clip_rect();
        let shapes = gather(&painter, |fonts, pictures| {
            let mut near = shapes::Near::new(fonts, pictures, transform, clip);
            near.group(group);
            near.out
        });
        painter.extend(shapes);
    }
}

/// Paints a picture in the window, outside every scene: it fills `rect`, with corners rounded by `radius`.
pub fn paint_picture(painter: &Painter, bitmap: &Bitmap, rect: Rect, radius: f32) {
    if painter.is_visible() && painter.clip_rect().intersects(rect) {
        let shapes = gather(painter, |_, pictures| vec![pictures.shape(bitmap, rect, radius)]);
        painter.extend(shapes);
    }
}

/// The same without stretching it: what does not fit the rectangle's proportions is cut off.
pub fn paint_portrait(painter: &Painter, bitmap: &Bitmap, rect: Rect, radius: f32) {
    if painter.is_visible() && painter.clip_rect().intersects(rect) {
        let shapes = gather(painter, |_, pictures| vec![pictures.portrait(bitmap, rect, radius)]);
        painter.extend(shapes);
    }
}

/// Paints shapes in the window, outside every scene.
pub fn paint_shapes(painter: &Painter, items: &[Shape], transform: Transform) {
    let clip = painter.clip_rect();
    let shapes = gather(painter, |fonts, pictures| {
        let mut near = shapes::Near::new(fonts, pictures, transform, clip);
        items.iter().for_each(|item| near.item(item, Vec2::ZERO));
        near.out
    });
    painter.extend(shapes);
}

/// Makes shapes from the window's fonts and pictures.
fn gather(
    painter: &Painter,
    make: impl FnOnce(&mut FontsView<'_>, &mut PicturePainter) -> Vec<epaint::Shape>,
) -> Vec<epaint::Shape> {
    let mut pictures = PicturePainter::new(painter.ctx(), painter.pixels_per_point());
    let shapes = painter.fonts_mut(|fonts| make(fonts, &mut pictures));
    pictures.finish(painter.ctx());
    shapes
}
