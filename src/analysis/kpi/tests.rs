//! What the rule makes of figures, intervals, lines and days; what SMART asks for; and that standings follow edits.

use std::sync::Arc;

use super::super::testing::{Fixture, day, month, period, ratio, value};
use super::*;
use crate::model::{KpiId, MetricClass, MetricId, StageId, TouchpointId};

fn on(month: i8, day: i8) -> Date {
    crate::base::date::date(2026, month, day)
}

const HIGHER: Direction = Direction::HigherIsBetter;
const LOWER: Direction = Direction::LowerIsBetter;

fn kpi(target: f64) -> Kpi {
    Kpi::new(KpiId(1), TouchpointId(10), MetricId(100), target)
}

/// From 3 to 4 between 1 July and 31 December: halfway on 30 September, as near as days allow.
fn planned(baseline: f64, target: f64) -> Kpi {
    let start = Some(on(7, 1));
    Kpi { start, due: Some(on(12, 31)), baseline: Some(Baseline::Figure(baseline)), ..kpi(target) }
}

fn september(value: Option<f64>, interval: Option<(f64, f64)>) -> Figure {
    Figure {
        value,
        low: interval.map(|ends| ends.0),
        high: interval.map(|ends| ends.1),
        period: Some(period((2026, 9, 1), (2026, 9, 30))),
        ..Figure::default()
    }
}

fn state(kpi: &Kpi, direction: Direction, figure: Figure, today: Date) -> KpiState {
    let baseline = kpi.baseline.map(|baseline| match baseline {
        Baseline::Figure(figure) => figure,
        Baseline::Period(_) => panic!("a figure in these tests"),
    });
    judge(kpi, direction, figure, baseline, today).state
}

