use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::base::fold::marks;
use crate::model::sample::big_sample;
use crate::model::{Emotion, Evidence, Item, Link, Project, Touchpoint, TouchpointId};

/// The sample with every touchpoint made as `make` says.
fn changed(mut make: impl FnMut(usize, &mut Touchpoint)) -> Project {
    let mut project = big_sample(14, 1);
    let touchpoints = Arc::make_mut(&mut project.touchpoints);
    for (nth, touchpoint) in touchpoints.values_mut().enumerate() {
        make(nth, Arc::make_mut(touchpoint));
    }
    project
}

/// A project whose touchpoints are empty but for the first.
fn shop() -> (Project, TouchpointId) {
    let project = changed(|nth, touchpoint| {
        touchpoint.title = format!("Plain {nth}");
        touchpoint.description.clear();
        touchpoint.owner.clear();
        touchpoint.tags.clear();
        touchpoint.aliases.clear();
        touchpoint.links.clear();
        touchpoint.channel = Channel::Other;
        if nth == 0 {
            touchpoint.title = "Café checkout".into();
            touchpoint.description = "Delivery cost shows late".into();
            touchpoint.owner = "E-commerce team".into();
            touchpoint.channel = Channel::Chat;
            touchpoint.tags = vec!["mobile".into()];
            touchpoint.aliases = vec!["/basket/pay".into()];
            touchpoint.links = vec![Link { title: "Ticket".into(), url: "https://example.org/42".into() }];
        }
    });
    let first = *project.touchpoints.keys().next().unwrap();
    (project, first)
}

fn found(project: &Project, query: &Query) -> Vec<Found> {
    let index = Index::of(project, &BTreeMap::new());
    index.find(query).into_iter().filter_map(|at| index.entry(at)).map(|entry| entry.found).collect()
}

fn text(text: &str) -> Query {
    Query { text: text.into(), ..Query::default() }
}

#[test]
fn every_text_of_a_touchpoint_is_found_in_any_order_and_case() {
    let (project, first) = shop();
    let is_it = Found::Subject(Subject::Item(Item::Touchpoint(first)));
    for query in [
        "cafe",
        "CHECKOUT café",
        "heckou",
        "late delivery",
        "commerce E",
        "mobile",
        "/basket",
        "ticket",
        "example.org/42",
        "chat",
        "late checkout mobile",
    ] {
        assert_eq!(found(&project, &text(query)), [is_it], "{query}");
    }
    for query in ["checkout zebra", "cafee", "plain checkout"] {
        assert!(found(&project, &text(query)).is_empty(), "{query}");
    }
    assert!(found(&project, &text("  ")).is_empty(), "nothing is looked for");
}

#[test]
fn records_of_every_kind_are_found_by_their_names() {
    let mut project = big_sample(14, 1);
    let journey = project.journey_order[0];
    let name = |text: &mut String| "Zebra crossing".clone_into(text);
    name(&mut Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap()).scenario);
    let stage = *project.stages.keys().next().unwrap();
    name(&mut Arc::make_mut(Arc::make_mut(&mut project.stages).get_mut(&stage).unwrap()).description);
    let lane = *project.lanes.keys().next().unwrap();
    name(&mut Arc::make_mut(Arc::make_mut(&mut project.lanes).get_mut(&lane).unwrap()).name);
    let card = *project.cards.keys().next().unwrap();
    name(&mut Arc::make_mut(Arc::make_mut(&mut project.cards).get_mut(&card).unwrap()).text);
    let connector = *project.connectors.keys().next().unwrap();
    name(&mut Arc::make_mut(Arc::make_mut(&mut project.connectors).get_mut(&connector).unwrap()).label);
    let expected = [
        Found::Journey(journey),
        Found::Subject(Subject::Stage(stage)),
        Found::Subject(Subject::Lane(lane)),
        Found::Subject(Subject::Item(Item::Card(card))),
        Found::Subject(Subject::Connector(connector)),
    ];
    assert_eq!(found(&project, &text("zebra")), expected);
    for found in expected {
        let fields = fields(&project, found);
        assert!(fields.iter().any(|(_, text)| !marks(text, &["zebra".into()]).is_empty()), "{fields:?}");
    }
}

