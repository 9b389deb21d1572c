//! A big, deterministic project for trying and measuring. The same size and seed give the same project for ever;
//! it is no template: its words are believable, not meant.

mod depth;
mod measured;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::project::Table;
use super::{
    Amount, Card, CardId, Connector, ConnectorId, ConnectorKind, Direction, Evidence, Journey, JourneyId, JourneyState,
    Lane, LaneId, LaneKind, Metric, MetricClass, MetricId, Observation, Persona, PersonaId, Phase, Place, Project,
    Segment, SegmentId, Series, SeriesKey, Source, SourceId, Stage, StageId, Tint, Touchpoint, TouchpointId,
};
use crate::base::Period;
use crate::base::date::date_from_day_number;
use crate::base::display::Display;
use crate::base::number::Unit;
pub use measured::with_observations;
use words::{ACTIONS, KINDS, Kind, NOTES, OPPORTUNITIES, OWNERS, PAIN_POINTS, TAGS, THOUGHTS, VARIANTS, stage_names};

/// 1 August 2026, in days since 1970-01-01: the first day that was measured.
const FIRST_DAY: i32 = 20_666;
/// August and September 2026, so that there are two whole months to compare.
const DAYS: i32 = 61;

const LANES: [LaneKind; 6] = [
    LaneKind::Touchpoints,
    LaneKind::Actions,
    LaneKind::Thoughts,
    LaneKind::PainPoints,
    LaneKind::Opportunities,
    LaneKind::Notes,
];

/// What the cards of each lane say, and how many there are in a step at most.
const CARDS: [(LaneKind, &[&str], u64); 5] = [
    (LaneKind::Actions, ACTIONS, 3),
    (LaneKind::Thoughts, THOUGHTS, 2),
    (LaneKind::PainPoints, PAIN_POINTS, 2),
    (LaneKind::Opportunities, OPPORTUNITIES, 2),
    (LaneKind::Notes, NOTES, 1),
];

/// A journey of that many touchpoints in stages, steps and stacks, with cards in every other lane, connectors, and
/// daily figures for August and September 2026 at about one touchpoint in twelve.
pub fn big_sample(touchpoints: usize, seed: u64) -> Project {
    Sample::of(touchpoints, seed).project
}

/// A [`big_sample`] as deep as the canvas can show: with emotions of two personas at every touchpoint, lanes of
/// emotion, metrics, channels and evidence, stickies and KPIs.
pub fn full_sample(touchpoints: usize, seed: u64) -> Project {
    let mut sample = Sample::of(touchpoints, seed);
    sample.deepen();
    sample.project
}

struct Sample {
    project: Project,
    random: Random,
    journey: JourneyId,
    stages: Vec<StageId>,
    lanes: BTreeMap<LaneKind, Vec<LaneId>>,
    /// The touchpoints in reading order, with what they were made from.
    touchpoints: Vec<(TouchpointId, &'static Kind)>,
}

impl Sample {
    fn of(touchpoints: usize, seed: u64) -> Self {
        let mut sample = Self::new(seed);
        sample.add_journey(touchpoints);
        sample.add_items(touchpoints);
        sample.add_connectors();
        sample.add_figures();
        sample
    }

    fn new(seed: u64) -> Self {
        let mut project = Project { title: "Big sample".to_owned(), ..Project::default() };
        let journey = JourneyId(take_id(&mut project));
        Self {
            project,
            random: Random(seed),
            journey,
            stages: Vec::new(),
            lanes: BTreeMap::new(),
            touchpoints: Vec::new(),
        }
    }

