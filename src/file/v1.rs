//! Format 1 of the project file as it is read. FROZEN but for new fields that may be left out: any other change
//! would shut out files that exist. A new format gets a module of its own. Nothing is checked here but syntax; `convert` does the rest.

use std::borrow::Cow;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename = "Project", deny_unknown_fields)]
pub struct Project<'a> {
    /// Always the first field, in this and every later format, so that a newer file can be told from a broken one.
    pub version: u32,
    #[serde(default)]
    pub title: String,
    pub next_id: u64,
    #[serde(borrow, default)]
    pub journeys: Vec<Journey<'a>>,
    #[serde(default)]
    pub journey_order: Vec<u64>,
    #[serde(borrow, default)]
    pub stages: Vec<Stage<'a>>,
    #[serde(borrow, default)]
    pub lanes: Vec<Lane<'a>>,
    #[serde(borrow, default)]
    pub touchpoints: Vec<Touchpoint<'a>>,
    #[serde(borrow, default)]
    pub cards: Vec<Card<'a>>,
    #[serde(borrow, default)]
    pub connectors: Vec<Connector<'a>>,
    #[serde(borrow, default)]
    pub stickies: Vec<Sticky<'a>>,
    #[serde(borrow, default)]
    pub personas: Vec<Persona<'a>>,
    #[serde(borrow, default)]
    pub pictures: Vec<Picture<'a>>,
    #[serde(borrow, default)]
    pub kpis: Vec<Kpi<'a>>,
    #[serde(borrow, default)]
    pub actions: Vec<Action<'a>>,
    #[serde(borrow, default)]
    pub charts: Vec<Chart<'a>>,
    #[serde(borrow, default)]
    pub shots: Vec<Shot<'a>>,
    #[serde(borrow, default)]
    pub dismissals: Vec<Dismissal<'a>>,
    #[serde(borrow, default)]
    pub strategy: Option<Strategy<'a>>,
    #[serde(borrow, default)]
    pub sessions: Vec<Session<'a>>,
    /// The session that runs.
    #[serde(default)]
    pub running_session: Option<u64>,
    #[serde(default)]
    pub agenda: Vec<Activity>,
    #[serde(default)]
    pub parked: Vec<Parked>,
    #[serde(borrow, default)]
    pub polls: Vec<Poll<'a>>,
    #[serde(borrow, default)]
    pub snapshots: Vec<Snapshot<'a>>,
    #[serde(default)]
    pub segments: Vec<Segment>,
    #[serde(borrow, default)]
    pub metrics: Vec<Metric<'a>>,
    #[serde(borrow, default)]
    pub sources: Vec<Source<'a>>,
    #[serde(borrow, default)]
    pub series: Vec<Series<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    /// Earlier files name the persona here instead of under `personas`.
    #[serde(default)]
    pub persona: String,
    #[serde(default)]
    pub personas: Vec<u64>,
    #[serde(default)]
    pub scenario: String,
    /// `current` where left out, or `future`.
    #[serde(borrow, default)]
    pub state: Option<Cow<'a, str>>,
    #[serde(default)]
    pub stages: Vec<u64>,
    #[serde(default)]
    pub lanes: Vec<u64>,
    /// The journey that it was copied from.
    #[serde(default)]
    pub origin: Option<u64>,
    /// Its records by id, each with the one that it was copied from.
    #[serde(default)]
    pub copied: Vec<(u64, u64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage<'a> {
    pub id: u64,
    pub journey: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(borrow)]
    pub phase: Cow<'a, str>,
    #[serde(borrow, default)]
    pub tint: Option<Cow<'a, str>>,
    #[serde(default)]
    pub card_width: Option<u16>,
    #[serde(default)]
    pub collapsed: bool,
    #[serde(default)]
    pub hidden: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane<'a> {
    pub id: u64,
    pub journey: u64,
    #[serde(default)]
    pub name: String,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow, default)]
    pub tint: Option<Cow<'a, str>>,
    #[serde(default)]
    pub height: Option<u16>,
    #[serde(default)]
    pub collapsed: bool,
    #[serde(default)]
    pub hidden: bool,
    /// `channel`, `persona` or `owner`.
    #[serde(borrow, default)]
    pub grouping: Option<Cow<'a, str>>,
    /// `line` where left out, `bars` or `value`.
    #[serde(borrow, default)]
    pub chart_form: Option<Cow<'a, str>>,
    /// `stage` where left out, or `touchpoint`.
    #[serde(borrow, default)]
    pub chart_scope: Option<Cow<'a, str>>,
    #[serde(default)]
    pub chart_metric: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touchpoint<'a> {
    pub id: u64,
    pub stage: u64,
    pub lane: u64,
    pub column: u32,
    pub order: u32,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub kind: String,
    #[serde(borrow)]
    pub channel: Cow<'a, str>,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub moment_of_truth: bool,
    /// `assumed` where left out, `observed`, `measured` or `proposed`.
    #[serde(borrow, default)]
    pub evidence: Option<Cow<'a, str>>,
    #[serde(default)]
    pub importance: Option<u32>,
    #[serde(default)]
    pub importance_to_organization: Option<u32>,
    #[serde(default)]
    pub satisfaction: Option<u32>,
    #[serde(default)]
    pub emotions: Vec<Emotion>,
    #[serde(default)]
    pub personas: Vec<u64>,
    #[serde(default)]
    pub segments: Vec<u64>,
    #[serde(default)]
    pub links: Vec<Link>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Answers to checks by their codes: `yes`, `no` or `does-not-apply`.
    #[serde(default)]
    pub checks: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The session in which it was added.
    #[serde(default)]
    pub session: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card<'a> {
    pub id: u64,
    pub stage: u64,
    pub lane: u64,
    pub column: u32,
    pub order: u32,
    #[serde(default)]
    pub text: String,
    /// Who said it: makes it a quote. Of this, `picture` and `url` at most one is given.
    #[serde(default)]
    pub quote_by: Option<String>,
    /// The hash of the picture that it shows.
    #[serde(borrow, default)]
    pub picture: Option<Cow<'a, str>>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(borrow, default)]
    pub tint: Option<Cow<'a, str>>,
    /// The session in which it was added.
    #[serde(default)]
    pub session: Option<u64>,
}

