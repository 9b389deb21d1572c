//! One entry for every target: project → layout → bytes. What the window's export dialog and the command line share.

use std::sync::atomic::AtomicBool;

use crate::analysis::{Numbers, View, default_view};
use crate::layout::{Layouter, Lens, MapInput, MeasuredCards};
use crate::model::{JourneyId, Project};
pub use crate::render::PageSize as Page;
use crate::render::{RenderError, Target, pdf, png, svg};
use crate::scene::Theme;
use crate::scene::theme::ThemeName;

/// What to export, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportSpec {
    pub target: Target,
    /// `None`: the first journey.
    pub journey: Option<JourneyId>,
    pub theme: ThemeName,
    pub lens: Lens,
    /// The period that the cards speak of; `None`: the one that fits the data.
    pub view: Option<View>,
    /// For PDF.
    pub page: Page,
    /// For PNG: pixels per point, 0.1 to 16.
    pub scale: f32,
}

impl Default for ExportSpec {
    fn default() -> Self {
        Self {
            target: Target::Svg,
            journey: None,
            theme: ThemeName::Light,
            lens: Lens::Plain,
            view: None,
            page: Page::Fit,
            scale: 2.0,
        }
    }
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("The project has no journey to export. Add one first.")]
    NoJourney,
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Lays a journey out and writes it as the target's bytes.
///
/// # Errors
/// If there is no such journey, if the picture is too large for its target, or if `cancel` was set.
pub fn export(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    let first = || project.journey_order.first().copied();
    let journey =
        spec.journey.filter(|id| project.journeys.contains_key(id)).or_else(first).ok_or(ExportError::NoJourney)?;
    let theme = Theme::load(spec.theme);
    let numbers = Numbers::new(project);
    let view = spec.view.unwrap_or_else(|| default_view(project));
    let input = MapInput {
        project,
        journey,
        theme: &theme,
        figures: Some(&MeasuredCards { numbers: &numbers, view: &view, revision: 0 }),
        lens: spec.lens,
    };
    let scene = Layouter::new().map(&input).scene;
    Ok(match spec.target {
        Target::Svg => svg::write(&scene).into_bytes(),
        Target::Png => png::write(&scene, spec.scale, cancel)?,
        Target::Pdf => pdf::write(&scene, spec.page)?,
    })
}
