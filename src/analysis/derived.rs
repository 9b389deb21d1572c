//! Own metrics by formula: each metric in the formula is rolled up by its own rule first, then the formula is applied
//! to these figures. Nothing is averaged, and nothing is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::figure::{Figure, is_of_few};
use super::formula::name_within;
use super::interval;
use super::numbers::{Numbers, Scope};
use super::series::Point;
use crate::base::number::{Unit, format_full};
use crate::base::{Grain, Period};
use crate::model::project::Table;
use crate::model::{Formula, Metric, MetricClass, MetricId, SegmentId, TouchpointId};

/// A formula with real figures, for whoever is writing it.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedExample {
    /// `None` for all touchpoints together.
    pub touchpoint: Option<TouchpointId>,
    /// The value in full.
    pub text: String,
    /// "profit ÷ orders = €600.00 ÷ 40".
    pub worked: String,
    /// What to know about it.
    pub note: Option<String>,
}

/// The own metrics of a project.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// Of those whose formula can be used. INVARIANT: none leads back to itself.
    formulas: BTreeMap<MetricId, Formula>,
    /// Why the others cannot be.
    faults: BTreeMap<MetricId, String>,
}

impl Derived {
    /// Reads the formulas.
    pub fn new(metrics: &Table<MetricId, Metric>) -> Self {
        let mut derived = Self::default();
        for metric in metrics.values() {
            match Formula::of(metric, metrics) {
                Some(Ok(formula)) => drop(derived.formulas.insert(metric.id, formula)),
                Some(Err(why)) => drop(derived.faults.insert(metric.id, why.to_string())),
                None => {}
            }
        }
        derived
    }

    /// The metrics in a formula; nothing for one that is imported or cannot be read.
    pub fn inputs(&self, metric: MetricId) -> &[MetricId] {
        self.formulas.get(&metric).map_or(&[], Formula::inputs)
    }

    /// The formulas with the metric that each is of, in an order in which each comes after those that it names.
    pub fn in_order(&self) -> Vec<MetricId> {
        let mut order: Vec<MetricId> = Vec::with_capacity(self.formulas.len());
        let mut placed = BTreeSet::new();
        // Each round places those whose inputs are placed: at most as many rounds as there are formulas.
        while order.len() < self.formulas.len() {
            let before = order.len();
            for (metric, formula) in &self.formulas {
                let waits = |input: &MetricId| self.formulas.contains_key(input) && !placed.contains(input);
                if !placed.contains(metric) && !formula.inputs().iter().any(waits) {
                    placed.insert(*metric);
                    order.push(*metric);
                }
            }
            if order.len() == before {
                break;
            }
        }
        order
    }
}

impl Numbers {
    /// The metrics in the formula of an own metric, each once; nothing for an imported one.
    pub fn inputs_of(&self, metric: MetricId) -> &[MetricId] {
        self.derived().inputs(metric)
    }

    /// The formula of an own metric.
    pub(super) fn formula_of(&self, metric: MetricId) -> Option<&Formula> {
        self.derived().formulas.get(&metric)
    }

    /// The same formula over the rolled-up figures of its metrics.
    pub(super) fn derived_figure(&self, metric: &Metric, scope: &Scope, asked: Option<Period>) -> Figure {
        self.derived_from(metric, scope, &|input, scope| self.figure(input.id, scope.clone(), asked))
    }

    /// The same formula over figures of its metrics that are taken in some other way.
    pub(super) fn derived_from(
        &self,
        metric: &Metric,
        scope: &Scope,
        figure_of: &dyn Fn(&Metric, &Scope) -> Figure,
    ) -> Figure {
        let Some(formula) = self.formula_of(metric.id) else {
            let why = self.derived().faults.get(&metric.id).map_or("", String::as_str);
            return Figure::unknown(format!("The formula can't be used. {why}"));
        };
        let (scope, place) = self.scope_of_inputs(formula, scope);
        let known = formula.inputs().iter().filter_map(|input| self.metric(*input));
        let inputs: Vec<(MetricId, Figure)> = known.map(|input| (input.id, figure_of(input, &scope))).collect();
        let mut figure = self.put_together(metric, formula, &inputs);
        if figure.value.is_some()
            && let Some(note) = place
        {
            figure.add_note(&note);
        }
        figure
    }

