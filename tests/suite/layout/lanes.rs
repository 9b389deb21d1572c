//! Lanes that are drawn from touchpoints, touchpoints put together in groups, and the lines between lanes.

use std::collections::BTreeSet;

use throughline::analysis::{Numbers, Standings, default_view};
use throughline::base::display::Display;
use throughline::base::number::format_short;
use throughline::edit::{Edit, LaneChange, apply};
use throughline::layout::{BandThing, BlueprintLine, ChartAsked, ChartFigures, ChartPoint, GroupValue, MeasuredCards};
use throughline::model::sample::big_sample;
use throughline::model::{
    ChartForm, ChartScope, Grouping, Kpi, KpiId, LaneChart, Metric, MetricClass, MetricId, Persona, PersonaId, Tint,
};

use super::*;

/// Journey, then Touchpoints, then a lane of that kind: lanes 100 and 101.
fn with_lane(stages: &[&str], kind: LaneKind) -> Builder {
    let stages: Vec<(&str, Phase)> = stages.iter().map(|name| (*name, Phase::Purchase)).collect();
    Builder::new(&stages, &[("Touchpoints", LaneKind::Touchpoints), ("Drawn", kind)])
}

fn change_lane(project: &Project, lane: u64, change: LaneChange) -> Project {
    apply(project, &Edit::ChangeLane { lane: LaneId(lane), change }).unwrap()
}

fn texts(map: &Map) -> Vec<String> {
    let items = map.scene.groups.iter().flat_map(|group| &group.picture.items);
    items.filter_map(|item| if let Shape::Text(line) = item { Some(line.text.to_string()) } else { None }).collect()
}

// Channels.

#[test]
fn a_channel_that_drops_out_is_marked_and_one_that_ends_too() {
    let mut b = with_lane(&["Discover", "Consider", "Buy", "Use"], LaneKind::Channels);
    let at = Builder::place;
    let first = b.touchpoint("Landing page", Channel::Website, at(0, 0, 0, 0));
    let second = b.touchpoint("Blog", Channel::Website, at(0, 0, 0, 1));
    b.touchpoint("Newsletter", Channel::Email, at(0, 0, 1, 0));
    b.touchpoint("Product page", Channel::Website, at(1, 0, 0, 0));
    b.touchpoint("Account", Channel::Website, at(3, 0, 0, 0));
    b.touchpoint("Shop", Channel::Store, at(3, 0, 0, 1));
    let map = layout(&b.project);
    let of = |wanted: fn(BandThing) -> Option<Channel>| -> Vec<(Channel, StageId)> {
        map.band_spots().iter().filter_map(|spot| Some((wanted(spot.what)?, spot.stage))).collect()
    };
    let drop_outs = of(|what| if let BandThing::DropOut(channel) = what { Some(channel) } else { None });
    assert_eq!(drop_outs, [(Channel::Website, StageId(12))]);
    let last_uses = of(|what| if let BandThing::LastUse(channel) = what { Some(channel) } else { None });
    assert_eq!(last_uses, [(Channel::Email, StageId(10))], "the journey's end is nobody's dropping out");
    let uses = of(|what| if let BandThing::Use(channel) = what { Some(channel) } else { None });
    assert_eq!(uses.len(), 5);
    // Two at one step are one use, and lie in the step's column.
    let both = map.band_spots().iter().find(|spot| spot.touchpoints.len() == 2).unwrap();
    assert_eq!((&*both.touchpoints, both.what), (&[first, second][..], BandThing::Use(Channel::Website)));
    let card = map.rect_of(first).unwrap();
    assert_eq!((both.rect.left(), both.rect.right()), (card.left(), card.right()));
    assert!(texts(&map).contains(&"2 touchpoints".to_owned()));
    assert_eq!(map.band_spot_at(both.rect.center()).map(|at| &map.band_spots()[at]), Some(both));
    let row = map.lanes().find(|(id, ..)| *id == LaneId(101)).unwrap().2;
    assert!(map.band_spots().iter().all(|spot| row.top() <= spot.rect.top() && spot.rect.bottom() <= row.bottom()));
}

#[test]
fn a_channel_of_a_hidden_lane_is_still_used() {
    let mut b = with_lane(&["Discover"], LaneKind::Channels);
    b.touchpoint("Landing page", Channel::Website, Builder::place(0, 0, 0, 0));
    let hidden = change_lane(&b.project, 100, LaneChange::Hidden(true));
    let uses = |project: &Project| layout(project).band_spots().len();
    assert_eq!((uses(&b.project), uses(&hidden)), (1, 1));
}

// Metrics.

