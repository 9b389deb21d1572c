//! The window's state and what serves it: jobs, dialogs, layout, recovery. No drawing here.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use super::camera::Camera;
use super::comparing::{Comparing, ComparingOf};
use super::dialogs::Dialogs;
use super::finding::FoundIn;
use super::jobs::{JobKind, Jobs, Outcome};
use super::journeys::LeftJourneys;
use super::laid_out::{Fitting, LaidOut};
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
use crate::base::{Date, Rect, Vec2};
use crate::edit::Document;
use crate::file::{RecoveryFolder, Settings};
use crate::layout::{Layouter, Lens, LensFilter, MapInput};
use crate::model::{JourneyId, Project, ShotFrame};

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
    pub(super) is_asking: bool,
    pub(super) laid_out: Option<LaidOut>,
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