    /// The parts of a figure of an own metric: each metric in its formula and its figure.
    pub(super) fn parts_of(
        &self,
        metric: MetricId,
        scope: &Scope,
        asked: Option<Period>,
    ) -> Vec<(&Arc<Metric>, Figure)> {
        let Some(formula) = self.formula_of(metric) else { return Vec::new() };
        let (scope, _) = self.scope_of_inputs(formula, scope);
        let inputs = formula.inputs().iter().filter_map(|input| self.metric(*input));
        inputs.map(|input| (input, self.figure(input.id, scope.clone(), asked))).collect()
    }

    /// What a formula would give at the first touchpoint where all its metrics have a value, else over all together;
    /// `None` where they are not known together at all.
    pub fn worked_example(&self, formula: &Formula, unit: &Unit, asked: Option<Period>) -> Option<WorkedExample> {
        /// So many touchpoints are tried.
        const TRIED: usize = 50;
        let reached: BTreeSet<TouchpointId> =
            formula.inputs().iter().flat_map(|input| self.everywhere(*input).touchpoints().to_vec()).collect();
        let everywhere = Scope::of(reached);
        let (common, _) = self.scope_of_inputs(formula, &everywhere);
        let singles = common.touchpoints().iter().take(TRIED).map(|id| (Some(*id), Scope::from(*id)));
        singles.chain([(None, everywhere)]).find_map(|(touchpoint, scope)| {
            let (scope, note) = self.scope_of_inputs(formula, &scope);
            let known: BTreeMap<MetricId, (f64, &Arc<Metric>)> = formula
                .inputs()
                .iter()
                .map(|input| Some((*input, (self.figure(*input, scope.clone(), asked).value?, self.metric(*input)?))))
                .collect::<Option<_>>()?;
            let value = formula.value(unit, |id| known.get(&id).map(|(value, metric)| (*value, metric.unit.clone())));
            let amount = |id: MetricId| known.get(&id).map_or_else(String::new, |(v, metric)| format_full(*v, *metric));
            let name = |id: MetricId| known.get(&id).map_or_else(String::new, |(_, metric)| name_within(&metric.name));
            let undefined = "What stands below the line is 0, so the value is not defined.";
            Some(WorkedExample {
                touchpoint,
                text: value.map_or_else(|| "–".to_owned(), |value| format_full(value, unit)),
                worked: format!("{} = {}", formula.display(name), formula.display(amount)),
                note: note.or_else(|| value.is_none().then(|| undefined.to_owned())),
            })
        })
    }

    /// Where the metrics of a formula are taken for a figure in that scope.
    pub(super) fn scope_of_parts(&self, metric: MetricId, scope: &Scope) -> Scope {
        self.formula_of(metric).map_or_else(|| scope.clone(), |formula| self.scope_of_inputs(formula, scope).0)
    }

    /// The days on which all metrics of the formula are known, each day by itself.
    pub(super) fn derived_series(
        &self,
        metric: &Metric,
        scope: &Scope,
        grain: Grain,
        asked: Option<Period>,
    ) -> Vec<Point> {
        let Some(formula) = self.formula_of(metric.id) else { return Vec::new() };
        let (scope, _) = self.scope_of_inputs(formula, scope);
        let mut steps: BTreeMap<Period, Vec<(MetricId, Figure)>> = BTreeMap::new();
        for input in formula.inputs() {
            for point in self.series(*input, scope.clone(), grain, asked) {
                steps.entry(point.period).or_default().push((*input, point.figure));
            }
        }
        let is_whole = |inputs: &Vec<(MetricId, Figure)>| inputs.len() == formula.inputs().len();
        let whole = steps.into_iter().filter(|(_, inputs)| is_whole(inputs));
        whole.map(|(period, inputs)| Point { period, figure: self.put_together(metric, formula, &inputs) }).collect()
    }

