//! Format 1 of what is presented. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

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
