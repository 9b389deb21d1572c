//! Maps as they are laid out, and the way back from places to what lies there.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests, and a measure that prints")]

mod bad_input;
mod headers;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use throughline::base::{Pos2, Rect, pos2, vec2};
use throughline::layout::{CardFigures, ChipText, Heading, Hit, ItemClass, Layouter, Lens, Map, MapInput, Tone};
use throughline::model::Placement;
use throughline::model::{
    Card, CardId, Channel, Connector, ConnectorId, ConnectorKind, Evidence, Item, Journey, JourneyId, JourneyState,
    Lane, LaneId, LaneKind, Phase, Place, Project, Stage, StageId, Subject, Touchpoint, TouchpointId,
};
use throughline::scene::theme::ThemeName;
use throughline::scene::{Scene, Shape, Theme};

mod lanes;
mod shots;

const JOURNEY: JourneyId = JourneyId(1);

/// Builds projects: stages get ids from 10, lanes from 100, items from 1000, connectors from 5000000.
struct Builder {
    project: Project,
    next_item: u64,
}

impl Builder {
    fn new(stages: &[(&str, Phase)], lanes: &[(&str, LaneKind)]) -> Self {
        let stage_ids: Vec<StageId> = (10..).take(stages.len()).map(StageId).collect();
        let lane_ids: Vec<LaneId> = (100..).take(lanes.len()).map(LaneId).collect();
        let journey = Journey {
            id: JOURNEY,
            name: "Online shop".to_owned(),
            personas: Vec::new(),
            scenario: String::new(),
            state: JourneyState::Current,
            stages: stage_ids.clone(),
            lanes: lane_ids.clone(),
            origin: None,
        };
        let stage =
            |(id, (name, phase)): (&StageId, &(&str, Phase))| (*id, Arc::new(Stage::new(*id, JOURNEY, *name, *phase)));
        let lane =
            |(id, (name, kind)): (&LaneId, &(&str, LaneKind))| (*id, Arc::new(Lane::new(*id, JOURNEY, *name, *kind)));
        let project = Project {
            title: "Online shop".to_owned(),
            next_id: 10_000_000,
            journeys: Arc::new(BTreeMap::from([(JOURNEY, Arc::new(journey))])),
            journey_order: Arc::new(vec![JOURNEY]),
            stages: Arc::new(stage_ids.iter().zip(stages).map(stage).collect()),
            lanes: Arc::new(lane_ids.iter().zip(lanes).map(lane).collect()),
            ..Project::default()
        };
        Self { project, next_item: 1000 }
    }

    fn place(stage: usize, lane: usize, column: u32, order: u32) -> Place {
        Place { stage: StageId(10 + stage as u64), lane: LaneId(100 + lane as u64), column, order }
    }

    fn touchpoint(&mut self, title: &str, channel: Channel, place: Place) -> TouchpointId {
        self.touchpoint_with(title, channel, place, |_| {})
    }

    fn touchpoint_with(
        &mut self,
        title: &str,
        channel: Channel,
        place: Place,
        change: impl FnOnce(&mut Touchpoint),
    ) -> TouchpointId {
        let id = TouchpointId(self.next_item);
        self.next_item += 1;
        let mut touchpoint = Touchpoint::new(id, title, channel, place);
        change(&mut touchpoint);
        Arc::make_mut(&mut self.project.touchpoints).insert(id, Arc::new(touchpoint));
        id
    }

    fn card(&mut self, text: &str, place: Place) -> CardId {
        let id = CardId(self.next_item);
        self.next_item += 1;
        let card = Card::new(id, place, text);
        Arc::make_mut(&mut self.project.cards).insert(id, Arc::new(card));
        id
    }

    fn connect(&mut self, from: TouchpointId, to: TouchpointId, label: &str, kind: ConnectorKind) -> ConnectorId {
        let id = ConnectorId(5_000_000 + self.project.connectors.len() as u64);
        let connector = Connector { id, from, to, label: label.to_owned(), kind };
        Arc::make_mut(&mut self.project.connectors).insert(id, Arc::new(connector));
        id
    }
}

/// Figures for the touchpoints of these ids, and their revision.
struct Figures(BTreeMap<TouchpointId, Vec<ChipText>>, u64);

impl CardFigures for Figures {
    fn revision(&self) -> Option<u64> {
        Some(self.1)
    }

    fn stamp(&self, touchpoint: TouchpointId) -> u64 {
        self.0.get(&touchpoint).map_or(0, |chips| chips.iter().map(|chip| chip.value.len() as u64).sum())
    }

    fn chips(&self, touchpoint: TouchpointId) -> Vec<ChipText> {
        self.0.get(&touchpoint).cloned().unwrap_or_default()
    }
}

fn chip(name: &str, value: &str, change: &str, tone: Tone) -> ChipText {
    let spark = [Some(2.0), Some(3.0), Some(2.0), Some(5.0), None, Some(7.0), Some(8.0)].to_vec();
    ChipText { name: name.to_owned(), value: value.to_owned(), change: change.to_owned(), tone, spark }
}

