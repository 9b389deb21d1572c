//! A metric by segment, side by side: each segment against the others of its file, tested. Shown, never ranked: the
//! order is that of the segments.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::choice::Candidates;
use super::compare::{Design, LEAST_CASES, Measured, Mode, Outcome, Verdict, adjust, judge, refused};
use super::figure::Figure;
use super::numbers::{Audience, Numbers, Scope};
use crate::base::Period;
use crate::model::{Metric, MetricClass, MetricId, SegmentId, SourceId};

/// A segment's figure, and whether it differs from that of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRow {
    pub segment: SegmentId,
    /// The segment stands as `after`, the others together as `before`; the effect is segment less others. Of a count,
    /// values are per day.
    pub outcome: Outcome,
}

/// A metric by segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentTable {
    /// By segment id; those of which nothing is known in these days are left out.
    pub rows: Vec<SegmentRow>,
    /// Whole sentences to be read beside the rows.
    pub notes: Vec<String>,
}

/// A metric in a scope by segment. The others are the other segments of the same files, so that both sides were
/// counted in the same way; segments are taken to be slices that do not overlap.
pub fn segments(numbers: &Numbers, metric: MetricId, scope: &Scope, period: Option<Period>) -> SegmentTable {
    let Some(definition) = numbers.metric(metric) else { return SegmentTable::default() };
    let known = numbers.segments_of(metric);
    let outcomes = known.iter().map(|segment| outcome(numbers, definition, scope, period, *segment, &known));
    let mut outcomes: Vec<Option<Outcome>> = outcomes.collect();
    adjust(&mut outcomes);
    let rows: Vec<SegmentRow> = known
        .iter()
        .zip(outcomes)
        .filter_map(|(segment, outcome)| Some(SegmentRow { segment: *segment, outcome: outcome? }))
        .collect();
    let tested = rows.iter().filter(|row| row.outcome.p.is_some()).count();
    let mut notes = Vec::new();
    if tested > 0 {
        notes.push("Each segment is held against the others of the same files together.".to_owned());
    }
    if tested > 1 {
        notes.push(format!("{tested} comparisons at once: each p is adjusted for the others (Benjamini–Hochberg)."));
    }
    SegmentTable { rows, notes }
}

fn outcome(
    numbers: &Numbers,
    metric: &Metric,
    scope: &Scope,
    period: Option<Period>,
    segment: SegmentId,
    known: &BTreeSet<SegmentId>,
) -> Option<Outcome> {
    let of = |segment| numbers.candidates(metric, &scope.clone().for_audience(Audience::Segment(segment)), period);
    let own = of(segment);
    let sources: BTreeSet<SourceId> = own.inside.iter().map(|candidate| candidate.source).collect();
    let own = measured(metric, &own, period);
    if own.is_empty() {
        return None;
    }
    if !can_be_joined(metric.class) {
        let why = format!("{} of several segments cannot be added up to hold one against the others.", metric.name);
        let others = Measured::from_counted(metric, Figure::unknown(why.clone()), &[]);
        return Some(refused(metric, &others, &own, Verdict::NotComparable { why }));
    }
    let mut others = Candidates::default();
    for other in known.iter().filter(|other| **other != segment) {
        let found = of(*other);
        others.inside.extend(found.inside.into_iter().filter(|candidate| sources.contains(&candidate.source)));
    }
    // The order that `Candidates` promises.
    others.inside.sort_by_key(|candidate| {
        (candidate.touchpoint, Reverse(candidate.source), candidate.segment, candidate.period())
    });
    let others = measured(metric, &others, period);
    Some(judge(metric, &others, &own, Mode { min_n: LEAST_CASES, design: Design::SideBySide }))
}

fn measured(metric: &Metric, candidates: &Candidates<'_>, period: Option<Period>) -> Measured {
    let chosen = candidates.choose();
    let counted = candidates.counted(metric.class, &chosen, period);
    Measured::from_counted(metric, candidates.figure(metric, period), &counted)
}

