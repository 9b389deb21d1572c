//! What each lens colors, and how its legend counts.

use super::*;
use crate::analysis::{KpiState, Numbers, Standings};
use crate::base::vec2;
use crate::edit::{Edit, apply, build, people};
use crate::layout::{ItemClass, Layouter, Map, MapInput, MeasuredCards, Rest};
use crate::model::sample::big_sample;
use crate::model::{Item, Place, Subject, TouchpointId};
use crate::scene::theme::ThemeName;

fn map(project: &Project, lens: Lens, filter: &LensFilter) -> Map {
    let (numbers, theme) = (Numbers::new(project), Theme::load(ThemeName::Light));
    let view = numbers.default_view();
    let kpis = Standings::by_data(project, &numbers, &view);
    let figures = MeasuredCards { numbers: &numbers, view: &view, kpis: &kpis, revision: 0 };
    let journey = project.journey_order[0];
    let input = MapInput { project, journey, theme: &theme, figures: Some(&figures), lens };
    Layouter::new().filtered_map(&input, filter)
}

fn touchpoints(project: &Project) -> Vec<TouchpointId> {
    project.touchpoints.keys().copied().collect()
}

fn changed(project: &Project, edit: &Edit) -> Project {
    apply(project, edit).unwrap()
}

#[test]
fn every_lens_explains_every_touchpoint_and_nothing_else() {
    let project = big_sample(40, 1);
    for lens in Lens::ALL {
        let legend = map(&project, lens, &LensFilter::default()).legend().clone();
        let counted: usize = legend.entries.iter().map(|entry| entry.count).sum();
        let expected = if lens == Lens::Plain { 0 } else { 40 };
        assert_eq!((counted, legend.shown, legend.total), (expected, expected, expected), "{lens:?}");
        assert!(legend.entries.iter().all(|entry| entry.count > 0 && !entry.label.is_empty()), "{lens:?}");
    }
}

#[test]
fn channels_beyond_the_colors_share_one_entry() {
    let mut project = big_sample(40, 1);
    for (touchpoint, channel) in touchpoints(&project).iter().zip(Channel::ALL.iter().cycle()) {
        let record = std::sync::Arc::make_mut(&mut project.touchpoints).get_mut(touchpoint).unwrap();
        std::sync::Arc::make_mut(record).channel = *channel;
    }
    let colors = Theme::load(ThemeName::Light).color.series.len();
    assert!(Channel::ALL.len() > colors, "the case is about more channels than colors");
    let legend = map(&project, Lens::Channel, &LensFilter::default()).legend().clone();
    assert_eq!(legend.entries.len(), colors + 1);
    let mut used: Vec<Color> = legend.entries.iter().map(|entry| entry.color).collect();
    used.sort_by_key(|color| color.to_hex());
    used.dedup();
    assert_eq!(used.len(), colors + 1, "two entries share a color");
    assert_eq!(legend.entries.last().map(|entry| entry.label.as_str()), Some("Other channels"));
}

#[test]
fn what_everybody_meets_stays_with_every_persona() {
    let mut project = big_sample(10, 1);
    let (edit, kim) = people::new_persona_of(&project, project.journey_order[0]);
    project = changed(&project, &edit);
    let (edit, ana) = people::new_persona_of(&project, project.journey_order[0]);
    project = changed(&project, &edit);
    let ids = touchpoints(&project);
    project = changed(&project, &people::set_persona(&project, &ids[..3], kim, true).unwrap());
    project = changed(&project, &people::set_persona(&project, &ids[2..5], ana, true).unwrap());
    let count = |legend: &Legend, key: LegendKey| {
        legend.entries.iter().find(|entry| entry.key == key).map_or(0, |entry| entry.count)
    };
    let legend = map(&project, Lens::Persona, &LensFilter::default()).legend().clone();
    let [of_kim, of_ana, of_all] =
        [Some(kim), Some(ana), None].map(|persona| count(&legend, LegendKey::Persona(persona)));
    assert_eq!((of_kim, of_ana, of_all), (3, 3, 5));
    let mut filter = LensFilter::default();
    filter.toggle(&LegendKey::Persona(Some(kim)));
    assert_eq!(map(&project, Lens::Persona, &filter).legend().shown, 3 + 5);
    filter.toggle(&LegendKey::Persona(Some(kim)));
    assert!(!filter.is_on());
}

