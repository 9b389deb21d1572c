//! The only code that makes a changed project: what can be changed ([`Edit`]), how ([`apply`]), the open
//! document with its history ([`Document`]), and the clipboard ([`Fragment`]). Pure: no files, no pixels, no clock.
//!
//! An edit is a value. A gesture makes the same edit again and again from the state in which it began, applies it
//! for the preview, and commits it once at the end. [`build`] makes the edits that commands ask for.

pub mod actions;
mod apply;
mod attachment;
pub mod build;
mod capture;
mod change;
mod document;
pub mod emotion;
mod error;
pub mod evidence;
mod fragment;
mod headers;
mod label;
pub mod own_metric;
pub mod people;
mod placement;
mod selection;
pub mod shots;
pub mod stickies;
mod whole;
pub mod workshop;

pub use crate::model::Placement;
pub use apply::apply;
pub use attachment::Attachment;
pub use capture::{CaptureStep, capture_slot};
pub use change::{
    ActionChange, CardChange, ConnectorChange, Edit, JourneyChange, KpiChange, LaneChange, MergeKey, MetricChange,
    PersonaChange, SegmentChange, ShotChange, SourceChange, StageChange, StickyChange, StrategyChange,
    TouchpointChange, WorkshopChange,
};
pub use document::{Document, HISTORY_LIMIT};
pub use error::EditError;
pub use fragment::{Fragment, copy, fragment_from_text, text_of};
pub use headers::{
    HeaderChange, change_headers, copy_headers, headers_counted, headers_of, hidden_headers, open_for, resize_headers,
};
pub use selection::Selection;
pub use whole::{Whole, copy_whole, paste_whole, stickies_on};
