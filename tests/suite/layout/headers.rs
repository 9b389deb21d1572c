//! Stages and lanes that are hidden, collapsed, colored or resized.

use super::*;
use throughline::model::{CARD_WIDTHS, LANE_HEIGHTS, Tint};

/// How one stage or lane is shown.
#[derive(Clone, Copy, Debug)]
struct Shown {
    is_hidden: bool,
    is_collapsed: bool,
    /// A share of what its size may be, or `None` for the usual size.
    size: Option<f32>,
}

fn shown() -> impl Strategy<Value = Shown> {
    (proptest::bool::weighted(0.25), proptest::bool::weighted(0.25), proptest::option::of(0.0..1.0_f32))
        .prop_map(|(is_hidden, is_collapsed, size)| Shown { is_hidden, is_collapsed, size })
}

fn within(sizes: &std::ops::RangeInclusive<u16>, share: f32) -> u16 {
    sizes.start() + (f32::from(sizes.end() - sizes.start()) * share) as u16
}

fn change_stage(project: &mut Project, rank: usize, change: impl FnOnce(&mut Stage)) {
    let stages = Arc::make_mut(&mut project.stages);
    change(Arc::make_mut(stages.get_mut(&StageId(10 + rank as u64)).unwrap()));
}

fn change_lane(project: &mut Project, rank: usize, change: impl FnOnce(&mut Lane)) {
    let lanes = Arc::make_mut(&mut project.lanes);
    change(Arc::make_mut(lanes.get_mut(&LaneId(100 + rank as u64)).unwrap()));
}

fn with_shown(mut project: Project, stages: &[Shown], lanes: &[Shown]) -> Project {
    for (rank, shown) in stages.iter().enumerate() {
        change_stage(&mut project, rank, |stage| {
            (stage.is_hidden, stage.is_collapsed) = (shown.is_hidden, shown.is_collapsed);
            stage.card_width = shown.size.map(|share| within(&CARD_WIDTHS, share));
        });
    }
    for (rank, shown) in lanes.iter().enumerate() {
        change_lane(&mut project, rank, |lane| {
            (lane.is_hidden, lane.is_collapsed) = (shown.is_hidden, shown.is_collapsed);
            lane.height = shown.size.map(|share| within(&LANE_HEIGHTS, share));
        });
    }
    project
}

fn is_open(project: &Project, place: Place) -> bool {
    project.stages[&place.stage].is_open() && project.lanes[&place.lane].is_open()
}

fn texts(map: &Map, subject: impl Into<Subject>) -> Vec<String> {
    let group = &map.scene.groups[map.group_of(subject).unwrap()];
    let text = |shape: &Shape| if let Shape::Text(line) = shape { Some(line.text.to_string()) } else { None };
    group.picture.items.iter().filter_map(text).collect()
}

