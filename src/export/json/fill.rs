//! From a project to the records of the JSON form.

use std::collections::{BTreeMap, BTreeSet};

use super::records::*;
use crate::analysis::audit::Finding;
use crate::analysis::{Audience, Scope, definition};
use crate::base::Date;
use crate::export::Material;
use crate::export::outline::Outline;
use crate::model::{
    Action, Aim, Card, CardBody, Direction, Item, Kpi, Metric, MetricId, Ownership, Place, SegmentId, Source,
    Touchpoint, TouchpointId,
};

/// The whole document; `None` for a journey that is not there.
pub fn export<'a>(material: &'a Material<'a>) -> Option<Export<'a>> {
    let project = material.project;
    let journey = project.journeys.get(&material.journey)?;
    let outline = Outline::of(material, &BTreeSet::new())?;
    let items = project.items_in_reading_order(journey.id);
    let touchpoints = items.iter().filter_map(|item| project.touchpoints.get(&item.as_touchpoint()?));
    let touchpoints: Vec<&Touchpoint> = touchpoints.map(|it| &**it).collect();
    let cards = items.iter().filter_map(|item| match item {
        Item::Card(id) => project.cards.get(id),
        Item::Touchpoint(_) => None,
    });
    let is_here = |id: TouchpointId| project.journey_of(Item::Touchpoint(id)) == Some(journey.id);
    let connectors = project.connectors.values().filter(|it| is_here(it.from) && is_here(it.to));
    let metrics = metrics(material, &touchpoints);
    let is_used: BTreeSet<&str> = metrics.iter().map(|record| record.metric).collect();
    let files: BTreeSet<u64> = metrics.iter().flat_map(|record| &record.sources).copied().collect();
    let view = &material.view;
    Some(Export {
        schema: "urn:throughline:schema:journey-export:1",
        version: 1,
        generator: "Throughline",
        project: ProjectRecord {
            title: &project.title,
            business_model: project.strategy.business.map(|model| model.code()),
        },
        journey: JourneyRecord {
            id: journey.id.0,
            name: &journey.name,
            scenario: &journey.scenario,
            state: journey.state.label(),
            personas: journey.personas.iter().map(|id| id.0).collect(),
        },
        view: ViewRecord {
            from: view.period.map(|period| period.from.to_string()),
            to: view.period.map(|period| period.to.to_string()),
            compare_from: view.compare_with.map(|period| period.from.to_string()),
            compare_to: view.compare_with.map(|period| period.to.to_string()),
            today: material.today.to_string(),
        },
        stages: journey
            .stages
            .iter()
            .filter_map(|id| project.stages.get(id))
            .map(|stage| StageRecord {
                id: stage.id.0,
                name: &stage.name,
                description: &stage.description,
                phase: stage.phase.code(),
                hidden: stage.is_hidden,
            })
            .collect(),
        lanes: journey
            .lanes
            .iter()
            .filter_map(|id| project.lanes.get(id))
            .map(|lane| LaneRecord { id: lane.id.0, name: &lane.name, kind: lane.kind.code(), hidden: lane.is_hidden })
            .collect(),
        touchpoints: touchpoints.iter().map(|it| touchpoint(material, it)).collect(),
        cards: cards.map(|it| card(material, it)).collect(),
        connectors: connectors
            .map(|it| ConnectorRecord {
                id: it.id.0,
                from: it.from.0,
                to: it.to.0,
                kind: it.kind.code(),
                label: &it.label,
            })
            .collect(),
        notes: project
            .stickies
            .values()
            .filter(|it| it.journey == journey.id)
            .map(|it| NoteRecord {
                id: it.id.0,
                text: &it.text,
                stage: it.spot.stage.map(|id| id.0),
                lane: it.spot.lane.map(|id| id.0),
            })
            .collect(),
        personas: project
            .personas
            .values()
            .map(|it| PersonaRecord {
                id: it.id.0,
                name: &it.name,
                role: &it.role,
                quote: &it.quote,
                goals: &it.goals,
                frustrations: &it.frustrations,
                segment: it.segment.map(|id| id.0),
            })
            .collect(),
        segments: project
            .segments
            .values()
            .map(|it| SegmentRecord { id: it.id.0, name: &it.name, description: &it.description })
            .collect(),
        metric_definitions: project
            .metrics
            .values()
            .filter(|it| is_used.contains(it.key.as_str()))
            .map(|it| defined(it))
            .collect(),
        metrics,
        kpis: outline.kpis().filter_map(|it| kpi(material, it)).collect(),
        insights: outline.findings().filter_map(|it| insight(material, it)).collect(),
        actions: outline.actions().map(|it| action(material, it)).collect(),
        sources: project.sources.values().filter(|it| files.contains(&it.id.0)).map(|it| source(it)).collect(),
    })
}

