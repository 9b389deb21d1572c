//! Which series speak for a touchpoint where several could.

use super::super::numbers::{Audience, Scope};
use super::super::testing::{Fixture, day, month, observation, period, ratio, value};
use crate::base::Period;
use crate::base::number::Unit;
use crate::model::{Amount, MetricClass, Observation, SegmentId, SourceId, TouchpointId};

type Stored = (u64, Option<u64>, Vec<Observation>);

/// What a figure says: its value, its sources, and whether its note holds these words ("": no note).
#[track_caller]
fn check(
    class: MetricClass,
    stored: Vec<Stored>,
    asked: Option<Period>,
    expected: Option<f64>,
    sources: &[u64],
    note: &str,
) {
    let mut fixture = Fixture::new();
    let metric = fixture.metric("metric", class);
    for (source, segment, observations) in stored {
        fixture.series(source, metric, 10, segment, observations);
    }
    let figure = fixture.numbers().figure(metric, TouchpointId(10), asked);
    let sources: Vec<SourceId> = sources.iter().map(|id| SourceId(*id)).collect();
    assert_eq!((figure.value, &figure.sources), (expected, &sources), "{:?}", figure.note);
    match note {
        "" => assert_eq!(figure.note, None),
        words => assert!(figure.note.as_ref().is_some_and(|n| n.contains(words)), "{:?}", figure.note),
    }
}

fn days(from: i8, to: i8, each: f64) -> Vec<Observation> {
    (from..=to).map(|n| value(day(2026, 9, n), each)).collect()
}

const SEPTEMBER: fn() -> Option<Period> = || Some(month(2026, 9));

#[test]
fn only_what_lies_wholly_within_the_days_counts() {
    use MetricClass::Additive;
    let week = || value(period((2026, 8, 31), (2026, 9, 6)), 70.0);
    let quarter = || value(period((2026, 7, 1), (2026, 9, 30)), 900.0);
    check(Additive, vec![(1, None, days(1, 30, 1.0))], SEPTEMBER(), Some(30.0), &[1], "");
    check(Additive, vec![(1, None, days(1, 30, 1.0))], Some(period((2026, 9, 5), (2026, 9, 6))), Some(2.0), &[1], "");
    check(Additive, vec![(1, None, vec![week()])], SEPTEMBER(), None, &[], "31 Aug – 6 Sep 2026");
    check(Additive, vec![(1, None, vec![quarter()])], SEPTEMBER(), None, &[], "none is ever split");
    check(
        Additive,
        vec![(1, None, vec![week(), value(period((2026, 9, 7), (2026, 9, 13)), 7.0)])],
        SEPTEMBER(),
        Some(7.0),
        &[1],
        "One stored figure reaches beyond these days (31 Aug – 6 Sep 2026)",
    );
    // What is left out is no loss where finer figures cover its days.
    check(Additive, vec![(1, None, days(1, 30, 1.0)), (2, None, vec![quarter()])], SEPTEMBER(), Some(30.0), &[1], "");
    check(Additive, vec![(1, None, vec![quarter()])], None, Some(900.0), &[1], "");
}

#[test]
fn nothing_known_is_not_zero() {
    use MetricClass::Additive;
    check(Additive, vec![(1, None, days(1, 3, 1.0))], Some(month(2026, 8)), None, &[], "No data for these days.");
    check(Additive, vec![], None, None, &[], "No data.");
    check(Additive, vec![(1, None, days(1, 3, 0.0))], SEPTEMBER(), Some(0.0), &[1], "");
}

#[test]
fn of_files_that_cover_the_same_days_the_last_imported_counts() {
    use MetricClass::Additive;
    let note = "the one imported last counts";
    check(Additive, vec![(1, None, days(1, 10, 1.0)), (2, None, days(1, 10, 5.0))], None, Some(50.0), &[2], note);
    // Days that only the earlier file covers still count.
    check(Additive, vec![(1, None, days(1, 10, 1.0)), (2, None, days(6, 15, 5.0))], None, Some(55.0), &[1, 2], note);
    check(Additive, vec![(1, None, days(1, 5, 1.0)), (2, None, days(6, 10, 5.0))], None, Some(30.0), &[1, 2], "");
    check(
        Additive,
        vec![(1, None, days(1, 30, 1.0)), (2, None, vec![value(month(2026, 9), 31.0)])],
        None,
        Some(31.0),
        &[2],
        note,
    );
    // The month's figure does not help for one day, so the earlier file answers.
    check(
        Additive,
        vec![(1, None, days(1, 30, 1.0)), (2, None, vec![value(month(2026, 9), 31.0)])],
        Some(day(2026, 9, 4)),
        Some(1.0),
        &[1],
        "",
    );
}

#[test]
fn within_one_file_a_month_is_not_added_to_its_days() {
    let mut stored = days(1, 30, 1.0);
    stored.push(value(month(2026, 9), 30.0));
    let note = "the longer ones count";
    check(MetricClass::Additive, vec![(1, None, stored.clone())], SEPTEMBER(), Some(30.0), &[1], note);
    check(MetricClass::Additive, vec![(1, None, stored)], Some(day(2026, 9, 4)), Some(1.0), &[1], "");
}

