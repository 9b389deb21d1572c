//! JSON: a journey with its figures, for other programs, in the form of a published schema
//! (`assets/schema/journey-export-1.schema.json`, printed by `throughline schema`).
//!
//! Unlike forms for people it holds hidden stages and lanes too, and says so of each. Unknown is `null`, shares are
//! fractions, durations seconds (or minutes where the unit says so), days ISO 8601. Fields may be added, none renamed.

mod fill;
mod records;

use super::{ExportError, Material};

/// The schema of everything that [`write`] writes, as JSON Schema 2020-12.
pub const SCHEMA: &str = include_str!("../../assets/schema/journey-export-1.schema.json");

pub fn write(material: &Material<'_>) -> Result<Vec<u8>, ExportError> {
    let export = fill::export(material).ok_or(ExportError::NoJourney)?;
    let mut bytes = serde_json::to_vec_pretty(&export).map_err(|error| ExportError::Text(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
