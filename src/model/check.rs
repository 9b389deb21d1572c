//! Every invariant that the records of `model` state, checked over a whole project. Changes nothing.

mod shots;
mod workshop;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::sync::Arc;

use super::project::Table;
use super::{
    Aim, Amount, Baseline, CARD_WIDTHS, Formula, Holds, Item, Journey, JourneyId, LANE_HEIGHTS, LaneId, MetricClass,
    Observation, Place, Project, Series, SourceId, Spot, StageId, Weights,
};

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
    check_goals(project, &mut found);
    shots::check_shots(project, &mut found);
    workshop::check(project, &mut found);
    check_data(project, &mut found);
    check_series(project, &mut found);
    found.0
}

/// Why a series can't hold the figures of a metric of that class, or `None` if it can.
pub fn series_problem(series: &Series, class: MetricClass) -> Option<String> {
    if series.observations.is_empty() {
        return Some("there are no observations in the series".to_owned());
    }
    let mut last: Option<&Observation> = None;
    for observation in &series.observations {
        let period = observation.period;
        if period.from > period.to {
            return Some(format!("the period from {} to {} ends before it begins", period.from, period.to));
        }
        let at = || period.label();
        if last.is_some_and(|last| last.period >= period) {
            return Some(format!("the observation of {} is out of order or there twice", at()));
        }
        if observation.rows == 0 {
            return Some(format!("the observation of {} rests on no row", at()));
        }
        if !fits(&observation.amount, class) {
            return Some(format!("the figure of {} does not fit a metric of the class \"{}\"", at(), class.code()));
        }
        if !is_finite(&observation.amount) {
            return Some(format!("the figure of {} is not a finite number", at()));
        }
        last = Some(observation);
    }
    None
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

fn check_goals(project: &Project, found: &mut Found) {
    for kpi in project.kpis.values() {
        let place = || format!("KPI {}", kpi.id);
        check_aim(project, kpi.aim, place, found);
        check_known(&project.metrics, &kpi.metric, "metric", place, found);
        if let Some(segment) = &kpi.segment {
            check_known(&project.segments, segment, "segment", place, found);
        }
        let start = match kpi.baseline {
            Some(Baseline::Figure(figure)) => Some(figure),
            Some(Baseline::Period(_)) | None => None,
        };
        if !kpi.target.is_finite() || start.is_some_and(|start| !start.is_finite()) {
            found.add("Its target or its baseline is not a finite number.", place());
        }
    }
    for action in project.actions.values() {
        let place = || format!("action {}", action.id);
        action.aims.iter().for_each(|aim| check_aim(project, *aim, place, found));
        if let Some(metric) = &action.metric {
            check_known(&project.metrics, metric, "metric", place, found);
        }
        if [action.impact, action.effort].iter().flatten().any(|rating| !(1..=10).contains(rating)) {
            found.add("Its impact or its effort is not one of 1 to 10.", place());
        }
    }
    for chart in project.charts.iter() {
        let place = || format!("chart {}", chart.id);
        chart.aims.iter().for_each(|aim| check_aim(project, *aim, place, found));
        chart.metrics.iter().for_each(|metric| check_known(&project.metrics, metric, "metric", place, found));
        chart.segments.iter().for_each(|segment| check_known(&project.segments, segment, "segment", place, found));
    }
    for dismissal in project.dismissals.values() {
        let place = || format!("dismissed insight \"{}\"", dismissal.key.rule);
        if dismissal.key.record != 0 && !project.has_record(dismissal.key.record) {
            found.add(format!("It is about record {}, which is not there.", dismissal.key.record), place());
        }
        if dismissal.reason.trim().is_empty() {
            found.add("It has no reason.", place());
        }
    }
    let Weights { importance, satisfaction, volume, kpi_gap } = project.strategy.weights;
    if [importance, satisfaction, volume, kpi_gap].iter().any(|weight| *weight > Weights::MOST) {
        found.add(format!("A weight is not one of 0 to {}.", Weights::MOST), "strategy");
    }
    if project.strategy.conversion_value.as_ref().is_some_and(|value| !value.amount.is_finite() || value.amount < 0.0) {
        found.add("The value of a conversion is not a number of 0 or more.", "strategy");
    }
}

fn check_aim(project: &Project, aim: Aim, place: impl Fn() -> String, found: &mut Found) {
    match aim {
        Aim::Touchpoint(id) => check_known(&project.touchpoints, &id, "touchpoint", place, found),
        Aim::Stage(id) => check_known(&project.stages, &id, "stage", place, found),
        Aim::Journey(id) => check_known(&project.journeys, &id, "journey", place, found),
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

fn check_data(project: &Project, found: &mut Found) {
    let mut keys = BTreeSet::new();
    for metric in project.metrics.values() {
        if !keys.insert(metric.key.as_str()) {
            found.add(format!("Another metric has the key \"{}\" too.", metric.key), format!("metric {}", metric.id));
        }
        if !metric.display.fits(&metric.unit) {
            let message = format!("Values in its unit can't be shown as \"{}\".", metric.display.code());
            found.add(message, format!("metric {}", metric.id));
        }
        match Formula::of(metric, &project.metrics) {
            Some(Err(why)) => found.add(format!("Its formula can't be used. {why}"), format!("metric {}", metric.id)),
            None if !metric.formula.is_empty() => found.add(
                format!("It has a formula, but is of the class \"{}\".", metric.class.code()),
                format!("metric {}", metric.id),
            ),
            Some(Ok(_)) | None => {}
        }
    }
    let mut names = BTreeSet::new();
    for segment in project.segments.values() {
        if !names.insert(segment.name.as_str()) {
            let message = format!("Another segment is called \"{}\" too.", segment.name);
            found.add(message, format!("segment {}", segment.id));
        }
    }
    for source in project.sources.values() {
        let place = || format!("source {}", source.id);
        if source.file_name.contains('/') {
            found.add("Its file name holds a folder.", place());
        }
        if source.relative_path.as_deref().is_some_and(leads_out) {
            found.add("Its path leads out of the project's folder.", place());
        }
        let is_known = |other: &SourceId| *other != source.id && project.sources.contains_key(other);
        if source.added_to.iter().any(|other| !is_known(other)) {
            found.add("It is added to a source that is not in the project.", place());
        }
        let each_once: BTreeSet<&SourceId> = source.added_to.iter().collect();
        if each_once.len() < source.added_to.len() {
            found.add("It is added to the same source twice.", place());
        }
        if source.period.is_some_and(|period| period.from > period.to) {
            found.add("Its period ends before it begins.", place());
        }
    }
}

/// Whether a path is absolute, on any system, or climbs up.
fn leads_out(path: &str) -> bool {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with(['/', '\\']) || has_drive || path.split(['/', '\\']).any(|part| part == "..")
}

fn check_series(project: &Project, found: &mut Found) {
    for (key, series) in project.series.iter() {
        let place = || {
            let segment = key.segment.map(|segment| format!(", segment {segment}")).unwrap_or_default();
            format!("series of source {}, metric {}, touchpoint {}{segment}", key.source, key.metric, key.touchpoint)
        };
        if series.key != *key {
            found.add("It is filed under another key than its own.", place());
        }
        check_known(&project.sources, &key.source, "source", place, found);
        check_known(&project.touchpoints, &key.touchpoint, "touchpoint", place, found);
        if let Some(segment) = &key.segment {
            check_known(&project.segments, segment, "segment", place, found);
        }
        check_known(&project.metrics, &key.metric, "metric", place, found);
        if let Some(why) = project.metrics.get(&key.metric).and_then(|metric| series_problem(series, metric.class)) {
            found.add(sentence(&why), place());
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

fn fits(amount: &Amount, class: MetricClass) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => matches!(amount, Amount::Value(_)),
        MetricClass::Ratio => matches!(amount, Amount::Ratio { .. }),
        MetricClass::Mean => matches!(amount, Amount::Mean { .. }),
        MetricClass::ShareDifference => matches!(amount, Amount::Shares { .. }),
        MetricClass::RateOnly => matches!(amount, Amount::Rate { .. }),
        // It is worked out anew each time.
        MetricClass::Derived => false,
    }
}

fn is_finite(amount: &Amount) -> bool {
    match *amount {
        Amount::Value(value) => value.is_finite(),
        Amount::Ratio { numerator, denominator } => numerator.is_finite() && denominator.is_finite(),
        Amount::Mean { sum, sum_of_squares, count } => {
            sum.is_finite() && sum_of_squares.is_none_or(f64::is_finite) && count.is_finite()
        }
        Amount::Shares { promoters, detractors, count } => {
            promoters.is_finite() && detractors.is_finite() && count.is_finite()
        }
        Amount::Rate { rate, weight } => rate.is_finite() && weight.is_none_or(f64::is_finite),
    }
}
