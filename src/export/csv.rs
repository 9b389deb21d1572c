//! CSV: one row a touchpoint and card, in reading order, for spreadsheets and scripts.
//!
//! | columns | what |
//! |---|---|
//! | `kind` | touchpoint, action, thought, pain point …: what the lane calls one of its entries |
//! | `id`, `stage`, `phase`, `lane`, `step`, `order`, `shown` | where it lies, counted from 1; whether the map shows it |
//! | `text` | a touchpoint's title or a card's text |
//! | `channel` … `leads_to` | what is known of it; empty is unknown |
//! | `emotion`, `emotion: NAME` | −2 to 2, of everybody and of each persona |
//! | `NAME (unit)`, `NAME low`, `NAME high`, `NAME n` | each metric with its 95% interval and its cases |
//!
//! Numbers have a decimal point and no grouping; shares are fractions. The file begins with a byte-order mark, without
//! which Excel takes UTF-8 for something else; readers of CSV skip it. Lines end as RFC 4180 asks. A text that a
//! spreadsheet would take for a formula gets an apostrophe in front.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use super::outline::touchpoint_type;
use super::{ExportError, Material};
use crate::analysis::Figure;
use crate::model::{Aim, Card, CardBody, Item, LaneKind, Metric, Persona, PersonaId, Place, Touchpoint, TouchpointId};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The columns that every file has.
const HEAD: [&str; 27] = [
    "kind",
    "id",
    "stage",
    "phase",
    "lane",
    "step",
    "order",
    "shown",
    "text",
    "description",
    "channel",
    "type",
    "owner",
    "moment_of_truth",
    "evidence",
    "importance",
    "importance_to_organization",
    "satisfaction",
    "kpi_state",
    "personas",
    "segments",
    "tags",
    "said_by",
    "links",
    "leads_to",
    "file_names",
    "emotion",
];

pub fn write(material: &Material<'_>) -> Result<Vec<u8>, ExportError> {
    let mut out = BYTE_ORDER_MARK.to_vec();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut out);
    let rows = Rows::of(material);
    let failed = |error: csv::Error| ExportError::Text(error.to_string());
    writer.write_record(rows.head()).map_err(failed)?;
    for item in material.project.items_in_reading_order(material.journey) {
        let row = match item {
            Item::Touchpoint(id) => material.project.touchpoints.get(&id).and_then(|it| rows.touchpoint(it)),
            Item::Card(id) => material.project.cards.get(&id).and_then(|it| rows.card(it)),
        };
        if let Some(row) = row {
            writer.write_record(row).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| ExportError::Text(error.to_string()))?;
    drop(writer);
    Ok(out)
}

/// What all rows have in common.
struct Rows<'a> {
    material: &'a Material<'a>,
    personas: Vec<&'a Persona>,
    metrics: Vec<&'a Metric>,
    /// The titles of what each touchpoint leads to.
    leads_to: BTreeMap<TouchpointId, Vec<&'a str>>,
}

impl<'a> Rows<'a> {
    fn of(material: &'a Material<'a>) -> Self {
        let project = material.project;
        let items = project.items_in_reading_order(material.journey);
        let mut touchpoints: Vec<_> = items.iter().filter_map(|item| item.as_touchpoint()).collect();
        touchpoints.sort_unstable();
        let is_felt = |persona: PersonaId| {
            let feel = |id| project.touchpoints.get(id).is_some_and(|it| it.emotions.contains_key(&Some(persona)));
            touchpoints.iter().any(feel)
        };
        let mut leads_to: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for connector in project.connectors.values() {
            leads_to.entry(connector.from).or_default().extend(project.text_of(connector.to.into()));
        }
        let metrics = material.numbers.metrics_at(&touchpoints);
        Self {
            material,
            leads_to,
            personas: project.personas.values().map(|it| &**it).filter(|it| is_felt(it.id)).collect(),
            metrics: metrics.iter().filter_map(|id| project.metrics.get(id)).map(|it| &**it).collect(),
        }
    }

    fn head(&self) -> Vec<String> {
        let mut head: Vec<String> = HEAD.map(str::to_owned).to_vec();
        head.extend(self.personas.iter().map(|persona| safe(&format!("emotion: {}", persona.name))));
        for metric in &self.metrics {
            let name = &metric.name;
            head.push(safe(&format!("{name} ({})", metric.unit.code())));
            head.extend(["low", "high", "n"].map(|what| safe(&format!("{name} {what}"))));
        }
        head
    }

