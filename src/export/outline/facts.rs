//! What is known of a single touchpoint, in words: facts, figures, and where it leads.

use super::Outline;
use crate::analysis::{Change, Figure};
use crate::base::number::{format_full, format_grouped};
use crate::model::{
    Catalogue, CheckAnswer, Connector, ConnectorKind, Metric, Persona, PersonaId, Touchpoint, TouchpointId,
};

/// A thing that is known, and its words: ("Owner", "E-commerce team").
pub(in crate::export) type Fact = (&'static str, String);

/// A metric at a touchpoint in the period on show.
pub(in crate::export) struct Reading<'a> {
    pub metric: &'a Metric,
    pub figure: Figure,
    /// Against the period that the view compares with.
    pub change: Option<Change>,
    /// The names of the files behind it.
    pub sources: Vec<&'a str>,
}

impl Reading<'_> {
    /// "3.14%", "–" where it is not known; with a star where it rests on few cases.
    pub fn value(&self) -> String {
        let mark = if self.figure.is_small { "*" } else { "" };
        self.figure.value.map_or_else(|| "–".to_owned(), |value| format!("{}{mark}", self.full(value)))
    }

    /// "2.9% – 3.4%"; empty without an interval.
    pub fn interval(&self) -> String {
        let ends = self.figure.interval();
        ends.map(|ends| format!("{} – {}", self.full(ends.low), self.full(ends.high))).unwrap_or_default()
    }

    /// "41,205"; empty where it is not known.
    pub fn n(&self) -> String {
        self.figure.n.map(|n| format_grouped(n, 0)).unwrap_or_default()
    }

    pub fn days(&self) -> String {
        self.figure.period.map(|period| period.label()).unwrap_or_default()
    }

    /// "−0.2"; empty where there is nothing to compare with.
    pub fn change(&self) -> &str {
        self.change.as_ref().map_or("", |change| &change.full_text)
    }

    fn full(&self, value: f64) -> String {
        format_full(value, self.metric)
    }
}

/// Whether a connector is told at its beginning or at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Way {
    Onward,
    Back,
}

impl Way {
    /// "Leads to", "May lead to", "Comes from" …
    pub fn words(self, connector: &Connector) -> &'static str {
        match (self, connector.kind) {
            (Self::Onward, ConnectorKind::Flow) => "Leads to",
            (Self::Onward, ConnectorKind::Optional) => "May lead to",
            (Self::Onward, ConnectorKind::Return) => "Returns to",
            (Self::Back, ConnectorKind::Flow) => "Comes from",
            (Self::Back, ConnectorKind::Optional) => "May come from",
            (Self::Back, ConnectorKind::Return) => "Returned to from",
        }
    }
}

/// What the catalogue calls a touchpoint's type; `None` for one without a type.
pub(in crate::export) fn touchpoint_type(
    catalogue: Option<&'static Catalogue>,
    touchpoint: &Touchpoint,
) -> Option<&'static str> {
    let known = &catalogue?.types;
    known.iter().find(|it| it.code == touchpoint.kind).map(|it| it.name.as_str())
}