/// How somebody feels at a touchpoint; everybody where no persona is named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emotion {
    #[serde(default)]
    pub persona: Option<u64>,
    /// −2 to +2.
    pub value: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    #[serde(default)]
    pub title: String,
    pub url: String,
}

/// `x` and `y` count from the stage and the lane, where they are given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sticky<'a> {
    pub id: u64,
    pub journey: u64,
    #[serde(default)]
    pub stage: Option<u64>,
    #[serde(default)]
    pub lane: Option<u64>,
    pub x: f32,
    pub y: f32,
    #[serde(default)]
    pub text: String,
    #[serde(borrow)]
    pub color: Cow<'a, str>,
    #[serde(default)]
    pub session: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub quote: String,
    #[serde(default)]
    pub goals: Vec<String>,
    #[serde(default)]
    pub frustrations: Vec<String>,
    #[serde(borrow, default)]
    pub picture: Option<Cow<'a, str>>,
    #[serde(default)]
    pub segment: Option<u64>,
    #[serde(borrow)]
    pub tint: Cow<'a, str>,
}

/// The bytes of a picture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture<'a> {
    /// BLAKE3 of the bytes, in hexadecimal.
    #[serde(borrow)]
    pub hash: Cow<'a, str>,
    /// `png` or `jpeg`.
    #[serde(borrow)]
    pub format: Cow<'a, str>,
    pub width: u32,
    pub height: u32,
    /// Base64, standard alphabet, padded.
    #[serde(borrow)]
    pub data: Cow<'a, str>,
}

/// From one day to another, both counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span<'a> {
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    #[serde(borrow)]
    pub to: Cow<'a, str>,
}

/// Of `touchpoint`, `stage` and `journey` exactly one is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kpi<'a> {
    pub id: u64,
    #[serde(default)]
    pub touchpoint: Option<u64>,
    #[serde(default)]
    pub stage: Option<u64>,
    #[serde(default)]
    pub journey: Option<u64>,
    pub metric: u64,
    #[serde(default)]
    pub segment: Option<u64>,
    #[serde(default)]
    pub baseline: Option<f64>,
    /// Instead of `baseline`: what the metric was over these days.
    #[serde(borrow, default)]
    pub baseline_period: Option<Span<'a>>,
    pub target: f64,
    #[serde(borrow, default)]
    pub start: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub due: Option<Cow<'a, str>>,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action<'a> {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub touchpoints: Vec<u64>,
    #[serde(default)]
    pub stages: Vec<u64>,
    #[serde(default)]
    pub journeys: Vec<u64>,
    #[serde(default)]
    pub metric: Option<u64>,
    #[serde(default)]
    pub owner: String,
    /// `idea` where left out, `planned`, `in-progress`, `done` or `dropped`.
    #[serde(borrow, default)]
    pub state: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub start: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub end: Option<Cow<'a, str>>,
    /// 1 to 10.
    #[serde(default)]
    pub impact: Option<u32>,
    /// 1 to 10.
    #[serde(default)]
    pub effort: Option<u32>,
}

