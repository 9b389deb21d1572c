//! The records of the JSON form, field by field as its schema has them. How they are filled is `fill`'s.

use std::collections::BTreeMap;

use serde::Serialize;

/// The whole document.
#[derive(Serialize)]
pub struct Export<'a> {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: u32,
    pub generator: &'static str,
    pub project: ProjectRecord<'a>,
    pub journey: JourneyRecord<'a>,
    pub view: ViewRecord,
    pub stages: Vec<StageRecord<'a>>,
    pub lanes: Vec<LaneRecord<'a>>,
    pub touchpoints: Vec<TouchpointRecord<'a>>,
    pub cards: Vec<CardRecord<'a>>,
    pub connectors: Vec<ConnectorRecord<'a>>,
    pub notes: Vec<NoteRecord<'a>>,
    pub personas: Vec<PersonaRecord<'a>>,
    pub segments: Vec<SegmentRecord<'a>>,
    pub metric_definitions: Vec<DefinitionRecord<'a>>,
    pub metrics: Vec<MetricRecord<'a>>,
    pub kpis: Vec<KpiRecord<'a>>,
    pub insights: Vec<InsightRecord>,
    pub actions: Vec<ActionRecord<'a>>,
    pub sources: Vec<SourceRecord<'a>>,
}

#[derive(Serialize)]
pub struct ProjectRecord<'a> {
    pub title: &'a str,
    pub business_model: Option<&'static str>,
}

#[derive(Serialize)]
pub struct JourneyRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub scenario: &'a str,
    pub state: &'static str,
    pub personas: Vec<u64>,
}

#[derive(Serialize)]
pub struct ViewRecord {
    pub from: Option<String>,
    pub to: Option<String>,
    pub compare_from: Option<String>,
    pub compare_to: Option<String>,
    pub today: String,
}

#[derive(Serialize)]
pub struct StageRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub description: &'a str,
    pub phase: &'static str,
    pub hidden: bool,
}

#[derive(Serialize)]
pub struct LaneRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub kind: &'static str,
    pub hidden: bool,
}

/// Where an item lies.
#[derive(Serialize)]
pub struct PlaceRecord {
    pub stage: u64,
    pub lane: u64,
    pub step: u32,
    pub order: u32,
}

#[derive(Serialize)]
pub struct TouchpointRecord<'a> {
    pub id: u64,
    pub title: &'a str,
    pub place: PlaceRecord,
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    pub channel: &'static str,
    pub channel_ownership: &'static str,
    pub in_person: bool,
    pub description: &'a str,
    pub owner: Option<&'a str>,
    pub moment_of_truth: bool,
    pub evidence: &'static str,
    pub importance: Option<u8>,
    pub importance_to_organization: Option<u8>,
    pub satisfaction: Option<u8>,
    pub emotions: Vec<EmotionRecord>,
    pub personas: Vec<u64>,
    pub segments: Vec<u64>,
    pub kpi_state: Option<&'static str>,
    pub checks: BTreeMap<&'a str, &'static str>,
    pub tags: &'a [String],
    pub aliases: &'a [String],
    pub links: Vec<LinkRecord<'a>>,
}

#[derive(Serialize)]
pub struct EmotionRecord {
    pub persona: Option<u64>,
    pub value: f64,
}

#[derive(Serialize)]
pub struct LinkRecord<'a> {
    pub title: &'a str,
    pub url: &'a str,
}

#[derive(Serialize)]
pub struct CardRecord<'a> {
    pub id: u64,
    pub place: PlaceRecord,
    pub kind: &'static str,
    pub form: &'static str,
    pub text: &'a str,
    pub said_by: Option<&'a str>,
    pub url: Option<&'a str>,
    pub picture: Option<String>,
}

#[derive(Serialize)]
pub struct ConnectorRecord<'a> {
    pub id: u64,
    pub from: u64,
    pub to: u64,
    pub kind: &'static str,
    pub label: &'a str,
}

#[derive(Serialize)]
pub struct NoteRecord<'a> {
    pub id: u64,
    pub text: &'a str,
    pub stage: Option<u64>,
    pub lane: Option<u64>,
}

#[derive(Serialize)]
pub struct PersonaRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub role: &'a str,
    pub quote: &'a str,
    pub goals: &'a [String],
    pub frustrations: &'a [String],
    pub segment: Option<u64>,
}

#[derive(Serialize)]
pub struct SegmentRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub description: &'a str,
}

#[derive(Serialize)]
pub struct DefinitionRecord<'a> {
    pub id: u64,
    pub key: &'a str,
    pub name: &'a str,
    pub class: &'static str,
    pub unit: &'a str,
    pub better: &'static str,
    pub formula: String,
}

/// A metric at a touchpoint.
#[derive(Serialize)]
pub struct MetricRecord<'a> {
    pub touchpoint: u64,
    pub metric: &'a str,
    pub class: &'static str,
    pub unit: &'a str,
    pub segment: Option<u64>,
    pub value: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub n: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub small: bool,
    pub from: Option<String>,
    pub to: Option<String>,
    pub rows: u64,
    pub sources: Vec<u64>,
    pub note: Option<String>,
}

/// What a KPI, an insight or an action is about.
#[derive(Serialize)]
pub struct SubjectRecord {
    pub kind: &'static str,
    pub id: Option<u64>,
    pub name: String,
}

#[derive(Serialize)]
pub struct KpiRecord<'a> {
    pub id: u64,
    pub subject: SubjectRecord,
    pub metric: &'a str,
    pub unit: &'a str,
    pub segment: Option<u64>,
    pub baseline: Option<f64>,
    pub target: f64,
    pub expected: Option<f64>,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub n: Option<f64>,
    pub start: Option<String>,
    pub due: Option<String>,
    pub owner: Option<&'a str>,
    pub why: Option<&'a str>,
    pub state: &'static str,
    pub reason: String,
}

#[derive(Serialize)]
pub struct InsightRecord {
    pub rule: &'static str,
    pub title: &'static str,
    pub severity: &'static str,
    pub subject: SubjectRecord,
    pub message: String,
    pub figures: BTreeMap<&'static str, f64>,
}

#[derive(Serialize)]
pub struct ActionRecord<'a> {
    pub id: u64,
    pub title: &'a str,
    pub description: &'a str,
    pub subjects: Vec<SubjectRecord>,
    pub metric: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub state: &'static str,
    pub start: Option<String>,
    pub end: Option<String>,
    pub impact: Option<u8>,
    pub effort: Option<u8>,
}

#[derive(Serialize)]
pub struct SourceRecord<'a> {
    pub id: u64,
    pub name: &'a str,
    pub file: &'a str,
    pub format: &'a str,
    pub hash: Option<&'a str>,
    pub bytes: u64,
    pub rows: u32,
    pub rows_left_out: u32,
    pub from: Option<String>,
    pub to: Option<String>,
    pub read_at: Option<String>,
}
