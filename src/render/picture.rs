//! Kept pictures as pixels, for the targets that need them. No target, no scene, no files: those who show pictures
//! often keep what they get.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits, RgbaImage};

use crate::base::bitmap::MAX_SIDE;
use crate::base::{Bitmap, Color, PictureFormat};

/// What stands in the place of a picture that cannot be shown: quiet on light and dark ground alike.
pub(super) const BLANK: Color = Color { r: 128, g: 128, b: 128, a: 64 };

/// What a decoder may use: four times what the largest picture takes, for those of 16 bits to a channel.
const MAX_DECODER_BYTES: u64 = 16 * (MAX_SIDE as u64) * (MAX_SIDE as u64);

/// The picture's pixels, with straight alpha, or `None` where it is broken, or larger than a kept picture is.
///
/// Costs some 10 ns a pixel, so up to 40 ms.
pub fn decode(bitmap: &Bitmap) -> Option<RgbaImage> {
    let format = match bitmap.format {
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Jpeg => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(&*bitmap.bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let image = reader.decode().ok()?.into_rgba8();
    (image.width() > 0 && image.height() > 0).then_some(image)
}

/// Multiplies the colors by their opacity, as windows and rasterizers want them.
pub(super) fn premultiply(image: &mut RgbaImage) {
    for pixel in image.pixels_mut().filter(|pixel| pixel.0[3] < 255) {
        let [r, g, b, a] = pixel.0;
        let times = |channel: u8| ((u16::from(channel) * u16::from(a) + 127) / 255) as u8;
        pixel.0 = [times(r), times(g), times(b), a];
    }
}

/// The picture at half its width and height, each pixel the mean of four. Colors must be premultiplied.
pub(super) fn halved(image: &RgbaImage) -> RgbaImage {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (new_width, new_height) = ((width / 2).max(1), (height / 2).max(1));
    let row = |y: usize| image.as_raw().chunks_exact(width.max(1) * 4).nth(y.min(height.saturating_sub(1)));
    let mut out = RgbaImage::new(new_width as u32, new_height as u32);
    for (y, pixels) in out.chunks_exact_mut(new_width * 4).enumerate() {
        let (Some(above), Some(below)) = (row(y * 2), row(y * 2 + 1)) else { break };
        // Two pixels to a chunk; one in a picture a single pixel wide.
        for (pixel, (above, below)) in pixels.chunks_exact_mut(4).zip(above.chunks(8).zip(below.chunks(8))) {
            let (above, below) = (sum_of_two(above), sum_of_two(below));
            for (channel, (above, below)) in pixel.iter_mut().zip(above.into_iter().zip(below)) {
                *channel = ((above + below + 2) / 4) as u8;
            }
        }
    }
    out
}

/// The sum of two pixels, or twice the only one.
fn sum_of_two(pixels: &[u8]) -> [u16; 4] {
    match *pixels {
        [r, g, b, a, r2, g2, b2, a2] => [(r, r2), (g, g2), (b, b2), (a, a2)].map(|(x, y)| u16::from(x) + u16::from(y)),
        [r, g, b, a] => [r, g, b, a].map(|x| u16::from(x) * 2),
        _ => [0; 4],
    }
}

/// How often a picture of that size can be halved and still has the wanted pixels.
pub(super) fn halvings(size: (u32, u32), wanted_px: (u32, u32)) -> u32 {
    let times = |size: u32, wanted: u32| (size / wanted.max(1)).checked_ilog2().unwrap_or(0);
    times(size.0, wanted_px.0).min(times(size.1, wanted_px.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::PictureHash;

    fn png(image: &RgbaImage) -> Bitmap {
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        let (width, height) = image.dimensions();
        Bitmap { hash: PictureHash::of(&bytes), format: PictureFormat::Png, width, height, bytes: bytes.into() }
    }

    #[test]
    fn what_cannot_be_decoded_is_nothing() {
        let whole = png(&RgbaImage::from_fn(40, 30, |x, y| image::Rgba([x as u8, y as u8, 7, 200])));
        assert_eq!(decode(&whole).unwrap().dimensions(), (40, 30));
        for length in [0, 7, 8, 30, whole.bytes.len() / 2] {
            let cut = Bitmap { bytes: whole.bytes[..length].into(), ..whole.clone() };
            assert!(decode(&cut).is_none(), "cut to {length} bytes");
        }
        assert!(decode(&Bitmap { format: PictureFormat::Jpeg, ..whole }).is_none(), "named as what it is not");
        assert!(decode(&png(&RgbaImage::new(MAX_SIDE + 1, 1))).is_none(), "larger than a kept picture");
    }

    #[test]
    fn halving_keeps_colors_and_goes_down_to_one_pixel() {
        let mut image = RgbaImage::from_pixel(5, 3, image::Rgba([200, 100, 50, 128]));
        premultiply(&mut image);
        for size in [(2, 1), (1, 1), (1, 1)] {
            image = halved(&image);
            assert_eq!(image.dimensions(), size);
            assert!(image.pixels().all(|pixel| pixel.0 == [100, 50, 25, 128]));
        }
    }

    #[test]
    fn as_many_halvings_as_leave_enough_pixels() {
        for (size, wanted, times) in [
            ((2048, 1024), (512, 256), 2),
            ((2048, 1024), (513, 256), 1),
            ((2048, 1024), (4000, 10), 0),
            ((100, 1), (10, 1), 0),
            ((1, 1), (0, 0), 0),
        ] {
            assert_eq!(halvings(size, wanted), times, "{size:?} for {wanted:?}");
        }
    }
}
