//! Every invariant that the records of `model` state, checked over a whole project. Changes nothing.

mod data;
mod goals;
mod shots;
mod workshop;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::sync::Arc;

use super::project::Table;
use super::{CARD_WIDTHS, Holds, Item, Journey, JourneyId, LANE_HEIGHTS, LaneId, Place, Project, Spot, StageId};
pub use data::series_problem;

/// Something in a project that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A whole sentence.
    pub message: String,
    /// Which record: "touchpoint 12"; empty where it is the project as a whole.
    pub place: String,
}

impl Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.place, self.message) }
    }
}

/// Everything that is wrong with a project, all at once; nothing for a sound one. A record whose names are empty is
/// sound: somebody may be typing.
pub fn problems(project: &Project) -> Vec<Problem> {
    let mut found = Found(Vec::new());
    check_ids(project, &mut found);
    check_journeys(project, &mut found);
    check_places(project, &mut found);
    check_touchpoints(project, &mut found);
    check_connectors(project, &mut found);
    check_people(project, &mut found);
    check_stickies(project, &mut found);
    check_pictures(project, &mut found);
    goals::check_goals(project, &mut found);
    shots::check_shots(project, &mut found);
    workshop::check(project, &mut found);
    data::check_data(project, &mut found);
    data::check_series(project, &mut found);
    found.0
}

struct Found(Vec<Problem>);

impl Found {
    fn add(&mut self, message: impl Into<String>, place: impl Into<String>) {
        self.0.push(Problem { message: message.into(), place: place.into() });
    }
}

fn check_ids(project: &Project, found: &mut Found) {
    let mut owner: HashMap<u64, &'static str, foldhash::fast::RandomState> = HashMap::default();
    let mut check = |kind: &'static str, key: u64, own: u64, found: &mut Found| {
        let place = || format!("{kind} {key}");
        if key != own {
            found.add(format!("It is filed under another id than its own, {own}."), place());
        }
        if key >= project.next_id {
            let message = format!("Its id is not below {}, the next id to be given away.", project.next_id);
            found.add(message, place());
        }
        if let Some(other) = owner.insert(key, kind) {
            found.add(format!("Its id names a {other} too."), place());
        }
    };
    project.journeys.iter().for_each(|(key, record)| check("journey", key.0, record.id.0, found));
    project.stages.iter().for_each(|(key, record)| check("stage", key.0, record.id.0, found));
    project.lanes.iter().for_each(|(key, record)| check("lane", key.0, record.id.0, found));
    project.touchpoints.iter().for_each(|(key, record)| check("touchpoint", key.0, record.id.0, found));
    project.cards.iter().for_each(|(key, record)| check("card", key.0, record.id.0, found));
    project.connectors.iter().for_each(|(key, record)| check("connector", key.0, record.id.0, found));
    project.stickies.iter().for_each(|(key, record)| check("sticky", key.0, record.id.0, found));
    project.personas.iter().for_each(|(key, record)| check("persona", key.0, record.id.0, found));
    project.kpis.iter().for_each(|(key, record)| check("KPI", key.0, record.id.0, found));
    project.actions.iter().for_each(|(key, record)| check("action", key.0, record.id.0, found));
    project.charts.iter().for_each(|chart| check("chart", chart.id.0, chart.id.0, found));
    project.shots.iter().for_each(|shot| check("shot", shot.id.0, shot.id.0, found));
    let workshop = &project.workshop;
    workshop.sessions.iter().for_each(|session| check("session", session.id.0, session.id.0, found));
    workshop.agenda.iter().for_each(|activity| check("activity", activity.id.0, activity.id.0, found));
    workshop.parked.iter().for_each(|note| check("parked note", note.id.0, note.id.0, found));
    workshop.polls.iter().for_each(|poll| check("poll", poll.id.0, poll.id.0, found));
    project.snapshots.iter().for_each(|snapshot| check("snapshot", snapshot.id.0, snapshot.id.0, found));
    project.segments.iter().for_each(|(key, record)| check("segment", key.0, record.id.0, found));
    project.metrics.iter().for_each(|(key, record)| check("metric", key.0, record.id.0, found));
    project.sources.iter().for_each(|(key, record)| check("source", key.0, record.id.0, found));
}

