//! What an import found and made, as JSON and for people. Decides nothing.

use serde::Serialize;

use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::intake::Intake;
use super::project_file::count;
use crate::base::Warning;
use crate::base::number::{format_full, format_grouped};
use crate::import::Table;
use crate::import::plan::{Plan, PlanMetric, Question, Sample, TotalCheck};

/// How many lines of one kind people are shown; JSON has them all.
const SHOWN: usize = 12;

/// The outcome for one data file as JSON. Unknown is `null`.
#[derive(Serialize)]
pub struct Report<'a> {
    file: &'a str,
    format: &'a str,
    encoding: &'a str,
    delimiter: String,
    /// Line of the header, counted from 1; `null` if there is none.
    header_row: Option<u32>,
    /// Rows that became observations.
    rows: usize,
    observations: usize,
    from: Option<String>,
    to: Option<String>,
    left_out: Vec<LeftOut<'a>>,
    columns: Vec<Column<'a>>,
    metrics: Vec<Metric<'a>>,
    matched: Vec<Match<'a>>,
    unmatched: Vec<&'a str>,
    /// The touchpoints that unmatched names are most like.
    suggestions: Vec<Suggestion<'a>>,
    totals: Vec<Total<'a>>,
    questions: Vec<Asked<'a>>,
    warnings: Vec<String>,
    /// The same warnings with the lines of the file that they are about.
    findings: Vec<Finding<'a>>,
    /// Something was attached, or would be in a dry run.
    attached: bool,
    /// The earlier import that this one takes the place of.
    replaces: Option<&'a str>,
    /// How the file was read: to be given with `--recipe`.
    recipe: String,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    /// Line in the file, counted from 1.
    row: u32,
    why: &'a str,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    role: String,
    why: &'a str,
}

#[derive(Serialize)]
struct Metric<'a> {
    name: &'a str,
    key: &'a str,
    class: &'static str,
    unit: &'a str,
    /// Over all of the file.
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    observations: usize,
}

#[derive(Serialize)]
struct Match<'a> {
    name: &'a str,
    touchpoint: &'a str,
    how: &'static str,
    score: f64,
    rows: usize,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    name: &'a str,
    touchpoint: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct Total<'a> {
    column: &'a str,
    /// What the total is of; empty for all rows.
    scope: &'a str,
    row: u32,
    stated: f64,
    summed: f64,
    agrees: bool,
}

#[derive(Serialize)]
struct Asked<'a> {
    column: &'a str,
    /// All columns that it is about.
    columns: &'a [String],
    question: &'a str,
    readings: Vec<&'a str>,
    chosen: Option<&'a str>,
    samples: Vec<Example<'a>>,
}

/// A row that a question is about.
#[derive(Serialize)]
struct Example<'a> {
    /// Line in the file, counted from 1.
    row: u32,
    name: &'a str,
    text: &'a str,
    /// What each reading makes of it, in their order.
    readings: &'a [String],
}

#[derive(Serialize)]
struct Finding<'a> {
    message: &'a str,
    /// Lines in the file, counted from 1; the first few.
    rows: &'a [u32],
    /// How many there are in all.
    rows_count: usize,
}

