//! The method of a project: how every metric is counted, how sure its figures are, by which rules KPIs stand, and which
//! files all of it comes from. As parts that a window can draw, and as Markdown.

use std::collections::BTreeSet;

use super::formula::{definition, name_within};
use super::kpi;
use super::numbers::{Numbers, Scope};
use super::trace::trace;
use crate::base::display::Display;
use crate::base::number::{Unit, format_grouped};
use crate::model::formula::words_of_unit;
use crate::model::{Direction, Metric, MetricClass, Project, Source};

/// A page that says how a project's figures come about.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    pub title: String,
    pub parts: Vec<MethodPart>,
}

/// A part of the page under a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MethodPart {
    /// 2 for a chapter, 3 for what belongs to one.
    pub level: u8,
    pub title: String,
    /// Whole paragraphs.
    pub text: Vec<String>,
    /// What is known, and its words.
    pub facts: Vec<(&'static str, String)>,
}

/// The rules that every figure follows.
const RULES: &[(&str, &str)] = &[
    (
        "Unknown is not zero",
        "A blank cell and a day without a row are unknown. They are left out and never counted as 0.",
    ),
    ("Days", "A stored figure counts for a period only if it lies wholly within it; none is ever split."),
    (
        "Twice the same days",
        "Where two files cover the same days of a metric, the one imported last counts, unless they are parts of one whole.",
    ),
    (
        "All customers",
        "The figures without a segment where a file has them; else the sum of its segments, where the class can be added up.",
    ),
    (
        "Few cases",
        "Fewer than 30 cases, or a share of which fewer than 5 did or did not, is marked: take it as a hint.",
    ),
];

/// By which formulas intervals and comparisons are made.
const STATISTICS: &[(&str, &str)] = &[
    (
        "Shares",
        "95% interval by Wilson (1927), of whole counts only; a fractional count, as attribution gives, has none.",
    ),
    ("Means", "95% interval by Student, from the answers of all days together."),
    ("NPS", "95% interval from the standard error 100·√((p + d − (p − d)²) / n)."),
    (
        "Days that differ",
        "Ratios of 14 days or more also get an interval by a circular block bootstrap of the days: 2,000 draws from a fixed seed, so that it is the same each time.",
    ),
    (
        "Two shares",
        "Newcombe's interval of the difference; two-proportion z-test, Fisher's exact test where cells are small.",
    ),
    ("Two means", "Welch's test and interval."),
    ("Many comparisons", "p-values are corrected by Benjamini and Hochberg."),
    (
        "Before and after",
        "Counts are compared per day. Where days differ more than chance would let them, or are like their neighbors, the days themselves are dealt out in blocks (permutation, fixed seed), from 14 days a side. Under 30 cases a side nothing is tested. No difference is proof of cause.",
    ),
    (
        "Segments",
        "Each against the others of the same files, or a chosen one, on the days that both know. People, levels and plain rates of several segments are not added up.",
    ),
    (
        "How many visits are needed",
        "Shares: n a side on the arcsine scale (Cohen 1988, ch. 6). Means and days: 2·((z(1 − α/2) + z(power)) · deviation ÷ difference)² + z(1 − α/2)² ÷ 4 (Guenther 1981). By custom 80% power at 5%, two-sided.",
    ),
    ("Own formulas", "No interval, but for one whole count divided by another, which is a share."),
];

