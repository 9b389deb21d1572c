//! A scene as SVG, PNG and PDF bytes, and painted in a window. Knows scenes only: no project, no layout, no files.
//!
//! Every target draws the scene's text lines at their own places and holds each to its measured width, so
//! that a map looks the same on screen, on paper and in a browser. [`svg`] embeds the fonts, [`png`]
//! rasterizes in bands, [`pdf`] keeps text as text, [`egui`] paints with culling and detail by distance. Pictures are
//! decoded by [`picture`] where a target needs their pixels.

mod direction;
pub mod egui;
mod font;
mod outline;
pub mod pdf;
pub mod picture;
pub mod png;
pub mod pptx;
mod subset;
pub mod svg;

pub use crate::scene::PageSize;

use crate::base::Canceled;

/// Why a scene could not be written.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum RenderError {
    #[error("The picture is empty, so there is nothing to export. Add a stage or a card first.")]
    Empty,
    #[error(
        "The picture would be {width} × {height} pixels; at most {} on a side and {} megapixels in all can be \
         written. Choose a smaller scale, or SVG or PDF, which have no such limit.",
        png::MAX_SIDE_PX,
        png::MAX_PIXELS / 1_000_000
    )]
    TooLarge { width: u64, height: u64 },
    #[error(
        "The picture would be {width} × {height} pixels, which is too large even in tiles. Choose {}SVG or PDF, which \
         have no such limit.",
        fitting.map(|scale| format!("a scale of at most {scale}, or ")).unwrap_or_default()
    )]
    TooManyTiles {
        width: u64,
        height: u64,
        /// The largest scale that is possible, if one is.
        fitting: Option<f32>,
    },
    #[error("{scale} is no scale for a picture. Use a number above 0, such as 2.")]
    BadScale { scale: f32 },
    #[error("The export was canceled. No file was written.")]
    Canceled,
    /// An encoder refused what it was given.
    #[error("The {target} could not be encoded ({why}). Try another form, and report this, please.")]
    Encoding { target: &'static str, why: String },
}

impl From<Canceled> for RenderError {
    fn from(Canceled: Canceled) -> Self {
        Self::Canceled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_limit_and_the_way_out() {
        let message = RenderError::TooLarge { width: 40_000, height: 100 }.to_string();
        for part in ["40000 × 100", "32767", "400 megapixels", "SVG"] {
            assert!(message.contains(part), "{message}");
        }
    }
}
