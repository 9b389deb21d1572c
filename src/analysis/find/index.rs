//! Everything of a project that can be found, in the order in which it is listed. Made once for each state of a
//! project.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::KpiState;
use super::{Entry, Facts, Found, Kind, Missing, Query, fields};
use crate::base::fold::fold;
use crate::model::{
    Channel, ConnectorId, Evidence, Item, Journey, JourneyId, Project, StickyId, Subject, Touchpoint, TouchpointId,
};

/// What of a project can be found: journey after journey as their tabs stand, in each kind after kind in reading
/// order, and at the end what belongs to none.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// The names of stages in the order of the maps, each once.
    pub stages: Vec<String>,
    /// The channels in use, in the order of the catalogue.
    pub channels: Vec<Channel>,
    /// The owners of touchpoints, in the order of letters.
    pub owners: Vec<String>,
    /// How KPIs stand, each state once, the worst first.
    pub kpis: Vec<KpiState>,
}

impl Index {
    /// `kpis` is how the worst KPI of each touchpoint stands.
    pub fn of(project: &Project, kpis: &BTreeMap<TouchpointId, KpiState>) -> Self {
        let mut builder = Builder::new(project, kpis);
        for id in project.journey_order.iter() {
            if let Some(journey) = project.journeys.get(id) {
                builder.journey(journey);
            }
        }
        for id in project.personas.keys() {
            builder.push(Found::Persona(*id), Kind::Persona, None);
        }
        for id in project.actions.keys() {
            builder.push(Found::Action(*id), Kind::Action, None);
        }
        for id in project.sources.keys() {
            builder.push(Found::Source(*id), Kind::Source, None);
        }
        builder.finish()
    }

    pub fn entry(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    /// The entries that fit, by their ranks, in their order; none for a query that asks nothing.
    pub fn find(&self, query: &Query) -> Vec<usize> {
        if query.is_empty() {
            return Vec::new();
        }
        let words = query.words();
        let all = self.entries.iter().enumerate();
        all.filter(|(_, entry)| entry.matches(query, &words)).map(|(at, _)| at).collect()
    }
}

struct Builder<'a> {
    project: &'a Project,
    kpis: &'a BTreeMap<TouchpointId, KpiState>,
    index: Index,
    owners: BTreeSet<Arc<str>>,
    channels: BTreeSet<Channel>,
    measured: BTreeSet<TouchpointId>,
    with_kpi: BTreeSet<TouchpointId>,
    connected: BTreeSet<TouchpointId>,
}

impl<'a> Builder<'a> {
    fn new(project: &'a Project, kpis: &'a BTreeMap<TouchpointId, KpiState>) -> Self {
        let connectors = project.connectors.values();
        Self {
            project,
            kpis,
            index: Index::default(),
            owners: BTreeSet::new(),
            channels: BTreeSet::new(),
            measured: project.series.keys().map(|key| key.touchpoint).collect(),
            with_kpi: project.kpis.values().filter_map(|kpi| kpi.touchpoint()).collect(),
            connected: connectors.flat_map(|connector| [connector.from, connector.to]).collect(),
        }
    }

