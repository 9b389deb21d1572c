//! The only code that makes a changed project.

pub mod placement;

pub use placement::Placement;
