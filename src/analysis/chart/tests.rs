//! Chart data by hand: each kind, what it leaves out, and what it says where there is nothing to draw.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::analysis::testing::{Fixture, day, month, observation, period, ratio, value};
use crate::analysis::{KpiState, Tone};
use crate::base::date::date;
use crate::base::number::Unit;
use crate::base::{Grain, Period};
use crate::model::{
    Action, ActionId, Aim, Amount, Baseline, ChartId, Kpi, KpiId, MetricClass, MetricId, Observation, SegmentId,
    StageId, TouchpointId,
};

const AD: TouchpointId = TouchpointId(10);
const CHECKOUT: TouchpointId = TouchpointId(11);
const BASKET: TouchpointId = TouchpointId(12);

fn today() -> Date {
    date(2026, 11, 1)
}

fn september() -> View {
    View { period: Some(month(2026, 9)), compare_with: Some(month(2026, 8)) }
}

fn pinned(kind: ChartKind, metrics: &[MetricId]) -> PinnedChart {
    PinnedChart::new(ChartId(900), kind, metrics.to_vec())
}

fn counted(fixture: &Fixture, pinned: &PinnedChart) -> ChartData {
    chart(&fixture.project, &fixture.numbers(), &september(), pinned, today())
}

#[track_caller]
fn empty(data: &ChartData) -> &str {
    match &data.body {
        Body::Empty(why) => why,
        other => panic!("not empty: {other:?}"),
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn notes(data: &ChartData) -> String {
    data.notes.join(" ")
}

#[test]
fn a_line_breaks_at_gaps_and_tells_what_happened() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    let days = [(1, 81.0, 263.0), (2, 15.0, 148.0), (10, 1.0, 29.0), (11, 0.0, 0.0)];
    let of_day = |(at, above, below): (i8, f64, f64)| ratio(day(2026, 9, at), above, below);
    fixture.series(1, ctr, 10, None, days.map(of_day).to_vec());
    fixture.series(2, ctr, 10, None, vec![ratio(day(2026, 9, 20), 5.0, 100.0)]);
    let kpis = Arc::make_mut(&mut fixture.project.kpis);
    let kpi = Kpi { due: Some(date(2026, 9, 25)), ..Kpi::new(KpiId(50), AD, ctr, 0.4) };
    kpis.insert(kpi.id, Arc::new(kpi));
    let action = Action { start: Some(date(2026, 9, 5)), ..Action::new(ActionId(51), "New picture") };
    let elsewhere = Action {
        start: Some(date(2026, 9, 6)),
        aims: BTreeSet::from([Aim::Stage(StageId(2))]),
        ..Action::new(ActionId(52), "Elsewhere")
    };
    let actions = Arc::make_mut(&mut fixture.project.actions);
    actions.extend([action, elsewhere].map(|action| (action.id, Arc::new(action))));

    let data = counted(&fixture, &pinned(ChartKind::Time, &[ctr]));
    let Body::Time(body) = &data.body else { panic!("{data:?}") };
    assert_eq!(data.title, "Ad · ctr");
    assert!(data.subtitle.contains("95% interval") && data.subtitle.contains("n = 540"), "{}", data.subtitle);
    let follows: Vec<bool> = body.lines[0].points.iter().map(|point| point.follows).collect();
    assert_eq!(follows, [false, true, false, false], "what was not measured is a gap");
    let first = body.lines[0].points[0].measured;
    assert!((first.low.unwrap() - 0.2553).abs() < 5e-5 && (first.high.unwrap() - 0.3662).abs() < 5e-5);
    assert!(notes(&data).contains("one point has no value"), "{}", notes(&data));
    let said: Vec<(AnnotationKind, &str)> = body.annotations.iter().map(|it| (it.kind, it.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (AnnotationKind::Action, "New picture"),
            (AnnotationKind::Source, "from file-2.csv"),
            (AnnotationKind::Due, "40% by 25 Sep 2026")
        ]
    );
    assert_eq!((body.targets[0].value, body.targets[0].text.as_str()), (0.4, "target 40%"));
    assert!(body.range.1 >= 0.4, "the target is within the axis");
    assert_eq!(body.days, period((2026, 8, 1), (2026, 9, 30)));
    assert_eq!(body.shaded, Some(month(2026, 9)));
    let mark = data.mark(0).unwrap();
    assert_eq!((mark.name.as_str(), mark.value.as_str()), ("1 Sep 2026", "30.8%"));
    assert_eq!(mark.whose.unwrap().touchpoint(), Some(AD));
}

#[test]
fn lines_of_stages_and_segments_stand_side_by_side_and_days_ahead_are_told() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    for (touchpoint, count) in [(10, 5.0), (11, 7.0), (12, 11.0)] {
        fixture.series(1, sessions, touchpoint, None, vec![value(day(2026, 9, 1), count), value(day(2027, 1, 1), 1.0)]);
    }
    let line_values = |data: &ChartData| -> Vec<(String, f64)> {
        let Body::Time(body) = &data.body else { panic!("{data:?}") };
        body.lines.iter().map(|line| (line.name.clone(), line.points[0].measured.value)).collect()
    };
    let all = PinnedChart { period: Some(period((2026, 9, 1), (2027, 1, 31))), ..pinned(ChartKind::Time, &[sessions]) };
    let data = counted(&fixture, &all);
    assert_eq!(line_values(&data), [("3 touchpoints".to_owned(), 23.0)]);
    assert!(notes(&data).contains("1 point lies after today"), "{}", notes(&data));
    let aims = BTreeSet::from([Aim::Stage(StageId(2)), Aim::Touchpoint(AD)]);
    let data = counted(&fixture, &PinnedChart { aims, ..all });
    assert_eq!(line_values(&data), [("Ad".to_owned(), 5.0), ("Buy".to_owned(), 18.0)]);
    // Keys: along the line, and to the same day of the other.
    assert_eq!(data.step(None, Step::Right), Some(0));
    assert_eq!(data.step(Some(0), Step::Right), Some(1));
    assert_eq!(data.step(Some(1), Step::Right), Some(1), "the end of the line");
    assert_eq!(data.step(Some(1), Step::Down), Some(3));
    assert_eq!(data.step(Some(3), Step::Up), Some(1));
    assert_eq!(data.step(Some(0), Step::Last), Some(3));

    let mut reach = Fixture::new();
    let metric = reach.metric("reach", MetricClass::Distinct);
    for touchpoint in [10, 11] {
        reach.series(1, metric, touchpoint, None, vec![value(day(2026, 9, 1), 4.0)]);
    }
    let data = counted(&reach, &pinned(ChartKind::Time, &[metric]));
    assert_eq!(line_values(&data).len(), 2);
    assert!(notes(&data).contains("cannot be put together over touchpoints"), "{}", notes(&data));
}