fn check_journeys(project: &Project, found: &mut Found) {
    let mut tabs = BTreeSet::new();
    for id in project.journey_order.iter() {
        if !project.journeys.contains_key(id) {
            found.add(format!("The order of the journeys names journey {id}, which is not there."), "");
        }
        if !tabs.insert(*id) {
            found.add("The order of the journeys names it more than once.", format!("journey {id}"));
        }
    }
    for journey in project.journeys.values() {
        if !tabs.contains(&journey.id) {
            found.add("The order of the journeys leaves it out.", format!("journey {}", journey.id));
        }
        check_list(journey, "stage", &journey.stages, &project.stages, |stage| stage.journey, found);
        check_list(journey, "lane", &journey.lanes, &project.lanes, |lane| lane.journey, found);
    }
    for stage in project.stages.values() {
        check_listed("stage", stage.id, stage.journey, project, |journey| journey.stages.contains(&stage.id), found);
    }
    for lane in project.lanes.values() {
        check_listed("lane", lane.id, lane.journey, project, |journey| journey.lanes.contains(&lane.id), found);
    }
}

/// A journey's list of stages or lanes: each known, of this journey, once.
fn check_list<K: Ord + Copy + Display, V>(
    journey: &Journey,
    kind: &str,
    list: &[K],
    table: &Table<K, V>,
    journey_of: impl Fn(&V) -> JourneyId,
    found: &mut Found,
) {
    let place = || format!("journey {}", journey.id);
    let mut seen = BTreeSet::new();
    for id in list {
        match table.get(id) {
            None => found.add(format!("It lists {kind} {id}, which is not there."), place()),
            Some(record) if journey_of(record) != journey.id => {
                found.add(format!("It lists {kind} {id}, which belongs to another journey."), place());
            }
            Some(_) => {}
        }
        if !seen.insert(*id) {
            found.add(format!("It lists {kind} {id} more than once."), place());
        }
    }
}

/// A stage or lane: its journey is known and lists it.
fn check_listed(
    kind: &str,
    id: impl Display,
    journey: JourneyId,
    project: &Project,
    is_listed: impl Fn(&Journey) -> bool,
    found: &mut Found,
) {
    match project.journeys.get(&journey) {
        None => found.add(format!("It belongs to journey {journey}, which is not there."), format!("{kind} {id}")),
        Some(journey) if !is_listed(journey) => {
            found.add(format!("Its journey, {}, does not list it.", journey.id), format!("{kind} {id}"));
        }
        Some(_) => {}
    }
}

fn check_places(project: &Project, found: &mut Found) {
    let mut columns: BTreeMap<StageId, BTreeSet<u32>> = BTreeMap::new();
    let mut orders: BTreeMap<(StageId, LaneId, u32), Vec<u32>> = BTreeMap::new();
    for (item, place) in project.items() {
        columns.entry(place.stage).or_default().insert(place.column);
        orders.entry((place.stage, place.lane, place.column)).or_default().push(place.order);
        check_cell(project, item, place, found);
    }
    for (stage, used) in columns {
        if used.into_iter().zip(0..).any(|(column, expected)| column != expected) {
            found.add("The columns in use are not 0, 1, 2 … without a gap.", format!("stage {stage}"));
        }
    }
    for ((stage, lane, column), mut used) in orders {
        used.sort_unstable();
        if used.into_iter().zip(0..).any(|(order, expected)| order != expected) {
            let message = format!("The orders in lane {lane}, column {column} are not 0, 1, 2 … each once.");
            found.add(message, format!("stage {stage}"));
        }
    }
}

fn check_cell(project: &Project, item: Item, place: Place, found: &mut Found) {
    let name = || match item {
        Item::Touchpoint(id) => format!("touchpoint {id}"),
        Item::Card(id) => format!("card {id}"),
    };
    let (stage, lane) = (project.stages.get(&place.stage), project.lanes.get(&place.lane));
    if stage.is_none() {
        found.add(format!("It lies in stage {}, which is not there.", place.stage), name());
    }
    let Some(lane) = lane else {
        found.add(format!("It lies in lane {}, which is not there.", place.lane), name());
        return;
    };
    if stage.is_some_and(|stage| stage.journey != lane.journey) {
        found.add("Its stage and its lane belong to different journeys.", name());
    }
    let needed = match item {
        Item::Touchpoint(_) => Holds::Touchpoints,
        Item::Card(_) => Holds::Cards,
    };
    if needed != lane.kind.holds() {
        let kind = lane.kind.label().to_lowercase();
        found.add(format!("It lies in lane {}, which is for {kind}.", lane.id), name());
    }
}

