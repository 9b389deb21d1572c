//! A map in which the audit finds nothing, and what can be done to it.

use std::sync::Arc;

use super::super::*;
use crate::analysis::testing::{Fixture, month, ratio, value};
use crate::base::Color;
use crate::base::date::date;
use crate::file::catalogue;
use crate::model::{
    Baseline, Brand, BusinessModel, Card, CardId, Channel, CheckAnswer, Connector, ConnectorId, ConnectorKind, Emotion,
    Evidence, Journey, JourneyId, JourneyState, Kpi, KpiId, Lane, LaneId, LaneKind, MetricClass, MetricId, Phase,
    Place, Stage, StageId, Strategy, Touchpoint, TouchpointId,
};

pub(super) const SHOP: JourneyId = JourneyId(5);
pub(super) const DISCOVER: StageId = StageId(1);
pub(super) const BUY: StageId = StageId(2);
pub(super) const AD: TouchpointId = TouchpointId(10);
pub(super) const CHECKOUT: TouchpointId = TouchpointId(11);
pub(super) const BASKET: TouchpointId = TouchpointId(12);

/// A map in which the audit finds nothing: an ad, then checkout and basket, all owned, measured and on target.
pub(super) struct World {
    pub(super) fixture: Fixture,
    pub(super) sessions: MetricId,
    pub(super) today: Date,
}

impl World {
    pub(super) fn clean() -> Self {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let mut world = Self { fixture, sessions, today: date(2026, 10, 5) };
        for (id, count) in [(AD, 100.0), (CHECKOUT, 60.0), (BASKET, 60.0)] {
            world.measure(id, count);
            world.change(id, |touchpoint| {
                touchpoint.owner = "Team".to_owned();
                touchpoint.evidence = Evidence::Measured;
            });
            world.aim(KpiId(id.0 + 40), id, 50.0);
        }
        world.strategy(|strategy| {
            let said = || "Said".to_owned();
            let (look, voice, message, offer) = (said(), said(), said(), said());
            strategy.brand = Brand { logo: None, colors: vec![Color::BLACK], look, voice, message, offer };
            strategy.business = Some(BusinessModel::Online);
        });
        world
    }

    pub(super) fn change(&mut self, id: TouchpointId, change: impl FnOnce(&mut Touchpoint)) {
        change(Arc::make_mut(Arc::make_mut(&mut self.fixture.project.touchpoints).get_mut(&id).unwrap()));
    }

    pub(super) fn strategy(&mut self, change: impl FnOnce(&mut Strategy)) {
        change(Arc::make_mut(&mut self.fixture.project.strategy));
    }

    pub(super) fn measure(&mut self, id: TouchpointId, count: f64) {
        let observations = vec![value(month(2026, 8), count), value(month(2026, 9), count)];
        self.fixture.series(1, self.sessions, id.0, None, observations);
    }

    /// A KPI with nothing left to be desired.
    pub(super) fn aim(&mut self, kpi: KpiId, touchpoint: TouchpointId, target: f64) {
        let mut record = Kpi::new(kpi, touchpoint, self.sessions, target);
        record.baseline = Some(Baseline::Figure(target / 2.0));
        record.start = Some(date(2026, 7, 1));
        record.due = Some(date(2026, 12, 31));
        record.owner = "Team".to_owned();
        record.why = "It pays".to_owned();
        Arc::make_mut(&mut self.fixture.project.kpis).insert(kpi, Arc::new(record));
    }

    pub(super) fn change_kpi(&mut self, kpi: KpiId, change: impl FnOnce(&mut Kpi)) {
        change(Arc::make_mut(Arc::make_mut(&mut self.fixture.project.kpis).get_mut(&kpi).unwrap()));
    }

    /// An owned touchpoint, not measured.
    pub(super) fn touchpoint(&mut self, id: u64, stage: StageId, column: u32, channel: Channel) -> TouchpointId {
        let lane = self.lane(self.fixture.project.stages[&stage].journey, LaneKind::Touchpoints);
        let mut touchpoint = Touchpoint::new(
            TouchpointId(id),
            format!("Touchpoint {id}"),
            channel,
            Place { stage, lane, column, order: 9 },
        );
        touchpoint.owner = "Team".to_owned();
        touchpoint.evidence = Evidence::Observed;
        Arc::make_mut(&mut self.fixture.project.touchpoints).insert(touchpoint.id, Arc::new(touchpoint));
        TouchpointId(id)
    }

    /// Two more touchpoints where people buy.
    pub(super) fn two_more(&mut self, channel: Channel) {
        for id in 20..22 {
            self.touchpoint(id, BUY, 0, channel);
        }
    }

