//! The metrics that are known: how each adds up, and under which headers exports name it.
//! The table itself is `library_table`; its source is the project's metric definitions.

use std::sync::LazyLock;

use super::library_table::{FURTHER_HEADERS, QUANTITIES, RATES};
use crate::base::number::Unit;
use crate::model::{Direction, MetricClass};

/// A metric as it is made in a project when a file brings it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetricTemplate {
    /// Stable name: "ctr". In a project, metrics of money get the currency after it: "cost-cad".
    pub key: &'static str,
    pub name: &'static str,
    /// Short enough for a card's chip.
    pub short_name: &'static str,
    /// What it counts, in words, for formulas: "clicks".
    pub words: &'static str,
    pub class: MetricClass,
    pub unit: TemplateUnit,
    pub direction: Direction,
    pub numerator: Part,
    /// The key of the quantity below the line; empty where the class has none.
    pub denominator: &'static str,
    /// Normalized headers of the column that states it, the likeliest first.
    pub headers: &'static [&'static str],
}

/// A unit whose currency only the file knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateUnit {
    Count,
    Share,
    Seconds,
    Minutes,
    Points,
    Times,
    Money,
}

impl TemplateUnit {
    /// The unit in a project; money without a known currency is ISO 4217's XXX ("no currency").
    pub fn unit(self, currency: Option<&str>) -> Unit {
        match self {
            Self::Count => Unit::Count,
            Self::Share => Unit::Share,
            Self::Seconds => Unit::Seconds,
            Self::Minutes => Unit::Minutes,
            Self::Points => Unit::Points,
            Self::Times => Unit::Times,
            Self::Money => Unit::Currency(currency.unwrap_or("XXX").to_owned()),
        }
    }
}

/// What stands above the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The column itself: counts and other quantities.
    Itself,
    /// The quantity of that key.
    Quantity(&'static str),
    /// The one less the other: sessions less engaged sessions.
    Less(&'static str, &'static str),
    /// What that percentage of the quantity's rows do not exceed: 50 is the median.
    Quantile(&'static str, u8),
    /// Nothing that a column could hold; only the rate itself is ever known.
    Unknown,
}

impl MetricTemplate {
    /// Whether a column of its own can be a part of other metrics.
    pub fn is_quantity(&self) -> bool {
        self.numerator == Part::Itself
    }

    /// The words above the line.
    pub fn numerator_words(&self) -> String {
        match self.numerator {
            Part::Itself => self.words.to_owned(),
            Part::Quantity(key) | Part::Quantile(key, _) => words_of(key).to_owned(),
            Part::Less(from, less) => format!("{} − {}", words_of(from), words_of(less)),
            Part::Unknown => String::new(),
        }
    }

    /// The words below the line; empty where there is no line.
    pub fn denominator_words(&self) -> &'static str {
        words_of(self.denominator)
    }

    /// "clicks ÷ impressions", or what it counts.
    pub fn formula(&self) -> String {
        match (self.numerator, self.denominator.is_empty()) {
            (Part::Quantile(key, 50), _) => format!("median of {}", words_of(key)),
            (Part::Quantile(key, percent), _) => format!("{percent}th percentile of {}", words_of(key)),
            (Part::Itself | Part::Unknown, _) | (_, true) => self.words.to_owned(),
            (Part::Quantity(_), false) => format!("{} ÷ {}", self.numerator_words(), self.denominator_words()),
            (Part::Less(..), false) => format!("({}) ÷ {}", self.numerator_words(), self.denominator_words()),
        }
    }
}

/// Every known metric, quantities first.
pub fn metric_library() -> &'static [MetricTemplate] {
    static ALL: LazyLock<Vec<MetricTemplate>> = LazyLock::new(|| [QUANTITIES, RATES].concat());
    &ALL
}

/// The known metric of that key.
pub fn template(key: &str) -> Option<&'static MetricTemplate> {
    metric_library().iter().find(|template| template.key == key)
}

/// What a quantity counts, in words; empty for a key that is not known.
pub fn words_of(key: &str) -> &'static str {
    template(key).map_or("", |template| template.words)
}

/// The known metrics that a normalized header may state, with how likely: 0 is its first name.
pub(super) fn named(header: &str) -> Option<(&'static MetricTemplate, usize)> {
    let of = |template: &'static MetricTemplate| Some((template, headers(template).position(|name| name == header)?));
    metric_library().iter().filter_map(of).min_by_key(|(_, rank)| *rank)
}

/// The normalized headers of a metric: in English first, then in other languages.
fn headers(template: &'static MetricTemplate) -> impl Iterator<Item = &'static str> {
    let further = FURTHER_HEADERS.iter().filter(|(key, _)| *key == template.key).flat_map(|(_, names)| *names);
    template.headers.iter().chain(further).copied()
}

/// A header in lower case, words only: "Impr." → "impr", "Amount spent (EUR)" → "amount spent",
/// "E-mail" → "email". A currency at the end in brackets is dropped.
pub fn normalize(header: &str) -> String {
    let header = header_currency(header).map_or(header, |(name, _)| name);
    let lower = header.to_lowercase().replace("e-mail", "email");
    let mut out = String::with_capacity(lower.len());
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// "Amount spent (EUR)" → the name before it and the code.
pub(super) fn header_currency(header: &str) -> Option<(&str, &'static str)> {
    let inner = header.trim().strip_suffix(')')?;
    let (name, code) = inner.rsplit_once('(')?;
    super::number::currency_code(code).map(|code| (name, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_metric_is_a_known_quantity() {
        for template in metric_library() {
            let parts: Vec<&str> = match template.numerator {
                Part::Itself | Part::Unknown => vec![],
                Part::Quantity(key) => vec![key, template.denominator],
                Part::Less(a, b) => vec![a, b, template.denominator],
                Part::Quantile(key, _) => vec![key],
            };
            for part in parts {
                assert!(
                    super::template(part).is_some_and(MetricTemplate::is_quantity),
                    "{} needs {part}, which is no quantity",
                    template.key
                );
            }
        }
    }

    #[test]
    fn what_one_export_of_tickets_brings_is_told_apart_on_a_card() {
        let mut names = std::collections::HashSet::new();
        // Rates as stated come from other exports.
        let measured = |template: &&MetricTemplate| template.class != MetricClass::RateOnly;
        for template in metric_library().iter().filter(|it| it.unit == TemplateUnit::Minutes).filter(measured) {
            assert!(names.insert(template.short_name), "{} is called {} too", template.key, template.short_name);
        }
        assert!(names.len() >= 8, "{names:?}");
    }

    #[test]
    fn keys_and_headers_name_one_metric_each() {
        let mut keys = std::collections::HashSet::new();
        let mut headers = std::collections::HashSet::new();
        for template in metric_library() {
            assert!(keys.insert(template.key), "{} twice", template.key);
            for header in super::headers(template) {
                assert_eq!(header, normalize(header), "not normalized");
                assert!(headers.insert(header), "{header} twice");
            }
        }
        for (key, _) in FURTHER_HEADERS {
            assert!(keys.contains(key), "headers of {key}, which is not known");
        }
    }

    #[test]
    fn cost_is_not_average_cost() {
        let key = |header: &str| named(&normalize(header)).map(|(template, _)| template.key);
        assert_eq!(key("Cost"), Some("cost"));
        assert_eq!(key("Avg. cost"), Some("cpc"));
        assert_eq!(key("Cost / conv."), Some("cpa"));
        assert_eq!(key("Amount spent (INR)"), Some("cost"));
        assert_eq!(key("Campaign ID"), None);
    }
}