#[test]
fn the_worst_kpi_marks_the_card_and_colors_it() {
    let mut project = big_sample(12, 1);
    let numbers = Numbers::new(&project);
    let view = numbers.default_view();
    let measured = touchpoints(&project).into_iter().find_map(|touchpoint| {
        let metric = numbers.metrics_of(touchpoint).into_iter().find(|metric| {
            let value = numbers.figure(*metric, touchpoint, view.period).value;
            value.is_some_and(|value| value > 0.0)
                && project.metrics[metric].direction == crate::model::Direction::HigherIsBetter
        })?;
        Some((touchpoint, metric, numbers.figure(metric, touchpoint, view.period).value?))
    });
    let (touchpoint, metric, value) = measured.expect("something is measured");
    for (target, worst) in [(0.5, KpiState::Reached), (1.05, KpiState::AtRisk), (2.0, KpiState::OffTrack)] {
        project = changed(&project, &people::new_kpi(&project, touchpoint, metric, value * target).0);
        let map = map(&project, Lens::Kpi, &LensFilter::default());
        let keys: Vec<&LegendKey> = map.legend().entries.iter().map(|entry| &entry.key).collect();
        assert_eq!(keys, [&LegendKey::Kpi(Some(worst)), &LegendKey::Kpi(None)]);
        let name = format!("KPI: {}", worst.label().to_lowercase());
        assert_eq!(map.scene.groups.iter().filter(|group| group.picture.name.ends_with(&name)).count(), 1);
    }
}

#[test]
fn a_metric_goes_from_the_lowest_color_to_the_highest() {
    let project = big_sample(60, 1);
    let numbers = Numbers::new(&project);
    let view = numbers.default_view();
    let metric = numbers.metrics().into_iter().max_by_key(|metric| numbers.touchpoints_with(*metric).len()).unwrap();
    let theme = Theme::load(ThemeName::Light);
    let legend = map(&project, Lens::Metric(Some(metric)), &LensFilter::default()).legend().clone();
    let rows = numbers.by_touchpoint(metric, &view);
    let values: Vec<f64> = rows.iter().filter_map(|(_, figure, _)| figure.value).collect();
    let unit = &project.metrics[&metric].unit;
    let steps: Vec<&LegendEntry> =
        legend.entries.iter().filter(|entry| matches!(entry.key, LegendKey::Heat(Some(_)))).collect();
    let (lowest, highest) = (steps.first().unwrap(), steps.last().unwrap());
    assert!(steps.len() > 1, "{values:?}");
    assert_eq!((lowest.color, highest.color), (theme.color.heat[0], theme.color.heat[4]));
    assert!(lowest.label.starts_with(&format_short(values.last().copied().unwrap(), unit)), "{}", lowest.label);
    assert!(highest.label.ends_with(&format_short(values[0], unit)), "{}", highest.label);
    assert_eq!(steps.iter().map(|entry| entry.count).sum::<usize>(), values.len());
    assert_eq!(legend.name, project.metrics[&metric].name);
}

#[test]
fn a_filter_dims_and_moves_nothing() {
    let project = big_sample(30, 1);
    let whole = map(&project, Lens::Channel, &LensFilter::default());
    let mut filter = LensFilter::default();
    filter.toggle(&whole.legend().entries[0].key.clone());
    let filtered = map(&project, Lens::Channel, &filter);
    let shown = whole.legend().entries[0].count;
    assert_eq!(filtered.legend().shown, shown);
    let groups = whole.scene.groups.iter().zip(&filtered.scene.groups);
    let is_card = |name: &str| name.ends_with(", touchpoint");
    let mut same = 0;
    for (before, after) in groups {
        assert_eq!((before.origin, before.picture.bounds), (after.origin, after.picture.bounds));
        same += usize::from(is_card(&before.picture.name) && before.picture == after.picture);
    }
    assert_eq!(same, shown, "what is looked at is drawn as before, and nothing else is");
}

