//! The pictures of a PDF: each embedded once, JPEG as it is.

use std::collections::HashMap;
use std::sync::Arc;

use image::RgbaImage;
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};

use crate::base::{Bitmap, PictureFormat, PictureHash};
use crate::render::picture;

/// The pictures that were embedded; `None` for broken ones.
#[derive(Default)]
pub(super) struct Pictures(HashMap<PictureHash, Option<Image>>);

impl Pictures {
    pub fn image(&mut self, bitmap: &Bitmap) -> Option<Image> {
        self.0.entry(bitmap.hash).or_insert_with(|| embed(bitmap)).clone()
    }
}

fn embed(bitmap: &Bitmap) -> Option<Image> {
    // Decoded in either case: one broken picture must not cost the whole file, and would if the viewer or the
    // library found it.
    let pixels = picture::decode(bitmap)?;
    let as_it_is = match bitmap.format {
        PictureFormat::Jpeg => {
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(&bitmap.bytes));
            Image::from_jpeg(bytes.into(), true).ok()
        }
        PictureFormat::Png => None,
    };
    as_it_is.or_else(|| Image::from_custom(Pixels::new(bitmap.hash, pixels), true).ok())
}

/// Decoded pixels in the library's form.
#[derive(Clone)]
struct Pixels {
    hash: PictureHash,
    size: (u32, u32),
    rgb: Arc<[u8]>,
    /// `None` where all of it is opaque.
    alpha: Option<Arc<[u8]>>,
}

impl Pixels {
    fn new(hash: PictureHash, image: RgbaImage) -> Self {
        let is_opaque = image.pixels().all(|pixel| pixel.0[3] == 255);
        let alpha = (!is_opaque).then(|| image.pixels().map(|pixel| pixel.0[3]).collect());
        let rgb = image.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
        Self { hash, size: image.dimensions(), rgb, alpha }
    }
}

impl std::hash::Hash for Pixels {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl CustomImage for Pixels {
    fn color_channel(&self) -> &[u8] {
        &self.rgb
    }
    fn alpha_channel(&self) -> Option<&[u8]> {
        self.alpha.as_deref()
    }
    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }
    fn size(&self) -> (u32, u32) {
        self.size
    }
    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }
    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Rgb
    }
}
