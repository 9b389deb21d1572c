//! The window's state and what serves it: jobs, dialogs, layout, recovery. No drawing here.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use super::camera::Camera;
use super::comparing::{Comparing, ComparingOf};
use super::dialogs::{Dialogs, FileQuestion, Purpose};
use super::finding::FoundIn;
use super::follow::{self, Shown};
use super::jobs::{JobKind, Jobs, Outcome};
use super::journeys::LeftJourneys;
use super::notices::Notices;
use super::outside::{Desktop, NoDesktop};
use super::plan::{EffectOf, RankedFrom};
use super::present::{self, DoesNotSleep, Screens, ShotPictures, Stage, StayAwake};
use super::request::Requests;
use super::saving::{Recovery, Saves};
use super::sources::SourcesOnDisk;
use super::watching::{FolderWatch, NoWatch};
use super::workshop::{WorkshopDesk, WorkshopState};
use super::workspace::{
    BottomTab, ChartChoice, Dialog, LastResult, LeftTab, Notice, RightTab, Screen, Tool, Workspace,
};
use crate::analysis::{Numbers, Standings, View};
use crate::base::{Date, Rect, Vec2, pos2};
use crate::edit::Document;
use crate::file::{RecoveryFolder, Settings};
use crate::layout::{Layouter, Lens, LensFilter, Map, MapInput, MeasuredCards, Rest};
use crate::model::{Item, JourneyId, Project, ShotFrame, Subject, TouchpointId};
use crate::scene::Theme;

/// Below this scale the cards of a map that is opened are hard to read.
const READABLE_SCALE: f32 = 0.75;

/// What the camera keeps showing while the canvas changes its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitting {
    Whole,
    /// The whole map if its cards can be read so, else as much as can be read.
    Opening,
}

/// Everything but the drawing.
pub struct Core {
    pub workspace: Workspace,
    pub requests: Requests,
    pub notices: Notices,
    pub(super) jobs: Jobs,
    pub(super) dialogs: Box<dyn Dialogs>,
    pub(super) layouter: Layouter,
    pub recovery: Recovery,
    pub(super) saves: Saves,
    /// Tells the documents of this run apart. INVARIANT: greater than 0 once a project is open.
    pub(super) document_number: u64,
    /// Dialogs that come after the open one.
    pub(super) waiting_dialogs: VecDeque<Dialog>,
    /// The project to open once the question about recovered work is answered.
    pub(super) open_after_recovery: Option<PathBuf>,
    /// Whether the data file that is being read takes the place of the open import.
    pub(super) is_import_replaced: bool,
    /// Whether the window closes as soon as the save under way has ended.
    pub(super) quit_after_save: bool,
    /// Whether closing has been held up once because of work under way.
    pub(super) has_warned_of_jobs: bool,
    /// Whether the desktop is asking for a file.
    is_asking: bool,
    laid_out: Option<LaidOut>,
    /// Grows whenever the cards' figures may be others.
    pub(super) figures_revision: u64,
    /// What the camera shows and goes on showing in a canvas of another size, until the user moves it.
    pub(super) fitting: Option<Fitting>,
    /// The canvas that the map was fitted to last; `None` to fit it anew.
    pub(super) fitted_to: Option<Rect>,
    /// Whether settings are kept for the next run; not in tests and measurements.
    pub remembers_settings: bool,
    /// Whether the window may close without asking.
    pub(super) is_quitting: bool,
    /// Scrolls what has the focus into view after the next layout.
    pub(super) is_reveal_due: bool,
    /// Brings what has the focus near enough to be read, as it is scrolled into view.
    pub(super) is_revealed_readable: bool,
    /// What the hits of the search were found in.
    pub(super) found_in: FoundIn,
    /// What the ranking of touchpoints was made of.
    pub(super) ranked_from: RankedFrom,
    /// What the effect of the shown action was made of.
    pub(super) effect_of: EffectOf,
    /// What the comparison was made of.
    pub(super) comparing_of: ComparingOf,
    /// How the journeys were left that are not open.
    pub(super) left_journeys: LeftJourneys,
    /// The maps of the talk under way.
    pub(super) stage: Stage,
    /// The screens, as of when somebody last asked to present.
    pub(super) screens: Screens,
    pub(super) shot_pictures: ShotPictures,
    /// What the canvas is to show once the map is laid out.
    pub(super) frame_due: Option<ShotFrame>,
    /// Keeps the screen on while a map is presented.
    pub awake: Box<dyn StayAwake>,
    /// What opens files outside of the window.
    pub desktop: Arc<dyn Desktop>,
    /// What says which files beside the project were written.
    pub watch: Box<dyn FolderWatch>,
    /// What day it is.
    pub clock: fn() -> Date,
    pub workshop: WorkshopDesk,
}

