//! Projects in, verdicts out: which test is taken, what it says, and what is refused.

use super::super::testing::{Fixture, month, observation, ratio, value};
use super::*;
use crate::base::date::{date, date_from_day_number, day_number};
use crate::base::number::Unit;
use crate::model::{Action, ActionId, ActionState, Amount, MetricClass, Observation};
use std::sync::Arc;

const SHOP: TouchpointId = TouchpointId(10);

/// 3 August 2026, a Monday; 28 days before and 28 after 31 August.
fn on(day: i32) -> Period {
    Period::day(date_from_day_number(day_number(date(2026, 8, 3)) + day).unwrap())
}

fn spec() -> CompareSpec {
    CompareSpec::new(on(0).union(on(27)), on(28).union(on(55)))
}

/// Spread evenly from 0 to 1, the same on every computer.
fn spread(day: i32) -> f64 {
    (f64::from(day) * 0.618_033_988_749_894_9).fract()
}

fn of(class: MetricClass, unit: Unit, observations: Vec<Observation>, spec: &CompareSpec) -> Outcome {
    let mut fixture = Fixture::new();
    let metric = fixture.metric("metric", class);
    fixture.change(metric, |metric| metric.unit = unit);
    fixture.series(1, metric, 10, None, observations);
    compare_one(&fixture.numbers(), metric, SHOP, spec).unwrap()
}

fn days(amount: impl Fn(i32) -> Amount) -> Vec<Observation> {
    (0..56).map(|day| observation(on(day), amount(day))).collect()
}

fn euro() -> Unit {
    Unit::Currency("EUR".to_owned())
}

#[test]
fn shares_of_two_months_are_two_proportions() {
    let stored = || vec![ratio(month(2026, 8), 120.0, 2_400.0), ratio(month(2026, 9), 165.0, 2_500.0)];
    let spec = CompareSpec::new(month(2026, 8), month(2026, 9));
    let outcome = of(MetricClass::Ratio, Unit::Share, stored(), &spec);
    // The reference's own case: p = 0.016750760332165375, Newcombe 0.002885…, 0.029145….
    assert_eq!(outcome.test, Some(Test::TwoProportions));
    assert!((outcome.p.unwrap() - 0.016_750_760_332_165).abs() < 1e-12);
    assert!((outcome.low.unwrap() - 0.002_885_263_849_791).abs() < 1e-9, "{outcome:?}");
    assert!((outcome.effect.unwrap() - 0.016).abs() < 1e-12 && (outcome.relative.unwrap() - 0.32).abs() < 1e-12);
    assert_eq!((outcome.verdict, outcome.before.n, outcome.after.n), (Verdict::Better, Some(2_400.0), Some(2_500.0)));
    assert!((outcome.detectable.unwrap() - 0.01877).abs() < 1e-4);
}

#[test]
fn small_cells_take_the_exact_test_and_few_cases_none() {
    let spec = CompareSpec::new(month(2026, 8), month(2026, 9));
    let stored = |cases| vec![ratio(month(2026, 8), 0.0, cases), ratio(month(2026, 9), 4.0, cases)];
    let small = of(MetricClass::Ratio, Unit::Share, stored(40.0), &spec);
    assert_eq!((small.test, small.verdict), (Some(Test::Fisher), Verdict::Undecided));
    let few = of(MetricClass::Ratio, Unit::Share, stored(29.0), &spec);
    assert_eq!((few.test, few.p), (None, None));
    assert_eq!(few.verdict.why(), Some("29 cases before and 29 after; 30 are needed on each side."));
    assert!(few.effect.is_some());
    let none = of(
        MetricClass::Ratio,
        Unit::Share,
        vec![ratio(month(2026, 8), 0.0, 50.0), ratio(month(2026, 9), 0.0, 0.0)],
        &spec,
    );
    assert!(none.verdict.why().unwrap().contains("undefined, not infinite"), "{none:?}");
}

