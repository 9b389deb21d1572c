//! Format 1 of what is wanted and watched: KPIs, actions, charts, insights set aside, strategy. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

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
