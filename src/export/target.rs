//! The forms in which a project can leave the program, and how a file name asks for one.

use std::path::Path;

use super::ExportError;

/// A form of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    Pdf,
    Png,
    Svg,
    /// Slides whose shapes, text and charts can be edited.
    Pptx,
    /// A workbook: map, touchpoints, metrics, KPIs, insights, actions.
    Xlsx,
    /// One page for a browser, without a network.
    Html,
    /// An outline for those who read from top to bottom.
    Markdown,
    /// One row a touchpoint and card.
    Csv,
    Mermaid,
    DrawIo,
    Json,
}

impl Target {
    pub const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Png,
        Self::Svg,
        Self::Pptx,
        Self::Xlsx,
        Self::Html,
        Self::Markdown,
        Self::Csv,
        Self::Mermaid,
        Self::DrawIo,
        Self::Json,
    ];

    /// The target that a file name asks for by its ending, in any case.
    ///
    /// # Errors
    /// [`ExportError::UnknownEnding`] where the ending names no target, or is missing.
    pub fn from_path(path: &Path) -> Result<Self, ExportError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|target| target.ending() == ending)
            .ok_or_else(|| ExportError::UnknownEnding { name: path.display().to_string() })
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Pptx => "PowerPoint",
            Self::Xlsx => "Excel",
            Self::Html => "Web page",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
            Self::Mermaid => "Mermaid",
            Self::DrawIo => "draw.io",
            Self::Json => "JSON",
        }
    }

    /// The file ending, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pptx => "pptx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Mermaid => "mmd",
            Self::DrawIo => "drawio",
            Self::Json => "json",
        }
    }

    /// Whether the dashboard can come after the map in it.
    pub fn can_hold_dashboard(self) -> bool {
        match self {
            Self::Pdf | Self::Html => true,
            Self::Png
            | Self::Svg
            | Self::Pptx
            | Self::Xlsx
            | Self::Markdown
            | Self::Csv
            | Self::Mermaid
            | Self::DrawIo
            | Self::Json => false,
        }
    }

    /// Whether it tells readers in which language it is written.
    pub fn names_language(self) -> bool {
        match self {
            Self::Pdf | Self::Html => true,
            Self::Png
            | Self::Svg
            | Self::Pptx
            | Self::Xlsx
            | Self::Markdown
            | Self::Csv
            | Self::Mermaid
            | Self::DrawIo
            | Self::Json => false,
        }
    }

    /// Whether it is a picture of the map, with its theme.
    pub fn is_picture(self) -> bool {
        match self {
            Self::Pdf | Self::Png | Self::Svg | Self::Pptx | Self::Html => true,
            Self::Xlsx | Self::Markdown | Self::Csv | Self::Mermaid | Self::DrawIo | Self::Json => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_follows_from_the_ending() {
        for (name, target) in [
            ("map.svg", Some(Target::Svg)),
            ("a/b.c/Map.PNG", Some(Target::Png)),
            ("map.journey.pdf", Some(Target::Pdf)),
            ("map.drawio", Some(Target::DrawIo)),
            ("map", None),
            ("map.jpeg", None),
            (".svg", None),
        ] {
            assert_eq!(Target::from_path(Path::new(name)).ok(), target, "{name}");
        }
    }
}
