//! The parts of a chart's data. How they are counted is the other files' of this folder; what is said of them `said`'s.

use std::sync::Arc;

use crate::analysis::{Figure, KpiState, Tone};
use crate::base::display::Shown;
use crate::base::{Date, Period};
use crate::model::{ChartKind, MetricId, Phase, SegmentId, TouchpointId};

/// A chart, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    pub kind: ChartKind,
    /// As people named it, else what it shows.
    pub title: String,
    /// Formula, days, and how many cases it rests on.
    pub subtitle: String,
    pub body: Body,
    /// What was left out, refused or only approximated. Whole sentences.
    pub notes: Vec<String>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Nothing, and why, and what to do about it.
    Empty(String),
    Time(TimeBody),
    Bars(BarsBody),
    Stacked(StackedBody),
    Funnel(FunnelBody),
    Bullets(Vec<Bullet>),
    Boxes(BoxesBody),
    Scatter(ScatterBody),
    Heat(HeatBody),
    Slope(SlopeBody),
    Multiples(MultiplesBody),
}

/// A known value with its 95% interval and the cases that it rests on. INVARIANT: all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub n: Option<f64>,
}

impl Measured {
    /// The figure's value, if it has one that is a number.
    pub fn of(figure: &Figure) -> Option<Self> {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let (low, high) = finite(figure.low).zip(finite(figure.high)).unzip();
        Some(Self { value: finite(figure.value)?, low, high, n: finite(figure.n) })
    }

    /// A value of which nothing else is known.
    pub fn plain(value: f64) -> Self {
        Self { value, low: None, high: None, n: None }
    }

    /// From the lowest to the highest that is drawn of it.
    pub fn reach(&self) -> [f64; 2] {
        [self.low.unwrap_or(self.value).min(self.value), self.high.unwrap_or(self.value).max(self.value)]
    }
}

/// Whose figure a mark shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    pub metric: MetricId,
    /// Those that have the metric.
    pub touchpoints: Arc<[TouchpointId]>,
    pub segment: Option<SegmentId>,
}

impl Whose {
    /// The touchpoint, if the figure is that of all customers at a single one.
    pub fn touchpoint(&self) -> Option<TouchpointId> {
        match (&*self.touchpoints, self.segment) {
            ([only], None) => Some(*only),
            _ => None,
        }
    }
}

/// One metric over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeBody {
    pub unit: Shown,
    /// INVARIANT: at least one, and one of them has a point.
    pub lines: Vec<Line>,
    /// The days of the axis.
    pub days: Period,
    /// The days that the rest of the window speaks of.
    pub shaded: Option<Period>,
    pub targets: Vec<TargetLine>,
    /// The long run of a line that is alone, as straight pieces: days and values at both ends.
    pub course: Vec<[(f64, f64); 2]>,
    /// In order of time.
    pub annotations: Vec<Annotation>,
    /// The lowest and highest value, interval or target.
    pub range: (f64, f64),
}

/// The points of one touchpoint, stage or segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    pub whose: Whose,
    /// Known ones only, in order of time.
    pub points: Vec<TimePoint>,
}

/// One day, week or month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimePoint {
    pub period: Period,
    /// The middle of the period, in days since 1970-01-01.
    pub at: f64,
    pub measured: Measured,
    /// Whether it follows the point before without a gap longer than the points themselves.
    pub follows: bool,
}

/// What a KPI is to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetLine {
    pub value: f64,
    /// "target 3.6%", with the name of its line where there are several.
    pub text: String,
}

/// Something that happened, or is due, on a day of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    pub date: Date,
    pub kind: AnnotationKind,
    /// Without the date: "One-page checkout".
    pub text: String,
}

/// What an annotation tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnnotationKind {
    /// An action starts.
    Action,
    /// A KPI is due.
    Due,
    /// From here on the figures come from other files.
    Source,
    /// A point out of line.
    Odd,
}

impl AnnotationKind {
    /// What stands before the text: "Action".
    pub fn label(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::Due => "KPI due",
            Self::Source => "Source",
            Self::Odd => "Out of line",
        }
    }
}

/// A metric by touchpoint, now and before or by segment.
#[derive(Clone, Debug, PartialEq)]
pub struct BarsBody {
    pub metric: MetricId,
    pub unit: Shown,
    /// What the bars of a row are: periods or segments.
    pub series: Vec<String>,
    /// Whether the series are now and before instead of segments.
    pub is_compared: bool,
    /// Highest first.
    pub rows: Vec<BarRow>,
    /// So many rows are drawn; the table has all.
    pub shown: usize,
    /// The period of each series.
    pub periods: Vec<Option<Period>>,
    /// The lowest and highest end of what is drawn, with zero.
    pub range: (f64, f64),
}

