//! Small projects with numbers for the tests of this folder.

use std::sync::Arc;

use super::numbers::Numbers;
use crate::base::Period;
use crate::base::date::date;
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::model::{
    Amount, Channel, Direction, Journey, JourneyId, JourneyState, Lane, LaneId, LaneKind, Metric, MetricClass,
    MetricId, Observation, Phase, Place, Project, Segment, SegmentId, Series, SeriesKey, Source, SourceId, Stage,
    StageId, Touchpoint, TouchpointId,
};

pub fn day(year: i16, month: i8, day: i8) -> Period {
    Period::day(date(year, month, day))
}

pub fn month(year: i16, month: i8) -> Period {
    Period::month_of(date(year, month, 1))
}

pub fn period(from: (i16, i8, i8), to: (i16, i8, i8)) -> Period {
    Period::new(date(from.0, from.1, from.2), date(to.0, to.1, to.2)).unwrap()
}

pub fn observation(period: Period, amount: Amount) -> Observation {
    Observation { period, amount, rows: 1, first_row: 0 }
}

pub fn value(period: Period, value: f64) -> Observation {
    observation(period, Amount::Value(value))
}

pub fn ratio(period: Period, numerator: f64, denominator: f64) -> Observation {
    observation(period, Amount::Ratio { numerator, denominator })
}

pub fn metric(id: u64, key: &str, class: MetricClass) -> Metric {
    let (unit, numerator, denominator) = match class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => (Unit::Count, key, ""),
        MetricClass::Ratio => (Unit::Share, "clicks", "impressions"),
        MetricClass::RateOnly | MetricClass::Derived => (Unit::Share, "", ""),
        MetricClass::Mean | MetricClass::ShareDifference => (Unit::Points, "rating", "answers"),
    };
    Metric {
        id: MetricId(id),
        key: key.to_owned(),
        name: key.to_owned(),
        short_name: key.to_owned(),
        class,
        unit,
        direction: Direction::HigherIsBetter,
        numerator: numerator.to_owned(),
        denominator: denominator.to_owned(),
        display: Display::Usual,
        formula: String::new(),
    }
}

/// A project in the making: one journey; touchpoint 10 in stage 1, 11 and 12 in stage 2.
pub struct Fixture {
    pub project: Project,
}

impl Fixture {
    pub fn new() -> Self {
        let mut project = Project { next_id: 1000, ..Project::default() };
        let (journey, lane) = (JourneyId(5), LaneId(6));
        let stages = [(StageId(1), "Discover", Phase::PrePurchase), (StageId(2), "Buy", Phase::Purchase)];
        for (id, name, phase) in stages {
            let stage = Stage::new(id, journey, name, phase);
            Arc::make_mut(&mut project.stages).insert(id, Arc::new(stage));
        }
        let touchpoints = Lane::new(lane, journey, "Touchpoints", LaneKind::Touchpoints);
        Arc::make_mut(&mut project.lanes).insert(lane, Arc::new(touchpoints));
        let shop = Journey {
            id: journey,
            name: "Shop".to_owned(),
            personas: Vec::new(),
            scenario: String::new(),
            state: JourneyState::Current,
            stages: stages.iter().map(|(id, ..)| *id).collect(),
            lanes: vec![lane],
            origin: None,
        };
        Arc::make_mut(&mut project.journeys).insert(journey, Arc::new(shop));
        Arc::make_mut(&mut project.journey_order).push(journey);
        for (id, title, stage, order, channel) in [
            (12, "Basket", 2, 0, Channel::Website),
            (11, "Checkout", 2, 1, Channel::Website),
            (10, "Ad", 1, 0, Channel::Ads),
        ] {
            let place = Place { stage: StageId(stage), lane, column: 0, order };
            let touchpoint = Touchpoint::new(TouchpointId(id), title, channel, place);
            Arc::make_mut(&mut project.touchpoints).insert(TouchpointId(id), Arc::new(touchpoint));
        }
        Self { project }
    }

    pub fn metric(&mut self, key: &str, class: MetricClass) -> MetricId {
        let definition = metric(100 + self.project.metrics.len() as u64, key, class);
        let id = definition.id;
        Arc::make_mut(&mut self.project.metrics).insert(id, Arc::new(definition));
        id
    }

    pub fn change(&mut self, metric: MetricId, change: impl FnOnce(&mut Metric)) {
        let metrics = Arc::make_mut(&mut self.project.metrics);
        change(Arc::make_mut(metrics.get_mut(&metric).unwrap()));
    }

    pub fn series(
        &mut self,
        source: u64,
        metric: MetricId,
        touchpoint: u64,
        segment: Option<u64>,
        mut observations: Vec<Observation>,
    ) {
        if observations.is_empty() {
            return;
        }
        observations.sort_by_key(|observation| observation.period);
        let source = SourceId(source);
        let file = Source {
            id: source,
            name: String::new(),
            file_name: format!("file-{source}.csv"),
            relative_path: None,
            size_bytes: 0,
            hash: String::new(),
            format: String::new(),
            recipe: String::new(),
            rows: 0,
            rows_left_out: 0,
            period: None,
            read_at: None,
            added_to: Vec::new(),
        };
        Arc::make_mut(&mut self.project.sources).insert(source, Arc::new(file));
        if let Some(id) = segment {
            let segment = Segment { id: SegmentId(id), name: format!("Segment {id}"), description: String::new() };
            Arc::make_mut(&mut self.project.segments).insert(segment.id, Arc::new(segment));
        }
        let key = SeriesKey { source, metric, touchpoint: TouchpointId(touchpoint), segment: segment.map(SegmentId) };
        Arc::make_mut(&mut self.project.series).insert(key, Arc::new(Series { key, observations }));
    }

    pub fn numbers(&self) -> Numbers {
        Numbers::new(&self.project)
    }
}
