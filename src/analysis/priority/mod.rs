//! Which touchpoints to work on first: a ranking whose every sum is shown, made of what people say and what was
//! measured. What is drawn of it is elsewhere.
//!
//! * The score is Σ weight × part ÷ Σ weight over the parts that are known, 0 to 1. What is not known is named and does
//!   not count, neither as zero nor as one.
//! * The parts, each 0 to 1: **importance** (I − 1) ÷ 4; **satisfaction gap** (5 − S) ÷ 4; **volume**
//!   ln(1 + count) ÷ ln(1 + largest count of the journey); **KPI gap**, of the worst KPI the share of the way from
//!   baseline to target that is still missing.
//! * S is what people said; where nobody has, what was measured (CSAT, NPS, rating, CES, brought from −2…+2 to 1…5);
//!   where that is missing too, how personas are said to feel, on average. Each part says which ([`Basis`]).
//! * The opportunity score is I + max(I − S, 0) with both from 1–5 brought to 2–10 (Ulwick 2002, "Turn customer input
//!   into innovation"): 2 to 18.
//! * What closing a gap is worth is in [`worth`], where the counts come from in [`measures`].

pub mod matrix;
pub mod measures;
mod said;
pub mod worth;

use std::collections::{BTreeMap, HashMap};

use crate::model::{
    JourneyId, KpiId, LaneId, MetricId, Project, SegmentId, StageId, Touchpoint, TouchpointId, Weights,
};

pub use measures::{KpiReading, KpiReadings, Measured, Measures};
pub use worth::{NoWorth, Worth};

/// What a score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    Importance,
    Satisfaction,
    Volume,
    KpiGap,
}

impl PartKind {
    pub const ALL: [Self; 4] = [Self::Importance, Self::Satisfaction, Self::Volume, Self::KpiGap];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Importance => "Importance",
            Self::Satisfaction => "Satisfaction gap",
            Self::Volume => "Volume",
            Self::KpiGap => "KPI gap",
        }
    }

    /// How it is brought to 0 to 1, in one sentence.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Importance => "How much it matters to the customer: 1 of 5 counts 0, 5 of 5 counts 1.",
            Self::Satisfaction => {
                "How far customers are from satisfied: 5 of 5 counts 0, 1 of 5 counts 1. Where nobody has said, what was \
                 measured; where that is missing too, how personas are said to feel."
            }
            Self::Volume => {
                "How many come through, on a logarithmic scale: ln(1 + count) ÷ ln(1 + the largest count of the journey)."
            }
            Self::KpiGap => {
                "Of the worst KPI, the share of the way from baseline to target that is still missing; without a \
                 baseline, what is missing as a share of the target."
            }
        }
    }

    /// How much it counts.
    pub fn weight(self, weights: &Weights) -> u8 {
        match self {
            Self::Importance => weights.importance,
            Self::Satisfaction => weights.satisfaction,
            Self::Volume => weights.volume,
            Self::KpiGap => weights.kpi_gap,
        }
    }

    /// The same weights with another for this part, at most [`Weights::MOST`].
    #[must_use]
    pub fn with_weight(self, weights: Weights, weight: u8) -> Weights {
        let weight = weight.min(Weights::MOST);
        match self {
            Self::Importance => Weights { importance: weight, ..weights },
            Self::Satisfaction => Weights { satisfaction: weight, ..weights },
            Self::Volume => Weights { volume: weight, ..weights },
            Self::KpiGap => Weights { kpi_gap: weight, ..weights },
        }
    }
}

/// What a part rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Basis {
    /// What people said, 1 to 5.
    Rated(u8),
    /// Of customers, brought to 1 to 5.
    Measured(Measured),
    /// How so many personas are said to feel on average, −2 to +2.
    Felt {
        mean: f64,
        personas: usize,
    },
    /// So many of a metric, and the most that any touchpoint of the journey has of its own.
    Counted {
        metric: MetricId,
        count: f64,
        most: f64,
    },
    /// The KPI that is furthest from its target.
    Missed {
        kpi: KpiId,
        reading: KpiReading,
    },
    Unknown(Unknown),
}