/// What the map on screen was laid out from.
struct LaidOut {
    project: Project,
    /// Whether the project is the preview of a gesture.
    is_preview: bool,
    journey: JourneyId,
    view: View,
    kpi_revision: u64,
    lens: Lens,
    filter: LensFilter,
    theme: Arc<Theme>,
}

impl Core {
    /// A window with nothing open.
    pub fn new(settings: Settings, dialogs: Box<dyn Dialogs>, recovery: RecoveryFolder) -> Self {
        let theme = super::update::theme_of(settings.appearance);
        let mut layouter = Layouter::new();
        let project = Project::default();
        let numbers = Arc::new(Numbers::new(&project));
        let view = View::default();
        let audit = super::auditing::first_audit(&project, &numbers, view, super::sources::today());
        let map = layouter.map(&MapInput {
            project: &project,
            journey: JourneyId(0),
            theme: &theme,
            figures: None,
            lens: Lens::Plain,
        });
        let workspace = Workspace {
            screen: Screen::Start,
            document: Document::new(project),
            path: None,
            journey: JourneyId(0),
            numbers,
            view,
            today: super::sources::today(),
            kpis: Standings::default(),
            audit: Arc::new(audit),
            audit_revision: 0,
            lens: Lens::Plain,
            filter: LensFilter::default(),
            map: Arc::new(map),
            touchpoint_count: 0,
            map_revision: 0,
            map_shift: Vec2::ZERO,
            preview: None,
            camera: Camera::default(),
            // Not known before it is drawn.
            canvas_rect: Rect::ZERO,
            tool: Tool::Select,
            editing: None,
            focused_cell: None,
            face: None,
            is_on_face: false,
            clipboard: None,
            finding: None,
            sources: SourcesOnDisk::default(),
            left_tab: LeftTab::Library,
            right_tab: RightTab::Selection,
            bottom_tab: BottomTab::Charts,
            is_bottom_maximized: false,
            action: None,
            effect: Arc::new(Err(String::new())),
            ranking: Arc::default(),
            chart: ChartChoice::default(),
            comparing: Comparing::default(),
            workshop: WorkshopState::default(),
            shot: None,
            shot_pictures: Arc::default(),
            presentation: None,
            may_screen_sleep: false,
            shots_in_view: Vec::new(),
            dialog: None,
            jobs: Vec::new(),
            save_state: String::new(),
            exported: Vec::new(),
            last_result: LastResult::default(),
            settings,
            theme,
            catalogue: crate::file::catalogue(),
        };
        Self {
            workspace,
            requests: Requests::default(),
            notices: Notices::default(),
            jobs: Jobs::default(),
            dialogs,
            layouter,
            recovery: Recovery::new(recovery),
            saves: Saves::default(),
            document_number: 0,
            waiting_dialogs: VecDeque::new(),
            open_after_recovery: None,
            is_import_replaced: false,
            quit_after_save: false,
            has_warned_of_jobs: false,
            is_asking: false,
            laid_out: None,
            figures_revision: 0,
            fitting: None,
            fitted_to: None,
            remembers_settings: false,
            is_quitting: false,
            is_reveal_due: false,
            is_revealed_readable: false,
            found_in: FoundIn::default(),
            ranked_from: RankedFrom::default(),
            effect_of: EffectOf::default(),
            comparing_of: ComparingOf::default(),
            left_journeys: LeftJourneys::default(),
            stage: Stage::default(),
            screens: Screens::default(),
            shot_pictures: ShotPictures::default(),
            frame_due: None,
            awake: Box::new(DoesNotSleep),
            desktop: Arc::new(NoDesktop),
            watch: Box::new(NoWatch),
            clock: super::sources::today,
            workshop: WorkshopDesk::default(),
        }
    }

