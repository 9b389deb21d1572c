//! What must hold between the records of a project before it is opened or saved: references, places and ranges.

use std::collections::{BTreeMap, BTreeSet};

use super::convert::Problems;
use super::series;
use crate::model::{Amount, LaneKind, MetricClass, Project, StageId};

/// Adds every contradiction between the records of a project.
pub fn check(project: &Project, problems: &mut Problems) {
    check_ids(project, problems);
    check_journeys(project, problems);
    check_places(project, problems);
    check_columns(project, problems);
    check_orders(project, problems);
    check_connectors(project, problems);
    check_names(project, problems);
    check_series(project, problems);
}

/// One counter gives all ids, so that a number names one record.
fn check_ids(project: &Project, problems: &mut Problems) {
    let mut ids: Vec<(u64, &str)> = Vec::new();
    ids.extend(project.journeys.keys().map(|id| (id.0, "journey")));
    ids.extend(project.stages.keys().map(|id| (id.0, "stage")));
    ids.extend(project.lanes.keys().map(|id| (id.0, "lane")));
    ids.extend(project.touchpoints.keys().map(|id| (id.0, "touchpoint")));
    ids.extend(project.cards.keys().map(|id| (id.0, "card")));
    ids.extend(project.connectors.keys().map(|id| (id.0, "connector")));
    ids.extend(project.segments.keys().map(|id| (id.0, "segment")));
    ids.extend(project.metrics.keys().map(|id| (id.0, "metric")));
    ids.extend(project.sources.keys().map(|id| (id.0, "source")));
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if let [(first, first_kind), (second, second_kind)] = pair
            && first == second
        {
            problems.add(
                format!("A {first_kind} and a {second_kind} have the same id {first}."),
                format!("{second_kind} {second}"),
            );
        }
    }
    if let Some((last, kind)) = ids.last()
        && *last >= project.next_id
    {
        problems.add(
            format!("next_id is {}, but it must be greater than every id in use.", project.next_id),
            format!("{kind} {last}"),
        );
    }
}

fn check_journeys(project: &Project, problems: &mut Problems) {
    check_list(
        "The order of journeys",
        project.journey_order.iter().copied(),
        project.journeys.keys().copied(),
        || "journey_order".to_owned(),
        problems,
    );
    let mut stages = BTreeMap::new();
    for stage in project.stages.values() {
        stages.entry(stage.journey).or_insert_with(Vec::new).push(stage.id);
        if !project.journeys.contains_key(&stage.journey) {
            problems.add(format!("There is no journey {}.", stage.journey), format!("stage {}", stage.id));
        }
    }
    let mut lanes = BTreeMap::new();
    for lane in project.lanes.values() {
        lanes.entry(lane.journey).or_insert_with(Vec::new).push(lane.id);
        if !project.journeys.contains_key(&lane.journey) {
            problems.add(format!("There is no journey {}.", lane.journey), format!("lane {}", lane.id));
        }
    }
    for journey in project.journeys.values() {
        let own_stages = stages.remove(&journey.id).unwrap_or_default();
        let own_lanes = lanes.remove(&journey.id).unwrap_or_default();
        let here = || format!("journey {}", journey.id);
        check_list("Its list of stages", journey.stages.iter().copied(), own_stages.into_iter(), here, problems);
        check_list("Its list of lanes", journey.lanes.iter().copied(), own_lanes.into_iter(), here, problems);
    }
}

/// A list must name each of the records once and nothing else.
fn check_list<K: Ord + Copy + std::fmt::Display>(
    list: &str,
    named: impl Iterator<Item = K>,
    records: impl Iterator<Item = K>,
    place: impl Fn() -> String,
    problems: &mut Problems,
) {
    let records: BTreeSet<K> = records.collect();
    let mut seen = BTreeSet::new();
    for id in named {
        if !records.contains(&id) {
            problems.add(format!("{list} names {id}, which is not one of them."), place());
        } else if !seen.insert(id) {
            problems.add(format!("{list} names {id} twice."), place());
        }
    }
    for missing in records.difference(&seen) {
        problems.add(format!("{list} leaves out {missing}."), place());
    }
}

fn check_places(project: &Project, problems: &mut Problems) {
    let touchpoints = project.touchpoints.values().map(|it| ("touchpoint", it.id.0, it.place, true));
    let cards = project.cards.values().map(|it| ("card", it.id.0, it.place, false));
    for (kind, id, place, is_touchpoint) in touchpoints.chain(cards) {
        let here = || format!("{kind} {id}");
        let stage = project.stages.get(&place.stage);
        let lane = project.lanes.get(&place.lane);
        if stage.is_none() {
            problems.add(format!("There is no stage {}.", place.stage), here());
        }
        let Some(lane) = lane else {
            problems.add(format!("There is no lane {}.", place.lane), here());
            continue;
        };
        if stage.is_some_and(|stage| stage.journey != lane.journey) {
            problems
                .add(format!("Stage {} and lane {} belong to different journeys.", place.stage, place.lane), here());
        }
        if is_touchpoint != (lane.kind == LaneKind::Touchpoints) {
            problems.add(
                format!("Lane {} does not hold {kind}s: its kind is \"{}\".", place.lane, lane.kind.code()),
                here(),
            );
        }
    }
}

