//! SVG to pixels, with the bundled font and nothing from outside: no file, no address, no script. What would take
//! too long to draw is refused before it is drawn.

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use image::{DynamicImage, ImageReader, RgbaImage};
use resvg::tiny_skia::{Pixmap, Rect, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{self, Group, ImageHrefResolver, ImageKind, Node, Options, Paint, Tree, filter};

use super::{PictureError, Pixels, ReadPicture, check_size};
use crate::base::bitmap::MAX_SIDE;
use crate::base::font;

/// The largest document, in bytes of UTF-8.
const MAX_TEXT_BYTES: usize = 16 << 20;
/// How much larger than its own size a picture is drawn, so that it stays sharp when it is looked at closely.
const OVERSIZE: f32 = 2.0;
/// The longer side that small pictures, such as logos, are drawn at, in pixels.
const MIN_LONG_SIDE: f32 = 512.0;
/// The most pixels of a picture within the picture, in millions.
const MAX_INNER_MEGAPIXELS: u64 = 16;
/// What drawing may cost, in plain pixels of some 5 ns each, so some ten seconds. Measured on what is costliest.
const MAX_COST: f64 = 2e9;

/// Draws the document at twice its own size, within [`MAX_SIDE`].
pub(super) fn read(text: &str) -> Result<ReadPicture, PictureError> {
    check_size(text.as_bytes(), MAX_TEXT_BYTES)?;
    let tree = Tree::from_str(text, &options()).map_err(|why| match why {
        usvg::Error::ElementsLimitReached | usvg::Error::ParsingFailed(usvg::roxmltree::Error::NodesLimitReached) => {
            PictureError::TooComplex
        }
        why => broken(why),
    })?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let long_side = width.max(height);
    let scale = (MIN_LONG_SIDE / long_side).max(OVERSIZE).min(MAX_SIDE as f32 / long_side);
    let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, MAX_SIDE);
    let mut pixmap = Pixmap::new(pixels(width), pixels(height)).ok_or_else(|| broken("it has no size"))?;
    let transform = Transform::from_scale(pixmap.width() as f32 / width, pixmap.height() as f32 / height);
    let mut budget = Budget { left: MAX_COST, transform, size: (pixmap.width() as f32, pixmap.height() as f32) };
    budget.group(tree.root()).ok_or(PictureError::TooComplex)?;
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    let (wide, high) = (pixmap.width(), pixmap.height());
    let image = RgbaImage::from_raw(wide, high, pixmap.take_demultiplied()).ok_or_else(|| broken("it has no size"))?;
    let bitmap = Pixels::new(DynamicImage::from(image)).encode(None, None).map_err(broken)?;
    let side = |length: f32| (length.round() as u32).max(1);
    Ok(ReadPicture { bitmap, original_size: (side(width), side(height)), was_scaled_down: long_side > MAX_SIDE as f32 })
}

fn broken(why: impl ToString) -> PictureError {
    PictureError::broken("SVG", why)
}