#[test]
fn shares_whose_days_differ_more_than_cases_alone_are_tested_by_days() {
    // 100,000 cases a day that swing between 9% and 11%: two proportions would call a hair's difference sure.
    let swing = |day: i32| Amount::Ratio {
        numerator: (1e5 * (0.09 + 0.02 * spread(day) + if day < 28 { 0.0 } else { 0.0005 })).round(),
        denominator: 1e5,
    };
    let outcome = of(MetricClass::Ratio, Unit::Share, days(swing), &spec());
    assert!(matches!(outcome.test, Some(Test::BlockPermutation { .. })), "{outcome:?}");
    assert_eq!(outcome.verdict, Verdict::Undecided);
    let wilson = outcome.after.figure.interval().unwrap();
    assert!(outcome.after.high.unwrap() - outcome.after.low.unwrap() > 3.0 * (wilson.high - wilson.low));
    let calm =
        |day: i32| Amount::Ratio { numerator: (300.0 * (0.09 + 0.02 * spread(day))).round(), denominator: 300.0 };
    assert_eq!(of(MetricClass::Ratio, Unit::Share, days(calm), &spec()).test, Some(Test::TwoProportions));
}

#[test]
fn what_is_no_share_of_cases_is_tested_by_days() {
    let order_value = |lift: f64| {
        move |day: i32| {
            let orders = 20.0 + (10.0 * spread(day)).round();
            let each = 60.0 + 10.0 * spread(day * 3) + if day < 28 { 0.0 } else { lift };
            Amount::Ratio { numerator: orders * each, denominator: orders }
        }
    };
    let clear = of(MetricClass::Ratio, euro(), days(order_value(8.0)), &spec());
    assert!(matches!(clear.test, Some(Test::BlockPermutation { .. })) && clear.verdict == Verdict::Better, "{clear:?}");
    assert!(clear.low.unwrap() > 4.0 && clear.high.unwrap() < 12.0 && clear.p.unwrap() < 0.01);
    assert_eq!(of(MetricClass::Ratio, euro(), days(order_value(0.0)), &spec()).verdict, Verdict::Undecided);
    assert_eq!(clear, of(MetricClass::Ratio, euro(), days(order_value(8.0)), &spec()), "drawn from a fixed seed");
    // Fractions of conversions, as attribution gives them, are no cases.
    let fractions = |day: i32| Amount::Ratio { numerator: 10.5 + spread(day), denominator: 300.0 };
    let outcome = of(MetricClass::Ratio, Unit::Share, days(fractions), &spec());
    assert!(matches!(outcome.test, Some(Test::BlockPermutation { .. })), "{outcome:?}");
    // Ten days a side are not enough of them.
    let short = CompareSpec::new(on(18).union(on(27)), on(28).union(on(37)));
    let why = of(MetricClass::Ratio, euro(), days(order_value(8.0)), &short).verdict;
    assert!(why.why().unwrap().contains("14 are needed"), "{why:?}");
}

#[test]
fn means_and_scores_are_tested_by_their_answers() {
    let spec = CompareSpec::new(month(2026, 8), month(2026, 9));
    let mean = |sum: f64, squares: Option<f64>| Amount::Mean { sum, sum_of_squares: squares, count: 100.0 };
    let stored = |squares| {
        vec![observation(month(2026, 8), mean(400.0, squares)), observation(month(2026, 9), mean(350.0, squares))]
    };
    let welch = of(MetricClass::Mean, Unit::Points, stored(Some(1_700.0)), &spec);
    assert_eq!((welch.test, welch.verdict.clone(), welch.effect), (Some(Test::Welch), Verdict::Worse, Some(-0.5)));
    let unknown = of(MetricClass::Mean, Unit::Points, stored(None), &spec);
    assert!(unknown.verdict.why().unwrap().contains("more than a day"), "{unknown:?}");
    let shares = |promoters| Amount::Shares { promoters, detractors: 20.0, count: 100.0 };
    let stored = vec![observation(month(2026, 8), shares(55.0)), observation(month(2026, 9), shares(56.0))];
    let nps = of(MetricClass::ShareDifference, Unit::Points, stored, &spec);
    assert_eq!((nps.test, nps.verdict), (Some(Test::NetPromoter), Verdict::Undecided));
}