/// Whether segments of the class add up.
fn can_be_joined(class: MetricClass) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference => true,
        MetricClass::Distinct | MetricClass::Snapshot | MetricClass::RateOnly | MetricClass::Derived => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, ratio, value};
    use super::*;
    use crate::model::{Observation, TouchpointId};

    const SHOP: TouchpointId = TouchpointId(10);

    /// 28 days of a ratio, the share swinging from day to day.
    fn days(share: f64, cases: f64, swing: f64) -> Vec<Observation> {
        (1..=28)
            .map(|n| {
                let off = if n % 2 == 0 { swing } else { -swing };
                ratio(day(2026, 9, n), (cases * (share + off)).round(), cases)
            })
            .collect()
    }

    fn by_segment(series: Vec<(u64, Vec<Observation>)>, class: MetricClass) -> SegmentTable {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("conversion", class);
        for (segment, observations) in series {
            fixture.series(1, metric, 10, Some(segment), observations);
        }
        segments(&fixture.numbers(), metric, &Scope::from(SHOP), None)
    }

    #[test]
    fn a_segment_is_held_against_all_others_together() {
        let table = by_segment(
            vec![(50, days(0.10, 400.0, 0.0)), (51, days(0.05, 300.0, 0.0)), (52, days(0.05, 100.0, 0.0))],
            MetricClass::Ratio,
        );
        let mobile = &table.rows[0].outcome;
        assert_eq!((mobile.after.n, mobile.before.n), (Some(11_200.0), Some(11_200.0)));
        assert!((mobile.effect.unwrap() - 0.05).abs() < 1e-12 && mobile.verdict == Verdict::Better, "{mobile:?}");
        assert!(mobile.p_adjusted.unwrap() < 1e-6 && mobile.low.unwrap() > 0.0);
        assert!(table.rows[1].outcome.verdict == Verdict::Worse && table.rows.len() == 3);
        assert_eq!(table.notes.len(), 2);
    }

    #[test]
    fn what_days_do_to_both_is_no_difference_between_segments() {
        // Both swing together far more than cases alone would let them.
        let table =
            by_segment(vec![(50, days(0.30, 5_000.0, 0.1)), (51, days(0.302, 5_000.0, 0.103))], MetricClass::Ratio);
        let outcome = &table.rows[0].outcome;
        assert_eq!(outcome.test, Some(super::super::compare::Test::PairedDays), "{outcome:?}");
        assert!(outcome.high.unwrap() - outcome.low.unwrap() < 0.01, "{outcome:?}");
    }

    #[test]
    fn amounts_and_people_are_shown_without_a_test() {
        let each = |class| {
            let counts = |each: f64| (1..=28).map(|n| value(day(2026, 9, n), each)).collect();
            by_segment(vec![(50, counts(10.0)), (51, counts(20.0))], class)
        };
        for class in [MetricClass::Additive, MetricClass::Distinct, MetricClass::Snapshot] {
            let table = each(class);
            assert_eq!(table.rows.len(), 2, "{class:?}");
            assert!(table.rows.iter().all(|row| matches!(row.outcome.verdict, Verdict::NotComparable { .. })));
            assert!(table.rows.iter().all(|row| row.outcome.p.is_none()));
        }
        assert_eq!(by_segment(Vec::new(), MetricClass::Ratio), SegmentTable::default());
    }

    #[test]
    fn few_cases_and_a_lone_segment_say_so() {
        let few = by_segment(
            vec![(50, vec![ratio(day(2026, 9, 1), 3.0, 10.0)]), (51, days(0.1, 100.0, 0.0))],
            MetricClass::Ratio,
        );
        let why = few.rows[0].outcome.verdict.why().unwrap();
        assert!(why.contains("10 of this segment") && why.contains("30 are needed"), "{why}");
        let alone = by_segment(vec![(50, days(0.1, 100.0, 0.0))], MetricClass::Ratio);
        assert!(alone.rows[0].outcome.verdict.why().unwrap().contains("of the others"));
    }
}
