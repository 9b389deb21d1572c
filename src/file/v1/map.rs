//! Format 1 of the map: journeys, stages, lanes and what lies on them. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

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