/// Why a part is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    NobodySaid,
    NothingCounted,
    NoKpi,
    KpiWithoutData,
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub kind: PartKind,
    pub weight: u8,
    /// 0 to 1; `None` where it is not known.
    pub share: Option<f64>,
    pub basis: Basis,
}

/// Importance and satisfaction brought to 2 to 10, and the opportunity that follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opportunity {
    pub importance: f64,
    pub satisfaction: f64,
    /// 2 to 18.
    pub score: f64,
}

impl Opportunity {
    /// From importance and satisfaction on the scale of 1 to 5.
    pub fn of(importance: f64, satisfaction: f64) -> Self {
        let (importance, satisfaction) = (importance * 2.0, satisfaction * 2.0);
        Self { importance, satisfaction, score: importance + (importance - satisfaction).max(0.0) }
    }
}

/// One touchpoint in the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    pub touchpoint: TouchpointId,
    /// From 1; touchpoints of the same score share one. `None` without a score.
    pub rank: Option<usize>,
    /// In the order of [`PartKind::ALL`].
    pub parts: [Part; 4],
    /// 0 to 1; `None` where nothing is known that counts.
    pub score: Option<f64>,
    /// `None` unless importance and satisfaction are both known.
    pub opportunity: Option<Opportunity>,
    /// The same for segments whose satisfaction was measured here, the largest first.
    pub by_segment: Vec<(SegmentId, Measured, Opportunity)>,
    pub worth: Worth,
}

impl Ranked {
    /// What the part adds to the score.
    pub fn share_of_score(&self, part: &Part) -> f64 {
        let known = self.known_weight();
        if known == 0 { 0.0 } else { f64::from(part.weight) * part.share.unwrap_or(0.0) / f64::from(known) }
    }

    /// The sum of the weights of what is known.
    pub fn known_weight(&self) -> u32 {
        self.parts.iter().filter(|part| part.share.is_some()).map(|part| u32::from(part.weight)).sum()
    }

    /// What is not known of it.
    pub fn unknown(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.share.is_none())
    }
}

/// The touchpoints of a journey, the most urgent first; those without a score last. What is alike stays in reading
/// order.
pub fn rank(project: &Project, journey: JourneyId, measures: &Measures, kpis: &KpiReadings) -> Vec<Ranked> {
    let touchpoints = in_reading_order(project, journey);
    let counts = touchpoints.iter().filter_map(|touchpoint| measures.volume(touchpoint.id)).map(|(_, count)| count);
    let most = counts.fold(0.0, f64::max);
    let mut rows: Vec<Ranked> =
        touchpoints.into_iter().map(|touchpoint| row(project, touchpoint, measures, kpis, most)).collect();
    rows.sort_by(|a, b| match (a.score, b.score) {
        (Some(x), Some(y)) => y.total_cmp(&x).then_with(|| b.known_weight().cmp(&a.known_weight())),
        (x, y) => y.is_some().cmp(&x.is_some()),
    });
    let mut last: Option<(f64, usize)> = None;
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(score) = row.score else { break };
        // What differs by rounding alone shares its rank.
        let rank = last.filter(|(other, _)| (other - score).abs() < 1e-12).map_or(at + 1, |(_, rank)| rank);
        row.rank = Some(rank);
        last = Some((score, rank));
    }
    rows
}

fn in_reading_order(project: &Project, journey: JourneyId) -> Vec<&Touchpoint> {
    let Some(journey) = project.journeys.get(&journey) else { return Vec::new() };
    let stages: HashMap<StageId, usize> = journey.stages.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
    let lanes: BTreeMap<LaneId, usize> = journey.lanes.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
    let mut found: Vec<_> = project
        .touchpoints
        .values()
        .filter_map(|touchpoint| {
            let place = touchpoint.place;
            let key = (*stages.get(&place.stage)?, *lanes.get(&place.lane)?, place.column, place.order);
            Some((key, touchpoint.as_ref()))
        })
        .collect();
    found.sort_unstable_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, touchpoint)| touchpoint).collect()
}