#[test]
fn rare_counts_are_poisson_and_busy_ones_go_by_days() {
    let rare =
        |each: f64| days(move |day| Amount::Value(if day < 28 { 1.0 + (2.0 * spread(day)).round() } else { each }));
    let complaints = of(MetricClass::Additive, Unit::Count, rare(4.0), &spec());
    assert_eq!((complaints.test, complaints.verdict.clone()), (Some(Test::PoissonExact), Verdict::Better));
    assert!(complaints.before.low.is_some() && (complaints.after.value.unwrap() - 4.0).abs() < 1e-12);
    assert_eq!(complaints.after.n, Some(28.0));
    let busy = |day: i32| Amount::Value(1_000.0 + (400.0 * spread(day)).round() + if day < 28 { 0.0 } else { 300.0 });
    let sessions = of(MetricClass::Additive, Unit::Count, days(busy), &spec());
    assert!(matches!(sessions.test, Some(Test::BlockPermutation { .. })) && sessions.verdict == Verdict::Better);
    // Monthly totals do not show how much a day varies.
    let months = vec![value(month(2026, 8), 310.0), value(month(2026, 9), 600.0)];
    let outcome = of(MetricClass::Additive, Unit::Count, months, &CompareSpec::new(month(2026, 8), month(2026, 9)));
    assert_eq!((outcome.before.value, outcome.after.value, outcome.p), (Some(10.0), Some(20.0), None));
}

#[test]
fn weekdays_are_matched_and_taken_out() {
    let weekend = |day: i32| if day % 7 >= 5 { 300.0 } else { 1_000.0 };
    let level = move |day: i32| {
        Amount::Value((weekend(day) + 100.0 * spread(day) + if day < 28 { 0.0 } else { 120.0 }).round())
    };
    let plain = of(MetricClass::Additive, Unit::Count, days(level), &spec());
    let matched =
        of(MetricClass::Additive, Unit::Count, days(level), &CompareSpec { matching: Matching::Weekday, ..spec() });
    assert_eq!(plain.effect, matched.effect);
    assert!(matched.p.unwrap() < 0.01 && matched.p < plain.p, "{:?} {:?}", matched.p, plain.p);
    assert!(matched.high.unwrap() - matched.low.unwrap() < plain.high.unwrap() - plain.low.unwrap());
    // 20 days before and 28 after: both keep as many of each weekday, those next to the border.
    let uneven = CompareSpec { matching: Matching::Weekday, ..CompareSpec::new(on(8).union(on(27)), spec().after) };
    let outcome = of(MetricClass::Additive, Unit::Count, days(level), &uneven);
    assert_eq!((outcome.before.days, outcome.after.days), (20, 20));
    let monthly = vec![value(month(2026, 8), 310.0), value(month(2026, 9), 600.0)];
    let spec = CompareSpec { matching: Matching::Weekday, ..CompareSpec::new(month(2026, 8), month(2026, 9)) };
    let verdict = of(MetricClass::Additive, Unit::Count, monthly, &spec).verdict;
    assert!(verdict.why().unwrap().contains("weekdays cannot be matched"), "{verdict:?}");
}

#[test]
fn people_levels_and_bare_rates_are_shown_but_not_tested() {
    let spec = CompareSpec::new(month(2026, 8), month(2026, 9));
    let two = |amount: fn(f64) -> Amount| {
        vec![observation(month(2026, 8), amount(0.2)), observation(month(2026, 9), amount(0.3))]
    };
    let bare = |rate| Amount::Rate { rate, weight: None };
    for (class, amount) in [
        (MetricClass::Distinct, Amount::Value as fn(f64) -> Amount),
        (MetricClass::Snapshot, Amount::Value),
        (MetricClass::RateOnly, bare),
    ] {
        let outcome = of(class, Unit::Share, two(amount), &spec);
        assert!(matches!(outcome.verdict, Verdict::NotComparable { .. }), "{class:?} {outcome:?}");
        assert!((outcome.effect.unwrap() - 0.1).abs() < 1e-12 && outcome.p.is_none());
    }
}

#[test]
fn what_does_not_vary_is_said_and_gives_no_p() {
    let same = |_| Amount::Mean { sum: 5.0, sum_of_squares: Some(5.0), count: 5.0 };
    let outcome = of(MetricClass::Mean, Unit::Points, days(same), &spec());
    assert!(outcome.verdict.why().unwrap().starts_with("All are the same"), "{outcome:?}");
    let zero = of(MetricClass::Additive, Unit::Count, days(|_| Amount::Value(0.0)), &spec());
    assert_eq!((zero.verdict, zero.relative, zero.effect), (Verdict::Undecided, None, Some(0.0)));
    let all =
        of(MetricClass::Ratio, Unit::Share, days(|_| Amount::Ratio { numerator: 9.0, denominator: 9.0 }), &spec());
    assert_eq!((all.test, all.verdict), (Some(Test::Fisher), Verdict::Undecided));
}