/// The map of the drawing `look/main.png`, as far as it is there by now.
fn shop() -> (Project, Figures) {
    use Channel::{Ads, App, Chat, Email, Payment, Phone, Post, Review, Search, Social, Website};
    let phases = [Phase::PrePurchase, Phase::PrePurchase, Phase::Purchase, Phase::Purchase, Phase::PostPurchase];
    let names = ["Discover", "Consider", "Buy", "Receive", "Return"];
    let stages: Vec<(&str, Phase)> = names.into_iter().zip(phases).collect();
    let lanes =
        [("Touchpoints", LaneKind::Touchpoints), ("Pain points", LaneKind::PainPoints), ("Notes", LaneKind::Notes)];
    let mut b = Builder::new(&stages, &lanes);
    let at = Builder::place;
    let star = |touchpoint: &mut Touchpoint| touchpoint.is_moment_of_truth = true;
    let ad = b.touchpoint("Retargeting ad", Ads, at(0, 0, 0, 0));
    b.touchpoint("Instagram post", Social, at(0, 0, 0, 1));
    let search = b.touchpoint("Brand search", Search, at(0, 0, 0, 2));
    let product = b.touchpoint("Product page", Website, at(1, 0, 0, 0));
    b.touchpoint("Review site with a title that takes more than one line", Review, at(1, 0, 0, 1));
    let basket = b.touchpoint("Basket", Website, at(2, 0, 0, 0));
    let checkout = b.touchpoint_with("Checkout", Payment, at(2, 0, 1, 0), star);
    b.touchpoint("Chat while buying", Chat, at(2, 0, 1, 1));
    let order = b.touchpoint("Order confirmation", Email, at(3, 0, 0, 0));
    let delivery = b.touchpoint_with("Delivery", Post, at(3, 0, 0, 1), star);
    let support = b.touchpoint_with("Support", Phone, at(4, 0, 0, 0), |t| t.owner = "Service desk".to_owned());
    b.touchpoint_with("Loyalty card", App, at(4, 0, 0, 1), |t| t.evidence = Evidence::Measured);
    b.card("Sizes are hard to compare", at(1, 1, 0, 0));
    b.card("Delivery cost shows only on the last page", at(2, 1, 1, 0));
    b.card("No word between order and parcel", at(3, 1, 0, 0));
    b.card("Ask the depot", at(3, 2, 0, 0));
    b.connect(ad, product, "", ConnectorKind::Flow);
    b.connect(search, product, "", ConnectorKind::Optional);
    b.connect(product, basket, "adds", ConnectorKind::Flow);
    b.connect(basket, checkout, "", ConnectorKind::Flow);
    b.connect(checkout, order, "pays", ConnectorKind::Flow);
    b.connect(order, delivery, "", ConnectorKind::Flow);
    b.connect(delivery, support, "", ConnectorKind::Optional);
    b.connect(support, product, "comes back", ConnectorKind::Return);
    let figures = BTreeMap::from([
        (ad, vec![chip("CTR", "1.4%", "+0.2", Tone::Good)]),
        (product, vec![chip("bounce", "47%", "−3.1", Tone::Good), chip("sessions", "182,410", "+6%", Tone::Neutral)]),
        (checkout, vec![chip("conversion rate of all visits", "3.1%", "−0.2", Tone::Bad)]),
        (delivery, vec![chip("on time", "91%", "−1.4", Tone::Bad)]),
    ]);
    (b.project, Figures(figures, 1))
}

fn layout(project: &Project) -> Map {
    layout_with(&mut Layouter::new(), project, None, Lens::Plain)
}

fn layout_with(layouter: &mut Layouter, project: &Project, figures: Option<&dyn CardFigures>, lens: Lens) -> Map {
    let theme = Theme::load(ThemeName::Light);
    layouter.map(&MapInput { project, journey: JOURNEY, theme: &theme, figures, lens })
}

/// The scene as text: one group or shape a line.
fn dump(scene: &Scene) -> String {
    let mut out = format!("scene {:?} {}\n", scene.size, scene.title);
    let p = |pos: Pos2| format!("{:.1},{:.1}", pos.x, pos.y);
    let r = |rect: Rect| format!("{} {:.1}x{:.1}", p(rect.min), rect.width(), rect.height());
    for group in &scene.groups {
        let block = group.picture.block.map_or(String::new(), |block| format!(" block {}", block.fill.to_hex()));
        writeln!(
            out,
            "group at {} bounds {}{block} {:?}",
            p(group.origin),
            r(group.picture.bounds),
            group.picture.name
        )
        .unwrap();
        for item in &group.picture.items {
            let paint = |color: Option<throughline::base::Color>| color.map_or("none".to_owned(), |c| c.to_hex());
            let line = match item {
                Shape::Rect { rect, radius, fill, stroke } => {
                    let stroke = stroke.map_or("none".to_owned(), |s| format!("{} {}", s.width, s.color.to_hex()));
                    format!("rect {} radius {radius} fill {} stroke {stroke}", r(*rect), paint(*fill))
                }
                Shape::Ellipse { center, radius, fill, .. } => {
                    format!("ellipse {} {radius:?} {}", p(*center), paint(*fill))
                }
                Shape::Path { points, is_closed, fill, stroke } => {
                    let stroke = stroke.map_or("none".to_owned(), |s| {
                        format!("{} {}{}", s.width, s.color.to_hex(), if s.dash.is_some() { " dashed" } else { "" })
                    });
                    let points: Vec<String> = points.iter().map(|point| p(*point)).collect();
                    format!("path {} closed {is_closed} fill {} stroke {stroke}", points.join(" "), paint(*fill))
                }
                Shape::Text(t) => {
                    format!(
                        "text {} {} {} {} width {:.1} {:?}",
                        p(t.baseline),
                        t.face.weight(),
                        t.size,
                        t.color.to_hex(),
                        t.width,
                        t.text
                    )
                }
                Shape::Icon { icon, center, size, color } => {
                    format!("icon {} {} {size} {}", icon.name(), p(*center), color.to_hex())
                }
                Shape::Image { rect, radius, bitmap } => format!("image {} radius {radius} {bitmap:?}", r(*rect)),
            };
            writeln!(out, "  {line}").unwrap();
        }
    }
    out
}

fn check_golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (expected, actual)) in expected.lines().zip(actual.lines()).enumerate() {
        assert_eq!(expected, actual, "{name}, line {}; UPDATE_GOLDEN=1 rewrites it", number + 1);
    }
    assert_eq!(expected.lines().count(), actual.lines().count(), "{name}; UPDATE_GOLDEN=1 rewrites it");
}

#[test]
fn the_shop_is_laid_out_as_before() {
    let (project, figures) = shop();
    let map = layout_with(&mut Layouter::new(), &project, Some(&figures), Lens::Plain);
    check_golden("layout_shop.txt", &dump(&map.scene));
}

#[test]
fn the_owner_lens_is_laid_out_as_before() {
    let (project, figures) = shop();
    let map = layout_with(&mut Layouter::new(), &project, Some(&figures), Lens::Owner);
    check_golden("layout_shop_owner.txt", &dump(&map.scene));
}

