//! Metrics of a project's own, as edits. What their formulas mean is `model::formula`'s.

use super::Edit;
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::model::{Direction, Metric, MetricClass, MetricId, Project};

/// What a metric of one's own is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnMetric {
    pub name: String,
    pub formula: String,
    pub unit: Unit,
    pub direction: Direction,
}

/// Adds a metric by formula. `is_reserved` says which keys belong to something else: imported metrics get those.
pub fn new_own_metric(project: &Project, own: OwnMetric, is_reserved: impl Fn(&str) -> bool) -> (Edit, MetricId) {
    const SHORT: usize = 12;
    let id = MetricId(project.next_id);
    let base = slug(&own.name);
    let is_taken = |key: &str| is_reserved(key) || project.metric_by_key(key).is_some();
    let mut numbered = (1..).map(|number| match number {
        1 => base.clone(),
        2 => format!("{base}-own"),
        _ => format!("{base}-own-{number}"),
    });
    let key = numbered.find(|key| !is_taken(key)).unwrap_or_else(|| base.clone());
    let short_name = match own.name.char_indices().nth(SHORT) {
        None => own.name.clone(),
        Some(_) => own.name.chars().take(SHORT - 1).chain(['…']).collect(),
    };
    let metric = Metric {
        id,
        key,
        name: own.name,
        short_name,
        class: MetricClass::Derived,
        unit: own.unit,
        display: Display::Usual,
        direction: own.direction,
        numerator: String::new(),
        denominator: String::new(),
        formula: own.formula,
    };
    (Edit::AddMetric { metric }, id)
}

/// "Profit per order (net)" → "profit-per-order-net"; "metric" of nothing that a key can hold.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "metric".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::edit::{EditError, MetricChange, apply};
    use crate::model::check::problems;
    use crate::model::metric_users;

    fn shop() -> Project {
        let mut project = Project { next_id: 10, ..Project::default() };
        for (id, key, unit) in
            [(1, "orders", Unit::Count), (2, "sessions", Unit::Count), (3, "revenue", Unit::Currency("EUR".into()))]
        {
            let metric = Metric {
                id: MetricId(id),
                key: key.to_owned(),
                name: key.to_owned(),
                short_name: key.to_owned(),
                class: MetricClass::Additive,
                unit,
                direction: Direction::HigherIsBetter,
                numerator: key.to_owned(),
                denominator: String::new(),
                display: Display::Usual,
                formula: String::new(),
            };
            Arc::make_mut(&mut project.metrics).insert(metric.id, Arc::new(metric));
        }
        project
    }

    fn own(name: &str, formula: &str, unit: Unit) -> OwnMetric {
        OwnMetric { name: name.to_owned(), formula: formula.to_owned(), unit, direction: Direction::HigherIsBetter }
    }

    fn added(project: &Project, name: &str, formula: &str, unit: Unit) -> Result<(Project, MetricId), EditError> {
        let (edit, id) = new_own_metric(project, own(name, formula, unit), |key| key == "roas");
        apply(project, &edit).map(|project| (project, id))
    }

    #[test]
    fn an_own_metric_gets_a_key_of_its_own_and_keeps_its_formula_by_keys() {
        let (project, id) = added(&shop(), "Orders a visit (%)", "ORDERS÷Sessions", Unit::Share).unwrap();
        let metric = &project.metrics[&id];
        assert_eq!((metric.key.as_str(), metric.formula.as_str()), ("orders-a-visit", "orders / sessions"));
        assert_eq!(metric.short_name, "Orders a vi…");
        assert_eq!(problems(&project), []);
        for (name, key) in [("ROAS", "roas-own"), ("Orders", "orders-own"), ("???", "metric")] {
            let (project, id) = added(&project, name, "orders / sessions", Unit::Share).unwrap();
            assert_eq!(project.metrics[&id].key, key);
        }
    }

    #[test]
    fn what_could_not_be_calculated_is_refused() {
        let project = shop();
        let refused = |formula: &str, unit| added(&project, "Own", formula, unit).unwrap_err().to_string();
        assert!(refused("orders / visits", Unit::Share).contains("No metric is called \"visits\""));
        assert!(refused("orders + revenue", Unit::Count).contains("cannot be added"));
        assert!(refused("revenue / orders", Unit::Share).contains("It gives EUR, not a share"));
        let (project, id) = added(&project, "Own", "orders / sessions", Unit::Share).unwrap();
        let change = |formula: &str| Edit::ChangeMetric {
            metric: id,
            change: MetricChange::Formula { formula: formula.to_owned(), unit: Unit::Share },
        };
        assert!(apply(&project, &change("own / orders")).unwrap_err().to_string().contains("leads back to itself"));
        let changed = apply(&project, &change("1 - orders/sessions")).unwrap();
        assert_eq!(changed.metrics[&id].formula, "1 - orders / sessions");
        let other = Edit::ChangeMetric {
            metric: MetricId(1),
            change: MetricChange::Formula { formula: "sessions".to_owned(), unit: Unit::Count },
        };
        assert_eq!(apply(&project, &other), Err(EditError::NotAnOwnMetric));
    }

    #[test]
    fn values_are_shown_in_a_way_that_fits_the_unit() {
        let (project, id) = added(&shop(), "Rate", "orders / sessions", Unit::Share).unwrap();
        let show = |display| Edit::ChangeMetric { metric: id, change: MetricChange::Display(display) };
        let shown = apply(&project, &show(Display::PerMille)).unwrap();
        assert_eq!(shown.metrics[&id].display, Display::PerMille);
        let error = apply(&project, &show(Display::Hours)).unwrap_err();
        assert_eq!(error, EditError::DisplayOfOtherUnit { metric: "Rate".to_owned() });
        let change =
            MetricChange::Formula { formula: "revenue / orders".to_owned(), unit: Unit::Currency("EUR".into()) };
        let money = apply(&shown, &Edit::ChangeMetric { metric: id, change }).unwrap();
        assert_eq!(money.metrics[&id].display, Display::Usual, "another unit is shown as is usual for it");
        assert_eq!(problems(&money), []);
    }

    #[test]
    fn a_change_that_breaks_another_formula_is_refused() {
        let (project, id) = added(&shop(), "Value", "revenue / orders", Unit::Currency("EUR".into())).unwrap();
        let (project, _) = added(&project, "Twice", "value + revenue", Unit::Currency("EUR".into())).unwrap();
        let change = MetricChange::Formula { formula: "orders / sessions".to_owned(), unit: Unit::Share };
        let error = apply(&project, &Edit::ChangeMetric { metric: id, change }).unwrap_err();
        assert!(matches!(&error, EditError::BreaksFormula { metric, .. } if metric == "Twice"), "{error}");
    }

    #[test]
    fn only_what_nothing_uses_is_removed() {
        let (project, id) = added(&shop(), "Own", "orders / sessions", Unit::Share).unwrap();
        assert_eq!(metric_users(&project, MetricId(1)), ["the formula of Own"]);
        let error = apply(&project, &Edit::RemoveMetric { metric: MetricId(1) }).unwrap_err().to_string();
        assert!(error.contains("in use by the formula of Own"), "{error}");
        let without = apply(&project, &Edit::RemoveMetric { metric: id }).unwrap();
        assert!(!without.metrics.contains_key(&id));
        assert!(apply(&without, &Edit::RemoveMetric { metric: MetricId(1) }).is_ok());
    }
}
