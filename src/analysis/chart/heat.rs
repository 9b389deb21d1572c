//! A metric by stage and channel.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asked::{Asked, Made, note};
use super::bars::nothing_known;
use super::data::{Body, HeatBody, HeatCell, Measured, Whose};
use crate::model::{Channel, StageId, TouchpointId};

pub(super) fn heat(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let touchpoints = asked.some_touchpoints(metric)?;
    let segment = asked.audiences().first().copied().flatten();
    let mut stages: Vec<StageId> = Vec::new();
    let mut channels: Vec<Channel> = Vec::new();
    let mut by_cell: BTreeMap<(usize, usize), Vec<TouchpointId>> = BTreeMap::new();
    for id in &touchpoints {
        let Some(touchpoint) = asked.project.touchpoints.get(id) else { continue };
        let channel = place_of(&mut channels, touchpoint.channel);
        let stage = place_of(&mut stages, touchpoint.place.stage);
        by_cell.entry((channel, stage)).or_default().push(*id);
    }
    let mut notes = Vec::new();
    let mut cells: Vec<Option<HeatCell>> = Vec::with_capacity(stages.len() * channels.len());
    let mut is_known = false;
    for channel in 0..channels.len() {
        for stage in 0..stages.len() {
            let Some(own) = by_cell.remove(&(channel, stage)) else {
                cells.push(None);
                continue;
            };
            let whose = Whose { metric: metric.id, touchpoints: Arc::from(own), segment };
            let figure = asked.figure(&whose, asked.period());
            let measured = Measured::of(&figure);
            is_known |= measured.is_some();
            note(&mut notes, figure.note.as_deref().filter(|note| *note != "No data."));
            cells.push(Some(HeatCell { measured, whose }));
        }
    }
    if !is_known {
        return Err(nothing_known(asked, metric, notes.first().map(String::as_str)));
    }
    let several = {
        let of = |stage: &StageId| asked.project.stages.get(stage).map(|stage| stage.journey);
        stages.iter().any(|stage| of(stage) != stages.first().and_then(of))
    };
    let stage_name = |id: &StageId| {
        let Some(stage) = asked.project.stages.get(id) else { return String::new() };
        match asked.project.journeys.get(&stage.journey).filter(|_| several) {
            Some(journey) => format!("{} ({})", stage.name, journey.name),
            None => stage.name.clone(),
        }
    };
    let names: Vec<String> = stages.iter().map(stage_name).collect();
    let channels = channels.iter().map(|channel| channel.label().to_owned()).collect();
    let who = segment.map(|_| asked.segment_name(segment)).unwrap_or_default();
    let title = format!("{} by stage and channel", metric.name);
    let subtitle = asked.subtitle(metric, asked.period(), &[who]);
    let body = HeatBody { unit: metric.shown(), stages: names, channels, cells, period: asked.period() };
    Ok(Made { title, subtitle, body: Body::Heat(body), notes })
}

/// Where it stands in the list; at its end if it was not in it yet.
fn place_of<T: PartialEq>(known: &mut Vec<T>, wanted: T) -> usize {
    known.iter().position(|known| *known == wanted).unwrap_or_else(|| {
        known.push(wanted);
        known.len() - 1
    })
}
