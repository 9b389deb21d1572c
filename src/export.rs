//! One entry for every target: project → layout → bytes. What the window's export dialog and the command line share.
//!
//! [`Material`] is what every form is written from, worked out once; each form has a module of its own.

mod csv;
mod drawio;
mod html;
mod json;
mod markdown;
mod mermaid;
mod outline;
mod parts;
mod pdf;
mod pptx;
mod preview;
mod report;
mod spreadsheet;
mod target;
mod xlsx;

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::analysis::audit::{Audit, Basis, audit};
use crate::analysis::chart::{ChartData, chart};
use crate::analysis::{Numbers, Standings, View};
use crate::base::date::date;
use crate::base::{Canceled, Date, Language, Pace, Vec2};
use crate::layout::chart::{ChartFrame, DashboardTitle, chart_picture, dashboard_scene};
use crate::layout::{Layouter, Lens, LensFilter, MapInput, MeasuredCards, with_title};
use crate::model::{Catalogue, Item, JourneyId, PinnedChart, Project};
pub use crate::render::PageSize as Page;
use crate::render::{RenderError, pdf as render_pdf, png, svg};
use crate::scene::theme::ThemeName;
use crate::scene::{Document, Group, Scene, Theme, Typesetter};
pub use json::SCHEMA as JSON_SCHEMA;
pub use mermaid::MermaidDiagram;
pub use parts::{Part, export_parts};
use pdf::MapLink;
pub use pdf::{Paging, PdfKind, ReportSection};
pub use preview::{Page as PreviewPage, Preview, Sheet, preview};
pub use target::Target;

/// Whether the dashboard is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dashboard {
    /// The map alone.
    #[default]
    LeftOut,
    /// The map, and the dashboard after it. Where [`Target::can_hold_dashboard`] says no, it is left out.
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
    /// For PDF. A report on a page as large as the map is on A4.
    pub page: Page,
    /// For PDF.
    pub pdf: PdfKind,
    /// For a map as PDF, on paper of a certain size.
    pub paging: Paging,
    /// For tiles: points on paper per point of the map, 0.25 to 4; 1 is the size on screen at 100%.
    pub tile_scale: f32,
    /// For a report: what is left out of it.
    pub report_without: Vec<ReportSection>,
    /// For PNG: pixels per point, 0.1 to 16.
    pub scale: f32,
    pub dashboard: Dashboard,
    /// For Mermaid: which of its diagrams.
    pub mermaid: MermaidDiagram,
    /// What touchpoints can be and what is asked of them, which insights are found by; `None`: without insights.
    pub catalogue: Option<&'static Catalogue>,
    /// How it is told by which recipe a file was read, for reports; `None`: not at all.
    pub recipe_words: Option<RecipeWords>,
    /// What people wrote the project in: for PDF and HTML, which tell screen readers how to say it.
    pub language: Language,
    /// For SVG and PNG: the text of the project file, by which the picture opens as the project again.
    pub embedded: Option<Arc<str>>,
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
            pdf: PdfKind::Map,
            paging: Paging::OnePage,
            tile_scale: 1.0,
            report_without: Vec::new(),
            scale: 2.0,
            dashboard: Dashboard::LeftOut,
            mermaid: MermaidDiagram::default(),
            catalogue: None,
            recipe_words: None,
            language: Language::ENGLISH,
            embedded: None,
        }
    }
}

/// Tells a recipe in sentences. Only those can who read files by it, so it comes from outside.
#[derive(Clone, Copy)]
pub struct RecipeWords(pub fn(&str) -> Vec<String>);

impl PartialEq for RecipeWords {
    /// There is one way to tell them.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for RecipeWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecipeWords")
    }
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("The file's ending says no known form: {name}. Known are {}.", endings())]
    UnknownEnding { name: String },
    #[error("The project has no journey to export. Add one first.")]
    NoJourney,
    #[error(
        "The dashboard is empty, so there is nothing to export. Pin a chart to it first: in the window, under Charts."
    )]
    EmptyDashboard,
    #[error(
        "The map would take {count} pages; at most {} can be made. Choose larger paper, a smaller scale, or one page.",
        crate::layout::tiles::MOST_TILES
    )]
    TooManyTiles { count: usize },
    #[error("The dashboard alone is written as PDF, PNG or SVG, not as {target}.")]
    NoDashboardForm { target: &'static str },
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("The text could not be written: {0}")]
    Text(String),
}

