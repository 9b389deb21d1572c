//! Rankings counted by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::kpi::Standings;
use super::super::testing::{Fixture, month, ratio, value};
use super::super::view::View;
use super::*;
use crate::base::number::Unit;
use crate::model::{Direction, Emotion, Kpi, MetricClass, Money, Strategy};

const AD: TouchpointId = TouchpointId(10);
const CHECKOUT: TouchpointId = TouchpointId(11);
const BASKET: TouchpointId = TouchpointId(12);

fn change(fixture: &mut Fixture, id: TouchpointId, change: impl FnOnce(&mut Touchpoint)) {
    let touchpoints = Arc::make_mut(&mut fixture.project.touchpoints);
    change(Arc::make_mut(touchpoints.get_mut(&id).unwrap()));
}

fn kpi(fixture: &mut Fixture, id: u64, at: TouchpointId, metric: MetricId, baseline: Option<f64>, target: f64) {
    let baseline = baseline.map(crate::model::Baseline::Figure);
    let kpi = Kpi { baseline, ..Kpi::new(KpiId(id), at, metric, target) };
    Arc::make_mut(&mut fixture.project.kpis).insert(kpi.id, Arc::new(kpi));
}

fn strategy(fixture: &mut Fixture, change: impl FnOnce(&mut Strategy)) {
    change(Arc::make_mut(&mut fixture.project.strategy));
}

fn ranking(fixture: &Fixture) -> Vec<Ranked> {
    let view = View { period: Some(month(2026, 9)), compare_with: None };
    let numbers = fixture.numbers();
    let kpis = KpiReadings::new(&fixture.project, &numbers, &Standings::by_data(&fixture.project, &numbers, &view));
    rank(&fixture.project, JourneyId(5), &Measures::new(&numbers, &view), &kpis)
}

fn row(rows: &[Ranked], id: TouchpointId) -> &Ranked {
    rows.iter().find(|row| row.touchpoint == id).unwrap()
}

/// The shares of a row, rounded to the sixth decimal; −1 for what is not known.
fn shares(row: &Ranked) -> [f64; 4] {
    row.parts.map(|part| part.share.map_or(-1.0, |share| (share * 1e6).round() / 1e6))
}

#[test]
fn the_score_is_the_weighted_sum_of_what_is_known() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    let conversion = fixture.metric("conversion-rate-per-session", MetricClass::Ratio);
    fixture.series(1, sessions, 11, None, vec![value(month(2026, 9), 99.0)]);
    fixture.series(1, sessions, 10, None, vec![value(month(2026, 9), 9_999.0)]);
    fixture.series(1, conversion, 11, None, vec![ratio(month(2026, 9), 33.0, 1000.0)]);
    kpi(&mut fixture, 200, CHECKOUT, conversion, Some(0.03), 0.036);
    change(&mut fixture, CHECKOUT, |it| (it.importance, it.satisfaction) = (Some(5), Some(3)));
    change(&mut fixture, AD, |it| (it.importance, it.satisfaction) = (Some(2), Some(4)));
    strategy(&mut fixture, |it| {
        it.weights = Weights { importance: 10, satisfaction: 5, volume: 2, kpi_gap: 3 };
    });
    let rows = ranking(&fixture);
    let ids: Vec<u64> = rows.iter().map(|row| row.touchpoint.0).collect();
    assert_eq!(ids, [11, 10, 12], "the basket has no score, so it comes last");
    // ln 100 ÷ ln 10,000 is a half, and 0.033 is half the way from 0.030 to 0.036.
    let checkout = row(&rows, CHECKOUT);
    assert_eq!(shares(checkout), [1.0, 0.5, 0.5, 0.5]);
    assert!((checkout.score.unwrap() - (10.0 + 2.5 + 1.0 + 1.5) / 20.0).abs() < 1e-12, "{:?}", checkout.score);
    assert_eq!(checkout.sum(), "(1.00 × 10 + 0.50 × 5 + 0.50 × 2 + 0.50 × 3) ÷ 20 = 0.75");
    assert_eq!(checkout.not_counted(), None);
    let ad = row(&rows, AD);
    assert_eq!(shares(ad), [0.25, 0.25, 1.0, -1.0]);
    assert!((ad.score.unwrap() - (2.5 + 1.25 + 2.0) / 17.0).abs() < 1e-12, "a KPI that is not there is no zero");
    assert_eq!(ad.not_counted().as_deref(), Some("Not known, so not counted: KPI gap (it has no KPI)."));
    let together: f64 = ad.parts.iter().map(|part| ad.share_of_score(part)).sum();
    assert!((together - ad.score.unwrap()).abs() < 1e-12, "the bars add up to the score");
    let basket = row(&rows, BASKET);
    assert_eq!((basket.score, basket.rank), (None, None));
    assert_eq!(basket.sum(), "Nothing is known that the ranking is made of.");
    assert_eq!((checkout.rank, ad.rank), (Some(1), Some(2)));
}

