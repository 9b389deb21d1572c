//! PowerPoint: native shapes, text and charts; one slide a shot and one a stage.

use std::sync::atomic::AtomicBool;

use super::{ExportError, Material};

pub fn write(_material: &Material<'_>, _cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    Ok(Vec::new())
}
