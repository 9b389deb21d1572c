//! What makes the big sample as deep as the canvas can show: two personas and how they feel at each touchpoint,
//! lanes drawn from touchpoints and figures, quotes, stickies and KPIs. All of it is drawn after what was there
//! before, which so stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::words::{QUOTES, SPEAKERS, STICKIES};
use super::{DAYS, Sample, day, take_id};
use crate::base::date::{date_from_day_number, day_number};
use crate::base::{Period, pos2};
use crate::model::{
    Amount, Baseline, Card, CardBody, CardId, Emotion, Kpi, KpiId, Lane, LaneId, LaneKind, MetricId, Persona,
    PersonaId, Place, Spot, StageId, Sticky, StickyColor, StickyId, Tint, TouchpointId,
};

/// The lanes that are added, and below which kind of lane.
const LANES: [(LaneKind, LaneKind); 4] = [
    (LaneKind::Emotion, LaneKind::Thoughts),
    (LaneKind::Metrics, LaneKind::Opportunities),
    (LaneKind::Channels, LaneKind::Metrics),
    (LaneKind::Evidence, LaneKind::Channels),
];

/// One sticky for so many touchpoints.
const TOUCHPOINTS_PER_STICKY: usize = 50;

impl Sample {
    pub(super) fn deepen(&mut self) {
        let newcomer = self.add_newcomer();
        self.add_drawn_lanes();
        self.add_emotions(newcomer);
        self.add_quotes();
        self.add_stickies();
        self.add_kpis();
    }

    /// The second persona, of whom little is known.
    fn add_newcomer(&mut self) -> PersonaId {
        let id = PersonaId(take_id(&mut self.project));
        let mut persona = Persona::new(id, "First-time buyer", Tint::Orange);
        persona.role = "Student, 22, buys on the phone".to_owned();
        persona.quote = "I read every review before I pay anybody.".to_owned();
        persona.goals.push("Not to be cheated".to_owned());
        persona.frustrations.push("Having to open an account".to_owned());
        Arc::make_mut(&mut self.project.personas).insert(id, Arc::new(persona));
        self.change_journey(|personas, _| personas.push(id));
        id
    }

    fn add_drawn_lanes(&mut self) {
        for (kind, above) in LANES {
            let id = LaneId(take_id(&mut self.project));
            let lane = Lane::new(id, self.journey, kind.label(), kind);
            Arc::make_mut(&mut self.project.lanes).insert(id, Arc::new(lane));
            let above = self.lanes.get(&above).and_then(|lanes| lanes.last()).copied();
            self.lanes.entry(kind).or_default().push(id);
            self.change_journey(|_, lanes| {
                let at = lanes.iter().position(|lane| Some(*lane) == above).map_or(lanes.len(), |at| at + 1);
                lanes.insert(at, id);
            });
        }
    }

    fn change_journey(&mut self, change: impl FnOnce(&mut Vec<PersonaId>, &mut Vec<LaneId>)) {
        if let Some(journey) = Arc::make_mut(&mut self.project.journeys).get_mut(&self.journey) {
            let journey = Arc::make_mut(journey);
            change(&mut journey.personas, &mut journey.lanes);
        }
    }

    /// Moods wander: what comes next feels much like what came before, and newcomers feel everything more strongly.
    fn add_emotions(&mut self, newcomer: PersonaId) {
        let first = self.project.personas.keys().next().copied();
        let touchpoints = Arc::make_mut(&mut self.project.touchpoints);
        let mut mood = 0.4;
        for (id, _) in &self.touchpoints {
            let Some(touchpoint) = touchpoints.get_mut(id) else { continue };
            mood = (mood * 0.9 + (self.random.unit() - 0.48) * 1.6).clamp(-1.6, 1.6);
            let other = mood * 1.3 + (self.random.unit() - 0.6) * 0.8;
            let emotions = [(first, mood), (Some(newcomer), other)];
            let near = emotions.into_iter().filter_map(|(who, value)| Some((who, Emotion::nearest(value)?)));
            Arc::make_mut(touchpoint).emotions = near.collect();
        }
    }

    fn add_quotes(&mut self) {
        let Some(lane) = self.lane(LaneKind::Evidence) else { return };
        let steps: BTreeSet<(StageId, u32)> =
            self.project.touchpoints.values().map(|it| (it.place.stage, it.place.column)).collect();
        for (stage, column) in steps {
            for order in 0..self.random.below(3) as u32 {
                let id = CardId(take_id(&mut self.project));
                let text = self.random.pick(QUOTES).copied().unwrap_or_default();
                let by = self.random.pick(SPEAKERS).copied().unwrap_or_default().to_owned();
                let mut card = Card::new(id, Place { stage, lane, column, order }, text);
                card.body = CardBody::Quote { by };
                Arc::make_mut(&mut self.project.cards).insert(id, Arc::new(card));
            }
        }
    }

