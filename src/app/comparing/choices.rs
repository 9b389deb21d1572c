//! What the tab "Compare" shows: what was chosen, what was found, and which figures that choice asks for. Draws nothing.

use std::sync::Arc;

use crate::analysis::compare::{CompareSpec, Comparison, LEAST_CASES, Matching, Stretch, Verdict};
use crate::analysis::segments::{Against, Opportunities, SegmentTable, SegmentsSpec, StageSegments};
use crate::analysis::{Audience, Figure, Scope};
use crate::app::bottom::{is_on_map, journey_metrics, shown_metric};
use crate::app::workspace::Workspace;
use crate::base::Period;
use crate::model::{ActionId, Item, JourneyId, MetricId, Project, SegmentId, StageId, Subject, TouchpointId};

/// What is laid side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Periods,
    Segments,
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::Periods, Self::Segments];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Periods => "Two periods",
            Self::Segments => "Segments",
        }
    }
}

/// Which days are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    /// The period of the tool bar and the one before it.
    #[default]
    View,
    /// The last whole stretch of the data and the one before it.
    Last(Stretch),
    /// As many days before an action's start as from it on.
    Around(ActionId),
    /// Before and after, as typed.
    Own(Period, Period),
}

/// A column by which the rows of two periods can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Verdict,
    Place,
    Before,
    After,
    Change,
    P,
}

/// A kind of verdict, to be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Better,
    Worse,
    Undecided,
    NotEnoughData,
    NotComparable,
}

impl Kind {
    /// What is certain first.
    pub const ALL: [Self; 5] = [Self::Better, Self::Worse, Self::Undecided, Self::NotEnoughData, Self::NotComparable];

    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Better => Self::Better,
            Verdict::Worse => Self::Worse,
            Verdict::Undecided => Self::Undecided,
            Verdict::NotEnoughData { .. } => Self::NotEnoughData,
            Verdict::NotComparable { .. } => Self::NotComparable,
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Better => "Better",
            Self::Worse => "Worse",
            Self::Undecided => "No difference to be seen",
            Self::NotEnoughData => "Not enough data",
            Self::NotComparable => "Not comparable",
        }
    }

    /// The words where there is little room and p stands beneath.
    pub fn short_label(self) -> &'static str {
        match self {
            Self::Undecided => "No difference",
            Self::Better | Self::Worse | Self::NotEnoughData | Self::NotComparable => self.label(),
        }
    }
}

/// What of two periods is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodsChoice {
    pub days: Days,
    pub matching: Matching,
    /// `None`: every metric.
    pub metric: Option<MetricId>,
    /// `None`: all customers.
    pub segment: Option<SegmentId>,
    /// The fewest cases on each side.
    pub min_n: f64,
    /// The column, and whether from the highest down; `None`: as on the map.
    pub order: Option<(Column, bool)>,
    pub kind: Option<Kind>,
    pub text: String,
    /// The row that is told in full.
    pub row: Option<(TouchpointId, MetricId)>,
}

impl Default for PeriodsChoice {
    fn default() -> Self {
        Self {
            days: Days::View,
            matching: Matching::AsTheyAre,
            metric: None,
            segment: None,
            min_n: LEAST_CASES,
            order: None,
            kind: None,
            text: String::new(),
            row: None,
        }
    }
}

/// Where segments are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// What is selected on the map; the whole journey while nothing is.
    #[default]
    Selection,
    Journey,
    Stage(StageId),
}

/// What is drawn beside the segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// The figures themselves; beside which something else stands where there is room.
    #[default]
    Figures,
    Stages,
    Opportunity,
}

/// What of segments is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentsChoice {
    /// `None`: the most telling one that is known by segment.
    pub metric: Option<MetricId>,
    pub place: Place,
    pub against: Against,
    pub beside: Beside,
}

/// All that can be chosen. Remembered while the project is open; not part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    pub mode: Mode,
    pub periods: PeriodsChoice,
    pub segments: SegmentsChoice,
}

