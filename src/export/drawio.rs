//! draw.io: the map as an uncompressed mxGraph file.

use super::{ExportError, Material};

pub fn write(_material: &Material<'_>) -> Result<Vec<u8>, ExportError> {
    Ok(Vec::new())
}