    /// One round of thinking before a frame is drawn: input, answers, finished jobs, requests, layout.
    pub fn logic(&mut self, ctx: &egui::Context) {
        // What the last frame asked for comes before anything that may put another project in its place.
        self.handle_all(ctx);
        for (purpose, path) in self.dialogs.poll() {
            self.is_asking = false;
            if let Some(path) = path {
                self.answered(purpose, path, ctx);
            }
        }
        for outcome in self.jobs.poll() {
            self.finished(outcome, ctx);
        }
        if self.workspace.presentation.is_some() {
            present::collect(ctx, &self.workspace, &mut self.requests);
        } else {
            super::shortcuts::collect(ctx, &self.workspace, &mut self.requests);
        }
        self.handle_all(ctx);
        self.keep_sources(ctx);
        self.workspace.jobs = self.jobs.statuses();
        self.refresh_numbers();
        self.refresh_kpis();
        self.refresh_hits();
        self.refresh_audit();
        self.refresh_ranking();
        self.refresh_effect();
        self.refresh_comparison(ctx);
        self.refresh_map();
        self.keep_workshop(ctx);
        self.go_to_frame();
        self.keep_presenting(ctx);
        self.refresh_shot_pictures(ctx);
        self.keep_recovery(ctx);
    }

    fn handle_all(&mut self, ctx: &egui::Context) {
        for request in self.requests.take() {
            self.handle(request, ctx);
        }
    }

    /// Counts anew if the project's series or metrics are others. A view that fitted the data goes on fitting it.
    fn refresh_numbers(&mut self) {
        let project = self.workspace.document.project();
        if self.workspace.numbers.is_of(project) {
            return;
        }
        let fitted = self.workspace.view == self.workspace.numbers.default_view();
        let numbers = self.workspace.numbers.renewed(project);
        let view = if fitted { numbers.default_view() } else { self.workspace.view };
        self.workspace.numbers = Arc::new(numbers);
        self.set_view(view);
    }

    /// Judges the KPIs anew that may stand otherwise: the project, the period or the day is another.
    fn refresh_kpis(&mut self) {
        let workspace = &mut self.workspace;
        workspace.today = (self.clock)();
        let project = workspace.document.project();
        workspace.kpis.refresh(project, &workspace.numbers, &workspace.view, workspace.today);
    }

    /// Lets cards and tables speak of another period.
    pub(super) fn set_view(&mut self, view: View) {
        self.workspace.view = view;
        self.figures_revision += 1;
    }

    /// Lays the open journey out if anything it is made of is another.
    fn refresh_map(&mut self) {
        let workspace = &self.workspace;
        let project = workspace.shown_project();
        let is_current = self.laid_out.as_ref().is_some_and(|of| {
            of.project.is_same_as(project)
                && of.journey == workspace.journey
                && of.view == workspace.view
                && of.kpi_revision == workspace.kpis.revision()
                && of.lens == workspace.lens
                && of.filter == workspace.filter
                && Arc::ptr_eq(&of.theme, &workspace.theme)
                && hidden_at_hand(workspace, &workspace.map).is_empty()
        });
        if !is_current {
            // Unless a gesture holds on to it, the map that was shown gives its room to the next.
            let before = follow::subject_at_hand(&self.workspace)
                .and_then(|subject| Some((subject, self.workspace.map.rect_of(subject)?)));
            if let Some(shown) = Arc::into_inner(std::mem::take(&mut self.workspace.map)) {
                self.layouter.recycle(shown);
            }
            let workspace = &self.workspace;
            let project = workspace.shown_project();
            let input = MapInput {
                project,
                journey: workspace.journey,
                theme: &workspace.theme,
                figures: Some(&MeasuredCards {
                    numbers: &workspace.numbers,
                    view: &workspace.view,
                    kpis: &workspace.kpis,
                    revision: self.figures_revision,
                }),
                lens: workspace.lens,
            };
            let mut map = self.layouter.filtered_map(&input, &workspace.filter);
            if self.laid_out.as_ref().is_some_and(|of| of.filter == workspace.filter) {
                let hidden = hidden_at_hand(workspace, &map);
                if !hidden.is_empty() {
                    let mut filter = workspace.filter.clone();
                    filter.kept.extend(hidden);
                    self.layouter.recycle(map);
                    map = self.layouter.filtered_map(&input, &filter);
                    self.workspace.filter = filter;
                }
            }
            self.workspace.map_shift = self.followed(before, &map);
            let project = self.workspace.shown_project();
            self.laid_out = Some(LaidOut {
                project: project.clone(),
                is_preview: self.workspace.preview.is_some(),
                journey: self.workspace.journey,
                view: self.workspace.view,
                kpi_revision: self.workspace.kpis.revision(),
                lens: self.workspace.lens,
                filter: self.workspace.filter.clone(),
                theme: Arc::clone(&self.workspace.theme),
            });
            self.workspace.touchpoint_count =
                map.items().filter(|(item, _)| matches!(item, Item::Touchpoint(_))).count();
            self.workspace.map = Arc::new(map);
            self.workspace.map_revision += 1;
            self.forget_unseen();
        }
        let canvas = self.workspace.canvas_rect;
        if let Some(fitting) = self.fitting
            && self.fitted_to != Some(canvas)
            && canvas.is_positive()
        {
            self.fitted_to = Some(canvas);
            self.workspace.camera = match (fitting, self.fit_camera()) {
                (Fitting::Opening, whole) if whole.scale < READABLE_SCALE => {
                    Camera::opening(self.workspace.map.size(), canvas.size())
                }
                (Fitting::Opening | Fitting::Whole, whole) => whole,
            };
        }
        let is_readable_due = std::mem::take(&mut self.is_revealed_readable);
        if std::mem::take(&mut self.is_reveal_due) {
            self.reveal(is_readable_due);
        }
    }

