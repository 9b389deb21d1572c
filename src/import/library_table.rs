//! The table of known metrics. Nothing but data; what it means is in `library`.
//!
//! * `quantities`: what is counted or measured. `rates`: what is made of it. `headers`: their names in other languages.

mod headers;
mod quantities;
mod rates;

use super::library::{MetricTemplate, Part, TemplateUnit};
use crate::model::Direction;
use crate::model::MetricClass;
use Part::Itself;

type Texts = &'static [&'static str];

const fn of_class(
    class: MetricClass,
    names: [&'static str; 4],
    unit: TemplateUnit,
    direction: Direction,
    headers: Texts,
) -> MetricTemplate {
    let [key, name, short_name, words] = names;
    MetricTemplate { key, name, short_name, words, class, unit, direction, numerator: Itself, denominator: "", headers }
}

const fn sum(names: [&'static str; 4], unit: TemplateUnit, direction: Direction, headers: Texts) -> MetricTemplate {
    of_class(MetricClass::Additive, names, unit, direction, headers)
}

const fn ratio(
    names: [&'static str; 3],
    numerator: Part,
    denominator: &'static str,
    unit: TemplateUnit,
    direction: Direction,
    headers: Texts,
) -> MetricTemplate {
    let [key, name, short_name] = names;
    let base = of_class(MetricClass::Ratio, [key, name, short_name, name], unit, direction, headers);
    MetricTemplate { numerator, denominator, ..base }
}

const fn made_of(base: MetricTemplate, numerator: Part, denominator: &'static str) -> MetricTemplate {
    MetricTemplate { numerator, denominator, ..base }
}

pub(super) use headers::FURTHER_HEADERS;
pub(super) use quantities::QUANTITIES;
pub(super) use rates::RATES;

/// Minutes that one row says it took: the mean over all rows, fewer are better.
const fn measured(names: [&'static str; 4], headers: Texts) -> MetricTemplate {
    of_class(MetricClass::Mean, names, TemplateUnit::Minutes, Direction::LowerIsBetter, headers)
}

/// So many minutes are not exceeded by that percentage of the rows.
const fn quantile(names: [&'static str; 3], numerator: Part) -> MetricTemplate {
    let [key, name, short_name] = names;
    let names = [key, name, short_name, name];
    let base = of_class(MetricClass::Distinct, names, TemplateUnit::Minutes, Direction::LowerIsBetter, &[]);
    made_of(base, numerator, "")
}
