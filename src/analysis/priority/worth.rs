//! What it would be worth to reach a target: cases × gap × value of a conversion. Only where a KPI's metric is the
//! share of cases that convert; else the reason why nothing can be said.

use super::measures::KpiReadings;
use crate::base::number::Unit;
use crate::model::{KpiId, Metric, MetricClass, Money, Project, TouchpointId};

/// The rule in words.
pub const WORTH_RULE: &str = "Cases in the period × what is missing to the target × the value of a conversion. Only for \
    KPIs whose metric is the share of cases that convert. Each case that would reach the target counts as one \
    conversion; of several such KPIs the one that is worth most.";

/// Words for what counts as a conversion, in the metric's key or in what it counts.
const CONVERSIONS: [&str; 17] = [
    "conversion",
    "order",
    "purchase",
    "key event",
    "key-event",
    "transaction",
    "sale",
    "booking",
    "reservation",
    "sign-up",
    "signup",
    "registration",
    "subscription",
    "lead",
    "basket-abandonment",
    "checkout",
    "deals won",
];

/// What reaching the target would bring over the period on show.
#[derive(Clone, Debug, PartialEq)]
pub enum Worth {
    Known {
        kpi: KpiId,
        cases: f64,
        gap: f64,
        of_one: Money,
        amount: f64,
        /// The least and the most by the 95% interval of the KPI's value, where it has one.
        range: Option<(f64, f64)>,
    },
    Unknown(NoWorth),
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWorth {
    NoKpi,
    /// No KPI is about a share of cases that convert.
    NoShareOfConversions,
    NoData,
    /// Nobody has said what a conversion is worth.
    NoConversionValue,
}

impl Worth {
    /// The amount, where it is known.
    pub fn amount(&self) -> Option<f64> {
        match self {
            Self::Known { amount, .. } => Some(*amount),
            Self::Unknown(_) => None,
        }
    }
}

/// Whether a metric is the share of cases that convert, or that fail to.
pub fn is_conversion_share(metric: &Metric) -> bool {
    let counts = |text: &str| {
        let text = text.to_lowercase();
        CONVERSIONS.iter().any(|word| text.contains(word))
    };
    metric.class == MetricClass::Ratio
        && metric.unit == Unit::Share
        && (counts(&metric.key) || counts(&metric.numerator))
}

/// What the touchpoint's KPIs are worth.
pub(super) fn worth(project: &Project, touchpoint: TouchpointId, kpis: &KpiReadings) -> Worth {
    let kpis = kpis.at(touchpoint);
    if kpis.is_empty() {
        return Worth::Unknown(NoWorth::NoKpi);
    }
    let is_share =
        |metric: &crate::model::MetricId| project.metrics.get(metric).is_some_and(|it| is_conversion_share(it));
    let mut shares = kpis.iter().filter(|(_, metric, _)| is_share(metric)).peekable();
    if shares.peek().is_none() {
        return Worth::Unknown(NoWorth::NoShareOfConversions);
    }
    let Some(of_one) = &project.strategy.conversion_value else { return Worth::Unknown(NoWorth::NoConversionValue) };
    let known = shares.filter_map(|(kpi, _, reading)| {
        let reading = (*reading)?;
        let (cases, gap) = (reading.cases?, reading.gap());
        let amount = cases * gap * of_one.amount;
        let at = |value| cases * super::KpiReading { value, ..reading }.gap() * of_one.amount;
        let range = reading.ends.map(|(low, high)| (at(low).min(at(high)), at(low).max(at(high))));
        amount.is_finite().then(|| Worth::Known { kpi: *kpi, cases, gap, of_one: of_one.clone(), amount, range })
    });
    let most = known.reduce(|most, other| if other.amount() > most.amount() { other } else { most });
    most.unwrap_or(Worth::Unknown(NoWorth::NoData))
}