#[test]
fn charts_of_stages_say_what_the_numbers_say() {
    let sample = big_sample(60, 3);
    let journey = sample.journey_order[0];
    let at = sample.journeys[&journey].lanes.len();
    let lane = Lane::new(LaneId(sample.next_id), journey, "Figures", LaneKind::Metrics);
    let project = apply(&sample, &Edit::AddLane { lane, at }).unwrap();
    let numbers = Numbers::new(&project);
    let view = default_view(&project);
    let kpis = Standings::by_data(&project, &numbers, &view);
    let figures = MeasuredCards { numbers: &numbers, view: &view, kpis: &kpis, revision: 1 };
    let theme = Theme::load(ThemeName::Light);
    let input = MapInput { project: &project, journey, theme: &theme, figures: Some(&figures), lens: Lens::Plain };
    let map = Layouter::new().map(&input);
    let charts: Vec<_> = map.band_spots().iter().filter(|spot| matches!(spot.what, BandThing::Chart(_))).collect();
    assert_eq!(charts.len(), project.stages.len());
    let texts = texts(&map);
    let mut said = 0;
    for chart in charts {
        let mut of_stage = chart.touchpoints.to_vec();
        of_stage.sort_unstable();
        let all: Vec<TouchpointId> =
            project.touchpoints.values().filter(|t| t.place.stage == chart.stage).map(|t| t.id).collect();
        assert_eq!(of_stage, all);
        let BandThing::Chart(Some(metric)) = chart.what else { continue };
        let definition = &project.metrics[&metric];
        let scope = throughline::analysis::Scope::of(all);
        let value = numbers.figure(metric, scope, view.period).value.unwrap();
        let text = format!("{} {}", definition.short_name, format_short(value, &definition.unit));
        assert!(texts.contains(&text), "{text} in {texts:?}");
        said += 1;
    }
    assert!(said > 0);
}

/// Charts for these touchpoints, each of one metric.
struct Charts(Vec<TouchpointId>, u64);

impl CardFigures for Charts {
    fn revision(&self) -> Option<u64> {
        Some(self.1)
    }

    fn stamp(&self, _touchpoint: TouchpointId) -> u64 {
        0
    }

    fn chips(&self, _touchpoint: TouchpointId) -> Vec<ChipText> {
        Vec::new()
    }

    fn chart(&self, asked: &ChartAsked<'_>) -> Option<ChartFigures> {
        let known = asked.touchpoints.iter().filter(|touchpoint| self.0.contains(touchpoint)).count();
        let point = |n: u8| ChartPoint {
            from: f32::from(n) / 10.0,
            to: f32::from(n + 1) / 10.0,
            value: f64::from(n % 4),
            is_before: n < 5,
        };
        (known > 0).then(|| ChartFigures {
            metric: MetricId(77),
            name: "conv.".to_owned(),
            value: format!("{}%", self.1),
            change: "−0.2".to_owned(),
            tone: Tone::Bad,
            points: (0..10).filter(|n| *n != 7).map(point).collect(),
            is_refused: known > 1,
        })
    }
}

#[test]
fn charts_of_touchpoints_stand_in_their_step_with_their_target() {
    let mut b = with_lane(&["Discover", "Buy"], LaneKind::Metrics);
    let at = Builder::place;
    let ad = b.touchpoint("Ad", Channel::Ads, at(0, 0, 0, 0));
    let unmeasured = b.touchpoint("Word of mouth", Channel::WordOfMouth, at(0, 0, 1, 0));
    let several =
        [0, 1, 2, 3].map(|order| b.touchpoint(&format!("Page {order}"), Channel::Website, at(1, 0, 0, order)));
    let metric = Metric {
        id: MetricId(77),
        key: "conversion-rate".to_owned(),
        name: "Conversion rate".to_owned(),
        short_name: "conv.".to_owned(),
        class: MetricClass::Ratio,
        unit: throughline::base::number::Unit::Share,
        direction: throughline::model::Direction::HigherIsBetter,
        numerator: String::new(),
        denominator: String::new(),
        display: Display::Usual,
        formula: String::new(),
    };
    Arc::make_mut(&mut b.project.metrics).insert(metric.id, Arc::new(metric));
    let kpi = Kpi::new(KpiId(88), ad, MetricId(77), 0.036);
    Arc::make_mut(&mut b.project.kpis).insert(kpi.id, Arc::new(kpi));
    let known: Vec<TouchpointId> = several.into_iter().chain([ad]).collect();
    for form in ChartForm::ALL {
        let chart = LaneChart { form, scope: ChartScope::Touchpoint, metric: None };
        let project = change_lane(&b.project, 101, LaneChange::Chart(chart));
        let map = layout_with(&mut Layouter::new(), &project, Some(&Charts(known.clone(), 3)), Lens::Plain);
        let charts = map.band_spots();
        let shown: Vec<(&[TouchpointId], bool)> =
            charts.iter().map(|spot| (&*spot.touchpoints, spot.what != BandThing::Chart(None))).collect();
        let [p0, p1, p2, _] = several;
        assert_eq!(shown, [(&[ad][..], true), (&[], false), (&[p0], true), (&[p1], true), (&[p2], true)], "{form:?}");
        let said = texts(&map);
        assert!(said.iter().any(|text| text == "+1 more"), "{said:?}");
        assert!(said.iter().any(|text| text == "No figures"), "{said:?}");
        assert!(said.iter().any(|text| text == "target 3.6%"), "{said:?}");
        let column = map.rect_of(unmeasured).unwrap().x_range();
        assert_eq!(charts[1].rect.x_range(), column);
        for (rank, chart) in charts.iter().enumerate() {
            let others = &charts[rank + 1..];
            assert!(others.iter().all(|other| !other.rect.shrink(0.1).intersects(chart.rect)));
        }
    }
}

