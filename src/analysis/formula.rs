//! How a metric is calculated, in words, as charts, the inspector and exports print it.

use std::borrow::Cow;

use super::figure::Figure;
use crate::base::number::{Unit, format_grouped};
use crate::model::formula::pretty;
use crate::model::{Metric, MetricClass};

/// The definition: "orders ÷ sessions".
pub fn definition(metric: &Metric) -> String {
    let above = or(&metric.numerator, &metric.name);
    let below = |else_words| bracketed(or(&metric.denominator, else_words));
    match metric.class {
        MetricClass::Additive => format!("Σ {}", bracketed(above)),
        MetricClass::Ratio => format!("{} ÷ {}", bracketed(above), below("cases")),
        MetricClass::Mean => format!("Σ {} ÷ {}", bracketed(above), below("answers")),
        MetricClass::ShareDifference => format!("(promoters − detractors) ÷ {} × 100", below("answers")),
        MetricClass::Distinct => format!("{above}, each counted once in a period"),
        MetricClass::Snapshot => format!("last known {above}"),
        MetricClass::RateOnly => format!("mean of {above}, weighted where weights are known"),
        MetricClass::Derived => pretty(&metric.formula),
    }
}

/// The definition with a figure's own numbers: "Σ clicks ÷ Σ impressions = 97 ÷ 11,774".
/// The definition alone where the figure has none.
pub fn worked(metric: &Metric, figure: &Figure) -> String {
    let (Some(above), Some(below)) = (figure.numerator, figure.denominator) else { return definition(metric) };
    let numbers = format!("{} ÷ {}", format_above(metric, above), format_amount(below));
    match metric.class {
        MetricClass::Ratio => format!(
            "Σ {} ÷ Σ {} = {numbers}",
            bracketed(or(&metric.numerator, "numerators")),
            bracketed(or(&metric.denominator, "denominators"))
        ),
        MetricClass::Mean => format!("{} = {numbers}", definition(metric)),
        MetricClass::ShareDifference => format!("{} = {numbers} × 100", definition(metric)),
        MetricClass::Derived => format!("{} = {numbers}", definition(metric)),
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot | MetricClass::RateOnly => {
            definition(metric)
        }
    }
}

/// An amount above the line: money where the metric is money per case, seconds where it is time per case.
pub(super) fn format_above(metric: &Metric, amount: f64) -> String {
    match &metric.unit {
        Unit::Currency(_) => crate::base::number::format_full(amount, metric),
        Unit::Seconds => format!("{} s", format_amount(amount)),
        Unit::Minutes => format!("{} min", format_amount(amount)),
        Unit::Count | Unit::Share | Unit::Points | Unit::Times => format_amount(amount),
    }
}

/// Whole numbers without decimals, others with two.
pub(super) fn format_amount(amount: f64) -> String {
    format_grouped(amount, if amount.fract() == 0.0 { 0 } else { 2 })
}

/// A name as it reads within a sentence: "Average order value" → "average order value", "CTR" stays.
pub fn name_within(name: &str) -> String {
    let lowered = |word: &str| {
        let is_acronym =
            word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !is_acronym => first.to_lowercase().chain(chars).collect(),
            Some(_) | None => word.to_owned(),
        }
    };
    name.split(' ').map(lowered).collect::<Vec<String>>().join(" ")
}

/// Words that are a calculation themselves stand in brackets within another.
fn bracketed(words: &str) -> Cow<'_, str> {
    const OPERATORS: [&str; 7] = [" − ", " - ", " + ", " ÷ ", " / ", " × ", " * "];
    let is_in_brackets = words.starts_with('(') && words.find(')') == Some(words.len() - 1);
    if !is_in_brackets && OPERATORS.iter().any(|operator| words.contains(operator)) {
        Cow::Owned(format!("({words})"))
    } else {
        Cow::Borrowed(words)
    }
}

fn or<'a>(words: &'a str, else_words: &'a str) -> &'a str {
    if words.is_empty() { else_words } else { words }
}

#[cfg(test)]
mod tests {
    use super::super::testing::metric;
    use super::*;

    #[test]
    fn formulas_read_as_people_write_them() {
        let figure = |above, below| Figure { numerator: above, denominator: below, ..Figure::default() };
        for (class, unit, above, below, defined, with_numbers) in [
            (
                MetricClass::Ratio,
                Unit::Share,
                Some(97.0),
                Some(11_774.0),
                "clicks ÷ impressions",
                "Σ clicks ÷ Σ impressions = 97 ÷ 11,774",
            ),
            (
                MetricClass::Ratio,
                Unit::Currency("EUR".into()),
                Some(1250.5),
                Some(20.0),
                "clicks ÷ impressions",
                "Σ clicks ÷ Σ impressions = €1,250.50 ÷ 20",
            ),
            (
                MetricClass::Mean,
                Unit::Points,
                Some(86.0),
                Some(20.0),
                "Σ rating ÷ answers",
                "Σ rating ÷ answers = 86 ÷ 20",
            ),
            (
                MetricClass::ShareDifference,
                Unit::Points,
                Some(35.0),
                Some(100.0),
                "(promoters − detractors) ÷ answers × 100",
                "(promoters − detractors) ÷ answers × 100 = 35 ÷ 100 × 100",
            ),
            (MetricClass::Additive, Unit::Count, None, None, "Σ m", "Σ m"),
        ] {
            let mut metric = metric(1, "m", class);
            metric.unit = unit;
            assert_eq!(definition(&metric), defined);
            assert_eq!(worked(&metric, &figure(above, below)), with_numbers);
        }
    }

    #[test]
    fn a_calculation_within_a_formula_stands_in_brackets() {
        let mut abandonment = metric(1, "m", MetricClass::Ratio);
        (abandonment.numerator, abandonment.denominator) = ("baskets − orders".to_owned(), "baskets".to_owned());
        assert_eq!(definition(&abandonment), "(baskets − orders) ÷ baskets");
        let figure = Figure { numerator: Some(71.0), denominator: Some(100.0), ..Figure::default() };
        assert_eq!(worked(&abandonment, &figure), "Σ (baskets − orders) ÷ Σ baskets = 71 ÷ 100");
        abandonment.numerator = "(baskets − orders)".to_owned();
        assert_eq!(definition(&abandonment), "(baskets − orders) ÷ baskets");
        abandonment.numerator = "(a) − (b)".to_owned();
        assert_eq!(definition(&abandonment), "((a) − (b)) ÷ baskets");
    }

    #[test]
    fn acronyms_stay_acronyms_within_a_sentence() {
        for (name, expected) in [
            ("CTR", "CTR"),
            ("Average order value", "average order value"),
            ("Bounce rate GA4", "bounce rate GA4"),
            ("CTR of Ads (CPC)", "CTR of ads (CPC)"),
            ("", ""),
        ] {
            assert_eq!(name_within(name), expected);
        }
    }
}