    pub(super) fn stage(&mut self, id: u64, journey: JourneyId) -> StageId {
        let stage = Stage::new(StageId(id), journey, format!("Stage {id}"), Phase::PostPurchase);
        let project = &mut self.fixture.project;
        Arc::make_mut(&mut project.stages).insert(stage.id, Arc::new(stage));
        let journey = Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap();
        Arc::make_mut(journey).stages.push(StageId(id));
        StageId(id)
    }

    /// The journey's lane of that kind.
    pub(super) fn lane(&mut self, journey: JourneyId, kind: LaneKind) -> LaneId {
        let project = &mut self.fixture.project;
        let known = project.journeys[&journey].lanes.iter().find(|id| project.lanes[id].kind == kind).copied();
        known.unwrap_or_else(|| {
            let id = LaneId(journey.0 * 1_000 + kind as u64);
            Arc::make_mut(&mut project.lanes).insert(id, Arc::new(Lane::new(id, journey, kind.label(), kind)));
            let journey = Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap();
            Arc::make_mut(journey).lanes.push(id);
            id
        })
    }

    pub(super) fn card(&mut self, id: u64, kind: LaneKind, stage: StageId, column: u32, text: &str) -> CardId {
        let lane = self.lane(self.fixture.project.stages[&stage].journey, kind);
        let card = Card::new(CardId(id), Place { stage, lane, column, order: id as u32 }, text);
        Arc::make_mut(&mut self.fixture.project.cards).insert(card.id, Arc::new(card));
        CardId(id)
    }

    pub(super) fn connect(&mut self, from: TouchpointId, to: TouchpointId) {
        let id = ConnectorId(from.0 * 1_000 + to.0);
        let connector = Connector { id, from, to, label: String::new(), kind: ConnectorKind::Flow };
        Arc::make_mut(&mut self.fixture.project.connectors).insert(id, Arc::new(connector));
    }

    pub(super) fn answer(&mut self, id: TouchpointId, check: &str, answer: CheckAnswer) {
        self.change(id, |touchpoint| {
            touchpoint.checks.insert(check.to_owned(), answer);
        });
    }

    pub(super) fn feel(&mut self, id: TouchpointId, tenths: i8) {
        self.change(id, |touchpoint| {
            touchpoint.emotions.insert(None, Emotion::from_tenths(tenths).unwrap());
        });
    }

    pub(super) fn satisfy(&mut self, id: TouchpointId, satisfied: f64) {
        let csat = self.fixture.metric("csat", MetricClass::Ratio);
        self.fixture.series(1, csat, id.0, None, vec![ratio(month(2026, 9), satisfied, 100.0)]);
    }

    /// A journey that shows what is wanted, with a checkout in its one step.
    pub(super) fn future(&mut self) -> (StageId, TouchpointId) {
        let journey = JourneyId(200);
        let record = Journey {
            id: journey,
            name: "Wanted".to_owned(),
            state: JourneyState::Future,
            stages: Vec::new(),
            lanes: Vec::new(),
            ..Journey::clone(&self.fixture.project.journeys[&SHOP])
        };
        Arc::make_mut(&mut self.fixture.project.journeys).insert(journey, Arc::new(record));
        Arc::make_mut(&mut self.fixture.project.journey_order).push(journey);
        let stage = self.stage(201, journey);
        let id = self.touchpoint(210, stage, 0, Channel::Website);
        self.change(id, |touchpoint| touchpoint.title = " checkout".to_owned());
        (stage, id)
    }

    pub(super) fn audit(&self) -> Audit {
        let numbers = self.fixture.numbers();
        let standings = standings(&self.fixture.project, &numbers, self.today);
        audit(&basis(&self.fixture.project, &numbers, &standings, self.today))
    }

    pub(super) fn found(&self, code: &str) -> Vec<(Severity, About)> {
        let audit = self.audit();
        let own = audit.open().iter().filter(|finding| finding.rule.code == code);
        own.map(|finding| (finding.severity, finding.about)).collect()
    }
}

pub(super) fn standings(project: &Project, numbers: &Numbers, today: Date) -> Standings {
    Standings::of(project, numbers, &numbers.default_view(), today)
}

pub(super) fn basis<'a>(
    project: &'a Project,
    numbers: &'a Numbers,
    standings: &'a Standings,
    today: Date,
) -> Basis<'a> {
    Basis { project, numbers, view: numbers.default_view(), standings, catalogue: catalogue(), today }
}
