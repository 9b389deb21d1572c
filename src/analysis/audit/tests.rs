//! Each rule has maps that it finds something in, and maps that come close and are left in peace.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::analysis::testing::{Fixture, month, ratio, value};
use crate::base::date::date;
use crate::base::{Color, Period};
use crate::edit::{Edit, StrategyChange, TouchpointChange, apply};
use crate::file::catalogue;
use crate::model::sample::full_sample;
use crate::model::{
    Baseline, Brand, BrandPart, BusinessModel, Card, CardId, Channel, CheckAnswer, Connector, ConnectorId,
    ConnectorKind, Emotion, Evidence, Item, Journey, JourneyId, JourneyState, Kpi, KpiId, Lane, LaneId, LaneKind,
    MetricClass, MetricId, Phase, Place, SeriesKey, SourceId, Stage, StageId, Strategy, Touchpoint, TouchpointId,
};

const SHOP: JourneyId = JourneyId(5);
const DISCOVER: StageId = StageId(1);
const BUY: StageId = StageId(2);
const AD: TouchpointId = TouchpointId(10);
const CHECKOUT: TouchpointId = TouchpointId(11);
const BASKET: TouchpointId = TouchpointId(12);

/// A map in which the audit finds nothing: an ad, then checkout and basket, all owned, measured and on target.
struct World {
    fixture: Fixture,
    sessions: MetricId,
    today: Date,
}