/// The page of a project. `recipe_words` says how a source was read, a sentence each.
pub fn method(project: &Project, numbers: &Numbers, recipe_words: impl Fn(&Source) -> Vec<String>) -> Method {
    let chapter = |title: &str, text: &str| MethodPart {
        level: 2,
        title: title.to_owned(),
        text: if text.is_empty() { Vec::new() } else { vec![text.to_owned()] },
        facts: Vec::new(),
    };
    let listed = |title: &str, facts: &[(&'static str, &str)]| MethodPart {
        facts: facts.iter().map(|(label, words)| (*label, (*words).to_owned())).collect(),
        ..chapter(title, "")
    };
    let mut parts = vec![listed("How figures are counted", RULES)];
    let known = numbers.metrics();
    let seen: BTreeSet<_> = known.iter().copied().collect();
    let unknown = project.metrics.keys().copied().filter(|id| !seen.contains(id));
    let metrics: Vec<&Metric> = known
        .iter()
        .copied()
        .chain(unknown)
        .filter_map(|id| project.metrics.get(&id).map(|metric| &**metric))
        .collect();
    parts.push(chapter(
        "Metrics",
        if metrics.is_empty() {
            "The project has no metrics yet: they come with the files that are imported."
        } else {
            ""
        },
    ));
    parts.extend(metrics.into_iter().map(|metric| of_metric(project, numbers, metric)));
    parts.push(listed("Intervals and comparisons", STATISTICS));
    let rule = kpi::RULE.lines().map(str::to_owned).collect();
    parts.push(MethodPart { text: rule, ..chapter("How KPIs stand", "") });
    parts.push(chapter("Files", if project.sources.is_empty() { "No file has been imported yet." } else { "" }));
    parts.extend(project.sources.values().rev().map(|source| of_source(source, &recipe_words(source))));
    let title = if project.title.is_empty() { "Method".to_owned() } else { format!("Method of {}", project.title) };
    Method { title, parts }
}

fn of_metric(project: &Project, numbers: &Numbers, metric: &Metric) -> MethodPart {
    let places = numbers.touchpoints_with(metric.id);
    let everywhere: Scope = numbers.everywhere(metric.id);
    let mut facts = Vec::new();
    let formula = numbers.formula_of(metric.id).map_or_else(
        || definition(metric),
        |formula| formula.display(|id| numbers.metric(id).map_or_else(String::new, |input| name_within(&input.name))),
    );
    facts.push(("Formula", formula));
    facts.push(("Adds up", metric.class.rule().to_owned()));
    let better = match metric.direction {
        Direction::HigherIsBetter => "higher is better",
        Direction::LowerIsBetter => "lower is better",
    };
    let unit = match &metric.unit {
        Unit::Share if metric.is_in_percent() => "a share, shown in percent",
        Unit::Points => "points of its scale",
        unit @ (Unit::Count | Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Times | Unit::Currency(_)) => {
            words_of_unit(unit)
        }
    };
    let unit = match metric.display {
        Display::Usual => unit.to_owned(),
        other => format!("{unit}, shown as \"{}\"", other.label(&metric.unit)),
    };
    facts.push(("Unit", format!("{unit}; {better}")));
    facts.push(("Interval", interval_words(metric).to_owned()));
    if let [first, ..] = places
        && let Some(example) = trace(project, numbers, metric.id, *first, None)
        && example.figure.value.is_some()
    {
        let title = project.touchpoints.get(first).map_or("", |touchpoint| touchpoint.title.as_str());
        let days = example.period.map(|period| format!(", {}", period.label())).unwrap_or_default();
        facts.push(("For example", format!("{title}{days}: {} ({})", example.text, example.worked)));
    }
    let all = trace(project, numbers, metric.id, everywhere, None);
    let files: Vec<&str> = all.iter().flat_map(|all| &all.files).map(|file| file.file_name.as_str()).collect();
    let touchpoints = match places.len() {
        0 => "no touchpoint by itself".to_owned(),
        1 => "1 touchpoint".to_owned(),
        count => format!("{} touchpoints", format_grouped(count as f64, 0)),
    };
    facts.push(("Known at", touchpoints));
    if !files.is_empty() {
        facts.push(("From", files.join(", ")));
    }
    let title = format!("{} ({})", metric.name, metric.key);
    MethodPart { level: 3, title, text: Vec::new(), facts }
}

fn interval_words(metric: &Metric) -> &'static str {
    match metric.class {
        MetricClass::Ratio if metric.unit == Unit::Share => "Wilson, of whole counts",
        MetricClass::Ratio => "none by formula; by blocks of days where 14 or more are known",
        MetricClass::Mean => "Student, where the files hold the answers or their squares",
        MetricClass::ShareDifference => "normal, from the shares of promoters and detractors",
        MetricClass::Derived => "none, but for one whole count divided by another (Wilson)",
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => "none: everything was counted",
        MetricClass::RateOnly => "none: the files do not say how many cases each rate rests on",
    }
}