#[test]
fn bars_go_from_the_highest_down_with_before_beside_them() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    for (touchpoint, before, now) in [(10, 10.0, 20.0), (11, 40.0, 30.0)] {
        let months = vec![ratio(month(2026, 8), before, 100.0), ratio(month(2026, 9), now, 100.0)];
        fixture.series(1, ctr, touchpoint, None, months);
    }
    fixture.series(1, ctr, 12, None, vec![ratio(month(2026, 9), 0.0, 0.0)]);
    let data = counted(&fixture, &pinned(ChartKind::Bars, &[ctr]));
    let Body::Bars(body) = &data.body else { panic!("{data:?}") };
    let rows: Vec<(&str, Vec<Option<f64>>)> = body
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.bars.iter().map(|bar| bar.map(|bar| bar.value)).collect()))
        .collect();
    assert_eq!(rows, [("Checkout", vec![Some(0.3), Some(0.4)]), ("Ad", vec![Some(0.2), Some(0.1)])]);
    assert_eq!(body.series, ["Sep 2026", "Aug 2026"]);
    assert!(notes(&data).contains("1 touchpoint has no value"), "{}", notes(&data));
    assert!(notes(&data).contains("undefined, not infinite"), "{}", notes(&data));
    let mark = data.mark(1).unwrap();
    assert_eq!(
        (mark.name.as_str(), mark.value.as_str(), mark.period),
        ("Checkout, Aug 2026", "40%", Some(month(2026, 8)))
    );
    assert!(mark.details.contains(&"n = 100".to_owned()), "{mark:?}");
    assert_eq!(data.table().rows.len(), 4);
    let tsv = data.table().as_tsv();
    assert!(tsv.starts_with("Touchpoint\tPeriod\tValue\tLow (95%)\tHigh (95%)\tn\nCheckout\tSep 2026\t0.3\t"), "{tsv}");
}