#[test]
fn filters_leave_the_touchpoints_that_fit_all_of_them() {
    let (project, first) = shop();
    let stage_of = |id: &TouchpointId| project.stages[&project.touchpoints[id].place.stage].name.clone();
    let is_it = [Found::Subject(Subject::Item(Item::Touchpoint(first)))];
    let chat = Query { channel: Some(Channel::Chat), ..Query::default() };
    assert_eq!(found(&project, &chat), is_it);
    let owner = Query { owner: Some("E-commerce team".into()), ..Query::default() };
    assert_eq!(found(&project, &owner), is_it);
    assert_eq!(found(&project, &Query { stage: Some(stage_of(&first)), ..owner.clone() }), is_it);
    let elsewhere = project.touchpoints.keys().map(stage_of).find(|stage| *stage != stage_of(&first));
    assert!(found(&project, &Query { stage: elsewhere, ..owner }).is_empty());
    assert!(found(&project, &Query { text: "plain".into(), ..chat }).is_empty());
    let of_stage = Query { stage: Some(stage_of(&first)), ..Query::default() };
    let listed = found(&project, &of_stage);
    assert!(listed.iter().any(|found| matches!(found, Found::Subject(Subject::Stage(_)))), "the stage itself");
    assert!(!listed.iter().any(|found| matches!(found, Found::Subject(Subject::Lane(_)))));
}

#[test]
fn what_a_touchpoint_lacks_is_found() {
    type Fill = fn(&mut Touchpoint);
    let cases: [(Missing, Fill); 7] = [
        (Missing::Owner, |touchpoint| touchpoint.owner = "Somebody".into()),
        (Missing::Channel, |touchpoint| touchpoint.channel = Channel::Phone),
        (Missing::Description, |touchpoint| touchpoint.description = "Said".into()),
        (Missing::Emotion, |touchpoint| {
            touchpoint.emotions.insert(None, Emotion::default());
        }),
        (Missing::Importance, |touchpoint| touchpoint.importance = Some(3)),
        (Missing::Satisfaction, |touchpoint| touchpoint.satisfaction = Some(3)),
        (Missing::Evidence, |touchpoint| touchpoint.evidence = Evidence::Observed),
    ];
    for (missing, fill) in cases {
        let project = changed(|nth, touchpoint| {
            *touchpoint = Touchpoint::new(touchpoint.id, "Bare", Channel::Other, touchpoint.place);
            if nth % 2 == 0 {
                fill(touchpoint);
            }
        });
        let query = Query { missing: BTreeSet::from([missing]), ..Query::default() };
        let expected = project.touchpoints.len() / 2;
        assert_eq!(found(&project, &query).len(), expected, "{}", missing.label());
    }
    let mut project = big_sample(14, 1);
    let of = |project: &Project, missing| {
        found(project, &Query { missing: BTreeSet::from([missing]), ..Query::default() }).len()
    };
    let measured: BTreeSet<TouchpointId> = project.series.keys().map(|key| key.touchpoint).collect();
    assert_eq!(of(&project, Missing::Metric), project.touchpoints.len() - measured.len());
    assert_eq!(of(&project, Missing::Kpi), project.touchpoints.len() - project.kpis.len().min(1));
    Arc::make_mut(&mut project.connectors).clear();
    assert_eq!(of(&project, Missing::Connector), project.touchpoints.len());
    let both = Query { missing: BTreeSet::from([Missing::Connector, Missing::Evidence]), ..Query::default() };
    let assumed = project.touchpoints.values().filter(|touchpoint| touchpoint.evidence == Evidence::Assumed).count();
    assert_eq!(found(&project, &both).len(), assumed, "each of what is lacking");
}

#[test]
fn what_can_be_chosen_for_a_filter_is_what_is_in_use() {
    let (project, _) = shop();
    let index = Index::of(&project, &BTreeMap::new());
    assert_eq!(index.owners, ["E-commerce team"]);
    assert_eq!(index.channels, [Channel::Chat, Channel::Other]);
    let journey = &project.journeys[&project.journey_order[0]];
    assert_eq!(index.stages.first(), Some(&project.stages[&journey.stages[0]].name));
}

#[test]
fn touchpoints_are_found_by_how_their_kpis_stand() {
    let (project, first) = shop();
    let second = *project.touchpoints.keys().nth(1).unwrap();
    let states = BTreeMap::from([(first, KpiState::Reached), (second, KpiState::OffTrack)]);
    let index = Index::of(&project, &states);
    let found = |kpi| -> Vec<Found> {
        let hits = index.find(&Query { kpi: Some(kpi), ..Query::default() });
        hits.into_iter().filter_map(|at| index.entry(at)).map(|entry| entry.found).collect()
    };
    assert_eq!(index.kpis, [KpiState::OffTrack, KpiState::Reached], "only what occurs, the worst first");
    assert_eq!(found(KpiState::OffTrack), [Found::Subject(Subject::Item(Item::Touchpoint(second)))]);
    assert_eq!(found(KpiState::Reached), [Found::Subject(Subject::Item(Item::Touchpoint(first)))]);
    assert!(found(KpiState::AtRisk).is_empty());
}
