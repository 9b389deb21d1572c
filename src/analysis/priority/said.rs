//! The ranking in words: what each part rests on, the sum, the opportunity, and what closing a gap is worth.

use super::measures::Measured;
use super::worth::{NoWorth, Worth};
use super::{Basis, Opportunity, Part, Ranked, Unknown};
use crate::base::number::{Unit, format_full, format_grouped};
use crate::model::{Project, SegmentId};

impl Part {
    /// What it rests on: "4 of 5", "CSAT 84% (n = 412, 95% interval 80–87%)", "nobody has said".
    pub fn said(&self, project: &Project) -> String {
        let metric = |id| project.metrics.get(&id);
        match self.basis {
            Basis::Rated(rated) => format!("{rated} of 5, as people say"),
            Basis::Measured(measured) => {
                format!("measured: {}, {} of 5", measured.said(project), decimal(measured.satisfaction))
            }
            Basis::Felt { mean, personas } => {
                let of = if personas == 1 { "one feeling".to_owned() } else { format!("{personas} feelings") };
                format!("said to feel {} on average of {of}, {} of 5", signed(mean), decimal(mean + 3.0))
            }
            Basis::Counted { metric: id, count, most } => {
                let name = metric(id).map_or("", |metric| metric.name.as_str());
                format!("{name}: {}; the most in this journey is {}", whole(count), whole(most))
            }
            Basis::Missed { reading, .. } => {
                let Some(metric) = metric(reading.metric) else { return String::new() };
                let full = |value: f64| format_full(value, metric);
                let from = reading.baseline.map(|it| format!(" from {}", full(it))).unwrap_or_default();
                let value =
                    beside(full(reading.value), reading.cases, reading.ends.map(|(low, high)| [low, high].map(full)));
                format!("{} {value}, on the way{from} to {}", metric.name, full(reading.target))
            }
            Basis::Unknown(why) => why.said().to_owned(),
        }
    }
}

impl Unknown {
    /// Why it is not known.
    pub fn said(self) -> &'static str {
        match self {
            Self::NobodySaid => "nobody has said, and nothing was measured",
            Self::NothingCounted => "nothing is counted here in this period",
            Self::NoKpi => "it has no KPI",
            Self::KpiWithoutData => "its KPI has no data in this period",
        }
    }
}

impl Measured {
    /// "CSAT 84% (n = 412, 95% interval 80% to 87%)".
    pub fn said(&self, project: &Project) -> String {
        let Some(metric) = project.metrics.get(&self.metric) else { return String::new() };
        let full = |value: f64| format_full(value, metric);
        let ends = self.ends.map(|(low, high)| [low, high].map(full));
        format!("{} {}", metric.name, beside(full(self.value), self.n, ends))
    }
}

impl Ranked {
    /// "(1.00 × 5 + 0.50 × 5) ÷ 10 = 0.75", without what is not known.
    pub fn sum(&self) -> String {
        let known = self.parts.iter().filter_map(|part| Some((part.share?, part.weight)));
        let terms: Vec<String> = known.map(|(share, weight)| format!("{share:.2} × {weight}")).collect();
        match self.score {
            Some(score) => format!("({}) ÷ {} = {score:.2}", terms.join(" + "), self.known_weight()),
            None if terms.is_empty() => "Nothing is known that the ranking is made of.".to_owned(),
            None => "All that is known has the weight 0.".to_owned(),
        }
    }

    /// "Not known, so not counted: volume (…), KPI gap (…)."; `None` where all is known.
    pub fn not_counted(&self) -> Option<String> {
        let names: Vec<String> = self
            .unknown()
            .map(|part| match part.basis {
                Basis::Unknown(why) => format!("{} ({})", lower(part.kind.label()), why.said()),
                Basis::Rated(_)
                | Basis::Measured(_)
                | Basis::Felt { .. }
                | Basis::Counted { .. }
                | Basis::Missed { .. } => lower(part.kind.label()),
            })
            .collect();
        (!names.is_empty()).then(|| format!("Not known, so not counted: {}.", names.join(", ")))
    }