/// A metric by segment in all that is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct BySegment {
    pub asked: AskedSegments,
    /// Of all customers.
    pub everyone: Figure,
    pub table: SegmentTable,
    pub stages: Vec<StageSegments>,
    pub opportunities: Opportunities,
}

/// How it stands with what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// What is shown is what was asked.
    #[default]
    Done,
    Working,
    /// It was stopped before it ended.
    Stopped,
    /// Why nothing can be asked: a whole sentence that says what to do.
    Refused(String),
}

/// Something found in the background, perhaps of what was asked before.
#[derive(Clone, Debug)]
pub struct Shown<T> {
    pub found: Option<Arc<T>>,
    pub progress: Progress,
    /// Grows whenever `found` is another.
    pub revision: u64,
}

impl<T> Default for Shown<T> {
    fn default() -> Self {
        Self { found: None, progress: Progress::Done, revision: 0 }
    }
}

/// The state of the tab.
#[derive(Clone, Debug, Default)]
pub struct Comparing {
    pub choices: Choices,
    pub periods: Shown<Comparison>,
    pub segments: Shown<BySegment>,
}

/// What a choice asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Periods(CompareSpec),
    Segments(AskedSegments),
}

/// A metric by segment somewhere in a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedSegments {
    pub journey: JourneyId,
    pub scope: Scope,
    /// "Whole journey", "Buy", "Checkout".
    pub place: String,
    pub spec: SegmentsSpec,
}

/// What the open choice asks for.
///
/// # Errors
/// Why nothing can be compared: a whole sentence that says what to do.
pub fn asked(workspace: &Workspace) -> Result<Asked, String> {
    match workspace.comparing.choices.mode {
        Mode::Periods => asked_periods(workspace).map(Asked::Periods),
        Mode::Segments => asked_segments(workspace).map(Asked::Segments),
    }
}

fn asked_periods(workspace: &Workspace) -> Result<CompareSpec, String> {
    let choice = &workspace.comparing.choices.periods;
    let project = workspace.document.project();
    let spec = days_spec(workspace, choice.days)?;
    let segment = choice.segment.filter(|id| project.segments.contains_key(id));
    let known = journey_touchpoints(workspace).filter(|id| !workspace.numbers.metrics_of(*id).is_empty());
    let spec = CompareSpec {
        matching: choice.matching,
        metrics: choice.metric.filter(|id| project.metrics.contains_key(id)).map(|id| [id].into()),
        touchpoints: Some(known.collect()),
        audience: segment.map_or(Audience::Everyone, Audience::Segment),
        min_n: choice.min_n,
        ..spec
    };
    spec.problem().map_or(Ok(spec), Err)
}

/// The days of a choice, all as they are.
pub fn days_spec(workspace: &Workspace, days: Days) -> Result<CompareSpec, String> {
    let project = workspace.document.project();
    match days {
        Days::View => {
            let after = workspace.view.period.ok_or("The tool bar shows all days. Choose two periods here.")?;
            Ok(CompareSpec::new(workspace.view.compare_with.unwrap_or_else(|| after.previous()), after))
        }
        Days::Last(stretch) => {
            let (before, after) = stretch.last(&workspace.numbers).ok_or_else(|| {
                format!("The data does not reach back far enough for {}. Choose other days.", stretch.words())
            })?;
            Ok(CompareSpec::new(before, after))
        }
        Days::Around(action) => {
            let start = project.actions.get(&action).and_then(|action| action.start);
            let start = start.ok_or("That action has no start any more. Choose other days.")?;
            let spec = workspace.numbers.span().and_then(|known| CompareSpec::around(start, known));
            spec.ok_or_else(|| {
                let start = crate::base::date::format_date(start);
                format!("Nothing is measured both before {start} and from then on. Import the days around it.")
            })
        }
        Days::Own(before, after) => Ok(CompareSpec::new(before, after)),
    }
}

/// The name of the days on the button that opens them.
pub fn days_label(project: &Project, days: Days) -> String {
    match days {
        Days::View => "Period of the tool bar".to_owned(),
        Days::Last(stretch) => stretch.label().to_owned(),
        Days::Around(action) => {
            let title = project.actions.get(&action).map_or("an action", |action| action.title.as_str());
            format!("Around the start of \u{201c}{title}\u{201d}")
        }
        Days::Own(..) => "Own days".to_owned(),
    }
}