/// A chart of the dashboard.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart<'a> {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(default)]
    pub metrics: Vec<u64>,
    #[serde(default)]
    pub touchpoints: Vec<u64>,
    #[serde(default)]
    pub stages: Vec<u64>,
    #[serde(default)]
    pub journeys: Vec<u64>,
    #[serde(default)]
    pub segments: Vec<u64>,
    #[serde(borrow, default)]
    pub period: Option<Span<'a>>,
    #[serde(borrow, default)]
    pub compare_with: Option<Span<'a>>,
    /// `day`, `week` or `month`.
    #[serde(borrow, default)]
    pub grain: Option<Cow<'a, str>>,
    #[serde(default)]
    pub wide: bool,
}

/// A bookmarked view. It shows the whole map where it frames nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot<'a> {
    pub id: u64,
    pub journey: u64,
    #[serde(default)]
    pub name: String,
    /// Where these and `lanes` cross; none of either for all of them.
    #[serde(default)]
    pub stages: Vec<u64>,
    #[serde(default)]
    pub lanes: Vec<u64>,
    /// Of one stage only these, first and last, counted from 0.
    #[serde(default)]
    pub steps: Option<(u32, u32)>,
    /// Instead: what holds these and `cards`.
    #[serde(default)]
    pub touchpoints: Vec<u64>,
    #[serde(default)]
    pub cards: Vec<u64>,
    /// Instead: a part of the map.
    #[serde(default)]
    pub region: Option<Region>,
    #[serde(borrow, default)]
    pub lens: Option<Cow<'a, str>>,
    #[serde(default)]
    pub lens_metric: Option<u64>,
    /// Entries of the lens's legend: `channel:email`, `kpi:off-track`.
    #[serde(default)]
    pub looked_at: Vec<String>,
    #[serde(default)]
    pub rest_hidden: bool,
    #[serde(default)]
    pub around_dimmed: bool,
    #[serde(default)]
    pub step_by_step: bool,
    #[serde(default)]
    pub notes: String,
}

/// `x` and `y` count from the stage and the lane, where they are given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    #[serde(default)]
    pub stage: Option<u64>,
    #[serde(default)]
    pub lane: Option<u64>,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// An insight that was set aside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dismissal<'a> {
    pub rule: String,
    /// Left out for the project as a whole.
    #[serde(default)]
    pub record: u64,
    #[serde(default)]
    pub detail: String,
    #[serde(default)]
    pub reason: String,
    #[serde(borrow, default)]
    pub on: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy<'a> {
    /// `online`, `mixed` or `in-person`.
    #[serde(borrow, default)]
    pub business: Option<Cow<'a, str>>,
    /// The hash of a picture.
    #[serde(borrow, default)]
    pub logo: Option<Cow<'a, str>>,
    #[serde(default)]
    pub colors: Vec<String>,
    #[serde(default)]
    pub look: String,
    #[serde(default)]
    pub voice: String,
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub offer: String,
    /// 0 to 10 each; 5 where left out.
    #[serde(default)]
    pub weight_of_importance: Option<u32>,
    #[serde(default)]
    pub weight_of_satisfaction: Option<u32>,
    #[serde(default)]
    pub weight_of_volume: Option<u32>,
    #[serde(default)]
    pub weight_of_kpi_gap: Option<u32>,
    #[serde(default)]
    pub conversion_value: Option<f64>,
    /// Of the value of a conversion.
    #[serde(default)]
    pub currency: String,
}

/// A meeting in which people work on the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(borrow, default)]
    pub on: Option<Cow<'a, str>>,
}

/// A part of the agenda.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    pub minutes: u16,
    #[serde(default)]
    pub notes: String,
}

/// A note of the parking lot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parked {
    pub id: u64,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub done: bool,
}

