//! What the export dialog shows: the forms as chosen so far, what they will hold, and the files that come of it. Draws
//! nothing and writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::Vec2;
use crate::export::{Dashboard, ExportSpec, PdfKind, Preview, Target};
use crate::file::legal_name;
use crate::layout::{Lens, LensFilter};
use crate::model::{JourneyId, Project};

/// An export that has not been started yet.
#[derive(Clone, Debug)]
pub struct ExportState {
    pub choice: ExportChoice,
    pub preview: PreviewState,
}

/// What was chosen in the dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportChoice {
    /// The form that is shown.
    pub target: Target,
    /// How each form is written. What they have in common is the same in all of them.
    pub specs: BTreeMap<Target, ExportSpec>,
    /// Whether the charts are exported in place of the map.
    pub is_dashboard: bool,
    /// Whether pictures hold the project.
    pub holds_project: bool,
    /// Several forms or journeys at once; `None` for the one that is shown.
    pub several: Option<Several>,
}

/// What is exported at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Several {
    pub targets: BTreeSet<Target>,
    pub journeys: BTreeSet<JourneyId>,
}

/// One file that is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportItem {
    pub path: PathBuf,
    pub spec: ExportSpec,
    /// Whether it holds the text of the project.
    pub holds_project: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub path: PathBuf,
    /// The files and their bytes in all, or why there is none.
    pub result: Result<Written, NotWritten>,
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// Somebody thought better of it.
    Canceled,
    /// The sentence that says why.
    Failed(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// One; more for a picture in tiles.
    pub paths: Vec<PathBuf>,
    pub bytes: u64,
    /// What had no room in them, in whole sentences.
    pub left_out: Vec<String>,
}

impl ExportChoice {
    /// The choice for what the window shows; `base` holds what all forms have in common.
    pub fn new(base: &ExportSpec, is_dashboard: bool) -> Self {
        let spec = |target| (target, ExportSpec { target, ..base.clone() });
        let target = if is_dashboard { Target::Pdf } else { base.target };
        let specs = Target::ALL.into_iter().map(spec).collect();
        Self { target, specs, is_dashboard, holds_project: false, several: None }
    }

    /// How that form is written as things stand, but for the text of the project.
    pub fn spec_of(&self, target: Target) -> ExportSpec {
        let mut spec = self.specs.get(&target).cloned().unwrap_or_default();
        spec.target = target;
        if self.is_dashboard {
            spec.dashboard = Dashboard::Alone;
        } else if !target.can_hold_dashboard() || (target == Target::Pdf && spec.pdf == PdfKind::Report) {
            spec.dashboard = Dashboard::LeftOut;
        }
        spec
    }

    /// How the form that is shown is written.
    pub fn spec(&self) -> ExportSpec {
        self.spec_of(self.target)
    }

    /// Changes how the form that is shown is written.
    pub fn change(&mut self, change: impl FnOnce(&mut ExportSpec)) {
        if let Some(spec) = self.specs.get_mut(&self.target) {
            change(spec);
        }
    }

    /// Changes what all forms have in common.
    pub fn change_all(&mut self, change: impl Fn(&mut ExportSpec)) {
        self.specs.values_mut().for_each(change);
    }

    pub fn set_journey(&mut self, journey: JourneyId) {
        self.change_all(|spec| spec.journey = Some(journey));
    }

    pub fn set_lens(&mut self, lens: Lens) {
        self.change_all(|spec| {
            // Entries of one lens say nothing in another.
            if spec.lens != lens {
                spec.filter = LensFilter::default();
            }
            spec.lens = lens;
        });
    }

    /// Whether that form can hold what is exported.
    pub fn can_hold(&self, target: Target) -> bool {
        !self.is_dashboard || matches!(target, Target::Pdf | Target::Png | Target::Svg)
    }

    /// Charts in place of the map, or the map again.
    pub fn set_dashboard(&mut self, is_dashboard: bool) {
        self.is_dashboard = is_dashboard;
        if !self.can_hold(self.target) {
            self.target = Target::Pdf;
        }
    }

