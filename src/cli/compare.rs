//! `compare`: two periods side by side, with what can be told from chance.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Verdict as Ending;
use super::choice::one_of;
use super::columns::{Columns, Side as Align};
use super::console::Console;
use super::failure::Failure;
use super::project_file::open;
use super::stats::metric_named;
use crate::analysis::compare::{
    CompareRow, CompareSpec, Comparison, LEAST_CASES, Matching, Outcome, Side, compare, visits_until,
};
use crate::analysis::stat::power::Certainty;
use crate::analysis::{Audience, Numbers, is_told_relatively};
use crate::base::Period;
use crate::base::number::{Unit, format_change_full, format_full, format_grouped, format_p, format_relative_change};
use crate::model::{Metric, MetricClass, Project, SegmentId};

/// Compare two periods and say what can be told from chance
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// The project
    file: PathBuf,
    /// The days before: 2026-08-01..2026-08-31. Not with --match season, which takes them from a year earlier
    #[arg(long, value_name = "FROM..TO", value_parser = parse_period, required_unless_present = "matching")]
    before: Option<Period>,
    /// The days after: 2026-09-01..2026-09-30
    #[arg(long, value_name = "FROM..TO", value_parser = parse_period)]
    after: Period,
    /// Only this metric, by its name or its key: "CTR", "conversion-rate"
    #[arg(long, value_name = "M")]
    metric: Option<String>,
    /// Only this segment, by its name
    #[arg(long, value_name = "S")]
    segment: Option<String>,
    /// Make the days of both sides alike
    #[arg(long = "match", value_name = "HOW", value_parser = one_of(&Matching::ALL, Matching::code), ignore_case = true)]
    matching: Option<Matching>,
    /// The fewest cases or answers on each side
    #[arg(long, value_name = "N", default_value_t = LEAST_CASES)]
    min_n: f64,
    /// Say for each share how many cases each side needs until a change of so much, relative to the later side, is seen
    /// four times in five: 10%
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent, allow_negative_numbers = true)]
    detect: Option<f64>,
    /// Print the rows as JSON
    #[arg(long)]
    json: bool,
}

/// A row as JSON. Unknown is `null`; shares are fractions, durations seconds, days ISO 8601; counts are per day.
#[derive(Serialize)]
struct Row<'a> {
    touchpoint: Option<&'a str>,
    stage: Option<&'a str>,
    /// The metric's key.
    metric: &'a str,
    class: &'static str,
    unit: &'a str,
    segment: Option<&'a str>,
    before: RowSide,
    after: RowSide,
    effect: Option<f64>,
    relative: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    test: Option<&'static str>,
    p: Option<f64>,
    p_adjusted: Option<f64>,
    /// The smallest effect that would be found four times in five with as much data.
    detectable: Option<f64>,
    /// What `--detect` asks for; of shares only.
    needed: Option<Needed>,
    verdict: &'static str,
    /// How it was tested, or why it was not.
    why: Option<String>,
    also_changed: &'a [String],
    note: Option<&'a str>,
}

/// How many cases it takes to see a change.
#[derive(Serialize)]
struct Needed {
    /// Relative to the later side.
    change: f64,
    per_side: Option<f64>,
    /// At as many cases a day as the later side has.
    days_per_side: Option<f64>,
    /// Why there is no such number.
    why: Option<String>,
}

#[derive(Serialize)]
struct RowSide {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    n: Option<f64>,
    /// Of a count, the sum of all days.
    total: Option<f64>,
    from: Option<String>,
    to: Option<String>,
    days: i32,
}

pub fn run(arguments: &CompareArguments, console: &mut Console) -> Result<Ending, Failure> {
    let matching = arguments.matching.unwrap_or_default();
    let before = match (arguments.before, matching) {
        (Some(_), Matching::Season) => {
            return Err(Failure::Usage(
                "--match season takes the days before from a year earlier. Leave --before out.".to_owned(),
            ));
        }
        (None, Matching::Season) => arguments.after,
        (Some(before), Matching::AsTheyAre | Matching::Weekday) => before,
        (None, Matching::AsTheyAre | Matching::Weekday) => {
            return Err(Failure::Usage("The days before are missing. Say --before FROM..TO.".to_owned()));
        }
    };
    if !(arguments.min_n >= 1.0 && arguments.min_n.is_finite()) {
        return Err(Failure::Usage("The fewest cases must be at least 1: --min-n 30".to_owned()));
    }
    let mut spec = CompareSpec { matching, min_n: arguments.min_n, ..CompareSpec::new(before, arguments.after) };
    if let Some(problem) = spec.problem() {
        return Err(Failure::Usage(problem));
    }
    let project = open(&arguments.file, console)?;
    if let Some(words) = &arguments.metric {
        spec.metrics = Some([metric_named(&project, words)?].into());
    }
    if let Some(words) = &arguments.segment {
        spec.audience = Audience::Segment(segment_named(&project, words)?);
    }
    let comparison = compare(&project, &Numbers::new(&project), &spec);
    let also_changed: Vec<String> = comparison.also_changed.iter().map(|change| change.text(&project)).collect();
    if arguments.json {
        let rows = comparison.rows.iter().filter_map(|row| json_row(&project, row, arguments.detect, &also_changed));
        console.json(&rows.collect::<Vec<_>>())?;
        return Ok(Ending::Done);
    }
    print(&project, &comparison, arguments.detect, &also_changed, console)?;
    Ok(Ending::Done)
}