impl World {
    fn clean() -> Self {
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

    fn change(&mut self, id: TouchpointId, change: impl FnOnce(&mut Touchpoint)) {
        change(Arc::make_mut(Arc::make_mut(&mut self.fixture.project.touchpoints).get_mut(&id).unwrap()));
    }

    fn strategy(&mut self, change: impl FnOnce(&mut Strategy)) {
        change(Arc::make_mut(&mut self.fixture.project.strategy));
    }

    fn measure(&mut self, id: TouchpointId, count: f64) {
        let observations = vec![value(month(2026, 8), count), value(month(2026, 9), count)];
        self.fixture.series(1, self.sessions, id.0, None, observations);
    }

    /// A KPI with nothing left to be desired.
    fn aim(&mut self, kpi: KpiId, touchpoint: TouchpointId, target: f64) {
        let mut record = Kpi::new(kpi, touchpoint, self.sessions, target);
        record.baseline = Some(Baseline::Figure(target / 2.0));
        record.start = Some(date(2026, 7, 1));
        record.due = Some(date(2026, 12, 31));
        record.owner = "Team".to_owned();
        record.why = "It pays".to_owned();
        Arc::make_mut(&mut self.fixture.project.kpis).insert(kpi, Arc::new(record));
    }

    fn change_kpi(&mut self, kpi: KpiId, change: impl FnOnce(&mut Kpi)) {
        change(Arc::make_mut(Arc::make_mut(&mut self.fixture.project.kpis).get_mut(&kpi).unwrap()));
    }

    /// An owned touchpoint, not measured.
    fn touchpoint(&mut self, id: u64, stage: StageId, column: u32, channel: Channel) -> TouchpointId {
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
    fn two_more(&mut self, channel: Channel) {
        for id in 20..22 {
            self.touchpoint(id, BUY, 0, channel);
        }
    }

    fn stage(&mut self, id: u64, journey: JourneyId) -> StageId {
        let stage = Stage::new(StageId(id), journey, format!("Stage {id}"), Phase::PostPurchase);
        let project = &mut self.fixture.project;
        Arc::make_mut(&mut project.stages).insert(stage.id, Arc::new(stage));
        let journey = Arc::make_mut(&mut project.journeys).get_mut(&journey).unwrap();
        Arc::make_mut(journey).stages.push(StageId(id));
        StageId(id)
    }

    /// The journey's lane of that kind.
    fn lane(&mut self, journey: JourneyId, kind: LaneKind) -> LaneId {
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

    fn card(&mut self, id: u64, kind: LaneKind, stage: StageId, column: u32, text: &str) -> CardId {
        let lane = self.lane(self.fixture.project.stages[&stage].journey, kind);
        let card = Card::new(CardId(id), Place { stage, lane, column, order: id as u32 }, text);
        Arc::make_mut(&mut self.fixture.project.cards).insert(card.id, Arc::new(card));
        CardId(id)
    }

    fn connect(&mut self, from: TouchpointId, to: TouchpointId) {
        let id = ConnectorId(from.0 * 1_000 + to.0);
        let connector = Connector { id, from, to, label: String::new(), kind: ConnectorKind::Flow };
        Arc::make_mut(&mut self.fixture.project.connectors).insert(id, Arc::new(connector));
    }

    fn answer(&mut self, id: TouchpointId, check: &str, answer: CheckAnswer) {
        self.change(id, |touchpoint| {
            touchpoint.checks.insert(check.to_owned(), answer);
        });
    }

    fn feel(&mut self, id: TouchpointId, tenths: i8) {
        self.change(id, |touchpoint| {
            touchpoint.emotions.insert(None, Emotion::from_tenths(tenths).unwrap());
        });
    }

    fn satisfy(&mut self, id: TouchpointId, satisfied: f64) {
        let csat = self.fixture.metric("csat", MetricClass::Ratio);
        self.fixture.series(1, csat, id.0, None, vec![ratio(month(2026, 9), satisfied, 100.0)]);
    }

    /// A journey that shows what is wanted, with a checkout in its one step.
    fn future(&mut self) -> (StageId, TouchpointId) {
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

    fn audit(&self) -> Audit {
        let numbers = self.fixture.numbers();
        let standings = standings(&self.fixture.project, &numbers, self.today);
        audit(&basis(&self.fixture.project, &numbers, &standings, self.today))
    }

    fn found(&self, code: &str) -> Vec<(Severity, About)> {
        let audit = self.audit();
        let own = audit.open().iter().filter(|finding| finding.rule.code == code);
        own.map(|finding| (finding.severity, finding.about)).collect()
    }
}

fn standings(project: &Project, numbers: &Numbers, today: Date) -> Standings {
    Standings::of(project, numbers, &numbers.default_view(), today)
}

fn basis<'a>(project: &'a Project, numbers: &'a Numbers, standings: &'a Standings, today: Date) -> Basis<'a> {
    Basis { project, numbers, view: numbers.default_view(), standings, catalogue: catalogue(), today }
}

/// The rule, what is told of the map, how it is made of a clean one, and what the rule finds in it.
type Case = (&'static str, &'static str, fn(&mut World), Vec<(Severity, About)>);

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    use Severity::{High, Low, Medium};
    let about = About::Touchpoint;
    vec![
        (
            "stage-without-touchpoints",
            "an empty stage",
            |w| {
                w.stage(3, SHOP);
            },
            vec![(Medium, About::Stage(StageId(3)))],
        ),
        (
            "stage-without-touchpoints",
            "a stage of cards",
            |w| {
                let stage = w.stage(3, SHOP);
                w.card(30, LaneKind::Thoughts, stage, 0, "What now?");
            },
            vec![(High, About::Stage(StageId(3)))],
        ),
        (
            "orphan-card",
            "cards in a step of their own",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 1, "Slow");
                w.card(31, LaneKind::Thoughts, BUY, 1, "Why?");
                w.card(32, LaneKind::Notes, BUY, 1, "A note needs no touchpoint");
            },
            vec![(Medium, About::Card(CardId(30))), (Low, About::Card(CardId(31)))],
        ),
        (
            "orphan-card",
            "beside a touchpoint, and in a stage without any",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let stage = w.stage(3, SHOP);
                w.card(31, LaneKind::PainPoints, stage, 0, "Alone");
            },
            vec![],
        ),
        ("touchpoint-unconnected", "one of three", |w| w.connect(AD, CHECKOUT), vec![(Low, about(BASKET))]),
        (
            "touchpoint-unconnected",
            "most are",
            |w| {
                w.connect(AD, CHECKOUT);
                w.two_more(Channel::Website);
            },
            vec![],
        ),
        (
            "channel-gap",
            "chat before and after",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Chat);
                let stage = w.stage(3, SHOP);
                w.touchpoint(21, stage, 0, Channel::Chat);
            },
            vec![(Low, About::Stage(BUY))],
        ),
        (
            "channel-gap",
            "a paid one, and one that goes on",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Chat);
                w.touchpoint(22, BUY, 0, Channel::Chat);
                let stage = w.stage(3, SHOP);
                w.touchpoint(21, stage, 0, Channel::Ads);
                w.touchpoint(23, stage, 0, Channel::Chat);
            },
            vec![],
        ),
        (
            "channel-break",
            "from the store to the screen",
            |w| w.change(AD, |ad| ad.channel = Channel::Store),
            vec![(Medium, About::Stage(BUY))],
        ),
        (
            "channel-break",
            "with a connector",
            |w| {
                w.change(AD, |ad| ad.channel = Channel::Store);
                w.connect(AD, BASKET);
            },
            vec![],
        ),
        (
            "channel-break",
            "with a counter and a screen",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Store);
            },
            vec![],
        ),
        (
            "channel-imbalance",
            "a shop without a counter",
            |w| {
                w.two_more(Channel::Website);
                w.strategy(|strategy| strategy.business = Some(BusinessModel::InPerson));
            },
            vec![(Medium, About::Project)],
        ),
        (
            "channel-imbalance",
            "too few to tell",
            |w| w.strategy(|strategy| strategy.business = Some(BusinessModel::InPerson)),
            vec![],
        ),
        (
            "channel-imbalance",
            "as it should be",
            |w| {
                w.two_more(Channel::Store);
                w.strategy(|strategy| strategy.business = Some(BusinessModel::Mixed));
            },
            vec![],
        ),
        (
            "business-unknown",
            "nobody has said",
            |w| {
                w.two_more(Channel::Store);
                w.strategy(|strategy| strategy.business = None);
            },
            vec![(Low, About::Project)],
        ),
        (
            "touchpoint-without-owner",
            "by importance",
            |w| {
                for id in [AD, CHECKOUT, BASKET] {
                    w.change(id, |touchpoint| touchpoint.owner = " ".to_owned());
                }
                w.change(AD, |ad| ad.is_moment_of_truth = true);
                w.change(BASKET, |basket| basket.importance_to_organization = Some(4));
            },
            vec![(High, about(AD)), (Medium, about(BASKET)), (Low, about(CHECKOUT))],
        ),
        (
            "touchpoint-without-channel",
            "nobody has said",
            |w| w.change(AD, |ad| ad.channel = Channel::Other),
            vec![(Low, about(AD))],
        ),
        (
            "moment-of-truth-unmeasured",
            "no figures",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.is_moment_of_truth = true);
            },
            vec![(High, about(TouchpointId(20)))],
        ),
        (
            "moment-of-truth-unmeasured",
            "only proposed, and measured",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| {
                    touchpoint.is_moment_of_truth = true;
                    touchpoint.evidence = Evidence::Proposed;
                });
                w.change(AD, |ad| ad.is_moment_of_truth = true);
            },
            vec![],
        ),
        (
            "touchpoint-without-metric",
            "no figures",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.importance = Some(5));
            },
            vec![(Medium, about(TouchpointId(20)))],
        ),
        (
            "touchpoint-without-metric",
            "of what is wanted",
            |w| {
                w.future();
            },
            vec![],
        ),
        (
            "touchpoint-without-kpi",
            "measured without a target",
            |w| {
                Arc::make_mut(&mut w.fixture.project.kpis).remove(&KpiId(AD.0 + 40));
                w.touchpoint(20, BUY, 0, Channel::Website);
            },
            vec![(Low, about(AD))],
        ),
        (
            "evidence-unfounded",
            "no file",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.evidence = Evidence::Measured);
            },
            vec![(Medium, about(TouchpointId(20)))],
        ),
        (
            "evidence-outdated",
            "a file since",
            |w| {
                w.change(AD, |ad| ad.evidence = Evidence::Assumed);
                w.change(BASKET, |basket| basket.evidence = Evidence::Observed);
            },
            vec![(Low, about(AD))],
        ),
        ("emotion-without-pain", "awful, and no word", |w| w.feel(CHECKOUT, -10), vec![(Low, about(CHECKOUT))]),
        ("emotion-without-pain", "hardly bad", |w| w.feel(CHECKOUT, -9), vec![]),
        (
            "emotion-without-pain",
            "with an idea in the step",
            |w| {
                w.feel(CHECKOUT, -20);
                w.card(30, LaneKind::Opportunities, BUY, 0, "Guest checkout");
            },
            vec![],
        ),
        (
            "emotion-against-measurement",
            "two steps apart",
            |w| {
                w.satisfy(AD, 100.0);
                w.feel(AD, 0);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "emotion-against-measurement",
            "one step, and of another sign",
            |w| {
                w.satisfy(AD, 75.0);
                w.feel(AD, -1);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "emotion-against-measurement",
            "one step to neutral",
            |w| {
                w.satisfy(AD, 75.0);
                w.feel(AD, 0);
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "drawn again as it is",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "slow ");
            },
            vec![(Medium, About::Card(CardId(30)))],
        ),
        (
            "pain-unanswered",
            "with an idea that is there already",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                w.card(32, LaneKind::Opportunities, BUY, 0, "Faster");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.card(33, LaneKind::Opportunities, stage, 0, "Faster");
            },
            vec![(Medium, About::Card(CardId(30)))],
        ),
        (
            "pain-unanswered",
            "with a new idea",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.card(33, LaneKind::Opportunities, stage, 0, "Faster");
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "in another channel",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, id) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.change(id, |touchpoint| touchpoint.channel = Channel::App);
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "no longer a pain",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                w.future();
            },
            vec![],
        ),
        (
            "kpi-off-target",
            "far from it, and too late",
            |w| {
                w.change_kpi(KpiId(AD.0 + 40), |kpi| {
                    kpi.target = 10_000.0;
                    kpi.due = Some(date(2026, 9, 1));
                });
            },
            vec![(High, About::Kpi(KpiId(AD.0 + 40)))],
        ),
        (
            "kpi-not-smart",
            "one gap, and several",
            |w| {
                w.change_kpi(KpiId(AD.0 + 40), |kpi| kpi.owner.clear());
                w.change_kpi(KpiId(BASKET.0 + 40), |kpi| {
                    kpi.due = None;
                    kpi.why.clear();
                });
            },
            vec![(Medium, About::Kpi(KpiId(BASKET.0 + 40))), (Low, About::Kpi(KpiId(AD.0 + 40)))],
        ),
        ("data-stale", "a month and a half", |w| w.today = date(2026, 11, 15), vec![(Medium, About::Project)]),
        ("data-stale", "a quarter", |w| w.today = date(2026, 12, 30), vec![(High, About::Project)]),
        ("data-stale", "not quite", |w| w.today = date(2026, 11, 14), vec![]),
        ("data-stale", "before the data", |w| w.today = date(2020, 1, 1), vec![]),
        (
            "touchpoint-data-stale",
            "left out for two months",
            |w| {
                let sessions = w.sessions;
                w.fixture.series(1, sessions, AD.0, None, vec![value(month(2026, 7), 5.0)]);
            },
            vec![(Low, about(AD))],
        ),
        (
            "touchpoint-data-stale",
            "for one",
            |w| {
                let sessions = w.sessions;
                w.fixture.series(1, sessions, AD.0, None, vec![value(month(2026, 8), 5.0)]);
            },
            vec![],
        ),
        (
            "biggest-drop-off",
            "four of five are lost",
            |w| {
                w.measure(CHECKOUT, 10.0);
                w.measure(BASKET, 10.0);
            },
            vec![(High, About::Stage(BUY))],
        ),
        (
            "biggest-drop-off",
            "by two reports that do not count alike",
            |w| {
                let sessions = w.sessions;
                for id in [CHECKOUT, BASKET] {
                    let key = SeriesKey { source: SourceId(1), metric: sessions, touchpoint: id, segment: None };
                    Arc::make_mut(&mut w.fixture.project.series).remove(&key);
                    w.fixture.series(2, sessions, id.0, None, vec![value(month(2026, 9), 10.0)]);
                }
                let sources = Arc::make_mut(&mut w.fixture.project.sources);
                Arc::make_mut(sources.get_mut(&SourceId(2)).unwrap()).recipe = "another".to_owned();
            },
            vec![],
        ),
        (
            "brand-sheet-incomplete",
            "nothing said",
            |w| w.strategy(|strategy| strategy.brand = Brand::default()),
            vec![(Medium, About::Project)],
        ),
        (
            "brand-sheet-incomplete",
            "no offer",
            |w| w.strategy(|strategy| strategy.brand.offer.clear()),
            vec![(Low, About::Project)],
        ),
        (
            "brand-check-failed",
            "another voice",
            |w| {
                w.answer(AD, BrandPart::Voice.check(), CheckAnswer::No);
                w.answer(BASKET, BrandPart::Voice.check(), CheckAnswer::DoesNotApply);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "brand-check-open",
            "important and not checked",
            |w| w.change(AD, |ad| ad.importance = Some(4)),
            vec![(Low, about(AD))],
        ),
        (
            "brand-check-open",
            "against no sheet",
            |w| {
                w.change(AD, |ad| ad.importance = Some(4));
                w.strategy(|strategy| strategy.brand = Brand::default());
            },
            vec![],
        ),
        (
            "practice-check-failed",
            "not on a phone",
            |w| {
                w.answer(CHECKOUT, "website-mobile", CheckAnswer::No);
                w.answer(AD, "website-mobile", CheckAnswer::No);
            },
            vec![(Low, about(CHECKOUT))],
        ),
        (
            "practice-check-open",
            "a moment of truth",
            |w| w.change(CHECKOUT, |checkout| checkout.is_moment_of_truth = true),
            vec![(Low, about(CHECKOUT))],
        ),
        (
            "practice-check-open",
            "all answered",
            |w| {
                w.change(AD, |ad| ad.is_moment_of_truth = true);
                let asked = catalogue().checks_of(&w.fixture.project.touchpoints[&AD]).map(|check| check.code.clone());
                for code in asked.collect::<Vec<_>>() {
                    w.answer(AD, &code, CheckAnswer::DoesNotApply);
                }
            },
            vec![],
        ),
    ]
}