fn all_texts(map: &Map) -> Vec<(String, bool)> {
    let shapes = map.scene.groups.iter().flat_map(|group| &group.picture.items);
    shapes
        .filter_map(
            |shape| if let Shape::Text(line) = shape { Some((line.text.to_string(), line.runs_down)) } else { None },
        )
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn only_what_is_open_is_on_the_map_and_none_of_it_overlaps(
        items in items(),
        stages in proptest::collection::vec(shown(), 3),
        lanes in proptest::collection::vec(shown(), 3),
    ) {
        let project = with_shown(project_from(&items), &stages, &lanes);
        let map = layout(&project);
        let whole = Rect::from_min_size(Pos2::ZERO, map.size());
        let rects: BTreeMap<Item, Rect> = map.items().collect();
        let mut left_by_column: BTreeMap<(StageId, u32), f32> = BTreeMap::new();
        for (item, place) in project.items() {
            let Some(rect) = rects.get(&item) else {
                prop_assert!(!is_open(&project, place), "{item:?} is missing");
                prop_assert_eq!(map.rect_of(item), None);
                continue;
            };
            prop_assert!(is_open(&project, place), "{item:?} should not be seen");
            prop_assert!(whole.contains_rect(*rect));
            prop_assert_eq!(map.hit(rect.center()), Some(Hit::Item(item)));
            if let Some(width) = project.stages[&place.stage].card_width {
                prop_assert!((rect.width() - f32::from(width)).abs() < 0.01);
            }
            let left = *left_by_column.entry((place.stage, place.column)).or_insert(rect.left());
            prop_assert_eq!(left, rect.left(), "columns line up across lanes");
            let slot = Placement { stage: place.stage, lane: place.lane, column: place.column, order: place.order, is_new_column: false };
            prop_assert_eq!(map.drop_at(rect.center(), ItemClass::of(item)), Some(slot), "it lies where it lies in the project");
            for (other, other_rect) in rects.range((std::ops::Bound::Excluded(item), std::ops::Bound::Unbounded)) {
                prop_assert!(!rect.shrink(0.1).intersects(*other_rect), "{:?} and {:?}", item, other);
            }
        }
        for connector in project.connectors.values() {
            let ends = [connector.from, connector.to].map(|end| rects.contains_key(&end.into()));
            prop_assert_eq!(map.rect_of(Subject::Connector(connector.id)).is_some(), ends == [true, true]);
        }
        for (id, stage) in project.stages.iter() {
            let rect = map.rect_of(Subject::Stage(*id));
            prop_assert_eq!(rect.is_some(), !stage.is_hidden);
            let Some(rect) = rect else { continue };
            prop_assert_eq!(map.hit(rect.center()), Some(Hit::StageHeader(*id)));
            prop_assert_eq!(map.edge_at(rect.right_center(), 2.0), stage.is_open().then_some(Subject::Stage(*id)));
            if let Some(strip) = map.strip_of(Subject::Stage(*id)) {
                prop_assert!(stage.is_collapsed && strip.width() < 40.0);
                prop_assert_eq!(map.hit(strip.center()), Some(Hit::StageHeader(*id)));
                prop_assert!(rects.values().all(|rect| !rect.intersects(strip)));
            }
        }
        for (id, lane) in project.lanes.iter() {
            let rect = map.rect_of(Subject::Lane(*id));
            prop_assert_eq!(rect.is_some(), !lane.is_hidden);
            let Some(rect) = rect else { continue };
            prop_assert_eq!(map.edge_at(rect.center_bottom(), 2.0), lane.is_open().then_some(Subject::Lane(*id)));
            if let Some(height) = lane.height.filter(|_| lane.is_open()) {
                prop_assert!(rect.height() >= f32::from(height), "as high as was asked for");
            }
            if let Some(strip) = map.strip_of(Subject::Lane(*id)) {
                prop_assert!(lane.is_collapsed && strip.height() < 40.0);
                prop_assert!(rects.values().all(|rect| !rect.intersects(strip)));
            }
        }
        let center = whole.center();
        for class in [ItemClass::Touchpoint, ItemClass::Card] {
            if let Some(placement) = map.drop_at(center, class) {
                let place = Place { stage: placement.stage, lane: placement.lane, column: 0, order: 0 };
                prop_assert!(is_open(&project, place));
                prop_assert!(map.insertion_mark(&placement).is_some());
            }
        }
    }

    #[test]
    fn what_is_kept_never_shows_when_stages_and_lanes_change(
        items in items(),
        stages in proptest::collection::vec(shown(), 3),
        lanes in proptest::collection::vec(shown(), 3),
    ) {
        let plain = project_from(&items);
        let changed = with_shown(plain.clone(), &stages, &lanes);
        let mut kept = Layouter::new();
        for project in [&plain, &changed, &plain] {
            let map = layout_with(&mut kept, project, None, Lens::Plain);
            prop_assert_eq!(dump(&map.scene), dump(&layout(project).scene));
        }
    }
}