impl From<Canceled> for ExportError {
    fn from(canceled: Canceled) -> Self {
        Self::Render(canceled.into())
    }
}

/// ".pdf, .png, …"
fn endings() -> String {
    Target::ALL.map(|target| format!(".{}", target.ending())).join(", ")
}

/// What every form is written from: the project with its figures, and what was asked for.
pub struct Material<'a> {
    pub project: &'a Project,
    pub journey: JourneyId,
    pub spec: &'a ExportSpec,
    pub theme: Arc<Theme>,
    pub numbers: Numbers,
    /// The period that figures speak of.
    pub view: View,
    /// The day on which KPIs are judged and insights found; without one of the spec the last day of the data.
    pub today: Date,
    pub standings: Standings,
    audit: OnceCell<Audit>,
}

impl<'a> Material<'a> {
    fn new(project: &'a Project, journey: JourneyId, spec: &'a ExportSpec) -> Self {
        let numbers = Numbers::new(project);
        let view = spec.view.unwrap_or_else(|| numbers.default_view());
        // Without a date nothing lies ahead of the data.
        let last = numbers.span().map_or(date(1970, 1, 1), |span| span.to);
        let today = spec.today.unwrap_or(last);
        let standings = match spec.today {
            Some(today) => Standings::of(project, &numbers, &view, today),
            None => Standings::by_data(project, &numbers, &view),
        };
        Self {
            project,
            journey,
            spec,
            theme: Theme::load(spec.theme),
            numbers,
            view,
            today,
            standings,
            audit: OnceCell::new(),
        }
    }

    /// What the audit finds in the project, found when it is first asked for; `None` without a catalogue.
    pub fn audit(&self) -> Option<&Audit> {
        let catalogue = self.spec.catalogue?;
        let Self { project, numbers, view, today, standings, .. } = self;
        let basis = Basis { project, numbers, view: *view, standings, catalogue, today: *today };
        Some(self.audit.get_or_init(|| audit(&basis)))
    }

    /// What a map of that journey is laid out from.
    pub fn map_input<'m>(&'m self, measured: &'m MeasuredCards<'m>, journey: JourneyId) -> MapInput<'m> {
        MapInput { project: self.project, journey, theme: &self.theme, figures: Some(measured), lens: self.spec.lens }
    }

    /// The figures on the cards.
    pub fn measured(&self) -> MeasuredCards<'_> {
        MeasuredCards { numbers: &self.numbers, view: &self.view, kpis: &self.standings, revision: 0 }
    }
}

/// Lays a journey out under its title, or the dashboard, and writes it as the target's bytes.
///
/// # Errors
/// If there is no such journey, no chart on a dashboard that is to be alone, if the picture is too large for its
/// target, or if it was canceled. `pace` is the flag that says so, or also who is told how far it is.
pub fn export<'p>(project: &Project, spec: &ExportSpec, pace: impl Into<Pace<'p>>) -> Result<Vec<u8>, ExportError> {
    Ok(export_and_tell(project, spec, pace.into())?.0)
}

/// The same, and what had no room in it, in whole sentences.
fn export_and_tell(
    project: &Project,
    spec: &ExportSpec,
    pace: Pace<'_>,
) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    let cancel = pace.cancel();
    if spec.dashboard == Dashboard::Alone {
        return Ok((export_dashboard(project, spec, pace)?, Vec::new()));
    }
    pace.at(0.0)?;
    let material = material(project, spec)?;
    let embedded = spec.embedded.as_deref();
    let bytes = match spec.target {
        Target::Pptx => return pptx::write(&material, cancel),
        Target::Xlsx => return xlsx::write(&material, cancel),
        Target::Svg => svg::write_with(&scene(&material), embedded).into_bytes(),
        Target::Png => png::write_with(&scene(&material), spec.scale, embedded, cancel)?,
        Target::Pdf => {
            render_pdf::write_document(&pdf::document(&material, pace.part(0.0, 0.3))?, pace.part(0.3, 1.0))?
        }
        Target::Html => html::write(&material, pace)?,
        Target::Markdown => markdown::write(&material).into_bytes(),
        Target::Csv => csv::write(&material)?,
        Target::Mermaid => mermaid::write(&material).into_bytes(),
        Target::DrawIo => drawio::write(&material)?,
        Target::Json => json::write(&material)?,
    };
    Ok((bytes, Vec::new()))
}

