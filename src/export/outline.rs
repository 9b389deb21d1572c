//! A journey as it is read from top to bottom: stages, their steps, the touchpoints of each and the cards that go with
//! them. What every linear form is written from; how a form writes it down is the form's own.
//!
//! What the map leaves out (hidden stages and lanes, touchpoints that a filter hides) is left out here too; collapsed
//! stages and lanes are read in full.

mod facts;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use facts::{Way, touchpoint_type};
pub(super) use tables::{Side, TextTable};

use super::Material;
use crate::analysis::{MeasuredEmotions, measured_emotions};
use crate::model::{
    Card, Connector, Item, Journey, JourneyState, Lane, Persona, Project, Stage, Sticky, Touchpoint, TouchpointId,
};

/// A journey in reading order, and what is said of it.
pub(super) struct Outline<'a> {
    pub material: &'a Material<'a>,
    pub journey: &'a Journey,
    pub personas: Vec<&'a Persona>,
    pub stages: Vec<StagePart<'a>>,
    /// Free notes, in the order of ids.
    pub stickies: Vec<&'a Sticky>,
    /// How people said they felt, for the touchpoints of the journey.
    measured: Option<MeasuredEmotions>,
    /// The connectors that begin and end at each touchpoint, in the order of ids.
    from: BTreeMap<TouchpointId, Vec<&'a Connector>>,
    to: BTreeMap<TouchpointId, Vec<&'a Connector>>,
}

/// A stage with what is in it.
pub(super) struct StagePart<'a> {
    pub stage: &'a Stage,
    /// Only steps in which something lies.
    pub steps: Vec<Step<'a>>,
}

/// A column of a stage: touchpoints, and the cards that line up with them.
#[derive(Default)]
pub(super) struct Step<'a> {
    /// Counted from 1 within the stage.
    pub number: u32,
    pub touchpoints: Vec<&'a Touchpoint>,
    pub cards: Vec<LaneCards<'a>>,
}

/// The cards of one lane in a step.
pub(super) struct LaneCards<'a> {
    pub lane: &'a Lane,
    pub cards: Vec<&'a Card>,
}

impl<'a> Outline<'a> {
    /// `None` for a journey that is not there. `left_out` are touchpoints that a filter hides.
    pub fn of(material: &'a Material<'a>, left_out: &BTreeSet<TouchpointId>) -> Option<Self> {
        let project = material.project;
        let journey = project.journeys.get(&material.journey)?;
        let stages = stages(project, journey, left_out);
        let mut touchpoints: Vec<TouchpointId> =
            stages.iter().flat_map(|part| &part.steps).flat_map(|step| &step.touchpoints).map(|it| it.id).collect();
        touchpoints.sort_unstable();
        let is_here = |id: &TouchpointId| touchpoints.binary_search(id).is_ok();
        let (mut from, mut to): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) = Default::default();
        for connector in project.connectors.values().filter(|it| is_here(&it.from) && is_here(&it.to)) {
            from.entry(connector.from).or_default().push(&**connector);
            to.entry(connector.to).or_default().push(&**connector);
        }
        let personas = journey.personas.iter().filter_map(|id| project.personas.get(id)).map(|it| &**it);
        let of_journey = project.stickies.values().filter(|sticky| sticky.journey == journey.id);
        Some(Self {
            measured: measured_emotions(&material.numbers, &touchpoints, material.view.period),
            personas: personas.collect(),
            stickies: of_journey.map(|it| &**it).collect(),
            stages,
            material,
            journey,
            from,
            to,
        })
    }

    /// "Untitled journey" where it has no name.
    pub fn title(&self) -> &'a str {
        if self.journey.name.trim().is_empty() { "Untitled journey" } else { self.journey.name.trim() }
    }

    pub fn state(&self) -> &'static str {
        match self.journey.state {
            JourneyState::Current => "Current state",
            JourneyState::Future => "Future state",
        }
    }

    /// Every touchpoint, in reading order.
    pub fn touchpoints(&self) -> impl Iterator<Item = &'a Touchpoint> + '_ {
        self.steps().flat_map(|step| step.touchpoints.iter().copied())
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step<'a>> + '_ {
        self.stages.iter().flat_map(|part| &part.steps)
    }

    /// The connectors that begin at a touchpoint, with where they lead.
    pub fn leading_from(&self, touchpoint: TouchpointId) -> impl Iterator<Item = (&'a Connector, &'a Touchpoint)> {
        let all = self.from.get(&touchpoint).map_or(&[][..], Vec::as_slice).iter();
        let project = self.material.project;
        all.filter_map(|connector| Some((*connector, &**project.touchpoints.get(&connector.to)?)))
    }

    /// The connectors that end at a touchpoint, with where they come from.
    pub fn leading_to(&self, touchpoint: TouchpointId) -> impl Iterator<Item = (&'a Connector, &'a Touchpoint)> {
        let all = self.to.get(&touchpoint).map_or(&[][..], Vec::as_slice).iter();
        let project = self.material.project;
        all.filter_map(|connector| Some((*connector, &**project.touchpoints.get(&connector.from)?)))
    }
}

/// The stages that the map shows, with what lies in its lanes.
fn stages<'a>(project: &'a Project, journey: &'a Journey, left_out: &BTreeSet<TouchpointId>) -> Vec<StagePart<'a>> {
    let shown = journey.stages.iter().filter_map(|id| project.stages.get(id)).filter(|stage| !stage.is_hidden);
    let mut parts: Vec<StagePart<'a>> = shown.map(|stage| StagePart { stage, steps: Vec::new() }).collect();
    let rank: BTreeMap<_, usize> = parts.iter().enumerate().map(|(rank, part)| (part.stage.id, rank)).collect();
    // Columns of a stage, which `items_in_reading_order` has within lanes.
    let mut steps: BTreeMap<(usize, u32), Step<'a>> = BTreeMap::new();
    for item in project.items_in_reading_order(journey.id) {
        let Some(place) = project.place_of(item) else { continue };
        let Some(lane) = project.lanes.get(&place.lane).filter(|lane| !lane.is_hidden) else { continue };
        let Some(rank) = rank.get(&place.stage) else { continue };
        if item.as_touchpoint().is_some_and(|id| left_out.contains(&id)) {
            continue;
        }
        let fresh = || Step { number: place.column.saturating_add(1), ..Step::default() };
        let step = steps.entry((*rank, place.column)).or_insert_with(fresh);
        match item {
            Item::Touchpoint(id) => step.touchpoints.extend(project.touchpoints.get(&id).map(|it| &**it)),
            Item::Card(id) => {
                let Some(card) = project.cards.get(&id) else { continue };
                let cards = &mut step.cards;
                match cards.last_mut().filter(|last| last.lane.id == lane.id) {
                    Some(last) => last.cards.push(card),
                    None => cards.push(LaneCards { lane, cards: vec![card] }),
                }
            }
        }
    }
    for ((rank, _), step) in steps {
        if let Some(part) = parts.get_mut(rank) {
            part.steps.push(step);
        }
    }
    parts
}