/// A project of one stack of touchpoints by those channels, top to bottom, and one touchpoint alone elsewhere.
fn stacked(channels: &[Channel]) -> (Project, Vec<TouchpointId>, TouchpointId) {
    let mut project = big_sample(channels.len() + 1, 1);
    let ids = touchpoints(&project);
    let (alone, stack) = ids.split_first().unwrap();
    let place = project.touchpoints[&stack[0]].place;
    let stages = project.journeys[&project.journey_order[0]].stages.clone();
    let other = *stages.iter().find(|stage| **stage != place.stage).unwrap();
    for (order, (id, channel)) in (0..).zip(stack.iter().zip(channels)) {
        let record = std::sync::Arc::make_mut(&mut project.touchpoints).get_mut(id).unwrap();
        let record = std::sync::Arc::make_mut(record);
        record.channel = *channel;
        record.place = Place { column: 0, order, ..place };
    }
    let record = std::sync::Arc::make_mut(&mut project.touchpoints).get_mut(alone).unwrap();
    let record = std::sync::Arc::make_mut(record);
    record.channel = channels[0];
    record.place = Place { stage: other, column: 0, order: 0, ..place };
    (project, stack.to_vec(), *alone)
}

#[test]
fn a_drop_between_what_is_left_lands_beside_it_among_all() {
    let (seen, unseen) = (Channel::Email, Channel::Phone);
    let (project, stack, dragged) = stacked(&[unseen, seen, unseen, unseen, seen, unseen]);
    let mut filter = LensFilter { rest: Rest::Hidden, ..LensFilter::default() };
    filter.toggle(&LegendKey::Channel(seen));
    let map = map(&project, Lens::Channel, &filter);
    assert_eq!((map.legend().shown, map.legend().hidden, map.legend().total), (2, 5, 7));
    let rect = |at: usize| map.rect_of(Subject::Item(Item::Touchpoint(stack[at])));
    assert!([0, 2, 3, 5].iter().all(|at| rect(*at).is_none()), "what is left out is not on the map");
    let (first, second) = (rect(1).unwrap(), rect(4).unwrap());
    assert!(second.top() - first.bottom() < 2.0 * Theme::load(ThemeName::Light).map.gap, "stacks close up");
    // Where the pointer lets go, the rank among all, and the height of the mark.
    let cases = [
        (first.center_top() + vec2(0.0, 2.0), 1, f32::NEG_INFINITY..first.top()),
        (first.center_bottom() - vec2(0.0, 2.0), 4, first.bottom()..second.top()),
        (second.center_top() + vec2(0.0, 2.0), 4, first.bottom()..second.top()),
        (second.center_bottom() - vec2(0.0, 2.0), 6, second.bottom()..f32::INFINITY),
    ];
    for (pos, expected, heights) in cases {
        let placement = map.drop_at(pos, ItemClass::Touchpoint).unwrap();
        let mark = map.insertion_mark(&placement).unwrap();
        assert!(heights.contains(&mark.center().y), "{mark:?} is not in {heights:?}");
        let moved = changed(&project, &Edit::MoveItems { items: vec![Item::Touchpoint(dragged)], placement });
        let place = moved.touchpoints[&dragged].place;
        let mut after: Vec<_> = moved.touchpoints.values().filter(|it| it.place.stage == place.stage).collect();
        after.sort_by_key(|touchpoint| touchpoint.place.order);
        let mut wanted = stack.clone();
        wanted.insert(expected, dragged);
        assert_eq!(after.iter().map(|it| it.id).collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn columns_with_nothing_left_close_up_and_come_back() {
    let (seen, unseen) = (Channel::Email, Channel::Phone);
    let (mut project, stack, alone) = stacked(&[unseen, seen, unseen, unseen, seen, unseen]);
    project.cards = std::sync::Arc::default();
    project.connectors = std::sync::Arc::default();
    for (column, id) in (0..).zip(&stack) {
        let touchpoints = std::sync::Arc::make_mut(&mut project.touchpoints);
        let place = &mut std::sync::Arc::make_mut(touchpoints.get_mut(id).unwrap()).place;
        (place.column, place.order) = (column, 0);
    }
    let (first, last) = (stack[1], stack[4]);
    let (edit, connector) = build::connect(&project, first, last);
    let project = changed(&project, &edit);
    let mut filter = LensFilter { rest: Rest::Hidden, ..LensFilter::default() };
    let whole = map(&project, Lens::Channel, &filter);
    filter.toggle(&LegendKey::Channel(seen));
    let map_of = |filter: &LensFilter| map(&project, Lens::Channel, filter);
    let left = map_of(&filter);
    assert_eq!(left.stages().count(), whole.stages().count(), "stages stay, also that of the other touchpoint");
    assert!(left.rect_of(alone).is_none());
    let sizes = Theme::load(ThemeName::Light).map;
    let rect = |id: TouchpointId| left.rect_of(id).unwrap();
    assert_eq!(rect(last).left() - rect(first).right(), 2.0 * sizes.gap, "they are neighbors");
    let stage = project.touchpoints[&first].place.stage;
    let width = |map: &Map| map.rect_of(Subject::Stage(stage)).unwrap().width();
    assert_eq!(width(&left), 2.0 * (sizes.card_width + 2.0 * sizes.gap));
    assert_eq!(width(&whole), 6.0 * (sizes.card_width + 2.0 * sizes.gap));
    // Places are still counted among all columns.
    for id in [first, last] {
        let placement = left.drop_at(rect(id).center() + vec2(0.0, 8.0), ItemClass::Touchpoint).unwrap();
        assert_eq!((placement.column, placement.is_new_column), (project.touchpoints[&id].place.column, false));
    }
    let between = left.drop_at(rect(first).right_center() + vec2(sizes.gap, 0.0), ItemClass::Touchpoint).unwrap();
    assert!(between.is_new_column && (2..=4).contains(&between.column), "{between:?}");
    let way = left.way_of(connector).unwrap();
    let [from, to] = way else { panic!("{way:?} is not straight") };
    assert_eq!((from.x, to.x, from.y), (rect(first).right(), rect(last).left(), to.y));
    assert_eq!(width(&map_of(&LensFilter::default())), width(&whole));
}

#[test]
fn connectors_go_with_what_is_hidden_and_pale_with_what_is_dimmed() {
    let project = big_sample(30, 1);
    let whole = map(&project, Lens::Channel, &LensFilter::default());
    let LegendKey::Channel(channel) = whole.legend().entries[0].key.clone() else { panic!("a channel") };
    let mut filter = LensFilter::default();
    filter.toggle(&LegendKey::Channel(channel));
    let is_left = |id: TouchpointId| project.touchpoints[&id].channel == channel;
    let dimmed = map(&project, Lens::Channel, &filter);
    let mut pale = 0;
    for (before, after) in whole.links.iter().zip(&dimmed.links) {
        let connector = &project.connectors[&before.id];
        let is_same = whole.scene.groups[before.group].picture == dimmed.scene.groups[after.group].picture;
        assert_eq!(is_same, is_left(connector.from) && is_left(connector.to));
        pale += usize::from(!is_same);
    }
    assert!(pale > 0, "nothing is pale");
    filter.rest = Rest::Hidden;
    let hidden = map(&project, Lens::Channel, &filter);
    let linked: Vec<_> = hidden.links.iter().map(|link| link.id).collect();
    let both = project.connectors.values().filter(|it| is_left(it.from) && is_left(it.to));
    assert_eq!(linked, both.map(|it| it.id).collect::<Vec<_>>());
    let left_out = project.touchpoints.values().find(|it| !is_left(it.id)).unwrap().id;
    filter.kept.insert(left_out);
    let kept = map(&project, Lens::Channel, &filter);
    assert!(kept.rect_of(Subject::Item(Item::Touchpoint(left_out))).is_some(), "what was gone to is to be seen");
    assert_eq!(kept.legend().hidden + 1, hidden.legend().hidden);
}
