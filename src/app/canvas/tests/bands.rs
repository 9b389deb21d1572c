//! Lanes that are drawn from touchpoints, and touchpoints put together in groups, as a person uses them.

use super::*;
use crate::app::workspace::BottomTab;
use crate::edit::{LaneChange, Selection};
use crate::layout::{BandSpot, BandThing};
use crate::model::{ChartScope, Grouping, LaneChart, TouchpointId};

/// The window with a lane of that kind on top of the map.
fn with_lane(kind: LaneKind, change: Option<LaneChange>) -> (Bench, LaneId) {
    let mut bench = Bench::of(big_sample(60, 1));
    let (edit, lane) = crate::edit::build::new_lane(bench.project(), bench.workspace().journey, 0, kind);
    bench.ask(Request::Edit(edit));
    if let Some(change) = change {
        bench.ask(Request::Edit(Edit::ChangeLane { lane, change }));
    }
    (bench, lane)
}

/// The first such spot, brought into view, and its middle on screen.
fn spot(bench: &mut Bench, is_wanted: impl Fn(&BandSpot) -> bool) -> (Pos2, BandSpot) {
    let spots = bench.workspace().map.band_spots();
    let spot = spots.iter().find(|spot| is_wanted(spot)).expect("such a spot").clone();
    let offset = bench.workspace().canvas_rect.size() / 2.0 - spot.rect.center().to_vec2();
    bench.ask(Request::SetCamera(crate::app::camera::Camera { offset, ..Default::default() }));
    (bench.sight().rect_from_map(spot.rect).center(), spot)
}

fn touchpoints_lane(bench: &Bench) -> LaneId {
    let journey = bench.workspace().open_journey().expect("a journey");
    let is_wanted = |lane: &&LaneId| bench.project().lanes[*lane].kind == LaneKind::Touchpoints;
    *journey.lanes.iter().find(is_wanted).expect("a lane of touchpoints")
}

#[test]
fn the_use_of_a_channel_selects_its_touchpoints() {
    let (mut bench, _) = with_lane(LaneKind::Channels, None);
    let (at, used) = spot(&mut bench, |spot| matches!(spot.what, BandThing::Use(_)));
    bench.click(at, Modifiers::NONE);
    let expected: Vec<Subject> = used.touchpoints.iter().map(|id| Subject::from(*id)).collect();
    assert_eq!(bench.selected(), expected);
    bench.ask(Request::Select(Selection::default()));
    let name = super::super::bands_ui::name(bench.workspace(), &used);
    bench.harness.get_by_label(&name).click_accesskit();
    bench.settle();
    assert_eq!(bench.selected(), expected);
    assert_eq!(bench.items().len(), bench.workspace().map.items().count(), "and nothing was added");
}

#[test]
fn a_chart_opens_its_figure_or_the_charts_below() {
    let (mut bench, lane) = with_lane(LaneKind::Metrics, None);
    let is_measured = |spot: &BandSpot| matches!(spot.what, BandThing::Chart(Some(_)));
    let chart = LaneChart { scope: ChartScope::Touchpoint, ..LaneChart::default() };
    bench.ask(Request::Edit(Edit::ChangeLane { lane, change: LaneChange::Chart(chart) }));
    let (at, of_one) = spot(&mut bench, is_measured);
    bench.click(at, Modifiers::NONE);
    let Some(Dialog::Figure { metric, touchpoint, .. }) = bench.workspace().dialog else { panic!("no figure") };
    assert_eq!(([touchpoint].as_slice(), BandThing::Chart(Some(metric))), (&*of_one.touchpoints, of_one.what));
    bench.ask(Request::Dialog(None));

    bench.ask(Request::Edit(Edit::ChangeLane { lane, change: LaneChange::Chart(LaneChart::default()) }));
    let workspace = bench.workspace();
    let several = workspace.map.band_spots().iter().find(|spot| {
        let BandThing::Chart(Some(metric)) = spot.what else { return false };
        let with_metric = workspace.numbers.touchpoints_with(metric);
        spot.touchpoints.iter().filter(|id| with_metric.contains(id)).count() > 1
    });
    // A sample this small may have one measured touchpoint in each stage.
    if let Some(several) = several.cloned() {
        let (at, _) = spot(&mut bench, |spot| *spot == several);
        bench.click(at, Modifiers::NONE);
        assert_eq!(several.what, BandThing::Chart(bench.workspace().chart.metric));
        assert_eq!(bench.workspace().bottom_tab, BottomTab::Charts);
        assert!(bench.selected().len() > 1);
    }
}