fn of_source(source: &Source, recipe: &[String]) -> MethodPart {
    let grouped = |count: u32| format_grouped(f64::from(count), 0);
    let mut facts = Vec::new();
    if source.shown_name() != source.file_name {
        facts.push(("File", source.file_name.clone()));
    }
    if !source.format.is_empty() {
        facts.push(("Taken for", source.format.clone()));
    }
    facts.push(("Days", source.period.map_or_else(|| "none".to_owned(), |period| period.label())));
    facts.push(("Rows", format!("{} read, {} left out", grouped(source.rows), grouped(source.rows_left_out))));
    if let Some(day) = source.read_at {
        facts.push(("Read on", day.to_string()));
    }
    facts.push(("Size", format!("{} bytes", format_grouped(source.size_bytes as f64, 0))));
    if !source.hash.is_empty() {
        facts.push(("BLAKE3", source.hash.clone()));
    }
    if !recipe.is_empty() {
        facts.push(("Recipe", recipe.join(" ")));
    }
    MethodPart { level: 3, title: source.shown_name().to_owned(), text: Vec::new(), facts }
}

impl Method {
    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n", plain(&self.title));
        for part in &self.parts {
            text.push_str(&format!("\n{} {}\n", "#".repeat(usize::from(part.level)), plain(&part.title)));
            for paragraph in &part.text {
                text.push_str(&format!("\n{}\n", plain(paragraph)));
            }
            if !part.facts.is_empty() {
                text.push('\n');
            }
            for (label, words) in &part.facts {
                text.push_str(&format!("- **{label}:** {}\n", plain(words)));
            }
        }
        text
    }
}

/// Text that Markdown shows as it stands.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, ratio, value};
    use super::*;
    use crate::base::number::Unit;

    #[test]
    fn the_page_names_every_metric_and_every_file() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let orders = fixture.metric("orders", MetricClass::Additive);
        let cost = fixture.metric("cost", MetricClass::Additive);
        fixture.change(cost, |metric| metric.unit = Unit::Currency("EUR".into()));
        let cpa = fixture.metric("cost_per_order", MetricClass::Derived);
        fixture.change(cpa, |metric| {
            metric.unit = Unit::Currency("EUR".into());
            metric.formula = "cost / orders".to_owned();
        });
        fixture.metric("nobody", MetricClass::Mean);
        fixture.series(1, ctr, 10, None, vec![ratio(day(2026, 9, 1), 90.0, 1000.0)]);
        fixture.series(1, orders, 11, None, vec![value(day(2026, 9, 1), 10.0)]);
        fixture.series(2, cost, 11, None, vec![value(day(2026, 9, 1), 125.0)]);
        let page = method(&fixture.project, &fixture.numbers(), |source| vec![format!("Read {}.", source.id)]);
        let text = page.markdown();
        for expected in [
            "# Method\n",
            "### ctr (ctr)\n\n- **Formula:** clicks ÷ impressions\n",
            "### cost\\_per\\_order (cost\\_per\\_order)\n\n- **Formula:** cost ÷ orders\n",
            "- **For example:** Checkout, 1 Sep 2026: €12.50 (cost ÷ orders = €125.00 ÷ 10)\n",
            "- **From:** file-2.csv, file-1.csv\n",
            "### nobody (nobody)",
            "- **Known at:** no touchpoint by itself\n",
            "### file-2.csv\n",
            "- **Recipe:** Read 1.\n",
            "## How KPIs stand\n",
            "- **Shares:** 95% interval by Wilson",
        ] {
            assert!(text.contains(expected), "{expected:?} is not in\n{text}");
        }
        assert!(!text.contains("NaN"));
        let empty = method(&Project::default(), &Numbers::default(), |_| Vec::new()).markdown();
        assert!(empty.contains("no metrics yet") && empty.contains("No file has been imported"));
    }
}