#[test]
fn only_totals_are_stacked_and_the_rest_is_a_part_too() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    for (segment, count) in [(Some(7), 30.0), (Some(8), 12.0), (None, 50.0)] {
        fixture.series(1, sessions, 10, segment, vec![value(month(2026, 9), count)]);
    }
    for (segment, count) in [(Some(7), 30.0), (Some(8), 12.0), (None, 40.0)] {
        fixture.series(1, sessions, 11, segment, vec![value(month(2026, 9), count)]);
    }
    fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 9), 1.0, 2.0)]);
    let data = counted(&fixture, &pinned(ChartKind::StackedBars, &[sessions]));
    let Body::Stacked(body) = &data.body else { panic!("{data:?}") };
    assert_eq!(body.segments, ["Segment 7", "Segment 8", "Not in these segments"]);
    assert_eq!(body.rows[0].parts, [Some(30.0), Some(12.0), Some(8.0)]);
    assert_eq!((body.rows[0].total, body.rows[1].total), (50.0, 42.0));
    assert!(
        notes(&data).contains("overlap: at Checkout they add up to 42, while all customers are 40"),
        "{}",
        notes(&data)
    );
    let mark = data.mark(1).unwrap();
    assert_eq!(mark.details, ["24% of 50"]);
    let refused = counted(&fixture, &pinned(ChartKind::StackedBars, &[ctr]));
    assert!(empty(&refused).contains("cannot be stacked") && empty(&refused).contains("a rate"));
}

#[test]
fn a_funnel_says_what_is_lost_between_stages_and_that_it_is_open() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    fixture.series(1, sessions, 10, None, vec![value(month(2026, 9), 263.0)]);
    fixture.series(1, sessions, 11, None, vec![value(month(2026, 9), 80.0)]);
    fixture.series(1, sessions, 12, None, vec![value(month(2026, 9), 1.0)]);
    fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 9), 1.0, 2.0)]);
    let data = counted(&fixture, &pinned(ChartKind::Funnel, &[sessions]));
    let Body::Funnel(body) = &data.body else { panic!("{data:?}") };
    let lost = body.steps[1].lost.unwrap();
    assert!(close(lost.value, 1.0 - 81.0 / 263.0));
    assert!((lost.low.unwrap() - (1.0 - 0.3662)).abs() < 5e-5 && (lost.high.unwrap() - (1.0 - 0.2553)).abs() < 5e-5);
    assert!(notes(&data).contains("open funnel") && notes(&data).contains("counted twice"), "{}", notes(&data));
    let refused = counted(&fixture, &pinned(ChartKind::Funnel, &[ctr]));
    assert!(empty(&refused).contains("needs a count"));

    let mut growing = Fixture::new();
    let sessions = growing.metric("sessions", MetricClass::Additive);
    growing.series(1, sessions, 10, None, vec![value(month(2026, 9), 5.0)]);
    growing.series(1, sessions, 11, None, vec![value(month(2026, 9), 9.0)]);
    let data = counted(&growing, &pinned(ChartKind::Funnel, &[sessions]));
    let Body::Funnel(body) = &data.body else { panic!("{data:?}") };
    assert!(body.steps[1].grows && body.steps[1].lost.is_none());
}

