//! `stats`: the figures of a project in rows.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::choice::{one_of, parse_day};
use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::project_file::open;
use crate::analysis::table::find_metric;
use crate::analysis::{By, FEW_CASES_MARK, Filter, Numbers, TableRow, Trace, TracedFile, table, trace};
use crate::base::Date;
use crate::base::number::{format_full, format_grouped};
use crate::import::recipe_words;
use crate::model::{MetricId, Project, SourceId};

/// Print the figures of a project
#[derive(Debug, Args)]
pub struct StatsArguments {
    /// The project
    file: PathBuf,
    /// Print the rows as JSON
    #[arg(long)]
    json: bool,
    /// What a row is about
    #[arg(long, default_value = "touchpoint", value_parser = one_of(&By::ALL, By::code), ignore_case = true)]
    by: By,
    /// Only this metric, by its name or its key: "CTR", "conversion-rate"
    #[arg(long, value_name = "M")]
    metric: Option<String>,
    /// Only figures from this day on: 2026-09-01
    #[arg(long, value_name = "D", value_parser = parse_day)]
    from: Option<Date>,
    /// Only figures up to this day: 2026-09-30
    #[arg(long, value_name = "D", value_parser = parse_day)]
    to: Option<Date>,
}

/// A row as JSON. Unknown is `null`; shares are fractions, durations seconds, days ISO 8601.
#[derive(Serialize)]
struct Row<'a> {
    touchpoint: Option<&'a str>,
    journey: Option<&'a str>,
    stage: Option<&'a str>,
    phase: Option<&'static str>,
    channel: Option<&'static str>,
    /// The metric's key.
    metric: &'a str,
    metric_name: &'a str,
    class: &'static str,
    unit: &'a str,
    segment: Option<&'a str>,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    n: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    from: Option<String>,
    to: Option<String>,
    sources: &'a [String],
    /// Rows of the sources that were counted.
    rows: u64,
    /// Whether it rests on so few cases that it is a hint at most.
    small: bool,
    /// How the metric is calculated.
    formula: &'a str,
    /// The same with this figure's numbers.
    worked: &'a str,
    files: Vec<File<'a>>,
    /// What to know before relying on it.
    remarks: &'a [String],
    /// Why there is no value, or what to know about it.
    note: Option<&'a str>,
}

/// A file behind a figure.
#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    /// BLAKE3 of its bytes, in hexadecimal; `null` where it was not kept.
    hash: Option<&'a str>,
    /// Its rows that were counted.
    rows: u64,
    /// The first of them, counted from 1 as lines of the table.
    first_row: Option<u32>,
    from: Option<String>,
    to: Option<String>,
    read_at: Option<String>,
    /// How the file was read, a sentence each.
    recipe: Vec<String>,
}

pub fn run(arguments: &StatsArguments, console: &mut Console) -> Result<Verdict, Failure> {
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && from > to
    {
        return Err(Failure::Usage(format!("The days end before they begin: {from} to {to}. Swap --from and --to.")));
    }
    let project = open(&arguments.file, console)?;
    let metric = arguments.metric.as_deref().map(|words| metric_named(&project, words)).transpose()?;
    let filter = Filter { metric, from: arguments.from, to: arguments.to };
    let numbers = Numbers::new(&project);
    let rows = table(&project, &numbers, arguments.by, &filter);
    if arguments.json {
        // Every row has a trace: what is in the table is defined.
        let traced: Vec<(&TableRow, Trace)> = rows
            .iter()
            .filter_map(|row| {
                let days = filter.period(&numbers);
                Some((row, trace(&project, &numbers, row.metric, row.scope.clone(), days)?))
            })
            .collect();
        let recipes = Recipes::of(&project);
        console.json(&traced.iter().map(|(row, trace)| json_row(row, trace, &recipes)).collect::<Vec<_>>())?;
        return Ok(Verdict::Done);
    }
    if rows.is_empty() {
        console.line(if project.series.is_empty() {
            "There are no figures in this project yet. Attach a file with: throughline import"
        } else {
            "There are no figures for this choice. Ask for other days or another metric."
        })?;
        return Ok(Verdict::Done);
    }
    for line in text_table(arguments.by, &rows).lines("") {
        console.line(line)?;
    }
    Ok(Verdict::Done)
}