impl<'a> Outline<'a> {
    /// What is known of a touchpoint besides its figures, each with its name. Nothing that nobody has said.
    pub fn facts(&self, touchpoint: &Touchpoint) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::new();
        let mut say = |name: &'static str, words: String| {
            if !words.trim().is_empty() {
                facts.push((name, words));
            }
        };
        let channel = touchpoint.channel;
        let place = if channel.is_in_person() { "in person" } else { "online or remote" };
        let kept = channel.ownership().label().to_lowercase();
        say("Channel", format!("{}, {kept}, {place}", channel.label()));
        let kind = touchpoint_type(self.material.spec.catalogue, touchpoint).unwrap_or_default();
        say("Type", if kind == touchpoint.title { String::new() } else { kind.to_owned() });
        if touchpoint.is_moment_of_truth {
            say("Moment of truth", "yes, it decides how the whole journey is judged".to_owned());
        }
        say("Emotion", self.emotion(touchpoint));
        say("Measured emotion", self.measured_emotion(touchpoint.id).unwrap_or_default());
        say("Evidence", touchpoint.evidence.label().to_owned());
        say("Owner", touchpoint.owner.clone());
        let of_five = |rating: Option<u8>| rating.map(|rating| format!("{rating} of 5")).unwrap_or_default();
        say("Importance to customers", of_five(touchpoint.importance));
        say("Importance to the organization", of_five(touchpoint.importance_to_organization));
        say("Satisfaction", of_five(touchpoint.satisfaction));
        let project = self.material.project;
        let personas = touchpoint.personas.iter().map(|id| self.persona_name(Some(*id)));
        say("Who comes here", personas.collect::<Vec<_>>().join(", "));
        let segments = touchpoint.segments.iter().filter_map(|id| project.segments.get(id)).map(|it| it.name.as_str());
        say("Segments", segments.collect::<Vec<_>>().join(", "));
        say("KPIs", self.kpis_in_words(touchpoint.id));
        say("Practice checks", answers(touchpoint));
        say("Tags", touchpoint.tags.join(", "));
        facts
    }

    /// "−1.2"; "Kim −1.2, Ada +0.5" where personas feel differently. Empty where nobody has said.
    pub fn emotion(&self, touchpoint: &Touchpoint) -> String {
        let said = touchpoint.emotions.iter().map(|(persona, emotion)| match persona {
            None if touchpoint.emotions.len() == 1 => emotion.to_string(),
            None => format!("everybody {emotion}"),
            Some(id) => format!("{} {emotion}", self.persona_name(Some(*id))),
        });
        said.collect::<Vec<_>>().join(", ")
    }

    /// "+1.4 by CSAT 84%".
    fn measured_emotion(&self, touchpoint: TouchpointId) -> Option<String> {
        let measured = self.measured.as_ref()?;
        let here = measured.values.get(&touchpoint)?;
        Some(format!("{} by {} {}", here.emotion(), measured.by.label(), here.text))
    }

    fn persona_name(&self, persona: Option<PersonaId>) -> String {
        let known = persona.and_then(|id| self.material.project.personas.get(&id));
        known.map_or_else(|| "everybody".to_owned(), |persona: &std::sync::Arc<Persona>| persona.name.clone())
    }

    /// "Conversion rate off track: 3.1% misses …"
    fn kpis_in_words(&self, touchpoint: TouchpointId) -> String {
        let Self { material, .. } = self;
        let told = material.standings.of_aim(touchpoint.into()).iter().filter_map(|id| {
            let kpi = material.project.kpis.get(id)?;
            let (metric, standing) = (material.project.metrics.get(&kpi.metric)?, material.standings.get(*id)?);
            let state = standing.state.label().to_lowercase();
            Some(format!("{} {state}. {}", metric.name, standing.reason(kpi, metric)))
        });
        told.collect::<Vec<_>>().join(" ")
    }

    /// The metrics of a touchpoint, the most telling first, with or without a value in the period on show.
    pub fn readings(&self, touchpoint: TouchpointId) -> Vec<Reading<'a>> {
        let material = self.material;
        let (numbers, view) = (&material.numbers, &material.view);
        let known = numbers.metrics_of(touchpoint).into_iter().filter_map(|id| material.project.metrics.get(&id));
        known
            .map(|metric| {
                let figure = numbers.figure(metric.id, touchpoint, view.period);
                let before = view.compare_with.map(|period| numbers.figure(metric.id, touchpoint, Some(period)));
                let change = before.and_then(|before| numbers.change(metric.id, view, &before, &figure));
                let sources = figure.sources.iter().filter_map(|id| material.project.sources.get(id));
                let sources = sources.map(|source| source.shown_name()).collect();
                Reading { metric, figure, change, sources }
            })
            .collect()
    }

    /// The head of a table of readings; [`Self::reading_cells`] are its rows.
    pub const READING_HEAD: [&'static str; 7] = ["Metric", "Value", "95% interval", "n", "Change", "Days", "Source"];

    pub fn reading_cells(reading: &Reading<'_>) -> [String; 7] {
        [
            reading.metric.name.clone(),
            reading.value(),
            reading.interval(),
            reading.n(),
            reading.change().to_owned(),
            reading.days(),
            reading.sources.join(", "),
        ]
    }
}

/// "4 yes, 2 no, 1 does not apply".
fn answers(touchpoint: &Touchpoint) -> String {
    let counted = CheckAnswer::ALL.into_iter().filter_map(|answer| {
        let count = touchpoint.checks.values().filter(|given| **given == answer).count();
        (count > 0).then(|| format!("{count} {}", answer.label().to_lowercase()))
    });
    counted.collect::<Vec<_>>().join(", ")
}