/// Two days with two dots between them, or one day alone.
fn parse_period(text: &str) -> Result<Period, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let day =
        |text: &str| text.trim().parse().map_err(|_| "a period is written like 2026-09-01..2026-09-30".to_owned());
    let (from, to) = (day(from)?, day(to)?);
    Period::new(from, to).ok_or_else(|| format!("it ends before it begins; swap {from} and {to}"))
}

/// "10%" or "0.1".
fn parse_percent(text: &str) -> Result<f64, String> {
    let (digits, scale) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
    let number: Option<f64> = digits.trim().parse().ok().filter(|number: &f64| number.is_finite());
    number.map(|number| number / scale).ok_or_else(|| "a change is written like 10% or 0.1".to_owned())
}

fn segment_named(project: &Project, words: &str) -> Result<SegmentId, Failure> {
    let wanted = words.trim().to_lowercase();
    let found = project.segments.values().find(|segment| segment.name.to_lowercase() == wanted);
    found.map(|segment| segment.id).ok_or_else(|| {
        let known: Vec<&str> = project.segments.values().map(|segment| segment.name.as_str()).collect();
        Failure::Usage(if known.is_empty() {
            format!("There is no segment \"{words}\": the project has none.")
        } else {
            format!("There is no segment \"{words}\". The project has {}.", known.join(", "))
        })
    })
}

fn json_row<'a>(
    project: &'a Project,
    row: &'a CompareRow,
    detect: Option<f64>,
    also_changed: &'a [String],
) -> Option<Row<'a>> {
    let metric = project.metrics.get(&row.metric)?;
    let touchpoint = project.touchpoints.get(&row.touchpoint);
    let stage = touchpoint.and_then(|touchpoint| project.stages.get(&touchpoint.place.stage));
    let outcome = &row.outcome;
    Some(Row {
        touchpoint: touchpoint.map(|touchpoint| touchpoint.title.as_str()),
        stage: stage.map(|stage| stage.name.as_str()),
        metric: &metric.key,
        class: metric.class.code(),
        unit: metric.unit.code(),
        segment: row.segment.and_then(|id| project.segments.get(&id)).map(|segment| segment.name.as_str()),
        before: json_side(metric, &outcome.before),
        after: json_side(metric, &outcome.after),
        effect: outcome.effect,
        relative: outcome.relative,
        low: outcome.low,
        high: outcome.high,
        test: outcome.test.map(|test| test.code()),
        p: outcome.p,
        p_adjusted: outcome.p_adjusted,
        detectable: outcome.detectable,
        needed: detect.and_then(|change| needed(metric, outcome, change)),
        verdict: outcome.verdict.label(),
        why: why(outcome),
        also_changed,
        note: outcome.note.as_deref(),
    })
}

fn json_side(metric: &Metric, side: &Side) -> RowSide {
    RowSide {
        value: side.value,
        low: side.low,
        high: side.high,
        n: side.n,
        total: side.figure.value.filter(|_| metric.class == MetricClass::Additive),
        from: side.period.map(|period| period.from.to_string()),
        to: side.period.map(|period| period.to.to_string()),
        days: side.days,
    }
}

/// `None` for what is no share of cases.
fn needed(metric: &Metric, outcome: &Outcome, change: f64) -> Option<Needed> {
    if metric.class != MetricClass::Ratio || metric.unit != Unit::Share {
        return None;
    }
    let per_day = outcome.after.n.map(|cases| cases / f64::from(outcome.after.days.max(1)));
    let found = visits_until(outcome.after.value?, change, Certainty::default(), per_day);
    Some(Needed {
        change,
        per_side: found.ok().map(|needed| needed.per_side),
        days_per_side: found.ok().and_then(|needed| needed.days_per_side),
        why: found.err().map(|error| error.to_string()),
    })
}

fn why(outcome: &Outcome) -> Option<String> {
    outcome.verdict.why().map(str::to_owned).or_else(|| outcome.test.map(|test| test.label()))
}

