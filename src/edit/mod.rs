//! The only code that makes a changed project. Nothing here draws or reads files.

pub mod attachment;
pub mod placement;

pub use attachment::Attachment;
pub use placement::Placement;