fn row(project: &Project, touchpoint: &Touchpoint, measures: &Measures, kpis: &KpiReadings, most: f64) -> Ranked {
    let weights = &project.strategy.weights;
    let part = |kind: PartKind, share: Option<f64>, basis: Basis| Part {
        kind,
        weight: kind.weight(weights),
        share: share.filter(|share| share.is_finite()).map(|share| share.clamp(0.0, 1.0)),
        basis,
    };
    let importance = touchpoint.importance.map(f64::from);
    let important = touchpoint.importance.map_or(Basis::Unknown(Unknown::NobodySaid), Basis::Rated);
    let (satisfaction, satisfied) = satisfaction_of(touchpoint, measures);
    let (volume, counted) = match measures.volume(touchpoint.id) {
        Some((metric, count)) => {
            let share = if most > 0.0 { count.ln_1p() / most.ln_1p() } else { 0.0 };
            (Some(share), Basis::Counted { metric, count, most })
        }
        None => (None, Basis::Unknown(Unknown::NothingCounted)),
    };
    let (gap, missed) = match kpis.worst(touchpoint.id) {
        Ok((kpi, reading, gap)) => (Some(gap), Basis::Missed { kpi, reading }),
        Err(why) => (None, Basis::Unknown(why)),
    };
    let parts = [
        part(PartKind::Importance, importance.map(|importance| (importance - 1.0) / 4.0), important),
        part(PartKind::Satisfaction, satisfaction.map(|satisfaction| (5.0 - satisfaction) / 4.0), satisfied),
        part(PartKind::Volume, volume, counted),
        part(PartKind::KpiGap, gap, missed),
    ];
    let mut by_segment: Vec<(SegmentId, Measured, Opportunity)> = importance.map_or_else(Vec::new, |importance| {
        let of_segments = measures.segments(touchpoint.id).iter();
        of_segments
            .map(|(segment, measured)| (*segment, *measured, Opportunity::of(importance, measured.satisfaction)))
            .collect()
    });
    by_segment.sort_by(|a, b| b.2.score.total_cmp(&a.2.score));
    Ranked {
        touchpoint: touchpoint.id,
        rank: None,
        score: score(&parts),
        parts,
        opportunity: importance.zip(satisfaction).map(|(importance, it)| Opportunity::of(importance, it)),
        by_segment,
        worth: worth::worth(project, touchpoint.id, kpis),
    }
}

/// Σ weight × part ÷ Σ weight over what is known; `None` where nothing is that counts.
fn score(parts: &[Part; 4]) -> Option<f64> {
    let known = parts.iter().filter_map(|part| Some((f64::from(part.weight), part.share?)));
    let (sum, weights) = known.fold((0.0, 0.0), |(sum, all), (weight, share)| (sum + weight * share, all + weight));
    (weights > 0.0).then(|| sum / weights)
}

/// On the scale of 1 to 5, and what says so.
fn satisfaction_of(touchpoint: &Touchpoint, measures: &Measures) -> (Option<f64>, Basis) {
    if let Some(rated) = touchpoint.satisfaction {
        return (Some(f64::from(rated)), Basis::Rated(rated));
    }
    if let Some(measured) = measures.satisfaction(touchpoint.id) {
        return (Some(measured.satisfaction), Basis::Measured(measured));
    }
    let personas = touchpoint.emotions.len();
    if personas == 0 {
        return (None, Basis::Unknown(Unknown::NobodySaid));
    }
    let sum: f64 = touchpoint.emotions.values().map(|emotion| f64::from(emotion.tenths()) / 10.0).sum();
    let mean = sum / personas as f64;
    (Some(mean + 3.0), Basis::Felt { mean, personas })
}

#[cfg(test)]
mod tests;
