//! Metric definitions: unit, good direction, and the class that decides every roll-up.

use std::sync::Arc;

use super::MetricId;
use crate::base::display::{Display, InUnit, Shown};
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
    /// How values in the unit are shown and typed. INVARIANT: it fits the unit.
    pub display: Display,
    pub direction: Direction,
    /// What is counted above the line, in words: "clicks". For an additive metric, what it counts.
    pub numerator: String,
    /// What is counted below the line, in words: "impressions"; empty where the class has none.
    pub denominator: String,
    /// What an own metric is made of, over the keys of other metrics: "(revenue-eur - cost-eur) / cost-eur".
    /// INVARIANT: it can be read ([`super::Formula::of`]) if the class is `Derived`, and is empty for all others.
    pub formula: String,
}

impl Metric {
    /// Whether its values are shown in percent, so that changes of it are percentage points.
    pub fn is_in_percent(&self) -> bool {
        self.unit == Unit::Share && self.display == Display::Usual
    }

    /// The unit and how values in it are shown.
    pub fn shown(&self) -> Shown {
        Shown { unit: self.unit.clone(), display: self.display }
    }
}

impl<'a> From<&'a Metric> for InUnit<'a> {
    fn from(metric: &'a Metric) -> Self {
        Self { unit: &metric.unit, display: metric.display }
    }
}

impl<'a> From<&'a Arc<Metric>> for InUnit<'a> {
    fn from(metric: &'a Arc<Metric>) -> Self {
        Self::from(metric.as_ref())
    }
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
    /// Calculated from other metrics by a formula, after these have been rolled up; never stored, never averaged.
    Derived,
}

impl MetricClass {
    pub const ALL: [Self; 8] = [
        Self::Additive,
        Self::Ratio,
        Self::Mean,
        Self::ShareDifference,
        Self::Distinct,
        Self::Snapshot,
        Self::RateOnly,
        Self::Derived,
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
            Self::Derived => "derived",
        }
    }

    /// How it adds up, in words, for the list of metrics and the method page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Additive => "Sum",
            Self::Ratio => "Ratio of sums",
            Self::Mean => "Mean",
            Self::ShareDifference => "Difference of shares",
            Self::Distinct => "Distinct count",
            Self::Snapshot => "Level at a date",
            Self::RateOnly => "Rates alone",
            Self::Derived => "Own formula",
        }
    }

    /// The rule by which it rolls up over time, segments and touchpoints.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Additive => "Added up over days, segments and touchpoints.",
            Self::Ratio => "Σ numerators ÷ Σ denominators over all rows; never a mean of ratios.",
            Self::Mean => "Σ of all answers ÷ their number; the variance is that of all answers together.",
            Self::ShareDifference => "Promoters less detractors, added up first, then divided by all answers.",
            Self::Distinct => {
                "The same may be counted twice, so nothing is added up: shown for its stored periods only."
            }
            Self::Snapshot => "The last value known; counts and money of several touchpoints are added up.",
            Self::RateOnly => "Weighted by the cases where the file gives them; else the plain mean, and said so.",
            Self::Derived => {
                "Each metric in the formula is rolled up by its own rule first; then the formula is applied."
            }
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Whether figures of parts, such as days or files, make up the figure of the whole.
    pub fn is_made_of_parts(self) -> bool {
        match self {
            Self::Additive | Self::Ratio | Self::Mean | Self::ShareDifference | Self::RateOnly => true,
            Self::Distinct | Self::Snapshot | Self::Derived => false,
        }
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