    /// The forms that are written, in their order.
    pub fn targets(&self) -> Vec<Target> {
        match &self.several {
            Some(several) => {
                Target::ALL.into_iter().filter(|it| several.targets.contains(it) && self.can_hold(*it)).collect()
            }
            None => vec![self.target],
        }
    }

    /// The journeys that are written, in their order.
    pub fn journeys(&self, project: &Project) -> Vec<JourneyId> {
        let order = project.journey_order.iter().copied();
        match &self.several {
            Some(several) if !self.is_dashboard => order.filter(|id| several.journeys.contains(id)).collect(),
            Some(_) | None => {
                self.spec().journey.or_else(|| project.journey_order.first().copied()).into_iter().collect()
            }
        }
    }

    /// How many files that makes, tiles not counted.
    pub fn file_count(&self, project: &Project) -> usize {
        self.targets().len() * self.journeys(project).len()
    }

    /// The files that come of it in a folder.
    pub fn items_in(&self, folder: &Path, project: &Project) -> Vec<ExportItem> {
        let mut names = BTreeSet::new();
        let mut items = Vec::new();
        for journey in self.journeys(project) {
            let name = free_name(&self.file_stem(project, Some(journey)), |name| names.contains(&name.to_lowercase()));
            names.insert(name.to_lowercase());
            for target in self.targets() {
                let path = folder.join(format!("{name}.{}", target.ending()));
                items.push(self.item(path, target, journey));
            }
        }
        items
    }

    /// The one file, at that place.
    pub fn item(&self, path: PathBuf, target: Target, journey: JourneyId) -> ExportItem {
        let spec = ExportSpec { journey: Some(journey), ..self.spec_of(target) };
        ExportItem { path, spec, holds_project: self.holds_project && can_hold_project(target) }
    }

    /// What a file of that journey is called, without its ending.
    pub fn file_stem(&self, project: &Project, journey: Option<JourneyId>) -> String {
        if self.is_dashboard {
            return legal_name(&format!("{} dashboard", project.title));
        }
        let journey = journey.and_then(|id| project.journeys.get(&id)).map(|journey| journey.name.trim());
        legal_name(journey.filter(|name| !name.is_empty()).unwrap_or(&project.title))
    }
}

/// Whether a form can hold the project, so that it opens as the project again.
pub fn can_hold_project(target: Target) -> bool {
    match target {
        Target::Png | Target::Svg => true,
        Target::Pdf
        | Target::Pptx
        | Target::Xlsx
        | Target::Html
        | Target::Markdown
        | Target::Csv
        | Target::Mermaid
        | Target::DrawIo
        | Target::Json => false,
    }
}

/// The name, or the first of "name (2)", "name (3)" … that is not taken.
pub fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..10_000).map(|number| format!("{name} ({number})"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}

/// What the preview shows, and what it waits for.
#[derive(Clone, Debug, Default)]
pub struct PreviewState {
    /// The last that was made, or why there is none.
    pub made: Option<Result<Arc<Preview>, String>>,
    /// What it was made of.
    pub of: Option<ExportSpec>,
    /// What is being made, and the flag that ends it once nobody waits for it.
    pub(super) making: Option<ExportSpec>,
    pub(super) stop: Arc<AtomicBool>,
    /// The page that is shown, from 0.
    pub page: usize,
    /// Pages as drawn.
    pub pictures: BTreeMap<usize, PagePicture>,
    /// The page that is being drawn, and how large, in pixels.
    pub(super) drawing: Option<(usize, [u32; 2])>,
    /// How many bytes the file would have, and of what spec that was.
    pub size: Option<(ExportSpec, u64)>,
    pub(super) sizing: Option<ExportSpec>,
}

/// A page as it is shown.
#[derive(Clone)]
pub struct PagePicture {
    /// What was asked for, in pixels.
    pub room_px: [u32; 2],
    pub texture: egui::TextureHandle,
}

impl fmt::Debug for PagePicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PagePicture({:?})", self.room_px)
    }
}