/// A vote with dots.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll<'a> {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    pub dots_each: u8,
    /// `dots_each` where left out.
    #[serde(default)]
    pub most_on_one: Option<u8>,
    pub voters: u16,
    /// `open` where left out, `closed` or `shown`.
    #[serde(borrow, default)]
    pub state: Option<Cow<'a, str>>,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// For each person: ids of choices, each with its dots.
    #[serde(default)]
    pub ballots: Vec<Vec<(u64, u8)>>,
}

/// Of `touchpoint` and `card` exactly one is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    #[serde(default)]
    pub touchpoint: Option<u64>,
    #[serde(default)]
    pub card: Option<u64>,
    #[serde(default)]
    pub text: String,
}

/// An earlier state of the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot<'a> {
    pub id: u64,
    #[serde(default)]
    pub label: String,
    /// Date and time of day, without a zone.
    #[serde(borrow)]
    pub taken: Cow<'a, str>,
    #[serde(default)]
    pub safety: bool,
    pub journeys: u32,
    pub touchpoints: u32,
    pub cards: u32,
    /// The hashes of the pictures that it needs.
    #[serde(borrow, default)]
    pub pictures: Vec<Cow<'a, str>>,
    /// A project file, as zlib in base64 (standard alphabet, padded).
    #[serde(borrow)]
    pub data: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connector<'a> {
    pub id: u64,
    pub from: u64,
    pub to: u64,
    #[serde(default)]
    pub label: String,
    /// `flow` where left out, `optional` or `return`.
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric<'a> {
    pub id: u64,
    pub key: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(borrow)]
    pub class: Cow<'a, str>,
    #[serde(borrow)]
    pub unit: Cow<'a, str>,
    /// How values are shown; as usual where left out. `per-mille` or `ratio` of a share; `s`, `min`, `h` or `d` of a
    /// time; `code` of money.
    #[serde(borrow, default)]
    pub display: Option<Cow<'a, str>>,
    /// `higher` or `lower`.
    #[serde(borrow)]
    pub better: Cow<'a, str>,
    #[serde(default)]
    pub numerator: String,
    #[serde(default)]
    pub denominator: String,
    /// Only of the class `derived`.
    #[serde(default)]
    pub formula: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub file_name: String,
    #[serde(default)]
    pub relative_path: Option<String>,
    #[serde(default)]
    pub size_bytes: u64,
    #[serde(default)]
    pub hash: String,
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub recipe: String,
    #[serde(default)]
    pub rows: u32,
    #[serde(default)]
    pub rows_left_out: u32,
    /// First and last day covered: both or neither.
    #[serde(borrow, default)]
    pub from: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub to: Option<Cow<'a, str>>,
    /// The day on which the file was last read.
    #[serde(borrow, default)]
    pub read_at: Option<Cow<'a, str>>,
    /// Other parts of the same whole.
    #[serde(default)]
    pub added_to: Vec<u64>,
}

/// Observations as columns of equal length. Which amount columns there are decides the kind of amount.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series<'a> {
    pub source: u64,
    pub metric: u64,
    pub touchpoint: u64,
    #[serde(default)]
    pub segment: Option<u64>,
    /// The day from which `starts` count.
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// First day of each period, in days after `from`.
    pub starts: Vec<i32>,
    /// Days of each period; left out where all are 1.
    #[serde(default)]
    pub lengths: Option<Vec<i32>>,
    #[serde(default)]
    pub values: Option<Vec<f64>>,
    #[serde(default)]
    pub numerators: Option<Vec<f64>>,
    #[serde(default)]
    pub denominators: Option<Vec<f64>>,
    #[serde(default)]
    pub sums: Option<Vec<f64>>,
    #[serde(default)]
    pub squares: Option<Vec<Option<f64>>>,
    #[serde(default)]
    pub promoters: Option<Vec<f64>>,
    #[serde(default)]
    pub detractors: Option<Vec<f64>>,
    #[serde(default)]
    pub counts: Option<Vec<f64>>,
    #[serde(default)]
    pub rates: Option<Vec<f64>>,
    #[serde(default)]
    pub weights: Option<Vec<Option<f64>>>,
    /// Rows of the source in each observation; left out where all are 1.
    #[serde(default)]
    pub rows: Option<Vec<u32>>,
    /// First row of the source in each observation, 0 if unknown; left out where none is known.
    #[serde(default)]
    pub first_rows: Option<Vec<u32>>,
}
