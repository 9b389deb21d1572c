//! The pictures that a scene shows, decoded once for all threads, no larger than they are needed.

use std::collections::HashMap;
use std::sync::OnceLock;

use tiny_skia::{IntSize, Pixmap};

use crate::base::{Bitmap, PictureHash};
use crate::render::picture;
use crate::scene::{Scene, Shape};

/// The pictures of one scene at one scale.
pub(super) struct Pictures(HashMap<PictureHash, Entry>);

struct Entry {
    /// The largest size in which the scene shows it, in pixels.
    wanted_px: (u32, u32),
    /// `None` for a picture that is broken.
    pixmap: OnceLock<Option<Pixmap>>,
}

impl Pictures {
    pub fn new(scene: &Scene, scale: f32) -> Self {
        let mut entries: HashMap<PictureHash, Entry> = HashMap::new();
        for item in scene.groups.iter().flat_map(|group| &group.picture.items) {
            if let Shape::Image { rect, bitmap, .. } = item {
                let size = (rect.size() * scale).ceil();
                let (width, height) = (size.x as u32, size.y as u32);
                let entry = entries.entry(bitmap.hash).or_insert(Entry { wanted_px: (1, 1), pixmap: OnceLock::new() });
                entry.wanted_px = (entry.wanted_px.0.max(width), entry.wanted_px.1.max(height));
            }
        }
        Self(entries)
    }

    /// The pixels of a picture of the scene; `None` for a broken one. The first thread that asks decodes it.
    pub fn pixmap(&self, bitmap: &Bitmap) -> Option<&Pixmap> {
        let entry = self.0.get(&bitmap.hash)?;
        entry.pixmap.get_or_init(|| decode(bitmap, entry.wanted_px)).as_ref()
    }
}

fn decode(bitmap: &Bitmap, wanted_px: (u32, u32)) -> Option<Pixmap> {
    let mut image = picture::decode(bitmap)?;
    picture::premultiply(&mut image);
    for _ in 0..picture::halvings(image.dimensions(), wanted_px) {
        image = picture::halved(&image);
    }
    let size = IntSize::from_wh(image.width(), image.height())?;
    Pixmap::from_vec(image.into_raw(), size)
}
