//! Projects for tests: a small one with everything in it, and generated ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::Strategy;
use throughline::base::date::{date, date_from_day_number};
use throughline::base::display::Display;
use throughline::base::number::Unit;
use throughline::base::{Bitmap, Color, Date, Grain, Period, PictureFormat, PictureHash, pos2, vec2};
use throughline::model::project::Table;
use throughline::model::{Strategy as Aims, *};

pub fn table<K: Ord, V>(rows: impl IntoIterator<Item = (K, V)>) -> Table<K, V> {
    Arc::new(rows.into_iter().map(|(key, value)| (key, Arc::new(value))).collect())
}

pub fn place(stage: u64, lane: u64, column: u32, order: u32) -> Place {
    Place { stage: StageId(stage), lane: LaneId(lane), column, order }
}

/// A shot of every frame, the first with every field away from its default.
fn shots() -> Arc<Vec<Arc<Shot>>> {
    let shot = |id: u64, frame| Shot::new(ShotId(id), JourneyId(1), frame);
    let shown =
        [LegendKey::Kpi(Some(KpiState::OffTrack)), LegendKey::Persona(Some(PersonaId(80))), LegendKey::Kpi(None)];
    let told = Shot {
        name: "Where it hurts".to_owned(),
        notes: "Pause.\nAsk the room".to_owned(),
        look: ShotLook { lens: Lens::Metric(Some(MetricId(60))), shown: shown.into(), rest: Rest::Hidden },
        is_around_dimmed: true,
        is_step_by_step: true,
        ..shot(
            100,
            ShotFrame::Cells { stages: [StageId(3)].into(), lanes: [LaneId(5), LaneId(6)].into(), steps: Some((0, 1)) },
        )
    };
    let items = [Item::Touchpoint(TouchpointId(11)), Item::Card(CardId(30))];
    let corner = |stage, lane| Spot { stage, lane, at: pos2(-4.5, 8.0) };
    let hung = corner(Some(StageId(3)), Some(LaneId(6)));
    let shots = [
        shot(101, ShotFrame::Whole),
        told,
        shot(102, ShotFrame::Items(items.into())),
        Shot {
            look: ShotLook { lens: Lens::Kpi, ..ShotLook::default() },
            ..shot(103, ShotFrame::Region { corner: hung, size: vec2(320.0, 180.5) })
        },
        shot(104, ShotFrame::Region { corner: corner(None, None), size: vec2(64.0, 36.0) }),
    ];
    Arc::new(shots.into_iter().map(Arc::new).collect())
}