#[test]
fn without_a_line_the_target_decides() {
    use KpiState::{AtRisk, NoData, OffTrack, Reached};
    let due = |day: Option<Date>, target: f64| Kpi { due: day, ..kpi(target) };
    /// What is told, direction, target, due date, figure, interval, state.
    type Case = (&'static str, Direction, f64, Option<Date>, Option<f64>, Option<(f64, f64)>, KpiState);
    let cases: Vec<Case> = vec![
        ("nothing measured", HIGHER, 0.036, None, None, None, NoData),
        ("nothing measured, overdue", HIGHER, 0.036, Some(on(8, 31)), None, None, NoData),
        ("exactly met", HIGHER, 0.036, None, Some(0.036), None, Reached),
        ("met but for rounding", HIGHER, 0.3, None, Some(0.1 + 0.2 - 1e-12), None, Reached),
        ("exceeded", HIGHER, 0.036, None, Some(0.05), None, Reached),
        ("exceeded and overdue", HIGHER, 0.036, Some(on(8, 31)), Some(0.05), None, Reached),
        ("a tenth short", HIGHER, 100.0, None, Some(90.0), None, AtRisk),
        ("more than a tenth short", HIGHER, 100.0, None, Some(89.9), None, OffTrack),
        ("far, but the interval reaches it", HIGHER, 100.0, None, Some(80.0), Some((50.0, 110.0)), AtRisk),
        ("far, and the interval too", HIGHER, 100.0, None, Some(80.0), Some((70.0, 90.0)), OffTrack),
        ("close, and due today", HIGHER, 100.0, Some(on(10, 5)), Some(95.0), None, AtRisk),
        ("close, but a day late", HIGHER, 100.0, Some(on(10, 4)), Some(95.0), None, OffTrack),
        (
            "late, though the interval reaches it",
            HIGHER,
            100.0,
            Some(on(10, 4)),
            Some(95.0),
            Some((90.0, 101.0)),
            OffTrack,
        ),
        ("lower is better: met", LOWER, 3.0, None, Some(2.9), None, Reached),
        ("lower is better: close", LOWER, 3.0, None, Some(3.2), None, AtRisk),
        ("lower is better: far", LOWER, 3.0, None, Some(3.4), None, OffTrack),
        ("lower is better: the interval reaches it", LOWER, 3.0, None, Some(3.4), Some((2.9, 3.9)), AtRisk),
        ("a negative target: close", HIGHER, -10.0, None, Some(-10.5), None, AtRisk),
        ("a negative target: far", HIGHER, -10.0, None, Some(-12.0), None, OffTrack),
        ("a target of zero has no tenth", HIGHER, 0.0, None, Some(-1.0), None, OffTrack),
        ("a target of zero, met", LOWER, 0.0, None, Some(0.0), None, Reached),
        ("no number", HIGHER, 1.0, None, Some(f64::NAN), None, NoData),
        ("no end", HIGHER, 1.0, None, Some(f64::INFINITY), None, NoData),
        (
            "an interval that is no number counts for none",
            HIGHER,
            100.0,
            None,
            Some(50.0),
            Some((f64::NAN, f64::NAN)),
            OffTrack,
        ),
    ];
    for (name, direction, target, day, measured, interval, expected) in cases {
        assert_eq!(state(&due(day, target), direction, september(measured, interval), on(10, 5)), expected, "{name}");
    }
}

#[test]
fn with_a_line_the_way_decides() {
    use KpiState::{AtRisk, OffTrack, OnTrack, Reached};
    // Of 183 days 91 are over on 30 September: the line is at 3.497; with 10% of the rest of the way, from 3.442 on.
    /// What is told, direction, baseline, target, figure, interval, state.
    type Case = (&'static str, Direction, f64, f64, f64, Option<(f64, f64)>, KpiState);
    let cases: Vec<Case> = vec![
        ("met", HIGHER, 3.0, 4.0, 4.1, None, Reached),
        ("beyond the line", HIGHER, 3.0, 4.0, 3.6, None, OnTrack),
        ("a hair before it", HIGHER, 3.0, 4.0, 3.4973, None, OnTrack),
        ("behind by less than a tenth of the rest", HIGHER, 3.0, 4.0, 3.46, None, AtRisk),
        ("behind by more", HIGHER, 3.0, 4.0, 3.43, None, OffTrack),
        ("behind by more, but the interval reaches the line", HIGHER, 3.0, 4.0, 3.3, Some((3.0, 3.6)), AtRisk),
        ("behind by more, and the interval too", HIGHER, 3.0, 4.0, 3.3, Some((3.2, 3.4)), OffTrack),
        ("worse than at the start", HIGHER, 3.0, 4.0, 2.5, None, OffTrack),
        ("downward: beyond the line", LOWER, 4.0, 3.0, 3.4, None, OnTrack),
        ("downward: a little behind", LOWER, 4.0, 3.0, 3.55, None, AtRisk),
        ("downward: far behind", LOWER, 4.0, 3.0, 3.8, None, OffTrack),
        ("the baseline is the target: no way, so the target", HIGHER, 4.0, 4.0, 3.7, None, AtRisk),
        ("the baseline is beyond it: the target", HIGHER, 5.0, 4.0, 3.5, None, OffTrack),
        ("negative all the way", HIGHER, -40.0, -20.0, -28.0, None, OnTrack),
    ];
    for (name, direction, baseline, target, measured, interval, expected) in cases {
        let found = state(&planned(baseline, target), direction, september(Some(measured), interval), on(11, 22));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_line_is_asked_for_the_last_day_measured_and_never_after_today() {
    let plan = planned(3.0, 4.0);
    let expected = |figure: Figure, today: Date| judge(&plan, HIGHER, figure, Some(3.0), today).expected.unwrap();
    let at = expected(september(Some(3.0), None), on(11, 22));
    assert_eq!(at.day, on(9, 30));
    assert!((at.value - (3.0 + 91.0 / 183.0)).abs() < 1e-12);
    assert_eq!(expected(september(Some(3.0), None), on(8, 1)).day, on(8, 1));
    assert_eq!(expected(september(Some(3.0), None), on(5, 1)).value, 3.0, "before the start it is where it started");
    let year = Figure { period: Some(period((2027, 1, 1), (2027, 1, 31))), ..september(Some(3.0), None) };
    let late = expected(year, crate::base::date::date(2027, 2, 3));
    assert_eq!((late.value, late.day), (4.0, on(12, 31)), "after the due date it is at the target");
    for broken in [
        Kpi { start: None, ..plan.clone() },
        Kpi { due: None, ..plan.clone() },
        Kpi { start: Some(on(12, 31)), ..plan.clone() },
        Kpi { start: Some(on(12, 31)), due: Some(on(7, 1)), ..plan.clone() },
    ] {
        assert_eq!(judge(&broken, HIGHER, september(Some(3.0), None), Some(3.0), on(6, 1)).expected, None);
    }
    assert_eq!(judge(&plan, HIGHER, september(Some(3.0), None), None, on(11, 1)).expected, None);
    assert_eq!(judge(&plan, HIGHER, september(Some(3.0), None), Some(f64::NAN), on(11, 1)).baseline, None);
}

#[test]
fn the_reason_says_what_was_compared_and_how_sure_it_is() {
    let metric = super::super::testing::metric(100, "ctr", MetricClass::Ratio);
    let said = |kpi: &Kpi, value: f64, interval: Option<(f64, f64)>| {
        let baseline = kpi.baseline.map(|_| 0.03);
        let figure = Figure { n: Some(1_200.0), ..september(Some(value), interval) };
        judge(kpi, HIGHER, figure, baseline, on(11, 22)).reason(kpi, &metric)
    };
    let plan = planned(0.03, 0.04);
    for (kpi, value, interval, expected) in [
        (&plan, 0.041, None, "4.1% meets the target of 4%."),
        (
            &plan,
            0.041,
            Some((0.035, 0.047)),
            "4.1% meets the target of 4%. It could be chance: the 95% interval is 3.5% to 4.7% from n = 1,200.",
        ),
        (
            &plan,
            0.045,
            Some((0.041, 0.049)),
            "4.5% meets the target of 4%. The 95% interval is 4.1% to 4.9% from n = 1,200.",
        ),
        (&plan, 0.036, None, "3.6% is at or beyond 3.5%, where the line from 3% to 4% is on 30 Sep 2026."),
        (&plan, 0.031, None, "3.1% is behind 3.5%, where the line from 3% to 4% is on 30 Sep 2026."),
        (
            &plan,
            0.0346,
            None,
            "3.46% is behind 3.5%, where the line from 3% to 4% is on 30 Sep 2026, by no more than 10% of the way still \
             to go.",
        ),
        (&kpi(0.04), 0.038, None, "3.8% misses the target of 4% by no more than 10% of it."),
        (&kpi(0.04), 0.03, None, "3% misses the target of 4% by 1%."),
        (
            &Kpi { due: Some(on(10, 31)), ..kpi(0.04) },
            0.039,
            None,
            "3.9% misses the target of 4%, which was due on 31 Oct 2026.",
        ),
    ] {
        assert_eq!(said(kpi, value, interval), expected);
    }
    let nothing = judge(&plan, HIGHER, Figure::unknown("No data for these days."), None, on(11, 22));
    assert_eq!(nothing.reason(&plan, &metric), "No data for these days.");
}

#[test]
fn the_time_left_reads_as_people_say_it() {
    let today = on(11, 22);
    for (due, text) in [
        (on(11, 22), "today"),
        (on(11, 23), "in 1 day"),
        (on(11, 21), "1 day late"),
        (on(12, 31), "in 39 days"),
        (on(8, 1), "4 months late"),
        (crate::base::date::date(2028, 12, 1), "in 2 years"),
    ] {
        assert_eq!(time_left(due, today), text);
    }
}

#[test]
fn the_bullet_holds_all_its_marks() {
    for (target, value, baseline, interval) in [
        (3.6, 3.1, Some(3.0), Some((2.9, 3.3))),
        (3.0, 9.0, None, None),
        (-10.0, -20.0, Some(-40.0), None),
        (10.0, -5.0, None, Some((-900.0, 900.0))),
        (0.0, 4.0, None, None),
        (0.0, 0.0, Some(0.0), Some((0.0, 0.0))),
        (1e308, -1e308, None, None),
    ] {
        let kpi = kpi(target);
        let standing = judge(&kpi, HIGHER, september(Some(value), interval), baseline, on(10, 1));
        let bullet = bullet(&kpi, &standing).unwrap();
        let ends = bullet.interval.map(|ends| [ends.0, ends.1]).into_iter().flatten();
        let marks = [bullet.zero, bullet.value, bullet.target].into_iter().chain(bullet.baseline).chain(ends);
        for mark in marks {
            assert!((0.0..=1.0).contains(&mark), "{target} {value}: {bullet:?}");
        }
        if target != value && target.abs() < 1e300 {
            assert_eq!(bullet.value < bullet.target, value < target, "{target} {value}");
        }
    }
    let none = judge(&kpi(1.0), HIGHER, Figure::default(), None, on(10, 1));
    assert_eq!(bullet(&kpi(1.0), &none), None);
}

/// A share of 3% in August and 3.4% in September at touchpoint 10, of 1,000 cases each.
fn measured() -> (Fixture, MetricId) {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    let months = vec![ratio(month(2026, 8), 30.0, 1_000.0), ratio(month(2026, 9), 34.0, 1_000.0)];
    fixture.series(1, ctr, 10, None, months);
    (fixture, ctr)
}

#[test]
fn smart_says_what_is_missing() {
    let (fixture, ctr) = measured();
    let numbers = fixture.numbers();
    let whole = Kpi {
        baseline: Some(Baseline::Figure(0.03)),
        start: Some(on(9, 1)),
        due: Some(on(12, 31)),
        why: "Fewer clicks are paid twice".to_owned(),
        ..Kpi::new(KpiId(1), TouchpointId(10), ctr, 0.036)
    };
    let missing = |kpi: &Kpi, today: Date| {
        let found = smart(&fixture.project, &numbers, kpi, today);
        assert!(found.iter().all(|missing| missing.what.ends_with('.')));
        found.iter().map(|missing| missing.criterion.letter()).collect::<String>()
    };
    let cases: Vec<(&str, Kpi, &str)> = vec![
        ("whole", whole.clone(), ""),
        ("a metric that is gone", Kpi { metric: MetricId(999), ..whole.clone() }, "SM"),
        ("a place where nothing is measured", Kpi { aim: TouchpointId(11).into(), ..whole.clone() }, "M"),
        ("no file since it started", Kpi { start: Some(on(10, 2)), ..whole.clone() }, "M"),
        ("it has hardly started", Kpi { start: Some(on(10, 30)), ..whole.clone() }, ""),
        ("a tenth of the baseline more", Kpi { target: 0.033, ..whole.clone() }, ""),
        ("twice the baseline", Kpi { target: 0.06, ..whole.clone() }, "A"),
        ("twice the last month, without a baseline", Kpi { target: 0.068, baseline: None, ..whole.clone() }, "A"),
        ("met in a month before", Kpi { target: 0.0335, baseline: None, ..whole.clone() }, ""),
        ("the baseline meets it", Kpi { baseline: Some(Baseline::Figure(0.036)), ..whole.clone() }, "A"),
        (
            "a baseline of zero, met by a month",
            Kpi { baseline: Some(Baseline::Figure(0.0)), target: 0.034, ..whole.clone() },
            "",
        ),
        ("a baseline of zero, met by none", Kpi { baseline: Some(Baseline::Figure(0.0)), ..whole.clone() }, "A"),
        (
            "a baseline of days without figures counts for none",
            Kpi { baseline: Some(Baseline::Period(month(2025, 1))), ..whole.clone() },
            "",
        ),
        ("no reason", Kpi { why: "  ".to_owned(), ..whole.clone() }, "R"),
        ("no due date", Kpi { due: None, ..whole.clone() }, "T"),
        ("due yesterday", Kpi { due: Some(on(11, 21)), ..whole.clone() }, "T"),
        ("due today", Kpi { due: Some(on(11, 22)), ..whole.clone() }, ""),
        ("due before it starts", Kpi { start: Some(on(12, 31)), ..whole.clone() }, "T"),
        ("only a target", Kpi::new(KpiId(1), TouchpointId(11), ctr, 1.0), "MART"),
    ];
    for (name, kpi, letters) in cases {
        assert_eq!(missing(&kpi, on(11, 22)), letters, "{name}");
    }
}

#[test]
fn a_lucky_month_of_few_cases_makes_nothing_achievable() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 8), 1.0, 1.0), ratio(month(2026, 9), 30.0, 1_000.0)]);
    let kpi = Kpi::new(KpiId(1), TouchpointId(10), ctr, 0.5);
    let found = smart(&fixture.project, &fixture.numbers(), &kpi, on(11, 22));
    assert!(found.iter().any(|missing| missing.criterion == Criterion::Achievable), "{found:?}");
}

