//! Format 1 of the project file as it is read. FROZEN but for new fields that may be left out: any other change
//! would shut out files that exist. A new format gets a folder of its own. Nothing is checked here but syntax; `convert`
//! does the rest.

mod data;
mod goals;
mod map;
mod people;
mod shots;
mod workshop;

use serde::Deserialize;

pub use data::{Metric, Series, Source};
pub use goals::{Action, Chart, Dismissal, Kpi, Span, Strategy};
pub use map::{Card, Connector, Emotion, Journey, Lane, Link, Stage, Sticky, Touchpoint};
pub use people::{Persona, Picture, Segment};
pub use shots::Shot;
pub use workshop::{Activity, Parked, Poll, Session, Snapshot};

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