    fn add_journey(&mut self, touchpoints: usize) {
        // Stages and the steps within them both grow with the size: a map stays about as readable as it was.
        let count = ((touchpoints as f64).sqrt() / 2.0).round().clamp(3.0, 60.0) as usize;
        for index in 0..count {
            let id = StageId(take_id(&mut self.project));
            let phase = Phase::ALL.get(index * 3 / count).copied().unwrap_or(Phase::PostPurchase);
            let names = stage_names(phase);
            let first_of_phase = (phase as usize * count).div_ceil(3);
            let (round, at) = ((index - first_of_phase) / names.len(), (index - first_of_phase) % names.len());
            let name = names.get(at).copied().unwrap_or_default();
            let name = if round == 0 { name.to_owned() } else { format!("{name} {}", round + 1) };
            let description = format!("What customers go through under \"{name}\".");
            let stage = Stage { description, ..Stage::new(id, self.journey, name, phase) };
            Arc::make_mut(&mut self.project.stages).insert(id, Arc::new(stage));
            self.stages.push(id);
        }
        let mut order = Vec::new();
        for kind in LANES {
            let names: &[&str] = match kind {
                LaneKind::Touchpoints if touchpoints >= 300 => &["Touchpoints online", "Touchpoints in person"],
                kind => &[kind.label()],
            };
            for name in names {
                let id = LaneId(take_id(&mut self.project));
                let lane = Lane::new(id, self.journey, *name, kind);
                Arc::make_mut(&mut self.project.lanes).insert(id, Arc::new(lane));
                self.lanes.entry(kind).or_default().push(id);
                order.push(id);
            }
        }
        let persona = PersonaId(take_id(&mut self.project));
        let record = Persona::new(persona, "Returning customer with little time", Tint::Blue);
        Arc::make_mut(&mut self.project.personas).insert(persona, Arc::new(record));
        let journey = Journey {
            id: self.journey,
            name: "Every way to buy".to_owned(),
            personas: vec![persona],
            scenario: "Needs a replacement within the week and compares three shops".to_owned(),
            state: JourneyState::Current,
            stages: self.stages.clone(),
            lanes: order,
            origin: None,
        };
        Arc::make_mut(&mut self.project.journeys).insert(self.journey, Arc::new(journey));
        self.project.journey_order = Arc::new(vec![self.journey]);
    }

    fn add_items(&mut self, touchpoints: usize) {
        let stages = self.stages.clone();
        for (index, stage) in stages.iter().enumerate() {
            let share = touchpoints / stages.len() + usize::from(index < touchpoints % stages.len());
            let columns = ((share as f64 * 0.6).sqrt().round() as usize).max(1);
            let phase = self.project.stages.get(stage).map_or(Phase::Purchase, |stage| stage.phase);
            let kinds: Vec<&'static Kind> = KINDS.iter().filter(|kind| kind.phase == phase).collect();
            for (column, size) in uneven_shares(&mut self.random, share, columns).into_iter().enumerate() {
                let mut heights: BTreeMap<LaneId, u32> = BTreeMap::new();
                for _ in 0..size {
                    self.add_touchpoint(*stage, column as u32, &kinds, &mut heights);
                }
                if size > 0 {
                    self.add_cards(*stage, column as u32);
                }
            }
        }
    }