impl<'a> Report<'a> {
    pub fn new(table: &'a Table, intake: &'a Intake) -> Self {
        let plan = &intake.plan;
        let metric = |metric: &'a PlanMetric| Metric {
            name: &metric.metric.name,
            key: &metric.metric.key,
            class: metric.metric.class.code(),
            unit: metric.metric.unit.code(),
            value: metric.value,
            numerator: metric.numerator,
            denominator: metric.denominator,
            observations: metric.observations,
        };
        let suggestions = plan.unmatched.iter().filter_map(|name| {
            let (_, touchpoint, score) = name.suggestion.as_ref()?;
            Some(Suggestion { name: &name.name, touchpoint, score: *score })
        });
        let total = |total: &'a TotalCheck| Total {
            column: &total.column,
            scope: &total.scope,
            row: total.line,
            stated: total.stated,
            summed: total.summed,
            agrees: total.agrees,
        };
        let matched = plan.matched.iter().map(|found| Match {
            name: &found.name,
            touchpoint: &found.title,
            how: found.how.label(),
            score: found.score,
            rows: found.rows,
        });
        let columns =
            plan.columns.iter().map(|column| Column { name: &column.name, role: column.role.code(), why: &column.why });
        Self {
            file: &plan.file_name,
            format: &plan.format,
            encoding: &plan.encoding,
            delimiter: plan.delimiter.to_string(),
            header_row: (table.header_row > 0).then_some(table.header_row),
            rows: plan.rows,
            observations: plan.observations,
            from: plan.period.map(|period| period.from.to_string()),
            to: plan.period.map(|period| period.to.to_string()),
            left_out: plan.left_out.iter().map(|row| LeftOut { row: row.line, why: &row.why }).collect(),
            columns: columns.collect(),
            metrics: plan.metrics.iter().map(metric).collect(),
            matched: matched.collect(),
            unmatched: plan.unmatched.iter().map(|name| name.name.as_str()).collect(),
            suggestions: suggestions.collect(),
            totals: plan.totals.iter().map(total).collect(),
            questions: plan.questions.iter().map(asked).collect(),
            warnings: plan.warnings.iter().map(ToString::to_string).collect(),
            findings: plan.warnings.iter().map(finding).collect(),
            attached: intake.is_attached,
            replaces: intake.replaced.as_deref(),
            recipe: intake.recipe.to_text(),
        }
    }
}

fn finding(warning: &Warning) -> Finding<'_> {
    Finding { message: &warning.message, rows: warning.lines.first(), rows_count: warning.lines.count() }
}

fn asked(question: &Question) -> Asked<'_> {
    let label = |index: usize| question.readings.get(index).map(|reading| reading.label.as_str());
    Asked {
        column: &question.column,
        columns: &question.columns,
        question: &question.text,
        readings: question.readings.iter().map(|reading| reading.label.as_str()).collect(),
        chosen: question.chosen.and_then(label),
        samples: question.samples.iter().map(example).collect(),
    }
}

fn example(sample: &Sample) -> Example<'_> {
    Example { row: sample.line, name: &sample.name, text: &sample.text, readings: &sample.readings }
}

/// The outcome for one data file, for people.
pub fn print(intake: &Intake, is_dry_run: bool, console: &mut Console) -> Result<(), Failure> {
    let plan = &intake.plan;
    let header = if plan.header_row > 0 { format!(", header in line {}", plan.header_row) } else { String::new() };
    console
        .line(format!("{}: {} ({}, {}{header})", plan.file_name, plan.format, plan.encoding, plan.delimiter_label))?;
    console.line(format!("  {}", outcome(plan, is_dry_run)))?;
    if let Some(replaced) = &intake.replaced {
        console.line(format!("  Takes the place of the earlier import of {replaced}."))?;
    }
    // Where nothing came of a file, the first thing to look at is what its columns were taken for.
    let columns = (!intake.is_attached).then(|| columns(plan));
    for table in [columns, Some(metrics(plan)), Some(names(plan))].into_iter().flatten() {
        if !table.is_empty() {
            console.line("")?;
            for line in table.lines("  ") {
                console.line(line)?;
            }
        }
    }
    let notes = notes(plan);
    if !notes.is_empty() {
        console.line("")?;
    }
    for note in notes {
        console.line(format!("  {note}"))?;
    }
    console.line("")
}

fn outcome(plan: &Plan, is_dry_run: bool) -> String {
    let days = plan.period.map(|period| format!(", {}", period.label())).unwrap_or_default();
    let left_out = if plan.left_out_count > 0 { format!(", {} left out", plan.left_out_count) } else { String::new() };
    let verb = if is_dry_run { "would be " } else { "" };
    let new = match plan.new_touchpoints {
        0 => String::new(),
        number => format!(" ({number} new)"),
    };
    format!(
        "{} read{left_out}; {} {verb}attached to {}{new}{days}",
        count(plan.rows, "row"),
        count(plan.observations, "observation"),
        count(plan.touchpoints, "touchpoint"),
    )
}

fn columns(plan: &Plan) -> Columns {
    let mut columns = Columns::new(&[("Column", Side::Left), ("Taken for", Side::Left), ("Why", Side::Left)]);
    for column in &plan.columns {
        columns.row([column.name.clone(), column.label.clone(), column.why.clone()]);
    }
    columns
}

