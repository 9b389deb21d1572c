//! What became of the figures where an action works: as many days before its start as from it on. How two periods are
//! compared is `compare`'s; here is decided which ones, where, and by which metrics.

use std::collections::BTreeSet;

use super::compare::{AlsoChanged, CompareSpec, Comparison, compare};
use super::numbers::Numbers;
use crate::base::Date;
use crate::base::date::format_date;
use crate::model::{Action, Kpi, MetricId, Project, TouchpointId};

/// The most figures that are compared for one action: more at once would find something by chance, or nothing after
/// the adjustment for so many.
pub const MOST_COMPARED: usize = 12;

/// Before and after the start of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    pub comparison: Comparison,
    /// How many more figures there are where it works.
    pub left_out: usize,
}

/// What an effect depends on beside the numbers: while this is the same, so is the effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    start: Date,
    touchpoints: BTreeSet<TouchpointId>,
    metrics: BTreeSet<MetricId>,
    left_out: usize,
    /// When other actions start, and what they are called.
    others: Vec<Action>,
}

impl Asked {
    /// What is to be compared for that action.
    ///
    /// # Errors
    /// Why nothing can be: a whole sentence that says what to do.
    pub fn of(project: &Project, numbers: &Numbers, action: &Action) -> Result<Self, String> {
        let start = action.start.ok_or("Give it a start to see what changed since.")?;
        let touchpoints: BTreeSet<TouchpointId> = action.aims.iter().flat_map(|aim| aim.touchpoints(project)).collect();
        if touchpoints.is_empty() && action.metric.is_none() {
            return Err("Say where it works, or which metric it shall move, to see what changed since.".to_owned());
        }
        let is_here = |id: &TouchpointId| touchpoints.is_empty() || touchpoints.contains(id);
        let metrics = match action.metric {
            Some(metric) => BTreeSet::from([metric]),
            None => aimed_at(project, numbers, &touchpoints),
        };
        // Which touchpoints have which of the metrics; those beyond the most are left out.
        let mut pairs: Vec<(TouchpointId, MetricId)> = metrics
            .iter()
            .flat_map(|metric| numbers.touchpoints_with(*metric).iter().map(|touchpoint| (*touchpoint, *metric)))
            .filter(|(touchpoint, _)| is_here(touchpoint))
            .collect();
        if pairs.is_empty() {
            return Err("Nothing is measured where it works. Import a file first, or choose another metric.".to_owned());
        }
        pairs.sort_unstable();
        let mut touchpoints = BTreeSet::new();
        let mut count = 0;
        for of_touchpoint in pairs.chunk_by(|a, b| a.0 == b.0) {
            if count > 0 && count + of_touchpoint.len() > MOST_COMPARED {
                break;
            }
            count += of_touchpoint.len();
            touchpoints.extend(of_touchpoint.first().map(|(touchpoint, _)| *touchpoint));
        }
        let others = project.actions.values().filter(|other| other.id != action.id && other.start.is_some());
        let others = others.map(|other| Action {
            start: other.start,
            state: other.state,
            ..Action::new(other.id, other.title.clone())
        });
        Ok(Self { start, touchpoints, metrics, left_out: pairs.len() - count, others: others.collect() })
    }

    /// Compares the days before the start with those from it on.
    ///
    /// # Errors
    /// Why they cannot be compared: a whole sentence.
    pub fn effect(&self, project: &Project, numbers: &Numbers, action: &Action) -> Result<Effect, String> {
        let nothing = || {
            let start = format_date(self.start);
            format!("Nothing is measured both before {start} and from then on. Import the days around it.")
        };
        let known = numbers.span().ok_or_else(nothing)?;
        let spec = CompareSpec::around(self.start, known).ok_or_else(nothing)?;
        let spec =
            CompareSpec { metrics: Some(self.metrics.clone()), touchpoints: Some(self.touchpoints.clone()), ..spec };
        let mut comparison = compare(project, numbers, &spec);
        let is_own = |changed: &AlsoChanged| match changed {
            AlsoChanged::ActionStarted { action: other, .. } => *other == action.id,
            AlsoChanged::OtherFiles { .. } | AlsoChanged::OtherExport { .. } => false,
        };
        comparison.also_changed.retain(|changed| !is_own(changed));
        if comparison.rows.is_empty() {
            return Err(nothing());
        }
        Ok(Effect { comparison, left_out: self.left_out })
    }
}