#[test]
fn many_rows_are_adjusted_together_and_other_changes_are_listed() {
    let mut fixture = Fixture::new();
    let ctr = fixture.metric("ctr", MetricClass::Ratio);
    for (touchpoint, hits) in [(10, 165.0), (11, 121.0), (12, 150.0)] {
        fixture.series(1, ctr, touchpoint, None, vec![ratio(month(2026, 8), 120.0, 2_400.0)]);
        fixture.series(2, ctr, touchpoint, None, vec![ratio(month(2026, 9), hits, 2_500.0)]);
    }
    let (id, idea) = (ActionId(900), ActionId(901));
    let started = Action { start: Some(date(2026, 9, 2)), state: ActionState::Done, ..Action::new(id, "New checkout") };
    let planned = Action { start: Some(date(2026, 9, 3)), ..Action::new(idea, "Perhaps") };
    Arc::make_mut(&mut fixture.project.actions).insert(id, Arc::new(started));
    Arc::make_mut(&mut fixture.project.actions).insert(idea, Arc::new(planned));
    let spec = CompareSpec::new(month(2026, 8), month(2026, 9));
    let comparison = compare(&fixture.project, &fixture.numbers(), &spec);
    let p: Vec<f64> = comparison.rows.iter().map(|row| row.outcome.p.unwrap()).collect();
    let adjusted: Vec<f64> = comparison.rows.iter().map(|row| row.outcome.p_adjusted.unwrap()).collect();
    assert_eq!(adjusted, benjamini_hochberg(&p).unwrap());
    // 0.0168 alone would be a difference; among three it is not.
    assert!(comparison.rows.iter().any(|row| row.outcome.p.unwrap() < 0.05));
    assert!(comparison.rows.iter().all(|row| row.outcome.verdict == Verdict::Undecided), "{adjusted:?}");
    let texts: Vec<String> = comparison.also_changed.iter().map(|change| change.text(&fixture.project)).collect();
    assert_eq!(
        texts,
        ["“New checkout” started on 2 Sep 2026.", "ctr comes from file-1.csv before and from file-2.csv after."]
    );
    assert_eq!(comparison.notes[0], NOT_PROOF);
    assert!(comparison.notes.iter().any(|note| note.contains("31 and 30 days")), "{:?}", comparison.notes);
    let one = CompareSpec { touchpoints: Some([SHOP].into()), ..spec };
    assert_eq!(compare(&fixture.project, &fixture.numbers(), &one).rows.len(), 1);
}

#[test]
fn periods_that_overlap_or_run_backwards_are_refused() {
    let (august, september) = (month(2026, 8), month(2026, 9));
    assert!(CompareSpec::new(august, august).problem().unwrap().contains("share days"));
    assert!(CompareSpec::new(september, august).problem().unwrap().contains("Swap them"));
    assert_eq!(CompareSpec::new(august, september).problem(), None);
    let mut fixture = Fixture::new();
    let metric = fixture.metric("sessions", MetricClass::Additive);
    fixture.series(1, metric, 10, None, vec![value(august, 1.0)]);
    let comparison = compare(&fixture.project, &fixture.numbers(), &CompareSpec::new(august, august));
    assert!(comparison.rows.is_empty() && comparison.notes[1].contains("share days"));
}

#[test]
fn the_season_before_is_52_weeks_earlier_on_the_same_weekdays() {
    let after = Period::new(date(2026, 9, 7), date(2026, 9, 20)).unwrap();
    let spec = CompareSpec { matching: Matching::Season, ..CompareSpec::new(month(2026, 8), after) };
    assert_eq!(spec.days_before(), Period::new(date(2025, 9, 8), date(2025, 9, 21)).unwrap());
}

#[test]
fn an_actions_start_is_compared_over_whole_weeks_on_both_sides() {
    let known = month(2026, 8).union(month(2026, 10));
    let around = |day, known| CompareSpec::around(day, known).map(|spec| (spec.before.days(), spec.after.days()));
    assert_eq!(around(date(2026, 9, 15), known), Some((28, 28)));
    assert_eq!(around(date(2026, 8, 18), known), Some((14, 14)));
    assert_eq!(around(date(2026, 10, 28), known), Some((4, 4)));
    assert_eq!(around(date(2026, 8, 1), known), None);
    assert_eq!(around(date(2026, 11, 1), known), None);
    let spec = CompareSpec::around(date(2026, 9, 15), known).unwrap();
    assert_eq!((spec.before.to, spec.after.from), (date(2026, 9, 14), date(2026, 9, 15)));
}
