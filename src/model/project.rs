//! The project: every record by its id, and the way from one to another.
//!
//! Records sit behind `Arc`s, so that a snapshot is cheap and "has it changed?" is pointer equality.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Action, ActionId, Aim, Card, CardId, ChartId, Connector, ConnectorId, Dismissal, Holds, InsightKey, Journey,
    JourneyId, Kpi, KpiId, Lane, LaneId, LaneKind, Metric, MetricId, Persona, PersonaId, PinnedChart, Place, Segment,
    SegmentId, Series, SeriesKey, SessionId, Shot, ShotId, Snapshot, SnapshotId, Source, SourceId, Stage, StageId,
    Sticky, StickyId, Strategy, Touchpoint, TouchpointId, Workshop,
};
use crate::base::{Bitmap, PictureHash};

/// Records of one kind by id, shared between snapshots.
pub type Table<K, V> = Arc<BTreeMap<K, Arc<V>>>;

/// The whole of a file. Only `edit` and `file` make one that differs from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub title: String,
    /// INVARIANT: greater than every id in use; ids of all kinds come from this one counter.
    pub next_id: u64,
    pub journeys: Table<JourneyId, Journey>,
    /// The journeys in the order of their tabs. INVARIANT: each journey once.
    pub journey_order: Arc<Vec<JourneyId>>,
    pub stages: Table<StageId, Stage>,
    pub lanes: Table<LaneId, Lane>,
    pub touchpoints: Table<TouchpointId, Touchpoint>,
    pub cards: Table<CardId, Card>,
    pub connectors: Table<ConnectorId, Connector>,
    pub stickies: Table<StickyId, Sticky>,
    pub personas: Table<PersonaId, Persona>,
    /// INVARIANT: each is shown by a card, a persona or the brand sheet, or needed by a snapshot.
    pub pictures: Table<PictureHash, Bitmap>,
    pub kpis: Table<KpiId, Kpi>,
    pub actions: Table<ActionId, Action>,
    /// The dashboard, in its order. INVARIANT: each chart once.
    pub charts: Arc<Vec<Arc<PinnedChart>>>,
    /// What is presented, in its order. INVARIANT: each shot once.
    pub shots: Arc<Vec<Arc<Shot>>>,
    /// INVARIANT: each is about a record that is there, or about the project.
    pub dismissals: Table<InsightKey, Dismissal>,
    pub strategy: Arc<Strategy>,
    pub workshop: Arc<Workshop>,
    /// From the first on. INVARIANT: each once.
    pub snapshots: Arc<Vec<Arc<Snapshot>>>,
    pub segments: Table<SegmentId, Segment>,
    pub metrics: Table<MetricId, Metric>,
    pub sources: Table<SourceId, Source>,
    pub series: Table<SeriesKey, Series>,
}

impl Default for Project {
    /// A project with nothing in it. Its first id will be 1.
    fn default() -> Self {
        Self {
            title: String::new(),
            next_id: 1,
            journeys: Table::default(),
            journey_order: Arc::default(),
            stages: Table::default(),
            lanes: Table::default(),
            touchpoints: Table::default(),
            cards: Table::default(),
            connectors: Table::default(),
            stickies: Table::default(),
            personas: Table::default(),
            pictures: Table::default(),
            kpis: Table::default(),
            actions: Table::default(),
            charts: Arc::default(),
            shots: Arc::default(),
            dismissals: Table::default(),
            strategy: Arc::default(),
            workshop: Arc::default(),
            snapshots: Arc::default(),
            segments: Table::default(),
            metrics: Table::default(),
            sources: Table::default(),
            series: Table::default(),
        }
    }
}

/// What lies in a cell of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Touchpoint(TouchpointId),
    Card(CardId),
}

impl Item {
    /// The touchpoint that it is; `None` for a card.
    pub fn as_touchpoint(self) -> Option<TouchpointId> {
        match self {
            Self::Touchpoint(id) => Some(id),
            Self::Card(_) => None,
        }
    }

    /// Whether a lane of that kind takes it.
    pub fn fits(self, kind: LaneKind) -> bool {
        kind.holds()
            == match self {
                Self::Touchpoint(_) => Holds::Touchpoints,
                Self::Card(_) => Holds::Cards,
            }
    }
}