#[test]
fn a_collapsed_stage_says_its_name_downward_and_how_much_it_holds() {
    let (mut project, _) = shop();
    let held = project.items().filter(|(_, place)| place.stage == StageId(12)).count();
    change_stage(&mut project, 2, |stage| stage.is_collapsed = true);
    let map = layout(&project);
    let texts = all_texts(&map);
    assert!(texts.contains(&("Buy".to_owned(), true)), "{texts:?}");
    assert!(texts.contains(&(format!("{held} cards"), true)), "{texts:?}");
}

#[test]
fn a_collapsed_lane_keeps_its_name_in_one_line_and_says_how_much_it_holds() {
    let (mut project, _) = shop();
    let held = project.cards.values().filter(|card| card.place.lane == LaneId(101)).count();
    change_lane(&mut project, 1, |lane| lane.is_collapsed = true);
    let map = layout(&project);
    assert_eq!(texts(&map, Subject::Lane(LaneId(101))).len(), 1);
    assert!(all_texts(&map).contains(&(format!("{held} cards"), false)));
    assert!(map.rect_of(Subject::Lane(LaneId(101))).unwrap().height() < 40.0);
}

#[test]
fn colors_are_those_of_the_tint() {
    let (mut project, _) = shop();
    change_stage(&mut project, 0, |stage| stage.tint = Some(Tint::Pink));
    change_lane(&mut project, 0, |lane| lane.tint = Some(Tint::Teal));
    let map = layout(&project);
    let theme = Theme::load(ThemeName::Light);
    for (subject, rank) in [(Subject::Stage(StageId(10)), 6), (Subject::Lane(LaneId(100)), 3)] {
        let colors = theme.color.tints[rank];
        let picture = &map.scene.groups[map.group_of(subject).unwrap()].picture;
        assert!(
            picture.items.iter().any(|item| matches!(item, Shape::Rect { fill, .. } if *fill == Some(colors.tint))),
            "{subject:?}"
        );
        let is_strong = |item: &Shape| !matches!(item, Shape::Text(line) if line.color != colors.strong);
        assert!(picture.items.iter().all(is_strong), "{subject:?}");
    }
}

#[test]
fn slots_between_headers_count_the_hidden_ones() {
    let (mut project, _) = shop();
    change_stage(&mut project, 0, |stage| stage.is_hidden = true);
    change_stage(&mut project, 2, |stage| stage.is_hidden = true);
    change_lane(&mut project, 1, |lane| lane.is_hidden = true);
    let map = layout(&project);
    // Shown are the stages 1, 3 and 4, and the lanes 0 and 2.
    let stage = |rank: u64| map.rect_of(Subject::Stage(StageId(10 + rank))).unwrap();
    let lane = |rank: u64| map.rect_of(Subject::Lane(LaneId(100 + rank))).unwrap();
    let cases = [
        ("left of the first", map.stage_drop(stage(1).left()), 1),
        ("between the first and the next", map.stage_drop(stage(3).left()), 3),
        ("right of the last", map.stage_drop(stage(4).right()), 5),
        ("above the first lane", map.lane_drop(lane(0).top()), 0),
        ("above the next", map.lane_drop(lane(2).top()), 2),
        ("below the last", map.lane_drop(lane(2).bottom()), 3),
    ];
    for (name, slot, expected) in cases {
        assert_eq!(slot, Some(expected), "{name}");
    }
    let mark = map.stage_mark(3).unwrap().center().x;
    assert!(stage(1).right() <= mark && mark <= stage(3).left(), "the bar stands where the stage would go");
    let mark = map.lane_mark(2).unwrap().center().y;
    assert!(lane(0).bottom() <= mark && mark <= lane(2).top());
}

#[test]
fn hiding_everything_leaves_an_empty_map_that_can_be_asked() {
    let (mut project, _) = shop();
    (0..5).for_each(|rank| change_stage(&mut project, rank, |stage| stage.is_hidden = true));
    let map = layout(&project);
    assert_eq!((map.items().count(), map.stages().count()), (0, 0));
    assert_eq!(map.drop_at(pos2(300.0, 200.0), ItemClass::Touchpoint), None);
    assert_eq!(map.stage_drop(300.0), None);
}