fn asked_segments(workspace: &Workspace) -> Result<AskedSegments, String> {
    let choice = &workspace.comparing.choices.segments;
    let metric = segment_metric(workspace).ok_or(
        "No figure of this journey is known by segment. Import a file with a column that says which segment a row is \
         of: new or returning, mobile or desktop.",
    )?;
    let (touchpoints, place) = place(workspace, choice.place);
    let known = workspace.numbers.segments_of(metric);
    let against = match choice.against {
        Against::Segment(id) if known.contains(&id) => choice.against,
        Against::Segment(_) | Against::Others => Against::Others,
    };
    Ok(AskedSegments {
        journey: workspace.journey,
        scope: Scope::of(touchpoints),
        place,
        spec: SegmentsSpec { against, ..SegmentsSpec::new(metric, workspace.view.period) },
    })
}

/// The metrics of the journey that are known by segment, most telling first.
pub fn segment_metrics(workspace: &Workspace) -> Vec<MetricId> {
    let mut metrics = journey_metrics(workspace);
    metrics.retain(|metric| !workspace.numbers.segments_of(*metric).is_empty());
    metrics
}

/// The metric that is shown by segment.
pub fn segment_metric(workspace: &Workspace) -> Option<MetricId> {
    let offered = segment_metrics(workspace);
    let chosen = workspace.comparing.choices.segments.metric;
    let is_offered = |metric: &MetricId| offered.contains(metric);
    chosen.filter(is_offered).or_else(|| shown_metric(workspace).filter(is_offered)).or(offered.first().copied())
}

/// The touchpoints of a place, and its name.
pub fn place(workspace: &Workspace, place: Place) -> (Vec<TouchpointId>, String) {
    let project = workspace.document.project();
    let whole = || (journey_touchpoints(workspace).collect(), "Whole journey".to_owned());
    let of_stage = |stage: StageId| {
        let in_stage = |id: &TouchpointId| project.touchpoints.get(id).is_some_and(|it| it.place.stage == stage);
        journey_touchpoints(workspace).filter(in_stage).collect::<Vec<_>>()
    };
    let stage_name = |stage: StageId| project.stages.get(&stage).map_or("", |stage| stage.name.as_str());
    match place {
        Place::Journey => whole(),
        Place::Stage(stage) if project.stages.get(&stage).is_some_and(|it| it.journey == workspace.journey) => {
            (of_stage(stage), stage_name(stage).to_owned())
        }
        Place::Stage(_) => whole(),
        Place::Selection => {
            let mut touchpoints = Vec::new();
            let mut names = Vec::new();
            for subject in &workspace.document.selection().subjects {
                match subject {
                    Subject::Item(Item::Touchpoint(id)) if is_on_map(workspace, *id) => {
                        touchpoints.push(*id);
                        names.extend(project.touchpoints.get(id).map(|it| it.title.as_str()));
                    }
                    Subject::Stage(stage) => {
                        touchpoints.extend(of_stage(*stage));
                        names.push(stage_name(*stage));
                    }
                    Subject::Item(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => {}
                }
            }
            match names.as_slice() {
                [] => whole(),
                [only] => (touchpoints, (*only).to_owned()),
                [first, others @ ..] => {
                    let name = format!("{first} and {} more", others.len());
                    (touchpoints, name)
                }
            }
        }
    }
}

/// The touchpoints of the open journey, by id.
fn journey_touchpoints(workspace: &Workspace) -> impl Iterator<Item = TouchpointId> {
    let ids = workspace.document.project().touchpoints.keys().copied();
    ids.filter(|id| is_on_map(workspace, *id))
}

impl Beside {
    pub const ALL: [Self; 3] = [Self::Figures, Self::Stages, Self::Opportunity];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Figures => "Side by side",
            Self::Stages => "Over stages",
            Self::Opportunity => "Opportunity",
        }
    }
}