fn place(place: Place) -> PlaceRecord {
    let Place { stage, lane, column, order } = place;
    PlaceRecord { stage: stage.0, lane: lane.0, step: column.saturating_add(1), order: order.saturating_add(1) }
}

/// `None` for a text in which nothing is said.
fn said(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn touchpoint<'a>(material: &Material<'a>, it: &'a Touchpoint) -> TouchpointRecord<'a> {
    let emotion = |(persona, emotion): (&Option<crate::model::PersonaId>, &crate::model::Emotion)| EmotionRecord {
        persona: persona.map(|id| id.0),
        value: f64::from(emotion.tenths()) / 10.0,
    };
    TouchpointRecord {
        id: it.id.0,
        title: &it.title,
        place: place(it.place),
        kind: said(&it.kind),
        channel: it.channel.code(),
        channel_ownership: match it.channel.ownership() {
            Ownership::Owned => "owned",
            Ownership::Paid => "paid",
            Ownership::Earned => "earned",
        },
        in_person: it.channel.is_in_person(),
        description: &it.description,
        owner: said(&it.owner),
        moment_of_truth: it.is_moment_of_truth,
        evidence: it.evidence.code(),
        importance: it.importance,
        importance_to_organization: it.importance_to_organization,
        satisfaction: it.satisfaction,
        emotions: it.emotions.iter().map(emotion).collect(),
        personas: it.personas.iter().map(|id| id.0).collect(),
        segments: it.segments.iter().map(|id| id.0).collect(),
        kpi_state: material.standings.worst(Aim::Touchpoint(it.id)).map(|state| state.code()),
        checks: it.checks.iter().map(|(code, answer)| (code.as_str(), answer.code())).collect(),
        tags: &it.tags,
        aliases: &it.aliases,
        links: it.links.iter().map(|link| LinkRecord { title: &link.title, url: &link.url }).collect(),
    }
}

fn card<'a>(material: &Material<'a>, it: &'a Card) -> CardRecord<'a> {
    let lane = material.project.lanes.get(&it.place.lane);
    let (form, said_by, url, picture) = match &it.body {
        CardBody::Text => ("text", None, None, None),
        CardBody::Quote { by } => ("quote", said(by), None, None),
        CardBody::Link { url } => ("link", None, Some(url.as_str()), None),
        CardBody::Picture { hash } => ("picture", None, None, Some(hash.to_string())),
    };
    CardRecord {
        id: it.id.0,
        place: place(it.place),
        kind: lane.map_or("notes", |lane| lane.kind.code()),
        form,
        text: &it.text,
        said_by,
        url,
        picture,
    }
}

fn defined(it: &Metric) -> DefinitionRecord<'_> {
    DefinitionRecord {
        id: it.id.0,
        key: &it.key,
        name: &it.name,
        class: it.class.code(),
        unit: it.unit.code(),
        better: match it.direction {
            Direction::HigherIsBetter => "higher",
            Direction::LowerIsBetter => "lower",
        },
        formula: definition(it),
    }
}

/// Every metric at every touchpoint, of all customers and then of each segment that was stored there.
fn metrics<'a>(material: &'a Material<'a>, touchpoints: &[&Touchpoint]) -> Vec<MetricRecord<'a>> {
    let mut segments: BTreeMap<(TouchpointId, MetricId), BTreeSet<SegmentId>> = BTreeMap::new();
    for key in material.project.series.keys() {
        if let Some(segment) = key.segment {
            segments.entry((key.touchpoint, key.metric)).or_default().insert(segment);
        }
    }
    let mut records = Vec::new();
    for touchpoint in touchpoints {
        for metric in material.numbers.metrics_of(touchpoint.id) {
            let Some(metric) = material.project.metrics.get(&metric) else { continue };
            let stored = segments.get(&(touchpoint.id, metric.id)).into_iter().flatten().copied();
            for segment in std::iter::once(None).chain(stored.map(Some)) {
                records.push(reading(material, metric, touchpoint.id, segment));
            }
        }
    }
    records
}

