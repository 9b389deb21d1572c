//! How a figure changed: in which terms, in words, and whether that is good.

use crate::base::number::{Unit, format_change, format_change_full, format_relative_change};
use crate::model::{Metric, MetricClass};

/// Below this share of the earlier value a change of a total is no news.
const TINY: f64 = 0.005;

/// How a change is to be taken. Never shown by color alone: the text carries its sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    Good,
    Bad,
    #[default]
    Neutral,
}

/// The difference between two values of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// In the metric's unit (a share: as a fraction), or as a fraction of the earlier value if relative.
    pub amount: f64,
    pub is_relative: bool,
    /// "+0.2" (points of percent), "−3 s", "+6%", "±0".
    pub text: String,
    /// The same beside values in full: "+0.04", "−€1.85".
    pub full_text: String,
    pub tone: Tone,
}

/// What a metric's change is told in: totals grow by percent, rates and averages by their own unit.
pub fn is_told_relatively(metric: &Metric) -> bool {
    match metric.class {
        MetricClass::Additive => true,
        MetricClass::Distinct | MetricClass::Snapshot => matches!(metric.unit, Unit::Count | Unit::Currency(_)),
        MetricClass::Derived => metric.unit == Unit::Count,
        MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference | MetricClass::RateOnly => false,
    }
}

/// The change from one value to another; `None` where a total grew from nothing, so that no percentage exists.
pub fn change_between(metric: &Metric, before: f64, now: f64) -> Option<Change> {
    let is_relative = is_told_relatively(metric);
    let difference = now - before;
    let amount = match (is_relative, before == 0.0) {
        (false, _) => difference,
        (true, false) => difference / before.abs(),
        (true, true) if difference == 0.0 => 0.0,
        (true, true) => return None,
    };
    if !amount.is_finite() {
        return None;
    }
    let (text, full_text) = if is_relative {
        (format_relative_change(amount), format_relative_change(amount))
    } else {
        (format_change(amount, now, metric), format_change_full(amount, now, metric))
    };
    let is_tiny = text == "±0" || is_relative && amount.abs() < TINY;
    let tone = match metric.direction.is_improvement(amount).filter(|_| !is_tiny) {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Neutral,
    };
    Some(Change { amount, is_relative, text, full_text, tone })
}

#[cfg(test)]
mod tests {
    use super::super::testing::metric;
    use super::*;
    use crate::model::Direction;

    #[test]
    fn changes_are_told_in_the_terms_of_the_metric() {
        use Direction::{HigherIsBetter, LowerIsBetter};
        use MetricClass::{Additive, Distinct, Mean, Ratio, ShareDifference, Snapshot};
        let euro = || Unit::Currency("EUR".into());
        for (class, unit, direction, before, now, text, tone) in [
            (Ratio, Unit::Share, HigherIsBetter, 0.012, 0.014, "+0.2", Tone::Good),
            (Ratio, Unit::Share, LowerIsBetter, 0.501, 0.47, "−3.1", Tone::Good),
            (Ratio, Unit::Share, HigherIsBetter, 0.0330, 0.0310, "−0.2", Tone::Bad),
            (Ratio, Unit::Share, HigherIsBetter, 0.0090, 0.00902, "±0", Tone::Neutral),
            (Ratio, Unit::Seconds, LowerIsBetter, 3.4, 6.4, "+3 s", Tone::Bad),
            (Ratio, euro(), HigherIsBetter, 205.0, 214.0, "+€9", Tone::Good),
            (Mean, Unit::Points, HigherIsBetter, 4.3, 4.3, "±0", Tone::Neutral),
            (ShareDifference, Unit::Points, HigherIsBetter, 35.0, 31.0, "−4", Tone::Bad),
            (Additive, Unit::Count, HigherIsBetter, 38_900.0, 41_234.0, "+6%", Tone::Good),
            (Additive, euro(), LowerIsBetter, 100.0, 150.0, "+50%", Tone::Bad),
            (Additive, Unit::Count, HigherIsBetter, 1000.0, 1004.0, "+0.4%", Tone::Neutral),
            (Distinct, Unit::Count, HigherIsBetter, 200.0, 300.0, "+50%", Tone::Good),
            (Distinct, Unit::Share, HigherIsBetter, 0.30, 0.31, "+1", Tone::Good),
            (Snapshot, Unit::Count, LowerIsBetter, 40.0, 30.0, "−25%", Tone::Good),
        ] {
            let mut metric = metric(1, "m", class);
            (metric.unit, metric.direction) = (unit, direction);
            let change = change_between(&metric, before, now).unwrap();
            assert_eq!((change.text.as_str(), change.tone), (text, tone), "{metric:?} {before} → {now}");
        }
    }

    #[test]
    fn growth_from_nothing_has_no_percentage() {
        let orders = metric(1, "orders", MetricClass::Additive);
        assert_eq!(change_between(&orders, 0.0, 5.0), None);
        assert_eq!(change_between(&orders, 0.0, 0.0).unwrap().text, "±0");
    }
}