#[test]
fn kpis_come_with_the_worst_first_and_each_on_its_own_scale() {
    let mut fixture = Fixture::new();
    let orders = fixture.metric("orders", MetricClass::Additive);
    for touchpoint in [10, 11] {
        fixture.series(1, orders, touchpoint, None, vec![value(month(2026, 9), 95.0)]);
    }
    assert!(empty(&counted(&fixture, &pinned(ChartKind::Bullet, &[]))).contains("no KPIs yet"));
    let kpis = Arc::make_mut(&mut fixture.project.kpis);
    for (id, aim, target, due) in [(50, AD, 90.0, None), (51, CHECKOUT, 200.0, Some(date(2026, 10, 1)))] {
        let baseline = Some(Baseline::Figure(80.0));
        let kpi = Kpi { baseline, due, ..Kpi::new(KpiId(id), aim, orders, target) };
        kpis.insert(kpi.id, Arc::new(kpi));
    }
    let data = counted(&fixture, &pinned(ChartKind::Bullet, &[]));
    let Body::Bullets(bullets) = &data.body else { panic!("{data:?}") };
    let said: Vec<(&str, KpiState)> = bullets.iter().map(|bullet| (bullet.name.as_str(), bullet.state)).collect();
    assert_eq!(said, [("Checkout · orders", KpiState::OffTrack), ("Ad · orders", KpiState::Reached)]);
    assert!(bullets.iter().all(|bullet| bullet.range.0 == 0.0 && bullet.range.1 > bullet.target.max(95.0)));
    assert!(notes(&data).contains("past its due date"), "{}", notes(&data));
    let stage = BTreeSet::from([Aim::Stage(StageId(1))]);
    let data = counted(&fixture, &PinnedChart { aims: stage, ..pinned(ChartKind::Bullet, &[]) });
    let Body::Bullets(bullets) = &data.body else { panic!("{data:?}") };
    assert_eq!(bullets.len(), 1, "those of what the chart is about");
}

#[test]
fn five_numbers_lie_between_neighbors_and_one_day_has_no_spread() {
    assert_eq!(super::spread::five_numbers(&[1.0, 2.0, 3.0, 4.0]), Some([1.0, 1.75, 2.5, 3.25, 4.0]));
    assert_eq!(super::spread::five_numbers(&[7.0]), Some([7.0; 5]));
    assert_eq!(super::spread::five_numbers(&[]), None);
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    let days = (1..=4).map(|at| value(day(2026, 9, at), f64::from(at)));
    fixture.series(1, sessions, 10, None, days.collect());
    fixture.series(1, sessions, 11, None, vec![value(day(2026, 9, 1), 9.0)]);
    fixture.series(1, sessions, 12, None, vec![value(month(2026, 9), 300.0)]);
    let data = counted(&fixture, &pinned(ChartKind::Box, &[sessions]));
    let Body::Boxes(body) = &data.body else { panic!("{data:?}") };
    let rows: Vec<(&str, [f64; 5], usize)> =
        body.rows.iter().map(|row| (row.name.as_str(), row.five, row.count)).collect();
    assert_eq!(rows, [("Checkout", [9.0; 5], 1), ("Ad", [1.0, 1.75, 2.5, 3.25, 4.0], 4)]);
    assert!(notes(&data).contains("of more than a day") && notes(&data).contains("no spread"), "{}", notes(&data));
    let by_month = PinnedChart { grain: Some(Grain::Month), ..pinned(ChartKind::Box, &[sessions]) };
    let data = counted(&fixture, &by_month);
    let Body::Boxes(body) = &data.body else { panic!("{data:?}") };
    assert_eq!(body.rows[0].five, [300.0; 5]);
}

#[test]
fn ranks_correlate_with_ties_shared() {
    let rho = |pairs: &[(f64, f64)]| super::pairs::spearman(pairs);
    // R: cor(c(1,2,3,4,5), c(5,6,7,8,7), method = "spearman") = 0.8207826816681233
    let pairs = [(1.0, 5.0), (2.0, 6.0), (3.0, 7.0), (4.0, 8.0), (5.0, 7.0)];
    assert!((rho(&pairs).unwrap() - 0.820_782_681_668_123_3).abs() < 1e-12);
    assert_eq!(rho(&[(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)]), Some(-1.0));
    assert_eq!(rho(&[(1.0, 3.0), (2.0, 3.0), (3.0, 3.0)]), None, "all equal");
    assert_eq!(rho(&[(1.0, 3.0), (2.0, 2.0)]), None, "too few");

    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    let orders = fixture.metric("orders", MetricClass::Additive);
    for (touchpoint, x, y) in [(10, 1.0, 5.0), (11, 2.0, 7.0)] {
        fixture.series(1, sessions, touchpoint, None, vec![value(month(2026, 9), x)]);
        fixture.series(1, orders, touchpoint, None, vec![value(month(2026, 9), y)]);
    }
    fixture.series(1, sessions, 12, None, vec![value(month(2026, 9), 1.0)]);
    let data = counted(&fixture, &pinned(ChartKind::Scatter, &[sessions, orders]));
    let Body::Scatter(body) = &data.body else { panic!("{data:?}") };
    assert_eq!(body.points.len(), 2, "only what has both");
    assert!(notes(&data).contains("three touchpoints at least"), "{}", notes(&data));
    assert!(data.subtitle.contains("n = 2"), "{}", data.subtitle);
    for (metrics, expected) in [(vec![sessions], "second metric"), (vec![sessions, sessions], "two different ones")] {
        let data = counted(&fixture, &pinned(ChartKind::Scatter, &metrics));
        assert!(empty(&data).contains(expected), "{}", empty(&data));
    }
}