fn check_touchpoints(project: &Project, found: &mut Found) {
    for touchpoint in project.touchpoints.values() {
        let place = || format!("touchpoint {}", touchpoint.id);
        let ratings = [
            ("importance", touchpoint.importance),
            ("importance to the organization", touchpoint.importance_to_organization),
            ("satisfaction", touchpoint.satisfaction),
        ];
        for (what, rating) in ratings {
            if let Some(rating) = rating.filter(|rating| !(1..=5).contains(rating)) {
                found.add(format!("Its {what} of {rating} is not one of 1 to 5."), place());
            }
        }
        let felt = touchpoint.emotions.keys().flatten();
        for persona in felt.chain(&touchpoint.personas) {
            check_known(&project.personas, persona, "persona", place, found);
        }
        for segment in &touchpoint.segments {
            check_known(&project.segments, segment, "segment", place, found);
        }
    }
}

fn check_people(project: &Project, found: &mut Found) {
    for journey in project.journeys.values() {
        let mut seen = BTreeSet::new();
        for persona in &journey.personas {
            check_known(&project.personas, persona, "persona", || format!("journey {}", journey.id), found);
            if !seen.insert(*persona) {
                found.add(format!("It lists persona {persona} more than once."), format!("journey {}", journey.id));
            }
        }
    }
    for persona in project.personas.values() {
        if let Some(segment) = &persona.segment {
            check_known(&project.segments, segment, "segment", || format!("persona {}", persona.id), found);
        }
    }
    for stage in project.stages.values() {
        if let Some(width) = stage.card_width.filter(|width| !CARD_WIDTHS.contains(width)) {
            let message = format!("Its cards' width of {width} is not one of 120 to 480.");
            found.add(message, format!("stage {}", stage.id));
        }
    }
    for lane in project.lanes.values() {
        if let Some(height) = lane.height.filter(|height| !LANE_HEIGHTS.contains(height)) {
            found.add(format!("Its height of {height} is not one of 40 to 800."), format!("lane {}", lane.id));
        }
        if let Some(metric) = &lane.chart.metric {
            check_known(&project.metrics, metric, "metric", || format!("lane {}", lane.id), found);
        }
    }
}

fn check_stickies(project: &Project, found: &mut Found) {
    for sticky in project.stickies.values() {
        let place = || format!("sticky {}", sticky.id);
        check_known(&project.journeys, &sticky.journey, "journey", place, found);
        let Spot { stage, lane, at } = sticky.spot;
        if let Some(stage) = stage
            && project.stages.get(&stage).is_none_or(|found| found.journey != sticky.journey)
        {
            found.add(format!("It lies at stage {stage}, which is not on its map."), place());
        }
        if let Some(lane) = lane
            && project.lanes.get(&lane).is_none_or(|found| found.journey != sticky.journey)
        {
            found.add(format!("It lies at lane {lane}, which is not on its map."), place());
        }
        if !at.x.is_finite() || !at.y.is_finite() {
            found.add("Its place is not a finite number.", place());
        }
    }
}

fn check_pictures(project: &Project, found: &mut Found) {
    for hash in project.pictures_in_use().filter(|hash| !project.pictures.contains_key(hash)) {
        found.add(format!("The picture {hash} is shown, but it is not there."), "");
    }
    for (hash, picture) in project.pictures.iter() {
        if *hash != picture.hash {
            found.add("It is filed under another hash than its own.", format!("picture {hash}"));
        }
    }
}

fn check_connectors(project: &Project, found: &mut Found) {
    for connector in project.connectors.values() {
        let place = || format!("connector {}", connector.id);
        let mut are_known = true;
        for end in [connector.from, connector.to] {
            if !project.touchpoints.contains_key(&end) {
                found.add(format!("It joins touchpoint {end}, which is not there."), place());
                are_known = false;
            }
        }
        if connector.from == connector.to {
            found.add("It leads from a touchpoint to itself.", place());
        }
        let journey = |end| project.journey_of(Item::Touchpoint(end));
        if are_known && journey(connector.from) != journey(connector.to) {
            found.add("It joins touchpoints of different journeys.", place());
        }
    }
}

fn check_known<K: Ord + Display, V>(
    table: &BTreeMap<K, Arc<V>>,
    id: &K,
    kind: &str,
    place: impl Fn() -> String,
    found: &mut Found,
) {
    if !table.contains_key(id) {
        found.add(format!("It names {kind} {id}, which is not there."), place());
    }
}

fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}