#[test]
fn what_cannot_be_put_together_says_so() {
    let mut b = with_lane(&["Buy"], LaneKind::Metrics);
    let pages = [0, 1].map(|order| b.touchpoint("Page", Channel::Website, Builder::place(0, 0, 0, order)));
    for form in ChartForm::ALL {
        let chart = LaneChart { form, ..LaneChart::default() };
        let project = change_lane(&b.project, 101, LaneChange::Chart(chart));
        let map = layout_with(&mut Layouter::new(), &project, Some(&Charts(pages.to_vec(), 3)), Lens::Plain);
        assert!(texts(&map).contains(&"per touchpoint only".to_owned()), "{form:?}");
    }
    let map = layout(&b.project);
    assert_eq!(map.band_spots()[0].what, BandThing::Chart(None));
    assert!(texts(&map).contains(&"No figures".to_owned()));
}

#[test]
fn what_is_kept_of_drawn_lanes_never_shows_in_a_changed_map() {
    let lanes = [
        ("Touchpoints", LaneKind::Touchpoints),
        ("Figures", LaneKind::Metrics),
        ("Channels", LaneKind::Channels),
        ("Frontstage", LaneKind::Frontstage),
    ];
    let mut b = Builder::new(&[("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)], &lanes);
    let ids: Vec<TouchpointId> = (0..6)
        .map(|n| b.touchpoint(&format!("Page {n}"), Channel::ALL[n], Builder::place(n % 2, 0, n as u32 / 4, n as u32)))
        .collect();
    let project = b.project;
    let renamed = {
        let mut project = project.clone();
        let touchpoint = Arc::make_mut(&mut project.touchpoints).get_mut(&ids[0]).unwrap();
        Arc::make_mut(touchpoint).title = "Another page".to_owned();
        Arc::make_mut(touchpoint).channel = Channel::Phone;
        project
    };
    let by_step = LaneChart { scope: ChartScope::Touchpoint, ..LaneChart::default() };
    let bars = LaneChart { form: ChartForm::Bars, ..by_step };
    let variants = [
        renamed,
        change_lane(&project, 101, LaneChange::Chart(by_step)),
        change_lane(&project, 101, LaneChange::Chart(bars)),
        change_lane(&project, 102, LaneChange::Height(Some(400))),
        change_lane(&project, 100, LaneChange::Grouping(Some(Grouping::Channel))),
        change_lane(&project, 100, LaneChange::Name("Everything that customers touch".to_owned())),
    ];
    let mut layouter = Layouter::new();
    for (rank, variant) in variants.iter().enumerate() {
        for (project, revision) in [(&project, 1), (variant, 1), (variant, 2)] {
            let figures = Charts(ids.clone(), revision);
            let warm = layout_with(&mut layouter, project, Some(&figures), Lens::Plain);
            let cold = layout_with(&mut Layouter::new(), project, Some(&figures), Lens::Plain);
            assert_eq!(dump(&warm.scene), dump(&cold.scene), "variant {rank}, revision {revision}");
        }
    }
}

// Groups.

/// Touchpoints with channel, owner and personas from small sets, in three stages.
fn grouped(items: &[(usize, u32, usize, usize)], grouping: Option<Grouping>) -> Project {
    let stages = [("A", Phase::PrePurchase), ("B", Phase::Purchase), ("C", Phase::PostPurchase)];
    let mut b = Builder::new(&stages, &[("Touchpoints", LaneKind::Touchpoints), ("Notes", LaneKind::Notes)]);
    let owners = ["", "Marketing", "legal", "Zoë"];
    for (id, name) in [(2, "Ben"), (3, "Ana")] {
        let persona = Persona::new(PersonaId(id), name, Tint::Blue);
        Arc::make_mut(&mut b.project.personas).insert(PersonaId(id), Arc::new(persona));
    }
    let journey = Arc::make_mut(&mut b.project.journeys).get_mut(&JOURNEY).unwrap();
    Arc::make_mut(journey).personas = vec![PersonaId(3), PersonaId(2)];
    let mut orders: BTreeMap<(usize, u32), u32> = BTreeMap::new();
    for (stage, column, kind, words) in items {
        let order = orders.entry((*stage, *column)).or_default();
        // Columns are counted without gaps.
        let used: BTreeSet<u32> = items.iter().filter(|item| item.0 == *stage).map(|item| item.1).collect();
        let place = Builder::place(*stage, 0, used.range(..column).count() as u32, *order);
        *order += 1;
        b.touchpoint_with(&"words and ".repeat(*words), Channel::ALL[kind % 5], place, |touchpoint| {
            touchpoint.owner = owners[kind % 4].to_owned();
            touchpoint.personas = [PersonaId(2), PersonaId(3)].into_iter().take(kind % 3).collect();
        });
    }
    b.card("A note", Builder::place(0, 1, 0, 0));
    change_lane(&b.project, 100, LaneChange::Grouping(grouping))
}

fn group_of(project: &Project, item: Item, grouping: Grouping) -> GroupValue {
    let Item::Touchpoint(id) = item else { panic!("a card in a lane of touchpoints") };
    let touchpoint = &project.touchpoints[&id];
    match grouping {
        Grouping::Channel => GroupValue::Channel(touchpoint.channel),
        Grouping::Owner => GroupValue::Owner(touchpoint.owner.clone()),
        Grouping::Persona => {
            let order = [PersonaId(3), PersonaId(2)];
            GroupValue::Persona(order.into_iter().find(|persona| touchpoint.personas.contains(persona)))
        }
    }
}

#[test]
fn groups_follow_the_catalogue_the_journey_and_the_alphabet() {
    let items: Vec<(usize, u32, usize, usize)> = (0..12).map(|n| (n % 3, 0, n, 1)).collect();
    let order = |grouping: Grouping| -> Vec<GroupValue> {
        let project = grouped(&items, Some(grouping));
        let map = layout(&project);
        let row = map.lanes().next().unwrap().2;
        let mut values: Vec<GroupValue> = Vec::new();
        for y in row.top() as i32..row.bottom() as i32 {
            let value = map.group_value(LaneId(100), map.group_at(LaneId(100), y as f32).unwrap()).unwrap();
            if values.last() != Some(value) {
                values.push(value.clone());
            }
        }
        values
    };
    let channels: Vec<GroupValue> = Channel::ALL[..5].iter().map(|channel| GroupValue::Channel(*channel)).collect();
    assert_eq!(order(Grouping::Channel), channels);
    let personas = [Some(PersonaId(3)), Some(PersonaId(2)), None].map(GroupValue::Persona);
    assert_eq!(order(Grouping::Persona), personas);
    let owners = ["legal", "Marketing", "Zoë", ""].map(|owner| GroupValue::Owner(owner.to_owned()));
    assert_eq!(order(Grouping::Owner), owners);
    let map = layout(&grouped(&items, Some(Grouping::Owner)));
    let names = texts(&map);
    for name in ["legal", "Marketing", "Zoë", "Nobody yet"] {
        assert!(names.iter().any(|text| text == name), "{name} in {names:?}");
    }
    assert_eq!(layout(&grouped(&items, None)).group_at(LaneId(100), 200.0), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn groups_are_bands_over_all_stages_and_nothing_overlaps(
        items in proptest::collection::vec((0..3_usize, 0..3_u32, 0..12_usize, 0..9_usize), 0..30),
        kind in 0..3_usize,
    ) {
        let grouping = Grouping::ALL[kind];
        let project = grouped(&items, Some(grouping));
        let map = layout(&project);
        let rects: Vec<(Item, Rect)> = map.items().filter(|(item, _)| matches!(item, Item::Touchpoint(_))).collect();
        prop_assert_eq!(rects.len(), items.len());
        let lane = LaneId(100);
        for (rank, (item, rect)) in rects.iter().enumerate() {
            for (other, other_rect) in &rects[rank + 1..] {
                prop_assert!(!rect.shrink(0.1).intersects(*other_rect), "{:?} and {:?}", item, other);
                let (a, b) = (project.place_of(*item).unwrap(), project.place_of(*other).unwrap());
                let is_same_group = group_of(&project, *item, grouping) == group_of(&project, *other, grouping);
                if is_same_group && (a.stage, a.column) == (b.stage, b.column) {
                    prop_assert_eq!(a.order < b.order, rect.top() < other_rect.top());
                }
            }
            let wanted = group_of(&project, *item, grouping);
            for y in [rect.top(), rect.bottom()] {
                let band = map.group_at(lane, y).unwrap();
                prop_assert_eq!(map.group_value(lane, band), Some(&wanted));
            }
        }
        let row = map.lanes().next().unwrap().2;
        prop_assert!(rects.iter().all(|(_, rect)| row.top() < rect.top() && rect.bottom() < row.bottom()));
    }

    #[test]
    fn a_drop_in_a_group_lands_there_in_the_place_that_the_mark_shows(
        items in proptest::collection::vec((0..3_usize, 0..2_u32, 0..12_usize, 0..9_usize), 2..24),
        target in 0..24_usize,
        above in any::<bool>(),
    ) {
        let project = grouped(&items, Some(Grouping::Channel));
        let map = layout(&project);
        let cards: Vec<(Item, Rect)> = map.items().filter(|(item, _)| matches!(item, Item::Touchpoint(_))).collect();
        let (item, rect) = cards[target % cards.len()];
        let moved = cards[(target + 1) % cards.len()].0;
        let y = if above { rect.top() + 2.0 } else { rect.bottom() - 2.0 };
        let placement = map.drop_at(pos2(rect.center().x, y), ItemClass::Touchpoint).unwrap();
        let band = map.group_at(LaneId(100), y).unwrap();
        let mark = map.insertion_mark_in_group(&placement, Some(band)).unwrap();
        prop_assert_eq!(map.group_at(LaneId(100), mark.center().y), Some(band));
        let edge = if above { rect.top() } else { rect.bottom() };
        prop_assert!((mark.center().y - edge).abs() < 8.1, "{:?} beside {:?}", mark, rect);
        let GroupValue::Channel(channel) = *map.group_value(LaneId(100), band).unwrap() else { panic!("by channel") };
        let Item::Touchpoint(id) = moved else { panic!("a touchpoint") };
        let move_items = Edit::MoveItems { items: vec![moved], placement };
        let change = throughline::edit::TouchpointChange::Channel(channel);
        let after = apply(&project, &move_items).unwrap();
        let after = apply(&after, &Edit::ChangeTouchpoints { touchpoints: vec![id], change }).unwrap_or(after);
        let after_map = layout(&after);
        let (landed, beside) = (after_map.rect_of(moved).unwrap(), after_map.rect_of(item).unwrap());
        prop_assert_eq!(landed.left() < beside.right() && beside.left() < landed.right(), true);
        prop_assert_eq!(landed.top() < beside.top(), above);
        // Nothing of the group lies between.
        let between = after_map.items().filter(|(_, rect)| {
            rect.x_range() == landed.x_range()
                && rect.top() > landed.top().min(beside.top())
                && rect.top() < landed.top().max(beside.top())
        });
        prop_assert_eq!(between.count(), 0);
    }
}

// Lines of a service blueprint.

#[test]
fn lines_of_a_blueprint_stand_in_wider_gaps_between_their_lanes() {
    let kinds = [LaneKind::Touchpoints, LaneKind::Frontstage, LaneKind::Backstage, LaneKind::Support, LaneKind::Notes];
    let lanes: Vec<(&str, LaneKind)> = kinds.into_iter().map(|kind| (kind.label(), kind)).collect();
    let b = Builder::new(&[("Discover", Phase::PrePurchase)], &lanes);
    let map = layout(&b.project);
    let rows: Vec<Rect> = map.lanes().map(|(_, _, rect)| rect).collect();
    let lines = map.blueprint_lines();
    let wanted: Vec<BlueprintLine> = BlueprintLine::ALL.to_vec();
    assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), wanted);
    let small = Theme::load(ThemeName::Light).map.small_text;
    for (rank, (_, y)) in lines.iter().enumerate() {
        let (above, below) = (rows[rank].bottom(), rows[rank + 1].top());
        assert!(above + small / 2.0 < *y && *y < below - small / 2.0, "{above} {y} {below}");
        assert!((above + below - 2.0 * y).abs() < 1.1, "in the middle");
    }
    assert_eq!(rows[4].top() - rows[3].bottom(), 8.0, "no more room where there is no line");
    let names: BTreeSet<String> = texts(&map).into_iter().collect();
    assert!(wanted.iter().all(|line| names.contains(line.label())));
}
