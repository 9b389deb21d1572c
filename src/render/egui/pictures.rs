//! Pictures as textures: decoded once, kept at the sizes in which they are shown, let go of when they no longer are.
//! One set for all that paints in a window.

use std::collections::HashMap;
use std::sync::Arc;

use ::egui::epaint::mutex::RwLock;
use ::egui::epaint::{self, CornerRadius, RectShape, TextureHandle, TextureId, TextureManager};
use ::egui::plugin::TypedPluginHandle;
use ::egui::{Color32, ColorImage, Context, Plugin, TextureOptions, Ui};
use image::RgbaImage;

use super::shapes::color32;
use crate::base::{Bitmap, PictureHash, Rect, Vec2, pos2};
use crate::render::picture;

/// A picture smaller than this on screen, in points, is painted as a plain block.
pub(super) const PICTURE_FROM_PT: f32 = 8.0;

/// Pixels decoded in one pass before the rest is left to the next: some 10 ms. One picture is always decoded.
const PIXELS_PER_PASS: u64 = 1 << 20;
/// Pictures not painted for so many passes are let go of.
const KEPT_PASSES: u64 = 600;
/// So are, beyond so many bytes, those that were not painted for longest.
const KEPT_BYTES: usize = 192 << 20;
/// The smallest texture's longer side is more than half of this, in pixels.
const SMALLEST_PX: u32 = 16;

/// All textures of a window's pictures.
#[derive(Default)]
pub(super) struct Textures {
    kept: HashMap<PictureHash, Kept>,
    pass: u64,
    /// Pixels decoded in this pass.
    decoded: u64,
}

/// One picture's textures.
struct Kept {
    /// Each half as wide and high as the one before; empty for a broken picture.
    levels: Vec<Level>,
    /// How often the picture was halved for the first of `levels`.
    finest: u32,
    last_pass: u64,
}

struct Level {
    texture: TextureHandle,
    bytes: usize,
    /// When this one or a finer one was painted.
    last_pass: u64,
}

/// What there is of a picture.
enum Found {
    Texture(TextureId),
    /// Broken.
    Nothing,
    /// To be decoded in a later pass; until then a coarser texture, if any.
    Later(Option<TextureId>),
}

impl Textures {
    fn find(&mut self, manager: &Arc<RwLock<TextureManager>>, bitmap: &Bitmap, wanted_px: (u32, u32)) -> Found {
        let wanted = picture::halvings((bitmap.width, bitmap.height), wanted_px);
        let pass = self.pass;
        let kept = self.kept.get_mut(&bitmap.hash);
        if let Some(kept) = &kept
            && kept.levels.is_empty()
        {
            return Found::Nothing;
        }
        if let Some(kept) = kept {
            kept.last_pass = pass;
            let at = wanted.saturating_sub(kept.finest).min(kept.levels.len().saturating_sub(1) as u32) as usize;
            for level in kept.levels.iter_mut().skip(at) {
                level.last_pass = pass;
            }
            let texture = kept.levels.get(at).map(|level| level.texture.id());
            match texture {
                Some(texture) if kept.finest <= wanted => return Found::Texture(texture),
                _ if self.is_spent() => return Found::Later(texture),
                _ => {}
            }
        } else if self.is_spent() {
            return Found::Later(None);
        }
        self.decoded += u64::from(bitmap.width) * u64::from(bitmap.height);
        let levels = levels(manager, bitmap, wanted, pass);
        let found = levels.first().map_or(Found::Nothing, |level| Found::Texture(level.texture.id()));
        self.kept.insert(bitmap.hash, Kept { levels, finest: wanted, last_pass: pass });
        found
    }

    fn is_spent(&self) -> bool {
        self.decoded >= PIXELS_PER_PASS
    }

    /// Lets go of what has not been painted for long, or is too much.
    fn tidy(&mut self) {
        let pass = self.pass;
        let is_old = |last_pass: u64| pass.saturating_sub(last_pass) > KEPT_PASSES;
        self.kept.retain(|_, kept| kept.levels.is_empty() || !is_old(kept.last_pass));
        let mut bytes = 0;
        for kept in self.kept.values_mut() {
            // A view that went far away does not keep what it needed near by.
            while kept.levels.len() > 1 && kept.levels.first().is_some_and(|level| is_old(level.last_pass)) {
                kept.levels.remove(0);
                kept.finest += 1;
            }
            bytes += kept.bytes();
        }
        if bytes <= KEPT_BYTES {
            return;
        }
        let mut unused: Vec<(u64, PictureHash)> = self
            .kept
            .iter()
            .filter(|(_, kept)| kept.last_pass < pass)
            .map(|(hash, kept)| (kept.last_pass, *hash))
            .collect();
        unused.sort_unstable();
        for (_, hash) in unused {
            if bytes <= KEPT_BYTES {
                break;
            }
            bytes -= self.kept.remove(&hash).map_or(0, |kept| kept.bytes());
        }
    }
}