#[test]
fn a_heat_map_rolls_up_each_cell_and_keeps_the_unknown_apart() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 8), 1.0, 2.0)]);
    fixture.series(1, ctr, 11, None, vec![ratio(month(2026, 9), 10.0, 100.0)]);
    fixture.series(1, ctr, 12, None, vec![ratio(month(2026, 9), 1.0, 900.0)]);
    let data = counted(&fixture, &pinned(ChartKind::Heat, &[ctr]));
    let Body::Heat(body) = &data.body else { panic!("{data:?}") };
    assert_eq!(body.stages, ["Discover", "Buy"]);
    let values: Vec<Option<Option<f64>>> =
        body.cells.iter().map(|cell| cell.as_ref().map(|cell| cell.measured.map(|it| it.value))).collect();
    assert_eq!(values, [Some(None), None, None, Some(Some(0.011))], "Σ ÷ Σ, never a mean of rates");
    assert_eq!(data.mark(1).unwrap().value, "no touchpoint has it");
    assert_eq!(data.mark(0).unwrap().value, "not known");
    assert_eq!(data.step(Some(1), Step::Down), Some(3));
    assert_eq!(data.step(Some(3), Step::Up), Some(1));
    assert_eq!(data.mark(3).unwrap().whose.unwrap().touchpoints.len(), 2);
}

#[test]
fn slopes_need_a_before_and_say_which_way_is_good() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    for (touchpoint, before, now) in [(10, 10.0, 20.0), (11, 40.0, 30.0)] {
        let months = vec![ratio(month(2026, 8), before, 100.0), ratio(month(2026, 9), now, 100.0)];
        fixture.series(1, ctr, touchpoint, None, months);
    }
    let slope = pinned(ChartKind::Slope, &[ctr]);
    let data = counted(&fixture, &slope);
    let Body::Slope(body) = &data.body else { panic!("{data:?}") };
    let rows: Vec<(&str, &str, Tone)> =
        body.rows.iter().map(|row| (row.name.as_str(), row.change.as_str(), row.tone)).collect();
    assert_eq!(rows, [("Checkout", "−10", Tone::Bad), ("Ad", "+10", Tone::Good)]);
    assert!(notes(&data).contains("no proof of cause"));
    let alone = View { compare_with: None, ..september() };
    let data = chart(&fixture.project, &fixture.numbers(), &alone, &slope, today());
    assert!(empty(&data).contains("nothing to compare with"));
    let overlapping = PinnedChart { compare_with: Some(period((2026, 9, 20), (2026, 10, 1))), ..slope };
    assert!(empty(&counted(&fixture, &overlapping)).contains("nothing to compare with"));
}

#[test]
fn small_multiples_share_their_axes() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    for (touchpoint, count) in [(10, 5.0), (11, 70.0)] {
        fixture.series(1, sessions, touchpoint, None, vec![value(day(2026, 9, 1), count)]);
    }
    fixture.series(1, sessions, 12, None, vec![value(day(2026, 1, 1), 1.0)]);
    let data = counted(&fixture, &pinned(ChartKind::SmallMultiples, &[sessions]));
    let Body::Multiples(body) = &data.body else { panic!("{data:?}") };
    let names: Vec<&str> = body.panels.iter().map(|panel| panel.name.as_str()).collect();
    assert_eq!((names, body.range), (vec!["Ad", "Checkout"], (5.0, 70.0)));
    assert!(notes(&data).contains("1 touchpoint has no value"), "{}", notes(&data));
}

