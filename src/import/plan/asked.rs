//! What no file says about customers, and what has a good answer of itself: margin and churn for the simple customer
//! lifetime value, and the days over which people and medians are counted. Nothing waits for these answers.

use super::digest::Digest;
use super::making::{Counted, Making};
use super::slots::Slot;
use super::{PossibleReading, Question, Standing, Typed};
use crate::base::Period;
use crate::base::number::{Unit, format_full};
use crate::import::recipe::{Answer, Recipe, Span};
use crate::model::MetricClass;

/// Margin and yearly churn, where orders of customers are there to multiply them with.
pub(super) fn lifetime(recipe: &Recipe, slots: &[Slot]) -> Option<Question> {
    let has_value = slots.iter().any(|slot| matches!(slot.making, Making::Counted(Counted::PerCustomer(_))));
    if !has_value {
        return None;
    }
    let percent = |share: f64| format_full(share, &Unit::Share);
    let given = recipe.lifetime_inputs();
    let text = match given {
        Some((margin, churn)) => format!(
            "The simple customer lifetime value is worked out with a gross margin of {} and {} of the customers lost in \
             a year, so that one stays {} years.",
            percent(margin),
            percent(churn),
            crate::base::number::format_grouped(1.0 / churn, 1)
        ),
        None => "The simple customer lifetime value needs the gross margin and the share of customers lost in a year, \
                 which no file says. Without both it is left out."
            .to_owned(),
    };
    Some(Question {
        column: String::new(),
        columns: Vec::new(),
        text,
        readings: Vec::new(),
        chosen: None,
        samples: Vec::new(),
        typed: Typed::Lifetime,
        standing: if given.is_some() { Standing::Answered } else { Standing::Optional },
    })
}

/// Over which days people and medians are counted, where that can be chosen.
pub(super) fn counted_over(recipe: &Recipe, digest: &Digest, slots: &[Slot]) -> Option<Question> {
    let counted: Vec<&Slot> = slots.iter().filter(|slot| is_counted_over(slot)).collect();
    let all = digest.periods.iter().copied().reduce(Period::union)?;
    let has_days = digest.periods.iter().any(|period| *period != all);
    if counted.is_empty() || !has_days {
        return None;
    }
    let has_months = Period::month_of(all.from) != Period::month_of(all.to);
    let are_days = digest.periods.iter().all(|period| period.from == period.to);
    let mut defaults: Vec<Span> = Vec::new();
    for slot in &counted {
        let span = default_span(slot, digest.columns.is_event_log);
        if !defaults.contains(&span) {
            defaults.push(span);
        }
    }
    let reading = |span| {
        let label = match span {
            Span::Row if are_days => "Each day",
            Span::Row => "The days of each row",
            Span::Month => "Each month",
            Span::File => "All days of the file",
        };
        PossibleReading { label: label.to_owned(), answer: Answer::CountedOver(span) }
    };
    // Within one month, the month and the file are the same days.
    let spans: &[Span] = if has_months { &[Span::Row, Span::Month, Span::File] } else { &[Span::Row, Span::File] };
    let within = |span| if span == Span::Month && !has_months { Span::File } else { span };
    let by_itself = match defaults.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let span = recipe.counted_over.or(by_itself).map(within);
    let mut names: Vec<&str> = Vec::new();
    for slot in &counted {
        if !names.contains(&slot.name.as_str()) {
            names.push(&slot.name);
        }
    }
    let add = if names.len() == 1 { "does not add" } else { "do not add" };
    let they = if names.len() == 1 { "is it" } else { "are they" };
    Some(Question {
        column: String::new(),
        columns: Vec::new(),
        text: format!("{} {add} up over days. Over which days {they} counted?", super::questions::listed(&names)),
        chosen: span.and_then(|span| spans.iter().position(|known| *known == span)),
        readings: spans.iter().map(|span| reading(*span)).collect(),
        samples: Vec::new(),
        typed: Typed::Nothing,
        standing: if recipe.counted_over.is_some() { Standing::Answered } else { Standing::Optional },
    })
}

/// Whether the days that a metric is counted over can be chosen: it is made from single rows and does not add up.
pub(super) fn is_counted_over(slot: &Slot) -> bool {
    slot.class != MetricClass::Additive
        && match slot.making {
            Making::Quantile { .. } => true,
            // An average order is Σ revenue ÷ orders, which adds up like any ratio.
            Making::Counted(counted) => !matches!(counted, Counted::PerOrder(_)),
            Making::Value(_)
            | Making::ValueIf { .. }
            | Making::Ratio { .. }
            | Making::Quotient { .. }
            | Making::AboveFromRate { .. }
            | Making::BelowFromRate { .. }
            | Making::Mean { .. }
            | Making::Sample(_)
            | Making::Shares { .. }
            | Making::RateOnly { .. }
            | Making::Answer { .. }
            | Making::Chosen { .. }
            | Making::Rows => false,
        }
}

/// The days that suit what it counts: who comes back does so over weeks, medians are of months.
pub(super) fn default_span(slot: &Slot, is_event_log: bool) -> Span {
    match slot.making {
        Making::Quantile { .. } => Span::Month,
        Making::Counted(Counted::Customers) if is_event_log => Span::Row,
        _ => Span::File,
    }
}