#[test]
fn in_a_clean_map_nothing_is_found() {
    let audit = World::clean().audit();
    let found: Vec<_> = audit.open().iter().map(|finding| audit.insight(finding).message).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_else() {
    let cases = cases();
    for (code, name, make, expected) in &cases {
        let mut world = World::clean();
        make(&mut world);
        assert_eq!(world.found(code), *expected, "{code}: {name}");
    }
    let triggered: BTreeSet<&str> = cases.iter().filter(|case| !case.3.is_empty()).map(|case| case.0).collect();
    let all: BTreeSet<&str> = rules().map(|rule| rule.code).collect();
    assert_eq!(triggered, all, "a map for each rule; the clean one triggers none");
    assert_eq!(all.len(), rules().count(), "each code once");
}

#[test]
fn every_insight_is_a_sentence_with_finite_figures() {
    for (code, name, make, _) in cases() {
        let mut world = World::clean();
        make(&mut world);
        let audit = world.audit();
        for finding in audit.open().iter().filter(|finding| finding.rule.code == code) {
            let insight = audit.insight(finding);
            assert!(insight.message.ends_with('.') && !insight.message.contains("NaN"), "{name}: {}", insight.message);
            assert!(
                insight.message.starts_with(|c: char| c.is_uppercase() || c == '"' || c.is_ascii_digit()),
                "{insight:?}"
            );
            assert!(insight.figures.iter().all(|fact| fact.value.is_finite() && !fact.text.is_empty()), "{insight:?}");
        }
    }
}

#[test]
fn the_loss_between_stages_comes_with_its_interval() {
    let mut world = World::clean();
    world.measure(CHECKOUT, 10.0);
    world.measure(BASKET, 10.0);
    let audit = world.audit();
    let finding = audit.open().iter().find(|finding| finding.rule.code == "biggest-drop-off").unwrap();
    let insight = audit.insight(finding);
    let expected = "From \"Discover\" to \"Buy\" sessions fall from 100 to 20: 80% are lost (95% interval 71.12% to 86.66%), as counted in file-1.csv alone.";
    assert_eq!(insight.message, expected);
    let figures: Vec<(&str, f64)> = insight.figures.iter().map(|fact| (fact.key, fact.value)).collect();
    assert_eq!(figures[..3], [("before", 100.0), ("after", 20.0), ("share", 0.8)]);
    assert_eq!(insight.key.detail, "sessions");
}

#[test]
fn fixes_take_what_the_neighbors_have() {
    let mut world = World::clean();
    world.change(BASKET, |basket| basket.owner.clear());
    world.change(AD, |ad| {
        ad.channel = Channel::Other;
        ad.kind = "newsletter".to_owned();
    });
    let fixes = |world: &World, code: &str| {
        let audit = world.audit();
        let own = audit.open().iter().filter(|finding| finding.rule.code == code);
        own.filter_map(|finding| audit.insight(finding).fix).collect::<Vec<_>>()
    };
    let owner = Fix::SetOwner { touchpoint: BASKET, owner: "Team".to_owned() };
    assert_eq!(fixes(&world, "touchpoint-without-owner"), [owner]);
    let channel = Fix::SetChannel { touchpoint: AD, channel: Channel::Email };
    assert_eq!(fixes(&world, "touchpoint-without-channel"), [channel]);
    world.touchpoint(20, BUY, 0, Channel::Website);
    world.change(TouchpointId(20), |other| other.owner = "Others".to_owned());
    assert_eq!(fixes(&world, "touchpoint-without-owner"), [], "two owners are no hint");
}

#[test]
fn what_was_dismissed_is_listed_apart_and_only_that() {
    let mut world = World::clean();
    world.answer(AD, BrandPart::Voice.check(), CheckAnswer::No);
    world.answer(AD, BrandPart::Offer.check(), CheckAnswer::No);
    let audit = world.audit();
    let voice = audit.open().iter().find(|finding| finding.detail == Detail::Brand(BrandPart::Voice)).unwrap();
    let key = audit.key(voice);
    let dismissal = Dismissal { key: key.clone(), reason: "It is a sketch".to_owned(), on: None };
    let project = apply(&world.fixture.project, &Edit::Dismiss { dismissal }).unwrap();
    let numbers = Numbers::new(&project);
    let standings = standings(&project, &numbers, world.today);
    let after = audit.renewed(&basis(&project, &numbers, &standings, world.today));
    assert_eq!(after.open().len(), audit.open().len() - 1);
    let reasons: Vec<_> =
        after.dismissed().iter().map(|(finding, why)| (finding.detail, why.reason.as_str())).collect();
    assert_eq!(reasons, [(Detail::Brand(BrandPart::Voice), "It is a sketch")]);
    let reopened = apply(&project, &Edit::Reopen { insight: key }).unwrap();
    let again = after.renewed(&basis(&reopened, &numbers, &standings, world.today));
    assert_eq!(again.open(), audit.open());
}

#[test]
fn an_audit_that_is_renewed_says_the_same_as_a_new_one() {
    let project = full_sample(120, 3);
    let today = date(2026, 11, 1);
    let first = *project.touchpoints.keys().next().unwrap();
    let last = *project.touchpoints.keys().next_back().unwrap();
    let card = *project.cards.keys().next().unwrap();
    let kpi = *project.kpis.keys().next().unwrap();
    let stage = *project.stages.keys().next().unwrap();
    let change = |id, change| Edit::ChangeTouchpoints { touchpoints: vec![id], change };
    let end = crate::model::Placement::end_of(&project, stage, project.touchpoints[&last].place.lane);
    let edits = [
        change(first, TouchpointChange::Title("Another".to_owned())),
        change(first, TouchpointChange::Owner(String::new())),
        change(last, TouchpointChange::MomentOfTruth(true)),
        Edit::MoveItems { items: vec![last.into()], placement: end },
        Edit::RemoveItems { items: vec![Item::Card(card)] },
        Edit::RemoveKpi { kpi },
        Edit::ChangeStrategy { change: StrategyChange::Business(Some(BusinessModel::InPerson)) },
        Edit::RemoveItems { items: vec![Item::Touchpoint(first)] },
        Edit::RemoveSource { source: *project.sources.keys().next().unwrap() },
        Edit::RemoveStage { stage },
    ];
    let numbers = Numbers::new(&project);
    let mut renewed = audit(&basis(&project, &numbers, &standings(&project, &numbers, today), today));
    let mut project = project;
    for edit in edits {
        project = apply(&project, &edit).unwrap();
        let numbers = Numbers::new(&project);
        let standings = standings(&project, &numbers, today);
        let basis = basis(&project, &numbers, &standings, today);
        renewed = renewed.renewed(&basis);
        let anew = audit(&basis);
        assert!(!anew.open().is_empty());
        assert_eq!(renewed.open(), anew.open(), "{}", edit.label(&project));
    }
    let numbers = Numbers::new(&project);
    let now = standings(&project, &numbers, today);
    let view = View { period: Some(Period::day(today)), compare_with: None };
    let then = Standings::of(&project, &numbers, &view, today);
    let other_view = Basis { view, standings: &then, ..basis(&project, &numbers, &now, today) };
    assert_eq!(renewed.renewed(&other_view).open(), audit(&other_view).open(), "of another period");
    let later = standings(&project, &numbers, date(2027, 6, 1));
    let other_day = basis(&project, &numbers, &later, date(2027, 6, 1));
    assert_eq!(renewed.renewed(&other_day).open(), audit(&other_day).open(), "on another day");
}
