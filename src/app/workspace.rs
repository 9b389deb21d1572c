//! All that the window shows. Widgets read it and push requests; only `update` changes it.

mod dialog;
mod tabs;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::camera::Camera;
use super::comparing::Comparing;
use super::present::{Presentation, ShotPicture};
use super::sources::SourcesOnDisk;
use super::workshop::WorkshopState;
use crate::analysis::audit::Audit;
use crate::analysis::effect::Effect;
use crate::analysis::find::{Index, Query};
use crate::analysis::priority::Ranked;
use crate::analysis::{Numbers, Standings, View, default_view};
use crate::base::{Date, Rect, Vec2};
use crate::edit::{Document, Edit, Fragment};
use crate::file::Settings;
use crate::layout::{FaceKey, Lens, LensFilter, Map};
use crate::model::{
    Action, ActionId, Catalogue, ConnectorId, Item, Journey, JourneyId, LaneId, PersonaId, Project, Shot, ShotId,
    SourceId, StageId, StickyId, Subject, TouchpointId,
};
use crate::scene::Theme;
pub use dialog::{Dialog, MetricsChoice, PeopleChoice, Then};
pub use tabs::{BottomTab, ChartAbout, ChartChoice, LeftTab, RightTab};

/// Which of the two screens is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Templates, recent projects, the sample.
    Start,
    /// The open project.
    Map,
}

/// What a press on the canvas does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Select,
    Connect,
    Note,
    /// A click on a card gives it a dot.
    Vote,
}

/// What is edited in its place on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Editing {
    Item(Item),
    Stage(StageId),
    Lane(LaneId),
    Connector(ConnectorId),
    Sticky(StickyId),
}

impl From<Subject> for Editing {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Item(item) => Self::Item(item),
            Subject::Stage(stage) => Self::Stage(stage),
            Subject::Lane(lane) => Self::Lane(lane),
            Subject::Connector(connector) => Self::Connector(connector),
            Subject::Sticky(sticky) => Self::Sticky(sticky),
        }
    }
}

/// What is looked for, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    pub query: Query,
    /// Of the project as it is.
    pub index: Arc<Index>,
    /// The ranks in the index of what fits the query.
    pub hits: Arc<Vec<usize>>,
    /// Which of the hits was gone to last.
    pub at: Option<usize>,
    /// Grows whenever somebody asks to type into the field.
    pub asked: u64,
}

/// An edit shown while a gesture lasts, and what the project would be after it.
#[derive(Clone, Debug)]
pub struct Preview {
    pub edit: Edit,
    pub project: Project,
}

/// A message that goes away by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    Done(String),
    /// Done by the edit that led to that revision: taken back by a button as long as that is what undo would take
    /// back, and said no longer once it is undone.
    Undoable(String, u64),
    /// Files were written.
    Written(String, Vec<PathBuf>),
    Warning(String),
    Failed(String),
    /// A data file beside the project that is new or has changed, and the source whose place it would take.
    Found(String, PathBuf, Option<SourceId>),
}

/// What was done last, in one line.
#[derive(Clone, Debug, Default)]
pub struct LastResult {
    text: String,
    /// The revision that it led to, if it changed the project.
    revision: Option<u64>,
}

impl LastResult {
    /// Of an edit that has just been made.
    pub fn of_edit(text: String, document: &Document) -> Self {
        Self { text, revision: Some(document.revision()) }
    }

    /// Empty once the edit is undone.
    pub fn text(&self, document: &Document) -> &str {
        if self.revision.is_none_or(|revision| document.stands(revision)) { &self.text } else { "" }
    }
}

impl From<String> for LastResult {
    fn from(text: String) -> Self {
        Self { text, revision: None }
    }
}

/// A background job as the status bar shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct JobStatus {
    pub id: u64,
    pub label: String,
    /// 0 to 1, or `None` where the length is not known.
    pub progress: Option<f32>,
    pub can_cancel: bool,
}