/// The metrics of the KPIs set for these touchpoints; without any, the most telling metric of each.
fn aimed_at(project: &Project, numbers: &Numbers, touchpoints: &BTreeSet<TouchpointId>) -> BTreeSet<MetricId> {
    let is_here = |kpi: &&Kpi| kpi.touchpoint().is_some_and(|id| touchpoints.contains(&id));
    let of_kpis: BTreeSet<MetricId> =
        project.kpis.values().map(AsRef::as_ref).filter(is_here).map(|kpi| kpi.metric).collect();
    if !of_kpis.is_empty() {
        return of_kpis;
    }
    touchpoints.iter().filter_map(|touchpoint| numbers.metrics_of(*touchpoint).first().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::compare::Verdict;
    use super::super::testing::{Fixture, ratio};
    use super::*;
    use crate::base::Period;
    use crate::base::date::{date, date_from_day_number, day_number};
    use crate::model::{ActionId, Aim, KpiId, MetricClass, StageId};

    /// Eight weeks of a share at one touchpoint: 5% before the start, and that much from it on.
    fn weeks(fixture: &mut Fixture, key: &str, touchpoint: u64, after: f64) -> MetricId {
        let metric = fixture.metric(key, MetricClass::Ratio);
        let start = day_number(date(2026, 8, 3));
        let days = (0..56).map(|day| {
            let share = if day < 28 { 0.05 } else { after };
            // A little to and fro, as chance would have it.
            let wobble = [0.0, 4.0, -3.0, 2.0, -4.0, 1.0, 0.0][day as usize % 7];
            ratio(Period::day(date_from_day_number(start + day).unwrap()), 1_000.0 * share + wobble, 1_000.0)
        });
        fixture.series(1, metric, touchpoint, None, days.collect());
        metric
    }

    fn action(aims: impl IntoIterator<Item = Aim>) -> Action {
        let start = Some(date(2026, 8, 31));
        Action { start, aims: aims.into_iter().collect(), ..Action::new(ActionId(900), "Express pay") }
    }

    fn effect(fixture: &Fixture, action: &Action) -> Result<Effect, String> {
        let numbers = fixture.numbers();
        Asked::of(&fixture.project, &numbers, action)?.effect(&fixture.project, &numbers, action)
    }

    #[test]
    fn as_many_days_before_the_start_are_compared_as_from_it_on() {
        let mut fixture = Fixture::new();
        let conversion = weeks(&mut fixture, "conversion-rate", 11, 0.07);
        weeks(&mut fixture, "ctr", 10, 0.09);
        let found = effect(&fixture, &action([Aim::from(TouchpointId(11))])).unwrap();
        let [row] = found.comparison.rows.as_slice() else { panic!("{:?}", found.comparison.rows) };
        assert_eq!((row.touchpoint, row.metric), (TouchpointId(11), conversion));
        assert_eq!(row.outcome.verdict, Verdict::Better);
        assert!((row.outcome.effect.unwrap() - 0.02).abs() < 1e-9);
        assert_eq!((row.outcome.before.days, row.outcome.after.days), (28, 28));
        assert_eq!(found.comparison.after.from, date(2026, 8, 31));
        assert_eq!(found.left_out, 0);
    }

    #[test]
    fn a_stage_stands_for_its_touchpoints_and_a_kpi_says_by_which_metric() {
        let mut fixture = Fixture::new();
        weeks(&mut fixture, "bounce", 11, 0.05);
        let aimed = weeks(&mut fixture, "conversion-rate", 11, 0.07);
        let kpi = Kpi::new(KpiId(800), TouchpointId(11), aimed, 0.08);
        std::sync::Arc::make_mut(&mut fixture.project.kpis).insert(kpi.id, std::sync::Arc::new(kpi));
        let rows = effect(&fixture, &action([Aim::from(StageId(2))])).unwrap().comparison.rows;
        assert_eq!(rows.iter().map(|row| (row.touchpoint.0, row.metric)).collect::<Vec<_>>(), [(11, aimed)]);
        // With a metric and no place, wherever it is measured.
        let by_metric = Action { metric: Some(aimed), ..action([]) };
        assert_eq!(effect(&fixture, &by_metric).unwrap().comparison.rows.len(), 1);
    }

    #[test]
    fn other_actions_of_these_days_are_told_and_its_own_start_is_not() {
        let mut fixture = Fixture::new();
        weeks(&mut fixture, "conversion-rate", 11, 0.07);
        let own = Action { state: crate::model::ActionState::Done, ..action([Aim::from(TouchpointId(11))]) };
        let other = Action {
            start: Some(date(2026, 9, 7)),
            state: crate::model::ActionState::InProgress,
            ..Action::new(ActionId(901), "Autumn sale")
        };
        let actions = std::sync::Arc::make_mut(&mut fixture.project.actions);
        for action in [&own, &other] {
            actions.insert(action.id, std::sync::Arc::new(action.clone()));
        }
        let changed = effect(&fixture, &own).unwrap().comparison.also_changed;
        let said: Vec<String> = changed.iter().map(|changed| changed.text(&fixture.project)).collect();
        assert_eq!(said, ["\u{201c}Autumn sale\u{201d} started on 7 Sep 2026."]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut fixture = Fixture::new();
        weeks(&mut fixture, "conversion-rate", 11, 0.07);
        let here = || action([Aim::from(TouchpointId(11))]);
        for (action, words) in [
            (Action { start: None, ..here() }, "Give it a start"),
            (action([]), "Say where it works"),
            (action([Aim::from(TouchpointId(12))]), "Nothing is measured where it works"),
            (Action { start: Some(date(2026, 8, 3)), ..here() }, "Nothing is measured both before 3 Aug 2026"),
            (Action { start: Some(date(2027, 1, 1)), ..here() }, "Nothing is measured both before 1 Jan 2027"),
        ] {
            let why = effect(&fixture, &action).unwrap_err();
            assert!(why.starts_with(words), "{why}");
        }
    }

    #[test]
    fn of_very_many_figures_the_first_are_compared() {
        let mut fixture = Fixture::new();
        let metric = weeks(&mut fixture, "conversion-rate", 11, 0.07);
        let series = fixture.project.series.values().next().unwrap().clone();
        for touchpoint in 20..50 {
            fixture.series(1, metric, touchpoint, None, series.observations.clone());
        }
        let numbers = fixture.numbers();
        let by_metric = Action { metric: Some(metric), ..action([]) };
        let asked = Asked::of(&fixture.project, &numbers, &by_metric).unwrap();
        assert_eq!((asked.touchpoints.len(), asked.left_out), (MOST_COMPARED, 31 - MOST_COMPARED));
    }
}
