//! Every command of the window, once: its name, menu, icon, shortcut and when it can be used. Menus, tool bar,
//! palette, tooltips and the list of shortcuts all read this table; `update` carries the commands out.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::evidence::openable_card;
use super::workshop::{can_change_voter, can_park_selection, shown_poll};
use super::workspace::{BottomTab, Screen, Tool, Workspace};
use crate::base::Icon;
use crate::edit::hidden_headers;
use crate::file::Appearance;
use crate::model::{Item, LaneKind, PollState, Subject};

/// A menu of the menu bar, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    Insert,
    Data,
    Present,
    Help,
}

impl Menu {
    pub const ALL: [Self; 7] =
        [Self::File, Self::Edit, Self::View, Self::Insert, Self::Data, Self::Present, Self::Help];

    pub fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Insert => "Insert",
            Self::Data => "Data",
            Self::Present => "Present",
            Self::Help => "Help",
        }
    }
}

/// What a command is called and how it is reached.
#[derive(Clone, Copy, Debug)]
pub struct ActionInfo {
    pub label: &'static str,
    pub menu: Menu,
    pub icon: Option<Icon>,
    pub shortcut: Option<KeyboardShortcut>,
    /// One sentence for the tooltip.
    pub tip: &'static str,
    /// Whether a line stands above it in its menu.
    pub starts_group: bool,
}

macro_rules! actions {
    ($($variant:ident $menu:ident $label:literal $icon:expr, $shortcut:expr, $tip:literal $($group:ident)?;)*) => {
        /// A command.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($variant),* }

        impl Action {
            /// Every command, in the order of the menus.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The row of the table.
            pub fn info(self) -> ActionInfo {
                match self { $(Self::$variant => ActionInfo {
                    label: $label, menu: Menu::$menu, icon: $icon, shortcut: $shortcut, tip: $tip,
                    starts_group: [$(stringify!($group)),*].contains(&"group"),
                }),* }
            }
        }
    };
}

const CTRL: Modifiers = Modifiers::COMMAND;
const ALT_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::ALT };
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

