//! A scene as PNG, rasterized in horizontal bands on several threads, so that memory stays small however
//! large the picture. No layout, no files. Glyphs and shapes are drawn in `png/raster.rs`,
//! rectangles in `png/round_rect.rs`; `png/pictures.rs` decodes pictures; `png/tiles.rs` cuts what is too large.

mod pictures;
mod raster;
mod round_rect;
mod tiles;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use self::pictures::Pictures;
use self::raster::Rasterizer;
use super::RenderError;
use crate::base::embedded;
use crate::scene::Scene;
pub use tiles::{Tile, Tiles};

/// The longest side that can be written, in pixels.
pub const MAX_SIDE_PX: u64 = 32_767;
/// The most pixels that can be written.
pub const MAX_PIXELS: u64 = 400_000_000;

/// Pixels of a band: small enough to stay near the processor, large enough to be worth a thread's turn.
const BAND_PIXELS: u32 = 1 << 21;
/// More threads would wait for the encoder.
const MAX_THREADS: usize = 4;

/// The scale at which the scene's longer side takes that many pixels.
pub fn scale_for_long_side(scene: &Scene, long_side_px: u32) -> f32 {
    long_side_px as f32 / scene.size.max_elem().max(1.0)
}

/// The scene as a PNG file, `scale` pixels to the point: opaque where its background is, else with alpha.
///
/// # Errors
/// [`RenderError::TooLarge`] past [`MAX_SIDE_PX`] or [`MAX_PIXELS`]; [`RenderError::Empty`] and
/// [`RenderError::BadScale`] for what has no size; [`RenderError::Canceled`] soon after `cancel` turned true.
pub fn write(scene: &Scene, scale: f32, cancel: &AtomicBool) -> Result<Vec<u8>, RenderError> {
    write_with(scene, scale, None, cancel)
}

/// The same with a text inside that viewers pass over; see [`crate::base::embedded`].
///
/// # Errors
/// As [`write`].
pub fn write_with(scene: &Scene, scale: f32, text: Option<&str>, cancel: &AtomicBool) -> Result<Vec<u8>, RenderError> {
    let (width, height) = size_px(scene, scale)?;
    let is_opaque = scene.background.is_some_and(|color| color.a == 255);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    // Measured on maps: a third of the bytes of the crate's own fast setting, in a quarter of its time.
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_filter(png::Filter::Up);
    let per_inch = (scale * 72.0 / 0.0254).round().clamp(1.0, 1e9) as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_inch, yppu: per_inch, unit: png::Unit::Meter }));
    if !scene.title.is_empty() {
        encoder.add_itxt_chunk("Title".to_owned(), scene.title.clone()).map_err(encoding)?;
    }
    let mut writer = encoder.write_header().map_err(encoding)?;
    if let Some(text) = text {
        // Before the pixels, so that whoever looks for it need not read them.
        let mut chunk = png::text_metadata::ITXtChunk::new(embedded::PNG_KEYWORD, text);
        chunk.compressed = true;
        chunk.compress_text().map_err(encoding)?;
        writer.write_text_chunk(&chunk).map_err(encoding)?;
    }
    let mut stream = writer.stream_writer_with_size(1 << 18).map_err(encoding)?;

    let rows = (BAND_PIXELS / width).clamp(16, 4096).min(height);
    let bands = height.div_ceil(rows) as usize;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS).min(bands);
    let pictures = Pictures::new(scene, scale);
    let job = Job { scene, pictures: &pictures, scale, width, height, rows, is_opaque, cancel };
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // A channel per thread, each holding one finished band: bands are taken in order, and no thread runs far ahead.
        let queues: Vec<Receiver<(usize, Vec<u8>)>> = (0..threads)
            .map(|_| {
                let (sender, receiver) = sync_channel(1);
                let (job, next) = (&job, &next);
                scope.spawn(move || job.run(next, bands, &sender));
                receiver
            })
            .collect();
        let mut waiting: Vec<Option<(usize, Vec<u8>)>> = queues.iter().map(|_| None).collect();
        for band in 0..bands {
            let pixels = take(band, &queues, &mut waiting).ok_or(RenderError::Canceled)?;
            std::io::Write::write_all(&mut stream, &pixels)
                .map_err(|why| RenderError::Encoding { target: "PNG", why: why.to_string() })?;
        }
        Ok::<(), RenderError>(())
    })?;
    stream.finish().map_err(encoding)?;
    writer.finish().map_err(encoding)?;
    Ok(bytes)
}

