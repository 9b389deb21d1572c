//! One entry for every target: project → layout → bytes. What the window's export dialog and the command line share.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::analysis::chart::{ChartData, chart};
use crate::analysis::{Numbers, Standings, View};
use crate::base::date::date;
use crate::base::{Date, Vec2};
use crate::layout::chart::{ChartFrame, DashboardTitle, chart_picture, dashboard_pages, dashboard_scene};
use crate::layout::{Layouter, Lens, LensFilter, MapInput, MeasuredCards, with_title};
use crate::model::{Item, JourneyId, PinnedChart, Project};
pub use crate::render::PageSize as Page;
use crate::render::{RenderError, Target, pdf, png, svg};
use crate::scene::theme::ThemeName;
use crate::scene::{Group, Scene, Theme, Typesetter};

/// Whether the dashboard is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dashboard {
    /// The map alone.
    #[default]
    LeftOut,
    /// The map, and the dashboard on the pages after it. In a form without pages it is left out.
    After,
    /// The dashboard alone.
    Alone,
}

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
    pub dashboard: Dashboard,
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
            dashboard: Dashboard::LeftOut,
        }
    }
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("The project has no journey to export. Add one first.")]
    NoJourney,
    #[error(
        "The dashboard is empty, so there is nothing to export. Pin a chart to it first: in the window, under Charts."
    )]
    EmptyDashboard,
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Lays a journey out under its title, or the dashboard, and writes it as the target's bytes.
///
/// # Errors
/// If there is no such journey, no chart on a dashboard that is to be alone, if the picture is too large for its
/// target, or if `cancel` was set.
pub fn export(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    if spec.dashboard == Dashboard::Alone {
        return export_dashboard(project, spec, cancel);
    }
    let first = || project.journey_order.first().copied();
    let journey =
        spec.journey.filter(|id| project.journeys.contains_key(id)).or_else(first).ok_or(ExportError::NoJourney)?;
    let map = scene(project, journey, spec);
    Ok(match spec.target {
        Target::Svg => svg::write(&map).into_bytes(),
        Target::Png => png::write(&map, spec.scale, cancel)?,
        Target::Pdf => {
            let mut pages = vec![map];
            if spec.dashboard == Dashboard::After && !project.charts.is_empty() {
                let (title, charts) = dashboard(project, spec);
                pages.extend(dashboard_pages(&charts, &title, &Theme::load(spec.theme), &mut Typesetter::new()));
            }
            pdf::write_pages(&pages, spec.page)?
        }
    })
}

fn export_dashboard(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    if project.charts.is_empty() {
        return Err(ExportError::EmptyDashboard);
    }
    let (title, charts) = dashboard(project, spec);
    let (theme, mut typesetter) = (Theme::load(spec.theme), Typesetter::new());
    let mut whole = || dashboard_scene(&charts, &title, &theme, &mut typesetter);
    Ok(match spec.target {
        Target::Svg => svg::write(&whole()).into_bytes(),
        Target::Png => png::write(&whole(), spec.scale, cancel)?,
        Target::Pdf => pdf::write_pages(&dashboard_pages(&charts, &title, &theme, &mut typesetter), spec.page)?,
    })
}

/// Every chart of the dashboard, with whether it is a wide one.
fn dashboard(project: &Project, spec: &ExportSpec) -> (DashboardTitle, Vec<(bool, ChartData)>) {
    let numbers = Numbers::new(project);
    let view = spec.view.unwrap_or_else(|| numbers.default_view());
    // Without a date nothing lies ahead of the data.
    let last = numbers.span().map_or(date(1970, 1, 1), |span| span.to);
    let today = spec.today.unwrap_or(last);
    let counted = |pinned: &Arc<PinnedChart>| (pinned.is_wide, chart(project, &numbers, &view, pinned, today));
    let charts = project.charts.iter().map(counted).collect();
    let title = if project.title.trim().is_empty() {
        "Dashboard".to_owned()
    } else {
        format!("{} · dashboard", project.title)
    };
    (DashboardTitle { title, subtitle: view.label() }, charts)
}

/// A single chart as a picture in PNG: what is copied to other programs. `size` in points; two pixels to a point.
///
/// # Errors
/// If the picture is too large.
pub fn chart_as_png(data: &ChartData, theme: &Theme, size: Vec2) -> Result<Vec<u8>, ExportError> {
    const MARGIN: f32 = 16.0;
    let inside = size - Vec2::splat(2.0 * MARGIN);
    let drawn = chart_picture(data, theme, &mut Typesetter::new(), inside, ChartFrame::Whole);
    let group = Group { origin: Vec2::splat(MARGIN).to_pos2(), picture: Arc::new(drawn.picture) };
    let background = Some(theme.color.surface);
    let scene = Scene { size, background, groups: vec![group], title: data.title.clone() };
    Ok(png::write(&scene, 2.0, &AtomicBool::new(false))?)
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