#[test]
fn scores_end_at_a_hundred() {
    let mut fixture = Fixture::new();
    let nps = fixture.metric("nps", MetricClass::ShareDifference);
    let kpi = Kpi::new(KpiId(1), TouchpointId(10), nps, 120.0);
    let found = smart(&fixture.project, &fixture.numbers(), &kpi, on(11, 22));
    let achievable = found.iter().find(|missing| missing.criterion == Criterion::Achievable).unwrap();
    assert!(achievable.what.contains("between −100 and 100"), "{achievable:?}");
}

#[test]
fn one_observation_is_enough_to_be_judged() {
    let mut fixture = Fixture::new();
    let orders = fixture.metric("orders", MetricClass::Additive);
    fixture.series(1, orders, 10, None, vec![value(day(2026, 9, 3), 7.0)]);
    let numbers = fixture.numbers();
    let kpi = Kpi::new(KpiId(1), TouchpointId(10), orders, 7.0);
    let standing = numbers.kpi(&fixture.project, &kpi, &numbers.default_view(), on(11, 22));
    assert_eq!((standing.state, standing.is_certain), (KpiState::Reached, None));
}

fn with(fixture: &mut Fixture, kpi: Kpi) {
    Arc::make_mut(&mut fixture.project.kpis).insert(kpi.id, Arc::new(kpi));
}