#[test]
fn titles_tell_touchpoints_of_one_name_apart() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    for touchpoint in [10, 12] {
        let touchpoints = Arc::make_mut(&mut fixture.project.touchpoints);
        Arc::make_mut(touchpoints.get_mut(&TouchpointId(touchpoint)).unwrap()).title = "Ad".to_owned();
        fixture.series(1, sessions, touchpoint, None, vec![value(month(2026, 9), touchpoint as f64)]);
    }
    let data = counted(&fixture, &pinned(ChartKind::Bars, &[sessions]));
    let Body::Bars(body) = &data.body else { panic!("{data:?}") };
    let names: Vec<&str> = body.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Ad (Buy)", "Ad (Discover)"]);
    let named = PinnedChart { title: " My own ".to_owned(), ..pinned(ChartKind::Bars, &[sessions]) };
    assert_eq!(counted(&fixture, &named).title, "My own");
}

/// What files hold that nobody meant to send.
fn bad(class: MetricClass) -> Vec<Vec<Observation>> {
    let days = [day(2026, 9, 1), day(2026, 9, 2), day(2026, 8, 30), Period::day(date(9999, 12, 31))];
    let amounts: [Amount; 5] = match class {
        MetricClass::Ratio => [(0.0, 0.0), (5.0, 0.0), (-3.0, 10.0), (30.0, 10.0), (f64::MAX, f64::MIN_POSITIVE)]
            .map(|(numerator, denominator)| Amount::Ratio { numerator, denominator }),
        MetricClass::Mean => [(0.0, 0.0), (5.0, 1.0), (-3.0, 2.0), (f64::MAX, 3.0), (1.0, -4.0)]
            .map(|(sum, count)| Amount::Mean { sum, sum_of_squares: Some(sum), count }),
        MetricClass::ShareDifference => [(0.0, 0.0), (5.0, 1.0), (1.0, 1.0), (0.0, 4.0), (9.0, 9.0)]
            .map(|(promoters, count)| Amount::Shares { promoters, detractors: 0.0, count }),
        MetricClass::RateOnly => [(0.0, None), (5.0, Some(0.0)), (-3.0, None), (f64::MAX, Some(f64::MAX)), (1.0, None)]
            .map(|(rate, weight)| Amount::Rate { rate, weight }),
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot | MetricClass::Derived => {
            [0.0, -5.0, f64::MAX, f64::MIN_POSITIVE, 1e-300].map(Amount::Value)
        }
    };
    amounts.iter().map(|amount| days.iter().map(|day| observation(*day, *amount)).collect()).collect()
}

#[test]
fn no_chart_shows_a_number_that_is_none() {
    for class in MetricClass::ALL {
        for observations in bad(class) {
            let mut fixture = Fixture::new();
            let metric = fixture.metric("m", class);
            let other = fixture.metric("other", MetricClass::Additive);
            for (touchpoint, segment) in [(10, None), (11, Some(7)), (12, None)] {
                fixture.series(1, metric, touchpoint, segment, observations.clone());
                fixture.series(1, other, touchpoint, None, vec![value(day(2026, 9, 1), 3.0)]);
            }
            let kpi = Kpi::new(KpiId(50), AD, metric, 1.0);
            Arc::make_mut(&mut fixture.project.kpis).insert(kpi.id, Arc::new(kpi));
            for kind in ChartKind::ALL {
                for segments in [BTreeSet::new(), BTreeSet::from([SegmentId(7), SegmentId(99)])] {
                    for asked in [None, Some(period((2026, 1, 1), (9999, 12, 31)))] {
                        let chart =
                            PinnedChart { segments: segments.clone(), period: asked, ..pinned(kind, &[metric, other]) };
                        check(&counted(&fixture, &chart), &format!("{class:?} {kind:?} {observations:?}"));
                    }
                }
            }
        }
    }
}