    fn journey(&mut self, journey: &Journey) {
        let project = self.project;
        let of = Some(journey.id);
        self.push(Found::Journey(journey.id), Kind::Journey, of);
        for id in &journey.stages {
            let name = project.stages.get(id).map(|stage| stage.name.as_str()).unwrap_or_default();
            if !name.is_empty() && !self.index.stages.iter().any(|other| other == name) {
                self.index.stages.push(name.to_owned());
            }
            let entry = self.entry(Found::Subject(Subject::Stage(*id)), Kind::Stage, of);
            self.index.entries.push(Entry { stage: Some(name.into()), ..entry });
        }
        for id in &journey.lanes {
            self.push(Found::Subject(Subject::Lane(*id)), Kind::Lane, of);
        }
        let items = project.items_in_reading_order(journey.id);
        let (touchpoints, cards): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|item| matches!(item, Item::Touchpoint(_)));
        self.items(&touchpoints, Kind::Touchpoint, journey.id);
        self.items(&cards, Kind::Card, journey.id);
        for id in self.connectors_of(journey.id) {
            self.push(Found::Subject(Subject::Connector(id)), Kind::Connector, of);
        }
        let stickies = project.stickies.values().filter(|sticky| sticky.journey == journey.id);
        for id in stickies.map(|sticky| sticky.id).collect::<Vec<StickyId>>() {
            self.push(Found::Subject(Subject::Sticky(id)), Kind::Sticky, of);
        }
    }

    fn items(&mut self, items: &[Item], kind: Kind, journey: JourneyId) {
        let project = self.project;
        let mut last = None;
        for item in items {
            let stage = project.place_of(*item).map(|place| place.stage);
            // Items of one stage follow each other.
            let name = match &last {
                Some((of, name)) if *of == stage => Arc::clone(name),
                _ => Arc::from(stage.and_then(|id| project.stages.get(&id)).map_or("", |stage| stage.name.as_str())),
            };
            last = Some((stage, Arc::clone(&name)));
            let facts = match item {
                Item::Touchpoint(id) => project.touchpoints.get(id).map(|touchpoint| self.facts(touchpoint)),
                Item::Card(_) => None,
            };
            let entry = self.entry(Found::Subject(Subject::Item(*item)), kind, Some(journey));
            self.index.entries.push(Entry { stage: Some(name), facts, ..entry });
        }
    }

    fn facts(&mut self, touchpoint: &Touchpoint) -> Facts {
        self.channels.insert(touchpoint.channel);
        let name = touchpoint.owner.trim();
        let owner = self.owners.get(name).cloned().unwrap_or_else(|| Arc::from(name));
        if !name.is_empty() {
            self.owners.insert(Arc::clone(&owner));
        }
        let lacks = |missing: &Missing| match missing {
            Missing::Owner => name.is_empty(),
            Missing::Channel => touchpoint.channel == Channel::Other,
            Missing::Description => touchpoint.description.trim().is_empty(),
            Missing::Metric => !self.measured.contains(&touchpoint.id),
            Missing::Kpi => !self.with_kpi.contains(&touchpoint.id),
            Missing::Emotion => touchpoint.emotions.is_empty(),
            Missing::Importance => touchpoint.importance.is_none(),
            Missing::Satisfaction => touchpoint.satisfaction.is_none(),
            Missing::Evidence => touchpoint.evidence == Evidence::Assumed,
            Missing::Connector => !self.connected.contains(&touchpoint.id),
        };
        let missing = Missing::ALL.iter().filter(|missing| lacks(missing)).map(|missing| missing.bit());
        let kpi = self.kpis.get(&touchpoint.id).copied();
        Facts { channel: touchpoint.channel, owner, kpi, missing: missing.fold(0, |all, bit| all | bit) }
    }

    fn connectors_of(&self, journey: JourneyId) -> Vec<ConnectorId> {
        let project = self.project;
        // Most have no label: there is nothing to be found in them.
        let labeled = project.connectors.values().filter(|connector| !connector.label.is_empty());
        let is_here = |id: TouchpointId| project.journey_of(Item::Touchpoint(id)) == Some(journey);
        labeled.filter(|connector| is_here(connector.from)).map(|connector| connector.id).collect()
    }

    fn push(&mut self, found: Found, kind: Kind, journey: Option<JourneyId>) {
        let entry = self.entry(found, kind, journey);
        self.index.entries.push(entry);
    }

    fn entry(&self, found: Found, kind: Kind, journey: Option<JourneyId>) -> Entry {
        let mut hay = String::new();
        for (_, text) in fields(self.project, found) {
            hay.push_str(&fold(text));
            hay.push('\n');
        }
        Entry { found, kind, journey, hay, stage: None, facts: None }
    }

    fn finish(self) -> Index {
        let Self { mut index, owners, channels, kpis, .. } = self;
        let mut states: Vec<KpiState> = kpis.values().copied().collect();
        states.sort_unstable();
        states.dedup();
        index.kpis = states;
        index.owners = owners.iter().map(|owner| owner.to_string()).collect();
        index.channels = channels.into_iter().collect();
        index
    }
}
