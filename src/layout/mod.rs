//! From a project to a finished picture of one of its maps, and the way back: which item lies where, and where
//! a drop would land. Pure: no window, no file, no clock.
//!
//! A map is made in this order: pictures of cards (`card`, `card_body`, kept by the [`Layouter`] while nothing that shows has
//! changed), stacks and extents (`arrange` into a `grid`), what stands around them (`frame`), connectors (`connectors`, by
//! way of `route`, `ports`, `tracks`, `label` and `connector_look`).
//! [`Map`] answers everything that pointer and keyboard ask, from the same grid.
//!
//! Cards are as wide as the theme or their stage says and as high as their text needs; a column is as wide as its cards; gutters
//! between columns grow where a connector's label needs room; a lane is as high as its highest stack.
//! Hidden stages and lanes are left out; collapsed ones are strips (`folds`); columns in which a filter leaves nothing
//! take no room. The space above a lane grows for the labels of connectors that pass there.

mod arrange;
mod bands;
mod blueprint;
mod card;
mod card_body;
mod channels;
pub mod chart;
mod connector_look;
mod connectors;
mod drop;
mod edge;
mod emotion;
mod fade;
pub mod figures;
mod folds;
mod frame;
mod grid;
mod grouping;
mod groups;
mod index;
mod label;
mod lane_chart;
mod layouter;
pub mod lens;
mod map;
mod measured;
mod metrics;
mod places;
mod ports;
pub mod report;
mod route;
pub mod shots;
mod status;
mod steps;
mod stickies;
pub mod tiles;
mod title;
mod tracks;

pub use bands::{BandSpot, BandThing};
pub use blueprint::BlueprintLine;
pub use card::MOST_LINES;
pub use card_body::{lane_mark, link_host};
pub use drop::ItemClass;
pub use edge::Extent;
pub use emotion::{FaceKey, FaceSpot, face_shapes};
pub use figures::{CardFigures, ChartAsked, ChartFigures, ChartPoint, ChipText, Tone};
pub use grouping::GroupValue;
pub use layouter::{Layouter, MapInput};
pub use lens::{Legend, LegendEntry, LegendKey, Lens, LensFilter, Rest};
pub use map::{CONNECTOR_REACH, Cell, Heading, Hit, Map};
pub use measured::MeasuredCards;
pub use places::Places;
pub use status::{status_color, status_points};
pub use stickies::sticky_colors;
pub use title::with_title;
