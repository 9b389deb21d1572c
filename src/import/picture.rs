//! Foreign pictures, from bytes to what a project keeps: a PNG or JPEG within [`MAX_SIDE`] that says nothing about
//! where and by whom it was taken. Formats are told by content, never by name. No network; only `picture/file.rs` opens
//! files.
//!
//! Kept bytes are cleaned in `picture/clean.rs`; SVG is drawn in `picture/vector.rs`.

mod clean;
mod file;
mod vector;

pub use file::read_picture_file;

use std::error::Error;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbaImage,
};

use crate::base::bitmap::MAX_SIDE;
use crate::base::{Bitmap, PictureFormat, PictureHash};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 50 << 20;
/// The most pixels that are decoded, in millions: a picture of 20,000 × 3,000 is among them.
pub const MAX_MEGAPIXELS: u64 = 64;

/// What a decoder may use, in bytes: eight to a pixel.
const MAX_DECODER_BYTES: u64 = 8 * MAX_MEGAPIXELS * 1_000_000;
/// Quality of JPEG (1 to 100) for what is made smaller anyway.
const SCALED_QUALITY: u8 = 85;
/// Quality of JPEG for what keeps its pixels, and should keep their look.
const SAME_SIZE_QUALITY: u8 = 92;
const TOO_EARLY: &str = "it ends too early";
/// Pictures more than so many times too large are reduced by plain means first.
const FAR_TOO_LARGE: u32 = 4;

/// A picture that was taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadPicture {
    pub bitmap: Bitmap,
    /// Width and height of the picture that was given, as it is meant to be seen, in pixels; at least 1.
    pub original_size: (u32, u32),
    /// True if the picture had more pixels than are kept, which people should be told.
    pub was_scaled_down: bool,
}

/// Why a picture was not taken in: what failed, why, and what to do. Whoever shows it names the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("The file is empty. Copy or export the picture again.")]
    Empty,
    #[error("The file has {size_mib} MiB; pictures up to {limit_mib} MiB can be read. Save a smaller copy.")]
    FileTooLarge { size_mib: usize, limit_mib: usize },
    #[error(
        "The picture has {width} × {height} pixels; up to {MAX_MEGAPIXELS} million pixels can be read. Save a smaller \
         copy."
    )]
    TooManyPixels { width: u32, height: u32 },
    #[error("This is {what}, which cannot be shown. Save it as PNG, JPEG, WebP or SVG.")]
    NoPicture { what: &'static str },
    #[error("The {format} picture cannot be decoded ({why}). Open it in a picture editor and save it again.")]
    Broken { format: &'static str, why: String },
    #[error("The SVG picture would take too long to draw. Save it as PNG.")]
    TooComplex,
}

impl PictureError {
    fn broken(format: &'static str, why: impl ToString) -> Self {
        Self::Broken { format, why: why.to_string().trim_end_matches('.').to_owned() }
    }
}

/// Reads a PNG, JPEG, WebP or SVG picture. What is larger than [`MAX_SIDE`] is scaled down, what is turned by its
/// metadata is turned, and metadata is left out. A PNG or JPEG that needs none of this keeps its very bytes.
///
/// Takes up to a few seconds for the largest pictures. The same bytes give the same picture.
///
/// # Errors
/// [`PictureError`], in a sentence for each.
pub fn read_picture(bytes: &[u8]) -> Result<ReadPicture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    check_size(bytes, MAX_FILE_BYTES)?;
    match Kind::of(bytes) {
        Kind::Raster(format) => read_raster(bytes, format),
        Kind::Svg(text) => vector::read(&text),
        Kind::Other(what) => Err(PictureError::NoPicture { what }),
    }
}

fn check_size(bytes: &[u8], limit: usize) -> Result<(), PictureError> {
    if bytes.len() > limit {
        return Err(PictureError::FileTooLarge { size_mib: bytes.len().div_ceil(1 << 20), limit_mib: limit >> 20 });
    }
    Ok(())
}