fn metrics(plan: &Plan) -> Columns {
    let mut columns =
        Columns::new(&[("Metric", Side::Left), ("Value", Side::Right), ("Made of", Side::Left), ("Note", Side::Left)]);
    for metric in &plan.metrics {
        let value = metric.value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.metric.unit));
        columns.row([metric.metric.name.clone(), value, metric.made_of.clone(), metric.note.clone()]);
    }
    columns
}

fn names(plan: &Plan) -> Columns {
    let mut columns =
        Columns::new(&[("Name", Side::Left), ("Touchpoint", Side::Left), ("Match", Side::Left), ("Rows", Side::Right)]);
    for found in plan.matched.iter().filter(|found| !found.name.is_empty()).take(SHOWN) {
        let how = match found.how {
            crate::import::How::Fuzzy => format!("alike, {:.0}%", found.score * 100.0),
            how @ (crate::import::How::Exact
            | crate::import::How::Alias
            | crate::import::How::You
            | crate::import::How::New) => how.label().to_owned(),
        };
        columns.row([found.name.clone(), found.title.clone(), how, format_grouped(found.rows as f64, 0)]);
    }
    for name in plan.unmatched.iter().take(SHOWN) {
        let hint = match &name.suggestion {
            Some((_, title, score)) => format!("unmatched; most like {title}, {:.0}%", score * 100.0),
            None => "unmatched".to_owned(),
        };
        columns.row([name.name.clone(), "–".to_owned(), hint, format_grouped(name.rows as f64, 0)]);
    }
    columns
}

fn notes(plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    let hidden = plan.matched.len().saturating_sub(SHOWN) + plan.unmatched.len().saturating_sub(SHOWN);
    if hidden > 0 {
        notes.push(format!("and {} more", count(hidden, "name")));
    }
    if !plan.unmatched.is_empty() {
        notes.push(format!(
            "{} unmatched. Make touchpoints of them with --create-touchpoints, or match them in the window.",
            count(plan.unmatched.len(), "name")
        ));
    }
    let (agreeing, differing): (Vec<&TotalCheck>, Vec<_>) = plan.totals.iter().partition(|total| total.agrees);
    if !agreeing.is_empty() {
        let of = |total: &&TotalCheck| format!("{} {}", total.column, format_full(total.stated, &total.unit));
        let listed: Vec<String> = agreeing.iter().take(SHOWN).map(of).collect();
        notes.push(format!("Stated totals agree with the rows: {}.", listed.join(", ")));
    }
    for total in differing.iter().take(SHOWN) {
        let scope = if total.scope.is_empty() { String::new() } else { format!(" of {}", total.scope) };
        let why = if total.note.is_empty() { String::new() } else { format!(" {}", total.note) };
        notes.push(format!(
            "Total of {}{scope} (line {}): the file states {}, its rows give {}.{why}",
            total.column,
            total.line,
            format_full(total.stated, &total.unit),
            format_full(total.summed, &total.unit)
        ));
    }
    for row in plan.left_out.iter().take(SHOWN) {
        notes.push(format!("Line {} was left out: {}.", row.line, row.why));
    }
    if plan.left_out_count > SHOWN {
        notes.push(format!("and {} more", count(plan.left_out_count - SHOWN, "line")));
    }
    for question in &plan.questions {
        let readings: Vec<&str> = question.readings.iter().map(|reading| reading.label.as_str()).collect();
        let chosen = match question.chosen.and_then(|index| readings.get(index)) {
            Some(chosen) => format!(" Read as {chosen}."),
            None => " Not answered, so it stays unknown: answer in the window.".to_owned(),
        };
        let column =
            if question.columns.is_empty() { String::new() } else { format!(" ({})", question.columns.join(", ")) };
        let readings = if readings.is_empty() { String::new() } else { format!(" {}.", readings.join(" or ")) };
        notes.push(format!("{}{column}{readings}{chosen}", question.text));
        for sample in &question.samples {
            let name = if sample.name.is_empty() { String::new() } else { format!(" {},", sample.name) };
            notes.push(format!("  Line {}:{name} “{}”: {}", sample.line, sample.text, sample.readings.join(" or ")));
        }
    }
    notes.extend(plan.warnings.iter().map(ToString::to_string));
    notes
}