#[test]
fn weights_of_zero_count_nothing_and_equal_scores_share_a_rank() {
    let mut fixture = Fixture::new();
    for id in [AD, CHECKOUT] {
        change(&mut fixture, id, |it| it.importance = Some(3));
    }
    change(&mut fixture, BASKET, |it| it.importance = Some(1));
    let rows = ranking(&fixture);
    let ranks: Vec<(u64, Option<usize>)> = rows.iter().map(|row| (row.touchpoint.0, row.rank)).collect();
    assert_eq!(ranks, [(10, Some(1)), (11, Some(1)), (12, Some(3))], "in reading order where alike");
    strategy(&mut fixture, |it| it.weights = Weights { importance: 0, ..Weights::default() });
    let rows = ranking(&fixture);
    assert!(rows.iter().all(|row| row.score.is_none()));
    assert_eq!(rows[0].sum(), "All that is known has the weight 0.");
}

#[test]
fn satisfaction_is_what_people_said_else_what_was_measured_else_how_they_feel() {
    let mut fixture = Fixture::new();
    let csat = fixture.metric("csat", MetricClass::Ratio);
    for id in [10, 11] {
        fixture.series(1, csat, id, None, vec![ratio(month(2026, 9), 75.0, 100.0)]);
    }
    change(&mut fixture, AD, |it| it.satisfaction = Some(2));
    let emotions = BTreeMap::from([
        (None, Emotion::from_tenths(-10).unwrap()),
        (Some(crate::model::PersonaId(1)), Emotion::from_tenths(-20).unwrap()),
    ]);
    change(&mut fixture, CHECKOUT, |it| it.emotions = emotions.clone());
    change(&mut fixture, BASKET, |it| it.emotions = emotions);
    let rows = ranking(&fixture);
    let satisfaction = |id| {
        let part = row(&rows, id).parts[1];
        (part.share.unwrap(), part.said(&fixture.project))
    };
    assert_eq!(satisfaction(AD), (0.75, "2 of 5, as people say".to_owned()));
    // 75% of −2 … +2 is +1, which is 4 of 5.
    let (share, said) = satisfaction(CHECKOUT);
    assert!((share - 0.25).abs() < 1e-12);
    assert!(said.starts_with("measured: csat 75% (n = 100, 95% interval "), "{said}");
    assert!(said.ends_with("), 4 of 5"), "{said}");
    let (share, said) = satisfaction(BASKET);
    assert!((share - 0.875).abs() < 1e-12);
    assert_eq!(said, "said to feel −1.5 on average of 2 feelings, 1.5 of 5");
}

