//! Whole series in, what a chart would say out.

use super::super::testing::{Fixture, month, ratio, value};
use super::*;
use crate::base::date::{date, date_from_day_number};
use crate::model::{Observation, TouchpointId};

const SHOP: TouchpointId = TouchpointId(10);

/// A Monday.
fn start() -> i32 {
    day_number(date(2026, 6, 1))
}

fn on(day: i32) -> Period {
    Period::day(date_from_day_number(start() + day).unwrap())
}

/// The golden-ratio sequence: spread evenly, the same on every computer, 0 to 1.
fn spread(day: i32) -> f64 {
    (f64::from(day) * 0.618_033_988_749_894_9).fract()
}

fn trend_of(class: MetricClass, observations: Vec<Observation>) -> Option<Trend> {
    let mut fixture = Fixture::new();
    let metric = fixture.metric("sessions", class);
    fixture.series(1, metric, 10, None, observations);
    trend(&fixture.numbers(), metric, &Scope::from(SHOP), None)
}

/// Daily counts of a value and noise up to 40.
fn counts(days: i32, level: impl Fn(i32) -> f64) -> Option<Trend> {
    let each = (0..days).map(|day| value(on(day), (level(day) + 40.0 * spread(day)).round()));
    trend_of(MetricClass::Additive, each.collect())
}

#[test]
fn a_rise_is_told_with_its_pace_and_its_reason() {
    let trend = counts(60, |day| 500.0 + 4.0 * f64::from(day)).unwrap();
    let Course::Slope(slope) = &trend.course else { panic!("{:?}", trend.course) };
    assert!(slope.low < 4.0 && 4.0 < slope.high && slope.p < 0.001, "{slope:?}");
    assert!(slope.to - slope.from > 200.0);
    assert!(slope.reason.starts_with("Rises by +") && slope.reason.contains("over 60 days"), "{}", slope.reason);
    assert_eq!((trend.oddities.len(), trend.weekdays, trend.grain), (0, None, Grain::Day));
}

#[test]
fn a_change_of_level_is_not_called_a_slope() {
    let trend = counts(60, |day| if day < 35 { 500.0 } else { 640.0 }).unwrap();
    let Course::Steps(steps) = &trend.course else { panic!("{:?}", trend.course) };
    assert_eq!(steps.iter().map(|step| step.at).collect::<Vec<_>>(), [on(35)], "{steps:?}");
    assert!(steps[0].reason.contains("6 Jul 2026") && steps[0].reason.contains("+27%"), "{}", steps[0].reason);
    assert_eq!(trend.oddities, []);
}

#[test]
fn weekdays_are_shown_from_monday_and_hide_no_odd_day() {
    let weekend = |day: i32| if day % 7 >= 5 { 200.0 } else { 500.0 };
    let trend = counts(70, |day| if day == 36 { 210.0 } else { weekend(day) }).unwrap();
    let weekdays = trend.weekdays.unwrap();
    let [.., saturday, sunday] = weekdays.offsets;
    assert!(saturday.unwrap() < -150.0 && sunday.unwrap() < -150.0 && weekdays.offsets[0].unwrap() > 50.0);
    assert!(weekdays.reason.contains("lowest on S"), "{}", weekdays.reason);
    // A Tuesday as quiet as a Sunday.
    assert_eq!(trend.oddities.iter().map(|odd| odd.period).collect::<Vec<_>>(), [on(36)], "{:?}", trend.oddities);
    assert!(trend.oddities[0].reason.contains("other Tuesdays"), "{}", trend.oddities[0].reason);
    assert!(matches!(trend.course, Course::Level { .. }), "{:?}", trend.course);
}

#[test]
fn an_odd_day_after_a_change_of_level_is_held_against_the_new_level() {
    let trend = counts(70, |day| match day {
        50 => 500.0,
        day if day < 30 => 500.0,
        _ => 900.0,
    })
    .unwrap();
    assert!(matches!(trend.course, Course::Steps(_)), "{:?}", trend.course);
    assert_eq!(trend.oddities.iter().map(|odd| odd.period).collect::<Vec<_>>(), [on(50)], "{:?}", trend.oddities);
    assert!((trend.oddities[0].expected - 920.0).abs() < 40.0, "{:?} {:?}", trend.oddities, trend.course);
}

#[test]
fn shares_are_held_against_limits_for_their_number_of_cases() {
    let share = |day: i32| {
        let cases = if day % 2 == 0 { 1_000.0 } else { 40.0 };
        let hits = if day == 20 { 0.2 } else { 0.1 + 0.02 * (spread(day) - 0.5) };
        ratio(on(day), (cases * hits).round(), cases)
    };
    let trend = trend_of(MetricClass::Ratio, (0..40).map(share).collect()).unwrap();
    assert_eq!(trend.oddities.iter().map(|odd| odd.period).collect::<Vec<_>>(), [on(20)], "{:?}", trend.oddities);
    assert!(trend.oddities[0].reason.contains("1,000 impressions"), "{}", trend.oddities[0].reason);
    let width = |at: usize| trend.points[at].limits.map(|(low, high)| high - low).unwrap();
    assert!(width(1) > 2.0 * width(2));
}

#[test]
fn nothing_is_read_into_chance() {
    let trend = counts(90, |_| 500.0).unwrap();
    assert!(matches!(&trend.course, Course::Level { reason } if reason.contains("90 days")), "{:?}", trend.course);
    assert_eq!((trend.weekdays, trend.oddities), (None, Vec::new()));
}

#[test]
fn months_have_a_slope_but_no_weekdays() {
    let months = (1..=12).map(|n| value(month(2026, n), 1_000.0 + 50.0 * f64::from(n) + 10.0 * spread(n.into())));
    let trend = trend_of(MetricClass::Additive, months.collect()).unwrap();
    assert_eq!(trend.grain, Grain::Month);
    assert!(matches!(&trend.course, Course::Slope(slope) if slope.reason.contains("a month")), "{:?}", trend.course);
    assert!(trend.notes[0].contains("days are not known"), "{:?}", trend.notes);
}

#[test]
fn few_equal_or_no_points_are_said_plainly() {
    assert_eq!(trend_of(MetricClass::Additive, Vec::new()), None);
    let few = counts(5, |_| 500.0).unwrap();
    assert!(matches!(&few.course, Course::Unknown { reason } if reason.contains("5 days are too few")), "{few:?}");
    let same = trend_of(MetricClass::Additive, (0..30).map(|day| value(on(day), 7.0)).collect()).unwrap();
    assert!(matches!(&same.course, Course::Level { reason } if reason.contains("same value")), "{same:?}");
    let one = trend_of(MetricClass::Ratio, vec![ratio(on(0), 1.0, 3.0)]).unwrap();
    assert!(matches!(&one.course, Course::Unknown { reason } if reason.starts_with("1 day")), "{one:?}");
    // A day without cases has no share, and is no point.
    let zero = trend_of(MetricClass::Ratio, vec![ratio(on(0), 0.0, 0.0), ratio(on(1), 1.0, 2.0)]).unwrap();
    assert_eq!(zero.points.len(), 1);
}