impl Kept {
    fn bytes(&self) -> usize {
        self.levels.iter().map(|level| level.bytes).sum()
    }
}

impl Plugin for Textures {
    fn debug_name(&self) -> &'static str {
        "pictures"
    }

    fn on_end_pass(&mut self, _ui: &mut Ui) {
        if !self.kept.is_empty() {
            self.tidy();
        }
        self.pass += 1;
        self.decoded = 0;
    }
}

/// The picture's textures, halved so often and more; none of a broken one.
fn levels(manager: &Arc<RwLock<TextureManager>>, bitmap: &Bitmap, halvings: u32, pass: u64) -> Vec<Level> {
    let Some(mut image) = picture::decode(bitmap) else { return Vec::new() };
    picture::premultiply(&mut image);
    for _ in 0..halvings {
        image = picture::halved(&image);
    }
    let mut levels = vec![level(manager, bitmap, &image, pass)];
    while image.width().max(image.height()) > SMALLEST_PX {
        image = picture::halved(&image);
        levels.push(level(manager, bitmap, &image, pass));
    }
    levels
}

fn level(manager: &Arc<RwLock<TextureManager>>, bitmap: &Bitmap, image: &RgbaImage, pass: u64) -> Level {
    let size = [image.width() as usize, image.height() as usize];
    let pixels = ColorImage::from_rgba_premultiplied(size, image.as_raw());
    let id = manager.write().alloc(bitmap.hash.to_string(), pixels.into(), TextureOptions::LINEAR);
    Level { texture: TextureHandle::new(Arc::clone(manager), id), bytes: image.as_raw().len(), last_pass: pass }
}

/// Paints pictures while the window's fonts are in use.
pub(super) struct PicturePainter {
    textures: TypedPluginHandle<Textures>,
    manager: Arc<RwLock<TextureManager>>,
    pixels_per_point: f32,
    /// True once a picture is to be decoded in a later pass.
    is_unfinished: bool,
}

impl PicturePainter {
    pub fn new(context: &Context, pixels_per_point: f32) -> Self {
        let textures = context.plugin_or_default::<Textures>();
        Self { textures, manager: context.tex_manager(), pixels_per_point, is_unfinished: false }
    }

    /// Sees to it that what could not be shown in this pass is shown soon.
    pub fn finish(self, context: &Context) {
        if self.is_unfinished {
            context.request_repaint();
        }
    }

    /// The picture filling that rectangle of the window, its corners rounded by that much; a plain block where it is
    /// too small to be seen, broken, or not yet decoded.
    pub fn shape(&mut self, bitmap: &Bitmap, rect: Rect, radius: f32) -> epaint::Shape {
        self.part(bitmap, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), rect, radius)
    }

    /// The same of the part that fills the rectangle without being stretched: of a wide picture its middle, of a high
    /// one what is a little above its middle, where faces are.
    pub fn portrait(&mut self, bitmap: &Bitmap, rect: Rect, radius: f32) -> epaint::Shape {
        const ABOVE_MIDDLE: f32 = 0.35;
        let aspect = bitmap.width.max(1) as f32 / bitmap.height.max(1) as f32 * rect.height() / rect.width().max(1.0);
        let size = Vec2::new((1.0 / aspect).min(1.0), aspect.min(1.0));
        let rest = Vec2::splat(1.0) - size;
        let part = Rect::from_min_size(pos2(rest.x / 2.0, rest.y * ABOVE_MIDDLE), size);
        self.part(bitmap, part, rect, radius)
    }

    /// A part of the picture, whose sides are shares of the whole's, filling that rectangle.
    fn part(&mut self, bitmap: &Bitmap, part: Rect, rect: Rect, radius: f32) -> epaint::Shape {
        let corner = CornerRadius::same(radius.round().clamp(0.0, 255.0) as u8);
        let whole = rect.size() / part.size();
        let texture = if rect.size().max_elem() < PICTURE_FROM_PT { None } else { self.texture(bitmap, whole) };
        match texture {
            Some(texture) => RectShape::filled(rect, corner, Color32::WHITE).with_texture(texture, part).into(),
            None => RectShape::filled(rect, corner, color32(picture::BLANK)).into(),
        }
    }

    fn texture(&mut self, bitmap: &Bitmap, size_pt: Vec2) -> Option<TextureId> {
        // Less than a pixel too few cannot be seen, and saves four times the bytes where a size is all but met.
        let wanted = (size_pt * self.pixels_per_point - Vec2::splat(1.0)).ceil();
        match self.textures.lock().find(&self.manager, bitmap, (wanted.x as u32, wanted.y as u32)) {
            Found::Texture(texture) => Some(texture),
            Found::Nothing => None,
            Found::Later(texture) => {
                self.is_unfinished = true;
                texture
            }
        }
    }
}