#[test]
fn opportunities_are_counted_overall_and_by_segment() {
    for (importance, satisfaction, score, sum) in
        [(5.0, 2.0, 16.0, "10 + (10 − 4) = 16"), (2.0, 4.0, 4.0, "4 + 0 = 4"), (3.0, 3.0, 6.0, "6 + 0 = 6")]
    {
        let opportunity = Opportunity::of(importance, satisfaction);
        assert_eq!((opportunity.score, opportunity.sum()), (score, sum.to_owned()));
    }
    let mut fixture = Fixture::new();
    let csat = fixture.metric("csat", MetricClass::Ratio);
    fixture.series(1, csat, 11, Some(50), vec![ratio(month(2026, 9), 90.0, 100.0)]);
    fixture.series(1, csat, 11, Some(51), vec![ratio(month(2026, 9), 30.0, 100.0)]);
    change(&mut fixture, CHECKOUT, |it| it.importance = Some(5));
    let rows = ranking(&fixture);
    let checkout = row(&rows, CHECKOUT);
    // Together 60%: 3.4 of 5, so 10 + (10 − 6.8).
    assert!((checkout.opportunity.unwrap().score - 13.2).abs() < 1e-9);
    let by: Vec<(u64, f64)> =
        checkout.by_segment.iter().map(|(id, _, it)| (id.0, (it.score * 1e6).round() / 1e6)).collect();
    assert_eq!(by, [(51, 15.6), (50, 10.8)], "the largest first");
    let said = checkout.segments_said(&fixture.project);
    assert!(said[0].starts_with("Segment 51: 10 + (10 − 4.4) = 15.6, by csat 30% (n = 100,"), "{said:?}");
    assert_eq!(row(&rows, AD).opportunity, None);
}

#[test]
fn the_worst_kpi_counts_and_its_way_begins_at_the_baseline() {
    use Direction::{HigherIsBetter as Higher, LowerIsBetter as Lower};
    let reading = |direction, value, target, baseline| KpiReading {
        metric: MetricId(1),
        value,
        target,
        baseline,
        direction,
        cases: None,
        ends: None,
    };
    for (name, reading, missing) in [
        ("half the way", reading(Higher, 15.0, 20.0, Some(10.0)), 0.5),
        ("behind the baseline", reading(Higher, 5.0, 20.0, Some(10.0)), 1.0),
        ("met", reading(Higher, 21.0, 20.0, Some(10.0)), 0.0),
        ("met but for rounding", reading(Higher, 20.0 - 1e-12, 20.0, Some(10.0)), 0.0),
        ("lower is better", reading(Lower, 45.0, 40.0, Some(50.0)), 0.5),
        ("without a baseline", reading(Higher, 15.0, 20.0, None), 0.25),
        ("a baseline beyond the target", reading(Higher, 15.0, 20.0, Some(25.0)), 0.25),
        ("a target of zero", reading(Lower, 3.0, 0.0, None), 1.0),
        ("a target of zero that is met", reading(Lower, 0.0, 0.0, None), 0.0),
        ("a negative target", reading(Higher, -15.0, -10.0, None), 0.5),
    ] {
        assert!((reading.missing() - missing).abs() < 1e-12, "{name}: {}", reading.missing());
    }
    let mut fixture = Fixture::new();
    let orders = fixture.metric("orders", MetricClass::Additive);
    let refunds = fixture.metric("refunds", MetricClass::Additive);
    fixture.series(1, orders, 11, None, vec![value(month(2026, 9), 90.0)]);
    kpi(&mut fixture, 200, CHECKOUT, orders, None, 100.0);
    kpi(&mut fixture, 201, CHECKOUT, orders, Some(50.0), 150.0);
    kpi(&mut fixture, 202, CHECKOUT, refunds, None, 1.0);
    kpi(&mut fixture, 203, BASKET, refunds, None, 1.0);
    let rows = ranking(&fixture);
    let part = row(&rows, CHECKOUT).parts[3];
    assert!((part.share.unwrap() - 0.6).abs() < 1e-12);
    assert_eq!(part.said(&fixture.project), "orders 90, on the way from 50 to 150");
    assert_eq!(row(&rows, BASKET).parts[3].basis, Basis::Unknown(Unknown::KpiWithoutData));
    assert_eq!(row(&rows, AD).parts[3].basis, Basis::Unknown(Unknown::NoKpi));
}

