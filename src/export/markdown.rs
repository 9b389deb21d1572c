//! Markdown: the journey as an outline.

use super::Material;

pub fn write(_material: &Material<'_>) -> String {
    String::new()
}
