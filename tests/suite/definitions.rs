//! The metrics that the program knows against every row of `fixtures/reference/metrics.md`: class, unit, direction, and
//! what stands above and below the line.

use throughline::import::library::{MetricTemplate, Part, TemplateUnit, template};
use throughline::model::{Direction, MetricClass};

/// The rows of the page by the metrics that they define, each with its formula in the words of the library.
const ROWS: [(&str, &[(&str, &str)]); 24] = [
    (
        "Impressions, clicks, sessions, orders, conversions",
        &[
            ("impressions", "impressions"),
            ("clicks", "clicks"),
            ("sessions", "sessions"),
            ("orders", "orders"),
            ("conversions", "conversions"),
        ],
    ),
    ("Revenue, cost", &[("revenue", "revenue"), ("cost", "cost")]),
    ("CTR", &[("ctr", "clicks ÷ impressions")]),
    ("E-mail open rate", &[("open-rate", "unique opens ÷ deliveries")]),
    ("E-mail click rate", &[("click-rate", "unique clicks ÷ deliveries")]),
    (
        "Conversion rate",
        &[
            ("conversion-rate-per-session", "conversions ÷ sessions"),
            ("conversion-rate-per-click", "conversions ÷ clicks"),
            ("conversion-rate-per-person", "conversions ÷ users"),
        ],
    ),
    ("Bounce rate (GA4)", &[("bounce-rate-ga4", "(sessions − engaged sessions) ÷ sessions")]),
    ("Bounce rate (single page)", &[("bounce-rate-single-page", "single-page sessions ÷ sessions")]),
    ("Average time on site", &[("average-time-on-site", "seconds on site ÷ sessions")]),
    ("Average engagement time (GA4)", &[("average-engagement-time", "seconds of engagement ÷ active users")]),
    ("CSAT", &[("csat", "answers 4 or 5, or good ÷ answers")]),
    ("Mean rating", &[("mean-rating", "ratings")]),
    ("CES", &[("ces", "effort scores"), ("ces-effort", "effort scores")]),
    ("NPS", &[("nps", "(promoters − detractors) ÷ answers")]),
    ("AOV", &[("aov", "revenue ÷ orders")]),
    ("CLV, historic", &[("clv", "revenue ÷ customers")]),
    ("CLV, simple", &[("clv-simple", "AOV × orders a year × years × margin")]),
    ("ROAS", &[("roas", "revenue ÷ cost")]),
    ("CPA, CPC", &[("cpa", "cost ÷ conversions"), ("cpc", "cost ÷ clicks")]),
    ("Churn", &[("churn", "customers lost ÷ customers at the start")]),
    ("Repeat purchase rate", &[("repeat-purchase-rate", "customers with two orders or more ÷ customers")]),
    (
        "Drop-off",
        &[(
            "drop-off",
            "(people who reached the step − people who reached the next step) ÷ people who reached the step",
        )],
    ),
    (
        "First response, resolution time",
        &[
            ("first-response-median", "median of minutes to the first response"),
            ("first-response-p90", "90th percentile of minutes to the first response"),
            ("resolution-median", "median of minutes to the solution"),
            ("resolution-p90", "90th percentile of minutes to the solution"),
        ],
    ),
    ("Users, reach", &[("users", "users"), ("reach", "people reached")]),
];

/// The cells of the page's table, row by row.
fn page() -> Vec<Vec<&'static str>> {
    let lines = include_str!("../fixtures/reference/metrics.md").lines().filter(|line| line.starts_with("| "));
    let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim).collect();
    lines.skip(1).map(cells).collect()
}

fn is_of_class(class: &str, metric: &MetricTemplate) -> bool {
    match class {
        "additive" => metric.class == MetricClass::Additive,
        "mean" => metric.class == MetricClass::Mean,
        "share difference" => metric.class == MetricClass::ShareDifference,
        "distinct" => metric.class == MetricClass::Distinct,
        // A file states the result only; who has the parts writes it as a formula.
        "derived" => metric.class == MetricClass::RateOnly,
        // It doesn't add up, like a distinct count.
        "quantile" => metric.class == MetricClass::Distinct && matches!(metric.numerator, Part::Quantile(_, 50 | 90)),
        class if class.starts_with("ratio") => metric.class == MetricClass::Ratio,
        _ => false,
    }
}

fn is_in_unit(unit: &str, metric: &MetricTemplate) -> bool {
    let expected = match unit {
        "count" => TemplateUnit::Count,
        "currency" => TemplateUnit::Money,
        "%" => TemplateUnit::Share,
        "s" => TemplateUnit::Seconds,
        "min" => TemplateUnit::Minutes,
        "×" => TemplateUnit::Times,
        unit if unit.starts_with("points") => TemplateUnit::Points,
        _ => return false,
    };
    metric.unit == expected
}

#[test]
fn the_library_knows_every_metric_of_the_definitions_as_they_define_it() {
    let page = page();
    assert_eq!(page.len(), ROWS.len(), "a row of the page is not held to the library");
    for (cells, (name, metrics)) in page.iter().zip(ROWS) {
        let [stated, class, _, unit, better, ..] = cells.as_slice() else { panic!("{name}: a row without cells") };
        assert_eq!(*stated, name);
        // One direction for all, or one for each.
        let better: Vec<&str> = better.split(", ").collect();
        for (rank, (key, formula)) in metrics.iter().enumerate() {
            let metric = template(key).unwrap_or_else(|| panic!("{name}: nothing is called {key}"));
            assert!(is_of_class(class, metric), "{key} is {:?}, not {class}", metric.class);
            assert!(is_in_unit(unit, metric), "{key} is in {:?}, not in {unit}", metric.unit);
            let is_higher = better.get(rank).or(better.first()).is_some_and(|better| better.starts_with("higher"));
            assert_eq!(metric.direction == Direction::HigherIsBetter, is_higher, "{key}");
            assert_eq!(metric.formula(), *formula, "{key}");
        }
    }
}