fn print(
    project: &Project,
    comparison: &Comparison,
    detect: Option<f64>,
    also_changed: &[String],
    console: &mut Console,
) -> Result<(), Failure> {
    let (before, after) = (comparison.before.label(), comparison.after.label());
    console.line(format!("{after}, compared with {before}"))?;
    console.line("")?;
    if comparison.rows.is_empty() {
        console.line(if project.series.is_empty() {
            "There are no figures in this project yet. Attach a file with: throughline import"
        } else {
            "There are no figures for these days. See which days are known with: throughline stats"
        })?;
        return Ok(());
    }
    for line in text_table(project, comparison, detect).lines("") {
        console.line(line)?;
    }
    let untested = reasons(comparison);
    for (title, lines) in [
        ("Not tested", untested.as_slice()),
        ("What else changed", also_changed),
        ("To be read with it", comparison.notes.as_slice()),
    ] {
        if !lines.is_empty() {
            console.line("")?;
            console.line(format!("{title}:"))?;
            for line in lines {
                console.line(format!("  {line}"))?;
            }
        }
    }
    Ok(())
}

/// Why rows have no test, each reason once with how many rows it holds for.
fn reasons(comparison: &Comparison) -> Vec<String> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for why in comparison.rows.iter().filter_map(|row| row.outcome.verdict.why()) {
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, count)) => *count += 1,
            None => reasons.push((why, 1)),
        }
    }
    let told = |(why, count): (&str, usize)| if count == 1 { why.to_owned() } else { format!("{why} ({count} rows)") };
    reasons.into_iter().map(told).collect()
}

fn text_table(project: &Project, comparison: &Comparison, detect: Option<f64>) -> Columns {
    let to_detect = detect.map_or_else(String::new, |change| format!("To see {}", format_relative_change(change)));
    let mut columns = Columns::new(&[
        ("Touchpoint", Align::Left),
        ("Metric", Align::Left),
        ("Segment", Align::Left),
        ("Before", Align::Right),
        ("n", Align::Right),
        ("After", Align::Right),
        ("n", Align::Right),
        ("Change", Align::Right),
        ("95% interval", Align::Left),
        ("Adjusted", Align::Left),
        ("Verdict", Align::Left),
        (&to_detect, Align::Left),
    ]);
    let mut last = None;
    for row in &comparison.rows {
        let (Some(touchpoint), Some(metric)) =
            (project.touchpoints.get(&row.touchpoint), project.metrics.get(&row.metric))
        else {
            continue;
        };
        // What a row is about is said once.
        let title = if last == Some(row.touchpoint) { String::new() } else { touchpoint.title.clone() };
        last = Some(row.touchpoint);
        let outcome = &row.outcome;
        let is_per_day = metric.class == MetricClass::Additive;
        let value = |side: &Side| side.value.map_or_else(|| "–".to_owned(), |value| rate(value, metric, is_per_day));
        let count = |side: &Side| side.n.map(|n| format_grouped(n, 0)).unwrap_or_default();
        let told = |change: f64| match outcome.before.value.filter(|before| *before != 0.0) {
            Some(before) if is_told_relatively(metric) => format_relative_change(change / before.abs()),
            Some(_) | None => format_change_full(change, outcome.after.value.unwrap_or(change), metric),
        };
        columns.row([
            title,
            metric.name.clone(),
            row.segment.and_then(|id| project.segments.get(&id)).map(|it| it.name.clone()).unwrap_or_default(),
            value(&outcome.before),
            count(&outcome.before),
            value(&outcome.after),
            count(&outcome.after),
            outcome.effect.map(told).unwrap_or_default(),
            outcome
                .low
                .zip(outcome.high)
                .map(|(low, high)| format!("{} to {}", told(low), told(high)))
                .unwrap_or_default(),
            outcome.p_adjusted.map(format_p).unwrap_or_default(),
            outcome.verdict.label().to_owned(),
            detect.and_then(|change| needed(metric, outcome, change)).map(told_needed).unwrap_or_default(),
        ]);
    }
    columns
}

/// "8,143 a side, 21 days"
fn told_needed(needed: Needed) -> String {
    let cases = needed.per_side.map(|cases| format!("{} a side", format_grouped(cases, 0)));
    let days = needed.days_per_side.map(|days| format!("{} days", format_grouped(days, 0)));
    let told: Vec<String> = [cases, days, needed.why].into_iter().flatten().collect();
    told.join(", ")
}

/// A value as it is told: of a count, so many a day.
fn rate(value: f64, metric: &Metric, is_per_day: bool) -> String {
    if !is_per_day {
        return format_full(value, metric);
    }
    let value = if value.abs() >= 100.0 { value.round() } else { value };
    format!("{}/day", format_full(value, metric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_two_days_or_one() {
        let read = |text| parse_period(text).map(Period::days);
        assert_eq!(read("2026-09-01..2026-09-30"), Ok(30));
        assert_eq!(read("2026-09-01"), Ok(1));
        assert!(read("2026-09-30..2026-09-01").unwrap_err().contains("swap"));
        assert!(read("September").unwrap_err().contains("2026-09-01..2026-09-30"));
        assert!(read("2026-09-01..").is_err());
    }

    #[test]
    fn changes_are_percent_or_fractions() {
        assert_eq!(parse_percent("10%"), Ok(0.1));
        assert_eq!(parse_percent("-0.2"), Ok(-0.2));
        assert!(parse_percent("much").is_err() && parse_percent("inf").is_err());
    }
}