#[test]
fn standings_follow_what_an_edit_changes() {
    let (mut fixture, ctr) = measured();
    fixture.series(1, ctr, 11, None, vec![ratio(month(2026, 9), 100.0, 1_000.0)]);
    let (ad, discover, buy) = (TouchpointId(10), StageId(1), StageId(2));
    with(&mut fixture, Kpi::new(KpiId(1), ad, ctr, 0.03));
    with(&mut fixture, Kpi::new(KpiId(2), ad, ctr, 0.9));
    with(&mut fixture, Kpi::new(KpiId(3), discover, ctr, 0.05));
    let numbers = fixture.numbers();
    let view = View { period: Some(month(2026, 9)), compare_with: None };
    let mut standings = Standings::of(&fixture.project, &numbers, &view, on(11, 22));
    let states = |standings: &Standings| [ad.into(), discover.into(), buy.into()].map(|aim| standings.worst(aim));
    assert_eq!(states(&standings), [Some(KpiState::OffTrack), Some(KpiState::OffTrack), None]);
    assert_eq!(standings.worst_of_touchpoints().into_iter().collect::<Vec<_>>(), [(ad, KpiState::OffTrack)]);

    let revision = standings.revision();
    fixture.project.title = "Renamed".to_owned();
    standings.refresh(&fixture.project, &numbers, &view, on(11, 22));
    assert_eq!(standings.revision(), revision, "nothing to judge again");

    // A touchpoint that comes to a stage counts there.
    let touchpoints = Arc::make_mut(&mut fixture.project.touchpoints);
    Arc::make_mut(touchpoints.get_mut(&TouchpointId(11)).unwrap()).place.stage = discover;
    standings.refresh(&fixture.project, &numbers, &view, on(11, 22));
    assert_eq!(standings.worst(discover.into()), Some(KpiState::Reached));
    assert!(standings.revision() > revision);

    Arc::make_mut(&mut fixture.project.kpis).remove(&KpiId(2));
    standings.refresh(&fixture.project, &numbers, &view, on(11, 22));
    assert_eq!(states(&standings), [Some(KpiState::Reached), Some(KpiState::Reached), None]);

    with(&mut fixture, Kpi { due: Some(on(11, 22)), ..Kpi::new(KpiId(1), ad, ctr, 0.035) });
    standings.refresh(&fixture.project, &numbers, &view, on(11, 22));
    assert_eq!(standings.worst(ad.into()), Some(KpiState::AtRisk));
    standings.refresh(&fixture.project, &numbers, &view, on(11, 23));
    assert_eq!(standings.worst(ad.into()), Some(KpiState::OffTrack), "another day");
    let fresh = Standings::of(&fixture.project, &numbers, &view, on(11, 23));
    for id in fixture.project.kpis.keys() {
        assert_eq!(standings.get(*id), fresh.get(*id));
        assert_eq!(standings.missing(*id), fresh.missing(*id));
    }
}