#[test]
fn a_second_layout_gives_the_same_and_draws_nothing_anew() {
    let (project, figures) = shop();
    let mut layouter = Layouter::new();
    let first = layout_with(&mut layouter, &project, Some(&figures), Lens::Plain);
    let second = layout_with(&mut layouter, &project, Some(&figures), Lens::Plain);
    assert_eq!(dump(&first.scene), dump(&second.scene));
    for (a, b) in first.scene.groups.iter().zip(&second.scene.groups) {
        assert!(Arc::ptr_eq(&a.picture, &b.picture), "{} was drawn again", a.picture.name);
    }
}

#[test]
fn what_is_kept_never_shows_in_a_changed_map() {
    let (project, figures) = shop();
    let first_id = *project.touchpoints.keys().next().unwrap();
    let change = |project: &Project, change: &dyn Fn(&mut Touchpoint)| {
        let mut project = project.clone();
        let table = Arc::make_mut(&mut project.touchpoints);
        change(Arc::make_mut(table.get_mut(&first_id).unwrap()));
        project
    };
    let changes: [&dyn Fn(&mut Touchpoint); 6] = [
        &|t| t.title = "A title that is a good deal longer than before".to_owned(),
        &|t| t.channel = Channel::Store,
        &|t| t.is_moment_of_truth = true,
        &|t| t.owner = "Marketing".to_owned(),
        &|t| t.evidence = Evidence::Observed,
        &|t| t.place = Builder::place(4, 0, 0, 2),
    ];
    let mut layouter = Layouter::new();
    for (rank, apply) in changes.into_iter().enumerate() {
        for lens in Lens::ALL {
            layout_with(&mut layouter, &project, Some(&figures), lens);
            let changed = change(&project, apply);
            let warm = layout_with(&mut layouter, &changed, Some(&figures), lens);
            let cold = layout_with(&mut Layouter::new(), &changed, Some(&figures), lens);
            assert_eq!(dump(&warm.scene), dump(&cold.scene), "change {rank}, {lens:?}");
        }
    }
    let other_figures = Figures(BTreeMap::from([(first_id, vec![chip("CTR", "12.5%", "", Tone::Neutral)])]), 2);
    let warm = layout_with(&mut layouter, &project, Some(&other_figures), Lens::Plain);
    let cold = layout_with(&mut Layouter::new(), &project, Some(&other_figures), Lens::Plain);
    assert_eq!(dump(&warm.scene), dump(&cold.scene), "other figures");
    let without = layout_with(&mut layouter, &project, None, Lens::Plain);
    assert_eq!(dump(&without.scene), dump(&layout(&project).scene), "chips that are gone");
    let mut other_theme = Layouter::new();
    for name in ThemeName::ALL {
        let theme = Theme::load(name);
        let input = MapInput { project: &project, journey: JOURNEY, theme: &theme, figures: None, lens: Lens::Plain };
        assert_eq!(dump(&other_theme.map(&input).scene), dump(&Layouter::new().map(&input).scene), "{name:?}");
    }
}

#[test]
fn a_journey_without_stages_or_lanes_or_at_all_is_an_empty_map() {
    for project in [
        Builder::new(&[], &[]).project,
        Builder::new(&[("Discover", Phase::Purchase)], &[]).project,
        Project::default(),
    ] {
        let map = layout(&project);
        assert_eq!(map.items().count(), 0);
        for pos in [pos2(0.0, 0.0), pos2(150.0, 60.0), pos2(500.0, 500.0), pos2(f32::NAN, f32::INFINITY)] {
            assert_eq!(map.drop_at(pos, ItemClass::Touchpoint), None);
            assert!(!matches!(map.hit(pos), Some(Hit::Item(_) | Hit::Cell { .. })));
        }
        assert!(map.items_in(Rect::EVERYTHING).is_empty());
    }
}

#[test]
fn everything_on_the_map_can_be_pointed_at() {
    let (project, _) = shop();
    let map = layout(&project);
    for (item, rect) in map.items() {
        assert_eq!(map.hit(rect.center()), Some(Hit::Item(item)));
        assert_eq!(map.rect_of(item), Some(rect));
        let group = map.group_of(item).and_then(|group| map.scene.groups.get(group)).unwrap();
        assert_eq!(group.bounds(), rect);
        assert!(rect.contains_rect(map.title_rect(item).unwrap()));
        if let Some(handle) = map.handle_rect(item) {
            assert_eq!(map.hit_with_handles(handle.center(), [item]), Some(Hit::Handle(item)));
        }
    }
    for (stage, _) in map.stages() {
        let rect = map.rect_of(Subject::Stage(stage)).unwrap();
        assert_eq!(map.hit(rect.center()), Some(Hit::StageHeader(stage)));
        assert_eq!(map.scene.groups[map.group_of(Subject::Stage(stage)).unwrap()].bounds(), rect);
    }
    for (lane, _, _) in map.lanes() {
        let rect = map.rect_of(Subject::Lane(lane)).unwrap();
        assert_eq!(map.hit(rect.center()), Some(Hit::LaneHeader(lane)));
        assert_eq!(map.scene.groups[map.group_of(Subject::Lane(lane)).unwrap()].bounds(), rect);
    }
    for id in project.connectors.keys() {
        let way = map.way_of(*id).unwrap();
        let middle = way[0] + (way[1] - way[0]) * 0.5;
        assert_eq!(map.connector_at(middle, 1.0), Some(*id));
        if !project.connectors[id].label.is_empty() {
            assert_eq!(map.hit(map.label_rect(*id).unwrap().center()), Some(Hit::Connector(*id)));
        }
    }
    for cell in map.cells().filter(|cell| cell.is_empty) {
        let hit = map.hit(cell.rect.right_bottom() - vec2(3.0, 3.0));
        assert_eq!(hit, Some(Hit::Cell { stage: cell.stage, lane: cell.lane }));
    }
}

#[test]
fn connectors_run_beside_cards_and_not_behind_them() {
    let (project, _) = shop();
    let map = layout(&project);
    for id in project.connectors.keys() {
        for leg in map.way_of(*id).unwrap().windows(2) {
            for step in 0..=50 {
                let pos = leg[0].lerp(leg[1], step as f32 / 50.0);
                let behind = map.items().find(|(_, rect)| rect.shrink(0.5).contains(pos));
                assert_eq!(behind, None, "{id} at {pos:?}");
            }
        }
        if !project.connectors[id].label.is_empty() {
            let label = map.label_rect(*id).unwrap();
            assert_eq!(map.items_in(label), [], "the label of {id}");
        }
    }
}

