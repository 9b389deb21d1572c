//! Touchpoints and cards, a row each.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use super::super::outline::{Outline, touchpoint_type};
use super::cell::Cell;
use super::sheet::{Book, columns};
use crate::model::{Aim, CardBody, Touchpoint};

pub(super) fn touchpoints(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("Touchpoint", 32.0),
        ("Stage", 18.0),
        ("Phase", 16.0),
        ("Lane", 16.0),
        ("Step", 7.0),
        ("Channel", 16.0),
        ("In person", 11.0),
        ("Kept by", 10.0),
        ("Type", 22.0),
        ("Owner", 18.0),
        ("Moment of truth", 17.0),
        ("Evidence", 12.0),
        ("Emotion", 10.0),
        ("Emotions by persona", 24.0),
        ("Importance to customers", 14.0),
        ("Importance to the organization", 16.0),
        ("Satisfaction", 16.0),
        ("KPI", 12.0),
        ("Personas", 18.0),
        ("Segments", 18.0),
        ("Tags", 18.0),
        ("Leads to", 30.0),
        ("Description", 48.0),
        ("Id", 8.0),
    ]);
    let mut rows = Vec::new();
    for part in &outline.stages {
        for step in &part.steps {
            for touchpoint in &step.touchpoints {
                rows.push(touchpoint_row(
                    outline,
                    touchpoint,
                    (&part.stage.name, part.stage.phase.label(), step.number),
                ));
            }
        }
    }
    book.table("Touchpoints", &columns, rows, "The journey has no touchpoints yet.")
}

fn touchpoint_row(
    outline: &Outline<'_>,
    touchpoint: &Touchpoint,
    (stage, phase, step): (&str, &str, u32),
) -> Vec<Cell> {
    let project = outline.material.project;
    let channel = touchpoint.channel;
    let felt: Vec<f64> = touchpoint.emotions.values().map(|emotion| f64::from(emotion.tenths()) / 10.0).collect();
    // In tenths, as people give them.
    let mean = (!felt.is_empty()).then(|| (felt.iter().sum::<f64>() / felt.len() as f64 * 100.0).round() / 100.0);
    let rating = |rating: Option<u8>| Cell::number(rating.map(f64::from));
    let names = |names: Vec<&str>| Cell::text(names.join(", "));
    let lane = project.lanes.get(&touchpoint.place.lane).map_or("", |lane| lane.name.as_str());
    let leads: Vec<&str> = outline.leading_from(touchpoint.id).map(|(_, to)| to.title.as_str()).collect();
    vec![
        Cell::text(touchpoint.title.as_str()),
        Cell::text(stage),
        Cell::text(phase),
        Cell::text(lane),
        Cell::Number(f64::from(step)),
        Cell::text(channel.label()),
        Cell::YesNo(channel.is_in_person()),
        Cell::text(channel.ownership().label()),
        Cell::text(touchpoint_type(outline.material.spec.catalogue, touchpoint).unwrap_or_default()),
        Cell::text(touchpoint.owner.as_str()),
        Cell::YesNo(touchpoint.is_moment_of_truth),
        Cell::text(touchpoint.evidence.label()),
        mean.map_or(Cell::Empty, Cell::Signed),
        if felt.len() > 1 { Cell::text(outline.emotion(touchpoint)) } else { Cell::Empty },
        rating(touchpoint.importance),
        rating(touchpoint.importance_to_organization),
        rating(touchpoint.satisfaction),
        Cell::text(outline.material.standings.worst(Aim::Touchpoint(touchpoint.id)).map_or("", |state| state.label())),
        names(
            touchpoint.personas.iter().filter_map(|id| project.personas.get(id)).map(|it| it.name.as_str()).collect(),
        ),
        names(
            touchpoint.segments.iter().filter_map(|id| project.segments.get(id)).map(|it| it.name.as_str()).collect(),
        ),
        Cell::text(touchpoint.tags.join(", ")),
        Cell::text(leads.join(", ")),
        Cell::text(touchpoint.description.as_str()),
        Cell::Id(touchpoint.id.0),
    ]
}

pub(super) fn cards(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("Card", 48.0),
        ("Kind", 16.0),
        ("Stage", 18.0),
        ("Phase", 16.0),
        ("Lane", 18.0),
        ("Step", 7.0),
        ("At the touchpoints", 32.0),
        ("Form", 10.0),
        ("Said by", 18.0),
        ("Link", 30.0),
        ("Id", 8.0),
    ]);
    let mut rows = Vec::new();
    for part in &outline.stages {
        for step in &part.steps {
            let here: Vec<&str> = step.touchpoints.iter().map(|touchpoint| touchpoint.title.as_str()).collect();
            for (lane, card) in step.cards.iter().flat_map(|cards| cards.cards.iter().map(|card| (cards.lane, *card))) {
                let (form, by, url) = match &card.body {
                    CardBody::Text => ("Text", "", ""),
                    CardBody::Quote { by } => ("Quote", by.as_str(), ""),
                    CardBody::Picture { .. } => ("Picture", "", ""),
                    CardBody::Link { url } => ("Link", "", url.as_str()),
                };
                rows.push(vec![
                    Cell::text(card.text.as_str()),
                    Cell::text(lane.kind.item_label()),
                    Cell::text(part.stage.name.as_str()),
                    Cell::text(part.stage.phase.label()),
                    Cell::text(lane.name.as_str()),
                    Cell::Number(f64::from(step.number)),
                    Cell::text(here.join(", ")),
                    Cell::text(form),
                    Cell::text(by),
                    Cell::text(url),
                    Cell::Id(card.id.0),
                ]);
            }
        }
    }
    book.table("Cards", &columns, rows, "The journey has no cards yet.")
}

/// The stage and channel of every touchpoint, for rows about its figures.
pub(super) fn places<'a>(outline: &Outline<'a>) -> BTreeMap<crate::model::TouchpointId, (&'a str, &'static str)> {
    let mut places = BTreeMap::new();
    for part in &outline.stages {
        for touchpoint in part.steps.iter().flat_map(|step| &step.touchpoints) {
            places.insert(touchpoint.id, (part.stage.name.as_str(), touchpoint.channel.label()));
        }
    }
    places
}