    /// The touchpoints of a scope at which all metrics of the formula are known; where there is none, those at which
    /// any is, and that this is so: a rate from one touchpoint to another is worth something too.
    fn scope_of_inputs(&self, formula: &Formula, scope: &Scope) -> (Scope, Option<String>) {
        let knows = |touchpoint: &TouchpointId, input: &MetricId| {
            self.touchpoints_with(*input).binary_search(touchpoint).is_ok()
        };
        let asked = scope.touchpoints();
        let common: Vec<TouchpointId> =
            asked.iter().copied().filter(|at| formula.inputs().iter().all(|input| knows(at, input))).collect();
        let any = asked.iter().filter(|at| formula.inputs().iter().any(|input| knows(at, input))).count();
        if common.is_empty() {
            let note = (asked.len() > 1).then(|| {
                "The metrics of the formula are measured at different touchpoints; each is rolled up over its own."
                    .to_owned()
            });
            return (scope.clone(), note);
        }
        let left_out = any - common.len();
        let note = (left_out > 0).then(|| {
            let touchpoints = if left_out == 1 { "1 touchpoint" } else { &format!("{left_out} touchpoints") };
            format!("Left out: {touchpoints} where not every metric of the formula is known.")
        });
        (Scope::of(common).for_audience(scope.audience()), note)
    }

    fn put_together(&self, metric: &Metric, formula: &Formula, inputs: &[(MetricId, Figure)]) -> Figure {
        let known = |id: MetricId| inputs.iter().find(|(input, _)| *input == id).map(|(_, figure)| figure);
        let value = formula.value(&metric.unit, |id| Some((known(id)?.value?, self.metric(id)?.unit.clone())));
        let mut figure = Figure { value, ..Figure::default() };
        for (_, input) in inputs {
            figure.rows += input.rows;
            figure.period = match (figure.period, input.period) {
                (Some(a), Some(b)) => Some(a.union(b)),
                (a, b) => a.or(b),
            };
            figure.sources.extend(&input.sources);
        }
        figure.sources.sort_unstable();
        figure.sources.dedup();
        let name = |id: &MetricId| self.metric(*id).map_or_else(String::new, |metric| name_within(&metric.name));
        for (id, input) in inputs.iter().filter(|(_, input)| input.value.is_none()) {
            let why = input.note.as_deref().unwrap_or("No data.");
            figure.add_note(&format!("Not known: {}. {why}", name(id)));
        }
        if value.is_none() && inputs.iter().all(|(_, input)| input.value.is_some()) {
            figure.add_note("What stands below the line is 0, so the value is not defined.");
        }
        if value.is_some() {
            self.add_interval(&mut figure, metric, formula, &known);
            let periods: BTreeSet<Period> = inputs.iter().filter_map(|(_, input)| input.period).collect();
            if periods.len() > 1 {
                let days =
                    inputs.iter().filter_map(|(id, input)| Some(format!("{} {}", name(id), input.period?.label())));
                figure.add_note(&format!("Measured on different days: {}.", days.collect::<Vec<_>>().join("; ")));
            }
            for (id, input) in inputs {
                if let Some(note) = &input.note {
                    figure.add_note(&format!("About {}: {note}", name(id)));
                }
            }
        }
        figure
    }

