//! What the formula of an own metric means within a project: which metrics it names, whether it leads back to itself,
//! and whether its units agree. The language itself is `base::expression`; its figures are `analysis`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Metric, MetricClass, MetricId};
use crate::base::number::Unit;
use crate::base::{Expression, ExpressionError, Kind, Quantity};

type Metrics = BTreeMap<MetricId, Arc<Metric>>;

/// A formula that can be calculated.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The metrics in it, by the places of their names.
    inputs: Vec<MetricId>,
    expression: Expression,
    /// What its values count.
    kind: Kind,
}

/// Why a formula cannot be calculated. Whole sentences.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    #[error(transparent)]
    Text(#[from] ExpressionError),
    #[error("No metric is called {}.{hint}", quoted(names))]
    UnknownNames { names: Vec<String>, hint: String },
    #[error("It names no metric. Write at least one, such as orders / sessions.")]
    NoMetric,
    #[error("It leads back to itself: {0}. Take one of them out.")]
    Cycle(String),
    #[error("{0}")]
    Units(String),
    #[error("It gives {given}, not {declared}. Choose {}.", either(units))]
    OtherUnit { given: String, declared: String, units: Vec<Unit> },
}

impl Formula {
    /// Reads a formula over these metrics: by key, name or short name, whatever the case. `own` is the metric whose
    /// formula it is to be; nothing that it leads to may lead back there.
    pub fn new(text: &str, metrics: &Metrics, own: Option<MetricId>) -> Result<Self, FormulaError> {
        let expression = Expression::parse(text)?;
        if expression.names().is_empty() {
            return Err(FormulaError::NoMetric);
        }
        let found: Vec<Option<&Arc<Metric>>> = expression.names().iter().map(|name| named(metrics, name)).collect();
        let unknown: Vec<String> = expression
            .names()
            .iter()
            .zip(&found)
            .filter(|(_, found)| found.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        if !unknown.is_empty() {
            let hint = hint_for(metrics, &unknown);
            return Err(FormulaError::UnknownNames { names: unknown, hint });
        }
        let found: Vec<&Arc<Metric>> = found.into_iter().flatten().collect();
        if let Some(way) = own.and_then(|own| way_back(metrics, &found, own)) {
            return Err(FormulaError::Cycle(way));
        }
        let unit = |at: usize| found.get(at).map_or(Unit::Count, |metric| metric.unit.clone());
        let kind = expression.evaluate(|at| Quantity::unknown(&unit(at))).kind.map_err(FormulaError::Units)?;
        Ok(Self { inputs: found.iter().map(|metric| metric.id).collect(), expression, kind })
    }

    /// The formula of a metric of the project, checked with its unit; `None` for one that is imported.
    pub fn of(metric: &Metric, metrics: &Metrics) -> Option<Result<Self, FormulaError>> {
        if metric.class != MetricClass::Derived {
            return None;
        }
        let formula = Self::new(&metric.formula, metrics, Some(metric.id));
        Some(formula.and_then(|formula| formula.check_unit(&metric.unit).map(|()| formula)))
    }

    /// Whether its values can be given in that unit.
    pub fn check_unit(&self, declared: &Unit) -> Result<(), FormulaError> {
        let units = self.units();
        if units.contains(declared) {
            return Ok(());
        }
        let given = units.first().map_or_else(String::new, |unit| words_of_unit(unit).to_owned());
        Err(FormulaError::OtherUnit { given, declared: words_of_unit(declared).to_owned(), units })
    }

    /// The units in which its values may be given, the usual one first.
    pub fn units(&self) -> Vec<Unit> {
        self.kind.units()
    }

    /// The metrics in it, each once, in order of first use.
    pub fn inputs(&self) -> &[MetricId] {
        &self.inputs
    }

    /// The two metrics if it is one divided by the other and nothing else.
    pub fn quotient(&self) -> Option<(MetricId, MetricId)> {
        let (above, below) = self.expression.quotient()?;
        Some((*self.inputs.get(above)?, *self.inputs.get(below)?))
    }

    /// Its value in that unit, from the values of its inputs in theirs. `None` where one is unknown, or where
    /// something is divided by zero.
    pub fn value(&self, unit: &Unit, input: impl Fn(MetricId) -> Option<(f64, Unit)>) -> Option<f64> {
        let quantity = |at: usize| {
            let known = self.inputs.get(at).and_then(|metric| input(*metric));
            known.map_or_else(Quantity::default, |(value, unit)| Quantity::in_unit(value, &unit))
        };
        self.expression.evaluate(quantity).value_in(unit)
    }

    /// As people read it, with those words for each metric: "(revenue − cost) ÷ cost".
    pub fn display(&self, words_of: impl Fn(MetricId) -> String) -> String {
        self.expression.display(|at, name| self.inputs.get(at).map_or_else(|| name.to_owned(), |id| words_of(*id)))
    }

    /// As it is kept: with the keys of its metrics, which never change.
    pub fn source(&self, metrics: &Metrics) -> String {
        self.expression.source(|at, name| {
            let input = self.inputs.get(at).and_then(|id| metrics.get(id));
            input.map_or_else(|| name.to_owned(), |metric| metric.key.clone())
        })
    }
}

/// Whether an own metric's formula names that metric.
pub fn uses(metric: &Metric, used: MetricId, metrics: &Metrics) -> bool {
    metric.class == MetricClass::Derived && inputs_of(metric, metrics).iter().any(|input| input.id == used)
}

/// A formula in words without its project: "(revenue-eur − cost-eur) ÷ cost-eur". As it stands if it cannot be read.
pub fn pretty(text: &str) -> String {
    Expression::parse(text).map_or_else(|_| text.to_owned(), |parsed| parsed.display(|_, name| name.to_owned()))
}

/// A unit in words: "a share", "seconds", "EUR".
pub fn words_of_unit(unit: &Unit) -> &str {
    match unit {
        Unit::Count => "a count",
        Unit::Share => "a share",
        Unit::Seconds => "seconds",
        Unit::Minutes => "minutes",
        Unit::Points => "points",
        Unit::Times => "a multiple",
        Unit::Currency(code) => code,
    }
}

fn named<'m>(metrics: &'m Metrics, name: &str) -> Option<&'m Arc<Metric>> {
    let words = name.trim().to_lowercase();
    let find = |of: fn(&Metric) -> &str| metrics.values().find(|metric| of(metric).to_lowercase() == words);
    find(|metric| &metric.key).or_else(|| find(|metric| &metric.name)).or_else(|| find(|metric| &metric.short_name))
}

