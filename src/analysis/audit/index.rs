//! What rules ask of every touchpoint and card, side by side in the order of the map, so that a rule is one pass over
//! a row of small records.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use super::insight::Severity;
use crate::analysis::Numbers;
use crate::model::{
    CardId, Channel, Emotion, Evidence, Journey, JourneyId, JourneyState, LaneId, LaneKind, PersonaId, Project,
    StageId, Touchpoint, TouchpointId,
};

/// The touchpoints of all journeys, by journey, stage, step, lane and order.
#[derive(Debug, Default)]
pub struct Index {
    touchpoints: Vec<Facts>,
    journeys: Vec<JourneyFacts>,
    stages: Vec<StageFacts>,
    at: BTreeMap<StageId, usize>,
    /// Which touchpoints are in which stages, as a number that differs when that does.
    pub places: u64,
    wanted: OnceLock<ByName>,
    likely_owners: OnceLock<LikelyOwners>,
}

/// Touchpoints by what they are called, folded.
pub type ByName = BTreeMap<String, Vec<TouchpointId>>;

/// Who answers for all touchpoints of a channel in a journey, or of a stage, as far as they have owners: `None` where
/// several do.
#[derive(Debug, Default)]
pub struct LikelyOwners {
    pub of_channels: HashMap<(JourneyId, Channel), Option<String>>,
    pub of_stages: HashMap<StageId, Option<String>>,
}

/// A journey's stages, as a range of [`Index::stages`].
#[derive(Debug)]
pub struct JourneyFacts {
    pub id: JourneyId,
    pub state: JourneyState,
    stages: Range<usize>,
}

#[derive(Debug)]
pub struct StageFacts {
    pub id: StageId,
    pub journey: JourneyId,
    pub state: JourneyState,
    touchpoints: Range<usize>,
}

/// What is known of a touchpoint.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub id: TouchpointId,
    pub stage: StageId,
    pub column: u32,
    pub channel: Channel,
    pub evidence: Evidence,
    /// How much it matters that something is wrong here: by moment of truth and importance.
    pub severity: Severity,
    pub is_moment_of_truth: bool,
    pub has_owner: bool,
    /// Whether any figure of it is stored.
    pub is_measured: bool,
    /// How the one feels who feels worst.
    pub lowest: Option<Emotion>,
    /// Whether any check is answered.
    pub has_answers: bool,
    /// Whether it is in a journey that shows what is, and is not merely proposed.
    pub is_real: bool,
    /// Within the step, from the top lane down.
    order: (usize, u32),
}

impl Index {
    pub fn of(project: &Project, numbers: &Numbers) -> Self {
        let mut index = Self::default();
        let mut lanes: BTreeMap<LaneId, usize> = BTreeMap::new();
        for journey in project.journey_order.iter().filter_map(|id| project.journeys.get(id)) {
            lanes.extend(journey.lanes.iter().enumerate().map(|(rank, lane)| (*lane, rank)));
            index.add_journey(journey);
        }
        let mut hasher = DefaultHasher::new();
        let mut by_stage: Vec<Vec<Facts>> = Vec::new();
        by_stage.resize_with(index.stages.len(), Vec::new);
        for touchpoint in project.touchpoints.values() {
            let place = touchpoint.place;
            hasher.write_u64(touchpoint.id.0);
            hasher.write_u64(place.stage.0);
            let Some(at) = index.at.get(&place.stage).copied() else { continue };
            let (Some(stage), Some(into)) = (index.stages.get(at), by_stage.get_mut(at)) else { continue };
            let order = (lanes.get(&place.lane).copied().unwrap_or(usize::MAX), place.order);
            into.push(Facts::of(touchpoint, stage.state, numbers.is_measured(touchpoint.id), order));
        }
        for (stage, mut facts) in index.stages.iter_mut().zip(by_stage) {
            facts.sort_unstable_by_key(|facts| (facts.column, facts.order));
            let start = index.touchpoints.len();
            index.touchpoints.append(&mut facts);
            stage.touchpoints = start..index.touchpoints.len();
        }
        index.places = hasher.finish();
        index
    }

    fn add_journey(&mut self, journey: &Journey) {
        let start = self.stages.len();
        for stage in &journey.stages {
            self.at.insert(*stage, self.stages.len());
            let (id, journey, state) = (*stage, journey.id, journey.state);
            self.stages.push(StageFacts { id, journey, state, touchpoints: 0..0 });
        }
        self.journeys.push(JourneyFacts { id: journey.id, state: journey.state, stages: start..self.stages.len() });
    }

    /// All touchpoints, as on the maps.
    pub fn touchpoints(&self) -> &[Facts] {
        &self.touchpoints
    }

    /// The touchpoints of journeys that show what is wanted, by their names; made when first asked for.
    pub fn wanted(&self, make: impl FnOnce() -> ByName) -> &ByName {
        self.wanted.get_or_init(make)
    }

    /// Made when first asked for.
    pub fn likely_owners(&self, make: impl FnOnce() -> LikelyOwners) -> &LikelyOwners {
        self.likely_owners.get_or_init(make)
    }

    pub fn journeys(&self) -> &[JourneyFacts] {
        &self.journeys
    }