/// What a file is, by its content.
enum Kind {
    Raster(Raster),
    /// The document's text.
    Svg(String),
    /// Nothing that can be read, with its article: "a GIF picture".
    Other(&'static str),
}

#[derive(Clone, Copy, PartialEq)]
enum Raster {
    Png,
    Jpeg,
    WebP,
}

impl Raster {
    fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
        }
    }

    fn format(self) -> ImageFormat {
        match self {
            Self::Png => ImageFormat::Png,
            Self::Jpeg => ImageFormat::Jpeg,
            Self::WebP => ImageFormat::WebP,
        }
    }

    fn broken(self, why: impl ToString) -> PictureError {
        PictureError::broken(self.label(), why)
    }

    fn failed(self, why: &ImageError) -> PictureError {
        match why {
            ImageError::Limits(_) => self.broken("its header claims too much memory"),
            ImageError::IoError(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => self.broken(TOO_EARLY),
            // What the decoder says, without the sentence around it.
            why => match why.source().and_then(Error::source) {
                Some(inner) => self.broken(inner),
                None => self.broken(why),
            },
        }
    }
}

/// First bytes of what people may take for a picture that can be read.
const KNOWN: [(&[u8], &str); 8] = [
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\x01\0", "an icon file"),
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"\x1f\x8b", "a compressed file"),
];

impl Kind {
    fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Self::Raster(Raster::Png);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Self::Raster(Raster::Jpeg);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self::Raster(Raster::WebP);
        }
        if let Some((_, what)) = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)) {
            return Self::Other(what);
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            return Self::Other(match bytes.get(8..12) {
                Some(b"avif" | b"avis") => "an AVIF picture",
                Some(b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"msf1") => "a HEIC picture",
                _ => "a video",
            });
        }
        match svg_text(bytes) {
            Some(text) => Self::Svg(text),
            None => Self::Other("no picture"),
        }
    }
}

/// The text of what looks like an SVG document.
fn svg_text(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling(bytes.get(mark..)?).0;
    (text.trim_start().starts_with('<') && text.contains("<svg")).then(|| text.into_owned())
}

fn read_raster(bytes: &[u8], raster: Raster) -> Result<ReadPicture, PictureError> {
    let mut decoder = decoder(bytes, raster)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let fits = width.max(height) <= MAX_SIDE;
    let clean = match raster {
        Raster::Png => clean::png(bytes),
        Raster::Jpeg => Some(clean::jpeg(bytes).ok_or_else(|| raster.broken(TOO_EARLY))?),
        Raster::WebP => None,
    };
    let is_cmyk = decoder.original_color_type() == ExtendedColorType::Cmyk8;
    if fits
        && orientation == Orientation::NoTransforms
        && !is_cmyk
        && let Some(clean) = clean
    {
        // What is kept is what must be shown later.
        DynamicImage::from_decoder(self::decoder(&clean, raster)?).map_err(|why| raster.failed(&why))?;
        let format = if raster == Raster::Png { PictureFormat::Png } else { PictureFormat::Jpeg };
        let bitmap = Bitmap { hash: PictureHash::of(&clean), format, width, height, bytes: clean.into() };
        return Ok(ReadPicture { bitmap, original_size: (width, height), was_scaled_down: false });
    }
    // A profile of inks does not fit the colors that the decoder makes of them.
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.get(16..20) == Some(b"RGB "));
    let image = DynamicImage::from_decoder(decoder).map_err(|why| raster.failed(&why))?;
    let mut image = if fits { Pixels::new(image) } else { Pixels::new(image).scaled_down() };
    image.apply_orientation(orientation);
    let was_lossy = match raster {
        Raster::Png => false,
        Raster::Jpeg => true,
        Raster::WebP => clean::is_lossy_webp(bytes),
    };
    let quality = was_lossy.then_some(if fits { SAME_SIZE_QUALITY } else { SCALED_QUALITY });
    let bitmap = image.encode(quality, profile).map_err(|why| raster.failed(&why))?;
    let original_size = match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            (height, width)
        }
    };
    Ok(ReadPicture { bitmap, original_size, was_scaled_down: !fits })
}