    fn add_touchpoint(
        &mut self,
        stage: StageId,
        column: u32,
        kinds: &[&'static Kind],
        heights: &mut BTreeMap<LaneId, u32>,
    ) {
        let Some(kind) = self.random.pick(kinds).copied() else { return };
        let lanes = self.lanes.get(&LaneKind::Touchpoints).map(Vec::as_slice).unwrap_or_default();
        let lane = if kind.channel.is_in_person() { lanes.last() } else { lanes.first() };
        let Some(&lane) = lane else { return };
        let height = heights.entry(lane).or_insert(0);
        let place = Place { stage, lane, column, order: *height };
        *height += 1;
        let id = TouchpointId(take_id(&mut self.project));
        let number = self.touchpoints.len() + 1;
        let title = match self.random.pick(VARIANTS) {
            Some(variant) if self.random.chance(0.7) => format!("{}, {variant}", kind.title),
            Some(_) | None => kind.title.to_owned(),
        };
        let mut touchpoint = Touchpoint::new(id, title, kind.channel, place);
        kind.code.clone_into(&mut touchpoint.kind);
        if self.random.chance(0.3) {
            touchpoint.description = format!("{} Seen in interviews and in the shop's own records.", kind.says);
        }
        if self.random.chance(0.6) {
            touchpoint.owner = self.random.pick(OWNERS).copied().unwrap_or_default().to_owned();
        }
        touchpoint.is_moment_of_truth = self.random.chance(0.04);
        touchpoint.evidence = self.random.pick(&Evidence::ALL).copied().unwrap_or_default();
        touchpoint.importance = if self.random.chance(0.5) { Some(1 + self.random.below(5) as u8) } else { None };
        if self.random.chance(0.2) {
            touchpoint.tags.push(self.random.pick(TAGS).copied().unwrap_or_default().to_owned());
        }
        touchpoint.aliases.push(format!("{}-{number:05}", kind.code));
        Arc::make_mut(&mut self.project.touchpoints).insert(id, Arc::new(touchpoint));
        self.touchpoints.push((id, kind));
    }

    fn add_cards(&mut self, stage: StageId, column: u32) {
        for (kind, texts, most) in CARDS {
            let Some(&lane) = self.lanes.get(&kind).and_then(|lanes| lanes.first()) else { continue };
            for order in 0..self.random.below(most + 1) as u32 {
                let id = CardId(take_id(&mut self.project));
                let text = self.random.pick(texts).copied().unwrap_or_default().to_owned();
                let card = Card::new(id, Place { stage, lane, column, order }, text);
                Arc::make_mut(&mut self.project.cards).insert(id, Arc::new(card));
            }
        }
    }

    /// A way through the map: from a touchpoint to one a few further on, now and then back.
    fn add_connectors(&mut self) {
        let ids: Vec<TouchpointId> = self.touchpoints.iter().map(|(id, _)| *id).collect();
        let mut at = 0;
        loop {
            let next = at + 1 + self.random.below(5) as usize;
            let (Some(&here), Some(&there)) = (ids.get(at), ids.get(next)) else { return };
            let roll = self.random.below(10);
            let (from, to, kind, label) = match roll {
                0 => (there, here, ConnectorKind::Return, "changes their mind"),
                1 | 2 => (here, there, ConnectorKind::Optional, "if in doubt"),
                _ => (here, there, ConnectorKind::Flow, ""),
            };
            let id = ConnectorId(take_id(&mut self.project));
            let connector = Connector { id, from, to, label: label.to_owned(), kind };
            Arc::make_mut(&mut self.project.connectors).insert(id, Arc::new(connector));
            at = next;
        }
    }

    fn add_figures(&mut self) {
        let measured: Vec<(TouchpointId, Measured)> = {
            let random = &mut self.random;
            self.touchpoints
                .iter()
                .filter(|_| random.chance(1.0 / 12.0))
                .map(|(id, kind)| (*id, kind.measured))
                .collect()
        };
        let mobile = SegmentId(take_id(&mut self.project));
        let segment = Segment { id: mobile, name: "Mobile".to_owned(), description: String::new() };
        Arc::make_mut(&mut self.project.segments).insert(mobile, Arc::new(segment));
        let mut series: BTreeMap<SeriesKey, Arc<Series>> = BTreeMap::new();
        for kind in [Measured::Traffic, Measured::Visits, Measured::Answers] {
            let touchpoints: Vec<TouchpointId> =
                measured.iter().filter(|(_, other)| *other == kind).map(|(id, _)| *id).collect();
            if touchpoints.is_empty() {
                continue;
            }
            let metrics: Vec<MetricId> = kind.metrics().into_iter().map(|metric| self.add_metric(metric)).collect();
            let source = self.add_source(kind, touchpoints.len());
            for touchpoint in touchpoints {
                let segment = if self.random.chance(0.15) { Some(mobile) } else { None };
                let days = self.days(kind);
                for (index, metric) in metrics.iter().enumerate() {
                    let key = SeriesKey { source, metric: *metric, touchpoint, segment };
                    let observations = days.iter().filter_map(|day| day.get(index).copied()).collect();
                    series.insert(key, Arc::new(Series { key, observations }));
                }
            }
        }
        self.project.series = Table::from(series);
    }

    fn add_metric(&mut self, definition: Metric) -> MetricId {
        let id = MetricId(take_id(&mut self.project));
        Arc::make_mut(&mut self.project.metrics).insert(id, Arc::new(Metric { id, ..definition }));
        id
    }

    fn add_source(&mut self, kind: Measured, touchpoints: usize) -> SourceId {
        let id = SourceId(take_id(&mut self.project));
        let (file_name, format) = kind.file();
        let rows = touchpoints as u32 * DAYS as u32;
        let hash: String = (0..4).map(|_| format!("{:016x}", self.random.next())).collect();
        let source = Source {
            id,
            name: String::new(),
            file_name: file_name.to_owned(),
            relative_path: None,
            size_bytes: 200 + u64::from(rows) * 48,
            hash,
            format: format.to_owned(),
            recipe: String::new(),
            rows,
            rows_left_out: 1,
            period: day(0).zip(day(DAYS - 1)).map(|(from, to)| from.union(to)),
            read_at: None,
            added_to: Vec::new(),
        };
        Arc::make_mut(&mut self.project.sources).insert(id, Arc::new(source));
        id
    }

    /// For each day one observation per metric: a level of its own, a slow trend, quiet weekends and some noise.
    fn days(&mut self, kind: Measured) -> Vec<Vec<Observation>> {
        let level = 40.0 * (1.0 + self.random.unit() * 60.0);
        let rate = 0.02 + self.random.unit() * 0.2;
        let trend = (self.random.unit() - 0.4) * 0.6;
        let first_row = 2 + self.random.below(50_000) as u32;
        let mut days = Vec::new();
        for index in 0..DAYS {
            let Some(period) = day(index) else { continue };
            let weekend = if (FIRST_DAY + index + 3).rem_euclid(7) >= 5 { 0.7 } else { 1.0 };
            let noise = 0.85 + self.random.unit() * 0.3;
            let count = (level * weekend * noise * (1.0 + trend * f64::from(index) / f64::from(DAYS))).round().max(1.0);
            let hits = (count * rate * (0.8 + self.random.unit() * 0.4)).round().min(count);
            let share = Amount::Ratio { numerator: hits, denominator: count };
            let amounts = match kind {
                Measured::Traffic | Measured::Visits => vec![Amount::Value(count), share],
                Measured::Answers => {
                    let answers = (count / 20.0).ceil();
                    let mean = 2.5 + rate * 8.0;
                    let sum = (answers * mean).round();
                    let promoters = (answers * (0.3 + rate)).round();
                    let detractors = (answers * 0.2).floor();
                    vec![
                        Amount::Mean { sum, sum_of_squares: Some(sum * mean + answers), count: answers },
                        Amount::Shares { promoters, detractors, count: answers },
                    ]
                }
            };
            let first_row = first_row + index as u32;
            let observe = |amount| Observation { period, amount, rows: 1, first_row };
            days.push(amounts.into_iter().map(observe).collect());
        }
        days
    }
}

fn day(index: i32) -> Option<Period> {
    date_from_day_number(FIRST_DAY + index).map(Period::day)
}

/// The last day that is measured, in days since 1970-01-01.
const LAST_DAY: i32 = FIRST_DAY + DAYS - 1;

fn take_id(project: &mut Project) -> u64 {
    let id = project.next_id;
    project.next_id += 1;
    id
}

/// Splits a number of things into that many shares of differing size; none is empty if there is enough to go round.
fn uneven_shares(random: &mut Random, total: usize, parts: usize) -> Vec<usize> {
    let mut shares = vec![usize::from(total >= parts); parts];
    let rest = total - shares.iter().sum::<usize>();
    for _ in 0..rest {
        // Of two columns drawn at random the left one is taken more often, so that stacks differ in height.
        let at = random.below(parts as u64).min(random.below(parts as u64) + parts as u64 / 3) as usize;
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

/// SplitMix64. Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, the limit; 0 for a limit of 0.
    fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// From 0 up to, not including, 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len() as u64) as usize)
    }
}

/// What kind of export measures a touchpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measured {
    Traffic,
    Visits,
    Answers,
}

impl Measured {
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Traffic => ("campaigns-2026-08-09.csv", "Google Ads, campaign report"),
            Self::Visits => ("pages-2026-08-09.csv", "GA4, pages and screens"),
            Self::Answers => ("survey-2026-08-09.csv", "Survey answers"),
        }
    }

    /// The metrics, in the order in which [`Sample::days`] gives their amounts. Their ids are set when added.
    fn metrics(self) -> [Metric; 2] {
        match self {
            Self::Traffic => [
                metric("impressions", "Impressions", MetricClass::Additive, Unit::Count, "impressions", ""),
                metric("ctr", "CTR", MetricClass::Ratio, Unit::Share, "clicks", "impressions"),
            ],
            Self::Visits => [
                metric("sessions", "Sessions", MetricClass::Additive, Unit::Count, "sessions", ""),
                metric(
                    "conversion-rate",
                    "Conversion rate",
                    MetricClass::Ratio,
                    Unit::Share,
                    "conversions",
                    "sessions",
                ),
            ],
            Self::Answers => [
                metric("rating", "Mean rating", MetricClass::Mean, Unit::Points, "points", "answers"),
                metric("nps", "NPS", MetricClass::ShareDifference, Unit::Points, "promoters − detractors", "answers"),
            ],
        }
    }
}