fn inputs_of<'m>(metric: &Metric, metrics: &'m Metrics) -> Vec<&'m Arc<Metric>> {
    let Ok(expression) = Expression::parse(&metric.formula) else { return Vec::new() };
    expression.names().iter().filter_map(|name| named(metrics, name)).collect()
}

/// The names on the way from the inputs back to that metric, if there is one.
fn way_back(metrics: &Metrics, inputs: &[&Arc<Metric>], own: MetricId) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<(&Arc<Metric>, Vec<&str>)> = inputs.iter().map(|metric| (*metric, Vec::new())).collect();
    while let Some((metric, mut way)) = open.pop() {
        way.push(metric.name.as_str());
        if metric.id == own {
            return Some(format!("it needs {}", way.join(", which needs ")));
        }
        if metric.class == MetricClass::Derived && seen.insert(metric.id) {
            open.extend(inputs_of(metric, metrics).into_iter().map(|input| (input, way.clone())));
        }
    }
    None
}

/// What to write instead: a minus without spaces is read as a part of a name.
fn hint_for(metrics: &Metrics, unknown: &[String]) -> String {
    let is_difference = |name: &&String| {
        let cuts = name.match_indices('-').map(|(at, _)| name.split_at(at));
        cuts.into_iter()
            .any(|(a, b)| named(metrics, a).is_some() && named(metrics, b.trim_start_matches('-')).is_some())
    };
    if let Some(name) = unknown.iter().find(is_difference) {
        return format!(" For a difference write spaces around the minus: {}.", name.replace('-', " - "));
    }
    let mut keys: Vec<&str> = metrics.values().map(|metric| metric.key.as_str()).collect();
    keys.sort_unstable();
    match keys.len() {
        0 => " The project has no metrics yet: import a file first.".to_owned(),
        1..=12 => format!(" There are {}.", keys.join(", ")),
        count => format!(
            " There are {} and {} more.",
            keys.iter().take(12).copied().collect::<Vec<_>>().join(", "),
            count - 12
        ),
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" or ")
}