#[track_caller]
fn check(data: &ChartData, what: &str) {
    let is_plain = |text: &str| !text.contains("NaN") && !text.contains("inf ") && !text.ends_with("inf");
    assert!(is_plain(&data.title) && is_plain(&data.subtitle) && is_plain(&notes(data)), "{what}: {data:?}");
    if let Body::Empty(why) = &data.body {
        assert!(why.ends_with('.') && is_plain(why), "{what}: {why}");
        assert_eq!((data.mark_count(), data.step(None, Step::Right)), (0, None));
        return;
    }
    assert!(data.mark_count() > 0, "{what}");
    for rank in 0..data.mark_count() {
        let said = data.mark(rank).unwrap_or_else(|| panic!("{what}: no mark {rank}")).said();
        assert!(is_plain(&said), "{what}: {said}");
        for step in [Step::Left, Step::Right, Step::Up, Step::Down] {
            assert!(data.step(Some(rank), step).is_some_and(|next| next < data.mark_count()), "{what}");
        }
    }
    assert_eq!(data.mark(data.mark_count()), None);
    let table = data.table();
    for row in &table.rows {
        assert_eq!(row.len(), table.columns.len(), "{what}");
        assert!(
            row.iter().all(|cell| cell.number.is_none_or(f64::is_finite) && is_plain(&cell.text)),
            "{what}: {row:?}"
        );
    }
}

#[test]
fn a_chart_without_its_metric_says_what_to_do() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    for kind in ChartKind::ALL {
        for metrics in [vec![], vec![MetricId(9_999)], vec![sessions]] {
            let data = counted(&fixture, &pinned(kind, &metrics));
            assert!(empty(&data).ends_with('.'), "{kind:?}: {}", empty(&data));
        }
    }
    fixture.series(1, sessions, 10, None, vec![value(day(2026, 1, 1), 1.0)]);
    let elsewhere = BTreeSet::from([Aim::Touchpoint(BASKET)]);
    let data = counted(&fixture, &PinnedChart { aims: elsewhere, ..pinned(ChartKind::Bars, &[sessions]) });
    assert!(empty(&data).contains("Nothing that this chart is about has sessions"), "{}", empty(&data));
}

#[test]
fn of_a_hundred_thousand_points_the_extremes_stay() {
    let start = date(1990, 1, 1);
    let first = crate::base::date::day_number(start);
    let points: Vec<TimePoint> = (0..100_000)
        .map(|at| {
            let wave = (f64::from(at) / 500.0).sin();
            let value = if at == 77_777 {
                50.0
            } else if at == 33_333 {
                -50.0
            } else {
                wave
            };
            let measured = Measured { value, low: Some(value - 1.0), high: Some(value + 1.0), n: None };
            TimePoint {
                period: Period::day(start),
                at: f64::from(first + at),
                measured,
                follows: at > 0 && at != 50_000,
            }
        })
        .collect();
    let (from, to) = (f64::from(first), f64::from(first + 100_000));
    let thin = thinned(&points, from, to, 800);
    assert!(thin.len() <= 4 * 802 && thin.len() > 800, "{}", thin.len());
    let values = || thin.iter().map(|point| point.measured.value);
    assert_eq!((values().fold(0.0, f64::min), values().fold(0.0, f64::max)), (-50.0, 50.0));
    assert_eq!(runs(&thin).count(), 2, "the gap stays");
    assert!(thin.windows(2).all(|pair| pair[0].at < pair[1].at));
    let near = thinned(&points, from + 10.0, from + 20.0, 800);
    assert_eq!(near.len(), 13, "near by all points, and one on either side");
    assert!(thinned(&[], from, to, 800).is_empty());
    assert_eq!(thinned(&points, to, from, 800).len(), thinned(&points, to, from, 1).len());
}

#[test]
fn a_unit_is_said_with_every_value() {
    let mut fixture = Fixture::new();
    let cost = fixture.metric("cost", MetricClass::Additive);
    fixture.change(cost, |metric| metric.unit = Unit::Currency("EUR".into()));
    fixture.series(1, cost, 10, None, vec![value(month(2026, 9), 12.5)]);
    for kind in [ChartKind::Time, ChartKind::Bars, ChartKind::Box, ChartKind::Heat, ChartKind::SmallMultiples] {
        let by_month = PinnedChart { grain: Some(Grain::Month), ..pinned(kind, &[cost]) };
        let said = counted(&fixture, &by_month).mark(0).map(|mark| mark.value).unwrap_or_default();
        assert!(said.contains("€12.50"), "{kind:?}: {said}");
    }
    let funnel = counted(&fixture, &pinned(ChartKind::Funnel, &[cost]));
    assert!(empty(&funnel).contains("an amount"), "money is no count of people");
}