/// Every kind of record with every field away from its default, and beside it one with all at their defaults.
pub fn full() -> Project {
    let journey = |id: u64, name: &str, stages: &[u64], lanes: &[u64]| Journey {
        id: JourneyId(id),
        name: name.to_owned(),
        personas: Vec::new(),
        scenario: String::new(),
        state: JourneyState::Current,
        stages: stages.iter().copied().map(StageId).collect(),
        lanes: lanes.iter().copied().map(LaneId).collect(),
        origin: None,
    };
    let wanted = Journey {
        personas: vec![PersonaId(80), PersonaId(81)],
        scenario: "Wants shoes\nby Friday".to_owned(),
        state: JourneyState::Future,
        origin: Some(Arc::new(Origin { journey: JourneyId(2), pairs: [(4, 8), (11, 9)].into() })),
        ..journey(1, "Online shop", &[4, 3], &[5, 6, 7])
    };
    let stage = |id: u64, journey: u64, name: &str, description: &str, phase| Stage {
        description: description.to_owned(),
        ..Stage::new(StageId(id), JourneyId(journey), name, phase)
    };
    let lane = |id: u64, name: &str, kind| Lane::new(LaneId(id), JourneyId(1), name, kind);
    let chart = LaneChart { form: ChartForm::Bars, scope: ChartScope::Touchpoint, metric: Some(MetricId(60)) };
    let charts = Lane {
        tint: Some(Tint::Teal),
        height: Some(120),
        is_collapsed: true,
        is_hidden: true,
        grouping: Some(Grouping::Owner),
        chart,
        ..lane(7, "Charts", LaneKind::Metrics)
    };
    let ad = Touchpoint {
        kind: "retargeting-ad".to_owned(),
        description: "Follows people who left a basket. It's \\ C:\\new".to_owned(),
        owner: "Performance marketing".to_owned(),
        is_moment_of_truth: true,
        evidence: Evidence::Measured,
        importance: Some(4),
        importance_to_organization: Some(5),
        satisfaction: Some(2),
        emotions: [(None, 7), (Some(PersonaId(80)), -14)]
            .map(|(persona, tenths)| (persona, Emotion::from_tenths(tenths).unwrap()))
            .into(),
        personas: [PersonaId(80)].into(),
        segments: [SegmentId(50)].into(),
        links: vec![
            Link { title: "Study".to_owned(), url: "https://example.org/a?b=\"c\"".to_owned() },
            Link { title: String::new(), url: "mailto:team@example.org".to_owned() },
        ],
        tags: vec!["paid".to_owned(), "q3".to_owned()],
        checks: CheckAnswer::ALL.map(|answer| (answer.code().to_owned(), answer)).into(),
        aliases: vec!["RTG | DE | Basket".to_owned(), "/landing?a=1&b=2".to_owned()],
        session: Some(SessionId(110)),
        ..Touchpoint::new(TouchpointId(11), "Retargeting ad", Channel::Ads, place(4, 5, 0, 0))
    };
    let page =
        Touchpoint::new(TouchpointId(12), "Product page — größer, 日本語, 👟", Channel::Website, place(4, 5, 0, 1));
    let basket = Touchpoint::new(TouchpointId(13), "", Channel::App, place(3, 5, 0, 0));
    let card = Card::new(CardId(30), place(4, 6, 1, 0), "Where's the size guide?\t(asked often)");
    let bytes: Arc<[u8]> = b"not checked here".as_slice().into();
    let picture = Bitmap {
        hash: PictureHash::of(&bytes),
        format: PictureFormat::Jpeg,
        width: 640,
        height: 480,
        bytes: Arc::clone(&bytes),
    };
    let shown = |order: u32, body: CardBody| {
        let id = CardId(31 + u64::from(order));
        Card {
            body,
            tint: Some(Tint::Pink),
            session: Some(SessionId(111)),
            ..Card::new(id, place(4, 6, 1, order + 1), "")
        }
    };
    let shown = [
        shown(0, CardBody::Quote { by: String::new() }),
        shown(1, CardBody::Picture { hash: picture.hash }),
        shown(2, CardBody::Link { url: "https://example.org".to_owned() }),
    ];
    let sticky = |id: u64, stage: Option<u64>, lane: Option<u64>, text: &str| Sticky {
        id: StickyId(id),
        journey: JourneyId(1),
        spot: Spot { stage: stage.map(StageId), lane: lane.map(LaneId), at: pos2(12.5, -3.0) },
        text: text.to_owned(),
        color: StickyColor::Green,
        session: lane.map(|_| SessionId(111)),
    };
    let ana = Persona {
        role: "34, \"always on the phone\"".to_owned(),
        quote: "Where is my parcel?".to_owned(),
        goals: vec!["Shoes by Friday".to_owned()],
        frustrations: vec!["Forms".to_owned(), "Waiting".to_owned()],
        picture: Some(picture.hash),
        segment: Some(SegmentId(50)),
        ..Persona::new(PersonaId(80), "Ana", Tint::Purple)
    };
    let kpi = |id: u64, baseline: Option<Baseline>, due: Option<Date>, owner: &str| Kpi {
        baseline,
        due,
        owner: owner.to_owned(),
        ..Kpi::new(KpiId(id), TouchpointId(11), MetricId(60), 0.036)
    };
    let connector = |id: u64, from: u64, to: u64, label: &str, kind| Connector {
        id: ConnectorId(id),
        from: TouchpointId(from),
        to: TouchpointId(to),
        label: label.to_owned(),
        kind,
    };
    let metric = |id: u64, key: &str, class, unit, direction| Metric {
        id: MetricId(id),
        key: key.to_owned(),
        name: key.to_uppercase(),
        short_name: key.to_uppercase(),
        class,
        unit,
        direction,
        numerator: String::new(),
        denominator: String::new(),
        display: Display::Usual,
        formula: String::new(),
    };
    let ctr = Metric {
        numerator: "clicks".to_owned(),
        denominator: "impressions".to_owned(),
        display: Display::PerMille,
        ..metric(60, "ctr", MetricClass::Ratio, Unit::Share, Direction::HigherIsBetter)
    };
    let up = Direction::HigherIsBetter;
    let source = Source {
        id: SourceId(70),
        name: String::new(),
        file_name: "google_ads.csv".to_owned(),
        relative_path: Some("data/google_ads.csv".to_owned()),
        size_bytes: 18_221,
        hash: "9f2c".to_owned(),
        format: "Google Ads, campaign report".to_owned(),
        recipe: "(columns: [(name: \"Clicks\")])".to_owned(),
        rows: 30,
        rows_left_out: 1,
        period: Period::new(date(2026, 9, 1), date(2026, 9, 30)),
        read_at: None,
        added_to: Vec::new(),
    };
    let manual = Source {
        id: SourceId(71),
        name: String::new(),
        file_name: String::new(),
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
    let key = |metric: u64, segment: Option<u64>| SeriesKey {
        source: SourceId(70),
        metric: MetricId(metric),
        touchpoint: TouchpointId(11),
        segment: segment.map(SegmentId),
    };
    let observation = |from: i8, days: i8, amount: Amount| Observation {
        period: Period::new(date(2026, 9, from), date(2026, 9, from + days - 1)).unwrap(),
        amount,
        rows: 1,
        first_row: 0,
    };
    let series = |key: SeriesKey, observations: Vec<Observation>| (key, Series { key, observations });
    let mean = |sum, sum_of_squares| Amount::Mean { sum, sum_of_squares, count: 12.0 };
    let nps = |promoters| Amount::Shares { promoters, detractors: 3.0, count: 20.0 };
    let rate = |rate, weight| Amount::Rate { rate, weight };
    let fix = Action {
        description: "One page".to_owned(),
        aims: [TouchpointId(11).into(), StageId(3).into(), JourneyId(1).into()].into(),
        metric: Some(MetricId(60)),
        owner: "Shop team".to_owned(),
        state: ActionState::InProgress,
        start: Some(date(2026, 9, 14)),
        end: Some(date(2026, 10, 1)),
        impact: Some(8),
        effort: Some(3),
        ..Action::new(ActionId(93), "Shorten checkout")
    };
    let funnel = PinnedChart {
        title: "Where they go".to_owned(),
        aims: [JourneyId(1).into()].into(),
        segments: [SegmentId(50)].into(),
        period: Some(Period::month_of(date(2026, 7, 1))),
        compare_with: Some(Period::month_of(date(2026, 6, 1))),
        grain: Some(Grain::Week),
        is_wide: true,
        ..PinnedChart::new(ChartId(95), ChartKind::Funnel, vec![MetricId(61)])
    };
    let strategy = Aims {
        business: Some(BusinessModel::Mixed),
        brand: Brand {
            logo: Some(picture.hash),
            colors: Color::parse("#2457d6").into_iter().collect(),
            look: "Blue on white".to_owned(),
            voice: "Warm".to_owned(),
            message: "Shoes that last".to_owned(),
            offer: "Free returns".to_owned(),
        },
        weights: Weights { importance: 7, satisfaction: 0, volume: 10, kpi_gap: 4 },
        conversion_value: Some(Money { amount: 41.5, currency: "EUR".to_owned() }),
    };
    let workshop = Workshop {
        sessions: vec![
            Session { id: SessionId(110), name: "Kick-off".to_owned(), on: Some(date(2026, 9, 4)) },
            Session { id: SessionId(111), name: String::new(), on: None },
        ],
        running: Some(SessionId(110)),
        agenda: vec![
            Activity {
                id: ActivityId(112),
                title: "Warm up".to_owned(),
                minutes: 10,
                notes: "Names\nand \"why\"".to_owned(),
            },
            Activity { id: ActivityId(113), title: String::new(), minutes: 45, notes: String::new() },
        ],
        parked: vec![
            ParkedNote { id: ParkedId(114), text: "Prices?".to_owned(), is_done: true },
            ParkedNote { id: ParkedId(115), text: String::new(), is_done: false },
        ],
        polls: vec![
            Arc::new(Poll {
                id: PollId(116),
                title: "What hurts most".to_owned(),
                dots_each: 3,
                most_on_one: 2,
                voters: 12,
                state: PollState::Shown,
                choices: vec![
                    Choice { item: CardId(30).into(), text: "Size guide".to_owned() },
                    Choice { item: TouchpointId(11).into(), text: String::new() },
                ],
                ballots: vec![[(Item::from(CardId(30)), 2), (TouchpointId(11).into(), 1)].into(), Ballot::new()],
            }),
            Arc::new(Poll {
                id: PollId(117),
                title: String::new(),
                dots_each: 1,
                most_on_one: 1,
                voters: 1,
                state: PollState::Open,
                choices: Vec::new(),
                ballots: Vec::new(),
            }),
        ],
    };
    let snapshot = |id: u64, label: &str, is_safety: bool| {
        Arc::new(Snapshot {
            id: SnapshotId(id),
            label: label.to_owned(),
            taken: date(2026, 9, 4).at(14, 5, 0, 0),
            is_safety,
            journeys: 2,
            touchpoints: 3,
            cards: 4,
            pictures: [picture.hash].into(),
            packed: b"not checked here either".as_slice().into(),
        })
    };
    let snapshots = vec![snapshot(118, "Before the vote", false), snapshot(119, "", true)];
    Project {
        title: "Online shop".to_owned(),
        next_id: 120,
        workshop: Arc::new(workshop),
        snapshots: Arc::new(snapshots),
        journeys: table([(JourneyId(1), wanted), (JourneyId(2), journey(2, "", &[], &[]))]),
        journey_order: Arc::new(vec![JourneyId(2), JourneyId(1)]),
        stages: table([
            (StageId(3), stage(3, 1, "Buy", "", Phase::Purchase)),
            (
                StageId(4),
                Stage {
                    tint: Some(Tint::Orange),
                    card_width: Some(240),
                    is_collapsed: true,
                    is_hidden: true,
                    ..stage(4, 1, "Discover", "First contact", Phase::PrePurchase)
                },
            ),
        ]),
        lanes: table([
            (LaneId(5), lane(5, "Touchpoints", LaneKind::Touchpoints)),
            (LaneId(6), lane(6, "Pain points", LaneKind::PainPoints)),
            (LaneId(7), charts),
        ]),
        touchpoints: table([(TouchpointId(11), ad), (TouchpointId(12), page), (TouchpointId(13), basket)]),
        cards: table(std::iter::once(card).chain(shown).map(|card| (card.id, card))),
        stickies: table([
            (StickyId(85), sticky(85, Some(4), Some(6), "Why?")),
            (StickyId(86), sticky(86, None, None, "")),
        ]),
        personas: table([(PersonaId(80), ana), (PersonaId(81), Persona::new(PersonaId(81), "", Tint::Gray))]),
        pictures: table([(picture.hash, picture)]),
        kpis: table([
            (KpiId(88), kpi(88, Some(Baseline::Figure(0.031)), Some(date(2026, 12, 31)), "Shop team")),
            (KpiId(89), kpi(89, None, None, "")),
            (
                KpiId(90),
                Kpi {
                    segment: Some(SegmentId(50)),
                    start: Some(date(2026, 9, 1)),
                    why: "The board asked".to_owned(),
                    ..kpi(90, Some(Baseline::Period(Period::month_of(date(2026, 8, 1)))), None, "")
                },
            ),
            (KpiId(91), Kpi { aim: StageId(3).into(), ..kpi(91, None, None, "") }),
            (KpiId(92), Kpi { aim: JourneyId(1).into(), ..kpi(92, None, None, "") }),
        ]),
        actions: table([(ActionId(93), fix), (ActionId(94), Action::new(ActionId(94), ""))]),
        charts: Arc::new(
            [funnel, PinnedChart::new(ChartId(96), ChartKind::Time, vec![])].into_iter().map(Arc::new).collect(),
        ),
        shots: shots(),
        dismissals: table(
            [
                ("stage-without-touchpoints", 4, "", "Not ours", Some(date(2026, 10, 1))),
                ("channel-imbalance", 0, "store", "\"Later\"", None),
            ]
            .map(|(rule, record, detail, reason, on)| {
                let key = InsightKey { rule: rule.to_owned(), record, detail: detail.to_owned() };
                (key.clone(), Dismissal { key, reason: reason.to_owned(), on })
            }),
        ),
        strategy: Arc::new(strategy),
        connectors: table([
            (ConnectorId(40), connector(40, 11, 12, "clicks", ConnectorKind::Optional)),
            (ConnectorId(41), connector(41, 12, 13, "", ConnectorKind::Flow)),
            (ConnectorId(42), connector(42, 13, 12, "", ConnectorKind::Return)),
        ]),
        segments: table([(
            SegmentId(50),
            Segment { id: SegmentId(50), name: "Mobile".to_owned(), description: "On a phone".to_owned() },
        )]),
        metrics: table(
            [
                ctr,
                metric(61, "clicks", MetricClass::Additive, Unit::Count, up),
                metric(62, "ces", MetricClass::Mean, Unit::Points, Direction::LowerIsBetter),
                metric(63, "nps", MetricClass::ShareDifference, Unit::Points, up),
                metric(64, "open-rate", MetricClass::RateOnly, Unit::Share, up),
                metric(65, "cost", MetricClass::Snapshot, Unit::Currency("EUR".to_owned()), Direction::LowerIsBetter),
            ]
            .map(|metric| (metric.id, metric)),
        ),
        sources: table([(SourceId(70), source), (SourceId(71), manual)]),
        series: table([
            series(
                key(60, Some(50)),
                vec![
                    Observation {
                        rows: 2,
                        first_row: 4,
                        ..observation(1, 1, Amount::Ratio { numerator: 31.0, denominator: 1000.0 })
                    },
                    observation(2, 1, Amount::Ratio { numerator: 0.5, denominator: 0.0 }),
                ],
            ),
            series(
                key(61, None),
                vec![
                    observation(1, 7, Amount::Value(41_200.0)),
                    observation(8, 7, Amount::Value(0.1)),
                    observation(20, 1, Amount::Value(-1e300)),
                ],
            ),
            series(
                key(62, None),
                vec![observation(1, 1, mean(40.5, Some(150.25))), observation(3, 1, mean(30.0, None))],
            ),
            series(key(63, None), vec![observation(1, 30, nps(11.0))]),
            series(
                key(64, None),
                vec![observation(1, 1, rate(0.21, None)), observation(2, 1, rate(1.0 / 3.0, Some(512.0)))],
            ),
            series(key(64, Some(50)), vec![observation(1, 1, rate(0.2, None))]),
            series(key(65, None), vec![observation(30, 1, Amount::Value(1234.56))]),
        ]),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ]{0,12}",
        1 => "\\PC{0,8}",
        // What a form of text could trip over.
        1 => "[\"\\\\\n\r\t\0\u{7f}'`#/*{}()\\[\\],:\u{301}\u{200d}\u{2028}\u{feff}]{0,8}",
        1 => any::<String>().prop_map(|text| text.chars().take(6).collect()),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0u32..1_000_000).prop_map(f64::from),
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO,
        -1000.0..1000.0f64,
    ]
}