/// A decoder that has read the header, if the pixels that it claims can be decoded.
fn decoder(bytes: &[u8], raster: Raster) -> Result<impl ImageDecoder, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), raster.format());
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|why| raster.failed(&why))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(raster.broken("it has no pixels"));
    }
    let is_too_large = u64::from(width) * u64::from(height) > MAX_MEGAPIXELS * 1_000_000;
    if is_too_large || decoder.total_bytes() > MAX_DECODER_BYTES {
        return Err(PictureError::TooManyPixels { width, height });
    }
    Ok(decoder)
}

/// Width and height within [`MAX_SIDE`], in the same proportion.
fn fitted(width: u32, height: u32) -> (u32, u32) {
    let scale = f64::from(MAX_SIDE) / f64::from(width.max(height));
    let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).clamp(1, MAX_SIDE);
    (side(width), side(height))
}

/// Decoded pixels with eight bits to a channel.
struct Pixels {
    image: DynamicImage,
    is_opaque: bool,
}

impl Pixels {
    fn new(image: DynamicImage) -> Self {
        if !image.color().has_alpha() {
            return Self { image: image.into_rgb8().into(), is_opaque: true };
        }
        let image = image.into_rgba8();
        let is_opaque = image.as_raw().iter().skip(3).step_by(4).all(|alpha| *alpha == 255);
        let image: DynamicImage = image.into();
        Self { image: if is_opaque { image.into_rgb8().into() } else { image }, is_opaque }
    }

    fn scaled_down(self) -> Self {
        let (width, height) = fitted(self.image.width(), self.image.height());
        // Colors count by their opacity, or what is invisible would shine through at edges.
        let mut image = if self.is_opaque { self.image } else { map_alpha(self.image, premultiplied) };
        if image.width().max(image.height()) > MAX_SIDE * FAR_TOO_LARGE {
            image = image.thumbnail_exact(width * 2, height * 2);
        }
        image = image.resize_exact(width, height, FilterType::Lanczos3);
        Self { image: if self.is_opaque { image } else { map_alpha(image, straight) }, is_opaque: self.is_opaque }
    }

    fn apply_orientation(&mut self, orientation: Orientation) {
        self.image.apply_orientation(orientation);
    }

    /// As JPEG of that quality if one is given and nothing is transparent, else as PNG.
    fn encode(&self, quality: Option<u8>, profile: Option<Vec<u8>>) -> Result<Bitmap, ImageError> {
        let mut bytes = Vec::new();
        let format = match quality.filter(|_| self.is_opaque) {
            Some(quality) => {
                self.write(JpegEncoder::new_with_quality(&mut bytes, quality), profile)?;
                PictureFormat::Jpeg
            }
            None => {
                let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
                self.write(encoder, profile)?;
                PictureFormat::Png
            }
        };
        let (width, height) = (self.image.width(), self.image.height());
        Ok(Bitmap { hash: PictureHash::of(&bytes), format, width, height, bytes: bytes.into() })
    }

    fn write(&self, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> Result<(), ImageError> {
        if let Some(profile) = profile {
            // An encoder that takes none leaves the colors as they are.
            let _ = encoder.set_icc_profile(profile);
        }
        self.image.write_with_encoder(encoder)
    }
}

fn map_alpha(image: DynamicImage, map: impl Fn([u8; 4]) -> [u8; 4]) -> DynamicImage {
    let mut image: RgbaImage = image.into_rgba8();
    for pixel in image.pixels_mut() {
        pixel.0 = map(pixel.0);
    }
    image.into()
}

fn premultiplied([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    let times = |channel: u8| ((u32::from(channel) * u32::from(a) + 127) / 255) as u8;
    [times(r), times(g), times(b), a]
}

fn straight([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    let over = |channel: u8| ((u32::from(channel) * 255 + u32::from(a) / 2) / u32::from(a.max(1))).min(255) as u8;
    [over(r), over(g), over(b), a]
}