    /// Moves the camera just so far that what has the focus is in view; nearer, where it could not be read.
    fn reveal(&mut self, is_readable_due: bool) {
        const READABLE: f32 = 0.4;
        let focus = self.workspace.document.selection().focus;
        let face = self.workspace.focused_face().and_then(|key| self.workspace.map.face(key));
        let rect_of = |it| face.map(|face| face.rect()).or_else(|| self.workspace.map.rect_of(it));
        let cell = self.workspace.cell_at_hand().and_then(|at| super::canvas::cell_to_reveal(&self.workspace.map, at));
        let focused = focus.and_then(|it| Some((it, rect_of(it)?)));
        let Some((subject, rect)) = focused.or(cell) else { return };
        let size = self.workspace.canvas_rect.size();
        let mut camera = self.workspace.camera;
        if is_readable_due && camera.scale < READABLE && size.min_elem() > 0.0 {
            camera = Camera { scale: 1.0, offset: size / 2.0 - rect.center().to_vec2() };
            camera = camera.filled_by(self.workspace.map.size(), size);
        }
        let covered = super::canvas::covered_by_headers(&self.workspace.map, &camera, size, subject);
        let revealing = camera.revealing(rect, size, covered);
        if revealing != self.workspace.camera {
            self.fitting = None;
            self.workspace.camera = revealing;
        }
    }

    /// Takes out of the selection what the map does not show, as after hiding or collapsing: nobody should delete what
    /// they do not see.
    fn forget_unseen(&mut self) {
        let workspace = &mut self.workspace;
        let is_seen = |subject: &Subject| workspace.map.rect_of(*subject).is_some();
        let before = workspace.document.selection();
        if workspace.preview.is_some() || before.subjects.iter().chain(&before.focus).all(is_seen) {
            return;
        }
        let mut selection = before.clone();
        selection.subjects.retain(is_seen);
        selection.focus = selection.focus.filter(is_seen);
        workspace.document.select(selection);
    }

    /// Keeps what the user is at where it is on screen in a map that takes the place of the shown one, and says how
    /// far the camera had to follow. A gesture measures from where it began: the map holds still for its previews.
    fn followed(&mut self, at_hand: Option<(Subject, Rect)>, map: &Map) -> Vec2 {
        let workspace = &self.workspace;
        let Some(laid_out) = self.laid_out.as_ref().filter(|of| !of.is_preview && workspace.preview.is_none()) else {
            return Vec2::ZERO;
        };
        let Some((subject, rect)) = at_hand else { return Vec2::ZERO };
        let before = Shown { at: Some(rect), project: &laid_out.project, journey: laid_out.journey };
        let after = Shown { at: map.rect_of(subject), project: workspace.shown_project(), journey: workspace.journey };
        let shift = follow::shift(before, after, subject, &workspace.camera, workspace.canvas_rect.size());
        self.workspace.camera.offset -= shift * self.workspace.camera.scale;
        shift
    }

    /// Shows the map so, now and in a canvas of another size.
    pub(super) fn fit(&mut self, fitting: Fitting) {
        self.fitting = Some(fitting);
        self.fitted_to = None;
    }

    /// The camera that shows the whole map; small maps are not blown up.
    pub(super) fn fit_camera(&self) -> Camera {
        /// For the buttons behind the last stage and below the last lane, in map points.
        const END_ROOM: f32 = 36.0;
        let whole = Rect::from_min_size(pos2(0.0, 0.0), self.workspace.map.size() + egui::Vec2::splat(END_ROOM));
        Camera::fitting(whole, self.workspace.canvas_rect.size(), 1.25)
    }