#[test]
fn a_gap_is_worth_its_cases_times_the_value_of_a_conversion() {
    let mut fixture = Fixture::new();
    let conversion = fixture.metric("conversion-rate-per-session", MetricClass::Ratio);
    let csat = fixture.metric("csat", MetricClass::Ratio);
    fixture.change(csat, |metric| metric.numerator = "satisfied answers".to_owned());
    for (metric, touchpoint) in [(conversion, 11), (csat, 12)] {
        fixture.series(1, metric, touchpoint, None, vec![ratio(month(2026, 9), 300.0, 10_000.0)]);
    }
    kpi(&mut fixture, 200, CHECKOUT, conversion, None, 0.036);
    kpi(&mut fixture, 201, BASKET, csat, None, 0.5);
    let why = |rows: &[Ranked], id| match row(rows, id).worth {
        Worth::Unknown(why) => Some(why),
        Worth::Known { .. } => None,
    };
    let rows = ranking(&fixture);
    assert_eq!(why(&rows, CHECKOUT), Some(NoWorth::NoConversionValue));
    strategy(&mut fixture, |it| {
        it.conversion_value = Some(Money { amount: 60.0, currency: "EUR".to_owned() });
    });
    let rows = ranking(&fixture);
    assert!((row(&rows, CHECKOUT).worth.amount().unwrap() - 10_000.0 * 0.006 * 60.0).abs() < 1e-6);
    let said = row(&rows, CHECKOUT).worth.said(&fixture.project);
    let product = "10,000 impressions × 0.6% missing to the target × €60 = €3,600 (€1,";
    assert!(said.contains(product) && said.ends_with(" by the 95% interval of the KPI)"), "{said}");
    assert_eq!(why(&rows, BASKET), Some(NoWorth::NoShareOfConversions), "answers are no conversions");
    assert_eq!(why(&rows, AD), Some(NoWorth::NoKpi));
    kpi(&mut fixture, 202, AD, conversion, None, 0.036);
    assert_eq!(why(&ranking(&fixture), AD), Some(NoWorth::NoData));
    fixture.change(conversion, |metric| metric.unit = Unit::Points);
    assert_eq!(why(&ranking(&fixture), CHECKOUT), Some(NoWorth::NoShareOfConversions));
}

#[test]
fn who_comes_through_is_counted_by_the_best_count_that_a_touchpoint_has() {
    let mut fixture = Fixture::new();
    let (clicks, impressions) =
        (fixture.metric("clicks", MetricClass::Additive), fixture.metric("impressions", MetricClass::Additive));
    let (own, revenue) =
        (fixture.metric("scans", MetricClass::Additive), fixture.metric("revenue", MetricClass::Additive));
    fixture.change(revenue, |metric| metric.unit = Unit::Currency("EUR".to_owned()));
    for (metric, touchpoint, count) in [
        (impressions, 10, 5_000.0),
        (clicks, 10, 70.0),
        (impressions, 11, 900.0),
        (revenue, 11, 1e9),
        (own, 12, 12.0),
        (revenue, 12, 1e9),
    ] {
        fixture.series(1, metric, touchpoint, None, vec![value(month(2026, 9), count)]);
    }
    let rows = ranking(&fixture);
    let counted = |id| match row(&rows, id).parts[2].basis {
        Basis::Counted { metric, count, most } => Some((metric, count, most)),
        _ => None,
    };
    assert_eq!(counted(AD), Some((clicks, 70.0, 900.0)));
    assert_eq!(counted(CHECKOUT), Some((impressions, 900.0, 900.0)));
    assert_eq!(counted(BASKET), Some((own, 12.0, 900.0)));
    // Nobody at all is a count as well, and no division by nothing.
    let mut empty = Fixture::new();
    let sessions = empty.metric("sessions", MetricClass::Additive);
    empty.series(1, sessions, 10, None, vec![value(month(2026, 9), 0.0)]);
    let rows = ranking(&empty);
    assert_eq!(row(&rows, AD).parts[2].share, Some(0.0));
}
