//! Geometry, color, pictures, ids, dates, numbers, languages, fonts, icons, warnings, a stopwatch and a pace: what every
//! other folder stands on.
//! Nothing here knows what a journey is.

pub mod address;
pub mod bitmap;
pub mod color;
pub mod date;
pub mod display;
pub mod embedded;
pub mod expression;
pub mod fold;
pub mod font;
pub mod geometry;
pub mod icon;
pub mod id;
pub mod language;
pub mod number;
pub mod pace;
pub mod stopwatch;
#[cfg(test)]
pub(crate) mod vision;
pub mod warning;

pub use address::{Address, AddressError};
pub use bitmap::{Bitmap, PictureFormat, PictureHash};
pub use color::Color;
pub use date::{Date, Grain, Period};
pub use expression::{Expression, ExpressionError, Kind, Quantity};
pub use geometry::{Pos2, Rect, Vec2, pos2, vec2};
pub use icon::Icon;
pub use language::Language;
pub use pace::{Canceled, Pace};
pub use stopwatch::Stopwatch;
pub use warning::{Lines, Warning};
