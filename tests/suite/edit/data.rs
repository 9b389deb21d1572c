//! Attached figures, and the check of every invariant.

use std::sync::Arc;

use throughline::base::Period;
use throughline::base::date::date;
use throughline::base::display::Display;
use throughline::base::number::Unit;
use throughline::edit::{Attachment, Edit, apply};
use throughline::model::check::problems;
use throughline::model::{
    Amount, Channel, Direction, Metric, MetricClass, MetricId, Observation, Project, Series, SeriesKey, Source,
    SourceId, Touchpoint, TouchpointId,
};

use super::world::World;

#[test]
fn attaching_adds_everything_at_once_and_replacing_drops_the_old_figures() {
    let world = World::parse("A | B");
    let project = measured(&world, &world.project);
    assert_eq!(problems(&project), Vec::new());
    let old = *project.sources.keys().next().unwrap();
    let next = project.next_id;
    let metric = *project.metrics.keys().next().unwrap();
    let mut attachment = attachment(&project, metric, world.touchpoint('B'), 5.0);
    attachment.replaces = vec![old];
    let placements = [world.slot(0, 'T', 0, 1), world.slot(0, 'T', 1, 0), world.slot(0, 'T', 1, 0)];
    for ((title, placement), id) in ["C", "D", "E"].into_iter().zip(placements).zip(next + 1..) {
        let touchpoint =
            Touchpoint::new(TouchpointId(id), title, Channel::Ads, project.place_of(world.item('A')).unwrap());
        attachment.touchpoints.push((touchpoint, placement));
    }
    attachment.aliases.push((world.touchpoint('B'), "Brand campaign".to_owned()));
    let edit = Edit::Attach { attachment: Arc::new(attachment) };
    assert_eq!(edit.label(&project), "Update ads.csv");
    let attached = apply(&project, &edit).unwrap();
    assert_eq!(problems(&attached), Vec::new());
    assert_eq!(world.show(&attached), "AC | DEB");
    assert_eq!(attached.touchpoints[&world.touchpoint('B')].aliases, ["Brand campaign"]);
    let touchpoints: Vec<_> = attached.series.keys().map(|key| key.touchpoint).collect();
    assert_eq!((touchpoints, attached.sources.len()), (vec![world.touchpoint('B')], 1));
    let removed = apply(&attached, &Edit::RemoveSource { source: SourceId(next) }).unwrap();
    assert_eq!((removed.series.len(), removed.sources.len(), removed.metrics.len()), (0, 0, 1));
}

#[test]
fn figures_that_can_not_be_right_are_not_attached() {
    let world = World::parse("A");
    let project = measured(&world, &world.project);
    let metric = *project.metrics.keys().next().unwrap();
    let a = world.touchpoint('A');
    let refused = |change: &dyn Fn(&mut Attachment)| {
        let mut attachment = attachment(&project, metric, a, 5.0);
        change(&mut attachment);
        apply(&project, &Edit::Attach { attachment: Arc::new(attachment) }).is_err()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|attachment| attachment.series[0].observations[0].amount = Amount::Value(f64::NAN)));
    assert!(refused(&|attachment| attachment.series[0].observations.clear()));
    assert!(refused(&|attachment| {
        let twice = attachment.series[0].observations[0];
        attachment.series[0].observations.push(twice);
    }));
    assert!(refused(&|attachment| {
        attachment.series[0].observations[0].amount = Amount::Ratio { numerator: 1.0, denominator: 2.0 };
    }));
    assert!(refused(&|attachment| attachment.series.push(attachment.series[0].clone())));
    assert!(refused(&|attachment| attachment.series[0].key.metric = MetricId(999)));
    assert!(refused(&|attachment| attachment.replaces = vec![SourceId(999)]));
    assert!(refused(&|attachment| {
        let known = Metric::clone(&project.metrics[&metric]);
        attachment.metrics.push(Metric { id: MetricId(project.next_id + 9), ..known });
    }));
}

#[test]
fn every_broken_invariant_is_reported_at_once() {
    let world = World::parse("AB | Cx");
    let mut project = measured(&world, &world.connect(&world.project, 'A', 'B'));
    assert_eq!(problems(&project), Vec::new());
    let a = world.touchpoint('A');
    let touchpoint = Arc::make_mut(Arc::make_mut(&mut project.touchpoints).get_mut(&a).unwrap());
    touchpoint.importance = Some(9);
    touchpoint.place.column = 7;
    let card = Arc::make_mut(Arc::make_mut(&mut project.cards).get_mut(&world.card('x')).unwrap());
    card.place.lane = world.lane('T');
    Arc::make_mut(Arc::make_mut(&mut project.connectors).values_mut().next().unwrap()).to = a;
    Arc::make_mut(Arc::make_mut(&mut project.journeys).get_mut(&world.journey).unwrap()).lanes.pop();
    Arc::make_mut(Arc::make_mut(&mut project.series).values_mut().next().unwrap()).observations[0].amount =
        Amount::Value(f64::INFINITY);
    Arc::make_mut(&mut project.sources).clear();
    project.next_id = 3;
    let found: Vec<String> = problems(&project).iter().map(ToString::to_string).collect();
    for expected in [
        "importance of 9",
        "columns in use are not",
        "which is for touchpoints",
        "to itself",
        "does not list it",
        "not a finite number",
        "names source",
        "not below 3",
        "orders in lane",
    ] {
        assert!(found.iter().any(|problem| problem.contains(expected)), "{expected}: {found:#?}");
    }
}

/// The project with one day of clicks at A.
pub fn measured(world: &World, project: &Project) -> Project {
    let id = MetricId(project.next_id + 1);
    let mut attachment = attachment(project, id, world.touchpoint('A'), 3.0);
    attachment.metrics.push(Metric {
        id,
        key: "clicks".to_owned(),
        name: "Clicks".to_owned(),
        short_name: "Clicks".to_owned(),
        class: MetricClass::Additive,
        unit: Unit::Count,
        direction: Direction::HigherIsBetter,
        numerator: "clicks".to_owned(),
        denominator: String::new(),
        display: Display::Usual,
        formula: String::new(),
    });
    apply(project, &Edit::Attach { attachment: Arc::new(attachment) }).unwrap()
}

/// A source of id `next_id` with one figure.
fn attachment(project: &Project, metric: MetricId, touchpoint: TouchpointId, value: f64) -> Attachment {
    let id = SourceId(project.next_id);
    let period = Period::day(date(2026, 9, 1));
    let source = Source {
        id,
        name: String::new(),
        file_name: "ads.csv".to_owned(),
        relative_path: None,
        size_bytes: 12,
        hash: "00".to_owned(),
        format: "CSV".to_owned(),
        recipe: String::new(),
        rows: 1,
        rows_left_out: 0,
        period: Some(period),
        read_at: None,
        added_to: Vec::new(),
    };
    let observation = Observation { period, amount: Amount::Value(value), rows: 1, first_row: 2 };
    let key = SeriesKey { source: id, metric, touchpoint, segment: None };
    Attachment {
        source,
        replaces: Vec::new(),
        touchpoints: Vec::new(),
        aliases: Vec::new(),
        measured: Vec::new(),
        metrics: Vec::new(),
        segments: Vec::new(),
        series: vec![Series { key, observations: vec![observation] }],
    }
}