fn check_columns(project: &Project, problems: &mut Problems) {
    let mut columns: Vec<(StageId, u32)> = project.items().map(|(_, place)| (place.stage, place.column)).collect();
    columns.sort_unstable();
    columns.dedup();
    for of_stage in columns.chunk_by(|a, b| a.0 == b.0) {
        let gap = (0u32..).zip(of_stage).find(|(expected, (_, column))| expected != column);
        if let Some((missing, (stage, column))) = gap {
            problems.add(
                format!("Nothing lies in its column {missing}, but something lies in column {column}."),
                format!("stage {stage}"),
            );
        }
    }
}

fn check_orders(project: &Project, problems: &mut Problems) {
    let mut places: Vec<_> =
        project.items().map(|(_, place)| (place.stage, place.lane, place.column, place.order)).collect();
    places.sort_unstable();
    for cell in places.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let wrong = (0u32..).zip(cell).find(|(expected, (.., order))| expected != order);
        if let Some((missing, (stage, lane, column, order))) = wrong {
            let message = if *order < missing {
                format!("Two items have the order {order}.")
            } else {
                format!("No item has the order {missing}, but one has {order}.")
            };
            problems.add(message, format!("stage {stage}, lane {lane}, column {column}"));
        }
    }
}

fn check_connectors(project: &Project, problems: &mut Problems) {
    for connector in project.connectors.values() {
        let here = || format!("connector {}", connector.id);
        let mut journeys = Vec::new();
        for end in [connector.from, connector.to] {
            if project.touchpoints.contains_key(&end) {
                journeys.extend(project.journey_of(end.into()));
            } else {
                problems.add(format!("There is no touchpoint {end}."), here());
            }
        }
        if let [from, to] = journeys.as_slice()
            && from != to
        {
            problems.add(
                format!("Touchpoints {} and {} belong to different journeys.", connector.from, connector.to),
                here(),
            );
        }
    }
}

fn check_names(project: &Project, problems: &mut Problems) {
    for touchpoint in project.touchpoints.values() {
        if touchpoint.importance.is_some_and(|importance| !(1..=5).contains(&importance)) {
            problems.add("Its importance must lie between 1 and 5.", format!("touchpoint {}", touchpoint.id));
        }
    }
    let mut names = BTreeSet::new();
    for segment in project.segments.values() {
        if !names.insert(segment.name.as_str()) {
            problems
                .add(format!("Another segment is called \"{}\" too.", segment.name), format!("segment {}", segment.id));
        }
    }
    let mut keys = BTreeSet::new();
    for metric in project.metrics.values() {
        if !keys.insert(metric.key.as_str()) {
            problems
                .add(format!("Another metric has the key \"{}\" too.", metric.key), format!("metric {}", metric.id));
        }
    }
    for source in project.sources.values() {
        if source.relative_path.as_deref().is_some_and(is_absolute) {
            problems.add("Its path must start from the project's folder.", format!("source {}", source.id));
        }
    }
}

/// Whether a path starts from a root, on whichever system it was written.
fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':')
}

fn check_series(project: &Project, problems: &mut Problems) {
    for series in project.series.values() {
        let key = &series.key;
        let mut missing = |is_known: bool, what: &str, id: u64| {
            if !is_known {
                problems.add(format!("There is no {what} {id}."), series::place(key));
            }
        };
        missing(project.sources.contains_key(&key.source), "source", key.source.0);
        missing(project.touchpoints.contains_key(&key.touchpoint), "touchpoint", key.touchpoint.0);
        if let Some(segment) = key.segment {
            missing(project.segments.contains_key(&segment), "segment", segment.0);
        }
        let metric = project.metrics.get(&key.metric);
        missing(metric.is_some(), "metric", key.metric.0);
        if let Some(metric) = metric
            && series.observations.iter().any(|one| !fits(metric.class, &one.amount))
        {
            problems.add(
                format!("Its columns are not those of a metric of class \"{}\".", metric.class.code()),
                series::place(key),
            );
        }
        if series.observations.is_empty() || !series.observations.is_sorted_by(|a, b| a.period < b.period) {
            problems.add("It must have observations, each of a later period than the one before.", series::place(key));
        }
        if series.observations.iter().any(|one| one.rows == 0 || !series::is_finite(&one.amount)) {
            problems.add("An observation has no rows or a number that is not finite.", series::place(key));
        }
    }
}

fn fits(class: MetricClass, amount: &Amount) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => matches!(amount, Amount::Value(_)),
        MetricClass::Ratio => matches!(amount, Amount::Ratio { .. }),
        MetricClass::Mean => matches!(amount, Amount::Mean { .. }),
        MetricClass::ShareDifference => matches!(amount, Amount::Shares { .. }),
        MetricClass::RateOnly => matches!(amount, Amount::Rate { .. }),
    }
}