/// Everything that the window shows.
pub struct Workspace {
    pub screen: Screen,
    pub document: Document,
    /// Where the project was opened from or saved to.
    pub path: Option<PathBuf>,
    /// The journey of the open tab. INVARIANT: in the project whenever `screen` is `Map`.
    pub journey: JourneyId,
    /// The figures of the document's project.
    pub numbers: Arc<Numbers>,
    pub view: View,
    /// The day by the system's clock, as of this frame.
    pub today: Date,
    /// How the KPIs stand in the view.
    pub kpis: Standings,
    /// What the project lacks or contradicts; kept up to date while the bottom panel is shown.
    pub audit: Arc<Audit>,
    /// Grows whenever `audit` is another.
    pub audit_revision: u64,
    pub lens: Lens,
    /// What of the lens is looked at; the rest is dimmed. Not part of the project.
    pub filter: LensFilter,
    /// The journey as laid out, with the preview if there is one.
    pub map: Arc<Map>,
    /// How many touchpoints the open journey has.
    pub touchpoint_count: usize,
    /// Grows whenever `map` is another.
    pub map_revision: u64,
    /// How far the camera followed what the user is at, in map points, when `map` became this one.
    pub map_shift: Vec2,
    pub preview: Option<Preview>,
    pub camera: Camera,
    /// The canvas in the window, as last drawn.
    pub canvas_rect: Rect,
    pub tool: Tool,
    pub editing: Option<Editing>,
    /// The empty cell that the keyboard is on, while nothing else has the focus.
    pub focused_cell: Option<(StageId, LaneId)>,
    /// The face of an emotion lane that was chosen last: its curve is the one that is edited.
    pub face: Option<FaceKey>,
    /// Whether keys go to that face, as long as the focus is on its touchpoint.
    pub is_on_face: bool,
    pub clipboard: Option<Arc<Fragment>>,
    /// What is looked for; `None` while nothing is.
    pub finding: Option<Finding>,
    /// What has become of the imported files.
    pub sources: SourcesOnDisk,
    pub left_tab: LeftTab,
    pub right_tab: RightTab,
    pub bottom_tab: BottomTab,
    /// Whether the bottom panel has the map's place too.
    pub is_bottom_maximized: bool,
    /// The action that was chosen last, in place of the selection; see [`Self::shown_action`].
    pub action: Option<ActionId>,
    /// What became of the figures since the action that the inspector shows started, or why nothing can be said.
    pub effect: Arc<Result<Effect, String>>,
    /// The touchpoints of the open journey, the most urgent first; as of when priorities were last on show.
    pub ranking: Arc<Vec<Ranked>>,
    pub chart: ChartChoice,
    /// Two periods or segments, as chosen and found.
    pub comparing: Comparing,
    /// Timer, agenda and comparison, as far as the project does not keep them.
    pub workshop: WorkshopState,
    /// The shot that was chosen last; see [`Self::shown_shot`].
    pub shot: Option<ShotId>,
    /// Small pictures of the shots, as far as they are made.
    pub shot_pictures: Arc<BTreeMap<ShotId, ShotPicture>>,
    /// The talk under way.
    pub presentation: Option<Presentation>,
    /// The system did not let the last talk keep the screen on.
    pub may_screen_sleep: bool,
    /// The shots whose pictures are in view, as far as the strip or the overview has said.
    pub shots_in_view: Vec<ShotId>,
    pub dialog: Option<Dialog>,
    pub jobs: Vec<JobStatus>,
    /// "Saved 14:32" and the like.
    pub save_state: String,
    /// The files that were exported last.
    pub exported: Vec<PathBuf>,
    /// What the last import or export did, for the status bar.
    pub last_result: LastResult,
    pub settings: Settings,
    pub theme: Arc<Theme>,
    pub catalogue: &'static Catalogue,
}

impl Workspace {
    /// The project as the canvas shows it: with the preview of a gesture, if there is one.
    pub fn shown_project(&self) -> &Project {
        self.preview.as_ref().map_or_else(|| self.document.project(), |preview| &preview.project)
    }

    /// The journey of the open tab.
    pub fn open_journey(&self) -> Option<&Arc<Journey>> {
        self.document.project().journeys.get(&self.journey)
    }

    /// The action that the inspector shows.
    pub fn shown_action(&self) -> Option<&Arc<Action>> {
        self.action.and_then(|id| self.document.project().actions.get(&id))
    }

    /// The shot that is chosen, if it is still there.
    pub fn shown_shot(&self) -> Option<&Arc<Shot>> {
        self.shot.and_then(|id| self.document.project().shot(id))
    }

    /// The empty cell that the keyboard is on, if it is on one.
    pub fn cell_at_hand(&self) -> Option<(StageId, LaneId)> {
        let project = self.document.project();
        let is_there = |(stage, lane): &(StageId, LaneId)| {
            let of = |journey: JourneyId| journey == self.journey;
            project.stages.get(stage).is_some_and(|stage| of(stage.journey))
                && project.lanes.get(lane).is_some_and(|lane| of(lane.journey))
        };
        self.focused_cell.filter(is_there).filter(|_| self.document.selection().focus.is_none())
    }

    /// The face that keys go to.
    pub fn focused_face(&self) -> Option<FaceKey> {
        let focus = self.document.selection().focus;
        self.face.filter(|face| self.is_on_face && focus == Some(Subject::from(face.touchpoint)))
    }

    /// Whose curve is edited: of the face chosen last, else the first of the journey; `None` for everybody.
    pub fn active_persona(&self) -> Option<PersonaId> {
        let voices = self.map.voices();
        let chosen = self.face.map(|face| face.persona);
        let chosen = chosen.filter(|chosen| voices.iter().any(|(persona, _)| persona == chosen));
        chosen.unwrap_or_else(|| voices.first().and_then(|(persona, _)| *persona))
    }

    /// The file's name without its ending, or the project's title.
    pub fn document_name(&self) -> String {
        let from_path =
            self.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        from_path.unwrap_or_else(|| {
            let title = &self.document.project().title;
            if title.is_empty() { "Untitled".to_owned() } else { title.clone() }
        })
    }

    /// The touchpoint that charts and table speak of: the focus, else the first selected.
    pub fn charted_touchpoint(&self) -> Option<TouchpointId> {
        let selection = self.document.selection();
        let touchpoint = |subject: &Subject| match subject {
            Subject::Item(Item::Touchpoint(id)) => Some(*id),
            Subject::Item(Item::Card(_))
            | Subject::Stage(_)
            | Subject::Lane(_)
            | Subject::Connector(_)
            | Subject::Sticky(_) => None,
        };
        selection.focus.as_ref().and_then(touchpoint).or_else(|| selection.subjects.iter().find_map(touchpoint))
    }

    /// The view that fits the project's data.
    pub fn fitting_view(&self) -> View {
        default_view(self.document.project())
    }
}
