//! What in the newer state is the same as what in the older one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Matching, Side, subjects};
use crate::base::fold::fold;
use crate::model::{
    CardId, ConnectorId, Item, JourneyId, LaneId, LaneKind, Origin, Project, StageId, StickyId, Subject, TouchpointId,
};

/// What is the same in both states.
pub enum Pairs {
    /// What has the same id.
    Same,
    /// The newer one, and the older one.
    Of(BTreeMap<Subject, Subject>),
}

impl Pairs {
    pub fn same() -> Self {
        Self::Same
    }

    /// What it was in the older state, if it was there.
    pub fn before(&self, after: Subject) -> Option<Subject> {
        match self {
            Self::Same => Some(after),
            Self::Of(pairs) => pairs.get(&after).copied(),
        }
    }

    /// How two journeys of a project go together.
    pub fn of_journeys(project: &Project, before: JourneyId, after: JourneyId) -> (Matching, Self) {
        let origin = |journey: JourneyId| project.journeys.get(&journey)?.origin.clone();
        let (of_before, of_after) = (origin(before), origin(after));
        let ids: Option<BTreeMap<u64, u64>> = match (of_before, of_after) {
            (_, Some(copied)) if copied.journey == before => Some(copied.pairs.clone()),
            (Some(copied), _) if copied.journey == after => Some(turned(&copied)),
            (Some(first), Some(second)) if first.journey == second.journey => {
                let to_first = turned(&first);
                let through = |original: &u64| to_first.get(original).copied();
                Some(second.pairs.iter().filter_map(|(copy, original)| Some((*copy, through(original)?))).collect())
            }
            (_, _) => None,
        };
        let newer = subjects(Side { project, journeys: &[after] });
        match ids {
            Some(ids) => {
                let pairs = newer.into_iter().filter_map(|subject| Some((subject, renamed(subject, &ids)?)));
                (Matching::Copies, Self::Of(pairs.collect()))
            }
            None => (Matching::Titles, Self::Of(by_titles(project, before, &newer))),
        }
    }
}

fn turned(origin: &Origin) -> BTreeMap<u64, u64> {
    origin.pairs.iter().map(|(copy, original)| (*original, *copy)).collect()
}

/// The subject of the same kind that has the id paired with its own.
fn renamed(subject: Subject, ids: &BTreeMap<u64, u64>) -> Option<Subject> {
    Some(match subject {
        Subject::Item(Item::Touchpoint(id)) => TouchpointId(*ids.get(&id.0)?).into(),
        Subject::Item(Item::Card(id)) => CardId(*ids.get(&id.0)?).into(),
        Subject::Stage(id) => Subject::Stage(StageId(*ids.get(&id.0)?)),
        Subject::Lane(id) => Subject::Lane(LaneId(*ids.get(&id.0)?)),
        Subject::Connector(id) => Subject::Connector(ConnectorId(*ids.get(&id.0)?)),
        Subject::Sticky(id) => Subject::Sticky(StickyId(*ids.get(&id.0)?)),
    })
}

/// What has to be equal for two things to go together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    Stage(String),
    Lane(LaneKind, Option<String>),
    /// By its text, the kind of its lane and, where near ones are sought, the stage and lane of the older state.
    Item(String, LaneKind, Option<(Subject, Subject)>),
    Connector(Subject, Subject),
    Sticky(String),
}

/// Equal titles go together, each once; those whose stage and lane go together too come first.
fn by_titles(project: &Project, before: JourneyId, newer: &[Subject]) -> BTreeMap<Subject, Subject> {
    let older = subjects(Side { project, journeys: &[before] });
    let mut pairs: BTreeMap<Subject, Subject> = BTreeMap::new();
    let mut taken: BTreeSet<Subject> = BTreeSet::new();
    let is_header = |subject: &&Subject| matches!(subject, Subject::Stage(_) | Subject::Lane(_));
    let is_card = |subject: &&Subject| matches!(subject, Subject::Item(_));
    let is_rest = |subject: &&Subject| matches!(subject, Subject::Connector(_) | Subject::Sticky(_));
    // Headers before what lies in them, cards before what joins them.
    let rounds: [&dyn Fn(&&Subject) -> bool; 3] = [&is_header, &is_card, &is_rest];
    for round in rounds {
        for is_near in [true, false] {
            let mut offered: BTreeMap<Alike, Vec<Subject>> = BTreeMap::new();
            for subject in older.iter().rev().filter(|it| round(it) && !taken.contains(*it)) {
                if let Some(key) = key_of(project, *subject, is_near, Some) {
                    offered.entry(key).or_default().push(*subject);
                }
            }
            for subject in newer.iter().filter(round) {
                if pairs.contains_key(subject) {
                    continue;
                }
                let Some(key) = key_of(project, *subject, is_near, |it| pairs.get(&it).copied()) else { continue };
                if let Some(found) = offered.get_mut(&key).and_then(Vec::pop) {
                    taken.insert(found);
                    pairs.insert(*subject, found);
                }
            }
        }
    }
    pairs
}

/// What a subject is told by; `in_older` says what something of its journey is in the older state.
fn key_of(
    project: &Project,
    subject: Subject,
    is_near: bool,
    in_older: impl Fn(Subject) -> Option<Subject>,
) -> Option<Alike> {
    Some(match subject {
        Subject::Stage(id) => Alike::Stage(fold(&project.stages.get(&id)?.name)),
        Subject::Lane(id) => {
            let lane = project.lanes.get(&id)?;
            Alike::Lane(lane.kind, is_near.then(|| fold(&lane.name)))
        }
        Subject::Item(item) => {
            let place = project.place_of(item)?;
            let text = fold(project.text_of(item)?);
            if text.trim().is_empty() {
                return None;
            }
            let near = || in_older(Subject::Stage(place.stage)).zip(in_older(Subject::Lane(place.lane)));
            let cell = if is_near { Some(near()?) } else { None };
            Alike::Item(text, project.lanes.get(&place.lane)?.kind, cell)
        }
        Subject::Connector(id) => {
            let connector = project.connectors.get(&id)?;
            Alike::Connector(in_older(connector.from.into())?, in_older(connector.to.into())?)
        }
        Subject::Sticky(id) => Alike::Sticky(fold(&project.stickies.get(&id)?.text)),
    })
}
