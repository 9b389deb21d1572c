//! A metric by segment, side by side: each against the others of its file, or against a chosen one, tested; over all of
//! a scope, or stage by stage. Shown, never ranked: the order is that of the segments. What segments have together is
//! `joined`'s, what they would like to be better is `opportunity`'s.

mod joined;
mod opportunity;

use std::collections::BTreeSet;

use self::joined::{Joined, can_be_joined};
use super::compare::{Design, LEAST_CASES, Measured, Mode, Opposite, Outcome, Verdict, adjust, judge, refused};
use super::figure::Figure;
use super::numbers::{Audience, Numbers, Scope};
use crate::base::Period;
use crate::model::{JourneyId, Metric, MetricId, Project, SegmentId, StageId, TouchpointId};
pub use opportunity::{Opportunities, OpportunityRow, opportunities};

/// What a segment is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Against {
    /// The other segments of the same files together.
    #[default]
    Others,
    /// One of them.
    Segment(SegmentId),
}

/// What is laid side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentsSpec {
    pub metric: MetricId,
    /// `None`: all days.
    pub period: Option<Period>,
    pub against: Against,
    /// The fewest cases or answers on each side; [`LEAST_CASES`] unless there is a reason.
    pub min_n: f64,
}

impl SegmentsSpec {
    /// Each segment against the others.
    pub fn new(metric: MetricId, period: Option<Period>) -> Self {
        Self { metric, period, against: Against::Others, min_n: LEAST_CASES }
    }
}

/// A segment's figure, and whether it differs from what it is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRow {
    pub segment: SegmentId,
    /// The segment stands as `after`, what it is held against as `before`; the effect is segment less others. Of a
    /// count, values are per day.
    pub outcome: Outcome,
    /// Whether the others are held against it.
    pub is_reference: bool,
}

/// A metric by segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentTable {
    /// By segment id; those of which nothing is known in these days are left out.
    pub rows: Vec<SegmentRow>,
    /// Whole sentences to be read beside the rows.
    pub notes: Vec<String>,
}

/// The same at one stage of a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct StageSegments {
    pub stage: StageId,
    pub scope: Scope,
    /// Of all customers.
    pub everyone: Figure,
    pub rows: Vec<SegmentRow>,
}

/// A metric in a scope by segment. The others are the other segments of the same files, so that both sides were
/// counted in the same way; segments are taken to be slices that do not overlap.
pub fn segments(numbers: &Numbers, scope: &Scope, spec: &SegmentsSpec) -> SegmentTable {
    let Some(metric) = numbers.metric(spec.metric) else { return SegmentTable::default() };
    let known = numbers.segments_of(spec.metric);
    let mut outcomes = outcomes(numbers, metric, (scope, spec), &known);
    adjust(&mut outcomes);
    let rows = rows(&known, outcomes, spec);
    let notes = notes(&rows, spec);
    SegmentTable { rows, notes }
}

/// The same at each stage of a journey that has any of it, in their order. Each p is adjusted for those of all stages.
pub fn segments_by_stage(
    project: &Project,
    numbers: &Numbers,
    journey: JourneyId,
    spec: &SegmentsSpec,
) -> Vec<StageSegments> {
    let (Some(metric), Some(journey)) = (numbers.metric(spec.metric), project.journeys.get(&journey)) else {
        return Vec::new();
    };
    let known = numbers.segments_of(spec.metric);
    let stages: Vec<(StageId, Scope)> = journey
        .stages
        .iter()
        .map(|stage| (*stage, Scope::of(touchpoints_of(project, *stage, numbers, metric))))
        .filter(|(_, scope)| !scope.touchpoints().is_empty())
        .collect();
    let mut all = Vec::with_capacity(stages.len() * known.len());
    for (_, scope) in &stages {
        all.extend(outcomes(numbers, metric, (scope, spec), &known));
    }
    adjust(&mut all);
    let mut all = all.into_iter();
    stages
        .into_iter()
        .map(|(stage, scope)| StageSegments {
            stage,
            everyone: numbers.figure(metric.id, scope.clone(), spec.period),
            rows: rows(&known, all.by_ref().take(known.len()).collect(), spec),
            scope,
        })
        .filter(|stage| !stage.rows.is_empty())
        .collect()
}

/// The touchpoints of a stage where the metric, or a part of its formula, is known.
fn touchpoints_of(project: &Project, stage: StageId, numbers: &Numbers, metric: &Metric) -> Vec<TouchpointId> {
    let is_here = |id: &TouchpointId| project.touchpoints.get(id).is_some_and(|it| it.place.stage == stage);
    numbers.everywhere(metric.id).touchpoints().iter().copied().filter(is_here).collect()
}

fn rows(known: &BTreeSet<SegmentId>, outcomes: Vec<Option<Outcome>>, spec: &SegmentsSpec) -> Vec<SegmentRow> {
    let row = |(segment, outcome): (&SegmentId, Option<Outcome>)| {
        let is_reference = spec.against == Against::Segment(*segment);
        Some(SegmentRow { segment: *segment, outcome: outcome?, is_reference })
    };
    known.iter().zip(outcomes).filter_map(row).collect()
}