#[test]
fn arrows_go_from_card_to_card() {
    let (project, _) = shop();
    let map = layout(&project);
    let find = |title: &str| {
        let touchpoint = project.touchpoints.values().find(|touchpoint| touchpoint.title == title);
        Item::Touchpoint(touchpoint.unwrap().id)
    };
    let card = |text: &str| Item::Card(project.cards.values().find(|card| card.text == text).unwrap().id);
    for (from, heading, to) in [
        (find("Retargeting ad"), Heading::Right, Some(find("Product page"))),
        (find("Retargeting ad"), Heading::Down, Some(find("Instagram post"))),
        (find("Retargeting ad"), Heading::Up, None),
        (find("Retargeting ad"), Heading::Left, None),
        (find("Basket"), Heading::Right, Some(find("Checkout"))),
        (find("Chat while buying"), Heading::Down, Some(card("Delivery cost shows only on the last page"))),
        (card("Delivery cost shows only on the last page"), Heading::Up, Some(find("Chat while buying"))),
        (card("Sizes are hard to compare"), Heading::Right, Some(card("Delivery cost shows only on the last page"))),
        (card("Sizes are hard to compare"), Heading::Left, None),
        (Item::Card(CardId(1)), Heading::Left, None),
    ] {
        assert_eq!(map.neighbor(from, heading), to, "{from:?} {heading:?}");
    }
}

#[test]
fn drops_land_where_the_pointer_is() {
    let (project, _) = shop();
    let map = layout(&project);
    let checkout = TouchpointId(1006);
    let rect = map.rect_of(checkout).unwrap();
    let (buy, touchpoints, pain_points) = (StageId(12), LaneId(100), LaneId(101));
    let at =
        |column, order, is_new_column| Some(Placement { stage: buy, lane: touchpoints, column, order, is_new_column });
    let pain_y = map.rect_of(Subject::Lane(pain_points)).unwrap().center().y;
    for (what, pos, class, expected) in [
        ("upper half", rect.center() - vec2(0.0, 5.0), ItemClass::Touchpoint, at(1, 0, false)),
        ("lower half", rect.center() + vec2(0.0, 5.0), ItemClass::Touchpoint, at(1, 1, false)),
        ("below the last", rect.center() + vec2(0.0, 120.0), ItemClass::Touchpoint, at(1, 2, false)),
        ("left edge", rect.left_center() + vec2(4.0, 0.0), ItemClass::Touchpoint, at(1, 0, true)),
        ("right edge", rect.right_center() - vec2(4.0, 0.0), ItemClass::Touchpoint, at(2, 0, true)),
        ("a card among touchpoints", rect.center(), ItemClass::Card, None),
        ("a touchpoint among cards", pos2(rect.center().x, pain_y), ItemClass::Touchpoint, None),
        ("far above", pos2(rect.center().x, -200.0), ItemClass::Touchpoint, None),
        ("far right", pos2(map.size().x + 200.0, rect.center().y), ItemClass::Touchpoint, None),
    ] {
        assert_eq!(map.drop_at(pos, class), expected, "{what}");
    }
}

#[test]
fn headers_are_dropped_between_headers() {
    let (project, _) = shop();
    let map = layout(&project);
    let stages: Vec<Rect> = map.stages().map(|(id, _)| map.rect_of(Subject::Stage(id)).unwrap()).collect();
    let lanes: Vec<Rect> = map.lanes().map(|(id, _, _)| map.rect_of(Subject::Lane(id)).unwrap()).collect();
    for (slot, stage) in stages.iter().enumerate() {
        assert_eq!(map.stage_drop(stage.left() + 1.0), Some(slot));
        assert_eq!(map.stage_drop(stage.right() - 1.0), Some(slot + 1));
        assert!(map.stage_mark(slot).unwrap().center().x < stage.left());
    }
    for (slot, lane) in lanes.iter().enumerate() {
        assert_eq!(map.lane_drop(lane.top() + 1.0), Some(slot));
        assert_eq!(map.lane_drop(lane.bottom() - 1.0), Some(slot + 1));
        assert!(map.lane_mark(slot + 1).unwrap().center().y > lane.bottom());
    }
}

#[test]
fn a_legend_names_every_color_on_the_map() {
    let (project, _) = shop();
    let theme = Theme::load(ThemeName::Light);
    let labels = |lens| -> Vec<String> {
        let input = MapInput { project: &project, journey: JOURNEY, theme: &theme, figures: None, lens };
        let map = Layouter::new().map(&input);
        map.legend().entries.iter().map(|entry| entry.label.clone()).collect()
    };
    assert_eq!(labels(Lens::Plain), [""; 0]);
    assert_eq!(labels(Lens::Phase), ["Before purchase", "Purchase", "After purchase"]);
    assert_eq!(labels(Lens::Owner), ["Service desk", "Nobody yet"]);
    assert_eq!(labels(Lens::Evidence), ["Measured", "Assumed"]);
    assert!(labels(Lens::Channel).contains(&"Website".to_owned()));
}