#[expect(clippy::unnecessary_wraps, reason = "the column of the table is optional")]
const fn key(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

actions! {
    NewMap File "New map…" Some(Icon::FilePlus), key(CTRL, Key::N), "Start a new map from a template";
    OpenProject File "Open…" Some(Icon::FolderOpen), key(CTRL, Key::O), "Open a project file";
    OpenSample File "Open the sample" Some(Icon::Sparkles), None, "Open a finished example with metrics";
    Save File "Save" Some(Icon::Save), key(CTRL, Key::S), "Save the project" group;
    SaveAs File "Save as…" Some(Icon::SaveAll), key(CTRL_SHIFT, Key::S), "Save the project under another name";
    Export File "Export…" Some(Icon::Download), key(CTRL, Key::E), "Write the map as a document, slides, tables, pictures, a web page or text" group;
    OpenExported File "Open the last export" Some(Icon::ExternalLink), None, "Open what was exported last in the program that it belongs to";
    ShowExported File "Show the last export in its folder" Some(Icon::FolderOpen), None, "Show in the file manager what was exported last";
    CloseProject File "Close project" None, key(CTRL, Key::W), "Back to the start page" group;
    Quit File "Quit" None, key(CTRL, Key::Q), "Close Throughline";

    Undo Edit "Undo" Some(Icon::Undo2), key(CTRL, Key::Z), "Take back the last change";
    Redo Edit "Redo" Some(Icon::Redo2), key(CTRL, Key::Y), "Make the change again that was taken back";
    Cut Edit "Cut" Some(Icon::Scissors), key(CTRL, Key::X), "Move what is selected to the clipboard" group;
    Copy Edit "Copy" Some(Icon::Copy), key(CTRL, Key::C), "Copy what is selected to the clipboard";
    CopyPicture Edit "Copy as picture" Some(Icon::Image), key(CTRL_SHIFT, Key::C), "Copy what is selected as a picture for mail and slides; the whole map where nothing is";
    CopyPictureClear Edit "Copy as picture without background" None, None, "The same on no ground, to be put over another color";
    CopyMapPicture Edit "Copy map as picture" None, None, "Copy the whole map under its title as a picture";
    CopyOutline Edit "Copy as outline" Some(Icon::ListTree), None, "Copy what is selected, or the whole map, as text: stage by stage, a card in a line";
    Paste Edit "Paste" Some(Icon::ClipboardPaste), key(CTRL, Key::V), "Insert what was copied; lines of text become cards";
    Duplicate Edit "Duplicate" Some(Icon::CopyPlus), key(CTRL, Key::D), "Copy what is selected to the place beside it";
    Rename Edit "Edit text" Some(Icon::TextCursorInput), key(Modifiers::NONE, Key::F2), "Edit the title or text in its place";
    OpenCard Edit "Open picture or link…" Some(Icon::ExternalLink), key(CTRL, Key::Enter), "Show the card's picture large, or open its link after asking";
    Delete Edit "Delete" Some(Icon::Trash2), key(Modifiers::NONE, Key::Delete), "Delete what is selected";
    SelectAll Edit "Select all" None, key(CTRL, Key::A), "Select every card and sticky of the map" group;
    SelectNone Edit "Select nothing" None, key(CTRL_SHIFT, Key::A), "Clear the selection";
    MoveLeft Edit "Move left" Some(Icon::ArrowLeft), key(Modifiers::ALT, Key::ArrowLeft), "Move what is selected one step to the left" group;
    MoveRight Edit "Move right" Some(Icon::ArrowRight), key(Modifiers::ALT, Key::ArrowRight), "Move what is selected one step to the right";
    MoveUp Edit "Move up" Some(Icon::ArrowUp), key(Modifiers::ALT, Key::ArrowUp), "Move what is selected one place up";
    MoveDown Edit "Move down" Some(Icon::ArrowDown), key(Modifiers::ALT, Key::ArrowDown), "Move what is selected one place down";
    FoldSelected Edit "Collapse or expand" Some(Icon::ChevronsDownUp), key(CTRL, Key::Period), "Show the selected stages and lanes as narrow strips, or open them again" group;
    HideSelected Edit "Hide stage or lane" Some(Icon::EyeOff), key(CTRL_SHIFT, Key::H), "Leave the selected stages and lanes out of the map; their cards are kept";
    ShowHidden Edit "Show all that is hidden" Some(Icon::Eye), None, "Bring every hidden stage and lane of this map back";
    Wider Edit "Wider stage" None, key(CTRL_SHIFT, Key::ArrowRight), "Make the cards of the selected stages wider";
    Narrower Edit "Narrower stage" None, key(CTRL_SHIFT, Key::ArrowLeft), "Make the cards of the selected stages narrower";
    Taller Edit "Taller lane" None, key(CTRL_SHIFT, Key::ArrowDown), "Make the selected lanes taller";
    Shorter Edit "Shorter lane" None, key(CTRL_SHIFT, Key::ArrowUp), "Make the selected lanes shorter, as far as their content allows";
    FitSize Edit "Usual size" None, key(CTRL_SHIFT, Key::R), "Let the selected stages and lanes have the size that their content needs";
    EditEmotion Edit "Set emotion" Some(Icon::Smile), key(Modifiers::NONE, Key::E), "Go to the face of the touchpoint in the emotion lane: Up and Down change it, Left and Right go on" group;
    RaiseEmotion Edit "Raise emotion" None, key(ALT_SHIFT, Key::ArrowUp), "Let the touchpoint feel half a step better";
    LowerEmotion Edit "Lower emotion" None, key(ALT_SHIFT, Key::ArrowDown), "Let the touchpoint feel half a step worse";
    ClearEmotion Edit "Clear emotion" None, None, "Forget how the touchpoint feels";
    NextConnector Edit "Next connector" Some(Icon::Spline), key(Modifiers::SHIFT, Key::C), "Go from connector to connector, beginning with those of the touchpoint in focus" group;
    Find Edit "Find…" Some(Icon::Search), key(CTRL, Key::F), "Find anything in the project by its text, or by what it lacks" group;
    FindNext Edit "Find next" Some(Icon::ArrowDown), key(Modifiers::NONE, Key::F3), "Go to the next thing that was found";
    FindPrevious Edit "Find previous" Some(Icon::ArrowUp), key(Modifiers::SHIFT, Key::F3), "Go to the one found before";

    Palette View "Find or run a command…" Some(Icon::Search), key(CTRL, Key::K), "Everything that Throughline can do, by name";
    ZoomIn View "Zoom in" Some(Icon::ZoomIn), key(CTRL, Key::Plus), "Make the map larger" group;
    ZoomOut View "Zoom out" Some(Icon::ZoomOut), key(CTRL, Key::Minus), "Make the map smaller";
    ZoomFit View "Zoom to fit" Some(Icon::Maximize2), key(Modifiers::SHIFT, Key::Num1), "Show the whole map";
    ZoomSelection View "Zoom to selection" Some(Icon::Scan), key(Modifiers::SHIFT, Key::Num2), "Show what is selected as large as it fits";
    ZoomActual View "Zoom to 100%" None, key(Modifiers::SHIFT, Key::Num0), "Show the map at its own size";
    NextJourney View "Next journey" None, key(CTRL, Key::PageDown), "Show the journey of the next tab" group;
    PreviousJourney View "Previous journey" None, key(CTRL, Key::PageUp), "Show the journey of the tab before";
    PreviousCard View "Previous card" None, key(Modifiers::SHIFT, Key::Tab), "Go to the card that is read before the one with the focus";
    ToggleLeft View "Left panel" Some(Icon::PanelLeft), key(CTRL, Key::Num1), "Show or hide library, outline and data" group;
    ToggleRight View "Inspector" Some(Icon::PanelRight), key(CTRL, Key::Num2), "Show or hide the inspector";
    ToggleBottom View "Charts and table" Some(Icon::PanelBottom), key(CTRL, Key::Num3), "Show or hide charts and table";
    ShowKpis View "KPIs" Some(Icon::Target), None, "Show how the journey's KPIs stand";
    ShowInsights View "Insights" Some(Icon::Lightbulb), None, "Show what the map lacks or contradicts, and what to do about it";
    MaximizeBottom View "Lower panel over the map" Some(Icon::Maximize2), None, "Give the lower panel the place of the map, or give it back";
    ShowPriorities View "Priorities" Some(Icon::Scale), None, "Show what to work on first: actions by impact and effort, touchpoints by how urgent they are";
    ShowActions View "Actions" Some(Icon::Rocket), None, "Show the board of actions";
    ShowOutline View "Outline" Some(Icon::ListTree), key(CTRL_SHIFT, Key::O), "Show the whole project as a list";
    ToggleMinimap View "Minimap" Some(Icon::Map), key(CTRL, Key::Num4), "Show or hide the small picture of the whole map";
    CompareStates View "Current and future beside each other" Some(Icon::ArrowLeftRight), None, "Show both states of the journey, with what was added, removed and changed";
    ToggleTable View "Map as table" Some(Icon::Table), key(CTRL, Key::M), "Show every card as a row that can be edited, in place of the canvas";
    ClearFilter View "Clear the filter" Some(Icon::Filter), None, "Show all cards as they are again, instead of what the legend looks at" group;
    ThemeLight View "Light theme" Some(Icon::Sun), None, "Dark text on light surfaces" group;
    ThemeDark View "Dark theme" Some(Icon::Moon), None, "Light text on dark surfaces";
    ThemeHighContrast View "High-contrast theme" Some(Icon::Contrast), None, "Black and white, with strong outlines";
    TextLarger View "Larger text" Some(Icon::CirclePlus), key(CTRL_ALT, Key::Plus), "Make everything in the window larger, up to 200%" group;
    TextSmaller View "Smaller text" Some(Icon::Minus), key(CTRL_ALT, Key::Minus), "Make everything in the window smaller, down to 80%";
    TextUsual View "Usual text size" None, None, "Show everything in the window at 100%";
    ToggleMotion View "Reduce motion" None, None, "Let cards, panels and lists jump instead of gliding";

    ToolSelect Insert "Select" Some(Icon::MousePointer2), key(Modifiers::NONE, Key::V), "Select and move cards";
    ToolConnect Insert "Connect" Some(Icon::Spline), key(Modifiers::NONE, Key::C), "Drag from one touchpoint to another to connect them";
    ConnectTo Insert "Connect to…" Some(Icon::Spline), key(CTRL, Key::L), "Choose the touchpoint that the one with the focus leads to";
    ToolNote Insert "Note" Some(Icon::StickyNote), key(Modifiers::NONE, Key::N), "Click anywhere to stick a note there; in a lane of notes it becomes a card";
    AddTouchpoint Insert "Touchpoint" Some(Icon::CirclePlus), key(Modifiers::NONE, Key::T), "Add a touchpoint where the focus is" group;
    AddCard Insert "Card in this lane" Some(Icon::SquarePlus), key(Modifiers::NONE, Key::Tab), "Add the next card in the lane of the focus";
    AddSticky Insert "Sticky note" Some(Icon::StickyNote), key(Modifiers::SHIFT, Key::N), "Stick a note beside the focus, anywhere on the map";
    AddPicture Insert "Picture…" Some(Icon::Image), None, "Show a picture (PNG, JPEG, WebP, SVG) on a new card";
    AddQuote Insert "Quote" Some(Icon::Quote), None, "Add what somebody said";
    AddLink Insert "Link…" Some(Icon::Link), None, "Add the address of a page that says more";
    AddKpi Insert "KPI…" Some(Icon::Target), None, "Set a target for a metric of the selected touchpoint or stage, or of the journey";
    AddAction Insert "Action" Some(Icon::Rocket), None, "Plan an improvement of what is selected";
    AddStage Insert "Stage" Some(Icon::Columns3), key(CTRL_SHIFT, Key::G), "Add a stage after the focus";
    AddActionsLane Insert "Lane: actions" Some(Icon::Rows3), None, "Add a lane for what the customer does" group;
    AddThoughtsLane Insert "Lane: thoughts" Some(Icon::Rows3), None, "Add a lane for what the customer thinks";
    AddPainPointsLane Insert "Lane: pain points" Some(Icon::Rows3), None, "Add a lane for what goes wrong";
    AddOpportunitiesLane Insert "Lane: opportunities" Some(Icon::Rows3), None, "Add a lane for what could be better";
    AddEmotionLane Insert "Lane: emotion" Some(Icon::Rows3), None, "Add a lane with curves of how customers feel";
    AddMetricsLane Insert "Lane: metrics" Some(Icon::Rows3), None, "Add a lane with small charts of the figures";
    AddChannelsLane Insert "Lane: channels" Some(Icon::Rows3), None, "Add a lane that shows which channel is used where";
    AddEvidenceLane Insert "Lane: evidence" Some(Icon::Rows3), None, "Add a lane for pictures, quotes and links";
    AddFrontstageLane Insert "Lane: frontstage" Some(Icon::Rows3), None, "Add a lane for what staff and systems do in sight";
    AddBackstageLane Insert "Lane: backstage" Some(Icon::Rows3), None, "Add a lane for what they do out of sight";
    AddSupportLane Insert "Lane: support processes" Some(Icon::Rows3), None, "Add a lane for what backstage work rests on";
    AddNotesLane Insert "Lane: notes" Some(Icon::Rows3), None, "Add a lane for notes";
    AddTouchpointsLane Insert "Lane: touchpoints" Some(Icon::Rows3), None, "Add another lane of touchpoints";
    AddJourney Insert "Journey" Some(Icon::Map), None, "Add another journey to the project" group;
    DuplicateJourney Insert "Duplicate journey" Some(Icon::CopyPlus), None, "Copy the journey of the open tab, without its figures";
    DuplicateAsFuture Insert "Duplicate as future state" Some(Icon::Sparkles), None, "Copy the journey of the open tab to draw what is wanted beside what is";
    RemoveJourney Insert "Delete this journey" Some(Icon::Trash2), None, "Delete the journey of the open tab, with all it holds";

    Import Data "Import…" Some(Icon::Upload), key(CTRL, Key::I), "Attach metrics from a file that another tool exported";
    People Data "Personas and segments…" Some(Icon::Users), None, "Describe whom the journeys are for, and the slices of the data" group;
    Metrics Data "Metrics…" Some(Icon::Sigma), None, "See how every metric is counted, and make metrics of your own by formula" group;
    Method Data "Method…" Some(Icon::BookOpen), None, "How every figure comes about, with formulas, intervals and files, as a page to copy";
    Strategy Data "Brand and business…" Some(Icon::Palette), None, "Describe the brand that every channel keeps to, and the kind of business";
    ShowCharts Data "Charts" Some(Icon::ChartLine), None, "Show the charts" group;
    ShowTable Data "Table" Some(Icon::Table), None, "Show the same figures as a table";
    ShowComparison Data "Compare" Some(Icon::ArrowLeftRight), None, "Compare two periods, or segments side by side";
    SampleSize Data "How many visits are needed…" Some(Icon::Hash), None, "See how long to wait until a change can be told from chance";
    ShowDashboard Data "Dashboard" Some(Icon::LayoutGrid), None, "Show the charts that were pinned";
    PinChart Data "Pin chart to the dashboard" Some(Icon::Bookmark), None, "Keep the chart of the charts tab on the dashboard" group;
    CopyChartPicture Data "Copy chart as a picture" Some(Icon::Image), None, "Copy the chart of the charts tab as a picture";
    CopyChartData Data "Copy chart as data" Some(Icon::Copy), None, "Copy the values of the chart as rows for a spreadsheet";
    CopyComparison Data "Copy comparison as data" Some(Icon::Copy), None, "Copy the rows of the comparison for a spreadsheet";
    ChartAsTable Data "Chart as table" Some(Icon::Table), None, "Show the values of the chart as rows instead";
    CheckSources Data "Check imported files" Some(Icon::RefreshCw), None, "Look whether imported files have changed or are missing beside the project" group;
    WatchFolder Data "Watch the folder for new and changed files" None, None, "Say when a data file beside the project is new or has changed; nothing is imported by itself";
    ShowSources Data "Imported files" Some(Icon::Database), None, "Show which files the numbers come from";

    PresentFirst Present "Present" Some(Icon::Presentation), key(Modifiers::NONE, Key::F5), "Show the map to a room, from the first shot; without shots, stage by stage";
    PresentCurrent Present "Present from the current shot" Some(Icon::Play), key(Modifiers::SHIFT, Key::F5), "Show the map to a room, from the shot that was chosen last";
    AddShot Present "Add shot of this view" Some(Icon::SquarePlus), key(CTRL_SHIFT, Key::P), "Keep what the canvas shows now, with its lens and filter, to be presented" group;
    AddShotOfSelection Present "Add shot of the selection" Some(Icon::Scan), None, "Keep a view of what is selected, to be presented";
    UpdateShot Present "Update shot to this view" Some(Icon::RefreshCw), None, "Let the chosen shot show what the canvas shows now";
    DuplicateShot Present "Duplicate shot" Some(Icon::CopyPlus), None, "Put a copy behind the chosen shot";
    DeleteShot Present "Delete shot" Some(Icon::Trash2), None, "Take the chosen shot out";
    ShotsByStage Present "Make shots: by stage" Some(Icon::Columns3), None, "Add a shot of the whole map and one of each stage" group;
    ShotsByLane Present "Make shots: by lane" Some(Icon::Rows3), None, "Add a shot of each lane";
    ShotsOfMoments Present "Make shots: moments of truth" Some(Icon::Star), None, "Add a shot of each moment of truth, with what stands under it";
    ShotsOfWorstKpis Present "Make shots: worst KPIs" Some(Icon::Target), None, "Add a shot of what is off track or at risk, the worst first";
    ShowShots Present "Shots" Some(Icon::Bookmark), None, "Show the shots in their order, with notes" group;
    ShowWorkshop Present "Workshop" Some(Icon::Users), None, "Agenda, timer, dot voting, parking lot and snapshots" group;
    StartWorkshop Present "Start workshop" Some(Icon::Play), None, "Begin a session: cards added meanwhile are marked, and the agenda starts";
    EndWorkshop Present "End workshop" Some(Icon::Square), None, "End the session; what was added stays marked";
    NextActivity Present "Next activity" Some(Icon::ArrowRight), None, "Go on to the next activity of the agenda, and start its time";
    ToggleTimer Present "Start or pause the timer" Some(Icon::Clock), key(Modifiers::SHIFT, Key::T), "Let the timer run, or hold it";
    BigTimer Present "Big timer" Some(Icon::Fullscreen), None, "Show the timer in the whole window, to be read from the back";
    StartVote Present "Start a vote…" Some(Icon::CircleDot), None, "Let everybody give dots: choose what is voted on, and how many dots a person has" group;
    ToolVote Present "Vote on the map" Some(Icon::CircleDot), key(Modifiers::SHIFT, Key::V), "Click cards to give them dots; Space and digits do so for the card with the focus";
    NextVoter Present "Next person votes" Some(Icon::Users), key(CTRL_SHIFT, Key::N), "Hide these dots, and let the next person vote";
    CloseVote Present "Close the vote" None, None, "Nobody votes any more; the result stays hidden";
    ShowResult Present "Show the result of the vote" Some(Icon::ChartColumn), None, "Show everybody how the dots fell, as heat on the map and as a list";
    ParkNote Present "Add to the parking lot…" Some(Icon::Archive), key(Modifiers::NONE, Key::P), "Park a note: keep what came up for later" group;
    ParkSelection Present "Move to the parking lot" None, key(Modifiers::SHIFT, Key::P), "Take the selected cards and stickies off the map, and keep what they say for later";
    ShowSessions Present "Sessions" Some(Icon::Flag), None, "What was added in which workshop";
    TakeSnapshot Present "Take a snapshot…" Some(Icon::History), None, "Keep the map as it is now in the project" group;
    ShowSnapshots Present "Snapshots" Some(Icon::History), None, "Earlier states of the map: what changed since, and the way back";

    Shortcuts Help "Keyboard shortcuts" Some(Icon::Keyboard), key(Modifiers::NONE, Key::F1), "Every shortcut on one page";
    About Help "About Throughline" Some(Icon::Info), None, "Version and licenses" group;
}

impl Action {
    /// The kind of lane that the command adds, or `None` for every other command.
    pub fn lane_kind(self) -> Option<LaneKind> {
        [
            (Self::AddTouchpointsLane, LaneKind::Touchpoints),
            (Self::AddActionsLane, LaneKind::Actions),
            (Self::AddThoughtsLane, LaneKind::Thoughts),
            (Self::AddPainPointsLane, LaneKind::PainPoints),
            (Self::AddOpportunitiesLane, LaneKind::Opportunities),
            (Self::AddEmotionLane, LaneKind::Emotion),
            (Self::AddMetricsLane, LaneKind::Metrics),
            (Self::AddChannelsLane, LaneKind::Channels),
            (Self::AddEvidenceLane, LaneKind::Evidence),
            (Self::AddFrontstageLane, LaneKind::Frontstage),
            (Self::AddBackstageLane, LaneKind::Backstage),
            (Self::AddSupportLane, LaneKind::Support),
            (Self::AddNotesLane, LaneKind::Notes),
        ]
        .into_iter()
        .find_map(|(action, kind)| (action == self).then_some(kind))
    }

    /// Whether the command can be used now.
    pub fn is_enabled(self, workspace: &Workspace) -> bool {
        let has_map = workspace.screen == Screen::Map;
        let selection = workspace.document.selection();
        let has_stage = selection.subjects.iter().any(|subject| matches!(subject, Subject::Stage(_)));
        let can_copy =
            selection.subjects.iter().any(|subject| matches!(subject, Subject::Item(_) | Subject::Sticky(_)));
        let has_lane = selection.subjects.iter().any(|subject| matches!(subject, Subject::Lane(_)));
        match self {
            Self::NewMap | Self::OpenProject | Self::OpenSample | Self::Quit => true,
            Self::ThemeLight | Self::ThemeDark | Self::ThemeHighContrast | Self::ToggleMotion => true,
            Self::TextLarger => workspace.settings.next_text_scale(true).is_some(),
            Self::TextSmaller => workspace.settings.next_text_scale(false).is_some(),
            Self::TextUsual => workspace.settings.text_scale != 1.0,
            Self::Palette | Self::Shortcuts | Self::About => true,
            Self::Undo => has_map && workspace.document.undo_label().is_some(),
            Self::ClearFilter => has_map && workspace.filter.is_on(),
            Self::Redo => has_map && workspace.document.redo_label().is_some(),
            Self::Cut | Self::Copy => has_map && (has_stage || has_lane || can_copy),
            Self::Duplicate => has_map && (has_stage || has_lane || can_copy),
            Self::FoldSelected | Self::HideSelected | Self::FitSize => has_map && (has_stage || has_lane),
            Self::Wider | Self::Narrower => has_map && has_stage,
            Self::Taller | Self::Shorter => has_map && has_lane,
            Self::ShowHidden => has_map && !hidden_headers(workspace.document.project(), workspace.journey).is_empty(),
            Self::OpenExported | Self::ShowExported => !workspace.exported.is_empty(),
            Self::OpenCard => has_map && openable_card(workspace).is_some(),
            Self::MoveLeft | Self::MoveRight | Self::MoveUp | Self::MoveDown => {
                has_map && !selection.subjects.is_empty()
            }
            Self::Delete | Self::ZoomSelection => has_map && !selection.subjects.is_empty(),
            Self::EditEmotion => {
                let focus = selection.focus.is_some_and(|it| matches!(it, Subject::Item(Item::Touchpoint(_))));
                has_map && focus && workspace.map.emotion_lanes().next().is_some()
            }
            Self::RaiseEmotion | Self::LowerEmotion | Self::ClearEmotion => {
                has_map && selection.items().iter().any(|item| matches!(item, Item::Touchpoint(_)))
            }
            Self::UpdateShot | Self::DuplicateShot | Self::DeleteShot => has_map && workspace.shown_shot().is_some(),
            Self::AddShotOfSelection => has_map && !selection.subjects.is_empty(),
            Self::NextConnector => has_map && !workspace.document.project().connectors.is_empty(),
            Self::CopyComparison => has_map && workspace.bottom_tab == BottomTab::Compare,
            Self::ChartAsTable => has_map && workspace.chart.kind.is_some(),
            Self::Rename => has_map && selection.focus.is_some(),
            Self::ConnectTo => has_map && focused_touchpoint(workspace).is_some(),
            Self::StartWorkshop => has_map && workspace.document.project().workshop.running.is_none(),
            Self::EndWorkshop => has_map && workspace.document.project().workshop.running.is_some(),
            Self::NextActivity => has_map && !workspace.document.project().workshop.agenda.is_empty(),
            Self::ToolVote | Self::CloseVote => has_map && workspace.document.project().workshop.open_poll().is_some(),
            Self::NextVoter => has_map && can_change_voter(workspace),
            Self::ShowResult => has_map && shown_poll(workspace).is_some_and(|poll| poll.state != PollState::Shown),
            Self::ParkSelection => has_map && can_park_selection(workspace),
            Self::AddCard | Self::PreviousCard => {
                has_map && (selection.focus.is_some() || workspace.cell_at_hand().is_some())
            }
            Self::RemoveJourney | Self::NextJourney | Self::PreviousJourney => {
                has_map && workspace.document.project().journey_order.len() > 1
            }
            Self::Save
            | Self::SaveAs
            | Self::Export
            | Self::CopyPicture
            | Self::CopyPictureClear
            | Self::CopyMapPicture
            | Self::CopyOutline
            | Self::CloseProject
            | Self::Paste
            | Self::SelectAll
            | Self::SelectNone
            | Self::Find
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomFit
            | Self::ZoomActual
            | Self::ToggleLeft
            | Self::ToggleRight
            | Self::ToggleBottom
            | Self::ToggleTable
            | Self::ToolSelect
            | Self::ToolConnect
            | Self::ToolNote
            | Self::AddTouchpoint
            | Self::AddSticky
            | Self::AddPicture
            | Self::AddQuote
            | Self::AddLink
            | Self::AddStage
            | Self::AddActionsLane
            | Self::AddThoughtsLane
            | Self::AddPainPointsLane
            | Self::AddOpportunitiesLane
            | Self::AddNotesLane
            | Self::AddEmotionLane
            | Self::AddMetricsLane
            | Self::AddChannelsLane
            | Self::AddEvidenceLane
            | Self::AddFrontstageLane
            | Self::AddBackstageLane
            | Self::AddSupportLane
            | Self::AddTouchpointsLane
            | Self::AddJourney
            | Self::DuplicateJourney
            | Self::DuplicateAsFuture
            | Self::FindNext
            | Self::FindPrevious
            | Self::ShowOutline
            | Self::ToggleMinimap
            | Self::Import
            | Self::CheckSources
            | Self::WatchFolder
            | Self::People
            | Self::Metrics
            | Self::Method
            | Self::AddKpi
            | Self::ShowKpis
            | Self::Strategy
            | Self::ShowInsights
            | Self::AddAction
            | Self::ShowPriorities
            | Self::ShowActions
            | Self::ShowCharts
            | Self::ShowTable
            | Self::ShowComparison
            | Self::SampleSize
            | Self::ShowDashboard
            | Self::MaximizeBottom
            | Self::PinChart
            | Self::CopyChartPicture
            | Self::CopyChartData
            | Self::PresentFirst
            | Self::PresentCurrent
            | Self::AddShot
            | Self::ShotsByStage
            | Self::ShotsByLane
            | Self::ShotsOfMoments
            | Self::ShotsOfWorstKpis
            | Self::ShowShots
            | Self::ShowWorkshop
            | Self::ToggleTimer
            | Self::BigTimer
            | Self::ParkNote
            | Self::StartVote
            | Self::ShowSessions
            | Self::TakeSnapshot
            | Self::ShowSnapshots
            | Self::CompareStates
            | Self::ShowSources => has_map,
        }
    }

    /// Whether the command is a switch that is on now; `None` for commands that are no switches.
    pub fn is_on(self, workspace: &Workspace) -> Option<bool> {
        let (settings, tool) = (&workspace.settings, workspace.tool);
        let switches = [
            (Self::ToggleLeft, settings.left_panel.is_visible),
            (Self::ToggleRight, settings.right_panel.is_visible),
            (Self::ToggleBottom, settings.bottom_panel.is_visible),
            (Self::MaximizeBottom, workspace.is_bottom_maximized),
            (Self::ChartAsTable, workspace.chart.as_table),
            (Self::ToggleMinimap, settings.shows_minimap),
            (Self::ToggleTable, settings.map_as_table),
            (Self::WatchFolder, settings.watch_folder),
            (Self::ThemeLight, settings.appearance == Appearance::Light),
            (Self::ThemeDark, settings.appearance == Appearance::Dark),
            (Self::ThemeHighContrast, settings.appearance == Appearance::HighContrast),
            (Self::ToggleMotion, settings.reduced_motion),
            (Self::ToolSelect, tool == Tool::Select),
            (Self::ToolConnect, tool == Tool::Connect),
            (Self::ToolNote, tool == Tool::Note),
            (Self::ToolVote, tool == Tool::Vote),
            (Self::BigTimer, workspace.workshop.is_big),
            (Self::CompareStates, workspace.workshop.mirror.is_some()),
        ];
        switches.into_iter().find_map(|(action, is_on)| (action == self).then_some(is_on))
    }

    /// The label in menus; undo and redo name what they would change.
    pub fn menu_label(self, workspace: &Workspace) -> String {
        let named = |label: Option<&str>| match label {
            Some(change) => format!("{} {}", self.info().label, lower_first(change)),
            None => self.info().label.to_owned(),
        };
        if self == Self::Undo {
            named(workspace.document.undo_label())
        } else if self == Self::Redo {
            named(workspace.document.redo_label())
        } else {
            self.info().label.to_owned()
        }
    }
}

/// The touchpoint that the keyboard is on.
pub fn focused_touchpoint(workspace: &Workspace) -> Option<crate::model::TouchpointId> {
    workspace.document.selection().focus.and_then(|_| workspace.charted_touchpoint())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