#[test]
fn a_segment_and_a_journey_are_judged_by_their_own_figures() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    fixture.series(1, ctr, 10, Some(7), vec![ratio(month(2026, 9), 50.0, 1_000.0)]);
    fixture.series(1, ctr, 11, Some(8), vec![ratio(month(2026, 9), 10.0, 1_000.0)]);
    let numbers = fixture.numbers();
    let view = numbers.default_view();
    let journey = fixture.project.journey_order[0];
    let value = |kpi: &Kpi| numbers.kpi(&fixture.project, kpi, &view, on(10, 1)).figure.value;
    let whole = Kpi { aim: journey.into(), ..kpi(0.04) };
    assert_eq!(value(&whole), Some(0.03));
    let of_segment = Kpi { segment: Some(crate::model::SegmentId(7)), ..whole };
    assert_eq!(value(&of_segment), Some(0.05));
    let elsewhere = Kpi { aim: TouchpointId(12).into(), ..kpi(0.04) };
    assert_eq!(numbers.kpi(&fixture.project, &elsewhere, &view, on(10, 1)).state, KpiState::NoData);
    let undefined = Kpi { metric: MetricId(999), ..kpi(0.04) };
    assert_eq!(numbers.kpi(&fixture.project, &undefined, &view, on(10, 1)).state, KpiState::NoData);
    let periodic = Kpi { baseline: Some(Baseline::Period(month(2026, 9))), ..of_segment };
    assert_eq!(numbers.baseline(&fixture.project, &periodic), Some(0.05));
}