fn options() -> Options<'static> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        for bytes in [font::INTER_REGULAR, font::INTER_SEMI_BOLD] {
            fonts.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        fonts.set_serif_family("Inter");
        fonts.set_sans_serif_family("Inter");
        fonts.set_monospace_family("Inter");
        fonts.set_cursive_family("Inter");
        fonts.set_fantasy_family("Inter");
        Arc::new(fonts)
    });
    Options {
        resources_dir: None,
        font_family: "Inter".to_owned(),
        fontdb: Arc::clone(&FONTS),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| inner_picture(data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A picture that the document itself holds, if it is small enough. An SVG within an SVG is left out.
fn inner_picture(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    let reader = ImageReader::new(Cursor::new(data.as_slice())).with_guessed_format().ok()?;
    let format = reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MAX_INNER_MEGAPIXELS * 1_000_000 {
        return None;
    }
    match format {
        image::ImageFormat::Png => Some(ImageKind::PNG(data)),
        image::ImageFormat::Jpeg => Some(ImageKind::JPEG(data)),
        image::ImageFormat::WebP => Some(ImageKind::WEBP(data)),
        _ => None,
    }
}

/// What may still be spent on drawing. A few shapes can take forever: one can be laid over another a million times,
/// and some filters look at thousands of pixels for each one.
struct Budget {
    /// In plain pixels.
    left: f64,
    /// From the document to the canvas.
    transform: Transform,
    /// Of the canvas.
    size: (f32, f32),
}

/// What any element costs, and each corner of a path.
const ELEMENT_COST: f64 = 4_000.0;
const CORNER_COST: f64 = 10.0;
const DASH_COST: f64 = 200.0;
/// What a decoded pixel of an inner picture costs.
const DECODED_COST: f64 = 8.0;
/// What each pixel of a layer costs, and each that an ordinary filter makes.
const LAYER_COST: f64 = 6.0;
const FILTER_COST: f64 = 30.0;
/// What each pixel of a gradient and of a pattern costs.
const GRADIENT_COST: f64 = 20.0;
const PATTERN_COST: f64 = 10.0;

impl Budget {
    /// `None` once there is nothing left.
    fn spend(&mut self, cost: f64) -> Option<()> {
        self.left -= cost;
        // What is no number is no cost that could be met.
        (self.left >= 0.0).then_some(())
    }

    /// How much of the canvas a rectangle of the document covers at most, in pixels.
    fn area(&self, rect: Rect) -> f64 {
        let wide = (rect.width() * self.transform.sx).clamp(1.0, self.size.0);
        let high = (rect.height() * self.transform.sy).clamp(1.0, self.size.1);
        f64::from(wide) * f64::from(high)
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        self.spend(ELEMENT_COST)?;
        if group.should_isolate() {
            let area = self.area(group.abs_layer_bounding_box().to_rect());
            self.spend(area * LAYER_COST)?;
            for filter in group.filters() {
                for primitive in filter.primitives() {
                    let weight = self.weight(primitive.kind(), group)?;
                    self.spend(area * weight)?;
                }
            }
            let mut clip = group.clip_path();
            while let Some(path) = clip {
                self.spend(area * LAYER_COST)?;
                self.group(path.root())?;
                clip = path.clip_path();
            }
            let mut mask = group.mask();
            while let Some(inner) = mask {
                self.spend(area * LAYER_COST)?;
                self.group(inner.root())?;
                mask = inner.mask();
            }
        }
        group.children().iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Group(group) => self.group(group),
            Node::Path(path) => self.path(path),
            Node::Text(text) => self.group(text.flattened()),
            Node::Image(image) => {
                let pixels = f64::from(image.size().width()) * f64::from(image.size().height());
                self.spend(ELEMENT_COST + pixels * DECODED_COST + self.area(image.abs_bounding_box()) * LAYER_COST)
            }
        }
    }

    fn path(&mut self, path: &usvg::Path) -> Option<()> {
        let corners = path.data().points().len() as f64;
        let area = self.area(path.abs_stroke_bounding_box());
        self.spend(ELEMENT_COST + corners * CORNER_COST + area)?;
        if let Some(dashes) = path.stroke().and_then(|stroke| stroke.dasharray()) {
            let bounds = path.data().bounds();
            let length = f64::from(bounds.width() + bounds.height()) * corners;
            let period = f64::from(dashes.iter().sum::<f32>()).max(1e-6);
            self.spend(DASH_COST * dashes.len() as f64 * (length / period))?;
        }
        let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
        for paint in paints.into_iter().flatten() {
            match paint {
                Paint::Color(_) => {}
                Paint::LinearGradient(_) | Paint::RadialGradient(_) => self.spend(area * GRADIENT_COST)?,
                Paint::Pattern(pattern) => {
                    self.spend(area * PATTERN_COST)?;
                    self.group(pattern.root())?;
                }
            }
        }
        Some(())
    }

    /// How much work a filter makes of each pixel.
    fn weight(&mut self, kind: &filter::Kind, group: &Group) -> Option<f64> {
        Some(match kind {
            filter::Kind::Morphology(morphology) => {
                // The unit may be the group's own size.
                let own = group.abs_transform();
                let unit = f64::from(own.sx.abs().max(own.sy.abs()).max(1.0) * self.transform.sx);
                let wide = f64::from(morphology.radius_x().get()) * unit * 2.0 + 1.0;
                let high = f64::from(morphology.radius_y().get()) * unit * 2.0 + 1.0;
                FILTER_COST + wide * high
            }
            filter::Kind::ConvolveMatrix(convolve) => {
                FILTER_COST + f64::from(convolve.matrix().columns()) * f64::from(convolve.matrix().rows()) * 4.0
            }
            filter::Kind::Turbulence(turbulence) => FILTER_COST * (1.0 + f64::from(turbulence.num_octaves())),
            filter::Kind::Image(image) => {
                self.group(image.root())?;
                FILTER_COST
            }
            filter::Kind::Blend(_)
            | filter::Kind::ColorMatrix(_)
            | filter::Kind::ComponentTransfer(_)
            | filter::Kind::Composite(_)
            | filter::Kind::DiffuseLighting(_)
            | filter::Kind::DisplacementMap(_)
            | filter::Kind::DropShadow(_)
            | filter::Kind::Flood(_)
            | filter::Kind::GaussianBlur(_)
            | filter::Kind::Merge(_)
            | filter::Kind::Offset(_)
            | filter::Kind::SpecularLighting(_)
            | filter::Kind::Tile(_) => FILTER_COST,
        })
    }
}