fn notes(rows: &[SegmentRow], spec: &SegmentsSpec) -> Vec<String> {
    let tested = rows.iter().filter(|row| row.outcome.p.is_some()).count();
    let mut notes = Vec::new();
    if tested > 0 {
        notes.push(match spec.against {
            Against::Others => "Each segment is held against the others of the same files together.".to_owned(),
            Against::Segment(_) => {
                "Each segment is held against the chosen one, by the files that know both.".to_owned()
            }
        });
    }
    if tested > 1 {
        notes.push(format!("{tested} comparisons at once: each p is adjusted for the others (Benjamini–Hochberg)."));
    }
    notes
}

fn outcomes(
    numbers: &Numbers,
    metric: &Metric,
    (scope, spec): (&Scope, &SegmentsSpec),
    known: &BTreeSet<SegmentId>,
) -> Vec<Option<Outcome>> {
    known.iter().map(|segment| outcome(numbers, metric, (scope, spec), *segment, known)).collect()
}

fn outcome(
    numbers: &Numbers,
    metric: &Metric,
    (scope, spec): (&Scope, &SegmentsSpec),
    segment: SegmentId,
    known: &BTreeSet<SegmentId>,
) -> Option<Outcome> {
    let scope = scope.clone().for_audience(Audience::Segment(segment));
    let alone = [segment];
    let own = Joined { numbers, period: spec.period, of: segment, segments: &alone }.measured(metric, &scope);
    if own.is_empty() {
        return None;
    }
    let (others, opposite): (Vec<SegmentId>, Opposite) = match spec.against {
        Against::Others => (known.iter().copied().filter(|other| *other != segment).collect(), Opposite::Others),
        Against::Segment(reference) if reference == segment => {
            let why = "The other segments are held against this one.".to_owned();
            return Some(refused(metric, &own, &own, Verdict::NotComparable { why }));
        }
        Against::Segment(reference) => (vec![reference], Opposite::One),
    };
    if others.len() > 1 && !can_be_joined(numbers, metric) {
        let why = format!("{} of several segments cannot be added up to hold one against the others.", metric.name);
        let others = Measured::from_counted(metric, Figure::unknown(why.clone()), &[]);
        return Some(refused(metric, &others, &own, Verdict::NotComparable { why }));
    }
    let others = Joined { numbers, period: spec.period, of: segment, segments: &others }.measured(metric, &scope);
    let mode = Mode { min_n: spec.min_n, design: Design::SideBySide(opposite) };
    Some(judge(metric, &others, &own, mode))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, observation, ratio, value};
    use super::*;
    use crate::model::{Amount, MetricClass, Observation};

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
        segments(&fixture.numbers(), &Scope::from(SHOP), &SegmentsSpec::new(metric, None))
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
            assert!(table.rows.iter().all(|row| row.outcome.verdict.why().is_some()), "{class:?}");
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

    #[test]
    fn segments_are_held_against_a_chosen_one() {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("conversion", MetricClass::Ratio);
        for (segment, share) in [(50, 0.10), (51, 0.05), (52, 0.05)] {
            fixture.series(1, metric, 10, Some(segment), days(share, 400.0, 0.0));
        }
        let against = Against::Segment(SegmentId(51));
        let spec = SegmentsSpec { against, ..SegmentsSpec::new(metric, None) };
        let table = segments(&fixture.numbers(), &Scope::from(SHOP), &spec);
        let verdicts: Vec<(bool, &str)> =
            table.rows.iter().map(|row| (row.is_reference, row.outcome.verdict.label())).collect();
        assert_eq!(verdicts, [(false, "better"), (true, "not comparable"), (false, "cannot be told apart")]);
        assert_eq!(table.rows[0].outcome.before.n, Some(11_200.0), "the chosen one alone, not all others");
    }

    /// Orders and sessions at the checkout, by segment.
    fn with_formula(formula: &str) -> (Fixture, MetricId) {
        let mut fixture = Fixture::new();
        let orders = fixture.metric("orders", MetricClass::Additive);
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let own = fixture.metric("conversion", MetricClass::Derived);
        fixture.change(own, |metric| metric.formula = formula.to_owned());
        for (segment, each) in [(50, 40.0), (51, 20.0), (52, 20.0)] {
            let counts = |each: f64| (1..=28).map(|n| value(day(2026, 9, n), each)).collect::<Vec<_>>();
            fixture.series(1, orders, 10, Some(segment), counts(each));
            fixture.series(1, sessions, 10, Some(segment), counts(400.0));
        }
        (fixture, own)
    }

    #[test]
    fn an_own_metric_of_two_counts_is_tested_as_the_share_it_is() {
        let (fixture, own) = with_formula("orders / sessions");
        let table = segments(&fixture.numbers(), &Scope::from(SHOP), &SegmentsSpec::new(own, None));
        let [first, second, _] = table.rows.as_slice() else { panic!("{table:?}") };
        assert_eq!((first.outcome.after.value, first.outcome.before.value), (Some(0.1), Some(0.05)));
        assert_eq!((first.outcome.after.n, first.outcome.before.n), (Some(11_200.0), Some(22_400.0)));
        assert_eq!((&first.outcome.verdict, &second.outcome.verdict), (&Verdict::Better, &Verdict::Worse));
        assert!(first.outcome.after.low.is_some() && first.outcome.p_adjusted.is_some());
    }

    #[test]
    fn an_own_metric_that_is_no_share_is_shown_beside_the_others_without_a_test() {
        let (fixture, own) = with_formula("orders / sessions * 2");
        let table = segments(&fixture.numbers(), &Scope::from(SHOP), &SegmentsSpec::new(own, None));
        let [first, ..] = table.rows.as_slice() else { panic!("{table:?}") };
        assert_eq!((first.outcome.after.value, first.outcome.before.value), (Some(0.2), Some(0.1)));
        assert!(first.outcome.verdict.why().unwrap().contains("formula"), "{first:?}");
        assert_eq!(first.outcome.p, None);
    }

    #[test]
    fn people_of_several_segments_cannot_be_added_up_in_a_formula_either() {
        let (mut fixture, own) = with_formula("orders / users");
        let users = fixture.metric("users", MetricClass::Distinct);
        for segment in [50, 51, 52] {
            let month = crate::analysis::testing::month(2026, 9);
            fixture.series(1, users, 10, Some(segment), vec![value(month, 900.0)]);
        }
        let table = segments(&fixture.numbers(), &Scope::from(SHOP), &SegmentsSpec::new(own, None));
        let [first, ..] = table.rows.as_slice() else { panic!("{table:?}") };
        assert!(first.outcome.after.value.is_some());
        assert!(first.outcome.verdict.why().unwrap().contains("cannot be added up"), "{first:?}");
        // Against one segment alone nothing has to be added up.
        let spec = SegmentsSpec { against: Against::Segment(SegmentId(51)), ..SegmentsSpec::new(own, None) };
        let table = segments(&fixture.numbers(), &Scope::from(SHOP), &spec);
        assert_eq!(table.rows[0].outcome.before.value, Some(28.0 * 20.0 / 900.0));
    }

    #[test]
    fn stages_are_tested_together_and_those_without_segments_left_out() {
        let mut fixture = Fixture::new();
        let metric = fixture.metric("conversion", MetricClass::Ratio);
        fixture.series(1, metric, 10, None, days(0.2, 400.0, 0.0));
        for (segment, share) in [(50, 0.10), (51, 0.05)] {
            fixture.series(1, metric, 11, Some(segment), days(share, 400.0, 0.0));
        }
        let numbers = fixture.numbers();
        let spec = SegmentsSpec::new(metric, None);
        let stages = segments_by_stage(&fixture.project, &numbers, JourneyId(5), &spec);
        let [buy] = stages.as_slice() else { panic!("{stages:?}") };
        assert_eq!((buy.stage, buy.rows.len()), (StageId(2), 2));
        assert_eq!(buy.rows, segments(&numbers, &Scope::from(TouchpointId(11)), &spec).rows);
        assert!((buy.everyone.value.unwrap() - 0.075).abs() < 1e-12);
    }

    #[test]
    fn what_segments_miss_needs_an_importance_and_their_satisfaction() {
        let mut fixture = Fixture::new();
        let csat = fixture.metric("csat", MetricClass::Ratio);
        let nps = fixture.metric("nps", MetricClass::ShareDifference);
        for (touchpoint, segment, happy) in [(10, 50, 25.0), (10, 51, 100.0), (11, 50, 50.0)] {
            let answers = vec![ratio(day(2026, 9, 1), happy, 100.0)];
            fixture.series(1, csat, touchpoint, Some(segment), answers);
        }
        let amount = Amount::Shares { promoters: 9.0, detractors: 1.0, count: 10.0 };
        fixture.series(1, nps, 12, None, vec![observation(day(2026, 9, 1), amount)]);
        let touchpoints = std::sync::Arc::make_mut(&mut fixture.project.touchpoints);
        for id in [10, 12] {
            std::sync::Arc::make_mut(touchpoints.get_mut(&TouchpointId(id)).unwrap()).importance = Some(5);
        }
        let found = opportunities(&fixture.project, &fixture.numbers(), JourneyId(5), None);
        let [row] = found.rows.as_slice() else { panic!("{found:?}") };
        assert_eq!((row.touchpoint, found.without_importance), (TouchpointId(10), 1));
        // CSAT 25% is 2 of 5, so 4 of 10: 10 + (10 − 4).
        let scores: Vec<f64> = row.segments.values().map(|(_, opportunity)| opportunity.score).collect();
        assert_eq!(scores, [16.0, 10.0]);
        assert_eq!(found.segments, [SegmentId(50), SegmentId(51)]);
    }
}