fn metric(key: &str, name: &str, class: MetricClass, unit: Unit, numerator: &str, denominator: &str) -> Metric {
    let short_name = if key == "conversion-rate" { "conv." } else { name };
    Metric {
        id: MetricId(0),
        key: key.to_owned(),
        name: name.to_owned(),
        short_name: short_name.to_owned(),
        class,
        unit,
        direction: Direction::HigherIsBetter,
        numerator: numerator.to_owned(),
        denominator: denominator.to_owned(),
        display: Display::Usual,
        formula: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::problems;

    #[test]
    fn samples_are_sound_of_the_asked_size_and_always_the_same() {
        for touchpoints in [0, 1, 2, 7, 100, 1_000] {
            let sample = big_sample(touchpoints, 7);
            assert_eq!(sample.touchpoints.len(), touchpoints);
            assert_eq!(problems(&sample), Vec::new(), "{touchpoints} touchpoints");
            assert_eq!(sample, big_sample(touchpoints, 7));
        }
        assert_ne!(big_sample(100, 1), big_sample(100, 2));
    }

    #[test]
    fn a_big_sample_has_something_of_everything() {
        let sample = big_sample(1_000, 3);
        assert!(sample.stages.len() >= 12);
        assert!(sample.touchpoints.values().any(|touchpoint| touchpoint.place.column >= 4));
        assert!(sample.touchpoints.values().any(|touchpoint| touchpoint.place.order >= 4));
        for lane in sample.lanes.values() {
            assert!(sample.items().any(|(_, place)| place.lane == lane.id), "{} is empty", lane.name);
        }
        assert!(sample.connectors.len() > 200);
        assert!(sample.series.values().all(|series| series.observations.len() == 61));
        let measured: std::collections::BTreeSet<_> = sample.series.keys().map(|key| key.touchpoint).collect();
        assert!((50..200).contains(&measured.len()), "{}", measured.len());
        assert_eq!(sample.metrics.len(), 6);
    }
}
