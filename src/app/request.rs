//! What widgets ask for. Nothing changes while the window is drawn: requests are collected and carried out
//! by `update` before the next frame, so that every change has one door.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::camera::Camera;
use super::capture::Captured;
use super::comparing::Choices;
use super::evidence::PictureFor;
use super::export_state::{ExportChoice, ExportItem};
use super::outside::Outside;
use super::sources::SourceWish;
use super::workshop::WorkshopWish;
use super::workspace::{BottomTab, ChartChoice, Dialog, Editing, LeftTab, Notice, RightTab, Then};
use crate::analysis::find::Query;
use crate::analysis::{Scope, View};
use crate::base::Rect;
use crate::edit::{Edit, Selection};
use crate::import::{PlanOptions, Recipe};
use crate::layout::{FaceKey, Lens, LensFilter};
use crate::model::{
    ActionId, Aim, JourneyId, JourneyState, LaneId, MetricId, PinnedChart, ShotId, SourceId, StageId, Subject,
};

/// One wish of a widget.
#[derive(Clone, Debug)]
pub enum Request {
    /// Run a command of the table.
    Run(Action),
    /// Change the project; typing merges until `Seal`.
    Edit(Edit),
    /// Change the project and select something after it.
    EditSelecting(Edit, Selection),
    /// The focus left a field: the next change is an undo entry of its own.
    Seal,
    Select(Selection),
    /// Shows an action in the inspector; `None` goes back to the selection.
    ShowAction(Option<ActionId>),
    /// Adds an action that works there, and asks for its title.
    NewAction(Vec<Aim>),
    /// The keyboard goes to an empty cell.
    FocusCell(StageId, LaneId),
    /// A new card was typed.
    Captured(Captured),
    /// Puts the keyboard on a face of an emotion lane, whose touchpoint has the focus; `None` takes it away.
    OnFace(Option<FaceKey>),
    /// Shows what an edit would do while a gesture lasts; `None` ends it without a trace.
    Preview(Option<Edit>),
    SetCamera(Camera),
    /// Moves the camera so that what has the focus is in view.
    RevealFocus,
    CanvasRect(Rect),
    StartEditing(Option<Editing>),
    SetLens(Lens),
    /// Looks at some entries of the legend only, or at all again.
    SetFilter(LensFilter),
    /// The size of everything in the window, 0.8 to 2.
    SetTextScale(f32),
    SetView(View),
    SetChart(ChartChoice),
    /// Compares something else.
    SetComparing(Box<Choices>),
    /// Compares again what was stopped.
    CompareAgain,
    /// Asks how many visits it takes to see a change of that metric there.
    AskSampleSize(MetricId, Scope),
    LeftTab(LeftTab),
    RightTab(RightTab),
    BottomTab(BottomTab),
    /// Sizes of the panels as dragged: left, right, bottom; `None` where it did not change.
    PanelSizes {
        left: Option<f32>,
        right: Option<f32>,
        bottom: Option<f32>,
    },
    OpenJourney(JourneyId),
    DuplicateJourney(JourneyId, JourneyState),
    DeleteJourney(JourneyId),
    /// Copies the selected stages and lanes, with all they hold, to the end of that journey.
    CopyToJourney(JourneyId),
    /// Pastes stages and lanes that were copied whole after those.
    PasteHeaders(StageId, LaneId),
    /// Shows a subject wherever it is: opens its journey, selects it, and moves the camera there.
    GoTo(Subject),
    /// Looks for something else; `None` ends the search and leaves the selection.
    Find(Option<Query>),
    /// Shows the hit of that rank.
    GoToHit(usize),
    /// Leaves the open project, asking about unsaved changes first.
    Leave(Then),
    /// The answer to that question.
    AnswerUnsaved {
        save: bool,
        then: Then,
    },
    ForgetRecent(PathBuf),
    DiscardRecovered(crate::file::Recovered),
    /// Files dropped on the window: data to import, or a project to open.
    Dropped(Vec<PathBuf>),
    /// The import dialog's recipe or options changed.
    ImportPlan(Recipe, PlanOptions),
    /// Accept the plan as it stands.
    ImportAttach,
    ImportOtherFile,
    /// About one of the imported files.
    Source(SourceId, SourceWish),
    /// A data file is to be looked at for import, in the place of that source if there is one.
    ReviewFile(PathBuf, Option<SourceId>),
    /// Another table of the file that the import dialog shows, by the name it is offered under.
    ImportTable(String),
    /// Opens the export dialog, for the map or the dashboard.
    OpenExport {
        is_dashboard: bool,
    },
    /// Something was chosen in it.
    ChooseExport(Box<ExportChoice>),
    /// Shows that page of its preview, from 0.
    ShowExportPage(usize),
    /// Draws a page of it so large that it just fits into the room, in pixels.
    DrawExportPage {
        page: usize,
        room_px: [u32; 2],
    },
    /// Asks where to, then exports what the dialog has.
    Export,
    /// Exports where files are already, which are replaced, or kept beside the new ones.
    ExportOver {
        items: Vec<ExportItem>,
        replaces: bool,
    },
    /// Opens a file outside of the window, or shows where it is.
    OpenOutside(PathBuf, Outside),
    Dialog(Option<Dialog>),
    /// Asks for the file of a picture, for a new card, a card, or a persona.
    ChoosePicture(PictureFor),
    /// Pictures that were dropped are to be shown, though one holds a project.
    ShowPictures(super::held_project::DroppedPictures),
    /// A picture from the system clipboard.
    PasteImage {
        image: Arc<egui::ColorImage>,
        target: PictureFor,
    },
    /// A card that links there, beside the focus.
    AddLink {
        url: String,
        title: String,
    },
    /// A link was clicked: asks before it is opened, or says why it is not.
    OpenLink(String),
    /// The answer to that question is yes.
    OpenAskedLink,
    /// A chart goes to the system clipboard, as a picture or as rows.
    CopyChartPicture(Box<PinnedChart>),
    CopyChartData(Box<PinnedChart>),
    /// Of the workshop: timer, votes, snapshots, comparison.
    Workshop(WorkshopWish),
    /// A step of the talk under way.
    Present(super::present::Step),
    /// The pictures of these shots are in view.
    ShotsInView(Vec<ShotId>),
    /// Chooses a shot in the tab of shots.
    ChooseShot(Option<ShotId>),
    /// Shows a shot on the canvas: its journey, lens, filter and frame.
    ShowShot(ShotId),
    /// Takes a shot apart into several that show more closely what it shows.
    SplitShot(ShotId),
    /// Lets a shot show the stage in its middle instead of what lies around it too.
    ZoomShotToStage(ShotId),
    /// The seat from which the text of shots must be read, in picture heights.
    SetBackRow(f32),
    CancelJob(u64),
    Notify(Notice),
    CopyText(String),
    /// Text from the system clipboard: what was copied here, or lines that become cards.
    PasteText(String),
}

/// The requests of one frame, in order.
#[derive(Debug, Default)]
pub struct Requests(Vec<Request>);

impl Requests {
    pub fn push(&mut self, request: Request) {
        self.0.push(request);
    }

    /// Asks for a command of the table.
    pub fn run(&mut self, action: Action) {
        self.push(Request::Run(action));
    }

    /// Asks for a change of the project.
    pub fn edit(&mut self, edit: Edit) {
        self.push(Request::Edit(edit));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all requests out.
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.0)
    }
}
