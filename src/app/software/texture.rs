//! The pictures that meshes are filled with, foremost the letters, kept in memory. No painting.

use std::collections::HashMap;

use egui::epaint::ImageDelta;
use egui::epaint::textures::TexturesDelta;
use egui::{ImageData, TextureFilter, TextureId};

use super::pixel;

/// One picture.
#[derive(Debug, Default)]
pub struct Texture {
    pub width: usize,
    pub height: usize,
    /// Whether it is smoothed where it is shown at another size.
    pub is_smooth: bool,
    pixels: Vec<u32>,
}

impl Texture {
    /// A row from column `x` on; what lies outside is left out.
    pub fn row_from(&self, x: usize, y: usize) -> &[u32] {
        if x >= self.width || y >= self.height {
            return &[];
        }
        self.pixels.get(y * self.width + x..(y + 1) * self.width).unwrap_or_default()
    }

    /// The texel at that place, or the nearest at the edge.
    pub fn texel(&self, x: i32, y: i32) -> u32 {
        let within = |at: i32, size: usize| (at.max(0) as usize).min(size.saturating_sub(1));
        let at = within(y, self.height) * self.width + within(x, self.width);
        self.pixels.get(at).copied().unwrap_or_default()
    }

    /// What is seen at that place, in texels from the top left corner.
    pub fn sample(&self, u: f32, v: f32) -> u32 {
        if !self.is_smooth {
            return self.texel(u.floor() as i32, v.floor() as i32);
        }
        let (u, v) = (u - 0.5, v - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let (across, down) = (((u - left) * 256.0) as u32, ((v - top) * 256.0) as u32);
        let (x, y) = (left as i32, top as i32);
        let upper = pixel::mix(self.texel(x, y), self.texel(x + 1, y), across);
        let lower = pixel::mix(self.texel(x, y + 1), self.texel(x + 1, y + 1), across);
        pixel::mix(upper, lower, down)
    }

    fn set(&mut self, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        self.is_smooth = delta.options.magnification == TextureFilter::Linear;
        let Some([left, top]) = delta.pos else {
            (self.width, self.height) = (width, height);
            self.pixels.clear();
            self.pixels.extend(image.pixels.iter().map(|color| pixel::from_color(*color)));
            return;
        };
        for (y, row) in image.pixels.chunks_exact(width.max(1)).enumerate() {
            let start = (top + y) * self.width + left;
            let Some(into) = self.pixels.get_mut(start..start + width) else { return };
            for (into, color) in into.iter_mut().zip(row) {
                *into = pixel::from_color(*color);
            }
        }
    }
}

/// All that are in use.
#[derive(Debug, Default)]
pub struct Textures {
    all: HashMap<TextureId, Texture>,
}

impl Textures {
    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.all.get(&id)
    }

    /// Takes in what is new and changed. Whether that may show where no mesh changed.
    pub fn set(&mut self, delta: &mut TexturesDelta) -> bool {
        let mut shows = false;
        for (id, changes) in delta.set.drain() {
            let texture = self.all.entry(id).or_default();
            for change in changes {
                // Letters are added where nothing was shown yet.
                shows |= change.is_whole() || id != TextureId::default();
                texture.set(&change);
            }
        }
        shows
    }

    /// Forgets what the frame just painted was the last to show.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.all.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Color32, ColorImage, TextureOptions};

    use super::*;

    fn picture(width: usize, height: usize, color: Color32) -> ColorImage {
        ColorImage::filled([width, height], color)
    }

    #[test]
    fn a_patch_changes_its_place_and_nothing_else() {
        let id = TextureId::User(7);
        let mut textures = Textures::default();
        let mut delta = TexturesDelta::default();
        delta.push(id, ImageDelta::full(picture(4, 3, Color32::BLACK), TextureOptions::NEAREST));
        delta.push(id, ImageDelta::partial([2, 1], picture(2, 2, Color32::WHITE), TextureOptions::NEAREST));
        assert!(textures.set(&mut delta));
        let texture = textures.get(id).unwrap();
        let white =
            (0..3).flat_map(|y| (0..4).map(move |x| (x, y))).filter(|(x, y)| texture.texel(*x, *y) == pixel::WHITE);
        assert_eq!(white.collect::<Vec<_>>(), [(2, 1), (3, 1), (2, 2), (3, 2)]);
        assert_eq!(texture.texel(99, 99), pixel::WHITE, "the edge goes on");
        delta.free(id);
        textures.free(&mut delta);
        assert!(textures.get(id).is_none());
    }

    #[test]
    fn between_two_texels_a_smooth_picture_shows_both() {
        let mut textures = Textures::default();
        let image = ColorImage::new([2, 1], vec![Color32::BLACK, Color32::WHITE]);
        for (options, expected) in [(TextureOptions::LINEAR, 127), (TextureOptions::NEAREST, 255)] {
            let mut delta = TexturesDelta::default();
            delta.push(TextureId::User(1), ImageDelta::full(image.clone(), options));
            textures.set(&mut delta);
            let seen = textures.get(TextureId::User(1)).unwrap().sample(1.0, 0.5);
            assert_eq!(seen.to_le_bytes()[0], expected);
        }
    }
}
