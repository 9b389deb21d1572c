//! What an import found and made, as JSON and for people. Decides nothing.

use serde::Serialize;

use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::intake::Intake;
use super::project_file::count;
use crate::base::Warning;
use crate::base::number::{format_full, format_grouped};
use crate::import::plan::{Plan, PlanMetric, Question, Sample, Standing, TotalCheck, Typed};
use crate::import::{Counts, Difference, How, NameRule, Overlap, Recipe, Table};

/// How many lines of one kind people are shown; JSON has them all.
const SHOWN: usize = 12;

/// The outcome for one data file as JSON. Unknown is `null`.
#[derive(Serialize)]
pub struct Report<'a> {
    file: &'a str,
    format: &'a str,
    encoding: &'a str,
    delimiter: String,
    /// The table that was read, where the file has several.
    table: Option<String>,
    /// All tables of the file.
    tables: Vec<&'a str>,
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
    /// The latest of the earlier imports that this one takes the place of.
    replaces: Option<&'a str>,
    /// Earlier files of the same days, and what becomes of them.
    overlaps: Vec<Overlapping<'a>>,
    /// What is other than before; `null` where there is no earlier file to compare with.
    difference: Option<Differing<'a>>,
    /// How the file was read: to be given with `--recipe`.
    recipe: String,
}

#[derive(Serialize)]
struct Overlapping<'a> {
    source: &'a str,
    from: Option<String>,
    to: Option<String>,
    /// "replace", "keep" or "add".
    choice: &'static str,
}

#[derive(Serialize)]
struct Differing<'a> {
    against: &'a [String],
    /// The file has other days than those before: what is compared are two periods.
    of_other_days: bool,
    before: &'a str,
    after: &'a str,
    rows: Counted,
    observations: Counted,
    /// Figures that are not attached, since an earlier file's stay.
    held_back: usize,
    /// Those of them that say something else than the earlier file.
    held_back_differing: usize,
    touchpoints: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Counted {
    new: usize,
    changed: usize,
    gone: usize,
    same: usize,
}

#[derive(Serialize)]
struct Changed<'a> {
    touchpoint: &'a str,
    metric: &'a str,
    before: Option<f64>,
    after: Option<f64>,
    observations: Counted,
}

impl From<Counts> for Counted {
    fn from(Counts { new, changed, gone, same }: Counts) -> Self {
        Self { new, changed, gone, same }
    }
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
    /// The rule that decided: "contains “/blog”".
    rule: Option<String>,
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
    /// What may be typed in instead, by the names that the recipe has for it.
    typed: &'static [&'static str],
    /// Nothing waits for the answer.
    optional: bool,
    answered: bool,
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
            rule: rule_text(&intake.recipe, found.rule),
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
            table: table.offer_name(),
            tables: table.offers.iter().map(|offer| offer.name.as_str()).filter(|name| !name.is_empty()).collect(),
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
            replaces: intake.replaced.last().map(String::as_str),
            overlaps: plan.overlaps.iter().map(overlapping).collect(),
            difference: plan.difference.as_ref().map(differing),
            recipe: intake.recipe.to_text(),
        }
    }
}

fn rule_text(recipe: &Recipe, rule: Option<usize>) -> Option<String> {
    rule.and_then(|rule| recipe.rules.get(rule)).map(NameRule::text_shown)
}

fn overlapping(overlap: &Overlap) -> Overlapping<'_> {
    Overlapping {
        source: &overlap.file_name,
        from: overlap.days.map(|days| days.from.to_string()),
        to: overlap.days.map(|days| days.to.to_string()),
        choice: overlap.choice.code(),
    }
}