#[test]
fn rows_are_grouped_by_the_inspector_and_undone() {
    let mut bench = Bench::new();
    let lane = touchpoints_lane(&bench);
    bench.ask(Request::Select(Selection::only(Subject::Lane(lane))));
    bench.harness.get_by_label("Group rows by").click();
    bench.settle();
    bench.harness.get_all_by_label("Channel").last().expect("a choice").click();
    bench.settle();
    assert_eq!(bench.project().lanes[&lane].grouping, Some(Grouping::Channel));
    assert!(bench.workspace().map.has_groups(lane));
    bench.ask(Request::Run(Action::Undo));
    assert!(!bench.workspace().map.has_groups(lane));
}

#[test]
fn a_card_let_go_in_another_group_takes_its_channel_and_one_undo_takes_it_back() {
    let mut bench = Bench::new();
    let lane = touchpoints_lane(&bench);
    bench.ask(Request::Edit(Edit::ChangeLane { lane, change: LaneChange::Grouping(Some(Grouping::Channel)) }));
    let channel = |bench: &Bench, id: TouchpointId| bench.project().touchpoints[&id].channel;
    let view = bench.sight().view_in_map();
    let shown = bench.touchpoints().into_iter().filter_map(|item| {
        let Item::Touchpoint(id) = item else { return None };
        let rect = bench.workspace().map.rect_of(item)?;
        (view.contains_rect(rect) && bench.place(item).lane == lane).then_some(id)
    });
    let shown: Vec<TouchpointId> = shown.collect();
    let moved = shown[0];
    let target = *shown.iter().find(|id| channel(&bench, **id) != channel(&bench, moved)).expect("another channel");
    let before = bench.project().clone();
    let (from, to) = (bench.center(moved), bench.center(target) + vec2(0.0, 6.0));
    bench.drag_and_drop(from, to);
    assert_eq!(channel(&bench, moved), channel(&bench, target));
    assert_eq!(bench.place(moved.into()).stage, bench.place(target.into()).stage);
    bench.ask(Request::Run(Action::Undo));
    assert_eq!(bench.project().touchpoints[&moved], before.touchpoints[&moved]);
}

#[test]
fn keys_move_a_card_within_its_group() {
    let mut bench = Bench::of(big_sample(120, 2));
    let lane = touchpoints_lane(&bench);
    bench.ask(Request::Edit(Edit::ChangeLane { lane, change: LaneChange::Grouping(Some(Grouping::Channel)) }));
    let map = std::sync::Arc::clone(&bench.workspace().map);
    let below = |item: Item| map.neighbor_in_group(item, crate::layout::Heading::Down);
    let pair = bench.touchpoints().into_iter().find_map(|item| Some((item, below(item)?)));
    let (item, other) = pair.expect("two of a group in a stack");
    bench.ask(Request::Select(Selection::only(Subject::Item(item))));
    bench.ask(Request::Run(Action::MoveDown));
    let top = |item: Item| bench.workspace().map.rect_of(item).expect("on the map").top();
    assert!(top(item) > top(other));
    let cell = |item: Item| (bench.place(item).stage, bench.place(item).lane, bench.place(item).column);
    assert_eq!(cell(item), cell(other));
}