/// A project of three stages and three lanes from (stage, lane, column, words) of each item.
fn project_from(items: &[(usize, usize, u32, usize)]) -> Project {
    let stages = [("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase), ("Return", Phase::PostPurchase)];
    let lanes = [
        ("Touchpoints", LaneKind::Touchpoints),
        ("Thoughts", LaneKind::Thoughts),
        ("Backstage", LaneKind::Touchpoints),
    ];
    let mut builder = Builder::new(&stages, &lanes);
    let mut orders: BTreeMap<(usize, usize, u32), u32> = BTreeMap::new();
    for (stage, lane, column, words) in items {
        // Columns in use are 0, 1, 2 … without a gap.
        let mut used: Vec<u32> = items.iter().filter(|item| item.0 == *stage).map(|item| item.2).collect();
        used.sort_unstable();
        used.dedup();
        let column = used.iter().position(|other| other == column).unwrap() as u32;
        let order = orders.entry((*stage, *lane, column)).or_default();
        let place = Builder::place(*stage, *lane, column, *order);
        *order += 1;
        let text = ["Delivery", "cost", "shows", "Donaudampfschifffahrtsgesellschaft", "only", "late"]
            .iter()
            .cycle()
            .take(*words)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        if *lane == 1 {
            builder.card(&text, place);
        } else {
            builder.touchpoint(&text, Channel::Website, place);
        }
    }
    let ids: Vec<TouchpointId> = builder.project.touchpoints.keys().copied().collect();
    for pair in ids.windows(2).step_by(2) {
        builder.connect(pair[0], pair[1], "then", ConnectorKind::Flow);
    }
    builder.project
}

fn items() -> impl Strategy<Value = Vec<(usize, usize, u32, usize)>> {
    proptest::collection::vec((0..3_usize, 0..3_usize, 0..4_u32, 0..12_usize), 0..40)
}

/// The project with one more item where the placement says.
fn with_inserted(project: &Project, placement: &Placement, class: ItemClass) -> (Project, Item, Place) {
    let mut project = project.clone();
    let columns = |project: &Project| {
        let in_stage = project.items().filter(|(_, place)| place.stage == placement.stage);
        in_stage.map(|(_, place)| place.column + 1).max().unwrap_or(1)
    };
    let column = if placement.is_new_column { placement.column } else { placement.column.min(columns(&project) - 1) };
    let order = if placement.is_new_column { 0 } else { placement.order };
    let target = Place { stage: placement.stage, lane: placement.lane, column, order };
    let moved = |place: Place| {
        let mut place = place;
        if placement.is_new_column && place.stage == target.stage && place.column >= column {
            place.column += 1;
        }
        if !placement.is_new_column
            && (place.stage, place.lane, place.column) == (target.stage, target.lane, column)
            && place.order >= order
        {
            place.order += 1;
        }
        place
    };
    for touchpoint in Arc::make_mut(&mut project.touchpoints).values_mut() {
        Arc::make_mut(touchpoint).place = moved(touchpoint.place);
    }
    for card in Arc::make_mut(&mut project.cards).values_mut() {
        Arc::make_mut(card).place = moved(card.place);
    }
    let item = match class {
        ItemClass::Touchpoint => {
            let touchpoint = Touchpoint::new(TouchpointId(9_000), "New", Channel::Email, target);
            let id = touchpoint.id;
            Arc::make_mut(&mut project.touchpoints).insert(id, Arc::new(touchpoint));
            Item::Touchpoint(id)
        }
        ItemClass::Card => {
            let card = Card::new(CardId(9_001), target, "New");
            let id = card.id;
            Arc::make_mut(&mut project.cards).insert(id, Arc::new(card));
            Item::Card(id)
        }
    };
    (project, item, target)
}

/// Pairs of touchpoints to connect, whether with a label, and the kind.
fn links() -> impl Strategy<Value = Vec<(usize, usize, bool, usize)>> {
    proptest::collection::vec((0..40_usize, 0..40_usize, any::<bool>(), 0..3_usize), 0..24)
}

fn connect_some(project: &mut Project, links: &[(usize, usize, bool, usize)]) {
    let ids: Vec<TouchpointId> = project.touchpoints.keys().copied().collect();
    let connectors = Arc::make_mut(&mut project.connectors);
    for (rank, (from, to, is_labeled, kind)) in (0_u64..).zip(links) {
        let (Some(from), Some(to)) = (ids.get(*from), ids.get(*to)) else { continue };
        if from == to || connectors.values().any(|other| (other.from, other.to) == (*from, *to)) {
            continue;
        }
        let id = ConnectorId(6_000_000 + rank);
        let label = if *is_labeled { "if in doubt, and only then" } else { "" }.to_owned();
        let kind = ConnectorKind::ALL[*kind];
        connectors.insert(id, Arc::new(Connector { id, from: *from, to: *to, label, kind }));
    }
}

/// No way and no label lies over a card, no label over another, and ways that share an edge have places of their own.
fn check_connectors(project: &Project, map: &Map) -> Result<(), TestCaseError> {
    let mut labels: Vec<(ConnectorId, Rect)> = Vec::new();
    let mut ports: BTreeMap<(TouchpointId, bool), Vec<f32>> = BTreeMap::new();
    for connector in project.connectors.values() {
        let id = connector.id;
        let way = map.way_of(id).unwrap();
        for leg in way.windows(2) {
            let leg = Rect::from_two_pos(leg[0], leg[1]);
            let over = map.items().find(|(_, rect)| rect.shrink(0.5).intersects(leg));
            prop_assert_eq!(over, None, "{} runs over a card: {:?}", id, way);
        }
        for (touchpoint, end) in [(connector.from, way[0]), (connector.to, way[way.len() - 1])] {
            let card = map.rect_of(touchpoint).unwrap();
            let is_right = (end.x - card.right()).abs() < 0.1;
            prop_assert!(is_right || (end.x - card.left()).abs() < 0.1, "{} ends at no edge", id);
            prop_assert!(card.y_range().contains(end.y), "{} ends beyond the edge", id);
            ports.entry((touchpoint, is_right)).or_default().push(end.y);
        }
        if !connector.label.is_empty() {
            let label = map.label_rect(id).unwrap().shrink(0.6);
            prop_assert_eq!(map.items_in(label), [], "the label of {} lies over a card", id);
            let other = labels.iter().find(|(_, other)| other.intersects(label));
            prop_assert_eq!(other, None, "the label of {} lies over another", id);
            labels.push((id, label));
        }
    }
    for ((touchpoint, _), mut heights) in ports {
        heights.sort_unstable_by(f32::total_cmp);
        let room = map.rect_of(touchpoint).unwrap().height() - 12.0;
        let expected = (room / heights.len().saturating_sub(1).max(1) as f32).min(8.0) - 2.1;
        for pair in heights.windows(2) {
            prop_assert!(pair[1] - pair[0] >= expected, "{} is met at {:?}", touchpoint, heights);
        }
    }
    Ok(())
}

#[test]
fn a_connector_finds_its_way_through_a_long_map() {
    let names: Vec<String> = (0..18).map(|stage| format!("Stage {stage}")).collect();
    let stages: Vec<(&str, Phase)> = names.iter().map(|name| (name.as_str(), Phase::Purchase)).collect();
    let mut builder = Builder::new(&stages, &[("Touchpoints", LaneKind::Touchpoints), ("Notes", LaneKind::Notes)]);
    let mut ids = Vec::new();
    for stage in 0..18 {
        for order in 0..3 {
            ids.push(builder.touchpoint("Page", Channel::Website, Builder::place(stage, 0, 0, order)));
        }
        builder.card("A note", Builder::place(stage, 1, 0, 0));
    }
    for (from, to) in [(0, 51), (1, 52), (52, 2), (0, 30), (2, 50), (50, 0)] {
        builder.connect(ids[from], ids[to], "all the way", ConnectorKind::Return);
    }
    check_connectors(&builder.project, &layout(&builder.project)).unwrap();
}

#[test]
fn connectors_of_a_kind_look_alike_and_those_of_others_do_not() {
    let mut builder = Builder::new(
        &[("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)],
        &[("Touchpoints", LaneKind::Touchpoints)],
    );
    let mut ids = Vec::new();
    for (order, kind) in (0_u32..).zip(ConnectorKind::ALL) {
        let from = builder.touchpoint("Ad", Channel::Ads, Builder::place(0, 0, 0, order));
        let to = builder.touchpoint("Ad", Channel::Ads, Builder::place(1, 0, 0, order));
        ids.push(builder.connect(from, to, "", kind));
    }
    let map = layout(&builder.project);
    let pictures: Vec<_> =
        ids.iter().map(|id| &map.scene.groups[map.group_of(Subject::Connector(*id)).unwrap()].picture).collect();
    // Without color: by the line's dashes and by how the arrowhead is drawn.
    type Look = (Option<(f32, f32)>, bool, usize);
    let look = |rank: usize| -> Vec<Look> {
        let path = |shape: &Shape| match shape {
            Shape::Path { fill, stroke, points, .. } => {
                Some((stroke.and_then(|stroke| stroke.dash), fill.is_some() && stroke.is_none(), points.len()))
            }
            _ => None,
        };
        pictures[rank].items.iter().filter_map(path).collect()
    };
    assert!(look(0) != look(1) && look(1) != look(2) && look(0) != look(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn cards_never_overlap_and_text_stays_inside(items in items()) {
        let project = project_from(&items);
        let map = layout(&project);
        let rects: Vec<(Item, Rect)> = map.items().collect();
        prop_assert_eq!(rects.len(), items.len());
        let whole = Rect::from_min_size(Pos2::ZERO, map.size());
        for (rank, (item, rect)) in rects.iter().enumerate() {
            prop_assert!(whole.contains_rect(*rect));
            for (other, other_rect) in &rects[rank + 1..] {
                prop_assert!(!rect.shrink(0.1).intersects(*other_rect), "{:?} and {:?}", item, other);
            }
            let place = project.place_of(*item).unwrap();
            let cell = map.cells().find(|cell| (cell.stage, cell.lane) == (place.stage, place.lane)).unwrap();
            prop_assert!(cell.rect.contains_rect(*rect), "{:?} lies outside its cell", item);
        }
        for group in &map.scene.groups {
            for shape in &group.picture.items {
                let Shape::Text(line) = shape else { continue };
                let top_left = pos2(line.baseline.x, line.baseline.y - 0.73 * line.size);
                let text = Rect::from_min_max(top_left, pos2(line.baseline.x + line.width, line.baseline.y + 0.25 * line.size));
                prop_assert!(group.picture.bounds.expand(0.1).contains_rect(text), "{:?} in {}", line.text, group.picture.name);
            }
        }
    }

    #[test]
    fn connectors_run_over_no_card_and_can_be_told_apart(items in items(), links in links()) {
        let mut project = project_from(&items);
        connect_some(&mut project, &links);
        let map = layout(&project);
        check_connectors(&project, &map)?;
    }

    #[test]
    fn ways_that_are_kept_are_those_of_a_new_map(items in items(), links in links(), moved in any::<prop::sample::Index>(), to in 0..3_usize) {
        let mut project = project_from(&items);
        connect_some(&mut project, &links);
        let mut layouter = Layouter::new();
        let first = layout_with(&mut layouter, &project, None, Lens::Plain);
        layouter.recycle(first);
        if !project.touchpoints.is_empty() {
            let id = *moved.get(&project.touchpoints.keys().copied().collect::<Vec<_>>());
            let touchpoint = Arc::make_mut(&mut project.touchpoints).get_mut(&id).unwrap();
            Arc::make_mut(touchpoint).place = Builder::place(to, 0, 0, 99);
        }
        let warm = layout_with(&mut layouter, &project, None, Lens::Plain);
        prop_assert_eq!(dump(&warm.scene), dump(&layout(&project).scene));
    }

    #[test]
    fn the_marquee_finds_what_it_touches(items in items(), x in 0.0..900.0_f32, y in 0.0..900.0_f32, w in 0.0..600.0_f32, h in 0.0..600.0_f32) {
        let map = layout(&project_from(&items));
        let marquee = Rect::from_min_size(pos2(x, y), vec2(w, h));
        let expected: Vec<Item> =
            map.items().filter(|(_, rect)| rect.intersects(marquee)).map(|(item, _)| item).collect();
        prop_assert_eq!(map.items_in(marquee), expected);
    }

    #[test]
    fn a_card_dropped_on_its_own_spot_is_in_its_own_slot(items in items()) {
        let project = project_from(&items);
        let map = layout(&project);
        for (item, rect) in map.items() {
            let place = project.place_of(item).unwrap();
            let expected = Placement { stage: place.stage, lane: place.lane, column: place.column, order: place.order, is_new_column: false };
            prop_assert_eq!(map.drop_at(rect.center(), ItemClass::of(item)), Some(expected));
        }
    }

    #[test]
    fn an_item_lands_where_its_mark_was(items in items(), x in 0.0..1.0_f32, y in 0.0..1.0_f32, is_card in any::<bool>()) {
        let project = project_from(&items);
        let map = layout(&project);
        let class = if is_card { ItemClass::Card } else { ItemClass::Touchpoint };
        let pos = pos2(x * map.size().x, y * map.size().y);
        let Some(placement) = map.drop_at(pos, class) else { return Ok(()) };
        let mark = map.insertion_mark(&placement).unwrap();
        let (after, item, place) = with_inserted(&project, &placement, class);
        let laid_out = layout(&after);
        let rect = laid_out.rect_of(item).unwrap();
        // Read back from the new map, the item is at the slot that was asked for.
        let back = laid_out.drop_at(rect.center(), class).unwrap();
        prop_assert_eq!((back.stage, back.lane, back.column, back.order), (place.stage, place.lane, place.column, place.order));
        // The mark was just left of the new column, or just above the new card.
        if placement.is_new_column {
            let right = map.stages().find(|(id, _)| *id == placement.stage).unwrap().1.right();
            prop_assert!(mark.height() > mark.width() && mark.center().x <= right);
        } else {
            prop_assert!((mark.left() - rect.left()).abs() < 300.0 && mark.width() >= rect.width() - 0.1);
            prop_assert!(mark.center().y <= rect.top() + 0.1 || map.size().y != laid_out.size().y);
        }
    }
}

/// Prints how long layout takes; run with `--ignored --nocapture`.
#[test]
#[ignore = "measures, checks nothing"]
fn time_of_a_big_map() {
    let names: Vec<String> = (0..40).map(|stage| format!("Stage {stage}")).collect();
    let phases = Phase::ALL;
    let stages: Vec<(&str, Phase)> =
        names.iter().enumerate().map(|(rank, name)| (name.as_str(), phases[rank * 3 / 40])).collect();
    let lanes = [
        ("Touchpoints", LaneKind::Touchpoints),
        ("Thoughts", LaneKind::Thoughts),
        ("Pain points", LaneKind::PainPoints),
    ];
    let mut builder = Builder::new(&stages, &lanes);
    let words = ["Retargeting", "ad", "checkout", "page", "delivery", "mail", "reminder", "support", "chat", "survey"];
    let mut ids = Vec::new();
    for rank in 0..10_000_usize {
        let title = format!("{} {} {}", words[rank % 10], words[rank / 10 % 10], rank);
        let place = Builder::place(rank % 40, 0, (rank / 40 % 5) as u32, (rank / 200) as u32);
        ids.push(builder.touchpoint(&title, Channel::ALL[rank % 21], place));
    }
    for rank in 0..3_000_usize {
        let text = format!("Delivery cost shows only {} on the last page of the {}", words[rank % 10], rank);
        builder.card(&text, Builder::place(rank % 40, 1 + rank / 40 % 2, (rank / 80 % 5) as u32, (rank / 400) as u32));
    }
    for pair in ids.windows(2) {
        builder.connect(pair[0], pair[1], "", ConnectorKind::Flow);
    }
    let project = builder.project;
    let mut layouter = Layouter::new();
    let chips = ids
        .iter()
        .map(|id| (*id, vec![chip("CTR", &format!("{:.1}%", id.0 as f64 % 97.0 / 10.0), "+0.2", Tone::Good)]));
    let figures = Figures(chips.collect(), 1);
    for run in ["cold", "warm", "warm"] {
        let start = std::time::Instant::now();
        let map = layout_with(&mut layouter, &project, Some(&figures), Lens::Plain);
        println!("{run}: {:?}, {} groups, {:?}", start.elapsed(), map.scene.groups.len(), map.size());
    }
    let mut moved = project.clone();
    Arc::make_mut(Arc::make_mut(&mut moved.touchpoints).get_mut(&ids[0]).unwrap()).place = Builder::place(3, 0, 0, 99);
    let start = std::time::Instant::now();
    let map = layout_with(&mut layouter, &moved, Some(&figures), Lens::Plain);
    println!("one card moved: {:?}", start.elapsed());
    let start = std::time::Instant::now();
    let hits = (0..1_000).filter(|step| map.hit(pos2(*step as f32 * 20.0, *step as f32 * 3.0)).is_some()).count();
    println!("1,000 hits: {:?} ({hits})", start.elapsed());
}

#[test]
fn connectors_of_one_gutter_can_be_told_apart() {
    let mut builder = Builder::new(
        &[("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)],
        &[("Touchpoints", LaneKind::Touchpoints)],
    );
    let mut column = |stage: usize| -> Vec<TouchpointId> {
        let place = |order| Builder::place(stage, 0, 0, order);
        (0..4).map(|order| builder.touchpoint("Page", Channel::Website, place(order))).collect()
    };
    let (left, right) = (column(0), column(1));
    let pairs = [(0, 2), (0, 3), (1, 3), (3, 1)];
    let ids: Vec<ConnectorId> =
        pairs.iter().map(|(from, to)| builder.connect(left[*from], right[*to], "", ConnectorKind::Flow)).collect();
    let map = layout(&builder.project);
    let upright = |id: &ConnectorId| {
        let way = map.way_of(*id).unwrap();
        assert_eq!(way[1].x, way[2].x, "{id} has one upright leg");
        (way[1].x, way[1].y.min(way[2].y), way[1].y.max(way[2].y))
    };
    for (rank, id) in ids.iter().enumerate() {
        let (x, top, bottom) = upright(id);
        for other in &ids[rank + 1..] {
            let (other_x, other_top, other_bottom) = upright(other);
            let is_beside = top.max(other_top) < bottom.min(other_bottom);
            assert!(!is_beside || (x - other_x).abs() > 2.0, "{id} and {other} lie on each other");
        }
    }
}

#[test]
fn figures_of_a_card_stand_below_each_other() {
    let (project, _) = shop();
    let first = *project.touchpoints.keys().next().unwrap();
    let mut long = chip("sessions", "13.5k", "−12.3%", Tone::Bad);
    let mut short = chip("CTR", "1.4%", "+0.2", Tone::Good);
    for chip in [&mut long, &mut short] {
        chip.spark = vec![Some(1.0), Some(2.0), Some(1.5)];
    }
    let figures = Figures(BTreeMap::from([(first, vec![long, short])]), 1);
    let map = layout_with(&mut Layouter::new(), &project, Some(&figures), Lens::Plain);
    let item = Item::Touchpoint(first);
    let picture = &map.scene.groups[map.group_of(item).unwrap()].picture;
    let lefts = |texts: &[&str]| -> Vec<f32> {
        let text = |shape: &Shape| match shape {
            Shape::Text(line) if texts.contains(&&*line.text) => Some(line.baseline.x),
            _ => None,
        };
        picture.items.iter().filter_map(text).collect()
    };
    let changes = lefts(&["−12.3%", "+0.2"]);
    assert_eq!((changes.len(), changes[0]), (2, changes[1]));
    let sparks: Vec<(f32, f32)> = picture
        .items
        .iter()
        .filter_map(|shape| match shape {
            Shape::Path { points, .. } if points.len() == 3 => Some((points[0].x, points[2].x)),
            _ => None,
        })
        .collect();
    assert_eq!((sparks.len(), sparks[0]), (2, sparks[1]));
    for row in 0..2 {
        let rect = map.chip_rect(first, row).unwrap();
        assert_eq!(map.chip_at(rect.center()), Some((first, row)));
    }
    assert_eq!(map.chip_at(map.title_rect(item).unwrap().center()), None);
}

#[test]
fn a_label_makes_no_stage_wider_than_its_columns() {
    let mut builder = Builder::new(
        &[("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)],
        &[("Touchpoints", LaneKind::Touchpoints)],
    );
    let (from, to) = (
        builder.touchpoint("Ad", Channel::Ads, Builder::place(0, 0, 0, 0)),
        builder.touchpoint("Shop", Channel::Website, Builder::place(1, 0, 0, 0)),
    );
    builder.connect(from, to, "opens the parcel", ConnectorKind::Flow);
    let map = layout(&builder.project);
    let widths: Vec<f32> = map.stages().map(|(_, rect)| rect.width()).collect();
    let sizes = Theme::load(ThemeName::Light).map;
    assert_eq!(widths, [sizes.card_width + 2.0 * sizes.gap; 2]);
}

#[test]
fn a_text_that_was_pasted_by_mistake_does_not_make_the_map_useless() {
    let essay = "Lorem ipsum dolor sit amet ".repeat(400);
    let mut b = Builder::new(&[(&essay, Phase::Purchase)], &[("A", LaneKind::Touchpoints), ("B", LaneKind::Thoughts)]);
    let touchpoint = b.touchpoint(&essay, Channel::Website, Builder::place(0, 0, 0, 0));
    b.touchpoint(&"W".repeat(10_000), Channel::Website, Builder::place(0, 0, 0, 1));
    let card = b.card(&essay, Builder::place(0, 1, 0, 0));
    let map = layout(&b.project);
    let texts = map.scene.groups.iter().flat_map(|group| &group.picture.items).filter_map(|item| match item {
        Shape::Text(line) => Some(&*line.text),
        _ => None,
    });
    assert_eq!(texts.filter(|text| text.ends_with('…')).count(), 4, "what is left out is not said to be");
    let heights = [map.rect_of(touchpoint), map.rect_of(card)].map(|rect| rect.unwrap().height());
    assert!(heights[0] < 300.0 && heights[1] < 800.0 && map.size().y < 2_000.0, "{heights:?}, {:?}", map.size());
}

#[test]
fn a_label_beside_the_last_column_has_room_for_its_words() {
    let mut builder = Builder::new(
        &[("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)],
        &[("Touchpoints", LaneKind::Touchpoints)],
    );
    let mut page = |order| builder.touchpoint("Page", Channel::Website, Builder::place(1, 0, 0, order));
    let (from, to) = (page(0), page(1));
    let id = builder.connect(from, to, "asks for the invoice", ConnectorKind::Flow);
    let map = layout(&builder.project);
    let label = map.label_rect(id).unwrap();
    let line_height = Theme::load(ThemeName::Light).map.small_text * 1.5;
    assert!(label.height() <= 2.0 * line_height, "{label:?} has more than two lines");
    assert!(label.left() > map.rect_of(to).unwrap().right() && label.right() < map.size().x, "{label:?}");
}

#[test]
fn labels_of_ways_above_a_lane_cover_neither_each_other_nor_other_ways() {
    let stages: Vec<(&str, Phase)> = ["A", "B", "C", "D", "E"].map(|name| (name, Phase::Purchase)).to_vec();
    let mut builder = Builder::new(&stages, &[("Touchpoints", LaneKind::Touchpoints)]);
    let pages: Vec<TouchpointId> = (0..5)
        .flat_map(|stage| (0..3).map(move |order| Builder::place(stage, 0, 0, order)))
        .map(|place| builder.touchpoint("Page", Channel::Website, place))
        .collect();
    let labels = ["signs up", "comes back later", "compares prices", "asks about delivery", "opens the basket"];
    let pairs = [(0, 9), (0, 12), (3, 9), (3, 12), (0, 6)];
    let connect = |((from, to), label): ((usize, usize), &str)| {
        builder.connect(pages[from], pages[to], label, ConnectorKind::Flow)
    };
    let ids: Vec<ConnectorId> = pairs.into_iter().zip(labels).map(connect).collect();
    let map = layout(&builder.project);
    let shown = |label: &&str| map.scene.groups.iter().any(|group| group.picture.name == format!("{label}, connector"));
    assert!(labels.iter().all(shown), "each label has room for its words");
    for (rank, id) in ids.iter().enumerate() {
        let label = map.label_rect(*id).unwrap().shrink(0.5);
        for other in ids.iter().enumerate().filter(|(at, _)| *at != rank).map(|(_, other)| *other) {
            assert!(!label.intersects(map.label_rect(other).unwrap()), "{id} and {other}");
            let way = map.way_of(other).unwrap();
            let flat = way.windows(2).filter(|leg| leg[0].y == leg[1].y);
            for leg in flat.map(Rect::from_points) {
                assert!(!label.intersects(leg), "the label of {id} lies on {other}: {label:?} {leg:?}");
            }
        }
    }
    let first_card = map.rect_of(pages[0]).unwrap();
    assert!(ids.iter().all(|id| map.label_rect(*id).unwrap().bottom() <= first_card.top()));
}