    /// "Mobile: 10 + (10 − 4.6) = 15.4, by CSAT 33% (n = 90)", a line for each segment.
    pub fn segments_said(&self, project: &Project) -> Vec<String> {
        let name = |id: &SegmentId| project.segments.get(id).map_or("", |segment| segment.name.as_str());
        let of = |(segment, measured, opportunity): &(SegmentId, Measured, Opportunity)| {
            format!("{}: {}, by {}", name(segment), opportunity.sum(), measured.said(project))
        };
        self.by_segment.iter().map(of).collect()
    }
}

impl Opportunity {
    /// "8 + (8 − 4) = 12"; "4 + 0 = 4" where it is satisfied beyond its importance.
    pub fn sum(&self) -> String {
        let importance = decimal(self.importance);
        if self.importance > self.satisfaction {
            format!("{importance} + ({importance} − {}) = {}", decimal(self.satisfaction), decimal(self.score))
        } else {
            format!("{importance} + 0 = {}", decimal(self.score))
        }
    }
}

impl Worth {
    /// How it is counted, or why it cannot be.
    pub fn said(&self, project: &Project) -> String {
        match self {
            Self::Known { kpi, cases, gap, of_one, amount, range } => {
                let metric = project.kpis.get(kpi).and_then(|kpi| project.metrics.get(&kpi.metric));
                let name = metric.map_or("", |metric| metric.name.as_str());
                let of = metric.map_or("cases", |metric| metric.denominator.as_str());
                let unit = Unit::Currency(of_one.currency.clone());
                // Cents would say more than is known.
                let money = |amount: f64| {
                    let text = format_full(if amount < 100.0 { amount } else { amount.round() }, &unit);
                    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
                };
                if *gap == 0.0 {
                    return format!("{name}: the target is met, so nothing is missing.");
                }
                let range = range
                    .map(|(low, high)| format!(" ({} to {} by the 95% interval of the KPI)", money(low), money(high)));
                format!(
                    "{name}: {} {of} × {} missing to the target × {} = {}{}",
                    whole(*cases),
                    percent(*gap),
                    money(of_one.amount),
                    money(*amount),
                    range.unwrap_or_default()
                )
            }
            Self::Unknown(why) => why.said().to_owned(),
        }
    }
}

impl NoWorth {
    /// Why nothing can be said of it, and what to do.
    pub fn said(self) -> &'static str {
        match self {
            Self::NoKpi => "It has no KPI: there is no target to be worth anything.",
            Self::NoShareOfConversions => {
                "None of its KPIs is the share of cases that convert, so no conversions can be counted."
            }
            Self::NoData => "Nothing was measured for its KPI in this period.",
            Self::NoConversionValue => "Nobody has said what a conversion is worth. Set it under Weights.",
        }
    }
}

/// "84% (n = 412, 95% interval 80% to 87%)".
fn beside(value: String, n: Option<f64>, ends: Option<[String; 2]>) -> String {
    let n = n.map(|n| format!("n = {}", whole(n)));
    let ends = ends.map(|[low, high]| format!("95% interval {low} to {high}"));
    let known: Vec<String> = n.into_iter().chain(ends).collect();
    if known.is_empty() { value } else { format!("{value} ({})", known.join(", ")) }
}

/// With four digits that count, so that the product can be checked by hand: "0.5033%".
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = (3.0 - percent.abs().log10().floor()).clamp(0.0, 6.0) as usize;
    let text = format_grouped(percent, decimals);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text.as_str() };
    format!("{text}%")
}

fn whole(count: f64) -> String {
    format_grouped(count, if count.fract() == 0.0 { 0 } else { 2 })
}

/// With one decimal where it has any.
fn decimal(value: f64) -> String {
    let text = format_grouped(value, 1);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", decimal(value)) } else { decimal(value) }
}

/// "Satisfaction gap" → "satisfaction gap", but "KPI gap" as it is.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}