/// The metric that a person means, or which there are.
pub(super) fn metric_named(project: &Project, words: &str) -> Result<MetricId, Failure> {
    if let Some(metric) = find_metric(project, words) {
        return Ok(metric.id);
    }
    let known: Vec<&str> = project.metrics.values().map(|metric| metric.key.as_str()).collect();
    Err(Failure::Usage(if known.is_empty() {
        format!("There is no metric \"{words}\": the project has none yet. Attach a file with: throughline import")
    } else {
        format!("There is no metric \"{words}\". The project has {}.", known.join(", "))
    }))
}

/// How each source was read, in words.
struct Recipes(BTreeMap<SourceId, Vec<String>>);

impl Recipes {
    fn of(project: &Project) -> Self {
        Self(project.sources.values().map(|source| (source.id, recipe_words(&source.recipe))).collect())
    }
}

fn json_file<'a>(file: &'a TracedFile, recipes: &Recipes) -> File<'a> {
    File {
        name: &file.file_name,
        hash: (!file.hash.is_empty()).then_some(file.hash.as_str()),
        rows: file.rows,
        first_row: file.first_row,
        from: file.period.map(|period| period.from.to_string()),
        to: file.period.map(|period| period.to.to_string()),
        read_at: file.read_at.map(|day| day.to_string()),
        recipe: recipes.0.get(&file.source).cloned().unwrap_or_default(),
    }
}

fn json_row<'a>(row: &'a TableRow, trace: &'a Trace, recipes: &Recipes) -> Row<'a> {
    let figure = &row.figure;
    Row {
        touchpoint: row.touchpoint_title.as_deref(),
        journey: row.journey_name.as_deref(),
        stage: row.stage_name.as_deref(),
        phase: row.phase.map(|phase| phase.code()),
        channel: row.channel.map(|channel| channel.code()),
        metric: &row.metric_key,
        metric_name: &row.metric_name,
        class: row.class.code(),
        unit: row.unit.unit.code(),
        segment: row.segment.as_deref(),
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        n: figure.n,
        low: figure.low,
        high: figure.high,
        from: figure.period.map(|period| period.from.to_string()),
        to: figure.period.map(|period| period.to.to_string()),
        sources: &row.files,
        rows: figure.rows,
        small: figure.is_small,
        formula: &trace.formula,
        worked: &trace.worked,
        files: trace.files.iter().map(|file| json_file(file, recipes)).collect(),
        remarks: &trace.remarks,
        note: figure.note.as_deref(),
    }
}

fn text_table(by: By, rows: &[TableRow]) -> Columns {
    let heading = match by {
        By::Touchpoint => "Touchpoint",
        By::Stage => "Stage",
        By::Channel => "Channel",
        By::Segment => "Segment",
        By::Journey => "Journey",
    };
    let mut columns = Columns::new(&[
        (heading, Side::Left),
        ("Metric", Side::Left),
        ("Value", Side::Right),
        ("95% interval", Side::Left),
        ("n", Side::Right),
        ("", Side::Left),
        ("Days", Side::Left),
        ("Sources", Side::Left),
    ]);
    let mut last = None;
    for row in rows {
        let about = match by {
            By::Touchpoint => row.touchpoint_title.clone().unwrap_or_default(),
            By::Stage => row.stage_name.clone().unwrap_or_default(),
            By::Channel => row.channel.map(|channel| channel.label().to_owned()).unwrap_or_default(),
            By::Journey => row.journey_name.clone().unwrap_or_default(),
            By::Segment => row.segment.clone().unwrap_or_else(|| "All customers".to_owned()),
        };
        let subject = (row.touchpoint, row.stage, row.channel, row.segment.clone(), row.journey);
        // What a row is about is said once.
        let is_same = by != By::Segment && last.as_ref() == Some(&subject);
        last = Some(subject);
        let figure = &row.figure;
        let full = |value: f64| format_full(value, &row.unit);
        columns.row([
            if is_same { String::new() } else { about },
            row.metric_name.clone(),
            figure.value.map_or_else(|| "–".to_owned(), full),
            figure.interval().map(|ends| format!("{} – {}", full(ends.low), full(ends.high))).unwrap_or_default(),
            figure.n.map(|n| format_grouped(n, 0)).unwrap_or_default(),
            if figure.is_small { FEW_CASES_MARK.to_lowercase() } else { String::new() },
            figure.period.map(|period| period.label()).unwrap_or_default(),
            row.files.join(", "),
        ]);
    }
    columns
}
