//! The opportunity score by segment: how important a touchpoint is, against how satisfied each segment was measured to
//! be. The score itself is `priority`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::super::numbers::Numbers;
use super::super::priority::{KpiReadings, Measured, Measures, Opportunity, rank};
use super::super::view::View;
use crate::base::Period;
use crate::model::{JourneyId, Project, SegmentId, TouchpointId};

/// A touchpoint's score for all and for each segment that was asked there.
#[derive(Clone, Debug, PartialEq)]
pub struct OpportunityRow {
    pub touchpoint: TouchpointId,
    /// Of all customers; `None` where their satisfaction is not known.
    pub everyone: Option<Opportunity>,
    pub segments: BTreeMap<SegmentId, (Measured, Opportunity)>,
}

impl OpportunityRow {
    /// The largest score of any segment.
    pub fn largest(&self) -> f64 {
        self.segments.values().map(|(_, opportunity)| opportunity.score).fold(0.0, f64::max)
    }
}

/// The touchpoints of a journey where the satisfaction of segments was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opportunities {
    /// The largest score of any segment first; what is alike in reading order.
    pub rows: Vec<OpportunityRow>,
    /// The segments that have a score anywhere, by id.
    pub segments: Vec<SegmentId>,
    /// How many touchpoints have satisfaction by segment, but nobody said how important they are.
    pub without_importance: usize,
}

/// Scores by segment in a period, or over all days.
pub fn opportunities(
    project: &Project,
    numbers: &Numbers,
    journey: JourneyId,
    period: Option<Period>,
) -> Opportunities {
    let measures = Measures::new(numbers, &View { period, compare_with: None });
    let ranked = rank(project, journey, &measures, &KpiReadings::default());
    let is_unrated = |id: &TouchpointId| project.touchpoints.get(id).is_some_and(|it| it.importance.is_none());
    let without_importance = ranked
        .iter()
        .filter(|row| !measures.segments(row.touchpoint).is_empty() && is_unrated(&row.touchpoint))
        .count();
    let scored: BTreeMap<TouchpointId, OpportunityRow> = ranked
        .into_iter()
        .filter(|row| !row.by_segment.is_empty())
        .map(|row| {
            let of = |(segment, measured, opportunity)| (segment, (measured, opportunity));
            let segments = row.by_segment.into_iter().map(of).collect();
            (row.touchpoint, OpportunityRow { touchpoint: row.touchpoint, everyone: row.opportunity, segments })
        })
        .collect();
    let in_order = project.items_in_reading_order(journey).into_iter().filter_map(crate::model::Item::as_touchpoint);
    let mut rows: Vec<OpportunityRow> = in_order.filter_map(|id| scored.get(&id).cloned()).collect();
    rows.sort_by(|a, b| b.largest().total_cmp(&a.largest()));
    let segments: BTreeSet<SegmentId> = rows.iter().flat_map(|row| row.segments.keys().copied()).collect();
    Opportunities { rows, segments: segments.into_iter().collect(), without_importance }
}