fn reading<'a>(
    material: &'a Material<'a>,
    metric: &'a Metric,
    touchpoint: TouchpointId,
    segment: Option<SegmentId>,
) -> MetricRecord<'a> {
    let audience = segment.map_or(Audience::Everyone, Audience::Segment);
    let scope = Scope::from(touchpoint).for_audience(audience);
    let figure = material.numbers.figure(metric.id, scope, material.view.period);
    MetricRecord {
        touchpoint: touchpoint.0,
        metric: &metric.key,
        class: metric.class.code(),
        unit: metric.unit.code(),
        segment: segment.map(|id| id.0),
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        n: figure.n,
        low: figure.low,
        high: figure.high,
        small: figure.is_small,
        from: day(figure.period.map(|period| period.from)),
        to: day(figure.period.map(|period| period.to)),
        rows: figure.rows,
        sources: figure.sources.iter().map(|id| id.0).collect(),
        note: figure.note,
    }
}

fn subject(material: &Material<'_>, aim: Aim) -> SubjectRecord {
    let id = match aim {
        Aim::Touchpoint(id) => id.0,
        Aim::Stage(id) => id.0,
        Aim::Journey(id) => id.0,
    };
    SubjectRecord { kind: aim.noun(), id: Some(id), name: aim.name(material.project).unwrap_or_default().to_owned() }
}

fn kpi<'a>(material: &'a Material<'a>, it: &'a Kpi) -> Option<KpiRecord<'a>> {
    let metric = material.project.metrics.get(&it.metric)?;
    let standing = material.standings.get(it.id)?;
    let figure = &standing.figure;
    Some(KpiRecord {
        id: it.id.0,
        subject: subject(material, it.aim),
        metric: &metric.key,
        unit: metric.unit.code(),
        segment: it.segment.map(|id| id.0),
        baseline: standing.baseline,
        target: it.target,
        expected: standing.expected.map(|at| at.value),
        value: figure.value,
        low: figure.low,
        high: figure.high,
        n: figure.n,
        start: day(it.start),
        due: day(it.due),
        owner: said(&it.owner),
        why: said(&it.why),
        state: standing.state.code(),
        reason: standing.reason(it, metric),
    })
}

fn insight(material: &Material<'_>, finding: &Finding) -> Option<InsightRecord> {
    let told = material.audit()?.insight(finding);
    let about = finding.about;
    Some(InsightRecord {
        rule: finding.rule.code,
        title: finding.rule.title,
        severity: finding.severity.code(),
        subject: SubjectRecord {
            kind: about.kind(),
            id: Some(about.record()).filter(|id| *id != 0),
            name: about.name(material.project).to_owned(),
        },
        message: told.message,
        figures: told.figures.into_iter().map(|fact| (fact.key, fact.value)).collect(),
    })
}

fn action<'a>(material: &'a Material<'a>, it: &'a Action) -> ActionRecord<'a> {
    ActionRecord {
        id: it.id.0,
        title: &it.title,
        description: &it.description,
        subjects: it.aims.iter().map(|aim| subject(material, *aim)).collect(),
        metric: it.metric.and_then(|id| material.project.metrics.get(&id)).map(|metric| metric.key.as_str()),
        owner: said(&it.owner),
        state: it.state.code(),
        start: day(it.start),
        end: day(it.end),
        impact: it.impact,
        effort: it.effort,
    }
}

fn source(it: &Source) -> SourceRecord<'_> {
    SourceRecord {
        id: it.id.0,
        name: it.shown_name(),
        file: &it.file_name,
        format: &it.format,
        hash: said(&it.hash),
        bytes: it.size_bytes,
        rows: it.rows,
        rows_left_out: it.rows_left_out,
        from: day(it.period.map(|period| period.from)),
        to: day(it.period.map(|period| period.to)),
        read_at: day(it.read_at),
    }
}