/// What can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Item(Item),
    Stage(StageId),
    Lane(LaneId),
    Connector(ConnectorId),
    Sticky(StickyId),
}

impl From<TouchpointId> for Item {
    fn from(id: TouchpointId) -> Self {
        Self::Touchpoint(id)
    }
}

impl From<CardId> for Item {
    fn from(id: CardId) -> Self {
        Self::Card(id)
    }
}

impl<T: Into<Item>> From<T> for Subject {
    fn from(item: T) -> Self {
        Self::Item(item.into())
    }
}

impl Project {
    /// Whether both are the same snapshot: every table is shared, nothing was compared.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.title == other.title
            && Arc::ptr_eq(&self.journeys, &other.journeys)
            && Arc::ptr_eq(&self.journey_order, &other.journey_order)
            && Arc::ptr_eq(&self.stages, &other.stages)
            && Arc::ptr_eq(&self.lanes, &other.lanes)
            && Arc::ptr_eq(&self.touchpoints, &other.touchpoints)
            && Arc::ptr_eq(&self.cards, &other.cards)
            && Arc::ptr_eq(&self.connectors, &other.connectors)
            && Arc::ptr_eq(&self.stickies, &other.stickies)
            && Arc::ptr_eq(&self.personas, &other.personas)
            && Arc::ptr_eq(&self.pictures, &other.pictures)
            && Arc::ptr_eq(&self.kpis, &other.kpis)
            && Arc::ptr_eq(&self.actions, &other.actions)
            && Arc::ptr_eq(&self.charts, &other.charts)
            && Arc::ptr_eq(&self.shots, &other.shots)
            && Arc::ptr_eq(&self.dismissals, &other.dismissals)
            && Arc::ptr_eq(&self.strategy, &other.strategy)
            && Arc::ptr_eq(&self.workshop, &other.workshop)
            && Arc::ptr_eq(&self.snapshots, &other.snapshots)
            && Arc::ptr_eq(&self.segments, &other.segments)
            && Arc::ptr_eq(&self.metrics, &other.metrics)
            && Arc::ptr_eq(&self.sources, &other.sources)
            && Arc::ptr_eq(&self.series, &other.series)
    }

    /// The journey of the first tab.
    pub fn first_journey(&self) -> Option<&Arc<Journey>> {
        self.journey_order.first().and_then(|id| self.journeys.get(id))
    }

    /// Where an item lies, or `None` if it is gone.
    pub fn place_of(&self, item: Item) -> Option<Place> {
        match item {
            Item::Touchpoint(id) => self.touchpoints.get(&id).map(|touchpoint| touchpoint.place),
            Item::Card(id) => self.cards.get(&id).map(|card| card.place),
        }
    }

    /// A touchpoint's title or a card's text, or `None` if it is gone.
    pub fn text_of(&self, item: Item) -> Option<&str> {
        match item {
            Item::Touchpoint(id) => self.touchpoints.get(&id).map(|touchpoint| touchpoint.title.as_str()),
            Item::Card(id) => self.cards.get(&id).map(|card| card.text.as_str()),
        }
    }

    /// The journey that an item belongs to.
    pub fn journey_of(&self, item: Item) -> Option<JourneyId> {
        self.stages.get(&self.place_of(item)?.stage).map(|stage| stage.journey)
    }

    /// Every item with its place, touchpoints first; in no order of the map.
    pub fn items(&self) -> impl Iterator<Item = (Item, Place)> + '_ {
        let touchpoints =
            self.touchpoints.values().map(|touchpoint| (Item::Touchpoint(touchpoint.id), touchpoint.place));
        let cards = self.cards.values().map(|card| (Item::Card(card.id), card.place));
        touchpoints.chain(cards)
    }

    /// The items of a journey in reading order: by stage, lane, column, then order.
    pub fn items_in_reading_order(&self, journey: JourneyId) -> Vec<Item> {
        let Some(journey) = self.journeys.get(&journey) else { return Vec::new() };
        let stage_rank: BTreeMap<StageId, usize> =
            journey.stages.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
        let lane_rank: BTreeMap<LaneId, usize> =
            journey.lanes.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
        let mut ranked: Vec<_> = self
            .items()
            .filter_map(|(item, place)| {
                Some(((*stage_rank.get(&place.stage)?, *lane_rank.get(&place.lane)?, place.column, place.order), item))
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, item)| item).collect()
    }

    /// The pictures that cards, personas, the brand sheet and snapshots need, in no order.
    pub fn pictures_in_use(&self) -> impl Iterator<Item = PictureHash> + '_ {
        self.pictures_on_show().chain(self.snapshots.iter().flat_map(|snapshot| snapshot.pictures.iter().copied()))
    }

    /// The pictures that cards, personas and the brand sheet show, in no order.
    pub fn pictures_on_show(&self) -> impl Iterator<Item = PictureHash> + '_ {
        let of_cards = self.cards.values().filter_map(|card| card.picture());
        let of_personas = self.personas.values().filter_map(|persona| persona.picture);
        of_cards.chain(of_personas).chain(self.strategy.brand.logo)
    }

    /// The KPIs of a touchpoint, in the order of ids.
    pub fn kpis_of(&self, touchpoint: TouchpointId) -> impl Iterator<Item = &Arc<Kpi>> + '_ {
        self.kpis.values().filter(move |kpi| kpi.aim == Aim::Touchpoint(touchpoint))
    }

    /// The chart of the dashboard with that id.
    pub fn chart(&self, chart: ChartId) -> Option<&Arc<PinnedChart>> {
        self.charts.iter().find(|pinned| pinned.id == chart)
    }

    /// The shot with that id.
    pub fn shot(&self, shot: ShotId) -> Option<&Arc<Shot>> {
        self.shots.iter().find(|known| known.id == shot)
    }

    /// The snapshot with that id.
    pub fn snapshot(&self, snapshot: SnapshotId) -> Option<&Arc<Snapshot>> {
        self.snapshots.iter().find(|known| known.id == snapshot)
    }

    /// The session in which a touchpoint, card or sticky was added, if one ran.
    pub fn session_of(&self, subject: Subject) -> Option<SessionId> {
        match subject {
            Subject::Item(Item::Touchpoint(id)) => self.touchpoints.get(&id)?.session,
            Subject::Item(Item::Card(id)) => self.cards.get(&id)?.session,
            Subject::Sticky(id) => self.stickies.get(&id)?.session,
            Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => None,
        }
    }

    /// What was added in a session: touchpoints, cards, stickies, in the order of ids.
    pub fn added_in(&self, session: SessionId) -> impl Iterator<Item = Subject> + '_ {
        let is_of = move |known: Option<SessionId>| known == Some(session);
        let touchpoints = self.touchpoints.values().filter(move |touchpoint| is_of(touchpoint.session));
        let cards = self.cards.values().filter(move |card| is_of(card.session));
        let stickies = self.stickies.values().filter(move |sticky| is_of(sticky.session));
        touchpoints
            .map(|touchpoint| Subject::from(touchpoint.id))
            .chain(cards.map(|card| Subject::Item(Item::Card(card.id))))
            .chain(stickies.map(|sticky| Subject::Sticky(sticky.id)))
    }

    /// Whether any record has that id.
    pub fn has_record(&self, id: u64) -> bool {
        self.journeys.contains_key(&JourneyId(id))
            || self.stages.contains_key(&StageId(id))
            || self.lanes.contains_key(&LaneId(id))
            || self.touchpoints.contains_key(&TouchpointId(id))
            || self.cards.contains_key(&CardId(id))
            || self.connectors.contains_key(&ConnectorId(id))
            || self.stickies.contains_key(&StickyId(id))
            || self.personas.contains_key(&PersonaId(id))
            || self.kpis.contains_key(&KpiId(id))
            || self.actions.contains_key(&ActionId(id))
            || self.chart(ChartId(id)).is_some()
            || self.shot(ShotId(id)).is_some()
            || self.workshop.ids().any(|other| other == id)
            || self.snapshot(SnapshotId(id)).is_some()
            || self.segments.contains_key(&SegmentId(id))
            || self.metrics.contains_key(&MetricId(id))
            || self.sources.contains_key(&SourceId(id))
    }

    /// The metric of that key.
    pub fn metric_by_key(&self, key: &str) -> Option<&Arc<Metric>> {
        self.metrics.values().find(|metric| metric.key == key)
    }
}