/// What the slides of a presentation will look like.
fn slides(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Vec<Scene>, ExportError> {
    pptx::preview(&material(project, spec)?, cancel)
}

/// What the journey that is asked for, or the first one, is written from.
fn material<'a>(project: &'a Project, spec: &'a ExportSpec) -> Result<Material<'a>, ExportError> {
    let first = || project.journey_order.first().copied();
    let journey =
        spec.journey.filter(|id| project.journeys.contains_key(id)).or_else(first).ok_or(ExportError::NoJourney)?;
    Ok(Material::new(project, journey, spec))
}

/// What the dashboard by itself is written from.
fn dashboard_material<'a>(project: &'a Project, spec: &'a ExportSpec) -> Result<Material<'a>, ExportError> {
    if project.charts.is_empty() {
        return Err(ExportError::EmptyDashboard);
    }
    // Charts look at all journeys: which one is named makes no difference.
    let journey = project.journey_order.first().copied().unwrap_or(JourneyId(0));
    Ok(Material::new(project, journey, spec))
}

/// What a PDF of the project will hold, page by page.
///
/// # Errors
/// As [`export`].
pub fn pdf_document<'p>(
    project: &Project,
    spec: &ExportSpec,
    pace: impl Into<Pace<'p>>,
) -> Result<Document, ExportError> {
    if spec.dashboard == Dashboard::Alone {
        return Ok(pdf::dashboard_document(&dashboard_material(project, spec)?));
    }
    pdf::document(&material(project, spec)?, pace.into())
}

fn export_dashboard(project: &Project, spec: &ExportSpec, pace: Pace<'_>) -> Result<Vec<u8>, ExportError> {
    let material = dashboard_material(project, spec)?;
    let (title, charts) = dashboard(&material);
    let mut typesetter = Typesetter::new();
    let mut whole = || dashboard_scene(&charts, &title, &material.theme, &mut typesetter);
    let embedded = spec.embedded.as_deref();
    Ok(match spec.target {
        Target::Svg => svg::write_with(&whole(), embedded).into_bytes(),
        Target::Png => png::write_with(&whole(), spec.scale, embedded, pace.cancel())?,
        Target::Pdf => render_pdf::write_document(&pdf::dashboard_document(&material), pace)?,
        Target::Pptx
        | Target::Xlsx
        | Target::Html
        | Target::Markdown
        | Target::Csv
        | Target::Mermaid
        | Target::DrawIo
        | Target::Json => return Err(ExportError::NoDashboardForm { target: spec.target.label() }),
    })
}

/// Every chart of the dashboard, with whether it is a wide one.
fn dashboard(material: &Material<'_>) -> (DashboardTitle, Vec<(bool, ChartData)>) {
    let Material { project, numbers, view, today, .. } = material;
    let counted = |pinned: &Arc<PinnedChart>| (pinned.is_wide, chart(project, numbers, view, pinned, *today));
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

/// The map under its title.
fn scene(material: &Material<'_>) -> Scene {
    titled_map(material).0
}

/// The map under its title, and the addresses that its cards lead to.
fn titled_map(material: &Material<'_>) -> (Scene, Vec<MapLink>) {
    let Material { project, journey, numbers, view, .. } = material;
    let measured = material.measured();
    let input = material.map_input(&measured, *journey);
    let mut layouter = Layouter::new();
    let map = layouter.filtered_map(&input, &material.spec.filter);
    let items = project.items_in_reading_order(*journey);
    let is_measured = items.iter().any(|item| match item {
        Item::Touchpoint(touchpoint) => !numbers.chips(*touchpoint, view).is_empty(),
        Item::Card(_) => false,
    });
    let mut links: Vec<MapLink> = items.iter().filter_map(|item| pdf::link_of(project, &map, *item)).collect();
    let period = is_measured.then(|| view.label());
    let height = map.size().y;
    let scene = with_title(map, &input, period.as_deref(), layouter.typesetter());
    let title_height = scene.size.y - height;
    for link in &mut links {
        link.rect = link.rect.translate(Vec2::new(0.0, title_height));
    }
    (scene, links)
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
            let scene = scene(&Material::new(&project, journey, &spec));
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
        let said = title(&scene(&Material::new(&project, journey, &spec)));
        assert!(said.iter().any(|(text, ..)| *text == format!("Figures: {}", view.label())), "{said:?}");
    }
}