fn pick<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

/// What is said of an item, with where it wants to lie; numbers wrap round what there is.
type ItemSeed = (usize, usize, u32, String, (String, String, String), Option<u8>, (bool, usize, usize), Vec<String>);

fn items() -> impl Strategy<Value = Vec<ItemSeed>> {
    let texts = (text(), text(), text());
    let marks = (any::<bool>(), 0..4usize, 0..21usize);
    vec((0..99usize, 0..99usize, 0..4u32, text(), texts, option::of(1..=5u8), marks, vec(text(), 0..3)), 0..12)
}

type SeriesSeed = (usize, usize, Option<usize>, i32, Vec<(i32, i32, [f64; 3], Option<f64>, u32, u32)>);

fn series() -> impl Strategy<Value = Vec<SeriesSeed>> {
    let observation = (
        0..4i32,
        1..40i32,
        [number(), number(), number()],
        option::of(number()),
        1..9u32,
        prop_oneof![Just(0), 1..999u32],
    );
    vec((0..99usize, 0..99usize, option::of(0..2usize), 0..40_000i32, vec(observation, 1..6)), 0..6)
}

/// Projects in which all holds that must hold.
pub fn project() -> impl Strategy<Value = Project> {
    let journeys = vec((text(), text(), any::<bool>(), 1..4usize, vec(pick(&LaneKind::ALL), 0..4)), 1..3);
    (text(), journeys, items(), items(), vec((0..99usize, 0..99usize, text(), 0..3usize), 0..5), series()).prop_map(
        |(title, journeys, touchpoints, cards, connectors, series)| {
            let mut builder = Builder { next: 1, project: Project { title, ..Project::default() } };
            let cells = builder.journeys(journeys);
            builder.items(&cells, touchpoints, cards);
            builder.connectors(connectors);
            builder.series(series);
            builder.project.next_id = builder.next;
            builder.project
        },
    )
}