/// The bars of one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    pub name: String,
    /// One for each series.
    pub bars: Vec<Option<Measured>>,
    /// Of each series.
    pub whose: Vec<Whose>,
}

/// A total by touchpoint, in its segments.
#[derive(Clone, Debug, PartialEq)]
pub struct StackedBody {
    pub unit: Shown,
    pub segments: Vec<String>,
    pub rows: Vec<StackedRow>,
    pub shown: usize,
    pub period: Option<Period>,
    /// The largest total.
    pub most: f64,
}

/// The parts of one touchpoint's total.
#[derive(Clone, Debug, PartialEq)]
pub struct StackedRow {
    pub name: String,
    /// One for each segment; zero or more.
    pub parts: Vec<Option<f64>>,
    pub whose: Vec<Whose>,
    pub total: f64,
}

/// A count from stage to stage.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelBody {
    pub unit: Shown,
    pub steps: Vec<FunnelStep>,
    pub period: Option<Period>,
}

/// One stage of a funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStep {
    pub name: String,
    pub phase: Phase,
    pub value: f64,
    pub whose: Whose,
    /// Which share of the stage before is lost here, with Wilson's interval; `None` for the first stage, after a stage
    /// of zero, and where there are more than before.
    pub lost: Option<Measured>,
    /// Whether there are more than in the stage before.
    pub grows: bool,
}

/// A KPI against its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Bullet {
    /// "Checkout · conversion rate"
    pub name: String,
    pub unit: Shown,
    pub measured: Option<Measured>,
    pub target: f64,
    pub baseline: Option<f64>,
    /// Where the line from baseline to target is on the last day measured.
    pub expected: Option<f64>,
    pub state: KpiState,
    pub due: Option<Date>,
    pub whose: Whose,
    pub period: Option<Period>,
    /// From the low to the high end of its own axis.
    pub range: (f64, f64),
}

/// How a metric is spread over the days.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxesBody {
    pub unit: Shown,
    /// Highest median first.
    pub rows: Vec<BoxRow>,
    pub shown: usize,
    pub period: Option<Period>,
    pub range: (f64, f64),
}

/// Five numbers of one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxRow {
    pub name: String,
    pub whose: Whose,
    /// Least, lower quartile, median, upper quartile, greatest. INVARIANT: in order.
    pub five: [f64; 5],
    /// How many days, weeks or months were counted, at least 1.
    pub count: usize,
}

/// Two metrics over touchpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterBody {
    pub x: ScatterAxis,
    pub y: ScatterAxis,
    pub points: Vec<ScatterPoint>,
    pub period: Option<Period>,
    /// Spearman's rank correlation, −1 to 1; `None` with fewer than three touchpoints or where all are equal.
    pub rank_correlation: Option<f64>,
}

/// One axis of a scatter chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterAxis {
    pub metric: MetricId,
    pub name: String,
    pub unit: Shown,
    pub range: (f64, f64),
}

/// One touchpoint of a scatter chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterPoint {
    pub name: String,
    pub touchpoint: TouchpointId,
    pub x: Measured,
    pub y: Measured,
}

/// A metric by stage and channel.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatBody {
    pub unit: Shown,
    /// Left to right.
    pub stages: Vec<String>,
    /// Top to bottom.
    pub channels: Vec<String>,
    /// Row by row. INVARIANT: as many as stages × channels.
    pub cells: Vec<Option<HeatCell>>,
    pub period: Option<Period>,
}

/// One cell of a heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCell {
    /// `None` where there are touchpoints but no value.
    pub measured: Option<Measured>,
    pub whose: Whose,
}

/// A metric before and after, by touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct SlopeBody {
    pub unit: Shown,
    pub before: Period,
    pub after: Period,
    /// Highest after first.
    pub rows: Vec<SlopeRow>,
    pub shown: usize,
    pub range: (f64, f64),
}

/// One touchpoint before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct SlopeRow {
    pub name: String,
    pub whose: Whose,
    pub before: Measured,
    pub after: Measured,
    /// "+0.2", "−6%"; empty where no change can be told.
    pub change: String,
    pub tone: Tone,
}

/// A metric over time, a small chart for each touchpoint, all on the same axes.
#[derive(Clone, Debug, PartialEq)]
pub struct MultiplesBody {
    pub unit: Shown,
    pub panels: Vec<Line>,
    pub days: Period,
    pub range: (f64, f64),
}
