//! Metrics that come of rows of single things: answers, orders, tickets, events. What a row brings is in `making`.

use std::collections::HashMap;

use super::asked::{default_span, is_counted_over};
use super::columns::Columns;
use super::making::{Asked, Counted, Making};
use super::slots::{Money, Slot, column_name, own_slot, push};
use crate::base::number::Unit;
use crate::import::answers::Scale;
use crate::import::library::{MetricTemplate, Part, metric_library, template};
use crate::import::recipe::{Recipe, own_key};
use crate::import::table::Table;
use crate::model::MetricClass;

/// Adds the metrics of single things.
pub(super) fn singles(slots: &mut Vec<Slot>, table: &Table, recipe: &Recipe, columns: &Columns, money: &Money) {
    answers(slots, table, columns, money);
    won(slots, columns, money);
    let start = slots.len();
    counted(slots, recipe, columns, money);
    quantiles(slots, columns, money);
    for slot in slots.iter_mut().skip(start).filter(|slot| is_counted_over(slot)) {
        slot.span = recipe.counted_over.unwrap_or_else(|| default_span(slot, columns.is_event_log));
    }
}

/// One metric a question. The only question of its kind, or the first that is not one of a group, has the metric's
/// plain name; the others are named after what was asked.
fn answers(slots: &mut Vec<Slot>, table: &Table, columns: &Columns, money: &Money) {
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    for (key, _, _) in &columns.answers {
        *of_kind.entry(key.as_str()).or_default() += 1;
    }
    let mut plain: Vec<&str> = Vec::new();
    for (key, scale, column) in &columns.answers {
        let name = column_name(table, *column, key);
        let Some(known) = template(key) else {
            slots.push(chosen(table, key, name, *column));
            continue;
        };
        let asked = match known.class {
            MetricClass::Ratio => Asked::Top,
            MetricClass::ShareDifference => Asked::Shares,
            MetricClass::Mean
            | MetricClass::Additive
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::RateOnly
            | MetricClass::Derived => Asked::Points,
        };
        let making = Making::Answer { column: *column, scale: *scale, asked };
        push(slots, known, known.class, making, money, None);
        let tail = name.rsplit_once(": ").map(|(_, tail)| tail.to_owned());
        let is_plain = !plain.contains(&known.key) && (of_kind.get(known.key) == Some(&1) || tail.is_none());
        if is_plain {
            plain.push(known.key);
        } else if let Some(slot) = slots.last_mut() {
            let about = tail.unwrap_or(name);
            slot.key = format!("{}-{}", known.key, own_key(&about));
            slot.name = format!("{}: {about}", known.name);
            slot.short_name = about.chars().take(12).collect();
        }
    }
}

/// The share of those who made a choice among all who made any of the same question.
fn chosen(table: &Table, key: &str, name: String, column: usize) -> Slot {
    let question = question_of(&name);
    let is_same = |other: usize| {
        table.columns.get(other).is_some_and(|known| question.is_some() && question_of(&known.name) == question)
    };
    let first = (0..column).rev().take_while(|other| is_same(*other)).last().unwrap_or(column);
    let last = (column + 1..table.columns.len()).take_while(|other| is_same(*other)).last().unwrap_or(column);
    let label = question.and_then(|question| name.get(question.len()..)).unwrap_or(&name).trim().to_owned();
    Slot {
        unit: Unit::Share,
        short_name: label.chars().take(12).collect(),
        numerator: format!("respondents who chose “{label}”"),
        denominator: "respondents who chose anything".into(),
        made_of: format!("Σ chose “{label}” ÷ Σ chose anything"),
        ..own_slot(key, name.clone(), MetricClass::Ratio, Making::Chosen { column, first, last })
    }
}

/// "Which channels did you use? Web" → "Which channels did you use? ".
fn question_of(name: &str) -> Option<&str> {
    let at = ["? ", ": ", " - "].iter().filter_map(|mark| Some(name.rfind(mark)? + mark.len())).max()?;
    name.get(..at)
}

/// The value of opportunities counts as revenue where they were won.
fn won(slots: &mut Vec<Slot>, columns: &Columns, money: &Money) {
    let outcome = columns.answers.iter().find(|(_, scale, _)| *scale == Scale::WonLost);
    let (Some((_, scale, answer)), Some(value), None) =
        (outcome, columns.quantity("pipeline"), columns.quantity("revenue"))
    else {
        return;
    };
    if let Some(revenue) = template("revenue") {
        push(slots, revenue, revenue.class, Making::ValueIf { value, answer: *answer, scale: *scale }, money, None);
    }
}

fn counted(slots: &mut Vec<Slot>, recipe: &Recipe, columns: &Columns, money: &Money) {
    let mut add = |key: &str, counted: Counted| {
        if let Some(known) = template(key) {
            push(slots, known, known.class, Making::Counted(counted), money, None);
        }
    };
    if let Some((key, _)) = columns.id.as_ref().filter(|(key, _)| columns.quantity(key).is_none()) {
        add(key, Counted::Orders);
    }
    let is_orders = columns.id.as_ref().is_some_and(|(key, _)| key == "orders");
    let revenue = columns.quantity("revenue");
    if let (true, Some(revenue)) = (is_orders, revenue) {
        add("aov", Counted::PerOrder(revenue));
    }
    if columns.customer.is_some() {
        match columns.is_event_log {
            true => add("users", Counted::Customers),
            false => add("customers", Counted::Customers),
        }
        if is_orders {
            add("repeat-purchase-rate", Counted::ReturningShare);
        }
        if let (true, Some(revenue)) = (is_orders, revenue) {
            add("clv", Counted::PerCustomer(revenue));
            if let Some((margin, yearly_churn)) = recipe.lifetime_inputs() {
                add("clv-simple", Counted::Lifetime { revenue, margin, yearly_churn });
            }
        }
    }
    if columns.is_event_log
        && let Some(events) = template("event-count")
    {
        push(slots, events, events.class, Making::Rows, money, None);
    }
}

/// Medians and the like of what single rows took.
fn quantiles(slots: &mut Vec<Slot>, columns: &Columns, money: &Money) {
    let of = |known: &'static MetricTemplate| match known.numerator {
        Part::Quantile(key, percent) => columns.quantity(key).map(|column| (known, column, percent)),
        Part::Itself | Part::Quantity(_) | Part::Less(..) | Part::Unknown => None,
    };
    for (known, column, percent) in metric_library().iter().filter_map(of) {
        if columns.rate(known.key).is_some() {
            continue;
        }
        push(slots, known, known.class, Making::Quantile { column, percent }, money, None);
    }
}