impl PreviewState {
    /// Nobody waits any more for what is being made.
    pub(super) fn give_up(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What is made of a spec whatever its scale and whether or not the project is in it.
    pub fn key(spec: &ExportSpec) -> ExportSpec {
        ExportSpec { scale: 1.0, embedded: None, ..spec.clone() }
    }

    /// Whether what is shown is what the spec makes.
    pub fn is_of(&self, spec: &ExportSpec) -> bool {
        self.of.as_ref() == Some(&Self::key(spec))
    }

    pub fn page_count(&self) -> usize {
        match &self.made {
            Some(Ok(preview)) => match &**preview {
                Preview::Pages(pages) => pages.len(),
                Preview::Sheets { sheets, .. } => sheets.len(),
                Preview::Text { .. } => 1,
            },
            Some(Err(_)) | None => 0,
        }
    }

    /// The size of the page that is shown, in points.
    pub fn page_size(&self) -> Option<Vec2> {
        match self.made.as_ref()?.as_ref().ok()?.as_ref() {
            Preview::Pages(pages) => pages.get(self.page).map(|page| page.scene.size),
            Preview::Text { .. } | Preview::Sheets { .. } => None,
        }
    }

    /// How many bytes the file has, as far as that is known.
    pub fn bytes(&self, spec: &ExportSpec) -> Option<u64> {
        if !self.is_of(spec) {
            return None;
        }
        match self.made.as_ref()?.as_ref().ok()?.as_ref() {
            Preview::Text { bytes, .. } | Preview::Sheets { bytes, .. } => Some(*bytes as u64),
            Preview::Pages(_) => self.size.as_ref().filter(|(of, _)| of == spec).map(|(_, bytes)| *bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::big_sample;

    #[test]
    fn every_form_and_journey_gets_a_file_of_its_own() {
        let mut project = big_sample(10, 1);
        let first = project.journey_order[0];
        let second = JourneyId(project.next_id);
        let record =
            crate::model::Journey { id: second, name: "A: b".to_owned(), ..(*project.journeys[&first]).clone() };
        let journeys = Arc::make_mut(&mut project.journeys);
        Arc::make_mut(journeys.get_mut(&first).unwrap()).name = "a b".to_owned();
        journeys.insert(second, Arc::new(record));
        Arc::make_mut(&mut project.journey_order).push(second);

        let mut choice = ExportChoice::new(&ExportSpec::default(), false);
        choice.holds_project = true;
        choice.several =
            Some(Several { targets: [Target::Png, Target::Json].into(), journeys: [first, second].into() });
        let items = choice.items_in(Path::new("out"), &project);
        let said: Vec<_> =
            items.iter().map(|item| (item.path.to_str().unwrap(), item.spec.journey, item.holds_project)).collect();
        assert_eq!(
            said,
            [
                ("out/a b.png", Some(first), true),
                ("out/a b.json", Some(first), false),
                ("out/A b (2).png", Some(second), true),
                ("out/A b (2).json", Some(second), false),
            ]
        );
        assert_eq!(choice.file_count(&project), 4);

        // Charts have forms of their own, and are of all journeys.
        choice.set_dashboard(true);
        let names: Vec<_> = choice.items_in(Path::new(""), &project).into_iter().map(|item| item.path).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert!(names[0].to_str().unwrap().ends_with("dashboard.png"));
    }

    #[test]
    fn only_a_map_as_pdf_is_followed_by_the_dashboard() {
        let mut choice = ExportChoice::new(&ExportSpec { target: Target::Pdf, ..ExportSpec::default() }, false);
        choice.change(|spec| spec.dashboard = Dashboard::After);
        assert_eq!(choice.spec().dashboard, Dashboard::After);
        choice.change(|spec| spec.pdf = PdfKind::Report);
        assert_eq!(choice.spec().dashboard, Dashboard::LeftOut);
        choice.set_dashboard(true);
        assert_eq!(choice.spec_of(Target::Png).dashboard, Dashboard::Alone);
    }
}