fn differing(difference: &Difference) -> Differing<'_> {
    let touchpoints = difference.changes.iter().map(|change| Changed {
        touchpoint: &change.title,
        metric: &change.metric_name,
        before: change.before,
        after: change.after,
        observations: change.observations.into(),
    });
    Differing {
        against: &difference.against,
        of_other_days: difference.is_of_other_days,
        before: &difference.before_label,
        after: &difference.after_label,
        rows: difference.rows.into(),
        observations: difference.observations.into(),
        held_back: difference.held_back.all,
        held_back_differing: difference.held_back.differing,
        touchpoints: touchpoints.collect(),
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
        typed: match question.typed {
            Typed::Nothing => &[],
            Typed::Currency => &["currency"],
            Typed::Days => &["period"],
            Typed::Lifetime => &["margin", "yearly_churn"],
        },
        optional: question.standing == Standing::Optional,
        answered: question.standing == Standing::Answered,
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
    console.line(format!("{}: {} ({}{header})", plan.file_name, plan.format, plan.form_label))?;
    console.line(format!("  {}", outcome(plan, is_dry_run)))?;
    if !intake.replaced.is_empty() {
        console.line(format!("  Takes the place of the earlier import of {}.", intake.replaced.join(", ")))?;
    }
    if let Some(difference) = &plan.difference {
        let against = difference.against.join(", ");
        console.line(format!("  Against {against}: rows {}.", difference.rows.text()))?;
        if let Some(held_back) = difference.held_back.text() {
            console.line(format!("  {held_back}"))?;
        }
    }
    // Where nothing came of a file, the first thing to look at is what its columns were taken for.
    let columns = (!intake.is_attached).then(|| columns(plan));
    let changes = plan.difference.as_ref().map(changes);
    for table in [columns, Some(metrics(plan)), Some(names(plan, &intake.recipe)), changes].into_iter().flatten() {
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
        let value = metric.value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.metric));
        columns.row([metric.metric.name.clone(), value, metric.made_of.clone(), metric.note.clone()]);
    }
    columns
}

fn changes(difference: &Difference) -> Columns {
    let mut columns = Columns::new(&[
        ("Touchpoint", Side::Left),
        ("Metric", Side::Left),
        (difference.before_label.as_str(), Side::Right),
        (difference.after_label.as_str(), Side::Right),
    ]);
    for change in difference.changes.iter().take(SHOWN) {
        let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, &change.unit));
        columns.row([change.title.clone(), change.metric_name.clone(), known(change.before), known(change.after)]);
    }
    columns
}

fn names(plan: &Plan, recipe: &Recipe) -> Columns {
    let mut columns =
        Columns::new(&[("Name", Side::Left), ("Touchpoint", Side::Left), ("Match", Side::Left), ("Rows", Side::Right)]);
    for found in plan.matched.iter().filter(|found| !found.name.is_empty()).take(SHOWN) {
        let how = match (found.how, rule_text(recipe, found.rule)) {
            (How::Fuzzy, _) => format!("alike, {:.0}%", found.score * 100.0),
            (How::New, Some(rule)) => format!("new, {rule}"),
            (_, Some(rule)) => rule,
            (how @ (How::Exact | How::Alias | How::Rule | How::You | How::New), None) => how.label().to_owned(),
        };
        columns.row([found.name.clone(), found.title.clone(), how, format_grouped(found.rows as f64, 0)]);
    }
    for name in plan.unmatched.iter().take(SHOWN) {
        let hint = match &name.suggestion {
            _ if name.is_left_out_by_you => {
                rule_text(recipe, name.rule).map_or_else(|| "left out".to_owned(), |rule| format!("left out, {rule}"))
            }
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
    let open = plan.unmatched.iter().filter(|name| !name.is_left_out_by_you).count();
    if open > 0 {
        notes.push(format!(
            "{} unmatched. Make touchpoints of them with --create-touchpoints, or match them in the window.",
            count(open, "name")
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
        let chosen = match (question.chosen.and_then(|index| readings.get(index)), question.standing) {
            (Some(chosen), _) => format!(" Read as {chosen}."),
            (None, Standing::Open) => " Not answered, so it stays unknown: answer in the window.".to_owned(),
            (None, Standing::Optional | Standing::Answered) => String::new(),
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
    let changes = plan.difference.as_ref().map_or(0, |difference| difference.changes.len());
    if changes > SHOWN {
        notes.push(format!("and {} more; --json has them all", count(changes - SHOWN, "changed figure")));
    }
    notes.extend(plan.warnings.iter().map(ToString::to_string));
    notes
}