fn either(units: &[Unit]) -> String {
    units.iter().map(words_of_unit).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::display::Display;
    use crate::model::Direction;

    fn metric(id: u64, key: &str, unit: Unit, formula: &str) -> (MetricId, Arc<Metric>) {
        let class = if formula.is_empty() { MetricClass::Additive } else { MetricClass::Derived };
        let metric = Metric {
            id: MetricId(id),
            key: key.to_owned(),
            name: key.to_uppercase(),
            short_name: key.to_owned(),
            class,
            unit,
            display: Display::Usual,
            direction: Direction::HigherIsBetter,
            numerator: String::new(),
            denominator: String::new(),
            formula: formula.to_owned(),
        };
        (MetricId(id), Arc::new(metric))
    }

    fn shop() -> Metrics {
        let euro = || Unit::Currency("EUR".into());
        [
            metric(1, "orders", Unit::Count, ""),
            metric(2, "sessions", Unit::Count, ""),
            metric(3, "revenue-eur", euro(), ""),
            metric(4, "cost-eur", euro(), ""),
            metric(5, "profit", euro(), "revenue-eur - cost-eur"),
            metric(6, "margin", Unit::Share, "profit / revenue-eur"),
        ]
        .into()
    }

    #[test]
    fn a_formula_knows_its_metrics_by_any_of_their_names() {
        let metrics = shop();
        let formula = Formula::new("(Revenue-EUR - cost-eur) / ORDERS", &metrics, None).unwrap();
        assert_eq!(formula.inputs(), [MetricId(3), MetricId(4), MetricId(1)]);
        assert_eq!(formula.source(&metrics), "(revenue-eur - cost-eur) / orders");
        assert_eq!(formula.units(), [Unit::Currency("EUR".into())]);
        assert_eq!(formula.display(|id| metrics[&id].name.clone()), "(REVENUE-EUR − COST-EUR) ÷ ORDERS");
        let values = [(3, 500.0), (4, 200.0), (1, 10.0)];
        let of = |id: MetricId| {
            let value = values.iter().find(|(known, _)| *known == id.0)?.1;
            Some((value, metrics[&id].unit.clone()))
        };
        assert_eq!(formula.value(&Unit::Currency("EUR".into()), of), Some(30.0));
    }

    #[test]
    fn what_is_wrong_is_said_so_that_it_can_be_put_right() {
        let metrics = shop();
        for (text, own, words) in [
            ("orders / visits", None, "No metric is called \"visits\". There are cost-eur, margin"),
            ("orders-sessions", None, "spaces around the minus: orders - sessions"),
            ("2 * 3", None, "names no metric"),
            ("orders / ", None, "ends where"),
            ("margin * orders", Some(5), "it needs MARGIN, which needs PROFIT"),
            ("profit", Some(5), "it needs PROFIT"),
            ("orders + revenue-eur", None, "A count and an amount of EUR cannot be added"),
        ] {
            let error = Formula::new(text, &metrics, own.map(MetricId)).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        let formula = Formula::new("orders / sessions", &metrics, None).unwrap();
        assert_eq!(formula.check_unit(&Unit::Share), Ok(()));
        let error = formula.check_unit(&Unit::Seconds).unwrap_err().to_string();
        assert_eq!(error, "It gives a share, not seconds. Choose a share or a multiple or a count or points.");
    }

    #[test]
    fn a_metric_that_a_formula_names_is_used() {
        let metrics = shop();
        assert!(uses(&metrics[&MetricId(5)], MetricId(3), &metrics));
        assert!(!uses(&metrics[&MetricId(6)], MetricId(4), &metrics), "only by way of another");
        assert!(!uses(&metrics[&MetricId(1)], MetricId(1), &metrics));
    }
}
