//! Metric definitions: unit, good direction, and the class that decides every roll-up.

use super::MetricId;
use crate::base::number::Unit;

/// A metric's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    pub id: MetricId,
    /// Stable name for files, recipes and the command line: "ctr", "conversion-rate-per-click".
    /// INVARIANT: unique within a project.
    pub key: String,
    /// The name on screen: "CTR", "Conversion rate".
    pub name: String,
    /// A name short enough for a card's chip: "CTR", "conv.".
    pub short_name: String,
    pub class: MetricClass,
    pub unit: Unit,
    pub direction: Direction,
    /// What is counted above the line, in words: "clicks". For an additive metric, what it counts.
    pub numerator: String,
    /// What is counted below the line, in words: "impressions"; empty where the class has none.
    pub denominator: String,
}

/// How a metric adds up over time, segment and touchpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricClass {
    /// Sums.
    Additive,
    /// Σ numerators / Σ denominators, never a mean of ratios.
    Ratio,
    /// Σx / Σn.
    Mean,
    /// Promoters less detractors over all answers, times 100.
    ShareDifference,
    /// Not additive: shown per stored period only.
    Distinct,
    /// The last value known.
    Snapshot,
    /// Rates of which only the rate is known: weighted where a weight is, else unweighted and said so.
    RateOnly,
}

impl MetricClass {
    pub const ALL: [Self; 7] = [
        Self::Additive,
        Self::Ratio,
        Self::Mean,
        Self::ShareDifference,
        Self::Distinct,
        Self::Snapshot,
        Self::RateOnly,
    ];

    /// The name in files and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Additive => "additive",
            Self::Ratio => "ratio",
            Self::Mean => "mean",
            Self::ShareDifference => "share-difference",
            Self::Distinct => "distinct",
            Self::Snapshot => "snapshot",
            Self::RateOnly => "rate-only",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    HigherIsBetter,
    LowerIsBetter,
}

impl Direction {
    /// Whether a change of that sign is for the better; `None` for no change.
    pub fn is_improvement(self, change: f64) -> Option<bool> {
        if change == 0.0 || !change.is_finite() {
            return None;
        }
        Some((change > 0.0) == (self == Self::HigherIsBetter))
    }
}