    /// The stages of all journeys.
    pub fn stages(&self) -> &[StageFacts] {
        &self.stages
    }

    pub fn stages_of(&self, journey: &JourneyFacts) -> &[StageFacts] {
        self.stages.get(journey.stages.clone()).unwrap_or_default()
    }

    pub fn journey(&self, id: JourneyId) -> Option<&JourneyFacts> {
        self.journeys.iter().find(|journey| journey.id == id)
    }

    pub fn stage(&self, id: StageId) -> Option<&StageFacts> {
        self.stages.get(*self.at.get(&id)?)
    }

    pub fn touchpoints_of(&self, stage: &StageFacts) -> &[Facts] {
        self.touchpoints.get(stage.touchpoints.clone()).unwrap_or_default()
    }

    /// The touchpoints of a journey.
    pub fn touchpoints_in(&self, journey: &JourneyFacts) -> &[Facts] {
        let stages = self.stages_of(journey);
        let range =
            stages.first().zip(stages.last()).map(|(first, last)| first.touchpoints.start..last.touchpoints.end);
        range.and_then(|range| self.touchpoints.get(range)).unwrap_or_default()
    }

    /// The touchpoints of a step.
    pub fn step(&self, stage: StageId, column: u32) -> &[Facts] {
        let all = self.stage(stage).map(|stage| self.touchpoints_of(stage)).unwrap_or_default();
        let from = all.partition_point(|facts| facts.column < column);
        let to = all.partition_point(|facts| facts.column <= column);
        all.get(from..to).unwrap_or_default()
    }
}

impl Facts {
    fn of(touchpoint: &Touchpoint, state: JourneyState, is_measured: bool, order: (usize, u32)) -> Self {
        Self {
            id: touchpoint.id,
            stage: touchpoint.place.stage,
            column: touchpoint.place.column,
            channel: touchpoint.channel,
            evidence: touchpoint.evidence,
            severity: severity_of(touchpoint),
            is_moment_of_truth: touchpoint.is_moment_of_truth,
            has_owner: !touchpoint.owner.trim().is_empty(),
            is_measured,
            lowest: lowest(touchpoint).map(|(_, emotion)| emotion),
            has_answers: !touchpoint.checks.is_empty(),
            is_real: state == JourneyState::Current && touchpoint.evidence != Evidence::Proposed,
            order,
        }
    }

    /// Whether it decides much: a moment of truth, or rated 4 or 5.
    pub fn is_important(&self) -> bool {
        self.severity < Severity::Low
    }
}

/// High at moments of truth, medium where customers or the organization rate the importance 4 or 5, else low.
fn severity_of(touchpoint: &Touchpoint) -> Severity {
    let rated = touchpoint.importance.max(touchpoint.importance_to_organization);
    match rated {
        _ if touchpoint.is_moment_of_truth => Severity::High,
        Some(4..) => Severity::Medium,
        Some(_) | None => Severity::Low,
    }
}

/// Who feels worst at a touchpoint, and how.
pub fn lowest(touchpoint: &Touchpoint) -> Option<(Option<PersonaId>, Emotion)> {
    touchpoint.emotions.iter().map(|(persona, emotion)| (*persona, *emotion)).min_by_key(|(_, emotion)| *emotion)
}

/// The cards of all journeys by stage and step, with the kinds of their lanes.
#[derive(Debug, Default)]
pub struct CardIndex {
    cards: Vec<(StageId, u32, LaneKind, u32, CardId)>,
}

impl CardIndex {
    pub fn of(project: &Project) -> Self {
        let kinds: BTreeMap<LaneId, LaneKind> = project.lanes.values().map(|lane| (lane.id, lane.kind)).collect();
        let cards = project.cards.values().filter_map(|card| {
            let place = card.place;
            Some((place.stage, place.column, *kinds.get(&place.lane)?, place.order, card.id))
        });
        let mut cards: Vec<_> = cards.collect();
        cards.sort_unstable();
        Self { cards }
    }

    /// Every card with its stage, step and kind, by these.
    pub fn all(&self) -> impl Iterator<Item = (StageId, u32, LaneKind, CardId)> + '_ {
        self.cards.iter().map(|(stage, column, kind, _, card)| (*stage, *column, *kind, *card))
    }

    /// The cards of a stage with their kinds, by step.
    pub fn stage(&self, stage: StageId) -> impl Iterator<Item = (LaneKind, CardId)> + '_ {
        let from = self.cards.partition_point(|card| card.0 < stage);
        let to = self.cards.partition_point(|card| card.0 <= stage);
        self.cards.get(from..to).unwrap_or_default().iter().map(|(_, _, kind, _, card)| (*kind, *card))
    }

    /// The cards of a step with their kinds.
    pub fn step(&self, stage: StageId, column: u32) -> impl Iterator<Item = (LaneKind, CardId)> + '_ {
        let from = self.cards.partition_point(|card| (card.0, card.1) < (stage, column));
        let to = self.cards.partition_point(|card| (card.0, card.1) <= (stage, column));
        self.cards.get(from..to).unwrap_or_default().iter().map(|(_, _, kind, _, card)| (*kind, *card))
    }
}
