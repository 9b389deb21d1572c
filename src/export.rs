//! One entry for every target: project → layout → bytes. What the window's export dialog and the command line share.

use std::sync::atomic::AtomicBool;

use crate::analysis::{Numbers, Standings, View};
use crate::base::Date;
use crate::layout::{Layouter, Lens, LensFilter, MapInput, MeasuredCards, with_title};
use crate::model::{Item, JourneyId, Project};
pub use crate::render::PageSize as Page;
use crate::render::{RenderError, Target, pdf, png, svg};
use crate::scene::theme::ThemeName;
use crate::scene::{Scene, Theme};

/// What to export, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportSpec {
    pub target: Target,
    /// `None`: the first journey.
    pub journey: Option<JourneyId>,
    pub theme: ThemeName,
    pub lens: Lens,
    /// What of the lens is looked at; the rest is dimmed.
    pub filter: LensFilter,
    /// The period that the cards speak of; `None`: the one that fits the data.
    pub view: Option<View>,
    /// The day on which KPIs are judged; `None`: the last day of the data.
    pub today: Option<Date>,
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
            filter: LensFilter::default(),
            view: None,
            today: None,
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

/// Lays a journey out under its title and writes both as the target's bytes.
///
/// # Errors
/// If there is no such journey, if the picture is too large for its target, or if `cancel` was set.
pub fn export(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    let first = || project.journey_order.first().copied();
    let journey =
        spec.journey.filter(|id| project.journeys.contains_key(id)).or_else(first).ok_or(ExportError::NoJourney)?;
    let scene = scene(project, journey, spec);
    Ok(match spec.target {
        Target::Svg => svg::write(&scene).into_bytes(),
        Target::Png => png::write(&scene, spec.scale, cancel)?,
        Target::Pdf => pdf::write(&scene, spec.page)?,
    })
}

fn scene(project: &Project, journey: JourneyId, spec: &ExportSpec) -> Scene {
    let theme = Theme::load(spec.theme);
    let numbers = Numbers::new(project);
    let view = spec.view.unwrap_or_else(|| numbers.default_view());
    let kpis = match spec.today {
        Some(today) => Standings::of(project, &numbers, &view, today),
        None => Standings::by_data(project, &numbers, &view),
    };
    let input = MapInput {
        project,
        journey,
        theme: &theme,
        figures: Some(&MeasuredCards { numbers: &numbers, view: &view, kpis: &kpis, revision: 0 }),
        lens: spec.lens,
    };
    let mut layouter = Layouter::new();
    let map = layouter.filtered_map(&input, &spec.filter);
    let is_measured = project.items_in_reading_order(journey).into_iter().any(|item| match item {
        Item::Touchpoint(touchpoint) => !numbers.chips(touchpoint, &view).is_empty(),
        Item::Card(_) => false,
    });
    let period = is_measured.then(|| view.label());
    with_title(map, &input, period.as_deref(), layouter.typesetter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::big_sample;
    use crate::model::{Persona, PersonaId, Tint};
    use crate::scene::Shape;
    use std::sync::Arc;

    /// The texts above the map, with each one's right end and baseline.
    fn title(scene: &Scene) -> Vec<(String, f32, f32)> {
        let items = &scene.groups[0].picture.items;
        items
            .iter()
            .filter_map(|item| match item {
                Shape::Text(line) => Some((line.text.to_string(), line.baseline.x + line.width, line.baseline.y)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_map_that_leaves_the_program_says_what_it_is() {
        let mut project = big_sample(40, 1);
        project.series = Arc::default();
        let journey = project.journey_order[0];
        let persona = PersonaId(project.next_id);
        let kim = Persona::new(persona, "Kim", Tint::Blue);
        Arc::make_mut(&mut project.personas).insert(persona, Arc::new(kim));
        let record = Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap());
        record.name = "A first purchase, with a name that goes on for longer than fits ".repeat(8);
        record.personas = vec![persona];
        record.scenario = "w".repeat(900);
        for lens in Lens::ALL {
            let spec = ExportSpec { lens, ..ExportSpec::default() };
            let scene = scene(&project, journey, &spec);
            let title = title(&scene);
            let height = scene.groups[0].bounds().max.y;
            assert!(title.iter().all(|(_, right, baseline)| *right <= scene.size.x && *baseline < height), "{title:?}");
            let said: Vec<&str> = title.iter().map(|(text, ..)| text.as_str()).collect();
            assert!(said[0].starts_with("A first purchase"), "{said:?}");
            assert!(said.contains(&"Current state") && said.contains(&"Persona: Kim"), "{said:?}");
            assert!(!said.iter().any(|text| text.starts_with("Figures")), "nothing was measured");
            assert_eq!(said.contains(&lens.label()), lens != Lens::Plain, "{said:?}");
            for group in &scene.groups[1..] {
                assert!(group.bounds().min.y >= height - 0.01, "{} lies under the title", group.picture.name);
                assert!(group.bounds().max.y <= scene.size.y + 0.01, "{} is cut", group.picture.name);
            }
        }
    }

    #[test]
    fn the_title_names_the_period_that_was_chosen() {
        let project = big_sample(40, 1);
        let journey = project.journey_order[0];
        let view = Numbers::new(&project).default_view();
        let spec = ExportSpec { view: Some(view), ..ExportSpec::default() };
        let said = title(&scene(&project, journey, &spec));
        assert!(said.iter().any(|(text, ..)| *text == format!("Figures: {}", view.label())), "{said:?}");
    }
}