struct Builder {
    next: u64,
    project: Project,
}

/// A journey's stages and lanes.
struct Cells {
    stages: Vec<StageId>,
    lanes: Vec<(LaneId, LaneKind)>,
}

impl Builder {
    fn id(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    fn journeys(&mut self, seeds: Vec<(String, String, bool, usize, Vec<LaneKind>)>) -> Vec<Cells> {
        let (mut journeys, mut stages, mut lanes, mut cells) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (name, words, is_future, stage_count, kinds) in seeds {
            let id = JourneyId(self.id());
            let own_stages: Vec<StageId> = (0..stage_count).map(|_| StageId(self.id())).collect();
            let kinds = std::iter::once(LaneKind::Touchpoints).chain(kinds);
            let own_lanes: Vec<(LaneId, LaneKind)> = kinds.map(|kind| (LaneId(self.id()), kind)).collect();
            for (stage, phase) in own_stages.iter().zip(Phase::ALL.into_iter().cycle()) {
                let stage = Stage { description: words.clone(), ..Stage::new(*stage, id, name.clone(), phase) };
                stages.push((stage.id, stage));
            }
            lanes.extend(own_lanes.iter().map(|(lane, kind)| (*lane, Lane::new(*lane, id, kind.label(), *kind))));
            let state = if is_future { JourneyState::Future } else { JourneyState::Current };
            let journey = Journey {
                id,
                name,
                personas: Vec::new(),
                scenario: words,
                state,
                stages: own_stages.iter().rev().copied().collect(),
                lanes: own_lanes.iter().map(|(lane, _)| *lane).collect(),
                origin: None,
            };
            journeys.push((id, journey));
            cells.push(Cells { stages: own_stages, lanes: own_lanes });
        }
        self.project.journey_order = Arc::new(journeys.iter().rev().map(|(id, _)| *id).collect());
        self.project.journeys = table(journeys);
        self.project.stages = table(stages);
        self.project.lanes = table(lanes);
        cells
    }

    fn items(&mut self, cells: &[Cells], touchpoints: Vec<ItemSeed>, cards: Vec<ItemSeed>) {
        let mut wanted: Vec<(StageId, LaneId, u32)> = Vec::new();
        let mut seeds = Vec::new();
        for (is_touchpoint, seed) in
            touchpoints.into_iter().map(|seed| (true, seed)).chain(cards.into_iter().map(|seed| (false, seed)))
        {
            let cells = &cells[seed.0 % cells.len()];
            let lanes: Vec<LaneId> = cells
                .lanes
                .iter()
                .filter(|(_, kind)| kind.holds() == if is_touchpoint { Holds::Touchpoints } else { Holds::Cards })
                .map(|(lane, _)| *lane)
                .collect();
            if lanes.is_empty() {
                continue;
            }
            wanted.push((cells.stages[seed.1 % cells.stages.len()], lanes[seed.1 % lanes.len()], seed.2));
            seeds.push((is_touchpoint, seed));
        }
        // Close the gaps between the columns of each stage, then stack.
        let mut columns: BTreeMap<StageId, Vec<u32>> = BTreeMap::new();
        for (stage, _, column) in &wanted {
            columns.entry(*stage).or_default().push(*column);
        }
        for used in columns.values_mut() {
            used.sort_unstable();
            used.dedup();
        }
        let mut heights: BTreeMap<(StageId, LaneId, u32), u32> = BTreeMap::new();
        let (mut touchpoints, mut cards) = (Vec::new(), Vec::new());
        for ((stage, lane, column), (is_touchpoint, seed)) in wanted.into_iter().zip(seeds) {
            let column = columns[&stage].binary_search(&column).unwrap() as u32;
            let height = heights.entry((stage, lane, column)).or_default();
            let place = Place { stage, lane, column, order: *height };
            *height += 1;
            let (.., text, (kind, description, owner), importance, (is_moment_of_truth, evidence, channel), tags) =
                seed;
            if is_touchpoint {
                let touchpoint = Touchpoint {
                    id: TouchpointId(self.id()),
                    place,
                    title: text,
                    kind,
                    channel: Channel::ALL[channel % Channel::ALL.len()],
                    description,
                    owner,
                    is_moment_of_truth,
                    evidence: Evidence::ALL[evidence],
                    importance,
                    importance_to_organization: importance.map(|importance| 6 - importance),
                    satisfaction: importance,
                    emotions: importance
                        .and_then(|importance| Emotion::nearest(f64::from(importance) - 3.3))
                        .map(|emotion| (None, emotion))
                        .into_iter()
                        .collect(),
                    links: tags.iter().map(|tag| Link { title: tag.clone(), url: tag.clone() }).collect(),
                    personas: std::collections::BTreeSet::new(),
                    segments: std::collections::BTreeSet::new(),
                    checks: BTreeMap::new(),
                    aliases: tags.iter().rev().cloned().collect(),
                    session: None,
                    tags,
                };
                touchpoints.push((touchpoint.id, touchpoint));
            } else {
                let card = Card::new(CardId(self.id()), place, text);
                cards.push((card.id, card));
            }
        }
        self.project.touchpoints = table(touchpoints);
        self.project.cards = table(cards);
    }

    fn connectors(&mut self, seeds: Vec<(usize, usize, String, usize)>) {
        let ids: Vec<TouchpointId> = self.project.touchpoints.keys().copied().collect();
        let mut connectors = Vec::new();
        for (from, to, label, kind) in seeds {
            if ids.is_empty() {
                break;
            }
            let (from, to) = (ids[from % ids.len()], ids[to % ids.len()]);
            if from != to && self.project.journey_of(from.into()) == self.project.journey_of(to.into()) {
                let id = ConnectorId(self.id());
                connectors.push((id, Connector { id, from, to, label, kind: ConnectorKind::ALL[kind] }));
            }
        }
        self.project.connectors = table(connectors);
    }

    fn series(&mut self, seeds: Vec<SeriesSeed>) {
        let ids: Vec<TouchpointId> = self.project.touchpoints.keys().copied().collect();
        let segments: Vec<SegmentId> = (0..2).map(|_| SegmentId(self.id())).collect();
        let metrics: Vec<(MetricId, MetricClass)> =
            MetricClass::ALL.into_iter().map(|class| (MetricId(self.id()), class)).collect();
        let source = SourceId(self.id());
        let mut series = BTreeMap::new();
        for (touchpoint, metric, segment, start, seeds) in seeds {
            if ids.is_empty() {
                break;
            }
            let (metric, class) = metrics[metric % metrics.len()];
            if class == MetricClass::Derived {
                continue;
            }
            let touchpoint = ids[touchpoint % ids.len()];
            let key = SeriesKey { source, metric, touchpoint, segment: segment.map(|index| segments[index]) };
            let mut day = start;
            let observations = seeds.into_iter().map(|(gap, length, [a, b, c], maybe, rows, first_row)| {
                let from = day + gap;
                day = from + length;
                let period =
                    Period::new(date_from_day_number(from).unwrap(), date_from_day_number(day - 1).unwrap()).unwrap();
                let amount = match class {
                    MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => Amount::Value(a),
                    MetricClass::Ratio => Amount::Ratio { numerator: a, denominator: b },
                    MetricClass::Mean => Amount::Mean { sum: a, sum_of_squares: maybe, count: b },
                    MetricClass::ShareDifference => Amount::Shares { promoters: a, detractors: b, count: c },
                    MetricClass::RateOnly => Amount::Rate { rate: a, weight: maybe },
                    MetricClass::Derived => unreachable!("left out above"),
                };
                Observation { period, amount, rows, first_row }
            });
            series.insert(key, Arc::new(Series { key, observations: observations.collect() }));
        }
        self.project.series = Arc::new(series);
        let segment = |(index, id): (usize, SegmentId)| {
            (id, Segment { id, name: format!("Segment {index}"), description: String::new() })
        };
        self.project.segments = table(segments.into_iter().enumerate().map(segment));
        self.project.metrics = table(metrics.into_iter().map(|(id, class)| {
            let metric = Metric {
                id,
                key: class.code().to_owned(),
                name: String::new(),
                short_name: String::new(),
                class,
                unit: if class == MetricClass::Derived { Unit::Share } else { Unit::Seconds },
                display: if class == MetricClass::Derived { Display::Ratio } else { Display::Hours },
                direction: Direction::LowerIsBetter,
                numerator: String::new(),
                denominator: String::new(),
                formula: if class == MetricClass::Derived { "additive / ratio * 1".to_owned() } else { String::new() },
            };
            (id, metric)
        }));
        let source = Source {
            id: source,
            name: String::new(),
            file_name: "a.csv".to_owned(),
            relative_path: None,
            size_bytes: u64::MAX,
            hash: String::new(),
            format: String::new(),
            recipe: String::new(),
            rows: u32::MAX,
            rows_left_out: 0,
            period: None,
            read_at: None,
            added_to: Vec::new(),
        };
        self.project.sources = table([(source.id, source)]);
    }
}