    /// Kind, id, and where it lies; `None` for what lies nowhere.
    fn place(&self, kind: Option<LaneKind>, id: u64, place: Place) -> Option<Vec<String>> {
        let project = self.material.project;
        let (stage, lane) = (project.stages.get(&place.stage)?, project.lanes.get(&place.lane)?);
        let kind = kind.unwrap_or(lane.kind);
        Some(vec![
            kind.item_label().to_owned(),
            id.to_string(),
            safe(&stage.name),
            stage.phase.code().to_owned(),
            safe(&lane.name),
            place.column.saturating_add(1).to_string(),
            place.order.saturating_add(1).to_string(),
            yes_or_no(!stage.is_hidden && !lane.is_hidden),
        ])
    }

    fn touchpoint(&self, it: &Touchpoint) -> Option<Vec<String>> {
        let project = self.material.project;
        let mut row = self.place(Some(LaneKind::Touchpoints), it.id.0, it.place)?;
        let joined = |names: Vec<&str>| safe(&names.join("; "));
        let rating = |rating: Option<u8>| rating.map(|rating| rating.to_string()).unwrap_or_default();
        let kind = touchpoint_type(self.material.spec.catalogue, it).unwrap_or(&it.kind);
        let state = self.material.standings.worst(Aim::Touchpoint(it.id));
        let leads_to = self.leads_to.get(&it.id).map_or(&[][..], Vec::as_slice);
        let figures: Vec<Figure> = self.metrics.iter().map(|metric| self.figure(metric, it)).collect();
        let mut files: Vec<&str> = Vec::new();
        for name in figures.iter().flat_map(|figure| &figure.sources).filter_map(|id| project.sources.get(id)) {
            if !files.contains(&name.shown_name()) {
                files.push(name.shown_name());
            }
        }
        let emotion = |persona: Option<PersonaId>| {
            let felt = it.emotions.get(&persona);
            felt.map(|emotion| number(f64::from(emotion.tenths()) / 10.0)).unwrap_or_default()
        };
        row.extend([
            safe(&it.title),
            safe(&it.description),
            it.channel.code().to_owned(),
            safe(kind),
            safe(&it.owner),
            yes_or_no(it.is_moment_of_truth),
            it.evidence.code().to_owned(),
            rating(it.importance),
            rating(it.importance_to_organization),
            rating(it.satisfaction),
            state.map(|state| state.code().to_owned()).unwrap_or_default(),
            joined(it.personas.iter().filter_map(|id| project.personas.get(id)).map(|it| it.name.as_str()).collect()),
            joined(it.segments.iter().filter_map(|id| project.segments.get(id)).map(|it| it.name.as_str()).collect()),
            joined(it.tags.iter().map(String::as_str).collect()),
            String::new(),
            joined(it.links.iter().map(|link| link.url.as_str()).collect()),
            joined(leads_to.to_vec()),
            joined(files),
            emotion(None),
        ]);
        row.extend(self.personas.iter().map(|persona| emotion(Some(persona.id))));
        for figure in &figures {
            row.extend([figure.value, figure.low, figure.high, figure.n].map(|it| it.map(number).unwrap_or_default()));
        }
        Some(row)
    }

    fn card(&self, it: &Card) -> Option<Vec<String>> {
        let mut row = self.place(None, it.id.0, it.place)?;
        let (by, url) = match &it.body {
            CardBody::Quote { by } => (by.as_str(), ""),
            CardBody::Link { url } => ("", url.as_str()),
            CardBody::Text | CardBody::Picture { .. } => ("", ""),
        };
        row.push(safe(&it.text));
        row.resize(HEAD.len() + self.personas.len() + 4 * self.metrics.len(), String::new());
        for (name, text) in [("said_by", by), ("links", url)] {
            if let Some(cell) = HEAD.iter().position(|head| *head == name).and_then(|at| row.get_mut(at)) {
                *cell = safe(text);
            }
        }
        Some(row)
    }

    fn figure(&self, metric: &Metric, touchpoint: &Touchpoint) -> Figure {
        let numbers = &self.material.numbers;
        if !numbers.metrics_of(touchpoint.id).contains(&metric.id) {
            return Figure::default();
        }
        numbers.figure(metric.id, touchpoint.id, self.material.view.period)
    }
}

fn yes_or_no(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// Empty for what is no number.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

/// A text that no spreadsheet takes for a formula: those begin with one of these, as OWASP lists them.
fn safe(text: &str) -> String {
    let is_formula =
        |letter: char| matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let text: String =
        text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t' | '\r')).collect();
    if text.starts_with(is_formula) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("-1+2", "'-1+2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("\u{0}=1", "'=1"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(safe(text), expected);
        }
        assert_eq!((number(0.05), number(f64::NAN), number(-1.2)), ("0.05".into(), String::new(), "-1.2".into()));
    }
}