    /// The one case in which an interval is known: a share of whole counts, so many of so many.
    fn add_interval<'f>(
        &self,
        figure: &mut Figure,
        metric: &Metric,
        formula: &Formula,
        known: &dyn Fn(MetricId) -> Option<&'f Figure>,
    ) {
        let count = |id: MetricId| {
            let is_sum =
                self.metric(id).is_some_and(|input| input.class == MetricClass::Additive && input.unit == Unit::Count);
            known(id).filter(|_| is_sum)?.value
        };
        let counts = formula.quotient().and_then(|(above, below)| Some((count(above)?, count(below)?)));
        if let Some((above, below)) = counts {
            (figure.numerator, figure.denominator) = (Some(above), Some(below));
            figure.n = Some(below);
            figure.is_small = is_of_few(metric, above, below);
            if metric.unit == Unit::Share
                && let Some(interval) = interval::wilson(above, below)
            {
                (figure.low, figure.high) = (Some(interval.low), Some(interval.high));
                return;
            }
        }
        figure.add_note("No interval: the spread of a formula of several figures is not known.");
    }

    /// The segments for which every metric of the formula is known.
    pub(super) fn derived_segments(&self, metric: MetricId) -> BTreeSet<SegmentId> {
        let of_inputs = self.inputs_of(metric).iter().map(|input| self.segments_of(*input));
        of_inputs.reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default()
    }

    /// The touchpoints at which any metric of the formula is known.
    pub(super) fn reached_by(&self, metric: MetricId) -> BTreeSet<TouchpointId> {
        let inputs = self.inputs_of(metric);
        inputs
            .iter()
            .flat_map(|input| self.touchpoints_with(*input).iter().copied().chain(self.reached_by(*input)))
            .collect()
    }

    pub(super) fn is_derived(&self, metric: MetricId) -> bool {
        self.metric(metric).is_some_and(|metric| metric.class == MetricClass::Derived)
    }

    /// All touchpoints at which a metric, or a part of its formula, is known.
    pub(super) fn everywhere(&self, metric: MetricId) -> Scope {
        let reached = self.reached_by(metric);
        Scope::of(self.touchpoints_with(metric).iter().copied().chain(reached))
    }

    /// Whether anything is stored of a metric in a scope, even if it cannot be used for these days.
    pub(super) fn has_any(&self, metric: &Metric, scope: &Scope, asked: Option<Period>) -> bool {
        if metric.class == MetricClass::Derived {
            let mut inputs = self.inputs_of(metric.id).iter().filter_map(|input| self.metric(*input)).peekable();
            return inputs.peek().is_some() && inputs.all(|input| self.has_any(input, scope, asked));
        }
        let found = self.candidates(metric, scope, asked);
        !found.inside.is_empty() || !found.straddling.is_empty() || found.refusal.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{By, Filter, table};
    use super::super::testing::{Fixture, day, month, period, value};
    use super::super::trace::trace;
    use super::super::view::View;
    use super::*;

    const AD: TouchpointId = TouchpointId(10);
    const CHECKOUT: TouchpointId = TouchpointId(11);

    /// Orders and sessions at 11 and 12, clicks at 10; money at 11.
    fn shop() -> Fixture {
        let mut fixture = Fixture::new();
        let sums: Vec<MetricId> = ["orders", "sessions", "clicks", "revenue", "cost"]
            .map(|key| fixture.metric(key, MetricClass::Additive))
            .to_vec();
        for money in &sums[3..] {
            fixture.change(*money, |metric| metric.unit = Unit::Currency("EUR".into()));
        }
        for (metric, touchpoint, first, second) in [
            (sums[0], 11, 30.0, 10.0),
            (sums[1], 11, 300.0, 50.0),
            (sums[0], 12, 5.0, 5.0),
            (sums[1], 12, 100.0, 100.0),
            (sums[2], 10, 1000.0, 600.0),
            (sums[3], 11, 900.0, 300.0),
            (sums[4], 11, 500.0, 100.0),
        ] {
            let days = vec![value(day(2026, 9, 1), first), value(day(2026, 9, 2), second)];
            fixture.series(1, metric, touchpoint, None, days);
        }
        fixture
    }

    fn own(fixture: &mut Fixture, key: &str, unit: Unit, formula: &str) -> MetricId {
        let id = fixture.metric(key, MetricClass::Derived);
        fixture.change(id, |metric| {
            metric.unit = unit;
            metric.formula = formula.to_owned();
        });
        id
    }

    #[test]
    fn sums_come_first_and_then_the_formula() {
        let mut fixture = shop();
        let rate = own(&mut fixture, "rate", Unit::Share, "orders / sessions");
        let numbers = fixture.numbers();
        // (30 + 10) / (300 + 50), never the mean of 0.1 and 0.2.
        let figure = numbers.figure(rate, CHECKOUT, Some(month(2026, 9)));
        assert_eq!(figure.value, Some(40.0 / 350.0));
        assert_eq!((figure.n, figure.interval()), (Some(350.0), interval::wilson(40.0, 350.0)));
        assert_eq!((figure.rows, figure.sources.len(), figure.is_small), (4, 1, false));
        let both = numbers.figure(rate, Scope::of([CHECKOUT, TouchpointId(12)]), None);
        assert_eq!(both.value, Some(50.0 / 550.0));
        let points = numbers.series(rate, CHECKOUT, Grain::Day, None);
        assert_eq!(points.iter().map(|point| point.figure.value).collect::<Vec<_>>(), [Some(0.1), Some(0.2)]);
        assert!(numbers.metrics_of(CHECKOUT).contains(&rate) && !numbers.metrics_of(AD).contains(&rate));
        let view = View { period: Some(month(2026, 9)), compare_with: None };
        let chip = numbers.chip(rate, CHECKOUT, &view).unwrap();
        assert_eq!((chip.text.as_str(), chip.spark), ("11%", vec![Some(0.1), Some(0.2)]));
    }

    #[test]
    fn a_formula_over_a_formula_and_from_one_touchpoint_to_another() {
        let mut fixture = shop();
        let euro = || Unit::Currency("EUR".into());
        let profit = own(&mut fixture, "profit", euro(), "revenue - cost");
        let margin = own(&mut fixture, "margin", Unit::Share, "profit / cost");
        let per_click = own(&mut fixture, "per-click", Unit::Share, "orders / clicks");
        let numbers = fixture.numbers();
        assert_eq!(numbers.figure(profit, CHECKOUT, None).value, Some(600.0));
        let figure = numbers.figure(margin, CHECKOUT, None);
        assert_eq!((figure.value, figure.interval()), (Some(1.0), None));
        assert!(figure.note.unwrap().contains("No interval"));
        assert_eq!(numbers.figure(per_click, CHECKOUT, None).value, None);
        let journey =
            table(&fixture.project, &numbers, By::Journey, &Filter { metric: Some(per_click), ..Filter::default() });
        assert_eq!(journey[0].figure.value, Some(50.0 / 1600.0));
        assert!(journey[0].figure.note.as_deref().unwrap().contains("different touchpoints"));
        let trace = trace(&fixture.project, &numbers, profit, CHECKOUT, None).unwrap();
        assert_eq!(trace.worked, "revenue − cost = €1,200.00 − €600.00");
        assert_eq!(trace.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), ["€1,200.00", "€600.00"]);
        assert_eq!((trace.files.len(), trace.rows), (1, 4));
    }

    #[test]
    fn what_is_not_defined_is_said_and_never_a_number() {
        let mut fixture = shop();
        let visits = fixture.metric("visits", MetricClass::Additive);
        fixture.series(1, visits, 11, None, vec![value(day(2026, 9, 1), 0.0)]);
        let none = own(&mut fixture, "none", Unit::Share, "orders / visits");
        let part = own(&mut fixture, "part", Unit::Share, "orders / sessions");
        let circle = own(&mut fixture, "circle", Unit::Share, "circle / orders");
        let numbers = fixture.numbers();
        let figure = numbers.figure(none, CHECKOUT, None);
        assert_eq!(figure.value, None);
        assert!(figure.note.unwrap().contains("not defined"));
        let early = numbers.figure(part, CHECKOUT, Some(period((2026, 1, 1), (2026, 1, 31))));
        assert!(early.value.is_none() && early.note.unwrap().contains("Not known: orders"));
        let looped = numbers.figure(circle, CHECKOUT, None);
        assert!(looped.value.is_none() && looped.note.unwrap().contains("leads back to itself"));
    }

    #[test]
    fn a_changed_formula_changes_the_stamp_where_it_is_known() {
        let stamps = |formula: &str| {
            let mut fixture = shop();
            own(&mut fixture, "own", Unit::Share, formula);
            let numbers = fixture.numbers();
            (numbers.stamp(AD), numbers.stamp(CHECKOUT))
        };
        let (before, after) = (stamps("orders / sessions"), stamps("2 * orders / sessions"));
        assert!(before.0 == after.0 && before.1 != after.1);
    }
}