#[test]
fn all_customers_are_the_unsegmented_series_else_the_sum_of_segments() {
    use MetricClass::{Additive, Distinct, Mean, RateOnly, Ratio, ShareDifference, Snapshot};
    let on_first = |amount| vec![observation(day(2026, 9, 1), amount)];
    let value = |v| on_first(Amount::Value(v));
    let both = |a: &dyn Fn() -> Vec<Observation>, b: Vec<Observation>| vec![(1, Some(50), a()), (1, Some(51), b)];
    check(Additive, both(&|| value(10.0), value(20.0)), None, Some(30.0), &[1], "");
    check(
        Additive,
        vec![(1, Some(50), value(10.0)), (1, Some(51), value(20.0)), (1, None, value(35.0))],
        None,
        Some(35.0),
        &[1],
        "",
    );
    let clicks = |n, d| vec![ratio(day(2026, 9, 1), n, d)];
    check(Ratio, both(&|| clicks(900.0, 1500.0), clicks(300.0, 600.0)), None, Some(1200.0 / 2100.0), &[1], "");
    let rated = |sum, count| on_first(Amount::Mean { sum, sum_of_squares: None, count });
    check(Mean, both(&|| rated(10.0, 2.0), rated(3.0, 1.0)), None, Some(13.0 / 3.0), &[1], "");
    let asked = |promoters, detractors, count| on_first(Amount::Shares { promoters, detractors, count });
    check(ShareDifference, both(&|| asked(5.0, 1.0, 10.0), asked(5.0, 3.0, 20.0)), None, Some(20.0), &[1], "");
    for class in [Distinct, Snapshot] {
        check(class, both(&|| value(10.0), value(20.0)), None, None, &[], "known per segment only");
    }
    let rate = || on_first(Amount::Rate { rate: 0.1, weight: None });
    check(RateOnly, both(&rate, rate()), None, None, &[], "known per segment only");
    // Two files that cut the same customers in different ways are not added up.
    let cut = vec![(1, Some(50), value(10.0)), (1, Some(51), value(20.0)), (2, Some(52), value(29.0))];
    check(Additive, cut, None, Some(29.0), &[2], "the one imported last counts");
}

#[test]
fn a_segment_is_asked_for_by_name() {
    let mut fixture = Fixture::new();
    let sessions = fixture.metric("sessions", MetricClass::Additive);
    fixture.series(1, sessions, 10, Some(50), days(1, 2, 10.0));
    fixture.series(1, sessions, 10, None, days(1, 2, 70.0));
    let of = |segment| {
        let scope = Scope::from(TouchpointId(10)).for_audience(Audience::Segment(SegmentId(segment)));
        fixture.numbers().figure(sessions, scope, None).value
    };
    assert_eq!((of(50), of(51)), (Some(20.0), None));
}

#[test]
fn distinct_counts_are_shown_as_stored_or_not_at_all() {
    use MetricClass::Distinct;
    let (august, september) = (month(2026, 8), month(2026, 9));
    let months = || vec![value(august, 40.0), value(september, 50.0)];
    check(Distinct, vec![(1, None, months())], SEPTEMBER(), Some(50.0), &[1], "");
    check(Distinct, vec![(1, None, months())], None, None, &[1], "cannot be added up");
    check(Distinct, vec![(1, None, months())], Some(day(2026, 9, 1)), None, &[], "none is ever split");
    // The month as such is stored in an earlier file than its days.
    let stored = vec![(1, None, months()), (2, None, days(1, 30, 3.0))];
    check(Distinct, stored, SEPTEMBER(), Some(50.0), &[1], "");
    check(Distinct, vec![(1, None, days(1, 2, 3.0))], SEPTEMBER(), None, &[1], "of 2 periods");
}

#[test]
fn over_touchpoints_levels_add_up_only_where_they_are_amounts_and_people_never_do() {
    for (class, unit, expected) in [
        (MetricClass::Additive, Unit::Count, Some(12.0)),
        (MetricClass::Snapshot, Unit::Count, Some(10.0)),
        (MetricClass::Snapshot, Unit::Seconds, None),
        (MetricClass::Distinct, Unit::Count, None),
    ] {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("metric", class);
        fixture.change(metric, |metric| metric.unit = unit);
        fixture.series(1, metric, 10, None, vec![value(day(2026, 9, 1), 2.0), value(day(2026, 9, 2), 3.0)]);
        fixture.series(1, metric, 11, None, vec![value(day(2026, 9, 3), 7.0)]);
        let both = Scope::of([TouchpointId(11), TouchpointId(10)]);
        let figure = fixture.numbers().figure(metric, both, None);
        assert_eq!(figure.value, expected, "{class:?}");
        assert_eq!(figure.note.is_some(), expected.is_none());
    }
}

#[test]
fn the_last_value_of_a_level_counts_whichever_file_it_is_in() {
    let early = vec![value(day(2026, 9, 1), 10.0), value(day(2026, 9, 20), 30.0)];
    let later = vec![value(day(2026, 9, 1), 11.0)];
    check(MetricClass::Snapshot, vec![(1, None, early), (2, None, later)], SEPTEMBER(), Some(30.0), &[1], "");
}