    /// Asks the desktop for a file.
    pub(super) fn ask_for_file(&mut self, purpose: Purpose, ctx: &egui::Context) {
        if std::mem::replace(&mut self.is_asking, true) {
            return;
        }
        let directory = self.workspace.path.as_ref().and_then(|path| path.parent().map(ToOwned::to_owned));
        let directory = match &purpose {
            Purpose::Export(_) | Purpose::ExportFolder(_) => {
                self.workspace.settings.export_folder.clone().or(directory)
            }
            Purpose::OpenProject
            | Purpose::SaveProject { .. }
            | Purpose::ImportData
            | Purpose::ReplaceSource(_)
            | Purpose::Picture(_) => directory,
        };
        // One that is gone since is no place to begin.
        let directory = directory.filter(|directory| directory.is_dir());
        let directory = directory.or_else(|| self.workspace.settings.last_folder.clone());
        let project_filter = || ("Throughline project".to_owned(), vec!["ron".to_owned()]);
        let (title, file_name, filter) = match &purpose {
            Purpose::OpenProject => {
                let endings = ["ron", "png", "svg"].map(str::to_owned).to_vec();
                ("Open a project".to_owned(), None, ("Throughline project, or picture with one".to_owned(), endings))
            }
            Purpose::SaveProject { .. } => {
                ("Save the project".to_owned(), Some(self.suggested_file_name()), project_filter())
            }
            Purpose::ImportData | Purpose::ReplaceSource(_) => {
                let endings = ["csv", "tsv", "txt"].map(str::to_owned).to_vec();
                ("Attach metrics from a file".to_owned(), None, ("Exported tables".to_owned(), endings))
            }
            Purpose::Picture(_) => {
                let endings = ["png", "jpg", "jpeg", "webp", "svg"].map(str::to_owned).to_vec();
                ("Choose a picture".to_owned(), None, ("Pictures".to_owned(), endings))
            }
            Purpose::Export(item) => {
                let (target, name) = (item.spec.target, self.suggested_export_name(item));
                let title = format!("Export as {}", target.label());
                (title, Some(name), (target.label().to_owned(), vec![target.ending().to_owned()]))
            }
            Purpose::ExportFolder(_) => ("Export into a folder".to_owned(), None, (String::new(), Vec::new())),
        };
        self.dialogs.ask(FileQuestion { purpose, title, directory, file_name, filter }, ctx);
    }

    fn suggested_file_name(&self) -> String {
        if let Some(name) = self.workspace.path.as_ref().and_then(|path| path.file_name()) {
            return name.to_string_lossy().into_owned();
        }
        let title = self.workspace.document_name().to_lowercase();
        let name: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        format!("{}.journey.ron", name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"))
    }

    /// Keeps the settings in the background, so that a crash does not cost them.
    pub(super) fn keep_settings(&mut self, ctx: &egui::Context) {
        if !self.remembers_settings {
            return;
        }
        let settings = self.workspace.settings.clone();
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| Outcome::SettingsKept {
            result: settings.save(),
        });
    }

    /// Keeps what the window remembers. Called once, as it closes.
    pub fn shut_down(&mut self) {
        self.finish_recovery();
        if self.remembers_settings
            && let Err(error) = self.workspace.settings.save()
        {
            tracing::warn!(%error, "the settings could not be saved");
        }
    }

    /// Whether any work is under way in the background.
    pub fn is_busy(&self) -> bool {
        self.jobs.is_busy()
    }

    /// Shows a message that goes away by itself.
    pub(super) fn notify(&mut self, notice: Notice) {
        self.notices.push(notice);
    }
}

/// The selected touchpoints of the open journey that the filter leaves out of the map. Somebody has just added,
/// changed or gone to them, since what is hidden by another filter is selected no longer.
fn hidden_at_hand(workspace: &Workspace, map: &Map) -> Vec<TouchpointId> {
    if workspace.filter.rest == Rest::Dimmed {
        return Vec::new();
    }
    let project = workspace.shown_project();
    let is_here = |id: &TouchpointId| project.journey_of(Item::Touchpoint(*id)) == Some(workspace.journey);
    let is_missing = |id: &TouchpointId| map.rect_of(Subject::Item(Item::Touchpoint(*id))).is_none();
    let selection = workspace.document.selection();
    let at_hand = selection.subjects.iter().chain(&selection.focus).filter_map(|subject| match subject {
        Subject::Item(Item::Touchpoint(id)) => Some(*id),
        Subject::Item(Item::Card(_))
        | Subject::Stage(_)
        | Subject::Lane(_)
        | Subject::Connector(_)
        | Subject::Sticky(_) => None,
    });
    at_hand.filter(|id| is_here(id) && is_missing(id) && !workspace.filter.kept.contains(id)).collect()
}