    fn add_stickies(&mut self) {
        let Some(lane) = self.lane(LaneKind::Thoughts) else { return };
        for _ in 0..self.touchpoints.len() / TOUCHPOINTS_PER_STICKY {
            let id = StickyId(take_id(&mut self.project));
            let stage = self.random.pick(&self.stages).copied();
            let at = pos2(self.random.below(240) as f32, 30.0 + self.random.below(60) as f32);
            let spot = Spot { stage, lane: Some(lane), at };
            let text = self.random.pick(STICKIES).copied().unwrap_or_default().to_owned();
            let color = self.random.pick(&StickyColor::ALL).copied().unwrap_or_default();
            let sticky = Sticky { id, journey: self.journey, spot, text, color, session: None };
            Arc::make_mut(&mut self.project.stickies).insert(id, Arc::new(sticky));
        }
    }

    /// A target for about one in three of the touchpoints that are measured: a tenth more in a month than in the first
    /// one, within a year after the data.
    fn add_kpis(&mut self) {
        let mut starts: BTreeMap<TouchpointId, (MetricId, f64)> = BTreeMap::new();
        let first_day = day(0).map(|first| first.from);
        let first_month = first_day.map(Period::month_of);
        let last_day = day(DAYS - 1).map(|last| last.to);
        let due = last_day.and_then(|day| date_from_day_number(day_number(day) + 365));
        for (key, series) in self.project.series.iter() {
            let of_month =
                series.observations.iter().filter(|one| first_month.is_some_and(|it| it.contains(one.period)));
            if let Some(start) = level(of_month.map(|one| one.amount)) {
                starts.entry(key.touchpoint).or_insert((key.metric, start));
            }
        }
        for (touchpoint, (metric, start)) in starts {
            if !self.random.chance(1.0 / 3.0) {
                continue;
            }
            let id = KpiId(take_id(&mut self.project));
            let owner = self.project.touchpoints.get(&touchpoint).map(|it| it.owner.clone()).unwrap_or_default();
            let baseline = Some(Baseline::Figure(start));
            let kpi = Kpi { baseline, start: first_day, due, owner, ..Kpi::new(id, touchpoint, metric, start * 1.1) };
            Arc::make_mut(&mut self.project.kpis).insert(id, Arc::new(kpi));
        }
    }

    fn lane(&self, kind: LaneKind) -> Option<LaneId> {
        self.lanes.get(&kind)?.first().copied()
    }
}

/// What amounts come to together, of those that the sample counts or averages.
fn level(amounts: impl Iterator<Item = Amount>) -> Option<f64> {
    let (mut above, mut below) = (0.0, None);
    for amount in amounts {
        match amount {
            Amount::Value(value) => above += value,
            Amount::Mean { sum, count, .. } => {
                above += sum;
                below = Some(below.unwrap_or(0.0) + count);
            }
            Amount::Ratio { .. } | Amount::Shares { .. } | Amount::Rate { .. } => return None,
        }
    }
    match below {
        Some(below) => (below > 0.0).then(|| above / below),
        None => (above > 0.0).then_some(above),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::check::problems;
    use crate::model::sample::{big_sample, full_sample};

    #[test]
    fn a_full_sample_is_a_big_one_with_more_in_it() {
        for touchpoints in [0, 1, 7, 1_000] {
            let (big, full) = (big_sample(touchpoints, 7), full_sample(touchpoints, 7));
            assert_eq!(problems(&full), Vec::new(), "{touchpoints} touchpoints");
            assert_eq!(full, full_sample(touchpoints, 7));
            assert_eq!(full.lanes.len(), big.lanes.len() + 4);
            assert_eq!(full.series, big.series);
            assert!(big.touchpoints.iter().all(|(id, it)| full.touchpoints[id].place == it.place));
            assert!(big.cards.iter().all(|(id, card)| full.cards[id] == *card));
            assert!(full.touchpoints.values().all(|it| it.emotions.len() == 2));
        }
    }

    #[test]
    fn a_full_sample_has_quotes_stickies_and_targets() {
        let (big, full) = (big_sample(1_000, 3), full_sample(1_000, 3));
        assert!(full.cards.len() > big.cards.len() + 50);
        assert_eq!(full.stickies.len(), 20);
        assert!(full.kpis.len() > 10);
        assert_eq!(full.journeys.values().next().unwrap().personas.len(), 2);
    }
}