/// Pixels from the upper left, row by row: red, green, blue and straight alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// The scene as plain pixels, for the screen and the clipboard.
///
/// # Errors
/// As [`write`].
pub fn pixels(scene: &Scene, scale: f32, cancel: &AtomicBool) -> Result<Pixels, RenderError> {
    let (width, height) = size_px(scene, scale)?;
    let pictures = Pictures::new(scene, scale);
    let pixmap = Rasterizer::new(scale, &pictures).band(scene, width, 0, height, cancel);
    let rgba = pixmap.ok_or(RenderError::Canceled)?.take_demultiplied();
    Ok(Pixels { width, height, rgba })
}

/// The picture's size in pixels, if it can be written.
fn size_px(scene: &Scene, scale: f32) -> Result<(u32, u32), RenderError> {
    let (width, height) = whole_size_px(scene, scale)?;
    if width.max(height) > MAX_SIDE_PX || width * height > MAX_PIXELS {
        return Err(RenderError::TooLarge { width, height });
    }
    Ok((width as u32, height as u32))
}

/// The picture's size in pixels, whether or not it can be written in one piece.
fn whole_size_px(scene: &Scene, scale: f32) -> Result<(u64, u64), RenderError> {
    if !scale.is_finite() || scale <= 0.0 {
        return Err(RenderError::BadScale { scale });
    }
    if !scene.size.is_finite() || scene.size.min_elem() <= 0.0 {
        return Err(RenderError::Empty);
    }
    let size = scene.size * scale;
    Ok(((size.x.round() as u64).max(1), (size.y.round() as u64).max(1)))
}

fn encoding(why: png::EncodingError) -> RenderError {
    RenderError::Encoding { target: "PNG", why: why.to_string() }
}

/// The pixels of that band, once its thread has them; `None` once no thread will.
fn take(
    band: usize,
    queues: &[Receiver<(usize, Vec<u8>)>],
    waiting: &mut [Option<(usize, Vec<u8>)>],
) -> Option<Vec<u8>> {
    // Each thread sends its bands in rising order, and bands are given out one by one: the wanted one is
    // the first that some thread sends next. Looking at every thread's next band finds it.
    for (queue, slot) in queues.iter().zip(waiting) {
        if slot.is_none() {
            *slot = queue.recv().ok();
        }
        if let Some((_, pixels)) = slot.take_if(|(at, _)| *at == band) {
            return Some(pixels);
        }
    }
    None
}

struct Job<'a> {
    scene: &'a Scene,
    pictures: &'a Pictures,
    scale: f32,
    width: u32,
    height: u32,
    /// Of a band; the last may have fewer.
    rows: u32,
    is_opaque: bool,
    cancel: &'a AtomicBool,
}

impl Job<'_> {
    /// Rasterizes bands as long as there are any, and somebody takes them.
    fn run(&self, next: &AtomicUsize, bands: usize, done: &SyncSender<(usize, Vec<u8>)>) {
        let mut rasterizer = Rasterizer::new(self.scale, self.pictures);
        loop {
            let band = next.fetch_add(1, Ordering::Relaxed);
            if band >= bands {
                return;
            }
            let top = band as u32 * self.rows;
            let rows = self.rows.min(self.height - top);
            let Some(pixmap) = rasterizer.band(self.scene, self.width, top, rows, self.cancel) else { return };
            if done.send((band, self.pixels(pixmap))).is_err() {
                return;
            }
        }
    }

    /// As the file wants them: without alpha where there is none, else with straight alpha.
    fn pixels(&self, pixmap: tiny_skia::Pixmap) -> Vec<u8> {
        if !self.is_opaque {
            return pixmap.take_demultiplied();
        }
        let (pixels, _) = pixmap.data().as_chunks::<4>();
        let mut out = vec![0; pixels.len() * 3];
        let (places, _) = out.as_chunks_mut::<3>();
        for (place, [r, g, b, _]) in places.iter_mut().zip(pixels) {
            *place = [*r, *g, *b];
        }
        out
    }
}
